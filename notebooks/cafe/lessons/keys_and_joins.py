"""The shop's five tables with their keys: what meets a row, what two columns give.

    follow("orders", row, window)                      what its keys lead to
    join("orders.shop_id", "shops.shop_id")            what comes when two are linked

Both become SQL, which DuckDB runs, and give a Found: what `explorers/shop_tables.py`
draws.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..files import DATA

SHOWN = 4  # rows of each table


class Table(NamedTuple):
    """A table: what a row is called, the columns of its key, and those shown."""

    one: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


TABLES = {
    "customers": Table(
        "customer", ("customer_id",), ("customer_id", "name", "home_shop_id")
    ),
    "shops": Table("shop", ("shop_id",), ("shop_id", "name", "city")),
    "orders": Table("order", ("order_id",), ("order_id", "customer_id", "shop_id")),
    "order_lines": Table(
        "order line",
        ("order_id", "line_no"),
        ("order_id", "line_no", "product_id", "quantity"),
    ),
    "products": Table("product", ("product_id",), ("product_id", "name", "category")),
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


# --- what a row or a column is called ------------------------------------------------


def name_of(name, row):
    """A row by its table and its key: "orders 1", or "order_lines 1 2"."""
    return " ".join([name, *_key(name, row)])


def _key(name, row):
    """The values of a row's primary key, as text."""
    values = dict(zip(TABLES[name].columns, row))
    return [str(values[column]) for column in TABLES[name].key]


def row_named(words):
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


def column_named(words):
    name, _, column = words.partition(".")
    if name in TABLES and column in TABLES[name].columns:
        return words
    known = [f"{table}.{each}" for table in TABLES for each in TABLES[table].columns]
    raise ValueError(f"There is no column {words!r}. There are: {', '.join(known)}.")


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
