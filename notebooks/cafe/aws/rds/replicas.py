"""The calls on read replicas: make one, promote it, set how far it stays behind."""

from datetime import timedelta

from ..errors import ServiceError
from ..service import operation
from ..storage.volume import Follower
from . import rules


class ReplicaCalls:
    """Part of the `rds` client."""

    @operation
    def create_db_instance_read_replica(
        self,
        *,
        DBInstanceIdentifier: str,
        SourceDBInstanceIdentifier: str,
        DBInstanceClass: str | None = None,
        AvailabilityZone: str | None = None,
        PubliclyAccessible: bool = False,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """An instance that follows another, a little later, and answers reads."""
        source = self.available_instance(SourceDBInstanceIdentifier)
        instance_class = DBInstanceClass or source.instance_class
        identifier = self._check_new(
            DBInstanceIdentifier, instance_class, source.engine
        )
        if source.cluster or source.source:
            raise ServiceError(
                "InvalidDBInstanceState",
                f"{source.identifier} cannot be a source here: it is itself a replica "
                "or belongs to a cluster (create_db_instance adds a reader to one).",
            )
        if source.retention == 0:
            raise ServiceError(
                "InvalidDBInstanceState",
                "Automated backups are not enabled for this database instance. To "
                "enable automated backups, use ModifyDBInstance to set the backup "
                "retention period to a non-zero value.",
            )
        most = rules.ENGINES[source.engine].replicas
        if len(self.replicas_of(source.identifier)) >= most:
            raise ServiceError(
                "InstanceQuotaExceeded",
                f"{source.identifier} already has {most} read replicas.",
            )
        replica = self._like(source, identifier)
        replica.instance_class = instance_class
        replica.zone = self.zone_for(AvailabilityZone or self.other_zone(source.zone))
        replica.public = PubliclyAccessible
        replica.groups = self.groups_of(VpcSecurityGroupIds)
        replica.source, replica.retention = source.identifier, 0
        return self._launch(
            replica, lambda disk: Follower(source.server, disk, replica.lag)
        )

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
        rules.check(replica.engine, BackupRetentionPeriod=BackupRetentionPeriod)
        self.promote(replica, BackupRetentionPeriod)
        return {"DBInstance": self.described_instance(replica)}

    # -- a window that AWS does not have ------------------------------------------

    def set_replica_lag(self, DBInstanceIdentifier, seconds):
        """How far a read replica stays behind its source (ours, not AWS's)."""
        replica = self.instance(DBInstanceIdentifier)
        if not (replica.source and replica.server):
            raise ValueError(
                f"{DBInstanceIdentifier} is not a read replica that was created."
            )
        replica.lag = replica.server.lag = timedelta(seconds=seconds)

    # -- used by the instances ----------------------------------------------------

    def promote(self, replica, retention=1):
        """Cut a replica loose: it restarts as an instance of its own."""
        replica.tell("Promoting the read replica; it no longer follows its source")
        replica.server = replica.server.promote()
        replica.source, replica.retention = None, retention
        backups = replica.begin_backups if retention else lambda: None
        replica.interrupt("modifying", then=backups)
