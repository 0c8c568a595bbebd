"""A check that nothing can stop ends the kernel, and the next one says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cafe.exercises import find
from cafe.exercises.source import build
from cafe.selfcheck import last_resort
from cafe.selfcheck.check import judge
from fixtures.kernel import kernel, words

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# The answer lies in a file, as JupyterLab writes one for each cell.
CHECK = """
import sys
from cafe.selfcheck import check
from cafe.selfcheck.check import PATIENCE
sys.modules["cafe.selfcheck.check"].PATIENCE = 1.5
def price(cups):
    {answer}
check("00.cups", price)
"""
ENDLESS = {
    "sum": "return sum(range(10**15))",
    "sqlite": "import sqlite3; return list(sqlite3.connect(':memory:').execute("
    "'WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT sum(1) FROM r'))",
}
RIGHT = build("def price(cups):\n    return cups * 3\n", "price")


@pytest.fixture(autouse=True)
def note(tmp_path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / ".progress.json.stuck"


@pytest.mark.slow
@pytest.mark.parametrize("answer", ENDLESS)
def test_what_nothing_can_stop_ends_the_kernel_and_is_told_once(answer, tmp_path):
    program = tmp_path / "cell.py"
    program.write_text(CHECK.format(answer=ENDLESS[answer]), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(NOTEBOOKS)}
    ended = subprocess.run([sys.executable, program], env=environment, timeout=60)
    assert ended.returncode == 1
    assert last_resort.stuck() == (
        "Your last answer to 00.cups could not be stopped in line 7 (price), so Python"
        " was ended and began anew. Is there something that never ends?"
    )
    assert last_resort.stuck() == ""


def test_a_check_that_ends_leaves_no_watchman_and_no_note(note):
    assert judge(find("00.cups"), RIGHT).outcome == "right"
    assert not note.exists()


def test_the_note_is_none_of_the_files_that_jupyterlab_lists(note):
    with last_resort.ended_after(60, "00.cups"):
        assert note.exists() and note.name.startswith(".")


def test_a_folder_that_nobody_may_write_in_hinders_no_check(note):
    note.mkdir()
    assert judge(find("00.cups"), RIGHT).outcome == "right"


def test_a_kernel_that_somebody_else_ended_in_a_check_is_not_blamed(note):
    note.write_text("00.cups\n", encoding="utf-8")
    assert last_resort.stuck() == ""
    assert not note.exists()


@pytest.mark.slow
def test_the_next_lesson_begins_with_it(note):
    frames = (
        'File "/tmp/7.py", line 2 in total\n  File "time_limit.py", line 9 in _answer'
    )
    note.write_text(f"00.cups\nTimeout!\nThread 0x7:\n  {frames}\n", encoding="utf-8")
    with kernel() as run:
        said = words(run('from cafe.selfcheck import begin\nbegin("01")'))
    assert said.startswith("Your last answer to 00.cups could not be stopped in line 2")
