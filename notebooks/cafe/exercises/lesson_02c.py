"""Exercises of lesson 02c: what a quorum survives, who is promoted, a rescue."""

from .kinds import PythonExercise, Wrong


def _works(body):
    return f"def what_works(copies):\n{body}"


WHAT_WORKS = PythonExercise(
    id="02c.what_works",
    objective="02c.a",
    difficulty=1,
    prompt="""\
Write `what_works(copies)`. `copies` is how many of the six copies of an Aurora volume
answer. Return `"read and write"`, `"read"` or `"nothing"`.""",
    starter=_works("    ...\n"),
    hints=(
        "A write wants four copies. How many does a read want?",
        "Ask for the larger number first: if copies >= 4 …",
        'Three copies read and do not write; two or fewer give "nothing".',
    ),
    solution=_works("""\
    if copies >= 4:
        return "read and write"
    if copies >= 3:
        return "read"
    return "nothing"
"""),
    name="what_works",
    cases=tuple((copies,) for copies in (6, 5, 4, 3, 2, 1, 0)),
    wrong=(
        Wrong(
            _works('    return "read and write" if copies >= 4 else "nothing"\n'),
            "what_works(3) should give 'read'; it gave 'nothing'.",
            "Three copies are enough to read: no data is lost, only writing waits.",
        ),
        Wrong(
            _works("""\
    if copies > 4:
        return "read and write"
    return "read" if copies >= 3 else "nothing"
"""),
            "what_works(4) should give 'read and write'; it gave 'read'.",
            "A lost zone takes two copies; the four that are left still write.",
            "losing-an-az-stops-aurora-writes",
        ),
        Wrong(
            _works("""\
    if copies >= 3:
        return "read and write"
    return "read" if copies >= 2 else "nothing"
"""),
            "what_works(3) should give 'read'; it gave 'read and write'.",
            "Two groups of three could each take another write and never know.",
        ),
        Wrong(
            _works("""\
    if copies == 6:
        return "read and write"
    return "read" if copies >= 3 else "nothing"
"""),
            "what_works(5) should give 'read and write'; it gave 'read'.",
            "Not every copy has to answer: four of six are enough.",
        ),
        Wrong(
            _works("""\
    if copies >= 4:
        return "read and write"
    return "read" if copies >= 1 else "nothing"
"""),
            "what_works(2) should give 'nothing'; it gave 'read'.",
            "Two copies may both have missed the last write: three cannot.",
        ),
        Wrong(
            _works("""\
    if copies >= 4:
        return "write"
    return "read" if copies >= 3 else "nothing"
"""),
            "what_works(6) should give 'read and write'; it gave 'write'.",
        ),
    ),
)


def _reader(name, tier, size, up=True):
    return {"name": name, "tier": tier, "size": size, "up": up}


def _heir(body):
    return f"def heir(readers):\n{body}"


HEIR = PythonExercise(
    id="02c.heir",
    objective="02c.b",
    difficulty=2,
    prompt="""\
The writer is lost. Write `heir(readers)`: it returns the name of the reader that
becomes the writer, or `None` if there is none. Each reader is a dict with `name`,
`tier` (0 to 15), `size` (a larger number is a larger machine) and `up` (whether it
answers). The lowest tier is promoted; among equals, the largest machine.""",
    starter=_heir("    ...\n"),
    hints=(
        'Keep the readers that are up: [r for r in readers if r["up"]].',
        "If none is left, return None. Else begin with the first of them as the best so"
        " far, and look at each other one: is its tier lower?",
        "With the same tier, the larger size wins. In one line: best = min(up,"
        ' key=lambda r: (r["tier"], -r["size"])).',
    ),
    solution=_heir("""\
    up = [reader for reader in readers if reader["up"]]
    if not up:
        return None
    best = min(up, key=lambda reader: (reader["tier"], -reader["size"]))
    return best["name"]
"""),
    name="heir",
    cases=(
        ([_reader("b", 1, 2), _reader("c", 0, 1)],),
        ([_reader("b", 1, 2), _reader("c", 1, 4)],),
        ([_reader("b", 0, 8, up=False), _reader("c", 3, 1)],),
        ([_reader("b", 2, 1), _reader("c", 10, 16), _reader("d", 2, 2)],),
        ([_reader("b", 0, 1), _reader("c", 5, 1), _reader("d", 2, 4)],),
        ([_reader("b", 0, 8, up=False)],),
        ([],),
    ),
    wrong=(
        Wrong(
            _heir('    return readers[0]["name"] if readers else None\n'),
            "should give 'c'; it gave 'b'.",
            "The order in which they were added does not matter: the tier does.",
        ),
        Wrong(
            _heir("""\
    up = [r for r in readers if r["up"]]
    best = max(up, key=lambda r: (r["tier"], r["size"]), default=None)
    return best and best["name"]
"""),
            "should give 'c'; it gave 'b'.",
            "Tier 0 comes first and 15 last: look for the lowest.",
        ),
        Wrong(
            _heir("""\
    up = [r for r in readers if r["up"]]
    best = min(up, key=lambda r: r["tier"], default=None)
    return best and best["name"]
"""),
            "should give 'c'; it gave 'b'.",
            "Two readers have the same tier: then the larger machine is promoted.",
        ),
        Wrong(
            _heir("""\
    best = min(readers, key=lambda r: (r["tier"], -r["size"]), default=None)
    return best and best["name"]
"""),
            "should give 'c'; it gave 'b'.",
            "A reader that does not answer cannot be promoted.",
        ),
        Wrong(
            _heir("""\
    up = [r for r in readers if r["up"]]
    return min(up, key=lambda r: (r["tier"], -r["size"]))["name"]
"""),
            "raised ValueError",
            "Without a reader there is nobody to promote: return None.",
        ),
        Wrong(
            _heir("""\
    up = [r for r in readers if r["up"]]
    return min(up, key=lambda r: (r["tier"], -r["size"]), default=None)
"""),
            "should give 'c'; it gave {'name': 'c'",
            "That is the whole reader: its name was asked for.",
        ),
        Wrong(
            _heir("""\
    up = [r for r in readers if r["up"]]
    best = max(up, key=lambda r: (r["size"], -r["tier"]), default=None)
    return best and best["name"]
"""),
            "should give 'c'; it gave 'b'.",
            "The tier decides first, and the size only among equals.",
        ),
    ),
)


def _rescued(rescue):
    """What is wrong with the cluster that an answer restored, or None."""
    from cafe import aws
    from cafe.drivers import sql

    account = aws.Account()
    account.client_address = "172.31.5.20"
    rds = aws.Session(account=account).client("rds")
    login = {"user": "barista", "password": "espresso-2026", "dbname": "cafe"}

    def connect(name):
        found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
        return sql.connect(host=found["Endpoint"], account=account, **login)

    rds.create_db_cluster(
        DBClusterIdentifier="shop",
        Engine="aurora-postgresql",
        DatabaseName="cafe",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="shop")
    rds.create_db_instance(
        DBInstanceIdentifier="shop-1",
        DBClusterIdentifier="shop",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="shop-1")
    with connect("shop") as connection:
        connection.execute("CREATE TABLE orders (id INT)")
        for number in range(4):
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            account.clock.advance(seconds=1 if number == 3 else 30)
    mistake_at = account.clock.now
    with connect("shop") as connection:
        connection.execute("DELETE FROM orders")
    account.clock.advance(minutes=10)

    rescue(rds, mistake_at)
    account.clock.advance(minutes=20)
    names = [c["DBClusterIdentifier"] for c in rds.describe_db_clusters()["DBClusters"]]
    if "rescued" not in names:
        return f"There is no cluster called rescued; there is: {', '.join(names)}."
    try:
        rows = connect("rescued").execute("SELECT count(*) FROM orders").fetchone()[0]
    except sql.OperationalError:
        return (
            "Nobody answers for the cluster rescued: a volume alone runs no engine. "
            "Create an instance in it."
        )
    except sql.ProgrammingError:
        return "That is before the orders were taken: the table is not there yet."
    if rows == 0:
        return "The rescued cluster has 0 orders: that is after the DELETE."
    if rows < 4:
        return f"The rescued cluster has {rows} of 4 orders: that is too early."
    return None


def _restore(moment, wait=True, instance=True, name="rescued"):
    """An answer that restores to `moment`, and may leave a step out."""
    lines = [
        "def rescue(rds, mistake_at):",
        "    from datetime import timedelta",
        "",
        "    rds.restore_db_cluster_to_point_in_time(",
        f'        DBClusterIdentifier="{name}",',
        '        SourceDBClusterIdentifier="shop",',
        f"        {moment},",
        "    )",
    ]
    if wait:
        waiter = 'rds.get_waiter("db_cluster_available")'
        lines.append(f'    {waiter}.wait(DBClusterIdentifier="{name}")')
    if instance:
        lines += [
            "    rds.create_db_instance(",
            f'        DBInstanceIdentifier="{name}-1",',
            f'        DBClusterIdentifier="{name}",',
            '        Engine="aurora-postgresql",',
            '        DBInstanceClass="db.r7g.large",',
            "    )",
        ]
    return "\n".join(lines) + "\n"


_SECOND_BEFORE = "RestoreToTime=mistake_at - timedelta(seconds=1)"

RESCUE = PythonExercise(
    id="02c.rescue",
    objective="02c.c",
    difficulty=3,
    prompt="""\
Somebody ran a DELETE without WHERE on the cluster `shop`, in the second `mistake_at`
(a datetime). Write `rescue(rds, mistake_at)`: it makes a cluster `rescued` as `shop`
was one second before, waits until it is available, and gives it one instance, so that
one can connect. One second, to take away from a datetime, is `timedelta(seconds=1)`,
after `from datetime import timedelta`.""",
    starter="""\
def rescue(rds, mistake_at):
    ...
""",
    hints=(
        "Three calls, as in section 6: restore, wait for the cluster, create an"
        " instance.",
        "One second earlier is mistake_at - timedelta(seconds=1), with"
        " from datetime import timedelta.",
        'The instance needs DBInstanceIdentifier, DBClusterIdentifier="rescued",'
        ' Engine="aurora-postgresql" and a DBInstanceClass.',
    ),
    solution=_restore(_SECOND_BEFORE),
    name="rescue",
    prove=_rescued,
    seconds=10.0,
    wrong=(
        Wrong(_restore("UseLatestRestorableTime=True"), "that is after the DELETE"),
        Wrong(_restore("RestoreToTime=mistake_at"), "that is after the DELETE"),
        Wrong(
            _restore("RestoreToTime=mistake_at - timedelta(minutes=1)"),
            "has 2 of 4 orders: that is too early",
        ),
        Wrong(
            _restore("RestoreToTime=mistake_at - timedelta(seconds=20)"),
            "has 3 of 4 orders: that is too early",
        ),
        Wrong(
            _restore("RestoreToTime=mistake_at - 1"),
            "unsupported operand type(s) for -: 'datetime.datetime' and 'int'",
        ),
        Wrong(
            _restore("RestoreToTime=mistake_at - timedelta(days=1)"),
            "it can be restored to any second from",
        ),
        Wrong(_restore(_SECOND_BEFORE, instance=False), "a volume alone runs no eng"),
        Wrong(_restore(_SECOND_BEFORE, wait=False), "is creating, not available"),
        Wrong(_restore(_SECOND_BEFORE, name="shop"), "DB Cluster already exists"),
        Wrong(
            _restore(_SECOND_BEFORE, name="shop-2"), "There is no cluster called resc"
        ),
    ),
)

EXERCISES = (WHAT_WORKS, HEIR, RESCUE)
