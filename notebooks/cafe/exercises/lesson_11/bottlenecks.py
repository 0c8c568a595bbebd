"""\
Above are the curves of six mornings, minute by minute from 8:00. At 8:03 something
happens. Write behind each letter what has run out, or what has happened: one of
`"connections"`, `"CPU"`, `"replica lag"`, `"table capacity"`, `"hot key"`,
`"cache too small"`, `"cache emptied"`, `"nothing"`. No word is needed twice."""

from ..kinds import ValueExercise
from ..words import kind, show

exercise = ValueExercise(
    id="11.bottlenecks",
    objective="11.d",
    difficulty=2,
    learned=(
        "What stands at its limit, flat as a board, has run out; what merely grows may "
        "follow from it."
    ),
    prompt=__doc__,
    starter="""\
bottleneck = {
    "A": "",
    "B": "",
    "C": "",
    "D": "",
    "E": "",
    "F": "",
}
""",
    hints=(
        "For each case compare the curves with the limit in its first line. Which one"
        " stands at it?",
        "Twice a table refuses writes: once at what was provisioned, once far below it,"
        " where one partition ends. In lesson 03 that was 1,000 units a second.",
        "Twice a cache misses: once because it throws out what it needs again"
        " (evictions), once because it has to be filled anew (memory falls at once).",
    ),
)


@exercise.right
def bottleneck():
    return {
        "A": "connections",
        "B": "CPU",
        "C": "table capacity",
        "D": "hot key",
        "E": "cache too small",
        "F": "cache emptied",
    }


# ------------------------------------------------------------------------- the proof

RIGHT = bottleneck()
WORDS = (*RIGHT.values(), "replica lag", "nothing")

#: What its curves say, case by case, whatever else was written.
SEEN = {
    "A": "112 connections are open, which is all there are. The processors are idle.",
    "B": "The CPU stands at 99 %, and of 901 connections 521 are open: more and more,"
    " since the answers are late.",
    "C": "When the saved-up units are used, 100 a second go through, which is what was"
    " provisioned, and the rest is throttled.",
    "D": "Writes are throttled at 1,000 units a second, where one partition ends. 5,000"
    " were provisioned.",
    "E": "The memory is full, and what is thrown out is soon asked for again: see the"
    " evictions.",
    "F": "Nothing is evicted. The memory falls at 8:03 and fills anew, and the hits"
    " come back with it.",
}
#: What is said first to a tempting answer.
TEMPTING = {
    ("A", "CPU"): "The CPU does 6 %.",
    ("B", "connections"): "They have grown, and have not run out.",
    ("C", "hot key"): "A hot key would be throttled below what was provisioned.",
    ("D", "table capacity"): "A fifth of it is used.",
    ("E", "cache emptied"): "Its memory never falls.",
    ("F", "cache too small"): "A third of its memory is free.",
}


@exercise.proof
def _named(bottleneck):
    """What is wrong with the first wrong letter of an answer, or None."""
    if not isinstance(bottleneck, dict):
        return f"bottleneck should be the dict above; yours is {kind(bottleneck)}."
    for letter in RIGHT:
        if letter not in bottleneck:
            return f"Case {letter} is missing: leave the letters as they are."
    for letter in bottleneck:
        if letter not in RIGHT:
            return f"{show(letter)} is none of the six letters: leave them as they are."
    for letter, right in RIGHT.items():
        given = _read(bottleneck[letter])
        if given is None:
            return (
                f"Case {letter}: expected one of {', '.join(WORDS)};"
                f" got {show(bottleneck[letter])}."
            )
        if given != right:
            tempted = TEMPTING.get((letter, given), "")
            return f"Case {letter}: not {given}. {tempted} {SEEN[letter]}".replace(
                ".  ", ". "
            )
    return None


def _read(given):
    """The word that is meant, whatever its case, or None."""
    if not isinstance(given, str):
        return None
    known = {word.casefold(): word for word in WORDS}
    return known.get(" ".join(given.split()).casefold())


# ------------------------------------------------------------------------- also right


@exercise.right
def zips_letters_and_words():
    return dict(zip("ABCDEF", WORDS))


@exercise.right
def in_another_order():
    return dict(reversed(RIGHT.items()))


@exercise.right
def in_capitals():
    return {letter: word.upper() for letter, word in RIGHT.items()}


@exercise.right
def in_small_letters():
    return {letter: word.lower() for letter, word in RIGHT.items()}


@exercise.right
def with_spaces_around():
    return {letter: f" {word} " for letter, word in RIGHT.items()}


@exercise.right
def letter_by_letter():
    found = {}
    found["A"], found["B"] = "connections", "CPU"
    found["C"], found["D"] = "table capacity", "hot key"
    found["E"], found["F"] = "cache too small", "cache emptied"
    return found


@exercise.right
def by_keywords():
    return dict(
        A="connections",
        B="CPU",
        C="table capacity",
        D="hot key",
        E="cache too small",
        F="cache emptied",
    )


@exercise.right
def from_pairs():
    return dict(zip(RIGHT.keys(), RIGHT.values()))


@exercise.right
def from_json():
    import json

    return json.loads(json.dumps(RIGHT))


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Case A: not CPU. The CPU does 6 %. 112 connections are open")
def takes_each_trouble_for_the_cpu():
    return bottleneck() | {"A": "CPU"}


@exercise.wrong("Case B: not connections. They have grown, and have not run out.")
def takes_what_grows_for_the_cause():
    return bottleneck() | {"B": "connections"}


@exercise.wrong("Case C: not hot key. A hot key would be throttled below")
def sees_a_hot_key_where_all_is_used():
    return bottleneck() | {"C": "hot key"}


@exercise.wrong("Case D: not table capacity. A fifth of it is used.")
def wants_more_capacity_for_a_hot_key():
    return bottleneck() | {"D": "table capacity"}


@exercise.wrong("Case E: not cache emptied. Its memory never falls.")
def sees_a_restart_where_the_memory_is_full():
    return bottleneck() | {"E": "cache emptied"}


@exercise.wrong("Case F: not cache too small. A third of its memory is free.")
def wants_a_larger_cache_after_a_restart():
    return bottleneck() | {"F": "cache too small"}


@exercise.wrong("Case C: not hot key.")
def swaps_the_two_tables():
    return bottleneck() | {"C": "hot key", "D": "table capacity"}


@exercise.wrong("Case E: not cache emptied.")
def swaps_the_two_caches():
    return bottleneck() | {"E": "cache emptied", "F": "cache too small"}


@exercise.wrong("Case A: not replica lag. 112 connections are open, which is all there")
def thinks_of_a_replica():
    return bottleneck() | {"A": "replica lag"}


@exercise.wrong("Case F: not nothing. Nothing is evicted. The memory falls at 8:03")
def sees_no_trouble_in_a_cold_cache():
    return bottleneck() | {"F": "nothing"}


@exercise.wrong("Case B: not nothing. The CPU stands at 99 %")
def takes_a_busy_cpu_for_good_use():
    return bottleneck() | {"B": "nothing"}


@exercise.wrong("Case C: expected one of connections, CPU, table capacity")
def leaves_one_open():
    return bottleneck() | {"C": ""}


@exercise.wrong("got 'evictions'.")
def writes_a_metric():
    return bottleneck() | {"E": "evictions"}


@exercise.wrong("got ['CPU', 'connections'].")
def names_two():
    return bottleneck() | {"B": ["CPU", "connections"]}


@exercise.wrong("Case A is missing: leave the letters as they are.")
def writes_small_letters():
    return {letter.lower(): word for letter, word in bottleneck().items()}


@exercise.wrong("'G' is none of the six letters")
def answers_one_more():
    return bottleneck() | {"G": "nothing"}


@exercise.wrong("bottleneck should be the dict above; yours is a list.")
def gives_a_list():
    return list(bottleneck().values())
