"""Capacity: what a request costs, and how much may be used in a second.

    reads    one unit for each 4 KB read strongly, half a unit when eventual (F37)
    writes   one unit for each KB
    twice    in a transaction

A bucket fills by its rate on the account's clock and lets requests through as long as
something is in it. A provisioned table saves up to 300 seconds of what it did not use;
an on-demand table and a partition have what one second brings.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing.html
"""

from datetime import timedelta

BURST_SECONDS = 300
NEW_ON_DEMAND = {"Read": 12_000, "Write": 4_000}
MOST = 40_000  # units a second of one table, unless one asks AWS for more (F29)
#: So often capacity is lowered in a day (UTC) at any time, and then once an hour.
FREE_DECREASES, PAUSE = 4, timedelta(hours=1)
PARTITION = {"Read": 3_000, "Write": 1_000}
DOUBLING = timedelta(minutes=30)


def read_units(size, consistent):
    """Read units for some bytes; reading nothing costs as much as 4 KB."""
    return max(1, -(-size // 4096)) * (1.0 if consistent else 0.5)


def write_units(size):
    """Write units for an item's bytes; writing nothing costs as much as 1 KB."""
    return float(max(1, -(-size // 1024)))


class Bucket:
    """Units that may be used now: `rate` more each second, kept for `seconds`."""

    __slots__ = ("clock", "level", "limit", "moment", "rate")

    def __init__(self, clock, rate, seconds=1):
        self.clock, self.rate, self.limit = clock, rate, rate * seconds
        self.level, self.moment = self.limit, clock.now

    def is_empty(self):
        if self.clock.now is not self.moment:
            passed = (self.clock.now - self.moment).total_seconds()
            self.level = min(self.limit, self.level + passed * self.rate)
            self.moment = self.clock.now
        return self.level <= 0

    def take(self, units):
        """Use units. The last request may take more than is there; others then wait."""
        self.level -= units


class Throughput:
    """What a table or a global index may read and write in a second.

    `provisioned` is {"Read": units, "Write": units}, or None for on demand.
    `consumed` and `throttled` count units and requests since creation.
    """

    def __init__(self, clock, provisioned=None):
        self.clock = clock
        self.consumed = {"Read": 0.0, "Write": 0.0}
        self.throttled = {"Read": 0, "Write": 0}
        self.provisioned, self.decreases = None, []
        self.provision(provisioned)

    def provision(self, provisioned):
        """Set the capacity; what was saved up so far is kept up to the new limit."""
        if self.is_lower(provisioned):
            self.decreases.append(self.clock.now)
        self.provisioned = provisioned
        rates, seconds = provisioned or NEW_ON_DEMAND, BURST_SECONDS
        seconds = BURST_SECONDS if provisioned else 1
        before = getattr(self, "buckets", {})
        self.buckets = {
            kind: Bucket(self.clock, rate, seconds) for kind, rate in rates.items()
        }
        for kind, bucket in before.items():
            bucket.is_empty()
            new = self.buckets[kind]
            new.level = min(new.limit, bucket.level + new.rate)
        self._is_growing = False

    def is_lower(self, wanted):
        """Whether a provisioned capacity would lower one of today's two figures."""
        now = self.provisioned
        if now is None or wanted is None:
            return False
        return any(wanted[kind] < now[kind] for kind in now)

    def decreases_today(self):
        """When it was lowered since midnight, UTC."""
        today = self.clock.now.date()
        return [moment for moment in self.decreases if moment.date() == today]

    def may_decrease(self):
        """Whether it may be lowered now."""
        today = self.decreases_today()
        return len(today) < FREE_DECREASES or self.clock.now >= today[-1] + PAUSE

    def definition(self):
        """What create_table is told of it."""
        if self.provisioned is None:
            return {"BillingMode": "PAY_PER_REQUEST"}
        units = {f"{kind}CapacityUnits": n for kind, n in self.provisioned.items()}
        return {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units}

    def rates(self):
        """Units a second for reads and for writes."""
        return {kind: bucket.rate for kind, bucket in self.buckets.items()}

    def use(self, kind, units):
        self.buckets[kind].take(units)
        self.consumed[kind] += units

    def refuse(self, kind):
        """Count a throttled request; on demand, more capacity comes in half an hour."""
        self.throttled[kind] += 1
        if self.provisioned is None and not self._is_growing:
            self._is_growing = True
            self.clock.after(DOUBLING, self._double)

    def _double(self):
        if self.provisioned is None:
            self._is_growing = False
            for bucket in self.buckets.values():
                bucket.rate = bucket.limit = min(2 * bucket.rate, MOST)


class Consumed:
    """The ConsumedCapacity of one request on one table."""

    def __init__(self, table_name):
        self.table_name = table_name
        self.bytes = 0  # that were read
        self.units = {("Table", None): 0.0}

    def add(self, units, part="Table", name=None):
        """Count units: for the table or for ("LocalSecondaryIndexes", name)."""
        self.units[part, name] = self.units.get((part, name), 0.0) + units

    def total(self):
        return sum(self.units.values())

    def described(self, level, **also):
        """The answer for ReturnConsumedCapacity TOTAL or INDEXES."""
        answer = {
            "TableName": self.table_name,
            "CapacityUnits": self.total(),
        } | also
        if level == "INDEXES":
            for (part, name), units in self.units.items():
                amount = {"CapacityUnits": units}
                if name is None:
                    answer[part] = amount
                else:
                    answer.setdefault(part, {})[name] = amount
        return answer
