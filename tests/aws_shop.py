"""A small shop in the small AWS, as the tests of RDS and of the driver need it."""

import pytest

from cafe import aws
from cafe.drivers import sql

PASSWORD = "espresso-2026"
LOGIN = {"user": "barista", "password": PASSWORD, "dbname": "cafe"}


class Shop:
    """An account with clients, and the calls that every test would repeat."""

    def __init__(self, **settings):
        self.account = aws.Account(**settings)
        self.account.client_address = "172.31.5.20"
        session = aws.Session(account=self.account)
        self.rds, self.ec2 = session.client("rds"), session.client("ec2")

    def launch(self, name="orders", **settings):
        """Ask for a PostgreSQL instance, as small as it comes."""
        return self.rds.create_db_instance(**new_instance(name) | settings)

    def create(self, name="orders", **settings):
        """An instance that is available; its endpoint's name."""
        self.launch(name, **settings)
        return self.wait(name)

    def wait(self, name="orders"):
        self.rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
        return self.describe(name)["Endpoint"]["Address"]

    def replica(self, name="reports", source="orders", lag=1, **settings):
        """A read replica that is available."""
        self.rds.create_db_instance_read_replica(
            DBInstanceIdentifier=name, SourceDBInstanceIdentifier=source, **settings
        )
        self.wait(name)
        self.rds.set_replica_lag(name, seconds=lag)

    def describe(self, name="orders"):
        found = self.rds.describe_db_instances(DBInstanceIdentifier=name)
        return found["DBInstances"][0]

    def status(self, name="orders"):
        return self.describe(name)["DBInstanceStatus"]

    def connect(self, name="orders", **other):
        host = self.describe(name)["Endpoint"]["Address"]
        return sql.connect(host=host, account=self.account, **LOGIN | other)

    def write(self, name="orders", *ids):
        """Commit one row for each id."""
        with self.connect(name) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS sales (id INT)")
            for row in ids:
                connection.execute("INSERT INTO sales VALUES (%s)", [row])

    def read(self, name="orders"):
        """The ids that were written."""
        with self.connect(name) as connection:
            found = connection.execute("SELECT id FROM sales ORDER BY id").fetchall()
        return [row[0] for row in found]

    def cut(self, name="orders"):
        """Cut the zone in which an instance runs; the zone."""
        zone = self.describe(name)["AvailabilityZone"]
        self.account.fail_zone(zone)
        return zone

    def events(self, name="orders"):
        found = self.rds.describe_events(
            SourceIdentifier=name, SourceType="db-instance", Duration=20160
        )
        return [event["Message"] for event in found["Events"]]

    # -- Aurora -------------------------------------------------------------------

    def create_cluster(self, name="loyalty", *members, **settings):
        """A cluster that is available, with its instances."""
        self.rds.create_db_cluster(**new_cluster(name) | settings)
        self.wait_for_cluster(name)
        for member in members:
            self.add(member, name)

    def wait_for_cluster(self, name="loyalty"):
        self.rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier=name)

    def add(self, name, cluster="loyalty", **settings):
        """An instance in a cluster, available."""
        self.rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBClusterIdentifier=cluster,
            DBInstanceClass="db.r7g.large",
            Engine="aurora-postgresql",
            **settings,
        )
        self.wait(name)

    def cluster(self, name="loyalty"):
        found = self.rds.describe_db_clusters(DBClusterIdentifier=name)
        return found["DBClusters"][0]

    def connect_cluster(self, kind="Endpoint", name="loyalty", **other):
        host = self.cluster(name)[kind]
        return sql.connect(host=host, account=self.account, **LOGIN | other)

    def writer(self, name="loyalty"):
        """The name of the cluster's writer."""
        members = self.cluster(name)["DBClusterMembers"]
        found = [m["DBInstanceIdentifier"] for m in members if m["IsClusterWriter"]]
        return found[0] if found else None


def new_instance(name="orders"):
    """The arguments of the smallest PostgreSQL instance."""
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceClass": "db.t4g.micro",
        "Engine": "postgres",
        "AllocatedStorage": 20,
        "MasterUsername": "barista",
        "MasterUserPassword": PASSWORD,
        "DBName": "cafe",
    }


def new_cluster(name="loyalty"):
    """The arguments of an Aurora cluster."""
    return {
        "DBClusterIdentifier": name,
        "Engine": "aurora-postgresql",
        "MasterUsername": "barista",
        "MasterUserPassword": PASSWORD,
        "DatabaseName": "cafe",
    }


def refused(call, **arguments):
    """The code and the message with which a call is refused."""
    from cafe.aws.errors import ClientError

    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]
