"""Tables: create, describe, change, delete, list."""

from datetime import timedelta

from ..service import operation
from .capacity import Throughput
from .definitions import (
    check_capacity,
    check_definition,
    check_global_index,
    throughput_of,
)
from .errors import in_use, invalid, invalid_parameter, not_found
from .globaltables import VERSION
from .partitions import Store, partitions_for
from .schema import KeySchema as Keys
from .table import Index, Table
from .tags import tags_of

CREATING = timedelta(seconds=5)
UPDATING = timedelta(seconds=20)
FILLING = timedelta(minutes=5)
DELETING = timedelta(seconds=5)


class TableCalls:
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
        StreamSpecification: dict | None = None,
        TableClass: str = "STANDARD",
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
        return {"TableDescription": self.described(self.drop(TableName))}

    def drop(self, name):
        """Start to delete a table."""
        table = self.tables[name]
        table.status = "DELETING"
        self.clock.after(DELETING, lambda: self.tables.pop(name, None))
        return table

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
        SSESpecification: dict | None = None,
        StreamSpecification: dict | None = None,
        DeletionProtectionEnabled: bool | None = None,
        TableClass: str | None = None,
    ):
        """Change capacity, global indexes, replicas in other Regions, encryption."""
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
        changed = {
            "SSESpecification": SSESpecification,
            "DeletionProtectionEnabled": DeletionProtectionEnabled,
            "StreamSpecification": StreamSpecification,
            "TableClass": TableClass,
        }
        table.settings |= {n: v for n, v in changed.items() if v is not None}
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

    # -- making one -----------------------------------------------------------------

    def add_table(self, asked, delay=CREATING):
        """A table as create_table asks for it, ACTIVE after `delay`."""
        types = {
            d["AttributeName"]: d["AttributeType"]
            for d in asked["AttributeDefinitions"]
        }
        key = keys_of(asked["KeySchema"], types)
        provisioned = throughput_of(asked)
        name = asked["TableName"]
        arn = self.account.arn("dynamodb", self.region, f"table/{name}")
        named = (
            "KeySchema",
            "AttributeDefinitions",
            "BillingMode",
            "TableName",
            "ProvisionedThroughput",
            "LocalSecondaryIndexes",
            "GlobalSecondaryIndexes",
            "Tags",
        )
        settings = {key: value for key, value in asked.items() if key not in named}
        table = Table(
            name=name,
            arn=arn,
            id=self._id(),
            account=self.account,
            region=self.region,
            key=key,
            definitions=asked["AttributeDefinitions"],
            throughput=Throughput(self.clock, provisioned),
            store=self._store(key, provisioned),
            settings=settings,
            tags=tags_of(asked.get("Tags")),
        )
        for kind in ("Global", "Local"):
            for each in asked.get(f"{kind}SecondaryIndexes", ()):
                self.add_index(table, each, kind == "Global", types, "ACTIVE")
        self.tables[name] = table
        self.clock.after(delay, table.activate)
        return table

    def add_index(self, table, asked, is_global, types, status="CREATING"):
        key = keys_of(asked["KeySchema"], types)
        provisioned = table.throughput.provisioned and throughput_of(asked)
        store = Store(self.clock, True, partitions_for(provisioned))
        store.lag = table.store.lag
        name = asked["IndexName"]
        table.indexes[name] = Index(
            name,
            key,
            table.key,
            asked["Projection"],
            is_global,
            store,
            Throughput(self.clock, provisioned) if is_global else table.throughput,
            status,
            f"{table.arn}/index/{name}",
        )

    def _store(self, key, provisioned):
        return Store(self.clock, bool(key.sort), partitions_for(provisioned))

    def _id(self):
        return "-".join(self.account.token(length) for length in (8, 4, 4, 4, 12))

    # -- telling about one ------------------------------------------------------------

    def described(self, table):
        """The TableDescription of a table."""
        answer = {
            "AttributeDefinitions": table.definitions,
            "TableName": table.name,
            "KeySchema": table.key.described(),
            "TableStatus": table.status,
            "CreationDateTime": table.created,
            "ProvisionedThroughput": _described_throughput(table.throughput),
            "TableSizeBytes": table.store.bytes,
            "ItemCount": table.store.count,
            "TableArn": table.arn,
            "TableId": table.id,
            "DeletionProtectionEnabled": bool(
                table.settings.get("DeletionProtectionEnabled")
            ),
        }
        if table.throughput.provisioned is None:
            answer["BillingModeSummary"] = {"BillingMode": "PAY_PER_REQUEST"}
        for index in table.indexes.values():
            answer.setdefault(index.part, []).append(_described_index(index))
        if sse := self._described_encryption(table):
            answer["SSEDescription"] = sse
        if table.group:
            answer["GlobalTableVersion"] = VERSION
            answer["Replicas"] = table.group.described()
        if table.restored_from:
            source, moment = table.restored_from
            answer["RestoreSummary"] = {
                "SourceTableArn": source,
                "RestoreDateTime": moment,
                "RestoreInProgress": table.status == "CREATING",
            }
        return answer

    def _described_encryption(self, table):
        """How a table is encrypted; by default with a key that AWS owns, not shown."""
        asked = table.settings.get("SSESpecification", {})
        if not asked.get("Enabled"):
            return None
        alias = "alias/aws/dynamodb"
        key = asked.get("KMSMasterKeyId", alias)
        return {
            "Status": "ENABLED",
            "SSEType": "KMS",
            "KMSMasterKeyArn": self.account.arn("kms", self.region, key),
        }


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


def keys_of(key_schema, types):
    names = [element["AttributeName"] for element in key_schema]
    sort = names[1] if len(names) == 2 else None
    return Keys(names[0], sort, {name: types[name] for name in names})


def _described_throughput(throughput):
    rates = throughput.provisioned or {"Read": 0, "Write": 0}
    return {
        "NumberOfDecreasesToday": 0,
        "ReadCapacityUnits": rates["Read"],
        "WriteCapacityUnits": rates["Write"],
    }


def _described_index(index):
    answer = {
        "IndexName": index.name,
        "KeySchema": index.key.described(),
        "Projection": index.projection,
        "IndexSizeBytes": index.store.bytes,
        "ItemCount": index.store.count,
        "IndexArn": index.arn,
    }
    if index.is_global:
        answer["IndexStatus"] = index.status
        answer["ProvisionedThroughput"] = _described_throughput(index.throughput)
    return answer
