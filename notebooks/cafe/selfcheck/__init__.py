"""Questions and exercises that are checked at once.

    quiz("02")                    the self-check that ends a lesson
    predict("02b.p01")            a prediction, made before a cell is run
    check("01.total", answer)     an exercise; hint(...) and solution(...) help
    progress                      what was answered so far: a file

A name is loaded when it is first used, so that a lesson opens fast.
"""

from importlib import import_module

_HOMES = {
    "quiz": "sheet",
    "predict": "sheet",
    "check": "exercise",
    "hint": "exercise",
    "solution": "exercise",
}

__all__ = [*_HOMES, "progress"]


def __getattr__(name):
    if name == "progress":
        return import_module(f"{__name__}.progress")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return __all__
