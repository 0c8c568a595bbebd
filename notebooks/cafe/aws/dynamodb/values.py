"""Attribute values: as a program writes them, as a request carries them, as held.

    type       Python (resource)      typed (client)       held in a table
    S          "tea"                  {"S": "tea"}         "tea"
    N          3, Decimal("1.50")     {"N": "1.50"}        ("1.5",)
    B          b"..", Binary(b"..")   {"B": b".."}         b".."
    BOOL       True                   {"BOOL": True}       True
    NULL       None                   {"NULL": True}       None
    L          [..]                   {"L": [..]}          [..]
    M          {..}                   {"M": {..}}          {..}
    SS NS BS   {"a", "b"}             {"SS": ["a", "b"]}   frozenset

A number is held as its shortest text in a tuple: it stays exact, it is never mistaken
for a string or for True, and two numbers are equal when their texts are. A whole item
is held as the bytes of `packed`: small, the same in every copy, and each read unpacks
an item of its own.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

import marshal
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Set
from decimal import (
    Clamped,
    Context,
    Decimal,
    Inexact,
    Overflow,
    Rounded,
    Underflow,
)
from typing import Any

from ..errors import ParamValidationError
from .errors import invalid, invalid_request

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SCALARS = {"S": str, "N": tuple, "B": bytes}
SETS = {str: "SS", tuple: "NS", bytes: "BS"}
TYPES = {
    str: "S",
    tuple: "N",
    bytes: "B",
    bool: "BOOL",
    type(None): "NULL",
    list: "L",
    dict: "M",
}

# What boto3 lets a Decimal be: 38 digits, and nothing rounded in silence.
_BOTO3 = Context(
    prec=38,
    Emin=-128,
    Emax=126,
    traps=[Clamped, Overflow, Inexact, Rounded, Underflow],
)
_PLAIN = 10**38
#: Arithmetic in an update: wide enough to see that a result has too many digits.
ARITHMETIC = Context(prec=400)


class Binary:
    """Bytes as boto3 gives them back; `.value` holds them."""

    def __init__(self, value):
        if not isinstance(value, (bytes, bytearray)):
            raise TypeError(
                "Value must be of the following types: "
                "<class 'bytearray'>, <class 'bytes'>."
            )
        self.value = bytes(value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Binary) else other)

    def __hash__(self):
        return hash(self.value)

    def __bytes__(self):
        return self.value

    def __repr__(self):
        return f"Binary({self.value!r})"


# -- numbers ----------------------------------------------------------------------


def number(text):
    """The held form of a number's text. Refuses what DynamoDB cannot keep exactly."""
    if not NUMBER.fullmatch(text):
        shown = f": {text}" if text else ""
        raise invalid(f"The parameter cannot be converted to a numeric value{shown}")
    return held_number(Decimal(text))


def held_number(value):
    """The held form of a Decimal: at most 38 digits, between 1E-130 and 1E+126."""
    value = value.normalize(ARITHMETIC)
    if not value:
        return ("0",)
    if value.adjusted() > 125:
        raise invalid(
            "Number overflow. Attempting to store a number with magnitude larger "
            "than supported range"
        )
    if value.adjusted() < -130:
        raise invalid(
            "Number underflow. Attempting to store a number with magnitude smaller "
            "than supported range"
        )
    if len(value.as_tuple().digits) > 38:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    return (format(value, "f"),)


def order(value):
    """What a key's value is sorted by: numbers by size, text and bytes by their bytes.

    Python compares text by code point, which is the order of its UTF-8 bytes.
    """
    if value.__class__ is not tuple:
        return value
    text = value[0]
    return Decimal(text) if "." in text else int(text)


# -- Python values, as the resource takes them -------------------------------------


def from_python(value):
    """The held form of a Python value. Raises TypeError with boto3's words."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        return _from_python_number(value)
    if isinstance(value, float):
        raise TypeError("Float types are not supported. Use Decimal types instead.")
    if isinstance(value, (Binary, bytes, bytearray)):
        return bytes(value)
    if isinstance(value, Mapping):
        check_names("M", value)
        return {name: from_python(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [from_python(each) for each in value]
    if isinstance(value, Set):
        return _from_python_set(value)
    raise TypeError(f'Unsupported type "{type(value)}" for value "{value}"')


def check_names(where, names):
    """Refuse the name of an attribute that is no text, as botocore does."""
    if wrong := [name for name in names if not isinstance(name, str)]:
        raise ParamValidationError(
            f"Invalid type for parameter {where} (key: {name}), value: {name}, type: "
            f"{type(name)}, valid types: <class 'str'>"
            for name in wrong
        )


def _from_python_number(value):
    if value.__class__ is int and -_PLAIN < value < _PLAIN:
        return (str(value),)
    text = str(_BOTO3.create_decimal(value))
    if text in ("Infinity", "-Infinity", "NaN"):
        raise TypeError("Infinity and NaN not supported")
    return number(text)


def _from_python_set(value):
    if not value:
        raise _empty_set("NS")
    members = {from_python(each) for each in value if not isinstance(each, Set)}
    if len({*map(type, members)}) != 1 or type(next(iter(members))) not in SETS:
        raise TypeError(f'Unsupported type "{type(value)}" for value "{value}"')
    return frozenset(members)


def to_python(value):
    """A held value as the resource answers it."""
    cls = value.__class__
    if cls is tuple:
        return Decimal(value[0])
    if cls is dict:
        return {name: to_python(each) for name, each in value.items()}
    if cls is list:
        return [to_python(each) for each in value]
    if cls is frozenset:
        return {to_python(each) for each in value}
    if cls is bytes:
        return Binary(value)
    return value


# -- typed values, as the client takes them ----------------------------------------


def is_typed(value):
    """Whether botocore lets a value pass: AWS's types, each with content of its own."""
    if value.__class__ is not dict:
        return False
    for kind, content in value.items():
        if kind not in _FROM_TYPED or not isinstance(content, _FROM_TYPED[kind][0]):
            return False
        inner = content.values() if kind == "M" else content
        if kind in ("M", "L") and not all(map(is_typed, inner)):
            return False
        if kind in _MEMBERS and not all(isinstance(m, _MEMBERS[kind]) for m in inner):
            return False
        if kind == "M" and not all(isinstance(name, str) for name in content):
            return False
    return True


def from_typed(value):
    """The held form of a typed value, which `is_typed` has seen."""
    if len(value) != 1:
        many = "has more than one datatypes set" if value else "is empty"
        raise invalid(
            f"Supplied AttributeValue {many}, must contain exactly one of the "
            "supported datatypes"
        )
    ((kind, content),) = value.items()
    _, read = _FROM_TYPED[kind]
    return read(content)


def _null(content):
    if not content:
        raise invalid_request(
            "One or more parameter values were invalid: Null attribute value types "
            "must have the value of true"
        )


def _bytes(content):
    return content.encode() if isinstance(content, str) else bytes(content)


def _set_of(kind, read):
    def read_set(content):
        members = [read(each) for each in content]
        if not members:
            raise _empty_set(kind)
        if len({*members}) < len(members):
            raise _duplicates(kind, content)
        return frozenset(members)

    return read_set


def _empty_set(kind):
    words = {"SS": "An string set  may not", "NS": "An number set  may not"}
    return invalid_request(
        "One or more parameter values were invalid: "
        f"{words.get(kind, 'Binary sets should not')} be empty"
    )


def _duplicates(kind, content):
    if kind == "NS":
        return invalid_request("Input collection contains duplicates")
    ending = "of type BS contains" if kind == "BS" else " contains"
    if kind == "BS":
        content = (b64encode(each).decode() for each in content)
    shown = ", ".join(content)
    return invalid_request(
        "One or more parameter values were invalid: "
        f"Input collection [{shown}]{ending} duplicates."
    )


_BYTES = (bytes, bytearray, str)
_MEMBERS: dict[str, Any] = {"SS": str, "NS": str, "BS": _BYTES}
_FROM_TYPED: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "S": (str, str),
    "N": (str, number),
    "B": (_BYTES, _bytes),
    "SS": ((list, tuple), _set_of("SS", str)),
    "NS": ((list, tuple), _set_of("NS", number)),
    "BS": ((list, tuple), _set_of("BS", _bytes)),
    "M": (dict, lambda members: {n: from_typed(v) for n, v in members.items()}),
    "L": ((list, tuple), lambda members: [from_typed(v) for v in members]),
    "NULL": (bool, _null),
    "BOOL": (bool, bool),
}


def to_typed(value):
    """A held value as the client answers it. Sets come in their order."""
    cls = value.__class__
    if cls is str:
        return {"S": value}
    if cls is tuple:
        return {"N": value[0]}
    if cls is dict:
        return {"M": {name: to_typed(each) for name, each in value.items()}}
    if cls is list:
        return {"L": [to_typed(each) for each in value]}
    if cls is frozenset:
        members = sorted(value, key=order)
        return {type_of(value): [v[0] if v.__class__ is tuple else v for v in members]}
    if value is None:
        return {"NULL": True}
    return {TYPES[cls]: value}


# -- what a held value is and how much it weighs ------------------------------------


def type_of(value):
    """The type of a held value: S, N, B, BOOL, NULL, L, M, SS, NS or BS."""
    if value.__class__ is frozenset:
        return SETS[next(iter(value)).__class__]
    return TYPES[value.__class__]


def text_size(text):
    """Bytes of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def size(value):
    """Bytes that a value counts for, its name not included (F36).

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    cls = value.__class__
    if cls is str:
        return text_size(value)
    if cls is tuple:
        return _number_size(value[0])
    if cls is bytes:
        return len(value)
    if cls is list:
        return 3 + sum(1 + size(each) for each in value)
    if cls is dict:
        return 3 + len(value) + item_size(value)
    if cls is frozenset:
        return sum(map(size, value))
    return 1


def _number_size(text):
    """One byte for two digits, paired from the decimal point, and one for the rest."""
    if text == "0":
        return 1
    whole, _, fraction = text.lstrip("-").partition(".")
    whole = whole.lstrip("0")
    digits = (whole + fraction).strip("0")
    first = len(whole) - 1 if whole else len(fraction.lstrip("0")) - len(fraction) - 1
    last = first - len(digits) + 1
    return 1 + first // 2 - last // 2 + 1 + text.startswith("-")


def item_size(item):
    """Bytes of an item: its names and its values."""
    return sum(text_size(name) + size(value) for name, value in item.items())


def packed(item):
    """An item as it lies in a table: its attributes, then its size, as bytes."""
    return marshal.dumps(item) + item_size(item).to_bytes(3, "little")


def packed_size(data):
    """Bytes that a packed item counts for."""
    return int.from_bytes(data[-3:], "little")


#: The attributes of a packed item; each call makes new objects.
unpacked = marshal.loads
