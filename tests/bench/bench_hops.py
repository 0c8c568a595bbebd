"""People within 1 to 5 hops: a graph beside SQL in a row store and a column store.

    .venv/bin/python tests/bench/bench_hops.py

All are measured in turn in one run. Compare the columns; don't quote them.
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
        behind = 1 if row.hops > 2 else None  # level at first, behind later
        yield Row(what, row.graph, row.row_store, "ms", "SQL, row store", behind)
        yield Row(what, row.graph, row.column_store, "ms", "SQL, column store", 1)


if __name__ == "__main__":
    show_alone(rows())
