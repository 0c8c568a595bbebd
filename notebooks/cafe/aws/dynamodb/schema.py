"""The schema of a table: the attributes of its keys, and nothing else.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
"""

from dataclasses import dataclass

from .errors import invalid, invalid_parameter
from .values import SCALARS, order, text_size, type_of

MAXIMUM_DEPTH = 32


@dataclass(frozen=True)
class KeySchema:
    """The partition key's and the sort key's name and type; `sort` may be None."""

    partition: str
    sort: str | None
    types: dict

    @property
    def names(self):
        return [self.partition, self.sort] if self.sort else [self.partition]

    def limits(self):
        """(name, most bytes) of the partition key and of the sort key."""
        return zip(self.names, (2048, 1024))

    def of_key(self, key):
        """(partition key, what the sort key sorts by) of a key with nothing beside.

        Without a sort key the second is 0.
        """
        if len(key) != (2 if self.sort else 1):
            raise _mismatch()
        pk = self._piece(key, self.partition, 2048)
        return pk, order(self._piece(key, self.sort, 1024)) if self.sort else 0

    def of_item(self, item):
        """(partition key, what the sort key sorts by) of a whole item."""
        for name, limit in self.limits():
            wanted = self.types[name]
            if name not in item:
                raise invalid_parameter(
                    f"Missing the key {name} in the item", of_key=True
                )
            if type_of(item[name]) != wanted:
                raise invalid_parameter(
                    f"Type mismatch for key {name} expected: {wanted} "
                    f"actual: {type_of(item[name])}",
                    of_key=True,
                )
            _check_scalar(item[name], name, limit)
        return self.place(item)

    def place(self, item):
        """The same of an item that is known to be right."""
        sort = order(item[self.sort]) if self.sort else 0
        return item[self.partition], sort

    def _piece(self, key, name, limit):
        if name not in key or key[name].__class__ is not SCALARS[self.types[name]]:
            raise _mismatch()
        value = key[name]
        if not value or (value.__class__ is not tuple and len(value) > 256):
            _check_scalar(value, name, limit)
        return value

    def check_not_nested(self, nested, what="Key"):
        """Refuse an expression that looks into a key, which is never a document."""
        for name in self.names:
            if name in nested:
                raise invalid(
                    "Key attributes must be scalars; list random access '[]' and map "
                    f"lookup '.' are not allowed: {what}: {name}"
                )

    def described(self):
        return [
            {"AttributeName": name, "KeyType": kind}
            for name, kind in zip(self.names, ("HASH", "RANGE"))
        ]


def _mismatch():
    return invalid("The provided key element does not match the schema", of_key=True)


def _check_scalar(value, name, limit):
    if not value:
        kind = "string" if value == "" else "binary"
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key "
            f"attribute cannot contain an empty {kind} value. Key: {name}"
        )
    check_key_size(value, limit)


def can_be_key(value, kind, limit):
    """Whether a value is of a key's type, not empty and not too long."""
    if value.__class__ is not SCALARS[kind]:
        return False
    size = text_size if kind == "S" else len
    return kind == "N" or 0 < size(value) <= limit


def check_key_size(value, limit):
    """Refuse a partition key of over 2048 bytes, a sort key of over 1024 bytes."""
    if value.__class__ is tuple:
        return
    length = text_size(value) if value.__class__ is str else len(value)
    if length > limit == 2048:
        raise invalid_parameter(
            "Size of hashkey has exceeded the maximum size limit of2048 bytes"
        )
    if length > limit:
        raise invalid_parameter(
            "Aggregated size of all range keys has exceeded the size limit of 1024 "
            "bytes"
        )


def check_depth(value, depth=0):
    """Refuse an item whose lists and maps lie too deep in one another."""
    if value.__class__ not in (dict, list):
        return
    if depth > MAXIMUM_DEPTH:
        raise invalid_parameter("Nesting Levels have exceeded supported limits")
    for each in value.values() if value.__class__ is dict else value:
        check_depth(each, depth + 1)
