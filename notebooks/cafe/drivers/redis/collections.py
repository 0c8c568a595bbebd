"""redis-py's methods on hashes, lists, sets and sorted sets: each sends one command."""

from ..missing import names_its_options
from .exceptions import DataError


class SendsCommands:
    """What the methods stand on: each of them sends one command."""

    def execute_command(self, *arguments, **options):
        """Send one command and give its reply."""
        raise NotImplementedError


@names_its_options
class Hashes(SendsCommands):
    def hset(self, name, key=None, value=None, mapping=None):
        """Set fields; how many of them are new."""
        if key is None and not mapping:
            raise DataError("'hset' with no key value pairs")
        pairs = [] if key is None else [key, value]
        pairs += [part for pair in (mapping or {}).items() for part in pair]
        return self.execute_command("HSET", name, *pairs)

    def hget(self, name, key):
        return self.execute_command("HGET", name, key)

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


@names_its_options
class Lists(SendsCommands):
    def lpush(self, name, *values):
        return self.execute_command("LPUSH", name, *values)

    def rpush(self, name, *values):
        return self.execute_command("RPUSH", name, *values)

    def lpop(self, name):
        return self.execute_command("LPOP", name)

    def rpop(self, name):
        return self.execute_command("RPOP", name)

    def llen(self, name):
        return self.execute_command("LLEN", name)

    def lrange(self, name, start, end):
        """The elements from `start` to `end`, both included; -1 is the last."""
        return self.execute_command("LRANGE", name, start, end)


@names_its_options
class Sets(SendsCommands):
    def sadd(self, name, *values):
        return self.execute_command("SADD", name, *values)

    def srem(self, name, *values):
        return self.execute_command("SREM", name, *values)

    def smembers(self, name):
        return self.execute_command("SMEMBERS", name)

    def sismember(self, name, value):
        return self.execute_command("SISMEMBER", name, value)

    def scard(self, name):
        return self.execute_command("SCARD", name)

    def sinter(self, keys, *args):
        return self.execute_command("SINTER", *listed(keys, args))

    def sunion(self, keys, *args):
        return self.execute_command("SUNION", *listed(keys, args))

    def sdiff(self, keys, *args):
        return self.execute_command("SDIFF", *listed(keys, args))


@names_its_options
class SortedSets(SendsCommands):
    def zadd(self, name, mapping):
        """Set scores, member -> score; how many members are new."""
        if not mapping:
            raise DataError("ZADD requires at least one element/score pair")
        pairs = [part for member, score in mapping.items() for part in (score, member)]
        return self.execute_command("ZADD", name, *pairs)

    def zincrby(self, name, amount, value):
        """Add to a member's score; the new score."""
        return self.execute_command("ZINCRBY", name, amount, value)

    def zrem(self, name, *values):
        return self.execute_command("ZREM", name, *values)

    def zscore(self, name, value):
        return self.execute_command("ZSCORE", name, value)

    def zcard(self, name):
        return self.execute_command("ZCARD", name)

    def zrank(self, name, value):
        """A member's place from the lowest score, 0 first; None without it."""
        return self.execute_command("ZRANK", name, value)

    def zrevrank(self, name, value):
        return self.execute_command("ZREVRANK", name, value)

    def zrange(self, name, start, end, desc=False, withscores=False):
        """Members by their rank, lowest score first unless `desc`."""
        return self._range("ZRANGE", name, start, end, ["REV"] * desc, withscores)

    def zrevrange(self, name, start, end, withscores=False):
        return self._range("ZREVRANGE", name, start, end, [], withscores)

    def zrangebyscore(self, name, min, max, *, withscores=False):
        """Members by their score; "(5" leaves 5 out."""
        return self._range("ZRANGEBYSCORE", name, min, max, [], withscores)

    def _range(self, command, name, first, last, options, withscores):
        options += ["WITHSCORES"] * bool(withscores)
        return self.execute_command(
            command, name, first, last, *options, withscores=withscores
        )


def listed(keys, others):
    """Several names, given as a list, or one by one."""
    is_one = isinstance(keys, (str, bytes)) or not hasattr(keys, "__iter__")
    return [*([keys] if is_one else keys), *others]
