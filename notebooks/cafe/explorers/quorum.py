"""One write on its way to six copies: when it counts, and who must be repaired.

Whether a write counts, whether the volume can be read, and which copies lack
the write are the answers of the volume itself (cafe/aws/storage/volume.py). It knows no
milliseconds: how long a copy takes is assumed, and the picture says so.
"""

from dataclasses import dataclass
from functools import cache

from ..aws import Account
from ..aws.storage.database import Disk
from ..aws.storage.volume import AuroraDatabase, AuroraVolume, Unwritable
from .kit.panel import Explorer, Slider, Toggle
from .kit.svg import (
    NARROW,
    box,
    cylinder,
    disc,
    dragged,
    group,
    label,
    path,
    touchable,
    width_of,
    zone_box,
)

SLOW, NEVER = 3, 41  # the copy whose delay one moves, and the value for "no answer"
TAKES = {1: 2, 2: 3, SLOW: 4, 4: 5, 5: 6, 6: 7}  # milliseconds, assumed
WIDTH, WRITER, ZONE_LEFT, START, MS = 864, 92, 120, 366, 11.8
LANE, HEAD, GAP, TOP = 32, 8, 10, 34
ZONE_HEIGHT = 2 * LANE + 2 * HEAD
FLOOR = TOP + 3 * (ZONE_HEIGHT + GAP)
NARROW_TOP, NARROW_HEAD, NARROW_LANE, NARROW_START, NARROW_MS = 32, 40, 54, 14, 5.7


def quorum():
    """A volume of its own, and a write to it: drag the slow copy, cut zones, lose
    copies."""
    return Quorum()


class Quorum(Explorer):
    """Six copies in three zones, one of which is as slow as one makes it."""

    heading = "A write goes to six copies. Drag the slow one"
    played = "delay"

    def __init__(self):
        self.delay, self.cut, self.lost = TAKES[SLOW], frozenset(), frozenset()

    def controls(self):
        delay, zones = self.delay, _zones()
        said = "no answer" if delay == NEVER else f"{delay} ms"
        copies = range(1, len(TAKES) + 1)
        return [
            [Slider("delay", f"Copy {SLOW}", delay, TAKES[SLOW], NEVER, said)],
            [
                *(
                    Toggle(z, f"{z} is up", z not in self.cut, within=True)
                    for z in zones
                ),
                *(
                    Toggle(f"copy {n}", f"copy {n}", n not in self.lost, within=True)
                    for n in copies
                ),
            ],
        ]

    def change(self, name, value):
        if name == "delay":
            self.delay = value
        elif name in _zones():
            self.cut = self.cut - {name} if value else self.cut | {name}
        else:
            number = frozenset({int(name.removeprefix("copy "))})
            self.lost = self.lost - number if value else self.lost | number
        return self.now()

    # --- what comes of it --------------------------------------------------------

    def _outcome(self):
        silent = {SLOW} if self.delay == NEVER else set()
        return written(self.cut, self.lost | silent)

    def _answers(self):
        """{number of a copy: ms until it answers}, the first one first."""
        takes = TAKES | {SLOW: self.delay}
        there = self._outcome().available
        return dict(sorted(((n, takes[n]) for n in there), key=lambda each: each[1]))

    def _counts_after(self):
        """The ms after which the write counts, or None if it does not."""
        outcome = self._outcome()
        if outcome.refusal:
            return None
        return list(self._answers().values())[AuroraVolume.WRITE_QUORUM - 1]

    # --- in words --------------------------------------------------------------

    def now(self):
        outcome, after = self._outcome(), self._counts_after()
        if after is None:
            can = "What is stored can" if outcome.can_read else "Nor can it"
            return f"The write is refused: {outcome.refusal}. {can} be read."
        left = len(outcome.available)
        said = f"The write counts after {after} ms, with the fourth answer of {left}."
        if left == AuroraVolume.WRITE_QUORUM:
            return f"{said} No copy is left over: it waits for the slowest."
        if self._answers().get(SLOW, 0) > after:
            return f"{said} Copy {SLOW} comes later and keeps nobody waiting."
        return said

    def _text(self):
        outcome, answers = self._outcome(), self._answers()
        lines = [self.now()]
        for zone, numbers in _homes().items():
            state = "cut" if zone in self.cut else "up"
            copies = (f"copy {n} {self._state(n, answers)}" for n in numbers)
            lines.append(f"{zone} is {state}: {', '.join(copies)}.")
        for words, value in self._verdicts(outcome):
            lines.append(f"{words}: {value}.")
        return [*lines, ASSUMED]

    def _state(self, number, answers):
        if number in answers:
            return f"answers after {answers[number]} ms"
        if any(number in ns and z in self.cut for z, ns in _homes().items()):
            return "is cut off"
        return "is lost" if number in self.lost else "does not answer"

    def _verdicts(self, outcome):
        after = self._counts_after()
        behind = ", ".join(f"copy {number}" for number in outcome.behind) or "none"
        yield "The write counts", "no" if after is None else f"after {after} ms"
        yield "What is stored can be read", "yes" if outcome.can_read else "no"
        yield "Without the write", "all six" if after is None else behind

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawing, end = self._one_below_the_other()
            return self.framed(NARROW, end, text, *drawing, said=1)
        y = _lane_y(SLOW)
        drawing = [
            self._writer(),
            *(self._wide_zone(n, zone) for n, zone in enumerate(_homes())),
            self._mark(),
            *(self._lane(number) for number in TAKES),
            self._grip(_x, y, (START, y - 14, WIDTH - START - 2, 28)),
            _axis(),
            self._figures(),
        ]
        return self.framed(WIDTH, FLOOR + 94, text, *drawing, said=1)

    def _one_below_the_other(self):
        """The same on a narrow page, each copy's bar below its words; and its end."""
        after, drawn, y = self._counts_after(), [], NARROW_TOP
        words = "✕ does not count" if after is None else f"● counts after {after} ms"
        health = "ill" if after is None else "well"
        drawn.append(label(0, 18, "The write", "cafe-ex-name"))
        drawn.append(label(NARROW, 18, words, f"cafe-ex-{health}", "end"))
        bars = []
        for zone, numbers in _homes().items():
            drawn.append(self._narrow_zone(y, zone))
            for place, number in enumerate(numbers):
                top = y + NARROW_HEAD + NARROW_LANE * place
                drawn.append(self._narrow_lane(top, number))
                bars.append(top + 34)
            y += NARROW_HEAD + NARROW_LANE * len(numbers) + 18
        if after is not None:  # the line of the fourth, on the bars alone
            line = "".join(f"M{_narrow_x(after):g} {bar - 4}v22" for bar in bars)
            drawn.append(path(line, "cafe-ex-answered"))
        middle = bars[SLOW - 1] + 7
        plate = (NARROW_START, middle - 10, NARROW - 2 * NARROW_START, 20)
        drawn.append(self._grip(_narrow_x, middle, plate))
        for head, value in self._verdicts(self._outcome()):
            look = LOOKS.get(value, "")
            drawn.append(label(0, y + 18, head, "cafe-ex-note"))
            drawn.append(label(NARROW, y + 18, value, f"cafe-ex-name{look}", "end"))
            y += 22
        return drawn, y + 8

    def _narrow_zone(self, y, zone):
        tall = NARROW_HEAD + NARROW_LANE * len(_homes()[zone]) + 8
        place = (1, y, NARROW - 2, tall)
        plate = (6, y + 5, NARROW - 12, NARROW_HEAD - 8)
        spots = (14, y + 24), (112, y + 24), (NARROW - 14, y + 24, "end")
        return self._zone(zone, place, plate, spots)

    def _narrow_lane(self, y, number):
        """A copy and what became of the write to it, over the bar of its way."""
        answers = self._answers()
        words, look, bar = "✕ no answer", "ill", None
        if number in answers:
            place = list(answers).index(number)
            words, look = f"{answers[number]} ms · {ORDINALS[place]}", "note"
            bar = self._bar(number, NARROW_START, y + 34, NARROW_MS)
        said = label(104, y + 19, words, f"cafe-ex-small cafe-ex-{look}")
        return group(self._copy(number, 6, y, NARROW - 12, 8, said), bar)

    def _writer(self):
        middle, answers = (TOP + FLOOR - GAP) / 2, self._answers()
        ways = {True: "", False: ""}
        for number in TAKES:
            way = f"M{WRITER} {middle:g}L{ZONE_LEFT} {_lane_y(number):g}"
            ways[number in answers] += way
        lost = "cafe-ex-arrow cafe-ex-dashed cafe-ex-broken"
        return group(
            path(ways[True], "cafe-ex-arrow"),
            path(ways[False], lost),
            box(1, middle - 34, WRITER, 68, "cafe-ex-card", 8),
            label(WRITER / 2, middle - 4, "writer", "cafe-ex-name", "middle"),
            label(WRITER / 2, middle + 16, "one commit", "cafe-ex-note", "middle"),
        )

    def _wide_zone(self, number, zone):
        x, y = ZONE_LEFT + 12, TOP + number * (ZONE_HEIGHT + GAP)
        place = (ZONE_LEFT, y, WIDTH - ZONE_LEFT - 1, ZONE_HEIGHT)
        plate = (x - 6, y + 6, 100, ZONE_HEIGHT - 12)
        return self._zone(zone, place, plate, ((x, y + 24), (x, y + 42), (x, y + 62)))

    def _zone(self, zone, place, plate, spots):
        """A zone, and the plate that cuts it: its name, how it is, and what a press
        does stand at the three spots."""
        is_cut = zone in self.cut
        sign, look = ("✕ cut", "ill") if is_cut else ("● up", "well")
        asks = "Bring it back" if is_cut else "Cut this zone"
        looks = {
            zone: "cafe-ex-name",
            sign: f"cafe-ex-small cafe-ex-{look}",
            asks: LINK,
        }
        return group(
            *zone_box(*place, is_cut),
            touchable(
                zone,
                f"{asks}: {zone}",
                box(*plate, "cafe-ex-plate", 6),
                *(
                    label(x, y, words, look, *anchor)
                    for (x, y, *anchor), (words, look) in zip(spots, looks.items())
                ),
                value=is_cut,
            ),
        )

    def _lane(self, number):
        """A copy, and how long the write takes to it and its answer back."""
        x, y, answers = ZONE_LEFT + 112, _lane_y(number), self._answers()
        copy = self._copy(number, x, y - 14, START - x - 8, 6)
        if number in answers:
            return group(copy, self._way(number, y, answers))
        words = f"✕ {self._state(number, answers)}"
        look = "cafe-ex-small cafe-ex-ill cafe-ex-halo"
        after = self._counts_after()
        x = START if after is None else _x(after) + 14  # not across the line
        return group(copy, label(x, y + 4, words, look))

    def _copy(self, number, x, y, wide, inset, *said):
        """A copy on its plate, to be lost or repaired."""
        is_lost = number in self.lost
        look = "full" if number in self._answers() else "open"
        asks = "repair" if is_lost else "lose"
        return touchable(
            f"copy {number}",
            f"{asks.capitalize()} copy {number}",
            box(x, y, wide, 28, "cafe-ex-plate", 6),
            cylinder(x + inset, y + 4, 15, 20, look),
            label(x + inset + 22, y + 19, f"copy {number}", "cafe-ex-name"),
            *said,
            label(x + wide - inset, y + 19, asks, LINK, "end"),
            value=is_lost,
        )

    def _bar(self, number, x, y, ms):
        """How long the write takes to a copy and back, a millisecond being so long."""
        after, counts = self._answers()[number], self._counts_after()
        is_in_time = counts is not None and after <= counts
        look = f"cafe-ex-slot cafe-ex-{'counted' if is_in_time else 'beyond'}"
        return box(x, y, after * ms, 14, look, 7)

    def _way(self, number, y, answers):
        place, after = list(answers).index(number), answers[number]
        words = f"{after} ms · {ORDINALS[place]} answer"
        if place == AuroraVolume.WRITE_QUORUM - 1:
            words += ": it counts"
        if number == SLOW and after == TAKES[SLOW]:
            words += " · drag it"
        rail = box(START, y - 3, NEVER * MS, 6, "cafe-ex-rail", 3)
        return group(
            rail if number == SLOW else None,
            self._bar(number, START, y - 7, MS),
            self._way_words(y, after, words),
        )

    def _way_words(self, y, after, words):
        """Beside the end of a copy's bar, over a bar that ends too far right for that,
        and never across the line of the fourth."""
        look, x = "cafe-ex-small cafe-ex-halo", _x(after) + 14
        if x + width_of(words, 12) > WIDTH - 8:
            return label(_x(after) - 14, y - 11, words, look, "end")
        line = _x(self._counts_after() or 0)
        if x - 14 < line < x + width_of(words, 12) + 8:
            x = line + 14
        return label(x, y + 4, words, look)

    def _mark(self):
        """The line at the moment at which the write counts."""
        after = self._counts_after()
        if after is None:
            return label(START, 20, "✕ does not count", "cafe-ex-ill")
        x, words = _x(after), f"● counts after {after} ms"
        middle = min(x, WIDTH - width_of(words) / 2 - 8)
        return group(
            path(f"M{x:g} 26V{FLOOR - GAP}", "cafe-ex-answered"),
            label(middle, 20, words, "cafe-ex-well", "middle"),
        )

    def _grip(self, x, y, plate):
        """The end of the slow copy's bar, which one drags; `x` places a delay."""
        zone = next(z for z, numbers in _homes().items() if SLOW in numbers)
        if SLOW in self.lost or zone in self.cut:
            return None
        return dragged(
            "delay",
            x(TAKES[SLOW]),
            x(NEVER),
            box(*plate, "cafe-ex-touch", 6),
            disc(x(self.delay), y, 8, "cafe-ex-grip"),
        )

    def _figures(self):
        x, parts = ZONE_LEFT, []
        for words, value in self._verdicts(self._outcome()):
            look = LOOKS.get(value, "")
            parts.append(label(x, FLOOR + 60, words, "cafe-ex-note"))
            parts.append(label(x, FLOOR + 84, value, f"cafe-ex-figure{look}"))
            x += 248
        return group(*parts)


LINK = "cafe-ex-small cafe-ex-link"
LOOKS = {"no": " cafe-ex-ill", "none": " cafe-ex-well"}  # of a verdict
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th")
ASSUMED = (
    "Assumed, since our volume knows no milliseconds: the copies answer after "
    f"{', '.join(f'{ms}' for n, ms in TAKES.items() if n != SLOW)} ms, and copy {SLOW} "
    "when you say."
)


def _x(ms):
    return START + ms * MS


def _narrow_x(ms):
    return NARROW_START + ms * NARROW_MS


def _lane_y(number):
    zone, place = divmod(number - 1, 2)
    return TOP + zone * (ZONE_HEIGHT + GAP) + HEAD + LANE * place + LANE / 2


def _axis():
    y = FLOOR + 4
    return group(
        path(f"M{START} {y}H{_x(NEVER):g}", "cafe-ex-axis"),
        *(
            group(
                path(f"M{_x(ms):g} {y}v5", "cafe-ex-axis"),
                label(_x(ms), y + 20, f"{ms} ms", "cafe-ex-note", "middle"),
            )
            for ms in (0, 10, 20, 30, 40)
        ),
    )


# --- what the volume does ------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of one write: the numbers of the copies that answered, why it was
    refused ("" if it was not), whether the volume can be read after a fault, and the
    numbers of the copies that lack the write."""

    available: tuple
    refusal: str
    can_read: bool
    behind: tuple


@cache
def _zones():
    return tuple(Account().zones("eu-west-1"))


@cache
def _homes():
    """{zone: numbers of the copies there}, as the volume places them."""
    homes: dict = {zone: [] for zone in _zones()}
    for copy in _a_volume(Account()).copies:
        homes[copy.zone].append(copy.number)
    return homes


def _a_volume(account):
    return AuroraVolume(
        account, _zones(), lambda zone: account.folder(account.token(8))
    )


@cache
def written(cut, lost):
    """The Outcome of a write to a volume in which zones are cut and copies lost."""
    account = Account()
    volume = _a_volume(account)
    database = AuroraDatabase(volume, Disk(account.folder("w")), "cafe", account.clock)
    _commit(database, "CREATE TABLE orders (id INT)")
    for zone in cut:
        account.fail_zone(zone)
    for number in lost:
        volume.lose(number)
    refusal = ""
    try:
        volume.check_writable()
        _commit(database, "INSERT INTO orders VALUES (1)")
    except Unwritable as error:
        refusal = str(error)
    newest = database.disk.position()
    behind = [copy.number for copy in volume.copies if copy.position() < newest]
    available = [copy.number for copy in volume.available()]
    database.stop()
    return Outcome(tuple(available), refusal, volume.can_read(), tuple(behind))


def _commit(database, statement):
    cursor = database.begin()
    cursor.execute(statement)
    database.commit(cursor)
