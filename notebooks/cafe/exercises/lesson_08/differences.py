"""\
Write `differences(before, after)`. Both are dicts that hold a row for each key. Return
a dict with three sorted lists of keys: `"missing"`, those that are only in `before`,
`"new"`, those that are only in `after`, and `"changed"`, those that are in both with
different rows."""

from ..kinds import PythonExercise

BEFORE = {1: "latte", 2: "mocha", 3: "tea", 4: "cocoa"}

# Large, and out of order: small numbers lie in order in a set, even unsorted.
RECEIPTS = (90210, 1007, 65536, 4099, 32769, 70001, 8191, 250007, 16411, 99991)

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
    cases=(
        (BEFORE, dict(BEFORE)),
        (BEFORE, {1: "latte", 2: "mocca", 3: "tea", 5: "cocoa"}),
        (BEFORE, {}),
        ({}, {7: "tea", 6: "tea"}),
        (dict.fromkeys(RECEIPTS, "tea"), {}),
        ({}, dict.fromkeys(RECEIPTS, "tea")),
        (dict.fromkeys(RECEIPTS, "tea"), dict.fromkeys(RECEIPTS, "mocha")),
    ),
)


@exercise.right
def differences(before, after):
    both = set(before) & set(after)
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }


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
