"""Continuous backups: a table as it was at any second of the last 35 days.

The table keeps every write. A restore plays them back up to a moment, into a new table.

Simplified: the writes are kept in memory, those of the last five minutes can be lost as
on AWS. Left out: a shorter window of one's choice, on-demand backups, exports to S3.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
"""

from datetime import datetime, timedelta

from ..parameters import NonEmpty
from ..service import operation
from .definitions import check_name
from .errors import DynamoDBError, invalid
from .making import TableMaking
from .structures import LongName
from .structures import PointInTimeRecoverySpecification as Recovery

KEPT = timedelta(days=35)
DELAY = timedelta(minutes=5)
RESTORING = timedelta(minutes=20)


class BackupCalls(TableMaking):
    """The calls on continuous backups."""

    @operation
    def update_continuous_backups(
        self, *, TableName: NonEmpty, PointInTimeRecoverySpecification: Recovery
    ):
        """Keep every write from now on, or no longer."""
        table = self._existing(TableName)
        if PointInTimeRecoverySpecification["PointInTimeRecoveryEnabled"]:
            table.history = table.history or History(table)
        elif table.history:
            table.history.stop()
            table.history = None
        return {"ContinuousBackupsDescription": _described(table.history)}

    @operation
    def describe_continuous_backups(self, *, TableName: NonEmpty):
        """From when to when the table can be restored."""
        table = self._existing(TableName)
        return {"ContinuousBackupsDescription": _described(table.history)}

    @operation
    def restore_table_to_point_in_time(
        self,
        *,
        TargetTableName: LongName,
        SourceTableName: LongName,
        RestoreDateTime: datetime | None = None,
        UseLatestRestorableTime: bool = False,
    ):
        """A new table with the items of another one at a moment."""
        check_name("TargetTableName", TargetTableName)
        if UseLatestRestorableTime == (RestoreDateTime is not None):
            raise invalid(
                "Invalid Request: Either one of RestoreDateTime or "
                "UseLatestRestorableTime must be specified, but not both"
            )
        source = self._existing(SourceTableName)
        history = source.history
        if history is None:
            raise DynamoDBError(
                "PointInTimeRecoveryUnavailableException",
                f"Point in time recovery is not enabled for table '{SourceTableName}'",
            )
        moment = RestoreDateTime or history.latest()
        if not history.earliest() <= moment <= history.latest():
            raise DynamoDBError(
                "InvalidRestoreTimeException",
                "An invalid restore time was specified. RestoreDateTime must be "
                "between EarliestRestorableDateTime and LatestRestorableDateTime.",
            )
        if TargetTableName in self.tables:
            raise DynamoDBError(
                "TableAlreadyExistsException",
                f"Table already exists: {TargetTableName}",
            )
        asked = source.definition() | {"TableName": TargetTableName}
        asked["DeletionProtectionEnabled"] = False
        table = self.add_table(asked, RESTORING)
        for (pk, sk), data in history.at(moment).items():
            table.replace(pk, sk, data)
        table.restored_from = source.arn, moment
        return {"TableDescription": self.described(table)}

    def _existing(self, name):
        name = self.name_of(name)
        if name not in self.tables:
            raise DynamoDBError("TableNotFoundException", f"Table not found: {name}")
        return self.table(name)


class History:
    """A table's items when backups began, and every write since then."""

    def __init__(self, table):
        self.table, self.clock = table, table.clock
        self.began = self.clock.now
        self.items = {(pk, sk): data for pk, sk, data in table.store.walk()}
        self.writes = []
        table.listeners.append(self.note)

    def stop(self):
        self.table.listeners.remove(self.note)

    def note(self, pk, sk, data, replicated=False):
        self.writes.append((self.clock.now, (pk, sk), data))

    def earliest(self):
        return max(self.began, self.clock.now - KEPT)

    def latest(self):
        """Up to when the writes are safe: some minutes ago."""
        return max(self.began, self.clock.now - DELAY)

    def at(self, moment):
        """{place: packed item} at a moment."""
        items = dict(self.items)
        for written, place, data in self.writes:
            if written > moment:
                break
            if data is None:
                items.pop(place, None)
            else:
                items[place] = data
        return items


def _described(history):
    recovery = {"PointInTimeRecoveryStatus": "DISABLED"}
    if history:
        recovery = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": KEPT.days,
            "EarliestRestorableDateTime": history.earliest(),
            "LatestRestorableDateTime": history.latest(),
        }
    return {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": recovery,
    }
