"""Commands on hashes: fields and values under one key."""

from .command import (
    LARGEST,
    SMALLEST,
    Refused,
    add_floats,
    command,
    integer,
    long_double,
    wrong_number,
)
from .keys import cursor_of, few, scan_options
from .values import Hash

NONE = Hash()


@command("HSET", -4, grows=True)
def hset(db, key, *pairs):
    if len(pairs) % 2:
        raise wrong_number("hset")
    fields = db.open(key, Hash)
    before = fields.size
    new = sum(map(fields.put, pairs[::2], pairs[1::2]))
    db.changed(key, before)
    return new


@command("HMSET", -4, grows=True)
def hmset(db, key, *pairs):
    if len(pairs) % 2:
        raise wrong_number("hmset")
    hset(db, key, *pairs)
    return "OK"


@command("HSETNX", 4, grows=True)
def hsetnx(db, key, field, value):
    if field in (db.find(key, Hash) or NONE):
        return 0
    return hset(db, key, field, value)


@command("HGET", 3)
def hget(db, key, field):
    return (db.read(key, Hash) or NONE).get(field)


@command("HMGET", -3)
def hmget(db, key, *fields):
    found = db.read(key, Hash) or NONE
    return [found.get(field) for field in fields]


@command("HGETALL", 2)
def hgetall(db, key):
    found = db.read(key, Hash) or NONE
    return [part for pair in found.items() for part in pair]


@command("HKEYS", 2)
def hkeys(db, key):
    return list(db.read(key, Hash) or NONE)


@command("HVALS", 2)
def hvals(db, key):
    return list((db.read(key, Hash) or NONE).values())


@command("HLEN", 2)
def hlen(db, key):
    return len(db.read(key, Hash) or NONE)


@command("HEXISTS", 3)
def hexists(db, key, field):
    return int(field in (db.read(key, Hash) or NONE))


@command("HSTRLEN", 3)
def hstrlen(db, key, field):
    return len((db.read(key, Hash) or NONE).get(field, b""))


@command("HDEL", -3, writes=True)
def hdel(db, key, *fields):
    found = db.find(key, Hash)
    if found is None:
        return 0
    before = found.size
    gone = sum(map(found.drop, fields))
    if gone:
        db.changed(key, before)
    return gone


@command("HINCRBY", 4, grows=True)
def hincrby(db, key, field, amount):
    amount = integer(amount)
    old = (db.find(key, Hash) or NONE).get(field, b"0")
    total = integer(old, "ERR hash value is not an integer") + amount
    if not SMALLEST <= total <= LARGEST:
        raise Refused("ERR increment or decrement would overflow")
    hset(db, key, field, b"%d" % total)
    return total


@command("HINCRBYFLOAT", 4, grows=True)
def hincrbyfloat(db, key, field, amount):
    amount = long_double(amount)
    if amount is None:
        raise Refused("ERR value is NaN or Infinity")
    old = (db.find(key, Hash) or NONE).get(field, b"0")
    total = add_floats(long_double(old, "ERR hash value is not a float"), amount)
    hset(db, key, field, total)
    return total


@command("HSCAN", -3)
def hscan(db, key, cursor, *options):
    """HSCAN key cursor [MATCH pattern] [COUNT n] [NOVALUES]"""
    cursor = cursor_of(cursor)
    only_names = bool(options) and options[-1].upper() == b"NOVALUES"
    asked = scan_options(options[:-1] if only_names else options, (b"MATCH", b"COUNT"))
    found = db.read(key, Hash) or NONE
    following, names = few(found, cursor, asked)
    if not only_names:
        names = [part for name in names for part in (name, found[name])]
    return [b"%d" % following, names]
