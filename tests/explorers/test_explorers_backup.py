"""The explorer of AWS Backup: what it shows is what the service did."""

from datetime import timedelta

import pytest

from cafe.drivers import sql
from cafe.explorers import backup_days
from cafe.explorers.backup_days import (
    BETWEEN,
    DAYS,
    FIRST_ORDER,
    HERE,
    LOGIN,
    RETENTIONS,
    ROLE,
    SCHEDULES,
    START,
    THERE,
    Shop,
)
from fixtures.pictures import SVG, check_picture, drawn


def shown(day=18, hour=16, **controls):
    explorer = backup_days()
    explorer.hour = (day - 1) * 24 + hour
    for name, value in controls.items():
        setattr(explorer, name, value)
    return explorer


@pytest.mark.slow
def test_every_picture_is_well_formed_and_its_words_are_the_repr():
    explorer = backup_days()
    for name, value in (
        ("schedule", "weekly"),
        ("retention", "3"),
        ("copies", True),
        ("disaster", "region"),
        ("hour", 40),
        ("disaster", "delete"),
        ("noticed", "3"),
    ):
        explorer.set(name, value)
        check_picture(explorer)
        assert explorer.status in explorer.picture().text


@pytest.mark.slow
def test_two_runs_say_the_same():
    assert repr(backup_days()) == repr(backup_days())


@pytest.mark.slow
@pytest.mark.parametrize("retention", ["3", "14"])
def test_each_day_shows_what_retention_leaves(retention):
    points, days = shown(retention=retention).points, int(retention)
    created = [n + 5 / 24 for n in range(DAYS)]
    assert [point.created for point in points] == pytest.approx(created)
    for point in points:
        end = point.created + days
        assert point.gone == (pytest.approx(end) if end < DAYS else None)


@pytest.mark.slow
def test_copies_lie_in_the_other_region_only_when_they_are_asked_for():
    assert {point.region for point in shown().points} == {"eu-west-1"}
    points = shown(copies=True).points
    assert [p.region for p in points].count("eu-central-1") == 30


def mistaken(explorer):
    """How many backups are drawn as holding the mistake; the legend shows one."""
    looks = [part.get("class") for part in drawn(explorer).iter(f"{SVG}rect")]
    return looks.count("cafe-ex-missed") - 1


def test_the_backups_between_a_bad_delete_and_its_notice_hold_the_mistake():
    assert mistaken(shown(noticed="0")) == 0
    assert mistaken(shown(noticed="3")) == 3
    assert mistaken(shown(noticed="3", disaster="region")) == 0


def test_a_bad_delete_costs_the_hours_since_the_last_backup():
    outcome = shown().outcome
    assert (outcome.hours, outcome.lost) == (11, 3)  # 5 to 16; orders at 6, 10 and 14
    assert shown(schedule="weekly").outcome.hours == 5 * 24 + 11


@pytest.mark.parametrize("hour, once, twice", [(16, 11, 11), (23, 18, 6), (4, 23, 11)])
def test_twice_a_day_saves_what_once_a_day_loses_in_the_evening(hour, once, twice):
    assert shown(hour=hour).outcome.hours == once
    assert shown(hour=hour, schedule="half").outcome.hours == twice


@pytest.mark.parametrize(
    "retention, noticed, hours",
    [
        ("3", "0", 11),
        ("3", "1", 11),
        ("3", "3", None),
        ("7", "3", 11),
        ("7", "7", None),
    ],
)
def test_a_mistake_noticed_late_needs_backups_kept_longer(retention, noticed, hours):
    outcome = shown(retention=retention, noticed=noticed).outcome
    assert outcome.hours == hours
    assert (outcome.lost == outcome.orders) == (hours is None)


def test_who_says_when_a_delete_is_noticed_means_a_delete():
    explorer = shown(disaster="zone")
    explorer.set("noticed", "3")
    assert explorer.status.startswith("A bad DELETE on day 18")


def test_a_lost_zone_is_noticed_at_once():
    assert shown(disaster="zone", retention="3", noticed="7").outcome.hours == 11


class SellingShop(Shop):
    """The shop of the picture, with orders, a disaster and a restore that are real."""

    def __init__(self, *plan, **options):
        super().__init__(*plan, **options)
        with self._connect() as connection:
            connection.execute("CREATE TABLE sold (sold_at TIMESTAMPTZ)")

    def sell_until(self, end):
        """An order every four hours, two hours after the first midnight on."""
        orders = 0
        self.clock.advance(hours=FIRST_ORDER)
        while self.clock.now < end:
            with self._connect() as connection:
                connection.execute("INSERT INTO sold VALUES (%s)", [self.clock.now])
            orders += 1
            wait = min(timedelta(hours=BETWEEN), end - self.clock.now)
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

    def restored(self, region, arn):
        """Restore a recovery point; how many orders are in the new database."""
        client = self.clients[region]
        job = client.start_restore_job(
            RecoveryPointArn=arn,
            Metadata={"DBInstanceIdentifier": "again"},
            IamRoleArn=ROLE,
        )["RestoreJobId"]
        while client.describe_restore_job(RestoreJobId=job)["Status"] in (
            "PENDING",
            "RUNNING",
        ):
            self.clock.advance(minutes=1)
        with self._connect("again", region) as connection:
            (count,) = connection.execute("SELECT count(*) FROM sold").fetchone()
        return count

    def _connect(self, name="orders", region=HERE):
        found = self._client("rds", region).describe_db_instances(
            DBInstanceIdentifier=name
        )
        host = found["DBInstances"][0]["Endpoint"]["Address"]
        return sql.connect(host=host, account=self.account, **LOGIN)


@pytest.mark.slow
@pytest.mark.parametrize(
    "disaster, day, hour", [("delete", 3, 16), ("zone", 2, 7), ("region", 4, 23)]
)
def test_what_is_shown_is_what_a_real_disaster_and_a_real_restore_cost(
    disaster, day, hour
):
    told = shown(disaster=disaster, day=day, hour=hour, copies=True).outcome
    shop = SellingShop("daily", 7, copies=True)
    orders = shop.sell_until(START + timedelta(days=day - 1, hours=hour))
    shop.strike(disaster)
    created, region, arn = max(
        (created, region, arn)
        for arn, (region, created) in shop.points().items()
        if region == told.region
    )
    assert created == told.created
    assert orders == told.orders
    assert orders - shop.restored(region, arn) == told.lost


@pytest.mark.slow
def test_a_lost_zone_is_survived_and_a_lost_region_only_with_copies():
    assert shown(disaster="zone").outcome.region == "eu-west-1"
    lost = shown(disaster="region")
    assert lost.outcome.region is None and lost.outcome.lost == lost.outcome.orders
    assert "backups exist from before it, but cannot be reached" in repr(lost)
    kept = shown(disaster="region", copies=True).outcome
    assert (kept.region, kept.hours, kept.lost) == ("eu-central-1", 11, 3)


def test_a_retention_shorter_than_the_schedule_leaves_days_without_a_backup():
    explorer = shown(schedule="weekly", retention="3", day=12)
    assert explorer.outcome.region is None
    assert "All " in repr(explorer)


def shapes(explorer, region, class_):
    """The rectangles and paths of a class in the lane of a Region."""
    root = drawn(explorer)
    (lane,) = (
        each
        for each in root.iter(f"{SVG}g")
        if region in [text.text for text in each.findall(f"{SVG}text")]
    )
    return [each for each in lane.iter() if each.get("class") == class_]


@pytest.mark.slow
def test_no_bar_is_thinner_than_can_be_seen():
    for schedule in SCHEDULES:
        for retention in RETENTIONS:
            explorer = shown(schedule=schedule, retention=retention)
            for shape in shapes(explorer, "eu-west-1", "cafe-ex-kept"):
                assert shape.tag == f"{SVG}path" or float(shape.get("height")) >= 2.5


def heights(explorer):
    """The heights of the one area in the lane of Ireland, in user units."""
    (area,) = shapes(explorer, "eu-west-1", "cafe-ex-kept")
    corners = area.get("d").strip("Mz").split("L")
    levels = [float(corner.split()[1]) for corner in corners]
    return sorted({round(max(levels) - y, 1) for y in levels})


@pytest.mark.slow
def test_too_many_bars_become_one_area_as_high_as_backups_exist():
    explorer = shown(schedule="half", retention="35")
    assert heights(explorer) == pytest.approx([2 * count for count in range(61)])
    assert "up to 60" in explorer.picture().svg


def test_the_area_sinks_when_a_backup_is_deleted(monkeypatch):
    monkeypatch.setitem(backup_days.__globals__, "THINNEST", 99)
    explorer = shown(retention="3")
    assert heights(explorer) == pytest.approx([16 * count for count in range(4)])
    assert "up to 3" in explorer.picture().svg


@pytest.mark.slow
def test_after_the_disaster_all_is_faded_but_the_restored_backup():
    explorer = shown(copies=True)
    for region in (HERE, THERE):
        (veil,) = shapes(explorer, region, "cafe-ex-veil")
        assert float(veil.get("x")) == pytest.approx(
            92 + 730 * (17 + 16 / 24) / DAYS, abs=0.1
        )
    lane = list(drawn(explorer).iter(f"{SVG}rect"))
    looks = [rect.get("class") for rect in lane]
    assert looks.index("cafe-ex-veil") < looks.index("cafe-ex-chosen")
    assert "As if nothing had happened: 30 backups in 30 days" in repr(explorer)


def test_a_lost_region_is_told_by_a_border_and_words_and_not_by_colour_alone():
    explorer = shown(disaster="region", copies=True)
    assert len(shapes(explorer, "eu-west-1", "cafe-ex-zone-cut")) == 1
    assert shapes(explorer, "eu-central-1", "cafe-ex-zone-cut") == []
    assert ">lost: cannot be reached<" in explorer.picture().svg


@pytest.mark.slow
def test_words_that_cross_the_moment_of_the_disaster_stand_beside_it():
    for day in (1, 15, 16, 30):
        root = drawn(shown(day=day))
        (words,) = (t for t in root.iter(f"{SVG}text") if t.text == "no copies here")
        (line,) = (p for p in root.iter() if p.get("class") == "cafe-ex-cursor")
        at = float(line.get("d")[1:].split()[0])
        assert abs(float(words.get("x")) - at) > 60


def test_one_backup_exists_and_none_is_said_so():
    assert "it is noticed, 1 backup exists from before it." in repr(shown(day=1))
    assert "it is noticed, no backup exists from before it." in repr(
        shown(schedule="weekly", day=1)
    )


def test_a_region_without_copies_takes_little_room():
    (alone,) = shapes(shown(), "eu-central-1", "cafe-ex-cell")
    (copies,) = shapes(shown(copies=True), "eu-central-1", "cafe-ex-cell")
    assert float(alone.get("height")) < 40 < float(copies.get("height"))


def test_one_moves_the_disaster_and_what_is_left_is_folded():
    first, second, *others = backup_days().controls()
    assert [control.name for control in [*first, *second]] == ["hour", "noticed"]
    assert all(control.folded for row in others for control in row)


def test_it_is_said_that_no_standby_survives_a_lost_zone():
    assert "without a standby" in repr(shown())
    assert "and no standby takes over: restored" in repr(shown(disaster="zone"))
