"""The calls on replication groups; what a group is and does stands in group.py."""

from functools import partial

from ..errors import ServiceError
from ..service import operation
from . import rules
from .base import ElastiCacheBase
from .group import Group, node_name

SHARD = "0001"


class GroupCalls(ElastiCacheBase):
    """The calls on replication groups."""

    @operation
    def create_replication_group(
        self,
        *,
        ReplicationGroupId: str,
        ReplicationGroupDescription: str,
        Engine: str = "redis",
        CacheNodeType: str | None = None,
        NumCacheClusters: int = 1,
        PreferredCacheClusterAZs: list[str] | None = None,
        AutomaticFailoverEnabled: bool = False,
        MultiAZEnabled: bool = False,
    ):
        """Start creating a group; it is `available` about eight minutes later."""
        identifier = rules.identifier("ReplicationGroupId", ReplicationGroupId, 40)
        if identifier in self.replication_groups:
            raise ServiceError(
                "ReplicationGroupAlreadyExists",
                f"Replication group {identifier} already exists",
            )
        rules.check_given("ReplicationGroupDescription", ReplicationGroupDescription)
        rules.check_engine(Engine, "valkey", "redis")
        rules.check_node_type(CacheNodeType)
        rules.check_number("NumCacheClusters", NumCacheClusters, 1, 6)
        _check_failover(AutomaticFailoverEnabled, MultiAZEnabled, NumCacheClusters)
        for number in range(1, NumCacheClusters + 1):
            self.check_free(node_name(identifier, number))
        group = Group(
            self,
            identifier,
            Engine,
            CacheNodeType,
            self._group_zones(NumCacheClusters, PreferredCacheClusterAZs),
            description=ReplicationGroupDescription,
            automatic_failover=AutomaticFailoverEnabled,
            multi_az=MultiAZEnabled,
        )
        self.replication_groups[identifier] = group
        group.launch()
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def describe_replication_groups(self, *, ReplicationGroupId: str | None = None):
        """All groups of the Region, or the named one."""
        found = self.named_or_all(
            self.replication_groups, ReplicationGroupId, self.replication_group
        )
        return {"ReplicationGroups": [self._described_group(g) for g in found]}

    @operation
    def delete_replication_group(self, *, ReplicationGroupId: str):
        """Delete a group with its nodes and all that they hold."""
        group = self.replication_group(ReplicationGroupId)
        if group.status == "creating":
            first = group.nodes[0].name
            raise _wrong_state(
                f"Cache cluster {first} is not in a valid state to be deleted."
            )
        if group.status != "available":
            raise _wrong_state(
                f"Replication group {group.identifier} has status {group.status} "
                "which is not valid for deletion."
            )
        group.delete()
        return {"ReplicationGroup": self._described_group(group)}

    # -- shared by the calls ------------------------------------------------------

    def replication_group(self, identifier):
        """The group of a name. Raises ReplicationGroupNotFoundFault."""
        if identifier.lower() not in self.replication_groups:
            raise ServiceError(
                "ReplicationGroupNotFoundFault",
                f"ReplicationGroup {identifier} not found.",
            )
        return self.replication_groups[identifier.lower()]

    def _group_zones(self, number, preferred):
        """The zone of each node of a new group, the primary's first."""
        known = self.account.zones(self.region)
        for zone in preferred or []:
            if zone not in known:
                raise rules.invalid(
                    f"{zone} is not a valid availability zone. "
                    f"There are: {', '.join(known)}"
                )
        if preferred and len(preferred) != number:
            raise rules.bad_combination(
                f"PreferredCacheClusterAZs names {len(preferred)} zones for {number} "
                "nodes."
            )
        up = self.zones_with_room(*preferred or [])
        return preferred or [up[at % len(up)] for at in range(number)]

    def _described_group(self, group):
        """A group in the shape of DescribeReplicationGroups."""
        described = {
            "ReplicationGroupId": group.identifier,
            "Description": group.description,
            "Status": group.status,
            "PendingModifiedValues": {},
            "MemberClusters": [node.name for node in group.nodes],
            "AutomaticFailover": _switch(group.automatic_failover),
            "MultiAZ": _switch(group.multi_az),
            "ClusterEnabled": False,
            "CacheNodeType": group.node_type,
            "Engine": group.engine,
            "ARN": group.arn(),
        }
        if group.created:
            described["ReplicationGroupCreateTime"] = group.created
            described["NodeGroups"] = [_described_shard(group)]
        return described


def _switch(is_on):
    return "enabled" if is_on else "disabled"


def _described_shard(group):
    return {
        "NodeGroupId": SHARD,
        "Status": group.status,
        "PrimaryEndpoint": {"Address": group.primary_host, "Port": group.port},
        "ReaderEndpoint": {"Address": group.reader_host, "Port": group.port},
        "NodeGroupMembers": [
            {
                "CacheClusterId": node.name,
                "CacheNodeId": "0001",
                "ReadEndpoint": {"Address": node.host, "Port": group.port},
                "PreferredAvailabilityZone": node.zone,
                "CurrentRole": "primary" if node is group.primary else "replica",
            }
            for node in group.nodes
        ],
    }


def _check_failover(automatic_failover, multi_az, number):
    """Somebody must be there to take over."""
    if automatic_failover and number < 2:
        raise rules.bad_combination(
            "Automatic failover is not supported for replication groups with no "
            "replicas: NumCacheClusters must be at least 2."
        )
    if multi_az and not automatic_failover:
        raise rules.bad_combination(
            "MultiAZEnabled requires AutomaticFailoverEnabled to be true."
        )


_wrong_state = partial(ServiceError, "InvalidReplicationGroupState")
