"""Indexes: keys in order, each with the record that it was taken from.

A key is the values of the index's fields. Where a field holds an array, the document
has one key for each element: the index is then *multikey*. A field that is not there
counts as null. Because keys are in order, all keys of a range lie side by side, and the
search for its ends (`bisect`) looks at few of them.

https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/
"""

import bisect
import itertools
from dataclasses import dataclass

from .bson import identical
from .ordering import MISSING, order
from .refused import Refused


class Descending:
    """A value's order, the other way round."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return isinstance(other, Descending) and self.value == other.value

    def __lt__(self, other):
        if isinstance(other, Descending):
            return other.value < self.value
        return NotImplemented

    def __hash__(self):
        return hash(self.value)


class _Last:
    """Comes after every key."""

    def __lt__(self, other):
        return False

    def __gt__(self, other):
        return True


LAST = _Last()


@dataclass(frozen=True)
class Interval:
    """Values from `low` to `high`, as `order` gives them; with or without the ends."""

    low: tuple
    high: tuple
    with_low: bool = True
    with_high: bool = True

    def is_point(self):
        return self.low == self.high

    def holds(self, value):
        above = value > self.low or (self.with_low and value == self.low)
        return above and (value < self.high or (self.with_high and value == self.high))

    def both(self, other):
        """What lies in both intervals, or None."""
        low, open_low = max(
            (self.low, not self.with_low), (other.low, not other.with_low)
        )
        high, with_high = min(
            (self.high, self.with_high), (other.high, other.with_high)
        )
        if low > high or (low == high and (open_low or not with_high)):
            return None
        return Interval(low, high, not open_low, with_high)


class Index:
    """The keys of a collection's documents, in order.

    `fields` are (path, 1 or -1) pairs. An entry is the key's values and, last, the
    number of the record.
    """

    def __init__(self, name, fields, unique=False):
        self.name, self.fields, self.unique = name, fields, unique
        self.paths = [path.split(".") for path, _ in fields]
        self.entries = []
        #: The paths that lead through an array in some document.
        self.through_array = set()

    @property
    def is_multikey(self):
        return bool(self.through_array)

    def is_changed(self, old, new):
        """Whether two documents may have different keys; {} is no document."""
        return not old or not all(
            identical(old.get(path[0]), new.get(path[0])) for path in self.paths
        )

    def change(self, number, before, after, through=()):
        """Let a record have the keys `after`, where it had those `before`.

        `through` are the paths that lead through an array to those of `after`.
        """
        self.through_array.update(through)
        for key in before.keys() - after.keys():
            del self.entries[bisect.bisect_left(self.entries, (*key, number))]
        for key in after.keys() - before.keys():
            bisect.insort(self.entries, (*key, number))

    def fill(self, documents):
        """Take in all documents; an entry that a unique index refuses, or None."""
        self.entries = sorted(
            (*key, number)
            for number, document in documents.items()
            for key in self.keys(document, self.through_array)
        )
        for one, other in itertools.pairwise(self.entries if self.unique else ()):
            if one[:-1] == other[:-1]:
                return other
        return None

    def clash(self, keys, number=None):
        """The first of these keys that another record has already, or None."""
        for key in keys if self.unique else ():
            if self.number(key) not in (None, number):
                return key
        return None

    def keys(self, document, through):
        """The different keys of a document, each with its values: {key: values}.

        The value of an empty array is MISSING, which comes before null. The paths that
        lead through an array are added to `through`, a set: the index is only told of
        them with the keys, which may yet be refused. Raises Refused where two arrays
        cross.
        """
        places = [_down_to_array(document, path) for path in self.paths]
        found = self._values(places, through)
        return {self._key(values): values for values in found}

    def told(self):
        """What makes a like index: a document."""
        fields = [[path, direction] for path, direction in self.fields]
        return {"name": self.name, "fields": fields, "unique": self.unique}

    def _key(self, values):
        return tuple(
            [
                order(value) if direction == 1 else Descending(order(value))
                for value, (_, direction) in zip(values, self.fields)
            ]
        )

    def _values(self, places, through):
        """The values of each key. A place is (value, None) or (array, rest of path)."""
        arrays = [value for value, rest in places if rest is not None]
        if not arrays:
            return [[value for value, _ in places]]
        array = arrays[0]
        both = zip(self.fields, places, strict=True)
        names = [path for (path, _), (_, rest) in both if rest is not None]
        if any(other is not array for other in arrays):
            raise Refused(
                171, f"cannot index parallel arrays [{names[1]}] [{names[0]}]"
            )
        through.update(names)
        within = [
            [
                (value, None) if rest is None else _step(element, rest)
                for value, rest in places
            ]
            for element in array or [MISSING]
        ]
        return [values for each in within for values in self._values(each, through)]

    # -- reading ----------------------------------------------------------------------

    def number(self, key):
        """The first record that has exactly this key, or None."""
        at = bisect.bisect_left(self.entries, key)
        if at < len(self.entries) and self.entries[at][:-1] == key:
            return self.entries[at][-1]
        return None

    def slices(self, combinations):
        """The (start, end) places of the entries within each combination of intervals.

        A combination has one Interval for each of the first fields.
        """
        return sorted(self._slice(each) for each in combinations)

    def _slice(self, intervals):
        low, high = [], []
        for interval, (_, direction) in zip(intervals, self.fields):
            start = interval.low, interval.with_low
            end = interval.high, interval.with_high
            if direction == -1:
                start, end = [(Descending(e), within) for e, within in (end, start)]
            low.append(start[0])
            high.append(end[0])
        with_start, with_end = start[1], end[1]
        low += [] if with_start else [LAST]
        high += [LAST] if with_end else []
        first = bisect.bisect_left(self.entries, tuple(low))
        return first, max(first, bisect.bisect_left(self.entries, tuple(high)))


def _step(element, rest):
    """A place within an array's element; an array within an array is no way on."""
    if not rest:
        return element, None
    return (None, None) if isinstance(element, list) else _down_to_array(element, rest)


def _down_to_array(value, path):
    """(value, None) at the path's end, or (array, rest) at the first array on it."""
    while True:
        if isinstance(value, list):
            if not (path and path[0].isdecimal()):
                return value, path
            place = int(path[0])
            value = value[place] if place < len(value) else None
        elif not path:
            return value, None
        elif isinstance(value, dict):
            value = value.get(path[0])
        else:
            return None, None
        path = path[1:]
