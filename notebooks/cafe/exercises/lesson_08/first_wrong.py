"""\
`first_wrong` stops at the first block. Write `broken_blocks(chain, fingerprint)`: the
places of *all* blocks that are broken, as a list. A block is broken if its `hash` is
not the fingerprint of its own `previous` and `entry`, or if its `previous` is not the
`hash` that is written in the block before it (`"start"` for the first). Compare with
what is written there, right or wrong."""

from ..kinds import PythonExercise
from ..words import returned

exercise = PythonExercise(
    id="08.first_wrong",
    objective="08.e",
    difficulty=2,
    learned=(
        "Whoever changes one block must change all that follow, and you would "
        "see each of them."
    ),
    prompt=__doc__,
    hints=(
        "Go through the chain with enumerate, and remember the hash of the block before"
        ' in a variable that begins as "start".',
        'The first test: block["hash"] != fingerprint(block["previous"] +'
        ' block["entry"]).',
        'The second: block["previous"] != previous. Put or between the two.',
    ),
)


@exercise.right
def broken_blocks(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        made = fingerprint(block["previous"] + block["entry"])
        if block["previous"] != previous or block["hash"] != made:
            broken.append(place)
        previous = block["hash"]
    return broken


# ------------------------------------------------------------------------- the proof


def fingerprint_of(text):
    """Another one than lesson 08's, and given to the answer: nobody need know it."""
    from hashlib import sha256

    return sha256(f"corner cup {text}".encode()).hexdigest()[:10]


def _chain(*entries):
    chain, previous = [], "start"
    for entry in entries:
        own = fingerprint_of(previous + entry)
        chain.append({"entry": entry, "previous": previous, "hash": own})
        previous = own
    return chain


def _changed(chain, place, **changes):
    return [block | changes if at == place else block for at, block in enumerate(chain)]


def _trials():
    """(what it is, the chain, the places of its broken blocks)"""
    whole = _chain("farm: 120 kg", "washed: 112 kg", "sent: 112 kg", "roasted: 95 kg")
    other = fingerprint_of(whole[0]["hash"] + "washed: 100 kg")
    two = _changed(whole, 3, entry="roasted: 1 kg")
    return (
        ("a chain that is whole", whole, []),
        ("a changed entry in block 1", _changed(whole, 1, entry="washed: 100 kg"), [1]),
        (
            "block 1 changed, its hash made anew",
            _changed(whole, 1, entry="washed: 100 kg", hash=other),
            [2],
        ),
        ("block 2 taken out", whole[:2] + whole[3:], [2]),
        (
            "the first block of another chain",
            _changed(
                whole, 0, previous="begin", hash=fingerprint_of("beginfarm: 120 kg")
            ),
            [0, 1],
        ),
        ("two changed entries", _changed(two, 0, entry="farm: 1 kg"), [0, 3]),
        (
            "block 2 with another previous and another entry",
            _changed(whole, 2, previous="begin", entry="sent: 1 kg"),
            [2],
        ),
        ("block 1 copied into place 2, too", whole[:2] + whole[1:], [2]),
        ("an empty chain", [], []),
    )


@exercise.proof
def _finds(broken_blocks):
    """What is wrong with how an answer finds broken blocks, or None."""
    for what, chain, wanted in _trials():
        given = broken_blocks([dict(block) for block in chain], fingerprint_of)
        if given != wanted:
            told = f"For {what} it should give {wanted}; it gave {returned(given)}"
            return f"{told} {_hint(given, wanted, len(chain))}".rstrip()
    return None


def _hint(given, wanted, length):
    """A word on a list that differs, or ""."""
    if not isinstance(given, list):
        return ""
    if not all(isinstance(each, int) for each in given):
        return "The places were asked for, which are numbers."
    if sorted(set(given)) == wanted:
        return "Each place once, and in the order of the chain."
    if given == list(range(length)) and not wanted:
        return (
            "Take the fingerprint that is handed over, of the previous and then entry."
        )
    if given == [0] and not wanted:
        return 'Before the first block stands none: its previous is "start".'
    if wanted and given == [place + 1 for place in wanted]:
        return "Places are counted from 0."
    if wanted and given == list(range(wanted[0], length)):
        return (
            "After a broken block, compare with the hash that is written in it, not"
            " with the one that should be."
        )
    if wanted and given == wanted[:1]:
        return "It stops at the first one: go on to the end of the chain."
    return ""


# ------------------------------------------------------------------------- also right


@exercise.right
def zips_each_block_with_the_hash_before(chain, fingerprint):
    before = ["start"] + [block["hash"] for block in chain]
    return [
        n
        for n, (b, p) in enumerate(zip(chain, before))
        if b["previous"] != p or b["hash"] != fingerprint(b["previous"] + b["entry"])
    ]


@exercise.right
def counts_the_places(chain, fingerprint):
    broken = []
    for i in range(len(chain)):
        own = fingerprint(chain[i]["previous"] + chain[i]["entry"]) == chain[i]["hash"]
        before = chain[i - 1]["hash"] if i > 0 else "start"
        if not (own and chain[i]["previous"] == before):
            broken += [i]
    return broken


@exercise.right
def has_a_helper(chain, fingerprint):
    def fits(place):
        block = chain[place]
        before = "start" if place == 0 else chain[place - 1]["hash"]
        made = fingerprint(f"{block['previous']}{block['entry']}")
        return block["previous"] == before and block["hash"] == made

    return [place for place in range(len(chain)) if not fits(place)]


@exercise.right
def looks_for_each_fault_apart(chain, fingerprint):
    bad = set()
    for place, block in enumerate(chain):
        if fingerprint(block["previous"] + block["entry"]) != block["hash"]:
            bad.add(place)
    if chain and chain[0]["previous"] != "start":
        bad.add(0)
    for place, (one, other) in enumerate(zip(chain, chain[1:]), 1):
        if other["previous"] != one["hash"]:
            bad.add(place)
    return sorted(bad)


@exercise.right
def asks_with_any(chain, fingerprint):
    previous, places = "start", []
    for place, block in enumerate(chain):
        made = fingerprint("".join([block["previous"], block["entry"]]))
        if any([block["previous"] != previous, made != block["hash"]]):
            places.append(place)
        previous = block["hash"]
    return places


@exercise.right
def goes_on_with_while(chain, fingerprint):
    place, found, last = 0, [], "start"
    while place < len(chain):
        block = chain[place]
        if block["previous"] != last:
            found.append(place)
        elif block["hash"] != fingerprint(block["previous"] + block["entry"]):
            found.append(place)
        last = block["hash"]
        place += 1
    return found


@exercise.right
def lists_what_a_generator_yields(chain, fingerprint):
    def places():
        last = "start"
        for place, block in enumerate(chain):
            made = fingerprint(block["previous"] + block["entry"])
            if (block["previous"], block["hash"]) != (last, made):
                yield place
            last = block["hash"]

    return [*places()]


@exercise.right
def asks_numpy_for_the_places(chain, fingerprint):
    import numpy as np

    wrong, last = [], "start"
    for block in chain:
        made = fingerprint(block["previous"] + block["entry"])
        wrong.append(block["previous"] != last or block["hash"] != made)
        last = block["hash"]
    return list(np.flatnonzero(wrong))


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "For block 1 changed, its hash made anew it should give [2]; it gave []",
    misconception="tampering-breaks-one-block-only",
)
def forgets_the_link(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        if block["hash"] != fingerprint(block["previous"] + block["entry"]):
            broken.append(place)
        previous = block["hash"]
    return broken


@exercise.wrong("For a changed entry in block 1 it should give [1]")
def forgets_the_hash(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        if block["previous"] != previous:
            broken.append(place)
        previous = block["hash"]
    return broken


@exercise.wrong("For the first block of another chain it should give [0, 1]")
def skips_the_first_link(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        made = fingerprint(block["previous"] + block["entry"])
        if (place and block["previous"] != previous) or block["hash"] != made:
            broken.append(place)
        previous = block["hash"]
    return broken


@exercise.wrong("For a changed entry in block 1 it should give [1]; it gave []")
def wants_both_wrong(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        made = fingerprint(block["previous"] + block["entry"])
        if block["previous"] != previous and block["hash"] != made:
            broken.append(place)
        previous = block["hash"]
    return broken


@exercise.wrong("For a changed entry in block 1 it should give [1]; it gave [1, 2, 3]")
def blames_all_that_follow(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        made = fingerprint(block["previous"] + block["entry"])
        if broken or block["previous"] != previous or block["hash"] != made:
            broken.append(place)
        previous = block["hash"]
    return broken


@exercise.wrong("For a changed entry in block 1 it should give [1]; it gave [1, 2, 3]")
def makes_the_chain_anew(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        if block["hash"] != fingerprint(previous + block["entry"]):
            broken.append(place)
        previous = fingerprint(previous + block["entry"])
    return broken


def places_of(chain, fingerprint):
    """The right answer."""
    last, found = "start", []
    for place, block in enumerate(chain):
        made = fingerprint(block["previous"] + block["entry"])
        if block["previous"] != last or block["hash"] != made:
            found.append(place)
        last = block["hash"]
    return found


@exercise.wrong("For a chain that is whole it should give []; it gave (), a tuple.")
def gives_a_tuple(chain, fingerprint):
    return tuple(places_of(chain, fingerprint))


@exercise.wrong("it gave 0, a number.")
def counts_the_broken_ones(chain, fingerprint):
    return len(places_of(chain, fingerprint))


@exercise.wrong("It printed '[]': use return instead of print.")
def prints_the_places(chain, fingerprint):
    print(places_of(chain, fingerprint))


@exercise.wrong("it gave None. Does it end with return")
def gives_none_for_a_whole_chain(chain, fingerprint):
    return places_of(chain, fingerprint) or None


@exercise.wrong("For the first block of another chain it should give [0, 1]; it gave")
def stops_at_the_first(chain, fingerprint):
    return places_of(chain, fingerprint)[:1]


@exercise.wrong("For a changed entry in block 1 it should give [1]; it gave [2].")
def counts_from_one(chain, fingerprint):
    return [place + 1 for place in places_of(chain, fingerprint)]


@exercise.wrong("The places were asked for, which are numbers.")
def gives_the_blocks(chain, fingerprint):
    return [chain[place] for place in places_of(chain, fingerprint)]


@exercise.wrong("it gave [2, 2]. Each place once, and in the order of the chain.")
def names_a_block_for_each_fault(chain, fingerprint):
    last, found = "start", []
    for place, block in enumerate(chain):
        if block["previous"] != last:
            found.append(place)
        if block["hash"] != fingerprint(block["previous"] + block["entry"]):
            found.append(place)
        last = block["hash"]
    return found


@exercise.wrong("Take the fingerprint that is handed over, of the previous and then")
def puts_the_entry_first(chain, fingerprint):
    return [
        place
        for place, block in enumerate(chain)
        if block["hash"] != fingerprint(block["entry"] + block["previous"])
    ]


@exercise.wrong("Take the fingerprint that is handed over")
def makes_afingerprint_of_of_its_own(chain, fingerprint):
    from hashlib import sha256

    return places_of(chain, lambda text: sha256(text.encode()).hexdigest()[:10])


@exercise.wrong("For a chain that is whole it should give []; it gave [0].")
def begins_with_the_last_block(chain, fingerprint):
    return [
        place
        for place, block in enumerate(chain)
        if block["previous"] != chain[place - 1]["hash"]
    ]


@exercise.wrong("For block 1 copied into place 2, too it should give [2]; it gave [1].")
def asks_the_list_for_the_place(chain, fingerprint):
    return [chain.index(chain[place]) for place in places_of(chain, fingerprint)]


@exercise.wrong("enumerate(…) gives pairs of place and item.")
def forgets_enumerate(chain, fingerprint):
    return [place for place, block in chain if block["previous"] != "start"]


@exercise.wrong("it gave [1, 2, 3].")
def never_moves_on(chain, fingerprint):
    return [p for p, block in enumerate(chain) if block["previous"] != "start"]


@exercise.wrong("For block 1 changed, its hash made anew it should give [2]; it gave [")
def blames_both_neighbours(chain, fingerprint):
    found, last = set(), "start"
    for place, block in enumerate(chain):
        if block["hash"] != fingerprint(block["previous"] + block["entry"]):
            found.add(place)
        if block["previous"] != last:
            found |= {place, max(place - 1, 0)}
        last = block["hash"]
    return sorted(found)


@exercise.wrong("raised AttributeError: 'dict' object has no attribute")
def takes_parts_with_a_dot(chain, fingerprint):
    return [
        p for p, block in enumerate(chain) if block.hash != fingerprint(block.entry)
    ]


@exercise.wrong("raised IndexError: list index out of range")
def fails_with_an_empty_chain(chain, fingerprint):
    return places_of(chain, fingerprint) if chain[0] else []


@exercise.wrong("It takes one argument, and is called with more.")
def gives_the_fingerprint_two_texts(chain, fingerprint):
    return [
        place
        for place, block in enumerate(chain)
        if block["hash"] != fingerprint(block["previous"], block["entry"])
    ]
