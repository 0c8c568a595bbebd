"""The calls on read replicas: make one, promote it, set how far it stays behind."""

from ..errors import ServiceError
from ..family.rules import wrong_state
from ..service import lag_of, operation, window
from ..storage.database import Follower
from .service import RDSService

MOST_REPLICAS = 15  # F74


class ReplicaCalls(RDSService):
    """The calls on read replicas."""

    @operation
    def create_db_instance_read_replica(
        self,
        *,
        DBInstanceIdentifier: str,
        SourceDBInstanceIdentifier: str,
        AvailabilityZone: str | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
    ):
        """An instance that follows another, a little later, and answers reads."""
        source = self.standalone(SourceDBInstanceIdentifier)
        identifier = self.check_new(
            DBInstanceIdentifier, source.instance_class, source.engine
        )
        if source.source:
            raise wrong_state(
                f"{source.identifier} cannot be a source here: it is itself a replica."
            )
        if source.retention == 0:
            raise wrong_state(
                "Automated backups are not enabled for this database instance. To "
                "enable automated backups, use ModifyDBInstance to set the backup "
                "retention period to a non-zero value."
            )
        if source.managed_password:
            raise wrong_state(
                f"{source.identifier} cannot be a source: RDS keeps its password in "
                "Secrets Manager, and a replica has its source's password."
            )
        if len(self.replicas_of(source.identifier)) >= MOST_REPLICAS:
            raise ServiceError(
                "InstanceQuotaExceeded",
                f"{source.identifier} already has {MOST_REPLICAS} read replicas.",
            )
        replica = self.like(source, identifier)
        replica.zone = self.zone_for(AvailabilityZone or self.other_zone(source.zone))
        replica.groups = self.groups_of(VpcSecurityGroupIds)
        replica.source, replica.retention = source.identifier, 0
        return self.launch(
            replica, lambda disk: Follower(source.server, disk, replica.lag)
        )

    @operation
    def promote_read_replica(self, *, DBInstanceIdentifier: str):
        """Make a read replica an instance of its own; it restarts, writable."""
        replica = self.instance(DBInstanceIdentifier)
        if replica.cluster or not replica.source:
            raise wrong_state("DB Instance is not a read replica.")
        self.available_instance(DBInstanceIdentifier)
        self.promote(replica)
        return {"DBInstance": self.described_instance(replica)}

    # -- a window that AWS does not have ------------------------------------------

    @window
    def set_replica_lag(self, DBInstanceIdentifier, seconds):
        """How far a read replica stays behind its source (ours, not AWS's)."""
        replica = self.instance(DBInstanceIdentifier)
        if replica.cluster or not (replica.source and replica.server):
            raise ValueError(
                f"{DBInstanceIdentifier} is not a read replica that was created."
            )
        replica.lag = replica.server.lag = lag_of(seconds)

    # -- shared by the calls ------------------------------------------------------

    def promote(self, replica):
        """Cut a replica loose: it restarts as an instance of its own, with backups."""
        replica.tell("Promoting the read replica; it no longer follows its source")
        replica.server = replica.server.promote()
        replica.source, replica.retention = None, 1
        replica.interrupt("modifying", then=replica.begin_backups)
