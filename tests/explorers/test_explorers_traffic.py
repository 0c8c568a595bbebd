"""Five ways to pay for the same traffic: the sums, the crossings, and the picture."""

import re

import pytest
from test_explorers import drawn_words

from cafe.explorers import traffic_cost
from cafe.explorers.kit.svg import width_of
from cafe.explorers.traffic_cost import STEPS, rate_of
from cafe.lessons.ways_to_pay import MOST, PAIRS, WAYS, cheapest, crossings

A_MONTH = 730 * 3600 / 1e6  # million requests at one a second


def test_each_way_costs_what_the_prices_say():
    """Made by hand, for 100 requests a second: 90 reads of half a unit, 10 writes."""
    reads, writes = 45 * A_MONTH * 0.1415, 10 * A_MONTH * 0.705
    assert WAYS["demand"].month(100) == pytest.approx(reads + writes)
    assert WAYS["provisioned"].month(100) == pytest.approx(
        730 * (65 * 0.000147 + 15 * 0.000735)  # 45 and 10 units, at 70 %, whole ones
    )
    assert WAYS["rds"].month(100) == pytest.approx(2 * (730 * 0.017 + 20 * 0.127))
    assert WAYS["cached"].month(100) == pytest.approx(
        2 * 730 * 0.0136 + reads / 10 + writes
    )
    assert WAYS["aurora"].month(100) == pytest.approx(
        2 * 730 * 0.276 + 20 * 0.10 + 10 * A_MONTH * 0.22
    )


def test_more_traffic_takes_a_larger_class_until_there_is_none():
    assert WAYS["rds"].month(101) == pytest.approx(2 * (730 * 0.035 + 20 * 0.127))
    assert WAYS["rds"].month(1600) is not None
    assert WAYS["rds"].month(1601) is None


def test_a_way_is_cheaper_at_the_rates_of_a_crossing_and_at_no_other():
    """An instance is dearer again where a larger one takes its place."""
    for (one, other), spans in crossings().items():
        told = [rate for first, last in spans for rate in range(first, last + 1)]
        rates = range(1, MOST + 1)
        paid = [(rate, WAYS[one].month(rate)) for rate in rates]
        assert told == [
            rate
            for rate, usd in paid
            if usd is not None and usd < WAYS[other].month(rate)
        ]
    assert len(crossings()["rds", "demand"]) > 1


def test_a_curve_that_rises_above_another_again_is_said_to():
    said = " ".join(traffic_cost().picture().text)
    assert (
        "RDS Multi-AZ is cheaper than DynamoDB on demand from 85 to 100, from" in said
    )
    assert "than DynamoDB provisioned from 6,902 to 8,000, from 9,198 on" in said
    assert drawn_words(traffic_cost()).count("D below A: first at 85") == 1


def test_what_runs_grows_with_the_traffic():
    runs = {name: way.runs for name, way in WAYS.items()}
    assert runs["provisioned"](100) == "65 + 15 units"
    assert [runs["rds"](rate) for rate in (100, 101, 1601)] == [
        "2 × db.t4g.micro",
        "2 × db.t4g.small",
        "none takes it",
    ]
    assert [runs["aurora"](rate) for rate in (10, 8001)] == [
        "2 × db.r7g.large",
        "4 × db.r7g.large",
    ]


def test_the_cheapest_changes_with_the_traffic():
    assert [cheapest(rate) for rate in (1, 100, MOST)] == [
        "demand",
        "provisioned",
        "aurora",
    ]


def test_the_slider_goes_from_one_request_to_ten_thousand():
    rates = [rate_of(step) for step in range(STEPS + 1)]
    assert rates[0] == 1 and rates[-1] == MOST
    assert rates == sorted(rates) and all(type(rate) is int for rate in rates)


def test_the_status_says_who_is_cheapest_and_how_much_dearer_the_dearest_is():
    explorer = traffic_cost()
    for step, said in (
        (0, "At one request a second DynamoDB on demand is the cheapest"),
        (STEPS, "At 10,000 requests a second Aurora is the cheapest"),
    ):
        explorer.set("traffic", step)
        assert said in explorer.status
    assert explorer.status.endswith("on demand, 3,526, paid by the request.")
    explorer.set("traffic", 0)
    assert explorer.status.endswith(", with 2 × db.r7g.large.")


@pytest.mark.parametrize("step", [0, 20, 46, STEPS])
def test_the_words_say_every_sum_and_every_crossing_that_is_drawn(step):
    explorer = traffic_cost()
    explorer.set("traffic", step)
    said = " ".join(explorer.picture().text)
    for one, other in PAIRS:
        assert f"{WAYS[one].name} is cheaper than {WAYS[other].name} from" in said
    for word in drawn_words(explorer):
        if "below" in word:
            assert word.split()[-1] in said


def test_no_two_curves_are_told_apart_by_colour_alone():
    svg = traffic_cost().picture().svg
    lines = re.findall(r'<path d="M\d+ [\d.]+h\d+"([^>]*)class="cafe-ex-line', svg)
    assert len({*lines}) == len(lines) == len(WAYS)


def test_the_cursor_first_stands_beside_every_name():
    svg = traffic_cost().picture().svg
    cursor = float(re.search(r'd="M([\d.]+) \S+" class="cafe-ex-cursor"', svg)[1])
    for name in WAYS.values():
        words = f"{name.letter}  {name.name}"
        left = float(re.search(rf'x="([\d.]+)"[^>]*halo[^>]*>{words}<', svg)[1])
        assert not left - 4 < cursor < left + width_of(words)


def test_the_traffic_can_be_played():
    frames = traffic_cost().frames()
    assert len(frames) == STEPS + 1
    assert frames[0]["said"] == "one request a second"
    assert len({frame["status"] for frame in frames}) > STEPS / 2
    assert sum(len(frame["svg"]) for frame in frames) < 1_500_000
