"""A cache server behind a name, without any service around it, for tests and runs."""

from cafe import aws
from cafe.aws.valkey import Server
from cafe.drivers import redis
from open_server import OpenNode

HOST = "cache.test"


class Node(OpenNode):
    """A server that knows no password."""

    encrypted = False

    def __init__(self, account):
        super().__init__(account, HOST, 6379)
        self.server = Server(account.clock)

    def login(self, username, password):
        return self.server


class Cache:
    """An account with one cache, and a client of it."""

    def __init__(self, **settings):
        self.account = aws.Account()
        self.server = Node(self.account).server
        self.client = self.connect(**settings)

    def connect(self, **settings):
        return redis.Redis(HOST, account=self.account, **settings)

    def wait(self, **span):
        self.account.clock.advance(**span)
