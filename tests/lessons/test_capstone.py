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
    capstone.create_beans()
    peers = {each.name: each.zone for each in account.resources()}
    assert peers == {
        "farm's node": "eu-west-1a",
        "roaster's node": "eu-west-1b",
        "corner-cup's node": "eu-west-1c",
    }
    assert list(capstone.beans().members) == ["farm", "roaster", "corner-cup"]


def test_a_missing_ledger_says_how_it_is_made(account):
    with pytest.raises(LookupError, match="create_beans"):
        capstone.beans()


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
