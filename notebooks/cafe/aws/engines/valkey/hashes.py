"""Commands on hashes: fields and values under one key."""

from .command import (
    LARGEST,
    OVERFLOW,
    SMALLEST,
    Refused,
    command,
    integer,
    wrong_number,
)
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


@command("HGET", 3)
def hget(db, key, field):
    return (db.read(key, Hash) or NONE).get(field)


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


@command("HDEL", -3, writes=True)
def hdel(db, key, *fields):
    return db.drop(key, Hash, fields)


@command("HINCRBY", 4, grows=True)
def hincrby(db, key, field, amount):
    amount = integer(amount)
    old = (db.find(key, Hash) or NONE).get(field, b"0")
    total = integer(old, "ERR hash value is not an integer") + amount
    if not SMALLEST <= total <= LARGEST:
        raise Refused(OVERFLOW)
    hset(db, key, field, b"%d" % total)
    return total
