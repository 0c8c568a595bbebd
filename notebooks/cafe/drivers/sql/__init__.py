"""Connect to a database of the small AWS, with psycopg's keywords and errors.

    from cafe.drivers import sql             # on AWS: import psycopg as sql
    with sql.connect(host=…, port=5432, user=…, password=…, dbname=…) as conn:
        conn.execute("SELECT 1").fetchall()

Same as psycopg 3: the first statement opens a transaction, which `commit` keeps and
`rollback` forgets; after an error it can only be rolled back; `with` commits, or rolls
back on an error; `%s` marks a value; classes of errors. Simplified: one driver for
every engine, whose now() is this machine's time and not the account's; CREATE DATABASE
makes a schema, as in MySQL; results are fetched at once; `connect` waits for nothing,
so a time-out is told at once, with its cause in brackets; a foreign key behind its
column, which MySQL up to 8.4 passes over in silence (F104), is refused on a MySQL
instance.
Left out: `cursor()`, pipelines, COPY, types of one's own. Added: `df()`.

https://www.psycopg.org/psycopg3/docs/basic/usage.html
"""

from .connection import Connection, Result, connect
from .errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
    SerializationFailure,
)

__all__ = [
    "Connection",
    "DataError",
    "DatabaseError",
    "Error",
    "IntegrityError",
    "InternalError",
    "OperationalError",
    "ProgrammingError",
    "Result",
    "SerializationFailure",
    "connect",
]
