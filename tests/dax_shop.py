"""A table with a DAX cluster before it, as the tests of DAX need it."""

from cafe import aws
from cafe.drivers import amazondax
from dynamodb_shop import Cafe

ROLE = "arn:aws:iam::123456789012:role/dax"


class CachedCafe:
    """An account with a cluster; `table` is reached directly, `cached` through DAX."""

    def __init__(self, nodes=1, ttls=None, sort=None, **settings):
        self.cafe = Cafe()
        self.account, self.clock = self.cafe.account, self.cafe.clock
        self.account.client_address = "172.31.5.20"
        self.dax = aws.Session(account=self.account).client("dax")
        if ttls:
            self.group(ttls)
            settings["ParameterGroupName"] = "ours"
        self.launch(ReplicationFactor=nodes, **settings)
        self.clock.advance(minutes=10)
        self.table = self.cafe.table(sort=sort)
        self.resource = self.connect()
        self.cached = self.resource.Table("orders")

    def group(self, ttls):
        """A parameter group "ours" with {parameter: milliseconds}."""
        self.dax.create_parameter_group(ParameterGroupName="ours")
        self.dax.update_parameter_group(
            ParameterGroupName="ours",
            ParameterNameValues=[
                {"ParameterName": name, "ParameterValue": str(value)}
                for name, value in ttls.items()
            ],
        )

    def launch(self, name="menu", **settings):
        asked = {"NodeType": "dax.t3.small", "ReplicationFactor": 1}
        asked |= {"ClusterName": name, "IamRoleArn": ROLE}
        return self.dax.create_cluster(**asked | settings)["Cluster"]

    def describe(self, name="menu"):
        return self.dax.describe_clusters(ClusterNames=[name])["Clusters"][0]

    def url(self, name="menu"):
        return self.describe(name)["ClusterDiscoveryEndpoint"]["URL"]

    def connect(self, url=None):
        return amazondax.AmazonDaxClient.resource(
            endpoint_url=url or self.url(), account=self.account
        )

    def put(self, **attributes):
        """Write one item to the table, around DAX."""
        self.table.put_item(Item={"pk": "a"} | attributes)

    def get(self, pk="a", **settings):
        """One item through DAX, or None."""
        return self.cached.get_item(Key={"pk": pk}, **settings).get("Item")

    def count(self, metric):
        """A metric of all nodes together."""
        return sum(node[metric] for node in self.dax.statistics("menu").values())

    def reads(self):
        """Read units that the table has spent so far."""
        return self.cafe.client.usage("orders")["Read"]["consumed"]
