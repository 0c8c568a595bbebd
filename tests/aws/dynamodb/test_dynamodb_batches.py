"""Batches, whose parts stand alone, and transactions, which are done as a whole."""

import pytest

from cafe.aws.errors import ClientError
from fixtures.dynamodb import Cafe, capacity, refused


@pytest.fixture
def cafe():
    return Cafe()


@pytest.fixture
def orders(cafe):
    return cafe.table()


def put(number, **more):
    return {"PutRequest": {"Item": {"pk": f"order {number}", **more}}}


def write(cafe, *requests, table="orders", **more):
    return cafe.resource.batch_write_item(RequestItems={table: [*requests]}, **more)


def read(cafe, *keys, **more):
    asked = {"orders": {"Keys": [{"pk": key} for key in keys]} | more}
    return cafe.resource.batch_get_item(RequestItems=asked)


def test_a_batch_writes_to_several_tables_and_reads_them(cafe, orders):
    cafe.table("drinks")
    cafe.resource.batch_write_item(
        RequestItems={"orders": [put(1), put(2)], "drinks": [put(3)]}
    )
    answer = cafe.resource.batch_get_item(
        RequestItems={
            "orders": {"Keys": [{"pk": "order 2"}, {"pk": "order 9"}]},
            "drinks": {"Keys": [{"pk": "order 3"}], "ProjectionExpression": "pk"},
        }
    )
    assert answer["Responses"] == {
        "orders": [{"pk": "order 2"}],
        "drinks": [{"pk": "order 3"}],
    }
    assert answer["UnprocessedKeys"] == {}


def test_a_batch_takes_25_writes_and_100_reads(cafe, orders):
    write(cafe, *map(put, range(25)))
    with pytest.raises(
        ClientError, match="Member must have length less than or equal to 25"
    ):
        write(cafe, *map(put, range(26)))
    assert (
        len(read(cafe, *(f"order {n}" for n in range(100)))["Responses"]["orders"])
        == 25
    )
    with pytest.raises(
        ClientError, match="Member must have length less than or equal to 100"
    ):
        read(cafe, *map(str, range(101)))


def test_a_batch_may_not_name_an_item_twice(cafe, orders):
    for call in (lambda: write(cafe, put(1), put(1)), lambda: read(cafe, "a", "a")):
        with pytest.raises(
            ClientError, match="Provided list of item keys contains dup"
        ):
            call()


def test_a_wrong_key_in_a_batch_refuses_all_of_it(cafe, orders):
    bad = {"PutRequest": {"Item": {"drink": "tea"}}}
    with pytest.raises(ClientError, match="provided key element does not match"):
        write(cafe, put(1), bad)
    assert orders.scan()["Count"] == 0


def test_each_part_of_a_batch_is_rounded_up_by_itself(cafe, orders):
    answer = write(
        cafe,
        put(1, bulk="x" * 500),
        put(2, bulk="x" * 3500),
        ReturnConsumedCapacity="TOTAL",
    )
    assert answer["ConsumedCapacity"] == [{"TableName": "orders", "CapacityUnits": 5.0}]


def test_what_finds_no_capacity_comes_back_unprocessed(cafe):
    cafe.table("small", ProvisionedThroughput=capacity(1, 1))
    bulk = {"bulk": "x" * 40_000}
    answer = write(cafe, *(put(n, **bulk) for n in range(25)), table="small")
    left = answer["UnprocessedItems"]["small"]
    assert len(left) == 17 and left[0] == put(8, **bulk)
    with pytest.raises(cafe.client.exceptions.ProvisionedThroughputExceededException):
        write(cafe, put(1), table="small")


def test_the_batch_writer_sends_25_at_a_time_and_waits_for_capacity(cafe):
    table = cafe.table("small", ProvisionedThroughput=capacity(5, 5))
    before = cafe.clock.now
    with table.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"pk": f"order {number}", "bulk": "x" * 50_000})
        batch.delete_item(Key={"pk": "order 0"})
    assert table.scan(Select="COUNT")["ScannedCount"] <= 60
    table.reload()
    assert table.item_count == 59
    assert (cafe.clock.now - before).total_seconds() > 60


def test_the_batch_writer_keeps_the_last_of_two_with_one_key(cafe, orders):
    with orders.batch_writer(overwrite_by_pkeys=["pk"]) as batch:
        for drink in ("tea", "latte"):
            batch.put_item(Item={"pk": "a", "drink": drink})
    assert orders.get_item(Key={"pk": "a"})["Item"]["drink"] == "latte"


# -- transactions ---------------------------------------------------------------------


def transact(cafe, *parts, **more):
    client = cafe.resource.meta.client
    return client.transact_write_items(TransactItems=[*parts], **more)


def part(kind, key="a", **more):
    if kind == "Put":
        return {"Put": {"TableName": "orders", "Item": {"pk": key}} | more}
    return {kind: {"TableName": "orders", "Key": {"pk": key}} | more}


def test_a_transaction_does_all_its_parts(cafe, orders):
    orders.put_item(Item={"pk": "gone"})
    orders.put_item(Item={"pk": "stock", "left": 3})
    take = {
        "UpdateExpression": "SET #l = #l - :n",
        "ExpressionAttributeNames": {"#l": "left"},
        "ExpressionAttributeValues": {":n": 1},
    }
    transact(
        cafe,
        part("Put", "new"),
        part("Delete", "gone"),
        part("Update", "stock", **take),
    )
    found = {item["pk"]: item for item in orders.scan()["Items"]}
    assert found == {"new": {"pk": "new"}, "stock": {"pk": "stock", "left": 2}}


def test_one_failed_check_and_nothing_is_done(cafe, orders):
    orders.put_item(Item={"pk": "sold out", "units": 0})
    check = part(
        "ConditionCheck",
        "sold out",
        ConditionExpression="units > :none",
        ExpressionAttributeValues={":none": 0},
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    with pytest.raises(ClientError) as caught:
        transact(cafe, part("Put", "new"), check)
    error = caught.value.response
    assert error["Error"] == {
        "Code": "TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for "
        "specific reasons [None, ConditionalCheckFailed]",
    }
    assert error["CancellationReasons"] == [
        {"Code": "None"},
        {
            "Code": "ConditionalCheckFailed",
            "Message": "The conditional request failed",
            "Item": {"pk": {"S": "sold out"}, "units": {"N": "0"}},
        },
    ]
    assert "Item" not in orders.get_item(Key={"pk": "new"})


def test_a_part_that_does_not_fit_cancels_the_rest(cafe, orders):
    orders.put_item(Item={"pk": "a", "drink": "tea"})
    add = {"UpdateExpression": "ADD drink :n", "ExpressionAttributeValues": {":n": 1}}
    with pytest.raises(
        ClientError, match=r"specific reasons \[None, ValidationError\]"
    ):
        transact(cafe, part("Put", "new"), part("Update", "a", **add))
    assert "Item" not in orders.get_item(Key={"pk": "new"})


def test_a_transaction_names_each_item_once_and_a_hundred_at_most(cafe, orders):
    with pytest.raises(ClientError, match="cannot include multiple operations on one"):
        transact(cafe, part("Put"), part("Delete"))
    transact(cafe, *(part("Put", str(number)) for number in range(100)))
    with pytest.raises(ClientError, match="length less than or equal to 100"):
        transact(cafe, *(part("Put", str(number)) for number in range(101)))


def test_a_transaction_pays_twice(cafe, orders):
    answer = transact(
        cafe, part("Put", "a"), part("Put", "b"), ReturnConsumedCapacity="TOTAL"
    )
    assert answer["ConsumedCapacity"] == [
        {"TableName": "orders", "CapacityUnits": 4.0, "WriteCapacityUnits": 4.0}
    ]
    got = cafe.client.transact_get_items(
        TransactItems=[
            {"Get": {"TableName": "orders", "Key": {"pk": {"S": key}}}}
            for key in ("a", "z")
        ],
        ReturnConsumedCapacity="TOTAL",
    )
    assert got["Responses"] == [{"Item": {"pk": {"S": "a"}}}, {}]
    assert got["ConsumedCapacity"][0]["CapacityUnits"] == 4.0


def test_a_batch_answers_16_mb_and_leaves_the_rest(cafe, orders):
    for number in range(50):
        orders.put_item(Item={"pk": str(number), "bulk": "x" * 400_000})
        cafe.clock.advance(seconds=1)
    answer = read(cafe, *map(str, range(50)), ConsistentRead=True)
    left = answer["UnprocessedKeys"]["orders"]
    assert left["ConsistentRead"] and left["Keys"][0] == {"pk": "42"}
    assert len(answer["Responses"]["orders"]) == 42


@pytest.mark.parametrize("value", [{"M": {}}, {"L": []}])
def test_a_map_or_a_list_as_a_key_is_refused_in_words(cafe, orders, value):
    asked = {"orders": {"Keys": [{"pk": value}]}}
    code, message = refused(cafe.client.batch_get_item, RequestItems=asked)
    assert code == "ValidationException" and "key" in message
