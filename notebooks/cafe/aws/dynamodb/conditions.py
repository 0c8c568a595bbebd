"""`Key` and `Attr`: conditions as objects, where the resource takes them.

    from cafe.aws.dynamodb.conditions import Attr, Key   # on AWS: boto3.dynamodb...
    table.query(KeyConditionExpression=Key("pk").eq("ada") & Key("sk").gte(3))

A condition becomes text with placeholders, so reserved words need no care.

https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html
"""

import re
from dataclasses import dataclass

PARAMETERS = ("KeyConditionExpression", "FilterExpression", "ConditionExpression")


class Condition:
    """A condition; join conditions with & and |, turn one round with ~."""

    def words(self, build) -> str:
        """The condition as text; `build` (a _Builder) makes the placeholders."""
        raise NotImplementedError

    def __and__(self, other):
        return Joined("AND", self, _condition(other, "AND"))

    def __or__(self, other):
        return Joined("OR", self, _condition(other, "OR"))

    def __invert__(self):
        return Negated(self)


def _condition(other, word):
    if not isinstance(other, Condition):
        raise TypeError(f"{word} joins two conditions; got {other!r}.")
    return other


class DynamoDBNeedsKeyConditionError(Exception):
    """A KeyConditionExpression holds an Attr; boto3 has this error, too."""


@dataclass(frozen=True)
class Test(Condition):
    """A text with {} for each operand, and the operands."""

    text: str
    operands: tuple

    def words(self, build):
        return self.text.format(*map(build.operand, self.operands))


@dataclass(frozen=True)
class Joined(Condition):
    word: str
    left: Condition
    right: Condition

    def words(self, build):
        return f"({self.left.words(build)} {self.word} {self.right.words(build)})"


@dataclass(frozen=True)
class Negated(Condition):
    condition: Condition

    def words(self, build):
        return f"(NOT {self.condition.words(build)})"


@dataclass(frozen=True)
class Key:
    """The attribute of a key, for a KeyConditionExpression."""

    name: str

    def eq(self, value):
        return Test("{} = {}", (self, value))

    def lt(self, value):
        return Test("{} < {}", (self, value))

    def lte(self, value):
        return Test("{} <= {}", (self, value))

    def gt(self, value):
        return Test("{} > {}", (self, value))

    def gte(self, value):
        return Test("{} >= {}", (self, value))

    def begins_with(self, value):
        return Test("begins_with({}, {})", (self, value))

    def between(self, low_value, high_value):
        return Test("{} BETWEEN {} AND {}", (self, low_value, high_value))


@dataclass(frozen=True)
class Attr(Key):
    """An attribute at a path such as `lines[0].price`, for the other conditions."""

    def ne(self, value):
        return Test("{} <> {}", (self, value))

    def is_in(self, value):
        return Test(f"{{}} IN ({', '.join(['{}'] * len(value))})", (self, *value))

    def exists(self):
        return Test("attribute_exists({})", (self,))

    def not_exists(self):
        return Test("attribute_not_exists({})", (self,))

    def contains(self, value):
        return Test("contains({}, {})", (self, value))

    def size(self):
        return Size(self.name)


@dataclass(frozen=True)
class Size(Attr):
    """How large an attribute is, to be compared."""


class _Builder:
    """Collects the placeholders while a condition is put into words."""

    def __init__(self, names, values, keys_only=False):
        self.names, self.values, self.keys_only = names, values, keys_only

    def operand(self, operand):
        if self.keys_only and isinstance(operand, Attr):
            raise DynamoDBNeedsKeyConditionError(
                f"Attribute object {operand.name} is of type {type(operand)}. "
                "KeyConditionExpression only supports Attribute objects of type Key"
            )
        if isinstance(operand, Size):
            return f"size({self.path(operand.name)})"
        if isinstance(operand, Key):
            return self.path(operand.name)
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = operand
        return placeholder

    def path(self, name):
        return re.sub(r"[^.\[\]]+(?![^\[]*\])", self.placeholder, name)

    def placeholder(self, match):
        placeholder = f"#n{len(self.names)}"
        self.names[placeholder] = match[0]
        return placeholder


def in_words(arguments):
    """A call's arguments with every condition object put into an expression's text."""
    if arguments.keys().isdisjoint(PARAMETERS):
        return arguments
    found = [name for name in PARAMETERS if isinstance(arguments.get(name), Condition)]
    names = dict(arguments.get("ExpressionAttributeNames") or {})
    values = dict(arguments.get("ExpressionAttributeValues") or {})
    texts = {
        name: arguments[name].words(_Builder(names, values, name == PARAMETERS[0]))
        for name in found
    }
    also = {"ExpressionAttributeNames": names} if names else {}
    also |= {"ExpressionAttributeValues": values} if values else {}
    return arguments | texts | also
