"""\
The demonstration finds one order with a Query, after a Scan. Write
`find_order(table, order_number)`: it returns the item of that order, or `None` when
there is none. The table holds two hundred orders, and you may not read them all."""

from ..kinds import PythonExercise
from ..stage.orders import table_of_orders

exercise = PythonExercise(
    id="04.find_order",
    objective="04.b",
    difficulty=1,
    learned="With the whole key, one item costs one item, however many there are.",
    prompt=__doc__,
    starter="""\
def find_order(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    ...
""",
    hints=(
        "One item, by its whole key: there is a call for just this.",
        "table.get_item(Key={…}) answers with a dict; the item is under 'Item'.",
        "When nothing is there, the answer has no 'Item', and .get('Item') gives None.",
    ),
    seconds=5.0,
)


@exercise.right
def find_order(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.get_item(Key={"order_number": order_number}).get("Item")


@exercise.proof
def _finds(find_order):
    """What is wrong with how an answer looks one order up, or None."""
    table = table_of_orders(1001, 1200, address="x" * 900)
    used = table.meta.client.table("orders").throughput.consumed
    before = used["Read"]
    found = find_order(table, 1003)
    paid = used["Read"] - before
    wanted = table.get_item(Key={"order_number": 1003})["Item"]
    if isinstance(found, list):
        return "It returned a list. One order was asked for: return the item itself."
    if isinstance(found, dict) and ({"Item", "Items"} & set(found)):
        return (
            "It returned the whole answer of the call. The item stands in it, under"
            f" {'Item' if 'Item' in found else 'Items'}."
        )
    if found != wanted:
        return (
            f"find_order(table, 1003) should return that order; it gave {found!r:.60}."
        )
    if paid > 3:  # two strong reads, and one more, are no scan
        return (
            f"The order is right, but {paid:g} read units were used, and 0.5 are"
            " enough. You read the whole table to find one item: ask by its key."
        )
    try:
        missing = find_order(table, 9999)
    except (KeyError, IndexError) as error:
        return (
            f"For an order that is not there it raised {type(error).__name__}; it"
            " should return None."
        )
    if missing is not None:
        return f"For an order that is not there it returned {missing!r}, not None."
    return None


@exercise.wrong(
    "You read the whole table to find one item", misconception="scan-looks-up-one-order"
)
def scans_with_a_filter(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.scan(FilterExpression=Attr("order_number").eq(order_number))
    return found["Items"][0] if found["Items"] else None


@exercise.wrong("The order is right, but", misconception="scan-looks-up-one-order")
def scans_and_looks_here(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    for item in table.scan()["Items"]:
        if item["order_number"] == order_number:
            return item


@exercise.wrong("It returned a list.")
def gives_a_list(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("order_number").eq(order_number))
    return found["Items"]


@exercise.wrong("under Item.")
def gives_the_answer_of_get(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.get_item(Key={"order_number": order_number})


@exercise.wrong("under Items.")
def gives_the_answer_of_query(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(KeyConditionExpression=Key("order_number").eq(order_number))


@exercise.wrong("it raised KeyError; it should return None")
def fails_where_there_is_none_with_get(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.get_item(Key={"order_number": order_number})["Item"]


@exercise.wrong("it raised IndexError; it should return None")
def fails_where_there_is_none_with_query(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("order_number").eq(order_number))
    return found["Items"][0]


@exercise.wrong("find_order raised ClientError")
def gives_the_number_as_text(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.get_item(Key={"order_number": str(order_number)})


@exercise.wrong("find_order(table, 1003) should return that order")
def takes_the_first_it_meets(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.scan(Limit=1)["Items"][0]
