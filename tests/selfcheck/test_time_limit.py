"""An answer that takes too long is stopped, whatever it does and catches.

This file needs nothing but pytest, so that any Python can run it.
"""

import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cafe.selfcheck import bell, time_limit
from cafe.selfcheck.bell import HAS_TIMER
from cafe.selfcheck.time_limit import OutOfTime, TimeLimit

SOON = 0.1  # seconds
FILE = "<answer>"
HELPERS = """
import re
import signal
import time
from contextlib import suppress

def pause():
    try: time.sleep(0.01)
    except: pass

def on_and_on():
    while True:
        try: yield 1
        except Exception: pass

def stubborn():
    while True:
        try: pause()
        except: pass
"""
with_a_timer = pytest.mark.skipif(
    not HAS_TIMER, reason="only Unix has a timer that ends these; see Linux"
)


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(time_limit, "GRACE", 0.05)


def answer(body):
    """The function of an answer, whose body is given."""
    namespace = {}
    exec(compile(f"{HELPERS}def answer():\n{body}\n", FILE, "exec"), namespace)
    return namespace["answer"]


def run(function, seconds=SOON):
    return TimeLimit(seconds).run(function, ())


PLAIN = [
    " while True: pass",
    " while True:\n  try: pass\n  except Exception: pass",
    " return [number for number in iter(int, 1)]",
    " return sum(number for number in iter(int, 1))",
    " for number in on_and_on(): pass",
]
LONG_CALLS = [
    " time.sleep(1000)",
    " return re.match(r'(a+)+$', 'a' * 60 + 'b')",
    " return 10 ** 10 ** 8",
]
CATCHING = [
    " while True:\n  try: number = 1\n  except: pass",
    " while True:\n  try: time.sleep(0.01)\n  except: pass",
    " while True:\n  try: time.sleep(1000)\n  except: pass",
    " while True:\n  try: sum(range(99))\n  finally: continue",
    " while True:\n  try:\n   try: pause()\n   except: pass\n  except: pause()",
    " while True:\n  try:\n   try:\n    try: number = 1\n    except: pass\n"
    "   except: pass\n  except: pass",
    " while True:\n  with suppress(BaseException): pause()",
    " while True:\n  try: stubborn()\n  except: pass",
]


@pytest.mark.parametrize("body", PLAIN)
def test_an_endless_loop_is_stopped(body):
    with pytest.raises(OutOfTime):
        run(answer(body))


@with_a_timer
@pytest.mark.parametrize("body", LONG_CALLS)
def test_one_long_call_is_stopped(body):
    with pytest.raises(OutOfTime):
        run(answer(body))


@with_a_timer
@pytest.mark.parametrize("body", CATCHING)
def test_a_loop_that_catches_everything_is_stopped(body):
    with pytest.raises(OutOfTime):
        run(answer(body))


@pytest.fixture
def windows(monkeypatch):
    """As where the system has no timer."""
    monkeypatch.setattr(bell, "HAS_TIMER", False)


@pytest.mark.parametrize("body", [*PLAIN, CATCHING[0]])
def test_an_endless_loop_is_stopped_without_a_timer_as_well(body, windows):
    with pytest.raises(OutOfTime):
        run(answer(body))


def test_a_bell_without_a_timer_leaves_no_handler_and_rings_no_more(windows):
    before = signal.getsignal(bell.BELL)
    assert [run(answer(" return 7")) for _ in range(3)] == [7, 7, 7]
    assert signal.getsignal(bell.BELL) is before
    time.sleep(2 * SOON)


def test_where_nothing_can_ring_an_answer_gets_its_value(monkeypatch):
    monkeypatch.setattr(bell, "BELL", None)
    assert run(answer(" time.sleep(0.2)\n return 7")) == 7


def test_another_thread_has_no_limit_but_gets_its_answer():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(run, answer(" time.sleep(0.2)\n return 7")).result() == 7


def test_a_recursion_without_end_is_stopped_by_python_or_by_the_time():
    body = " time.sleep(0.0001)\n return answer()"
    with pytest.raises((OutOfTime, RecursionError)):
        run(answer(body))


def test_an_answer_in_time_gives_its_value_or_its_error():
    assert run(answer(" return 7"), seconds=60) == 7
    with pytest.raises(ZeroDivisionError):
        run(answer(" return 1 / 0"), seconds=60)


def test_the_runs_of_one_limit_share_its_time():
    limit = TimeLimit(SOON)
    with pytest.raises(OutOfTime):
        limit.run(answer(" while True: pass"), ())
    with pytest.raises(OutOfTime):
        limit.run(answer(" while True: pass"), ())


def test_what_an_answer_cleans_up_is_cleaned_up_when_it_is_stopped(monkeypatch):
    monkeypatch.setattr(time_limit, "GRACE", 60)
    loop = "  number = 1\n  while True: number += 1\n"
    clean = "  time.sleep(0)\n  done.append(1)"
    cleaning = answer(f" try:\n{loop} finally:\n{clean}")
    done = cleaning.__globals__["done"] = []
    with pytest.raises(OutOfTime):
        run(cleaning)
    assert done == [1]


# A module that ends once the time was up and was given anew: by a clock that is
# `ahead`, so that it is not up again however busy the machine is.
SLOW_MODULE = """
import time
from cafe.selfcheck import bell, time_limit

asked = []
now = time_limit.monotonic
time_limit.monotonic = lambda: asked.append(1) or now() + {ahead}
while len(asked) < 2:
    time.sleep(0.001)
time_limit.monotonic = now
whole = True
"""


@pytest.fixture
def slow_module(tmp_path, monkeypatch):
    """Writes the module that an answer imports; gone afterwards."""

    def write(ahead):
        text = SLOW_MODULE.format(ahead=ahead)
        (tmp_path / "slow_module.py").write_text(text, encoding="utf-8")

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    sys.modules.pop("slow_module", None)


@with_a_timer
def test_an_import_is_not_broken_off_and_gives_the_answer_its_time_anew(slow_module):
    slow_module(ahead=1000)
    assert run(answer(" import slow_module\n return 7")) == 7
    assert sys.modules["slow_module"].whole


@with_a_timer
def test_an_import_in_a_loop_that_catches_everything_is_not_broken_off(slow_module):
    slow_module(ahead=0)
    body = " try: time.sleep(1000)\n except: pass\n import slow_module\n"
    with pytest.raises(OutOfTime):
        run(answer(f"{body} while True:\n  try: pause()\n  except: pass"))
    assert sys.modules["slow_module"].whole


@with_a_timer
def test_a_stopped_answer_leaves_no_timer_and_no_handler_behind():
    before = signal.getsignal(signal.SIGALRM)
    loop = answer(CATCHING[0])
    for _ in range(20):
        with pytest.raises(OutOfTime):
            run(loop, seconds=0.001)
        assert signal.getsignal(signal.SIGALRM) is before
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
        assert sum(len(range(n)) for n in range(1000)) == 499_500
