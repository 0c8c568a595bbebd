"""A table is made, described and dropped: by its own calls, a replica or a restore."""

from datetime import timedelta

from .base import DynamoDBBase
from .capacity import Throughput
from .definitions import throughput_of
from .indexes import Index
from .partitions import Store, partitions_for
from .schema import KeySchema
from .streams import Stream
from .table import Table
from .tags import tags_of

CREATING = timedelta(seconds=5)
DELETING = timedelta(seconds=5)


class TableMaking(DynamoDBBase):
    """What several calls on tables do: add a table, describe it, drop it."""

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
            "StreamSpecification",
            "Tags",
        )
        settings = {key: value for key, value in asked.items() if key not in named}
        table = Table(
            name=name,
            arn=arn,
            id=self.account.uuid(),
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
        if asked.get("StreamSpecification", {}).get("StreamEnabled"):
            table.stream = Stream(table, asked["StreamSpecification"]["StreamViewType"])
        self.tables[name] = table
        self.clock.after(delay, table.activate)
        return table

    def add_index(self, table, asked, is_global, types, status="CREATING"):
        key = keys_of(asked["KeySchema"], types)
        provisioned = table.throughput.provisioned  # a local index lives on its table's
        if provisioned and is_global:
            provisioned = throughput_of(asked)
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

    def drop(self, name):
        """Start to delete a table."""
        table = self.tables[name]
        table.status = "DELETING"
        self.clock.after(DELETING, lambda: self.tables.pop(name, None))
        return table

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
        if key := table.encryption_key:  # a key that AWS owns is not shown
            answer["SSEDescription"] = {
                "Status": "ENABLED",
                "SSEType": "KMS",
                "KMSMasterKeyArn": key,
            }
        if table.stream:
            answer |= table.stream.described()
        if table.group:
            answer |= table.group.described()
        if table.restored_from:
            source, moment = table.restored_from
            answer["RestoreSummary"] = {
                "SourceTableArn": source,
                "RestoreDateTime": moment,
                "RestoreInProgress": table.status == "CREATING",
            }
        return answer


def keys_of(key_schema, types):
    names = [element["AttributeName"] for element in key_schema]
    sort = names[1] if len(names) == 2 else None
    return KeySchema(names[0], sort, {name: types[name] for name in names})


def _described_throughput(throughput):
    rates = throughput.provisioned or {"Read": 0, "Write": 0}
    lowered = throughput.decreases
    last = {"LastDecreaseDateTime": lowered[-1]} if lowered else {}
    return last | {
        "NumberOfDecreasesToday": len(throughput.decreases_today()),
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
