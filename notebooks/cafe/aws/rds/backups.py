"""The calls on backups: snapshots, automated backups, and going back to a moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

from ..errors import ServiceError
from ..family.rules import bad_combination, invalid, wrong_state
from ..family.service import Filter
from ..pricing import Use
from ..service import operation
from ..storage.database import Database, Disk
from . import rules
from .instance import SETTINGS, Instance
from .service import RDSService

SNAPSHOT = timedelta(minutes=2)
#: As in ../family/service.py.
OF_SNAPSHOTS = {
    "db-instance-id": ("DBInstanceIdentifier", "db"),
    "db-snapshot-id": ("DBSnapshotIdentifier", "snapshot"),
    "engine": ("Engine", None),
    "snapshot-type": ("SnapshotType", None),
}


@dataclass
class Snapshot:
    """A copy of an instance's disk at a moment, kept in the Region, not in a zone.

    `then` are the settings that the instance had at that moment.
    """

    identifier: str
    kind: str
    of: Instance = field(repr=False)
    then: SimpleNamespace = field(repr=False)
    disk: Disk = field(repr=False)
    marks: list = field(repr=False)
    created: datetime
    status: str = "creating"

    def is_automated(self):
        return self.kind == "automated"


class BackupCalls(RDSService):
    """The calls on backups of instances that are in no cluster."""

    @operation
    def create_db_snapshot(
        self, *, DBSnapshotIdentifier: str, DBInstanceIdentifier: str
    ):
        """Copy the instance's disk as it is now; the snapshot outlives the instance."""
        instance = self.available_instance(DBInstanceIdentifier)
        if instance.cluster:
            raise invalid(
                "The specified instance is a member of a cluster and a snapshot "
                "cannot be created directly. Use create_db_cluster_snapshot."
            )
        snapshot = self.take_snapshot(instance, DBSnapshotIdentifier)
        return {"DBSnapshot": self._described_snapshot(snapshot)}

    @operation
    def describe_db_snapshots(
        self,
        *,
        DBSnapshotIdentifier: str | None = None,
        DBInstanceIdentifier: str | None = None,
        Filters: list[Filter] | None = None,
    ):
        """Snapshots, manual and automated: all, the named one, or an instance's."""
        found = self.named_or_all(self.snapshots, DBSnapshotIdentifier, self._snapshot)
        if DBInstanceIdentifier is not None:
            name = self.name_of("db", DBInstanceIdentifier)
            found = [s for s in found if s.of.identifier == name]
        described = map(self._described_snapshot, found)
        return {"DBSnapshots": self.filtered(described, Filters, OF_SNAPSHOTS)}

    @operation
    def delete_db_snapshot(self, *, DBSnapshotIdentifier: str):
        """Delete a manual snapshot; automated ones go with their retention."""
        snapshot = self._snapshot(DBSnapshotIdentifier)
        if snapshot.kind == "automated" or snapshot.status != "available":
            raise ServiceError(
                "InvalidDBSnapshotState",
                f"Cannot delete the snapshot {DBSnapshotIdentifier}: it is "
                f"{snapshot.kind} and {snapshot.status}.",
            )
        del self.snapshots[snapshot.identifier]
        return {"DBSnapshot": self._described_snapshot(snapshot)}

    @operation
    def restore_db_instance_from_db_snapshot(
        self,
        *,
        DBInstanceIdentifier: str,
        DBSnapshotIdentifier: str,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """A new instance with a snapshot's data; nothing is ever restored in place."""
        snapshot = self._snapshot(DBSnapshotIdentifier)
        if snapshot.status != "available":
            raise ServiceError(
                "InvalidDBSnapshotState",
                f"The snapshot {DBSnapshotIdentifier} is {snapshot.status}.",
            )
        instance = self.restored(
            snapshot.then, DBInstanceIdentifier, VpcSecurityGroupIds
        )

        def copy_to(disk):
            disk.catch_up(snapshot.disk)

        return self.launch_copy(instance, copy_to, snapshot.marks)

    @operation
    def restore_db_instance_to_point_in_time(
        self,
        *,
        SourceDBInstanceIdentifier: str,
        TargetDBInstanceIdentifier: str,
        RestoreTime: datetime | None = None,
        UseLatestRestorableTime: bool = False,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """A new instance as the source was at a moment within its retention."""
        source = self.instance(SourceDBInstanceIdentifier)
        if source.cluster or not source.retention:
            raise ServiceError(
                "PointInTimeRestoreNotEnabled",
                "Point-in-time restore is not enabled for the instance "
                f"{source.identifier}: its backup retention period is 0, or it "
                "belongs to a cluster.",
            )
        if not source.backed_up_from:
            raise wrong_state(
                f"Instance {source.identifier} has no backup yet. "
                f"It is {source.status}."
            )
        check_one_moment(RestoreTime, UseLatestRestorableTime)
        moment = RestoreTime or source.stored_now()
        check_restorable(
            source.identifier,
            moment,
            source.earliest_restorable(),
            source.stored_now(),
        )
        instance = self.restored(
            source, TargetDBInstanceIdentifier, VpcSecurityGroupIds
        )
        server, position = source.server, source.server.position_at(moment)

        def copy_to(disk):
            server.send_to(disk, position)

        return self.launch_copy(instance, copy_to, server.marks_until(position))

    # -- used by the instances ----------------------------------------------------

    def take_snapshot(self, instance, name):
        """Take a manual snapshot now, if its name can be had."""
        kind = "DBSnapshotIdentifier"
        identifier = self.new_identifier(kind, name, "snapshots", longest=255)
        return self._take(instance, identifier, "manual")

    def take_automated_snapshot(self, instance):
        """Take one that is named after instance and time, and goes with its age."""
        name = f"rds:{instance.identifier}-{self.clock.now:%Y-%m-%d-%H-%M}"
        return self._take(instance, name, "automated")

    def _take(self, instance, identifier, kind):
        snapshot = Snapshot(
            identifier,
            kind,
            instance,
            SimpleNamespace(**{name: getattr(instance, name) for name in SETTINGS}),
            self._copied(instance),
            list(instance.server.marks),
            self.clock.now,
        )
        self.snapshots[identifier] = snapshot
        self.becomes(snapshot, "available", SNAPSHOT)
        return snapshot

    def _copied(self, instance):
        """A disk with what an instance holds now: its last copy, if nothing changed."""
        server = instance.server
        disk = server.disk
        state = (server, disk, disk.file.stat().st_mtime_ns, disk.position())
        volume = self.volume_name()
        if instance.copied is None or instance.copied[0] != state:
            copy = Disk(self.account.folder("s3", volume))
            server.send_to(copy)
            instance.copied = state, copy
        return instance.copied[1]

    def copied_now(self, instance):
        """A new disk with what an instance's disk holds at this moment."""
        disk = Disk(self.new_folder("copy"))
        instance.server.send_to(disk)
        if not disk.file.exists():  # on Windows, until a client's transaction ends
            raise wrong_state(
                f"Instance {instance.identifier} is in the middle of a transaction."
                " On Windows its files cannot be read meanwhile: let every connection"
                " commit or close."
            )
        return disk

    def expire_backups(self, instance):
        """Drop automated snapshots as old as the retention period; all, if it is 0."""
        oldest = self.clock.now - timedelta(days=instance.retention)
        for snapshot in list(self.snapshots.values()):
            is_theirs = snapshot.of is instance and snapshot.kind == "automated"
            if is_theirs and snapshot.created <= oldest:
                del self.snapshots[snapshot.identifier]

    def uses(self):
        """Also the backups beyond the storage of all instances, which is free.

        Of an instance's automated backups all together are as large as one.
        """
        here = [i for i in self.instances.values() if not i.cluster]
        free = sum(i.storage for i in here if i.status != "deleting")
        saved = self.snapshots.values()
        automated = {s.of.identifier: s.then.storage for s in saved if s.is_automated()}
        manual = sum(s.then.storage for s in saved if not s.is_automated())
        above = max(0, sum(automated.values()) + manual - free)
        return [*super().uses(), Use("rds.backup", "all backups", above)]

    # -- shared by the calls ------------------------------------------------------

    def _snapshot(self, identifier):
        snapshot = self.snapshots.get(self.name_of("snapshot", identifier))
        if snapshot is None:
            raise ServiceError(
                "DBSnapshotNotFound", f"DBSnapshot {identifier} not found."
            )
        return snapshot

    def restored(
        self,
        source,
        identifier,
        groups,
        *,
        instance_class=None,
        multi_az=False,
        zone=None,
        public=False,
    ):
        """A new instance like `source`; security groups are the default ones again."""
        instance_class = instance_class or source.instance_class
        identifier = self.check_new(identifier, instance_class, source.engine)
        rules.check_placement(multi_az, zone)
        instance = self.like(source, identifier)
        instance.instance_class = instance_class
        instance.zone, instance.multi_az = self.zone_for(zone), multi_az
        instance.public, instance.groups = public, self.groups_of(groups)
        return instance

    def launch_copy(self, instance, copy_to, marks=()):
        """Create an instance whose disk `copy_to(disk)` fills."""

        def make_server(disk):
            copy_to(disk)
            return Database(disk, instance.dbname, self.clock, instance.key, marks)

        return self.launch(instance, make_server)

    def _described_snapshot(self, snapshot):
        """A snapshot in the shape of DescribeDBSnapshots."""
        then = snapshot.then
        return {
            "DBSnapshotIdentifier": snapshot.identifier,
            "DBInstanceIdentifier": snapshot.of.identifier,
            "SnapshotCreateTime": snapshot.created,
            "Engine": then.engine,
            "EngineVersion": then.version,
            "AllocatedStorage": then.storage,
            "Status": snapshot.status,
            "Port": then.port,
            "MasterUsername": then.user,
            "SnapshotType": snapshot.kind,
            "Encrypted": then.encrypted,
            "DBSnapshotArn": self.arn(f"snapshot:{snapshot.identifier}"),
        }


def check_one_moment(moment, latest):
    """Refuse a restore that names no moment, or two."""
    if (moment is None) == (not latest):
        raise bad_combination(
            "Give either the time to restore to or UseLatestRestorableTime."
        )


def check_restorable(identifier, moment, earliest, latest):
    """Refuse a moment of which there is no backup."""
    if not earliest <= moment <= latest:
        raise ServiceError(
            "InvalidRestoreFault",
            f"Cannot restore {identifier} to {moment:%Y-%m-%d %H:%M:%S}: "
            f"it can be restored to any second from {earliest:%Y-%m-%d %H:%M:%S} "
            f"to {latest:%Y-%m-%d %H:%M:%S} UTC.",
        )
