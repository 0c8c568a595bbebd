"""Solutions are right, and each foreseen mistake gets the message that it must get."""

import sys
from copy import deepcopy

import pytest

from cafe.course.bank import load, misconceptions
from cafe.exercises import exercises
from cafe.exercises.kinds import PythonExercise, SqlExercise
from cafe.exercises.source import build
from cafe.selfcheck import python_checker, sql_checker
from cafe.selfcheck.check import check, hint, judge, solution
from cafe.selfcheck.progress import Progress

CHECK_MODULE = sys.modules[check.__module__]
ALL = list(exercises().values())


def param(exercise, answer, id):
    """A case; slow if each of its runs gets an instance of the engine of its own."""
    own = getattr(exercise, "state", "") or getattr(exercise, "probes", ())
    return pytest.param(exercise, answer, id=id, marks=[pytest.mark.slow] * bool(own))


RIGHT = [
    param(exercise, right, f"{exercise.id}: {right.way}")
    for exercise in ALL
    for right in exercise.right_answers
]
WRONG = [
    param(exercise, wrong, f"{exercise.id}-{number}")
    for exercise in ALL
    for number, wrong in enumerate(exercise.wrong_answers, 1)
]
each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda each: each.id)


def verdict_on(exercise, text):
    if isinstance(exercise, PythonExercise):
        return judge(exercise, build(text, exercise.name))
    return judge(exercise, text)


@each_exercise
def test_the_solution_is_right(exercise):
    verdict = verdict_on(exercise, exercise.solution)
    assert verdict.outcome == "right", verdict


@pytest.mark.slow  # of each little, of all of them a third of the whole
@pytest.mark.parametrize("exercise, right", RIGHT)
def test_another_way_to_the_answer_is_right_too(exercise, right):
    verdict = judge(exercise, right.answer)
    assert verdict.outcome == "right", verdict


@each_exercise
def test_the_starter_is_not_a_try(exercise):
    assert verdict_on(exercise, exercise.starter).outcome == "untried"


@pytest.mark.slow  # of each little, of all of them a third of the whole
@pytest.mark.parametrize("exercise, wrong", WRONG)
def test_a_foreseen_mistake_gets_its_message(exercise, wrong):
    verdict = judge(exercise, wrong.answer)
    assert verdict.outcome in ("wrong", "raised")
    assert wrong.message in verdict.message
    assert len(verdict.message) <= 650
    assert verdict.details == (wrong.details if wrong.reply else ())


def never_gives_rows(exercise, answer):
    found = [
        sql_checker._fingerprint(exercise, changes, answer)
        for _, changes in sql_checker._places(exercise)
    ]
    return all(isinstance(each, tuple) and not each[1] for each in found)


@pytest.mark.slow
def test_what_gives_no_row_at_all_is_told_apart_by_its_text():
    queries = [each for each in ALL if isinstance(each, SqlExercise)]
    for exercise in [each for each in queries if not each.probes]:
        for wrong in exercise.wrong_answers:
            if wrong.reply and not wrong.sign:
                assert not never_gives_rows(exercise, wrong.answer), wrong.answer


def test_who_gives_one_value_always_is_told_of_no_belief():
    for exercise in ALL:
        for wrong in exercise.wrong_answers if getattr(exercise, "cases", ()) else ():
            if wrong.misconception:
                outcomes = python_checker._foreseen(exercise, wrong)
                assert len({repr(each.value) for each in outcomes}) > 1, wrong.reply


def emptied(value):
    """Take out all that a value holds, as an answer may that changes its arguments."""
    held = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, (list, tuple, dict)):
        for each in held:
            emptied(each)
    if isinstance(value, (list, dict)):
        value.clear()


def test_what_an_answer_takes_out_of_its_arguments_is_there_for_the_next():
    for exercise in [each for each in ALL if getattr(each, "cases", ())]:
        before = deepcopy(python_checker._cases(exercise))
        cases = python_checker._cases(exercise)
        if all(isinstance(each, str | int | list | dict) for each in cases[0]):
            emptied(cases)
            assert python_checker._cases(exercise) == before, exercise.id


@each_exercise
def test_an_exercise_has_all_that_a_learner_needs(exercise):
    assert len(exercise.hints) == 3
    assert exercise.difficulty in (1, 2, 3)
    assert 40 < len(exercise.learned) < 130 and exercise.learned.endswith(".")
    assert exercise.id.startswith(exercise.objective.split(".")[0] + ".")
    assert exercise.objective in load(exercise.objective.split(".")[0]).objectives
    known = {None, *misconceptions()}
    assert {wrong.misconception for wrong in exercise.wrong_answers} <= known


def test_a_check_leaves_time_enough_on_a_busy_machine():
    python = [each for each in ALL if isinstance(each, PythonExercise)]
    assert [each.id for each in python if each.seconds < 5] == []


@each_exercise
def test_right_answers_are_eight_and_wrong_ones_ten(exercise):
    ways = {right.way for right in exercise.right_answers}
    assert len(ways) == len(exercise.right_answers) >= 8
    assert len(exercise.wrong_answers) >= 10


# ---------------------------------------------------------------- what a lesson calls


@pytest.fixture
def progress(tmp_path, monkeypatch):
    kept = Progress(tmp_path / "progress.json")
    monkeypatch.setattr(CHECK_MODULE, "_progress", lambda: kept)
    return kept


def test_a_try_is_noted_with_its_outcome(progress):
    check("02.never_ordered", "SELECT 1 AS name")
    check("02.never_ordered", "SELECT nope")
    check("02.never_ordered", "-- later")
    outcomes = [each.outcome for each in progress.tries("02.never_ordered")]
    assert outcomes == ["wrong", "raised"]


def test_right_ends_with_what_was_learned_and_wrong_does_not(progress):
    exercise = exercises()["00.cups"]
    assert exercise.learned in check("00.cups", lambda cups: 3 * cups).details
    assert exercise.learned not in check("00.cups", lambda cups: cups).details


def test_an_unknown_exercise_names_those_with_a_similar_id(progress):
    verdict = check("02.neverordered", "SELECT 1")
    assert verdict.outcome == "untried"
    assert "There is no exercise '02.neverordered'. Did you mean 02.never_ordered" in (
        verdict.message
    )
    assert "Did you mean" in hint("2.never_ordered")
    assert "Did you mean" in solution("2.never_ordered")


@pytest.mark.parametrize("id", [["x"], {}, None, 5])
def test_what_is_no_id_is_told_in_words(progress, id):
    told = [check(id, 5).message, hint(id), solution(id)]
    assert all(each.startswith(f"There is no exercise {id!r}.") for each in told)


@pytest.mark.slow  # of each a fifth of a second, on all exercises
@pytest.mark.parametrize(
    "answer", [None, ..., 5, 1j, {}, "", object(), lambda: 1, int, []]
)
def test_no_answer_makes_a_check_raise(progress, answer):
    for exercise in ALL:
        assert check(exercise.id, answer).outcome != "right"


def test_a_fault_of_the_checker_is_told_in_words(progress, monkeypatch):
    def broken(exercise, answer):
        raise RuntimeError

    monkeypatch.setattr(CHECK_MODULE, "judge", broken)
    verdict = check("01.total", 1)
    assert verdict.outcome == "untried"
    assert "cannot be checked (RuntimeError)" in verdict.message


def test_the_stop_button_is_no_try(progress):
    def total(rows, customer_id):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("01.total", total)
    assert progress.tries("01.total") == ()


def test_hints_come_one_after_the_other(progress):
    told = [hint("01.total") for _ in range(4)]
    assert [each[:12] for each in told[:3]] == [
        f"Hint {n} of 3. "[:12] for n in (1, 2, 3)
    ]
    assert told[3] == "\n".join(told[:3])
    assert progress.hints("01.total") == 3


def test_a_solution_is_shown_after_a_try_only(progress):
    told = solution("02.never_ordered")
    assert told.startswith("Try 02.never_ordered first")
    assert "LEFT JOIN" not in told
    check("02.never_ordered", "SELECT 1 AS n")
    assert "LEFT JOIN" in solution("02.never_ordered")
    assert progress.solution_seen("02.never_ordered")


def test_a_check_a_hint_and_a_solution_say_that_progress_cannot_be_kept(
    tmp_path, monkeypatch
):
    kept = Progress(tmp_path / "none" / "progress.json")
    monkeypatch.setattr(CHECK_MODULE, "_progress", lambda: kept)
    assert "Progress" not in str(check("02.never_ordered", "-- later"))
    for told in (
        check("02.never_ordered", "SELECT 1 AS n"),
        hint("02.never_ordered"),
        solution("02.never_ordered"),
    ):
        assert "Progress cannot be kept in progress.json" in str(told)
