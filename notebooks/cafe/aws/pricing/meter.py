"""The meter: how long what was held, and how much was counted, by day and resource."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import NamedTuple

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Use(NamedTuple):
    """What of a resource is paid for: `line` is the id of its price.

    `amount` is what is held at the moment (instances, GB, units of capacity). If it is
    `counted`, it is how many there were so far, and what has come since the last
    reading counts; `free` says that these cost nothing.
    """

    line: str
    resource: str
    amount: float
    counted: bool = False
    free: bool = False


class Meter:
    """What was used, `used[day, region, line, resource]`: amounts by hours, or counts.

    It was read up to a moment, `until`, and is read again before something happens, or
    a minute later: many short steps of the clock are one reading. A counter that is
    smaller than before belongs to a new resource of the same name.
    """

    def __init__(self, start):
        self.used, self.until = defaultdict(float), start
        self._seen = {}

    def read(self, services, until):
        """Note what the services hold since the last reading, and what they counted."""
        spans, today = list(days(self.until, until)), self.until.date()
        self.until = until
        for service in services:
            for line, resource, amount, counted, free in service.uses():
                place = service.region, line, resource
                if counted:
                    new = self._new(place, amount)
                    if new and not free:
                        self.used[today, *place] += new
                elif amount:
                    for day, hours in spans:
                        self.used[day, *place] += amount * hours

    def _new(self, place, amount):
        """How much a counter has gone on since it was last read."""
        seen = self._seen.get(place, 0)
        self._seen[place] = amount
        return amount - seen if amount >= seen else amount


def days(start, end):
    """(day, hours) of each day between two moments."""
    while start < end:
        midnight = datetime.combine(start.date(), time(), start.tzinfo)
        until = min(end, midnight + timedelta(days=1))
        yield start.date(), (until - start) / HOUR
        start = until
