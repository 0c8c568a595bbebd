"""Each exercise is a file, found by its name; functions in it give its answers."""

import subprocess
import sys
import tomllib

import pytest

from cafe.exercises import exercises, find
from cafe.exercises.kinds import PythonExercise, SqlExercise, ValueExercise
from cafe.exercises.source import build
from cafe.files import NOTEBOOKS
from cafe.selfcheck.check import judge

LOADED = """
import sys
from cafe.exercises import find
find("01.total")
print(*(name for name in sys.modules if "exercises.lesson_" in name))
"""


def begun(kind=PythonExercise):
    return kind(id="00.cups", objective="00.i", difficulty=1, prompt="", hints=())


@pytest.mark.parametrize("id", exercises())
def test_the_name_of_a_file_is_the_id_that_stands_in_it(id):
    assert find(id).id == id


def test_finding_an_exercise_loads_its_own_file_only():
    command = [sys.executable, "-c", LOADED]
    run = subprocess.run(command, cwd=NOTEBOOKS, capture_output=True, check=True)
    names = run.stdout.decode().split()
    assert names == ["cafe.exercises.lesson_01", "cafe.exercises.lesson_01.total"]


def test_a_solution_is_shown_as_a_learner_would_write_it():
    exercise = begun()

    @exercise.right
    def price(cups):
        if cups:
            return cups * 3
        return 0

    assert exercise.name == "price"
    assert exercise.starter == "def price(cups):\n    ...\n"
    assert exercise.solution == (
        "def price(cups):\n    if cups:\n        return cups * 3\n    return 0\n"
    )


def test_a_value_is_shown_as_an_assignment():
    exercise = begun(ValueExercise)

    @exercise.right
    def menu():
        return {
            "latte": [
                3.50,
            ],
        }

    @exercise.wrong("menu is not", "Too dear.")
    def asks_too_much():
        return menu() | {"latte": [35]}

    assert exercise.solution == 'menu = {\n    "latte": [\n        3.50,\n    ],\n}\n'
    (wrong,) = exercise.wrong_answers
    assert wrong.answer == {"latte": [35]}
    assert judge(exercise, wrong.answer).details == ("Too dear.",)


def test_a_wrong_answer_has_the_asked_name_and_lines_of_its_own():
    exercise = begun()
    exercise.cases = ((2,),)

    @exercise.right
    def price(cups):
        return cups * 3

    @exercise.wrong("raised ZeroDivisionError")
    def divides(cups):
        return cups / 0

    (wrong,) = exercise.wrong_answers
    assert wrong.answer.__name__ == "price"
    assert judge(exercise, wrong.answer).message == (
        "price(2) raised ZeroDivisionError: division by zero\nLine 2: return cups / 0"
    )


def test_a_wrong_answer_may_use_what_stands_beside_it_and_a_solution_may_not():
    exercise = begun()

    @exercise.right
    def kinds():
        return SqlExercise

    @exercise.wrong("")
    def also_kinds():
        return ValueExercise

    assert exercise.wrong_answers[0].answer() is ValueExercise
    with pytest.raises(NameError):
        build(exercise.solution, "kinds")()


def test_a_wrong_answer_above_the_solution_is_refused_in_words():
    with pytest.raises(ValueError, match="00.cups: put @exercise.right above"):
        begun().wrong("should give 6; it gave 3.")


def test_a_key_that_a_sql_exercise_does_not_know_is_named(tmp_path, monkeypatch):
    from cafe import files
    from cafe.exercises.sql_file import read_sql_exercise

    text = (files.DATA / "exercises" / "00.count_shops.toml").read_text("utf-8")
    (tmp_path / "exercises").mkdir()
    changed = tmp_path / "exercises" / "00.more.toml"
    changed.write_text(f"dificulty = 1\n{text}", "utf-8")
    assert "dificulty" in tomllib.loads(changed.read_text("utf-8"))
    monkeypatch.setattr(files, "DATA", tmp_path)
    with pytest.raises(TypeError, match="dificulty"):
        read_sql_exercise("00.more")
