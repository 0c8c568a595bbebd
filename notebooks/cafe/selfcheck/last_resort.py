"""Ends the kernel when nothing else ends a check; the next kernel says so.

    with ended_after(30, "05.hits"):    # seconds; then the whole kernel ends
        …
    stuck()                             # in the next kernel: what happened, or ""

Some calls, such as sum(range(10**15)), hold all of Python: no time limit and no Stop
button reaches them. The watchman of `faulthandler` is written in C. He notes where each
thread was and ends the process; Jupyter begins a new one by itself. What a learner did
before is in the progress file by then. The browser's Python has no such watchman.
"""

import faulthandler
import re
from contextlib import contextmanager

from ..files import hidden_beside, progress_path


@contextmanager
def ended_after(seconds, id):
    """The process ends if the block takes longer. `id` is the exercise's."""
    note = _watched(seconds, id)
    try:
        yield
    finally:
        if note:
            faulthandler.cancel_dump_traceback_later()
            note.close()
            _path().unlink(missing_ok=True)


def _watched(seconds, id):
    """The open note, or None: there is no watchman, or nowhere to write."""
    if not hasattr(faulthandler, "dump_traceback_later"):
        return None
    try:
        note = _path().open("w", encoding="utf-8")
    except OSError:
        return None
    print(id, file=note, flush=True)
    faulthandler.dump_traceback_later(seconds, exit=True, file=note)
    return note


def stuck():
    """What ended the kernel before this one, told once; "" if a check did not."""
    try:
        id, _, told = _path().read_text(encoding="utf-8").partition("\n")
        _path().unlink()
    except OSError:
        return ""
    threads = [each for each in told.split("\n\n") if "in _answer\n" in each]
    if not threads:  # whoever ended it, we did not
        return ""
    line, function = re.findall(r"line (\d+) in (.+)", threads[0])[0]
    return (
        f"Your last answer to {id} could not be stopped in line {line} ({function}), so"
        " Python was ended and began anew. Is there something that never ends?"
    )


def _path():
    return hidden_beside(progress_path(), "stuck")
