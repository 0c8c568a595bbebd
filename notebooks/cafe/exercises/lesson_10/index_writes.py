"""\
Write `index_writes(old, new)`: the write units that one write of a table costs in its
index `by_shop`. `old` and `new` are the item before and after, as dicts, or `None`
where there is none. The table's key is `order_id`, the index has the partition key
`shop_id`, and it keeps these two alone (`KEYS_ONLY`). Each item is below 1 KB."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="10.index_writes",
    objective="10.a",
    difficulty=2,
    learned=(
        "An index is written when something that it keeps changes, and twice when "
        "its key does."
    ),
    prompt=__doc__,
    hints=(
        "Which shop_id does the index know before the write, and which one after it?"
        " An item that has none is not in the index.",
        'old.get("shop_id") gives None where the key is missing. old itself may be'
        " None, too: ask for that first.",
        "The same before and after: 0. None on one side: 1. Two different shops: 2, as"
        " the index deletes one entry and puts another.",
    ),
    cases=(
        (None, {"order_id": 1, "shop_id": 7, "drink": "latte"}),
        (
            {"order_id": 1, "shop_id": 7, "drink": "latte"},
            {"order_id": 1, "shop_id": 7, "drink": "mocha"},
        ),
        (
            {"order_id": 1, "shop_id": 7, "drink": "latte"},
            {"order_id": 1, "shop_id": 12, "drink": "latte"},
        ),
        ({"order_id": 1, "shop_id": 7, "drink": "latte"}, None),
        (None, {"order_id": 2, "drink": "latte"}),
        (
            {"order_id": 2, "drink": "latte"},
            {"order_id": 2, "drink": "latte", "shop_id": 3},
        ),
        (
            {"order_id": 2, "drink": "latte", "shop_id": 3},
            {"order_id": 2, "drink": "latte"},
        ),
        ({"order_id": 3, "drink": "latte"}, {"order_id": 3, "drink": "mocha"}),
        ({"order_id": 3, "drink": "latte"}, None),
        (
            {"order_id": 4, "shop_id": 7},
            {"order_id": 4, "shop_id": 7, "drink": "latte", "paid": True},
        ),
        (
            {"order_id": 5, "shop_id": 12, "drink": "latte"},
            {"order_id": 5, "shop_id": 7, "drink": "mocha"},
        ),
        (None, {"order_id": 6, "shop_id": 0, "drink": "latte"}),
        (
            {"order_id": 7, "shop_id": int("4017"), "drink": "latte"},
            {"order_id": 7, "shop_id": int("4017"), "drink": "mocha"},
        ),
        (None, None),
    ),
)


@exercise.right
def index_writes(old, new):
    before = old.get("shop_id") if old else None
    after = new.get("shop_id") if new else None
    if before == after:
        return 0
    if before is None or after is None:
        return 1
    return 2


# ------------------------------------------------------------------------- also right


@exercise.right
def counts_a_delete_and_a_put(old, new):
    before = (old or {}).get("shop_id")
    after = (new or {}).get("shop_id")
    units = 0
    if before != after:
        if before is not None:
            units += 1
        if after is not None:
            units += 1
    return units


@exercise.right
def compares_two_sets(old, new):
    before, after = (
        {each["shop_id"]} if in_index(each) else set() for each in (old, new)
    )
    return len(before ^ after)


@exercise.right
def asks_whether_it_is_in_the_index(old, new):
    was, is_now = in_index(old), in_index(new)
    if was and is_now:
        return 0 if old["shop_id"] == new["shop_id"] else 2
    if was or is_now:
        return 1
    return 0


@exercise.right
def matches_the_two_shops(old, new):
    shops = [item.get("shop_id") if item else None for item in (old, new)]
    match shops:
        case [None, None]:
            return 0
        case [None, _] | [_, None]:
            return 1
        case [before, after] if before == after:
            return 0
    return 2


@exercise.right
def looks_into_a_table(old, new):
    if old and new and old.get("shop_id") == new.get("shop_id"):
        return 0
    return {(False, False): 0, (True, True): 2}.get((in_index(old), in_index(new)), 1)


@exercise.right
def tries_and_catches(old, new):
    def shop(item):
        try:
            return item["shop_id"]
        except (KeyError, TypeError):
            return None

    before, after = shop(old), shop(new)
    return (before != after) * ((before is not None) + (after is not None))


@exercise.right
def compares_what_the_index_keeps(old, new):
    def entry(item):
        if item is None or "shop_id" not in item:
            return None
        return {key: item[key] for key in ("shop_id", "order_id")}

    entries = [entry(old), entry(new)]
    if entries[0] == entries[1]:
        return 0
    return sum(each is not None for each in entries)


@exercise.right
def counts_with_numpy(old, new):
    import numpy as np

    shops = [(item or {}).get("shop_id") for item in (old, new)]
    if shops[0] == shops[1]:
        return np.int64(0)
    return np.count_nonzero([shop is not None for shop in shops])


@exercise.right
def gives_decimals(old, new):
    from decimal import Decimal

    shops = {(item or {}).get("shop_id") for item in (old, new)}
    return Decimal(0 if len(shops) == 1 else len(shops - {None}))


# ------------------------------------------------------------------------------ wrong


def in_index(item):
    return item is not None and "shop_id" in item


def units(old, new, same=0, one=1, moved=2, neither=0):
    """The right answer, but for one of its four outcomes."""
    if not in_index(old) and not in_index(new):
        return neither
    if not in_index(old) or not in_index(new):
        return one
    return same if old["shop_id"] == new["shop_id"] else moved


LATTE_TO_MOCHA = (
    "index_writes({'order_id': 1, 'shop_id': 7, 'drink': 'latte'}, {'order_id': 1,"
    " 'shop_id': 7, 'drink': 'mocha'}) should give 0; it gave 1."
)


@exercise.wrong(
    LATTE_TO_MOCHA,
    "Nothing that the index keeps has changed, so nothing is written there.",
)
def pays_for_every_write(old, new):
    return units(old, new, same=1)


@exercise.wrong(
    "'shop_id': 12, 'drink': 'latte'}) should give 2; it gave 1.",
    "An entry of an index cannot change its key: it is deleted, and another is put.",
)
def takes_a_move_for_one_write(old, new):
    return units(old, new, moved=1)


@exercise.wrong(
    "index_writes({'order_id': 1, 'shop_id': 7, 'drink': 'latte'}, None) should give"
    " 1; it gave 0.",
    "What leaves the table has to leave the index, and that is a write, too.",
)
def deletes_for_nothing(old, new):
    if new is None:
        return 0
    return units(old, new)


@exercise.wrong(
    "index_writes(None, {'order_id': 2, 'drink': 'latte'}) should give 0; it gave 1.",
    "An item without the key of the index is not in the index.",
)
def puts_every_item_into_the_index(old, new):
    if old is None or new is None:
        return 1
    return units(old, new)


@exercise.wrong(
    "'drink': 'latte'}) should give 0; it gave 1.",
    "Count 1 for each side that is in the index, and nothing when the shop stays.",
)
def counts_an_order_without_a_shop_as_one_write(old, new):
    return units(old, new, neither=1)


@exercise.wrong(
    "should give 1; it gave 0.",
    "None != a shop: also what comes in, or goes out, is written.",
)
def sees_moves_only(old, new):
    return units(old, new, one=0)


@exercise.wrong("raised TypeError: 'NoneType' object is not subscriptable")
def forgets_that_old_may_be_none(old, new):
    if old["shop_id"] == new["shop_id"]:
        return 0
    return 2


@exercise.wrong("raised AttributeError: 'NoneType' object has no attribute 'get'")
def gets_from_nothing(old, new):
    return 0 if old.get("shop_id") == new.get("shop_id") else 1


@exercise.wrong("raised KeyError: 'shop_id'")
def expects_a_shop_in_every_order(old, new):
    before = old["shop_id"] if old else None
    after = new["shop_id"] if new else None
    if before == after:
        return 0
    return 2 if old and new else 1


@exercise.wrong(
    LATTE_TO_MOCHA.replace("gave 1", "gave 2"),
    "Compare the shops, not the items: the drink is not in the index.",
)
def compares_the_whole_items(old, new):
    if old == new:
        return 0
    return in_index(old) + in_index(new)


@exercise.wrong(
    "index_writes(None, {'order_id': 1, 'shop_id': 7, 'drink': 'latte'}) should give"
    " 1; it gave 2.",
    "Only an entry that moves is written twice: something that comes in, once.",
)
def doubles_everything(old, new):
    return units(old, new, one=2)


@exercise.wrong(
    "should give 1; it gave 2.",
    "The table's own write is not asked for: count the units of the index alone.",
)
def adds_the_write_of_the_table(old, new):
    return units(old, new) + 1


@exercise.wrong("it gave nothing back. It printed '1': use return instead of print.")
def prints_the_units(old, new):
    print(units(old, new))


@exercise.wrong("should give 1; it gave '1', a text.")
def gives_a_text(old, new):
    return str(units(old, new))


@exercise.wrong("should give 1; it gave True, a truth value.")
def gives_a_truth_value(old, new):
    return units(old, new) > 0


@exercise.wrong("should give 1; it gave None. Does it end with return")
def forgets_return(old, new):
    units(old, new)


@exercise.wrong("should give 1; it gave [1], a list.")
def gives_a_list(old, new):
    return [units(old, new)]


@exercise.wrong(
    "'drink': 'latte', 'shop_id': 3}) should give 1; it gave 2.",
    "Without a shop there was no entry to delete: look whether the key is there.",
)
def takes_no_shop_for_another_shop(old, new):
    if old and new:
        return 0 if old.get("shop_id") == new.get("shop_id") else 2
    return units(old, new)


@exercise.wrong("index_writes should take (old, new), in this order, not (new, old).")
def swaps_the_arguments(new, old):
    return units(old, new)


@exercise.wrong("raised NameError: name 'shop_id' is not defined")
def forgets_the_quotes(old, new):
    return old[shop_id]  # noqa: F821


@exercise.wrong(
    "'shop_id': 0, 'drink': 'latte'}) should give 1; it gave 0.",
    "The number 0 is false, too, and a key all the same: ask whether it is None.",
)
def takes_shop_0_for_none(old, new):
    before, after = (old or {}).get("shop_id"), (new or {}).get("shop_id")
    return 0 if before == after else bool(before) + bool(after)


@exercise.wrong(
    "'shop_id': 4017, 'drink': 'mocha'}) should give 0; it gave 2.",
    "is asks for one and the same object, which small numbers happen to be: ask ==.",
)
def asks_whether_it_is_the_same_object(old, new):
    before, after = (old or {}).get("shop_id"), (new or {}).get("shop_id")
    return 0 if before is after else (before is not None) + (after is not None)
