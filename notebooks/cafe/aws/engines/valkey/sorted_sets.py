"""Commands on sorted sets: members with a score, in the order of their scores."""

from bisect import bisect_left, bisect_right
from math import isnan
from operator import itemgetter

from .command import SYNTAX, Refused, command, integer, number, written
from .lists import span
from .values import SortedSet

NONE = SortedSet()
NOT_A_BOUND = "ERR min or max is not a float"


# -- adding and removing --------------------------------------------------------------


@command("ZADD", -4, grows=True)
def zadd(db, key, *pairs):
    """ZADD key score member [score member …]"""
    if len(pairs) % 2:
        raise Refused(SYNTAX)
    scores = [number(score) for score in pairs[::2]]
    members = db.open(key, SortedSet)
    before = members.size
    new = sum(map(members.put, pairs[1::2], scores))
    db.changed(key, before)
    return new


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
    found = members.order[first:last]
    return _flat(found[::-1] if reverse else found, with_scores)


@command("ZRANGEBYSCORE", -4)
def zrangebyscore(db, key, low, high, *options):
    """ZRANGEBYSCORE key min max [WITHSCORES]"""
    asked = {option.upper() for option in options}
    if not asked <= {b"WITHSCORES"}:
        raise Refused(SYNTAX)
    (least, is_above), (most, is_below) = _bound(low), _bound(high)
    order = (db.read(key, SortedSet) or NONE).order
    first, last = _place(order, least, is_above), _place(order, most, not is_below)
    return _flat(order[first:last], bool(asked))


def _place(order, score, after):
    """Where a score's pairs begin in the order, or `after` them."""
    return (bisect_right if after else bisect_left)(order, score, key=itemgetter(0))


def _bound(text):
    """(score, whether it is outside) of a bound, written 1.5 or (1.5."""
    score = number(text.removeprefix(b"(") or b"0", NOT_A_BOUND, may_be_too_large=True)
    return score, text[:1] == b"("


def _flat(pairs, with_scores):
    if with_scores:
        return [part for score, member in pairs for part in (member, written(score))]
    return [member for _, member in pairs]
