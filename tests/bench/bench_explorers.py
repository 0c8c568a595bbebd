"""What a picture costs: to import the explorers, and to draw a large account's map.

    .venv/bin/python tests/bench/bench_explorers.py

All are seconds of the processor. What the packages beneath take to import (anywidget
and ipywidgets) is not counted.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe import aws
from cafe.aws import Account
from cafe.explorers import account_map

IMPORT = """
import time, anywidget, ipywidgets, IPython
start = time.process_time()
import cafe.explorers
print(time.process_time() - start)
"""


def seconds_to_import():
    spans = []
    for _ in range(5):
        command = [sys.executable, "-c", IMPORT]
        told = subprocess.check_output(command, cwd=ROOT / "notebooks", text=True)
        spans.append(float(told))
    return median(spans)


def seconds_to_draw(tables):
    """To draw the map of an account with so many tables, three replicas each."""
    account = Account()
    dynamodb = aws.Session(account=account).client("dynamodb")
    for number in range(tables):
        dynamodb.create_table(
            TableName=f"table-{number}",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    drawn = account_map(account)
    spans = []
    for _ in range(5):
        start = process_time()
        drawn.picture()
        spans.append(process_time() - start)
    return median(spans)


def rows():
    imported = seconds_to_import() * 1_000
    yield Row("import cafe.explorers", imported, 50, "ms", "at most", goal=1)
    few, many = (seconds_to_draw(tables) * 1_000 for tables in (17, 167))
    what = "the map of an account with 501 resources"
    yield Row(what, many, 50, "ms", "at most", goal=1)
    yield Row(f"{what}, each", many / 501, few / 51, "ms", "with 51", goal=1.5)


if __name__ == "__main__":
    show_alone(rows())
