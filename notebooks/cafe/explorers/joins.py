"""The join explorer: two small tables, and which of their rows meet.

DuckDB computes every result; the picture only draws it. Rows that meet are tied
by a line. A row that is not in the result says "left out". The result has a place
for each row of the full join, and a join leaves those empty that it does not give.
On a narrow page the tables stand one below the other, and words say what meets.
"""

import itertools
from dataclasses import dataclass
from typing import NamedTuple

from .kit.panel import Choice, Explorer, Picture
from .kit.svg import box, disc, group, label, lines, path, patterned, picture, width_of
from .kit.words import counted

# The last column of each is the row's position.
EXAMPLE = """
CREATE TABLE customers AS FROM (
    VALUES (1, 'Ana', 0), (2, 'Ben', 1), (3, 'Chloe', 2), (4, 'Dario', 3)
) AS made (customer_id, name, _l);
CREATE TABLE orders AS FROM (
    VALUES (101, 1, 'latte', 0), (102, 1, 'chai', 1), (103, 2, 'cocoa', 2),
        (104, NULL, 'tea', 3), (105, 4, 'latte', 4)
) AS made (order_id, customer_id, drink, _r);
"""
WIDTH, ROW = 848, 28
HEAD = 28  # a table's name above it
FATE = 80  # the words beside a row
SMALL_FATE, TWO_LINES = 70, 18  # on a narrow page

KINDS = {
    "inner": "only rows that meet",
    "left": "every row of the left table",
    "right": "every row of the right table",
    "full": "every row of both",
    "anti": "left rows that meet none",
}


def joins():
    """A few customers and orders of the shop, joined on the customer."""
    return JoinExplorer()


def _read(database, name):
    columns, lines = _ask(database, f"FROM {name}")
    return Table(name, columns[:-1], [line[:-1] for line in lines])


def _ask(database, sql):
    """The names of the columns, and the rows as tuples."""
    answer = database.execute(sql)
    return [column[0] for column in answer.description], answer.fetchall()


def _sql(kind):
    """The lines of the query as a learner would write it."""
    if kind == "anti":
        return (
            "SELECT * FROM customers",
            "WHERE NOT EXISTS (",
            "  SELECT * FROM orders",
            "  WHERE orders.customer_id",
            "    = customers.customer_id)",
        )
    return (
        "SELECT * FROM customers",
        f"{kind.upper()} JOIN orders",
        "USING (customer_id)",
    )


def _numbered(kind):
    """The same query, with the positions of its source rows at the end."""
    joined = f"customers {kind} JOIN orders USING (customer_id)"
    if kind == "anti":
        return f"SELECT * EXCLUDE (_l), _l, NULL FROM {joined} ORDER BY _l"
    return (
        f"SELECT * EXCLUDE (_l, _r), _l, _r FROM {joined} "
        "ORDER BY _l NULLS LAST, _r NULLS LAST"
    )


class Cells(NamedTuple):
    """How the cells of a table are drawn."""

    head: str  # the class of a column's name
    size: int  # what its letters need, in units
    inset: int  # from a cell's edge to its words


WIDE, SMALL = Cells("cafe-ex-text", 15, 10), Cells("cafe-ex-head-name", 12, 5)


@dataclass(frozen=True)
class Table:
    """Rows as tuples, with None for NULL."""

    name: str
    columns: list[str]
    rows: list[tuple]

    def widths(self, cells):
        """How wide each column is drawn."""
        heads = [width_of(column, cells.size) for column in self.columns]
        rows = [[width_of(_words(value)) for value in row] for row in self.rows]
        return [max(column) + 2 * cells.inset for column in zip(heads, *rows)]


@dataclass(frozen=True)
class Joined:
    """A join's result, and the positions of the rows that each line came from."""

    sql: tuple[str, ...]
    table: Table
    sources: list[tuple]  # (position on the left or None, on the right or None)

    def holds(self, side):
        """The positions, on side 0 or 1, of the rows that are in the result."""
        return {source[side] for source in self.sources} - {None}


class JoinExplorer(Explorer):
    """Two tables, the chosen join, and its result."""

    heading = "Which rows meet?"

    def __init__(self):
        import duckdb

        self.kind = "inner"
        with duckdb.connect() as database:
            database.execute(EXAMPLE)
            self._tables = [_read(database, name) for name in ("customers", "orders")]
            self._joined = {kind: self._join(database, kind) for kind in KINDS}
        self._pairs = self._joined["inner"].sources

    def controls(self):
        return [[Choice("join", "Join", self.kind, {kind: kind for kind in KINDS})]]

    def change(self, name, value):
        self.kind = value
        return self._comes()

    @property
    def _now(self):
        return self._joined[self.kind]

    # --- asking DuckDB ---------------------------------------------------------

    def _join(self, database, kind):
        columns, lines = _ask(database, _numbered(kind))
        table = Table("result", columns[:-2], [line[:-2] for line in lines])
        return Joined(_sql(kind), table, [line[-2:] for line in lines])

    # --- in words --------------------------------------------------------------

    def _left_out(self, side):
        held = self._now.holds(side)
        return [n for n in range(len(self._tables[side].rows)) if n not in held]

    def _left_out_words(self):
        counts = [
            f"{len(out)} of {table.name}"
            for side, table in enumerate(self._tables)
            if (out := self._left_out(side))
        ]
        return "left out: " + " and ".join(counts) if counts else "no row is left out"

    def _comes(self):
        """What the join gives, and what it leaves out."""
        rows = counted(len(self._now.table.rows), "row")
        return f"{_a(self.kind)} join gives {rows}; {self._left_out_words()}."

    def _text(self):
        has = [f"{t.name} has {counted(len(t.rows), 'row')}" for t in self._tables]
        lines = [
            f"{', '.join(has)}; two rows meet where customer_id is equal.",
            self._comes(),
            f"In SQL: {' '.join(line.strip() for line in self._now.sql)}",
        ]
        for number, row in enumerate(self._now.table.rows, 1):
            lines.append(f"Result row {number}: {_sentence(self._now.table, row)}.")
        for side, table in enumerate(self._tables):
            for position in self._left_out(side):
                row = _sentence(table, table.rows[position])
                lines.append(f"Left out of {table.name}: {row}.")
        lines.append("A NULL in customer_id meets nothing, not even another NULL.")
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        left, right, result, query, (width, height) = self._places()
        start = self._width(self._tables[0]) + FATE
        ties = () if self.narrow else self._pairs  # none crosses what lies between
        drawing = [
            *(self._line(start, right[0], *tie) for tie in ties),
            self._source(0, *left),
            self._source(1, *right),
            self._result(*result),
            self._query(*query, width),
        ]
        return Picture(
            picture(round(width), round(height), self.heading, text[1], *drawing), text
        )

    def _places(self):
        """Where the two tables stand, the result and its query; and where all ends."""
        tables = [*self._tables, self._joined["full"].table]
        right = self._width(self._tables[1])
        tall = [HEAD + ROW * (len(table.rows) + 1) + 24 for table in tables]
        if self.narrow:
            width = right + SMALL_FATE  # NARROW, and a hair
            second, below, query = itertools.accumulate(tall)
            end = query + HEAD + TWO_LINES + self._code_height() + 1
            return (0, 0), (0, second), (0, below), (0, query), (width, end)
        x, below = WIDTH - right - FATE, max(tall[:2]) + 12
        return (0, 0), (x, 0), (0, below), (x, below), (WIDTH, below + tall[2] - 22)

    @property
    def _cells(self):
        return SMALL if self.narrow else WIDE

    def _width(self, table):
        return sum(table.widths(self._cells))

    def _result(self, x, y):
        """The rows that come, each in the place that it has in the full join."""
        table = self._now.table
        rows = dict(zip(self._now.sources, table.rows))
        slots = [rows.get(source) for source in self._joined["full"].sources]
        return group(
            label(x, y + 14, f"result: {counted(len(rows), 'row')}", "cafe-ex-figure"),
            *_gaps(slots, y + HEAD + ROW, self._width(table)),
            _grid(table, self._cells, y + HEAD, slots),
        )

    def _code_height(self):
        return 28 + 20 * max(len(joined.sql) for joined in self._joined.values())

    def _query(self, x, y, width):
        """What the join keeps, and how one asks for it."""
        keeps = [f"{self.kind}: {KINDS[self.kind]}"]
        name, _ = lines(x, y + 14, keeps, width - x, 18, "cafe-ex-name", 16)
        top = y + HEAD + (TWO_LINES if self.narrow else 0)
        return group(
            name,
            box(x + 1, top, width - x - 2, self._code_height(), "cafe-ex-code-card"),
            *(
                label(x + 14, top + 27 + 20 * number, line, "cafe-ex-code")
                for number, line in enumerate(self._now.sql)
            ),
        )

    def _line(self, start, end, left, right):
        """The curve that ties two rows that meet."""
        y1, y2 = (HEAD + ROW * (position + 1.5) for position in (left, right))
        bend = (end - start) * 0.4
        kept = (left, right) in self._now.sources
        return group(
            path(
                f"M{start:g} {y1:g}C{start + bend:g} {y1:g} "
                f"{end - bend:g} {y2:g} {end:g} {y2:g}",
                "cafe-ex-tie" if kept else "cafe-ex-tie cafe-ex-faint",
            ),
            disc(start, y1, 4, "cafe-ex-tie-end"),
            disc(end, y2, 4, "cafe-ex-tie-end"),
        )

    def _source(self, side, x, y):
        """One of the two tables, each row with its fate beside it."""
        table, held = self._tables[side], self._now.holds(side)
        kept = [position in held for position in range(len(table.rows))]
        right = self._width(table) + (6 if self.narrow else 12)
        fates = [
            label(
                right,
                y + HEAD + ROW * (position + 1) + 18.5,
                self._fate(side, position, is_kept),
                "cafe-ex-note",
            )
            for position, is_kept in enumerate(kept)
        ]
        words = f"{table.name}: {counted(len(kept), 'row')}"
        name = label(0, y + 14, words, "cafe-ex-name")
        grid = _grid(table, self._cells, y + HEAD, table.rows, kept)
        return group(name, grid, *fates, transform=f"translate({x:g} 0)")

    def _fate(self, side, position, kept):
        if not kept:
            return "left out"
        meets = sum(
            source[side] == position and None not in source
            for source in self._now.sources
        )
        return f"meets {meets}" if meets else "kept alone"


def _grid(table, cells, y, rows, kept=None):
    """A table: a header and rows. Those that are not kept are drawn faint, and in the
    place of a row that is None there is none."""
    widths = table.widths(cells)
    parts = [_row(table.columns, widths, cells, y, "cafe-ex-head")]
    for number, row in enumerate(rows):
        if row is not None:
            fate = "kept" if kept is None or kept[number] else "out"
            below = y + ROW * (number + 1)
            parts.append(_row(row, widths, cells, below, f"cafe-ex-row-{fate}"))
    return group(*parts)


def _gaps(rows, y, width):
    """What stands where rows are None: one place for those that follow each other."""
    note = "cafe-ex-note"
    for is_gap, run in itertools.groupby(rows, lambda row: row is None):
        height = ROW * len(list(run))
        if is_gap:
            yield group(
                box(1, y, width, height, "cafe-ex-cell", radius=0),
                label(width / 2, y + height / 2 + 4.5, "left out", note, "middle"),
                class_="cafe-ex-row-out",
            )
        y += height


def _row(values, widths, cells, y, style):
    x, parts = 1, []
    words_style = cells.head if style == "cafe-ex-head" else "cafe-ex-text"
    for value, width in zip(values, widths):
        null = value is None
        parts.append(box(x, y, width, ROW, "cafe-ex-cell", radius=0))
        if null:
            parts.append(patterned(x, y, width, ROW, "cross", radius=0))
        look = "cafe-ex-null-word" if null else words_style
        parts.append(label(x + cells.inset, y + 18.5, _words(value), look))
        x += width
    return group(*parts, class_=style)


def _words(value):
    return "NULL" if value is None else str(value)


def _sentence(table, row):
    return ", ".join(
        f"{column} {_words(value)}" for column, value in zip(table.columns, row)
    )


def _a(kind):
    return f"An {kind}" if kind[0] in "ai" else f"A {kind}"
