"""Lesson 00's diagnostic, map and review deck, in a notebook of their cells.

The whole lesson is run, and its diagnostic answered by mouse, in test_whole_course.py.
"""

import json

import nbformat
import pytest
from lab_page import ROOT
from learner import Mouse, Script, right, wrong
from playwright.sync_api import expect

from cafe.course import bank
from cafe.course.lessons import syllabus

DIAGNOSTIC = bank.draw(bank.load("00"))
MAP = ".cafe-map"
LESSON = ROOT / "notebooks" / "00_start_here.ipynb"
CELLS = {
    cell.id: cell.source
    for cell in nbformat.read(LESSON, as_version=4).cells
    if cell.id in ("set-up", "question", "diagnostic", "map", "review-deck")
}


@pytest.fixture
def opened(used_page):
    used_page.begin(CELLS)
    expect(used_page.tab.locator(MAP)).to_be_visible()
    yield used_page
    assert used_page.errors == []


def row(page, title):
    return page.tab.locator(f"{MAP} tr", has_text=title)


def test_the_diagnostic_says_where_to_start_and_the_map_knows(opened):
    script = Script(opened)
    for question in DIAGNOSTIC:
        missed = question.recommends in ("02", "03")
        script.answer(question, wrong(question)[0] if missed else right(question))
    end = opened.tab.locator(".cafe-end:not(:empty)")
    expect(end).to_contain_text("Start with lesson 02, “Build tables")
    expect(end).to_contain_text("To learn. Lesson 02: predict what a join returns.")
    opened.picture("diagnostic", ".cafe-quiz:has(.cafe-end:not(:empty))")
    opened.run_cell("map")
    expect(row(opened, "Start here")).to_contain_text("6 of 8")
    expect(row(opened, "Start here")).to_contain_text("begun")


def test_the_diagnostic_asks_one_question_after_the_other(opened):
    asked = opened.tab.locator(".cafe-diagnostic form:visible")
    expect(asked).to_have_count(1)
    opened.picture("diagnostic-first", ".cafe-diagnostic")
    first, second, third, *_ = DIAGNOSTIC
    opened.execute(f"diagnostic().answer('q03', {right(third)!r})")
    expect(asked).to_have_count(2)
    Mouse(opened).answer(first, wrong(first)[0])
    expect(asked).to_have_count(3)
    expect(asked.nth(1)).to_contain_text(second.stem.strip()[:20])


def test_the_map_leads_to_a_lesson(opened):
    lesson = next(each for each in syllabus().values() if each.id == "02")
    row(opened, lesson.title).get_by_role("link").click()
    opened.leave(lesson.file)


def test_what_was_missed_the_other_day_is_in_the_review(used_page):
    question = bank.load("02").question("q01")
    missed = {"what": "try", "outcome": "wrong", "answer": "a", "by": "one", "n": 1}
    records = {question.id: [missed | {"at": "2026-01-05T12:00:00Z"}]}
    kept = json.dumps({"version": 1, "records": records})
    missed = f"from pathlib import Path\nPath('progress.json').write_text({kept!r})"
    used_page.begin({"missed": missed} | CELLS)
    Mouse(used_page).answer(question, right(question))
    review = used_page.tab.get_by_role("group", name="Review")
    expect(review).to_contain_text("1 of 1 answered, 1 right at the first try.")
    expect(review).to_contain_text("To come: 1 in 2 days.")
    used_page.picture("review", ".cafe-quiz[aria-label=Review]")


def test_axe_objects_to_nothing_in_map_and_sheets_in_either_theme(opened):
    everything = {"map": MAP} | {
        sheet: f".cafe-quiz[aria-label='{sheet}']"
        for sheet in ("Where to start", "Practise", "Review")
    }
    for selector in everything.values():
        expect(opened.tab.locator(selector)).to_be_attached()
    assert opened.violations(f":is({', '.join(everything.values())})", everything) == []
