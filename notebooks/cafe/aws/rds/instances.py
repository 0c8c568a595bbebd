"""The calls on DB instances: create, describe, modify, restart, replicate, delete."""

from datetime import timedelta

from ..errors import ServiceError
from ..service import operation
from ..volume import Database, Disk
from . import rules
from .instance import Instance, follow, major


class InstanceCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_instance(
        self, *, DBInstanceIdentifier: str, DBInstanceClass: str, Engine: str,
        AllocatedStorage: int = None, MasterUsername: str = None,
        MasterUserPassword: str = None, DBName: str = None, EngineVersion: str = None,
        MultiAZ: bool = False, AvailabilityZone: str = None,
        PubliclyAccessible: bool = False, VpcSecurityGroupIds: list[str] = None,
        Port: int = None, BackupRetentionPeriod: int = 1,
        PreferredBackupWindow: str = "03:00-03:30",
        PreferredMaintenanceWindow: str = "sun:04:00-sun:04:30",
        AutoMinorVersionUpgrade: bool = True, StorageEncrypted: bool = False,
        DBClusterIdentifier: str = None, PromotionTier: int = 1,
    ):  # fmt: skip
        """Start creating an instance; it is `available` about ten minutes later."""
        self._check_new(DBInstanceIdentifier, DBInstanceClass, Engine, EngineVersion)
        if DBClusterIdentifier:
            return self._create_in_cluster(
                DBClusterIdentifier, DBInstanceIdentifier, DBInstanceClass, Engine,
                AvailabilityZone, PubliclyAccessible, PromotionTier,
            )  # fmt: skip
        if Engine.startswith("aurora"):
            raise rules.bad_combination(
                f"The engine {Engine} runs in a cluster: create_db_cluster first, "
                "then give its DBClusterIdentifier here."
            )
        for name, value in {
            "MasterUsername": MasterUsername,
            "MasterUserPassword": MasterUserPassword,
            "AllocatedStorage": AllocatedStorage,
        }.items():
            if value is None:
                raise ServiceError(
                    "InvalidParameterValue",
                    f"The parameter {name} must be provided and must not be blank.",
                )
        rules.check_user(Engine, MasterUsername)
        rules.check_password(MasterUserPassword)
        rules.check_storage(Engine, AllocatedStorage)
        rules.check_retention(BackupRetentionPeriod)
        rules.check_maintenance_window(PreferredMaintenanceWindow)
        rules.check_backup_window(PreferredBackupWindow)
        if MultiAZ and AvailabilityZone:
            raise rules.bad_combination(
                "Requesting a specific availability zone is not valid for Multi-AZ "
                "instances."
            )
        engine = rules.ENGINES[Engine]
        instance = Instance(
            identifier=DBInstanceIdentifier,
            instance_class=DBInstanceClass,
            engine=Engine,
            version=EngineVersion or engine.versions[-1],
            storage=AllocatedStorage,
            user=MasterUsername,
            password=MasterUserPassword,
            dbname=DBName or engine.default_database or "default",
            port=Port or engine.port,
            zone=self._zone(AvailabilityZone),
            multi_az=MultiAZ,
            public=PubliclyAccessible,
            groups=self._groups(VpcSecurityGroupIds),
            retention=BackupRetentionPeriod,
            backup_window=PreferredBackupWindow,
            maintenance_window=PreferredMaintenanceWindow,
            auto_minor=AutoMinorVersionUpgrade,
            encrypted=StorageEncrypted,
            rds=self,
        )
        return self._launch(instance, lambda disk: Database(
            disk, instance.dbname, self.clock, self.key_of(instance)
        ))  # fmt: skip

    @operation
    def describe_db_instances(self, *, DBInstanceIdentifier: str = None):
        """All instances of the Region, or the named one."""
        if DBInstanceIdentifier is None:
            found = list(self.instances.values())
        else:
            found = [self.instance(DBInstanceIdentifier)]
        return {"DBInstances": [self._described(i) for i in found]}

    @operation
    def modify_db_instance(
        self, *, DBInstanceIdentifier: str, ApplyImmediately: bool = False,
        DBInstanceClass: str = None, AllocatedStorage: int = None,
        EngineVersion: str = None, AllowMajorVersionUpgrade: bool = False,
        MultiAZ: bool = None, MasterUserPassword: str = None,
        BackupRetentionPeriod: int = None, PubliclyAccessible: bool = None,
        VpcSecurityGroupIds: list[str] = None, PreferredMaintenanceWindow: str = None,
        PreferredBackupWindow: str = None, AutoMinorVersionUpgrade: bool = None,
    ):  # fmt: skip
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
        later = {name: value for name, value in later.items() if value is not None}
        self._check_changes(instance, later, AllowMajorVersionUpgrade)
        if MasterUserPassword is not None:
            rules.check_password(MasterUserPassword)
        if BackupRetentionPeriod is not None:
            rules.check_retention(BackupRetentionPeriod)
        if PreferredMaintenanceWindow is not None:
            rules.check_maintenance_window(PreferredMaintenanceWindow)
        if PreferredBackupWindow is not None:
            rules.check_backup_window(PreferredBackupWindow)
        at_once = {
            "password": MasterUserPassword,
            "retention": BackupRetentionPeriod,
            "public": PubliclyAccessible,
            "groups": VpcSecurityGroupIds and self._groups(VpcSecurityGroupIds),
            "maintenance_window": PreferredMaintenanceWindow,
            "backup_window": PreferredBackupWindow,
            "auto_minor": AutoMinorVersionUpgrade,
        }
        for name, value in at_once.items():
            if value is not None:
                setattr(instance, name, value)
        instance.endpoint.public = instance.public
        instance.endpoint.security_groups = instance.groups
        instance.pending |= later
        if ApplyImmediately and instance.pending:
            instance.apply_pending()
        return {"DBInstance": self._described(instance)}

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
            instance.status = "rebooting"
            instance.fail_over("requested by reboot with failover")
        else:
            instance.interrupt()
        return {"DBInstance": self._described(instance)}

    @operation
    def stop_db_instance(self, *, DBInstanceIdentifier: str):
        """Stop it; storage stays. After seven days it starts again by itself."""
        instance = self.available_instance(DBInstanceIdentifier)
        instance.stop()
        return {"DBInstance": self._described(instance)}

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
        return {"DBInstance": self._described(instance)}

    @operation
    def delete_db_instance(
        self, *, DBInstanceIdentifier: str, SkipFinalSnapshot: bool = False,
        FinalDBSnapshotIdentifier: str = None, DeleteAutomatedBackups: bool = True,
    ):  # fmt: skip
        """Delete it, with a final snapshot or without (say which)."""
        instance = self.instance(DBInstanceIdentifier)
        final_wanted = not (SkipFinalSnapshot or instance.source or instance.cluster)
        if final_wanted and not FinalDBSnapshotIdentifier:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
                "specified."
            )
        if SkipFinalSnapshot and FinalDBSnapshotIdentifier:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier can not be specified when "
                "SkipFinalSnapshot is enabled."
            )
        if final_wanted:
            self.available_instance(DBInstanceIdentifier)
            self.snapshot(instance, FinalDBSnapshotIdentifier)
        if DeleteAutomatedBackups:
            self.drop_automated_backups(instance)
        described = self._described(instance)
        if instance.cluster:
            instance.cluster.leave(instance)
        instance.delete()
        return {"DBInstance": described | {"DBInstanceStatus": "deleting"}}

    @operation
    def create_db_instance_read_replica(
        self, *, DBInstanceIdentifier: str, SourceDBInstanceIdentifier: str,
        DBInstanceClass: str = None, AvailabilityZone: str = None,
        PubliclyAccessible: bool = False, VpcSecurityGroupIds: list[str] = None,
    ):  # fmt: skip
        """An instance that follows another, a little later, and answers reads."""
        source = self.available_instance(SourceDBInstanceIdentifier)
        instance_class = DBInstanceClass or source.instance_class
        self._check_new(
            DBInstanceIdentifier, instance_class, source.engine, source.version
        )
        if source.retention == 0:
            raise ServiceError(
                "InvalidDBInstanceState",
                "Automated backups are not enabled for this database instance. To "
                "enable automated backups, use ModifyDBInstance to set the backup "
                "retention period to a non-zero value.",
            )
        if len(self.replicas_of(source.identifier)) >= 15:
            raise ServiceError(
                "InstanceQuotaExceeded",
                f"{source.identifier} already has 15 read replicas.",
            )
        replica = self._like(source, DBInstanceIdentifier)
        replica.instance_class = instance_class
        replica.zone = self._zone(AvailabilityZone or self.other_zone(source.zone))
        replica.public = PubliclyAccessible
        replica.groups = self._groups(VpcSecurityGroupIds)
        replica.source, replica.retention = source.identifier, 0

        def make_server(disk):
            copy = source.server.disk.copy_to(disk.folder, disk.zone)
            return follow(source, copy, replica.lag)

        return self._launch(replica, make_server)

    @operation
    def promote_read_replica(
        self, *, DBInstanceIdentifier: str, BackupRetentionPeriod: int = 1
    ):
        """Make a read replica an instance of its own; it restarts, writable."""
        replica = self.instance(DBInstanceIdentifier)
        if not replica.source:
            raise ServiceError(
                "InvalidDBInstanceState", "DB Instance is not a read replica."
            )
        self.available_instance(DBInstanceIdentifier)
        rules.check_retention(BackupRetentionPeriod)
        replica.tell("Promoting the read replica; it no longer follows its source")
        replica.server = replica.server.promote()
        replica.source, replica.retention = None, BackupRetentionPeriod
        replica.interrupt("modifying")
        return {"DBInstance": self._described(replica)}

    @operation
    def describe_events(
        self, *, SourceIdentifier: str = None, SourceType: str = None,
        Duration: int = 60,
    ):  # fmt: skip
        """What happened in the last `Duration` minutes, oldest first."""
        since = self.clock.now - timedelta(minutes=Duration)
        return {
            "Events": [
                {
                    "SourceIdentifier": identifier,
                    "SourceType": SourceType or "db-instance",
                    "Message": message,
                    "Date": moment,
                }
                for moment, identifier, message in self.events
                if moment >= since and SourceIdentifier in (None, identifier)
            ]
        }

    # -- windows that AWS does not have -------------------------------------------

    def set_replica_lag(self, DBInstanceIdentifier, seconds):
        """How far a read replica stays behind its source (ours, not AWS's)."""
        replica = self.instance(DBInstanceIdentifier)
        if not replica.source:
            raise ValueError(f"{DBInstanceIdentifier} is not a read replica.")
        replica.lag = replica.server.lag = timedelta(seconds=seconds)

    def disk_bytes(self, DBInstanceIdentifier):
        """The bytes on an instance's disk, as a thief would see them (ours)."""
        return self.instance(DBInstanceIdentifier).server.disk.bytes()

    # -- shared by the calls ------------------------------------------------------

    def _check_new(self, identifier, instance_class, engine, version):
        rules.check_identifier("DBInstanceIdentifier", identifier)
        rules.check_engine(engine)
        rules.check_class(instance_class)
        if version:
            rules.check_version(engine, version)
        if identifier in self.instances:
            raise ServiceError(
                "DBInstanceAlreadyExists", "DB instance already exists"
            )

    def _check_changes(self, instance, changes, allow_major):
        if "DBInstanceClass" in changes:
            rules.check_class(changes["DBInstanceClass"])
        if changes.get("AllocatedStorage", instance.storage) < instance.storage:
            raise rules.invalid("Requested size cannot be smaller than current size.")
        version = changes.get("EngineVersion")
        if version:
            rules.check_version(instance.engine, version)
            if major(version) != major(instance.version) and not allow_major:
                raise rules.bad_combination(
                    "The AllowMajorVersionUpgrade flag must be present when "
                    "upgrading to a new major version."
                )

    def _launch(self, instance, make_server):
        """Create an instance whose `make_server(disk)` gives the server later."""
        self.instances[instance.identifier] = instance

        def launch():
            folder = self.new_folder(instance.zone)
            return make_server(Disk(folder, instance.zone))

        instance.launch(launch)
        return {"DBInstance": self._described(instance)}

    def _like(self, source, identifier):
        """A new instance with the settings of another, in its first state."""
        return Instance(
            identifier, source.instance_class, source.engine, source.version,
            source.storage, source.user, source.password, source.dbname, source.port,
            source.zone, False, False, self._groups(None), source.retention,
            source.backup_window, source.maintenance_window, source.auto_minor,
            source.encrypted, self,
        )  # fmt: skip

    def _zone(self, wanted):
        """The zone asked for, or the first that is up."""
        zones = self.account.zones(self.region)
        if wanted and wanted not in zones:
            raise ServiceError(
                "InvalidVPCNetworkStateFault",
                f"{wanted} is not a zone of {self.region}: {', '.join(zones)}",
            )
        up = [zone for zone in zones if self.account.is_zone_up(zone)]
        if not up or (wanted and wanted not in up):
            raise ServiceError(
                "InsufficientDBInstanceCapacity",
                f"No capacity in {wanted or self.region} at the moment.",
            )
        return wanted or up[0]

    def _groups(self, wanted):
        """Security group ids that exist; the default group when none is named."""
        ids = list(wanted or [self.ec2.default_group.id])
        for group_id in ids:
            try:
                self.ec2.group(group_id)
            except ServiceError as error:
                raise rules.invalid(
                    f"Invalid security group , groupId= {group_id}: {error.message}"
                ) from None
        return ids

    def _described(self, instance):
        """An instance in the shape of DescribeDBInstances."""
        pending = dict(instance.pending)
        described = {
            "DBInstanceIdentifier": instance.identifier,
            "DBInstanceClass": instance.instance_class,
            "Engine": instance.engine,
            "DBInstanceStatus": instance.status,
            "MasterUsername": instance.user,
            "DBName": instance.dbname,
            "AllocatedStorage": instance.storage,
            "PreferredBackupWindow": instance.backup_window,
            "BackupRetentionPeriod": instance.retention,
            "VpcSecurityGroups": [
                {"VpcSecurityGroupId": g, "Status": "active"} for g in instance.groups
            ],
            "PreferredMaintenanceWindow": instance.maintenance_window,
            "PendingModifiedValues": pending,
            "MultiAZ": instance.multi_az,
            "EngineVersion": instance.version,
            "AutoMinorVersionUpgrade": instance.auto_minor,
            "ReadReplicaDBInstanceIdentifiers": [
                r.identifier for r in self.replicas_of(instance.identifier)
            ],
            "PubliclyAccessible": instance.public,
            "StorageType": "aurora" if instance.cluster else "gp3",
            "StorageEncrypted": instance.encrypted,
            "DbiResourceId": instance.resource_id,
            "DBInstanceArn": instance.arn(),
        }
        if instance.created:
            described |= {
                "Endpoint": {
                    "Address": instance.endpoint.host,
                    "Port": instance.port,
                },
                "InstanceCreateTime": instance.created,
                "AvailabilityZone": instance.zone,
            }
            if instance.retention and not instance.cluster:
                described["LatestRestorableTime"] = instance.stored_now()
        if instance.standby:
            described["SecondaryAvailabilityZone"] = instance.standby.zone
        if instance.source:
            described["ReadReplicaSourceDBInstanceIdentifier"] = instance.source
        if instance.cluster:
            described["DBClusterIdentifier"] = instance.cluster.identifier
            described["PromotionTier"] = instance.tier
        return described

