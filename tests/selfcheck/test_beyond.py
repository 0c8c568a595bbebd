"""What AWS takes and this small AWS does not is told as that, and is no try."""

import botocore.session
import pytest

from cafe.exercises import find
from cafe.exercises.lesson_02b.for_production import create
from cafe.exercises.source import build
from cafe.selfcheck.beyond import ARGUMENTS
from cafe.selfcheck.check import judge


def names_within(shape, seen):
    """The names of all members of a shape of botocore, at any depth."""
    if shape is None or shape.name in seen:
        return set()
    seen.add(shape.name)
    if shape.type_name == "list":
        return names_within(shape.member, seen)
    if shape.type_name != "structure":
        return set()
    inside = [names_within(each, seen) for each in shape.members.values()]
    return set(shape.members).union(*inside)


def test_each_argument_is_one_of_aws():
    session, known = botocore.session.get_session(), set()
    for service, calls in {
        "rds": ("CreateDBInstance", "CreateDBCluster", "RestoreDBClusterToPointInTime"),
        "ec2": ("AuthorizeSecurityGroupIngress",),
        "backup": ("CreateBackupPlan", "CreateBackupSelection"),
    }.items():
        model = session.get_service_model(service)
        for call in calls:
            known |= names_within(model.operation_model(call).input_shape, set())
    assert ARGUMENTS - known == set()


@pytest.mark.parametrize(
    "settings, told",
    [
        ({"StorageType": "gp3"}, "AWS takes StorageType, and this small AWS does not."),
        ({"DeletionProtection": True}, "AWS takes DeletionProtection"),
        ({"CopyTagsToSnapshot": True, "KmsKeyId": "k"}, "CopyTagsToSnapshot, KmsKeyId"),
        ({"DBInstanceClass": "db.m5.large"}, "AWS may offer db.m5.large"),
        ({"DBInstanceClass": "db.r6g.xlarge"}, "It has db.t3.micro"),
    ],
)
def test_a_setting_of_aws_is_no_fault_of_an_instance(settings, told):
    def create_for_production(rds):
        create(rds, **settings)

    verdict = judge(find("02b.for_production"), create_for_production)
    assert verdict.outcome == "untried"
    assert told in verdict.message
    assert verdict.message.endswith("This does not count as a try.")


def test_a_name_that_aws_does_not_know_is_a_fault_with_a_guess():
    def create_for_production(rds):
        create(rds, leave_out="MultiAZ", MultiAz=True)

    verdict = judge(find("02b.for_production"), create_for_production)
    assert verdict.outcome == "raised"
    assert verdict.message.endswith("\nDid you mean MultiAZ?")


def test_a_class_that_nobody_offers_is_a_fault():
    def create_for_production(rds):
        create(rds, DBInstanceClass="db.huge")

    verdict = judge(find("02b.for_production"), create_for_production)
    assert verdict.outcome == "raised"


RESTORE = """
def rescue(rds, mistake_at):
    from datetime import timedelta

    rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier="rescued",
        SourceDBClusterIdentifier="shop",
        RestoreToTime={},
    )
"""
ALTER = """
def add_notes_column(connection, order_number, text):
    {}
    connection.commit()
"""


@pytest.mark.parametrize(
    "id, text, told",
    [
        (
            "02c.rescue",
            RESTORE.format("mistake_at.isoformat()"),
            "AWS takes RestoreToTime as a text",
        ),
        ("02c.rescue", RESTORE.format("mistake_at, Tags=[]"), "AWS takes Tags"),
        (
            "02b.open_the_door",
            "def open_the_door(ec2, group_id):\n"
            "    ec2.authorize_security_group_ingress(GroupId=group_id,"
            " IpPermissions=[], DryRun=True)\n",
            "AWS takes DryRun",
        ),
        (
            "04.alter_table",
            ALTER.format("connection.execute('USE cafe')"),
            "Leave SET and USE out",
        ),
        (
            "04.alter_table",
            ALTER.format("connection.cursor()"),
            "The real service takes cursor, and ours does not. Call connection.execute",
        ),
        (
            "04.alter_table",
            ALTER.format(
                "connection.execute('ALTER TABLE cafe.orders ADD notes LONGTEXT')"
            ),
            "Write TEXT.",
        ),
        (
            "04.alter_table",
            ALTER.format(
                "connection.execute("
                "'ALTER TABLE cafe.orders ADD notes TEXT AFTER quantity')"
            ),
            "The real service takes AFTER, and ours does not. Leave it out.",
        ),
    ],
)
def test_a_form_of_the_real_service_is_no_try(id, text, told):
    exercise = find(id)
    verdict = judge(exercise, build(text, exercise.name))
    assert verdict.outcome == "untried", verdict
    assert told in verdict.message
