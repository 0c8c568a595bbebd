"""Questions outside a lesson's self-check: practice, the diagnostic, the review.

All are graded at once and kept in the progress under their ids, as those of a
self-check are. deck.py says which questions the review asks, and when.
"""

from collections import Counter
from datetime import date

from . import bank, deck, paper
from .progress import Progress, moment
from .sheet import Graded, _open
from .syllabus import syllabus
from .verdict import Words

ANY = "02b"  # the lesson for whoever knows all that the diagnostic asks


def practise(name):
    """The question "01.q13" by itself, graded as in a self-check.

    Raises LookupError when there is no such question.
    """
    question = bank.find(name)
    return _open(name, lambda: Practice(question, Progress()))


def diagnostic():
    """Eight questions that say where to start."""
    return _open("diagnostic", lambda: Diagnostic(bank.load("00"), Progress()))


def review(today=None):
    """What was missed and is due today, or on another date.

    Raises TypeError when `today` is no date.
    """
    today = date.today() if today is None else today
    if type(today) is not date:
        raise TypeError(
            f"review() takes a day as a date, such as date(2026, 11, 25); {today!r}"
            " came. Write: from datetime import date"
        )
    sheet = Review(Progress(), today)
    ids = tuple(question.id for question in sheet.questions)
    return _open(("review", sheet.today, ids), lambda: sheet)


class Practice(Graded):
    """One question in the middle of a lesson."""

    def __init__(self, question, progress):
        super().__init__("Practise", [question], progress)
        self.question = question

    def answer(self, answer):
        """The Verdict on an answer; its forms stand under the question."""
        return self._take(self.question, answer)

    def hear(self, wish):
        self.answer(wish["answer"])

    def _heading(self, number, question):
        return f"Question {question.id}"

    def _how_to_answer(self):
        return [
            "Answer from a cell, as often as you like; the first try counts:",
            f'    practise("{self.question.id}").answer(…)',
        ]

    def _line(self):
        return self.progress.message

    def _end(self):
        return None


class Diagnostic(Graded):
    """The questions of lesson 00; at their end it says where to start."""

    call = "diagnostic()"

    def __init__(self, lesson, progress):
        super().__init__(lesson.title, bank.draw(lesson), progress)
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
        return self.lesson.question(name)

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


class Review(Graded):
    """What is due today. The first try of today moves a question in the deck."""

    call = "review()"

    def __init__(self, progress, today):
        self.today = today
        self._known = {question.id: question for question in _taught()}
        cards = _cards(self._known, progress, before=today)
        due = [self._known[card.id] for card in deck.due(cards, today)]
        super().__init__("Review", due, progress)

    def __repr__(self):
        return super().__repr__() if self.questions else self._line()

    def _tries(self, question):
        """The tries since the question came back."""
        tries = super()._tries(question)
        return [each for each in tries if _day(each) >= self.today]

    def _named(self, name):
        if name not in self._known:
            raise LookupError(f"There is no question {name!r}; one is called 02.q03.")
        return self._known[name]

    def _short(self, question):
        return question.id

    def _line(self):
        now = super()._line() if self.questions else "Nothing is due today."
        return f"{now} {self._to_come()}".strip()

    def _to_come(self):
        """How many questions come back on which day."""
        asked = {question.id for question in self.questions}
        days = Counter(
            max(1, (card.due - self.today).days)
            for card in _cards(self._known, self.progress)
            if card.due > self.today or card.id not in asked
        )
        if not (days or asked):
            return (
                "What you miss in a self-check comes back here: after 1 day, then"
                " after 2, 4, 8 and 16 more."
            )
        comes = [f"{days[n]} {_in_days(n)}" for n in sorted(days)]
        return f"To come: {', '.join(comes)}." if comes else ""

    def _end(self):
        return None


def _taught():
    """What may be in the deck: the questions of the lessons, no predictions."""
    lessons = (bank.load(lesson) for lesson in bank.lessons() if lesson != "00")
    questions = (question for lesson in lessons for question in lesson.questions)
    return [question for question in questions if not question.prediction]


def _cards(ids, progress, before=date.max):
    """The cards of those questions that are in the deck, by the tries before a day.

    A question that a practice exam missed begins anew in the deck, whatever was before.
    """
    missed = {id: _local(at) for id, at in paper.missed(progress).items()}
    found = []
    for id in ids:
        tries = [(_day(each), each.outcome == "right") for each in progress.tries(id)]
        anew = missed.get(id, date.max)
        if anew < before:
            tries = [(anew, False), *(each for each in tries if each[0] > anew)]
        found.append(deck.card(id, [each for each in tries if each[0] < before]))
    return [card for card in found if card]


def _day(each):
    """The day of a try, where the learner is."""
    return _local(moment(each.at))


def _local(at):
    return at.astimezone().date()


def _in_days(n):
    return "tomorrow" if n == 1 else f"in {n} days"
