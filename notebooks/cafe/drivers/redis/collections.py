"""redis-py's methods on hashes, lists, sets and sorted sets."""

from .exceptions import DataError


class CollectionCommands:
    """Methods that call `execute_command`, which `Redis` and `Pipeline` have."""

    # -- hashes -------------------------------------------------------------------

    def hset(self, name, key=None, value=None, mapping=None, items=None):
        """Set fields; how many of them are new."""
        if key is None and not mapping and not items:
            raise DataError("'hset' with no key value pairs")
        pairs = list(items or ())
        if key is not None:
            pairs += [key, value]
        pairs += [part for pair in (mapping or {}).items() for part in pair]
        return self.execute_command("HSET", name, *pairs)

    def hsetnx(self, name, key, value):
        return self.execute_command("HSETNX", name, key, value)

    def hget(self, name, key):
        return self.execute_command("HGET", name, key)

    def hmget(self, name, keys, *args):
        return self.execute_command("HMGET", name, *listed(keys, args))

    def hgetall(self, name):
        """All fields and their values, a dict."""
        return self.execute_command("HGETALL", name)

    def hkeys(self, name):
        return self.execute_command("HKEYS", name)

    def hvals(self, name):
        return self.execute_command("HVALS", name)

    def hlen(self, name):
        return self.execute_command("HLEN", name)

    def hexists(self, name, key):
        return self.execute_command("HEXISTS", name, key)

    def hdel(self, name, *keys):
        return self.execute_command("HDEL", name, *keys)

    def hincrby(self, name, key, amount=1):
        return self.execute_command("HINCRBY", name, key, amount)

    def hincrbyfloat(self, name, key, amount=1.0):
        return self.execute_command("HINCRBYFLOAT", name, key, amount)

    def hstrlen(self, name, key):
        return self.execute_command("HSTRLEN", name, key)

    def hscan(self, name, cursor=0, match=None, count=None, no_values=None):
        options = scan_arguments(match, count)
        if no_values is not None:
            options.append("NOVALUES")
        return self.execute_command(
            "HSCAN", name, cursor, *options, no_values=no_values
        )

    def hscan_iter(self, name, match=None, count=None, no_values=None):
        cursor = None
        while cursor != 0:
            cursor, found = self.hscan(name, cursor or 0, match, count, no_values)
            yield from (found if no_values else found.items())

    # -- lists --------------------------------------------------------------------

    def lpush(self, name, *values):
        return self.execute_command("LPUSH", name, *values)

    def rpush(self, name, *values):
        return self.execute_command("RPUSH", name, *values)

    def lpushx(self, name, *values):
        return self.execute_command("LPUSHX", name, *values)

    def rpushx(self, name, *values):
        return self.execute_command("RPUSHX", name, *values)

    def lpop(self, name, count=None):
        return self.execute_command("LPOP", name, *_given(count))

    def rpop(self, name, count=None):
        return self.execute_command("RPOP", name, *_given(count))

    def llen(self, name):
        return self.execute_command("LLEN", name)

    def lrange(self, name, start, end):
        """The elements from `start` to `end`, both included; -1 is the last."""
        return self.execute_command("LRANGE", name, start, end)

    def lindex(self, name, index):
        return self.execute_command("LINDEX", name, index)

    def lset(self, name, index, value):
        return self.execute_command("LSET", name, index, value)

    def lrem(self, name, count, value):
        return self.execute_command("LREM", name, count, value)

    def ltrim(self, name, start, end):
        return self.execute_command("LTRIM", name, start, end)

    def linsert(self, name, where, refvalue, value):
        return self.execute_command("LINSERT", name, where, refvalue, value)

    def lmove(self, first_list, second_list, src="LEFT", dest="RIGHT"):
        return self.execute_command("LMOVE", first_list, second_list, src, dest)

    def rpoplpush(self, src, dst):
        return self.execute_command("RPOPLPUSH", src, dst)

    def lpos(self, name, value, rank=None, count=None, maxlen=None):
        options = []
        for option, given in (("RANK", rank), ("COUNT", count), ("MAXLEN", maxlen)):
            if given is not None:
                options += [option, given]
        return self.execute_command("LPOS", name, value, *options)

    # -- sets ---------------------------------------------------------------------

    def sadd(self, name, *values):
        return self.execute_command("SADD", name, *values)

    def srem(self, name, *values):
        return self.execute_command("SREM", name, *values)

    def smembers(self, name):
        return self.execute_command("SMEMBERS", name)

    def sismember(self, name, value):
        return self.execute_command("SISMEMBER", name, value)

    def smismember(self, name, values, *args):
        return self.execute_command("SMISMEMBER", name, *listed(values, args))

    def scard(self, name):
        return self.execute_command("SCARD", name)

    def spop(self, name, count=None):
        return self.execute_command("SPOP", name, *_given(count))

    def srandmember(self, name, number=None):
        return self.execute_command("SRANDMEMBER", name, *_given(number))

    def smove(self, src, dst, value):
        return self.execute_command("SMOVE", src, dst, value)

    def sinter(self, keys, *args):
        return self.execute_command("SINTER", *listed(keys, args))

    def sunion(self, keys, *args):
        return self.execute_command("SUNION", *listed(keys, args))

    def sdiff(self, keys, *args):
        return self.execute_command("SDIFF", *listed(keys, args))

    def sinterstore(self, dest, keys, *args):
        return self.execute_command("SINTERSTORE", dest, *listed(keys, args))

    def sunionstore(self, dest, keys, *args):
        return self.execute_command("SUNIONSTORE", dest, *listed(keys, args))

    def sdiffstore(self, dest, keys, *args):
        return self.execute_command("SDIFFSTORE", dest, *listed(keys, args))

    def sscan(self, name, cursor=0, match=None, count=None):
        options = scan_arguments(match, count)
        return self.execute_command("SSCAN", name, cursor, *options)

    def sscan_iter(self, name, match=None, count=None):
        cursor = None
        while cursor != 0:
            cursor, found = self.sscan(name, cursor or 0, match, count)
            yield from found

    # -- sorted sets --------------------------------------------------------------

    def zadd(
        self,
        name,
        mapping,
        nx=False,
        xx=False,
        ch=False,
        incr=False,
        gt=False,
        lt=False,
    ):
        """Set scores, member -> score; how many members are new."""
        if not mapping:
            raise DataError("ZADD requires at least one element/score pair")
        if nx and xx:
            raise DataError("ZADD allows either 'nx' or 'xx', not both")
        if gt and lt:
            raise DataError("ZADD allows either 'gt' or 'lt', not both")
        if incr and len(mapping) != 1:
            raise DataError(
                "ZADD option 'incr' only works when passing a single element/score pair"
            )
        if nx and (gt or lt):
            raise DataError("Only one of 'nx', 'lt', or 'gr' may be defined.")
        flags = {"NX": nx, "XX": xx, "CH": ch, "INCR": incr, "GT": gt, "LT": lt}
        pieces = [flag for flag, is_set in flags.items() if is_set]
        for member, score in mapping.items():
            pieces += [score, member]
        return self.execute_command("ZADD", name, *pieces)

    def zrange(
        self,
        name,
        start,
        end,
        desc=False,
        withscores=False,
        score_cast_func=float,
        byscore=False,
        bylex=False,
        offset=None,
        num=None,
    ):
        """Members by rank, or by score or name; lowest first unless `desc`."""
        if byscore and bylex:
            raise DataError("``byscore`` and ``bylex`` can not be specified together.")
        if bylex and withscores:
            raise DataError(
                "``withscores`` not supported in combination with ``bylex``."
            )
        if desc and not byscore and not bylex and offset is None and num is None:
            return self.zrevrange(name, start, end, withscores, score_cast_func)
        flags = {"BYSCORE": byscore, "BYLEX": bylex, "REV": desc}
        pieces = [flag for flag, is_set in flags.items() if is_set]
        pieces += _limit(offset, num, "``offset`` and ``num`` must both be specified.")
        return self._zrange(
            "ZRANGE", name, start, end, pieces, withscores, score_cast_func
        )

    def _zrange(self, command, name, first, last, options, withscores, cast):
        scores = ["WITHSCORES"] if withscores else []
        return self.execute_command(
            command,
            name,
            first,
            last,
            *options,
            *scores,
            withscores=withscores,
            score_cast_func=cast,
        )

    def zrevrange(self, name, start, end, withscores=False, score_cast_func=float):
        return self._zrange(
            "ZREVRANGE", name, start, end, [], withscores, score_cast_func
        )

    def zrangebyscore(
        self,
        name,
        min,
        max,
        start=None,
        num=None,
        withscores=False,
        score_cast_func=float,
    ):
        limit = _limit(start, num, "``start`` and ``num`` must both be specified")
        return self._zrange(
            "ZRANGEBYSCORE", name, min, max, limit, withscores, score_cast_func
        )

    def zrevrangebyscore(
        self,
        name,
        max,
        min,
        start=None,
        num=None,
        withscores=False,
        score_cast_func=float,
    ):
        limit = _limit(start, num, "``start`` and ``num`` must both be specified")
        return self._zrange(
            "ZREVRANGEBYSCORE", name, max, min, limit, withscores, score_cast_func
        )

    def zrank(self, name, value, withscore=False, score_cast_func=float):
        """A member's place from the lowest score, 0 first; None without it."""
        return self._rank("ZRANK", name, value, withscore, score_cast_func)

    def zrevrank(self, name, value, withscore=False, score_cast_func=float):
        return self._rank("ZREVRANK", name, value, withscore, score_cast_func)

    def _rank(self, command, name, value, withscore, cast):
        option = ["WITHSCORE"] if withscore else []
        return self.execute_command(
            command, name, value, *option, withscore=withscore, score_cast_func=cast
        )

    def zscore(self, name, value):
        return self.execute_command("ZSCORE", name, value)

    def zmscore(self, key, members):
        if not members:
            raise DataError("ZMSCORE members must be a non-empty list")
        return self.execute_command("ZMSCORE", key, *members)

    def zincrby(self, name, amount, value):
        return self.execute_command("ZINCRBY", name, amount, value)

    def zrem(self, name, *values):
        return self.execute_command("ZREM", name, *values)

    def zcard(self, name):
        return self.execute_command("ZCARD", name)

    def zcount(self, name, min, max):
        return self.execute_command("ZCOUNT", name, min, max)

    def zpopmin(self, name, count=None):
        return self.execute_command("ZPOPMIN", name, *_given(count))

    def zpopmax(self, name, count=None):
        return self.execute_command("ZPOPMAX", name, *_given(count))

    def zremrangebyrank(self, name, min, max):
        return self.execute_command("ZREMRANGEBYRANK", name, min, max)

    def zremrangebyscore(self, name, min, max):
        return self.execute_command("ZREMRANGEBYSCORE", name, min, max)

    def zscan(self, name, cursor=0, match=None, count=None, score_cast_func=float):
        options = scan_arguments(match, count)
        return self.execute_command(
            "ZSCAN", name, cursor, *options, score_cast_func=score_cast_func
        )

    def zscan_iter(self, name, match=None, count=None, score_cast_func=float):
        cursor = None
        while cursor != 0:
            cursor, found = self.zscan(name, cursor or 0, match, count, score_cast_func)
            yield from found


def listed(keys, others):
    """Several names, given as a list, or one by one."""
    is_one = isinstance(keys, (str, bytes)) or not hasattr(keys, "__iter__")
    return [*([keys] if is_one else keys), *others]


def scan_arguments(match, count):
    """MATCH and COUNT, where they were given."""
    options = []
    if match is not None:
        options += ["MATCH", match]
    if count is not None:
        options += ["COUNT", count]
    return options


def _given(argument):
    return [] if argument is None else [argument]


def _limit(offset, count, complaint):
    if (offset is None) != (count is None):
        raise DataError(complaint)
    return [] if offset is None else ["LIMIT", offset, count]
