"""How fast our documents are, beside mongomock in the same run.

    .venv/bin/python tests/bench/bench_documents.py

Both sides get the same calls of pymongo in turns, so that a busy machine is fair.
mongomock has no indexes, so what an index answers has no goal.
"""

import gc
import statistics
import sys
import time
from pathlib import Path

import mongomock

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from fixtures.documents import Documents

COUNT, ROUNDS = 10_000, 3


def document(number):
    return {
        "_id": number,
        "sku": f"BN-{number}",
        "kind": ("beans", "mug", "book", "course")[number % 4],
        "price": 700 + number % 50 * 10,
        "origin": {"country": "Kenya", "altitude_m": 1700},
        "tags": ["organic", "espresso"],
    }


def scan(collection):
    return list(collection.find({"kind": "mug", "price": {"$lt": 800}}))


def find_by_index(collection):
    return [collection.find_one({"sku": f"BN-{n * 7919 % COUNT}"}) for n in range(20)]


def update_many(collection):
    answer = collection.update_many({"kind": "mug"}, {"$inc": {"price": 10}})
    return answer.modified_count


def delete_one(collection, times=20):
    return [collection.delete_one({"_id": n}).deleted_count for n in range(times)]


INSERT, SCAN, UPDATE = "insert_many", "find with a filter", "update_many of a quarter"
STEPS = {
    INSERT: lambda c: len(
        c.insert_many([document(n) for n in range(COUNT)]).inserted_ids
    ),
    SCAN: scan,
    UPDATE: update_many,
    "create_index": lambda c: c.create_index("sku"),
    "find_one by index, 20 times": find_by_index,
    "delete_one by _id, 20 times": delete_one,
}
LEVEL = (INSERT, SCAN, UPDATE)  # wanted: not slower than mongomock


def seconds(step, collection):
    """How long a step takes, and what it answers. Meanwhile nobody looks through what
    earlier ones have left behind."""
    gc.collect()
    start = time.perf_counter()
    answer = step(collection)
    return time.perf_counter() - start, answer


def compared():
    """{step: [(our seconds, theirs) of each round]}; the answers have to be alike."""
    times = {name: [] for name in STEPS}
    for _ in range(ROUNDS):
        ours, theirs = Documents().client.shop.items, mongomock.MongoClient().shop.items
        for name, step in STEPS.items():
            (one, mine), (two, other) = seconds(step, ours), seconds(step, theirs)
            assert mine == other, name
            times[name].append((one, two))
    return times


def deletion(count):
    """Microseconds of one delete_one among so many documents."""
    collection = Documents().client.shop.items
    collection.insert_many([document(n) for n in range(count)])
    took, _ = seconds(lambda held: delete_one(held, 1_000), collection)
    return took / 1_000 * 1e6


def rows():
    for name, pairs in compared().items():
        ours, theirs = (statistics.median(each) * 1e3 for each in zip(*pairs))
        goal = 1 if name in LEVEL else None
        yield Row(name, ours, theirs, "ms", "mongomock", goal)
    few, many = deletion(1_000), deletion(50_000)
    yield Row("delete_one among 50,000", many, few, "µs", "among 1,000", goal=2)


if __name__ == "__main__":
    show_alone(rows())
