"""One question in the middle of a lesson, graded at once, as in a self-check."""

from ..course import bank
from .progress import Progress
from .quiz import Graded, open_sheet


def practise(name):
    """The question "01.q13" by itself, graded as in a self-check.

    Raises LookupError when there is no such question.
    """
    question = bank.find(name)
    return open_sheet(name, lambda: Practice(question, Progress()))


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
