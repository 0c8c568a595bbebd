"""Tables: create, describe, change, delete, list."""

from datetime import timedelta

from ..parameters import NonEmpty
from ..service import operation
from .capacity import FREE_DECREASES, PAUSE
from .definitions import (
    MAXIMUM_GLOBAL,
    check_capacity,
    check_definition,
    check_global_index,
    check_most,
    check_update,
    throughput_of,
)
from .errors import being_changed, in_use, invalid, limit_exceeded, not_found
from .globaltables import ReplicaCalls
from .streams import Stream
from .structures import (
    AttributeDefinition,
    BillingMode,
    GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate,
    KeySchema,
    LocalSecondaryIndex,
    ProvisionedThroughput,
    ReplicaUpdates,
    SSESpecification,
    StreamSpecification,
    Tag,
)

UPDATING = timedelta(seconds=20)
FILLING = timedelta(minutes=5)
ONE_AT_A_TIME = "Only 1 online index can be created or deleted simultaneously per table"


class TableCalls(ReplicaCalls):
    """The calls on whole tables."""

    @operation
    def create_table(
        self,
        *,
        TableName: NonEmpty,
        KeySchema: KeySchema,
        AttributeDefinitions: list[AttributeDefinition],
        BillingMode: BillingMode = "PROVISIONED",
        ProvisionedThroughput: ProvisionedThroughput | None = None,
        LocalSecondaryIndexes: list[LocalSecondaryIndex] | None = None,
        GlobalSecondaryIndexes: list[GlobalSecondaryIndex] | None = None,
        StreamSpecification: StreamSpecification | None = None,
        SSESpecification: SSESpecification | None = None,
        DeletionProtectionEnabled: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """Start to create a table; it is ACTIVE after some seconds."""
        asked = _given(locals())
        asked["TableName"] = self.name_of(TableName)
        check_definition(asked)
        check_most(ProvisionedThroughput, self.region)
        if asked["TableName"] in self.tables:
            self.settled_table(asked["TableName"])
            raise in_use(f"Table already exists: {asked['TableName']}")
        table = self.add_table(asked)
        return {"TableDescription": self.described(table)}

    @operation
    def describe_table(self, *, TableName: NonEmpty):
        """What a table is, how large it is, and its status."""
        return {"Table": self.described(self.any_table(TableName))}

    @operation
    def list_tables(self):
        """The names of all tables, in their order."""
        return {"TableNames": sorted(self.tables)}

    @operation
    def delete_table(self, *, TableName: NonEmpty):
        """Start to delete a table with all its items."""
        table = self.settled_table(TableName)
        if table.status == "UPDATING":
            raise being_changed(
                f"Table: {table.name} is in the process of being updated."
            )
        if any(index.status != "ACTIVE" for index in table.indexes.values()):
            raise being_changed(
                "Cannot delete table while indexes are being created, updated, or "
                "deleted."
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
        TableName: NonEmpty,
        AttributeDefinitions: list[AttributeDefinition] | None = None,
        BillingMode: BillingMode | None = None,
        ProvisionedThroughput: ProvisionedThroughput | None = None,
        GlobalSecondaryIndexUpdates: list[GlobalSecondaryIndexUpdate] | None = None,
        StreamSpecification: StreamSpecification | None = None,
        ReplicaUpdates: ReplicaUpdates | None = None,
        DeletionProtectionEnabled: bool | None = None,
    ):
        """Change capacity, global indexes, the stream, replicas in other Regions."""
        asked = _given(locals())
        check_update(asked, self.region)
        table = self.settled_table(TableName)
        if table.status != "ACTIVE":
            raise being_changed(
                f"Table: {table.name} is in the process of being updated."
            )
        throughput = self._wanted_capacity(table, BillingMode, ProvisionedThroughput)
        if GlobalSecondaryIndexUpdates:
            if len(GlobalSecondaryIndexUpdates) > 1:
                raise limit_exceeded(ONE_AT_A_TIME)
            defined = AttributeDefinitions or []
            (update,) = GlobalSecondaryIndexUpdates
            names = [each["AttributeName"] for each in defined]
            self._check_index_update(table, update, names)
            table.define(table.types_with(defined))
            self._update_index(table, update)
        if StreamSpecification:
            _switch_stream(table, StreamSpecification)
        if BillingMode or ProvisionedThroughput:
            self.clock.after(UPDATING, lambda: table.provision(throughput))
        if ReplicaUpdates:
            self.update_replicas(table, ReplicaUpdates)
        if DeletionProtectionEnabled is not None:
            table.settings["DeletionProtectionEnabled"] = DeletionProtectionEnabled
        table.status = "UPDATING"
        self.clock.after(UPDATING, table.activate)
        return {"TableDescription": self.described(table)}

    def _wanted_capacity(self, table, billing_mode, asked):
        """The capacity that the table is to have. Refuses one that cannot be."""
        now = table.throughput.provisioned
        if not (billing_mode or asked):
            return now
        mode = billing_mode or table.billing_mode()
        settings = {"BillingMode": mode, "ProvisionedThroughput": asked}
        check_capacity(settings)
        wanted = throughput_of(settings)
        if asked and wanted == now:
            raise invalid(_unchanged(now, wanted))
        if table.throughput.is_lower(wanted) and not table.throughput.may_decrease():
            raise limit_exceeded(_lowered_often(table.throughput.decreases_today()))
        names = [index.name for index in table.indexes.values() if index.is_global]
        if wanted and not now and names:
            raise invalid(
                "AWS takes Update in GlobalSecondaryIndexUpdates, with capacity for "
                f"each global index, and this small AWS does not. Delete {names[0]} "
                "before the table gets the billing mode PROVISIONED."
            )
        return wanted

    def _check_index_update(self, table, update, defined):
        """Refuse a new index that cannot be, and to delete one that is not there.

        `defined` are the attributes that the call itself defines.
        """
        asked = update.get("Create") or update["Delete"]
        others = table.indexes.keys() - {asked["IndexName"]}
        if any(table.indexes[other].status != "ACTIVE" for other in others):
            raise limit_exceeded(ONE_AT_A_TIME)
        index = table.indexes.get(asked["IndexName"])
        if "Create" in update:
            if index:
                raise invalid("Attempting to create an index which already exists")
            here = [index for index in table.indexes.values() if index.is_global]
            if len(here) >= MAXIMUM_GLOBAL:
                raise limit_exceeded(
                    "Number of global secondary indexes exceeds per-table limit of "
                    f"{MAXIMUM_GLOBAL}"
                )
            return check_global_index(asked, table.billing_mode(), defined)
        if index is None:
            raise not_found(
                f"Requested resource not found: Table: {table.name} Index: "
                f"{asked['IndexName']} not found"
            )
        if not index.is_global:
            raise invalid(
                "Cannot delete an index that is not a GlobalSecondaryIndex: "
                f"{index.name}"
            )

    def _update_index(self, table, update):
        if "Create" in update:
            self.add_index(table, update["Create"], True, table.types())
            index = table.indexes[update["Create"]["IndexName"]]
            self.clock.after(FILLING, lambda: table.fill(index))
        else:
            name = update["Delete"]["IndexName"]
            table.indexes[name].status = "DELETING"
            self.clock.after(UPDATING, lambda: table.indexes.pop(name, None))


def _given(arguments):
    """{name: value} of what a call was given, of its `locals()` at the beginning."""
    return {k: v for k, v in arguments.items() if k != "self" and v is not None}


def _switch_stream(table, asked):
    """Begin a table's stream, or end it. A view stays as long as its stream."""
    is_on = table.stream and table.stream.is_on
    if asked["StreamEnabled"] and is_on:
        raise invalid(f"Table already has an enabled stream: TableName: {table.name}")
    if asked["StreamEnabled"]:
        table.stream = Stream(table, asked["StreamViewType"])
    elif is_on:
        table.stream.is_on = False
    else:
        raise invalid(f"Table has no stream to disable: TableName: {table.name}")


def _lowered_often(today):
    last, then = (
        f"{moment:%A, %B} {moment.day}, {moment:%Y} at {moment.hour % 12 or 12}"
        f":{moment:%M:%S %p} Coordinated Universal Time"
        for moment in (today[-1], today[-1] + PAUSE)
    )
    return (
        "Provisioned throughput decreases are limited within a given UTC day. After "
        f"the first {FREE_DECREASES} decreases, each subsequent decrease in the same "
        "UTC day can be performed at most once every 3600 seconds. Number of decreases "
        f"today: {len(today)}. Last decrease at {last}. Next decrease can be made at "
        f"{then}"
    )


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
