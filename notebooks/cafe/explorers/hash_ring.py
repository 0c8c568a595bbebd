"""The hash ring: which partition a key lies in, and what a hot key does to it.

Each change sends one second of real requests to the table. Partitions, the place of a
key, units used and requests throttled are what the table tells (`partitions` and
`locate` of the client).
"""

import random
from dataclasses import dataclass
from math import cos, pi, sin

from ..aws.dynamodb.capacity import PARTITION
from ..aws.errors import ClientError
from .kit.live import LiveExplorer, missing_table
from .kit.panel import Button, Choice, Picture, Slider
from .kit.svg import box, group, label, patterned, picture, shortened, tag

TRAFFIC = {"reads": "Read", "writes": "Write"}
A_SECOND = {"reads": 3_600, "writes": 1_200}
KINDS = {
    "reads": "3,600 strong reads a second",
    "writes": "1,200 writes a second",
}
MOST_DOTS, MOST_ROWS = 80, 10
WIDTH, MIDDLE, RADIUS, THICK = 848, 160, 112, 22
BARS, BAR, ROW = 372, 426, 44
NUMBER = 38 / (2 * pi * (RADIUS + 38))  # the part of the ring that a number takes


def hash_ring(table, hot=None):
    """The partitions of a table under load: `hash_ring(table, hot="flat white")`.

    `table` is a boto3 Table of this small AWS with some items, `hot` the partition key
    that everybody asks for (else the first). It sends the table real requests.
    """
    names = [element["AttributeName"] for element in table.key_schema]
    keys = {}
    for item in table.scan()["Items"]:
        keys.setdefault(item[names[0]], {name: item[name] for name in names})
    if not keys:
        raise ValueError(f"{table.name} is empty. Put some items into it first.")
    hot = min(keys, key=str) if hot is None else hot
    if hot not in keys:
        raise ValueError(f"{table.name} has no item with {names[0]} {hot!r}.")
    return HashRing(table, keys, hot)


@dataclass(frozen=True)
class Load:
    """A partition and what it did in the last second."""

    number: int
    start: float  # from here on the ring
    end: float  # up to here, both from 0 to 1
    keys: int
    units: float
    throttled: int


class HashRing(LiveExplorer):
    """Keys on a ring of hashes, the ring cut into partitions, and their load."""

    heading = "Where a key lies, and what a hot key does"

    def __init__(self, table, keys, hot):
        self.name, self._client = table.name, table.meta.client
        self._keys, self.hot = keys, hot
        self._places = {key: self._place(key) for key in keys}
        self.traffic, self.share = "reads", 0
        self._send()

    def controls(self):
        return [
            [Choice("traffic", "Traffic", self.traffic, KINDS)],
            [
                Slider(
                    "hot",
                    f"Requests for {self.hot} alone",
                    self.share,
                    0,
                    100,
                    f"{self.share} %",
                    step=10,
                ),
                Button("wait", "Wait five minutes"),
            ],
        ]

    def missing(self):
        return missing_table(self._client, self.name)

    def act(self, name, value):
        if name == "wait":
            self._client.clock.advance(minutes=5)
        elif name == "hot":
            self.share = value
        else:
            self.traffic = value
        self._send()
        return self._verdict()

    # --- asking the table ------------------------------------------------------

    def _place(self, key):
        return self._client.locate(self.name, self._keys[key])["hash"]

    def _send(self):
        """One second of requests; then what each partition did with them."""
        self._client.clock.advance(seconds=1)
        before = self._partitions()
        total, chance = A_SECOND[self.traffic], random.Random(0)
        anyone = chance.choices(list(self._keys.values()), k=total)
        hot, call = self._keys[self.hot], self._client.get_item
        also = {"ConsistentRead": True}
        if self.traffic == "writes":  # of nothing new: it is charged all the same
            call, also = self._client.update_item, {}
        for number in range(total):
            key = hot if number % 100 < self.share else anyone[number]
            try:
                call(TableName=self.name, Key=key, **also)
            except ClientError as error:
                if not _is_throttled(error):
                    raise
        kind = TRAFFIC[self.traffic]
        self.loads = [
            Load(
                number,
                after["from"],
                after["to"],
                after["keys"],
                after["consumed"][kind] - before[number]["consumed"][kind],
                after["throttled"][kind] - before[number]["throttled"][kind],
            )
            for number, after in self._partitions().items()
        ]
        usage = self._client.usage(self.name)[kind]
        self._capacity = usage["capacity"]

    def _partitions(self):
        return {each["number"]: each for each in self._client.partitions(self.name)}

    @property
    def limit(self):
        """Units a second that one partition gives."""
        return PARTITION[TRAFFIC[self.traffic]]

    def _partition_of(self, place):
        return next(each for each in self.loads if each.start <= place < each.end)

    # --- in words --------------------------------------------------------------

    def _unit(self):
        return f"{TRAFFIC[self.traffic].lower()} units"

    def _verdict(self):
        throttled = sum(load.throttled for load in self.loads)
        used = sum(load.units for load in self.loads)
        said = (
            f"{throttled:,} of {A_SECOND[self.traffic]:,} requests were throttled"
            if throttled
            else "No request was throttled"
        )
        return (
            f"{said}; the table used {used:,.0f} of its {self._capacity:,.0f} "
            f"{self._unit()}."
        )

    def _text(self):
        hot = self._partition_of(self._places[self.hot])
        lines = [
            f"{self.name} has {len(self.loads)} partitions; each gives "
            f"{self.limit:,} {self._unit()} a second.",
            f"{self.hot} lies in partition {hot.number}. Of the {KINDS[self.traffic]}, "
            f"{self.share} % ask for it alone; the others ask for all keys equally.",
        ]
        lines += [
            f"Partition {load.number}, {_keys(load.keys)}: {load.units:,.0f} of "
            f"{self.limit:,} units used, {load.throttled:,} throttled."
            for load in self._shown()
        ]
        rest = len(self.loads) - len(self._shown())
        if rest:
            lines.append(f"{rest} quieter partitions are not listed.")
        return [*lines, self._verdict()]

    def _shown(self):
        """The busiest partitions, in their order on the ring."""
        busiest = sorted(self.loads, key=lambda load: -(load.units + load.throttled))
        return [load for load in self.loads if load in busiest[:MOST_ROWS]]

    # --- in a picture ----------------------------------------------------------

    def seen(self):
        shown, text = self._shown(), self._text()
        height = max(2 * MIDDLE, 56 + ROW * len(shown) + 10)
        numbered = set(self._numbered())
        drawing = [
            *(self._arc(load, load in numbered) for load in self.loads),
            *self._dots(),
            label(
                MIDDLE,
                MIDDLE - 2,
                f"{len(self._keys):,} keys",
                "cafe-ex-name",
                "middle",
            ),
            label(
                MIDDLE,
                MIDDLE + 18,
                f"{len(self.loads)} partitions",
                "cafe-ex-note",
                "middle",
            ),
            label(
                BARS,
                22,
                f"The last second: {self._unit()} used in each partition",
                "cafe-ex-name",
            ),
            *(self._bar(load, 40 + ROW * n) for n, load in enumerate(shown)),
        ]
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )

    def _numbered(self):
        """The partitions whose number has room outside the ring, the busiest first."""
        taken = []
        for load in sorted(self.loads, key=lambda each: (-each.throttled, -each.units)):
            middle = (load.start + load.end) / 2
            apart = [abs((middle - other + 0.5) % 1 - 0.5) for other in taken]
            if min(apart, default=1) > NUMBER:
                taken.append(middle)
                yield load

    def _arc(self, load, is_numbered):
        """A partition's part of the ring, with its number outside."""
        gap = 0.004 if len(self.loads) > 1 else 0
        start, end = load.start + gap, load.end - gap
        x, y = _point((load.start + load.end) / 2, RADIUS + 38)
        look, sign = ("ill", "✕ ") if load.throttled else ("well", "")
        return group(
            _curve(start, min(end, start + 0.9999), f"cafe-ex-arc cafe-ex-arc-{look}"),
            label(
                x,
                y + 5,
                f"{sign}{load.number}",
                f"cafe-ex-name{' cafe-ex-ill' if sign else ''}",
                "middle",
            )
            if is_numbered
            else None,
        )

    def _dots(self):
        """A dot for each key, or for some of many; a ring for the hot one."""
        every = -(-len(self._places) // MOST_DOTS)
        for place in sorted(self._places.values())[::every]:
            x, y = _point(place, RADIUS)
            yield tag("circle", cx=x, cy=y, r=3, class_="cafe-ex-key")
        x, y = _point(self._places[self.hot], RADIUS)
        inner = _point(self._places[self.hot], RADIUS - 30)
        yield group(
            tag(
                "path",
                d=f"M{x:.1f} {y:.1f}L{inner[0]:.1f} {inner[1]:.1f}",
                class_="cafe-ex-cursor",
            ),
            tag("circle", cx=x, cy=y, r=7, class_="cafe-ex-hot"),
            label(
                MIDDLE,
                MIDDLE + 44,
                shortened(f"hot: {self.hot}", 150, 12),
                "cafe-ex-note",
                "middle",
            ),
        )

    def _bar(self, load, y):
        """What a partition used of what it has, and what it refused."""
        used = min(load.units / self.limit, 1) * BAR
        refused = load.throttled > 0
        sign = f"✕ {load.throttled:,} throttled" if refused else "● none throttled"
        return group(
            label(BARS, y + 13, f"{load.number}", "cafe-ex-name"),
            label(
                BARS + 34,
                y + 13,
                f"{load.units:,.0f} of {self.limit:,} · {_keys(load.keys)}",
                "cafe-ex-note",
            ),
            label(
                BARS + 34 + BAR,
                y + 13,
                sign,
                f"cafe-ex-small cafe-ex-{'ill' if refused else 'well'}",
                "end",
            ),
            box(BARS + 34, y + 19, BAR, 14, "cafe-ex-slot", 4),
            box(
                BARS + 34,
                y + 19,
                used,
                14,
                "cafe-ex-down" if refused else "cafe-ex-slot cafe-ex-full",
                4,
            )
            if used
            else None,
            patterned(BARS + 34, y + 19, used, 14, "cross", 4) if refused else None,
        )


def _is_throttled(error):
    return error.response["Error"]["Code"] in (
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
    )


def _keys(number):
    return f"{number:,} key{'' if number == 1 else 's'}"


def _point(place, radius):
    """Where on a circle a hash from 0 to 1 lies; 0 is at the top."""
    angle = 2 * pi * place
    return MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle)


def _curve(start, end, class_):
    (x1, y1), (x2, y2) = _point(start, RADIUS), _point(end, RADIUS)
    large = int(end - start > 0.5)
    return tag(
        "path",
        class_=class_,
        d=f"M{x1:.1f} {y1:.1f}A{RADIUS} {RADIUS} 0 {large} 1 {x2:.1f} {y2:.1f}",
        stroke_width=THICK,
    )
