"""The practice exam, the glossary and the cheat sheet in JupyterLab."""

import json
import re

import pytest
from learner import FocusedKeyboard, Keyboard, Mouse, all_of, right, wrong
from playwright.sync_api import expect

from cafe.selfcheck.exam_paper import draw
from cafe.selfcheck.glossary import Glossary

CELLS = {
    "set-up": "from cafe.selfcheck import cheat_sheet, exam, glossary",
    "practice-exam": "exam()",
    "words": "glossary()",
    "one-page": "cheat_sheet()",
}
EXAM = ".cafe-exam"
GLOSSARY = ".cafe-glossary"
PAPER = draw(1)


@pytest.fixture
def opened(used_page):
    used_page.begin(CELLS)
    expect(used_page.tab.locator(EXAM)).to_be_visible()
    yield used_page
    assert used_page.errors == []


class Hand(Mouse):
    """Takes a paper with the mouse."""

    def press_button(self, name):
        self.tab.get_by_role("button", name=name, exact=True).click()

    def mark(self, form):
        form.get_by_role("checkbox", name="Mark for later").check()

    def tick(self, form, letters):
        for box in all_of(form.locator(".cafe-choices input")):
            box.set_checked(box.get_attribute("value") in letters)


class Keys(Keyboard):
    """Takes a paper with keys alone."""

    def press_button(self, name):
        self.reach(self.tab.get_by_role("button", name=name, exact=True))
        self.press("Enter")

    def mark(self, form):
        self.reach(form.get_by_role("checkbox", name="Mark for later"))
        self.press("Space")

    def tick(self, form, letters):
        for box in all_of(form.locator(".cafe-choices input")):
            if box.is_checked() != (box.get_attribute("value") in letters):
                self.reach(box)
                self.press("Space")


class FocusedKeys(FocusedKeyboard, Keys):
    """Takes a paper with keys alone, put on each control."""


def take(learner, question, answer):
    """Gives an answer and waits until it is kept; nothing else is said about it."""
    form = learner.form(question)
    form.wait_for()
    if question.kind == "single":
        learner.single(form, answer)
    else:
        learner.tick(form, answer)
    letters = [answer] if question.kind == "single" else answer
    kept = form.get_by_role("status")
    expect(kept).to_have_text(f"Kept: {', '.join(sorted(letters))}.")
    expect(form.locator(".cafe-status")).to_be_empty()


def line(page):
    return page.tab.locator(f"{EXAM} .cafe-progress")


def end(page):
    return page.tab.locator(f"{EXAM} .cafe-end")


def test_a_paper_is_taken_and_its_report_says_what_to_read_again(opened):
    """By keys; by mouse one is taken in test_whole_course.py."""
    learner, later = Keys(opened), FocusedKeys(opened)
    expect(line(opened)).to_contain_text("not begun")
    later.press_button("Begin")
    answered = {n: each for n, each in enumerate(PAPER, 1) if n not in (5, 9)}
    first = {each.kind: each for each in reversed(answered.values())}
    for question in first.values():
        take(learner, question, right(question))
    learner.mark(learner.form(PAPER[1]))
    # What a cell answers is seen here, too.
    answers = {n: right(each) for n, each in answered.items()}
    opened.execute(f"for n, answer in {answers!r}.items(): exam().answer(n, answer)")
    take(later, PAPER[0], wrong(PAPER[0])[0])
    expect(line(opened)).to_have_text("18 of 20 answered, 1 marked for later.")
    expect(learner.form(PAPER[19]).get_by_role("status")).to_contain_text("Kept: ")

    learner.press_button("Hand in")
    warning = opened.tab.locator(f"{EXAM} .cafe-hand-in")
    expect(warning).to_contain_text("2 questions are unanswered: 5, 9.")
    opened.picture("exam-warning", EXAM)
    learner.press_button("Go to question 9")
    take(learner, PAPER[8], right(PAPER[8]))
    later.press_button("Hand in")
    learner.press_button("Hand in as it is")

    expect(line(opened)).to_have_text("Handed in: 18 of 20 right.")
    expect(end(opened)).to_be_focused()
    expect(end(opened)).to_contain_text("18 of 20 right. You reached our mark: 70 %")
    expect(end(opened)).to_contain_text("no plain percentage")
    expect(end(opened).get_by_role("link").first).to_contain_text("lesson 0")
    missed = learner.form(PAPER[0])
    expect(missed).to_contain_text("Not right. Your answer:")
    expect(missed).to_contain_text("The answer: ")
    expect(learner.form(PAPER[4])).to_contain_text("Not answered.")
    expect(learner.form(PAPER[8])).to_contain_text("Right. Your answer:")
    opened.picture("exam-report", EXAM)


def test_no_key_inside_the_exam_changes_the_notebook(opened):
    learner = FocusedKeys(opened)
    count = "[...panel.content.model.cells].length"
    before = opened.run(count)
    learner.press_button("Begin")
    for _ in range(2):
        learner.press("d")
    take(learner, PAPER[0], right(PAPER[0]))
    for key in "ddxb":
        learner.press(key)
    assert opened.run(count) == before


def test_a_paper_goes_on_after_a_reload_and_after_a_restart(opened):
    mouse = Hand(opened)
    mouse.press_button("With time: 28 minutes")
    expect(opened.tab.get_by_role("timer")).to_contain_text("27 minutes left.")
    take(mouse, PAPER[0], right(PAPER[0]))
    mouse.form(PAPER[-1]).scroll_into_view_if_needed()
    expect(opened.tab.get_by_role("timer")).to_be_in_viewport()
    mouse.mark(mouse.form(PAPER[1]))
    expect(line(opened)).to_contain_text("1 marked for later.")

    opened.save()
    opened.reload()
    opened.restart_kernel()
    opened.errors.clear()  # JupyterLab's own, about requests that were under way
    opened.run_all()
    expect(line(opened)).to_have_text("1 of 20 answered, 1 marked for later.")
    on_it_went = re.compile(r"2[4-7] minutes left\.")  # however long the restart took
    expect(opened.tab.get_by_role("timer")).to_contain_text(on_it_went)
    chosen = mouse.form(PAPER[0]).locator("input:checked")
    expect(chosen).to_have_value(right(PAPER[0]))
    take(mouse, PAPER[0], wrong(PAPER[0])[0])


def test_an_answer_that_a_restarted_kernel_has_not_kept_is_taken_back(opened):
    mouse = Hand(opened)
    mouse.press_button("Begin")
    singles = [each for each in PAPER if each.kind == "single"][:2]
    take(mouse, singles[0], right(singles[0]))
    opened.restart_kernel()
    for question in singles:
        mouse.single(mouse.form(question), wrong(question)[0])
        said = mouse.form(question).get_by_role("status")
        expect(said).to_contain_text("answer this once more: it is not kept.")
    chosen = mouse.form(singles[0]).locator("input:checked")
    expect(chosen).to_have_value(right(singles[0]))
    expect(mouse.form(singles[1]).locator("input:checked")).to_have_count(0)
    mouse.press_button("Hand in")
    after = opened.tab.locator(f"{EXAM} .cafe-hand-in")
    expect(after).to_contain_text("What you had answered is kept.")
    opened.errors.clear()  # JupyterLab's own, about requests that were under way


def test_after_a_paper_a_button_leads_to_the_next(opened):
    keys = FocusedKeys(opened)
    keys.press_button("Begin")
    keys.press_button("Hand in")
    keys.press_button("Hand in as it is")
    expect(line(opened)).to_contain_text("Handed in")
    keys.press_button("To paper 2")
    exam = opened.tab.get_by_role("group", name="Practice exam, paper 2")
    expect(exam).to_be_focused()
    expect(opened.tab.get_by_text("Practice exam, paper 1")).to_have_count(0)
    keys.press("Tab")
    keys.press("Enter")
    question = draw(2)[0]
    expect(keys.form(question)).to_be_visible()
    take(keys, question, right(question))
    expect(line(opened)).to_contain_text("1 of 20 answered")


def test_the_architect_s_paper_is_taken_beside_the_first_exam(used_page):
    """By keys, with the time of its own and the next paper of its own."""
    cells = CELLS | {"practice-exam": 'exam("architect")'}
    used_page.begin(cells)
    exam = used_page.tab.get_by_role("group", name="Architect's practice exam, paper 1")
    expect(exam).to_contain_text("(SAA-C03), and not that exam")
    used_page.picture("exam-architect", EXAM)
    keys, asked = FocusedKeys(used_page), draw(1, "architect")
    keys.press_button("With time: 60 minutes")
    for question in asked[:2]:
        take(keys, question, right(question))
    expect(line(used_page)).to_contain_text("2 of 30 answered")
    keys.press_button("Hand in")
    keys.press_button("Hand in as it is")
    expect(line(used_page)).to_have_text("Handed in: 2 of 30 right.")
    expect(end(used_page)).to_contain_text("our mark: 72 %, which is 22 of 30")
    used_page.picture("exam-architect-over", EXAM)
    keys.press_button("To paper 2")
    question = draw(2, "architect")[0]
    expect(exam).to_have_count(0)
    keys.press_button("Begin")
    take(keys, question, right(question))
    assert used_page.errors == []


TIMED = """\
from datetime import UTC, datetime, timedelta
from cafe.selfcheck.exam import Exam
from cafe.selfcheck.progress import Progress
ahead = timedelta()
paper = Exam(1, Progress(clock=lambda: datetime.now(UTC) + ahead))
paper.begin(timed=True)
paper"""
AHEAD = """minutes => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + minutes * 60_000;
}"""


def let_pass(page, minutes):
    """Put the paper's clock in the kernel forward, and the page's."""
    page.execute(f"ahead += timedelta(minutes={minutes})")
    page.tab.evaluate(AHEAD, minutes)


def test_at_the_end_of_its_time_a_paper_is_handed_in(used_page):
    used_page.begin({"timed": TIMED})
    timer = used_page.tab.get_by_role("timer")
    expect(timer).to_contain_text("27 minutes left.")
    let_pass(used_page, 27)
    expect(timer).to_contain_text("seconds left.")
    let_pass(used_page, 2)
    expect(end(used_page)).to_contain_text("The time was over on")
    expect(line(used_page)).to_have_text("Handed in: 0 of 20 right.")
    used_page.tab.evaluate("delete performance.now")
    assert used_page.errors == []


def test_the_report_leads_to_the_section_to_read_again(opened):
    mouse = Hand(opened)
    mouse.press_button("Begin")
    mouse.press_button("Hand in")
    mouse.press_button("Hand in as it is")
    link = end(opened).get_by_role("link").first
    file, cell = link.get_attribute("href").split("#cell-id=")
    link.click()
    opened.wait_for(file)
    opened.tab.wait_for_function(
        """id => {
          const panel = window.jupyterapp.shell.currentWidget;
          const cell = panel.content.widgets.find((each) => each.model.id === id);
          const box = cell?.node.getBoundingClientRect();
          return box && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
        }""",
        arg=cell,
    )
    opened.leave(file)
    opened.errors.clear()  # JupyterLab's own, about requests that were under way


def test_axe_objects_to_nothing_in_exam_and_glossary_in_either_theme(opened):
    """Beside a paper that is ready to be begun."""
    opened.begin({**CELLS, "set-up": f"{CELLS['set-up']}\nexam('architect')"})
    mouse = Hand(opened)
    mouse.press_button("With time: 28 minutes")
    take(mouse, PAPER[0], right(PAPER[0]))
    take(mouse, PAPER[1], wrong(PAPER[1])[0])
    mouse.press_button("Hand in")
    expect(opened.tab.get_by_role("button", name="Hand in as it is")).to_be_visible()
    pictures = {"exam-ready": EXAM, "exam-open": f"{EXAM} >> nth=-1"}
    assert opened.violations(EXAM, pictures) == []
    mouse.press_button("Hand in as it is")
    expect(end(opened).last).to_contain_text("of 20 right")
    over = f":is({EXAM}, {GLOSSARY}, .cafe-cheat-sheet)"
    pictures = {"exam-over": f"{EXAM} >> nth=-1", "glossary": GLOSSARY}
    pictures["cheat-sheet"] = ".cafe-cheat-sheet"
    assert opened.violations(over, pictures) == []


def test_no_right_answer_reaches_the_page_before_the_paper_is_over(opened):
    mouse = Hand(opened)
    mouse.press_button("Begin")
    take(mouse, PAPER[0], right(PAPER[0]))
    received = "\n".join(opened.received)
    for question in PAPER:
        for option in question.options:
            assert json.dumps(option.why)[1:-1] not in received


def test_the_glossary_filters_as_one_types(opened):
    glossary = opened.tab.locator(GLOSSARY)
    field = glossary.get_by_role("searchbox", name="Find a word")
    status = glossary.get_by_role("status")
    shown = glossary.locator(".cafe-term:visible")
    every = Glossary()
    quorum = len(every.find("quorum"))
    assert 0 < quorum < len(every.terms)
    keys = FocusedKeys(opened)
    keys.reach(field)
    keys.tab.keyboard.type("quorum")
    expect(status).to_have_text(f"{quorum} of {len(every.terms)} terms")
    field.fill("no such word")
    expect(status).to_contain_text("0 of ")
    field.fill("Quorums")
    expect(status).to_have_text(f"{quorum} of {len(every.terms)} terms")
    expect(shown).to_have_count(quorum)
    expect(shown.filter(has_text="quorum")).to_have_count(quorum)
    opened.picture("glossary-quorum", GLOSSARY)
