"""The review deck: missed questions come back, spaced over the days.

A question that was missed at the first try lies in box 1. Each box has its wait:

    box     1   2   3   4   5
    days    1   2   4   8  16

A right answer on or after the day that a question is due moves it up one box, and out
of the deck from the last; a wrong one takes it back to box 1. What is answered before
that day is practice and moves nothing. The boxes are computed from the tries and their
days alone, so nothing else has to be saved.
"""

from dataclasses import dataclass
from datetime import date, timedelta

WAIT = {1: 1, 2: 2, 3: 4, 4: 8, 5: 16}  # box: days
MOST = 10  # questions a day


@dataclass(frozen=True, order=True)
class Card:
    """A question in the deck: the day it is due, its box, and its id."""

    due: date
    box: int
    id: str


def card(id, tries):
    """The Card of a question, or None when it is not in the deck.

    `tries` are pairs (day, whether it was right), the first try first.
    """
    tries = list(tries)
    if not tries or tries[0][1]:
        return None
    box, due = 1, _after(tries[0][0], 1)
    for day, right in tries[1:]:
        if day < due:
            continue
        box = box + 1 if right else 1
        if box not in WAIT:
            return None
        due = _after(day, box)
    return Card(due, box, id)


def due(cards, today):
    """The cards to review today, longest due first, at most MOST."""
    return sorted(each for each in cards if each.due <= today)[:MOST]


def _after(day, box):
    return day + timedelta(days=WAIT[box])
