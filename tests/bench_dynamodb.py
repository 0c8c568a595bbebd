"""How fast our DynamoDB is, beside moto in the same run.

    .venv/bin/python tests/bench_dynamodb.py

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

sys.path.insert(0, str(Path(__file__).parent.parent / "notebooks"))

from cafe import aws  # noqa: E402

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


def microseconds(call, times, between=lambda: None, rounds=5):
    """The median time of one call, in microseconds."""
    found = []
    for _ in range(rounds):
        between()
        start = time.perf_counter()
        for number in range(times):
            call(number)
        found.append((time.perf_counter() - start) / times * 1e6)
    return statistics.median(found)


def gets(table, count, clock, times=1000):
    """The time of one get; keys are spread over the whole table."""
    keys = [{"pk": f"order#{number * 7919 % count}"} for number in range(times)]
    wait = (lambda: clock.advance(seconds=2)) if clock else (lambda: None)
    return microseconds(lambda number: table.get_item(Key=keys[number]), times, wait)


def queries(table, count, clock, times=200, rounds=5):
    """The time of a query that returns the ten items of one customer."""
    customers = count // PER_CUSTOMER
    wanted = [
        {":pk": f"customer#{number * 7919 % customers}"} for number in range(times)
    ]
    wait = (lambda: clock.advance(seconds=2)) if clock else (lambda: None)
    return microseconds(
        lambda number: table.query(
            KeyConditionExpression="pk = :pk", ExpressionAttributeValues=wanted[number]
        ),
        times, wait, rounds,
    )  # fmt: skip


def of_moto():
    """moto's get from a hundred items; its query from a hundred and ten thousand."""
    with moto.mock_aws():
        resource = boto3.resource(
            "dynamodb", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        table = create(resource, "plain")
        load(table, 100)
        found = {"get": gets(table, 100, None, times=100)}
        for count in (100, 10_000):
            table = create(resource, f"sorted{count}", sort=True)
            load(table, count, sort=True)
            found[count] = queries(table, count, None, times=10, rounds=3)
    return found


def main():
    rows = []
    peer = of_moto()
    got, asked = {}, {}
    for count in (100, MILLION):
        resource, clock = fresh()
        table = create(resource, "plain")
        start = time.perf_counter()
        load(table, count)
        took = time.perf_counter() - start
        got[count] = gets(table, count, clock)
        if count == MILLION:
            rows.append(("load a million items, s", took, None, ""))
            rows.append(("their memory, MB", peak_memory(), None, "well under 1,000"))
    for count in (100, 10_000, MILLION):
        resource, clock = fresh()
        table = create(resource, "sorted", sort=True)
        load(table, count, sort=True)
        asked[count] = queries(table, count, clock)
    rows = [
        ("get, 100 items, µs", got[100], peer["get"],
         f"{peer['get'] / got[100]:.0f} times faster (wanted: 100)"),
        ("get, a million items, µs", got[MILLION], None,
         f"{got[MILLION] / got[100]:.2f} times the one above (at most 1.5)"),
        ("query of 10 among 100, µs", asked[100], peer[100], ""),
        ("query of 10 among 10,000, µs", asked[10_000], peer[10_000], ""),
        ("query of 10 among a million, µs", asked[MILLION], None,
         f"{asked[MILLION] / asked[100]:.2f} times that among 100"),
    ] + rows  # fmt: skip
    print(f"{'':34} {'ours':>10} {'moto':>10}")
    for name, ours, theirs, note in rows:
        shown = f"{theirs:10.1f}" if theirs else " " * 10
        print(f"{name:34} {ours:10.1f} {shown}  {note}")


def peak_memory():
    """Memory of this process in MB, or 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
