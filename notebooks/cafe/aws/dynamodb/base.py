"""What all calls on DynamoDB share: the tables, the forms of a value and of an answer.

Each file of calls adds methods to a class that stands here, so that whatever a method
uses of `self` is found from its own file.
"""

import functools
import random

from ..parameters import Parameters, least_of, shape_of
from ..service import JSON_CODES, Service, named_alike
from .access import touched
from .conditions import in_words
from .constraints import choices_of, raise_problems
from .definitions import check_name
from .errors import (
    COUNTING,
    DynamoDBError,
    being_changed,
    key_disabled,
    not_found,
    of_kms,
)
from .expressions import Expressions
from .structures import AttributeValue, Names, Values
from .values import (
    check_names,
    from_python,
    from_typed,
    is_typed,
    to_python,
    to_typed,
)

INACCESSIBLE = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
#: In these states a table takes no change.
BEING = {"CREATING": "created", "DELETING": "deleted"}


class DynamoDBBase(Service):
    """The tables of one Region, and how values and answers are written."""

    MISSING = 400
    prefix = "dynamodb"
    faults = named_alike(
        "ConditionalCheckFailedException",
        "ResourceInUseException",
        "ResourceNotFoundException",
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "TransactionCanceledException",
        "TransactionConflictException",
        "ItemCollectionSizeLimitExceededException",
        "LimitExceededException",
        "InternalServerError",
        "IdempotentParameterMismatchException",
        "TableNotFoundException",
        "TableAlreadyExistsException",
        "InvalidRestoreTimeException",
        "PointInTimeRecoveryUnavailableException",
    )
    #: Whether values are Python's (the resource's client) or typed.
    speaks_python = False

    def __init__(self, account, region):
        super().__init__(account, region)
        self.tables = {}
        self._random = random.Random(f"{account.seed}/dynamodb/{region}")

    # -- who may call: see aws/iam ----------------------------------------------------

    def touched(self, operation_name, arguments):
        """What a call does, for policies: (action, ARN, context) for each resource."""
        action = "".join(map(str.capitalize, operation_name.split("_")))
        return touched(self, action, arguments)

    def refused(self, code, message):
        """The error for a call that may not be made, or a key that may not be used."""
        if " perform: kms:" in message:
            message = of_kms("KMS key access denied", "AWSKMSException", message)
        return DynamoDBError(JSON_CODES[code], message)

    def key_changed(self, key, is_enabled):
        """Called when a KMS key is disabled or enabled again: its tables follow."""
        for table in self.tables.values():
            if table.encryption_key == key:
                table.status = "ACTIVE" if is_enabled else INACCESSIBLE

    # -- tables -----------------------------------------------------------------------

    def any_table(self, name):
        """The table of a name or an ARN, whatever its status."""
        name = self.name_of(name)
        if name not in self.tables:
            check_name("TableName", name)
            raise not_found(f"Requested resource not found: Table: {name} not found")
        return self.tables[name]

    def settled_table(self, name):
        """The table of a name or an ARN, if it is not being made or deleted."""
        table = self.any_table(name)
        if table.status in BEING:
            raise being_changed(f"Table is being {BEING[table.status]}: {table.name}")
        return table

    def table(self, name):
        """The table of a name or an ARN, if it can be used."""
        name = self.name_of(name)
        table = self.tables.get(name)
        if table is None or table.status not in ("ACTIVE", "UPDATING"):
            if table and table.status == INACCESSIBLE:
                raise key_disabled(table.encryption_key)
            check_name("TableName", name)
            raise not_found()
        return table

    def name_of(self, name):
        """The name in a table's ARN; AWS takes either as TableName."""
        return name.removeprefix(self.account.arn("dynamodb", self.region, "table/"))

    # -- values ---------------------------------------------------------------------

    def looks_into(self, structure):
        """What speaks Python has no types to look at."""
        return structure is not AttributeValue or not self.speaks_python

    def from_outside(self, value):
        return from_python(value) if self.speaks_python else from_typed(value)

    def item_from_outside(self, item):
        read = from_python if self.speaks_python else from_typed
        check_names("Item", item)
        return {name: read(value) for name, value in item.items()}

    def item_to_outside(self, item):
        write = to_python if self.speaks_python else to_typed
        return {name: write(value) for name, value in item.items()}

    def expressions(self, asked):
        """The names and values of a request, for its expressions."""
        return Expressions(
            asked.get("ExpressionAttributeNames"),
            asked.get("ExpressionAttributeValues"),
            self.from_outside,
        )

    # -- answers --------------------------------------------------------------------

    def metadata(self, status):
        request_id = f"{self._random.getrandbits(208):052X}"
        return {"RequestId": request_id, "HTTPStatusCode": status, "RetryAttempts": 0}

    def client_error(self, error, name):
        """The ClientError for what was raised inside."""
        status = 500 if error.code == "InternalServerError" else 400
        message = error.message
        if error.of_request and name in COUNTING:
            message = f"1 validation error detected: {message}"
        response = {
            "Error": {"Message": message, "Code": error.code},
            "ResponseMetadata": self.metadata(status),
            "message": message,
        } | error.details
        return self.exceptions.class_for(error.code)(response, name)


def item_operation(method):
    """Make a method of a DynamoDBBase an operation on items: like every one, but fast.

    A get is answered within some microseconds, so its arguments are checked at one
    glance, and closely only where that does not do.
    """
    parameters = Parameters(method)
    fits = {is_python: _fit(parameters, not is_python) for is_python in (True, False)}
    name = "".join(word.capitalize() for word in method.__name__.split("_"))
    method.is_operation = True  # functools.wraps hands it on

    @functools.wraps(method)
    def call(self, *positional, **arguments):
        if positional:
            raise TypeError(f"{method.__name__}() only accepts keyword arguments.")
        if self.speaks_python:
            arguments = in_words(arguments)
        closely = not fits[self.speaks_python](arguments)
        if closely:
            parameters.check(self, arguments)
        try:
            if closely:
                raise_problems(parameters.problems(arguments))
            with self.account.lock:
                if self.caller is not None:
                    self.caller.check(self, method.__name__, arguments)
                answer = method(self, **arguments)
        except DynamoDBError as error:
            raise self.client_error(error, name) from None
        answer["ResponseMetadata"] = self.metadata(200)
        return answer

    return call


def _fit(parameters, typed):
    """A quick test of a call's arguments, whose values are `typed` or Python's."""
    annotations = parameters.annotations
    glances = {name: _glance_at(each, typed) for name, each in annotations.items()}
    required, choices = parameters.required, choices_of(annotations)

    def fit(arguments):
        for name in required:
            if name not in arguments:
                return False
        for name, value in arguments.items():
            if name not in glances or not glances[name](value):
                return False
            if name in choices and value not in choices[name]:
                return False
        return True

    return fit


def _glance_at(annotation, typed):
    """A quick test of a value; False says no more than: look closely."""
    shape, least = shape_of(annotation), least_of(annotation) or 0
    if shape in (bool, str) and not least:
        return lambda value: value.__class__ is shape
    if shape is str:
        return lambda value: value.__class__ is str and len(value) >= least
    if shape is int:
        return lambda value: value.__class__ is int and value >= least
    if shape == Names:
        return lambda value: (
            value.__class__ is dict
            and all(each.__class__ is str for each in (*value, *value.values()))
        )
    if shape == Values and typed:
        return lambda value: is_typed({"M": value})
    if shape == Values:
        return lambda value: value.__class__ is dict
    return lambda value: False
