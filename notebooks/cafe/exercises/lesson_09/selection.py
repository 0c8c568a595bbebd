"""\
This selection names one table. Change it so that everything with the tag `backup` =
`nightly` *or* `backup` = `weekly` is saved, whatever service it belongs to, and also
what is created *after* the selection. What has no tag, or another value of it, stays
out. The check makes tables and a graph, some before and some after, and lets a night
pass."""

from ..kinds import ValueExercise
from ..stage.account import add_table, new_session
from ..words import kind

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


# ------------------------------------------------------------------------- the proof

#: What the selection must save, and the value of its tag `backup`.
TO_SAVE = {"baskets": "nightly", "reviews": "nightly", "friends": "weekly"}
#: Tables whose tag has another value; one of them ends like the two asked for.
OTHER_VALUES = {"logs": "never", "reports": "monthly"}
#: Tables without a tag; two begin as tables that must be saved.
NO_TAG = ("orders", "drafts", "bills", "refunds")


@exercise.proof
def _selects(selection):
    """What is wrong with a selection, or None: it is used for a night."""
    from cafe.aws.errors import ClientError

    if not isinstance(selection, dict):
        return f"selection should be a dict, as above; yours is {kind(selection)}."
    if "BackupSelection" in selection:
        return "Leave BackupSelection out: the check hands the inner dict over itself."
    session = new_session()
    add_table(session, "baskets", TO_SAVE["baskets"])
    for name in NO_TAG:
        add_table(session, name)
    for name, value in OTHER_VALUES.items():
        add_table(session, name, value)
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
    except ClientError as error:
        return f"AWS Backup refuses it: {error.response['Error']['Message']}"
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
    """The first of the resources that should have been treated otherwise."""
    for name in NO_TAG[1:]:
        if name in saved:
            more = "What Resources names is saved, with a tag or without."
            if not selection.get("Resources"):
                more = "A selection that names no tag and no resource takes them all."
            return f"The table {name} has no tag, and it was saved. {more}"
    for name, value in OTHER_VALUES.items():
        if name in saved:
            return (
                f"The table {name} carries the tag backup = {value}, and it was saved."
                " Only nightly and weekly were asked for."
            )
    for name, value in TO_SAVE.items():
        if name not in saved:
            more = " A list of names forgets whatever comes later."
            by_tag = selection.get("ListOfTags") or selection.get("Conditions")
            more = _other_letters(selection) if by_tag else more
            return f"{name} carries the tag backup = {value} and was not saved.{more}"
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


def _other_letters(selection):
    """What is said of a tag that is almost the one asked for, or ""."""
    known = {"backup", *TO_SAVE.values()}
    for asked in selection.get("ListOfTags", ()):
        for given in (asked["ConditionKey"], asked["ConditionValue"]):
            if given not in known and given.strip().casefold() in known:
                return f" A tag is compared letter by letter: you wrote {given!r}."
    return ""


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


# ------------------------------------------------------------------------- also right


@exercise.right
def names_weekly_first():
    return by_tags(tag("weekly"), tag("nightly"))


@exercise.right
def goes_through_the_values():
    tags = [tag(value) for value in ("nightly", "weekly")]
    return without_tags(ListOfTags=tags)


@exercise.right
def takes_the_names_away():
    chosen = by_names(f"{TABLE}orders")
    del chosen["Resources"]
    chosen["ListOfTags"] = [tag("nightly")] + [tag("weekly")]
    return chosen


@exercise.right
def names_nothing():
    return selection() | {"Resources": []}


@exercise.right
def gives_a_tuple_of_tags():
    return without_tags(ListOfTags=(tag("nightly"), tag("weekly")))


@exercise.right
def has_another_name_and_role():
    role = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"
    return selection() | {"SelectionName": "by-tag", "IamRoleArn": role}


@exercise.right
def names_one_value_twice():
    return by_tags(tag("nightly"), tag("weekly"), tag("nightly"))


@exercise.right
def writes_calls_of_dict():
    def either(value):
        return dict(
            ConditionValue=value, ConditionKey="backup", ConditionType="STRINGEQUALS"
        )

    role = "arn:aws:iam::123456789012:role/backup"
    return dict(
        ListOfTags=[either("nightly"), either("weekly")],
        IamRoleArn=role,
        SelectionName="tagged",
    )


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("AWS Backup refuses it: ")
def names_an_unknown_type():
    return by_tags(tag("nightly", type="EQUALS"), tag("weekly", type="EQUALS"))


@exercise.wrong('Missing required parameter in BackupSelection: "SelectionName"')
def has_no_name():
    return {key: selection()[key] for key in ("IamRoleArn", "ListOfTags")}


@exercise.wrong("The table orders has no tag here, and it was saved.")
def keeps_the_name_beside_the_tags():
    return by_names(f"{TABLE}orders") | selection()


@exercise.wrong("But Resources names arn:aws:dynamodb:eu-west-1:123456789012:table/ba")
def names_all_three():
    friends = "arn:aws:rds:eu-west-1:123456789012:cluster:friends"
    return by_names(f"{TABLE}baskets", f"{TABLE}reviews", friends)


@exercise.wrong("selection should be a dict, as above; yours is a list.")
def gives_a_list_of_names():
    return [f"{TABLE}orders"]


@exercise.wrong("selection should be a dict, as above; yours is a text.")
def gives_a_text():
    return "nightly"


@exercise.wrong("Leave BackupSelection out")
def wraps_it():
    return {"BackupSelection": selection()}


@exercise.wrong("Invalid type for parameter BackupSelection.ListOfTags, value")
def gives_one_tag_without_a_list():
    return without_tags(ListOfTags=tag("nightly"))


@exercise.wrong(
    "BackupSelection.ListOfTags[0].ConditionValue, value: ['nightly', 'weekly"
)
def gives_a_list_of_values():
    return by_tags(tag(["nightly", "weekly"]))


@exercise.wrong("baskets carries the tag backup = nightly and was not saved.")
def writes_or_into_the_value():
    return by_tags(tag("nightly or weekly"))


@exercise.wrong("A tag is compared letter by letter: you wrote 'Backup'.")
def writes_the_key_with_a_capital():
    return by_tags(tag("nightly", key="Backup"), tag("weekly", key="Backup"))


@exercise.wrong("baskets carries the tag backup = nightly and was not saved.")
def writes_the_key_of_a_condition():
    return by_tags(tag("nightly", key=TAG), tag("weekly", key=TAG))


@exercise.wrong("The table logs carries the tag backup = never, and it was saved.")
def takes_never_too():
    return by_tags(tag("nightly"), tag("weekly"), tag("never"))


@exercise.wrong('required parameter in BackupSelection.ListOfTags[0]: "ConditionKey"')
def writes_key_and_value():
    return by_tags({"Key": "backup", "Value": "nightly"})


@exercise.wrong('Unknown parameter in BackupSelection: "Tags"')
def writes_tags():
    return without_tags(Tags={"backup": "nightly"})


@exercise.wrong("The table bills has no tag, and it was saved.")
def names_the_first_letters():
    letters = [f"{TABLE}{letter}*" for letter in "br"]
    return by_names(*letters, "arn:aws:rds:*:*:cluster:f*")


@exercise.wrong("friends carries the tag backup = weekly and was not saved.")
def chooses_among_the_tables_only():
    equal = {"StringEquals": [{"ConditionKey": TAG, "ConditionValue": "nightly"}]}
    return without_tags(Resources=[f"{TABLE}*"], Conditions=equal)


@exercise.wrong('Missing required parameter in BackupSelection: "IamRoleArn"')
def has_no_role():
    return {key: selection()[key] for key in ("SelectionName", "ListOfTags")}


@exercise.wrong("A tag is compared letter by letter: you wrote ' weekly'.")
def writes_a_space_before_a_value():
    return by_tags(tag("nightly"), tag(" weekly"))


@exercise.wrong("A selection that names no tag and no resource takes them all.")
def leaves_the_tags_empty():
    return without_tags(ListOfTags=[])


@exercise.wrong("The table reports carries the tag backup = monthly, and it was saved.")
def matches_both_values_by_their_end():
    like = {"StringLike": [{"ConditionKey": TAG, "ConditionValue": "*ly"}]}
    return without_tags(Resources=["*"], Conditions=like)
