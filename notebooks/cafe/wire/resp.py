"""The door to a cache: RESP2 and RESP3, as redis-py and valkey-cli speak them.

https://valkey.io/topics/protocol
"""

from ..aws.engines.valkey import Client, Refused
from .listening import EngineHandler

MOST = 64 * 2**20  # bytes of one argument
MOST_ARGUMENTS = 100_000
#: What RESP3 writes in another form than RESP2: commands whose reply is a map, a set, a
#: score, or members with their scores.
MAPS, SETS = {b"HGETALL"}, {b"SMEMBERS", b"SINTER", b"SUNION", b"SDIFF"}
SCORES = {b"ZSCORE", b"ZINCRBY"}
RANGES = {b"ZRANGE", b"ZREVRANGE", b"ZRANGEBYSCORE"}
HELLO = {b"server": b"valkey", b"version": b"8.1.0", b"proto": 2, b"id": 1}
HELLO |= {b"mode": b"standalone", b"role": b"master", b"modules": []}


class Broken(Exception):
    """What came is no RESP: the connection is closed, as a server does."""


class RespHandler(EngineHandler):
    """One client's connection to the cache behind a name."""

    def setup(self):
        super().setup()
        self._client, self._protocol, self._queued = Client(), 2, []
        self._ended = False

    def reach(self):
        """The server behind the name, and which of its lives: a new one is empty."""
        with self.server.account.lock:
            cache = super().reach().login()
        return cache, cache.lives

    # --- requests ------------------------------------------------------------------

    def next(self):
        """The next command, a list of bytes; None when the client has gone."""
        try:
            while not self._ended and not (line := self._line()):
                pass
            if self._ended:
                return None
            if line[:1] != b"*":
                return line.split()
            return [self._bulk() for _ in range(_number(line, MOST_ARGUMENTS))] or None
        except EOFError:
            return None
        except Broken as problem:
            self.wfile.write(_error(f"ERR Protocol error: {problem}"))
            return None

    def _line(self):
        line = self.rfile.readline(65_536)
        if not line.endswith(b"\n"):
            raise Broken("too big inline request") if len(line) >= 65_536 else EOFError
        return line.strip()

    def _bulk(self):
        line = self._line()
        if line[:1] != b"$":
            raise Broken(f"expected '$', got '{line[:1].decode('latin-1')}'")
        length = _number(line, MOST)
        value = self.rfile.read(length + 2)
        if len(value) < length + 2:
            raise EOFError
        return value[:-2]

    # --- replies -------------------------------------------------------------------

    def answer(self, arguments):
        match arguments[0].upper(), arguments[1:]:
            case b"HELLO", [b"2" | b"3" as version, *_]:
                self._protocol = int(version)
                return self._hello()
            case b"HELLO", []:
                return self._hello()
            case b"HELLO", _:
                return _error("NOPROTO unsupported protocol version")
            case b"SELECT", [number] if number != b"0":
                return _error("ERR DB index is out of range (a cache here has only 0)")
            case b"CLIENT" | b"SELECT" | b"QUIT" as name, _:
                self._ended = name == b"QUIT"
                return b"+OK\r\n"
        try:
            reply = self.target[0].execute(tuple(arguments), self._client)
        except Refused as refusal:
            return _error(refusal.text)
        return encoded(self._in_protocol(arguments, reply))

    def _hello(self):
        told = HELLO | {b"proto": self._protocol}
        if self.target[0].is_replica:
            told[b"role"] = b"replica"
        if self._protocol == 3:
            return encoded(told)
        return encoded([each for pair in told.items() for each in pair])

    def _in_protocol(self, arguments, reply):
        """The reply in the client's protocol; EXEC's are those of its commands."""
        if reply == "QUEUED":
            self._queued.append(arguments)
        elif arguments[0].upper() in (b"EXEC", b"MULTI"):
            queued, self._queued = self._queued, []
            if isinstance(reply, list):
                return [self._in_protocol(*each) for each in zip(queued, reply)]
        elif self._protocol == 3 and not isinstance(reply, Refused):
            return in_resp3(arguments, reply)
        return reply


def _number(line, most):
    number = int(line[1:]) if line[1:].lstrip(b"-").isdigit() else None
    if number is None or not 0 <= number <= most:
        raise Broken("invalid bulk length")
    return number


def _error(text):
    return b"-%s\r\n" % " ".join(text.splitlines()).encode()


class Score(bytes):
    """A score of a sorted set, which RESP3 writes as a number."""


class Null:
    """What is not there, as RESP3 writes it."""


def in_resp3(arguments, reply):
    """A reply of the engine in the forms of RESP3."""
    name = arguments[0].upper()
    if reply is None:
        return Null()
    if name in MAPS:
        return dict(zip(reply[::2], reply[1::2], strict=True))
    if name in SETS:
        return set(reply)
    if name in SCORES:
        return Score(reply)
    if name in RANGES and b"WITHSCORES" in [each.upper() for each in arguments[4:]]:
        return [list(pair) for pair in zip(reply[::2], map(Score, reply[1::2]))]
    if isinstance(reply, list):
        return [Null() if each is None else each for each in reply]
    return reply


def encoded(reply):
    """A reply as it travels."""
    match reply:
        case None:
            return b"$-1\r\n"
        case Null():
            return b"_\r\n"
        case Refused():
            return _error(reply.text)
        case int():
            return b":%d\r\n" % reply
        case str():
            return b"+%s\r\n" % reply.encode()
        case Score():
            return b",%s\r\n" % reply
        case bytes():
            return b"$%d\r\n%s\r\n" % (len(reply), reply)
        case dict():
            sign, inside = b"%", [each for pair in reply.items() for each in pair]
        case set():
            sign, inside = b"~", sorted(reply)
        case _:
            sign, inside = b"*", reply
    return b"%s%d\r\n" % (sign, len(reply)) + b"".join(map(encoded, inside))
