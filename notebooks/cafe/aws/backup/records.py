"""What backup, copy and restore jobs have in common: a record of how far each is."""

from dataclasses import dataclass
from datetime import datetime

from .base import BackupBase


@dataclass(eq=False, kw_only=True)
class Job:
    """One job; it has ended when `ended` is a moment."""

    id: str
    role: str
    created: datetime
    state: str = "CREATED"
    message: str = ""
    ended: datetime | None = None


class JobRecords(BackupBase):
    """What the calls on all kinds of jobs do with a job."""

    def keep_job(self, jobs, job_class, role, **settings):
        """A new job, kept among the `jobs` of its class."""
        now = self.clock.now
        job = job_class(id=self.account.uuid(), role=role, created=now, **settings)
        jobs[job.id] = job
        return job

    def end(self, job, state, message=""):
        """The job is over, and keeps why."""
        job.state, job.message, job.ended = state, message, self.clock.now

    def described_job(self, job, always, later):
        """A job as AWS shows it: `always`, and of `later` what there is by now."""
        later |= {"StatusMessage": job.message or None, "CompletionDate": job.ended}
        return (
            always
            | {
                "AccountId": self.account.id,
                "CreationDate": job.created,
                "IamRoleArn": job.role,
            }
            | {name: value for name, value in later.items() if value is not None}
        )
