"""What a call takes, checked before the call as botocore does, and in its words.

A parameter's annotation says what it is: a type, list[…], dict[…, …] or a TypedDict,
and `Annotated[str, AtLeast(3)]` with a least length or value. `AtMost`, `OneOf` and
`Matching` are looked at by the service, as on AWS. What AWS takes beyond
that stands in `left_out.txt`, so that a refusal can tell it from a slip of the pen.
See botocore's `validate.py`; `tests/peers` compares each call with botocore's models.
"""

import inspect
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from numbers import Number
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from .errors import ParamValidationError

LEFT_OUT = Path(__file__).with_name("left_out.txt")
#: What is taken in the place of a type, and how botocore names it.
TAKEN = {
    list: ((list, tuple), "<class 'list'>, <class 'tuple'>"),
    float: (
        (float, Decimal, int),
        "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
    ),
    bytes: (
        (bytes, bytearray, str),
        "<class 'bytes'>, <class 'bytearray'>, file-like object",
    ),
}


@dataclass(frozen=True)
class AtLeast:
    """The least value of a number, or the least length of a text or a list."""

    least: int


#: A text that may not be empty.
NonEmpty = Annotated[str, AtLeast(1)]


@dataclass(frozen=True)
class AtMost:
    """The greatest length of a text or a list."""

    most: int

    def allows(self, value):
        return len(value) <= self.most

    def __str__(self):
        return f"have length less than or equal to {self.most}"


class OneOf(tuple):
    """The values that a text may have, in the order in which AWS names them."""

    def __new__(cls, *choices):
        return super().__new__(cls, choices)

    def allows(self, value):
        return value in self

    def __str__(self):
        return f"satisfy enum value set: [{', '.join(self)}]"


@dataclass(frozen=True)
class Matching:
    """What a text looks like, a regular expression."""

    pattern: str

    def allows(self, value):
        return re.fullmatch(self.pattern, value, re.ASCII) is not None

    def __str__(self):
        return f"satisfy regular expression pattern: {self.pattern}"


class Parameters:
    """What an operation takes; made of its method once, asked at every call."""

    def __init__(self, method):
        found = dict(inspect.signature(method).parameters)
        del found["self"]
        self.operation = method.__name__
        self.annotations = {name: each.annotation for name, each in found.items()}
        self.required = [n for n, each in found.items() if each.default is each.empty]

    def problems(self, arguments):
        """What the service itself rules out, in AWS's words, a list."""
        return list(_broken("", arguments, self.annotations))

    def check(self, client, arguments):
        """Refuse what the operation does not take, all problems at once."""
        look = _Look(client)
        look.at_members("", arguments, self.annotations, self.required, self.operation)
        look.raise_problems()


class _Look:
    """One look at the arguments of a call: notes what is wrong, in botocore's order."""

    def __init__(self, client):
        self.services = [cls.__name__ for cls in type(client).__mro__]
        self.client = client
        self.problems, self.left_out = [], []

    def raise_problems(self):
        if self.left_out:
            names = ", ".join(dict.fromkeys(self.left_out))
            self.problems.append(f"AWS takes {names}, and this small AWS does not.")
        if self.problems:
            raise ParamValidationError(self.problems)

    def at_members(self, where, given, annotations, required, taker):
        """The members of a structure or of the call; `taker` names which one."""
        place = where or "input"
        for name in required:
            if name not in given:
                self.note(f'Missing required parameter in {place}: "{name}"')
        for name in given:
            if name not in annotations:
                self.note(
                    f'Unknown parameter in {place}: "{name}", '
                    f"must be one of: {', '.join(annotations)}"
                )
                self.note_left_out(taker, name)
        for name, value in given.items():
            if name in annotations:
                inner = f"{where}.{name}" if where else name
                self.at(inner, value, annotations[name])

    def note(self, problem):
        self.problems.append(problem)

    def note_left_out(self, taker, name):
        """Remember a name that AWS takes there."""
        known = left_out()
        if any(name in known.get(f"{each}.{taker}", ()) for each in self.services):
            self.left_out.append(name)

    def at(self, where, value, annotation):
        """A value, and what is in it."""
        shape = shape_of(annotation)
        if not self.client.looks_into(shape):
            return
        kind = dict if is_typeddict(shape) else get_origin(shape) or shape
        types, names = TAKEN.get(kind, (kind, str(kind)))
        if not isinstance(value, types):
            self.note(
                f"Invalid type for parameter {where}, value: {value}, "
                f"type: {type(value)}, valid types: {names}"
            )
            return
        self.at_size(where, value, least_of(annotation))
        if is_typeddict(shape):
            members = members_of(shape)
            required = [name for name in members if name in shape.__required_keys__]
            self.at_members(where, value, members, required, shape.__name__)
        else:
            self.at_contents(where, value, kind, get_args(shape))

    def at_size(self, where, value, least):
        """A number's value, or the length of a text or a list."""
        if least is None:
            return
        what, size = "value", value
        if not isinstance(value, Number):
            what, size = "length", len(value)
        if size < least:
            self.note(
                f"Invalid {what} for parameter {where}, value: {size}, "
                f"valid min {what}: {least}"
            )

    def at_contents(self, where, value, kind, shapes):
        """The elements of a list or a map; a moment must say in which time zone."""
        if kind is list:
            for number, each in enumerate(value):
                self.at(f"{where}[{number}]", each, *shapes)
        elif kind is dict:
            for key, each in value.items():
                self.at(f"{where} (key: {key})", key, shapes[0])
                self.at(f"{where}.{key}", each, shapes[1])
        elif kind is datetime and not value.tzinfo:
            self.note(
                f"Invalid value for parameter {where}: {value} has no time zone; "
                "give one, for example tzinfo=UTC"
            )


def _broken(where, given, annotations):
    """The constraints that members do not keep to, however deep."""
    for name, value in given.items():
        place = f"{where}{name[0].lower()}{name[1:]}"
        yield from _broken_at(place, value, annotations[name])


def _broken_at(place, value, annotation):
    for each in constraints_of(annotation):
        if not each.allows(value):
            yield constraint(value, place, each)
    shape = shape_of(annotation)
    if is_typeddict(shape):
        yield from _broken(f"{place}.", value, members_of(shape))
    elif get_origin(shape) is list:
        for number, each in enumerate(value, 1):
            yield from _broken_at(f"{place}.{number}.member", each, *get_args(shape))


def constraint(value, where, wanted):
    """How a service says that a value does not keep to a constraint.

    What holds many values is not repeated, as newer services do.
    """
    told = f"Value '{value}' at '{where}'"
    if isinstance(value, (dict, list, tuple)):
        told = f"Value at '{where[0].upper()}{where[1:]}'"
    return f"{told} failed to satisfy constraint: Member must {wanted}"


def counted(problems):
    """Problems as one message."""
    errors = "error" if len(problems) == 1 else "errors"
    return f"{len(problems)} validation {errors} detected: {'; '.join(problems)}"


@cache
def constraints_of(annotation):
    """What the service rules out of an annotation's values."""
    return tuple(notes_of(annotation, (AtMost, OneOf, Matching)))


@cache
def shape_of(annotation):
    """What a value must be, without what else is said about it.

    `str | None` says that it may be left out, not that it may be None.
    """
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        (inner,) = [each for each in get_args(annotation) if each is not NoneType]
        return shape_of(inner)
    if origin in (Annotated, Required):
        return shape_of(get_args(annotation)[0])
    return annotation


def notes_of(annotation, kind):
    """What `Annotated` says in an annotation, of one kind: `AtLeast`, say."""
    if get_origin(annotation) in (Union, UnionType, Annotated, Required):
        for each in get_args(annotation):
            if isinstance(each, kind):
                yield each
            yield from notes_of(each, kind)


@cache
def least_of(annotation):
    """The least value or length of an annotation, or None."""
    return next((note.least for note in notes_of(annotation, AtLeast)), None)


@cache
def members_of(structure):
    """{name: annotation} of a TypedDict."""
    return get_type_hints(structure, include_extras=True)


@cache
def left_out():
    """{"RDS.create_db_instance": names that AWS takes there, and this small AWS not}.

    Before the dot stands the client's class, after it an operation or a structure.
    """
    lines = LEFT_OUT.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ") for line in lines if not line.startswith("#"))
    return {taker: frozenset(names.split()) for taker, names in pairs}
