"""The calls on Aurora clusters; what a cluster is and does stands in cluster.py."""

from datetime import datetime, timedelta

from ..family.rules import require
from ..family.service import check_tier
from ..family.tags import Tag, tag_list, tags_of
from ..service import operation
from ..storage.volume import ClusterVolume
from . import rules
from .backups import check_restorable
from .cluster import Cluster
from .instance import Instance


class ClusterCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        Engine: str,
        MasterUsername: str | None = None,
        MasterUserPassword: str | None = None,
        DatabaseName: str | None = None,
        EngineVersion: str | None = None,
        Port: int | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """Start creating a cluster: a volume, no instance yet."""
        identifier = self._check_new_cluster(DBClusterIdentifier, Engine)
        require(MasterUsername=MasterUsername, MasterUserPassword=MasterUserPassword)
        rules.check(
            Engine,
            MasterUsername=MasterUsername,
            MasterUserPassword=MasterUserPassword,
            DBName=DatabaseName,
            EngineVersion=EngineVersion,
            Port=Port,
            BackupRetentionPeriod=BackupRetentionPeriod,
        )
        engine = rules.ENGINES[Engine]
        cluster = Cluster(
            identifier,
            Engine,
            EngineVersion or engine.versions[-1],
            MasterUsername,
            MasterUserPassword,
            DatabaseName or engine.default_database or "default",
            Port or engine.port,
            self.groups_of(VpcSecurityGroupIds),
            BackupRetentionPeriod,
            StorageEncrypted,
            self,
            tags=tags_of(Tags),
        )
        return self._launch_cluster(cluster, lambda disk: None)

    @operation
    def failover_db_cluster(
        self, *, DBClusterIdentifier: str, TargetDBInstanceIdentifier: str | None = None
    ):
        """Make a reader the writer: the one named, or the heir by tier."""
        cluster = self.available_cluster(DBClusterIdentifier)
        named = TargetDBInstanceIdentifier
        self.fail_over(cluster, self.instance(named) if named else None)
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def delete_db_cluster(
        self, *, DBClusterIdentifier: str, SkipFinalSnapshot: bool = False
    ):
        """Delete a cluster without instances, with its volume."""
        cluster = self.cluster(DBClusterIdentifier)
        self.check_deletable(cluster)
        if not SkipFinalSnapshot:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
                "specified; this small AWS takes no cluster snapshots, so say "
                "SkipFinalSnapshot=True."
            )
        cluster.delete()
        return {"DBCluster": self.described_cluster(cluster)}

    @operation
    def restore_db_cluster_to_point_in_time(
        self,
        *,
        DBClusterIdentifier: str,
        SourceDBClusterIdentifier: str,
        RestoreToTime: datetime | None = None,
        UseLatestRestorableTime: bool = False,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """A new cluster whose volume is as the source's was at a moment."""
        source = self.available_cluster(SourceDBClusterIdentifier)
        identifier = self._check_new_cluster(DBClusterIdentifier, source.engine)
        if (RestoreToTime is None) == (not UseLatestRestorableTime):
            raise rules.bad_combination(
                "Give either RestoreToTime or UseLatestRestorableTime."
            )
        now = self.clock.now
        moment = RestoreToTime or now
        check_restorable(source.identifier, moment, self._earliest(source), now)
        cluster = Cluster(
            identifier,
            source.engine,
            source.version,
            source.user,
            source.password,
            source.dbname,
            source.port,
            self.groups_of(VpcSecurityGroupIds),
            source.retention,
            source.encrypted,
            self,
            key=source.key,
        )
        database, position = source.database, source.database.position_at(moment)
        return self._launch_cluster(
            cluster, lambda disk: database.send_to(disk, position)
        )

    # -- a window that AWS does not have ------------------------------------------

    def volume(self, DBClusterIdentifier):
        """The cluster's `ClusterVolume`: look at its copies, lose them (ours)."""
        return self.available_cluster(DBClusterIdentifier).volume

    # -- shared by the calls ------------------------------------------------------

    def new_volume(self):
        zones = self.account.zones(self.region)
        folders = [self.new_folder(zones[i // 2]) for i in range(6)]
        return ClusterVolume(self.account, zones, folders)

    def _create_in_cluster(
        self, cluster_id, identifier, instance_class, engine, zone, public, tier, tags
    ):
        cluster = self.available_cluster(cluster_id)
        if engine != cluster.engine:
            raise rules.bad_combination(
                f"The engine {engine} is not the cluster's: {cluster.engine}."
            )
        self.check_room(cluster)
        check_tier(tier)
        instance = Instance(
            identifier,
            instance_class,
            engine,
            cluster.version,
            1,
            cluster.user,
            cluster.password,
            cluster.dbname,
            cluster.port,
            self.zone_for(zone, self.instances_in(cluster)),
            False,
            public,
            cluster.groups,
            cluster.retention,
            "03:00-03:30",
            "sun:04:00-sun:04:30",
            True,
            cluster.encrypted,
            self,
            cluster,
            tier,
            tags=tags,
        )
        self.instances[identifier] = instance
        instance.launch(lambda: cluster.join(instance))
        return {"DBInstance": self.described_instance(instance)}

    def _check_new_cluster(self, name, engine):
        """The identifier of a new cluster, if there can be one with this engine."""
        if not engine.startswith("aurora-") or engine not in rules.ENGINES:
            raise rules.invalid(
                f"Invalid DB cluster engine: {engine}. "
                "Here: aurora-mysql, aurora-postgresql"
            )
        return self.new_cluster_name(name)

    def _launch_cluster(self, cluster, fill):
        self.clusters[cluster.identifier] = cluster
        cluster.launch(fill)
        return {"DBCluster": self.described_cluster(cluster)}

    def _earliest(self, cluster):
        kept_from = self.clock.now - timedelta(days=cluster.retention)
        return max(cluster.created, kept_from)

    def described_cluster(self, cluster):
        described = super().described_cluster(cluster) | {
            "DatabaseName": cluster.dbname,
            "MasterUsername": cluster.user,
            "AllocatedStorage": 1,
            "TagList": tag_list(cluster.tags),
        }
        if cluster.created:
            described |= {
                "EarliestRestorableTime": self._earliest(cluster),
                "LatestRestorableTime": self.clock.now,
            }
        return described
