"""The case cards of lesson 09, with the learner's choices kept in the progress."""

from .progress import Progress

LESSON = "09"


def case_cards():
    """The cards as they were left; `cafe.explorers.case_cards` draws them."""
    from ..explorers.case_cards import case_cards as draw

    return draw(KeptTries(Progress()))


class KeptTries:
    """The choices made at each card, the first one first: kept in a Progress."""

    def __init__(self, progress):
        self.progress = progress

    @property
    def message(self):
        return self.progress.message

    def at(self, title):
        return [each.answer for each in self.progress.tries(_record(title))]

    def note(self, title, service, right):
        self.progress.record(_record(title), "right" if right else "wrong", service)


def _record(title):
    """The name of a card's record in the progress."""
    return f"{LESSON}.card.{title}"
