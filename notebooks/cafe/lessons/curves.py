"""Curves of a few metrics, minute by minute, in a notebook and as text.

    curves("minute by minute from 8:03", {"connections": ([60, 225], 225)})

For each name: the values, `None` where there is no point, and what there is at most,
or None.
"""

from dataclasses import dataclass

from .time_line import LONG, WIDE, row, rows

TALL, EDGE = 56, 3  # pixels
#: Each number stands under its minute, and in a second line where there is no room.
NUMBERS = (
    f"display: flex; flex-wrap: wrap; padding: 0 {EDGE}px; font-size: 12px; "
    "text-align: center"
)
LINE = "var(--jp-brand-color1, #1976d2)"
LIMIT = "var(--jp-ui-font-color2, #6a6a6a)"


@dataclass(frozen=True)
class Curve:
    """A metric, minute by minute; None where it has no point.

    It is drawn up to its `limit`, where it has one, and else to its highest value.
    """

    name: str
    values: tuple
    limit: float | None = None
    wide: int = WIDE

    @property
    def places(self):
        """(x, y) of a line in steps, one a minute, in a drawing `wide` by TALL."""
        across = (self.wide - 2 * EDGE) / len(self.values)
        return [
            (round(EDGE + across * minute), self._height(value or 0))
            for n, value in enumerate(self.values)
            for minute in (n, n + 1)
        ]

    def _height(self, value):
        most = max(self.limit or 1, *(value or 0 for value in self.values))
        return round(TALL - EDGE - (TALL - 2 * EDGE) * value / most)

    def drawn(self):
        """The line over its area, and the limit as a dotted line."""
        line = "L".join(f"{x} {y}" for x, y in self.places)
        floor, (first, _), (last, _) = TALL - EDGE, self.places[0], self.places[-1]
        limit = self._height(self.limit) if self.limit else None
        at_most = (
            f'<path d="M0 {limit}H{self.wide}" stroke="{LIMIT}"'
            ' stroke-dasharray="2 3"/>'
        )
        return (
            f'<svg width="{self.wide}" height="{TALL}"'
            f' viewBox="0 0 {self.wide} {TALL}" fill="none"'
            ' aria-hidden="true" style="min-width: 100px; max-width: 100%">'
            f'<path d="M{first} {floor}L{line}L{last} {floor}Z" fill="{LINE}"'
            f' fill-opacity="0.15"/>{at_most if self.limit else ""}'
            f'<path d="M{line}" stroke="{LINE}" stroke-width="2"/></svg>'
        )

    def row(self):
        """The line says what the numbers under it say."""
        minute = f"flex: 1 0 {90 // len(self.values)}%"  # and what is left is shared
        numbers = " ".join(
            f'<span style="{minute}">{"·" if value is None else value}</span>'
            for value in self.values
        )
        return row(
            self.name,
            f'<span style="flex: 1 1 {WIDE}px; max-width: {self.wide}px">'
            f'{self.drawn()}<span style="{NUMBERS}">{numbers}</span></span>',
        )

    def line(self):
        """The same as a line of text."""
        numbers = "".join(f"{'·' if v is None else v:>5}" for v in self.values)
        return f"   {self.name:37}{numbers}"


@dataclass(frozen=True)
class Curves:
    """Some curves of the same minutes, to look at."""

    caption: str
    curves: tuple

    def __repr__(self):
        return "\n".join([self.caption, *(curve.line() for curve in self.curves)])

    def _repr_html_(self):
        return rows(self.caption, [curve.row() for curve in self.curves])


def curves(caption, shown):
    """The Curves of {name: (values, limit)}."""
    made = [
        Curve(name, tuple(values), most, LONG) for name, (values, most) in shown.items()
    ]
    return Curves(caption, tuple(made))
