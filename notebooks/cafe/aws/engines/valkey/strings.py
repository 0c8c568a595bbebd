"""Commands on strings, and on strings that hold a number."""

from .command import (
    LARGEST,
    OVERFLOW,
    SMALLEST,
    SYNTAX,
    Refused,
    command,
    integer,
    wrong_number,
)
from .expiry import after

#: The options with an argument, and what that counts, in ms.
UNITS = {b"EX": 1000, b"PX": 1}
#: The options of SET, each with those that may not stand beside it.
RIVALS = {
    b"NX": {b"XX"},
    b"XX": {b"NX"},
    b"EX": {b"EX", b"PX", b"KEEPTTL"},
    b"PX": {b"EX", b"PX", b"KEEPTTL"},
    b"KEEPTTL": {b"EX", b"PX"},
}


# -- set and get ----------------------------------------------------------------------


@command("GET", 2)
def get(db, key):
    return db.read(key, bytes)


@command("SET", -3, grows=True)
def set_(db, key, value, *options):
    """SET key value [NX | XX] [EX seconds | PX milliseconds | KEEPTTL]"""
    if not options:
        db.put(key, value)
        return "OK"
    asked = _options(options)
    deadline = None
    for option in UNITS.keys() & asked:
        deadline = _in_future(db, asked[option], "set", UNITS[option])
    if b"NX" in asked if db.find(key) is not None else b"XX" in asked:
        return None
    db.put(key, value, keep_deadline=b"KEEPTTL" in asked)
    if deadline is not None:
        db.expire_at(key, deadline)
    return "OK"


def _options(options):
    """The options that were given, each with its argument or True."""
    asked, rest = {}, iter(options)
    for option in rest:
        name = option.upper()
        if name not in RIVALS or not asked.keys().isdisjoint(RIVALS[name]):
            raise Refused(SYNTAX)
        asked[name] = next(rest, None) if name in UNITS else True
        if asked[name] is None:
            raise Refused(SYNTAX)
    return asked


def _in_future(db, time, name, unit=1000):
    """As `after`, for a time that has to be more than 0."""
    deadline = after(db, time, name, unit)
    if deadline <= db.now:
        raise Refused(f"ERR invalid expire time in '{name}' command")
    return deadline


@command("SETEX", 4, grows=True)
def setex(db, key, seconds, value):
    deadline = _in_future(db, seconds, "setex")
    db.put(key, value)
    db.expire_at(key, deadline)
    return "OK"


@command("MGET", -2)
def mget(db, *names):
    found = (db.read(name) for name in names)
    return [value if type(value) is bytes else None for value in found]


@command("MSET", -3, grows=True)
def mset(db, *pairs):
    if len(pairs) % 2:
        raise wrong_number("mset")
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        db.put(key, value)
    return "OK"


# -- numbers --------------------------------------------------------------------------


@command("INCR", 2, grows=True)
def incr(db, key):
    return _add(db, key, 1)


@command("DECR", 2, grows=True)
def decr(db, key):
    return _add(db, key, -1)


@command("INCRBY", 3, grows=True)
def incrby(db, key, amount):
    return _add(db, key, integer(amount))


@command("DECRBY", 3, grows=True)
def decrby(db, key, amount):
    amount = integer(amount)
    if amount == SMALLEST:
        raise Refused("ERR decrement would overflow")
    return _add(db, key, -amount)


def _add(db, key, amount):
    value = db.find(key, bytes)
    total = integer(b"0" if value is None else value) + amount
    if not SMALLEST <= total <= LARGEST:
        raise Refused(OVERFLOW)
    db.put(key, b"%d" % total, keep_deadline=True)
    return total
