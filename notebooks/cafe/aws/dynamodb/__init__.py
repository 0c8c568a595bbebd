"""Amazon DynamoDB: items by their key, and what stands behind that promise.

    dynamodb = aws.resource("dynamodb")
    table = dynamodb.Table("orders")
    table.put_item(Item={"order_number": 1, "drink": "flat white"})
    table.get_item(Key={"order_number": 1})["Item"]

Same as AWS
    the calls on tables, items, batches and transactions, for the typed client and for
    the resource with Python values; expressions; what is refused, in AWS's words; item
    sizes and what each call costs (F36, F37); pages; local and global indexes;
    partitions by hash with their limits (F38), throttling, burst, on-demand and
    provisioned capacity with auto scaling; eventual and strong reads over three
    replicas in three zones; global tables (F32); TTL that deletes late (F39); restore
    to a point in time; the choice of the key for encryption (F33).
Simplified
    a call takes no time: all calls between two moves of the clock fall into one second,
    and two transactions meet only after `set_transaction_time`; a throttled call is
    refused at once, only `batch_writer` waits and tries again; the third replica is in
    step until `set_replica_lag` makes it late, a global index until `set_index_lag`; a
    partition, and a collection with local indexes, is full at 10 MB for AWS's 10 GB;
    tables are made, changed and deleted within fixed times; a key for encryption is
    believed to be there.
Left out
    PartiQL, on-demand backups of DynamoDB's own (AWS Backup is a module of its
    own, and so is DAX), exports and imports, contributor insights, attribute_type,
    the old parameters that expressions have replaced, indexes with more than two key
    attributes, capacity of a global index that changes, attributes that a local index
    would fetch from its table, parallel scans, pages of table names, tokens of
    transactions, another capacity or key for a restored table. What AWS takes beyond
    this small one is refused as that (../left_out.txt).

To learn how DynamoDB works, read partitions, capacity, table and sources, in this
order: where the hash of a key puts an item, what a second allows, what three replicas
know, and what a page costs. How it is built, from the outside in:

    resource       Table, with Python values      conditions     Key and Attr
    reading        many items                     items          one item
    batches, transactions  several items, on top of the calls on one
    writes         what all calls that write have in common
    tables         the calls on tables            globaltables   replicas of a table
    lifetimes      time to live, and what it deletes    backups  points in time
    tags           of tables                      saving         for AWS Backup
    streams        what has changed               streamreading  a client of its own
    autoscaling    capacity that follows the traffic, a client of its own
    access, policies   who may call what, as policies see it
    making         makes and describes a table    definitions    what a table can be
    base           what all these calls share     constraints    what they rule out
    structures     what stands in a request       errors         what it is refused with
    grammar, expressions, predicates, updates     the expression language
    keyconditions  what a query says of a key     reserved_words what no name may be
    sources        a table or an index, and its pages
    table          one table in one Region, and what it refuses to admit
    indexes        its indexes
    schema         the keys of both               uses           what is paid for
    partitions     where items lie                capacity       what may be used
    values         the three forms of a value, and their size

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html
"""

import copy
from collections import Counter

from ..account import Measured, Resource
from ..service import Pages, Waiter, lag_of, window
from .backups import BackupCalls
from .batches import BatchCalls
from .lifetimes import LifetimeCalls
from .partitions import HASHES, hash_of
from .policies import PolicyCalls
from .reading import ReadingCalls
from .resource import DynamoDBResource
from .saving import Saving
from .tables import TableCalls
from .transactions import TransactionCalls
from .uses import uses_of
from .values import is_typed


class DynamoDB(
    ReadingCalls,
    BatchCalls,
    TransactionCalls,
    TableCalls,
    LifetimeCalls,
    BackupCalls,
    PolicyCalls,
    Saving,
):
    """The `dynamodb` client of one Region."""

    waiters = {"table_exists": "ACTIVE", "table_not_exists": "deleted"}
    paginators = {
        "list_tables": Pages("TableNames"),
        "list_tags_of_resource": Pages("Tags"),
        "query": Pages("Items", "LastEvaluatedKey", "ExclusiveStartKey", "Limit"),
        "scan": Pages("Items", "LastEvaluatedKey", "ExclusiveStartKey", "Limit"),
    }

    def resource(self):
        """The resource view of the same tables."""
        client = copy.copy(self)
        client.speaks_python = True
        return DynamoDBResource(client)

    def get_waiter(self, waiter_name):
        if waiter_name in self.waiters:
            return TableWaiter(self, waiter_name, self.waiters[waiter_name])
        return super().get_waiter(waiter_name)  # which says what there is

    # -- ours: looking behind a table ------------------------------------------------

    @window
    def set_replica_lag(self, table_name, seconds):
        """Let one of a table's three replicas know of each write so much later."""
        self.any_table(table_name).set_lag(lag_of(seconds))

    @window
    def set_index_lag(self, table_name, index_name, seconds):
        """Let a global index know of each write of its table so much later."""
        indexes = self.any_table(table_name).indexes
        if index_name not in indexes:
            raise ValueError(f"{table_name} has no index {index_name!r}.")
        store = indexes[index_name].store
        store.lag, store.follows = lag_of(seconds), bool(seconds)

    @window
    def set_transaction_time(self, table_name, seconds):
        """Let a transaction take so long: what others do meanwhile falls into it."""
        table = self.any_table(table_name)
        table.transaction_time = lag_of(seconds)

    @window
    def usage(self, table_name):
        """For "Read" and "Write": units used, requests throttled, units a second."""
        throughput = self.any_table(table_name).throughput
        return {
            kind: {
                "consumed": throughput.consumed[kind],
                "throttled": throughput.throttled[kind],
                "capacity": rate,
            }
            for kind, rate in throughput.rates().items()
        }

    @window
    def partitions(self, table_name):
        """The partitions of a table, in the order of the hashes that they hold."""
        table = self.any_table(table_name)
        return [
            {
                "number": partition.number,
                "from": partition.low / HASHES,
                "to": partition.high / HASHES,
                "keys": len(partition.items),
                "bytes": partition.bytes,
                "leader": table.leader_zone(partition),
                "consumed": dict(partition.consumed),
                "throttled": dict(partition.throttled),
            }
            for partition in table.store.partitions
        ]

    @window
    def locate(self, table_name, key):
        """Where an item lies: its key's hash, from 0 to 1, and its partition."""
        table = self.any_table(table_name)
        if not (isinstance(key, dict) and (self.speaks_python or is_typed({"M": key}))):
            example = {"id": 1} if self.speaks_python else {"id": {"N": "1"}}
            raise ValueError(f"A key is written as in {example}; got {key!r}.")
        pk, _ = table.key.of_key(self.item_from_outside(key))
        partition = table.store.partition(pk)
        return {"hash": hash_of(pk) / HASHES, "partition": partition.number}

    def measured(self):
        """Units used and requests throttled, of tables and of their global indexes."""
        return [
            each
            for table in self.tables.values()
            for owner, dimensions in _throughputs(table)
            for each in _measured(owner.throughput, dimensions)
        ]

    def resources(self):
        """Three replicas of each table, one in each zone [F31].

        A table's replicas in other Regions are told by the clients of those Regions.
        """
        return [
            replica
            for table in self.tables.values()
            for replica in self._replicas(table)
        ]

    def uses(self):
        return [use for table in self.tables.values() for use in uses_of(table)]

    def _replicas(self, table):
        leaders = Counter(map(table.leader_zone, table.store.partitions))
        zones = self.account.zones(self.region)
        return [self._replica(table, zone, leaders[zone]) for zone in zones]

    def _replica(self, table, zone, leads):
        lag = table.store.lag if zone == table.lagging_zone else None
        status = table.status.lower()
        if lag:
            status = f"behind by {lag.total_seconds():g} s"
        return Resource(
            f"{table.name} copy",
            "DynamoDB table",
            "copy",
            zone,
            status if self.account.is_zone_up(zone) else "cut off",
            table.arn,
            f"leads {leads} of {len(table.store.partitions)} partitions",
            table.name,
            synchronous=not lag,
            whole="a table, kept in several zones",
        )


def _throughputs(table):
    """What has a throughput of its own: the table and its global indexes."""
    of_table = ("TableName", table.name)
    yield table, (of_table,)
    for index in table.indexes.values():
        if index.is_global:
            yield index, (of_table, ("GlobalSecondaryIndexName", index.name))


def _measured(throughput, dimensions):
    """Its metrics, as AWS/DynamoDB names them (F133)."""
    for kind in ("Read", "Write"):
        for name, total in (
            (f"Consumed{kind}CapacityUnits", throughput.consumed[kind]),
            (f"{kind}ThrottleEvents", throughput.throttled[kind]),
        ):
            yield Measured("AWS/DynamoDB", name, dimensions, "Count", total, True, True)
        if throughput.provisioned:
            name, units = (
                f"Provisioned{kind}CapacityUnits",
                throughput.provisioned[kind],
            )
            yield Measured("AWS/DynamoDB", name, dimensions, "Count", units)


class TableWaiter(Waiter):
    """Waits until a table can be used, or until it is gone."""

    def __init__(self, service, name, wanted):
        super().__init__(
            service, name, "describe_table", "Table.TableStatus", wanted, ()
        )

    def wait(self, *, WaiterConfig=None, progress=None, **arguments):
        """Return when the table is so; look every 20 seconds, 25 times at most."""
        config = {"Delay": 20, "MaxAttempts": 25} | (WaiterConfig or {})
        super().wait(WaiterConfig=config, progress=progress, **arguments)

    def _look(self, arguments):
        try:
            response = self.service.describe_table(**arguments)
        except self.service.exceptions.ResourceNotFoundException as error:
            return "deleted", error.response
        return response["Table"]["TableStatus"], response
