"""The door to a cache: RESP2 and RESP3, as redis-py and valkey-cli speak them.

https://valkey.io/topics/protocol
"""

import socketserver

from ..aws.engines.valkey import Client, Refused
from ..drivers.network import Unreachable, reach

MOST = 64 * 2**20  # bytes of one argument
MOST_ARGUMENTS = 100_000
#: What RESP3 writes in another form than RESP2: commands whose reply is a map, a set, a
#: score, or members with their scores.
MAPS, SETS = {b"HGETALL"}, {b"SMEMBERS", b"SINTER", b"SUNION", b"SDIFF"}
SCORES = {b"ZSCORE", b"ZINCRBY"}
RANGES = {b"ZRANGE", b"ZREVRANGE", b"ZRANGEBYSCORE"}
HANDSHAKE = {
    "server": "valkey",
    "version": "8.1.0",
    "proto": 2,
    "id": 1,
    "mode": "standalone",
    "role": "master",
    "modules": [],
}


class Broken(Exception):
    """What came is no RESP: the connection is closed, as a server does."""


class RespHandler(socketserver.StreamRequestHandler):
    """One client's connection to the cache behind a name."""

    disable_nagle_algorithm = True

    def handle(self):
        try:
            self._cache = self._reach()
        except Unreachable as problem:
            return self._keep_silent(problem)
        self._life, self._client = self._cache.lives, Client()
        self._protocol, self._queued = 2, []
        while (arguments := self._next()) is not None:
            with self.server.account.lock:
                if self._cache.lives != self._life or not self._is_open():
                    return  # the node is gone, and its connections with it
                reply = self._reply(arguments)
            self.wfile.write(reply)
            if arguments[0].upper() == b"QUIT":
                return

    def _reach(self):
        """The server behind the name. Raises Unreachable."""
        server = self.server
        with server.account.lock:
            return reach(server.account, server.name, server.engine_port).login()

    def _is_open(self):
        try:
            return self._reach() is self._cache
        except Unreachable:
            return False

    def _keep_silent(self, problem):
        """What AWS does with a packet that no rule lets through: nothing at all."""
        if problem.error == "timeout":
            self.rfile.read(1)
            while self.rfile.read(1):
                pass

    # --- requests ------------------------------------------------------------------

    def _next(self):
        """The next command, a list of bytes; None when the client has gone."""
        try:
            while not (line := self._line()):
                pass
            if line[:1] != b"*":
                return line.split()
            return [self._bulk() for _ in range(_number(line, MOST_ARGUMENTS))] or None
        except EOFError:
            return None
        except Broken as problem:
            self.wfile.write(b"-ERR Protocol error: %s\r\n" % str(problem).encode())
            return None

    def _line(self):
        line = self.rfile.readline(65_536)
        if not line.endswith(b"\n"):
            if len(line) >= 65_536:
                raise Broken("too big inline request")
            raise EOFError
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

    def _reply(self, arguments):
        name = arguments[0].upper()
        try:
            if name in OWN:
                return OWN[name](self, arguments)
            reply = self._cache.execute(tuple(arguments), self._client)
        except Refused as refusal:
            return _error(refusal.text)
        return encoded(self._in_resp3(arguments, reply))

    def _in_resp3(self, arguments, reply):
        """The reply in the client's protocol; EXEC's are those of its commands."""
        if reply == "QUEUED":
            self._queued.append(arguments)
        elif arguments[0].upper() in (b"EXEC", b"MULTI"):
            queued, self._queued = self._queued, []
            if isinstance(reply, list):
                return [self._in_resp3(*each) for each in zip(queued, reply)]
        elif self._protocol == 3 and not isinstance(reply, Refused):
            return in_resp3(arguments, reply)
        return reply

    def _hello(self, arguments):
        version = arguments[1] if len(arguments) > 1 else b"2"
        if version not in (b"2", b"3"):
            return _error("NOPROTO unsupported protocol version")
        self._protocol = int(version)
        told = HANDSHAKE | {"proto": self._protocol}
        if self._cache.is_replica:
            told["role"] = "replica"
        if self._protocol == 2:
            return encoded([_bulk(each) for pair in told.items() for each in pair])
        return encoded({_bulk(name): _bulk(each) for name, each in told.items()})

    def _accept(self, arguments):
        """CLIENT SETINFO, SETNAME, SELECT 0, QUIT: noted by a server, and no more."""
        return b"+OK\r\n"

    def _select(self, arguments):
        if arguments[1:] == [b"0"]:
            return b"+OK\r\n"
        return _error("ERR DB index is out of range (here a cache has database 0 only)")


OWN = {
    b"HELLO": RespHandler._hello,
    b"CLIENT": RespHandler._accept,
    b"QUIT": RespHandler._accept,
    b"SELECT": RespHandler._select,
}


def _number(line, most):
    try:
        number = int(line[1:])
    except ValueError:
        raise Broken("invalid length") from None
    if not 0 <= number <= most:
        raise Broken("invalid bulk length")
    return number


def _bulk(value):
    return value.encode() if isinstance(value, str) else value


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
            inside = [encoded(each) for pair in reply.items() for each in pair]
            return b"%%%d\r\n" % len(reply) + b"".join(inside)
    sign = b"~" if isinstance(reply, set) else b"*"
    inside = [encoded(each) for each in (sorted(reply) if sign == b"~" else reply)]
    return b"%s%d\r\n" % (sign, len(reply)) + b"".join(inside)
