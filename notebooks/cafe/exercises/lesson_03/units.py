"""\
Write `units(kb, kind)`: the capacity units of one request for an item of `kb`
kilobytes. `kind` is `"write"`, `"strong read"`, `"eventual read"` or
`"transactional write"`."""

from math import ceil

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="03.units",
    objective="03.d",
    difficulty=2,
    learned="Round up the kilobytes first, then multiply: now you can read the bill.",
    prompt=__doc__,
    hints=(
        "A write counts begun kilobytes; a read counts begun blocks of 4 KB.",
        "math.ceil rounds up: ceil(2.5) is 3.",
        "An eventual read is half of the strong one; a transaction doubles.",
    ),
    cases=(
        (1, "write"),
        (2.5, "write"),
        (4, "strong read"),
        (4.1, "strong read"),
        (4, "eventual read"),
        (9, "eventual read"),
        (0.2, "write"),
        (0.2, "eventual read"),
        (2.5, "transactional write"),
        (16.5, "strong read"),
        (17, "eventual read"),
        (398.2, "strong read"),
        (400, "transactional write"),
        (7.001, "write"),
        (8.001, "strong read"),
    ),
)


@exercise.right
def units(kb, kind):
    from math import ceil

    if kind == "write":
        return ceil(kb)
    if kind == "transactional write":
        return 2 * ceil(kb)
    blocks = ceil(kb / 4)
    return blocks if kind == "strong read" else blocks / 2


# ------------------------------------------------------------------------- also right


@exercise.right
def chooses_with_elif(kb, kind):
    if kind == "write":
        return ceil(kb)
    elif kind == "strong read":
        return ceil(kb / 4)
    elif kind == "eventual read":
        return ceil(kb / 4) * 0.5
    else:
        return ceil(kb) * 2


@exercise.right
def looks_into_a_table(kb, kind):
    block, factor = {
        "write": (1, 1),
        "transactional write": (1, 2),
        "strong read": (4, 1),
        "eventual read": (4, 0.5),
    }[kind]
    return ceil(kb / block) * factor


@exercise.right
def rounds_up_without_math(kb, kind):
    size = 1 if "write" in kind else 4
    blocks = int(kb // size) + (kb % size > 0)
    if kind == "eventual read":
        blocks = blocks / 2
    if kind == "transactional write":
        blocks = blocks * 2
    return blocks


@exercise.right
def counts_up_in_a_loop(kb, kind):
    block, count = (1 if kind.endswith("write") else 4), 0
    while count * block < kb:
        count += 1
    return count * {"eventual read": 0.5, "transactional write": 2}.get(kind, 1)


@exercise.right
def matches_the_kind(kb, kind):
    match kind:
        case "write":
            return ceil(kb)
        case "transactional write":
            return ceil(kb) * 2
        case "strong read":
            return ceil(kb / 4)
        case "eventual read":
            return ceil(kb / 4) / 2


@exercise.right
def counts_in_bytes(kb, kind):
    size = kb * 1024
    if "write" in kind:
        return ceil(size / 1024) * (2 if "trans" in kind else 1)
    return ceil(size / 4096) / (2 if "event" in kind else 1)


@exercise.right
def has_numpy_round_up(kb, kind):
    import numpy as np

    if "write" in kind:
        return np.ceil(kb) * (2 if kind == "transactional write" else 1)
    return np.array(np.ceil(kb / 4) / (1 if "strong" in kind else 2))


@exercise.right
def gives_fractions(kb, kind):
    from fractions import Fraction

    if "write" in kind:
        return Fraction(ceil(kb) * (2 if kind == "transactional write" else 1))
    return Fraction(ceil(kb / 4), 1 if "strong" in kind else 2)


@exercise.right
def gives_decimals(kb, kind):
    from decimal import Decimal

    if "write" in kind:
        return Decimal(ceil(kb) * (2 if kind == "transactional write" else 1))
    return Decimal(ceil(kb / 4)) / (1 if "strong" in kind else 2)


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "units(2.5, 'write') should give 3; it gave 2.5.",
    "A begun unit counts whole: round up.",
)
def does_not_round_up(kb, kind):
    if "write" in kind:
        return kb * (2 if kind.startswith("trans") else 1)
    return kb / 4 / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(4, 'eventual read') should give 0.5; it gave 1.",
    "An eventual read costs half of a strong one.",
    misconception="strong-reads-cost-the-same",
)
def forgets_that_eventual_is_half(kb, kind):
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4)


@exercise.wrong(
    "units(4, 'eventual read') should give 0.5; it gave 1.",
    "Round up to blocks of 4 KB first, and halve then.",
)
def halves_before_rounding(kb, kind):
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / (4 if kind == "strong read" else 8))


@exercise.wrong(
    "units(2.5, 'transactional write') should give 6; it gave 3.",
    "In a transaction everything costs twice.",
)
def forgets_that_transactions_cost_twice(kb, kind):
    if "write" in kind:
        return ceil(kb)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(2.5, 'write') should give 3; it gave 1.",
    "Writes are counted in kilobytes, reads in blocks of four.",
)
def counts_writes_in_blocks_of_four(kb, kind):
    if "write" in kind:
        return ceil(kb / 4) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(2.5, 'write') should give 3; it gave 2.",
    "round goes to the nearest number; a begun kilobyte counts whole.",
)
def rounds_to_the_nearest(kb, kind):
    if "write" in kind:
        return round(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)


@exercise.wrong("it gave nothing back. It printed '1': use return instead of print.")
def prints_the_units(kb, kind):
    print(ceil(kb) if "write" in kind else ceil(kb / 4))


@exercise.wrong("units(1, 'write') should give 1; it gave '1', a text.")
def gives_a_text(kb, kind):
    return str(ceil(kb))


@exercise.wrong("units(1, 'write') should give 1; it gave [1], a list.")
def gives_a_list(kb, kind):
    return [ceil(kb)]


@exercise.wrong("units(1, 'write') gave a Series of pandas; .tolist() makes a list")
def gives_a_series(kb, kind):
    import pandas as pd

    return pd.Series([ceil(kb)])


@exercise.wrong(
    "units(1, 'write') should give 1; it gave 2.",
    "Adding one is not rounding up: 1 KB is one unit, not two.",
)
def cuts_off_and_adds_one(kb, kind):
    if "write" in kind:
        return (int(kb) + 1) * (2 if kind.startswith("trans") else 1)
    return (int(kb / 4) + 1) / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(4, 'strong read') should give 1; it gave 4.",
    "A read counts blocks of 4 KB. Does your code ask for the kind? "
    'kind == "write" or "…" is true of every kind: write kind in ("write", "…").',
)
def asks_or_a_text(kb, kind):
    if kind == "write" or "transactional write":
        return ceil(kb)
    return ceil(kb / 4)


@exercise.wrong(
    "units(2.5, 'transactional write') should give 6; it gave 5.",
    "Round up first, and double then.",
)
def doubles_before_rounding(kb, kind):
    if "write" in kind:
        return ceil(kb * (2 if kind.startswith("trans") else 1))
    return ceil(kb / 4) / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(4, 'strong read') should give 1; it gave 2.",
    "The strong read is the whole, and the eventual one the half of it.",
)
def doubles_the_strong_read(kb, kind):
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 4) * (2 if kind == "strong read" else 1)


@exercise.wrong(
    "units(4.1, 'strong read') should give 2; it gave 1.",
    "A strong read counts blocks of 4 KB; eventual reads are halved at the end.",
)
def counts_reads_in_blocks_of_eight(kb, kind):
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    return ceil(kb / 8) / (1 if kind == "strong read" else 2)


@exercise.wrong(
    "units(2.5, 'transactional write') should give 6; it gave None.",
    "No line with return was reached: the kinds are written as in the task.",
)
def misspells_a_kind(kb, kind):
    if kind == "write":
        return ceil(kb)
    if kind == "transaction write":
        return 2 * ceil(kb)
    if kind == "strong read":
        return ceil(kb / 4)
    if kind == "eventual read":
        return ceil(kb / 4) / 2


@exercise.wrong("units(16.5, 'strong read') should give 5; it gave 3.")
def knows_three_blocks_only(kb, kind):
    if "write" in kind:
        return ceil(kb) * (2 if kind.startswith("trans") else 1)
    blocks = 1 if kb <= 4 else 2 if kb <= 8 else 3
    return blocks / (1 if kind == "strong read" else 2)


@exercise.wrong("units should take (kb, kind), in this order, not (kind, kb).")
def swaps_the_arguments(kind, kb):
    return ceil(kb)


@exercise.wrong("raised NameError: name 'rounded_up' is not defined")
def calls_what_is_not_there(kb, kind):
    return rounded_up(kb)  # noqa: F821


@exercise.wrong(
    "units(7.001, 'write') should give 8; it gave 7.",
    "A begun unit counts whole, however little is begun: ceil rounds up.",
)
def adds_nearly_one_and_cuts_off(kb, kind):
    if "write" in kind:
        return int(kb + 0.99) * (2 if kind.startswith("trans") else 1)
    return int(kb / 4 + 0.99) / (1 if kind == "strong read" else 2)
