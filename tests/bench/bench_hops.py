"""People within 1 to 5 hops: how long a graph takes, and how long SQL.

    .venv/bin/python tests/bench/bench_hops.py
    .venv/bin/python tests/bench/bench_hops.py --people 1000 --ties 5000 --runs 20

Both are measured in turn in one run. Compare the columns; don't quote them.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from cafe.lessons.hop_times import Network


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--ties", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    network = Network(asked.people, asked.ties)
    print(f"{asked.people:,} people, {asked.ties:,} ties, {asked.runs} runs in turn")
    heads = ("people", "graph ms", "SQL ms", "SQL/graph")
    print("hops", *(f"{head:>10}" for head in heads))
    for row in network.measure(runs=asked.runs):
        print(
            f"{row.hops:4} {row.people:10,} {row.graph:10.3f} {row.sql:10.3f} "
            f"{row.sql / row.graph:10.1f}"
        )


if __name__ == "__main__":
    main()
