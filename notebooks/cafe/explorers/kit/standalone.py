"""A picture with its colours inside, for pages that have no style sheet of ours.

GitHub, nbviewer, a PDF and README show an SVG as it stands: no rule of panel.css
reaches it. Here the rules that a picture uses are written into it, each `var()` and
`color-mix()` as the colour that it is in the light theme.
"""

import re
from functools import cache
from pathlib import Path

from .svg import Svg

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"var\((--[\w-]+)(?:, ([^()]+))?\)")
MIX = re.compile(r"color-mix\(in srgb, (#\w+) (\d+)%, (#\w+)\)")
CLASS = re.compile(r"\.(cafe-ex-[\w-]+)")
DRAWN = re.compile(
    r"\b(?:fill|stroke|font|opacity|white-space|paint-order|text-decoration)"
)
MARGIN = 12  # what a page's own frame leaves free elsewhere
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')
FONTS = {
    "--jp-ui-font-family": "system-ui, sans-serif",
    "--jp-code-font-family": "monospace",
}


def standalone(svg):
    """The same picture, on paper of its own, with the style that it needs inside."""
    style = _style(frozenset(re.findall(r"cafe-ex-[\w-]+", svg)))
    room = f'x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%"'
    paper = f'<rect {room} fill="#ffffff"/>'
    head, tail = SIZE.sub(_with_margin, svg, count=1).split("</desc>", 1)
    text = f"{head}</desc><style>{style}</style>{paper}{tail}"
    return Svg(text.replace("cafe-id-", "cafe-"))


def _with_margin(size):
    width, height = (float(each) + 2 * MARGIN for each in size.groups())
    box = f'viewBox="{-MARGIN} {-MARGIN} {width:g} {height:g}"'
    return f'{box} width="{width:g}" height="{height:g}"'


@cache
def _style(used):
    """The rules for these classes, each on a line."""
    lines = ["text{font-family:system-ui,sans-serif;font-size:13px;fill:#1f2328}"]
    for selector, body in _rules():
        classes = set(CLASS.findall(selector)) - {"cafe-ex-picture"}
        if classes and classes <= used:
            lines.append(f"{selector}{{{body}}}")
    return "\n".join(lines)


@cache
def _rules():
    """(selector, declarations) of each rule of panel.css that draws."""
    sheet = (Path(__file__).parent / "panel.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = sheet.split("@media")[0]
    values = dict(re.findall(r"(--cafe-[\w-]+): (.+?);", sheet))
    rules = []
    for selectors, body in RULE.findall(sheet):
        drawn = [each.strip() for each in body.split(";") if DRAWN.search(each)]
        if drawn and "--cafe-ink:" not in body:
            selector = re.sub(r"\.cafe-ex-picture ", "", " ".join(selectors.split()))
            rules.append((selector, _in_colours(";".join(drawn), values)))
    return rules


def _in_colours(text, values):
    """The text with each variable and each mixture written as a colour."""

    def value_of(match):
        name, otherwise = match.groups()
        return FONTS.get(name) or values.get(name) or otherwise

    while VARIABLE.search(text):
        text = VARIABLE.sub(value_of, text)
    while MIX.search(text):
        text = MIX.sub(lambda match: _mixed(*match.groups()), text)
    return text


def _mixed(one, percent, other):
    """`percent` of one colour and the rest of another, as #rrggbb."""
    share = int(percent) / 100
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return [int(digits[place : place + 2], 16) for place in (0, 2, 4)]
