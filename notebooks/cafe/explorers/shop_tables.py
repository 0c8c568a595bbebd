"""The shop's five tables with their keys: follow a row, or link two columns.

The rows are the shop's own. Whatever is pressed becomes SQL, DuckDB runs it, and the
picture marks the rows that it gave.
"""

from dataclasses import dataclass
from functools import cache

from ..files import DATA
from .kit.panel import Button, Explorer, Picture, Text
from .kit.svg import (
    box,
    group,
    label,
    paragraph,
    picture,
    shortened,
    tag,
    touchable,
    wrapped,
)


@dataclass(frozen=True)
class Table:
    """A table: what a row of it is, where it is drawn, and its columns' widths."""

    one: str
    x: int
    y: int
    key: tuple[str, ...]
    columns: dict[str, int]

    @property
    def width(self):
        return INSET + sum(self.columns.values())


WIDTH, FAR = 880, 380
INSET, HEAD, ROW, SHOWN = 24, 62, 23, 4
TALL = HEAD + ROW * SHOWN + 6
MIDDLE, PANEL = FAR / 2, 270
#: Their names, and where they stand.
TABLES = {
    "customers": Table(
        *("customer", 0, 0, ("customer_id",)),
        {"customer_id": 84, "name": 98, "home_shop_id": 94},
    ),
    "shops": Table(
        *("shop", 588, 0, ("shop_id",)), {"shop_id": 62, "name": 134, "city": 72}
    ),
    "orders": Table(
        *("order", 314, int(MIDDLE), ("order_id",)),
        {"order_id": 70, "customer_id": 96, "shop_id": 70},
    ),
    "order_lines": Table(
        *("order line", 0, FAR, ("order_id", "line_no")),
        {"order_id": 72, "line_no": 58, "product_id": 80, "quantity": 66},
    ),
    "products": Table(
        *("product", 588, FAR, ("product_id",)),
        {"product_id": 76, "name": 122, "category": 70},
    ),
}
#: Each foreign key, and what it points at. The last goes by way of the price list.
POINTS_AT = {
    "orders.customer_id": "customers.customer_id",
    "orders.shop_id": "shops.shop_id",
    "customers.home_shop_id": "shops.shop_id",
    "order_lines.order_id": "orders.order_id",
    "order_lines.product_id": "products.product_id",
}
TEXTS = {"name", "city", "category"}
SIGNS = {"chosen": "▸", "meets": "●", "alone": "✕"}
LOOKS = {
    "chosen": "cafe-ex-chosen",
    "meets": "cafe-ex-kept-line",
    "alone": "cafe-ex-cell cafe-ex-dashed",
    "": "cafe-ex-cell",
}


def shop_tables():
    """Five tables of the shop, whose rows and columns one presses."""
    return ShopTables()


@dataclass(frozen=True)
class Found:
    """What was pressed led to: a headline, sentences, SQL; rows by table, and ties."""

    headline: str
    said: tuple[str, ...]
    columns: tuple[str, ...]  # those that were linked
    sql: str
    rows: dict[str, list[tuple]]
    counts: dict[str, int]
    marks: dict[tuple, str]  # (table, row): chosen, meets or alone
    ties: list[tuple]  # ((table, row), (table, row))


class ShopTables(Explorer):
    """Windows into five tables, the rows that meet, and the SQL that finds them."""

    heading = "Press a row, and follow its keys. Or link two columns."

    def __init__(self):
        self._begin()

    def _begin(self):
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
            self._follow(*_row_named(value))
        else:
            return self._link(_column_named(value))
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
        drawing = [
            *(_key_line(*pair) for pair in POINTS_AT.items()),
            *(self._table(name, table) for name, table in TABLES.items()),
            *(self._tie(*tie) for tie in self.found.ties),
            self._says(),
            self._code(),
            label(0, FAR + TALL + 26, LEGEND, "cafe-ex-note"),
        ]
        return Picture(
            picture(WIDTH, FAR + TALL + 36, self.heading, text[0], *drawing), text
        )

    def _table(self, name, table):
        x, y, width = table.x, table.y, table.width
        count = self.found.counts.get(name)
        shown = f"{count:,} match" if count is not None else f"{rows_of(name):,} rows"
        return group(
            box(x + 1, y + 1, width - 2, TALL - 2, "cafe-ex-zone", 8),
            label(x + 12, y + 21, name, "cafe-ex-name"),
            label(x + width - 12, y + 21, shown, "cafe-ex-note", "end"),
            *self._heads(name, table),
            *(
                self._row(name, table, number, row)
                for number, row in enumerate(self.windows[name])
            ),
            None
            if self.windows[name]
            else label(x + INSET, y + HEAD + 17, "no row matches", "cafe-ex-note"),
        )

    def _heads(self, name, table):
        x = table.x + INSET - 6
        for column, width in table.columns.items():
            full = f"{name}.{column}"
            target = POINTS_AT.get(full, "").split(".")[0]
            chosen = full == self.linked or full in self.found.columns
            look = "cafe-ex-chosen" if chosen else "cafe-ex-head-cell"
            is_key = column in table.key
            yield touchable(
                "column",
                f"Link {full}",
                box(x, table.y + 28, width - 2, 32, look, 4),
                label(x + 6, table.y + 42, column, _head_style(is_key)),
                label(x + 6, table.y + 55, f"→ {target}", "cafe-ex-note")
                if target
                else None,
                value=full,
                pressed=chosen,
            )
            x += width

    def _row(self, name, table, number, row):
        y, mark = table.y + HEAD + ROW * number, self._mark(name, row)
        cells, x = [], table.x + INSET
        for value, width in zip(row, table.columns.values()):
            words = shortened(_words(value), width - 2)
            cells.append(label(x, y + 16, words, _cell_style(value)))
            x += width
        return touchable(
            "row",
            f"Follow {_name_of(name, row)}",
            box(table.x + 5, y, table.width - 10, ROW - 3, LOOKS[mark], 4),
            label(table.x + 8, y + 15.5, SIGNS.get(mark, ""), "cafe-ex-note"),
            *cells,
            value=_name_of(name, row),
        )

    def _tie(self, one, other):
        """A curve between two rows that meet, from the sides that face each other."""
        return _curve(*(self._end(*end, other=far) for end, far in _both(one, other)))

    def _end(self, name, row, other):
        table = TABLES[name]
        y = table.y + HEAD + ROW * (self.windows[name].index(row) + 0.5) - 1.5
        return _side(table, TABLES[other[0]]), y

    def _says(self):
        found, parts = self.found, []
        y = MIDDLE + 52
        for sentence in found.said:
            parts.append(paragraph(0, y, sentence, PANEL))
            y += 17 * len(wrapped(sentence, PANEL)) + 5
        return group(label(0, MIDDLE + 24, found.headline, "cafe-ex-figure"), *parts)

    def _code(self):
        """The SQL, line by line."""
        x = WIDTH - PANEL
        lines = self.found.sql.splitlines()
        return group(
            box(x, MIDDLE + 4, PANEL, TALL - 6, "cafe-ex-code-card"),
            *(
                label(x + 12, MIDDLE + 26 + 17 * row, line, "cafe-ex-code")
                for row, line in enumerate(lines)
            ),
        )


LEGEND = (
    "Underlined: the primary key.   → : a foreign key, and the table it points at.   "
    "▸ chosen   ● matches   ✕ no partner"
)


def _sentence(found, most=None):
    """The headline and its sentences, all or the first."""
    return " ".join([f"{found.headline}.", *found.said[:most]])


def _head_style(is_key):
    return f"cafe-ex-head-name{' cafe-ex-underlined' if is_key else ''}"


def _cell_style(value):
    return "cafe-ex-note" if value is None else "cafe-ex-text"


def _key_line(key, target):
    """A foreign key's quiet line, from table to table."""
    ends = [name.split(".")[0] for name in (key, target)]
    one, other = (TABLES[name] for name in ends)
    return _curve(
        (_side(one, other), one.y + 44), (_side(other, one), other.y + 44), is_key=True
    )


def _both(one, other):
    return (one, other), (other, one)


def _side(table, other):
    """The x of the table's edge that looks to the other table."""
    return table.x + table.width if table.x < other.x else table.x


def _curve(start, end, is_key=False):
    """A curve between two tables' edges; of a key a faint one."""
    (x1, y1), (x2, y2) = sorted((start, end))
    bend = max(24, (x2 - x1) * 0.4)
    path = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    if is_key:
        return tag("path", d=path, class_="cafe-ex-tie cafe-ex-faint")
    return group(
        tag("path", d=path, class_="cafe-ex-tie"),
        tag("circle", cx=x1, cy=y1, r=4, class_="cafe-ex-tie-end"),
        tag("circle", cx=x2, cy=y2, r=4, class_="cafe-ex-tie-end"),
    )


# --- what a row or a column is called ------------------------------------------------


def _name_of(name, row):
    """A row by its table and its key: "orders 1", or "order_lines 1 2"."""
    return " ".join([name, *_key(name, row)])


def _key(name, row):
    """The values of a row's primary key, as text."""
    values = dict(zip(TABLES[name].columns, row))
    return [str(values[column]) for column in TABLES[name].key]


def _row_named(words):
    """(table, row) of such a name. Raises ValueError when there is none."""
    name, *key = words.split() or [""]
    table = TABLES.get(name)
    if table and len(key) == len(table.key) and all(part.isdecimal() for part in key):
        condition = " AND ".join(f"{column} = ?" for column in table.key)
        if rows := ask(f"SELECT {_columns(name)} FROM {name} WHERE {condition}", *key):
            return name, rows[0]
    raise ValueError(
        f"There is no row {words!r}. A row is a table and its key, such as "
        "'orders 1' or 'order_lines 1 2'."
    )


def _column_named(words):
    name, _, column = words.partition(".")
    if name in TABLES and column in TABLES[name].columns:
        return words
    known = [f"{table}.{each}" for table in TABLES for each in TABLES[table].columns]
    raise ValueError(f"There is no column {words!r}. There are: {', '.join(known)}.")


def _words(value):
    return "NULL" if value is None else str(value)


def _columns(name):
    return ", ".join(f"{name}.{column}" for column in TABLES[name].columns)


# --- what is asked -------------------------------------------------------------------


@cache
def _database():
    """The five tables as they lie in the files, without keys: they are only read."""
    import duckdb

    database = duckdb.connect()
    database.execute("SET threads = 1")
    for name in TABLES:
        database.execute(
            f"CREATE TABLE {name} AS FROM read_csv(?)", [str(DATA / f"{name}.csv")]
        )
    return database


def ask(sql, *values):
    """The rows of an answer, as tuples."""
    return _database().execute(sql, values).fetchall()


@cache
def rows_of(name):
    return ask(f"SELECT count(*) FROM {name}")[0][0]


def first_rows(name, where="true", *values):
    """The first rows of a table in the order of its key, as many as are shown."""
    order = ", ".join(TABLES[name].key)
    return ask(
        f"SELECT {_columns(name)} FROM {name} WHERE {where} ORDER BY {order} "
        f"LIMIT {SHOWN}",
        *values,
    )


def rows_from(name, row):
    """A row and those after it."""
    columns, values = ", ".join(TABLES[name].key), ", ".join(_key(name, row))
    return first_rows(name, f"({columns}) >= ({values})")


def follow(name, row, window):
    """What a row points at, and what points at it. `window`: the rows beside it."""
    values = dict(zip(TABLES[name].columns, row))
    said, sql, rows, counts = [], [], {name: window}, {}
    marks, ties = {(name, row): "chosen"}, []
    for table, column, value, sentence in _neighbours(name, values):
        condition = f"{column} = {value}"
        if value is not None:
            rows[table] = first_rows(table, condition)
            counts[table] = ask(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]
            sql.append(f"SELECT * FROM {table}\nWHERE {condition};")
            marks |= {(table, each): "meets" for each in rows[table]}
            ties += [((name, row), (table, each)) for each in rows[table]]
        said.append(sentence(counts.get(table)))
    headline = f"{TABLES[name].one.capitalize()} {'.'.join(_key(name, row))}"
    return Found(headline, tuple(said), (), "\n".join(sql), rows, counts, marks, ties)


def _neighbours(name, values):
    """(table, column, value, words for a count) of each key to or from a row."""
    for key, target in POINTS_AT.items():
        (child, column), (parent, primary) = key.split("."), target.split(".")
        if name == child:
            value = values[column]
            yield parent, primary, value, _pointing(column, parent, value)
        if name == parent:
            yield child, column, values[primary], _pointed_at(child)


def _pointing(column, parent, value):
    if value is None:
        words = f"Its {column} is NULL: it points at no {TABLES[parent].one}."
    else:
        words = f"Its {column} points at {TABLES[parent].one} {value}."
    return lambda count: words


def _pointed_at(child):
    one = TABLES[child].one

    def words(count):
        if count == 1:
            return f"1 {one} points at it."
        return f"{count:,} {one}s point at it." if count else f"No {one} points at it."

    return words


def join(first, second):
    """What comes when two columns are linked."""
    one, other = first.split("."), second.split(".")
    if one[0] == other[0]:
        return _nothing(
            "One table only",
            f"Both columns are in {one[0]}. A join needs a second table: press a "
            "column of another one.",
        )
    if (one[1] in TEXTS) != (other[1] in TEXTS):
        text, number = (second, first) if other[1] in TEXTS else (first, second)
        return _nothing(
            "They can't be equal",
            f"{number} holds numbers and {text} holds text: the engine refuses to "
            "compare them.",
            (first, second),
        )
    return _joined(first, second)


def _nothing(headline, words, linked=()):
    sql = _join_sql(*linked) if linked else ""
    return Found(headline, (words,), linked, sql, {}, {}, {}, [])


def _join_sql(first, second):
    one, other = first.split(".")[0], second.split(".")[0]
    return f"SELECT *\nFROM {one}\nJOIN {other}\n  ON {first}\n   = {second}"


def _joined(first, second):
    left, right = first.split(".")[0], second.split(".")[0]
    source = f"FROM {left} JOIN {right} ON {first} = {second}"
    total = ask(f"SELECT count(*) {source}")[0][0]
    alone = {
        table: ask(
            f"SELECT count(*) FROM {table} WHERE NOT EXISTS "
            f"(SELECT 1 FROM {far} WHERE {first} = {second})"
        )[0][0]
        for table, far in ((left, right), (right, left))
    }
    rows, marks, ties = _sample(first, second)
    ties = ties if _is_by_key(first, second) else []
    said = [_meaning(first, second, total)]
    if total:
        said += [
            f"{count:,} of {table} have no partner and are left out."
            for table, count in alone.items()
            if count
        ]
    counts = {table: rows_of(table) - count for table, count in alone.items()}
    words, sql = f"{total:,} row{'s' * (total != 1)}", _join_sql(first, second)
    return Found(words, tuple(said), (first, second), sql, rows, counts, marks, ties)


def _sample(first, second):
    """The first rows on the left, the rows that they meet, and the ties."""
    (left, column), (right, other) = first.split("."), second.split(".")
    begin = first_rows(left)
    at = list(TABLES[left].columns).index(column)
    far = list(TABLES[right].columns).index(other)
    values = list(dict.fromkeys(row[at] for row in begin if row[at] is not None))
    there = []
    for value in values:
        there += first_rows(right, f"{other} = ?", value)[: SHOWN // len(values)]
    there = sorted(there) or first_rows(right)
    ties = [
        ((left, one), (right, two))
        for one in begin
        for two in there
        if one[at] is not None and one[at] == two[far]
    ]
    met = {end for tie in ties for end in tie}
    ends = [(left, row) for row in begin] + [(right, row) for row in there]
    marks = {end: "meets" if end in met else "alone" for end in ends}
    return {left: begin, right: there}, marks, ties


def _is_by_key(first, second):
    """Whether both columns name the same rows: a key leads from one to the other."""
    return POINTS_AT.get(first, first) == POINTS_AT.get(second, second)


def _meaning(first, second, total):
    """What the rows of a join have to do with each other."""
    one, other = (TABLES[each.split(".")[0]].one for each in (first, second))
    for key, target in ((first, second), (second, first)):
        if POINTS_AT.get(key) == target:
            child, parent = (TABLES[each.split(".")[0]].one for each in (key, target))
            return f"Each {child} stands beside the {parent} that it points at."
    if _is_by_key(first, second):
        shared = POINTS_AT.get(first, first).split(".")[0]
        return (
            f"Both point at {shared}: each {one} meets every {other} of the same "
            f"{TABLES[shared].one}."
        )
    if not total:
        return f"No {one} meets any {other}: these columns have no value in common."
    return (
        "The engine does as it is told. But no key leads from one to the other: "
        f"{_a(one)} and {_a(other)} that meet here have nothing to do with each other."
    )


def _a(one):
    return f"an {one}" if one[0] == "o" else f"a {one}"
