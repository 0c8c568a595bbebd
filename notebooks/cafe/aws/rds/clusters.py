"""Aurora: clusters whose instances share one volume of six copies.

An instance of a cluster holds no data. The writer runs the engine, every commit goes
to the volume, and a reader answers from the same volume. Losing the writer's machine
loses nothing: another instance opens the volume.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Endpoint, Resource
from ..errors import LoginRefused, ServiceError
from ..service import operation
from ..volume import ClusterDatabase, ClusterVolume, Database, Disk
from . import rules
from .instance import Instance

CREATING = timedelta(minutes=2)
FAILOVER = timedelta(seconds=30)


@dataclass
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
    endpoints: dict = field(default_factory=dict)

    def launch(self, fill):
        """Create the volume; `fill(disk)` puts the first bytes on it."""

        def created():
            self.created = self.rds.clock.now
            self.volume = self.rds.new_volume()
            self.database = self._engine(fill(self._scratch()))
            for copy in self.volume.copies:
                self.database.disk.copy_to(copy.folder)
            self.status = "available"
            for kind in ("", "-ro"):
                self._open_endpoint(kind)
            self.tell("DB cluster created")

        self.rds.clock.after(CREATING, created)

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
            self.database.stop()
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

        Without a reader the writer is made anew in a zone that is up, which takes as
        long as creating one.
        """
        self.tell(f"Started failover: {reason}")
        self.status = "failing-over"
        self.database.stop()
        if target is None and not self.heirs():
            self.rds.clock.after(timedelta(minutes=10), self._make_writer_anew)
            return
        self.rds.clock.after(FAILOVER, lambda: self._promote(target))

    def _promote(self, target):
        heirs = self.heirs()
        if not heirs:
            self._make_writer_anew()
            return
        self.writer = target if target in heirs else heirs[0]
        self._take_over()

    def _make_writer_anew(self):
        up = self.rds.account.is_zone_up
        if not self.members:
            self.status = "available"
            return
        self.writer = self.writer or self.members[0]
        if not up(self.writer.zone):
            self.writer.zone = self.rds.other_zone(self.writer.zone)
        self._take_over()

    def _take_over(self):
        """The writer opens the newest copy of the volume, and the names lead to it."""
        self.status = "available"
        self.reopen()
        self._lead_names()
        self.tell(f"Completed failover to DB instance: {self.writer.identifier}")

    def reopen(self):
        """Open the engine on the volume, where enough copies answer to read it."""
        if self.database.is_running or not self.volume.can_read():
            return
        marks = self.database.marks
        disk = self.volume.newest().copy_to(self.rds.new_folder("compute"))
        self.database = self._engine(disk, marks)

    def zone_failed(self, zone):
        writer_lost = self.writer and self.writer.zone == zone
        if self.database and writer_lost and self.status == "available":
            self.fail_over("the writer's zone does not answer")

    def zone_restored(self, zone):
        if not self.volume:
            return
        self.volume.repair()
        if self.status == "available":
            self.reopen()

    # -- reaching it --------------------------------------------------------------

    def _open_endpoint(self, kind):
        """The cluster endpoint ("") leads to the writer, "-ro" to the readers."""
        host = f"{self.identifier}.cluster{kind}-{self.rds.domain}"
        is_up = self._is_up if kind == "" else self._can_be_read
        login = self._login_writer if kind == "" else self._login_reader
        endpoint = Endpoint(
            host, self.port, self.rds.region, "172.31.0.10", False, self.groups,
            is_up, login,
        )  # fmt: skip
        self.endpoints[kind] = self.rds.account.endpoints[host] = endpoint

    def _lead_names(self):
        if self.writer:
            self.endpoints[""].address = self.writer.address()
            self.endpoints[""].public = self.writer.public

    def _is_up(self):
        return bool(self.writer and self.writer.is_up())

    def _can_be_read(self):
        return bool(self.readers()) or self._is_up()

    def _login_writer(self, user, password, dbname):
        self.check_login(user, password, dbname)
        return self.writer.server

    def _login_reader(self, user, password, dbname):
        """One reader after the other; the writer when there is no reader."""
        self.check_login(user, password, dbname)
        readers = self.readers()
        if not readers:
            return self.writer.server
        self._turn = getattr(self, "_turn", -1) + 1
        return readers[self._turn % len(readers)].server

    def check_login(self, user, password, dbname):
        if user != self.user or password != self.password:
            raise LoginRefused(f'password authentication failed for user "{user}"')
        if dbname != self.dbname:
            raise LoginRefused(f'database "{dbname}" does not exist')

    # -- the rest -----------------------------------------------------------------

    def _scratch(self):
        return Disk(self.rds.new_folder("compute"))

    def _engine(self, disk, marks=()):
        key = self.rds.key_of(self)
        return ClusterDatabase(
            self.volume, disk, self.dbname, self.rds.clock, key, marks
        )

    def tell(self, message):
        self.rds.events.append((self.rds.clock.now, self.identifier, message))

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
    def disk(self):
        return self.cluster.database.disk

    @property
    def read_only(self):
        return self.cluster.writer is not self.instance

    @property
    def is_running(self):
        engine_is_ours = self.cluster.writer is self.instance
        return not self.halted and (
            self.cluster.database.is_running or not engine_is_ours
        )

    def start(self):
        self.halted = False
        self.lives += 1

    def stop(self):
        self.halted = True

    def cursor(self):
        self.cluster.reopen()
        return self.cluster.database.cursor()

    def commit(self, cursor):
        if self.read_only:
            cursor.execute("COMMIT")
        else:
            self.cluster.database.commit(cursor)


class ClusterCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_cluster(
        self, *, DBClusterIdentifier: str, Engine: str, MasterUsername: str,
        MasterUserPassword: str, DatabaseName: str = None, EngineVersion: str = None,
        Port: int = None, VpcSecurityGroupIds: list[str] = None,
        BackupRetentionPeriod: int = 1, StorageEncrypted: bool = False,
    ):  # fmt: skip
        """Start creating a cluster: a volume, no instance yet."""
        self._check_new_cluster(DBClusterIdentifier, Engine, EngineVersion)
        rules.check_user(Engine.removeprefix("aurora-"), MasterUsername)
        rules.check_password(MasterUserPassword)
        rules.check_retention(BackupRetentionPeriod, smallest=1)
        engine = rules.ENGINES[Engine]
        cluster = Cluster(
            DBClusterIdentifier, Engine, EngineVersion or engine.versions[-1],
            MasterUsername, MasterUserPassword,
            DatabaseName or engine.default_database or "default",
            Port or engine.port, self._groups(VpcSecurityGroupIds),
            BackupRetentionPeriod, StorageEncrypted, self,
        )  # fmt: skip
        return self._launch_cluster(cluster, lambda disk: disk)

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
        if cluster.members:
            raise ServiceError(
                "InvalidDBClusterStateFault",
                "Cluster cannot be deleted, it still contains DB instances in "
                "non-deleting state.",
            )
        if not SkipFinalSnapshot:
            raise rules.bad_combination(
                "This small AWS takes no cluster snapshots: "
                "say SkipFinalSnapshot=True."
            )
        cluster.database.stop()
        for endpoint in cluster.endpoints.values():
            del self.account.endpoints[endpoint.host]
        del self.clusters[DBClusterIdentifier]
        return {"DBCluster": self._described_cluster(cluster)}

    @operation
    def restore_db_cluster_to_point_in_time(
        self, *, DBClusterIdentifier: str, SourceDBClusterIdentifier: str,
        RestoreToTime: datetime = None, UseLatestRestorableTime: bool = False,
        VpcSecurityGroupIds: list[str] = None,
    ):  # fmt: skip
        """A new cluster whose volume is as the source's was at a moment."""
        source = self.available_cluster(SourceDBClusterIdentifier)
        self._check_new_cluster(DBClusterIdentifier, source.engine, source.version)
        if (RestoreToTime is None) == (not UseLatestRestorableTime):
            raise rules.bad_combination(
                "Give either RestoreToTime or UseLatestRestorableTime."
            )
        moment = RestoreToTime or self.clock.now
        earliest = self._earliest(source)
        if not earliest <= moment <= self.clock.now:
            raise ServiceError(
                "InvalidRestoreFault",
                f"Cannot restore {source.identifier} to {moment:%Y-%m-%d %H:%M:%S}: "
                f"it can be restored to any second from {earliest:%Y-%m-%d %H:%M:%S} "
                f"to {self.clock.now:%Y-%m-%d %H:%M:%S} UTC.",
            )
        position = source.database.position_at(moment)
        cluster = Cluster(
            DBClusterIdentifier, source.engine, source.version, source.user,
            source.password, source.dbname, source.port,
            self._groups(VpcSecurityGroupIds), source.retention, source.encrypted,
            self,
        )  # fmt: skip

        def fill(disk):
            return source.volume.newest().copy_to(disk.folder, position=position)

        return self._launch_cluster(cluster, fill)

    # -- a window that AWS does not have ------------------------------------------

    def volume(self, DBClusterIdentifier):
        """The cluster's `ClusterVolume`: look at its copies, lose them (ours)."""
        return self.available_cluster(DBClusterIdentifier).volume

    # -- shared by the calls ------------------------------------------------------

    def cluster(self, identifier):
        """The cluster of a name. Raises DBClusterNotFoundFault."""
        if identifier not in self.clusters:
            raise ServiceError(
                "DBClusterNotFoundFault", f"DBCluster {identifier} not found."
            )
        return self.clusters[identifier]

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
        if len(cluster.members) >= 16:
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
        return self._launch_in(cluster, instance)

    def _launch_in(self, cluster, instance):
        self.instances[instance.identifier] = instance

        def take_seat():
            seat = cluster.join(instance)
            cluster._lead_names()
            return seat

        instance.launch(take_seat)
        return {"DBInstance": self._described(instance)}

    def _emptiest_zone(self, cluster):
        """The zone with the fewest of the cluster's instances."""
        zones = [z for z in self.account.zones(self.region)]
        theirs = [i.zone for i in self.instances.values() if i.cluster is cluster]
        up = [z for z in zones if self.account.is_zone_up(z)] or zones
        return min(up, key=theirs.count)

    def _check_new_cluster(self, identifier, engine, version):
        rules.check_identifier("DBClusterIdentifier", identifier)
        if not engine.startswith("aurora-") or engine not in rules.ENGINES:
            raise rules.invalid(
                f"Invalid DB cluster engine: {engine}. "
                "Here: aurora-mysql, aurora-postgresql"
            )
        if version:
            rules.check_version(engine, version)
        if identifier in self.clusters:
            raise ServiceError(
                "DBClusterAlreadyExistsFault", "DB Cluster already exists"
            )

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
                "Endpoint": cluster.endpoints[""].host,
                "ReaderEndpoint": cluster.endpoints["-ro"].host,
            }
        return described
