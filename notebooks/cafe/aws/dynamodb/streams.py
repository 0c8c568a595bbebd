"""Streams: what has changed in a table, in order for each item, for a day (F126).

A stream has shards, each with the changes of some partition keys. Whoever reads asks
for a shard's iterator, then for records, then goes on with the next iterator; where it
has got to, the reader keeps. Nothing is taken out by reading.

Same as AWS: the four calls; the four views; a put, update or delete that changes
nothing is not told; TTL's deletions name the service as who did them; an iterator
lives for 15 minutes, a record for 24 hours. Simplified: a shard for each partition that
the table had when its stream began, and as long as the stream is on; a record can be
read at once. Left out: pages of shards, and a stream's own policy (F148).

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from .partitions import hash_of
from .values import item_size, to_typed, unpacked

KEPT = timedelta(hours=24)
#: Who deletes what has expired.
SERVICE = {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
#: view -> the images that its records have
IMAGES = {
    "KEYS_ONLY": (),
    "NEW_IMAGE": ("NewImage",),
    "OLD_IMAGE": ("OldImage",),
    "NEW_AND_OLD_IMAGES": ("NewImage", "OldImage"),
}


@dataclass(frozen=True)
class Change:
    """One change of an item; `old` and `new` are packed, None where there is none."""

    number: int
    moment: datetime
    old: bytes | None
    new: bytes | None
    by_service: bool


class Shard:
    """The changes of the keys whose hashes lie from `low` up to `high`."""

    def __init__(self, id, low, high, first):
        self.id, self.low, self.high, self.first = id, low, high, first
        self.changes = []
        self.forgotten = 0  # the number of the last change that nobody can read now

    def forget_before(self, moment):
        moments = [change.moment for change in self.changes]
        kept_from = bisect_left(moments, moment)
        if kept_from:
            self.forgotten = self.changes[kept_from - 1].number
            del self.changes[:kept_from]

    def after(self, number):
        """The changes that follow a sequence number."""
        numbers = [change.number for change in self.changes]
        return self.changes[bisect_right(numbers, number) :]


class Stream:
    """The changes of one table from the moment on in which it was switched on."""

    def __init__(self, table, view):
        self.table, self.clock, self.view = table, table.clock, view
        self.created = self.clock.now
        self.label = self.created.replace(tzinfo=None).isoformat(
            timespec="milliseconds"
        )
        self.arn = f"{table.arn}/stream/{self.label}"
        self.is_on = True
        self.reads = 0  # calls of GetRecords: each is paid for as one unit
        self.last = 100_000_000_000_000_000_000  # AWS's numbers have 21 digits or more
        self.shards = [
            Shard(self._shard_id(each.number), each.low, each.high, self.last)
            for each in table.store.partitions
        ]

    def _shard_id(self, number):
        return f"shardId-{int(self.created.timestamp() * 1000):020}-{number:08x}"

    def note(self, old, new, by_service=False):
        """Keep a change; nothing is told of a write that has changed nothing."""
        if not self.is_on or (old and unpacked(old)) == (new and unpacked(new)):
            return
        self.last += 1
        change = Change(self.last, self.clock.now, old, new, by_service)
        key = unpacked(new or old)[self.table.key.partition]
        self._shard_of(key).changes.append(change)

    def _shard_of(self, key):
        place = hash_of(key)
        return next(each for each in self.shards if each.low <= place < each.high)

    def trim(self):
        """Forget what is older than a day."""
        for shard in self.shards:
            shard.forget_before(self.clock.now - KEPT)

    def described(self):
        """What DescribeTable tells of it; also when it is off, where it can be read."""
        told = {"LatestStreamArn": self.arn, "LatestStreamLabel": self.label}
        if self.is_on:
            view = {"StreamEnabled": True, "StreamViewType": self.view}
            told["StreamSpecification"] = view
        return told

    def record(self, change):
        """A change as GetRecords tells it."""
        old = change.old and unpacked(change.old)
        new = change.new and unpacked(change.new)
        names = self.table.key.names
        images = {"NewImage": new, "OldImage": old}
        told = {"Keys": {name: (new or old)[name] for name in names}}
        told |= {name: images[name] for name in IMAGES[self.view] if images[name]}
        record = {
            "eventID": f"{change.number:032x}",
            "eventName": "INSERT" if not old else "MODIFY" if new else "REMOVE",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": self.table.region,
            "dynamodb": {
                "ApproximateCreationDateTime": change.moment.replace(microsecond=0),
                **{name: to_typed(item)["M"] for name, item in told.items()},
                "SequenceNumber": str(change.number),
                "SizeBytes": sum(item_size(item) for item in told.values()),
                "StreamViewType": self.view,
            },
        }
        return record | ({"userIdentity": SERVICE} if change.by_service else {})
