"""Cursors: answers that come one document after the other."""

from ..missing import NamesWhatThereIs, names_its_options
from .errors import InvalidOperation

ASCENDING, DESCENDING = 1, -1


def pairs(key_or_list, direction=None):
    """The [(field, direction)] of what pymongo takes for a sort or an index."""
    if isinstance(key_or_list, str):
        return [(key_or_list, ASCENDING if direction is None else direction)]
    if direction is not None:
        raise TypeError(f"Expected a string and a direction, not {type(key_or_list)}")
    if isinstance(key_or_list, dict):
        key_or_list = list(key_or_list.items())
    if not isinstance(key_or_list, (list, tuple)):
        raise TypeError(
            f"if no direction is specified, key_or_list must be an instance of list, "
            f"not {type(key_or_list)}"
        )
    return [
        (each, ASCENDING) if isinstance(each, str) else each for each in key_or_list
    ]


def sort_of(asked):
    """The [(field, direction)] of what `find` takes for `sort`."""
    if not isinstance(asked, (list, tuple, dict)):
        raise TypeError(
            f"must use a dictionary or a list of (key, direction) pairs, not: {asked!r}"
        )
    return checked(pairs(asked))


def checked(found):
    """Pairs, each of a field and what may be a direction."""
    if not found:
        raise ValueError("key_or_list must not be empty")
    for field, direction in found:
        if not isinstance(field, str):
            raise TypeError(
                "first item in each key pair must be an instance of str, not "
                f"{type(field)}"
            )
        if not isinstance(direction, (str, int, dict)):
            raise TypeError(
                "second item in each key pair must be 1, -1, '2d', or another valid "
                f"MongoDB index specifier., not {type(direction)}"
            )
    return list(dict(found).items())  # of a field that is named twice, the last word


class CommandCursor(NamesWhatThereIs):
    """The documents of an aggregation."""

    def __init__(self, documents):
        self._documents = iter(documents)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._documents)

    next = __next__


@names_its_options
class Cursor(CommandCursor):
    """The documents of a find. Nothing is asked before the first of them is read."""

    def __init__(self, collection, query, projection, sort, skip, limit):
        self._collection, self._query = collection, query
        self._documents = None
        self._options = {"projection": projection, "sort": sort}
        self._options |= {"skip": skip, "limit": abs(limit)}

    def sort(self, key_or_list, direction=None):
        """Sort by a field, or by a list of (field, direction)."""
        return self._with(sort=checked(pairs(key_or_list, direction)))

    def skip(self, skip):
        """Leave out the first so many."""
        check_number("skip", skip)
        if skip < 0:
            raise ValueError("skip must be >= 0")
        return self._with(skip=skip)

    def limit(self, limit):
        """Give at most so many; 0 is all."""
        check_number("limit", limit)
        return self._with(limit=abs(limit))

    def explain(self):
        """How the answer is found, and what is examined for it. (MongoDB's form.)"""
        return self._collection._explained(self._query, self._options)

    def __next__(self):
        if self._documents is None:
            self._documents = self._collection._found(self._query, self._options)
        return super().__next__()

    next = __next__

    def __getitem__(self, place):
        """The document at this place, counted from 0; the cursor stays unread."""
        self._check_unread()
        if not isinstance(place, int):
            raise TypeError(
                f"index {place!r} cannot be applied to Cursor instances here: for some "
                "documents of many there are skip and limit"
            )
        if place < 0:
            raise IndexError("Cursor instances do not support negative indices")
        asked = self._options | {"skip": self._options["skip"] + place, "limit": 1}
        for found in Cursor(self._collection, self._query, **asked):
            return found
        raise IndexError("no such item for Cursor instance")

    def _with(self, **options):
        self._check_unread()
        self._options |= options
        return self

    def _check_unread(self):
        if self._documents is not None:
            raise InvalidOperation("cannot set options after executing query")


def check_number(name, value, kind="an integer"):
    """Raise TypeError unless a value is a whole number; BSON has 8 bytes for it."""
    if not isinstance(value, int):
        raise TypeError(f"{name} must be {kind}, not {type(value)}")
    if not -(2**63) <= value < 2**63:
        raise OverflowError("MongoDB can only handle up to 8-byte ints")
