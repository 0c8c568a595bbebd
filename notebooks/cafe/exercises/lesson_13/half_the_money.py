"""\
The shop pays too much. Write `cheaper(session)`. With calls of boto3 it changes the
shop so that the next 25 days cost at most half as much. There are:

- `orders`, a PostgreSQL on db.m7g.large, Multi-AZ, with two read replicas, `copy-1` and
  `copy-2`. Nobody reads them.
- `report-2024`, an instance that nobody has asked since spring. Keep a last snapshot.
- `loyalty`, a table provisioned with 200 units to read and 200 to write. It is asked
  now and then.
- `menu`, a cache of three nodes cache.t4g.medium.

`orders`, `loyalty` and `menu` must go on working, under the same names and endpoints,
with all that is in them. After the 25 days the zone of `orders` is cut: three minutes
later orders must be taken again, and the cache must answer. `session.client("rds")`
gives a client of this shop."""

from functools import cache

from ..kinds import PythonExercise
from ..stage.account import new_session
from ..words import kind

exercise = PythonExercise(
    id="13.half_the_money",
    objective="13.e",
    difficulty=3,
    learned=(
        "What nobody asks goes first; what stands a lost zone is what the money is for."
    ),
    prompt=__doc__,
    hints=(
        "Begin with what nobody asks: three instances. A stopped one starts by itself"
        " after seven days, and its storage costs all the time.",
        "delete_db_instance takes SkipFinalSnapshot=True, or a name for the last"
        " snapshot: FinalDBSnapshotIdentifier. A replica has no last snapshot.",
        'update_table(TableName="loyalty", BillingMode="PAY_PER_REQUEST") makes the'
        " table's hours free. Leave Multi-AZ as it is.",
    ),
    seconds=30.0,
)


@exercise.right
def cheaper(session):
    rds = session.client("rds")
    for copy in ("copy-1", "copy-2"):
        rds.delete_db_instance(DBInstanceIdentifier=copy, SkipFinalSnapshot=True)
    rds.delete_db_instance(
        DBInstanceIdentifier="report-2024", FinalDBSnapshotIdentifier="report-last"
    )
    dynamodb = session.client("dynamodb")
    dynamodb.update_table(TableName="loyalty", BillingMode="PAY_PER_REQUEST")


# ------------------------------------------------------------------------- the proof

DAYS = 25
LOGIN = {"user": "cafe", "password": "espresso-2026", "dbname": "cafe"}


class Shop:
    """The shop that pays too much, with an order, a customer and a price in it."""

    def __init__(self):
        self.session = new_session()
        self.account = self.session.account
        self.rds = self.session.client("rds")
        self._make_instances()
        self._make_table()
        self._make_cache()
        self.begins = self.account.clock.now
        self.paid = self.account.bill().total

    def cost(self):
        """What DAYS days cost from the beginning on, in US dollars; they pass."""
        left = DAYS - (self.account.clock.now - self.begins).days
        self.account.clock.advance(days=max(0, left))
        return self.account.bill(f"{self.begins:%Y-%m}").total - self.paid

    def sell(self, number):
        """Take an order; all that there are."""
        from cafe.drivers import sql

        login = {**LOGIN, "account": self.account}
        with sql.connect(host=self.orders, **login) as connection:
            connection.execute("INSERT INTO sold VALUES (%s)", [number])
        with sql.connect(host=self.orders, **login) as connection:
            return [row[0] for row in connection.execute("SELECT * FROM sold")]

    def ask_cache(self):
        from cafe.drivers import redis

        return redis.Redis(self.menu, decode_responses=True, account=self.account).get(
            "mocha"
        )

    def ask_table(self):
        table = self.session.resource("dynamodb").Table("loyalty")
        item = table.get_item(Key={"customer": "ana"}).get("Item", {})
        return item.get("points")

    def cut(self):
        """Cut the zone in which the primary of orders stands; three minutes pass."""
        found = self.rds.describe_db_instances(DBInstanceIdentifier="orders")
        self.account.fail_zone(found["DBInstances"][0]["AvailabilityZone"])
        self.account.clock.advance(minutes=3)

    def _make_instances(self):
        for name, more in (("orders", {"MultiAZ": True}), ("report-2024", {})):
            self.rds.create_db_instance(
                DBInstanceIdentifier=name,
                DBInstanceClass="db.m7g.large",
                Engine="postgres",
                AllocatedStorage=100,
                MasterUsername=LOGIN["user"],
                MasterUserPassword=LOGIN["password"],
                DBName=LOGIN["dbname"],
                **more,
            )
            self._wait(name)
        for name in ("copy-1", "copy-2"):
            self.rds.create_db_instance_read_replica(
                DBInstanceIdentifier=name, SourceDBInstanceIdentifier="orders"
            )
            self._wait(name)
        found = self.rds.describe_db_instances(DBInstanceIdentifier="orders")
        self.orders = found["DBInstances"][0]["Endpoint"]["Address"]
        from cafe.drivers import sql

        login = {**LOGIN, "account": self.account}
        with sql.connect(host=self.orders, **login) as connection:
            connection.execute("CREATE TABLE sold (number INTEGER)")
        self.sell(1)

    def _wait(self, name):
        waiter = self.rds.get_waiter("db_instance_available")
        waiter.wait(DBInstanceIdentifier=name)

    def _make_table(self):
        table = self.session.resource("dynamodb").create_table(
            TableName="loyalty",
            KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}],
            ProvisionedThroughput={"ReadCapacityUnits": 200, "WriteCapacityUnits": 200},
        )
        table.wait_until_exists()
        table.put_item(Item={"customer": "ana", "points": 7})

    def _make_cache(self):
        from cafe.drivers import redis

        elasticache = self.session.client("elasticache")
        elasticache.create_replication_group(
            ReplicationGroupId="menu",
            ReplicationGroupDescription="the menu",
            Engine="valkey",
            CacheNodeType="cache.t4g.medium",
            NumCacheClusters=3,
            AutomaticFailoverEnabled=True,
            MultiAZEnabled=True,
        )
        waiter = elasticache.get_waiter("replication_group_available")
        waiter.wait(ReplicationGroupId="menu")
        (group,) = elasticache.describe_replication_groups()["ReplicationGroups"]
        self.menu = group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
        redis.Redis(self.menu, account=self.account).set("mocha", "3.60")


@cache
def _before():
    """What the days cost when nothing is changed."""
    return Shop().cost()


@exercise.proof
def _costs_half_and_stands(cheaper):
    """What is wrong with a change, or None: the days pass, and a zone is cut."""
    shop = Shop()
    cheaper(shop.session)
    shop.account.clock.advance(hours=1)  # what was asked for is done
    return (
        _broken(shop, 2, "After your change")
        or _unsaved(shop)
        or _too_dear(shop)
        or shop.cut()
        or _broken(shop, 3, "Three minutes after the zone was cut")
    )


def _broken(shop, order, when):
    """What does not work, or None; `order` is sold, and those before are there."""
    if problem := _error(shop.sell, order):
        return f"{when} no order is taken: {problem}"
    sold = shop.sell(order * 10)
    if missing := {1, order} - set(sold):
        return f"{when} order {min(missing)} is lost: orders begins anew, with {sold}."
    if problem := _error(shop.ask_table):
        return f"{when} the table loyalty does not answer: {problem}"
    if shop.ask_table() != 7:
        return f"{when} the table loyalty answers, and what was in it is lost."
    if problem := _error(shop.ask_cache):
        return f"{when} the cache menu does not answer: {problem}"
    if shop.ask_cache() != "3.60":
        return f"{when} the cache menu answers, and what was in it is lost."
    return None


def _error(call, *arguments):
    """The text of what a call raises, or None."""
    try:
        call(*arguments)
    except Exception as error:
        return str(error) or kind(error)
    return None


def _unsaved(shop):
    """Whether the report is gone and nothing is left of it."""
    names = {
        each["DBInstanceIdentifier"]
        for each in shop.rds.describe_db_instances()["DBInstances"]
        if each["DBInstanceStatus"] != "deleting"
    }
    saved = {
        each["DBInstanceIdentifier"]
        for each in shop.rds.describe_db_snapshots()["DBSnapshots"]
        if each.get("SnapshotType", "manual") == "manual"
    }
    if "report-2024" in names | saved:
        return None
    return "report-2024 is gone, and no snapshot of it is left."


def _too_dear(shop):
    """What is wrong with what the days cost, or None."""
    before, now = _before(), shop.cost()
    bill = shop.account.bill(f"{shop.begins:%Y-%m}")
    if bill.unpriced:
        line, resource = bill.unpriced[0]
        return (
            f"The bill has no price for {line} of {resource}: take one that it knows."
        )
    if now <= before / 2:
        return None
    names = sorted({line.resource for line in bill.lines}, key=bill.of, reverse=True)
    dearest = ", ".join(f"{name} {bill.of(name):.0f}" for name in names[:4])
    return (
        f"{DAYS} days cost {now:.0f} USD; unchanged they cost {before:.0f}, and half"
        f" would be {before / 2:.0f}. The dearest on the bill: {dearest}."
    )


# ------------------------------------------------------------------------- also right


def _delete(rds, *names):
    for name in names:
        rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)


def _end_report(rds):
    rds.delete_db_instance(
        DBInstanceIdentifier="report-2024", FinalDBSnapshotIdentifier="report-last"
    )


def _on_demand(session):
    session.client("dynamodb").update_table(
        TableName="loyalty", BillingMode="PAY_PER_REQUEST"
    )


@exercise.right
def provisions_one_unit(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    session.client("dynamodb").update_table(
        TableName="loyalty",
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
    )


@exercise.right
def takes_a_smaller_class(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.medium",
        ApplyImmediately=True,
    )


@exercise.right
def makes_the_snapshot_first(session):
    rds = session.client("rds")
    rds.create_db_snapshot(
        DBInstanceIdentifier="report-2024", DBSnapshotIdentifier="spring"
    )
    waiter = rds.get_waiter("db_snapshot_available")
    waiter.wait(DBSnapshotIdentifier="spring")
    _delete(rds, "report-2024", "copy-2", "copy-1")
    _on_demand(session)


@exercise.right
def looks_for_the_replicas(session):
    rds = session.client("rds")
    for each in rds.describe_db_instances()["DBInstances"]:
        if each.get("ReadReplicaSourceDBInstanceIdentifier") == "orders":
            _delete(rds, each["DBInstanceIdentifier"])
    _end_report(rds)
    _on_demand(session)


@exercise.right
def updates_the_table_as_a_resource(session):
    session.resource("dynamodb").Table("loyalty").update(
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    )
    rds = session.client("rds")
    _end_report(rds)
    _delete(rds, "copy-1", "copy-2")


@exercise.right
def waits_until_all_is_gone(session):
    rds = session.client("rds")
    gone = rds.get_waiter("db_instance_deleted")
    _end_report(rds)
    gone.wait(DBInstanceIdentifier="report-2024")
    for copy in ("copy-1", "copy-2"):
        _delete(rds, copy)
        gone.wait(DBInstanceIdentifier=copy)
    _on_demand(session)


@exercise.right
def makes_all_that_is_left_smaller(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    _on_demand(session)
    rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.micro",
        ApplyImmediately=True,
    )


@exercise.right
def keeps_one_replica(session):
    rds = session.client("rds")
    _delete(rds, "copy-2")
    _end_report(rds)
    _on_demand(session)
    for name in ("orders", "copy-1"):
        rds.modify_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t4g.medium",
            ApplyImmediately=True,
        )


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Three minutes after the zone was cut no order is taken")
def takes_the_standby_away(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    _on_demand(session)
    rds.modify_db_instance(
        DBInstanceIdentifier="orders", MultiAZ=False, ApplyImmediately=True
    )


@exercise.wrong("unchanged they cost")
def deletes_the_replicas_only(session):
    _delete(session.client("rds"), "copy-1", "copy-2")


@exercise.wrong("report-2024")
def stops_the_report(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    rds.stop_db_instance(DBInstanceIdentifier="report-2024")
    _on_demand(session)


@exercise.wrong("report-2024 is gone, and no snapshot of it is left.")
def keeps_no_snapshot(session):
    _delete(session.client("rds"), "copy-1", "copy-2", "report-2024")
    _on_demand(session)


@exercise.wrong("After your change the table loyalty does not answer")
def deletes_the_table(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    session.client("dynamodb").delete_table(TableName="loyalty")


@exercise.wrong("After your change the cache menu does not answer")
def deletes_the_cache(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    session.client("elasticache").delete_replication_group(ReplicationGroupId="menu")


@exercise.wrong("After your change no order is taken")
def stops_the_orders(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    rds.stop_db_instance(DBInstanceIdentifier="orders")


@exercise.wrong("After your change no order is taken")
def moves_to_a_replica(session):
    rds = session.client("rds")
    rds.promote_read_replica(DBInstanceIdentifier="copy-1")
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="copy-1")
    _delete(rds, "copy-2", "orders")
    _end_report(rds)
    _on_demand(session)


@exercise.wrong("FinalDBSnapshotIdentifier")
def forgets_the_last_snapshots_name(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    rds.delete_db_instance(DBInstanceIdentifier="report-2024")
    _on_demand(session)


@exercise.wrong("unchanged they cost")
def takes_less_capacity_only(session):
    _on_demand(session)
    _end_report(session.client("rds"))


@exercise.wrong("unchanged they cost")
def returns_a_plan(session):
    return ["delete copy-1", "delete copy-2", "delete report-2024"]


@exercise.wrong("The bill has no price for rds.db.m7g.xlarge of report-2024")
def takes_a_machine_without_a_price(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _on_demand(session)
    rds.modify_db_instance(
        DBInstanceIdentifier="report-2024",
        DBInstanceClass="db.m7g.xlarge",
        ApplyImmediately=True,
    )


@exercise.wrong("25 days cost 477 USD; unchanged they cost 761, and half would be 380.")
def takes_a_smaller_report(session):
    rds = session.client("rds")
    _on_demand(session)
    for name in ("report-2024", "copy-1", "copy-2"):
        rds.modify_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t4g.medium",
            ApplyImmediately=True,
        )


@exercise.wrong("DBInstanceNotFound")
def misspells_a_name(session):
    rds = session.client("rds")
    _delete(rds, "copy1", "copy2")
    _end_report(rds)
    _on_demand(session)


@exercise.wrong(
    "After your change the table loyalty answers, and what was in it is lost."
)
def makes_the_table_anew(session):
    rds, dynamodb = session.client("rds"), session.client("dynamodb")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    dynamodb.delete_table(TableName="loyalty")
    dynamodb.get_waiter("table_not_exists").wait(TableName="loyalty")
    dynamodb.create_table(
        TableName="loyalty",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}],
    )


@exercise.wrong(
    "After your change the table loyalty answers, and what was in it is lost."
)
def takes_the_points_away(session):
    rds = session.client("rds")
    _delete(rds, "copy-1", "copy-2")
    _end_report(rds)
    _on_demand(session)
    loyalty = session.resource("dynamodb").Table("loyalty")
    loyalty.put_item(Item={"customer": "ana", "points": 0})


@exercise.wrong("are those of its client: session.client(")
def calls_the_session(session):
    session.delete_db_instance(DBInstanceIdentifier="copy-1", SkipFinalSnapshot=True)
