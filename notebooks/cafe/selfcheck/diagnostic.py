"""The diagnostic of lesson 00: eight questions that say where to start.

Each may be answered with "I don't know", which is the answer of a gap and not a guess.
"""

from dataclasses import replace

from ..course import bank
from ..course.lessons import syllabus
from ..course.questions import Option
from .progress import Progress
from .quiz import Graded, open_sheet
from .verdict import Words

ANY = "02b"  # the lesson for whoever knows all that the diagnostic asks


def diagnostic():
    """Eight questions that say where to start."""
    return open_sheet("diagnostic", lambda: Diagnostic(bank.load("00"), Progress()))


class Diagnostic(Graded):
    """The questions of lesson 00; at their end it says where to start."""

    look = "diagnostic"  # one question after the other
    call = "diagnostic()"

    def __init__(self, lesson, progress):
        asked = [_or_unsure(question) for question in bank.draw(lesson)]
        super().__init__(lesson.title, asked, progress)
        self.lesson = lesson

    def advice(self):
        """Where to start, and what was known of each topic, in words."""
        end = self._end()
        if end is None:
            left = self.score.asked - self.score.answered
            return Words(f"Answer every question first: {left} to go.")
        points = (" ".join(["-", *each.values()]).strip() for each in end["points"])
        return Words("\n".join([end["text"], end["lead"], *points]))

    def _named(self, name):
        named = self.lesson.question(name)
        return next((each for each in self.questions if each.id == named.id), named)

    def _how_to_answer(self):
        return [*super()._how_to_answer(), f"At the end: {self.call}.advice()"]

    def _end(self):
        if self.score.answered < self.score.asked:
            return None
        lessons = syllabus()
        return {
            "text": _where_to_start(self._missed()),
            "lead": "What you knew before the first lesson:",
            "points": [
                {
                    "name": "Known." if self._knew(question) else "To learn.",
                    "text": self.lesson.objectives[question.objective].strip(),
                    "aside": "(in preparation)" * lessons[question.recommends].planned,
                }
                for question in self.questions
            ],
        }

    def _knew(self, question):
        return self._first(question).outcome == "right"

    def _missed(self):
        """The lessons that are recommended, in reading order."""
        missed = {each.recommends for each in self.questions if not self._knew(each)}
        return [lesson for id, lesson in syllabus().items() if id in missed]


def _or_unsure(question):
    """The question with one more option, or bin, for whoever does not know."""
    if question.kind == "match":
        return replace(question, bins=(*question.bins, bank.UNSURE))
    why = f"Lesson {question.recommends} tells it."
    options = (*question.options, Option(bank.UNSURE, why))
    return replace(question, options=options)


def _where_to_start(missed):
    """The earliest of the lessons that were missed, in words."""
    anywhere = f"take any lesson you like, and try {_called(syllabus()[ANY])}"
    if not missed:
        return f"You knew all of it: {anywhere}."
    first = missed[0]
    if first.planned:
        return (
            f"Your first gap is in {_called(first)}, which is in preparation."
            f" Until it is there, {anywhere}."
        )
    return f"Start with {_called(first)}."


def _called(lesson):
    return f"lesson {lesson.id}, “{lesson.title}”"
