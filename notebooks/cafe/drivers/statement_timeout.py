"""Cancel statements that take too long, as PostgreSQL's statement_timeout does.

    with statement_timeout(2):           # of the SQL driver, inside the block
        connection.execute("…")          # OperationalError after two seconds
    with cancelled_after(2, cursor):     # of DuckDB itself
        cursor.execute("…")              # duckdb.InterruptException

A database works outside of Python: no signal ends its statement.
Some of DuckDB's operators look only every few seconds whether they are cancelled.

https://www.postgresql.org/docs/current/runtime-config-client.html
"""

from contextlib import contextmanager
from contextvars import ContextVar
from threading import Timer

_seconds = ContextVar("statement_timeout", default=None)


@contextmanager
def statement_timeout(seconds):
    """Give each statement inside the block so many seconds."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def limited(cursor):
    """The block in which a statement runs on `cursor`, in the time that it has now."""
    return cancelled_after(_seconds.get(), cursor)


@contextmanager
def cancelled_after(seconds, cursor):
    """Interrupt what runs on a DuckDB cursor inside the block; None: never.

    What a signal's handler raises ends the waiting, not the statement: it is told, too,
    or the next one would wait for it.
    """
    if seconds is None:
        yield
        return
    timer = Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield
    except BaseException:
        cursor.interrupt()
        raise
    finally:
        timer.cancel()
