"""Restore jobs: a new resource from a recovery point, in the Region of its vault.

Nothing is ever restored in place: the metadata names the new resource. Whether there
can be one of that name shows in the job, which fails with a message.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
"""

from dataclasses import dataclass, field
from datetime import timedelta

from ..errors import ServiceError
from ..service import operation
from .arns import check_role
from .errors import not_found
from .records import Job, JobRecords
from .recovery import RecoveryCalls, RecoveryPoint

LOOK = timedelta(minutes=1)
PATIENCE = timedelta(hours=24)


@dataclass(eq=False, kw_only=True)
class RestoreJob(Job):
    """One job; `arn` is the new resource's."""

    point: RecoveryPoint = field(repr=False)
    metadata: dict
    state: str = "PENDING"
    arn: str | None = None


class RestoreCalls(RecoveryCalls, JobRecords):
    """The calls on restore jobs."""

    def __init__(self, account, region):
        super().__init__(account, region)
        self.restore_jobs = {}

    @operation
    def start_restore_job(
        self,
        *,
        RecoveryPointArn: str,
        Metadata: dict[str, str],
        IamRoleArn: str | None = None,
    ):
        """Restore a recovery point as a new resource of the Region.

        `Metadata` has the new name: DBInstanceIdentifier (RDS), DBClusterIdentifier
        (Aurora, DocumentDB, Neptune) or targetTableName (DynamoDB). What it leaves
        out is as it was saved. All values are text.
        """
        self.check_region()
        points = (vault.points.get(RecoveryPointArn) for vault in self.vaults.values())
        point = next(filter(None, points), None)
        if point is None:
            raise not_found(f"Recovery point {RecoveryPointArn} not found")
        if IamRoleArn is not None:
            check_role(IamRoleArn)
        job = self.keep_job(
            self.restore_jobs,
            RestoreJob,
            IamRoleArn or point.role,
            point=point,
            metadata=dict(Metadata),
        )
        self.clock.after(timedelta(), lambda: self._begin_restore(job))
        return {"RestoreJobId": job.id}

    @operation
    def describe_restore_job(self, *, RestoreJobId: str):
        """How far a restore is, what it makes, and why it failed."""
        self.check_region()
        if RestoreJobId not in self.restore_jobs:
            raise not_found(f"Restore job {RestoreJobId} not found")
        return self._described_restore(self.restore_jobs[RestoreJobId])

    # -- the life of a job ----------------------------------------------------------

    def _begin_restore(self, job):
        saved = job.point.saved
        service = self.account.service(saved.service, self.region)
        try:
            job.arn = service.restore_saved(saved, job.metadata)
        except ServiceError as error:
            self.end(job, "FAILED", error.message)
        else:
            job.state = "RUNNING"
            self._watch(job)

    def _watch(self, job):
        """Look every minute whether the new resource can be read."""
        if self._can_be_read(job.arn):
            job.point.restored = self.clock.now
            self.end(job, "COMPLETED")
        elif self.clock.now - job.created < PATIENCE:
            self.clock.after(LOOK, lambda: self._watch(job))
        else:
            self.end(job, "FAILED", f"{job.arn} could not be used after {PATIENCE}.")

    def _can_be_read(self, arn):
        resource = self.resource(arn)
        try:
            return resource is not None and resource.save() is not None
        except ServiceError:
            return False

    def _described_restore(self, job):
        always = {
            "RestoreJobId": job.id,
            "RecoveryPointArn": job.point.arn,
            "SourceResourceArn": job.point.resource,
            "BackupVaultArn": job.point.vault.arn,
            "Status": job.state,
            "PercentDone": "100.00%" if job.state == "COMPLETED" else "0.00%",
            "BackupSizeInBytes": len(job.point.saved.content),
            "ResourceType": job.point.kind,
            "RecoveryPointCreationDate": job.point.created,
            "IsParent": False,
        }
        return self.described_job(job, always, {"CreatedResourceArn": job.arn})
