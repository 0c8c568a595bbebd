"""A stream tells what has changed in a table, in order for each item, for a day."""

import pytest

from cafe.aws import Session
from cafe.aws.account import Account
from cafe.aws.errors import ClientError, ParamValidationError

IMAGES = "NEW_AND_OLD_IMAGES"


@pytest.fixture
def account():
    return Account()


@pytest.fixture
def table(account):
    return make(account, IMAGES)


@pytest.fixture
def streams(account):
    return Session(account=account).client("dynamodbstreams")


def make(account, view, name="orders"):
    resource = Session(account=account).resource("dynamodb")
    table = resource.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "number", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "number", "AttributeType": "N"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
    )
    table.wait_until_exists()
    table.reload()
    return table


def iterators(streams, table, kind="TRIM_HORIZON"):
    told = streams.describe_stream(StreamArn=table.latest_stream_arn)
    return [
        streams.get_shard_iterator(
            StreamArn=table.latest_stream_arn,
            ShardId=shard["ShardId"],
            ShardIteratorType=kind,
        )["ShardIterator"]
        for shard in told["StreamDescription"]["Shards"]
    ]


def records(streams, table):
    """All records, shard by shard."""
    return [
        record
        for iterator in iterators(streams, table)
        for record in streams.get_records(ShardIterator=iterator)["Records"]
    ]


def code(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def test_puts_updates_and_deletes_of_an_item_come_in_their_order(streams, table):
    table.put_item(Item={"number": 1, "drink": "mocha"})
    table.update_item(Key={"number": 1}, UpdateExpression="SET paid = drink")
    table.delete_item(Key={"number": 1})
    told = records(streams, table)
    assert [r["eventName"] for r in told] == ["INSERT", "MODIFY", "REMOVE"]
    numbers = [int(r["dynamodb"]["SequenceNumber"]) for r in told]
    assert numbers == sorted(numbers)
    assert told[1]["dynamodb"]["OldImage"] == {
        "number": {"N": "1"},
        "drink": {"S": "mocha"},
    }
    assert told[1]["dynamodb"]["NewImage"]["paid"] == {"S": "mocha"}


def test_a_write_that_changes_nothing_is_not_told(streams, table):
    for _ in range(2):
        table.put_item(Item={"number": 1, "drink": "mocha"})
    table.delete_item(Key={"number": 2})
    assert [r["eventName"] for r in records(streams, table)] == ["INSERT"]


@pytest.mark.parametrize(
    ("view", "images"),
    [
        ("KEYS_ONLY", set()),
        ("NEW_IMAGE", {"NewImage"}),
        ("OLD_IMAGE", {"OldImage"}),
        (IMAGES, {"NewImage", "OldImage"}),
    ],
)
def test_a_view_decides_which_images_a_record_has(account, streams, view, images):
    table = make(account, view)
    table.put_item(Item={"number": 1, "drink": "mocha"})
    table.put_item(Item={"number": 1, "drink": "latte"})
    last = records(streams, table)[-1]["dynamodb"]
    assert last["Keys"] == {"number": {"N": "1"}}
    assert {"NewImage", "OldImage"} & last.keys() == images
    assert last["StreamViewType"] == view


def test_batches_and_transactions_are_told_too(account, streams, table):
    with table.batch_writer() as batch:
        batch.put_item(Item={"number": 1})
    client = Session(account=account).client("dynamodb")
    put = {"TableName": "orders", "Item": {"number": {"N": "2"}}}
    client.transact_write_items(TransactItems=[{"Put": put}])
    keys = {r["dynamodb"]["Keys"]["number"]["N"] for r in records(streams, table)}
    assert keys == {"1", "2"}


def test_what_has_expired_is_deleted_by_the_service(account, streams, table):
    client = table.meta.client
    client.update_time_to_live(
        TableName="orders",
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"},
    )
    account.clock.advance(hours=1)
    until = int(account.clock.now.timestamp()) + 60
    table.put_item(Item={"number": 1, "until": until})
    for _ in range(50):
        account.clock.advance(hours=1)
        if gone := [r for r in records(streams, table) if r["eventName"] == "REMOVE"]:
            break
    assert gone[0]["userIdentity"] == {
        "PrincipalId": "dynamodb.amazonaws.com",
        "Type": "Service",
    }


def test_reading_takes_nothing_away_and_goes_on_where_one_stopped(streams, table):
    for drink in ("mocha", "latte", "ristretto"):
        table.put_item(Item={"number": 1, "drink": drink})
    (first,) = (
        answer
        for iterator in iterators(streams, table)
        if (answer := streams.get_records(ShardIterator=iterator, Limit=2))["Records"]
    )
    assert len(first["Records"]) == 2
    after = streams.get_records(ShardIterator=first["NextShardIterator"])
    drinks = [r["dynamodb"]["NewImage"]["drink"]["S"] for r in after["Records"]]
    assert drinks == ["ristretto"]
    assert len(records(streams, table)) == 3


def test_latest_begins_with_what_comes_next(streams, table):
    table.put_item(Item={"number": 1})
    latest = iterators(streams, table, "LATEST")
    table.put_item(Item={"number": 2})
    told = [r for i in latest for r in streams.get_records(ShardIterator=i)["Records"]]
    assert [r["dynamodb"]["Keys"]["number"]["N"] for r in told] == ["2"]


def place_of_first(streams, table):
    """The arguments that lead to the first record by its number."""
    told = streams.describe_stream(StreamArn=table.latest_stream_arn)
    for shard in told["StreamDescription"]["Shards"]:
        place = {"StreamArn": table.latest_stream_arn, "ShardId": shard["ShardId"]}
        start = streams.get_shard_iterator(**place, ShardIteratorType="TRIM_HORIZON")
        found = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
        if found:
            number = found[0]["dynamodb"]["SequenceNumber"]
            return place | {"SequenceNumber": number}


@pytest.mark.parametrize(
    ("kind", "drinks"),
    [("AT_SEQUENCE_NUMBER", ["mocha", "latte"]), ("AFTER_SEQUENCE_NUMBER", ["latte"])],
)
def test_one_may_begin_at_a_number_or_after_it(streams, table, kind, drinks):
    for drink in ("mocha", "latte"):
        table.put_item(Item={"number": 1, "drink": drink})
    place = place_of_first(streams, table)
    begin = streams.get_shard_iterator(**place, ShardIteratorType=kind)
    told = streams.get_records(ShardIterator=begin["ShardIterator"])["Records"]
    assert [r["dynamodb"]["NewImage"]["drink"]["S"] for r in told] == drinks


def test_an_iterator_lives_for_a_quarter_of_an_hour(account, streams, table):
    iterator, *_ = iterators(streams, table)
    account.clock.advance(minutes=15)
    streams.get_records(ShardIterator=iterator)
    account.clock.advance(seconds=1)
    expired = code(streams.get_records, ShardIterator=iterator)
    assert expired == "ExpiredIteratorException"


def test_a_record_is_kept_for_a_day(account, streams, table):
    table.put_item(Item={"number": 1, "drink": "mocha"})
    place = place_of_first(streams, table)
    account.clock.advance(hours=23, minutes=50)
    table.put_item(Item={"number": 1, "drink": "latte"})
    assert len(records(streams, table)) == 2
    account.clock.advance(hours=1)
    assert [r["eventName"] for r in records(streams, table)] == ["MODIFY"]
    gone = code(
        streams.get_shard_iterator, **place, ShardIteratorType="AT_SEQUENCE_NUMBER"
    )
    assert gone == "TrimmedDataAccessException"
    begin = streams.get_shard_iterator(
        **place, ShardIteratorType="AFTER_SEQUENCE_NUMBER"
    )
    assert (
        len(streams.get_records(ShardIterator=begin["ShardIterator"])["Records"]) == 1
    )


def test_a_stream_that_was_ended_can_be_read_and_tells_nothing_new(streams, table):
    table.put_item(Item={"number": 1})
    table.update(StreamSpecification={"StreamEnabled": False})
    table.meta.client.clock.advance(minutes=1)
    table.put_item(Item={"number": 2})
    assert len(records(streams, table)) == 1
    told = streams.describe_stream(StreamArn=table.latest_stream_arn)
    assert told["StreamDescription"]["StreamStatus"] == "DISABLED"
    table.reload()
    assert table.stream_specification is None
    for iterator in iterators(streams, table):
        answer = streams.get_records(ShardIterator=iterator)
        assert "NextShardIterator" not in answer


def test_a_view_cannot_be_changed_and_a_stream_not_ended_twice(table):
    on = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    with pytest.raises(ClientError, match="Table already has an enabled stream"):
        table.update(StreamSpecification=on)
    table.update(StreamSpecification={"StreamEnabled": False})
    table.meta.client.clock.advance(minutes=1)
    with pytest.raises(ClientError, match="Table has no stream to disable"):
        table.update(StreamSpecification={"StreamEnabled": False})


@pytest.mark.parametrize(
    "asked",
    [{"StreamEnabled": True}, {"StreamEnabled": False, "StreamViewType": IMAGES}],
)
def test_a_stream_has_a_view_and_no_stream_has_none(account, asked):
    client = Session(account=account).client("dynamodb")
    refused = code(
        client.create_table,
        TableName="menu",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification=asked,
    )
    assert refused == "ValidationException"


def test_what_does_not_lead_to_a_stream_is_refused(streams, table):
    other = table.latest_stream_arn.replace("06:00", "07:00")
    assert code(streams.describe_stream, StreamArn=other) == "ResourceNotFoundException"
    assert code(streams.get_records, ShardIterator="first") == "ValidationException"
    with pytest.raises(ParamValidationError):
        streams.describe_stream(StreamArn="orders")
    place = {"StreamArn": table.latest_stream_arn, "ShardId": "shardId-" + "0" * 20}
    for kind in ("FIRST", "TRIM_HORIZON"):
        code(streams.get_shard_iterator, **place, ShardIteratorType=kind)


def test_a_number_is_asked_for_where_it_is_used(streams, table):
    table.put_item(Item={"number": 1})
    place = place_of_first(streams, table)
    number = place.pop("SequenceNumber")
    lacks = {"ShardIteratorType": "AT_SEQUENCE_NUMBER"}
    useless = {"ShardIteratorType": "LATEST", "SequenceNumber": number}
    for asked in (lacks, useless):
        refused = code(streams.get_shard_iterator, **place, **asked)
        assert refused == "ValidationException"


def test_the_streams_of_a_table_are_listed(account, streams, table):
    make(account, "KEYS_ONLY", "menu")
    assert len(streams.list_streams()["Streams"]) == 2
    (one,) = streams.list_streams(TableName="orders")["Streams"]
    assert one["StreamArn"] == table.latest_stream_arn


def test_the_streams_of_a_table_are_asked_for_by_its_name(streams):
    with pytest.raises(ClientError, match="Member must satisfy regular expression"):
        streams.list_streams(TableName="my orders")


def test_a_thousand_records_are_asked_for_at_once_and_no_more(streams, table):
    iterator = iterators(streams, table)[0]
    assert streams.get_records(ShardIterator=iterator, Limit=1000)["Records"] == []
    with pytest.raises(ClientError, match="'1001' at 'limit' .* or equal to 1000"):
        streams.get_records(ShardIterator=iterator, Limit=1001)
