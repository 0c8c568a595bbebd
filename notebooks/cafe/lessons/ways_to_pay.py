"""What a month costs at a steady traffic, five ways, from the table of prices.

    WAYS["demand"].month(85)        US dollars for 85 requests a second, or None
    crossings()                     where one way becomes cheaper than another

Of ten requests nine read one item and one writes one, each up to a unit. What is
assumed beside the prices stands here in capitals: how much a machine takes is no price,
and no fact of AWS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from ..aws.pricing import HOURS_OF_A_MONTH, month

READS, WRITES = 0.9, 0.1  # of each request
READ_UNITS = 0.5  # of an eventual read
TARGET = 0.7  # of auto scaling: how full capacity is
HITS = 0.9  # of the reads, by a cache
STORED = 20  # GB
#: Requests a second that an instance takes in this picture: twice for each size.
TAKES = {
    "rds.db.t4g.micro": 100,
    "rds.db.t4g.small": 200,
    "rds.db.t4g.medium": 400,
    "rds.db.t4g.large": 800,
    "rds.db.m7g.large": 1600,
}
AURORA, AURORA_TAKES = "aurora.db.r7g.large", 4000
MOST = 10_000  # requests a second


def millions(rate):
    """How many millions of requests a month has, at so many a second."""
    return rate * 3600 * HOURS_OF_A_MONTH / 1_000_000


def on_demand(rate, reads=READS):
    """DynamoDB, each request paid for."""
    return month("dynamodb.read", millions(rate) * reads * READ_UNITS) + month(
        "dynamodb.write", millions(rate) * WRITES
    )


def provisioned(rate):
    """DynamoDB with auto scaling: capacity by the hour, at least one unit of each."""
    reads, writes = rate * READS * READ_UNITS, rate * WRITES
    return month("dynamodb.rcu", max(1, ceil(reads / TARGET))) + month(
        "dynamodb.wcu", max(1, ceil(writes / TARGET))
    )


def rds(rate):
    """The smallest instance that takes it, in two zones; None where none does."""
    for name, takes in TAKES.items():
        if rate <= takes:
            return 2 * (month(name) + month("rds.gp3", STORED))
    return None


def aurora(rate):
    """A writer and as many readers as are needed, at least one; a write each is I/O."""
    instances = 1 + max(1, ceil(rate / AURORA_TAKES))
    return (
        month(AURORA, instances)
        + month("aurora.storage", STORED)
        + month("aurora.io", millions(rate) * WRITES)
    )


def cached(rate):
    """A cache of two nodes in front of DynamoDB on demand."""
    nodes = month("elasticache.cache.t4g.micro", 2)
    return nodes + on_demand(rate, READS * (1 - HITS))


@dataclass(frozen=True)
class Way:
    """A way to pay: its letter in the picture, its name, and what a month costs."""

    letter: str
    name: str
    month: Callable


WAYS = {
    "demand": Way("A", "DynamoDB on demand", on_demand),
    "provisioned": Way("B", "DynamoDB provisioned", provisioned),
    "cached": Way("C", "on demand with a cache", cached),
    "rds": Way("D", "RDS Multi-AZ", rds),
    "aurora": Way("E", "Aurora", aurora),
}
#: What is asked: from where on is the first cheaper than the second?
PAIRS = (
    ("provisioned", "demand"),
    ("rds", "demand"),
    ("cached", "demand"),
    ("aurora", "demand"),
    ("aurora", "provisioned"),
)


def cheapest(rate):
    """The name of the way that costs least at a rate."""
    found = {name: way.month(rate) for name, way in WAYS.items()}
    return min((n for n, paid in found.items() if paid is not None), key=found.get)


def crossings():
    """{(cheaper, dearer): the first whole rate, in requests a second}."""
    return {(a, b): _crossing(WAYS[a].month, WAYS[b].month) for a, b in PAIRS}


def _crossing(one, other):
    for rate in range(1, MOST + 1):
        paid = one(rate)
        if paid is not None and paid < other(rate):
            return rate
    raise LookupError(f"No crossing up to {MOST} requests a second.")
