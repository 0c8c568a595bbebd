"""DynamoDB Accelerator (DAX): a cache before DynamoDB, with DynamoDB's own calls.

    dax = aws.client("dax")
    dax.create_cluster(ClusterName="menu", NodeType="dax.t3.small", ReplicationFactor=3,
                       IamRoleArn="arn:aws:iam::123456789012:role/dax")
    aws.account.clock.advance(minutes=10)
    found = dax.describe_clusters(ClusterNames=["menu"])["Clusters"][0]
    url = found["ClusterDiscoveryEndpoint"]["URL"]

and then, for a program inside the VPC:

    from cafe.drivers import amazondax                  # on AWS: import amazondax
    cached = amazondax.AmazonDaxClient.resource(endpoint_url=url)
    cached.Table("products").get_item(Key={"product_id": 7})

Same as AWS
    an item cache (GetItem, BatchGetItem) by primary key and a query cache (Query, Scan)
    by the exact parameters, five minutes each (F68); least recently used goes first;
    writes go to the table, then to the item cache, and a refused write changes neither;
    strong reads are passed on and not cached (F67); a missing item and an empty result
    are cached too; no write reaches the query cache; a write that goes around DAX
    reaches no cache; one primary and replicas; the default security group decides who
    gets in; a node's caches go with its zone.
Simplified
    nodes are always in step (there, replicas are late, usually by less than a second);
    the next primary takes over at once; a node that comes back starts empty; a node has
    a thousandth of AWS's memory, half for each cache; whole items are cached whatever
    projection was asked for; a deleted item is cached as missing; ConsumedCapacity of a
    hit is 0; a client with typed values and one with Python values have result sets of
    their own.
Left out
    transactions, encryption, zones of one's choice and other security groups, parameter
    and subnet groups, tags, events, metrics, maintenance, changing a cluster, the
    memory that attribute names take; who may read and write through a cluster (IAM
    decides the calls on it), and what its role may do. A cluster has no waiter, on AWS
    neither: move the clock.

How it is built: `client` the calls through the caches, `cluster` nodes and what they
tell each other, `cache` one cache.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.consistency.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-config-considerations.html
"""

import re
from datetime import timedelta
from functools import partial

from .. import ec2
from ..dynamodb import DynamoDB
from ..errors import ServiceError
from ..service import Pages, Service, named_alike, operation
from .cluster import MEMORY, Cluster

MOST_NODES = 11
#: How long items and result sets live: what AWS's own parameter group says (F68).
LIVES = {"items": timedelta(minutes=5), "queries": timedelta(minutes=5)}


class DAX(Service):
    """The `dax` client of one Region: clusters."""

    prefix = "dax"
    named = {"ClusterName": "cache/{}"}

    paginators = {"describe_clusters": Pages("Clusters")}

    MISSING = 400
    faults = named_alike(
        "ClusterAlreadyExistsFault",
        "ClusterNotFoundFault",
        "InsufficientClusterCapacityFault",
        "InvalidClusterStateFault",
        "NodeQuotaForClusterExceededFault",
        "InvalidParameterValueException",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.ec2 = account.service(ec2.EC2, region)
        self.dynamodb = account.service(DynamoDB, region)
        self.clusters = {}

    # -- clusters ----------------------------------------------------------------------

    @operation
    def create_cluster(
        self,
        *,
        ClusterName: str,
        NodeType: str,
        ReplicationFactor: int,
        IamRoleArn: str,
    ):
        """Start to create a cluster: a primary and ReplicationFactor - 1 replicas."""
        name = ClusterName.lower()
        _check_name(name)
        if name in self.clusters:
            raise ServiceError(
                "ClusterAlreadyExistsFault", f"Cluster {name} already exists."
            )
        if NodeType not in MEMORY:
            raise _wrong_value(
                f"Value {NodeType!r} of NodeType is not valid. There is: "
                f"{', '.join(MEMORY)}"
            )
        if not IamRoleArn.startswith("arn:"):
            raise _wrong_value(f"ARNs must start with 'arn:': {IamRoleArn}")
        zones = self._zones(ReplicationFactor)
        hidden = f"{self.account.token(6)}.dax-clusters.{self.region}.amazonaws.com"
        cluster = Cluster(
            name,
            NodeType,
            self.dynamodb,
            hidden,
            LIVES,
            [self.ec2.default_group.id],
            IamRoleArn,
        )
        self.clusters[name] = cluster
        cluster.launch(zones)
        return {"Cluster": cluster.described()}

    @operation
    def describe_clusters(self, *, ClusterNames: list[str] | None = None):
        """All clusters, or the named ones. Nodes are shown once they are available."""
        found = [self.cluster(name) for name in ClusterNames or self.clusters]
        return {"Clusters": [cluster.described() for cluster in found]}

    @operation
    def delete_cluster(self, *, ClusterName: str):
        """Delete a cluster with all that it has cached; no table loses anything."""
        cluster = self.cluster(ClusterName)
        if cluster.status != "available":
            raise ServiceError(
                "InvalidClusterStateFault",
                f"Cluster {cluster.name} is not in available state. It is "
                f"{cluster.status}.",
            )
        cluster.delete(lambda: self.clusters.pop(cluster.name))
        return {"Cluster": cluster.described()}

    def _zones(self, count):
        """The zone of each node, of those that are up."""
        if not 1 <= count <= MOST_NODES:
            raise ServiceError(
                "NodeQuotaForClusterExceededFault",
                f"A cluster has from 1 to {MOST_NODES} nodes; got {count}.",
            )
        up = self.account.zones_up(self.region)
        if not up:
            raise ServiceError(
                "InsufficientClusterCapacityFault",
                "There are not enough system resources to create the cluster you "
                "requested (or to resize an already-existing cluster).",
            )
        return [up[number % len(up)] for number in range(count)]

    def cluster(self, name):
        """The cluster of a name. Raises ClusterNotFoundFault."""
        if name.lower() not in self.clusters:
            raise ServiceError("ClusterNotFoundFault", f"Cluster {name} not found.")
        return self.clusters[name.lower()]

    # -- what the account asks ---------------------------------------------------------

    def things(self):
        return [*self.clusters.values()]


def _check_name(name):
    if not re.fullmatch("[a-z](-?[a-z0-9])*", name):
        raise _wrong_value(
            "Cluster ID specified is not a valid identifier. Identifiers must begin "
            "with a letter; must contain only ASCII letters, digits, and hyphens; and "
            "must not end with a hyphen or contain two consecutive hyphens."
        )
    if len(name) > 20:
        raise _wrong_value(f"Cluster ID {name} is longer than 20 characters.")


_wrong_value = partial(ServiceError, "InvalidParameterValueException")
