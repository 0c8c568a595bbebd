"""Alarms of CloudWatch, minute by minute: their metric, what lay beyond, their states.

    alarms_drawn(cloudwatch, ["3 busy minutes", "1 busy minute"], "12:03", "12:28")

All have one metric and one threshold, above which they ring, and a period of a minute.
The minutes are those of the day of the last change.
"""

from dataclasses import dataclass
from datetime import timedelta

from .curves import Curve
from .time_line import LONG, bar, ends, line, row, rows, spans

NO_DATA = "INSUFFICIENT_DATA"
STATES = {"OK": "● OK", "ALARM": "✕ ALARM", NO_DATA: f"◐ {NO_DATA}"}


@dataclass(frozen=True)
class AlarmsDrawn:
    """What alarms have seen, and what each has said: a value for each minute."""

    start: str
    end: str
    metric: str
    threshold: float
    values: tuple
    states: dict

    @property
    def caption(self):
        return f"minute by minute from {self.start} to {self.end}"

    @property
    def beyond(self):
        return [(value or 0) > self.threshold for value in self.values]

    @property
    def _bars(self):
        """(what it is, its value in each minute, the words of each value)."""
        question = f"Is it more than {self.threshold:g}?"
        yield question, self.beyond, {True: "✕ yes", False: "● no"}
        for name, states in self.states.items():
            yield f"The alarm “{name}”", states, STATES

    def __repr__(self):
        numbers = " ".join("·" if v is None else f"{v:g}" for v in self.values)
        bars = (line(*each) for each in self._bars)
        return "\n".join([self.caption, f"   {self.metric}: {numbers}", *bars])

    def _repr_html_(self):
        dotted = f"{self.metric}, dotted: {self.threshold:g}"
        curve = Curve(self.metric, self.values, self.threshold, LONG)
        bars = (
            row(name, bar(spans(values, says), LONG))
            for name, values, says in self._bars
        )
        last = ends(self.start, self.end, LONG)
        return rows(self.caption, [row(dotted, curve.drawn()), *bars, last])


def alarms_drawn(cloudwatch, names, start, end):
    """The AlarmsDrawn of these alarms, from one time of their day to another."""
    alarm, *_ = cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]
    first, last = (_at(alarm["StateUpdatedTimestamp"], time) for time in (start, end))
    minutes = [
        first + timedelta(minutes=n) for n in range((last - first) // timedelta(0, 60))
    ]
    return AlarmsDrawn(
        start,
        end,
        alarm["MetricName"],
        alarm["Threshold"],
        _values(cloudwatch, alarm, minutes),
        {name: _states(cloudwatch, name, minutes) for name in names},
    )


def _at(day, time):
    hour, minute = map(int, time.split(":"))
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _values(cloudwatch, alarm, minutes):
    """What the metric was in each minute, or None."""
    metric = {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions")}
    asked = {"Metric": metric, "Period": alarm["Period"], "Stat": alarm["Statistic"]}
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "m1", "MetricStat": asked}],
        StartTime=minutes[0],
        EndTime=minutes[-1] + timedelta(minutes=1),
    )["MetricDataResults"][0]
    found = dict(zip(answer["Timestamps"], answer["Values"], strict=True))
    return tuple(found.get(minute) for minute in minutes)


def _states(cloudwatch, name, minutes):
    """The state at the beginning of each minute."""
    items = cloudwatch.describe_alarm_history(
        AlarmName=name, HistoryItemType="StateUpdate", ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    changes = [
        (each["Timestamp"], each["HistorySummary"].split()[-1]) for each in items
    ]
    return tuple(
        next((state for when, state in reversed(changes) if when <= minute), NO_DATA)
        for minute in minutes
    )
