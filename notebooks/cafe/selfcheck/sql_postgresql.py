"""%%sql on a PostgreSQL, for the lab that runs lesson 02's cells there.

ask(connection)     from here on, each %%sql cell goes to this connection of psycopg
"""

import re

from .sql import COUNTED, Said, Table, counted

NUMBERS = {"int2", "int4", "int8", "numeric", "float4", "float8"}
#: What Python would write in its own way, such as 425 days for 14 months.
AS_THE_SERVER_WRITES = ("interval", "json", "jsonb", "bytea")
#: After it the server waits for rows, or sends some, and takes no other statement.
OPEN_ENDED = re.compile(r"\bCOPY\b[^;]*\b(FROM\s+STDIN|TO\s+STDOUT)\b", re.IGNORECASE)
NO_CELL = (
    "COPY FROM STDIN and COPY TO STDOUT need a program at the other end. From Python:"
    "\ncon.cursor().copy(…), as where the tables were filled. Nothing was sent."
)


def ask(connection):
    """Send each %%sql cell to a connection, which commits by itself (autocommit).

    A cell's statements travel together; what the last one gave is shown as in a
    lesson. What the engine refuses is printed in its words, and the notebook goes on.
    """
    from IPython import get_ipython
    from IPython.display import display

    def sql(line, cell):
        """Run SQL on PostgreSQL."""
        import psycopg

        if refusal := refused(line.strip(), cell):
            return display(Said(refusal))
        try:
            display(answer(cursor(connection).execute(cell)))
        except psycopg.Error as error:
            display(Said(error))

    get_ipython().register_magic_function(sql, "cell")


def refused(word, cell):
    """Why the cell `%%sql word` is not for this server; "" if it is."""
    if word:
        return f"%%sql {word} is a lesson's; here it is %%sql alone. Nothing was sent."
    return NO_CELL if OPEN_ENDED.search(cell) else ""


def cursor(connection):
    """A cursor that gives as text what Python would write otherwise."""
    from psycopg.types.string import TextLoader

    cursor = connection.cursor()
    for name in AS_THE_SERVER_WRITES:
        cursor.adapters.register_loader(name, TextLoader)
    return cursor


def answer(cursor):
    """What the last of the statements gave: a Table, a plan, or a sentence."""
    while cursor.nextset():
        pass
    if cursor.description is None:
        kind = (cursor.statusmessage or "").partition(" ")[0]
        return counted(kind, cursor.rowcount) if kind in COUNTED else Said("Done.")
    if cursor.statusmessage == "EXPLAIN":
        return Said("\n".join(row[0] for row in cursor))
    types = cursor.connection.adapters.types
    numbers = {types[name].oid for name in NUMBERS}
    columns = [
        (each.name, "INTEGER" if each.type_code in numbers else "VARCHAR")
        for each in cursor.description
    ]
    return Table(columns, cursor.fetchall())
