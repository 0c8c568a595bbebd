"""Python's iterators without end, as generators, which the time limit can stop.

    with heard(answer):         count, cycle and repeat of itertools, and iter(f, end)
        sum(count())            OutOfTime when the time limit is up

The originals are written in C, and so is `sum`: together they never look up, and
neither a timer nor the Stop button ends them. Between two values of a generator the
time limit is heard (time_limit.py).
"""

import builtins
import itertools
from contextlib import contextmanager
from types import FunctionType

_iter = iter


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(items):
    kept = []
    for item in items:
        kept.append(item)
        yield item
    while kept:
        yield from kept


def repeat(object, times=float("inf")):
    while times > 0:
        yield object
        times -= 1


def iterate(source, *end):
    return _until(source, *end) if end else _iter(source)


def _until(source, end):
    while True:
        try:
            item = source()
        except StopIteration:  # ends the original, too; a generator may not raise it
            return
        if item == end:
            return
        yield item


HEARD = [
    (itertools.count, count),
    (itertools.cycle, cycle),
    (itertools.repeat, repeat),
    (builtins.iter, iterate),
]


@contextmanager
def heard(answer):
    """Meanwhile Python, and the names that `answer` knows, have the generators."""
    known = answer.__globals__ if type(answer) is FunctionType else {}
    places = [
        (table, name, original, ours)
        for table in (vars(itertools), vars(builtins), known)
        for name, value in table.items()
        for original, ours in HEARD
        if value is original
    ]
    for table, name, _, ours in places:
        table[name] = ours
    try:
        yield
    finally:
        for table, name, original, ours in places:
            if table.get(name) is ours:
                table[name] = original
