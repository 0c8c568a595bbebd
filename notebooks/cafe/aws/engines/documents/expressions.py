"""The expressions of an aggregation: what a stage computes from a document.

`evaluator(expression)` reads an expression once and gives a function of a document.
"$price" is the field, {"$add": […]} an operator, "$$ROOT" the whole document, anything
else is itself. A field that is not there is MISSING; most operators take it for null.
https://docs.aws.amazon.com/documentdb/latest/developerguide/mongo-apis.html
"""

import operator
from datetime import datetime, timedelta

from .ordering import MISSING, equal, is_number, order, type_name
from .refused import Refused, shown


def evaluator(expression):
    """A function that gives the expression's value for a document. Raises Refused."""
    if isinstance(expression, str) and expression.startswith("$$"):
        return _variable(expression)
    if isinstance(expression, str) and expression.startswith("$"):
        path = expression[1:].split(".")
        if "" in path:
            raise Refused(16872, f"'{expression}' by itself is not a valid FieldPath")
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


def is_true(value):
    """False, null, 0 and what is missing are false, all else is true."""
    return (
        value is not MISSING
        and value is not None
        and value is not False
        and (not is_number(value) or value != 0)
    )


def _variable(expression):
    name, *path = expression[2:].split(".")
    if name not in ("ROOT", "CURRENT", "REMOVE"):
        raise Refused(17276, f"Use of undefined variable: {name}")
    if name == "REMOVE":
        return lambda document: MISSING
    return lambda document: field(document, path)


def _operation(expression):
    if len(expression) != 1:
        raise Refused(
            15983,
            "an expression specification must contain exactly one field, the name of "
            f"the expression. Found {len(expression)} fields in {expression}",
        )
    name, asked = next(iter(expression.items()))
    if name == "$literal":
        return lambda document: asked
    if name == "$cond":
        return _cond(asked)
    if name not in OPERATIONS:
        raise Refused(
            168,
            f"Unrecognized expression '{name}' (here: $cond, $literal, "
            f"{', '.join(OPERATIONS)})",
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


def _cond(asked):
    if isinstance(asked, dict):
        for name in ("if", "then", "else"):
            if name not in asked:
                raise Refused(17080, f"Missing '{name}' parameter to $cond")
        asked = [asked["if"], asked["then"], asked["else"]]
    if not isinstance(asked, (list, tuple)) or len(asked) != 3:
        raise Refused(16020, "Expression $cond takes exactly 3 arguments.")
    test, then, otherwise = map(evaluator, asked)
    return lambda document: (then if is_true(test(document)) else otherwise)(document)


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
        return compute(*values)

    return computed


def _add(*values):
    """The sum; a date plus milliseconds is a date."""
    dates = [each for each in values if isinstance(each, datetime)]
    if not dates:
        return _numbers("$add", 16554, lambda *numbers: sum(numbers))(*values)
    if len(dates) > 1:
        raise Refused(16612, "only one date allowed in an $add expression")
    rest = _add(*(each for each in values if each is not dates[0]), 0)
    return rest if rest is None else dates[0] + timedelta(milliseconds=rest)


def _subtract(one, other):
    if isinstance(one, datetime) and isinstance(other, datetime):
        return (one - other) // timedelta(milliseconds=1)
    if isinstance(one, datetime) and is_number(other):
        return one - timedelta(milliseconds=other)
    return _numbers("$subtract", 16556, operator.sub)(one, other)


def _product(*values):
    product = 1
    for value in values:
        product *= value
    return product


def _divide(one, other):
    if other == 0:
        raise Refused(2, "can't $divide by zero")
    return one / other


def _mod(one, other):
    if other == 0:
        raise Refused(16610, "can't $mod by zero")
    rest = abs(one) % abs(other)
    return -rest if one < 0 else rest


def _round(value, places=0):
    rounded = round(value, int(places))
    return rounded if isinstance(value, float) else int(rounded)


def _concat(*values):
    if any(map(_is_null, values)):
        return None
    for value in values:
        if not isinstance(value, str):
            raise Refused(
                16702, f"$concat only supports strings, not {type_name(value)}"
            )
    return "".join(values)


def _cased(change):
    def computed(value):
        if _is_null(value):
            return ""
        if is_number(value) or isinstance(value, str):
            return change(str(value))
        raise Refused(
            16007, f"can't convert from BSON type {type_name(value)} to String"
        )

    return computed


def _array_size(value):
    if not isinstance(value, list):
        raise Refused(
            17124,
            "The argument to $size must be an array, but was of type: "
            f"{type_name(value)}",
        )
    return len(value)


def _element(array, place):
    if _is_null(array) or _is_null(place):
        return None
    if not isinstance(array, list):
        raise Refused(
            28689,
            "$arrayElemAt's first argument must be an array, but is "
            f"{type_name(array)}",
        )
    if not is_number(place) or place != int(place):
        raise Refused(
            28691,
            "$arrayElemAt's second argument must be representable as a 32-bit "
            f"integer: {shown(place)}",
        )
    place = int(place)
    return array[place] if -len(array) <= place < len(array) else MISSING


def _contains(value, array):
    if not isinstance(array, list):
        raise Refused(
            40081,
            f"$in requires an array as a second argument, found: {type_name(array)}",
        )
    return any(equal(value, each) for each in array)


def _if_null(*values):
    return next((each for each in values[:-1] if not _is_null(each)), values[-1])


def _compared(compare):
    return lambda one, other: compare(order(one), order(other))


def total(values):
    """The sum of the numbers among the values."""
    return sum(each for each in values if is_number(each))


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
    "$add": (0, MANY, _add),
    "$subtract": (2, 2, _subtract),
    "$multiply": (0, MANY, _numbers("$multiply", 16555, _product)),
    "$divide": (2, 2, _numbers("$divide", 16609, _divide)),
    "$mod": (2, 2, _numbers("$mod", 16611, _mod)),
    "$abs": (1, 1, _numbers("$abs", 28765, abs)),
    "$round": (1, 2, _numbers("$round", 51081, _round)),
    "$concat": (0, MANY, _concat),
    "$toUpper": (1, 1, _cased(str.upper)),
    "$toLower": (1, 1, _cased(str.lower)),
    "$size": (1, 1, _array_size),
    "$arrayElemAt": (2, 2, _element),
    "$in": (2, 2, _contains),
    "$ifNull": (2, MANY, _if_null),
    "$eq": (2, 2, _compared(operator.eq)),
    "$ne": (2, 2, _compared(operator.ne)),
    "$gt": (2, 2, _compared(operator.gt)),
    "$gte": (2, 2, _compared(operator.ge)),
    "$lt": (2, 2, _compared(operator.lt)),
    "$lte": (2, 2, _compared(operator.le)),
    "$and": (0, MANY, lambda *values: all(map(is_true, values))),
    "$or": (0, MANY, lambda *values: any(map(is_true, values))),
    "$not": (1, 1, lambda value: not is_true(value)),
    "$sum": (0, MANY, _of_values(total)),
    "$avg": (0, MANY, _of_values(average)),
    "$min": (0, MANY, _of_values(least)),
    "$max": (0, MANY, _of_values(greatest)),
}
