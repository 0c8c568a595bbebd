"""The exercises of the course, one file for each, found by their ids.

01.top_products is data/exercises/01.top_products.toml, answered with SQL; 01.total is
lesson_01/total.py beside this file, answered with Python.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path

from ..files import DATA
from .sql_file import read_sql_exercise


def ids():
    """The ids of all exercises, in their order; no file is loaded for it."""
    return tuple(_modules())


def exercises():
    """Every exercise by its id, in the order of the ids."""
    return {id: _load(id) for id in ids()}


def find(id):
    """The exercise called `id`; LookupError names those with a similar id."""
    known = _modules()
    if isinstance(id, str) and id in known:
        return _load(id)
    near = get_close_matches(str(id), known, n=3, cutoff=0.4) or list(known)
    raise LookupError(f"There is no exercise {id!r}. Did you mean {', '.join(near)}?")


@cache
def _modules():
    """{id of each exercise: its module, or None for one of data/exercises/}."""
    sql = {file.stem: None for file in (DATA / "exercises").glob("*.toml")}
    python = {
        f"{file.parent.name.removeprefix('lesson_')}.{file.stem}": (
            f"{__name__}.{file.parent.name}.{file.stem}"
        )
        for file in Path(__file__).parent.glob("lesson_*/[!_]*.py")
    }
    return dict(sorted({**sql, **python}.items()))


@cache
def _load(id):
    module = _modules()[id]
    return import_module(module).exercise if module else read_sql_exercise(id)
