"""The failover to play, and the write on its way to six copies."""

from functools import partial
from itertools import combinations, product

import pytest

from cafe.explorers import failover, quorum
from cafe.explorers.failover import CASES
from cafe.explorers.kit.svg import width_of
from cafe.lessons.three_shops import CUT_AT, LAST, PACE, watched
from fixtures.pictures import SVG, drawn

SIZES = {"cafe-ex-figure": 20, "cafe-ex-name": 14, "cafe-ex-note": 12}


def failover_at(second):
    explorer = failover()
    explorer.set("second", second)
    return explorer


def quorum_with(*lost, delay=4):
    explorer = quorum()
    for name in lost:
        explorer.press(name)
    explorer.set("delay", delay)
    return explorer


def boxes(explorer):
    """(left, top, right, bottom, words) of every label, in a usual font."""
    for text in drawn(explorer).iter(f"{SVG}text"):
        look = text.get("class", "").split()
        size = next((SIZES[each] for each in look if each in SIZES), 13)
        size = 12 if "cafe-ex-small" in look else size
        width = width_of(text.text, size)
        before = {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        left, base = float(text.get("x")) - before * width, float(text.get("y"))
        yield left, base - 0.75 * size, left + width, base + 0.2 * size, text.text


ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
STATES = [
    *(partial(failover_at, second) for second in (0, 180, 250, 340, 720, LAST)),
    *(partial(quorum_with, delay=delay) for delay in (4, 6, 30, 40, 41)),
    partial(quorum_with, "copy 1", "eu-west-1c", delay=38),
    partial(quorum_with, "copy 4", *ZONES),
]


@pytest.mark.slow
@pytest.mark.parametrize("make", STATES, ids=range(len(STATES)))
def test_no_letters_lie_on_others_or_leave_the_picture(make):
    explorer = make()
    labels = list(boxes(explorer))
    right = float(drawn(explorer).get("width"))
    for left, _, end, _, words in labels:
        assert left >= 0 and end <= right, words
    for (a, b, c, d, one), (e, f, g, h, other) in combinations(labels, 2):
        assert c <= e or g <= a or d <= f or h <= b, (one, other)


@pytest.mark.slow
@pytest.mark.parametrize("make", [failover, quorum])
def test_what_is_sent_ahead_is_small_enough_for_a_page(make):
    frames = make().frames()
    assert len(frames) <= 150
    assert sum(len(frame["svg"]) for frame in frames) < 1_200_000


# --- the failover ----------------------------------------------------------------


def sights(second):
    return {name: watched(name).at(second) for name in CASES}


@pytest.mark.slow
def test_each_shop_loses_what_its_copy_had_not_and_is_silent_as_long_as_it_takes():
    end = sights(LAST)
    assert {name: len(sight.lost) for name, sight in end.items()} == {
        "standby": 0,
        "snapshot": CUT_AT // PACE,
        "replica": 5,
    }
    assert {name: sight.silent for name, sight in end.items()} == {
        "standby": (180, 255),
        "snapshot": (180, 720),
        "replica": (180, 340),
    }


@pytest.mark.slow
def test_what_is_lost_is_known_only_once_a_database_answers():
    assert all(sight.lost == frozenset() for sight in sights(170).values())
    assert all(sight.lost is None for sight in sights(200).values())
    assert [sight.lost is None for sight in sights(400).values()] == [
        *(False, True, False)
    ]


@pytest.mark.slow
def test_the_standby_keeps_its_name_and_the_others_get_a_new_one():
    end = sights(LAST)
    assert [sight.asked for sight in end.values()] == ["shop", "shop-2", "reports"]
    homes = [
        next(part.zone for part in sight.parts if part.name == sight.asked)
        for sight in end.values()
    ]
    assert homes == ["eu-west-1b", "eu-west-1b", "eu-west-1c"]


@pytest.mark.slow
def test_the_replica_is_seen_to_lag_and_the_standby_is_not():
    before = sights(170)
    says = [part.says for part in before["replica"].parts]
    assert says == ["155 orders", "149 orders"]
    assert "● in step" in [part.says for part in before["standby"].parts]


@pytest.mark.slow
def test_the_words_say_each_shop_s_orders_zones_and_errors():
    explorer = failover_at(350)
    assert explorer.status == (
        "5:50: Standby: sells again, 0 lost. Snapshot: no answer. "
        "Read replica: sells again, 5 lost."
    )
    text = repr(explorer)
    assert "reports, the primary, in eu-west-1c: " in text
    assert "No answer from 3:00 to 4:15: 1:15." in text
    assert "No answer from 3:00 until now: 2:50." in text
    assert "Standby, once: consuming input failed: server closed" in text
    assert "Standby, 14 times: connection timeout expired" in text


@pytest.mark.slow
def test_while_no_till_is_answered_the_status_says_that_nobody_knows():
    assert failover_at(200).status == (
        "3:20: no till gets an answer, and nobody knows what is lost."
    )


@pytest.mark.slow
def test_before_anything_fails_one_sees_when_it_will_and_the_room_for_all_orders():
    ((cut, end),) = spans(failover_at(0), "cafe-ex-dark")
    tracks = list(spans(failover_at(0), "cafe-ex-plate cafe-ex-yet"))
    assert len(tracks) == len(CASES)
    assert all(left < cut < right == end for left, right in tracks)
    grip = drawn(failover_at(CUT_AT)).find(f".//{SVG}circle[@class='cafe-ex-grip']")
    assert float(grip.get("cx")) == cut


def spans(explorer, look):
    """(left, right) of each rectangle of that class."""
    for each in drawn(explorer).iterfind(f".//{SVG}rect[@class='{look}']"):
        left = float(each.get("x"))
        yield left, left + float(each.get("width"))


# --- six copies ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "delay", "said"),
    [
        ([], 4, "The write counts after 5 ms, with the fourth answer of 6."),
        ([], 30, "Copy 3 comes later and keeps nobody waiting."),
        ([], 41, "The write counts after 6 ms, with the fourth answer of 5."),
        (["eu-west-1c"], 30, "The write counts after 30 ms, with the fourth answer"),
        (["eu-west-1b"], 30, "after 7 ms, with the fourth answer of 4. No copy is"),
        (["eu-west-1c"], 41, "3 of 6 storage copies answer; a write needs 4. What is"),
        (["eu-west-1c", "copy 1"], 41, "2 of 6 storage copies answer; a write needs 4"),
    ],
)
def test_a_write_counts_with_the_fourth_answer_or_is_refused(lost, delay, said):
    assert said in quorum_with(*lost, delay=delay).status


def test_two_lost_copies_in_each_zone_s_place_are_named_for_repair():
    explorer = quorum_with("eu-west-1c")
    assert "Without the write: copy 5, copy 6." in repr(explorer)
    explorer.press("eu-west-1c")
    assert "Without the write: none." in repr(explorer)
    explorer.press("copy 2")
    assert "Without the write: copy 2." in repr(explorer)


def test_three_copies_can_be_read_and_two_cannot():
    explorer = quorum_with("eu-west-1c", "copy 1")
    assert "What is stored can be read: yes." in repr(explorer)
    explorer.press("copy 2")
    assert "What is stored can be read: no." in repr(explorer)


@pytest.mark.slow
def test_the_picture_says_what_is_assumed():
    assert "Assumed, since our volume knows no milliseconds" in repr(quorum())
    assert "Assumed: a till takes an order every 5 seconds" in repr(failover())


def test_a_copy_that_nobody_can_drag_has_no_grip_and_no_rail():
    for handle in ("cafe-ex-dragged", "cafe-ex-rail"):
        assert handle in quorum().picture().svg
        for lost in ("copy 3", "eu-west-1b"):
            assert handle not in quorum_with(lost).picture().svg


@pytest.mark.parametrize("delay", [4, 20, 28, 30, 40])
def test_no_letters_lie_on_a_bar(delay):
    explorer = quorum_with("eu-west-1c", delay=delay)
    bars = [
        tuple(float(bar.get(side)) for side in ("x", "y", "width", "height"))
        for bar in drawn(explorer).iter(f"{SVG}rect")
        if "cafe-ex-slot" in bar.get("class", "").split()
    ]
    assert len(bars) == 4
    for (x, y, width, height), (a, b, c, d, words) in product(bars, boxes(explorer)):
        assert c <= x or x + width <= a or d <= y or y + height <= b, words
