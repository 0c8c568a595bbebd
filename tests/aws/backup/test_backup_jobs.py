"""Backup jobs when things go wrong: zones that are cut, resources that are gone."""

from datetime import timedelta

import pytest

from aws.backup.test_backup_vaults import make_table
from fixtures.backup import ROLE, Cellar, rule
from fixtures.rds import Shop, refused


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def cellar(shop):
    return Cellar(shop.account)


def jobs(cellar):
    return cellar.backup.list_backup_jobs()["BackupJobs"]


def test_a_job_is_created_runs_and_completes(shop, cellar):
    shop.create()
    job = cellar.start(shop.describe()["DBInstanceArn"])
    assert cellar.job(job)["State"] == "CREATED"
    cellar.clock.advance(seconds=1)
    assert cellar.job(job)["State"] == "RUNNING"
    assert cellar.points() == []
    cellar.clock.advance(minutes=20)
    ended = cellar.job(job)
    assert ended["State"] == "COMPLETED" and ended["BackupSizeInBytes"] > 0
    assert ended["RecoveryPointArn"] == cellar.points()[0]["RecoveryPointArn"]


def test_a_multi_az_instance_is_backed_up_while_a_zone_is_cut(shop, cellar):
    shop.create(MultiAZ=True)
    shop.write("orders", 1, 2)
    cellar.plan(rule())
    shop.cut()
    cellar.clock.advance(days=1)
    (job,) = jobs(cellar)
    assert job["State"] == "COMPLETED"


def test_a_single_az_instance_in_a_cut_zone_expires_and_says_why(shop, cellar):
    shop.create()
    cellar.plan(rule(StartWindowMinutes=65))
    shop.cut()
    cellar.clock.advance(days=1, minutes=-60 - 11)  # 04:59
    cellar.clock.advance(minutes=30)
    (job,) = jobs(cellar)
    assert job["State"] == "CREATED"
    assert "does not answer" in job["StatusMessage"]
    cellar.clock.advance(minutes=60)
    (job,) = jobs(cellar)
    assert job["State"] == "EXPIRED"
    assert job["CompletionDate"] == job["StartBy"]
    assert job["StartBy"] - job["CreationDate"] == timedelta(minutes=65)
    assert "start window: Instance orders is not in available" in job["StatusMessage"]
    assert cellar.points() == []


def test_a_zone_that_comes_back_within_the_window_saves_the_job(shop, cellar):
    shop.create()
    cellar.plan(rule())
    zone = shop.cut()
    cellar.clock.advance(days=1, minutes=-60)
    assert jobs(cellar)[0]["State"] == "CREATED"
    shop.account.restore_zone(zone)
    cellar.clock.advance(minutes=40)
    (job,) = jobs(cellar)
    assert job["State"] == "COMPLETED"
    assert "StatusMessage" not in job
    assert cellar.points()[0]["CreationDate"] == job["InitiationDate"]
    assert job["InitiationDate"] > job["CreationDate"]


def test_aurora_is_saved_with_one_zone_cut_and_not_with_two(shop, cellar):
    shop.create_cluster("loyalty", "writer")
    arn = shop.cluster()["DBClusterArn"]
    shop.account.fail_zone("eu-west-1a")
    cellar.save(arn)
    shop.account.fail_zone("eu-west-1b")
    job = cellar.start(arn)
    cellar.clock.advance(hours=9)
    ended = cellar.job(job)
    assert ended["State"] == "EXPIRED"
    assert "2 of 6 storage copies" in ended["StatusMessage"]


def test_a_table_is_saved_with_one_zone_cut_and_not_with_two(shop, cellar):
    arn = make_table(shop.account)
    shop.account.fail_zone("eu-west-1a")
    cellar.save(arn)
    shop.account.fail_zone("eu-west-1b")
    job = cellar.start(arn)
    cellar.clock.advance(hours=9)
    assert cellar.job(job)["State"] == "EXPIRED"


def test_in_a_lost_region_nothing_answers_and_the_schedule_goes_on_later(shop, cellar):
    make_table(shop.account)
    cellar.plan(rule())
    for zone in shop.account.zones("eu-west-1"):
        shop.account.fail_zone(zone)
    code, message = refused(cellar.backup.list_backup_jobs)
    assert code == "ServiceUnavailableException" and "eu-west-1" in message
    cellar.clock.advance(days=2)
    for zone in shop.account.zones("eu-west-1"):
        shop.account.restore_zone(zone)
    assert {job["State"] for job in jobs(cellar)} <= {"EXPIRED", "CREATED"}
    cellar.clock.advance(days=1)
    assert jobs(cellar)[0]["State"] == "COMPLETED"


def test_a_resource_that_is_deleted_before_its_job_begins_fails_it(shop, cellar):
    shop.create()
    arn = shop.describe()["DBInstanceArn"]
    shop.cut()
    job = cellar.start(arn)
    cellar.clock.advance(minutes=15)
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    cellar.clock.advance(minutes=30)
    ended = cellar.job(job)
    assert ended["State"] == "FAILED" and "not exist" in ended["StatusMessage"]


def test_a_resource_that_is_deleted_while_its_job_runs_is_saved(shop, cellar):
    shop.create()
    job = cellar.start(shop.describe()["DBInstanceArn"])
    cellar.clock.advance(minutes=1)
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    cellar.clock.advance(minutes=20)
    assert cellar.job(job)["State"] == "COMPLETED"


def test_jobs_are_listed_the_latest_first(shop, cellar):
    orders, logs = make_table(shop.account), make_table(shop.account, "logs")
    cellar.save(orders)
    cellar.start(logs)
    listed = [job["ResourceName"] for job in jobs(cellar)]
    assert listed == ["logs", "orders"]


@pytest.mark.parametrize(
    "settings, code, told",
    [
        ({"BackupVaultName": "tea"}, "ResourceNotFoundException", "tea"),
        (
            {"ResourceArn": "arn:aws:rds:eu-west-1:123456789012:db:tea"},
            "ResourceNotFoundException",
            "db:tea",
        ),
        (
            {"ResourceArn": "arn:aws:elasticache:eu-west-1:123456789012:cluster:menu"},
            "InvalidParameterValueException",
            "Unsupported resource type",
        ),
        ({"ResourceArn": "tea"}, "InvalidParameterValueException", "Invalid ARN"),
        (
            {"Lifecycle": {"MoveToColdStorageAfterDays": 10, "DeleteAfterDays": 99}},
            "InvalidParameterValueException",
            "90 days apart",
        ),
    ],
)
def test_a_job_that_cannot_be_is_refused(shop, cellar, settings, code, told):
    asked = {
        "BackupVaultName": "cellar",
        "ResourceArn": make_table(shop.account),
        "IamRoleArn": ROLE,
    }
    found = refused(cellar.backup.start_backup_job, **asked | settings)
    assert found[0] == code and told in found[1], found


def test_a_job_that_is_none_is_not_found(cellar):
    code, _ = refused(cellar.backup.describe_restore_job, RestoreJobId="tea")
    assert code == "ResourceNotFoundException"
