"""\
Write `differences(before, after)`. Both are dicts that hold a row for each key. Return
a dict with three sorted lists of keys: `"missing"`, those that are only in `before`,
`"new"`, those that are only in `after`, and `"changed"`, those that are in both with
different rows."""

from ..kinds import PythonExercise

# Large, and out of order: small numbers lie in order in a set, even unsorted.
RECEIPTS = (90210, 1007, 65536, 4099, 32769, 70001, 8191, 250007, 16411, 99991)


def _cases():
    """Pairs of tables; rows that are equal are not one object, as after a restore."""

    def table(**rows):
        return {int(key[1:]): tuple([row, 1]) for key, row in rows.items()}

    def receipts(drink):
        return {number: tuple([drink, 1]) for number in RECEIPTS}

    menu = {"k1": "latte", "k2": "mocha", "k3": "tea", "k4": "cocoa"}
    return [
        (table(**menu), table(**menu)),
        (table(**menu), table(k1="latte", k2="mocca", k3="tea", k5="cocoa")),
        (table(**menu), {}),
        ({}, table(k7="tea", k6="tea")),
        ({1: 5, 2: 0, 3: 0}, {1: 0, 2: 0, 4: 0}),  # rows of one number: the stock
        (  # another number, a capital, rows and values that changed places, 0 before
            {1: ("tea", 1), 2: ("tea", 1), 3: ("latte", 1), 4: ("cocoa", 1)}
            | {5: 0, 6: (5, 3)},
            {1: ("tea", 2), 2: ("Tea", 1), 3: ("cocoa", 1), 4: ("latte", 1)}
            | {5: 3, 6: (3, 5)},
        ),
        (receipts("tea"), {}),
        ({}, receipts("tea")),
        (receipts("tea"), receipts("mocha")),
    ]


exercise = PythonExercise(
    id="08.differences",
    objective="08.c",
    difficulty=1,
    learned="A restore is believed when it has been compared, row by row.",
    prompt=__doc__,
    hints=(
        "set(before) - set(after) are the keys that are missing.",
        "set(before) & set(after) are the keys that both have.",
        "Of those, keep the ones with before[key] != after[key]. Use sorted(…).",
    ),
    cases=_cases,
)


@exercise.right
def differences(before, after):
    both = set(before) & set(after)
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }


# ------------------------------------------------------------------------- also right


@exercise.right
def subtracts_the_keys(before, after):
    both = before.keys() & after.keys()
    return {
        "missing": sorted(before.keys() - after.keys()),
        "new": sorted(after.keys() - before.keys()),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }


@exercise.right
def appends_in_two_loops(before, after):
    missing, new, changed = [], [], []
    for key in before:
        if key not in after:
            missing.append(key)
        elif before[key] != after[key]:
            changed.append(key)
    for key in after:
        if key not in before:
            new.append(key)
    missing.sort()
    new.sort()
    changed.sort()
    return {"missing": missing, "new": new, "changed": changed}


@exercise.right
def goes_through_all_keys_in_order(before, after):
    result = {"missing": [], "new": [], "changed": []}
    for key in sorted(before | after):
        if key not in after:
            result["missing"].append(key)
        elif key not in before:
            result["new"].append(key)
        elif before[key] != after[key]:
            result["changed"].append(key)
    return result


@exercise.right
def writes_a_call_of_dict(before, after):
    return dict(
        changed=sorted([k for k, v in before.items() if k in after and after[k] != v]),
        new=sorted(set(after).difference(before)),
        missing=sorted(set(before).difference(after)),
    )


@exercise.right
def takes_out_what_both_have(before, after):
    changed = []
    for key in list(before):
        if key in after:
            if before.pop(key) != after.pop(key):
                changed.append(key)
    return {"missing": sorted(before), "new": sorted(after), "changed": sorted(changed)}


@exercise.right
def compares_keys_with_their_rows(before, after):
    keys = {key for key, _ in set(before.items()) ^ set(after.items())}
    return {
        "missing": sorted(keys - set(after)),
        "new": sorted(keys - set(before)),
        "changed": sorted(keys & set(before) & set(after)),
    }


@exercise.right
def fills_a_defaultdict(before, after):
    from collections import defaultdict

    found = defaultdict(list, missing=[], new=[], changed=[])
    for key in sorted({*before, *after}):
        if key not in after or key not in before or before[key] != after[key]:
            what = "missing" if key not in after else "changed"
            found["new" if key not in before else what].append(key)
    return found


@exercise.right
def keeps_numbers_of_numpy(before, after):
    import numpy as np

    old, new = np.array(list(before), dtype=int), np.array(list(after), dtype=int)
    both = np.intersect1d(old, new)
    return {
        "missing": list(np.setdiff1d(old, new)),
        "new": np.setdiff1d(new, old).tolist(),
        "changed": [key for key in both if before[key] != after[key]],
    }


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "should give {'missing': [], 'new': [], 'changed': []}; it gave True",
    "Equal numbers of rows prove little: a wrong price is a row, too.",
    misconception="untested-backup-is-a-backup",
)
def compares_the_numbers_of_rows(before, after):
    return len(before) == len(after)


@exercise.wrong(
    "it gave {'missing': [4], 'new': [5], 'changed': []}",
    "The keys are compared, the rows are not.",
    misconception="untested-backup-is-a-backup",
)
def compares_the_keys_only(before, after):
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": [],
    }


@exercise.wrong(
    "it gave {'missing': [4], 'new': [5], 'changed': [2, 4]}",
    "What is missing has not changed. Look only at keys that both have.",
)
def calls_the_missing_changed(before, after):
    changed = [key for key in before if before[key] != after.get(key)]
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(changed),
    }


@exercise.wrong(
    "it gave {'missing': [5], 'new': [4], 'changed': [2]}",
    "missing and new have changed places.",
)
def swaps_missing_and_new(before, after):
    both = set(before) & set(after)
    return {
        "missing": sorted(set(after) - set(before)),
        "new": sorted(set(before) - set(after)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }


@exercise.wrong(
    "it gave {'missing': 0, 'new': 0, 'changed': 0}",
    "Which rows? Whoever has to mend it needs the keys, not their number.",
)
def counts_instead_of_listing(before, after):
    both = set(before) & set(after)
    return {
        "missing": len(set(before) - set(after)),
        "new": len(set(after) - set(before)),
        "changed": sum(before[key] != after[key] for key in both),
    }


@exercise.wrong(
    "The items are right, and in another order.",
    "A set has no order, and list(…) gives it none. sorted(…) does.",
)
def makes_lists_of_sets(before, after):
    both = set(before) & set(after)
    return {
        "missing": list(set(before) - set(after)),
        "new": list(set(after) - set(before)),
        "changed": [key for key in both if before[key] != after[key]],
    }


@exercise.wrong(
    "The items are right, and in another order.",
    "The changed keys are not sorted: sorted(…) belongs there, too.",
)
def leaves_the_changed_unsorted(before, after):
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": [k for k in before if k in after and before[k] != after[k]],
    }


def apart(before, after):
    """The right answer."""
    both = set(before) & set(after)
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }


@exercise.wrong("Look at 'missing': set() is not right.")
def gives_sets(before, after):
    return {name: set(keys) for name, keys in apart(before, after).items()}


@exercise.wrong("Look at 'missing': () is not right. A list is expected, not a tuple.")
def gives_tuples(before, after):
    return {name: tuple(keys) for name, keys in apart(before, after).items()}


@exercise.wrong("it gave ([], [], []), a tuple.")
def gives_three_lists(before, after):
    return tuple(apart(before, after).values())


@exercise.wrong("use return instead of print.")
def prints_the_lists(before, after):
    print(apart(before, after))


@exercise.wrong("The key 'missing' is missing.", "The keys are written small.")
def writes_the_names_with_capitals(before, after):
    return {name.title(): keys for name, keys in apart(before, after).items()}


@exercise.wrong("The key 'missing' is missing.")
def leaves_empty_lists_out(before, after):
    return {name: keys for name, keys in apart(before, after).items() if keys}


@exercise.wrong("The key 'same' should not be there.")
def lists_what_is_the_same(before, after):
    same = [key for key in before if before[key] == after.get(key)]
    return apart(before, after) | {"same": sorted(same)}


@exercise.wrong(
    "Look at 'missing': None is not right. .sort() changes a list and gives"
)
def forgets_that_sort_gives_none(before, after):
    found = apart(before, after)
    return found | {"missing": found["missing"].sort()}


@exercise.wrong("Look at 'missing': ['4'] is not right.")
def writes_the_keys_as_text(before, after):
    return {name: list(map(str, keys)) for name, keys in apart(before, after).items()}


@exercise.wrong("The items are right, and in another order.")
def sorts_the_keys_as_text(before, after):
    return {name: sorted(k, key=str) for name, k in apart(before, after).items()}


@exercise.wrong("The items are right, and in another order.")
def sorts_downwards(before, after):
    return {name: keys[::-1] for name, keys in apart(before, after).items()}


@exercise.wrong(
    "it gave {'missing': [], 'new': [], 'changed': [1, 2, 3, 4]}. Look at 'changed'",
    "is asks for one and the same object. Rows are compared with !=.",
)
def asks_whether_it_is_one_object(before, after):
    both = set(before) & set(after)
    changed = sorted(key for key in both if before[key] is not after[key])
    return apart(before, after) | {"changed": changed}


@exercise.wrong(
    "it gave {'missing': [], 'new': [], 'changed': [1, 2, 3, 4]}. Look at 'changed'",
    "These rows are the same. Changed are those that differ: !=.",
)
def lists_the_rows_that_are_equal(before, after):
    both = set(before) & set(after)
    changed = sorted(key for key in both if before[key] == after[key])
    return apart(before, after) | {"changed": changed}


@exercise.wrong(
    "differences({1: 5, 2: 0, 3: 0}, {1: 0, 2: 0, 4: 0}) should give",
    "get gives 0 for a row that is 0, and None for none: ask whether the key is there.",
)
def takes_zero_for_nothing(before, after):
    missing = sorted(key for key in before if not after.get(key))
    new = sorted(key for key in after if not before.get(key))
    return apart(before, after) | {"missing": missing, "new": new}


def differing(before, after, differ):
    """The right answer, but for which rows are taken to differ."""
    both = set(before) & set(after)
    changed = sorted(key for key in both if differ(before[key], after[key]))
    return apart(before, after) | {"changed": changed}


@exercise.wrong("Look at 'changed': [2, 3, 4, 5, 6] is not right.")
def compares_the_first_value_of_a_row(before, after):
    def first(row):
        return row[0] if isinstance(row, tuple) else row

    return differing(before, after, lambda one, other: first(one) != first(other))


@exercise.wrong("Look at 'changed': [1, 3, 4, 5, 6] is not right.")
def makes_all_letters_small(before, after):
    return differing(
        before, after, lambda one, other: str(one).lower() != str(other).lower()
    )


@exercise.wrong(
    "Look at 'changed': [1, 2, 5, 6] is not right.",
    "A row that has moved to another key is in both tables. Compare key by key.",
)
def looks_for_rows_that_are_nowhere(before, after):
    gone = set(before.values()) - set(after.values())
    changed = sorted(key for key in before if key in after and before[key] in gone)
    return apart(before, after) | {"changed": changed}


@exercise.wrong("Look at 'changed': [1, 2, 3, 4, 6] is not right.")
def compares_only_rows_that_are_true(before, after):
    return differing(before, after, lambda one, other: one and one != other)


@exercise.wrong("Look at 'changed': [1, 2, 3, 4, 5] is not right.")
def compares_rows_as_sets(before, after):
    def values(row):
        return set(row) if isinstance(row, tuple) else row

    return differing(before, after, lambda one, other: values(one) != values(other))


@exercise.wrong("A function is called with round brackets.")
def forgets_the_brackets_of_keys(before, after):
    return {"missing": [key for key in before.keys if key not in after.keys]}


@exercise.wrong("To add one value to a list there is .append(…).")
def adds_a_key_like_a_list(before, after):
    missing = []
    for key in before:
        if key not in after:
            missing += key
    return apart(before, after) | {"missing": missing}


@exercise.wrong("Keys are subtracted: set(before) - set(after).")
def subtracts_dicts(before, after):
    return apart(before, after) | {"missing": sorted(before - after)}


@exercise.wrong("Go through a copy of its keys")
def deletes_while_it_walks(before, after):
    for key in before:
        del before[key]


@exercise.wrong("raised KeyError: 4")
def looks_up_what_is_not_there(before, after):
    changed = sorted(key for key in before if before[key] != after[key])
    return apart(before, after) | {"changed": changed}


@exercise.wrong("with an array of NumPy in it; .tolist() makes a list of it.")
def gives_arrays(before, after):
    import numpy as np

    return {name: np.array(keys) for name, keys in apart(before, after).items()}
