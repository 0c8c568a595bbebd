"""redis-py's methods on strings, keys and the server: each sends one command."""

from datetime import timedelta

from ..missing import NamesWhatThereIs, names_its_options
from .collections import Hashes, Lists, SendsCommands, Sets, SortedSets, listed
from .exceptions import DataError


@names_its_options
class Strings(SendsCommands):
    def set(self, name, value, ex=None, *, nx=False, xx=False, keepttl=False):
        """Store a value; `ex` seconds later it expires."""
        if ex is not None and keepttl:
            raise DataError(
                "``ex``, ``px``, ``exat``, ``pxat``, and ``keepttl`` are mutually "
                "exclusive."
            )
        if nx and xx:
            raise DataError(
                "``nx``, ``xx``, ``ifeq``, ``ifne``, ``ifdeq``, ``ifdne`` are mutually "
                "exclusive."
            )
        flags = {"NX": nx, "XX": xx, "KEEPTTL": keepttl}
        options: list = [flag for flag, is_set in flags.items() if is_set]
        if ex is not None:
            ex = int(ex) if isinstance(ex, str) and ex.isdigit() else _seconds(ex)
            if not isinstance(ex, int):
                raise DataError("ex must be datetime.timedelta or int")
            options += ["EX", ex]
        return self.execute_command("SET", name, value, *options)

    def get(self, name):
        """The value, or None."""
        return self.execute_command("GET", name)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __setitem__(self, name, value):
        self.set(name, value)

    def setex(self, name, time, value):
        return self.execute_command("SETEX", name, _seconds(time), value)

    def mget(self, keys, *args):
        """The value or None of each key, a list."""
        names = listed(keys, args)
        return self.execute_command(*(["MGET", *names] if names else ()))

    def mset(self, mapping):
        pairs = [part for pair in mapping.items() for part in pair]
        return self.execute_command("MSET", *pairs)

    def incr(self, name, amount=1):
        return self.execute_command("INCRBY", name, amount)

    incrby = incr

    def decr(self, name, amount=1):
        return self.execute_command("DECRBY", name, amount)

    decrby = decr


@names_its_options
class Expiry(SendsCommands):
    def expire(self, name, time):
        """Let a key expire in so many seconds."""
        return self.execute_command("EXPIRE", name, _seconds(time))

    def ttl(self, name):
        """Seconds left; -1: it does not expire, -2: there is no such key."""
        return self.execute_command("TTL", name)

    def persist(self, name):
        """Take a key's deadline away; whether it had one."""
        return self.execute_command("PERSIST", name)


@names_its_options
class Keys(SendsCommands):
    def exists(self, *names):
        """How many of the keys are there."""
        return self.execute_command("EXISTS", *names)

    __contains__ = exists

    def delete(self, *names):
        """Remove keys; how many were there."""
        return self.execute_command("DEL", *names)

    def __delitem__(self, name):
        self.delete(name)

    def type(self, name):
        return self.execute_command("TYPE", name)

    def keys(self, pattern="*"):
        return self.execute_command("KEYS", pattern)

    def scan(self, cursor=0, match=None, count=None):
        """(the cursor of the next step or 0, some of the keys)"""
        asked = {"MATCH": match, "COUNT": count}
        given = [pair for pair in asked.items() if pair[1] is not None]
        options = [part for pair in given for part in pair]
        return self.execute_command("SCAN", cursor, *options)

    def scan_iter(self, match=None, count=None):
        """All keys, fetched a few at a time."""
        cursor = None
        while cursor != 0:
            cursor, found = self.scan(cursor or 0, match, count)
            yield from found

    def dbsize(self):
        return self.execute_command("DBSIZE")

    def flushall(self):
        """Remove every key."""
        return self.execute_command("FLUSHALL")


@names_its_options
class Server(SendsCommands):
    def ping(self):
        return self.execute_command("PING")

    def info(self, section=None, *args):
        """The server's figures, a dict."""
        sections = () if section is None else (section, *args)
        return self.execute_command("INFO", *sections)


class Commands(
    Strings, Expiry, Keys, Hashes, Lists, Sets, SortedSets, Server, NamesWhatThereIs
):
    """What `Redis` and `Pipeline` share: methods that call `execute_command`."""


def _seconds(time):
    return int(time.total_seconds()) if isinstance(time, timedelta) else time
