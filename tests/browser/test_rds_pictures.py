"""The failover, the slow copy and the sale, under a hand and under keys."""

import pytest
from panels import drag, panel, show, status, violations
from playwright.sync_api import expect

CELLS = {
    "set-up": "from cafe.explorers import failover, quorum, sale",
    "failover": "failover()",
    "quorum": "quorum()",
    "sale": "sale()",
}
PANEL = ".cafe-panel:has-text"
HEADINGS = {
    "failover": "The same zone fails under three shops",
    "quorum": "A write goes to six copies. Drag the slow one",
    "sale": "The sale at five past eight",
}


@pytest.fixture
def pictures(used_page):
    return show(used_page, CELLS, HEADINGS)


def test_a_hand_on_the_lanes_moves_the_time_in_all_three_shops(pictures):
    shops = panel(pictures, "failover")
    drag(pictures, shops.locator(".cafe-ex-dragged"), 0.3, 0.999)
    expect(status(pictures, "failover")).to_have_text(
        "13:00: Standby: sells again, 0 lost. Snapshot: sells again, 36 lost. "
        "Read replica: sells again, 5 lost."
    )
    expect(shops.locator("svg")).to_contain_text("36 confirmed, then lost")
    assert pictures.errors == []


def test_a_slow_copy_is_dragged_and_matters_once_a_zone_is_cut(pictures):
    copies = panel(pictures, "quorum")
    drag(pictures, copies.locator(".cafe-ex-dragged"), 0.1, 0.6)
    expect(status(pictures, "quorum")).to_contain_text("keeps nobody waiting")
    copies.get_by_role("button", name="Cut this zone: eu-west-1c").click()
    expect(status(pictures, "quorum")).to_contain_text("it waits for the slowest")
    assert pictures.errors == []


def test_a_copy_is_lost_and_repaired_by_key_and_the_focus_stays(pictures):
    copies, keys = panel(pictures, "quorum"), pictures.tab.keyboard
    copies.get_by_role("button", name="Lose copy 3").focus()
    keys.press("Space")
    expect(status(pictures, "quorum")).to_contain_text("the fourth answer of 5")
    expect(copies.get_by_role("button", name="Repair copy 3")).to_be_focused()
    keys.press("Enter")
    expect(status(pictures, "quorum")).to_contain_text("the fourth answer of 6")


def test_a_remedy_is_pressed_and_the_sale_grows_by_keys(pictures):
    shop, keys = panel(pictures, "sale"), pictures.tab.keyboard
    shop.get_by_role("button", name="A proxy: 47.45 dollars a month").click()
    expect(status(pictures, "sale")).to_contain_text("a proxy: nobody is turned away")
    slider = shop.get_by_role("slider")
    slider.focus()
    for _ in range(4):
        keys.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "80 people a second")
    expect(status(pictures, "sale")).to_contain_text("the processors are full")
    expect(shop.locator("svg")).to_contain_text("13,633 turned away")
    assert pictures.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_where_the_system_forces_its_colours(pictures, scheme):
    pictures.theme("light")
    pictures.tab.emulate_media(forced_colors="active", color_scheme=scheme)
    try:
        assert pictures.faint(".cafe-panel") == []
        for name in HEADINGS:
            pictures.picture(f"forced-{scheme}-{name}", f"{PANEL}('{HEADINGS[name]}')")
    finally:
        pictures.tab.emulate_media(forced_colors="none", color_scheme="light")


def test_axe_finds_nothing_in_them_in_either_theme(pictures):
    drag(pictures, panel(pictures, "failover").locator(".cafe-ex-dragged"), 0.3, 0.999)
    panel(pictures, "quorum").get_by_role("button", name="Cut this zone").first.click()
    expect(status(pictures, "quorum")).to_contain_text("fourth answer of 4")
    assert violations(pictures, "rds") == []
