"""A cache: what was asked for lately, for a while, as far as there is room.

    cache = Cache(clock, ttl=timedelta(minutes=5), capacity=1_000_000)
    cache.put("ada", b"...", 3)
    cache.get("ada")                 # the value, or MISSING

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.html
"""

from collections import OrderedDict
from datetime import timedelta

#: What `get` answers when it has nothing. None is a value: there is no such item.
MISSING = object()


class Cache:
    """Entries that live for `ttl` (a timedelta) and take `capacity` bytes at most."""

    def __init__(self, clock, ttl, capacity):
        self.clock, self.ttl, self.capacity = clock, ttl, capacity
        self.bytes = 0
        # key -> (value, size, moment), in the order of their last use
        self._entries = OrderedDict()

    def __len__(self):
        return len(self._entries)

    def get(self, key):
        """The value of a key, or MISSING. An entry past its time is removed."""
        if key not in self._entries:
            return MISSING
        value, _, written = self._entries[key]
        if self.clock.now - written >= self.ttl:
            self._remove(key)
            return MISSING
        self._entries.move_to_end(key)
        return value

    def alive(self):
        """(value, time left) of each entry that `get` would find."""
        for value, _, written in self._entries.values():
            left = written + self.ttl - self.clock.now
            if left > timedelta(0):
                yield value, left

    def put(self, key, value, size):
        """Keep a value of `size` bytes; the least recently used make room for it.

        What is larger than the whole cache is not kept.
        """
        if key in self._entries:
            self._remove(key)
        if size > self.capacity:
            return
        self._entries[key] = value, size, self.clock.now
        self.bytes += size
        while self.bytes > self.capacity:
            self._remove(next(iter(self._entries)))

    def _remove(self, key):
        _, size, _ = self._entries.pop(key)
        self.bytes -= size
