"""Tables: create, describe, change, delete, list."""

from datetime import timedelta

from ..errors import ParamValidationError
from ..service import operation
from .definitions import (
    check_capacity,
    check_definition,
    check_global_index,
    throughput_of,
)
from .errors import in_use, invalid, invalid_parameter, not_found
from .globaltables import ReplicaCalls

UPDATING = timedelta(seconds=20)
FILLING = timedelta(minutes=5)


class TableCalls(ReplicaCalls):
    """The calls on whole tables."""

    @operation
    def create_table(
        self,
        *,
        TableName: str,
        KeySchema: list,
        AttributeDefinitions: list,
        BillingMode: str = "PROVISIONED",
        ProvisionedThroughput: dict | None = None,
        LocalSecondaryIndexes: list | None = None,
        GlobalSecondaryIndexes: list | None = None,
        SSESpecification: dict | None = None,
        DeletionProtectionEnabled: bool = False,
        Tags: list | None = None,
    ):
        """Start to create a table; it is ACTIVE after some seconds."""
        asked = {k: v for k, v in locals().items() if k != "self" and v is not None}
        check_definition(asked)
        if TableName in self.tables:
            raise in_use(f"Table already exists: {TableName}")
        table = self.add_table(asked)
        return {"TableDescription": self.described(table)}

    @operation
    def describe_table(self, *, TableName: str):
        """What a table is, how large it is, and its status."""
        return {"Table": self.described(self.any_table(TableName))}

    @operation
    def list_tables(self, *, ExclusiveStartTableName: str = "", Limit: int = 100):
        """The names of the tables, in their order."""
        if Limit < 1:
            said = f"Invalid value for parameter Limit, value: {Limit}"
            raise ParamValidationError([f"{said}, valid min value: 1"])
        names = sorted(name for name in self.tables if name > ExclusiveStartTableName)
        answer = {"TableNames": names[:Limit]}
        if len(names) > Limit:
            answer["LastEvaluatedTableName"] = names[Limit - 1]
        return answer

    @operation
    def delete_table(self, *, TableName: str):
        """Start to delete a table with all its items."""
        table = self.any_table(TableName)
        if table.status == "CREATING":
            raise in_use(
                "Attempt to change a resource which is still in use: Table is being "
                f"created: {TableName}"
            )
        if table.status == "DELETING":
            raise in_use(
                "Attempt to change a resource which is still in use: Table is being "
                f"deleted: {TableName}"
            )
        if table.settings.get("DeletionProtectionEnabled"):
            raise invalid(
                "Resource cannot be deleted as it is currently protected against "
                "deletion. Disable deletion protection first."
            )
        if table.group:
            table.group.remove(self.region)
        return {"TableDescription": self.described(self.drop(table.name))}

    @operation
    def update_table(
        self,
        *,
        TableName: str,
        AttributeDefinitions: list | None = None,
        BillingMode: str | None = None,
        ProvisionedThroughput: dict | None = None,
        GlobalSecondaryIndexUpdates: list | None = None,
        ReplicaUpdates: list | None = None,
        DeletionProtectionEnabled: bool | None = None,
    ):
        """Change capacity, global indexes, replicas in other Regions."""
        table = self.any_table(TableName)
        if table.status != "ACTIVE":
            raise in_use(
                "Attempt to change a resource which is still in use: Table is being "
                f"{table.status.lower()}: {TableName}"
            )
        if BillingMode or ProvisionedThroughput:
            self._update_capacity(
                table, BillingMode, ProvisionedThroughput, GlobalSecondaryIndexUpdates
            )
        if GlobalSecondaryIndexUpdates:
            table.define(AttributeDefinitions or [])
            for update in GlobalSecondaryIndexUpdates:
                self._update_index(table, update)
        if ReplicaUpdates:
            self.update_replicas(table, ReplicaUpdates)
        if DeletionProtectionEnabled is not None:
            table.settings["DeletionProtectionEnabled"] = DeletionProtectionEnabled
        table.status = "UPDATING"
        self.clock.after(UPDATING, table.activate)
        return {"TableDescription": self.described(table)}

    def _update_capacity(self, table, billing_mode, asked, index_updates):
        now = table.throughput.provisioned
        mode = billing_mode or ("PROVISIONED" if now else "PAY_PER_REQUEST")
        settings = {"BillingMode": mode}
        if asked:
            settings["ProvisionedThroughput"] = asked
        check_capacity(settings)
        wanted = throughput_of(settings)
        if wanted and not now:
            self._check_index_capacity(table, index_updates)
        if wanted == now and asked:
            raise invalid(_unchanged(now, wanted))
        self.clock.after(UPDATING, lambda: table.provision(wanted))

    def _check_index_capacity(self, table, index_updates):
        """A table that becomes provisioned needs capacity for each global index."""
        told = [
            update.get("Update", {}).get("IndexName") for update in index_updates or []
        ]
        missing = [
            index.name
            for index in table.indexes.values()
            if index.is_global and index.name not in told
        ]
        if missing:
            raise invalid_parameter(
                "ProvisionedThroughput must be specified for index: "
                f"{','.join(missing)}"
            )

    def _update_index(self, table, update):
        ((action, asked),) = update.items()
        name = asked["IndexName"]
        if action == "Create":
            mode = table.throughput.definition()["BillingMode"]
            check_global_index(asked, mode, [*table.types()], {*table.indexes})
            self.add_index(table, asked, True, table.types())
            index = table.indexes[name]
            self.clock.after(FILLING, lambda: table.fill(index))
            return
        if name not in table.indexes or not table.indexes[name].is_global:
            raise not_found(
                f"Requested resource not found: Table: {table.name} Index: {name} "
                "not found"
            )
        if action == "Delete":
            table.indexes[name].status = "DELETING"
            self.clock.after(UPDATING, lambda: table.indexes.pop(name, None))
        else:
            wanted = throughput_of(asked)
            index = table.indexes[name]
            self.clock.after(UPDATING, lambda: index.throughput.provision(wanted))


def _unchanged(now, wanted):
    told = [
        f"Current {kind}CapacityUnits provisioned for the table: {now[kind]}. "
        f"Requested {kind}CapacityUnits: {wanted[kind]}. "
        for kind in ("Read", "Write")
    ]
    return (
        "The provisioned throughput for the table will not change. The requested value "
        f"equals the current value. {''.join(told)}Refer to the Amazon DynamoDB "
        "Developer Guide for current limits and how to request higher limits."
    )
