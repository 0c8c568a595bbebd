"""When backups and maintenance begin: the two windows of an instance, in UTC.

A backup window is of every day (`03:00-03:30`), a maintenance window of one day in the
week (`sun:04:00-sun:04:30`). Each has half an hour at least, and they do not overlap.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
"""

import re
from dataclasses import dataclass

from ..family.rules import invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes
LEAST = 30
TIME = r"([01]\d|2[0-3]):[0-5]\d"
MOMENT = rf"({'|'.join(DAYS)}):{TIME}"
BACKUP, MAINTENANCE = "03:00-03:30", "sun:04:00-sun:04:30"


@dataclass(frozen=True)
class Window:
    """`start` is in minutes of the day, or of the week since Monday began."""

    start: int
    minutes: int

    @property
    def end(self):
        return self.start + self.minutes


def chosen(backup, maintenance):
    """The two windows as texts; who names one is given another that fits it."""
    if maintenance is None:
        free = (w for w in _weekly() if not _overlap(backup or BACKUP, w))
        maintenance = next(free, MAINTENANCE)
    if backup is None:
        free = (w for w in _daily() if not _overlap(w, maintenance))
        backup = next(free, BACKUP)
    return checked(backup, maintenance)


def changed(now, backup, maintenance):
    """The two windows of which one, both or none is named anew."""
    named = zip((backup, maintenance), now)
    return checked(*(before if new is None else new for new, before in named))


def checked(backup, maintenance):
    """The two windows as AWS keeps them, in lower case. Refuses those that overlap."""
    if _overlap(backup, maintenance):
        raise invalid("The backup window and maintenance window must not overlap.")
    return backup, maintenance.lower()


def backup_window(text):
    """The Window of `hh24:mi-hh24:mi`."""
    if not re.fullmatch(f"{TIME}-{TIME}", text):
        raise invalid(
            f"Invalid backup window format: {text}. Should be specified as a range "
            "hh24:mi-hh24:mi (24H Clock UTC). Example: 09:23-09:53"
        )
    start, end = map(_minute, text.split("-"))
    minutes = (end - start) % DAY
    if minutes < LEAST:
        raise invalid("The backup window must be at least 30 minutes.")
    return Window(start, minutes)


def maintenance_window(text):
    """The Window of `ddd:hh24:mi-ddd:hh24:mi`; `Mon` is as good as `mon`."""
    if not re.fullmatch(f"{MOMENT}-{MOMENT}", text.lower()):
        raise invalid(
            f"Invalid maintenance window format: {text}. Should be specified as a "
            "range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC). Example: "
            "Sun:23:45-Mon:00:15"
        )
    start, end = map(_minute, text.lower().split("-"))
    minutes = (end - start) % WEEK
    if minutes < LEAST:
        raise invalid("The maintenance window must be at least 30 minutes.")
    if minutes >= DAY:
        raise invalid("Maintenance window must be less than 24 hours.")
    return Window(start, minutes)


def _overlap(backup, maintenance):
    daily, weekly = backup_window(backup), maintenance_window(maintenance)
    starts = (daily.start + day * DAY for day in range(-1, 9))
    return any(s < weekly.end and weekly.start < s + daily.minutes for s in starts)


def _minute(moment):
    """`sun:03:00` or `03:00` as minutes of the week or of the day."""
    *day, hour, minute = moment.split(":")
    return (DAYS.index(day[0]) * DAY if day else 0) + int(hour) * 60 + int(minute)


def _daily():
    """Backup windows of the least length: the usual one first, then later ones."""
    first = backup_window(BACKUP).start
    for start in range(first, first + DAY):
        yield f"{_of_day(start)}-{_of_day(start + LEAST)}"


def _weekly():
    """Maintenance windows of the least length, the usual one first."""
    first = maintenance_window(MAINTENANCE).start
    for start in range(first, first + WEEK):
        yield f"{_of_week(start)}-{_of_week(start + LEAST)}"


def _of_day(minute):
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _of_week(minute):
    return f"{DAYS[minute // DAY % 7]}:{_of_day(minute)}"
