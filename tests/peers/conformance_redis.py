"""Random calls on our cache and on a real Valkey server: do they answer alike?

    .venv/bin/python tests/peers/conformance_redis.py              # 20,000 calls
    .venv/bin/python tests/peers/conformance_redis.py --calls 500 --seed 7

Our driver and redis-py make the same calls. Answers, error classes, error texts and the
counters of hits and misses are compared. A difference is shown as the shortest list of
steps that still has it. What cannot be compared is in `NOT_COMPARED`.
"""

import itertools
import re
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from fixtures.cache import Cache
from peers import (
    conformance,
    redis_cases,
)
from peers.conformance import Report
from peers.valkey_server import started

NOT_COMPARED = (
    "what stands in brackets behind the server's words: what there is, where it has "
    "an option more",
    "the order of what has no order: KEYS, SCAN, HKEYS, HVALS",
    "the steps of SCAN: the whole way is compared",
    "times left: they may differ by two seconds, which the run itself takes",
    "whether ** finds the key without a name, as * does",
    "sizes in memory: counted by our own rule, see cafe/aws/engines/valkey/values.py",
)
CASE = 60  # steps on one empty server
FULL = "a byte too much"


class Peer:
    """A client whose calls are answered in a form that two peers' are compared in.

    `limit` sets how many bytes of memory the server may use.
    """

    def __init__(self, client, errors, limit):
        self.client, self.errors, self.limit = client, errors, limit

    def play(self, step):
        """The outcomes of a step's calls, a list."""
        if step.kind == "call":
            return [self.outcome(self.client, step.calls[0])]
        if step.kind == "full":
            return self._when_full(step.calls)
        return self._together(step)

    def _when_full(self, calls):
        """Memory is used up: by a key of ours, and a limit of one byte."""
        self.client.set(FULL, "x")
        self.limit(1)
        outcomes = [self.outcome(self.client, call) for call in calls]
        self.limit(0)
        self.client.delete(FULL)
        return outcomes

    def _together(self, step):
        with self.client.pipeline(transaction=step.transaction) as pipe:
            try:
                for call in step.calls:
                    self._call(pipe, *call)
                found = zip(pipe.execute(raise_on_error=False), step.calls, strict=True)
                return [self._plain(*each) for each in found]
            except (self.errors.RedisError, UnicodeDecodeError) as error:
                return [self._told(error)]

    def outcome(self, client, call):
        try:
            return self._plain(self._call(client, *call), call)
        except (self.errors.RedisError, UnicodeDecodeError) as error:
            return self._told(error)

    def _call(self, client, name, positional, named):
        found = getattr(client, name)(*positional, **named)
        return list(found) if name.endswith("_iter") else found

    def _told(self, error):
        told = re.sub(r" \(here: [^)]*\)$", "", str(error))
        return type(error).__name__, told.rstrip()

    def _plain(self, answer, call):
        """An answer without an order where there is none."""
        name, positional, _named = call
        if isinstance(answer, Exception):
            return self._told(answer)
        command = str(positional[0]).lower() if name == "execute_command" else name
        if isinstance(answer, dict) and "keyspace_hits" in answer:
            return answer["keyspace_hits"], answer["keyspace_misses"]
        if command in UNORDERED and isinstance(answer, list):
            return sorted(answer)
        return answer


UNORDERED = ("keys", "scan_iter", "hkeys", "hvals")
ABOUT = {"ttl": 2}


def ours(decodes=False):
    """The small AWS's driver, and a new cache."""
    from cafe.drivers import redis

    cache = Cache()

    def limit(maxmemory):
        cache.server.db.make_room()  # as before each command
        cache.server.db.maxmemory = maxmemory
        cache.server.db.make_room()

    return Peer(cache.connect(decode_responses=decodes), redis, limit)


def theirs(server, decodes=False):
    """redis-py, and a Valkey server as if it were new."""
    import redis

    client = redis.Redis(**server.address, decode_responses=decodes)

    def limit(maxmemory):
        client.config_set("maxmemory", maxmemory)

    limit(0)
    client.config_set("maxmemory-policy", "volatile-lru")
    client.flushall()
    client.config_resetstat()
    return Peer(client, redis, limit)


def same(mine, other, call):
    """Whether two outcomes are alike; what is left of a time may differ a little."""
    name, positional, _ = call
    command = str(positional[0]).lower() if name == "execute_command" else name
    times = isinstance(mine, int) and isinstance(other, int)
    if command in ABOUT and times and min(mine, other) > 0:
        return abs(mine - other) <= ABOUT[command]
    if isinstance(mine, float) and mine != mine:
        return other != other
    return type(mine) is type(other) and mine == other


def differing(steps, server, decodes):
    """(place, call, ours, theirs) of the first difference, or None."""
    mine, other = ours(decodes), theirs(server, decodes)
    return _first_difference(steps, mine, other, Report())


def _first_difference(steps, mine, other, report):
    for place, step in enumerate(steps):
        pairs = itertools.zip_longest(mine.play(step), other.play(step))
        for number, (one, two) in enumerate(pairs):
            call = step.calls[min(number, len(step.calls) - 1)]
            report.calls += 1
            report.kinds[call[0]] += 1
            report.refused += isinstance(one, tuple) and str(one[0]).endswith("Error")
            if same(one, two, call):
                report.alike += 1
            else:
                return place, call, one, two
    return None


def run(calls, seed=0, most=5, server=None):
    """Compare on at least so many calls; a Report. Stops at `most` differences."""
    report = Report()
    server = server or started()
    try:
        for number in itertools.count():
            if report.calls >= calls or len(report.different) >= most:
                return report
            steps = redis_cases.case(f"{seed}/{number}", CASE)
            decodes = number % 2 == 1
            mine, other = ours(decodes), theirs(server, decodes)
            found = _first_difference(steps, mine, other, report)
            if found:
                short = shortest(steps[: found[0] + 1], server, decodes)
                report.different.append(
                    (short, *(differing(short, server, decodes) or found)[1:])
                )
    finally:
        server.stop()


def shortest(steps, server, decodes):
    """The steps without those that the difference does not need."""
    return conformance.shortest(steps, lambda fewer: differing(fewer, server, decodes))


def shown(steps, call, mine, other):
    """A difference, for a person to read."""
    told = [*map(str, steps), redis_cases.shown(call)]
    return "\n".join([*told, f"  ours:   {mine!r}", f"  theirs: {other!r}"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # redis-py calls some methods old, some new
    found = conformance.main(__doc__, 20_000, run, shown)
    print(*(f"not compared: {what}" for what in NOT_COMPARED), sep="\n")
    sys.exit(found)
