"""How a value is told to a learner: as Python writes it, and of what kind it is."""

import re
from collections import deque
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Set, ValuesView
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from numbers import Number

LONGEST, LEAST = 120, 20  # characters of a value, and of an item, that are shown
MOST_ITEMS = 10_000  # that are taken from an iterator, which may have no end
BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    dict: ("{", "}"),
}
VIEWS = (KeysView, ValuesView, ItemsView)  # of a dict, in its order
ITERABLE = {
    *(
        "a range",
        "a deque",
        "a generator",
        "a map",
        "a filter",
        "a zip",
        "an enumerate",
    ),
    *("a reversed", "a dict_keys", "a dict_values", "a dict_items"),
}

NO_RETURN = "None. Does it end with return, and with a value after it?"
YIELD = "A yield, or a for in round brackets, makes one; return gives a value."
NO_LIST = f"{NO_RETURN} (.sort() and .append() change a list and give None.)"


def kind(value):
    """What kind of value it is, in words: "a text"."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, Number):
        return "a number"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def listed(value):
    """The list of what a list, an iterator or the like holds, in its order; or None."""
    if isinstance(value, (list, tuple, deque, *VIEWS, Iterator)):
        return list(islice(value, MOST_ITEMS))
    return None


def returned(value, wanted=list):
    """What is said of a returned value: itself, and its kind if that is not `wanted`.

    "{1, 2}, a set. A set has no order: sorted(…) makes a list of it."
    """
    if value is None:
        return NO_LIST if wanted is list else NO_RETURN
    if isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)):
        return f"{show(value)}."
    shown, named = show(value), kind(value)
    told = f"{named}." if shown == named else f"{shown}, {named}."
    if wanted is not list:
        return f"{told} {YIELD}" if named == "a generator" else told
    if isinstance(value, Set) and not isinstance(value, VIEWS):
        return f"{told} A set has no order: sorted(…) makes a list of it."
    if isinstance(value, Mapping):
        return (
            f"{told} list(…) makes a list of its names, list(….values()) of the rest."
        )
    if isinstance(value, (tuple, Iterator)) or named in ITERABLE:
        return f"{told} list(…) makes a list of it."
    return told


def show(value, room=LONGEST):
    """A plain value as Python writes it; of a long one, the first whole items.

    "[1, 2, … 98 more]". A set is in order, and a moment is 2026-11-04 20:00:00.
    """
    text = _written(value)
    if len(text) <= room:
        return text
    if type(value) in BRACKETS and room > LEAST:
        return _bracketed(value, _first_ones(_items(value), room))
    end = text[-1] if isinstance(value, str) else ""
    return f"{text[: room - 1 - len(end)]}…{end}"


def _written(value):
    if isinstance(value, (datetime, timedelta, Decimal)):
        return str(value)
    if type(value) in BRACKETS and value:
        items = [f"{key}{_written(item)}" for key, item in _items(value)]
        return _bracketed(value, ", ".join(items))
    try:
        return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    except Exception:  # such as a number of more than 4,300 digits
        return kind(value)


def _bracketed(value, inside):
    opening, closing = BRACKETS[type(value)]
    comma = "," if type(value) is tuple and len(value) == 1 else ""
    return f"{opening}{inside}{comma}{closing}"


def _items(value):
    """(what stands before it, the item) for each item of a list, tuple, set or dict."""
    if type(value) is dict:
        return [(f"{show(key, 40)}: ", item) for key, item in value.items()]
    return [("", item) for item in (_in_order(value) if type(value) is set else value)]


def _in_order(items):
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=_written)


def _first_ones(items, room):
    """As many items as there is room for, but one at least, and how many follow."""
    room -= len("[, … 9,999 more]")
    shown = []
    for key, item in items:
        text = key + show(item, max(room - len(key), LEAST))
        if shown and len(", ".join([*shown, key + _written(item)])) > room:
            break
        shown.append(text)
    more = len(items) - len(shown)
    return ", ".join(shown) + (f", … {more:,} more" if more else "")
