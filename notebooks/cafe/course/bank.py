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

import re
from dataclasses import dataclass, fields, replace
from functools import cache
from hashlib import sha256
from tomllib import TOMLDecodeError

from ..files import DATA, read_toml

KINDS = ("single", "multiple", "order", "match", "number", "short")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
UNSURE = "I don't know"  # an option of the diagnostic, shown last


class BankError(ValueError):
    """A question file breaks a rule of the bank."""


@dataclass(frozen=True)
class Misconception:
    """A mistaken belief: its key in data/misconceptions.toml and its sentence."""

    slug: str
    sentence: str


@dataclass(frozen=True)
class Option:
    """One choice of a single or multiple question."""

    text: str
    why: str
    right: bool = False
    misconception: Misconception | None = None


@dataclass(frozen=True)
class Item:
    """One step of an order question."""

    text: str
    why: str


@dataclass(frozen=True)
class Card:
    """One card of a match question and the bin it belongs in.

    Its misconception shows in one wrong bin, the mistaken one. Of two bins that is the
    other one; where there are more, a card without it tells no belief.
    """

    text: str
    bin: str
    why: str
    misconception: Misconception | None = None
    mistaken_bin: str = ""


@dataclass(frozen=True)
class Slip:
    """A foreseen wrong answer: a number, or the texts that are recognised."""

    why: str
    answer: float | None = None
    accept: tuple[str, ...] = ()
    misconception: Misconception | None = None


@dataclass(frozen=True)
class Question:
    """One question. Fields that its kind does not use are empty."""

    id: str
    lesson: str
    objective: str
    kind: str
    stem: str
    section: str
    exam: str  # its objective in the practitioner's exam, or "course", or "architect"
    facts: tuple[str, ...] = ()
    prediction: bool = False
    # asked in the middle of a lesson or by a practice exam, never in a self-check
    practice: bool = False
    architect: str = ""  # its task in the architect's exam
    recommends: str = ""  # diagnostic only: the lesson for whoever gets it wrong
    why: str = ""
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    bins: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    answer: float | None = None
    tolerance: float = 0
    unit: str = ""
    accept: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def number(self):
        """The id inside the lesson: "q03" for "02.q03"."""
        return self.id.split(".", 1)[1]


@dataclass(frozen=True)
class Bank:
    """All questions of one lesson."""

    lesson: str
    title: str
    objectives: dict[str, str]
    questions: tuple[Question, ...]

    def question(self, name):
        """The question called "q03", "q3" or "02.q03"; LookupError when none is."""
        number = str(name).strip().lower().removeprefix(f"{self.lesson}.")
        number = re.sub(r"^([a-z])(\d)$", r"\g<1>0\2", number)
        for question in self.questions:
            if question.number == number:
                return question
        known = ", ".join(question.number for question in self.questions)
        raise LookupError(
            f"Lesson {self.lesson} has no question {name}; it has {known}."
        )


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


# Reading a file. Each rule is checked once, in the words of the person who wrote it.

_PARTS = {"option": Option, "item": Item, "card": Card, "slip": Slip}
_KEYS = {field.name for field in fields(Question)}
_KEYS -= {"lesson", "options", "items", "cards", "slips"}
_NEEDS = {
    "single": ("option",),
    "multiple": ("option",),
    "order": ("item",),
    "match": ("bins", "card"),
    "number": ("answer", "why"),
    "short": ("accept", "why"),
}


def parse(data, file, known_misconceptions):
    """The Bank that the tables `data` make; an error mentions `file`."""
    for key in ("lesson", "title", "objectives", "question"):
        _require(key in data, file, f"{key} is missing at the top of the file")
    questions = []
    for number, table in enumerate(data["question"], 1):
        place = f"{file}, question {table.get('id', f'number {number}')}"
        question = _question(table, data["lesson"], known_misconceptions, place)
        _check(question, data["objectives"], place)
        questions.append(question)
    ids = [question.id for question in questions]
    for id in ids:
        _require(ids.count(id) == 1, file, f"the id {id} is used twice; ids are unique")
    return Bank(data["lesson"], data["title"], data["objectives"], tuple(questions))


def _question(table, lesson, known, place):
    for key in ("id", "objective", "kind", "stem", "section", "exam"):
        _require(table.get(key), place, f"{key} is missing")
    kind = table["kind"]
    _require(kind in KINDS, place, f"unknown kind {kind!r}; use {', '.join(KINDS)}")
    strange = set(table) - _KEYS - set(_PARTS)
    _require(not strange, place, f"unknown key {', '.join(sorted(strange))}")
    for key in _NEEDS[kind]:
        _require(key in table and table[key] != "", place, f"{kind} needs {key}")
    values = {key: _frozen(value) for key, value in table.items() if key in _KEYS}
    parts: dict = {
        f"{part}s": tuple(
            _part(cls, entry, known, f"{place}, {part} {number}")
            for number, entry in enumerate(table.get(part, ()), 1)
        )
        for part, cls in _PARTS.items()
    }
    parts["cards"] = tuple(_mistaken(card, table["bins"]) for card in parts["cards"])
    return Question(lesson=lesson, **values, **parts)


def _mistaken(card, bins):
    """The card with its mistaken bin, which of two bins is the other one."""
    others = [bin for bin in bins if bin != card.bin]
    alone = len(others) == 1 and card.misconception and not card.mistaken_bin
    return replace(card, mistaken_bin=others[0]) if alone else card


def _part(cls, entry, known, place):
    _require(entry.get("why"), place, "why is missing: explain every choice")
    names = {field.name for field in fields(cls)}
    strange = set(entry) - names
    _require(not strange, place, f"unknown key {', '.join(sorted(strange))}")
    for name in names & {"text", "bin"}:
        _require(entry.get(name), place, f"{name} is missing")
    values = {key: _frozen(value) for key, value in entry.items()}
    if slug := entry.get("misconception"):
        _require(slug in known, place, f"{slug} is not in misconceptions.toml")
        values["misconception"] = known[slug]
    return cls(**values)


def _check(question, objectives, place):
    """The rules that concern a question as a whole."""
    _require(
        re.fullmatch(rf"{re.escape(question.lesson)}\.[qp]\d\d", question.id),
        place,
        f"the id must look like {question.lesson}.q01 (or .p01 for a prediction)",
    )
    _require(
        question.objective in objectives,
        place,
        f"unknown objective {question.objective}; the file has {', '.join(objectives)}",
    )
    texts = [part.text for part in question.options + question.items + question.cards]
    _require(len(set(texts)) == len(texts), place, "two choices have the same text")
    _CHECKS[question.kind](question, place)


def _check_options(question, place):
    right = sum(option.right for option in question.options)
    if question.kind == "single":
        _require(right == 1, place, f"{right} options are right; single needs 1")
    else:
        _require(right >= 2, place, f"{right} options are right; multiple needs 2+")
    _require(right < len(question.options), place, "no option is wrong")
    for option in question.options:
        _require(
            not (option.right and option.misconception),
            place,
            f"the right option {option.text!r} has a misconception",
        )


def _check_items(question, place):
    _require(len(question.items) >= 3, place, "order needs at least 3 items")


def _check_cards(question, place):
    _require(len(question.bins) >= 2, place, "match needs at least 2 bins")
    for card in question.cards:
        _require(
            card.bin in question.bins,
            place,
            f"the card {card.text!r} belongs in {card.bin!r}, which is no bin",
        )
        wrong = set(question.bins) - {card.bin}
        _require(
            card.mistaken_bin in wrong or not card.mistaken_bin,
            place,
            f"the mistaken bin of {card.text!r} is {card.mistaken_bin!r}, none that is"
            " wrong",
        )
        _require(
            card.misconception or not card.mistaken_bin,
            place,
            f"the card {card.text!r} has a mistaken bin and no misconception",
        )


def _check_number(question, place):
    for answer in (question.answer, *(slip.answer for slip in question.slips)):
        _require(
            isinstance(answer, (int, float)) and not isinstance(answer, bool),
            place,
            f"{answer!r} is not a number",
        )
    for slip in question.slips:
        _require(
            abs(slip.answer - question.answer) > question.tolerance,
            place,
            f"the slip {slip.answer} would count as right",
        )


def _check_short(question, place):
    for texts in (question.accept, *(slip.accept for slip in question.slips)):
        _require(
            isinstance(texts, tuple) and texts, place, "accept must be a list of texts"
        )


_CHECKS = {
    "single": _check_options,
    "multiple": _check_options,
    "order": _check_items,
    "match": _check_cards,
    "number": _check_number,
    "short": _check_short,
}


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value


def _require(condition, place, message):
    if not condition:
        raise BankError(f"{place}: {message}.")
