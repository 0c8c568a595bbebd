"""What a call on a table is for a policy: keys, attributes, indexes, parts."""

import pytest

from fixtures.iam import TABLE, Guarded, allow, code, make_table, orders, refusal

KEYS = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}
COLUMNS = {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": ["customer", "drink"]},
    "StringEqualsIfExists": {
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
        "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"],
    },
}
MINE, HERS = {"customer": "till"}, {"customer": "ana"}


@pytest.fixture
def shop():
    shop = Guarded()
    shop.table.put_item(Item=MINE | {"drink": "mocha", "address": "Quay 1"})
    shop.table.put_item(Item=HERS | {"drink": "latte", "address": "Quay 2"})
    return shop


def test_leading_keys_let_at_the_own_items_alone(shop):
    till = orders(shop.user("till", allow("dynamodb:*", TABLE, Condition=KEYS)))
    assert not code(till.get_item, Key=MINE)
    assert code(till.get_item, Key=HERS)
    assert not code(till.put_item, Item=MINE | {"drink": "tea"})
    assert code(till.put_item, Item=HERS | {"drink": "tea"})
    query = {
        "KeyConditionExpression": "#c = :c",
        "ExpressionAttributeNames": {"#c": "customer"},
    }
    mine = query | {"ExpressionAttributeValues": {":c": "till"}}
    hers = query | {"ExpressionAttributeValues": {":c": "ana"}}
    assert not code(till.query, **mine)
    assert code(till.query, **hers)


def test_a_scan_has_no_leading_keys_and_passes_for_all_values(shop):
    till = orders(shop.user("till", allow("dynamodb:*", TABLE, Condition=KEYS)))
    assert till.scan()["Count"] == 2


def test_the_typed_client_is_asked_the_same(shop):
    session = shop.user("till", allow("dynamodb:*", TABLE, Condition=KEYS))
    client = session.client("dynamodb")
    for name, refused in (("till", ""), ("ana", "AccessDeniedException")):
        key = {"customer": {"S": name}}
        assert code(client.get_item, TableName="orders", Key=key) == refused
        assert code(client.get_item, TableName=TABLE, Key=key) == refused


def test_each_part_of_a_batch_and_of_a_transaction_counts(shop):
    session = shop.user("till", allow("dynamodb:*", TABLE, Condition=KEYS))
    resource = session.resource("dynamodb")
    for keys, refused in (([MINE], ""), ([MINE, HERS], "AccessDeniedException")):
        asked = {"orders": {"Keys": keys}}
        assert code(resource.batch_get_item, RequestItems=asked) == refused
        puts = {"orders": [{"PutRequest": {"Item": key}} for key in keys]}
        assert code(resource.batch_write_item, RequestItems=puts) == refused
        parts = [{"Put": {"TableName": "orders", "Item": key}} for key in keys]
        client = resource.meta.client
        assert code(client.transact_write_items, TransactItems=parts) == refused


def test_a_transaction_needs_the_action_of_each_part(shop):
    session = shop.user("till", allow(["dynamodb:PutItem", "dynamodb:UpdateItem"]))
    client = session.resource("dynamodb").meta.client
    put = {"Put": {"TableName": "orders", "Item": MINE}}
    delete = {"Delete": {"TableName": "orders", "Key": HERS}}
    assert not code(client.transact_write_items, TransactItems=[put])
    error = refusal(client.transact_write_items, TransactItems=[put, delete])
    assert "dynamodb:DeleteItem on" in str(error)


@pytest.mark.parametrize(
    ("asked", "passes"),
    [
        ({"ProjectionExpression": "customer, drink"}, True),
        ({"ProjectionExpression": "drink"}, True),
        ({}, False),
        ({"ProjectionExpression": "drink, address"}, False),
        (
            {
                "ProjectionExpression": "#a",
                "ExpressionAttributeNames": {"#a": "address"},
            },
            False,
        ),
    ],
)
def test_attributes_are_columns(shop, asked, passes):
    till = orders(shop.user("till", allow("dynamodb:*", TABLE, Condition=COLUMNS)))
    assert (code(till.get_item, Key=MINE, **asked) == "") == passes


def test_a_filter_and_a_condition_tell_of_an_attribute_too(shop):
    till = orders(shop.user("till", allow("dynamodb:*", TABLE, Condition=COLUMNS)))
    reads = {
        "ProjectionExpression": "drink",
        "ExpressionAttributeValues": {":v": "Quay 1"},
    }
    assert code(till.scan, FilterExpression="address = :v", **reads)
    assert not code(till.scan, FilterExpression="drink = :v", **reads)
    writes = {
        "Key": MINE,
        "UpdateExpression": "SET drink = :v",
        "ExpressionAttributeValues": {":v": "Quay 1"},
    }
    assert not code(till.update_item, **writes)
    assert code(till.update_item, ConditionExpression="address = :v", **writes)
    assert code(till.update_item, ReturnValues="ALL_OLD", **writes)
    assert code(till.put_item, Item=MINE | {"address": "Quay 3"})


def test_an_index_has_an_arn_and_a_leading_key_of_its_own(shop):
    shop.owner.client("dynamodb").update_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "drink", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "by_drink",
                    "KeySchema": [{"AttributeName": "drink", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )
    shop.account.clock.advance(minutes=10)
    till = orders(shop.user("till", allow("dynamodb:Query", TABLE)))
    query = {
        "IndexName": "by_drink",
        "KeyConditionExpression": "drink = :d",
        "ExpressionAttributeValues": {":d": "mocha"},
    }
    assert f"resource: {TABLE}/index/by_drink because" in str(
        refusal(till.query, **query)
    )
    mocha = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["mocha"]}}
    shop.allow("till", allow("dynamodb:Query", f"{TABLE}/index/*", Condition=mocha))
    assert not code(till.query, **query)
    query["ExpressionAttributeValues"] = {":d": "latte"}
    assert code(till.query, **query)


def test_a_condition_on_the_address_and_on_the_time_is_of_the_account(shop):
    here = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    till = orders(shop.user("till", allow("dynamodb:*", Condition=here)))
    assert not code(till.scan)
    shop.account.client_address = "198.51.100.7"
    assert code(till.scan)
    until = {"DateLessThan": {"aws:CurrentTime": "2026-11-02T08:00:00Z"}}
    shop.allow("till", allow("dynamodb:*", Condition=until))
    assert not code(till.scan)
    shop.account.clock.advance(hours=2)
    assert code(till.scan)


def test_a_request_that_cannot_be_read_is_refused_for_that(shop):
    till = orders(shop.user("till", allow("dynamodb:*", TABLE)))
    assert code(till.scan, FilterExpression="drink = = :v") == "ValidationException"
    assert code(till.get_item, Key={"drink": "x"}) == "ValidationException"


# -- a table with a key of the account ------------------------------------------------


@pytest.fixture
def key(shop):
    key = shop.owner.client("kms").create_key()["KeyMetadata"]["Arn"]
    settings = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    make_table(shop.owner, "customers", SSESpecification=settings)
    return key


def test_who_reads_an_encrypted_table_needs_its_key(shop, key):
    till = shop.user("till", allow("dynamodb:*"))
    customers = till.resource("dynamodb").Table("customers")
    message = str(refusal(customers.get_item, Key=MINE))
    assert "(AccessDeniedException) when calling the GetItem" in message
    assert "KMS key access denied error: com.amazonaws.services.kms.model" in message
    assert f"not authorized to perform: kms:Decrypt on resource: {key} " in message
    customers.load()
    via = {"StringEquals": {"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com"}}
    shop.allow("till", allow("dynamodb:*"), allow("kms:Decrypt", key, Condition=via))
    assert not code(customers.get_item, Key=MINE)


def test_with_the_key_disabled_nobody_reads(shop, key):
    kms = shop.owner.client("kms")
    customers = shop.owner.resource("dynamodb").Table("customers")
    customers.put_item(Item=MINE)
    kms.disable_key(KeyId=key)
    assert f"DisabledException: {key} is disabled." in str(
        refusal(customers.get_item, Key=MINE)
    )
    customers.reload()
    assert customers.table_status == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    assert not code(shop.table.get_item, Key=MINE)
    kms.enable_key(KeyId=key)
    assert customers.get_item(Key=MINE)["Item"] == MINE


def test_a_key_that_is_not_there_is_not_found(shop):
    error = refusal(shop.owner.client("kms").disable_key, KeyId="none")
    assert error.response["Error"]["Code"] == "NotFoundException"
