"""A table with the prices of one drink, a DAX cluster before it, and what is asked.

    play = Play()
    play.get()         # a Step: what was answered, what it cost, what the caches did
    play.copies()      # what the two caches hold now

All answers and costs are those of DynamoDB and DAX, in an account of their own.
explorers/dax_caches.py draws them.
"""

import pickle
from dataclasses import dataclass

from ..aws.dax import DAX
from ..aws.dynamodb.conditions import Key
from ..aws.dynamodb.values import unpacked
from ..drivers import amazondax
from . import made

PRICES = {"small": 320, "medium": 370, "large": 410}
SMALL = {"product_id": 1, "size": "small"}
RISE = 10  # cents
HIT, MISS, WRITTEN = "hit", "miss", "is written"
PASSED, UNTOLD = "is passed by", "hears nothing"


@dataclass(frozen=True)
class Step:
    """A call: its name, the answer, the read units that it took (None: it reads
    nothing), and what became of it at the two caches, "items" and "queries"."""

    name: str
    answer: str = ""
    units: float | None = None
    items: str = ""
    queries: str = ""


@dataclass(frozen=True)
class Copy:
    """What a cache holds: {size: cents}, minutes left, and whether the table has
    changed since."""

    cents: dict
    minutes: int
    is_old: bool


class Play:
    """Calls through DAX and past it, one after the other."""

    def __init__(self):
        session = made.session()
        self.account = session.account
        self.table = _table(session)
        self.cached, self.node = _through_dax(session, self.account)

    # --- calls -----------------------------------------------------------------

    def get(self):
        """An eventual read of one item, through DAX."""
        cents, units = self._got(is_strong=False)
        return Step("Get", cents, units, MISS if units else HIT)

    def strong(self):
        """The same as a strong read."""
        return Step("Strong Get", *self._got(is_strong=True), PASSED)

    def query(self):
        """An eventual Query of all sizes, through DAX."""
        answer = self.cached.query(
            KeyConditionExpression=Key("product_id").eq(1),
            ReturnConsumedCapacity="TOTAL",
        )
        units, cents = _units(answer), _cents(answer["Items"]).values()
        words = " · ".join(map(str, cents))
        return Step("Query", words, units, queries=MISS if units else HIT)

    def through(self):
        """A write of one item, through DAX."""
        return Step("Put through DAX", self._put(self.cached), None, WRITTEN, UNTOLD)

    def past(self):
        """The same straight to the table, as a program does that knows no DAX."""
        return Step("Put past DAX", self._put(self.table), None, UNTOLD, UNTOLD)

    def wait(self):
        """Let a minute pass."""
        self.account.clock.advance(minutes=1)
        return Step("A minute passes")

    def _got(self, is_strong):
        answer = self.cached.get_item(
            Key=SMALL, ConsistentRead=is_strong, ReturnConsumedCapacity="TOTAL"
        )
        return f"{answer['Item']['cents']} cents", _units(answer)

    def _put(self, where):
        cents = self.prices()["small"] + RISE
        where.put_item(Item=SMALL | {"cents": cents})
        return f"{cents} cents"

    # --- what there is ---------------------------------------------------------

    def prices(self):
        """{size: cents} in the table."""
        asked = Key("product_id").eq(1)
        answer = self.table.query(KeyConditionExpression=asked, ConsistentRead=True)
        return _cents(answer["Items"])

    def copies(self):
        """{"items": a Copy, "queries": a Copy}; None where a cache holds nothing."""
        caches, now = self.node.caches, self.prices()
        items = ((_item(data), left) for data, left in caches["items"].alive())
        answers = ((_answer(data), left) for data, left in caches["queries"].alive())
        return {"items": _copy(items, now), "queries": _copy(answers, now)}


def _units(answer):
    return answer["ConsumedCapacity"]["CapacityUnits"]


def _cents(items):
    found = {item["size"]: int(item["cents"]) for item in items}
    return {size: found[size] for size in PRICES if size in found}


def _item(data):
    """What the item cache keeps, as {size: cents}."""
    [cents] = unpacked(data)["cents"]  # a number, as it lies in a table
    return {SMALL["size"]: int(cents)}


def _answer(data):
    """What the query cache keeps, as {size: cents}."""
    return _cents(pickle.loads(data)["Items"])


def _copy(entries, now):
    """The Copy of the one entry that a cache holds, if it holds one."""
    for cents, left in entries:
        is_old = any(now[size] != price for size, price in cents.items())
        return Copy(cents, round(left.total_seconds() / 60), is_old)
    return None


def _table(session):
    table = made.table(session, "prices", {"product_id": "N", "size": "S"})
    for size, cents in PRICES.items():
        table.put_item(Item={"product_id": 1, "size": size, "cents": cents})
    return table


def _through_dax(session, account):
    """The table as a cluster of one node gives it, and that node."""
    dax = session.client("dax")
    dax.create_cluster(
        ClusterName="menu",
        NodeType="dax.t3.small",
        ReplicationFactor=1,
        IamRoleArn="arn:aws:iam::123456789012:role/dax",
    )
    account.clock.advance(minutes=10)
    cluster = account.service(DAX, dax.region).cluster("menu")
    url = cluster.described()["ClusterDiscoveryEndpoint"]["URL"]
    client = amazondax.AmazonDaxClient.resource(endpoint_url=url, account=account)
    return client.Table("prices"), cluster.nodes[0]
