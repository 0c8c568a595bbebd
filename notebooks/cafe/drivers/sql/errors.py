"""The errors of the SQL driver, psycopg's classes, and what of DuckDB's each one is."""

import re

import duckdb


class Error(Exception):
    """Base of all errors of a driver."""


class DatabaseError(Error):
    """An error that the database answered."""


class OperationalError(DatabaseError):
    """The connection or the server, not the statement, is the reason."""


class SerializationFailure(OperationalError):
    """Two transactions changed the same row; this one must be tried again."""


class IntegrityError(DatabaseError):
    """A constraint refused the statement."""


class ProgrammingError(DatabaseError):
    """The statement is wrong: syntax, or a name that does not exist."""


class DataError(DatabaseError):
    """A value does not fit its type."""


class InternalError(DatabaseError):
    """The transaction cannot go on."""


_KINDS = {
    "ConstraintException": IntegrityError,
    "ParserException": ProgrammingError,
    "SyntaxException": ProgrammingError,
    "BinderException": ProgrammingError,
    "CatalogException": ProgrammingError,
    "ConversionException": DataError,
    "OutOfRangeException": DataError,
    "TypeMismatchException": DataError,
}


#: What DuckDB says of a Python value that it has no type for.
_NO_SQL_VALUE = re.compile(r"transform python value of type '<class '([\w.]+)'>'")


def translated(error):
    """DuckDB's error as the driver's, with the engine's own words."""
    message = str(error)
    kind = next(
        (_KINDS[c.__name__] for c in type(error).__mro__ if c.__name__ in _KINDS),
        DatabaseError,
    )
    if found := _NO_SQL_VALUE.search(message):
        name = found[1].rpartition(".")[2]
        return ProgrammingError(
            f"cannot adapt type '{name}' using placeholder '%s' (format: AUTO)"
        )
    if isinstance(error, duckdb.InterruptException):
        return OperationalError("canceling statement due to statement timeout")
    if isinstance(error, duckdb.TransactionException) and "onflict" in message:
        kind = SerializationFailure
    elif "constraint violation" in message:  # seen when two clients commit one key
        kind = IntegrityError
    elif "ransaction is aborted" in message:
        kind = InternalError
    elif isinstance(error, duckdb.ConnectionException):  # a replica moved on
        return SerializationFailure("canceling statement due to conflict with recovery")
    return kind(re.sub(r"^[A-Z]\w+(?: \w+)? Error: ", "", message))
