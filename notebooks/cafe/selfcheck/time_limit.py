"""Runs an answer for so many seconds at most.

    limit = TimeLimit(exercise.seconds, file)
    limit.run(function, arguments)     what the function returns; or raises OutOfTime

On Unix, in the main thread, the system's timer raises: it ends a sleep, a regular
expression, and a loop that catches everything. Windows, the browser's Python and other
threads have no such timer: there a trace function looks at the clock at each step, and
a single long call or a loop around a bare `except:` goes on. A statement of the SQL
driver is cancelled everywhere. What no limit reaches, `last_resort.py` ends.

No import is broken off, for that would leave a half-made module behind: if one runs
when the time is up, the answer gets its time once more. While an answer runs, the
functions of `signal` that could turn the timer off refuse.
"""

import signal
import sys
from contextlib import contextmanager
from random import Random
from signal import setitimer
from signal import signal as handle
from threading import current_thread, main_thread
from time import monotonic

from ..drivers.statement_timeout import statement_timeout

HAS_TIMER = hasattr(signal, "setitimer") and sys.platform != "emscripten"
GRACE = 0.5  # seconds for `finally` and the like, before the timer raises again
AT_ONCE = 2e-5  # seconds to the raise after one that was caught; no two the same
TURN_OFF = ("alarm", "pthread_sigmask", "setitimer", "signal", "sigwait")


class OutOfTime(BaseException):
    """The time is up; no `except Exception` in an answer catches it."""


class TimeLimit:
    """`seconds` for all runs together; traced, each instruction in `file` is a step."""

    def __init__(self, seconds, file):
        self._seconds = seconds
        self._file = file
        self._deadline = monotonic() + seconds
        self._raised = False
        self._chance = Random(0)  # not the answer's own

    def run(self, function, arguments):
        """Return what the call gives; OutOfTime when it takes too long."""
        timed = HAS_TIMER and current_thread() is main_thread()
        run = self._timed if timed else self._traced
        left = max(0.001, self._deadline - monotonic())
        with statement_timeout(left + GRACE / 2):  # the timer is the first to tell
            try:
                return run(left, function, arguments)
            except Exception:
                if self._raised:  # DuckDB makes a RuntimeError of what the timer raises
                    raise OutOfTime from None
                raise

    def _timed(self, left, function, arguments):
        earlier = handle(signal.SIGALRM, self._ring)
        try:
            setitimer(signal.ITIMER_REAL, left, GRACE)
            with _left_on():
                return _answer(function, arguments)
        finally:
            setitimer(signal.ITIMER_REAL, 0)
            handle(signal.SIGALRM, earlier or signal.SIG_DFL)

    def _traced(self, left, function, arguments):
        earlier = sys.gettrace()
        try:
            sys.settrace(self._step)
            return _answer(function, arguments)
        finally:
            sys.settrace(earlier)

    def _ring(self, number, frame):
        """The timer's handler; `frame` is where the answer is."""
        if not self._is_up(frame):
            return
        if self._raised:  # and an `except:` caught it: what does so meets the next
            soon = self._chance.random() * AT_ONCE + 1e-6
            setitimer(signal.ITIMER_REAL, soon, GRACE)
        self._raised = True
        raise OutOfTime

    def _step(self, frame, event, argument):
        """The trace function: `while True: pass` has one line, but many steps."""
        if self._is_up(frame):
            raise OutOfTime
        frame.f_trace_opcodes = frame.f_code.co_filename == self._file
        return self._step

    def _is_up(self, frame):
        """Whether to stop here: in the answer, out of an import, its time up."""
        if monotonic() < self._deadline:
            return False
        while frame and frame.f_code is not _answer.__code__:
            if frame.f_code.co_filename.startswith("<frozen importlib"):
                self._deadline = monotonic() + self._seconds
                return False
            frame = frame.f_back
        return frame is not None


@contextmanager
def _left_on():
    """Meanwhile nobody turns the timer off."""
    earlier = {name: getattr(signal, name) for name in TURN_OFF}
    vars(signal).update(dict.fromkeys(TURN_OFF, _refuse))
    try:
        yield
    finally:
        vars(signal).update(earlier)


def _refuse(*arguments):
    raise RuntimeError("signals are the check's while it runs: do without them")


def _answer(function, arguments):
    """Nothing is raised but below this call: what is around it is always undone."""
    return function(*arguments)
