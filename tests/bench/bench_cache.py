"""The cache's speed beside cachetools.TTLCache's, a sorted set's as it grows, and how
long a million expiries hold up the others.

    .venv/bin/python tests/bench/bench_cache.py

Both stores are asked in turn, in the same run, for the same keys. TTLCache is a dict in
the program; ours is a server with types, eviction, replicas and a client that one talks
to in bytes. So the table also says where the time goes: `keyspace` looks up without a
command; `server` also reads a command, checks it, looks at the clock and at its limits;
`driver` also turns arguments into bytes, and the reply into Python's values.
"""

import random
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

import cachetools

from bench.rows import Row, show_alone
from cafe.aws.engines.valkey import Client
from fixtures.cache import Cache

KEYS, ROUNDS, EXPIRING, LIMIT = 50_000, 5, 1_000_000, 10
SIZES, SORTED_ROUNDS = (100, 1_000, 10_000, 100_000), 20


def stores():
    """name -> (set, get) of one key, all of them for an hour."""
    cache = Cache()
    client, server, connection = cache.client, cache.server, Client()
    ttl_cache = cachetools.TTLCache(maxsize=10 * KEYS, ttl=3600)
    execute, db = server.execute, server.db

    def set_in_server(key):
        execute((b"SET", key.encode(), b"value", b"EX", b"3600"), connection)

    def set_in_keyspace(key):
        key = key.encode()
        db.put(key, b"value")
        db.expire_at(key, 10**14)

    return {
        "cachetools.TTLCache": (
            lambda key: ttl_cache.__setitem__(key, "value"),
            ttl_cache.__getitem__,
        ),
        "keyspace": (set_in_keyspace, lambda key: db.read(key.encode())),
        "server": (
            set_in_server,
            lambda key: execute((b"GET", key.encode()), connection),
        ),
        "driver": (lambda key: client.set(key, "value", ex=3600), client.get),
        "driver, no TTL": (lambda key: client.set(key, "value"), client.get),
    }


def microseconds(call, keys):
    """The time of one call."""
    start = time.perf_counter()
    for key in keys:
        call(key)
    return (time.perf_counter() - start) / len(keys) * 1e6


def measure():
    """name -> microseconds of (a set, a get): the medians of rounds taken in turn."""
    keys = [f"product:{number}" for number in range(KEYS)]
    found = {}
    pairs = stores()
    for _ in range(ROUNDS):
        for name, (set_one, get_one) in pairs.items():
            times = microseconds(set_one, keys), microseconds(get_one, keys)
            found.setdefault(name, []).append(times)
    return {name: tuple(map(median, zip(*r))) for name, r in found.items()}


def longest_pause(number=EXPIRING):
    """The longest call, in seconds of the processor.

    A million keys fall due at once, and a client goes on reading another key until
    they are gone. A clock would also count what other programs did meanwhile.
    """
    cache = Cache()
    client = cache.client
    for at in range(number):
        client.set(f"session:{at}", "x", ex=60)
    client.set("menu", "today")
    cache.wait(seconds=60)
    taken = []
    while cache.server.db.deadlines:
        start = time.thread_time()
        client.get("menu")
        taken.append(time.thread_time() - start)
    return max(taken)


def sorted_sets():
    """How many members -> microseconds of (a zadd, a zrevrank, a zrevrange of ten).

    A zadd gives a member another score. The best of rounds taken in turn, since a large
    set is slowed the most by whatever else the machine does.
    """
    chance, found = random.Random(1), {}
    clients = {size: leaderboard(size, chance) for size in SIZES}
    for _ in range(SORTED_ROUNDS):
        for size, client in clients.items():
            names = [f"name:{chance.randrange(size)}" for _ in range(500)]
            calls = (
                lambda name, to=client: to.zadd("cups", {name: chance.random()}),
                lambda name, to=client: to.zrevrank("cups", name),
                lambda name, to=client: to.zrevrange("cups", 0, 9),
            )
            times = [microseconds(call, names) for call in calls]
            found.setdefault(size, []).append(times)
    return {size: tuple(map(min, zip(*times))) for size, times in found.items()}


def leaderboard(size, chance):
    """A client of a cache with a sorted set of so many members."""
    client = Cache().client
    names = [f"name:{number}" for number in range(size)]
    for at in range(0, size, 1000):
        client.zadd("cups", {name: chance.random() for name in names[at : at + 1000]})
    return client


def rows():
    peer = "cachetools.TTLCache"
    found = measure()
    base = found.pop(peer)
    for at, call in enumerate(("set", "get")):
        for name, times in found.items():
            yield Row(f"{call}, {name}", times[at], base[at], "µs", peer)
    times = sorted_sets()
    for at, call in enumerate(("zadd", "zrevrank", "zrevrange of ten")):
        for size in SIZES[1:]:
            what, goal = f"{call}, {size:,} members", 2 if call == "zadd" else None
            smallest = f"{SIZES[0]} members"
            yield Row(what, times[size][at], times[SIZES[0]][at], "µs", smallest, goal)
    pause = longest_pause() * 1000
    what = f"longest read while {EXPIRING:,} keys expire"
    yield Row(what, pause, LIMIT, "ms", "limit", goal=1)


if __name__ == "__main__":
    show_alone(rows())
