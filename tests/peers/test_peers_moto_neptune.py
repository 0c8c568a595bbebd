"""Neptune's calls on moto and on ours: keys of the answers, codes of the errors.

moto knows no DocumentDB ("Engine 'docdb' is not supported"), so its calls, which are
the same ones, are compared with AWS's model only. Where moto and ours differ, AWS's
documentation decides.
"""

import pytest
from botocore.exceptions import ClientError as TheirError

from cafe.aws.errors import ClientError as OurError
from fixtures.clusters import ClusterShop
from peers.moto_peers import moto_client, ours_alone

pytestmark = pytest.mark.slow  # to import moto takes seconds

SHOP = ClusterShop("neptune")
NAME, CLASS = "DBInstanceIdentifier", "db.r6g.large"
REFUSED = {
    "unknown cluster": ("describe_db_clusters", {"DBClusterIdentifier": "tea"}),
    "unknown instance": ("describe_db_instances", {NAME: "tea"}),
    "unknown snapshot": (
        "describe_db_cluster_snapshots",
        {"DBClusterSnapshotIdentifier": "tea"},
    ),
    "instance's name taken": ("create_db_instance", SHOP.new_instance("one")),
    "delete no instance": ("delete_db_instance", {NAME: "tea"}),
    "reboot nothing": ("reboot_db_instance", {NAME: "tea"}),
    "delete no cluster": (
        "delete_db_cluster",
        {"DBClusterIdentifier": "tea", "SkipFinalSnapshot": True},
    ),
    "delete with instances": (
        "delete_db_cluster",
        {"DBClusterIdentifier": "menu", "SkipFinalSnapshot": True},
    ),
    "failover without a reader": (
        "failover_db_cluster",
        {"DBClusterIdentifier": "menu"},
    ),
    "snapshot of nothing": (
        "create_db_cluster_snapshot",
        {"DBClusterIdentifier": "tea", "DBClusterSnapshotIdentifier": "x"},
    ),
    "snapshot's name taken": (
        "create_db_cluster_snapshot",
        {"DBClusterIdentifier": "menu", "DBClusterSnapshotIdentifier": "noon"},
    ),
    "delete no snapshot": (
        "delete_db_cluster_snapshot",
        {"DBClusterSnapshotIdentifier": "tea"},
    ),
    "restore nothing": (
        "restore_db_cluster_from_snapshot",
        {"DBClusterIdentifier": "x", "SnapshotIdentifier": "tea", "Engine": "neptune"},
    ),
}


@pytest.fixture(scope="module")
def theirs():
    """moto's client, with the cluster that ours has."""
    with moto_client("neptune") as client:
        client.create_db_cluster(**SHOP.new_cluster())
        fill(client)
        yield client


@pytest.fixture(scope="module")
def ours():
    shop = ClusterShop("neptune")
    shop.create()
    fill(shop.client)
    return shop.client


def fill(client):
    client.create_db_instance(**SHOP.new_instance("one"))
    client.get_waiter("db_instance_available").wait(**{NAME: "one"})
    client.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="noon", DBClusterIdentifier="menu"
    )


def refusal(client, error, call, arguments):
    """The code and the message with which a call is refused."""
    with pytest.raises(error) as caught:
        getattr(client, call)(**arguments)
    found = caught.value.response["Error"]
    return found["Code"], found["Message"]


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse_with_the_same_code(theirs, ours, name):
    code, _ = refusal(theirs, TheirError, *REFUSED[name])
    assert refusal(ours, OurError, *REFUSED[name])[0] == code


@pytest.mark.parametrize(
    "name",
    [
        "unknown cluster",
        "unknown instance",
        "unknown snapshot",
        "delete with instances",
        "failover without a reader",
    ],
)
def test_both_refuse_in_the_same_words(theirs, ours, name):
    there = refusal(theirs, TheirError, *REFUSED[name])
    assert refusal(ours, OurError, *REFUSED[name]) == there


@pytest.mark.parametrize(
    "call, not_in_moto",
    [
        ("describe_db_clusters", set()),
        ("describe_db_instances", {"PubliclyAccessible"}),
        ("describe_db_cluster_snapshots", {"AvailabilityZones"}),
    ],
)
def test_our_answers_have_no_key_that_motos_have_not(theirs, ours, call, not_in_moto):
    found = []
    for client in (theirs, ours):
        answer = getattr(client, call)()
        (name,) = answer.keys() - {"ResponseMetadata", "Marker"}
        found.append(answer[name][0])
    assert ours_alone(*found) == not_in_moto
