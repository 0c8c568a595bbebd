"""A shop whose data lie in a cluster of DocumentDB or Neptune, as the tests need it."""

from cafe import aws
from cafe.drivers.network import Unreachable, reach

A, B, C = "eu-west-1a", "eu-west-1b", "eu-west-1c"
PASSWORD = "espresso-2026"
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": PASSWORD}


class ClusterShop:
    """One service of an account, and the calls that every test would repeat."""

    def __init__(self, service, *members, region="eu-west-1", account=None):
        self.engine, self.account = service, account or aws.Account()
        self.account.client_address = "172.31.5.20"
        self.client = aws.Session(region, account=self.account).client(service)
        if members:
            self.create(*members)

    def new_cluster(self, name="menu", **settings):
        """The arguments of a cluster."""
        login = LOGIN if self.engine == "docdb" else {}
        wanted = {"DBClusterIdentifier": name, "Engine": self.engine}
        return wanted | login | settings

    def new_instance(self, name="one", cluster="menu", **settings):
        """The arguments of an instance."""
        wanted = {"DBInstanceIdentifier": name, "DBInstanceClass": "db.r6g.large",
                  "Engine": self.engine, "DBClusterIdentifier": cluster}  # fmt: skip
        return wanted | settings

    def create(self, *members, name="menu", **settings):
        """A cluster that is available, with its instances."""
        self.client.create_db_cluster(**self.new_cluster(name, **settings))
        self.advance(minutes=2)
        for member in members:
            self.add(member, name)

    def add(self, name, cluster="menu", **settings):
        """An instance that is available."""
        self.client.create_db_instance(**self.new_instance(name, cluster, **settings))
        self.wait(name)

    def wait(self, name):
        waiter = self.client.get_waiter("db_instance_available")
        waiter.wait(DBInstanceIdentifier=name)

    def delete(self, name):
        self.client.delete_db_instance(DBInstanceIdentifier=name)

    def advance(self, **span):
        self.account.clock.advance(**span)

    def cluster(self, name="menu"):
        found = self.client.describe_db_clusters(DBClusterIdentifier=name)
        return found["DBClusters"][0]

    def instance(self, name):
        found = self.client.describe_db_instances(DBInstanceIdentifier=name)
        return found["DBInstances"][0]

    def status(self, name="menu"):
        return self.cluster(name)["Status"]

    def zone(self, name):
        return self.instance(name)["AvailabilityZone"]

    def cut(self, name):
        self.account.fail_zone(self.zone(name))

    def writer(self, name="menu"):
        """The name of the cluster's writer, or None."""
        members = self.cluster(name)["DBClusterMembers"]
        found = [m["DBInstanceIdentifier"] for m in members if m["IsClusterWriter"]]
        return found[0] if found else None

    def members(self, name="menu"):
        return [m["DBInstanceIdentifier"] for m in
                self.cluster(name)["DBClusterMembers"]]  # fmt: skip

    def answers(self, kind="Endpoint", name="menu"):
        """The name of the instance that answers at an endpoint, or None."""
        host, port = self.cluster(name)[kind], self.cluster(name)["Port"]
        try:
            return reach(self.account, host, port).identifier
        except Unreachable:
            return None

    def server(self, kind="Endpoint", name="menu"):
        """What a client at an endpoint talks to."""
        host, port = self.cluster(name)[kind], self.cluster(name)["Port"]
        return reach(self.account, host, port).login("barista", PASSWORD, "cafe")

    def events(self, name="menu", kind="db-cluster"):
        found = self.client.describe_events(
            SourceIdentifier=name, SourceType=kind, Duration=20160
        )
        return [event["Message"] for event in found["Events"]]
