"""The calls on clusters and on their instances, alike for every engine."""

from ..errors import ServiceError
from ..service import operation
from . import rules
from .cluster import Cluster
from .instance import Instance
from .service import check_tier
from .tags import Tag, tags_of


class ClusterCalls:
    """Part of a client: clusters. Each service has its own create_db_cluster."""

    @operation
    def modify_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        ApplyImmediately: bool = False,
        BackupRetentionPeriod: int | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        MasterUserPassword: str | None = None,
        DeletionProtection: bool | None = None,
    ):
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
        self,
        *,
        DBClusterIdentifier: str | None = None,
        TargetDBInstanceIdentifier: str | None = None,
    ):
        """Make a reader the writer: the one named, or the heir by tier."""
        rules.require(DBClusterIdentifier=DBClusterIdentifier)
        cluster = self.available_cluster(DBClusterIdentifier)
        named = TargetDBInstanceIdentifier
        target = self.instance(named) if named else None
        if len(cluster.members) < 2:
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"Database cluster:{cluster.identifier} should have at least two "
                "database instances for failover",
            )
        self.fail_over(cluster, target)
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def delete_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        SkipFinalSnapshot: bool = False,
        FinalDBSnapshotIdentifier: str | None = None,
    ):
        """Delete a cluster without instances, with its volume."""
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.protected:
            raise rules.bad_combination(
                "Cannot delete protected Cluster, please disable deletion protection "
                "and try again."
            )
        self.check_deletable(cluster)
        self.take_final_snapshot(cluster, SkipFinalSnapshot, FinalDBSnapshotIdentifier)
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

    def new_cluster(
        self,
        name,
        engine,
        *,
        version=None,
        user="",
        password="",
        port=None,
        groups=None,
        retention=1,
        **settings,
    ):
        """A cluster whose settings were found good; `launch_cluster` starts it."""
        identifier = self.new_cluster_name(name)
        self.check_engine(engine)
        if version not in (None, *self.versions):
            raise rules.bad_combination(
                f"Cannot find version {version} for {engine}. "
                f"This small AWS has: {', '.join(self.versions)}"
            )
        if port is not None:
            rules.check_port(engine, port)
        check_retention(retention)
        version = version or self.default_version or self.versions[-1]
        return Cluster(
            identifier,
            version,
            user,
            password,
            port or self.port,
            self.groups_of(groups),
            retention,
            service=self,
            **settings,
        )

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
        return super().described_cluster(cluster) | {
            "DeletionProtection": cluster.protected,
            "DbClusterResourceId": cluster.resource_id,
        }


class InstanceCalls:
    """Part of a client: the instances of clusters."""

    @operation
    def create_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        DBInstanceClass: str,
        Engine: str,
        DBClusterIdentifier: str,
        AvailabilityZone: str | None = None,
        PromotionTier: int = 1,
        Tags: list[Tag] | None = None,
    ):
        """Start creating an instance; the first of a cluster becomes its writer."""
        identifier = self.new_instance_name(DBInstanceIdentifier)
        self.check_engine(Engine)
        self.check_class(DBInstanceClass)
        check_tier(PromotionTier)
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.status == "deleting":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is being deleted.",
            )
        self.check_room(cluster)
        zone = self.zone_for(AvailabilityZone, self.instances_in(cluster))
        instance = Instance(
            identifier, DBInstanceClass, zone, PromotionTier, cluster, tags_of(Tags)
        )
        self.instances[identifier] = instance
        instance.launch()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def modify_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        ApplyImmediately: bool = False,
        DBInstanceClass: str | None = None,
        PromotionTier: int | None = None,
    ):
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
        instance = self.deletable_instance(DBInstanceIdentifier)
        instance.delete()
        return {"DBInstance": self.described_instance(instance)}

    # -- shared by the calls ------------------------------------------------------

    def check_class(self, instance_class):
        if instance_class not in self.classes:
            raise rules.invalid(
                f"Invalid DB Instance class: {instance_class}. "
                f"This small AWS has: {', '.join(self.classes)}"
            )

    def described_instance(self, instance):
        cluster = instance.cluster
        return super().described_instance(instance) | {
            "Engine": cluster.engine,
            "EngineVersion": cluster.version,
            "BackupRetentionPeriod": cluster.retention,
            "StorageEncrypted": cluster.encrypted,
        }


def check_retention(days):
    """A cluster keeps automated backups for 1 to 35 days; it cannot do without."""
    if not 1 <= days <= 35:
        raise rules.invalid(
            f"Invalid backup retention period: {days}. "
            "It must be between 1 and 35 days."
        )
