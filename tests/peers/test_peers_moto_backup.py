"""Vaults, plans and locks on moto and on ours: keys of the answers, codes of errors.

moto has no selections, jobs and restores. Where the two differ, AWS's documentation
decides; the differences are listed here with the rule.
"""

import pytest
from botocore.exceptions import ClientError as TheirError

from cafe import aws
from cafe.aws.errors import ClientError as OurError
from fixtures.backup import rule
from peers.moto_peers import code, moto_client

pytestmark = pytest.mark.slow  # to import moto takes seconds

PLAN = {"BackupPlanName": "plan", "Rules": [rule()]}
HERE = {"BackupVaultName": "cellar"}
NONE = {"BackupVaultName": "tea"}
LOCK = "put_backup_vault_lock_configuration"

REFUSED = {
    "vault's name taken": ("create_backup_vault", HERE),
    "unknown vault": ("describe_backup_vault", NONE),
    "lock of no vault": (LOCK, NONE),
    "unlock no vault": ("delete_backup_vault_lock_configuration", NONE),
    "no day at least": (LOCK, HERE | {"MinRetentionDays": 0}),
    "two days to change it": (LOCK, HERE | {"ChangeableForDays": 2}),
    "the same plan": ("create_backup_plan", {"BackupPlan": PLAN}),
    "delete no plan": ("delete_backup_plan", {"BackupPlanId": "tea"}),
    "delete no vault": ("delete_backup_vault", NONE),
    "89 days in cold storage": (
        "create_backup_plan",
        {
            "BackupPlan": {
                "BackupPlanName": "cold",
                "Rules": [
                    rule(keep={"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 90})
                ],
            }
        },
    ),
    "a schedule that is none": (
        "create_backup_plan",
        {"BackupPlan": {"BackupPlanName": "never", "Rules": [rule(when="daily")]}},
    ),
    "a name of one letter": ("create_backup_vault", {"BackupVaultName": "x"}),
}
#: name -> (moto's code, ours, the rule).
DIFFERENT = {
    "delete no vault": (
        None,
        "ResourceNotFoundException",
        "DeleteBackupVault, Errors: a resource that is required does not exist",
    ),
    "89 days in cold storage": (
        None,
        "InvalidParameterValueException",
        "Lifecycle: retention must be 90 days greater than transition to cold",
    ),
    "a schedule that is none": (
        None,
        "InvalidParameterValueException",
        "BackupRuleInput, ScheduleExpression: a CRON expression in UTC",
    ),
    "a name of one letter": (
        None,
        "InvalidParameterValueException",
        "CreateBackupVault, backupVaultName: 2 to 50 characters",
    ),
}


@pytest.fixture(scope="module")
def theirs():
    with moto_client("backup") as backup:
        yield fill(backup)


@pytest.fixture(scope="module")
def ours():
    return fill(aws.Session(account=aws.Account()).client("backup"))


def fill(backup):
    backup.create_backup_vault(**HERE)
    backup.create_backup_plan(BackupPlan=PLAN)
    return backup


@pytest.mark.parametrize("name", [n for n in REFUSED if n not in DIFFERENT])
def test_both_refuse_with_the_same_code(theirs, ours, name):
    there = code(theirs, TheirError, *REFUSED[name])
    assert there
    assert code(ours, OurError, *REFUSED[name]) == there


@pytest.mark.parametrize("name", DIFFERENT)
def test_where_moto_differs_ours_follows_the_documentation(theirs, ours, name):
    moto, documented, _ = DIFFERENT[name]
    assert code(theirs, TheirError, *REFUSED[name]) == moto
    assert code(ours, OurError, *REFUSED[name]) == documented


def test_a_locked_vault_is_told_alike(theirs, ours):
    told = []
    for client in (theirs, ours):
        client.create_backup_vault(BackupVaultName="locked")
        client.put_backup_vault_lock_configuration(
            BackupVaultName="locked", MinRetentionDays=7, ChangeableForDays=3
        )
        vault = client.describe_backup_vault(BackupVaultName="locked")
        assert (vault["LockDate"] - vault["CreationDate"]).days == 3
        told.append({n: vault[n] for n in ("Locked", "MinRetentionDays")})
    assert told[0] == told[1]
