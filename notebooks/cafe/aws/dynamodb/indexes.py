"""A secondary index of a table: which items it has, and what of each.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html
"""

from dataclasses import dataclass

from .capacity import Throughput, write_units
from .errors import invalid, invalid_parameter
from .partitions import Store
from .schema import KeySchema, can_be_key, check_key_size
from .values import order, packed, packed_size, unpacked


@dataclass
class Index:
    """A secondary index: some attributes of each item under another key.

    A local index shares the table's partition key and capacity. A global one has its
    own; without all key attributes an item is not in it.
    """

    name: str
    key: KeySchema
    table_key: KeySchema
    projection: dict
    is_global: bool
    store: Store
    throughput: Throughput
    status: str = "CREATING"
    arn: str = ""

    @property
    def part(self):
        """Where descriptions and ConsumedCapacity tell of it."""
        return f"{'Global' if self.is_global else 'Local'}SecondaryIndexes"

    @property
    def part_and_name(self):
        return self.part, self.name

    @property
    def names(self):
        """The attributes that lead to an item through the index: all keys."""
        return list(dict.fromkeys([*self.key.names, *self.table_key.names]))

    def definition(self):
        """What create_table is told of it."""
        asked = {
            "IndexName": self.name,
            "KeySchema": self.key.described(),
            "Projection": self.projection,
        }
        capacity = self.throughput.definition() if self.is_global else {}
        capacity.pop("BillingMode", None)
        return asked | capacity

    def holds_all(self):
        return self.projection["ProjectionType"] == "ALL"

    def holds(self, attribute):
        also = self.projection.get("NonKeyAttributes", [])
        return self.holds_all() or attribute in self.names or attribute in also

    def place(self, item):
        """Where an item stands in the index, or None.

        Many items may have one index key: they come in the order of the table's key.
        """
        if item is None or not self._has_key(item):
            return None
        sort = order(item[self.key.sort]) if self.key.sort else 0
        return item[self.key.partition], (sort, *self.table_key.place(item))

    def _has_key(self, item):
        """Whether an item has all key attributes, as keys.

        One that is older than the index may have them with any type and length: AWS
        leaves it out ("index key violations" in the developer guide).
        """
        for name, limit in self.key.limits():
            if name not in item or not can_be_key(
                item[name], self.key.types[name], limit
            ):
                return False
        return True

    def projected(self, item):
        if self.holds_all():
            return item
        return {name: value for name, value in item.items() if self.holds(name)}

    def changes(self, old, new):
        """What a write of the table writes here: [(pk, sk, packed or None, units)]."""
        before, after = self.place(old), self.place(new)
        was = packed(self.projected(old)) if before else None
        now = packed(self.projected(new)) if after else None
        if before == after:
            if was == now or unpacked_or_none(was) == unpacked_or_none(now):
                return []
            size = max(packed_size(was), packed_size(now))
            return [(*after, now, write_units(size))]
        removal = before and (*before, None, write_units(packed_size(was)))
        addition = after and (*after, now, write_units(packed_size(now)))
        return [change for change in (removal, addition) if change]

    def check_type(self, name, kind):
        """Refuse a type that this index's key does not have."""
        wanted = self.key.types.get(name, kind)
        if kind != wanted:
            raise invalid_parameter(
                f"Type mismatch for Index Key {name} Expected: {wanted} "
                f"Actual: {kind} IndexName: {self.name}"
            )

    def check_sizes(self, item):
        """Refuse an item whose attribute is empty or too long for a key."""
        for name, limit in self.key.limits():
            if name in item:
                check_key_size(item[name], limit)
            if item.get(name) in ("", b""):
                what = "string" if item[name] == "" else "binary"
                raise invalid(
                    "One or more parameter values are not valid. A value specified for "
                    "a secondary index key is not supported. The AttributeValue for a "
                    f"key attribute cannot contain an empty {what} value. "
                    f"IndexName: {self.name}, IndexKey: {name}"
                )


def unpacked_or_none(data):
    return data and unpacked(data)
