"""How a call on items is checked and answered: like every operation, but fast.

A get is answered within some microseconds, so its arguments are checked at one glance.
Only when something is wrong does `service.operation` look for the words.
"""

import functools
import inspect

from ..service import operation
from .conditions import in_words
from .errors import DynamoDBError, invalid

_CHOICES = {
    "ReturnConsumedCapacity": ("INDEXES", "TOTAL", "NONE"),
    "ReturnValues": ("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"),
    "ReturnItemCollectionMetrics": ("SIZE", "NONE"),
    "ReturnValuesOnConditionCheckFailure": ("ALL_OLD", "NONE"),
    "Select": (
        "SPECIFIC_ATTRIBUTES",
        "COUNT",
        "ALL_ATTRIBUTES",
        "ALL_PROJECTED_ATTRIBUTES",
    ),
}
_LEAST = {"Limit": 1, "TotalSegments": 1, "Segment": 0}


def item_operation(method):
    """Make a method an operation of DynamoDB, called as botocore's are."""
    thorough = operation(method)
    name = "".join(word.capitalize() for word in method.__name__.split("_"))
    shapes = dict(inspect.signature(method).parameters.items())
    del shapes["self"]
    required = {n for n, p in shapes.items() if p.default is p.empty}
    types = {n: p.annotation for n, p in shapes.items()}

    @functools.wraps(method)
    def call(self, *positional, **arguments):
        if self.speaks_python:
            arguments = in_words(arguments)
        fits = required <= arguments.keys() and not positional
        for each, value in arguments.items():
            fits = fits and each in types and isinstance(value, types[each])
        if not fits:
            return thorough(self, *positional, **arguments)
        try:
            check_constraints(arguments)
            answer = method(self, **arguments)
        except DynamoDBError as error:
            raise self.client_error(error, name) from None
        answer["ResponseMetadata"] = self.metadata(200)
        return answer

    call.is_operation = True
    return call


def check_constraints(arguments):
    """Refuse values that the service's own description rules out, all at once."""
    problems = []
    for name, value in arguments.items():
        if name in _CHOICES and value not in _CHOICES[name]:
            wanted = f"satisfy enum value set: [{', '.join(_CHOICES[name])}]"
        elif name in _LEAST and value < _LEAST[name]:
            wanted = f"have value greater than or equal to {_LEAST[name]}"
        else:
            continue
        problems.append(constraint(value, name[0].lower() + name[1:], wanted))
    raise_problems(problems)


def constraint(value, where, wanted):
    """How the service says that a value does not keep to a constraint."""
    return (
        f"Value '{value}' at '{where}' failed to satisfy constraint: "
        f"Member must {wanted}"
    )


def raise_problems(problems):
    if problems:
        errors = "error" if len(problems) == 1 else "errors"
        raise invalid(
            f"{len(problems)} validation {errors} detected: {'; '.join(problems)}"
        )
