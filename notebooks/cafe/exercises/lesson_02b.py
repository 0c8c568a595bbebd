"""Exercises of lesson 02b: a door, a database that survives, a program that retries."""

import re

from .kinds import PythonExercise, Wrong

OFFICE = "198.51.100.7"
NEIGHBOURS = ("198.51.100.8", "198.51.100.6", "198.51.100.0")
OTHER_PORTS = (22, 5431, 5433, 65535)


def _door_is_right(open_the_door):
    """What is wrong with the group that an answer has opened, or None."""
    from cafe import aws

    ec2 = aws.Session(account=aws.Account()).client("ec2")
    group_id = ec2.create_security_group(GroupName="db", Description="exercise")[
        "GroupId"
    ]
    open_the_door(ec2, group_id)

    def lets_in(address, port):
        return ec2.lets_in([group_id], address, port)

    if not lets_in(OFFICE, 5432):
        return (
            f"{OFFICE} does not reach port 5432. A rule names the protocol tcp, the "
            "port as FromPort and ToPort, and the address with /32."
        )
    if lets_in("192.0.2.200", 5432):
        return "The whole Internet reaches port 5432: only the office should."
    for neighbour in NEIGHBOURS:
        if lets_in(neighbour, 5432):
            return (
                f"The neighbour at {neighbour} reaches the port too. /32 means one "
                "address; a smaller number after the slash means many."
            )
    for port in OTHER_PORTS:
        if lets_in(OFFICE, port):
            return f"The office reaches other ports too, such as {port}: open 5432."
    return None


def _door(ports, source, protocol="tcp"):
    """A wrong answer: a rule with other ports, source or protocol."""
    return f"""\
def open_the_door(ec2, group_id):
    ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[{{
            "IpProtocol": "{protocol}", "FromPort": {ports[0]}, "ToPort": {ports[1]},
            "IpRanges": [{{"CidrIp": "{source}"}}],
        }}],
    )
"""


OPEN_THE_DOOR = PythonExercise(
    id="02b.open_the_door",
    objective="02b.e",
    difficulty=1,
    prompt="""\
The office's address is 198.51.100.7. Write `open_the_door(ec2, group_id)`: it adds a
rule to the security group that lets this one address reach port 5432, and nobody
else. In a rule, a single address ends in `/32`.""",
    starter="""\
def open_the_door(ec2, group_id):
    ...
""",
    hints=(
        "Look at the cell in which we opened the door for the laptop: the call is"
        " authorize_security_group_ingress.",
        "One address is written with /32 at its end.",
        'A rule is {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,'
        ' "IpRanges": [{"CidrIp": "198.51.100.7/32"}]}; IpPermissions is a list of'
        " rules.",
    ),
    solution=_door((5432, 5432), "198.51.100.7/32"),
    name="open_the_door",
    prove=_door_is_right,
    wrong=(
        Wrong(_door((5432, 5432), "0.0.0.0/0"), "The whole Internet reaches port 5432"),
        Wrong(_door((5432, 5432), "198.51.100.0/24"), "The neighbour at 198.51.100.8"),
        Wrong(_door((5432, 5432), "198.51.100.0/29"), "The neighbour at 198.51.100.6"),
        Wrong(_door((5432, 5432), "198.51.100.6/31"), "The neighbour at 198.51.100.6"),
        Wrong(_door((0, 65535), "198.51.100.7/32"), "other ports too, such as 22:"),
        Wrong(_door((1024, 65535), "198.51.100.7/32"), "ports too, such as 5431:"),
        Wrong(_door((5432, 5433), "198.51.100.7/32"), "ports too, such as 5433:"),
        Wrong(_door((3306, 3306), "198.51.100.7/32"), "does not reach port 5432"),
        Wrong(
            _door((5432, 5432), "198.51.100.7/32", "udp"), "does not reach port 5432"
        ),
        Wrong(_door((5432, 5432), "198.51.100.7"), "CIDR block 198.51.100.7 is malf"),
        Wrong(
            "def open_the_door(ec2, group_id):\n"
            "    ec2.describe_security_groups(GroupIds=[group_id])\n",
            "does not reach port 5432",
        ),
    ),
)


def _survives(create):
    """What is wrong with the instance that an answer has created, or None."""
    from cafe import aws
    from cafe.drivers import sql

    account = aws.Account()
    account.client_address = "172.31.5.20"
    rds = aws.Session(account=account).client("rds")
    create(rds)
    made = rds.describe_db_instances()["DBInstances"]
    if [i["DBInstanceIdentifier"] for i in made] != ["orders"]:
        return "There should be one instance, called orders."
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    instance = rds.describe_db_instances()["DBInstances"][0]
    if instance["Engine"] != "postgres":
        return f'Its engine is {instance["Engine"]}, not PostgreSQL: Engine="postgres".'
    if instance["DBName"] != "cafe":
        return f"Its database is {instance['DBName']}, not cafe: DBName names it."
    if instance["PubliclyAccessible"]:
        return "It has a public address. In production, PubliclyAccessible is off."
    if instance["BackupRetentionPeriod"] < 14:
        return (
            f"Its backups are kept for {instance['BackupRetentionPeriod']} days. "
            "BackupRetentionPeriod should be 14 or more."
        )
    login = {
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "user": "barista",
        "password": "espresso-2026",
        "dbname": "cafe",
        "account": account,
    }
    try:
        connection = sql.connect(**login)
    except sql.OperationalError as error:
        return f"barista cannot log in with espresso-2026: {error}."
    connection.execute("CREATE TABLE members (name VARCHAR)")
    connection.execute("INSERT INTO members VALUES ('Aoife Byrne')")
    connection.commit()
    if b"Aoife Byrne" in rds.disk_bytes("orders"):
        return "A thief could read a member's name on its disk: StorageEncrypted."
    account.fail_zone(instance["AvailabilityZone"])
    account.clock.advance(minutes=2)
    try:
        sql.connect(**login)
    except sql.OperationalError:
        return (
            "Its zone was cut, and two minutes later nothing answers. A standby takes"
            " over by itself: MultiAZ."
        )
    return None


def _create(**changes):
    """An answer that creates the instance, with some settings changed or left out."""
    settings = {
        "DBInstanceIdentifier": "orders",
        "Engine": "postgres",
        "DBInstanceClass": "db.m7g.large",
        "AllocatedStorage": 20,
        "MasterUsername": "barista",
        "MasterUserPassword": "espresso-2026",
        "DBName": "cafe",
        "MultiAZ": True,
        "StorageEncrypted": True,
        "BackupRetentionPeriod": 14,
    } | changes
    lines = [f"        {k}={v!r},\n" for k, v in settings.items() if v is not None]
    body = f"    rds.create_db_instance(\n{''.join(lines)}    )\n"
    return f"def create_for_production(rds):\n{body}"


FOR_PRODUCTION = PythonExercise(
    id="02b.for_production",
    objective="02b.d",
    difficulty=2,
    prompt="""\
Write `create_for_production(rds)`. It creates a PostgreSQL instance `orders` with the
user `barista`, the password `espresso-2026` and the database `cafe`. Four wishes: when
a zone fails, it goes on by itself within two minutes; a thief can read nothing on its
disk; it has no public address; one can go back fourteen days. Class and storage are
yours to choose.""",
    starter="""\
def create_for_production(rds):
    ...
""",
    hints=(
        "Start from the create_db_instance of section 1. Four settings matter.",
        "The settings are MultiAZ, StorageEncrypted, BackupRetentionPeriod and"
        " PubliclyAccessible.",
        "MultiAZ=True, StorageEncrypted=True, BackupRetentionPeriod=14; public access"
        " is off unless you ask for it.",
    ),
    solution=_create(),
    name="create_for_production",
    prove=_survives,
    seconds=10.0,
    wrong=(
        Wrong(_create(MultiAZ=None), "two minutes later nothing answers"),
        Wrong(_create(StorageEncrypted=None), "A thief could read a member's name"),
        Wrong(_create(PubliclyAccessible=True), "It has a public address"),
        Wrong(_create(BackupRetentionPeriod=None), "Its backups are kept for 1 days"),
        Wrong(_create(BackupRetentionPeriod=0), "Its backups are kept for 0 days"),
        Wrong(_create(DBInstanceIdentifier="shop"), "one instance, called orders"),
        Wrong(_create(Engine="mysql"), "Its engine is mysql, not PostgreSQL"),
        Wrong(_create(DBName="shop"), "Its database is shop, not cafe"),
        Wrong(_create(DBName=None), "Its database is postgres, not cafe"),
        Wrong(_create(MasterUsername="admin1"), "barista cannot log in with espresso"),
        Wrong(_create(MasterUserPassword="mocha-2026"), "barista cannot log in with"),
        Wrong(_create(MasterUserPassword="latte"), "it is shorter than 8 characters"),
        Wrong(_create(AllocatedStorage=5), "It must be between 20 and 65536 GiB"),
        Wrong(_create(BackupRetentionPeriod=40), "Invalid backup retention period: 40"),
    ),
)


class Till:
    """A database that refuses for a while, as during a failover.

    `outage` is how many connections fail; `breaks` whether the first one breaks at
    its commit. What was committed is in `stored`.
    """

    def __init__(self, outage, breaks=False, duplicate=False):
        self.outage, self.breaks, self.duplicate = outage, breaks, duplicate
        self.stored, self.pauses = [], 0

    def connect(self):
        from cafe.drivers import sql

        if self.outage:
            self.outage -= 1
            raise sql.OperationalError("connection timeout expired")
        return TillConnection(self)

    def pause(self):
        self.pauses += 1
        if self.pauses > 1000:
            raise RuntimeError("more than 1,000 pauses: this never ends")


_INSERT = re.compile(
    r"\s*INSERT\s+INTO\s+orders\s*(?:\(\s*\w+\s*\)\s*)?"
    r"VALUES\s*\(\s*(%s|\d+)\s*\)[\s;]*",
    re.IGNORECASE,
)


class TillConnection:
    """What `connect` gives: as the driver's, for the one INSERT that is asked for."""

    def __init__(self, till):
        self.till, self.pending = till, []

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
        insert = _INSERT.fullmatch(query)
        if insert and insert[1] != "%s":
            self.pending.append(int(insert[1]))
        elif insert and isinstance(params, (tuple, list)) and len(params) == 1:
            self.pending.append(params[0])
        elif insert:
            raise sql.ProgrammingError(
                f"%s wants one value in a tuple, such as (7,); it got {params!r}"
            )

    def commit(self):
        if self.till.breaks:
            self.till.breaks, self.till.outage = False, 2
            self.close()
        self._check_open()
        self.till.stored += self.pending
        self.pending = []

    def rollback(self):
        self._check_open()
        self.pending = []

    def close(self):
        self.pending = None

    def _check_open(self):
        from cafe.drivers import sql

        if self.pending is None:
            raise sql.OperationalError("server closed the connection unexpectedly")


def _store_is_patient(store):
    """What is wrong with how an answer stores an order, or None."""
    from cafe.drivers import sql

    for outage, breaks, story in (
        (0, False, "nothing fails"),
        (3, False, "the first three attempts to connect fail"),
        (0, True, "the connection breaks at the commit"),
    ):
        till = Till(outage, breaks)
        try:
            store(till.connect, 7, till.pause)
        except sql.OperationalError as error:
            return f"When {story}, it gives up: {error}."
        if till.stored != [7]:
            return f"When {story}, the database holds {till.stored}, not [7]."
        if outage and not till.pauses:
            return "Between two attempts it does not pause: call pause()."
    till = Till(0, duplicate=True)
    try:
        store(till.connect, 7, till.pause)
    except sql.IntegrityError:
        return None
    except RuntimeError:
        return (
            "When the key exists already, it tries for ever. Try again after an"
            " OperationalError only; other errors do not go away."
        )
    return "When the key exists already, it hides the error. Let it through."


RECONNECT = PythonExercise(
    id="02b.store",
    objective="02b.c",
    difficulty=3,
    prompt="""\
A failover breaks connections, so a program must try again. Write
`store(connect, number, pause)`: it opens a connection with `connect()`, executes
`"INSERT INTO orders VALUES (%s)"` with `(number,)`, and commits. After a
`sql.OperationalError` it calls `pause()` and begins again, with a new connection, until
it has succeeded. Any other error is let through.""",
    starter="""\
def store(connect, number, pause):
    ...
""",
    hints=(
        "while True, and return after the commit.",
        "try … except sql.OperationalError: pause(). Say from cafe.drivers import sql"
        " inside the function if the name is missing.",
        "connect() belongs inside the try, so that each round has a new connection.",
    ),
    solution="""\
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
""",
    name="store",
    prove=_store_is_patient,
    wrong=(
        Wrong(
            """\
def store(connect, number, pause):
    connection = connect()
    connection.execute("INSERT INTO orders VALUES (%s)", (number,))
    connection.commit()
""",
            "it gives up: connection timeout expired",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            return
        except sql.OperationalError:
            pause()
""",
            "When nothing fails, the database holds [], not [7].",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pass
""",
            "Between two attempts it does not pause",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except Exception:
            pause()
""",
            "it tries for ever",
        ),
        Wrong(
            """\
def store(connect, number, pause):
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
""",
            "the first three attempts to connect fail, it gives up",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            break
        except sql.OperationalError:
            pause()
    connection.execute("INSERT INTO orders VALUES (%s)", (number,))
    connection.commit()
""",
            "the connection breaks at the commit, it gives up",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    for attempt in range(3):
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()
""",
            "fail, the database holds [], not [7]",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("DELETE FROM orders WHERE id = %s", (number,))
            connection.commit()
            return
        except sql.OperationalError:
            pause()
""",
            "When nothing fails, the database holds [], not [7].",
        ),
        Wrong(
            """\
def store(connect, number, pause):
    from cafe.drivers import sql

    while True:
        try:
            connection = connect()
            connection.execute("INSERT INTO orders VALUES (%s)", number)
            connection.commit()
            return
        except sql.OperationalError:
            pause()
""",
            "%s wants one value in a tuple, such as (7,); it got 7",
        ),
    ),
)


HELPS = {
    "goes on by itself when a zone fails": "standby",
    "reports that slow nobody down": "replica",
    "yesterday, before a bad DELETE": "backup",
    "the orders as they were in spring": "backup",
}
FAULTS = {  # why not, wish by wish
    ("goes on by itself when a zone fails", "replica"): (
        "A replica takes over only when you promote it, under another name."
    ),
    ("goes on by itself when a zone fails", "backup"): (
        "A restore takes its time and makes a new instance: nothing goes on."
    ),
    ("reports that slow nobody down", "standby"): (
        "The standby answers nobody until it takes over; it cannot run reports."
    ),
    ("reports that slow nobody down", "backup"): (
        "A backup answers no query until it is restored."
    ),
    ("yesterday, before a bad DELETE", "standby"): (
        "The DELETE is on the standby before it is confirmed."
    ),
    ("yesterday, before a bad DELETE", "replica"): (
        "A replica repeats the DELETE a little later."
    ),
    ("the orders as they were in spring", "standby"): (
        "The standby is in step: it knows today alone."
    ),
    ("the orders as they were in spring", "replica"): (
        "A replica follows what happens: spring is past for it."
    ),
}


def _fits(copy_for):
    """What is wrong with the first wrong line of an answer, or None."""
    if not isinstance(copy_for, dict) or copy_for.keys() != HELPS.keys():
        return f"copy_for should be a dict with these keys: {', '.join(HELPS)}."
    for wish, right in HELPS.items():
        given = copy_for[wish]
        if given not in HELPS.values():
            return (
                f'"{wish}": expected "standby", "replica" or "backup", not {given!r}.'
            )
        if given != right:
            return f'"{wish}": not {given}. {FAULTS[wish, given]}'
    return None


def _needs(**changes):
    """An answer to `WHICH_COPY`, with some of its values changed."""
    answer, keys = dict(HELPS), list(HELPS)
    answer |= {keys[int(number[1:])]: value for number, value in changes.items()}
    lines = [f'    "{key}": "{value}",\n' for key, value in answer.items()]
    return f"copy_for = {{\n{''.join(lines)}}}\n"


WHICH_COPY = PythonExercise(
    id="02b.which_copy",
    objective="02b.d",
    difficulty=1,
    prompt="""\
Corner Cup has four wishes. Write behind each which copy helps: `"standby"`,
`"replica"` or `"backup"`.""",
    starter=_needs(_0="", _1="", _2="", _3=""),
    hints=(
        "Read the table above, line by line.",
        "Two of the copies follow every change, mistakes included.",
        "Only one of the three takes over by itself, and only one answers reads.",
    ),
    solution=_needs(),
    name="copy_for",
    prove=_fits,
    wrong=(
        Wrong(_needs(_1="standby"), "The standby answers nobody until it takes over"),
        Wrong(_needs(_0="replica"), "A replica takes over only when you promote it"),
        Wrong(_needs(_2="standby"), "The DELETE is on the standby before it is"),
        Wrong(_needs(_0="backup"), "A restore takes its time and makes a new instance"),
        Wrong(_needs(_3="standby"), "in step: it knows today alone."),
        Wrong(_needs(_2="replica"), "A replica repeats the DELETE a little later."),
        Wrong(_needs(_1="backup"), "A backup answers no query until it is restored."),
        Wrong(_needs(_3="replica"), "spring is past for it."),
        Wrong(_needs(_3=""), """expected "standby", "replica" or "backup", not ''."""),
        Wrong('copy_for = {"standby": 1}\n', "a dict with these keys: goes on by it"),
    ),
)

EXERCISES = (OPEN_THE_DOOR, FOR_PRODUCTION, WHICH_COPY, RECONNECT)
