"""One cup in two Regions: a write arrives later elsewhere, and the last one wins.

Each moment of Virginia's write is tried on a global table of an account of its own.
What is drawn is what a strong read gives in each Region, every tenth of a second. Time
counts from Ireland's write, whatever the learner's clock says.
"""

from dataclasses import dataclass
from functools import cache

from ..aws import Session
from ..aws.dynamodb.globaltables import DELAY
from ..lessons import made
from .kit.panel import Explorer, Slider, Toggle
from .kit.svg import NARROW, box, dragged, group, hand, label, path, patterned, width_of

REGIONS = {"Ireland": "eu-west-1", "Virginia": "us-east-1"}
CUPS = {"Ireland": "paper", "Virginia": "glass"}
TICKS, LATEST, IRELANDS = 56, 40, 20  # tenths of a second from the first reading
ARRIVES = round(DELAY.total_seconds() * 10)
UNLESS = "attribute_not_exists(cup)"
TALL = 62  # of a lane


@dataclass(frozen=True)
class Room:
    """Where time lies: `tenth` is a tenth of a second, `room` how many of them a cup
    takes with its word, and `lanes` are the tops of the two Regions."""

    width: int
    height: int
    left: int
    tenth: float
    room: int
    lanes: dict
    axis: int

    def x(self, tick):
        return self.left + self.tenth * tick


WIDE = Room(848, 304, 128, 12.6, 6, {"Ireland": 26, "Virginia": 142}, 240)
SMALL = Room(NARROW, 376, 8, 4.4, 22, {"Ireland": 50, "Virginia": 164}, 286)


def two_regions():
    """One item of a global table, written in Ireland and in Virginia."""
    return TwoRegions()


class TwoRegions(Explorer):
    """When Virginia writes, and what each Region then has."""

    heading = "Two Regions, one cup"
    played = "when"

    @property
    def _at(self):
        return SMALL if self.narrow else WIDE

    def __init__(self):
        self.when, self.guarded = IRELANDS + 4, False

    def controls(self):
        when = Slider("when", "Virginia writes", self.when, 0, LATEST, self._lag())
        words = "Virginia writes only if it finds no cup"
        return [[when], [Toggle("guarded", words, self.guarded)]]

    @property
    def run(self):
        return watched(self.when, self.guarded)

    def _writes(self):
        """{who: at which tick}, of the writes that were taken."""
        writes = {"Ireland": IRELANDS, "Virginia": self.when}
        return {who: tick for who, tick in writes.items() if who in self.run.taken}

    # --- in words --------------------------------------------------------------

    def _lag(self):
        lag = self.when - IRELANDS
        if not lag:
            return "at the same moment"
        return f"{abs(lag) / 10:g} s {'after' if lag > 0 else 'before'} Ireland"

    def now(self):
        said = f"Virginia writes {self._lag()}"
        if "Virginia" not in self.run.taken:
            return f"{said}, and is refused: it finds the paper cup. Nothing is lost."
        if self.lost:
            return (
                f"{said}. Both writes are confirmed, and {self.lost} is lost without a "
                "word."
            )
        second = max(REGIONS, key=self._writes().get)
        return (
            f"{said}. {second} had found {self.run.found}, and replaces it: nothing is "
            "lost."
        )

    @property
    def kept(self):
        """The cup that both Regions have in the end."""
        return self.run.readings[-1][0]

    @property
    def lost(self):
        """The cup that was confirmed and is gone, unseen by who wrote the other."""
        (other,) = {*CUPS.values()} - {self.kept}
        is_taken = len(self.run.taken) == len(REGIONS)
        return other if is_taken and self.run.found != other else ""

    def _text(self):
        lines = [self.now()]
        for place, who in enumerate(REGIONS):
            seen = [
                f"from {_clock(start)} {cup or 'no cup'}"
                for cup, start, _ in _spans(
                    reading[place] for reading in self.run.readings
                )
            ]
            lines.append(f"{who} ({REGIONS[who]}) has {', '.join(seen)}.")
        if self.guarded and "Virginia" in self.run.taken:
            lines.append("Virginia's condition held: its Region had no cup.")
        return [*lines, "Time counts from Ireland's write."]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, at = self._text(), self._at
        drawing = [
            _axis(at),
            self._gap(),
            *(_lane(at, who, self._cups(place)) for place, who in enumerate(REGIONS)),
            *(self._journey(who) for who in self._writes()),
            _write(at, "Ireland", IRELANDS, "Ireland writes paper"),
            self._hold(),
            *self._verdict(),
        ]
        return self.framed(at.width, at.height, text, *drawing)

    def _cups(self, place):
        return [*_spans(reading[place] for reading in self.run.readings)]

    def _gap(self):
        """Between the Regions: hatched while a strong read gives two answers."""
        at = self._at
        top = at.lanes["Ireland"] + TALL
        tall = at.lanes["Virginia"] - top
        spans = _spans(len(set(reading)) > 1 for reading in self.run.readings)
        differ = [(start, end) for differs, start, end in spans if differs]
        legend = [] if self.narrow else _legend(top + tall / 2)
        return group(
            *legend,
            *(
                patterned(at.x(start), top, at.x(end) - at.x(start), tall, "hatch", 0)
                for start, end in differ
            ),
        )

    def _journey(self, who):
        """A write on its way to the other Region, and whether it counts there."""
        (other,) = (each for each in self._at.lanes if each != who)
        start, end = self._writes()[who], self._writes()[who] + ARRIVES
        lanes = self._at.lanes
        down = lanes[other] > lanes[who]
        y1, y2 = lanes[who] + TALL * down, lanes[other] + TALL * (not down)
        then = self.run.readings[end][[*REGIONS].index(other)]
        counts = CUPS[who] in (then, self.run.found)
        look = "cafe-ex-arrow" if counts else "cafe-ex-arrow cafe-ex-dashed"
        return group(
            path(
                f"M{self._at.x(start):g} {y1}L{self._at.x(end):g} {y2}",
                look,
                marker_end="url(#cafe-id-arrow)" if counts else None,
            ),
            self._arrival(end, y2 + (-7 if down else 17), counts),
        )

    def _arrival(self, tick, y, counts):
        """What comes of a write in the other Region, beside its arrow's end."""
        words, look = ("arrives", "text") if counts else ("✕ too old", "ill")
        x = self._at.x(tick)
        fits = x + 9 + width_of(words, 15) < self._at.width
        x, anchor = (x + 9, "start") if fits else (x - 20, "end")
        return label(x, y, words, f"cafe-ex-{look} cafe-ex-halo", anchor)

    def _hold(self):
        """Virginia's write, which one drags."""
        at = self._at
        room = (at.x(0), at.lanes["Virginia"], at.x(TICKS) - at.x(0), 98)
        return dragged(
            "when",
            at.x(0),
            at.x(LATEST),
            box(*room, "cafe-ex-touch"),
            _write(at, "Virginia", self.when, self._attempt()),
        )

    def _attempt(self):
        is_taken = "Virginia" in self.run.taken
        return "Virginia writes glass" if is_taken else "✕ Virginia is refused"

    def _verdict(self):
        sign, look = ("✕", "ill") if self.lost else ("●", "well")
        words = f"{sign} {self.lost or 'nothing'} is lost"
        x, y = self._at.left, self._at.height - 8
        right, above = (x, 28) if self.narrow else (x + 220, 0)
        return (
            label(x, y - above, f"Both have {self.kept}", "cafe-ex-figure"),
            label(right, y, words, f"cafe-ex-figure cafe-ex-{look}"),
        )


def _lane(at, who, spans):
    """What a Region has: nothing, then a cup, perhaps then another."""
    y = at.lanes[who]
    parts = []
    for cup, start, end in spans:
        place = (at.x(start), y, at.x(end) - at.x(start), TALL)
        look = "cafe-ex-slot cafe-ex-full" if cup == "paper" else "cafe-ex-slot"
        parts.append(box(*place, look if cup else "cafe-ex-plate cafe-ex-yet", 4))
        if cup == "glass":
            parts.append(patterned(*place, "lines", 4))
        if cup and end - start > at.room:
            parts.append(_cup(at.x(start) + 10, y + 17, cup))
    if at is SMALL:
        beside = y - 32 if who == "Ireland" else y + TALL + 40
        name = [label(0, beside, f"{who}, {REGIONS[who]}", "cafe-ex-note")]
    else:
        name = [
            label(0, y + 28, who, "cafe-ex-name"),
            label(0, y + 46, REGIONS[who], "cafe-ex-note"),
        ]
    return group(*name, *parts)


def _cup(x, y, cup):
    """A plate with a small cup and its word."""
    sides = f"M{x + 9} {y + 7}l2 15h8l2 -15z"
    lid = f"M{x + 7} {y + 7}h16" if cup == "paper" else ""
    return group(
        box(x, y, 86, 28, "cafe-ex-plate", 5),
        path(sides + lid, "cafe-ex-cup"),
        label(x + 30, y + 19, cup, "cafe-ex-name"),
    )


def _write(at, who, tick, words):
    """The mark of a write, outside of its lane."""
    x, above = at.x(tick), who == "Ireland"
    edge = at.lanes[who] if above else at.lanes[who] + TALL
    y = edge - 10 if above else edge + 10
    line = f"M{x:g} {at.lanes[who]}v{TALL}"
    if at is SMALL:  # the lane says whose it is, and has a cup where the line would be
        words = words.replace(f"{who} ", "").replace("is refused", "refused")
        line = f"M{x:g} {edge}v{14 if above else -14}"
    fits = x + 13 + width_of(words, 15.5) < at.width
    anchor, aside = ("start", 13) if fits else ("end", -13)
    return group(
        *hand(line, x, y),
        label(x + aside, y + 5, words, "cafe-ex-name cafe-ex-halo", anchor),
    )


def _legend(y):
    """What is hatched between the Regions, beside it."""
    yield patterned(1, y - 7, 18, 14, "hatch", 2)
    yield label(26, y + 5, "they differ", "cafe-ex-note")


def _axis(at):
    y = at.axis
    parts = [path(f"M{at.x(0):g} {y}H{at.x(TICKS):g}", "cafe-ex-axis")]
    for tick in range(0, TICKS, 10):
        anchor = "start" if tick == 0 else "middle"
        parts += [
            path(f"M{at.x(tick):g} {y}v5", "cafe-ex-axis"),
            label(at.x(tick), y + 19, _clock(tick), "cafe-ex-note", anchor),
        ]
    return group(*parts)


def _clock(tick):
    return f"{(tick - IRELANDS) / 10:g} s"


def _spans(values):
    """(value, first tick, tick after the last) of each stretch of equal values."""
    spans = []
    for tick, value in enumerate(values):
        if spans and spans[-1][0] == value:
            spans[-1][2] = tick + 1
        else:
            spans.append([value, tick, tick + 1])
    return spans


# --- what is watched -----------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What was read in Ireland and in Virginia at each tick, after its writes; whose
    writes were taken; and what the second writer found just before."""

    readings: tuple
    taken: tuple
    found: str


@cache
def watched(when, guarded):
    """The Run in which Virginia writes at that tick."""
    return _cups().run(f"{when} {guarded}", when, guarded)


@cache
def _cups():
    return _Cups()


class _Cups:
    """A global table of an account of its own; each run has an item of its own."""

    def __init__(self):
        session = made.session()
        self.account = session.account
        self.clients = {
            who: Session(region, account=self.account).client("dynamodb")
            for who, region in REGIONS.items()
        }
        made.table(session, "cups", {"order": "S"})
        replica = {"Create": {"RegionName": REGIONS["Virginia"]}}
        self.clients["Ireland"].update_table(TableName="cups", ReplicaUpdates=[replica])
        self.account.clock.advance(minutes=10)

    def run(self, order, when, guarded):
        readings, taken, found = [], [], ""
        for tick in range(TICKS):
            for who, at in (("Ireland", IRELANDS), ("Virginia", when)):
                if at == tick:
                    found = self._read(who, order)
                    if self._write(who, order, guarded and who == "Virginia"):
                        taken.append(who)
            readings.append(tuple(self._read(who, order) for who in REGIONS))
            self.account.clock.advance(milliseconds=100)
        self.account.clock.advance(seconds=10)
        return Run(tuple(readings), tuple(taken), found)

    def _read(self, who, order):
        """The cup as a strong read gives it in a Region, or ""."""
        answer = self.clients[who].get_item(
            TableName="cups", Key={"order": {"S": order}}, ConsistentRead=True
        )
        return answer["Item"]["cup"]["S"] if "Item" in answer else ""

    def _write(self, who, order, is_guarded):
        """Write a Region's cup; whether it was taken."""
        item = {"order": {"S": order}, "cup": {"S": CUPS[who]}}
        condition = {"ConditionExpression": UNLESS} if is_guarded else {}
        try:
            self.clients[who].put_item(TableName="cups", Item=item, **condition)
        except self.clients[who].exceptions.ConditionalCheckFailedException:
            return False
        return True
