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
