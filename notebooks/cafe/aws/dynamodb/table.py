"""A table in one Region: its items, its indexes, its capacity and its three replicas.

Every write goes to the leader of its partition and to at least one of two followers,
in three zones. The third may be behind (`set_lag`): a read that is eventually
consistent may ask it and get the item as it was; a strongly consistent read asks the
leader and never does.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from ..account import Account
from .capacity import Throughput
from .errors import DynamoDBError, invalid
from .indexes import unpacked_or_none
from .partitions import FULL, Store, partitions_for
from .schema import KeySchema
from .streams import Stream
from .values import packed_size, type_of, unpacked

HOT_KEY = (
    "check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/"
    "developerguide/bp-partition-key-design.html"
)


@dataclass
class Table:
    """One table in one Region. Times are moments of the account's clock."""

    name: str
    arn: str
    id: str
    account: Account = field(repr=False)
    region: str
    key: KeySchema
    definitions: list
    throughput: Throughput = field(repr=False)
    store: Store = field(repr=False)
    indexes: dict = field(default_factory=dict)
    status: str = "CREATING"
    settings: dict = field(default_factory=dict)
    listeners: list = field(default_factory=list, repr=False)
    scales: set = field(default_factory=set)
    lifetime: object = None
    history: object = None
    stream: Stream | None = None
    group: object = None
    #: Write units of what came from other Regions.
    replicated: float = 0.0
    restored_from: tuple | None = None
    tags: dict = field(default_factory=dict)
    #: How long a transaction takes from its checks to its writes, and the places that
    #: are held meanwhile.
    transaction_time: timedelta = timedelta()
    held: set = field(default_factory=set, repr=False)
    #: Its own policy (`put_resource_policy`), a Policy of iam/.
    policy: object = None

    def __post_init__(self):
        self.clock = self.account.clock
        self.created = self.lifetime_settled = self.clock.now
        self.random = random.Random(f"{self.account.seed}/{self.arn}")
        zones = self.account.zones(self.region)
        self.lagging_zone = self.random.choice(zones)

    @property
    def encryption_key(self):
        """The ARN of the KMS key that encrypts it; None for a key that AWS owns."""
        asked = self.settings.get("SSESpecification", {})
        if not asked.get("Enabled"):
            return None
        key = asked.get("KMSMasterKeyId", "alias/aws/dynamodb")
        if key.startswith("arn:"):
            return key
        name = key if "/" in key else f"key/{key}"
        return self.account.arn("kms", self.region, name)

    def types(self):
        """{attribute: type} of all key attributes."""
        return {d["AttributeName"]: d["AttributeType"] for d in self.definitions}

    def types_with(self, definitions):
        """The same, with those that come with new indexes; a type once given stays."""
        new = {d["AttributeName"]: d["AttributeType"] for d in definitions}
        return self.types() | new | self.types()

    def define(self, types):
        """Keep the types of all key attributes."""
        self.definitions = [
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in types.items()
        ]

    def billing_mode(self):
        return "PROVISIONED" if self.throughput.provisioned else "PAY_PER_REQUEST"

    def set_lag(self, lag):
        for store in self.stores():
            store.lag = lag

    def stores(self):
        return [self.store, *(index.store for index in self.indexes.values())]

    def activate(self):
        """The table is made, or its change is done."""
        if self.status != "DELETING":
            self.status = "ACTIVE"

    def definition(self):
        """The arguments with which create_table makes a table like this one."""
        asked = self.settings | {
            "TableName": self.name,
            "KeySchema": self.key.described(),
            "AttributeDefinitions": self.definitions,
        }
        asked |= self.throughput.definition()
        for index in self.indexes.values():
            asked.setdefault(index.part, []).append(index.definition())
        return asked

    def fill(self, index):
        """Put all items into a new index; it can be used from now on."""
        for _, _, data in self.store.walk():
            for pk, sk, entry, _ in index.changes(None, unpacked(data)):
                index.store.put(pk, sk, entry)
        index.status = "ACTIVE"

    # -- replicas -------------------------------------------------------------------

    def zones_up(self):
        return self.account.zones_up(self.region)

    def leader_zone(self, partition):
        """The zone of a partition's leader: one that answers and is not behind."""
        zones, up = self.account.zones(self.region), self.zones_up()
        turned = [zones[(partition.number + i) % 3] for i in range(3)]
        fit = (zone for zone in turned if zone in up and zone != self.lagging_zone)
        return next(fit, None)

    def check_quorum(self):
        """A write or a strong read needs two of the three replicas."""
        if self.account.failed_zones and len(self.zones_up()) < 2:
            raise DynamoDBError("InternalServerError", "Internal server error")

    def reads_late(self, store, consistent):
        """Whether a read asks the replica that is behind, and that has old items."""
        if consistent:
            self.check_quorum()
            return False
        if store.follows:
            return store.has_recent()
        if not store.has_recent() and not self.account.failed_zones:
            return False
        zones = self.zones_up()
        if not zones:
            self.check_quorum()
        return self.random.choice(zones) == self.lagging_zone and store.has_recent()

    def check_not_held(self, place):
        """Refuse to touch what a transaction is about to write (F122)."""
        if place in self.held:
            raise DynamoDBError(
                "TransactionConflictException", "Transaction is ongoing for the item"
            )

    # -- reading ---------------------------------------------------------------------

    def read(self, partition, pk, sk, consistent):
        """The packed item of a key, or None; throttled where there is no capacity."""
        self.admit("Read", partition)
        found = self.store.get(pk, sk, partition)
        if self.reads_late(self.store, consistent):
            found = self.store.late(pk, sk, found)
        return found

    # -- writing ---------------------------------------------------------------------

    def before_write(self, partition, pk, sk):
        """The packed item that a write is about to change."""
        self.check_quorum()
        self.check_not_held((pk, sk))
        self.admit("Write", partition)
        return self.store.get(pk, sk, partition)

    def index_changes(self, old, new):
        """What a write does to indexes: [(index, pk, sk, packed or None, units)]."""
        return [
            (index, *change)
            for index in self.indexes.values()
            for change in index.changes(old, new)
        ]

    def check_collection(self, pk, growth):
        """Refuse what makes a collection with local indexes too large (F117)."""
        stores = [i.store for i in self.indexes.values() if not i.is_global]
        if not stores or growth <= 0:
            return
        collections = [store.collection(pk) for store in (self.store, *stores)]
        size = sum(packed_size(each) for found in collections for each in found.items)
        if size + growth > FULL:
            raise DynamoDBError(
                "ItemCollectionSizeLimitExceededException", "Collection size exceeded."
            )

    def admit_changes(self, changes):
        """Refuse a write for which an index has no capacity left."""
        for index, pk, *_ in changes:
            self.admit("Write", index.store.partition(pk), index)

    def write(self, pk, sk, data, changes=(), replicated=False, by_service=False):
        """Put a packed item or, with None, remove it, in the table and its indexes."""
        old = self.store.put(pk, sk, data)
        for index, index_pk, index_sk, index_data, _ in changes:
            index.store.put(index_pk, index_sk, index_data)
        for listener in self.listeners:
            listener(pk, sk, data, replicated)
        if self.stream:
            self.stream.note(old, data, by_service)

    def replace(self, pk, sk, data, replicated=False, by_service=False):
        """Write without a request: for TTL, a restore, another Region."""
        old = self.store.get(pk, sk)
        changes = self.index_changes(unpacked_or_none(old), unpacked_or_none(data))
        self.write(pk, sk, data, changes, replicated, by_service)

    def check_indexes(self, item, verb="put"):
        """Refuse an item that an index could not hold."""
        for index in self.indexes.values():
            for name in index.key.names:
                if name not in item:
                    continue
                kind = type_of(item[name])
                if verb == "update" and kind != index.key.types[name]:
                    raise invalid(
                        "The update expression attempted to update the secondary index "
                        "key to unsupported type"
                    )
                index.check_type(name, kind)
        for index in self.indexes.values():
            index.check_sizes(item)

    def check_paths(self, expression):
        """Refuse an expression that looks into a key of the table or of an index."""
        if expression and expression.nested:
            self.key.check_not_nested(expression.nested)
            for index in self.indexes.values():
                index.key.check_not_nested(expression.nested, "IndexKey")

    # -- capacity --------------------------------------------------------------------

    def admit(self, kind, partition, index=None):
        """Refuse a request where the table or the partition has no capacity left."""
        throughput = (index or self).throughput
        if throughput.buckets[kind].is_empty():
            raise self._throttled(kind, throughput, index, "ProvisionedThroughput")
        if partition.buckets[kind].is_empty():
            partition.throttled[kind] += 1
            (index or self).store.split_for_heat(partition)
            raise self._throttled(kind, throughput, index, "KeyRangeThroughput")

    def provision(self, provisioned):
        """Set the capacity, None for on demand, and have partitions enough for it."""
        self.throughput.provision(provisioned)
        for index in self.indexes.values():
            if provisioned is None:
                index.throughput.provision(None)
        self.store.grow(partitions_for(provisioned))

    def charge(self, consumed, kind, units, partition, index=None):
        """Use units of the table or of an index, and note them for the answer."""
        (index or self).throughput.use(kind, units)
        partition.use(kind, units)
        consumed.add(units, *(index.part_and_name if index else ()))

    def _throttled(self, kind, throughput, index, what):
        throughput.refuse(kind)
        if throughput.provisioned is None:
            what = "KeyRangeThroughput"
        index = index if index and index.is_global else None
        reasons = [
            {
                "reason": f"{'Index' if index else 'Table'}{kind}{what}Exceeded",
                "resource": index.arn if index else self.arn,
            }
        ]
        if throughput.provisioned is None:
            return DynamoDBError(
                "ThrottlingException",
                "Throughput exceeds the current capacity of your table or index. "
                "DynamoDB is automatically scaling your table or index so please try "
                f"again shortly. If exceptions persist, {HOT_KEY}",
                throttlingReasons=reasons,
            )
        where = (
            "for one or more global secondary indexes of the table"
            if index
            else "for the table"
        )
        return DynamoDBError(
            "ProvisionedThroughputExceededException",
            f"The level of configured provisioned throughput {where} was exceeded. "
            "Consider increasing your provisioning level with the UpdateTable API.",
            ThrottlingReasons=reasons,
        )
