"""The resource view: tables as objects, with Python values.

https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/dynamodb/service-resource/index.html
"""

import re

from ..errors import ClientError
from ..service import SaysWhatThereIs
from .errors import THROTTLED

#: What a table tells of itself; what it does not have is None.
DESCRIPTION = (
    "ArchivalSummary AttributeDefinitions BillingModeSummary CreationDateTime "
    "DeletionProtectionEnabled DisassociationProtectionEnabled GlobalSecondaryIndexes "
    "GlobalTableSettingsReplicationMode GlobalTableVersion GlobalTableWitnesses "
    "ItemCount KeySchema LatestStreamArn LatestStreamLabel LocalSecondaryIndexes "
    "MultiRegionConsistency OnDemandThroughput ProvisionedThroughput Replicas "
    "RestoreSummary SSEDescription StreamSpecification TableArn TableClassSummary "
    "TableId TableName TableSizeBytes TableStatus VectorIndexes WarmThroughput"
).split()
ATTRIBUTES = {
    re.sub("(?<=[a-z])(?=[A-Z])|(?<=SSE)", "_", n).lower(): n for n in DESCRIPTION
}


class DynamoDBResource(SaysWhatThereIs):
    """`resource("dynamodb")`. `meta.client` is a client that speaks Python values."""

    def __init__(self, client):
        self.meta = Meta(client)
        self.tables = Tables(client)

    def _there_is(self):
        return [*super()._there_is(), "meta", "tables"]

    def Table(self, name=None):
        """A table by its name; nothing is asked of the service yet."""
        if name is None:
            raise ValueError("Required parameter name not set")
        return Table(self.meta.client, name)

    def create_table(self, **asked):
        """Start to create a table; the Table as it is then: `reload()` asks anew."""
        answer = self.meta.client.create_table(**asked)
        return Table(self.meta.client, asked["TableName"], answer["TableDescription"])

    def batch_get_item(self, **asked):
        return self.meta.client.batch_get_item(**asked)

    def batch_write_item(self, **asked):
        return self.meta.client.batch_write_item(**asked)


class Meta:
    def __init__(self, client):
        self.client = client


class Tables(SaysWhatThereIs):
    """`resource("dynamodb").tables`: `for table in dynamodb.tables.all()`."""

    def __init__(self, client):
        self._client = client

    def all(self):
        """Every table of the Region, in the order of their names."""
        names = self._client.list_tables()["TableNames"]
        return (Table(self._client, name) for name in names)


class Table(SaysWhatThereIs):
    """One table, as `boto3.resource("dynamodb").Table(name)`.

    Its calls are the client's without TableName. Its description (`item_count`,
    `key_schema`, `table_status`, …) is read when first asked for; `reload()` reads it
    anew.
    """

    name: str  # given once, and never set

    def __init__(self, client, name, description=None):
        vars(self)["name"] = name
        self.meta = Meta(client)
        self._client = client
        self._description = description or {}

    def get_item(self, **arguments):
        """The item of a key."""
        return self._client.get_item(**self._named(arguments))

    def put_item(self, **arguments):
        """Put an item in the place of whatever has its key."""
        return self._client.put_item(**self._named(arguments))

    def update_item(self, **arguments):
        """Change some attributes of an item."""
        return self._client.update_item(**self._named(arguments))

    def delete_item(self, **arguments):
        """Delete the item of a key."""
        return self._client.delete_item(**self._named(arguments))

    def query(self, **arguments):
        """The items of one partition key."""
        return self._client.query(**self._named(arguments))

    def scan(self, **arguments):
        """All items, page by page."""
        return self._client.scan(**self._named(arguments))

    def delete(self, **arguments):
        """Start to delete the table."""
        return self._client.delete_table(**self._named(arguments))

    def update(self, **arguments):
        """Change the table; the Table as it is then, with a description of its own."""
        answer = self._client.update_table(**self._named(arguments))
        return Table(self._client, self.name, answer["TableDescription"])

    def _named(self, arguments):
        """The arguments of a call on this table; boto3 lets another one be named."""
        return {"TableName": self.name} | arguments

    def load(self):
        self._description = self._client.describe_table(TableName=self.name)["Table"]

    reload = load

    def _there_is(self):
        return [*super()._there_is(), "meta", "name", *ATTRIBUTES]

    def __getattr__(self, attribute):
        if attribute not in ATTRIBUTES:
            return super().__getattr__(attribute)
        if not self._description:
            self.load()
        return self._description.get(ATTRIBUTES[attribute])

    def __setattr__(self, attribute, value):
        """A program of its own may note what it likes, but not what the table is."""
        if attribute == "name" or attribute in ATTRIBUTES:
            raise AttributeError(
                f"property {attribute!r} of 'dynamodb.Table' object has no setter"
            )
        super().__setattr__(attribute, value)

    def batch_writer(self, overwrite_by_pkeys=None):
        """Collect puts and deletes, send them 25 at a time, send again what is left."""
        return BatchWriter(self, overwrite_by_pkeys)

    def wait_until_exists(self, **config):
        self._client.get_waiter("table_exists").wait(TableName=self.name, **config)

    def wait_until_not_exists(self, **config):
        self._client.get_waiter("table_not_exists").wait(TableName=self.name, **config)

    def __eq__(self, other):
        return isinstance(other, Table) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"dynamodb.Table(name={self.name!r})"


class BatchWriter(SaysWhatThereIs):
    """`with table.batch_writer() as batch: batch.put_item(Item=…)`.

    When the table is throttled the writer waits, longer each time: the clock moves.
    """

    SIZE = 25
    FIRST_WAIT, LONGEST_WAIT = 0.05, 25.6

    def __init__(self, table, overwrite_by_pkeys):
        self.table, self.keys = table, overwrite_by_pkeys
        self.requests = []
        self.wait = self.FIRST_WAIT

    def put_item(self, Item):
        self._add({"PutRequest": {"Item": Item}})

    def delete_item(self, Key):
        self._add({"DeleteRequest": {"Key": Key}})

    def _add(self, request):
        if self.keys:
            wanted = self._values(request)
            self.requests = [r for r in self.requests if self._values(r) != wanted]
        self.requests.append(request)
        if len(self.requests) >= self.SIZE:
            self._send()

    def _values(self, request):
        ((_, body),) = request.items()
        ((_, item),) = body.items()
        return [item[key] for key in self.keys]

    def _send(self):
        sent, self.requests = self.requests[: self.SIZE], self.requests[self.SIZE :]
        client = self.table.meta.client
        left = self._left_of(sent)
        self.requests += left
        if left:
            client.clock.advance(seconds=self.wait)
            self.wait = min(self.wait * 2, self.LONGEST_WAIT)
        else:
            self.wait = self.FIRST_WAIT

    def _left_of(self, requests):
        """Send requests; those for which there was no capacity."""
        name = self.table.name
        try:
            answer = self.table.meta.client.batch_write_item(
                RequestItems={name: requests}
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in THROTTLED:
                raise
            return requests
        return answer["UnprocessedItems"].get(name, [])

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        while self.requests:
            self._send()
