"""Transactions: up to 100 items, read or written as a whole or not at all.

Each part pays twice: once to prepare it, once to commit it. A write is refused with a
reason for each part, `None` for those that were fine.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

from .base import item_operation
from .capacity import Consumed
from .errors import DynamoDBError, invalid
from .items import ItemCalls
from .structures import Capacity, TransactGetItems, TransactWriteItems
from .values import packed_size

MAXIMUM_SIZE = 4 * 2**20
REASONS = {
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "ValidationException": "ValidationError",
    "ProvisionedThroughputExceededException": "ProvisionedThroughputExceeded",
    "ThrottlingException": "ThrottlingError",
    "TransactionConflictException": "TransactionConflict",
    "ItemCollectionSizeLimitExceededException": "ItemCollectionSizeLimitExceeded",
}


class TransactionCalls(ItemCalls):
    """TransactGetItems and TransactWriteItems."""

    @item_operation
    def transact_get_items(
        self,
        *,
        TransactItems: TransactGetItems,
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """Up to 100 items, all as they were at one moment."""
        reads = [
            self._or_reason(self.get_request, each["Get"]) for each in TransactItems
        ]
        _check_distinct([read for read, _ in reads if read])
        consumed, responses, reasons = {}, [], []
        for read, reason in reads:
            if reason:
                reasons.append(reason)
                continue
            table, place, projection = read
            used = consumed.setdefault(table.name, Consumed(table.name))
            try:
                table.check_not_held(place)
                answer = self.read_item(table, place, projection, True, used, factor=2)
            except DynamoDBError as error:
                answer, reason = {}, self._reason(error)
            else:
                reason = {"Code": "None"}
            responses.append(answer)
            reasons.append(reason)
        _cancel(reasons)
        answer = {"Responses": responses}
        return answer | _capacity(consumed, ReturnConsumedCapacity, "Read")

    @item_operation
    def transact_write_items(
        self,
        *,
        TransactItems: TransactWriteItems,
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """Up to 100 puts, updates, deletes and checks of different items."""
        parts = [self._or_reason(self._transact_write, each) for each in TransactItems]
        writes = [part[0] for part, _ in parts if part]
        _check_distinct([(write.table, write.place) for write in writes])
        reasons = [reason or self._prepared(*part) for part, reason in parts]
        _cancel(reasons)
        _check_size(writes)
        self._hold(writes)
        consumed = {}
        for write in writes:
            name = write.table.name
            write.consumed = consumed.setdefault(name, Consumed(name))
            write.charge()
            write.store()
        return _capacity(consumed, ReturnConsumedCapacity, "Write")

    def _or_reason(self, make, asked):
        """What one part asks for, or the reason why its key cancels the transaction."""
        try:
            return make(asked), None
        except DynamoDBError as error:
            if not error.of_key:
                raise
            return None, self._reason(error)

    def _transact_write(self, part):
        """The Write of one part, and what to answer when its condition fails."""
        if len(part) != 1:
            raise invalid(
                "TransactItems can only contain one of Check, Put, Update or Delete"
            )
        ((kind, asked),) = part.items()
        if kind == "Put":
            write = self.put_request(asked)
        elif kind == "Update":
            write = self.update_request(asked)
        else:
            write = self.delete_request(asked, is_check=kind == "ConditionCheck")
        write.factor = 2
        return write, asked.get("ReturnValuesOnConditionCheckFailure", "NONE")

    def _prepared(self, write, on_failure):
        """Prepare one part; the reason why it cancels the transaction, or None."""
        try:
            write.prepare()
            if not write.holds:
                write.charge()
                raise self.check_failed(write, on_failure)
            write.compute()
        except DynamoDBError as error:
            return self._reason(error)
        return {"Code": "None"}

    def _hold(self, writes):
        """Keep other writers away for as long as the transaction takes."""
        takes = max(write.table.transaction_time for write in writes)
        if not takes:
            return
        for write in writes:
            write.table.held.add(write.place)
        try:
            self.clock.advance(seconds=takes.total_seconds())
        finally:
            for write in writes:
                write.table.held.discard(write.place)

    def _reason(self, error):
        if error.code not in REASONS:
            raise error
        message = {"Code": REASONS[error.code], "Message": error.message}
        return error.details | message


def _check_distinct(parts):
    places = {(part[0].name, part[1]) for part in parts}
    if len(places) < len(parts):
        raise invalid(
            "Transaction request cannot include multiple operations on one item"
        )


def _check_size(writes):
    size = sum(packed_size(write.data) for write in writes if write.data)
    if size > MAXIMUM_SIZE:
        raise invalid("Member must have aggregate size less than or equal to 4 MB")


def _cancel(reasons):
    """Refuse the transaction when any part has a reason."""
    codes = [reason["Code"] for reason in reasons]
    if {*codes} != {"None"}:
        raise DynamoDBError(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific "
            f"reasons [{', '.join(codes)}]",
            CancellationReasons=reasons,
        )


def _capacity(consumed, level, kind):
    if level == "NONE":
        return {}
    return {
        "ConsumedCapacity": [
            used.described(level, **{f"{kind}CapacityUnits": used.total()})
            for used in consumed.values()
        ]
    }
