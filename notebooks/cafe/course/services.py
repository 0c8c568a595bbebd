"""The services of the course: what each is for, what not, and its key figures.

    services()            every Service, by its id, in the order of the lessons
    services()["rds"]     .question, .not_for, .figures, .lesson

They stand in data/services.toml. A figure's day is that of the fact that it comes from.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from ..files import read_toml
from . import facts


@dataclass(frozen=True)
class Figure:
    """A key figure in a few words, its fact, and the day when that was checked."""

    text: str
    fact: str  # "F20"
    checked: date


@dataclass(frozen=True)
class Service:
    """One service, as data/services.toml describes it."""

    id: str
    name: str
    kind: str  # "relational"
    question: str
    not_for: str
    lesson: str  # "02b"
    figures: tuple[Figure, ...]


@cache
def services():
    """Every Service by its id. Raises KeyError for a fact that does not exist."""
    known = facts.read()
    listed = read_toml("services.toml")["service"]
    return {table["id"]: _service(table, known) for table in listed}


def _service(table, known):
    figures = tuple(
        Figure(**figure, checked=known[figure["fact"]]["checked"])
        for figure in table.pop("figure", ())
    )
    return Service(**table, figures=figures)
