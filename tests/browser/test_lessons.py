"""Every lesson in JupyterLab: opened, run, and its self-check answered.

The widget itself is tested on every kind of question in test_widget.py; here are the
real questions, each of which must be answerable and say all that its bank holds.
"""

import re

import pytest
from learner import Keyboard, Mouse, right, wrong
from playwright.sync_api import expect

from cafe.course import bank
from tools.notebooks import lessons

SELF_CHECK = re.compile(r'quiz\(\\"(\w+)\\"\)')
QUIZZES = {
    path.name: found[1]
    for path in lessons()
    if (found := SELF_CHECK.search(path.read_text(encoding="utf-8")))
}
QUIZ = ".cafe-self-check >> nth=-1"


@pytest.fixture(params=QUIZZES)
def lesson(request, page):
    """A lesson that was run, as (page, the questions of its self-check)."""
    page.open(request.param)
    page.run_all()
    page.scroll_down_to(QUIZ)
    yield page, bank.draw(bank.load(QUIZZES[request.param]))
    assert page.errors == []


def said(page):
    return page.tab.locator(QUIZ).locator(".cafe-progress")


def test_all_wrong_by_keyboard_reads_every_explanation(lesson):
    page, questions = lesson
    keyboard = Keyboard(page)
    for question in questions:
        for answer in wrong(question):
            assert keyboard.answer(question, answer).outcome == "wrong"
    count = len(questions)
    expected = f"{count} of {count} answered, 0 right at the first try."
    expect(said(page)).to_have_text(expected)
    for theme in ("light", "dark"):
        page.theme(theme)
        assert page.violations(".cafe-quiz") == []
        page.picture(f"{page.name[:-6]}-wrong-{theme}", QUIZ)
    page.restart_kernel()
    page.run_all()
    page.scroll_down_to(QUIZ)
    expect(said(page)).to_have_text(expected)


def test_all_right_by_mouse_is_a_full_score(lesson):
    page, questions = lesson
    for question in questions:
        assert Mouse(page).answer(question, right(question)).outcome == "right"
    count = len(questions)
    expected = f"{count} of {count} answered, {count} right at the first try."
    expect(said(page)).to_have_text(expected)
    page.picture(f"{page.name[:-6]}-right", QUIZ)
    page.save()

    def look():
        page.scroll_down_to(QUIZ)
        expect(said(page)).to_have_text(expected)

    page.reload(look)  # the kernel runs on, and fills the saved outputs one by one
