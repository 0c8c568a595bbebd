"""What a file of progress holds, and how two of them become one.

A document is a set of events, each noted once and never changed:

    {"version": 1, "begun": "91d2e07c",
     "records": {
       "02.q03": [{"what": "try", "outcome": "wrong", "answer": "a",
                   "at": "2026-11-02T09:15:04Z", "by": "5f0c12ab", "n": 1}],
       "02.loyal_customers": [{"what": "hint", …}, {"what": "solution", …}]}}

A record's name is the id of a question, a prediction or an exercise, or that of a paper
of a practice exam ("exam.1", whose events exam_paper.py tells). Else `what` is "try",
"hint" (one was taken) or "solution" (it was looked at); `at` is UTC and `by` the
writer, one an open notebook. `at` and `n` grow with each event of a record, even
where the clock was put back. The first try counts for the score; later ones are kept.

Two documents merge into the union of their events: in any order, any number of times,
the result is the same.

A save adds a line to the file, with all events of the record that grew, so that it
costs no more after ten thousand answers. The last line of a name holds.
"""

import json
import re
import sys
from errno import EINVAL
from numbers import Real
from stat import S_ISDIR, S_ISREG

VERSION = 1
LONGEST_TEXT = 4000
LARGEST_FILE = 16 * 2**20  # bytes; thousands of the longest answers
MOST_MINUTES = 24 * 60  # for a paper of the practice exam
END = "\n}}\n"  # of a file
# What a save leaves that was broken off while it put text_that_adds in END's place.
_BROKEN_OFF = re.compile(rb',(?:\}\}\n|\n\}\n|\n \n|\n "[^\n]*(?:\]\n\}?)?)\Z')
_CANONICAL = json.JSONEncoder(sort_keys=True)


class ProgressError(ValueError):
    """A file that holds no progress, or progress of a newer version."""

    def __init__(self, message, kind):
        super().__init__(message)
        self.kind = kind


def empty():
    """Progress before the first event."""
    return {"version": VERSION, "records": {}}


def merge(*documents):
    """The union of the events of all documents, in order of time."""
    records = {}
    for document in documents:
        for name, events in document["records"].items():
            known = records.setdefault(name, {})
            known.update((_key(event), event) for event in events)
    ordered = {
        name: [event for _, event in sorted(records[name].items())]
        for name in sorted(records)
    }
    return {"version": VERSION, "records": ordered}


def append(document, name, event):
    """Add an event that is later than all others of its record."""
    records = document["records"]
    known = records.get(name)
    records[name] = [*(known or ()), event]
    if known is None:
        document["records"] = dict(sorted(records.items()))


def read(path):
    """The document in a file, None without a file.

    Raises ProgressError when the file is damaged, far too large or from a newer
    version, OSError when it may not be read or is no file.
    """
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):  # a pipe would be waited for without an end
            what = "a folder" if S_ISDIR(found.st_mode) else "a pipe or a device"
            raise OSError(EINVAL, f"it is {what}, not a file")
        content = path.read_bytes() if found.st_size <= LARGEST_FILE else None
    except FileNotFoundError:
        return None
    if content is None:
        size = f"{found.st_size / 2**20:.0f} MiB"
        raise ProgressError(f"is far too large for progress: {size}.", "damaged")
    try:
        document = json.loads(_BROKEN_OFF.sub(END.encode(), content))
    except (ValueError, RecursionError):
        raise ProgressError("is damaged and cannot be read.", "damaged") from None
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is int and version > VERSION:
        raise ProgressError(
            f"is from a newer version of the course (format {version}, this one reads"
            f" {VERSION}): update the course and import it.",
            "newer",
        )
    if type(version) is not int or version < 1 or not _sound(document.get("records")):
        raise ProgressError("is damaged: it does not hold progress.", "damaged")
    return document


def _sound(records):
    return isinstance(records, dict) and all(
        isinstance(events, list) and all(map(_sound_event, events))
        for events in records.values()
    )


def _sound_event(event):
    return (
        isinstance(event, dict)
        and all(isinstance(event.get(key), str) for key in ("what", "at", "by"))
        and type(event.get("n")) is int
        and all(_SOUND[key](event[key]) for key in _SOUND.keys() & event.keys())
    )


_SOUND = {  # of the keys that only some events have
    "outcome": lambda value: isinstance(value, str),
    "question": lambda value: isinstance(value, str),
    "questions": lambda value: (
        isinstance(value, list) and all(isinstance(id, str) for id in value)
    ),
    "minutes": lambda value: (
        value is None or (type(value) is int and 0 < value <= MOST_MINUTES)
    ),
}


def _key(event):
    """What orders events, and tells two apart."""
    return event["at"], event["n"], event["by"], _CANONICAL.encode(event)


def as_json(answer):
    """An answer as JSON keeps it. What has no short plain form leaves its type."""
    try:
        plain = _plain(answer)
        if isinstance(plain, str) or len(json.dumps(plain)) <= LONGEST_TEXT:
            return plain
    except Exception:  # it contains itself, or a text of it cannot be made
        pass
    return type(answer).__name__


def _is_finite(number):
    return abs(number) <= sys.float_info.max


def _plain_number(number):
    whole = abs(number) < 2**53 and number == int(number)
    return int(number) if whole else float(number)


def _plain(answer):
    if answer is None or isinstance(answer, bool):
        return answer
    if isinstance(answer, str):
        return answer[:LONGEST_TEXT]
    if isinstance(answer, Real) and _is_finite(answer):
        return _plain_number(answer)
    if isinstance(answer, dict):
        return {str(key): _plain(value) for key, value in answer.items()}
    if isinstance(answer, (set, frozenset)):
        return sorted(map(str, answer))
    if isinstance(answer, (list, tuple)):
        return [_plain(value) for value in answer]
    return type(answer).__name__


def text_of(document):
    """JSON with one line for each record."""
    begun = f', "begun": {json.dumps(document["begun"])}' if "begun" in document else ""
    lines = ",\n".join(f"  {_record(*each)}" for each in document["records"].items())
    return f'{{"version": {VERSION}{begun}, "records": {{\n{lines}{END}'


def text_that_adds(records):
    """What takes the place of a file's END: these records, as they are now.

    A reader of JSON takes the last of two records of one name.
    """
    return "".join(f",\n {_record(*each)}" for each in records.items()) + END


def _record(name, events):
    return f"{json.dumps(name)}: {json.dumps(events)}"
