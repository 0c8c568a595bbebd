"""\
Somebody put real orders into the demonstration's `database-1`. Write
`make_fit(rds, new_password)`. With one call it changes the instance: no public access,
a standby in a second zone, backups for 14 days, and the password that the function is
given. All of it at once, not in the next maintenance window."""

from datetime import timedelta

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


# ------------------------------------------------------------------------- the proof

NEW_PASSWORD = "a-secret-that-is-new"


@exercise.proof
def _is_fit(make_fit):
    """What is wrong with database-1 after an answer has changed it, or None."""
    rds = database_1()
    with connector(rds)() as connection:
        connection.execute("CREATE TABLE real_orders (number INT)")
    begun = rds.account.clock.now
    watched = _Watched(rds)
    make_fit(watched, NEW_PASSWORD)
    waited = rds.account.clock.now - begun > timedelta(hours=6)
    if waited and not watched.at_once:
        return "It took the maintenance window to change it. Use ApplyImmediately."
    rds.account.clock.advance(minutes=15)  # time enough for what is to happen at once
    instance = rds.instances.get("database-1")
    if instance is None:
        return "database-1 is gone, with its data. Change it: modify_db_instance."
    if instance.status == "stopped":
        return "database-1 is stopped, and takes no orders."
    if problem := _settings(instance) or _login(rds):
        return problem
    if watched.changes > 1:
        return (
            f"It is right after {watched.changes} calls. One modify_db_instance takes"
            " all the settings, so that nothing is in force without the rest."
        )
    return None


class _Watched:
    """The client; `changes` is how often an instance was changed through it."""

    def __init__(self, rds):
        self._rds, self.changes, self.at_once = rds, 0, False

    def __getattr__(self, name):
        found = getattr(self._rds, name)
        return self._counting(found) if name == "modify_db_instance" else found

    def _counting(self, modify):
        def counting(*arguments, **settings):
            answer = modify(*arguments, **settings)
            self.at_once = self.at_once or settings.get("ApplyImmediately", False)
            self.changes += 1  # one that was refused changed nothing
            return answer

        return counting


def _settings(instance):
    """What is wrong with the settings of the instance, or None."""
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
    return None


def _login(rds):
    """What is wrong with who gets in, and with what they find, or None."""
    from cafe.drivers import sql

    try:
        connector(rds)()
    except sql.OperationalError:
        pass
    else:
        return "The password of the demonstration still opens it: MasterUserPassword."
    try:
        connection = connector(rds, NEW_PASSWORD)()
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


# ------------------------------------------------------------------------- also right


@exercise.right
def gives_the_settings_as_a_dict(rds, new_password):
    settings = {"PubliclyAccessible": False, "MultiAZ": True}
    settings["BackupRetentionPeriod"] = 2 * 7
    rds.modify_db_instance(
        DBInstanceIdentifier="database-1",
        MasterUserPassword=new_password,
        ApplyImmediately=True,
        **settings,
    )


@exercise.right
def gives_the_answer_back(rds, new_password):
    return rds.modify_db_instance(
        ApplyImmediately=True,
        BackupRetentionPeriod=14,
        DBInstanceIdentifier="database-1",
        MasterUserPassword=new_password,
        MultiAZ=True,
        PubliclyAccessible=False,
    )


@exercise.right
def looks_the_name_up(rds, new_password):
    name = rds.describe_db_instances()["DBInstances"][0]["DBInstanceIdentifier"]
    rds.modify_db_instance(
        DBInstanceIdentifier=name,
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )


@exercise.right
def goes_through_all_instances(rds, new_password):
    for instance in rds.describe_db_instances()["DBInstances"]:
        rds.modify_db_instance(
            DBInstanceIdentifier=instance["DBInstanceIdentifier"],
            PubliclyAccessible=False,
            MultiAZ=True,
            BackupRetentionPeriod=14,
            MasterUserPassword=new_password,
            ApplyImmediately=True,
        )


@exercise.right
def waits_until_it_is_available(rds, new_password):
    rds.modify_db_instance(
        DBInstanceIdentifier="database-1",
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")


@exercise.right
def writes_the_name_with_a_capital(rds, new_password):
    rds.modify_db_instance(
        DBInstanceIdentifier="Database-1",
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )


@exercise.right
def takes_a_snapshot_first(rds, new_password):
    rds.create_db_snapshot(
        DBInstanceIdentifier="database-1", DBSnapshotIdentifier="before"
    )
    rds.get_waiter("db_snapshot_available").wait(DBSnapshotIdentifier="before")
    rds.modify_db_instance(
        DBInstanceIdentifier="database-1",
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )


@exercise.right
def prints_what_is_pending(rds, new_password):
    changed = rds.modify_db_instance(
        DBInstanceIdentifier="database-1",
        PubliclyAccessible=False,
        MultiAZ=True,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )
    print(changed["DBInstance"]["PendingModifiedValues"])


@exercise.right
def waits_a_day_for_the_end(rds, new_password):
    modify(rds, new_password)
    rds.account.clock.advance(days=1)


@exercise.right
def tries_another_name_first(rds, new_password):
    for name in ("database1", "database-1"):
        try:
            modify(rds, new_password, DBInstanceIdentifier=name)
        except rds.exceptions.DBInstanceNotFoundFault:
            continue


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("Did you mean MultiAZ?")
def misspells_multi_az(rds, new_password):
    modify(rds, new_password, leave_out="MultiAZ", MultiAz=True)


@exercise.wrong("Did you mean PubliclyAccessible?")
def misspells_publicly_accessible(rds, new_password):
    modify(rds, new_password, PubliclyAccessable=False)


@exercise.wrong("Invalid type for parameter MultiAZ, value: True, type: <class 'str'>")
def puts_true_in_quotation_marks(rds, new_password):
    modify(rds, new_password, MultiAZ="True")


@exercise.wrong("MultiAZ waits for the maintenance window")
def says_not_immediately(rds, new_password):
    modify(rds, new_password, ApplyImmediately=False)


@exercise.wrong("It took the maintenance window to change it.")
def waits_a_week(rds, new_password):
    modify(rds, new_password, leave_out="ApplyImmediately")
    rds.clock.advance(days=8)


@exercise.wrong("BackupRetentionPeriod is 0.")
def keeps_no_backups(rds, new_password):
    modify(rds, new_password, BackupRetentionPeriod=0)


@exercise.wrong("it is shorter than 8 characters")
def takes_a_short_password(rds, new_password):
    modify(rds, new_password, MasterUserPassword="short")


@exercise.wrong("While it is being changed, no other call is taken.")
def makes_two_calls_of_it(rds, new_password):
    modify(rds, new_password)
    modify(rds, new_password)


@exercise.wrong("DB instance already exists")
def creates_it_again(rds, new_password):
    rds.create_db_instance(
        DBInstanceIdentifier="database-1",
        Engine="mysql",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername="admin",
        MasterUserPassword=new_password,
        MultiAZ=True,
    )


@exercise.wrong("A standby takes over: MultiAZ.")
def makes_a_replica_in_place_of_a_standby(rds, new_password):
    rds.create_db_instance_read_replica(
        DBInstanceIdentifier="copy", SourceDBInstanceIdentifier="database-1"
    )
    modify(rds, new_password, leave_out="MultiAZ")


@exercise.wrong("It still has a public address")
def gives_the_settings_back_only(rds, new_password):
    return {"DBInstanceIdentifier": "database-1", "PubliclyAccessible": False}


@exercise.wrong("Python writes True, False and None, with a capital.")
def writes_true_small(rds, new_password):
    modify(rds, new_password, MultiAZ=true)  # noqa: F821


@exercise.wrong("database-1 is stopped, and takes no orders.")
def stops_it_afterwards(rds, new_password):
    modify(rds, new_password)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")
    rds.stop_db_instance(DBInstanceIdentifier="database-1")


@exercise.wrong("It gave a function, which nobody calls.")
def gives_a_function_of_its_own(rds, new_password):
    def fit():
        modify(rds, new_password)

    return fit


@exercise.wrong("Did you mean modify_db_instance?")
def calls_update(rds, new_password):
    rds.update_db_instance(DBInstanceIdentifier="database-1", MultiAZ=True)


@exercise.wrong("It is right after 2 calls.")
def takes_the_call_once_and_makes_it_twice(rds, new_password):
    change = rds.modify_db_instance
    change(DBInstanceIdentifier="database-1", MultiAZ=True, ApplyImmediately=True)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")
    change(
        DBInstanceIdentifier="database-1",
        PubliclyAccessible=False,
        BackupRetentionPeriod=14,
        MasterUserPassword=new_password,
        ApplyImmediately=True,
    )


@exercise.wrong("It is right after 2 calls.")
def changes_it_in_two_calls(rds, new_password):
    for settings in (
        {"MultiAZ": True, "PubliclyAccessible": False},
        {"BackupRetentionPeriod": 14, "MasterUserPassword": new_password},
    ):
        rds.modify_db_instance(
            DBInstanceIdentifier="database-1", ApplyImmediately=True, **settings
        )
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")
