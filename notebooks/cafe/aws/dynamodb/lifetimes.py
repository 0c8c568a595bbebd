"""Time to live: items that DynamoDB deletes some time after they have expired.

An attribute of the item holds the moment, in seconds since 1970. A background process
finds expired items and deletes them within a few days, at no cost; until then they can
be read, so a program that cares filters them out (F39).

Simplified: how late each item is deleted is drawn from the account's seed, and two days
at most.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
"""

import heapq
import random
from datetime import timedelta

from ..parameters import NonEmpty
from ..service import operation
from .base import DynamoDBBase
from .errors import invalid
from .structures import TimeToLiveSpecification as Specification
from .values import Decimal, unpacked

ENABLING = timedelta(hours=1)
SWEEP = timedelta(hours=1)
LATEST = timedelta(days=2).total_seconds()
TOO_OLD = timedelta(days=5 * 365).total_seconds()


class LifetimeCalls(DynamoDBBase):
    """The calls on a table's time to live."""

    @operation
    def update_time_to_live(
        self, *, TableName: NonEmpty, TimeToLiveSpecification: Specification
    ):
        """Have expired items deleted, or have it no longer."""
        table = _who_deletes(self.table(TableName))
        attribute = TimeToLiveSpecification["AttributeName"]
        is_wanted, lifetime = TimeToLiveSpecification["Enabled"], table.lifetime
        if lifetime and lifetime.attribute != attribute:
            raise invalid(
                "TimeToLive is active on a different AttributeName: current "
                f"AttributeName is {lifetime.attribute}"
            )
        if is_wanted == (lifetime is not None):
            state = "enabled" if is_wanted else "disabled"
            raise invalid(f"TimeToLive is already {state}")
        if self.clock.now < table.lifetime_settled:
            raise invalid(
                "Time to live has been modified multiple times within a fixed interval"
            )
        table.lifetime_settled = self.clock.now + ENABLING
        if lifetime:
            lifetime.stop()
        table.lifetime = Lifetime(table, attribute) if is_wanted else None
        return {"TimeToLiveSpecification": TimeToLiveSpecification}

    @operation
    def describe_time_to_live(self, *, TableName: NonEmpty):
        """Whether expired items are deleted, and which attribute says when."""
        lifetime = _who_deletes(self.table(TableName)).lifetime
        described = {"TimeToLiveStatus": "DISABLED"}
        if lifetime:
            described = {
                "TimeToLiveStatus": lifetime.status(),
                "AttributeName": lifetime.attribute,
            }
        return {"TimeToLiveDescription": described}


def _who_deletes(table):
    """The one of a global table's replicas that deletes for all; else the table."""
    replicas = table.group.replicas.values() if table.group else []
    return next((each for each in replicas if each.lifetime), table)


class Lifetime:
    """Deletes the expired items of one table, an hourly round at a time."""

    def __init__(self, table, attribute):
        self.table, self.attribute = table, attribute
        self.clock = table.clock
        self.enabled = self.clock.now
        self.random = random.Random(f"{table.account.seed}/{table.arn}/ttl")
        self.due = []
        for pk, sk, data in table.store.walk():
            self.note(pk, sk, data)
        table.listeners.append(self.note)
        self._round = self.clock.after(SWEEP, self._sweep)

    def stop(self):
        self.table.listeners.remove(self.note)
        self._round.cancel()

    def move_to(self, table):
        """Go on with another table, which has the same items."""
        self.stop()
        self.table.lifetime, table.lifetime = None, Lifetime(table, self.attribute)
        table.lifetime.enabled = self.enabled

    def status(self):
        waiting = self.clock.now - self.enabled < ENABLING
        return "ENABLING" if waiting else "ENABLED"

    def note(self, pk, sk, data, replicated=False):
        """Remember an item that was written and will expire."""
        expires = self._expiry(data)
        if expires is not None:
            late = self.random.uniform(0, LATEST)
            heapq.heappush(self.due, (expires + late, len(self.due), pk, sk))

    def _expiry(self, data):
        """When a packed item expires, in seconds since 1970; None if it does not."""
        value = data and unpacked(data).get(self.attribute)
        if value.__class__ is not tuple:
            return None
        expires = float(Decimal(value[0]))
        return expires if expires > self.clock.now.timestamp() - TOO_OLD else None

    def _sweep(self):
        now = self.clock.now.timestamp()
        while self.due and self.due[0][0] <= now:
            *_, pk, sk = heapq.heappop(self.due)
            expires = self._expiry(self.table.store.get(pk, sk))
            if expires is not None and expires <= now:
                self.table.replace(pk, sk, None, by_service=True)
        self._round = self.clock.after(SWEEP, self._sweep)
