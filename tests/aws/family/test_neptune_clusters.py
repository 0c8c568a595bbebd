"""Neptune's own: no passwords, a graph in the open, the graph in snapshots."""

from datetime import date

import networkx
import pytest

from cafe.aws.storage.volume import Unwritable
from fixtures.clusters import A, C, ClusterShop
from fixtures.rds import refused


@pytest.fixture
def shop():
    """A writer and a reader, and two friends in the graph."""
    shop = ClusterShop("neptune", "one", "two")
    shop.server().graph.add_edge("ann", "bob", "since", year=2020)
    return shop


def friends(shop, kind="Endpoint", name="menu"):
    return sorted(shop.server(kind, name).graph.edges(keys=True, data=True))


KNOWN = [("ann", "bob", "since", {"year": 2020})]


@pytest.mark.parametrize("version", ["1.4.6.0", "1.4.6.3"])
def test_a_cluster_can_have_an_engine_that_knows_reduce(version):
    shop = ClusterShop("neptune")
    shop.create(EngineVersion=version)
    assert shop.cluster()["EngineVersion"] == version


def test_a_new_cluster_has_the_newest_engine_there_is():
    shop = ClusterShop("neptune")
    shop.create()
    assert shop.cluster()["EngineVersion"] == "1.4.6.3"


def test_whom_the_network_lets_in_needs_no_password(shop):
    instance = shop.client.instance("one")
    assert instance.login().graph is instance.login("anyone", "x", "y").graph


def test_the_graph_is_a_networkx_graph_that_readers_cannot_change(shop):
    graph = shop.server("ReaderEndpoint").graph
    assert isinstance(graph, networkx.MultiDiGraph)
    assert friends(shop, "ReaderEndpoint") == KNOWN
    with pytest.raises(networkx.NetworkXError, match="Frozen"):
        graph.add_edge("bob", "cat")
    shop.server().graph.add_edge("bob", "cat")
    assert graph.has_edge("bob", "cat")  # in step, and not a copy


def test_nobody_changes_the_graph_while_too_few_copies_answer(shop):
    shop.account.fail_zone(C)
    shop.server().graph.add_node("cat")
    shop.client.volume("menu").lose(1)
    with pytest.raises(networkx.NetworkXError, match="Frozen"):
        shop.server().graph.add_node("dan")
    assert "cat" in shop.server().graph
    shop.client.volume("menu").lose(2)
    with pytest.raises(Unwritable, match="2 of 6"):
        friends(shop)


def test_the_graph_survives_the_writers_zone(shop):
    shop.account.fail_zone(A)
    shop.advance(seconds=30)
    shop.server().graph.add_edge("bob", "cat", "since", year=2021)
    shop.account.restore_zone(A)
    assert len(friends(shop)) == 2 and friends(shop) == friends(shop, "ReaderEndpoint")


def test_the_largest_of_the_lowest_tier_takes_over(shop):
    shop.add("huge", DBInstanceClass="db.r6g.4xlarge")
    shop.client.failover_db_cluster(DBClusterIdentifier="menu")
    shop.advance(seconds=30)
    assert shop.writer() == "huge"


def test_a_master_password_is_not_neptunes(shop):
    code, message = refused(
        shop.client.modify_db_cluster,
        DBClusterIdentifier="menu",
        MasterUserPassword="espresso-2026",
    )
    assert code == "InvalidParameterValue" and "not supported" in message


def test_a_graph_that_cannot_be_saved_says_why(shop):
    shop.server().graph.nodes["ann"]["born"] = date(1999, 5, 1)
    code, message = refused(
        shop.client.create_db_cluster_snapshot,
        DBClusterSnapshotIdentifier="noon",
        DBClusterIdentifier="menu",
    )
    assert code == "InvalidDBClusterStateFault" and "cannot be saved" in message
    assert shop.client.describe_db_cluster_snapshots()["DBClusterSnapshots"] == []


def test_a_snapshot_holds_the_graph_of_its_moment(shop):
    shop.client.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="noon", DBClusterIdentifier="menu"
    )
    shop.server().graph.nodes["ann"]["city"] = "Cork"
    shop.server().graph.remove_node("bob")
    shop.advance(minutes=2)
    shop.client.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="old", SnapshotIdentifier="noon", Engine="neptune"
    )
    shop.advance(minutes=2)
    shop.add("old-one", "old")
    assert friends(shop, name="old") == KNOWN
    assert shop.server(name="old").graph.nodes["ann"] == {}
    assert friends(shop) == []


def test_a_saved_graph_is_restored_in_another_region(shop):
    (found,) = shop.account.protected("eu-west-1")
    saved = found.save()
    shop.server().graph.clear()
    there = ClusterShop("neptune", region="us-east-1", account=shop.account)
    there.client.restore_saved(saved, {"DBClusterIdentifier": "menu"})
    there.advance(minutes=2)
    there.add("far")
    assert friends(there) == KNOWN and friends(shop) == []
    assert isinstance(there.server().graph, networkx.MultiDiGraph)
