"""The shop, open, on three zones: cut one, and see what goes on and what waits."""

from dataclasses import dataclass, replace
from functools import cache

from ..aws import Account
from ..aws.errors import ClientError
from ..drivers import redis, sql
from ..lessons import made
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import (
    NARROW,
    box,
    cylinder,
    dragged,
    group,
    hand,
    label,
    touchable,
    zone_box,
)
from .kit.words import listed

LAST, STEP, CUT_AT = 150, 5, 20  # seconds
LOGIN = {"user": "barista", "password": "espresso-2026"}
ZONE_WIDTH, GAP, ZONE_HEIGHT = 272, 16, 154
LANES = {
    "orders": "Taking orders",
    "menu": "Showing the menu",
    "board": "Showing the top drinks",
}
LEFT, LANE, RIGHT = 200, 34, 848
LOOKS = {"primary": "full", "standby": "hatch", "copy": "full", "silent": "open"}
SAYS = {
    "primary": "works",
    "standby": "spare",
    "copy": "one of three copies",
    "silent": "no answer",
}


def open_shop():
    """Corner Cup on three zones, selling, in an account of its own."""
    return OpenShop()


class OpenShop(Explorer):
    """Three zones to cut, and two and a half minutes to play."""

    heading = "Corner Cup is open. Cut a zone."
    played = "second"
    foreseen = ("cut",)

    def __init__(self):
        self.cut, self.second = "", 0

    def controls(self):
        zones = {"": "none", **{zone: zone for zone in _zones()}}
        time = Slider(
            "second", "Time", self.second, 0, LAST, f"{self.second} s", step=STEP
        )
        return [[time, Choice("cut", "Cut", self.cut, zones, within=True)]]

    def change(self, name, value):
        if name == "second":
            self.second = value
            return self.now()
        self.cut, self.second = value, CUT_AT if value else 0
        if not value:
            return "All three zones are up again, and it is the first second."
        return f"{value} goes dark. Press Play, or drag the time to the right."

    # --- in words --------------------------------------------------------------

    def now(self):
        if not any(map(self._is_dark, _zones())):
            return f"After {self.second} s: all three zones are up, and all is well."
        waiting = [each for each in LANES if not self._moment().works[each]]
        if waiting:
            said = f"{listed(LANES[each].lower() for each in waiting)} must wait"
        else:
            said = "all goes on"
        if self._till_zone() not in (None, self.cut, self._first_home()):
            said += f"; the spare in {self._till_zone()} has taken over"
        return f"After {self.second} s: {self.cut} is dark, and {said}."

    def _till_zone(self):
        """The zone whose database takes the orders, if there is one."""
        wanted, parts = ("orders", "primary"), self._moment().parts
        return next((p.zone for p in parts if (p.name, p.role) == wanted), None)

    def _first_home(self):
        return self._seen()[0].parts[0].zone

    def _text(self):
        lines = [self.now()]
        for zone in _zones():
            here = [part for part in self._moment().parts if part.zone == zone]
            inside = ", ".join(f"{part.name} ({part.says})" for part in here)
            lines.append(
                f"{zone} is {'dark' if self._is_dark(zone) else 'up'}: {inside}."
            )
        for name, words in LANES.items():
            lines.append(f"{words}: {_summary(self._seen(), name)}.")
        return lines

    def _seen(self):
        return watched(self.cut)

    def _moment(self):
        return self._seen()[self.second // STEP]

    def _is_dark(self, zone):
        return zone == self.cut and self.second >= CUT_AT

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, zones = self._text(), enumerate(_zones())
        if self.narrow:
            step, top = ZONE_HEIGHT + GAP / 2, 3 * (ZONE_HEIGHT + GAP / 2) + 24
            cards = [self._zone(0, n * step, NARROW, zone) for n, zone in zones]
            lanes, width = self._lanes(top, Lane(3, NARROW - 3, LANE + 16)), NARROW
            height = top + (LANE + 16) * len(LANES) + 34
        else:
            step, top = ZONE_WIDTH + GAP, ZONE_HEIGHT + 24
            cards = [self._zone(n * step, 0, ZONE_WIDTH, zone) for n, zone in zones]
            lanes, width = self._lanes(top, Lane(LEFT, RIGHT, LANE)), RIGHT
            height = top + LANE * len(LANES) + 34
        return self.framed(width, height, text, *cards, lanes)

    def _zone(self, x, y, wide, zone):
        is_dark = self._is_dark(zone)
        place = (x + 1, y + 1, wide - 2, ZONE_HEIGHT - 2)
        state = ("✕ dark", "cafe-ex-ill") if is_dark else ("● up", "cafe-ex-well")
        parts = [part for part in self._moment().parts if part.zone == zone]
        asks = "Bring it back" if zone == self.cut else "Cut this zone"
        return touchable(
            "cut",
            f"{asks}: {zone}",
            *zone_box(*place, is_dark),
            label(x + 16, y + 26, zone, "cafe-ex-name"),
            label(x + wide - 16, y + 26, state[0], state[1], "end"),
            *(_part(x + 16, y + 42 + 38 * row, part) for row, part in enumerate(parts)),
            label(x + wide / 2, y + ZONE_HEIGHT - 14, asks, "cafe-ex-link", "middle"),
            value="" if zone == self.cut else zone,
        )

    def _lanes(self, top, lane):
        floor = top + lane.tall * len(LANES)
        tops = [top + lane.tall * row for row in range(len(LANES))]
        x = lane.x(self.second) + lane.x(STEP) / 2 - lane.left / 2
        line = f"M{x:g} {top - 6}V{floor + 2}"
        if self.narrow:  # not across the names
            line = "".join(f"M{x:g} {y + 15}v{LANE - 8}" for y in tops)
        return dragged(
            "second",
            lane.left,
            lane.right,
            box(lane.left, top - 6, lane.length, floor - top + 34, "cafe-ex-plate"),
            *(self._lane(y, name, lane) for y, name in zip(tops, LANES)),
            *hand(line, x, floor + 6),
            *(
                label(lane.x(second), floor + 30, f"{second} s", "cafe-ex-note", anchor)
                for second, anchor in ((0, "start"), (60, "middle"), (120, "middle"))
            ),
        )

    def _lane(self, y, name, lane):
        """Each answer and each refusal so far, one beside the other. Its name stands
        before them, or above them where there is room for no sign in a mark."""
        wide, marks = lane.length / len(self._seen()), []
        words = label(0, y + (11 if self.narrow else 17), LANES[name], "cafe-ex-name")
        y = y + 16 if self.narrow else y
        gap, radius = (1, 2) if self.narrow else (2, 4)
        for moment in self._seen():
            place = (lane.x(moment.second) + gap / 2, y, wide - gap, LANE - 10)
            if moment.second > self.second:
                marks.append(box(*place, "cafe-ex-plate cafe-ex-yet", radius))
                continue
            works = moment.works[name]
            look = "cafe-ex-up" if works else "cafe-ex-down"
            marks.append(box(*place, look, radius))
            if self.narrow:
                continue
            sign, look = ("●", "cafe-ex-well") if works else ("✕", "cafe-ex-ill")
            middle = place[0] + place[2] / 2
            marks.append(label(middle, y + 17, sign, f"{look} cafe-ex-small", "middle"))
        return group(words, *marks)


def _part(x, y, part):
    return group(
        cylinder(x, y, 24, 28, LOOKS[part.role] if part.is_up else "open"),
        label(x + 36, y + 12, part.name, "cafe-ex-name"),
        label(x + 36, y + 27, part.says, "cafe-ex-note"),
    )


@dataclass(frozen=True)
class Lane:
    """Where the answers of one thing stand, from left to right, and how tall that is
    with its name."""

    left: int
    right: int
    tall: int

    @property
    def length(self):
        return self.right - self.left

    def x(self, second):
        return self.left + self.length * second / (LAST + STEP)


def _summary(seen, name):
    """What one who asks each five seconds is told, in words."""
    refused = [moment.second for moment in seen if not moment.works[name]]
    if not refused:
        return "always answered"
    if refused[-1] == LAST:
        return f"waits from second {refused[0]} to the end"
    return f"waits from second {refused[0]} to {refused[-1] + STEP}"


# --- what is watched -----------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A thing that runs in a zone."""

    name: str
    role: str
    zone: str
    is_up: bool

    @property
    def says(self):
        """Its role, or that it does not play it: in a dark zone nothing works."""
        works = self.is_up or self.role != "primary"
        return SAYS[self.role] if works else "must wait"


@dataclass(frozen=True)
class Moment:
    """What is where at a second, and what is answered then: {lane: whether}."""

    second: int
    parts: tuple
    works: dict


@cache
def _zones():
    return tuple(Account().zones("eu-west-1"))


@cache
def watched(zone):
    """The moments of a small AWS in which a zone is cut, or none ("")."""
    shop = _Shop()
    moments = []
    for second in range(0, LAST + STEP, STEP):
        if zone and second == CUT_AT:
            shop.account.fail_zone(zone)
        moments.append(_with_the_silent(shop.look(second), moments[:1]))
        shop.account.clock.advance(seconds=STEP)
    return moments


def _with_the_silent(moment, first):
    """A moment, with what stood somewhere at first and is no longer heard of there."""
    heard = {(part.name, part.zone) for part in moment.parts}
    silent = [
        replace(part, role="silent")
        for before in first
        for part in before.parts
        if (part.name, part.zone) not in heard
    ]
    return replace(moment, parts=(*silent, *moment.parts))


class _Shop:
    """Orders in RDS with a standby, the menu in DynamoDB, the board in a lone cache."""

    def __init__(self):
        session = made.session()
        self.account = session.account
        orders = made.database(session, "orders", MultiAZ=True, **made.master(LOGIN))
        self.host = orders["Endpoint"]["Address"]
        self.table = made.table(session, "menu", {"drink": "S"})
        self.table.put_item(Item={"drink": "latte", "price": "3.80"})
        third = {"PreferredCacheClusterAZs": [_zones()[2]]}
        self.node = made.cache(session, "board", "The drinks of the day", **third)
        made.open_doors(session, 5432, 6379)

    def look(self, second):
        works = {
            "orders": self._works(self._order, sql.OperationalError),
            "menu": self._works(self._menu, ClientError),
            "board": self._works(self._board, redis.RedisError),
        }
        return Moment(second, tuple(self._parts()), works)

    def _works(self, ask, error):
        try:
            ask()
        except error:
            return False
        return True

    def _order(self):
        with sql.connect(host=self.host, account=self.account, **LOGIN) as connection:
            connection.execute("SELECT 1")

    def _menu(self):
        self.table.get_item(Key={"drink": "latte"})

    def _board(self):
        redis.Redis(self.node, account=self.account).ping()

    def _parts(self):
        for each in self.account.resources():
            is_up = self.account.is_zone_up(each.zone)
            yield Part(each.name.split()[0].split("-")[0], each.role, each.zone, is_up)
