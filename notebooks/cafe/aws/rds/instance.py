"""One DB instance: what it runs on, and what happens to it as time passes.

The calls of the API (instances.py, backups.py, clusters.py) decide; this module does.
Times are typical ones, fixed so that two runs are alike: ten minutes to create (F44),
75 seconds for a Multi-AZ failover (F71).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..account import Endpoint, Resource
from ..errors import LoginRefused
from ..volume import Database, Disk, Follower
from .rules import ENGINES, minute_of_week

CREATING = timedelta(minutes=7)
FIRST_BACKUP = timedelta(minutes=3)
MODIFYING = timedelta(minutes=5)
RESTART = timedelta(seconds=40)
FAILOVER = timedelta(seconds=75)
LOG_UPLOAD = timedelta(minutes=5)


@dataclass
class Instance:
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
    rds: object = field(repr=False)
    cluster: object = None
    tier: int = 1
    source: str = None
    lag: timedelta = timedelta(seconds=1)
    status: str = "creating"
    pending: dict = field(default_factory=dict)
    created: datetime = None
    server: object = field(default=None, repr=False)
    standby: Disk = field(default=None, repr=False)
    stored_until: datetime = None
    endpoint: Endpoint = None

    # -- life ---------------------------------------------------------------------

    def launch(self, make_server):
        """Start creating; `make_server()` gives the Database when the time comes."""
        self.resource_id = f"db-{self.rds.account.token(26).upper()}"

        def created():
            if self.status != "creating":
                return
            self.server = make_server()
            self.created = self.rds.clock.now
            self._open_endpoint()
            self.tell("DB instance created")
            if self.multi_az:
                self.add_standby()
            if self.retention and not self.cluster:
                self._change("backing-up", FIRST_BACKUP, self._first_backup)
            else:
                self.status = "available"
            self._schedule_backup()
            self._schedule_maintenance()

        self.rds.clock.after(CREATING, created)

    def _first_backup(self):
        self.tell("Backing up DB instance")
        self.rds.snapshot(self, automated=True)
        self.tell("Finished DB Instance backup")
        self.status = "available"

    def _change(self, status, delay, then):
        """Be in `status` for a while, unless something else happens to it first."""
        self.status = status
        self.rds.clock.after(delay, lambda: self.status == status and then())

    def delete(self):
        """Go for good, with endpoint and disks."""
        self.status = "deleting"
        self.rds.account.endpoints.pop(self.endpoint and self.endpoint.host, None)
        self.halt()

        def gone():
            self.rds.instances.pop(self.identifier, None)
            self.tell("DB instance deleted")

        self.rds.clock.after(timedelta(minutes=3), gone)

    def stop(self):
        def stopped():
            self.halt()
            self.status = "stopped"
            self.tell("DB instance stopped")
            week = timedelta(days=7)
            self.rds.clock.after(week, lambda: self.status == "stopped" and self.start())

        self._change("stopping", timedelta(minutes=2), stopped)

    def start(self):
        def started():
            self.server.start()
            self.status = "available"
            self.tell("DB instance started")

        self._change("starting", timedelta(minutes=3), started)

    def halt(self):
        """The engine is gone from one moment to the next; every connection breaks."""
        if self.server:
            self.server.stop()

    def interrupt(self, status="rebooting", then=lambda: None):
        """Restart the engine: short, but every connection breaks."""

        def back():
            self.server.start()
            then()
            self.status = "available"
            self.tell("DB instance restarted")

        self.halt()
        self._change(status, RESTART, back)

    # -- reaching it --------------------------------------------------------------

    def is_up(self):
        """Whether anything answers at the endpoint."""
        up = self.server is not None and self.server.is_running
        return up and self.rds.account.is_zone_up(self.zone)

    def login(self, user, password, dbname):
        """The database server for one client. Raises LoginRefused."""
        if user != self.user or password != self.password:
            raise LoginRefused(f'password authentication failed for user "{user}"')
        if dbname != self.dbname:
            raise LoginRefused(f'database "{dbname}" does not exist')
        return self.server

    def _open_endpoint(self):
        account = self.rds.account
        host = f"{self.identifier}.{self.rds.domain}"
        self.endpoint = Endpoint(
            host, self.port, self.rds.region, self.address(), self.public,
            self.groups, self.is_up, self.login,
        )  # fmt: skip
        account.endpoints[host] = self.endpoint

    def address(self):
        """The address behind the name; another zone has another range."""
        last = sum(map(ord, self.identifier + self.zone)) % 200 + 20
        network = "abc".index(self.zone[-1]) * 16
        return f"172.31.{network}.{last}"

    # -- copies -------------------------------------------------------------------

    def add_standby(self):
        """A synchronous copy in another zone, from now on part of every commit."""
        zone = self.rds.other_zone(self.zone)
        self.multi_az = True
        if zone is None:
            return
        self.standby = self.server.disk.copy_to(self.rds.new_folder(zone), zone)
        self.server.copies = [self.standby]

    def drop_standby(self):
        self.multi_az, self.standby = False, None
        self.server.copies = []

    def fail_over(self, reason, delay=FAILOVER):
        """Stop the primary now; the standby answers after `delay`."""
        self.tell(f"Multi-AZ instance failover started: {reason}")
        self.halt()
        self.rds.clock.after(delay, self._promote_standby)

    def _promote_standby(self):
        up = self.rds.account.is_zone_up
        if self.standby is None or not up(self.standby.zone):
            return
        old = self.server
        self._serve_from(self.standby)
        self._follow_with(old)
        self.standby = None
        self.add_standby()
        self.status = "available"
        self.tell("Multi-AZ instance failover completed")

    def _serve_from(self, disk):
        old = self.server
        marks = old.marks_until(disk.position())
        self.server = Database(disk, self.dbname, self.rds.clock, old.key, marks)
        self.zone = disk.zone
        self.endpoint.address = self.address()

    def _follow_with(self, old):
        """Read replicas of the old primary follow the new one."""
        for replica in self.rds.replicas_of(self.identifier):
            replica.server.follow(self.server)

    def zone_failed(self, zone):
        if self.server is None:
            return
        if self.standby and self.standby.zone == zone:
            self.standby, self.server.copies = None, []
            self.tell("The standby's zone does not answer; running without it")
        if self.zone == zone:
            self.stored_until = self.stored_now()
            if self.standby:
                self.fail_over("the primary's zone does not answer")
            else:
                self.halt()

    def zone_restored(self, zone):
        if self.server is None or self.status in ("stopped", "deleting"):
            return
        if self.zone == zone and not self.server.is_running and not self.standby:
            self.server.start()
            self.stored_until = None
            self.tell("DB instance restarted")
        if self.multi_az and self.standby is None and self.zone != zone:
            self.add_standby()

    # -- backups ------------------------------------------------------------------

    def stored_now(self):
        """Up to when the log lies in S3: the last whole five minutes (F76)."""
        if self.stored_until:
            return self.stored_until
        now = self.rds.clock.now
        latest = now - (now - self.created) % LOG_UPLOAD
        return max(latest, self.created)

    def _schedule_backup(self):
        """One automatic backup a day, at the start of the backup window."""
        hour, minute = map(int, self.backup_window[:5].split(":"))
        now = self.rds.clock.now
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if at <= now:
            at += timedelta(days=1)

        def back_up():
            if self.identifier not in self.rds.instances or self.cluster:
                return
            if self.retention and self.status == "available" and self.is_up():
                self.rds.snapshot(self, automated=True)
            self.rds.expire_backups(self)
            self._schedule_backup()

        self.rds.clock.after(at - now, back_up)

    # -- maintenance --------------------------------------------------------------

    def _schedule_maintenance(self):
        """Once a week, at the start of the maintenance window, do what is pending."""
        now = self.rds.clock.now
        minute = now.weekday() * 24 * 60 + now.hour * 60 + now.minute
        start = minute_of_week(self.maintenance_window.split("-")[0])
        wait = (start - minute) % (7 * 24 * 60) or 7 * 24 * 60
        delay = timedelta(minutes=wait, seconds=-now.second)

        def maintain():
            if self.identifier not in self.rds.instances:
                return
            newer = self.newer_minor_version()
            if self.auto_minor and newer and "EngineVersion" not in self.pending:
                self.pending["EngineVersion"] = newer
            if self.pending and self.status == "available":
                self.apply_pending()
            self._schedule_maintenance()

        self.rds.clock.after(delay, maintain)

    def newer_minor_version(self):
        """The newest version with the same major number, if it is not this one."""
        versions = ENGINES[self.engine].versions
        same = [v for v in versions if major(v) == major(self.version)]
        return same[-1] if same and same[-1] != self.version else None

    def apply_pending(self):
        """Do what was asked for later; changes of class or version restart it."""
        changes, self.pending = self.pending, {}
        restart = {"DBInstanceClass", "EngineVersion"} & changes.keys()

        def apply():
            self.instance_class = changes.get("DBInstanceClass", self.instance_class)
            self.version = changes.get("EngineVersion", self.version)
            self.storage = changes.get("AllocatedStorage", self.storage)
            if changes.get("MultiAZ") is True and not self.standby:
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

    def tell(self, message):
        """Note an event, as describe_events shows it."""
        self.rds.events.append((self.rds.clock.now, self.identifier, message))

    def arn(self):
        return self.rds.account.arn("rds", self.rds.region, f"db:{self.identifier}")

    def resources(self):
        """This instance, and its standby, for the account map."""
        shown = Resource(
            self.identifier, "RDS instance", self.role(), self.zone,
            self.status if self.is_up() else f"{self.status}, not reachable",
            self.arn(), f"{self.engine}, {self.instance_class}",
            self.source or (self.cluster.identifier if self.cluster else ""),
            synchronous=bool(self.cluster),
        )  # fmt: skip
        if not self.standby:
            return [shown]
        standby = Resource(
            self.identifier, "RDS instance", "standby", self.standby.zone,
            "in step", self.arn(), "answers nobody until a failover",
            self.identifier, synchronous=True,
        )  # fmt: skip
        return [shown, standby]

    def role(self):
        """What it does: primary, replica, writer or reader."""
        if self.cluster:
            return "writer" if self.cluster.writer is self else "reader"
        return "replica" if self.source else "primary"


def follow(source, disk, lag):
    """A read replica's server on `disk`, following the instance `source`."""
    return Follower(source.server, disk, lag)


def major(version):
    """The part of a version that only the customer may raise: 17 of 17.5, 8.4 of 8.4.5."""
    parts = version.split(".")
    return tuple(parts[:-1])
