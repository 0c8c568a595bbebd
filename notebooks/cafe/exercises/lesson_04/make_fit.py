"""\
Somebody put real orders into the demonstration's `database-1`. Write
`make_fit(rds, new_password)`. With one call it changes the instance: no public access,
a standby in a second zone, backups for 14 days, and the password that the function is
given. All of it at once, not in the next maintenance window."""

from ..kinds import PythonExercise
from ..stage.demonstration import connector, database_1

exercise = PythonExercise(
    id="04.make_fit",
    objective="04.c",
    difficulty=2,
    learned=(
        "A demonstration became fit for production, with one call and with its "
        "orders still there."
    ),
    prompt=__doc__,
    hints=(
        "The call is rds.modify_db_instance, with DBInstanceIdentifier.",
        "The settings are PubliclyAccessible, MultiAZ, BackupRetentionPeriod and"
        " MasterUserPassword.",
        "A standby waits for the maintenance window unless ApplyImmediately=True.",
    ),
)


@exercise.right
def make_fit(rds, new_password):
    rds.modify_db_instance(
        DBInstanceIdentifier="database-1",
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )


@exercise.proof
def _is_fit(make_fit):
    """What is wrong with database-1 after an answer has changed it, or None."""
    from cafe.drivers import sql

    rds = database_1()
    with connector(rds)() as connection:
        connection.execute("CREATE TABLE real_orders (number INT)")
    make_fit(rds, "a-secret-that-is-new")
    rds.account.clock.advance(minutes=15)  # time enough for what is to happen at once
    instance = rds.instances.get("database-1")
    if instance is None:
        return "database-1 is gone, with its data. Change it: modify_db_instance."
    if instance.public:
        return "It still has a public address: PubliclyAccessible."
    if instance.pending:
        return (
            f"{', '.join(instance.pending)} waits for the maintenance window. It was"
            " to happen at once: ApplyImmediately."
        )
    if not instance.multi_az:
        return "When its zone fails, it is gone. A standby takes over: MultiAZ."
    if instance.retention < 14:
        return (
            "One cannot go back fourteen days: BackupRetentionPeriod is"
            f" {instance.retention}."
        )
    if instance.retention > 14:
        return f"14 days were asked for; BackupRetentionPeriod is {instance.retention}."
    try:
        connector(rds)()
    except sql.OperationalError:
        pass
    else:
        return "The password of the demonstration still opens it: MasterUserPassword."
    try:
        connection = connector(rds, "a-secret-that-is-new")()
    except sql.OperationalError:
        return "Its password is another than the one that the function was given."
    try:
        connection.execute("SELECT * FROM real_orders")
    except sql.ProgrammingError:
        return (
            "database-1 was deleted and made anew, and the real orders that were in it"
            " are gone. Change the instance that is there: modify_db_instance."
        )
    return None


def modify(rds, new_password, leave_out="", **changes):
    """Modify the instance as the solution does with other settings, or without one."""
    settings = {
        "DBInstanceIdentifier": "database-1",
        "PubliclyAccessible": False,
        "MultiAZ": True,
        "BackupRetentionPeriod": 14,
        "MasterUserPassword": new_password,
        "ApplyImmediately": True,
    } | changes
    settings.pop(leave_out, None)
    rds.modify_db_instance(**settings)


@exercise.wrong("It still has a public address")
def leaves_it_public(rds, new_password):
    modify(rds, new_password, leave_out="PubliclyAccessible")


@exercise.wrong("When its zone fails, it is gone")
def makes_no_standby(rds, new_password):
    modify(rds, new_password, leave_out="MultiAZ")


@exercise.wrong("MultiAZ waits for the maintenance window")
def waits_for_the_window(rds, new_password):
    modify(rds, new_password, leave_out="ApplyImmediately")


@exercise.wrong("BackupRetentionPeriod is 1.")
def keeps_backups_one_day(rds, new_password):
    modify(rds, new_password, leave_out="BackupRetentionPeriod")


@exercise.wrong("14 days were asked for")
def keeps_backups_a_month(rds, new_password):
    modify(rds, new_password, BackupRetentionPeriod=30)


@exercise.wrong("Invalid backup retention period")
def keeps_backups_too_long(rds, new_password):
    modify(rds, new_password, BackupRetentionPeriod=60)


@exercise.wrong("The password of the demonstration")
def keeps_the_password(rds, new_password):
    modify(rds, new_password, leave_out="MasterUserPassword")


@exercise.wrong("Its password is another than the one")
def writes_the_name_of_the_password(rds, new_password):
    modify(rds, new_password, MasterUserPassword="new_password")


@exercise.wrong("DBInstance orders not found")
def changes_another_instance(rds, new_password):
    modify(rds, new_password, DBInstanceIdentifier="orders")


@exercise.wrong("database-1 is gone, with its data")
def deletes_it(rds, new_password):
    rds.delete_db_instance(DBInstanceIdentifier="database-1", SkipFinalSnapshot=True)


@exercise.wrong(
    "was deleted and made anew, and the real orders that were in it are gone"
)
def makes_it_anew(rds, new_password):
    rds.delete_db_instance(DBInstanceIdentifier="database-1", SkipFinalSnapshot=True)
    rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier="database-1")
    rds.create_db_instance(
        DBInstanceIdentifier="database-1",
        Engine="mysql",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername="admin",
        MasterUserPassword=new_password,
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
    )
