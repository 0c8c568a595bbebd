"""What the last lesson takes ready-made is there and can be reached."""

import pytest

from cafe import aws, shop
from cafe.aws.account import Account
from cafe.drivers import sql
from cafe.lessons import capstone

LOGIN = {"user": "barista", "password": "espresso-2026"}


@pytest.fixture
def account():
    before, aws.account = aws.account, Account()
    aws.account.client_address = "172.31.5.20"
    yield aws.account
    aws.account = before


def test_the_beans_have_a_member_in_each_zone(account):
    beans = capstone.create_beans()
    peers = {each.name: each.zone for each in account.resources()}
    assert peers == {
        "farm's node": "eu-west-1a",
        "roaster's node": "eu-west-1b",
        "corner-cup's node": "eu-west-1c",
    }
    assert list(beans.members) == ["farm", "roaster", "corner-cup"]


def test_the_lot_of_the_beans_has_come_to_the_shop(account):
    sold = {"action": "process", "by": "corner-cup", "kg": 519, "how": "sold"}
    block = capstone.create_beans().record({"lot": "A"} | sold)
    assert block.number == 5


@pytest.mark.slow
def test_all_but_the_till_and_the_graph_stand_in_one_zone_alone(account):
    web = capstone.open_shop(reader="eu-west-1c")
    roles = {"primary", "standby", "writer", "reader"}
    places = {
        (each.name, each.role): each.zone
        for each in account.resources()
        if each.role in roles
    }
    assert {where for where in places if places[where] != web.zone} == {
        ("till", "standby"),
        ("friends-2", "reader"),
    }
    assert places["friends-2", "reader"] == "eu-west-1c"
    assert {each for each, _ in places} == {
        "till",
        "pages-001",
        "catalogue-1",
        "friends-1",
        "friends-2",
    }


@pytest.mark.slow
def test_a_night_saves_what_carries_the_tag(account):
    web = capstone.open_shop(reader="eu-west-1b")
    account.clock.advance(hours=24)
    vault = {"BackupVaultName": web.vault}
    found = aws.client("backup").list_recovery_points_by_backup_vault(**vault)
    saved = sorted(point["ResourceType"] for point in found["RecoveryPoints"])
    assert saved == ["DocumentDB", "DynamoDB", "Neptune", "RDS"]


def test_october_comes_with_its_walk_ins(account):
    rds = aws.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="till",
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=LOGIN["user"],
        MasterUserPassword=LOGIN["password"],
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="till")
    host = rds.describe_db_instances()["DBInstances"][0]["Endpoint"]["Address"]
    with sql.connect(host=host, **LOGIN) as connection:
        connection.execute(
            "CREATE TABLE orders (order_id INT PRIMARY KEY, customer_id INT,"
            " shop_id INT NOT NULL, ordered_at TIMESTAMP NOT NULL)"
        )
        capstone.take_october(connection)
        count = "SELECT count(*), count(customer_id), min(ordered_at) FROM orders"
        rows, known, first = connection.execute(count).fetchone()
    orders = shop.load("orders")
    october = orders[orders.ordered_at >= "2026-10-01"]
    assert (rows, known) == (len(october), october.customer_id.count())
    assert str(first) >= "2026-10-01"
