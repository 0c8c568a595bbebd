"""Aurora: clusters whose instances share one volume of six copies.

An instance of a cluster holds no data. The writer runs the engine, every commit goes
to the volume, and a reader answers from the same volume. Losing the writer's machine
loses nothing: another instance opens the volume.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ..account import Event
from ..family.base import CREATING, DELETING, FAILOVER, NEW_MACHINE, BaseCluster
from ..storage.volume import ClusterDatabase, ClusterVolume, Database, Disk
from .instance import Instance


@dataclass(eq=False)
class Cluster(BaseCluster):
    """An Aurora cluster: its settings, its volume, its instances."""

    identifier: str
    engine: str
    version: str
    user: str
    password: str
    dbname: str
    port: int
    groups: list
    retention: int
    encrypted: bool
    service: object = field(repr=False)
    volume: ClusterVolume = field(default=None, repr=False)
    database: Database = field(default=None, repr=False)
    members: list = field(default_factory=list)
    writer: Instance = None
    status: str = "creating"
    created: datetime = None
    endpoints: list = field(default_factory=list)
    next_writer: Event = None
    lonely: bool = False
    turn: int = 0
    key: str = field(default=None, repr=False)
    tags: dict = field(default_factory=dict)

    kind = "Aurora"

    def launch(self, fill):
        """Create the volume; `fill(disk)` puts the first bytes on it."""

        def created():
            if self.status != "creating":
                return
            self.created = self.service.clock.now
            self.volume = self.service.new_volume()
            disk = self._scratch()
            fill(disk)
            self.database = self._engine(disk)
            self.status = "available"
            self.open_endpoints()
            self.tell("DB cluster created")

        self.service.clock.after(CREATING, created)

    def delete(self):
        """Go for good, with the volume."""
        self.status = "deleting"
        if self.database:
            self.database.stop()
        self.close_endpoints()

        def gone():
            del self.service.clusters[self.identifier]
            self.tell("DB cluster deleted")

        self.service.clock.after(DELETING, gone)

    # -- instances ----------------------------------------------------------------

    def join(self, instance):
        """Have an instance on the volume: the first is the writer. Copies no data."""
        self.members.append(instance)
        if self.writer is None:
            self.writer = instance
        return Seat(self, instance)

    def leave(self, instance):
        """Take an instance away; a reader takes over if it was the writer."""
        if instance in self.members:
            self.members.remove(instance)
        if instance is self.writer:
            self.writer = None
            if self.members:
                self.fail_over("the writer was deleted")

    # -- failures -----------------------------------------------------------------

    def fail_over(self, reason, target=None):
        """Stop the writer; half a minute later an heir opens the volume and writes.

        Without a reader the writer runs again when its zone is back, or on a new
        machine in another zone, which takes as long as creating one.
        """
        self.tell(f"Started failover: {reason}")
        self.status = "failing-over"
        self.database.stop()
        if self.writer:
            self.writer.halt()
        self.lonely = not self.heirs()
        delay = NEW_MACHINE if self.lonely else FAILOVER
        self.next_writer = self.service.clock.after(delay, lambda: self._elect(target))

    def _elect(self, target=None):
        """An heir, or else the old writer, opens the newest copy of the volume."""
        if not self.members:
            self.status = "available"
            return
        heirs, old = self.heirs(), self.writer
        last_resort = old or self.members[0]
        writer = target if target in heirs else next(iter(heirs), last_resort)
        is_up = self.service.account.is_zone_up
        if not is_up(writer.zone):
            writer.zone = self.service.other_zone(writer.zone) or writer.zone
        self.lonely = not is_up(writer.zone)
        if self.lonely:
            return
        self.writer, self.status = writer, "available"
        writer.halt()  # its readers' connections break: it starts again as the writer
        for member in {old, writer} - {None}:
            member.come_up()
        self.tell(f"Completed failover to DB instance: {writer.identifier}")

    def reopen(self):
        """Open the engine on the volume, where enough copies answer to read it."""
        if self.database.is_running or not self.volume.can_read():
            return
        disk = self._scratch()
        disk.catch_up(self.volume.newest())
        self.database = self._engine(disk, self.database.marks)

    def zone_failed(self, zone):
        writer_lost = self.writer and self.writer.zone == zone
        if writer_lost and self.status == "available":
            self.fail_over("the writer's zone does not answer")

    def zone_restored(self, zone):
        if not self.volume:
            return
        self.volume.repair()
        if self.status == "failing-over" and self.lonely:
            self.next_writer.cancel()
            self._elect()

    # -- the engine ---------------------------------------------------------------

    def _scratch(self):
        return Disk(self.service.new_folder("compute"))

    def _engine(self, disk, marks=()):
        key = self.service.key_of(self)
        return ClusterDatabase(
            self.volume, disk, self.dbname, self.service.clock, key, marks
        )


class Seat:
    """An instance's place on the cluster's volume: what its clients talk to.

    It has the engine's calls. A reader answers reads only; both read one volume.
    """

    def __init__(self, cluster, instance):
        self.cluster, self.instance = cluster, instance
        self.lives, self.halted = 1, False

    @property
    def read_only(self):
        return self.cluster.writer is not self.instance

    @property
    def is_running(self):
        return not self.halted and (
            self.read_only or self.cluster.status == "available"
        )

    def start(self):
        self.halted = False
        self.lives += 1

    def stop(self):
        self.halted = True

    def begin(self):
        self.cluster.reopen()
        return self.cluster.database.begin(self.read_only)

    def commit(self, cursor):
        self.cluster.database.commit(cursor)

    def rollback(self, cursor):
        self.cluster.database.rollback(cursor)

    def send_to(self, disk, position=None):
        self.cluster.database.send_to(disk, position)
