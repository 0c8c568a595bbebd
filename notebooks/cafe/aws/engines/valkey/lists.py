"""Commands on lists: elements in order, pushed and popped at both ends."""

from itertools import islice

from .command import command, integer
from .values import List

NONE = List()


@command("LPUSH", -3, grows=True)
def lpush(db, key, *elements):
    return _push(db, key, elements, left=True)


@command("RPUSH", -3, grows=True)
def rpush(db, key, *elements):
    return _push(db, key, elements, left=False)


def _push(db, key, elements, left):
    items = db.open(key, List)
    before = items.size
    for element in elements:
        items.push(element, left)
    db.changed(key, before)
    return len(items)


@command("LPOP", 2, writes=True)
def lpop(db, key):
    return _pop(db, key, left=True)


@command("RPOP", 2, writes=True)
def rpop(db, key):
    return _pop(db, key, left=False)


def _pop(db, key, left):
    """One element; None when there is no list."""
    items = db.find(key, List)
    if items is None:
        return None
    before = items.size
    element = items.take(left)
    db.changed(key, before)
    return element


@command("LLEN", 2)
def llen(db, key):
    return len(db.read(key, List) or NONE)


@command("LRANGE", 4)
def lrange(db, key, first, last):
    first, last = integer(first), integer(last)
    items = db.read(key, List) or NONE
    return list(islice(items, *span(first, last, len(items))))


def span(first, last, length):
    """Places that may count from the end, as the bounds of a slice."""
    first = max(first + length, 0) if first < 0 else min(first, length)
    last = last + length if last < 0 else last
    return first, max(min(last + 1, length), first)
