"""A replication group: one primary that takes the writes, and replicas that follow it.

A replica hears of each change at once here. On AWS it is a moment after the client had
its answer, so a failover can lose the last writes.
"""

from datetime import timedelta

from ..account import Resource
from .nodes import Node, NodeCache

FAILOVER = timedelta(seconds=30)


def node_name(group, number):
    """What a group's node is called: it is a cluster of its own."""
    return f"{group}-{number:03}"


class Group(NodeCache):
    """A replication group of one shard; `primary` is one of the `nodes`, or None."""

    kind, title = "replication-group", "Replication group"
    creating, deleting = timedelta(minutes=8), timedelta(minutes=5)

    def __init__(
        self,
        service,
        identifier,
        engine,
        node_type,
        zones,
        *,
        description,
        automatic_failover,
        multi_az,
    ):
        home = service.replication_groups
        super().__init__(service, identifier, engine, node_type, home)
        self.description = description
        self.automatic_failover, self.multi_az = automatic_failover, multi_az
        names = [node_name(identifier, number) for number, _ in enumerate(zones, 1)]
        self.nodes = [
            Node(self, name, zone, service.host(name, "0001"))
            for name, zone in zip(names, zones, strict=True)
        ]
        self.primary, self._readers = None, 0

    # -- life ---------------------------------------------------------------------

    def open_names(self):
        host = self.service.host
        self.primary_host = host(self.identifier, "ng.0001")
        self.reader_host = host(f"{self.identifier}-ro", "ng.0001")
        self.open(self.primary_host, lambda: self.primary)
        self.open(self.reader_host, self._reader)

    def begin(self, node):
        """Let a node answer: as a replica of the primary, or empty as the primary."""
        super().begin(node)
        self.primary = self.primary or node
        if node is not self.primary and self.primary.is_up():
            node.server.follow(self.primary.server)

    # -- reading ------------------------------------------------------------------

    def replicas(self):
        """The replicas that answer."""
        return [n for n in self.nodes if n is not self.primary and n.is_up()]

    def _reader(self):
        """Whom the reader endpoint leads to: the replicas in turn, else the primary."""
        replicas = self.replicas()
        if not replicas:
            return self.primary
        self._readers += 1
        return replicas[(self._readers - 1) % len(replicas)]

    # -- losing nodes -------------------------------------------------------------

    def zone_failed(self, zone):
        lost = super().zone_failed(zone)
        if self.primary in lost:
            self._lose_primary(self.primary)
        return lost

    def _lose_primary(self, old):
        self.status = "modifying"
        if self.automatic_failover and self.replicas():
            self.plan("failover", FAILOVER, lambda: self._fail_over(old.name))

    def _fail_over(self, old_name):
        """A replica becomes the primary."""
        if replicas := self.replicas():
            new = replicas[0]
            self._promote(new)
            self.status = "available"
            self.tell(
                f"Failover from primary node {old_name} to replica node "
                f"{new.name} completed"
            )

    def _promote(self, node):
        """Make a replica the primary; the others copy it from the beginning."""
        others = [each for each in self.replicas() if each is not node]
        if self.primary and self.primary.is_up():
            others.append(self.primary)
        node.server.promote()
        self.primary = node
        for each in others:
            each.server.follow(node.server)

    def replace(self, node):
        if node is self.primary and (survivors := self.replicas()):
            # Without automatic failover the new node is the primary again; it copies
            # one of the replicas.
            self._promote(survivors[0])
            self.begin(node)
            self._promote(node)
        else:
            self.begin(node)
        if all(each.is_up() for each in self.nodes):
            self.status = "available"

    # -- saying what it is --------------------------------------------------------

    def resources(self):
        """The nodes, for the account map."""
        return [
            Resource(
                node.name,
                f"ElastiCache {self.engine}",
                "primary" if node is self.primary else "replica",
                node.zone,
                node.status if node.is_up() else "lost, is being replaced",
                self.arn(),
                self.node_type,
                "" if node is self.primary or not self.primary else self.primary.name,
            )
            for node in self.nodes
            if node.created
        ]
