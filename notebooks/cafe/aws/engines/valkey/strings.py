"""Commands on strings, and on strings that hold a number."""

from .command import (
    LARGEST,
    SMALLEST,
    SYNTAX,
    WRONG_TYPE,
    Refused,
    add_floats,
    command,
    integer,
    long_double,
    wrong_number,
)
from .expiry import moment, set_deadline

LONGEST = 512 * 1024 * 1024
TOO_LONG = "ERR string exceeds maximum allowed size (proto-max-bulk-len)"
OVERFLOW = "ERR increment or decrement would overflow"
WITH_ARGUMENT = {b"EX", b"PX", b"EXAT", b"PXAT", b"IFEQ"}
SET_OPTIONS = WITH_ARGUMENT | {b"NX", b"XX", b"GET", b"KEEPTTL"}
GETEX_OPTIONS = WITH_ARGUMENT - {b"IFEQ"} | {b"PERSIST"}
#: Options of which one at most may stand: option -> the others.
RIVALS = {
    option: group - {option}
    for group in (
        {b"NX", b"XX", b"IFEQ"},
        {b"EX", b"PX", b"EXAT", b"PXAT", b"KEEPTTL", b"PERSIST"},
    )
    for option in group
}


# -- set and get ----------------------------------------------------------------------


@command("GET", 2)
def get(db, key):
    return db.read(key, bytes)


@command("SET", -3, grows=True)
def set_(db, key, value, *options):
    """SET key value [NX | XX | IFEQ v] [GET] [EX s | PX ms | EXAT s | PXAT ms |
    KEEPTTL]"""
    if not options:
        db.put(key, value)
        return "OK"
    asked = _options(options, SET_OPTIONS)
    deadline = _deadline(db, asked, "set")
    old = db.read(key, bytes) if b"GET" in asked else db.find(key)
    is_refused = _is_refused(asked, old)
    if not is_refused:
        db.put(key, value, keep_deadline=b"KEEPTTL" in asked)
        set_deadline(db, key, deadline)
    if b"GET" in asked:
        return old
    return None if is_refused else "OK"


def _is_refused(asked, old):
    if b"IFEQ" in asked:
        if old is not None and type(old) is not bytes:
            raise Refused(WRONG_TYPE)
        return old != asked[b"IFEQ"]
    return (b"NX" in asked and old is not None) or (b"XX" in asked and old is None)


def _options(options, known):
    """The options that were given, each with its argument or True."""
    asked, rest = {}, iter(options)
    for option in rest:
        name = option.upper()
        if name not in known or not asked.keys().isdisjoint(RIVALS.get(name, ())):
            raise Refused(SYNTAX)
        argument = True
        if name in WITH_ARGUMENT:
            argument = next(rest, None)
            if argument is None or name in asked:
                raise Refused(SYNTAX)
        asked[name] = argument
    return asked


def _deadline(db, asked, name):
    """The moment in ms that EX, PX, EXAT or PXAT asks for, or None."""
    for option in (b"EX", b"PX", b"EXAT", b"PXAT"):
        if option in asked:
            return moment(db, option, asked[option], name, positive=True)
    return None


@command("SETNX", 3, grows=True)
def setnx(db, key, value):
    return 1 if set_(db, key, value, b"NX") else 0


@command("SETEX", 4, grows=True)
def setex(db, key, seconds, value):
    return _set_until(db, key, moment(db, b"EX", seconds, "setex", True), value)


@command("PSETEX", 4, grows=True)
def psetex(db, key, milliseconds, value):
    return _set_until(db, key, moment(db, b"PX", milliseconds, "psetex", True), value)


def _set_until(db, key, deadline, value):
    db.put(key, value)
    set_deadline(db, key, deadline)
    return "OK"


@command("GETSET", 3, grows=True)
def getset(db, key, value):
    old = db.read(key, bytes)
    db.put(key, value)
    return old


@command("GETDEL", 2, writes=True)
def getdel(db, key):
    old = db.read(key, bytes)
    db.delete(key)
    return old


@command("GETEX", -2, writes=True)
def getex(db, key, *options):
    asked = _options(options, GETEX_OPTIONS)
    deadline = _deadline(db, asked, "getex")
    value = db.read(key, bytes)
    if value is None:
        return None
    set_deadline(db, key, deadline)
    if b"PERSIST" in asked:
        db.persist(key)
    return value


@command("MGET", -2)
def mget(db, *names):
    found = (db.read(name) for name in names)
    return [value if type(value) is bytes else None for value in found]


@command("MSET", -3, grows=True)
def mset(db, *pairs):
    _check_pairs(pairs, "mset")
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        db.put(key, value)
    return "OK"


@command("MSETNX", -3, grows=True)
def msetnx(db, *pairs):
    _check_pairs(pairs, "msetnx")
    if any(db.find(key) is not None for key in pairs[::2]):
        return 0
    mset(db, *pairs)
    return 1


def _check_pairs(pairs, name):
    if len(pairs) % 2:
        raise wrong_number(name)


# -- parts of a string ----------------------------------------------------------------


@command("STRLEN", 2)
def strlen(db, key):
    return len(db.read(key, bytes) or b"")


@command("APPEND", 3, grows=True)
def append(db, key, tail):
    return _store(db, key, (db.find(key, bytes) or b"") + tail)


@command("GETRANGE", 4)
def getrange(db, key, first, last):
    first, last = integer(first), integer(last)
    value = db.read(key, bytes) or b""
    if first < 0 and last < 0 and first > last:
        return b""
    first = max(first + len(value), 0) if first < 0 else first
    last = max(last + len(value), 0) if last < 0 else last
    return value[first : last + 1]


@command("SUBSTR", 4)
def substr(db, key, first, last):
    return getrange(db, key, first, last)


@command("SETRANGE", 4, grows=True)
def setrange(db, key, offset, part):
    offset = integer(offset)
    if offset < 0:
        raise Refused("ERR offset is out of range")
    value = db.find(key, bytes)
    if not part:
        return len(value or b"")
    value = (value or b"").ljust(offset, b"\0")
    return _store(db, key, value[:offset] + part + value[offset + len(part) :])


def _store(db, key, value):
    if len(value) > LONGEST:
        raise Refused(TOO_LONG)
    db.put(key, value, keep_deadline=True)
    return len(value)


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


@command("INCRBYFLOAT", 3, grows=True)
def incrbyfloat(db, key, amount):
    value = db.find(key, bytes)
    old = long_double(b"0" if value is None else value)
    total = add_floats(old, long_double(amount))
    db.put(key, total, keep_deadline=True)
    return total
