"""\
Corner Cup has four wishes. Write behind each which copy helps: `"standby"`,
`"replica"` or `"backup"`."""

from ..kinds import ValueExercise
from ..words import kind, show

exercise = ValueExercise(
    id="02b.which_copy",
    objective="02b.d",
    difficulty=1,
    learned=(
        "A standby for a lost zone, a replica for many reads, a backup for "
        "mistakes: three copies, three dangers."
    ),
    prompt=__doc__,
    starter="""\
copy_for = {
    "goes on by itself when a zone fails": "",
    "reports that slow nobody down": "",
    "yesterday, before a bad DELETE": "",
    "the orders as they were in spring": "",
}
""",
    hints=(
        "Read the table above, line by line.",
        "Two of the copies follow every change, mistakes included.",
        "Only one of the three takes over by itself, and only one answers reads.",
    ),
)


@exercise.right
def copy_for():
    return {
        "goes on by itself when a zone fails": "standby",
        "reports that slow nobody down": "replica",
        "yesterday, before a bad DELETE": "backup",
        "the orders as they were in spring": "backup",
    }


HELPS = copy_for()

FAULTS = {  # why not, wish by wish
    ("goes on by itself when a zone fails", "replica"): (
        "A replica takes over only when you promote it, under another name."
    ),
    ("goes on by itself when a zone fails", "backup"): (
        "A restore takes its time and makes a new instance: nothing goes on."
    ),
    ("reports that slow nobody down", "standby"): (
        "The standby answers nobody until it takes over; it cannot run reports."
    ),
    ("reports that slow nobody down", "backup"): (
        "A backup answers no query until it is restored."
    ),
    ("yesterday, before a bad DELETE", "standby"): (
        "The DELETE is on the standby before it is confirmed."
    ),
    ("yesterday, before a bad DELETE", "replica"): (
        "A replica repeats the DELETE a little later."
    ),
    ("the orders as they were in spring", "standby"): (
        "The standby is in step: it knows today alone."
    ),
    ("the orders as they were in spring", "replica"): (
        "A replica follows what happens: spring is past for it."
    ),
}


@exercise.proof
def _fits(copy_for):
    """What is wrong with the first wrong line of an answer, or None."""
    if not isinstance(copy_for, dict):
        return f"copy_for should be a dict, as it was at first; it is {kind(copy_for)}."
    for wish in HELPS:
        if wish not in copy_for:
            return f'The wish "{wish}" is missing: leave the keys as they are.'
    for wish in copy_for:
        if wish not in HELPS:
            return f"{show(wish)} is none of the four wishes: leave the keys."
    for wish, right in HELPS.items():
        given = copy_for[wish]
        if isinstance(given, str):
            given = given.strip().lower()
        if given not in HELPS.values():
            return (
                f'"{wish}": expected "standby", "replica" or "backup", not'
                f" {show(copy_for[wish])}."
            )
        if given != right:
            return f'"{wish}": not {given}. {FAULTS[wish, given]}'
    return None


@exercise.right
def in_another_order():
    return dict(reversed(list(copy_for().items())))


@exercise.right
def by_dict_and_zip():
    return dict(zip(copy_for(), ["standby", "replica", "backup", "backup"]))


@exercise.right
def line_by_line():
    answer = {}
    answer["goes on by itself when a zone fails"] = "standby"
    answer["reports that slow nobody down"] = "replica"
    for wish in ("yesterday, before a bad DELETE", "the orders as they were in spring"):
        answer[wish] = "backup"
    return answer


@exercise.right
def backup_unless_said_otherwise():
    from collections import defaultdict

    return defaultdict(lambda: "backup", copy_for())


@exercise.right
def an_ordered_dict():
    from collections import OrderedDict

    return OrderedDict(copy_for())


@exercise.right
def in_capitals():
    return {wish: copy.capitalize() for wish, copy in copy_for().items()}


@exercise.right
def with_a_space_behind():
    return copy_for() | {"reports that slow nobody down": "replica "}


@exercise.right
def texts_of_a_class_of_their_own():
    class Text(str):  # as numpy's and pandas' texts are
        pass

    return {wish: Text(copy) for wish, copy in copy_for().items()}


@exercise.right
def unpacked_into_a_new_dict():
    return {**copy_for()}


@exercise.wrong("The standby answers nobody until it takes over")
def reads_from_the_standby():
    return copy_for() | {"reports that slow nobody down": "standby"}


@exercise.wrong("A replica takes over only when you promote it")
def waits_for_the_replica():
    return copy_for() | {"goes on by itself when a zone fails": "replica"}


@exercise.wrong("The DELETE is on the standby before it is")
def undoes_with_the_standby():
    return copy_for() | {"yesterday, before a bad DELETE": "standby"}


@exercise.wrong("A restore takes its time and makes a new instance")
def waits_for_the_backup():
    return copy_for() | {"goes on by itself when a zone fails": "backup"}


@exercise.wrong("in step: it knows today alone.")
def looks_back_in_the_standby():
    return copy_for() | {"the orders as they were in spring": "standby"}


@exercise.wrong("A replica repeats the DELETE a little later.")
def undoes_with_the_replica():
    return copy_for() | {"yesterday, before a bad DELETE": "replica"}


@exercise.wrong("A backup answers no query until it is restored.")
def reports_from_the_backup():
    return copy_for() | {"reports that slow nobody down": "backup"}


@exercise.wrong("spring is past for it.")
def looks_back_in_the_replica():
    return copy_for() | {"the orders as they were in spring": "replica"}


@exercise.wrong("""expected "standby", "replica" or "backup", not ''.""")
def leaves_one_open():
    return copy_for() | {"the orders as they were in spring": ""}


@exercise.wrong('The wish "goes on by itself when a zone fails" is missing')
def has_other_keys():
    return {"standby": 1}


@exercise.wrong("'a fifth wish' is none of the four wishes")
def wishes_more():
    return copy_for() | {"a fifth wish": "backup"}


@exercise.wrong("copy_for should be a dict, as it was at first; it is a list.")
def makes_a_list_of_them():
    return list(copy_for().values())


@exercise.wrong("not ['standby', 'replica'].")
def names_two():
    return copy_for() | {"reports that slow nobody down": ["standby", "replica"]}
