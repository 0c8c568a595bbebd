"""\
The shop asks this all day, on a phone, for one shop and one day:

    SELECT order_id, channel, ordered_at FROM orders
    WHERE shop_id = ? AND ordered_at >= ? AND ordered_at < ?
    ORDER BY ordered_at DESC

Write into `index` the one `CREATE INDEX` that this query needs. The check makes the
table and your index, and reads the plan: it should search by shop and time, and sort
nothing. Leave out of the index each column that the plan does not need."""

import re
import sqlite3

from ..kinds import ValueExercise
from ..words import kind

exercise = ValueExercise(
    id="11.index_for_query",
    objective="11.a",
    difficulty=1,
    learned=(
        "First the column that is compared with =, then the one with < and >: then the "
        "rows lie together, and in order."
    ),
    prompt=__doc__,
    starter="""\
index = ...
# index = "CREATE INDEX by_shop ON orders (...)"
""",
    hints=(
        "Think of a telephone book: it is sorted by name, then by first name. Which of"
        " the two columns should the orders be sorted by first, so that the wanted ones"
        " lie together?",
        "One shop is one block. Within it, a day is one slice, if the block is sorted"
        " by time.",
        "Both columns stand in the brackets, the one with = first: (shop_id, …). An"
        " index can be read from its end as well, so DESC is not needed.",
    ),
)


@exercise.right
def index():
    return "CREATE INDEX by_shop ON orders (shop_id, ordered_at)"


# ------------------------------------------------------------------------- the proof

TABLE = """
    CREATE TABLE orders (
        order_id INTEGER PRIMARY KEY, customer_id INTEGER, shop_id INTEGER,
        channel TEXT, ordered_at TEXT)
"""
QUERY = """
    SELECT order_id, channel, ordered_at FROM orders
    WHERE shop_id = ? AND ordered_at >= ? AND ordered_at < ?
    ORDER BY ordered_at DESC
"""
COLUMNS = ("shop_id", "ordered_at")
OF_POSTGRESQL = re.compile(
    r"\bCONCURRENTLY\b|\bUSING\s+btree\b|\bONLY\b|\bpublic\.|\bNULLS\s+(FIRST|LAST)\b"
    r"|\bWITH\s*\(.*\)|\bTABLESPACE\s+\w+",
    re.IGNORECASE,
)
MOST_STEPS = 200  # of 10,000 instructions of the engine each: an index needs 1
NO_FILES = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_PRAGMA)
#: On each of these days each of the 40 shops takes an order, and shop 7 two at once.
DAYS = [f"2026-10-{day:02}" for day in range(1, 32)]


@exercise.proof
def _is_used(index):
    """What is wrong with an index, or None: it is made, and the plan is read."""
    if not isinstance(index, str):
        return f"index should be a text, with CREATE INDEX in it; it is {kind(index)}."
    if not index.strip():
        return "index is an empty text: write CREATE INDEX … ON orders (…) into it."
    if re.search(r"\([^)]*'", index):
        return "Single quotes make a text of it: a column's name stands without them."
    database = _orders()
    try:
        _execute(database, index)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        return _refused(index, error)
    made = _made(database)
    if len(made) != 1:
        return (
            "After your statement the table has no index. It should begin with"
            " CREATE INDEX, and name the table orders."
        )
    return _asked_for(database, made[0]) or _by_the_plan(database, made[0])


def _orders():
    """A table of orders in memory, as the exercise has it, without an index."""
    database = sqlite3.connect(":memory:")
    database.execute(TABLE)
    rows = [(shop, f"{day}T08:05:00") for day in DAYS for shop in (*range(1, 41), 7)]
    database.executemany("INSERT INTO orders (shop_id, ordered_at) VALUES (?, ?)", rows)
    return database


def _execute(database, index):
    """Run an answer, without a way to files, and no longer than an index needs."""
    steps = iter(range(MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    database.set_authorizer(lambda action, *_: action in NO_FILES)  # 1 is to deny
    try:
        database.execute(index)
    finally:
        database.set_progress_handler(None, 0)
        database.set_authorizer(None)


def _made(database):
    """The names of the indexes that stand on the table orders."""
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'orders'"
    )
    return [name for (name,) in rows]


def _refused(index, error):
    """What the engine says of a statement that it did not take."""
    if "..." in index or "…" in index:
        return "The dots stand for what is missing: write the columns in their place."
    if found := OF_POSTGRESQL.search(index):
        return f"PostgreSQL takes {found[0]}, and this small engine does not."
    if re.match(r"\s*CREATE\s+INDEX\s+ON\b", index, re.IGNORECASE):
        return (
            "PostgreSQL takes an index without a name, and this small engine does not."
        )
    if re.search(r"\bINCLUDE\s*\(", index, re.IGNORECASE):
        return "The plan needs nothing beside the two columns: leave INCLUDE out."
    if "one statement at a time" in str(error):
        return "One statement is asked for, and these are several: make one index."
    if not re.match(r"\s*CREATE\s+(UNIQUE\s+)?INDEX\b", index, re.IGNORECASE):
        return f"It should begin with CREATE INDEX. The engine says: {error}."
    if "UNIQUE constraint" in str(error):
        return (
            "UNIQUE forbids two orders of a shop in one moment, and there are some: the"
            " engine refuses. An index that leads to rows needs no UNIQUE."
        )
    return f"The engine refuses it: {error}."


def _asked_for(database, name):
    """What is wrong with what the index holds, or None."""
    rows = database.execute("SELECT name, key FROM pragma_index_xinfo(?)", (name,))
    held = [column for column, is_key in rows if is_key]
    partial = database.execute(
        "SELECT partial FROM pragma_index_list('orders') WHERE name = ?", (name,)
    )
    if partial.fetchone()[0]:
        return (
            "This index holds a part of the orders only, by its WHERE. The query comes"
            " for each shop and each day: the index has to know them all."
        )
    if None in held:
        return (
            "An index on an expression, such as date(ordered_at), is used by queries"
            " that have the same expression. This one compares the column itself."
        )
    if more := [column for column in held if column not in COLUMNS]:
        return (
            f"The plan has no need of {more[0]} in the index, and each write would pay"
            " for it: leave it out."
        )
    return None


def _by_the_plan(database, name):
    """What the plan says against the index, or None."""
    known = ("7", "2026-10-30", "2026-10-31")
    plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {QUERY}", known)]
    steps = "; ".join(plan)
    if not any(f"INDEX {name}" in step for step in plan):
        return f"The query does not use it: the plan says “{steps}”."
    if any(step.startswith("SCAN") for step in plan):
        return f"The plan reads the whole index: “{steps}”."
    if "shop_id=?" not in steps:
        return (
            f"The plan searches by the time alone: “{steps}”. It reads that day's"
            " orders of all forty shops. Behind a column with < and > no further one is"
            " searched: the one with = comes first."
        )
    if "ordered_at>? AND ordered_at<?" not in steps:
        return (
            f"The plan searches by the shop alone: “{steps}”. It reads all orders that"
            " the shop ever had, and sorts them. With the time behind the shop, the day"
            " is a slice."
        )
    if any("TEMP B-TREE" in step for step in plan):
        return f"The plan still sorts: “{steps}”."
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def sorted_backwards():
    return "CREATE INDEX by_shop ON orders (shop_id, ordered_at DESC)"


@exercise.right
def both_backwards():
    return "CREATE INDEX newest ON orders (shop_id DESC, ordered_at DESC)"


@exercise.right
def in_small_letters():
    return "create index by_shop_and_time on orders (shop_id, ordered_at)"


@exercise.right
def over_several_lines():
    return """
        CREATE INDEX by_shop
        ON orders (
            shop_id,     -- compared with =
            ordered_at   -- a slice, in order
        );
    """


@exercise.right
def unless_it_is_there():
    return "CREATE INDEX IF NOT EXISTS by_shop ON orders(shop_id, ordered_at)"


@exercise.right
def with_quoted_names():
    return 'CREATE INDEX "shop, then time" ON "orders" ("shop_id", "ordered_at")'


@exercise.right
def put_together():
    columns = ("shop_id", "ordered_at")
    return f"CREATE INDEX by_{columns[0]} ON orders ({', '.join(columns)})"


@exercise.right
def in_the_main_schema():
    return "CREATE INDEX main.by_shop ON orders (shop_id ASC, ordered_at ASC)"


@exercise.right
def has_a_name_with_a_quotation_mark_in_it():
    return 'CREATE INDEX "the ""shops""" ON orders (shop_id, ordered_at)'


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Single quotes make a text of it: a column's name stands without them.")
def writes_columns_as_texts():
    return "CREATE INDEX by_shop ON orders ('shop_id', 'ordered_at')"


@exercise.wrong("It should begin with CREATE INDEX. The engine says: interrupted.")
def counts_for_ever():
    return """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT max(i) FROM n
    """


@exercise.wrong("It should begin with CREATE INDEX. The engine says: not authorized.")
def opens_a_file():
    return "ATTACH DATABASE 'orders.db' AS other"


@exercise.wrong("leave INCLUDE out.")
def includes_the_channel():
    return "CREATE INDEX by_shop ON orders (shop_id, ordered_at) INCLUDE (channel)"


@exercise.wrong(
    "all orders that the shop ever had, and sorts them. With the time behind"
)
def has_the_shop_alone():
    return "CREATE INDEX by_shop ON orders (shop_id)"


@exercise.wrong("The plan searches by the time alone")
def has_the_time_alone():
    return "CREATE INDEX by_time ON orders (ordered_at)"


@exercise.wrong("no further one is searched: the one with = comes first.")
def has_the_time_first():
    return "CREATE INDEX by_time ON orders (ordered_at, shop_id)"


@exercise.wrong("This one compares the column itself.")
def takes_the_day_of_the_time():
    return "CREATE INDEX by_day ON orders (shop_id, date(ordered_at))"


@exercise.wrong("The plan has no need of channel in the index, and each write would")
def puts_the_channel_in():
    return "CREATE INDEX by_shop ON orders (shop_id, ordered_at, channel)"


@exercise.wrong("The plan has no need of order_id in the index")
def puts_the_number_in():
    return "CREATE INDEX by_shop ON orders (shop_id, ordered_at, order_id)"


@exercise.wrong("The plan has no need of customer_id in the index")
def indexes_the_customer():
    return "CREATE INDEX by_customer ON orders (customer_id)"


@exercise.wrong("and these are several: make one index.")
def makes_two():
    return (
        "CREATE INDEX by_shop ON orders (shop_id);"
        " CREATE INDEX by_time ON orders (ordered_at)"
    )


@exercise.wrong("An index that leads to rows needs no UNIQUE.")
def makes_it_unique():
    return "CREATE UNIQUE INDEX by_shop ON orders (shop_id, ordered_at)"


@exercise.wrong("This index holds a part of the orders only, by its WHERE.")
def knows_one_shop():
    return "CREATE INDEX of_7 ON orders (shop_id, ordered_at) WHERE shop_id = 7"


@exercise.wrong("The engine refuses it: no such column: shop.")
def names_no_column():
    return "CREATE INDEX by_shop ON orders (shop, ordered_at)"


@exercise.wrong("The engine refuses it: no such table: main.shop_orders.")
def names_no_table():
    return "CREATE INDEX by_shop ON shop_orders (shop_id, ordered_at)"


@exercise.wrong("After your statement the table has no index.")
def writes_the_query():
    return (
        "SELECT order_id FROM orders WHERE shop_id = 7 AND ordered_at >= '2026-10-30'"
        " ORDER BY ordered_at DESC"
    )


@exercise.wrong("After your statement the table has no index.")
def makes_a_view():
    return "CREATE VIEW by_shop AS SELECT * FROM orders ORDER BY shop_id, ordered_at"


@exercise.wrong("It should begin with CREATE INDEX. The engine says:")
def adds_it_as_mysql_does():
    return "ALTER TABLE orders ADD INDEX by_shop (shop_id, ordered_at)"


@exercise.wrong("The engine refuses it: near")
def forgets_on_and_the_table():
    return "CREATE INDEX by_shop (shop_id, ordered_at)"


@exercise.wrong("The engine refuses it: near")
def forgets_the_brackets():
    return "CREATE INDEX by_shop ON orders shop_id, ordered_at"


@exercise.wrong("it is a list.")
def gives_the_columns():
    return ["shop_id", "ordered_at"]


@exercise.wrong("It should begin with CREATE INDEX.")
def gives_the_columns_as_a_text():
    return "shop_id, ordered_at"


@exercise.wrong("index is an empty text")
def gives_nothing():
    return " "


@exercise.wrong("The dots stand for what is missing: write the columns in their place.")
def leaves_the_dots():
    return "CREATE INDEX by_shop ON orders (...)"
