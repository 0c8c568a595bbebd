"""The course's files: tables in `data/` to read, a learner's files to write.

    read_toml("facts.toml")  what a TOML file of data/ holds, read once
    DATA / "orders.csv"      any other file of data/
    progress_path()          where the learner's progress lies

All of them are found from where this file stands, never from the current folder.
"""

import os
import tomllib
from copy import deepcopy
from errno import ENOSPC
from functools import cache
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1]
DATA = NOTEBOOKS.parent / "data"


def read_toml(name):
    """Return what `data/name` holds, as a dict of the caller's own.

    Raises FileNotFoundError, and tomllib.TOMLDecodeError with the line.
    """
    return deepcopy(_read(DATA / name))


@cache
def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def progress_path():
    """Where the progress lies: beside the notebooks, or where CAFE_PROGRESS says."""
    beside = NOTEBOOKS / "progress.json"
    return Path(os.environ.get("CAFE_PROGRESS") or beside).expanduser()


def hidden_beside(path, kind):
    """Where a file of this kind stands beside a learner's own, hidden by its dot.

    So the learner sees one file. And JupyterLab, which lists a folder every ten
    seconds, says that there is none if a file that it shows goes meanwhile.
    """
    return path.with_name(f".{path.name}.{kind}")


def replace_file(path, text):
    """Put a whole text in place, or leave the old file as it was.

    Through a symbolic link, the file that it leads to is written.
    """
    path = Path(os.path.realpath(path))
    temporary = hidden_beside(path, "tmp")
    temporary.unlink(missing_ok=True)  # what a crash left, or a pipe that would block
    with open(temporary, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def replace_end(path, end, text):
    """Put a text in place of the end of a file; whether the file ended so.

    Where the disk is full the end stays as it was. What dies on its way leaves the
    file with the first part of the text.
    """
    old, new = end.encode(), text.encode()
    with open(path, "r+b", buffering=0) as file:
        start = file.seek(-len(old), os.SEEK_END)
        if file.read() != old:
            return False
        file.seek(start)
        if file.write(new) < len(new):
            file.seek(start)
            file.write(old)
            file.truncate()
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        os.fsync(file.fileno())
    return True
