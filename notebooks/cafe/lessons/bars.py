"""A few numbers as bars, one below the other: in a notebook and as text.

    bars("pages written for one order", {"no index": 1, "one index": 2})

The longest bar is the largest number; `notes` has a word on some of them, {name: note}.
"""

from dataclasses import dataclass
from html import escape

from .time_line import QUIET, ROW, WIDE, rows

LINE = "var(--jp-brand-color1, #1976d2)"
TALL, NUMBER, NAME = 16, 72, 400  # pixels: a bar, the number beside it, at most a name
NOTE = QUIET.removeprefix("; ")
BESIDE = f"display: flex; align-items: center; gap: 10px; flex: 0 1 {WIDE + NUMBER}px"
BAR = (
    f"height: {TALL}px; border-radius: 3px; min-width: 2px; "
    f"background: color-mix(in srgb, {LINE} 75%, transparent)"
)


@dataclass(frozen=True)
class Bars:
    """Numbers that are compared, to look at."""

    caption: str
    numbers: dict
    notes: dict

    def __repr__(self):
        return "\n".join([self.caption, *map(self._line, self.numbers)])

    def _line(self, name):
        number, note = self.numbers[name], self.notes.get(name, "")
        return f"   {name:50}{_said(number):>8}  {note}".rstrip()

    def _repr_html_(self):
        return rows(self.caption, map(self._row, self.numbers))

    def _row(self, name):
        """Its name with the note below, and its bar with the number beside it; these
        stand under the name where a page is narrow."""
        number, note = self.numbers[name], self.notes.get(name)
        below = f'<br><span style="{NOTE}">{escape(note)}</span>' if note else ""
        share = number / (max(self.numbers.values()) or 1)
        long = f"width: calc((100% - {NUMBER}px) * {share:.4g})"
        return (
            f'<li style="{ROW}"><span style="flex: 0 1 {self._name_width}px">'
            f"{escape(name)}{below}</span>"
            f'<span style="{BESIDE}"><span style="{long}; {BAR}"></span>'
            f"<b>{_said(number)}</b></span></li>"
        )

    @property
    def _name_width(self):
        """What the longest name or note needs, in pixels."""
        return min(NAME, 8 * max(map(len, [*self.numbers, *self.notes.values()])))


def _said(number):
    """A number as one reads it; of dollars also the cents."""
    return f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"


def bars(caption, numbers, notes=None):
    """The Bars of {name: number}."""
    return Bars(caption, dict(numbers), notes or {})
