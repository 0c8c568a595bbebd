"""%%sql on a PostgreSQL, for the lab that runs lesson 02's cells there.

ask(connection)     from here on, each %%sql cell goes to this connection of psycopg
"""

from .sql import COUNTED, Said, Table, counted

NUMBERS = {"int2", "int4", "int8", "numeric", "float4", "float8"}


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

        try:
            display(answer(connection.execute(cell)))
        except psycopg.Error as error:
            display(Said(error))

    get_ipython().register_magic_function(sql, "cell")


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
    columns = [
        (each.name, "INTEGER" if types[each.type_code].name in NUMBERS else "VARCHAR")
        for each in cursor.description
    ]
    return Table(columns, cursor.fetchall())
