"""Several items at a time: batches, each of whose parts stands alone.

Some parts may succeed while others find no capacity: those come back as unprocessed, to
be sent again. Only when no part succeeds is the call refused.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
"""

from contextlib import suppress
from functools import partial

from ..parameters import NonEmpty, constraint
from .base import item_operation
from .capacity import Consumed
from .constraints import raise_problems
from .errors import THROTTLED, DynamoDBError, invalid
from .items import ItemCalls
from .structures import Capacity, KeysAndAttributes, WriteRequests

MAXIMUM_READS = 100
MAXIMUM_WRITES = 25
MAXIMUM_ANSWER = 16 * 2**20


class BatchCalls(ItemCalls):
    """BatchGetItem and BatchWriteItem."""

    @item_operation
    def batch_get_item(
        self,
        *,
        RequestItems: dict[NonEmpty, KeysAndAttributes],
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """Up to 100 items by their keys; a key not read comes back as unprocessed."""
        _check_tables(RequestItems)
        for name, asked in RequestItems.items():
            if len(asked["Keys"]) > MAXIMUM_READS:
                wanted = f"have length less than or equal to {MAXIMUM_READS}"
                where = f"RequestItems.{name}.member.Keys"
                raise_problems([constraint(asked["Keys"], where, wanted)])
            self._check_keys(asked["Keys"])
        reads = [
            (name, key, self.get_request(asked | {"TableName": name, "Key": key}))
            for name, asked in RequestItems.items()
            for key in asked["Keys"]
        ]
        if len(reads) > MAXIMUM_READS:
            raise invalid("Too many items requested for the BatchGetItem call")
        batch = _Batch(RequestItems)
        found = {name: [] for name in RequestItems}
        for name, key, (table, place, projection) in reads:
            consistent = RequestItems[name].get("ConsistentRead", False)
            used = batch.consumed[name]
            get = partial(self.read_item, table, place, projection, consistent, used)
            found[name].extend((batch.attempt(name, key, get) or {}).values())
        unprocessed = {
            name: RequestItems[name] | {"Keys": keys}
            for name, keys in batch.unprocessed().items()
        }
        answer = {"Responses": found, "UnprocessedKeys": unprocessed}
        return answer | batch.capacity(ReturnConsumedCapacity)

    @item_operation
    def batch_write_item(
        self,
        *,
        RequestItems: dict[NonEmpty, WriteRequests],
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """Up to 25 puts and deletes; one not done comes back as unprocessed."""
        _check_tables(RequestItems)
        for name, requests in RequestItems.items():
            if len(requests) > MAXIMUM_WRITES:
                wanted = f"have length less than or equal to {MAXIMUM_WRITES}"
                where = f"RequestItems.{name}.member"
                raise_problems([constraint(requests, where, wanted)])
        writes, places = [], []
        for name, requests in RequestItems.items():
            for request in requests:
                write = self._batch_write(name, request)
                writes.append((name, request, write))
                places.append((write.table.name, write.place))
                _check_distinct(places)
        if len(writes) > MAXIMUM_WRITES:
            raise invalid("Too many items requested for the BatchWriteItem call")
        batch = _Batch(RequestItems)
        for name, request, write in writes:
            write.consumed = batch.consumed[name]
            batch.attempt(name, request, partial(self.write_item, write))
        answer = {"UnprocessedItems": batch.unprocessed()}
        return answer | batch.capacity(ReturnConsumedCapacity)

    def _check_keys(self, keys):
        with suppress(TypeError):  # a map or a list is no key, as the table will say
            held = [frozenset(self.item_from_outside(key).items()) for key in keys]
            _check_distinct(held)

    def _batch_write(self, name, request):
        if len(request) != 1:
            raise invalid(
                "Supplied AttributeValue has more than one datatypes set, must contain "
                "exactly one of the supported datatypes"
            )
        ((kind, asked),) = request.items()
        asked = asked | {"TableName": name}
        if kind == "DeleteRequest":
            return self.delete_request(asked)
        try:
            return self.put_request(asked)
        except DynamoDBError as error:
            if error.of_key:
                raise invalid(
                    "The provided key element does not match the schema"
                ) from None
            raise


class _Batch:
    """A batch under way: what it used, and what was left for another time."""

    def __init__(self, tables):
        self.consumed = {name: Consumed(name) for name in tables}
        self.left = {name: [] for name in tables}
        self.done = 0
        self.refusal: DynamoDBError | None = None

    def attempt(self, name, part, call):
        """Do one part, or leave it: for want of capacity, or of room in the answer.

        Returns what `call` answers, or None.
        """
        if sum(used.bytes for used in self.consumed.values()) > MAXIMUM_ANSWER:
            self.left[name].append(part)
            return None
        try:
            answer = call()
        except DynamoDBError as error:
            if error.code not in THROTTLED:
                raise
            self.refusal = error
            self.left[name].append(part)
            return None
        self.done += 1
        return answer

    def unprocessed(self):
        """The parts that were left. Refuses a batch of which nothing was done."""
        if self.refusal and not self.done:
            raise self.refusal
        return {name: parts for name, parts in self.left.items() if parts}

    def capacity(self, level):
        if level == "NONE":
            return {}
        described = [used.described(level) for used in self.consumed.values()]
        return {"ConsumedCapacity": described}


def _check_tables(requests):
    """Refuse a batch of no table: botocore does not look at the length of a map."""
    if not requests:
        wanted = "have length greater than or equal to 1"
        raise_problems([constraint(requests, "requestItems", wanted)])


def _check_distinct(places):
    if len({*places}) < len(places):
        raise invalid("Provided list of item keys contains duplicates")
