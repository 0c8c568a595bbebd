"""What DynamoDB's expressions mean: checked against a request, then run on items.

`Expressions` belongs to one request. It reads each expression with the request's names
and values, refuses what AWS refuses, in AWS's words and order, and gives back functions
of an item. At the end, `finish` refuses names and values that no expression has used.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from dataclasses import dataclass

from . import grammar
from .errors import DynamoDBError, invalid
from .reserved_words import RESERVED_WORDS
from .values import order, type_of

MAXIMUM_SIZE = 4096
MAXIMUM_CHOICES = 100
FUNCTIONS = {
    "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2,
    "begins_with": 2, "contains": 2, "size": 1,
}  # fmt: skip
TYPE_NAMES = "S N B NULL SS BOOL L BS NS M".split()
MISSING = object()


@dataclass(frozen=True)
class Condition:
    """A condition that was checked: `holds(item)` says whether it is true.

    `heads` are the attributes that it looks at, `nested` those that it looks into,
    `tree` the same condition with names and values in place.
    """

    holds: object
    heads: frozenset
    nested: frozenset
    tree: object


@dataclass(frozen=True)
class Operand:
    """What stands on one side of an operator.

    `of(item)` is its value or MISSING; `path` is set when it is a document path,
    `constant` when it is a given value, `call` when it is a function.
    """

    of: object
    path: tuple = None
    constant: object = MISSING
    call: str = None
    type: str = None


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
    """The expressions of one request, with its names (#n) and held values (:v)."""

    def __init__(self, names=None, values=None):
        self.names, self.values = names or {}, values or {}
        self.unused_names, self.unused_values = dict(self.names), dict(self.values)
        if names is not None:
            _check_placeholders("ExpressionAttributeNames", "#", names)

    def condition(self, text, parameter="ConditionExpression"):
        """A ConditionExpression, FilterExpression or KeyConditionExpression."""
        return self.read(parameter, text, grammar.condition, _ConditionReader)

    def projection(self, text):
        """A ProjectionExpression."""
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
                raise invalid(
                    f"Value provided in {parameter} unused in expressions: "
                    f"keys: {{{', '.join(unused)}}}"
                )

    def read(self, parameter, text, rule, reader):
        """Have a reader check the tree that a rule makes of a text."""
        try:
            if len(text.encode()) > MAXIMUM_SIZE:
                raise invalid(
                    "Expression size has exceeded the maximum allowed size; "
                    f"expression size: {len(text.encode())}"
                )
            return reader(self).read(rule(text))
        except DynamoDBError as error:
            raise invalid(f"Invalid {parameter}: {error.message}") from None


def held_values(values, from_outside):
    """ExpressionAttributeValues in held form; `from_outside` converts one value."""
    if values is None:
        return None
    _check_placeholders("ExpressionAttributeValues", ":", values)
    held = {}
    for name, value in values.items():
        try:
            held[name] = from_outside(value)
        except DynamoDBError as error:
            raise invalid(
                "ExpressionAttributeValues contains invalid value: "
                f"{error.message} for key {name}"
            ) from None
    return held


def _check_placeholders(parameter, sign, given):
    if not given:
        raise invalid(f"{parameter} must not be empty")
    for name in given:
        if not re.fullmatch(sign + "[0-9a-zA-Z_]+", name):
            raise invalid(
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


def _shown_value(value):
    content = value[0] if value.__class__ is tuple else value
    return f"AttributeValue: {{{type_of(value)}:{content}}}"


class Reader:
    """What all three kinds of expression share: names, values, operands.

    `KINDS` is the order in which AWS checks.
    """

    KINDS = ("reserved", "name", "overlap", "conflict")
    NAME, VALUE = "name", "value"

    def __init__(self, request):
        self.request = request
        self.problems = Problems()
        self.heads, self.nested = set(), set()

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

    def is_counted(self, name, operands, functions):
        """Whether a function exists and has its number of operands."""
        if name not in functions:
            self.problems.note(
                "function name", f"Invalid function name; function: {name}"
            )
        elif functions[name] != len(operands):
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


# -- conditions -------------------------------------------------------------------


class _ConditionReader(Reader):
    KINDS = ("parentheses", "function name", "misuse", "reserved", "condition")
    NAME = VALUE = "placeholder"
    KINDS_OF_ONE = ("placeholder", "count", "distinct", "type")

    def read(self, tree):
        holds = self.condition(tree)
        self.problems.raise_first(self.KINDS)
        return Condition(
            holds, frozenset(self.heads), frozenset(self.nested), self.resolved(tree)
        )

    def condition(self, node):
        """The function of an item that a condition stands for."""
        if isinstance(node, grammar.Parentheses):
            if isinstance(node.condition, grammar.Parentheses):
                self.problems.note(
                    "parentheses", "The expression has redundant parentheses;"
                )
            return self.condition(node.condition)
        if isinstance(node, grammar.Logic):
            parts = [self.condition(each) for each in node.conditions]
            return _LOGIC[node.operator](*parts)
        holds = (
            self.function(node)
            if isinstance(node, grammar.Call)
            else self.comparison(node)
        )
        self.settle()
        return holds

    def settle(self):
        """What is wrong with one comparison comes before the next one's faults."""
        for kind in self.KINDS_OF_ONE:
            if kind in self.problems.found:
                self.problems.note("condition", self.problems.found[kind])
                return

    def comparison(self, node):
        operands = [self.operand(each) for each in node.operands]
        self.check_misuse(operands)
        if node.operator == "BETWEEN":
            self.check_bounds(*operands[1:])
        elif node.operator == "IN":
            self.check_choices(operands[1:])
        else:
            self.check_distinct(node.operator, operands)
        test = _OPERATORS[node.operator]
        return lambda item: test(*(operand.of(item) for operand in operands))

    def function(self, node):
        operand = self.call(node)
        if node.name == "size":
            self.misused("size")
        return operand.of

    def call(self, node):
        operands = [self.operand(each) for each in node.operands]
        self.check_misuse(operands)
        name = node.name
        if not self.is_counted(name, operands, FUNCTIONS):
            return Operand(None, call=name)
        self.check_distinct(name, operands)
        self.check_types(name, operands)
        test = _FUNCTIONS[name]
        return Operand(
            lambda item: test(*(operand.of(item) for operand in operands)),
            call=name,
            type="N" if name == "size" else "BOOL",
        )

    def check_types(self, name, operands):
        if name in ("attribute_exists", "attribute_not_exists"):
            self.needs_path(name, operands[0])
        elif name == "begins_with":
            for kind in (operand.type for operand in operands):
                if kind not in (None, "S", "B"):
                    self.wrong_type(name, kind)
        elif name == "size" and operands[0].type in ("N", "BOOL", "NULL"):
            self.wrong_type(name, operands[0].type)
        elif name == "attribute_type":
            self.check_type_name(operands[1])

    def check_type_name(self, operand):
        if operand.type != "S":
            kind = operand.type or "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
            self.wrong_type("attribute_type", kind)
        elif operand.constant not in TYPE_NAMES:
            self.problems.note(
                "type",
                f"Invalid attribute type name found; type: {operand.constant}, "
                "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
            )

    def check_misuse(self, operands):
        for operand in operands:
            if operand.call not in (None, "size"):
                self.misused(operand.call)

    def misused(self, name):
        self.problems.note(
            "misuse",
            "The function is not allowed to be used this way in an expression; "
            f"function: {name}",
        )

    def check_distinct(self, name, operands):
        if len(operands) == 2 and operands[0].path is not None:
            if operands[0].path == operands[1].path:
                self.problems.note(
                    "distinct",
                    "The first operand must be distinct from the remaining operands "
                    f"for this operator or function; operator: {name}, "
                    f"first operand: {shown(operands[0].path)}",
                )

    def check_bounds(self, lower, upper):
        low, high = lower.constant, upper.constant
        if low is MISSING or high is MISSING:
            return
        if lower.type != upper.type:
            needs = "same data type for lower and upper bounds"
        elif _greater(low, high):
            needs = "upper bound to be greater than or equal to lower bound"
        else:
            return
        self.problems.note(
            "type",
            f"The BETWEEN operator requires {needs}; lower bound operand: "
            f"{_shown_value(low)}, upper bound operand: {_shown_value(high)}",
        )

    def check_choices(self, choices):
        if len(choices) > MAXIMUM_CHOICES:
            self.problems.note(
                "count",
                "The IN operator is provided with too many operands; "
                f"number of operands: {len(choices)}",
            )

    def resolved(self, node):
        """The tree with names and values in place, as a key condition needs it."""
        if isinstance(node, grammar.Parentheses):
            return self.resolved(node.condition)
        if isinstance(node, grammar.Logic):
            return grammar.Logic(
                node.operator, tuple(map(self.resolved, node.conditions))
            )
        if isinstance(node, (grammar.Comparison, grammar.Call)):
            kind, name = type(node), getattr(node, "operator", None) or node.name
            return kind(name, tuple(map(self.resolved, node.operands)))
        return self.operand(node)


def _equal(a, b):
    return a == b and a.__class__ is b.__class__


def _compare(test):
    """A comparison by order: of two texts, two numbers or two binaries."""

    def compare(a, b):
        sortable = a.__class__ is b.__class__ and a.__class__ in (str, tuple, bytes)
        return sortable and test(order(a), order(b))

    return compare


_greater = _compare(lambda a, b: a > b)
_LOGIC = {
    "AND": lambda a, b: lambda item: a(item) and b(item),
    "OR": lambda a, b: lambda item: a(item) or b(item),
    "NOT": lambda a: lambda item: not a(item),
}
_OPERATORS = {
    "=": _equal,
    "<>": lambda a, b: not _equal(a, b),
    "<": _compare(lambda a, b: a < b),
    "<=": _compare(lambda a, b: a <= b),
    ">": _greater,
    ">=": _compare(lambda a, b: a >= b),
    "BETWEEN": lambda value, low, high: (
        not _greater(low, value) and not _greater(value, high)
        and low.__class__ is value.__class__ is high.__class__
        and value.__class__ in (str, tuple, bytes)
    ),
    "IN": lambda value, *choices: any(_equal(value, choice) for choice in choices),
}  # fmt: skip


def _begins_with(value, start):
    same = value.__class__ is start.__class__ and value.__class__ in (str, bytes)
    return same and value.startswith(start)


def _contains(value, part):
    if value.__class__ in (str, bytes):
        return part.__class__ is value.__class__ and part in value
    if value.__class__ is frozenset:
        return part.__class__ in (str, tuple, bytes) and part in value
    return value.__class__ is list and any(_equal(each, part) for each in value)


def _size(value):
    """What `size` says: characters, bytes or members; the number, as one holds it."""
    if value.__class__ not in (str, bytes, frozenset, list, dict):
        return MISSING
    return (str(len(value)),)


_FUNCTIONS = {
    "attribute_exists": lambda value: value is not MISSING,
    "attribute_not_exists": lambda value: value is MISSING,
    "attribute_type": lambda value, kind: (
        value is not MISSING and type_of(value) == kind
    ),
    "begins_with": _begins_with,
    "contains": _contains,
    "size": _size,
}


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
    parts = _picked(wanted, item)
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
