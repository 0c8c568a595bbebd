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
WITH_ARGUMENT = {"EX", "PX", "EXAT", "PXAT", "IFEQ"}
#: Options of SET and GETEX of which one at most may stand.
ONE_OF = (
    {"NX", "XX", "IFEQ"},
    {"EX", "PX", "EXAT", "PXAT", "KEEPTTL", "PERSIST"},
)


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
    asked = _options(options, WITH_ARGUMENT | {"NX", "XX", "GET", "KEEPTTL"})
    deadline = _deadline(db, asked, "set")
    old = db.read(key, bytes) if "GET" in asked else db.find(key)
    if not _is_refused(asked, old):
        db.put(key, value, keep_deadline="KEEPTTL" in asked)
        set_deadline(db, key, deadline)
        answer = "OK"
    else:
        answer = None
    return old if "GET" in asked else answer


def _is_refused(asked, old):
    if "IFEQ" in asked:
        if old is not None and type(old) is not bytes:
            raise Refused(WRONG_TYPE)
        return old != asked["IFEQ"]
    return ("NX" in asked and old is not None) or ("XX" in asked and old is None)


def _options(options, known):
    """The options that were given, each with its argument or True."""
    asked, rest = {}, list(options)
    while rest:
        name = rest.pop(0).upper().decode("latin-1")
        others = set().union(*(group for group in ONE_OF if name in group)) - {name}
        needs_one = name in WITH_ARGUMENT
        if name not in known or others & asked.keys() or (needs_one and not rest):
            raise Refused(SYNTAX)
        if needs_one and name in asked:
            raise Refused(SYNTAX)
        asked[name] = rest.pop(0) if needs_one else True
    return asked


def _deadline(db, asked, name):
    """The moment in ms that EX, PX, EXAT or PXAT asks for, or None."""
    for option in ("EX", "PX", "EXAT", "PXAT"):
        if option in asked:
            return moment(db, option, asked[option], name, positive=True)
    return None


@command("SETNX", 3, grows=True)
def setnx(db, key, value):
    return 1 if set_(db, key, value, b"NX") else 0


@command("SETEX", 4, grows=True)
def setex(db, key, seconds, value):
    return _set_until(db, key, moment(db, "EX", seconds, "setex", True), value)


@command("PSETEX", 4, grows=True)
def psetex(db, key, milliseconds, value):
    return _set_until(db, key, moment(db, "PX", milliseconds, "psetex", True), value)


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
    asked = _options(options, WITH_ARGUMENT - {"IFEQ"} | {"PERSIST"})
    deadline = _deadline(db, asked, "getex")
    value = db.read(key, bytes)
    if value is None:
        return None
    set_deadline(db, key, deadline)
    if "PERSIST" in asked:
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
