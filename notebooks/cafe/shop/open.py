"""The shop's database: an in-memory DuckDB with every table and its keys."""

import re

from ..files import DATA
from .generate import generate
from .schema import SCHEMA, TABLES

#: What SCHEMA says of a column before what it refuses: its name and its type.
_COLUMN = re.compile(r"^    ([a-z_]+ +[A-Z]+(?:\(\d+, \d+\))?)", re.MULTILINE)


def connect(scale=None, keys=True, settings=""):
    """Return an in-memory DuckDB with the tables of SCHEMA, filled.

    Without `scale` from the files in `data/`; with it, generated at that scale. Without
    `keys` the tables refuse nothing, and are there in half of the time. `settings` are
    SQL: in the end the database is closed off, and no other can be made. No statement
    can then reach a file of this machine.

    The engine has one thread, for several would only wait for each other, and rows
    without ORDER BY would come in another order each time. At a scale it has them all.
    """
    import duckdb

    from ..aws.storage.database import close_off

    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    con.execute("SET enable_progress_bar = false")
    made = None if scale is None else generate(scale=scale)
    con.execute("SET threads = 1")
    con.begin()
    con.execute(SCHEMA if keys else _without_keys())
    for name in TABLES:
        if made is None:
            path = (DATA / f"{name}.csv").as_posix().replace("'", "''")
            # The columns are declared: guessing them would take half of the time.
            con.execute(f"COPY {name} FROM '{path}' (HEADER, AUTO_DETECT false)")
        else:
            con.register("filling", made[name])
            con.execute(f"INSERT INTO {name} SELECT * FROM filling")
            con.unregister("filling")
    con.commit()
    if scale is not None:
        con.execute("RESET threads")
    con.execute(settings)
    return close_off(con)


def _without_keys():
    """SCHEMA with the names and types of its columns alone."""
    *tables, views = SCHEMA.split(";", len(TABLES))
    columns = [", ".join(_COLUMN.findall(table)) for table in tables]
    made = [f"CREATE TABLE {name} ({has});" for name, has in zip(TABLES, columns)]
    return "".join(made) + views
