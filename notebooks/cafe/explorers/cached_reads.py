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
from .kit.falling import (
    LEFT,
    RIGHT,
    WIDTH,
    Columns,
    Drop,
    Rain,
    beside,
    database,
    legend,
)
from .kit.panel import Choice, Explorer, Picture, Slider
from .kit.svg import box, dragged, group, label, patterned, tag, touchable
from .kit.svg import picture as drawn

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
        clock, skew = _clock(self.second), _skew_words(self.skew)
        return [
            [Slider("second", "Time", self.second, 0, LAST, clock, step=STEP)],
            [
                Slider("ttl", "TTL", self.ttl, 30, LAST, f"{self.ttl} s", step=30),
                Slider("room", "Room for", self.room, 5, PAGES, f"{self.room}", step=5),
                Slider("skew", "Skew", self.skew, 0, 15, skew, step=5),
            ],
        ]

    def change(self, name, value):
        setattr(self, name, value)
        return self._now()

    def _settings(self):
        return self.ttl, self.room, self.skew

    def _seen(self):
        return watched(*self._settings())

    def _moment(self):
        return self._seen().moments[self.second // STEP]

    # --- in words --------------------------------------------------------------

    def _now(self):
        moment = self._moment()
        if not moment.reads:
            return (
                "0:00: the cache is empty. Press Play, or drag the time to the right."
            )
        return (
            f"{_clock(self.second)}: {_share(moment.hits, moment.reads)} of the reads "
            f"were hits, {_share(moment.old, moment.reads)} showed an old price; "
            f"pushed out before their time: {moment.evicted}."
        )

    def _text(self):
        seen, moment = self._seen(), self._moment()
        old = sum(is_old for _, _, is_old in moment.nodes[0])
        return [
            self._now(),
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
        floor = CACHE + SLOT + FALL
        drawing = [
            _above(),
            _node(CACHE, moment.nodes[0], self.ttl),
            beside(
                CACHE + 14,
                "Cache",
                f"{len(moment.nodes[0])} copies, room for {self.room}",
                f"{moment.expired} expired, {moment.evicted} evicted",
            ),
            _rain(*self._settings()).at(self.second, CACHE, floor, SLOT),
            _database(floor, seen.load(self.second)),
            self._lane(floor + 56),
            _legend(floor + 164),
        ]
        return Picture(drawn(WIDTH, floor + 172, self.heading, text[0], *drawing), text)

    def _lane(self, y):
        moment = self._moment()
        return group(
            label(0, y + 22, _share(moment.hits, moment.reads), "cafe-ex-figure"),
            label(0, y + 40, "hits so far", "cafe-ex-note"),
            label(0, y + 57, f"{_share(moment.old, moment.reads)} old", "cafe-ex-note"),
            _dragged(self.second, y, 60, _bars(self._seen(), y, 60, self.second)),
        )


class ZoneFails(Explorer):
    """A zone fails under one node, and under a primary with a replica."""

    heading = "A zone fails under a cache. Who has the copies?"
    played = "second"

    def __init__(self):
        self.second, self.nodes = 100, 1

    def controls(self):
        groups = {str(number): words for number, words in GROUPS.items()}
        clock = _clock(self.second)
        return [
            [
                Slider("second", "Time", self.second, 0, LAST, clock, step=STEP),
                Choice("nodes", "The cache", str(self.nodes), groups, within=True),
            ]
        ]

    def change(self, name, value):
        if name == "nodes":
            self.nodes = int(value)
        else:
            self.second = value
        return self._now()

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

    def _now(self):
        moment = self._moment()
        if self.second <= CUT_AT:
            return (
                f"{_clock(self.second)}: both caches fill, and no zone has failed yet."
            )
        said = "no node answers, and every read goes on"
        if moment.answers is not None:
            said = f"the node in {zones()[moment.answers]} answers"
        (alone, reads), (pair, _) = (self._left(nodes) for nodes in GROUPS)
        return (
            f"{_clock(self.second)}, {GROUPS[self.nodes]}: {said}. Of {reads} reads "
            f"since the cut, one node answered {alone}, one with a replica {pair}."
        )

    def _text(self):
        seen, moment = self._seen(), self._moment()
        lines = [self._now()]
        for number, copies in enumerate(moment.nodes):
            state = "dark" if moment.dark == number else f"has {len(copies)} copies"
            lines.append(f"The node in {zones()[number]} {state}.")
        return [
            *lines,
            f"The database gets {seen.load(self.second):.1f} reads a second.",
            f"The zone is dark from {_clock(CUT_AT)} to {_clock(BACK_AT)}; a copy "
            "lives ten minutes. The database is not touched.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, moment, seen = self._text(), self._moment(), self._seen()
        second = CACHE + SLOT + 30
        floor = second + SLOT + FALL
        out = (second if self.nodes > 1 else CACHE) + SLOT
        met = second if moment.answers == 1 else CACHE
        drawing = [
            _above(),
            *(
                self._zone(CACHE if number == 0 else second, number)
                for number in range(2)
            ),
            _rain(*self._settings()).at(self.second, met, floor, out - met),
            _database(floor, seen.load(self.second)),
            self._lanes(floor + 56),
            _legend(floor + 222),
        ]
        return Picture(drawn(WIDTH, floor + 230, self.heading, text[0], *drawing), text)

    def _zone(self, y, number):
        moment, zone = self._moment(), zones()[number]
        place = (LEFT - 4, y - 4, RIGHT - LEFT + 4, SLOT + 8)
        if number >= len(moment.nodes):
            return group(
                box(*place, "cafe-ex-slot cafe-ex-open", 8),
                beside(y + 14, zone, "no node of this cache"),
            )
        is_dark = moment.dark == number
        is_up = number in moment.up
        state = "✕ dark" if is_dark else "✕ lost" if not is_up else "◐ stands by"
        if moment.answers == number:
            state = "● answers"
        return group(
            box(*place, f"cafe-ex-zone{'-cut' if is_dark else ''}", 8),
            patterned(*place, "cross", 8) if is_dark else None,
            None if is_dark else _node(y, moment.nodes[number], LAST),
            beside(y + 14, zone, f"{len(moment.nodes[number])} copies", state),
        )

    def _lanes(self, y):
        lanes, names = [], []
        for row, (nodes, words) in enumerate(GROUPS.items()):
            top = y + 62 * row
            lanes.append(_bars(self._seen(nodes), top, 46, self.second))
            names.append(self._name(top, nodes, words))
        return group(*names, _dragged(self.second, y, 108, *lanes, cut=True))

    def _name(self, y, nodes, words):
        """What a cache is and what it kept; pressing it shows that cache above."""
        is_chosen = nodes == self.nodes
        hits, reads = self._left(nodes)
        kept = f"{hits} of {reads} hits" if self.second > CUT_AT else "not cut yet"
        return touchable(
            "nodes",
            f"Show the cache {words}",
            box(
                0,
                y - 4,
                LEFT - 14,
                54,
                "cafe-ex-chosen" if is_chosen else "cafe-ex-cell",
            ),
            label(10, y + 15, words, "cafe-ex-name"),
            label(10, y + 36, kept, "cafe-ex-text"),
            value=str(nodes),
            pressed=is_chosen,
        )


# --- parts of the picture --------------------------------------------------------


def _clock(second):
    return f"{second // 60}:{second % 60:02}"


def _share(part, whole):
    return f"{part / whole:.0%}" if whole else "–"


@cache
def _skew_words(skew):
    if not skew:
        return "all pages alike"
    top = sum(page < 5 for page in stream(skew))
    return f"five favourites get {top / len(stream(skew)):.0%}"


@lru_cache(64)
def _rain(*settings):
    leans = random.Random(1)
    reads = watched(*settings).reads
    drops = [Drop(second, page, fate, leans.random()) for second, page, fate in reads]
    return Rain(drops, COLUMNS, STEP)


COLUMNS = Columns(PAGES)


def _above():
    return group(
        beside(40, f"{RATE} reads a second", "each a drop"),
        label(LEFT, 14, "◂ favourites", "cafe-ex-note"),
        label(RIGHT, 14, f"{PAGES} pages, a column each ▸", "cafe-ex-note", "end"),
    )


def _node(y, copies, ttl):
    """The slots of a node: as full as a copy has time left, hatched if it is old."""
    there = {page for page, _, _ in copies}
    new = [(page, max(left / ttl, 0.05)) for page, left, is_old in copies if not is_old]
    old = [(page, max(left / ttl, 0.05)) for page, left, is_old in copies if is_old]
    empty = COLUMNS.outlines(y, SLOT, [p for p in range(PAGES) if p not in there])
    framed = COLUMNS.outlines(y, SLOT, sorted(there))
    aged = COLUMNS.slots(y, SLOT, old)
    return group(
        tag("path", d=empty, class_="cafe-ex-slot cafe-ex-open"),
        tag("path", d=framed, class_="cafe-ex-slot"),
        tag("path", d=COLUMNS.slots(y, SLOT, new), class_="cafe-ex-slot cafe-ex-full"),
        tag("path", d=aged, class_="cafe-ex-slot cafe-ex-aged"),
        tag("path", d=aged, fill="url(#cafe-id-hatch)"),
    )


def _database(y, load):
    return group(
        database(y, 30, f"{load:.1f} reads a second reach the database"),
        beside(y + 20, "Database"),
    )


def _x(second):
    return LEFT + (RIGHT - LEFT) * second / LAST


def _bars(seen, y, tall, now):
    """Hits and, on top of them, misses of each quarter of a minute so far."""
    hits = misses = ""
    wide, unit = (RIGHT - LEFT) * BIN / LAST - 2, tall / (BIN * RATE)
    for number in range(-(-now // BIN)):
        counted = seen.counted(number * BIN, min((number + 1) * BIN, now))
        x, height = _x(number * BIN) + 1, counted[0] * unit
        hits += f"M{x:.0f} {y + tall:g}v{-height:.1f}h{wide:.0f}v{height:.1f}z"
        height, over = counted[1] * unit, y + tall - height
        misses += f"M{x:.0f} {over:.1f}v{-height:.1f}h{wide:.0f}v{height:.1f}z"
    return group(
        tag("path", d=f"M{LEFT} {y + tall}H{RIGHT}", class_="cafe-ex-axis"),
        tag("path", d=hits, class_="cafe-ex-kept"),
        tag("path", d=misses, class_="cafe-ex-missed"),
        tag("path", d=misses, fill="url(#cafe-id-hatch)"),
    )


def _dragged(second, y, tall, *lanes, cut=False):
    """The time, to drag: bars so far, and a cursor."""
    x = _x(second)
    events = {0: "0:00", 300: "5:00", LAST: "10:00"}
    if cut:
        events = {
            0: "0:00",
            CUT_AT: "2:00 zone cut",
            420: "7:00 new node",
            LAST: "10:00",
        }
    ticks = []
    for moment, words in events.items():
        anchor = {0: "start", LAST: "end"}.get(moment, "middle")
        ticks.append(label(_x(moment), y + tall + 22, words, "cafe-ex-note", anchor))
        line = f"M{_x(moment):g} {y - 6}v{tall + 6}"
        ticks.append(tag("path", d=line, class_="cafe-ex-grid"))
    return dragged(
        "second",
        LEFT,
        RIGHT,
        box(LEFT, y - 6, RIGHT - LEFT, tall + 32, "cafe-ex-plate", 0),
        *ticks,
        *lanes,
        tag("path", d=f"M{x:g} {y - 6}v{tall + 6}", class_="cafe-ex-cursor"),
        tag("circle", cx=x, cy=y + tall, r=7, class_="cafe-ex-grip"),
    )


def _legend(y):
    entries = (
        ("hit", "hit: the copy answers", 180),
        ("hit old", "hit on an old price", 170),
        ("miss", "miss: on to the database", 200),
    )
    return group(
        legend(y, entries),
        label(RIGHT, y, "a slot sinks as its TTL runs", "cafe-ex-note", "end"),
    )
