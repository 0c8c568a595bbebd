"""One learner takes the whole course in one sitting, from lesson 00 to the certificate.

The progress of one notebook is what the next one, the exam and the certificate find.
In each lesson the first answer is wrong, and the second right; each exercise is solved
with its own solution. A hand gives the first answers of each lesson, and the first of
each kind; the rest is given by a script in the page.
"""

import json
from functools import cache

from learner import Mouse, Script, right, wrong
from playwright.sync_api import expect
from test_exam_and_glossary import EXAM, Hand, end, take
from test_lessons import QUIZ, said
from test_start_here import DIAGNOSTIC, MAP, row

from cafe.course import bank
from cafe.course.lessons import syllabus
from cafe.exercises import exercises
from cafe.exercises.kinds import SqlExercise
from cafe.selfcheck.exam_paper import draw
from tools.notebooks import notebooks

LESSONS = [each for each in syllabus().values() if not each.planned]
COMES_BACK_IN = "02"  # a lesson of SQL and of pictures
LEARNER = "Ada Ní Bhriain"
END = "98_the_end.ipynb"
TROUBLE = "This cannot be shown now"  # a panel, of its picture
CELLS = {
    "set-up": "from cafe.selfcheck import certificate, course_map, exam",
    "practice-exam": "exam()",
    "map": "course_map()",
    "certificate": f'certificate("{LEARNER}")',
}


def test_a_learner_takes_every_lesson_the_exam_and_the_certificate(lab, page):
    lab.write(END, CELLS)
    mouse, script = Mouse(page), Script(page)
    kinds = set()  # that a hand has answered
    for lesson in LESSONS:
        page.open(lesson.file)
        page.run_all()
        questions = DIAGNOSTIC
        if lesson.id != "00":
            questions = bank.draw(bank.load(lesson.id))
            page.scroll_down_to(QUIZ)
            mouse.answer(questions[0], wrong(questions[0])[0])
        for question in questions:
            by_hand = question is questions[0] or question.kind not in kinds
            kinds.add(question.kind)
            learner = mouse if by_hand else script
            assert learner.answer(question, right(question)).outcome == "right"
        if lesson.id != "00":
            see_the_score(page, len(questions))
        if lesson.id == COMES_BACK_IN:
            come_back(page, len(questions))
        page.picture(f"course-{lesson.id}")
        solve_all(page, lesson)
        assert page.errors == []
        assert TROUBLE not in "".join(page.received)
        page.close()
        lab.stop_kernels()  # sixteen of them would fill a small machine
    take_the_exam(page)
    see_the_map(page)
    get_the_certificate(page)


def see_the_score(page, count):
    page.scroll_down_to(QUIZ)
    text = f"{count} of {count} answered, {count - 1} right at the first try."
    expect(said(page)).to_have_text(text)


def come_back(page, count):
    """To the saved lesson in a new page."""
    page.save()
    # The kernel runs on, and fills the saved outputs one by one.
    page.reload(lambda: see_the_score(page, count))


def solve_all(page, lesson):
    """Solves the exercises of a lesson, in it and in its appendix."""
    open_now = lesson.file
    for exercise in exercises().values():
        if not exercise.id.startswith(f"{lesson.id}."):
            continue
        if (file := home(exercise)) != open_now:
            open_now = file
            page.open(file)
            page.run_all()
        solve(page, exercise)


def home(exercise):
    """The notebook that asks for an exercise's answer."""
    marks = f"%%sql {exercise.id}\\n", f'check(\\"{exercise.id}\\"'
    found = (name for name, text in texts() if any(mark in text for mark in marks))
    return next(found)


@cache
def texts():
    """The name of each notebook, and what its file holds."""
    return [(path.name, path.read_text(encoding="utf-8")) for path in notebooks()]


def solve(page, exercise):
    """Writes the solution into the exercise's own cell, and runs it."""
    opening = f"%%sql {exercise.id}\n"
    if isinstance(exercise, SqlExercise):
        source = opening + exercise.solution
    else:
        source = f'{exercise.solution}\n\ncheck("{exercise.id}", {exercise.name})'
    outputs = page.run(f"""(async () => {{
      const holds = (source) => source.startsWith({opening!r}) ||
        source.includes({f'check("{exercise.id}"'!r});
      const cells = panel.content.widgets.map((cell) => cell.model);
      panel.content.activeCellIndex = cells.findIndex((cell) =>
        cell.type === "code" && holds(cell.sharedModel.source));
      const cell = panel.content.activeCell.model;
      cell.sharedModel.setSource({json.dumps(source)});
      await app.commands.execute("notebook:run-cell");
      return JSON.stringify(cell.outputs.toJSON());
    }})()""")
    assert "Right." in outputs, (exercise.id, outputs)


def take_the_exam(page):
    page.open(END)
    page.run_all()
    expect(page.tab.get_by_text("No certificate yet, and no file.")).to_be_visible()
    hand, paper = Hand(page), draw(1)
    hand.press_button("Begin")
    for question in {each.kind: each for each in paper}.values():
        take(hand, question, right(question))
    answers = {number: right(each) for number, each in enumerate(paper, 1)}
    page.execute(f"for n, answer in {answers!r}.items(): exam().answer(n, answer)")
    hand.press_button("Hand in")
    expect(end(page)).to_contain_text("20 of 20 right.")
    page.picture("course-exam", EXAM)


def see_the_map(page):
    page.run_cell("map")
    for lesson in LESSONS:
        expect(row(page, lesson.title)).to_contain_text("finished")
    page.picture("course-map", MAP)


def get_the_certificate(page):
    page.run_cell("certificate")
    drawn = page.tab.get_by_role("img", name=LEARNER)
    expect(drawn).to_be_visible()
    file = next(page.lab.notebooks.glob("certificate*.svg"))
    text = file.read_text(encoding="utf-8")
    assert LEARNER in text
    assert "20 of 20" in text
    assert f"{len(exercises())} exercises" in text
    drawn.scroll_into_view_if_needed()
    page.picture("course-certificate")
