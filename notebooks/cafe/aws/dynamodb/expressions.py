"""What DynamoDB's expressions mean: checked against a request, then run on items.

`Expressions` belongs to one request. It reads each expression with the request's names
and values, refuses what AWS refuses, in AWS's words and order, and gives back functions
of an item. At the end, `finish` refuses names and values that no expression has used.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import grammar
from .errors import DynamoDBError, invalid, invalid_request
from .reserved_words import RESERVED_WORDS
from .values import check_names, type_of

MAXIMUM_SIZE = 4096
ALL_FUNCTIONS = (
    "attribute_exists attribute_not_exists begins_with contains size if_not_exists "
    "list_append"
).split()
MISSING = object()


@dataclass(frozen=True)
class Operand:
    """What stands on one side of an operator.

    `of(item)` is its value or MISSING; `path` is set when it is a document path,
    `constant` when it is a given value, `call` when it is a function.
    """

    of: Callable[[dict], Any] | None
    path: tuple | None = None
    constant: Any = MISSING
    call: str | None = None
    type: str | None = None


class Problems:
    """What is wrong with an expression: the first of each kind."""

    def __init__(self):
        self.found = {}

    def note(self, kind, message):
        self.found.setdefault(kind, message)

    def raise_first(self, kinds):
        """AWS tells one problem: that of the first kind in its order of checks."""
        for kind in kinds:
            if kind in self.found:
                raise invalid(self.found[kind])


class Expressions:
    """The expressions of one request, with its names (#n) and values (:v).

    `from_outside` puts a value into its held form.
    """

    def __init__(self, names=None, values=None, from_outside=None):
        if names is not None:
            _check_placeholders("ExpressionAttributeNames", "#", names)
        self.names = names or {}
        self.values = {} if values is None else _held(values, from_outside)
        self.unused_names, self.unused_values = dict(self.names), dict(self.values)

    def projection(self, text):
        """The Projection of a ProjectionExpression; None for None."""
        return self.read(
            "ProjectionExpression", text, grammar.projection, _ProjectionReader
        )

    def finish(self):
        """Refuse names and values that no expression has used."""
        for parameter, unused in (
            ("ExpressionAttributeNames", self.unused_names),
            ("ExpressionAttributeValues", self.unused_values),
        ):
            if unused:
                raise invalid_request(
                    f"Value provided in {parameter} unused in expressions: "
                    f"keys: {{{', '.join(unused)}}}"
                )

    def read(self, parameter, text, rule, reader):
        """Have a reader check the tree that a rule makes of a text; None for None."""
        if text is None:
            return None
        try:
            if len(text.encode()) > MAXIMUM_SIZE:
                raise invalid(
                    "Expression size has exceeded the maximum allowed size; "
                    f"expression size: {len(text.encode())}"
                )
            return reader(self).read(rule(text))
        except DynamoDBError as error:
            raise invalid_request(f"Invalid {parameter}: {error.message}") from None


def _held(values, from_outside):
    _check_placeholders("ExpressionAttributeValues", ":", values)
    held = {}
    for name, value in values.items():
        try:
            held[name] = from_outside(value)
        except DynamoDBError as error:
            raise invalid_request(
                "ExpressionAttributeValues contains invalid value: "
                f"{error.message} for key {name}"
            ) from None
    return held


def _check_placeholders(parameter, sign, given):
    if not given:
        raise invalid_request(f"{parameter} must not be empty")
    check_names(parameter, given)
    for name in given:
        if not re.fullmatch(sign + "[0-9a-zA-Z_]+", name):
            raise invalid_request(
                f'{parameter} contains invalid key: Syntax error; key: "{name}"'
            )


def look_up(item, path):
    """The value at a path of an item, or MISSING."""
    for step in path:
        if step.__class__ is int:
            if item.__class__ is not list or step >= len(item):
                return MISSING
            item = item[step]
        elif item.__class__ is dict and step in item:
            item = item[step]
        else:
            return MISSING
    return item


def shown(path):
    """A path as error messages show it: [a, [0], b]."""
    steps = (f"[{step}]" if isinstance(step, int) else step for step in path)
    return f"[{', '.join(steps)}]"


class Reader:
    """What all three kinds of expression share: names, values, operands.

    `KINDS` is the order in which AWS checks; `FUNCTIONS` are those that may stand here,
    with their numbers of operands.
    """

    FUNCTIONS: dict[str, int] = {}
    WHERE = "a projection"

    KINDS: tuple[str, ...] = ("reserved", "name", "overlap", "conflict")
    NAME, VALUE = "name", "value"

    def __init__(self, request):
        self.request = request
        self.problems = Problems()
        self.heads, self.nested = set(), set()

    def call(self, node):
        """The Operand of a function that is called; each kind has its own functions."""
        raise NotImplementedError

    def path(self, path):
        """The steps of a path with its #names replaced."""
        steps = tuple(map(self.step, path.steps))
        self.heads.add(steps[0])
        if len(steps) > 1:
            self.nested.add(steps[0])
        return steps

    def step(self, step):
        if isinstance(step, int):
            return step
        if step.startswith("#"):
            if step not in self.request.names:
                self.problems.note(
                    self.NAME,
                    "An expression attribute name used in the document path is not "
                    f"defined; attribute name: {step}",
                )
            self.request.unused_names.pop(step, None)
            return self.request.names.get(step, step)
        if step.upper() in RESERVED_WORDS:
            self.problems.note(
                "reserved",
                f"Attribute name is a reserved keyword; reserved keyword: {step}",
            )
        return step

    def value(self, node):
        """The given value of a name like :v."""
        if node.name not in self.request.values:
            self.problems.note(
                self.VALUE,
                "An expression attribute value used in expression is not defined; "
                f"attribute value: {node.name}",
            )
        self.request.unused_values.pop(node.name, None)
        return self.request.values.get(node.name, MISSING)

    def operand(self, node):
        if isinstance(node, grammar.Path):
            path = self.path(node)
            return Operand(lambda item: look_up(item, path), path)
        if isinstance(node, grammar.Call):
            return self.call(node)
        value = self.value(node)
        kind = None if value is MISSING else type_of(value)
        return Operand(lambda item: value, constant=value, type=kind)

    def is_counted(self, name, operands):
        """Whether a function can be used here and has its number of operands."""
        if name not in self.FUNCTIONS:
            problem = f"Invalid function name; function: {name}"
            if name in ALL_FUNCTIONS:
                problem = (
                    f"The function is not allowed in {self.WHERE} expression; "
                    f"function: {name}"
                )
            elif name == "attribute_type":
                problem = f"AWS takes {name}, and this small AWS does not."
            self.problems.note("function name", problem)
        elif self.FUNCTIONS[name] != len(operands):
            self.problems.note(
                "count",
                "Incorrect number of operands for operator or function; operator or "
                f"function: {name}, number of operands: {len(operands)}",
            )
        else:
            return True
        return False

    def wrong_type(self, name, kind):
        self.problems.note(
            "type",
            "Incorrect operand type for operator or function; operator or function: "
            f"{name}, operand type: {kind}",
        )

    def needs_path(self, name, operand):
        if operand.path is None:
            self.problems.note(
                "type",
                "Operator or function requires a document path; operator or "
                f"function: {name}",
            )

    def check_overlaps(self, paths):
        for number, one in enumerate(paths):
            for other in paths[:number]:
                if kind := _meeting(other, one):
                    self.problems.note(
                        kind,
                        f"Two document paths {kind} with each other; must remove or "
                        f"rewrite one of these paths; path one: {shown(other)}, "
                        f"path two: {shown(one)}",
                    )


def _meeting(one, other):
    """How two paths come into each other's way: overlap, conflict, or not at all."""
    for a, b in zip(one, other):
        if type(a) is not type(b):
            return "conflict"
        if a != b:
            return None
    return "overlap"


# -- projections ------------------------------------------------------------------


@dataclass(frozen=True)
class Projection:
    """Some paths of an item: `of(item)` is an item with these alone."""

    paths: tuple
    nested: frozenset

    def of(self, item):
        return project(self.paths, item)


class _ProjectionReader(Reader):
    def read(self, tree):
        paths = tuple(map(self.path, tree))
        self.check_overlaps(paths)
        self.problems.raise_first(self.KINDS)
        return Projection(paths, frozenset(self.nested))


def project(paths, item):
    """The parts of an item at some paths; list elements close up in their order."""
    wanted = {}
    for path in paths:
        branch = wanted
        for step in path:
            branch = branch.setdefault(step, {})
    parts = _picked(wanted, item) if wanted else MISSING
    return {} if parts is MISSING else parts


def _picked(wanted, value):
    """The wanted branches of a value; MISSING when it has none of them."""
    if not wanted:
        return value
    if value.__class__ is dict:
        parts = {n: _picked(wanted[n], value[n]) for n in wanted if n in value}
        found = {name: part for name, part in parts.items() if part is not MISSING}
    elif value.__class__ is list:
        indexes = sorted(i for i in wanted if i.__class__ is int and i < len(value))
        parts = [_picked(wanted[i], value[i]) for i in indexes]
        found = [part for part in parts if part is not MISSING]
    else:
        return MISSING
    return found or MISSING
