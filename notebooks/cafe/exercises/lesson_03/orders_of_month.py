"""\
This function is right and too dear: it reads the whole table, whose keys are
`customer_id` and `ordered_at`. Make it a query. `month` is a text such as
`"2026-07"`."""

from ..kinds import PythonExercise
from ..stage.tables import new_table

exercise = PythonExercise(
    id="03.orders_of_month",
    objective="03.c",
    difficulty=2,
    learned=(
        "The same answer for a small part of the units: a Query pays for what "
        "it finds, a Scan for what there is."
    ),
    prompt=__doc__,
    starter="""\
def orders_of_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.scan(
        FilterExpression=Attr("customer_id").eq(customer_id)
        & Attr("ordered_at").begins_with(month)
    )["Items"]
""",
    hints=(
        "table.query takes a KeyConditionExpression in place of the filter.",
        'Key("customer_id").eq(customer_id) names the partition.',
        'Add & Key("ordered_at").begins_with(month) for the slice. It is &, not and,'
        " that joins two conditions.",
    ),
)


@exercise.right
def orders_of_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month)
    )["Items"]


#: The days of each month on which every customer orders; the last day is one of them.
DAYS = {
    "2026-06": ("03", "14", "30"),
    "2026-07": ("03", "14", "31"),
    "2026-08": ("01", "14", "31"),
}


@exercise.proof
def _asks_well(orders_of_month):
    """What is wrong with how an answer reads a customer's month, or None."""
    table = new_table("orders", ("customer_id", "N"), ("ordered_at", "S"))
    note = "x" * 900
    with table.batch_writer() as batch:
        for customer in range(1, 41):
            for month, days in DAYS.items():
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
    if list(orders_of_month(table, 99, "2026-07")):
        return "For a customer without orders it should give an empty list."
    return None


def _asks_well_for(orders_of_month, table, customer, month):
    """What is wrong with what it gives for one customer and month, or with its cost."""
    used = table.meta.client.table("orders").throughput.consumed
    before = used["Read"]
    found = orders_of_month(table, customer, month)
    paid = used["Read"] - before
    try:
        found = sorted(found, key=lambda item: item["ordered_at"])
        times = [item["ordered_at"][:10] for item in found]
    except (TypeError, KeyError):
        return (
            f"It should return a list of items; it returned {type(found).__name__}."
            " The items stand in the answer of the call, under Items."
        )
    wanted = [f"{month}-{day}" for day in DAYS[month]]
    if times == wanted[:-1]:
        return (
            f"Customer {customer} in {month}: the order of the last day is missing. It"
            f" came at {wanted[-1]}T08:00:00, and this text comes after {wanted[-1]}."
        )
    if times != wanted:
        said = f"3 orders were expected; it gave {times}."
        return f"Customer {customer} in {month}: {said}"
    for item in found:
        if item.keys() != {"customer_id", "ordered_at", "note"}:
            return (
                "Return the items as they are, with customer_id, ordered_at and note;"
                f" yours have {', '.join(item)} only."
            )
    if 1 < paid < 2:
        return (
            f"The orders are right, but {paid:g} read units were used, and 0.5 are"
            " enough. It reads all orders of the customer, and each is paid for, also"
            " those that Python throws away: ask for the month by the sort key."
        )
    if paid > 1:
        return (
            f"The orders are right, but {paid:g} read units were used, and 0.5 are"
            " enough. A filter does not make reading cheaper: ask by the key."
        )
    return None


@exercise.wrong("The orders are right, but", misconception="scan-looks-up-one-order")
def scans_and_filters_here(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    items = table.scan()["Items"]
    return [
        item
        for item in items
        if item["customer_id"] == customer_id and item["ordered_at"].startswith(month)
    ]


@exercise.wrong(
    "A filter does not make reading cheaper", misconception="filter-makes-scan-cheaper"
)
def scans_with_a_filter(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.scan(
        FilterExpression=Attr("ordered_at").begins_with(month)
        & Attr("customer_id").eq(customer_id)
    )["Items"]


@exercise.wrong("3 orders were expected; it gave ['2026-06-03'")
def forgets_the_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("customer_id").eq(customer_id))
    return found["Items"]


@exercise.wrong(
    "3 orders were expected; it gave ['2026-07-03'].",
    misconception="query-returns-one-item",
)
def takes_the_first_only(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        Limit=1,
    )["Items"]


@exercise.wrong("3 orders were expected; it gave [].")
def asks_for_the_month_exactly(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").eq(month)
    )["Items"]


@exercise.wrong("orders_of_month raised")
def forgets_the_customer(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("ordered_at").begins_with(month))
    return found["Items"]


@exercise.wrong("missed key schema element: customer_id")
def joins_with_and(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        and Key("ordered_at").begins_with(month)
    )["Items"]


@exercise.wrong("Customer 7 in 2026-07: the order of the last day is missing.")
def ends_on_the_thirtieth(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-01", month + "-30")
    )["Items"]


@exercise.wrong("Customer 7 in 2026-07: the order of the last day is missing.")
def ends_as_the_last_day_begins(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-01", month + "-31")
    )["Items"]


@exercise.wrong("Customer 8 in 2026-06: 3 orders were expected; it gave ['2026-07-03'")
def asks_for_one_customer_always(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(7)
        & Key("ordered_at").begins_with("2026-07")
    )["Items"]


@exercise.wrong("It should return a list of items; it returned dict.")
def gives_the_whole_answer(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month)
    )


@exercise.wrong("It reads all orders of the customer, and each is paid for")
def reads_the_whole_customer(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("customer_id").eq(customer_id))
    return [each for each in found["Items"] if each["ordered_at"].startswith(month)]


@exercise.wrong("Return the items as they are, with customer_id, ordered_at and note;")
def keeps_the_time_only(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        ProjectionExpression="ordered_at",
    )["Items"]


@exercise.wrong("== compares at once and gives False. A condition is .eq(…).")
def compares_at_once(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(KeyConditionExpression=Key("customer_id") == customer_id)[
        "Items"
    ]


@exercise.wrong("KeyConditionExpression only supports Attribute objects of type Key")
def asks_for_attributes(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Attr("customer_id").eq(customer_id)
        & Attr("ordered_at").begins_with(month)
    )["Items"]
