"""BSON: the bytes of a document, as they are stored and as they travel.

Python's None, bool, int, float, str, bytes, list, dict and datetime, and ObjectId. A
document's size is the length of these bytes; 16 MB is the most.
https://bsonspec.org/spec.html

Left out: compiled regular expressions (write {"$regex": …}), Decimal128, timestamps,
code, MinKey and MaxKey, and what is deprecated.
"""

import re
import struct
from datetime import UTC, datetime, timedelta
from functools import lru_cache

MAX_SIZE = 16 * 1024 * 1024
EPOCH = datetime(1970, 1, 1)
INT32 = range(-(2**31), 2**31)
INT64 = range(-(2**63), 2**63)
#: BSON's number of some kinds that no document here has, and their names.
LEFT_OUT = {0x0D: "JavaScript code", 0x11: "Timestamp", 0x13: "Decimal128"}
LEFT_OUT |= {0x0B: "compiled pattern", 0x7F: "MaxKey", 0xFF: "MinKey"}


class InvalidDocument(ValueError):
    """A document that BSON cannot hold."""


class InvalidId(ValueError):
    """Text that is no ObjectId."""


class ObjectId:
    """Twelve bytes that name a document: seconds, a place of origin, a counter.

    `ObjectId("653f…")` reads the 24 hexadecimal digits. New ones are made by the store,
    from its clock, so that a lesson gives the same twice.
    """

    __slots__ = ("binary",)
    binary: bytes

    def __init__(self, oid):
        if isinstance(oid, ObjectId):
            self.binary = oid.binary
        elif isinstance(oid, bytes) and len(oid) == 12:
            self.binary = oid
        elif isinstance(oid, str) and re.fullmatch("[0-9a-fA-F]{24}", oid):
            self.binary = bytes.fromhex(oid)
        elif isinstance(oid, (str, bytes)):
            raise InvalidId(
                f"{oid!r} is not a valid ObjectId, it must be a 12-byte input or a "
                "24-character hex string"
            )
        else:
            raise TypeError(
                f"id must be an instance of (bytes, str, ObjectId), not {type(oid)}"
            )

    def __eq__(self, other):
        if isinstance(other, ObjectId):
            return self.binary == other.binary
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, ObjectId):
            return self.binary < other.binary
        return NotImplemented

    def __hash__(self):
        return hash(self.binary)

    def __str__(self):
        return self.binary.hex()

    def __repr__(self):
        return f"ObjectId('{self}')"


# -- to bytes -----------------------------------------------------------------------


def encode(document):
    """The bytes of a document. Raises InvalidDocument and OverflowError as pymongo."""
    parts = []
    for name, value in document.items():
        if not isinstance(name, str):
            raise InvalidDocument(
                f"documents must have only string keys, key was {name!r}"
            )
        if "\0" in name:
            raise InvalidDocument("Key names must not contain the NULL byte")
        kind, content = _encoded(value)
        parts.append(bytes([kind]) + name.encode() + b"\0" + content)
    content = b"".join(parts)
    return struct.pack("<i", len(content) + 5) + content + b"\0"


def _encoded(value):
    """(kind, bytes) of a value."""
    match value:
        case None:
            return 0x0A, b""
        case bool():
            return 0x08, bytes([value])
        case Int64():
            return 0x12, struct.pack("<q", value)
        case int():
            return _encoded_int(value)
        case float():
            return 0x01, struct.pack("<d", value)
        case str():
            content = value.encode() + b"\0"
            return 0x02, struct.pack("<i", len(content)) + content
        case dict():
            return 0x03, encode(value)
        case list() | tuple():
            return 0x04, encode({str(n): each for n, each in enumerate(value)})
        case bytes():
            subtype = value.subtype if isinstance(value, Binary) else 0
            return 0x05, struct.pack("<iB", len(value), subtype) + value
        case ObjectId():
            return 0x07, value.binary
        case datetime():
            return 0x09, struct.pack("<q", milliseconds(value))
        case re.Pattern():
            raise InvalidDocument(
                'a compiled pattern is left out here: write {"$regex": …} with its text'
            )
    raise InvalidDocument(f"cannot encode object: {value!r}, of type: {type(value)}")


class Binary(bytes):
    """Bytes with a meaning that their `subtype` tells; a UUID has 4."""

    subtype = 0


class Int64(int):
    """A number that takes eight bytes, however small: a cursor's, for a driver."""


def _encoded_int(value):
    if value in INT32:
        return 0x10, struct.pack("<i", value)
    if value in INT64:
        return 0x12, struct.pack("<q", value)
    raise OverflowError("MongoDB can only handle up to 8-byte ints")


def milliseconds(moment):
    """Milliseconds since 1970 of a datetime; without a zone it is meant as UTC."""
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return (moment - EPOCH) // timedelta(milliseconds=1)


# -- from bytes ---------------------------------------------------------------------


def decode(data):
    """The document that `encode` gave these bytes for."""
    return _Reader(data).document()


class _Reader:
    def __init__(self, data):
        self._data, self._at = data, 0

    def document(self):
        end = self._at + self._number("<i")
        found = {}
        while self._at < end - 1:
            kind = self._take(1)[0]
            name = self._text()
            found[name] = self.value(kind)
        self._at = end
        return found

    def value(self, kind):
        match kind:
            case 0x01:
                return self._number("<d")
            case 0x02:
                return self._take(self._number("<i"))[:-1].decode()
            case 0x03:
                return self.document()
            case 0x04:
                return list(self.document().values())
            case 0x05:
                return self._binary()
            case 0x07:
                return ObjectId(self._take(12))
            case 0x08:
                return self._take(1) == b"\1"
            case 0x09:
                return EPOCH + timedelta(milliseconds=self._number("<q"))
            case 0x0A:
                return None
            case 0x10:
                return self._number("<i")
            case 0x12:
                return self._number("<q")
        raise ValueError(
            f"A {LEFT_OUT.get(kind, f'value of kind {kind}')} is left out."
        )

    def _binary(self):
        length, (subtype,) = self._number("<i"), self._take(1)
        content = self._take(length)
        if subtype:
            content = Binary(content)
            content.subtype = subtype
        return content

    def _text(self):
        end = self._data.index(0, self._at)
        text = self._data[self._at : end].decode()
        self._at = end + 1
        return text

    def _take(self, count):
        self._at += count
        return self._data[self._at - count : self._at]

    def _number(self, form):
        (number,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return number


# -- copies -------------------------------------------------------------------------


def received(document):
    """(copy, size): the document as it arrives, and how many bytes it took.

    That is `decode(encode(document))` and the length of the bytes, without making them:
    a tuple comes as a list, a moment without its zone. Raises what `encode` does.
    """
    found, size = {}, 5
    for name, value in document.items():
        found[name], length = _received(value)
        size += name_length(name) + length
    return found, size


def _received(value):
    """(copy, size) of a value."""
    kind = type(value)
    if kind is str:
        return value, 5 + text_length(value)
    if kind is int and value in INT32:
        return value, 4
    if kind is dict:
        return received(value)
    if kind is list:
        return _received_list(value)
    if kind is float:
        return value, 8
    content_kind, content = _encoded(value)
    return _Reader(content).value(content_kind), len(content)


def _received_list(values):
    found, size = [], 5
    for number, value in enumerate(values):
        each, length = _received(value)
        found.append(each)
        size += name_length(str(number)) + length
    return found, size


def text_length(text):
    """The bytes of a text."""
    return len(text) if text.isascii() else len(text.encode())


@lru_cache(10_000)  # the same names come again and again
def name_length(name):
    """The bytes of a field's name and kind. Raises InvalidDocument."""
    return len(encode({name: None})) - 5


def identical(one, other):
    """Whether two values have the same bytes: 1 and 1.0 have not."""
    if one is other:  # a changed copy shares what was not changed
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(
            map(identical, one.values(), other.values())
        )
    if isinstance(one, list):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, float):  # NaN is itself, and 0.0 is not -0.0
        return repr(one) == repr(other)
    return one == other


HOLDING = (dict, list)  # the types of the values that hold others


def copied(value):
    """A copy that shares no list and no dict with the value."""
    if isinstance(value, dict):
        return {
            name: copied(each) if isinstance(each, HOLDING) else each
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [copied(each) if isinstance(each, HOLDING) else each for each in value]
    return value
