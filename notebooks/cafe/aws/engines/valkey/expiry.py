"""Commands on deadlines: EXPIRE and its sisters, TTL, PERSIST.

A deadline is a moment in ms since 1970, wherever it came from.
"""

from .command import LARGEST, Refused, command, integer


def moment(db, unit, text, name, positive=False):
    """The moment that EX, PX, EXAT or PXAT with a number means.

    `positive`: refuse zero and what is below it, as SET does.
    """
    time = integer(text)
    in_ms = time if unit in (b"PX", b"PXAT") else time * 1000
    found = in_ms if unit in (b"EXAT", b"PXAT") else in_ms + db.now
    if (positive and time <= 0) or not -LARGEST <= in_ms <= found <= LARGEST:
        raise Refused(f"ERR invalid expire time in '{name}' command")
    return found


def set_deadline(db, key, deadline):
    """Let a key expire; at once when the moment has passed. None changes nothing."""
    if deadline is None:
        return
    if deadline <= db.now:
        db.delete(key)
    else:
        db.expire_at(key, deadline)


def _expire(db, unit, name, key, text, options):
    asked = _conditions(options)
    deadline = moment(db, unit, text, name)
    if not db.exists(key):
        return 0
    if asked and not _is_wanted(asked, db.deadlines.get(key), deadline):
        return 0
    set_deadline(db, key, deadline)
    return 1


def _conditions(options):
    asked = set()
    for option in options:
        if option.upper() not in (b"NX", b"XX", b"GT", b"LT"):
            raise Refused(f"ERR Unsupported option {option.decode('utf-8', 'replace')}")
        asked.add(option.upper())
    if b"NX" in asked and len(asked) > 1:
        raise Refused(
            "ERR NX and XX, GT or LT options at the same time are not compatible"
        )
    if {b"GT", b"LT"} <= asked:
        raise Refused("ERR GT and LT options at the same time are not compatible")
    return asked


def _is_wanted(asked, old, new):
    """Without a deadline a key lives for ever: nothing is later than that."""
    return not (
        (b"NX" in asked and old is not None)
        or (b"XX" in asked and old is None)
        or (b"GT" in asked and (old is None or new <= old))
        or (b"LT" in asked and old is not None and new >= old)
    )


@command("EXPIRE", -3, writes=True)
def expire(db, key, seconds, *options):
    return _expire(db, b"EX", "expire", key, seconds, options)


@command("PEXPIRE", -3, writes=True)
def pexpire(db, key, milliseconds, *options):
    return _expire(db, b"PX", "pexpire", key, milliseconds, options)


@command("EXPIREAT", -3, writes=True)
def expireat(db, key, second, *options):
    return _expire(db, b"EXAT", "expireat", key, second, options)


@command("PEXPIREAT", -3, writes=True)
def pexpireat(db, key, millisecond, *options):
    return _expire(db, b"PXAT", "pexpireat", key, millisecond, options)


@command("PERSIST", 2, writes=True)
def persist(db, key):
    return int(db.exists(key) and db.persist(key))


@command("PTTL", 2)
def pttl(db, key):
    """The ms left; -1 without a deadline, -2 without such a key."""
    return _left(db, key, lambda deadline: deadline - db.now)


@command("TTL", 2)
def ttl(db, key):
    return _left(db, key, lambda deadline: (deadline - db.now + 500) // 1000)


@command("PEXPIRETIME", 2)
def pexpiretime(db, key):
    return _left(db, key, lambda deadline: deadline)


@command("EXPIRETIME", 2)
def expiretime(db, key):
    return _left(db, key, lambda deadline: (deadline + 500) // 1000)


def _left(db, key, tell):
    if not db.look(key):
        return -2
    deadline = db.deadlines.get(key)
    return -1 if deadline is None else tell(deadline)
