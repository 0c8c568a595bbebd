"""What one worker of `pytest -n 2` takes: a file, with all that it keeps for its tests.

The cells of a notebook stay together and in their order. But what runs every notebook
again is by far the longest file: of it a worker takes one notebook.
"""

from xdist.scheduler import LoadFileScheduling

SPLIT = "tests/lessons/test_run_again.py"


def share_of(test):
    """What the test of this id is run together with."""
    file, _, name = test.partition("::")
    return f"{file}[{name.partition('[')[2]}" if file == SPLIT else file


class ByFileOrNotebook(LoadFileScheduling):
    def _split_scope(self, nodeid):
        return share_of(nodeid)
