"""The calls on cache clusters; what a cluster is and does stands in cluster.py."""

from functools import partial

from ..errors import ServiceError
from ..service import operation
from . import rules
from .base import ElastiCacheBase
from .cluster import Cluster


class ClusterCalls(ElastiCacheBase):
    """The calls on cache clusters."""

    @operation
    def create_cache_cluster(
        self,
        *,
        CacheClusterId: str,
        Engine: str | None = None,
        CacheNodeType: str | None = None,
        NumCacheNodes: int = 1,
        AZMode: str | None = None,
    ):
        """Start creating a cluster; it is `available` about five minutes later."""
        identifier = rules.identifier("CacheClusterId", CacheClusterId, 50)
        if Engine == "valkey":
            raise rules.invalid(
                "This API doesn't support Valkey engine. Please use "
                "CreateReplicationGroup API for Valkey cluster creation."
            )
        rules.check_engine(Engine, "memcached", "redis")
        rules.check_node_type(CacheNodeType)
        self.check_free(identifier)
        most = 40 if Engine == "memcached" else 1
        rules.check_number("NumCacheNodes", NumCacheNodes, 1, most)
        zones = self._node_zones(NumCacheNodes, AZMode)
        cluster = Cluster(self, identifier, Engine, CacheNodeType, zones)
        self.clusters[identifier] = cluster
        cluster.launch()
        return {"CacheCluster": self._described_cluster(cluster, True)}

    @operation
    def describe_cache_clusters(
        self,
        *,
        CacheClusterId: str | None = None,
        ShowCacheNodeInfo: bool = False,
    ):
        """All clusters of the Region, or the named one.

        The nodes of a replication group are clusters, too. Nodes and their endpoints
        are told only with `ShowCacheNodeInfo`.
        """
        found = [
            self._described_cluster(cluster, ShowCacheNodeInfo)
            for cluster in self.clusters.values()
        ]
        found += [
            self._described_member(group, node, ShowCacheNodeInfo)
            for group in self.replication_groups.values()
            for node in group.nodes
        ]
        if CacheClusterId is not None:
            name = CacheClusterId.lower()
            found = [each for each in found if each["CacheClusterId"] == name]
            if not found:
                raise _not_found(CacheClusterId)
        return {"CacheClusters": found}

    @operation
    def delete_cache_cluster(self, *, CacheClusterId: str):
        """Delete a cluster with all that it holds."""
        cluster = self.cluster(CacheClusterId)
        if cluster.status != "available":
            raise _wrong_state(
                f"Cache cluster {cluster.identifier} is not in a valid state to be "
                "deleted."
            )
        cluster.delete()
        return {"CacheCluster": self._described_cluster(cluster, False)}

    # -- shared by the calls ------------------------------------------------------

    def cluster(self, identifier):
        """The cluster of a name. Raises CacheClusterNotFound."""
        if identifier.lower() not in self.clusters:
            if self.group_with(identifier.lower()):
                raise _wrong_state(
                    f"{identifier} is part of a replication group; change the group."
                )
            raise _not_found(identifier)
        return self.clusters[identifier.lower()]

    def _node_zones(self, count, mode):
        """The zone of each node of a new cluster."""
        if mode not in (None, "single-az", "cross-az"):
            raise rules.invalid(f"Invalid AZMode: {mode}. single-az or cross-az")
        if mode == "cross-az" and count == 1:
            raise rules.bad_combination("AZMode cross-az needs more than one node.")
        zones = self.zones_with_room()
        if mode != "cross-az":
            return [zones[0]] * count
        return [zones[number % len(zones)] for number in range(count)]

    def _described_cluster(self, cluster, with_nodes):
        """A cluster in the shape of DescribeCacheClusters."""
        zones = {node.zone for node in cluster.nodes}
        described = {
            "CacheClusterId": cluster.identifier,
            "CacheNodeType": cluster.node_type,
            "Engine": cluster.engine,
            "EngineVersion": cluster.version,
            "CacheClusterStatus": cluster.status,
            "NumCacheNodes": len(cluster.nodes),
            "PreferredAvailabilityZone": zones.pop() if len(zones) == 1 else "Multiple",
            "PendingModifiedValues": {},
            "SecurityGroups": [
                {"SecurityGroupId": g, "Status": "active"} for g in cluster.groups
            ],
            "ARN": cluster.arn(),
        }
        if cluster.created:
            described["CacheClusterCreateTime"] = cluster.created
            if cluster.engine == "memcached":
                described["ConfigurationEndpoint"] = {
                    "Address": cluster.configuration_host,
                    "Port": cluster.port,
                }
        if with_nodes and cluster.created:
            described["CacheNodes"] = [_described_node(node) for node in cluster.nodes]
        return described

    def _described_member(self, group, node, with_nodes):
        """A replication group's node in the shape of DescribeCacheClusters."""
        described = {
            "CacheClusterId": node.name,
            "CacheNodeType": group.node_type,
            "Engine": group.engine,
            "EngineVersion": group.version,
            "CacheClusterStatus": (
                group.status if group.status == "deleting" else node.status
            ),
            "NumCacheNodes": 1,
            "PreferredAvailabilityZone": node.zone,
            "SecurityGroups": [
                {"SecurityGroupId": g, "Status": "active"} for g in group.groups
            ],
            "ReplicationGroupId": group.identifier,
            "ARN": self.account.arn("elasticache", self.region, f"cluster:{node.name}"),
        }
        if node.created:
            described["CacheClusterCreateTime"] = node.created
        if with_nodes and node.created:
            described["CacheNodes"] = [_described_node(node) | {"CacheNodeId": "0001"}]
        return described


def _described_node(node):
    return {
        "CacheNodeId": node.name,
        "CacheNodeStatus": node.status,
        "CacheNodeCreateTime": node.created,
        "Endpoint": {"Address": node.host, "Port": node.cache.port},
        "CustomerAvailabilityZone": node.zone,
    }


def _not_found(identifier):
    return ServiceError("CacheClusterNotFound", f"CacheCluster not found: {identifier}")


_wrong_state = partial(ServiceError, "InvalidCacheClusterState")
