"""The life of a DAX cluster: creating it, reaching it, losing its nodes."""

import botocore.session
import pytest

from cafe import aws
from cafe.aws.dax import DAX
from cafe.aws.service import operations
from cafe.drivers import amazondax
from fixtures.dax import CachedCafe
from fixtures.dynamodb import refused
from peers.test_shapes_against_botocore import check_answer

MODEL = botocore.session.get_session().get_service_model("dax")
CALLS = {botocore.xform_name(name): name for name in MODEL.operation_names}
VALUE, STATE = "InvalidParameterValueException", "InvalidClusterStateFault"


@pytest.fixture
def cafe():
    return CachedCafe(nodes=3)


# -- life --------------------------------------------------------------------------


def test_a_cluster_is_available_after_ten_minutes(cafe):
    made = cafe.launch("second", ReplicationFactor=2)
    assert made["Status"] == "creating" and "Nodes" not in made
    assert made["ClusterDiscoveryEndpoint"] == {"Port": 8111}
    assert refused(cafe.dax.delete_cluster, ClusterName="second")[0] == STATE
    cafe.clock.advance(minutes=10)
    made = cafe.describe("second")
    assert made["Status"] == "available"
    assert (made["TotalNodes"], made["ActiveNodes"]) == (2, 2)
    assert made["ClusterDiscoveryEndpoint"]["URL"].startswith("dax://second.")


def test_nodes_are_spread_over_zones(cafe):
    cafe.launch("four", ReplicationFactor=4)
    cafe.clock.advance(minutes=10)
    nodes = cafe.describe("four")["Nodes"]
    assert [node["AvailabilityZone"][-1] for node in nodes] == ["a", "b", "c", "a"]


def test_no_node_is_created_in_a_zone_that_is_cut(cafe):
    cafe.account.fail_zone("eu-west-1a")
    cafe.launch("three", ReplicationFactor=3)
    cafe.clock.advance(minutes=10)
    nodes = cafe.describe("three")["Nodes"]
    assert [node["AvailabilityZone"][-1] for node in nodes] == ["b", "c", "b"]
    for letter in "bc":
        cafe.account.fail_zone(f"eu-west-1{letter}")
    code, message = refused(lambda: cafe.launch("none"))
    assert code == "InsufficientClusterCapacityFault"
    assert "not enough system resources" in message


def test_a_deleted_cluster_answers_no_more_and_the_table_keeps_all(cafe):
    cafe.cached.put_item(Item={"pk": "a"})
    assert cafe.dax.delete_cluster(ClusterName="menu")["Cluster"]["Status"] == (
        "deleting"
    )
    with pytest.raises(amazondax.DaxClientError, match="No cluster endpoints"):
        cafe.get()
    with pytest.raises(amazondax.DaxClientError, match="No cluster endpoints"):
        cafe.cached.put_item(Item={"pk": "b"})
    cafe.clock.advance(minutes=5)
    assert cafe.dax.describe_clusters()["Clusters"] == []
    assert cafe.table.scan()["Items"] == [{"pk": "a"}]


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"ClusterName": "menu"}, "ClusterAlreadyExistsFault"),
        ({"ClusterName": "7"}, VALUE),
        ({"ClusterName": "a--b"}, VALUE),
        ({"ClusterName": "a-"}, VALUE),
        ({"ClusterName": "x" * 21}, VALUE),
        ({"NodeType": "dax.huge"}, VALUE),
        ({"IamRoleArn": "role"}, VALUE),
        ({"ReplicationFactor": 12}, "NodeQuotaForClusterExceededFault"),
        ({"ReplicationFactor": 0}, "NodeQuotaForClusterExceededFault"),
    ],
    ids=str,
)
def test_what_no_cluster_can_be_is_refused(cafe, settings, code):
    asked = {"name": settings.pop("ClusterName", "other")} | settings
    assert refused(cafe.launch, **asked)[0] == code


def test_a_cluster_that_is_not_there_is_told(cafe):
    for call in (cafe.dax.delete_cluster, cafe.describe):
        name = "ClusterName" if call == cafe.dax.delete_cluster else "name"
        assert refused(call, **{name: "none"}) == (
            "ClusterNotFoundFault",
            "Cluster none not found.",
        )


# -- reaching it -------------------------------------------------------------------


def test_a_program_outside_the_vpc_reaches_no_cluster(cafe):
    cafe.account.client_address = "203.0.113.25"
    with pytest.raises(amazondax.DaxClientError, match="outside its VPC") as caught:
        cafe.connect()
    assert caught.value.response["Error"]["Code"] == "NoRouteException"


def test_the_default_security_group_decides_who_reaches_a_cluster(cafe):
    ec2 = aws.Session(account=cafe.account).client("ec2")
    (group,) = ec2.describe_security_groups()["SecurityGroups"]
    itself = {"UserIdGroupPairs": [{"GroupId": group["GroupId"]}]}
    ec2.revoke_security_group_ingress(
        GroupId=group["GroupId"], IpPermissions=[{"IpProtocol": "-1"} | itself]
    )
    with pytest.raises(amazondax.DaxClientError, match="no security group rule"):
        cafe.connect()


def test_an_address_of_another_kind_is_refused(cafe):
    with pytest.raises(ValueError, match="it begins with dax://"):
        cafe.connect(cafe.url().replace("dax", "https", 1))


def test_the_typed_client_has_result_sets_of_its_own(cafe):
    client = amazondax.AmazonDaxClient(endpoint_url=cafe.url(), account=cafe.account)
    cafe.put(n=1)
    for _ in range(2):
        assert cafe.cached.scan()["Items"] == [{"pk": "a", "n": 1}]
        found = client.scan(TableName="orders")["Items"]
        assert found == [{"pk": {"S": "a"}, "n": {"N": "1"}}]
    assert cafe.count("QueryCacheHits") == 2


def test_the_typed_client_shares_items_with_the_resource(cafe):
    with amazondax.AmazonDaxClient(
        endpoint_url=cafe.url(), account=cafe.account
    ) as client:
        client.put_item(TableName="orders", Item={"pk": {"S": "a"}, "n": {"N": "1"}})
    with cafe.connect() as resource:
        assert resource.Table("orders").get_item(Key={"pk": "a"})["Item"]["n"] == 1
    assert cafe.count("ItemCacheMisses") == 0


def test_calls_on_tables_are_left_to_dynamodb(cafe):
    for call in (
        cafe.cached.delete,
        cafe.cached.load,
        cafe.resource.meta.client.list_tables,
        lambda: cafe.resource.create_table(TableName="other"),
    ):
        with pytest.raises(NotImplementedError, match="not supported on DAX"):
            call()


# -- losing nodes ------------------------------------------------------------------


def test_a_cut_zone_takes_one_node_and_the_others_keep_what_is_cached(cafe):
    cafe.put(price=1)
    cafe.get()
    cafe.account.fail_zone("eu-west-1b")
    assert cafe.describe()["ActiveNodes"] == 2
    cafe.put(price=2)
    assert [cafe.get()["price"] for _ in range(4)] == [1] * 4


def test_a_node_comes_back_empty_and_what_it_reads_the_others_learn(cafe):
    cafe.put(price=1)
    cafe.get(), cafe.cached.scan()
    cafe.account.fail_zone("eu-west-1b")
    cafe.account.restore_zone("eu-west-1b")
    assert [bool(size) for size in cafe.sizes()] == [True, False, True]
    cafe.put(price=2)
    assert 2 in [cafe.get()["price"] for _ in range(3)]
    assert [cafe.get()["price"] for _ in range(3)] == [2] * 3


def test_a_replica_writes_when_the_primary_is_lost(cafe):
    def primary():
        shown = cafe.account.resources()
        return [r.zone for r in shown if r.role == "primary"]

    assert primary() == ["eu-west-1a"]
    cafe.account.fail_zone("eu-west-1a")
    assert primary() == ["eu-west-1b"]
    cafe.cached.put_item(Item={"pk": "a", "price": 1})
    assert cafe.get()["price"] == 1
    cafe.account.restore_zone("eu-west-1a")
    assert primary() == ["eu-west-1b"]


def test_a_cluster_of_one_node_is_lost_with_its_zone():
    cafe = CachedCafe(nodes=1)
    cafe.cached.put_item(Item={"pk": "a"})
    cafe.account.fail_zone("eu-west-1a")
    for call in (cafe.get, cafe.connect):
        with pytest.raises(amazondax.DaxClientError):
            call()
    assert cafe.table.get_item(Key={"pk": "a"})["Item"] == {"pk": "a"}
    cafe.account.restore_zone("eu-west-1a")
    assert cafe.get() == {"pk": "a"}
    assert cafe.count("ItemCacheMisses") == 1


def test_the_map_shows_each_node_in_its_zone(cafe):
    cafe.cached.put_item(Item={"pk": "a"})
    cafe.account.fail_zone("eu-west-1c")
    cafe.cached.put_item(Item={"pk": "b"})
    nodes = [r for r in cafe.account.resources() if r.kind == "DAX node"]
    assert [(n.role, n.zone[-1], n.status, n.detail) for n in nodes] == [
        ("primary", "a", "available", "2 items, 0 result sets"),
        ("replica", "b", "available", "2 items, 0 result sets"),
        ("replica", "c", "not reachable", "0 items, 0 result sets"),
    ]


# -- AWS's own description ---------------------------------------------------------


def test_every_part_of_an_answer_is_in_awss_shape(cafe):
    answers = {
        "create_cluster": {"Cluster": cafe.launch("second")},
        "describe_clusters": cafe.dax.describe_clusters(),
        "delete_cluster": cafe.dax.delete_cluster(ClusterName="menu"),
    }
    assert set(answers) == set(operations(DAX))
    for call, answer in answers.items():
        answer.pop("ResponseMetadata", None)
        check_answer(answer, MODEL.operation_model(CALLS[call]).output_shape, call)


def test_every_fault_is_one_of_awss():
    assert set(DAX.faults) <= {shape.name for shape in MODEL.error_shapes}
