"""Three shops whose database loses its zone, watched on the small AWS.

One has a standby, one a snapshot that somebody restores, one a read replica that
somebody promotes. Each runs on an account of its own, so nothing of the learner's is
touched. What AWS leaves to a person happens two minutes after the cut: that, the pace
of the orders and the replica's lag are assumed; all else is what the small AWS does.
"""

from dataclasses import dataclass
from functools import cache

from ..drivers import sql
from . import made

LAST, STEP, PACE = 780, 10, 5  # seconds: to the end, between sights, between orders
CUT_AT, ACTS_AT, LAG = 180, 300, 30  # seconds
EARLIER = 120  # orders of the morning
LOGIN = {"user": "barista", "password": "espresso-2026", "dbname": "cafe"}
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
ZONE = ZONES[0]  # the one that fails, with every primary


@dataclass(frozen=True)
class Case:
    """A way to be ready. `rescue` names what somebody then has the till ask."""

    title: str
    rescue: str = ""


CASES = {
    "standby": Case("Standby"),
    "snapshot": Case("Snapshot", "shop-2"),
    "replica": Case("Read replica", "reports"),
}


#: What is said of the copy: before the cut, while it is made ready, and after.
NOTES = {
    "standby": (
        "an order is in both, then confirmed",
        "◐ by itself: nobody is needed",
        "the same name leads to the standby",
    ),
    "snapshot": (
        f"a snapshot of 0:00 has {EARLIER} orders",
        "◐ shop-2 is being restored",
        f"it began with the {EARLIER} of the snapshot",
    ),
    "replica": (
        f"an order arrives there {LAG} s later",
        "◐ reports is being promoted",
        "what was on its way never arrived",
    ),
}


@dataclass(frozen=True)
class Order:
    """What a till was told when it sent an order: "ok", or the driver's error."""

    second: int
    number: int
    told: str

    @property
    def is_confirmed(self):
        return self.told == "ok"


@dataclass(frozen=True)
class Part:
    """A database server: its endpoint's name, what it is, where, and how it is."""

    name: str
    role: str
    zone: str
    says: str
    is_busy: bool = False

    @property
    def is_named(self):
        """Whether a name leads to it: none leads to a standby."""
        return self.role != "standby"


@dataclass(frozen=True)
class Sight:
    """One shop at one second.

    `lost` are the numbers of the orders that were confirmed and that the database, when
    asked, does not have; None while no database answers. `silent` is (first second
    without an answer, second of the next answer or now), or None.
    """

    orders: tuple
    parts: tuple
    dark: tuple
    asked: str
    note: str
    lost: frozenset | None

    @property
    def answers(self):
        return self.orders[-1].is_confirmed

    @property
    def confirmed(self):
        return sum(order.is_confirmed for order in self.orders)

    @property
    def refused(self):
        return len(self.orders) - self.confirmed

    @property
    def silent(self):
        failed = [order.second for order in self.orders if not order.is_confirmed]
        if not failed:
            return None
        return failed[0], failed[-1] + (PACE if self.answers else 0)

    def messages(self):
        """What the till was told in place of an answer, and how often."""
        told = [order.told for order in self.orders if not order.is_confirmed]
        for message in dict.fromkeys(told):
            times = told.count(message)
            yield f"{'once' if times == 1 else f'{times} times'}: {message}"


class Watch:
    """A shop from the first second on: it lives on as far as somebody asks."""

    def __init__(self, name):
        self._life, self._seen = _life(_Shop(name)), []

    def at(self, second):
        """The Sight at a second; the shop has been watched until then, or is now."""
        while len(self._seen) <= second // STEP:
            self._seen.append(next(self._life))
        return self._seen[second // STEP]


@cache
def watched(name):
    """The Watch of a case: "standby", "snapshot" or "replica"."""
    return Watch(name)


def _life(shop):
    """A Sight every STEP seconds, to the last one."""
    for second in range(0, LAST + PACE, PACE):
        if second == CUT_AT:
            shop.account.fail_zone(ZONE)
        if second == ACTS_AT:
            shop.act()
        shop.take_order(second)
        if second % STEP == 0:
            yield shop.look()
        shop.account.clock.advance(seconds=PACE)


class _Shop:
    """A database `shop` in the first zone, and a till that sends orders to it."""

    def __init__(self, name):
        self.name, self.case = name, CASES[name]
        session = made.session()
        self.account, self.rds = session.account, session.client("rds")
        self.asked, self.till, self.orders = "shop", None, []
        self.acted = False
        self._create_shop(session)
        self._get_ready()

    def _create_shop(self, session):
        more = {"DBName": LOGIN["dbname"], "MultiAZ": self.name == "standby"}
        made.database(session, "shop", **made.master(LOGIN), **more)
        connection = self.connect("shop")
        connection.execute("CREATE TABLE orders (id INT PRIMARY KEY)")
        connection.execute(f"INSERT INTO orders SELECT * FROM range({EARLIER})")
        connection.commit()

    def _get_ready(self):
        if self.name == "snapshot":
            self.rds.create_db_snapshot(
                DBSnapshotIdentifier="morning", DBInstanceIdentifier="shop"
            )
            self._wait("db_snapshot_available", DBSnapshotIdentifier="morning")
        if self.name == "replica":
            self.rds.create_db_instance_read_replica(
                DBInstanceIdentifier="reports",
                SourceDBInstanceIdentifier="shop",
                AvailabilityZone=ZONES[2],
            )
            self._wait("db_instance_available", DBInstanceIdentifier="reports")
            self.rds.set_replica_lag("reports", seconds=LAG)

    def _wait(self, until, **of):
        self.rds.get_waiter(until).wait(**of)

    def act(self):
        """What somebody does by hand; a standby needs nobody."""
        self.acted = True
        if self.name == "snapshot":
            self.rds.restore_db_instance_from_db_snapshot(
                DBInstanceIdentifier="shop-2", DBSnapshotIdentifier="morning"
            )
        if self.name == "replica":
            self.rds.promote_read_replica(DBInstanceIdentifier="reports")

    def take_order(self, second):
        """Send the next order; after an error the till connects anew."""
        number = EARLIER + len(self.orders)
        try:
            self.till = self.till or self.connect(self._ask())
            self.till.execute("INSERT INTO orders VALUES (%s)", [number])
            self.till.commit()
            told = "ok"
        except sql.Error as error:
            told, self.till = str(error).split("\n")[0], None
        self.orders.append(Order(second, number, told))

    def _ask(self):
        """The name that the till asks: the new one once it was told of it."""
        ready = [
            each["DBInstanceIdentifier"]
            for each in self._instances()
            if each["DBInstanceStatus"] in ("available", "backing-up")
            and "ReadReplicaSourceDBInstanceIdentifier" not in each
        ]
        self.asked = self.case.rescue if self.case.rescue in ready else self.asked
        return self.asked

    def look(self):
        orders_of = cache(self._stored)  # each database is asked once
        stored = orders_of(self.asked) if self.till else None
        confirmed = {order.number for order in self.orders if order.is_confirmed}
        return Sight(
            orders=tuple(self.orders),
            parts=tuple(self._parts(orders_of)),
            dark=tuple(z for z in ZONES if not self.account.is_zone_up(z)),
            asked=self.asked,
            note=self._note(),
            lost=None if stored is None else frozenset(confirmed - stored),
        )

    def _parts(self, orders_of):
        for each in self._instances():
            name, zone = each["DBInstanceIdentifier"], each.get("AvailabilityZone")
            if zone is None:
                continue
            is_copy = "ReadReplicaSourceDBInstanceIdentifier" in each
            role = "replica" if is_copy else "primary"
            yield Part(name, role, zone, *self._says(each, orders_of))
            if spare := each.get("SecondaryAvailabilityZone"):
                is_needed = not self.account.is_zone_up(zone)
                says = "◐ takes over" if is_needed else "● in step"
                yield Part(name, "standby", spare, says, is_needed)

    def _says(self, instance, orders_of):
        """How an instance is, and whether it is busy with becoming something."""
        if not self.account.is_zone_up(instance["AvailabilityZone"]):
            return "✕ dark", False
        if instance["DBInstanceStatus"] == "modifying":
            return "◐ promoted", True
        return f"{len(orders_of(instance['DBInstanceIdentifier']))} orders", False

    def _note(self):
        """What there is to know of the copy now."""
        before, during, after = NOTES[self.name]
        if self.account.is_zone_up(ZONE):
            return before
        if self.till:
            return after
        return during if self.acted or not self.case.rescue else "nobody has noticed"

    def _stored(self, name):
        """The numbers of the orders that a database holds, as it tells them."""
        connection = self.till if name == self.asked and self.till else None
        connection = connection or self.connect(name)
        rows = connection.execute("SELECT id FROM orders").fetchall()
        connection.commit()
        return {number for (number,) in rows}

    def _instances(self):
        return self.rds.describe_db_instances()["DBInstances"]

    def connect(self, name):
        described = self.rds.describe_db_instances(DBInstanceIdentifier=name)
        host = described["DBInstances"][0]["Endpoint"]["Address"]
        return sql.connect(host=host, account=self.account, **LOGIN)
