"""Real clients behind the doors of an account, for tests and benches."""

import boto3
from botocore.config import Config

from cafe import aws, wire

INSIDE = "172.31.5.20"
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}
REGION = "eu-west-1"


class World:
    """An account with its doors, and the clients on both sides of them."""

    def __init__(self):
        self.account = aws.Account()
        self.account.client_address = INSIDE
        self.doors = wire.serve(self.account)

    def inside(self, service):
        """The small AWS's own client."""
        return aws.Session(account=self.account).client(service)

    def outside(self, service, key="learner", **config):
        """boto3's client, through the door, with this access key."""
        return boto3.client(
            service,
            REGION,
            endpoint_url=self.doors.aws,
            aws_access_key_id=key,
            aws_secret_access_key="none-is-checked",
            config=Config(**config),
        )

    def open_ports(self, *ports):
        """Let what runs in the VPC reach these ports."""
        ec2 = self.inside("ec2")
        group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
        rule = {"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "172.31.0.0/16"}]}
        ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[{**rule, "FromPort": p, "ToPort": p} for p in ports],
        )

    def cache(self):
        """The endpoint of a new cache with a replica."""
        client = self.inside("elasticache")
        client.create_replication_group(
            ReplicationGroupId="board",
            ReplicationGroupDescription="The drinks of the day",
            Engine="valkey",
            CacheNodeType="cache.t4g.micro",
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
            MultiAZEnabled=True,
        )
        client.get_waiter("replication_group_available").wait(
            ReplicationGroupId="board"
        )
        groups = client.describe_replication_groups()["ReplicationGroups"]
        return groups[0]["NodeGroups"][0]["PrimaryEndpoint"]

    def documents(self):
        """The endpoint of a new document cluster of two instances."""
        client = self.inside("docdb")
        client.create_db_cluster(
            DBClusterIdentifier="catalogue", Engine="docdb", **LOGIN
        )
        for number in (1, 2):
            client.create_db_instance(
                DBInstanceIdentifier=f"catalogue-{number}",
                DBClusterIdentifier="catalogue",
                DBInstanceClass="db.r6g.large",
                Engine="docdb",
            )
        self.account.clock.advance(minutes=20)
        return client.describe_db_clusters()["DBClusters"][0]["Endpoint"]
