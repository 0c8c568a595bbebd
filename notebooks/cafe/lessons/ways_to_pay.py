"""What a month costs at a steady traffic, five ways, from the table of prices.

    WAYS["demand"].month(85)        US dollars for 85 requests a second, or None
    WAYS["rds"].runs(85)            what runs for them: "2 × db.t4g.micro"
    crossings()                     at which rates one way is cheaper than another

Of ten requests nine read one item and one writes one, each up to a unit. What is
assumed beside the prices stands here in capitals: how much a machine takes is no price,
and no fact of AWS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
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


def _capacity(rate):
    """Units to read and to write, TARGET of them used; at least one of each."""
    used = rate * READS * READ_UNITS, rate * WRITES
    return [max(1, ceil(units / TARGET)) for units in used]


def provisioned(rate):
    """DynamoDB with auto scaling: capacity by the hour."""
    reads, writes = _capacity(rate)
    return month("dynamodb.rcu", reads) + month("dynamodb.wcu", writes)


def _instance(rate):
    """The smallest instance that takes it; None where none does."""
    return next((name for name, takes in TAKES.items() if rate <= takes), None)


def rds(rate):
    """That instance, in two zones; None where none takes it."""
    name = _instance(rate)
    return 2 * (month(name) + month("rds.gp3", STORED)) if name else None


def _instances(rate):
    """A writer and as many readers as are needed, at least one."""
    return 1 + max(1, ceil(rate / AURORA_TAKES))


def aurora(rate):
    """Aurora's instances and storage; a write each is I/O."""
    return (
        month(AURORA, _instances(rate))
        + month("aurora.storage", STORED)
        + month("aurora.io", millions(rate) * WRITES)
    )


def cached(rate):
    """A cache of two nodes in front of DynamoDB on demand."""
    nodes = month("elasticache.cache.t4g.micro", 2)
    return nodes + on_demand(rate, READS * (1 - HITS))


@dataclass(frozen=True)
class Way:
    """A way to pay: its letter in the picture, its name, what a month costs at a rate,
    and what runs for it."""

    letter: str
    name: str
    month: Callable
    runs: Callable


def _units(rate):
    return "{:,} + {:,} units".format(*_capacity(rate))


def _machines(rate):
    name = _instance(rate)
    return f"2 × {name.removeprefix('rds.')}" if name else "none takes it"


def _cluster(rate):
    return f"{_instances(rate)} × {AURORA.removeprefix('aurora.')}"


WAYS = {
    "demand": Way("A", "DynamoDB on demand", on_demand, lambda _: "by the request"),
    "provisioned": Way("B", "DynamoDB provisioned", provisioned, _units),
    "cached": Way("C", "on demand with a cache", cached, lambda _: "2 nodes, requests"),
    "rds": Way("D", "RDS Multi-AZ", rds, _machines),
    "aurora": Way("E", "Aurora", aurora, _cluster),
}
#: What is asked: where is the first cheaper than the second?
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
    """{(cheaper, dearer): ((first, last whole rate), …)}, in requests a second.

    A larger instance takes its place at once, so a curve may fall below another several
    times.
    """
    return {(a, b): _spans(WAYS[a].month, WAYS[b].month) for a, b in PAIRS}


def _spans(one, other):
    """The runs of rates at which the one is cheaper."""

    def is_cheaper(rate):
        paid = one(rate)
        return paid is not None and paid < other(rate)

    runs = groupby(range(1, MOST + 1), is_cheaper)
    rates = [[*run] for cheaper, run in runs if cheaper]
    return tuple((run[0], run[-1]) for run in rates)
