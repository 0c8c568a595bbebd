"""pymongo's exceptions, as far as the small AWS raises them."""

from cafe.aws.engines.documents.bson import InvalidDocument, InvalidId
from cafe.aws.engines.documents.refused import DUPLICATE_KEY

__all__ = [
    "AutoReconnect",
    "BulkWriteError",
    "CollectionInvalid",
    "ConfigurationError",
    "ConnectionFailure",
    "DocumentTooLarge",
    "DuplicateKeyError",
    "InvalidDocument",
    "InvalidId",
    "InvalidName",
    "InvalidOperation",
    "InvalidURI",
    "NetworkTimeout",
    "NotPrimaryError",
    "OperationFailure",
    "PyMongoError",
    "ServerSelectionTimeoutError",
    "WriteError",
]


class PyMongoError(Exception):
    """Base of all errors of the driver."""

    timeout = False


class ConnectionFailure(PyMongoError):
    """A connection cannot be made, or is lost."""


class AutoReconnect(ConnectionFailure):
    """The connection is lost; the next operation tries to open another one."""

    def __init__(self, message="", errors=None):
        super().__init__(_with_details(message, errors))
        self.errors = self.details = errors or []


class NetworkTimeout(AutoReconnect):
    """The server did not answer in time. A write may have happened or not."""

    timeout = True


class NotPrimaryError(AutoReconnect):
    """A write came to a replica."""


class ServerSelectionTimeoutError(AutoReconnect):
    """No server is there that the operation could go to."""

    timeout = True


class ConfigurationError(PyMongoError):
    """An option has a wrong value."""


class InvalidURI(ConfigurationError):
    """A connection string that is none."""


class InvalidName(PyMongoError):
    """A name that no database or collection may have."""


class InvalidOperation(PyMongoError):
    """What the client cannot do at this moment."""


class CollectionInvalid(PyMongoError):
    """A collection that is to be created exists."""


class DocumentTooLarge(InvalidDocument):
    """A document of more than 16 MB."""


class OperationFailure(PyMongoError):
    """The server refuses. `code` is its number for it, `details` its whole answer."""

    def __init__(self, error, code=None, details=None):
        super().__init__(_with_details(error, details))
        self.code, self.details = code, details


class WriteError(OperationFailure):
    """The server refuses a write."""


class DuplicateKeyError(WriteError):
    """A unique index has the key already."""


class BulkWriteError(OperationFailure):
    """Some of several writes were refused: see `details["writeErrors"]`."""

    def __init__(self, results):
        super().__init__("batch op errors occurred", 65, results)


def _with_details(message, details):
    return f"{message}, full error: {details}" if details else message


def of_command(refused):
    """The error for a command that the engine refused."""
    kind = DuplicateKeyError if refused.code == DUPLICATE_KEY else OperationFailure
    return kind(str(refused), refused.code, {"ok": 0.0} | refused.told())


def of_write(told):
    """The error for a write of which the server tells that it was refused."""
    kind = DuplicateKeyError if told["code"] == DUPLICATE_KEY else WriteError
    return kind(told["errmsg"], told["code"], told)


def write_error(refused, index):
    """What the server tells of one refused write, a dict."""
    return {"index": index} | refused.told()
