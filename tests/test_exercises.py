"""Solutions are right, and each foreseen mistake gets the message that it must get."""

import pytest

from cafe.selfcheck.exercise import judge
from cafe.selfcheck.exercises import exercises
from cafe.selfcheck.exercises.kinds import PythonExercise
from cafe.selfcheck.python_checker import build

ALL = list(exercises().values())
WRONG = [
    pytest.param(exercise, wrong, id=f"{exercise.id}-{number}")
    for exercise in ALL
    for number, wrong in enumerate(exercise.wrong, 1)
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


@each_exercise
def test_the_starter_is_not_a_try(exercise):
    assert verdict_on(exercise, exercise.starter).outcome == "untried"


@pytest.mark.parametrize("exercise, wrong", WRONG)
def test_a_foreseen_mistake_gets_its_message(exercise, wrong):
    verdict = verdict_on(exercise, wrong.answer)
    assert verdict.outcome in ("wrong", "raised")
    assert wrong.message in verdict.message
    assert verdict.details == (wrong.details if wrong.reply else ())
