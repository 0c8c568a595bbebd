"""What the service's own description of a call rules out, as DynamoDB's errors.

The constraints stand in ../parameters.py, beside what botocore rules out.
"""

from ..parameters import OneOf, counted, notes_of
from .errors import invalid


def choices_of(annotations):
    """{name: its choices} of those annotations that name some."""
    return {
        name: choices
        for name, annotation in annotations.items()
        for choices in notes_of(annotation, OneOf)
    }


def raise_problems(problems):
    if problems:
        raise invalid(counted(problems))
