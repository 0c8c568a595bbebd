"""What redis-py makes of arguments and replies: bytes out, Python values in.

A reply is bytes, an int, None, a list, or a str for a status. `options` are those of
the method that was called.
"""

from .exceptions import DataError


def encoded(arguments):
    """A command's name and arguments as bytes."""
    if " " in arguments[0]:
        arguments = (*arguments[0].split(), *arguments[1:])
    return [
        argument.encode() if type(argument) is str else _as_bytes(argument)
        for argument in arguments
    ]


def _as_bytes(argument):
    if isinstance(argument, bytes):
        return argument
    if isinstance(argument, str):
        return argument.encode()
    if isinstance(argument, (int, float)) and not isinstance(argument, bool):
        return repr(argument).encode()
    raise DataError(
        f"Invalid input of type: '{type(argument).__name__}'. "
        "Convert to a bytes, string, int or float first."
    )


def decoded(reply):
    """A reply with str for bytes."""
    if isinstance(reply, bytes):
        return reply.decode()
    if isinstance(reply, list):
        return [decoded(each) for each in reply]
    return reply


def text(reply):
    """Bytes as str."""
    return reply.decode() if isinstance(reply, bytes) else reply


def _is_ok(reply, **options):
    return reply == "OK"


def _bool(reply, **options):
    return bool(reply)


def _float_or_none(reply, **options):
    return None if reply is None else float(reply)


def _set(reply, get=False, **options):
    """True when it was set, None when not; with GET the old value."""
    return reply if get or reply is None else True


def _pairs(reply, **options):
    return dict(zip(reply[::2], reply[1::2], strict=True))


def _scored(reply, withscores=False, score_cast_func=float, **options):
    """Members, or (member, score) where scores were asked for."""
    if not reply or not withscores:
        return reply
    scores = map(score_cast_func, reply[1::2])
    return list(zip(reply[::2], scores, strict=True))


def _popped(reply, **options):
    return _scored(reply, withscores=True)


def _ranked(reply, withscore=False, score_cast_func=float, **options):
    if not reply or not withscore:
        return reply
    return [reply[0], score_cast_func(reply[1])]


def _added(reply, **options):
    """How many were added; with INCR the new score."""
    return reply if isinstance(reply, int) else _float_or_none(reply)


def _scanned(reply, **options):
    cursor, found = reply
    return int(cursor), found


def _scanned_pairs(reply, no_values=False, **options):
    cursor, found = reply
    return int(cursor), (found if no_values else _pairs(found))


def _scanned_scores(reply, score_cast_func=float, **options):
    cursor, found = reply
    return int(cursor), _scored(found, True, score_cast_func)


def _info(reply, **options):
    """The figures as a dict: numbers as numbers, db0's as a dict within."""
    lines = text(reply).splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {name: _figure(value) for name, value in pairs}


def _figure(value):
    if "=" in value:
        inner = (each.split("=") for each in value.split(","))
        return {name: _figure(each) for name, each in inner}
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def _config(reply, **options):
    found = _pairs(reply)
    return {text(name): text(value) for name, value in found.items()}


def _time(reply, **options):
    return int(reply[0]), int(reply[1])


def _by_names(names, made):
    return dict.fromkeys(names.split(), made)


class _Replies(dict):
    """What to do with the reply to a command, whose name may be in small letters."""

    def __missing__(self, name):
        self[name] = found = self.get(name.upper())
        return found


REPLIES = _Replies(
    {
        **_by_names(
            "COPY EXPIRE EXPIREAT HEXISTS MSETNX PERSIST PEXPIRE PEXPIREAT "
            "PSETEX RENAMENX "
            "SETEX SETNX SMOVE HMSET",
            _bool,
        ),
        **_by_names(
            "FLUSHALL FLUSHDB LSET LTRIM MSET RENAME SELECT WATCH UNWATCH", _is_ok
        ),
        **_by_names("HINCRBYFLOAT INCRBYFLOAT", lambda reply, **options: float(reply)),
        **_by_names(
            "SDIFF SINTER SMEMBERS SUNION", lambda reply, **options: set(reply)
        ),
        **_by_names("ZRANGE ZRANGEBYSCORE ZREVRANGE ZREVRANGEBYSCORE", _scored),
        **_by_names("ZPOPMIN ZPOPMAX", _popped),
        **_by_names("ZRANK ZREVRANK", _ranked),
        **_by_names("ZSCORE ZINCRBY", _float_or_none),
        "CONFIG GET": _config,
        "CONFIG SET": _is_ok,
        "CONFIG RESETSTAT": _is_ok,
        "HGETALL": _pairs,
        "HSCAN": _scanned_pairs,
        "INFO": _info,
        "PING": lambda reply, **options: text(reply) == "PONG",
        "SCAN": _scanned,
        "SET": _set,
        "SSCAN": _scanned,
        "TIME": _time,
        "ZADD": _added,
        "ZMSCORE": lambda reply, **options: [_float_or_none(each) for each in reply],
        "ZSCAN": _scanned_scores,
    }
)
