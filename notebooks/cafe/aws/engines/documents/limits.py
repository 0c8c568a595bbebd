"""What a document that is kept may be: its size, its depth, the names of its fields.

https://www.mongodb.com/docs/manual/reference/limits/
https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html
"""

from functools import lru_cache

from .bson import INT32, MAX_SIZE, encode, name_length, text_length
from .refused import TOO_LARGE, Refused, bad_value

MOST_LEVELS = 100
INSERTED = "object to insert too large. size in bytes: {size}, max size: {most}"
UPDATED = "Resulting document after update is larger than {most}"


def check(document, words=INSERTED):
    """Raise Refused unless a document may be kept; `words` are for one too large."""
    size, depth = measured(document)
    if size > MAX_SIZE:
        raise Refused(TOO_LARGE, words.format(size=size, most=MAX_SIZE))
    if depth > MOST_LEVELS:
        raise Refused(15, f"Document exceeds maximum nesting depth of {MOST_LEVELS}")


def measured(value):
    """(bytes, depth) of a dict or a list: depth counts both. Raises Refused."""
    size, deepest = 5, 0
    for name, each in value.items() if type(value) is dict else enumerate(value):
        size += _kept_name_length(name)
        kind = type(each)
        if kind is str:
            size += 5 + text_length(each)
        elif kind is int:
            size += 4 if each in INT32 else 8
        elif kind is dict or kind is list:
            inside, depth = measured(each)
            size += inside
            if depth > deepest:
                deepest = depth
        else:
            size += len(encode({"": each})) - 7
    return size, deepest + 1


@lru_cache(10_000)
def _kept_name_length(name):
    """The bytes of a field's name, or of an element's number."""
    name = str(name)
    if name.startswith("$"):
        raise bad_value("Document can't have $ prefix field names: " + name)
    if "." in name:
        raise bad_value("Document can't have . in field names: " + name)
    return name_length(name)
