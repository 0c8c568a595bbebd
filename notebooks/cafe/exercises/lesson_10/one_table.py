"""\
Design one table for five questions. Fill in how the keys of each item are made: `pk`
and `sk` of the table, and `pk2` and `sk2` of its one index for what belongs in it. A
field in braces, such as `{customer_id}`, stands for the item's own value.

A customer has `customer_id` alone. An order has `customer_id`, `order_id`, `shop_id`,
`ordered_at` (as `2026-07-14T08:05:00`), and of that `day` and `month`, the first 10 and
7 characters. A line of an order has all these and `line`, its number in the order. The
questions, and what is known when one asks:

1. a customer: `customer_id`
2. a customer and all of the customer's orders: `customer_id`
3. a customer's orders of a month: `customer_id` and `month`
4. an order's lines: `order_id`
5. a shop's orders of a day: `shop_id` and `day`

The check asks each with one Query: by the whole partition key, and by as much of the
sort key, from its beginning, as is known. It should read nothing else."""

from os.path import commonprefix
from string import Formatter
from typing import NamedTuple

from ..kinds import ValueExercise
from ..stage.account import new_session
from ..words import kind, show

exercise = ValueExercise(
    id="10.one_table",
    objective="10.d",
    difficulty=3,
    learned=(
        "What is read together lies under one partition key, and the sort key begins "
        "with what narrows it."
    ),
    prompt=__doc__,
    starter="""\
design = ...
# design = {
#     "customer": {"pk": "CUSTOMER#{customer_id}", "sk": "PROFILE"},
#     "order": {"pk": "", "sk": "", "pk2": "", "sk2": ""},
#     "line": {"pk": "", "sk": ""},
# }
""",
    hints=(
        "Question 2 reads a customer and orders in one Query: they need the same pk."
        " Whoever asks for lines knows the order_id alone: that is their pk.",
        "A month is the beginning of ordered_at, so the sk of an order begins with a"
        " word of its own and ordered_at. Two orders may come in one second: put the"
        " order_id behind it.",
        "Question 5 is for the index: the shop is pk2, and sk2 begins with the day.",
    ),
)


@exercise.right
def design():
    return {
        "customer": {"pk": "CUSTOMER#{customer_id}", "sk": "PROFILE"},
        "order": {
            "pk": "CUSTOMER#{customer_id}",
            "sk": "ORDER#{ordered_at}#{order_id}",
            "pk2": "SHOP#{shop_id}",
            "sk2": "{ordered_at}",
        },
        "line": {"pk": "ORDER#{order_id}", "sk": "LINE#{line}"},
    }


# ----------------------------------------------------------------- what is in the shop

TIMES = ("ordered_at", "day", "month")
OF_ORDERS = ("customer_id", "order_id", "shop_id", *TIMES)
FIELDS = {
    "customer": ("customer_id",),
    "order": OF_ORDERS,
    "line": (*OF_ORDERS, "line"),
}
PLACES = (("pk", "sk"), ("pk2", "sk2"))

#: Customers and orders share numbers; orders 1 and 2 come in one second; a line 11 of
#: order 1 and a line 1 of order 11 look alike without a mark between the two numbers.
ORDERS = (
    # order_id, customer_id, shop_id, ordered_at, number of lines
    (1, 1, 7, "2026-07-14T08:05:00", 11),
    (2, 1, 7, "2026-07-14T08:05:00", 2),
    (3, 1, 12, "2026-07-31T23:59:59", 1),
    (4, 1, 7, "2026-06-30T12:00:00", 2),
    (5, 2, 7, "2026-07-14T08:05:00", 3),
    (6, 2, 12, "2026-07-14T19:30:00", 1),
    (7, 2, 7, "2026-07-15T07:00:00", 1),
    (11, 1, 7, "2026-08-01T00:00:00", 2),
)


class Question(NamedTuple):
    """What is asked: in words, for which kinds of items, and by which fields."""

    words: str
    kinds: tuple[str, ...]
    known: tuple[str, ...]


QUESTIONS = (
    Question("a customer", ("customer",), ("customer_id",)),
    Question("a customer and all orders", ("customer", "order"), ("customer_id",)),
    Question("a customer's orders of a month", ("order",), ("customer_id", "month")),
    Question("an order's lines", ("line",), ("order_id",)),
    Question("a shop's orders of a day", ("order",), ("shop_id", "day")),
)


class Thing(NamedTuple):
    """A customer, an order or a line, and its fields."""

    name: str
    kind: str
    fields: dict


def _things():
    """All customers, orders and lines."""
    customers = sorted({order[1] for order in ORDERS})
    things = [
        Thing(f"customer {number}", "customer", {"customer_id": number})
        for number in customers
    ]
    for order_id, customer_id, shop_id, ordered_at, lines in ORDERS:
        moments = (ordered_at, ordered_at[:10], ordered_at[:7])
        values = (customer_id, order_id, shop_id, *moments)
        fields = dict(zip(OF_ORDERS, values, strict=True))
        things.append(Thing(f"order {order_id}", "order", fields))
        for line in range(1, lines + 1):
            name = f"line {line} of order {order_id}"
            things.append(Thing(name, "line", fields | {"line": line}))
    return things


THINGS = _things()


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _answers_all(design):
    """What is wrong with a design, or None: its table is filled, and asked."""
    problem = _unreadable(design) or _hot(design)
    if problem:
        return problem
    items = [_item(design, thing) for thing in THINGS]
    if problem := _replaced(items):
        return problem
    table = _table(items)
    for number, question in enumerate(QUESTIONS, 1):
        if problem := _unanswered(design, table, question):
            return f"Question {number}, {question.words}: {problem}"
    return None


def _unreadable(design):
    """What in a design is no key that could be made, or None."""
    if not isinstance(design, dict):
        return (
            f"design should be a dict, as in the starter; yours is {kind(design)}. Take"
            " the # away from its lines, and fill them in."
        )
    if other := [each for each in design if each not in FIELDS]:
        return f"{show(other[0])} is none of the three kinds: {', '.join(FIELDS)}."
    if missing := [each for each in FIELDS if each not in design]:
        return f"The keys of a {missing[0]} are missing."
    problems = (_unreadable_keys(each, design[each]) for each in FIELDS)
    return next(filter(None, problems), None)


def _unreadable_keys(kind_, keys):
    """What is wrong with the keys of one kind of items, or None."""
    if not isinstance(keys, dict):
        return f'{kind_}: {{"pk": "…", "sk": "…"}} was expected; it is {show(keys)}.'
    names = [name for place in PLACES for name in place]
    if other := [name for name in keys if name not in names]:
        return f"{kind_}: {show(other[0])} is no key of this table: {', '.join(names)}."
    for name in names[:2]:
        if name not in keys:
            return f"{kind_}: {name} is missing. Every item of a table has its keys."
    if ("pk2" in keys) != ("sk2" in keys):
        return (
            f"{kind_}: pk2 and sk2 go together. An item that has one of them only is"
            " not in the index."
        )
    problems = (_unreadable_key(kind_, name, text) for name, text in keys.items())
    return next(filter(None, problems), None)


def _unreadable_key(kind_, name, text):
    if text == "" or text is ...:
        more = ", or taken out" if name in PLACES[1] else ""
        return f"{name} of {kind_} has to be filled in{more}."
    if not isinstance(text, str):
        return f"{name} of {kind_} should be a text; it is {show(text)}, {kind(text)}."
    try:
        fields = _fields(text)
        if other := [each for each in fields if each not in FIELDS[kind_]]:
            has = ", ".join(FIELDS[kind_])
            told = f"no {{{other[0]}}} in {kind_}; there is: {has}"
            return f"{name} of {kind_}, {show(text)}: there is {told}."
        _begun(text, THINGS[-1].fields)
    except ValueError as error:
        return f"{name} of {kind_}, {show(text)}, cannot be filled in: {error}."
    return None


def _fields(text):
    """The names in braces, in their order."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def _hot(design):
    """Which partition key would take all orders, or all of today's, or None."""
    keys = (
        (f"{name} of {kind_}, {show(keys[name])},", set(_fields(keys[name])), kind_)
        for kind_, keys in design.items()
        for name in ("pk", "pk2")
        if name in keys
    )
    for told, fields, kind_ in keys:
        if not fields:
            return (
                f"{told} has no field in braces, so every {kind_} lies under this one"
                " key. It is a hot one, and a partition takes 1,000 write units a"
                " second: let a field spread them, such as {customer_id}."
            )
        if fields <= {"day", "month"}:
            return (
                f"{told} is one key for all that is written today. It is a hot one, and"
                " a partition takes 1,000 write units a second: let another field"
                " spread them."
            )
    return None


def _item(design, thing):
    keys = design[thing.kind]
    made = {name: _begun(text, thing.fields)[0] for name, text in keys.items()}
    return made | {"name": thing.name}


def _replaced(items):
    """Which two things got one key, or None."""
    stored = {}
    for item in items:
        key = item["pk"], item["sk"]
        if earlier := stored.get(key):
            return (
                f"{earlier} and {item['name']} get the same key, pk {show(key[0])} and"
                f" sk {show(key[1])}: the later one replaces the earlier. What tells"
                " them apart?"
            )
        stored[key] = item["name"]
    return None


def _table(items):
    """A table with the items, in an account of its own."""
    table_key, index_key = (
        [
            {"AttributeName": name, "KeyType": type_}
            for name, type_ in zip(place, ("HASH", "RANGE"), strict=True)
        ]
        for place in PLACES
    )
    dynamodb = new_session().resource("dynamodb")
    table = dynamodb.create_table(
        TableName="cafe",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=table_key,
        AttributeDefinitions=[
            {"AttributeName": each["AttributeName"], "AttributeType": "S"}
            for each in table_key + index_key
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "index",
                "KeySchema": index_key,
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    table.wait_until_exists()
    for item in items:
        table.put_item(Item=item)
    return table


# ------------------------------------------------------------------------- asking


class Problem(NamedTuple):
    """What is wrong with an answer; how many items too many it reads comes first."""

    too_many: float
    told: str


def _unanswered(design, table, question):
    """What is wrong with how a design answers one question, or None.

    The table or its index may answer; of two that do not, the better one is told of.
    """
    problems = []
    for place in PLACES:
        if all(place[0] in design[each] for each in question.kinds):
            asked = (
                _ask(design, table, question, place, each) for each in _all(question)
            )
            problem = next(filter(None, asked), None)
            if problem is None:
                return None
            problems.append(problem)
    return min(problems).told


def _all(question):
    """What is known each time that the question is asked: {field: value}."""
    known = {
        tuple(thing.fields[name] for name in question.known)
        for thing in THINGS
        if set(question.known) <= thing.fields.keys()
    }
    return [dict(zip(question.known, values, strict=True)) for values in sorted(known)]


def _ask(design, table, question, place, known):
    """The Problem when a question is asked once, of the table or its index, or None."""
    pks, sks = (
        [_begun(design[each][name], known) for each in question.kinds] for name in place
    )
    if problem := _unaskable(design, question, place[0], pks):
        return Problem(float("inf"), problem)
    pk, is_whole = pks[0][0], len(sks) == 1 and sks[0][1]
    sk = commonprefix([text for text, _ in sks])
    found = _query(table, place, pk, sk, is_whole)
    wanted = [
        thing.name
        for thing in THINGS
        if thing.kind in question.kinds and known.items() <= thing.fields.items()
    ]
    surplus = [name for name in found if name not in wanted]
    if not surplus:
        return None
    when = " and ".join(f"{name} {value}" for name, value in known.items())
    asked = f"{place[0]} = {show(pk)}"
    if sk:
        asked += f" and {place[1]} {'=' if is_whole else 'that begins with'} {show(sk)}"
    return Problem(
        len(surplus),
        f"for {when}, {asked} reads {len(found)} items, and {len(wanted)} would do;"
        f" each is paid for. Not asked for: {surplus[0]}.",
    )


def _unaskable(design, question, name, pks):
    """Why no partition key can be given for a question, or None."""
    for kind_, (_, is_whole) in zip(question.kinds, pks, strict=True):
        if not is_whole:
            text, known = design[kind_][name], _exact(question.known)
            missing = next(each for each in _fields(text) if each not in known)
            index = (
                "" if "pk2" in design[kind_] else " The index can have another: pk2."
            )
            return (
                f"one knows {' and '.join(question.known)}, and {name} of {kind_},"
                f" {show(text)}, needs {missing}. A Query takes the whole partition"
                f" key.{index}"
            )
    if len(set(pks)) == 1:
        return None
    kinds = " and ".join(question.kinds)
    keys = " and ".join(show(text) for text, _ in pks)
    return f"{kinds} lie under two partition keys, {keys}, and one Query reads one."


def _exact(known):
    """The fields whose whole value follows from the known ones: a day has its month."""
    return {*known, *(("month",) if "day" in known else ())}


def _begun(text, known):
    """How a key begins for what is known, and whether that is the whole of it.

    Raises ValueError for a text that is no template.
    """
    values = dict(known)
    if "day" in known:
        values["month"] = known["day"][:7]
    moment = known.get("day", known.get("month"))
    made = ""
    for literal, name, spec, _ in Formatter().parse(text):
        made += literal
        if name is None:
            continue
        if name not in values:
            begins = name in TIMES and moment and not spec
            return made + (moment if begins else ""), False
        made += format(values[name], spec)
    return made, True


def _query(table, place, pk, sk, is_whole):
    """The names of what one Query reads in the table or in its index."""
    from cafe.aws.dynamodb.conditions import Key

    condition = Key(place[0]).eq(pk)
    if sk:
        sort_key = Key(place[1])
        condition &= sort_key.eq(sk) if is_whole else sort_key.begins_with(sk)
    index = {"IndexName": "index"} if place == PLACES[1] else {}
    answer = table.query(KeyConditionExpression=condition, **index)
    return [item["name"] for item in answer["Items"]]


# ------------------------------------------------------------------------- also right


def with_key(kind_, **keys):
    """The right keys of one kind, but for these."""
    return design()[kind_] | keys


@exercise.right
def takes_other_words_and_marks():
    return {
        "customer": {"pk": "c/{customer_id}", "sk": "!"},
        "order": {
            "pk": "c/{customer_id}",
            "sk": "{ordered_at}/{order_id}",
            "pk2": "{shop_id}",
            "sk2": "{ordered_at}/{order_id}",
        },
        "line": {"pk": "o/{order_id}", "sk": "{line}"},
    }


@exercise.right
def puts_the_shops_into_the_table_and_customers_into_the_index():
    return {
        "customer": with_key("customer", pk2="CUSTOMER#{customer_id}", sk2="#"),
        "order": {
            "pk": "SHOP#{shop_id}",
            "sk": "{ordered_at}#{order_id}",
            "pk2": "CUSTOMER#{customer_id}",
            "sk2": "{ordered_at}",
        },
        "line": {"pk": "ORDER#{order_id}", "sk": "{line}"},
    }


@exercise.right
def puts_the_day_into_the_key_of_the_index():
    order = with_key("order", pk2="SHOP#{shop_id}#{day}", sk2="{order_id}")
    return design() | {"order": order}


@exercise.right
def begins_with_the_month():
    return design() | {"order": with_key("order", sk="ORDER#{month}#{order_id}")}


@exercise.right
def begins_with_the_day():
    order = with_key("order", sk="O#{day}#{order_id}", sk2="{month}#{day}#{ordered_at}")
    return design() | {"order": order}


@exercise.right
def keeps_lines_with_their_customer_and_finds_them_in_the_index():
    return {
        "customer": {"pk": "{customer_id}", "sk": "HEAD#0"},
        "order": with_key(
            "order", pk="{customer_id}", sk="HEAD#1#{ordered_at}#{order_id}"
        ),
        "line": {
            "pk": "{customer_id}",
            "sk": "LINE#{order_id}#{line}",
            "pk2": "ORDER#{order_id}",
            "sk2": "LINE#{line}",
        },
    }


@exercise.right
def writes_numbers_with_zeros():
    return design() | {
        "order": with_key("order", sk="ORDER#{ordered_at}#{order_id:06}"),
        "line": {"pk": "ORDER#{order_id:06}", "sk": "LINE#{line:03}"},
    }


@exercise.right
def names_the_customer_by_number_in_the_sort_key():
    return design() | {"customer": with_key("customer", sk="CUSTOMER#{customer_id}")}


@exercise.right
def puts_it_together_in_code():
    customer = "CUSTOMER#{customer_id}"
    order = dict(pk=customer, sk="#".join(["ORDER", "{ordered_at}", "{order_id}"]))
    order |= {"pk2": "SHOP#" + "{shop_id}", "sk2": "{ordered_at}"}
    line = dict(zip(("pk", "sk"), (f"ORDER#{{{'order_id'}}}", "LINE#{line}")))
    return {"line": line, "order": order, "customer": {"pk": customer, "sk": "PROFILE"}}


@exercise.right
def reads_it_from_json():
    import json

    return json.loads(json.dumps(design()))


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "order 1 and order 2 get the same key, pk 'CUSTOMER#1' and sk"
    " 'ORDER#2026-07-14T08:05:00': the later one replaces the earlier."
)
def forgets_that_two_orders_come_in_one_second():
    return design() | {"order": with_key("order", sk="ORDER#{ordered_at}")}


@exercise.wrong(
    "customer 1 and order 1 get the same key, pk 'CUSTOMER#1' and sk 'PROFILE'"
)
def gives_orders_the_key_of_their_customer():
    return design() | {"order": with_key("order", sk="PROFILE")}


@exercise.wrong("line 1 of order 1 and line 2 of order 1 get the same key")
def forgets_the_number_of_the_line():
    return design() | {"line": with_key("line", sk="LINE")}


@exercise.wrong(
    "line 11 of order 1 and line 1 of order 11 get the same key, pk 'LINES#1'"
)
def writes_two_numbers_without_a_mark():
    return design() | {
        "line": {
            "pk": "LINES#{customer_id}",
            "sk": "{order_id}{line}",
            "pk2": "ORDER#{order_id}",
            "sk2": "{line}",
        }
    }


@exercise.wrong(
    "Question 2, a customer and all orders: for customer_id 1, pk = '1' reads 17 items,"
    " and 6 would do; each is paid for. Not asked for: line 1 of order 1."
)
def leaves_out_the_words_before_numbers():
    return {
        "customer": {"pk": "{customer_id}", "sk": "PROFILE"},
        "order": with_key("order", pk="{customer_id}", sk="{ordered_at}#{order_id}"),
        "line": {"pk": "{order_id}", "sk": "{line}"},
    }


@exercise.wrong(
    "Question 2, a customer and all orders: one knows customer_id, and pk of"
)
def puts_orders_under_themselves():
    return design() | {"order": with_key("order", pk="ORDER#{order_id}", sk="ORDER")}


@exercise.wrong(
    "customer and order lie under two partition keys, 'CUSTOMER#1' and 'ORDERS#1'"
)
def gives_orders_of_a_customer_another_key():
    return design() | {"order": with_key("order", pk="ORDERS#{customer_id}")}


@exercise.wrong(
    "Question 3, a customer's orders of a month: for customer_id 1 and month 2026-06,"
    " pk = 'CUSTOMER#1' and sk that begins with 'ORDER#' reads 5 items, and 1 would do"
)
def sorts_orders_by_their_number():
    return design() | {"order": with_key("order", sk="ORDER#{order_id}")}


@exercise.wrong("sk that begins with 'ORDER#' reads 5 items, and 1 would do")
def puts_the_time_behind_the_number():
    return design() | {"order": with_key("order", sk="ORDER#{order_id}#{ordered_at}")}


@exercise.wrong(
    "Question 2, a customer and all orders: one knows customer_id, and pk of order"
)
def puts_the_month_into_the_partition_key():
    order = with_key("order", pk="CUSTOMER#{customer_id}#{month}")
    return design() | {"order": order}


@exercise.wrong(
    "Question 4, an order's lines: one knows order_id, and pk of line,"
    " 'CUSTOMER#{customer_id}', needs customer_id."
)
def puts_lines_under_their_customer():
    return {
        "customer": with_key("customer", sk="A#PROFILE"),
        "order": with_key("order", sk="A#{ordered_at}#{order_id}"),
        "line": {"pk": "CUSTOMER#{customer_id}", "sk": "LINE#{order_id}#{line}"},
    }


@exercise.wrong("pk = 'CUSTOMER#1' reads 24 items, and 6 would do; each is paid for.")
def mixes_lines_with_what_is_read_together():
    line = {"pk": "CUSTOMER#{customer_id}", "sk": "LINE#{order_id}#{line}"}
    return design() | {"line": line | {"pk2": "ORDER#{order_id}", "sk2": "{line}"}}


@exercise.wrong(
    "Question 5, a shop's orders of a day: one knows shop_id and day, and pk of order,"
    " 'CUSTOMER#{customer_id}', needs customer_id. A Query takes the whole partition"
    " key. The index can have another: pk2."
)
def leaves_the_index_out():
    order = design()["order"]
    return design() | {"order": {name: order[name] for name in ("pk", "sk")}}


@exercise.wrong("and day 2026-06-30, pk2 = 'SHOP#7' reads 6 items, and 1 would do")
def sorts_the_index_by_the_number_of_the_order():
    return design() | {"order": with_key("order", sk2="{order_id}")}


@exercise.wrong(
    "pk2 = 'SHOP#7' and sk2 that begins with '2026-07#' reads 4 items, and 3"
)
def sorts_the_index_by_the_month():
    return design() | {"order": with_key("order", sk2="{month}#{order_id}")}


@exercise.wrong(
    "pk of order, 'ORDERS', has no field in braces, so every order lies under this one",
    misconception="capacity-cures-hot-key",
)
def puts_all_orders_under_one_key():
    order = with_key("order", pk="ORDERS", sk="{customer_id}#{ordered_at}#{order_id}")
    return design() | {"order": order}


@exercise.wrong("pk2 of order, '{day}', is one key for all that is written today")
def puts_a_day_of_all_shops_under_one_key():
    return design() | {
        "order": with_key("order", pk2="{day}", sk2="{shop_id}#{order_id}")
    }


@exercise.wrong("pk of line, 'ORDER#order_id', has no field in braces")
def forgets_the_braces():
    return design() | {"line": with_key("line", pk="ORDER#order_id")}


@exercise.wrong("sk of order, 'ORDER#{date}#{order_id}': there is no {date} in order")
def calls_a_field_by_another_name():
    return design() | {"order": with_key("order", sk="ORDER#{date}#{order_id}")}


@exercise.wrong("sk of customer, '{order_id}': there is no {order_id} in customer;")
def gives_a_customer_an_order():
    return design() | {"customer": with_key("customer", sk="{order_id}")}


@exercise.wrong("pk of line, 'ORDER#{order_id', cannot be filled in: expected '}'")
def forgets_to_close_a_brace():
    return design() | {"line": with_key("line", pk="ORDER#{order_id")}


@exercise.wrong("there is no {ordered_at[:7]} in order; there is: customer")
def cuts_within_the_braces():
    return design() | {"order": with_key("order", sk="{ordered_at[:7]}#{order_id}")}


@exercise.wrong("order: pk2 and sk2 go together.")
def gives_the_index_one_key():
    order = design()["order"]
    del order["sk2"]
    return design() | {"order": order}


@exercise.wrong("order: 'gsi1pk' is no key of this table: pk, sk, pk2, sk2.")
def names_the_keys_otherwise():
    return design() | {"order": {"pk": "{order_id}", "gsi1pk": "{shop_id}"}}


@exercise.wrong("line: sk is missing. Every item of a table has its keys.")
def leaves_a_key_out():
    return design() | {"line": {"pk": "ORDER#{order_id}#{line}"}}


@exercise.wrong("pk of order has to be filled in.")
def takes_the_marks_away_only():
    return design() | {"order": dict.fromkeys(("pk", "sk", "pk2", "sk2"), "")}


@exercise.wrong("sk2 of order has to be filled in, or taken out.")
def leaves_the_dots():
    return design() | {"order": with_key("order", sk2=...)}


@exercise.wrong("sk of line should be a text; it is 1, a number.")
def gives_a_number():
    return design() | {"line": with_key("line", sk=1)}


@exercise.wrong("""line: {"pk": "…", "sk": "…"} was expected; it is ('ORDER#""")
def gives_a_pair():
    return design() | {"line": ("ORDER#{order_id}", "{line}")}


@exercise.wrong("The keys of a line are missing.")
def leaves_the_lines_out():
    return {each: design()[each] for each in ("customer", "order")}


@exercise.wrong("'lines' is none of the three kinds: customer, order, line.")
def misspells_a_kind():
    return design() | {"lines": design()["line"]}


@exercise.wrong("design should be a dict, as in the starter; yours is a list.")
def gives_a_list():
    return list(design().values())


@exercise.wrong("design should be a dict, as in the starter; yours is a text.")
def gives_a_text():
    return str(design())
