"""\
Write `sell(memory, read_secret, connect, order)`. `memory` is a dict in which the till
keeps the password between sales, under `"password"`; it begins empty. `read_secret()`
asks Secrets Manager, and returns the current password. `connect(password)` opens a
connection, or raises `sql.OperationalError`. Insert the order with
`INSERT INTO sold VALUES (%s)`, commit, and close the connection. Call `read_secret`
only when `memory` has no password, or when the log-in is refused: then the error says
`password authentication failed`. Keep the new password in `memory`, and try once more,
no more. Let every other error go on to whoever called: `raise`, alone in an `except`,
raises the error again."""

import json

from ..kinds import PythonExercise
from ..stage.policies import new_account
from ..stage.shared import TooManyCalls

exercise = PythonExercise(
    id="12.rotating_till",
    objective="12.e",
    difficulty=3,
    learned=(
        "A refused log-in is the sign to read the secret anew, once; not every sale is."
    ),
    prompt=__doc__,
    starter="""\
def sell(memory, read_secret, connect, order):
    from cafe.drivers import sql  # on AWS: import psycopg as sql

    ...
""",
    hints=(
        "First the password: if memory has none, read it and keep it there.",
        "Put only connect into try. At an OperationalError whose text has password"
        " authentication failed: read the secret, keep it, connect again.",
        "if ... not in str(error): raise. The second connect stands in the except, with"
        " no try around it: its error goes on.",
    ),
    seconds=10.0,
)


@exercise.right
def sell(memory, read_secret, connect, order):
    from cafe.drivers import sql  # on AWS: import psycopg as sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


# ------------------------------------------------------------------------- the proof

REFUSED = 'FATAL:  password authentication failed for user "cafe"'
DOWN = "connection timeout expired"
FULL = "FATAL:  sorry, too many clients already"


class Counter:
    """The doors of a till on a database whose password is kept in a secret, counted.

    `refusal`, if any, is what each log-in gets instead of a connection.
    """

    def __init__(self):
        self.owner = new_account()
        self.owner.account.client_address = "172.31.5.20"  # inside the VPC
        self.secrets = self.owner.client("secretsmanager")
        rds = self.owner.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="tills",
            DBInstanceClass="db.t4g.micro",
            Engine="postgres",
            AllocatedStorage=20,
            MasterUsername="cafe",
            ManageMasterUserPassword=True,
        )
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="tills")
        (self.instance,) = rds.describe_db_instances()["DBInstances"]
        self.secret = self.instance["MasterUserSecret"]["SecretArn"]
        self.reads, self.log_ins, self.refusal, self.opened = 0, 0, "", []
        connection = self._open(self._password())
        connection.execute("CREATE TABLE sold (number INTEGER)")
        connection.commit()
        connection.close()

    def read_secret(self):
        self.reads += 1
        return self._password()

    def connect(self, password):
        from cafe.drivers import sql

        self.log_ins += 1
        if self.log_ins > 20:
            raise TooManyCalls
        if self.refusal:
            raise sql.OperationalError(self.refusal)
        self.opened.append(self._open(password))
        return self.opened[-1]

    def rotate(self):
        self.secrets.rotate_secret(SecretId=self.secret)

    def sold(self):
        """The numbers that are sold, as somebody else sees them."""
        connection = self._open(self._password())
        rows = connection.execute("SELECT number FROM sold ORDER BY number").fetchall()
        connection.close()
        return [number for (number,) in rows]

    def is_password(self, known):
        """Whether somebody knows the password of now."""
        return known == self._password()

    def _password(self):
        told = self.secrets.get_secret_value(SecretId=self.secret)["SecretString"]
        return json.loads(told)["password"]

    def _open(self, password):
        from cafe.drivers import sql

        endpoint = self.instance["Endpoint"]
        return sql.connect(
            host=endpoint["Address"],
            port=endpoint["Port"],
            user="cafe",
            password=password,
            dbname="postgres",
            account=self.owner.account,
        )


@exercise.proof
def _stands_a_rotation(sell):
    """What is wrong with how an answer sells, or None."""
    till, memory = Counter(), {}
    return (
        _sells(sell, till, memory, 1, "the first one", reads=1)
        or _sells(sell, till, memory, 2, "the password is known", reads=0)
        or _sells(sell, till, memory, 3, "the password is known", reads=0)
        or till.rotate()
        or _sells(sell, till, memory, 4, "the password has changed", reads=1)
        or _sells(sell, till, memory, 5, "the new password is known", reads=0)
        or _goes_on(sell, till, memory, 6, REFUSED, reads=1, log_ins=2)
        or _goes_on(sell, till, memory, 7, DOWN, reads=0, log_ins=1)
        or _goes_on(sell, till, memory, 7, FULL, reads=0, log_ins=1)
        or _sells(sell, till, memory, 8, "the database is there again", reads=0)
        or _keeps_elsewhere(till, memory)
        or _hides_a_refusal(sell, till, memory)
    )


def _keeps_elsewhere(till, memory):
    if till.is_password(memory.get("password")):
        return None
    return 'After all sales the password of now is not in memory["password"].'


def _sells(sell, till, memory, order, when, reads):
    """What is wrong with a sale that is to succeed, or None."""
    before, till.reads, till.log_ins = till.sold(), 0, 0
    call = f"Order {order}, when {when}"
    if order == 1:
        call = "The first order, with an empty memory"
    sell(memory, till.read_secret, till.connect, order)
    if till.sold() == before:
        return (
            f"{call}: nobody else sees it in the table. Is it inserted and committed?"
        )
    if till.sold() != [*before, order]:
        return f"{call}: sold should hold {[*before, order]}; it holds {till.sold()}."
    if till.reads != reads:
        return (
            f"{call}: the secret should be read {_times(reads)}; it was read"
            f" {_times(till.reads)}. Each reading is a call that is paid for."
        )
    if not all(each.closed for each in till.opened):
        return f"{call}: its connection is still open. Close it at the end."
    return None


def _goes_on(sell, till, memory, order, refusal, reads, log_ins):
    """What is wrong with a sale that cannot succeed, or None."""
    from cafe.drivers import sql

    till.reads, till.log_ins, till.refusal = 0, 0, refusal
    call = f"Order {order}, while each log-in says {refusal!r}"
    try:
        sell(memory, till.read_secret, till.connect, order)
    except sql.OperationalError:
        pass
    except TooManyCalls:
        return f"{call}: it tries to log in more than 20 times. Once more is enough."
    except RuntimeError as error:
        return f"{call}: whoever called should get that error; it got {error!r}."
    else:
        return f"{call}: whoever called should get that error, and got none."
    finally:
        till.refusal = ""
    if till.log_ins != log_ins:
        return (
            f"{call}: it should try to log in {_times(log_ins)}; it tried"
            f" {_times(till.log_ins)}."
        )
    if till.reads > reads:
        return (
            f"{call}: the secret should be read {_times(reads)}; it was read"
            f" {_times(till.reads)}."
        )
    return None


def _hides_a_refusal(sell, till, memory):
    """What is wrong with a sale whose order the table refuses, or None."""
    from cafe.drivers import sql

    try:
        sell(memory, till.read_secret, till.connect, "latte")
    except sql.Error:
        return None
    return (
        "Order 'latte', which is no number, so that the table refuses it: whoever"
        " called should get that error, and got none."
    )


def _times(number):
    return {0: "not at all", 1: "once", 2: "twice"}.get(number, f"{number} times")


# ------------------------------------------------------------------------- also right


@exercise.right
def asks_with_get(memory, read_secret, connect, order):
    from cafe.drivers import sql

    password = memory.get("password") or read_secret()
    try:
        connection = connect(password)
    except sql.OperationalError as error:
        if "authentication" not in str(error):
            raise
        password = read_secret()
        connection = connect(password)
    memory["password"] = password
    connection.execute("INSERT INTO sold VALUES (%s)", (order,))
    connection.commit()
    connection.close()


@exercise.right
def takes_a_connection_in_with(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if not memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" in str(error):
            memory["password"] = read_secret()
            connection = connect(memory["password"])
        else:
            raise error
    with connection:
        connection.execute("INSERT INTO sold VALUES (%s)", [order])


@exercise.right
def loops_over_two_tries(memory, read_secret, connect, order):
    from cafe.drivers import sql

    memory.setdefault("password", None)
    if memory["password"] is None:
        memory["password"] = read_secret()
    for last in (False, True):
        try:
            connection = connect(memory["password"])
            break
        except sql.OperationalError as error:
            if last or "password authentication failed" not in str(error):
                raise
            memory["password"] = read_secret()
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.right
def calls_a_function_inside(memory, read_secret, connect, order):
    from cafe.drivers import sql

    def log_in():
        if "password" not in memory:
            memory["password"] = read_secret()
        return connect(memory["password"])

    try:
        connection = log_in()
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        del memory["password"]
        connection = log_in()
    try:
        connection.execute("INSERT INTO sold VALUES (%s)", [order])
        connection.commit()
    finally:
        connection.close()


@exercise.right
def catches_the_missing_key(memory, read_secret, connect, order):
    from cafe.drivers.sql import OperationalError

    try:
        password = memory["password"]
    except KeyError:
        password = memory["password"] = read_secret()
    try:
        connection = connect(password)
    except OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.right
def closes_by_a_context(memory, read_secret, connect, order):
    from contextlib import closing

    from cafe.drivers import sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        memory.update(password=read_secret())
        connection = connect(memory["password"])
    with closing(connection):
        connection.execute("INSERT INTO sold VALUES (%s)", [order])
        connection.commit()


@exercise.right
def keeps_a_flag(memory, read_secret, connect, order):
    from cafe.drivers import sql

    connection, may_read = None, True
    while connection is None:
        if "password" not in memory:
            memory["password"] = read_secret()
        try:
            connection = connect(memory["password"])
        except sql.OperationalError as error:
            if not may_read or "password authentication failed" not in str(error):
                raise
            may_read = False
            memory.pop("password")
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.right
def matches_with_an_expression(memory, read_secret, connect, order):
    import re

    from cafe.drivers import sql

    memory["password"] = memory.get("password", None) or read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as refusal:
        if not re.search("password authentication failed", f"{refusal}"):
            raise
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


# ------------------------------------------------------------------------------ wrong


def _store(connection, order):
    """What each sale ends with."""
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.wrong(
    "Order 2, when the password is known: the secret should be read not at all; it was"
    " read once."
)
def reads_at_each_sale(memory, read_secret, connect, order):
    connection = connect(read_secret())
    _store(connection, order)


@exercise.wrong("password authentication failed")
def never_reads_again(memory, read_secret, connect, order):
    if "password" not in memory:
        memory["password"] = read_secret()
    connection = connect(memory["password"])
    _store(connection, order)


@exercise.wrong(
    "Order 5, when the new password is known: the secret should be read not at all; it"
    " was read once."
)
def forgets_the_new_password(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        connection = connect(read_secret())
    _store(connection, order)


@exercise.wrong("it tries to log in more than 20 times. Once more is enough.")
def tries_for_ever(memory, read_secret, connect, order):
    from cafe.drivers import sql

    memory["password"] = memory.get("password") or read_secret()
    while True:
        try:
            connection = connect(memory["password"])
            break
        except sql.OperationalError:
            memory["password"] = read_secret()
    _store(connection, order)


@exercise.wrong("it should try to log in once; it tried twice.")
def takes_every_error_for_a_refusal(memory, read_secret, connect, order):
    from cafe.drivers import sql

    memory["password"] = memory.get("password") or read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError:
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    _store(connection, order)


@exercise.wrong("whoever called should get that error, and got none.")
def swallows_the_error(memory, read_secret, connect, order):
    from cafe.drivers import sql

    memory["password"] = memory.get("password") or read_secret()
    for _ in range(2):
        try:
            connection = connect(memory["password"])
        except sql.OperationalError:
            memory["password"] = read_secret()
            continue
        _store(connection, order)
        return


@exercise.wrong("nobody else sees it in the table. Is it inserted and committed?")
def forgets_to_commit(memory, read_secret, connect, order):
    if "password" not in memory:
        memory["password"] = read_secret()
    connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.close()


@exercise.wrong("its connection is still open. Close it at the end.")
def leaves_the_connection_open(memory, read_secret, connect, order):
    if "password" not in memory:
        memory["password"] = read_secret()
    connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()


@exercise.wrong("KeyError: 'password'")
def takes_memory_as_filled(memory, read_secret, connect, order):
    connection = connect(memory["password"])
    _store(connection, order)


@exercise.wrong("sold should hold [1]; it holds [1, 1].")
def sells_twice(memory, read_secret, connect, order):
    if "password" not in memory:
        memory["password"] = read_secret()
    connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    _store(connection, order)


@exercise.wrong("the secret should be read once; it was read twice.")
def reads_the_secret_to_begin_with_twice(memory, read_secret, connect, order):
    if read_secret() and "password" not in memory:
        memory["password"] = read_secret()
    connection = connect(memory["password"])
    _store(connection, order)


@exercise.wrong("it should try to log in twice; it tried 3 times.")
def tries_three_times(memory, read_secret, connect, order):
    from cafe.drivers import sql

    memory["password"] = memory.get("password") or read_secret()
    for number in range(3):
        try:
            connection = connect(memory["password"])
            break
        except sql.OperationalError as error:
            if number == 2 or "password authentication failed" not in str(error):
                raise
            memory["password"] = read_secret()
    _store(connection, order)


@exercise.wrong('the password of now is not in memory["password"].')
def keeps_it_under_another_name(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if "secret" not in memory:
        memory["secret"] = read_secret()
    try:
        connection = connect(memory["secret"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        memory["secret"] = read_secret()
        connection = connect(memory["secret"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.wrong(
    "whoever called should get that error; it got RuntimeError('connection t"
)
def raises_an_error_of_another_kind(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise RuntimeError(str(error)) from None
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.wrong("while each log-in says 'FATAL:  sorry, too many clients already': it")
def takes_each_refusal_for_a_wrong_password(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "FATAL" not in str(error):
            raise
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    connection.execute("INSERT INTO sold VALUES (%s)", [order])
    connection.commit()
    connection.close()


@exercise.wrong("so that the table refuses it: whoever called should get that error")
def catches_what_the_insert_raises(memory, read_secret, connect, order):
    from cafe.drivers import sql

    if "password" not in memory:
        memory["password"] = read_secret()
    try:
        connection = connect(memory["password"])
    except sql.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        memory["password"] = read_secret()
        connection = connect(memory["password"])
    try:
        connection.execute("INSERT INTO sold VALUES (%s)", [order])
        connection.commit()
    except sql.Error as error:
        print("not sold:", error)
    finally:
        connection.close()
