"""One instance of a cluster: a machine that holds no data of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakSet

from ..account import Endpoint, Event, Resource
from ..pricing import Use
from .machine import Machine

if TYPE_CHECKING:
    from .cluster import Cluster

CREATING = timedelta(minutes=7)
RESTART = timedelta(seconds=40)
DELETING = timedelta(minutes=3)


@dataclass(eq=False)
class ClusterInstance(Machine):
    """An instance of a cluster. Times are moments of the account's clock.

    `tier` decides who takes over: 0 comes before 15. `lives` counts how often its
    engine was started: a client's connection is of one life.
    """

    identifier: str
    instance_class: str
    zone: str
    tier: int
    cluster: "Cluster" = field(repr=False)
    tags: dict = field(default_factory=dict)
    status: str = "creating"
    created: datetime | None = None
    endpoint: Endpoint | None = None
    plans: dict[str, Event] = field(default_factory=dict, repr=False)
    lives: int = 1
    clients: WeakSet = field(default_factory=WeakSet, repr=False)

    public = False

    # -- life ---------------------------------------------------------------------

    def launch(self):
        """Start creating; it joins its cluster when that and a zone are there."""
        self.resource_id = f"db-{self.service.account.token(26).upper()}"
        self.change("creating", CREATING, self._begin)

    def _begin(self):
        zone = self.service.nearest_zone(self.zone)
        if zone is None or not self.cluster.created:
            return self.change("creating", CREATING, self._begin)
        self.zone, self.created = zone, self.service.clock.now
        self.open_endpoint()
        self.status = "available"
        self.tell("DB instance created")
        self.cluster.join(self)

    def restart(self):
        """Not there for a moment; the role in the cluster stays."""

        def back():
            self.status = "available"
            self.tell("DB instance restarted")
            self.cluster.reconsider()

        self.halt()
        self.change("rebooting", RESTART, back)

    def delete(self):
        """Go for good. The data stays: it is the cluster's."""
        if self.endpoint:
            del self.service.account.endpoints[self.endpoint.host]

        def gone():
            del self.service.instances[self.identifier]
            self.tell("DB instance deleted")

        self.halt()
        self.change("deleting", DELETING, gone)
        self.cluster.leave(self)

    def halt(self):
        """The engine is gone from one moment to the next; every connection breaks."""
        self.lives += 1
        if self.cluster.writer is self:
            self.service.engine_stopped(self.cluster)

    def zone_failed(self, zone):
        if self.zone == zone:
            self.halt()

    def zone_restored(self, zone):
        """It runs again; the cluster decides as what."""

    # -- reaching it --------------------------------------------------------------

    def is_up(self):
        """Whether it answers. A writer that is being replaced does not."""
        writer = self.cluster.writer is self
        return self.is_running() and (not writer or self.cluster.status == "available")

    def is_running(self):
        """Whether its machine runs, whatever the instance is to the cluster."""
        runs = self.created and self.status == "available"
        return bool(runs) and self.service.account.is_zone_up(self.zone)

    def connection_count(self):
        """Open connections, all of them of programs."""
        return self.client_count()

    def login(self, user=None, password=None, dbname=None):
        """What a client talks to, a `Server`. Raises LoginRefused."""
        self.service.check_login(self.cluster, user, password, dbname)
        return self.service.server(self)

    @property
    def engine(self):
        return self.cluster.engine

    @property
    def groups(self):
        return self.cluster.groups

    @property
    def port(self):
        return self.cluster.port

    # -- saying what it is --------------------------------------------------------

    def uses(self):
        """Its hours, but for those of being made and deleted."""
        if self.status in ("creating", "deleting"):
            return []
        line = f"{self.service.cluster_kind.lower()}.{self.instance_class}"
        return [Use(line, self.identifier, 1)]

    @property
    def service(self):
        return self.cluster.service

    def resources(self):
        """This instance, for the account map."""
        if not self.created:
            return []
        status = self.status if self.is_up() else f"{self.status}, not reachable"
        kind, detail = self.service.shown_as(self)
        return [
            Resource(
                self.identifier,
                kind,
                "writer" if self.cluster.writer is self else "reader",
                self.zone,
                status,
                self.arn(),
                detail,
                self.cluster.identifier,
                synchronous=True,
            )
        ]


class Server:
    """What a client of an instance talks to; it is as the instance is at the moment.

    After a failover the same object is read-only, or not up, as a connection is.
    """

    def __init__(self, instance):
        self.instance, self.cluster = instance, instance.cluster

    @property
    def read_only(self):
        """Whether this is a reader, which refuses writes."""
        return self.cluster.writer is not self.instance

    @property
    def address(self):
        """The (host, port) of the instance's own endpoint."""
        return self.instance.endpoint.host, self.cluster.port

    def is_up(self):
        return self.instance.is_up()

    def readers(self):
        """The cluster's readers that answer, as servers."""
        return [self.instance.service.server(r) for r in self.cluster.readers()]

    def check_readable(self):
        """Raise Unwritable when fewer than three storage copies answer."""
        self.cluster.volume.check_readable()

    def check_writable(self):
        """Raise Unwritable when fewer than four storage copies answer."""
        self.cluster.volume.check_writable()
