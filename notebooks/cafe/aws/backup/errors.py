"""The errors that AWS Backup answers, for those who raise them inside.

The codes are those of its API reference. Wordings were taken from reports of users
where there are any; the others are ours (the package's docstring says which).
"""

from functools import partial

from ..errors import ServiceError

#: A value that the call does not take.
invalid = partial(ServiceError, "InvalidParameterValueException")


not_found = partial(ServiceError, "ResourceNotFoundException")


exists = partial(ServiceError, "AlreadyExistsException")


#: The request is well formed, but the state of things forbids it.
bad_request = partial(ServiceError, "InvalidRequestException")
