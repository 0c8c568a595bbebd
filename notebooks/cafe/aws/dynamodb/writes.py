"""Writes: what PutItem, UpdateItem, DeleteItem and transactions have in common.

A write is checked against its request, then against its table; then it reads what is
there, looks at its condition, makes the new item, is charged, and is stored.
"""

from .base import DynamoDBBase
from .capacity import Consumed, write_units
from .errors import invalid, invalid_parameter, invalid_request
from .predicates import read_condition
from .schema import check_depth
from .updates import read_update
from .values import packed, packed_size, unpacked

MAXIMUM_ITEM = 400 * 1024


class Write:
    """One write under way. `old` and `new` are items, or None where there is none.

    `change(old)` answers the new item and its packed form, or (None, None). A `check`
    changes nothing. `factor` is 2 in a transaction, which pays twice. `paths` are those
    that an update changes.
    """

    def __init__(self, table, place, condition, change, is_check=False):
        self.table, self.place, self.condition = table, place, condition
        self.change, self.is_check = change, is_check
        self.factor = 1
        self.consumed = Consumed(table.name)
        self.new = self.data = None
        self.changes = self.paths = ()

    def prepare(self):
        """Read what is there and look at the condition."""
        self.partition = self.table.store.partition(self.place[0])
        data = self.table.before_write(self.partition, *self.place)
        self.old = None if data is None else unpacked(data)
        self.old_size = packed_size(data) if data else 0
        self.holds = not self.condition or self.condition.holds(self.old or {})
        self.units = write_units(self.old_size)

    def compute(self):
        """Make the new item. Refuses one that does not fit."""
        self.new, self.data = self.change(self.old)
        if not self.is_check:
            size = packed_size(self.data) if self.data else 0
            self.units = write_units(max(self.old_size, size))
            self.table.check_collection(self.place[0], size - self.old_size)
            self.changes = self.table.index_changes(self.old, self.new)
            self.table.admit_changes(self.changes)

    def charge(self):
        """Count the units: of the table, and of each index that changes."""
        units, table = self.units * self.factor, self.table
        table.charge(self.consumed, "Write", units, self.partition)
        for index, pk, _, _, units in self.changes:
            partition = index.store.partition(pk)
            table.charge(self.consumed, "Write", units * self.factor, partition, index)

    def store(self):
        if not self.is_check:
            self.table.write(*self.place, self.data, self.changes)


class WriteRequests(DynamoDBBase):
    """Makes a Write of a request: of a call's arguments, or of a part of several."""

    def put_request(self, asked):
        check_placeholders(asked, "ConditionExpression")
        item = self.item_from_outside(asked["Item"])
        check_depth(item)
        _check_returned(asked)
        data = fitting(item)
        condition = self._condition(asked)
        table = self.table(asked["TableName"])
        place = table.key.of_item(item)
        table.check_indexes(item)
        return Write(table, place, condition, lambda old: (item, data))

    def update_request(self, asked):
        check_placeholders(asked, "UpdateExpression", "ConditionExpression")
        key = self.item_from_outside(asked["Key"])
        expressions = self.expressions(asked)
        update = read_update(expressions, asked.get("UpdateExpression"))
        condition = read_condition(expressions, asked.get("ConditionExpression"))
        expressions.finish()
        table = self.table(asked["TableName"])
        place = table.key.of_key(key)
        _check_update(table, update)

        def change(old):
            new = unpacked(packed(key if old is None else old))
            update.apply(new)
            check_depth(new)
            table.check_indexes(new, "update")
            if old is None and not update.makes_an_item():
                return None, None
            return new, fitting(new, "Item size to update has")

        write = Write(table, place, condition, change)
        write.paths = update.paths
        return write

    def delete_request(self, asked, is_check=False):
        check_placeholders(asked, "ConditionExpression")
        key = self.item_from_outside(asked["Key"])
        _check_returned(asked)
        condition = self._condition(asked)
        table = self.table(asked["TableName"])
        place = table.key.of_key(key)
        return Write(table, place, condition, lambda old: (None, None), is_check)

    def _condition(self, asked):
        """The condition of a request that has no other expression, or None."""
        expressions = self.expressions(asked)
        condition = read_condition(expressions, asked.get("ConditionExpression"))
        expressions.finish()
        return condition


def fitting(item, what="Item size has"):
    """A packed item. Refuses one of more than 400 KB (F36)."""
    data = packed(item)
    if packed_size(data) > MAXIMUM_ITEM:
        raise invalid(f"{what} exceeded the maximum allowed size")
    return data


def _check_returned(asked):
    if asked.get("ReturnValues", "NONE") not in ("ALL_OLD", "NONE"):
        raise invalid_request("ReturnValues can only be ALL_OLD or NONE")


def check_placeholders(asked, *expressions):
    """Refuse names and values where there is no expression to use them."""

    def is_given(name):
        return asked.get(name) is not None

    if is_given("ExpressionAttributeNames") and not any(map(is_given, expressions)):
        raise invalid_request(
            "ExpressionAttributeNames can only be specified when using expressions"
        )
    if is_given("ExpressionAttributeValues"):
        others = [name for name in expressions if name != "ProjectionExpression"]
        if not any(map(is_given, others)):
            told = (
                "ExpressionAttributeValues can only be specified when using expressions"
            )
            if "ConditionExpression" not in others:  # a write leaves this out
                are = "are" if len(others) > 1 else "is"
                told += f": {' and '.join(others)} {are} null"
            raise invalid_request(told)


def _check_update(table, update):
    """Refuse an update of a key, or one that an index could not hold."""
    for name in table.key.names:
        if any(path[0] == name for path in update.paths):
            raise invalid_parameter(
                f"Cannot update attribute {name}. This attribute is part of the key"
            )
    types = {step.path[0]: step.type for step in update.steps if len(step.path) == 1}
    for index in table.indexes.values():
        for name in index.key.names:
            if types.get(name):
                index.check_type(name, types[name])
    table.check_paths(update)
