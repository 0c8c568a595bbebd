"""A wrong answer is never right by luck of the order in which a set lies."""

import os
import subprocess
import sys

import pytest

from cafe.files import NOTEBOOKS

#: Exercises whose answer is a list in a certain order.
SORTED = (
    "01.find_typos",
    "07.products_with",
    "07.rings",
    "07.suggestions",
    "08.differences",
)
LUCKY = """
import sys
from cafe.exercises import find
from cafe.selfcheck.check import judge
for id in sys.argv[1:]:
    for number, wrong in enumerate(find(id).wrong_answers, 1):
        verdict = judge(find(id), wrong.answer)
        if verdict.outcome == "right" or wrong.message not in verdict.message:
            print(id, number, verdict)
"""


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_a_wrong_answer_is_wrong_in_every_kernel(seed):
    """The order of texts in a set is another one in each process."""
    run = subprocess.run(
        [sys.executable, "-c", LUCKY, *SORTED],
        cwd=NOTEBOOKS,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == ""
