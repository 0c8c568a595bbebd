"""What all calls of ElastiCache share: the caches of a Region, and where they stand."""

from .. import ec2
from ..errors import ServiceError
from ..events import EventCalls
from . import rules


class ElastiCacheBase(EventCalls):
    """The caches of one Region; each file of calls adds methods to it."""

    prefix = "elasticache"
    named = {
        "CacheClusterId": "cluster:{}",
        "ReplicationGroupId": "replicationgroup:{}",
        "ServerlessCacheName": "serverlesscache:{}",
    }

    faults = {
        "CacheClusterAlreadyExistsFault": "CacheClusterAlreadyExists",
        "CacheClusterNotFoundFault": "CacheClusterNotFound",
        "InsufficientCacheClusterCapacityFault": "InsufficientCacheClusterCapacity",
        "InvalidCacheClusterStateFault": "InvalidCacheClusterState",
        "InvalidReplicationGroupStateFault": "InvalidReplicationGroupState",
        "InvalidServerlessCacheStateFault": "InvalidServerlessCacheStateFault",
        "InvalidParameterCombinationException": "InvalidParameterCombination",
        "InvalidParameterValueException": "InvalidParameterValue",
        "ReplicationGroupAlreadyExistsFault": "ReplicationGroupAlreadyExists",
        "ReplicationGroupNotFoundFault": "ReplicationGroupNotFoundFault",
        "ServerlessCacheAlreadyExistsFault": "ServerlessCacheAlreadyExistsFault",
        "ServerlessCacheNotFoundFault": "ServerlessCacheNotFoundFault",
    }

    def __init__(self, account, region):
        super().__init__(account, region)
        self.ec2 = account.service(ec2.EC2, region)
        token = account.token(6, "abcdefghijklmnopqrstuvwxyz0123456789")
        code = rules.REGION_CODES[region]
        self.domain = f"{token}.{code}.cache.amazonaws.com"
        self.clusters, self.replication_groups, self.serverless = {}, {}, {}

    def host(self, name, place):
        """An endpoint's name: of a node, a group, or a configuration endpoint."""
        token, rest = self.domain.split(".", 1)
        return f"{name}.{token}.{place}.{rest}"

    def zones_with_room(self, *wanted):
        """The zones that are up, in their order.

        Raises InsufficientCacheClusterCapacity where none is, or a wanted one is not.
        """
        up = self.account.zones_up(self.region)
        if not up or not set(wanted) <= set(up):
            raise ServiceError(
                "InsufficientCacheClusterCapacity",
                "The requested cache node type is not available in the specified "
                "Availability Zone.",
            )
        return up

    def check_free(self, name):
        """Raise CacheClusterAlreadyExists where a cluster or a node has this name."""
        if name in self.clusters or self.group_with(name):
            raise ServiceError(
                "CacheClusterAlreadyExists", f"Cache cluster {name} already exists"
            )

    def group_with(self, node_name):
        """The group that has a node of this name, or None."""
        for group in self.replication_groups.values():
            if node_name in [node.name for node in group.nodes]:
                return group
        return None
