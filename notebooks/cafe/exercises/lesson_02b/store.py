"""\
A failover breaks connections, so a program must try again. Write
`store(connect, number, pause)`: it opens a connection with `connect()`, executes
`"INSERT INTO orders VALUES (%s)"` with `(number,)`, and commits. After a
`sql.OperationalError` it calls `pause()` and begins again, with a new connection, until
it has succeeded. Any other error is let through."""

import re
from copy import copy

from ..kinds import PythonExercise
from ..words import show

exercise = PythonExercise(
    id="02b.store",
    objective="02b.c",
    difficulty=3,
    learned=(
        "A failover lasts a minute or two. A program that tries again turns it "
        "into a wait, not into a loss."
    ),
    prompt=__doc__,
    hints=(
        "while True, and return after the commit.",
        "try … except sql.OperationalError: pause(). Say from cafe.drivers import sql"
        " inside the function if the name is missing.",
        "connect() belongs inside the try, so that each round has a new connection.",
    ),
)


@exercise.right
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


class Endless(Exception):
    """More than 1,000 pauses, as many commits, or twice as many connections."""


class Till:
    """A database that refuses for a while, as during a failover.

    `outage` is how many connections fail; `breaks` whether the first one breaks at
    its commit. What was committed is in `stored`; `said` is the last statement.
    """

    def __init__(self, outage, breaks=False, duplicate=False):
        self.outage, self.breaks, self.duplicate = outage, breaks, duplicate
        self.stored, self.sent, self.said = [], 0, None
        self.connections = self.failures = self.pauses = 0

    def connect(self):
        from cafe.drivers import sql

        self.connections += 1
        if self.connections > 2000:
            raise Endless
        if self.outage:
            self.outage -= 1
            self.failures += 1
            raise sql.OperationalError("connection timeout expired")
        return TillConnection(self)

    def pause(self):
        self.pauses += 1
        if self.pauses > 1000:
            raise Endless


INSERT = re.compile(
    r'\s*INSERT\s+INTO\s+(?:public\.)?"?orders"?\s*(?:\(\s*"?\w+"?\s*\)\s*)?'
    r"VALUES\s*\(\s*(%s|%\((\w+)\)s|\d+)\s*\)(?:\s*RETURNING\b[\w\s*,]+)?[\s;]*",
    re.IGNORECASE,
)


def _is_one(params):
    return isinstance(params, (tuple, list)) and len(params) == 1


class TillConnection:
    """What `connect` gives: as the driver's, for the one INSERT that is asked for."""

    autocommit = False

    def __init__(self, till):
        self.till, self.pending = till, []

    @property
    def closed(self):
        return self.pending is None

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        if not error_type:
            self.commit()
        self.close()

    def execute(self, query, params=None):
        from cafe.drivers import sql

        self._check_open()
        if self.till.duplicate:
            raise sql.IntegrityError("Duplicate key")
        insert, self.till.said = INSERT.fullmatch(query), query
        self.till.sent += bool(insert)
        if insert and insert[1].isdigit():
            self.pending.append(int(insert[1]))
        elif insert and insert[2] and isinstance(params, dict) and insert[2] in params:
            self.pending.append(params[insert[2]])
        elif insert and not insert[2] and _is_one(params):
            self.pending.append(params[0])
        elif not insert and params and "%s" not in query:
            raise sql.ProgrammingError(
                f"the query has 0 placeholders but {len(params)} parameters were passed"
            )
        elif insert:
            raise sql.ProgrammingError(
                f"%s wants one value in a tuple, such as (7,); it got {params!r}"
            )
        if self.autocommit:
            self.commit()
        return Result()

    def commit(self):
        if self.till.breaks:
            self.till.breaks, self.till.outage = False, 2
            self.till.failures += 1
            self.close()
        self._check_open()
        self.till.stored += self.pending
        self.pending = []
        if len(self.till.stored) > 1000:
            raise Endless

    def rollback(self):
        self._check_open()
        self.pending = []

    def close(self):
        self.pending = None

    def _check_open(self):
        from cafe.drivers import sql

        if self.pending is None:
            raise sql.OperationalError("server closed the connection unexpectedly")


class Result:
    """What `execute` gives."""

    rowcount = 1


STORIES = (
    (7, Till(0), "nothing fails"),
    (8, Till(3), "the first three attempts to connect fail"),
    (9, Till(0, breaks=True), "the connection breaks at the commit"),
    (10, Till(40), "the first forty attempts to connect fail"),
)


@exercise.proof
def _store_is_patient(store):
    """What is wrong with how an answer stores an order, or None."""
    from cafe.drivers import sql

    for number, planned, story in STORIES:
        till = copy(planned)
        till.stored = []
        try:
            store(till.connect, number, till.pause)
        except sql.OperationalError as error:
            return (
                f"When {story}, it gives up: {error}. What may fail stands in the try,"
                " and except sql.OperationalError, of cafe.drivers, catches it."
            )
        except Endless:
            return f"When {story}, {_without_end(till)}"
        if problem := _not_stored(till, number):
            return f"When {story}, {problem}"
    return _hides_an_error(store)


def _without_end(till):
    """What is said of a loop that did not end."""
    if till.stored:
        return (
            "it stores the order again and again: the loop ends once the commit has"
            " succeeded."
        )
    if till.pauses > 1000:
        return "it tries for ever: does each round open a new connection?"
    return "it connects for ever, and no commit ends it: commit(), then return."


def _not_stored(till, number):
    """What is wrong with what a till has in the end, or None."""
    if not till.stored and till.sent:
        return "the order is sent and never kept: call commit()."
    if not till.stored and till.said:
        return f"no order is stored. It executed {show(till.said)}: no such INSERT."
    if till.stored != [number]:
        return f"the database holds {till.stored}, not [{number}]."
    if till.failures and not till.pauses:
        return "it does not pause between two attempts: call pause()."
    if till.pauses < till.failures:
        return (
            f"{till.failures} attempts fail, and it pauses after {till.pauses} of them:"
            " call pause() after each."
        )
    if till.pauses and not till.failures:
        return "it pauses all the same: pause after an error."
    return None


def _hides_an_error(store):
    """What is wrong with how an answer meets an error of another kind, or None."""
    from cafe.drivers import sql

    till = Till(0, duplicate=True)
    try:
        store(till.connect, 7, till.pause)
    except sql.IntegrityError:
        return None
    except Endless:
        return (
            "When the key exists already, it tries for ever. Try again after an"
            " OperationalError only; other errors do not go away."
        )
    return "When the key exists already, it hides the error. Let it through."


@exercise.right
def lets_the_connection_commit_by_itself(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            with connect() as connection:
                connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            return
        except sql.OperationalError:
            pause()


@exercise.right
def gives_a_list_and_closes_the_connection(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", [number])
            connection.commit()
            connection.close()
            return
        except sql.OperationalError:
            pause()


@exercise.right
def returns_after_else(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
        except sql.OperationalError:
            pause()
        else:
            return


@exercise.right
def notes_whether_it_is_stored(connect, number, pause):
    from cafe.drivers import sql

    stored = False
    while not stored:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            stored = True
        except sql.OperationalError as error:
            print("trying again:", error)
            pause()


@exercise.right
def breaks_out_of_the_loop(connect, number, pause):
    from cafe.drivers.sql import OperationalError

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s);", (number,))
            connection.commit()
            break
        except OperationalError:
            pause()
    return number


@exercise.right
def calls_itself_again(connect, number, pause):
    from cafe.drivers import sql

    try:
        connection = connect()
        connection.execute("INSERT INTO orders VALUES (%s)", (number,))
        connection.commit()
    except sql.OperationalError:
        pause()
        store(connect, number, pause)


@exercise.right
def tries_many_times(connect, number, pause):
    from cafe.drivers import sql

    for attempt in range(1000):
        try:
            connection = connect()
            connection.execute("insert into orders values (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.right
def lets_other_errors_through_by_hand(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except Exception as error:
            if not isinstance(error, sql.OperationalError):
                raise
            pause()


@exercise.right
def closes_whatever_happens(connect, number, pause):
    from cafe.drivers import sql

    while True:
        connection = None
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()
        finally:
            if connection is not None:
                connection.close()


@exercise.right
def has_one_attempt_as_a_function_inside(connect, number, pause):
    from cafe.drivers import sql

    def attempt():
        connection = connect()
        connection.execute("INSERT INTO orders VALUES (%s)", params=(number,))
        connection.commit()
        return True

    def succeeds():
        try:
            return attempt()
        except sql.OperationalError:
            return False

    while not succeeds():
        pause()


@exercise.right
def asks_for_the_cursor_that_execute_gives(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            with connect() as connection:
                cursor = connection.execute("INSERT INTO orders VALUES (%s)", (number,))
                connection.commit()
            return cursor
        except sql.OperationalError:
            pause()


@exercise.right
def rolls_other_errors_back(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            try:
                connection.execute("INSERT INTO orders VALUES (%s)", (number,))
                connection.commit()
            except sql.IntegrityError:
                connection.rollback()
                raise
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("it gives up: connection timeout expired")
def tries_once(connect, number, pause):
    connection = connect()
    connection.execute("INSERT INTO orders VALUES (%s)", (number,))
    connection.commit()


@exercise.wrong("When nothing fails, the order is sent and never kept: call commit().")
def forgets_to_commit(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("fail, it does not pause between two attempts: call pause().")
def does_not_pause(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pass


@exercise.wrong("it tries for ever")
def tries_again_whatever_the_error(connect, number, pause):
    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except Exception:
            pause()


@exercise.wrong("the first three attempts to connect fail, it gives up")
def tries_twice(connect, number, pause):
    from cafe.drivers import sql

    try:
        connection = connect()
        connection.execute("INSERT INTO orders VALUES (%s)", (number,))
        connection.commit()
    except sql.OperationalError:
        pause()
        connection = connect()
        connection.execute("INSERT INTO orders VALUES (%s)", (number,))
        connection.commit()


@exercise.wrong("the connection breaks at the commit, it gives up")
def tries_again_to_connect_only(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            break
        except sql.OperationalError:
            pause()
    connection.execute("INSERT INTO orders VALUES (%s)", (number,))
    connection.commit()


@exercise.wrong("fail, the database holds [], not [8]")
def tries_three_times(connect, number, pause):
    from cafe.drivers import sql

    for attempt in range(3):
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("no order is stored. It executed 'DELETE FROM orders WHERE id = %s'")
def deletes_instead_of_inserting(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("DELETE FROM orders WHERE id = %s", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("%s wants one value in a tuple, such as (7,); it got 7")
def gives_no_tuple(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", number)
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("the commit, it tries for ever: does each round open a new connection?")
def connects_once_for_all_rounds(connect, number, pause):
    from cafe.drivers import sql

    connection = None
    while True:
        try:
            connection = connection or connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("When nothing fails, the database holds [7, 7], not [7].")
def never_stops_after_success(connect, number, pause):
    from cafe.drivers import sql

    for attempt in range(2):
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
        except sql.OperationalError:
            pause()


@exercise.wrong("store raised TypeError")
def calls_pause_with_seconds(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause(5)


@exercise.wrong("When the key exists already, it hides the error.")
def hides_every_other_error(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()
        except Exception:
            return


@exercise.wrong("The place of a value is written %s")
def writes_a_question_mark(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (?)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("Begin with from cafe.drivers import sql.")
def imports_nothing(connect, number, pause):
    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()


@exercise.wrong("When nothing fails, it pauses all the same")
def pauses_before_each_attempt(connect, number, pause):
    from cafe.drivers import sql

    while True:
        pause()
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            continue


@exercise.right
def keeps_each_statement_by_itself(connect, number, pause):
    from cafe.drivers import sql

    while True:
        connection = None
        try:
            connection = connect()
            connection.autocommit = True
            connection.execute('INSERT INTO public."orders" VALUES (%s)', (number,))
            return
        except sql.OperationalError:
            pause()
        finally:
            if connection is not None and not connection.closed:
                connection.close()


def attempt(connect, number, insert="INSERT INTO orders VALUES (%s)"):
    connection = connect()
    connection.execute(insert, (number,))
    connection.commit()


@exercise.wrong(
    "the first forty attempts to connect fail, the database holds [], not [10]"
)
def tries_ten_times(connect, number, pause):
    from cafe.drivers import sql

    for attempts in range(10):
        try:
            return attempt(connect, number)
        except sql.OperationalError:
            pause()


@exercise.wrong(
    "3 attempts fail, and it pauses after 1 of them: call pause() after each."
)
def pauses_once(connect, number, pause):
    from cafe.drivers import sql

    has_paused = False
    while True:
        try:
            return attempt(connect, number)
        except sql.OperationalError:
            if not has_paused:
                pause()
            has_paused = True


@exercise.wrong("the database holds [7], not [8].")
def stores_one_number_always(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            return attempt(connect, 7)
        except sql.OperationalError:
            pause()


@exercise.wrong("It executed 'INSERT INTO order VALUES (%s)': no such INSERT.")
def misspells_the_table(connect, number, pause):
    attempt(connect, number, insert="INSERT INTO order VALUES (%s)")


@exercise.wrong("it connects for ever, and no commit ends it: commit(), then return.")
def connects_without_end(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connect()
        except sql.OperationalError:
            pause()


@exercise.wrong("and except sql.OperationalError, of cafe.drivers, catches it.")
def catches_the_error_of_another_engine(connect, number, pause):
    import sqlite3

    while True:
        try:
            return attempt(connect, number)
        except sqlite3.OperationalError:
            pause()


@exercise.right
def gives_the_value_by_its_name(connect, number, pause):
    from cafe.drivers import sql

    insert = "INSERT INTO orders VALUES (%(number)s)"
    while True:
        try:
            connection = connect()
            connection.execute(insert, {"number": number})
            return connection.commit()
        except sql.OperationalError:
            pause()
