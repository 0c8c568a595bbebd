"""What clusters, replication groups and serverless caches have in common.

Each has a name, a status that changes as time passes, endpoint names, and the security
group that decides who gets through.
"""

from ..account import Endpoint
from ..engines.memcached import Server as Memcached
from ..engines.valkey import Server as Valkey
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

    def tell(self, message):
        """Note an event of the cache, for describe_events."""
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
