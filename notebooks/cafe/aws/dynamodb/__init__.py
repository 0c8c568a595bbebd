"""Amazon DynamoDB: items by their key, and what stands behind that promise.

    dynamodb = aws.resource("dynamodb")
    table = dynamodb.create_table(TableName="orders", BillingMode="PAY_PER_REQUEST", …)
    table.put_item(Item={"order_number": 1, "drink": "flat white"})

Same as AWS
Simplified
Left out
"""

import copy
import random

from ..service import Service
from .batches import BatchCalls
from .definitions import is_name
from .errors import invalid, not_found
from .items import ItemCalls
from .reading import ReadingCalls
from .resource import DynamoDBResource
from .tables import TableCalls
from .transactions import TransactionCalls
from .values import from_python, from_typed, to_python, to_typed


class DynamoDB(
    ItemCalls, ReadingCalls, BatchCalls, TransactionCalls, TableCalls, Service
):
    """The `dynamodb` client of one Region."""

    faults = {
        name: name
        for name in (
            "ConditionalCheckFailedException", "ResourceInUseException",
            "ResourceNotFoundException", "ThrottlingException",
            "ProvisionedThroughputExceededException", "TransactionCanceledException",
            "LimitExceededException", "InternalServerError",
            "IdempotentParameterMismatchException",
        )
    }  # fmt: skip
    #: Whether values are Python's (the resource's client) or typed.
    speaks_python = False

    def __init__(self, account, region):
        super().__init__(account, region)
        self.tables, self.transactions = {}, {}
        self._random = random.Random(f"{account.seed}/dynamodb/{region}")

    def resource(self):
        """The resource view of the same tables."""
        client = copy.copy(self)
        client.speaks_python = True
        return DynamoDBResource(client)

    def any_table(self, name):
        """The table of a name, whatever its status."""
        if name not in self.tables:
            raise not_found(f"Requested resource not found: Table: {name} not found")
        return self.tables[name]

    def table(self, name):
        """The table of a name, if it can be used."""
        table = self.tables.get(name)
        if table is None or table.status not in ("ACTIVE", "UPDATING"):
            if not is_name(name):
                raise invalid(
                    "Invalid table/index name.  Table/index names must be between 3 "
                    "and 255 characters long, and may contain only the characters "
                    "a-z, A-Z, 0-9, '_', '-', and '.'"
                )
            raise not_found()
        return table

    # -- values ---------------------------------------------------------------------

    def from_outside(self, value):
        return from_python(value) if self.speaks_python else from_typed(value)

    def item_from_outside(self, item):
        read = from_python if self.speaks_python else from_typed
        return {name: read(value) for name, value in item.items()}

    def item_to_outside(self, item):
        write = to_python if self.speaks_python else to_typed
        return {name: write(value) for name, value in item.items()}

    # -- answers --------------------------------------------------------------------

    def metadata(self, status):
        request_id = f"{self._random.getrandbits(208):052X}"
        return {"RequestId": request_id, "HTTPStatusCode": status, "RetryAttempts": 0}

    def client_error(self, error, name):
        """The ClientError for what was raised inside."""
        status = 500 if error.code == "InternalServerError" else 400
        response = {
            "Error": {"Message": error.message, "Code": error.code},
            "ResponseMetadata": self.metadata(status),
            "message": error.message,
        } | error.details
        return self.exceptions.of(error.code)(response, name)
