"""What a check costs: `python tests/bench/bench_check.py` prints a table. Not a test.

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

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
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
    from cafe.selfcheck.check import judge
    from cafe.selfcheck.python_checker import build

    taken = {}
    for exercise in exercises().values():
        if not exercise.id.startswith(LESSONS):
            continue
        python = isinstance(exercise, PythonExercise)
        answers = [("right", exercise.solution)]
        answers += [("wrong", wrong.answer) for wrong in exercise.wrong]
        for kind, text in answers:
            answer = build(text, exercise.name) if python else text
            first = timed(judge, exercise, answer)
            later = [timed(judge, exercise, answer) for _ in range(10)]
            runs = taken.setdefault(("Python" if python else "SQL", kind), ([], []))
            runs[0].append(first)
            runs[1].extend(later)
    return taken


def imports():
    """Milliseconds and megabytes of the import, each the median of five processes."""
    environment = os.environ | {"PYTHONPATH": str(NOTEBOOKS)}
    command = [sys.executable, "-c", IMPORT]
    told = [
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        for _ in range(5)
    ]
    return [median(each) for each in zip(*(map(float, line.split()) for line in told))]


def main():
    sys.path.insert(0, str(NOTEBOOKS))
    os.environ["CAFE_PROGRESS"] = str(Path(tempfile.mkdtemp()) / "progress.json")
    print("| what | median | slowest | first time | limit |\n|---|---|---|---|---|")
    limits = {"SQL": "50 ms", "Python": "10 ms"}
    for (kind, outcome), (first, later) in checks().items():
        print(
            f"| {kind}, {outcome} answers | {median(later):.1f} ms"
            f" | {max(later):.1f} ms | {max(first):.0f} ms | {limits[kind]} |"
        )
    milliseconds, megabytes = imports()
    print(f"| import of cafe.selfcheck | {milliseconds:.0f} ms | | | 50 ms |")
    print(f"| its memory | {megabytes:.1f} MB | | | 10 MB |")


if __name__ == "__main__":
    main()
