"""Keeps Python and the checker as they were, whatever an answer does to them.

    with restored(exercise):     what an answer changes is put back afterwards
        with refused():          what would hinder the check itself is refused
            answer(…)

This is for accidents. Whoever means to harm their own Python finds a way.
"""

import builtins
import decimal
import os
import random
import signal
import sys
import warnings
from contextlib import contextmanager
from functools import cache
from operator import is_

#: The modules of Python whose functions are put back after an answer.
KEPT = set(
    "builtins copy decimal fnmatch functools html inspect io itertools json linecache"
    " math os re signal sys threading time".split()
)


@contextmanager
def restored(exercise):
    """What an answer changes of Python, the checker and the small AWS is put back.

    Else a patched json.dumps would write nonsense into the progress file.
    """
    patchable = [(each, vars(each).copy()) for each in _patchable()]
    tables = [sys.modules, os.environ, vars(exercise), *_tables()]
    tables = [(each, each.copy()) for each in tables]
    path, folder, depth = list(sys.path), os.getcwd(), sys.getrecursionlimit()
    streams, tracer = (sys.stdout, sys.stderr), sys.gettrace()
    state, context = random.getstate(), decimal.getcontext().copy()
    try:
        with warnings.catch_warnings():
            yield
    finally:
        sys.settrace(tracer)
        for each in patchable:
            _put_functions_back(*each)
        for each in tables:
            _put_values_back(*each)
        sys.path[:] = path
        sys.stdout, sys.stderr = streams
        os.chdir(folder)
        sys.setrecursionlimit(depth)
        random.setstate(state)
        decimal.setcontext(context)


def _patchable():
    """The modules and classes whose functions an answer may change."""
    ours = [name for name in sys.modules if name.startswith("cafe.")]
    modules = [sys.modules[name] for name in (*KEPT & sys.modules.keys(), *ours)]
    return modules + [cls for name in ours for cls in _classes(name)]


@cache
def _classes(name):
    """The classes of a module, as they are when it is first looked at."""
    return [
        each
        for each in vars(sys.modules[name]).values()
        if isinstance(each, type) and each.__module__ == name
    ]


def _tables():
    """The dicts that the checker itself reads."""
    return [
        each
        for name, module in list(sys.modules.items())
        if name.startswith("cafe.selfcheck.")
        for each in vars(module).values()
        if type(each) is dict
    ]


def _put_functions_back(owner, values):
    """Give a module or class the functions that it had."""
    now = vars(owner)
    if _is_as_it_was(now, values):
        return
    for name, it in values.items():
        if callable(it) and now.get(name) is not it:
            setattr(owner, name, it)


def _is_as_it_was(table, values):
    """Whether nothing has changed; no `==` is asked, which could be an answer's."""
    return len(table) == len(values) and all(map(is_, table.values(), values.values()))


def _put_values_back(table, values):
    """Give a dict the values that it had; what is new in it stays."""
    if _is_as_it_was(table, values):
        return
    for name, it in values.items():
        if table.get(name) is not it:
            table[name] = it


# ---------------------------------------------------------------- while it runs


def _nobody_answers(prompt=""):
    raise EOFError("EOF when reading a line")


def _not_ended(status=0):
    raise SystemExit(status)


def _not_turned_off(*arguments):
    raise RuntimeError("signals are the check's while it runs: do without them")


SIGNALS = ("alarm", "pthread_sigmask", "setitimer", "signal", "sigwait")
#: What an answer calls in place of Python's own: (module, name, function).
IN_PLACE = [
    (builtins, "input", _nobody_answers),
    (os, "_exit", _not_ended),
    *((signal, name, _not_turned_off) for name in SIGNALS if hasattr(signal, name)),
]


@contextmanager
def refused():
    """Nobody is asked; no answer ends the kernel or turns its own time limit off."""
    earlier = [(module, name, getattr(module, name)) for module, name, _ in IN_PLACE]
    try:
        for each in IN_PLACE:
            setattr(*each)
        yield
    finally:
        for each in earlier:
            setattr(*each)
