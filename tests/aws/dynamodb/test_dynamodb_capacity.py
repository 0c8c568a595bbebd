"""Capacity: what a call costs, when it is throttled, and how a table grows."""

import itertools
from decimal import Decimal

import pytest

from cafe import aws
from cafe.aws.dynamodb.capacity import Throughput
from cafe.aws.dynamodb.conditions import Key
from cafe.aws.dynamodb.values import from_python, size
from cafe.aws.errors import ClientError
from fixtures.dynamodb import (
    Cafe,
    capacity,
    definitions,
    index,
    refused,
    until_throttled,
)


@pytest.fixture
def cafe():
    return Cafe()


def units(answer):
    return answer["ConsumedCapacity"]["CapacityUnits"]


def sized(total, pk="a"):
    """An item of so many bytes."""
    return {"pk": pk, "bulk": "x" * (total - len("pk" + pk + "bulk"))}


# -- sizes and costs ----------------------------------------------------------------


@pytest.mark.parametrize(
    "value, wanted",
    [
        ("tea", 3),
        ("é", 2),
        ("☕", 3),
        (b"beans", 5),
        (True, 1),
        (None, 1),
        ([], 3),
        ({}, 3),
        ([1, "ab"], 3 + 1 + 2 + 1 + 2),
        ({"ab": "c"}, 3 + 1 + 2 + 1),
        ({"a", "bcd"}, 4),
        (0, 1),
        (7, 2),
        (12, 2),
        (123, 3),
        (1234, 3),
        (-12, 3),
        (100, 2),
        (1000, 2),
        (Decimal("1.5"), 3),
        (Decimal("0.5"), 2),
        (Decimal("12.34"), 3),
        (10**37, 2),
        (Decimal("1E-130"), 2),
    ],
)
def test_how_many_bytes_a_value_counts(value, wanted):
    assert size(from_python(value)) == wanted


@pytest.mark.parametrize(
    "total, reads, writes",
    [
        (10, 1, 1),
        (1024, 1, 1),
        (1025, 1, 2),
        (4096, 1, 4),
        (4097, 2, 5),
        (20_480, 5, 20),
    ],
)
def test_a_read_costs_a_unit_for_4_kb_and_a_write_one_for_1_kb(
    cafe, total, reads, writes
):
    table = cafe.table()
    also = {"ReturnConsumedCapacity": "TOTAL"}
    assert units(table.put_item(Item=sized(total), **also)) == writes
    key = {"Key": {"pk": "a"}} | also
    assert units(table.get_item(ConsistentRead=True, **key)) == reads
    assert units(table.get_item(**key)) == reads / 2
    assert units(table.delete_item(**key)) == writes


def test_the_larger_of_old_and_new_is_paid(cafe):
    table = cafe.table()
    table.put_item(Item=sized(5000))
    also = {"ReturnConsumedCapacity": "TOTAL"}
    assert units(table.put_item(Item={"pk": "a"}, **also)) == 5
    assert units(table.put_item(Item={"pk": "a"}, **also)) == 1


def test_a_failed_condition_is_paid_as_well(cafe):
    table = cafe.table()
    table.put_item(Item=sized(5000))
    before = cafe.client.usage("orders")["Write"]["consumed"]
    refused(
        table.put_item, Item={"pk": "a"}, ConditionExpression="attribute_not_exists(pk)"
    )
    assert cafe.client.usage("orders")["Write"]["consumed"] == before + 5


def test_what_does_not_exist_costs_as_much_as_4_kb(cafe):
    table = cafe.table(sort="sk")
    also = {"ReturnConsumedCapacity": "TOTAL"}
    assert units(table.get_item(Key={"pk": "a", "sk": 1}, **also)) == 0.5
    assert units(table.query(KeyConditionExpression=Key("pk").eq("a"), **also)) == 0.5
    assert units(table.scan(ConsistentRead=True, **also)) == 1


def test_a_query_adds_sizes_up_before_it_rounds(cafe):
    table = cafe.table(sort="sk")
    for number in range(10):
        table.put_item(Item={"pk": "a", "sk": number, "bulk": "x" * 1000})
    answer = table.query(
        KeyConditionExpression=Key("pk").eq("a"),
        ConsistentRead=True,
        ReturnConsumedCapacity="TOTAL",
    )
    assert units(answer) == 3


@pytest.mark.parametrize(
    "change, wanted",
    [
        ("SET note = :v", 1),  # not in the index
        ("SET drink = :v", 2),  # projected: one entry is rewritten
        ("SET shop = :v", 3),  # the key: one entry goes, one comes
        ("REMOVE shop", 2),  # one entry goes
    ],
)
def test_a_write_pays_for_the_index_entries_that_it_changes(cafe, change, wanted):
    table = cafe.table(
        AttributeDefinitions=definitions({"pk": "S", "shop": "S"}),
        GlobalSecondaryIndexes=[
            index("by_shop", {"shop": "S"}, "INCLUDE", attributes=["drink"])
        ],
    )
    table.put_item(Item={"pk": "a", "shop": "Cork", "drink": "tea"})
    values = {"ExpressionAttributeValues": {":v": "x"}} if ":v" in change else {}
    answer = table.update_item(
        Key={"pk": "a"},
        UpdateExpression=change,
        ReturnConsumedCapacity="INDEXES",
        **values,
    )
    assert units(answer) == wanted
    assert answer["ConsumedCapacity"]["Table"] == {"CapacityUnits": 1.0}


# -- throttling ---------------------------------------------------------------------


def test_provisioned_capacity_is_saved_up_for_300_seconds(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(2, 2))
    assert until_throttled(lambda n: table.put_item(Item={"pk": str(n)})) == 600
    assert refused(table.put_item, Item={"pk": "a"})[0] == (
        "ProvisionedThroughputExceededException"
    )
    cafe.clock.advance(seconds=10)
    assert until_throttled(lambda n: table.put_item(Item={"pk": str(n)})) == 20
    cafe.clock.advance(hours=1)
    assert until_throttled(lambda n: table.put_item(Item={"pk": str(n)})) == 600


def test_reads_and_writes_have_their_own_capacity(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(2, 2))
    until_throttled(lambda n: table.put_item(Item={"pk": "a"}))
    assert until_throttled(lambda n: table.get_item(Key={"pk": "a"})) == 1200


@pytest.mark.parametrize("key", [{"pk": "hot"}, None, "hot"])
def test_where_an_item_lies_is_asked_with_a_key_as_the_client_takes_it(cafe, key):
    cafe.table()
    with pytest.raises(ValueError, match=r"as in \{'id': \{'N': '1'\}\}; got"):
        cafe.client.locate("orders", key)


def test_a_hot_key_is_throttled_while_others_are_not(cafe):
    table = cafe.table()
    assert until_throttled(lambda n: table.put_item(Item={"pk": "hot", "n": n})) == 1000
    hot = cafe.client.locate("orders", {"pk": {"S": "hot"}})["partition"]
    others = [
        str(n)
        for n in range(20)
        if cafe.client.locate("orders", {"pk": {"S": str(n)}})["partition"] != hot
    ]
    for pk in others:
        table.put_item(Item={"pk": pk})
    assert len(others) > 5


def test_a_throttled_call_tells_whether_the_table_or_the_key_is_the_reason(cafe):
    hot = cafe.table(ProvisionedThroughput=capacity(9000, 3000))
    small = cafe.table("small", ProvisionedThroughput=capacity(1, 1))
    for table, reason in (
        (hot, "TableWriteKeyRangeThroughputExceeded"),
        (small, "TableWriteProvisionedThroughputExceeded"),
    ):
        until_throttled(lambda n: table.put_item(Item={"pk": "hot"}))
        with pytest.raises(ClientError) as caught:
            table.put_item(Item={"pk": "hot"})
        (told,) = caught.value.response["ThrottlingReasons"]
        assert told == {"reason": reason, "resource": table.table_arn}


def test_more_capacity_does_not_cure_a_hot_key(cafe):
    for writes in (1000, 8000):
        table = cafe.table(f"t{writes}", ProvisionedThroughput=capacity(1, writes))
        assert until_throttled(lambda n: table.put_item(Item={"pk": "hot"})) == 1000


def test_an_on_demand_table_starts_with_4000_writes_a_second(cafe):
    table = cafe.table()
    code, message = None, None
    done = 0
    for number in range(5000):
        try:
            table.put_item(Item={"pk": str(number)})
            done += 1
        except ClientError as error:
            code, message = error.response["Error"].values()
    assert 3900 < done <= 4000
    assert "ThrottlingException" in (code, message)


def test_an_on_demand_table_doubles_half_an_hour_after_it_was_too_small(cafe):
    table = cafe.table()
    with pytest.raises(ClientError):
        for number in range(5000):
            table.put_item(Item={"pk": str(number)})
    assert cafe.client.usage("orders")["Write"]["throttled"] == 1
    cafe.clock.advance(minutes=31)
    before = len(cafe.client.partitions("orders"))
    assert before >= 4


def test_an_on_demand_table_never_takes_more_than_40_000_units(cafe):
    throughput = Throughput(cafe.clock)
    for _ in range(5):
        throughput.refuse("Write")
        cafe.clock.advance(minutes=31)
    assert throughput.rates() == {"Read": 40_000, "Write": 40_000}


def test_a_global_index_without_capacity_holds_back_the_table(cafe):
    keys = definitions({"pk": "S", "shop": "S"})
    by_shop = index("by_shop", {"shop": "S"}) | {
        "ProvisionedThroughput": capacity(1, 1)
    }
    table = cafe.table(
        AttributeDefinitions=keys,
        GlobalSecondaryIndexes=[by_shop],
        ProvisionedThroughput=capacity(10, 100),
    )

    def put(n):
        return table.put_item(Item={"pk": str(n), "shop": "Cork"})

    assert until_throttled(put) == 300
    table.put_item(Item={"pk": "without a shop"})


# -- partitions ---------------------------------------------------------------------


def test_a_table_begins_with_partitions_enough_for_its_capacity(cafe):
    cafe.table()
    cafe.table("large", ProvisionedThroughput=capacity(6000, 2500))
    assert len(cafe.client.partitions("orders")) == 4
    assert len(cafe.client.partitions("large")) == 5


def test_a_partition_splits_when_it_is_full_and_every_item_is_found(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(100, 100))
    with table.batch_writer() as batch:
        for number in range(400):
            batch.put_item(Item={"pk": str(number), "bulk": "x" * 60_000})
    partitions = cafe.client.partitions("orders")
    assert len(partitions) >= 4
    assert partitions[0]["from"] == 0 and partitions[-1]["to"] == 1
    for one, other in itertools.pairwise(partitions):
        assert one["to"] == other["from"]
    cafe.clock.advance(minutes=5)
    assert all("Item" in table.get_item(Key={"pk": str(n)}) for n in range(400))
    assert sum(partition["keys"] for partition in partitions) == 400


def test_a_partition_splits_some_minutes_after_it_was_too_hot(cafe):
    table = cafe.table()
    for number in range(40):
        table.put_item(Item={"pk": str(number)})
    until_throttled(lambda n: table.put_item(Item={"pk": "hot"}))
    assert len(cafe.client.partitions("orders")) == 4
    cafe.clock.advance(minutes=6)
    assert len(cafe.client.partitions("orders")) == 5
    assert table.get_item(Key={"pk": "hot"})["Item"]


@pytest.mark.slow
def test_a_hot_key_is_split_off_from_the_others_and_never_from_itself(cafe):
    table = cafe.table()
    for number in range(40):
        table.put_item(Item={"pk": str(number)})
    for _ in range(20):
        until_throttled(lambda n: table.put_item(Item={"pk": "hot"}))
        cafe.clock.advance(minutes=6)
    partitions = cafe.client.partitions("orders")
    place = cafe.client.locate("orders", {"pk": {"S": "hot"}})["partition"]
    assert [each["keys"] for each in partitions if each["number"] == place] == [1]
    assert len(partitions) < 14


def test_a_collection_lies_in_one_partition_however_large_it_is(cafe):
    table = cafe.table(sort="sk")
    for number in range(40):
        item = {"pk": "a", "sk": number, "bulk": "x" * 390_000}
        table.put_item(Item=item)
        cafe.clock.advance(seconds=1)
    assert len(cafe.client.partitions("orders")) == 4


# -- auto scaling -------------------------------------------------------------------


@pytest.fixture
def scaled(cafe):
    """A provisioned table that follows its traffic between 5 and 100 units."""
    table = cafe.table(ProvisionedThroughput=capacity(5, 5))
    scaling = aws.Session(account=cafe.account).client("application-autoscaling")
    target = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:WriteCapacityUnits",
    }

    def register(goal=70.0, **limits):
        scaling.register_scalable_target(**limits, **target)
        scaling.put_scaling_policy(
            PolicyName="seventy",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={"TargetValue": goal},
            **target,
        )

    def write(minutes, rate):
        """Write at a rate for some minutes; how many writes were throttled."""
        throttled = 0
        for _second in range(minutes * 60):
            for number in range(rate):
                try:
                    table.put_item(Item={"pk": str(number)})
                except ClientError:
                    throttled += 1
            cafe.clock.advance(seconds=1)
        return throttled

    register(MinCapacity=5, MaxCapacity=100)
    write.register = register
    write.capacity = lambda: cafe.client.usage("orders")["Write"]["capacity"]
    write.scaling = scaling
    return write


@pytest.mark.slow
def test_capacity_follows_the_traffic_up_within_minutes(scaled):
    scaled(5, rate=20)
    assert scaled.capacity() >= 20 / 0.7
    scaled(5, rate=20)
    assert scaled(2, rate=20) == 0


@pytest.mark.slow
def test_capacity_follows_down_slowly_and_not_below_the_minimum(cafe, scaled):
    scaled(5, rate=20)
    high = scaled.capacity()
    cafe.clock.advance(minutes=10)
    assert scaled.capacity() == high
    cafe.clock.advance(minutes=30)
    assert scaled.capacity() == 5


@pytest.mark.slow
def test_capacity_does_not_rise_above_the_maximum(scaled):
    scaled.register(MinCapacity=5, MaxCapacity=12)
    scaled(6, rate=20)
    assert scaled.capacity() == 12


def unit_hours(account):
    """Units of write capacity times hours that a bill has counted so far."""
    used = account.used().items()
    return sum(amount for key, amount in used if key[2] == "dynamodb.wcu")


def test_each_capacity_is_paid_for_as_long_as_it_was_there(cafe, scaled):
    scaled(1, rate=1)
    before = unit_hours(cafe.account)
    cafe.clock.advance(minutes=5)
    scaled.register(MinCapacity=60, MaxCapacity=100)  # 60 units from here on
    cafe.clock.advance(minutes=90)  # in one step: back to 5, as nothing is written
    scaled.register(MinCapacity=5, MaxCapacity=100)
    cafe.clock.advance(minutes=90)
    assert scaled.capacity() == 5
    long = 60 * (90 + 15) / 60 + 5 * (5 + 75) / 60  # a quarter of an hour decides
    assert unit_hours(cafe.account) - before == pytest.approx(long)


def test_a_table_that_scales_is_not_reckoned_anew_each_minute(cafe, scaled):
    uses, asked = cafe.client.uses, []
    cafe.client.uses = lambda: asked.append(1) or uses()
    cafe.clock.advance(days=10)
    assert len(asked) < 10


@pytest.mark.parametrize("goal", [0, -5, 19.9, 90.1, float("nan")])
def test_a_target_that_no_table_can_have_is_refused(scaled, goal):
    with pytest.raises(ClientError, match="TargetValue of a table is 20 to 90"):
        scaled.register(goal, MinCapacity=5, MaxCapacity=100)


@pytest.mark.parametrize("least", [0, -5])
def test_no_table_scales_below_one_unit(scaled, least):
    with pytest.raises(ClientError, match="MinCapacity of a table is 1 or more"):
        scaled.register(MinCapacity=least, MaxCapacity=10)


def test_without_auto_scaling_provisioned_capacity_stays(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(1, 1))
    until_throttled(lambda n: table.put_item(Item={"pk": "a"}))
    cafe.clock.advance(hours=2)
    assert cafe.client.usage("orders")["Write"]["capacity"] == 1


def test_a_scan_without_capacity_is_throttled_as_well(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(1, 100))
    for number in range(10):
        table.put_item(Item={"pk": str(number), "bulk": "x" * 100_000})
    assert until_throttled(lambda n: table.scan()) <= 3
