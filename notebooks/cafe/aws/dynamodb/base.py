"""What all calls on DynamoDB share: the tables, the forms of a value and of an answer.

Each file of calls adds methods to a class that stands here, so that whatever a method
uses of `self` is found from its own file.
"""

import functools
import inspect
import random

from ..service import Service, operation
from .conditions import in_words
from .constraints import check_constraints
from .definitions import is_name
from .errors import DynamoDBError, invalid, not_found
from .expressions import Expressions
from .values import from_python, from_typed, to_python, to_typed


class DynamoDBBase(Service):
    """The tables of one Region, and how values and answers are written."""

    MISSING = 400
    faults = {
        name: name
        for name in (
            "ConditionalCheckFailedException",
            "ResourceInUseException",
            "ResourceNotFoundException",
            "ThrottlingException",
            "ProvisionedThroughputExceededException",
            "TransactionCanceledException",
            "LimitExceededException",
            "InternalServerError",
            "IdempotentParameterMismatchException",
            "TableNotFoundException",
            "TableAlreadyExistsException",
            "InvalidRestoreTimeException",
            "PointInTimeRecoveryUnavailableException",
        )
    }
    #: Whether values are Python's (the resource's client) or typed.
    speaks_python = False

    def __init__(self, account, region):
        super().__init__(account, region)
        self.tables = {}
        self._random = random.Random(f"{account.seed}/dynamodb/{region}")

    # -- tables -----------------------------------------------------------------------

    def any_table(self, name):
        """The table of a name or an ARN, whatever its status."""
        name = self._name_of(name)
        if name not in self.tables:
            raise not_found(f"Requested resource not found: Table: {name} not found")
        return self.tables[name]

    def table(self, name):
        """The table of a name or an ARN, if it can be used."""
        name = self._name_of(name)
        table = self.tables.get(name)
        if table is None or table.status not in ("ACTIVE", "UPDATING"):
            if not is_name(name):
                raise invalid(
                    "Invalid table/index name.  Table/index names must be between 3 "
                    "and 255 characters long, and may contain only the characters "
                    "a-z, A-Z, 0-9, '_', '-', and '.'"
                )
            raise not_found()
        return table

    def _name_of(self, name):
        """The name in a table's ARN; AWS takes either as TableName."""
        return name.removeprefix(self.account.arn("dynamodb", self.region, "table/"))

    # -- values ---------------------------------------------------------------------

    def from_outside(self, value):
        return from_python(value) if self.speaks_python else from_typed(value)

    def item_from_outside(self, item):
        read = from_python if self.speaks_python else from_typed
        return {name: read(value) for name, value in item.items()}

    def item_to_outside(self, item):
        write = to_python if self.speaks_python else to_typed
        return {name: write(value) for name, value in item.items()}

    def expressions(self, names, values=None):
        """The names and values of a request, for its expressions."""
        return Expressions(names, values, self.from_outside)

    # -- answers --------------------------------------------------------------------

    def metadata(self, status):
        request_id = f"{self._random.getrandbits(208):052X}"
        return {"RequestId": request_id, "HTTPStatusCode": status, "RetryAttempts": 0}

    def client_error(self, error, name):
        """The ClientError for what was raised inside."""
        status = 500 if error.code == "InternalServerError" else 400
        response = {
            "Error": {"Message": error.message, "Code": error.code},
            "ResponseMetadata": self.metadata(status),
            "message": error.message,
        } | error.details
        return self.exceptions.class_for(error.code)(response, name)


def item_operation(method):
    """Make a method of a DynamoDBBase an operation on items: like every one, but fast.

    A get is answered within some microseconds, so its arguments are checked at one
    glance. Only when something is wrong does `service.operation` look for the words.
    """
    thorough = operation(method)  # which marks the method as one
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

    return call
