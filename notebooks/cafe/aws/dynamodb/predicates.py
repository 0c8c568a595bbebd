"""Conditions: what =, BETWEEN, contains and the others say of an item.

The same language serves a ConditionExpression, a FilterExpression and a
KeyConditionExpression.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import grammar
from .expressions import MISSING, Operand, Reader, shown
from .values import SCALARS, SETS, order, type_of

MAXIMUM_CHOICES = 100
FUNCTIONS = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "begins_with": 2,
    "contains": 2,
    "size": 1,
}


@dataclass(frozen=True)
class Condition:
    """A condition that was checked: `holds(item)` says whether it is true.

    `heads` are the attributes that it looks at, `nested` those that it looks into,
    `tree` the same condition with names and values in place.
    """

    holds: Callable[[dict], bool]
    heads: frozenset
    nested: frozenset
    tree: object


def read_condition(expressions, text, parameter="ConditionExpression"):
    """The Condition that a request's expression stands for; None for None."""
    return expressions.read(parameter, text, grammar.condition, _ConditionReader)


def _shown_value(value):
    content = value[0] if value.__class__ is tuple else value
    if value.__class__ is bytes:
        content = b64encode(value).decode()
    return f"AttributeValue: {{{type_of(value)}:{content}}}"


class _ConditionReader(Reader):
    FUNCTIONS = FUNCTIONS
    WHERE = "a condition"
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
        if node.operator not in ("=", "<>", "IN"):
            self.check_sortable(node.operator, operands)
        if node.operator == "BETWEEN":
            self.check_bounds(*operands[1:])
        elif node.operator == "IN":
            self.check_choices(operands)
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
        if not self.is_counted(name, operands):
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
        first, *others = (operand.path for operand in operands)
        if first is not None and others == [first]:
            self.problems.note(
                "distinct",
                "The first operand must be distinct from the remaining operands "
                f"for this operator or function; operator: {name}, "
                f"first operand: {shown(first)}",
            )

    def check_sortable(self, operator, operands):
        """Only texts, numbers and binaries come before or after one another."""
        for operand in operands:
            if operand.constant is not MISSING and operand.type not in SCALARS:
                self.wrong_type(operator, operand.type)

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

    def check_choices(self, operands):
        choices = len(operands) - 1  # the first is what is looked for among them
        if choices > MAXIMUM_CHOICES:
            self.problems.note(
                "count",
                "The IN operator is provided with too many operands; "
                f"number of operands: {choices}",
            )

    def resolved(self, node):
        """The tree with names and values in place, as a key condition needs it."""
        if isinstance(node, grammar.Parentheses):
            return self.resolved(node.condition)
        if isinstance(node, grammar.Logic):
            return grammar.Logic(
                node.operator, tuple(map(self.resolved, node.conditions))
            )
        if isinstance(node, grammar.Comparison):
            operands = map(self.resolved, node.operands)
            return grammar.Comparison(node.operator, tuple(operands))
        if isinstance(node, grammar.Call):
            return grammar.Call(node.name, tuple(map(self.resolved, node.operands)))
        return self.operand(node)


def _equal(a, b):
    """Equal and of one type; what does not exist is equal to nothing."""
    return a == b and a.__class__ is b.__class__ and a is not MISSING


def _compare(test):
    """A comparison by order: of two texts, two numbers or two binaries."""

    def compare(a, b):
        sortable = a.__class__ is b.__class__ and a.__class__ in (str, tuple, bytes)
        return sortable and test(order(a), order(b))

    return compare


_greater = _compare(lambda a, b: a > b)
_LOGIC: dict[str, Callable] = {
    "AND": lambda a, b: lambda item: a(item) and b(item),
    "OR": lambda a, b: lambda item: a(item) or b(item),
    "NOT": lambda a: lambda item: not a(item),
}
_OPERATORS: dict[str, Callable[..., bool]] = {
    "=": _equal,
    "<>": lambda a, b: not _equal(a, b),
    "<": _compare(lambda a, b: a < b),
    "<=": _compare(lambda a, b: a <= b),
    ">": _greater,
    ">=": _compare(lambda a, b: a >= b),
    "BETWEEN": lambda value, low, high: (
        not _greater(low, value)
        and not _greater(value, high)
        and low.__class__ is value.__class__ is high.__class__
        and value.__class__ in (str, tuple, bytes)
    ),
    "IN": lambda value, *choices: any(_equal(value, choice) for choice in choices),
}


def _begins_with(value, start):
    same = value.__class__ is start.__class__ and value.__class__ in (str, bytes)
    return same and value.startswith(start)


def _contains(value, part):
    kind = value.__class__
    if kind in (str, bytes):
        return part.__class__ is kind and part in value
    if kind is frozenset:
        return part.__class__ in SETS and part in value
    return kind is list and any(_equal(each, part) for each in value)


def _size(value):
    """What `size` says: characters, bytes or members; the number, as one holds it."""
    if value.__class__ not in (str, bytes, frozenset, list, dict):
        return MISSING
    return (str(len(value)),)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "attribute_exists": lambda value: value is not MISSING,
    "attribute_not_exists": lambda value: value is MISSING,
    "begins_with": _begins_with,
    "contains": _contains,
    "size": _size,
}
