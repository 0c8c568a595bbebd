"""The calls on replication groups; what a group is and does stands in group.py."""

from datetime import timedelta

from ..errors import ServiceError
from ..service import operation
from . import rules
from .group import MODIFYING, Group

SHARD = "0001"


class GroupCalls:
    """Part of the `elasticache` client."""

    @operation
    def create_replication_group(
        self,
        *,
        ReplicationGroupId: str,
        ReplicationGroupDescription: str,
        Engine: str = "redis",
        CacheNodeType: str | None = None,
        EngineVersion: str | None = None,
        NumCacheClusters: int | None = None,
        NumNodeGroups: int = 1,
        ReplicasPerNodeGroup: int | None = None,
        PreferredCacheClusterAZs: list[str] | None = None,
        AutomaticFailoverEnabled: bool = False,
        MultiAZEnabled: bool = False,
        SecurityGroupIds: list[str] | None = None,
        Port: int | None = None,
        AuthToken: str | None = None,
        TransitEncryptionEnabled: bool = False,
        AtRestEncryptionEnabled: bool | None = None,
    ):
        """Start creating a group; it is `available` about eight minutes later."""
        identifier = rules.identifier("ReplicationGroupId", ReplicationGroupId, 40)
        if identifier in self.replication_groups:
            raise ServiceError(
                "ReplicationGroupAlreadyExists",
                f"Replication group {identifier} already exists",
            )
        rules.check_engine(Engine, "valkey", "redis")
        rules.check_node_type(CacheNodeType)
        rules.check_port(Port)
        rules.check_token(AuthToken, TransitEncryptionEnabled)
        if NumNodeGroups != 1:
            raise rules.bad_combination(
                "Here a replication group has one node group (cluster mode disabled); "
                f"got NumNodeGroups={NumNodeGroups}."
            )
        number = _number_of_nodes(NumCacheClusters, ReplicasPerNodeGroup)
        _check_failover(AutomaticFailoverEnabled, MultiAZEnabled, number)
        group = Group(
            self,
            identifier,
            Engine,
            rules.version_of(Engine, EngineVersion),
            Port,
            self.groups_of(SecurityGroupIds),
            CacheNodeType,
            self._group_zones(number, PreferredCacheClusterAZs),
            description=ReplicationGroupDescription,
            encrypted=TransitEncryptionEnabled,
            token=AuthToken,
            at_rest=(
                Engine == "valkey"
                if AtRestEncryptionEnabled is None
                else AtRestEncryptionEnabled
            ),
            automatic_failover=AutomaticFailoverEnabled,
            multi_az=MultiAZEnabled,
        )
        self.replication_groups[identifier] = group
        group.launch()
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def describe_replication_groups(self, *, ReplicationGroupId: str | None = None):
        """All groups of the Region, or the named one."""
        if ReplicationGroupId is None:
            found = list(self.replication_groups.values())
        else:
            found = [self.replication_group(ReplicationGroupId)]
        return {"ReplicationGroups": [self._described_group(g) for g in found]}

    @operation
    def modify_replication_group(
        self,
        *,
        ReplicationGroupId: str,
        ApplyImmediately: bool = False,
        ReplicationGroupDescription: str | None = None,
        AutomaticFailoverEnabled: bool | None = None,
        MultiAZEnabled: bool | None = None,
        PrimaryClusterId: str | None = None,
        CacheNodeType: str | None = None,
        EngineVersion: str | None = None,
        SecurityGroupIds: list[str] | None = None,
    ):
        """Change a group.

        Node type and version wait for the maintenance window unless
        `ApplyImmediately`. The rest applies at once; PrimaryClusterId makes a replica
        the primary, which automatic failover must not be watching over.
        """
        group = self._available_group(ReplicationGroupId)
        failover, multi_az = group.automatic_failover, group.multi_az
        if AutomaticFailoverEnabled is not None:
            failover = AutomaticFailoverEnabled
        if MultiAZEnabled is not None:
            multi_az = MultiAZEnabled
        _check_failover(failover, multi_az, len(group.nodes))
        changes = {}
        if CacheNodeType is not None:
            rules.check_node_type(CacheNodeType)
            changes["CacheNodeType"] = CacheNodeType
        if EngineVersion is not None:
            rules.check_upgrade(group.engine, group.version, EngineVersion)
            changes["EngineVersion"] = rules.version_of(group.engine, EngineVersion)
        if PrimaryClusterId is not None:
            _promote(group, PrimaryClusterId, failover)
        if SecurityGroupIds is not None:
            group.groups = self.groups_of(SecurityGroupIds)
        group.automatic_failover, group.multi_az = failover, multi_az
        group.description = ReplicationGroupDescription or group.description
        group.schedule(changes, ApplyImmediately, MODIFYING)
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def increase_replica_count(
        self,
        *,
        ReplicationGroupId: str,
        ApplyImmediately: bool,
        NewReplicaCount: int | None = None,
    ):
        """Add replicas, in the zones that have the fewest nodes."""
        group = self._available_group(ReplicationGroupId)
        rules.check_number("NewReplicaCount", NewReplicaCount or 0, 1, 5)
        if NewReplicaCount < len(group.nodes):
            raise ServiceError(
                "NoOperationFault",
                f"{group.identifier} has {len(group.nodes) - 1} replicas already.",
            )
        group.schedule({"Nodes": NewReplicaCount + 1}, ApplyImmediately, MODIFYING)
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def decrease_replica_count(
        self,
        *,
        ReplicationGroupId: str,
        ApplyImmediately: bool,
        NewReplicaCount: int | None = None,
        ReplicasToRemove: list[str] | None = None,
    ):
        """Take replicas away: the named ones, or the newest."""
        group = self._available_group(ReplicationGroupId)
        replicas = [node for node in group.nodes if node is not group.primary]
        gone = _to_remove(replicas, NewReplicaCount, ReplicasToRemove)
        left = len(replicas) - len(gone)
        if group.automatic_failover and left == 0:
            raise rules.bad_combination(
                "Automatic failover needs at least one replica; disable it first."
            )
        group.schedule({"Nodes": left + 1, "Remove": gone}, ApplyImmediately, MODIFYING)
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def test_failover(self, *, ReplicationGroupId: str, NodeGroupId: str):
        """Let the primary fail, to see what happens."""
        group = self._available_group(ReplicationGroupId)
        if NodeGroupId != SHARD:
            raise ServiceError(
                "NodeGroupNotFoundFault", f"NodeGroup {NodeGroupId} not found."
            )
        if not group.automatic_failover:
            raise rules.bad_combination(
                "Test failover is only available for replication groups with automatic "
                "failover enabled."
            )
        self.note(group.kind, group.identifier, "Test Failover API called")
        group.lose([group.primary])
        return {"ReplicationGroup": self._described_group(group)}

    @operation
    def delete_replication_group(self, *, ReplicationGroupId: str):
        """Delete a group with its nodes and all that they hold."""
        group = self.replication_group(ReplicationGroupId)
        if group.status == "deleting":
            raise _wrong_state(f"{group.identifier} is already being deleted.")
        group.delete()
        return {"ReplicationGroup": self._described_group(group)}

    # -- a knob that AWS does not have --------------------------------------------

    def set_replica_lag(self, CacheClusterId, **span):
        """How far a replica is behind its primary (ours): `seconds=2`; 0 to begin."""
        group = self.group_with(CacheClusterId.lower())
        if group is None:
            raise ValueError(f"There is no node {CacheClusterId!r} in a group.")
        node = next(n for n in group.nodes if n.name == CacheClusterId.lower())
        node.server.lag = timedelta(**span)

    # -- shared by the calls ------------------------------------------------------

    def replication_group(self, identifier):
        """The group of a name. Raises ReplicationGroupNotFoundFault."""
        if identifier.lower() not in self.replication_groups:
            raise ServiceError(
                "ReplicationGroupNotFoundFault",
                f"ReplicationGroup {identifier} not found.",
            )
        return self.replication_groups[identifier.lower()]

    def group_with(self, node_name):
        """The group that has a node of this name, or None."""
        for group in self.replication_groups.values():
            if node_name in [node.name for node in group.nodes]:
                return group
        return None

    def _available_group(self, identifier):
        group = self.replication_group(identifier)
        if group.status != "available":
            raise _wrong_state(
                f"Replication group {identifier} is not in available state. "
                f"It is {group.status}."
            )
        return group

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
        return preferred or [known[at % len(known)] for at in range(number)]

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
            "AuthTokenEnabled": group.token is not None,
            "TransitEncryptionEnabled": group.encrypted,
            "AtRestEncryptionEnabled": group.at_rest,
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


def _number_of_nodes(nodes, replicas):
    if nodes is not None and replicas is not None:
        raise rules.bad_combination(
            "Give either NumCacheClusters or ReplicasPerNodeGroup."
        )
    number = replicas + 1 if replicas is not None else nodes
    rules.check_number("NumCacheClusters", 1 if number is None else number, 1, 6)
    return number or 1


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


def _promote(group, name, automatic_failover):
    if automatic_failover:
        raise rules.bad_combination(
            "Cannot promote a replica while automatic failover is enabled; disable it "
            "first."
        )
    node = next((n for n in group.replicas() if n.name == name.lower()), None)
    if node is None:
        raise rules.invalid(f"{name} is no replica of {group.identifier}.")
    group.promote(node)


def _to_remove(replicas, count, names):
    if (count is None) == (names is None):
        raise rules.bad_combination("Give either NewReplicaCount or ReplicasToRemove.")
    if names is not None:
        gone = [node for node in replicas if node.name in names]
        if len(gone) != len(names):
            known = ", ".join(node.name for node in replicas)
            raise rules.invalid(f"There are only these replicas: {known}.")
        return gone
    if count >= len(replicas):
        raise ServiceError("NoOperationFault", f"There are {len(replicas)} replicas.")
    return replicas[count:]


def _wrong_state(message):
    return ServiceError("InvalidReplicationGroupState", message)
