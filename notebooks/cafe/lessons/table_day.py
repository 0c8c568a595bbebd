"""A day of the shop's traffic, driven through tables of the small AWS.

    table_day.make("demand", BillingMode="PAY_PER_REQUEST")
    table_day.wait_for_midnight()
    table_day.drive("demand", "peak")    # a day of reads, of each table alike

A request reads an item of 400 KB strongly, 100 units, so that few requests are much
traffic. Which hours are busy, the shop's own orders say. A request that is throttled is
not tried again.
"""

from collections import Counter
from datetime import timedelta

from cafe import aws, shop
from cafe.lessons import made

PEAK, ITEM_UNITS = 10, 100  # read units a second in the busiest hour; of a request
KEY = {"k": {"N": "1"}}


def hours():
    """Read units a second in each hour of a day."""
    counts = Counter(shop.load("orders").ordered_at.dt.hour)
    return [PEAK * counts[hour] / max(counts.values()) for hour in range(24)]


def make(name, **billing):
    """A table with its one item."""
    client = aws.client("dynamodb")
    made.table(aws, name, {"k": "N"}, **billing)
    aws.account.clock.advance(minutes=5)  # capacity for the item is saved up
    client.put_item(TableName=name, Item=KEY | {"page": {"B": bytes(399 * 1024)}})


def wait_for_midnight():
    clock = aws.account.clock
    midnight = clock.now.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    clock.advance(seconds=(midnight - clock.now).total_seconds())


def drive(*names):
    """A day of 24 hours, minute by minute: {table: requests throttled}."""
    client, clock = aws.client("dynamodb"), aws.account.clock
    throttled, owed = dict.fromkeys(names, 0), 0.0
    for units in hours():
        for _ in range(60):
            owed += units * 60 / ITEM_UNITS
            count = int(owed)
            owed -= count
            for _ in range(count):
                for name in names:
                    throttled[name] += not _answered(client, name)
                clock.advance(seconds=60 / count)
            if not count:
                clock.advance(minutes=1)
    return throttled


def _answered(client, name):
    try:
        client.get_item(TableName=name, Key=KEY, ConsistentRead=True)
    except client.exceptions.ProvisionedThroughputExceededException:
        return False
    return True
