"""Amazon CloudWatch: what every service measures of itself, and alarms on it.

    cloudwatch = aws.client("cloudwatch")
    cloudwatch.list_metrics(Namespace="AWS/RDS")

Same as AWS
    calls, arguments, answers; namespaces, names, dimensions and units of the metrics
    (F131, F133, F134); points of a minute, kept 15 days (F132); the five plain
    statistics over periods of whole minutes, the newest first unless you say otherwise;
    alarms with their three states, M out of N periods (F173), and how a missing point
    is treated (F174); what has no metric has no points, and that is no error.
Simplified
    it notes from the moment its client is made in a Region (there, always); a point is
    there as soon as its minute is over (there, it may come later); what is a state,
    such as the number of connections, is looked at once, at the end of each minute; of
    what is counted, a minute has one value (there, one for each request, so that an
    average is theirs); an alarm judges exactly as many periods as you name, which end
    now.
Left out
    metric math and searches, percentiles, periods below a minute, composite and anomaly
    alarms, dashboards, logs, deleting alarms; an alarm rings, and nobody is called:
    Amazon SNS is not there.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
"""

from datetime import datetime, timedelta
from typing import Annotated

from ..parameters import AtLeast, AtMost, NonEmpty
from ..service import Pages, Service, operation
from .alarms import Alarm, usual_treatment
from .metrics import MINUTE, STATISTICS, Metric, Series, dimensions_of, start_of
from .structures import (
    Comparison,
    DimensionFilter,
    Dimensions,
    History,
    LongText,
    MetricDataQuery,
    MetricDatum,
    Name,
    Namespace,
    Order,
    State,
    Statistic,
    Treatment,
    check_alarm,
    check_datum,
    check_query,
    invalid,
    invalid_value,
)

NEWEST_FIRST = "TimestampDescending"


class CloudWatch(Service):
    """The `cloudwatch` client of one Region."""

    prefix = "cloudwatch"
    faults = {
        "InvalidParameterCombinationException": "InvalidParameterCombination",
        "InvalidParameterValueException": "InvalidParameterValue",
        "MissingRequiredParameterException": "MissingParameter",
    }
    paginators = {
        "describe_alarms": Pages("MetricAlarms"),
        "describe_alarm_history": Pages("AlarmHistoryItems"),
        "get_metric_data": Pages("MetricDataResults"),
        "list_metrics": Pages("Metrics"),
    }

    def __init__(self, account, region):
        super().__init__(account, region)
        self.series, self.alarms = {}, {}
        self._totals = {}
        self._look(lambda metric, measured, value: None)  # what was before is not asked
        self._plan()

    # -- every minute -----------------------------------------------------------------

    def _plan(self):
        next_minute = start_of(self.clock.now, MINUTE) + MINUTE
        delay = next_minute - self.clock.now
        self.clock.after(delay, self._minute, only_looks=True)

    def _minute(self):
        now = self.clock.now
        self._look(
            lambda metric, measured, value: self._note(
                metric, measured.unit, now - MINUTE, value
            )
        )
        for alarm in self.alarms.values():
            alarm.look(self.series.get(alarm.metric), now)
        self._plan()

    def _look(self, note):
        """Ask all services what they measure; `note(Metric, Measured, value)`."""
        for service in self.account.services():
            if service.region != self.region:
                continue
            for measured in service.measured():
                metric = Metric(
                    measured.namespace, measured.name, frozenset(measured.dimensions)
                )
                value = measured.value
                if measured.is_total:
                    value = self._growth(metric, value)
                if value or not measured.is_sparse:
                    note(metric, measured, value)

    def _growth(self, metric, total):
        """What a total has grown by since the last look; it may have begun anew."""
        before = self._totals.get(metric, 0)
        self._totals[metric] = total
        return total - before if total >= before else total

    def _note(self, metric, unit, moment, value):
        series = self.series.setdefault(metric, Series(unit))
        series.add(moment, value)

    # -- metrics ----------------------------------------------------------------------

    @operation
    def list_metrics(
        self,
        *,
        Namespace: NonEmpty | None = None,
        MetricName: NonEmpty | None = None,
        Dimensions: list[DimensionFilter] | None = None,
    ):
        """The metrics that have points, all or those that fit."""
        wanted = [(each["Name"], each.get("Value")) for each in Dimensions or []]
        found = [
            metric.described()
            for metric in sorted(self.series, key=_in_order)
            if Namespace in (None, metric.namespace)
            and MetricName in (None, metric.name)
            and all(_has(metric, name, value) for name, value in wanted)
        ]
        return {"Metrics": found}

    @operation
    def get_metric_data(
        self,
        *,
        MetricDataQueries: list[MetricDataQuery],
        StartTime: datetime,
        EndTime: datetime,
        ScanBy: Order = NEWEST_FIRST,
    ):
        """Points of several metrics from a moment until another, newest first."""
        if StartTime >= EndTime:
            raise invalid(
                "The parameter StartTime must be less than the parameter EndTime."
            )
        ids = [query["Id"] for query in MetricDataQueries]
        for number, query in enumerate(MetricDataQueries, 1):
            check_query(number, query, ids)
        results = [
            self._result(query, StartTime, EndTime, ScanBy)
            for query in MetricDataQueries
        ]
        return {"MetricDataResults": results, "Messages": []}

    def _result(self, query, start, end, order):
        asked = query["MetricStat"]
        named = asked["Metric"]
        metric = Metric(
            named.get("Namespace", ""),
            named.get("MetricName", ""),
            dimensions_of(named.get("Dimensions")),
        )
        series = self.series.get(metric)
        period = timedelta(seconds=asked["Period"])
        points = series.between(start_of(start, period), end, period) if series else {}
        moments = sorted(points, reverse=order == NEWEST_FIRST)
        return {
            "Id": query["Id"],
            "Label": metric.name,
            "Timestamps": moments,
            "Values": [STATISTICS[asked["Stat"]](points[each]) for each in moments],
            "StatusCode": "Complete",
        }

    @operation
    def put_metric_data(
        self,
        *,
        Namespace: Namespace,
        MetricData: Annotated[list[MetricDatum], AtMost(1000)],
    ):
        """Note values of a program's own, of this moment."""
        if Namespace.startswith("AWS/"):
            raise invalid_value("The value AWS/ for parameter Namespace is invalid.")
        values = []
        for number, datum in enumerate(MetricData, 1):
            check_datum(f"MetricData.member.{number}", datum)
            metric = Metric(
                Namespace, datum["MetricName"], dimensions_of(datum.get("Dimensions"))
            )
            values.append((metric, datum.get("Unit", "None"), float(datum["Value"])))
        for metric, unit, value in values:
            self._note(metric, unit, self.clock.now, value)

    # -- alarms -----------------------------------------------------------------------

    @operation
    def put_metric_alarm(
        self,
        *,
        AlarmName: Name,
        AlarmDescription: Annotated[str, AtMost(1024)] | None = None,
        AlarmActions: Annotated[list[LongText], AtMost(5)] | None = None,
        Namespace: Namespace | None = None,
        MetricName: Name | None = None,
        Dimensions: Dimensions | None = None,
        Statistic: Statistic | None = None,
        Period: Annotated[int, AtLeast(1)] | None = None,
        EvaluationPeriods: Annotated[int, AtLeast(1)] | None = None,
        DatapointsToAlarm: Annotated[int, AtLeast(1)] | None = None,
        Threshold: float | None = None,
        ComparisonOperator: Comparison | None = None,
        TreatMissingData: Treatment | None = None,
    ):
        """Make an alarm on one metric, or change the one of this name.

        A new one is INSUFFICIENT_DATA until it has looked, at the next whole minute.
        """
        asked = dict(locals())
        check_alarm(asked)
        self._keep(self._alarm(asked))

    def _alarm(self, asked):
        """The Alarm that put_metric_alarm asks for."""
        name, namespace = asked["AlarmName"], asked["Namespace"]
        periods = asked["EvaluationPeriods"]
        dimensions = dimensions_of(asked["Dimensions"])
        return Alarm(
            name=name,
            description=asked["AlarmDescription"],
            arn=self.account.arn("cloudwatch", self.region, f"alarm:{name}"),
            metric=Metric(namespace, asked["MetricName"], dimensions),
            statistic=asked["Statistic"],
            period=timedelta(seconds=asked["Period"]),
            periods=periods,
            enough=asked["DatapointsToAlarm"] or periods,
            threshold=float(asked["Threshold"]),
            comparison=asked["ComparisonOperator"],
            treatment=asked["TreatMissingData"] or usual_treatment(namespace),
            actions=list(asked["AlarmActions"] or []),
            configured=self.clock.now,
        )

    def _keep(self, alarm):
        """Keep an alarm; it goes on from the state of the one before it."""
        summary = f'Alarm "{alarm.name}" created'
        if before := self.alarms.get(alarm.name):
            alarm.take_over(before)
            summary = f'Alarm "{alarm.name}" updated'
        alarm.history.append((self.clock.now, "ConfigurationUpdate", summary))
        self.alarms[alarm.name] = alarm

    @operation
    def describe_alarms(
        self,
        *,
        AlarmNames: list[NonEmpty] | None = None,
        StateValue: State | None = None,
    ):
        """All alarms by their names, or the named ones, or those in one state."""
        found = [
            alarm.described()
            for name, alarm in sorted(self.alarms.items())
            if (AlarmNames is None or name in AlarmNames)
            and StateValue in (None, alarm.state)
        ]
        return {"CompositeAlarms": [], "MetricAlarms": found}

    @operation
    def describe_alarm_history(
        self,
        *,
        AlarmName: NonEmpty | None = None,
        HistoryItemType: History | None = None,
        ScanBy: Order = NEWEST_FIRST,
    ):
        """What happened to the alarms, newest first."""
        items = [
            {
                "AlarmName": name,
                "AlarmType": "MetricAlarm",
                "Timestamp": moment,
                "HistoryItemType": kind,
                "HistorySummary": summary,
            }
            for name, alarm in self.alarms.items()
            if AlarmName in (None, name)
            for moment, kind, summary in alarm.history
            if HistoryItemType in (None, kind)
        ]
        items.sort(key=lambda item: item["Timestamp"])
        return {"AlarmHistoryItems": items[:: -1 if ScanBy == NEWEST_FIRST else 1]}


def _in_order(metric):
    return metric.namespace, metric.name, sorted(metric.dimensions)


def _has(metric, name, value):
    """Whether a metric has a dimension of a name, and of a value if one is named."""
    return any(
        name == each and value in (None, its_value)
        for each, its_value in metric.dimensions
    )
