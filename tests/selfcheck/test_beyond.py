"""What AWS takes and this small AWS does not is told as that, and is no try."""

from time import monotonic

import botocore.session
import pytest
from botocore import xform_name

from cafe.exercises import find
from cafe.exercises.lesson_02b.for_production import create
from cafe.exercises.source import build
from cafe.files import read_toml
from cafe.selfcheck.beyond import WAITERS, beyond, borrowed
from cafe.selfcheck.check import judge
from tools import real_calls


@pytest.mark.slow
@pytest.mark.parametrize("table", ["calls", "keywords", "names"])
def test_what_the_real_packages_take_is_as_they_say(table):
    """What ours has dropped may stay in the file; what is new is missed in it."""
    kept = read_toml("real_calls.toml")[table]
    for name, real in getattr(real_calls, table)().items():
        assert kept[name].split() == real, "run tests/tools/real_calls.py"


@pytest.mark.parametrize(
    "settings, told",
    [
        ({"StorageType": "gp3"}, "AWS takes StorageType, and this small AWS does not."),
        ({"DeletionProtection": True}, "AWS takes DeletionProtection"),
        ({"CopyTagsToSnapshot": True, "KmsKeyId": "k"}, "CopyTagsToSnapshot, KmsKeyId"),
        ({"DBInstanceClass": "db.m5.large"}, "AWS may offer db.m5.large"),
        ({"EngineVersion": "16.4"}, "AWS may offer 16.4, and this small AWS does not."),
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
CALL = """
def {}:
    {}
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
            "02c.rescue",
            RESTORE.format("str(mistake_at)"),
            "AWS takes RestoreToTime as a text",
        ),
        (
            "02b.open_the_door",
            "def open_the_door(ec2, group_id):\n"
            "    rule = {'IpProtocol': 'tcp', 'FromPort': 5432, 'ToPort': 5432,"
            " 'UserIdGroupPairs': [{'UserId': '1'}]}\n"
            "    ec2.authorize_security_group_ingress(GroupId=group_id,"
            " IpPermissions=[rule])\n",
            "AWS takes UserId, and this small AWS does not. Leave it out.",
        ),
        (
            "02b.open_the_door",
            "def open_the_door(ec2, group_id):\n"
            "    ec2.authorize_security_group_ingress(GroupId=group_id,"
            " IpPermissions=[{'IpProtocol': '6', 'FromPort': 5432, 'ToPort': 5432}])\n",
            "AWS may offer 6, and this small AWS does not.",
        ),
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
        (
            "04.alter_table",
            ALTER.format("connection.transaction()"),
            "Call connection.commit() at the end.",
        ),
        (
            "03.orders_of_month",
            CALL.format(
                "orders_of_month(table, customer_id, month)",
                "return table.query(KeyConditions={})",
            ),
            "AWS takes KeyConditions, and this small AWS does not. Leave it out.",
        ),
        (
            "04.find_order",
            CALL.format(
                "find_order(table, order_number)",
                "return table.meta.client.execute_statement(Statement='SELECT 1')",
            ),
            "The real DynamoDB has execute_statement, and this small one has not.",
        ),
        (
            "06.find_beans",
            CALL.format(
                "find_beans(catalogue, country, certificate)",
                "return list(catalogue.find({'certificates': {'$size': 2}}))",
            ),
            "MongoDB has $size, and this small one has not. Do without it.",
        ),
        (
            "06.sell",
            CALL.format(
                "sell(catalogue, sku, number)",
                "catalogue.update_one({}, {'$push': {'sold': {'$each': [1]}}})",
            ),
            "MongoDB has $each, and this small one has not. Do without it.",
        ),
        (
            "05.cache_aside",
            CALL.format(
                "find_page(cache, read_database, product_id)",
                "cache.psetex('page:1', 60000, read_database(1))",
            ),
            "The real Redis has psetex, and this small one has not. It has setex",
        ),
        (
            "05.top_three",
            CALL.format(
                "top_three(cache, sales)",
                "return cache.zadd('sold', {'latte': 1}, incr=True)",
            ),
            "The real zadd takes incr, and ours does not.",
        ),
        (
            "06.find_beans",
            CALL.format(
                "find_beans(catalogue, country, certificate)",
                "return catalogue.find().batch_size(5)",
            ),
            "The real Cursor has batch_size, and this small one has not.",
        ),
        (
            "06.make_index",
            CALL.format(
                "make_index(catalogue)",
                "catalogue.create_index('price', name='by_price')",
            ),
            "The real create_index takes name, and ours does not.",
        ),
        (
            "06.sell",
            CALL.format(
                "sell(catalogue, sku, number)",
                "catalogue.bulk_write([])",
            ),
            "The real Collection has bulk_write, and this small one has not.",
        ),
        (
            "06.sell",
            CALL.format(
                "sell(catalogue, sku, number)",
                "from cafe.drivers import pymongo; pymongo.UpdateOne({}, {})",
            ),
            "The real pymongo has UpdateOne, and ours has not.",
        ),
        (
            "06.sell",
            CALL.format(
                "sell(catalogue, sku, number)",
                "catalogue.update_one({'$expr': {}}, {'$inc': {'stock': 1}})",
            ),
            "MongoDB has $expr, and this small one has not.",
        ),
        (
            "06.find_beans",
            CALL.format(
                "find_beans(catalogue, country, certificate)",
                "import re; catalogue.find_one({'kind': re.compile('^beans$')})",
            ),
            "The real service takes a compiled pattern, and ours does not. Write",
        ),
        (
            "04.find_order",
            CALL.format(
                "find_order(table, order_number)",
                "table.scan(Select='ALL_ATTRIBUTES')",
            ),
            "AWS takes ALL_ATTRIBUTES as Select, and this small AWS does not. Leave it",
        ),
        (
            "04.alter_table",
            CALL.format(
                "add_notes_column(connection, order_number, text)",
                "connection.execute('ALTER TABLE cafe.orders ADD COLUMN (notes TEXT)')",
            ),
            "The real service takes (notes TEXT), and ours does not. Leave its",
        ),
        (
            "04.alter_table",
            CALL.format(
                "add_notes_column(connection, order_number, text)",
                "connection.execute('INSERT INTO cafe.orders VALUES (1003, 1) ON"
                " DUPLICATE KEY UPDATE quantity = 1')",
            ),
            "The real service takes DUPLICATE KEY, and ours does not. Write UPDATE",
        ),
        (
            "04.alter_table",
            CALL.format(
                "add_notes_column(connection, order_number, text)",
                "connection.execute('REPLACE INTO cafe.orders VALUES (1003, 1)')",
            ),
            "The real service takes REPLACE, and ours does not. Write UPDATE",
        ),
    ],
)
def test_a_form_of_the_real_service_is_no_try(id, text, told):
    exercise = find(id)
    verdict = judge(exercise, build(text, exercise.name))
    assert verdict.outcome == "untried", verdict
    assert told in verdict.message


@pytest.mark.parametrize(
    "schedule, told",
    [
        ("rate(7 days)", "AWS may offer rate(7 days), and this small AWS does not."),
        ("cron(30 4 ? * SUN#1 *)", "AWS may offer 30 4 ? * SUN#1 *, and this small"),
    ],
)
def test_a_schedule_of_aws_is_no_fault_of_a_rule(schedule, told):
    rule = find("08.rule").wrong_answers[0].answer | {"ScheduleExpression": schedule}
    verdict = judge(find("08.rule"), rule)
    assert verdict.outcome == "untried"
    assert told in verdict.message


@pytest.mark.parametrize(
    "id, text, told",
    [
        (
            "05.top_three",
            CALL.format("top_three(cache, sales)", "return cache.zincby('sold', 1, 1)"),
            "Redis here has no 'zincby'.\nLine 3: return cache.zincby('sold', 1, 1)"
            "\nDid you mean zincrby or incrby?",
        ),
        (
            "06.sell",
            CALL.format("sell(catalogue, sku, number)", "catalogue.updateone({}, {})"),
            "Did you mean update_one or update_many?",
        ),
    ],
)
def test_a_name_that_nobody_has_is_a_fault_with_a_guess(id, text, told):
    exercise = find(id)
    verdict = judge(exercise, build(text, exercise.name))
    assert verdict.outcome == "raised", verdict
    assert verdict.message.endswith(told)


def test_a_waiter_of_aws_that_is_not_here_is_no_fault():
    told = (
        "Waiter does not exist: db_snapshot_completed. There is: db_snapshot_available"
    )
    assert beyond(told).startswith("AWS has a waiter db_snapshot_completed")
    assert beyond(told.replace("completed", "finished")) is None


@pytest.mark.slow
def test_the_waiters_that_are_not_here_are_aws_s():
    session = botocore.session.get_session()
    real = {
        xform_name(name)
        for service in ("cloudwatch", "elasticache", "iam", "rds")
        for name in session.get_waiter_model(service).waiter_names
    }
    assert real >= set(WAITERS)


@pytest.mark.parametrize(
    "value, form", [("2026-11-02, type: <class 'str'>", "a text"), ("1.5", "a number")]
)
def test_a_moment_in_another_form_is_no_fault(value, form):
    value = value if "type" in value else f"{value}, type: <class 'float'>"
    told = f"Invalid type for parameter StartTime, value: {value}"
    assert f"AWS takes StartTime as {form}" in beyond(told)


@pytest.mark.parametrize(
    "index, told",
    [
        ("CREATE INDEX CONCURRENTLY i ON orders (shop_id)", "takes CONCURRENTLY"),
        ("CREATE INDEX i ON orders USING btree (shop_id)", "takes USING btree"),
        ("CREATE INDEX i ON ONLY orders (shop_id, ordered_at)", "takes ONLY"),
        ("CREATE INDEX i ON public.orders (shop_id, ordered_at)", "takes public."),
        ("CREATE INDEX i ON orders (shop_id, ordered_at NULLS LAST)", "takes NULLS L"),
        ("CREATE INDEX i ON orders (shop_id) WITH (fillfactor = 70)", "WITH (fillfa"),
        ("CREATE INDEX ON orders (shop_id, ordered_at)", "Name it: CREATE INDEX by_s"),
    ],
)
def test_what_postgresql_says_of_an_index_is_no_fault(index, told):
    verdict = judge(find("11.index_for_query"), index)
    assert verdict.outcome == "untried"
    assert told in verdict.message


def test_an_element_of_a_policy_that_is_not_here_is_no_fault():
    deny = {"Effect": "Deny", "NotAction": "dynamodb:Get*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [deny]}
    verdict = judge(find("12.report_policy"), policy)
    assert verdict.outcome == "untried"
    assert "AWS takes NotAction, and this small AWS does not. Write" in verdict.message


READ_AND_SET = """
def change_drink(table, order_id, wish):{inside}
    order = table.get_item(Key={{"order_id": order_id}}).get("Item")
    try:
        table.put_item(Item=order, ConditionExpression="version = nothing")
    except {error}:
        return change_drink(table, order_id, wish)
"""


@pytest.mark.parametrize(
    "before, inside, error",
    [
        ("from botocore.exceptions import ClientError", "", "ClientError"),
        ("import botocore.exceptions as names", "", "names.ClientError"),
        ("", "\n    from botocore.exceptions import ClientError", "ClientError"),
    ],
)
def test_an_error_of_a_real_package_that_is_caught_is_no_fault(before, inside, error):
    names = {}
    text = before + READ_AND_SET.format(inside=inside, error=error)
    exec(text, names)
    verdict = judge(find("10.change_drink"), names["change_drink"])
    assert verdict.outcome == "untried"
    assert "Here it is from cafe.aws.errors import ClientError." in verdict.message


def test_who_names_a_driver_of_ours_is_told_of_no_real_package():
    text = (
        "def shelf_value(products):\n    from cafe.drivers import redis\n    redis.no"
    )
    assert borrowed(build(text, "shelf_value")) is None


def test_a_text_of_one_endless_word_is_read_in_no_time():
    selection = build(find("09.selection").solution, "selection")
    begun = monotonic()
    verdict = judge(find("09.selection"), selection | {"SelectionName": "x" * 100_000})
    assert verdict.message.startswith("AWS Backup refuses it: Invalid selection name")
    assert monotonic() - begun < 3


def test_who_asks_boto3_for_a_client_is_told_of_what_is_given():
    text = "def cheaper(session):\n    import boto3\n    boto3.client('rds')"
    assert "the client, table or session" in borrowed(build(text, "cheaper"))
