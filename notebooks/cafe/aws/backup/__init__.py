"""AWS Backup: one place that backs up many services, by schedule and by rules.

    backup = aws.client("backup")
    backup.create_backup_vault(BackupVaultName="cellar")
    plan = backup.create_backup_plan(BackupPlan={…})     # when, where to, for how long
    backup.create_backup_selection(…)                    # what
    aws.account.clock.advance(days=30)
    backup.list_recovery_points_by_backup_vault(BackupVaultName="cellar")

What it saves is the real thing: every service gives its data as bytes
(`Service.protected`) and makes a new resource of them (`Service.restore_saved`).

Same as AWS
    the calls, their arguments, answers and error codes; backups by schedule and
    retention by rule, from one place (F63); of two rules whose start windows overlap,
    the one that keeps longer; a job that finds its resource unreachable tries again
    every ten minutes and expires at the end of the start window; the data are those of
    the moment at which the job began to run; retention counted from there; cold storage
    for 90 days at least, and for DynamoDB only (the other types here ignore the move);
    copies to another Region only where a rule asks for them (F65), with the creation
    date of their source; restores always into a new resource, in the Region of the
    vault; vault lock in governance and compliance mode; a cluster that is restored has
    no instance yet; ElastiCache is not covered (F64), a selection or a job that names a
    cache is refused.
Simplified
    a job begins at the minute for which it is planned (there, within the start window),
    one that you start with the next move of the clock, and it takes 20 minutes, a copy
    40; a recovery point goes at the very moment its days are over (there, within hours
    of it); there is no vault named Default until you create one; lists come whole, the
    latest first; recovery points have AWS's ARNs, but RDS does not list them among its
    snapshots; what the role may do is not checked; a Region all of whose zones are cut
    answers ServiceUnavailableException.
Left out
    calls that only list or describe plans, selections, vaults and jobs, but those that
    stand here; copies by hand, a new lifecycle for what is saved; completion windows,
    MaxRetentionDays, NotResources, StringNotEquals and StringNotLike; rate(…), time
    zones, and the letters W and # in a schedule; tags of vaults, plans, points and of
    what is restored; continuous backups, other accounts, logically air-gapped vaults,
    legal holds, access policies, notifications, reports, audit and restore testing,
    versions of a plan, settings by which a Region opts in to a service, resources other
    than RDS, Aurora, DynamoDB, DocumentDB and Neptune.
Unverified
    the wording (not the code) of the refusals about windows, schedules, locks, roles
    and names; that a selection naming a cache is refused at once; one firing an hour at
    most in a schedule; that Resources and ListOfTags are an OR (AWS's Knowledge Center
    and users say so, the guide says that tags narrow the types down, as Conditions do).

How it is built, each on top of the next:

    selections   what a plan backs up
    plans        when, and where to       overlaps     of two rules at one time
    jobs         backup jobs              restores     restore jobs
    copies       copy jobs
    recovery     recovery points          records      what all jobs keep
    vaults, lock                          base         what all calls share
    schedule     cron                     lifecycle    days until cold, until gone
    arns         what an ARN must be      errors       what is refused, in AWS's words

https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html
"""

from ..service import Pages
from .lock import LockCalls
from .restores import RestoreCalls
from .selections import SelectionCalls
from .vaults import VaultCalls


class Backup(VaultCalls, LockCalls, SelectionCalls, RestoreCalls):
    """The `backup` client of one Region."""

    paginators = {
        "list_backup_jobs": Pages("BackupJobs"),
        "list_copy_jobs": Pages("CopyJobs"),
        "list_recovery_points_by_backup_vault": Pages("RecoveryPoints"),
    }
