"""No answer is right, or wrong, by luck of the order in which a set lies."""

import ast
import os
import subprocess
import sys

import pytest

from cafe.files import NOTEBOOKS

UNLIKE = """
import sys
from cafe.exercises import find
from cafe.selfcheck.check import judge
for id, exercise in zip(sys.argv[1:], map(find, sys.argv[1:])):
    for right in exercise.right_answers:
        verdict = judge(exercise, right.answer)
        if verdict.outcome != "right":
            print(id, right.way, verdict)
    for number, wrong in enumerate(exercise.wrong_answers, 1):
        verdict = judge(exercise, wrong.answer)
        if verdict.outcome == "right" or wrong.message not in verdict.message:
            print(id, number, verdict)
"""


def with_a_set():
    """The ids of the exercises in whose answers or cases there is a set."""
    for path in sorted(NOTEBOOKS.glob("cafe/exercises/lesson_*/*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if any(
            isinstance(each, ast.Set | ast.SetComp)
            or (isinstance(each, ast.Name) and each.id in ("set", "frozenset"))
            for each in nodes
        ):
            yield f"{path.parent.name.removeprefix('lesson_')}.{path.stem}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_an_answer_is_judged_alike_in_every_kernel(seed):
    """The order of texts in a set is another one in each process.

    A third one is that of test_exercises.py, which Python draws at each start.
    """
    run = subprocess.run(
        [sys.executable, "-c", UNLIKE, *with_a_set()],
        cwd=NOTEBOOKS,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == ""
