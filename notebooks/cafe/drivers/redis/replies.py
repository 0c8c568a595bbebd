"""What redis-py makes of arguments and replies: bytes out, Python values in.

A reply is bytes, an int, None, a list, or a str for a status. `options` are those of
the method that was called.
"""

from cafe.aws.engines.valkey import Refused

from .exceptions import DataError, error_of


def encoded(arguments):
    """A command's name and arguments as bytes; the name may be several words."""
    if arguments and isinstance(arguments[0], str) and " " in arguments[0]:
        arguments = (*arguments[0].split(), *arguments[1:])
    return [
        argument.encode() if type(argument) is str else _as_bytes(argument)
        for argument in arguments
    ]


def _as_bytes(argument):
    if isinstance(argument, (bytes, bytearray, memoryview)):
        return bytes(argument)
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
    """Bytes as str, with a sign for those that are no UTF-8."""
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _is_ok(reply, **options):
    return reply == "OK"


def _bool(reply, **options):
    return bool(reply)


def _float_or_none(reply, **options):
    return None if reply is None else float(reply)


def _set(reply, **options):
    """True when it was set, None when not; False where it waits for EXEC."""
    return None if reply is None else reply == "OK"


def _pairs(reply, **options):
    return dict(zip(reply[::2], reply[1::2], strict=True))


def _scored(reply, withscores=False, **options):
    """Members, or (member, score) where scores were asked for."""
    if not withscores:
        return reply
    return list(zip(reply[::2], map(float, reply[1::2]), strict=True))


def _scanned(reply, **options):
    cursor, found = reply
    return int(cursor), found


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


def outcomes(reply, **options):
    """EXEC's answers; an error among them stands there, and is not raised."""
    return [error_of(a.text) if isinstance(a, Refused) else a for a in reply]


#: What a command between MULTI and EXEC is answered like any other with.
FLAGS = _is_ok, _bool, _set


class _Replies(dict):
    """What to do with the reply to a command, whose name may be in small letters."""

    def __missing__(self, name):
        self[name] = found = self.get(name.upper())
        return found


REPLIES = _Replies(
    {
        **dict.fromkeys(
            ("EXPIRE", "HEXISTS", "PERSIST", "SETEX"),
            _bool,
        ),
        **dict.fromkeys(("FLUSHALL", "MSET"), _is_ok),
        **dict.fromkeys(
            ("SDIFF", "SINTER", "SMEMBERS", "SUNION"),
            lambda reply, **options: set(reply),
        ),
        **dict.fromkeys(("ZRANGE", "ZRANGEBYSCORE", "ZREVRANGE"), _scored),
        **dict.fromkeys(("ZSCORE", "ZINCRBY"), _float_or_none),
        "EXEC": outcomes,
        "HGETALL": _pairs,
        "INFO": _info,
        "PING": lambda reply, **options: text(reply) == "PONG",
        "SCAN": _scanned,
        "SET": _set,
    }
)
