"""Copy jobs: a recovery point in another vault, most often in another Region.

AWS Backup copies only where a rule says so (F65). A copy keeps the creation date of
its source, and its days count from there. Without a lifecycle of its own it has its
source's. When a Region does not answer, the job waits in CREATED for two hours and then
fails.

https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from ..account import REGIONS
from ..errors import ServiceError
from ..service import operation
from . import lifecycle
from .errors import bad_request, invalid
from .records import Job, JobRecords
from .recovery import RecoveryCalls, RecoveryPoint, arn_of_point

RUNNING = timedelta(minutes=40)
RETRY, RETRIES_END = timedelta(minutes=10), timedelta(hours=2)


@dataclass(eq=False, kw_only=True)
class CopyJob(Job):
    """One job, and the recovery point that it copies."""

    source: RecoveryPoint = field(repr=False)
    destination: str
    lifecycle: dict
    backup_job: object = field(repr=False)
    point: str | None = None


class CopyCalls(RecoveryCalls, JobRecords):
    """The calls on copy jobs."""

    def __init__(self, account, region):
        super().__init__(account, region)
        self.copy_jobs = {}

    @operation
    def list_copy_jobs(self):
        """The copy jobs that began in this Region, the latest first."""
        self.check_region()
        return {
            "CopyJobs": [
                self._described_copy(job) for job in reversed(self.copy_jobs.values())
            ]
        }

    # -- the life of a job ----------------------------------------------------------

    def submit_copy(self, point, action, backup_job):
        """Have a recovery point copied as a CopyAction says."""
        days = lifecycle.checked(action.get("Lifecycle"))
        job = self.keep_job(
            self.copy_jobs,
            CopyJob,
            backup_job.role,
            source=point,
            destination=action["DestinationBackupVaultArn"],
            lifecycle=days or dict(point.lifecycle),
            backup_job=backup_job,
        )
        self.clock.after(timedelta(), lambda: self._begin_copy(job))
        return job

    def _begin_copy(self, job):
        try:
            self.check_region()
            self._destination(job.destination)
        except ServiceError as error:
            waited = self.clock.now - job.created
            if error.code == "ServiceUnavailableException" and waited < RETRIES_END:
                self.clock.after(RETRY, lambda: self._begin_copy(job))
            else:
                self.end(job, "FAILED", error.message)
        else:
            job.state = "RUNNING"
            self.clock.after(RUNNING, lambda: self._complete_copy(job))

    def _complete_copy(self, job):
        source = job.source
        try:
            self.check_region()
            target, vault = self._destination(job.destination)
            if vault.lock and (complaint := vault.lock.complaint(job.lifecycle)):
                raise bad_request(complaint)
        except ServiceError as error:
            self.end(job, "FAILED", error.message)
            return
        job.point = arn_of_point(target, source.kind, f"copyjob-{job.id}")
        if target is not self:
            target.copied += source.gigabytes()
        target.keep(
            replace(
                source,
                arn=job.point,
                vault=vault,
                completed=self.clock.now,
                lifecycle=job.lifecycle,
                source_vault=source.vault.arn,
                is_cold=False,
                restored=None,
                events=[],
            )
        )
        self.end(job, "COMPLETED")

    # -- shared by the calls ------------------------------------------------------

    def parts_of_vault(self, arn):
        """(Region, name) of a vault's ARN in this account."""
        for region in REGIONS:
            start = self.account.arn("backup", region, "backup-vault:")
            if arn.startswith(start) and arn != start:
                return region, arn.removeprefix(start)
        raise invalid(
            f"Invalid vault ARN: {arn}. Expected a vault of this account in "
            f"{', '.join(REGIONS)}"
        )

    def _destination(self, arn):
        """(the service, the vault) of a vault's ARN, in whatever Region it is."""
        region, name = self.parts_of_vault(arn)
        target = self.account.service(type(self), region)
        return target, target.vault(name)

    def _described_copy(self, job):
        source = job.source
        always = {
            "CopyJobId": job.id,
            "SourceBackupVaultArn": source.vault.arn,
            "SourceRecoveryPointArn": source.arn,
            "DestinationBackupVaultArn": job.destination,
            "DestinationRecoveryPointLifecycle": dict(job.lifecycle),
            "ResourceArn": source.resource,
            "ResourceType": source.kind,
            "State": job.state,
            "BackupSizeInBytes": len(source.saved.content),
            "CreatedBy": job.backup_job.created_by,
            "CreatedByBackupJobId": job.backup_job.id,
            "IsParent": False,
        }
        return self.described_job(
            job, always, {"DestinationRecoveryPointArn": job.point}
        )
