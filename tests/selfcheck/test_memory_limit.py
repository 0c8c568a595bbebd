"""One answer at a time is bounded, and then nothing is."""

import sys
from threading import Event, Thread

import pytest

from cafe.selfcheck.memory_limit import GIB, memory_limit


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows such a limit")
def test_two_threads_leave_the_limit_as_it_was():
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    inside, done = Event(), Event()

    def other():
        with memory_limit(GIB):
            inside.set()
            done.wait(60)

    thread = Thread(target=other)
    with memory_limit(2 * GIB):
        thread.start()
        assert not inside.wait(0.1)
    assert inside.wait(60)
    done.set()
    thread.join()
    assert resource.getrlimit(resource.RLIMIT_AS) == before
