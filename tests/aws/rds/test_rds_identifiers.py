"""An identifier is a name or an ARN, in every call, and in the filters of a list."""

import inspect
from functools import cache

import pytest

from cafe import aws
from cafe.aws.errors import ClientError
from cafe.aws.rds import RDS
from cafe.aws.service import operations
from fixtures.rds import Shop, refused

#: argument -> the kind in the ARN of what it names
KINDS = {
    "DBInstanceIdentifier": "db",
    "SourceDBInstanceIdentifier": "db",
    "TargetDBInstanceIdentifier": "db",
    "DBClusterIdentifier": "cluster",
    "SourceDBClusterIdentifier": "cluster",
    "DBSnapshotIdentifier": "snapshot",
    "DBClusterSnapshotIdentifier": "cluster-snapshot",
    "SnapshotIdentifier": "cluster-snapshot",
    "SourceIdentifier": "db",
}
NEW = {"UseLatestRestorableTime": True}
CLASS = {"DBInstanceClass": "db.r7g.large", "Engine": "aurora-postgresql"}
#: (call, what it names, what else it is given)
CALLS = [
    (
        "create_db_snapshot",
        {"DBInstanceIdentifier": "orders"},
        {"DBSnapshotIdentifier": "two"},
    ),
    ("modify_db_instance", {"DBInstanceIdentifier": "orders"}, {"MultiAZ": True}),
    ("reboot_db_instance", {"DBInstanceIdentifier": "orders"}, {}),
    ("stop_db_instance", {"DBInstanceIdentifier": "reports"}, {}),
    ("start_db_instance", {"DBInstanceIdentifier": "orders"}, {}),
    (
        "delete_db_instance",
        {"DBInstanceIdentifier": "orders"},
        {"SkipFinalSnapshot": True},
    ),
    ("describe_db_instances", {"DBInstanceIdentifier": "orders"}, {}),
    ("promote_read_replica", {"DBInstanceIdentifier": "reports"}, {}),
    (
        "create_db_instance_read_replica",
        {"SourceDBInstanceIdentifier": "orders"},
        {"DBInstanceIdentifier": "more"},
    ),
    (
        "restore_db_instance_to_point_in_time",
        {"SourceDBInstanceIdentifier": "orders"},
        {"TargetDBInstanceIdentifier": "earlier"} | NEW,
    ),
    (
        "restore_db_instance_from_db_snapshot",
        {"DBSnapshotIdentifier": "noon"},
        {"DBInstanceIdentifier": "restored"},
    ),
    ("describe_db_snapshots", {"DBSnapshotIdentifier": "noon"}, {}),
    ("describe_db_snapshots", {"DBInstanceIdentifier": "orders"}, {}),
    ("delete_db_snapshot", {"DBSnapshotIdentifier": "noon"}, {}),
    ("describe_events", {"SourceIdentifier": "orders"}, {"SourceType": "db-instance"}),
    (
        "create_db_instance",
        {"DBClusterIdentifier": "loyalty"},
        {"DBInstanceIdentifier": "three"} | CLASS,
    ),
    ("describe_db_clusters", {"DBClusterIdentifier": "loyalty"}, {}),
    (
        "modify_db_cluster",
        {"DBClusterIdentifier": "loyalty"},
        {"BackupRetentionPeriod": 3},
    ),
    (
        "failover_db_cluster",
        {"DBClusterIdentifier": "loyalty", "TargetDBInstanceIdentifier": "two"},
        {},
    ),
    (
        "delete_db_cluster",
        {"DBClusterIdentifier": "loyalty"},
        {"SkipFinalSnapshot": True},
    ),
    (
        "create_db_cluster_snapshot",
        {"DBClusterIdentifier": "loyalty"},
        {"DBClusterSnapshotIdentifier": "late"},
    ),
    ("describe_db_cluster_snapshots", {"DBClusterIdentifier": "loyalty"}, {}),
    ("describe_db_cluster_snapshots", {"DBClusterSnapshotIdentifier": "dawn"}, {}),
    ("delete_db_cluster_snapshot", {"DBClusterSnapshotIdentifier": "dawn"}, {}),
    (
        "restore_db_cluster_from_snapshot",
        {"SnapshotIdentifier": "dawn"},
        {"DBClusterIdentifier": "old", "Engine": "aurora-postgresql"},
    ),
    (
        "restore_db_cluster_to_point_in_time",
        {"SourceDBClusterIdentifier": "loyalty"},
        {"DBClusterIdentifier": "again"} | NEW,
    ),
]


def shop():
    """Something of each kind."""
    made = Shop()
    made.create()
    made.replica()
    made.rds.create_db_snapshot(
        DBSnapshotIdentifier="noon", DBInstanceIdentifier="orders"
    )
    made.create_cluster("loyalty", "one", "two")
    made.rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="dawn", DBClusterIdentifier="loyalty"
    )
    made.account.clock.advance(minutes=10)
    return made


one_shop = cache(shop)


def outcome(call, named, also):
    """What a call answers or refuses, on things of its own if it changes them."""
    made = one_shop() if call.startswith("describe") else shop()
    try:
        answer = getattr(made.rds, call)(**named, **also)
    except ClientError as error:
        return error.response["Error"]["Code"]
    answer.pop("ResponseMetadata")
    return answer


@pytest.mark.parametrize("call, named, also", CALLS)
def test_what_is_named_by_its_arn_is_what_is_named_by_its_name(call, named, also):
    arns = {
        name: aws.Account().arn("rds", "eu-west-1", f"{KINDS[name]}:{value}")
        for name, value in named.items()
    }
    by_name = outcome(call, named, also)
    assert "NotFound" not in str(by_name)
    assert outcome(call, arns, also) == by_name
    if call.startswith("describe"):
        capitals = {name: value.capitalize() for name, value in named.items()}
        assert all(by_name.values()) and outcome(call, capitals, also) == by_name


def test_every_call_that_names_something_is_among_them():
    tried = {(call, name) for call, named, _ in CALLS for name in named}
    given = {(call, name) for call, _, also in CALLS for name in also}
    for call in operations(RDS):
        for name in inspect.signature(getattr(RDS, call)).parameters:
            is_new = call.startswith("create") and (call, name) not in tried
            if name in KINDS and not is_new and (call, name) not in given:
                assert (call, name) in tried


def test_an_arn_of_another_region_is_not_found():
    made = Shop()
    made.create()
    arn = made.describe()["DBInstanceArn"].replace("eu-west-1", "us-east-1")
    code, _ = refused(made.rds.describe_db_instances, DBInstanceIdentifier=arn)
    assert code == "DBInstanceNotFound"


@pytest.mark.parametrize(
    "call, key, filters, found",
    [
        ("instances", "DBInstance", {"db-cluster-id": ["loyalty"]}, ["one", "two"]),
        (
            "instances",
            "DBInstance",
            {"db-instance-id": ["orders", "one"]},
            ["orders", "one"],
        ),
        ("instances", "DBInstance", {"engine": ["postgres"]}, ["orders", "reports"]),
        (
            "instances",
            "DBInstance",
            {"engine": ["postgres"], "db-instance-id": ["ORDERS", "one"]},
            ["orders"],
        ),
        ("instances", "DBInstance", {"engine": ["tea"]}, []),
        ("clusters", "DBCluster", {"engine": ["aurora-postgresql"]}, ["loyalty"]),
        ("snapshots", "DBSnapshot", {"snapshot-type": ["manual"]}, ["noon"]),
        ("snapshots", "DBSnapshot", {"db-instance-id": ["reports"]}, []),
        (
            "cluster_snapshots",
            "DBClusterSnapshot",
            {"db-cluster-id": ["loyalty"]},
            ["dawn"],
        ),
    ],
)
def test_a_list_answers_what_fits_all_filters(call, key, filters, found):
    asked = [{"Name": name, "Values": values} for name, values in filters.items()]
    answer = getattr(one_shop().rds, f"describe_db_{call}")(Filters=asked)
    assert [each[f"{key}Identifier"] for each in answer[f"{key}s"]] == found


def test_a_filter_takes_an_arn_and_an_odd_one_is_refused():
    made = one_shop()
    arn = made.cluster()["DBClusterArn"]
    by_arn = [{"Name": "db-cluster-id", "Values": [arn]}]
    found = made.rds.describe_db_instances(Filters=by_arn)["DBInstances"]
    assert len(found) == 2
    odd = [{"Name": "colour", "Values": ["red"]}]
    for call in ("instances", "clusters", "snapshots", "cluster_snapshots"):
        code, message = refused(getattr(made.rds, f"describe_db_{call}"), Filters=odd)
        assert code == "InvalidParameterValue"
        assert "Unrecognized filter name: colour" in message


def test_events_of_what_has_none_are_refused():
    code, message = refused(Shop().rds.describe_events, SourceType="tea")
    assert code == "InvalidParameterValue" and "db-instance, db-cluster" in message


def test_a_paginator_reads_all_pages():
    made = one_shop()
    paginator = made.rds.get_paginator("describe_db_instances")
    (page,) = paginator.paginate()
    assert len(page["DBInstances"]) == 4
    (page,) = paginator.paginate(PaginationConfig={"MaxItems": 2})
    assert len(page["DBInstances"]) == 2
    (page,) = paginator.paginate(DBInstanceIdentifier="orders")
    assert len(page["DBInstances"]) == 1
