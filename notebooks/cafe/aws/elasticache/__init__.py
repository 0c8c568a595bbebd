"""Amazon ElastiCache: memory in front of a database, managed by AWS.

Same as AWS
    calls, arguments, answers, errors; three engines (F51): Valkey and Redis OSS with
    types and replicas, Memcached with neither; the life of a cache; endpoints that
    stay when nodes change; automatic failover to the replica with the least lag, which
    may lose the last writes; a lost node is replaced, and is empty unless there is a
    replica to copy (F54); a serverless cache in three zones, in under a minute (F53);
    security groups, passwords and encrypted connections that decide who gets in (F55);
    nothing is reachable from outside the VPC; a cache holds no truth (F57).
Simplified
    times are fixed (a cluster 5 minutes, a group 8, a failover 30 seconds, a new node
    5 minutes); a lost node is replaced in another zone while its own is cut; a replica
    follows at once until you set its lag; a few versions and node types; CONFIG SET
    changes maxmemory and its policy, which there a parameter group does; encryption at
    rest is a flag, since nothing is on a disk; a reader endpoint takes the replicas in
    turn.
Left out
    cluster mode with several shards, parameter and subnet groups, snapshots, users and
    their rights, global datastores, data tiering, durability (F57), log delivery,
    scaling by schedule, the reader port of a serverless cache, ECPUs.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/Welcome.html
"""

from .. import ec2
from ..errors import ServiceError
from ..events import EventCalls
from . import rules
from .clusters import ClusterCalls
from .groups import GroupCalls
from .serverless import ServerlessCalls

_CLUSTER = ("describe_cache_clusters", "CacheClusters[].CacheClusterStatus")
_GROUP = ("describe_replication_groups", "ReplicationGroups[].Status")


class ElastiCache(ClusterCalls, GroupCalls, ServerlessCalls, EventCalls):
    """The `elasticache` client of one Region."""

    faults = {
        "CacheClusterAlreadyExistsFault": "CacheClusterAlreadyExists",
        "CacheClusterNotFoundFault": "CacheClusterNotFound",
        "InvalidCacheClusterStateFault": "InvalidCacheClusterState",
        "InvalidReplicationGroupStateFault": "InvalidReplicationGroupState",
        "InvalidServerlessCacheStateFault": "InvalidServerlessCacheStateFault",
        "InvalidParameterCombinationException": "InvalidParameterCombination",
        "InvalidParameterValueException": "InvalidParameterValue",
        "NoOperationFault": "NoOperationFault",
        "NodeGroupNotFoundFault": "NodeGroupNotFoundFault",
        "ReplicationGroupAlreadyExistsFault": "ReplicationGroupAlreadyExists",
        "ReplicationGroupNotFoundFault": "ReplicationGroupNotFoundFault",
        "ServerlessCacheAlreadyExistsFault": "ServerlessCacheAlreadyExistsFault",
        "ServerlessCacheNotFoundFault": "ServerlessCacheNotFoundFault",
    }
    waiters = {
        "cache_cluster_available": (
            *_CLUSTER,
            "available",
            ("deleted", "deleting", "create-failed"),
        ),
        "cache_cluster_deleted": (*_CLUSTER, "deleted", ("available", "creating")),
        "replication_group_available": (*_GROUP, "available", ("deleted",)),
        "replication_group_deleted": (*_GROUP, "deleted", ("available",)),
    }

    def __init__(self, account, region):
        super().__init__(account, region)
        self.ec2 = account.service(ec2.EC2, region)
        token = account.token(6, "abcdefghijklmnopqrstuvwxyz0123456789")
        code = rules.REGION_CODES[region]
        self.domain = f"{token}.{code}.cache.amazonaws.com"
        self.clusters, self.replication_groups, self.serverless = {}, {}, {}

    # -- shared by the calls ------------------------------------------------------

    def host(self, name, place):
        """An endpoint's name: of a node, a group, or a configuration endpoint."""
        token, rest = self.domain.split(".", 1)
        return f"{name}.{token}.{place}.{rest}"

    def groups_of(self, ids):
        """The security groups of a cache: the named ones, or the default group."""
        for group_id in ids or []:
            try:
                self.ec2.group(group_id)
            except ServiceError:
                raise rules.invalid(
                    f"The security group '{group_id}' does not exist"
                ) from None
        return list(ids or [self.ec2.default_group.id])

    def nearest_zone(self, zone):
        """The zone itself if it is up, else the next one that is, or None."""
        return next(iter(self.account.zones_up(self.region, zone)), None)

    def emptiest_zone(self, nodes):
        """The zone, of those that are up, with the fewest of these nodes."""
        up = self.account.zones_up(self.region) or self.account.zones(self.region)
        taken = [node.zone for node in nodes]
        return min(up, key=taken.count)

    def _caches(self):
        return [
            *self.clusters.values(),
            *self.replication_groups.values(),
            *self.serverless.values(),
        ]

    def uses_group(self, group_id):
        return any(group_id in cache.groups for cache in self._caches())

    def resources(self):
        return [resource for c in self._caches() for resource in c.resources()]

    def zone_failed(self, zone):
        for cache in self._caches():
            cache.zone_failed(zone)

    def zone_restored(self, zone):
        for cache in self.serverless.values():
            cache.zone_restored(zone)
