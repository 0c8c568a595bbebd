"""The errors that AWS Backup answers, for those who raise them inside.

The codes are those of its API reference. Wordings were taken from reports of users
where there are any; the others are ours (the package's docstring says which).
"""

from ..errors import ServiceError


def invalid(message):
    """A value that the call does not take."""
    return ServiceError("InvalidParameterValueException", message)


def not_found(message):
    return ServiceError("ResourceNotFoundException", message)


def exists(message):
    return ServiceError("AlreadyExistsException", message)


def bad_request(message):
    """The request is well formed, but the state of things forbids it."""
    return ServiceError("InvalidRequestException", message)
