"""One DB instance: what it runs on, and what happens to it as time passes.

The calls of the API (instances.py, backups.py, replicas.py) decide; this module does.
An instance of an Aurora cluster is another machine: ../family/instance.py.

Times are typical ones, fixed so that two runs are alike: ten minutes to create (F44),
75 seconds for a Multi-AZ failover (F71).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Endpoint, Event, Resource
from ..family.rules import bad_combination
from ..pricing import Use
from ..storage.database import Database, Disk, Follower
from . import windows
from .rules import newer_minor_version
from .serving import Serving

CREATING = timedelta(minutes=7)
FIRST_BACKUP = timedelta(minutes=3)
MODIFYING = timedelta(minutes=5)
OPTIMIZING = timedelta(hours=6)
STOPPING = timedelta(minutes=2)
STARTING = timedelta(minutes=3)
DELETING = timedelta(minutes=3)
STOPPED_AT_MOST = timedelta(days=7)
RESTART = timedelta(seconds=40)
FAILOVER = timedelta(seconds=75)
REPLACING = timedelta(minutes=10)
LOG_UPLOAD = timedelta(minutes=5)

#: What a replica or a restored instance takes over from the one that it is a copy of.
SETTINGS = (
    "instance_class",
    "engine",
    "version",
    "storage",
    "user",
    "password",
    "dbname",
    "port",
    "zone",
    "retention",
    "encrypted",
    "key",
)


@dataclass(eq=False, kw_only=True)
class Instance(Serving):
    """A DB instance in no cluster, and its copies.

    Times are moments of the account's clock. `windows` are when backups and when
    maintenance begin. `copied` is the last snapshot's disk, and of what it is a copy.
    """

    version: str
    storage: int
    port: int
    groups: list
    retention: int
    encrypted: bool
    key: str | None = field(repr=False)
    multi_az: bool = False
    public: bool = False
    source: str | None = None
    lag: timedelta = timedelta(seconds=1)
    status: str = "creating"
    pending: dict = field(default_factory=dict)
    grown: datetime | None = None
    created: datetime | None = None
    standby: Disk | None = field(default=None, repr=False)
    copied: tuple | None = field(default=None, repr=False)
    backed_up_from: datetime | None = None
    stored_until: datetime | None = None
    endpoint: Endpoint | None = None
    waiting: bool = False
    tags: dict = field(default_factory=dict)
    windows: tuple[str, str] = (windows.BACKUP, windows.MAINTENANCE)
    plans: dict[str, Event] = field(default_factory=dict, repr=False)

    cluster = None

    # -- life ---------------------------------------------------------------------

    def launch(self, make_server):
        """Start creating; `make_server()` gives the server when the time comes."""
        self.resource_id = f"db-{self.service.account.token(26).upper()}"

        def created():
            zone = self.service.nearest_zone(self.zone)
            if zone is None:
                return self.change("creating", CREATING, created)
            self.zone = zone
            self.server = make_server()
            self.created = self.service.clock.now
            self.open_endpoint()
            self.tell("DB instance created")
            if self.multi_az:
                self.add_standby()
            self.status = "available"
            if self.retention:
                self.begin_backups()
            self.schedule_backup()
            self.schedule_maintenance()

        self.change("creating", CREATING, created)

    def delete(self):
        """Go for good, with endpoint and disks."""
        self.forget_plans()
        if self.endpoint:
            del self.service.account.endpoints[self.endpoint.host]
        if isinstance(self.server, Follower):
            self.server.leave()
        if self.managed_password:
            self.managed_password.end()
        self.source = None
        self.halt()

        def gone():
            del self.service.instances[self.identifier]
            self.tell("DB instance deleted")

        self.change("deleting", DELETING, gone)

    def stop(self):
        """Stop; after seven days it starts again by itself (F78)."""

        def stopped():
            self.stored_until = self.service.clock.now  # the log ends here
            self.halt()
            self.tell("DB instance stopped")
            self.change("stopped", STOPPED_AT_MOST, self.start)

        self.change("stopping", STOPPING, stopped)

    def start(self):
        def started():
            self.come_up()
            self.tell("DB instance started")

        self.change("starting", STARTING, started)

    def interrupt(self, status="rebooting", then=lambda: None):
        """Restart the engine: short, but every connection breaks."""

        def back():
            self.come_up()
            self.tell("DB instance restarted")
            then()

        self.halt()
        self.change(status, RESTART, back)

    def fail_over(self, reason, status="available"):
        """Stop the primary now; the standby answers a little later."""
        self.tell(f"Multi-AZ instance failover started: {reason}")
        self.halt()
        self.change(status, FAILOVER, lambda: self.come_up(standby_first=True))

    def halt(self):
        """The engine is gone from one moment to the next; every connection breaks."""
        if self.server:
            self.server.stop()

    def come_up(self, standby_first=False):
        """Run where the data can be reached, or wait until a zone is back."""
        here = self._is_zone_up()
        there = self.standby and self.service.account.is_zone_up(self.standby.zone)
        self.waiting = not (here or there)
        if self.waiting:
            return
        if there and (standby_first or not here):
            self._promote_standby()
        elif self.server and not self.server.is_running:
            self.server.start()
        if self.standby and not self.service.account.is_zone_up(self.standby.zone):
            self._lose_standby()
        self.stored_until = None
        self.status = "available"

    def zone_failed(self, zone):
        if self.server is None:
            return
        if self.zone == zone:
            self._lose_zone()
        elif self.standby and self.standby.zone == zone and self.server.is_running:
            self._lose_standby()

    def _lose_zone(self):
        self.stored_until = self.stored_now()
        self.halt()
        if self.status in ("stopping", "stopped", "deleting"):
            return
        if self.standby:
            self.fail_over("the primary's zone does not answer")
        else:
            self.waiting = True

    def zone_restored(self, zone):
        if self.server is None or self.status == "deleting":
            return
        if self.waiting:
            self.come_up()
        elif self.lacks_standby() and self.is_up():
            self.add_standby(zone)

    # -- standby ------------------------------------------------------------------

    def add_standby(self, zone=None):
        """A synchronous copy in another zone, from now on part of every commit."""
        self.multi_az = True
        zone = zone or self.service.other_zone(self.zone)
        if zone is None:
            return
        self.standby = Disk(self.service.new_folder(zone), zone)
        self.database.copies = [self.standby]
        self.database.ship()

    def drop_standby(self):
        self.multi_az, self.standby = False, None
        self.database.copies = []

    def _lose_standby(self):
        self.standby, self.database.copies = None, []
        self.tell("The standby's zone does not answer; running without it")
        self.plan("standby", REPLACING, self._replace_standby)

    def lacks_standby(self):
        return self.multi_az and self.standby is None

    def _replace_standby(self):
        if self.lacks_standby() and self.is_up():
            self.add_standby()
            self.tell("The standby was replaced in another zone")
        elif self.lacks_standby():
            self.plan("standby", REPLACING, self._replace_standby)

    def _promote_standby(self):
        """The standby's disk becomes the primary's; the name leads to it."""
        old, disk = self.database, self.standby
        assert disk, "only a standby that is there is promoted"
        marks = old.marks_until(disk.position())
        self.server = Database(disk, self.dbname, self.service.clock, old.key, marks)
        old_zone, self.zone, self.standby = self.zone, disk.zone, None
        for replica in self.service.replicas_of(self.identifier):
            if replica.server:
                replica.server.follow(self.server)
        if self.service.account.is_zone_up(old_zone):
            self.add_standby(old_zone)
        else:
            self.plan("standby", REPLACING, self._replace_standby)
        self.tell("Multi-AZ instance failover completed")

    # -- backups ------------------------------------------------------------------

    def begin_backups(self):
        """Take the first automated backup: from now on any moment can be restored."""
        self.backed_up_from = self.service.clock.now
        self.tell("Backing up DB instance")

        def backed_up():
            if self.is_up():
                self.service.take_automated_snapshot(self)
                self.tell("Finished DB Instance backup")
            self.status = "available"

        self.change("backing-up", FIRST_BACKUP, backed_up)

    def earliest_restorable(self):
        assert self.backed_up_from, "asked only once there is a backup"
        kept_from = self.service.clock.now - timedelta(days=self.retention)
        return max(self.backed_up_from, kept_from)

    def stored_now(self):
        """Up to when the log lies in S3: the last whole five minutes (F76).

        The first backup is there at once, and holds what was there before it.
        """
        if self.stored_until:
            return self.stored_until
        now = self.service.clock.now
        uploaded = now - (now - self.created) % LOG_UPLOAD
        return max(uploaded, self.backed_up_from or uploaded)

    def schedule_backup(self):
        """One automatic backup a day, at the start of the backup window."""
        start = windows.backup_window(self.windows[0]).start
        wait = self._until(start, timedelta(days=1))

        def back_up():
            if self.retention and self.status == "available" and self.is_up():
                self.service.take_automated_snapshot(self)
            self.service.expire_backups(self)
            self.schedule_backup()

        self.plan("backup", wait, back_up)

    # -- maintenance --------------------------------------------------------------

    def schedule_maintenance(self):
        """Once a week, at the start of the maintenance window, do what is pending."""
        start = windows.maintenance_window(self.windows[1]).start
        wait = self._until(start, timedelta(days=7))

        def maintain():
            if newer := newer_minor_version(self.engine, self.version):
                self.pending["EngineVersion"] = newer
            if self.pending and self.status == "available" and self.is_up():
                self.apply_pending()
            self.schedule_maintenance()

        self.plan("maintenance", wait, maintain)

    def _until(self, minute, span):
        """How long it is to a minute of the day or of the week, `span`."""
        now = self.service.clock.now
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        begun = day if span < timedelta(days=7) else day - timedelta(now.weekday())
        return (begun + timedelta(minutes=minute) - now) % span or span

    def set_windows(self, backup, maintenance):
        """Begin backups and maintenance at other times, from now on."""
        self.windows = backup, maintenance
        if self.created:
            self.schedule_backup()
            self.schedule_maintenance()

    def check_storage_at_rest(self, wanted):
        """Refuse a change of storage while the last one is still being optimized.

        AWS: for six hours, or longer.
        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.ScalingUp.html
        """
        resting = self.grown and self.service.clock.now < self.grown + OPTIMIZING
        if resting and wanted != self.storage:
            raise bad_combination(
                "You can't currently modify the storage of this DB instance because "
                "the previous storage change is being optimized."
            )

    def apply_pending(self):
        """Do what was asked for later; changes of class or version restart it."""
        restart = {"DBInstanceClass", "EngineVersion"} & self.pending.keys()

        def apply():
            changes, self.pending = self.pending, {}
            self.instance_class = changes.get("DBInstanceClass", self.instance_class)
            self.version = changes.get("EngineVersion", self.version)
            if "AllocatedStorage" in changes:
                self.storage = changes["AllocatedStorage"]
                self.grown = self.service.clock.now
            if changes.get("MultiAZ") is True:
                self.add_standby()
            if changes.get("MultiAZ") is False:
                self.drop_standby()
            self.tell("Finished applying modification to DB instance")

        def modified():
            if restart:
                self.interrupt("modifying", then=apply)
            else:
                apply()
                self.status = "available"

        self.tell("Applying modification to DB instance")
        self.change("modifying", MODIFYING, modified)

    # -- saying what it is --------------------------------------------------------

    def uses(self):
        """Its hours and its storage, twice for Multi-AZ; stopped, only the storage."""
        if self.status in ("creating", "deleting"):
            return []
        zones = 2 if self.multi_az else 1
        storage = Use("rds.gp3", self.identifier, self.storage * zones)
        if self.status in ("stopping", "stopped", "starting"):
            return [storage]
        return [Use(f"rds.{self.instance_class}", self.identifier, zones), storage]

    def resources(self):
        """This instance, and its standby, for the account map."""
        if not self.created:
            return []
        kind, detail = self.service.shown_as(self)
        shown = Resource(
            self.identifier,
            kind,
            "replica" if self.source else "primary",
            self.zone,
            self.status if self.is_up() else f"{self.status}, not reachable",
            self.arn(),
            detail,
            self.source or "",
        )
        if not self.standby:
            return [shown]
        standby = Resource(
            self.identifier,
            kind,
            "standby",
            self.standby.zone,
            "in step",
            self.arn(),
            "answers nobody until a failover",
            self.identifier,
            synchronous=True,
        )
        return [shown, standby]
