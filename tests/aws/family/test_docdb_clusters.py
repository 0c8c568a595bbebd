"""DocumentDB's own: its master user, its replicas' lag, documents in snapshots."""

import pytest

from cafe.aws.errors import ClientError, LoginRefused
from cafe.aws.storage.volume import Unwritable
from fixtures.clusters import A, B, C, ClusterShop
from fixtures.rds import refused


@pytest.fixture
def shop():
    """A writer and a replica, and one dish in the collection."""
    shop = ClusterShop("docdb", "one", "two")
    put(shop, "espresso")
    return shop


def put(shop, _id, name="menu"):
    shop.server(name=name).store.collection("cafe", "dishes").insert({"_id": _id})


def dishes(shop, kind="Endpoint", name="menu"):
    found = shop.server(kind, name).store.collection("cafe", "dishes").find({})
    return [document["_id"] for document in found]


def test_the_master_user_gets_in_and_nobody_else(shop):
    instance = shop.client.instance("one")
    for user, password in (
        ("barista", "wrong-one"),
        ("guest", "espresso-2026"),
        (None, None),
    ):
        with pytest.raises(LoginRefused, match="Authentication failed"):
            instance.login(user, password, "cafe")
    change = {"DBClusterIdentifier": "menu", "MasterUserPassword": "ristretto-2026"}
    with pytest.raises(ClientError, match="Without ApplyImmediately a new Master"):
        shop.client.modify_db_cluster(**change)
    shop.client.modify_db_cluster(**change, ApplyImmediately=True)
    instance.login("barista", "ristretto-2026", "admin")
    with pytest.raises(LoginRefused):
        shop.server()
    assert shop.cluster()["MasterUsername"] == "barista"


@pytest.mark.parametrize(
    "settings",
    [
        {"MasterUsername": "admin"},
        {"MasterUsername": "2cups"},
        {"MasterUsername": "two_cups"},
        {"MasterUsername": "a" * 64},
        {"MasterUserPassword": "short"},
        {"MasterUserPassword": "a" * 101},
        {"MasterUserPassword": "with/slash"},
        {"MasterUserPassword": 'with"quote'},
    ],
)
def test_a_bad_user_or_password_is_refused(settings):
    shop = ClusterShop("docdb")
    wanted = shop.new_cluster() | settings
    assert refused(shop.client.create_db_cluster, **wanted)[0] == (
        "InvalidParameterValue"
    )


@pytest.mark.parametrize(
    "named, given",
    [
        ({}, "5.0.0"),
        ({"EngineVersion": "8.0.0"}, "8.0.0"),
        ({"EngineVersion": "4.0.0"}, "4.0.0"),
    ],
)
def test_a_cluster_has_the_version_that_is_named_or_5(named, given):
    shop = ClusterShop("docdb")
    shop.create(**named)
    assert shop.cluster()["EngineVersion"] == given


def test_a_cluster_needs_a_master_user():
    shop = ClusterShop("docdb")
    code, message = refused(
        shop.client.create_db_cluster, DBClusterIdentifier="menu", Engine="docdb"
    )
    assert code == "InvalidParameterValue" and "MasterUsername" in message


def test_documents_survive_the_writers_zone(shop):
    shop.account.fail_zone(A)
    shop.advance(seconds=30)
    put(shop, "lungo")
    shop.account.restore_zone(A)
    assert dishes(shop) == dishes(shop, "ReaderEndpoint") == ["espresso", "lungo"]


def test_among_equal_tiers_the_class_closest_to_the_writers_takes_over(shop):
    shop.add("huge", DBInstanceClass="db.r6g.4xlarge")
    shop.add("tiny", DBInstanceClass="db.t3.medium")
    shop.client.failover_db_cluster(DBClusterIdentifier="menu")
    shop.advance(seconds=30)
    assert shop.writer() == "two"


# -- lag --------------------------------------------------------------------------


def test_replicas_are_in_step_until_they_lag(shop):
    assert dishes(shop, "ReaderEndpoint") == ["espresso"]
    shop.client.set_replica_lag("menu", seconds=10)
    put(shop, "lungo")
    assert dishes(shop) == ["espresso", "lungo"]
    shop.advance(seconds=9)
    assert dishes(shop, "ReaderEndpoint") == ["espresso"]
    shop.advance(seconds=1)
    assert dishes(shop, "ReaderEndpoint") == ["espresso", "lungo"]


def test_a_smaller_lag_brings_what_is_old_enough_and_none_brings_all(shop):
    shop.client.set_replica_lag("menu", seconds=60)
    put(shop, "lungo")
    shop.advance(seconds=10)
    put(shop, "mocha")
    shop.client.set_replica_lag("menu", seconds=5)
    assert dishes(shop, "ReaderEndpoint") == ["espresso", "lungo"]
    shop.client.set_replica_lag("menu", seconds=0)
    assert dishes(shop, "ReaderEndpoint") == ["espresso", "lungo", "mocha"]
    assert shop.client.clusters["menu"].data.listeners == []


def test_a_lagging_replica_hears_of_changes_and_deletions(shop):
    shop.client.set_replica_lag("menu", seconds=10)
    collection = shop.server().store.collection("cafe", "dishes")
    collection.update({"_id": "espresso"}, {"$set": {"price": 2}})
    collection.create_index([("price", 1)])
    shop.advance(seconds=10)
    replica = shop.server("ReaderEndpoint").store
    there = replica.collection("cafe", "dishes")
    assert list(there.find({})) == [{"_id": "espresso", "price": 2}]
    assert "price_1" in there.indexes
    collection.delete({})
    assert dishes(shop, "ReaderEndpoint") == ["espresso"]
    shop.advance(seconds=10)
    assert dishes(shop, "ReaderEndpoint") == []


def test_a_failover_loses_nothing_that_a_replica_had_not_seen(shop):
    shop.client.set_replica_lag("menu", seconds=600)
    put(shop, "lungo")
    assert dishes(shop, "ReaderEndpoint") == ["espresso"]
    shop.account.fail_zone(A)
    shop.advance(seconds=30)
    assert shop.writer() == "two" and dishes(shop) == ["espresso", "lungo"]


def test_a_lag_is_not_negative_and_needs_data():
    shop = ClusterShop("docdb")
    shop.client.create_db_cluster(**shop.new_cluster())
    with pytest.raises(ValueError, match="no data yet"):
        shop.client.set_replica_lag("menu", 1)
    shop.advance(minutes=2)
    with pytest.raises(ValueError, match="got -1"):
        shop.client.set_replica_lag("menu", -1)


def test_a_cluster_of_the_same_name_has_no_lag(shop):
    shop.client.set_replica_lag("menu", seconds=10)
    for name in ("one", "two"):
        shop.delete(name)
    shop.client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)
    shop.advance(minutes=10)
    shop.create("one", "two")
    put(shop, "mocha")
    assert dishes(shop, "ReaderEndpoint") == ["mocha"]


# -- copies, snapshots ------------------------------------------------------------


def test_documents_cannot_be_read_from_two_copies(shop):
    server = shop.server("ReaderEndpoint")
    shop.account.fail_zone(C)
    shop.client.volume("menu").lose(1)
    assert dishes(shop) == ["espresso"]
    shop.client.volume("menu").lose(3)
    with pytest.raises(Unwritable, match="2 of 6"):
        server.store  # noqa: B018


def test_a_snapshot_holds_the_documents_of_its_moment(shop):
    shop.client.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="noon", DBClusterIdentifier="menu"
    )
    put(shop, "lungo")
    shop.advance(minutes=2)
    shop.client.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="old", SnapshotIdentifier="noon", Engine="docdb"
    )
    shop.advance(minutes=2)
    shop.add("old-one", "old")
    assert dishes(shop, name="old") == ["espresso"]
    put(shop, "mocha", "old")
    assert dishes(shop) == ["espresso", "lungo"]


def test_saved_documents_are_restored_in_another_region(shop):
    (found,) = shop.account.protected("eu-west-1")
    saved = found.save()
    shop.server().store.collection("cafe", "dishes").delete({})
    there = ClusterShop("docdb", region="us-east-1", account=shop.account)
    there.client.restore_saved(saved, {"DBClusterIdentifier": "menu"})
    there.advance(minutes=2)
    there.add("far")
    assert dishes(there) == ["espresso"] and dishes(shop) == []


def test_ids_of_two_clusters_differ(shop):
    shop.create("other", name="drinks")
    made = {shop.server(name=n).store.new_object_id() for n in ("menu", "drinks")}
    assert len(made) == 2


def test_a_lagging_replica_in_a_cut_zone_catches_up_when_it_is_back(shop):
    shop.client.set_replica_lag("menu", seconds=10)
    shop.account.fail_zone(B)
    put(shop, "lungo")
    shop.advance(minutes=1)
    shop.account.restore_zone(B)
    assert dishes(shop, "ReaderEndpoint") == ["espresso", "lungo"]
