"""Calls: arguments and errors as botocore has them, waiters, names of exceptions."""

from datetime import UTC, datetime

import boto3
import botocore.exceptions
import pytest

from cafe import aws
from cafe.aws.errors import ClientError, ParamValidationError, WaiterError
from cafe.aws.service import lag_of, operations
from fixtures.rds import Shop, new_instance, refused


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture(scope="module")
def peer():
    """boto3's own client; it refuses wrong arguments before it sends anything."""
    return boto3.client(
        "rds", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"DBInstanceIdentifier": "x"},
        {"DBInstanceIdentifier": 7, "DBInstanceClass": "c", "Engine": "e"},
        new_instance() | {"AllocatedStorage": "20"},
        new_instance() | {"MultiAZ": "yes"},
        new_instance() | {"VpcSecurityGroupIds": "sg-1"},
        new_instance() | {"VpcSecurityGroupIds": ["sg-1", 2]},
    ],
)
def test_wrong_arguments_are_refused_in_the_words_of_botocore(shop, peer, arguments):
    with pytest.raises(botocore.exceptions.ParamValidationError) as theirs:
        peer.create_db_instance(**arguments)
    with pytest.raises(ParamValidationError) as ours:
        shop.rds.create_db_instance(**arguments)
    assert str(ours.value) == str(theirs.value)


def test_all_that_is_wrong_is_told_at_once(shop):
    with pytest.raises(ParamValidationError) as caught:
        shop.rds.create_db_instance(DBInstanceIdentifier="x", Colour="red")
    assert str(caught.value).split("\n")[1:4] == [
        'Missing required parameter in input: "DBInstanceClass"',
        'Missing required parameter in input: "Engine"',
        'Unknown parameter in input: "Colour", must be one of: DBInstanceIdentifier, '
        + str(caught.value).split("DBInstanceIdentifier, ")[1],
    ]


def test_a_moment_without_a_time_zone_is_refused(shop):
    with pytest.raises(ParamValidationError, match="has no time zone.*tzinfo=UTC"):
        shop.rds.restore_db_instance_to_point_in_time(
            SourceDBInstanceIdentifier="orders",
            TargetDBInstanceIdentifier="copy",
            RestoreTime=datetime(2026, 11, 2, 8),
        )
    assert (
        refused(
            shop.rds.restore_db_instance_to_point_in_time,
            SourceDBInstanceIdentifier="orders",
            TargetDBInstanceIdentifier="copy",
            RestoreTime=datetime(2026, 11, 2, 8, tzinfo=UTC),
        )[0]
        == "DBInstanceNotFound"
    )


def test_a_call_takes_its_arguments_by_name_only(shop, peer):
    for client in (shop.rds, peer):
        with pytest.raises(TypeError, match=r"_instances\(\) only accepts keyword"):
            client.describe_db_instances("orders")


def test_what_is_not_here_is_answered_with_what_is(shop):
    with pytest.raises(
        AttributeError,
        match="RDS here has no 'create_db_shard_group'.*delete_db_instance",
    ):
        shop.rds.create_db_shard_group()
    with pytest.raises(
        ValueError, match="Waiter does not exist: db_tea_ready.*db_instance_available"
    ):
        shop.rds.get_waiter("db_tea_ready")


def test_an_answer_carries_the_metadata_of_its_response(shop):
    metadata = shop.rds.describe_db_instances()["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 200
    assert len(metadata["RequestId"]) == 36


def test_an_error_says_code_operation_and_message_as_botocores_does(shop):
    with pytest.raises(ClientError) as caught:
        shop.rds.describe_db_instances(DBInstanceIdentifier="tea")
    error = caught.value
    theirs = botocore.exceptions.ClientError(error.response, error.operation_name)
    assert str(error) == str(theirs)
    assert error.operation_name == "DescribeDBInstances"
    assert error.response["Error"]["Code"] == "DBInstanceNotFound"
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_an_exception_of_the_client_is_caught_by_its_name(shop):
    with pytest.raises(shop.rds.exceptions.DBInstanceNotFoundFault):
        shop.rds.describe_db_instances(DBInstanceIdentifier="tea")
    with pytest.raises(shop.rds.exceptions.DBClusterNotFoundFault):
        shop.rds.describe_db_clusters(DBClusterIdentifier="tea")
    with pytest.raises(shop.rds.exceptions.ClientError):
        shop.rds.describe_db_clusters(DBClusterIdentifier="tea")


@pytest.mark.parametrize("name", ["DBInstanceNotFound", "TeaNotFoundFault"])
def test_an_exception_that_the_service_does_not_have_is_refused(shop, peer, name):
    for client in (shop.rds, peer):
        with pytest.raises(
            AttributeError,
            match=f"has no attribute {name}. Valid exc.*DBInstanceNotFoundFault",
        ):
            getattr(client.exceptions, name)
    with pytest.raises(AttributeError):
        _ = shop.ec2.exceptions.InvalidGroupNotFound


def test_a_waiter_tells_each_state_once_and_the_seconds(shop):
    shop.launch()
    told = []
    shop.rds.get_waiter("db_instance_available").wait(
        DBInstanceIdentifier="orders", progress=lambda *seen: told.append(seen)
    )
    assert told == [("creating", 0), ("backing-up", 420), ("available", 600)]


def test_a_waiter_moves_the_clock_no_further_than_it_must(shop):
    shop.create()
    before = shop.account.clock.now
    shop.wait()
    assert shop.account.clock.now == before


def test_a_waiter_gives_up_after_its_attempts(shop):
    shop.launch()
    before = shop.account.clock.now
    with pytest.raises(WaiterError) as caught:
        shop.rds.get_waiter("db_instance_available").wait(
            DBInstanceIdentifier="orders", WaiterConfig={"Delay": 5, "MaxAttempts": 3}
        )
    assert str(caught.value) == (
        "Waiter DBInstanceAvailable failed: Max attempts exceeded"
    )
    assert (shop.account.clock.now - before).seconds == 10
    assert caught.value.last_response["DBInstances"]


def test_a_waiter_stops_where_waiting_is_in_vain(shop):
    shop.create()
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    with pytest.raises(WaiterError) as caught:
        shop.wait()
    assert str(caught.value) == (
        "Waiter DBInstanceAvailable failed: Waiter encountered a terminal failure "
        'state: For expression "DBInstances[].DBInstanceStatus" we matched expected '
        'path: "deleting" at least once'
    )


@pytest.mark.parametrize(
    "waiter, arguments",
    [
        ("db_instance_available", {"DBInstanceIdentifier": "tea"}),
        ("db_snapshot_available", {"DBSnapshotIdentifier": "tea"}),
        ("db_cluster_available", {"DBClusterIdentifier": "tea"}),
    ],
)
def test_a_waiter_for_what_is_not_there_fails_at_once(shop, waiter, arguments):
    before = shop.account.clock.now
    with pytest.raises(WaiterError, match=r"An error occurred \(.*tea not found"):
        shop.rds.get_waiter(waiter).wait(**arguments)
    assert shop.account.clock.now == before


def test_waiting_for_the_end_ends_when_it_is_gone(shop):
    shop.create()
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    shop.rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier="orders")
    assert shop.rds.describe_db_instances()["DBInstances"] == []


def test_the_waiters_of_boto3_have_our_names(shop, peer):
    assert set(shop.rds.waiters) <= set(peer.waiter_names)


@pytest.mark.parametrize("name", aws.SERVICES)
def test_a_missing_operation_is_answered_with_those_there_are(name):
    client = aws.Session(account=aws.Account()).client(name)
    there_is = ", ".join(operations(type(client)))
    with pytest.raises(AttributeError, match=f"'tea'. There is: {there_is}"):
        client.tea()
    with pytest.raises(ValueError, match="paginated: tea. There is: "):
        client.get_paginator("tea")
    with pytest.raises(ValueError, match="There is: "):
        client.get_waiter("tea")


def test_a_missing_method_of_what_a_client_gives_is_answered_so_too():
    dynamodb = aws.Session(account=aws.Account()).resource("dynamodb")
    table = dynamodb.Table("orders")  # which need not be there
    waiter = dynamodb.meta.client.get_waiter("table_exists")
    for thing, there_is in (
        (dynamodb, "Table, .*create_table"),
        (table, "batch_writer, .*item_count, .*query"),
        (table.batch_writer(), "delete_item, put_item"),
        (waiter, "wait"),
    ):
        with pytest.raises(AttributeError, match=f"'tea'. There is: .*{there_is}"):
            thing.tea()


@pytest.mark.parametrize(
    "given",
    [
        {"endpoint_url": "http://localhost:8000"},
        {"config": object()},
        {"profile_name": "cafe"},
        {"verify": False},
        {"use_ssl": False},
        {"api_version": "latest"},
    ],
)
def test_what_boto3_needs_to_find_aws_is_refused_in_words(given):
    name = next(iter(given))
    session = aws.Session()
    for make in (
        lambda: aws.client("rds", **given),
        lambda: aws.resource("dynamodb", **given),
        lambda: aws.Session(**given),
        lambda: session.client("rds", **given),
        lambda: session.resource("dynamodb", **given),
    ):
        with pytest.raises(ValueError, match=f"no {name}.*Leave it out"):
            make()


def test_what_boto3_takes_as_nothing_said_is_nothing_said():
    assert aws.client("rds", None, endpoint_url=None).region == "eu-west-1"
    assert aws.Session(None).region_name == "eu-west-1"
    assert aws.client("rds", "us-east-1").region == "us-east-1"


def test_a_waiter_looks_once_at_the_least(shop):
    shop.launch()
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        shop.rds.get_waiter("db_instance_available").wait(
            DBInstanceIdentifier="orders", WaiterConfig={"MaxAttempts": 0}
        )


def test_pages_are_read_as_often_as_one_likes_and_counted_by_text_as_well(shop):
    shop.launch()
    shop.launch(DBInstanceIdentifier="menu")
    pages = shop.rds.get_paginator("describe_db_instances").paginate(
        PaginationConfig={"MaxItems": "1"}
    )
    for _ in range(2):
        assert [len(page["DBInstances"]) for page in pages] == [1]
    with pytest.raises(AttributeError, match="PageIterator here has no 'search'"):
        pages.search("DBInstances[]")


def test_a_size_of_pages_that_is_none_is_not_given(shop):
    shop.launch()
    pages = shop.rds.get_paginator("describe_db_instances").paginate(
        PaginationConfig={"MaxItems": None, "PageSize": None}
    )
    assert [len(page["DBInstances"]) for page in pages] == [1]


def test_a_window_of_ours_refuses_with_an_error_that_a_learner_knows():
    session = aws.Session(account=aws.Account())
    rds, dynamodb = session.client("rds"), session.client("dynamodb")
    for look in (
        lambda: rds.disk_bytes("nothing"),
        lambda: rds.volume("nothing"),
        lambda: rds.set_replica_lag("nothing", seconds=1),
        lambda: session.client("docdb").set_replica_lag("nothing", seconds=-1),
        lambda: dynamodb.partitions("nothing"),
        lambda: dynamodb.usage("nothing"),
        lambda: dynamodb.set_index_lag("nothing", "by_shop", seconds=1),
    ):
        with pytest.raises(ValueError, match="not found|A lag is 0 seconds or more"):
            look()


@pytest.mark.parametrize("seconds", ["5", None, float("nan"), float("inf"), 10**20, -1])
def test_a_lag_is_a_number_of_seconds_up_to_a_year(seconds):
    with pytest.raises(ValueError, match=f"a year at most; got {seconds!r}"):
        lag_of(seconds)


def test_a_window_of_ours_takes_a_name_and_not_what_was_described():
    session = aws.Session(account=aws.Account())
    table = session.resource("dynamodb").Table("orders")
    for look in (
        lambda: session.client("rds").volume({"DBClusterIdentifier": "shop"}),
        lambda: session.client("rds").disk_bytes(DBInstanceIdentifier=None),
        lambda: session.client("dynamodb").partitions(table),
    ):
        with pytest.raises(TypeError, match="takes a name first; got"):
            look()
