"""Cache clusters: one Redis OSS node, or one to forty Memcached nodes that share keys.

Nothing here has a copy: when a node is lost, its part of the keys is lost. ElastiCache
puts a new node in its place, which is empty.
"""

from datetime import timedelta

from ..account import Resource
from . import rules
from .cache import Cache, Node, uses_of_nodes

CREATING = timedelta(minutes=5)
REPLACING = timedelta(minutes=5)
DELETING = timedelta(minutes=3)


class Cluster(Cache):
    """A cache cluster and its nodes, numbered 0001, 0002, …"""

    def __init__(self, service, identifier, engine, node_type, zones):
        super().__init__(service, identifier, engine)
        self.node_type = node_type
        names = [f"{number:04}" for number in range(1, len(zones) + 1)]
        self.nodes = [
            Node(self, name, zone, service.host(identifier, name))
            for name, zone in zip(names, zones, strict=True)
        ]

    def launch(self):
        def created():
            self.created = self.clock.now
            for node in self.nodes:
                self._begin(node)
            if self.engine == "memcached":
                host = self.service.host(self.identifier, "cfg")
                self.configuration_host = host
                self.open(host, self._any_node)
            self.status = "available"
            self.tell("Cache cluster created")

        self.change("creating", CREATING, created)

    def _any_node(self):
        """A node that answers, whichever: what the configuration endpoint leads to."""
        return next((node for node in self.nodes if node.is_up()), self.nodes[0])

    def _begin(self, node):
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
            del self.service.clusters[self.identifier]
            self.tell("Cache cluster deleted")

        self.change("deleting", DELETING, gone)

    def zone_failed(self, zone):
        lost = [node for node in self.nodes if node.zone == zone and node.server]
        if self.status == "deleting" or not lost:
            return
        for node in lost:
            node.lose()
            self.tell(f"Recovering cache node {node.name}")
            self.plan(f"replace {node.name}", REPLACING, lambda n=node: self._renew(n))

    def _renew(self, node):
        """Put an empty node in the place of a lost one, once its zone is up."""
        if not self.service.account.is_zone_up(node.zone):
            self.plan(f"replace {node.name}", REPLACING, lambda: self._renew(node))
            return
        self._begin(node)
        self.tell(f"Finished recovery for cache node {node.name}")

    def uses(self):
        return uses_of_nodes(self)

    def resources(self):
        """The nodes, for the account map."""
        kind = f"ElastiCache {self.engine}"
        several = len(self.nodes) > 1
        return [
            Resource(
                f"{self.identifier} {node.name}" if several else self.identifier,
                kind,
                "node" if several else "primary",
                node.zone,
                self.status if node.is_up() else "lost, is being replaced",
                self.arn(),
                self.node_type,
            )
            for node in self.nodes
            if node.created
        ]
