"""Recovery points: kept to the day, moved to cold storage, copied, deleted."""

from datetime import UTC, datetime, timedelta

import pytest

from aws.backup.test_backup_vaults import HERE, make_table
from cafe import aws
from fixtures.backup import Cellar, rule
from fixtures.rds import Shop, refused


@pytest.fixture
def cellar():
    return Cellar(aws.Account())


def kept(dates, days, now):
    """What arithmetic says: the dates that are not yet `days` old."""
    return {date for date in dates if date <= now < date + timedelta(days=days)}


@pytest.mark.slow
def test_over_a_year_each_day_has_what_the_arithmetic_says(cellar):
    """Daily for 7 days, weekly for 35, monthly for 365, of three resources."""
    shop = Shop()
    cellar = Cellar(shop.account)
    make_table(shop.account)
    shop.create()
    shop.create_cluster("loyalty")
    hour = {"StartWindowMinutes": 60}  # so that no rule gives way to another
    cellar.plan(
        rule("daily", "cron(0 5 * * ? *)", {"DeleteAfterDays": 7}, **hour),
        rule("weekly", "cron(0 3 ? * SUN *)", {"DeleteAfterDays": 35}, **hour),
        rule("monthly", "cron(0 2 1 * ? *)", {"DeleteAfterDays": 365}, **hour),
    )
    start = datetime(2026, 11, 2, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(1, 400)]
    daily = [day.replace(hour=5) for day in days]
    weekly = [day.replace(hour=3) for day in days if day.weekday() == 6]
    monthly = [day.replace(hour=2) for day in days if day.day == 1]
    cellar.clock.advance(seconds=(days[0] - cellar.clock.now).total_seconds())
    for day in days:
        cellar.clock.advance(hours=12)  # noon: the jobs of the day are done
        now = cellar.clock.now
        expected = kept(daily, 7, now) | kept(weekly, 35, now) | kept(monthly, 365, now)
        by_resource = {}
        for point in cellar.points():
            by_resource.setdefault(point["ResourceType"], []).append(
                point["CreationDate"]
            )
        assert set(by_resource) == {"RDS", "Aurora", "DynamoDB"}
        for found in by_resource.values():
            assert sorted(found) == sorted(expected), day
        cellar.clock.advance(hours=12)


def test_a_recovery_point_is_there_until_the_very_moment(cellar):
    cellar.save(make_table(cellar.account), Lifecycle={"DeleteAfterDays": 1})
    (point,) = cellar.points()
    gone = point["CreationDate"] + timedelta(days=1)
    assert point["CalculatedLifecycle"] == {"DeleteAt": gone}
    left = (gone - cellar.clock.now).total_seconds()
    cellar.clock.advance(seconds=left - 1)
    assert len(cellar.points()) == 1
    cellar.clock.advance(seconds=1)
    assert cellar.points() == []


def test_without_a_lifecycle_it_is_kept_for_ever(cellar):
    cellar.save(make_table(cellar.account))
    cellar.save(
        make_table(cellar.account, "logs"),
        Lifecycle={"MoveToColdStorageAfterDays": -1, "DeleteAfterDays": -1},
    )
    cellar.clock.advance(days=3650)
    assert [point["Lifecycle"] for point in cellar.points()] == [{}, {}]


def test_leap_days_are_days(cellar):
    make_table(cellar.account)
    start = datetime(2028, 2, 28, 12, tzinfo=UTC)
    cellar.clock.advance(seconds=(start - cellar.clock.now).total_seconds())
    cellar.plan(rule(keep={"DeleteAfterDays": 3}))
    cellar.clock.advance(days=4)
    assert [f"{p['CreationDate']:%m-%d}" for p in cellar.points()] == [
        "03-03",
        "03-02",
        "03-01",
    ]
    assert f"{cellar.clock.now:%m-%d}" == "03-03"


COLD = {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120}


def storage(cellar, arn):
    return cellar.backup.describe_recovery_point(RecoveryPointArn=arn, **HERE)[
        "StorageClass"
    ]


def test_a_table_moves_to_cold_storage_on_its_day_and_goes_on_its_day(cellar):
    point = cellar.save(make_table(cellar.account), Lifecycle=COLD)
    cellar.clock.advance(days=30, minutes=-21)
    assert storage(cellar, point) == "WARM"
    cellar.clock.advance(minutes=1)
    assert storage(cellar, point) == "COLD"
    cellar.clock.advance(days=90, minutes=-1)
    assert storage(cellar, point) == "COLD"
    cellar.clock.advance(minutes=1)
    assert cellar.points() == []


@pytest.mark.slow
def test_an_instance_has_no_cold_storage_and_stays_warm():
    shop = Shop()
    cellar = Cellar(shop.account)
    shop.create()
    point = cellar.save(shop.describe()["DBInstanceArn"], Lifecycle=COLD)
    cellar.clock.advance(days=31)
    assert storage(cellar, point) == "WARM"
    assert list(cellar.points()[0]["CalculatedLifecycle"]) == ["DeleteAt"]


def test_a_deleted_point_is_gone_once_and_its_old_end_does_no_harm(cellar):
    arn = make_table(cellar.account)
    which = HERE | {
        "RecoveryPointArn": cellar.save(arn, Lifecycle={"DeleteAfterDays": 5})
    }
    cellar.backup.delete_recovery_point(**which)
    assert refused(cellar.backup.delete_recovery_point, **which)[0] == (
        "ResourceNotFoundException"
    )
    cellar.save(arn)
    cellar.clock.advance(days=10)
    assert len(cellar.points()) == 1


def test_equal_data_are_kept_once(cellar):
    arn = make_table(cellar.account)
    cellar.plan(rule())
    cellar.clock.advance(days=3)
    points = cellar.backup.vault("cellar").points.values()
    assert len({id(point.saved.content) for point in points}) == 1
    client = aws.Session(account=cellar.account).client("dynamodb")
    client.put_item(TableName="orders", Item={"k": {"N": "2"}})
    cellar.save(arn)
    points = cellar.backup.vault("cellar").points.values()
    assert len({id(point.saved.content) for point in points}) == 2


# -- copies -------------------------------------------------------------------------


def test_a_rule_copies_only_where_it_says_so(cellar):
    make_table(cellar.account)
    far = {"DestinationBackupVaultArn": cellar.far["BackupVaultArn"]}
    cellar.plan(
        rule(StartWindowMinutes=60),
        rule(
            "copied",
            "cron(0 8 * * ? *)",
            CopyActions=[far | {"Lifecycle": {"DeleteAfterDays": 3}}],
        ),
    )
    cellar.clock.advance(days=10)
    assert len(cellar.points()) == 14
    assert [p["CreationDate"].hour for p in cellar.far_points()] == [8, 8, 8]
    (copy, *_) = cellar.backup.list_copy_jobs()["CopyJobs"]
    assert copy["CreatedBy"]["BackupRuleName"] == "copied"


def _cut(account, zones):
    for zone in zones:
        account.fail_zone(zone)


def test_a_copy_keeps_its_sources_date_and_has_days_of_its_own(cellar):
    arn = make_table(cellar.account)
    for days in ({"DeleteAfterDays": 30}, {}, {"DeleteAfterDays": -1}):
        cellar.copy(arn, keep={"DeleteAfterDays": 9}, Lifecycle=days)
    cellar.clock.advance(hours=1)
    created = [source["CreationDate"] for source in cellar.points()]
    copies = cellar.far_points()
    assert [copy["CreationDate"] for copy in copies] == created
    ends = [copy["CalculatedLifecycle"]["DeleteAt"] for copy in copies]
    kept = [end - date for end, date in zip(ends, created, strict=True)]
    assert kept == [timedelta(days=days) for days in (9, 9, 30)]
    assert {c["SourceBackupVaultArn"] for c in copies} == {
        cellar.vault["BackupVaultArn"]
    }
    cellar.clock.advance(days=9)
    assert cellar.points() == [] and len(cellar.far_points()) == 1


def test_a_copy_takes_its_time_and_then_names_the_new_point(cellar):
    job = cellar.copy(make_table(cellar.account))
    assert state(cellar, job) == ("RUNNING", None)
    cellar.clock.advance(minutes=39)
    assert state(cellar, job) == ("RUNNING", None) and cellar.far_points() == []
    cellar.clock.advance(minutes=1)
    assert state(cellar, job) == ("COMPLETED", None)
    (copy,) = cellar.far_points()
    done = cellar.copy_job(job)
    assert done["DestinationRecoveryPointArn"] == copy["RecoveryPointArn"]
    assert ":eu-central-1:" in copy["RecoveryPointArn"]


def test_a_copy_to_a_vault_that_is_none_fails(cellar):
    cellar.far["BackupVaultArn"] += "ther"
    ended, why = state(cellar, cellar.copy(make_table(cellar.account)))
    assert ended == "FAILED" and "farther not found" in why


def test_a_copy_waits_two_hours_for_the_other_region_and_then_fails(cellar):
    arn = make_table(cellar.account)
    far = cellar.account.zones("eu-central-1")
    _cut(cellar.account, far)
    waits = cellar.copy(arn)
    cellar.clock.advance(hours=1)
    assert state(cellar, waits) == ("CREATED", None)
    cellar.account.restore_zone(far[0])
    cellar.clock.advance(hours=1)
    assert state(cellar, waits) == ("COMPLETED", None)
    cellar.account.fail_zone(far[0])
    fails = cellar.copy(arn)
    cellar.clock.advance(hours=1, minutes=59)
    assert state(cellar, fails)[0] == "CREATED"
    cellar.clock.advance(minutes=1)
    ended, why = state(cellar, fails)
    assert ended == "FAILED" and "eu-central-1 does not answer" in why


def test_a_copy_fails_when_its_source_is_lost_under_way(cellar):
    job = cellar.copy(make_table(cellar.account))
    cellar.clock.advance(minutes=10)
    _cut(cellar.account, cellar.account.zones("eu-west-1"))
    cellar.clock.advance(hours=1)
    assert cellar.far_points() == []
    cellar.account.restore_zone("eu-west-1a")
    assert state(cellar, job)[0] == "FAILED"


def state(cellar, job):
    """How a copy job is, and its message."""
    found = cellar.copy_job(job)
    return found["State"], found.get("StatusMessage")


def test_a_copy_in_the_same_region_goes_to_another_vault(cellar):
    cellar.far = cellar.backup.create_backup_vault(BackupVaultName="second")
    cellar.copy(make_table(cellar.account))
    cellar.clock.advance(hours=1)
    found = cellar.backup.list_recovery_points_by_backup_vault(BackupVaultName="second")
    assert len(found["RecoveryPoints"]) == 1
