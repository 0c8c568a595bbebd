"""\
Write a rule as in section 2 into the variable `weekly`: a dict with `RuleName` (any
name), `TargetBackupVaultName`, `ScheduleExpression` and `Lifecycle`. It saves into the
vault `archive`, each Sunday at 04:30 in UTC. After 30 days a backup moves to cold
storage, and it is deleted as early as that is allowed. The days of the week are `SUN`,
`MON` and so on; where a day of the week is given, the day of the month is `?`."""

from ..kinds import ValueExercise
from ..words import kind

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


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _runs(rule):
    """What is wrong with a backup rule: its schedule, or what it saves, or None."""
    from cafe.aws.errors import ClientError

    if not isinstance(rule, dict):
        return f"A rule is a dict, as in section 2; this is {kind(rule)}."
    if "Rules" in rule:
        return "That is a whole plan. One rule was asked for, as it stands in Rules."
    for name in (
        "RuleName",
        "TargetBackupVaultName",
        "ScheduleExpression",
        "Lifecycle",
    ):
        if name not in rule:
            return f"{name} is missing. The rule has {', '.join(map(str, rule))}."
    try:
        backup = _two_weeks_of(rule)
    except ClientError as error:
        return f"AWS Backup refuses it: {error.response['Error']['Message']}"
    return _other_days(backup) or _other_sundays(rule) or _other_lifecycle(backup)


def _two_weeks_of(rule):
    """AWS Backup, two weeks after a plan with the rule and one table began."""
    from cafe import aws

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
    plan = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": "law", "Rules": [rule]}
    )
    backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={
            "SelectionName": "all",
            "IamRoleArn": "arn:aws:iam::123456789012:role/b",
            "Resources": [account.arn("dynamodb", "eu-west-1", "table/receipts")],
        },
    )
    account.clock.advance(days=14)
    return backup


def _points(backup):
    found = backup.list_recovery_points_by_backup_vault(BackupVaultName="archive")
    return sorted(found["RecoveryPoints"], key=lambda point: point["CreationDate"])


def _other_days(backup):
    """On which other days or at which other hours it saved, or None."""
    points = _points(backup)
    days = list(dict.fromkeys(f"{point['CreationDate']:%A}" for point in points))
    if days and days != ["Sunday"]:
        return (
            f"It should save on Sundays; it saved on {', '.join(days)}. The fifth field"
            " of cron is the day of the week (SUN, or 1), and the third is then ?."
        )
    hours = sorted({f"{point['CreationDate']:%H:%M}" for point in points})
    if hours and hours != ["04:30"]:
        return (
            f"It should begin at 04:30; it began at {_few(hours)}. The first field"
            " of cron is the minute, the second the hour."
        )
    return None


def _few(hours):
    more = f" and {len(hours) - 3} times more" if len(hours) > 3 else ""
    return ", ".join(hours[:3]) + more


def _other_sundays(rule):
    """The first Sunday, of four years or of 2199, without a backup, or None."""
    from datetime import UTC, datetime

    from cafe.aws.backup.schedule import parse

    every, given = parse(solution_schedule()), parse(rule["ScheduleExpression"])
    wanted = fires = datetime(2026, 11, 1, tzinfo=UTC)
    for week in range(5 * 52):
        if week == 4 * 52:
            wanted = fires = datetime(2198, 12, 31, tzinfo=UTC)
        last, wanted = wanted, every.after(wanted)
        fires = fires and given.after(fires)
        if fires != wanted:
            found = f"{fires:%A, %d %B %Y %H:%M}" if fires else "never"
            return (
                f"It should save on each Sunday of the year. After {last:%d %B %Y} the"
                f" next one is {wanted:%d %B %Y}; it fires {found}. Write * for the"
                " month, ? for its day, and * for the year."
            )
    return None


def _other_lifecycle(backup):
    lifecycle = _points(backup)[0].get("Lifecycle", {})
    for what, key, days in (
        ("It should move to cold storage", "MoveToColdStorageAfterDays", 30),
        ("As early as it is allowed it should be deleted", "DeleteAfterDays", 120),
    ):
        if lifecycle.get(key) != days:
            return f"{what} after {days} days; its lifecycle says: {lifecycle}."
    return None


def solution_schedule():
    return weekly()["ScheduleExpression"]


# ------------------------------------------------------------------------- also right


@exercise.right
def counts_sunday_as_one():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * 1 *)"}


@exercise.right
def writes_the_day_small():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * Sun *)"}


@exercise.right
def writes_the_hour_with_a_zero():
    return weekly() | {"RuleName": "w", "ScheduleExpression": "cron(30 04 ? * SUN *)"}


@exercise.right
def names_all_months():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? 1-12 SUN *)"}


@exercise.right
def names_the_first_and_the_last_month():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? JAN-DEC SUN *)"}


@exercise.right
def writes_calls_of_dict():
    lifecycle = dict(DeleteAfterDays=30 + 90, MoveToColdStorageAfterDays=30)
    return dict(
        Lifecycle=lifecycle,
        ScheduleExpression="cron(30 4 ? * SUN *)",
        TargetBackupVaultName="archive",
        RuleName="every-sunday",
    )


@exercise.right
def fills_it_line_by_line():
    rule = {"RuleName": "sundays"}
    rule["TargetBackupVaultName"] = "archive"
    rule["ScheduleExpression"] = "cron(30 4 ? * SUN *)"
    rule["Lifecycle"] = {}
    rule["Lifecycle"]["MoveToColdStorageAfterDays"] = 30
    rule["Lifecycle"]["DeleteAfterDays"] = 120
    return rule


@exercise.right
def puts_the_schedule_together():
    minute, hour, day = 30, 4, "SUN"
    return weekly() | {"ScheduleExpression": f"cron({minute} {hour} ? * {day} *)"}


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong(
    "After 31 December 2198 the next one is 06 January 2199; it fires never"
)
def saves_for_ten_years():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * SUN 2026-2035)"}


@exercise.wrong("one of day-of-month and day-of-week is ?")
def writes_a_star_for_both_days():
    return weekly() | {"ScheduleExpression": "cron(30 4 * * SUN *)"}


@exercise.wrong("cron has six fields")
def writes_five_fields():
    return weekly() | {"ScheduleExpression": "cron(30 4 * * 0)"}


@exercise.wrong("expected 1 to 7 or SUN to SAT; got 0")
def counts_sunday_as_zero():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * 0 *)"}


@exercise.wrong("it saved on Saturday. The fifth field of cron is the day of the week")
def counts_sunday_as_seven():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * 7 *)"}


@exercise.wrong("this small AWS expects cron(…), for example")
def forgets_cron():
    return weekly() | {"ScheduleExpression": "30 4 ? * SUN *"}


@exercise.wrong("it began at 16:30.")
def saves_in_the_afternoon():
    return weekly() | {"ScheduleExpression": "cron(30 16 ? * SUN *)"}


@exercise.wrong("it began at 00:30, 01:30, 02:30 and 21 times more.")
def saves_every_hour():
    return weekly() | {"ScheduleExpression": "cron(30 * ? * SUN *)"}


@exercise.wrong("it saved on Saturday, Sunday.")
def saves_on_both_days_of_the_weekend():
    return weekly() | {"ScheduleExpression": "cron(30 4 ? * SAT,SUN *)"}


@exercise.wrong("It should save on each Sunday of the year.")
def saves_every_seven_days_of_a_month():
    return weekly() | {"ScheduleExpression": "cron(30 4 1/7 * ? *)"}


@exercise.wrong("Invalid type for parameter BackupPlan.Rules[0].Lifecycle.MoveToCold")
def writes_days_as_text():
    return weekly() | {
        "Lifecycle": {"MoveToColdStorageAfterDays": "30", "DeleteAfterDays": "120"}
    }


@exercise.wrong("it should be deleted after 120 days; its lifecycle says")
def never_deletes():
    return weekly() | {"Lifecycle": {"MoveToColdStorageAfterDays": 30}}


@exercise.wrong("It should move to cold storage after 30 days; its lifecycle says")
def only_deletes():
    return weekly() | {"Lifecycle": {"DeleteAfterDays": 120}}


@exercise.wrong("ScheduleExpression is missing. The rule has")
def has_no_schedule():
    return {k: v for k, v in weekly().items() if k != "ScheduleExpression"}


@exercise.wrong("RuleName is missing.")
def has_no_name():
    return {k: v for k, v in weekly().items() if k != "RuleName"}


@exercise.wrong("A rule is a dict, as in section 2; this is a list.")
def gives_a_list_of_rules():
    return [weekly()]


@exercise.wrong("A rule is a dict, as in section 2; this is a text.")
def gives_the_schedule_only():
    return solution_schedule()


@exercise.wrong("That is a whole plan. One rule was asked for")
def gives_a_whole_plan():
    return {"BackupPlanName": "law", "Rules": [weekly()]}
