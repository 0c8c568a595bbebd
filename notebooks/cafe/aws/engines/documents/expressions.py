"""The expressions of an aggregation: what a stage computes from a document.

`evaluator(expression)` reads an expression once and gives a function of a document.
"$price" is the field, {"$add": […]} an operator, anything else is itself. A field that
is not there is MISSING; most operators take it for null.
https://docs.aws.amazon.com/documentdb/latest/developerguide/mongo-apis.html
"""

import functools
import operator

from .bson import INT64
from .ordering import MISSING, is_number, order, type_name
from .refused import Refused


def evaluator(expression):
    """A function that gives the expression's value for a document. Raises Refused."""
    if isinstance(expression, str) and expression.startswith("$$"):
        raise Refused(
            17276, f"Use of undefined variable: {expression[2:]} (here: no variables)"
        )
    if isinstance(expression, str) and expression.startswith("$"):
        if expression == "$":
            raise Refused(16872, "'$' by itself is not a valid FieldPath")
        path = field_path(expression[1:])
        return lambda document: field(document, path)
    if isinstance(expression, (list, tuple)):
        parts = [evaluator(each) for each in expression]
        return lambda document: [_null(part(document)) for part in parts]
    if not isinstance(expression, dict):
        return lambda document: expression
    if next(iter(expression), "").startswith("$"):
        return _operation(expression)
    parts = {name: evaluator(each) for name, each in expression.items()}

    def made(document):
        found = {name: part(document) for name, part in parts.items()}
        return {name: each for name, each in found.items() if each is not MISSING}

    return made


def field_path(path):
    """The names of a path that a stage or an order leads along. Raises Refused."""
    names = path.split(".")
    if not path:
        raise Refused(40352, "FieldPath cannot be constructed with empty string")
    if not names[-1]:
        raise Refused(40353, "FieldPath must not end with a '.'.")
    if "" in names:
        raise Refused(15998, "FieldPath field names may not be empty strings.")
    if any(name.startswith("$") for name in names):
        raise Refused(16410, f"FieldPath field names may not start with '$': {path}")
    return names


def field(value, path):
    """The value at a path, a list of names; of an array, those of all its elements."""
    for number, name in enumerate(path):
        if isinstance(value, list):
            found = [field(each, path[number:]) for each in value]
            return [each for each in found if each is not MISSING]
        if not isinstance(value, dict) or name not in value:
            return MISSING
        value = value[name]
    return value


def _operation(expression):
    if len(expression) != 1:
        raise Refused(
            15983,
            "an expression specification must contain exactly one field, the name of "
            f"the expression. Found {len(expression)} fields in {expression}",
        )
    name, asked = next(iter(expression.items()))
    if name not in OPERATIONS:
        raise Refused(
            168,
            f"Unrecognized expression '{name}' (here: {', '.join(OPERATIONS)})",
        )
    least, most, compute = OPERATIONS[name]
    given = asked if isinstance(asked, (list, tuple)) else [asked]
    if not least <= len(given) <= most:
        wanted = least if least == most else f"at least {least}"
        raise Refused(
            16020,
            f"Expression {name} takes exactly {wanted} arguments. {len(given)} were "
            "passed in."
            if least == most
            else f"Expression {name} takes {wanted} arguments, and at most {most}, but "
            f"{len(given)} were passed in.",
        )
    parts = [evaluator(each) for each in given]
    return lambda document: compute(*(part(document) for part in parts))


# -- operators ----------------------------------------------------------------------


def _null(value):
    return None if value is MISSING else value


def _is_null(value):
    return value is None or value is MISSING


def _numbers(name, code, compute):
    """An operator of numbers: null if one is null, an error if one is no number."""

    def computed(*values):
        if any(map(_is_null, values)):
            return None
        for value in values:
            if not is_number(value):
                raise Refused(
                    code,
                    f"{name} only supports numeric types, not {type_name(value)}",
                )
        return _as_bson(compute(*values))

    return computed


def _as_bson(number):
    """A number as BSON keeps it: what takes more than eight bytes is a double."""
    return number if isinstance(number, float) or number in INT64 else float(number)


def _product(*values):
    return functools.reduce(lambda one, other: _as_bson(one * other), values, 1)


def _divide(one, other):
    if other == 0:
        raise Refused(2, "can't $divide by zero")
    return one / other


def total(values):
    """The sum of the numbers among the values."""
    return _as_bson(sum(each for each in values if is_number(each)))


def average(values):
    """The mean of the numbers among the values, or None."""
    numbers = [each for each in values if is_number(each)]
    return sum(numbers) / len(numbers) if numbers else None


def least(values):
    """The smallest of the values that are not null, or None."""
    return min((each for each in values if not _is_null(each)), key=order, default=None)


def greatest(values):
    """The greatest of the values that are not null, or None."""
    return max((each for each in values if not _is_null(each)), key=order, default=None)


def _of_values(compute):
    """An operator of several values, or of one array's."""
    return lambda *values: compute(
        values[0] if len(values) == 1 and isinstance(values[0], list) else values
    )


MANY = 10_000
#: {name: (least arguments, most, function)}
OPERATIONS = {
    "$add": (0, MANY, _numbers("$add", 16554, lambda *values: sum(values))),
    "$subtract": (2, 2, _numbers("$subtract", 16556, operator.sub)),
    "$multiply": (0, MANY, _numbers("$multiply", 16555, _product)),
    "$divide": (2, 2, _numbers("$divide", 16609, _divide)),
    "$sum": (0, MANY, _of_values(total)),
    "$avg": (0, MANY, _of_values(average)),
}
