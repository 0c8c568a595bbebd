"""What clusters and replication groups have in common: nodes of a chosen type.

A lost node is replaced by a new one in its own zone, once that is up.
"""

from datetime import timedelta

from ..account import address_of
from ..pricing import Use
from . import rules
from .cache import Cache

REPLACING = timedelta(minutes=5)


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
        return address_of(self.host, self.zone)

    def begin(self, server):
        """Run from now on, with this server."""
        self.server, self.status = server, "available"
        self.created = self.created or self.cache.clock.now

    def lose(self):
        """The machine is gone, and with it all that its memory held."""
        if self.server:
            self.server.stop()
        self.status = "creating"


class NodeCache(Cache):
    """A cache and its `nodes`, kept among its like in `home` by its identifier."""

    title = "Cache cluster"
    creating, deleting = timedelta(minutes=5), timedelta(minutes=3)

    def __init__(self, service, identifier, engine, node_type, home):
        super().__init__(service, identifier, engine)
        self.node_type, self.home, self.nodes = node_type, home, []

    # -- life ---------------------------------------------------------------------

    def launch(self):
        def created():
            self.created = self.clock.now
            for node in self.nodes:
                self.begin(node)
            self.open_names()
            self.status = "available"
            self.tell(f"{self.title} created")

        self.change("creating", self.creating, created)

    def open_names(self):
        """Let names lead to the nodes, beside those that each node has of its own."""

    def begin(self, node):
        """Let a node answer, empty; in another zone when its own is cut."""
        node.zone = self.service.nearest_zone(node.zone) or node.zone
        node.begin(self.new_server(rules.NODE_TYPES[self.node_type]))
        if node.host not in self.service.account.endpoints:
            self.open(node.host, lambda: node)

    def delete(self):
        self.forget_plans()
        self.close()
        for node in self.nodes:
            node.lose()

        def gone():
            del self.home[self.identifier]
            self.tell(f"{self.title} deleted")

        self.change("deleting", self.deleting, gone)

    # -- losing nodes -------------------------------------------------------------

    def zone_failed(self, zone):
        """Lose the nodes of a zone, and have each replaced; those that are lost."""
        if self.status == "deleting":
            return []
        lost = [node for node in self.nodes if node.zone == zone and node.server]
        for node in lost:
            node.lose()
            self._tell_of(node, f"Recovering cache node {node.name}")
            self._plan_renewal(node)
        return lost

    def zone_restored(self, zone):
        """Nothing to do: a lost node is looked after by its plan."""

    def _plan_renewal(self, node):
        self.plan(f"replace {node.name}", REPLACING, lambda: self._renew(node))

    def _renew(self, node):
        """Put a new node in the place of a lost one, once its zone is up."""
        if not self.service.account.is_zone_up(node.zone):
            self._plan_renewal(node)
            return
        self.replace(node)
        self._tell_of(node, f"Finished recovery for cache node {node.name}")

    def replace(self, node):
        """Let a new node answer in the place of a lost one."""
        self.begin(node)

    def _tell_of(self, node, message):
        self.service.note("cache-cluster", node.cluster_id, message)

    # -- what is paid for ---------------------------------------------------------

    def uses(self):
        """The nodes, those that were lost too, but not while the cache is made."""
        if self.status == "deleting" or not self.created:
            return []
        line = f"elasticache.{self.node_type}"
        if self.engine != "valkey":
            line = f"elasticache.{self.engine}.{self.node_type}"
        return [Use(line, self.identifier, len(self.nodes))]
