"""The account map: a Region, its three zones, and all that runs in them.

Whatever `account.resources()` lists is drawn where it runs. What belongs together
(an instance, its standby and its replicas; a cluster and its storage) shares a lane
across the zones. What keeps data is a cylinder; a machine that only uses a volume has
another shape, and a line to it. A zone that is touched is cut, or comes back, and the
buttons move the clock; what follows from that, the services decide.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

from .kit.panel import Button, Explorer, Toggle, kept_up
from .kit.svg import (
    NARROW,
    arrow,
    box,
    cylinder,
    flowed,
    group,
    label,
    path,
    patterned,
    shortened,
    touchable,
    width_of,
    wrapped,
)

ZONE, GUTTER, EDGE, INSET = 262, 20, 16, 12  # widths, from a zone's to its margin's
ROOM = ZONE - 2 * INSET - 54  # width of the words on a card
CARD, LINE, CARD_GAP = 70, 18, 20  # heights; a card with long names has more lines
DETOUR = 26  # height, to lead an arrow past a zone
TOP, HEAD, LANE_GAP, VOLUME = 34, 42, 24, 92
WELL = {"available", "in step", "active"}
ILL = ("not reachable", "cut off", "lost", "failed", "stopped")  # words of a status
LOOKS = {
    **dict.fromkeys(["primary", "node", "serverless"], "full"),
    "replica": "open",
    "standby": "hatch",
}  # any other role: "plain"
MACHINES = {"writer": "full", "reader": "open"}  # they use a volume, and keep nothing
LOOK_WORDS = {
    "full": "takes writes",
    "hatch": "standby, answers nobody",
    "open": "reads only",
    "plain": "keeps a copy of the ledger",
}
MACHINE_WORDS = {
    "writer": "writer, no data of its own",
    "reader": "reader, no data of its own",
}
LINE_WORDS = {
    "": "copied before the answer",
    " cafe-ex-dashed": "copied a moment later",
}
USE_WORDS = {"writer": "writes to the volume", "reader": "reads from the volume"}
SIGNS = {"well": "●", "busy": "◐", "ill": "✕"}


def account_map(account, region="eu-west-1"):
    """The map of one Region of an account, for example `account_map(aws.account)`.

    It is drawn anew after each cell, because any cell may change the account, until
    a later map of the same Region takes over.
    """
    return kept_up(AccountMap(account, region), (account, region))


class AccountMap(Explorer):
    """One Region of an account, drawn; zones to cut, and a clock to move."""

    status = "Touch a zone to cut it, and again to bring it back."

    def __init__(self, account, region):
        self.account, self.region = account, region
        self.heading = f"The account in {region}"
        self.zones = account.zones(region)
        self._known = _sentences(self.resources())

    def controls(self):
        return [
            [
                Button("seconds", "Move the clock 10 seconds"),
                Button("minute", "Move the clock one minute"),
            ],
            [
                Toggle(zone, f"{zone} is up", self._is_up(zone), within=True)
                for zone in self.zones
            ],
        ]

    def change(self, name, value):
        if name in self.zones:
            self._set_zone(name, value)
            done = f"{name} is {'back' if value else 'cut'}."
        else:
            self.account.clock.advance(seconds=60 if name == "minute" else 10)
            done = f"It is {self._time()}."
        return f"{done} {self.now() or 'Nothing else has changed.'}"

    def _is_up(self, zone):
        return self.account.is_zone_up(zone)

    def _set_zone(self, zone, is_up):
        if is_up:
            self.account.restore_zone(zone)
        else:
            self.account.fail_zone(zone)

    def resources(self):
        """What the account holds in this Region, each thing where it always stood."""
        places = [*self.zones, self.region]
        return [r for r in self.account.resources() if r.zone in places]

    # --- in words --------------------------------------------------------------

    def _time(self):
        return f"{self.account.clock.now:%H:%M:%S} UTC"

    def now(self):
        """What is so now and was not so when this was last asked."""
        before, self._known = self._known, _sentences(self.resources())
        new = [line for place, line in self._known.items() if before.get(place) != line]
        gone = [
            line.rpartition(": ")[0]
            for place, line in before.items()
            if place not in self._known
        ]
        told = {"Now": new, "No longer:": gone}
        return " ".join(f"{so} {'; '.join(each)}." for so, each in told.items() if each)

    def _text(self, resources):
        now = self.account.clock.now
        lines = [
            f"Region {self.region}, {now:%A} {now.day} {now:%B %Y}, {self._time()}."
        ]
        for zone in self.zones:
            inside = [r for r in resources if r.zone == zone]
            state = "up" if self._is_up(zone) else "cut"
            nothing = "" if inside else " Nothing is here."
            lines.append(f"Zone {zone} is {state}.{nothing}")
            lines += _describe(inside)
        return lines + _describe([r for r in resources if r.zone == self.region])

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        resources = self.resources()
        lanes = _lanes(resources, self.zones)
        text = self._text(resources)
        if self.narrow:
            drawing, end = self._stacked(lanes)
            return self.framed(NARROW, end + 10, text, *drawing)
        heights = (lane.height() + LANE_GAP for lane in lanes)
        tops = [*accumulate(heights, initial=TOP + HEAD + 6)]
        below = max(tops[-1], TOP + HEAD + 90)
        width = 3 * ZONE + 2 * GUTTER + 2 * EDGE
        middle, nothing = (width / 2, TOP + HEAD + 60), "Nothing runs here yet."
        signs = [*_shapes(lanes), *_ways(lanes), *_volume_ways(lanes)]
        legend, end = _legend(EDGE, width, below + 34, signs)
        drawing = [
            self._region(width, below),
            *(
                self._zone(zone, _left(number), TOP, below - TOP - 12)
                for number, zone in enumerate(self.zones)
            ),
            group(
                *(lane.draw(top) for lane, top in zip(lanes, tops)),
                None if lanes else label(*middle, nothing, "cafe-ex-note", "middle"),
                class_="cafe-ex-through",
            ),
            legend,
        ]
        return self.framed(width, end + 10, text, *drawing)

    def _stacked(self, lanes):
        """One zone below the other, and where that ends. No arrow is drawn from zone to
        zone, since it would cross what stands between: a card says whether it follows
        another."""
        drawn, y = [], 28
        drawn.append(label(0, 14, f"Region {self.region}", "cafe-ex-name"))
        drawn.append(label(NARROW, 14, self._time(), "cafe-ex-text", "end"))
        for number, zone in enumerate(self.zones):
            inside, end = [], y + HEAD
            for lane in lanes:
                more, end = lane.stacked(lane.cards[number], lane.copies[number], end)
                inside += more
            drawn.append(self._zone(zone, 1, y, max(end - y, 2 * HEAD)))
            drawn.append(group(*inside, class_="cafe-ex-through"))
            y = max(end, y + 2 * HEAD) + 12
        for lane in lanes:
            more, y = lane.stacked(lane.wide, [], y)
            drawn += more
        signs = [*_shapes(lanes), *_volume_ways(lanes)]
        legend, end = _legend(2, NARROW, y + 16, signs)
        return [*drawn, legend], end

    def _region(self, width, below):
        """The Region's frame, with its name and the time set into the border."""
        return group(
            box(1, 10, width - 2, below - 10, "cafe-ex-region", 12),
            _inset(EDGE + 70, f"Region {self.region}", "cafe-ex-name"),
            _inset(width - EDGE - 50, self._time()),
        )

    def _zone(self, zone, x, top, height):
        """A zone's box, which one touches; a cut one is crossed out, and says so."""
        up, right = self._is_up(zone), x + ZONE - INSET
        state, asks = ("up", "Cut") if up else ("cut", "Restore")
        sign, look = ("●", "cafe-ex-well") if up else ("✕", "cafe-ex-ill")
        return touchable(
            zone,
            f"{asks} {zone}",
            box(x, top, ZONE, height, f"cafe-ex-zone cafe-ex-zone-{state}", 10),
            None if up else patterned(x, top, ZONE, height, "cross", 10),
            label(x + INSET, top + 25, zone, "cafe-ex-name"),
            label(right - 62, top + 25, asks, "cafe-ex-small cafe-ex-link", "end"),
            label(right, top + 25, f"{sign} {state}", look, "end"),
            value=not up,
        )


@dataclass
class Lane:
    """Resources that belong together, by zone, and the copies of their storage."""

    name: str
    cards: list[list]  # three lists of resources, one for each zone
    copies: list[list]
    wide: list  # what stands in no zone, drawn in the middle

    def height(self):
        return self._head + self._cards_height() + (VOLUME if self._volume else 0)

    def stands_alone(self):
        """Whether this is one card of the usual height, and nothing else."""
        cards = sum(map(len, self.cards))
        others = self._volume or self.wide or self._card > CARD
        return cards == 1 and not others

    @property
    def _volume(self):
        return any(self.copies)

    @cached_property
    def _head(self):
        far = any(abs(a[0] - b[0]) == 2 for (a, b), _ in self.ties)
        return DETOUR if far else 0

    def _cards_height(self):
        tallest = max(max(map(len, self.cards)), len(self.wide))
        return tallest * (self._card + CARD_GAP) - CARD_GAP

    @cached_property
    def _card(self):
        """The height of each card of the lane: the one that says most decides."""
        cards = [r for column in [*self.cards, self.wide] for r in column]
        return CARD + LINE * max((len(_lines(r)) - 3 for r in cards), default=0)

    def _corner(self, zone, row, top):
        """The upper left corner of a card."""
        return _left(zone) + INSET, top + row * (self._card + CARD_GAP)

    @cached_property
    def ties(self):
        """The two places and the two resources, leader first, of each arrow.

        Instances on one volume follow nobody: they share it.
        """
        if self._volume:
            return []
        places = [
            (zone, row, r)
            for zone, column in enumerate(self.cards)
            for row, r in enumerate(column)
        ]
        leaders = Leaders(r for *_, r in places)
        place_of = {id(r): (zone, row) for zone, row, r in places}
        return [
            ((place_of[id(leader)], (zone, row)), (leader, follower))
            for zone, row, follower in places
            if (leader := leaders.of(follower))
        ]

    def draw(self, y):
        """The lane with its top at y."""
        cards_at = y + self._head
        parts = [
            _arrow(*(self._corner(*place, cards_at) for place in places), ends)
            for places, ends in self.ties
        ]
        for zone, column in [*enumerate(self.cards), (1, self.wide)]:
            for row, resource in enumerate(column):
                corner = self._corner(zone, row, cards_at)
                parts.append(_card(resource, *corner, self._card))
        if self._volume:
            parts.append(self._draw_volume(cards_at))
        return group(*parts)

    def stacked(self, cards, copies, y):
        """Cards, and copies of storage, one below the other, and where that ends."""
        drawn, corners = [], []
        for resource in cards:
            corners.append((1 + INSET, y))
            drawn.append(_card(resource, *corners[-1], self._card))
            y += self._card + INSET
        if copies:
            y += CARD_GAP - INSET if cards else 0
            drawn += _uses(cards, corners, self._card, y)
            whole, room = copies[0].whole.partition(",")[0], ZONE - 2 * INSET
            words = shortened(f"{self.name}: {whole}", room, 12)
            drawn.append(box(5, y, ZONE - 8, VOLUME - CARD_GAP, "cafe-ex-volume", 12))
            drawn.append(label(1 + INSET, y + 19, words, "cafe-ex-note"))
            step = room / len(copies)
            drawn += [
                _copy(copy, 1 + INSET + number * step, y + 30, step - 35)
                for number, copy in enumerate(copies)
            ]
            y += VOLUME - CARD_GAP + INSET
        return drawn, y

    def _draw_volume(self, cards_at):
        """One band across the zones: storage that every instance of the lane uses."""
        y = cards_at + self._cards_height() + CARD_GAP
        whole = next(copy.whole for copies in self.copies for copy in copies)
        width = 3 * ZONE + 2 * GUTTER - 8
        words = shortened(f"{self.name}: {whole}", width - 28, 12)
        parts = [
            box(EDGE + 4, y, width, VOLUME - CARD_GAP, "cafe-ex-volume", 12),
            label(EDGE + 18, y + 19, words, "cafe-ex-note"),
        ]
        for zone, column in enumerate(self.cards):
            corners = [self._corner(zone, row, cards_at) for row in range(len(column))]
            parts += _uses(column, corners, self._card, y)
        for zone, copies in enumerate(self.copies):
            for number, copy in enumerate(copies):
                step = (ZONE - INSET) / len(copies)
                x = _left(zone) + INSET + number * step
                parts.append(_copy(copy, x, y + 30, step - 35))
        return group(*parts)


def _lanes(resources, zones):
    """The resources gathered in lanes, in the order in which they appear."""
    lanes, leaders = {}, Leaders(resources)
    for resource in resources:
        name = leaders.family(resource)
        new = Lane(name, [[], [], []], [[], [], []], [])
        lane = lanes.setdefault((_service(resource), name), new)
        if resource.zone not in zones:
            lane.wide.append(resource)
        elif resource.role == "copy":
            lane.copies[zones.index(resource.zone)].append(resource)
        else:
            lane.cards[zones.index(resource.zone)].append(resource)
    return _packed([*lanes.values()])


def _packed(lanes):
    """The same lanes, but one for all that stand alone: else most of each is empty."""
    alone = [lane for lane in lanes if lane.stands_alone()]
    if len(alone) < 2:
        return lanes
    columns = zip(*(lane.cards for lane in alone))
    shared = Lane("", [[*chain(*cards)] for cards in columns], [[], [], []], [])
    at = lanes.index(alone[0])
    return [
        *lanes[:at],
        shared,
        *(lane for lane in lanes[at:] if not lane.stands_alone()),
    ]


def _service(resource):
    """Whose it is: two services may each have something of the same name."""
    return resource.arn.split(":")[2] if resource.arn else ""


class Leaders:
    """Which of some resources another one follows, found by its name or ARN."""

    def __init__(self, resources):
        self._named = {}
        for resource in resources:
            if resource.role not in ("standby", "copy"):
                for name in (resource.name, resource.arn):
                    key = _service(resource), name
                    self._named.setdefault(key, []).append(resource)

    def of(self, resource):
        """The resource that this one follows, or None."""
        if not resource.source:
            return None
        named = self._named.get((_service(resource), resource.source), ())
        return next((other for other in named if other is not resource), None)

    def family(self, resource):
        """The name that a resource shares with all that belong together with it."""
        leader = self.of(resource)
        return self.family(leader) if leader else resource.source or resource.name


def _sentences(resources):
    """{(name, zone): what it is there, and how it does}, in words. Copies of one thing
    in one zone are said together."""
    said: dict = {}
    for r in resources:
        name = f"copies of {r.source}" if r.role == "copy" else r.name
        role = "" if r.role == "copy" else f", {r.role}"
        line = f"{name}{role} in {r.zone}: {_state(r)}"
        known = said.setdefault((_service(r), name, r.zone), line)
        if line not in known:
            said[_service(r), name, r.zone] = f"{known}, {_state(r)}"
    return said


def _describe(resources):
    """A sentence for each resource of a place, and one for all storage copies."""
    lines = []
    for r in resources:
        if r.role == "copy":
            continue
        detail = f", {r.detail}" if r.detail else ""
        lines.append(
            f"In {r.zone}: {r.name}, {r.role} ({r.kind}{detail}): {r.status}."
            + _follows(r)
        )
    copies = [f"{r.name} {r.status}" for r in resources if r.role == "copy"]
    return lines + (
        [f"In {resources[0].zone}, storage: {', '.join(copies)}."] if copies else []
    )


def _follows(resource):
    """What a resource follows, and how closely."""
    if not resource.source:
        return ""
    if resource.role in ("writer", "reader"):
        return f" It shares the volume of {resource.source}."
    pace = "before each answer" if resource.synchronous else "a moment later"
    return f" It takes what {resource.source} commits, {pace}."


def _left(zone):
    """The left edge of a zone, by its number."""
    return EDGE + zone * (ZONE + GUTTER)


def _inset(middle, words, class_="cafe-ex-text"):
    """Words that interrupt the Region's border."""
    width = width_of(words, 17)
    return group(
        box(middle - width / 2, 2, width, 16, "cafe-ex-plate", 0),
        label(middle, 15, words, class_, "middle"),
    )


def _health(status):
    """well, ill, or busy: on its way to one of them."""
    if status in WELL:
        return "well"
    return "ill" if any(word in status for word in ILL) else "busy"


def _state(resource):
    """How it does: what AWS lists as available may yet be out of reach."""
    return resource.status.split(", ")[-1]


def _card(resource, x, y, height):
    """One resource: its shape, its name, what it does, how it does."""
    health = _health(resource.status)
    return group(
        box(x, y, ZONE - 2 * INSET, height, f"cafe-ex-card cafe-ex-card-{health}", 8),
        _shape(resource.role, x + 12, y + 18, 24, 34),
        *(
            label(x + 46, y + 22 + LINE * number, words, class_)
            for number, (words, class_) in enumerate(_lines(resource))
        ),
        class_="cafe-ex-cards",
    )


def _shape(role, x, y, width, height):
    """A cylinder for what keeps data, else a machine with its slots."""
    if role not in MACHINES:
        return cylinder(x, y, width, height, LOOKS.get(role, "plain"))
    look, slot = f"cafe-ex-machine cafe-ex-{MACHINES[role]}", height / 3
    slots = "".join(f"M{x:g} {y + slot * n:g}h{width:g}" for n in (1, 2))
    return group(box(x, y, width, height, look, 3), path(slots, look))


def _lines(resource):
    """The lines of a card, each (words, class): its name, what it does, how it does."""
    health = _health(resource.status)
    return [
        *((line, "cafe-ex-name") for line in _two_lines(resource.name, 14)),
        *(
            (line, "cafe-ex-text")
            for line in _two_lines(f"{resource.role} · {resource.kind}", 13)
        ),
        (shortened(f"{SIGNS[health]} {_state(resource)}", ROOM), f"cafe-ex-{health}"),
    ]


def _two_lines(words, size):
    """The words in one line of a card or in two; what is longer is cut short."""
    first = wrapped(words, ROOM, size)[0]
    rest = words[len(first) :].lstrip()
    return [first, shortened(rest, ROOM, size)] if rest else [first]


def _copy(copy, x, y, room):
    """One copy of what is kept in several, small."""
    health = _health(copy.status)
    name = copy.name.removeprefix(copy.source).strip()
    words = shortened(f"{SIGNS[health]} {copy.status}", room, 12)
    return group(
        cylinder(x + 4, y + 4, 18, 24, "full" if health == "well" else "open"),
        label(x + 30, y + 14, shortened(name, room, 12), "cafe-ex-note"),
        label(x + 30, y + 29, words, f"cafe-ex-small cafe-ex-{health}"),
    )


def _arrow(start, end, ends):
    """From the leader's card to the follower's, whose corners are given."""
    (x1, y1), (x2, y2) = start, end
    width = ZONE - 2 * INSET
    if abs(x2 - x1) > ZONE + GUTTER:
        way = _detour(x1 + width / 2, x2 + width / 2, y1, y2)
    else:
        start = x1 + width if x2 >= x1 else x1
        end = x2 if x2 > x1 else x2 + width
        bend = (start + end) / 2 if x1 != x2 else start + 26
        y1, y2 = y1 + CARD / 2, y2 + CARD / 2
        way = f"M{start} {y1}C{bend} {y1} {bend} {y2} {end} {y2}"
    return arrow(way, _line(*ends))


def _uses(column, corners, height, volume):
    """The line from each instance of a zone down to the volume, with an arrow head if
    it writes. Those that have others below them lead past these."""
    for resource, (x, y) in zip(column, corners):
        way = f"M{x + ZONE / 2 - INSET:g} {y + height}V{volume:g}"
        if resource is not column[-1]:
            way = f"M{x} {y + height / 2:g}H{x - 5}V{volume + 4:g}"
        yield arrow(way, _line(resource, resource), resource.role == "writer")


def _line(leader, follower):
    """How an arrow is drawn: solid, dashed, and faint while either end is down."""
    down = "ill" in (_health(leader.status), _health(follower.status))
    return _pace(follower) + " cafe-ex-broken" * down


def _pace(follower):
    return "" if follower.synchronous else " cafe-ex-dashed"


def _detour(x1, x2, y1, y2):
    """Up, along the lane's head, and down again, past the zone in the middle."""
    over = min(y1, y2) - DETOUR + 8
    turn = 10 if x2 > x1 else -10
    return (
        f"M{x1} {y1}V{over + 10}Q{x1} {over} {x1 + turn} {over}"
        f"H{x2 - turn}Q{x2} {over} {x2} {over + 10}V{y2}"
    )


def _legend(left, right, y, signs):
    """What the shapes and the lines mean that are drawn, and where that ends."""
    widths = [room + width_of(words, 12) for _, room, words in signs]
    places = flowed(widths, right - left, 18)
    drawn = [
        group(
            sign,
            label(room, 1, words, "cafe-ex-note"),
            transform=f"translate({left + x:g} {y + 24 * line:g})",
        )
        for (sign, room, words), (x, line) in zip(signs, places)
    ]
    return group(*drawn), y + 24 * (places[-1][1] if places else -1)


def _shapes(lanes):
    """(sign, its room, its words) of each shape of these lanes."""
    cards = [r for lane in lanes for column in [*lane.cards, lane.wide] for r in column]
    looks = {"plain" if r.role == "peer" else LOOKS.get(r.role) for r in cards}
    for look, words in LOOK_WORDS.items():
        if look in looks:
            yield cylinder(0, -12, 12, 16, look), 19, words
    for role, words in MACHINE_WORDS.items():
        if any(r.role == role for r in cards):
            yield _shape(role, 0, -11, 12, 15), 19, words


def _ways(lanes):
    """The same of each line between two of them."""
    followers = [follower for lane in lanes for _, (_, follower) in lane.ties]
    for style, words in LINE_WORDS.items():
        if any(_pace(follower) == style for follower in followers):
            yield arrow("M0 -4h34", style), 42, words


def _volume_ways(lanes):
    """The same of each line down to a volume: upright, as it is drawn."""
    users = {r.role for lane in lanes if lane._volume for r in chain(*lane.cards)}
    for role, words in USE_WORDS.items():
        if role in users:
            yield arrow("M8 -14V4", has_head=role == "writer"), 20, words
