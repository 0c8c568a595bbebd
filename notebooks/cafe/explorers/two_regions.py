"""One item in two Regions: a write arrives later elsewhere, and the last one wins.

Each button writes the item in one Region. After each step the item is read in both, and
the two readings make the picture.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..aws import Session
from .kit.live import LiveExplorer, missing_table
from .kit.panel import Button, Picture
from .kit.svg import box, group, label, patterned, picture, tag

CITIES = {
    "eu-west-1": "Ireland",
    "eu-central-1": "Frankfurt",
    "us-east-1": "Virginia",
}
STEP = timedelta(milliseconds=500)
PAUSE = timedelta(minutes=1)  # after which time is counted anew
WIDTH, LEFT, LENGTH, LANE, TOP = 848, 150, 682, 84, 16
SHOWN, FEWEST = 12, 5  # readings in a picture, and places for them
ATTRIBUTE = "last_write"


def two_regions(table):
    """Write one item in two Regions of a global table: `two_regions(table)`.

    `table` is a boto3 Table that update_table gave a replica. Its first item gets the
    attribute `last_write`.
    """
    replicas = table.meta.client.describe_table(TableName=table.name)["Table"]
    regions = [each["RegionName"] for each in replicas.get("Replicas", ())]
    if len(regions) < 2:
        raise ValueError(
            f"{table.name} lives in one Region. Add another with table.update("
            'ReplicaUpdates=[{"Create": {"RegionName": "eu-central-1"}}]).'
        )
    items = table.scan(Limit=1)["Items"]
    if not items:
        raise ValueError(f"{table.name} is empty. Put an item into it first.")
    names = [element["AttributeName"] for element in table.key_schema]
    key = {name: items[0][name] for name in names}
    return TwoRegions(table.meta.client.account, table.name, key, regions[:2])


@dataclass(frozen=True)
class Write:
    """One write: its number, where it was made and when."""

    number: int
    region: str
    at: datetime

    def __str__(self):
        return f"{self.number} {_city(self.region)}"


@dataclass(frozen=True)
class Reading:
    """What the item was in each Region at one moment: a write, "" or None, no item."""

    at: datetime
    values: dict


class TwoRegions(LiveExplorer):
    """Two Regions, a clock, and the item as each of them has it."""

    heading = "One item, two Regions"
    aligned = True

    def __init__(self, account, name, key, regions):
        self.account, self.key, self.regions = account, key, regions
        self._tables = {
            region: Session(region, account=account).resource("dynamodb").Table(name)
            for region in regions
        }
        self._writes = []
        self._since = []  # the writes since both Regions last agreed
        self._lost = []  # (write, the write that took its place)
        self._readings = []
        self._begin()
        self._look()

    def controls(self):
        return [
            [
                *(
                    Button(region, f"Write in {_city(region)}")
                    for region in self.regions
                ),
                Button("clock", "Move the clock half a second"),
            ],
        ]

    def missing(self):
        told = (
            missing_table(table.meta.client, table.name)
            for table in self._tables.values()
        )
        return next(filter(None, told), "") or self._parted()

    def _parted(self):
        """ "" while the two are replicas of one table, else a sentence on it."""
        table = self._tables[self.regions[0]]
        told = table.meta.client.describe_table(TableName=table.name)["Table"]
        replicas = {each["RegionName"] for each in told.get("Replicas", ())}
        if replicas >= set(self.regions):
            return ""
        other = self.regions[1]
        return (
            f"{table.name} in {' and in '.join(self.regions)} are two tables now: run"
            f' aws.client("dynamodb", "{other}").delete_table(TableName="{table.name}")'
            f" in a cell, then the cell that adds {other} and that of this picture."
        )

    def act(self, name, value):
        news = self._passed()
        if name == "clock":
            self.account.clock.advance(seconds=STEP.total_seconds())
            lost = len(self._lost)
            self._look()
            news += [_loss(*each) for each in self._lost[lost:]]
            return " ".join([f"It is {self._clock()}.", self._verdict(), *news])
        write = Write(len(self._writes) + 1, name, self.account.clock.now)
        self._writes.append(write)
        self._since.append(write)
        self._tables[name].update_item(
            Key=self.key,
            UpdateExpression="SET #a = :w",
            ExpressionAttributeNames={"#a": ATTRIBUTE},
            ExpressionAttributeValues={":w": str(write)},
        )
        self._look()
        said = f"Write {write} is acknowledged in {_city(name)}."
        return " ".join([said, self._verdict(), *news])

    # --- asking DynamoDB -------------------------------------------------------

    def _begin(self):
        """Count time from now on, and forget what was read before."""
        self._start, self._readings = self.account.clock.now, []

    def _passed(self):
        """Begin anew after a long pause: [a sentence that says so], or nothing."""
        pause = self.account.clock.now - self._readings[-1].at
        if pause <= PAUSE:
            return []
        self._begin()
        self._look()
        return [f"Meanwhile {_span(pause)} had passed: time is counted anew."]

    def _look(self):
        """Read the item in both Regions."""
        now = self.account.clock.now
        values = {region: self._read(table) for region, table in self._tables.items()}
        self._readings = [reading for reading in self._readings if reading.at != now]
        self._readings.append(Reading(now, values))
        if self._agree() and self._since:
            last = self.latest[self.regions[0]]
            won = next((write for write in self._writes if str(write) == last), None)
            if won:  # nobody, where another cell has written or deleted the item
                self._lost += [(w, won) for w in self._since if w.region != won.region]
            self._since = []

    def _read(self, table):
        item = table.get_item(Key=self.key, ConsistentRead=True).get("Item")
        return item and item.get(ATTRIBUTE, "")

    @property
    def latest(self):
        """What each Region had when this last looked."""
        return self._readings[-1].values

    def _agree(self):
        return len(set(self.latest.values())) == 1

    def _clock(self, at=None):
        """A moment, by default the present one, in seconds since the start."""
        passed = (at or self.account.clock.now) - self._start
        return f"{passed.total_seconds():g} s"

    # --- in words --------------------------------------------------------------

    def _verdict(self):
        if not self._agree():
            return "The Regions differ: a write is on its way."
        return f"Both Regions have {_value(self.latest[self.regions[0]])}."

    def _text(self):
        return [
            "Item "
            + ", ".join(f"{k} {v}" for k, v in self.key.items())
            + f", at {self._clock(self._readings[-1].at)}.",
            *(
                f"{_city(region)} ({region}) has {_value(self.latest[region])}."
                for region in self.regions
            ),
            *(
                f"At {self._clock(reading.at)}: "
                + ", ".join(
                    f"{_city(region)} {_value(value)}"
                    for region, value in reading.values.items()
                )
                + "."
                for reading in self._readings[-SHOWN:-1]
            ),
            self._verdict(),
            *(_loss(lost, won) for lost, won in self._lost[-3:]),
        ]

    # --- in a picture ----------------------------------------------------------

    def seen(self):
        text = self._text()
        drawing = [self._lane(n, region) for n, region in enumerate(self.regions)]
        below = TOP + 2 * LANE
        drawing += [
            self._axis(below - 6),
            label(
                LEFT,
                below + 42,
                f"{'●' if self._agree() else '◐'} {self._verdict()}",
                f"cafe-ex-name cafe-ex-{'well' if self._agree() else 'busy'}",
            ),
            *(
                label(LEFT, below + 64 + 20 * n, f"✕ {_loss(*each)}", "cafe-ex-ill")
                for n, each in enumerate(self._lost[-3:])
            ),
        ]
        return Picture(
            picture(WIDTH, below + 120, self.heading, " ".join(text), *drawing), text
        )

    def _spans(self):
        """(reading, start, end) of each reading shown, in units of the picture."""
        shown = self._readings[-SHOWN:]
        width = LENGTH / max(len(shown), FEWEST)
        for place, reading in enumerate(shown):
            yield reading, LEFT + place * width, LEFT + (place + 1) * width

    def _lane(self, number, region):
        """What one Region had, moment after moment."""
        y = TOP + number * LANE
        parts = [
            label(16, y + 24, _city(region), "cafe-ex-name"),
            label(16, y + 42, region, "cafe-ex-note"),
        ]
        before = None
        for reading, start, end in self._spans():
            value = reading.values[region]
            differs = len(set(reading.values.values())) > 1
            parts.append(
                box(
                    start,
                    y,
                    end - start - 2,
                    54,
                    "cafe-ex-slot" + ("" if not value else " cafe-ex-full")
                    if not differs
                    else "cafe-ex-differs",
                    4,
                )
            )
            if differs:
                parts.append(patterned(start, y, end - start - 2, 54, "hatch", 4))
            if value != before:
                parts.append(
                    _plate(start + 5, y + 17, value.split()[0] if value else "–")
                )
            before = value
        return group(*parts)

    def _axis(self, y):
        parts = [tag("path", d=f"M{LEFT} {y}h{LENGTH}", class_="cafe-ex-axis")]
        for reading, start, _ in self._spans():
            parts += [
                tag("path", d=f"M{start:g} {y}v5", class_="cafe-ex-axis"),
                label(start, y + 19, self._clock(reading.at), "cafe-ex-note"),
            ]
        return group(*parts)


def _plate(x, y, words):
    """The number of a write, on a plate so that it can be read on any pattern."""
    return group(
        box(x, y, 26, 22, "cafe-ex-plate", 5),
        label(x + 13, y + 16, words, "cafe-ex-name", "middle"),
    )


def _loss(lost, won):
    """How a write was lost."""
    why = "was later" if won.at > lost.at else "came at the same moment"
    return f"Write {lost} is gone, and nobody was told: write {won} {why}."


def _city(region):
    return CITIES.get(region, region)


def _value(value):
    if value is None:
        return "no item: it was deleted"
    return f"write {value}" if value else "the item as it was"


def _span(pause):
    """A pause in words: "3 days"."""
    minutes = int(pause.total_seconds() // 60)
    for unit, length in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if number := minutes // length:
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "a minute"
