"""One DB instance: what it runs on, and what happens to it as time passes.

The calls of the API (instances.py, backups.py, clusters.py) decide; this module does.
Times are typical ones, fixed so that two runs are alike: ten minutes to create (F44),
75 seconds for a Multi-AZ failover (F71).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Endpoint, Resource
from ..errors import LoginRefused
from ..family.base import BaseInstance
from ..storage.volume import Database, Disk
from .rules import ENGINES, major, minute_of_week

CREATING = timedelta(minutes=7)
FIRST_BACKUP = timedelta(minutes=3)
MODIFYING = timedelta(minutes=5)
STOPPING = timedelta(minutes=2)
STARTING = timedelta(minutes=3)
DELETING = timedelta(minutes=3)
STOPPED_AT_MOST = timedelta(days=7)
RESTART = timedelta(seconds=40)
FAILOVER = timedelta(seconds=75)
REPLACING = timedelta(minutes=10)
LOG_UPLOAD = timedelta(minutes=5)


@dataclass(eq=False)
class Instance(BaseInstance):
    """A DB instance and its copies. Times are moments of the account's clock."""

    identifier: str
    instance_class: str
    engine: str
    version: str
    storage: int
    user: str
    password: str
    dbname: str
    port: int
    zone: str
    multi_az: bool
    public: bool
    groups: list
    retention: int
    backup_window: str
    maintenance_window: str
    auto_minor: bool
    encrypted: bool
    service: object = field(repr=False)
    cluster: object = None
    tier: int = 1
    source: str = None
    lag: timedelta = timedelta(seconds=1)
    status: str = "creating"
    pending: dict = field(default_factory=dict)
    created: datetime = None
    server: object = field(default=None, repr=False)
    standby: Disk = field(default=None, repr=False)
    backed_up_from: datetime = None
    stored_until: datetime = None
    endpoint: Endpoint = None
    waiting: bool = False
    key: str = field(default=None, repr=False)
    tags: dict = field(default_factory=dict)
    plans: dict = field(default_factory=dict, repr=False)

    # -- life ---------------------------------------------------------------------

    def launch(self, make_server):
        """Start creating; `make_server()` gives the server when the time comes."""
        self.resource_id = f"db-{self.service.account.token(26).upper()}"

        def created():
            if not self._is_zone_up():
                self.zone = self.service.other_zone(self.zone) or self.zone
            self.server = make_server()
            self.created = self.service.clock.now
            self.open_endpoint()
            self.tell("DB instance created")
            if self.multi_az:
                self.add_standby()
            self.status = "available"
            if self.retention and not self.cluster:
                self.begin_backups()
            self.schedule_backup()
            self.schedule_maintenance()

        self._change("creating", CREATING, created)

    def _change(self, status, delay, then):
        """Be in `status` for a while, then go on, unless something else comes first."""
        self.status = status
        self._plan("life", delay, then)

    def _plan(self, kind, delay, action):
        """Have `action()` called later; a new plan of a kind replaces the old one."""
        if kind in self.plans:
            self.plans[kind].cancel()
        self.plans[kind] = self.service.clock.after(delay, action)

    def delete(self):
        """Go for good, with endpoint and disks."""
        for plan in self.plans.values():
            plan.cancel()
        if self.endpoint:
            self.service.close(self.endpoint)
        if self.source and self.server:
            self.server.leave()
        self.source = None
        self.halt()

        def gone():
            del self.service.instances[self.identifier]
            self.tell("DB instance deleted")

        self._change("deleting", DELETING, gone)

    def stop(self):
        """Stop; after seven days it starts again by itself (F78)."""

        def stopped():
            self.halt()
            self.tell("DB instance stopped")
            self._change("stopped", STOPPED_AT_MOST, self.start)

        self._change("stopping", STOPPING, stopped)

    def start(self):
        def started():
            self.come_up()
            self.tell("DB instance started")

        self._change("starting", STARTING, started)

    def interrupt(self, status="rebooting", then=lambda: None):
        """Restart the engine: short, but every connection breaks."""

        def back():
            self.come_up()
            self.tell("DB instance restarted")
            then()

        self.halt()
        self._change(status, RESTART, back)

    def fail_over(self, reason, status="available"):
        """Stop the primary now; the standby answers a little later."""
        self.tell(f"Multi-AZ instance failover started: {reason}")
        self.halt()
        self._change(status, FAILOVER, lambda: self.come_up(standby_first=True))

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
        elif not self.server.is_running:
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

    # -- reaching it --------------------------------------------------------------

    def is_up(self):
        """Whether anything answers at the endpoint."""
        up = self.server is not None and self.server.is_running
        return up and self._is_zone_up()

    def _is_zone_up(self):
        return self.service.account.is_zone_up(self.zone)

    def login(self, user, password, dbname):
        """The database server for one client. Raises LoginRefused."""
        if user != self.user or password != self.password:
            raise LoginRefused(f'password authentication failed for user "{user}"')
        if dbname != self.dbname:
            raise LoginRefused(f'database "{dbname}" does not exist')
        return self.server

    # -- standby ------------------------------------------------------------------

    def add_standby(self, zone=None):
        """A synchronous copy in another zone, from now on part of every commit."""
        self.multi_az = True
        zone = zone or self.service.other_zone(self.zone)
        if zone is None:
            return
        self.standby = Disk(self.service.new_folder(zone), zone)
        self.server.copies = [self.standby]
        self.server.ship()

    def drop_standby(self):
        self.multi_az, self.standby = False, None
        self.server.copies = []

    def _lose_standby(self):
        self.standby, self.server.copies = None, []
        self.tell("The standby's zone does not answer; running without it")
        self._plan("standby", REPLACING, self._replace_standby)

    def lacks_standby(self):
        return self.multi_az and self.standby is None

    def _replace_standby(self):
        if self.lacks_standby() and self.is_up():
            self.add_standby()
            self.tell("The standby was replaced in another zone")
        elif self.lacks_standby():
            self._plan("standby", REPLACING, self._replace_standby)

    def _promote_standby(self):
        """The standby's disk becomes the primary's; the name leads to it."""
        old, disk = self.server, self.standby
        marks = old.marks_until(disk.position())
        self.server = Database(disk, self.dbname, self.service.clock, old.key, marks)
        old_zone, self.zone, self.standby = self.zone, disk.zone, None
        for replica in self.service.replicas_of(self.identifier):
            if replica.server:
                replica.server.follow(self.server)
        if self.service.account.is_zone_up(old_zone):
            self.add_standby(old_zone)
        else:
            self._plan("standby", REPLACING, self._replace_standby)
        self.tell("Multi-AZ instance failover completed")

    # -- backups ------------------------------------------------------------------

    def begin_backups(self):
        """Take the first automated backup: from now on any moment can be restored."""
        self.backed_up_from = self.service.clock.now
        self.tell("Backing up DB instance")

        def backed_up():
            if self.is_up():
                self.service.snapshot(self, automated=True)
                self.tell("Finished DB Instance backup")
            self.status = "available"

        self._change("backing-up", FIRST_BACKUP, backed_up)

    def earliest_restorable(self):
        kept_from = self.service.clock.now - timedelta(days=self.retention)
        return max(self.backed_up_from, kept_from)

    def stored_now(self):
        """Up to when the log lies in S3: the last whole five minutes (F76)."""
        if self.stored_until:
            return self.stored_until
        now = self.service.clock.now
        return now - (now - self.created) % LOG_UPLOAD

    def schedule_backup(self):
        """One automatic backup a day, at the start of the backup window."""
        hour, minute = map(int, self.backup_window[:5].split(":"))
        now = self.service.clock.now
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if at <= now:
            at += timedelta(days=1)

        def back_up():
            if self.retention and self.status == "available" and self.is_up():
                self.service.snapshot(self, automated=True)
            self.service.expire_backups(self)
            self.schedule_backup()

        if not self.cluster:
            self._plan("backup", at - now, back_up)

    # -- maintenance --------------------------------------------------------------

    def schedule_maintenance(self):
        """Once a week, at the start of the maintenance window, do what is pending."""
        now = self.service.clock.now
        minute = now.weekday() * 24 * 60 + now.hour * 60 + now.minute
        start = minute_of_week(self.maintenance_window.split("-")[0])
        wait = (start - minute) % (7 * 24 * 60) or 7 * 24 * 60
        delay = timedelta(minutes=wait, seconds=-now.second)

        def maintain():
            newer = self.newer_minor_version()
            if self.auto_minor and newer and "EngineVersion" not in self.pending:
                self.pending["EngineVersion"] = newer
            if self.pending and self.status == "available" and self.is_up():
                self.apply_pending()
            self.schedule_maintenance()

        self._plan("maintenance", delay, maintain)

    def newer_minor_version(self):
        """The newest version with the same major number, if it is not this one."""
        versions = ENGINES[self.engine].versions
        same = [v for v in versions if major(v) == major(self.version)]
        return same[-1] if same and same[-1] != self.version else None

    def apply_pending(self):
        """Do what was asked for later; changes of class or version restart it."""
        restart = {"DBInstanceClass", "EngineVersion"} & self.pending.keys()

        def apply():
            changes, self.pending = self.pending, {}
            self.instance_class = changes.get("DBInstanceClass", self.instance_class)
            self.version = changes.get("EngineVersion", self.version)
            self.storage = changes.get("AllocatedStorage", self.storage)
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
        self._change("modifying", MODIFYING, modified)

    # -- saying what it is --------------------------------------------------------

    def resources(self):
        """This instance, and its standby, for the account map."""
        if not self.created:
            return []
        shown = Resource(
            self.identifier,
            "RDS instance",
            self.role(),
            self.zone,
            self.status if self.is_up() else f"{self.status}, not reachable",
            self.arn(),
            f"{self.engine}, {self.instance_class}",
            self.source or (self.cluster.identifier if self.cluster else ""),
            synchronous=bool(self.cluster),
        )
        if not self.standby:
            return [shown]
        standby = Resource(
            self.identifier,
            "RDS instance",
            "standby",
            self.standby.zone,
            "in step",
            self.arn(),
            "answers nobody until a failover",
            self.identifier,
            synchronous=True,
        )
        return [shown, standby]

    def role(self):
        """What it does: primary, replica, writer or reader."""
        if self.cluster:
            return "writer" if self.cluster.writer is self else "reader"
        return "replica" if self.source else "primary"
