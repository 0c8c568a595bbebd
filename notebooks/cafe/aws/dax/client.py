"""DynamoDB's calls on items, through the caches of a DAX cluster.

The requests are DynamoDB's own, checked and answered by the same code; three places
differ. `read_item`, which every read of one item passes, looks into the item cache
first. `write_item`, which every write passes, tells the item cache what the table has
accepted. And `query` and `scan` look for the same request in the query cache. The two
caches know nothing of each other.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.consistency.html
"""

import pickle

from ..dynamodb import DynamoDB
from ..dynamodb.backups import BackupCalls
from ..dynamodb.capacity import Consumed
from ..dynamodb.conditions import in_words
from ..dynamodb.lifetimes import LifetimeCalls
from ..dynamodb.policies import PolicyCalls
from ..dynamodb.tables import TableCalls
from ..dynamodb.tags import TagCalls
from ..dynamodb.transactions import TransactionCalls
from ..dynamodb.values import packed, packed_size, unpacked
from .cache import MISSING

#: Bytes that an entry takes beside its item; so "there is none" takes room too.
ENTRY = 100


class CachedDynamoDB(DynamoDB):
    """A `dynamodb` client whose requests go through a cluster."""

    def __init__(self, cluster):
        vars(self).update(vars(cluster.dynamodb))  # the same tables
        self.cluster = cluster

    # -- one item ---------------------------------------------------------------------

    def read_item(self, table, place, projection, consistent, consumed):
        """A read of one item: from the cache, or from the table and then cached."""
        node = self.cluster.reader()
        if consistent:
            return super().read_item(table, place, projection, True, consumed)
        found = node.look("items", (table.name, place))
        if found is MISSING:
            found = self._fetched(table, place, consumed)
            self._cache_item(table, place, found)
        elif found is not None:
            consumed.bytes += packed_size(found)
        if found is None:
            return {}
        item = unpacked(found)
        return {
            "Item": self.item_to_outside(projection.of(item) if projection else item)
        }

    def write_item(self, write, on_failure="NONE"):
        """A write of one item: to the table, and to the cache if it was accepted."""
        self.cluster.check_up()
        super().write_item(write, on_failure)
        self._cache_item(write.table, write.place, write.data)

    def _fetched(self, table, place, consumed):
        """The whole item of a table, packed, or None: as the cluster asks for it."""
        dynamodb = self.cluster.dynamodb
        answer = dynamodb.read_item(table, place, None, False, consumed)
        return packed(dynamodb.item_from_outside(answer["Item"])) if answer else None

    def _cache_item(self, table, place, data):
        size = ENTRY + (packed_size(data) if data else 0)
        self.cluster.remember("items", (table.name, place), data, size)

    # -- result sets ------------------------------------------------------------------

    def query(self, **arguments):
        """The items of one partition key: the same request has the same answer."""
        return self._through_cache(super().query, arguments)

    def scan(self, **arguments):
        """All items: the same request has the same answer."""
        return self._through_cache(super().scan, arguments)

    def _through_cache(self, call, arguments):
        node = self.cluster.reader()
        if self.speaks_python:
            arguments = in_words(arguments)
        if arguments.get("ConsistentRead"):
            return call(**arguments)
        key = self.speaks_python, _frozen(arguments)
        found = node.look("queries", key)
        if found is MISSING:
            answer = call(**arguments)
            del answer["ResponseMetadata"]
            found = pickle.dumps(answer)  # a copy, and it has a size
            self.cluster.remember("queries", key, found, len(found))
        else:
            answer = pickle.loads(found)
            if "ConsumedCapacity" in answer:
                nothing = Consumed(arguments["TableName"])
                level = arguments["ReturnConsumedCapacity"]
                answer["ConsumedCapacity"] = nothing.described(level)
        return answer | {"ResponseMetadata": self.metadata(200)}


def _frozen(value):
    """A request's parameters as a key. Values are equal only if written alike."""
    if isinstance(value, dict):
        parts = ((repr(name), _frozen(each)) for name, each in value.items())
        return tuple(sorted(parts))
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(repr, value)))
    return repr(value)


def _refuse(calls, words):
    """Let none of the calls of a class go through a cluster."""

    def refused(self, **arguments):
        raise NotImplementedError(words)

    for name, method in vars(calls).items():
        if hasattr(method, "is_operation"):
            setattr(CachedDynamoDB, name, refused)


for _calls in (TableCalls, LifetimeCalls, BackupCalls, PolicyCalls, TagCalls):
    _refuse(
        _calls,
        "Table operations are not supported on DAX. Use DynamoDB's client instead.",
    )
_refuse(
    TransactionCalls,
    "AWS takes transactions through DAX, and this small AWS does not. Use DynamoDB's "
    "client instead.",
)
for _name in ("query", "scan"):  # calls as they were before
    getattr(CachedDynamoDB, _name).is_operation = True
