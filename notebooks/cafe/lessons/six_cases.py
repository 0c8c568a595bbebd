"""Six mornings of the shop, as curves of CloudWatch: lesson 11's last exercise.

    six_cases()      a table of curves for each case, in a notebook and as text

Each case is made on an account of its own: at 8:00 it is quiet, at 8:03 something
happens, and at 8:08 CloudWatch is asked. So no figure below was thought up.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from random import Random

from ..markup import verbatim
from . import made
from .curves import Curve, Curves

QUIET, BUSY = 3, 5  # minutes
READ = "Minute by minute from 8:00; “·” is a minute without a point"
LOGIN = {"user": "barista", "password": "espresso-2026"}
PAGE = b"x" * 2_000_000


@dataclass(frozen=True)
class Case:
    """What there is, in a sentence, and its curves."""

    letter: str
    scene: str
    curves: tuple[Curve, ...]


class Cases:
    """All six, to look at."""

    def __init__(self, cases):
        self.cases = cases

    def __repr__(self):
        return "\n\n".join([f"{READ}.", *map(_text, self.cases)])

    def _repr_html_(self):
        drawn = "".join(map(_drawn, self.cases))
        return verbatim(
            f"<p>{READ}; a dotted line is what there is at most.</p>{drawn}"
        )


@cache
def six_cases():
    """The Cases, in the order of their letters."""
    makers = (
        _many_guests,
        _hard_questions,
        _more_than_paid_for,
        _one_key,
        _long_menu,
        _fresh_cache,
    )
    return Cases(
        [Case(letter, *make()) for letter, make in zip("ABCDEF", makers, strict=True)]
    )


# --- how each is made ----------------------------------------------------------------


def _many_guests():
    curves = _instance("db.t4g.micro", 112, (2, 0.02, 20), (30, 0.02, 20))
    return "The instance loyalty, a db.t4g.micro: it takes 112 connections.", curves


def _hard_questions():
    curves = _instance("db.t4g.large", 901, (5, 0.04, 8), (49.6, 0.04, 8))
    return "The instance loyalty, a db.t4g.large: it takes 901 connections.", curves


def _more_than_paid_for():
    number = iter(range(10**6))
    curves = _table(
        100, 25, lambda busy: [next(number) for _ in range(12 if busy else 3)]
    )
    return "The table stock, with 100 provisioned write units a second.", curves


def _one_key():
    number = iter(range(10**6))
    curves = _table(5_000, 250, lambda busy: [7] * 6 if busy else [next(number)])
    return "The table stock, with 5,000 provisioned write units a second.", curves


def _long_menu():
    return "The cache menu, one node of 0.5 GiB.", _cache(
        lambda busy: 480 if busy else 180
    )


def _fresh_cache():
    return "The cache menu, one node of 0.5 GiB.", _cache(lambda busy: 180, empty=True)


def _instance(size, most, quiet, busy):
    """Curves of an instance that takes `most` connections, under two loads.

    A load is its rate, work and held, of `put_load`.
    """
    session = _session()
    master = made.master(LOGIN)
    instance = made.database(session, "loyalty", DBInstanceClass=size, **master)
    host, rds = instance["Endpoint"]["Address"], session.client("rds")
    start = _eight(session)
    for minutes, load in ((QUIET, quiet), (BUSY, busy)):
        rds.put_load(host, **dict(zip(("rate", "work", "held"), load, strict=True)))
        session.account.clock.advance(minutes=minutes)
    named = "AWS/RDS", {"DBInstanceIdentifier": "loyalty"}
    return (
        _curve(session, start, *named, "DatabaseConnections", "Maximum", limit=most),
        _curve(session, start, *named, "CPUUtilization", "Average", "%", limit=100),
        _curve(session, start, *named, "DBLoad", "Average"),
    )


def _table(units, size, keys):
    """Curves of a table: `keys(busy)` are written each second, `size` units each."""
    session = _session()
    capacity = {"ReadCapacityUnits": 1, "WriteCapacityUnits": units}
    table = made.table(session, "stock", {"id": "N"}, ProvisionedThroughput=capacity)
    start = _eight(session)
    text = "x" * (1024 * size - 100)
    refused = table.meta.client.exceptions.ProvisionedThroughputExceededException
    for second in range(60 * (QUIET + BUSY)):
        for key in keys(second >= 60 * QUIET):
            with suppress(refused):
                table.put_item(Item={"id": key, "text": text})
        session.account.clock.advance(seconds=1)
    named = "AWS/DynamoDB", {"TableName": "stock"}
    written = "ConsumedWriteCapacityUnits"
    return (
        _curve(session, start, *named, written, "Sum", "a second", 60, units),
        _curve(session, start, *named, "WriteThrottleEvents", "Sum"),
    )


def _cache(pages, empty=False):
    """Curves of a cache of `pages(busy)` pages; it may be emptied at 8:03."""
    from ..drivers import redis

    session = _session()
    host = made.cache(session, "menu", "pages of the menu")
    memory, chance = redis.Redis(host, account=session.account), Random(7)
    for page in range(pages(False)):
        memory.set(page, PAGE, ex=86_400)
    start = _eight(session)
    for second in range(60 * (QUIET + BUSY)):
        if empty and second == 60 * QUIET:
            memory.flushall()
        for _ in range(2):
            page = chance.randrange(pages(second >= 60 * QUIET))
            if memory.get(page) is None:  # a program that keeps what it has read
                memory.set(page, PAGE, ex=86_400)
        session.account.clock.advance(seconds=1)
    named = "AWS/ElastiCache", {"CacheClusterId": "menu-001"}
    used = "DatabaseMemoryUsagePercentage"
    return (
        *(
            _curve(session, start, *named, name, "Sum")
            for name in ("CacheHits", "CacheMisses", "Evictions")
        ),
        _curve(session, start, *named, used, "Average", "%", limit=100),
    )


def _session():
    """A session on an account of its own, of which CloudWatch takes note."""
    session = made.session()
    session.client("cloudwatch")
    return session


def _eight(session):
    """Let it become eight o'clock; that moment."""
    clock = session.account.clock
    eight = clock.now.replace(hour=8, minute=0, second=0, microsecond=0)
    clock.advance(seconds=(eight - clock.now).total_seconds())
    return clock.now


def _curve(
    session, start, namespace, dimensions, name, statistic, unit="", part=1, limit=None
):
    """The Curve of a metric, each value divided by `part`."""
    metric = {
        "Namespace": namespace,
        "MetricName": name,
        "Dimensions": [{"Name": n, "Value": v} for n, v in dimensions.items()],
    }
    stat = {"Metric": metric, "Period": 60, "Stat": statistic}
    answer = session.client("cloudwatch").get_metric_data(
        MetricDataQueries=[{"Id": "m1", "MetricStat": stat}],
        StartTime=start,
        EndTime=session.account.clock.now,
    )["MetricDataResults"][0]
    minutes = [int((at - start).total_seconds() // 60) for at in answer["Timestamps"]]
    found = dict(zip(minutes, answer["Values"], strict=True))
    values = (found.get(minute) for minute in range(QUIET + BUSY))
    told = tuple(None if each is None else round(each / part) for each in values)
    return Curve(f"{name}, {unit}" if unit else name, told, limit)


# --- how each is shown ---------------------------------------------------------------


def _text(case):
    return f"{case.letter}  {Curves(case.scene, case.curves)!r}"


def _drawn(case):
    return Curves(f"{case.letter} · {case.scene}", case.curves)._repr_html_()
