"""\
Write `what_works(copies)`. After a fault, `copies` is how many of the six copies of an
Aurora volume answer. Return `"read and write"`, `"read"` or `"nothing"`."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="02c.what_works",
    objective="02c.a",
    difficulty=1,
    learned=(
        "Four to write, three to read after a fault: so one zone may fail, and one"
        " copy more, and nothing is lost."
    ),
    prompt=__doc__,
    hints=(
        "A write wants four copies. How many does a read want?",
        "Ask for the larger number first: if copies >= 4 …",
        'Three copies read and do not write; two or fewer give "nothing".',
    ),
    cases=tuple((copies,) for copies in (6, 5, 4, 3, 2, 1, 0)),
)


@exercise.right
def what_works(copies):
    if copies >= 4:
        return "read and write"
    if copies >= 3:
        return "read"
    return "nothing"


@exercise.right
def asks_for_the_smallest_first(copies):
    if copies < 3:
        return "nothing"
    elif copies == 3:
        return "read"
    else:
        return "read and write"


@exercise.right
def begins_with_nothing(copies):
    works = "nothing"
    if copies > 2:
        works = "read"
    if copies > 3:
        works = "read and write"
    return works


@exercise.right
def chooses_in_one_line(copies):
    return "read and write" if copies >= 4 else "read" if copies >= 3 else "nothing"


@exercise.right
def looks_up_in_a_list(copies):
    return (["nothing"] * 3 + ["read"] + ["read and write"] * 3)[copies]


@exercise.right
def looks_up_in_a_dict(copies):
    return {0: "nothing", 1: "nothing", 2: "nothing", 3: "read"}.get(
        copies, "read and write"
    )


@exercise.right
def matches_cases(copies):
    match copies:
        case 6 | 5 | 4:
            return "read and write"
        case 3:
            return "read"
        case _:
            return "nothing"


@exercise.right
def joins_what_works(copies):
    works = [what for what, quorum in (("read", 3), ("write", 4)) if copies >= quorum]
    return " and ".join(works) or "nothing"


@exercise.right
def counts_the_lost_copies(copies):
    lost = 6 - copies
    if lost <= 2:
        return "read and write"
    return "read" if lost <= 3 else "nothing"


@exercise.right
def finds_its_place_among_the_quorums(copies):
    from bisect import bisect_right

    return ("nothing", "read", "read and write")[bisect_right([3, 4], copies)]


@exercise.wrong(
    "what_works(3) should give 'read'; it gave 'nothing'.",
    "Three copies are enough to read: no data is lost, only writing waits.",
)
def cannot_read_with_three(copies):
    return "read and write" if copies >= 4 else "nothing"


@exercise.wrong(
    "what_works(4) should give 'read and write'; it gave 'read'.",
    "A lost zone takes two copies; the four that are left still write.",
    misconception="losing-an-az-stops-aurora-writes",
)
def wants_five_to_write(copies):
    if copies > 4:
        return "read and write"
    return "read" if copies >= 3 else "nothing"


@exercise.wrong(
    "what_works(3) should give 'read'; it gave 'read and write'.",
    "Two groups of three could each take another write and never know.",
)
def writes_with_three(copies):
    if copies >= 3:
        return "read and write"
    return "read" if copies >= 2 else "nothing"


@exercise.wrong(
    "what_works(5) should give 'read and write'; it gave 'read'.",
    "Not every copy has to answer: four of six are enough.",
)
def wants_all_six_to_write(copies):
    if copies == 6:
        return "read and write"
    return "read" if copies >= 3 else "nothing"


@exercise.wrong(
    "what_works(2) should give 'nothing'; it gave 'read'.",
    "Two copies may both have missed the last write: three cannot.",
)
def reads_with_one(copies):
    if copies >= 4:
        return "read and write"
    return "read" if copies >= 1 else "nothing"


@exercise.wrong("what_works(6) should give 'read and write'; it gave 'write'.")
def says_write_alone(copies):
    if copies >= 4:
        return "write"
    return "read" if copies >= 3 else "nothing"


@exercise.wrong("what_works(6) should give 'read and write'; it gave ['read', 'write']")
def gives_a_list(copies):
    if copies >= 4:
        return ["read", "write"]
    return ["read"] if copies >= 3 else []


@exercise.wrong("what_works(6) should give 'read and write'; it gave 'Read and write'.")
def writes_capitals(copies):
    if copies >= 4:
        return "Read and write"
    return "Read" if copies >= 3 else "Nothing"


@exercise.wrong(
    "nothing back. It printed 'read and write': use return instead of print"
)
def prints_instead_of_returning(copies):
    if copies >= 4:
        print("read and write")
    elif copies >= 3:
        print("read")
    else:
        print("nothing")


@exercise.wrong(
    "what_works(2) should give 'nothing'; it gave None. Does it end with return",
    "With two copies or fewer, the word nothing is to be returned.",
)
def returns_nothing_at_all(copies):
    if copies >= 4:
        return "read and write"
    if copies >= 3:
        return "read"


@exercise.wrong(
    "what_works(6) should give 'read and write'; it gave 'read'.",
    "Six copies are three or more, so the first question is answered with yes: ask for"
    " four first.",
)
def asks_for_three_first(copies):
    if copies >= 3:
        return "read"
    if copies >= 4:
        return "read and write"
    return "nothing"


@exercise.wrong(
    "what_works(3) should give 'read'; it gave 'read and write'.",
    "It gives the same for every number. copies == 4 or 5 asks whether it is 4, and"
    " then whether 5 is true, which it always is: copies in (4, 5, 6).",
)
def asks_or_a_number(copies):
    if copies == 4 or 5 or 6:
        return "read and write"
    return "read" if copies == 3 else "nothing"


@exercise.wrong(
    "what_works(2) should give 'nothing'; it gave 'read'.",
    "Two copies may both have missed the last write: three cannot.",
)
def reads_with_two(copies):
    if copies >= 4:
        return "read and write"
    return "read" if copies >= 2 else "nothing"
