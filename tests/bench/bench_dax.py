"""What a read through DAX takes and spares, beside the same read of the table.

    .venv/bin/python tests/bench/bench_dax.py

Both are in the memory of one process here, so the times say what the cache costs in
Python. On AWS a hit saves the way to the table: microseconds for milliseconds (F67).
What carries over is the second part, the reads that the table no longer answers.
"""

import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe.aws.dynamodb.conditions import Key
from fixtures.dax import CachedCafe

PRODUCTS, ROUNDS, CALLS, DAY = 1000, 7, 3000, 20_000


def shop(seconds=300):
    """A table of products with ten prices each, and a cluster with memory enough for
    it, which keeps an item for so many seconds."""
    cafe = CachedCafe(sort="n", NodeType="dax.r5.large")
    cluster = cafe.dax.cluster("menu")
    cluster.ttls["items"] = timedelta(seconds=seconds)
    for node in cluster.nodes:
        node.forget()
    with cafe.table.batch_writer() as batch:
        for product in range(PRODUCTS):
            for size in range(10):
                batch.put_item(Item={"pk": f"{product}", "n": size, "drink": "latte"})
    return cafe


def microseconds(clock, call):
    """The time of one call: the median of several rounds.

    A minute passes between rounds, or the table would throttle this hot key.
    """
    rounds = []
    for _ in range(ROUNDS):
        clock.advance(minutes=1)
        call()
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        rounds.append((time.perf_counter() - start) / CALLS * 1e6)
    return statistics.median(rounds)


def rows():
    yield from times()
    yield from savings()


def times():
    cafe = shop()
    key = {"Key": {"pk": "7", "n": 3}}
    menu = {"KeyConditionExpression": Key("pk").eq("7")}
    for name, call, asked in (
        ("get_item", "get_item", key),
        ("query, 10 items", "query", menu),
    ):
        table, cached = getattr(cafe.table, call), getattr(cafe.cached, call)
        direct = microseconds(cafe.clock, lambda: table(**asked))
        hit = microseconds(cafe.clock, lambda: cached(**asked))
        yield Row(f"{name}, found by DAX", hit, direct, "µs", "the table")


def savings():
    """Five reads a second, of popular products most: what is left for the table."""
    without = DAY * 0.5
    for seconds in (1, 60, 300, 3600):
        cafe = shop(seconds)
        before = cafe.reads()
        wanted = random.Random(5).choices(
            range(PRODUCTS), [1 / rank for rank in range(1, PRODUCTS + 1)], k=DAY
        )
        for product in wanted:
            cafe.clock.advance(milliseconds=200)
            cafe.cached.get_item(Key={"pk": f"{product}", "n": 0})
        what = f"{DAY:,} reads, read units, kept {seconds} s"
        yield Row(what, cafe.reads() - before, without, "units", "no DAX")


if __name__ == "__main__":
    show_alone(rows())
