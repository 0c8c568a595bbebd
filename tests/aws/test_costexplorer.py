"""Cost Explorer and Budgets: what was spent, by day, by month, and a letter in time."""

import botocore.session
import pytest

from cafe import aws
from cafe.aws.errors import ClientError
from fixtures.rds import Shop

MODELS = {
    name: botocore.session.get_session().get_service_model(name)
    for name in ("ce", "budgets")
}
BY_SERVICE = [{"Type": "DIMENSION", "Key": "SERVICE"}]
RDS = "Amazon Relational Database Service"


class Spender(Shop):
    """A shop with an instance, and with clients that tell what it costs."""

    def __init__(self):
        super().__init__()
        session = aws.Session(account=self.account)
        self.ce, self.budgets = session.client("ce"), session.client("budgets")
        self.create(AllocatedStorage=20)

    def costs(self, start, end, granularity="DAILY", group=None):
        asked = {"GroupBy": group} if group else {}
        return self.ce.get_cost_and_usage(
            TimePeriod={"Start": start, "End": end},
            Granularity=granularity,
            Metrics=["UnblendedCost"],
            **asked,
        )["ResultsByTime"]

    def budget(self, limit="10", name="month", **notification):
        alarm = {
            "NotificationType": "ACTUAL",
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": 80.0,
        }
        to = {"SubscriptionType": "EMAIL", "Address": "owner@example.com"}
        self.budgets.create_budget(
            AccountId=self.account.id,
            Budget={
                "BudgetName": name,
                "BudgetLimit": {"Amount": limit, "Unit": "USD"},
                "TimeUnit": "MONTHLY",
                "BudgetType": "COST",
            },
            NotificationsWithSubscribers=[
                {"Notification": alarm | notification, "Subscribers": [to]}
            ],
        )

    def state(self, name="month"):
        (found,) = self.budgets.describe_notifications_for_budget(
            AccountId=self.account.id, BudgetName=name
        )["Notifications"]
        return found["NotificationState"]


@pytest.fixture
def shop():
    return Spender()


def check_shape(value, shape, where):
    """Whether each key of an answer is in AWS's shape."""
    if shape.type_name == "structure":
        assert set(value) <= set(shape.members), where
        assert set(shape.required_members) <= set(value), where
        for name, inner in value.items():
            check_shape(inner, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for each in value:
            check_shape(each, shape.member, f"{where}[]")
    elif shape.type_name == "map":
        for each in value.values():
            check_shape(each, shape.value, f"{where}.*")
    elif shape.type_name == "string":
        assert isinstance(value, str), where


def test_the_answers_have_awss_shapes(shop):
    shop.budget()
    answers = {
        ("ce", "GetCostAndUsage"): shop.ce.get_cost_and_usage(
            TimePeriod={"Start": "2026-11-02", "End": "2026-11-03"},
            Granularity="DAILY",
            Metrics=["UnblendedCost"],
            GroupBy=BY_SERVICE,
        ),
        ("budgets", "DescribeBudgets"): shop.budgets.describe_budgets(
            AccountId=shop.account.id
        ),
        (
            "budgets",
            "DescribeNotificationsForBudget",
        ): shop.budgets.describe_notifications_for_budget(
            AccountId=shop.account.id, BudgetName="month"
        ),
    }
    for (service, name), answer in answers.items():
        answer.pop("ResponseMetadata")
        shape = MODELS[service].operation_model(name).output_shape
        assert answer
        check_shape(answer, shape, name)


def test_the_days_add_up_to_the_month_and_the_month_to_the_bill(shop):
    shop.account.clock.advance(days=40)
    days = shop.costs("2026-11-01", "2026-12-01")
    (month,) = shop.costs("2026-11-01", "2026-12-01", "MONTHLY")
    assert len(days) == 30

    def amount(part):
        return float(part["Total"]["UnblendedCost"]["Amount"])

    total = shop.account.bill("2026-11").total
    assert (
        sum(map(amount, days)) == pytest.approx(amount(month)) == pytest.approx(total)
    )
    assert amount(days[0]) == 0  # the account begins on the second
    assert amount(days[9]) == pytest.approx(24 * (0.017 + 20 * 0.127 / 720))


def test_a_group_for_each_service_that_cost_something(shop):
    shop.account.clock.advance(days=1)
    (month,) = shop.costs("2026-11-01", "2026-12-01", "MONTHLY", BY_SERVICE)
    (group,) = month["Groups"]
    assert group["Keys"] == [RDS] and month["Total"] == {}
    assert month["Estimated"]
    usd = float(group["Metrics"]["UnblendedCost"]["Amount"])
    assert usd == pytest.approx(shop.account.bill().total)


@pytest.mark.parametrize(
    "start, end, message",
    [
        ("2026-11-03", "2026-11-03", "Start date (and hour) should be before end date"),
        ("2026-11-03", "2026-12-02", "end date past the beginning of next month"),
        ("3 November", "2026-12-01", "Start and End are days, as 2026-11-02"),
        ("20261103", "2026-12-01", "Start and End are days, as 2026-11-02"),
        ("2026-W45-1", "2026-12-01", "Start and End are days, as 2026-11-02"),
        ("2025-08-01", "2026-11-03", "enabled historical data beyond 14 months"),
    ],
)
def test_a_period_that_is_none_is_refused(shop, start, end, message):
    with pytest.raises(ClientError) as refused:
        shop.costs(start, end)
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        {"Granularity": "HOURLY"},
        {"Metrics": ["BlendedCost"]},
        {"GroupBy": [{"Type": "DIMENSION", "Key": "REGION"}]},
    ],
)
def test_what_is_not_here_says_what_there_is(shop, change):
    asked = {
        "TimePeriod": {"Start": "2026-11-01", "End": "2026-12-01"},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost"],
    }
    with pytest.raises(ClientError, match="is not in this small AWS. There is: "):
        shop.ce.get_cost_and_usage(**asked | change)


def test_a_budget_writes_once_a_month_when_its_share_is_spent(shop):
    shop.budget()  # 8 of 10 dollars; a day costs about 49 cents
    assert shop.state() == "OK"
    shop.account.clock.advance(days=15)
    assert (shop.state(), shop.budgets.letters()) == ("OK", [])
    shop.account.clock.advance(days=5)
    (letter,) = shop.budgets.letters()
    assert shop.state() == "ALARM" and letter.address == "owner@example.com"
    shop.account.clock.advance(days=12)
    assert shop.state() == "OK" and len(shop.budgets.letters()) == 1


def test_a_budget_knows_only_what_was_spent_when_it_last_looked(shop):
    shop.budget()
    shop.account.clock.advance(hours=7)
    (told,) = shop.budgets.describe_budgets(AccountId=shop.account.id)["Budgets"]
    spent = float(told["CalculatedSpend"]["ActualSpend"]["Amount"])
    assert spent < shop.account.bill().total / 2
    shop.account.clock.advance(hours=1)
    (told,) = shop.budgets.describe_budgets(AccountId=shop.account.id)["Budgets"]
    assert float(told["CalculatedSpend"]["ActualSpend"]["Amount"]) > spent


def test_a_budget_stops_nothing_and_a_deleted_one_writes_no_more(shop):
    shop.budget(limit="1")
    shop.account.clock.advance(days=5)
    assert shop.status() == "available" and len(shop.budgets.letters()) == 1
    shop.budgets.delete_budget(AccountId=shop.account.id, BudgetName="month")
    shop.account.clock.advance(days=60)
    assert len(shop.budgets.letters()) == 1


def test_a_threshold_may_be_a_sum(shop):
    shop.budget(Threshold=1.0, ThresholdType="ABSOLUTE_VALUE")
    shop.account.clock.advance(days=2)
    assert shop.state() == "OK"
    shop.account.clock.advance(days=1)
    assert shop.state() == "ALARM"


@pytest.mark.parametrize(
    "change, code, message",
    [
        ({"limit": "0"}, "InvalidParameterException", "Amount above 0"),
        ({"limit": "ten"}, "InvalidParameterException", "Amount above 0"),
        (
            {"NotificationType": "FORECASTED"},
            "InvalidParameterException",
            "NotificationType here is ACTUAL",
        ),
    ],
)
def test_a_budget_that_cannot_be_is_refused(shop, change, code, message):
    with pytest.raises(ClientError, match=message) as refused:
        shop.budget(**change)
    assert refused.value.response["Error"]["Code"] == code


def test_two_budgets_of_one_name_and_one_of_another_account_are_refused(shop):
    shop.budget()
    with pytest.raises(shop.budgets.exceptions.DuplicateRecordException):
        shop.budget()
    with pytest.raises(shop.budgets.exceptions.AccessDeniedException):
        shop.budgets.describe_budgets(AccountId="210987654321")
    with pytest.raises(shop.budgets.exceptions.NotFoundException):
        shop.state("year")


def test_a_budget_is_the_accounts_whatever_the_region_of_the_client():
    spender = Spender()
    spender.budget()
    session = aws.Session("us-east-1", account=spender.account)
    found = session.client("budgets").describe_budgets(AccountId=spender.account.id)
    assert [each["BudgetName"] for each in found["Budgets"]] == ["month"]
