"""\
Write `move_orders(rows, table)`. `rows` are the till's:
`(order_id, customer_id, shop_id, ordered_at)`, with a `datetime` as `ordered_at`. Put
each into the table as an item with `customer_id`, `placed`, `order_id` and `shop_id`;
`placed` is time and number as text, as in `2026-10-31 09:15:00#3`. A walk-in has
the customer `None` and stays behind. Return how many stay behind. The check compares
item by item."""

from numbers import Number

from ..kinds import PythonExercise
from ..stage.account import new_session
from ..words import returned, show

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


A_ROW = " A row is (order_id, customer_id, shop_id, ordered_at)."


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
    for rows in (_rows(), _rows()[:2]):
        table = _table()  # a second move into one may be refused
        left = move_orders(list(rows), table)
        problem = _other_items(rows, table.scan()["Items"])
        if problem:
            return problem
        walk_ins = sum(customer is None for _, customer, *_ in rows)
        is_number = isinstance(left, Number) and not isinstance(left, bool)
        if not is_number or left != walk_ins:
            return (
                f"Of these {len(rows)} orders, {walk_ins} stay behind, walk-ins: it"
                f" should return {walk_ins}; it gave {returned(left, Number)}"
            )
    return None


def _item(order_id, customer_id, shop_id, ordered_at):
    return {
        "customer_id": customer_id,
        "placed": f"{ordered_at}#{order_id}",
        "order_id": order_id,
        "shop_id": shop_id,
    }


def _other_items(rows, items):
    """How the items that were stored differ from the orders of the till, or None."""
    stored = {}
    for item in items:
        stored.setdefault(str(item.get("order_id")), []).append(item)
    for order_id, customer_id, shop_id, _ in rows:
        mine = stored.get(str(order_id))
        if customer_id is None and mine:
            return (
                f"Order {order_id} is a walk-in's, and it was stored under the"
                f" customer {mine[0]['customer_id']}. Nobody has that number."
                f"{A_ROW if mine[0]['customer_id'] == shop_id else ''}"
            )
        if customer_id is not None and not mine:
            return _lost(order_id, items)
    known = [row for row in rows if row[1] is not None]
    for row in known:
        if problem := _other_item(row, stored[str(row[0])]):
            return problem
    if surplus := stored.keys() - {str(row[0]) for row in known}:
        return f"This item is no order of the till's: {show(stored[min(surplus)][0])}."
    return None


def _other_item(row, mine):
    """What is wrong with the items that were stored for one order, or None."""
    for name, value in _item(*row).items():
        if mine[0].get(name) != value:
            told = f"Order {row[0]}: {name} should be {value!r}; it is"
            if name not in mine[0]:
                return f"{told} missing."
            return f"{told} {returned(mine[0][name], type(value))}"
    if surplus := [name for name in mine[0] if name not in _item(*row)]:
        return (
            f"Order {row[0]}: the attribute {surplus[0]} is new; nobody asked for it."
        )
    if len(mine) > 1:
        return (
            f"Order {row[0]} was stored {len(mine)} times, also as"
            f" {mine[1]['placed']!r}. One item is enough."
        )
    return None


def _lost(order_id, items):
    if not items:
        return (
            f"Order {order_id} is missing, as all others are: the table is empty. (A"
            " batch_writer sends its last items when its with ends.)"
        )
    if all("order_id" not in item for item in items):
        return "No item has an order_id: each order's own number is asked for as well."
    if any(str(item.get("placed")).startswith("{") for item in items):
        return (
            f"Order {order_id} is missing, and an item has the text"
            " '{ordered_at}#{order_id}', word for word: an f before the quotation mark"
            " puts time and number in."
        )
    customers = {customer_id for _, customer_id, *_ in _rows() if customer_id}
    if any(item.get("order_id") in customers for item in items):
        return (
            f"Order {order_id} is missing, and an item has the number of a customer as"
            f" its order_id.{A_ROW}"
        )
    if order_id in (3, 4):
        return (
            f"Order {order_id} is missing. Orders 3 and 4 have the same customer and"
            " second: with one key, the later put replaces the earlier item. Is every"
            " row gone through?"
        )
    return f"Order {order_id} is missing from the table."


# ------------------------------------------------------------------------- also right


@exercise.right
def writes_the_time_with_isoformat(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
        else:
            placed = ordered_at.isoformat(sep=" ") + "#" + str(order_id)
            table.put_item(
                Item=dict(
                    customer_id=customer_id,
                    placed=placed,
                    order_id=order_id,
                    shop_id=shop_id,
                )
            )
    return left


@exercise.right
def writes_in_batches(rows, table):
    walk_ins = [row for row in rows if row[1] is None]
    with table.batch_writer() as batch:
        for row in rows:
            if row[1] is not None:
                placed = f"{row[3]:%Y-%m-%d %H:%M:%S}#{row[0]}"
                batch.put_item(
                    Item={
                        "customer_id": row[1],
                        "placed": placed,
                        "order_id": row[0],
                        "shop_id": row[2],
                    }
                )
    return len(walk_ins)


@exercise.right
def updates_what_is_not_there(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if not customer_id:
            left += 1
            continue
        table.update_item(
            Key={"customer_id": customer_id, "placed": f"{ordered_at}#{order_id}"},
            UpdateExpression="SET order_id = :o, shop_id = :s",
            ExpressionAttributeValues={":o": order_id, ":s": shop_id},
        )
    return left


@exercise.right
def calls_the_client(rows, table):
    client, left = table.meta.client, []
    for row in rows:
        order_id, customer_id, shop_id, ordered_at = row
        if customer_id is None:
            left.append(row)
            continue
        client.put_item(
            TableName=table.name,
            Item={
                "customer_id": customer_id,
                "placed": "%s#%d" % (ordered_at, order_id),
                "order_id": order_id,
                "shop_id": shop_id,
            },
        )
    return len(left)


@exercise.right
def makes_all_items_first(rows, table):
    known = [row for row in rows if row[1] is not None]
    items = [
        {
            "customer_id": customer_id,
            "placed": f"{ordered_at}#{order_id}",
            "order_id": order_id,
            "shop_id": shop_id,
        }
        for order_id, customer_id, shop_id, ordered_at in known
    ]
    for item in items:
        table.put_item(Item=item)
    return len(rows) - len(items)


@exercise.right
def moves_only_what_is_not_there(rows, table):
    from cafe.aws.dynamodb.conditions import Attr

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
            },
            ConditionExpression=Attr("placed").not_exists(),
        )
    return left


@exercise.right
def gives_decimals(rows, table):
    from decimal import Decimal

    def put(order_id, customer_id, shop_id, ordered_at):
        if customer_id is None:
            return 1
        table.put_item(
            Item={
                "customer_id": Decimal(customer_id),
                "placed": f"{ordered_at}#{order_id}",
                "order_id": Decimal(order_id),
                "shop_id": Decimal(shop_id),
            }
        )
        return 0

    return sum(put(*row) for row in rows)


@exercise.right
def takes_a_frame_of_pandas(rows, table):
    import pandas as pd

    names = ["order_id", "customer_id", "shop_id", "ordered_at"]
    frame = pd.DataFrame(rows, columns=names)
    for row in frame[frame.customer_id.notna()].itertuples():
        table.put_item(
            Item={
                "customer_id": int(row.customer_id),
                "placed": f"{row.ordered_at}#{row.order_id}",
                "order_id": int(row.order_id),
                "shop_id": int(row.shop_id),
            }
        )
    return frame.customer_id.isna().sum()


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("Of these 2 orders, 1 stay behind, walk-ins: it should return 1")
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


@exercise.wrong("it should return 2; it gave None. Does it end with return")
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


def move(rows, table, walk_in=None, **otherwise):
    """The right move, in which some attributes are otherwise; how many stay behind."""
    left = 0
    for row in rows:
        order_id, customer_id, *_ = row
        if customer_id is None:
            left += 1
            if walk_in is None:
                continue
        item = _item(*row) | {"customer_id": customer_id or walk_in}
        table.put_item(
            Item=item | {name: made(*row) for name, made in otherwise.items()}
        )
    return left


@exercise.wrong("Order 1: order_id should be 1; it is '1', a text.")
def writes_the_number_as_text(rows, table):
    return move(rows, table, order_id=lambda order, *_: str(order))


@exercise.wrong("Order 1 is missing from the table.")
def writes_the_number_with_a_mark(rows, table):
    return move(rows, table, order_id=lambda order, *_: f"#{order}")


@exercise.wrong("it is '2026-10-30T07:42:52#1'.")
def writes_a_t_between(rows, table):
    return move(rows, table, placed=lambda o, c, s, t: f"{t.isoformat()}#{o}")


@exercise.wrong("it is '2026-10-30#1'.")
def writes_the_day_only(rows, table):
    return move(rows, table, placed=lambda o, c, s, t: f"{t:%Y-%m-%d}#{o}")


@exercise.wrong("word for word: an f before the quotation mark")
def forgets_the_f(rows, table):
    return move(rows, table, placed=lambda *_: "{ordered_at}#{order_id}")


@exercise.wrong("Order 2 is a walk-in's, and it was stored under the customer -1.")
def keeps_walk_ins_under_minus_one(rows, table):
    return move(rows, table, walk_in=-1)


@exercise.wrong("Order 5 is missing from the table.")
def moves_one_customer_only(rows, table):
    move([row for row in rows if row[1] == 156], table)
    return 2


@exercise.wrong("Order 7 is missing from the table.")
def leaves_the_last_one_out(rows, table):
    return move(rows[:-1], table)


@exercise.wrong("Is every row gone through?")
def returns_in_the_loop(rows, table):
    for row in rows:
        return move([row], table)


@exercise.wrong("it should return 2; it gave 5.")
def counts_what_is_moved(rows, table):
    return len(rows) - move(rows, table)


@exercise.wrong("it should return 2; it gave [2, 6], a list.")
def lists_who_stays_behind(rows, table):
    move(rows, table)
    return [order_id for order_id, customer_id, *_ in rows if customer_id is None]


@exercise.wrong("It printed '2': use return instead of print.")
def prints_how_many(rows, table):
    print(move(rows, table))


@exercise.wrong("Order 1 was stored 2 times, also as")
def stores_each_twice(rows, table):
    move(rows, table, placed=lambda o, c, s, t: f"{t}#{o}#again")
    return move(rows, table)


@exercise.wrong("This item is no order of the till's: {")
def stores_a_walk_in_without_its_number(rows, table):
    table.put_item(Item={"customer_id": 9999, "placed": "2026-10-30 08:00:00"})
    return move(rows, table)


@exercise.wrong("Invalid type for parameter Item")
def puts_whole_rows(rows, table):
    for row in rows:
        table.put_item(Item=row)


@exercise.wrong("DynamoDB's numbers are whole or Decimal: leave float out.")
def gives_floats(rows, table):
    return move(rows, table, customer_id=lambda o, customer, *_: float(customer))


@exercise.wrong("The key of an item is never None.")
def takes_none_for_a_text(rows, table):
    for row in rows:
        if row[1] != "None":
            table.put_item(Item=_item(*row))


@exercise.wrong("an item has the number of a customer as its order_id. A row is")
def takes_a_row_apart_in_another_order(rows, table):
    left = 0
    for customer_id, order_id, shop_id, ordered_at in rows:
        if order_id is None:
            left += 1
            continue
        table.put_item(Item=_item(order_id, customer_id, shop_id, ordered_at))
    return left


@exercise.wrong("Order 1: the attribute ordered_at is new; nobody asked for it.")
def keeps_the_time_as_well(rows, table):
    left = 0
    for row in rows:
        if row[1] is None:
            left += 1
        else:
            table.put_item(Item=_item(*row) | {"ordered_at": str(row[3])})
    return left


@exercise.wrong(
    "the table is empty. (A batch_writer sends its last items when its with"
)
def never_closes_the_batch(rows, table):
    left, batch = 0, table.batch_writer()
    for row in rows:
        if row[1] is None:
            left += 1
        else:
            batch.put_item(Item=_item(*row))
    return left


@exercise.wrong(
    "under the customer 7. Nobody has that number. A row is (order_id, cust"
)
def takes_the_shop_for_the_customer(rows, table):
    left = 0
    for order_id, shop_id, customer_id, ordered_at in rows:
        if customer_id is None:
            left += 1
        else:
            table.put_item(Item=_item(order_id, customer_id, shop_id, ordered_at))
    return left


@exercise.wrong("No item has an order_id: each order's own number is asked for as well")
def forgets_the_number(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        item = _item(order_id, customer_id, shop_id, ordered_at)
        del item["order_id"]
        table.put_item(Item=item)
    return left
