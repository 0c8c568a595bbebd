"""Amazon ElastiCache: memory in front of a database, managed by AWS.

Same as AWS
    calls, arguments, answers, errors; three engines (F51): Valkey and Redis OSS with
    types and replicas, Memcached with neither; the life of a cache; endpoints that
    stay when nodes change; automatic failover to a replica; a lost node is replaced in
    its own zone, once that is up (F110), and is empty unless there is a replica to copy
    (F54); a serverless cache in three zones, in under a minute, whose connections are
    always encrypted (F53, F55); the default security group decides who gets in; a cache
    holds no truth (F57).
Simplified
    times are fixed (a cluster 5 minutes, a group 8, a failover 30 seconds, a new node
    5 minutes); a replica follows at once, so a failover loses no write; one version of
    each engine and a few node types; a reader endpoint takes the replicas in turn; each
    command on a serverless cache is one ECPU.
Left out
    other security groups, passwords, encryption where one chooses it, versions, the
    zones of a cluster's nodes, a failover on demand; cluster mode with several shards,
    parameter and subnet groups, snapshots, users and their rights, global datastores,
    data tiering, durability (F57), log delivery, scaling by schedule; a serverless
    cache's limits, reader port and public endpoint (F188).

How it is built: what something is and does in one file, the calls on it in another.

    cluster, clusters     one Redis OSS node, or Memcached's that share keys
    group, groups         a primary and its replicas, and the failover
    nodes                 what these two share: nodes, lost and replaced
    serverless            no nodes to choose      cache     what all three share
    rules                 what is accepted        base      what all calls share

The engines that run in a node stand in ../engines/.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/Welcome.html
"""

from ..account import Measured
from ..service import Pages
from .clusters import ClusterCalls
from .groups import GroupCalls
from .serverless import ServerlessCalls

_CLUSTER = ("describe_cache_clusters", "CacheClusters[].CacheClusterStatus")
_GROUP = ("describe_replication_groups", "ReplicationGroups[].Status")


class ElastiCache(ClusterCalls, GroupCalls, ServerlessCalls):
    """The `elasticache` client of one Region."""

    source_types = ("cache-cluster", "replication-group", "serverless-cache")
    paginators = ClusterCalls.paginators | {
        "describe_cache_clusters": Pages("CacheClusters"),
        "describe_replication_groups": Pages("ReplicationGroups"),
        "describe_serverless_caches": Pages("ServerlessCaches"),
    }

    waiters = {
        "cache_cluster_available": (
            *_CLUSTER,
            "available",
            ("deleted", "deleting", "create-failed"),
        ),
        "replication_group_available": (*_GROUP, "available", ("deleted",)),
    }

    def things(self):
        return [
            *self.clusters.values(),
            *self.replication_groups.values(),
            *self.serverless.values(),
        ]

    def measured(self):
        """Of each node of Valkey or Redis OSS: hits, misses, evictions, memory."""
        return [
            each
            for cache in [*self.clusters.values(), *self.replication_groups.values()]
            if cache.engine != "memcached"
            for node in cache.nodes
            if node.is_up()
            for each in _measured(node)
        ]


def _measured(node):
    """The metrics of a node, as AWS/ElastiCache names them (F134)."""
    dimensions, db = (("CacheClusterId", node.cluster_id),), node.server.db
    used = 100 * db.used_memory / db.maxmemory
    for name, total in (
        ("CacheHits", db.hits),
        ("CacheMisses", db.misses),
        ("Evictions", db.evicted),
    ):
        yield Measured("AWS/ElastiCache", name, dimensions, "Count", total, True)
    name = "DatabaseMemoryUsagePercentage"
    yield Measured("AWS/ElastiCache", name, dimensions, "Percent", used)
