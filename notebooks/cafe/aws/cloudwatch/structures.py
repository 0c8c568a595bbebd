"""What calls on CloudWatch take, and what it refuses in AWS's words.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
"""

import re
from functools import partial
from typing import Annotated, Required, TypedDict

from ..errors import ServiceError
from ..parameters import AtLeast, AtMost, Matching, NonEmpty, OneOf
from .alarms import OPERATORS, TREATMENTS
from .metrics import STATISTICS, UNITS

#: How long the names of a metric and of an alarm may be.
Name = Annotated[str, AtLeast(1), AtMost(255)]
Namespace = Annotated[str, AtLeast(1), AtMost(255), Matching("[^:].*")]
LongText = Annotated[str, AtLeast(1), AtMost(1024)]
Order = Annotated[str, OneOf("TimestampDescending", "TimestampAscending")]
History = Annotated[str, OneOf("StateUpdate", "ConfigurationUpdate")]
State = Annotated[str, OneOf("INSUFFICIENT_DATA", "ALARM", "OK")]
Statistic = Annotated[str, OneOf(*STATISTICS)]
Comparison = Annotated[str, OneOf(*OPERATORS)]
Treatment = Annotated[str, AtLeast(1), OneOf(*TREATMENTS)]


class Dimension(TypedDict, total=False):
    Name: Required[Name]
    Value: Required[LongText]


Dimensions = Annotated[list[Dimension], AtMost(30)]


class DimensionFilter(TypedDict, total=False):
    Name: Required[NonEmpty]
    Value: NonEmpty


class MetricName(TypedDict, total=False):
    Namespace: NonEmpty
    MetricName: NonEmpty
    Dimensions: list[Dimension]


class MetricStat(TypedDict, total=False):
    Metric: Required[MetricName]
    Period: Required[Annotated[int, AtLeast(1)]]
    Stat: Required[str]


class MetricDataQuery(TypedDict, total=False):
    Id: Required[NonEmpty]
    MetricStat: MetricStat


class MetricDatum(TypedDict, total=False):
    MetricName: Required[Name]
    Dimensions: Dimensions
    Value: float
    Unit: Annotated[str, OneOf(*UNITS)]


#: What an alarm cannot do without.
NEEDED = (
    "Namespace MetricName Statistic Period EvaluationPeriods Threshold "
    "ComparisonOperator"
).split()

#: The error for arguments that do not make sense, alone or together.
invalid = partial(ServiceError, "ValidationError")
#: The error for a value that a datum cannot have.
invalid_value = partial(ServiceError, "InvalidParameterValue")


#: The largest value of a datum, as PutMetricData's page has it.
MOST = 2**360


def is_value(number):
    """Whether a number may be kept: NaN and infinity are none, nor what is beyond."""
    try:
        return abs(float(number)) <= MOST
    except OverflowError:
        return False


def check_period(period):
    if period % 60:
        raise invalid(
            f"The period {period} is not a multiple of 60 seconds: this small AWS has "
            "points of a minute."
        )


def check_alarm(asked):
    """Refuse an alarm that cannot be."""
    for name in NEEDED:
        if asked[name] is None:
            raise invalid(f"The parameter {name} must be specified.")
    check_period(asked["Period"])
    for action in asked["AlarmActions"] or ():
        if not action.startswith("arn:"):
            raise invalid(f"Invalid arn syntax: {action}")
    if not is_value(asked["Threshold"]):
        raise invalid(
            f"The value {asked['Threshold']} for parameter Threshold is invalid."
        )
    if (asked["DatapointsToAlarm"] or 0) > asked["EvaluationPeriods"]:
        raise invalid(
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods."
        )
    is_short = asked["Period"] < 3600
    most, what, sign = (86400, "day", "<") if is_short else (604800, "week", ">=")
    if asked["EvaluationPeriods"] * asked["Period"] > most:
        raise invalid(
            f"Metrics cannot be checked across more than a {what} (EvaluationPeriods * "
            f"Period must be <= {most}) for alarms using period {sign} 3600"
        )


def check_datum(place, datum):
    """Refuse one of the MetricData; `place` is where it stands."""
    if "Value" not in datum:
        raise ServiceError(
            "MissingParameter",
            f"At least one of the parameters {place}.Value must be specified.",
        )
    if not is_value(datum["Value"]):
        raise invalid_value(
            f"The value {datum['Value']} for parameter {place}.Value is invalid."
        )
    texts = {f"{place}.MetricName": datum["MetricName"]}
    for number, each in enumerate(datum.get("Dimensions", ()), 1):
        for part in ("Name", "Value"):
            texts[f"{place}.Dimensions.member.{number}.{part}"] = each[part]
    for parameter, text in texts.items():
        if not text.isascii():
            raise invalid_value(
                f"The value for parameter {parameter} contains non-ASCII characters."
            )


def check_query(number, query, ids):
    """Refuse one of the MetricDataQueries that cannot be answered."""
    if not re.fullmatch(r"[a-z]\w*", query["Id"], re.ASCII):
        raise invalid(
            f"The value {query['Id']} for parameter MetricDataQueries.member.{number}"
            ".Id is not valid: it must begin with a lowercase letter and hold letters, "
            "digits and underscores."
        )
    if ids.count(query["Id"]) > 1:
        raise invalid(
            "The values for parameter id in MetricDataQueries are not unique."
        )
    if "MetricStat" not in query:
        raise invalid(
            "The parameter MetricDataQueries.member."
            f"{number}.MetricStat must be specified: this small AWS has no Expression."
        )
    check_period(query["MetricStat"]["Period"])
    if query["MetricStat"]["Stat"] not in STATISTICS:
        raise invalid(
            f"The value {query['MetricStat']['Stat']} for parameter MetricDataQueries"
            f".member.{number}.MetricStat.Stat is not supported. This small AWS has: "
            f"{', '.join(STATISTICS)}"
        )
