"""Five services to place in three zones, with six machines; then a zone is cut.

What happens is watched in ../lessons/placed_services.py; here it is drawn.
"""

from dataclasses import dataclass
from itertools import groupby

from ..lessons.placed_services import BACK_AT, CUT_AT, LAST, ZONES, watched
from .kit.panel import Choice, Explorer, Slider, Toggle
from .kit.svg import (
    NARROW,
    box,
    cylinder,
    dragged,
    group,
    hand,
    label,
    touchable,
    width_of,
    zone_box,
)
from .kit.words import listed

BUDGET = 6  # machines
NAMES, ZONE, GAP, LANES, RIGHT, WIDTH = 158, 116, 8, 540, 848, 860
HEAD, ROW = 74, 60
SLOT = ROW - 12
NARROW_STEP, NARROW_TILE, STACK, LANE_TALL = 90, 82, 48, 20


@dataclass(frozen=True)
class Service:
    """A row: its name, who runs it, where its data lies, and what it keeps.

    `most` is how many machines it may have; none is bought for one with `most` 0.
    """

    title: str
    aws: str
    data: str
    things: str
    most: int = 3


SERVICES = {
    "orders": Service("Orders", "RDS", "a disk at each machine", "orders", most=2),
    "menu": Service("Menu", "DynamoDB", "copies in 3 zones", "drinks", most=0),
    "pages": Service("Pages", "ElastiCache", "in memory alone", "pages"),
    "catalogue": Service("Catalogue", "DocumentDB", "storage in 3 zones", "products"),
    "friends": Service("Friends", "Neptune", "storage in 3 zones", "friends"),
}
LOOKS = {"primary": "full", "writer": "full", "standby": "hatch"}
#: {whether a zone is cut: what a press of its head does, and the same in short}
ASKS = {True: ("Undo the cut", "Undo it"), False: ("Cut this zone", "Cut it")}
STATES = {  # of a run of minutes: its box, its sign and the look of its words
    "goes on": ("cafe-ex-up", "●", "cafe-ex-well"),
    "waits": ("cafe-ex-down", "✕", "cafe-ex-ill"),
    "forgot": ("cafe-ex-missed", "◐", "cafe-ex-busy"),
}


def placement():
    """The shop's services, to be placed in zones under a budget of six machines."""
    return Placement()


class Placement(Explorer):
    """A tile for each service in each zone, three zones to cut, forty minutes to play.

    Every machine counts one, as it is paid for by the hour, busy or idle.
    """

    heading = "Place six machines, then cut a zone"
    status = "Press a tile to place a machine there, or to take it away."
    played = "minute"
    foreseen = ("cut",)

    def __init__(self):
        self.cut, self.minute = "", 0
        self.placed = {name: ZONES[:1] for name, each in SERVICES.items() if each.most}

    def controls(self):
        time = Slider("minute", "Time", self.minute, 0, LAST, f"{self.minute} min")
        zones = {"": "none", **{zone: zone for zone in ZONES}}
        tiles = [
            Toggle(_tile(name, zone), _tile(name, zone), zone in placed, within=True)
            for name, placed in self.placed.items()
            for zone in ZONES
        ]
        return [[time, Choice("cut", "Cut", self.cut, zones, within=True), *tiles]]

    def change(self, name, value):
        if name == "minute":
            self.minute = value
            return self.now()
        if name == "cut":
            self.cut, self.minute = value, CUT_AT if value else 0
            if not value:
                return "No zone is cut, and it is the first minute again."
            return f"{value} goes dark. Press Play, or drag the time to the right."
        service, zone = name.split(" in ")
        return self._place(service, zone) if value else self._take_away(service, zone)

    def _place(self, name, zone):
        """Put a machine there, if the budget and the service allow it."""
        service, placed = SERVICES[name], self.placed[name]
        if self._machines() == BUDGET:
            return f"All {BUDGET} machines are placed: take one away first."
        if len(placed) == service.most:
            return "One primary, one standby: RDS has no third machine that takes over."
        wanted = (*placed, zone)
        there = watched(name, wanted)[0].machines
        self.placed[name] = tuple(each.zone for each in there)
        said = f"{service.title}: {listed(_where(each) for each in there)}."
        if zone not in self.placed[name]:
            said += " RDS chooses the zone of a standby itself."
        return said

    def _take_away(self, name, zone):
        self.placed[name] = tuple(each for each in self.placed[name] if each != zone)
        left = self._machines()
        return f"{SERVICES[name].title}: not in {zone} any more. {left} are placed."

    def _machines(self):
        return sum(map(len, self.placed.values()))

    # --- in words --------------------------------------------------------------

    def _seen(self, name):
        """The minutes of a service so far, from the first to the present one."""
        minutes = watched(name, self.placed.get(name, ()), self.cut)
        return minutes[: self.minute + 1]

    def _is_dark(self, zone):
        return zone == self.cut and CUT_AT <= self.minute < BACK_AT

    def now(self):
        """What has been seen of all services, in a sentence or two."""
        begins = f"After {self.minute} min: "
        if not self.cut or self.minute < CUT_AT:
            return f"{begins}all three zones are up, and all is well."
        if self._is_dark(self.cut):
            state = f"{begins}{self.cut} is dark."
            waiting = listed(
                each.title.lower()
                for name, each in SERVICES.items()
                if not self._seen(name)[-1].answers
            ).capitalize()
            return (
                f"{state} {waiting} cannot answer."
                if waiting
                else f"{state} All goes on."
            )
        waits = [
            f"{SERVICES[name].title.lower()} {waited} min"
            for name in SERVICES
            if (waited := self._waited(name))
        ]
        said = f"waited: {listed(waits)}." if waits else "nobody waited."
        return f"{begins}{self.cut} is back; {said} {self._losses()}"

    def _waited(self, name):
        return sum(not minute.answers for minute in self._seen(name))

    def _losses(self):
        lost = [
            f"{now.lost} {SERVICES[name].things}"
            for name in SERVICES
            if (now := self._seen(name)[-1]).lost
        ]
        return f"Lost: {listed(lost)}." if lost else "Nothing is lost."

    def _text(self):
        lines = [self.now(), f"{self._machines()} of {BUDGET} machines are placed."]
        for name, service in SERVICES.items():
            machines = self._seen(name)[-1].machines
            where = listed(_where(each) for each in machines) or "no machine of yours"
            runs = listed(f"{state} {len(run)} min" for state, run in self._runs(name))
            lines.append(
                f"{service.title} ({service.aws}, {service.data}): {where}; {runs}."
            )
        return lines

    def _runs(self, name):
        """What it did and for how long: (key of STATES, the minutes)."""
        for state, run in groupby(self._seen(name), _state):
            yield state, list(run)

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawing, height = self._one_below_the_other()
            return self.framed(NARROW, height, text, *drawing)
        floor = HEAD + ROW * len(SERVICES)
        rows = [
            self._row(HEAD + ROW * number, name) for number, name in enumerate(SERVICES)
        ]
        zones = [self._wide_zone(zone, floor) for zone in ZONES]
        drawing = [self._budget(), *zones, *rows, self._lanes(floor)]
        return self.framed(WIDTH, floor + 34, text, *drawing)

    def _one_below_the_other(self):
        """The same on a narrow page: the tiles, then the minutes; and its height."""
        head, row, lane, right = 132, 86, 46, NARROW - 7
        floor = head + row * len(SERVICES)
        zones = [
            self._narrow_zone(number, zone, floor) for number, zone in enumerate(ZONES)
        ]
        rows = [
            self._narrow_row(head + row * number, name)
            for number, name in enumerate(SERVICES)
        ]
        top = floor + 48
        bottom = top + lane * len(SERVICES)
        tops = range(top, bottom, lane)
        x = _x(self.minute + 1, 0, right)
        line = "".join(f"M{x:g} {y + 20}v{LANE_TALL + 4}" for y in tops)
        lanes = dragged(
            "minute",
            0,
            right,
            box(0, top, right, bottom + 32 - top, "cafe-ex-touch", 0),
            *(
                group(
                    label(0, y + 16, service.title, "cafe-ex-text"),
                    self._lane(y + 12, name, 0, right),
                )
                for y, (name, service) in zip(tops, SERVICES.items())
            ),
            *self._marks(bottom + 24, 0, right),
            *hand(line, x, bottom + 4),
        )
        heard = label(0, floor + 34, "Answers, minute by minute", "cafe-ex-name")
        return [self._budget(), *zones, *rows, heard, lanes], bottom + 34

    def _narrow_zone(self, number, zone, floor):
        x = number * NARROW_STEP
        place = (x + 1, 60, NARROW_TILE, floor - 60)
        head = (x + 4, 63, NARROW_TILE - 6, HEAD - 14)
        return self._zone(zone, place, 8, head, (80, 97, 114))

    def _narrow_row(self, y, name):
        service = SERVICES[name]
        words = f"{service.title}: {service.aws}"
        return group(
            box(0, y - 2, NARROW, 24, "cafe-ex-plate", 0),
            label(0, y + 14, words, "cafe-ex-name"),
            *(
                self._slot(number * NARROW_STEP + 4, y + 26, name, zone)
                for number, zone in enumerate(ZONES)
            ),
        )

    def _budget(self):
        """A mark for each machine that one may have, full if it is placed."""
        used = self._machines()
        marks = [
            cylinder(1 + 23 * place, 26, 17, 22, "full" if place < used else "open")
            for place in range(BUDGET)
        ]
        words = f"{used} of {BUDGET} machines"
        return group(label(0, 16, words, "cafe-ex-name"), *marks)

    def _wide_zone(self, zone, floor):
        x = _left(zone)
        head = (x + 6, 6, ZONE - 12, HEAD - 14)
        return self._zone(zone, (x, 1, ZONE, floor - 2), 10, head, (23, 39, 56))

    def _zone(self, zone, place, radius, head, lines):
        """A zone's column, and its head, which cuts it, with a word on each line."""
        is_dark, is_cut = self._is_dark(zone), zone == self.cut
        asks, short = ASKS[is_cut]
        state, look = ("✕ dark", "ill") if is_dark else ("● up", "well")
        words = {
            zone: f"cafe-ex-{'small' if self.narrow else 'name'}",
            state: f"cafe-ex-{look} cafe-ex-small",
            short if self.narrow else asks: "cafe-ex-link cafe-ex-small",
        }
        middle = place[0] + place[2] / 2
        return group(
            *zone_box(*place, is_dark, radius),
            touchable(
                "cut",
                f"{asks}: {zone}",
                box(*head, "cafe-ex-card", 6),
                *(
                    label(middle, y, said, look, "middle")
                    for y, (said, look) in zip(lines, words.items())
                ),
                value="" if is_cut else zone,
            ),
        )

    def _row(self, y, name):
        service = SERVICES[name]
        return group(
            label(0, y + 20, service.title, "cafe-ex-name"),
            label(0, y + 36, service.aws, "cafe-ex-text"),
            label(0, y + 52, service.data, "cafe-ex-note"),
            *(self._slot(_left(zone) + 6, y + 6, name, zone) for zone in ZONES),
        )

    def _slot(self, x, y, name, zone):
        """What a service has in a zone now; to be pressed, if one may choose."""
        inside = _stacked if self.narrow else _inside
        size = (NARROW_TILE - 6, STACK) if self.narrow else (ZONE - 12, SLOT)
        if not SERVICES[name].most:
            return group(*inside(x, y, "copy", self._is_dark(zone)))
        is_placed = zone in self.placed[name]
        role = next(
            (m.role for m in self._seen(name)[-1].machines if m.zone == zone), ""
        )
        look = "cafe-ex-card" if role else "cafe-ex-slot cafe-ex-open"
        if role:
            words = inside(x, y, role, self._is_dark(zone))
        elif self.narrow:
            sign = "– gone" if is_placed else "+"
            words = [label(x + 38, y + STACK / 2 + 4, sign, "cafe-ex-note", "middle")]
        else:
            says = "– moved away" if is_placed else "+ a machine"
            words = [label(x + 12, y + SLOT / 2 + 4, says, "cafe-ex-note")]
        asks = "Take away" if is_placed else "Place"
        return touchable(
            _tile(name, zone),
            f"{asks}: {_tile(name, zone)}" + (f", {role}" if role else ""),
            box(x, y, *size, look, 6),
            *words,
            value=not is_placed,
            pressed=is_placed,
        )

    def _lanes(self, floor):
        """Each service's minutes so far, and the hand that moves the time."""
        x = _x(self.minute + 1)
        rows = [
            self._lane(HEAD + ROW * number, name)
            for number, name in enumerate(SERVICES)
        ]
        return dragged(
            "minute",
            LANES,
            RIGHT,
            box(LANES, 1, RIGHT - LANES, floor + 32, "cafe-ex-touch", 0),
            label(LANES, 23, "What it answers,", "cafe-ex-name"),
            label(LANES, 41, "minute by minute", "cafe-ex-name"),
            *rows,
            *self._marks(floor + 28),
            label(RIGHT, floor + 28, f"{LAST} min", "cafe-ex-note", "end"),
            *hand(f"M{x:g} {HEAD - 8}V{floor}", x, floor + 6),
        )

    def _marks(self, y, first=LANES, last=RIGHT):
        """What came when, below the lanes."""
        marks = {0: "0 min"}
        if self.cut:
            marks |= {CUT_AT: "cut", BACK_AT: "back"}
        for minute, said in marks.items():
            yield label(_x(minute, first, last), y, said, "cafe-ex-note")

    def _lane(self, y, name, first=LANES, last=RIGHT):
        tall = LANE_TALL if self.narrow else ROW - 22
        marks = [box(first, y + 10, last - first, tall, "cafe-ex-plate cafe-ex-yet", 4)]
        begin = 0
        for state, run in self._runs(name):
            left, right = (_x(m, first, last) for m in (begin, begin + len(run)))
            marks.append(_run(left, right, y, tall, state, run))
            begin += len(run)
        return group(*marks)


def _run(left, right, y, tall, state, run):
    """A stretch of minutes of one state, with as many words as it has room for."""
    look, sign, tone = STATES[state]
    wide = right - left
    says = {
        "goes on": "goes on",
        "waits": f"{len(run)} min",
        "forgot": f"{run[-1].lost} lost",
    }[state]
    choices = (f"{sign} {says}", sign)
    words = next((w for w in choices if width_of(w, 12) + 4 < wide), "")
    looks = f"{tone} cafe-ex-small"
    return group(
        box(left, y + 10, wide - 1, tall, look, 4),
        label(left + wide / 2, y + 14 + tall // 2, words, looks, "middle")
        if words
        else None,
    )


def _inside(x, y, role, is_dark):
    """A machine in its tile."""
    look = "open" if is_dark else LOOKS.get(role, "plain")
    return [
        cylinder(x + 10, y + 11, 20, 26, look),
        label(x + 38, y + SLOT / 2 + 4, role, "cafe-ex-text"),
    ]


def _stacked(x, y, role, is_dark):
    """The same in a narrow one."""
    look, middle = (
        "open" if is_dark else LOOKS.get(role, "plain"),
        x + NARROW_TILE / 2 - 3,
    )
    return [
        cylinder(middle - 9, y + 5, 18, 22, look),
        label(middle, y + 42, role, "cafe-ex-note", "middle"),
    ]


def _state(minute):
    """A key of STATES."""
    if not minute.answers:
        return "waits"
    return "forgot" if minute.lost else "goes on"


def _tile(name, zone):
    return f"{name} in {zone}"


def _left(zone):
    return NAMES + ZONES.index(zone) * (ZONE + GAP)


def _x(minute, left=LANES, right=RIGHT):
    return left + (right - left) * minute / (LAST + 1)


def _where(machine):
    return f"{machine.role} in {machine.zone}"
