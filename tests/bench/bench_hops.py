"""People within 1 to 5 hops: how long a graph takes, and how long SQL.

    .venv/bin/python tests/bench/bench_hops.py

Both are measured in turn in one run. Compare the columns; don't quote them.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe.lessons.hop_times import Network


def rows():
    for row in Network().measure(runs=9):
        what = f"{row.people:,} people within {row.hops} hops, in a graph"
        yield Row(what, row.graph, row.sql, "ms", "SQL", goal=1)


if __name__ == "__main__":
    show_alone(rows())
