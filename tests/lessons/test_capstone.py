"""What the last lesson builds stands where it says, and can be reached and saved."""

import pytest

from cafe import aws, shop
from cafe.aws.account import Account
from cafe.lessons import capstone


@pytest.fixture(scope="module")
def zone():
    """Everything built, in an account of its own; the zone of the till's primary."""
    before, aws.account = aws.account, Account()
    zone = capstone.create_till()
    capstone.create_pages(zone)
    capstone.create_catalogue(zone)
    capstone.create_friends(zone)
    capstone.create_beans()
    yield zone
    aws.account = before


def standing():
    """{zone: (name, role or member) of each machine in it}."""
    found = {}
    for each in aws.account.resources():
        if each.role != "copy":
            machine = each.name.split("-")[0], each.role
            if each.role == "peer":
                machine = "beans", each.name.removesuffix("'s node")
            found.setdefault(each.zone, set()).add(machine)
    return found


@pytest.mark.slow
def test_one_zone_has_all_that_the_lesson_loses_with_it(zone):
    assert standing()[zone] == {
        ("till", "primary"),
        ("pages", "primary"),
        ("catalogue", "writer"),
        ("friends", "writer"),
        ("beans", "farm"),
    }


def test_only_the_till_the_friends_and_the_beans_have_somebody_elsewhere(zone):
    others = set.union(*(found for z, found in standing().items() if z != zone))
    assert others == {
        ("till", "standby"),
        ("friends", "reader"),
        ("beans", "roaster"),
        ("beans", "corner-cup"),
    }


def test_every_way_leads_to_its_service(zone):
    with capstone.till() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert capstone.pages().ping()
    assert capstone.catalogue().count_documents({}) == 0
    assert "person-156" in capstone.friends().graph
    assert list(capstone.beans().members) == ["farm", "roaster", "corner-cup"]


def test_the_nightly_tag_is_on_all_that_can_be_saved(zone):
    found = aws.account.protected("eu-west-1")
    assert sorted(each.kind for each in found) == ["DocumentDB", "Neptune", "RDS"]
    assert all(each.tags == {"backup": "nightly"} for each in found)


@pytest.mark.slow
def test_october_comes_with_its_walk_ins(zone):
    with capstone.till() as connection:
        connection.execute(
            "CREATE TABLE orders (order_id INT PRIMARY KEY, customer_id INT,"
            " shop_id INT NOT NULL, ordered_at TIMESTAMP NOT NULL)"
        )
    capstone.take_october()
    with capstone.till() as connection:
        count = "SELECT count(*), count(customer_id), min(ordered_at) FROM orders"
        rows, known, first = connection.execute(count).fetchone()
    orders = shop.load("orders")
    october = orders[orders.ordered_at >= "2026-10-01"]
    assert (rows, known) == (len(october), october.customer_id.count())
    assert str(first) >= "2026-10-01"
