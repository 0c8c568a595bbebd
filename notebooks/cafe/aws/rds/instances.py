"""The calls on DB instances: create, describe, modify, restart, delete."""

from ..family.rules import (
    bad_combination,
    check_final_snapshot,
    check_password,
    check_version,
    require,
    wrong_state,
)
from ..family.tags import Tag, tags_of
from ..service import operation, window
from ..storage.database import Database
from . import rules, windows
from .backups import BackupCalls
from .instance import Instance
from .logins import ManagedPassword, new_token
from .replicas import ReplicaCalls


class InstanceCalls(ReplicaCalls, BackupCalls):
    """The calls on instances: of a cluster as the family has them, and standalone."""

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
        BackupRetentionPeriod: int = 1,
        PreferredBackupWindow: str | None = None,
        PreferredMaintenanceWindow: str | None = None,
        StorageEncrypted: bool = False,
        EnableIAMDatabaseAuthentication: bool = False,
        ManageMasterUserPassword: bool = False,
        DBClusterIdentifier: str | None = None,
        PromotionTier: int = 1,
        Tags: list[Tag] | None = None,
    ):
        """Start creating an instance; it is `available` about ten minutes later."""
        asked = dict(locals())
        if DBClusterIdentifier:
            _check_for_cluster(asked)
            return self.create_in_cluster(asked)
        _check_for_none(Engine, PromotionTier)
        instance = self._new_instance(asked)
        if ManageMasterUserPassword:
            instance.managed_password = ManagedPassword(instance)
        return self.launch(
            instance,
            lambda disk: Database(disk, instance.dbname, self.clock, instance.key),
        )

    @operation
    def modify_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        ApplyImmediately: bool = False,
        DBInstanceClass: str | None = None,
        AllocatedStorage: int | None = None,
        MultiAZ: bool | None = None,
        MasterUserPassword: str | None = None,
        BackupRetentionPeriod: int | None = None,
        PreferredBackupWindow: str | None = None,
        PreferredMaintenanceWindow: str | None = None,
        PubliclyAccessible: bool | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """Change an instance.

        Class, storage and Multi-AZ wait for the maintenance window unless
        `ApplyImmediately`; a new class restarts the engine. The rest applies at once.
        """
        asked = dict(locals())
        instance = self.standalone(DBInstanceIdentifier)
        later, as_now = self._checked_change(instance, asked)
        chosen = windows.changed(
            instance.windows, PreferredBackupWindow, PreferredMaintenanceWindow
        )
        if VpcSecurityGroupIds:
            instance.groups = self.groups_of(VpcSecurityGroupIds)
        if MasterUserPassword is not None:
            for each in (instance, *self.replicas_of(instance.identifier)):
                each.password = MasterUserPassword
        if PubliclyAccessible is not None:
            instance.public = PubliclyAccessible
        if chosen != instance.windows:
            instance.set_windows(*chosen)
        if BackupRetentionPeriod is not None:
            self._keep_backups(instance, BackupRetentionPeriod)
        for name in as_now:
            instance.pending.pop(name, None)
        instance.pending |= later
        if ApplyImmediately and instance.pending:
            instance.apply_pending()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def reboot_db_instance(
        self, *, DBInstanceIdentifier: str, ForceFailover: bool = False
    ):
        """Restart the engine, or with ForceFailover move to the standby."""
        instance = self.available_instance(DBInstanceIdentifier)
        if ForceFailover and (instance.cluster or not instance.standby):
            raise bad_combination(
                f"Cannot force failover: the instance {DBInstanceIdentifier} is not "
                "Multi-AZ."
            )
        if instance.cluster:
            instance.restart()
        elif ForceFailover:
            instance.fail_over("requested by reboot with failover", "rebooting")
        else:
            instance.interrupt()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def stop_db_instance(self, *, DBInstanceIdentifier: str):
        """Stop it; storage stays. After seven days it starts again by itself."""
        instance = self.available_instance(DBInstanceIdentifier)
        if instance.cluster:
            raise bad_combination(
                f"{instance.engine} DB instances are not eligible for stopping and "
                "starting."
            )
        if instance.source or self.replicas_of(instance.identifier):
            raise wrong_state(
                f"Cannot stop {instance.identifier}: it is a read replica or the "
                "source of one."
            )
        instance.stop()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def start_db_instance(self, *, DBInstanceIdentifier: str):
        """Start a stopped instance."""
        instance = self.instance(DBInstanceIdentifier)
        if instance.status != "stopped":
            raise wrong_state(
                f"Instance {DBInstanceIdentifier} cannot be started as it is not in "
                "one of the following statuses: 'stopped'."
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
        their own. An instance of a cluster has no data to keep.
        """
        instance = self.deletable_instance(DBInstanceIdentifier)
        if instance.cluster and FinalDBSnapshotIdentifier:
            raise bad_combination(
                "FinalDBSnapshotIdentifier can not be specified when deleting a "
                "cluster instance."
            )
        if not instance.cluster:
            _check_final(instance, SkipFinalSnapshot, FinalDBSnapshotIdentifier)
            replicas = self._made_replicas(instance)
            if FinalDBSnapshotIdentifier:
                self._take_final_snapshot(instance, FinalDBSnapshotIdentifier)
            for replica in replicas:
                self.promote(replica)
            instance.retention = 0
            self.expire_backups(instance)
        instance.delete()
        return {"DBInstance": self.described_instance(instance)}

    # -- logging in ---------------------------------------------------------------

    def generate_db_auth_token(self, DBHostname, Port, DBUsername, Region=None):
        """A password for the log-ins of 15 minutes, signed with the client's keys.

        Nothing is asked of AWS, so nothing is refused here. `Region` is the client's.
        """
        return new_token(self, DBHostname, Port, DBUsername)

    # -- a window that AWS does not have ------------------------------------------

    @window
    def disk_bytes(self, DBInstanceIdentifier):
        """The bytes on an instance's disk, as a thief would see them (ours)."""
        return self.copied_now(self.standalone(DBInstanceIdentifier)).bytes()

    # -- used by the calls --------------------------------------------------------

    def _new_instance(self, asked):
        """The instance of no cluster that is asked for, in its first state."""
        name, dbname = asked["Engine"], asked["DBName"]
        encrypted = asked["StorageEncrypted"]
        identifier = self.check_new(
            asked["DBInstanceIdentifier"], asked["DBInstanceClass"], name
        )
        user, storage = require(
            MasterUsername=asked["MasterUsername"],
            AllocatedStorage=asked["AllocatedStorage"],
        )
        password = _master_password(asked)
        engine = rules.ENGINES[name]
        version = engine.version(asked["EngineVersion"])
        _check_settings(asked, engine, version)
        return Instance(
            identifier=identifier,
            instance_class=asked["DBInstanceClass"],
            engine=name,
            version=version,
            storage=storage,
            user=user,
            password=password,
            dbname=engine.default_database if dbname is None else dbname,
            port=engine.port,
            zone=self.zone_for(asked["AvailabilityZone"]),
            multi_az=asked["MultiAZ"],
            public=asked["PubliclyAccessible"],
            groups=self.groups_of(asked["VpcSecurityGroupIds"]),
            retention=asked["BackupRetentionPeriod"],
            encrypted=encrypted,
            key=self.key if encrypted else None,
            service=self,
            tags=tags_of(asked["Tags"]),
            windows=windows.chosen(
                asked["PreferredBackupWindow"], asked["PreferredMaintenanceWindow"]
            ),
            takes_tokens=asked["EnableIAMDatabaseAuthentication"],
        )

    def _checked_change(self, instance, asked):
        """What of a change waits for the window, and what asks for what is there.

        The second takes back what was waiting. Refuses what there cannot be.
        """
        new_class, password = asked["DBInstanceClass"], asked["MasterUserPassword"]
        multi_az, days = asked["MultiAZ"], asked["BackupRetentionPeriod"]
        if new_class is not None:
            self.check_class(new_class)
        if password is not None:
            _check_is_ours(instance.managed_password)
            check_password(password, rules.ENGINES[instance.engine].longest_password)
        if days is not None:
            rules.check_retention(days)
        if instance.source and (multi_az, days, password) != (None, None, None):
            raise bad_combination(
                "MultiAZ and BackupRetentionPeriod cannot be changed on a read replica "
                "here, and its MasterUserPassword is its source's; promote it first."
            )
        if days == 0 and self.replicas_of(instance.identifier):
            raise bad_combination(
                "The backup retention period can not be set to 0: DB instance "
                f"{instance.identifier} is a source to read replicas."
            )
        storage = asked["AllocatedStorage"]
        if storage is not None:
            storage = rules.check_growth(instance.engine, instance.storage, storage)
            instance.check_storage_at_rest(storage)
        changes = {
            "AllocatedStorage": (storage, instance.storage),
            "DBInstanceClass": (new_class, instance.instance_class),
            "MultiAZ": (multi_az, instance.multi_az),
        }
        asked = {n: pair for n, pair in changes.items() if pair[0] is not None}
        later = {name: new for name, (new, now) in asked.items() if new != now}
        return later, asked.keys() - later.keys()

    def _keep_backups(self, instance, days):
        """Keep automated backups for so many days; begin with them, or end them."""
        had_backups = instance.retention > 0
        if instance.backed_up_from:  # what is gone does not come back
            instance.backed_up_from = instance.earliest_restorable()
        instance.retention = days
        if not days:
            self.expire_backups(instance)
        elif not had_backups:
            instance.begin_backups()

    def _take_final_snapshot(self, instance, name):
        """The snapshot that a deletion leaves; a stopped instance has one, too."""
        if instance.status != "stopped":
            self.available_instance(instance.identifier)
        self.take_snapshot(instance, name)

    def _made_replicas(self, instance):
        """The replicas of an instance that goes, if all can be promoted."""
        replicas = self.replicas_of(instance.identifier)
        if not all(replica.server for replica in replicas):
            raise wrong_state(
                f"Instance {instance.identifier} has a read replica that is still "
                "being created."
            )
        return replicas


#: What a cluster keeps for its instances, as AWS calls it, and what says nothing of it.
OF_CLUSTER = {
    "AllocatedStorage": ("allocated storage", None),
    "MasterUsername": ("master user name", None),
    "MasterUserPassword": ("master user password", None),
    "DBName": ("database name", None),
    "EngineVersion": ("engine version", None),
    "MultiAZ": ("instances in other Availability Zones", False),
    "VpcSecurityGroupIds": ("vpc security group", None),
    "BackupRetentionPeriod": ("backup retention period", 1),
    "PreferredBackupWindow": ("backup window", None),
    "StorageEncrypted": ("storage encryption", False),
    "ManageMasterUserPassword": ("a managed master user password", False),
}


def _check_for_cluster(asked):
    """Refuse for an instance of a cluster what the cluster keeps, or what we lack."""
    for name, (what, nothing) in OF_CLUSTER.items():
        if asked[name] != nothing:
            raise bad_combination(
                "The requested DB Instance will be a member of a DB Cluster. Set "
                f"{what} for the DB Cluster."
            )
    for name in (
        "PubliclyAccessible",
        "PreferredMaintenanceWindow",
        "EnableIAMDatabaseAuthentication",
    ):
        if asked[name]:
            raise bad_combination(
                f"AWS takes {name} for an instance of a cluster, and this small AWS "
                "does not. Leave it out."
            )


def _check_final(instance, skip, name):
    """Refuse a deletion that does not say what it must of a final snapshot."""
    if instance.source and name:
        raise bad_combination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a replica "
            "instance"
        )
    if instance.source and not skip:
        raise bad_combination(
            "A read replica is deleted without a final snapshot: SkipFinalSnapshot "
            "must be enabled."
        )
    check_final_snapshot(skip, name)


def _check_settings(asked, engine, version):
    """Refuse what an instance of no cluster cannot be, in the order of AWS."""
    name = asked["Engine"]
    rules.check_user(name, asked["MasterUsername"])
    if not asked["ManageMasterUserPassword"]:
        check_password(asked["MasterUserPassword"], engine.longest_password)
    rules.check_storage(name, asked["AllocatedStorage"])
    rules.check_retention(asked["BackupRetentionPeriod"])
    rules.check_placement(asked["MultiAZ"], asked["AvailabilityZone"])
    check_version(name, engine, version)
    if asked["DBName"] is not None:
        rules.check_database(name, asked["DBName"])


def _master_password(asked):
    """The password that was given, if one must be; RDS makes a managed one."""
    password = asked["MasterUserPassword"]
    if not asked["ManageMasterUserPassword"]:
        (password,) = require(MasterUserPassword=password)
    elif password is not None:
        _check_is_ours(True)
    return password or ""


def _check_is_ours(is_managed):
    """Refuse to give a password where RDS keeps its own."""
    if is_managed:
        raise bad_combination(
            "You can't specify MasterUserPassword when ManageMasterUserPassword is "
            "enabled."
        )


def _check_for_none(engine, tier):
    """Refuse for an instance of no cluster what only a cluster has."""
    if engine.startswith("aurora"):
        raise bad_combination(
            f"The engine {engine} runs in a cluster: create_db_cluster first, then "
            "give its DBClusterIdentifier here."
        )
    if tier != 1:
        raise bad_combination(
            "PromotionTier says which instance of a cluster takes over; this one is "
            "in no cluster."
        )
