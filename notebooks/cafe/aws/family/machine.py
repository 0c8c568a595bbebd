"""A machine in a zone, behind an endpoint of its own: what every DB instance is."""

from weakref import WeakSet

from ..account import address_of
from ..life import Living
from .service import DatabaseService


class Machine(Living):
    """What a DB instance in a cluster and one without have alike."""

    identifier: str
    port: int
    service: DatabaseService
    zone: str
    clients: WeakSet  # the drivers' connections

    def open_endpoint(self):
        host = f"{self.identifier}.{self.service.domain}"
        self.endpoint = self.service.open(host, self.port, lambda: self)

    def address(self):
        """The address behind the name; another zone has another range."""
        return address_of(self.identifier, self.zone)

    def client_count(self):
        """How many programs are connected: not those that closed, or were cut off."""
        return sum(not (each.closed or each.broken) for each in self.clients)

    def tell(self, message):
        """Note an event, as describe_events shows it."""
        self.service.note("db-instance", self.identifier, message)

    def arn(self):
        return self.service.arn(f"db:{self.identifier}")
