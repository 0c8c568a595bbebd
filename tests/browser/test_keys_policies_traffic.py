"""The pictures of lessons 10, 12 and 13 in JupyterLab: pressed, dragged, played.

That what they show is right is shown in tests/explorers.
"""

import pytest
from panels import drag, panel, show, status, violations
from playwright.sync_api import expect

from cafe.explorers.kit.svg import NARROW

MACHINE = """
ways = {"on demand": lambda share: 14.72 * share, "reserved": lambda share: 1136}
break_even("A machine for a year", "it runs {}% of the year", 100, ways)
"""
CELLS = {
    "set-up": "from cafe.explorers import *",
    "keys": "key_design()",
    "steps": "step_by_step('late')",
    "policies": "policy_gate()",
    "call": "one_call()",
    "traffic": "traffic_cost()",
    "machine": MACHINE,
}
HEADINGS = {
    "keys": "Which keys answer which question?",
    "steps": "A write, and the index a moment later",
    "policies": "Who may do what?",
    "call": "How AWS decides one call of the report",
    "traffic": "The same traffic, five ways to pay for it",
    "machine": "A machine for a year",
}


BESIDE_A_SIDEBAR = {"width": 616, "height": 900}  # 222 pixels are left for a picture
#: the words of a picture that reach beyond its sides
CUT_WORDS = """(picture) => {
  const { left, right } = picture.firstChild.getBoundingClientRect();
  return [...picture.querySelectorAll("text")].filter((text) => {
    const place = text.getBoundingClientRect();
    return place.left < left - 1 || place.right > right + 1;
  }).map((text) => text.textContent);
}"""


@pytest.fixture
def explorers(used_page):
    return show(used_page, CELLS, HEADINGS)


def test_a_key_is_pressed_and_the_status_says_what_is_lost(explorers):
    keys = panel(explorers, "keys")
    expect(status(explorers, "keys")).to_contain_text("1 of 5 questions are led by")
    keys.get_by_role("button", name="Partition key: channel").click()
    expect(status(explorers, "keys")).to_contain_text("427 were replaced")
    keys.get_by_role("button", name="Sort key: order_id").press("Enter")
    expect(status(explorers, "keys")).to_contain_text("of 5 questions are led by")
    keys.get_by_role("button", name="Partition key: order_id").press("Enter")
    expect(keys).to_contain_text("order_id is the partition key already")
    assert explorers.errors == []


def test_on_a_narrow_page_a_picture_shows_all_its_keys(explorers):
    keys = panel(explorers, "keys")
    picture, svg = keys.locator(".cafe-ex-picture"), keys.locator("svg")
    wide = svg.get_attribute("width")
    explorers.tab.set_viewport_size(BESIDE_A_SIDEBAR)
    expect(svg).to_have_attribute("width", str(NARROW))
    assert picture.evaluate("(all) => all.scrollWidth <= all.clientWidth")
    assert picture.evaluate(CUT_WORDS) == []
    keys.get_by_role("button", name="Index, sorted by time: channel").click()
    expect(status(explorers, "keys")).to_contain_text("are led by a key")
    assert picture.evaluate(CUT_WORDS) == []
    explorers.tab.set_viewport_size({"width": 1280, "height": 900})
    expect(svg).to_have_attribute("width", wide)
    assert explorers.errors == []


def test_a_story_is_played_to_its_end_and_its_cards_are_where_they_belong(explorers):
    steps = panel(explorers, "steps")
    steps.get_by_role("slider").focus()
    explorers.tab.keyboard.press("Home")
    expect(steps.locator("svg")).to_contain_text("sends a new order")
    steps.get_by_role("button", name="Play").click()
    expect(status(explorers, "steps")).to_contain_text("The index has followed")
    expect(steps.locator("svg")).to_contain_text("a query gives 3 orders")
    assert explorers.errors == []


def test_a_statement_is_switched_and_the_calls_that_it_changed_are_marked(explorers):
    gate = panel(explorers, "policies")
    gate.get_by_role("button", name="Allow dynamodb:* on orders, own keys").click()
    expect(status(explorers, "policies")).to_contain_text("12 more pass now")
    expect(gate.locator("svg text", has_text="◂")).to_have_count(12)
    gate.get_by_role("button", name="report, Scan, all orders: allow").press("Enter")
    expect(status(explorers, "policies")).to_contain_text(
        "Decided by: Allow dynamodb:*"
    )
    assert explorers.errors == []


def test_a_call_is_chosen_and_its_deny_switched_off_by_keys(explorers):
    call = panel(explorers, "call")
    call.get_by_role("button", name="Deny dynamodb:Delete* on everything").press(" ")
    expect(status(explorers, "call")).to_contain_text("delete_item passes")
    call.get_by_role("button", name="scan").click()
    expect(status(explorers, "call")).to_contain_text("an allow does: scan passes")
    assert explorers.errors == []


def test_beside_a_handle_the_slider_is_seen_while_it_has_the_keys(explorers):
    traffic = panel(explorers, "traffic")
    slider = traffic.get_by_role("slider", name="Traffic")
    expect(slider).to_have_css("opacity", "0")
    traffic.get_by_role("button", name="Play").focus()
    explorers.tab.keyboard.press("Shift+Tab")
    expect(slider).to_be_focused()
    expect(slider).to_have_css("opacity", "1")
    assert explorers.errors == []


def test_the_traffic_is_dragged_and_the_status_says_who_is_cheapest(explorers):
    part = panel(explorers, "traffic").locator(".cafe-ex-dragged")
    drag(explorers, part, 0.3, 0.5)
    expect(status(explorers, "traffic")).to_contain_text("provisioned is the cheapest")
    assert explorers.errors == []


def test_two_ways_are_dragged_across_the_point_where_they_meet(explorers):
    part = panel(explorers, "machine").locator(".cafe-ex-dragged")
    drag(explorers, part, 0.3, 0.5)
    expect(status(explorers, "machine")).to_contain_text("on demand is the cheaper way")
    drag(explorers, part, 0.5, 0.95)
    expect(status(explorers, "machine")).to_contain_text("reserved is the cheaper way")
    assert explorers.errors == []


def test_the_traffic_grows_by_keyboard_until_another_way_is_cheaper(explorers):
    slider = panel(explorers, "traffic").get_by_role("slider")
    slider.focus()
    explorers.tab.keyboard.press("Home")
    expect(status(explorers, "traffic")).to_contain_text("on demand is the cheapest")
    explorers.tab.keyboard.press("End")
    expect(status(explorers, "traffic")).to_contain_text("Aurora is the cheapest")
    assert explorers.errors == []


def test_the_traffic_grows_by_itself_once_it_is_played(explorers):
    traffic = panel(explorers, "traffic")
    traffic.get_by_role("slider").focus()
    for key in ("End", "PageDown"):  # near the end: the whole way takes ten seconds
        explorers.tab.keyboard.press(key)
    expect(status(explorers, "traffic")).to_contain_text("provisioned is the cheapest")
    traffic.get_by_role("button", name="Play").click()
    expect(traffic.get_by_role("slider")).to_have_value("80")
    expect(status(explorers, "traffic")).to_contain_text("Aurora is the cheapest")
    assert explorers.errors == []


@pytest.mark.parametrize("name", HEADINGS)
def test_axe_finds_nothing_inside_it_in_either_theme(used_page, name):
    assert violations(show(used_page, CELLS, HEADINGS, name), name) == []
