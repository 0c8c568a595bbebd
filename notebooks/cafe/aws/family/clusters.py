"""The calls on clusters, alike for Aurora, DocumentDB and Neptune.

Each service has its own create_db_cluster: it takes what its engine needs.
"""

from ..service import operation
from . import rules
from .snapshots import SnapshotCalls


class ClusterCalls(SnapshotCalls):
    """The calls on clusters, and on their snapshots."""

    @operation
    def modify_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        ApplyImmediately: bool = False,
        BackupRetentionPeriod: int | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        MasterUserPassword: str | None = None,
    ):
        """Change a cluster; all that can be changed here applies at once."""
        cluster = self.available_cluster(DBClusterIdentifier)
        if MasterUserPassword is not None:
            self.check_password(MasterUserPassword)
            if self.password_waits and not ApplyImmediately:
                raise rules.bad_combination(
                    "Without ApplyImmediately a new MasterUserPassword waits for the "
                    "maintenance window, which a cluster of this small AWS has not."
                )
        if BackupRetentionPeriod is not None:
            rules.check_cluster_retention(BackupRetentionPeriod)
        if VpcSecurityGroupIds:
            cluster.groups = self.groups_of(VpcSecurityGroupIds)
        if MasterUserPassword is not None:
            cluster.password = MasterUserPassword
        if BackupRetentionPeriod is not None:
            cluster.keep_backups(BackupRetentionPeriod)
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def failover_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        TargetDBInstanceIdentifier: str | None = None,
    ):
        """Make a reader the writer: the one named, or the first by tier."""
        cluster = self.available_cluster(DBClusterIdentifier)
        named = TargetDBInstanceIdentifier
        target = self.instance(named) if named else None
        if len(cluster.members) < 2:
            raise rules.wrong_cluster_state(
                f"Database cluster:{cluster.identifier} should have at least two "
                "database instances for failover"
            )
        readers = cluster.readers()
        if not readers or (target and target not in readers):
            raise rules.wrong_cluster_state(
                f"Cannot failover cluster {cluster.identifier}: there is no "
                "available reader to fail over to."
            )
        cluster.fail_over("requested", target)
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
        if cluster.status == "deleting":
            raise rules.wrong_cluster_state(
                f"DBCluster {cluster.identifier} is already being deleted."
            )
        if any(i.status != "deleting" for i in self.instances_in(cluster)):
            raise rules.wrong_cluster_state(
                "Cluster cannot be deleted, it still contains DB instances in "
                "non-deleting state."
            )
        rules.check_final_snapshot(SkipFinalSnapshot, FinalDBSnapshotIdentifier)
        if FinalDBSnapshotIdentifier:
            self.take_cluster_snapshot(cluster, FinalDBSnapshotIdentifier)
        cluster.delete()
        return {"DBCluster": self.described_cluster(cluster)}
