"""Commands on deadlines: EXPIRE, TTL, PTTL, PERSIST.

A deadline is a moment in ms since 1970, wherever it came from. What is over is removed
in keyspace.py.
"""

from .command import LARGEST, Refused, command, integer


def after(db, time, name, unit=1000):
    """The deadline that lies so many units of `unit` ms from now.

    `time` is bytes as they were sent, `name` the command's.
    """
    ms = integer(time) * unit
    if not -LARGEST <= ms <= ms + db.now <= LARGEST:
        raise Refused(f"ERR invalid expire time in '{name}' command")
    return ms + db.now


@command("EXPIRE", 3, writes=True)
def expire(db, key, seconds):
    """Let a key expire; at once when the moment has passed."""
    deadline = after(db, seconds, "expire")
    if not db.exists(key):
        return 0
    if deadline <= db.now:
        db.delete(key)
    else:
        db.expire_at(key, deadline)
    return 1


@command("PERSIST", 2, writes=True)
def persist(db, key):
    return int(db.exists(key) and db.persist(key))


@command("TTL", 2)
def ttl(db, key):
    """The seconds left; -1 without a deadline, -2 without such a key."""
    left = pttl(db, key)
    return left if left < 0 else (left + 500) // 1000


@command("PTTL", 2)
def pttl(db, key):
    """The ms left; -1 without a deadline, -2 without such a key."""
    if not db.look(key):
        return -2
    deadline = db.deadlines.get(key)
    return -1 if deadline is None else deadline - db.now
