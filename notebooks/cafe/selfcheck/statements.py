"""SQL as statements: a text is split, each is run, an error names the text's line."""

import re
from typing import NamedTuple

_LINE = re.compile(r"\n\nLINE (\d+):")


class Statement(NamedTuple):
    """One statement of a text: its kind, such as "SELECT", and its first line."""

    kind: str
    text: str
    line: int


def split(connection, sql):
    """Return the Statements of `sql`; duckdb.Error when it does not parse."""
    statements, at = [], 0
    for statement in connection.extract_statements(sql):
        at = sql.index(statement.query, at)
        line = sql.count("\n", 0, at) + 1
        statements.append(Statement(statement.type.name, statement.query, line))
        at += len(statement.query)
    return statements


def execute(connection, statement):
    """Run a Statement; an error names the line in the text that it was split from."""
    import duckdb

    try:
        return connection.execute(statement.text)
    except duckdb.Error as error:
        raise type(error)(
            _LINE.sub(
                lambda found: f"\n\nLINE {int(found[1]) + statement.line - 1}:",
                str(error),
            )
        ) from None


def engine_message(error):
    """Return an engine's error as one line, and a second: the line it is about."""
    text, _, place = str(error).strip().partition("\n\nLINE ")
    text = re.split(r"\n\s*Candidate functions", text)[0]
    number, _, line = place.partition("\n")[0].partition(":")
    about = f"\nLine {number}: {line.strip()}" if line.strip() else ""
    return " ".join(text.split()) + about
