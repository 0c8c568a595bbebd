"""The sale at five past eight, with one of five shapes of the shop's database.

Half an hour on a small AWS of its own: each second so many people open the app, most to
look at the menu, some to order. What they do to the database is told to the instances
(`put_load`); the menus are really read from the cache. Every number comes back from
CloudWatch: those of AWS's namespaces, and those that the app itself counts.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from ..aws.pricing import month
from ..aws.rds.rules import max_connections
from ..drivers import redis
from . import made

BEFORE, AFTER, PEAK, FALL = 5, 20, 5, 10  # minutes
QUIET = 5  # people a second before the sale
LOOKS = 0.8  # the part of them who only look at the menu
WORK, HELD = 0.04, 12.0  # seconds of a vCPU, seconds for which a connection is kept
MENUS = 40  # one for each shop
FRESH = 60  # seconds for which a copy in the cache is good
BATCH = 20  # seconds of readers that ask the cache together
#: What is paid for in each shape: lines of the table of prices, and how much of them.
PARTS = {
    "nothing": {"rds.db.t4g.small": 1},
    "proxy": {"rds.db.t4g.small": 1, "rds.proxy": 2},  # for each vCPU
    "class": {"rds.db.t4g.large": 1},
    "replica": {"rds.db.t4g.small": 2},
    "cache": {"rds.db.t4g.small": 1, "elasticache.cache.t4g.micro": 1},
}
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}


@dataclass(frozen=True)
class Sale:
    """What was measured, a value for each minute, and the limit of connections."""

    came: list  # people a second
    served: list
    connections: list
    cpu: list
    milliseconds: list
    limit: int

    def turned_away(self):
        """How many people, in all."""
        pairs = zip(self.came, self.served, strict=True)
        return round(sum(came - served for came, served in pairs) * 60)


def class_of(shape):
    """The class of a shape's instances."""
    return "db.t4g.large" if shape == "class" else "db.t4g.small"


def price_of_a_month(shape):
    """Dollars for the machines of a shape, each hour of the month."""
    return sum(month(line, amount) for line, amount in PARTS[shape].items())


def people(minute, height):
    """How many open the app each second, in a minute after five past eight."""
    if minute < 0 or minute >= PEAK + FALL:
        return QUIET
    left = 1 - max(0, minute - PEAK) / FALL
    return QUIET + (height - QUIET) * left


@cache
def watched(shape, height):
    """The Sale of so many people a second, in one of the shapes of `PARTS`."""
    return _shop(shape).sale(height)


@cache
def _shop(shape):
    return SaleShop(shape)


class SaleShop:
    """The app's database in one shape, and what the app counts."""

    def __init__(self, shape):
        session = made.session()
        self.shape, self.account = shape, session.account
        self.cloudwatch = session.client("cloudwatch")
        self.rds = session.client("rds")
        size = class_of(shape)
        orders = made.database(session, "orders", DBInstanceClass=size, **LOGIN)
        self.hosts = {"orders": orders["Endpoint"]["Address"]}
        if shape == "replica":
            self.hosts["looks"] = self._create_replica()
        if shape == "proxy":
            self.hosts["orders"] = self._create_proxy()
        if shape == "cache":
            menus = made.cache(session, "menus", "The menus of the shops")
            self.menus = redis.Redis(menus, account=self.account)

    # -- making it -----------------------------------------------------------

    def _create_replica(self):
        self.rds.create_db_instance_read_replica(
            DBInstanceIdentifier="looks", SourceDBInstanceIdentifier="orders"
        )
        name = {"DBInstanceIdentifier": "looks"}
        self.rds.get_waiter("db_instance_available").wait(**name)
        found = self.rds.describe_db_instances(**name)
        return found["DBInstances"][0]["Endpoint"]["Address"]

    def _create_proxy(self):
        made = self.rds.create_db_proxy(
            DBProxyName="app",
            EngineFamily="POSTGRESQL",
            RoleArn="arn:aws:iam::123456789012:role/app",
            VpcSubnetIds=["subnet-zone-a", "subnet-zone-b"],
        )
        self.rds.register_db_proxy_targets(
            DBProxyName="app", DBInstanceIdentifiers=["orders"]
        )
        self.account.clock.advance(minutes=5)
        return made["DBProxy"]["Endpoint"]

    # -- a sale, minute by minute ------------------------------------------------

    def sale(self, height):
        """A Sale, on a whole minute; what the last one left in the cache is old."""
        clock = self.account.clock
        clock.advance(seconds=2 * FRESH - clock.now.second)
        self.random, start = random.Random(805), clock.now
        for minute in range(-BEFORE, AFTER):
            self.minute(people(minute, height))
        return self.measured(start)

    def minute(self, rate):
        """So many people a second, for a minute; at its end it is measured."""
        missed = 0
        for second in range(0, 60, BATCH):
            self.account.clock.advance(seconds=BATCH if second else 0)
            missed += self._missed(round(rate * LOOKS * BATCH))
        served = [
            self.rds.put_load(self.hosts[name], rate=each, work=WORK, held=HELD)
            for name, each in self._asking(rate, missed / 60).items()
        ]
        refused = sum(each.refused for each in served)
        slowest = max(each.seconds for each in served)
        self._count(Came=rate, Served=rate - refused, Latency=slowest * 1000)
        self.account.clock.advance(seconds=BATCH)

    def _asking(self, rate, missed):
        """How many a second come to each database."""
        orders = rate * (1 - LOOKS)
        if self.shape == "replica":
            return {"orders": orders, "looks": rate * LOOKS}
        return {"orders": orders + missed if self.shape == "cache" else rate}

    def _missed(self, readers):
        """Let readers ask the cache, if there is one; how many menus it lacks.

        The first who misses a menu puts it there, and the others find it.
        """
        if self.shape != "cache":
            return 0
        asked = self.random.choices(range(MENUS), k=readers)
        names = sorted({f"menu {shop}" for shop in asked})
        found = zip(names, self.menus.mget(names), strict=True)
        lacking = [name for name, copy in found if copy is None]
        for name in lacking:
            self.menus.set(name, "flat white 2.00", ex=FRESH)
        return len(lacking)

    def _count(self, **values):
        """What the app counts by itself: people a second, and milliseconds."""
        data = [{"MetricName": name, "Value": each} for name, each in values.items()]
        self.cloudwatch.put_metric_data(Namespace="CornerCup", MetricData=data)

    # -- what was measured ---------------------------------------------------

    def measured(self, start):
        """All that CloudWatch has of it since a moment."""
        names = ("Came", "Served", "Latency")
        asked = {name: {"Namespace": "CornerCup", "MetricName": name} for name in names}
        busiest = "looks" if self.shape == "replica" else "orders"
        for name in ("DatabaseConnections", "CPUUtilization"):
            asked[name] = {
                "Namespace": "AWS/RDS",
                "MetricName": name,
                "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": busiest}],
            }
        answer = self.cloudwatch.get_metric_data(
            MetricDataQueries=[
                {
                    "Id": name[0].lower() + name[1:],
                    "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"},
                }
                for name, metric in asked.items()
            ],
            StartTime=start,
            EndTime=start + timedelta(minutes=BEFORE + AFTER),
            ScanBy="TimestampAscending",
        )
        came, served, latency, connections, cpu = (
            result["Values"] for result in answer["MetricDataResults"]
        )
        limit = max_connections("postgres", class_of(self.shape))
        return Sale(came, served, connections, cpu, latency, limit)
