"""\
A customer rings: order 1003, please with a note. Write
`add_notes(table, order_number, text)`. It gives one item an attribute `notes`, and
leaves the rest of the item as it is, even when another till changes it meanwhile."""

from ..kinds import PythonExercise
from ..stage.orders import NOTES, ORDER, table_of_orders
from ..stage.shared import Shared
from ..stage.tables import contents
from ..words import show

exercise = PythonExercise(
    id="04.add_notes",
    objective="04.b",
    difficulty=1,
    learned="One item has a new attribute, and no other item was changed for it.",
    prompt=__doc__,
    hints=(
        "put_item puts a whole item in the place of the old one. Another call changes"
        " single attributes.",
        "table.update_item takes Key, UpdateExpression and ExpressionAttributeValues.",
        'The expression is "SET notes = :t", and {":t": text} says what :t stands for.',
    ),
    seconds=5.0,
)


@exercise.right
def add_notes(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
    )


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _note_is_added(add_notes):
    """What is wrong with how an answer adds a note to one item, or None."""
    for number, note in NOTES.items():
        problem = _adds(add_notes, number, note) or _keeps_up(add_notes, number, note)
        if problem:
            return problem
    return None


def _ten_orders():
    """A table of ten orders, no two alike, so that none can be guessed."""
    table = table_of_orders(1001, 1010)
    for number in range(1001, 1011):
        more = {"order_number": number, "quantity": number % 7 + 3, "product": "Mocha"}
        table.put_item(Item=ORDER | more)
    return table


def _adds(add_notes, number, note):
    """What is wrong after a note for one order of ten, or None."""
    table = _ten_orders()
    before = contents(table)
    add_notes(table, number, note)
    after = contents(table)
    order, was = after.pop(number, {}), before.pop(number)
    if "notes" not in order:
        return (
            f"Order {number} should have an attribute notes; it has"
            f" {', '.join(sorted(order)) or 'none at all'}."
        )
    if order["notes"] != note:
        return (
            f"The notes of order {number} should be {note!r}; they are"
            f" {show(order['notes'])}."
        )
    return _changed(number, was, order) or _others_changed(number, before, after)


def _changed(number, was, order):
    """What a note changed in its order besides, or None."""
    if lost := sorted(was.keys() - order.keys()):
        return (
            f"Order {number} has its notes, but it lost {', '.join(lost)}. put_item"
            " puts a whole item in the place of the old one; update_item changes"
            " single attributes."
        )
    if more := sorted(order.keys() - was.keys() - {"notes"}):
        return (
            f"Order {number} has its notes, and {', '.join(more)} as well. Nothing else"
            " was asked for."
        )
    for name in was:
        if order[name] != was[name]:
            return (
                f"Order {number} has its notes, but its {name} was {show(was[name])}"
                f" and is {show(order[name])}. SET names what changes, and leaves the"
                " rest as it is."
            )
    return None


def _others_changed(number, before, after):
    """What a note changed in other orders, or None."""
    if touched := sorted(each for each, item in after.items() if "notes" in item):
        return (
            f"Order {number} is right, but {touched[0]} has an attribute notes as well."
            " An item has what it needs; the others need no empty notes."
        )
    for other in before:
        if after.get(other) != before[other]:
            return f"Order {number} is right, but order {other} was changed as well."
    if surplus := after.keys() - before.keys():
        return f"Order {number} is right, but an order {min(surplus)} was added."
    return None


def _keeps_up(add_notes, number, note):
    """What is wrong when another till changes the order between two calls, or None."""
    table = _ten_orders()
    was = contents(table)[number]

    came = []

    def another_till():
        if not came:
            came.append(number)
            table.update_item(
                Key={"order_number": number},
                UpdateExpression="SET paid = :yes, quantity = :q",
                ExpressionAttributeValues={":yes": True, ":q": was["quantity"] + 1},
            )

    add_notes(Shared(table, another_till), number, note)
    wanted = was | {"notes": note, "paid": True, "quantity": was["quantity"] + 1}
    order = contents(table).get(number)
    if order != wanted:
        return (
            f"Between two of your calls another till changed order {number}: it was"
            f" paid, for {wanted['quantity']} pieces. Now it is {show(order)}. Write"
            " only what you change, and in one step: update_item needs no reading."
        )
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def names_the_attribute_with_a_placeholder(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET #n = :t",
        ExpressionAttributeNames={"#n": "notes"},
        ExpressionAttributeValues={":t": text},
    )


@exercise.right
def calls_the_client(table, order_number, text):
    table.meta.client.update_item(
        TableName=table.name,
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
    )


@exercise.right
def gives_the_answer_back(table, order_number, text):
    return table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="set notes = :t",
        ExpressionAttributeValues={":t": text},
        ReturnValues="UPDATED_NEW",
    )


@exercise.right
def asks_that_the_order_is_there(table, order_number, text):
    from cafe.aws.dynamodb.conditions import Attr

    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
        ConditionExpression=Attr("order_number").exists(),
    )


@exercise.right
def updates_within_a_transaction(table, order_number, text):
    update = {
        "TableName": "orders",
        "Key": {"order_number": order_number},
        "UpdateExpression": "SET notes = :t",
        "ExpressionAttributeValues": {":t": text},
    }
    table.meta.client.transact_write_items(TransactItems=[{"Update": update}])


@exercise.right
def looks_whether_the_order_is_there(table, order_number, text):
    if "Item" in table.get_item(Key={"order_number": order_number}):
        table.update_item(
            Key={"order_number": order_number},
            UpdateExpression="SET notes = :t",
            ExpressionAttributeValues={":t": text},
        )


@exercise.right
def puts_only_if_nothing_changed_meanwhile(table, order_number, text):
    from functools import reduce

    from cafe.aws.dynamodb.conditions import Attr

    key = {"order_number": order_number}
    while True:
        item = table.get_item(Key=key)["Item"]
        as_read = [Attr(name).eq(item[name]) for name in item.keys() - key.keys()]
        if "paid" not in item:
            as_read.append(Attr("paid").not_exists())
        same = reduce(lambda one, other: one & other, as_read)
        try:
            table.put_item(Item=item | {"notes": text}, ConditionExpression=same)
            return
        except table.meta.client.exceptions.ConditionalCheckFailedException:
            pass


@exercise.right
def has_a_helper_and_prints(table, order_number, text):
    def change(name, value):
        answer = table.update_item(
            Key=dict(order_number=order_number),
            UpdateExpression="SET #a = :v",
            ExpressionAttributeNames={"#a": name},
            ExpressionAttributeValues={":v": value},
        )
        print(answer["ResponseMetadata"]["HTTPStatusCode"])

    change("notes", text)


@exercise.right
def reads_the_order_afterwards(table, order_number, text):
    key, values = {"order_number": int(order_number)}, {":note": str(text)}
    expression = "SET notes = :note"
    table.update_item(
        Key=key, UpdateExpression=expression, ExpressionAttributeValues=values
    )
    return table.get_item(Key=key)["Item"]


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("it lost product, quantity, user", misconception="putitem-merges")
def replaces_the_order(table, order_number, text):
    table.put_item(Item={"order_number": order_number, "notes": text})


@exercise.wrong(
    "Between two of your calls another till changed order 1003: it was paid,"
)
def reads_and_puts_back(table, order_number, text):
    item = table.get_item(Key={"order_number": order_number})["Item"]
    item["notes"] = text
    table.put_item(Item=item)


@exercise.wrong(
    "Order 1003 is right, but 1001 has an attribute notes as well",
    misconception="one-attribute-needs-a-migration",
)
def notes_every_order(table, order_number, text):
    for item in table.scan()["Items"]:
        number = item["order_number"]
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET notes = :t",
            ExpressionAttributeValues={":t": text if number == order_number else ""},
        )


@exercise.wrong(
    "Only keys are declared: an attribute needs no change of the table.",
    misconception="dynamodb-declares-its-columns",
)
def changes_the_table_only(table, order_number, text):
    table.meta.client.update_table(
        TableName=table.name,
        AttributeDefinitions=[{"AttributeName": "notes", "AttributeType": "S"}],
    )


@exercise.wrong("Order 1007 should have an attribute notes; it has order_number")
def notes_one_order_always(table, order_number, text):
    table.update_item(
        Key={"order_number": 1003},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
    )


@exercise.wrong("add_notes raised ClientError")
def writes_the_text_into_the_expression(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = text",
        ExpressionAttributeValues={":t": text},
    )


@exercise.wrong("add_notes raised ClientError")
def adds_instead_of_setting(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="ADD notes :t",
        ExpressionAttributeValues={":t": text},
    )


@exercise.wrong("it has note, order_number")
def names_it_note(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET note = :t",
        ExpressionAttributeValues={":t": text},
    )


@exercise.wrong("add_notes raised")
def gives_the_number_as_text(table, order_number, text):
    table.update_item(
        Key={"order_number": str(order_number)},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
    )


@exercise.wrong("they are 'oat milk'")
def writes_one_text_always(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": "oat milk"},
    )


@exercise.wrong("Order 1003 has its notes, but its product was 'Mocha' and is 'Latte'.")
def puts_an_order_that_it_guesses(table, order_number, text):
    table.put_item(
        Item={
            "order_number": order_number,
            "user": "Maeve Chen",
            "product": "Latte",
            "quantity": 2,
            "notes": text,
        }
    )


@exercise.wrong("its quantity was 5 and is 4. SET names what changes")
def sets_the_quantity_too(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t, quantity = :q",
        ExpressionAttributeValues={":t": text, ":q": 4},
    )


@exercise.wrong("Order 1003 is right, but order 1001 was changed as well.")
def deletes_another_order(table, order_number, text):
    table.delete_item(Key={"order_number": 1001})
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={":t": text},
    )


def set_notes(table, order_number, text, expression="SET notes = :t", **values):
    """The right update, with another expression and more values."""
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression=expression,
        ExpressionAttributeValues={":t": text}
        | {f":{name}": value for name, value in values.items()},
    )


@exercise.wrong("Now it is {")
def deletes_and_puts_back(table, order_number, text):
    gone = table.delete_item(Key={"order_number": order_number}, ReturnValues="ALL_OLD")
    table.put_item(Item=gone["Attributes"] | {"notes": text})


@exercise.wrong("update_item needs no reading.")
def writes_what_it_read_as_well(table, order_number, text):
    item = table.get_item(Key={"order_number": order_number})["Item"]
    expression = "SET notes = :t, quantity = :q"
    set_notes(table, order_number, text, expression, q=item["quantity"])


@exercise.wrong("has its notes, and changed_at as well. Nothing else was asked for.")
def notes_the_time_too(table, order_number, text):
    set_notes(table, order_number, text, "SET notes = :t, changed_at = :c", c="noon")


@exercise.wrong("has its notes, and paid as well. Nothing else was asked for.")
def marks_it_as_paid(table, order_number, text):
    set_notes(table, order_number, text, "SET notes = :t, paid = :p", p=False)


@exercise.wrong("Order 1003 has its notes, but it lost quantity.")
def removes_the_quantity(table, order_number, text):
    set_notes(table, order_number, text, "SET notes = :t REMOVE quantity")


@exercise.wrong("""they are ["oat milk, in Maeve's cup"].""")
def puts_the_text_in_a_list(table, order_number, text):
    set_notes(table, order_number, [text])


@exercise.wrong("they are 'oat milk, in Maeves cup'.")
def takes_the_quotation_mark_away(table, order_number, text):
    set_notes(table, order_number, text.replace("'", ""))


@exercise.wrong(
    "should have an attribute notes; it has order_number, product, quantity"
)
def changes_its_copy_only(table, order_number, text):
    item = table.get_item(Key={"order_number": order_number})["Item"]
    item["notes"] = text
    return item


@exercise.wrong("The names of values begin with a colon: :t.")
def forgets_the_colon(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number},
        UpdateExpression="SET notes = :t",
        ExpressionAttributeValues={"t": text},
    )


@exercise.wrong("Begin an update with SET")
def forgets_set(table, order_number, text):
    set_notes(table, order_number, text, "notes = :t")


@exercise.wrong("give values by names with a colon: :t")
def writes_the_text_with_an_f(table, order_number, text):
    table.update_item(
        Key={"order_number": order_number}, UpdateExpression=f"SET notes = '{text}'"
    )


@exercise.wrong("Order 1003 should have an attribute notes; it has none at all.")
def deletes_the_table(table, order_number, text):
    table.delete()


@exercise.wrong("With yield in it nothing has run: leave it out, or write return.")
def yields_what_it_does(table, order_number, text):
    yield set_notes(table, order_number, text)


@exercise.wrong("Order 1003 is right, but an order 5 was added.")
def adds_an_order(table, order_number, text):
    set_notes(table, order_number, text)
    table.put_item(Item={"order_number": 5})


@exercise.wrong("Table here has no 'execute'.")
def writes_sql(table, order_number, text):
    table.execute("UPDATE orders SET notes = %s", (text,))
