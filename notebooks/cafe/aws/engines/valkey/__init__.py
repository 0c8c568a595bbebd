"""A Valkey server in memory: the engine of a cache, for Valkey and Redis OSS alike.

    server = Server(account.clock)
    server.execute((b"SET", b"espresso", b"2.60", b"EX", b"60"), Client())

Same as Valkey
    the commands on strings, keys, hashes, lists, sets and sorted sets that the course
    uses, with their options, replies and error texts; lazy and active expiry; the eight
    eviction policies; MULTI, EXEC and WATCH; asynchronous replication; hit and miss
    counters.
Simplified
    memory is counted by a simple rule (values.py), and all is refused or evicted by
    that count; LRU is exact, LFU nearly so, where Valkey looks at a few keys at random
    (keyspace.py); active expiry removes 100 keys before each command; SCAN looks at
    every key for each step; floating-point sums are those of a PC's processor.
Left out
    scripts, streams, publish and subscribe, blocking commands, bitmaps, geo, users and
    their rights, persistence, databases other than 0, cluster mode with its slots.

https://valkey.io/commands/
"""

# Each of these adds its commands to the table in command.py.
from . import (  # noqa: F401  # noqa: F401
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
