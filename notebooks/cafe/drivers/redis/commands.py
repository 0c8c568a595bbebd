"""redis-py's methods on strings, keys and the server: each sends one command."""

from datetime import datetime, timedelta

from ..missing import NamesWhatThereIs
from .collections import Hashes, Lists, SendsCommands, Sets, SortedSets, listed
from .exceptions import DataError


class Strings(SendsCommands):
    def set(
        self,
        name,
        value,
        ex=None,
        px=None,
        nx=False,
        xx=False,
        keepttl=False,
        get=False,
    ):
        """Store a value; `ex` seconds or `px` ms later it expires."""
        if (ex is not None) + (px is not None) + keepttl > 1:
            raise DataError(
                "``ex``, ``px``, ``exat``, ``pxat``, and ``keepttl`` are mutually "
                "exclusive."
            )
        if nx and xx:
            raise DataError(
                "``nx``, ``xx``, ``ifeq``, ``ifne``, ``ifdeq``, ``ifdne`` are mutually "
                "exclusive."
            )
        flags = {"NX": nx, "XX": xx, "GET": get, "KEEPTTL": keepttl}
        options = [flag for flag, is_set in flags.items() if is_set]
        if ex is not None:
            ex = int(ex) if isinstance(ex, str) and ex.isdigit() else _seconds(ex)
            options += ["EX", _whole("ex", ex)]
        if px is not None:
            options += ["PX", _whole("px", _milliseconds(px))]
        return self.execute_command("SET", name, value, *options, get=get)

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

    def setnx(self, name, value):
        return self.execute_command("SETNX", name, value)

    def getdel(self, name):
        """The value, which is removed."""
        return self.execute_command("GETDEL", name)

    def mget(self, keys, *args):
        """The value or None of each key, a list."""
        names = listed(keys, args)
        return self.execute_command(*(["MGET", *names] if names else ()))

    def mset(self, mapping):
        pairs = [part for pair in mapping.items() for part in pair]
        return self.execute_command("MSET", *pairs)

    def append(self, key, value):
        return self.execute_command("APPEND", key, value)

    def strlen(self, name):
        return self.execute_command("STRLEN", name)

    def incr(self, name, amount=1):
        return self.execute_command("INCRBY", name, amount)

    incrby = incr

    def decr(self, name, amount=1):
        return self.execute_command("DECRBY", name, amount)

    decrby = decr


class Expiry(SendsCommands):
    def expire(self, name, time):
        """Let a key expire in so many seconds."""
        return self.execute_command("EXPIRE", name, _seconds(time))

    def pexpire(self, name, time):
        return self.execute_command("PEXPIRE", name, _milliseconds(time))

    def expireat(self, name, when):
        """Let a key expire at a moment: a datetime, or seconds since 1970."""
        if isinstance(when, datetime):
            when = int(when.timestamp())
        return self.execute_command("EXPIREAT", name, when)

    def ttl(self, name):
        """Seconds left; -1: it does not expire, -2: there is no such key."""
        return self.execute_command("TTL", name)

    def pttl(self, name):
        return self.execute_command("PTTL", name)

    def persist(self, name):
        """Take a key's deadline away; whether it had one."""
        return self.execute_command("PERSIST", name)


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

    def flushdb(self):
        return self.execute_command("FLUSHDB")

    def flushall(self):
        """Remove every key."""
        return self.execute_command("FLUSHALL")


class Server(SendsCommands):
    def ping(self):
        return self.execute_command("PING")

    def info(self, section=None, *args):
        """The server's figures, a dict."""
        sections = () if section is None else (section, *args)
        return self.execute_command("INFO", *sections)

    def config_get(self, pattern="*", *args):
        return self.execute_command("CONFIG GET", pattern, *args)

    def config_set(self, name, value):
        return self.execute_command("CONFIG SET", name, value)


class Commands(
    Strings, Expiry, Keys, Hashes, Lists, Sets, SortedSets, Server, NamesWhatThereIs
):
    """What `Redis` and `Pipeline` share: methods that call `execute_command`."""


def _whole(name, time):
    if not isinstance(time, int):
        raise DataError(f"{name} must be datetime.timedelta or int")
    return time


def _seconds(time):
    return int(time.total_seconds()) if isinstance(time, timedelta) else time


def _milliseconds(time):
    return int(time.total_seconds() * 1000) if isinstance(time, timedelta) else time
