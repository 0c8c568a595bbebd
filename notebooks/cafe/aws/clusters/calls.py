"""The calls on clusters and on their instances, alike for every engine."""

from ..errors import ServiceError
from ..rds import rules
from ..rds.tags import Tag, tags_of
from ..service import operation
from .cluster import Cluster
from .instance import Instance

MOST_INSTANCES = 16


class ClusterCalls:
    """Part of a client: clusters. Each service has its own create_db_cluster."""

    @operation
    def describe_db_clusters(self, *, DBClusterIdentifier: str = None):
        """All clusters of the Region, or the named one."""
        if DBClusterIdentifier is None:
            found = list(self.clusters.values())
        else:
            found = [self.cluster(DBClusterIdentifier)]
        return {"DBClusters": [self.described_cluster(c) for c in found]}

    @operation
    def modify_db_cluster(
        self, *, DBClusterIdentifier: str, ApplyImmediately: bool = False,
        BackupRetentionPeriod: int = None, VpcSecurityGroupIds: list[str] = None,
        MasterUserPassword: str = None, DeletionProtection: bool = None,
    ):  # fmt: skip
        """Change a cluster; all that can be changed here applies at once."""
        cluster = self.available_cluster(DBClusterIdentifier)
        if MasterUserPassword is not None:
            self.check_password(MasterUserPassword)
        if BackupRetentionPeriod is not None:
            check_retention(BackupRetentionPeriod)
        if VpcSecurityGroupIds:
            cluster.groups = self.groups_of(VpcSecurityGroupIds)
        if MasterUserPassword is not None:
            cluster.password = MasterUserPassword
        if BackupRetentionPeriod is not None:
            cluster.retention = BackupRetentionPeriod
        if DeletionProtection is not None:
            cluster.protected = DeletionProtection
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def failover_db_cluster(
        self, *, DBClusterIdentifier: str = None,
        TargetDBInstanceIdentifier: str = None,
    ):  # fmt: skip
        """Make a reader the writer: the one named, or the heir by tier."""
        rules.require(DBClusterIdentifier=DBClusterIdentifier)
        cluster = self.available_cluster(DBClusterIdentifier)
        target = None
        if TargetDBInstanceIdentifier:
            target = self.instance(TargetDBInstanceIdentifier)
        if len(cluster.members) < 2:
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"Database cluster:{cluster.identifier} should have at least two "
                "database instances for failover",
            )
        if not cluster.readers() or (target and target not in cluster.readers()):
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"Cannot failover cluster {cluster.identifier}: there is no "
                "available reader to fail over to.",
            )
        cluster.fail_over("requested", target)
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def delete_db_cluster(
        self, *, DBClusterIdentifier: str, SkipFinalSnapshot: bool = False,
        FinalDBSnapshotIdentifier: str = None,
    ):  # fmt: skip
        """Delete a cluster without instances, with its volume."""
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.status == "deleting":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is already being deleted.",
            )
        if cluster.protected:
            raise rules.bad_combination(
                "Cannot delete protected Cluster, please disable deletion protection "
                "and try again."
            )
        if any(i.status != "deleting" for i in self.instances_in(cluster)):
            raise ServiceError(
                "InvalidDBClusterStateFault",
                "Cluster cannot be deleted, it still contains DB instances in "
                "non-deleting state.",
            )
        self.take_final_snapshot(
            cluster, SkipFinalSnapshot, FinalDBSnapshotIdentifier
        )
        cluster.delete()
        return {"DBCluster": self.described_cluster(cluster)}

    # -- a window that AWS does not have ------------------------------------------

    def volume(self, DBClusterIdentifier):
        """The cluster's `Quorum` of six copies: look at them, lose them (ours)."""
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.volume is None:
            raise ValueError(f"{DBClusterIdentifier} has no volume yet.")
        return cluster.volume

    # -- shared by the calls ------------------------------------------------------

    def cluster(self, identifier):
        """The cluster of a name. Raises DBClusterNotFoundFault."""
        cluster = self.clusters.get(identifier.lower())
        if cluster is None:
            raise ServiceError(
                "DBClusterNotFoundFault", f"DBCluster {identifier} not found."
            )
        return cluster

    def available_cluster(self, identifier):
        cluster = self.cluster(identifier)
        if cluster.status != "available":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is {cluster.status}, not available.",
            )
        return cluster

    def instances_in(self, cluster):
        """A cluster's instances, those included that are being made or deleted."""
        return [i for i in self.instances.values() if i.cluster is cluster]

    def new_cluster(self, name, engine, *, version=None, user="", password="",
                    port=None, groups=None, retention=1, **settings):
        """A cluster whose settings were found good; `launch_cluster` starts it."""
        identifier = rules.identifier("DBClusterIdentifier", name)
        self.check_engine(engine)
        if version not in (None, *self.versions):
            raise rules.bad_combination(
                f"Cannot find version {version} for {engine}. "
                f"This small AWS has: {', '.join(self.versions)}"
            )
        if port is not None:
            rules.check_port(engine, port)
        check_retention(retention)
        if self.is_taken("clusters", identifier):
            raise ServiceError(
                "DBClusterAlreadyExistsFault", "DB Cluster already exists"
            )
        version = version or self.default_version or self.versions[-1]
        return Cluster(
            identifier, version, user, password,
            port or self.port, self.groups_of(groups), retention,
            service=self, **settings,
        )  # fmt: skip

    def launch_cluster(self, cluster, content=None):
        self.clusters[cluster.identifier] = cluster
        cluster.launch(content)
        return {"DBCluster": self.described_cluster(cluster)}

    def check_engine(self, engine):
        if engine != self.engine:
            raise rules.invalid(
                f"Invalid DB engine: {engine}. This client has: {self.engine}"
            )

    def described_cluster(self, cluster):
        """A cluster in the shape of DescribeDBClusters."""
        described = {
            "DBClusterIdentifier": cluster.identifier,
            "Status": cluster.status,
            "Engine": self.engine,
            "EngineVersion": cluster.version,
            "Port": cluster.port,
            "MultiAZ": len({m.zone for m in cluster.members}) > 1,
            "AvailabilityZones": self.account.zones(self.region),
            "BackupRetentionPeriod": cluster.retention,
            "StorageEncrypted": cluster.encrypted,
            "DeletionProtection": cluster.protected,
            "VpcSecurityGroups": _groups(cluster),
            "DBClusterMembers": [
                {
                    "DBInstanceIdentifier": member.identifier,
                    "IsClusterWriter": member is cluster.writer,
                    "PromotionTier": member.tier,
                }
                for member in cluster.members
            ],
            "DbClusterResourceId": cluster.resource_id,
            "DBClusterArn": cluster.arn(),
        }
        if cluster.created:
            writer, reader = cluster.endpoints
            described |= {
                "ClusterCreateTime": cluster.created,
                "Endpoint": writer.host,
                "ReaderEndpoint": reader.host,
            }
        return described


class InstanceCalls:
    """Part of a client: the instances of clusters."""

    @operation
    def create_db_instance(
        self, *, DBInstanceIdentifier: str, DBInstanceClass: str, Engine: str,
        DBClusterIdentifier: str, AvailabilityZone: str = None,
        PromotionTier: int = 1, Tags: list[Tag] = None,
    ):  # fmt: skip
        """Start creating an instance; the first of a cluster becomes its writer."""
        identifier = rules.identifier("DBInstanceIdentifier", DBInstanceIdentifier)
        self.check_engine(Engine)
        self.check_class(DBInstanceClass)
        check_tier(PromotionTier)
        if self.is_taken("instances", identifier):
            raise ServiceError(
                "DBInstanceAlreadyExists", "DB instance already exists"
            )
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.status == "deleting":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is being deleted.",
            )
        if len(self.instances_in(cluster)) >= MOST_INSTANCES:
            raise ServiceError(
                "InstanceQuotaExceeded",
                "A cluster has one writer and at most 15 readers.",
            )
        zone = self.zone_for(cluster, AvailabilityZone)
        instance = Instance(
            identifier, DBInstanceClass, zone, PromotionTier, cluster, tags_of(Tags)
        )
        self.instances[identifier] = instance
        instance.launch()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def describe_db_instances(self, *, DBInstanceIdentifier: str = None):
        """All instances of the Region, or the named one."""
        if DBInstanceIdentifier is None:
            found = list(self.instances.values())
        else:
            found = [self.instance(DBInstanceIdentifier)]
        return {"DBInstances": [self.described_instance(i) for i in found]}

    @operation
    def modify_db_instance(
        self, *, DBInstanceIdentifier: str, ApplyImmediately: bool = False,
        DBInstanceClass: str = None, PromotionTier: int = None,
    ):  # fmt: skip
        """Change the tier at once, or with ApplyImmediately the class, by a restart."""
        instance = self.available_instance(DBInstanceIdentifier)
        if PromotionTier is not None:
            check_tier(PromotionTier)
        if DBInstanceClass is not None:
            self.check_class(DBInstanceClass)
            if not ApplyImmediately:
                raise rules.bad_combination(
                    "This small AWS has no maintenance window here: say "
                    "ApplyImmediately=True to change the class."
                )
        if PromotionTier is not None:
            instance.tier = PromotionTier
        if DBInstanceClass not in (None, instance.instance_class):
            instance.modify(DBInstanceClass)
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def reboot_db_instance(self, *, DBInstanceIdentifier: str):
        """Restart an instance: it does not answer for a moment, and keeps its role."""
        instance = self.available_instance(DBInstanceIdentifier)
        instance.restart()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def delete_db_instance(self, *, DBInstanceIdentifier: str):
        """Delete an instance; the data is the cluster's and stays."""
        instance = self.instance(DBInstanceIdentifier)
        if instance.status == "deleting":
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Instance {instance.identifier} is already being deleted.",
            )
        instance.delete()
        return {"DBInstance": self.described_instance(instance)}

    # -- shared by the calls ------------------------------------------------------

    def instance(self, identifier):
        """The instance of a name. Raises DBInstanceNotFound."""
        instance = self.instances.get(identifier.lower())
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
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Instance {instance.identifier} is not in available state. "
                f"It is {state}.",
            )
        return instance

    def check_class(self, instance_class):
        if instance_class not in self.classes:
            raise rules.invalid(
                f"Invalid DB Instance class: {instance_class}. "
                f"This small AWS has: {', '.join(self.classes)}"
            )

    def zone_for(self, cluster, wanted):
        """The zone asked for, or the one with the fewest of the cluster's instances."""
        zones = self.account.zones(self.region)
        if wanted and wanted not in zones:
            raise ServiceError(
                "InvalidVPCNetworkStateFault",
                f"{wanted} is not a zone of {self.region}: {', '.join(zones)}",
            )
        up = [zone for zone in zones if self.account.is_zone_up(zone)]
        if not up or (wanted and wanted not in up):
            raise ServiceError(
                "InsufficientDBInstanceCapacity",
                f"No capacity in {wanted or self.region} at the moment.",
            )
        theirs = [i.zone for i in self.instances_in(cluster)]
        return wanted or min(up, key=theirs.count)

    def described_instance(self, instance):
        """An instance in the shape of DescribeDBInstances."""
        cluster = instance.cluster
        described = {
            "DBInstanceIdentifier": instance.identifier,
            "DBInstanceClass": instance.instance_class,
            "Engine": self.engine,
            "EngineVersion": cluster.version,
            "DBInstanceStatus": instance.status,
            "BackupRetentionPeriod": cluster.retention,
            "VpcSecurityGroups": _groups(cluster),
            "PubliclyAccessible": False,
            "DBClusterIdentifier": cluster.identifier,
            "StorageEncrypted": cluster.encrypted,
            "DbiResourceId": instance.resource_id,
            "PromotionTier": instance.tier,
            "DBInstanceArn": instance.arn(),
        }
        if instance.created:
            described |= {
                "Endpoint": {
                    "Address": instance.endpoint.host,
                    "Port": cluster.port,
                },
                "InstanceCreateTime": instance.created,
                "AvailabilityZone": instance.zone,
            }
        return described


def check_retention(days):
    """A cluster keeps automated backups for 1 to 35 days; it cannot do without."""
    if not 1 <= days <= 35:
        raise rules.invalid(
            f"Invalid backup retention period: {days}. "
            "It must be between 1 and 35 days."
        )


def check_tier(tier):
    if tier not in range(16):
        raise rules.invalid(f"PromotionTier is 0 to 15; got {tier}.")


def _groups(cluster):
    return [{"VpcSecurityGroupId": g, "Status": "active"} for g in cluster.groups]
