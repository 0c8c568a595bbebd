"""The questions of every lesson in JupyterLab: each wrong answer gets its explanation.

The widget itself is tested on every kind of question in test_widget.py; here are the
real questions, each of which must be answerable and say all that its bank holds. They
stand in a notebook of their own, with nothing to run before them. They are answered by
a script in the page: that a hand and keys can do so is shown in test_widget.py for each
kind of question. The right answers, in the lessons themselves, are given in
test_whole_course.py.

axe looks at a lesson's questions in both themes where they are made of anything that it
has not seen in the lessons before: of the same elements it would find the same.
"""

import re

import pytest
from learner import Learner, plain, wrong
from playwright.sync_api import expect

from cafe.course import bank
from cafe.selfcheck.grading import grade
from cafe.selfcheck.verdict import WORDS
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
# Clicks on what the answer chooses, sends it, and waits for the reply. Gives what is
# then said in the live region, and what stands in the whole form.
ANSWER = """async (form, answer) => {
  const choose = (inputs, wanted) => {
    for (const input of inputs)
      if (input.checked !== wanted.includes(input.value)) input.click();
  };
  const field = form.querySelector("input[type=text]");
  const steps = () => [...form.querySelectorAll("[data-key]")];
  if (field) {
    field.value = answer;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (form.querySelector("[role=radiogroup]")) {
    const bins = Object.keys(answer).sort().map((letter) => answer[letter]);
    form.querySelectorAll("[role=radiogroup]").forEach((group, place) =>
      group.querySelector(`[value="${CSS.escape(bins[place])}"]`).click());
  } else if (steps().length) {
    answer.forEach((letter, place) => {
      const from = () => steps().findIndex((step) => step.dataset.key === letter);
      while (from() > place) steps()[from()].querySelector("button").click();
    });
  } else if (typeof answer === "string") {
    form.querySelector(`[type=radio][value="${answer}"]`).click();
  } else choose(form.querySelectorAll("[type=checkbox]"), answer);
  const turn = form.dataset.turn;
  const late = Date.now() + 30_000;
  form.querySelector("button[type=submit]").click();
  while (form.dataset.turn === turn) {
    if (Date.now() > late) throw Error("no reply in 30 s");
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }
  return [form.querySelector("[role=status]"), form].map((part) =>
    part.textContent.replace(/\\s+/g, " "));
}"""

# What each element of the questions is made of, with all that it stands in: its tag and
# attributes, whether it has words, and how many elements bear each id that it names. Of
# its words and of what is its alone, nothing.
PARTS = """(quizzes) => {
  const alone = /^(aria-label|data-.*|href|id|name|style|title|value)$/;
  const names = /^(for|aria-(labelledby|describedby|controls))$/;
  const count = (ids) => ids.split(" ").map((id) =>
    document.querySelectorAll(`[id="${id}"]`).length);
  const told = ({ name, value }) =>
    alone.test(name) ? name : `${name}=${names.test(name) ? count(value) : value}`;
  const parts = new Set();
  const walk = (element, around) => {
    const words = [...element.childNodes].some((child) =>
      child.nodeType === Node.TEXT_NODE && child.data.trim());
    const path = [around, element.localName,
      ...[...element.attributes].map(told).sort()].join(" ");
    parts.add(`${path} ${words}`);
    for (const child of element.children) walk(child, path);
  };
  quizzes.forEach((quiz) => walk(quiz, ""));
  return [...parts];
}"""


class Script(Learner):
    """Answers at once, and reads every word of the reply."""

    def answer(self, question, answer):
        said, everything = self.form(question).evaluate(ANSWER, answer)
        verdict = grade(question, answer)
        for text, shown in [
            (WORDS[verdict.outcome], said),
            (verdict.message, said),
            *((line, everything) for line in verdict.details),
        ]:
            assert " ".join(plain(text).split()) in shown, (question.id, answer)
        return verdict


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


@pytest.fixture(scope="module")
def seen_by_axe():
    """What it was content with in both themes."""
    return set()


def test_all_wrong_reads_every_explanation(asked, seen_by_axe):
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
    parts = {*page.tab.locator(".cafe-quiz").evaluate_all(PARTS)}
    if not parts <= seen_by_axe:
        assert page.violations(".cafe-quiz") == []
        seen_by_axe.update(parts)
