"""Commands on sets: members, each once, without an order."""

from .command import command
from .values import Set

NONE = Set()


@command("SADD", -3, grows=True)
def sadd(db, key, *members):
    found = db.open(key, Set)
    before = found.size
    new = sum(map(found.put, members))
    db.changed(key, before)
    return new


@command("SREM", -3, writes=True)
def srem(db, key, *members):
    return db.drop(key, Set, members)


@command("SMEMBERS", 2)
def smembers(db, key):
    return sorted(db.read(key, Set) or NONE)


@command("SISMEMBER", 3)
def sismember(db, key, member):
    return int(member in (db.read(key, Set) or NONE))


@command("SCARD", 2)
def scard(db, key):
    return len(db.read(key, Set) or NONE)


# -- several sets ---------------------------------------------------------------------


@command("SINTER", -2)
def sinter(db, *names):
    return sorted(set.intersection(*_sets(db, names)))


@command("SUNION", -2)
def sunion(db, *names):
    return sorted(set.union(*_sets(db, names)))


@command("SDIFF", -2)
def sdiff(db, *names):
    """What is in the first set and in none of the others."""
    return sorted(set.difference(*_sets(db, names)))


def _sets(db, names):
    return [set(db.read(name, Set) or NONE) for name in names]
