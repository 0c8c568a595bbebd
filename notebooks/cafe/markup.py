"""HTML that shows a text as it was written.

JupyterLab typesets what stands between two dollars as mathematics, in the HTML of any
output: prices, and the operators of MongoDB. It leaves alone what stands in an element
of the first of these classes; what nbconvert and older front ends write, of the second.
"""

import re
import sys
from numbers import Number

VERBATIM = "mathjax_ignore tex2jax_ignore"

#: For the page that JupyterLab prints, which is nbconvert's: nothing is cut on paper.
ON_PAPER = (
    "<style>.jp-RenderedSVG img {max-width: 100%; height: auto}"
    " @media print {.jp-Notebook pre"
    " {white-space: pre-wrap !important; overflow-wrap: anywhere}}</style>"
)

_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])>([^<]*)")


def verbatim(html):
    """The HTML of an output, whose dollars stay dollars."""
    return f'<div class="{VERBATIM}">{html}</div>'


def show(thing):
    """Show a thing below its cell, as a cell shows its last one; elsewhere print it."""
    notebook = sys.modules.get("IPython.display")
    (notebook.display if notebook else print)(thing)


def show_frames_verbatim():
    """Let a notebook show pandas' tables so, too, with text on the left."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame"):  # of pandas 3, and before
        formatter.for_type_by_name(module, "DataFrame", _frame)


def _frame(frame):
    html = frame._repr_html_()
    return html and verbatim(_text_on_the_left(html, frame))


def _text_on_the_left(html, frame):
    """Pandas puts each cell on the right, which is the place of numbers."""
    columns = (frame.iloc[:, place] for place in range(frame.shape[1]))
    numbers = [_holds_numbers(each) for each in (frame.index, *columns)]

    def aligned(row):
        due = iter(numbers)
        return _CELL.sub(lambda cell: _placed(cell, next(due, False)), row[0])

    return _ROW.sub(aligned, html)


def _holds_numbers(values):
    """Whether each is a number; pandas has no type for the Decimal of DynamoDB."""
    return values.dtype.kind in "biufc" or all(isinstance(v, Number) for v in values)


def _placed(cell, is_number):
    return cell[0] if is_number else f'<{cell[1]} style="text-align: left">{cell[2]}'
