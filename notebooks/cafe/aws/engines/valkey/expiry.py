"""Commands on deadlines: EXPIRE and its sisters, TTL, PERSIST.

A deadline is a moment in ms since 1970, wherever it came from.
"""

from .command import LARGEST, Refused, command, integer


def after(db, time, unit, name):
    """The deadline that lies so many units of `unit` ms from now.

    `time` is bytes as they were sent, `name` the command's.
    """
    return _deadline(integer(time) * unit, db.now, name)


def _deadline(ms, since, name):
    if not -LARGEST <= ms <= ms + since <= LARGEST:
        raise Refused(f"ERR invalid expire time in '{name}' command")
    return ms + since


def _expire(db, key, deadline):
    """Let a key expire; at once when the moment has passed."""
    if not db.exists(key):
        return 0
    if deadline <= db.now:
        db.delete(key)
    else:
        db.expire_at(key, deadline)
    return 1


@command("EXPIRE", 3, writes=True)
def expire(db, key, seconds):
    return _expire(db, key, after(db, seconds, 1000, "expire"))


@command("PEXPIRE", 3, writes=True)
def pexpire(db, key, milliseconds):
    return _expire(db, key, after(db, milliseconds, 1, "pexpire"))


@command("EXPIREAT", 3, writes=True)
def expireat(db, key, second):
    return _expire(db, key, _deadline(integer(second) * 1000, 0, "expireat"))


@command("PERSIST", 2, writes=True)
def persist(db, key):
    return int(db.exists(key) and db.persist(key))


@command("PTTL", 2)
def pttl(db, key):
    """The ms left; -1 without a deadline, -2 without such a key."""
    return _left(db, key, lambda left: left)


@command("TTL", 2)
def ttl(db, key):
    return _left(db, key, lambda left: (left + 500) // 1000)


def _left(db, key, tell):
    if not db.look(key):
        return -2
    deadline = db.deadlines.get(key)
    return -1 if deadline is None else tell(deadline - db.now)
