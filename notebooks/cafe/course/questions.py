"""A file of the question bank, read into frozen dataclasses or refused with a word.

Each rule is checked once, in the words of the person who wrote it. bank.py says what
kinds of question there are.
"""

import re
from dataclasses import dataclass, fields, replace

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
