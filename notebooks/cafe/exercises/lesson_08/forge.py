"""\
Be the cheat, and do the whole work. Write `forge(chain, place, entry, fingerprint)`:
put `entry` into the block at `place`, and make all that hangs on it fit again, so that
`first_wrong` finds nothing. `fingerprint` is handed to you; a block's hash is the
fingerprint of its `previous` followed by its `entry`. Return the chain."""

from ..kinds import PythonExercise
from ..words import returned

exercise = PythonExercise(
    id="08.forge",
    objective="08.e",
    difficulty=2,
    learned=(
        "Whoever holds the only copy of a chain can write it anew, and every hash fits."
    ),
    prompt=__doc__,
    hints=(
        "Put the entry in, then go through the blocks in their order, as first_wrong"
        " does, and write where it compares.",
        'A variable holds the hash before; it begins as "start". For each block: write'
        " it into previous, then make the hash anew.",
        'The hash: fingerprint(block["previous"] + block["entry"]). Then previous is'
        ' block["hash"], for the next one.',
    ),
)


@exercise.right
def forge(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = "start"
    for block in chain:
        block["previous"] = previous
        block["hash"] = fingerprint(previous + block["entry"])
        previous = block["hash"]
    return chain


# ------------------------------------------------------------------------- the proof

ENTRIES = ("farm: 120 kg", "washed: 112 kg", "sent: 112 kg", "roasted: 95 kg")
LONGER = (*ENTRIES, "ground: 95 kg", "brewed: 94 kg")
TRIALS = (
    (ENTRIES, 1, "washed: 100 kg"),
    (ENTRIES, 0, "farm: 90 kg"),
    (ENTRIES, 3, "roasted: 60 kg"),
    (LONGER, 1, "washed: 90 kg"),
)
PARTS = ("entry", "previous", "hash")


def fingerprint_of(text):
    """Another one than lesson 08's: an answer has to take what it is given."""
    from hashlib import sha256

    return sha256(f"corner cup {text}".encode()).hexdigest()[:10]


def chain_of(entries):
    """An honest chain of these entries: what a good forger's looks like, too."""
    chain, previous = [], "start"
    for entry in entries:
        own = fingerprint_of(previous + entry)
        chain.append({"entry": entry, "previous": previous, "hash": own})
        previous = own
    return chain


@exercise.proof
def _fits(forge):
    """What is wrong with some forged chains, or None."""
    for honest, place, entry in TRIALS:
        entries = [*honest[:place], entry, *honest[place + 1 :]]
        given = forge(chain_of(honest), place, entry, fingerprint_of)
        if given != chain_of(entries):
            trial = f"Block {place} of {len(honest)} is to say {entry!r}."
            return f"{trial} {_fault(given, entries)}"
    return None


def _fault(given, entries):
    """In words, how what came back differs from the chain of these entries."""
    if not _is_chain(given):
        return f"It should give the chain, a list of blocks; it gave {returned(given)}"
    if len(given) != len(entries):
        return f"It gave {len(given)} blocks; there were {len(entries)}."
    for place, (block, wanted) in enumerate(zip(given, entries)):
        if block["entry"] != wanted:
            return f"Block {place} says {block['entry']!r}; it should say {wanted!r}."
    before = "start"
    for place, block in enumerate(given):
        if block["previous"] != before:
            return (
                f"first_wrong finds block {place}: its previous is not {_named(place)}."
            )
        if block["hash"] != fingerprint_of(before + block["entry"]):
            return (
                f"first_wrong finds block {place}: its hash is not the fingerprint of"
                " its previous followed by its entry."
            )
        before = block["hash"]
    return "A block has entry, previous and hash, and nothing else."


def _named(place):
    return f"the hash of block {place - 1}" if place else '"start"'


def _is_chain(given):
    return isinstance(given, list) and all(
        isinstance(block, dict) and {*PARTS} <= {*block} for block in given
    )


# ------------------------------------------------------------------------- also right


@exercise.right
def begins_at_the_place(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = chain[place]["previous"]
    for block in chain[place:]:
        block["previous"] = previous
        previous = block["hash"] = fingerprint(previous + block["entry"])
    return chain


@exercise.right
def writes_a_new_chain(chain, place, entry, fingerprint):
    new, previous = [], "start"
    for number, block in enumerate(chain):
        text = entry if number == place else block["entry"]
        own = fingerprint(previous + text)
        new.append({"entry": text, "previous": previous, "hash": own})
        previous = own
    return new


@exercise.right
def leaves_the_given_chain_alone(chain, place, entry, fingerprint):
    from copy import deepcopy

    forged = deepcopy(chain)
    forged[place]["entry"] = entry
    for number, block in enumerate(forged):
        block["previous"] = forged[number - 1]["hash"] if number else "start"
        block["hash"] = fingerprint(block["previous"] + block["entry"])
    return forged


@exercise.right
def goes_on_with_while(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    while place < len(chain):
        block = chain[place]
        if place > 0:
            block["previous"] = chain[place - 1]["hash"]
        block["hash"] = fingerprint(block["previous"] + block["entry"])
        place += 1
    return chain


@exercise.right
def has_a_helper(chain, place, entry, fingerprint):
    def seal(block, previous):
        block["previous"] = previous
        block["hash"] = fingerprint(f"{previous}{block['entry']}")
        return block["hash"]

    chain[place]["entry"], previous = entry, "start"
    for block in chain:
        previous = seal(block, previous)
    return chain


@exercise.right
def repairs_what_is_broken(chain, place, entry, fingerprint):
    chain[place] = chain[place] | {"entry": entry}
    previous = "start"
    for block in chain:
        own = fingerprint(previous + block["entry"])
        if block["previous"] != previous or block["hash"] != own:
            block.update(previous=previous, hash=own)
        previous = block["hash"]
    return chain


@exercise.right
def calls_itself_for_the_rest(chain, place, entry, fingerprint):
    block = chain[place]
    block["entry"] = entry
    if place:
        block["previous"] = chain[place - 1]["hash"]
    block["hash"] = fingerprint(block["previous"] + entry)
    if place + 1 < len(chain):
        return forge(chain, place + 1, chain[place + 1]["entry"], fingerprint)
    return chain


@exercise.right
def cuts_the_chain_and_adds(chain, place, entry, fingerprint):
    entries = [entry] + [block["entry"] for block in chain[place + 1 :]]
    chain = chain[:place]
    for text in entries:
        previous = chain[-1]["hash"] if chain else "start"
        own = fingerprint("".join([previous, text]))
        chain.append(dict(entry=text, previous=previous, hash=own))
    return chain


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("first_wrong finds block 1: its hash is not the fingerprint of its")
def changes_the_entry_alone(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    return chain


@exercise.wrong(
    "first_wrong finds block 2: its previous is not the hash of block 1.",
    misconception="tampering-breaks-one-block-only",
)
def repairs_its_own_hash_alone(chain, place, entry, fingerprint):
    block = chain[place]
    block["entry"] = entry
    block["hash"] = fingerprint(block["previous"] + entry)
    return chain


@exercise.wrong("first_wrong finds block 3: its previous is not the hash of block 2.")
def repairs_the_next_block_and_stops(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    for number in range(place, min(place + 2, len(chain))):
        block = chain[number]
        block["previous"] = chain[number - 1]["hash"] if number else "start"
        block["hash"] = fingerprint(block["previous"] + block["entry"])
    return chain


@exercise.wrong("first_wrong finds block 2: its previous is not the hash of block 1.")
def leaves_every_previous_as_it_was(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    for block in chain:
        block["hash"] = fingerprint(block["previous"] + block["entry"])
    return chain


@exercise.wrong("first_wrong finds block 1: its hash is not the fingerprint of its")
def leaves_every_hash_as_it_was(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = "start"
    for block in chain:
        block["previous"], previous = previous, block["hash"]
    return chain


@exercise.wrong("first_wrong finds block 0: its hash is not the fingerprint of its")
def takes_the_entry_alone(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = "start"
    for block in chain:
        block["previous"], block["hash"] = previous, fingerprint(block["entry"])
        previous = block["hash"]
    return chain


@exercise.wrong("first_wrong finds block 0: its hash is not the fingerprint of its")
def puts_the_entry_first(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = "start"
    for block in chain:
        block["previous"] = previous
        block["hash"] = previous = fingerprint(block["entry"] + previous)
    return chain


@exercise.wrong("first_wrong finds block 1: its previous is not the hash of block 0.")
def begins_again_with_start(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    previous = "start"
    for block in chain[place:]:
        block["previous"] = previous
        block["hash"] = previous = fingerprint(previous + block["entry"])
    return chain


@exercise.wrong("first_wrong finds block 0: its hash is not the fingerprint of its")
def makes_a_fingerprint_of_its_own(chain, place, entry, fingerprint):
    from hashlib import sha256

    return forge(
        chain, place, entry, lambda text: sha256(text.encode()).hexdigest()[:10]
    )


@exercise.wrong("it gave None. Does it end with return")
def forgets_to_return(chain, place, entry, fingerprint):
    forge(chain, place, entry, fingerprint)


@exercise.wrong("It should give the chain, a list of blocks; it gave {'entry'")
def gives_the_block_alone(chain, place, entry, fingerprint):
    return forge(chain, place, entry, fingerprint)[place]


@exercise.wrong("a tuple. list(…) makes a list of it.")
def gives_a_tuple(chain, place, entry, fingerprint):
    return tuple(forge(chain, place, entry, fingerprint))


@exercise.wrong("It gave 2 blocks; there were 4.")
def drops_what_came_later(chain, place, entry, fingerprint):
    return forge(chain[: place + 1], place, entry, fingerprint)


@exercise.wrong("first_wrong finds block 4: its previous is not the hash of block 3.")
def repairs_four_blocks(chain, place, entry, fingerprint):
    return forge(chain[:4], place, entry, fingerprint) + chain[4:]


@exercise.wrong("Block 1 says 'washed: 112 kg'; it should say 'washed: 100 kg'.")
def compares_instead_of_writing(chain, place, entry, fingerprint):
    chain[place]["entry"] == entry
    return forge(chain, place, chain[place]["entry"], fingerprint)


@exercise.wrong("It gave 5 blocks; there were 4.")
def adds_a_block(chain, place, entry, fingerprint):
    previous = chain[-1]["hash"]
    own = fingerprint(previous + entry)
    return [*chain, {"entry": entry, "previous": previous, "hash": own}]


@exercise.wrong("Block 0 says 'washed: 100 kg'; it should say 'farm: 120 kg'.")
def counts_from_one(chain, place, entry, fingerprint):
    return forge(chain, place - 1, entry, fingerprint)


@exercise.wrong("Block 1 says 'washed: 112 kg'; it should say 'washed: 100 kg'.")
def forgets_the_entry(chain, place, entry, fingerprint):
    return forge(chain, place, chain[place]["entry"], fingerprint)


@exercise.wrong("Block 0 says 'washed: 100 kg'; it should say 'farm: 120 kg'.")
def writes_the_entry_everywhere(chain, place, entry, fingerprint):
    for number in range(len(chain)):
        forge(chain, number, entry, fingerprint)
    return chain


@exercise.wrong("It takes one argument, and is called with more.")
def gives_the_fingerprint_two_texts(chain, place, entry, fingerprint):
    chain[place]["entry"] = entry
    for block in chain:
        block["hash"] = fingerprint(block["previous"], block["entry"])
    return chain
