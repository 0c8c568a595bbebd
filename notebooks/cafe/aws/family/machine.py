"""A machine in a zone, behind an endpoint of its own: what every DB instance is."""

from .service import DatabaseService


class Machine:
    """What a DB instance in a cluster and one without have alike."""

    identifier: str
    port: int
    service: DatabaseService
    zone: str

    def open_endpoint(self):
        host = f"{self.identifier}.{self.service.domain}"
        self.endpoint = self.service.open(host, self.port, lambda: self)

    def address(self):
        """The address behind the name; another zone has another range."""
        last = sum(map(ord, self.identifier + self.zone)) % 200 + 20
        network = "abc".index(self.zone[-1]) * 16
        return f"172.31.{network}.{last}"

    def tell(self, message):
        """Note an event, as describe_events shows it."""
        self.service.note("db-instance", self.identifier, message)

    def arn(self):
        return self.service.arn(f"db:{self.identifier}")
