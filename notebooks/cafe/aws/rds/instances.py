"""The calls on DB instances: create, describe, modify, restart, delete."""

from ..errors import ServiceError
from ..family.rules import require
from ..family.tags import Tag, tag_list, tags_of
from ..service import operation
from ..storage.volume import Database, Disk
from . import rules
from .backups import check_placement
from .instance import Instance


class InstanceCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        DBInstanceClass: str,
        Engine: str,
        AllocatedStorage: int | None = None,
        MasterUsername: str | None = None,
        MasterUserPassword: str | None = None,
        DBName: str | None = None,
        EngineVersion: str | None = None,
        MultiAZ: bool = False,
        AvailabilityZone: str | None = None,
        PubliclyAccessible: bool = False,
        VpcSecurityGroupIds: list[str] | None = None,
        Port: int | None = None,
        BackupRetentionPeriod: int = 1,
        PreferredBackupWindow: str = "03:00-03:30",
        PreferredMaintenanceWindow: str = "sun:04:00-sun:04:30",
        AutoMinorVersionUpgrade: bool = True,
        StorageEncrypted: bool = False,
        DBClusterIdentifier: str | None = None,
        PromotionTier: int = 1,
        Tags: list[Tag] | None = None,
    ):
        """Start creating an instance; it is `available` about ten minutes later."""
        identifier = self._check_new(DBInstanceIdentifier, DBInstanceClass, Engine)
        if DBClusterIdentifier:
            return self._create_in_cluster(
                DBClusterIdentifier,
                identifier,
                DBInstanceClass,
                Engine,
                AvailabilityZone,
                PubliclyAccessible,
                PromotionTier,
                tags_of(Tags),
            )
        if Engine.startswith("aurora"):
            raise rules.bad_combination(
                f"The engine {Engine} runs in a cluster: create_db_cluster first, "
                "then give its DBClusterIdentifier here."
            )
        require(
            MasterUsername=MasterUsername,
            MasterUserPassword=MasterUserPassword,
            AllocatedStorage=AllocatedStorage,
        )
        rules.check(
            Engine,
            MasterUsername=MasterUsername,
            MasterUserPassword=MasterUserPassword,
            AllocatedStorage=AllocatedStorage,
            DBName=DBName,
            EngineVersion=EngineVersion,
            Port=Port,
            BackupRetentionPeriod=BackupRetentionPeriod,
            PreferredMaintenanceWindow=PreferredMaintenanceWindow,
            PreferredBackupWindow=PreferredBackupWindow,
        )
        check_placement(MultiAZ, AvailabilityZone)
        engine = rules.ENGINES[Engine]
        instance = Instance(
            identifier=identifier,
            instance_class=DBInstanceClass,
            engine=Engine,
            version=EngineVersion or engine.versions[-1],
            storage=AllocatedStorage,
            user=MasterUsername,
            password=MasterUserPassword,
            dbname=DBName or engine.default_database or "default",
            port=Port or engine.port,
            zone=self.zone_for(AvailabilityZone),
            multi_az=MultiAZ,
            public=PubliclyAccessible,
            groups=self.groups_of(VpcSecurityGroupIds),
            retention=BackupRetentionPeriod,
            backup_window=PreferredBackupWindow,
            maintenance_window=PreferredMaintenanceWindow,
            auto_minor=AutoMinorVersionUpgrade,
            encrypted=StorageEncrypted,
            service=self,
            tags=tags_of(Tags),
        )

        def make_server(disk):
            key = self.key_of(instance)
            return Database(disk, instance.dbname, self.clock, key)

        return self._launch(instance, make_server)

    @operation
    def modify_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        ApplyImmediately: bool = False,
        DBInstanceClass: str | None = None,
        AllocatedStorage: int | None = None,
        EngineVersion: str | None = None,
        AllowMajorVersionUpgrade: bool = False,
        MultiAZ: bool | None = None,
        MasterUserPassword: str | None = None,
        BackupRetentionPeriod: int | None = None,
        PubliclyAccessible: bool | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        PreferredMaintenanceWindow: str | None = None,
        PreferredBackupWindow: str | None = None,
        AutoMinorVersionUpgrade: bool | None = None,
    ):
        """Change an instance.

        Class, version, storage and Multi-AZ wait for the maintenance window unless
        `ApplyImmediately`; a new class or version restarts the engine. The rest
        applies at once.
        """
        instance = self.available_instance(DBInstanceIdentifier)
        later = {
            "DBInstanceClass": DBInstanceClass,
            "AllocatedStorage": AllocatedStorage,
            "EngineVersion": EngineVersion,
            "MultiAZ": MultiAZ,
        }
        at_once = {
            "MasterUserPassword": MasterUserPassword,
            "BackupRetentionPeriod": BackupRetentionPeriod,
            "PubliclyAccessible": PubliclyAccessible,
            "VpcSecurityGroupIds": VpcSecurityGroupIds,
            "PreferredMaintenanceWindow": PreferredMaintenanceWindow,
            "PreferredBackupWindow": PreferredBackupWindow,
            "AutoMinorVersionUpgrade": AutoMinorVersionUpgrade,
        }
        later, at_once = _given(later), _given(at_once)
        self._check_changes(instance, later | at_once, AllowMajorVersionUpgrade)
        self._apply_at_once(instance, at_once)
        instance.pending |= {
            name: value
            for name, value in later.items()
            if value != getattr(instance, ATTRIBUTES[name])
        }
        if ApplyImmediately and instance.pending:
            instance.apply_pending()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def reboot_db_instance(
        self, *, DBInstanceIdentifier: str, ForceFailover: bool = False
    ):
        """Restart the engine, or with ForceFailover move to the standby."""
        instance = self.available_instance(DBInstanceIdentifier)
        if ForceFailover and not instance.standby:
            raise rules.bad_combination(
                f"Cannot force failover: the instance {DBInstanceIdentifier} is not "
                "Multi-AZ."
            )
        if ForceFailover:
            instance.fail_over("requested by reboot with failover", "rebooting")
        else:
            instance.interrupt()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def stop_db_instance(self, *, DBInstanceIdentifier: str):
        """Stop it; storage stays. After seven days it starts again by itself."""
        instance = self.available_instance(DBInstanceIdentifier)
        if instance.cluster:
            raise rules.bad_combination(
                f"{instance.engine} DB instances are not eligible for stopping and "
                "starting."
            )
        if instance.source or self.replicas_of(instance.identifier):
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Cannot stop {instance.identifier}: it is a read replica or the "
                "source of one.",
            )
        instance.stop()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def start_db_instance(self, *, DBInstanceIdentifier: str):
        """Start a stopped instance."""
        instance = self.instance(DBInstanceIdentifier)
        if instance.status != "stopped":
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Instance {DBInstanceIdentifier} cannot be started as it is not in "
                "one of the following statuses: 'stopped'.",
            )
        instance.start()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def delete_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        SkipFinalSnapshot: bool = False,
        FinalDBSnapshotIdentifier: str | None = None,
    ):
        """Delete it, with a final snapshot or without (say which).

        Its automated backups go with it; its read replicas become instances of
        their own.
        """
        instance = self.deletable_instance(DBInstanceIdentifier)
        self._take_final_snapshot(
            instance, SkipFinalSnapshot, FinalDBSnapshotIdentifier
        )
        replicas = self.replicas_of(instance.identifier)
        if not all(replica.server for replica in replicas):
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Instance {instance.identifier} has a read replica that is still "
                "being created.",
            )
        for replica in replicas:
            self.promote(replica)
        instance.retention = 0
        self.expire_backups(instance)
        if instance.cluster:
            instance.cluster.leave(instance)
        instance.delete()
        return {"DBInstance": self.described_instance(instance)}

    # -- windows that AWS does not have -------------------------------------------

    def disk_bytes(self, DBInstanceIdentifier):
        """The bytes on an instance's disk, as a thief would see them (ours)."""
        copy = Disk(self.new_folder("stolen"))
        self.instance(DBInstanceIdentifier).server.send_to(copy)
        return copy.bytes()

    # -- shared by the calls ------------------------------------------------------

    def _check_new(self, name, instance_class, engine):
        """The identifier of a new instance, if there can be one of this kind."""
        rules.check_engine(engine)
        rules.check_class(engine, instance_class)
        return self.new_instance_name(name)

    def _check_changes(self, instance, changes, allow_major):
        """Refuse what cannot be asked of this instance."""
        checked = changes.keys() & rules.RULES.keys()
        rules.check(instance.engine, **{name: changes[name] for name in checked})
        kept_elsewhere = {
            "AllocatedStorage",
            "EngineVersion",
            "MultiAZ",
            "MasterUserPassword",
            "BackupRetentionPeriod",
            "VpcSecurityGroupIds",
            "PreferredBackupWindow",
        }
        if instance.cluster and kept_elsewhere & changes.keys():
            raise rules.bad_combination(
                "The specified DB Instance is a member of a cluster, which keeps "
                f"{', '.join(sorted(kept_elsewhere & changes.keys()))} for it."
            )
        alone = {"MultiAZ", "BackupRetentionPeriod"} & changes.keys()
        if instance.source and alone:
            raise rules.bad_combination(
                f"{', '.join(sorted(alone))} cannot be changed on a read replica "
                "here; promote it first."
            )
        if changes.get("AllocatedStorage", instance.storage) < instance.storage:
            raise rules.invalid("Requested size cannot be smaller than current size.")
        rules.check_upgrade(
            instance.engine,
            instance.version,
            changes.get("EngineVersion", instance.version),
            allow_major,
        )

    def _launch(self, instance, make_server):
        """Create an instance whose `make_server(disk)` gives the server later."""
        self.instances[instance.identifier] = instance

        def launch():
            folder = self.new_folder(instance.zone)
            return make_server(Disk(folder, instance.zone))

        instance.launch(launch)
        return {"DBInstance": self.described_instance(instance)}

    def _apply_at_once(self, instance, changes):
        """Change what needs no waiting, with what follows from it."""
        had_backups = instance.retention > 0
        if groups := changes.pop("VpcSecurityGroupIds", None):
            instance.groups = self.groups_of(groups)
        for name, value in changes.items():
            setattr(instance, ATTRIBUTES[name], value)
        if "PreferredMaintenanceWindow" in changes:
            instance.schedule_maintenance()
        if "PreferredBackupWindow" in changes:
            instance.schedule_backup()
        if instance.retention == 0:
            self.expire_backups(instance)
        elif not (had_backups or instance.cluster):
            instance.begin_backups()

    def _take_final_snapshot(self, instance, skip, name):
        """What delete_db_instance wants: a snapshot, or that none is wanted."""
        if skip and name:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier can not be specified when "
                "SkipFinalSnapshot is enabled."
            )
        if skip or instance.cluster:
            return
        if instance.source:
            raise rules.bad_combination(
                "A read replica is deleted without a final snapshot: "
                "SkipFinalSnapshot must be enabled."
            )
        if not name:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
                "specified."
            )
        if instance.status != "stopped":
            self.available_instance(instance.identifier)
        self.snapshot(instance, self._new_snapshot(name))

    def _like(self, source, identifier):
        """A new instance with the settings of another, in its first state."""
        return Instance(
            identifier,
            source.instance_class,
            source.engine,
            source.version,
            source.storage,
            source.user,
            source.password,
            source.dbname,
            source.port,
            source.zone,
            False,
            False,
            self.groups_of(None),
            source.retention,
            source.backup_window,
            source.maintenance_window,
            source.auto_minor,
            source.encrypted,
            self,
            key=source.key,
        )

    def described_instance(self, instance):
        described = super().described_instance(instance) | {
            "Engine": instance.engine,
            "EngineVersion": instance.version,
            "MasterUsername": instance.user,
            "DBName": instance.dbname,
            "AllocatedStorage": instance.storage,
            "PreferredBackupWindow": instance.backup_window,
            "BackupRetentionPeriod": instance.retention,
            "PreferredMaintenanceWindow": instance.maintenance_window,
            "PendingModifiedValues": dict(instance.pending),
            "MultiAZ": instance.multi_az,
            "AutoMinorVersionUpgrade": instance.auto_minor,
            "ReadReplicaDBInstanceIdentifiers": [
                r.identifier for r in self.replicas_of(instance.identifier)
            ],
            "StorageType": "aurora" if instance.cluster else "gp3",
            "StorageEncrypted": instance.encrypted,
            "TagList": tag_list(instance.tags),
        }
        if instance.backed_up_from and instance.retention:
            described["LatestRestorableTime"] = instance.stored_now()
        if instance.standby:
            described["SecondaryAvailabilityZone"] = instance.standby.zone
        if instance.source:
            described["ReadReplicaSourceDBInstanceIdentifier"] = instance.source
        return described


#: Where an instance keeps each setting that can be changed.
ATTRIBUTES = {
    "DBInstanceClass": "instance_class",
    "AllocatedStorage": "storage",
    "EngineVersion": "version",
    "MultiAZ": "multi_az",
    "MasterUserPassword": "password",
    "BackupRetentionPeriod": "retention",
    "PubliclyAccessible": "public",
    "PreferredMaintenanceWindow": "maintenance_window",
    "PreferredBackupWindow": "backup_window",
    "AutoMinorVersionUpgrade": "auto_minor",
}


def _given(arguments):
    return {name: value for name, value in arguments.items() if value is not None}
