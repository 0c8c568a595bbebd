"""What an exercise is: its text, its hints, its solution and the foreseen mistakes.

An exercise holds no code that checks. `sql_checker` and `python_checker` read these
classes; `data/exercises/` fills those of SQL, `lesson_01/` and so on those of Python.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..course.bank import misconceptions
from .source import build, function_text, starter_text, value_text


@dataclass(frozen=True, eq=False)
class Right:
    """A right answer that is unlike the solution; `way` says in words how."""

    way: str
    answer: object


@dataclass(frozen=True, eq=False)
class Wrong:
    """A foreseen wrong answer, and what is said to whoever gives it.

    `answer` is what a learner hands in: SQL, or a function or value of Python.
    `message` is part of what the checker finds by itself. `reply` is added for every
    answer that behaves as this one does on all data; `misconception`, a key of
    data/misconceptions.toml, adds its sentence. Where two wrong SQL answers behave
    alike, `sign` is a regular expression that tells them apart by their text.
    """

    answer: object
    message: str
    reply: str = ""
    misconception: str | None = None
    sign: str = ""

    @property
    def details(self):
        """The reply and the mistaken belief, as a Verdict lists them."""
        if self.misconception is None:
            return (self.reply,)
        belief = misconceptions()[self.misconception].sentence
        return (self.reply, f"A common mistake: “{belief}”")


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


@dataclass(kw_only=True, eq=False)
class Exercise:
    """What every exercise has. `difficulty` goes from 1 to 3; `learned` is what one can
    say after solving it, and what "Right" ends with."""

    id: str
    objective: str
    difficulty: int
    learned: str = ""
    prompt: str
    hints: tuple[str, ...]
    starter: str = ""
    solution: str = ""
    right_answers: tuple[Right, ...] = ()
    wrong_answers: tuple[Wrong, ...] = ()


@dataclass(kw_only=True, eq=False)
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


@dataclass(kw_only=True, eq=False)
class PythonExercise(Exercise):
    """Answered with a function. Its file hands it the answers, which are functions too:

        exercise = PythonExercise(id="00.cups", prompt=__doc__, …)

        @exercise.right
        def price(cups):
            return cups * 3

        @exercise.right
        def adds_cup_by_cup(cups):
            return sum(3 for cup in range(cups))

        @exercise.wrong("should give 6; it gave 3.", "That is one cup: multiply.")
        def costs_one_cup_only(cups):
            return 3

    The first right one is the solution. It has the name that the learner's function
    should have. Its text is what a learner is shown, so it uses nothing that stands
    beside it; the other answers may, and are named for what is different in them.

    `cases` holds the arguments of each call, or is a function that makes them anew.
    `prove`, which is decorated with `exercise.proof`, takes an answer and returns what
    is wrong with it, or None. `seconds` bounds a whole check, its imports apart: far
    more than an answer needs on a busy machine. The starter, unless given, is the
    solution's first line.
    """

    name: str = ""
    cases: tuple[tuple, ...] | Callable[[], list[tuple]] = ()
    prove: Callable[[object], str | None] | None = None
    seconds: float = 10.0

    def right(self, function):
        """Take a function as the solution, each one after it as right, too."""
        if self.name:
            way = function.__name__.replace("_", " ")
            self.right_answers += (Right(way, self._handed_in(function)),)
            return function
        self.name = function.__name__
        self.solution = self._shown(function)
        self.starter = self.starter or starter_text(function)
        return function

    def wrong(self, message, reply="", misconception=None):
        """Take a function as a wrong answer, of which Wrong says the rest.

        Raises ValueError if the solution does not stand above it.
        """
        if not self.name:
            raise ValueError(f"{self.id}: put @exercise.right above @exercise.wrong.")

        def take(function):
            answer = self._handed_in(function)
            self.wrong_answers += (Wrong(answer, message, reply, misconception),)
            return function

        return take

    def proof(self, function):
        """Take a function as `prove`."""
        self.prove = function
        return function

    def _shown(self, function):
        return function_text(function, self.name)

    def _handed_in(self, function):
        """The function as if a learner had written it, alone and under its name."""
        text = function_text(function, self.name)
        return build(text, self.name, beside=function.__globals__)


class ValueExercise(PythonExercise):
    """Answered with a value: each of its functions returns one, and takes nothing.

    The solution is a single `return`; a learner is shown `name = …`. A wrong answer may
    begin with it: `return copy_for() | {"yesterday": "standby"}`. Without `prove`, a
    value is compared with the solution's.
    """

    def _shown(self, function):
        return value_text(function, self.name)

    def _handed_in(self, function):
        return function()
