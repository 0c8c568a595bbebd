"""What a check costs.

    .venv/bin/python tests/bench/bench_check.py

The limits: 50 ms for a SQL answer with its hidden copies, 10 ms for a Python one, and
for the import 50 ms and 10 MB beyond what a lesson imports anyway. 100 ms for the first
SQL answer after a lesson was begun, which has the databases and the solutions' results
made in the meantime: one that reads one table, one that joins three, and a script,
which needs a database for each of its runs. A Python answer that is noted, too: 1.7 ms,
which is otter-grader's time, however much was noted before.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone

LESSONS = ("00", "01", "02.")  # later ones build an account for each case
NOTED = (100, 1_000, 10_000)  # events in the progress file
PYTHON = "01.total"
FIRST_SQL = ("00.count_shops", "02.revenue_by_category", "02.transfer_points")
FIRST_CHECK = """
import threading, time
import IPython.core.interactiveshell, pandas, duckdb, anywidget
from cafe.exercises import find
from cafe.selfcheck import begin, check
answer = find("{id}").solution + " -- mine"
if {begun}:
    IPython.core.interactiveshell.InteractiveShell.instance()
    others = set(threading.enumerate())
    begin("{id}".partition(".")[0])
    for thread in set(threading.enumerate()) - others:
        thread.join()  # a learner reads
started = time.process_time()
assert check("{id}", answer).outcome == "right"
print((time.process_time() - started) * 1000)
"""
IMPORT = """
import psutil, time
import IPython.core.interactiveshell, pandas, duckdb, anywidget
memory = lambda: psutil.Process().memory_info().rss / 2**20
before, started = memory(), time.perf_counter()
from cafe.selfcheck import check, hint, predict, quiz, solution
print((time.perf_counter() - started) * 1000, memory() - before)
"""


def timed(function, *arguments):
    """Milliseconds that a call takes."""
    started = perf_counter()
    function(*arguments)
    return (perf_counter() - started) * 1000


def checks():
    """Milliseconds by (kind, answer), the lessons begun: three runs of each right
    answer, and of some of the wrong ones."""
    from cafe.exercises import exercises
    from cafe.exercises.kinds import PythonExercise, SqlExercise
    from cafe.exercises.source import build
    from cafe.selfcheck import sql_checker
    from cafe.selfcheck.check import judge

    taken = {}
    here = [each for each in exercises().values() if each.id.startswith(LESSONS)]
    sql_checker.prepare([each.id for each in here if isinstance(each, SqlExercise)])
    for exercise in here:
        python = isinstance(exercise, PythonExercise)
        right = exercise.solution
        answers = [("right", build(right, exercise.name) if python else right)]
        answers += [("wrong", wrong.answer) for wrong in exercise.wrong_answers[::3]]
        for kind, answer in answers:
            texts = [answer if python else f"{answer} -- {n}" for n in range(3)]
            first, *later = [timed(judge, exercise, text) for text in texts]
            runs = taken.setdefault(("Python" if python else "SQL", kind), ([], []))
            runs[0].append(first)
            runs[1].extend(later)
    return taken


def noted(count):
    """Milliseconds of check() after so many noted events, twenty runs."""
    from cafe.exercises import find
    from cafe.selfcheck.check import judge
    from cafe.selfcheck.progress import Progress
    from cafe.selfcheck.python_checker import build

    path = Path(tempfile.mkdtemp()) / "progress.json"
    path.write_text(json.dumps(progress_of(count)), encoding="utf-8")
    exercise, learner = find(PYTHON), Progress(path)
    answer = build(exercise.solution, exercise.name)

    def check():
        learner.record(PYTHON, judge(exercise, answer).outcome, exercise.solution)

    return [timed(check) for _ in range(21)][1:]


def progress_of(count):
    """A learner's progress with so many tries, at 400 questions and exercises."""
    records = {}
    for number in range(count):
        minute, second = divmod(number, 60)
        records.setdefault(f"q{number % 400}", []).append(
            {
                "what": "try",
                "outcome": "right",
                "answer": "def total(numbers):\n    return sum(numbers)\n",
                "at": f"2026-11-02T{minute // 60:02}:{minute % 60:02}:{second:02}Z",
                "by": "5f0c12ab",
                "n": number,
            }
        )
    return {"version": 1, "begun": "91d2e07c", "records": records}


def three_processes(program):
    """The numbers that a program prints, each the median of three processes."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "notebooks")}
    command = [sys.executable, "-c", program]
    told = [
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        for _ in range(3)
    ]
    return [median(each) for each in zip(*(map(float, line.split()) for line in told))]


def rows():
    os.environ["CAFE_PROGRESS"] = str(Path(tempfile.mkdtemp()) / "progress.json")
    for (kind, outcome), (first, later) in checks().items():
        limit = {"SQL": 50, "Python": 10}[kind]
        what = f"check of a {outcome} answer, {kind}"
        yield Row(what, median(later), limit, "ms", "limit", goal=1)
        yield Row("the first, slowest", max(first), 100, "ms", "limit", goal=1)
    for id in FIRST_SQL:
        (first,) = three_processes(FIRST_CHECK.format(id=id, begun=True))
        yield Row(f"first check, CPU: {id}", first, 100, "ms", "limit", goal=1)
    (first,) = three_processes(FIRST_CHECK.format(id=FIRST_SQL[0], begun=False))
    yield Row("the same where no lesson was begun", first, 100, "ms", "limit")
    for count in NOTED:
        what = f"check of a Python answer, noted after {count:,}"
        yield Row(what, median(noted(count)), 1.7, "ms", "limit", goal=1)
    milliseconds, megabytes = three_processes(IMPORT)
    yield Row("import of cafe.selfcheck", milliseconds, 50, "ms", "limit", goal=1)
    yield Row("its memory", megabytes, 10, "MB", "limit", goal=1)


if __name__ == "__main__":
    show_alone(rows())
