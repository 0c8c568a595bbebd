"""How a value is told to a learner: as Python writes it, and of what kind it is."""

import re
from collections.abc import Iterator, Mapping, Set
from datetime import datetime, timedelta
from decimal import Decimal
from numbers import Number

LONGEST = 160  # characters of a value that a message shows

NO_RETURN = (
    "None. Does it end with return, and with a value after it? (.sort() and"
    " .append() change a list and give None.)"
)


def show(value):
    """A value as Python writes it, shortened, without an address."""
    try:
        text = _written(value)
    except Exception:
        text = f"a {type(value).__name__}"
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value):
    """As Python writes it; a moment as 2026-11-04 20:00:00, a Decimal as 3."""
    if isinstance(value, (datetime, timedelta, Decimal)):
        return str(value)
    if type(value) is list:
        return f"[{', '.join(map(_written, value))}]"
    if type(value) is tuple and len(value) > 1:
        return f"({', '.join(map(_written, value))})"
    if type(value) is dict:
        pairs = (f"{key!r}: {_written(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value)


def kind(value):
    """What kind of value it is, in words: "a text"."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, Number):
        return "a number"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def listed(value):
    """The list of what a list, a tuple or an iterator holds; None of anything else."""
    return list(value) if isinstance(value, (list, tuple, Iterator)) else None


def returned(value, wanted=list):
    """What is said of a returned value: itself, and its kind if that is not `wanted`.

    "{1, 2}, a set. A set has no order: sorted(…) makes a list of it."
    """
    if value is None:
        return NO_RETURN
    if isinstance(value, wanted):
        return f"{show(value)}."
    told = f"{show(value)}, {kind(value)}."
    if wanted is not list:
        return told
    if isinstance(value, Set):
        return f"{told} A set has no order: sorted(…) makes a list of it."
    if isinstance(value, (tuple, Iterator, Mapping)):
        return f"{told} list(…) makes a list of it."
    return told
