"""The questions of every lesson in JupyterLab: each wrong answer gets its explanation.

The widget itself is tested on every kind of question in test_widget.py; here are the
real questions, each of which must be answerable and say all that its bank holds. They
stand in a notebook of their own, with nothing to run before them. They are answered by
a script in the page: that a hand and keys can do so is shown in test_widget.py for each
kind of question. The right answers, in the lessons themselves, are given in
test_whole_course.py. axe looks at what it has not seen in the lessons before.
"""

import re

import pytest
from learner import Script, wrong
from playwright.sync_api import expect

from cafe.course import bank
from tools.notebooks import lessons

SELF_CHECK = re.compile(r'quiz\(\\"(\w+)\\"\)')
ON_THE_WAY = re.compile(r'(?:predict|practise)\(\\"\w+\.\w+\\"\)')
SOURCES = [path.read_text(encoding="utf-8") for path in lessons()]
# The id of each lesson that ends with a self-check, and what it asks on the way there.
ASKED = {
    found[1]: sorted({call.replace("\\", "") for call in ON_THE_WAY.findall(source)})
    for source in SOURCES
    if (found := SELF_CHECK.search(source))
}
QUIZ = '.cafe-self-check[aria-label^="Self-check"]'  # not a question on the way


@pytest.fixture(params=ASKED)
def asked(request, used_page):
    """All that a lesson asks, as (page, the lesson's id)."""
    lesson = request.param
    cells = {
        "set-up": "from cafe.selfcheck import practise, predict, quiz",
        "on-the-way": f"display({', '.join(ASKED[lesson])})",
        "self-check": f'quiz("{lesson}")',
    }
    used_page.begin(cells)
    used_page.scroll_down_to(QUIZ)
    yield used_page, lesson
    assert used_page.errors == []


def said(page):
    return page.tab.locator(QUIZ).locator(".cafe-progress")


def test_all_wrong_reads_every_explanation(asked):
    page, lesson = asked
    questions = bank.draw(bank.load(lesson))
    script = Script(page)
    for question in questions:
        for answer in wrong(question):
            assert script.answer(question, answer).outcome == "wrong"
    count = len(questions)
    expected = f"{count} of {count} answered, 0 right at the first try."
    expect(said(page)).to_have_text(expected)
    page.picture(f"{lesson}-wrong", QUIZ)
    assert page.violations(".cafe-quiz") == []
