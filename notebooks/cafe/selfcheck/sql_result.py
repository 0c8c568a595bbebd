"""The result of a query, and what differs between two of them, in words.

    compare(expected, got)                  None, or "1 row is missing: name Ana."
    compare(expected, got, ordered=True)    the order of the rows counts too

Rows are a multiset. Columns are matched by name, without regard to case or to their
order. Types are compared by family: a number is a number. Numbers may differ by a
rounding.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice
from math import isclose
from operator import eq

NUMBER = re.compile(
    r"U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL|BIGNUM"
)
NUMBERS = (int, float, Decimal)
AS_IT_IS = {str, int, bool, type(None), datetime}  # most values, and there are many
LONGEST = 60  # characters of a value that a message shows
MOST_NAMED = 12  # columns
FEW = 100  # rows among which a partner is looked for, and looks in vain


@dataclass(frozen=True)
class Result:
    """What a query gave: column names, families of types, rows."""

    columns: tuple[str, ...]
    families: tuple[str, ...]
    rows: list[tuple]

    @property
    def names(self):
        """The column names without regard to case."""
        return [name.casefold() for name in self.columns]

    @cached_property
    def keys(self):
        """For each row, what is the same for one that is the same, up to a rounding."""
        return [_row_key(row) for row in self.rows]


def family(type_name):
    """The family of a DuckDB type: number, text, date, boolean, any, or itself."""
    name = type_name.strip('"').partition("(")[0]
    if name == "NULL":
        return "any"
    if NUMBER.fullmatch(name):
        return "number"
    if name in ("VARCHAR", "ENUM", "UUID"):
        return "text"
    if name.startswith(("DATE", "TIME")):
        return "date"
    return name.lower()


def compare(expected, got, ordered=False):
    """Return what differs between two Results, in words, or None."""
    return compare_shape(expected, got) or compare_rows(expected, got, ordered)


def compare_shape(expected, got):
    """The difference between the columns, by name and by family, or None."""
    wanted, found = Counter(expected.names), Counter(got.names)
    if wanted != found:
        named = " Give a column its name with AS."
        alike = Counter(expected.families) == Counter(got.families)
        return (
            f"The columns should be {_names(expected.columns)};"
            f" yours are {_names(got.columns)}." + (named if alike else "")
        )
    found = dict(zip(got.names, got.families))
    for name, wanted in zip(expected.columns, expected.families):
        other = found[name.casefold()]
        if other != wanted and "any" not in (wanted, other):
            return f"The column {name} should be of type {wanted}; yours is {other}."
    return None


def compare_rows(expected, got, ordered=False):
    """The difference between the rows of two Results of one shape, or None."""
    got = _arranged(got, expected.names)
    missing, extra = _leftovers(expected, got)
    if missing or extra:
        return _difference(expected, got, missing, extra)
    if ordered:
        return _first_out_of_order(expected, got)
    return None


def marked(expected, got, ordered=False):
    """The rows of `got`, each with its mark, and among them those that are missing.

    A mark is "extra" (not wanted), "should" (in place of the row above), "missing",
    "moved" (right, and in the wrong place), or "". Both Results have the same columns;
    the rows are given as those of `got`.
    """
    expected = _arranged(expected, got.names)
    missing, extra = _leftovers(expected, got)
    if not missing and not extra:
        pairs = zip(expected.rows, got.rows)
        is_moved = [ordered and not _same_row(*pair) for pair in pairs]
        return [("moved" if at else "", row) for at, row in zip(is_moved, got.rows)]
    partners = _partners(extra, tuple(missing))
    lines = []
    for row, is_unwanted in _told_apart(got, extra):
        lines.append(("extra" if is_unwanted else "", row))
        if is_unwanted and (instead := next(partners)):
            lines.append(("should", instead))
            missing.remove(instead)
    return lines + [("missing", row) for row in missing]


def _arranged(result, names):
    """The same Result with its columns in the order of `names`."""
    if result.names == names:
        return result
    places = [result.names.index(name) for name in names]
    columns, families, *rows = (
        tuple(each[place] for place in places)
        for each in (result.columns, result.families, *result.rows)
    )
    return Result(columns, families, rows)


def _told_apart(result, extra):
    """(row, whether it is one of `extra`): of equal rows the last ones are."""
    left, told = Counter(map(_row_key, extra)), []
    for row, key in zip(reversed(result.rows), reversed(result.keys)):
        told.append((row, left[key] > 0))
        left[key] -= 1
    return told[::-1]


def _partners(rows, others):
    """For each row the one of `others` that is most like it, or None.

    It shares a value, is among the first of those that are left, and is given once.
    After FEW rows in vain all others are taken to have none: ten lines are shown.
    """
    left, in_vain = {number: _row_key(row) for number, row in enumerate(others)}, 0
    for row in rows:
        key, best = _row_key(row), None
        if left and in_vain < FEW:
            best = max(
                islice(left, FEW), key=lambda each: sum(map(eq, key, left[each]))
            )
        if best is None or not any(map(eq, key, left[best])):
            in_vain += 1
            yield None
        else:
            del left[best]
            yield others[best]


def say(columns, row):
    """A row in words: "shop_id 3, name Porto Park, orders NULL"."""
    words = [f"{name} {_short(_text(value))}" for name, value in zip(columns, row)]
    return ", ".join(words)


def _short(text):
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _names(columns):
    """The first columns by name."""
    more = f" and {len(columns) - MOST_NAMED} more" if len(columns) > MOST_NAMED else ""
    return ", ".join(map(_short, columns[:MOST_NAMED])) + more


def _row_key(row):
    return tuple([each if type(each) in AS_IT_IS else _key(each) for each in row])


def _key(value):
    if isinstance(value, (float, Decimal)):
        return "NaN" if value != value else round(float(value), 6)
    if type(value) is date:
        return datetime(value.year, value.month, value.day)
    return value if type(value) in AS_IT_IS else repr(value)


def _text(value):
    if value is None:
        return "NULL"
    if isinstance(value, float):
        return f"{value:.10g}"
    if value == "":
        return "''"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _same(one, other):
    if _key(one) == _key(other):
        return True
    numbers = isinstance(one, NUMBERS) and isinstance(other, NUMBERS)
    return numbers and isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def _same_row(one, other):
    return all(map(_same, one, other))


def _leftovers(wanted, found):
    """The rows of each Result that have no partner in the other."""
    missing = _beyond(wanted, found)
    extra = _beyond(found, wanted)
    # Numbers that differ by a rounding can have different keys: look at pairs.
    paired = len(missing) == len(extra) <= FEW
    for row in list(missing) if paired else ():
        twin = next((at for at, r in enumerate(extra) if _same_row(row, r)), None)
        if twin is not None:
            del extra[twin]
            missing.remove(row)
    return missing, extra


def _beyond(result, other):
    """The rows that come more often in `result` than in `other`."""
    left = Counter(other.keys)
    beyond = []
    for row, key in zip(result.rows, result.keys):
        if left[key]:
            left[key] -= 1
        else:
            beyond.append(row)
    return beyond


def _difference(expected, got, missing, extra):
    row = (missing or extra)[0]
    words = say(expected.columns, row)
    if len(expected.rows) == len(got.rows) == 1:
        return f"the row should be {words}; yours is {say(expected.columns, extra[0])}."
    if missing and extra:
        return _changed(expected.columns, row, extra)
    should, does = (each.keys.count(_row_key(row)) for each in (expected, got))
    if extra and should:
        return f"rows are doubled: {words} comes {does} times, not {should}."
    if missing and does:
        return (
            f"equal rows were merged: {words} should come {should} times, not {does}."
        )
    if extra:
        return f"{_count(extra)} too many, such as {words}."
    return f"{_count(missing)} missing, such as {words}."


def _changed(columns, row, extra):
    """A missing row beside the one among `extra` that is most like it."""
    other = max(extra, key=lambda each: sum(map(_same, row, each)))
    wanted, found = say(columns, row), say(columns, other)
    if any(map(_same, row, other)):
        return f"a row should be {wanted}; yours is {found}."
    return f"the row {wanted} is missing, and {found} should not be there."


def _first_out_of_order(expected, got):
    for number, (wanted, found) in enumerate(zip(expected.rows, got.rows), 1):
        if not _same_row(wanted, found):
            return (
                "the rows are right, but not in the order that was asked for: row"
                f" {number} should be {say(expected.columns, wanted)}."
            )
    return None


def _count(rows):
    return "1 row is" if len(rows) == 1 else f"{len(rows)} rows are"
