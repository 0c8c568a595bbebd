"""DAX's two caches between a program and its table: what each call meets on its way.

What is called and answered is in ../lessons/dax_play.py; here it is drawn.
"""

from ..lessons.dax_play import HIT, MISS, PASSED, UNTOLD, WRITTEN, Play
from .kit.panel import Button, Explorer
from .kit.svg import NARROW, arrow, box, group, label, path
from .kit.words import counted

WIDTH, EDGE, BAR = 848, 12, 8
LIVES = 5  # minutes, unless one says otherwise (F68)
CALLS = {
    "get": "Get small",
    "strong": "Strong Get small",
    "query": "Query all sizes",
    "through": "Put +10, through DAX",
    "past": "Put +10, past DAX",
    "wait": "A minute passes",
}
CACHES = {"items": "item cache", "queries": "query cache"}
SIGNS = {  # what a cache does with a call: (sign, look)
    HIT: ("●", "well"),
    WRITTEN: ("●", "well"),
    MISS: ("◐", "busy"),
    PASSED: ("◐", "busy"),
    UNTOLD: ("✕", "ill"),
}
SAID = {
    HIT: "The {} answers; the table is not asked.",
    MISS: "The {} had no copy: DAX asked the table, and keeps what it said.",
    PASSED: "DAX asked the table, and keeps no copy.",
    WRITTEN: "The table has it, then the {}. The query cache hears nothing.",
    UNTOLD: "The table has it. Neither cache hears of it.",
}
HEAD, CACHE, GAP = 32, 88, 12  # heights
TALL = HEAD + 2 * (CACHE + GAP)  # of DAX, and on a wide page of all
#: x, y, width and height of each place
WIDE = {
    "program": (0, 0, 220, TALL),
    "dax": (276, 0, 336, TALL),
    "items": (288, HEAD, 312, CACHE),
    "queries": (288, HEAD + CACHE + GAP, 312, CACHE),
    "table": (668, 0, 180, TALL),
}
FOLDED = {
    "program": (0, 0, NARROW, 146),
    "dax": (0, 158, NARROW, TALL),
    "items": (8, 158 + HEAD, NARROW - 16, CACHE),
    "queries": (8, 158 + HEAD + CACHE + GAP, NARROW - 16, CACHE),
    "table": (0, 170 + TALL, NARROW, 146),
}


def dax_caches():
    """Get, Query and Put, through DAX and past it: which of its caches has what."""
    return DaxCaches()


class DaxCaches(Explorer):
    """A program, the two caches of a cluster, and a table."""

    heading = "DAX has two caches, and neither asks the other"

    def __init__(self):
        self.play = Play()
        self.units = self.play.get().units
        self.step = self.play.query()
        self.units += self.step.units

    def controls(self):
        buttons = [Button(name, words) for name, words in CALLS.items()]
        return [buttons[:3], buttons[3:]]

    def change(self, name, value):
        self.step = getattr(self.play, name)()
        self.units += self.step.units or 0
        return self.now()

    # --- in words --------------------------------------------------------------

    def now(self):
        step = self.step
        if not step.answer:
            left = [copy.minutes for copy in self.play.copies().values() if copy]
            return f"{step.name}. {len(left)} of 2 copies are left."
        kind = "items" if step.items else "queries"
        did, copy = getattr(step, kind), self.play.copies()[kind]
        said = SAID[did].format(CACHES[kind])
        if did == HIT and copy.is_old:
            said = f"The {CACHES[kind]} answers, and its copy is old."
        cost = f", {_units(step.units)}" if step.units is not None else ""
        return f"{step.name}: {step.answer}{cost}. {said}"

    def _text(self):
        copies = self.play.copies()
        prices = ", ".join(_priced(self.play.prices()))
        return [
            self.now(),
            *(f"The {CACHES[kind]} {_held(copy)}." for kind, copy in copies.items()),
            f"The table: {prices}.",
            f"In all {_units(self.units)}.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, places = self._text(), FOLDED if self.narrow else WIDE
        copies = self.play.copies()
        drawing = [
            self._program(*places["program"]),
            box(*_inner(places["dax"]), "cafe-ex-region", 8),
            label(places["items"][0], places["dax"][1] + 22, "DAX", "cafe-ex-name"),
            *(self._cache(kind, *places[kind], copies[kind]) for kind in CACHES),
            self._table(*places["table"]),
            None if self.narrow else self._ways(),
        ]
        x, y, wide, tall = places["table"]
        height = y + tall + (1 if self.narrow else 26)
        return self.framed(x + wide, height, text, *drawing)

    def _program(self, x, y, wide, tall):
        step, left = self.step, x + EDGE
        return group(
            box(*_inner((x, y, wide, tall)), "cafe-ex-zone"),
            label(left, y + 24, "your program", "cafe-ex-name"),
            label(left, y + 44, step.name, "cafe-ex-note"),
            label(left, y + 78, step.answer, "cafe-ex-figure"),
            label(left, y + 100, _units(step.units)),
            label(left, y + tall - 14, f"in all {_units(self.units)}", "cafe-ex-note"),
        )

    def _cache(self, kind, x, y, wide, tall, copy):
        """One cache: what it did just now, and what it holds."""
        did = getattr(self.step, kind)
        sign, look = SIGNS.get(did, ("", "note"))
        slot = x + EDGE, y + 36, wide - 2 * EDGE
        return group(
            box(*_inner((x, y, wide, tall)), "cafe-ex-zone"),
            label(x + EDGE, y + 24, CACHES[kind], "cafe-ex-name"),
            label(x + wide - EDGE, y + 24, f"{sign} {did}", f"cafe-ex-{look}", "end"),
            _card(*slot, copy) if copy else _nothing(*slot),
        )

    def _table(self, x, y, wide, tall):
        units = self.step.units
        said = f"is asked: {_units(units)}" if units else "is not asked"
        if self.step.answer and units is None:
            said = WRITTEN
        row, inside = (tall - 56) / 3, wide - 2 * EDGE
        rows = [
            group(
                box(x + EDGE, top, inside, row - 8, "cafe-ex-card"),
                label(x + 2 * EDGE, top + row / 2 + 1, words),
            )
            for top, words in zip(
                (y + 56 + row * n for n in range(3)), _priced(self.play.prices())
            )
        ]
        return group(
            box(*_inner((x, y, wide, tall)), "cafe-ex-volume"),
            label(x + EDGE, y + 24, "the table", "cafe-ex-name"),
            label(x + EDGE, y + 44, said, "cafe-ex-note"),
            *rows,
        )

    def _ways(self):
        """All ways that a call may take, and the one that the last call took."""
        went = self._way()
        faint = "".join(way for each in WAYS.values() for way in each)
        return group(path(faint, "cafe-ex-grid"), *map(arrow, went))

    def _way(self):
        step = self.step
        if not step.answer:
            return ()
        if step.items in (PASSED, UNTOLD):
            return WAYS[step.items]
        into, on = WAYS["items" if step.items else "queries"]
        return (into,) if HIT in (step.items, step.queries) else (into, on)


def _across(y):
    """Into what stands there, and on to the table."""
    return f"M226 {y}H282", f"M606 {y}H662"


MIDDLE = HEAD + CACHE + GAP / 2
WAYS = {
    "items": _across(HEAD + CACHE / 2),
    "queries": _across(HEAD + CACHE + GAP + CACHE / 2),
    PASSED: (f"M226 {MIDDLE}H662",),
    UNTOLD: (f"M110 {TALL + 6}v14H758v-14",),
}


def _inner(place):
    """The box of a place, its line inside."""
    x, y, wide, tall = place
    return x + 1, y + 1, wide - 2, tall - 2


def _units(units):
    """A cost in words; what reads nothing has none."""
    if units is None:
        return ""
    return counted(units, "read unit")


def _priced(cents):
    return [f"{size}: {price} cents" for size, price in cents.items()]


def _short(cents):
    """What a copy holds, in few letters."""
    name = "small: " if len(cents) == 1 else ""
    return name + " · ".join(map(str, cents.values()))


def _age(copy):
    return f"{'old, ' * copy.is_old}{copy.minutes} min"


def _held(copy):
    return (
        f"holds {_short(copy.cents)} ({_age(copy)} left)" if copy else "holds nothing"
    )


def _card(x, y, wide, copy):
    """A copy: what it holds, whether that is old, and how long it will live."""
    sign, look = ("◐", "busy") if copy.is_old else ("●", "well")
    ground = "cafe-ex-slot cafe-ex-aged" if copy.is_old else "cafe-ex-card cafe-ex-up"
    return group(
        box(x, y, wide, 30, ground),
        label(x + 10, y + 20, sign, f"cafe-ex-{look}"),
        label(x + 28, y + 20, _short(copy.cents)),
        label(x + wide - 10, y + 20, _age(copy), "cafe-ex-small", "end"),
        box(x, y + 34, wide, BAR, "cafe-ex-slot", 4),
        box(
            x, y + 34, wide * copy.minutes / LIVES, BAR, "cafe-ex-slot cafe-ex-full", 4
        ),
    )


def _nothing(x, y, wide):
    """The place of a copy that is not there."""
    return group(
        box(x, y, wide, 30, "cafe-ex-slot cafe-ex-open"),
        label(x + 10, y + 20, "no copy", "cafe-ex-note"),
    )
