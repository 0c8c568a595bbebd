"""SQL in a cell of its own: the %%sql magic, on the shop's database.

    %%sql                       run the statements, show what the last one gave
    %%sql fresh                 start the database anew, then run them
    %%sql 02.loyal_customers    run them, and check them as that exercise's answer

`begin` switches it on in a lesson, `%load_ext cafe.selfcheck.sql` elsewhere.

The kernel has one in-memory DuckDB with the shop's tables. What a cell changes, and
the transaction that it opens, is there for the next cell. What the engine refuses is
said in its words, and the notebook goes on. `reset_shop()` starts the database anew.
"""

from decimal import Decimal
from functools import cache
from html import escape

from ..markup import verbatim
from .sql_refusal import Refusal
from .sql_result import family
from .statements import execute_to_show, split

MOST_SHOWN = 10
MOST_FETCHED = 100_000
COUNTED = {
    "INSERT": "added",
    "UPDATE": "changed",
    "DELETE": "deleted",
    "MERGE_INTO": "added, changed or deleted",
}
#: Kinds that give rows; a PIVOT is MULTI, since the engine looks for its columns first.
GIVING_ROWS = {"SELECT", "MULTI", "PRAGMA", "CALL", "EXECUTE", *COUNTED}


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
            display(Refusal(error))
    return verdict


def run(sql):
    """Run the statements on the kernel's database.

    Returns what the last one gave: a Table, a sentence, or None without a statement.
    Raises duckdb.Error when the engine refuses one; those before it have been run.
    """
    result = None
    for statement in split(_database(), sql):
        result = _result(statement)
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
    """Rows as a cell shows them, ten at most: text on the left, numbers on the right.

    `columns` are (name, type); a value is None, or what the engine or Python writes.
    """

    def __init__(self, columns, rows):
        self._names = [name for name, _ in columns]
        self._numeric = [family(type_name) == "number" for _, type_name in columns]
        self._rows = [[_text(value) for value in row] for row in rows[:MOST_SHOWN]]
        self._note = _note(self._names, len(rows))

    def __repr__(self):
        lines = self._lines() if self._rows else []
        return "\n".join([*lines, self._note] if self._note else lines)

    def _lines(self):
        lines = [self._names, *self._rows]
        widths = [max(map(len, column)) for column in zip(*lines)]
        sides = [str.rjust if numeric else str.ljust for numeric in self._numeric]
        return [
            " ".join(
                side(value, width) for side, value, width in zip(sides, line, widths)
            ).rstrip()
            for line in lines
        ]

    def _repr_html_(self):
        sides = ["right" if numeric else "left" for numeric in self._numeric]
        head = _cells("th", self._names, sides)
        body = "\n".join(f"<tr>{_cells('td', row, sides)}</tr>" for row in self._rows)
        table = f"<table>\n<tr>{head}</tr>\n{body}\n</table>"
        note = f"<p>{escape(self._note)}</p>" if self._note else ""
        return verbatim(table + note if self._rows else note)


def _cells(tag, texts, sides):
    return "".join(
        f'<{tag} style="text-align: {side}">{escape(text)}</{tag}>'
        for text, side in zip(texts, sides)
    )


@cache
def _database():
    from .. import shop

    # With one thread, rows without ORDER BY come the same each time.
    return shop.connect(settings="SET threads = 1")


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


def _note(columns, count):
    if not count:
        return f"No rows. Columns: {', '.join(columns)}."
    more = count - MOST_SHOWN
    if count > MOST_FETCHED:
        return f"… more than {more - 1:,} more rows"
    return f"… {more:,} more row{'s' * (more != 1)}" if more > 0 else ""


def _text(value):
    """A value as the engine writes it, a DOUBLE with ten digits."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        text = f"{value:.10g}"
        return text if set(text) & set(".en") else f"{text}.0"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
