"""Connect to a cache of the small AWS, with redis-py's calls and errors.

    from cafe.drivers import redis           # on AWS: import redis
    cache = redis.Redis(host=…, port=6379, decode_responses=True)
    cache.set("product:7", "Flat white", ex=60)

Same as redis-py 8 (which speaks to Valkey, too): methods, arguments, answers and error
classes of the everyday commands, which the cache has; `cache[key]`; pipelines; a broken
connection is opened anew. Simplified: no time passes in the network, so a time-out is
told at once, with its cause in brackets; a call that is not here names those that are.
Left out: rarer commands and arguments, passwords, `watch`, pools, cluster mode, publish
and subscribe, locks, scripts, asyncio.

How it is built: client, the connection; commands and collections, the methods; replies,
what Python makes of an answer; exceptions.

https://redis.readthedocs.io/
"""

from . import exceptions
from .client import Pipeline, Redis
from .exceptions import (
    AuthenticationError,
    ConnectionError,
    DataError,
    ExecAbortError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TimeoutError,
)

__all__ = [
    "AuthenticationError",
    "ConnectionError",
    "DataError",
    "ExecAbortError",
    "OutOfMemoryError",
    "Pipeline",
    "ReadOnlyError",
    "Redis",
    "RedisError",
    "ResponseError",
    "TimeoutError",
    "exceptions",
]
