"""Answers to a question: as its inputs take them, in words, and the right one."""

from ..course import bank
from . import grading


def as_shown(question, answer):
    """An answer in the form that the page's inputs take."""
    if question.kind in ("number", "short"):
        return str(answer)
    understood = grading.read(question, answer)
    return sorted(understood) if question.kind == "multiple" else understood


def in_words(question, answer):
    """An answer in words: "b) Two rows"."""
    shown = as_shown(question, answer)
    if question.kind == "number":
        return f"{grading.read(question, answer):.12g} {question.unit}".strip()
    if question.kind == "short":
        return shown
    if question.kind == "match":
        return ", ".join(f"{letter} {bin}" for letter, bin in shown.items())
    choices = bank.shown(question)
    return "; ".join(f"{letter}) {choices[letter].text}" for letter in shown)


def right_answer(question):
    """The answer that is graded right."""
    choices = bank.shown(question)
    if question.kind == "number":
        return question.answer
    if question.kind == "short":
        return question.accept[0]
    if question.kind == "match":
        return {letter: card.bin for letter, card in choices.items()}
    if question.kind == "order":
        return sorted(choices, key=lambda letter: question.items.index(choices[letter]))
    return [letter for letter, option in choices.items() if option.right]
