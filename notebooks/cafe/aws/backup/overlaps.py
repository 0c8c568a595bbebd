"""When two rules of a plan want the same hours, one of them backs up.

Where the start windows of two rules overlap, AWS Backup takes one backup, for the rule
that keeps it longer; the whole start window counts, not the minute alone. Among equals
it is the first rule here (unverified).

https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
"""

from datetime import timedelta

from .lifecycle import checked
from .schedule import parse


def gives_way(rule, rules, now):
    """Whether another of the rules backs up instead of this one, which fires now."""
    return any(
        _overlap(rule, other, now)
        for place, other in enumerate(rules)
        if (_days_kept(other), -place) > (_days_kept(rule), -rules.index(rule))
    )


def _overlap(rule, other, now):
    """Whether a start window of the other rule overlaps the one that opens now."""
    opens = parse(other["ScheduleExpression"]).after(now - _window(other))
    return opens is not None and opens < now + _window(rule)


def _days_kept(rule):
    """Days; more than any number for a rule without an end."""
    return checked(rule.get("Lifecycle")).get("DeleteAfterDays", float("inf"))


def _window(rule):
    return timedelta(minutes=rule["StartWindowMinutes"])
