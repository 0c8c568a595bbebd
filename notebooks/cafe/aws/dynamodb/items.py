"""One item at a time: GetItem, PutItem, UpdateItem, DeleteItem."""

from ..parameters import NonEmpty
from .base import item_operation
from .capacity import Consumed, read_units
from .errors import DynamoDBError
from .expressions import project
from .structures import Capacity, Names, OnFailure, ReturnValues, Values
from .values import packed_size, to_typed, unpacked
from .writes import WriteRequests, check_placeholders


class ItemCalls(WriteRequests):
    """The calls on one item, by its whole key."""

    @item_operation
    def get_item(
        self,
        *,
        TableName: NonEmpty,
        Key: Values,
        ConsistentRead: bool = False,
        ProjectionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """The item of a key; without one, the answer has no `Item`."""
        table, place, projection = self.get_request(locals())
        consumed = Consumed(TableName)
        answer = self.read_item(table, place, projection, ConsistentRead, consumed)
        if ReturnConsumedCapacity != "NONE":
            answer["ConsumedCapacity"] = consumed.described(ReturnConsumedCapacity)
        return answer

    @item_operation
    def put_item(
        self,
        *,
        TableName: NonEmpty,
        Item: Values,
        ConditionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ExpressionAttributeValues: Values | None = None,
        ReturnValues: ReturnValues = "NONE",
        ReturnConsumedCapacity: Capacity = "NONE",
        ReturnValuesOnConditionCheckFailure: OnFailure = "NONE",
    ):
        """Put an item in the place of whatever has its key."""
        asked = locals()
        return self._written(self.put_request(asked), asked)

    @item_operation
    def update_item(
        self,
        *,
        TableName: NonEmpty,
        Key: Values,
        UpdateExpression: str | None = None,
        ConditionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ExpressionAttributeValues: Values | None = None,
        ReturnValues: ReturnValues = "NONE",
        ReturnConsumedCapacity: Capacity = "NONE",
        ReturnValuesOnConditionCheckFailure: OnFailure = "NONE",
    ):
        """Change some attributes of an item; make the item where there is none."""
        asked = locals()
        return self._written(self.update_request(asked), asked)

    @item_operation
    def delete_item(
        self,
        *,
        TableName: NonEmpty,
        Key: Values,
        ConditionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ExpressionAttributeValues: Values | None = None,
        ReturnValues: ReturnValues = "NONE",
        ReturnConsumedCapacity: Capacity = "NONE",
        ReturnValuesOnConditionCheckFailure: OnFailure = "NONE",
    ):
        """Delete the item of a key; there need not be one."""
        asked = locals()
        return self._written(self.delete_request(asked), asked)

    # -- reading one item -------------------------------------------------------------

    def get_request(self, asked):
        """(table, place, projection) of a request for one item."""
        check_placeholders(asked, "ProjectionExpression")
        key = self.item_from_outside(asked["Key"])
        projection = self._projection(asked)
        table = self.table(asked["TableName"])
        place = table.key.of_key(key)
        table.check_paths(projection)
        return table, place, projection

    def _projection(self, asked):
        """The Projection of a request that has no other expression, or None."""
        if asked.get("ProjectionExpression") is None:
            return None
        expressions = self.expressions(asked)
        projection = expressions.projection(asked["ProjectionExpression"])
        expressions.finish()
        return projection

    def read_item(self, table, place, projection, consistent, consumed, factor=1):
        """{"Item": …} or {}; what reading it costs is added to `consumed`."""
        partition = table.store.partition(place[0])
        found = table.read(partition, *place, consistent)
        units = read_units(packed_size(found) if found else 0, consistent) * factor
        table.charge(consumed, "Read", units, partition)
        if found is None:
            return {}
        consumed.bytes += packed_size(found)
        item = unpacked(found)
        if projection:
            item = projection.of(item)
        return {"Item": self.item_to_outside(item)}

    # -- writing one item -------------------------------------------------------------

    def write_item(self, write, on_failure="NONE"):
        """Do one write, or refuse it when its condition does not hold."""
        write.prepare()
        if not write.holds:
            write.charge()
            raise self.check_failed(write, on_failure)
        write.compute()
        write.charge()
        write.store()

    def check_failed(self, write, on_failure):
        """The error of a condition that does not hold, with the item if asked for.

        In an error the item is typed for the resource, too: boto3 leaves it so.
        """
        there = on_failure == "ALL_OLD" and write.old is not None
        item = {"Item": to_typed(write.old)["M"]} if there else {}
        return DynamoDBError(
            "ConditionalCheckFailedException", "The conditional request failed", **item
        )

    def _written(self, write, asked):
        """Do the write of a call; what the call asks to be told of it."""
        self.write_item(write, asked["ReturnValuesOnConditionCheckFailure"])
        wanted, level = asked["ReturnValues"], asked["ReturnConsumedCapacity"]
        source = write.old if wanted.endswith("OLD") else write.new
        answer = {}
        if wanted != "NONE" and source is not None:
            if wanted.startswith("UPDATED"):
                source = project(write.paths, source)
            if source:
                answer["Attributes"] = self.item_to_outside(source)
        if level != "NONE":
            answer["ConsumedCapacity"] = write.consumed.described(level)
        return answer
