"""Reads that fall on a cache, and what of them reaches the database.

What happens is watched in ../lessons/page_reads.py; here it is drawn.
"""

import random
from functools import cache, lru_cache

from ..lessons.page_reads import (
    BACK_AT,
    CUT_AT,
    LAST,
    NEW_PRICE,
    PAGES,
    RATE,
    STEP,
    stream,
    watched,
    zones,
)
from .kit.falling import FOLDED, WIDE, Drop, Rain, legend
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import (
    NARROW,
    box,
    dragged,
    filled,
    group,
    hand,
    label,
    lines,
    option,
    path,
    zone_box,
)
from .kit.words import clock

BIN = 15  # seconds in a bar
CACHE, SLOT, FALL = 122, 46, 74  # heights
GROUPS = {1: "one node", 2: "with a replica"}


def cached_reads(zone_fails=False):
    """Ten minutes of reads: TTL, room and skew to move; or a zone that fails under one
    node, and under a primary with a replica."""
    return ZoneFails() if zone_fails else CachedReads()


class CachedReads(Explorer):
    """A cache of one node, played second by second."""

    heading = "Reads fall on a cache; what it does not have goes on"
    played = "second"
    foreseen = ("ttl", "room", "skew")

    def __init__(self):
        self.second, self.ttl, self.room, self.skew = 300, 60, 20, 10

    def controls(self):
        time, skew = clock(self.second), _skew_words(self.skew)
        return [
            [Slider("second", "Time", self.second, 0, LAST, time, step=STEP)],
            [
                Slider("ttl", "TTL", self.ttl, 30, LAST, f"{self.ttl} s", step=30),
                Slider("room", "Room for", self.room, 5, PAGES, f"{self.room}", step=5),
                Slider("skew", "Skew", self.skew, 0, 15, skew, step=5),
            ],
        ]

    def _settings(self):
        return self.ttl, self.room, self.skew

    def _seen(self):
        return watched(*self._settings())

    def _moment(self):
        return self._seen().moments[self.second // STEP]

    # --- in words --------------------------------------------------------------

    def now(self):
        moment = self._moment()
        if not moment.reads:
            return (
                "0:00: the cache is empty. Press Play, or drag the time to the right."
            )
        return (
            f"{clock(self.second)}: {_share(moment.hits, moment.reads)} of the reads "
            f"were hits, {_share(moment.old, moment.reads)} showed an old price; "
            f"pushed out before their time: {moment.evicted}."
        )

    def _text(self):
        seen, moment = self._seen(), self._moment()
        old = sum(is_old for _, _, is_old in moment.nodes[0])
        return [
            self.now(),
            f"{RATE} reads a second of {PAGES} pages; {_skew_words(self.skew)}.",
            f"The cache holds {len(moment.nodes[0])} copies, {old} of them with an old "
            f"price; it has room for {self.room}, and a copy lives {self.ttl} seconds.",
            f"Until now {moment.expired} copies expired and {moment.evicted} were "
            f"evicted. A page has a new price every {NEW_PRICE} seconds.",
            f"The database gets {seen.load(self.second):.1f} reads a second.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, moment, seen = self._text(), self._moment(), self._seen()
        page, floor = FOLDED if self.narrow else WIDE, CACHE + SLOT + FALL
        load, kept = seen.load(self.second), f"{len(moment.nodes[0])} copies"
        room, gone = (
            f"{kept}, room for {self.room}",
            f"{moment.expired} expired, {moment.evicted} evicted",
        )
        drawing = [
            _above(page),
            _node(page, CACHE, moment.nodes[0], self.ttl),
            _rain(page, *self._settings()).at(self.second, CACHE, floor, SLOT),
        ]
        if page is WIDE:
            drawing += [
                page.beside(CACHE + 14, "Cache", room, gone),
                _database(floor, load),
                self._lane(page, floor + 56),
                _legend(floor + 164),
            ]
            end = floor + 172
        else:
            said = [f"Cache: {room}", gone]
            drawing.append(page.beside(CACHE + 28, "Cache"))
            below, y = _below(floor, load, said)
            drawing += [below, self._lane(page, y + 34, -40), _legend(y + 142, page)]
            end = y + 210
        return self.framed(page.width, end, text, *drawing, said=1)

    def _lane(self, page, y, up=0):
        """The hits of the time so far; on a narrow page their share stands over it."""
        moment = self._moment()
        hits = _share(moment.hits, moment.reads)
        old = f"{_share(moment.old, moment.reads)} old"
        top = y + 22 + up
        words = [label(0, top, hits, "cafe-ex-figure")]
        if up:
            words.append(label(64, top, f"hits so far, {old}", "cafe-ex-note"))
        else:
            words += [
                label(0, top + 18, "hits so far", "cafe-ex-note"),
                label(0, top + 35, old, "cafe-ex-note"),
            ]
        bars = _bars(page, self._seen(), y, 60, self.second)
        return group(*words, _dragged(page, self.second, y, 60, bars))


class ZoneFails(Explorer):
    """A zone fails under one node, and under a primary with a replica."""

    heading = "A zone fails under a cache. Who has the copies?"
    played = "second"

    def __init__(self):
        self.second, self.nodes = 100, 1

    def controls(self):
        groups = {str(number): words for number, words in GROUPS.items()}
        time = clock(self.second)
        return [
            [
                Slider("second", "Time", self.second, 0, LAST, time, step=STEP),
                Choice("nodes", "The cache", str(self.nodes), groups, within=True),
            ]
        ]

    def change(self, name, value):
        if name == "nodes":
            self.nodes = int(value)
        else:
            self.second = value
        return self.now()

    def _settings(self, nodes=None):
        return LAST, PAGES, 10, nodes or self.nodes, True

    def _seen(self, nodes=None):
        return watched(*self._settings(nodes))

    def _moment(self, nodes=None):
        return self._seen(nodes).moments[self.second // STEP]

    def _left(self, nodes):
        """(hits, reads) since the zone was cut."""
        now, cut = self._moment(nodes), self._seen(nodes).moments[CUT_AT // STEP]
        return now.hits - cut.hits, now.reads - cut.reads

    # --- in words --------------------------------------------------------------

    def now(self):
        moment = self._moment()
        if self.second <= CUT_AT:
            return (
                f"{clock(self.second)}: both caches fill, and no zone has failed yet."
            )
        said = "no node answers, and every read goes on"
        if moment.answers is not None:
            said = f"the node in {zones()[moment.answers]} answers"
        (alone, reads), (pair, _) = (self._left(nodes) for nodes in GROUPS)
        return (
            f"{clock(self.second)}, {GROUPS[self.nodes]}: {said}. Of {reads} reads "
            f"since the cut, one node answered {alone}, one with a replica {pair}."
        )

    def _text(self):
        seen, moment = self._seen(), self._moment()
        lines = [self.now()]
        for number, copies in enumerate(moment.nodes):
            state = "dark" if moment.dark == number else f"has {len(copies)} copies"
            lines.append(f"The node in {zones()[number]} {state}.")
        return [
            *lines,
            f"The database gets {seen.load(self.second):.1f} reads a second.",
            f"The zone is dark from {clock(CUT_AT)} to {clock(BACK_AT)}; a copy "
            "lives ten minutes. The database is not touched.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, moment, seen = self._text(), self._moment(), self._seen()
        page, second = FOLDED if self.narrow else WIDE, CACHE + SLOT + 30
        floor, load = second + SLOT + FALL, seen.load(self.second)
        out = (second if self.nodes > 1 else CACHE) + SLOT
        met = second if moment.answers == 1 else CACHE
        rain = _rain(page, *self._settings())
        drawing = [
            _above(page),
            *(self._zone(page, y, n) for n, y in enumerate((CACHE, second))),
            rain.at(self.second, met, floor, out - met),
        ]
        if page is WIDE:
            drawing += [
                _database(floor, load),
                self._lanes(page, floor + 56, 62, 0),
                _legend(floor + 222),
            ]
            end = floor + 230
        else:
            said = [f"{zones()[n]}: {' '.join(self._zone_said(n))}" for n in range(2)]
            below, y = _below(floor, load, said)
            drawing += [below, self._lanes(page, y, 96, 36), _legend(y + 230, page)]
            end = y + 298
        return self.framed(page.width, end, text, *drawing, said=1)

    def _zone_said(self, number):
        """What a zone has of this cache, and how that is."""
        moment = self._moment()
        if number >= len(moment.nodes):
            return ("no node of this cache",)
        state = "✕ lost" if number not in moment.up else "◐ stands by"
        if moment.dark == number:
            state = "✕ dark"
        elif moment.answers == number:
            state = "● answers"
        return f"{len(moment.nodes[number])} copies", state

    def _zone(self, page, y, number):
        moment, zone = self._moment(), zones()[number]
        place = (page.left - 4, y - 4, page.right - page.left + 4, SLOT + 8)
        said = self._zone_said(number)
        name = page.beside(y + 14, zone, *said)
        if page is FOLDED:
            name = page.beside(
                y + 28, f"{said[-1][0] if said[1:] else '–'} {zone[-2:]}"
            )
        if number >= len(moment.nodes):
            return group(box(*place, "cafe-ex-slot cafe-ex-open", 8), name)
        is_dark = moment.dark == number
        return group(
            *zone_box(*place, is_dark, 8),
            None if is_dark else _node(page, y, moment.nodes[number], LAST),
            name,
        )

    def _lanes(self, page, y, lane, head):
        """A lane for each cache; its name beside it, or over it where it has a head."""
        lanes, names = [], []
        for row, (nodes, words) in enumerate(GROUPS.items()):
            top = y + lane * row
            bars = _bars(page, self._seen(nodes), top + head, 46, self.second)
            lanes.append(bars)
            names.append(self._name(top, nodes, words, head))
        time = _dragged(page, self.second, y, lane + head + 46, *lanes, cut=True)
        return group(time, *names)

    def _name(self, y, nodes, words, head):
        """What a cache is and what it kept; pressing it shows that cache above."""
        hits, reads = self._left(nodes)
        kept = f"{hits} of {reads} hits" if self.second > CUT_AT else "not cut yet"
        place, note = (0, y - 4, WIDE.left - 14, 54), (10, y + 36)
        if head:
            place, note = (1, y - 4, NARROW - 2, head - 6), (128, y + 15)
        return option(
            "nodes",
            f"Show the cache {words}",
            place,
            label(10, y + 15, words, "cafe-ex-name"),
            label(*note, kept),
            value=str(nodes),
            chosen=nodes == self.nodes,
            plain="cafe-ex-cell",
        )


# --- parts of the picture --------------------------------------------------------


def _share(part, whole):
    return f"{part / whole:.0%}" if whole else "–"


@cache
def _skew_words(skew):
    if not skew:
        return "all pages alike"
    top = sum(page < 5 for page in stream(skew))
    return f"five favourites get {top / len(stream(skew)):.0%}"


@lru_cache(64)
def _rain(page, *settings):
    leans = random.Random(1)
    reads = watched(*settings).reads
    drops = [Drop(second, page, fate, leans.random()) for second, page, fate in reads]
    return Rain(drops, page.columns(PAGES), STEP)


def _above(page):
    many = f"{PAGES} pages ▸"
    name = page.beside(40, "Reads")
    if page is WIDE:
        many = f"{PAGES} pages, a column each ▸"
        name = page.beside(40, f"{RATE} reads a second", "each a drop")
    return group(
        name,
        label(page.left, 14, "◂ favourites", "cafe-ex-note"),
        label(page.right, 14, many, "cafe-ex-note", "end"),
    )


def _below(floor, load, said):
    """The database of a narrow page and what is said below it; and where that ends."""
    every = [f"{RATE} reads a second, each a drop", *said]
    words, y = lines(0, floor + 52, every, NARROW, 18, "cafe-ex-note", 12)
    database = FOLDED.database(floor, 30, f"Database: {load:.1f} a second")
    return group(database, words), y


def _node(page, y, copies, ttl):
    """The slots of a node: as full as a copy has time left, hatched if it is old."""
    columns = page.columns(PAGES)
    there = {page for page, _, _ in copies}
    new = [(page, max(left / ttl, 0.05)) for page, left, is_old in copies if not is_old]
    old = [(page, max(left / ttl, 0.05)) for page, left, is_old in copies if is_old]
    empty = columns.outlines(y, SLOT, [p for p in range(PAGES) if p not in there])
    framed = columns.outlines(y, SLOT, sorted(there))
    return group(
        path(empty, "cafe-ex-slot cafe-ex-open"),
        path(framed, "cafe-ex-slot"),
        path(columns.slots(y, SLOT, new), "cafe-ex-slot cafe-ex-full"),
        *filled(columns.slots(y, SLOT, old), "cafe-ex-slot cafe-ex-aged", "hatch"),
    )


def _database(y, load):
    return group(
        WIDE.database(y, 30, f"{load:.1f} reads a second reach the database"),
        WIDE.beside(y + 20, "Database"),
    )


def _bars(page, seen, y, tall, now):
    """Hits and, on top of them, misses of each quarter of a minute so far."""
    hits = misses = ""
    wide, unit = page.at(BIN / LAST) - page.left, tall / (BIN * RATE)
    gap = min(2, wide / 4)
    for number in range(-(-now // BIN)):
        counted = seen.counted(number * BIN, min((number + 1) * BIN, now))
        x, height = page.at(number * BIN / LAST) + gap / 2, counted[0] * unit
        along = f"h{wide - gap:.3g}v"
        hits += f"M{x:.4g} {y + tall:g}v{-height:.1f}{along}{height:.1f}z"
        height, over = counted[1] * unit, y + tall - height
        misses += f"M{x:.4g} {over:.1f}v{-height:.1f}{along}{height:.1f}z"
    return group(
        path(f"M{page.left} {y + tall}H{page.right}", "cafe-ex-axis"),
        path(hits, "cafe-ex-kept"),
        *filled(misses, "cafe-ex-missed", "hatch"),
    )


def _dragged(page, second, y, tall, *lanes, cut=False):
    """The time, to drag: bars so far, and a cursor."""
    x = page.at(second / LAST)
    events = {0: "0:00", 300: "5:00", LAST: "10:00"}
    if cut:
        told = {CUT_AT: "2:00 zone cut", 420: "7:00 new node"}
        events = told if page is FOLDED else {0: "0:00", **told, LAST: "10:00"}
    ticks = []
    for moment, words in events.items():
        anchor, at = {0: "start", LAST: "end"}.get(moment, "middle"), moment / LAST
        place = page.at(at), y + tall + 22
        ticks.append(label(*place, words, "cafe-ex-note", anchor))
        line = f"M{page.at(at):g} {y - 6}v{tall + 6}"
        ticks.append(path(line, "cafe-ex-grid"))
    return dragged(
        "second",
        page.left,
        page.right,
        box(page.left, y - 6, page.right - page.left, tall + 32, "cafe-ex-plate", 0),
        *ticks,
        *lanes,
        *hand(f"M{x:g} {y - 6}v{tall + 6}", x, y + tall),
    )


def _legend(y, page=WIDE):
    entries = (
        ("hit", "hit: the copy answers", 180),
        ("hit old", "hit on an old price", 170),
        ("miss", "miss: on to the database", 200),
    )
    sinks = "a slot sinks as its TTL runs"
    last = label(page.right, y, sinks, "cafe-ex-note", "end")
    if page is FOLDED:
        last = label(0, y + 60, sinks, "cafe-ex-note")
    return group(legend(y, entries, page is FOLDED), last)
