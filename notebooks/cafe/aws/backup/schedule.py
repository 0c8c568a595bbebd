"""When a backup rule fires: AWS's cron and rate expressions, in UTC.

    cron(minutes hours day-of-month month day-of-week year)

    *  every value      ,  a list        -  a range      /  steps
    ?  no matter (one of the two days)   L  the last     W  the nearest weekday
    #  the n-th of a month: 6#3 is the third Friday; Sunday is 1

Same as AWS: six fields, exactly one of the two days is `?`. Left out: time zones.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MONTHS = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
LAST_YEAR = 2199
UNITS = {"minute": 1, "hour": 60, "day": 24 * 60}
LEAST_MINUTES, MOST_MINUTES = 60, 100 * 365 * 24 * 60


def parse(expression):
    """A schedule with `after(moment)`. Raises ValueError that says what is wrong."""
    whole = re.fullmatch(r"(cron|rate)\((.*)\)", expression.strip())
    if not whole:
        raise ValueError(
            f"expected cron(…) or rate(…), for example cron(0 5 * * ? *); "
            f"got {expression}"
        )
    kind, inside = whole.groups()
    return _cron(inside) if kind == "cron" else _rate(inside)


@dataclass(frozen=True)
class Rate:
    """Again and again after the same time."""

    every: timedelta

    def after(self, moment):
        return moment + self.every


@dataclass(frozen=True)
class Cron:
    """The moments that all fields allow."""

    minutes: list
    hours: list
    day_of_month: str
    months: list
    day_of_week: str
    years: list

    def after(self, moment):
        """The first moment later than this one, or None when there is no more."""
        for day in self._days(moment.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    at = datetime.combine(day, time(hour, minute, tzinfo=moment.tzinfo))
                    if at > moment:
                        return at
        return None

    def _days(self, first):
        """The days on which it fires, from the first on."""
        for year in self.years:
            for month in self.months:
                if (year, month) >= (first.year, first.month):
                    for number in sorted(self._days_of(year, month)):
                        if date(year, month, number) >= first:
                            yield date(year, month, number)

    def _days_of(self, year, month):
        """The numbers of a month's days on which it fires."""
        if self.day_of_week == "?":
            return _days_of_month(self.day_of_month, year, month)
        return _days_of_week(self.day_of_week, year, month)


def _rate(inside):
    parts = re.fullmatch(r"(\d+) (minute|hour|day)s?", inside)
    if not parts:
        raise ValueError(f"expected a number and a unit, rate(12 hours); got {inside}")
    minutes = int(parts[1]) * UNITS[parts[2]]
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise ValueError(
            f"a rate is from {LEAST_MINUTES} minutes to a hundred years; got {inside}"
        )
    return Rate(timedelta(minutes=minutes))


def _cron(inside):
    fields = inside.upper().split()
    if len(fields) != 6:
        raise ValueError(
            "cron has six fields (minutes hours day-of-month month day-of-week year); "
            f"got {len(fields)}: {inside}"
        )
    minutes, hours, day_of_month, months, day_of_week, years = fields
    if (day_of_month == "?") == (day_of_week == "?"):
        raise ValueError(
            "one of day-of-month and day-of-week is ?, the other says the days; "
            f"got {inside}"
        )
    cron = Cron(
        _values(minutes, 0, 59),
        _values(hours, 0, 23),
        day_of_month,
        _values(months, 1, 12, MONTHS),
        day_of_week,
        _values(years, 1970, LAST_YEAR),
    )
    if len(cron.minutes) > 1:
        raise ValueError(
            f"a rule fires once an hour at most, so minutes is one number; got {inside}"
        )
    cron._days_of(2024, 1)  # finds what is wrong with the days
    return cron


def _values(field, least, most, names=()):
    """The sorted numbers that a field with lists, ranges and steps allows."""
    found = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span == "*":
            start, end = least, most
        else:
            start = _number(first, field, least, most, names)
            end = _number(last, field, least, most, names) if dash else start
            end = most if slash and not dash else end
        if slash and not (step.isdigit() and int(step)):
            raise ValueError(f"a step is a number from 1 on; got {field}")
        wraps = range(start, most + 1), range(least, end + 1)
        run = [*wraps[0], *wraps[1]] if end < start else range(start, end + 1)
        found |= {*[*run][:: int(step or 1)]}
    return sorted(found)


def _number(text, field, least, most, names):
    if text in names:
        return names.index(text) + 1
    if not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"expected a number from {least} to {most}; got {field}")
    return int(text)


def _days_of_month(field, year, month):
    """What day-of-month says: numbers, L for the last, 15W for the nearest weekday."""
    last = monthrange(year, month)[1]
    if field == "L":
        return [last]
    if field == "LW":
        return [_nearest_weekday(year, month, last, last)]
    if weekday := re.fullmatch(r"(\d+)W", field):
        wanted = _number(weekday[1], field, 1, 31, ())
        return [_nearest_weekday(year, month, wanted, last)] if wanted <= last else []
    return [day for day in _values(field, 1, 31) if day <= last]


def _nearest_weekday(year, month, wanted, last):
    """The Monday to Friday next to a day, in the same month."""
    weekday = date(year, month, wanted).weekday()
    if weekday == 5:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == 6:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _days_of_week(field, year, month):
    """What day-of-week says: 1-7 or SUN-SAT, 6L for the last Friday, 6#3 the third."""
    last = monthrange(year, month)[1]
    of_each = {n: [] for n in range(1, 8)}
    for day in range(1, last + 1):
        of_each[date(year, month, day).isoweekday() % 7 + 1].append(day)
    if field == "L":
        return of_each[7]
    if one := re.fullmatch(r"(\w+)(L|#([1-5]))", field):
        days = of_each[_number(one[1], field, 1, 7, DAYS)]
        if one[2] == "L":
            return days[-1:]
        return days[int(one[3]) - 1 : int(one[3])]
    return [day for n in _values(field, 1, 7, DAYS) for day in of_each[n]]
