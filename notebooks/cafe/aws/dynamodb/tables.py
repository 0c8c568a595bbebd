"""Tables: create, describe, change, delete, list."""

from datetime import timedelta

from ..service import operation
from .capacity import NEW_ON_DEMAND, PARTITION, Throughput
from .definitions import check_definition, throughput_of
from .errors import in_use, invalid
from .partitions import Store
from .schema import KeySchema as Keys
from .table import Index, Table

CREATING = timedelta(seconds=5)
UPDATING = timedelta(seconds=20)
DELETING = timedelta(seconds=5)


class TableCalls:
    """The calls on whole tables."""

    @operation
    def create_table(
        self, *, TableName: str, KeySchema: list, AttributeDefinitions: list,
        BillingMode: str = "PROVISIONED", ProvisionedThroughput: dict = None,
        LocalSecondaryIndexes: list = None, GlobalSecondaryIndexes: list = None,
        SSESpecification: dict = None, StreamSpecification: dict = None,
        TableClass: str = "STANDARD", DeletionProtectionEnabled: bool = False,
        Tags: list = None,
    ):  # fmt: skip
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
        table.status = "DELETING"
        self.clock.after(DELETING, lambda: self.tables.pop(TableName, None))
        return {"TableDescription": self.described(table)}

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
        table = Table(
            name=name, arn=arn, id=self._id(), account=self.account, region=self.region,
            key=key, definitions=asked["AttributeDefinitions"],
            throughput=Throughput(self.clock, provisioned),
            store=self._store(key, provisioned), settings=asked,
        )  # fmt: skip
        for kind in ("Global", "Local"):
            for each in asked.get(f"{kind}SecondaryIndexes", ()):
                self.add_index(table, each, kind == "Global", types)
        self.tables[name] = table
        self.clock.after(delay, table.activate)
        return table

    def add_index(self, table, asked, is_global, types):
        key = keys_of(asked["KeySchema"], types)
        provisioned = table.throughput.provisioned and throughput_of(asked)
        store = Store(self.clock, True, partitions_for(provisioned))
        store.lag = table.store.lag
        name = asked["IndexName"]
        table.indexes[name] = Index(
            name, key, table.key, asked["Projection"], is_global, store,
            Throughput(self.clock, provisioned) if is_global else table.throughput,
            arn=f"{table.arn}/index/{name}",
        )  # fmt: skip

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
        if sse := table.settings.get("SSESpecification"):
            answer["SSEDescription"] = sse
        return answer


def keys_of(key_schema, types):
    names = [element["AttributeName"] for element in key_schema]
    sort = names[1] if len(names) == 2 else None
    return Keys(names[0], sort, {name: types[name] for name in names})


def partitions_for(provisioned):
    """How many partitions a new table needs for its capacity."""
    rates = provisioned or NEW_ON_DEMAND
    shares = sum(rates[kind] / PARTITION[kind] for kind in PARTITION)
    return max(1, -int(-shares // 1)) if provisioned else 4


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
