"""Connect to a Neptune cluster of the small AWS and have its graph.

    from cafe.drivers import neptune
    people = neptune.connect(cluster["Endpoint"])
    people.load(nodes_csv, edges_csv)           # the bulk loader's files, nodes first
    people.graph                                # a networkx MultiDiGraph

Simplified: on AWS a program sends openCypher, Gremlin or SPARQL text to
https://endpoint:8182 and the cluster answers it; here the program gets the graph
itself and asks it with networkx. `graph` looks the name up at each use, as a request
would, and refuses while nothing answers; a graph that was taken before is not cut off,
so ask for it anew each time. A reader gives a frozen view. Left out: IAM, TLS,
transactions, load jobs.

https://docs.aws.amazon.com/neptune/latest/userguide/access-graph-opencypher-queries.html
"""

from cafe import aws
from cafe.aws.neptune import bulk
from cafe.aws.neptune.bulk import LoadError
from cafe.aws.storage.volume import Unwritable

from .missing import NamesWhatThereIs, names_its_options
from .network import Unreachable, reach

__all__ = ["Connection", "LoadError", "NotConnected", "ReadOnlyViolation", "connect"]


class NotConnected(ConnectionError):
    """The cluster does not answer; the text says why."""


class ReadOnlyViolation(Exception):
    """A write was sent to where only reads are answered."""


@names_its_options
def connect(host, port=8182, account=None):
    """A connection to the endpoint of a cluster or an instance.

    `account` (ours) is the account in which the name is looked up, `aws.account` if
    not given. Raises NotConnected.
    """
    connection = Connection(host, port, account or aws.account)
    connection.graph  # noqa: B018 (asks whether it answers)
    return connection


@names_its_options
class Connection(NamesWhatThereIs):
    """The way to a graph. It is looked up anew at each use."""

    def __init__(self, host, port, account):
        self.host, self.port, self._account = host, port, account

    @property
    def graph(self):
        """The graph, a networkx MultiDiGraph; from a reader frozen.

        Raises NotConnected.
        """
        return self._answer(lambda server: server.graph)

    def load(self, *files):
        """Load CSV texts of the bulk loader in this order; how many rows.

        Raises LoadError for a file with a mistake, after those before it were loaded,
        ReadOnlyViolation at a reader, NotConnected.
        """
        return self._answer(lambda server: self._load(server, files))

    def _load(self, server, files):
        if server.read_only:
            raise ReadOnlyViolation(
                f"{self.host} leads to a reader. Load through the cluster endpoint, "
                "which leads to the writer."
            )
        server.check_writable()
        return sum(bulk.load(server.graph, text) for text in files)

    def _answer(self, request):
        """What a request gives from whatever the name leads to now."""
        try:
            return request(reach(self._account, self.host, self.port).login())
        except Unreachable as problem:
            raise NotConnected(f"{self.host}:{self.port}: {problem}") from None
        except Unwritable as refusal:
            raise NotConnected(
                f"{self.host}:{self.port}: the storage did not answer: {refusal}"
            ) from None

    def __repr__(self):
        return f"Connection({self.host}:{self.port})"
