"""When a backup rule fires: AWS's cron expressions."""

from datetime import UTC, datetime

import pytest

from cafe.aws.backup.schedule import parse


def at(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def firings(expression, start, count):
    """The next moments after a start, as text."""
    schedule, moment, found = parse(expression), start, []
    for _ in range(count):
        moment = schedule.after(moment)
        found.append(f"{moment:%a %Y-%m-%d %H:%M}")
    return found


NOVEMBER = at(2026, 11, 2, 6)  # a Monday
FIRINGS = {
    "every day at five": (
        "cron(0 5 * * ? *)",
        ["Tue 2026-11-03 05:00", "Wed 2026-11-04 05:00"],
    ),
    "AWS's default": (
        "cron(0 5 ? * * *)",
        ["Tue 2026-11-03 05:00", "Wed 2026-11-04 05:00"],
    ),
    "Sunday is 1": (
        "cron(30 3 ? * 1 *)",
        ["Sun 2026-11-08 03:30", "Sun 2026-11-15 03:30"],
    ),
    "names of days": (
        "cron(0 3 ? * MON-FRI *)",
        ["Tue 2026-11-03 03:00", "Wed 2026-11-04 03:00"],
    ),
    "a range over the weekend": (
        "cron(0 3 ? * FRI-MON *)",
        [
            "Fri 2026-11-06 03:00",
            "Sat 2026-11-07 03:00",
            "Sun 2026-11-08 03:00",
            "Mon 2026-11-09 03:00",
            "Fri 2026-11-13 03:00",
        ],
    ),
    "the first of the month": (
        "cron(0 4 1 * ? *)",
        ["Tue 2026-12-01 04:00", "Fri 2027-01-01 04:00"],
    ),
    "the last of the month": (
        "cron(0 4 L * ? *)",
        [
            "Mon 2026-11-30 04:00",
            "Thu 2026-12-31 04:00",
            "Sun 2027-01-31 04:00",
            "Sun 2027-02-28 04:00",
        ],
    ),
    "the 31st is not in every month": (
        "cron(0 4 31 * ? *)",
        ["Thu 2026-12-31 04:00", "Sun 2027-01-31 04:00", "Wed 2027-03-31 04:00"],
    ),
    "29 February": (
        "cron(0 4 29 2 ? *)",
        ["Tue 2028-02-29 04:00", "Sun 2032-02-29 04:00"],
    ),
    "every six hours": (
        "cron(0 0/6 * * ? *)",
        ["Mon 2026-11-02 12:00", "Mon 2026-11-02 18:00", "Tue 2026-11-03 00:00"],
    ),
    "steps in a range": (
        "cron(15 8-18/5 * * ? *)",
        ["Mon 2026-11-02 08:15", "Mon 2026-11-02 13:15", "Mon 2026-11-02 18:15"],
    ),
    "a list of months": (
        "cron(0 4 1 JAN,JUL ? *)",
        ["Fri 2027-01-01 04:00", "Thu 2027-07-01 04:00"],
    ),
    "a step of months": (
        "cron(0 4 1 2/5 ? *)",
        [
            "Tue 2026-12-01 04:00",
            "Mon 2027-02-01 04:00",
            "Thu 2027-07-01 04:00",
            "Wed 2027-12-01 04:00",
            "Tue 2028-02-01 04:00",
        ],
    ),
    "every other year": (
        "cron(0 4 1 1 ? 2027/2)",
        ["Fri 2027-01-01 04:00", "Mon 2029-01-01 04:00"],
    ),
}


@pytest.mark.parametrize("name", FIRINGS)
def test_a_rule_fires_at_these_moments(name):
    expression, expected = FIRINGS[name]
    assert firings(expression, NOVEMBER, len(expected)) == expected


def test_the_moment_itself_is_not_after_it():
    daily = parse("cron(0 5 * * ? *)")
    assert daily.after(at(2026, 11, 3, 5)) == at(2026, 11, 4, 5)
    assert daily.after(at(2026, 11, 3, 4, 59)) == at(2026, 11, 3, 5)


def test_years_that_are_over_never_come():
    assert parse("cron(0 5 * * ? 2025)").after(NOVEMBER) is None
    assert parse("cron(0 5 30 2 ? *)").after(NOVEMBER) is None


@pytest.mark.parametrize(
    "expression, told",
    {
        "0 5 * * ? *": "expects cron(…), for example",
        "cron(0 5 * * ?)": "six fields",
        "cron(0 5 * * * *)": "one of day-of-month and day-of-week is ?",
        "cron(0 5 ? * ? *)": "one of day-of-month and day-of-week is ?",
        "cron(0 24 * * ? *)": "expected 0 to 23;",
        "cron(60 5 * * ? *)": "expected 0 to 59;",
        "cron(0 5 32 * ? *)": "expected 1 to 31;",
        "cron(0 5 0 * ? *)": "expected 1 to 31;",
        "cron(0 5 ? * 8 *)": "expected 1 to 7 or SUN to SAT;",
        "cron(0 5 ? * 0 *)": "expected 1 to 7 or SUN to SAT;",
        "cron(0 5 ? * MONDAY *)": "expected 1 to 7 or SUN to SAT;",
        "cron(0 5 ? 13 * *)": "expected 1 to 12 or JAN to DEC;",
        "cron(0 5/0 * * ? *)": "a step is a number",
        "cron(0,30 5 * * ? *)": "once an hour at most",
        "cron(0/15 * * * ? *)": "once an hour at most",
        "rate(12 hours)": "expects cron(…), for example",
        "cron(0 5 15W * ? *)": "L as the last day of the month; got 0 5 15W",
        "cron(0 5 LW * ? *)": "L as the last day of the month",
        "cron(0 5 ? * 6L *)": "L as the last day of the month",
        "cron(0 5 ? * FRIL *)": "L as the last day of the month",
        "cron(0 5 ? * FRI#3 *)": "L as the last day of the month",
        "cron(0 5 ? * L *)": "expected 1 to 7 or SUN to SAT;",
    }.items(),
)
def test_what_is_no_schedule_is_refused_with_the_reason(expression, told):
    with pytest.raises(ValueError, match=".*") as refusal:
        parse(expression)
    assert told in str(refusal.value)
