"""The join explorer: two small tables, and which of their rows meet.

DuckDB computes every result; the picture only draws it. Rows that meet are tied
by a line. A row that is not in the result says "left out". The result has a place
for each row of the full join, and a join leaves those empty that it does not give.
"""

from dataclasses import dataclass

from .kit.panel import Choice, Explorer, Picture
from .kit.svg import box, group, label, patterned, picture, tag, width_of

MOST_ROWS = 8
WIDTH, ROW = 848, 28
HEAD = 28  # a table's name above it
FATE, GAP = 80, 140  # the words beside a row; the least room for the lines
CODE = 300

KINDS = {
    "inner": "only rows that meet",
    "left": "every row of the left table",
    "right": "every row of the right table",
    "full": "every row of both",
    "anti": "left rows that meet none",
}


def joins(left=None, right=None, on="customer_id", names=("customers", "orders")):
    """Two tables side by side, joined on the column `on`.

    `left` and `right` are DataFrames of at most 8 rows; without them, a few
    customers and orders of the shop. `names` are the tables' names in the SQL.
    """
    if (left is None) != (right is None):
        raise ValueError("Give both tables, left= and right=, or neither.")
    if left is None:
        left, right = _example()
    for name, frame in zip(names, (left, right)):
        if len(frame) > MOST_ROWS:
            raise ValueError(
                f"{name} has {len(frame)} rows; the picture has room for "
                f"{MOST_ROWS}. Use {name}.head({MOST_ROWS})."
            )
        if on not in frame.columns:
            raise ValueError(
                f"{name} has no column {on!r}. It has: "
                + ", ".join(map(str, frame.columns))
                + "."
            )
    return JoinExplorer(left, right, on, names)


def _database(names, frames):
    """A DuckDB with the two tables, each with its rows' positions in a last column."""
    import duckdb

    database = duckdb.connect()
    for name, place, frame in zip(names, ("_l", "_r"), frames):
        # Without converting, pandas gives 1.0 for 1 in a column with a missing value.
        numbered = frame.convert_dtypes().assign(**{place: range(len(frame))})
        database.register(name, numbered)
    return database


def _ask(database, sql):
    """The names of the columns, and the rows as tuples."""
    answer = database.execute(sql)
    return [column[0] for column in answer.description], answer.fetchall()


def _example():
    import pandas as pd

    customers = pd.DataFrame(
        {
            "customer_id": [1, 2, 3, 4],
            "name": ["Ana", "Ben", "Chloe", "Dario"],
        }
    )
    orders = pd.DataFrame(
        {
            "order_id": [101, 102, 103, 104, 105],
            "customer_id": [1, 1, 2, None, 4],
            "drink": ["latte", "mocha", "espresso", "tea", "latte"],
        }
    )
    return customers, orders


@dataclass(frozen=True)
class Table:
    """Rows as tuples, with None for NULL."""

    name: str
    columns: list[str]
    rows: list[tuple]

    def widths(self):
        """How wide each column is drawn."""
        heads = [width_of(column, 15) for column in self.columns]
        cells = [[width_of(_words(value)) for value in row] for row in self.rows]
        return [max(column) + 20 for column in zip(heads, *cells)]


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

    def __init__(self, left, right, on, names):
        self.on, self.kind = on, "inner"
        self._names = names
        with _database(names, (left, right)) as database:
            self._tables = [self._read(database, name) for name in names]
            self._joined = {kind: self._join(database, kind) for kind in KINDS}
        self._pairs = self._joined["inner"].sources

    def controls(self):
        return [[Choice("join", "Join", self.kind, {kind: kind for kind in KINDS})]]

    def change(self, name, value):
        self.kind = value
        return (
            f"{_a(self.kind)} join gives {_rows(len(self._now.table.rows))}; "
            f"{self._left_out_words()}."
        )

    @property
    def _now(self):
        return self._joined[self.kind]

    # --- asking DuckDB ---------------------------------------------------------

    def _read(self, database, name):
        columns, lines = _ask(database, f'FROM "{name}"')
        return Table(name, columns[:-1], [line[:-1] for line in lines])

    def _join(self, database, kind):
        columns, lines = _ask(database, self._numbered(kind))
        table = Table("result", columns[:-2], [line[:-2] for line in lines])
        return Joined(self._sql(kind), table, [line[-2:] for line in lines])

    def _sql(self, kind):
        """The lines of the query as a learner would write it."""
        left, right = self._names
        if kind == "anti":
            return (
                f"SELECT * FROM {left}",
                "WHERE NOT EXISTS (",
                f"  SELECT 1 FROM {right}",
                f"  WHERE {right}.{self.on}",
                f"    = {left}.{self.on})",
            )
        return (
            f"SELECT * FROM {left}",
            f"{kind.upper()} JOIN {right}",
            f"USING ({self.on})",
        )

    def _numbered(self, kind):
        """The same query, with the positions of its source rows at the end."""
        left, right = (f'"{name}"' for name in self._names)
        joined = f'{left} {kind} JOIN {right} USING ("{self.on}")'
        if kind == "anti":
            return f"SELECT * EXCLUDE (_l), _l, NULL FROM {joined} ORDER BY _l"
        return (
            f"SELECT * EXCLUDE (_l, _r), _l, _r FROM {joined} "
            "ORDER BY _l NULLS LAST, _r NULLS LAST"
        )

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

    def _text(self):
        left, right = self._tables
        lines = [
            f"{left.name} has {_rows(len(left.rows))}, {right.name} has "
            f"{_rows(len(right.rows))}; two rows meet where {self.on} is equal.",
            f"{_a(self.kind)} join gives {_rows(len(self._now.table.rows))}; "
            f"{self._left_out_words()}.",
            f"In SQL: {' '.join(line.strip() for line in self._now.sql)}",
        ]
        for number, row in enumerate(self._now.table.rows, 1):
            lines.append(f"Result row {number}: {_sentence(self._now.table, row)}.")
        for side, table in enumerate(self._tables):
            for position in self._left_out(side):
                row = _sentence(table, table.rows[position])
                lines.append(f"Left out of {table.name}: {row}.")
        if any(None in self._keys(table) for table in self._tables):
            lines.append(f"A NULL in {self.on} meets nothing, not even another NULL.")
        return lines

    def _keys(self, table):
        return [row[table.columns.index(self.on)] for row in table.rows]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        widths = [sum(table.widths()) for table in self._tables]
        most = sum(self._joined["full"].table.widths())
        width = max(WIDTH, sum(widths) + 2 * FATE + GAP, most + 24 + CODE)
        places = [0, width - widths[1] - FATE]
        tallest = max(len(table.rows) for table in self._tables)
        below = HEAD + ROW * (tallest + 1) + 36
        ends = widths[0] + FATE, places[1]
        text = self._text()
        drawing = [
            *(self._line(*ends, *pair) for pair in self._pairs),
            *map(self._source, (0, 1), self._tables, places, widths),
            self._result(below),
            self._query(max(places[1], most + 24), below, width),
        ]
        height = below + HEAD + ROW * (len(self._joined["full"].sources) + 1) + 2
        return Picture(
            picture(round(width), round(height), self.heading, text[1], *drawing), text
        )

    def _result(self, y):
        """The rows that come, each in the place that it has in the full join."""
        rows = dict(zip(self._now.sources, self._now.table.rows))
        slots = [rows.get(source) for source in self._joined["full"].sources]
        count = f"result: {_rows(len(rows))}"
        return group(
            label(0, y + 14, count, "cafe-ex-figure"),
            _grid(self._now.table, 1, y + HEAD, slots),
        )

    def _query(self, x, y, width):
        """What the join keeps, and how one asks for it."""
        longest = max(len(joined.sql) for joined in self._joined.values())
        return group(
            label(x, y + 14, f"{self.kind}: {KINDS[self.kind]}", "cafe-ex-name"),
            box(x, y + HEAD, width - x - 1, 28 + 20 * longest, "cafe-ex-code-card"),
            *(
                label(x + 14, y + HEAD + 27 + 20 * number, line, "cafe-ex-code")
                for number, line in enumerate(self._now.sql)
            ),
        )

    def _line(self, start, end, left, right):
        """The curve that ties two rows that meet."""
        y1, y2 = (HEAD + ROW * (position + 1.5) for position in (left, right))
        bend = (end - start) * 0.4
        kept = (left, right) in self._now.sources
        return group(
            tag(
                "path",
                d=f"M{start:g} {y1:g}C{start + bend:g} {y1:g} "
                f"{end - bend:g} {y2:g} {end:g} {y2:g}",
                class_="cafe-ex-tie" if kept else "cafe-ex-tie cafe-ex-faint",
            ),
            tag("circle", cx=start, cy=y1, r=4, class_="cafe-ex-tie-end"),
            tag("circle", cx=end, cy=y2, r=4, class_="cafe-ex-tie-end"),
        )

    def _source(self, side, table, x, width):
        """One of the two tables, each row with its fate beside it."""
        held = self._now.holds(side)
        kept = [position in held for position in range(len(table.rows))]
        fates = [
            label(
                x + width + 12,
                HEAD + ROW * (position + 1) + 18.5,
                self._fate(side, position, kept[position]),
                "cafe-ex-note",
            )
            for position in range(len(table.rows))
        ]
        name = label(x, 14, f"{table.name}: {_rows(len(table.rows))}", "cafe-ex-name")
        return group(name, _grid(table, x + 1, HEAD, table.rows, kept), *fates)

    def _fate(self, side, position, kept):
        if not kept:
            return "left out"
        meets = sum(
            source[side] == position and None not in source
            for source in self._now.sources
        )
        return f"meets {meets}" if meets else "kept alone"


def _grid(table, x, y, rows, kept=None):
    """A table: a header and rows. Those that are not kept are drawn faint, and in the
    place of a row that is None there is none."""
    widths = table.widths()
    lines = [_row(table.columns, widths, x, y, "cafe-ex-head")]
    for number, row in enumerate(rows):
        below = y + ROW * (number + 1)
        if row is None:
            lines.append(_no_row(x, below, sum(widths)))
            continue
        fate = "kept" if kept is None or kept[number] else "out"
        lines.append(_row(row, widths, x, below, f"cafe-ex-row-{fate}"))
    return group(*lines)


def _no_row(x, y, width):
    return group(
        box(x, y, width, ROW, "cafe-ex-cell", radius=0),
        label(x + 10, y + 18.5, "left out", "cafe-ex-note"),
        class_="cafe-ex-row-out",
    )


def _row(values, widths, x, y, style):
    cells = []
    for value, width in zip(values, widths):
        null = value is None
        cells.append(box(x, y, width, ROW, "cafe-ex-cell", radius=0))
        if null:
            cells.append(patterned(x, y, width, ROW, "cross", radius=0))
        cells.append(
            label(
                x + 10,
                y + 18.5,
                _words(value),
                "cafe-ex-null-word" if null else "cafe-ex-text",
            )
        )
        x += width
    return group(*cells, class_=style)


def _words(value):
    if value is None:
        return "NULL"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sentence(table, row):
    return ", ".join(
        f"{column} {_words(value)}" for column, value in zip(table.columns, row)
    )


def _rows(number):
    return f"{number} row" if number == 1 else f"{number} rows"


def _a(kind):
    return f"An {kind}" if kind[0] in "ai" else f"A {kind}"
