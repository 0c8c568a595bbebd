"""Checks a SQL answer: on the shop's data, then on hidden copies of it.

    check(exercise, "SELECT …")     a Verdict
    prepare(["00.count_shops"])     make ready what a first answer would wait for

An answer runs in a transaction that is rolled back, and with it what makes the small
shop a hidden copy; without access to files, with bounded memory and time.
sql_result.py says how results are compared. A script (`state`) may commit, and so may
an answer that makes tables, which are tried with `probes`: each run of one gets a
database of its own in another instance.
"""

import re
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock

from ..drivers.statement_timeout import cancelled_after
from ..exercises import find
from ..exercises.hidden_data import BASE, USUAL
from .memory_limit import GIB, memory_limit
from .sql_advice import advice, ordered_by_chance
from .sql_refusal import meaning
from .sql_result import Result, compare_rows, compare_shape, family, marked
from .sql_table import MarkedTable
from .statements import Statement, engine_message, execute, split
from .verdict import Verdict

SECONDS = 2  # the longest that one statement may run
SETTINGS = (
    "SET threads = 1; SET memory_limit = '512MB'; SET enable_progress_bar = false"
)
MAX_ROWS = 50_000
MOST_CHARACTERS = 20_000  # the engine takes minutes to read some that are much longer
ROWS = {"SELECT", "MULTI"}  # PIVOT is MULTI: the engine looks for the columns first
CHANGES = {"INSERT", "UPDATE", "DELETE", "MERGE_INTO", "CREATE", "DROP", "ALTER"}
QUERY = ROWS | CHANGES
SCRIPT = QUERY | {"TRANSACTION"}
#: What the engine takes minutes for in a single call, which nothing can stop.
UNSTOPPABLE = re.compile(
    r"\b(levenshtein|damerau_levenshtein|editdist3)\s*\(|\b([lr]pad)\s*\([^)]*\d{5}",
    re.IGNORECASE,
)

_turn = Lock()  # or two threads would make the databases twice


@dataclass(frozen=True)
class Difference:
    """What is wrong with an answer: in words, its rows with marks, at which changes."""

    words: str
    rows: MarkedTable | None = None
    changes: str | None = None


class Refused(Exception):
    """An answer that the checker itself turns down; the text says why."""


def prepare(ids):
    """Make what the first answers to these SqlExercises would wait for.

    That is the databases, what the solutions give, and of scripts, which take longest,
    what the foreseen mistakes give as well.
    """
    exercises = [each for each in map(find, ids) if not each.probes]
    texts = [(each, each.solution) for each in exercises]
    scripts = [each for each in exercises if each.state]
    texts += [(each, wrong.answer) for each in scripts for wrong in each.wrong_answers]
    with _turn:
        _small()
    for exercise, sql in texts:
        for _, changes in _places(exercise):
            with _turn:  # an answer that comes now waits for one of them at most
                _fingerprint(exercise, changes, sql)


def check(exercise, sql):
    """Return the Verdict on `sql`, an answer to a SqlExercise."""
    with _turn:
        return _check(exercise, sql)


def _check(exercise, sql):
    import duckdb

    if len(sql) > MOST_CHARACTERS:
        return Verdict(
            "wrong",
            f"This text has {len(sql):,} characters; {MOST_CHARACTERS:,} are plenty.",
        )
    if sql.split() == exercise.starter.split():
        return Verdict("untried", "This is still the text that you started from.")
    try:
        statements = _statements(sql)
        if not statements:
            return Verdict("untried", "There is no SQL here yet.")
        difference = _difference(exercise, sql, statements)
    except duckdb.Error as error:
        said = engine_message(error)
        word = advice(sql, said) or meaning(said)
        if exercise.probes and isinstance(error, duckdb.ConstraintException):
            word = "This is a row of your own: leave it out. The check tries others."
        return Verdict("raised", f"{said}\n{word}".rstrip())
    except Refused as error:
        return Verdict("wrong", _advised(sql, str(error)))
    if difference is None:
        return Verdict("right", _praise(exercise))
    words, replies = difference.words, _replies(exercise, sql, difference)
    words = words if replies else _advised(sql, words)
    return Verdict("wrong", words, replies, difference.rows)


def _statements(sql):
    try:
        sql.encode()  # half a character, as '\ud800', is nothing that one can type
        return split(_shop(), sql)
    except ValueError:  # a kind of statement that the package has no name for
        raise Refused("This is no query that can be tried here.") from None


def _advised(sql, message):
    return f"{message}\n{advice(sql, message)}".rstrip()


def _difference(exercise, sql, statements):
    """The Difference of an answer, or None when nothing is wrong. Raises Refused."""
    commits = exercise.state or exercise.probes
    for statement in statements:
        if found := UNSTOPPABLE.search(statement.text):
            raise Refused(
                f"This exercise needs no {found[1] or found[2]}: leave it out."
            )
        if statement.kind not in (SCRIPT if commits else QUERY):
            word = statement.text.split()[0].strip(";").upper()
            raise Refused(f"This exercise needs no {word}: leave it out.")
    if exercise.probes:
        words = _first_wrong_probe(exercise, statements)
        return words and Difference(words)
    return _first_wrong_result(exercise, sql)


def _praise(exercise):
    if exercise.probes:
        tried = len(exercise.probes)
        return f"It lets in what it should and refuses the rest: {tried} cases tried."
    shops = "" if exercise.state else "the shop's data and on "
    copies = len(exercise.variants or USUAL)
    return f"It holds on {shops}{copies} hidden copies of the data."


# ---------------------------------------------------------------- the databases


@cache
def _shop():
    """The instance for queries: the shop's tables, without keys. All is rolled back."""
    from ..shop import connect

    return connect(keys=False, settings=SETTINGS)


@cache
def _small():
    """The same for the small shop, which hidden copies begin from."""
    return (
        _shop()
        .cursor()
        .execute(
            "ATTACH ':memory:' AS small; COPY FROM DATABASE memory TO small (SCHEMA);"
            f"USE small; BEGIN; {BASE} COMMIT"
        )
    )


@cache
def _scripts():
    """The instance for scripts, each of which finds one database: its own."""
    import duckdb

    from ..aws.storage.database import close_off

    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    connection.execute(SETTINGS)
    return close_off(connection)


@contextmanager
def _small_shop(changes=""):
    """A hidden copy with its keys in a new database, for what a script may commit."""
    from ..shop import SCHEMA

    instance = _scripts()
    # Whatever the last script has left goes: a new database of the same name is there.
    instance.execute(
        "ATTACH ':memory:' AS next; USE next; DETACH memory;"
        "ATTACH ':memory:' AS memory; USE memory; DETACH next"
    )
    with instance.cursor() as connection:
        yield connection.execute(f"BEGIN; {SCHEMA} {BASE} {changes}; COMMIT")


# ---------------------------------------------------------------- running


def _execute(connection, statement):
    """Run one statement, stopped after SECONDS, and return its Result."""
    import duckdb

    try:
        with cancelled_after(SECONDS, connection), memory_limit(GIB):
            cursor = execute(connection, statement)
            rows = cursor.fetchmany(MAX_ROWS + 1)
    except duckdb.InterruptException:
        is_recursive = re.search(r"\bRECURSIVE\b", statement.text, re.IGNORECASE)
        raise Refused(
            f"It was stopped after {SECONDS} seconds. Is a join condition missing?"
            + (" A recursion ends when it finds no more rows." if is_recursive else "")
        ) from None
    except duckdb.OutOfMemoryException:
        raise Refused(
            "It takes more memory than an answer may. Does it make a very long text, a"
            " very long list or very many rows?"
        ) from None
    if len(rows) > MAX_ROWS:
        raise Refused(
            f"It gives more than {MAX_ROWS:,} rows. Is a join condition missing?"
        )
    columns = cursor.description or ()
    return Result(
        tuple(column[0] for column in columns),
        tuple(family(str(column[1])) for column in columns),
        rows,
    )


def _query(changes, statements):
    """The Result of the last statement, on data that stay as they were."""
    if statements[-1].kind not in ROWS:
        raise Refused("It shows no rows: end with a SELECT.")
    connection = _shop() if changes is None else _small()
    with _rolled_back(connection):
        connection.execute(changes or "")
        return [_execute(connection, statement) for statement in statements][-1]


@contextmanager
def _rolled_back(connection):
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _script(changes, statements, query):
    """What `query` shows after a script that stops where a row is refused."""
    import duckdb

    with _small_shop(changes) as connection:
        with suppress(duckdb.ConstraintException):
            for statement in statements:
                _execute(connection, statement)
        _end_transaction(connection)
        return _execute(connection, Statement("SELECT", query, 1))


def _end_transaction(connection):
    """Undo what an answer has begun and not kept."""
    import duckdb

    with suppress(duckdb.TransactionException):  # none was left open
        connection.execute("ROLLBACK")


def _places(exercise):
    """Where an answer runs: the place in words, and its changes to the small shop."""
    if not exercise.state:
        yield "the shop's data", None
    for variant in exercise.variants or USUAL:
        yield f"a hidden copy of the data where {variant.where}", variant.changes


def _run(exercise, changes, statements):
    """The Result that counts, at one of the places."""
    if exercise.state:
        return _script(changes, statements, exercise.state)
    return _query(changes, statements)


@cache
def _result(exercise, changes, sql):
    """The Result of an answer at one of the places: there it runs once."""
    return _run(exercise, changes, split(_shop(), sql))


def _first_wrong_result(exercise, sql):
    for place, changes in _places(exercise):
        expected = _result(exercise, changes, exercise.solution)
        got = _result(exercise, changes, sql)
        if wrong := compare_shape(expected, got):
            return Difference(wrong, changes=changes)
        if wrong := compare_rows(expected, got, exercise.ordered):
            columns = [*zip(got.columns, got.families)]
            lines = marked(expected, got, exercise.ordered)
            rows = MarkedTable(place, columns, lines, is_of_the_shop=changes is None)
            return Difference(f"On {place}, {wrong}", rows, changes)
    if exercise.ordered and ordered_by_chance(sql):
        return Difference(
            "The rows are right, and their order is by chance: ORDER BY at the end of a"
            " query orders them, and nothing else does."
        )
    return None


# ---------------------------------------------------------------- probing


def _first_wrong_probe(exercise, statements):
    import duckdb

    refusals = (duckdb.ConstraintException, duckdb.ConversionException)
    for probe, error in _probed(exercise, statements):
        if probe.refused and error is None:
            return f"Your table lets in {probe.what}."
        if error and not probe.refused:
            return f"Your table refuses {probe.what}. {engine_message(error)}"
        if error and not isinstance(error, refusals):
            return engine_message(error)
    return None


def _probed(exercise, statements):
    """Each Probe with the engine's error, or None, on the answer's tables."""
    import duckdb

    with _small_shop() as connection:
        for statement in statements:
            _execute(connection, statement)
        _end_transaction(connection)
        for probe in exercise.probes:
            error = None
            with _rolled_back(connection):
                try:
                    connection.execute(probe.sql)
                except duckdb.Error as refusal:
                    error = refusal
            yield probe, error


# ---------------------------------------------------------------- foreseen mistakes


def _replies(exercise, sql, difference):
    """What is said beside the Difference, when the mistake was foreseen."""
    for wrong in sorted(exercise.wrong_answers, key=lambda each: not each.sign):
        if exercise.probes and wrong.message not in difference.words:
            continue  # another probe is the first to go wrong
        signed = wrong.reply and re.search(wrong.sign, sql, re.IGNORECASE)
        if signed and _do_the_same(exercise, sql, wrong.answer, difference):
            return wrong.details
    return ()


def _do_the_same(exercise, one, other, difference):
    """Whether two answers do the same on all data; tried until they differ, and first
    where the one is wrong."""
    if exercise.probes:
        return _let_in(exercise, one) == _let_in(exercise, other)
    places = [changes for _, changes in _places(exercise)]
    places.sort(key=lambda changes: changes != difference.changes)
    return all(
        _fingerprint(exercise, changes, one) == _fingerprint(exercise, changes, other)
        for changes in places
    )


@cache
def _let_in(exercise, sql):
    """Which probes an answer's tables let in."""
    statements = split(_shop(), sql)
    return [error is None for _, error in _probed(exercise, statements)]


@cache
def _fingerprint(exercise, changes, sql):
    """What an answer does at one of the places, in a form that can be compared."""
    import duckdb

    try:
        result = _result(exercise, changes, sql)
    except (duckdb.Error, Refused) as error:
        return type(error)
    keys = result.keys
    return sorted(result.names), keys if exercise.ordered else Counter(keys)
