"""The stampede: popular pages expire together, and everybody asks the database at once.

Twenty pages are asked for ten times a second each, and each query of the database
takes half a second. The requests go through a Valkey server of the small AWS; each cure
is the commands that one would send (SET NX as a lock, a TTL with chance in it, PTTL).
"""

import random
from collections import deque
from dataclasses import dataclass
from functools import cache

from ..aws.account import Clock
from ..aws.engines.valkey import Client, Server
from .kit.falling import FOLDED, WIDE, Drop, Rain, legend
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import (
    box,
    dragged,
    filled,
    group,
    hand,
    label,
    lines,
    option,
    path,
    patterned,
)

PAGES, RATE, SECONDS = 20, 10, 24  # pages, requests a second for each, seconds
GOES_ON = 2  # seconds for which the requests go on after those that are counted
STEP = 200  # milliseconds from picture to picture; all times below are milliseconds
TTL, QUERY, SPREAD, EARLY, LOCK = 7_500, 500, 3_000, 1_000, 2_000
CAN_DO = 30  # queries a second that the database stands
CURES = {
    "none": "No cure",
    "lock": "A lock",
    "jitter": "Jitter",
    "early": "Early refresh",
}
MEANS = {
    "none": "whoever misses asks",
    "lock": "one asks, others wait",
    "jitter": "each TTL is different",
    "early": "one asks in time",
}
CACHE, SLOT, FALL = 122, 46, 74  # heights in the picture
LANE, FOLDED_LANE, BAR = 62, 92, 32
NAME = 32  # the height of a cure's name over its lane, on a narrow page
SMALL = "cafe-ex-small cafe-ex-ill"


def stampede():
    """Twenty popular pages expire together: without a cure, and with each of three."""
    return Stampede()


@dataclass(frozen=True)
class Run:
    """What happened under one cure: each request, the queries at the database in each
    second, what the slots held at each STEP, and how many requests waited."""

    reads: list
    queries: list
    slots: list
    waited: int

    def until(self, now):
        """The queries of each second so far; the last one may not be over."""
        asked = [0] * SECONDS
        for read in self.reads:
            if read.fate == "miss" and read.moment < now:
                asked[int(read.moment // 1000)] += 1
        return asked


class Stampede(Explorer):
    """The requests as they fall, and the load at the database, second by second."""

    heading = "A stampede, and its cures"
    played = "time"

    def __init__(self):
        self.cure, self.time = "none", 8_800

    def controls(self):
        last = SECONDS * 1000
        said = f"{self.time / 1000:.1f} s"
        return [
            [
                Slider("time", "Time", self.time, 0, last, said, step=STEP),
                Choice("cure", "Cure", self.cure, CURES, within=True),
            ]
        ]

    @property
    def run(self):
        return watched(self.cure)

    # --- in words --------------------------------------------------------------

    def now(self):
        asked = self.run.until(self.time)
        worst = max(asked[1:])
        return (
            f"{CURES[self.cure]}, after {self.time / 1000:.1f} s: {sum(asked)} "
            f"queries, {worst} of them in the worst second (the first set aside)."
        )

    def _text(self):
        return [
            self.now(),
            f"{PAGES * RATE} requests a second for {PAGES} pages; each page lives "
            f"{TTL / 1000:g} s, each query takes {QUERY / 1000:g} s, and the database "
            f"bears {CAN_DO} queries a second.",
            *map(_verdict, CURES),
            "The first second fills the empty cache and is not counted as the worst.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, floor = self._text(), CACHE + SLOT + FALL
        page = FOLDED if self.narrow else WIDE
        columns = page.columns(PAGES)
        rain = Rain(self.run.reads, columns, STEP)
        drawing = [
            label(page.left, 14, f"{PAGES} pages, a column each", "cafe-ex-note"),
            _slots(columns, self.run.slots[self.time // STEP]),
            rain.at(self.time, CACHE, floor, SLOT),
        ]
        if self.narrow:
            end = self._folded(drawing, floor)
        else:
            end = self._wide(drawing, floor)
        return self.framed(page.width, end, text, *drawing, said=1)

    def _wide(self, drawing, floor):
        """Draws what stands beside the rain and below it; where that ends."""
        end = floor + 92 + LANE * len(CURES)
        drawing += [
            WIDE.beside(40, f"{PAGES * RATE} reads a second", "each a drop"),
            WIDE.beside(CACHE + 14, "Cache", f"a copy lives {TTL / 1000:g} s"),
            WIDE.beside(floor + 20, "Database"),
            WIDE.database(floor, 30, f"bears {CAN_DO} queries a second"),
            self._lanes(WIDE, floor + 52, LANE, 0),
            legend(end, DROPS),
            _of_the_bars(244, end, 370),
        ]
        return end + 8

    def _folded(self, drawing, floor):
        """The same on a narrow page, one thing below the other."""
        drops = f"{PAGES * RATE} reads a second, each a drop"
        said = [drops, f"A copy lives {TTL / 1000:g} s"]
        words, y = lines(0, floor + 52, said, FOLDED.width, 18, "cafe-ex-note", 12)
        end = y + FOLDED_LANE * len(CURES) + 44
        drawing += [
            FOLDED.beside(40, "Reads"),
            FOLDED.beside(CACHE + 28, "Cache"),
            FOLDED.database(floor, 30, f"Database: bears {CAN_DO} a second"),
            words,
            self._lanes(FOLDED, y, FOLDED_LANE, NAME),
            legend(end, DROPS, is_narrow=True),
            _of_the_bars(0, end + 60, 0, 20),
        ]
        return end + 88

    def _lanes(self, page, y, lane, head):
        """A lane for each cure; its name beside it, or over it where it has a head."""
        tall = lane * len(CURES)
        anchors = {0: "start", 8: "middle", 16: "middle", SECONDS: "end"}
        ticks = [
            label(page.at(s / SECONDS), y + tall + 16, f"{s} s", "cafe-ex-note", anchor)
            for s, anchor in anchors.items()
        ]
        x, names, lanes = page.at(self.time / (SECONDS * 1000)), [], []
        for row, cure in enumerate(CURES):
            top = y + lane * row
            place = (1, top + 2, page.width - 2, head - 4) if head else None
            names.append(self._name(top, cure, place))
            asked = watched(cure).until(self.time)
            lanes.append(_lane(page, top + lane - LANE, asked))
        return group(
            *([] if head else names),
            dragged(
                "time",
                page.left,
                page.right,
                box(
                    page.left, y, page.right - page.left, tall + 24, "cafe-ex-plate", 0
                ),
                *lanes,
                *hand(f"M{x:g} {y}v{tall}", x, y + tall - 8),
                *ticks,
            ),
            *(names if head else []),
        )

    def _name(self, y, cure, over=None):
        """A cure, and what it is; pressing it shows its requests above. `over`: its
        place over the lane."""
        place = over or (1, y + 2, WIDE.left - 14, LANE - 10)
        means = label(10, y + 40, MEANS[cure], "cafe-ex-note")
        if over:
            means = label(FOLDED.right, y + 21, MEANS[cure], "cafe-ex-note", "end")
        return option(
            "cure",
            f"Show {CURES[cure]}",
            place,
            label(10, y + 21, CURES[cure], "cafe-ex-name"),
            means,
            value=cure,
            chosen=cure == self.cure,
            plain="cafe-ex-cell",
        )


# --- parts of the picture --------------------------------------------------------


def _verdict(cure):
    run = watched(cure)
    worst = max(run.queries[1:])
    return (
        f"{CURES[cure]} ({MEANS[cure]}): {worst} queries in the worst second, "
        f"{sum(run.queries)} in all; {run.waited} requests waited."
    )


def _slots(columns, shares):
    """The slots as full as their copies have time left, drained ones dashed."""
    empty = [page for page, share in enumerate(shares) if not share]
    full = [(page, share) for page, share in enumerate(shares) if share]
    return group(
        path(columns.outlines(CACHE, SLOT, empty), "cafe-ex-slot cafe-ex-open"),
        path(columns.outlines(CACHE, SLOT, [page for page, _ in full]), "cafe-ex-slot"),
        path(columns.slots(CACHE, SLOT, full), "cafe-ex-slot cafe-ex-full"),
    )


def _lane(page, y, queries):
    """The queries of each second; the bar of one that is too much is crossed."""
    floor, most = y + LANE - 8, PAGES * RATE * QUERY / 1000
    line = floor - BAR * CAN_DO / most
    bars, parts = {True: "", False: ""}, []
    wide = page.at(1 / SECONDS) - page.left
    gap = min(4, wide / 4)
    for second, asked in enumerate(queries):
        if not asked:
            continue
        x, height = page.at(second / SECONDS), BAR * asked / most
        is_over = asked > CAN_DO
        bar = f"v{-height:.0f}h{wide - gap:.0f}v{height:.0f}z"
        bars[is_over] += f"M{x + gap / 2:.0f} {floor}{bar}"
        # Bars that are narrower than their numbers have one where they are highest.
        is_told = wide > 20 or asked == max(queries[max(second - 1, 0) : second + 2])
        if is_over and is_told:
            words = label(x + wide / 2, floor - height - 4, asked, SMALL, "middle")
            parts.append(words)
    return group(
        path(f"M{page.left} {floor}H{page.right}", "cafe-ex-axis"),
        path(bars[False], "cafe-ex-kept"),
        *filled(bars[True], "cafe-ex-refused", "cross"),
        path(f"M{page.left} {line:.0f}H{page.right}", "cafe-ex-capacity"),
        *parts,
    )


DROPS = (("hit", "hit", 60), ("miss", "a query", 90), ("wait", "waits", 76))


def _of_the_bars(x, y, right, down=0):
    """What the line and the bars mean: beside each other, or below."""
    bears = f"what the database bears: {CAN_DO} queries a second"
    if down:
        bears = f"the database bears {CAN_DO} a second"
    over = x + right, y + down
    return group(
        path(f"M{x} {y - 4}h30", "cafe-ex-capacity"),
        label(x + 38, y, bears, "cafe-ex-note"),
        box(over[0], over[1] - 12, 16, 14, "cafe-ex-refused", 2),
        patterned(over[0], over[1] - 12, 16, 14, "cross", 2),
        label(over[0] + 24, over[1], "more than that", "cafe-ex-note"),
    )


# --- the requests ----------------------------------------------------------------


class Shop:
    """Requests for pages, a cache, and a database that takes its time."""

    def __init__(self, cure):
        self.cure, self.chance = cure, random.Random(3)
        self.clock = Clock()
        self.cache, self.client = Server(self.clock), Client()
        self.asked = deque()  # (millisecond when it is answered, page)
        self.arrives = {}  # when the database's next answer to a page comes
        self.queries, self.waited = [0] * (SECONDS + GOES_ON), 0

    def request(self, now, page):
        """Somebody asks for a page at a millisecond; what becomes of it."""
        self._arrive(now)
        if self.cure == "early" and self._is_old(page):
            self._query(now, page)
            return "miss"
        if self._send(b"GET", page) is not None:
            return "hit"
        self.waited += 1
        if self.cure in ("none", "jitter") or self._gets_lock(page):
            self._query(now, page)
            return "miss"
        return "waits"

    def left(self, page):
        """The share of its TTL that a page's copy has left, from 0 to 1."""
        return max(0, min(1, self._send(b"PTTL", page) / TTL))

    def _is_old(self, page):
        """Whether a page will expire soon, and it falls to us to renew it."""
        left = self._send(b"PTTL", page)
        return 0 <= left < EARLY and self._gets_lock(page)

    def _gets_lock(self, page):
        """SET … NX: only the first one gets an OK."""
        return self._send(b"SET", b"lock:" + page, b"1", b"NX", b"PX", b"%d" % LOCK)

    def _query(self, now, page):
        self.queries[now // 1000] += 1
        self.asked.append((now + QUERY, page))
        self.arrives[page] = now + QUERY

    def _arrive(self, now):
        """Store what the database has answered by now."""
        while self.asked and self.asked[0][0] <= now:
            _, page = self.asked.popleft()
            ttl = TTL
            if self.cure == "jitter":
                ttl += self.chance.randrange(-SPREAD, SPREAD)
            self._send(b"SET", page, b"a page", b"PX", b"%d" % ttl)

    def _send(self, *arguments):
        return self.cache.execute(arguments, self.client)


@cache
def watched(cure):
    """The same requests, evenly spread, under one cure: a Run."""
    shop, gap, leans = Shop(cure), 1000 // (PAGES * RATE), random.Random(1)
    pages = [b"page:%02d" % number for number in range(PAGES)]
    reads, slots = [], []
    for now in range(0, (SECONDS + GOES_ON) * 1000, gap):
        column = now // gap % PAGES
        if now % STEP == 0:
            slots.append([shop.left(page) for page in pages])
        if now == SECONDS * 1000:
            waited = shop.waited
        fate = shop.request(now, pages[column])
        until = shop.arrives.get(pages[column], 0) if fate == "waits" else 0
        reads.append(Drop(now, column, fate, leans.random(), until))
        shop.clock.advance(milliseconds=gap)
    return Run(reads, shop.queries[:SECONDS], slots, waited)
