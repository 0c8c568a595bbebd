"""Thirty days of backups: what exists each day, and what a disaster on a day costs.

Everything is asked of the small AWS itself, on an account of its own: a single-AZ
database takes an order every four hours, AWS Backup follows the plan, and each disaster
is caused, survived by a real restore, and counted in orders that are missing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from ..aws import Account, Session
from ..aws.errors import ClientError
from .charts import Chart
from .panel import Choice, Explorer, Picture, Slider, Toggle
from .svg import box, group, label, patterned, picture, tag

HERE, THERE = "eu-west-1", "eu-central-1"
START, DAYS, HOUR = datetime(2026, 11, 3, tzinfo=UTC), 30, 16
SCHEDULES = {
    "half": ("every twelve hours", "cron(0 5/12 * * ? *)"),
    "daily": ("every day at 05:00", "cron(0 5 * * ? *)"),
    "weekly": ("every Sunday at 05:00", "cron(0 5 ? * SUN *)"),
}
RETENTIONS = ("3", "7", "14", "35")
DISASTERS = {
    "delete": "A bad DELETE",
    "zone": "The zone is lost",
    "region": "The Region is lost",
}
ROLE = "arn:aws:iam::123456789012:role/backup"
LOGIN = {"user": "barista", "password": "espresso-2026", "dbname": "cafe"}
WIDTH, LEFT, LENGTH, LANE = 848, 92, 730, 128
LANES = {HERE: 30, THERE: 30 + LANE + 34}


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
    that was restored, both None where there was none; `back` is the restore's time."""

    region: str
    created: datetime
    hours: float
    orders: int
    lost: int
    back: timedelta


class BackupDays(Explorer):
    """The timeline of two vaults, and a disaster on a day that one chooses."""

    heading = "Thirty days of backups, and a disaster"

    def __init__(self):
        self.schedule, self.retention, self.copies = "daily", "7", False
        self.disaster, self.day = "delete", 18

    def controls(self):
        schedules = {n: words[0].upper() + words[1:] for n, (words, _)
                     in SCHEDULES.items()}
        retentions = {days: f"{days} days" for days in RETENTIONS}
        return [
            [Choice("schedule", "Back up", self.schedule, schedules),
             Choice("retention", "Keep for", self.retention, retentions)],
            [Toggle("copies", f"Copy each backup to {THERE}", self.copies)],
            [Choice("disaster", "Disaster", self.disaster, DISASTERS),
             Slider("day", "Day of the disaster", self.day, 1, DAYS,
                    f"day {self.day}, at {HOUR}:00")],
        ]  # fmt: skip

    def change(self, name, value):
        setattr(self, name, value)
        return self._verdict()

    @property
    def plan(self):
        return self.schedule, int(self.retention), self.copies

    @property
    def points(self):
        return _month(*self.plan)

    @property
    def outcome(self):
        return _struck(*self.plan, self.disaster, self.day)

    # --- in words --------------------------------------------------------------

    def _verdict(self):
        outcome = self.outcome
        start = f"{DISASTERS[self.disaster]} on day {self.day}, at {HOUR}:00:"
        if outcome.region is None:
            return (f"{start} no recovery point can be reached. All {outcome.orders} "
                    "orders are lost.")
        return (f"{start} restored in {outcome.region} from the backup of "
                f"{_moment(outcome.created)}. {outcome.hours:g} hours are lost (the "
                f"RPO reached): {outcome.lost} of {outcome.orders} orders.")

    def _text(self):
        words, _ = SCHEDULES[self.schedule]
        lines = [
            f"The plan backs up {words} and keeps each backup for {self.retention} "
            "days.",
            *map(self._lane_text, LANES),
            self._verdict(),
        ]
        if self.outcome.back is not None:
            minutes = self.outcome.back.total_seconds() / 60
            lines.append(f"The restore itself took {minutes:g} minutes; finding out, "
                         "deciding and pointing the tills to the new name come on top.")
        return lines

    def _lane_text(self, region):
        points = self._in(region)
        if not points:
            return f"{region}: no backup at all."
        gone = [point.gone for point in points if point.gone is not None]
        there = [p for p in points if _is_there(p, self.day - 1 + HOUR / 24)]
        ended = (f"{len(gone)} of them deleted by day {DAYS}, the first on day "
                 f"{int(min(gone)) + 1}" if gone else f"none deleted by day {DAYS}")
        lost = " and cannot be reached" if self._is_lost(region) else ""
        return (f"{region}: {len(points)} backups in {DAYS} days, {ended}. "
                f"When the disaster comes, {len(there)} exist{lost}.")

    def _is_lost(self, region):
        return self.disaster == "region" and region == HERE

    def _in(self, region):
        return [point for point in self.points if point.region == region]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        floor = LANES[THERE] + LANE
        chart = Chart(LEFT, LANES[HERE], LENGTH, floor - LANES[HERE], DAYS, 1)
        at = chart.x(self.day - 1 + HOUR / 24)
        drawing = [
            *(self._lane(region, chart) for region in LANES),
            *(label(chart.x(day - 0.5), floor + 20, day, "cafe-ex-note", "middle")
              for day in (1, 5, 10, 15, 20, 25, 30)),
            label(LEFT - 8, floor + 20, "day", "cafe-ex-note", "end"),
            tag("path", d=f"M{at:.1f} 20V{floor + 4}", class_="cafe-ex-cursor"),
            label(at, 14, f"✕ {DISASTERS[self.disaster]}", "cafe-ex-small cafe-ex-ill",
                  "end" if self.day > DAYS / 2 else "start"),
            _legend(floor + 34),
        ]  # fmt: skip
        return Picture(
            picture(WIDTH, floor + 56, self.heading, " ".join(text), *drawing), text
        )

    def _lane(self, region, chart):
        """A bar for each recovery point, from its creation to its deletion."""
        top, points = LANES[region], self._in(region)
        rows = _rows(points)
        step = min(16, (LANE - 8) / (max(rows, default=0) + 1))
        parts = [
            box(LEFT, top, LENGTH, LANE, "cafe-ex-cell", 4),
            label(LEFT - 8, top + 20, region, "cafe-ex-small", "end"),
            *(self._bar(point, chart, top + 4 + row * step, step)
              for row, point in zip(rows, points)),
        ]  # fmt: skip
        if not points:
            parts.append(label(LEFT + LENGTH / 2, top + LANE / 2 + 4, "no copies here",
                               "cafe-ex-note", "middle"))
        if self._is_lost(region):
            x = chart.x(self.day - 1 + HOUR / 24)
            parts.append(patterned(x, top, LEFT + LENGTH - x, LANE, "cross", 0))
        return group(*parts)

    def _bar(self, point, chart, y, step):
        outcome = self.outcome
        used = (point.region == outcome.region
                and START + timedelta(days=point.created) == outcome.created)
        start, end = chart.x(point.created), chart.x(point.gone or DAYS)
        tall = max(step - 1, 1)
        ended = point.gone is not None and step >= 3
        return group(
            tag("rect", x=start, y=y, width=max(end - start - 1, 2), height=tall,
                class_="cafe-ex-chosen" if used else "cafe-ex-kept"),
            tag("path", d=f"M{end - 1:.1f} {y:.1f}v{tall:.1f}", class_="cafe-ex-demand")
            if ended else None,
            label(start + 3, y + tall / 2 + 5, "▸", "cafe-ex-name") if used else None,
        )  # fmt: skip


# --- asking the service ----------------------------------------------------------


@cache
def _month(schedule, retention, copies):
    """The recovery points of thirty days, the vaults being looked at every hour."""
    shop = _Shop(schedule, retention, copies)
    seen, gone = {}, {}
    for hour in range(1, DAYS * 24 + 1):
        shop.clock.advance(hours=1)
        there = {arn: place for place in shop.vaults() for arn in place[2]}
        for arn, (region, dates, _) in there.items():
            seen.setdefault(arn, (region, dates[arn]))
        for arn in seen.keys() - there.keys() - gone.keys():
            gone[arn] = hour / 24
    return [
        Point(region, (created - START) / timedelta(days=1), gone.get(arn))
        for arn, (region, created) in sorted(seen.items(), key=lambda each: each[1])
    ]


@cache
def _struck(schedule, retention, copies, disaster, day):
    """Cause a disaster, restore the latest recovery point that answers, and count."""
    shop = _Shop(schedule, retention, copies)
    moment = START + timedelta(days=day - 1, hours=HOUR)
    orders = shop.sell_until(moment)
    shop.strike(disaster)
    found = max(
        ((dates[arn], region, arn)
         for region, dates, arns in shop.vaults() for arn in arns),
        default=None, key=lambda each: (each[0], each[1] == HERE),
    )  # fmt: skip
    if found is None:
        return Outcome(None, None, None, orders, orders, None)
    created, region, arn = found
    kept = shop.restored(region, arn)
    back = shop.clock.now - moment
    hours = (moment - created) / timedelta(hours=1)
    return Outcome(region, created, hours, orders, orders - kept, back)


class _Shop:
    """An account with a database, two vaults and a plan, on the first midnight."""

    def __init__(self, schedule, retention, copies):
        self.account = Account()
        self.account.client_address = "172.31.5.20"
        self.clock = self.account.clock
        self.clients = {region: self._client("backup", region) for region in LANES}
        for client in self.clients.values():
            client.create_backup_vault(BackupVaultName="cellar")
        rds = self._client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="orders", DBInstanceClass="db.t4g.micro",
            Engine="postgres", AllocatedStorage=20, MasterUsername=LOGIN["user"],
            MasterUserPassword=LOGIN["password"], DBName=LOGIN["dbname"],
            BackupRetentionPeriod=0,
        )  # fmt: skip
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
        with self._connect() as connection:
            connection.execute("CREATE TABLE sold (sold_at TIMESTAMPTZ)")
        self.clock.advance(seconds=(START - self.clock.now).total_seconds())
        self._plan(SCHEDULES[schedule][1], retention, copies)

    def sell_until(self, end):
        """An order every four hours, two hours after the first midnight on."""
        orders = 0
        self.clock.advance(hours=2)
        while self.clock.now < end:
            with self._connect() as connection:
                connection.execute("INSERT INTO sold VALUES (%s)", [self.clock.now])
            orders += 1
            wait = min(timedelta(hours=4), end - self.clock.now)
            self.clock.advance(seconds=wait.total_seconds())
        return orders

    def strike(self, disaster):
        """Let the disaster happen."""
        if disaster == "delete":
            with self._connect() as connection:
                connection.execute("DELETE FROM sold")
        zones = self.account.zones(HERE)
        for zone in {"delete": [], "zone": zones[:1], "region": zones}[disaster]:
            self.account.fail_zone(zone)

    def vaults(self):
        """(Region, {ARN: created}, ARNs) of each vault that answers."""
        for region, client in self.clients.items():
            try:
                found = client.list_recovery_points_by_backup_vault(
                    BackupVaultName="cellar"
                )
            except ClientError:  # the Region is lost
                continue
            dates = {p["RecoveryPointArn"]: p["CreationDate"]
                     for p in found["RecoveryPoints"]}  # fmt: skip
            yield region, dates, list(dates)

    def restored(self, region, arn):
        """Restore a recovery point; how many orders are in the new database."""
        client = self.clients[region]
        job = client.start_restore_job(
            RecoveryPointArn=arn, Metadata={"DBInstanceIdentifier": "again"},
            IamRoleArn=ROLE,
        )["RestoreJobId"]  # fmt: skip
        while client.describe_restore_job(RestoreJobId=job)["Status"] in (
            "PENDING", "RUNNING",
        ):  # fmt: skip
            self.clock.advance(minutes=1)
        with self._connect("again", region) as connection:
            (count,) = connection.execute("SELECT count(*) FROM sold").fetchone()
        return count

    def _client(self, service, region=HERE):
        return Session(region, account=self.account).client(service)

    def _connect(self, name="orders", region=HERE):
        from ..drivers import sql  # the explorers of other services do without

        found = self._client("rds", region).describe_db_instances(
            DBInstanceIdentifier=name
        )
        host = found["DBInstances"][0]["Endpoint"]["Address"]
        return sql.connect(host=host, account=self.account, **LOGIN)

    def _plan(self, expression, retention, copies):
        backup, keep = self.clients[HERE], {"DeleteAfterDays": retention}
        far = self.account.arn("backup", THERE, "backup-vault:cellar")
        rule = {
            "RuleName": "orders", "TargetBackupVaultName": "cellar",
            "ScheduleExpression": expression, "Lifecycle": keep,
        }  # fmt: skip
        if copies:
            rule["CopyActions"] = [
                {"DestinationBackupVaultArn": far, "Lifecycle": keep}
            ]
        plan = backup.create_backup_plan(
            BackupPlan={"BackupPlanName": "orders", "Rules": [rule]}
        )
        backup.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"],
            BackupSelection={"SelectionName": "all", "IamRoleArn": ROLE,
                             "Resources": ["*"]},
        )  # fmt: skip


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


def _is_there(point, at):
    return point.created <= at and (point.gone is None or at < point.gone)


def _moment(moment):
    return f"day {(moment - START).days + 1}, {moment:%H:%M}"


def _legend(y):
    return group(
        box(LEFT, y, 28, 12, "cafe-ex-kept", 2),
        label(LEFT + 36, y + 11, "a backup, from its creation on", "cafe-ex-note"),
        tag("path", d=f"M{LEFT + 262} {y}v12", class_="cafe-ex-demand"),
        label(LEFT + 272, y + 11, "deleted", "cafe-ex-note"),
        box(LEFT + 352, y, 28, 12, "cafe-ex-chosen", 2),
        label(LEFT + 388, y + 11, "▸ the one that is restored", "cafe-ex-note"),
    )
