"""What a commit costs with copies.

    .venv/bin/python tests/bench/bench_commit.py

Without a standby, with one, and with Aurora's six copies, taken in turns in one run so
that a busy machine is busy for all three alike. A standby may cost twice as much.
"""

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from fixtures.rds import Shop

ROUNDS, COMMITS = 100, 5


def connections():
    """An open connection for each kind of storage."""
    shop = Shop()
    shop.create("alone")
    shop.create("standby", MultiAZ=True)
    shop.create_cluster("aurora", "writer")
    found = {
        "no standby": shop.connect("alone"),
        "one standby": shop.connect("standby"),
        "Aurora, six copies": shop.connect_cluster(name="aurora"),
    }
    for connection in found.values():
        connection.execute("CREATE TABLE orders (id INT, customer VARCHAR)")
        connection.commit()
    return found


def milliseconds(connection):
    """The time of one commit with one row, over a few."""
    start = time.perf_counter()
    for number in range(COMMITS):
        connection.execute("INSERT INTO orders VALUES (%s, 'Aoife')", [number])
        connection.commit()
    return (time.perf_counter() - start) / COMMITS * 1000


def rows():
    kinds = connections()
    taken = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, connection in kinds.items():
            taken[name].append(milliseconds(connection))
    alone, standby, aurora = map(statistics.median, taken.values())
    yield Row("a commit with a standby", standby, alone, "ms", "none", goal=2)
    yield Row("a commit with Aurora's six copies", aurora, alone, "ms", "none")


if __name__ == "__main__":
    show_alone(rows())
