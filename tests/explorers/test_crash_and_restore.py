"""A crash in the shop's year: the picture says what happens to real files."""

from datetime import datetime

import pytest
from test_explorers import drawn_words

from cafe.explorers import crash_and_restore
from cafe.explorers.crash_and_restore import (
    BEGIN,
    DAYS,
    SCHEDULES,
    crash,
    last_copy,
    times,
)


def at(**values):
    explorer = crash_and_restore()
    for name, value in values.items():
        explorer.set(name, value)
    return explorer


@pytest.mark.parametrize(
    "schedule, copy",
    [
        ("night", datetime(2026, 3, 13)),
        ("week", datetime(2026, 3, 8)),
        ("month", datetime(2026, 3, 1)),
    ],
)
def test_lost_is_what_was_taken_since_the_last_copy(schedule, copy):
    explorer = at(day=132, hour=15, backup=schedule)
    assert last_copy(schedule, explorer.moment) == copy
    lost = sum(copy <= time < explorer.moment for time in times())
    assert lost > 0
    assert f"Backed up {SCHEDULES[schedule]}: {lost} lost." in repr(explorer)
    assert f"Lost: {lost} orders since the copy of" in explorer.status


@pytest.mark.parametrize("fails", ["disk", "engine"])
@pytest.mark.parametrize("day, hour", [(0, 0), (40, 17)])
def test_real_files_lose_what_the_picture_says(day, hour, fails):
    explorer = at(day=day, hour=hour, fails=fails, backup="week")
    lost, taken = explorer._lost("week"), explorer._taken()
    explorer.press("try")
    assert f"{taken:,} orders were taken" in explorer.status
    assert f"opens with {taken - lost:,}, and {lost:,} are missing." in explorer.status


def test_the_log_brings_back_what_the_copy_does_not_have():
    some = times()[:5]
    assert crash(some[:2], some[2:], "disk") == 2
    assert crash(some[:2], some[2:], "engine") == 5


def test_a_crash_just_after_the_copy_loses_nothing():
    explorer = at(hour=0)
    assert explorer.status.endswith("Nothing was taken since the last copy.")


def test_lost_and_kept_orders_differ_in_shape_and_in_words():
    lost, kept = at(hour=15), at(hour=15, fails="engine")
    assert "cafe-ex-mark-lost" in lost.picture().svg
    assert "cafe-ex-mark-kept" in kept.picture().svg
    assert {"✕ Lost", "50 orders"} <= set(drawn_words(lost))
    assert {"● Lost", "0 orders"} <= set(drawn_words(kept))


def test_each_hour_of_the_day_is_sent_ahead_and_each_day_of_the_year_is_there():
    explorer = crash_and_restore()
    frames = explorer.frames()
    assert len(frames) == 24
    assert len({frame["status"] for frame in frames}) == 24
    assert sum(len(frame["svg"]) for frame in frames) < 500_000
    assert times()[0] >= BEGIN and (times()[-1] - BEGIN).days == DAYS - 1
