"""A Memcached server in memory: values that are bytes, a time to live, and no more.

Same as Memcached
    set, get, delete and incr with their answers and errors; keys of at most 250 bytes,
    items of at most 1 MB; expiry in seconds, or as a moment when longer than 30 days;
    eviction of what was unused the longest.
Simplified
    one list in the order of use, not one for each size of value; memory is counted as
    the bytes of key and value and 64 more.
Left out
    types, replication, persistence: it has none of them. Other commands, versions and
    flags of values, figures, users.

https://docs.memcached.org/protocols/basic/
"""

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_KEY, LARGEST_ITEM = 250, 1024 * 1024
ITEM = 64  # bytes for an item, beside its key and its value
THIRTY_DAYS = 30 * 24 * 3600
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClientMistake(Exception):
    """The command is not well formed: CLIENT_ERROR and the server's words."""


class UnknownCommand(Exception):
    """A word is missing, so that it is no command at all: ERROR."""


class ServerTrouble(Exception):
    """The server cannot do it: SERVER_ERROR and the server's words."""


@dataclass
class Item:
    value: bytes
    deadline: float | None  # in seconds since 1970


class Server:
    """One Memcached process. What it is sent is bytes; `maxmemory` is in bytes."""

    def __init__(self, clock, *, maxmemory=64 * 1024 * 1024):
        self.clock, self.maxmemory = clock, maxmemory
        self.is_running, self.lives = True, 0
        self._start_empty()

    def _start_empty(self):
        self.used_memory = 0
        self._items = OrderedDict()  # the one unused the longest first

    def stop(self):
        """The process is gone, and with it all that it held."""
        self.is_running = False
        self.lives += 1
        self._start_empty()

    def start(self):
        """Run again, empty."""
        self.is_running = True

    # -- storing ------------------------------------------------------------------

    def set(self, key, value, expire=b"0"):
        """Store; True."""
        _check_key(key)
        deadline = self._deadline(expire)
        if ITEM + len(key) + len(value) > LARGEST_ITEM:
            self._drop(key)
            raise ServerTrouble("object too large for cache")
        self._drop(key)
        self._items[key] = Item(value, deadline)
        self.used_memory += ITEM + len(key) + len(value)
        self._make_room()
        return True

    # -- reading ------------------------------------------------------------------

    def get(self, key):
        """The item (value, deadline), or None; one that is due is removed."""
        _check_key(key)
        item = self._items.get(key)
        if item is None:
            return None
        if item.deadline is not None and item.deadline <= self._now():
            self._drop(key)
            return None
        self._items.move_to_end(key)
        return item

    def delete(self, key):
        """Remove; whether it was there."""
        if self.get(key) is None:
            return False
        self._drop(key)
        return True

    def incr(self, key, amount):
        """Add to a number of 64 bits, beyond which it begins at 0; None: not there."""
        item = self.get(key)
        if not _is_counter(amount):
            raise ClientMistake("invalid numeric delta argument")
        if item is None:
            return None
        if not _is_counter(item.value):
            raise ClientMistake("cannot increment or decrement non-numeric value")
        number = (int(item.value) + int(amount)) % 2**64
        self.set(key, b"%d" % number)
        self._items[key].deadline = item.deadline
        return number

    # -- within -------------------------------------------------------------------

    def _now(self):
        return (self.clock.now - EPOCH).total_seconds()

    def _deadline(self, expire):
        """When an item expires: never for 0, at once below it."""
        if not re.fullmatch(rb"-?\d+", expire) or not -(2**31) <= int(expire) < 2**31:
            raise ClientMistake("bad command line format")
        expire = int(expire)
        if expire == 0:
            return None
        return expire if expire > THIRTY_DAYS else self._now() + max(expire, 0)

    def _drop(self, key):
        item = self._items.pop(key, None)
        if item is not None:
            self.used_memory -= ITEM + len(key) + len(item.value)

    def _make_room(self):
        """Evict what was unused the longest until memory is within its limit."""
        while self.used_memory > self.maxmemory:
            self._drop(next(iter(self._items)))


def _check_key(key):
    if not key:
        raise UnknownCommand
    if len(key) > LONGEST_KEY:
        raise ClientMistake("bad command line format")


def _is_counter(text):
    """Whether bytes are a number of 64 bits; spaces round it do not matter."""
    return text.strip().isdigit() and int(text) < 2**64
