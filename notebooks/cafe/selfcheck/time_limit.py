"""Runs an answer for so many seconds at most. Time that imports take is not counted.

    limit = TimeLimit(10, file)
    limit.run(function, arguments)     what the function returns; or raises OutOfTime

A trace function looks at the clock on each step. Python takes a trace function away
once it has raised, so `except:` in an endless loop would survive it: then a signal,
which only the main thread gets, raises on and on. Nothing is raised while
an import runs, for that would leave a half-made module behind.
"""

import signal
import sys
from _thread import interrupt_main
from importlib import _bootstrap
from random import Random
from threading import Event, Thread, current_thread, main_thread
from time import monotonic

PATIENCE = 0.5  # seconds for `finally` and the like, before the signal
SIGNAL = getattr(signal, "SIGVTALRM", None) or signal.SIGBREAK  # used by nobody else
_IMPORTS = vars(_bootstrap)  # the namespace of the functions that run an import


class OutOfTime(BaseException):
    """The time is up; no `except Exception` in an answer catches it."""


class TimeLimit:
    """`seconds` for all runs together; each instruction in `file` is a step."""

    def __init__(self, seconds, file):
        self._file = file
        self._deadline = monotonic() + seconds
        self._import_began = None
        self._running = False
        self._chance = Random(0)

    def run(self, function, arguments):
        """Return what the call gives; OutOfTime when it takes too long."""
        if current_thread() is not main_thread():
            return self._traced(function, arguments)
        earlier = signal.signal(SIGNAL, self._raise_again)
        over = Event()
        reminder = Thread(target=self._remind, args=(over,), daemon=True)
        reminder.start()
        try:
            return self._traced(function, arguments)
        finally:
            over.set()
            reminder.join()
            signal.signal(SIGNAL, earlier or signal.SIG_DFL)

    def _traced(self, function, arguments):
        earlier = sys.gettrace()
        self._import_began = None
        try:
            sys.settrace(self._watch)
            self._running = True
            return function(*arguments)
        finally:
            self._running = False  # first of all: from here on, no signal raises
            sys.settrace(earlier)

    def _watch(self, frame, event, argument):
        """The trace function: `while True: pass` has one line, but many steps."""
        if self._import_began is not None:
            return None
        if event == "call" and frame.f_globals is _IMPORTS:
            self._import_began = monotonic()
            return self._import_ends
        if monotonic() > self._deadline:
            raise OutOfTime
        frame.f_trace_opcodes = frame.f_code.co_filename == self._file
        return self._watch

    def _import_ends(self, frame, event, argument):
        if event == "return":
            self._deadline += monotonic() - self._import_began
            self._import_began = None
        return self._import_ends

    def _remind(self, over):
        """Send the signal once the time is up, until the run is over."""
        while not over.wait(max(PATIENCE, self._deadline - monotonic())):
            interrupt_main(SIGNAL)

    def _raise_again(self, number, frame):
        late = monotonic() > self._deadline + PATIENCE
        if not self._running or not late or _importing(frame):
            return
        # Not at every step: to Python 3.12 the jump out of an `except` is still in the
        # `try`, and one would go round there for ever.
        skip = self._chance.random() < 0.5
        # This leaves a signal pending for the answer's next step. After a plain call,
        # or the second turn of a loop, it would be answered here.
        for _ in map(interrupt_main, [SIGNAL]):
            if skip:
                return
            raise OutOfTime


def _importing(frame):
    while frame and frame.f_globals is not _IMPORTS:
        frame = frame.f_back
    return frame is not None
