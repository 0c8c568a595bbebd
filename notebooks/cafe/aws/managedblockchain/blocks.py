"""One block of a chain, its two digests, and how a copy of a chain is read."""

import hashlib
import json
from dataclasses import dataclass, replace

NOTHING_BEFORE = "0" * 64
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def digest(value):
    """The SHA-256 of a value, as 64 hexadecimal digits.

    The value is written as canonical JSON first (keys sorted, no spaces), so that
    equal values have equal digests.
    """
    return hashlib.sha256(CANONICAL.encode(value).encode()).hexdigest()


@dataclass(frozen=True, repr=False)
class Block:
    """One block. `moment` is ISO 8601 text, `members` all who were asked to endorse,
    `endorsements` the signature of each one that did."""

    number: int
    previous: str
    moment: str
    members: list
    entries: list
    endorsements: dict
    hash: str = ""

    def __repr__(self):
        entries = "; ".join(map(str, self.entries))
        return (
            f"Block {self.number}, after {self.previous[:8]}: {entries}; endorsed by "
            f"{', '.join(self.endorsements)}; hash {self.hash[:8]}"
        )

    def content(self):
        """The digest of what the block says, which the members sign."""
        return digest(
            [self.number, self.previous, self.moment, self.members, self.entries]
        )

    def computed(self):
        """The hash that the block should have: of what it says and the signatures."""
        return digest([self.content(), self.endorsements])

    def sealed(self):
        """The block with the hash that it should have."""
        return replace(self, hash=self.computed())

    def is_whole(self):
        """Whether the hash that is written in the block is the one it should have."""
        return self.hash == self.computed()


def majority(members):
    """How many of so many members are more than half."""
    return members // 2 + 1


def entries_of(chain):
    """All entries of some blocks, in their order."""
    return [entry for block in chain for entry in block.entries]


def numbered(chain):
    """(number, block) of each block of a copy.

    A block whose hash does not fit may lie about its number; then its place counts.
    """
    expected = 1
    for block in chain:
        number = block.number if block.is_whole() else expected
        yield number, block
        expected = number + 1


def by_number(chain):
    """{number: block} of a copy; the first one where a number comes twice."""
    found = {}
    for number, block in numbered(chain):
        found.setdefault(number, block)
    return found
