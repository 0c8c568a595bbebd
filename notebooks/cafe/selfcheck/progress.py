"""A learner's progress: one small JSON file that no crash and no second notebook loses.

Each save takes a lock, reads the file if another has written it, merges (what a file
holds and how two become one, progress_document.py says), and adds a line; or it writes
a temporary file and renames it, the first time and when the file has doubled. The
system frees the lock of a process that dies.

The file stands beside the notebooks; the environment variable CAFE_PROGRESS names
another. Whoever wants to start anew deletes it: `begun` tells a new file from the
old one, so that no open notebook brings the old events back. It is a self-check:
nothing here is hidden or proved.
"""

import os
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from ..aws.machine import take_lock
from ..course.bank import draw, load
from ..files import hidden_beside, progress_path, replace_end, replace_file
from .progress_document import (
    END,
    ProgressError,
    append,
    as_json,
    empty,
    merge,
    read,
    text_of,
    text_that_adds,
)
from .verdict import Words

EXPORTED = "corner-cup-progress.json"
LOCK_SECONDS = 5


@dataclass(frozen=True)
class Try:
    """One answer: its outcome, what was answered, and when (UTC, as text)."""

    outcome: str
    answer: object
    at: str


@dataclass(frozen=True)
class Score:
    """Questions right at the first try, answered at all, and asked."""

    right: int
    answered: int
    asked: int

    def __str__(self):
        return f"{self.right} of {self.asked} right at the first try"


def now():
    """The time, in UTC."""
    return datetime.now(UTC)


def moment(at):
    """The time of an event, in UTC. One that cannot be read is long past."""
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return datetime(1970, 1, 1, tzinfo=UTC)


class Progress:
    """What one learner has done.

    `path` names the file, `clock()` gives the time of an event as a datetime, `writer`
    names this writer in the file. `message` says what stands in the way of saving,
    or what was set aside; it is empty when all is well. Nothing raises because a file
    cannot be read or written: progress is then kept until the kernel stops.
    """

    def __init__(self, path=None, clock=now, writer=None):
        self._named = path
        self.clock = clock
        self._writer = writer or os.urandom(4).hex()
        self._count = 0
        self._document = empty()
        self._unsaved = empty()  # the part of it that the file does not hold yet
        self._begun = None  # which file was seen last: its `begun`, "" if it has none
        self._seen = None  # the stamp of the file that the document holds whole
        self._room = 0  # bytes that may be added before the file is written whole
        self._set_aside = ""
        self._trouble = ""
        self.reload()

    def __repr__(self):
        tries = sum(len(self.tries(name)) for name in self.names())
        noun = "try" if tries == 1 else "tries"
        return f"Progress: {tries} {noun}, in {_size(self._document)}."

    @property
    def _path(self):
        """The file, asked each time: CAFE_PROGRESS may come to name another.

        Of a symbolic link, the file that it leads to: that is where the lock belongs.
        """
        return Path(os.path.realpath(self._named or progress_path()))

    @property
    def message(self):
        return " ".join(filter(None, (self._set_aside, self._trouble)))

    # Noting

    def record(self, name, outcome, answer=None):
        """Note a try at a question, a prediction or an exercise, and save."""
        self._note(name, what="try", outcome=outcome, answer=as_json(answer))

    def record_hint(self, name):
        """Note that the next hint was taken, and save."""
        self._note(name, what="hint")

    def record_solution(self, name):
        """Note that the solution was looked at, and save."""
        self._note(name, what="solution")

    def record_event(self, name, what, **details):
        """Note something else that happened to `name`, and save."""
        self._note(name, what=what, **details)

    # Asking

    def names(self):
        """Every question, prediction, exercise and paper that has a record."""
        return list(self._document["records"])

    def events(self, name):
        """All that was noted about `name`, a dict each, the first one first."""
        return list(self._document["records"].get(name, ()))

    def tries(self, name):
        """The tries at `name`, the first one first."""
        return tuple(
            Try(event.get("outcome", ""), event.get("answer"), event["at"])
            for event in self._events(name, "try")
        )

    def first(self, name):
        """The Try that counts, or None."""
        return next(iter(self.tries(name)), None)

    def hints(self, name):
        """How many hints were taken."""
        return len(self._events(name, "hint"))

    def solution_seen(self, name):
        return bool(self._events(name, "solution"))

    def score(self, lesson):
        """The Score over the questions that the lesson's self-check draws."""
        return self._score(draw(load(lesson)))

    # Files

    def reload(self):
        """Take in what other notebooks have saved."""
        self._exchange(write=False)

    def export(self, path):
        """Write all progress to one file; a sentence says how it went.

        Progress that the file holds already stays in it.
        """
        name = Path(path).name
        self.reload()
        if self._trouble:
            return f"Nothing was exported: {self.message}"
        try:
            whole = merge(self._document, read(Path(path)) or empty())
            replace_file(Path(path), text_of(whole))
        except ProgressError as error:
            return f"Nothing was exported: {name} {error}"
        except OSError as error:
            return f"{name} could not be written: {error.strerror}."
        said = f"{name} now holds your progress, in {_size(whole)}."
        return f"{said} {self.message}".strip()

    def import_(self, path):
        """Merge an exported file into this progress; a sentence says how it went."""
        name = Path(path).name
        try:
            other = read(Path(path))
        except ProgressError as error:
            return f"Nothing was imported: {name} {error}"
        except OSError as error:
            return f"Nothing was imported: {name} could not be read: {error.strerror}."
        if other is None:
            return f"Nothing was imported: there is no file {name} here."
        self._add(other)
        if self._trouble:
            return f"{name} was read, but not kept: {self.message}"
        said = f"{name} was merged: your progress is now in {_size(self._document)}."
        return f"{said} {self.message}".strip()

    def _events(self, name, what):
        return [event for event in self.events(name) if event["what"] == what]

    def _score(self, questions):
        firsts = [self.first(question.id) for question in questions]
        outcomes = [first.outcome for first in firsts if first]
        return Score(outcomes.count("right"), len(outcomes), len(questions))

    def _note(self, name, **event):
        """Note an event after those that are known, even where the clock went back."""
        at = self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for last in self.events(name)[-1:]:
            at = max(at, last["at"])
            self._count = max(self._count, last["n"])
        self._count += 1
        event["at"], event["by"], event["n"] = at, self._writer, self._count
        append(self._document, name, event)
        append(self._unsaved, name, event)
        self._exchange(write=True)

    def _add(self, document):
        self._document = merge(self._document, document)
        self._unsaved = merge(self._unsaved, document)
        self._exchange(write=True)

    def _exchange(self, write):
        """Merge the file into memory and, if `write`, memory into the file."""
        self._trouble = ""
        try:
            with _lock(self._path):
                damaged = self._take_in()
                if write or damaged:
                    self._save()
        except OSError as error:
            self._trouble = (
                f"Progress cannot be kept in {self._path.name}"
                f" ({error.strerror or error}). It lasts until the kernel stops; let"
                " CAFE_PROGRESS name a file that you may write, and run again."
            )

    def _take_in(self):
        """Merge the file into memory; whether it was damaged and set aside."""
        if self._seen and self._seen == _stamp(self._path):
            return False
        self._room = 0
        try:
            found = read(self._path)
        except ProgressError as error:
            aside = _free_name(self._path, error.kind)
            os.replace(self._path, aside)
            self._begun = self._begun or ""
            self._set_aside = (
                f"{self._path.name} {error} It was set aside as {aside.name}, in the"
                " same folder, and a new file begun."
            )
            return True
        begun = None if found is None else found.get("begun") or self._begun or ""
        if begun != self._begun and (self._begun or begun is None):
            self._document = self._unsaved  # the file was deleted: begin anew
        self._begun = begun
        self._document = merge(self._document, found or empty())
        self._seen = _stamp(self._path)
        return False

    def _save(self):
        if self._begun is None:
            self._begun = os.urandom(4).hex()
        if not self._added():
            text = text_of(self._document | {"begun": self._begun})
            replace_file(self._path, text)
            self._room = len(text)  # of a file without records: too little for a line
        self._seen = _stamp(self._path)
        self._unsaved = empty()

    def _added(self):
        """Add what is unsaved to the file as it was seen; False without room for it."""
        records = self._document["records"]
        text = text_that_adds(
            {name: records[name] for name in self._unsaved["records"]}
        )
        self._room -= len(text)
        return self._room >= 0 and replace_end(self._path, END, text)


def export_progress(file=EXPORTED):
    """Write all progress to one file beside it; words say how it went."""
    if not _names_file(file):
        return Words(f"Nothing was exported: {_no_file(file)}")
    return Words(Progress().export(progress_path().parent / file))


def import_progress(file=EXPORTED):
    """Add the progress of an exported file to this one; words say how it went."""
    if not _names_file(file):
        return Words(f"Nothing was imported: {_no_file(file)}")
    return Words(Progress().import_(progress_path().parent / file))


def _names_file(file):
    return isinstance(file, (str, Path)) and bool(Path(file).name)


def _no_file(file):
    return f'a file is named by its text, such as "{EXPORTED}"; {file!r} came.'


def _size(document):
    size = len(document["records"])
    return "1 question or exercise" if size == 1 else f"{size} questions and exercises"


def _free_name(path, kind):
    """progress.json.damaged-1, or the next number that is free."""
    names = (path.with_name(f"{path.name}.{kind}-{n}") for n in count(1))
    return next(name for name in names if not name.exists())


def _stamp(path):
    """What changes whenever the file does, None without a file.

    A file only ever grows or begins anew, so one size at one time is one content.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@contextmanager
def _lock(path):
    """Hold .path.lock. The system lets go of it when the process ends, however."""
    try:
        opened = hidden_beside(path, "lock").open("a+b")
    except OSError:  # nobody can save in such a folder, but it may be read
        opened = nullcontext()
    with opened as file:  # closing the file frees it
        deadline = time.monotonic() + LOCK_SECONDS
        while file and take_lock(file) is False:
            if time.monotonic() > deadline:
                raise TimeoutError("another notebook is holding it")
            time.sleep(0.005)
        yield
