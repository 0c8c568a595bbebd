"""\
Write `take_order(table, number, drink)`. It stores an item with `order_number` and
`drink`, but only if that number is not there yet. It returns `True` if it was stored
and `False` if the number exists. Any other error is let through."""

from ..kinds import PythonExercise
from ..stage.shared_table import SharedTable
from ..stage.tables import new_table

exercise = PythonExercise(
    id="03.take_order",
    objective="03.a",
    difficulty=2,
    learned=(
        "A condition makes look and write one step, so that two tills cannot "
        "both be first."
    ),
    prompt=__doc__,
    hints=(
        "table.put_item(Item={…}) stores; a ConditionExpression guards.",
        "The condition is attribute_not_exists(order_number), as in section 2.",
        "The error to catch is"
        " table.meta.client.exceptions.ConditionalCheckFailedException.",
    ),
    seconds=5.0,
)


@exercise.right
def take_order(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.proof
def _takes_orders(take_order):
    """What is wrong with how an answer takes orders, or None."""
    table = new_table("orders", ("order_number", "N"))

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
    take_order(table, 3, "mocha")
    if _order(table, 3) != {"order_number": 3, "drink": "mocha"}:
        return (
            "After take_order(table, 3, 'mocha') the table should hold the order number"
            f" 3 with the drink mocha; it holds {_order(table, 3) or 'no such order'}."
            " Store what the function is given: number and drink."
        )
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


@exercise.wrong(
    "and take_order(table, 1, 'mocha') replaced it", misconception="putitem-merges"
)
def puts_without_a_condition(table, number, drink):
    table.put_item(Item={"order_number": number, "drink": drink})
    return True


@exercise.wrong("another till stored order 2, and your put replaced it")
def looks_before_it_puts(table, number, drink):
    if "Item" in table.get_item(Key={"order_number": number}):
        return False
    table.put_item(Item={"order_number": number, "drink": drink})
    return True


@exercise.wrong("Another till was first with order 2")
def looks_before_it_updates(table, number, drink):
    is_new = "Item" not in table.get_item(Key={"order_number": number})
    if is_new:
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET drink = if_not_exists(drink, :d)",
            ExpressionAttributeValues={":d": drink},
        )
    return is_new


@exercise.wrong("take_order raised ConditionalCheckFailedException")
def lets_the_refusal_through(table, number, drink):
    table.put_item(
        Item={"order_number": number, "drink": drink},
        ConditionExpression="attribute_not_exists(order_number)",
    )
    return True


@exercise.wrong("let that error through")
def catches_every_error(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except Exception:
        return False
    return True


@exercise.wrong("For a new order it should return True; it returned None.")
def returns_nothing(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False


@exercise.wrong("Order 1 was there, and its drink was changed.")
def updates_what_is_there(table, number, drink):
    table.update_item(
        Key={"order_number": number},
        UpdateExpression="SET drink = :d",
        ExpressionAttributeValues={":d": drink},
    )
    return True


@exercise.wrong("Missing the key order_number in the item")
def names_the_key_otherwise(table, number, drink):
    table.put_item(Item={"number": number, "drink": drink})
    return True


@exercise.wrong("it should have the attribute drink")
def forgets_the_drink(table, number, drink):
    table.put_item(Item={"order_number": number})
    return True


@exercise.wrong("should hold the order number 3 with the drink mocha; it holds {")
def stores_a_latte_always(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": number, "drink": "latte"},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.wrong("it holds no such order. Store what the function is given")
def stores_one_number_always(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": 1, "drink": "latte"},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
