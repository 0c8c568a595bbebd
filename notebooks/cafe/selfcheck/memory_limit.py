"""Bounds the memory that an answer takes: one value of it may be as large as it likes.

    with memory_limit(2**30):      what takes more raises an error of memory

The engine's own limit does not see a text or a list that it makes for one value, and
can't stop while it makes it. So the system refuses the memory, at once. It knows such a
limit on Linux only: elsewhere nothing is bounded.
"""

from contextlib import contextmanager
from threading import RLock

GIB = 2**30
_one = RLock()  # or two threads would each put back what the other had set


@contextmanager
def memory_limit(more):
    """The process may take so many bytes `more` than it has."""
    try:
        import resource

        with open("/proc/self/statm") as told:
            taken = int(told.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):  # Windows, the browser, a Mac
        yield
        return
    with _one:
        earlier, most = resource.getrlimit(resource.RLIMIT_AS)
        if earlier != resource.RLIM_INFINITY:
            more = min(more, max(0, earlier - taken))
        resource.setrlimit(resource.RLIMIT_AS, (taken + more, most))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (earlier, most))
