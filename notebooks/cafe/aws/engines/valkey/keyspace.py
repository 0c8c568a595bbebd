"""The keys of a cache: their values, when they expire, and which must go first.

Expiry has two halves. *Lazy*: whoever looks a key up removes it when it is due, so that
nobody ever reads an expired value. *Active*: before each command a few more keys that
are due are removed, since a key that nobody asks for again would stay for ever. Only a
few (`AT_ONCE`), because removing a million in one go would let every client wait.
Valkey finds them by looking at keys again and again; here they lie sorted by deadline.

Eviction is something else: keys go before their time because memory is used up. Valkey
looks at five keys at random and evicts the one that was unused the longest, which is
cheap and nearly right. Here the keys stand in the order of their use, so that LRU is
exact, and you can say beforehand which key goes. Only keys with a deadline go, as
ElastiCache has it unless one says otherwise (volatile-lru).
"""

import copy
import heapq
from collections import OrderedDict
from datetime import UTC, datetime, timedelta

from .command import WRONG_TYPE, Refused
from .values import DEADLINE, KEY, size_of

AT_ONCE = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Deadlines(OrderedDict):
    """key -> the moment it expires, in ms; in the order in which the keys were used.

    Beside it the keys lie in buckets, one for each moment, and a heap has the moments.
    """

    def __init__(self):
        super().__init__()
        self._buckets, self._moments = {}, []

    def put(self, key, moment):
        self.drop(key)
        self[key] = moment
        if moment not in self._buckets:
            # A plain dict finds its first key slowly once many before it are gone.
            self._buckets[moment] = OrderedDict()
            heapq.heappush(self._moments, moment)
        self._buckets[moment][key] = None

    def drop(self, key):
        """Forget a key; whether it had a deadline."""
        moment = self.pop(key, None)
        if moment is None:
            return False
        bucket = self._buckets[moment]
        del bucket[key]
        if not bucket:
            del self._buckets[moment]
        return True

    def soonest(self):
        """A key with the earliest deadline, or None."""
        while self._moments and self._moments[0] not in self._buckets:
            heapq.heappop(self._moments)
        if not self._moments:
            return None
        return next(iter(self._buckets[self._moments[0]]))


class Keyspace:
    """All keys of one server. Keys and string values are bytes, times are ms."""

    def __init__(self, clock):
        self.clock = clock
        self.maxmemory = 0
        #: Called with each key that goes without a command: replicas must hear of it.
        self.on_removal = lambda key: None
        #: A replica hides what is due, and waits for its primary to remove it.
        self.is_replica = False
        self.hits = self.misses = self.expired = self.evicted = 0
        self.clear()
        self._seen, self._may_be_due = None, False
        self.tick()

    def clear(self):
        """Remove every key."""
        self.values = {}
        self.deadlines = Deadlines()
        self.used_memory = 0

    def copy_from(self, other):
        """Hold what another keyspace holds."""
        self.values = {
            key: value if type(value) is bytes else copy.deepcopy(value)
            for key, value in other.values.items()
        }
        self.deadlines = Deadlines()
        for key, moment in other.deadlines.items():
            self.deadlines.put(key, moment)
        self.used_memory = other.used_memory

    def tick(self):
        """Before each command: note the time, in ms since 1970, and expire a little."""
        if self.clock.now is not self._seen:
            self._seen = self.clock.now
            self.now = (self._seen - EPOCH) // MILLISECOND
            self._may_be_due = not self.is_replica
        if self._may_be_due:
            self._expire_some()

    # -- looking up ---------------------------------------------------------------

    def read(self, key, kind=None):
        """As `find`, for a reader: a hit or a miss is counted."""
        value = self.find(key)
        if value is None:
            self.misses += 1
            return None
        self.hits += 1
        if kind and type(value) is not kind:
            raise Refused(WRONG_TYPE)
        return value

    def find(self, key, kind=None):
        """The value of a key, or None; Refused when it is of another kind."""
        value = self.values.get(key)
        if value is None or (key in self.deadlines and self._is_due(key)):
            return None
        self._touch(key)
        if kind and type(value) is not kind:
            raise Refused(WRONG_TYPE)
        return value

    def exists(self, key):
        """Whether a key is there; asking is no use of it."""
        return key in self.values and not self._is_due(key)

    def look(self, key):
        """As `exists`, for a reader: a hit or a miss is counted."""
        found = self.exists(key)
        self.hits += found
        self.misses += not found
        return found

    def all_keys(self):
        """The keys that are not due."""
        return [key for key in list(self.values) if not self._is_due(key)]

    def _is_due(self, key):
        """Whether a key's time has come; it is removed then: the lazy half."""
        moment = self.deadlines.get(key)
        if moment is None or moment > self.now:
            return False
        if not self.is_replica:
            self._expire(key)
        return True

    def _touch(self, key):
        """A key is used: it goes to the end of the order."""
        if key in self.deadlines:
            self.deadlines.move_to_end(key)

    # -- changing -----------------------------------------------------------------

    def put(self, key, value, keep_deadline=False):
        """Store a value under a key; its deadline goes unless it is to be kept."""
        old = self.values.get(key)
        if old is None:
            self.used_memory += KEY + len(key) + size_of(value)
        else:
            self.used_memory += size_of(value) - size_of(old)
            if not keep_deadline:
                self.persist(key)
        self.values[key] = value
        self._touch(key)

    def open(self, key, kind):
        """The collection under a key, to be changed; made when there is none."""
        found = self.find(key, kind)
        if found is None:
            found = kind()
            self.put(key, found)
        return found

    def changed(self, key, before):
        """A collection was changed; `before` is its size until then.

        An empty collection does not exist.
        """
        value = self.values[key]
        self.used_memory += value.size - before
        if not value:
            self.delete(key)

    def drop(self, key, kind, names):
        """Remove fields or members of a collection; how many were there."""
        value = self.find(key, kind)
        if value is None:
            return 0
        before = value.size
        gone = sum(map(value.drop, names))
        self.changed(key, before)
        return gone

    def delete(self, key):
        """Remove a key; whether it was there."""
        is_hidden = self.is_replica and key in self.values
        if not (is_hidden or self.exists(key)):
            return False
        self._remove(key)
        return True

    def _remove(self, key):
        self.persist(key)
        self.used_memory -= KEY + len(key) + size_of(self.values.pop(key))

    # -- expiry -------------------------------------------------------------------

    def expire_at(self, key, moment):
        """Let a key expire at a moment, in ms."""
        if key not in self.deadlines:
            self.used_memory += DEADLINE
        self.deadlines.put(key, moment)

    def persist(self, key):
        """Take a key's deadline away; whether it had one."""
        had_one = self.deadlines.drop(key)
        if had_one:
            self.used_memory -= DEADLINE
        return had_one

    def _expire_some(self):
        """Remove a few keys that are due: the active half."""
        for _ in range(AT_ONCE):
            key = self.deadlines.soonest()
            if key is None or self.deadlines[key] > self.now:
                self._may_be_due = False
                return
            self._expire(key)

    def _expire(self, key):
        self._remove(key)
        self.expired += 1
        self.on_removal(key)

    # -- eviction -----------------------------------------------------------------

    def make_room(self):
        """Evict until memory is within its limit; whether that succeeded."""
        while self.maxmemory and self.used_memory > self.maxmemory:
            key = next(iter(self.deadlines), None)
            if key is None:
                return False
            self._remove(key)
            self.evicted += 1
            self.on_removal(key)
        return True
