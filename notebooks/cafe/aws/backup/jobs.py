"""Backup jobs: from the moment at which one is due until its recovery point is there.

    CREATED    due; the data are saved as soon as the resource can be read
    RUNNING    the data are saved, as they were when the job began to run
    COMPLETED  the recovery point is in the vault
    EXPIRED    the resource could not be read within the start window
    FAILED     it is gone, or the vault does not take the recovery point

A resource that cannot be read, for example in a zone that is cut, is tried again every
ten minutes (API_StartBackupJob, StartWindowMinutes).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Saved
from ..errors import ServiceError
from ..service import operation
from .arns import check_arn, check_role
from .copies import CopyCalls
from .errors import not_found
from .lifecycle import Lifecycle, checked
from .records import Job
from .recovery import RecoveryPoint, arn_of_point

RUNNING = timedelta(minutes=20)
RETRY = timedelta(minutes=10)
START_WINDOW = timedelta(minutes=480)


@dataclass(eq=False, kw_only=True)
class BackupJob(Job):
    """One job. `copies` are the copy actions of its rule."""

    arn: str
    kind: str
    vault: str
    start_by: datetime
    lifecycle: dict
    created_by: dict | None = None
    copies: Sequence = ()
    begun: datetime | None = None
    saved: Saved | None = field(default=None, repr=False)
    point: str | None = None


class JobCalls(CopyCalls):
    """The calls on backup jobs."""

    def __init__(self, account, region):
        super().__init__(account, region)
        self.jobs = {}
        #: The last data of each resource, so that equal bytes are kept once.
        self.last_saved = {}

    @operation
    def start_backup_job(
        self,
        *,
        BackupVaultName: str,
        ResourceArn: str,
        IamRoleArn: str,
        Lifecycle: Lifecycle | None = None,
    ):
        """Back up one resource now, without a plan."""
        vault = self.vault(BackupVaultName)
        check_role(IamRoleArn)
        check_arn(ResourceArn)
        resource = self.resource(ResourceArn)
        if resource is None:
            raise not_found(f"Resource {ResourceArn} not found")
        days = checked(Lifecycle)
        job = self.submit(resource, vault.name, IamRoleArn, days, START_WINDOW)
        return {"BackupJobId": job.id, "CreationDate": job.created, "IsParent": False}

    @operation
    def list_backup_jobs(self):
        """The jobs of the Region, the latest first."""
        self.check_region()
        return {
            "BackupJobs": [
                self._described_backup(job) for job in reversed(self.jobs.values())
            ]
        }

    # -- the life of a job ----------------------------------------------------------

    def submit(
        self, resource, vault, role, lifecycle, window, created_by=None, copies=()
    ):
        """Have a `Protected` resource saved as soon as it can be read."""
        job = self.keep_job(
            self.jobs,
            BackupJob,
            role,
            arn=resource.arn,
            kind=resource.kind,
            vault=vault,
            start_by=self.clock.now + window,
            lifecycle=lifecycle,
            created_by=created_by,
            copies=copies,
        )
        self.clock.after(timedelta(), lambda: self._begin(job))
        return job

    def _begin(self, job):
        """Save the data; try again later if they cannot be read now."""
        resource = self.resource(job.arn)
        if resource is None:
            self.end(job, "FAILED", f"Resource {job.arn} does not exist any more.")
        elif complaint := self._complaint(job.vault, job.lifecycle):
            self.end(job, "FAILED", complaint)
        else:
            try:
                saved = resource.save()
            except ServiceError as error:
                self._postpone(job, error.message)
            else:
                self._run_job(job, saved)

    def _postpone(self, job, reason):
        job.message = reason
        now = self.clock.now
        if now >= job.start_by:
            self.end(
                job,
                "EXPIRED",
                f"The backup job could not begin within its start window: {reason}",
            )
        else:
            delay = min(RETRY, job.start_by - now)
            self.clock.after(delay, lambda: self._begin(job))

    def _run_job(self, job, saved):
        job.state, job.message, job.begun = "RUNNING", "", self.clock.now
        job.saved = self._shared(job.arn, saved)
        self.clock.after(RUNNING, lambda: self._complete(job))

    def _complete(self, job):
        if complaint := self._complaint(job.vault, job.lifecycle):
            self.end(job, "FAILED", complaint)
            return
        job.point = arn_of_point(self, job.kind, f"job-{job.id}")
        point = RecoveryPoint(
            job.point,
            self.vaults[job.vault],
            job.saved,
            job.arn,
            job.kind,
            job.begun,
            self.clock.now,
            job.lifecycle,
            job.role,
            job.created_by,
        )
        self.keep(point)
        self.end(job, "COMPLETED")
        for action in job.copies:
            self.submit_copy(point, action, job)

    # -- shared by the calls ------------------------------------------------------

    def _complaint(self, vault, lifecycle):
        """Why a vault takes no recovery point with this lifecycle, or None."""
        if vault not in self.vaults:
            return f"Backup vault {vault} does not exist any more."
        lock = self.vaults[vault].lock
        return lock and lock.complaint(lifecycle)

    def _shared(self, arn, saved):
        """The data, with the bytes of the last backup where nothing has changed."""
        last = self.last_saved.get(arn)
        if last and last == saved:
            saved = last
        self.last_saved[arn] = saved
        return saved

    def _described_backup(self, job):
        always = {
            "BackupJobId": job.id,
            "BackupVaultName": job.vault,
            "BackupVaultArn": self.account.arn(
                "backup", self.region, f"backup-vault:{job.vault}"
            ),
            "ResourceArn": job.arn,
            "ResourceType": job.kind,
            "ResourceName": name_of(job.arn),
            "StartBy": job.start_by,
            "State": job.state,
            "PercentDone": "100.0" if job.state == "COMPLETED" else "0.0",
            "RecoveryPointLifecycle": dict(job.lifecycle),
        }
        later = {
            "InitiationDate": job.begun,
            "RecoveryPointArn": job.point,
            "CreatedBy": job.created_by,
            "BackupSizeInBytes": job.saved and len(job.saved.content),
        }
        return self.described_job(job, always, later)


def name_of(arn):
    """The name at the end of a resource's ARN."""
    return arn.replace("/", ":").rsplit(":", 1)[-1]
