"""Tables: created, described, changed, deleted, waited for; and AWS's shapes."""

import json
from functools import partial

import boto3
import botocore.session
import pytest

from cafe import aws
from cafe.aws.dynamodb.conditions import Key
from cafe.aws.errors import ParamValidationError, WaiterError
from fixtures.dynamodb import Cafe, capacity, definitions, index, key_schema, refused

INVALID = "ValidationException"
PARAMETERS = "One or more parameter values were invalid: "


@pytest.fixture
def cafe():
    return Cafe()


def create(cafe, **changes):
    asked = {
        "TableName": "orders",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": key_schema({"pk": "S", "sk": "N"}),
        "AttributeDefinitions": definitions({"pk": "S", "sk": "N"}),
    } | changes
    asked = {name: value for name, value in asked.items() if value is not None}
    return cafe.client.create_table(**asked)["TableDescription"]


def test_a_table_can_be_used_some_seconds_after_it_is_created(cafe):
    assert create(cafe)["TableStatus"] == "CREATING"
    table = cafe.resource.Table("orders")
    item = {"pk": "a", "sk": 1}
    assert refused(table.put_item, Item=item)[0] == "ResourceNotFoundException"
    cafe.clock.advance(seconds=5)
    table.put_item(Item=item)
    assert cafe.client.describe_table(TableName="orders")["Table"]["ItemCount"] == 1


def test_a_waiter_moves_the_clock_until_the_table_is_there_or_gone(cafe):
    create(cafe)
    told = []
    cafe.client.get_waiter("table_exists").wait(
        TableName="orders", progress=lambda *seen: told.append(seen)
    )
    assert told == [("CREATING", 0), ("ACTIVE", 20)]
    cafe.client.delete_table(TableName="orders")
    cafe.client.get_waiter("table_not_exists").wait(TableName="orders")
    assert cafe.client.list_tables()["TableNames"] == []
    with pytest.raises(WaiterError, match="TableExists failed: Max attempts exceeded"):
        cafe.client.get_waiter("table_exists").wait(TableName="orders")
    with pytest.raises(ValueError, match="Waiter does not exist: tea.*table_exists"):
        cafe.client.get_waiter("tea")


def test_a_description_says_keys_indexes_capacity_and_size(cafe):
    table = cafe.table(
        sort="sk",
        AttributeDefinitions=definitions({"pk": "S", "sk": "N", "shop": "S"}),
        LocalSecondaryIndexes=[index("local", {"pk": "S", "shop": "S"}, "KEYS_ONLY")],
        GlobalSecondaryIndexes=[index("of_all", {"shop": "S"})],
    )
    table.put_item(Item={"pk": "a", "sk": 1, "shop": "Cork"})
    table.reload()
    assert table.key_schema == key_schema({"pk": "S", "sk": "N"})
    assert table.item_count == 1 and table.table_size_bytes == 15
    assert table.billing_mode_summary == {"BillingMode": "PAY_PER_REQUEST"}
    assert table.local_secondary_indexes[0]["ItemCount"] == 1
    assert table.global_secondary_indexes[0]["IndexStatus"] == "ACTIVE"
    assert table.table_arn == ("arn:aws:dynamodb:eu-west-1:123456789012:table/orders")
    with pytest.raises(AttributeError, match="There is: .*get_item.*table_status"):
        _ = table.tea


@pytest.mark.parametrize(
    "changes, message",
    [
        (
            {"TableName": "ab"},
            "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy "
            "constraint: Member must have length greater than or equal to 3",
        ),
        (
            {"TableName": "a b c"},
            "1 validation error detected: Value 'a b c' at "
            "'tableName' failed to satisfy constraint: Member must satisfy "
            "regular expression "
            "pattern: [a-zA-Z0-9_.-]+",
        ),
        (
            {"BillingMode": None},
            PARAMETERS + "ReadCapacityUnits and WriteCapacityUnits "
            "must both be specified when BillingMode is PROVISIONED",
        ),
        (
            {"ProvisionedThroughput": capacity(1, 1)},
            PARAMETERS + "Neither "
            "ReadCapacityUnits nor WriteCapacityUnits can be specified when "
            "BillingMode is "
            "PAY_PER_REQUEST",
        ),
        (
            {"AttributeDefinitions": definitions({"pk": "S"})},
            "Invalid KeySchema: Some index key attribute have no definition",
        ),
        (
            {"AttributeDefinitions": definitions({"pk": "S", "x": "S"})},
            PARAMETERS + "Some "
            "index key attributes are not defined in AttributeDefinitions. Keys: "
            "[pk, sk], "
            "AttributeDefinitions: [pk, x]",
        ),
        (
            {"AttributeDefinitions": definitions({"pk": "S", "sk": "N", "x": "S"})},
            PARAMETERS
            + "Number of attributes in KeySchema does not exactly match number of "
            "attributes defined in AttributeDefinitions",
        ),
        (
            {"KeySchema": key_schema({"pk": "S", "sk": "N"})[::-1]},
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ),
        (
            {"AttributeDefinitions": definitions({"pk": "BOOL", "sk": "N"})},
            "1 validation "
            "error detected: Value 'BOOL' at "
            "'attributeDefinitions.1.member.attributeType' "
            "failed to satisfy constraint: Member must satisfy enum value set: "
            "[B, N, S]",
        ),
        (
            {"LocalSecondaryIndexes": [index("one", {"sk": "N", "pk": "S"})]},
            PARAMETERS
            + "Index KeySchema does not have the same leading hash key as table "
            "KeySchema for "
            "index: one. index hash key: sk, table hash key: pk",
        ),
        (
            {"LocalSecondaryIndexes": [index("one", {"pk": "S"})]},
            PARAMETERS + "Index KeySchema does not have a range key for index: one",
        ),
        (
            {"GlobalSecondaryIndexes": [index("one", {"sk": "N"})] * 2},
            PARAMETERS + "Duplicate index name: one",
        ),
    ],
)
def test_a_wrong_definition_is_refused(cafe, changes, message):
    assert refused(create, cafe=cafe, **changes) == (INVALID, message)


def test_a_name_is_taken_once(cafe):
    create(cafe)
    cafe.clock.advance(seconds=5)
    assert refused(create, cafe=cafe) == (
        "ResourceInUseException",
        "Table already exists: orders",
    )


@pytest.mark.parametrize("state", ["created", "deleted"])
def test_a_table_that_is_made_or_deleted_takes_no_change(cafe, state):
    table = create(cafe)
    if state == "deleted":
        cafe.clock.advance(seconds=5)
        cafe.client.delete_table(TableName="orders")
    tag = {"ResourceArn": table["TableArn"], "Tags": [{"Key": "a", "Value": "b"}]}
    protected = {"TableName": "orders", "DeletionProtectionEnabled": True}
    for told in (
        refused(create, cafe=cafe),
        refused(cafe.client.delete_table, TableName="orders"),
        refused(cafe.client.update_table, **protected),
        refused(cafe.client.tag_resource, **tag),
    ):
        assert told == (
            "ResourceInUseException",
            f"Attempt to change a resource which is still in use: Table is being "
            f"{state}: orders",
        )


def test_a_table_is_not_deleted_while_it_or_an_index_changes(cafe):
    table = cafe.table()
    table.update(DeletionProtectionEnabled=False)
    assert "in the process of being updated" in refused(table.delete)[1]
    cafe.clock.advance(minutes=1)
    table.update(**new_index("by_shop"))
    cafe.clock.advance(minutes=1)
    assert "while indexes are being created, updated" in refused(table.delete)[1]
    table.update(
        GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_shop"}}],
    )
    cafe.clock.advance(minutes=1)
    table.delete()


def new_index(*names):
    """What `update_table` takes to add indexes."""
    return {
        "AttributeDefinitions": definitions({"shop": "S"}),
        "GlobalSecondaryIndexUpdates": [
            {"Create": index(name, {"shop": "S"})} for name in names
        ],
    }


def test_one_index_is_made_at_a_time_and_twenty_in_all(cafe):
    table, limit = cafe.table(), "LimitExceededException"
    told = "Only 1 online index can be created or deleted simultaneously per table"
    refusal = limit, f"Subscriber limit exceeded: {told}"
    assert refused(table.update, **new_index("one", "two")) == refusal
    table.update(**new_index("one"))
    cafe.clock.advance(minutes=1)
    assert refused(table.update, **new_index("two")) == refusal
    for number in range(19):
        cafe.clock.advance(minutes=10)
        table.update(**new_index(f"more{number}"))
    cafe.clock.advance(minutes=10)
    code, message = refused(table.update, **new_index("21st"))
    assert code == limit and message.endswith("exceeds per-table limit of 20")


def test_capacity_has_a_maximum(cafe):
    much = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": capacity(40_001, 1)}
    table = cafe.table(name="sales")
    for code, message in (
        refused(create, cafe=cafe, **much),
        refused(table.update, **much),
    ):
        assert code == "LimitExceededException"
        assert "40001, is above the per table maximum for the account in eu-" in message


def test_capacity_is_lowered_four_times_a_day_and_then_once_an_hour(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(50, 50))
    for units in (49, 48, 47, 46):
        table.update(ProvisionedThroughput=capacity(units, 50))
        cafe.clock.advance(minutes=1)
    table.reload()
    assert table.provisioned_throughput["NumberOfDecreasesToday"] == 4
    lower = {"ProvisionedThroughput": capacity(46, 60)}
    table.update(**lower)
    cafe.clock.advance(minutes=1)
    lower = {"ProvisionedThroughput": capacity(46, 40)}
    code, message = refused(table.update, **lower)
    assert code == "LimitExceededException"
    assert "Number of decreases today: 4. Last decrease at Monday, Nov" in message
    assert message.endswith("7:03:40 AM Coordinated Universal Time")
    cafe.clock.advance(hours=1)
    table.update(**lower)
    cafe.clock.advance(days=1)
    table.reload()
    assert table.provisioned_throughput["NumberOfDecreasesToday"] == 0


def test_a_change_that_is_refused_changes_nothing(cafe):
    table = cafe.table()
    told = refused(
        table.update,
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": False},
    )
    assert "has no stream to disable" in told[1]
    provisioned = {
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": capacity(1, 1),
    }
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    told = refused(table.update, StreamSpecification=stream, **provisioned)
    assert "cannot modify stream status while updating table IOPS" in told[1]
    cafe.clock.advance(minutes=1)
    table.update(**provisioned)


def test_time_to_live_is_changed_once_an_hour(cafe):
    cafe.table()

    def switch(enabled, attribute="ends"):
        return cafe.client.update_time_to_live(
            TableName="orders",
            TimeToLiveSpecification={"Enabled": enabled, "AttributeName": attribute},
        )

    switch(True)
    assert refused(switch, enabled=True)[1] == "TimeToLive is already enabled"
    told = refused(switch, enabled=True, attribute="until")[1]
    assert told.endswith("different AttributeName: current AttributeName is ends")
    told = refused(switch, enabled=False)[1]
    assert told == (
        "Time to live has been modified multiple times within a fixed interval"
    )
    cafe.clock.advance(hours=1)
    switch(False)
    assert "multiple times" in refused(switch, enabled=True)[1]


@pytest.mark.parametrize(
    ("arn", "told"),
    [
        ("orders", "ARNs must start with 'arn:': orders"),
        ("arn:aws:rds:eu-west-1:1:db:a", "Provided Arn is not a DynamoDB resource arn"),
        ("{}/index/by_shop", "only table or stream is accepted"),
        ("arn:aws:dynamodb:us-east-1:1:table/orders", "Invalid TableArn"),
        ("{}s", "Requested resource not found: ResourcArn"),
    ],
)
def test_tags_are_asked_of_a_table_by_its_arn(cafe, arn, told):
    found = create(cafe)["TableArn"]
    list_tags = cafe.client.list_tags_of_resource
    assert told in refused(list_tags, ResourceArn=arn.format(found))[1]


def test_a_protected_table_is_not_deleted(cafe):
    table = cafe.table(DeletionProtectionEnabled=True)
    assert "protected against deletion" in refused(table.delete)[1]
    table.update(DeletionProtectionEnabled=False)
    cafe.clock.advance(minutes=1)
    table.delete()
    table.wait_until_not_exists()


def test_capacity_and_billing_mode_are_changed_without_a_pause(cafe):
    table = cafe.table(ProvisionedThroughput=capacity(1, 1))
    message = refused(table.update, ProvisionedThroughput=capacity(1, 1))[1]
    assert message.startswith(
        "The provisioned throughput for the table will not change"
    )
    table.update(ProvisionedThroughput=capacity(10, 20))
    table.put_item(Item={"pk": "a"})
    cafe.clock.advance(minutes=1)
    assert cafe.client.usage("orders")["Write"]["capacity"] == 20
    table.update(BillingMode="PAY_PER_REQUEST")
    cafe.clock.advance(minutes=1)
    assert cafe.client.usage("orders")["Write"]["capacity"] == 4000


def test_a_global_index_is_added_to_a_full_table_and_taken_away(cafe):
    table = cafe.table()
    table.put_item(Item={"pk": "a", "shop": "Cork"})
    table.update(
        AttributeDefinitions=definitions({"pk": "S", "shop": "S"}),
        GlobalSecondaryIndexUpdates=[{"Create": index("by_shop", {"shop": "S"})}],
    )
    cafe.clock.advance(minutes=6)
    asked = {"IndexName": "by_shop", "KeyConditionExpression": Key("shop").eq("Cork")}
    assert table.query(**asked)["Count"] == 1
    table.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_shop"}}])
    cafe.clock.advance(minutes=1)
    assert "does not have the specified index" in refused(table.query, **asked)[1]


def test_the_key_for_encryption_is_chosen(cafe):
    assert "SSEDescription" not in create(cafe)
    mine = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "key/beans"}
    assert create(cafe, TableName="mine", SSESpecification=mine)["SSEDescription"] == {
        "Status": "ENABLED",
        "SSEType": "KMS",
        "KMSMasterKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/beans",
    }


def test_regions_and_accounts_have_tables_of_their_own(cafe):
    cafe.table()
    assert cafe.in_region("us-east-1").client.list_tables()["TableNames"] == []
    assert Cafe().client.list_tables()["TableNames"] == []


def test_the_client_and_the_resource_are_reached_as_in_boto3():
    assert aws.client("dynamodb") is aws.client("dynamodb")
    table = aws.resource("dynamodb").Table("orders")
    assert repr(table) == "dynamodb.Table(name='orders')"
    assert table == aws.resource("dynamodb").Table("orders")


def test_what_is_not_here_is_answered_with_what_is(cafe):
    with pytest.raises(AttributeError, match="'execute_statement'.*get_item.*query"):
        cafe.client.execute_statement()
    with pytest.raises(ParamValidationError, match='Missing.*"KeySchema"'):
        cafe.client.create_table(TableName="orders")


# -- AWS's own description of the calls ---------------------------------------------


def story():
    """Calls of every kind on one account, and what each answered."""
    cafe = Cafe()
    taken = []
    call = cafe.client
    names = [name for name in dir(call) if hasattr(getattr(call, name), "is_operation")]

    def record(name):
        original = getattr(call, name)

        def recorded(**arguments):
            answer = original(**arguments)
            taken.append((name, answer))
            return answer

        return recorded

    for name in names:
        setattr(call, name, record(name))
    keys = definitions({"pk": "S", "sk": "N", "shop": "S"})
    create(
        cafe,
        AttributeDefinitions=keys,
        LocalSecondaryIndexes=[index("by_shop", {"pk": "S", "shop": "S"})],
        GlobalSecondaryIndexes=[index("of_all", {"shop": "S"})],
        SSESpecification={"Enabled": True, "SSEType": "KMS"},
    )
    cafe.clock.advance(seconds=10)
    one = {"TableName": "orders"}
    also = {"ReturnConsumedCapacity": "INDEXES"}
    key = {"pk": {"S": "a"}, "sk": {"N": "1"}}
    item = key | {"shop": {"S": "Cork"}}
    call.put_item(Item=item, ReturnValues="ALL_OLD", **one, **also)
    call.update_item(
        Key=key,
        UpdateExpression="SET qty = :q",
        ReturnValues="ALL_NEW",
        ExpressionAttributeValues={":q": {"N": "1"}},
        **one,
        **also,
    )
    call.get_item(Key=key, **one, **also)
    pk = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
    }
    call.query(Limit=1, **pk, **one, **also)
    call.scan(IndexName="of_all", **one, **also)
    call.batch_get_item(RequestItems={"orders": {"Keys": [key]}}, **also)
    call.batch_write_item(
        RequestItems={"orders": [{"PutRequest": {"Item": item}}]}, **also
    )
    call.transact_get_items(TransactItems=[{"Get": one | {"Key": key}}], **also)
    call.transact_write_items(TransactItems=[{"Put": one | {"Item": item}}], **also)
    call.update_continuous_backups(
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}, **one
    )
    call.describe_continuous_backups(**one)
    arn = {"ResourceArn": call.describe_table(**one)["Table"]["TableArn"]}
    call.tag_resource(Tags=[{"Key": "backup", "Value": "daily"}], **arn)
    call.list_tags_of_resource(**arn)
    call.untag_resource(TagKeys=["backup"], **arn)
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    call.put_resource_policy(Policy=json.dumps({"Statement": everybody}), **arn)
    call.delete_resource_policy(**arn)
    call.restore_table_to_point_in_time(
        SourceTableName="orders", TargetTableName="copy", UseLatestRestorableTime=True
    )
    call.update_time_to_live(
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}, **one
    )
    call.describe_time_to_live(**one)
    call.update_table(ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}], **one)
    call.describe_table(**one)
    call.describe_table(TableName="copy")
    call.delete_item(Key=key, ReturnValues="ALL_OLD", **one, **also)
    cafe.clock.advance(minutes=1)
    call.delete_table(**one)
    call.list_tables()
    return names, taken


@pytest.fixture(scope="module")
def answers():
    return story()


@pytest.fixture(scope="module")
def model():
    return botocore.session.get_session().get_service_model("dynamodb")


def check(value, shape, where):
    kinds = {
        "string": str,
        "integer": int,
        "long": int,
        "boolean": bool,
        "double": float,
        "blob": bytes,
    }
    if shape.type_name == "structure":
        for name, inner in value.items():
            assert name in shape.members, f"{where}.{name} is not AWS's"
            check(inner, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for inner in value:
            check(inner, shape.member, f"{where}[]")
    elif shape.type_name == "map":
        for inner in value.values():
            check(inner, shape.value, f"{where}{{}}")
    elif shape.type_name in kinds:
        assert isinstance(value, kinds[shape.type_name]), where


def test_every_part_of_an_answer_is_in_awss_shape(answers, model):
    names, taken = answers
    assert {name for name, _ in taken} == {*names}
    xforms = {botocore.xform_name(name): name for name in model.operation_names}
    for name, answer in taken:
        shape = model.operation_model(xforms[name]).output_shape
        answer = {k: v for k, v in answer.items() if k != "ResponseMetadata"}
        assert shape or answer == {}, name
        if shape:
            check(answer, shape, name)


def test_every_error_is_one_of_awss(model):
    from cafe.aws.dynamodb import DynamoDB

    documented = {shape.name for shape in model.error_shapes}
    assert {*DynamoDB.faults} <= documented | {"ThrottlingException"}


# -- tables made after other tables -------------------------------------------------


@pytest.fixture
def indexed(cafe):
    """A table whose index was added later, with an item."""
    table = cafe.table()
    table.put_item(Item={"pk": "a", "shop": "Cork"})
    table.update(
        AttributeDefinitions=definitions({"shop": "S"}),
        GlobalSecondaryIndexUpdates=[{"Create": index("by_shop", {"shop": "S"})}],
    )
    return table


CORK = {"IndexName": "by_shop", "KeyConditionExpression": Key("shop").eq("Cork")}


def add_index(table, defined, name="by_shop"):
    table.update(
        AttributeDefinitions=definitions(defined),
        GlobalSecondaryIndexUpdates=[{"Create": index(name, {"shop": "S"})}],
    )


def test_what_cannot_be_a_key_of_a_new_index_is_left_out_of_it(cafe):
    """See "Detecting and correcting index key violations" in the developer guide."""
    table = cafe.table()
    for number, shop in enumerate(["Cork", 7, "", None, ["Cork"], "x" * 2049]):
        table.put_item(Item={"pk": str(number), "shop": shop})
    add_index(table, {"shop": "S"})
    cafe.clock.advance(minutes=10)
    found = table.scan(IndexName="by_shop")["Items"]
    assert [item["pk"] for item in found] == ["0"]
    table.delete_item(Key={"pk": "1"})
    table.put_item(Item={"pk": "2", "shop": "Porto"})
    assert table.scan(IndexName="by_shop")["Count"] == 2


def test_a_type_once_given_to_an_attribute_stays(cafe):
    table = cafe.table()
    add_index(table, {"pk": "N", "shop": "S"})
    table.reload()
    assert table.attribute_definitions == definitions({"pk": "S", "shop": "S"})


def test_a_new_index_wants_its_own_attributes_defined_once_more(cafe):
    table = cafe.table()
    add_index(table, {"shop": "S"})
    cafe.clock.advance(minutes=10)
    _, told = refused(add_index, table=table, defined={"day": "S"}, name="again")
    assert "Keys: [shop], AttributeDefinitions: [day]" in told


def test_an_index_cannot_be_read_before_it_is_filled(cafe, indexed):
    cafe.clock.advance(minutes=1)
    assert refused(indexed.query, **CORK) == (
        INVALID,
        "Cannot read from backfilling global secondary index: by_shop",
    )
    cafe.clock.advance(minutes=5)
    assert indexed.query(**CORK)["Count"] == 1


def test_a_replica_and_a_restored_table_have_the_indexes_of_today(cafe, indexed):
    cafe.clock.advance(minutes=6)
    cafe.client.update_continuous_backups(
        TableName="orders",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    cafe.client.restore_table_to_point_in_time(
        SourceTableName="orders", TargetTableName="copy", UseLatestRestorableTime=True
    )
    indexed.update(ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}])
    cafe.clock.advance(minutes=30)
    assert cafe.resource.Table("copy").query(**CORK)["Count"] == 1
    other = cafe.in_region("us-east-1").resource.Table("orders")
    assert other.query(**CORK)["Count"] == 1


def test_a_table_becomes_provisioned_only_without_a_global_index(cafe, indexed):
    cafe.clock.advance(minutes=6)
    change = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": capacity(5, 5)}
    told = refused(indexed.update, **change)[1]
    assert "AWS takes Update in GlobalSecondaryIndexUpdates" in told
    indexed.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_shop"}}])
    cafe.clock.advance(minutes=1)
    indexed.update(**change)
    cafe.clock.advance(minutes=1)
    indexed.reload()
    assert indexed.provisioned_throughput["WriteCapacityUnits"] == 5


def test_a_local_index_needs_no_throughput_of_its_own(cafe):
    create(
        cafe,
        BillingMode="PROVISIONED",
        ProvisionedThroughput=capacity(5, 5),
        AttributeDefinitions=definitions({"pk": "S", "sk": "N", "shop": "S"}),
        LocalSecondaryIndexes=[index("by_shop", {"pk": "S", "shop": "S"})],
    )
    cafe.clock.advance(seconds=5)
    described = cafe.client.describe_table(TableName="orders")["Table"]
    assert described["LocalSecondaryIndexes"][0]["IndexName"] == "by_shop"


@pytest.mark.parametrize("part", ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"])
def test_an_index_with_three_keys_is_refused_and_not_cut(cafe, part):
    three = index("by_shop", {"pk": "S", "shop": "S"})
    three["KeySchema"] = [
        *three["KeySchema"],
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]
    asked = {
        "TableName": "orders",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": key_schema({"pk": "S", "sk": "N"}),
        "AttributeDefinitions": definitions({"pk": "S", "sk": "N", "shop": "S"}),
        part: [three],
    }
    code, message = refused(cafe.client.create_table, **asked)
    assert code == INVALID and "length less than or equal to 2" in message


def test_a_missing_table_is_told_with_the_status_400(cafe):
    with pytest.raises(cafe.client.exceptions.ResourceNotFoundException) as caught:
        cafe.client.describe_table(TableName="none")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_a_table_answers_to_its_name_and_to_its_arn(cafe):
    create(cafe)
    cafe.clock.advance(seconds=5)
    arn = cafe.client.describe_table(TableName="orders")["Table"]["TableArn"]
    item = {"pk": {"S": "a"}, "sk": {"N": "1"}}
    cafe.client.put_item(TableName=arn, Item=item)
    assert cafe.client.get_item(TableName="orders", Key=item)["Item"] == item
    assert cafe.client.get_item(TableName=arn, Key=item)["Item"] == item
    assert cafe.client.scan(TableName=arn)["Count"] == 1
    elsewhere = arn.replace("eu-west-1", "eu-central-1")
    assert refused(cafe.client.scan, TableName=elsewhere)[0] != ""
    gone = cafe.client.delete_table(TableName=arn)["TableDescription"]
    assert gone["TableName"] == "orders" and gone["TableStatus"] == "DELETING"


def test_a_created_table_is_as_it_was_then_until_it_is_asked_anew(cafe):
    asked = {
        "TableName": "menu",
        "KeySchema": [{"AttributeName": "drink", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "drink", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    table = cafe.resource.create_table(**asked)
    table.wait_until_exists()
    assert table.table_status == "CREATING"
    table.reload()
    assert table.table_status == "ACTIVE"


def test_update_gives_the_table_as_it_is_then(cafe):
    create(cafe)
    cafe.clock.advance(seconds=5)
    changed = cafe.resource.Table("orders").update(DeletionProtectionEnabled=True)
    assert changed.name == "orders" and changed.table_status == "UPDATING"
    cafe.clock.advance(seconds=30)
    changed.reload()
    assert changed.table_status == "ACTIVE"


# -- the resource ---------------------------------------------------------------------


def test_a_table_has_all_the_attributes_of_boto3s(cafe):
    create(cafe)
    cafe.clock.advance(seconds=5)
    table = cafe.resource.Table("orders")
    theirs = boto3.resource("dynamodb", "eu-west-1").Table("orders").meta
    shape = theirs.client.meta.service_model.shape_for(theirs.resource_model.shape)
    for name in theirs.resource_model.get_attributes(shape):
        assert hasattr(table, name), name
    assert table.table_status == "ACTIVE" and table.table_name == "orders"
    assert table.latest_stream_arn is None and table.vector_indexes is None
    assert table.sse_description is None and table.replicas is None


def test_the_resource_gives_every_table(cafe):
    for number in range(101):
        create(cafe, TableName=f"table-{number:03}")
    names = [table.name for table in cafe.resource.tables.all()]
    assert names == [f"table-{number:03}" for number in range(101)]
    (page,) = cafe.client.get_paginator("list_tables").paginate()
    assert page["TableNames"] == names


# -- what a table and its indexes may be ----------------------------------------------


@pytest.mark.parametrize(
    "projection, told",
    [
        ({}, "Unknown ProjectionType: null"),
        ({"ProjectionType": "SOME"}, "enum value set: [ALL, INCLUDE, KEYS_ONLY]"),
        ({"ProjectionType": "INCLUDE"}, "is INCLUDE, but NonKeyAttributes is not"),
        (
            {"ProjectionType": "ALL", "NonKeyAttributes": ["a"]},
            "is ALL, but NonKeyAttributes is specified",
        ),
        (
            {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "a"]},
            "Duplicate element in NonKeyAttributes: a",
        ),
    ],
)
def test_a_projection_that_cannot_be_is_refused(cafe, projection, told):
    one = index("by_shop", {"shop": "S"}) | {"Projection": projection}
    code, message = refused(
        partial(create, cafe),
        AttributeDefinitions=definitions({"pk": "S", "sk": "N", "shop": "S"}),
        GlobalSecondaryIndexes=[one],
    )
    assert code == INVALID and told in message


@pytest.mark.parametrize(
    "asked, told",
    [
        ({"SSESpecification": {"SSEType": "KMS"}}, "SSEType can not be specified if"),
        (
            {"SSESpecification": {"Enabled": True, "SSEType": "AES256"}},
            "SSEType AES256 is not supported",
        ),
        (
            {"SSESpecification": {"Enabled": True, "KMSMasterKeyId": "alias/k"}},
            "SSEType KMS is required if KMSMasterKeyId is specified",
        ),
        (
            {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]},
            "Duplicate Tag Key found a",
        ),
        ({"Tags": [{"Key": "aws:a", "Value": "1"}]}, "cannot be prefixed with aws:"),
        (
            {"AttributeDefinitions": definitions({"pk": "S", "sk": "N"}) * 2},
            "Attribute Name is duplicated: pk",
        ),
    ],
)
def test_a_table_that_would_drop_something_is_refused(cafe, asked, told):
    code, message = refused(partial(create, cafe), **asked)
    assert code == INVALID and told in message
    assert cafe.client.list_tables()["TableNames"] == []


@pytest.mark.parametrize(
    "asked, told",
    [
        ({}, "At least one of ProvisionedThroughput, BillingMode"),
        ({"GlobalSecondaryIndexUpdates": []}, "At least one of"),
        (
            {"DeletionProtectionEnabled": True, "BillingMode": "PAY_PER_REQUEST"},
            "DeletionProtection modification must be the only operation",
        ),
        ({"BillingMode": "FREE"}, "enum value set: [PROVISIONED, PAY_PER_REQUEST]"),
        ({"GlobalSecondaryIndexUpdates": [{}]}, "must not be null"),
        (
            {
                "GlobalSecondaryIndexUpdates": [
                    {
                        "Create": index("by_shop", {"shop": "S"}),
                        "Delete": {"IndexName": "by_shop"},
                    }
                ]
            },
            "Only one global secondary index action is allowed",
        ),
        ({"ReplicaUpdates": [{}]}, "There are no actions specified"),
        (
            {"ReplicaUpdates": [{"Create": {"RegionName": "eu-west-1"}}]},
            "Cannot add or delete the local region",
        ),
        (
            {"ReplicaUpdates": [{"Create": {"RegionName": "mars-1"}}]},
            "Region mars-1 is not supported. The latest version of global tables",
        ),
        (
            {"ReplicaUpdates": [{"Delete": {"RegionName": "us-east-1"}}]},
            "retry the request without these replicas: [us-east-1].",
        ),
    ],
)
def test_a_change_that_changes_nothing_or_too_much_is_refused(cafe, asked, told):
    create(cafe)
    cafe.clock.advance(seconds=5)
    code, message = refused(cafe.client.update_table, TableName="orders", **asked)
    assert code == INVALID and told in message
    assert cafe.resource.Table("orders").table_status == "ACTIVE"


@pytest.mark.parametrize("verb", ["put", "update"])
def test_a_key_of_an_index_is_as_short_as_a_tables(cafe, verb):
    table = cafe.table(
        AttributeDefinitions=definitions({"pk": "S", "shop": "S", "note": "S"}),
        GlobalSecondaryIndexes=[index("by_shop", {"shop": "S", "note": "S"})],
    )
    for name, limit, told in (
        ("shop", 2048, "Size of hashkey has exceeded the maximum size limit of2048"),
        ("note", 1024, "has exceeded the size limit of 1024 bytes"),
    ):
        for length, fits in ((limit, True), (limit + 1, False)):
            call, asked = table.put_item, {"Item": {"pk": "a", name: "x" * length}}
            if verb == "update":
                call = table.update_item
                asked = {
                    "Key": {"pk": "a"},
                    "UpdateExpression": f"SET {name} = :v",
                    "ExpressionAttributeValues": {":v": "x" * length},
                }
            if fits:
                call(**asked)
            else:
                code, message = refused(call, **asked)
                assert code == INVALID and told in message


def test_backups_of_a_table_are_kept_by_its_arn_too(cafe):
    create(cafe)
    cafe.clock.advance(seconds=5)
    arn = cafe.resource.Table("orders").table_arn
    wanted = {"PointInTimeRecoveryEnabled": True}
    cafe.client.update_continuous_backups(
        TableName=arn, PointInTimeRecoverySpecification=wanted
    )
    kept = cafe.client.describe_continuous_backups(TableName=arn)
    assert "ENABLED" in str(kept["ContinuousBackupsDescription"])


def test_what_a_table_is_can_be_read_and_not_set():
    mine = aws.Session(account=aws.Account()).resource("dynamodb")
    theirs = boto3.resource(
        "dynamodb", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    for name in ("name", "item_count", "table_status"):
        for resource in (mine, theirs):
            with pytest.raises(AttributeError, match=f"'{name}'.*has no setter"):
                setattr(resource.Table("orders"), name, "menu")
    for resource in (mine, theirs):
        resource.Table("orders").note = "of my own"
        with pytest.raises(ValueError, match="Required parameter name not set"):
            resource.Table(None)
