"""\
`first_wrong` stops at the first block. Write `broken_blocks(chain, fingerprint)`: the
places of *all* blocks that are broken, as a list. A block is broken if its `hash` is
not the fingerprint of its own `previous` and `entry`, or if its `previous` is not the
`hash` that is written in the block before it (`"start"` for the first). Compare with
what is written there, right or wrong."""

from ..kinds import PythonExercise

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


def _fingerprint(text):
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:10]


def _chain(*entries):
    chain, previous = [], "start"
    for entry in entries:
        own = _fingerprint(previous + entry)
        chain.append({"entry": entry, "previous": previous, "hash": own})
        previous = own
    return chain


def _changed(chain, place, **changes):
    return [block | changes if at == place else block for at, block in enumerate(chain)]


@exercise.proof
def _finds(broken_blocks):
    """What is wrong with how an answer finds broken blocks, or None."""
    whole = _chain("farm: 120 kg", "washed: 112 kg", "sent: 112 kg", "roasted: 95 kg")
    other = _fingerprint(whole[0]["hash"] + "washed: 100 kg")
    trials = (
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
                whole, 0, previous="begin", hash=_fingerprint("beginfarm: 120 kg")
            ),
            [0, 1],
        ),
        (
            "two changed entries",
            _changed(_changed(whole, 3, entry="roasted: 1 kg"), 0, entry="farm: 1 kg"),
            [0, 3],
        ),
        ("an empty chain", [], []),
    )
    for what, chain, wanted in trials:
        given = broken_blocks([dict(block) for block in chain], _fingerprint)
        if given != wanted:
            return f"For {what} it should give {wanted}; it gave {given!r}."
    return None


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
