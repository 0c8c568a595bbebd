"""Commands on lists: elements in order, pushed and popped at both ends."""

from itertools import islice

from .command import (
    NO_SUCH_KEY,
    SYNTAX,
    Refused,
    command,
    integer,
    positive,
    wrong_number,
)
from .values import ELEMENT, List

NONE = List()
OUT_OF_RANGE = "ERR index out of range"


@command("LPUSH", -3, grows=True)
def lpush(db, key, *elements):
    return _push(db, key, elements, left=True)


@command("RPUSH", -3, grows=True)
def rpush(db, key, *elements):
    return _push(db, key, elements, left=False)


@command("LPUSHX", -3, grows=True)
def lpushx(db, key, *elements):
    return _push(db, key, elements, left=True) if db.find(key, List) else 0


@command("RPUSHX", -3, grows=True)
def rpushx(db, key, *elements):
    return _push(db, key, elements, left=False) if db.find(key, List) else 0


def _push(db, key, elements, left):
    items = db.open(key, List)
    before = items.size
    for element in elements:
        items.push(element, left)
    db.changed(key, before)
    return len(items)


@command("LPOP", -2, writes=True)
def lpop(db, key, *count):
    return _pop(db, key, count, "lpop", left=True)


@command("RPOP", -2, writes=True)
def rpop(db, key, *count):
    return _pop(db, key, count, "rpop", left=False)


def _pop(db, key, count, name, left):
    """One element, or a list of up to `count`; None when there is no list."""
    if len(count) > 1:
        raise wrong_number(name)
    most = positive(count[0]) if count else 1
    items = db.find(key, List)
    if items is None:
        return None
    before = items.size
    taken = [items.take(left) for _ in range(min(most, len(items)))]
    if taken:
        db.changed(key, before)
    return taken if count else taken[0]


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


@command("LINDEX", 3)
def lindex(db, key, index):
    items = db.read(key, List)
    index = integer(index) if items is not None else 0
    return items[index] if items and -len(items) <= index < len(items) else None


@command("LSET", 4, grows=True)
def lset(db, key, index, element):
    items = db.find(key, List)
    if items is None:
        raise Refused(NO_SUCH_KEY)
    index = integer(index)
    if not -len(items) <= index < len(items):
        raise Refused(OUT_OF_RANGE)
    before = items.size
    items.size += len(element) - len(items[index])
    items[index] = element
    db.changed(key, before)
    return "OK"


@command("LREM", 4, writes=True)
def lrem(db, key, count, element):
    """Remove an element so many times, from the right when negative, always when 0."""
    count = integer(count)
    items = db.find(key, List)
    if items is None:
        return 0
    ordered = list(items) if count >= 0 else list(items)[::-1]
    most, kept = abs(count) or len(ordered), []
    for each in ordered:
        if each == element and most:
            most -= 1
        else:
            kept.append(each)
    gone = len(ordered) - len(kept)
    if gone:
        _replace(db, key, items, kept if count >= 0 else kept[::-1])
    return gone


@command("LTRIM", 4, writes=True)
def ltrim(db, key, first, last):
    first, last = integer(first), integer(last)
    items = db.find(key, List)
    kept = list(islice(items or NONE, *span(first, last, len(items or NONE))))
    if items is not None and len(kept) < len(items):
        _replace(db, key, items, kept)
    return "OK"


def _replace(db, key, items, elements):
    before = items.size
    items.replace(elements)
    db.changed(key, before)


@command("LINSERT", 5, grows=True)
def linsert(db, key, where, pivot, element):
    """The new length; -1 when the pivot is not there, 0 when there is no list."""
    if where.upper() not in (b"BEFORE", b"AFTER"):
        raise Refused(SYNTAX)
    items = db.find(key, List)
    if items is None:
        return 0
    if pivot not in items:
        return -1
    before = items.size
    items.insert(items.index(pivot) + (where.upper() == b"AFTER"), element)
    items.size += ELEMENT + len(element)
    db.changed(key, before)
    return len(items)


@command("LMOVE", 5, grows=True)
def lmove(db, source, target, where_from, where_to):
    ends = {b"LEFT": True, b"RIGHT": False}
    if not {where_from.upper(), where_to.upper()} <= ends.keys():
        raise Refused(SYNTAX)
    items = db.find(source, List)
    if items is None:
        return None
    db.find(target, List)
    if source == target:  # not emptied in between, so that its deadline stays
        element = items.take(ends[where_from.upper()])
        items.push(element, ends[where_to.upper()])
        db.changed(key=source, before=items.size)
        return element
    element = _pop(db, source, (), "lmove", ends[where_from.upper()])
    _push(db, target, (element,), ends[where_to.upper()])
    return element


@command("RPOPLPUSH", 3, grows=True)
def rpoplpush(db, source, target):
    return lmove(db, source, target, b"RIGHT", b"LEFT")


@command("LPOS", -3)
def lpos(db, key, element, *options):
    """LPOS key element [RANK n] [COUNT n] [MAXLEN n]"""
    rank, count, most = _lpos_options(options)
    items = list(db.read(key, List) or NONE)
    places = range(len(items)) if rank > 0 else range(len(items) - 1, -1, -1)
    looked_at = places[:most] if most else places
    found = [at for at in looked_at if items[at] == element][abs(rank) - 1 :]
    if count is None:
        return found[0] if found else None
    return found[:count] if count else found


def _lpos_options(options):
    rank, count, most = 1, None, 0
    for name, argument in zip(options[::2], options[1::2], strict=False):
        if name.upper() == b"RANK":
            rank = integer(argument)
            if rank == 0:
                raise Refused(
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 "
                    "from the second ... or use negative to start from the end of the "
                    "list"
                )
        elif name.upper() == b"COUNT":
            count = positive(argument, "ERR COUNT can't be negative")
        elif name.upper() == b"MAXLEN":
            most = positive(argument, "ERR MAXLEN can't be negative")
        else:
            raise Refused(SYNTAX)
    if len(options) % 2:
        raise Refused(SYNTAX)
    return rank, count, most
