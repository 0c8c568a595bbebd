"""Services placed in zones: what a cut zone takes along, for every placement."""

import itertools

import pytest

from cafe.explorers import placement
from cafe.explorers.placement import BUDGET
from cafe.lessons.placed_services import BACK_AT, CUT_AT, LAST, ZONES, watched
from explorers.test_explorers_rds import boxes
from fixtures.pictures import check_picture, drawn, written

A, B, C = ZONES


def placed(cut="", minute=LAST, **zones):
    """The explorer with services in these zones, the others where they begin."""
    shop = placement()
    for name, wanted in zones.items():
        for zone in shop.placed[name]:
            shop.set(f"{name} in {zone}", False)
        for zone in wanted:
            shop.set(f"{name} in {zone}", True)
    shop.set("cut", cut)
    shop.set("minute", minute)
    return shop


@pytest.mark.slow
def test_every_minute_of_every_cut_is_well_formed_and_its_words_are_the_repr():
    for cut in ("", *ZONES):
        for minute in (0, CUT_AT, CUT_AT + 1, BACK_AT, LAST):
            check_picture(placed(cut, minute, orders=(A, B), catalogue=(B, C)))


@pytest.mark.slow
@pytest.mark.parametrize("minute", [0, CUT_AT + 1, CUT_AT + 7, BACK_AT + 3, LAST])
@pytest.mark.parametrize("cut", ZONES)
def test_no_letters_lie_on_others_or_leave_the_picture(cut, minute):
    for shop in (placed(cut, minute), placed(cut, minute, orders=(A, B), pages=(C, A))):
        labels = list(boxes(shop))
        right = float(drawn(shop).get("width"))
        for left, _, end, _, words in labels:
            assert left >= 0 and end <= right, words
        for (a, b, c, d, one), (e, f, g, h, other) in itertools.combinations(labels, 2):
            assert c <= e or g <= a or d <= f or h <= b, (one, other)


@pytest.mark.slow
def test_all_in_one_zone_goes_down_with_it_but_for_the_table():
    assert placed(A).status == (
        "After 40 min: eu-west-1a is back; waited: orders 18 min, pages 20 min, "
        "catalogue 18 min and friends 18 min. Lost: 10 pages."
    )
    assert placed(B).status == (
        "After 40 min: eu-west-1b is back; nobody waited. Nothing is lost."
    )


@pytest.mark.slow
def test_what_stands_ready_elsewhere_takes_over_in_a_minute_or_two():
    shop = placed(A, orders=(A, B), pages=(A, C))
    assert "waited: orders 2 min, pages 1 min" in shop.status
    assert shop.status.endswith("Nothing is lost.")


@pytest.mark.slow
def test_six_machines_keep_three_services_of_four_going_whichever_zone_is_cut():
    for cut in ZONES:
        shop = placed(cut, orders=(A, B), catalogue=(B, C), pages=(A,), friends=(C,))
        long = [name for name in shop.placed if shop._waited(name) > 2]
        assert len(long) <= 1
        assert shop._machines() == BUDGET


def test_a_seventh_machine_is_refused():
    shop = placed(orders=(A, B), catalogue=(A, B))
    before = dict(shop.placed)
    shop.set(f"friends in {B}", True)
    assert shop.status == "All 6 machines are placed: take one away first."
    assert shop.placed == before


def test_the_service_chooses_the_zone_of_a_standby_and_has_one_only():
    shop = placed()
    shop.set(f"orders in {C}", True)
    assert shop.status == (
        "Orders: primary in eu-west-1a and standby in eu-west-1b. RDS chooses the zone "
        "of a standby itself."
    )
    shop.set(f"orders in {C}", True)
    assert "RDS has no third machine that takes over" in shop.status


def test_a_service_without_a_machine_answers_nobody():
    shop = placed(A, minute=1, friends=())
    assert "no machine of yours; waits 2 min." in repr(shop)


def test_a_tile_can_be_pressed_where_one_may_choose_and_says_what_it_does():
    shop = placed()
    tiles = {
        part.get("aria-label"): part.get("aria-pressed")
        for part in drawn(shop).findall(".//*[@role='button'][@aria-pressed]")
    }
    assert len(tiles) == 4 * len(ZONES)
    assert tiles["Take away: orders in eu-west-1a, primary"] == "true"
    assert tiles["Place: orders in eu-west-1b"] == "false"


def test_the_future_is_not_shown():
    assert "lost" not in written(placed(A, minute=BACK_AT - 1))


@pytest.mark.slow
def test_all_frames_are_few_and_light_enough_to_be_sent_ahead():
    frames = placed(A, orders=(A, B), catalogue=(B, C)).frames()
    assert len(frames) == LAST + 1
    assert sum(len(frame["svg"]) for frame in frames) < 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["orders", "pages", "catalogue", "friends"])
def test_only_a_cache_that_stood_alone_in_the_zone_forgets(name):
    for zones in itertools.chain(
        itertools.combinations(ZONES, 1), itertools.combinations(ZONES, 2)
    ):
        for cut in ZONES:
            lost = watched(name, zones, cut)[-1].lost
            assert (lost > 0) == (name == "pages" and zones == (cut,))
