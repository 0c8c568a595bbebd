"""How long it takes to record blocks, by how many there are: the same for each block.

.venv/bin/python tests/bench/bench_ledger.py
"""

import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe.aws.account import Clock
from cafe.aws.managedblockchain.beans import MEMBERS, bean_rules, story
from cafe.aws.managedblockchain.ledger import Ledger


def seconds_for(blocks):
    """The processor's seconds to record so many blocks with four members."""
    ledger = Ledger(Clock(), bean_rules)
    for member in MEMBERS:
        ledger.join(member)
    entries = story(lots=[f"lot {n}" for n in range(blocks // 6 + 1)])[:blocks]
    start = process_time()
    for entry in entries:
        ledger.record(entry)
    return process_time() - start


def rows():
    spans = {blocks: seconds_for(blocks) for blocks in (100, 1_000)}
    yield Row("1,000 blocks recorded", spans[1_000], 1, "s", "at most", goal=1)
    each = {blocks: span / blocks * 1_000 for blocks, span in spans.items()}
    what = "one block of 1,000 recorded"
    yield Row(what, each[1_000], each[100], "ms", "of 100", goal=2)


if __name__ == "__main__":
    show_alone(rows())
