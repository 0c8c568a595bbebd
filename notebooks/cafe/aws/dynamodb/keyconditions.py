"""Key conditions: what a query says of the partition key and of the sort key.

The sort key's condition is a span of a collection, which is sorted: two binary searches
find it, however many items there are.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import grammar
from .errors import invalid, invalid_parameter
from .values import order, type_of

#: What an operator is when its sides are exchanged.
MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def key_conditions(tree):
    """{attribute: (operator, values)} of a key condition's tree."""
    found = {}
    _collect(tree, found)
    if not 1 <= len(found) <= 2:
        raise invalid("Conditions can be of length 1 or 2 only")
    return found


def _collect(node, found):
    if isinstance(node, grammar.Logic):
        if node.operator != "AND":
            raise _not_a_key_operator(node.operator)
        for each in node.conditions:
            _collect(each, found)
        return
    operator, path, values = _parts(node)
    if len(path) > 1:
        raise invalid(
            "KeyConditionExpressions cannot have conditions on nested attributes"
        )
    if path[0] in found:
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    found[path[0]] = operator, values


def _parts(node):
    """(operator, path, values) of one condition, with the path on its left."""
    operator = node.name if isinstance(node, grammar.Call) else node.operator
    if operator in ("IN", "<>") or (
        isinstance(node, grammar.Call) and operator != "begins_with"
    ):
        raise _not_a_key_operator(operator)
    if any(isinstance(operand, grammar.Call) for operand in node.operands):
        raise invalid("KeyConditionExpressions cannot contain nested operations")
    paths = [operand.path for operand in node.operands if operand.path is not None]
    if operator in ("BETWEEN", "begins_with") and node.operands[0].path is None:
        raise invalid(
            f"Invalid condition in KeyConditionExpression: {operator} operator must "
            "have the key attribute as its first operand"
        )
    if len(paths) != 1:
        what = (
            "Multiple attribute names used in one condition"
            if paths
            else "No key attribute specified"
        )
        raise invalid(f"Invalid condition in KeyConditionExpression: {what}")
    values = tuple(o.constant for o in node.operands if o.path is None)
    if operator == "=" and type_of(values[0]) in ("BOOL", "NULL", "L", "M"):
        raise invalid_parameter(
            "ComparisonOperator EQ is not valid for "
            f"{type_of(values[0])} AttributeValue type"
        )
    if operator in MIRRORED and node.operands[0].path is None:
        operator = MIRRORED[operator]
    return operator, paths[0], values


def _not_a_key_operator(operator):
    return invalid(f"Invalid operator used in KeyConditionExpression: {operator}")


@dataclass
class Span:
    """The items of one partition key whose sort keys fulfil a condition.

    `operator` is None when all do. `first` takes the sort key out of an index's keys.
    """

    pk: object
    operator: str | None
    values: tuple
    first: Callable[[tuple], Any] | None = None

    def positions(self, keys):
        """From where to where the condition holds."""
        if self.operator is None:
            return 0, len(keys)
        low, high = order(self.values[0]), order(self.values[-1])

        def left(value):
            return bisect_left(keys, value, key=self.first)

        def right(value):
            return bisect_right(keys, value, key=self.first)

        if self.operator == "begins_with":
            first = self.first or (lambda each: each)

            def start(key):
                return first(key)[: len(low)]

            return left(low), bisect_right(keys, low, key=start)
        return {
            "=": lambda: (left(low), right(low)),
            "<": lambda: (0, left(low)),
            "<=": lambda: (0, right(low)),
            ">": lambda: (right(low), len(keys)),
            ">=": lambda: (left(low), len(keys)),
            "BETWEEN": lambda: (left(low), right(high)),
        }[self.operator]()

    def holds(self, key):
        low, high = self.positions([key])
        return low < high
