"""What an exercise is: its text, its hints, its solution and the foreseen mistakes.

An exercise holds no code that checks. `sql_checker` and `python_checker` read these
classes; the modules beside this one, `lesson_01` and so on, fill them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..course.bank import misconceptions


@dataclass(frozen=True)
class Wrong:
    """A foreseen wrong answer, and what is said to whoever gives it.

    `answer` is text: SQL, or Python that defines what the exercise asks for. `message`
    is part of what the checker finds by itself. `reply` is added for every answer that
    behaves as this one does on all data; `misconception`, a key of
    data/misconceptions.toml, adds its sentence. Where two wrong answers behave alike,
    `sign` is a regular expression that tells them apart by their text.
    """

    answer: str
    message: str
    reply: str = ""
    misconception: str | None = None
    sign: str = ""

    @property
    def details(self):
        """The reply and the belief behind the answer, as a Verdict lists them."""
        if self.misconception is None:
            return (self.reply,)
        belief = misconceptions()[self.misconception].sentence
        return (self.reply, f"The belief behind it: “{belief}”")


@dataclass(frozen=True)
class Variant:
    """A hidden copy of the data, "where `where`": the small shop and SQL `changes`."""

    where: str
    changes: str


@dataclass(frozen=True)
class Probe:
    """Statements that the tables of an answer must let in, or must refuse.

    `what` names the row in words: "a card without an amount".
    """

    what: str
    sql: str
    refused: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Exercise:
    """What every exercise has. `difficulty` goes from 1 to 3."""

    id: str
    objective: str
    difficulty: int
    prompt: str
    starter: str
    hints: tuple[str, ...]
    solution: str
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class SqlExercise(Exercise):
    """Answered with SQL.

    A query is compared with the solution's rows, in their order if `ordered`. With
    `state`, a query, the answer is a script: what `state` shows after it counts. With
    `probes`, the answer makes tables, and the probes try them. `variants` are the
    hidden copies; empty, the usual ones are taken.
    """

    ordered: bool = False
    variants: tuple[Variant, ...] = ()
    state: str = ""
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class PythonExercise(Exercise):
    """Answered with a function, or with a value, that the solution calls `name`.

    `cases` holds the arguments of each call of a function, or is a function that makes
    them anew. `prove`, if given, takes the answer and returns what is wrong with it,
    or None. A value without `prove` is compared with the solution's. `seconds` bounds
    a whole check, its imports apart: far more than an answer needs on a busy machine.
    """

    name: str
    cases: tuple[tuple, ...] | Callable[[], list[tuple]] = ()
    prove: Callable[[object], str | None] | None = None
    seconds: float = 10.0
