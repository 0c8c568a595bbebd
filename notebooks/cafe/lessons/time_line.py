"""What holds from which minute to which, as bars: in a notebook and as text.

    time_line("after the log-in", {"the token": [True] * 15 + [False] * 15})

The bars begin at minute 0.

For each name: whether it holds, minute by minute. What holds is green and has a ●, what
does not is red and has a ✕; a bar stands under its name where a page is narrow.
"""

from dataclasses import dataclass
from html import escape
from itertools import groupby

from ..markup import verbatim

WIDE, LONG = 264, 480  # pixels: what a phone shows, and a page with room
COLOURS = {
    "●": "var(--jp-success-color1, #388e3c)",
    "◐": "var(--jp-warn-color1, #f57c00)",
    "✕": "var(--jp-error-color1, #d32f2f)",
}
WORKS = {True: "● works", False: "✕ refused"}
BAR = (
    "display: flex; justify-content: space-between; box-sizing: border-box; "
    "width: {}px; max-width: 100%; padding: 0 3px"
)
QUIET = "; color: var(--jp-ui-font-color2, #6a6a6a); font-size: 12px"
SPAN = (  # a word that has no room stands in a second line, which does not show;
    # neither padding nor border, which would make a short span longer than its minutes
    "box-sizing: border-box; overflow: hidden; height: 24px; line-height: 24px; "
    "text-indent: 5px; box-shadow: inset 3px 0 {0}; "
    "background: color-mix(in srgb, {0} 18%, transparent)"
)
ROW = (
    "display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px; padding: 4px 0"
)
HEAD = "text-align: left; font-weight: 600; padding: 8px 0 4px"


@dataclass(frozen=True)
class Span:
    """So many minutes, from one on, and what they have in common: a sign and a word."""

    start: int
    minutes: int
    words: str

    def drawn(self):
        look = SPAN.format(COLOURS[self.words[0]])
        return (
            f'<span style="flex: {self.minutes} 1 0; min-width: 0; {look}">'
            f"{escape(self.words)}</span>"
        )


def spans(values, says):
    """The Spans of values, minute by minute; `says` has the words of each value."""
    found, start = [], 0
    for value, same in groupby(values):
        minutes = len([*same])
        found.append(Span(start, minutes, says[value]))
        start += minutes
    return found


def row(name, drawn):
    """A line of a drawing: what it is, and the drawing beside it or below."""
    return (
        f'<li style="{ROW}"><span style="flex: 0 1 {WIDE}px; min-width: 200px">'
        f"{escape(name)}</span>{drawn}</li>"
    )


def bar(found, wide=WIDE):
    """Spans side by side, each as long as its minutes."""
    drawn = "".join(span.drawn() for span in found)
    return f'<span style="{BAR.format(wide)}">{drawn}</span>'


def ends(first, last, wide=WIDE):
    """What stands under the bars: when they begin and end."""
    style = BAR.format(wide) + QUIET
    return row(
        "", f'<span style="{style}"><span>{first}</span><span>{last}</span></span>'
    )


def line(name, values, says):
    """The same as a line of text: the sign of each minute."""
    return f"   {name:42}{''.join(says[value][0] for value in values)}"


def rows(caption, drawn):
    """Lines of a drawing under a caption, as HTML."""
    return verbatim(
        f'<p style="{HEAD}">{escape(caption)}</p>'
        f'<ul style="list-style: none; margin: 0; padding: 0">{"".join(drawn)}</ul>'
    )


@dataclass(frozen=True)
class TimeLine:
    """Bars of the same minutes, to look at."""

    caption: str
    bars: dict

    def __repr__(self):
        return "\n".join([self.caption, *map(self._line, self.bars)])

    def _line(self, name):
        return line(name, self.bars[name], WORKS)

    def _repr_html_(self):
        drawn = [
            row(name, bar(spans(held, WORKS), LONG)) for name, held in self.bars.items()
        ]
        minutes = max(map(len, self.bars.values()))
        last = ends("minute 0", f"minute {minutes}", LONG)
        return rows(self.caption, [*drawn, last])


def time_line(caption, bars):
    """The TimeLine of {name: whether it holds, minute by minute}."""
    return TimeLine(caption, {name: tuple(held) for name, held in bars.items()})
