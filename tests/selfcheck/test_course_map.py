"""The map shows each lesson and what its learner has done, in words and as a bar."""

import json
import re
from html import escape
from pathlib import Path

import pytest

from cafe.course import bank
from cafe.course.lessons import syllabus
from cafe.exercises import exercises
from cafe.selfcheck.course_map import CourseMap
from cafe.selfcheck.exam import Exam
from cafe.selfcheck.progress import Progress
from fixtures.answers import right_answer

ROOT = Path(__file__).parents[2]
LESSONS = list(syllabus().values())
WRITTEN = [lesson for lesson in LESSONS if not lesson.planned]


@pytest.fixture
def learner(tmp_path):
    return Progress(tmp_path / "progress.json")


def row(learner, id):
    """The texts of a lesson's row in the plain-text map, its title left out."""
    line = re.search(rf"^{id} .*$", repr(CourseMap(learner)), re.MULTILINE)[0]
    return re.split(r"\s{2,}", line)[-4:]


def finish(learner, id):
    for question in bank.draw(bank.load(id)):
        learner.record(question.id, "right", right_answer(question))
    for name in exercises():
        if name.startswith(f"{id}."):
            learner.record(name, "right", "…")


def hand_in(learner, exam, number, rights):
    paper = Exam(number, learner, exam)
    for place, question in enumerate(paper.questions):
        if place < rights:
            paper.answer(place + 1, right_answer(question))
    paper.hand_in(anyway=True)


def test_the_exams_stand_below_the_lessons_each_with_its_best_paper(learner):
    Exam(1, learner).begin()
    none = ["Practice exam, exam(): not taken yet."]
    none += ['Architect\'s practice exam, exam("architect"): not taken yet.']
    assert CourseMap(learner).exams == none
    for number, rights in enumerate((12, 20, 5), 1):
        hand_in(learner, "architect", number, rights)
    hand_in(learner, "practitioner", 1, 3)
    told = [
        "Practice exam, exam(): 1 paper handed in, the best with 3 of 20 right.",
        'Architect\'s practice exam, exam("architect"): 3 papers handed in, the best'
        " with 20 of 30 right.",
    ]
    assert CourseMap(learner).exams == told
    shown = CourseMap(learner)
    assert all(each in repr(shown) for each in told)
    assert all(escape(each) in shown._repr_html_() for each in told)


def test_an_untouched_learner_has_begun_nothing(learner):
    states = [row(learner, lesson.id)[-1] for lesson in LESSONS]
    assert states == [
        "in preparation" if lesson.planned else "not begun" for lesson in LESSONS
    ]


def test_a_first_try_begins_a_lesson_and_no_other(learner):
    asked = bank.draw(bank.load("02b"))[0]
    learner.record(asked.id, "wrong", "a")
    assert row(learner, "02b") == ["30 + 35", "0 of 4", "0 of 10", "begun"]
    assert row(learner, "02")[-1] == row(learner, "02c")[-1] == "not begun"


def test_a_finished_lesson_counts_what_was_right_at_the_first_try(learner):
    missed = bank.draw(bank.load("01"))[0]
    learner.record(missed.id, "wrong", "a")
    finish(learner, "01")
    assert row(learner, "01") == ["25 + 40", "4 of 4", "9 of 10", "finished"]


def test_a_lesson_with_one_question_open_is_not_finished(learner):
    for question in bank.draw(bank.load("01"))[1:]:
        learner.record(question.id, "right", right_answer(question))
    for name in exercises():
        learner.record(name, "right", "…")
    assert row(learner, "01")[-1] == "begun"


def test_an_exercise_that_was_tried_in_vain_is_not_solved(learner):
    learner.record("00.cups", "wrong", "…")
    learner.record("00.cups", "raised", "…")
    assert row(learner, "00")[1:] == ["0 of 2", "0 of 8", "begun"]
    learner.record("00.cups", "right", "…")
    assert row(learner, "00")[1] == "1 of 2"


def test_the_bar_says_what_the_words_say_and_is_no_news_to_a_screen_reader(learner):
    finish(learner, "01")
    html = CourseMap(learner)._repr_html_()
    widths = re.findall(r"width: (\d+)%", html.replace("height: 100%", ""))
    assert widths == ["0", "100"] + ["0"] * (len(WRITTEN) - 2)
    assert html.count('<div aria-hidden="true"') == len(WRITTEN)
    assert 'finished<div aria-hidden="true"' in html


def test_the_table_has_a_caption_headings_and_a_link_to_each_written_lesson(learner):
    html = CourseMap(learner)._repr_html_()
    assert "<caption" in html and html.count('<th scope="col"') == 5
    assert html.count('<th scope="row"') == len(LESSONS)
    links = re.findall(r'href="([^"]+)"', html)
    assert links == [lesson.file for lesson in WRITTEN]


def test_trouble_with_the_progress_file_is_said(tmp_path):
    (tmp_path / "progress.json").write_text("{", encoding="utf-8")
    course = CourseMap(Progress(tmp_path / "progress.json"))
    assert "is damaged" in repr(course) and "is damaged" in course._repr_html_()


# The list of the lessons agrees with all that repeats it


def test_readme_has_the_titles_files_and_minutes_of_the_list():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for lesson in LESSONS:
        if lesson.planned:
            expected = f"| {lesson.id} | {lesson.title} | | | *planned* |"
        else:
            expected = (
                f"| {lesson.id} | [{lesson.title}](notebooks/{lesson.file})"
                f" | {lesson.reads} | {lesson.practises} |"
            )
        assert expected in readme


@pytest.mark.parametrize("lesson", WRITTEN, ids=lambda lesson: lesson.id)
def test_a_lesson_opens_with_its_title_and_minutes(lesson):
    path = ROOT / "notebooks" / lesson.file
    opening = "".join(
        json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    )
    assert opening.startswith(f"# {lesson.id} · {lesson.title}\n")
    minutes = f"{lesson.reads} minutes to read · {lesson.practises} minutes to practise"
    assert minutes in opening


def test_every_lesson_with_questions_is_on_the_list():
    assert set(bank.lessons()) == {lesson.id for lesson in WRITTEN}


def test_every_recommended_lesson_is_on_the_list():
    recommended = {each.recommends for each in bank.load("00").questions} - {""}
    assert recommended <= set(syllabus())
