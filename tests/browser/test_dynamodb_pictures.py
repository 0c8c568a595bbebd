"""The played explorers of lesson 03 in JupyterLab: dragged, played, in both themes.

That the figures are right is shown in tests/explorers.
"""

import pytest
from panels import panel, pull, show, status, violations
from playwright.sync_api import expect

CELLS = {
    "set-up": "from cafe.explorers import *",
    "growing": "query_or_scan()",
    "ring": "hash_ring()",
    "cups": "two_regions()",
}
HEADINGS = {
    "growing": "The table grows. What do Query and Scan read?",
    "ring": "A thousand customers, and one of them is hot",
    "cups": "Two Regions, one cup",
}
# For each explorer: the slider's value after four fifths, and how its status begins.
DRAGGED = {
    "growing": ("20", "200,000 orders. To return one of them"),
    "ring": ("80", "Customer 285 makes 80 % of the writes: 151 of 300"),
    "cups": ("40", "Virginia writes 2 s after Ireland"),
}


@pytest.fixture
def explorers(used_page):
    return show(used_page, CELLS, HEADINGS)


def test_what_is_drawn_is_dragged_and_answers_at_once(explorers):
    for name, (value, said) in DRAGGED.items():
        pull(explorers, panel(explorers, name).locator(".cafe-ex-dragged"), 0.3, 0.8)
        expect(panel(explorers, name).get_by_role("slider")).to_have_value(value)
        expect(status(explorers, name)).to_contain_text(said)
        explorers.tab.mouse.up()
    assert explorers.errors == []


def test_another_key_cures_the_hot_one_by_keyboard(explorers):
    ring = panel(explorers, "ring")
    ring.get_by_role("slider").focus()
    explorers.tab.keyboard.press("End")
    expect(status(explorers, "ring")).to_contain_text("200 of 300 are refused")
    ring.get_by_role("radio").last.focus()
    explorers.tab.keyboard.press("Space")
    expect(status(explorers, "ring")).to_contain_text("none of 300 is refused")
    assert explorers.errors == []


def test_axe_finds_nothing_inside_them_in_either_theme(explorers):
    for name, value in {"growing": "End", "ring": "End", "cups": "Home"}.items():
        panel(explorers, name).get_by_role("slider").focus()
        explorers.tab.keyboard.press(value)
    assert violations(explorers, "dynamodb") == []
