"""A replication group: one primary that takes the writes, and replicas that follow it.

A replica hears of each change at once here. On AWS it is a moment after the client had
its answer, so a failover can lose the last writes.
"""

from datetime import timedelta

from ..account import Resource
from . import rules
from .cache import Cache, Node, uses_of_nodes

CREATING = timedelta(minutes=8)
FAILOVER = timedelta(seconds=30)
REPLACING = timedelta(minutes=5)
DELETING = timedelta(minutes=5)


class Group(Cache):
    """A replication group of one shard; `primary` is one of the `nodes`, or None."""

    kind = "replication-group"

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
        super().__init__(service, identifier, engine)
        self.description, self.node_type = description, node_type
        self.automatic_failover, self.multi_az = automatic_failover, multi_az
        names = [f"{identifier}-{number:03}" for number in range(1, len(zones) + 1)]
        self.nodes = [
            Node(self, name, zone, service.host(name, "0001"))
            for name, zone in zip(names, zones, strict=True)
        ]
        self.primary, self._readers = None, 0

    # -- life ---------------------------------------------------------------------

    def launch(self):
        def created():
            self.created = self.clock.now
            for node in self.nodes:
                self._begin(node)
            host = self.service.host
            self.primary_host = host(self.identifier, "ng.0001")
            self.reader_host = host(f"{self.identifier}-ro", "ng.0001")
            self.open(self.primary_host, lambda: self.primary)
            self.open(self.reader_host, self._reader)
            self.status = "available"
            self.tell("Replication group created")

        self.change("creating", CREATING, created)

    def _begin(self, node):
        """Let a node answer: as a replica of the primary, or empty as the primary."""
        node.zone = self.service.nearest_zone(node.zone) or node.zone
        node.begin(self.new_server(rules.NODE_TYPES[self.node_type]))
        self.primary = self.primary or node
        if node is not self.primary and self.primary.is_up():
            node.server.follow(self.primary.server)
        if node.host not in self.service.account.endpoints:
            self.open(node.host, lambda: node)

    def delete(self):
        self.forget_plans()
        self.close()
        for node in self.nodes:
            node.lose()

        def gone():
            del self.service.replication_groups[self.identifier]
            self.tell("Replication group deleted")

        self.change("deleting", DELETING, gone)

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
        if self.status == "deleting":
            return
        lost = [node for node in self.nodes if node.zone == zone and node.server]
        for node in lost:
            node.lose()
            self.tell(f"Recovering cache node {node.name}", node)
            self.plan(f"replace {node.name}", REPLACING, lambda n=node: self._renew(n))
        if self.primary in lost:
            self._lose_primary(self.primary)

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

    def _renew(self, node):
        """Put a new node in the place of a lost one, once its zone is up."""
        if not self.service.account.is_zone_up(node.zone):
            self.plan(f"replace {node.name}", REPLACING, lambda: self._renew(node))
            return
        if node is self.primary and (survivors := self.replicas()):
            # Without automatic failover the new node is the primary again; it copies
            # one of the replicas.
            self._promote(survivors[0])
            self._begin(node)
            self._promote(node)
        else:
            self._begin(node)
        self.tell(f"Finished recovery for cache node {node.name}", node)
        if all(each.is_up() for each in self.nodes):
            self.status = "available"

    # -- saying what it is --------------------------------------------------------

    def uses(self):
        return uses_of_nodes(self)

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
