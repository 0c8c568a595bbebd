"""The review: what was missed comes back, spaced over the days.

`deck` says which questions are asked, and when; here they are asked and graded at once,
and kept in the progress under their ids, as those of a self-check are.
"""

from collections import Counter
from datetime import date

from ..course import bank
from . import deck, exam_paper
from .progress import Progress, moment
from .quiz import Graded, open_sheet


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
    return open_sheet(("review", sheet.today, ids), lambda: sheet)


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
    missed = {id: _local(at) for id, at in exam_paper.missed(progress).items()}
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
