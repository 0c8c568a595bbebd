"""What may be run here, and how psycopg's way of writing it becomes DuckDB's."""

import re
from collections.abc import Mapping, Sequence, Set

import duckdb

from .errors import DataError, ProgrammingError

#: What would take the file or the log out of RDS's hands, or set the engine.
_REFUSED = {
    duckdb.StatementType.ATTACH,
    duckdb.StatementType.CALL,
    duckdb.StatementType.COPY,
    duckdb.StatementType.COPY_DATABASE,
    duckdb.StatementType.DETACH,
    duckdb.StatementType.EXPORT,
    duckdb.StatementType.LOAD,
    duckdb.StatementType.PRAGMA,
    duckdb.StatementType.SET,
    duckdb.StatementType.VACUUM,
}
#: The same as functions, which a SELECT can call. DuckDB 1 makes of each PRAGMA one, or
#: a table.
_CALLED = re.compile(
    r'\b(pragma_\w+|(?:\w*checkpoint|\w+_logging|\w+_profiling)(?="?\s*\())',
    re.IGNORECASE,
)
#: PostgreSQL's statements for a user who logs in by a token (F155).
USERS = re.compile(
    r"\s*(?:CREATE\s+USER\s+(\w+)|GRANT\s+rds_iam\s+TO\s+(\w+))\s*;?\s*", re.IGNORECASE
)
#: Engines that make no foreign key of REFERENCES behind a column (F104).
_MYSQL = ("mysql", "aurora-mysql")
#: Text, a comment, a foreign key of its own, or else, in group 1, one behind a column.
_FOREIGN_KEY = re.compile(
    r"""'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/"""
    r"""|\bFOREIGN\s+KEY\s*\([^)]*\)\s*REFERENCES\b|\b(REFERENCES)\b""",
    re.IGNORECASE | re.DOTALL,
)
#: %%, or %s, or %(name)s, or what is none of them: group 1 the name, 2 the letter.
_PLACEHOLDER = re.compile(r"%(?:%|(?:\(([^)]+)\))?(.?))", re.DOTALL)
#: MySQL's two words for one thing; DuckDB knows the second.
_DATABASE = re.compile(
    r"^(\s*(?:CREATE|DROP))\s+DATABASE\b", re.IGNORECASE | re.MULTILINE
)


def refusal_of(statement, engine):
    """Why a statement is not even begun, or None."""
    kind, called = statement.type, _CALLED.search(statement.query)
    if kind == duckdb.StatementType.TRANSACTION and not statement.query:
        # DuckDB 1 writes COPY FROM DATABASE as four statements, this one first.
        kind = duckdb.StatementType.COPY_DATABASE
    if called or kind in _REFUSED:
        what = called[1] if called else kind.name
        return f"permission denied: {what} is not for users of this database"
    if engine in _MYSQL and _has_inline_key(statement):
        return (
            "REFERENCES stands behind a column: MySQL up to 8.4 would read it and "
            "make no foreign key. Write FOREIGN KEY (column) REFERENCES ... as an "
            "entry of its own."
        )
    return None


def _has_inline_key(statement):
    """Whether a CREATE TABLE declares a foreign key behind one of its columns."""
    if statement.type != duckdb.StatementType.CREATE:
        return False
    return any(found[1] for found in _FOREIGN_KEY.finditer(statement.query))


def written(query, params):
    """A query and its parameters as DuckDB writes them: schemas, and placeholders."""
    query = _DATABASE.sub(r"\1 SCHEMA", query)
    if params is None:
        return query, None
    if isinstance(params, str) or not isinstance(params, (Mapping, Sequence)):
        raise TypeError(
            "query parameters should be a sequence or a mapping, got "
            f"{type(params).__name__}"
        )
    names = []

    def placeholder(found):
        if found[0] == "%%":
            return "%"
        if found[2] not in ("s", "b", "t"):
            raise ProgrammingError(
                "only '%s', '%b', '%t' are allowed as placeholders, got "
                f"'{found[0]}'. Write %% for a percent sign."
            )
        names.append(found[1])
        return f"${found[1]}" if found[1] else "?"

    query = _PLACEHOLDER.sub(placeholder, query)
    return query, _checked(params, names)


def _checked(params, names):
    """The parameters that a query's placeholders name; None is one without a name."""
    if None in names and len({*names}) > 1:
        raise ProgrammingError("positional and named placeholders cannot be mixed")
    is_named, values = isinstance(params, Mapping), params
    if is_named and None in names:
        raise TypeError("positional placeholders (%s) require a sequence of parameters")
    if not is_named and names and None not in names:
        raise TypeError("named placeholders require a mapping of parameters")
    if is_named:
        if missing := [name for name in names if name not in params]:
            raise ProgrammingError(f"query parameter missing: {', '.join(missing)}")
        params = {name: params[name] for name in names}
        values = params.values()
    elif len(names) != len(params):
        raise ProgrammingError(
            f"the query has {len(names)} placeholders but {len(params)} parameters were"
            " passed"
        )
    for value in values:
        if isinstance(value, (Mapping, Set)):
            raise ProgrammingError(
                f"cannot adapt type '{type(value).__name__}' using placeholder '%s' "
                "(format: AUTO)"
            )
        if isinstance(value, str) and "\0" in value:
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return params
