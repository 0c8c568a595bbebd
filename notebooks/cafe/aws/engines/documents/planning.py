"""How documents are found: by an index, or by looking at all of them.

`plan` chooses: of the indexes whose first field the filter bounds, the one with the
fewest keys to read. A `Plan` is run by iterating over it; it counts what it looks at,
and tells it as `explain` does.

Simplified: MongoDB tries several plans for a moment, this one counts keys. `$or`,
`$exists`, `$ne` and `$regex` are answered without an index, and a document is fetched
even where the keys alone would answer.
https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/multikey-index-bounds/
"""

import functools
import itertools
import math
import sys

from .indexes import Interval
from .matching import is_operators, matcher
from .ordering import order, rank
from .projection import check_sort, in_order
from .refused import OUT_OF_RANGE, Refused, shown

COLLSCAN = "COLLSCAN"
MOST_RANGES = 1000


def plan(collection, query, sort=()):
    """The Plan by which a collection answers. Raises Refused for a wrong filter."""
    sort, fits = list(sort), matcher(query)
    check_sort(sort)
    indexes = collection.indexes.values()
    scans = [scan for index in indexes if (scan := _scan(index, query, sort))]
    best = min(scans, key=lambda scan: (scan.count(), not scan.sorts), default=None)
    return Plan(collection, query, fits, sort, best)


def _scan(index, query, sort):
    """How an index would answer, or None where it is of no use."""
    bounds = bounds_of(query, index)
    scan = Scan(index, bounds, sort)
    return scan if bounds[0] is not None or scan.sorts else None


class Scan:
    """The reading of an index: which keys, in which direction, in which order."""

    def __init__(self, index, bounds, sort):
        self.index, self.bounds = index, bounds
        used = _used(bounds)
        if used:
            self.slices = index.slices(itertools.product(*used))
        else:
            self.slices = [(0, len(index.entries))]
        fixed = sum(1 for each in used if len(each) == 1 and each[0].is_point())
        self.direction = self._direction(sort, fixed)
        self.sorts = bool(sort) and self.direction != 0
        self.direction = self.direction or 1

    def _direction(self, sort, fixed):
        """1 or -1 if reading forward or backward gives the wanted order, or 0.

        Fields that are fixed to one value may be left out of the order.
        """
        if self.index.is_multikey:
            return 0
        for start in range(fixed + 1 if len(self.slices) <= 1 else 1):
            fields = self.index.fields[start : start + len(sort)]
            if fields == sort:
                return 1
            if fields == [(path, -direction) for path, direction in sort]:
                return -1
        return 0

    def count(self):
        return sum(end - start for start, end in self.slices)

    def entries(self):
        for start, end in self.slices[:: self.direction]:
            yield from self.index.entries[start:end][:: self.direction]

    def may_fit(self, entry):
        """Whether the key itself lets the document fit. Keys of arrays cannot tell."""
        if self.index.is_multikey:
            return True
        keys = (getattr(key, "value", key) for key in entry)  # of Descending as well
        return all(
            intervals is None or any(interval.holds(key) for interval in intervals)
            for key, intervals in zip(keys, self.bounds)
        )


def _used(bounds):
    """The bounds of the first fields, up to and with the first that is no point."""
    used, ranges = [], 1
    for intervals in bounds:
        if intervals is None or ranges * len(intervals) > MOST_RANGES:
            break
        used.append(intervals)
        ranges *= len(intervals)
        if not all(interval.is_point() for interval in intervals):
            break
    return used


class Plan:
    """A way to find documents; iterate to get their (number, document) pairs."""

    def __init__(self, collection, query, fits, sort, scan):
        self.collection, self.query, self.fits = collection, query, fits
        self.sort, self.scan = sort, scan
        self.keys_examined = self.docs_examined = self.returned = 0

    def __iter__(self):
        found = self._fetched()
        if self.sort and not (self.scan and self.scan.sorts):
            found = self._sorted(found)
        return found

    def limited(self, skip, limit):
        """The pairs after the first `skip`, at most `limit` (0: all)."""
        if skip < 0:
            words = f"BSON field 'skip' value must be >= 0, actual value '{skip}'"
            raise Refused(OUT_OF_RANGE, words)
        stop = min(skip + limit, sys.maxsize) if limit else None
        for pair in itertools.islice(self, min(skip, sys.maxsize), stop):
            self.returned += 1
            yield pair

    def _sorted(self, found):
        pairs = list(found)
        numbers = {id(document): number for number, document in pairs}
        for document in in_order([document for _, document in pairs], self.sort):
            yield numbers[id(document)], document

    def _fetched(self):
        documents = self.collection.documents
        for number in self._numbers() if self.scan else list(documents):
            self.docs_examined += 1
            if self.fits(documents[number]):
                yield number, documents[number]

    def _numbers(self):
        seen = set()
        for entry in self.scan.entries():
            self.keys_examined += 1
            number = entry[-1]
            if number not in seen and self.scan.may_fit(entry):
                seen.add(number)
                yield number

    # -- telling ----------------------------------------------------------------------

    def explained(self, skip, limit, projects=False):
        """The answer of `explain`, after a run."""
        for _ in self.limited(skip, limit):
            pass
        return {
            "queryPlanner": {
                "namespace": self.collection.full_name,
                "parsedQuery": self.query,
                "winningPlan": self._stages(skip, limit, projects, False),
            },
            "executionStats": {
                "executionSuccess": True,
                "nReturned": self.returned,
                "totalKeysExamined": self.keys_examined,
                "totalDocsExamined": self.docs_examined,
                "executionStages": self._stages(skip, limit, projects, True),
            },
            "ok": 1.0,
        }

    def _stages(self, skip, limit, projects, counted):
        """The stages, the last one first, each the `inputStage` of another."""
        stage = self._first_stages(counted)
        if self.sort and not (self.scan and self.scan.sorts):
            by = dict(self.sort)
            stage = {"stage": "SORT", "sortPattern": by, "inputStage": stage}
        if skip:
            stage = {"stage": "SKIP", "skipAmount": skip, "inputStage": stage}
        if limit:
            stage = {"stage": "LIMIT", "limitAmount": limit, "inputStage": stage}
        if projects:
            stage = {"stage": "PROJECTION", "inputStage": stage}
        return stage

    def _first_stages(self, counted):
        filtered = {"filter": self.query} if self.query else {}
        docs = {"docsExamined": self.docs_examined} if counted else {}
        if not self.scan:
            return {"stage": COLLSCAN, **filtered, "direction": "forward", **docs}
        index = self.scan.index
        keys = {"keysExamined": self.keys_examined} if counted else {}
        return {
            "stage": "FETCH",
            **filtered,
            **docs,
            "inputStage": {
                "stage": "IXSCAN",
                "indexName": index.name,
                "keyPattern": dict(index.fields),
                "isMultiKey": index.is_multikey,
                "isUnique": index.unique,
                "direction": "forward" if self.scan.direction == 1 else "backward",
                "indexBounds": {
                    path: [_interval_shown(i) for i in each]
                    if each is not None
                    else ["[MinKey, MaxKey]"]
                    for (path, _), each in zip(index.fields, self.scan.bounds)
                },
                **keys,
            },
        }


def _interval_shown(interval):
    """An interval as explain writes it: [5, 10)."""
    low = _end(interval.low, {2: "nan", 3: '""', 4: "{}"}, "MinKey")
    high = _end(interval.high, {2: "nan", 3: "inf", 4: "{}"}, "MaxKey")
    start, end = "[("[not interval.with_low], "])"[not interval.with_high]
    return f"{start}{low}, {high}{end}"


def _end(key, ends, otherwise):
    """The value in a key, or the end of its type, as far as it can be shown."""
    kind = key[0] if key else None
    if kind == 1:
        return "null"
    if len(key) < 2:
        return ends.get(kind, otherwise)
    content = key[1]
    match kind:
        case 4:
            inside = (f"{name}: {_end(each, ends, '')}" for _, name, each in content)
            return f"{{ {', '.join(inside)} }}" if content else "{}"
        case 5:
            return f"[ {', '.join(_end(each, ends, '') for each in content)} ]"
        case 6:
            return f"BinData({content[1]}, {content[2].hex()})"
        case 7:
            return f"ObjectId('{content.hex()}')"
        case 9:
            return f"new Date({content})"
    return shown(content)


# -- bounds --------------------------------------------------------------------------


def bounds_of(query, index):
    """For each field of an index the intervals that a filter allows; None: anywhere.

    Of the fields that lead through an array a document has several keys, and two
    conditions may be met by two of them. So there one condition bounds the keys, one of
    points if possible, or conditions that one element meets ($elemMatch).
    """
    bounds, chosen = [], None
    for path, _ in index.fields:
        found = [each for each in _conditions(query, path, "") if each[1] is not None]
        if path in index.through_array and found:
            found = [each for each in found if chosen in (None, each[0])]
            found.sort(key=lambda each: not all(i.is_point() for i in each[1]))
            found = found[:1]
            chosen = found[0][0] if found else chosen
        lists = [intervals for _, intervals in found]
        bounds.append(functools.reduce(_both, lists) if lists else None)
    return bounds


def _conditions(query, path, prefix):
    """(by whom, intervals) of each condition on a path.

    "By whom" is alike for conditions that one element of an array has to meet.
    """
    for name, asked in query.items():
        if name == "$and":
            for part in asked:
                yield from _conditions(part, path, prefix)
            continue
        is_here = prefix + name == path
        element = id(query) if prefix and "." not in name else path
        if is_here and not is_operators(asked):
            yield element, _of_value(asked)
        elif is_here:
            yield from ((element, each) for each in _of_operators(asked))
        elif path.startswith(f"{prefix}{name}.") and isinstance(asked, dict):
            within, rest = asked.get("$elemMatch"), path[len(f"{prefix}{name}.") :]
            # "0" is here the first of an element, and in an index the first element
            if isinstance(within, dict) and not rest.split(".")[0].isdecimal():
                yield from _conditions(within, path, f"{prefix}{name}.")


def _of_operators(asked):
    for operator, value in asked.items():
        if operator == "$all" and value and not isinstance(value[0], dict):
            yield _of_value(value[0])
        elif operator == "$in":
            yield _of_values(value)
        elif operator in ("$gt", "$gte", "$lt", "$lte"):
            yield _of_comparison(operator, value)


def _of_value(value):
    """The one point of a value. An array's keys are its elements, so it has none."""
    if isinstance(value, list):
        return None
    return [Interval(order(value), order(value))]


def _of_values(values):
    points = [_of_value(each) for each in values]
    if None in points:
        return None
    return sorted({p for each in points for p in each}, key=lambda p: p.low)


def _of_comparison(operator, value):
    """From or up to a value, within its type."""
    if value is None or isinstance(value, list):
        return None if isinstance(value, list) else [Interval((1, 0), (1, 0))]
    kind, key = rank(value), order(value)
    if operator in ("$gt", "$gte"):
        return [Interval(key, (kind + 1,), operator == "$gte", False)]
    lowest = (2, -math.inf) if kind == 2 and value == value else (kind,)
    return [Interval(lowest, key, True, operator == "$lte")]


def _both(some, others):
    """What lies in an interval of each of two lists."""
    pairs = itertools.product(some, others)
    return [within for one, other in pairs if (within := one.both(other))]
