"""The papers of the practice exam, and how a learner sits one. No widget, no words.

    draw(1)                   the questions of paper 1; draw(2) gives other ones
    sitting(1, progress)      what was asked, answered, marked, and whether it is over

A sitting is a record "exam.1" in the learner's progress:

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
from functools import cache
from itertools import count
from operator import attrgetter

from ..course.bank import Question, load, rank
from ..course.lessons import syllabus
from ..files import read_toml
from . import grading, kept
from .progress import moment
from .verdict import Verdict

FORMATS = ("single", "multiple")  # those of the exam
COURSE = "course"  # the tag of a question that is not the exam's


@cache
def guide():
    """What data/exam.toml says about the exam and about our papers."""
    return read_toml("exam.toml")


def minutes():
    """The time for a paper: its share of the exam's, 20/65 of 90 minutes."""
    exam = guide()
    return round(exam["paper"]["questions"] * exam["minutes"] / exam["questions"])


@cache
def askable():
    """Every question of part one that has a format of the exam, by its id."""
    written = [
        load(id)
        for id, lesson in syllabus().items()
        if id != "00" and not lesson.planned and lesson.part == 1
    ]
    return {
        question.id: question
        for lesson in written
        for question in lesson.questions
        if question.kind in FORMATS and not question.prediction
    }


def draw(number):
    """The questions of a paper: always the same, and others in the next paper.

    One of each objective of the exam, then a second of each, and so on, where some
    parts of a task share one turn; the few that are not the exam's are spread over the
    lessons in the same way.
    """
    ranked = sorted(askable().values(), key=lambda each: rank(number, each.id))
    ours = [each for each in ranked if each.exam == COURSE]
    exams = [each for each in ranked if each.exam != COURSE]
    few, all_ = guide()["paper"]["course"], guide()["paper"]["questions"]
    turns = _in_turns(exams, turn)
    first, later = turns[: all_ - few], turns[all_ - few :]
    drawn = first + _in_turns(ours, attrgetter("lesson"))[:few]
    for kind in FORMATS:  # by chance a paper may lack one: then a second turn gives way
        if all(question.kind != kind for question in drawn):
            drawn[len(first) - 1] = next(each for each in later if each.kind == kind)
    return tuple(question for question in ranked if question in drawn)


def turn(question):
    """The objective of a question, or the task whose parts have one turn."""
    task = question.exam.split("-")[0]
    return task if task in guide()["paper"]["one_turn"] else question.exam


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
        return -(-len(self.questions) * guide()["paper"]["mark"] // 100)

    @property
    def reached(self):
        return bool(self.questions) and self.right() >= self.needed


def record(number):
    """The name of a paper's record in the progress."""
    return f"exam.{number}"


def sitting(number, progress):
    """The Sitting of a paper, from the events in the progress and its clock."""
    events = progress.events(record(number))
    start = next((each for each in events if each["what"] == "begun"), None)
    if start is None:
        return Sitting(number, draw(number))
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
    return Sitting(
        number,
        tuple(askable()[id] for id in ids if id in askable()),
        begun,
        ends,
        handed_in,
        {id: answer for id, answer in answers.items() if answer},
        outcomes,
        frozenset(id for id, is_marked in marked.items() if is_marked),
        tuple(id for id in ids if id not in askable()),
    )


def sittings(progress):
    """The Sitting of every paper that was begun, the first paper first."""
    found = (re.fullmatch(r"exam\.([1-9]\d*)", name) for name in progress.names())
    numbers = sorted(int(match[1]) for match in found if match)
    return [sitting(number, progress) for number in numbers]


def next_number(progress):
    """The paper that is open, or else the first that was not taken."""
    known = sittings(progress)
    open_ = [each.number for each in known if each.open]
    taken = {each.number for each in known if each.handed_in}
    return open_[0] if open_ else next(n for n in count(1) if n not in taken)


def missed(progress):
    """{id of a question: when a paper last missed it}, for the review deck."""
    return {
        question.id: each.handed_in
        for each in sorted(
            (each for each in sittings(progress) if each.handed_in),
            key=lambda each: each.handed_in,
        )
        for question in each.questions
        if each.verdict(question).outcome != "right"
    }
