"""One proxy: an address that clients keep, and a pool of connections that they share.

A client's connection to the proxy is not one to the database. For each transaction the
proxy lends it one, and takes it back at the end. When none is free, or the database
does not answer, the client waits: the account's clock goes on until there is one, or
until two minutes are over. So a client that is idle while the database fails over
notices a pause and nothing else; one in the middle of a transaction loses both.
"""

from datetime import timedelta
from weakref import WeakSet

from ..account import address_of
from ..errors import BorrowTimeout, LoginRefused
from ..storage.database import Database, Follower
from .instance import Instance
from .load import NO_LOAD, Load, Served

CREATING = timedelta(minutes=5)
DELETING = timedelta(minutes=2)
BORROW_TIMEOUT = timedelta(seconds=120)
STEP = timedelta(seconds=1)


class Proxy:
    """A proxy in front of one instance. It runs in several zones, and is never cut."""

    public = False

    def __init__(self, service, name, family, secrets, role, subnets):
        self.service, self.name, self.family = service, name, family
        self.secrets, self.role, self.subnets = secrets, role, subnets
        self.groups = service.groups_of(None)
        self.status, self.created = "creating", service.clock.now
        self.id = f"prx-{service.account.token(17)}"
        token = service.domain.split(".")[0]
        self.host = f"{name}.proxy-{token}.{service.region}.rds.amazonaws.com"
        self.target: Instance | None = None
        self.load = NO_LOAD
        self.clients, self.lent_to = WeakSet(), WeakSet()

    # -- reaching it ------------------------------------------------------------------

    def is_up(self):
        return self.status == "available"

    def address(self):
        return address_of(self.name)

    def login(self, user, password, dbname):
        """A session of one client. Raises LoginRefused."""
        if self.target is None:
            raise LoginRefused("This RDS proxy has no target: register one")
        self.target.check_login(user, password, dbname)
        return Session(self)

    @property
    def engine(self):
        return self.database.engine

    @property
    def database(self) -> Instance:
        """The target, of a proxy that has one: no client comes in before."""
        assert self.target
        return self.target

    # -- the pool ---------------------------------------------------------------------

    def borrow(self):
        """The database's server, for one transaction. Raises BorrowTimeout."""
        clock, waited, database = self.service.clock, timedelta(), self.database
        while not (database.is_up() and database.free_connections() >= 1):
            if waited >= BORROW_TIMEOUT:
                raise BorrowTimeout("Timed-out waiting to acquire database connection")
            clock.advance(seconds=STEP.total_seconds())
            waited += STEP
        return database.server

    def borrowed(self):
        """How many connections to the database are lent at the moment."""
        return sum(session.is_in_transaction() for session in self.lent_to)

    def client_count(self):
        """How many clients are connected, those of a load included."""
        served = self.target.served() if self.target else Served()
        waiting = served.rate * (served.seconds + self.load.held)
        return waiting + sum(not (c.closed or c.broken) for c in self.clients)

    def take(self, load):
        """Hand a load on: clients keep their connections here, and not below."""
        if self.target is None:
            raise ValueError(f"The proxy {self.name} has no target: register one.")
        self.load = load
        return self.database.take(Load(load.rate, load.work))


class Session:
    """One client at a proxy, as the SQL driver sees a server."""

    lives = 1

    def __init__(self, proxy):
        self.proxy, self._life = proxy, 0
        self._server: Database | Follower | None = None

    @property
    def is_running(self):
        """Whether it goes on: not after its transaction was lost with the database."""
        is_lost = self._server is not None and not self.is_in_transaction()
        return self.proxy.is_up() and not is_lost

    @property
    def read_only(self):
        return self._server is not None and self._server.read_only

    def is_in_transaction(self):
        """Whether it has a connection to a database that still runs."""
        server = self._server
        return server is not None and server.is_running and server.lives == self._life

    def begin(self):
        """A cursor with a transaction, as soon as the pool has a connection."""
        server = self.proxy.borrow()
        cursor = server.begin()
        self._server, self._life = server, server.lives
        self.proxy.lent_to.add(self)
        return cursor

    def commit(self, cursor):
        self._give_back().commit(cursor)

    def rollback(self, cursor):
        self._give_back().rollback(cursor)

    def _give_back(self):
        self.proxy.lent_to.discard(self)
        server, self._server = self._server, None
        return server
