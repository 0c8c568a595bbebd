"""Commands on sets: members, each once, without an order."""

from .command import SYNTAX, Refused, command, integer, positive
from .keys import cursor_of, few, scan_options
from .values import Set

NONE = Set()


@command("SADD", -3, grows=True)
def sadd(db, key, *members):
    found = db.open(key, Set)
    before = found.size
    new = sum(map(found.put, members))
    if new:
        db.changed(key, before)
    return new


@command("SREM", -3, writes=True)
def srem(db, key, *members):
    found = db.find(key, Set)
    if found is None:
        return 0
    before = found.size
    gone = sum(map(found.drop, members))
    if gone:
        db.changed(key, before)
    return gone


@command("SMEMBERS", 2)
def smembers(db, key):
    return sorted(db.read(key, Set) or NONE)


@command("SISMEMBER", 3)
def sismember(db, key, member):
    return int(member in (db.read(key, Set) or NONE))


@command("SMISMEMBER", -3)
def smismember(db, key, *members):
    found = db.read(key, Set) or NONE
    return [int(member in found) for member in members]


@command("SCARD", 2)
def scard(db, key):
    return len(db.read(key, Set) or NONE)


@command("SMOVE", 4, writes=True)
def smove(db, source, target, member):
    found = db.find(source, Set)
    if found is None:
        return 0
    other = db.find(target, Set)
    if member not in found:
        return 0
    if found is not other:
        srem(db, source, member)
        sadd(db, target, member)
    return 1


@command(
    "SPOP",
    -2,
    writes=True,
    told=lambda arguments, reply: (b"SREM", arguments[1], *_popped(reply)),
)
def spop(db, key, *count):
    """Remove members chosen by chance; replicas are told which."""
    if len(count) > 1:
        raise Refused(SYNTAX)
    most = positive(count[0]) if count else 1
    found = db.find(key, Set)
    if found is None:
        return [] if count else None
    if count and most >= len(found):  # then the server reads the set as a whole
        db.hits += 1
    taken = db.random.sample(sorted(found), min(most, len(found)))
    srem(db, key, *taken)
    return taken if count else taken[0]


def _popped(reply):
    if reply is None:
        return ()
    return reply if isinstance(reply, list) else (reply,)


@command("SRANDMEMBER", -2)
def srandmember(db, key, *count):
    """A member by chance; several different ones, or when negative perhaps the same."""
    if len(count) > 1:
        raise Refused(SYNTAX)
    most = integer(count[0]) if count else 1
    found = db.read(key, Set)
    if not found:
        return [] if count else None
    if not count:
        return db.random.choice(sorted(found))
    if most < 0:
        return db.random.choices(sorted(found), k=-most)
    return db.random.sample(sorted(found), min(most, len(found)))


# -- several sets ---------------------------------------------------------------------


def _combined(db, names, combine):
    sets = [db.read(name, Set) or NONE for name in names]
    return combine(*map(set, sets))


def _register(name, combine):
    """The command that answers, and the one that stores."""

    @command(name, -2)
    def answer(db, *names):
        return sorted(_combined(db, names, combine))

    @command(f"{name}STORE", -3, grows=True)
    def store(db, target, *names):
        found = _combined(db, names, combine)
        db.delete(target)
        if found:
            db.put(target, Set.of(found))
        return len(found)


_register("SINTER", set.intersection)
_register("SUNION", set.union)
_register("SDIFF", set.difference)


@command("SSCAN", -3)
def sscan(db, key, cursor, *options):
    """SSCAN key cursor [MATCH pattern] [COUNT n]"""
    cursor = cursor_of(cursor)
    asked = scan_options(options, (b"MATCH", b"COUNT"))
    following, found = few(db.read(key, Set) or NONE, cursor, asked)
    return [b"%d" % following, found]
