"""The explorer of AWS Backup: what it shows is what the service did."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from cafe.explorers import backup_days
from cafe.explorers.backup_days import DAYS, HOUR, START

SVG = "{http://www.w3.org/2000/svg}"


def shown(**controls):
    explorer = backup_days()
    for name, value in controls.items():
        setattr(explorer, name, value)
    return explorer


def test_every_picture_is_well_formed_and_its_words_are_the_repr():
    explorer = backup_days()
    for name, value in (
        ("schedule", "weekly"), ("retention", "3"), ("copies", True),
        ("disaster", "region"), ("day", 2),
    ):  # fmt: skip
        explorer.set(name, value)
        drawn = explorer.picture()
        root = ElementTree.fromstring(drawn.svg)
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text == explorer.heading
        assert all(line in repr(explorer) for line in drawn.text)
        assert explorer.status in drawn.text


def test_two_runs_say_the_same():
    assert repr(backup_days()) == repr(backup_days())


@pytest.mark.parametrize("retention", ["3", "14"])
def test_each_day_shows_what_retention_leaves(retention):
    points, days = shown(retention=retention).points, int(retention)
    created = [n + 5 / 24 for n in range(DAYS)]
    assert [point.created for point in points] == pytest.approx(created)
    for point in points:
        end = point.created + days
        assert point.gone == (pytest.approx(end) if end < DAYS else None)


def test_copies_lie_in_the_other_region_only_when_they_are_asked_for():
    assert {point.region for point in shown().points} == {"eu-west-1"}
    points = shown(copies=True).points
    assert [p.region for p in points].count("eu-central-1") == 30


def test_a_bad_delete_costs_the_hours_since_the_last_backup():
    outcome = shown().outcome
    assert (outcome.hours, outcome.lost) == (11, 3)  # 5 to 16; orders at 6, 10 and 14
    assert shown(schedule="half", day=18).outcome.hours == 11
    assert shown(schedule="weekly").outcome.hours == 5 * 24 + 11


def test_the_hours_are_those_of_the_restored_recovery_point():
    for day in (1, 9):
        outcome = shown(day=day).outcome
        moment = START + timedelta(days=day - 1, hours=HOUR)
        assert moment - outcome.created == timedelta(hours=outcome.hours)
        assert outcome.back > timedelta(minutes=5)


def test_a_lost_zone_is_survived_and_a_lost_region_only_with_copies():
    assert shown(disaster="zone").outcome.region == "eu-west-1"
    lost = shown(disaster="region")
    assert lost.outcome.region is None and lost.outcome.lost == lost.outcome.orders
    assert "cannot be reached" in repr(lost)
    kept = shown(disaster="region", copies=True).outcome
    assert (kept.region, kept.hours, kept.lost) == ("eu-central-1", 11, 3)


def test_a_retention_shorter_than_the_schedule_leaves_days_without_a_backup():
    explorer = shown(schedule="weekly", retention="3", day=12)
    assert explorer.outcome.region is None
    assert "All " in repr(explorer)
