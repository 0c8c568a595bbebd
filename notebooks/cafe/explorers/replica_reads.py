"""Three replicas of one item, one of them late: what a read may answer.

Each write raises the item's `version`. What each replica holds, which one leads and
which one is late, the table tells; each read is a real get_item.
"""

from ..aws.dynamodb.values import unpacked
from ..aws.errors import ClientError
from .kit.live import LiveExplorer
from .kit.panel import Button, Slider, kept_up
from .kit.svg import NARROW, box, cylinder, group, label, lines, tag
from .kit.words import counted

WIDTH, ZONE, GUTTER, EDGE, HEIGHT = 848, 268, 21, 1, 172
MANY, LINES, LINE, MOST_LAG = 30, 6, 28, 10
NARROW_LINES = 3
READS = {"eventual": False, "strong": True}


def replica_reads(table):
    """Write an item and read it while one replica lags: `replica_reads(table)`.

    `table` is a boto3 Table of this small AWS; its first item gets a `version`. The
    slider sets the lag of the slowest replica, as `client.set_replica_lag` does.
    """
    items = table.scan(Limit=1)["Items"]
    if not items:
        raise ValueError(f"{table.name} is empty. Put an item into it first.")
    names = [element["AttributeName"] for element in table.key_schema]
    key = {name: items[0][name] for name in names}
    return kept_up(ReplicaReads(table, key), (table.meta.client, "replicas"))


class ReplicaReads(LiveExplorer):
    """One item in three zones, and the reads that ask one of them."""

    heading = "Eventual and strong reads"
    aligned = True

    def __init__(self, table, key):
        self.table, self.key, self.client = table, key, table.meta.client
        self.zones = self.client.account.zones(self.client.region)
        self._log, self._lag = [], 0
        self.version = 0  # the last one that was written here
        self._write()
        self._log.clear()
        self._set_lag(self.lag or 3)

    def controls(self):
        return [
            [
                Slider(
                    "lag",
                    "The slowest replica is behind by",
                    self.lag,
                    0,
                    MOST_LAG,
                    counted(self.lag, "second"),
                )
            ],
            [
                Button("write", "Write a new version"),
                Button("second", "Move the clock one second"),
            ],
            [
                Button("eventual", "Read eventually"),
                Button("strong", "Read strongly"),
                Button("many", f"Read eventually {MANY} times"),
            ],
        ]

    def missing(self):
        return _missing(self.client, self.table.name)

    def act(self, name, value):
        if name == "lag":
            self._set_lag(value)
            late = counted(value, "second")
            return f"From the next write on one replica is behind by {late}."
        if name == "second":
            self.client.clock.advance(seconds=1)
            return f"It is {self._time()}. {self._late_words()}"
        if name == "write":
            self._write()
        elif name == "many":
            self._read_many()
        else:
            self._note(self._read(name))
        return self._log[-1]

    # --- asking DynamoDB -------------------------------------------------------

    @property
    def lag(self):
        """Seconds by which the slowest replica is behind, as the table has it."""
        if not self.missing():
            self._lag = min(round(self._table.store.lag.total_seconds()), MOST_LAG)
        return self._lag

    def _set_lag(self, seconds):
        self.client.set_replica_lag(self.table.name, seconds)

    def _write(self):
        self.table.update_item(
            Key=self.key,
            UpdateExpression="SET #v = :new",
            ExpressionAttributeNames={"#v": "version"},
            ExpressionAttributeValues={":new": self.version + 1},
        )
        self.version += 1
        self._note(f"write: version {self.version}")

    def _read(self, kind):
        """What a read is called, and what it answered."""
        answer = self.table.get_item(
            Key=self.key, ConsistentRead=READS[kind], ReturnConsumedCapacity="TOTAL"
        )
        version = _version(answer.get("Item"))
        units = answer["ConsumedCapacity"]["CapacityUnits"]
        is_old = version != self.newest()
        age = "old" if is_old else "as it is now" if version is None else "new"
        source = self.slowest() if is_old else self.leader() if READS[kind] else None
        replica = f"from {source}" if source else "from a replica that knows it"
        return (
            f"{kind} read: {_words(version)}, {age}, {replica}, "
            f"{counted(units, 'read unit')}"
        )

    def _read_many(self):
        old = sum(", old," in self._read("eventual") for _ in range(MANY))
        self._note(f"{MANY} eventual reads: {old} old, {MANY - old} new")

    def _note(self, words):
        self._log.append(f"{self._time()} {words}")

    def _time(self):
        return f"{self.client.clock.now:%H:%M:%S}"

    @property
    def _table(self):
        return self.client.any_table(self.table.name)

    def leader(self):
        """The zone whose replica takes the writes and answers strong reads."""
        place = self.client.locate(self.table.name, self.key)["partition"]
        partitions = self.client.partitions(self.table.name)
        return next(p["leader"] for p in partitions if p["number"] == place)

    def slowest(self):
        return self._table.lagging_zone

    def held(self):
        """The version that each replica has, {zone: version}; None is no item."""
        table = self._table
        place = table.key.of_key(self.client.item_from_outside(self.key))
        now = table.store.get(*place)
        table.store.has_recent()  # forgets what has arrived by now
        late = table.store.late(*place, now)
        versions = dict.fromkeys(self.zones, self._unpacked(now))
        return versions | {self.slowest(): self._unpacked(late)}

    def newest(self):
        """The version that a strong read answers."""
        return self.held()[self.leader()]

    def _unpacked(self, packed):
        item = packed and self.client.item_to_outside(unpacked(packed))
        return _version(item)

    # --- in words --------------------------------------------------------------

    def _late_words(self):
        if len(set(self.held().values())) == 1:
            return "All three replicas have the same version."
        return f"{self.slowest()} still has {_words(self.held()[self.slowest()])}."

    def _role(self, zone):
        if not self.client.account.is_zone_up(zone):
            return "cut"
        if zone == self.leader():
            return "leader"
        return "the slowest" if zone == self.slowest() else "follower"

    def _hears(self, zone):
        """How a write comes to a zone's replica."""
        role = self._role(zone)
        if role == "cut":
            return "hears of no write"
        if role == "leader":
            return "takes each write"
        is_late = role == "the slowest" and self.lag
        late = f"{counted(self.lag, 'second')} later"
        return f"gets it {late if is_late else 'at once'}"

    def _text(self):
        held, gone = self.held(), self.newest() is None
        return [
            "Item "
            + ", ".join(f"{k} {v}" for k, v in self.key.items())
            + f", written {counted(self.version, 'time')}."
            + " It was deleted since: a write makes it anew." * gone,
            *(
                f"{zone}, {self._role(zone)}, {self._hears(zone)}: {_words(version)}."
                for zone, version in held.items()
            ),
            *(f"{line}." for line in self._log[-LINES:]),
        ]

    # --- in a picture ----------------------------------------------------------

    def seen(self):
        text, held = self._text(), self.held()
        if self.narrow:
            drawing, end = self._one_below_the_other(held)
            return self.framed(NARROW, end, text, *drawing)
        drawing = [
            self._zone(EDGE + n * (ZONE + GUTTER), 4, ZONE, zone, held[zone])
            for n, zone in enumerate(self.zones)
        ]
        drawing += self._arrows()
        top, log = HEIGHT + 46, self._log[-LINES:]
        drawing.append(label(EDGE, HEIGHT + 30, "What was done", "cafe-ex-name"))
        for number, words in enumerate(log or [""]):
            drawing.append(_line(words, top + LINE * number))
        if not log:
            note = "Nothing yet. Write a new version, and read it at once."
            drawing.append(label(EDGE + 12, top + 16, note, "cafe-ex-note"))
        height = top + LINE * max(len(log), 1)
        return self.framed(WIDTH, height, text, *drawing)

    def _one_below_the_other(self, held):
        """The zones of a narrow page and the last lines of the log, and their end."""
        step, drawn = HEIGHT - 2, []
        for number, zone in enumerate(self.zones):
            room = (1, 1 + number * step, NARROW - 2)
            drawn.append(self._zone(*room, zone, held[zone]))
        y = step * len(self.zones) + 20
        drawn.append(label(0, y, "What was done", "cafe-ex-name"))
        y += 22
        for words in self._log[-NARROW_LINES:]:
            sign, look = _sign(words)
            said, end = lines(22, y, [words], NARROW - 22, 17)
            drawn += [label(0, y, sign, f"cafe-ex-{look}"), said]
            y = end + 6
        if not self._log:
            note = "Nothing yet. Write a new version, and read it at once."
            said, y = lines(0, y, [note], NARROW, 17, "cafe-ex-note", 12)
            drawn.append(said)
        return drawn, y - 6

    def _zone(self, x, y, wide, zone, version):
        role = self._role(zone)
        age, style, look = "◐ old", "busy", "open"
        if version == self.newest():
            age, style, look = "● new", "well", "full"
        state = "cut" if role == "cut" else "up"
        return group(
            box(x, y, wide, HEIGHT - 10, f"cafe-ex-zone cafe-ex-zone-{state}", 10),
            label(x + 14, y + 25, zone, "cafe-ex-name"),
            label(x + wide - 14, y + 25, role, "cafe-ex-note", "end"),
            cylinder(x + 18, y + 48, 44, 62, look),
            label(x + 82, y + 80, _words(version), "cafe-ex-figure"),
            label(x + 82, y + 104, age, f"cafe-ex-{style}"),
            label(x + 14, y + HEIGHT - 22, self._hears(zone), "cafe-ex-text"),
        )

    def _arrows(self):
        """From the leader to the others, dashed to the one that may be late."""
        here = self.zones.index(self.leader())
        for there, zone in enumerate(self.zones):
            if there == here:
                continue
            start, end = (EDGE + n * (ZONE + GUTTER) + ZONE / 2 for n in (here, there))
            side = 18 if there > here else -18
            y, style = HEIGHT - 50, "cafe-ex-arrow"
            if zone == self.slowest():
                y, style = HEIGHT - 40, "cafe-ex-arrow cafe-ex-dashed"
            yield tag(
                "path",
                class_=style,
                d=f"M{start + side} {y}H{end - side}",
                marker_end="url(#cafe-id-arrow)",
            )


def _version(item):
    """The version of an item, 0 if a cell has put one without; None is no item."""
    return item and item.get("version", 0)


def _words(version):
    return "no item" if version is None else f"version {version}"


def _line(words, y):
    """One line of the log, or the place for the first; an old answer is marked."""
    if not words:
        look = "cafe-ex-cell cafe-ex-dashed"
        return box(EDGE, y, WIDTH - 2 * EDGE, LINE - 4, look, 4)
    sign, look = _sign(words)
    return group(
        box(EDGE, y, WIDTH - 2 * EDGE, LINE - 4, "cafe-ex-cell", 4),
        label(EDGE + 12, y + 16.5, sign, f"cafe-ex-{look}"),
        label(EDGE + 34, y + 16.5, words, "cafe-ex-text"),
    )


def _sign(words):
    """The sign of a line of the log, and its look."""
    is_old = ", old," in words or (" old, " in words and " 0 old" not in words)
    return ("◐", "busy") if is_old else ("●", "well")


def _missing(client, name):
    """ "" while a table of DynamoDB answers, else a sentence on what it lacks.

    `client` is this small AWS's client of DynamoDB, in the table's Region.
    """
    region, account = client.region, client.account
    cut = [z for z in account.zones(region) if not account.is_zone_up(z)]
    if len(cut) > 1:
        left = "one replica" if len(cut) == 2 else "no replica"
        return (
            f"The table {name} has {left} in {region} that answers, and needs two: run"
            f' aws.account.restore_zone("{cut[0]}") in a cell.'
        )
    try:
        status = client.describe_table(TableName=name)["Table"]["TableStatus"]
    except ClientError:
        return (
            f"The table {name} is gone from {region}: run again the cell that creates"
            " it there, those that fill it, and then the cell of this picture."
        )
    if status in ("CREATING", "DELETING"):
        return (
            f"The table {name} is {status}: aws.account.clock.advance(minutes=1) in a"
            " cell lets that come to its end."
        )
    return ""
