"""The papers of the practice exams, and how a learner sits one. No widget, no words.

    draw(1)                   the questions of paper 1; draw(2) gives other ones
    draw(1, "architect")      those of the other exam of data/exams.toml
    sitting(1, progress)      what was asked, answered, marked, and whether it is over

A sitting is a record "exam.1", or "exam.architect.1", in the learner's progress:

    {"what": "begun", "questions": ["01.q04", …], "minutes": 28}    or null: no limit
    {"what": "answered", "question": "01.q04", "answer": ["b"], "outcome": "right"}
                                            an empty answer takes the last one back
    {"what": "marked", "question": "01.q04", "marked": true}        to look at again
    {"what": "handed in"}

Nothing runs while a paper is open. Whether its time is over follows from the clock and
from these events, so it survives a restart, and a paper that was left is handed in.
An answer counts as it did when it was given, though its question be edited later; a
question that the bank lost counts no more.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import count
from operator import attrgetter

from ..course.bank import load, rank
from ..course.lessons import syllabus
from ..course.questions import Question
from ..files import read_toml
from . import grading, kept
from .progress import moment
from .verdict import Verdict

PRACTITIONER, ARCHITECT = "practitioner", "architect"
FORMATS = ("single", "multiple")  # those of both exams
COURSE = "course"  # the tag of a question that is not the exam's
# How the names of records begin: those of the first exam are older than the second.
_RECORDS = {PRACTITIONER: "exam.", ARCHITECT: "exam.architect."}


@cache
def guides():
    """What data/exams.toml says about each exam and about our papers, by its name."""
    return read_toml("exams.toml")


def guide(exam=PRACTITIONER):
    return guides()[exam]


def size(exam=PRACTITIONER):
    """How many questions a paper has."""
    return sum(guide(exam)["paper"]["parts"].values())


def minutes(exam=PRACTITIONER):
    """The time for a paper: its share of the exam's, 20/65 of 90 minutes."""
    whole = guide(exam)
    return round(size(exam) * whole["minutes"] / whole["questions"])


def tag(question, exam=PRACTITIONER):
    """The objective of an exam that a question is about, COURSE, or ""."""
    return getattr(question, guide(exam)["tag"])


@cache
def askable(exam=PRACTITIONER):
    """Every question that has a format and an objective of the exam, by its id.

    What is the course's and not the exam's comes from part one alone, and from its
    lessons: what is practised in an appendix, no lesson tells.
    """
    lessons = [each for each in syllabus().values() if not each.planned]
    return {
        question.id: question
        for lesson in lessons
        if lesson.id != "00"
        for question in load(lesson.id).questions
        if question.kind in FORMATS and not question.prediction
        if tag(question, exam) in guide(exam)["objectives"]
        if tag(question, exam) != COURSE or (lesson.part == 1 and not question.practice)
    }


def draw(number, exam=PRACTITIONER):
    """The questions of a paper: always the same, and others in the next paper.

    In each part of the paper one of each objective, then a second of each, and so on,
    where some parts of a task share one turn; the few that are not the exam's are
    spread over the lessons in the same way.
    """
    ranked = sorted(askable(exam).values(), key=lambda each: rank(number, each.id))
    parts = guide(exam)["paper"]["parts"]
    turns = {
        part: _in_turns(
            [each for each in ranked if tag(each, exam).startswith(part)],
            attrgetter("lesson") if part == COURSE else partial(turn, exam=exam),
        )
        for part in parts
    }
    drawn = [each for part, few in parts.items() for each in turns[part][:few]]
    first, few = next(iter(parts.items()))
    for kind in FORMATS:  # by chance a paper may lack one: then a second turn gives way
        if all(question.kind != kind for question in drawn):
            later = turns[first][few:]
            drawn[few - 1] = next(each for each in later if each.kind == kind)
    ids = {question.id for question in drawn}
    return tuple(question for question in ranked if question.id in ids)


def turn(question, exam=PRACTITIONER):
    """The objective of a question, or the task whose parts have one turn."""
    whole = tag(question, exam)
    task = whole.split("-")[0]
    return task if task in guide(exam)["paper"]["one_turn"] else whole


def _in_turns(questions, group_of):
    """The questions in another order: first one of each group, then a second."""
    taken = Counter()
    turns = []
    for question in questions:
        group = group_of(question)
        turns.append((taken[group], question))
        taken[group] += 1
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])]


@dataclass(frozen=True)
class Sitting:
    """How a paper stands. Times are datetimes in UTC, None when there is none."""

    number: int
    questions: tuple[Question, ...]
    begun: datetime | None = None
    ends: datetime | None = None  # only with time
    handed_in: datetime | None = None
    answers: dict = field(default_factory=dict)  # by the question's id
    outcomes: dict = field(default_factory=dict)  # of the answers, where it was noted
    marked: frozenset = frozenset()  # ids
    lost: tuple[str, ...] = ()  # ids that the bank has no more
    exam: str = PRACTITIONER

    @property
    def open(self):
        return self.begun is not None and self.handed_in is None

    @property
    def unanswered(self):
        return [each for each in self.questions if each.id not in self.answers]

    def verdict(self, question):
        """The Verdict on the answer; "untried" when there is none."""
        if question.id not in self.answers:
            return Verdict("untried")
        return self._unchanged(question) or kept.changed(self.outcomes.get(question.id))

    def letters(self, question):
        """The letters of the answer, as long as they mean what they meant."""
        if not self._unchanged(question):
            return []
        return sorted(grading.read(question, self.answers[question.id]))

    def _unchanged(self, question):
        id = question.id
        return kept.unchanged(question, self.answers.get(id), self.outcomes.get(id))

    def right(self, questions=None):
        """How many of the questions, all of them by default, are answered right."""
        asked = self.questions if questions is None else questions
        return sum(self.verdict(each).outcome == "right" for each in asked)

    @property
    def needed(self):
        """How many right answers reach our mark."""
        return -(-len(self.questions) * guide(self.exam)["paper"]["mark"] // 100)

    @property
    def reached(self):
        return bool(self.questions) and self.right() >= self.needed


def call(exam, number=None):
    """How a cell asks for a paper: exam(1), exam("architect", 1), exam()."""
    given = [] if exam == PRACTITIONER else [f'"{exam}"']
    given += [] if number is None else [str(number)]
    return f"exam({', '.join(given)})"


def record(number, exam=PRACTITIONER):
    """The name of a paper's record in the progress."""
    return f"{_RECORDS[exam]}{number}"


def sitting(number, progress, exam=PRACTITIONER):
    """The Sitting of a paper, from the events in the progress and its clock."""
    events = progress.events(record(number, exam))
    start = next((each for each in events if each["what"] == "begun"), None)
    if start is None:
        return Sitting(number, draw(number, exam), exam=exam)
    begun, limit = moment(start["at"]), start.get("minutes")
    ends = begun + timedelta(minutes=limit) if limit else None
    ids = start.get("questions", ())
    answers, outcomes, marked, handed_in = {}, {}, {}, None
    for event in events:
        at, what, id = moment(event["at"]), event["what"], event.get("question")
        if ends and at > ends:
            handed_in = ends
            break
        if what == "handed in":
            handed_in = at
            break
        if what == "answered":
            answers[id], outcomes[id] = event.get("answer"), event.get("outcome")
        if what == "marked":
            marked[id] = event.get("marked")
    if not handed_in and ends and progress.clock() >= ends:
        handed_in = ends
    known = askable(exam)
    return Sitting(
        number,
        tuple(known[id] for id in ids if id in known),
        begun,
        ends,
        handed_in,
        {id: answer for id, answer in answers.items() if answer},
        outcomes,
        frozenset(id for id, is_marked in marked.items() if is_marked),
        tuple(id for id in ids if id not in known),
        exam,
    )


def sittings(progress, exam=PRACTITIONER):
    """The Sitting of every paper of an exam that was begun, the first paper first."""
    form = re.escape(_RECORDS[exam]) + r"([1-9]\d*)"
    found = (re.fullmatch(form, name) for name in progress.names())
    numbers = sorted(int(match[1]) for match in found if match)
    return [sitting(number, progress, exam) for number in numbers]


def next_number(progress, exam=PRACTITIONER):
    """The paper that is open, or else the first that was not taken."""
    known = sittings(progress, exam)
    open_ = [each.number for each in known if each.open]
    taken = {each.number for each in known if each.handed_in}
    return open_[0] if open_ else next(n for n in count(1) if n not in taken)


def missed(progress):
    """{id of a question: when a paper last missed it}, for the review deck."""
    taken = [each for exam in guides() for each in sittings(progress, exam)]
    return {
        question.id: each.handed_in
        for each in sorted(
            (each for each in taken if each.handed_in), key=attrgetter("handed_in")
        )
        for question in each.questions
        if each.verdict(question).outcome != "right"
    }
