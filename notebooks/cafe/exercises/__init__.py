"""The exercises of the course, one module for each lesson, found by their ids."""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def exercises():
    """Every exercise by its id, in the order of the lessons."""
    names = sorted(module.name for module in iter_modules(__path__))
    lessons = [name for name in names if name.startswith("lesson_")]
    return {
        exercise.id: exercise
        for name in lessons
        for exercise in import_module(f"{__name__}.{name}").EXERCISES
    }


def find(id):
    """The exercise called `id`; LookupError names those with a similar id."""
    known = exercises()
    if isinstance(id, str) and id in known:
        return known[id]
    near = get_close_matches(str(id), known, n=3, cutoff=0.4) or list(known)
    raise LookupError(f"There is no exercise {id!r}. Did you mean {', '.join(near)}?")
