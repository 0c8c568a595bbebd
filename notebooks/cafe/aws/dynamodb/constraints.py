"""What the service's own description of a call rules out, in the service's words.

What botocore rules out before the call stands in ../parameters.py.
"""

from typing import get_args, get_origin, is_typeddict

from ..parameters import members_of, notes_of, shape_of
from .errors import invalid


class OneOf(tuple):
    """The values that a text may have, in the order in which AWS names them."""

    def __new__(cls, *choices):
        return super().__new__(cls, choices)


def choices_of(annotations):
    """{name: its choices} of those annotations that name some."""
    return {
        name: choices
        for name, annotation in annotations.items()
        for choices in notes_of(annotation, OneOf)
    }


def check_choices(arguments, annotations):
    """Refuse values that are none of their choices, however deep, all at once."""
    raise_problems(list(_problems("", arguments, annotations)))


def _problems(where, given, annotations):
    choices = choices_of(annotations)
    for name, value in given.items():
        place = f"{where}{name[0].lower()}{name[1:]}"
        if name in choices and value not in choices[name]:
            wanted = f"satisfy enum value set: [{', '.join(choices[name])}]"
            yield constraint(value, place, wanted)
        yield from _problems_in(place, value, shape_of(annotations[name]))


def _problems_in(place, value, shape):
    if is_typeddict(shape):
        yield from _problems(f"{place}.", value, members_of(shape))
    elif get_origin(shape) is list:
        (item,) = get_args(shape)
        for number, each in enumerate(value, 1):
            yield from _problems_in(f"{place}.{number}.member", each, shape_of(item))


def constraint(value, where, wanted):
    """How the service says that a value does not keep to a constraint."""
    return (
        f"Value '{value}' at '{where}' failed to satisfy constraint: "
        f"Member must {wanted}"
    )


def raise_problems(problems):
    if problems:
        errors = "error" if len(problems) == 1 else "errors"
        raise invalid(
            f"{len(problems)} validation {errors} detected: {'; '.join(problems)}"
        )
