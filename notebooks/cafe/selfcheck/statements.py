"""SQL as statements: a text is split, each is run, an error names the text's line."""

import re
from contextlib import contextmanager
from typing import NamedTuple

LONGEST = 400  # characters of what an engine says
_LINE = re.compile(r"\n\nLINE (\d+):")
#: Types whose values Python writes as the engine does, or that are written here.
_PLAIN = re.compile(
    r"(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DOUBLE|DECIMAL\(.*|BIGNUM"
    r"|BOOLEAN|VARCHAR|ENUM\(.*|UUID|DATE|TIME|\"NULL\")"
)
# DuckDB reads these as a space, and gives a statement back with a plain one.
_SPACES = re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")


#: A near name that is the engine's own, of which no learner has heard.
_OF_THE_ENGINE = re.compile(
    r' Did you mean "(?:pg_|information_schema|duckdb_|sqlite_)[^"]*"\??'
)


class Statement(NamedTuple):
    """One statement of a text: its kind, such as "SELECT", and its first line."""

    kind: str
    text: str
    line: int


def split(connection, sql):
    """Return the Statements of `sql`; duckdb.Error when it does not parse."""
    statements, at = [], 0
    spaced = _SPACES.sub(" ", sql)
    found = connection.extract_statements(sql)
    if any(not statement.query for statement in found):
        return _split_at_semicolons(connection, sql)
    for statement in found:
        at = spaced.index(_SPACES.sub(" ", statement.query), at)
        line = sql.count("\n", 0, at) + 1
        statements.append(Statement(statement.type.name, statement.query, line))
        at += len(statement.query)
    return statements


def _split_at_semicolons(connection, sql):
    """The same for a text with a PIVOT, which DuckDB 1.5 takes apart without a text."""
    statements, first = [], 0
    for end in [*_semicolons(sql), len(sql)]:
        text = sql[first:end]
        if found := connection.extract_statements(text):
            kind = found[0].type.name if len(found) == 1 else "MULTI"
            start = first + len(text) - len(text.lstrip())
            statements.append(
                Statement(kind, text.strip(), sql.count("\n", 0, start) + 1)
            )
        first = end + 1
    return statements


def _semicolons(sql):
    """Where the semicolons are that end a statement."""
    return [at for at, kind in _tokens(sql) if kind == "operator" and sql[at] == ";"]


def _tokens(sql):
    """(where it begins, its kind) of each token; the engine counts in bytes."""
    import duckdb

    data = sql.encode()
    return [
        (len(data[:at].decode(errors="ignore")), kind.name)
        for at, kind in duckdb.tokenize(sql)
    ]


def execute(connection, statement):
    """Run a Statement; an error names the line in the text that it was split from."""
    with _lines_counted_from(statement.line):
        return connection.execute(statement.text)


def execute_to_show(connection, statement):
    """The same for what is shown: a cursor, and the (name, type) of each column.

    What Python would write in another way than the engine (an interval, a list, a time
    with a fraction) the cursor gives as the engine's text.
    """
    columns = _columns(connection, statement)
    if all(_PLAIN.fullmatch(type_name) for _, type_name in columns):
        cursor = execute(connection, statement)
        return cursor, [(name, str(of)) for name, of, *_ in cursor.description or ()]
    values = ", ".join(
        f"#{n}" if _PLAIN.fullmatch(type_name) else f"CAST(#{n} AS VARCHAR)"
        for n, (_, type_name) in enumerate(columns, 1)
    )
    query = f"SELECT {values} FROM (\n{_without_semicolon(statement.text)}\n)"
    with _lines_counted_from(statement.line - 1):
        return connection.execute(query), columns


def _columns(connection, statement):
    """The (name, type) of each column; none where only running it would tell them."""
    import duckdb

    if statement.kind != "SELECT":
        return []
    try:
        told = connection.execute(f"DESCRIBE {statement.text}").fetchall()
    except duckdb.Error:
        return []
    return [row[:2] for row in told]


def _without_semicolon(text):
    *_, last = (at for at, kind in _tokens(text) if kind != "comment")
    return text[:last] if text[last] == ";" else text


@contextmanager
def _lines_counted_from(first):
    """An error names the line of the text whose line `first` the engine calls 1."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise type(error)(
            _LINE.sub(
                lambda found: f"\n\nLINE {int(found[1]) + first - 1}:", str(error)
            )
        ) from None


def engine_message(error):
    """Return an engine's error as one line, and a second: the line it is about."""
    text, _, place = str(error).strip().partition("\n\nLINE ")
    text = re.split(r"\n\s*Candidate functions", text)[0]
    number, _, line = place.partition("\n")[0].partition(":")
    about = f"\nLine {number}: {line.strip()}" if line.strip() else ""
    words = _OF_THE_ENGINE.sub("", " ".join(text.split()))
    words = words.replace(" is not an table", " is not a table")
    return (words if len(words) <= LONGEST else f"{words[:LONGEST]}…") + about
