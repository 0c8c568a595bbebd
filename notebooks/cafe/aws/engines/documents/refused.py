"""What the engine says no with."""

from datetime import datetime
from functools import partial

from .bson import ObjectId, milliseconds


class Refused(Exception):
    """The engine refuses a command. `code` is MongoDB's number for the reason.

    `details` are further fields of the answer, such as a duplicate's `keyValue`.
    """

    def __init__(self, code, message, **details):
        super().__init__(message)
        self.code, self.details = code, details

    def told(self):
        """What the server answers, a dict."""
        return {"code": self.code, "errmsg": str(self)} | self.details


#: MongoDB's numbers, by their names there.
BAD_VALUE, FAILED_TO_PARSE, TYPE_MISMATCH = 2, 9, 14
INDEX_NOT_FOUND, PATH_NOT_VIABLE = 27, 28
CONFLICTING_UPDATE, DOLLAR_PREFIXED, EMPTY_FIELD_NAME, IMMUTABLE = 40, 52, 56, 66
INVALID_LENGTH, NAMESPACE_NOT_FOUND, INVALID_NAMESPACE = 16, 26, 73
CURSOR_NOT_FOUND, NAMESPACE_EXISTS, COMMAND_NOT_FOUND = 43, 48, 59
FIELD_MISSING, UNKNOWN_FIELD, OUT_OF_RANGE = 40414, 40415, 51024
INDEX_CONFLICT, COMMAND_NOT_SUPPORTED, DUPLICATE_KEY, TOO_LARGE = 86, 115, 11000, 17419

#: The two reasons for which nearly everything is refused.
bad_value = partial(Refused, BAD_VALUE)
failed_to_parse = partial(Refused, FAILED_TO_PARSE)


def shown(value):
    """A value as MongoDB writes it in a message: { name: "tea" }."""
    if isinstance(value, dict):
        inside = ", ".join(f"{name}: {shown(each)}" for name, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[ {', '.join(map(shown, value))} ]" if value else "[]"
    if isinstance(value, str):
        return f'"{value}"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"new Date({milliseconds(value)})"
    return repr(value) if isinstance(value, ObjectId) else str(value)
