"""Connect to a database of the small AWS, with psycopg's keywords and errors.

    from cafe.drivers import sql             # on AWS: import psycopg as sql
    with sql.connect(host=…, port=5432, user=…, password=…, dbname=…) as conn:
        conn.execute("SELECT 1").fetchall()

Same as psycopg 3: the first statement opens a transaction, which `commit` keeps and
`rollback` forgets; after an error it can only be rolled back; `with` commits, or rolls
back on an error; `%s` marks a value; classes of errors. Simplified: one driver for
every engine; CREATE DATABASE makes a schema, as in MySQL; results are fetched at once;
`connect` waits for nothing, so a time-out is told at once, with its cause in brackets;
a foreign key behind its column, which MySQL up to 8.4 passes over in silence (F104), is
refused on a MySQL instance.
Left out: `cursor()`, pipelines, COPY, types of one's own. Added: `df()`.

https://www.psycopg.org/psycopg3/docs/basic/usage.html
"""

import re
from collections.abc import Mapping, Set

import duckdb

from cafe import aws
from cafe.aws.errors import BorrowTimeout, LoginRefused
from cafe.aws.storage.volume import Unwritable
from cafe.drivers.missing import NamesWhatThereIs, names_its_options
from cafe.drivers.network import Unreachable, reach
from cafe.drivers.statement_timeout import limited


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

#: What would take the file or the log out of RDS's hands, or set the engine.
_REFUSED = {
    duckdb.StatementType.ATTACH,
    duckdb.StatementType.CALL,
    duckdb.StatementType.COPY,
    duckdb.StatementType.COPY_DATABASE,
    duckdb.StatementType.DETACH,
    duckdb.StatementType.EXPORT,
    duckdb.StatementType.LOAD,
    duckdb.StatementType.PRAGMA,
    duckdb.StatementType.SET,
    duckdb.StatementType.VACUUM,
}
#: The same as functions, which a SELECT can call; DuckDB 1 makes one of each PRAGMA.
_CALLED = re.compile(
    r'\b(\w*checkpoint|\w+_logging|\w+_profiling|pragma_\w+)"?\s*\(', re.IGNORECASE
)
#: PostgreSQL's statements for a user who logs in by a token (F155).
_USERS = re.compile(
    r"\s*(?:CREATE\s+USER\s+(\w+)|GRANT\s+rds_iam\s+TO\s+(\w+))\s*;?\s*", re.IGNORECASE
)
#: Engines that make no foreign key of REFERENCES behind a column (F104).
_MYSQL = ("mysql", "aurora-mysql")
#: Text, a comment, a foreign key of its own, or else, in group 1, one behind a column.
_FOREIGN_KEY = re.compile(
    r"""'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/"""
    r"""|\bFOREIGN\s+KEY\s*\([^)]*\)\s*REFERENCES\b|\b(REFERENCES)\b""",
    re.IGNORECASE | re.DOTALL,
)
#: %%, or %s, or %(name)s, or what is none of them: group 1 the name, 2 the letter.
_PLACEHOLDER = re.compile(r"%(?:%|(?:\(([^)]+)\))?(.?))", re.DOTALL)
#: MySQL's two words for one thing; DuckDB knows the second.
_DATABASE = re.compile(
    r"^(\s*(?:CREATE|DROP))\s+DATABASE\b", re.IGNORECASE | re.MULTILINE
)


@names_its_options
def connect(
    *,
    host,
    user,
    password,
    port=5432,
    dbname="postgres",
    autocommit=False,
    account=None,
):
    """Open a connection to the server behind an endpoint name.

    `account` (ours) is the account in which the name is looked up, `aws.account`
    if not given. Raises OperationalError when the way or the server says no.
    """
    account = account or aws.account
    target = _reach(account, host, port)
    try:
        server = target.login(user, password, dbname)
    except LoginRefused as refusal:
        raise OperationalError(f"{_failed(target, port)}: FATAL:  {refusal}") from None
    users = getattr(target, "users", None) if target.engine == "postgres" else None
    connection = Connection(server, autocommit, target.engine, users)
    target.clients.add(connection)
    return connection


def _reach(account, host, port):
    """What answers behind a name, if the network lets us through to it."""
    try:
        return reach(account, host, port)
    except Unreachable as problem:
        raise OperationalError(_told(problem, host, port)) from None


def _told(problem, host, port):
    """psycopg's words for what is in the way."""
    if problem.error == "name":
        return f"failed to resolve host '{host}': [Errno -2] {problem}"
    if problem.error == "timeout":
        return f"connection timeout expired ({problem})"
    return (
        f"{_failed(problem.target, port)}: {problem}\n\tIs the server running on that "
        "host and accepting TCP/IP connections?"
    )


def _failed(target, port):
    where = f'connection to server at "{target.address()}", port {port}'
    return f"connection failed: {where} failed"


@names_its_options
class Connection(NamesWhatThereIs):
    """One client's connection: a transaction at a time.

    After an error the transaction is good for nothing but `rollback`. The connection
    breaks when the server stops or restarts; connect again then. Through a proxy it
    breaks only in the middle of a transaction.
    """

    def __init__(self, server, autocommit=False, engine=None, users=None):
        self._autocommit, self._engine, self._users = autocommit, engine, users
        self._server, self._life = server, server.lives
        self._forget()
        self._closed = False

    @property
    def autocommit(self):
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        if self._cursor is not None:
            raise ProgrammingError(
                "can't change 'autocommit' now: connection in transaction status "
                f"{'INERROR' if self._failed else 'INTRANS'}"
            )
        self._autocommit = value

    @property
    def closed(self):
        return self._closed

    @property
    def broken(self):
        return not self._server.is_running or self._server.lives != self._life

    def execute(self, query, params=None):
        """Run SQL, one statement or several; a `Result` of the last."""
        self._check_open()
        if isinstance(query, bytes):
            query = query.decode()
        if self._users is not None and (found := _USERS.fullmatch(query)):
            return self._user(*found.groups())
        query, params = _placeholders(_DATABASE.sub(r"\1 SCHEMA", query), params)
        try:
            statements = duckdb.extract_statements(query)
        except duckdb.Error as error:
            self._spoil()
            raise _translated(error) from None
        if params and len(statements) > 1:
            self._spoil()
            raise ProgrammingError(
                "cannot insert multiple commands into a prepared statement"
            )
        result = Result([], None, -1)
        for statement in statements:
            result = self._run(statement, params)
        return result

    def commit(self):
        """Keep the transaction: on disk, and on the standby if there is one.

        A transaction that failed is rolled back, as PostgreSQL does.
        """
        self._check_open()
        cursor, keep = self._cursor, self._changes and not self._failed
        self._forget()
        if cursor:
            finish = self._server.commit if keep else self._server.rollback
            self._attempt(finish, cursor)

    def rollback(self):
        """Forget the transaction."""
        self._check_open()
        cursor = self._cursor
        self._forget()
        if cursor:
            self._server.rollback(cursor)

    def close(self):
        """End the connection; a transaction not committed is forgotten."""
        if not (self._closed or self.broken):
            self.rollback()
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        if not (self._closed or error_type):
            self.commit()
        self.close()

    def _forget(self):
        """There is no transaction any more."""
        self._cursor = None
        self._changes = self._failed = self._explicit = False

    def _run(self, statement, params):
        if refusal := self._refusal(statement):
            self._spoil()
            raise ProgrammingError(refusal)
        if statement.type == duckdb.StatementType.TRANSACTION:
            self._control(statement.query)
            return Result([], None, -1)
        if self._failed:
            raise InternalError(
                "current transaction is aborted, commands ignored until end of "
                "transaction block"
            )
        self._begin()
        result = self._attempt(self._fetch, statement, params)
        if self.autocommit and not self._explicit:
            self.commit()
        return result

    def _user(self, made, granted):
        """CREATE USER, or GRANT rds_iam TO a user."""
        if made in self._users:
            raise ProgrammingError(f'role "{made}" already exists')
        if granted and granted not in self._users:
            raise ProgrammingError(f'role "{granted}" does not exist')
        self._users[made or granted] = bool(granted)
        return Result([], None, -1)

    def _refusal(self, statement):
        """Why a statement is not even begun, or None."""
        kind, called = statement.type, _CALLED.search(statement.query)
        if kind == duckdb.StatementType.TRANSACTION and not statement.query:
            # DuckDB 1 writes COPY FROM DATABASE as four statements, this one first.
            kind = duckdb.StatementType.COPY_DATABASE
        if called or kind in _REFUSED:
            what = called[1] if called else kind.name
            return f"permission denied: {what} is not for users of this database"
        if self._engine in _MYSQL and _has_inline_key(statement):
            return (
                "REFERENCES stands behind a column: MySQL up to 8.4 would read it and "
                "make no foreign key. Write FOREIGN KEY (column) REFERENCES ... as an "
                "entry of its own."
            )
        return None

    def _control(self, query):
        """BEGIN, COMMIT or ROLLBACK as a statement."""
        word = re.search(
            r"\b(BEGIN|START|COMMIT|END|ROLLBACK|ABORT)\b", query, re.IGNORECASE
        )
        assert word, "DuckDB calls it a transaction statement"
        if word[0].upper() in ("BEGIN", "START"):
            self._begin()
            self._explicit = True
        elif word[0].upper() in ("COMMIT", "END"):
            self.commit()
        else:
            self.rollback()

    def _spoil(self):
        """A statement that is not even run ends the transaction, which it began."""
        if not self.autocommit:
            self._begin()
        self._failed = self._cursor is not None

    def _begin(self):
        if self._cursor is None:
            self._cursor = self._attempt(self._server.begin)

    def _fetch(self, statement, params):
        self._changes |= statement.type != duckdb.StatementType.SELECT
        if self._server.read_only and self._changes:
            raise InternalError(
                f"cannot execute {statement.type.name} in a read-only transaction"
            )
        cursor = self._cursor
        assert cursor, "a statement begins a transaction first"
        with limited(cursor):
            cursor.execute(statement, params)
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall() if names else []
        if self._changes and names == ["Count"]:
            return Result([], None, rows[0][0] if rows else -1)
        return Result(rows, names, len(rows))

    def _attempt(self, action, *arguments):
        """Do something on the server; its errors become this driver's."""
        try:
            return action(*arguments)
        except duckdb.Error as error:
            translated = _translated(error)
        except Unwritable as refusal:
            translated = OperationalError(f"the storage did not answer: {refusal}")
        except BorrowTimeout as refusal:
            translated = OperationalError(str(refusal))
        except InternalError as refusal:
            translated = refusal
        self._failed = self._cursor is not None
        if self.autocommit and not self._explicit:
            self.rollback()
        raise translated from None

    def _check_open(self):
        if self._closed:
            raise OperationalError("the connection is closed")
        if self.broken:
            self._forget()
            self._closed = True
            raise OperationalError(
                "consuming input failed: server closed the connection unexpectedly\n"
                "\tThis probably means the server terminated abnormally\n"
                "\tbefore or while processing the request."
            )

    def __repr__(self):
        state = "closed" if self._closed else "broken" if self.broken else "open"
        return f"Connection({state})"


@names_its_options
class Result(NamesWhatThereIs):
    """What a statement gave: rows, column names, and how many rows it touched."""

    def __init__(self, rows, names, rowcount):
        self._rows, self._next = rows, 0
        self.names, self.rowcount = names, rowcount

    def fetchone(self):
        """The next row as a tuple, or None."""
        row = self._all()[self._next : self._next + 1]
        self._next += 1
        return row[0] if row else None

    def fetchall(self):
        """All rows that were not fetched yet, a list of tuples."""
        rows, self._next = self._all()[self._next :], len(self._rows)
        return rows

    def _all(self):
        if self.names is None:
            raise ProgrammingError("the last operation didn't produce records")
        return self._rows

    def df(self):
        """All rows as a pandas DataFrame (ours; psycopg has no such call)."""
        import pandas

        return pandas.DataFrame(self._rows, columns=self.names)

    def __iter__(self):
        return iter(self.fetchall())

    def __repr__(self):
        return f"Result({self.rowcount} rows)" if self.names else "Result()"


def _has_inline_key(statement):
    """Whether a CREATE TABLE declares a foreign key behind one of its columns."""
    if statement.type != duckdb.StatementType.CREATE:
        return False
    return any(found[1] for found in _FOREIGN_KEY.finditer(statement.query))


def _placeholders(query, params):
    """A query and its parameters, psycopg's %s and %(name)s as DuckDB writes them."""
    if params is None:
        return query, None
    if isinstance(params, str):
        raise TypeError("query parameters should be a sequence or a mapping, got str")
    names = []

    def written(found):
        if found[0] == "%%":
            return "%"
        if found[2] not in ("s", "b", "t"):
            raise ProgrammingError(
                "only '%s', '%b', '%t' are allowed as placeholders, got "
                f"'{found[0]}'. Write %% for a percent sign."
            )
        names.append(found[1])
        return f"${found[1]}" if found[1] else "?"

    query = _PLACEHOLDER.sub(written, query)
    return query, _checked(params, names)


def _checked(params, names):
    """The parameters that a query's placeholders name; None is one without a name."""
    if None in names and len({*names}) > 1:
        raise ProgrammingError("positional and named placeholders cannot be mixed")
    is_named, values = isinstance(params, Mapping), params
    if is_named and None in names:
        raise TypeError("positional placeholders (%s) require a sequence of parameters")
    if not is_named and names and None not in names:
        raise TypeError("named placeholders require a mapping of parameters")
    if is_named:
        if missing := [name for name in names if name not in params]:
            raise ProgrammingError(f"query parameter missing: {', '.join(missing)}")
        params = {name: params[name] for name in names}
        values = params.values()
    elif len(names) != len(params):
        raise ProgrammingError(
            f"the query has {len(names)} placeholders but {len(params)} parameters were"
            " passed"
        )
    for value in values:
        if isinstance(value, (Mapping, Set)):
            raise ProgrammingError(
                f"cannot adapt type '{type(value).__name__}' using placeholder '%s' "
                "(format: AUTO)"
            )
    return params


def _translated(error):
    """DuckDB's error as the driver's, with the engine's own words."""
    message = str(error)
    kind = next(
        (_KINDS[c.__name__] for c in type(error).__mro__ if c.__name__ in _KINDS),
        DatabaseError,
    )
    if isinstance(error, duckdb.InterruptException):
        return OperationalError("canceling statement due to statement timeout")
    if "onflict on" in message:
        kind = SerializationFailure
    elif "ransaction is aborted" in message:
        kind = InternalError
    elif isinstance(error, duckdb.ConnectionException):  # a replica moved on
        return SerializationFailure("canceling statement due to conflict with recovery")
    return kind(re.sub(r"^[A-Z]\w+(?: \w+)? Error: ", "", message))
