"""AWS Budgets: a sum for each month, and whom to write to when it is nearly spent.

Same as AWS: the calls, answers and errors; a budget tells and stops nothing; it looks
some three times a day, so it is late by hours; a notification that has rung is
in ALARM until the month is over. Simplified: it looks every eight hours, and what
would be mailed is read with `letters()` (ours). Left out: budgets of anything but the
costs of a month, forecasts, actions, filters, subscribers by SNS.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import inf
from typing import Annotated, Required, TypedDict

from .errors import ServiceError
from .parameters import AtLeast, AtMost, Matching, NonEmpty
from .service import Pages, Service, named_alike, operation

#: What there is here of what AWS takes.
ONLY = {
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "SubscriptionType": "EMAIL",
}
LOOKS_EVERY = timedelta(hours=8)
AccountNumber = Annotated[str, AtLeast(12)]


class Spend(TypedDict):
    Amount: NonEmpty
    Unit: NonEmpty


class Budget(TypedDict, total=False):
    BudgetName: Required[Annotated[str, AtLeast(1), AtMost(100), Matching(r"[^:\\]+")]]
    BudgetLimit: Spend
    TimeUnit: Required[str]
    BudgetType: Required[str]


class Notification(TypedDict, total=False):
    NotificationType: Required[str]
    ComparisonOperator: Required[str]
    Threshold: Required[Annotated[float, AtLeast(0)]]
    ThresholdType: str


class Subscriber(TypedDict):
    SubscriptionType: str
    Address: NonEmpty


class NotificationWithSubscribers(TypedDict):
    Notification: Notification
    Subscribers: Annotated[list[Subscriber], AtLeast(1), AtMost(11)]


@dataclass
class Alarm:
    """A notification, whom it writes to, and the month in which it has rung."""

    notification: dict
    addresses: list
    rung_in: str | None = None

    def threshold(self, limit):
        """The sum, in US dollars, above which it rings."""
        asked = self.notification
        percent = asked.get("ThresholdType", "PERCENTAGE") == "PERCENTAGE"
        return asked["Threshold"] * (limit / 100 if percent else 1)


@dataclass
class MonthlyBudget:
    """A budget and its alarms; `spent` in the month when it `updated` itself."""

    data: dict
    alarms: list
    updated: datetime
    spent: float = 0.0

    @property
    def name(self):
        return self.data["BudgetName"]

    @property
    def limit(self):
        return float(self.data["BudgetLimit"]["Amount"])


@dataclass(frozen=True)
class Letter:
    """What would lie in the mailbox."""

    moment: datetime
    address: str
    text: str


class Budgets(Service):
    """The `budgets` client: one for all Regions."""

    prefix = "budgets"
    MISSING = 400
    invalid = "InvalidParameterException"
    paginators = {
        "describe_budgets": Pages("Budgets"),
        "describe_notifications_for_budget": Pages("Notifications"),
    }
    faults = named_alike(
        "AccessDeniedException",
        "DuplicateRecordException",
        "InvalidParameterException",
        "NotFoundException",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.budgets, self._letters = {}, []

    @operation
    def create_budget(
        self,
        *,
        AccountId: AccountNumber,
        Budget: Budget,
        NotificationsWithSubscribers: Annotated[
            list[NotificationWithSubscribers], AtMost(10)
        ]
        | None = None,
    ):
        """A budget for each month, with notifications by mail."""
        self._check_account(AccountId)
        _check(Budget, NotificationsWithSubscribers or [])
        name = Budget["BudgetName"]
        if name in self.budgets:
            raise ServiceError(
                "DuplicateRecordException",
                f"Error creating budget: {name} - the budget already exists.",
            )
        alarms = [
            Alarm(
                dict(each["Notification"]), [s["Address"] for s in each["Subscribers"]]
            )
            for each in NotificationsWithSubscribers or []
        ]
        self.budgets[name] = MonthlyBudget(
            dict(deepcopy(Budget)), alarms, self.clock.now
        )
        self._look(name)

    @operation
    def describe_budgets(self, *, AccountId: AccountNumber):
        """All budgets, with what was spent in this month when they last looked."""
        self._check_account(AccountId)
        return {"Budgets": [self._described(each) for each in self.budgets.values()]}

    @operation
    def describe_notifications_for_budget(
        self, *, AccountId: AccountNumber, BudgetName: NonEmpty
    ):
        """A budget's notifications: OK, or ALARM."""
        self._check_account(AccountId)
        month = f"{self.clock.now:%Y-%m}"
        return {
            "Notifications": [
                alarm.notification
                | {"NotificationState": "ALARM" if alarm.rung_in == month else "OK"}
                for alarm in self._budget(BudgetName).alarms
            ]
        }

    @operation
    def delete_budget(self, *, AccountId: AccountNumber, BudgetName: NonEmpty):
        """Delete a budget with its notifications."""
        self._check_account(AccountId)
        del self.budgets[self._budget(BudgetName).name]

    def letters(self):
        """What the budgets have written so far, the first first (ours)."""
        return list(self._letters)

    def touched(self, operation_name, arguments):
        """Two actions for all calls: to look at a budget, and to change one."""
        is_asked = operation_name.startswith("describe")
        named = arguments.get("Budget", arguments).get("BudgetName", "*")
        arn = f"arn:aws:budgets::{self.account.id}:budget/{named}"
        return [(f"budgets:{'ViewBudget' if is_asked else 'ModifyBudget'}", arn, {})]

    # -- looking ------------------------------------------------------------------

    def _look(self, name):
        """Compare what was spent with a budget, and do so again some hours later."""
        if name not in self.budgets:
            return
        budget, now = self.budgets[name], self.clock.now
        budget.spent, budget.updated = self.account.bill().total, now
        month = f"{now:%Y-%m}"
        for alarm in budget.alarms:
            if budget.spent > alarm.threshold(budget.limit) and alarm.rung_in != month:
                alarm.rung_in = month
                text = (
                    f"{name}: {budget.spent:.2f} USD were spent in {now:%B %Y}, more "
                    f"than {alarm.threshold(budget.limit):.2f} USD."
                )
                self._letters += [Letter(now, to, text) for to in alarm.addresses]
        self.clock.after(LOOKS_EVERY, lambda: self._look(name))

    # -- shared by the calls ------------------------------------------------------

    def _budget(self, name):
        if name not in self.budgets:
            raise ServiceError(
                "NotFoundException",
                f"Unable to get budget: {name} - the budget doesn't exist.",
            )
        return self.budgets[name]

    def _described(self, budget):
        spent = {"Amount": f"{budget.spent:.3f}", "Unit": "USD"}
        return budget.data | {
            "CalculatedSpend": {"ActualSpend": spent},
            "LastUpdatedTime": budget.updated,
        }

    def _check_account(self, account_id):
        if account_id != self.account.id:
            raise ServiceError(
                "AccessDeniedException",
                f"Account {account_id} is not yours; yours is {self.account.id}.",
            )


def _check(budget, notifications):
    """Refuse what this small AWS has not."""
    asked = [budget]
    for each in notifications:
        asked += [each["Notification"], *each["Subscribers"]]
    for given in asked:
        for name, value in ONLY.items():
            if given.get(name, value) != value:
                raise _invalid(f"{name} here is {value}; got {given[name]}.")
    if "BudgetLimit" not in budget:
        raise _invalid(
            "Unable to create/update budget - please provide one of the followings: "
            "Budget Limit/ Planned Budget Limit/ Auto Adjust Data"
        )
    try:
        limit = float(budget["BudgetLimit"]["Amount"])
    except ValueError:
        limit = 0
    if not 0 < limit < inf or budget["BudgetLimit"]["Unit"] != "USD":
        raise _invalid(
            "BudgetLimit is an Amount above 0 in the Unit USD; got "
            f"{budget['BudgetLimit']}."
        )


_invalid = partial(ServiceError, "InvalidParameterException")
