"""What AWS Backup saves of DynamoDB: a table's definition, and all items as bytes.

Not saved, as on AWS: time to live, auto scaling, continuous backups, replicas in other
Regions, tags. A restored table is of this Region alone until you add replicas.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html
"""

import copy
import marshal
from functools import partial

from ..account import Protected, Saved
from .backups import RESTORING
from .definitions import check_name
from .errors import DynamoDBError, invalid
from .making import TableMaking
from .values import unpacked

METADATA = ("targetTableName", "originalTableName")


class Saving(TableMaking):
    """`protected` and `restore_saved` (see Service)."""

    def protected(self):
        return [
            Protected(t.arn, "DynamoDB", dict(t.tags), partial(self._save, t))
            for t in self.tables.values()
            if t.status in ("ACTIVE", "UPDATING")
        ]

    def restore_saved(self, saved, metadata):
        name = metadata.get("targetTableName")
        if name is None:
            raise invalid("The restore metadata must name targetTableName.")
        if unknown := metadata.keys() - {*METADATA}:
            raise invalid(
                f"Unknown restore metadata: {', '.join(sorted(unknown))}. "
                f"There is: {', '.join(METADATA)}"
            )
        check_name("TableName", name)
        if name in self.tables:
            raise DynamoDBError(
                "TableAlreadyExistsException", f"Table already exists: {name}"
            )
        asked = copy.deepcopy(saved.settings) | {"TableName": name}
        table = self.add_table(asked, RESTORING)
        for data in marshal.loads(saved.content):
            table.replace(*table.key.place(unpacked(data)), data)
        return table.arn

    def _save(self, table):
        if len(table.zones_up()) < 2:
            raise DynamoDBError(
                "InternalServerError",
                f"{len(table.zones_up())} of 3 replicas of the table {table.name} "
                "answer; a backup needs 2.",
            )
        items = [data for _, _, data in table.store.walk()]
        settings = copy.deepcopy(table.definition())
        settings.pop("DeletionProtectionEnabled", None)
        metadata = {"originalTableName": table.name}
        return Saved(marshal.dumps(items), settings, type(self), metadata)
