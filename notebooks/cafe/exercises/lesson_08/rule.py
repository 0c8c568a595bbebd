"""\
Write a rule as in section 1 into the variable `weekly`: a dict with `RuleName` (any
name), `TargetBackupVaultName`, `ScheduleExpression` and `Lifecycle`. It saves into the
vault `archive`, each Sunday at 04:30 in UTC. After 30 days a backup moves to cold
storage, and it is deleted as early as that is allowed. The days of the week are `SUN`,
`MON` and so on; where a day of the week is given, the day of the month is `?`."""

from ..kinds import ValueExercise

exercise = ValueExercise(
    id="08.rule",
    objective="08.a",
    difficulty=2,
    learned=(
        "When, where to, how long, how cold: a rule says it once, and nobody "
        "has to remember."
    ),
    prompt=__doc__,
    starter="""\
weekly = ...
""",
    hints=(
        "The fields of cron: minute, hour, day of the month, month, day of the week,"
        " year.",
        "Half past four begins with 30 4. Then ? for the day of the month, * for each"
        " month; the day of the week comes fifth.",
        "In cold storage for 90 days at least: the move is on day 30, so it goes on day"
        " 120.",
    ),
)


@exercise.right
def weekly():
    return {
        "RuleName": "weekly",
        "TargetBackupVaultName": "archive",
        "ScheduleExpression": "cron(30 4 ? * SUN *)",
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120},
    }


@exercise.proof
def _runs(rule):
    """What is wrong with a backup rule, tried on a table for two weeks, or None."""
    from cafe import aws
    from cafe.aws.errors import ClientError, ParamValidationError

    if not isinstance(rule, dict):
        return f"A rule is a dict, as in section 1; this is {rule!r}."
    account = aws.Account()
    session = aws.Session(account=account)
    backup, table = session.client("backup"), session.client("dynamodb")
    table.create_table(
        TableName="receipts",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    table.get_waiter("table_exists").wait(TableName="receipts")
    backup.create_backup_vault(BackupVaultName="archive")
    try:
        plan = backup.create_backup_plan(
            BackupPlan={"BackupPlanName": "law", "Rules": [rule]}
        )
    except ClientError as error:
        return f"AWS Backup refuses it: {error.response['Error']['Message']}"
    except ParamValidationError as error:
        return f"AWS Backup refuses it: {error}"
    backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={
            "SelectionName": "all",
            "IamRoleArn": "arn:aws:iam::123456789012:role/b",
            "Resources": [account.arn("dynamodb", "eu-west-1", "table/receipts")],
        },
    )
    begun = account.clock.now
    account.clock.advance(days=14)
    return _looked_at(backup) or _leaves_out(rule["ScheduleExpression"], begun)


def _leaves_out(expression, begun):
    """The first Sunday of four years on which a schedule does not fire, or None."""
    from cafe.aws.backup.schedule import parse

    weekly, given = parse(solution_schedule()), parse(expression)
    wanted = fires = begun
    for _ in range(4 * 52):
        last, wanted = wanted, weekly.after(wanted)
        fires = fires and given.after(fires)
        if fires != wanted:
            found = f"{fires:%A, %d %B %Y %H:%M}" if fires else "never"
            return (
                f"It should save on each Sunday of the year. After {last:%d %B %Y} the"
                f" next one is {wanted:%d %B %Y}; it fires {found}. Write * for the"
                " month, ? for its day, and * for the year."
            )
    return None


def solution_schedule():
    return weekly()["ScheduleExpression"]


def _points(backup):
    found = backup.list_recovery_points_by_backup_vault(BackupVaultName="archive")
    return sorted(found["RecoveryPoints"], key=lambda point: point["CreationDate"])


def _looked_at(backup):
    """What is wrong after two weeks, or None."""
    points = _points(backup)
    if not points:
        return "After two weeks nothing has been saved in the vault archive."
    days = {f"{point['CreationDate']:%A}" for point in points}
    if days != {"Sunday"}:
        return (
            f"It should save on Sundays; it saved on {', '.join(sorted(days))}. The"
            " fifth field of cron is the day of the week, and the third is then ?."
        )
    hours = {f"{point['CreationDate']:%H:%M}" for point in points}
    if hours != {"04:30"}:
        return (
            f"It should begin at 04:30; it began at {', '.join(sorted(hours))}. The"
            " first field of cron is the minute, the second the hour."
        )
    lifecycle = points[0].get("Lifecycle", {})
    for what, key, days in (
        ("It should move to cold storage", "MoveToColdStorageAfterDays", 30),
        ("As early as it is allowed it should be deleted", "DeleteAfterDays", 120),
    ):
        if lifecycle.get(key) != days:
            return f"{what} after {days} days; its lifecycle says: {lifecycle}."
    return None


@exercise.wrong("AWS Backup refuses it")
def swaps_minute_and_hour():
    return weekly() | {"ScheduleExpression": "cron(4 30 ? * SUN *)"}


@exercise.wrong("It should save on Sundays")
def saves_every_day():
    return weekly() | {"ScheduleExpression": "cron(30 4 * * ? *)"}


@exercise.wrong("it began at 04:00.")
def saves_on_the_hour():
    return weekly() | {"ScheduleExpression": "cron(0 4 ? * SUN *)"}


@exercise.wrong("AWS Backup refuses it")
def deletes_before_ninety_cold_days():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 90}
    }


@exercise.wrong("It should move to cold storage after 30")
def counts_from_the_day_after():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": 31, "DeleteAfterDays": 121}
    }


@exercise.wrong("it should be deleted after 120 days")
def keeps_one_day_more():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 121}
    }


@exercise.wrong("it should be deleted after 120 days")
def keeps_two_days_more():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 122}
    }


@exercise.wrong("it should be deleted after 120 days")
def keeps_a_year():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 365}
    }


@exercise.wrong("AWS Backup refuses it")
def names_an_unknown_vault():
    return weekly() | {"TargetBackupVaultName": "cellar"}


@exercise.wrong("It should save on each Sunday of the year.")
def saves_once_a_year():
    return weekly() | {"ScheduleExpression": "cron(30 4 8 11 ? *)"}


@exercise.wrong("It should save on each Sunday of the year.")
def saves_in_one_month():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? 11 SUN *)"}


@exercise.wrong("It should save on each Sunday of the year.")
def saves_in_one_year():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * SUN 2026)"}
