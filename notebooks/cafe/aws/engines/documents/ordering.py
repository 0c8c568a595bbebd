"""The order of BSON values: by type first, then within the type.

null, numbers, strings, documents, arrays, binary, ObjectId, true and false, dates. An
integer and a float with the same value are equal.
https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
"""

from datetime import datetime

from .bson import Binary, ObjectId, milliseconds

MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()

_NAMES = {
    type(None): "null",
    bool: "bool",
    int: "int",
    float: "double",
    str: "string",
    dict: "object",
    list: "array",
    tuple: "array",
    bytes: "binData",
    Binary: "binData",
    ObjectId: "objectId",
    datetime: "date",
}
_RANKS = {
    "missing": 0,
    "null": 1,
    "double": 2,
    "int": 2,
    "long": 2,
    "string": 3,
    "object": 4,
    "array": 5,
    "binData": 6,
    "objectId": 7,
    "bool": 8,
    "date": 9,
}


def type_name(value):
    """MongoDB's name for the type of a value."""
    name = _NAMES.get(type(value), "missing")
    return "long" if name == "int" and not -(2**31) <= value < 2**31 else name


def rank(value):
    """The place of a value's type among the types."""
    return _RANKS[type_name(value)]


def order(value):
    """A key of a value: keys sort as MongoDB sorts the values, equal if they are."""
    kind = type(value)
    if kind is float and value != value:
        return _NAN
    place, content = _ORDERS.get(kind, _OF_MISSING)
    return place, content(value) if content else value


def _document_order(document):
    """Fields are compared one by one: first the type, then the name, then the value."""
    return tuple((rank(each), name, order(each)) for name, each in document.items())


#: What stands for a value within its type; other values stand for themselves.
_CONTENTS = {
    "missing": lambda value: 0,
    "null": lambda value: 0,
    "object": _document_order,
    "array": lambda array: tuple(map(order, array)),
    "binData": lambda value: (len(value), getattr(value, "subtype", 0), bytes(value)),
    "objectId": lambda value: value.binary,
    "date": milliseconds,
}
#: {Python's type: (rank, what stands for the value)}
_ORDERS = {kind: (_RANKS[name], _CONTENTS.get(name)) for kind, name in _NAMES.items()}
_NAN = (_RANKS["double"],)  # before all other numbers
_OF_MISSING = _RANKS["missing"], _CONTENTS["missing"]


def equal(one, other):
    """Whether MongoDB takes two values for the same."""
    return order(one) == order(other)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
