"""redis-py's methods on strings, keys and the server: each sends one command."""

from datetime import datetime, timedelta

from .collections import CollectionCommands, listed, scan_arguments
from .exceptions import DataError


class Commands(CollectionCommands):
    """What `Redis` and `Pipeline` share: methods that call `execute_command`."""

    # -- strings ------------------------------------------------------------------

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
        exat=None,
        pxat=None,
        ifeq=None,
    ):
        """Store a value; `ex` seconds or `px` ms later it expires."""
        _check_one((ex, px, exat, pxat), "keepttl", keepttl)
        options = _condition(nx, xx, ifeq) + _flags(GET=get)
        options += _expiry(ex, px, exat, pxat) + _flags(KEEPTTL=keepttl)
        return self.execute_command("SET", name, value, *options, get=get)

    def get(self, name):
        """The value, or None."""
        return self.execute_command("GET", name)

    def setex(self, name, time, value):
        return self.execute_command("SETEX", name, _seconds(time), value)

    def psetex(self, name, time_ms, value):
        return self.execute_command("PSETEX", name, _milliseconds(time_ms), value)

    def setnx(self, name, value):
        return self.execute_command("SETNX", name, value)

    def getset(self, name, value):
        return self.execute_command("GETSET", name, value)

    def getdel(self, name):
        return self.execute_command("GETDEL", name)

    def getex(self, name, ex=None, px=None, exat=None, pxat=None, persist=False):
        _check_one((ex, px, exat, pxat), "persist", persist)
        options = _expiry(ex, px, exat, pxat) + _flags(PERSIST=persist)
        return self.execute_command("GETEX", name, *options)

    def mget(self, keys, *args):
        return self.execute_command("MGET", *listed(keys, args))

    def mset(self, mapping):
        return self.execute_command("MSET", *_flat(mapping))

    def msetnx(self, mapping):
        return self.execute_command("MSETNX", *_flat(mapping))

    def append(self, key, value):
        return self.execute_command("APPEND", key, value)

    def strlen(self, name):
        return self.execute_command("STRLEN", name)

    def getrange(self, key, start, end):
        return self.execute_command("GETRANGE", key, start, end)

    def setrange(self, name, offset, value):
        return self.execute_command("SETRANGE", name, offset, value)

    def incr(self, name, amount=1):
        return self.execute_command("INCRBY", name, amount)

    incrby = incr

    def decr(self, name, amount=1):
        return self.execute_command("DECRBY", name, amount)

    decrby = decr

    def incrbyfloat(self, name, amount=1.0):
        return self.execute_command("INCRBYFLOAT", name, amount)

    # -- expiry -------------------------------------------------------------------

    def expire(self, name, time, nx=False, xx=False, gt=False, lt=False):
        """Let a key expire in so many seconds."""
        conditions = _flags(NX=nx, XX=xx, GT=gt, LT=lt)
        return self.execute_command("EXPIRE", name, _seconds(time), *conditions)

    def pexpire(self, name, time, nx=False, xx=False, gt=False, lt=False):
        conditions = _flags(NX=nx, XX=xx, GT=gt, LT=lt)
        return self.execute_command("PEXPIRE", name, _milliseconds(time), *conditions)

    def expireat(self, name, when, nx=False, xx=False, gt=False, lt=False):
        conditions = _flags(NX=nx, XX=xx, GT=gt, LT=lt)
        if isinstance(when, datetime):
            when = int(when.timestamp())
        return self.execute_command("EXPIREAT", name, when, *conditions)

    def pexpireat(self, name, when, nx=False, xx=False, gt=False, lt=False):
        conditions = _flags(NX=nx, XX=xx, GT=gt, LT=lt)
        if isinstance(when, datetime):
            when = int(when.timestamp() * 1000)
        return self.execute_command("PEXPIREAT", name, when, *conditions)

    def ttl(self, name):
        """Seconds left; -1: it does not expire, -2: there is no such key."""
        return self.execute_command("TTL", name)

    def pttl(self, name):
        return self.execute_command("PTTL", name)

    def expiretime(self, key):
        return self.execute_command("EXPIRETIME", key)

    def pexpiretime(self, key):
        return self.execute_command("PEXPIRETIME", key)

    def persist(self, name):
        return self.execute_command("PERSIST", name)

    # -- keys ---------------------------------------------------------------------

    def exists(self, *names):
        """How many of the keys are there."""
        return self.execute_command("EXISTS", *names)

    def delete(self, *names):
        """Remove keys; how many were there."""
        return self.execute_command("DEL", *names)

    def unlink(self, *names):
        return self.execute_command("UNLINK", *names)

    def touch(self, *args):
        return self.execute_command("TOUCH", *args)

    def type(self, name):
        return self.execute_command("TYPE", name)

    def keys(self, pattern="*"):
        return self.execute_command("KEYS", pattern)

    def scan(self, cursor=0, match=None, count=None, _type=None):
        """(the cursor of the next step or 0, some of the keys)"""
        options = scan_arguments(match, count)
        if _type is not None:
            options += ["TYPE", _type]
        return self.execute_command("SCAN", cursor, *options)

    def scan_iter(self, match=None, count=None, _type=None):
        """All keys, fetched a few at a time."""
        cursor = None
        while cursor != 0:
            cursor, found = self.scan(cursor or 0, match, count, _type)
            yield from found

    def rename(self, src, dst):
        return self.execute_command("RENAME", src, dst)

    def renamenx(self, src, dst):
        return self.execute_command("RENAMENX", src, dst)

    def copy(self, source, destination, replace=False):
        options = _flags(REPLACE=replace)
        return self.execute_command("COPY", source, destination, *options)

    def randomkey(self):
        return self.execute_command("RANDOMKEY")

    def dbsize(self):
        return self.execute_command("DBSIZE")

    def flushdb(self, asynchronous=False):
        return self.execute_command("FLUSHDB", *_flags(ASYNC=asynchronous))

    def flushall(self, asynchronous=False):
        return self.execute_command("FLUSHALL", *_flags(ASYNC=asynchronous))

    # -- the server ---------------------------------------------------------------

    def ping(self):
        return self.execute_command("PING")

    def echo(self, value):
        return self.execute_command("ECHO", value)

    def time(self):
        """The server's time: seconds since 1970, and microseconds beside them."""
        return self.execute_command("TIME")

    def info(self, section=None, *args):
        """The server's figures, a dict."""
        sections = () if section is None else (section, *args)
        return self.execute_command("INFO", *sections)

    def config_get(self, pattern="*", *args):
        return self.execute_command("CONFIG GET", pattern, *args)

    def config_set(self, name, value, *args):
        return self.execute_command("CONFIG SET", name, value, *args)

    def config_resetstat(self):
        return self.execute_command("CONFIG RESETSTAT")

    def wait(self, num_replicas, timeout):
        """How many replicas have all that was written."""
        return self.execute_command("WAIT", num_replicas, timeout)


def _flags(**flags):
    return [name for name, is_set in flags.items() if is_set]


def _condition(nx, xx, ifeq):
    if nx + xx + (ifeq is not None) > 1:
        raise DataError(
            "``nx``, ``xx``, ``ifeq``, ``ifne``, ``ifdeq``, ``ifdne`` are mutually "
            "exclusive."
        )
    if ifeq is not None:
        return ["IFEQ", ifeq]
    return ["NX"] * nx + ["XX"] * xx


def _check_one(times, flag, is_set):
    """One answer at most to the question how long a key lives."""
    if len(times) - times.count(None) + is_set > 1:
        names = "``ex``, ``px``, ``exat``, ``pxat``"
        raise DataError(f"{names}, and ``{flag}`` are mutually exclusive.")


def _expiry(ex, px, exat, pxat):
    """The option that was given, with its argument."""
    if ex is not None:
        ex = int(ex) if isinstance(ex, str) and ex.isdigit() else _seconds(ex)
        return ["EX", _whole("ex", ex)]
    if px is not None:
        return ["PX", _whole("px", _milliseconds(px))]
    if exat is not None:
        return ["EXAT", int(exat.timestamp()) if _is_moment(exat) else exat]
    if pxat is not None:
        return ["PXAT", int(pxat.timestamp() * 1000) if _is_moment(pxat) else pxat]
    return []


def _whole(name, time):
    if not isinstance(time, int):
        raise DataError(f"{name} must be datetime.timedelta or int")
    return time


def _is_moment(when):
    return isinstance(when, datetime)


def _seconds(time):
    return int(time.total_seconds()) if isinstance(time, timedelta) else time


def _milliseconds(time):
    return int(time.total_seconds() * 1000) if isinstance(time, timedelta) else time


def _flat(mapping):
    return [part for pair in mapping.items() for part in pair]
