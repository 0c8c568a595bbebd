"""The errors that DynamoDB answers, for those who raise them inside.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""

from functools import partial

from ..errors import ServiceError

#: The calls that count the problems of a request: "1 validation error detected: …".
COUNTING = ("PutItem", "UpdateItem", "DeleteItem")
#: The codes that say: there is no capacity now, try again later.
THROTTLED = ("ProvisionedThroughputExceededException", "ThrottlingException")


class DynamoDBError(ServiceError):
    """A ServiceError whose answer may say more: an item, the reasons of a cancel.

    `of_request` says that the request is wrong by itself, whatever the table holds,
    and `of_key` that a key does not fit the table: in a transaction, its part's matter.
    """

    def __init__(self, code, message, *, of_request=False, of_key=False, **details):
        super().__init__(code, message)
        self.details, self.of_request, self.of_key = details, of_request, of_key


#: The request is not what the operation takes.
invalid = partial(DynamoDBError, "ValidationException")


def invalid_request(message):
    """The same, of a request that is wrong by itself."""
    return DynamoDBError("ValidationException", message, of_request=True)


def invalid_parameter(message, **details):
    return invalid(f"One or more parameter values were invalid: {message}", **details)


def not_found(message="Requested resource not found"):
    return DynamoDBError("ResourceNotFoundException", message)


in_use = partial(DynamoDBError, "ResourceInUseException")


def being_changed(how):
    return in_use(f"Attempt to change a resource which is still in use: {how}")


def limit_exceeded(message):
    return DynamoDBError(
        "LimitExceededException", f"Subscriber limit exceeded: {message}"
    )


def of_kms(what, kind, message):
    """What DynamoDB says when KMS refuses it a table's key."""
    return f"{what} error: com.amazonaws.services.kms.model.{kind}: {message}"


def key_disabled(key):
    message = of_kms("KMS key disabled", "DisabledException", f"{key} is disabled.")
    return invalid(message)
