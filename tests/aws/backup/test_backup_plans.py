"""Plans and selections: what a plan backs up, when, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from aws.backup.test_backup_vaults import make_table
from cafe import aws
from cafe.aws.account import Account
from fixtures.backup import KEEP, ROLE, Cellar, rule
from fixtures.rds import Shop, refused


@pytest.fixture
def cellar():
    return Cellar(aws.Account())


def names(cellar):
    """The resources that have a job, in the order of their names."""
    jobs = cellar.backup.list_backup_jobs()["BackupJobs"]
    return sorted(job["ResourceName"] for job in jobs)


def create(cellar, *rules, name="plan"):
    return cellar.backup.create_backup_plan(
        BackupPlan={"BackupPlanName": name, "Rules": list(rules)}
    )


# -- plans --------------------------------------------------------------------------


def test_a_rule_that_says_no_more_saves_at_five_within_eight_hours(cellar):
    make_table(cellar.account)
    cellar.plan({"RuleName": "daily", "TargetBackupVaultName": "cellar"})
    cellar.clock.advance(days=1)
    (job,) = cellar.backup.list_backup_jobs()["BackupJobs"]
    assert job["CreatedBy"]["BackupRuleCron"] == "cron(0 5 ? * * *)"
    assert job["CreationDate"].hour == 5
    assert job["StartBy"] - job["CreationDate"] == timedelta(hours=8)


def test_a_job_starts_at_the_very_minute_of_the_schedule(cellar):
    make_table(cellar.account)
    plan = cellar.plan(rule())
    cellar.clock.advance(days=1)
    (job,) = cellar.backup.list_backup_jobs()["BackupJobs"]
    five = datetime(2026, 11, 3, 5, tzinfo=UTC)
    assert job["CreationDate"] == job["InitiationDate"] == five
    assert job["CompletionDate"] == five + timedelta(minutes=20)
    assert job["CreatedBy"]["BackupPlanId"] == plan
    assert job["CreatedBy"]["BackupRuleName"] == "daily"
    (point,) = cellar.points()
    assert point["CreationDate"] == five
    assert point["CreatedBy"] == job["CreatedBy"]


def test_a_plan_without_selection_does_nothing(cellar):
    make_table(cellar.account)
    create(cellar, rule())
    cellar.clock.advance(days=2)
    assert names(cellar) == []


def test_each_rule_fires_on_its_own(cellar):
    make_table(cellar.account)
    cellar.plan(
        rule(StartWindowMinutes=120),
        rule("weekly", "cron(0 7 ? * SUN *)", {"DeleteAfterDays": 60}),
    )
    cellar.clock.advance(days=14)
    rules = [p["CreatedBy"]["BackupRuleName"] for p in cellar.points()]
    assert (rules.count("daily"), rules.count("weekly")) == (7, 2)


@pytest.mark.parametrize(
    "when",
    [
        "cron(0 5 ? * SUN *)",  # the same minute
        "cron(0 12 ? * SUN *)",  # in the daily rule's start window of eight hours
        "cron(0 22 ? * SAT *)",  # the daily rule fires in this one's window
    ],
)
def test_of_two_rules_at_one_time_the_one_that_keeps_longer_backs_up(cellar, when):
    make_table(cellar.account)
    cellar.plan(rule(), rule("weekly", when, {"DeleteAfterDays": 60}))
    cellar.clock.advance(days=7)  # to the next Monday, at six
    made = [p["CreatedBy"]["BackupRuleName"] for p in cellar.points()]
    assert (made.count("daily"), made.count("weekly")) == (6, 1)


def test_a_rule_that_keeps_for_ever_outlasts_any_other_and_the_first_its_equals(cellar):
    make_table(cellar.account)
    cellar.plan(rule("short"), rule("ever", keep={}), rule("too", keep={}))
    cellar.clock.advance(days=1)
    assert [p["CreatedBy"]["BackupRuleName"] for p in cellar.points()] == ["ever"]


def test_rules_of_two_plans_do_not_give_way_to_each_other(cellar):
    make_table(cellar.account)
    cellar.plan(rule())
    cellar.plan(rule("weekly", keep={"DeleteAfterDays": 60}), name="other")
    cellar.clock.advance(days=1)
    assert len(cellar.points()) == 2


def test_a_changed_plan_follows_its_new_rules_and_keeps_what_is_saved(cellar):
    make_table(cellar.account)
    before = create(cellar, rule())
    plan = before["BackupPlanId"]
    cellar.select(plan, Resources=["*"])
    cellar.clock.advance(days=1)
    changed = {"BackupPlanName": "plan", "Rules": [rule(when="cron(0 9 * * ? *)")]}
    after = cellar.backup.update_backup_plan(BackupPlanId=plan, BackupPlan=changed)
    assert after["VersionId"] != before["VersionId"]
    cellar.clock.advance(days=1)
    hours = [point["CreationDate"].hour for point in cellar.points()]
    assert hours == [9, 5]


def test_a_plan_with_selections_is_not_deleted(cellar):
    make_table(cellar.account)
    plan = {"BackupPlanId": create(cellar, rule())["BackupPlanId"]}
    selection = cellar.select(plan["BackupPlanId"], Resources=["*"])
    cellar.clock.advance(days=1, hours=-1, minutes=5)  # a job is under way
    code, message = refused(cellar.backup.delete_backup_plan, **plan)
    assert code == "InvalidRequestException"
    assert message.startswith("Related backup plan selections must be deleted")
    cellar.backup.delete_backup_selection(SelectionId=selection, **plan)
    cellar.backup.delete_backup_plan(**plan)
    cellar.clock.advance(days=3)
    (job,) = cellar.backup.list_backup_jobs()["BackupJobs"]  # it ended, none followed
    assert job["State"] == "COMPLETED" and len(cellar.points()) == 1
    assert refused(cellar.backup.delete_backup_plan, **plan) == (
        "ResourceNotFoundException",
        "Failed reading Backup plan with provided version",
    )


def test_the_same_plan_twice_is_refused(cellar):
    create(cellar, rule())
    code, message = refused(
        cellar.backup.create_backup_plan,
        BackupPlan={"BackupPlanName": "plan", "Rules": [rule()]},
    )
    assert code == "AlreadyExistsException"
    assert message == "Backup plan with the same plan document already exists"
    create(cellar, rule(when="cron(0 6 * * ? *)"))


FAR = "arn:aws:backup:eu-central-1:123456789012:backup-vault:far"
LIFE = "Error in rule daily : Invalid lifecycle. "
WRONG_RULES = {
    "89 days in cold storage": (
        rule(keep={"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 119}),
        LIFE + "DeleteAfterDays cannot be less than 90 days apart from "
        "MoveToColdStorageAfterDays",
    ),
    "kept no day": (
        rule(keep={"DeleteAfterDays": 0}),
        LIFE + "DeleteAfterDays cannot be less than 1 or more than 36500 days",
    ),
    "kept too long": (rule(keep={"DeleteAfterDays": 36501}), LIFE),
    "a copy with 89 days in cold storage": (
        rule(
            CopyActions=[
                {
                    "DestinationBackupVaultArn": FAR,
                    "Lifecycle": {
                        "MoveToColdStorageAfterDays": 1,
                        "DeleteAfterDays": 90,
                    },
                }
            ]
        ),
        LIFE,
    ),
    "a copy to nowhere": (
        rule(CopyActions=[{"DestinationBackupVaultArn": "far"}]),
        "Invalid vault ARN",
    ),
    "no vault": (rule(TargetBackupVaultName="tea"), "vault tea does not exist"),
    "no schedule": (rule(when="daily"), "Invalid schedule expression"),
    "two days": (rule(when="cron(0 5 1 * 2 *)"), "one of day-of-month and day-of-week"),
    "a short start window": (rule(StartWindowMinutes=59), "at least 60 minutes"),
    "a name with a space": (rule("a b"), "Invalid rule name"),
}


@pytest.mark.parametrize("name", WRONG_RULES)
def test_a_rule_that_cannot_be_is_refused_with_the_reason(cellar, name):
    wrong, told = WRONG_RULES[name]
    code, message = refused(
        cellar.backup.create_backup_plan,
        BackupPlan={"BackupPlanName": "plan", "Rules": [wrong]},
    )
    assert code == "InvalidParameterValueException"
    assert told in message, message


def test_a_plan_without_rules_or_with_two_of_one_name_is_refused(cellar):
    for rules in ([], [rule(), rule(when="cron(0 6 * * ? *)")]):
        code, _ = refused(
            cellar.backup.create_backup_plan,
            BackupPlan={"BackupPlanName": "plan", "Rules": rules},
        )
        assert code == "InvalidParameterValueException"


def test_a_member_that_a_rule_has_not_is_refused_by_name(cellar):
    with pytest.raises(Exception, match="Unknown parameter in BackupPlan.Rules"):
        create(cellar, rule(Schedule="daily"))


def test_a_document_in_your_hands_is_not_the_plan(cellar):
    make_table(cellar.account)
    mine = rule(keep={"DeleteAfterDays": 2})
    cellar.plan(mine)
    mine["Lifecycle"]["DeleteAfterDays"] = 90
    cellar.clock.advance(days=6)
    assert len(cellar.points()) == 2
    cellar.points()[0]["Lifecycle"]["DeleteAfterDays"] = 90
    assert cellar.points()[0]["Lifecycle"] == {"DeleteAfterDays": 2}


# -- selections ---------------------------------------------------------------------


@pytest.fixture
def three():
    """Three tables with tags, and the vaults."""
    cellar = Cellar(Account())
    for name, tags in (
        ("orders", {"backup": "daily", "team": "tills"}),
        ("points", {"backup": "daily", "team": "loyalty"}),
        ("logs", {"backup": "never"}),
    ):
        listed = [{"Key": key, "Value": value} for key, value in tags.items()]
        make_table(cellar.account, name, Tags=listed)
    return cellar


def tagged(key, value):
    return {
        "ConditionType": "STRINGEQUALS",
        "ConditionKey": key,
        "ConditionValue": value,
    }


def condition(key, value):
    return {"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value}


TABLES = "arn:aws:dynamodb:eu-west-1:123456789012:table/"
SELECTIONS = {
    "all": ({"Resources": ["*"]}, ["logs", "orders", "points"]),
    "by ARN": ({"Resources": [TABLES + "orders"]}, ["orders"]),
    "by the beginning of ARNs": (
        {"Resources": [TABLES + "o*", TABLES + "l*"]},
        ["logs", "orders"],
    ),
    "of a type in every Region": (
        {"Resources": ["arn:aws:dynamodb:*:*:table/*"]},
        ["logs", "orders", "points"],
    ),
    "when it says nothing": ({"Resources": []}, ["logs", "orders", "points"]),
    "of another type": ({"Resources": ["arn:aws:rds:*:*:db:*"]}, []),
    "by a tag": ({"ListOfTags": [tagged("backup", "daily")]}, ["orders", "points"]),
    "by one of two tags": (
        {"ListOfTags": [tagged("team", "tills"), tagged("backup", "never")]},
        ["logs", "orders"],
    ),
    "a tag in other letters": ({"ListOfTags": [tagged("backup", "Daily")]}, []),
    "by ARN or tag": (
        {"Resources": [TABLES + "logs"], "ListOfTags": [tagged("team", "tills")]},
        ["logs", "orders"],
    ),
    "by ARN and condition": (
        {
            "Resources": [TABLES + "*"],
            "Conditions": {"StringEquals": [condition("team", "tills")]},
        },
        ["orders"],
    ),
    "by tag and condition": (
        {
            "ListOfTags": [tagged("backup", "daily")],
            "Conditions": {"StringEquals": [condition("team", "tills")]},
        },
        ["orders"],
    ),
    "by all conditions": (
        {
            "Conditions": {
                "StringEquals": [
                    condition("backup", "daily"),
                    condition("team", "tills"),
                ]
            }
        },
        ["orders"],
    ),
    "by a condition with asterisk": (
        {"Conditions": {"StringLike": [condition("backup", "d*y")]}},
        ["orders", "points"],
    ),
    "by a tag that nothing has": (
        {"Conditions": {"StringLike": [condition("colour", "*")]}},
        [],
    ),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_selection_selects(three, name):
    asked, expected = SELECTIONS[name]
    three.plan(rule(), **asked)
    three.clock.advance(days=1)
    assert names(three) == expected


def test_a_resource_in_two_selections_is_backed_up_once(three):
    plan = three.plan(rule())
    three.select(plan, SelectionName="again", Resources=[TABLES + "orders"])
    three.clock.advance(days=1)
    assert names(three) == ["logs", "orders", "points"]


def test_a_tag_that_is_put_on_later_counts_from_then_on(three):
    three.plan(rule(), ListOfTags=[tagged("backup", "weekly")])
    three.clock.advance(days=1)
    client = aws.Session(account=three.account).client("dynamodb")
    client.tag_resource(
        ResourceArn=TABLES + "logs", Tags=[{"Key": "backup", "Value": "weekly"}]
    )
    three.clock.advance(days=1)
    assert names(three) == ["logs"]


@pytest.mark.slow
def test_an_rds_instance_is_found_by_its_tags():
    shop = Shop()
    cellar = Cellar(shop.account)
    shop.create("orders", Tags=[{"Key": "backup", "Value": "daily"}])
    shop.create("spare")
    shop.create_cluster("loyalty", Tags=[{"Key": "backup", "Value": "daily"}])
    cellar.plan(rule(), ListOfTags=[tagged("backup", "daily")])
    cellar.clock.advance(days=1)
    assert names(cellar) == ["loyalty", "orders"]
    assert {p["ResourceType"] for p in cellar.points()} == {"RDS", "Aurora"}
    arn = {"ResourceName": shop.describe()["DBInstanceArn"]}
    shop.rds.remove_tags_from_resource(TagKeys=["backup"], **arn)
    shop.rds.add_tags_to_resource(Tags=[{"Key": "a", "Value": "b"}], **arn)
    assert shop.describe()["TagList"] == [{"Key": "a", "Value": "b"}]
    assert shop.cluster()["TagList"] == [{"Key": "backup", "Value": "daily"}]


CACHE = "arn:aws:elasticache:eu-west-1:123456789012:cluster:menu"
WRONG_SELECTIONS = {
    "a cache": ({"Resources": [CACHE]}, f"Unsupported resource type: {CACHE}"),
    "no ARN": ({"Resources": ["orders"]}, "Invalid ARN: orders"),
    "an asterisk in front": ({"Resources": [TABLES + "*s"]}, "at the end"),
    "no role": ({"Resources": ["*"], "IamRoleArn": "me"}, "Invalid IAM role ARN"),
    "half a condition": (
        {"Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/a"}]}},
        "needs ConditionKey and ConditionValue",
    ),
    "another test of tags": (
        {"ListOfTags": [tagged("a", "b") | {"ConditionType": "STRINGLIKE"}]},
        "only STRINGEQUALS",
    ),
    "a condition on something else": (
        {
            "Conditions": {
                "StringEquals": [{"ConditionKey": "team", "ConditionValue": "x"}]
            }
        },
        "begins with aws:ResourceTag/",
    ),
}


@pytest.mark.parametrize("name", WRONG_SELECTIONS)
def test_a_selection_that_cannot_be_is_refused_with_the_reason(cellar, name):
    asked, told = WRONG_SELECTIONS[name]
    plan = create(cellar, rule(keep=KEEP))["BackupPlanId"]
    whole = {"SelectionName": "all", "IamRoleArn": ROLE} | asked
    code, message = refused(
        cellar.backup.create_backup_selection, BackupPlanId=plan, BackupSelection=whole
    )
    assert code == "InvalidParameterValueException"
    assert told in message, message


def test_selections_are_named_once_found_and_forgotten(cellar):
    plan = {"BackupPlanId": create(cellar, rule())["BackupPlanId"]}
    asked = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    choose = cellar.backup.create_backup_selection
    which = plan | {"SelectionId": choose(BackupSelection=asked, **plan)["SelectionId"]}
    code, _ = refused(choose, BackupSelection=asked, **plan)
    assert code == "AlreadyExistsException"
    cellar.backup.delete_backup_selection(**which)
    code, _ = refused(cellar.backup.delete_backup_selection, **which)
    assert code == "ResourceNotFoundException"
    choose(BackupSelection=asked, **plan)


def test_a_start_window_ends_after_a_hundred_years_at_most(cellar):
    plan = {"BackupPlanName": "p", "Rules": [rule(StartWindowMinutes=10**12)]}
    _, message = refused(cellar.backup.create_backup_plan, BackupPlan=plan)
    assert message.endswith("Start window must be at most 52560000 minutes")
    create(cellar, rule(StartWindowMinutes=52_560_000), rule(RuleName="other"))
    cellar.account.clock.advance(days=2)
