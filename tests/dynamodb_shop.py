"""A table of orders in the small AWS, as the tests of DynamoDB need it."""

import pytest

from cafe import aws
from cafe.aws.errors import ClientError


class Cafe:
    """An account with DynamoDB's client and resource, and the calls tests repeat."""

    def __init__(self, region="eu-west-1", account=None, **settings):
        self.account = account or aws.Account(**settings)
        session = aws.Session(region, account=self.account)
        self.client = session.client("dynamodb")
        self.resource = session.resource("dynamodb")
        self.clock = self.account.clock

    def table(self, name="orders", sort=None, kind="N", **settings):
        """A table that is active: partition key pk (S), and a sort key if asked for."""
        keys = {"pk": "S"} | ({sort: kind} if sort else {})
        asked = {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": key_schema(keys),
            "AttributeDefinitions": definitions(keys),
        }
        asked |= settings
        if "ProvisionedThroughput" in settings:
            asked["BillingMode"] = "PROVISIONED"
        table = self.resource.create_table(**asked)
        table.wait_until_exists()
        return table

    def in_region(self, region):
        """The same account's DynamoDB in another Region."""
        return Cafe(region, self.account)


def key_schema(keys):
    return [
        {"AttributeName": name, "KeyType": kind}
        for name, kind in zip(keys, ("HASH", "RANGE"))
    ]


def definitions(keys):
    return [{"AttributeName": n, "AttributeType": kind} for n, kind in keys.items()]


def index(name, keys, projection="ALL", **more):
    """The definition of a secondary index."""
    attributes = {"NonKeyAttributes": more.pop("attributes")} if more else {}
    return {
        "IndexName": name,
        "KeySchema": key_schema(keys),
        "Projection": {"ProjectionType": projection} | attributes,
    }


def capacity(reads, writes):
    return {"ReadCapacityUnits": reads, "WriteCapacityUnits": writes}


def refused(call, **arguments):
    """The code and the message with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def until_throttled(call, most=20_000):
    """How often a call succeeds before it is throttled."""
    for number in range(most):
        try:
            call(number)
        except ClientError as error:
            assert "Thr" in error.response["Error"]["Code"], error
            return number
    raise AssertionError("It was never throttled.")
