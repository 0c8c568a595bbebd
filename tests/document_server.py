"""A document server behind a name, without any service around it, for tests."""

from cafe import aws
from cafe.aws.account import Endpoint
from cafe.aws.docdb.store import Store
from cafe.drivers import pymongo

HOST = "documents.test"


class Node:
    """What an endpoint leads to: a server that lets in whoever comes."""

    public = True

    def __init__(self, account):
        ec2 = aws.Session(account=account).client("ec2")
        group = ec2.create_security_group(GroupName="open", Description="to all")
        self.groups = [group["GroupId"]]
        rule = {
            "IpProtocol": "tcp", "FromPort": 27017, "ToPort": 27017,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }  # fmt: skip
        ec2.authorize_security_group_ingress(
            GroupId=self.groups[0], IpPermissions=[rule]
        )
        self.store, self.read_only = Store(account.clock), False

    def is_up(self):
        return True

    def login(self, user, password, dbname):
        return self

    def readers(self):
        return []

    def check_writable(self):
        pass


class Documents:
    """An account with one document server, and a client of it."""

    def __init__(self):
        self.account = aws.Account()
        self.node = Node(self.account)
        endpoint = Endpoint(HOST, 27017, "eu-west-1", lambda: self.node)
        self.account.endpoints[HOST] = endpoint
        self.client = pymongo.MongoClient(HOST, account=self.account)
