"""Copies and time: replicas, zones, other Regions, expiry, points in time."""

from datetime import timedelta

import pytest

from fixtures.dynamodb import Cafe, refused


@pytest.fixture
def cafe():
    return Cafe()


@pytest.fixture
def orders(cafe):
    return cafe.table()


def value(table, pk="a", **how):
    return table.get_item(Key={"pk": pk}, **how).get("Item", {}).get("v")


# -- three replicas -----------------------------------------------------------------


def test_an_eventual_read_may_be_old_and_a_strong_one_never_is(cafe, orders):
    orders.put_item(Item={"pk": "a", "v": "old"})
    cafe.client.set_replica_lag("orders", seconds=2)
    orders.put_item(Item={"pk": "a", "v": "new"})
    assert {value(orders) for _ in range(30)} == {"old", "new"}
    assert {value(orders, ConsistentRead=True) for _ in range(30)} == {"new"}
    cafe.clock.advance(seconds=2)
    assert {value(orders) for _ in range(30)} == {"new"}


def test_the_late_replica_shows_each_version_in_its_turn(cafe, orders):
    cafe.client.set_replica_lag("orders", seconds=3)
    for version in (1, 2, 3):
        orders.put_item(Item={"pk": "a", "v": version})
        cafe.clock.advance(seconds=1)
    assert {value(orders) for _ in range(30)} == {1, 3}
    cafe.clock.advance(seconds=1)
    assert {value(orders) for _ in range(30)} == {2, 3}


def test_queries_and_scans_may_be_old_too(cafe):
    table = cafe.table(sort="sk")
    table.put_item(Item={"pk": "a", "sk": 1})
    table.put_item(Item={"pk": "b", "sk": 1})
    cafe.client.set_replica_lag("orders", seconds=2)
    table.put_item(Item={"pk": "a", "sk": 2})
    table.delete_item(Key={"pk": "b", "sk": 1})
    query = {
        "KeyConditionExpression": "pk = :a",
        "ExpressionAttributeValues": {":a": "a"},
    }
    assert {table.query(**query)["Count"] for _ in range(30)} == {1, 2}
    assert {len(table.scan()["Items"]) for _ in range(30)} == {2}
    seen = {str(table.scan()["Items"]) for _ in range(30)}
    assert len(seen) == 2
    assert {table.query(ConsistentRead=True, **query)["Count"] for _ in range(9)} == {2}


def test_two_accounts_with_one_seed_read_alike():
    def story(seed):
        cafe = Cafe(seed=seed)
        table = cafe.table()
        cafe.client.set_replica_lag("orders", seconds=1)
        table.put_item(Item={"pk": "a", "v": 1})
        return [value(table) for _ in range(20)]

    assert story(1) == story(1)
    assert any(story(1) != story(seed) for seed in range(2, 6))


def test_without_a_lag_every_read_is_up_to_date(orders):
    orders.put_item(Item={"pk": "a", "v": 1})
    assert {value(orders) for _ in range(30)} == {1}


def test_a_cut_zone_is_survived(cafe, orders):
    orders.put_item(Item={"pk": "a", "v": 1})
    cafe.account.fail_zone("eu-west-1a")
    orders.put_item(Item={"pk": "a", "v": 2})
    assert value(orders, ConsistentRead=True) == 2
    leaders = {part["leader"] for part in cafe.client.partitions("orders")}
    assert "eu-west-1a" not in leaders


def test_without_two_zones_nothing_is_written_and_nothing_lost(cafe, orders):
    orders.put_item(Item={"pk": "a", "v": 1})
    cafe.account.fail_zone("eu-west-1a")
    cafe.account.fail_zone("eu-west-1b")
    assert (
        refused(orders.put_item, Item={"pk": "a", "v": 2})[0] == "InternalServerError"
    )
    assert refused(orders.get_item, Key={"pk": "a"}, ConsistentRead=True)
    assert value(orders) == 1
    cafe.account.restore_zone("eu-west-1a")
    orders.put_item(Item={"pk": "a", "v": 2})
    assert value(orders, ConsistentRead=True) == 2


def test_the_account_map_shows_three_replicas_in_three_zones(cafe, orders):
    cafe.client.set_replica_lag("orders", seconds=2)
    found = [r for r in cafe.account.resources() if r.kind == "DynamoDB table"]
    assert [r.zone[-1] for r in found] == ["a", "b", "c"]
    assert sorted(r.status for r in found) == ["active", "active", "behind by 2 s"]
    assert [r.synchronous for r in found].count(True) == 2
    cafe.account.fail_zone("eu-west-1b")
    assert cafe.account.resources()[1].status == "cut off"


# -- other Regions --------------------------------------------------------------------


@pytest.fixture
def frankfurt(cafe, orders):
    """The replica of the orders in another Region."""
    orders.put_item(Item={"pk": "before", "v": 0})
    orders.update(ReplicaUpdates=[{"Create": {"RegionName": "eu-central-1"}}])
    cafe.clock.advance(minutes=1)
    return cafe.in_region("eu-central-1").resource.Table("orders")


def test_a_write_arrives_in_the_other_region_a_second_later(cafe, orders, frankfurt):
    assert value(frankfurt, "before") == 0
    orders.put_item(Item={"pk": "a", "v": 1})
    cafe.clock.advance(milliseconds=999)
    assert value(frankfurt) is None
    cafe.clock.advance(milliseconds=1)
    assert value(frankfurt) == 1
    frankfurt.delete_item(Key={"pk": "a"})
    cafe.clock.advance(seconds=1)
    assert value(orders) is None


@pytest.mark.parametrize("first", ["here", "there"])
def test_of_two_writes_to_one_item_the_last_wins_everywhere(
    cafe, orders, frankfurt, first
):
    tables = [orders, frankfurt] if first == "here" else [frankfurt, orders]
    tables[0].put_item(Item={"pk": "a", "v": "first"})
    cafe.clock.advance(milliseconds=100)
    tables[1].put_item(Item={"pk": "a", "v": "second"})
    assert [value(table) for table in tables] == ["first", "second"]
    cafe.clock.advance(seconds=2)
    assert [value(table) for table in tables] == ["second", "second"]


def test_of_two_writes_in_one_region_at_one_moment_the_later_call_wins(
    cafe, orders, frankfurt
):
    orders.put_item(Item={"pk": "a", "v": "first"})
    orders.put_item(Item={"pk": "a", "v": "second"})
    orders.put_item(Item={"pk": "b", "v": 1})
    orders.delete_item(Key={"pk": "b"})
    cafe.clock.advance(seconds=2)
    assert value(frankfurt) == value(orders) == "second"
    assert value(frankfurt, "b") is None


def test_a_region_left_out_is_on_its_own_again(cafe, orders, frankfurt):
    orders.reload()
    assert {r["RegionName"] for r in orders.replicas} == {"eu-west-1", "eu-central-1"}
    orders.update(ReplicaUpdates=[{"Delete": {"RegionName": "eu-central-1"}}])
    orders.put_item(Item={"pk": "a", "v": 1})
    cafe.clock.advance(minutes=1)
    assert (
        refused(frankfurt.get_item, Key={"pk": "a"})[0] == "ResourceNotFoundException"
    )


def test_a_provisioned_table_must_scale_to_have_replicas(cafe):
    table = cafe.table(
        "fixed",
        ProvisionedThroughput={
            "ReadCapacityUnits": 1,
            "WriteCapacityUnits": 1,
        },
    )
    update = {"ReplicaUpdates": [{"Create": {"RegionName": "us-east-1"}}]}
    assert refused(table.update, **update)[1] == (
        "Table write capacity should either be Pay-Per-Request or AutoScaled."
    )


# -- time to live ---------------------------------------------------------------------


@pytest.fixture
def expiring(cafe, orders):
    cafe.client.update_time_to_live(
        TableName="orders",
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
    )

    def put(pk, **span):
        moment = cafe.clock.now + timedelta(**span)
        orders.put_item(Item={"pk": pk, "expires": int(moment.timestamp())})

    return put


def test_an_expired_item_is_read_until_it_is_deleted_within_two_days(
    cafe, orders, expiring
):
    for number in range(100):
        expiring(str(number), hours=1)
    counts = [orders.scan()["Count"]]
    cafe.clock.advance(hours=1)
    for _ in range(5):
        counts.append(orders.scan()["Count"])
        cafe.clock.advance(hours=12)
    assert counts[0] == counts[1] == 100
    assert 0 < counts[3] < counts[2] < 100 and counts[-1] <= 5
    cafe.clock.advance(hours=2)
    assert orders.scan()["Count"] == 0


def test_ttl_deletes_at_no_cost(cafe, orders, expiring):
    expiring("a", hours=1)
    before = cafe.client.usage("orders")["Write"]["consumed"]
    cafe.clock.advance(days=3)
    assert orders.scan()["Count"] == 0
    assert cafe.client.usage("orders")["Write"]["consumed"] == before


def test_what_was_put_off_or_never_expires_stays(cafe, orders, expiring):
    expiring("put off", hours=1)
    expiring("put off", days=30)
    orders.put_item(Item={"pk": "no time"})
    orders.put_item(Item={"pk": "text", "expires": "1"})
    orders.put_item(Item={"pk": "ages ago", "expires": 1})
    cafe.clock.advance(days=5)
    assert orders.scan()["Count"] == 4


def test_the_replicas_of_a_global_table_have_one_time_to_live(
    cafe, orders, frankfurt, expiring
):
    there = frankfurt.meta.client
    told = there.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    assert told == {"TimeToLiveStatus": "ENABLING", "AttributeName": "expires"}
    setting = {"Enabled": True, "AttributeName": "expires"}
    _, message = refused(
        there.update_time_to_live, TableName="orders", TimeToLiveSpecification=setting
    )
    assert message == "TimeToLive is already enabled"
    expiring("a", minutes=1)
    cafe.clock.advance(seconds=1)
    orders.delete()  # Frankfurt goes on alone, with what it was told
    cafe.clock.advance(days=3)
    assert "Item" not in frankfurt.get_item(Key={"pk": "a"})
    told = there.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    assert told["TimeToLiveStatus"] == "ENABLED"


def test_items_that_were_there_before_expire_too(cafe, orders):
    moment = cafe.clock.now + timedelta(hours=1)
    orders.put_item(Item={"pk": "a", "expires": int(moment.timestamp())})
    setting = {"Enabled": True, "AttributeName": "expires"}
    cafe.client.update_time_to_live(TableName="orders", TimeToLiveSpecification=setting)
    assert (
        refused(
            cafe.client.update_time_to_live,
            TableName="orders",
            TimeToLiveSpecification=setting,
        )[1]
        == "TimeToLive is already enabled"
    )
    cafe.clock.advance(days=3)
    assert orders.scan()["Count"] == 0


# -- points in time -------------------------------------------------------------------


def backups(cafe, **how):
    return cafe.client.update_continuous_backups(
        TableName="orders",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True} | how,
    )["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]


def restore(cafe, **when):
    return cafe.client.restore_table_to_point_in_time(
        SourceTableName="orders", TargetTableName="restored", **when
    )["TableDescription"]


def test_a_table_is_restored_to_the_second_before_a_mistake(cafe, orders):
    orders.put_item(Item={"pk": "kept", "v": 1})
    backups(cafe)
    cafe.clock.advance(minutes=30)
    orders.put_item(Item={"pk": "a", "v": 1})
    before = cafe.clock.now
    cafe.clock.advance(seconds=1)
    orders.put_item(Item={"pk": "a", "v": "mistake"})
    orders.delete_item(Key={"pk": "kept"})
    cafe.clock.advance(minutes=10)
    assert restore(cafe, RestoreDateTime=before)["TableStatus"] == "CREATING"
    cafe.clock.advance(minutes=30)
    restored = cafe.resource.Table("restored")
    assert value(restored) == 1 and value(restored, "kept") == 1
    assert value(orders) == "mistake"
    assert restored.restore_summary["RestoreDateTime"] == before


def test_only_a_moment_within_the_backups_can_be_restored(cafe, orders):
    assert refused(restore, cafe=cafe, UseLatestRestorableTime=True) == (
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not enabled for table 'orders'",
    )
    began = cafe.clock.now
    backups(cafe)
    cafe.clock.advance(hours=1)
    described = backups(cafe)
    assert described["EarliestRestorableDateTime"] == began
    assert described["LatestRestorableDateTime"] == cafe.clock.now - timedelta(
        minutes=5
    )
    for moment in (began - timedelta(seconds=1), cafe.clock.now):
        assert refused(restore, cafe=cafe, RestoreDateTime=moment)[0] == (
            "InvalidRestoreTimeException"
        )
    cafe.clock.advance(days=40)
    earliest = backups(cafe)["EarliestRestorableDateTime"]
    assert earliest == cafe.clock.now - timedelta(days=35)
