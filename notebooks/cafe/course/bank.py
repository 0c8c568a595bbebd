"""The question bank: data/questions/NN_topic.toml read into frozen dataclasses.

    bank = load("02")               every question of lesson 02
    draw(bank)                      the 8 to 12 that its self-check asks
    draw(bank, number=2)            those of its second self-check
    find("02.q03")                  a question by its whole name
    shown(bank.question("q03"))     {"a": Option(…), "b": …}, in the order shown

A file that breaks a rule raises BankError, which names the file, the question and
the remedy. The kinds are:

    single, multiple   options, of which one, or two and more, are right
    order              items, written in the right order
    match              cards to sort into bins
    number             answer, tolerance, unit; slips are foreseen wrong numbers
    short              accept: the texts that are right; slips, foreseen wrong texts
"""

from functools import cache
from hashlib import sha256
from tomllib import TOMLDecodeError

from ..files import DATA, read_toml
from .questions import LETTERS, UNSURE, BankError, Misconception, parse


def lessons():
    """The lessons that have a question file, in order: ["00", "01", …]."""
    return sorted(name.split("_")[0] for name in _files("*"))


def _files(lesson):
    """The names of the question files of a lesson, or of all ("*")."""
    return [file.name for file in (DATA / "questions").glob(f"{lesson}_*.toml")]


@cache
def load(lesson):
    """The Bank of a lesson ("01", "02b"; "00" is the diagnostic).

    Raises LookupError when no file belongs to the lesson and BankError when its file
    breaks a rule.
    """
    if lesson not in lessons():
        raise LookupError(
            f"No questions for lesson {lesson!r}; there are some for"
            f" {', '.join(lessons()) or 'no lesson yet'}."
        )
    (file,) = _files(lesson)
    try:
        tables = read_toml(f"questions/{file}")
    except TOMLDecodeError as error:
        raise BankError(f"{file} is not valid TOML: {error}.") from None
    return parse(tables, file, misconceptions())


def find(name):
    """The question "01.q13" of any lesson; LookupError when there is none."""
    if not isinstance(name, str):
        raise LookupError(
            f'A question is called by a text, such as "01.q13"; {name!r} came.'
        )
    return load(name.split(".")[0]).question(name)


@cache
def misconceptions():
    """Every misconception of data/misconceptions.toml, by its slug."""
    tables = read_toml("misconceptions.toml")
    return {
        slug: Misconception(slug, sentence)
        for table in tables.values()
        for slug, sentence in table.items()
    }


def shown(question):
    """The choices of a question by letter, in the order in which they are shown.

    Options, items or cards are ordered by a hash of the question's id and their
    text: always the same, and the order of the file gives nothing away. UNSURE is last.
    """
    choices = question.options or question.items or question.cards
    ranked = sorted(
        choices,
        key=lambda choice: (choice.text == UNSURE, rank(question.id, choice.text)),
    )
    if question.items and tuple(ranked) == question.items:
        ranked.append(ranked.pop(0))  # an order question must not show its answer
    return dict(zip(LETTERS, ranked))


def draw(bank, n=10, number=1):
    """The n questions (8 to 12) of a self-check of the lesson, in the bank's order.

    One of each objective, then a second of each, and so on; the second self-check goes
    on where the first ended, and the last is filled up from the first. So all of them
    together ask every question but predictions and practice. The lesson's id is the
    seed, so a draw never changes. Fewer questions come when the bank has fewer, more
    than 12 only when it has more objectives.

    Raises LookupError when the lesson has no self-check of this number.
    """
    if number not in range(1, draws(bank, n) + 1):
        raise LookupError(
            f"Lesson {bank.lesson} has the self-checks 1 to {draws(bank, n)};"
            f" {number!r} came."
        )
    turns, n = _in_turns(bank), _size(bank, n)
    start = (number - 1) * n
    drawn = [*turns[start : start + n], *turns[:start]][:n]
    ids = {question.id for question in drawn}
    return tuple(question for question in bank.questions if question.id in ids)


def draws(bank, n=10):
    """How many self-checks it takes to be asked every question of the lesson."""
    return max(1, -(-len(_in_turns(bank)) // _size(bank, n)))


def _size(bank, n):
    return max(8, min(n, 12), len(bank.objectives))


def _in_turns(bank):
    """What a self-check may ask: one question of each objective, then a second…"""
    taken = dict.fromkeys(bank.objectives, 0)
    turns = []
    askable = [
        question
        for question in bank.questions
        if not (question.prediction or question.practice)
    ]
    for question in sorted(askable, key=lambda each: rank(bank.lesson, each.id)):
        turns.append((taken[question.objective], question))
        taken[question.objective] += 1
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])]


def rank(seed, text):
    """A place for `text` in an order that looks mixed, the same on each machine."""
    return sha256(f"{seed}|{text}".encode()).digest()
