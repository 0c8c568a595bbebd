"""The same calls on moto and on ours: keys of the answers, codes of the errors.

Where the two differ, AWS's documentation decides; the differences are listed here with
the rule. moto knows no time: everything there is available at once.
"""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError as TheirError

from cafe.aws.errors import ClientError as OurError
from fixtures.rds import Shop, new_cluster, new_instance
from peers.moto_peers import code, moto_client, ours_alone

pytestmark = pytest.mark.slow  # to import moto takes seconds

#: What AWS's documentation refuses and moto does not refuse, or not in the same way:
#: name -> (moto's code, ours, the rule).
DIFFERENT = {
    "cluster's name taken": (
        "DBClusterSnapshotAlreadyExistsFault",
        "DBClusterAlreadyExistsFault",
        "CreateDBCluster, Errors: there already is a cluster of this name",
    ),
    "delete without a word about a snapshot": (
        None,
        "InvalidParameterCombination",
        "DeleteDBInstance: without SkipFinalSnapshot, FinalDBSnapshotIdentifier must "
        "be specified",
    ),
    "short password": (
        None,
        "InvalidParameterValue",
        "CreateDBInstance, MasterUserPassword: must contain 8 to 128 characters",
    ),
    "retention of 36 days": (
        None,
        "InvalidParameterValue",
        "CreateDBInstance, BackupRetentionPeriod: must be a value from 0 to 35",
    ),
    "unknown version": (
        None,
        "InvalidParameterCombination",
        "CreateDBInstance, EngineVersion: one that DescribeDBEngineVersions lists",
    ),
    "storage of 5 GiB": (
        None,
        "InvalidParameterValue",
        "CreateDBInstance, AllocatedStorage: 20 to 65536 for PostgreSQL on gp3",
    ),
    "promote what is no replica": (
        None,
        "InvalidDBInstanceState",
        "PromoteReadReplica, Errors: the DB instance isn't in a valid state",
    ),
    "time travel": (
        None,
        "InvalidRestoreFault",
        "RestoreDBInstanceToPointInTime: before LatestRestorableTime, within retention",
    ),
    "no source of the rule": (
        None,
        "MissingParameter",
        "AuthorizeSecurityGroupIngress: a rule names its source",
    ),
}
#: Keys of our answers that moto leaves out; each is in AWS's model
#: (test_shapes_against_botocore.py).
NOT_IN_MOTO = {
    "describe_db_instances": {"PendingModifiedValues", "PubliclyAccessible"},
}


@pytest.fixture(scope="module")
def theirs():
    """moto's clients, with the instances and the cluster that ours have."""
    with moto_client("rds", "ec2") as (rds, ec2):
        fill(rds)
        yield rds, ec2


def fill(rds):
    for name in ("orders", "spare"):
        rds.create_db_instance(**new_instance(name))
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    rds.create_db_cluster(**new_cluster())
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="loyalty")
    rds.create_db_snapshot(DBSnapshotIdentifier="noon", DBInstanceIdentifier="orders")


@pytest.fixture(scope="module")
def ours():
    shop = Shop()
    fill(shop.rds)
    return shop.rds, shop.ec2


def group(ec2):
    found = ec2.describe_security_groups()["SecurityGroups"]
    return found[0]["GroupId"]


SOON = {"SourceDBInstanceIdentifier": "orders", "TargetDBInstanceIdentifier": "y"}
REFUSED = {
    "unknown instance": ("describe_db_instances", {"DBInstanceIdentifier": "tea"}),
    "unknown snapshot": ("describe_db_snapshots", {"DBSnapshotIdentifier": "tea"}),
    "unknown cluster": ("describe_db_clusters", {"DBClusterIdentifier": "tea"}),
    "name taken": ("create_db_instance", new_instance()),
    "cluster's name taken": ("create_db_cluster", new_cluster()),
    "delete nothing": (
        "delete_db_instance",
        {"DBInstanceIdentifier": "tea", "SkipFinalSnapshot": True},
    ),
    "reboot nothing": ("reboot_db_instance", {"DBInstanceIdentifier": "tea"}),
    "stop nothing": ("stop_db_instance", {"DBInstanceIdentifier": "tea"}),
    "modify nothing": ("modify_db_instance", {"DBInstanceIdentifier": "tea"}),
    "snapshot of nothing": (
        "create_db_snapshot",
        {"DBInstanceIdentifier": "tea", "DBSnapshotIdentifier": "x"},
    ),
    "restore nothing": (
        "restore_db_instance_from_db_snapshot",
        {"DBInstanceIdentifier": "x", "DBSnapshotIdentifier": "tea"},
    ),
    "delete without a word about a snapshot": (
        "delete_db_instance",
        {"DBInstanceIdentifier": "spare"},
    ),
    "short password": (
        "create_db_instance",
        new_instance("xa") | {"MasterUserPassword": "short"},
    ),
    "retention of 36 days": (
        "create_db_instance",
        new_instance("xb") | {"BackupRetentionPeriod": 36},
    ),
    "unknown version": (
        "create_db_instance",
        new_instance("xc") | {"EngineVersion": "1"},
    ),
    "storage of 5 GiB": (
        "create_db_instance",
        new_instance("xd") | {"AllocatedStorage": 5},
    ),
    "unknown engine": ("create_db_instance", new_instance("xe") | {"Engine": "tea"}),
    "start what runs": ("start_db_instance", {"DBInstanceIdentifier": "orders"}),
    "replica of nothing": (
        "create_db_instance_read_replica",
        {"DBInstanceIdentifier": "x", "SourceDBInstanceIdentifier": "tea"},
    ),
    "promote what is no replica": (
        "promote_read_replica",
        {"DBInstanceIdentifier": "orders"},
    ),
    "time travel": (
        "restore_db_instance_to_point_in_time",
        SOON | {"RestoreTime": datetime(2000, 1, 1, tzinfo=UTC)},
    ),
    "failover without reader": (
        "failover_db_cluster",
        {"DBClusterIdentifier": "loyalty"},
    ),
    "unknown group": ("describe_security_groups", {"GroupIds": ["sg-12345678"]}),
    "group's name taken": (
        "create_security_group",
        {"GroupName": "default", "Description": "x"},
    ),
    "delete no group": ("delete_security_group", {"GroupId": "sg-12345678"}),
    "no source of the rule": (
        "authorize_security_group_ingress",
        {"IpPermissions": [{"IpProtocol": "-1"}]},
    ),
    "malformed range": (
        "authorize_security_group_ingress",
        {"IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "tea"}]}]},
    ),
}


def refusal(clients, error, call, arguments):
    """The code with which the client that has the call refuses it, or None."""
    rds, ec2 = clients
    client = ec2 if "security_group" in call else rds
    if "ingress" in call:
        arguments = arguments | {"GroupId": group(ec2)}
    return code(client, error, call, arguments)


@pytest.mark.parametrize("name", [n for n in REFUSED if n not in DIFFERENT])
def test_both_refuse_with_the_same_code(theirs, ours, name):
    there = refusal(theirs, TheirError, *REFUSED[name])
    assert there
    assert refusal(ours, OurError, *REFUSED[name]) == there


@pytest.mark.parametrize("name", DIFFERENT)
def test_where_moto_differs_ours_follows_the_documentation(theirs, ours, name):
    moto, documented, _ = DIFFERENT[name]
    assert refusal(theirs, TheirError, *REFUSED[name]) == moto
    assert refusal(ours, OurError, *REFUSED[name]) == documented


@pytest.mark.slow
@pytest.mark.parametrize(
    "call",
    [
        "describe_db_instances",
        "describe_db_clusters",
        "describe_db_snapshots",
        "describe_security_groups",
    ],
)
def test_our_answers_have_no_key_that_motos_have_not(theirs, ours, call):
    found = []
    for rds, ec2 in (theirs, ours):
        answer = getattr(ec2 if "security" in call else rds, call)()
        (name,) = answer.keys() - {"ResponseMetadata", "NextToken", "Marker"}
        found.append((name, answer[name][0]))
    (their_name, there), (our_name, here) = found
    assert our_name == their_name
    assert ours_alone(there, here) <= NOT_IN_MOTO.get(call, set())
