"""Checks a Python answer: calls it with hidden cases, proves it, or compares a value.

    check(exercise, answer)     a Verdict

The exercise's solution says what each case should give. An answer gets copies of its
arguments, and what it prints is kept from the page. What takes too long is stopped:
time_limit.py says how, and what it cannot stop.
"""

import inspect
import io
import linecache
import re
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isclose
from numbers import Number, Real

from ..exercises.source import build
from ..exercises.words import NO_RETURN, kind, returned, show
from .beyond import beyond
from .error_advice import advice
from .time_limit import OutOfTime, TimeLimit
from .verdict import Verdict

LONGEST_ERROR = 500
REAL = (Real, Decimal)  # complex numbers have no order, so no rounding


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value and what was printed, or an error and its line."""

    value: object = None
    printed: str = ""
    error: BaseException | None = None
    line: str = ""


def check(exercise, answer):
    """Return the Verdict on `answer`, a function or a value."""
    if answer is None or answer is Ellipsis:
        return Verdict("untried", "There is no answer here yet.")
    wanted = _solution(exercise)
    if callable(wanted) != callable(answer):
        return Verdict("wrong", _not_what_is_asked(exercise, wanted))
    try:
        answer = answer if callable(answer) else plain(answer)
    except WrongKind as problem:
        return Verdict("wrong", f"{exercise.name} is {problem}")
    if _untouched(exercise, answer):
        nothing = "does nothing" if callable(answer) else "holds no answer"
        return Verdict("untried", f"{exercise.name} {nothing} yet.")
    if callable(answer) and (problem := _signature(exercise, wanted, answer)):
        return Verdict("wrong", problem)
    if exercise.cases:
        verdict = _try_cases(exercise, answer)
        if verdict.outcome != "right" or not exercise.prove:
            return verdict
    if exercise.prove:
        return _prove(exercise, answer)
    return _compare(exercise, wanted, answer)


# ---------------------------------------------------------------- before calling


@cache
def _solution(exercise):
    return build(exercise.solution, exercise.name)


def _not_what_is_asked(exercise, wanted):
    if callable(wanted):
        return (
            "Give the function itself, without brackets or quotes:"
            f' check("{exercise.id}", {exercise.name}).'
        )
    return f"{exercise.name} should be a value, and this is a function: call it first."


def _untouched(exercise, answer):
    """Whether a value is the starter's, or a function has its body or an empty one."""
    starter = build(exercise.starter, exercise.name)
    if not callable(answer):
        return type(answer) is type(starter) and answer == starter
    return _body(answer) in (_body(starter), _body(lambda: None))


def _body(function):
    code = getattr(function, "__code__", None)
    return code and (code.co_code, code.co_consts, code.co_names)


def _signature(exercise, wanted, answer):
    """What is wrong with the arguments that a function takes, or None."""
    try:
        given = inspect.signature(answer)
    except (TypeError, ValueError):  # some functions written in C do not tell
        return None
    asked = inspect.signature(wanted)
    try:
        given.bind(*asked.parameters)
    except TypeError:
        return f"{exercise.name} should take {asked}; yours takes {given}."
    if sorted(given.parameters) == sorted(asked.parameters) and [*given.parameters] != [
        *asked.parameters
    ]:
        return f"{exercise.name} should take {asked}, in this order, not {given}."
    return None


# ---------------------------------------------------------------- calling


def _call(function, arguments, limit=None, file=None):
    """The Outcome of a call within a TimeLimit, without one if it is a solution's.

    `file` is where the learner's text is: an error's line is looked for there.
    """
    run = limit.run if limit else _run
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            value = plain(run(function, arguments))
    except KeyboardInterrupt:  # the Stop button stops the check, too
        raise
    except BaseException as error:
        return Outcome(error=error, line=_line(error, file))
    return Outcome(value, printed.getvalue())


def _run(function, arguments):
    return function(*arguments)


def _file(function):
    return getattr(getattr(function, "__code__", None), "co_filename", None)


def _line(error, file):
    """Where in the learner's text an error arose: "Line 2: return 1 / 0"."""
    found, step = "", error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == file:
            text = linecache.getline(file, step.tb_lineno).strip()
            found = f"Line {step.tb_lineno}: {text}"
        step = step.tb_next
    return found


def _cases(exercise):
    """New arguments for each call."""
    if callable(exercise.cases):
        return exercise.cases()
    return [deepcopy(case) for case in exercise.cases]


def _outcomes(exercise, answer, limited=True):
    """The Outcome of each case; for a value, the value's."""
    if not exercise.cases:
        return [Outcome(answer)]
    cases, file = _cases(exercise), _file(answer)
    limit = TimeLimit(exercise.seconds, file) if limited else None
    return [_call(answer, case, limit, file) for case in cases]


@cache
def _wanted(exercise):
    """The Outcomes of the solution, however long it takes."""
    return _outcomes(exercise, _solution(exercise), limited=False)


@cache
def _foreseen(exercise, wrong):
    """The Outcomes of a wrong answer."""
    return _outcomes(exercise, wrong.answer)


# ---------------------------------------------------------------- kinds of values


class WrongKind(Exception):
    """A value whose == gives no True or False; the text says what to give instead."""

    def __init__(self, what, instead, inside=False):
        super().__init__(f"something with {what} in it" if inside else what, instead)
        self.what, self.instead = what, instead

    def __str__(self):
        return "; ".join(self.args)


#: The kinds that compare item by item: what each is, and what makes it plain.
UNPLAIN = {
    "Series": (
        "a Series of pandas",
        ".tolist() makes a list of it, .to_dict() a dict.",
    ),
    "Index": ("an Index of pandas", ".tolist() makes a list of it."),
    "DataFrame": (
        "a DataFrame of pandas",
        ".values.tolist() makes a list of its rows.",
    ),
    "ndarray": ("an array of NumPy", ".tolist() makes a list of it."),
}
#: NumPy's moments and spans have no plain value of the same precision.
KEPT = ("datetime64", "timedelta64")


def plain(value, depth=3):
    """The value, with a single value of NumPy as Python's.

    Raises WrongKind for a Series and the like, also within lists, tuples and dicts.
    """
    kind = type(value)
    name, library = kind.__name__, kind.__module__.partition(".")[0]
    if library == "numpy" and getattr(value, "shape", None) == () and name not in KEPT:
        return value.item()
    if library in ("pandas", "numpy") and name in UNPLAIN:
        raise WrongKind(*UNPLAIN[name])
    return _plain_within(value, depth) if depth else value


def _plain_within(value, depth):
    """A list, tuple or dict of plain values; anything else as it is."""
    kind = type(value)
    if kind not in (list, tuple, dict):
        return value
    held = list(value.values()) if kind is dict else value
    try:
        items = [plain(each, depth - 1) for each in held]
    except WrongKind as problem:
        raise WrongKind(problem.what, problem.instead, inside=True) from None
    if all(one is other for one, other in zip(items, held)):
        return value
    return dict(zip(value, items)) if kind is dict else kind(items)


class _Watched:
    """A function that gives plain values; `gave` and `raised` say what came of it."""

    def __init__(self, answer):
        self._answer, self.gave, self.raised = answer, False, None

    def __call__(self, *arguments, **named):
        try:
            value = plain(self._answer(*arguments, **named))
        except BaseException as error:
            self.raised = error
            raise
        self.gave = self.gave or value is not None
        return value


# ---------------------------------------------------------------- judging


def _try_cases(exercise, answer):
    """The Verdict on a function after its hidden cases."""
    wanted = _wanted(exercise)
    got = _outcomes(exercise, answer)
    for case, should, does in zip(_cases(exercise), wanted, got):
        call = f"{exercise.name}({', '.join(map(show, case))})"
        if isinstance(does.error, WrongKind):
            return Verdict("wrong", f"{call} gave {does.error}")
        if does.error:
            return Verdict(
                "raised", _raised(call, does, exercise), _replies(exercise, got)
            )
        if not same(should.value, does.value):
            told = f"{call} should give {show(should.value)}; it gave"
            told += f" {_returned(does, should.value)}"
            told += place(should.value, does.value)
            return Verdict("wrong", told, _replies(exercise, got))
    return Verdict("right", f"It gives what it should in all {len(got)} cases.")


def _prove(exercise, answer):
    """The Verdict on an answer that the exercise itself knows how to try.

    Raises what a proof raises by itself: a fault of ours is none of the answer.
    """
    file = _file(answer)
    tried = _Watched(answer) if callable(answer) else answer
    outcome = _call(exercise.prove, (tried,), TimeLimit(exercise.seconds, file), file)
    told = _text(outcome.error, whole=True) if outcome.error else outcome.value or ""
    if instead := beyond(told):
        return Verdict("untried", f"{instead} This does not count as a try.")
    if isinstance(outcome.error, WrongKind):
        return Verdict("wrong", f"{exercise.name} gave {outcome.error}")
    if outcome.error and _is_ours(outcome, tried):
        raise outcome.error
    if outcome.error:
        raised, word = _raised(exercise.name, outcome, exercise), advice(told)
        if word.startswith("Did you mean"):
            raised = re.sub(r" There is: .*", "", raised)  # all that there is
        return Verdict("raised", f"{raised}\n{word}".rstrip())
    if outcome.value:
        more = _gave_nothing(exercise, tried, outcome)
        return Verdict("wrong", f"{outcome.value}{more}")
    return Verdict("right", "It does what was asked for.")


def _is_ours(outcome, tried):
    """Whether a proof raised an error by itself, with no call of the answer in it."""
    if outcome.line or not isinstance(outcome.error, Exception):
        return False
    if isinstance(tried, _Watched):
        return outcome.error is not tried.raised
    return not type(outcome.error).__module__.startswith("cafe.")  # of a service


def _gave_nothing(exercise, tried, outcome):
    """A word to who gave None each time where a value is asked for, or ""."""
    asked = re.search(r"\breturn \S", exercise.solution)
    if not asked or not isinstance(tried, _Watched) or tried.gave:
        return ""
    if outcome.printed:
        return _printed(outcome)
    return "" if NO_RETURN in outcome.value else f" It gave {NO_RETURN}"


def _compare(exercise, wanted, answer):
    """The Verdict on a value; what it should be is not said."""
    if same(wanted, answer):
        return Verdict("right", f"{exercise.name} is {show(answer)}.")
    told = f"{exercise.name} is not {show(answer)}.{place(wanted, answer)}"
    return Verdict("wrong", told, _replies(exercise, [Outcome(answer)]))


def _replies(exercise, got):
    """What is said beside the difference, when the mistake was foreseen."""
    for wrong in exercise.wrong_answers:
        if wrong.reply and _alike(_foreseen(exercise, wrong), got):
            return wrong.details
    return ()


def _alike(outcomes, others):
    return all(
        type(one.error) is type(other.error) and same(one.value, other.value)
        for one, other in zip(outcomes, others)
    )


def same(wanted, got):
    """Whether two values are equal, up to a rounding of the numbers in them."""
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, REAL) and isinstance(got, REAL):
        return wanted == got or isclose(wanted, got, rel_tol=1e-9, abs_tol=1e-9)
    if not isinstance(got, type(wanted)):  # a defaultdict is a dict as well
        return False
    if isinstance(wanted, (list, tuple)):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    if isinstance(wanted, dict):
        return wanted.keys() == got.keys() and all(
            same(value, got[key]) for key, value in wanted.items()
        )
    return bool(wanted == got)


# ---------------------------------------------------------------- words


def place(wanted, got):
    """Where in two unequal values the first difference is, without what is wanted.

    A sentence after a space, or "" when it is the whole that differs.
    """
    ordered = isinstance(wanted, (list, tuple)) and isinstance(got, (list, tuple))
    if ordered and not isinstance(got, type(wanted)):
        return f" {kind(wanted).capitalize()} is expected, not {kind(got)}."
    if ordered and _rearranged(wanted, got):
        return " The items are right, and in another order."
    if ordered:
        pairs = zip(wanted, got)
        return next((place(*pair) for pair in pairs if not same(*pair)), "")
    if not (isinstance(wanted, dict) and isinstance(got, dict)):
        return ""
    for key in wanted:
        if key not in got:
            return f" The key {show(key)} is missing."
        if not same(wanted[key], got[key]):
            inside = place(wanted[key], got[key])
            return f" Look at {show(key)}: {show(got[key])} is not right.{inside}"
    surplus = [key for key in got if key not in wanted]
    return f" The key {show(surplus[0])} should not be there." if surplus else ""


def _rearranged(wanted, got):
    """Whether two ordered values that differ hold the same items."""
    left = list(got)
    for item in wanted:
        at = next((at for at, other in enumerate(left) if same(item, other)), None)
        if at is None:
            return False
        del left[at]
    return not left


def _returned(outcome, should):
    if outcome.value is None and outcome.printed:
        return f"nothing back.{_printed(outcome)}"
    if isinstance(should, (list, tuple)) and isinstance(outcome.value, (list, tuple)):
        return f"{show(outcome.value)}."  # and place says which was expected
    return returned(outcome.value, Number if isinstance(should, REAL) else type(should))


def _printed(outcome):
    printed = show(outcome.printed.strip())
    return f" It printed {printed}: use return instead of print."


def _raised(call, outcome, exercise):
    if isinstance(outcome.error, OutOfTime):
        told = (
            f"{call} was stopped after {exercise.seconds:g} s: is there a loop that"
            " never ends?"
        )
    else:
        kind, text = type(outcome.error).__name__, _text(outcome.error)
        told = f"{call} raised {kind}{text and ': '}{text}"
    return f"{told}\n{outcome.line}" if outcome.line else told


def _text(error, whole=False):
    """The error's text without addresses; unless `whole`, without what fills a page."""
    try:
        text = re.sub(r" at 0x[0-9a-fA-F]+", "", str(error))
    except Exception:
        return ""
    return text if whole else _SAID_TWICE.sub("", text)[:LONGEST_ERROR]


_SAID_TWICE = re.compile(r", full error: \{.*", re.DOTALL)  # by pymongo
