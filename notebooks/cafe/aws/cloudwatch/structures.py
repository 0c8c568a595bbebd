"""What calls on CloudWatch take, and what it refuses in AWS's words.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
"""

import re
from typing import Annotated, Any, Required, TypedDict

from ..errors import ServiceError
from ..parameters import AtLeast, NonEmpty
from .metrics import STATISTICS


class Dimension(TypedDict, total=False):
    Name: Required[NonEmpty]
    Value: Required[NonEmpty]


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
    MetricName: Required[NonEmpty]
    Dimensions: list[Dimension]
    Value: float
    Unit: str


def check_choice(where, value, choices):
    """Refuse what is none of the choices, in AWS's words."""
    if value not in choices:
        raise ServiceError(
            "ValidationError",
            f"1 validation error detected: Value '{value}' at '{where}' failed to "
            "satisfy constraint: Member must satisfy enum value set: "
            f"[{', '.join(choices)}]",
        )


def check_period(period):
    if period % 60:
        raise ServiceError(
            "ValidationError",
            f"The period {period} is not a multiple of 60 seconds: this small AWS has "
            "points of a minute.",
        )


def check_query(number, query, ids):
    """Refuse one of the MetricDataQueries that cannot be answered."""
    if not re.fullmatch(r"[a-z]\w*", query["Id"], re.ASCII):
        raise ServiceError(
            "ValidationError",
            f"The value {query['Id']} for parameter MetricDataQueries.member.{number}"
            ".Id is not valid: it must begin with a lowercase letter and hold letters, "
            "digits and underscores.",
        )
    if ids.count(query["Id"]) > 1:
        raise ServiceError(
            "ValidationError",
            "The values for parameter id in MetricDataQueries are not unique.",
        )
    if "MetricStat" not in query:
        raise ServiceError(
            "ValidationError",
            "The parameter MetricDataQueries.member."
            f"{number}.MetricStat must be specified: this small AWS has no Expression.",
        )
    check_period(query["MetricStat"]["Period"])
    if query["MetricStat"]["Stat"] not in STATISTICS:
        raise ServiceError(
            "ValidationError",
            f"The value {query['MetricStat']['Stat']} for parameter MetricDataQueries"
            f".member.{number}.MetricStat.Stat is not supported. This small AWS has: "
            f"{', '.join(STATISTICS)}",
        )


def required(**given) -> list[Any]:
    """The values of what must be given; refused where one is not."""
    for name, value in given.items():
        if value is None:
            raise ServiceError(
                "ValidationError", f"The parameter {name} must be specified."
            )
    return list(given.values())
