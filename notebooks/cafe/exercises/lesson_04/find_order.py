"""\
A customer calls, with the number of her order in hand. Write
`find_order(table, order_number)`: it returns the item of that order, or `None` when
there is none. The table holds two hundred orders, and you may not read them all."""

from ..kinds import PythonExercise
from ..stage.orders import table_of_orders
from ..stage.tables import contents, read_units
from ..words import NO_RETURN, kind, returned

exercise = PythonExercise(
    id="04.find_order",
    objective="04.b",
    difficulty=1,
    learned="With the whole key, one item costs one item, however many there are.",
    prompt=__doc__,
    starter="""\
def find_order(table, order_number):
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
    return table.get_item(Key={"order_number": order_number}).get("Item")


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _finds(find_order):
    """What is wrong with how an answer looks orders up, or None."""
    table = table_of_orders(1001, 1200, address="x" * 900)
    other = {"user": "Aino Visser", "product": "Tea", "quantity": 1, "address": "Cork"}
    table.put_item(Item={"order_number": 1187, **other})
    table.delete_item(Key={"order_number": 1050})
    orders = contents(table)
    for number in (1003, 1187, 9999, 1050):
        problem = _finds_one(find_order, table, number, orders.get(number))
        if problem:
            return problem
        if contents(table) != orders:
            return "It changed the table. An order should only be read."
    return None


def _finds_one(find_order, table, number, wanted):
    """What is wrong with what it gives for one number, or with its cost, or None."""
    before = read_units(table)
    try:
        found = find_order(table, number)
    except (KeyError, IndexError, LookupError) as error:
        if wanted:
            raise
        return (
            f"For an order that is not there it raised {type(error).__name__}; it"
            " should return None."
        )
    paid = read_units(table) - before
    if found != wanted:
        return _another(number, wanted, found)
    if paid > 3:  # two strong reads, and one more, are no scan
        return (
            f"The answer for {number} is right, but {paid:g} read units were used, and"
            " 0.5 are enough. You read the whole table, or much of it, to find one"
            " item: ask by its key."
        )
    return None


def _another(number, wanted, found):
    """What is said of something else than the order that is wanted."""
    call = f"find_order(table, {number})"
    if isinstance(found, (list, tuple)):
        return (
            f"It returned {kind(found)}. One order was asked for: return the item"
            " itself, or None when there is none."
        )
    if isinstance(found, dict) and ({"Item", "Items"} & set(found)):
        return (
            "It returned the whole answer of the call. The item stands in it, under"
            f" {'Item' if 'Item' in found else 'Items'}."
        )
    if wanted is None and isinstance(found, dict) and "ResponseMetadata" in found:
        return "When nothing is there, the answer has no Item: return None then."
    if wanted is None:
        told = returned(found, type(None))
        return f"For an order that is not there it should return None; it gave {told}"
    if found is None:
        return (
            f"{call} should return that order; it gave {NO_RETURN} In what get_item"
            " answers, the item stands under 'Item', with a capital."
        )
    if isinstance(found, dict) and found.items() < wanted.items():
        return (
            f"{call} should return the whole item; yours has {', '.join(found)} only."
        )
    return f"{call} should return that order; it gave {returned(found, dict)}"


# ------------------------------------------------------------------------- also right


@exercise.right
def asks_in_a_query(table, order_number):
    from cafe.aws.dynamodb.conditions import Key

    items = table.query(KeyConditionExpression=Key("order_number").eq(order_number))
    return items["Items"][0] if items["Items"] else None


@exercise.right
def writes_the_condition_as_a_text(table, order_number):
    found = table.query(
        KeyConditionExpression="order_number = :n",
        ExpressionAttributeValues={":n": order_number},
    )
    for item in found["Items"]:
        return item


@exercise.right
def takes_the_next_of_a_query(table, order_number):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("order_number").eq(order_number)
    return next(iter(table.query(KeyConditionExpression=key, Limit=1)["Items"]), None)


@exercise.right
def looks_whether_item_is_there(table, order_number):
    answer = table.get_item(Key={"order_number": order_number})
    if "Item" in answer:
        return answer["Item"]
    return None


@exercise.right
def catches_the_key_error(table, order_number):
    try:
        return table.get_item(Key={"order_number": order_number})["Item"]
    except KeyError:
        return None


@exercise.right
def reads_strongly_and_twice(table, order_number):
    key = {"order_number": order_number}
    if "Item" not in table.get_item(Key=key, ConsistentRead=True):
        return None
    return table.get_item(Key=key, ConsistentRead=True)["Item"]


@exercise.right
def calls_the_client(table, order_number):
    client = table.meta.client
    return client.get_item(
        TableName=table.name, Key={"order_number": order_number}
    ).get("Item")


@exercise.right
def reads_a_batch_of_one(table, order_number):
    keys = {"Keys": [{"order_number": order_number}]}
    found = table.meta.client.batch_get_item(RequestItems={table.name: keys})
    items = found["Responses"][table.name]
    return items[0] if items else None


@exercise.right
def makes_the_numbers_whole(table, order_number):
    item = table.get_item(Key={"order_number": order_number}).get("Item")
    whole = ("order_number", "quantity")
    return item and {k: int(v) if k in whole else v for k, v in item.items()}


@exercise.right
def prints_the_cost_and_gives_a_dict_of_its_own(table, order_number):
    from collections import OrderedDict

    answer = table.get_item(
        Key=dict(order_number=order_number), ReturnConsumedCapacity="TOTAL"
    )
    print(answer["ConsumedCapacity"])
    return OrderedDict(answer["Item"]) if "Item" in answer else None


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "You read the whole table, or much of it", misconception="scan-looks-up-one-order"
)
def scans_with_a_filter(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.scan(FilterExpression=Attr("order_number").eq(order_number))
    return found["Items"][0] if found["Items"] else None


@exercise.wrong(
    "The answer for 1003 is right, but", misconception="scan-looks-up-one-order"
)
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


def item_of(table, order_number):
    """The item of an order, or None: the right answer."""
    return table.get_item(Key={"order_number": order_number}).get("Item")


@exercise.wrong("it should return None; it gave {}, a dict.")
def gives_an_empty_dict_for_none(table, order_number):
    return table.get_item(Key={"order_number": order_number}).get("Item", {})


@exercise.wrong("it should return None; it gave 'not found', a text.")
def gives_a_text_for_none(table, order_number):
    return item_of(table, order_number) or "not found"


@exercise.wrong("it should return None; it gave False, a truth value.")
def gives_false_for_none(table, order_number):
    return item_of(table, order_number) or False


@exercise.wrong("it raised LookupError; it should return None")
def raises_an_error_of_its_own(table, order_number):
    item = item_of(table, order_number)
    if item is None:
        raise LookupError("no such order")
    return item


@exercise.wrong("It printed ")
def prints_the_order(table, order_number):
    print(item_of(table, order_number))


@exercise.wrong("find_order(table, 1187) should return that order; it gave {")
def finds_one_order_always(table, order_number):
    return item_of(table, 1003) if order_number < 9000 else None


@exercise.wrong("should return the whole item; yours has product, quantity only.")
def asks_for_two_attributes(table, order_number):
    return table.get_item(
        Key={"order_number": order_number}, ProjectionExpression="product, quantity"
    ).get("Item")


@exercise.wrong("it gave 'Latte', a text.")
def gives_the_product(table, order_number):
    return item_of(table, order_number)["product"]


@exercise.wrong("it gave 1, a number.")
def counts(table, order_number):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("order_number").eq(order_number)
    return table.query(KeyConditionExpression=key)["Count"]


@exercise.wrong("The answer for 1187 is right, but 93.5 read units were used")
def tries_each_number(table, order_number):
    for number in range(1001, 1201):
        item = item_of(table, number)
        if number == order_number:
            return item


@exercise.wrong("The answer for 9999 is right, but")
def scans_when_nothing_is_there(table, order_number):
    item = item_of(table, order_number)
    if item:
        return item
    found = [each for each in table.scan()["Items"] if each["order_number"] == 9999]
    return found[0] if found else None


@exercise.wrong("it gave None. Does it end with return")
def looks_at_the_first_page_only(table, order_number):
    for item in table.scan(Limit=2)["Items"]:
        if item["order_number"] == order_number:
            return item


@exercise.wrong("It changed the table. An order should only be read.")
def takes_the_order_away(table, order_number):
    gone = table.delete_item(Key={"order_number": order_number}, ReturnValues="ALL_OLD")
    return gone.get("Attributes")


@exercise.wrong("It changed the table. An order should only be read.")
def stores_what_is_not_there(table, order_number):
    item = item_of(table, order_number)
    if item is None:
        table.put_item(Item={"order_number": order_number})
    return item


@exercise.wrong(
    "For an order that is not there it raised KeyError; it should return None"
)
def knows_which_numbers_there_are(table, order_number):
    if not 1001 <= order_number <= 1200:
        return None
    return table.get_item(Key={"order_number": order_number})["Item"]


@exercise.wrong("the item stands under 'Item', with a capital.")
def writes_item_small(table, order_number):
    return table.get_item(Key={"order_number": order_number}).get("item")


@exercise.wrong("Capitals count: did you mean Item?")
def writes_item_small_in_brackets(table, order_number):
    return table.get_item(Key={"order_number": order_number})["item"]


@exercise.wrong("Did you mean get_item?")
def calls_get(table, order_number):
    return table.get(order_number)


@exercise.wrong("A query asks by the key: KeyConditionExpression.")
def queries_with_a_filter(table, order_number):
    from cafe.aws.dynamodb.conditions import Attr

    return table.query(FilterExpression=Attr("order_number").eq(order_number))["Items"]


@exercise.wrong("boto3 takes arguments by name, as in TableName=…")
def gives_the_number_alone(table, order_number):
    return table.get_item(order_number)


@exercise.wrong("Key names all key attributes of the table and no other")
def names_another_key(table, order_number):
    return table.get_item(Key={"order": order_number}).get("Item")


@exercise.wrong("find_order gave a Series of pandas; .tolist() makes a list of it")
def gives_a_series(table, order_number):
    import pandas as pd

    return pd.Series(item_of(table, order_number))
