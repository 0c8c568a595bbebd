"""The diagnostic says where to start; practice is graded like a self-check."""

import sys
from dataclasses import replace

import pytest

from cafe.course import bank
from cafe.course.lessons import syllabus
from cafe.selfcheck.diagnostic import Diagnostic, diagnostic
from cafe.selfcheck.practise import Practice, practise
from cafe.selfcheck.progress import Progress
from fixtures.answers import right_answer, wrong_answers


def module_of(call):
    """The file that a call is in: the package knows the call by that name."""
    return sys.modules[call.__module__]


@pytest.fixture
def learner(tmp_path):
    return Progress(tmp_path / "progress.json")


@pytest.fixture
def sheet(learner):
    return Diagnostic(bank.load("00"), learner)


def answer_all(sheet, missed=()):
    """Answer every question, those that recommend one of `missed` wrongly."""
    for question in sheet.questions:
        wrong = next(iter(wrong_answers(question)))[0]
        given = wrong if question.recommends in missed else right_answer(question)
        sheet.answer(question.number, given)
    return str(sheet.advice())


def test_it_asks_eight_questions_and_no_prediction(sheet):
    assert [question.number for question in sheet.questions] == [
        f"q0{number}" for number in range(1, 9)
    ]


def test_before_the_last_answer_it_recommends_nothing(sheet):
    assert sheet.standing()["end"] is None
    sheet.answer("q1", "a")
    assert str(sheet.advice()) == "Answer every question first: 7 to go."


def test_it_recommends_the_earliest_lesson_that_was_missed(sheet):
    advice = answer_all(sheet, missed=("02c", "02", "08"))
    assert advice.startswith(
        "Start with lesson 02, “Build tables that hold together, and ask them"
        " questions”."
    )


def test_whoever_does_not_know_need_not_guess(sheet):
    for question in sheet.questions:
        choices = bank.shown(question)
        if question.kind == "match":
            verdict = sheet.answer(question.number, dict.fromkeys(choices, bank.UNSURE))
            assert verdict.outcome == "wrong"
            continue
        letter, choice = list(choices.items())[-1]
        assert choice.text == bank.UNSURE
        verdict = sheet.answer(question.number, letter)
        assert f"Lesson {question.recommends} tells it." in str(verdict)
    assert str(sheet.advice()).startswith("Start with lesson 01, ")
    assert "Known." not in str(sheet.advice())


def test_it_says_for_each_topic_what_was_known(sheet):
    lines = answer_all(sheet, missed=("02",)).splitlines()
    assert "- Known. Lesson 01: say who does what in a database on AWS." in lines
    assert "- To learn. Lesson 02: predict what a join returns." in lines
    assert sum(line.startswith("- ") for line in lines) == 8


def test_a_lesson_that_is_not_written_is_said_to_be_in_preparation(sheet, monkeypatch):
    listed = syllabus()
    unwritten = {id: replace(listed[id], planned=True) for id in ("06", "07")}
    monkeypatch.setattr(module_of(diagnostic), "syllabus", lambda: listed | unwritten)
    advice = answer_all(sheet, missed=("06", "08"))
    assert advice.startswith(
        "Your first gap is in lesson 06, “Documents: Amazon DocumentDB”, which"
        " is in preparation. Until it is there, take any lesson you like, and try"
        " lesson 02b,"
    )
    assert "To learn. Lessons 06 and 07:" in advice and "(in preparation)" in advice


def test_whoever_knows_it_all_may_begin_anywhere(sheet):
    assert answer_all(sheet).startswith(
        "You knew all of it: take any lesson you like, and try lesson 02b,"
    )


def test_a_second_try_does_not_change_the_recommendation(sheet):
    before = answer_all(sheet, missed=("01",))
    sheet.answer("q1", right_answer(sheet.questions[0]))
    assert str(sheet.advice()) == before


def test_the_page_gets_the_same_recommendation_as_a_cell(sheet):
    advice = answer_all(sheet, missed=("02",))
    end = sheet.standing()["end"]
    assert advice.startswith(f"{end['text']}\n{end['lead']}\n")


@pytest.fixture
def own_sheets(tmp_path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "progress.json"))
    for call in (diagnostic, practise):
        monkeypatch.setattr(module_of(call), "open_sheet", lambda name, make: make())


def test_a_cell_and_the_page_share_one_diagnostic():
    assert diagnostic() is diagnostic()
    assert practise("01.q13") is practise("01.q13")


def test_practice_is_noted_under_its_id_and_the_first_try_counts(learner):
    question = bank.load("01").question("q14")
    sheet = Practice(question, learner)
    assert sheet.answer(next(iter(wrong_answers(question)))[0]).outcome == "wrong"
    assert sheet.answer(right_answer(question)).outcome == "right"
    assert [each.outcome for each in learner.tries("01.q14")] == ["wrong", "right"]
    assert sheet.score.right == 0


def test_practice_that_cannot_be_read_is_no_try(learner):
    sheet = Practice(bank.load("01").question("q14"), learner)
    assert sheet.answer("perhaps").outcome == "untried"
    assert learner.tries("01.q14") == ()


def test_practice_shows_how_to_answer_from_a_cell(learner):
    shown = repr(Practice(bank.load("01").question("q13"), learner))
    assert shown.startswith("Practise\n\nQuestion 01.q13\n")
    assert shown.endswith('practise("01.q13").answer(…)')


def test_a_question_for_practice_is_not_in_the_self_check():
    drawn = bank.draw(bank.load("01"))
    assert not any(question.practice for question in drawn)
    assert bank.load("01").question("q13").practice


def test_a_question_that_does_not_exist_is_named(own_sheets):
    with pytest.raises(LookupError, match="no question 01.q99"):
        practise("01.q99")
