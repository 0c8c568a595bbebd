"""Random calls of redis-py, the same for the same seed.

A case is a list of steps on an empty server. A step is a call, a pipeline of calls, or
calls while memory is full. Calls and options are those that our cache has.
"""

import random
from dataclasses import dataclass

KEYS = ("a", "b", "c", "d", "e")
WORDS = ("x", "y", "tea", "", "espresso", "flat white", "ä", "10", "-3")
FIELDS = ("f", "g", "h", "10")
NUMBERS = (
    0,
    1,
    -1,
    2,
    7,
    -12,
    100,
    2**31,
    2**63 - 1,
    -(2**63),
    "007",
    "+5",
    " 1",
    "1 ",
    "abc",
    "",
    "1.5",
    "-0",
    2**63,
    "1e3",
)
FLOATS = (
    0,
    1,
    -1,
    0.1,
    0.2,
    -2.5,
    3.75,
    1e3,
    "1e2",
    "inf",
    "-inf",
    "nan",
    "abc",
    "",
    " 1",
    1e15,
    0.3,
    "+1.25",
    "5.",
    ".5",
    "0x10",
    "1_0",
    1e300,
    "infinity",
    "1e400",
)
INDEXES = (0, 1, 2, -1, -2, -3, 5, 100, -100, "x")
BOUNDS = (
    "-inf",
    "+inf",
    "inf",
    0,
    1,
    2,
    "(1",
    "(0",
    "x",
    "(",
    "(x",
    2.5,
    "-1",
    "nan",
    "",
    " 1",
    "1e400",
    "(nan",
    "1 ",
    "0x10",
)
PATTERNS = ("*", "a*", "?", "[ab]", "[^a]", "[a-c]", "x*y", "\\*", "", "*e*", "f")
PATTERNS += ("[!a]", "[c-a]", "[a-", "[ab", "[", "[]a", "[^]", "[\\]a]", "\\", "[a\\")


@dataclass(frozen=True)
class Step:
    """kind: call, pipeline or full."""

    kind: str
    calls: tuple
    transaction: bool = True

    def __repr__(self):
        if self.kind == "call":
            return shown(self.calls[0])
        calls = ", ".join(map(shown, self.calls))
        how = "" if self.transaction else " without MULTI"
        return f"{self.kind}{how}: {calls}"


def shown(call):
    name, positional, named = call
    arguments = [*map(repr, positional), *(f"{k}={v!r}" for k, v in named.items())]
    return f"{name}({', '.join(arguments)})"


def case(seed, length):
    """`length` steps; the same seed gives the same case."""
    return Generator(random.Random(seed)).case(length)


class Generator:
    def __init__(self, rng):
        self.rng = rng
        self.pick = rng.choice
        # Each deadline differs from all others by far, so that a slow server and a
        # quick one agree which of two is the later.
        self.deadlines = iter(rng.sample(range(1_000, 500_000, 100), 3000))

    def case(self, length):
        return [self.step() for _ in range(length)]

    def step(self):
        kind = self.rng.random()
        if kind < 0.04:
            return Step("pipeline", self.calls(), transaction=self.rng.random() < 0.6)
        if kind < 0.06:
            few = tuple(call for call in self.calls() if call[0] != "flushall")
            return Step("full", few)
        return Step("call", (self.call(),))

    def calls(self):
        """A few calls; none needs several trips, or none at all."""
        few = [self.call() for _ in range(self.rng.randint(1, 4))]
        return tuple(
            call
            for call in few
            if not call[0].endswith("_iter") and call[:2] != ("mget", ([],))
        )

    def call(self):
        """(name, positional, named) of a call."""
        name = self.pick(CALLS)
        made = getattr(self, f"_{name}", None) or self._raw_command
        if made == self._raw_command:
            return "execute_command", tuple(made()), {}
        found = made()
        positional, named = found if isinstance(found, tuple) else (found, {})
        return name, tuple(positional), named

    # -- parts --------------------------------------------------------------------

    def key(self):
        return self.pick(KEYS)

    def some(self, among, most=3, least=1):
        return [self.pick(among) for _ in range(self.rng.randint(least, most))]

    def flags(self, *names, chance=0.2):
        return {name: True for name in names if self.rng.random() < chance}

    def maybe(self, chance=0.5, **values):
        return {
            n: self.pick(v) for n, v in values.items() if self.rng.random() < chance
        }

    def seconds(self):
        return self.pick((next(self.deadlines),) * 12 + (0, -5, "x", 2**62, "", 1.5))

    def pairs(self, names, values):
        return {name: self.pick(values) for name in self.some(names)}

    # -- strings ------------------------------------------------------------------

    def _set(self):
        value = self.pick(WORDS + NUMBERS + FLOATS)
        if self.rng.random() < 0.5:
            return [self.key(), value]
        named = {"ex": self.seconds()} if self.rng.random() < 0.5 else {}
        return [self.key(), value], named | self.flags("nx", "xx", "keepttl")

    def _get(self):
        return [self.key()]

    _ttl = _persist = _type = _get
    _hgetall = _hkeys = _hvals = _hlen = _get
    _llen = _lpop = _rpop = _smembers = _scard = _zcard = _get

    def _setex(self):
        return [self.key(), self.seconds(), self.pick(WORDS)]

    def _mget(self):
        return [self.some(KEYS, 4, least=0)]

    def _mset(self):
        return [self.pairs(KEYS, WORDS + NUMBERS)]

    def _incr(self):
        return [self.key(), self.pick(NUMBERS)]

    _decr = _incr

    # -- expiry and keys ----------------------------------------------------------

    def _expire(self):
        return [self.key(), self.seconds()]

    def _exists(self):
        return self.some(KEYS)

    _delete = _exists

    def _keys(self):
        return [self.pick(PATTERNS)]

    def _dbsize(self):
        return []

    def _scan_iter(self):
        return [], self.maybe(match=PATTERNS, count=(1, 2, 10, 100))

    def _info(self):
        return ["stats"]

    def _flushall(self):
        return []

    # -- hashes -------------------------------------------------------------------

    def _hset(self):
        named = {"mapping": self.pairs(FIELDS, WORDS + NUMBERS)}
        return [self.key()], named if self.rng.random() < 0.95 else {}

    def _hget(self):
        return [self.key(), self.pick(FIELDS)]

    _hexists = _hget

    def _hdel(self):
        return [self.key(), *self.some(FIELDS)]

    def _hincrby(self):
        return [self.key(), self.pick(FIELDS), self.pick(NUMBERS)]

    # -- lists --------------------------------------------------------------------

    def _lpush(self):
        return [self.key(), *self.some(WORDS)]

    _rpush = _sadd = _srem = _zrem = _lpush

    def _lrange(self):
        return [self.key(), self.pick(INDEXES), self.pick(INDEXES)]

    # -- sets ---------------------------------------------------------------------

    def _sismember(self):
        return [self.key(), self.pick(WORDS)]

    def _sinter(self):
        return [self.some(KEYS)]

    _sunion = _sdiff = _sinter

    # -- sorted sets --------------------------------------------------------------

    def _zadd(self):
        scores = FLOATS[:8] + FLOATS[15:]
        return [self.key(), self.pairs(WORDS, scores)]

    def _zincrby(self):
        return [self.key(), self.pick(FLOATS), self.pick(WORDS)]

    def _zscore(self):
        return [self.key(), self.pick(WORDS)]

    _zrank = _zrevrank = _zscore

    def _zrange(self):
        bounds = [self.pick(INDEXES), self.pick(INDEXES)]
        return [self.key(), *bounds], self.flags("desc", "withscores", chance=0.4)

    def _zrevrange(self):
        bounds = [self.pick(INDEXES), self.pick(INDEXES)]
        return [self.key(), *bounds], self.flags("withscores", chance=0.5)

    def _zrangebyscore(self):
        named = self.flags("withscores", chance=0.5)
        return [self.key(), self.pick(BOUNDS), self.pick(BOUNDS)], named

    # -- what redis-py would not send ---------------------------------------------

    def _raw_command(self):
        """A command with arguments that may be too few, too many or nonsense."""
        name = self.pick(RAW)
        options = ("EX", "REV", "WITHSCORES", "MATCH", "COUNT", "FOO", "1", "2", "0")
        options += ("NX", "XX") * (name != "ZADD")
        arguments = [self.pick(KEYS + options) for _ in range(self.rng.randint(0, 4))]
        arguments = arguments[: FEWER.get(name)]
        if name in ("SET", "SETEX") or "EXPIRE" in name:
            # A deadline of a second or two would come while the run goes on.
            arguments = [a if a not in ("1", "2") else "5000000" for a in arguments]
        return [self.pick((name, name, name.lower())), *arguments]


CALLS = (
    sorted(
        {
            name[1:]
            for name in dir(Generator)
            if name.startswith("_") and name[1:2] != "_"
        }
        - {"raw_command"}
    )
    + ["set", "set", "hset", "lpush", "rpush", "sadd", "zadd", "zadd"]
    + ["raw"] * 5
)
RAW = (
    "GET SET SETEX MGET MSET INCR DECR INCRBY DECRBY EXPIRE TTL PERSIST EXISTS DEL "
    "TYPE DBSIZE KEYS HSET HGET HGETALL HKEYS HVALS HLEN HEXISTS HDEL HINCRBY LPUSH "
    "RPUSH LPOP RPOP LLEN LRANGE SADD SREM SMEMBERS SISMEMBER SCARD SINTER SUNION "
    "SDIFF ZADD ZINCRBY ZREM ZSCORE ZCARD ZRANK ZREVRANK ZRANGE ZREVRANGE EXEC "
    "ZRANGEBYSCORE PING NONSENSE"
).split()
#: How many arguments are sent at most, where the next may be an option left out here.
FEWER = {"EXPIRE": 2, "LPOP": 1, "RPOP": 1, "ZRANK": 2, "ZREVRANK": 2}
FEWER |= {"EXEC": 0, "PING": 0, "ZINCRBY": 1}
