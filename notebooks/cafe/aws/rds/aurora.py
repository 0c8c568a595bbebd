"""Aurora: a cluster of ../family/ whose volume holds a SQL database.

The writer runs DuckDB, every commit goes to the six copies, and a reader answers from
the same volume.
"""

from datetime import datetime, timedelta

from ..errors import LoginRefused
from ..family import Server
from ..family.rules import LONGEST_RETENTION, check_password, require
from ..family.tags import Tag, tag_list
from ..pricing import Use
from ..service import operation
from ..storage.database import Disk
from ..storage.volume import GIB, AuroraDatabase, AuroraVolume
from . import rules
from .backups import check_one_moment, check_restorable
from .service import RDSService


class AuroraCalls(RDSService):
    """The calls on Aurora clusters that the family has not, and their engine."""

    cluster_kind = "Aurora"
    cluster_engines = {
        name: engine
        for name, engine in rules.ENGINES.items()
        if name.startswith("aurora-")
    }

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
        VpcSecurityGroupIds: list[str] | None = None,
        BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """Start creating a cluster: a volume, no instance yet."""
        asked = dict(locals())
        self.check_cluster_engine(Engine)
        require(MasterUsername=MasterUsername, MasterUserPassword=MasterUserPassword)
        rules.check_user(Engine, MasterUsername)
        self.check_password(MasterUserPassword)
        if DatabaseName is not None:
            rules.check_database(Engine, DatabaseName)
        return self.create_cluster(
            asked,
            dbname=DatabaseName or rules.ENGINES[Engine].default_database,
            key=self.key if StorageEncrypted else None,
        )

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
        check_one_moment(RestoreToTime, UseLatestRestorableTime)
        now = self.clock.now
        moment = RestoreToTime or now
        check_restorable(source.identifier, moment, source.earliest_restorable(), now)
        self.check_volume_readable(source)
        position = source.data.position_at(moment)
        cluster = self.new_cluster(
            DBClusterIdentifier,
            source.engine,
            source.volume.newest().packed(position),
            groups=VpcSecurityGroupIds,
            **self.settings_of(source),
        )
        return {"DBCluster": self.described_cluster(cluster)}

    # -- the engine ---------------------------------------------------------------

    def new_volume(self):
        zones = self.account.zones(self.region)
        return AuroraVolume(self.account, zones, self.new_folder)

    def load(self, cluster, content):
        disk = Disk(self.new_folder("compute"))
        if content is not None:
            disk.unpack(content)
        return AuroraDatabase(
            cluster.volume, disk, cluster.dbname, self.clock, cluster.key
        )

    def dump(self, cluster):
        return cluster.volume.newest().packed()

    def uses_of_volume(self, cluster):
        """One copy of the data, and a write for each commit."""
        name = cluster.identifier
        return [
            Use("aurora.storage", name, cluster.data.used() / GIB),
            Use("aurora.io", name, len(cluster.data.marks) - 1, counted=True),
        ]

    def uses(self):
        """Also the snapshots that are older than their cluster's retention."""
        old = [s for s in self.cluster_snapshots.values() if self._is_paid(s)]
        paid = [
            Use(
                "aurora.backup",
                s.identifier,
                len(s.saved.content) * AuroraVolume.SCALE / GIB,
            )
            for s in old
        ]
        return [*super().uses(), *paid]

    def _is_paid(self, snapshot):
        age = self.clock.now - snapshot.created
        there = snapshot.of.identifier in self.clusters
        return not there or age >= timedelta(days=snapshot.of.retention)

    def take_cluster_snapshot(self, cluster, name):
        """Something happens on each day with which the retention may end.

        The meter reads what is held before the clock moves: it has to stop there.
        """
        snapshot = super().take_cluster_snapshot(cluster, name)
        for days in range(1, LONGEST_RETENTION + 1):
            self.clock.after(timedelta(days=days), lambda: None)
        return snapshot

    def engine_stopped(self, cluster):
        if cluster.data:
            cluster.data.stop()

    def server(self, instance):
        return AuroraServer(instance)

    def check_login(self, cluster, user, password, dbname):
        if user != cluster.user or password != cluster.password:
            raise LoginRefused(f'password authentication failed for user "{user}"')
        if dbname != cluster.dbname:
            raise LoginRefused(f'database "{dbname}" does not exist')

    def check_password(self, password):
        """A cluster's is shorter than an instance's, for PostgreSQL too."""
        check_password(password, longest=41)

    # -- saying what they are -----------------------------------------------------

    def described_cluster(self, cluster):
        described = super().described_cluster(cluster) | {
            "AllocatedStorage": 1,
            "TagList": tag_list(cluster.tags),
        }
        if cluster.dbname != rules.ENGINES[cluster.engine].default_database:
            described["DatabaseName"] = cluster.dbname
        if cluster.created:
            described |= {
                "EarliestRestorableTime": cluster.earliest_restorable(),
                "LatestRestorableTime": self.clock.now,
            }
        return described


class AuroraServer(Server):
    """An Aurora instance as the SQL driver sees it: the calls of a `Database`.

    A reader answers reads only; both read one volume.
    """

    @property
    def is_running(self):
        return self.is_up()

    @property
    def lives(self):
        return self.instance.lives

    def begin(self):
        return self.cluster.data.begin(self.read_only)

    def commit(self, cursor):
        self.cluster.data.commit(cursor)

    def rollback(self, cursor):
        self.cluster.data.rollback(cursor)
