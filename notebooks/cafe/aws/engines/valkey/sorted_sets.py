"""Commands on sorted sets: members with a score, in the order of their scores."""

from bisect import bisect_left, bisect_right
from math import isnan

from .command import (
    SYNTAX,
    Refused,
    command,
    integer,
    number,
    positive,
    written,
    wrong_number,
)
from .keys import cursor_of, few, scan_options
from .lists import span
from .values import SortedSet

NONE = SortedSet()
FLAGS = {b"NX", b"XX", b"GT", b"LT", b"CH", b"INCR"}
NOT_A_BOUND = "ERR min or max is not a float"
NOT_A_NAME = "ERR min or max not valid string range item"


# -- adding and removing --------------------------------------------------------------


@command("ZADD", -4, grows=True)
def zadd(db, key, *arguments):
    """ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member …"""
    flags, pairs = _zadd_arguments(arguments)
    scores = [number(score) for score in pairs[::2]]
    members = db.find(key, SortedSet)
    if members is None:
        if b"XX" in flags:
            return None if b"INCR" in flags else 0
        members = db.open(key, SortedSet)
    before, new, changed, score = members.size, 0, 0, None
    for wanted, member in zip(scores, pairs[1::2], strict=True):
        old = members.get(member)
        score = _new_score(old, wanted, flags)
        if score is not None and score != old:
            new += members.put(member, score)
            changed += 1
    db.changed(key, before)
    if b"INCR" in flags:
        return None if score is None else written(score)
    return changed if b"CH" in flags else new


def _zadd_arguments(arguments):
    flags, pairs = set(), list(arguments)
    while pairs and pairs[0].upper() in FLAGS:
        flags.add(pairs.pop(0).upper())
    if not pairs or len(pairs) % 2:
        raise Refused(SYNTAX)
    if {b"NX", b"XX"} <= flags:
        raise Refused("ERR XX and NX options at the same time are not compatible")
    if len(flags & {b"GT", b"LT", b"NX"}) > 1:
        raise Refused(
            "ERR GT, LT, and/or NX options at the same time are not compatible"
        )
    if b"INCR" in flags and len(pairs) > 2:
        raise Refused("ERR INCR option supports a single increment-element pair")
    return flags, pairs


def _new_score(old, wanted, flags):
    """The score that a member gets, or None if it is to be left alone."""
    if old is None:
        return None if b"XX" in flags else wanted
    if b"NX" in flags:
        return None
    score = old + wanted if b"INCR" in flags else wanted
    if isnan(score):
        raise Refused("ERR resulting score is not a number (NaN)")
    if (b"GT" in flags and score <= old) or (b"LT" in flags and score >= old):
        return None
    return score


@command("ZINCRBY", 4, grows=True)
def zincrby(db, key, amount, member):
    return zadd(db, key, b"INCR", amount, member)


@command("ZREM", -3, writes=True)
def zrem(db, key, *names):
    members = db.find(key, SortedSet)
    return 0 if members is None else _drop(db, key, members, names)


def _drop(db, key, members, names):
    before = members.size
    gone = sum(map(members.drop, names))
    if gone:
        db.changed(key, before)
    return gone


@command("ZPOPMIN", -2, writes=True)
def zpopmin(db, key, *count):
    return _pop(db, key, count, lowest=True)


@command("ZPOPMAX", -2, writes=True)
def zpopmax(db, key, *count):
    return _pop(db, key, count, lowest=False)


def _pop(db, key, count, lowest):
    if len(count) > 1:
        raise Refused(SYNTAX)
    most = positive(count[0]) if count else 1
    members = db.find(key, SortedSet)
    if members is None:
        return []
    ordered = members.order if lowest else members.order[::-1]
    taken = ordered[:most]
    _drop(db, key, members, [member for _, member in taken])
    return _flat(taken, with_scores=True)


@command("ZREMRANGEBYRANK", 4, writes=True)
def zremrangebyrank(db, key, first, last):
    first, last = integer(first), integer(last)
    members = db.find(key, SortedSet) or NONE
    found = members.order[slice(*span(first, last, len(members)))]
    return _drop(db, key, members, [member for _, member in found])


@command("ZREMRANGEBYSCORE", 4, writes=True)
def zremrangebyscore(db, key, low, high):
    bounds = _score_bounds(low, high)
    members = db.find(key, SortedSet) or NONE
    found = _between(members, *bounds)
    return _drop(db, key, members, [member for _, member in found])


# -- one member -----------------------------------------------------------------------


@command("ZSCORE", 3)
def zscore(db, key, member):
    return zmscore(db, key, member)[0]


@command("ZMSCORE", -3)
def zmscore(db, key, *names):
    members = db.read(key, SortedSet) or NONE
    return [written(members[name]) if name in members else None for name in names]


@command("ZCARD", 2)
def zcard(db, key):
    return len(db.read(key, SortedSet) or NONE)


@command("ZRANK", -3)
def zrank(db, key, member, *option):
    return _rank(db, key, member, option, "zrank", reverse=False)


@command("ZREVRANK", -3)
def zrevrank(db, key, member, *option):
    return _rank(db, key, member, option, "zrevrank", reverse=True)


def _rank(db, key, member, option, name, reverse):
    if len(option) > 1:
        raise wrong_number(name)
    if option and option[0].upper() != b"WITHSCORE":
        raise Refused(SYNTAX)
    members = db.read(key, SortedSet) or NONE
    if member not in members:
        return None
    rank = members.rank(member)
    rank = len(members) - 1 - rank if reverse else rank
    return [rank, written(members[member])] if option else rank


# -- ranges ---------------------------------------------------------------------------


@command("ZRANGE", -4)
def zrange(db, key, first, last, *options):
    """ZRANGE key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count]
    [WITHSCORES]"""
    by, reverse, limit, with_scores = _range_options(
        options, (b"BYSCORE", b"BYLEX", b"REV", b"LIMIT", b"WITHSCORES")
    )
    if limit and limit[1] != -1 and not by:
        raise Refused(
            "ERR syntax error, LIMIT is only supported in combination with either "
            "BYSCORE or BYLEX"
        )
    if with_scores and by == b"BYLEX":
        raise Refused(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX"
        )
    if by:
        low, high = (last, first) if reverse else (first, last)
        return _by_bounds(db, key, by, low, high, reverse, limit, with_scores)
    return _by_rank(db, key, first, last, reverse, with_scores)


@command("ZREVRANGE", -4)
def zrevrange(db, key, first, last, *options):
    with_scores = _range_options(options, (b"WITHSCORES",))[3]
    return _by_rank(db, key, first, last, True, with_scores)


@command("ZRANGEBYSCORE", -4)
def zrangebyscore(db, key, low, high, *options):
    _, _, limit, with_scores = _range_options(options, (b"WITHSCORES", b"LIMIT"))
    return _by_bounds(db, key, b"BYSCORE", low, high, False, limit, with_scores)


@command("ZREVRANGEBYSCORE", -4)
def zrevrangebyscore(db, key, high, low, *options):
    _, _, limit, with_scores = _range_options(options, (b"WITHSCORES", b"LIMIT"))
    return _by_bounds(db, key, b"BYSCORE", low, high, True, limit, with_scores)


@command("ZCOUNT", 4)
def zcount(db, key, low, high):
    bounds = _score_bounds(low, high)
    return len(_between(db.read(key, SortedSet) or NONE, *bounds))


def _range_options(options, known):
    """(BYSCORE, BYLEX or None; REV; (offset, count) or None; WITHSCORES)"""
    by, reverse, limit, with_scores = None, False, None, False
    rest = list(options)
    while rest:
        option = rest.pop(0).upper()
        if option not in known or (option == b"LIMIT" and len(rest) < 2):
            raise Refused(SYNTAX)
        if option == b"LIMIT":
            limit = integer(rest.pop(0)), integer(rest.pop(0))
        elif option == b"REV":
            reverse = True
        elif option == b"WITHSCORES":
            with_scores = True
        else:
            by = option
    return by, reverse, limit, with_scores


def _by_rank(db, key, first, last, reverse, with_scores):
    first, last = integer(first), integer(last)
    order = (db.read(key, SortedSet) or NONE).order
    first, last = span(first, last, len(order))
    if reverse:
        first, last = len(order) - last, len(order) - first
    found = order[first:last]
    return _flat(found[::-1] if reverse else found, with_scores)


def _by_bounds(db, key, by, low, high, reverse, limit, with_scores):
    if by == b"BYSCORE":
        bounds = _score_bounds(low, high)
        found = _between(db.read(key, SortedSet) or NONE, *bounds)
    else:
        low, high = _name_bound(low), _name_bound(high)
        found = _between_names(db.read(key, SortedSet) or NONE, low, high)
    if reverse:
        found = found[::-1]
    if limit:
        offset, count = limit
        found = found[offset:] if offset >= 0 else []
        found = found[:count] if count >= 0 else found
    return _flat(found, with_scores)


def _flat(pairs, with_scores):
    if with_scores:
        return [part for score, member in pairs for part in (member, written(score))]
    return [member for _, member in pairs]


def _score_bounds(low, high):
    """Each bound as (number, whether it is outside), written 1.5 or (1.5."""
    return [
        (_bound(bound.removeprefix(b"(") or b"0"), bound[:1] == b"(")
        for bound in (low, high)
    ]


def _bound(text):
    return number(text, NOT_A_BOUND, may_be_too_large=True)


def _between(members, low, high):
    """The pairs whose score lies between two bounds."""
    order, by_score = members.order, lambda pair: pair[0]
    start = (bisect_right if low[1] else bisect_left)(order, low[0], key=by_score)
    end = (bisect_left if high[1] else bisect_right)(order, high[0], key=by_score)
    return order[start:end]


def _name_bound(bound):
    """(rank, name, whether it is outside) of [name, (name, - or +."""
    if bound in (b"-", b"+"):
        return (-1 if bound == b"-" else 1), b"", False
    if bound[:1] not in (b"[", b"("):
        raise Refused(NOT_A_NAME)
    return 0, bound[1:], bound[:1] == b"("


def _between_names(members, low, high):
    """The pairs whose name lies between two bounds; all scores should be equal."""

    def is_inside(name):
        above = (0, name) > low[:2] or ((0, name) == low[:2] and not low[2])
        below = (0, name) < high[:2] or ((0, name) == high[:2] and not high[2])
        return above and below

    return [pair for pair in members.order if is_inside(pair[1])]


@command("ZSCAN", -3)
def zscan(db, key, cursor, *options):
    """ZSCAN key cursor [MATCH pattern] [COUNT n]"""
    cursor = cursor_of(cursor)
    asked = scan_options(options, (b"MATCH", b"COUNT"))
    members = db.read(key, SortedSet) or NONE
    following, names = few(members, cursor, asked)
    found = [part for name in names for part in (name, written(members[name]))]
    return [b"%d" % following, found]
