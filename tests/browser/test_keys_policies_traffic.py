"""Lesson 13's picture in JupyterLab: dragged, by keyboard, in both themes.

That the sums are right is shown in tests/explorers.
"""

import pytest
from panels import panel, show, status, violations
from playwright.sync_api import expect

CELLS = {"set-up": "from cafe.explorers import *", "traffic": "traffic_cost()"}
HEADINGS = {"traffic": "The same traffic, five ways to pay for it"}


@pytest.fixture
def explorers(used_page):
    return show(used_page, CELLS, HEADINGS)


def test_the_traffic_is_dragged_and_the_status_says_who_is_cheapest(explorers):
    part = panel(explorers, "traffic").locator(".cafe-ex-dragged")
    part.scroll_into_view_if_needed()
    place, mouse = part.bounding_box(), explorers.tab.mouse
    y = place["y"] + place["height"] / 2
    mouse.move(place["x"] + place["width"] * 0.3, y)
    mouse.down()
    mouse.move(place["x"] + place["width"] * 0.5, y, steps=4)
    mouse.up()
    expect(status(explorers, "traffic")).to_contain_text("provisioned is the cheapest")
    assert explorers.errors == []


def test_the_traffic_grows_by_keyboard_until_another_way_is_cheaper(explorers):
    slider = panel(explorers, "traffic").get_by_role("slider")
    slider.focus()
    explorers.tab.keyboard.press("Home")
    expect(status(explorers, "traffic")).to_contain_text("on demand is the cheapest")
    explorers.tab.keyboard.press("End")
    expect(status(explorers, "traffic")).to_contain_text("Aurora is the cheapest")
    assert explorers.errors == []


def test_axe_finds_nothing_inside_it_in_either_theme(explorers):
    assert violations(explorers, "traffic") == []
