"""Random calls of redis-py, the same for the same seed.

A case is a list of steps on an empty server. A step is a call, a pipeline of calls, a
transaction with what another client does meanwhile, or calls while memory is full.
"""

import random
from dataclasses import dataclass, field

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
NAMES = ("-", "+", "[t", "(t", "[x", "(x", "t", "", "[", "(")
PATTERNS = ("*", "a*", "?", "[ab]", "[^a]", "[a-c]", "x*y", "\\*", "", "*e*", "[]", "f")


@dataclass(frozen=True)
class Moment:
    """So many seconds from now; each server has its own clock. `ms`: told in ms."""

    seconds: int
    ms: bool = False


@dataclass(frozen=True)
class Step:
    """kind: call, pipeline, watch or full. `others`: what another client does."""

    kind: str
    calls: tuple
    watched: tuple = ()
    others: tuple = field(default=())
    transaction: bool = True

    def __repr__(self):
        if self.kind == "call":
            return shown(self.calls[0])
        calls = ", ".join(map(shown, self.calls))
        others = f", meanwhile {', '.join(map(shown, self.others))}" * bool(self.others)
        watched = f" {list(self.watched)}" if self.watched else ""
        how = "" if self.transaction else " without MULTI"
        return f"{self.kind}{watched}{how}: {calls}{others}"


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
            watched = tuple(self.rng.sample(KEYS, 2))
            others = self.calls() if self.rng.random() < 0.7 else ()
            return Step("watch", self.calls(), watched, others)
        if kind < 0.08:
            few = tuple(call for call in self.calls() if call[0] != "flushall")
            return Step("full", few)
        return Step("call", (self.call(),))

    def calls(self):
        """A few calls; none of them needs several trips or ends a transaction."""
        few = [self.call() for _ in range(self.rng.randint(1, 4))]
        ends = {"EXEC", "DISCARD"}
        return tuple(
            call
            for call in few
            if not call[0].endswith("_iter")
            and not (call[1] and str(call[1][0]).upper() in ends)
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

    def milliseconds(self):
        value = self.seconds()
        return value * 1000 if isinstance(value, int) and value > 0 else value

    def moment(self, ms=False):
        later = Moment(next(self.deadlines), ms)
        too_late = 2**64 if ms else 2**62
        return self.pick((later,) * 12 + (Moment(-100, ms), 0, -1, "x", too_late))

    def expiry(self):
        if self.rng.random() < 0.5:
            return {}
        kind = self.pick(("ex", "px", "exat", "pxat"))
        if kind.endswith("at"):
            return {kind: self.moment(kind == "pxat")}
        return {kind: self.seconds() if kind == "ex" else self.milliseconds()}

    def pairs(self, names, values):
        return {name: self.pick(values) for name in self.some(names)}

    # -- strings ------------------------------------------------------------------

    def _set(self):
        value = self.pick(WORDS + NUMBERS + FLOATS)
        chosen = self.rng.random()
        if chosen < 0.5:
            return [self.key(), value]
        named = self.expiry() | self.flags("nx", "xx", "get", "keepttl")
        return [self.key(), value], named | self.maybe(0.05, ifeq=WORDS)

    def _get(self):
        return [self.key()]

    _getdel = _strlen = _ttl = _pttl = _persist = _type = _get
    _expiretime = _pexpiretime = _hgetall = _hkeys = _hvals = _hlen = _get
    _llen = _smembers = _scard = _zcard = _get

    def _getex(self):
        return [self.key()], self.expiry() | self.flags("persist")

    def _getset(self):
        return [self.key(), self.pick(WORDS + NUMBERS)]

    _setnx = _append = _getset

    def _setex(self):
        return [self.key(), self.seconds(), self.pick(WORDS)]

    def _psetex(self):
        return [self.key(), self.milliseconds(), self.pick(WORDS)]

    def _mget(self):
        return [self.some(KEYS, 4)]

    def _mset(self):
        return [self.pairs(KEYS, WORDS + NUMBERS)]

    _msetnx = _mset

    def _getrange(self):
        return [self.key(), self.pick(INDEXES), self.pick(INDEXES)]

    _lrange = _ltrim = _zremrangebyrank = _getrange

    def _setrange(self):
        return [self.key(), self.pick((0, 1, 5, 12, -1, "x")), self.pick(WORDS)]

    def _incr(self):
        return [self.key(), self.pick(NUMBERS)]

    _decr = _incr

    def _incrbyfloat(self):
        return [self.key(), self.pick(FLOATS)]

    # -- expiry and keys ----------------------------------------------------------

    def _expire(self):
        return [self.key(), self.seconds()], self.flags("nx", "xx", "gt", "lt")

    def _pexpire(self):
        return [self.key(), self.milliseconds()], self.flags("nx", "xx", "gt", "lt")

    def _expireat(self):
        return [self.key(), self.moment()], self.flags("nx", "xx", "gt", "lt")

    def _pexpireat(self):
        return [self.key(), self.moment(True)], self.flags("nx", "xx", "gt", "lt")

    def _exists(self):
        return self.some(KEYS)

    _delete = _unlink = _touch = _exists

    def _keys(self):
        return [self.pick(PATTERNS)]

    def _dbsize(self):
        return []

    _randomkey = _dbsize

    def _rename(self):
        return [self.key(), self.key()]

    _renamenx = _rpoplpush = _rename

    def _copy(self):
        return [self.key(), self.key()], self.flags("replace", chance=0.5)

    def _scan_iter(self):
        types = ("string", "hash", "list", "set", "zset", "none")
        return [], self.maybe(match=PATTERNS, count=(1, 2, 10, 100), _type=types)

    def _info(self):
        return ["stats"]

    def _flushall(self):
        return [] if self.rng.random() < 0.1 else self._raw_again()

    def _raw_again(self):
        return [], {"asynchronous": True}

    # -- hashes -------------------------------------------------------------------

    def _hset(self):
        named = {"mapping": self.pairs(FIELDS, WORDS + NUMBERS)}
        return [self.key()], named if self.rng.random() < 0.95 else {}

    def _hsetnx(self):
        return [self.key(), self.pick(FIELDS), self.pick(WORDS)]

    def _hget(self):
        return [self.key(), self.pick(FIELDS)]

    _hexists = _hstrlen = _hget

    def _hmget(self):
        return [self.key(), self.some(FIELDS)]

    def _hdel(self):
        return [self.key(), *self.some(FIELDS)]

    def _hincrby(self):
        return [self.key(), self.pick(FIELDS), self.pick(NUMBERS)]

    def _hincrbyfloat(self):
        return [self.key(), self.pick(FIELDS), self.pick(FLOATS)]

    def _scan_collection(self):
        return [self.key()], self.maybe(match=PATTERNS, count=(1, 2, 10, 100))

    _sscan_iter = _zscan_iter = _scan_collection

    def _hscan_iter(self):
        positional, named = self._scan_collection()
        return positional, named | self.flags("no_values")

    # -- lists --------------------------------------------------------------------

    def _lpush(self):
        return [self.key(), *self.some(WORDS)]

    _rpush = _lpushx = _rpushx = _sadd = _srem = _zrem = _lpush

    def _lpop(self):
        return [self.key()], self.maybe(count=(0, 1, 2, 10, -1, "x"))

    _rpop = _zpopmin = _zpopmax = _lpop

    def _lindex(self):
        return [self.key(), self.pick(INDEXES)]

    def _lset(self):
        return [self.key(), self.pick(INDEXES), self.pick(WORDS)]

    def _lrem(self):
        return [self.key(), self.pick((0, 1, -1, 2, -2, "x")), self.pick(WORDS)]

    def _linsert(self):
        where = self.pick(("BEFORE", "AFTER", "after", "BESIDE"))
        return [self.key(), where, self.pick(WORDS), self.pick(WORDS)]

    def _lmove(self):
        ends = ("LEFT", "RIGHT", "LEFT", "RIGHT", "MIDDLE")
        return [self.key(), self.key(), self.pick(ends), self.pick(ends)]

    def _lpos(self):
        options = self.maybe(
            0.3, rank=(1, 2, -1, -2, 0, "x"), count=(0, 1, 2, -1), maxlen=(0, 1, 2, -1)
        )
        return [self.key(), self.pick(WORDS)], options

    # -- sets ---------------------------------------------------------------------

    def _sismember(self):
        return [self.key(), self.pick(WORDS)]

    def _smismember(self):
        return [self.key(), self.some(WORDS)]

    def _smove(self):
        return [self.key(), self.key(), self.pick(WORDS)]

    def _spop(self):
        return [self.key(), self.pick((100, 0, -1, 50, "x"))]

    def _srandmember(self):
        return [self.key()], self.maybe(number=(0, 100, -3, "x"))

    def _sinter(self):
        return [self.some(KEYS)]

    _sunion = _sdiff = _sinter

    def _sinterstore(self):
        return [self.key(), self.some(KEYS)]

    _sunionstore = _sdiffstore = _sinterstore

    # -- sorted sets --------------------------------------------------------------

    def _zadd(self):
        flags = self.flags("nx", "xx", "gt", "lt", "ch", chance=0.1)
        if self.rng.random() < 0.1:
            pair = {self.pick(WORDS): self.pick(FLOATS)}
            return [self.key(), pair], flags | {"incr": True}
        return [self.key(), self.pairs(WORDS, FLOATS[:8] + FLOATS[15:])], flags

    def _zincrby(self):
        return [self.key(), self.pick(FLOATS), self.pick(WORDS)]

    def _zscore(self):
        return [self.key(), self.pick(WORDS)]

    def _zmscore(self):
        return [self.key(), self.some(WORDS)]

    def _zrank(self):
        return [self.key(), self.pick(WORDS)], self.flags("withscore")

    _zrevrank = _zrank

    def _zcount(self):
        return [self.key(), self.pick(BOUNDS), self.pick(BOUNDS)]

    _zremrangebyscore = _zcount

    def _zrange(self):
        kind = self.rng.random()
        limit = {}
        if self.rng.random() < 0.3:
            limit = {"offset": self.pick((0, 1, -1)), "num": self.pick((0, 1, 2, -1))}
        named = limit | self.flags("desc", "withscores", chance=0.4)
        if kind < 0.4:
            named["byscore"] = True
            return [self.key(), self.pick(BOUNDS), self.pick(BOUNDS)], named
        if kind < 0.5:
            named["bylex"] = True
            return [self.key(), self.pick(NAMES), self.pick(NAMES)], named
        return [self.key(), self.pick(INDEXES), self.pick(INDEXES)], named

    def _zrevrange(self):
        bounds = [self.pick(INDEXES), self.pick(INDEXES)]
        return [self.key(), *bounds], self.flags("withscores", chance=0.5)

    def _zrangebyscore(self):
        named = self.flags("withscores", chance=0.5)
        if self.rng.random() < 0.3:
            named |= {"start": self.pick((0, 1, -1)), "num": self.pick((0, 1, 2, -1))}
        return [self.key(), self.pick(BOUNDS), self.pick(BOUNDS)], named

    _zrevrangebyscore = _zrangebyscore

    # -- what redis-py would not send ---------------------------------------------

    def _raw_command(self):
        """A command with arguments that may be too few, too many or nonsense."""
        name = self.pick(RAW)
        options = (
            "NX",
            "XX",
            "GT",
            "LT",
            "CH",
            "INCR",
            "GET",
            "EX",
            "WITHSCORES",
            "LIMIT",
            "MATCH",
            "COUNT",
            "FOO",
            "1",
            "2",
            "0",
        )
        arguments = [self.pick(KEYS + options) for _ in range(self.rng.randint(0, 4))]
        if name == "CONFIG":  # redis-py makes nothing of its answer
            arguments = [a for a in arguments if a != "GET"]
        if name in ("SPOP", "SRANDMEMBER"):
            arguments = arguments[:1] + ["100"] * (len(arguments) > 1)
        if name in ("SET", "SETEX", "PSETEX", "GETEX") or "EXPIRE" in name:
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
        - {"raw_command", "raw_again", "scan_collection"}
    )
    + ["set", "set", "hset", "lpush", "rpush", "sadd", "zadd", "zadd"]
    + ["raw"] * 8
)
RAW = (
    "GET SET SETNX SETEX PSETEX GETSET GETDEL GETEX MGET MSET MSETNX STRLEN APPEND "
    "GETRANGE SUBSTR SETRANGE INCR DECR INCRBY DECRBY INCRBYFLOAT EXPIRE PEXPIRE "
    "TTL PTTL PERSIST EXPIRETIME PEXPIRETIME EXISTS TOUCH DEL UNLINK TYPE DBSIZE KEYS "
    "RENAME RENAMENX COPY HSET HMSET HSETNX HGET HMGET HGETALL HKEYS HVALS HLEN "
    "HEXISTS HSTRLEN HDEL HINCRBY HINCRBYFLOAT LPUSH RPUSH LPUSHX RPUSHX LPOP RPOP "
    "LLEN LRANGE LINDEX LSET LREM LTRIM LINSERT LMOVE RPOPLPUSH LPOS SADD SREM "
    "SMEMBERS SISMEMBER SMISMEMBER SCARD SMOVE SPOP SRANDMEMBER SINTER SUNION SDIFF "
    "SINTERSTORE SUNIONSTORE SDIFFSTORE ZADD ZINCRBY ZREM ZPOPMIN ZPOPMAX "
    "ZREMRANGEBYRANK ZREMRANGEBYSCORE ZSCORE ZMSCORE ZCARD ZRANK ZREVRANK ZRANGE "
    "ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZCOUNT EXEC DISCARD UNWATCH ECHO PING "
    "NONSENSE CONFIG"
).split()
