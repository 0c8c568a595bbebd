"""\
A customer rings: order 1003, please with a note. Write
`add_notes(table, order_number, text)`. It gives one item an attribute `notes`, and
leaves the rest of the item as it is, even when another till changes it meanwhile."""

from ..kinds import PythonExercise
from ..stage.orders import NOTES, ORDER, table_of_orders
from ..stage.shared_table import SharedTable

exercise = PythonExercise(
    id="04.add_notes",
    objective="04.b",
    difficulty=1,
    learned="One item has a new attribute, and no other item was asked.",
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


@exercise.proof
def _note_is_added(add_notes):
    """What is wrong with how an answer adds a note to one item, or None."""
    problems = (_note_is_added_to(add_notes, *each) for each in NOTES.items())
    return next(filter(None, problems), None)


def _note_is_added_to(add_notes, number, note):
    """What is wrong after a note for one order of ten, or None."""
    table = table_of_orders(1001, 1010)
    for order in range(1001, 1011):  # no two alike, so that none can be guessed
        more = {"order_number": order, "quantity": order % 7 + 3, "product": "Mocha"}
        table.put_item(Item=ORDER | more)
    before = _items(table)

    def another_till(table):
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET paid = :yes",
            ExpressionAttributeValues={":yes": True},
        )

    shared = SharedTable(table, another_till)
    add_notes(shared, number, note)
    items = _items(table)
    order = items.pop(number, {})
    if "notes" not in order:
        return (
            f"Order {number} should have an attribute notes; it has"
            f" {', '.join(sorted(order)) or 'none at all'}."
        )
    if order["notes"] != note:
        return (
            f"The notes of order {number} should be {note!r}; they are"
            f" {order['notes']!r}."
        )
    if lost := sorted(set(ORDER) - set(order)):
        return (
            f"Order {number} has its notes, but it lost {', '.join(lost)}: put_item"
            " puts a whole item in the place of the old one."
        )
    if shared.was_read and "paid" not in order:
        return (
            "Between your reading and your put_item another till marked the order as"
            " paid, and your put took that back. update_item changes one attribute"
            " and needs no reading."
        )
    if touched := sorted(number for number, item in items.items() if "notes" in item):
        return (
            f"Order {number} is right, but {touched[0]} has an attribute notes as well."
            " An item has what it needs; the others need no empty notes."
        )
    for name in ORDER:
        if order[name] != before[number][name]:
            return (
                f"Order {number} has its notes, but its {name} was"
                f" {before[number][name]} and is {order[name]}. SET names what changes,"
                " and leaves the rest as it is."
            )
    for other in before.keys() - {number}:
        if items.get(other) != before[other]:
            return f"Order {number} is right, but order {other} was changed as well."
    if surplus := items.keys() - before.keys():
        return f"Order {number} is right, but an order {min(surplus)} was added."
    return None


def _items(table):
    return {int(item["order_number"]): item for item in table.scan()["Items"]}


@exercise.wrong("it lost product, quantity, user", misconception="putitem-merges")
def replaces_the_order(table, order_number, text):
    table.put_item(Item={"order_number": order_number, "notes": text})


@exercise.wrong("another till marked the order as paid, and your put took that back")
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
    "Order 1003 should have an attribute notes; it has order_number",
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


@exercise.wrong("Order 1003 has its notes, but its product was Mocha and is Latte.")
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
