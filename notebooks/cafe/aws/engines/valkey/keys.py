"""Commands on keys of any type: is it there, delete, rename, list."""

import copy as python_copy
from zlib import crc32

from .command import NO_SUCH_KEY, SYNTAX, Refused, command, integer, matcher
from .values import NAMES

SMALL = 128  # elements of a collection that the server keeps in one piece


@command("EXISTS", -2)
def exists(db, *names):
    return sum(db.look(name) for name in names)


@command("TOUCH", -2)
def touch(db, *names):
    return sum(db.read(name) is not None for name in names)


@command("DEL", -2, writes=True)
def delete(db, *names):
    return sum(db.delete(name) for name in names)


@command("UNLINK", -2, writes=True)
def unlink(db, *names):
    """As DEL; the server frees the memory later, here there is nothing to free."""
    return delete(db, *names)


@command("TYPE", 2)
def type_(db, key):
    return NAMES[type(db.values[key])] if db.look(key) else "none"


@command("DBSIZE", 1)
def dbsize(db):
    """All keys, those included that are due and not yet removed."""
    return len(db.values)


@command("RANDOMKEY", 1)
def randomkey(db):
    names = db.all_keys()
    return db.random.choice(names) if names else None


@command("KEYS", 2)
def keys(db, pattern):
    matches = matcher(pattern)
    return [name for name in db.all_keys() if matches(name)]


@command("FLUSHDB", -1, writes=True)
def flushdb(db, *options):
    if len(options) > 1 or [o for o in options if o.upper() not in (b"ASYNC", b"SYNC")]:
        raise Refused(SYNTAX)
    db.clear()
    return "OK"


@command("FLUSHALL", -1, writes=True)
def flushall(db, *options):
    return flushdb(db, *options)


@command("RENAME", 3, writes=True)
def rename(db, old, new):
    _move(db, old, new, replace=True)
    return "OK"


@command("RENAMENX", 3, writes=True)
def renamenx(db, old, new):
    return int(_move(db, old, new, replace=False))


def _move(db, old, new, replace):
    value = db.find(old)
    if value is None:
        raise Refused(NO_SUCH_KEY)
    if old == new:
        return replace
    if db.find(new) is not None and not replace:
        return False
    deadline = db.deadlines.get(old)
    db.delete(old)
    _put(db, new, value, deadline)
    return True


def _put(db, key, value, deadline):
    db.put(key, value)
    if deadline is not None:
        db.expire_at(key, deadline)


@command("COPY", -3, grows=True)
def copy(db, source, target, *options):
    replace = [option.upper() for option in options] == [b"REPLACE"]
    if options and not replace:
        raise Refused(SYNTAX)
    if source == target:
        raise Refused("ERR source and destination objects are the same")
    value = db.read(source)
    if value is None or (db.find(target) is not None and not replace):
        return 0
    _put(db, target, python_copy.deepcopy(value), db.deadlines.get(source))
    return 1


# -- going through many, a few at a time ----------------------------------------------


@command("SCAN", -2)
def scan(db, cursor, *options):
    """SCAN cursor [MATCH pattern] [COUNT n] [TYPE name]"""
    cursor = cursor_of(cursor)
    asked = scan_options(options, (b"MATCH", b"COUNT", b"TYPE"))
    wanted = asked.get(b"TYPE", b"").lower().decode("utf-8", "replace")
    if b"TYPE" in asked and wanted not in NAMES.values():
        raise Refused(f"ERR unknown type name '{wanted}'")
    next_cursor, found = step(db.all_keys(), cursor, asked)
    if wanted:
        found = [k for k in found if NAMES[type(db.values[k])] == wanted]
    return [b"%d" % next_cursor, found]


def cursor_of(text):
    if not text.isdigit() or int(text) >= 2**64:
        raise Refused("ERR invalid cursor")
    return int(text)


def scan_options(options, known):
    """MATCH, COUNT and more, each with its argument."""
    asked = {}
    for at in range(0, len(options), 2):
        name, argument = options[at].upper(), options[at + 1 : at + 2]
        if name not in known or not argument:
            raise Refused(SYNTAX)
        asked[name] = argument[0]
        if name == b"COUNT" and integer(argument[0]) < 1:
            raise Refused(SYNTAX)
    return asked


def few(collection, cursor, asked):
    """As `step`, through a collection; a small one is given as a whole."""
    if len(collection) <= SMALL:
        cursor, asked = 0, asked | {b"COUNT": b"%d" % SMALL}
    return step(collection, cursor, asked)


def step(names, cursor, asked):
    """The next cursor and the names of one step.

    The names are gone through by their checksum, and the cursor is the checksum to go
    on with: so a name that is there all the time is met exactly once, whatever is
    added or removed between two steps. (Valkey's order is the table's own, without
    looking at all names for each step.)
    """
    count = int(asked.get(b"COUNT", b"10"))
    left = sorted((crc32(name), name) for name in names if crc32(name) >= cursor)
    if not left:
        return 0, []
    last = left[:count][-1][0]
    found = [name for checksum, name in left if checksum <= last]
    next_cursor = last + 1 if len(found) < len(left) else 0
    matches = matcher(asked.get(b"MATCH", b"*"))
    return next_cursor, [name for name in found if matches(name)]
