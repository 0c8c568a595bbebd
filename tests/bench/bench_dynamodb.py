"""How fast our DynamoDB is, beside moto in the same run.

    .venv/bin/python tests/bench/bench_dynamodb.py

Times are medians of several rounds on this machine at this moment: compare them, don't
quote them.
"""

import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

import boto3
import moto

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe import aws

MILLION = 1_000_000
PER_CUSTOMER = 10  # items of one partition key in the sorted tables


def fresh():
    """A resource of ours with an account of its own, and the account's clock."""
    session = aws.Session(account=aws.Account())
    return session.resource("dynamodb"), session.account.clock


def create(resource, name, sort=False):
    keys = {"pk": "S"} | ({"sk": "N"} if sort else {})
    table = resource.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"))
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": kind} for key, kind in keys.items()
        ],
    )
    table.wait_until_exists()
    return table


def item(number, sort=False):
    made = {"total": Decimal("4.50"), "paid": True, "drink": "flat white"}
    if sort:
        customer, order = divmod(number, PER_CUSTOMER)
        return made | {"pk": f"customer#{customer}", "sk": order}
    return made | {"pk": f"order#{number}"}


def load(table, count, sort=False):
    with table.batch_writer() as batch:
        for number in range(count):
            batch.put_item(Item=item(number, sort))


def microseconds(call, times):
    """The time of one call, in microseconds, over a few."""
    start = time.perf_counter()
    for number in range(times):
        call(number)
    return (time.perf_counter() - start) / times * 1e6


class Tables:
    """Tables of ours and of moto, timed in turns, so that a busy machine is fair."""

    def __init__(self):
        self.calls, self.times, self.clocks = {}, {}, []

    def ours(self, name, count, sort=False):
        """Load a table of ours and time it under a name."""
        resource, clock = fresh()
        self.clocks.append(clock)
        table = create(resource, "table", sort)
        load(table, count, sort)
        self._note(name, table, count, sort, 500)

    def moto(self, name, count, sort=False):
        resource = boto3.resource(
            "dynamodb", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        table = create(resource, name.replace(" ", "-"), sort)
        load(table, count, sort)
        self._note(name, table, count, sort, 10)

    def _note(self, name, table, count, sort, times):
        """A get of any item or, with a sort key, a query of one customer's ten."""
        if sort:
            customers = count // PER_CUSTOMER
            values = [{":pk": f"customer#{n * 7919 % customers}"} for n in range(times)]
            self.calls[name] = (
                times,
                lambda number: table.query(
                    KeyConditionExpression="pk = :pk",
                    ExpressionAttributeValues=values[number],
                ),
            )
        else:
            keys = [{"pk": f"order#{n * 7919 % count}"} for n in range(times)]
            self.calls[name] = times, lambda number: table.get_item(Key=keys[number])
        self.times[name] = []

    def take_turns(self, rounds=15):
        for _ in range(rounds):
            for clock in self.clocks:
                clock.advance(seconds=2)
            for name, (times, call) in self.calls.items():
                self.times[name].append(microseconds(call, times))
        return {name: statistics.median(times) for name, times in self.times.items()}


def rows():
    tables = Tables()
    with moto.mock_aws():
        tables.moto("moto get 100", 100)
        tables.moto("moto query 100", 100, sort=True)
        tables.moto("moto query 10,000", 10_000, sort=True)
        tables.ours("get 100", 100)
        before = memory()
        tables.ours("get million", MILLION)
        megabytes = memory() - before
        for name, count in (("100", 100), ("10,000", 10_000), ("million", MILLION)):
            tables.ours(f"query {name}", count, sort=True)
        found = tables.take_turns()

    def row(what, name, other, whose, goal=None):
        return Row(what, found[name], found[other], "µs", whose, goal)

    yield row("get among 100 items", "get 100", "moto get 100", "moto", 0.01)
    yield row("get among a million", "get million", "get 100", "among 100", 1.5)
    yield row("query of 10 among 100", "query 100", "moto query 100", "moto")
    yield row("query of 10 among 10,000", "query 10,000", "moto query 10,000", "moto")
    yield row("query of 10 among a million", "query million", "query 100", "among 100")
    if megabytes:
        yield Row("a million items in memory", megabytes, 1000, "MB", "a kernel has", 1)


def memory():
    """This process's memory in MB, or 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    show_alone(rows())
