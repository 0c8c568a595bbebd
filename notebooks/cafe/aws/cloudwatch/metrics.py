"""Metrics: what is measured each minute, kept by its name and its dimensions.

A point is what a minute's values come to: their number, sum, least and largest. Each
statistic of a longer period follows from them. Points of 60 seconds are kept 15 days
[F132].

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=15)
RESOLUTION = timedelta(microseconds=1)


@dataclass
class Point:
    """The values of a minute, or of several."""

    count: float
    total: float
    least: float
    most: float

    @classmethod
    def of(cls, value):
        return cls(1, value, value, value)

    def with_(self, other):
        """Both together."""
        return Point(
            self.count + other.count,
            self.total + other.total,
            min(self.least, other.least),
            max(self.most, other.most),
        )


_BYTES = ("Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes")
_BITS = ("Bits", "Kilobits", "Megabits", "Gigabits", "Terabits")
_AMOUNTS = (*_BYTES, *_BITS, "Count")
UNITS = ("Seconds", "Microseconds", "Milliseconds", "Percent", "None", *_AMOUNTS)
UNITS += tuple(f"{each}/Second" for each in _AMOUNTS)
STATISTICS = {
    "SampleCount": lambda point: float(point.count),
    "Average": lambda point: point.total / point.count,
    "Sum": lambda point: float(point.total),
    "Minimum": lambda point: float(point.least),
    "Maximum": lambda point: float(point.most),
}


@dataclass(frozen=True)
class Metric:
    """A metric's name: namespace, name, and a set of (name, value) dimensions."""

    namespace: str
    name: str
    dimensions: frozenset = frozenset()

    def described(self):
        """In the shape of AWS's Metric."""
        return {
            "Namespace": self.namespace,
            "MetricName": self.name,
            "Dimensions": [
                {"Name": name, "Value": value}
                for name, value in sorted(self.dimensions)
            ],
        }


def dimensions_of(listed):
    """The set of dimensions in AWS's list of them."""
    return frozenset((each["Name"], each["Value"]) for each in listed or [])


@dataclass
class Series:
    """The points of one metric, by the minute in which each begins."""

    unit: str
    points: dict = field(default_factory=dict)
    newest: datetime = EPOCH

    def add(self, moment, value):
        """Note a value of a moment, and forget what is older than 15 days."""
        minute = start_of(moment, MINUTE)
        point = Point.of(value)
        if before := self.points.get(minute):
            point = before.with_(point)
        self.points[minute], self.newest = point, minute
        while (oldest := next(iter(self.points))) < minute - KEPT:
            del self.points[oldest]

    def between(self, start, end, period):
        """{start of a period: Point} of what was measured from `start` until `end`."""
        found = {}
        for minute, point in self._within(start, end):
            begun = start_of(minute, period)
            found[begun] = found[begun].with_(point) if begun in found else point
        return found

    def whole(self, start, end):
        """All that was measured from `start` until `end` in one Point, or None."""
        found = [point for _, point in self._within(start, end)]
        return reduce(Point.with_, found) if found else None

    def _within(self, start, end):
        """The (minute, Point) pairs from `start` until `end`, the oldest first."""
        minute = max(start, next(iter(self.points)))
        minute = start_of(minute + MINUTE - RESOLUTION, MINUTE)
        while minute < min(end, self.newest + MINUTE):
            if point := self.points.get(minute):
                yield minute, point
            minute += MINUTE


def start_of(moment, period):
    """The start of the period in which a moment lies."""
    return moment - (moment - EPOCH) % period
