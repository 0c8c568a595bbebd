"""\
Write `count_cups(state, records)`, a reader of a stream that may be told a thing twice.
`records` is the list that `get_records` gives: it is in order, and a block of earlier
records may come again, within it or in a later call. `state` is a dict: `last`, the
`SequenceNumber` of the last record that was read (a text, or `None`), and `cups`, a
number for each drink. Count the `drink` of each order that came in (`INSERT`) once;
`MODIFY` and `REMOVE` count nothing, and move `last` all the same. Return the state.
`SequenceNumber`s grow, and not all have the same length."""

from ..kinds import PythonExercise
from ..words import kind, returned, show

exercise = PythonExercise(
    id="10.count_cups",
    objective="10.e",
    difficulty=2,
    learned=(
        "A reader that notes how far it has read may be told everything twice, and "
        "counts it once."
    ),
    prompt=__doc__,
    hints=(
        'The number is record["dynamodb"]["SequenceNumber"], the kind of change is'
        ' record["eventName"].',
        "Skip each record whose number is not above last. Compare int(…) of both: as"
        ' texts, "9" comes after "10".',
        'The drink is record["dynamodb"]["NewImage"]["drink"]["S"]; a REMOVE has no'
        " NewImage. Set last for every record that you do not skip.",
    ),
    seconds=5.0,
)


@exercise.right
def count_cups(state, records):
    for record in records:
        number = record["dynamodb"]["SequenceNumber"]
        if state["last"] is not None and int(number) <= int(state["last"]):
            continue
        if record["eventName"] == "INSERT":
            drink = record["dynamodb"]["NewImage"]["drink"]["S"]
            state["cups"][drink] = state["cups"].get(drink, 0) + 1
        state["last"] = number
    return state


# ------------------------------------------------------------------------- the proof


#: AWS's numbers have 21 digits or more; the sixth change is the first with 22.
FIRST = 10**21 - 5
CHANGES = (
    ("INSERT", 1, "latte"),
    ("INSERT", 2, "mocha"),
    ("MODIFY", 1, "latte"),
    ("INSERT", 3, "latte"),
    ("REMOVE", 2, "mocha"),
    ("INSERT", 4, "green tea"),
    ("MODIFY", 3, "mocha"),
    ("INSERT", 5, "latte"),
    ("INSERT", 6, "flat white"),
    ("REMOVE", 4, "green tea"),
)

#: What one reader is told, call by call: which changes (the first is 1), in words, and
#: which cups it then knows.
CALLS = (
    ((1, 2), "the first two orders", {"latte": 1, "mocha": 1}),
    ((1, 2), "the same two records again", {"latte": 1, "mocha": 1}),
    ((3,), "a MODIFY alone", {"latte": 1, "mocha": 1}),
    ((2, 3, 4), "two records again, then an INSERT", {"latte": 2, "mocha": 1}),
    ((5,), "a REMOVE alone", {"latte": 2, "mocha": 1}),
    (
        (6,),
        "an INSERT whose number has 22 digits, after one with 21",
        {"latte": 2, "mocha": 1, "green tea": 1},
    ),
    (
        (3, 4, 5),
        "three records of 21 digits again, after one with 22",
        {"latte": 2, "mocha": 1, "green tea": 1},
    ),
    ((), "no records", {"latte": 2, "mocha": 1, "green tea": 1}),
    (
        (7, 8, 7, 8, 9, 10),
        "two records twice within one list, then two others",
        {"latte": 3, "mocha": 1, "green tea": 1, "flat white": 1},
    ),
)


def _number(place):
    return str(FIRST + place - 1)


def _records(*places):
    """New records of these changes, as get_records gives them with both images."""
    return [_record(_number(place), *CHANGES[place - 1]) for place in places]


def _record(number, event, order_id, drink):
    key = {"order_id": {"N": str(order_id)}}
    images = {
        "NewImage": key | {"drink": {"S": drink}},
        "OldImage": key | {"drink": {"S": "espresso"}},
    }
    missing = {"INSERT": "OldImage", "REMOVE": "NewImage"}.get(event)
    return {
        "eventID": f"{int(number):032x}",
        "eventName": event,
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": key,
            **{name: image for name, image in images.items() if name != missing},
            "SequenceNumber": number,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


@exercise.proof
def _counts_cups(count_cups):
    """What is wrong with how an answer reads a stream, or None."""
    state, read = {"last": None, "cups": {}}, 0
    for places, what, cups in CALLS:
        read = max(read, *places, 0)
        state, problem = _told(count_cups, state, places, what, read, cups)
        if problem:
            return problem
    begun = {"last": _number(3), "cups": {"latte": 8}}
    what = "two records again, then an INSERT, with a state that was kept in a file"
    _, problem = _told(count_cups, begun, (2, 3, 4), what, 4, {"latte": 9})
    if problem:
        return problem
    begun = {"last": _number(3), "cups": {"latte": 8}}
    what = "a new record, then two of an earlier call, then two new ones"
    cups = {"latte": 9, "green tea": 1}
    _, problem = _told(count_cups, begun, (4, 1, 2, 5, 6), what, 6, cups)
    if problem:
        return problem
    new = {"last": None, "cups": {}}
    what = "the first two orders, as a second reader with a state of its own"
    return _told(count_cups, new, (1, 2), what, 2, {"latte": 1, "mocha": 1})[1]


def _told(count_cups, state, places, what, read, cups):
    """The state after one call, and what is wrong with it, or None."""
    records = _records(*places)
    given = count_cups(state, records)
    problem = _no_state(given) or _other_cups(given["cups"], cups)
    problem = problem or _other_last(given["last"], _number(read))
    if not problem and records != _records(*places):
        problem = "the records were changed. Read them, and leave them as they are."
    return given, problem and f"Told {what}: {problem}"


def _no_state(given):
    if not isinstance(given, dict):
        return f"it should return the state; it gave {returned(given, dict)}"
    missing = [name for name in ("last", "cups") if name not in given]
    if missing:
        return (
            f"it should return the state, with last and cups; {missing[0]} is missing"
            f" in {show(given)}."
        )
    return None


def _other_cups(found, cups):
    """How the counted cups differ from what they should be, or None."""
    if not isinstance(found, dict):
        return f"cups should be a dict; it is {show(found)}, {kind(found)}."
    counted = {drink: number for drink, number in found.items() if number != 0}
    if counted == cups:
        return None
    return f"cups should be {show(cups)}; it is {show(found)}."


def _other_last(found, last):
    """How the number that was noted differs from the last record's, or None."""
    if found == last:
        return None
    if found == int(last):
        return (
            f"last should stay a text, as it came: '{last}'; it is {found}, a number."
        )
    return (
        f"last should be {last!r}, the highest number that was read, whatever the"
        f" record's event; it is {show(found)}."
    )


# ------------------------------------------------------------------------- also right


@exercise.right
def makes_a_new_state(state, records):
    last, cups = state["last"], dict(state["cups"])
    for record in records:
        change = record["dynamodb"]
        if int(change["SequenceNumber"]) > int(last or 0):
            last = change["SequenceNumber"]
            if record["eventName"] == "INSERT":
                drink = change["NewImage"]["drink"]["S"]
                cups[drink] = cups.get(drink, 0) + 1
    return {"last": last, "cups": cups}


@exercise.right
def counts_with_a_counter(state, records):
    from collections import Counter

    cups = Counter(state["cups"])
    for record in unread(state, records):
        if record["eventName"] == "INSERT":
            cups[drink_of(record)] += 1
        state["last"] = number_of(record)
    state["cups"] = cups
    return state


@exercise.right
def compares_length_and_then_text(state, records):
    def place(number):
        return (len(number), number)

    for record in records:
        number = record["dynamodb"]["SequenceNumber"]
        if place(number) <= place(state["last"] or ""):
            continue
        state["last"] = number
        if record["eventName"] == "INSERT":
            drink = record["dynamodb"]["NewImage"]["drink"]["S"]
            state["cups"].setdefault(drink, 0)
            state["cups"][drink] += 1
    return state


@exercise.right
def fills_the_numbers_with_zeros(state, records):
    for record in records:
        number = number_of(record)
        if number.zfill(40) > (state["last"] or "").zfill(40):
            if "OldImage" not in record["dynamodb"]:
                add(state, record)
            state["last"] = number
    return state


@exercise.right
def keeps_each_new_number_once_and_then_counts(state, records):
    last = int(state["last"] or 0)
    new = {int(number_of(each)): each for each in records}
    new = {number: each for number, each in new.items() if number > last}
    for each in new.values():
        if each["eventName"] == "INSERT":
            add(state, each)
    if new:
        state["last"] = str(max(new))
    return state


@exercise.right
def goes_through_sorted_records(state, records):
    last = int(state["last"]) if state["last"] else -1
    for record in sorted(records, key=lambda each: int(number_of(each))):
        number = int(number_of(record))
        if number > last:
            last = number
            if record["eventName"] == "INSERT":
                add(state, record)
    return state | {"last": str(last) if last >= 0 else None}


@exercise.right
def matches_the_event(state, records):
    for record in records:
        match record:
            case {"dynamodb": {"SequenceNumber": number}} if state["last"] and int(
                number
            ) <= int(state["last"]):
                continue
            case {
                "eventName": "INSERT",
                "dynamodb": {"NewImage": {"drink": {"S": drink}}},
            }:
                state["cups"][drink] = 1 + state["cups"].get(drink, 0)
        state["last"] = record["dynamodb"]["SequenceNumber"]
    return state


@exercise.right
def counts_one_by_one_with_a_default(state, records):
    from collections import defaultdict
    from decimal import Decimal

    cups = defaultdict(int, state["cups"])
    for record in records:
        number = number_of(record)
        if state["last"] is None or Decimal(number) > Decimal(state["last"]):
            cups[drink_of(record)] += record["eventName"] == "INSERT"
            state["last"] = number
    state.update(cups=cups)
    return state


@exercise.right
def writes_the_numbers_in_hexadecimal(state, records):
    last = f"{int(state['last'] or 0):032x}"
    for record in records:
        if record["eventID"] <= last:
            continue
        last, state["last"] = record["eventID"], number_of(record)
        if record["eventName"] == "INSERT":
            add(state, record)
    return state


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "Told a new record, then two of an earlier call, then two new ones: cups"
)
def skips_what_is_old_at_the_start_only(state, records):
    seen = set()
    for record in records:
        number = record["dynamodb"]["SequenceNumber"]
        is_old = state["last"] and int(number) <= int(state["last"])
        if number in seen or (is_old and not seen):
            continue
        seen.add(number)
        if record["eventName"] == "INSERT":
            drink = record["dynamodb"]["NewImage"]["drink"]["S"]
            state["cups"][drink] = state["cups"].get(drink, 0) + 1
        state["last"] = number
    return state


def number_of(record):
    return record["dynamodb"]["SequenceNumber"]


def drink_of(record):
    """The drink of an order as it is now, or as it was at last."""
    change = record["dynamodb"]
    return change.get("NewImage", change.get("OldImage"))["drink"]["S"]


def add(state, record, cups=1):
    drink = drink_of(record)
    state["cups"][drink] = state["cups"].get(drink, 0) + cups


def unread(state, records):
    """The records whose number is above last, which moves with them."""
    for record in records:
        if state["last"] is None or int(number_of(record)) > int(state["last"]):
            yield record
            state["last"] = number_of(record)


def right_one(state, records):
    for record in unread(state, records):
        if record["eventName"] == "INSERT":
            add(state, record)
    return state


@exercise.wrong(
    "Told the same two records again: cups should be {'latte': 1, 'mocha': 1}; it is"
    " {'latte': 2, 'mocha': 2}."
)
def counts_what_comes_again(state, records):
    for record in records:
        if record["eventName"] == "INSERT":
            add(state, record)
        state["last"] = number_of(record)
    return state


@exercise.wrong(
    "whose number has 22 digits, after one with 21: cups should be {'latte': 2,"
)
def compares_texts(state, records):
    for record in records:
        if number_of(record) > (state["last"] or ""):
            if record["eventName"] == "INSERT":
                add(state, record)
            state["last"] = number_of(record)
    return state


@exercise.wrong(
    "Told three records of 21 digits again, after one with 22: cups should be"
)
def takes_every_other_number_for_a_new_one_of_another_length(state, records):
    for record in records:
        number, last = number_of(record), state["last"] or ""
        if len(number) != len(last) or number > last:
            if record["eventName"] == "INSERT":
                add(state, record)
            state["last"] = number
    return state


@exercise.wrong(
    "Told two records twice within one list, then two others: cups should be"
)
def compares_with_the_last_number_of_the_call_before(state, records):
    last = int(state["last"] or 0)
    for record in records:
        if int(number_of(record)) > last:
            if record["eventName"] == "INSERT":
                add(state, record)
            state["last"] = number_of(record)
    return state


@exercise.wrong("Told the same two records again: cups should be")
def looks_for_repeats_within_one_list_only(state, records):
    seen = set()
    for record in records:
        if number_of(record) not in seen and record["eventName"] == "INSERT":
            add(state, record)
        seen.add(number_of(record))
        state["last"] = number_of(record)
    return state


@exercise.wrong("Told the same two records again: cups should be")
def skips_the_last_record_only(state, records):
    for record in records:
        if number_of(record) == state["last"]:
            continue
        if record["eventName"] == "INSERT":
            add(state, record)
        state["last"] = number_of(record)
    return state


@exercise.wrong(
    "Told the same two records again: cups should be {'latte': 1, 'mocha': 1}; it is"
)
def moves_last_back_with_a_repeat(state, records):
    for record in records:
        is_new = int(number_of(record)) > int(state["last"] or 0)
        if is_new and record["eventName"] == "INSERT":
            add(state, record)
        state["last"] = number_of(record)
    return state


@exercise.wrong(
    "after one with 22: last should be '1000000000000000000000', the highest"
)
def notes_the_last_record_even_if_it_is_old(state, records):
    state = right_one(state, records)
    return state | {"last": number_of(records[-1]) if records else state["last"]}


@exercise.wrong(
    "Told two records again, then an INSERT: cups should be {'latte': 2, 'mocha'"
)
def ends_at_the_first_repeat(state, records):
    for record in records:
        if int(number_of(record)) <= int(state["last"] or 0):
            break
        if record["eventName"] == "INSERT":
            add(state, record)
        state["last"] = number_of(record)
    return state


@exercise.wrong(
    "Told the first two orders: cups should be {'latte': 1, 'mocha': 1}; it is"
)
def ends_after_the_first_record(state, records):
    for record in unread(state, records):
        if record["eventName"] == "INSERT":
            add(state, record)
        return state | {"last": number_of(record)}
    return state


@exercise.wrong(
    "Told a MODIFY alone: cups should be {'latte': 1, 'mocha': 1}; it is {'latte'"
)
def counts_every_record(state, records):
    for record in unread(state, records):
        add(state, record)
    return state


@exercise.wrong("Told a REMOVE alone: cups should be {'latte': 2, 'mocha': 1}; it is")
def takes_a_cup_away_for_a_remove(state, records):
    for record in unread(state, records):
        add(
            state, record, {"INSERT": 1, "REMOVE": -1, "MODIFY": 0}[record["eventName"]]
        )
    return state


@exercise.wrong("the highest number that was read, whatever the record's event; it is")
def moves_last_for_an_insert_only(state, records):
    for record in records:
        number = number_of(record)
        if int(number) > int(state["last"] or 0) and record["eventName"] == "INSERT":
            add(state, record)
            state["last"] = number
    return state


@exercise.wrong("Told the first two orders: last should be '999999999999999999996'")
def never_moves_last(state, records):
    for record in records:
        if state["last"] is None and record["eventName"] == "INSERT":
            add(state, record)
    return state


@exercise.wrong(
    "last should stay a text, as it came: '999999999999999999996'; it is 9999"
)
def notes_a_number(state, records):
    state = right_one(state, records)
    return state | {"last": int(state["last"])}


@exercise.wrong("it is '999999999999999999995'.")
def notes_the_number_of_the_first_record(state, records):
    return right_one(state, records) | {"last": number_of(records[0])}


@exercise.wrong("count_cups raised IndexError: list index out of range")
def expects_that_there_are_records(state, records):
    state = right_one(state, records)
    return state | {"last": max(state["last"], number_of(records[-1]), key=int)}


@exercise.wrong("count_cups raised TypeError: int() argument must be a string")
def forgets_that_nothing_was_read_yet(state, records):
    for record in records:
        if int(number_of(record)) > int(state["last"]):
            add(state, record)
    return state


@exercise.wrong("count_cups raised KeyError: 'NewImage'")
def expects_a_new_image_in_a_remove(state, records):
    for record in unread(state, records):
        drink = record["dynamodb"]["NewImage"]["drink"]["S"]
        if record["eventName"] == "INSERT":
            state["cups"][drink] = state["cups"].get(drink, 0) + 1
    return state


@exercise.wrong("count_cups raised KeyError: 'latte'")
def adds_to_a_drink_that_is_not_there(state, records):
    for record in unread(state, records):
        state["cups"][drink_of(record)] += 1
    return state


@exercise.wrong("count_cups raised TypeError: unhashable type: 'dict'")
def forgets_the_type_of_a_value(state, records):
    for record in unread(state, records):
        drink = record["dynamodb"]["NewImage"]["drink"]
        state["cups"][drink] = state["cups"].get(drink, 0) + 1
    return state


@exercise.wrong("count_cups raised KeyError: 'SequenceNumber'")
def looks_for_the_number_outside(state, records):
    for record in records:
        if record["SequenceNumber"] != state["last"]:
            add(state, record)
    return state


@exercise.wrong(
    "with a state that was kept in a file: cups should be {'latte': 9}; it is"
)
def keeps_the_numbers_that_it_has_seen(state, records):
    seen = state.setdefault("seen", [])
    for record in records:
        if number_of(record) not in seen:
            seen.append(number_of(record))
            if record["eventName"] == "INSERT":
                add(state, record)
            state["last"] = max(seen, key=int)
    return state


@exercise.wrong("it should return the state; it gave None. Does it end with return")
def forgets_return(state, records):
    right_one(state, records)


@exercise.wrong("use return instead of print.")
def prints_the_state(state, records):
    print(right_one(state, records))


@exercise.wrong(
    "it should return the state, with last and cups; last is missing in {'latte'"
)
def returns_the_cups(state, records):
    return right_one(state, records)["cups"]


@exercise.wrong(
    "it should return the state; it gave ('999999999999999999996', {'latte'"
)
def returns_a_pair(state, records):
    return tuple(right_one(state, records).values())


@exercise.wrong("cups should be {'latte': 1, 'mocha': 1}; it is {'latte': '1'")
def counts_in_texts(state, records):
    state = right_one(state, records)
    cups = {drink: str(number) for drink, number in state["cups"].items()}
    return state | {"cups": cups}


@exercise.wrong("cups should be a dict; it is ['latte', 'mocha'], a list.")
def lists_the_drinks(state, records):
    state = right_one(state, records)
    return state | {"cups": list(state["cups"])}


@exercise.wrong("cups should be {'latte': 1, 'mocha': 1}; it is {'Latte': 1")
def writes_drinks_otherwise(state, records):
    state = right_one(state, records)
    return state | {"cups": {drink.title(): 1 for drink in state["cups"]}}


@exercise.wrong("the records were changed. Read them, and leave them as they are.")
def takes_the_records_out_of_the_list(state, records):
    state = right_one(state, records)
    records.clear()
    return state
