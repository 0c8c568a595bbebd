"""The shop's five tables with their keys: follow a row, or link two columns.

The rows are the shop's own. Whatever is pressed becomes SQL, DuckDB runs it
(`lessons/keys_and_joins.py`), and the picture marks the rows that it gave.
"""

from typing import NamedTuple

from ..lessons.keys_and_joins import (
    POINTS_AT,
    SHOWN,
    TABLES,
    Found,
    column_named,
    first_rows,
    follow,
    join,
    name_of,
    row_named,
    rows_from,
    rows_of,
)
from .kit.panel import Button, Explorer, Text
from .kit.svg import (
    NARROW,
    box,
    code_rows,
    disc,
    group,
    label,
    lines,
    option,
    paragraph,
    path,
    shortened,
    stack,
    touchable,
    wrapped,
)

INSET, SMALL_INSET = 24, 20  # for the sign before a row, and on a narrow page


class Place(NamedTuple):
    """Where a table is drawn, and how wide each of its columns is."""

    x: int
    y: int
    widths: tuple[int, ...]
    inset: int = INSET

    @property
    def width(self):
        return self.inset + sum(self.widths)


WIDTH, FAR = 880, 380
HEAD, ROW = 62, 23
TALL = HEAD + ROW * SHOWN + 6
MIDDLE, PANEL = FAR / 2, 270
PLACES = {
    "customers": Place(0, 0, (84, 102, 94)),
    "shops": Place(588, 0, (62, 134, 72)),
    "orders": Place(314, int(MIDDLE), (70, 96, 70)),
    "order_lines": Place(0, FAR, (72, 58, 80, 66)),
    "products": Place(588, FAR, (76, 122, 70)),
}
SMALL_WIDTHS = {
    "orders": (70, 94, 80),
    "customers": (74, 82, 88),
    "shops": (58, 126, 60),
    "order_lines": (58, 54, 76, 56),
    "products": (72, 114, 58),
}
SMALL_PLACES = {
    name: Place(0, number * (TALL + 10), widths, SMALL_INSET)
    for number, (name, widths) in enumerate(SMALL_WIDTHS.items())
}
NOTHING_YET = Found(
    "No columns are linked", ("Press the head of a column.",), (), "", {}, {}, {}, []
)
SIGNS = {"chosen": "▸", "meets": "●", "alone": "✕"}
LOOKS = {
    "chosen": "cafe-ex-chosen",
    "meets": "cafe-ex-kept-line",
    "alone": "cafe-ex-cell cafe-ex-dashed",
    "": "cafe-ex-cell",
}


def shop_tables(link=False):
    """Five tables of the shop, whose rows and columns one presses.

    With `link` no row is followed at first: two columns wait to be linked.
    """
    return ShopTables(link)


class ShopTables(Explorer):
    """Windows into five tables, the rows that meet, and the SQL that finds them."""

    heading = "Press a row, and follow its keys. Or link two columns."

    def __init__(self, link):
        self.link = link
        if link:
            self.heading = "Press the head of one column, then that of another."
        self._begin()

    def _begin(self):
        if self.link:
            return self._show(NOTHING_YET)
        orders = first_rows("orders")
        self._show(follow("orders", orders[0], orders))

    def _follow(self, name, row):
        """Mark a row where it stands, or in a window that begins with it."""
        window = self.windows[name]
        self._show(follow(name, row, window if row in window else rows_from(name, row)))

    def _show(self, found):
        """What meets what was pressed, and of all other tables the first rows."""
        self.found = found
        first = {name: first_rows(name) for name in TABLES}
        self.windows = first | found.rows
        self.linked = ""  # the first of two columns, until the second is pressed

    def controls(self):
        row = Text("row", "Follow a row", "", "such as orders 1", within=True)
        column = Text("column", "Link", "", "such as shops.shop_id", within=True)
        return [[Button("begin", "Begin again"), row, column]]

    def change(self, name, value):
        if name == "begin":
            self._begin()
        elif name == "row":
            self._follow(*row_named(value))
        else:
            return self._link(column_named(value))
        return _sentence(self.found)

    def _link(self, column):
        if not self.linked:
            self.linked = column
            return f"{column}, and which other column? Press it."
        first = self.linked
        if first == column:
            self.linked = ""
            return f"{column} is let go."
        self._show(join(first, column))
        return _sentence(self.found, 1)

    # --- in words --------------------------------------------------------------

    def _text(self):
        lines = [_sentence(self.found)]
        if self.found.sql:
            lines.append(f"In SQL: {' '.join(self.found.sql.split())}")
        for name, table in TABLES.items():
            for row in self.windows[name]:
                mark = self._mark(name, row)
                fate = {"meets": " Matches.", "alone": " No partner."}.get(mark, "")
                words = ", ".join(map(" ".join, zip(table.columns, map(_words, row))))
                lines.append(f"{name}: {words}.{fate}")
        keys = [f"{one} points at {other}" for one, other in POINTS_AT.items()]
        return [*lines, f"Foreign keys: {'; '.join(keys)}."]

    def _mark(self, name, row):
        return self.found.marks.get((name, row), "")

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawing, end = self._one_below_the_other()
            return self.framed(NARROW, end, text, *drawing, said=1)
        drawing = [
            *(_key_line(*pair) for pair in POINTS_AT.items()),
            *map(self._table, TABLES),
            *(self._tie(*tie) for tie in self.found.ties),
            self._says(),
            self._code(),
            label(0, FAR + TALL + 26, LEGEND, "cafe-ex-note"),
        ]
        return self.framed(WIDTH, FAR + TALL + 36, text, *drawing, said=1)

    def _one_below_the_other(self):
        """The tables of a narrow page, what is found, and its SQL; and their end. No
        curve is drawn from row to row: signs mark those that meet."""
        head = label(0, 20, self.found.headline, "cafe-ex-figure")
        said, top = lines(0, 46, self.found.said, NARROW, 17)
        tables = group(*map(self._table, TABLES), transform=f"translate(0 {top})")
        y = top + (TALL + 10) * len(TABLES)
        rows = [row for line in self.found.sql.splitlines() for row in _cut(line)]
        code = [
            box(1, y, NARROW - 2, 22 + 17 * len(rows), "cafe-ex-code-card"),
            *stack(10, y + 24, 17, rows, "cafe-ex-code"),
        ]
        y += 48 + 17 * len(rows)
        legend, end = lines(0, y, LEGEND.split("   "), NARROW, 17, "cafe-ex-note", 12)
        return [head, said, tables, *(code if rows else ()), legend], end

    def _place(self, name):
        return (SMALL_PLACES if self.narrow else PLACES)[name]

    def _table(self, name):
        place = self._place(name)
        x, y, width = place.x, place.y, place.width
        count = self.found.counts.get(name)
        shown = f"{count:,} match" if count is not None else f"{rows_of(name):,} rows"
        return group(
            box(x + 1, y + 1, width - 2, TALL - 2, "cafe-ex-zone", 8),
            label(x + 12, y + 21, name, "cafe-ex-name"),
            label(x + width - 12, y + 21, shown, "cafe-ex-note", "end"),
            *self._heads(name),
            *(
                self._row(name, number, row)
                for number, row in enumerate(self.windows[name])
            ),
            None
            if self.windows[name]
            else label(
                x + place.inset, y + HEAD + 17, "no row matches", "cafe-ex-note"
            ),
        )

    def _heads(self, name):
        table, place = TABLES[name], self._place(name)
        x = place.x + place.inset - 6
        for column, width in zip(table.columns, place.widths):
            full = f"{name}.{column}"
            target = POINTS_AT.get(full, "").split(".")[0]
            chosen = full == self.linked or full in self.found.columns
            is_first = x < place.x + place.inset
            more = 8 if self.narrow and is_first else 0  # where rows have their sign
            is_key = column in table.key
            yield option(
                "column",
                f"Link {full}",
                (x - more, place.y + 28, width + more - 2, 32),
                label(x + 6 - more, place.y + 42, column, _head_style(is_key)),
                label(x + 6 - more, place.y + 55, f"→ {target}", "cafe-ex-note")
                if target
                else None,
                value=full,
                chosen=chosen,
                plain="cafe-ex-head-cell",
                radius=4,
            )
            x += width

    def _row(self, name, number, row):
        place, mark = self._place(name), self._mark(name, row)
        y = place.y + HEAD + ROW * number
        cells, x = [], place.x + place.inset
        for value, width in zip(row, place.widths):
            words = shortened(_words(value), width - (12 if self.narrow else 8))
            look = "cafe-ex-note" if value is None else "cafe-ex-text"
            cells.append(label(x, y + 16, words, look))
            x += width
        return touchable(
            "row",
            f"Follow {name_of(name, row)}",
            box(place.x + 5, y, place.width - 10, ROW - 3, LOOKS[mark], 4),
            label(place.x + 8, y + 15.5, SIGNS.get(mark, ""), "cafe-ex-note"),
            *cells,
            value=name_of(name, row),
        )

    def _tie(self, one, other):
        """A curve between two rows that meet, from the sides that face each other."""
        return _curve(self._end(*one, other), self._end(*other, one))

    def _end(self, name, row, other):
        place = PLACES[name]
        y = place.y + HEAD + ROW * (self.windows[name].index(row) + 0.5) - 1.5
        return _side(place, PLACES[other[0]]), y

    def _says(self):
        found, parts = self.found, []
        y = MIDDLE + 52
        for sentence in found.said:
            parts.append(paragraph(0, y, sentence, PANEL))
            y += 17 * len(wrapped(sentence, PANEL)) + 5
        return group(label(0, MIDDLE + 24, found.headline, "cafe-ex-figure"), *parts)

    def _code(self):
        """The SQL, line by line, with room after each statement."""
        if not self.found.sql:
            return group()
        x, y = WIDTH - PANEL, MIDDLE + 26
        parts = [box(x, MIDDLE + 4, PANEL - 1, TALL - 6, "cafe-ex-code-card")]
        for line in self.found.sql.splitlines():
            parts.append(label(x + 12, y, line, "cafe-ex-code"))
            y += 26 if line.endswith(";") else 17
        return group(*parts)


LEGEND = (
    "Underlined: the primary key.   → : a foreign key, and the table it points at.   "
    "▸ chosen   ● matches   ✕ no partner"
)


def _sentence(found, most=None):
    """The headline and its sentences, all or the first."""
    return " ".join([f"{found.headline}.", *found.said[:most]])


def _cut(line):
    return code_rows(line, NARROW - 20) or [""]


def _head_style(is_key):
    return f"cafe-ex-head-name{' cafe-ex-underlined' if is_key else ''}"


def _key_line(key, target):
    """A foreign key's quiet line, from table to table."""
    ends = [name.split(".")[0] for name in (key, target)]
    one, other = (PLACES[name] for name in ends)
    return _curve(
        (_side(one, other), one.y + 44), (_side(other, one), other.y + 44), is_key=True
    )


def _side(one, other):
    """The x of the one table's edge that looks to the other table."""
    return one.x + one.width if one.x < other.x else one.x


def _curve(start, end, is_key=False):
    """A curve between two tables' edges; of a key a faint one."""
    (x1, y1), (x2, y2) = sorted((start, end))
    bend = max(24, (x2 - x1) * 0.4)
    way = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    if is_key:
        return path(way, "cafe-ex-tie cafe-ex-faint")
    return group(
        path(way, "cafe-ex-tie"),
        disc(x1, y1, 4, "cafe-ex-tie-end"),
        disc(x2, y2, 4, "cafe-ex-tie-end"),
    )


def _words(value):
    return "NULL" if value is None else str(value)
