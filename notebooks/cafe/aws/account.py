"""One AWS account: Regions and zones, a clock, names and the faults one may cause.

Same as AWS: Regions with three Availability Zones, ARNs, account-wide identifiers.
Simplified: two Regions and a third for copies; a zone fails as a whole and at once.
Left out: quotas of one's own, every other Region.
"""

import hashlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from .machine import temporary_folder
from .pricing import MINUTE, Bill, Meter

REGIONS = ("eu-west-1", "eu-central-1", "us-east-1")
ZONE_LETTERS = "abc"


@dataclass(order=True)
class Event:
    """Something that will happen at a moment of the clock, unless cancelled.

    If it `only_looks`, it changes nothing that is paid for, or reads the meter first.
    """

    moment: datetime
    number: int
    action: Callable[[], object] = field(compare=False)
    only_looks: bool = field(default=False, compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self):
        self.cancelled = True


FURTHEST = timedelta(days=3660)
NO_SPAN = (
    "The clock is moved on by numbers of weeks, days, hours, minutes or seconds, as in"
    " advance(minutes=5)"
)


def _span(unnamed, parts):
    """The timedelta that `parts` name; what is no span forward is refused in words."""
    try:
        span = timedelta(**parts)
    except (TypeError, ValueError, OverflowError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"{NO_SPAN}; got {_given(unnamed, parts)}.") from None
    if unnamed:
        raise TypeError(f"{NO_SPAN}; got {_given(unnamed, parts)}.")
    if span < timedelta():
        given = _given((), parts)
        raise ValueError(f"The clock only moves forward; got {given}.")
    if span > FURTHEST:
        given = _given((), parts)
        raise ValueError(f"The clock moves on by ten years at most; got {given}.")
    return span


def _given(unnamed, parts):
    named = [f"{name}={value!r}" for name, value in parts.items()]
    return ", ".join([*map(repr, unnamed), *named])


class Clock:
    """The time of the account: it stands still until `advance` moves it.

    `lock` is held during whatever changes the account, so that no two threads do so at
    once.
    """

    START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)

    def __init__(self):
        self._now = self.START
        self.lock = threading.RLock()
        #: Called before the clock moves: to which moment, does something happen then.
        self.before_it_moves = lambda moment, happens: None
        self._events = []
        self._numbers = itertools.count()
        self._following = None

    @property
    def now(self):
        """What time it is; `advance` moves it, and what is due happens on the way."""
        return self._now

    @now.setter
    def now(self, moment):
        raise AttributeError(f"{NO_SPAN}; `now` cannot be set.")

    def advance(self, *unnamed, **parts):
        """Move time on by a span, as `timedelta` takes it: `advance(minutes=5)`.

        Whatever falls due on the way happens in its order, at its own moment. TypeError
        or ValueError for what is no such span, below 0, or longer than FURTHEST.
        """
        span = _span(unnamed, parts)
        with self.lock:
            end = self.now + span
            while self._events and self._events[0].moment <= end:
                event = heapq.heappop(self._events)
                if event.cancelled:
                    continue
                if event.only_looks:
                    self._now = max(self._now, event.moment)
                else:
                    self._move(event.moment, happens=True)
                event.action()
            self._move(end)

    def _move(self, moment, happens=False):
        if moment > self.now:
            self.before_it_moves(moment, happens)
            self._now = moment

    def follow(self, speed=1):
        """Let the clock go by itself, `speed` times as fast as the one on the wall,
        until `release`. For real clients, whose waiters wait in real time."""
        if not 0 < speed <= 3600:
            raise ValueError(f"speed is above 0 and at most 3600; got {speed}.")
        self.release()
        self._following = threading.Event()
        threading.Thread(
            target=self._follow, args=(speed, self._following), daemon=True
        ).start()

    def _follow(self, speed, ended):
        before = time.monotonic()
        while not ended.wait(0.1):
            now = time.monotonic()
            with self.lock:
                if not ended.is_set():  # while this waited for its turn
                    self.advance(seconds=(now - before) * speed)
            before = now

    def release(self):
        """Let the clock stand still again."""
        if self._following:
            with self.lock:
                self._following.set()
            self._following = None

    def after(self, delay, action, only_looks=False):
        """Have `action()` called when `delay` (a timedelta) has passed; an `Event`."""
        event = Event(self.now + delay, next(self._numbers), action, only_looks)
        heapq.heappush(self._events, event)
        return event

    def __repr__(self):
        return f"Clock({self.now:%Y-%m-%d %H:%M:%S} UTC)"


@dataclass(frozen=True)
class Resource:
    """One thing that an account holds, as the account map draws it.

    `role` is what it does (primary, standby, replica, writer, reader, node,
    serverless, peer, copy), `zone` where it runs, `source` the ARN or name that it
    follows, `synchronous` whether it follows before or after the acknowledgement.
    `whole` says of a copy what it and the other copies make together.
    """

    name: str
    kind: str
    role: str
    zone: str
    status: str
    arn: str = ""
    detail: str = ""
    source: str = ""
    synchronous: bool = False
    whole: str = ""


@dataclass(frozen=True)
class Saved:
    """A resource's data as it was at one moment: what a recovery point keeps.

    `content` is all of the data, `settings` what a restored resource is made with.
    `service` is the service class that made the copy; its `restore_saved` reads it.
    `metadata` is what AWS Backup shows of the settings, as text under AWS's names: the
    learner changes some of it, and gives it to a restore.
    """

    content: bytes = field(repr=False)
    settings: dict = field(repr=False)
    service: type
    metadata: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Protected:
    """A resource that AWS Backup can save.

    `kind` is the type as AWS Backup writes it (RDS, Aurora, DynamoDB, DocumentDB,
    Neptune), `tags` a dict, and `save()` gives its `Saved` data as they are now. It
    raises ServiceError when the resource cannot be read.
    """

    arn: str
    kind: str
    tags: dict
    save: Callable[[], Saved] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Measured:
    """What a service measures of one of its things, as CloudWatch asks each minute.

    `dimensions` are (name, value) pairs, `unit` is AWS's word. A `value` that is a
    total since the beginning (`is_total`) is kept by its growth; of one that
    `is_sparse`, only what is not 0.
    """

    namespace: str
    name: str
    dimensions: tuple
    unit: str
    value: float
    is_total: bool = False
    is_sparse: bool = False


@dataclass
class Endpoint:
    """A name that programs connect to.

    `target()` is what the name leads to at this moment, or None. It has `address()`,
    `public`, `groups` (security groups), `is_up()`, and `login(user, password,
    dbname)`, which gives a database server or raises LoginRefused.
    """

    host: str
    port: int
    region: str
    target: Callable[[], Any]


def address_of(name, zone=""):
    """The address of a machine in the VPC; each zone has a range of its own."""
    network = "abc".index(zone[-1]) * 16 if zone else 0
    return f"172.31.{network}.{sum(map(ord, name + zone)) % 200 + 20}"


@cache
def _letters(alphabet):
    """For each byte a letter: every call of a service makes five tokens of them."""
    return bytes(ord(alphabet[byte % len(alphabet)]) for byte in range(256))


class Account:
    """An AWS account with everything in it.

    `seed` decides every generated name; two accounts with one seed, used alike,
    answer alike. `folder` is an empty folder where disks lie; without one they lie in
    a temporary folder, which is removed at the end of the program.
    """

    def __init__(self, seed=0, folder=None):
        self.seed = seed
        self.id = "123456789012"
        self.clock = Clock()
        self.clock.before_it_moves = self._clock_moves
        self._meter = Meter(self.clock.now)
        self.failed_zones = set()
        self.endpoints = {}
        self._client_address = "203.0.113.25"
        self.lock = self.clock.lock
        self._services = {}
        self._counter = itertools.count()
        self._folder = Path(folder) if folder else None

    @property
    def client_address(self):
        """Where your program runs: the Internet address of a laptop, to begin with."""
        return self._client_address

    @client_address.setter
    def client_address(self, address):
        try:
            self._client_address = str(IPv4Address(str(address)))
        except ValueError:
            raise ValueError(
                "client_address is the address of one machine, as in '172.31.5.20'; "
                f"got {address!r}."
            ) from None

    def zones(self, region):
        """The three Availability Zones of a Region."""
        if region not in REGIONS:
            raise ValueError(
                f"Unknown Region {region!r}. This small AWS has: {', '.join(REGIONS)}"
            )
        return [region + letter for letter in ZONE_LETTERS]

    def zones_up(self, region, first=None):
        """The zones of a Region that answer, in their order, beginning with `first`."""
        zones = self.zones(region)
        start = zones.index(first) if first else 0
        ordered = zones[start:] + zones[:start]
        return [zone for zone in ordered if self.is_zone_up(zone)]

    def is_zone_up(self, zone):
        return zone not in self.failed_zones

    def fail_zone(self, zone):
        """Cut one zone: all that runs there is gone until `restore_zone`."""
        self._check_zone(zone)
        with self.lock:
            if zone not in self.failed_zones:
                self.failed_zones.add(zone)
                self._tell_services("zone_failed", zone)

    def restore_zone(self, zone):
        """Bring a zone back, with the disks that stood in it."""
        self._check_zone(zone)
        with self.lock:
            if zone in self.failed_zones:
                self.failed_zones.remove(zone)
                self._tell_services("zone_restored", zone)

    def restore_zones(self):
        """Bring every zone back that is cut."""
        for zone in sorted(self.failed_zones):
            self.restore_zone(zone)

    def open_endpoint(self, host, port, region, target):
        """Let a name lead to what `target()` gives at the moment; the `Endpoint`."""
        self.endpoints[host] = Endpoint(host, port, region, target)
        return self.endpoints[host]

    def service(self, cls, region):
        """The one object of a service class in a Region, made at first use."""
        self.zones(region)
        if (cls, region) not in self._services:
            self._services[cls, region] = cls(self, region)
        return self._services[cls, region]

    def resources(self):
        """Everything that runs in the account, a list of `Resource`."""
        return [r for s in self.services() for r in s.resources()]

    def protected(self, region):
        """All that AWS Backup can save in a Region, a list of `Protected`."""
        return [
            each
            for service in self.services()
            if service.region == region
            for each in service.protected()
        ]

    def services(self):
        """The clients that were made so far, one for each service and Region."""
        return list(self._services.values())

    def bill(self, month=None):
        """What a month has cost up to now, "2026-11" or this one: a `Bill`."""
        month = f"{self.clock.now:%Y-%m}" if month is None else month
        return Bill(self.used(), month, self.clock.now)

    def used(self):
        """What was used up to now: {(day, Region, line, resource): amount}."""
        with self.lock:
            self.read_meter()
            return dict(self._meter.used)

    def read_meter(self):
        """Note what was used up to now, before what is paid for changes."""
        self._meter.read(self.services(), self.clock.now)

    def _clock_moves(self, moment, happens):
        if happens or moment - self._meter.until >= MINUTE:
            self._meter.read(self.services(), moment)

    def arn(self, service, region, resource):
        """An Amazon Resource Name in this account."""
        return f"arn:aws:{service}:{region}:{self.id}:{resource}"

    def token(self, length, alphabet="0123456789abcdef"):
        """A generated name: the seed and the order of the calls decide it."""
        key = f"{self.seed}/{next(self._counter)}"
        digest = hashlib.blake2b(key.encode()).digest()
        return digest[:length].translate(_letters(alphabet)).decode()

    def uuid(self):
        """A generated id of the form that AWS gives keys, tables, jobs, requests."""
        return "-".join(self.token(length) for length in (8, 4, 4, 4, 12))

    def folder(self, *parts):
        """A new folder for a disk, under the account's own folder."""
        if self._folder is None:
            self._folder = temporary_folder(self)
        path = self._folder.joinpath(*parts)
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            raise FileExistsError(
                f"The folder {str(self._folder)!r} has {'/'.join(parts)!r} already: "
                "another account keeps its disks there, or kept them in an earlier "
                "run. Give each account an empty folder of its own."
            ) from None
        return path

    def _check_zone(self, zone):
        known = [name for region in REGIONS for name in self.zones(region)]
        if zone not in known:
            raise ValueError(f"Unknown zone {zone!r}. There are: {', '.join(known)}")

    def _tell_services(self, happening, zone):
        for service in self.services():
            getattr(service, happening)(zone)

    def __repr__(self):
        cut = ", ".join(sorted(self.failed_zones)) or "none"
        return f"Account(seed={self.seed}, {self.clock}, zones cut: {cut})"
