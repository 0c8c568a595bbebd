"""The calls on backups: snapshots, automated backups, and going back to a moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..errors import ServiceError
from ..service import operation
from ..volume import Database, Disk
from . import rules
from .instance import Instance

SNAPSHOT = timedelta(minutes=2)


@dataclass
class Snapshot:
    """A copy of an instance's disk at a moment, kept in the Region, not in a zone."""

    identifier: str
    kind: str
    of: Instance = field(repr=False)
    disk: Disk = field(repr=False)
    marks: list = field(repr=False)
    created: datetime = None
    status: str = "creating"


class BackupCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_snapshot(
        self, *, DBSnapshotIdentifier: str, DBInstanceIdentifier: str
    ):
        """Copy the instance's disk as it is now; the snapshot outlives the instance."""
        instance = self.available_instance(DBInstanceIdentifier)
        rules.check_identifier("DBSnapshotIdentifier", DBSnapshotIdentifier)
        if DBSnapshotIdentifier in self.snapshots:
            raise ServiceError(
                "DBSnapshotAlreadyExists",
                "Cannot create the snapshot because a snapshot with the identifier "
                f"{DBSnapshotIdentifier} already exists.",
            )
        snapshot = self.snapshot(instance, DBSnapshotIdentifier)
        return {"DBSnapshot": self._described_snapshot(snapshot)}

    @operation
    def describe_db_snapshots(
        self, *, DBSnapshotIdentifier: str = None, DBInstanceIdentifier: str = None,
        SnapshotType: str = None,
    ):  # fmt: skip
        """Snapshots, all or those asked for: by name, instance, manual or automated."""
        found = list(self.snapshots.values())
        if DBSnapshotIdentifier is not None:
            found = [self._snapshot(DBSnapshotIdentifier)]
        return {
            "DBSnapshots": [
                self._described_snapshot(s)
                for s in found
                if DBInstanceIdentifier in (None, s.of.identifier)
                and SnapshotType in (None, s.kind)
            ]
        }

    @operation
    def delete_db_snapshot(self, *, DBSnapshotIdentifier: str):
        """Delete a manual snapshot; automated ones go with their retention."""
        snapshot = self._snapshot(DBSnapshotIdentifier)
        if snapshot.kind == "automated":
            raise ServiceError(
                "InvalidDBSnapshotState",
                "Cannot delete the automated snapshot " + DBSnapshotIdentifier,
            )
        del self.snapshots[DBSnapshotIdentifier]
        return {"DBSnapshot": self._described_snapshot(snapshot)}

    @operation
    def restore_db_instance_from_db_snapshot(
        self, *, DBInstanceIdentifier: str, DBSnapshotIdentifier: str,
        DBInstanceClass: str = None, MultiAZ: bool = False,
        AvailabilityZone: str = None, PubliclyAccessible: bool = False,
        VpcSecurityGroupIds: list[str] = None,
    ):  # fmt: skip
        """A new instance with a snapshot's data; nothing is ever restored in place."""
        snapshot = self._snapshot(DBSnapshotIdentifier)
        if snapshot.status != "available":
            raise ServiceError(
                "InvalidDBSnapshotState",
                f"The snapshot {DBSnapshotIdentifier} is {snapshot.status}.",
            )
        instance = self._restored(
            snapshot.of, DBInstanceIdentifier, DBInstanceClass, MultiAZ,
            AvailabilityZone, PubliclyAccessible, VpcSecurityGroupIds,
        )  # fmt: skip
        return self._launch(instance, self._copier(
            instance, snapshot.disk, snapshot.marks
        ))  # fmt: skip

    @operation
    def restore_db_instance_to_point_in_time(
        self, *, SourceDBInstanceIdentifier: str, TargetDBInstanceIdentifier: str,
        RestoreTime: datetime = None, UseLatestRestorableTime: bool = False,
        DBInstanceClass: str = None, MultiAZ: bool = False,
        AvailabilityZone: str = None, PubliclyAccessible: bool = False,
        VpcSecurityGroupIds: list[str] = None,
    ):  # fmt: skip
        """A new instance as the source was at a moment within its retention."""
        source = self.instance(SourceDBInstanceIdentifier)
        if not source.retention:
            raise ServiceError(
                "PointInTimeRestoreNotEnabled",
                "Point-in-time restore is not enabled for the instance "
                f"{SourceDBInstanceIdentifier}: its backup retention period is 0.",
            )
        if (RestoreTime is None) == (not UseLatestRestorableTime):
            raise rules.bad_combination(
                "Give either RestoreTime or UseLatestRestorableTime."
            )
        moment = RestoreTime or source.stored_now()
        self._check_restorable(source, moment)
        instance = self._restored(
            source, TargetDBInstanceIdentifier, DBInstanceClass, MultiAZ,
            AvailabilityZone, PubliclyAccessible, VpcSecurityGroupIds,
        )  # fmt: skip
        position = source.server.position_at(moment)
        marks = source.server.marks_until(position)
        return self._launch(
            instance, self._copier(instance, source.server.disk, marks, position)
        )

    # -- used by the instances ----------------------------------------------------

    def snapshot(self, instance, identifier=None, automated=False):
        """Take a snapshot now; an automated one is named after instance and time."""
        if automated:
            identifier = f"rds:{instance.identifier}-{self.clock.now:%Y-%m-%d-%H-%M}"
        folder = self.account.folder("s3", self.account.token(8))
        server = instance.server
        snapshot = Snapshot(
            identifier,
            "automated" if automated else "manual",
            instance,
            server.disk.copy_to(folder),
            list(server.marks),
            self.clock.now,
        )
        self.snapshots[identifier] = snapshot

        def done():
            snapshot.status = "available"

        self.clock.after(SNAPSHOT, done)
        return snapshot

    def expire_backups(self, instance):
        """Drop automated snapshots older than the retention period."""
        oldest = self.clock.now - timedelta(days=instance.retention)
        for snapshot in self._automated(instance):
            if instance.retention == 0 or snapshot.created < oldest:
                del self.snapshots[snapshot.identifier]

    def drop_automated_backups(self, instance):
        for snapshot in self._automated(instance):
            del self.snapshots[snapshot.identifier]

    def _automated(self, instance):
        return [
            s
            for s in self.snapshots.values()
            if s.of is instance and s.kind == "automated"
        ]

    # -- shared by the calls ------------------------------------------------------

    def _snapshot(self, identifier):
        if identifier not in self.snapshots:
            raise ServiceError(
                "DBSnapshotNotFound", f"DBSnapshot {identifier} not found."
            )
        return self.snapshots[identifier]

    def _restored(self, source, identifier, instance_class, multi_az, zone, public,
                  groups):  # fmt: skip
        """A new instance like `source`; security groups are the default ones again."""
        instance = self._like(source, identifier)
        instance.instance_class = instance_class or source.instance_class
        self._check_new(
            identifier, instance.instance_class, source.engine, source.version
        )
        instance.zone, instance.multi_az = self._zone(zone), multi_az
        instance.public, instance.groups = public, self._groups(groups)
        return instance

    def _copier(self, instance, disk, marks, position=None):
        """What fills the instance's new disk: file, and log up to a position."""

        def make_server(target):
            copy = disk.copy_to(target.folder, target.zone, position)
            return Database(
                copy, instance.dbname, self.clock, self.key_of(instance), marks
            )

        return make_server

    def _check_restorable(self, source, moment):
        latest = source.stored_now()
        kept_from = self.clock.now - timedelta(days=source.retention)
        earliest = max(source.created, kept_from)
        if not earliest <= moment <= latest:
            raise ServiceError(
                "InvalidRestoreFault",
                f"Cannot restore {source.identifier} to {moment:%Y-%m-%d %H:%M:%S}: "
                f"it can be restored to any second from {earliest:%Y-%m-%d %H:%M:%S} "
                f"to {latest:%Y-%m-%d %H:%M:%S} UTC.",
            )

    def _described_snapshot(self, snapshot):
        """A snapshot in the shape of DescribeDBSnapshots."""
        of = snapshot.of
        return {
            "DBSnapshotIdentifier": snapshot.identifier,
            "DBInstanceIdentifier": of.identifier,
            "SnapshotCreateTime": snapshot.created,
            "Engine": of.engine,
            "EngineVersion": of.version,
            "AllocatedStorage": of.storage,
            "Status": snapshot.status,
            "Port": of.port,
            "MasterUsername": of.user,
            "SnapshotType": snapshot.kind,
            "Encrypted": of.encrypted,
            "DBSnapshotArn": self.account.arn(
                "rds", self.region, f"snapshot:{snapshot.identifier}"
            ),
        }
