"""Rows as a cell shows them, and the rows of a wrong answer with their marks.

Table(columns, rows)                 ten rows at most, and how many more there are
MarkedTable(place, columns, marked)  the same with "✕ not wanted" and so on beside
"""

from decimal import Decimal
from html import escape

from ..markup import verbatim
from .sql_result import family

MOST_SHOWN = 10
FEWEST_MISSING = 4
MOST_FETCHED = 100_000
#: What is said beside a row, by its mark in sql_result.py.
MARKS = {
    "": "",
    "extra": "✕ not wanted",
    "should": "→ should be",
    "missing": "+ missing",
    "moved": "↕ wrong place",
}
#: The colour of a row, by its mark: what is said beside it says the same.
COLOURS = {
    "extra": "var(--jp-error-color1, #c62828)",
    "should": "var(--jp-success-color1, #2e7d32)",
    "missing": "var(--jp-success-color1, #2e7d32)",
    "moved": "var(--jp-warn-color1, #b26a00)",
}


class Table:
    """Rows as a cell shows them, ten at most: text on the left, numbers on the right.

    `columns` are (name, type); a value is None, or what the engine or Python writes.
    """

    def __init__(self, columns, rows):
        self._names = [name for name, _ in columns]
        self._numeric = [family(type_name) == "number" for _, type_name in columns]
        self._rows = [[_text(value) for value in row] for row in rows[:MOST_SHOWN]]
        self._note = _note(self._names, len(rows))

    def __repr__(self):
        table = _aligned([self._names, *self._rows], self._numeric)
        lines = table if self._rows else []
        return "\n".join([*lines, self._note] if self._note else lines)

    def _repr_html_(self):
        sides = ["right" if numeric else "left" for numeric in self._numeric]
        head = _cells("th", self._names, sides)
        body = "\n".join(f"<tr>{_cells('td', row, sides)}</tr>" for row in self._rows)
        table = f"<table>\n<tr>{head}</tr>\n{body}\n</table>"
        note = f"<p>{escape(self._note)}</p>" if self._note else ""
        return verbatim(table + note if self._rows else note)


def _aligned(lines, numeric):
    """Each line's texts under those of the first one, numbers on the right."""
    widths = [max(map(len, column)) for column in zip(*lines)]
    sides = [str.rjust if each else str.ljust for each in numeric]
    return [
        " ".join(side(*each) for side, *each in zip(sides, line, widths)).rstrip()
        for line in lines
    ]


def _cells(tag, texts, sides, style=""):
    return "".join(
        f'<{tag} style="{style}text-align: {side}">{escape(text)}</{tag}>'
        for text, side in zip(texts, sides)
    )


class MarkedTable:
    """The learner's rows with what is wrong beside each, ten at most.

    `columns` are (name, type), `marked` (mark, row) in the order in which they are
    shown. `place` says on which data, `is_of_the_shop` that these are the shop's own.
    """

    def __init__(self, place, columns, marked, is_of_the_shop):
        self.is_of_the_shop = is_of_the_shop
        self._caption = f"Your rows on {place}:"
        self._names = [name for name, _ in columns]
        self._numeric = [family(type_name) == "number" for _, type_name in columns]
        self._lines = [
            (number, mark, [_text(value) for value in marked[number][1]])
            for number, mark in _worth_showing(marked)
        ]
        self._count = len(marked)

    def _pieces(self):
        """The lines, and between them how many are passed over: numbers."""
        due = 0
        for number, mark, texts in self._lines:
            if number > due:
                yield number - due
            yield mark, texts
            due = number + 1
        if self._count > due:
            yield self._count - due

    def __str__(self):
        lines = [["", *self._names]]
        lines += [[MARKS[mark], *texts] for _, mark, texts in self._lines]
        head, *rows = _aligned(lines, [False, *self._numeric])
        due = iter(rows)
        body = [
            _passed_over(piece) if isinstance(piece, int) else next(due)
            for piece in self._pieces()
        ]
        return "\n".join([self._caption, head, *body])

    def html(self):
        sides = ["right" if numeric else "left" for numeric in self._numeric]
        rows = "\n".join(self._row(piece, sides) for piece in self._pieces())
        return (
            f'<table style="margin: 8px 0">\n<caption style="text-align: left">'
            f"{escape(self._caption)}</caption>\n"
            f"<tr><td></td>{_cells('th', self._names, sides)}</tr>\n{rows}\n</table>"
        )

    def _row(self, piece, sides):
        if isinstance(piece, int):
            width = len(self._names) + 1
            return f'<tr><td colspan="{width}">{_passed_over(piece)}</td></tr>'
        mark, texts = piece
        through = "text-decoration: line-through; " if mark == "extra" else ""
        cells = _cells("td", texts, sides, through)
        return (
            f'<tr style="{_tint(mark)}"><th scope="row" style="text-align: left">'
            f"{MARKS[mark]}</th>{cells}</tr>"
        )


def _tint(mark):
    """A light ground in a mark's colour, in either theme."""
    if not mark:
        return ""
    return f"background: color-mix(in srgb, {COLOURS[mark]} 14%, transparent)"


def _worth_showing(marked):
    """(number, mark) of the lines that are shown: wrong ones before right ones, and
    some that are missing beside any number that is not wanted."""
    numbered = [(number, mark) for number, (mark, _) in enumerate(marked)]
    missing = [each for each in numbered if each[1] == "missing"]
    wrong = [each for each in numbered if each[1] not in ("", "missing")]
    right = [each for each in numbered if not each[1]]
    missing = missing[: max(FEWEST_MISSING, MOST_SHOWN - len(wrong))]
    chosen = (missing + wrong + right)[:MOST_SHOWN]
    return sorted(chosen)


def _passed_over(count):
    return f"… {count:,} more row{'s' * (count != 1)}"


def _note(columns, count):
    if not count:
        return f"No rows. Columns: {', '.join(columns)}."
    more = count - MOST_SHOWN
    if count > MOST_FETCHED:
        return f"… more than {more - 1:,} more rows"
    return f"… {more:,} more row{'s' * (more != 1)}" if more > 0 else ""


def _text(value):
    """A value as the engine writes it, a DOUBLE with ten digits."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        text = f"{value:.10g}"
        return text if set(text) & set(".en") else f"{text}.0"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
