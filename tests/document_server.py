"""A document server behind a name, without any service around it, for tests."""

from cafe import aws
from cafe.aws.docdb.store import Store
from cafe.drivers import pymongo
from open_server import OpenNode

HOST = "documents.test"


class Node(OpenNode):
    """A server that knows no password."""

    def __init__(self, account):
        super().__init__(account, HOST, 27017)
        self.store, self.read_only = Store(account.clock), False

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
        self.client = pymongo.MongoClient(HOST, account=self.account)
