"""\
Write `move_orders(rows, table)`. `rows` are the till's:
`(order_id, customer_id, shop_id, ordered_at)`, with a `datetime` as `ordered_at`. Put
each into the table as an item with `customer_id`, `placed`, `order_id` and `shop_id`;
`placed` is time and number as text, as in `2026-10-31 09:15:00#3`. A walk-in has
the customer `None` and stays behind. Return how many stay behind. The check compares
item by item."""

from ..kinds import PythonExercise
from ..stage.account import new_session

exercise = PythonExercise(
    id="09.move_orders",
    objective="09.d",
    difficulty=3,
    learned=(
        "A key of time and number can be written twice and stays one item: so a "
        "move may be begun again."
    ),
    prompt=__doc__,
    hints=(
        "for order_id, customer_id, shop_id, ordered_at in rows: takes a row apart.",
        "Skip a row without a customer with continue, and count it.",
        'placed is f"{ordered_at}#{order_id}": an f-string writes the time as text.',
    ),
)


@exercise.right
def move_orders(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


def _rows():
    """Orders as the till gives them; 3 and 4 have one second, two are walk-ins."""
    from datetime import datetime

    return [
        (1, 156, 7, datetime(2026, 10, 30, 7, 42, 52)),
        (2, None, 7, datetime(2026, 10, 30, 8, 0, 0)),
        (3, 156, 12, datetime(2026, 10, 31, 9, 15, 0)),
        (4, 156, 12, datetime(2026, 10, 31, 9, 15, 0)),
        (5, 63, 1, datetime(2026, 10, 2, 12, 5, 1)),
        (6, None, 40, datetime(2026, 10, 31, 19, 43, 33)),
        (7, 156, 3, datetime(2026, 9, 1, 6, 30, 0)),
    ]


def _table():
    """An empty table for orders, in an account of its own."""
    table = (
        new_session()
        .resource("dynamodb")
        .create_table(
            TableName="orders-by-customer",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "customer_id", "KeyType": "HASH"},
                {"AttributeName": "placed", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "customer_id", "AttributeType": "N"},
                {"AttributeName": "placed", "AttributeType": "S"},
            ],
        )
    )
    table.wait_until_exists()
    return table


@exercise.proof
def _moves(move_orders):
    """What is wrong with how an answer moves orders, or None."""
    from cafe.aws.dynamodb.conditions import Key

    table = _table()
    left = move_orders(_rows(), table)
    items = {int(item.get("order_id", 0)): item for item in table.scan()["Items"]}
    known = {order_id: rest for order_id, *rest in _rows()}
    for order_id, customer_id, *_ in _rows():
        if customer_id is None and order_id in items:
            return (
                f"Order {order_id} is a walk-in's, and it was stored under the"
                f" customer {items[order_id]['customer_id']}. Nobody has that number."
            )
        if customer_id is not None and order_id not in items:
            return _lost(order_id)
    for order_id, (customer_id, shop_id, ordered_at) in known.items():
        if customer_id is None:
            continue
        item = items[order_id]
        wanted = {
            "customer_id": customer_id,
            "shop_id": shop_id,
            "order_id": order_id,
            "placed": f"{ordered_at}#{order_id}",
        }
        for name, value in wanted.items():
            if item.get(name) != value:
                return f"Order {order_id}: {name} should be {value!r}; it is" + (
                    f" {item[name]!r}." if name in item else " missing."
                )
    if surplus := items.keys() - known.keys():
        return f"There is an item with the order_id {min(surplus)}: no row has that."
    newest = table.query(
        KeyConditionExpression=Key("customer_id").eq(156), ScanIndexForward=False
    )["Items"]
    assert [int(item["order_id"]) for item in newest] == [4, 3, 1, 7]
    if left != 2:
        return f"Two walk-ins stay behind: it should return 2; it returned {left!r}."
    left = move_orders(_rows()[:2], _table())  # a second move into one may be refused
    if left != 1:
        return (
            "Of the first two orders alone, one is a walk-in's: it should return 1; it"
            f" returned {left!r}."
        )
    return None


def _lost(order_id):
    if order_id in (3, 4):
        return (
            f"Order {order_id} is missing. Orders 3 and 4 have the same customer and"
            " second: with one key, the later put replaces the earlier item."
        )
    return f"Order {order_id} is missing from the table."


@exercise.wrong(
    "Order 3 is missing. Orders 3 and 4 have the same customer and second",
    misconception="putitem-merges",
)
def has_one_key_for_a_second(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": str(ordered_at),
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


@exercise.wrong("Order 2 is a walk-in's, and it was stored under the customer 0.")
def keeps_walk_ins_under_zero(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        table.put_item(
            Item={
                "customer_id": customer_id or 0,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


@exercise.wrong("move_orders raised ClientError")
def keeps_walk_ins(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


@exercise.wrong("move_orders raised TypeError")
def writes_no_text(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": ordered_at,
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


@exercise.wrong("Order 1: placed should be '2026-10-30 07:42:52#1'; it is")
def puts_the_number_first(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{order_id}#{ordered_at}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return left


@exercise.wrong("Order 3 is missing.")
def stops_at_a_walk_in(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            break
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return 2


@exercise.wrong("it should return 1; it returned 2.")
def returns_two_always(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )
    return 2


@exercise.wrong("it should return 2; it returned None.")
def returns_nothing(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            }
        )


@exercise.wrong(
    "Order 1: shop_id should be 7; it is missing.",
    misconception="items-share-attributes",
)
def forgets_the_shop(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
            }
        )
    return left
