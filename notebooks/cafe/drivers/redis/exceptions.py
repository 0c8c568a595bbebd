"""The errors of redis-py, by the same names and of the same families."""


class RedisError(Exception):
    """Base of all errors of the driver."""


class ConnectionError(RedisError):
    """The server cannot be reached, or the connection broke."""


class TimeoutError(RedisError):
    """Nothing answered in time."""


class AuthenticationError(ConnectionError):
    """The server was reached and does not know this user and password."""


class ResponseError(RedisError):
    """The server answered with an error."""


class DataError(RedisError):
    """A value or a combination of arguments that is not sent at all."""


class OutOfMemoryError(ResponseError):
    """Memory is used up, and the policy lets nothing go."""


class ExecAbortError(ResponseError):
    """A transaction was discarded, since one of its commands was refused."""


class ReadOnlyError(ResponseError):
    """A replica takes no writes."""


_BY_CODE = {
    "OOM": OutOfMemoryError,
    "EXECABORT": ExecAbortError,
    "READONLY": ReadOnlyError,
    "NOAUTH": AuthenticationError,
    "WRONGPASS": AuthenticationError,
}


def error_of(text):
    """The exception for an error of the server; known code words are taken away."""
    code, _, rest = text.partition(" ")
    if code == "ERR":
        is_login = rest.startswith("AUTH <password> called without any password")
        return AuthenticationError(rest) if is_login else ResponseError(rest)
    if code in _BY_CODE:
        return _BY_CODE[code](rest)
    return ResponseError(text)
