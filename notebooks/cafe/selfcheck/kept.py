"""Answers that were kept: what an answer came to when it was given counts.

An answer is kept as letters, and the letters follow from the texts of the choices
(bank.shown). So in a question that was edited since, a letter may mean another choice,
or none at all: what it says today is then no longer told.
"""

from . import grading
from .verdict import Verdict

CHANGED = (
    "The question was changed after you answered it: your answer is no longer among"
    " the choices, and counts as it did then."
)


def unchanged(question, answer, outcome=None):
    """Today's Verdict on a kept answer, or None where it is not what it was.

    `outcome` is what the answer came to; None where that was not noted.
    """
    today = grading.grade(question, answer)
    if today.outcome == "untried" or outcome not in (None, today.outcome):
        return None
    return today


def changed(outcome):
    """The Verdict on an answer to a question that was changed since."""
    return Verdict("right" if outcome == "right" else "wrong", CHANGED)
