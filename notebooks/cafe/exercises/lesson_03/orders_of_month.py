"""\
This function is right and costs too much: it reads the whole table, whose keys are
`customer_id` and `ordered_at`. Make it a query. `month` is a text such as
`"2026-07"`."""

from ..kinds import PythonExercise
from ..stage.tables import new_table, read_units
from ..words import listed, returned, show

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


# ------------------------------------------------------------------------- the proof

#: When a customer orders: from the first second of each month to the last one.
MOMENTS = {
    "2026-06": ("01T00:00:00", "14T08:00:00", "30T23:59:59"),
    "2026-07": ("01T00:00:00", "14T08:00:00", "31T23:59:59"),
    "2026-08": ("01T00:00:00", "14T08:00:00", "31T23:59:59"),
}
#: Customer 8 orders once more in June, so that no number of orders can be guessed.
MORE = {(8, "2026-06"): ("30T12:30:00",)}
#: Customer 9 orders each morning, so that no limit is large enough by luck.
MORE[9, "2026-08"] = tuple(f"{day:02}T07:15:00" for day in range(1, 32))
#: And at the turn of the year, where the month after is of another one.
MORE |= {(9, "2026-12"): ("31T23:59:59",), (9, "2027-01"): ("01T00:00:00",)}
MONTHS = (*MOMENTS, "2026-12", "2027-01")
ASKED = (
    (7, "2026-07"),
    (8, "2026-06"),
    (9, "2026-08"),
    (9, "2026-12"),
    (99, "2026-07"),
)


def _moments(customer, month):
    if customer == 99:
        return []
    days = (*MOMENTS.get(month, ()), *MORE.get((customer, month), ()))
    return sorted(f"{month}-{day}" for day in days)


def _item(customer, moment):
    note = "x" * (10 if customer == 9 else 900)
    return {"customer_id": customer, "ordered_at": moment, "note": note}


def _orders():
    """A table with the orders of forty customers in three months, 50 units to scan."""
    table = new_table("orders", ("customer_id", "N"), ("ordered_at", "S"))
    with table.batch_writer() as batch:
        for customer in range(1, 41):
            for month in MONTHS:
                for moment in _moments(customer, month):
                    batch.put_item(Item=_item(customer, moment))
    return table


@exercise.proof
def _asks_well(orders_of_month):
    """What is wrong with how an answer reads a customer's month, or None."""
    table = _orders()
    before = table.scan()["Items"]
    for customer, month in ASKED:
        if problem := _asks_well_for(orders_of_month, table, customer, month):
            return problem
        if table.scan()["Items"] != before:
            return "It changed the table. The orders should only be read."
    return None


def _asks_well_for(orders_of_month, table, customer, month):
    """What is wrong with what it gives for one customer and month, or with its cost."""
    call = f"orders_of_month(table, {customer}, {month!r})"
    before = read_units(table)
    try:
        given = orders_of_month(table, customer, month)
        found = listed(given)
    except (KeyError, IndexError) as error:
        if customer != 99:
            raise
        return (
            f"Customer 99 has no orders: {call} should give an empty list; it raised"
            f" {type(error).__name__}."
        )
    paid = read_units(table) - before
    if found is None or not all(isinstance(item, dict) for item in found):
        return _no_items(call, given)
    wanted = [_item(customer, moment) for moment in _moments(customer, month)]
    return _other_orders(call, wanted, found) or _too_dear(paid)


def _no_items(call, given):
    if isinstance(given, dict) and "Items" in given:
        return "It returned the whole answer of the call. The items stand under Items."
    if isinstance(given, dict) and "ordered_at" in given:
        return (
            "It returned one item. All orders of the month were asked for, as a list."
        )
    if isinstance(given, (list, tuple)):
        return (
            f"{call} should give the items as they are, each a dict; it gave"
            f" {show(given)}."
        )
    return f"{call} should give a list of items; it gave {returned(given)}"


def _other_orders(call, wanted, found):
    """How the items that were found differ from those that are wanted, or None."""
    if unlike := [item for item in found if "ordered_at" not in item]:
        return _unlike(unlike[0])
    times = sorted(str(item["ordered_at"]) for item in found)
    due = [item["ordered_at"] for item in wanted]
    if due and times == [at for at in due if at[:10] != due[-1][:10]]:
        return (
            f"{call}: the order of the last day is missing. It came at {due[-1]}, and"
            f" this text comes after {due[-1][:10]}."
        )
    if times != due:
        missing = [f", and {at} is not among them" for at in due if at not in times]
        return (
            f"{call} should give {len(due)} orders{''.join(missing[:1])}; it gave"
            f" {len(times)}: {show(times)}."
        )
    return next((_unlike(item) for item in found if item not in wanted), None)


def _unlike(item):
    return (
        "Return the items as they are, with customer_id, ordered_at and note; one of"
        f" yours has {', '.join(item)}: {show(item)}."
    )


def _too_dear(paid):
    """What a read that costs more than the month's items should hear, or None."""
    if paid <= 1:  # 0.5, or twice that if it is strongly consistent
        return None
    told = (
        f"The orders are right, but {paid:g} read units were used, and 0.5 are enough."
    )
    if paid < 2:
        return (
            f"{told} It reads all orders of the customer, and each is paid for, also"
            " those that Python throws away: ask for the month by the sort key."
        )
    if paid < 40:
        return f"{told} Each call is rounded up: one query gives the whole month."
    return f"{told} A filter does not make reading cheaper: ask by the key."


# ------------------------------------------------------------------------- also right


@exercise.right
def writes_the_condition_as_a_text(table, customer_id, month):
    return table.query(
        KeyConditionExpression="customer_id = :c AND begins_with(ordered_at, :m)",
        ExpressionAttributeValues={":c": customer_id, ":m": month},
    )["Items"]


@exercise.right
def asks_the_client(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    found = table.meta.client.query(
        TableName=table.name,
        KeyConditionExpression=Key("ordered_at").begins_with(f"{month}-")
        & Key("customer_id").eq(customer_id),
    )
    return found.get("Items")


@exercise.right
def turns_the_pages(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    when = Key("ordered_at").begins_with(month)
    asked = {"KeyConditionExpression": Key("customer_id").eq(customer_id) & when}
    found = []
    while True:
        page = table.query(**asked)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


@exercise.right
def yields_the_items(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("customer_id").eq(customer_id) & Key("ordered_at").begins_with(month)
    yield from table.query(KeyConditionExpression=key)["Items"]


@exercise.right
def ends_with_the_last_second(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    begin, end = f"{month}-01", f"{month}-31T23:59:59"
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(begin, end)
    )["Items"]


@exercise.right
def ends_where_the_next_month_begins(table, customer_id, month):
    year, number = map(int, month.split("-"))
    following = f"{year + number // 12}-{number % 12 + 1:02}"
    return table.query(
        KeyConditionExpression="#c = :c AND #t BETWEEN :a AND :b",
        ExpressionAttributeNames={"#c": "customer_id", "#t": "ordered_at"},
        ExpressionAttributeValues={":c": customer_id, ":a": month, ":b": following},
    )["Items"]


@exercise.right
def gives_the_newest_first_as_a_tuple(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    found = table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        ScanIndexForward=False,
    )
    return tuple(found["Items"])


@exercise.right
def reads_strongly_consistently(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("customer_id").eq(customer_id) & Key("ordered_at").begins_with(month)
    found = table.query(KeyConditionExpression=key, ConsistentRead=True)
    return [item for item in found["Items"]]


@exercise.right
def makes_the_numbers_whole(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("customer_id").eq(customer_id) & Key("ordered_at").begins_with(month)
    items = table.query(KeyConditionExpression=key)["Items"]
    return [item | {"customer_id": int(item["customer_id"])} for item in items]


@exercise.right
def takes_the_items_through_pandas(table, customer_id, month):
    import pandas as pd

    from cafe.aws.dynamodb.conditions import Key

    key = Key("customer_id").eq(customer_id) & Key("ordered_at").begins_with(month)
    items = table.query(KeyConditionExpression=key)["Items"]
    return pd.DataFrame(items).to_dict("records")


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("should give 3 orders; it gave 9: ['2026-06-01T00:00:00'")
def forgets_the_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    found = table.query(KeyConditionExpression=Key("customer_id").eq(customer_id))
    return found["Items"]


@exercise.wrong(
    "should give 3 orders, and 2026-07-14T08:00:00 is not among them; it gave 1: [",
    misconception="query-returns-one-item",
)
def takes_the_first_only(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        Limit=1,
    )["Items"]


@exercise.wrong("and 2026-07-01T00:00:00 is not among them; it gave 0: [].")
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


@exercise.wrong(
    "7, '2026-07'): the order of the last day is missing. It came at 2026-07"
)
def ends_on_the_thirtieth(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-01", month + "-30")
    )["Items"]


@exercise.wrong(
    "7, '2026-07'): the order of the last day is missing. It came at 2026-07"
)
def ends_as_the_last_day_begins(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-01", month + "-31")
    )["Items"]


@exercise.wrong(
    "orders_of_month(table, 8, '2026-06') should give 4 orders, and 2026-06-01"
)
def asks_for_one_customer_always(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(7)
        & Key("ordered_at").begins_with("2026-07")
    )["Items"]


@exercise.wrong(
    "It returned the whole answer of the call. The items stand under Items."
)
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


def month_of(table, customer_id, month, **more):
    """The answer of the right query, to which `more` is added."""
    from cafe.aws.dynamodb.conditions import Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        **more,
    )


@exercise.wrong("a list of items; it gave None. Does it end with return")
def forgets_return(table, customer_id, month):
    month_of(table, customer_id, month)["Items"]


@exercise.wrong("Capitals count: did you mean Items?")
def writes_items_small(table, customer_id, month):
    return month_of(table, customer_id, month)["items"]


@exercise.wrong("It printed ")
def prints_the_items(table, customer_id, month):
    print(month_of(table, customer_id, month)["Items"])


@exercise.wrong("it gave 3, a number.")
def counts_the_items(table, customer_id, month):
    return month_of(table, customer_id, month)["Count"]


@exercise.wrong("It returned one item. All orders of the month were asked for")
def gives_the_first_item(table, customer_id, month):
    return month_of(table, customer_id, month)["Items"][0]


@exercise.wrong("should give the items as they are, each a dict")
def gives_the_times(table, customer_id, month):
    return [item["ordered_at"] for item in month_of(table, customer_id, month)["Items"]]


@exercise.wrong("Return the items as they are")
def writes_over_the_notes(table, customer_id, month):
    items = month_of(table, customer_id, month)["Items"]
    return [item | {"note": ""} for item in items]


@exercise.wrong("orders_of_month gave a DataFrame of pandas; .values.tolist()")
def gives_a_frame(table, customer_id, month):
    import pandas as pd

    return pd.DataFrame(month_of(table, customer_id, month)["Items"])


@exercise.wrong(
    "orders_of_month(table, 8, '2026-06') should give 4 orders, and 2026-06-30T23:59:59"
)
def takes_three(table, customer_id, month):
    return month_of(table, customer_id, month, Limit=3)["Items"]


@exercise.wrong("and 2026-07-01T00:00:00 is not among them")
def begins_on_the_second(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(month + "-02", month + "-32")
    )["Items"]


@exercise.wrong("should give an empty list; it raised IndexError.")
def fails_where_there_are_none(table, customer_id, month):
    items = month_of(table, customer_id, month)["Items"]
    items[0]
    return items


@exercise.wrong("orders_of_month(table, 99, '2026-07') should give a list of items")
def gives_none_for_none(table, customer_id, month):
    return month_of(table, customer_id, month)["Items"] or None


@exercise.wrong("It changed the table.")
def deletes_what_it_read(table, customer_id, month):
    items = month_of(table, customer_id, month)["Items"]
    for item in items:
        table.delete_item(Key={key: item[key] for key in ("customer_id", "ordered_at")})
    return items


@exercise.wrong("Each call is rounded up: one query gives the whole month.")
def asks_day_by_day(table, customer_id, month):
    found = []
    for day in range(1, 32):
        found += month_of(table, customer_id, f"{month}-{day:02}")["Items"]
    return found


@exercise.wrong("A key belongs in the KeyConditionExpression")
def filters_by_the_sort_key(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr, Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id),
        FilterExpression=Attr("ordered_at").begins_with(month),
    )["Items"]


@exercise.wrong("A query asks by the key: KeyConditionExpression.")
def queries_with_a_filter_only(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Attr

    return table.query(FilterExpression=Attr("customer_id").eq(customer_id))["Items"]


@exercise.wrong("key is a number: give it as it is")
def asks_for_the_customer_as_text(table, customer_id, month):
    return month_of(table, str(customer_id), month)["Items"]


@exercise.wrong("Give values by names with a colon: :t")
def puts_the_values_into_the_text(table, customer_id, month):
    condition = f"customer_id = {customer_id} AND begins_with(ordered_at, '{month}')"
    return table.query(KeyConditionExpression=condition)["Items"]


@exercise.wrong("and AND (&) joins the two.")
def asks_for_either(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        | Key("ordered_at").begins_with(month)
    )["Items"]


@exercise.wrong("and AND (&) joins the two.")
def asks_for_other_customers_too(table, customer_id, month):
    return table.query(
        KeyConditionExpression="customer_id <> :c AND begins_with(ordered_at, :m)",
        ExpressionAttributeValues={":c": customer_id, ":m": month},
    )["Items"]


@exercise.wrong("orders_of_month(table, 9, '2026-08') should give 34 orders")
def takes_ten(table, customer_id, month):
    return month_of(table, customer_id, month, Limit=10)["Items"]


@exercise.wrong("a dict. list(…) makes a list of its names, list(….values()) of the")
def gives_a_dict_by_time(table, customer_id, month):
    items = month_of(table, customer_id, month)["Items"]
    return {item["ordered_at"]: item for item in items}


@exercise.wrong("Two conditions are joined with &, each in brackets of its own.")
def gives_two_conditions_in_a_tuple(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    customer, time = Key("customer_id"), Key("ordered_at")
    return table.query(
        KeyConditionExpression=(customer.eq(customer_id), time.begins_with(month))
    )["Items"]


@exercise.wrong("raised ValueError: month must be in 1..12")
def counts_to_a_thirteenth_month(table, customer_id, month):
    from datetime import date

    from cafe.aws.dynamodb.conditions import Key

    begin = date.fromisoformat(f"{month}-01")
    end = begin.replace(month=begin.month + 1)
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(str(begin), str(end))
    )["Items"]
