"""Exercises of lesson 03: a guarded write, keys for questions, a query, capacity."""

from dataclasses import dataclass

from .kinds import PythonExercise, Wrong
from .shared_table import SharedTable


def _table(name, *keys):
    """A table of its own account with these keys, [(name, type)], and its client."""
    from cafe import aws

    dynamodb = aws.Session(account=aws.Account()).resource("dynamodb")
    kinds = ("HASH", "RANGE")
    table = dynamodb.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for (key, _), kind in zip(keys, kinds)
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": type_} for key, type_ in keys
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    return table


def _takes_orders(take_order):
    """What is wrong with how an answer takes orders, or None."""
    table = _table("orders", ("order_number", "N"))

    def stored():
        return _order(table, 1)

    first = take_order(table, 1, "latte")
    if stored() is None:
        return "take_order(table, 1, 'latte') stores no item with order_number 1."
    if stored().get("drink") != "latte":
        return f"The item stored is {stored()}: it should have the attribute drink."
    if first is not True:
        return f"For a new order it should return True; it returned {first!r}."
    table.update_item(
        Key={"order_number": 1},
        UpdateExpression="SET paid = :yes",
        ExpressionAttributeValues={":yes": True},
    )
    second = take_order(table, 1, "mocha")
    if "paid" not in stored():
        return (
            "Order 1 was there and paid, and take_order(table, 1, 'mocha') replaced"
            " it. A ConditionExpression lets a put through only if it holds."
        )
    if stored()["drink"] != "latte":
        return "Order 1 was there, and its drink was changed."
    if second is not False:
        return f"For a number that exists it should return False; it gave {second!r}."
    if problem := _leaves_another_till_its_order(take_order, table):
        return problem
    try:
        take_order(table, "two", "latte")
    except Exception:
        return None
    return "A number that is no number is refused by the table; let that error through."


def _order(table, number):
    return table.get_item(Key={"order_number": number}).get("Item")


def _leaves_another_till_its_order(take_order, table):
    """What is wrong when another till takes order 2 after a look by ours, or None."""

    def another_till(table):
        if _order(table, 2) is None:
            table.put_item(Item={"order_number": 2, "drink": "mocha"})

    shared = SharedTable(table, another_till)
    was_stored = take_order(shared, 2, "latte")
    if _order(table, 2)["drink"] == "latte":
        if shared.was_read:
            return (
                "Between your look and your put_item another till stored order 2, and"
                " your put replaced it. A ConditionExpression looks and writes in one"
                " step."
            )
        return None
    if was_stored is not False:
        return (
            "Another till was first with order 2, and yours was not stored: it should"
            f" return False; it gave {was_stored!r}."
        )
    return None


_CONDITION = 'ConditionExpression="attribute_not_exists(order_number)"'


def _take(body):
    return f"def take_order(table, number, drink):\n{body}"


def _guarded(error):
    return f"""\
    try:
        table.put_item(
            Item={{"order_number": number, "drink": drink}},
            {_CONDITION},
        )
    except {error}:
        return False
    return True
"""


_EXCEPTIONS = "table.meta.client.exceptions"

TAKE_ORDER = PythonExercise(
    id="03.take_order",
    objective="03.a",
    difficulty=2,
    prompt="""\
Write `take_order(table, number, drink)`. It stores an item with `order_number` and
`drink`, but only if that number is not there yet. It returns `True` if it was stored
and `False` if the number exists. Any other error is let through.""",
    starter=_take("    ...\n"),
    hints=(
        "table.put_item(Item={…}) stores; a ConditionExpression guards.",
        "The condition is attribute_not_exists(order_number), as in section 2.",
        "The error to catch is"
        " table.meta.client.exceptions.ConditionalCheckFailedException.",
    ),
    solution=_take(_guarded(f"{_EXCEPTIONS}.ConditionalCheckFailedException")),
    name="take_order",
    prove=_takes_orders,
    seconds=5.0,
    wrong=(
        Wrong(
            _take(
                '    table.put_item(Item={"order_number": number, "drink": drink})\n'
                "    return True\n"
            ),
            "and take_order(table, 1, 'mocha') replaced it",
            misconception="putitem-merges",
        ),
        Wrong(
            _take("""\
    if "Item" in table.get_item(Key={"order_number": number}):
        return False
    table.put_item(Item={"order_number": number, "drink": drink})
    return True
"""),
            "another till stored order 2, and your put replaced it",
        ),
        Wrong(
            _take("""\
    is_new = "Item" not in table.get_item(Key={"order_number": number})
    if is_new:
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET drink = if_not_exists(drink, :d)",
            ExpressionAttributeValues={":d": drink},
        )
    return is_new
"""),
            "Another till was first with order 2",
        ),
        Wrong(
            _take(
                "    table.put_item(\n"
                '        Item={"order_number": number, "drink": drink},\n'
                f"        {_CONDITION},\n    )\n    return True\n"
            ),
            "take_order raised ConditionalCheckFailedException",
        ),
        Wrong(
            _take(_guarded("Exception")),
            "let that error through",
        ),
        Wrong(
            _take(
                _guarded(f"{_EXCEPTIONS}.ConditionalCheckFailedException").replace(
                    "    return True\n", ""
                )
            ),
            "For a new order it should return True; it returned None.",
        ),
        Wrong(
            _take("""\
    table.update_item(
        Key={"order_number": number},
        UpdateExpression="SET drink = :d",
        ExpressionAttributeValues={":d": drink},
    )
    return True
"""),
            "Order 1 was there, and its drink was changed.",
        ),
        Wrong(
            _take(
                '    table.put_item(Item={"number": number, "drink": drink})\n'
                "    return True\n"
            ),
            "Missing the key order_number in the item",
        ),
        Wrong(
            _take(
                '    table.put_item(Item={"order_number": number})\n    return True\n'
            ),
            "it should have the attribute drink",
        ),
    ),
)


@dataclass(frozen=True)
class Question:
    """A question's keys, and what is said of a wrong partition or sort key."""

    keys: tuple
    partition: str
    sort: str


_QUESTIONS = {
    "the basket of a phone": Question(
        ("phone_id", None),
        "A phone has one basket wherever it is: the phone alone is the key.",
        "A phone has one basket: nothing has to be told apart or put in order. Write"
        " None.",
    ),
    "a customer's orders of a month": Question(
        ("customer_id", "ordered_at"),
        "With another partition key, one customer's orders lie all over.",
        "A customer has many orders: the sort key tells them apart, by their time, and"
        " a month is a slice of it.",
    ),
    "the ten newest reviews of a product": Question(
        ("product_id", "written_at"),
        "The product is what one has in hand; the time is what sorts.",
        "One product has many reviews: the sort key tells them apart, by their time.",
    ),
    "the price of a product in a size": Question(
        ("product_id", "size"),
        "The product is what spreads: there are three sizes only, and that would be"
        " three partition keys for the whole menu.",
        "A product has a price in each size: the size tells them apart.",
    ),
}


def _fits_the_questions(keys):
    """What is wrong with the first pair that does not fit its question, or None."""
    if not isinstance(keys, dict) or keys.keys() != _QUESTIONS.keys():
        return (
            f"keys should be a dict with these questions: {', '.join(_QUESTIONS)}."
            " Take the # away from the lines of the starter, and fill them in."
        )
    for question, wanted in _QUESTIONS.items():
        pair = keys[question]
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            return f"{question}: a pair was expected; it is {pair!r:.60}."
        if pair[0] != wanted.keys[0]:
            said = f"the partition key is not {pair[0]!r:.40}. {wanted.partition}"
            return f"{question}: {said}"
        if pair[1] != wanted.keys[1]:
            return f"{question}: the sort key is not {pair[1]!r:.40}. {wanted.sort}"
    return None


def _keys(**changes):
    answer = {question: each.keys for question, each in _QUESTIONS.items()}
    names = list(answer)
    answer |= {names[int(number[1:])]: value for number, value in changes.items()}
    lines = [f"    {question!r}: {keys!r},\n" for question, keys in answer.items()]
    return f"keys = {{\n{''.join(lines)}}}\n"


DESIGN_KEYS = PythonExercise(
    id="03.design_keys",
    objective="03.b",
    difficulty=2,
    prompt="""\
Four questions, each with a table of its own. Fill in a pair for each: the partition
key and the sort key, or `None` where no sort key is needed. Choose from `phone_id`,
`customer_id`, `product_id`, `shop_id`, `ordered_at`, `written_at` and `size`.""",
    starter="""\
keys = ...
# keys = {
#     "the basket of a phone": ("", None),
#     "a customer's orders of a month": ("", ""),
#     "the ten newest reviews of a product": ("", ""),
#     "the price of a product in a size": ("", ""),
# }
""",
    hints=(
        "What does one have in hand when one asks? That is the partition key.",
        "What has an order, or narrows the answer? That is the sort key.",
        'A month is a slice of ordered_at; "newest" is an end of written_at. A product'
        " has a price in each size, and a phone has one basket.",
    ),
    solution=_keys(),
    name="keys",
    prove=_fits_the_questions,
    wrong=(
        Wrong(
            _keys(_1=("ordered_at", "customer_id")),
            "a customer's orders of a month: the partition key is not 'ordered_at'.",
        ),
        Wrong(
            _keys(_1=("customer_id", None)),
            "a customer's orders of a month: the sort key is not None. A customer has"
            " many orders",
            misconception="query-returns-one-item",
        ),
        Wrong(
            _keys(_2=("product_id", None)),
            "the ten newest reviews of a product: the sort key is not None.",
        ),
        Wrong(
            _keys(_2=("written_at", "product_id")),
            "The product is what one has in hand; the time is what sorts.",
        ),
        Wrong(
            _keys(_3=("size", "product_id")),
            "there are three sizes only",
            misconception="capacity-cures-hot-key",
        ),
        Wrong(
            _keys(_0=("shop_id", "phone_id")),
            "the basket of a phone: the partition key is not 'shop_id'.",
        ),
        Wrong(
            _keys(_0=("phone_id", "written_at")),
            "the basket of a phone: the sort key is not 'written_at'. A phone has one",
        ),
        Wrong(
            _keys(_1=("shop_id", "ordered_at"), _3=("product_id", None)),
            "a customer's orders of a month: the partition key is not 'shop_id'.",
        ),
        Wrong(
            _keys(_3="product_id"),
            "the price of a product in a size: a pair was expected",
        ),
        Wrong('keys = {"the basket of a phone": ("phone_id", None)}\n', "a dict with"),
    ),
)


#: The days of each month on which every customer orders; the last day is one of them.
_DAYS = {
    "2026-06": ("03", "14", "30"),
    "2026-07": ("03", "14", "31"),
    "2026-08": ("01", "14", "31"),
}


def _asks_well(orders_of_month):
    """What is wrong with how an answer reads a customer's month, or None."""
    table = _table("orders", ("customer_id", "N"), ("ordered_at", "S"))
    note = "x" * 900
    with table.batch_writer() as batch:
        for customer in range(1, 41):
            for month, days in _DAYS.items():
                for day in days:
                    batch.put_item(
                        Item={
                            "customer_id": customer,
                            "ordered_at": f"{month}-{day}T08:00:00",
                            "note": note,
                        }
                    )
    for customer, month in ((7, "2026-07"), (8, "2026-06")):
        if problem := _asks_well_for(orders_of_month, table, customer, month):
            return problem
    if orders_of_month(table, 99, "2026-07") != []:
        return "For a customer without orders it should give an empty list."
    return None


def _asks_well_for(orders_of_month, table, customer, month):
    """What is wrong with what it gives for one customer and month, or with its cost."""
    used = table.meta.client.table("orders").throughput.consumed
    before = used["Read"]
    found = orders_of_month(table, customer, month)
    paid = used["Read"] - before
    try:
        times = [item["ordered_at"][:10] for item in found]
    except TypeError:
        return f"It should return a list of items; it returned {type(found).__name__}."
    wanted = [f"{month}-{day}" for day in _DAYS[month]]
    if times == wanted[:-1]:
        return (
            f"Customer {customer} in {month}: the order of the last day is missing. It"
            f" came at {wanted[-1]}T08:00:00, and this text comes after {wanted[-1]}."
        )
    if times != wanted:
        said = f"3 orders were expected; it gave {times}."
        return f"Customer {customer} in {month}: {said}"
    if paid > 2:
        return (
            f"The orders are right, but {paid:g} read units were used, and 0.5 are"
            " enough. A filter does not make reading cheaper: ask by the key."
        )
    return None


def _month(body):
    return (
        "def orders_of_month(table, customer_id, month):\n"
        "    from cafe.aws.dynamodb.conditions import Attr, Key\n\n" + body
    )


SCAN_TO_QUERY = PythonExercise(
    id="03.orders_of_month",
    objective="03.c",
    difficulty=2,
    prompt="""\
This function is right and too dear: it reads the whole table, whose keys are
`customer_id` and `ordered_at`. Make it a query. `month` is a text such as
`"2026-07"`.""",
    starter=_month("""\
    return table.scan(
        FilterExpression=Attr("customer_id").eq(customer_id)
        & Attr("ordered_at").begins_with(month)
    )["Items"]
"""),
    hints=(
        "table.query takes a KeyConditionExpression in place of the filter.",
        'Key("customer_id").eq(customer_id) names the partition.',
        'Add & Key("ordered_at").begins_with(month) for the slice. It is &, not and,'
        " that joins two conditions.",
    ),
    solution=_month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month)
    )["Items"]
"""),
    name="orders_of_month",
    prove=_asks_well,
    seconds=10.0,
    wrong=(
        Wrong(
            _month("""\
    items = table.scan()["Items"]
    return [
        item for item in items
        if item["customer_id"] == customer_id and item["ordered_at"].startswith(month)
    ]
"""),
            "The orders are right, but",
            misconception="scan-looks-up-one-order",
        ),
        Wrong(
            _month("""\
    return table.scan(
        FilterExpression=Attr("ordered_at").begins_with(month)
        & Attr("customer_id").eq(customer_id)
    )["Items"]
"""),
            "A filter does not make reading cheaper",
            misconception="filter-makes-scan-cheaper",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
    )["Items"]
"""),
            "3 orders were expected; it gave ['2026-06-03'",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        Limit=1,
    )["Items"]
"""),
            "3 orders were expected; it gave ['2026-07-03'].",
            misconception="query-returns-one-item",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").eq(month)
    )["Items"]
"""),
            "3 orders were expected; it gave [].",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("ordered_at").begins_with(month)
    )["Items"]
"""),
            "orders_of_month raised",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        and Key("ordered_at").begins_with(month)
    )["Items"]
"""),
            "missed key schema element: customer_id",
        ),
        *(
            Wrong(
                _month(f"""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-01", month + "-{last}")
    )["Items"]
"""),
                "Customer 7 in 2026-07: the order of the last day is missing.",
            )
            for last in ("30", "31")
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(7)
        & Key("ordered_at").begins_with("2026-07")
    )["Items"]
"""),
            "Customer 8 in 2026-06: 3 orders were expected; it gave ['2026-07-03'",
        ),
        Wrong(
            _month("""\
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month)
    )
"""),
            "It should return a list of items; it returned dict.",
        ),
    ),
)


def _units(body):
    return f"def units(kb, kind):\n    from math import ceil\n\n{body}"


UNITS = PythonExercise(
    id="03.units",
    objective="03.d",
    difficulty=2,
    prompt="""\
Write `units(kb, kind)`: the capacity units of one request for an item of `kb`
kilobytes. `kind` is `"write"`, `"strong read"`, `"eventual read"` or
`"transactional write"`.""",
    starter="def units(kb, kind):\n    ...\n",
    hints=(
        "A write counts begun kilobytes; a read counts begun blocks of 4 KB.",
        "math.ceil rounds up: ceil(2.5) is 3.",
        "An eventual read is half of the strong one; a transaction doubles.",
    ),
    solution=_units("""\
    if kind == "write":
        return ceil(kb)
    if kind == "transactional write":
        return 2 * ceil(kb)
    blocks = ceil(kb / 4)
    return blocks if kind == "strong read" else blocks / 2
"""),
    name="units",
    cases=(
        (1, "write"),
        (2.5, "write"),
        (4, "strong read"),
        (4.1, "strong read"),
        (4, "eventual read"),
        (9, "eventual read"),
        (0.2, "write"),
        (0.2, "eventual read"),
        (2.5, "transactional write"),
    ),
    wrong=(
        Wrong(
            _units("""\
    if "write" in kind:
        return kb * (2 if kind.startswith("trans") else 1)
    return kb / 4 / (1 if kind == "strong read" else 2)
"""),
            "units(2.5, 'write') should give 3; it gave 2.5.",
            "A begun unit counts whole: round up.",
        ),
        Wrong(
            _units("""\
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4)
"""),
            "units(4, 'eventual read') should give 0.5; it gave 1.",
            "An eventual read costs half of a strong one.",
            "strong-reads-cost-the-same",
        ),
        Wrong(
            _units("""\
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / (4 if kind == "strong read" else 8))
"""),
            "units(4, 'eventual read') should give 0.5; it gave 1.",
            "Round up to blocks of 4 KB first, and halve then.",
        ),
        Wrong(
            _units("""\
    if "write" in kind:
        return ceil(kb)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)
"""),
            "units(2.5, 'transactional write') should give 6; it gave 3.",
            "In a transaction everything costs twice.",
        ),
        Wrong(
            _units("""\
    if "write" in kind:
        return ceil(kb / 4) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)
"""),
            "units(2.5, 'write') should give 3; it gave 1.",
            "Writes are counted in kilobytes, reads in blocks of four.",
        ),
        Wrong(
            _units("""\
    if "write" in kind:
        return round(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)
"""),
            "units(2.5, 'write') should give 3; it gave 2.",
            "round goes to the nearest number; a begun kilobyte counts whole.",
        ),
    ),
)

EXERCISES = (TAKE_ORDER, DESIGN_KEYS, SCAN_TO_QUERY, UNITS)
