"""The same ten orders in RDS and in DynamoDB, and the same wish for both.

Each wish is tried for real, in a small AWS of its own: what was sent, what was read and
changed, what was said. explorers/both_halves.py draws it.
"""

import json
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..aws.errors import ClientError
from ..drivers import sql
from . import made

USERS = {281: "Eoin Adeyemi", 283: "Maeve Chen", 284: "Farah Popescu"}
PRODUCTS = {
    1: ("Flat white", "3.20"),
    3: ("Latte", "3.40"),
    4: ("Butter croissant", "2.60"),
}
ORDERS = (  # order number, user, product, quantity
    (1001, 283, 1, 1),
    (1002, 281, 4, 2),
    (1003, 284, 3, 1),
    (1004, 283, 4, 1),
    (1005, 281, 1, 2),
    (1006, 284, 1, 1),
    (1007, 283, 3, 1),
    (1008, 281, 3, 1),
    (1009, 284, 4, 4),
    (1010, 283, 1, 2),
)
EXTRAS = {1004: ["butter", "jam"], 1007: ["oat milk"], 1009: ["napkins"]}
KEYS = {"users": "user_id", "products": "product_id", "orders": "order_number"}
WIDTH = 54  # of a line of code
LOGIN = {"user": "admin", "password": "espresso-2026"}
TABLES = """
    CREATE DATABASE cafe;
    CREATE TABLE cafe.users (user_id INT PRIMARY KEY, name VARCHAR(60) NOT NULL);
    CREATE TABLE cafe.products (
        product_id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, price DECIMAL(6, 2));
    CREATE TABLE cafe.orders (
        order_number INT PRIMARY KEY, user_id INT NOT NULL, product_id INT NOT NULL,
        quantity INT NOT NULL CHECK (quantity > 0),
        FOREIGN KEY (user_id) REFERENCES cafe.users (user_id),
        FOREIGN KEY (product_id) REFERENCES cafe.products (product_id))"""


@dataclass(frozen=True)
class Wish:
    """What both are asked for: statements for RDS, calls for DynamoDB.

    `reads` is a condition on the orders that a SELECT needs; `each` is called for every
    item that the first call finds; `means` says why: (in RDS, in DynamoDB).
    """

    words: str
    statements: tuple[str, ...]
    calls: tuple
    means: tuple[str, str]
    reads: str = "false"
    each: tuple | None = None
    adds_up: bool = False
    is_wrong: bool = False  # nobody should take it


@dataclass(frozen=True)
class Outcome:
    """What became of a wish on one side. A place is ("orders", 1007)."""

    sent: tuple[str, ...]  # lines of code
    times: int  # statements or calls
    read: frozenset
    changed: frozenset
    new: frozenset
    stored: dict  # {place: {column or attribute: value}} afterwards
    answer: str = ""
    refusal: str = ""
    added: frozenset = frozenset()  # columns that a table of RDS has got


def _put(number, product="Latte", **more):
    key = {} if number is None else {"order_number": number}
    return ("put_item", {"Item": key | {"product": product} | more})


FOUND = 'item["order_number"]'  # the key of an item that was found


def _update(number, expression, value):
    return (
        "update_item",
        {
            "Key": {"order_number": number},
            "UpdateExpression": expression,
            "ExpressionAttributeValues": {":n": value},
        },
    )


JOINS = """FROM cafe.orders o
JOIN cafe.users u USING (user_id)
JOIN cafe.products p USING (product_id)"""
WISHES = (
    Wish(
        "Find order 1007",
        (f"SELECT u.name, p.name\n{JOINS}\nWHERE order_number = 1007",),
        (("get_item", {"Key": {"order_number": 1007}}),),
        reads="order_number = 1007",
        means=(
            "The names stand in two other tables, and a join brings them.",
            "The item has all that it shows.",
        ),
    ),
    Wish(
        "Who spent how much?",
        (
            f"SELECT u.name, sum(quantity * price)\n{JOINS}\n"
            "GROUP BY u.name ORDER BY u.name",
        ),
        (("scan", {}),),
        reads="true",
        adds_up=True,
        means=(
            "The engine joins, groups and adds up.",
            "There is no key for this question: your program reads all.",
        ),
    ),
    Wish(
        "A note on one order",
        (
            "ALTER TABLE cafe.orders\nADD COLUMN notes VARCHAR(40)",
            "UPDATE cafe.orders SET notes = 'hot'\nWHERE order_number = 1003",
        ),
        (_update(1003, "SET notes = :n", "hot"),),
        means=(
            "First a new column, NULL in every row; then one value.",
            "This item takes one more attribute, and no other hears of it.",
        ),
    ),
    Wish(
        "Rename the latte",
        ("UPDATE cafe.products\nSET name = 'Caffè latte'\nWHERE name = 'Latte'",),
        (
            (
                "scan",
                {
                    "FilterExpression": "product = :n",
                    "ExpressionAttributeValues": {":n": "Latte"},
                },
            ),
        ),
        each=_update(FOUND, "SET product = :n", "Caffè latte"),
        means=(
            "The name stands in one place.",
            "Each item has a copy, which must be found and changed.",
        ),
    ),
    Wish(
        "An order of user 99",
        ("INSERT INTO cafe.orders\nVALUES (1011, 99, 3, 1)",),
        (_put(1011, user=99),),
        is_wrong=True,
        means=(
            "The foreign key looks for user 99 in users, and finds nobody.",
            "Nobody looks whether there is a user 99. Your program must.",
        ),
    ),
    Wish(
        "A price of -3.80",
        ("INSERT INTO cafe.products\nVALUES (5, 'Mocha', -3.80)",),
        (_put(1011, "Mocha", price=Decimal("-3.80")),),
        is_wrong=True,
        means=(
            "The column has a type and no CHECK, so the price fits.",
            "An attribute has no rules at all.",
        ),
    ),
    Wish(
        "An order with a tip",
        (
            "INSERT INTO cafe.orders\n"
            "  (order_number, user_id, product_id, quantity, tip)\n"
            "VALUES (1011, 283, 3, 1, 1)",
        ),
        (_put(1011, tip=1),),
        means=(
            "No column is called tip. ALTER TABLE would add one.",
            "An attribute comes with its item.",
        ),
    ),
    Wish(
        "No order number",
        (
            "INSERT INTO cafe.orders\n"
            "  (user_id, product_id, quantity)\n"
            "VALUES (283, 3, 1)",
        ),
        (_put(None, quantity=1),),
        is_wrong=True,
        means=(
            "A primary key is never empty.",
            "The key decides where an item lies: without it there is no place.",
        ),
    ),
    Wish(
        "Its number as text",
        ("INSERT INTO cafe.orders\nVALUES ('1011', 283, 3, 1)",),
        (_put("1011"),),
        means=(
            "The engine turns the text into a number, because the column says INT.",
            "N is a number, S a text (string). A key is never converted.",
        ),
    ),
)


@cache
def outcomes(number):
    """(in RDS, in DynamoDB) of a wish, each with the ten orders as they were."""
    wish = WISHES[number]
    return _in_rds(wish), _in_dynamodb(wish)


# --- RDS -----------------------------------------------------------------------------


@cache
def _connection():
    """A connection to a MySQL instance that holds the ten orders."""
    session = made.session()
    master = made.master(LOGIN)
    instance = made.database(session, "database-1", Engine="mysql", **master)
    host, account = instance["Endpoint"]["Address"], session.account
    made.open_doors(session, 3306)
    connection = sql.connect(
        host=host, port=3306, dbname="default", account=account, **LOGIN
    )
    _fill(connection)
    return connection


def _fill(connection):
    for statement in TABLES.split(";"):
        connection.execute(statement)
    for user in USERS.items():
        connection.execute("INSERT INTO cafe.users VALUES (%s, %s)", user)
    for product, named in PRODUCTS.items():
        row = (product, *named)
        connection.execute("INSERT INTO cafe.products VALUES (%s, %s, %s)", row)
    for order in ORDERS:
        connection.execute("INSERT INTO cafe.orders VALUES (%s, %s, %s, %s)", order)
    connection.commit()


def _in_rds(wish):
    connection, refusal, answer = _connection(), "", ""
    before, read = _rows(connection), _rows_read(connection, wish.reads)
    try:
        for statement in wish.statements:
            cursor = connection.execute(statement)
            if statement.startswith("SELECT"):
                answer = ", ".join(": ".join(map(str, row)) for row in cursor)
    except sql.Error as error:
        refusal = str(error).split("\n")[0]
        connection.rollback()
    stored = _rows(connection)
    connection.rollback()
    sent = tuple(line for each in wish.statements for line in f"{each};".split("\n"))
    count = len(wish.statements)
    return _outcome(sent, count, read, before, stored, answer, refusal)


def _rows(connection):
    found = {}
    for table, key in KEYS.items():
        asked = f"SELECT * FROM cafe.{table} ORDER BY {key}"
        names = connection.execute(asked).df().columns
        for row in connection.execute(asked):
            found[table, row[0]] = dict(zip(names, row, strict=True))
    return found


def _rows_read(connection, condition):
    """The orders that a condition holds for, with what they refer to."""
    asked = (
        f"SELECT user_id, product_id, order_number FROM cafe.orders WHERE {condition}"
    )
    return frozenset(
        place
        for row in connection.execute(asked)
        for place in zip(KEYS, row, strict=True)
    )


# --- DynamoDB ------------------------------------------------------------------------


def _table():
    """A table that holds the ten orders, in an account of its own."""
    table = made.table(made.session(), "orders", {"order_number": "N"})
    for number, user, product, quantity in ORDERS:
        name, price = PRODUCTS[product]
        item = {"order_number": number, "user": USERS[user], "product": name}
        item |= {"price": Decimal(price), "quantity": quantity}
        if number in EXTRAS:
            item["extras"] = EXTRAS[number]
        table.put_item(Item=item)
    return table


def _in_dynamodb(wish):
    table, refusal, answer = _table(), "", ""
    before = _items(table)
    read, sent, times = frozenset(), [], 0
    try:
        for name, arguments in wish.calls:
            kept = "found = " if wish.each or wish.adds_up else ""
            sent, times = [*sent, *_written(name, arguments, kept)], times + 1
            said = getattr(table, name)(**arguments)
            read |= _items_read(name, said, before)
            answer = _answer(wish, said)
        for item in said["Items"] if wish.each else ():
            name, arguments = wish.each
            key = {"Key": {"order_number": item["order_number"]}}
            getattr(table, name)(**arguments | key)
            times += 1
    except ClientError as error:
        refusal = error.response["Error"]["Message"]
    if wish.each:
        sent += ['for item in found["Items"]:', *_written(*wish.each, "    ")]
    if wish.adds_up:
        sent += ['for item in found["Items"]:', "    …  # your program adds up"]
    stored = _items(table)
    return _outcome(tuple(sent), times, read, before, stored, answer, refusal)


def _items(table):
    items = sorted(table.scan()["Items"], key=lambda item: item["order_number"])
    return {("orders", int(item["order_number"])): item for item in items}


def _items_read(name, said, before):
    """A Scan reads all that there is, whatever its filter lets through."""
    if name == "scan":
        return frozenset(before)
    number = said.get("Item", {}).get("order_number")
    return frozenset() if number is None else frozenset({("orders", int(number))})


def _answer(wish, said):
    if wish.adds_up:
        spent: dict = {}
        for item in said["Items"]:
            total = item["quantity"] * item["price"]
            spent[item["user"]] = spent.get(item["user"], 0) + total
        return ", ".join(f"{name}: {spent[name]:.2f}" for name in sorted(spent))
    item = said.get("Item")
    return f"{item['user']}: {item['product']}" if item else ""


def _written(name, arguments, before=""):
    """A call as one types it, each argument on a line of its own."""
    if not arguments:
        return [f"{before}table.{name}()"]
    indent = " " * (len(before) - len(before.lstrip()) + 2)
    *lines, last = (f"{indent}{each}={_literal(it)}" for each, it in arguments.items())
    lines = [*(f"{line}," for line in lines), f"{last})"]
    return [f"{before}table.{name}(", *(part for each in lines for part in _cut(each))]


def _cut(line):
    """A line of code in several, if it is long; no name is cut from its value."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    bound = line.replace(": ", ":\N{NO-BREAK SPACE}")
    cut = textwrap.wrap(bound, WIDTH, subsequent_indent=indent)
    return [each.replace("\N{NO-BREAK SPACE}", " ") for each in cut]


def _literal(value):
    if isinstance(value, dict):
        pairs = (f"{json.dumps(name)}: {_literal(it)}" for name, it in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Decimal):
        return f'Decimal("{value}")'
    return FOUND if value == FOUND else json.dumps(value, ensure_ascii=False)


# --- both ----------------------------------------------------------------------------


def _outcome(sent, times, read, before, stored, answer, refusal):
    return Outcome(
        sent=sent,
        times=times,
        read=read,
        changed=frozenset(p for p in before if _differ(before[p], stored[p])),
        new=frozenset(stored) - frozenset(before),
        stored=stored,
        answer=answer,
        refusal=refusal,
        added=_columns(stored) - _columns(before),
    )


def _differ(before, after):
    """Whether a value is another one now; NULL in a new column is none."""
    return any(value != before.get(name) for name, value in after.items())


def _columns(rows):
    """The columns of RDS's tables; items of DynamoDB have none."""
    tables = {name for name, _ in rows}
    if tables != {*KEYS}:
        return frozenset()
    return frozenset((name, each) for (name, _), row in rows.items() for each in row)
