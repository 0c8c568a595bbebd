"""\
Write `what_works(copies)`. `copies` is how many of the six copies of an Aurora volume
answer. Return `"read and write"`, `"read"` or `"nothing"`."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="02c.what_works",
    objective="02c.a",
    difficulty=1,
    learned=(
        "Four to write, three to read: so one zone may fail, and one copy more, "
        "and nothing is lost."
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
