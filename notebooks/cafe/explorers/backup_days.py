"""Thirty days of backups: what exists each hour, and what a disaster then costs.

The recovery points are those of the small AWS itself, on an account of its own, where
AWS Backup follows the plan for thirty days. A single-AZ database takes an order every
four hours. What a restore of a point would lack is the orders that came after it; the
tests cause disasters, restore, and count the same.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil

from ..aws import Session
from ..aws.errors import ClientError
from ..lessons import made
from .kit.charts import Chart
from .kit.panel import Choice, Explorer, Slider, Toggle
from .kit.svg import NARROW, box, dragged, group, hand, label, path, patterned

HERE, THERE = "eu-west-1", "eu-central-1"
START, DAYS = datetime(2026, 11, 3, tzinfo=UTC), 30
FIRST_ORDER, BETWEEN = 2, 4  # hours after the start, and from one to the next
SCHEDULES = {
    "half": ("every twelve hours", "cron(0 5/12 * * ? *)"),
    "daily": ("every day at 05:00", "cron(0 5 * * ? *)"),
    "weekly": ("every Sunday at 05:00", "cron(0 5 ? * SUN *)"),
}
RETENTIONS = ("3", "7", "14", "35")
NOTICED = {"0": "at once", "1": "a day later", "3": "3 days later", "7": "7 days later"}
DISASTERS = {
    "delete": "A bad DELETE",
    "zone": "The zone is lost",
    "region": "The Region is lost",
}
ROLE = "arn:aws:iam::123456789012:role/backup"
LOGIN = {"user": "barista", "password": "espresso-2026", "dbname": "cafe"}
LANE, EMPTY_LANE = 128, 36


@dataclass(frozen=True)
class Room:
    """Where the days lie, and the top of each Region's lane."""

    width: int
    left: int
    length: int
    tops: dict

    @property
    def right(self):
        return self.left + self.length


WIDE = Room(848, 92, 730, {HERE: 30, THERE: 30 + LANE + 34})
SMALL = Room(NARROW, 10, NARROW - 20, {HERE: 50, THERE: 50 + LANE + 56})
GAP = 4  # between two backups that share a row
THINNEST = 3  # a thinner bar is hard to see: then an area says how many there are


def backup_days():
    """Thirty days of a backup plan, and the price of a disaster: `backup_days()`."""
    return BackupDays()


@dataclass(frozen=True)
class Point:
    """A recovery point as the vaults showed it. Times are days since the start;
    `gone` is None for one that is still there on the last day."""

    region: str
    created: float
    gone: float


@dataclass(frozen=True)
class Outcome:
    """What a disaster cost. `region` and `created` are those of the recovery point
    that is restored, both None where there is none."""

    region: str
    created: datetime
    hours: float
    orders: int
    lost: int


class BackupDays(Explorer):
    """The timeline of two vaults, and a disaster on a day that one chooses."""

    heading = "Thirty days of backups, and a disaster"
    foreseen = ("schedule", "retention", "copies")

    def __init__(self):
        self.schedule, self.retention, self.copies = "daily", "7", False
        self.disaster, self.hour, self.noticed = "delete", 17 * 24 + 16, "0"
        self.status = self._verdict()

    def controls(self):
        schedules = {
            n: words[0].upper() + words[1:] for n, (words, _) in SCHEDULES.items()
        }
        retentions = {days: f"{days} days" for days in RETENTIONS}
        more = {"folded": True}
        return [
            [Slider("hour", "When", self.hour, 1, DAYS * 24 - 1, self._at())],
            [Choice("noticed", "A bad DELETE is noticed", self.noticed, NOTICED)],
            [
                Choice("schedule", "Back up", self.schedule, schedules, **more),
                Choice("retention", "Keep for", self.retention, retentions, **more),
            ],
            [
                Choice("disaster", "Disaster", self.disaster, DISASTERS, **more),
                Toggle("copies", f"Copy to {THERE}", self.copies, **more),
            ],
        ]

    def change(self, name, value):
        setattr(self, name, value)
        if name == "noticed":  # who asks for it means a DELETE
            self.disaster = "delete"
        return self._verdict()

    @property
    def plan(self):
        return self.schedule, int(self.retention), self.copies

    @property
    def points(self):
        return _month(*self.plan)

    @property
    def _moment(self):
        """The moment of the disaster, in days since the start."""
        return self.hour / 24

    @property
    def _seen(self):
        """The moment at which it is noticed; a lost zone or Region is, at once."""
        later = int(self.noticed) if self.disaster == "delete" else 0
        return min(self._moment + later, DAYS)

    def _at(self):
        return f"day {self.hour // 24 + 1}, {self.hour % 24:02}:00"

    @property
    def outcome(self):
        return outcome(self.points, self.disaster, self._moment, self._seen)

    # --- in words --------------------------------------------------------------

    def _verdict(self):
        outcome = self.outcome
        start = f"{DISASTERS[self.disaster]} on {self._at()}:"
        if self.disaster == "zone":
            start = f"{start[:-1]}, and no standby takes over:"
        elif self._seen > self._moment:
            start = f"{start[:-1]}, noticed {NOTICED[self.noticed]}:"
        if outcome.region is None:
            return (
                f"{start} no backup from before it is left. All "
                f"{outcome.orders} orders are lost."
            )
        return (
            f"{start} restored in {outcome.region} from the backup of "
            f"{_moment(outcome.created)}. {outcome.hours:g} hours are lost (the "
            f"RPO reached): {outcome.lost} of {outcome.orders} orders."
        )

    def _text(self):
        words, _ = SCHEDULES[self.schedule]
        lines = [
            "A database in one zone, without a standby. The plan backs it up "
            f"{words} and keeps each backup for {self.retention} days.",
            *map(self._lane_text, WIDE.tops),
            self._verdict(),
        ]
        if self._seen > self._moment:
            lines.append(
                "A backup from after the DELETE holds the emptied table. Until "
                "somebody notices, the older ones are deleted one by one."
            )
        return lines

    def _lane_text(self, region):
        points = self._in(region)
        if not points:
            return f"{region}: no backup at all."
        gone = [point.gone for point in points if point.gone is not None]
        there = sum(
            _is_there(point, self._seen) and point.created < self._moment
            for point in points
        )
        ended = (
            f"{len(gone)} of them deleted by day {DAYS}, the first on day "
            f"{int(min(gone)) + 1}"
            if gone
            else f"none deleted by day {DAYS}"
        )
        exist = {0: "no backup exists", 1: "1 backup exists"}.get(
            there, f"{there} backups exist"
        )
        lost = ", but cannot be reached" if there and self._is_lost(region) else ""
        return (
            f"{region}: when it is noticed, {exist} from before it{lost}. As if "
            f"nothing had happened: {len(points)} backups in {DAYS} days, {ended}."
        )

    def _is_lost(self, region):
        return self.disaster == "region" and region == HERE

    def _tall(self, region):
        """A lane's height: one without backups needs none for them."""
        return LANE if region == HERE or self._in(region) else EMPTY_LANE

    def _in(self, region):
        return [point for point in self.points if point.region == region]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        room = SMALL if self.narrow else WIDE
        top, floor = room.tops[HERE], room.tops[THERE] + self._tall(THERE)
        days = Chart(room.left, top, room.length, floor - top, DAYS, 1)
        at, above = days.x(self._moment), top - 10
        anchor = "end" if self._moment > DAYS / 2 else "start"
        words = f"✕ {DISASTERS[self.disaster]}"
        legend, end = _legend(room, floor + 34)
        drawing = [
            dragged(
                "hour",
                days.x(1 / 24),
                days.x(DAYS - 1 / 24),
                *(self._lane(room, region) for region in room.tops),
            ),
            *(
                label(days.x(day - 0.5), floor + 20, day, "cafe-ex-note", "middle")
                for day in (1, 5, 10, 15, 20, 25, 30)
            ),
            None
            if self.narrow
            else label(room.left - 8, floor + 20, "day", "cafe-ex-note", "end"),
            *hand(f"M{at:.1f} {above}V{floor + 4}", at, floor + 4),
            label(at, 14, words, "cafe-ex-small cafe-ex-ill", anchor),
            *self._noticed_mark(room, days, floor),
            legend,
        ]
        return self.framed(room.width, end, text, *drawing)

    def _noticed_mark(self, room, days, floor):
        """A second line, where it is noticed later."""
        if self._seen == self._moment:
            return
        x = days.x(self._seen)
        above = room.tops[HERE] - 10
        yield path(f"M{x:.1f} {above}V{floor}", "cafe-ex-needed")
        latest = DAYS - (9 if self.narrow else 4)
        anchor = "end" if self._seen > latest else "start"
        y = room.tops[THERE] - (34 if self.narrow else 12)
        beside = x - 6 if anchor == "end" else x + 6
        yield label(beside, y, "noticed", "cafe-ex-small cafe-ex-halo", anchor)

    def _lane(self, room, region):
        """What exists in a Region; from the disaster on faded, as it did not happen."""
        top, points = room.tops[region], self._in(region)
        chart = _chart(room, top, points)
        at = chart.x(self._seen)
        parts = [
            box(room.left, top, room.length, self._tall(region), "cafe-ex-cell", 4),
            label(0, top - 8, region, "cafe-ex-small cafe-ex-halo")
            if self.narrow
            else label(room.left - 8, top + 20, region, "cafe-ex-small", "end"),
            *(
                _bars(chart, points, self._holds_the_mistake)
                if _step(chart) >= THINNEST
                else _area(chart, points)
            ),
        ]
        if self._is_lost(region):
            parts.append(_cut(at, room.right, top))
        elif points:
            wide = max(0, room.right - at - 1)
            parts.append(box(at, top + 1, wide, LANE - 2, "cafe-ex-veil", 0))
            parts += [
                self._restored(chart, point, row)
                for point, row in zip(points, _rows(points))
                if self._is_restored(point)
            ]
        else:
            beside = room.left if self._moment > DAYS / 2 else room.right
            place = (at + beside) / 2, top + EMPTY_LANE / 2 + 4
            parts.append(label(*place, "no copies here", "cafe-ex-note", "middle"))
        return group(*parts)

    def _holds_the_mistake(self, point):
        """Whether a backup was made after a bad DELETE, and before it was noticed."""
        is_after = self._moment <= point.created <= self._seen
        return self.disaster == "delete" and is_after

    def _restored(self, chart, point, row):
        tall = max(_step(chart) - 1, 4)
        x, y, wide = _bar(chart, point, row)
        return group(
            box(x, y, wide, tall, "cafe-ex-chosen", 0),
            label(x - 3, y + tall / 2 + 5, "▸", "cafe-ex-name", "end"),
        )

    def _is_restored(self, point):
        outcome = self.outcome
        return (
            point.region == outcome.region
            and START + timedelta(days=point.created) == outcome.created
        )


# --- asking the service ----------------------------------------------------------


@cache
def _month(schedule, retention, copies):
    """The recovery points of thirty days, the vaults being looked at every hour."""
    shop = Shop(schedule, retention, copies)
    seen, gone = {}, {}
    for hour in range(1, DAYS * 24 + 1):
        shop.clock.advance(hours=1)
        there = shop.points()
        seen |= there
        for arn in seen.keys() - there.keys() - gone.keys():
            gone[arn] = hour / 24
    return [
        Point(region, (created - START) / timedelta(days=1), gone.get(arn))
        for arn, (region, created) in sorted(seen.items(), key=lambda each: each[1])
    ]


def outcome(points, disaster, moment, seen):
    """What a disaster costs that comes at `moment` and is noticed at `seen`, in days.

    The newest point from before the disaster that is there when it is noticed; where
    both Regions have it, that of Ireland.
    """
    orders = _orders(moment)
    usable = [
        point
        for point in points
        if point.created < moment and _is_there(point, seen)
        if not (disaster == "region" and point.region == HERE)
    ]
    if not usable:
        return Outcome(None, None, None, orders, orders)
    best = max(usable, key=lambda point: (point.created, point.region == HERE))
    created = START + timedelta(days=best.created)
    hours = round((moment - best.created) * 24, 2)
    return Outcome(best.region, created, hours, orders, orders - _orders(best.created))


def _orders(moment):
    """How many orders came before a moment, in days since the start."""
    hours = round(moment * 24, 6) - FIRST_ORDER
    return max(0, ceil(hours / BETWEEN))


class Shop:
    """An account with a database, two vaults and a plan, on the first midnight."""

    def __init__(self, schedule, retention, copies):
        session = made.session()
        self.account = session.account
        self.clock = self.account.clock
        self.clients = {region: self._client("backup", region) for region in WIDE.tops}
        for client in self.clients.values():
            client.create_backup_vault(BackupVaultName="cellar")
        made.database(
            session,
            "orders",
            DBName=LOGIN["dbname"],
            BackupRetentionPeriod=0,
            **made.master(LOGIN),
        )
        self.clock.advance(seconds=(START - self.clock.now).total_seconds())
        self._plan(SCHEDULES[schedule][1], retention, copies)

    def points(self):
        """{ARN: (Region, created)} of what lies in each vault that answers."""
        found = {}
        for region, client in self.clients.items():
            with suppress(ClientError):  # the Region is lost
                answer = client.list_recovery_points_by_backup_vault(
                    BackupVaultName="cellar"
                )
                for each in answer["RecoveryPoints"]:
                    found[each["RecoveryPointArn"]] = region, each["CreationDate"]
        return found

    def _client(self, service, region=HERE):
        return Session(region, account=self.account).client(service)

    def _plan(self, expression, retention, copies):
        backup, keep = self.clients[HERE], {"DeleteAfterDays": retention}
        far = self.account.arn("backup", THERE, "backup-vault:cellar")
        rule = {
            "RuleName": "orders",
            "TargetBackupVaultName": "cellar",
            "ScheduleExpression": expression,
            "Lifecycle": keep,
        }
        if copies:
            rule["CopyActions"] = [
                {"DestinationBackupVaultArn": far, "Lifecycle": keep}
            ]
        plan = backup.create_backup_plan(
            BackupPlan={"BackupPlanName": "orders", "Rules": [rule]}
        )
        backup.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"],
            BackupSelection={
                "SelectionName": "all",
                "IamRoleArn": ROLE,
                "Resources": ["*"],
            },
        )


# --- words and lines -------------------------------------------------------------


def _rows(points):
    """The row of each bar: the first that is free again when the backup is made."""
    ends, rows = [], []
    for point in points:
        free = [row for row, end in enumerate(ends) if end <= point.created + 1e-6]
        row = free[0] if free else len(ends)
        ends[row : row + 1] = [DAYS if point.gone is None else point.gone]
        rows.append(row)
    return rows


def _chart(room, top, points):
    """The chart of a lane: as high as backups exist at once, at most 16 for each."""
    most = max(_rows(points), default=0) + 1
    tall = min(16 * most, LANE - 8)
    return Chart(room.left, top + LANE - 4 - tall, room.length, tall, DAYS, most)


def _step(chart):
    return chart.tall / chart.most


def _bars(chart, points, holds_the_mistake):
    """A bar for each backup, from its creation to its deletion."""
    tall = _step(chart) - 1
    for point, row in zip(points, _rows(points)):
        x, y, wide = _bar(chart, point, row)
        place = x, y, wide, tall
        if holds_the_mistake(point):
            yield box(*place, "cafe-ex-missed", 0)
            yield patterned(*place, "hatch", 0)
        else:
            yield box(*place, "cafe-ex-kept", 0)
        if point.gone is not None:
            end = chart.x(point.gone) - GAP
            yield path(f"M{end:.1f} {y:.1f}v{tall:.1f}", "cafe-ex-demand")


def _bar(chart, point, row):
    """Left, top and width of a backup's bar."""
    x = chart.x(point.created)
    return x, chart.y(row + 1), max(chart.x(point.gone or DAYS) - x - GAP, 2)


def _area(chart, points):
    """One area, as high as backups exist, and the figure of the highest."""
    changes = sorted(
        [(point.created, 1) for point in points]
        + [(point.gone, -1) for point in points if point.gone is not None]
    )
    steps, count = [(0, 0)], 0
    for moment, change in changes:
        steps += [(moment, count), (moment, count + change)]
        count += change
    highest = max(count for _, count in steps)
    yield path(chart.area([*steps, (DAYS, count)]), "cafe-ex-kept")
    words = f"up to {highest}"
    if chart.left == SMALL.left:
        place = (chart.left + 8, chart.floor - 10)
        yield label(*place, words, "cafe-ex-small cafe-ex-halo")
    else:
        yield label(chart.left - 8, chart.top + 36, words, "cafe-ex-note", "end")


def _cut(x, right, top):
    """The part of a lane after its Region is lost."""
    width, look = right - x, "cafe-ex-small cafe-ex-ill"
    place, words = (x + width / 2, top + LANE / 2 + 4), "lost: cannot be reached"
    return group(
        box(x, top, width, LANE, "cafe-ex-zone-cut", 0),
        patterned(x, top, width, LANE, "cross", 0),
        label(*place, words, look, "middle") if width > 160 else None,
    )


def _is_there(point, at):
    return point.created <= at and (point.gone is None or at < point.gone)


def _moment(moment):
    return f"day {(moment - START).days + 1}, {moment:%H:%M}"


#: Of each sign its looks, how far it begins from the left, how wide it is, its words.
MEANINGS = (
    (("cafe-ex-kept",), 0, 36, "a backup's days"),
    (("cafe-ex-demand",), 156, 8, "deleted"),
    (("cafe-ex-chosen",), 228, 36, "▸ restored"),
    (("cafe-ex-missed", "hatch"), 352, 36, "holds the mistake"),
    (("cafe-ex-kept", "cafe-ex-veil"), 516, 36, "as if nothing had happened"),
)


def _legend(room, y):
    """What the bars mean, and where that ends."""
    parts, step = [], 20 if room is SMALL else 0
    for looks, x, wide, words in MEANINGS:
        x = 2 if step else room.left + x
        words_x = 38 if step else x + wide
        parts += [_sign(x, y, look) for look in looks]
        parts.append(label(words_x, y + 11, words, "cafe-ex-note"))
        y += step
    return group(*parts), y + (4 if step else 22)


def _sign(x, y, look):
    """A line for what is deleted, else a bar."""
    if look == "cafe-ex-demand":
        return path(f"M{x} {y}v12", look)
    if look == "hatch":
        return patterned(x, y, 28, 12, look, 0)
    return box(x, y, 28, 12, look, 0)
