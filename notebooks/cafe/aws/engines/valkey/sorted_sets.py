"""Commands on sorted sets: members with a score, in the order of their scores."""

from math import isnan

from .command import SYNTAX, Refused, command, integer, number, written
from .lists import span
from .values import SortedSet

NONE = SortedSet()
NOT_A_BOUND = "ERR min or max is not a float"


# -- adding and removing --------------------------------------------------------------


@command("ZADD", -4, grows=True)
def zadd(db, key, *arguments):
    """ZADD key [NX | XX] score member [score member …]"""
    flags, pairs = _zadd_arguments(arguments)
    scores = [number(score) for score in pairs[::2]]
    members = db.find(key, SortedSet)
    if members is None:
        if b"XX" in flags:
            return 0
        members = db.open(key, SortedSet)
    before, new = members.size, 0
    for score, member in zip(scores, pairs[1::2], strict=True):
        if not flags or (b"NX" if member in members else b"XX") not in flags:
            new += members.put(member, score)
    db.changed(key, before)
    return new


def _zadd_arguments(arguments):
    flags, pairs = set(), list(arguments)
    while pairs and pairs[0].upper() in (b"NX", b"XX"):
        flags.add(pairs.pop(0).upper())
    if not pairs or len(pairs) % 2:
        raise Refused(SYNTAX)
    if len(flags) > 1:
        raise Refused("ERR XX and NX options at the same time are not compatible")
    return flags, pairs


@command("ZINCRBY", 4, grows=True)
def zincrby(db, key, amount, member):
    """Add to a member's score, which is 0 when there is none; the new score."""
    score = number(amount) + (db.find(key, SortedSet) or NONE).get(member, 0)
    if isnan(score):
        raise Refused("ERR resulting score is not a number (NaN)")
    members = db.open(key, SortedSet)
    before = members.size
    members.put(member, score)
    db.changed(key, before)
    return written(score)


@command("ZREM", -3, writes=True)
def zrem(db, key, *members):
    return db.drop(key, SortedSet, members)


# -- one member -----------------------------------------------------------------------


@command("ZSCORE", 3)
def zscore(db, key, member):
    score = (db.read(key, SortedSet) or NONE).get(member)
    return None if score is None else written(score)


@command("ZCARD", 2)
def zcard(db, key):
    return len(db.read(key, SortedSet) or NONE)


@command("ZRANK", 3)
def zrank(db, key, member):
    """How many stand before a member, from the lowest score; None without it."""
    members = db.read(key, SortedSet) or NONE
    return members.rank(member) if member in members else None


@command("ZREVRANK", 3)
def zrevrank(db, key, member):
    members = db.read(key, SortedSet) or NONE
    return len(members) - 1 - members.rank(member) if member in members else None


# -- ranges ---------------------------------------------------------------------------


@command("ZRANGE", -4)
def zrange(db, key, first, last, *options):
    """ZRANGE key start stop [REV] [WITHSCORES]"""
    asked = {option.upper() for option in options}
    if not asked <= {b"REV", b"WITHSCORES"}:
        raise Refused(SYNTAX)
    return _by_rank(db, key, first, last, b"REV" in asked, b"WITHSCORES" in asked)


@command("ZREVRANGE", -4)
def zrevrange(db, key, first, last, *options):
    """ZREVRANGE key start stop [WITHSCORES]"""
    asked = {option.upper() for option in options}
    if not asked <= {b"WITHSCORES"}:
        raise Refused(SYNTAX)
    return _by_rank(db, key, first, last, True, bool(asked))


def _by_rank(db, key, first, last, reverse, with_scores):
    first, last = integer(first), integer(last)
    members = db.read(key, SortedSet) or NONE
    first, last = span(first, last, len(members))
    if reverse:
        first, last = len(members) - last, len(members) - first
    found = members.order.between(first, last)
    return _flat(found[::-1] if reverse else found, with_scores)


@command("ZRANGEBYSCORE", -4)
def zrangebyscore(db, key, low, high, *options):
    """ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]"""
    with_scores, offset, count = _range_options(options)
    bounds = _bound(low), _bound(high)
    members = db.read(key, SortedSet) or NONE
    first, last = _between(members, *bounds)
    if offset < 0:
        return []
    first += offset
    last = min(last, first + count) if count >= 0 else last
    return _flat(members.order.between(first, last), with_scores)


def _range_options(options):
    """(whether WITHSCORES stands there, LIMIT's offset, its count: -1 for all)"""
    with_scores, offset, count, rest = False, 0, -1, list(options)
    while rest:
        option = rest.pop(0).upper()
        if option == b"WITHSCORES":
            with_scores = True
        elif option == b"LIMIT" and len(rest) > 1:
            offset, count = integer(rest.pop(0)), integer(rest.pop(0))
        else:
            raise Refused(SYNTAX)
    return with_scores, offset, count


@command("ZCOUNT", 4)
def zcount(db, key, low, high):
    bounds = _bound(low), _bound(high)
    first, last = _between(db.read(key, SortedSet) or NONE, *bounds)
    return max(last - first, 0)


def _bound(text):
    """(score, whether it is outside) of a bound, written 1.5 or (1.5."""
    score = number(text.removeprefix(b"(") or b"0", NOT_A_BOUND, may_be_too_large=True)
    return score, text[:1] == b"("


def _between(members, low, high):
    """The ranks between two bounds, as the bounds of a slice."""
    score, is_outside = low
    first = members.order.count_below(score, or_equal=is_outside)
    score, is_outside = high
    return first, members.order.count_below(score, or_equal=not is_outside)


def _flat(pairs, with_scores):
    if with_scores:
        return [part for score, member in pairs for part in (member, written(score))]
    return [member for _, member in pairs]
