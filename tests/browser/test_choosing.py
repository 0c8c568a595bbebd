"""The explorers of lesson 09 in JupyterLab: answers lead to a service, cards reply."""

import pytest
from panels import panel, show, status, violations
from playwright.sync_api import expect

CELLS = {
    "set-up": "from cafe.explorers import case_cards, decision, placement",
    "decision": "decision()",
    "cards": "case_cards()",
    "placement": "placement()",
}
HEADINGS = {
    "decision": "What do you need?",
    "cards": "Which service fits?",
    "placement": "Place six machines, then cut a zone",
}


@pytest.fixture
def explorers(used_page):
    return show(used_page, CELLS, HEADINGS)


def test_an_answer_leads_to_a_service_with_its_reasons(explorers):
    choice = panel(explorers, "decision")
    choice.get_by_role("radio", name="items, each found by its key").click()
    expect(status(explorers, "decision")).to_have_text("Take Amazon DynamoDB.")
    expect(choice.locator("svg")).to_contain_text("1. Amazon DynamoDB")
    expect(choice.locator("li").nth(2)).to_contain_text("For it:")
    explorers.tab.keyboard.press("ArrowDown")
    expect(status(explorers, "decision")).to_have_text("Take Amazon DocumentDB.")
    assert explorers.errors == []


def test_a_question_is_pressed_in_the_picture_and_answered_above_it(explorers):
    choice, told = panel(explorers, "decision"), status(explorers, "decision")
    expect(choice.get_by_role("group", name="How much, and how fast?")).to_have_count(0)
    choice.get_by_role("button", name="Ask: How much, and how fast?").click()
    choice.get_by_role("radio", name="more writes than one machine takes").click()
    expect(told).to_have_text("Take Amazon Aurora DSQL.")
    back = choice.get_by_role("button", name="Back to the first answers")
    back.focus()
    explorers.tab.keyboard.press("Enter")
    expect(told).to_have_text("The first answers again. Take Amazon RDS.")
    assert explorers.errors == []


def test_a_card_replies_to_each_choice_and_gives_way_to_the_next(explorers):
    cards = panel(explorers, "cards")
    answer = cards.get_by_role("button", name="Choose", exact=True)
    cards.get_by_role("radio", name="Amazon Aurora DSQL", exact=True).click()
    answer.click()
    expect(status(explorers, "cards")).to_contain_text("Not Amazon Aurora DSQL.")
    cards.get_by_role("radio", name="Amazon RDS", exact=True).click()
    answer.click()
    expect(status(explorers, "cards")).to_contain_text("Right, Amazon RDS.")
    following = cards.get_by_role("button", name="Next card")
    following.focus()
    explorers.tab.keyboard.press("Enter")
    expect(status(explorers, "cards")).to_have_text("Card 2: A bank's accounts.")
    expect(following).to_be_focused()
    expect(cards.locator("input:checked")).to_have_count(0)
    assert explorers.errors == []


def test_a_case_is_pressed_and_read_above_its_answers(explorers):
    cards = panel(explorers, "cards")
    cards.get_by_role("button", name="Card 5, ").click()
    expect(status(explorers, "cards")).to_contain_text("Card 5: ")
    pressed = cards.locator("[data-control=card][aria-pressed=true]")
    expect(pressed).to_have_attribute("data-value", '"5"')
    pressed.focus()
    explorers.tab.keyboard.press("Shift+Tab")
    explorers.tab.keyboard.press("Enter")
    expect(status(explorers, "cards")).to_contain_text("Card 4: ")
    scene, answer = cards.evaluate(
        """cards => [".cafe-ex-hint", "[type=radio]"].map((part) =>
          cards.querySelector(part).getBoundingClientRect().y)"""
    )
    assert scene < answer
    assert explorers.errors == []


def test_a_machine_is_placed_and_a_zone_cut_by_mouse_and_by_key(explorers):
    shop = panel(explorers, "placement")
    tile = shop.locator("[aria-label^='Place: catalogue in eu-west-1b']")
    tile.click()
    told = status(explorers, "placement")
    expect(told).to_have_text(
        "Catalogue: writer in eu-west-1a and reader in eu-west-1b."
    )
    expect(shop).to_contain_text("5 of 6 machines")
    zone = shop.get_by_role("button", name="Cut this zone: eu-west-1a")
    zone.focus()
    explorers.tab.keyboard.press("Enter")
    expect(told).to_contain_text("eu-west-1a goes dark.")
    shop.get_by_role("slider").focus()
    explorers.tab.keyboard.press("End")
    expect(told).to_contain_text("Lost: 10 pages.")
    assert explorers.errors == []


def test_arrow_keys_go_through_the_services_and_answer_nothing(explorers):
    cards = panel(explorers, "cards")
    services = cards.get_by_role("radio")
    services.first.focus()
    for _ in range(services.count() - 1):
        explorers.tab.keyboard.press("ArrowDown")
    last = services.last.evaluate("radio => radio.labels[0].textContent")
    expect(status(explorers, "cards")).to_have_text(f"{last}: press Choose to answer.")
    expect(cards.locator("svg")).not_to_contain_text("not yet")
    explorers.tab.keyboard.press("Tab")
    explorers.tab.keyboard.press("Enter")
    expect(cards.locator("svg")).to_contain_text("✕ not yet")
    assert explorers.errors == []


def test_axe_finds_nothing_inside_them_in_either_theme(explorers):
    assert violations(explorers, "choosing") == []
