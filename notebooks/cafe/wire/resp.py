"""The door to a cache: RESP2 and RESP3, as redis-py and valkey-cli speak them.

https://valkey.io/topics/protocol
"""

from ..aws.engines.valkey import Client, Refused
from ..aws.engines.valkey.admin import VERSION
from ..aws.engines.valkey.command import written
from ..drivers.redis.replies import REPLIES
from .listening import EngineHandler

LONGEST_LINE = 65_536
LONGEST_WORD = 64 * 2**20  # bytes
MOST_WORDS = 100_000
HELLO = {
    b"server": b"valkey",
    b"version": VERSION.encode(),
    b"id": 1,
    b"mode": b"standalone",
}
#: What a client tells of itself; nothing here asks for it.
CLIENT_PARTS = {b"SETINFO", b"SETNAME"}
NO_PASSWORD = "ERR AUTH <password> called without any password configured for the "
NO_PASSWORD += "default user. Are you sure your configuration is correct?"
WRONG_USER = "WRONGPASS invalid username-password pair or user is disabled."
#: Commands whose replies RESP3 writes as what redis-py makes of RESP2's: a map, a set,
#: a number, pairs.
SHAPED = {"HGETALL", "SMEMBERS", "SINTER", "SUNION", "SDIFF", "ZSCORE", "ZINCRBY"}
SHAPED |= {"ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE"}


class RespHandler(EngineHandler):
    """One client's connection to the cache behind a name."""

    def setup(self):
        super().setup()
        self._client, self._protocol, self._has_quit = Client(), 2, False

    def reach(self):
        """The server behind the name, and which of its lives: a new one is empty."""
        cache = super().reach().login()
        return cache, cache.lives

    def next(self):
        """The words of the next command; None when nothing sensible comes any more."""
        try:
            while not self._has_quit and (line := self.rfile.readline(LONGEST_LINE)):
                if words := self._words(line):
                    return words
        except ValueError as problem:  # no RESP: a server says so, and hangs up
            self.wfile.write(_error(f"ERR Protocol error: {problem}"))
        return None

    def _words(self, line):
        """The words of a command that begins with a line; it may have none."""
        if not line.startswith(b"*"):
            return line.split()  # typed by hand
        return [self._word() for _ in range(_length(b"*", line, MOST_WORDS))]

    def _word(self):
        length = _length(b"$", self.rfile.readline(LONGEST_LINE), LONGEST_WORD)
        word = self.rfile.read(length + 2)
        if len(word) < length + 2:
            raise ValueError("half a word")
        return word[:-2]

    def answer(self, words):
        queue = self._client.queue
        try:
            reply = self._reply(*words)
        except Refused as refusal:
            reply = refusal
        if queue and isinstance(reply, list):  # EXEC's are those of its commands
            reply = [self._shaped(*each) for each in zip((w for _, w in queue), reply)]
        return encoded(self._shaped(words, reply), self._protocol)

    def _reply(self, name, *arguments):
        server = self.target[0]
        match name.upper(), arguments:
            case b"HELLO", [version, *_] if version not in (b"2", b"3"):
                raise Refused("NOPROTO unsupported protocol version")
            case b"HELLO", _:
                if _user(arguments) != b"default":
                    raise Refused(WRONG_USER)
                self._protocol = int(arguments[0]) if arguments else self._protocol
                role = b"replica" if server.is_replica else b"master"
                return HELLO | {b"proto": self._protocol, b"role": role}
            case b"SELECT", [number] if number != b"0":
                raise Refused("ERR DB index is out of range (a cache here has only 0)")
            case b"QUIT", _:
                self._has_quit = True
                return "OK"
            case b"CLIENT", [part, *_] if part.upper() in CLIENT_PARTS:
                return "OK"
            case b"SELECT", _:
                return "OK"
            case b"AUTH", _:
                raise Refused(NO_PASSWORD)
        return server.execute((name, *arguments), self._client)

    def _shaped(self, words, reply):
        """A reply of the engine as RESP3 has it, if the client speaks that."""
        name = words[0].upper().decode("latin-1")
        if (
            self._protocol == 2
            or name not in SHAPED
            or type(reply) not in (bytes, list)
        ):
            return reply
        return REPLIES[name](reply, withscores=b"WITHSCORES" in map(bytes.upper, words))


def _user(arguments):
    """The name of HELLO 3 AUTH name password; the user of a cache if it has none."""
    words = [*map(bytes.upper, arguments)]
    return arguments[words.index(b"AUTH") + 1] if b"AUTH" in words[:-1] else b"default"


def _length(sign, line, most):
    """The number behind the sign of an array or of a word."""
    number = line[1:].strip()
    if line[:1] != sign or not number.isdigit() or int(number) > most:
        raise ValueError(f"expected {sign.decode()} and a length, got {line[:20]!r}")
    return int(number)


def _error(text):
    return b"-%s\r\n" % " ".join(text.splitlines()).encode()


def encoded(reply, protocol):
    """A reply as it travels."""
    match reply:
        case None:
            return b"_\r\n" if protocol == 3 else b"$-1\r\n"
        case Refused():
            return _error(reply.text)
        case int():
            return b":%d\r\n" % reply
        case float():
            return b",%s\r\n" % written(reply)
        case str():
            return b"+%s\r\n" % reply.encode()
        case bytes():
            return b"$%d\r\n%s\r\n" % (len(reply), reply)
        case dict():
            inside = [each for pair in reply.items() for each in pair]
            sign, count = (b"%", len(reply)) if protocol == 3 else (b"*", len(inside))
        case set():
            sign, count, inside = b"~", len(reply), sorted(reply)
        case _:
            sign, count, inside = b"*", len(reply), reply
    content = b"".join(encoded(each, protocol) for each in inside)
    return b"%s%d\r\n%s" % (sign, count, content)
