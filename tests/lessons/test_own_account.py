"""An account of one's own: nothing is created without a yes, and nothing is left."""

import time

import boto3
import pytest

from cafe import aws, wire
from cafe.lessons import own_account

KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}


@pytest.fixture
def nothing_leaves(monkeypatch):
    """A request that leaves this machine fails the test."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    send = "botocore.httpsession.URLLib3Session.send"
    monkeypatch.setattr(send, lambda *_: pytest.fail("a request was sent"))


@pytest.mark.slow
@pytest.mark.parametrize("yes", ["", "yes", "yes, 0.01 USD", True])
def test_on_a_real_account_nothing_is_created_without_the_yes_to_the_price(
    nothing_leaves, yes
):
    session = boto3.Session(region_name="eu-west-1", **KEYS)
    with pytest.raises(own_account.NotWithoutYes) as refused:
        own_account.create(session, hours=2, yes=yes)
    bill = own_account.bill(hours=2)
    assert repr(bill) in str(refused.value)
    assert str(refused.value).endswith(f"yes={bill.yes!r})")


def test_a_bill_adds_up_and_tells_the_day_of_each_price():
    day, month = own_account.bill(hours=1), own_account.bill(hours=730)
    assert day.total < 0.05
    assert month.total == pytest.approx(
        730 * (0.017 + 0.0136) + 20 * 0.127 + 0.000705 + 0.0001415
    )
    assert all(f"{checked:%d %b %Y}" in repr(day) for *_, checked in day.lines)


@pytest.mark.slow
def test_all_that_is_created_is_deleted_again_and_nothing_else(monkeypatch):
    account = aws.Account()
    with wire.serve(account) as doors:
        for name, value in doors.environment().items():
            monkeypatch.setenv(name, value)
        session = boto3.Session()
        session.client("dynamodb").create_table(
            **own_account.WISHES[0][2] | {"TableName": "orders"}
        )
        created = own_account.create(session, hours=2)
        assert {service for service, _ in created} == {"dynamodb", "rds", "elasticache"}
        account.clock.follow(speed=3600)
        end = time.monotonic() + 30
        while own_account.tear_down(session) and time.monotonic() < end:
            time.sleep(0.2)
        account.clock.release()
        assert own_account.left(session) == {}
        assert session.client("dynamodb").list_tables()["TableNames"] == ["orders"]
