"""SQL in a cell of its own: the %%sql magic, on the shop's database.

    %%sql                       run the statements, show what the last one gave
    %%sql fresh                 start the database anew, then run them
    %%sql 02.loyal_customers    run them, and check them as that exercise's answer

`begin` switches it on in a lesson, `%load_ext cafe.selfcheck.sql` elsewhere.

The kernel has one in-memory DuckDB with the shop's tables. What a cell changes, and
the transaction that it opens, is there for the next cell. What the engine refuses is
said in its words, and the notebook goes on. `reset_shop()` starts the database anew.
"""

import re
from functools import cache
from html import escape

from .statements import engine_message, execute, split

MOST_SHOWN = 10
MOST_FETCHED = 100_000
COUNTED = {"INSERT": "added", "UPDATE": "changed", "DELETE": "deleted"}
_OPEN = re.compile(r"transaction is aborted|within a transaction")


def load_ipython_extension(shell):
    """Make %%sql known to an IPython shell: what %load_ext calls."""
    from .check import check

    def sql(line, cell):
        """Run SQL on the shop's database; with an exercise's id, check it too."""
        return run_cell(line.strip(), cell, check)

    shell.register_magic_function(sql, "cell")


def run_cell(word, sql, check):
    """Show what the cell `%%sql word` gives, and return the Verdict, if there is one.

    `word` is empty, "fresh" or the id of an exercise. An exercise that was not tried
    yet is not run.
    """
    import duckdb
    from IPython.display import display

    verdict = None if word in ("", "fresh") else check(word, sql)
    if verdict and verdict.outcome == "untried":
        return verdict
    if word == "fresh":
        print(reset_shop())
    try:
        if (result := run(sql)) is not None:
            display(result)
    except duckdb.Error as error:
        if not verdict or verdict.outcome != "raised":  # such a verdict says the same
            print(engine_message(error))
            if _OPEN.search(str(error)):
                print("An earlier cell left its transaction open: run ROLLBACK first.")
    return verdict


def run(sql):
    """Run the statements on the kernel's database.

    Returns what the last one gave: a Table, a sentence, or None without a statement.
    Raises duckdb.Error when the engine refuses one; those before it have been run.
    """
    result = None
    for statement in split(_database(), sql):
        result = _result(statement.kind, execute(_database(), statement))
    return result


def reset_shop():
    """Start the kernel's database anew; a sentence says so."""
    if _database.cache_info().currsize:
        _database().close()
    _database.cache_clear()
    return Said("The shop's tables are as they came.")


class Said(str):
    """A sentence that a cell shows without quotes."""

    __repr__ = str.__str__


class Table:
    """Rows as a cell shows them: like a DataFrame, without its index, ten at most."""

    def __init__(self, columns, rows):
        import pandas as pd

        cells = [[_text(value) for value in row] for row in rows[:MOST_SHOWN]]
        self._frame = pd.DataFrame(cells, columns=columns, dtype=object)
        self._note = _note(columns, len(rows))

    def __repr__(self):
        table = "" if self._frame.empty else self._frame.to_string(index=False)
        return "\n".join(filter(None, (table, self._note)))

    def _repr_html_(self):
        note = f"<p>{escape(self._note)}</p>" if self._note else ""
        return self._frame.to_html(index=False) + note


@cache
def _database():
    from .. import shop

    # With one thread, rows without ORDER BY come the same each time.
    return shop.connect(settings="SET threads = 1")


def _result(kind, cursor):
    """What one statement gave: a Table, or a sentence."""
    columns = [column[0] for column in cursor.description or ()]
    if kind in COUNTED and columns == ["Count"]:
        (count,) = cursor.fetchone()
        return Said(f"Done. {count:,} row{'s' * (count != 1)} {COUNTED[kind]}.")
    if kind in ("SELECT", "EXPLAIN", "PRAGMA", "CALL", *COUNTED):
        return Table(columns, cursor.fetchmany(MOST_FETCHED + 1))
    return Said("Done.")


def _note(columns, count):
    if not count:
        return f"No rows. Columns: {', '.join(columns)}."
    more = count - MOST_SHOWN
    if count > MOST_FETCHED:
        return f"… more than {more - 1:,} more rows"
    return f"… {more:,} more row{'s' * (more != 1)}" if more > 0 else ""


def _text(value):
    """A value as the engine would write it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)
