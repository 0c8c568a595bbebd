"""A ledger that several members keep together: blocks, hashes and endorsements.

    from cafe.aws.managedblockchain.beans import demo_ledger
    ledger = demo_ledger()                       # four members, twelve blocks
    ledger.tamper("roaster", 5, kg=900)          # in the roaster's own copy
    ledger.verify()                              # finds it, and names it

A block holds entries, the moment, the hash of the block before it, and the signatures
of the members that endorsed it. Each member keeps a copy of the whole chain. It checks
a new block against the rules and the end of its own copy before it signs, and a block
counts when a majority of the members has signed. What was changed further back in a
copy, `verify` finds: it reads every block of every copy.

Two digests protect a block. Members sign the digest of what it says. The block's hash
covers what it says and the signatures, and the next block repeats that hash: so no
block can change unless every later one changes too.

Simplified: one call makes one block, which is endorsed and passed on at once. A
signature here is an HMAC with a key that the member has; whoever checks it needs the
key too, so the ledger holds all keys. A real member has a certificate and an ECDSA key
pair: everybody can check its signature, and only it can sign. In Hyperledger Fabric
single transactions are endorsed, and an ordering service puts them into blocks.
"""

import copy
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .blocks import NOTHING_BEFORE, Block, by_number, digest, entries_of, majority
from .verify import verify


@dataclass
class Member:
    """One member with its key and its own copy of the chain.

    `is_up()` says whether it can be reached at this moment.
    """

    name: str
    key: bytes = field(repr=False)
    is_up: Callable[[], bool] = field(repr=False)
    chain: list = field(default_factory=list, repr=False)
    _read: list = field(default_factory=list, repr=False)
    _earlier: list = field(default_factory=list, repr=False)

    def sign(self, content):
        """This member's signature under a digest."""
        return hmac.new(self.key, content.encode(), hashlib.sha256).hexdigest()

    def end(self):
        """The number and the hash of the last block of the copy, computed anew."""
        if not self.chain:
            return 0, NOTHING_BEFORE
        return self.chain[-1].number, self.chain[-1].computed()

    def objection(self, block, rules):
        """Why this member does not endorse a block; "" if it does."""
        if not self.is_up():
            return "does not answer"
        if (block.number - 1, block.previous) != self.end():
            return "has a copy that ends with another block"
        return refused(self.entries(), block.entries, rules)

    def entries(self):
        """All entries of the copy; only the blocks that are new are read."""
        if self.chain[: len(self._read)] != self._read:  # somebody changed a block
            self._read, self._earlier = [], []
        new = self.chain[len(self._read) :]
        self._earlier += entries_of(new)
        self._read += new
        return self._earlier


class NotEndorsed(Exception):
    """Too few members endorsed a block; nothing was recorded.

    `endorsed` names the members that did, `refusals` holds the reason of each other.
    """

    def __init__(self, needed, endorsed, refusals):
        reasons = "; ".join(f"{name}: {why}" for name, why in refusals.items())
        given = f" ({', '.join(endorsed)})" if endorsed else ""
        super().__init__(
            f"The block needs {needed} endorsements and got {len(endorsed)}{given}. "
            f"Nothing was recorded. {reasons}."
        )
        self.endorsed, self.refusals = endorsed, refusals


class Ledger:
    """The chain of a network, in as many copies as there are members.

    `clock` gives each block its moment. `rules(earlier, entry)` is the agreed program
    (in Fabric the chaincode): why an entry is refused after the earlier ones, or "".
    `seed` decides the members' keys.
    """

    def __init__(self, clock, rules, seed=0):
        self.clock, self.rules, self.seed = clock, rules, seed
        self.members = {}

    def __repr__(self):
        return f"Ledger({len(self.agreed())} blocks, {', '.join(self.members)})"

    # -- members -----------------------------------------------------------------------

    def join(self, name, is_up=lambda: True):
        """Take a member in. Its copy is filled as soon as it can be reached.

        Raises ValueError for a name that is none, or that a member has.
        """
        if not isinstance(name, str) or not name or name in self.members:
            there = ", ".join(self.members) or "nobody"
            raise ValueError(
                f"A member needs a name of its own, a text; got {name!r}. There is: "
                f"{there}."
            )
        key = digest([self.seed, name]).encode()
        self.members[name] = Member(name, key, is_up)
        self.catch_up()

    def copy(self, name):
        """A member's own copy: a list of blocks, which you may change for a trial."""
        return self._member(name).chain

    def reachable(self):
        """The members whose copy can be read at this moment."""
        return [member for member in self.members.values() if member.is_up()]

    def catch_up(self):
        """Give each member that can be reached the later blocks that it has not got.

        The agreed chain, which that does not change.
        """
        agreed = self.agreed()
        for member in self.reachable():
            last = member.chain[-1].number if member.chain else 0
            if missing := [block for block in agreed if block.number > last]:
                member.chain += copy.deepcopy(missing)
        return agreed

    def _member(self, name):
        if name not in self.members:
            raise ValueError(
                f"No member is called {name!r}. There are: {', '.join(self.members)}."
            )
        return self.members[name]

    # -- writing and reading -----------------------------------------------------------

    def record(self, *entries):
        """Record entries (dicts of plain values) as one block; the block.

        Raises NotEndorsed unless a majority of all members endorses it, TypeError for
        an entry that is no dict of plain values, ValueError without an entry.
        """
        if not entries:
            raise ValueError("A block holds at least one entry; got none.")
        for entry in entries:
            _check_plain(entry)
        block, willing, refusals = self._next(entries), [], {}
        for member in self.members.values():
            reason = member.objection(block, self.rules)
            if reason:
                refusals[member.name] = reason
            else:
                willing.append(member)
        needed = majority(len(self.members))
        if len(willing) < needed:
            raise NotEndorsed(needed, [member.name for member in willing], refusals)
        block = self._signed(block, willing)
        for member in self.reachable():
            member.chain.append(copy.deepcopy(block))
        return block

    def agreed(self):
        """The chain of the blocks that more than half of the copies hold.

        A block whose hash does not fit has no vote, nor has a member without a copy.
        The blocks are yours: to change one changes no copy.
        """
        copies = [by_number(m.chain) for m in self.reachable() if m.chain]
        needed, chain = majority(len(copies)), []
        while True:
            held = [blocks.get(len(chain) + 1) for blocks in copies]
            whole = [block for block in held if block and block.is_whole()]
            hashes = [block.hash for block in whole]
            most = max(hashes, key=hashes.count, default=None)
            if hashes.count(most) < needed:
                return copy.deepcopy(chain)
            chain.append(whole[hashes.index(most)])

    def entries(self):
        """All entries of the agreed chain, in their order."""
        return entries_of(self.agreed())

    def signers(self, block):
        """The members whose signature in the block is right."""
        content, signed = block.content(), block.endorsements
        return [
            name
            for name in block.members
            if name in signed and name in self.members
            if signed[name] == self.members[name].sign(content)
        ]

    def verify(self):
        """Compare all copies with themselves, the rules and each other: a `Report`."""
        return verify(self)

    def _next(self, entries):
        """The block that would come after the agreed chain, signed by nobody yet."""
        number, previous = self._agreed_end()
        return Block(
            number=number + 1,
            previous=previous,
            moment=self.clock.now.isoformat(),
            members=list(self.members),
            entries=list(entries),
            endorsements={},
        )

    def _agreed_end(self):
        """Where the agreed chain ends: its last block's number and hash.

        Where all copies end alike, their ends tell it. Else all blocks are read, and
        who is behind is given the later ones.
        """
        ends = {member.end() for member in self.reachable()}
        if len(ends) == 1:
            return ends.pop()
        agreed = self.catch_up()
        return (len(agreed), agreed[-1].hash) if agreed else (0, NOTHING_BEFORE)

    def _signed(self, block, signers):
        """The block, endorsed by the signers alone, with its hash."""
        content = block.content()
        signatures = {member.name: member.sign(content) for member in signers}
        return replace(block, endorsements=signatures).sealed()

    # -- trying to cheat ---------------------------------------------------------------

    def tamper(self, name, number, **changes):
        """Change the first entry of a block in one member's copy, and nothing else."""
        chain = self.copy(name)
        place = _place(chain, number)
        chain[place] = _altered(chain[place], changes)

    def rewrite(self, names, number, **changes):
        """Change an entry in several members' copies and hide it as well as they can.

        They compute that block and all later ones anew and sign them. They cannot sign
        for the others.
        """
        cheats = [self._member(name) for name in names]
        starts = [
            (
                place := _place(cheat.chain, number),
                _altered(cheat.chain[place], changes),
            )
            for cheat in cheats
        ]
        for cheat, (place, altered) in zip(cheats, starts):
            chain = cheat.chain
            chain[place] = altered
            for at in range(place, len(chain)):
                before = chain[at - 1].hash if at else NOTHING_BEFORE
                block = replace(chain[at], previous=before)
                signers = [each for each in cheats if each.name in block.members]
                chain[at] = self._signed(block, signers)


def refused(earlier, entries, rules):
    """The first reason why the rules refuse one of the entries, or ""."""
    earlier = list(earlier)
    for entry in entries:
        reason = rules(earlier, entry)
        if reason:
            return reason
        earlier.append(entry)
    return ""


def _check_plain(entry):
    """Raise TypeError unless an entry is a dict that reads back from JSON as it is."""
    try:
        written = json.dumps(entry, allow_nan=False)
        is_plain = isinstance(entry, dict) and json.loads(written) == entry
    except (TypeError, ValueError):
        is_plain = False
    if not is_plain:
        raise TypeError(
            "An entry is a dict of plain values (text, numbers, truth values, None, "
            f"lists and dicts of them); got {entry!r}."
        )


def _place(chain, number):
    """Where in a copy the block of a number stands."""
    wanted = by_number(chain).get(number)
    if wanted is None:
        raise ValueError(f"The copy has no block {number}; it has {len(chain)} blocks.")
    return next(place for place, block in enumerate(chain) if block is wanted)


def _altered(block, changes):
    _check_plain(changes)
    first, *others = block.entries
    return replace(block, entries=[first | changes, *others])
