"""Commands on keys of any type: is it there, delete, list."""

from zlib import crc32

from .command import SYNTAX, Refused, command, integer, matcher
from .values import NAMES


@command("EXISTS", -2)
def exists(db, *names):
    return sum(db.look(name) for name in names)


@command("DEL", -2, writes=True)
def delete(db, *names):
    return sum(db.delete(name) for name in names)


@command("TYPE", 2)
def type_(db, key):
    return NAMES[type(db.values[key])] if db.look(key) else "none"


@command("DBSIZE", 1)
def dbsize(db):
    """All keys, those included that are due and not yet removed."""
    return len(db.values)


@command("KEYS", 2)
def keys(db, pattern):
    matches = matcher(pattern)
    return [name for name in db.all_keys() if matches(name)]


@command("FLUSHALL", 1, writes=True)
def flushall(db):
    db.clear()
    return "OK"


# -- going through many, a few at a time ----------------------------------------------


@command("SCAN", -2)
def scan(db, cursor, *options):
    """SCAN cursor [MATCH pattern] [COUNT number]

    The keys are gone through by their checksum, and the cursor is the checksum to go
    on with: so a key that is there all the time is met exactly once, whatever is
    added or removed between two steps. (Valkey's order is the table's own, without
    looking at all keys for each step.)
    """
    if not cursor.isdigit() or int(cursor) >= 2**64:
        raise Refused("ERR invalid cursor")
    pattern, count = _scan_options(options)
    left = sorted(
        (crc32(name), name) for name in db.all_keys() if crc32(name) >= int(cursor)
    )
    if not left:
        return [b"0", []]
    last = left[:count][-1][0]
    found = [name for checksum, name in left if checksum <= last]
    following = last + 1 if len(found) < len(left) else 0
    return [b"%d" % following, list(filter(matcher(pattern), found))]


def _scan_options(options):
    """The pattern after MATCH and the number after COUNT."""
    asked = {b"MATCH": b"*", b"COUNT": b"10"}
    for at in range(0, len(options), 2):
        name, argument = options[at].upper(), options[at + 1 : at + 2]
        if name not in asked or not argument:
            raise Refused(SYNTAX)
        asked[name] = argument[0]
        if integer(asked[b"COUNT"]) < 1:
            raise Refused(SYNTAX)
    return asked[b"MATCH"], int(asked[b"COUNT"])
