"""HTML that shows a text as it was written.

JupyterLab typesets what stands between two dollars as mathematics, in the HTML of any
output: prices, and the operators of MongoDB. It leaves alone what stands in an element
of the first of these classes; what nbconvert and older front ends write, of the second.
"""

import sys

VERBATIM = "mathjax_ignore tex2jax_ignore"

#: For the page that JupyterLab prints, which is nbconvert's: nothing is cut on paper.
ON_PAPER = (
    "<style>.jp-RenderedSVG img {max-width: 100%; height: auto}"
    " @media print {.jp-Notebook pre"
    " {white-space: pre-wrap !important; overflow-wrap: anywhere}}</style>"
)


def verbatim(html):
    """The HTML of an output, whose dollars stay dollars."""
    return f'<div class="{VERBATIM}">{html}</div>'


def show_frames_verbatim():
    """Let a notebook show pandas' tables so, too."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame"):  # of pandas 3, and before
        formatter.for_type_by_name(module, "DataFrame", _frame)


def _frame(frame):
    html = frame._repr_html_()
    return html and verbatim(html)
