"""Aurora: clusters whose instances share one volume of six copies.

An instance of a cluster holds no data. The writer runs the engine, every commit goes
to the volume, and a reader answers from the same volume. Losing the writer's machine
loses nothing: another instance opens the volume.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Endpoint, Event, Resource
from ..errors import ServiceError
from ..service import operation
from ..volume import ClusterDatabase, ClusterVolume, Database, Disk
from . import rules
from .backups import check_restorable
from .instance import Instance

CREATING = timedelta(minutes=2)
DELETING = timedelta(minutes=2)
FAILOVER = timedelta(seconds=30)
NEW_MACHINE = timedelta(minutes=10)


@dataclass(eq=False)
class Cluster:
    """An Aurora cluster: its settings, its volume, its instances."""

    identifier: str
    engine: str
    version: str
    user: str
    password: str
    dbname: str
    port: int
    groups: list
    retention: int
    encrypted: bool
    rds: object = field(repr=False)
    volume: ClusterVolume = field(default=None, repr=False)
    database: Database = field(default=None, repr=False)
    members: list = field(default_factory=list)
    writer: Instance = None
    status: str = "creating"
    created: datetime = None
    endpoints: list = field(default_factory=list)
    next_writer: Event = None
    lonely: bool = False
    turn: int = 0

    def launch(self, fill):
        """Create the volume; `fill(disk)` puts the first bytes on it."""

        def created():
            if self.status != "creating":
                return
            self.created = self.rds.clock.now
            self.volume = self.rds.new_volume()
            disk = self._scratch()
            fill(disk)
            self.database = self._engine(disk)
            self.status = "available"
            self._open_endpoint("", lambda: self.writer)
            self._open_endpoint("-ro", self._next_reader)
            self.tell("DB cluster created")

        self.rds.clock.after(CREATING, created)

    def delete(self):
        """Go for good, with the volume."""
        self.status = "deleting"
        if self.database:
            self.database.stop()
        for endpoint in self.endpoints:
            del self.rds.account.endpoints[endpoint.host]

        def gone():
            del self.rds.clusters[self.identifier]
            self.tell("DB cluster deleted")

        self.rds.clock.after(DELETING, gone)

    # -- instances ----------------------------------------------------------------

    def join(self, instance):
        """Have an instance on the volume: the first is the writer. Copies no data."""
        self.members.append(instance)
        if self.writer is None:
            self.writer = instance
        return Seat(self, instance)

    def leave(self, instance):
        """Take an instance away; a reader takes over if it was the writer."""
        if instance in self.members:
            self.members.remove(instance)
        if instance is self.writer:
            self.writer = None
            if self.members:
                self.fail_over("the writer was deleted")

    def readers(self):
        """The readers that answer, in the order in which they joined."""
        return [m for m in self.members if m is not self.writer and m.is_up()]

    def heirs(self):
        """The readers in the order of promotion: lowest tier, then largest class."""
        size = rules.CLASSES.index
        return sorted(
            self.readers(), key=lambda m: (m.tier, -size(m.instance_class))
        )

    # -- failures -----------------------------------------------------------------

    def fail_over(self, reason, target=None):
        """Stop the writer; half a minute later an heir opens the volume and writes.

        Without a reader the writer runs again when its zone is back, or on a new
        machine in another zone, which takes as long as creating one.
        """
        self.tell(f"Started failover: {reason}")
        self.status = "failing-over"
        self.database.stop()
        if self.writer:
            self.writer.halt()
        self.lonely = not self.heirs()
        delay = NEW_MACHINE if self.lonely else FAILOVER
        self.next_writer = self.rds.clock.after(delay, lambda: self._elect(target))

    def _elect(self, target=None):
        """An heir, or else the old writer, opens the newest copy of the volume."""
        if not self.members:
            self.status = "available"
            return
        heirs, old = self.heirs(), self.writer
        last_resort = old or self.members[0]
        writer = target if target in heirs else next(iter(heirs), last_resort)
        is_up = self.rds.account.is_zone_up
        if not is_up(writer.zone):
            writer.zone = self.rds.other_zone(writer.zone) or writer.zone
        self.lonely = not is_up(writer.zone)
        if self.lonely:
            return
        self.writer, self.status = writer, "available"
        writer.halt()  # its readers' connections break: it starts again as the writer
        for member in {old, writer} - {None}:
            member.come_up()
        self.tell(f"Completed failover to DB instance: {writer.identifier}")

    def reopen(self):
        """Open the engine on the volume, where enough copies answer to read it."""
        if self.database.is_running or not self.volume.can_read():
            return
        disk = self._scratch()
        disk.catch_up(self.volume.newest())
        self.database = self._engine(disk, self.database.marks)

    def zone_failed(self, zone):
        writer_lost = self.writer and self.writer.zone == zone
        if writer_lost and self.status == "available":
            self.fail_over("the writer's zone does not answer")

    def zone_restored(self, zone):
        if not self.volume:
            return
        self.volume.repair()
        if self.status == "failing-over" and self.lonely:
            self.next_writer.cancel()
            self._elect()

    # -- reaching it --------------------------------------------------------------

    def _open_endpoint(self, kind, target):
        """The cluster endpoint ("") leads to the writer, "-ro" to the readers."""
        host = f"{self.identifier}.cluster{kind}-{self.rds.domain}"
        endpoint = Endpoint(host, self.port, self.rds.region, target)
        self.endpoints.append(endpoint)
        self.rds.account.endpoints[host] = endpoint

    def _next_reader(self):
        """One reader after the other; the writer when there is no reader."""
        readers = self.readers()
        if not readers:
            return self.writer
        self.turn += 1
        return readers[self.turn % len(readers)]

    # -- the rest -----------------------------------------------------------------

    def _scratch(self):
        return Disk(self.rds.new_folder("compute"))

    def _engine(self, disk, marks=()):
        key = self.rds.key_of(self)
        return ClusterDatabase(
            self.volume, disk, self.dbname, self.rds.clock, key, marks
        )

    def tell(self, message):
        self.rds.note("db-cluster", self.identifier, message)

    def arn(self):
        return self.rds.account.arn(
            "rds", self.rds.region, f"cluster:{self.identifier}"
        )

    def resources(self):
        """The six copies, for the account map."""
        if not self.volume:
            return []
        available = self.volume.available()
        return [
            Resource(
                f"{self.identifier} copy {copy.number}", "Aurora storage", "copy",
                copy.zone, "in step" if copy in available else "lost", self.arn(),
                source=self.identifier, synchronous=True,
            )
            for copy in self.volume.copies
        ]  # fmt: skip


class Seat:
    """An instance's place on the cluster's volume: what its clients talk to.

    It has the engine's calls. A reader answers reads only; both read one volume.
    """

    def __init__(self, cluster, instance):
        self.cluster, self.instance = cluster, instance
        self.lives, self.halted = 1, False

    @property
    def read_only(self):
        return self.cluster.writer is not self.instance

    @property
    def is_running(self):
        return not self.halted and (
            self.read_only or self.cluster.status == "available"
        )

    def start(self):
        self.halted = False
        self.lives += 1

    def stop(self):
        self.halted = True

    def begin(self):
        self.cluster.reopen()
        return self.cluster.database.begin(self.read_only)

    def commit(self, cursor):
        self.cluster.database.commit(cursor)

    def rollback(self, cursor):
        self.cluster.database.rollback(cursor)

    def send_to(self, disk, position=None):
        self.cluster.database.send_to(disk, position)


class ClusterCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_cluster(
        self, *, DBClusterIdentifier: str, Engine: str, MasterUsername: str = None,
        MasterUserPassword: str = None, DatabaseName: str = None,
        EngineVersion: str = None, Port: int = None,
        VpcSecurityGroupIds: list[str] = None, BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False,
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
            BackupRetentionPeriod, StorageEncrypted, self,
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
            source.retention, source.encrypted, self,
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
                           public, tier):  # fmt: skip
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
        if identifier in self.clusters:
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
