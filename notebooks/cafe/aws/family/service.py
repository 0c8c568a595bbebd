"""What the clients of RDS, Aurora, DocumentDB and Neptune share.

They are one family: a name that one of them uses is taken for the others, their ARNs
are all of `rds`, and they find, describe and refuse alike what they have alike.
"""

from typing import Required, TypedDict

from .. import ec2
from ..errors import ServiceError
from ..events import EventCalls
from ..service import Pages, Service, operation
from . import rules
from .quotas import HELD


class Filter(TypedDict, total=False):
    Name: Required[str]
    Values: Required[list[str]]


#: filter -> the key that it looks at, and of which kind of ARN a value may be
OF_CLUSTERS = {
    "db-cluster-id": ("DBClusterIdentifier", "cluster"),
    "db-cluster-resource-id": ("DbClusterResourceId", None),
    "engine": ("Engine", None),
}
OF_INSTANCES = {
    "db-cluster-id": ("DBClusterIdentifier", "cluster"),
    "db-instance-id": ("DBInstanceIdentifier", "db"),
    "dbi-resource-id": ("DbiResourceId", None),
    "engine": ("Engine", None),
}

_INSTANCE = ("describe_db_instances", "DBInstances[].DBInstanceStatus")


class DatabaseService(EventCalls, Service):
    """A client that has clusters, instances and their endpoints."""

    prefix = "rds"  # of DocumentDB and Neptune as well
    named = {
        "DBInstanceIdentifier": "db:{}",
        "DBClusterIdentifier": "cluster:{}",
        "DBSnapshotIdentifier": "snapshot:{}",
        "DBClusterSnapshotIdentifier": "cluster-snapshot:{}",
        "ResourceName": "{}",
    }

    #: Instance classes, smallest first.
    classes: tuple[str, ...] = ()
    held = HELD
    source_types = ("db-instance", "db-cluster")
    source_needs_type = True

    faults = {
        "DBClusterAlreadyExistsFault": "DBClusterAlreadyExistsFault",
        "DBClusterNotFoundFault": "DBClusterNotFoundFault",
        "DBClusterQuotaExceededFault": "DBClusterQuotaExceededFault",
        "DBClusterSnapshotAlreadyExistsFault": "DBClusterSnapshotAlreadyExistsFault",
        "DBClusterSnapshotNotFoundFault": "DBClusterSnapshotNotFoundFault",
        "DBInstanceAlreadyExistsFault": "DBInstanceAlreadyExists",
        "DBInstanceNotFoundFault": "DBInstanceNotFound",
        "InstanceQuotaExceededFault": "InstanceQuotaExceeded",
        "InsufficientDBInstanceCapacityFault": "InsufficientDBInstanceCapacity",
        "InvalidDBClusterSnapshotStateFault": "InvalidDBClusterSnapshotStateFault",
        "InvalidDBClusterStateFault": "InvalidDBClusterStateFault",
        "InvalidDBInstanceStateFault": "InvalidDBInstanceState",
        "InvalidVPCNetworkStateFault": "InvalidVPCNetworkStateFault",
        "SnapshotQuotaExceededFault": "SnapshotQuotaExceeded",
    }
    paginators = EventCalls.paginators | {
        "describe_db_clusters": Pages("DBClusters"),
        "describe_db_cluster_snapshots": Pages("DBClusterSnapshots"),
        "describe_db_instances": Pages("DBInstances"),
    }
    #: Only `rds` has waiters for clusters; elsewhere one waits for an instance.
    waiters = {
        "db_instance_available": (
            *_INSTANCE,
            "available",
            ("deleting", "deleted", "failed"),
        ),
        "db_instance_deleted": (
            *_INSTANCE,
            "deleted",
            ("creating", "modifying", "rebooting"),
        ),
    }

    def __init__(self, account, region, name):
        """`name` is the service's in the names of its endpoints."""
        super().__init__(account, region)
        self.ec2 = account.service(ec2.EC2, region)
        token = account.token(12, "abcdefghijklmnopqrstuvwxyz0123456789")
        self.domain = f"{token}.{region}.{name}.amazonaws.com"
        self.clusters, self.instances, self.cluster_snapshots = {}, {}, {}
        self.events = []

    @operation
    def describe_db_clusters(
        self,
        *,
        DBClusterIdentifier: str | None = None,
        Filters: list[Filter] | None = None,
    ):
        """All clusters of the Region, or the named one, or those that are filtered."""
        found = self.named_or_all(self.clusters, DBClusterIdentifier, self.cluster)
        described = map(self.described_cluster, found)
        return {"DBClusters": self.filtered(described, Filters, OF_CLUSTERS)}

    @operation
    def describe_db_instances(
        self,
        *,
        DBInstanceIdentifier: str | None = None,
        Filters: list[Filter] | None = None,
    ):
        """All instances of the Region, or the named one, or those that are filtered."""
        found = self.named_or_all(self.instances, DBInstanceIdentifier, self.instance)
        described = map(self.described_instance, found)
        return {"DBInstances": self.filtered(described, Filters, OF_INSTANCES)}

    # -- finding clusters and instances -------------------------------------------

    def name_of(self, kind, identifier):
        """The name, in lower case, in an identifier: AWS takes names and ARNs."""
        return identifier.lower().removeprefix(self.arn(f"{kind}:"))

    def source_name(self, kind, identifier):
        kinds = {"db-instance": "db", "db-cluster": "cluster"}
        return self.name_of(kinds[kind], identifier)

    def filtered(self, described, filters, known):
        """The descriptions that fit all filters; `known` has each one's key and kind.

        Values of one filter are alternatives. Raises InvalidParameterValue.
        """
        found = list(described)
        for each in filters or []:
            if each["Name"] not in known:
                raise rules.invalid(
                    f"Unrecognized filter name: {each['Name']}. "
                    f"This small AWS has: {', '.join(known)}"
                )
            key, kind = known[each["Name"]]
            wanted = {self.name_of(kind, v) if kind else v for v in each["Values"]}
            found = [one for one in found if one.get(key) in wanted]
        return found

    def cluster(self, identifier):
        """The cluster of a name or an ARN. Raises DBClusterNotFoundFault."""
        cluster = self.clusters.get(self.name_of("cluster", identifier))
        if cluster is None:
            raise ServiceError(
                "DBClusterNotFoundFault", f"DBCluster {identifier} not found."
            )
        return cluster

    def available_cluster(self, identifier):
        """The cluster of a name, if it is available."""
        cluster = self.cluster(identifier)
        if cluster.status != "available":
            raise rules.wrong_cluster_state(
                f"DBCluster {cluster.identifier} is {cluster.status}, not available."
            )
        return cluster

    def instance(self, identifier):
        """The instance of a name or an ARN. Raises DBInstanceNotFound."""
        instance = self.instances.get(self.name_of("db", identifier))
        if instance is None:
            raise ServiceError(
                "DBInstanceNotFound", f"DBInstance {identifier} not found."
            )
        return instance

    def available_instance(self, identifier):
        """The instance of a name, if it is available. Raises InvalidDBInstanceState."""
        instance = self.instance(identifier)
        state = instance.status
        if state == "available" and not instance.is_up():
            state = "available, but does not answer at the moment"
        if state != "available":
            raise rules.wrong_state(
                f"Instance {instance.identifier} is not in available state. "
                f"It is {state}."
            )
        return instance

    def instances_in(self, cluster):
        """A cluster's instances, those included that are being made or deleted."""
        return [i for i in self.instances.values() if i.cluster is cluster]

    # -- making and deleting them -------------------------------------------------

    def new_identifier(self, parameter, name, things, longest=63):
        """The name of something new, as AWS stores it.

        Refuses one that another of the family has in this Region, and one too many.
        `things` is where they keep it: a key of `held`.
        """
        identifier = rules.identifier(parameter, name, longest)
        here = [
            (name, getattr(each, "kind", "manual"))
            for service in self.account.services()
            if isinstance(service, DatabaseService) and service.region == self.region
            for name, each in getattr(service, things, {}).items()
        ]
        held = self.held[things]
        if identifier in dict(here):
            raise held.exists(held.taken.format(identifier))
        if sum(kind == "manual" for _, kind in here) >= held.most:
            raise held.exceeded(held.no_more)
        return identifier

    def check_class(self, instance_class):
        if instance_class not in self.classes:
            raise rules.invalid(
                f"Invalid DB Instance class: {instance_class}. "
                f"This small AWS has: {', '.join(self.classes)}"
            )

    def deletable_instance(self, identifier):
        """The instance of a name, if it is not being deleted already."""
        instance = self.instance(identifier)
        if instance.status == "deleting":
            raise rules.wrong_state(
                f"Instance {instance.identifier} is already being deleted."
            )
        return instance

    # -- where they are, and who may come -----------------------------------------

    def zone_for(self, wanted, neighbours=()):
        """The zone asked for, or of those that are up the one with fewest neighbours.

        Raises ServiceError where there is no such zone, or none that is up.
        """
        zones = self.account.zones(self.region)
        if wanted and wanted not in zones:
            raise ServiceError(
                "InvalidVPCNetworkStateFault",
                f"{wanted} is not a zone of {self.region}: {', '.join(zones)}",
            )
        up = self.account.zones_up(self.region)
        if not up or (wanted and wanted not in up):
            raise ServiceError(
                "InsufficientDBInstanceCapacity",
                f"No capacity in {wanted or self.region} at the moment.",
            )
        theirs = [neighbour.zone for neighbour in neighbours]
        return wanted or min(up, key=theirs.count)

    def groups_of(self, ids):
        """Security group ids that exist; the default group when none is named."""
        for group_id in ids or []:
            try:
                self.ec2.group(group_id)
            except ServiceError as error:
                raise rules.invalid(
                    f"Invalid security group , groupId= {group_id}: {error.message}"
                ) from None
        return list(ids or [self.ec2.default_group.id])

    def open(self, host, port, target):
        """Let an endpoint name lead to `target()`; the `Endpoint`."""
        return self.account.open_endpoint(host, port, self.region, target)

    # -- saying what they are -----------------------------------------------------

    def arn(self, resource):
        """An ARN as AWS writes it for the whole family."""
        return self.account.arn("rds", self.region, resource)

    def described_cluster(self, cluster):
        """A cluster in the shape of DescribeDBClusters."""
        described = {
            "DBClusterIdentifier": cluster.identifier,
            "Status": cluster.status,
            "Engine": cluster.engine,
            "EngineVersion": cluster.version,
            "Port": cluster.port,
            "MultiAZ": len({m.zone for m in cluster.members}) > 1,
            "AvailabilityZones": self.account.zones(self.region),
            "BackupRetentionPeriod": cluster.retention,
            "StorageEncrypted": cluster.encrypted,
            "VpcSecurityGroups": _described_groups(cluster),
            "DBClusterMembers": [
                {
                    "DBInstanceIdentifier": member.identifier,
                    "IsClusterWriter": member is cluster.writer,
                    "PromotionTier": member.tier,
                }
                for member in cluster.members
            ],
            "DBClusterArn": cluster.arn(),
            "DeletionProtection": False,
            "DbClusterResourceId": cluster.resource_id,
        }
        if cluster.user:
            described["MasterUsername"] = cluster.user
        if cluster.created:
            writer, reader = cluster.endpoints
            described |= {
                "ClusterCreateTime": cluster.created,
                "Endpoint": writer.host,
                "ReaderEndpoint": reader.host,
            }
        return described

    def described_instance(self, instance):
        """An instance in the shape of DescribeDBInstances.

        A cluster keeps the engine and the backups of its instances.
        """
        keeper = instance.cluster or instance
        described = {
            "DBInstanceIdentifier": instance.identifier,
            "DBInstanceClass": instance.instance_class,
            "DBInstanceStatus": instance.status,
            "Engine": keeper.engine,
            "EngineVersion": keeper.version,
            "BackupRetentionPeriod": keeper.retention,
            "StorageEncrypted": keeper.encrypted,
            "VpcSecurityGroups": _described_groups(instance),
            "PubliclyAccessible": instance.public,
            "DbiResourceId": instance.resource_id,
            "DBInstanceArn": instance.arn(),
        }
        if instance.created:
            described |= {
                "Endpoint": {
                    "Address": instance.endpoint.host,
                    "Port": instance.endpoint.port,
                },
                "InstanceCreateTime": instance.created,
                "AvailabilityZone": instance.zone,
            }
        if instance.cluster:
            described |= {
                "DBClusterIdentifier": instance.cluster.identifier,
                "PromotionTier": instance.tier,
            }
        return described

    # -- for the account ----------------------------------------------------------

    def uses_group(self, group_id):
        return any(group_id in thing.groups for thing in self.things())

    def things(self):
        return [*self.instances.values(), *self.clusters.values()]


def _described_groups(thing):
    return [{"VpcSecurityGroupId": g, "Status": "active"} for g in thing.groups]
