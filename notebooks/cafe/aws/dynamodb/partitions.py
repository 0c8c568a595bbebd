"""Partitions: where the items of a table, or of an index, lie.

A partition key is hashed to a number, and each partition holds a span of these numbers.
So a key leads to its partition and its items at once, however large the table is; and
one busy key is always one partition's work. Items with the same partition key form a
collection, kept in the order of the sort key: a query is a slice of it.

A partition serves 3,000 read and 1,000 write units a second (F38) and holds 10 GB. It
splits in two when it is full, or some minutes after it had to refuse requests; the
table refuses them (table.py).
Simplified: a partition is full at 10 MB, so that a learner sees it split; a byte here
stands for a thousand. A collection lies in one partition, however large it is.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.Partitions.html
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from datetime import timedelta
from hashlib import blake2b
from math import ceil
from operator import itemgetter

from .capacity import PARTITION, Bucket
from .values import packed_size

HASHES = 2**64
FULL = 10 * 2**20
NEW_ON_DEMAND = 4
SPLIT_FOR_HEAT = timedelta(minutes=5)
_first = itemgetter(0)


def partitions_for(provisioned):
    """How many partitions a new table has: enough for its capacity, four on demand."""
    if provisioned is None:
        return NEW_ON_DEMAND
    shares = sum(provisioned[kind] / PARTITION[kind] for kind in PARTITION)
    return max(1, ceil(shares))


def hash_of(key):
    """The number, 0 to 2**64, that decides where a partition key's items lie."""
    if key.__class__ is tuple:
        key = key[0]
    data = key.encode() if key.__class__ is str else key
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


class Collection:
    """The packed items of one partition key, in the order of their sort keys."""

    __slots__ = ("items", "keys")

    def __init__(self, keys=(), items=()):
        self.keys, self.items = list(keys), list(items)

    def get(self, key):
        at = bisect_left(self.keys, key)
        return self.items[at] if self._is_at(at, key) else None

    def put(self, key, item):
        """Put or, with None, remove an item; the one that was there before."""
        at = bisect_left(self.keys, key)
        there = self._is_at(at, key)
        old = self.items[at] if there else None
        if item is None:
            del self.keys[at : at + there], self.items[at : at + there]
        elif there:
            self.items[at] = item
        else:
            self.keys.insert(at, key)
            self.items.insert(at, item)
        return old

    def _is_at(self, at, key):
        return at < len(self.keys) and self.keys[at] == key


class Partition:
    """The items whose hashes lie from `low` up to `high`, and their capacity."""

    def __init__(self, clock, number, low, high):
        self.number, self.low, self.high = number, low, high
        self.items = {}
        self.bytes = 0
        self.buckets = {kind: Bucket(clock, rate) for kind, rate in PARTITION.items()}
        self.consumed = dict.fromkeys(PARTITION, 0.0)
        self.throttled = dict.fromkeys(PARTITION, 0)
        self.is_splitting = False
        self._order = None

    def forget_order(self):
        self._order = None

    def order(self):
        """The hashes and the partition keys, sorted by hash: the order of a scan."""
        if self._order is None:
            pairs = sorted((hash_of(key), key) for key in self.items)
            self._order = array("Q", map(_first, pairs)), [key for _, key in pairs]
        return self._order

    def use(self, kind, units):
        self.buckets[kind].take(units)
        self.consumed[kind] += units


class Store:
    """The packed items of a table or of an index, found by their keys.

    `is_sorted` says whether there is a sort key. `lag` is how much later than the
    others the slowest replica knows of a write; all of them, if the store `follows`.
    """

    def __init__(self, clock, is_sorted, partitions=1):
        self.clock, self.is_sorted = clock, is_sorted
        self.lag = timedelta()
        self.follows = False  # of an index that is late for everybody
        self.count = self.bytes = 0
        self._recent, self._expiry = {}, deque()
        bounds = [HASHES * i // partitions for i in range(partitions + 1)]
        self._numbers = partitions
        self.partitions = [
            Partition(clock, i + 1, *bounds[i : i + 2]) for i in range(partitions)
        ]
        self._lows = bounds[:-1]

    # -- one item -----------------------------------------------------------------

    def partition(self, pk):
        """The partition in which a partition key's items lie."""
        return self.partition_at(hash_of(pk))

    def partition_at(self, number):
        """The partition that holds a hash."""
        return self.partitions[bisect_right(self._lows, number) - 1]

    def get(self, pk, sk, partition=None):
        """A packed item, or None."""
        found = (partition or self.partition(pk)).items.get(pk)
        return found.get(sk) if found and self.is_sorted else found

    def put(self, pk, sk, item):
        """Put or, with None, remove a packed item; the one that was there before."""
        partition = self.partition(pk)
        old = self._put(partition, pk, sk, item)
        size = (packed_size(item) if item else 0) - (packed_size(old) if old else 0)
        self.count += (item is not None) - (old is not None)
        self.bytes += size
        partition.bytes += size
        if self.lag:
            self._remember(pk, sk, old)
        if partition.bytes > FULL and len(partition.items) > 1:
            self.split(partition)
        return old

    def _put(self, partition, pk, sk, item):
        items = partition.items
        found = items.get(pk)
        if found is None:
            if item is not None:
                items[pk] = Collection([sk], [item]) if self.is_sorted else item
                partition.forget_order()
            return None
        if self.is_sorted:
            old = found.put(sk, item)
            empty = not found.keys
        else:
            old, empty = found, item is None
            items[pk] = item
        if empty:
            del items[pk]
            partition.forget_order()
        return old

    # -- many items ---------------------------------------------------------------

    def collection(self, pk, late=False):
        """The collection of a partition key; `late` as the slowest replica has it."""
        found = self.partition(pk).items.get(pk)
        if found is None:
            found = Collection()
        elif not self.is_sorted:
            found = Collection([0], [found])
        return self._late_collection(pk, found) if late else found

    def walk(self, after=None, late=False):
        """(pk, sk, packed item) in the order of the hashes, after the place `after`."""
        start = hash_of(after[0]) if after else 0
        for partition in self.partitions:
            if partition.high <= start:
                continue
            for pk in self._keys_in(partition, start, late):
                found = self.collection(pk, late)
                at = 0
                if after and pk == after[0]:
                    at = bisect_right(found.keys, after[1])
                for sk, item in zip(found.keys[at:], found.items[at:]):
                    yield pk, sk, item

    def _keys_in(self, partition, start, late):
        hashes, keys = partition.order()
        found = keys[bisect_left(hashes, start) :]
        if late:
            deleted = {
                pk
                for pk, _ in self._recent
                if pk not in partition.items
                and max(start, partition.low) <= hash_of(pk) < partition.high
            }
            found = sorted([*found, *deleted], key=hash_of)
        return found

    # -- the slowest replica --------------------------------------------------------

    def has_recent(self):
        """Whether the slowest replica does not know all yet."""
        while self._expiry and self._expiry[0][0] <= self.clock.now:
            _, key = self._expiry.popleft()
            versions = self._recent[key]
            versions.pop(0)
            if not versions:
                del self._recent[key]
        return bool(self._recent)

    def late(self, pk, sk, now):
        """The item as the slowest replica has it; `now` is what the others have."""
        versions = self._recent.get((pk, sk))
        return versions[0] if versions else now

    def _remember(self, pk, sk, old):
        self.has_recent()
        self._recent.setdefault((pk, sk), []).append(old)
        self._expiry.append((self.clock.now + self.lag, (pk, sk)))

    def _late_collection(self, pk, found):
        copy = Collection(found.keys, found.items)
        for (key, sk), versions in self._recent.items():
            if key == pk:
                copy.put(sk, versions[0])
        return copy

    # -- more partitions ------------------------------------------------------------

    def split(self, partition):
        """Split a partition in the middle of its span."""
        middle = (partition.low + partition.high) // 2
        if middle == partition.low:
            return
        at = self.partitions.index(partition)
        self._numbers += 1
        halves = [
            Partition(self.clock, partition.number, partition.low, middle),
            Partition(self.clock, self._numbers, middle, partition.high),
        ]
        for pk, found in partition.items.items():
            half = halves[hash_of(pk) >= middle]
            half.items[pk] = found
            items = found.items if self.is_sorted else [found]
            half.bytes += sum(map(packed_size, items))
        self.partitions[at : at + 1] = halves
        self._lows.insert(at + 1, middle)

    def split_for_heat(self, partition):
        """Split a partition that had to refuse requests, some minutes from now.

        Of a single partition key nothing can be split off.
        """
        if partition.is_splitting or len(partition.items) < 2:
            return
        partition.is_splitting = True

        def split():
            if partition in self.partitions:
                self.split(partition)

        self.clock.after(SPLIT_FOR_HEAT, split)

    def grow(self, partitions):
        """Split the widest partitions until there are so many."""
        while len(self.partitions) < partitions:
            self.split(max(self.partitions, key=lambda p: p.high - p.low))
