"""Connect to a database of the small AWS, with psycopg's keywords and errors.

    from cafe.drivers import sql             # on AWS: import psycopg as sql
    with sql.connect(host=…, port=5432, user=…, password=…, dbname=…) as conn:
        conn.execute("SELECT 1").fetchall()

Same as psycopg 3: the first statement opens a transaction, which `commit` keeps and
`rollback` forgets; `with` commits, or rolls back on an error; `%s` marks a value;
classes of errors. Simplified: one driver for every engine; results are fetched at once;
`connect` waits for nothing, so a time-out is told at once, with its cause in brackets.
Left out: server-side cursors, pipelines, COPY, types of one's own. Added: `df()`.

https://www.psycopg.org/psycopg3/docs/basic/usage.html
"""

import ipaddress
import re

import duckdb

from cafe import aws
from cafe.aws.ec2 import VPC_RANGE
from cafe.aws.errors import LoginRefused
from cafe.aws.volume import Unwritable


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

_BEGIN, _COMMIT, _ROLLBACK = ("BEGIN", "START"), ("COMMIT", "END"), ("ROLLBACK", "ABORT")
#: Words that would take the file or the log out of RDS's hands.
_REFUSED = {
    "ATTACH", "DETACH", "COPY", "EXPORT", "IMPORT", "INSTALL", "LOAD", "SET", "RESET",
    "PRAGMA", "CHECKPOINT", "FORCE", "CALL", "USE", "VACUUM",
}  # fmt: skip


def connect(
    *, host, user, password, port=5432, dbname="postgres", autocommit=False,
    account=None,
):  # fmt: skip
    """Open a connection to the server behind an endpoint name.

    `account` (ours) is the account in which the name is looked up, `aws.account`
    if not given. Raises OperationalError when the way or the server says no.
    """
    account = account or aws.account
    endpoint = _reach(account, host, port)
    try:
        server = endpoint.login(user, password, dbname)
    except LoginRefused as refusal:
        where = f'connection to server at "{endpoint.address}", port {port} failed'
        raise OperationalError(
            f"connection failed: {where}: FATAL:  {refusal}"
        ) from None
    return Connection(server, autocommit)


def _reach(account, host, port):
    """The endpoint behind a name, if the network lets us through to it."""
    endpoint = account.endpoints.get(host)
    if endpoint is None:
        raise OperationalError(
            f"failed to resolve host '{host}': [Errno -2] Name or service not known"
        )
    source = account.client_address
    inside = ipaddress.ip_address(source) in VPC_RANGE
    if not (endpoint.public or inside):
        raise _timeout(
            "the instance is not publicly accessible and your program runs outside "
            "its VPC"
        )
    ec2 = aws.Session(endpoint.region, account=account).client("ec2")
    if not ec2.lets_in(endpoint.security_groups, source, port):
        raise _timeout(f"no security group rule lets {source} reach port {port}")
    if not endpoint.is_up():
        raise _timeout("nothing answers at the address; the instance is down")
    if port != endpoint.port:
        raise OperationalError(
            f'connection failed: connection to server at "{endpoint.address}", port '
            f"{port} failed: Connection refused\n\tIs the server running on that host "
            "and accepting TCP/IP connections?"
        )
    return endpoint


def _timeout(cause):
    return OperationalError(f"connection timeout expired ({cause})")


class Connection:
    """One client's connection: a transaction at a time.

    It breaks when the server stops or restarts; connect again then.
    """

    def __init__(self, server, autocommit=False):
        self.autocommit = autocommit
        self._server, self._life = server, server.lives
        self._cursor = None
        self._closed = False

    @property
    def closed(self):
        return self._closed

    @property
    def broken(self):
        return not self._server.is_running or self._server.lives != self._life

    def execute(self, query, params=None):
        """Run SQL, one statement or several; a `Result` of the last."""
        self._check_open()
        query, params = _placeholders(query, params)
        try:
            statements = duckdb.extract_statements(query)
        except duckdb.Error as error:
            raise _translated(error) from None
        result = Result([], None, -1)
        for statement in statements:
            result = self._run(statement, params)
        return result

    def commit(self):
        """Keep the transaction: on disk, and on the standby if there is one."""
        self._check_open()
        if self._cursor:
            cursor, self._cursor = self._cursor, None
            self._attempt(self._server.commit, cursor)

    def rollback(self):
        """Forget the transaction."""
        self._check_open()
        if self._cursor:
            cursor, self._cursor = self._cursor, None
            cursor.execute("ROLLBACK")

    def close(self):
        """End the connection; a transaction not committed is forgotten."""
        if self._cursor and not self.broken:
            self.rollback()
        self._cursor, self._closed = None, True

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        if not (self._closed or self.broken):
            self.rollback() if error_type else self.commit()
        self.close()

    def _run(self, statement, params):
        text = statement.query.strip()
        word = re.match(r"(?:\s|--.*\n)*(\w*)", text)[1].upper()
        if word in _REFUSED:
            raise ProgrammingError(
                f"permission denied: {word} is not for users of this database"
            )
        if word in _BEGIN:
            self._begin()
        elif word in _COMMIT:
            self.commit()
        elif word in _ROLLBACK:
            self.rollback()
        else:
            self._begin()
            result = self._attempt(self._fetch, text, word, params)
            if self.autocommit:
                self.commit()
            return result
        return Result([], None, -1)

    def _begin(self):
        if self._cursor is None:
            self._cursor = self._attempt(self._server.cursor)
            self._cursor.execute("BEGIN")

    def _fetch(self, text, word, params):
        if self._server.read_only and word not in ("SELECT", "WITH", "FROM", "EXPLAIN",
                                                   "SHOW", "DESCRIBE", "VALUES"):  # fmt: skip
            raise InternalError(
                f"cannot execute {word} in a read-only transaction"
            )
        self._cursor.execute(text, params)
        rows = self._cursor.fetchall() if self._cursor.description else []
        names = [column[0] for column in self._cursor.description or []]
        if names == ["Count"] and word in ("INSERT", "UPDATE", "DELETE", "CREATE"):
            return Result([], None, rows[0][0] if rows else 0)
        return Result(rows, names, len(rows))

    def _attempt(self, action, *arguments):
        """Do something on the server; its errors become this driver's."""
        try:
            return action(*arguments)
        except duckdb.Error as error:
            translated = _translated(error)
        except Unwritable as refusal:
            self._cursor = None
            translated = OperationalError(f"the storage did not answer: {refusal}")
        if self.autocommit and self._cursor:
            self.rollback()
        raise translated from None

    def _check_open(self):
        if self._closed:
            raise OperationalError("the connection is closed")
        if self.broken:
            self._cursor, self._closed = None, True
            raise OperationalError(
                "consuming input failed: server closed the connection unexpectedly\n"
                "\tThis probably means the server terminated abnormally\n"
                "\tbefore or while processing the request."
            )

    def __repr__(self):
        state = "closed" if self._closed else "broken" if self.broken else "open"
        return f"Connection({state})"


class Result:
    """What a statement gave: rows, column names, and how many rows it touched."""

    def __init__(self, rows, names, rowcount):
        self._rows, self._next = rows, 0
        self.names, self.rowcount = names, rowcount

    def fetchone(self):
        """The next row as a tuple, or None."""
        row = self._rows[self._next : self._next + 1]
        self._next += 1
        return row[0] if row else None

    def fetchall(self):
        """All rows that were not fetched yet, a list of tuples."""
        rows, self._next = self._rows[self._next :], len(self._rows)
        return rows

    def df(self):
        """All rows as a pandas DataFrame (ours; psycopg has no such call)."""
        import pandas

        return pandas.DataFrame(self._rows, columns=self.names)

    def __iter__(self):
        return iter(self.fetchall())

    def __repr__(self):
        return f"Result({self.rowcount} rows)" if self.names else "Result()"


def _placeholders(query, params):
    """psycopg's %s and %(name)s as DuckDB writes them."""
    if params is None:
        return query, None
    if isinstance(params, dict):
        query = re.sub(r"%\((\w+)\)s", r"$\1", query)
    else:
        query = query.replace("%s", "?")
    return query.replace("%%", "%"), params


def _translated(error):
    """DuckDB's error as the driver's, with the engine's own words."""
    message = str(error)
    kind = next(
        (_KINDS[c.__name__] for c in type(error).__mro__ if c.__name__ in _KINDS),
        DatabaseError,
    )
    if "onflict on" in message:
        kind = SerializationFailure
    elif "ransaction is aborted" in message:
        kind = InternalError
    elif isinstance(error, duckdb.ConnectionException):  # a replica moved on
        return SerializationFailure(
            "canceling statement due to conflict with recovery"
        )
    return kind(re.sub(r"^[A-Z]\w+(?: \w+)? Error: ", "", message))
