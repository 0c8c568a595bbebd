"""Five services of the shop, each placed in zones, watched while a zone is dark.

Each service runs on an account of its own and gets a thing to keep every minute: an
order, a page, a product, a friend. What it answers, and what it still has when it is
asked, is what the small AWS does.
"""

from dataclasses import dataclass
from functools import cache

from ..aws.errors import ClientError
from ..drivers import neptune, pymongo, redis, sql
from . import made

CUT_AT, BACK_AT, LAST = 10, 28, 40  # minutes
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}
USER, PASSWORD = LOGIN.values()


@dataclass(frozen=True)
class Machine:
    """What runs in a zone: a primary, a standby, a writer, a copy …"""

    role: str
    zone: str


@dataclass(frozen=True)
class Minute:
    """What a service said in one minute, and what of it runs where.

    `lost` are the things that it had confirmed and has no more; None while it does
    not answer.
    """

    answers: bool
    lost: int | None
    machines: tuple[Machine, ...]


@cache
def watched(name, zones, cut=""):
    """The Minutes of a service on machines in these zones, the primary's first.

    `cut` is the zone that is dark from CUT_AT to BACK_AT, if any. A service without a
    machine answers nobody.
    """
    if not zones and name != "menu":
        return (Minute(False, None, ()),) * (LAST + 1)
    service = KINDS[name](zones)
    return tuple(_watch(service, cut))


def _watch(service, cut):
    confirmed = 0
    for minute in range(LAST + 1):
        if cut and minute == CUT_AT:
            service.account.fail_zone(cut)
        if cut and minute == BACK_AT:
            service.account.restore_zone(cut)
        try:
            service.keep(minute)
            confirmed += 1
            lost = confirmed - service.count()
        except service.error:
            lost = None
        yield Minute(lost is not None, lost, tuple(service.machines()))
        service.account.clock.advance(minutes=1)


class _Service:
    """A service in an account of its own, and a program inside the VPC."""

    error: type[Exception]

    def __init__(self, zones):
        self.session = made.session()
        self.account = self.session.account
        self.create(zones)

    def create(self, zones):
        raise NotImplementedError

    def keep(self, number):
        """Have the service keep one thing more. Raises `error`."""
        raise NotImplementedError

    def count(self):
        """How many things it says that it has."""
        raise NotImplementedError

    def machines(self):
        """Where it runs now; under a cluster lie copies that are no machines."""
        for each in self.account.resources():
            if each.role != "copy":
                yield Machine(each.role, each.zone)


class _Orders(_Service):
    """RDS for PostgreSQL; the service itself chooses the zone of a standby."""

    error = sql.Error

    def create(self, zones):
        orders = made.database(
            self.session, "orders", DBName="cafe", AvailabilityZone=zones[0], **LOGIN
        )
        self.host = orders["Endpoint"]["Address"]
        if len(zones) > 1:
            self.session.client("rds").modify_db_instance(
                DBInstanceIdentifier="orders", MultiAZ=True, ApplyImmediately=True
            )
            self.account.clock.advance(minutes=30)
        self._ask("CREATE TABLE orders (id INT)")

    def _ask(self, statement):
        login = {"user": USER, "password": PASSWORD, "dbname": "cafe"}
        with sql.connect(host=self.host, account=self.account, **login) as connection:
            return connection.execute(statement)

    def keep(self, number):
        self._ask(f"INSERT INTO orders VALUES ({number})")

    def count(self):
        return self._ask("SELECT count(*) FROM orders").fetchone()[0]


class _Menu(_Service):
    """A table of DynamoDB: nobody places it."""

    error = ClientError

    def create(self, zones):
        self.table = made.table(self.session, "menu", {"drink": "N"})

    def keep(self, number):
        self.table.put_item(Item={"drink": number})

    def count(self):
        return self.table.scan(Select="COUNT")["Count"]


class _Pages(_Service):
    """ElastiCache for Valkey: a node, or a primary and replicas."""

    error = redis.RedisError

    def create(self, zones):
        has_replica = len(zones) > 1
        self.host = made.cache(
            self.session,
            "pages",
            "Corner Cup's pages",
            NumCacheClusters=len(zones),
            PreferredCacheClusterAZs=list(zones),
            AutomaticFailoverEnabled=has_replica,
            MultiAZEnabled=has_replica,
        )

    def keep(self, number):
        self._client().set(f"page:{number}", "House blend")

    def count(self):
        return self._client().dbsize()

    def _client(self):
        return redis.Redis(self.host, account=self.account)


class _Cluster(_Service):
    """One writer, readers, and a volume in three zones."""

    engine = ""
    login: dict[str, str] = {}

    def create(self, zones):
        client = self.session.client(self.engine)
        client.create_db_cluster(
            DBClusterIdentifier="shop", Engine=self.engine, **self.login
        )
        for number, zone in enumerate(zones, 1):
            client.create_db_instance(
                DBInstanceIdentifier=f"shop-{number}",
                DBClusterIdentifier="shop",
                DBInstanceClass="db.t3.medium",
                Engine=self.engine,
                AvailabilityZone=zone,
            )
            waiter = client.get_waiter("db_instance_available")
            waiter.wait(DBInstanceIdentifier=f"shop-{number}")
        self.host = client.describe_db_clusters()["DBClusters"][0]["Endpoint"]


class _Catalogue(_Cluster):
    """DocumentDB."""

    engine, login = "docdb", LOGIN
    error = pymongo.errors.PyMongoError

    def keep(self, number):
        self._products().insert_one({"_id": number})

    def count(self):
        return self._products().count_documents({})

    def _products(self):
        client = pymongo.MongoClient(
            self.host,
            username=USER,
            password=PASSWORD,
            retryWrites=False,
            account=self.account,
        )
        return client.shop.products


class _Friends(_Cluster):
    """Neptune."""

    engine = "neptune"
    error = neptune.NotConnected

    def keep(self, number):
        self._graph().add_node(f"person-{number}")

    def count(self):
        return self._graph().number_of_nodes()

    def _graph(self):
        return neptune.connect(self.host, account=self.account).graph


KINDS = {
    "orders": _Orders,
    "menu": _Menu,
    "pages": _Pages,
    "catalogue": _Catalogue,
    "friends": _Friends,
}
