"""The three databases that lesson 08 saves: made, filled, tagged, and reached."""

import pytest

from cafe import aws
from cafe.aws.account import Account
from cafe.lessons import three_databases


@pytest.fixture(scope="module")
def account():
    before, aws.account = aws.account, Account()
    three_databases.create()
    yield aws.account
    aws.account = before


def test_all_three_carry_the_tag_of_the_nightly_plan(account):
    found = account.protected("eu-west-1")
    kinds = sorted(each.kind for each in found)
    assert kinds == ["DocumentDB", "DynamoDB", "RDS"]
    assert all(each.tags == {"backup": "nightly"} for each in found)


def test_the_orders_are_five_hundred_and_each_statement_stands_by_itself(account):
    three_databases.connect("orders").execute("DELETE FROM orders WHERE order_id = 1")
    (count,) = (
        three_databases.connect("orders")
        .execute("SELECT count(*) FROM orders")
        .fetchone()
    )
    assert count == three_databases.ORDERS - 1


def test_no_backup_of_rds_itself_helps_before_the_lesson_asks_for_it(account):
    (orders,) = aws.client("rds").describe_db_instances()["DBInstances"]
    assert orders["BackupRetentionPeriod"] == 0 and orders["MultiAZ"]


def test_a_vaults_points_are_told_the_oldest_first(account):
    backup, role = aws.client("backup"), "arn:aws:iam::123456789012:role/backup"
    backup.create_backup_vault(BackupVaultName="cellar")
    for found in sorted(account.protected("eu-west-1"), key=lambda each: each.kind):
        backup.start_backup_job(
            BackupVaultName="cellar", ResourceArn=found.arn, IamRoleArn=role
        )
        account.clock.advance(hours=1)
    told = [each["ResourceType"] for each in three_databases.points("cellar")]
    assert told == ["DocumentDB", "DynamoDB", "RDS"]
