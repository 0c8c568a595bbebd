"""A cluster: nodes in several zones, each with a copy of what is cached.

Any node answers a read; the primary does the writes. What one node learns, the others
learn too, here at once. A node keeps its caches in memory: cut its zone,
and they are gone.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Resource
from ..dynamodb import DynamoDB
from ..errors import ClientError
from ..pricing import Use
from .cache import Cache

CREATING = timedelta(minutes=10)
DELETING = timedelta(minutes=5)
PORT, SCHEME = 8111, "dax"
#: Bytes of memory: one here for a thousand of AWS's.
MEMORY = {
    f"dax.{name}": gigabytes * 2**20
    for name, gigabytes in {
        "t3.small": 2,
        "t3.medium": 4,
        "r5.large": 16,
        "r5.xlarge": 32,
        "r5.2xlarge": 64,
        "r5.4xlarge": 128,
        "r5.8xlarge": 256,
    }.items()
}


class DaxClientError(ClientError):
    """The client found nobody to ask; the package amazondax raises it."""

    def __init__(self, message, code="NoRouteException"):
        super().__init__({"Error": {"Code": code, "Message": message}}, "")
        self.code = code


@dataclass(eq=False)
class Node:
    """One node. `caches` are its item cache and its query cache."""

    id: str
    zone: str
    cluster: "Cluster" = field(repr=False)
    created: datetime | None = None

    def __post_init__(self):
        self.forget()

    def forget(self):
        """Start with empty caches, each with half of the memory."""
        clock, room = self.cluster.clock, MEMORY[self.cluster.node_type] // 2
        self.caches = {
            kind: Cache(clock, ttl, room) for kind, ttl in self.cluster.ttls.items()
        }

    def is_up(self):
        return bool(self.created) and self.cluster.account.is_zone_up(self.zone)

    def look(self, kind, key):
        """What a cache has for a key, or MISSING."""
        return self.caches[kind].get(key)


@dataclass(eq=False)
class Cluster:
    """A DAX cluster. `ttls` are the lives of "items" and of "queries"."""

    name: str
    node_type: str
    dynamodb: DynamoDB = field(repr=False)
    domain: str
    ttls: dict
    groups: list
    role: str
    status: str = "creating"
    nodes: list[Node] = field(default_factory=list)
    primary: Node | None = None
    turn: int = 0

    #: As an endpoint's target: a cluster is never reached from outside the VPC.
    public = False

    def __post_init__(self):
        self.account, self.region = self.dynamodb.account, self.dynamodb.region
        self.clock = self.account.clock
        self.arn = self.account.arn("dax", self.region, f"cache/{self.name}")
        self.host = f"{self.name}.{self.domain}"

    # -- life ------------------------------------------------------------------------

    def launch(self, zones):
        """Have a node in each of the zones; all are ready after some minutes."""
        self.nodes = [
            Node(f"{self.name}-{chr(ord('a') + number)}", zone, self)
            for number, zone in enumerate(zones)
        ]
        self.clock.after(CREATING, self._ready)

    def _ready(self):
        for node in self.nodes:
            node.created = self.clock.now
        self.status = "available"
        self.elect()
        self.account.open_endpoint(self.host, PORT, self.region, lambda: self)

    def delete(self, gone):
        """Stop answering now; call `gone()` when nothing is left."""
        self.status, self.nodes, self.primary = "deleting", [], None
        del self.account.endpoints[self.host]
        self.clock.after(DELETING, gone)

    # -- nodes -----------------------------------------------------------------------

    def is_up(self):
        return any(node.is_up() for node in self.nodes)

    def elect(self):
        """Have a primary that is up: the one there is, or the next node."""
        if self.primary is None or not self.primary.is_up():
            self.primary = next((node for node in self.nodes if node.is_up()), None)

    def zone_failed(self, zone):
        """A zone was cut or has come back: its nodes' memory is empty either way."""
        for node in self.nodes:
            if node.zone == zone:
                node.forget()
        self.elect()

    zone_restored = zone_failed

    def check_up(self):
        """Raise DaxClientError when there is no node to ask."""
        if self.primary is None:
            raise DaxClientError("No cluster endpoints available")

    def reader(self):
        """The next node that answers a read: each in its turn."""
        self.check_up()
        up = [node for node in self.nodes if node.is_up()]
        self.turn += 1
        return up[self.turn % len(up)]

    # -- what is cached ----------------------------------------------------------------

    def remember(self, kind, key, value, size):
        """Cache a value in "items" or "queries", on each node that is up."""
        for node in self.nodes:
            if node.is_up():
                node.caches[kind].put(key, value, size)

    # -- descriptions ------------------------------------------------------------------

    def described(self):
        endpoint: dict = {"Port": PORT}
        if self.status == "available":
            endpoint |= {"Address": self.host, "URL": f"{SCHEME}://{self.host}"}
        nodes = {"Nodes": [self._described_node(node) for node in self.nodes]}
        return {
            "ClusterName": self.name,
            "ClusterArn": self.arn,
            "TotalNodes": len(self.nodes),
            "ActiveNodes": sum(node.is_up() for node in self.nodes),
            "NodeType": self.node_type,
            "Status": self.status,
            "ClusterDiscoveryEndpoint": endpoint,
            "SecurityGroups": [
                {"SecurityGroupIdentifier": group, "Status": "active"}
                for group in self.groups
            ],
            "IamRoleArn": self.role,
        } | (nodes if self.status == "available" else {})

    def _described_node(self, node):
        return {
            "NodeId": node.id,
            "Endpoint": {"Address": f"{node.id}.{self.domain}", "Port": PORT},
            "NodeCreateTime": node.created,
            "AvailabilityZone": node.zone,
            "NodeStatus": self._status(node),
        }

    def uses(self):
        """Its nodes, those that were lost too."""
        ready = self.status == "available"
        return [Use(self.node_type, self.name, len(self.nodes))] if ready else []

    def resources(self):
        return [
            Resource(
                node.id,
                "DAX node",
                "primary" if node is self.primary else "replica",
                node.zone,
                self._status(node),
                self.arn,
                f"{len(node.caches['items'])} items, "
                f"{len(node.caches['queries'])} result sets",
                "" if node is self.primary else getattr(self.primary, "id", ""),
            )
            for node in self.nodes
        ]

    def _status(self, node):
        if self.status != "available":
            return self.status
        return "available" if node.is_up() else "not reachable"
