"""What clusters and instances have in common, be they of RDS or of its family.

The times are typical ones, fixed so that two runs are alike.
"""

from datetime import timedelta

from ..account import Resource

CREATING = timedelta(minutes=2)
DELETING = timedelta(minutes=2)
FAILOVER = timedelta(seconds=30)
NEW_MACHINE = timedelta(minutes=10)


class BaseCluster:
    """A writer and readers on one volume, behind two endpoints.

    A cluster has `identifier`, `port`, `service`, `members`, `writer`, `volume`,
    `endpoints` and `turn`; `kind` is what the account map calls it.
    """

    def readers(self):
        """The readers that answer, in the order in which they joined."""
        return [m for m in self.members if m is not self.writer and m.is_up()]

    def heirs(self):
        """The readers in the order in which they would take over."""
        return sorted(self.readers(), key=self.service.rank(self))

    def open_endpoints(self):
        """The cluster endpoint leads to the writer, the reader endpoint to readers."""
        for kind, target in (("", lambda: self.writer), ("-ro", self._next_reader)):
            host = f"{self.identifier}.cluster{kind}-{self.service.domain}"
            self.endpoints.append(self.service.open(host, self.port, target))

    def close_endpoints(self):
        for endpoint in self.endpoints:
            self.service.close(endpoint)

    def _next_reader(self):
        """One reader after the other; the writer when there is no reader."""
        readers = self.readers()
        if not readers:
            return self.writer
        self.turn += 1
        return readers[self.turn % len(readers)]

    def tell(self, message):
        """Note an event, as describe_events shows it."""
        self.service.note("db-cluster", self.identifier, message)

    def arn(self):
        return self.service.arn(f"cluster:{self.identifier}")

    def resources(self):
        """The six copies, for the account map."""
        if not self.volume:
            return []
        available = self.volume.available()
        return [
            Resource(
                f"{self.identifier} copy {copy.number}",
                f"{self.kind} storage",
                "copy",
                copy.zone,
                "in step" if copy in available else "lost",
                self.arn(),
                source=self.identifier,
                synchronous=True,
                whole="one volume, kept in six copies",
            )
            for copy in self.volume.copies
        ]


class BaseInstance:
    """A machine in a zone, behind an endpoint of its own.

    An instance has `identifier`, `port`, `service` and `zone`.
    """

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
