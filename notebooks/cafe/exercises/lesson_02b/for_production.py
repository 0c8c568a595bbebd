"""\
Write `create_for_production(rds)`. It creates a PostgreSQL instance `orders` with the
user `barista`, the password `espresso-2026` and the database `cafe`. Four wishes: when
a zone fails, it goes on by itself within two minutes; a thief can read nothing on its
disk; it has no public address; one can go back fourteen days. Class and storage are
yours to choose."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="02b.for_production",
    objective="02b.d",
    difficulty=2,
    learned=(
        "Four wishes, and each has an option of its own. None of them comes by itself."
    ),
    prompt=__doc__,
    hints=(
        "Start from the create_db_instance of section 1. Four settings matter.",
        "The settings are MultiAZ, StorageEncrypted, BackupRetentionPeriod and"
        " PubliclyAccessible.",
        "MultiAZ=True, StorageEncrypted=True, BackupRetentionPeriod=14, and"
        " PubliclyAccessible=False: on AWS an instance may be public if you say"
        " nothing.",
    ),
)


@exercise.right
def create_for_production(rds):
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        DBInstanceClass="db.m7g.large",
        AllocatedStorage=20,
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
        DBName="cafe",
        MultiAZ=True,
        StorageEncrypted=True,
        BackupRetentionPeriod=14,
        PubliclyAccessible=False,
    )


@exercise.proof
def _survives(create):
    """What is wrong with the instance that an answer has created, or None."""
    from cafe import aws

    account = aws.Account()
    account.client_address = "172.31.5.20"
    rds = aws.Session(account=account).client("rds")
    said = _noted(rds, "create_db_instance", "modify_db_instance")
    create(rds)
    made = rds.describe_db_instances()["DBInstances"]
    names = [each["DBInstanceIdentifier"] for each in made]
    if names != ["orders"]:
        there = ", ".join(names) or "none, in the rds that the function is given"
        return f"There should be one instance, called orders; there is {there}."
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    instance = rds.describe_db_instances()["DBInstances"][0]
    if problem := _wrong_setting(instance):
        return problem
    if "PubliclyAccessible" not in said:
        return (
            "Whether it has a public address is left open: on AWS it may get one if"
            " nothing is said. PubliclyAccessible=False says it."
        )
    return _fails_the_night(account, rds, instance)


def _fails_the_night(account, rds, instance):
    """What goes wrong when a disk is stolen and a zone fails, or None."""
    from cafe.drivers import sql

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


def _noted(client, *names):
    """The names of all arguments that these calls of a client are given from now on."""
    said = set()

    def noting(call):
        return lambda *given, **asked: said.update(asked) or call(*given, **asked)

    for name in names:
        setattr(client, name, noting(getattr(client, name)))
    return said


def _wrong_setting(instance):
    """What of an instance's description is not fit for production, or None."""
    if instance["Engine"] != "postgres":
        return f'Its engine is {instance["Engine"]}, not PostgreSQL: Engine="postgres".'
    name = instance.get("DBName", "postgres")
    if name != "cafe":
        return f"Its database is {name}, not cafe: DBName names it."
    if instance["PubliclyAccessible"]:
        return "It has a public address. In production, PubliclyAccessible is off."
    if instance["BackupRetentionPeriod"] < 14:
        return (
            f"Its BackupRetentionPeriod is {instance['BackupRetentionPeriod']}. "
            "To go back fourteen days, it should be 14 or more."
        )
    return None


def create(rds, leave_out="", **changes):
    """Create the instance of the solution with other settings, or without one."""
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
        "PubliclyAccessible": False,
    } | changes
    settings.pop(leave_out, None)
    rds.create_db_instance(**settings)


@exercise.right
def says_that_no_address_is_public(rds):
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
        AllocatedStorage=20,
        BackupRetentionPeriod=14,
        MultiAZ=True,
        PubliclyAccessible=False,
        StorageEncrypted=True,
        DBName="cafe",
    )


@exercise.right
def keeps_backups_as_long_as_can_be(rds):
    create(rds, BackupRetentionPeriod=35)


@exercise.right
def takes_a_larger_disk(rds):
    create(rds, AllocatedStorage=500)


@exercise.right
def gives_its_settings_as_a_dict(rds):
    settings = dict(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
        AllocatedStorage=100,
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
        DBName="cafe",
    )
    safe = {"MultiAZ": True, "StorageEncrypted": True, "BackupRetentionPeriod": 14}
    return rds.create_db_instance(**settings, **safe, PubliclyAccessible=False)


@exercise.right
def waits_and_returns_the_instance(rds):
    create(rds)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    return rds.describe_db_instances(DBInstanceIdentifier="orders")["DBInstances"][0]


@exercise.right
def adds_the_standby_and_the_backups_later(rds):
    create(rds, MultiAZ=False, BackupRetentionPeriod=1)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        MultiAZ=True,
        BackupRetentionPeriod=21,
        ApplyImmediately=True,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")


@exercise.right
def gives_tags(rds):
    create(rds, Tags=[{"Key": "team", "Value": "tills"}])


@exercise.right
def makes_it_anew_after_a_mistake(rds):
    create(rds, StorageEncrypted=False)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier="orders")
    create(rds)


@exercise.right
def names_it_in_capitals(rds):
    create(rds, DBInstanceIdentifier="ORDERS")


@exercise.right
def takes_the_public_address_away_later(rds):
    create(rds, PubliclyAccessible=True)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    rds.modify_db_instance(
        DBInstanceIdentifier="orders", PubliclyAccessible=False, ApplyImmediately=True
    )


@exercise.right
def asks_for_a_version(rds):
    create(rds, EngineVersion="17.6")


@exercise.wrong("two minutes later nothing answers")
def has_no_standby(rds):
    create(rds, leave_out="MultiAZ")


@exercise.wrong("A thief could read a member's name")
def is_not_encrypted(rds):
    create(rds, leave_out="StorageEncrypted")


@exercise.wrong("It has a public address")
def has_a_public_address(rds):
    create(rds, PubliclyAccessible=True)


@exercise.wrong("Whether it has a public address is left open")
def says_nothing_of_its_address(rds):
    create(rds, leave_out="PubliclyAccessible")


@exercise.wrong("Its BackupRetentionPeriod is 1.")
def keeps_backups_one_day(rds):
    create(rds, leave_out="BackupRetentionPeriod")


@exercise.wrong("Its BackupRetentionPeriod is 0.")
def keeps_no_backups(rds):
    create(rds, BackupRetentionPeriod=0)


@exercise.wrong("one instance, called orders")
def has_another_name(rds):
    create(rds, DBInstanceIdentifier="shop")


@exercise.wrong("Its engine is mysql, not PostgreSQL")
def has_another_engine(rds):
    create(rds, Engine="mysql")


@exercise.wrong("Its database is shop, not cafe")
def has_another_database(rds):
    create(rds, DBName="shop")


@exercise.wrong("Its database is postgres, not cafe")
def has_the_default_database(rds):
    create(rds, leave_out="DBName")


@exercise.wrong("barista cannot log in with espresso")
def has_another_user(rds):
    create(rds, MasterUsername="admin1")


@exercise.wrong("barista cannot log in with")
def has_another_password(rds):
    create(rds, MasterUserPassword="mocha-2026")


@exercise.wrong("it is shorter than 8 characters")
def has_a_short_password(rds):
    create(rds, MasterUserPassword="latte")


@exercise.wrong("It must be between 20 and 65536 GiB")
def has_a_small_disk(rds):
    create(rds, AllocatedStorage=5)


@exercise.wrong("Invalid backup retention period: 40")
def keeps_backups_too_long(rds):
    create(rds, BackupRetentionPeriod=40)


@exercise.wrong("Did you mean MultiAZ?")
def misspells_a_setting(rds):
    create(rds, leave_out="MultiAZ", MultiAz=True)


@exercise.wrong("Numbers, True and False stand without quotes.")
def writes_a_number_as_a_text(rds):
    create(rds, BackupRetentionPeriod="14")


@exercise.wrong("one instance, called orders")
def creates_nothing(rds):
    rds.describe_db_instances()


@exercise.wrong("there is none, in the rds that the function is given.")
def asks_another_account(rds):
    from cafe import aws

    create(aws.Session(account=aws.Account()).client("rds"))


@exercise.wrong("boto3 takes arguments by name")
def gives_its_settings_by_their_order(rds):
    rds.create_db_instance("orders", "postgres")


@exercise.wrong("Whether a disk is encrypted is said when it is made.")
def encrypts_it_later(rds):
    create(rds, leave_out="StorageEncrypted")
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    rds.modify_db_instance(DBInstanceIdentifier="orders", StorageEncrypted=True)
