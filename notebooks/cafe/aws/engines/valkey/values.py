"""The types of values, each of which knows how much memory it takes.

Memory is counted in a simple way, so that one can check it by hand: the bytes of what
was stored, and a fixed amount for each thing that holds them.
"""

from bisect import bisect_left, insort
from collections import deque

KEY = 64  # bytes for a key, beside its name and its value
DEADLINE = 32  # bytes for a key's deadline
ELEMENT = 32  # bytes for an element of a collection, beside its contents
SCORE = 16  # bytes for the score of a member


def size_of(value):
    """The bytes that a value takes."""
    return len(value) if type(value) is bytes else value.size


class Hash(dict):
    """Fields and their values."""

    size = 0

    def put(self, field, value):
        """Set a field; whether it is new."""
        old = self.get(field)
        if old is None:
            self.size += ELEMENT + len(field) + len(value)
        else:
            self.size += len(value) - len(old)
        self[field] = value
        return old is None

    def drop(self, field):
        """Remove a field; whether it was there."""
        value = self.pop(field, None)
        if value is None:
            return False
        self.size -= ELEMENT + len(field) + len(value)
        return True


class Set(set):
    """Members without an order."""

    size = 0

    def put(self, member):
        """Add a member; whether it is new."""
        if member in self:
            return False
        self.size += ELEMENT + len(member)
        self.add(member)
        return True

    def drop(self, member):
        """Remove a member; whether it was there."""
        if member not in self:
            return False
        self.size -= ELEMENT + len(member)
        self.remove(member)
        return True


class List(deque):
    """Elements in order, quick at both ends."""

    size = 0

    def push(self, element, left):
        self.size += ELEMENT + len(element)
        (self.appendleft if left else self.append)(element)

    def take(self, left):
        element = self.popleft() if left else self.pop()
        self.size -= ELEMENT + len(element)
        return element


class SortedSet(dict):
    """Members with a score each.

    A write notes who has moved; the order is made up when one asks for it. So a write
    takes the same time however many members there are.
    """

    size = 0

    def __init__(self):
        super().__init__()
        self._order = []
        self._moved = {}  # {member: its score in `_order`, None if it is not there}

    @property
    def order(self):
        """The (score, member) pairs, a list. (Valkey keeps a skip list.)"""
        if len(self._moved) * 8 > len(self):  # then to sort them all is quicker
            self._order = sorted(zip(self.values(), self))
        else:
            for member, score in self._moved.items():
                if score is not None:
                    del self._order[bisect_left(self._order, (score, member))]
                if member in self:
                    insort(self._order, (self[member], member))
        self._moved.clear()
        return self._order

    def put(self, member, score):
        """Set a member's score; whether the member is new."""
        old = self.get(member)
        if old is None:
            self.size += ELEMENT + SCORE + len(member)
        self._moved.setdefault(member, old)
        self[member] = score
        return old is None

    def drop(self, member):
        """Remove a member; whether it was there."""
        score = self.pop(member, None)
        if score is None:
            return False
        self.size -= ELEMENT + SCORE + len(member)
        self._moved.setdefault(member, score)
        return True

    def rank(self, member):
        """How many stand before a member."""
        return bisect_left(self.order, (self[member], member))


NAMES: dict[type, str] = {
    bytes: "string",
    Hash: "hash",
    Set: "set",
    List: "list",
    SortedSet: "zset",
}
