"""`$set`, `$inc`, `$push` and their sisters: the new value from the old one.

Each is a function of the value that is there, or MISSING, of the operator's argument
and of its name. It gives the new value, or MISSING for none.

https://www.mongodb.com/docs/manual/reference/operator/update/
"""

from .matching import condition, is_operators, matcher
from .ordering import MISSING, equal, is_number
from .refused import BAD_VALUE, TYPE_MISMATCH, bad_value


class WrongType(Exception):
    """The old value is of a type that the operator cannot change."""

    def __init__(self, code, words):
        self.code, self.words = code, words


def _increased(old, argument, name):
    if not is_number(argument):
        raise WrongType(
            TYPE_MISMATCH,
            "Cannot increment with non-numeric argument: {{{field}: {argument}}}",
        )
    if old is MISSING:
        return argument
    if not is_number(old):
        raise WrongType(
            TYPE_MISMATCH,
            "Cannot apply $inc to a value of non-numeric type. {document} has the "
            "field '{field}' of non-numeric type {type}",
        )
    new = old + argument
    if isinstance(new, int) and not -(2**63) <= new < 2**63:
        raise WrongType(
            BAD_VALUE,
            "Failed to apply $inc operations to current value ({old}) for document "
            "{document}",
        )
    return new


def _array(old, name):
    """The old value, which has to be an array; an empty one where there is none."""
    if old is MISSING:
        return []
    if not isinstance(old, list):
        words = "The field '{field}' must be an array but is of type {type} in document"
        if name == "$addToSet":
            words = (
                "Cannot apply $addToSet to non-array field. Field named '{field}' has "
                "non-array type {type}"
            )
        raise WrongType(
            BAD_VALUE, words if name == "$addToSet" else words + " {document}"
        )
    return old


def _push(old, argument, name):
    return [*_array(old, name), _element(argument, name)]


def _add_to_set(old, argument, name):
    array, new = _array(old, name), _element(argument, name)
    return array if any(equal(new, each) for each in array) else [*array, new]


def _element(argument, name):
    """The one element that is added. Raises Refused."""
    if is_operators(argument):
        raise bad_value(
            f"{name} takes one element here, and no {next(iter(argument))}: "
            "write one update for each"
        )
    return argument


def _pull(old, argument, name):
    if old is MISSING:
        return MISSING
    if not isinstance(old, list):
        raise WrongType(BAD_VALUE, "Cannot apply $pull to a non-array value")
    if isinstance(argument, dict) and not is_operators(argument):
        fits = matcher(argument)
        return [e for e in old if not (isinstance(e, dict) and fits(e))]
    fits = condition(argument)
    return [element for element in old if not fits([element], False)]


OPERATORS: dict = {
    "$set": lambda old, argument, name: argument,
    "$unset": lambda old, argument, name: MISSING,
    "$inc": _increased,
    "$rename": None,  # needs two paths: see _change
    "$push": _push,
    "$addToSet": _add_to_set,
    "$pull": _pull,
}
