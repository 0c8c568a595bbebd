"""One zone fails under three shops: what each keeps, and how long its till is silent.

What happens is watched in ../lessons/three_shops.py; here it is drawn.
"""

from dataclasses import dataclass
from itertools import groupby

from ..lessons.three_shops import (
    ACTS_AT,
    CASES,
    CUT_AT,
    LAG,
    LAST,
    PACE,
    STEP,
    ZONES,
    watched,
)
from .kit.panel import Explorer, Slider
from .kit.svg import NARROW, box, cylinder, disc, dragged, group, label, path, zone_box
from .kit.words import clock

WIDTH, CARD, GAP, CARD_HEIGHT = 864, 280, 12, 236
ZONE_WIDTH, ZONE_HEIGHT, ZONE_TOP = 82, 94, 68
LEFT, LANE, PITCH = 104, 44, 4.75  # `PITCH` is from one order to the next
TOP = CARD_HEIGHT + 40
FLOOR = TOP + LANE * len(CASES)
NARROW_LANE = 78
ASSUMED = (
    f"Assumed: a till takes an order every {PACE} seconds; the snapshot is of 0:00; "
    f"the replica follows {LAG} seconds later; at 5:00 somebody restores or promotes, "
    "and tells the till the new name."
)


def failover():
    """The same zone fails for three shops: one has a standby, one a snapshot, one a
    read replica. Each runs on an account of its own."""
    return Failover()


class Failover(Explorer):
    """Three accounts side by side, and thirteen minutes to play."""

    heading = "The same zone fails under three shops"
    played = "second"
    second = 120

    def controls(self):
        said = clock(self.second)
        return [[Slider("second", "Time", self.second, 0, LAST, said, step=STEP)]]

    def _sights(self):
        """What is seen of each case at this second: {case: Sight}."""
        return {case: watched(name).at(self.second) for name, case in CASES.items()}

    # --- in words --------------------------------------------------------------

    def now(self):
        if self.second < CUT_AT:
            return f"{clock(self.second)}: all three shops sell."
        sights = self._sights()
        if not any(sight.answers for sight in sights.values()):
            said = ["no till gets an answer, and nobody knows what is lost."]
        else:
            said = [f"{case.title}: {_state(sight)}." for case, sight in sights.items()]
        return " ".join([f"{clock(self.second)}:", *said])

    def _text(self):
        lines = [self.now(), ASSUMED]
        for case, sight in self._sights().items():
            where = "; ".join(
                f"{part.name}, the {part.role}, in {part.zone}: {part.says}"
                for part in sight.parts
            )
            lines.append(
                f"{case.title}: {where}. The till asks {sight.asked}. "
                f"Orders: {sight.confirmed} confirmed, {_lost(sight)} of them lost, "
                f"{sight.refused} without an answer. {_silence(sight)}"
            )
            lines += [f"{case.title}, {said}" for said in sight.messages()]
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, sights = self._text(), self._sights()
        if self.narrow:
            drawing, height = self._one_below_the_other(sights)
            return self.framed(NARROW, height, text, *drawing, said=1)
        cards = [
            _card(number * (CARD + GAP), CARD, case, sight)
            for number, (case, sight) in enumerate(sights.items())
        ]
        lanes = [
            _lane(TOP + LANE * row, case, sight)
            for row, (case, sight) in enumerate(sights.items())
        ]
        drawing = (*cards, self._timeline(lanes), _legend())
        return self.framed(WIDTH, FLOOR + 46, text, *drawing, said=1)

    def _one_below_the_other(self, sights):
        """The same on a narrow page, its words above and below the orders; and its
        height."""
        drawn, step = [], CARD_HEIGHT + GAP
        for number, (case, sight) in enumerate(sights.items()):
            card, down = _card(0, NARROW, case, sight), number * step
            drawn.append(group(card, transform=f"translate(0 {down})"))
        top = step * len(sights) + 8
        bottom = top + NARROW_LANE * len(sights)
        drawn.append(self._narrow_timeline(top, bottom, sights))
        said = [words for words in EVENTS.values() if " " in words]
        for number, words in enumerate(said):
            drawn.append(label(0, bottom + 48 + 18 * number, words, "cafe-ex-note"))
        below = bottom + 48 + 18 * len(said) + 6
        drawn += _meanings(below)
        return drawn, below + 74

    def _narrow_timeline(self, top, bottom, sights):
        """The orders of each till, and the hand that moves the time."""
        tops = [top + NARROW_LANE * row + 20 for row in range(len(sights))]
        x = SMALL.x(self.second)
        line = "".join(f"M{x:g} {y - 5}v26" for y in tops)
        lanes = zip(tops, sights.items())
        anchors = ("start", "middle", "middle", "end")
        times = [
            label(
                SMALL.x(second), bottom + 27, words.split()[0], "cafe-ex-note", anchor
            )
            for (second, words), anchor in zip(EVENTS.items(), anchors)
        ]
        return dragged(
            "second",
            SMALL.x(0),
            SMALL.x(LAST),
            box(0, top - 4, NARROW, bottom + 30 - top, "cafe-ex-touch", 0),
            *(group(SMALL.track(y), SMALL.dark(y)) for y in tops),
            path(line, "cafe-ex-cursor"),
            *(_narrow_lane(y, case, sight) for y, (case, sight) in lanes),
            disc(x, bottom + 4, 7, "cafe-ex-grip"),
            *times,
        )

    def _timeline(self, lanes):
        x = WIDE.x(self.second)
        return dragged(
            "second",
            LEFT,
            WIDTH,
            box(LEFT, TOP - 30, WIDTH - LEFT, FLOOR - TOP + 42, "cafe-ex-plate"),
            box(
                WIDE.x(CUT_AT),
                TOP - 8,
                WIDTH - WIDE.x(CUT_AT),
                FLOOR - TOP + 4,
                "cafe-ex-dark",
            ),
            *(_event(second, words) for second, words in EVENTS.items()),
            *(WIDE.track(TOP + LANE * row) for row in range(len(CASES))),
            path(f"M{x:g} {TOP - 8}V{FLOOR}", "cafe-ex-cursor"),
            *lanes,
            disc(x, FLOOR + 2, 7, "cafe-ex-grip"),
        )


# --- words of one case ---------------------------------------------------------------

EVENTS = {
    0: "0:00 snapshot",
    CUT_AT: f"{CUT_AT // 60}:00 zone cut",
    ACTS_AT: f"{ACTS_AT // 60}:00 somebody acts",
    LAST: f"{LAST // 60}:00",
}


def _silent(sight):
    """For how long no answer came, as a clock says it."""
    start, end = sight.silent or (0, 0)
    return clock(end - start)


def _state(sight):
    """What a case comes to, after the zone has failed."""
    return f"sells again, {_lost(sight)} lost" if sight.answers else "no answer"


def _lost(sight):
    return "?" if sight.lost is None else len(sight.lost)


def _silence(sight):
    if sight.silent is None:
        return "It always got an answer."
    start, end = sight.silent
    until = f"to {clock(end)}" if sight.answers else "until now"
    return f"No answer from {clock(start)} {until}: {_silent(sight)}."


# --- the picture of one case ---------------------------------------------------------


def _card(x, wide, case, sight):
    """A shop: its zones with what stands in them, names above, figures below."""
    sign, look = ("● sells", "well") if sight.answers else ("◐ no answer", "busy")
    zones = x if wide == CARD else x - 7
    return group(
        box(x + 1, 1, wide - 2, CARD_HEIGHT - 2, "cafe-ex-card", 8),
        label(x + 12, 24, case.title, "cafe-ex-name"),
        label(x + wide - 12, 24, sign, f"cafe-ex-{look}", "end"),
        *(_zone(_zone_x(zones, zone), zone, sight) for zone in ZONES),
        *(_name(_zone_x(zones, p.zone), p, sight) for p in sight.parts if p.is_named),
        label(x + 12, ZONE_TOP + ZONE_HEIGHT + 20, sight.note, "cafe-ex-note"),
        _figures(x + 12 if wide == CARD else x + 6, ZONE_TOP + ZONE_HEIGHT + 48, sight),
    )


def _zone_x(x, zone):
    return x + 10 + ZONES.index(zone) * (ZONE_WIDTH + 7)


def _zone(x, zone, sight):
    is_dark = zone in sight.dark
    part = next((p for p in sight.parts if p.zone == zone), None)
    place = (x, ZONE_TOP, ZONE_WIDTH, ZONE_HEIGHT)
    middle = x + ZONE_WIDTH / 2
    says = "✕ dark" if is_dark else part.says if part else ""
    look = "ill" if is_dark else "busy" if part and part.is_busy else "well"
    return group(
        *zone_box(*place, is_dark, 6),
        label(middle, ZONE_TOP + 16, zone, "cafe-ex-note", "middle"),
        _server(middle, part, is_dark) if part else None,
        label(middle, ZONE_TOP + 86, says, f"cafe-ex-small cafe-ex-{look}", "middle")
        if says
        else None,
    )


def _server(middle, part, is_dark):
    look = "open" if is_dark else "hatch" if part.role == "standby" else "full"
    return group(
        cylinder(middle - 13, ZONE_TOP + 23, 26, 30, look),
        label(middle, ZONE_TOP + 69, part.role, "cafe-ex-note cafe-ex-halo", "middle"),
    )


def _name(x, part, sight):
    """The endpoint's name above the zone to which it leads; the till's has a frame."""
    look = "cafe-ex-chosen" if part.name == sight.asked else "cafe-ex-cell"
    middle = x + ZONE_WIDTH / 2
    return group(
        path(f"M{middle:g} 58v8", "cafe-ex-arrow"),
        box(x, 37, ZONE_WIDTH, 22, look, 5),
        label(middle, 52, part.name, "cafe-ex-code", "middle"),
    )


def _figures(x, y, sight):
    """What is lost, how long nobody answered, and how many orders were confirmed."""
    lost = _lost(sight)
    look = {"?": "busy", 0: "well"}.get(lost, "ill")
    columns = (
        (0, lost, "lost", f" cafe-ex-{look}"),
        (64, _silent(sight), "without an answer", ""),
        (190, sight.confirmed, "confirmed", ""),
    )
    parts = []
    for dx, figure, words, look in columns:
        parts.append(label(x + dx, y, figure, f"cafe-ex-figure{look}"))
        parts.append(label(x + dx, y + 16, words, "cafe-ex-note"))
    return group(*parts)


@dataclass(frozen=True)
class Room:
    """Where the orders of a till stand, from left to right, `pitch` apart, and the
    first of them so far from the left."""

    left: int
    right: int
    pitch: float
    first: int = 0

    def x(self, second):
        return self.left + self.first + self.pitch * second / PACE

    def track(self, y):
        """The room for all orders, also for those that are still to come."""
        wide = self.right - self.left
        return box(self.left, y - 2, wide, 20, "cafe-ex-plate cafe-ex-yet", 4)

    def dark(self, y):
        x = self.x(CUT_AT)
        return box(x, y - 5, self.right - x, 26, "cafe-ex-dark", 0)


WIDE = Room(LEFT, WIDTH, PITCH, 8)
SMALL = Room(7, NARROW - 7, (NARROW - 14) * PACE / LAST)


def _narrow_lane(y, case, sight):
    """A till's orders so far, what is named above them, and what a run means below."""
    parts = [label(0, y - 9, case.title, "cafe-ex-text")]
    runs = groupby(sight.orders, lambda order: _kind(order, sight))
    for kind, orders in runs:
        run = list(orders)
        x, length = SMALL.x(run[0].second), SMALL.pitch * len(run) - 1
        parts.append(_marks(x, y, max(length, 1), kind))
        if kind == "lost":
            words = f"✕ {len(sight.lost)} confirmed, then lost"
            parts.append(label(0, y + 49, words, "cafe-ex-small cafe-ex-ill"))
        if kind == "silent":
            words = f"no answer for {_silent(sight)}"
            parts.append(label(0, y + 33, words, "cafe-ex-small cafe-ex-busy"))
    return group(*parts)


def _meanings(y):
    """The legend, one meaning below the other."""
    for number, (kind, words) in enumerate(KINDS.items()):
        down = y + 20 * number
        yield _marks(2, down - 4, 3 * PITCH - 3, kind)
        yield label(28, down + 9, words, "cafe-ex-note")
    yield box(1, y + 58, 20, 15, "cafe-ex-chosen", 5)
    yield label(28, y + 70, "the name that the till asks", "cafe-ex-note")


def _event(second, words):
    x = WIDE.x(second)
    anchor = {0: "start", LAST: "end"}.get(second, "middle")
    return group(
        path(f"M{x:g} {TOP - 8}V{FLOOR}", "cafe-ex-grid"),
        label(x, TOP - 16, words, "cafe-ex-note", anchor),
    )


def _lane(y, case, sight):
    """A till's orders so far, in runs of one kind, and what a run means in words."""
    runs = groupby(sight.orders, lambda order: _kind(order, sight))
    parts = [_run(y, kind, list(orders), sight) for kind, orders in runs]
    return group(label(0, y + 13, case.title, "cafe-ex-name"), *parts)


def _kind(order, sight):
    if order.number in (sight.lost or ()):
        return "lost"
    return "kept" if order.is_confirmed else "silent"


def _run(y, kind, orders, sight):
    x, length = WIDE.x(orders[0].second), PITCH * len(orders) - 3
    lost = sight.lost and f"✕ {len(sight.lost)} confirmed, then lost"
    below = None
    if kind == "lost":
        look = "cafe-ex-small cafe-ex-ill cafe-ex-halo"
        below = label(WIDE.x(CUT_AT) - 6, y + 32, lost, look, "end")
    if kind == "silent":
        words = f"no answer for {_silent(sight)}"
        below = label(x + 6, y + 32, words, "cafe-ex-small cafe-ex-busy cafe-ex-halo")
    return group(_marks(x, y, length, kind), below)


def _marks(x, y, length, kind):
    """A mark for each order of a run: a stroke that was kept, a broken one that was
    lost, a dot where no answer came."""
    heights = {"kept": [8], "lost": [2.5, 13.5], "silent": [13]}[kind]
    lines = "".join(f"M{x:g} {y + height:g}h{length:g}" for height in heights)
    return path(lines, f"cafe-ex-orders cafe-ex-orders-{kind}")


KINDS = {"kept": "confirmed", "silent": "no answer", "lost": "confirmed, and lost"}


def _legend():
    y, parts = FLOOR + 34, []
    for number, (kind, words) in enumerate(KINDS.items()):
        x = 110 * number
        parts.append(_marks(LEFT + 8 + x, y - 13, 3 * PITCH - 3, kind))
        parts.append(label(LEFT + 28 + x, y, words, "cafe-ex-note"))
    x = LEFT + 400
    return group(
        *parts,
        box(x, y - 13, 30, 17, "cafe-ex-chosen", 5),
        label(x + 38, y, "the name that the till asks", "cafe-ex-note"),
    )
