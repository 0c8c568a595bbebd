"""Vaults and their locks."""

from datetime import timedelta

import pytest

from cafe import aws
from fixtures.backup import ROLE, Cellar
from fixtures.rds import refused


@pytest.fixture
def cellar():
    return Cellar(aws.Account())


@pytest.fixture
def table(cellar):
    """The ARN of a small table that can be backed up."""
    return make_table(cellar.account)


def make_table(account, name="orders", **settings):
    client = aws.Session(account=account).client("dynamodb")
    made = client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "N"}],
        **settings,
    )
    account.clock.advance(minutes=1)
    client.put_item(TableName=name, Item={"k": {"N": "1"}})
    return made["TableDescription"]["TableArn"]


HERE = {"BackupVaultName": "cellar"}


def test_a_vault_is_described(cellar):
    described = cellar.backup.describe_backup_vault(**HERE)
    assert described["BackupVaultArn"].endswith(":backup-vault:cellar")
    assert described["NumberOfRecoveryPoints"] == 0 and not described["Locked"]
    cellar.backup.delete_backup_vault(**HERE)
    code, _ = refused(cellar.backup.describe_backup_vault, **HERE)
    assert code == "ResourceNotFoundException"


def test_a_vaults_name_is_checked_and_taken_once(cellar):
    create = cellar.backup.create_backup_vault
    assert refused(create, BackupVaultName="a b")[0] == "InvalidParameterValueException"
    assert refused(create, BackupVaultName="x")[0] == "InvalidParameterValueException"
    assert refused(create, **HERE) == (
        "AlreadyExistsException",
        "Backup vault with the same name already exists",
    )


def test_a_vault_that_is_not_empty_stays(cellar, table):
    point = cellar.save(table)
    assert refused(cellar.backup.delete_backup_vault, **HERE) == (
        "InvalidRequestException",
        "Backup vault cannot be deleted because it contains recovery points.",
    )
    cellar.backup.delete_recovery_point(RecoveryPointArn=point, **HERE)
    cellar.backup.delete_backup_vault(**HERE)


def test_a_job_whose_vault_was_deleted_fails_and_says_so(cellar, table):
    job = cellar.start(table)
    cellar.clock.advance(minutes=1)
    cellar.backup.delete_backup_vault(**HERE)
    cellar.clock.advance(hours=1)
    ended = cellar.job(job)
    assert ended["State"] == "FAILED"
    assert "vault cellar does not exist" in ended["StatusMessage"]


# -- locks --------------------------------------------------------------------------


def lock(cellar, **settings):
    cellar.backup.put_backup_vault_lock_configuration(**HERE, **settings)


def test_under_a_lock_nothing_is_deleted(cellar, table):
    point = {"RecoveryPointArn": cellar.save(table)} | HERE
    lock(cellar)
    delete = cellar.backup.delete_recovery_point
    assert refused(delete, **point)[0] == "InvalidRequestException"
    assert len(cellar.points()) == 1


def test_a_governance_lock_can_be_taken_off(cellar, table):
    point = cellar.save(table)
    lock(cellar, MinRetentionDays=7)
    described = cellar.backup.describe_backup_vault(**HERE)
    assert described["Locked"] and described["MinRetentionDays"] == 7
    assert "LockDate" not in described
    cellar.clock.advance(days=100)
    cellar.backup.delete_backup_vault_lock_configuration(**HERE)
    cellar.backup.delete_recovery_point(RecoveryPointArn=point, **HERE)
    assert cellar.points() == []


def test_a_compliance_lock_is_final_from_its_date_on(cellar, table):
    lock(cellar, ChangeableForDays=3)
    cellar.save(table, Lifecycle={"DeleteAfterDays": 30})
    cellar.clock.advance(days=3, minutes=-21)
    lock(cellar, ChangeableForDays=3, MinRetentionDays=2)  # still in time, begins anew
    date = cellar.backup.describe_backup_vault(**HERE)["LockDate"]
    assert date == cellar.clock.now + timedelta(days=3)
    cellar.clock.advance(days=3)
    for call in (
        cellar.backup.delete_backup_vault_lock_configuration,
        cellar.backup.put_backup_vault_lock_configuration,
    ):
        code, message = refused(call, **HERE)
        assert code == "InvalidRequestException" and "immutable" in message
    point = cellar.points()[0]["RecoveryPointArn"]
    delete = cellar.backup.delete_recovery_point
    assert refused(delete, RecoveryPointArn=point, **HERE)[0] == (
        "InvalidRequestException"
    )


def test_a_locked_recovery_point_still_goes_when_its_days_are_over(cellar, table):
    lock(cellar, ChangeableForDays=3)
    cellar.save(table, Lifecycle={"DeleteAfterDays": 30})
    cellar.clock.advance(days=29)
    assert len(cellar.points()) == 1
    cellar.clock.advance(days=1)
    assert cellar.points() == []
    cellar.backup.delete_backup_vault(**HERE)  # empty, it may go, final lock or not


def test_a_cooling_off_of_two_days_is_refused(cellar):
    put = cellar.backup.put_backup_vault_lock_configuration
    code, message = refused(put, ChangeableForDays=2, **HERE)
    assert code == "InvalidParameterValueException" and "at least 3 days" in message


@pytest.mark.parametrize("days", [0, 36501])
def test_a_lock_that_cannot_be_is_refused(cellar, days):
    put = cellar.backup.put_backup_vault_lock_configuration
    code, _ = refused(put, MinRetentionDays=days, **HERE)
    assert code == "InvalidParameterValueException"


@pytest.mark.parametrize(
    "days, told",
    [
        (6, "kept 6 days; the vault's lock wants"),
        (1, "kept 1 day; the vault's lock wants"),
    ],
)
def test_a_backup_that_breaks_the_locks_retention_fails(cellar, table, days, told):
    lock(cellar, MinRetentionDays=7)
    job = cellar.start(table, Lifecycle={"DeleteAfterDays": days})
    cellar.clock.advance(hours=1)
    ended = cellar.job(job)
    assert ended["State"] == "FAILED" and told in ended["StatusMessage"]
    cellar.save(table, Lifecycle={"DeleteAfterDays": 7})
    cellar.save(table)


def test_what_was_saved_before_the_lock_keeps_its_days(cellar, table):
    cellar.save(table, Lifecycle={"DeleteAfterDays": 2})
    lock(cellar, MinRetentionDays=7)
    cellar.clock.advance(days=2)
    assert cellar.points() == []


def test_a_copy_that_breaks_the_other_vaults_lock_fails(cellar, table):
    cellar.other.put_backup_vault_lock_configuration(
        BackupVaultName="far", MinRetentionDays=30
    )
    job = cellar.copy(table, keep={"DeleteAfterDays": 7})
    cellar.clock.advance(hours=1)
    ended = cellar.copy_job(job)
    assert ended["State"] == "FAILED" and "at least 30 days" in ended["StatusMessage"]


def test_a_role_that_is_none_is_refused(cellar, table):
    code, message = refused(
        cellar.backup.start_backup_job, ResourceArn=table, IamRoleArn="me", **HERE
    )
    assert code == "InvalidParameterValueException" and "role" in message
    assert ROLE not in message
