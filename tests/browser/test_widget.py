"""The widget of questions in JupyterLab, on a question of every kind."""

from pathlib import Path

import pytest
from cafe.selfcheck import bank
from learner import Keyboard, Mouse, right, wrong
from playwright.sync_api import expect

NOTEBOOK = "99_every_kind.ipynb"
CELLS = {
    "set-up": "from cafe.selfcheck import predict, quiz",
    "prediction": 'predict("99.p01")',
    "seen": "print('one order is left')",
    "self-check": 'quiz("99")',
}
FILE = Path(__file__).parents[1] / "every_kind.toml"
EVERY_KIND = bank.parse(FILE.read_text(encoding="utf-8"), FILE.name, {})
QUESTIONS = bank.draw(EVERY_KIND)
PREDICTION = EVERY_KIND.question("p01")
QUIZ = ".cafe-self-check"
GONE = "The notebook's kernel was restarted: run this cell again"


@pytest.fixture
def opened(lab, page):
    """The notebook with every kind of question, run."""
    lab.write(NOTEBOOK, CELLS)
    page.open(NOTEBOOK)
    page.run_all()
    expect(page.tab.locator(QUIZ)).to_be_visible()
    return page


def say(page):
    return page.tab.locator(f"{QUIZ} .cafe-progress")


@pytest.mark.parametrize("kind", [Mouse, Keyboard])
def test_all_right_at_the_first_try_is_a_full_score(opened, kind):
    learner = kind(opened)
    if kind is Keyboard:
        opened.start_keys()
    for question in QUESTIONS:
        assert learner.answer(question, right(question)).outcome == "right"
    opened.picture(f"all-right-{kind.__name__.lower()}", QUIZ)
    expect(say(opened)).to_contain_text("6 of 6 answered, 6 right at the first try.")
    expect(opened.tab.locator(".cafe-end")).to_contain_text("6 right")
    assert opened.errors == []
