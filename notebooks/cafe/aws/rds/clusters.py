"""The calls on Aurora clusters; what a cluster is and does stands in cluster.py."""

from datetime import datetime, timedelta

from ..errors import ServiceError
from ..service import operation
from ..volume import ClusterVolume
from . import rules
from .backups import check_restorable
from .cluster import Cluster
from .instance import Instance
from .tags import Tag, tag_list, tags_of


class ClusterCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_cluster(
        self, *, DBClusterIdentifier: str, Engine: str, MasterUsername: str = None,
        MasterUserPassword: str = None, DatabaseName: str = None,
        EngineVersion: str = None, Port: int = None,
        VpcSecurityGroupIds: list[str] = None, BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False, Tags: list[Tag] = None,
    ):  # fmt: skip
        """Start creating a cluster: a volume, no instance yet."""
        identifier = self._check_new_cluster(DBClusterIdentifier, Engine)
        rules.require(
            MasterUsername=MasterUsername, MasterUserPassword=MasterUserPassword
        )
        rules.check(
            Engine, MasterUsername=MasterUsername,
            MasterUserPassword=MasterUserPassword, DBName=DatabaseName,
            EngineVersion=EngineVersion, Port=Port,
            BackupRetentionPeriod=BackupRetentionPeriod,
        )  # fmt: skip
        engine = rules.ENGINES[Engine]
        cluster = Cluster(
            identifier, Engine, EngineVersion or engine.versions[-1],
            MasterUsername, MasterUserPassword,
            DatabaseName or engine.default_database or "default",
            Port or engine.port, self._groups(VpcSecurityGroupIds),
            BackupRetentionPeriod, StorageEncrypted, self, tags=tags_of(Tags),
        )  # fmt: skip
        return self._launch_cluster(cluster, lambda disk: None)

    @operation
    def describe_db_clusters(self, *, DBClusterIdentifier: str = None):
        """All clusters of the Region, or the named one."""
        if DBClusterIdentifier is None:
            found = list(self.clusters.values())
        else:
            found = [self.cluster(DBClusterIdentifier)]
        return {"DBClusters": [self._described_cluster(c) for c in found]}

    @operation
    def failover_db_cluster(
        self, *, DBClusterIdentifier: str, TargetDBInstanceIdentifier: str = None
    ):
        """Make a reader the writer: the one named, or the heir by tier."""
        cluster = self.available_cluster(DBClusterIdentifier)
        target = None
        if TargetDBInstanceIdentifier:
            target = self.instance(TargetDBInstanceIdentifier)
        if not cluster.readers() or (target and target not in cluster.readers()):
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"Cannot failover cluster {DBClusterIdentifier}: there is no "
                "available reader to fail over to.",
            )
        cluster.fail_over("requested", target)
        return {"DBCluster": self._described_cluster(cluster)}

    @operation
    def delete_db_cluster(
        self, *, DBClusterIdentifier: str, SkipFinalSnapshot: bool = False
    ):
        """Delete a cluster without instances, with its volume."""
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.status == "deleting":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is already being deleted.",
            )
        if any(i.status != "deleting" for i in self._instances_in(cluster)):
            raise ServiceError(
                "InvalidDBClusterStateFault",
                "Cluster cannot be deleted, it still contains DB instances in "
                "non-deleting state.",
            )
        if not SkipFinalSnapshot:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
                "specified; this small AWS takes no cluster snapshots, so say "
                "SkipFinalSnapshot=True."
            )
        cluster.delete()
        return {"DBCluster": self._described_cluster(cluster)}

    @operation
    def restore_db_cluster_to_point_in_time(
        self, *, DBClusterIdentifier: str, SourceDBClusterIdentifier: str,
        RestoreToTime: datetime = None, UseLatestRestorableTime: bool = False,
        VpcSecurityGroupIds: list[str] = None,
    ):  # fmt: skip
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
            identifier, source.engine, source.version, source.user, source.password,
            source.dbname, source.port, self._groups(VpcSecurityGroupIds),
            source.retention, source.encrypted, self, key=source.key,
        )  # fmt: skip
        database, position = source.database, source.database.position_at(moment)
        return self._launch_cluster(
            cluster, lambda disk: database.send_to(disk, position)
        )

    # -- a window that AWS does not have ------------------------------------------

    def volume(self, DBClusterIdentifier):
        """The cluster's `ClusterVolume`: look at its copies, lose them (ours)."""
        return self.available_cluster(DBClusterIdentifier).volume

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
                f"DBCluster {identifier} is {cluster.status}, not available.",
            )
        return cluster

    def new_volume(self):
        zones = self.account.zones(self.region)
        folders = [self.new_folder(zones[i // 2]) for i in range(6)]
        return ClusterVolume(self.account, zones, folders)

    def _create_in_cluster(self, cluster_id, identifier, instance_class, engine, zone,
                           public, tier, tags):  # fmt: skip
        cluster = self.available_cluster(cluster_id)
        if engine != cluster.engine:
            raise rules.bad_combination(
                f"The engine {engine} is not the cluster's: {cluster.engine}."
            )
        if len(self._instances_in(cluster)) >= 16:
            raise ServiceError(
                "InstanceQuotaExceeded",
                "A cluster has one writer and at most 15 readers.",
            )
        if tier not in range(16):
            raise rules.invalid(f"PromotionTier is 0 to 15; got {tier}.")
        instance = Instance(
            identifier, instance_class, engine, cluster.version, 1, cluster.user,
            cluster.password, cluster.dbname, cluster.port,
            self._zone(zone or self._emptiest_zone(cluster)), False, public,
            cluster.groups, cluster.retention, "03:00-03:30",
            "sun:04:00-sun:04:30", True, cluster.encrypted, self, cluster, tier,
            tags=tags,
        )  # fmt: skip
        self.instances[identifier] = instance
        instance.launch(lambda: cluster.join(instance))
        return {"DBInstance": self._described(instance)}

    def _instances_in(self, cluster):
        """A cluster's instances, those included that are being made or deleted."""
        return [i for i in self.instances.values() if i.cluster is cluster]

    def _emptiest_zone(self, cluster):
        """The zone with the fewest of the cluster's instances."""
        zones = self.account.zones(self.region)
        theirs = [i.zone for i in self._instances_in(cluster)]
        up = [z for z in zones if self.account.is_zone_up(z)] or zones
        return min(up, key=theirs.count)

    def _check_new_cluster(self, name, engine):
        """The identifier of a new cluster, if there can be one with this engine."""
        identifier = rules.identifier("DBClusterIdentifier", name)
        if not engine.startswith("aurora-") or engine not in rules.ENGINES:
            raise rules.invalid(
                f"Invalid DB cluster engine: {engine}. "
                "Here: aurora-mysql, aurora-postgresql"
            )
        if self.is_taken("clusters", identifier):
            raise ServiceError(
                "DBClusterAlreadyExistsFault", "DB Cluster already exists"
            )
        return identifier

    def _launch_cluster(self, cluster, fill):
        self.clusters[cluster.identifier] = cluster
        cluster.launch(fill)
        return {"DBCluster": self._described_cluster(cluster)}

    def _earliest(self, cluster):
        kept_from = self.clock.now - timedelta(days=cluster.retention)
        return max(cluster.created, kept_from)

    def _described_cluster(self, cluster):
        """A cluster in the shape of DescribeDBClusters."""
        described = {
            "DBClusterIdentifier": cluster.identifier,
            "DatabaseName": cluster.dbname,
            "Status": cluster.status,
            "Engine": cluster.engine,
            "EngineVersion": cluster.version,
            "MasterUsername": cluster.user,
            "Port": cluster.port,
            "MultiAZ": len({m.zone for m in cluster.members}) > 1,
            "AvailabilityZones": self.account.zones(self.region),
            "AllocatedStorage": 1,
            "BackupRetentionPeriod": cluster.retention,
            "StorageEncrypted": cluster.encrypted,
            "VpcSecurityGroups": [
                {"VpcSecurityGroupId": g, "Status": "active"} for g in cluster.groups
            ],
            "DBClusterMembers": [
                {
                    "DBInstanceIdentifier": member.identifier,
                    "IsClusterWriter": member is cluster.writer,
                    "PromotionTier": member.tier,
                }
                for member in cluster.members
            ],
            "DBClusterArn": cluster.arn(),
            "TagList": tag_list(cluster.tags),
        }
        if cluster.created:
            described |= {
                "ClusterCreateTime": cluster.created,
                "EarliestRestorableTime": self._earliest(cluster),
                "LatestRestorableTime": self.clock.now,
                "Endpoint": cluster.endpoints[0].host,
                "ReaderEndpoint": cluster.endpoints[1].host,
            }
        return described
