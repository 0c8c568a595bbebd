"""One item at a time: GetItem, PutItem, UpdateItem, DeleteItem."""

from .calls import item_operation
from .capacity import Consumed, read_units
from .errors import check_failed, invalid, invalid_parameter
from .expressions import Expressions, held_values, project
from .schema import check_depth
from .updates import Update, read_update
from .values import packed, packed_size, unpacked

MAXIMUM_ITEM = 400 * 1024


class ItemCalls:
    """The calls on one item, by its whole key."""

    @item_operation
    def get_item(
        self, *, TableName: str, Key: dict, ConsistentRead: bool = False,
        ProjectionExpression: str = None, ExpressionAttributeNames: dict = None,
        ReturnConsumedCapacity: str = "NONE",
    ):  # fmt: skip
        """The item of a key; without one, the answer has no `Item`."""
        _check_names(ExpressionAttributeNames, ProjectionExpression)
        key = self.item_from_outside(Key)
        projection = self.projection(ProjectionExpression, ExpressionAttributeNames)
        table = self.table(TableName)
        place = table.key.of_key(key)
        _check_paths(table, projection)
        found, units = self.read_item(table, place, ConsistentRead)
        answer = {}
        if found is not None:
            item = unpacked(found)
            if projection:
                item = projection.of(item)
            answer["Item"] = self.item_to_outside(item)
        if ReturnConsumedCapacity != "NONE":
            consumed = Consumed(TableName)
            consumed.add(units)
            answer["ConsumedCapacity"] = consumed.described(ReturnConsumedCapacity)
        return answer

    @item_operation
    def put_item(
        self, *, TableName: str, Item: dict, ConditionExpression: str = None,
        ExpressionAttributeNames: dict = None, ExpressionAttributeValues: dict = None,
        ReturnValues: str = "NONE", ReturnConsumedCapacity: str = "NONE",
        ReturnItemCollectionMetrics: str = "NONE",
        ReturnValuesOnConditionCheckFailure: str = "NONE",
    ):  # fmt: skip
        """Put an item in the place of whatever has its key."""
        _check_names(ExpressionAttributeNames, ConditionExpression)
        _check_values(
            ExpressionAttributeValues, ConditionExpression=ConditionExpression
        )
        item = self.new_item(Item)
        if ReturnValues not in ("ALL_OLD", "NONE"):
            raise invalid("ReturnValues can only be ALL_OLD or NONE")
        data = fitting(item)
        expressions = self.expressions(
            ExpressionAttributeNames, ExpressionAttributeValues
        )
        condition = ConditionExpression and expressions.condition(ConditionExpression)
        expressions.finish()
        table = self.table(TableName)
        place = table.key.of_item(item)
        check_indexes(table, item)
        _check_paths(table, condition)
        write = Write(table, place, condition, lambda old: (item, data))
        self.commit(write, ReturnValuesOnConditionCheckFailure)
        return self._written(write, ReturnValues, ReturnConsumedCapacity)

    @item_operation
    def update_item(
        self, *, TableName: str, Key: dict, UpdateExpression: str = None,
        ConditionExpression: str = None, ExpressionAttributeNames: dict = None,
        ExpressionAttributeValues: dict = None, ReturnValues: str = "NONE",
        ReturnConsumedCapacity: str = "NONE", ReturnItemCollectionMetrics: str = "NONE",
        ReturnValuesOnConditionCheckFailure: str = "NONE",
    ):  # fmt: skip
        """Change some attributes of an item; make the item where there is none."""
        _check_names(ExpressionAttributeNames, UpdateExpression, ConditionExpression)
        _check_values(
            ExpressionAttributeValues,
            UpdateExpression=UpdateExpression,
            ConditionExpression=ConditionExpression,
        )
        key = self.item_from_outside(Key)
        expressions = self.expressions(
            ExpressionAttributeNames, ExpressionAttributeValues
        )
        update = Update(())
        if UpdateExpression is not None:
            update = read_update(expressions, UpdateExpression)
        condition = None
        if ConditionExpression is not None:
            condition = expressions.condition(ConditionExpression)
        expressions.finish()
        table = self.table(TableName)
        write = updating(table, key, update, condition)
        self.commit(write, ReturnValuesOnConditionCheckFailure)
        return self._written(write, ReturnValues, ReturnConsumedCapacity, update.paths)

    @item_operation
    def delete_item(
        self, *, TableName: str, Key: dict, ConditionExpression: str = None,
        ExpressionAttributeNames: dict = None, ExpressionAttributeValues: dict = None,
        ReturnValues: str = "NONE", ReturnConsumedCapacity: str = "NONE",
        ReturnItemCollectionMetrics: str = "NONE",
        ReturnValuesOnConditionCheckFailure: str = "NONE",
    ):  # fmt: skip
        """Delete the item of a key; there need not be one."""
        _check_names(ExpressionAttributeNames, ConditionExpression)
        _check_values(
            ExpressionAttributeValues, ConditionExpression=ConditionExpression
        )
        key = self.item_from_outside(Key)
        if ReturnValues not in ("ALL_OLD", "NONE"):
            raise invalid("ReturnValues can only be ALL_OLD or NONE")
        expressions = self.expressions(
            ExpressionAttributeNames, ExpressionAttributeValues
        )
        condition = ConditionExpression and expressions.condition(ConditionExpression)
        expressions.finish()
        table = self.table(TableName)
        write = Write(table, table.key.of_key(key), condition, lambda old: (None, None))
        _check_paths(table, condition)
        self.commit(write, ReturnValuesOnConditionCheckFailure)
        return self._written(write, ReturnValues, ReturnConsumedCapacity)

    # -- what the calls share -------------------------------------------------------

    def projection(self, text, names):
        """The Projection of a request that has no other expression, or None."""
        if text is None:
            return None
        expressions = Expressions(names)
        projection = expressions.projection(text)
        expressions.finish()
        return projection

    def expressions(self, names, values):
        return Expressions(names, held_values(values, self.from_outside))

    def new_item(self, item):
        """An item from outside in held form, not nested too deep."""
        item = self.item_from_outside(item)
        check_depth(item)
        return item

    def read_item(self, table, place, consistent, factor=1):
        """The packed item at a place, or None, and the units that reading it costs."""
        found = table.read(*place, consistent)
        units = read_units(packed_size(found) if found else 0, consistent) * factor
        table.use("Read", units, table.store.partition(place[0]))
        return found, units

    def commit(self, write, on_failure="NONE"):
        """Do one write, or refuse it when its condition does not hold."""
        write.prepare()
        if not write.holds:
            write.charge()
            old = {}
            if on_failure == "ALL_OLD" and write.old is not None:
                old = {"Item": self.item_to_outside(write.old)}
            raise check_failed(**old)
        write.compute()
        write.charge()
        write.store()

    def _written(self, write, return_values, level, paths=()):
        answer = {}
        found = {
            "ALL_OLD": write.old,
            "ALL_NEW": write.new,
            "UPDATED_OLD": write.old and project(paths, write.old),
            "UPDATED_NEW": write.new and project(paths, write.new),
        }.get(return_values)
        if found:
            answer["Attributes"] = self.item_to_outside(found)
        if level != "NONE":
            answer["ConsumedCapacity"] = write.consumed.described(level)
        return answer


class Write:
    """One write under way: what is there, whether it may be changed, and to what.

    `change(old)` answers the new item and its packed form, or (None, None).
    `factor` is 2 in a transaction.
    """

    def __init__(self, table, place, condition, change, factor=1):
        self.table, self.place, self.condition = table, place, condition
        self.change, self.factor = change, factor
        self.consumed = Consumed(table.name)
        self.new = self.data = None
        self.changes = []

    def prepare(self):
        """Read what is there and look at the condition."""
        data = self.table.old(*self.place)
        self.old = unpacked(data) if data is not None else None
        self.holds = not self.condition or self.condition.holds(self.old or {})

    def compute(self):
        """Make the new item; refuse one that does not fit."""
        self.new, self.data = self.change(self.old)

    def charge(self):
        """Count the units: of the table, and of each index that changes."""
        units, self.changes = self.table.plan(
            self.old, self.new if self.data else (self.old and None)
        )
        if not self.holds:
            self.changes = []
        units *= self.factor
        self.table.use("Write", units, self.table.store.partition(self.place[0]))
        self.consumed.add(units)
        for index, pk, _, _, index_units in self.changes:
            index_units *= self.factor
            index.use_write(self.table, index_units, pk)
            self.consumed.add(index_units, index.part, index.name)

    def store(self):
        self.table.write(*self.place, self.data, self.changes)


def updating(table, key, update, condition, factor=1):
    """The Write of an update; refuses an update of a key."""
    place = table.key.of_key(key)
    for name in table.key.names:
        if any(path[0] == name for path in update.paths):
            raise invalid_parameter(
                f"Cannot update attribute {name}. This attribute is part of the key"
            )
    check_index_types(table, update)
    _check_paths(table, update)
    _check_paths(table, condition)

    def change(old):
        new = unpacked(packed(old if old is not None else key))
        update.apply(new)
        check_depth(new)
        check_indexes(table, new)
        return new, fitting(new, "Item size to update has")

    return Write(table, place, condition, change, factor)


def fitting(item, what="Item size has"):
    """A packed item. Refuses one of more than 400 KB (F36)."""
    data = packed(item)
    if packed_size(data) > MAXIMUM_ITEM:
        raise invalid(f"{what} exceeded the maximum allowed size")
    return data


def check_indexes(table, item):
    """Refuse an item that no index could hold."""
    for index in table.indexes.values():
        index.check_item(item)


def check_index_types(table, update):
    for index in table.indexes.values():
        for name in index.key.names:
            for step in update.steps:
                wanted = index.key.types[name]
                if step.path == (name,) and step.type not in (None, wanted):
                    raise invalid_parameter(
                        f"Type mismatch for Index Key {name} Expected: {wanted} "
                        f"Actual: {step.type} IndexName: {index.name}"
                    )


def _check_paths(table, expression):
    """Refuse an expression that looks into a key of the table or of an index."""
    if expression and expression.nested:
        table.key.check_not_nested(expression.nested)
        for index in table.indexes.values():
            index.key.check_not_nested(expression.nested, "IndexKey")


def _check_names(names, *expressions):
    if names is not None and all(text is None for text in expressions):
        raise invalid(
            "ExpressionAttributeNames can only be specified when using expressions"
        )


def _check_values(values, **expressions):
    if values is not None and all(text is None for text in expressions.values()):
        are = "are" if len(expressions) > 1 else "is"
        raise invalid(
            "ExpressionAttributeValues can only be specified when using expressions: "
            f"{' and '.join(expressions)} {are} null"
        )


check_paths, check_names, check_values = _check_paths, _check_names, _check_values
