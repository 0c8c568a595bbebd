"""AWS Cost Explorer: what each service has cost, by day or by month.

    ce = aws.client("ce")
    ce.get_cost_and_usage(TimePeriod={"Start": "2026-11-01", "End": "2026-12-01"},
                          Granularity="MONTHLY", Metrics=["UnblendedCost"],
                          GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}])

Same as AWS: the call, its answer and its texts for amounts; the end of a period is not
in it; every Region's costs, whichever Region the client has; what is not over yet is
`Estimated`. Simplified: what was used is known at once (there, within a day), and a
request costs nothing (there, 0.01 dollars). Left out: other metrics than
UnblendedCost, other groups than by service, filters, hours, forecasts.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
"""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import TypedDict

from .errors import ServiceError
from .pricing import bounds, charges
from .service import Service, operation

METRIC = "UnblendedCost"
BY_SERVICE = {"Type": "DIMENSION", "Key": "SERVICE"}


class DateInterval(TypedDict):
    Start: str
    End: str


class GroupDefinition(TypedDict, total=False):
    Type: str
    Key: str


class CostExplorer(Service):
    """The `ce` client: one for all Regions."""

    prefix = "ce"
    MISSING = 400
    faults = {"DataUnavailableException": "DataUnavailableException"}

    @operation
    def get_cost_and_usage(
        self,
        *,
        TimePeriod: DateInterval,
        Granularity: str,
        Metrics: list[str],
        GroupBy: list[GroupDefinition] | None = None,
    ):
        """The costs of each day or month of a period, whole or by service."""
        start, end = _period(TimePeriod, self.clock.now.date())
        if Granularity not in GRANULARITIES:
            raise _not_here("Granularity", Granularity, GRANULARITIES)
        if Metrics != [METRIC]:
            raise _not_here("Metrics", Metrics, [METRIC])
        if GroupBy and GroupBy != [BY_SERVICE]:
            raise _not_here("GroupBy", GroupBy, [BY_SERVICE])
        costs = self._costs(start, end)
        results = [
            self._result(first, after, costs, bool(GroupBy))
            for first, after in parts(start, end, Granularity)
        ]
        answer = {"ResultsByTime": results, "DimensionValueAttributes": []}
        return answer | ({"GroupDefinitions": GroupBy} if GroupBy else {})

    def _costs(self, start, end):
        """{(day, service): US dollars}."""
        used, costs = self.account.used(), Counter()
        for first, _ in parts(start, end, "MONTHLY"):
            for each in charges(used, f"{first:%Y-%m}")[0]:
                costs[each.day, each.service] += each.usd
        return costs

    def _result(self, first, after, costs, grouped):
        sums = Counter()
        for (day, service), usd in costs.items():
            if first <= day < after:
                sums[service] += usd
        total = {} if grouped else {METRIC: _amount(sum(sums.values()))}
        groups = [
            {"Keys": [service], "Metrics": {METRIC: _amount(usd)}}
            for service, usd in sorted(sums.items())
        ]
        return {
            "TimePeriod": {"Start": f"{first}", "End": f"{after}"},
            "Total": total,
            "Groups": groups if grouped else [],
            "Estimated": after > self.clock.now.date(),
        }


GRANULARITIES = ["DAILY", "MONTHLY"]


def parts(start, end, granularity):
    """(first day, day after) of each day or month in a period."""
    while start < end:
        _, month_after = bounds(f"{start:%Y-%m}")
        days = {"DAILY": start + timedelta(days=1), "MONTHLY": min(month_after, end)}
        yield start, days[granularity]
        start = days[granularity]


def _period(asked, today):
    """The two days of a period. Refuses one that is none."""
    try:
        start, end = (_day(asked[each]) for each in ("Start", "End"))
    except ValueError:
        raise _invalid(
            "Start and End are days, as 2026-11-02; got "
            f"{asked['Start']} and {asked['End']}."
        ) from None
    if start < today - timedelta(days=427):
        raise _invalid("You haven't enabled historical data beyond 14 months")
    if start >= end:
        raise _invalid("Start date (and hour) should be before end date (and hour)")
    _, next_month = bounds(f"{today:%Y-%m}")
    if end > next_month:
        raise _invalid("end date past the beginning of next month")
    return start, end


def _day(text):
    """The day that a text is; of the forms that Python reads AWS takes one."""
    found = date.fromisoformat(text)
    if text != f"{found}":
        raise ValueError(text)
    return found


def _amount(usd):
    return {"Amount": f"{usd:.10f}".rstrip("0").rstrip("."), "Unit": "USD"}


_invalid = partial(ServiceError, "ValidationException")


def _not_here(name, asked, there_is):
    return _invalid(f"{name} {asked!r} is not in this small AWS. There is: {there_is}")
