"""\
Write `take_order(table, number, drink)`. It stores an item with `order_number` and
`drink`, but only if that number is not there yet. It returns `True` if it was stored
and `False` if the number exists. Any other error is let through."""

from ..kinds import PythonExercise
from ..stage.shared import Shared
from ..stage.tables import contents, new_table
from ..words import returned, show

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


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _takes_orders(take_order):
    """What is wrong with how an answer takes orders, or None."""
    table = new_table("orders", ("order_number", "N"))
    return (
        _stores(take_order, table, 1, "latte")
        or _keeps_what_is_there(take_order, table)
        or _stores(take_order, table, 3, "mocha")
        or _asks_the_table(take_order, table)
        or _leaves_another_till_its_order(take_order, table)
        or _lets_errors_through(take_order, table)
    )


def _stores(take_order, table, number, drink):
    """What is wrong when an order of a new number comes, or None."""
    before = contents(table)
    given = take_order(table, number, drink)
    after = contents(table)
    call = f"take_order(table, {number}, {drink!r})"
    stored = after.pop(number, None)
    if stored is None:
        return f"{call} stores no item with order_number {number}."
    if stored != {"order_number": number, "drink": drink}:
        wanted = {"order_number": number, "drink": drink}
        return (
            f"{call} should store the item {wanted}; it stored {show(stored)}. Store"
            " what the function is given, under order_number and drink."
        )
    if after != before:
        return f"{call} should touch no other order, and it did."
    if given is not True:
        return f"For a new order it should return True; it gave {returned(given, bool)}"
    return None


def _keeps_what_is_there(take_order, table):
    """What is wrong when a number comes again, with another drink or with its own."""
    table.update_item(
        Key={"order_number": 1},
        UpdateExpression="SET paid = :yes",
        ExpressionAttributeValues={":yes": True},
    )
    before, seen = contents(table), []
    for drink in ("mocha", "latte"):
        shared = Shared(table, lambda: seen.append(contents(table).get(1)))
        given = take_order(shared, 1, drink)
        after = contents(table)
        told = f"Order 1 was there and paid, and take_order(table, 1, {drink!r})"
        if 1 not in after:
            return f"{told} took it away. It should stay as it is."
        if "paid" not in after[1]:
            return (
                f"{told} replaced it. A ConditionExpression lets a put through only if"
                " it holds."
            )
        if after[1] != before[1]:
            return "Order 1 was there, and its drink was changed."
        if [each for each in seen if each != before[1]]:
            return (
                f"{told} replaced it and put it back. Another till may see what is"
                " there between: a ConditionExpression replaces nothing."
            )
        if after != before:
            return f"{told} stored another order. Nothing should be stored."
        if given is not False:
            return (
                "For a number that exists it should return False, whatever the drink;"
                f" it gave {returned(given, bool)}"
            )
    return None


def _asks_the_table(take_order, table):
    """What is wrong when a number comes that another till has stored long ago."""
    table.put_item(Item={"order_number": 4, "drink": "mocha"})
    before = contents(table)
    given = take_order(table, 4, "latte")
    if contents(table) != before:
        return (
            "Another till has stored order 4, and take_order(table, 4, 'latte')"
            " replaced it: only the table knows all orders. Every item has its"
            " order_number, so that is what a condition asks for."
        )
    if given is not False:
        return (
            "Another till has stored order 4: it should return False; it gave"
            f" {returned(given, bool)}"
        )
    return None


def _leaves_another_till_its_order(take_order, table):
    """What is wrong when another till takes order 2 after a look by ours, or None."""
    its_order = {"order_number": 2, "drink": "mocha"}
    came = []

    def another_till():
        if 2 not in contents(table):
            table.put_item(Item=its_order)
            came.append(2)

    given = take_order(Shared(table, another_till), 2, "latte")
    if not came:
        return None
    if contents(table)[2] != its_order:
        return (
            "Between your look and your put_item another till stored order 2, and your"
            " put replaced it. A ConditionExpression looks and writes in one step."
        )
    if given is not False:
        return (
            "Another till was first with order 2, and yours was not stored: it should"
            f" return False; it gave {returned(given, bool)}"
        )
    return None


def _lets_errors_through(take_order, table):
    try:
        take_order(table, "two", "latte")
    except Exception:
        return None
    return "A number that is no number is refused by the table; let that error through."


# ------------------------------------------------------------------------- also right


@exercise.right
def gives_the_condition_as_an_attr(table, number, drink):
    from cafe.aws.dynamodb.conditions import Attr

    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression=Attr("order_number").not_exists(),
        )
        return True
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False


@exercise.right
def looks_at_the_code_of_a_client_error(table, number, drink):
    from cafe.aws.errors import ClientError

    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


@exercise.right
def calls_the_client(table, number, drink):
    client = table.meta.client
    try:
        client.put_item(
            TableName=table.name,
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.right
def updates_under_the_condition(table, number, drink):
    try:
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET drink = :d",
            ExpressionAttributeValues={":d": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.right
def names_the_key_with_a_placeholder(table, number, drink):
    try:
        table.put_item(
            Item=dict(order_number=number, drink=drink),
            ConditionExpression="attribute_not_exists(#n)",
            ExpressionAttributeNames={"#n": "order_number"},
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    else:
        return True


@exercise.right
def asks_for_another_number(table, number, drink):
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="order_number <> :n",
            ExpressionAttributeValues={":n": number},
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.right
def puts_within_a_transaction(table, number, drink):
    client = table.meta.client
    put = {
        "TableName": table.name,
        "Item": {"order_number": number, "drink": drink},
        "ConditionExpression": "attribute_not_exists(order_number)",
    }
    try:
        client.transact_write_items(TransactItems=[{"Put": put}])
    except client.exceptions.TransactionCanceledException as error:
        if "ConditionalCheckFailed" not in str(error):
            raise
        return False
    return True


@exercise.right
def looks_first_and_guards_all_the_same(table, number, drink):
    if "Item" in table.get_item(Key={"order_number": number}):
        return False
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


@exercise.right
def remembers_in_a_variable(table, number, drink):
    refused = table.meta.client.exceptions.ConditionalCheckFailedException

    def store():
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="NOT attribute_exists(order_number)",
        )

    stored = False
    try:
        store()
        stored = True
    except refused:
        pass
    return stored


@exercise.right
def gives_a_bool_of_numpy(table, number, drink):
    import numpy as np

    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(drink)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return np.bool_(False)
    return np.bool_(True)


# ------------------------------------------------------------------------------ wrong


def put_new(table, number, drink, condition="attribute_not_exists(order_number)"):
    table.put_item(
        Item={"order_number": number, "drink": drink}, ConditionExpression=condition
    )


def is_taken(table):
    return table.meta.client.exceptions.ConditionalCheckFailedException


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


@exercise.wrong("another till stored order 2, and your put replaced it")
def looks_with_the_client_before_it_puts(table, number, drink):
    client = table.meta.client
    if "Item" in client.get_item(TableName="orders", Key={"order_number": number}):
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
    put_new(table, number, drink)
    return True


@exercise.wrong("let that error through")
def catches_every_error(table, number, drink):
    try:
        put_new(table, number, drink)
    except Exception:
        return False
    return True


@exercise.wrong("For a new order it should return True; it gave None. Does it end")
def returns_nothing(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return False


@exercise.wrong("It printed 'True': use return instead of print.")
def prints_the_outcome(table, number, drink):
    try:
        put_new(table, number, drink)
        print(True)
    except is_taken(table):
        print(False)


@exercise.wrong("it gave 'True', a text.")
def gives_texts(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return "False"
    return "True"


@exercise.wrong("it gave 1, a number.")
def gives_numbers(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return 0
    return 1


@exercise.wrong("a dict.")
def gives_the_answer_of_put(table, number, drink):
    try:
        return table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except is_taken(table):
        return False


@exercise.wrong("For a new order it should return True; it gave False.")
def swaps_the_outcomes(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return True
    return False


@exercise.wrong("For a number that exists it should return False, whatever the drink")
def takes_the_same_drink_for_a_success(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return table.get_item(Key={"order_number": number})["Item"]["drink"] == drink
    return True


@exercise.wrong("take_order(table, 1, 'latte') stores no item with order_number 1.")
def asks_for_the_contrary(table, number, drink):
    try:
        put_new(table, number, drink, condition="attribute_exists(order_number)")
    except is_taken(table):
        return False
    return True


@exercise.wrong("stored another order. Nothing should be stored.")
def takes_the_next_number(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        put_new(table, number + 1, drink)
        return False
    return True


@exercise.wrong("took it away. It should stay as it is.")
def deletes_what_is_there(table, number, drink):
    try:
        put_new(table, number, drink)
    except is_taken(table):
        table.delete_item(Key={"order_number": number})
        return False
    return True


@exercise.wrong("should touch no other order, and it did.")
def deletes_the_other_orders(table, number, drink):
    for item in table.scan()["Items"]:
        if item["order_number"] != number:
            table.delete_item(Key={"order_number": item["order_number"]})
    try:
        put_new(table, number, drink)
    except is_taken(table):
        return False
    return True


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


@exercise.wrong("it stored {'order_number': 1}. Store what the function is given")
def forgets_the_drink(table, number, drink):
    table.put_item(Item={"order_number": number})
    return True


@exercise.wrong("it stored {'order_number': 1, 'drink': 'drink'}.")
def puts_the_parameter_in_quotes(table, number, drink):
    put_new(table, number, "drink")
    return True


@exercise.wrong(
    "take_order(table, 3, 'mocha') should store the item {'order_number': 3, 'drink':"
    " 'mocha'}; it stored {'order_number': 3, 'drink': 'latte'}."
)
def stores_a_latte_always(table, number, drink):
    try:
        put_new(table, number, "latte")
    except is_taken(table):
        return False
    return True


@exercise.wrong("take_order(table, 3, 'mocha') stores no item with order_number 3.")
def stores_one_number_always(table, number, drink):
    try:
        put_new(table, 1, "latte")
    except is_taken(table):
        return False
    return True


@exercise.wrong("The key is a number: give it as it is, without quotes and without str")
def gives_the_number_as_text(table, number, drink):
    put_new(table, str(number), drink)
    return True


@exercise.wrong("This client takes the values of Python: 1, not {")
def gives_the_values_with_their_types(table, number, drink):
    table.meta.client.put_item(
        TableName=table.name,
        Item={"order_number": {"N": str(number)}, "drink": {"S": drink}},
    )
    return True


@exercise.wrong("It stands in the client: table.meta.client.exceptions.Conditional")
def catches_a_name_that_is_not_there(table, number, drink):
    try:
        put_new(table, number, drink)
        table.put_item(Item={})
    except ConditionalCheckFailedException:  # noqa: F821
        return False
    return True


@exercise.wrong("Did you mean ConditionExpression?")
def misspells_the_condition(table, number, drink):
    table.put_item(
        Item={"order_number": number, "drink": drink},
        ConditionalExpression="attribute_not_exists(order_number)",
    )
    return True


@exercise.wrong("Is this the attribute's name?")
def guards_an_attribute_that_is_none(table, number, drink):
    put_new(table, number, drink, condition="attribute_not_exists(number)")
    return True


@exercise.wrong("replaced it and put it back.")
def puts_what_was_there_back(table, number, drink):
    item = {"order_number": number, "drink": drink}
    old = table.put_item(Item=item, ReturnValues="ALL_OLD").get("Attributes")
    if old:
        table.put_item(Item=old)
    return not old


@exercise.wrong("replaced it: only the table knows all orders.")
def guards_what_only_paid_orders_have(table, number, drink):
    try:
        put_new(table, number, drink, condition="attribute_not_exists(paid)")
    except is_taken(table):
        return False
    return True


TAKEN = set()


@exercise.wrong("replaced it: only the table knows all orders.")
def remembers_its_own_orders_only(table, number, drink):
    if not table.scan()["Items"]:  # another table than last time
        TAKEN.clear()
    if number in TAKEN:
        return False
    TAKEN.add(number)
    table.put_item(Item={"order_number": number, "drink": drink})
    return True


@exercise.wrong("Did you mean attribute_not_exists?")
def misspells_the_function(table, number, drink):
    put_new(table, number, drink, condition="attribute_not_exist(order_number)")
    return True
