"""What clusters, replication groups and serverless caches have in common.

Each has a name, a status that changes as time passes, endpoint names, and the security
group that decides who gets through.
"""

from ..account import Endpoint
from ..engines.memcached import Server as Memcached
from ..engines.valkey import Server as Valkey
from ..pricing import Use
from . import rules


class Cache:
    """A cache of any kind. Times are moments of the account's clock."""

    public = False  # no cache can be reached from outside its VPC
    encrypted = False  # whether it takes encrypted connections, and no others
    kind = "cache-cluster"

    def __init__(self, service, identifier, engine):
        self.service, self.clock = service, service.clock
        self.identifier, self.engine = identifier, engine
        known = rules.ENGINES[engine]
        self.port, self.version = known.port, known.version
        self.groups = [service.ec2.default_group.id]
        self.status, self.created = "creating", None
        self._hosts, self._plans = [], {}

    # -- life ---------------------------------------------------------------------

    def change(self, status, delay, then):
        """Be in `status` for a while, then go on, unless something else comes first."""
        self.status = status
        self.plan("life", delay, then)

    def plan(self, kind, delay, action):
        """Have `action()` called later; a new plan of a kind replaces the old one."""
        if kind in self._plans:
            self._plans[kind].cancel()
        self._plans[kind] = self.clock.after(delay, action)

    def forget_plans(self):
        for plan in self._plans.values():
            plan.cancel()

    def tell(self, message, node=None):
        """Note an event of the cache, or of one of its nodes, for describe_events."""
        if node:
            self.service.note("cache-cluster", node.name, message)
        else:
            self.service.note(self.kind, self.identifier, message)

    # -- reaching it --------------------------------------------------------------

    def open(self, host, target):
        """Let a name lead to what `target()` gives at the moment."""
        account = self.service.account
        endpoint = Endpoint(host, self.port, self.service.region, target)
        account.endpoints[host] = endpoint
        self._hosts.append(host)

    def close(self):
        """Take all names away."""
        for host in self._hosts:
            del self.service.account.endpoints[host]
        self._hosts = []

    def new_server(self, maxmemory):
        """An empty server of the cache's engine."""
        make = Memcached if self.engine == "memcached" else Valkey
        return make(self.clock, maxmemory=maxmemory)

    def arn(self):
        kind = {
            "cache-cluster": "cluster",
            "replication-group": "replicationgroup",
            "serverless-cache": "serverlesscache",
        }[self.kind]
        service = self.service
        return service.account.arn(
            "elasticache", service.region, f"{kind}:{self.identifier}"
        )


def uses_of_nodes(cache):
    """The nodes of a cache, those that were lost too, but not while it is made."""
    if cache.status == "deleting" or not cache.created:
        return []
    line = f"elasticache.{cache.node_type}"
    if cache.engine != "valkey":
        line = f"elasticache.{cache.engine}.{cache.node_type}"
    return [Use(line, cache.identifier, len(cache.nodes))]


class Node:
    """One machine of a cache, with its server process in one zone."""

    public = encrypted = False

    def __init__(self, cache, name, zone, host):
        self.cache, self.name, self.zone, self.host = cache, name, zone, host
        self.server, self.status, self.created = None, "creating", None

    @property
    def groups(self):
        return self.cache.groups

    @property
    def cluster_id(self):
        """The name of the cluster that it is: in a group, each node is one."""
        of_group = self.cache.kind == "replication-group"
        return self.name if of_group else self.cache.identifier

    def is_up(self):
        """Whether anything answers on it."""
        zone_is_up = self.cache.service.account.is_zone_up(self.zone)
        return self.server is not None and self.server.is_running and zone_is_up

    def login(self):
        """The server for one client."""
        return self.server

    def address(self):
        """The address behind the name; another zone has another range."""
        last = sum(map(ord, self.host + self.zone)) % 200 + 20
        return f"172.31.{'abc'.index(self.zone[-1]) * 16}.{last}"

    def begin(self, server):
        """Run from now on, with this server."""
        self.server, self.status = server, "available"
        self.created = self.created or self.cache.clock.now

    def lose(self):
        """The machine is gone, and with it all that its memory held."""
        if self.server:
            self.server.stop()
        self.status = "creating"
