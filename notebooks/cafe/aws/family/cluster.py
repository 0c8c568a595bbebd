"""A cluster: one volume of data, a writer, readers, and who takes over when.

An instance holds no data. Losing the writer's machine loses nothing: a reader takes
over half a minute later; without a reader a new machine is made, which takes minutes.
What a cluster does follows from three things: its `status`, its `writer` and which
zones are up. Nothing else is remembered, so nothing can contradict it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ..account import Event
from ..storage.quorum import Quorum, six_copies
from .base import CREATING, DELETING, FAILOVER, NEW_MACHINE, BaseCluster
from .instance import Instance


@dataclass(eq=False)
class Cluster(BaseCluster):
    """Settings, volume, data and instances. `data` is what the engine keeps."""

    identifier: str
    version: str
    user: str
    password: str
    port: int
    groups: list
    retention: int
    encrypted: bool
    service: object = field(repr=False)
    protected: bool = False
    iam: bool = False
    tags: dict = field(default_factory=dict)
    status: str = "creating"
    created: datetime = None
    data: object = field(default=None, repr=False)
    volume: Quorum = field(default=None, repr=False)
    members: list = field(default_factory=list)
    writer: Instance = None
    endpoints: list = field(default_factory=list)
    plan: Event = field(default=None, repr=False)
    alone: bool = False
    turn: int = -1

    # -- life ---------------------------------------------------------------------

    def launch(self, content=None):
        """Create the volume: empty, or with what `content` (bytes) holds."""
        token = self.service.account.token(26).upper()
        self.resource_id = f"cluster-{token}"

        def created():
            self.created = self.service.clock.now
            self.volume = six_copies(self.service.account, self.zones())
            self.data = self.service.load(self, content)
            self.status = "available"
            self.open_endpoints()
            self.tell("DB cluster created")

        self._plan(CREATING, created)

    def delete(self):
        """Go for good, with the volume, once the last instance has gone."""
        self.status = "deleting"
        self.close_endpoints()

        def gone():
            if self.service.instances_in(self):
                return self._plan(DELETING, gone)
            del self.service.clusters[self.identifier]
            self.tell("DB cluster deleted")

        self._plan(DELETING, gone)

    def _plan(self, delay, action):
        """Have `action()` called later, in place of what was planned."""
        if self.plan:
            self.plan.cancel()
        self.plan = self.service.clock.after(delay, action)

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
            self.plan.cancel()
            self.status = "available"
        elif was_writer and self.status == "available":
            self.fail_over("the writer was deleted")

    # -- failures -----------------------------------------------------------------

    def fail_over(self, reason, target=None):
        """The writer answers no more; soon another one does."""
        self.tell(f"Started failover: {reason}")
        self.status = "failing-over"
        self._prepare(target)

    def _prepare(self, target=None):
        """A reader needs half a minute to take over, a new machine ten minutes."""
        self.alone = not self.heirs()
        delay = NEW_MACHINE if self.alone else FAILOVER
        self._plan(delay, lambda: self._elect(target))

    def _elect(self, target):
        """The heir writes from now on, or whoever can be made to run."""
        heirs = self.heirs()
        if heirs:
            self._crown(target if target in heirs else heirs[0])
        elif self.writer and self.writer.is_running():
            self._crown(self.writer)
        elif self.alone and self.service.nearest_zone(self.members[0].zone):
            self._crown(self._on_a_new_machine())
        else:
            self._prepare()

    def _on_a_new_machine(self):
        """The old writer, or else the first instance, in a zone that is up."""
        instance = self.writer or self.members[0]
        instance.zone = self.service.nearest_zone(instance.zone)
        return instance

    def _crown(self, instance):
        self.plan.cancel()
        self.writer, self.status = instance, "available"
        self.tell(f"Completed failover to DB instance: {instance.identifier}")

    def reconsider(self):
        """Somebody answers again: do not wait for a new machine any longer."""
        if self.status == "failing-over" and self.alone:
            if self.writer and self.writer.is_running():
                self._crown(self.writer)
            elif self.heirs():
                self._prepare()

    def zone_failed(self, zone):
        if self.status == "available" and self.writer and self.writer.zone == zone:
            self.fail_over("the writer's zone does not answer")

    def zone_restored(self, zone):
        self.reconsider()
        if self.service.account.zones_up(self.service.region) == [zone]:
            self._begin_anew()

    def _begin_anew(self):
        """There was no zone at all to make a new machine in: it begins only now."""
        if self.status == "failing-over" and self.alone:
            self._prepare()

    # -- saying what it is --------------------------------------------------------

    @property
    def engine(self):
        return self.service.engine

    @property
    def kind(self):
        return self.service.kind

    def zones(self):
        return self.service.account.zones(self.service.region)
