"""Cache clusters: one Redis OSS node, or one to forty Memcached nodes that share keys.

Nothing here has a copy: when a node is lost, its part of the keys is lost. ElastiCache
puts a new node in its place, which is empty.
"""

from ..account import Resource
from .nodes import Node, NodeCache


class Cluster(NodeCache):
    """A cache cluster and its nodes, numbered 0001, 0002, …"""

    def __init__(self, service, identifier, engine, node_type, zones):
        super().__init__(service, identifier, engine, node_type, service.clusters)
        names = [f"{number:04}" for number in range(1, len(zones) + 1)]
        self.nodes = [
            Node(self, name, zone, service.host(identifier, name))
            for name, zone in zip(names, zones, strict=True)
        ]

    def open_names(self):
        if self.engine == "memcached":
            self.configuration_host = self.service.host(self.identifier, "cfg")
            self.open(self.configuration_host, self._any_node)

    def _any_node(self):
        """A node that answers, whichever: what the configuration endpoint leads to."""
        return next((node for node in self.nodes if node.is_up()), self.nodes[0])

    def resources(self):
        """The nodes, for the account map."""
        kind = f"ElastiCache {self.engine}"
        several = len(self.nodes) > 1
        return [
            Resource(
                f"{self.identifier} {node.name}" if several else self.identifier,
                kind,
                "node",
                node.zone,
                self.status if node.is_up() else "lost, is being replaced",
                self.arn(),
                self.node_type,
            )
            for node in self.nodes
            if node.created
        ]
