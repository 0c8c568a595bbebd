"""Processes that save progress: test_progress.py starts them, and kills some.

python progress_writers.py write FILE WRITER     25 events, as one of several
python progress_writers.py kill FILE TIMES       children killed while they save
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from cafe.selfcheck.progress import Progress


def write(path, writer):
    """Save 25 events as one of several writers."""
    learner = Progress(path, writer=writer)
    for number in range(25):
        learner.record("01.q01", "right", [writer, number])
    print(learner.message or "saved")


def kill(path, times):
    """Kill so many children while they save; after each, look at the file."""
    chance = random.Random(2026)
    for number in range(int(times)):
        if number % 50 == 0:
            path.unlink(missing_ok=True)  # a long file would only make it slow
        acknowledged = killed_after(chance.uniform(0, 0.004), path, f"w{number}")
        learner = Progress(path)
        saved = [each.answer for each in learner.tries(f"w{number}")]
        if saved != list(range(len(saved))) or learner.message:
            sys.exit(f"kill {number}: {saved} {learner.message}")
        if not acknowledged <= len(saved) <= acknowledged + 1:
            sys.exit(f"kill {number}: {acknowledged} acknowledged, {len(saved)} saved")
    print(f"{times} kills, nothing lost")


def killed_after(seconds, path, name):
    """The number of saves that a child acknowledged before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        learner = Progress(path)
        os.write(writer, b"!")
        for number in range(10**6):
            learner.record(name, "right", number)
            os.write(writer, b"+")
    os.read(reader, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        return len(pipe.read())


if __name__ == "__main__":
    task, path, argument = sys.argv[1:]
    {"write": write, "kill": kill}[task](Path(path), argument)
