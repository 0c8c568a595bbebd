"""A connection: the way to the server, a transaction at a time, and results."""

import functools
import re
from threading import RLock

import duckdb

from cafe import aws
from cafe.aws.errors import BorrowTimeout, LoginRefused
from cafe.aws.storage.volume import Unwritable

from ..missing import NamesWhatThereIs, names_its_options
from ..network import Unreachable, reach
from ..statement_timeout import limited
from .errors import InternalError, OperationalError, ProgrammingError, translated
from .statements import USERS, refusal_of, written

#: How DuckDB answers a statement that gives no rows: with a number of them, or so.
WITHOUT_ROWS = (["Count"], ["Success"])


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
    account, port = account or aws.account, _checked(port)
    target = _reach(account, host, port)
    try:
        server = target.login(user, password, dbname)
    except LoginRefused as refusal:
        raise OperationalError(f"{_failed(target, port)}: FATAL:  {refusal}") from None
    users = getattr(target, "users", None) if target.engine == "postgres" else None
    connection = Connection(server, autocommit, target.engine, users)
    target.clients.add(connection)
    return connection


def _checked(port):
    """A port as a number, or psycopg's words for what is none."""
    if not re.fullmatch(r"[+-]?[0-9]+", str(port)):
        raise OperationalError(
            f'connection is bad: invalid integer value "{port}" for connection option '
            '"port"'
        )
    if not 1 <= int(port) <= 65535:
        raise OperationalError(f'connection is bad: invalid port number: "{port}"')
    return int(port)


def _reach(account, host, port):
    """What answers behind a name, if the network lets us through to it."""
    try:
        return reach(account, host, port)
    except Unreachable as problem:
        raise OperationalError(_words_of(problem, host, port)) from None


def _words_of(problem, host, port):
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


def one_at_a_time(method):
    """Let a connection's threads wait for each other, as psycopg does."""

    @functools.wraps(method)
    def call(self, *arguments, **named):
        with self._lock:
            return method(self, *arguments, **named)

    return call


@names_its_options
class Connection(NamesWhatThereIs):
    """One client's connection: a transaction at a time, whichever thread asks.

    After an error the transaction is good for nothing but `rollback`. The connection
    breaks when the server stops or restarts; connect again then. Through a proxy it
    breaks only in the middle of a transaction.
    """

    def __init__(self, server, autocommit=False, engine=None, users=None):
        self._autocommit, self._engine, self._users = autocommit, engine, users
        self._server, self._life = server, server.lives
        self._lock = RLock()
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

    @one_at_a_time
    def execute(self, query, params=None):
        """Run SQL, one statement or several; a `Result` of the last."""
        self._check_open()
        if isinstance(query, bytes):
            query = query.decode()
        if self._users is not None and (found := USERS.fullmatch(query)):
            return self._user(*found.groups())
        query, params = written(query, params)
        try:
            statements = duckdb.extract_statements(query)
        except duckdb.Error as error:
            self._spoil()
            raise translated(error) from None
        if params and len(statements) > 1:
            self._spoil()
            raise ProgrammingError(
                "cannot insert multiple commands into a prepared statement"
            )
        result = Result([], None, -1)
        for statement in statements:
            result = self._run(statement, params)
        return result

    @one_at_a_time
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

    @one_at_a_time
    def rollback(self):
        """Forget the transaction."""
        self._check_open()
        cursor = self._cursor
        self._forget()
        if cursor:
            self._server.rollback(cursor)

    @one_at_a_time
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
        if refusal := refusal_of(statement, self._engine):
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
        if statement.type != duckdb.StatementType.SELECT and names in WITHOUT_ROWS:
            return Result([], None, rows[0][0] if rows else -1)
        return Result(rows, names, len(rows))

    def _attempt(self, action, *arguments):
        """Do something on the server; its errors become this driver's."""
        try:
            return action(*arguments)
        except duckdb.Error as error:
            told = translated(error)
        except Unwritable as refusal:
            told = OperationalError(f"the storage did not answer: {refusal}")
        except BorrowTimeout as refusal:
            told = OperationalError(str(refusal))
        except InternalError as refusal:
            told = refusal
        self._failed = self._cursor is not None
        if self.autocommit and not self._explicit:
            self.rollback()
        raise told from None

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
