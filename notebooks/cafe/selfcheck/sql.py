"""SQL in a cell of its own: the %%sql magic, on the shop's database.

    %%sql                       run the statements, show what the last one gave
    %%sql fresh                 start the database anew, then run them
    %%sql 02.loyal_customers    run them, and check them as that exercise's answer

`begin` switches it on in a lesson, `%load_ext cafe.selfcheck.sql` elsewhere.

The kernel has one in-memory DuckDB with the shop's tables. What a cell changes, and
the transaction that it opens, is there for the next cell. What the engine refuses is
said in its words (sql_refusal.py), and the notebook goes on. `reset_shop()` starts the
database anew.
"""

import re
from functools import cache

from .sql_refusal import Refusal
from .sql_table import MOST_FETCHED, Table
from .statements import execute_to_show, split

COUNTED = {
    "INSERT": "added",
    "UPDATE": "changed",
    "DELETE": "deleted",
    "MERGE_INTO": "added, changed or deleted",
}
#: Kinds that give rows; a PIVOT is MULTI, since the engine looks for its columns first.
GIVING_ROWS = {"SELECT", "MULTI", "PRAGMA", "CALL", "EXECUTE", *COUNTED}
#: In a SELECT, what changes tables or the session: a CTE may delete, a function seed.
_CHANGES = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|nextval|setval|setseed|(en|dis)able_\w+)\b",
    re.IGNORECASE,
)
_only_looked_at = True  # the kernel's database, since it was made


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
        result = run(sql)
        if result is not None and not _is_marked(verdict):
            display(result)
    except duckdb.Error as error:
        if not verdict or verdict.outcome != "raised":  # such a verdict says the same
            display(Refusal(error))
    return verdict


def _is_marked(verdict):
    """Whether a verdict shows the learner's own rows, each wrong one marked."""
    return bool(verdict and verdict.rows and verdict.rows.is_of_the_shop)


def run(sql):
    """Run the statements on the kernel's database.

    Returns what the last one gave: a Table, a sentence, or None without a statement.
    Raises duckdb.Error when the engine refuses one; those before it have been run.
    """
    global _only_looked_at
    result = None
    for statement in split(_database(), sql):
        so_far, _only_looked_at = _only_looked_at, False  # nobody knows how it ends
        result = _result(statement)
        _only_looked_at = so_far and _only_looks(statement)
    return result


def _only_looks(statement):
    return statement.kind == "SELECT" and not _CHANGES.search(statement.text)


def reset_shop():
    """Start the kernel's database anew; a sentence says so.

    One that was only looked at is as it came: it stays, since another takes a while.
    """
    global _only_looked_at
    if not _only_looked_at:
        _database().close()
        _database.cache_clear()
        _only_looked_at = True
    return Said("The shop's tables are as they came.")


class Said(str):
    """A sentence that a cell shows without quotes."""

    __repr__ = str.__str__


@cache
def _database():
    from .. import shop

    return shop.connect()


def _result(statement):
    """What one statement gave: a Table, a plan, or a sentence."""
    cursor, columns = execute_to_show(_database(), statement)
    kind, names = statement.kind, [name for name, _ in columns]
    if kind in COUNTED and names == ["Count"]:
        (count,) = cursor.fetchone()
        return counted(kind, count)
    if kind == "EXPLAIN":
        return Said("\n".join(row[-1].rstrip() for row in cursor.fetchall()))
    if kind in GIVING_ROWS:
        return Table(columns, cursor.fetchmany(MOST_FETCHED + 1))
    return Said("Done.")


def counted(kind, count):
    """How many rows a statement changed, in a sentence."""
    return Said(f"Done. {count:,} row{'s' * (count != 1)} {COUNTED[kind]}.")
