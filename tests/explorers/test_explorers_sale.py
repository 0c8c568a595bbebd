"""The sale at five past eight: what each remedy does to the curves, and its price."""

import pytest
from test_explorers import drawn_words, states

from cafe.explorers import sale
from cafe.lessons.sale import PARTS, price_of_a_month, watched


def away(height):
    """How many each remedy turns away at a height of the sale."""
    return {shape: watched(shape, height).turned_away() for shape in PARTS}


@pytest.mark.slow
def test_a_quiet_morning_needs_no_remedy():
    assert set(away(10).values()) == {0}


def test_at_forty_the_connections_run_out_and_the_processors_are_idle():
    seen = watched("nothing", 40)
    assert max(seen.connections) == seen.limit == 225
    assert 30 < max(seen.cpu) < 40
    assert max(seen.milliseconds) < 50


def test_a_proxy_and_a_larger_class_meet_the_wall_of_the_processors():
    assert away(40)["proxy"] == away(40)["class"] == 0
    for shape in ("proxy", "class"):
        seen = watched(shape, 60)
        assert max(seen.cpu) > 99 and max(seen.milliseconds) > 4000
        assert seen.turned_away() > 3000


def test_a_replica_helps_until_its_own_connections_run_out():
    turned = away(40)
    assert 0 < turned["replica"] < turned["nothing"]
    assert max(watched("replica", 40).connections) == 225


def test_a_cache_takes_all_and_is_the_cheapest_remedy():
    turned = away(80)
    assert [shape for shape in PARTS if not turned[shape]] == ["cache"]
    prices = {shape: price_of_a_month(shape) for shape in PARTS if shape != "nothing"}
    assert min(prices, key=prices.get) == "cache"


def test_a_month_costs_its_hours():
    assert price_of_a_month("nothing") == pytest.approx(730 * 0.035)
    assert price_of_a_month("proxy") == pytest.approx(730 * (0.035 + 2 * 0.015))


@pytest.mark.slow
def test_the_curves_do_not_depend_on_what_was_played_before():
    before = watched("cache", 90)
    watched.cache_clear()
    watched("cache", 30)
    assert watched("cache", 90) == before


def test_the_words_say_what_is_drawn():
    explorer = sale()
    explorer.set("remedy", "proxy")
    explorer.set("height", 80)
    said = " ".join(explorer.picture().text)
    assert "13,633 are turned away; the processors are full" in said
    drawn = drawn_words(explorer)
    assert "✕ 13,633 turned away" in drawn
    assert "✕ full" in drawn
    assert "$47.45" in drawn


def test_every_state_can_be_drawn():
    for explorer in states(sale()):
        assert explorer.picture().text[0].endswith(".")


@pytest.mark.slow
def test_the_pictures_ahead_are_one_for_each_height_and_small():
    frames = sale().frames()
    assert len(frames) == 10
    assert sum(len(frame["svg"]) for frame in frames) < 300_000
