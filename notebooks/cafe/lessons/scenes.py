"""What the scenes of a story are made of; explorers/step_by_step.py draws them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A thing that stands somewhere; `state` is "", kept, late or refused. One with the
    same `key` in the next scene is the same thing, wherever it stands then."""

    key: str
    words: str
    state: str = ""


@dataclass(frozen=True)
class Place:
    """Where things stand: a note on it, and how full it is, where that matters."""

    title: str
    cards: tuple = ()
    note: str = ""
    full: float | None = None


@dataclass(frozen=True)
class Scene:
    """A moment: what it is called, what is seen, and where everything stands."""

    moment: str
    said: str
    places: tuple


@dataclass(frozen=True)
class Telling:
    """A story: its heading, who tells it, the scene that is seen first, and whether
    things go from each place to the next one."""

    heading: str
    teller: Callable
    first: int
    flows: bool = True
