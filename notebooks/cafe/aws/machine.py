"""What the small AWS asks of the machine it runs on: folders that go, and locks.

A temporary folder goes with the program. A program that was killed cannot clear away,
so each folder has a lock beside it, which the system frees with the process; the next
program that asks for a folder clears those whose lock is free.
"""

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path


def _module(name):
    """A module of Python's own that not every system has, or None."""
    try:
        return import_module(name)
    except ImportError:
        return None


fcntl, msvcrt = _module("fcntl"), _module("msvcrt")  # the second is Windows'
PREFIX = "cafe-"
LOCK = ".lock"


def take_lock(file):
    """Lock an open file without waiting, until it is closed or the process ends.

    True when it is ours now, False when another holds it, None where nobody can: some
    file systems know no locks, and the browser's Python has no call for them.
    """
    try:
        if hasattr(fcntl, "flock"):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            return None
    except BlockingIOError:
        return False
    except OSError:
        return None if hasattr(fcntl, "flock") else False
    return True


def temporary_folder(owner=None):
    """A new empty folder, removed with `owner` or at the end of the program."""
    _clear_abandoned(tempfile.gettempdir())
    number, name = tempfile.mkstemp(prefix=PREFIX, suffix=LOCK)
    lock, folder = os.fdopen(number, "r+b"), Path(name.removesuffix(LOCK))
    take_lock(lock)  # before the folder is there, so that nobody takes it for left
    folder.mkdir()
    weakref.finalize(owner or temporary_folder, _clear, folder, lock)
    return folder


@cache
def _clear_abandoned(place):
    """Remove the folders whose programs have ended; once in the life of this one."""
    for folder in Path(place).glob(f"{PREFIX}*/"):
        with suppress(OSError), open(f"{folder}{LOCK}", "r+b") as lock:
            if take_lock(lock):
                _clear(folder, lock)


def _clear(folder, lock):
    shutil.rmtree(folder, ignore_errors=True)
    lock.close()
    Path(f"{folder}{LOCK}").unlink(missing_ok=True)
