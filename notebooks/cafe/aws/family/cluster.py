"""A cluster: one volume of data, a writer, readers, and who takes over when.

Aurora, Amazon DocumentDB and Amazon Neptune are this one machine. What the data are is
their engine's business (engine.py). An instance holds no data. Losing the writer's
machine loses nothing: a reader takes over half a minute later. Without a reader AWS
tries to make the writer again in its own zone, which does not succeed while the whole
zone is down (F110): the cluster waits for the zone, or for an instance that somebody
adds in another one. What a cluster does follows from three things: its `status`, its
`writer` and which zones are up. Nothing else is remembered, so nothing can contradict
it.

The times are typical ones, fixed so that two runs are alike.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..account import Event, Resource
from ..life import Living
from ..storage.volume import ClusterVolume
from .instance import ClusterInstance

if TYPE_CHECKING:
    from .engine import ClusterEngine

CREATING = timedelta(minutes=2)
DELETING = timedelta(minutes=2)
FAILOVER = timedelta(seconds=30)


@dataclass(eq=False, kw_only=True)
class Cluster(Living):
    """Settings, volume, data and instances. `data` is what the engine keeps.

    `dbname` and `key` (of an encrypted volume) are Aurora's alone. `kept_from` is the
    first moment of which there are backups: it moves on with the retention, never back.
    """

    identifier: str
    engine: str
    version: str
    port: int
    groups: list
    retention: int
    restored: bool
    service: "ClusterEngine" = field(repr=False)
    user: str = ""
    password: str = ""
    dbname: str = ""
    encrypted: bool = False
    key: str | None = field(default=None, repr=False)
    tags: dict = field(default_factory=dict)
    status: str = "creating"
    created: datetime | None = None
    kept_from: datetime | None = None
    data: Any = field(default=None, repr=False)
    volume: ClusterVolume | None = field(default=None, repr=False)
    members: list[ClusterInstance] = field(default_factory=list)
    writer: ClusterInstance | None = None
    endpoints: list = field(default_factory=list)
    plans: dict[str, Event] = field(default_factory=dict, repr=False)
    waits: bool = False
    turn: int = -1

    # -- life ---------------------------------------------------------------------

    def launch(self, content=None):
        """Create the volume: empty, or with what `content` (bytes) holds."""
        token = self.service.account.token(26).upper()
        self.resource_id = f"cluster-{token}"

        def created():
            if len(self.service.account.zones_up(self.service.region)) < 2:
                # A volume is written first of all, which takes four of its copies.
                return self.plan("life", CREATING, created)
            self.created = self.kept_from = self.service.clock.now
            self.volume = self.service.new_volume()
            self.data = self.service.load(self, content)
            self.status = "available"
            self._open_endpoints()
            self.tell("DB cluster created")

        self.plan("life", CREATING, created)

    def delete(self):
        """Go for good, with the volume, once the last instance has gone."""
        self.status = "deleting"
        self.service.engine_stopped(self)
        for endpoint in self.endpoints:
            del self.service.account.endpoints[endpoint.host]

        def gone():
            if self.service.instances_in(self):
                return self.plan("life", DELETING, gone)
            del self.service.clusters[self.identifier]
            self.tell("DB cluster deleted")

        self.plan("life", DELETING, gone)

    # -- instances ----------------------------------------------------------------

    def join(self, instance):
        """An instance is there: the first becomes the writer. No data is copied."""
        self.members.append(instance)
        if self.writer is None and self.status == "available":
            self.writer = instance
        self.reconsider()

    def leave(self, instance):
        """An instance goes; a reader takes over if it was the writer."""
        if instance not in self.members:
            return
        self.members.remove(instance)
        was_writer = instance is self.writer
        if was_writer:
            self.writer = None
        if not self.members:
            self.forget_plans()
            self.status = "available"
        elif was_writer and self.status == "available":
            self.fail_over("the writer was deleted")

    def readers(self):
        """The readers that answer, in the order in which they joined."""
        return [m for m in self.members if m is not self.writer and m.is_up()]

    def candidates(self):
        """The readers in the order in which they would take over."""
        return sorted(self.readers(), key=self.service.rank(self))

    # -- failover -----------------------------------------------------------------

    def fail_over(self, reason, target=None):
        """The writer answers no more; soon another one does."""
        self.tell(f"Started failover: {reason}")
        if self.writer:
            self.writer.halt()
        self.status = "failing-over"
        self._plan_failover(target)

    def _plan_failover(self, target=None):
        """A reader takes over in half a minute; without one, wait (`reconsider`).

        AWS would make the writer anew, in its own zone. The zone is what it has lost.
        """
        self.waits = not self.candidates()
        if not self.waits:
            self.plan("life", FAILOVER, lambda: self._complete_failover(target))

    def _complete_failover(self, target):
        """Promote a reader, or else the writer, if it runs again."""
        candidates = self.candidates()
        if candidates:
            self._promote(target if target in candidates else candidates[0])
        elif self.writer and self.writer.is_running():
            self._promote(self.writer)
        else:
            self._plan_failover()

    def _promote(self, instance):
        """An instance starts again as the writer; what it did as a reader breaks."""
        self.forget_plans()
        instance.halt()
        self.writer, self.status = instance, "available"
        self.tell(f"Completed failover to DB instance: {instance.identifier}")

    def reconsider(self):
        """Somebody answers again: end the waiting."""
        if self.status == "failing-over" and self.waits:
            if self.writer and self.writer.is_running():
                self._promote(self.writer)
            elif self.candidates():
                self._plan_failover()

    def zone_failed(self, zone):
        if self.status == "available" and self.writer and self.writer.zone == zone:
            self.fail_over("the writer's zone does not answer")

    def zone_restored(self, zone):
        if self.volume:
            self.volume.repair()
        self.reconsider()

    # -- backups ------------------------------------------------------------------

    def earliest_restorable(self):
        """The first moment to which it can be restored."""
        assert self.kept_from, "asked only once it is created"
        days = timedelta(days=self.retention)
        return max(self.kept_from, self.service.clock.now - days)

    def keep_backups(self, days):
        """Keep them for so many days; those that are gone do not come back."""
        self.kept_from, self.retention = self.earliest_restorable(), days

    # -- reaching it --------------------------------------------------------------

    def _open_endpoints(self):
        """The cluster endpoint leads to the writer, the reader endpoint to readers."""
        for kind, target in (("", lambda: self.writer), ("-ro", self._next_reader)):
            host = f"{self.identifier}.cluster{kind}-{self.service.domain}"
            self.endpoints.append(self.service.open(host, self.port, target))

    def _next_reader(self):
        """One reader after the other; the writer when there is no reader."""
        readers = self.readers()
        if not readers:
            return self.writer
        self.turn += 1
        return readers[self.turn % len(readers)]

    # -- saying what it is --------------------------------------------------------

    def tell(self, message):
        """Note an event, as describe_events shows it."""
        self.service.note("db-cluster", self.identifier, message)

    def arn(self):
        return self.service.arn(f"cluster:{self.identifier}")

    def uses(self):
        """What of its volume is paid for."""
        return self.service.uses_of_volume(self) if self.volume else []

    def resources(self):
        """The six copies, for the account map."""
        if not self.volume:
            return []
        available, gone = self.volume.available(), {True: "lost", False: "cut off"}
        return [
            Resource(
                f"{self.identifier} copy {copy.number}",
                f"{self.service.cluster_kind} storage",
                "copy",
                copy.zone,
                "in step" if copy in available else gone[copy.lost],
                self.arn(),
                source=self.identifier,
                synchronous=True,
                whole="one volume, kept in six copies",
            )
            for copy in self.volume.copies
        ]
