"""Which documents a filter lets through.

`matcher(filter)` reads a filter once and gives a function of a document. A filter is
read in two steps:

1. A dotted path leads to values (`reached`). An array on the way is looked into: the
   path goes on from each document in it. So one path may lead to many values.
2. A condition asks something of these values. Most conditions hold if *any* value
   fits, and an array at the end of the path counts as itself and as each of its
   elements. `$ne`, `$nin` and `$not` are the opposite of the condition within.

https://www.mongodb.com/docs/manual/tutorial/query-arrays/
"""

import operator
import re

from .ordering import MISSING, equal, order, rank
from .refused import Refused, bad_value

#: What the letters behind $options mean.
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


def matcher(query):
    """A function that says whether a document fits the filter. Raises Refused."""
    if not isinstance(query, dict):
        raise bad_value("the match filter must be an expression in an object")
    tests = [_test(name, asked) for name, asked in query.items()]
    if len(tests) == 1:
        return tests[0]
    return lambda document: all(test(document) for test in tests)


def _test(name, asked):
    """The part of a filter under one name, as a function of a document."""
    if name in ("$and", "$or"):
        return _logical(name, asked)
    if name.startswith("$"):
        raise bad_value(f"unknown top level operator: {name} (here: $and, $or)")
    path, holds = name.split("."), condition(asked)
    if len(path) == 1:
        return lambda document: holds([document.get(name, MISSING)])
    return lambda document: holds(list(reached(document, path)))


def _logical(name, asked):
    if not isinstance(asked, (list, tuple)):
        raise bad_value(f"{name} must be an array")
    if not asked:
        raise bad_value("$and/$or/$nor must be a nonempty array")
    if not all(isinstance(each, dict) for each in asked):
        raise bad_value("$or/$and/$nor entries need to be full objects")
    parts = [matcher(each) for each in asked]
    if name == "$and":
        return lambda document: all(part(document) for part in parts)
    return lambda document: any(part(document) for part in parts)


# -- paths --------------------------------------------------------------------------


def reached(value, path):
    """The values at the end of a path, a list of names; MISSING where one ends early.

    An array on the way is followed by number, and into each document that it holds.
    """
    if not path:
        yield value
    elif isinstance(value, dict):
        if path[0] in value:
            yield from reached(value[path[0]], path[1:])
        else:
            yield MISSING
    elif isinstance(value, list):
        if path[0].isdecimal() and int(path[0]) < len(value):
            yield from reached(value[int(path[0])], path[1:])
        for each in value:
            if isinstance(each, dict) and (path[0] in each or not path[0].isdecimal()):
                yield from reached(each, path)
    else:
        yield MISSING


# -- conditions ---------------------------------------------------------------------


def condition(asked):
    """What is asked of a path's values: a function of them.

    Its second argument says whether elements of arrays count as well; within
    `$elemMatch` they do not.
    """
    if not is_operators(asked):
        return _equals(asked)
    tests = [_operator(name, value, asked) for name, value in asked.items()]
    if len(tests) == 1:
        return tests[0]
    return lambda values, inside=True: all(test(values, inside) for test in tests)


def is_operators(asked):
    """Whether a value is operators, such as {"$gt": 5}, and no document to find."""
    return isinstance(asked, dict) and next(iter(asked), "").startswith("$")


def _operator(name, value, asked):
    if name == "$options":
        if "$regex" not in asked:
            raise bad_value("$options needs a $regex")
        return _always
    if name == "$regex":
        return _matches_regex(value, asked.get("$options", ""))
    if name not in OPERATORS:
        raise bad_value(
            f"unknown operator: {name} (here: {', '.join(OPERATORS)}, $regex)"
        )
    return OPERATORS[name](value)


def _always(values, inside=True):
    return True


def _any(fits):
    """The condition that one of the values, or of their elements, fits."""

    def holds(values, inside=True):
        return any(
            fits(value)
            or (inside and isinstance(value, list) and any(map(fits, value)))
            for value in values
        )

    return holds


def _none(holds):
    """The opposite of a condition."""
    return lambda values, inside=True: not holds(values, inside)


def _equals(asked):
    if asked is None:
        return _any(lambda value: value is None or value is MISSING)
    wanted = order(asked)
    return _any(lambda value: order(value) == wanted)


def _compares(compare, or_equal):
    """$gt and its sisters: only values of the same type can be greater or less."""

    def made(asked):
        if asked is None:
            return _equals(None) if or_equal else _none(_always)
        wanted, kind = order(asked), rank(asked)

        def fits(value):
            if rank(value) != kind:
                return False
            if value != value or asked != asked:  # NaN is neither greater nor less
                return or_equal and equal(value, asked)
            return compare(order(value), wanted)

        return _any(fits)

    return made


def _in(asked, name="$in"):
    if not isinstance(asked, (list, tuple)):
        raise bad_value(f"{name} needs an array")
    if any(is_operators(each) for each in asked):
        raise bad_value(f"cannot nest $ under {name}")
    tests = [_equals(each) for each in asked]
    return lambda values, inside=True: any(test(values, inside) for test in tests)


def _exists(asked):
    wanted = bool(asked)
    return lambda values, inside=True: (
        any(value is not MISSING for value in values) == wanted
    )


def _all(asked):
    if not isinstance(asked, (list, tuple)):
        raise bad_value("$all needs an array")
    if not asked:
        return _none(_always)
    if any(is_operators(each) and "$elemMatch" not in each for each in asked):
        raise bad_value("no $ expressions in $all")
    tests = [
        condition(each)
        if isinstance(each, dict) and "$elemMatch" in each
        else _equals(each)
        for each in asked
    ]
    return lambda values, inside=True: all(test(values, inside) for test in tests)


def _elem_match(asked):
    """One element of an array has to fit all that is asked."""
    if not isinstance(asked, dict):
        raise bad_value("$elemMatch needs an Object")
    if is_operators(asked) and next(iter(asked)) not in ("$and", "$or"):
        holds = condition(asked)
        return _of_arrays(lambda array: any(holds([each], False) for each in array))
    fits = matcher(asked)
    return _of_arrays(lambda array: any(map(fits, _documents(array))))


def _documents(array):
    """The documents in an array; an array within counts as one: {"0": its first, …}."""
    for each in array:
        if isinstance(each, dict):
            yield each
        elif isinstance(each, list):
            yield {str(number): element for number, element in enumerate(each)}


def _of_arrays(fits):
    """The condition that one of the values is an array that fits, as a whole."""
    return lambda values, inside=True: any(
        fits(value) for value in values if isinstance(value, list)
    )


def _not(asked):
    if not isinstance(asked, dict):
        raise bad_value("$not needs a regex or a document")
    if not asked:
        raise bad_value("$not cannot be empty")
    if not is_operators(asked):
        raise bad_value(f"unknown operator: {next(iter(asked))}")
    return _none(condition(asked))


def _matches_regex(asked, options):
    if not isinstance(asked, str):
        raise bad_value("$regex has to be a string")
    if not isinstance(options, str):
        raise bad_value("$options has to be a string")
    flags = re.RegexFlag(0)
    for letter in options:
        if letter not in FLAGS:
            raise Refused(51108, f"invalid flag in regex options: {letter}")
        flags |= FLAGS[letter]
    try:
        regex = re.compile(asked, flags)
    except re.error as error:
        raise Refused(51091, f"Regular expression is invalid: {error}") from None

    return _any(lambda value: isinstance(value, str) and bool(regex.search(value)))


OPERATORS = {
    "$ne": lambda asked: _none(_equals(asked)),
    "$gt": _compares(operator.gt, or_equal=False),
    "$gte": _compares(operator.ge, or_equal=True),
    "$lt": _compares(operator.lt, or_equal=False),
    "$lte": _compares(operator.le, or_equal=True),
    "$in": _in,
    "$nin": lambda asked: _none(_in(asked, "$nin")),
    "$exists": _exists,
    "$all": _all,
    "$elemMatch": _elem_match,
    "$not": _not,
}
