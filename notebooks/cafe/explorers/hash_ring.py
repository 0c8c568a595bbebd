"""The hash ring: a thousand customers, one of them hot, and the limit of a partition.

For each share of the hot customer one second of real requests is sent to a table of an
account of its own. Partitions, places of keys, units used and requests refused are what
the table tells (`partitions` and `locate` of the client).
"""

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from ..aws.dynamodb.capacity import PARTITION
from ..lessons import made
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, filled, group, label, path, patterned

HOT, CUSTOMERS = "285", 1_000
WRITES, BASKET = 300, "x" * 10_000  # a second; each basket of 10 KB takes 10 units
LIMIT, STEP = PARTITION["Write"], 5  # units a second; percent
CURES = {
    "": "nothing",
    "capacity": "triple capacity",
    "wait": "wait for AWS to cut it",
    "suffix": f"keys {HOT}#0 to {HOT}#9",
}
CAPACITY = {"capacity": 12_000}  # of the table; else
USUAL = 4_000
WAITS, FIVE_MINUTES = 3, 300


@dataclass(frozen=True)
class Room:
    """Where the ring and the bars are drawn: its middle, its radius, how far a unit
    reaches out of it; the left of the bars, their length, and how far down they are."""

    width: int
    height: int
    middle: int
    inner: int
    per_unit: float
    left: int
    bar: int  # beyond its end the grip has room
    down: int = 0

    def point(self, place, radius):
        """Where on a circle a hash from 0 to 1 lies; 0 is at the top."""
        angle = 2 * pi * place
        return self.middle + radius * sin(angle), self.middle - radius * cos(angle)


WIDE = Room(848, 416, 208, 64, 0.046, 452, 386)
SMALL = Room(NARROW, 690, 132, 44, 0.027, 9, NARROW - 18, 260)
WHO = {
    "hot": f"customer {HOT}",
    "near": "in the same partition",
    "far": "all the others",
}


def hash_ring():
    """A thousand customers on a ring of hashes, and one that writes too much."""
    return HashRing()


class HashRing(Explorer):
    """How hot a key is, what one does about it, and who is refused."""

    heading = "A thousand customers, and one of them is hot"
    played = "share"
    foreseen = ("cure",)

    def __init__(self):
        self.share, self.cure = 60, ""

    def controls(self):
        share = Slider(
            "share",
            f"Customer {HOT} makes",
            self.share,
            0,
            100,
            f"{self.share} % of the writes",
            step=STEP,
        )
        return [[share], [Choice("cure", "Against it", self.cure, CURES)]]

    @property
    def second(self):
        """What was seen in the present state: a Second."""
        return watched(self.cure)[self.share // STEP]

    # --- in words --------------------------------------------------------------

    def now(self):
        refused = self.second.refused
        if not refused:
            return f"{self._said()}: none of {WRITES} is refused."
        others = refused - self.second.who["hot"].refused
        also = f", {others} of them of its neighbours" if others else ""
        return f"{self._said()}: {refused} of {WRITES} are refused{also}."

    def _said(self):
        return f"Customer {HOT} makes {self.share} % of the writes"

    def _table(self):
        return (
            f"The table has {CAPACITY.get(self.cure, USUAL):,} write units a second; "
            f"{WRITES * 10:,} are asked for."
        )

    def _text(self):
        parts = self.second.partitions
        return [
            self.now(),
            self._table(),
            f"It has {len(parts)} partitions, and each gives {LIMIT:,} units a second.",
            *(
                f"Partition {each.number}: {each.units:,.0f} units written"
                + (f", {each.refused} writes refused." if each.refused else ".")
                for each in parts
            ),
            *(
                f"{WHO[name].capitalize()}: {seen.asked} asked, {seen.refused} refused."
                for name, seen in self.second.who.items()
            ),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, at = self._text(), SMALL if self.narrow else WIDE
        middle, limit = at.middle, at.inner + LIMIT * at.per_unit
        names = [
            label(middle, middle - 4, f"{CUSTOMERS:,}", "cafe-ex-figure", "middle"),
            label(middle, middle + 14, "customers", "cafe-ex-note", "middle"),
        ]
        if self.narrow:  # the heading says of what
            place = (middle, middle + 5)
            names = [label(*place, f"{CUSTOMERS:,}", "cafe-ex-name", "middle")]
        drawing = [
            *(_wedge(at, each) for each in self.second.partitions),
            disc(middle, middle, limit, "cafe-ex-needed cafe-ex-dashed"),
            path(_dots(at), "cafe-ex-specks"),
            *(
                disc(*at.point(place, at.inner), 6, "cafe-ex-hot")
                for place in places(self.cure)
            ),
            *names,
            self._shares(at),
            *(
                _row(at, 138 + 64 * n + at.down, WHO[name], seen)
                for n, (name, seen) in enumerate(self.second.who.items())
            ),
            *(self._narrow_sums(at) if self.narrow else self._sums()),
        ]
        return self.framed(at.width, at.height, text, *drawing)

    def _shares(self, at):
        """All writes as one bar, of which one drags the hot customer's part."""
        left, bar, y = at.left, at.bar, at.down
        wide = bar * self.share / 100
        hot = self.second.who["hot"].asked
        each = "" if self.narrow else ", 10 units each"
        others = f"the others: {WRITES - hot} ▶"
        return dragged(
            "share",
            left,
            left + bar,
            label(left, y + 18, f"{WRITES} writes a second{each}", "cafe-ex-name"),
            box(left - 8, y + 24, bar + 16, 40, "cafe-ex-touch"),
            box(left, y + 32, bar, 24, "cafe-ex-slot", 4),
            box(left, y + 32, wide, 24, "cafe-ex-found", 4),
            disc(left + wide, y + 44, 9, "cafe-ex-grip"),
            label(left, y + 76, f"◀ customer {HOT}: {hot}", "cafe-ex-note"),
            label(left + bar, y + 76, others, "cafe-ex-note", "end"),
        )

    def _narrow_sums(self, at):
        """The same sums and legend, moved to where a narrow page has them."""
        head, refused, used, line, words, dot, key = self._sums()
        x, y = at.left - WIDE.left, at.down
        yield group(head, refused, line, words, transform=f"translate({x} {y})")
        yield group(used, transform=f"translate({-WIDE.left} {y})")
        yield group(dot, key, transform=f"translate({x - 220} {y + 24})")

    def _sums(self):
        left = WIDE.left
        refused, used = self.second.refused, (WRITES - self.second.refused) * 10
        sign, look = ("✕", "ill") if refused else ("●", "well")
        look = f"cafe-ex-figure cafe-ex-{look}"
        capacity = CAPACITY.get(self.cure, USUAL)
        return (
            label(left, 106, "Who is refused", "cafe-ex-name"),
            label(left, 340, f"{sign} {refused} of {WRITES} refused", look),
            label(left, 360, f"The table used {used:,} of its {capacity:,} units."),
            path(f"M{left} 384h26", "cafe-ex-needed cafe-ex-dashed"),
            label(left + 34, 388, f"{LIMIT:,} units: one partition", "cafe-ex-note"),
            disc(left + 226, 384, 6, "cafe-ex-hot"),
            label(left + 240, 388, f"a key of customer {HOT}", "cafe-ex-note"),
        )


def _wedge(at, part):
    """A partition: as far out as it is asked, and red beyond what it gives."""
    inner, limit = at.inner, at.inner + LIMIT * at.per_unit
    written = inner + part.units * at.per_unit
    asked = written + part.refused * 10 * at.per_unit
    middle = (part.start + part.end) / 2
    x, y = at.point(middle, max(asked, limit) + 14)
    x = min(max(x, 18), at.width - 18)
    sign, look = (" ✕", " cafe-ex-ill") if part.refused else ("", "")
    look = f"cafe-ex-name cafe-ex-halo{look}"
    slot = _sector(at, part, inner, limit)
    refused = _sector(at, part, written, asked)
    return group(
        path(slot, "cafe-ex-plate cafe-ex-yet"),
        path(_sector(at, part, inner, written), "cafe-ex-kept"),
        *filled(refused, "cafe-ex-refused", "cross"),
        label(x, y + 5, f"{part.number}{sign}", look, "middle")
        if part.end - part.start > 0.03
        else None,
    )


def _sector(at, part, inner, outer):
    """A piece of a ring, with a little room to its neighbours."""
    gap = min(0.003, (part.end - part.start) / 4)
    start, end = part.start + gap, part.end - gap
    (x1, y1), (x2, y2) = at.point(start, inner), at.point(end, inner)
    (x3, y3), (x4, y4) = at.point(end, outer), at.point(start, outer)
    return (
        f"M{x1:.1f} {y1:.1f}A{inner:.1f} {inner:.1f} 0 0 1 {x2:.1f} {y2:.1f}"
        f"L{x3:.1f} {y3:.1f}A{outer:.1f} {outer:.1f} 0 0 0 {x4:.1f} {y4:.1f}z"
    )


@cache
def _dots(at):
    """A dot for each customer, in the direction where the hash puts it."""
    first, deep = (42, 18) if at is WIDE else (33, 8)
    points = (
        at.point(place, first + deep * n / CUSTOMERS)
        for n, place in enumerate(places("all"))
    )
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)


def _row(at, y, name, seen):
    """A group of customers: what they asked for, and what was refused."""
    left, bar = at.left, at.bar
    wide = bar * seen.asked / WRITES
    lost = bar * seen.refused / WRITES
    place = (left + bar, y)
    if at is SMALL:  # below the bar, since a name is long
        place = (left + bar, y + 38)
    sign = f"✕ {seen.refused} refused" if seen.refused else "● none refused"
    look = "ill" if seen.refused else "well"
    return group(
        label(left, y, f"{name}: {seen.asked}"),
        label(*place, sign, f"cafe-ex-small cafe-ex-{look}", "end"),
        box(left, y + 7, bar, 16, "cafe-ex-plate cafe-ex-yet", 3),
        box(left, y + 7, wide - lost, 16, "cafe-ex-kept", 3),
        box(left + wide - lost, y + 7, lost, 16, "cafe-ex-refused", 3),
        patterned(left + wide - lost, y + 7, lost, 16, "cross", 3),
    )


# --- what is watched -----------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """A partition and what it did in a second; `start` and `end` are from 0 to 1."""

    number: int
    start: float
    end: float
    units: float
    refused: int


@dataclass(frozen=True)
class Seen:
    """What some customers asked for in a second, and how much of it was refused."""

    asked: int
    refused: int


@dataclass(frozen=True)
class Second:
    """One second of the table: its Loads, and {group of customers: Seen}."""

    partitions: tuple
    who: dict

    @property
    def refused(self):
        return sum(seen.refused for seen in self.who.values())


@cache
def watched(cure):
    """A Second for each share of the hot customer, from 0 % to 100 %."""
    table = _Baskets(CAPACITY.get(cure, USUAL))
    if cure == "wait":
        table.heat()
    return [table.second(share, _keys(cure)) for share in range(0, 100 + STEP, STEP)]


@cache
def places(cure):
    """Where on the ring the hot customer's keys lie; "all": where everybody's do."""
    keys = _customers() if cure == "all" else _keys(cure)
    return [_usual().locate(key)["hash"] for key in keys]


@cache
def _usual():
    """A table that is asked for places only: nothing is written to it later."""
    return _Baskets(USUAL)


def _keys(cure):
    """The keys under which the hot customer's basket is written."""
    return [f"{HOT}#{n}" for n in range(10)] if cure == "suffix" else [HOT]


def _customers():
    return [str(number) for number in range(1, CUSTOMERS + 1)]


class _Baskets:
    """A table of baskets in an account of its own."""

    def __init__(self, units):
        session = made.session()
        self.clock = session.account.clock
        self.client = session.client("dynamodb")
        capacity = {"ReadCapacityUnits": 1, "WriteCapacityUnits": units}
        keys = {"customer": "S"}
        made.table(session, "baskets", keys, ProvisionedThroughput=capacity)
        for key in _customers():  # small ones: what counts is that they are there
            self.client.put_item(TableName="baskets", Item={"customer": {"S": key}})

    def locate(self, key):
        return self.client.locate("baskets", {"customer": {"S": key}})

    def heat(self):
        """A hot customer, until its partition has been cut several times."""
        for _ in range(WAITS):
            self.second(100, [HOT])
            self.clock.advance(seconds=FIVE_MINUTES)

    def second(self, share, keys):
        """Send one second of writes, `share` percent of them the hot customer's."""
        self.clock.advance(seconds=1)
        before = self._partitions()
        near = {self.locate(key)["partition"] for key in keys}
        asked, refused = Counter(), Counter()
        for who, key in _writes(share, keys):
            if who != "hot":
                who = "near" if self.locate(key)["partition"] in near else "far"
            asked[who] += 1
            refused[who] += not self._put(key)
        loads = tuple(
            Load(
                number,
                after["from"],
                after["to"],
                after["consumed"]["Write"] - before[number]["consumed"]["Write"],
                after["throttled"]["Write"] - before[number]["throttled"]["Write"],
            )
            for number, after in self._partitions().items()
        )
        return Second(loads, {who: Seen(asked[who], refused[who]) for who in WHO})

    def _put(self, key):
        """Write a basket; whether it was taken."""
        item = {"customer": {"S": key}, "basket": {"S": BASKET}}
        try:
            self.client.put_item(TableName="baskets", Item=item)
        except self.client.exceptions.ProvisionedThroughputExceededException:
            return False
        return True

    def _partitions(self):
        return {each["number"]: each for each in self.client.partitions("baskets")}


def _writes(share, keys):
    """(whose, key) of each write of a second, as chance mixes them."""
    chance = random.Random(0)
    others = [key for key in _customers() if key != HOT]
    hot = round(WRITES * share / 100)
    writes = [("hot", keys[n % len(keys)]) for n in range(hot)]
    writes += [("", chance.choice(others)) for _ in range(WRITES - hot)]
    chance.shuffle(writes)
    return writes
