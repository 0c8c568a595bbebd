"""The cache's speed beside cachetools.TTLCache's, and how long a million expiries hold
up the others.

    .venv/bin/python tests/bench/bench_cache.py

Both stores are asked in turn, in the same run, for the same keys. TTLCache is a dict in
the program; ours is a server with types, eviction, replicas and a client that one talks
to in bytes. So the table also says where the time goes: `server` calls the keyspace's
command without the driver, `keyspace` looks up without a command.
"""

import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

import cachetools

from cafe.aws.engines.valkey import Client
from fixtures.cache import Cache

KEYS, ROUNDS, EXPIRING, LIMIT = 50_000, 5, 1_000_000, 0.010
WHERE = """
Where the time goes, from one row to the next: the server reads the command, checks it,
looks at the clock and at its limits, and reads the options; the driver turns arguments
into words and bytes, and the reply into Python's values."""


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
        "ours: keyspace": (set_in_keyspace, lambda key: db.read(key.encode())),
        "ours: server": (
            set_in_server,
            lambda key: execute((b"GET", key.encode()), connection),
        ),
        "ours: driver": (lambda key: client.set(key, "value", ex=3600), client.get),
        "ours: driver, no TTL": (lambda key: client.set(key, "value"), client.get),
    }


def per_second(call, keys):
    start = time.perf_counter()
    for key in keys:
        call(key)
    return len(keys) / (time.perf_counter() - start)


def measure():
    """name -> (sets, gets) a second: the median of the rounds, taken in turn."""
    keys = [f"product:{number}" for number in range(KEYS)]
    found = {}
    pairs = stores()
    for _ in range(ROUNDS):
        for name, (set_one, get_one) in pairs.items():
            rates = per_second(set_one, keys), per_second(get_one, keys)
            found.setdefault(name, []).append(rates)
    return {name: tuple(map(median, zip(*r))) for name, r in found.items()}


def longest_pause(number=EXPIRING):
    """The longest call in seconds by the clock and of the processor, and all calls.

    A million keys fall due at once, and a client goes on reading another key until
    they are gone. On a busy machine the clock also counts what other programs did.
    """
    cache = Cache()
    client = cache.client
    for at in range(number):
        client.set(f"session:{at}", "x", ex=60)
    client.set("menu", "today")
    cache.wait(seconds=60)
    by_clock, of_processor = [], []
    while cache.server.db.deadlines:
        start, busy = time.perf_counter(), time.thread_time()
        client.get("menu")
        of_processor.append(time.thread_time() - busy)
        by_clock.append(time.perf_counter() - start)
    return max(by_clock), max(of_processor), len(by_clock)


def main():
    rates = measure()
    base = rates["cachetools.TTLCache"]
    print(f"{'':24}{'sets/s':>10}{'':8}{'gets/s':>10}")
    for name, (sets, gets) in rates.items():
        print(
            f"{name:24}{sets:10,.0f}{sets / base[0]:7.2f}x"
            f"{gets:10,.0f}{gets / base[1]:7.2f}x"
        )
    print(WHERE)
    by_clock, of_processor, calls = longest_pause()
    print(
        f"\n{EXPIRING:,} keys expire at once: the longest of {calls:,} reads meanwhile "
        f"took {by_clock * 1000:.2f} ms by the clock, {of_processor * 1000:.2f} ms of "
        f"the processor (limit {LIMIT * 1000:.0f} ms)"
    )
    return of_processor > LIMIT


if __name__ == "__main__":
    sys.exit(main())
