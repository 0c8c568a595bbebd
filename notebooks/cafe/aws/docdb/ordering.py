"""The order of BSON values: by type first, then within the type.

null, numbers, strings, documents, arrays, binary, ObjectId, true and false, dates,
regular expressions. An integer and a float with the same value are equal.
https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
"""

import re
from datetime import datetime

from .bson import ObjectId, milliseconds

MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()

_ALIASES = {
    1: "double", 2: "string", 3: "object", 4: "array", 5: "binData", 7: "objectId",
    8: "bool", 9: "date", 10: "null", 11: "regex", 16: "int", 18: "long",
}  # fmt: skip
_RANKS = {
    "missing": 0, "null": 1, "double": 2, "int": 2, "long": 2, "string": 3, "object": 4,
    "array": 5, "binData": 6, "objectId": 7, "bool": 8, "date": 9, "regex": 10,
}  # fmt: skip


def type_name(value):
    """MongoDB's name for the type of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int" if -(2**31) <= value < 2**31 else "long"
        case float():
            return "double"
        case str():
            return "string"
        case dict():
            return "object"
        case list() | tuple():
            return "array"
        case bytes():
            return "binData"
        case ObjectId():
            return "objectId"
        case datetime():
            return "date"
        case re.Pattern():
            return "regex"
    return "missing"


def type_alias(asked):
    """The name of a type that is asked for by its number or its name, or None."""
    if isinstance(asked, bool):
        return None
    if isinstance(asked, (int, float)):
        return _ALIASES.get(asked)
    return asked if asked in {*_ALIASES.values(), "number"} else None


def rank(value):
    """The place of a value's type among the types."""
    return _RANKS[type_name(value)]


def order(value):
    """A key of a value: keys sort as MongoDB sorts the values, equal if they are."""
    match type_name(value):
        case "missing" | "null":
            content = 0
        case "double" | "int" | "long":
            content = (value == value, value if value == value else 0)  # NaN is first
        case "object":
            content = tuple(
                (rank(each), name, order(each)) for name, each in value.items()
            )
        case "array":
            content = tuple(map(order, value))
        case "binData":
            content = (len(value), value)
        case "objectId":
            content = value.binary
        case "date":
            content = milliseconds(value)
        case "regex":
            content = (value.pattern, int(value.flags))
        case _:
            content = value
    return rank(value), content


def equal(one, other):
    """Whether MongoDB takes two values for the same."""
    return order(one) == order(other)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
