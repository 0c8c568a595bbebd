"""What a check costs.

    .venv/bin/python tests/bench/bench_check.py

The limits are issue 3's: 50 ms for a SQL answer with its hidden copies, 10 ms for a
Python one, and for the import 50 ms and 10 MB beyond what a lesson imports anyway.
"""

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
    """Milliseconds by (kind, answer), over all exercises, ten runs of each."""
    from cafe.exercises import exercises
    from cafe.exercises.kinds import PythonExercise
    from cafe.exercises.source import build
    from cafe.selfcheck.check import judge

    taken = {}
    for exercise in exercises().values():
        if not exercise.id.startswith(LESSONS):
            continue
        python = isinstance(exercise, PythonExercise)
        right = exercise.solution
        answers = [("right", build(right, exercise.name) if python else right)]
        answers += [("wrong", wrong.answer) for wrong in exercise.wrong_answers]
        for kind, answer in answers:
            first = timed(judge, exercise, answer)
            later = [timed(judge, exercise, answer) for _ in range(10)]
            runs = taken.setdefault(("Python" if python else "SQL", kind), ([], []))
            runs[0].append(first)
            runs[1].extend(later)
    return taken


def imports():
    """Milliseconds and megabytes of the import, each the median of five processes."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "notebooks")}
    command = [sys.executable, "-c", IMPORT]
    told = [
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        for _ in range(5)
    ]
    return [median(each) for each in zip(*(map(float, line.split()) for line in told))]


def rows():
    os.environ["CAFE_PROGRESS"] = str(Path(tempfile.mkdtemp()) / "progress.json")
    for (kind, outcome), (first, later) in checks().items():
        limit = {"SQL": 50, "Python": 10}[kind]
        what = f"check of a {outcome} answer, {kind}"
        yield Row(what, median(later), limit, "ms", "limit", goal=1)
        yield Row("the first, slowest", max(first), 100, "ms", "limit", goal=1)
    milliseconds, megabytes = imports()
    yield Row("import of cafe.selfcheck", milliseconds, 50, "ms", "limit", goal=1)
    yield Row("its memory", megabytes, 10, "MB", "limit", goal=1)


if __name__ == "__main__":
    show_alone(rows())
