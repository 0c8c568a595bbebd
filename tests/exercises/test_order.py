"""No answer is right, or wrong, by luck of the order in which a set lies."""

import os
import subprocess
import sys

import pytest

from cafe.files import NOTEBOOKS

# An answer in SQL meets no set of Python.
UNLIKE = """
from cafe.exercises import exercises
from cafe.exercises.kinds import PythonExercise
from cafe.selfcheck.check import judge
for id, exercise in exercises().items():
    if not isinstance(exercise, PythonExercise):
        continue
    for right in exercise.right_answers:
        verdict = judge(exercise, right.answer)
        if verdict.outcome != "right":
            print(id, right.way, verdict)
    for number, wrong in enumerate(exercise.wrong_answers, 1):
        verdict = judge(exercise, wrong.answer)
        if verdict.outcome == "right" or wrong.message not in verdict.message:
            print(id, number, verdict)
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_an_answer_is_judged_alike_in_every_kernel(seed):
    """The order of texts in a set is another one in each process.

    A third one is that of test_exercises.py, which Python draws at each start.
    """
    run = subprocess.run(
        [sys.executable, "-c", UNLIKE],
        cwd=NOTEBOOKS,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == ""
