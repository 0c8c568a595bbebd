"""Who gets into a DB instance, and how much of them it takes.

A user comes in with a password or, with rds_iam, a token. There is a connection for
each client, as many as the class's memory allows, and a load takes its share.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakSet

from ..errors import LoginRefused
from ..family.machine import Machine
from ..storage.database import Database, Follower
from .load import NO_LOAD, Load, Served, serve
from .logins import ManagedPassword, is_let_in
from .rules import SIZES, max_connections

if TYPE_CHECKING:
    from .service import RDSService


@dataclass(eq=False, kw_only=True)
class Serving(Machine):
    """A machine with a database, its users and their connections."""

    identifier: str
    instance_class: str
    engine: str
    zone: str
    user: str
    password: str
    dbname: str
    service: "RDSService" = field(repr=False)
    server: Database | Follower | None = field(default=None, repr=False)
    clients: WeakSet = field(default_factory=WeakSet, repr=False)
    load: Load = NO_LOAD
    takes_tokens: bool = False
    managed_password: ManagedPassword | None = field(default=None, repr=False)
    #: The database's users, and whether each has rds_iam.
    users: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self):
        self.users.setdefault(self.user, False)

    # -- reaching it --------------------------------------------------------------

    def is_up(self):
        """Whether anything answers at the endpoint."""
        up = self.server is not None and self.server.is_running
        return up and self._is_zone_up()

    def _is_zone_up(self):
        return self.service.account.is_zone_up(self.zone)

    def login(self, user, password, dbname):
        """The database server for one client. Raises LoginRefused."""
        self.check_login(user, password, dbname)
        if self.free_connections() < 1:
            raise LoginRefused("sorry, too many clients already")
        return self.server

    def check_login(self, user, password, dbname):
        """Raise LoginRefused unless this client may come in."""
        if self.users.get(user):
            if not (self.takes_tokens and is_let_in(self, user, password)):
                raise LoginRefused(f'PAM authentication failed for user "{user}"')
        elif user != self.user or password != self.password:
            raise LoginRefused(f'password authentication failed for user "{user}"')
        if dbname != self.dbname:
            raise LoginRefused(f'database "{dbname}" does not exist')

    # -- how much it takes --------------------------------------------------------

    def connection_count(self):
        """Open connections: of programs, of proxies, and of a load."""
        return self._real_connections() + self.served().connections

    def free_connections(self):
        """How many more connections it takes."""
        most = max_connections(self.engine, self.instance_class)
        return most - self.connection_count()

    def take(self, load):
        """Be under this load from now on; what comes of it, a `Served`."""
        self.load = load
        return self.served()

    def served(self):
        """What the instance makes of its load at the moment."""
        if not self.is_up():
            return Served(refused=self.load.rate)
        if self.load is NO_LOAD:  # nothing to count: asked each minute, of each
            return Served()
        most = max_connections(self.engine, self.instance_class)
        vcpus, _ = SIZES[self.instance_class]
        return serve(self.load, vcpus, most - self._real_connections())

    def _real_connections(self):
        return self.client_count() + self.service.borrowed_from(self)

    @property
    def database(self) -> Database:
        """The server, of an instance that was made and follows no other."""
        assert isinstance(self.server, Database)
        return self.server
