"""Rings in the midst of what the main thread does: the system's timer, or a thread.

    with ringing(handler, 2, 0.5):    # after two seconds, then each half a second
        …                             # handler(number, frame); it may raise

The timer is heard within a sleep and a regular expression. Windows has none: there a
thread rings, which is heard between two steps of Python. The browser's Python has
neither, and any other thread than the main one hears nothing.
"""

import signal
from _thread import interrupt_main
from contextlib import contextmanager
from signal import signal as handle
from threading import Event, Thread, current_thread, main_thread
from time import monotonic
from typing import Any

HAS_TIMER = hasattr(signal, "setitimer")
#: The signal, which nobody else uses; None where there is none that could ring.
BELL: Any = getattr(signal, "SIGALRM" if HAS_TIMER else "SIGBREAK", None)
SOON = 2e-5  # seconds

if HAS_TIMER:
    from signal import ITIMER_REAL, setitimer


@contextmanager
def ringing(handler, first, again):
    """Call `handler` in the block after `first` seconds, then after each `again`."""
    if BELL is None or current_thread() is not main_thread():
        yield
        return
    earlier = handle(BELL, handler)
    silence = (_timer if HAS_TIMER else _thread)(first, again)
    try:
        yield
    finally:
        silence()
        handle(BELL, earlier or signal.SIG_DFL)


def ring_soon(again):
    """Ring at once, too; no two times the same, so that no loop stays in step."""
    if HAS_TIMER:
        setitimer(ITIMER_REAL, 1e-6 + monotonic() % SOON, again)


def _timer(first, again):
    setitimer(ITIMER_REAL, first, again)
    return lambda: setitimer(ITIMER_REAL, 0)


def _thread(first, again):
    over = Event()

    def ring():
        seconds = first
        while not over.wait(seconds):
            interrupt_main(BELL)
            seconds = again

    Thread(target=ring, daemon=True).start()
    return over.set
