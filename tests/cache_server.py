"""A cache server behind a name, without any service around it, for tests and runs."""

from cafe import aws
from cafe.aws.account import Endpoint
from cafe.aws.valkey import Server
from cafe.drivers import redis

HOST = "cache.test"


class Node:
    """What an endpoint leads to: a server that lets in whoever comes."""

    public, encrypted = True, False

    def __init__(self, account):
        ec2 = aws.Session(account=account).client("ec2")
        group = ec2.create_security_group(GroupName="open", Description="to all")
        self.groups = [group["GroupId"]]
        rule = {
            "IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }  # fmt: skip
        ec2.authorize_security_group_ingress(
            GroupId=self.groups[0], IpPermissions=[rule]
        )
        self.server = Server(account.clock)

    def is_up(self):
        return True

    def login(self, username, password):
        return self.server


class Cache:
    """An account with one cache, and a client of it."""

    def __init__(self, **settings):
        self.account = aws.Account()
        node = Node(self.account)
        self.server = node.server
        endpoint = Endpoint(HOST, 6379, "eu-west-1", lambda: node)
        self.account.endpoints[HOST] = endpoint
        self.client = self.connect(**settings)

    def connect(self, **settings):
        return redis.Redis(HOST, account=self.account, **settings)

    def wait(self, **span):
        self.account.clock.advance(**span)
