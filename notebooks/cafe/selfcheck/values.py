"""Values that answers give: made plain, and compared.

    plain(np.int64(3))          3
    same(0.3, 0.1 + 0.2)        True
    place([1, 2], [2, 1])       " The items are right, and in another order."

A class that an answer brings along may write or compare itself wrongly, or never end.
So an answer's values are first made anew, of kinds that Python itself knows; any other
value becomes a Thing. This happens within the answer's time.
"""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from math import isclose
from numbers import Real
from zoneinfo import ZoneInfo

from ..exercises.words import kind, show

REAL = (Real, Decimal)  # complex numbers have no order, so no rounding

UNCHANGED = {
    *(type(None), type(...), bool, int, float, complex, Decimal, Fraction),
    *(str, bytes, range, date, datetime, time, timedelta),
}
#: How to make the plain value of a kind that stands on one of these.
BASES = (
    (str, str.__str__),
    (int, int.__int__),
    (float, float.__float__),
    (bytes, bytes.__bytes__),
)
ZONES = (type(None), timezone, ZoneInfo)
HOLDING = (dict, list, tuple, set, frozenset)
MOST_ITEMS = 100_000

#: The kinds that compare item by item: what each is, and what makes it plain.
BY_ITEM = {
    "Series": (
        "a Series of pandas",
        ".tolist() makes a list of it, .to_dict() a dict.",
    ),
    "Index": ("an Index of pandas", ".tolist() makes a list of it."),
    "DataFrame": (
        "a DataFrame of pandas",
        ".values.tolist() makes a list of its rows.",
    ),
    "ndarray": ("an array of NumPy", ".tolist() makes a list of it."),
}
OF_LIBRARIES = {
    "Timestamp": lambda value: value.to_pydatetime(),
    "Timedelta": lambda value: value.to_pytimedelta(),
    # Nanoseconds would be a whole number.
    "datetime64": lambda value: value.astype("datetime64[us]").item(),
    "timedelta64": lambda value: value.astype("timedelta64[us]").item(),
}


class WrongKind(Exception):
    """A value that cannot be compared; the text says why, or what to give instead."""


class Thing:
    """A value of a kind that no exercise asks for; its class has the kind's name."""

    def __repr__(self):
        return kind(self)


def a_thing(value):
    kind = type(value)
    return type(kind.__name__, (Thing,), {"__module__": kind.__module__})()


def plain(value, other=a_thing):
    """The value and all in it, of Python's own kinds; `other` makes one of the rest.

    Raises WrongKind for what compares item by item, and for what has no end.
    """
    try:
        return _Maker(other).made(value)
    except RecursionError:
        raise WrongKind("a value that is nested too deeply.") from None


class _Maker:
    """Makes one value plain, and what is in it."""

    def __init__(self, other):
        self._other, self._around, self._items = other, set(), 0

    def made(self, value):
        kind = type(value)
        if kind in (datetime, time) and type(value.tzinfo) not in ZONES:
            offset = value.utcoffset()  # a class of the answer's, which may never end
            return value.replace(tzinfo=offset if offset is None else timezone(offset))
        if kind in UNCHANGED:
            return value
        if kind.__module__.partition(".")[0] in ("numpy", "pandas"):
            return self._of_a_library(kind.__name__, value)
        for base, made in BASES:
            if issubclass(kind, base):
                return made(value)
        base = next((each for each in HOLDING if issubclass(kind, each)), None)
        return self._holding(base, value) if base else self._other(value)

    def _holding(self, base, value):
        self._items += base.__len__(value)
        if self._items > MOST_ITEMS:
            raise WrongKind(f"more than {MOST_ITEMS:,} values, which are too many.")
        if id(value) in self._around:
            raise WrongKind(f"a {base.__name__} that holds itself.")
        self._around.add(id(value))
        if base is dict:
            pairs = dict.items(value)
            made = {self.made(key): self.made(item) for key, item in pairs}
        else:
            made = base(map(self.made, base.__iter__(value)))
        self._around.discard(id(value))
        return made

    def _of_a_library(self, name, value):
        if name in OF_LIBRARIES:
            return OF_LIBRARIES[name](value)
        if getattr(value, "shape", None) == ():  # a single value
            item = value.item()
            return item if type(item) in UNCHANGED else self._other(value)
        if name in BY_ITEM:
            what, instead = BY_ITEM[name]
            what = f"something with {what} in it" if self._around else what
            raise WrongKind(f"{what}; {instead}")
        return self._other(value)


# ---------------------------------------------------------------- comparing


def same(wanted, got):
    """Whether two plain values are equal, up to a rounding of the numbers in them."""
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, REAL) and isinstance(got, REAL):
        return _same_number(wanted, got)
    if not isinstance(got, type(wanted)):
        return False
    if isinstance(wanted, (list, tuple)):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    if isinstance(wanted, dict):
        return wanted.keys() == got.keys() and all(
            same(value, got[key]) for key, value in wanted.items()
        )
    return bool(wanted == got)


def _same_number(wanted, got):
    try:
        return wanted == got or isclose(wanted, got, rel_tol=1e-9, abs_tol=1e-9)
    except ArithmeticError:  # one is too large to be a float, or Decimal's NaN
        return False


def place(wanted, got):
    """Where in two unequal values the first difference is, without what is wanted.

    A sentence after a space, or "" when it is the whole that differs.
    """
    ordered = isinstance(wanted, (list, tuple)) and isinstance(got, (list, tuple))
    if ordered and not isinstance(got, type(wanted)):
        return _kind_expected(wanted, got)
    if ordered and _rearranged(wanted, got):
        return " The items are right, and in another order."
    if ordered:
        pairs = zip(wanted, got)
        return next((place(*pair) for pair in pairs if not same(*pair)), "")
    if not (isinstance(wanted, dict) and isinstance(got, dict)):
        return ""
    for key in wanted:
        if key not in got:
            return f" The key {show(key)} is missing."
        if not same(wanted[key], got[key]):
            inside = _kind_expected(wanted[key], got[key]) or place(
                wanted[key], got[key]
            )
            return f" Look at {show(key)}: {show(got[key])} is not right.{inside}"
    surplus = [key for key in got if key not in wanted]
    return f" The key {show(surplus[0])} should not be there." if surplus else ""


def _kind_expected(wanted, got):
    if got is None and isinstance(wanted, list):
        return " .sort() changes a list and gives None; sorted(…) gives a list."
    if isinstance(got, type(wanted)) or kind(wanted) == kind(got):
        return ""
    return f" {kind(wanted).capitalize()} is expected, not {kind(got)}."


def _rearranged(wanted, got):
    """Whether two ordered values that differ hold the same items."""
    if len(wanted) != len(got):
        return False
    left = list(got)
    for item in wanted:
        at = next((at for at, other in enumerate(left) if same(item, other)), None)
        if at is None:
            return False
        del left[at]
    return not left
