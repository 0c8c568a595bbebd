"""What the engine refuses, as a cell shows it: what it means, and the engine's words.

Refusal(error)      of a duckdb.Error; text in a terminal, a box in a notebook
"""

import re
from html import escape

from ..markup import VERBATIM
from .plain_text import wrapped
from .statements import engine_message
from .verdict import COLOURS

#: What each kind of refusal means, in the order in which they are tried.
MEANINGS = {
    r"violates primary key": "A row with this key is there already.",
    r"violates unique|Duplicate key": (
        "A value that may occur only once is there already."
    ),
    r"NOT NULL constraint": "This column must have a value: NULL is none.",
    r"CHECK constraint": "The value breaks a rule that the table checks.",
    r"is still referenced": "Other rows still refer to this one, so it has to stay.",
    r"does not exist in the referenced": "It refers to a row that is not there.",
    r"transaction is aborted": (
        "A statement of this transaction was refused, in this cell or an earlier one:"
        " run ROLLBACK first, and nothing of it has happened."
    ),
    r"within a transaction": (
        "A transaction is open already, perhaps since an earlier cell: end it first,"
        " with COMMIT or ROLLBACK."
    ),
    r"no transaction is active": (
        "No transaction is open: BEGIN opens one, and the first COMMIT or ROLLBACK"
        " ends it."
    ),
    r"Conflict|write-write": (
        "Another transaction changed the same row first: ROLLBACK, and try it again."
    ),
    r"foreign key: incompatible types": (
        "A foreign key has the type of the key that it names."
    ),
    r"Type with name .* does not exist": (
        "There is no such type. Some of those that there are: INTEGER, VARCHAR,"
        " DECIMAL(8, 2), DATE, TIMESTAMP, BOOLEAN."
    ),
    r"(Table|View|Schema) with name .* does not exist": (
        "Nothing is called so here: SHOW TABLES lists what there is."
    ),
    r"Function with name .* does not exist": "There is no function of this name.",
    r"already exists": "Something of this name is there already.",
    r'Referenced table ".*" not found': "FROM names no table so.",
    r"FROM clause is missing": (
        "It is read as a column, and no FROM names a table. A text stands in '…'."
    ),
    r"Referenced (update )?column|does not have a column|not find column": (
        "The tables that are named here have no column of this name."
    ),
    r"Ambiguous reference": (
        "Two of the tables have a column of this name: write table.column."
    ),
    r"must appear in the GROUP BY": (
        "With GROUP BY there is one row for a whole group: group by this column too,"
        " or make one value of many with min(), sum(), count() …"
    ),
    r"WHERE clause cannot contain aggregates|aggregate.* in WHERE": (
        "WHERE looks at single rows: what counts or adds up goes to HAVING."
    ),
    r"No function matches|best candidate function|Cannot (compare|mix)": (
        "This cannot be done with values of these types. CAST gives a value another"
        " type."
    ),
    r"table .* has \d+ columns but|but \d+ values were supplied": (
        "There must be one value for each column, in their order."
    ),
    r"term out of range": "The number counts the columns behind SELECT, from 1.",
    r"field value out of range": "There is no such day, or no such time of the day.",
    r"[Oo]ut [Oo]f [Rr]ange": "The number is too large or too small for its type.",
    r"[Cc]ould not convert|invalid .* field|Conversion Error": (
        "This value cannot be read as one of the type that is wanted here."
    ),
    r"Max expression depth": "It is nested too deeply: write it in a simpler way.",
    r"Permission Error|disabled (by|through) configuration": (
        "This database reads and writes no files of your computer."
    ),
    r"Not implemented": "DuckDB, the engine of this course, cannot do that.",
    r"at end of input": "The statement breaks off: something is missing at its end.",
    r"Parser Error: syntax error": (
        "The statement cannot be read. Look at the word that is named and before it:"
        " a comma, a bracket, a quote or a keyword is missing, or there is one too"
        " many."
    ),
}


def meaning(message):
    """What an engine's message means, in a sentence; "" where that is not known."""
    found = (said for sign, said in MEANINGS.items() if re.search(sign, message))
    return next(found, "")


class Refusal:
    """A duckdb.Error to look at."""

    def __init__(self, error):
        self._message, self._whole = engine_message(error), str(error).strip()
        self._meaning = meaning(self._whole)

    def __repr__(self):
        lines = wrapped(self._message, "")
        return "\n".join(lines + wrapped(self._meaning, ""))

    def _repr_html_(self):
        """A box that breaks its lines between words."""
        said = f"<div>{escape(self._meaning)}</div>" if self._meaning else ""
        return (
            f'<div class="cafe-refusal {VERBATIM}" style="{_BOX}">'
            f"<strong>The database refused this.</strong>{said}"
            f'<pre style="{_WORDS}">{escape(self._whole)}</pre></div>'
        )


_BOX = (
    f"border-left: 4px solid {COLOURS['raised']}; padding: 4px 12px;"
    " color: var(--jp-content-font-color1, inherit)"
)
_WORDS = (
    "margin: 6px 0 0; white-space: pre-wrap; word-break: normal;"
    " overflow-wrap: break-word"
)
