"""Checks a Python answer: calls it with hidden cases, proves it, or compares a value.

    check(exercise, answer)     a Verdict

The exercise's solution says what each case should give. An answer gets copies of its
arguments, and what it prints is kept from the page. What takes too long is stopped:
time_limit.py says how, and what it cannot stop. What an answer gives is made plain
before anything looks at it (values.py), and what it changes is put back (isolation.py).
"""

import inspect
import io
import linecache
import re
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from numbers import Number
from types import FunctionType

from ..exercises.source import build
from ..exercises.words import LONGEST, NO_RETURN, kind, returned, show
from .beyond import beyond, borrowed
from .endless_iterators import heard
from .error_advice import advice
from .isolation import refused, restored
from .memory_limit import GIB, memory_limit
from .time_limit import OutOfTime, TimeLimit
from .values import REAL, WrongKind, a_thing, place, plain, same
from .verdict import Verdict

ARGUMENTS = 200  # characters of a call that a message shows
LONGEST_ERROR = 300
LONGEST_MESSAGE = 600
MOST_MEMORY = 2 * GIB  # since pandas reserves much when it is imported


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value and what was printed, or an error and its line.

    `told` is the error's own text, as long as it is.
    """

    value: object = None
    printed: str = ""
    error: BaseException | None = None
    told: str = ""
    line: str = ""


def check(exercise, answer):
    """Return the Verdict on `answer`, a function or a value."""
    with restored(exercise), memory_limit(MOST_MEMORY), heard(answer):
        return _check(exercise, answer)


def _check(exercise, answer):
    if answer is None or answer is Ellipsis:
        return Verdict("untried", "There is no answer here yet.")
    wanted = _solution(exercise)
    if callable(wanted) != callable(answer):
        return Verdict("wrong", _not_what_is_asked(exercise, wanted))
    if not callable(answer):
        made = _call(plain, (answer,), TimeLimit(exercise.seconds))
        if made.error:
            return Verdict("wrong", f"{exercise.name} is {made.told}")
        answer = made.value
    if _untouched(exercise, answer):
        return Verdict("untried", _nothing_yet(exercise, answer))
    if inspect.iscoroutinefunction(answer):
        return Verdict(
            "wrong", f"{exercise.name} should be a plain def, without async."
        )
    if callable(answer):
        limit = TimeLimit(exercise.seconds)
        told = _call(_signature, (exercise, wanted, answer), limit)
        if told.value:
            return Verdict("wrong", _clipped(told.value))
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


def _nothing_yet(exercise, answer):
    """What is said of an answer that is the starter's, or empty."""
    if not callable(answer):
        return f"{exercise.name} holds no answer yet."
    if _body(answer) == _body(lambda: None):
        return f"{exercise.name} does nothing yet."
    return "This is still the text that you started from."


def _body(function):
    code = function.__code__ if type(function) is FunctionType else None
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
        with redirect_stdout(printed), refused():
            value = run(function, arguments)
    except KeyboardInterrupt:  # the Stop button stops the check, too
        raise
    except BaseException as error:
        try:
            told = run(_text, (error,))
        except BaseException:
            told = ""
        return Outcome(error=error, told=told, line=_line(error, file))
    return Outcome(value, "" if printed.closed else printed.getvalue())


def _plainly(function):
    """The function, giving plain values."""
    return lambda *arguments: plain(function(*arguments))


def _run(function, arguments):
    return function(*arguments)


def _file(function):
    return function.__code__.co_filename if type(function) is FunctionType else None


def _line(error, file):
    """Where in the learner's text an error arose: "Line 2: return 1 / 0"."""
    found, step = "", error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == file:
            text = linecache.getline(file, step.tb_lineno).strip()[:LONGEST]
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
    limit = TimeLimit(exercise.seconds) if limited else None
    return [_call(_plainly(answer), case, limit, file) for case in cases]


@cache
def _wanted(exercise):
    """The Outcomes of the solution, however long it takes."""
    return _outcomes(exercise, _solution(exercise), limited=False)


@cache
def _foreseen(exercise, wrong):
    """The Outcomes of a wrong answer."""
    return _outcomes(exercise, wrong.answer)


# ---------------------------------------------------------------- judging


class _Watched:
    """A function that gives plain values; `gave` and `raised` say what came of it.

    `last` is what it gave last.
    """

    def __init__(self, answer):
        self._answer, self.gave, self.raised, self.last = answer, False, None, None

    def __call__(self, *arguments, **named):
        try:
            value = plain(self._answer(*arguments, **named), other=_as_it_is)
        except BaseException as error:
            self.raised = error
            raise
        self.gave, self.last = self.gave or value is not None, value
        return value


def _as_it_is(value):
    """The value; if an answer's own class compares it, one that compares as nothing."""
    kind = type(value)
    is_own = isinstance(kind.__eq__, FunctionType) and "cafe" not in kind.__module__
    return a_thing(value) if is_own else value


def _try_cases(exercise, answer):
    """The Verdict on a function after its hidden cases."""
    wanted = _wanted(exercise)
    got = _outcomes(exercise, answer)
    for case, should, does in zip(_cases(exercise), wanted, got):
        if not does.error and same(should.value, does.value):
            continue
        room = ARGUMENTS // max(1, len(case))
        call = f"{exercise.name}({', '.join(show(each, room) for each in case)})"
        if isinstance(does.error, WrongKind):
            return Verdict("wrong", f"{call} gave {does.told}")
        if does.error:
            word = _keys(does.error, case) or _word(answer, does.told)
            raised = f"{_raised(call, does, exercise)}\n{word}".rstrip()
            return Verdict("raised", raised, _replies(exercise, got))
        told = f"{call} should give {show(should.value)}; it gave"
        told += f" {_returned(does, should.value)}"
        told += place(should.value, does.value)
        return Verdict("wrong", _clipped(told), _replies(exercise, got))
    return Verdict("right", f"It gives what it should in all {len(got)} cases.")


def _keys(error, case):
    """Which keys the dicts of a case have, told to who asked for another one, or ""."""
    if not isinstance(error, KeyError):
        return ""
    held = [each for each in case if isinstance(each, (list, dict))]
    rows = [
        row for each in held for row in (each if isinstance(each, list) else [each])
    ]
    row = next((each for each in rows if isinstance(each, dict)), {})
    return f"Here the keys are: {', '.join(map(str, row))}." if row else ""


def _prove(exercise, answer):
    """The Verdict on an answer that the exercise itself knows how to try.

    Raises what a proof raises by itself: a fault of ours is none of the answer.
    """
    file = _file(answer)
    tried = _Watched(answer) if callable(answer) else answer
    outcome = _call(exercise.prove, (tried,), TimeLimit(exercise.seconds), file)
    instead = beyond(outcome.told or outcome.value or "")
    if outcome.error or outcome.value:
        instead = instead or borrowed(answer)
    if instead:
        return Verdict("untried", f"{instead} This does not count as a try.")
    if isinstance(outcome.error, WrongKind):
        return Verdict("wrong", f"{exercise.name} gave {outcome.told}")
    if outcome.error and _is_ours(outcome, tried):
        if more := _gave_nothing(exercise, tried, outcome):
            return Verdict("wrong", f"{exercise.name}:{more}")
        raise outcome.error
    if outcome.error:
        raised = _raised(exercise.name, outcome, exercise)
        word = _word(answer, outcome.told)
        if word.startswith("Did you mean"):
            raised = re.sub(r" There is: .*", "", raised)  # all that there is
        return Verdict("raised", f"{raised}\n{word}".rstrip())
    if outcome.value:
        more = _gave_nothing(exercise, tried, outcome) or _not_run(tried, outcome)
        return Verdict("wrong", f"{_clipped(outcome.value)}{more}")
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
    told = re.search(r"\bgave None\b", outcome.value or "")
    return "" if told else f" It gave {NO_RETURN}"


def _not_run(tried, outcome):
    """A word to who gave something that is still to be run, or ""."""
    given = tried.last if isinstance(tried, _Watched) else None
    if inspect.isgenerator(given) and "generator" not in outcome.value:
        begun = inspect.getgeneratorstate(given) != inspect.GEN_CREATED
        return (
            ""
            if begun
            else " With yield in it nothing has run: leave it out, or write return."
        )
    if isinstance(given, FunctionType) and "function" not in outcome.value:
        return " It gave a function, which nobody calls."
    return ""


def _compare(exercise, wanted, answer):
    """The Verdict on a value; what it should be is not said."""
    if same(wanted, answer):
        return Verdict("right", f"{exercise.name} is {show(answer)}.")
    told = f"{exercise.name} is not {show(answer)}.{place(wanted, answer)}"
    if kind(answer) != kind(wanted):
        told = f"{exercise.name} should be {kind(wanted)}; yours is {kind(answer)}."
    return Verdict("wrong", _clipped(told), _replies(exercise, [Outcome(answer)]))


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


# ---------------------------------------------------------------- words


def _returned(outcome, should):
    if outcome.value is None and outcome.printed:
        return f"nothing back.{_printed(outcome)}"
    if isinstance(should, (list, tuple)) and isinstance(outcome.value, (list, tuple)):
        return f"{show(outcome.value)}."  # and place says which was expected
    number = isinstance(should, REAL) and not isinstance(should, bool)
    return returned(outcome.value, Number if number else type(should))


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
        text = _SAID_TWICE.sub("", outcome.told)
        text = text if len(text) <= LONGEST_ERROR else f"{text[:LONGEST_ERROR]}…"
        told = f"{call} raised {type(outcome.error).__name__[:60]}{text and ': '}{text}"
    return f"{told}\n{outcome.line}" if outcome.line else told


def _word(answer, told):
    """A word on an error, or on how what an answer is given is called there, or ""."""
    code = answer.__code__ if type(answer) is FunctionType else None
    names = code.co_varnames[: code.co_argcount] if code else ()
    if (quoted := IN_QUOTES.search(told)) and {*quoted.groups()} & {*names}:
        return (
            "In quotes a name is a text. What the function is given stands without"
            " them."
        )
    found = UNKNOWN_NAME.search(told)
    if (word := advice(told)) or not (found and names):
        return word
    if near := get_close_matches(found[1], names, 1, cutoff=0.7):
        return f"Did you mean {near[0]}?"
    given = ", ".join(names)
    return f"What the function is given is called {given}. A text stands in quotes."


def _text(error):
    """The error's text without addresses."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", str(error))


def _clipped(text):
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"


IN_QUOTES = re.compile(r"^'(\w+)'$|(?:Source|node) '?(\w+)'? (?:is )?not in ")
UNKNOWN_NAME = re.compile(r"^name '(\w+)' is not defined")
_SAID_TWICE = re.compile(r", full error: \{.*", re.DOTALL)  # by pymongo
