"""What the service's own description of a call rules out, in the service's words."""

from .errors import invalid

_CHOICES = {
    "ReturnConsumedCapacity": ("INDEXES", "TOTAL", "NONE"),
    "ReturnValues": ("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"),
    "ReturnValuesOnConditionCheckFailure": ("ALL_OLD", "NONE"),
    "Select": (
        "SPECIFIC_ATTRIBUTES",
        "COUNT",
        "ALL_ATTRIBUTES",
        "ALL_PROJECTED_ATTRIBUTES",
    ),
}
_LEAST = {"Limit": 1, "TotalSegments": 1, "Segment": 0}


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
