"""Read and write DynamoDB's tables through a DAX cluster, as the package amazondax.

    from cafe.drivers import amazondax                  # on AWS: import amazondax
    with amazondax.AmazonDaxClient.resource(endpoint_url=url) as cached:
        cached.Table("products").get_item(Key={"product_id": 7})

Same as amazondax: `AmazonDaxClient(…)` has the calls on items of boto3's `dynamodb`
client and `AmazonDaxClient.resource(…)` those of its resource; calls on tables are
refused with NotImplementedError; an address is `dax://host`; only a program inside the
VPC, let in by a security group, reaches a cluster. Simplified: the answer to a cluster
out of reach comes at once, with its cause in brackets. Left out: TLS, credentials,
sessions, settings of the connection.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.client.run-application-python.html
"""

from urllib.parse import urlsplit

from cafe import aws
from cafe.aws.dax.client import CachedDynamoDB
from cafe.aws.dax.cluster import PORT, SCHEME, DaxClientError
from cafe.aws.dynamodb.resource import DynamoDBResource

from .missing import names_its_options
from .network import Unreachable, reach

__all__ = ["AmazonDaxClient", "DaxClientError"]


@names_its_options
class AmazonDaxClient(CachedDynamoDB):
    """A client that takes and answers typed values. Raises DaxClientError.

    `endpoint_url` is the URL of the cluster's ClusterDiscoveryEndpoint, `account`
    (ours) another account than `aws.account`.
    """

    def __init__(self, *, endpoint_url, account=None):
        super().__init__(_cluster(endpoint_url, account or aws.account))

    @staticmethod
    @names_its_options
    def resource(*, endpoint_url, account=None):
        """The same as a resource, with tables and Python values."""
        client = AmazonDaxClient(endpoint_url=endpoint_url, account=account)
        client.speaks_python = True
        return DaxResource(client)

    def close(self):
        """Nothing to close here; on AWS it ends the connections."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()


class DaxResource(DynamoDBResource):
    """DynamoDB's resource view, behind which a cluster answers."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.meta.client.close()


def _cluster(url, account):
    """The cluster behind a URL, if the network lets us through to it."""
    try:
        parts = urlsplit(url if "://" in str(url) else f"{SCHEME}://{url}")
        scheme, host, port = parts.scheme, parts.hostname, parts.port or PORT
    except ValueError:  # a port that is no number, half a bracket
        scheme = None
    if scheme != SCHEME or not host or not isinstance(url, str):
        raise ValueError(
            f"{url!r} is no address of DAX here: it begins with dax://, and a host and "
            "perhaps a port follow"
        )
    try:
        return reach(account, host, port)
    except Unreachable as error:
        raise DaxClientError(
            f"Failed to configure cluster endpoints from ['{host}'] ({error})"
        ) from None
