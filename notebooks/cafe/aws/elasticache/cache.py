"""What clusters, replication groups and serverless caches have in common.

Each has a name, a status that changes as time passes, endpoint names, and the security
group that decides who gets through.
"""

from ..engines.memcached import Server as Memcached
from ..engines.valkey import Server as Valkey
from ..life import Living
from . import rules


class Cache(Living):
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
        self._hosts, self.plans = [], {}

    # -- life ---------------------------------------------------------------------

    def tell(self, message):
        """Note an event of the cache, for describe_events."""
        self.service.note(self.kind, self.identifier, message)

    # -- reaching it --------------------------------------------------------------

    def open(self, host, target):
        """Let a name lead to what `target()` gives at the moment."""
        self.service.account.open_endpoint(host, self.port, self.service.region, target)
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
