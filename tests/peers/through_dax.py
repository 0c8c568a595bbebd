"""DynamoDB's client with every call on items going through a DAX cluster.

    pytest -p peers.through_dax tests/aws/dynamodb/test_dynamodb_items.py

runs the tests of DynamoDB that way: as a plugin it takes the place of their shop. The
cluster's cache is emptied before each call, so that every answer, every error and
every cost must be the table's own.
"""

from datetime import timedelta

from cafe import aws
from cafe.aws.dax import cluster as dax_cluster
from cafe.aws.dynamodb.resource import DynamoDBResource
from cafe.drivers.amazondax import AmazonDaxClient
from fixtures import dynamodb
from fixtures.dax import ROLE

THROUGH = {
    "get_item",
    "put_item",
    "update_item",
    "delete_item",
    "query",
    "scan",
    "batch_get_item",
    "batch_write_item",
}


class ThroughDax:
    """A client: calls on items through DAX, all others to DynamoDB itself."""

    def __init__(self, direct, cached, forget=True):
        self.direct, self.cached, self.forget = direct, cached, forget

    def __getattr__(self, name):
        if name not in THROUGH:
            return getattr(self.direct, name)
        if self.forget:
            for node in self.cached.cluster.nodes:
                node.forget()
        return getattr(self.cached, name)


def connect(account, region="eu-west-1", **settings):
    """The URL of a cluster that is ready at once, in an account and Region."""
    account.client_address = "172.31.5.20"
    dax = aws.Session(region, account=account).client("dax")
    if "menu" not in dax.clusters:
        before, dax_cluster.CREATING = dax_cluster.CREATING, timedelta()
        dax.create_cluster(
            ClusterName="menu",
            NodeType="dax.r5.large",
            ReplicationFactor=3,
            IamRoleArn=ROLE,
            **settings,
        )
        dax_cluster.CREATING = before
        account.clock.advance()
    return dax.cluster("menu").described()["ClusterDiscoveryEndpoint"]["URL"]


class CafeThroughDax(dynamodb.Cafe):
    """The shop of DynamoDB's tests, whose client and resource go through DAX."""

    def __init__(self, region="eu-west-1", account=None, **settings):
        super().__init__(region, account, **settings)
        url = connect(self.account, region)
        typed = AmazonDaxClient(endpoint_url=url, account=self.account)
        python = AmazonDaxClient.resource(endpoint_url=url, account=self.account)
        self.client = ThroughDax(self.client, typed)
        direct = self.resource.meta.client
        self.resource = DynamoDBResource(ThroughDax(direct, python.meta.client))


def pytest_configure(config):
    dynamodb.Cafe = CafeThroughDax
