"""\
This selection names one table. Change it so that everything with the tag `backup` =
`nightly` *or* `backup` = `weekly` is saved, whatever service it belongs to, and also
what is created *after* the selection. What has no tag, or another value of it, stays
out. The check makes tables and a graph, some before and some after, and lets a night
pass."""

from ..kinds import ValueExercise
from ..stage.account import add_table, new_session

exercise = ValueExercise(
    id="09.selection",
    objective="09.e",
    difficulty=1,
    learned=(
        "A tag names what shall be saved before it exists. A list of names is "
        "old tomorrow."
    ),
    prompt=__doc__,
    starter="""\
selection = {
    "SelectionName": "tagged",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
    "Resources": ["arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
}
""",
    hints=(
        "A list of names forgets whatever comes later. Section 4 selects by tag.",
        'Instead of "Resources": "ListOfTags", a list of dicts. A resource that has one'
        " of these tags is taken. (Conditions must all be met.)",
        'Each dict has "ConditionType": "STRINGEQUALS", "ConditionKey" and'
        ' "ConditionValue".',
    ),
)


@exercise.right
def selection():
    return {
        "SelectionName": "tagged",
        "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
        "ListOfTags": [
            {
                "ConditionType": "STRINGEQUALS",
                "ConditionKey": "backup",
                "ConditionValue": "nightly",
            },
            {
                "ConditionType": "STRINGEQUALS",
                "ConditionKey": "backup",
                "ConditionValue": "weekly",
            },
        ],
    }


#: What the selection must save, and the value of its tag `backup`.
TO_SAVE = {"baskets": "nightly", "reviews": "nightly", "friends": "weekly"}


@exercise.proof
def _selects(selection):
    """What is wrong with a selection, or None: it is used for a night."""
    from cafe.aws.errors import ClientError, ParamValidationError

    session = new_session()
    add_table(session, "baskets", TO_SAVE["baskets"])
    add_table(session, "orders")
    add_table(session, "drafts")
    add_table(session, "logs", "never")
    backup = session.client("backup")
    backup.create_backup_vault(BackupVaultName="cellar")
    rule = {
        "RuleName": "each-night",
        "TargetBackupVaultName": "cellar",
        "ScheduleExpression": "cron(0 2 * * ? *)",
    }
    plan = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": "nightly", "Rules": [rule]}
    )
    try:
        backup.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"], BackupSelection=selection
        )
    except (ClientError, ParamValidationError) as error:
        return f"create_backup_selection refuses it: {error}"
    session.client("neptune").create_db_cluster(
        DBClusterIdentifier="friends",
        Engine="neptune",
        Tags=[{"Key": "backup", "Value": TO_SAVE["friends"]}],
    )
    add_table(session, "reviews", TO_SAVE["reviews"])
    session.account.clock.advance(days=1)
    points = backup.list_recovery_points_by_backup_vault(BackupVaultName="cellar")
    arns = [point["ResourceArn"] for point in points["RecoveryPoints"]]
    saved = {arn.split(":")[-1].split("/")[-1] for arn in arns}
    return _missed(saved, selection)


def _missed(saved, selection):
    """The first of the five resources that should have been treated otherwise."""
    if "drafts" in saved:
        more = " What Resources names is saved, with a tag or without."
        return "The table drafts has no tag, and it was saved." + (
            more if selection.get("Resources") else ""
        )
    if "logs" in saved:
        return (
            "The table logs carries the tag backup = never, and it was saved. Only"
            " nightly and weekly were asked for."
        )
    for name, value in TO_SAVE.items():
        if name not in saved:
            more = " A list of names forgets whatever comes later."
            by_tag = selection.get("ListOfTags") or selection.get("Conditions")
            return f"{name} carries the tag backup = {value} and was not saved." + (
                "" if by_tag else more
            )
    if "orders" in saved:
        return (
            "The table orders has no tag here, and it was saved. What Resources names"
            " is saved, with a tag or without."
        )
    named = [each for each in selection.get("Resources", ()) if "*" not in each]
    if named:
        return (
            "All that carries the tag was saved this night. But Resources names"
            f" {named[0]}: a list of names forgets whatever comes later."
        )
    return None


def tag(value, key="backup", type="STRINGEQUALS"):
    return {"ConditionType": type, "ConditionKey": key, "ConditionValue": value}


def by_tags(*tags):
    return selection() | {"ListOfTags": list(tags)}


def without_tags(**others):
    """The selection with `others` in place of ListOfTags."""
    named = {key: selection()[key] for key in ("SelectionName", "IamRoleArn")}
    return named | others


def by_names(*names):
    return without_tags(Resources=list(names))


TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/"
TAG = "aws:ResourceTag/backup"


@exercise.wrong("and was not saved. A list of names forgets whatever comes later.")
def names_the_tables():
    return by_names(f"{TABLE}orders", f"{TABLE}reviews")


@exercise.wrong(
    "The table drafts has no tag, and it was saved.",
    misconception="one-database-does-it-all",
)
def names_everything():
    return by_names("*")


@exercise.wrong("it was saved. What Resources names is saved, with a tag or without.")
def names_everything_as_well():
    return by_names("*") | selection()


@exercise.wrong("friends carries the tag backup = weekly and was not saved.")
def forgets_weekly():
    return by_tags(tag("nightly"))


@exercise.wrong("baskets carries the tag backup = nightly and was not saved.")
def uses_conditions():
    wanted = [{"ConditionKey": TAG, "ConditionValue": v} for v in ("nightly", "weekly")]
    return without_tags(Conditions={"StringEquals": wanted})


@exercise.wrong("The table logs carries the tag backup = never, and it was saved.")
def takes_any_tag():
    any_value = {"ConditionKey": TAG, "ConditionValue": "*"}
    return without_tags(Resources=["*"], Conditions={"StringLike": [any_value]})


@exercise.wrong("The table drafts has no tag, and it was saved.")
def names_all_tables():
    return by_names(f"{TABLE}*")


@exercise.wrong("baskets carries the tag backup = nightly and was not saved.")
def forgets_nightly():
    return by_tags(tag("weekly"))


@exercise.wrong("baskets carries the tag backup = nightly and was not saved.")
def swaps_key_and_value():
    return by_tags(tag("backup", key="nightly"))


@exercise.wrong("create_backup_selection refuses it")
def names_an_unknown_type():
    return by_tags(tag("nightly", type="EQUALS"), tag("weekly", type="EQUALS"))


@exercise.wrong("create_backup_selection refuses it")
def has_no_name():
    return {key: selection()[key] for key in ("IamRoleArn", "ListOfTags")}


@exercise.wrong("The table orders has no tag here, and it was saved.")
def keeps_the_name_beside_the_tags():
    return by_names(f"{TABLE}orders") | selection()


@exercise.wrong("But Resources names arn:aws:dynamodb:eu-west-1:123456789012:table/ba")
def names_all_three():
    friends = "arn:aws:rds:eu-west-1:123456789012:cluster:friends"
    return by_names(f"{TABLE}baskets", f"{TABLE}reviews", friends)
