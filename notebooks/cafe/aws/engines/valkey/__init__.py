"""A Valkey server in memory: the engine of a cache, for Valkey and Redis OSS alike.

    server = Server(account.clock)
    server.execute((b"SET", b"espresso", b"2.60", b"EX", b"60"), Client())

Same as Valkey
    the everyday commands on strings, counters, keys, hashes, lists, sets and sorted
    sets, with their replies and error texts; lazy and active expiry; eviction by LRU;
    MULTI and EXEC; replication; counters of hits and misses.
Simplified
    memory is counted by a simple rule (values.py), and all is refused or evicted by
    that count; LRU is exact, where Valkey looks at a few keys at random (keyspace.py);
    active expiry removes 100 keys before each command; SCAN looks at every key for each
    step; a replica hears of each change at once. Where a command or an option is left
    out, the error names in brackets those that there are.
Left out
    rarer commands and options: milliseconds but in SET and PTTL, sums of fractions,
    parts of a string, what moves or copies keys and elements, what chooses by chance,
    conditions of EXPIRE and ZADD, going through a collection in steps; CONFIG, WATCH;
    eviction by LFU, by deadline or by chance; scripts, streams, publish and subscribe,
    blocking commands, bitmaps, geo, users and their rights, passwords, persistence,
    databases other than 0, cluster mode with its slots.

How it is built, from the outside in:

    server        takes commands, tells its replicas, counts
    transactions  MULTI and EXEC          command       how each reads its arguments
    strings, hashes, lists, sets, sorted_sets           commands on one type
    keys, expiry, admin                                 commands on all of them
    keyspace      the keys: which has expired, which goes first when memory is full
    values        the types, and how much memory each takes

https://valkey.io/commands/
"""

# Each of these adds its commands to the table in command.py.
from . import (  # noqa: F401
    admin,
    expiry,
    hashes,
    keys,
    lists,
    sets,
    sorted_sets,
    strings,
    transactions,
)
from .command import Refused
from .server import Client, Server

__all__ = ["Client", "Refused", "Server"]
