"""When a backup rule fires: AWS's cron expressions, in UTC.

    cron(minutes hours day-of-month month day-of-week year)

    *  every value      ,  a list        -  a range      /  steps
    ?  no matter (one of the two days)   L  the last day of the month

Days of the week are SUN to SAT, or 1 to 7 from Sunday on. Same as AWS: six fields,
exactly one of the two days is `?`. Left out: rate(…), W, #, time zones.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time

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
LAST, LAST_YEAR = "L", 2199
#: 15W, LW, 6L and 6#3: the nearest weekday, the last Friday, the third one.
LEFT_OUT = re.compile(r"\dW|LW|\wL|#")


def parse(expression):
    """A schedule with `after(moment)`. Raises ValueError that says what is wrong."""
    whole = re.fullmatch(r"cron\((.*)\)", expression.strip())
    if not whole:
        raise ValueError(
            "this small AWS expects cron(…), for example cron(0 5 * * ? *); "
            f"got {expression}"
        )
    return _cron(whole[1])


@dataclass(frozen=True)
class Cron:
    """The moments that all fields allow; of `days` and `weekdays` one is empty."""

    minute: int
    hours: list
    days: list
    months: list
    weekdays: list
    years: list

    def after(self, moment):
        """The first moment later than this one, or None when there is no more."""
        for day in self._days(moment.date()):
            for hour in self.hours:
                clock = time(hour, self.minute, tzinfo=moment.tzinfo)
                if (at := datetime.combine(day, clock)) > moment:
                    return at
        return None

    def _days(self, first):
        """The days on which it fires, from the first on."""
        for year in self.years:
            for month in self.months:
                if (year, month) >= (first.year, first.month):
                    for number in range(1, monthrange(year, month)[1] + 1):
                        day = date(year, month, number)
                        if day >= first and self._fires_on(day):
                            yield day

    def _fires_on(self, day):
        if self.weekdays:
            return day.isoweekday() % 7 + 1 in self.weekdays
        is_last = day.day == monthrange(day.year, day.month)[1]
        return day.day in self.days or (is_last and LAST in self.days)


def _cron(inside):
    fields = inside.upper().split()
    if len(fields) != 6:
        raise ValueError(
            "cron has six fields (minutes hours day-of-month month day-of-week year); "
            f"got {len(fields)}: {inside}"
        )
    minutes, hours, days, months, weekdays, years = fields
    if (days == "?") == (weekdays == "?"):
        raise ValueError(
            "one of day-of-month and day-of-week is ?, the other says the days; "
            f"got {inside}"
        )
    if any(LEFT_OUT.search(field) for field in (days, weekdays)):
        raise ValueError(
            "this small AWS knows numbers, names, lists, ranges and steps of days, and "
            f"L as the last day of the month; got {inside}"
        )
    return Cron(
        _only_minute(minutes),
        _values(hours, 0, 23),
        [LAST] if days == LAST else _unless_any(days, 1, 31),
        _values(months, 1, 12, MONTHS),
        _unless_any(weekdays, 1, 7, DAYS),
        _values(years, 1970, LAST_YEAR),
    )


def _only_minute(field):
    first, *more = _values(field, 0, 59)
    if more:
        raise ValueError(
            f"a rule fires once an hour at most, so minutes is one number; got {field}"
        )
    return first


def _unless_any(field, *bounds):
    """The values of a field of days; none for ?."""
    return [] if field == "?" else _values(field, *bounds)


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
        named = f" or {names[0]} to {names[-1]}" if names else ""
        raise ValueError(f"expected {least} to {most}{named}; got {field}")
    return int(text)
