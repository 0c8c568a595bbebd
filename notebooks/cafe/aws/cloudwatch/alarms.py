"""Alarms: a threshold, how many of the last periods must cross it, and a state.

Every minute an alarm looks at its last periods. So many of them beyond the threshold
are ALARM, and too few for that OK. Where a missing point would decide, the state stays;
where all are missing, it is INSUFFICIENT_DATA; unless one said how to treat them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

import operator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .metrics import STATISTICS, Metric

OPERATORS = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
TREATMENTS = ("breaching", "notBreaching", "ignore", "missing")


def usual_treatment(namespace):
    """How a missing point is treated if nothing is said (F174)."""
    return "ignore" if namespace == "AWS/DynamoDB" else "missing"


@dataclass
class Alarm:
    """One alarm. `periods` is how many it looks at, `enough` how many must cross."""

    name: str
    description: str | None
    arn: str
    metric: Metric
    statistic: str
    period: timedelta
    periods: int
    enough: int
    threshold: float
    comparison: str
    treatment: str
    actions: list
    configured: datetime
    state: str = "INSUFFICIENT_DATA"
    reason: str = "Unchecked: Initial alarm creation"
    updated: datetime | None = None
    history: list = field(default_factory=list)  # (moment, kind, summary)

    def look(self, series, now):
        """Look at the last periods of the metric's `Series` (or None), and judge."""
        known = [value for value in self._last(series, now) if value is not None]
        bad = sum(map(self._is_bad, known))
        missing = self.periods - len(known)
        if self.treatment == "breaching":
            bad, missing = bad + missing, 0
        elif self.treatment == "notBreaching":
            missing = 0
        if bad >= self.enough:
            self._become("ALARM", self._reason_for(known, bad), now)
        elif bad + missing < self.enough:
            self._become("OK", self._reason_for(known, bad), now)
        elif not known and self.treatment == "missing":
            reason = f"Insufficient Data: {missing} datapoints were unknown."
            self._become("INSUFFICIENT_DATA", reason, now)

    def _last(self, series, now):
        """The statistic of each of the last periods, None where there is no point."""
        starts = [now - self.period * n for n in range(self.periods, 0, -1)]
        points = [series and series.whole(each, each + self.period) for each in starts]
        return [point and STATISTICS[self.statistic](point) for point in points]

    def _is_bad(self, value):
        return OPERATORS[self.comparison][0](value, self.threshold)

    def _reason_for(self, known, bad):
        """Why the state is as it is, nearly as AWS says it."""
        values = ", ".join(f"{value:g}" for value in known)
        return (
            f"Threshold Crossed: {bad} out of the last {self.periods} datapoints "
            f"[{values}] were {OPERATORS[self.comparison][1]} the threshold "
            f"({self.threshold:g}) (minimum {self.enough} for OK -> ALARM transition)."
        )

    def _become(self, state, reason, now):
        if state != self.state:
            summary = f"Alarm updated from {self.state} to {state}"
            self.history.append((now, "StateUpdate", summary))
            self.state, self.reason, self.updated = state, reason, now

    def take_over(self, before):
        """Keep state and history of the alarm whose place this one takes."""
        self.state, self.reason = before.state, before.reason
        self.updated, self.history = before.updated, before.history

    def described(self):
        """In the shape of AWS's MetricAlarm."""
        described = {
            "AlarmName": self.name,
            "AlarmArn": self.arn,
            "AlarmConfigurationUpdatedTimestamp": self.configured,
            "ActionsEnabled": True,
            "OKActions": [],
            "AlarmActions": list(self.actions),
            "InsufficientDataActions": [],
            "StateValue": self.state,
            "StateReason": self.reason,
            "StateUpdatedTimestamp": self.updated or self.configured,
            "StateTransitionedTimestamp": self.updated or self.configured,
            "Statistic": self.statistic,
            "Period": int(self.period.total_seconds()),
            "EvaluationPeriods": self.periods,
            "DatapointsToAlarm": self.enough,
            "Threshold": self.threshold,
            "ComparisonOperator": self.comparison,
            "TreatMissingData": self.treatment,
        }
        if self.description is not None:
            described["AlarmDescription"] = self.description
        return described | self.metric.described()
