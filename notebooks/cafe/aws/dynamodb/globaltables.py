"""Global tables: one table in several Regions, written in each.

A write is acknowledged in its own Region and arrives in the others about a second
later. Two Regions that write one item at the same time do not notice: the last write
wins everywhere, the other one is lost (F32).

Simplified: the delay is one second; of two writes at the very same moment, that of the
Region whose name comes last wins, and in one Region the later call. Left out: strong
consistency over Regions (MRSC).

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
"""

from datetime import UTC, datetime, timedelta
from itertools import count

from ..account import REGIONS
from .capacity import write_units
from .errors import invalid
from .making import TableMaking
from .values import packed_size

DELAY = timedelta(seconds=1)
VERSION = "2019.11.21"
_NEVER = (datetime.min.replace(tzinfo=UTC), "", 0)


class GlobalTable:
    """The replicas of a table, {Region: Table}, and when each item was last written."""

    def __init__(self, table):
        self.clock = table.clock
        self.replicas = {}
        self.stamps = {}
        self._numbers = count(1)
        self.add(table)

    def add(self, table):
        """Take a table in as the replica of its Region."""
        region = table.region
        self.replicas[region], self.stamps[region] = table, {}
        table.group = self

        def written(pk, sk, data, replicated=False):
            if not replicated:
                self._send(region, (pk, sk), data)

        table.listeners.append(written)

    def remove(self, region):
        table = self.replicas.pop(region)
        table.group = None
        for other in self.replicas.values():
            if table.lifetime:  # what deleted here for all now deletes there
                table.lifetime.move_to(other)
        return table

    def _send(self, region, place, data):
        stamp = self.clock.now, region, next(self._numbers)
        self.stamps[region][place] = stamp
        for other in self.replicas:
            if other != region:
                self.clock.after(
                    DELAY, lambda other=other: self._arrive(other, place, data, stamp)
                )

    def _arrive(self, region, place, data, stamp):
        """A write from another Region: it counts if nothing later was written here."""
        if region not in self.replicas:
            return
        if stamp > self.stamps[region].get(place, _NEVER):
            self.stamps[region][place] = stamp
            table = self.replicas[region]
            table.replicated += write_units(packed_size(data) if data else 0)
            table.replace(*place, data, replicated=True)

    def described(self):
        replicas = [
            {"RegionName": region, "ReplicaStatus": table.status}
            for region, table in self.replicas.items()
        ]
        return {"GlobalTableVersion": VERSION, "Replicas": replicas}


class ReplicaCalls(TableMaking):
    """What update_table does for its ReplicaUpdates."""

    def update_replicas(self, table, updates):
        if not all(updates):
            raise invalid(
                "There are no actions specified in the Replica Update Action of the "
                "request."
            )
        actions = [action for update in updates for action in update.items()]
        if len(actions) > 1:
            raise invalid(
                "Update table operation with more than one create or delete replica "
                "actions not allowed"
            )
        ((action, asked),) = actions
        if asked["RegionName"] == self.region:
            raise invalid(
                "Cannot add or delete the local region through ReplicaUpdates."
            )
        if action == "Create":
            self._create_replica(table, asked["RegionName"])
        else:
            self._delete_replica(table, asked["RegionName"])

    def _create_replica(self, table, region):
        if region not in REGIONS:
            raise invalid(
                f"Region {region} is not supported. The latest version of global "
                "tables are only supported in the following regions: "
                f"[{', '.join(REGIONS)}]"
            )
        other = self.account.service(type(self), region)
        if table.throughput.provisioned and not table.scales:
            raise invalid(
                "Table write capacity should either be Pay-Per-Request or AutoScaled."
            )
        if table.name in other.tables:
            raise invalid(
                "Failed to create a the new replica of table with name: "
                f"'{table.name}' because one or more replicas already existed as "
                "tables."
            )
        replica = other.add_table(table.definition())
        for pk, sk, data in table.store.walk():
            replica.replace(pk, sk, data, replicated=True)
        group = table.group or GlobalTable(table)
        group.add(replica)

    def _delete_replica(self, table, region):
        if not table.group or region not in table.group.replicas:
            raise invalid(
                "Update global table operation failed because one or more replicas "
                "were not part of the global table. Please retry the request without "
                f"these replicas: [{region}]."
            )
        table.group.remove(region)
        self.account.service(type(self), region).drop(table.name)
