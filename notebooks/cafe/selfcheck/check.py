"""Exercises under a cell: check an answer, take a hint, look at the solution.

    check("01.total", total)           a Verdict; the try is noted in the progress
    hint("01.total")                   the next of three hints
    solution("01.total")               after a try

`check` never raises. Which exercises there are, exercises/ says; what is right, the
checkers do.
"""

import inspect
from functools import cache
from types import FunctionType

from ..exercises import find
from ..exercises.kinds import SqlExercise
from . import python_checker, sql_checker
from .last_resort import ended_after
from .progress import Progress
from .values import WrongKind, plain
from .verdict import Verdict, Words

PATIENCE = 40  # seconds: what the time limit can end has long been ended by then


def check(id, answer):
    """Return the Verdict on an answer to the exercise `id`, and note the try.

    `answer` is the text of a SQL answer, else the function or the value itself.
    """
    try:
        exercise = find(id)
    except LookupError as error:
        return Verdict("untried", str(error))
    try:
        verdict = judge(exercise, answer)
    except Exception as error:  # a fault of ours is no reason to stop a lesson
        return Verdict(
            "untried",
            f"This answer cannot be checked ({type(error).__name__}). Simplify it, or"
            " tell those who keep the course.",
        )
    if verdict.outcome == "untried":
        return verdict
    _progress().record(id, verdict.outcome, _source(answer))
    if verdict.outcome == "right":
        verdict = verdict.also(exercise.learned)
    return verdict.also(_progress().message)


def judge(exercise, answer):
    """Return the Verdict on an answer to an Exercise, without noting it."""
    with ended_after(PATIENCE, exercise.id):
        return _judge(exercise, answer)


def _judge(exercise, answer):
    if not isinstance(exercise, SqlExercise):
        return python_checker.check(exercise, answer)
    if answer is None or answer is Ellipsis:
        return Verdict("untried", "There is no SQL here yet.")
    if not issubclass(type(answer), str):
        return Verdict("wrong", f"SQL is text; this is a {type(answer).__name__}.")
    return sql_checker.check(exercise, str.__str__(answer))


def hint(id):
    """Return the next hint for the exercise `id`; after the last one, all of them."""
    try:
        hints = find(id).hints
    except LookupError as error:
        return Words(error)
    taken = _progress().hints(id)
    numbered = [f"Hint {n} of {len(hints)}. {text}" for n, text in enumerate(hints, 1)]
    if taken >= len(hints):
        return Words("\n".join(numbered))
    _progress().record_hint(id)
    return Words(f"{numbered[taken]}\n{_progress().message}".strip())


def solution(id):
    """Return the solution of the exercise `id` once it was tried."""
    try:
        text = find(id).solution.strip()
    except LookupError as error:
        return Words(error)
    if not _progress().tries(id):
        return Words(f"Try {id} first; then its solution is shown. hint({id!r}) helps.")
    _progress().record_solution(id)
    said = f"One solution of {id}:\n\n{text}\n\n{_progress().message}"
    return Words(said.strip())


@cache
def _progress():
    return Progress()


def _source(answer):
    """The text of a function, where it can be found; a value as a plain one."""
    try:
        if type(answer) is FunctionType:
            return inspect.getsource(answer)
        return plain(answer, other=_kind)
    except (OSError, TypeError, WrongKind):
        return _kind(answer)


def _kind(answer):
    return type(answer).__name__
