"""Serverless caches: no nodes to choose, copies in three zones, encrypted connections.

What AWS keeps behind the endpoint is not shown there. Here it is one server whose data
outlive the loss of one zone, and of two; nothing outlives the loss of all three.
"""

from datetime import timedelta
from functools import partial

from ..account import Resource, address_of
from ..errors import ServiceError
from ..pricing import Use
from ..service import operation
from . import rules
from .base import ElastiCacheBase
from .cache import Cache

CREATING = timedelta(seconds=45)
DELETING = timedelta(minutes=1)
READER_PORT = 6380
LARGEST = 5_000 * 10**9  # bytes
LEAST = 100 * 10**6  # bytes that are paid for, of Valkey


class Serverless(Cache):
    """A serverless cache. It is itself what its endpoint leads to."""

    encrypted = True
    kind = "serverless-cache"

    def __init__(self, service, identifier, engine):
        super().__init__(service, identifier, engine)
        self.server = self.new_server(LARGEST)

    def launch(self):
        def created():
            self.created = self.clock.now
            token = self.service.domain.split(".")[0]
            end = self.service.domain.split(".", 1)[1]
            self.host = f"{self.identifier}-{token}.serverless.{end}"
            self.open(self.host, lambda: self)
            self.status = "available"

        self.change("creating", CREATING, created)

    def is_up(self):
        return self.server.is_running

    def login(self):
        return self.server

    def address(self):
        return address_of(self.identifier)

    def delete(self):
        self.forget_plans()
        self.close()
        self.server.stop()

        def gone():
            del self.service.serverless[self.identifier]

        self.change("deleting", DELETING, gone)

    def zone_failed(self, zone):
        if not self._zones_up():
            self.server.stop()

    def zone_restored(self, zone):
        if not self.server.is_running and self.status != "deleting":
            self.server.start()

    def _zones_up(self):
        return self.service.account.zones_up(self.service.region)

    def uses(self):
        """100 MB at the least by the hour, and each command as one ECPU."""
        if self.status == "deleting" or not self.created or self.engine != "valkey":
            return []
        gigabytes = max(LEAST, self.server.db.used_memory) / 10**9
        return [
            Use("elasticache.serverless.storage", self.identifier, gigabytes),
            Use(
                "elasticache.serverless.requests",
                self.identifier,
                self.server.calls,
                counted=True,
            ),
        ]

    def resources(self):
        """The cache as a whole, and its copy in each zone, for the account map."""
        region, up = self.service.region, self._zones_up()
        name, kind = self.identifier, f"ElastiCache Serverless {self.engine}"
        whole = Resource(
            name,
            kind,
            "serverless",
            region,
            self.status if self.is_up() else f"{self.status}, not reachable",
            self.arn(),
        )
        copies = [
            Resource(
                f"{name} copy",
                kind,
                "copy",
                zone,
                "in step" if zone in up else "cut off",
                self.arn(),
                "",
                name,
                True,
                "a cache, kept in several zones",
            )
            for zone in self.service.account.zones(region)
        ]
        return [whole, *copies] if self.created else []


class ServerlessCalls(ElastiCacheBase):
    """The calls on serverless caches."""

    @operation
    def create_serverless_cache(self, *, ServerlessCacheName: str, Engine: str):
        """Start creating a cache; it is `available` in under a minute."""
        identifier = rules.identifier("ServerlessCacheName", ServerlessCacheName, 40)
        if identifier in self.serverless:
            raise ServiceError(
                "ServerlessCacheAlreadyExistsFault",
                f"Serverless cache {identifier} already exists",
            )
        rules.check_engine(Engine, "valkey", "redis", "memcached")
        cache = Serverless(self, identifier, Engine)
        self.serverless[identifier] = cache
        cache.launch()
        return {"ServerlessCache": _described(cache)}

    @operation
    def describe_serverless_caches(self, *, ServerlessCacheName: str | None = None):
        """All serverless caches of the Region, or the named one."""
        found = self.named_or_all(
            self.serverless, ServerlessCacheName, self.serverless_cache
        )
        return {"ServerlessCaches": [_described(cache) for cache in found]}

    @operation
    def delete_serverless_cache(self, *, ServerlessCacheName: str):
        """Delete a cache with all that it holds."""
        cache = self.serverless_cache(ServerlessCacheName)
        if cache.status == "deleting":
            raise _wrong_state(f"{cache.identifier} is already being deleted.")
        cache.delete()
        return {"ServerlessCache": _described(cache)}

    def serverless_cache(self, name):
        """The cache of a name. Raises ServerlessCacheNotFoundFault."""
        if name.lower() not in self.serverless:
            raise ServiceError(
                "ServerlessCacheNotFoundFault", f"Serverless cache {name} not found."
            )
        return self.serverless[name.lower()]


def _described(cache):
    """A cache in the shape of DescribeServerlessCaches."""
    described = {
        "ServerlessCacheName": cache.identifier,
        "Status": cache.status,
        "Engine": cache.engine,
        "MajorEngineVersion": cache.version.split(".")[0],
        "FullEngineVersion": cache.version,
        "SecurityGroupIds": list(cache.groups),
        "ARN": cache.arn(),
    }
    if cache.created:
        described |= {
            "CreateTime": cache.created,
            "Endpoint": {"Address": cache.host, "Port": cache.port},
            "ReaderEndpoint": {"Address": cache.host, "Port": READER_PORT},
        }
    return described


_wrong_state = partial(ServiceError, "InvalidServerlessCacheStateFault")
