"""Runs an answer for so many seconds at most.

    limit = TimeLimit(exercise.seconds)     for all its runs together
    limit.run(function, arguments)          what the function returns; or OutOfTime

A bell rings and its handler raises, which ends a loop that catches everything, too. No
import is broken off, for that would leave a half-made module behind: the answer gets
its time once more. A statement of the SQL driver is cancelled. What no limit reaches
(all that bell.py says is not heard), `last_resort.py` ends.
"""

from time import monotonic

from ..drivers.statement_timeout import statement_timeout
from .bell import ring_soon, ringing

GRACE = 0.5  # seconds for `finally` and the like, before it rings again


class OutOfTime(BaseException):
    """The time is up; no `except Exception` in an answer catches it."""


class TimeLimit:
    def __init__(self, seconds):
        self._seconds, self._deadline = seconds, monotonic() + seconds
        self._raised = False

    def run(self, function, arguments):
        """Return what the call gives; OutOfTime when it takes too long."""
        left = max(0.001, self._deadline - monotonic())
        with statement_timeout(left + GRACE / 2), ringing(self._ring, left, GRACE):
            try:
                return _answer(function, arguments)
            except Exception:
                if self._raised:  # DuckDB makes a RuntimeError of what a handler raises
                    raise OutOfTime from None
                raise

    def _ring(self, number, frame):
        """The handler: raises where the answer is, out of an import, its time up."""
        if monotonic() < self._deadline:
            return
        while frame and frame.f_code is not _answer.__code__:
            if frame.f_code.co_filename.startswith("<frozen importlib"):
                self._deadline = monotonic() + self._seconds
                return
            frame = frame.f_back
        if frame:
            if self._raised:  # and an `except:` caught it: what does so meets the next
                ring_soon(GRACE)
            self._raised = True
            raise OutOfTime


def _answer(function, arguments):
    """Nothing is raised but below this call: what is around it is always undone."""
    return function(*arguments)
