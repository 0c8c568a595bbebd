"""What DAX answers from its caches, and each way in which that may be stale.

The staleness is AWS's, from its page "DAX and DynamoDB consistency models" and, for a
TTL of 0 and global tables, "Configuring your DAX cluster".
"""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cafe import aws
from cafe.aws.dax.cache import MISSING, Cache
from cafe.aws.dynamodb.conditions import Attr, Key
from cafe.drivers.amazondax import AmazonDaxClient
from fixtures.dax import CachedCafe, counted
from fixtures.dynamodb import capacity, refused, until_throttled
from peers import dynamodb_cases
from peers.dynamodb_peers import outcome
from peers.through_dax import ThroughDax, connect

TESTS = Path(__file__).parents[2]
FIVE = {"minutes": 5}


@pytest.fixture
def cafe():
    return CachedCafe()


@pytest.fixture
def sorted_cafe():
    return CachedCafe(sort="n")


# -- the item cache ----------------------------------------------------------------


def test_a_hit_costs_the_table_nothing(cafe):
    cafe.put(drink="tea")
    used = [
        cafe.cached.get_item(Key={"pk": "a"}, ReturnConsumedCapacity="TOTAL")
        for _ in range(3)
    ]
    assert [u["ConsumedCapacity"]["CapacityUnits"] for u in used] == [0.5, 0, 0]
    assert [u["Item"] for u in used] == [{"pk": "a", "drink": "tea"}] * 3
    assert cafe.reads() == 0.5
    assert (cafe.count("ItemCacheHits"), cafe.count("ItemCacheMisses")) == (2, 1)


@pytest.mark.slow
def test_a_hot_key_is_not_throttled_behind_dax(cafe):
    cafe.put(drink="tea")
    assert until_throttled(lambda n: cafe.table.get_item(Key={"pk": "a"})) < 20_000
    cafe.clock.advance(minutes=1)
    for _ in range(20_000):
        cafe.get()
    assert cafe.count("ItemCacheMisses") == 1


def test_an_item_changed_around_dax_is_stale_for_five_minutes(cafe):
    cafe.put(price=1)
    assert cafe.get()["price"] == 1
    cafe.put(price=2)
    cafe.clock.advance(minutes=4, seconds=59)
    assert cafe.get()["price"] == 1
    cafe.clock.advance(seconds=1)
    assert cafe.get()["price"] == 2


def test_a_read_does_not_lengthen_an_items_life(cafe):
    cafe.put(price=1)
    cafe.get()
    cafe.put(price=2)
    for _ in range(4):
        cafe.clock.advance(minutes=1)
        assert cafe.get()["price"] == 1
    cafe.clock.advance(minutes=1)
    assert cafe.get()["price"] == 2


def test_a_batch_is_as_many_single_gets(cafe):
    for pk in "ab":
        cafe.table.put_item(Item={"pk": pk})
    cafe.get("a")
    asked = {"orders": {"Keys": [{"pk": "a"}, {"pk": "b"}, {"pk": "c"}]}}
    for units in (1.0, 0.0):
        answer = cafe.resource.batch_get_item(
            RequestItems=asked, ReturnConsumedCapacity="TOTAL"
        )
        assert answer["ConsumedCapacity"][0]["CapacityUnits"] == units
        assert answer["Responses"]["orders"] == [{"pk": "a"}, {"pk": "b"}]


def test_a_batch_of_hits_ends_at_16_mb_as_a_batch_of_reads_does():
    cafe = CachedCafe(NodeType="dax.r5.4xlarge")
    keys = [{"pk": str(number)} for number in range(50)]
    for key in keys:
        cafe.cached.put_item(Item=key | {"bulk": "x" * 400_000})
        cafe.clock.advance(seconds=1)
    asked = {"RequestItems": {"orders": {"Keys": keys}}}
    direct = cafe.cafe.resource.batch_get_item(**asked)
    cached = cafe.resource.batch_get_item(**asked)
    assert cafe.count("ItemCacheMisses") == 0
    assert direct["UnprocessedKeys"] == cached["UnprocessedKeys"] != {}


def test_whole_items_are_cached_whatever_part_was_asked_for(cafe):
    cafe.put(drink="tea", size="L")
    assert cafe.get(ProjectionExpression="drink") == {"drink": "tea"}
    assert cafe.get() == {"pk": "a", "drink": "tea", "size": "L"}
    assert cafe.count("ItemCacheMisses") == 1


def test_a_wrong_request_is_refused_on_a_hit_too(cafe):
    cafe.put(drink="tea")
    cafe.get()
    for table in (cafe.table, cafe.cached):
        assert refused(table.get_item, Key={"pk": 1})[0] == "ValidationException"
        found = refused(
            table.get_item,
            Key={"pk": "a"},
            ProjectionExpression="drink",
            ExpressionAttributeNames={"#x": "x"},
        )
        assert "unused in expressions" in found[1]


def test_an_item_got_is_a_copy(cafe):
    cafe.put(lines=[1])
    cafe.get()["lines"].append(2)
    assert cafe.get()["lines"] == [1]
    cafe.cached.scan()["Items"][0]["lines"].append(2)
    assert cafe.cached.scan()["Items"][0]["lines"] == [1]


# -- negative entries --------------------------------------------------------------


def test_a_missing_item_is_cached_as_missing(cafe):
    assert cafe.get() is None
    cafe.put(price=1)
    assert cafe.get() is None
    assert cafe.reads() == 0.5
    cafe.clock.advance(**FIVE)
    assert cafe.get() == {"pk": "a", "price": 1}


def test_an_item_put_through_dax_is_missing_no_longer(cafe):
    assert cafe.get() is None
    cafe.cached.put_item(Item={"pk": "a"})
    assert cafe.get() == {"pk": "a"}


def test_an_empty_result_is_cached_as_empty(cafe):
    asked = {"KeyConditionExpression": Key("pk").eq("a")}
    assert cafe.cached.query(**asked)["Items"] == []
    cafe.put(price=1)
    assert cafe.cached.query(**asked)["Items"] == []
    cafe.clock.advance(**FIVE)
    assert cafe.cached.query(**asked)["Count"] == 1


# -- writes ------------------------------------------------------------------------


def test_a_write_through_dax_is_in_the_table_and_in_the_item_cache(cafe):
    cafe.cached.put_item(Item={"pk": "a", "price": 1})
    assert cafe.get() == {"pk": "a", "price": 1}
    cafe.cached.update_item(
        Key={"pk": "a"},
        UpdateExpression="ADD price :one",
        ExpressionAttributeValues={":one": 1},
    )
    assert cafe.get() == {"pk": "a", "price": 2}
    assert cafe.table.get_item(Key={"pk": "a"})["Item"] == {"pk": "a", "price": 2}
    cafe.cached.delete_item(Key={"pk": "a"})
    assert cafe.get() is None
    assert cafe.count("ItemCacheMisses") == 0


def test_a_write_renews_an_items_life(cafe):
    cafe.cached.put_item(Item={"pk": "a", "price": 1})
    cafe.clock.advance(minutes=3)
    cafe.cached.put_item(Item={"pk": "a", "price": 2})
    cafe.clock.advance(minutes=3)
    cafe.put(price=3)
    assert cafe.get()["price"] == 2


def test_a_refused_write_changes_neither_table_nor_cache(cafe):
    cafe.cached.put_item(Item={"pk": "a", "price": 1})
    found = refused(
        cafe.cached.put_item,
        Item={"pk": "a", "price": 2},
        ConditionExpression=Attr("pk").not_exists(),
    )
    assert found[0] == "ConditionalCheckFailedException"
    assert cafe.get()["price"] == 1
    assert cafe.count("ItemCacheMisses") == 0


def test_a_condition_looks_at_the_table_and_not_at_the_cache(cafe):
    cafe.put(price=1)
    cafe.get()
    cafe.put(price=2)
    asked = {"Item": {"pk": "a", "price": 3}}
    assert refused(
        cafe.cached.put_item, ConditionExpression=Attr("price").eq(1), **asked
    )
    assert cafe.get()["price"] == 1
    cafe.cached.put_item(ConditionExpression=Attr("price").eq(2), **asked)
    assert cafe.get()["price"] == 3


def test_a_throttled_write_is_not_cached(cafe):
    table = cafe.cafe.table("slow", ProvisionedThroughput=capacity(1, 1))
    cached = cafe.resource.Table("slow")
    last = until_throttled(lambda n: cached.put_item(Item={"pk": "a", "n": n}))
    assert cached.get_item(Key={"pk": "a"})["Item"]["n"] == last - 1
    found = table.get_item(Key={"pk": "a"}, ConsistentRead=True)
    assert found["Item"]["n"] == last - 1


def test_a_batch_is_written_through(cafe):
    cafe.put(price=1)
    cafe.get(), cafe.get("b")
    with cafe.cached.batch_writer() as batch:
        batch.delete_item(Key={"pk": "a"})
        batch.put_item(Item={"pk": "b"})
    assert cafe.get() is None and cafe.get("b") == {"pk": "b"}
    assert cafe.count("ItemCacheHits") == 2


# -- the query cache ---------------------------------------------------------------


def test_a_result_set_is_stale_after_a_write_through_dax(sorted_cafe):
    cafe = sorted_cafe
    asked = {"KeyConditionExpression": Key("pk").eq("101") & Key("n").gte(5)}
    cafe.cached.put_item(Item={"pk": "101", "n": 5})
    first = cafe.cached.query(**asked)["Items"]
    cafe.cached.put_item(Item={"pk": "101", "n": 20})
    assert cafe.cached.query(**asked)["Items"] == first
    assert cafe.cached.get_item(Key={"pk": "101", "n": 20})["Item"]["n"] == 20
    cafe.clock.advance(**FIVE)
    assert cafe.cached.query(**asked)["Count"] == 2


def test_a_result_set_is_stale_after_a_write_around_dax(cafe):
    assert cafe.cached.scan()["Count"] == 0
    cafe.put(price=1)
    assert cafe.cached.scan()["Count"] == 0
    cafe.clock.advance(**FIVE)
    assert cafe.cached.scan()["Count"] == 1


def test_a_scan_does_not_warm_the_item_cache(cafe):
    cafe.put(price=1)
    cafe.cached.scan()
    cafe.get()
    assert cafe.count("ItemCacheMisses") == 1


def test_an_item_read_anew_leaves_an_older_one_in_the_result_set(cafe):
    cafe.put(price=1)
    cafe.cached.scan()
    cafe.put(price=2)
    assert cafe.get()["price"] == 2
    assert cafe.cached.scan()["Items"][0]["price"] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"Limit": 5},
        {"ScanIndexForward": False},
        {"FilterExpression": Attr("x").eq(1)},
        {"FilterExpression": Attr("x").eq(True)},
        {"Select": "COUNT"},
    ],
    ids=str,
)
def test_other_parameters_are_another_result_set(sorted_cafe, other):
    cafe = sorted_cafe
    same = {"KeyConditionExpression": Key("pk").eq("a")}
    cafe.put(n=1, x=1)
    cafe.cached.query(**same), cafe.cached.query(**same)
    assert cafe.count("QueryCacheHits") == 1
    cafe.cached.query(**same, **other)
    assert (cafe.count("QueryCacheHits"), cafe.count("QueryCacheMisses")) == (1, 2)


def test_1_and_true_ask_for_different_things(cafe):
    cafe.put(paid=True)
    found = [
        cafe.cached.scan(FilterExpression=Attr("paid").eq(value))["Count"]
        for value in (1, True, 1, True)
    ]
    assert found == [0, 1, 0, 1]
    assert cafe.count("QueryCacheHits") == 2


def test_a_cached_result_set_costs_the_table_nothing(cafe):
    cafe.put(price=1)
    used = [
        cafe.cached.scan(ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
        for _ in range(2)
    ]
    assert [each["CapacityUnits"] for each in used] == [0.5, 0]
    assert used[1]["Table"] == {"CapacityUnits": 0}
    assert cafe.reads() == 0.5


def test_a_refused_query_is_not_cached(cafe):
    for _ in range(2):
        assert refused(cafe.cached.query)[0] == "ValidationException"
    assert cafe.count("QueryCacheHits") == 0


# -- strong reads ------------------------------------------------------------------


def test_a_strong_read_is_passed_on_and_not_cached(cafe):
    cafe.put(price=1)
    cafe.get(), cafe.cached.scan(), cafe.cached.scan(ConsistentRead=True)
    cafe.put(price=2)
    asked = {"orders": {"Keys": [{"pk": "a"}], "ConsistentRead": True}}
    strong = [
        cafe.get(ConsistentRead=True),
        cafe.cached.scan(ConsistentRead=True)["Items"][0],
        cafe.resource.batch_get_item(RequestItems=asked)["Responses"]["orders"][0],
    ]
    assert [each["price"] for each in strong] == [2] * 3
    assert cafe.get()["price"] == 1
    assert cafe.cached.scan()["Items"][0]["price"] == 1


# -- late copies -------------------------------------------------------------------


def test_an_old_copy_of_the_table_is_kept_for_five_minutes(cafe):
    cafe.put(price=1)
    cafe.clock.advance(seconds=10)
    cafe.cafe.client.set_replica_lag("orders", 1)
    late = 0
    for number in range(40):
        cafe.put(price=number)
        if cafe.get()["price"] != number:
            late += 1
            cafe.clock.advance(minutes=4)
            assert cafe.get()["price"] != number
        cafe.clock.advance(**FIVE)
    assert 0 < late < 40


def test_a_write_from_another_region_goes_around_dax(cafe):
    cafe.table.update(ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}])
    cafe.table.wait_until_exists()
    cafe.clock.advance(minutes=30)
    there = aws.Session("us-east-1", account=cafe.account).resource("dynamodb")
    cafe.put(price=1)
    assert cafe.get()["price"] == 1
    there.Table("orders").put_item(Item={"pk": "a", "price": 2})
    cafe.clock.advance(minutes=1)
    assert cafe.table.get_item(Key={"pk": "a"})["Item"]["price"] == 2
    assert cafe.get()["price"] == 1


# -- room --------------------------------------------------------------------------


def test_the_item_not_used_for_longest_makes_room(cafe):
    for number in range(10):
        cafe.cached.put_item(Item={"pk": str(number), "bulk": "x" * 100_000})
    cafe.get("0")
    cafe.cached.put_item(Item={"pk": "new", "bulk": "x" * 100_000})
    cafe.get("0")
    assert cafe.count("ItemCacheMisses") == 0
    cafe.get("1")
    assert cafe.count("ItemCacheMisses") == 1


@pytest.mark.slow
def test_missing_items_take_room_too(cafe):
    for number in range(11_000):
        cafe.get(f"none{number}")
        if number % 2000 == 0:
            cafe.clock.advance(seconds=1)
    assert len(cafe.dax.cluster("menu").nodes[0].caches["items"]) < 11_000


def test_a_cache_never_holds_more_than_it_has_room_for(cafe):
    cache = Cache(cafe.clock, ttl=cafe.dax.cluster("menu").ttls["items"], capacity=10)
    for key in range(7):
        cache.put(key, key, 3)
    cache.put(6, "again", 4)
    assert cache.bytes == 10 and len(cache) == 3
    assert [cache.get(key) for key in (3, 4, 5, 6)] == [MISSING, 4, 5, "again"]
    cache.put(6, "large", 11)
    assert [cache.get(key) for key in (4, 5, 6)] == [4, 5, MISSING]


# -- the same answers as the table -------------------------------------------------


def for_ever(cluster):
    """Let items live until they are written, and result sets not at all."""
    cluster.ttls = {"items": timedelta.max, "queries": timedelta()}
    for node in cluster.nodes:
        node.forget()


@pytest.mark.slow
@pytest.mark.parametrize("empty", [True, False], ids=["empty cache", "full cache"])
def test_random_calls_are_answered_as_the_table_answers_them(empty):
    """With an empty cache to the last unit; with a full one but for what is saved."""
    account, other = aws.Account(), aws.Account()
    direct = aws.Session(account=account).client("dynamodb")
    dax = aws.Session(account=other).client("dax")
    url = connect(other)
    for_ever(dax.cluster("menu"))
    counts = counted(dax.cluster("menu"))
    through = ThroughDax(
        aws.Session(account=other).client("dynamodb"),
        AmazonDaxClient(endpoint_url=url, account=other),
        forget=empty,
    )
    for client in (direct, through):
        for name in dynamodb_cases.TABLES:
            client.create_table(**dynamodb_cases.definition(name))
        client.clock.advance(minutes=1)
    for operation, arguments in dynamodb_cases.case("dax", 3000):
        found = []
        for client in (direct, through):
            client.clock.advance(seconds=10)
            answer = outcome(client, operation, arguments)
            if not empty and "get" in operation and answer[0] == "answer":
                answer[1].pop("ConsumedCapacity", None)
            found.append(answer)
        assert found[0] == found[1], (operation, arguments)
    assert (counts["ItemCacheHits"] == 0) is empty


FILES = ["items", "batches", "reading", "expressions", "copies", "capacity", "tables"]


@pytest.mark.slow
def test_the_tests_of_dynamodb_pass_through_dax():
    files = [f"aws/dynamodb/test_dynamodb_{name}.py" for name in FILES]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "peers.through_dax", *files],
        cwd=TESTS,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-3000:]


# -- odd calls ------------------------------------------------------------------------


def test_what_there_is_are_the_calls_on_items_and_no_others(cafe):
    client = cafe.cached.meta.client
    with pytest.raises(AttributeError, match="There is: .*query, scan, "):
        client.execute_statement(Statement="SELECT 1")
    with pytest.raises(NotImplementedError, match="Table operations are not supported"):
        client.put_resource_policy(ResourceArn="arn:aws:dynamodb:::t", Policy="{}")
    with pytest.raises(NotImplementedError, match="AWS takes transactions through DAX"):
        client.transact_write_items(TransactItems=[])


def test_a_question_with_a_name_that_is_no_text_is_refused(cafe):
    asked = {"ExpressionAttributeValues": {":a": 1, 5: 2}}
    with pytest.raises(aws.errors.ParamValidationError):
        cafe.cached.query(KeyConditionExpression="pk = :a", **asked)


@pytest.mark.parametrize("url", ["", "dax://", "dax://h:abc", "dax://[::1", None, 5])
def test_an_address_that_is_none_is_told_as_such(cafe, url):
    with pytest.raises(ValueError, match="no address of DAX here"):
        AmazonDaxClient(endpoint_url=url, account=cafe.account)
