"""What DynamoDB itself was heard to answer in October 2026, its peers being older."""

import pytest

from fixtures.dynamodb import Cafe, refused

EMPTY = "values are not valid. The AttributeValue for a key attribute cannot contain an"
TOO_MANY = "failed to satisfy constraint: Member must have length less than or equal to"
PUT = {"PutRequest": {"Item": {"pk": {"S": "a"}}}}


@pytest.fixture
def cafe():
    return Cafe()


def put(value):
    return {"Put": {"TableName": "orders", "Item": {"pk": value}}}


def of_key(kind, value, **others):
    return {kind: {"TableName": "orders", "Key": {"pk": value}, **others}}


def check(value):
    return of_key("ConditionCheck", value, ConditionExpression="attribute_exists(pk)")


def delete(value):
    return of_key("Delete", value)


@pytest.mark.parametrize(
    ("call", "arguments", "told"),
    [
        (
            "batch_get_item",
            {"RequestItems": {"orders": {"Keys": [{"pk": {"S": "a"}}] * 101}}},
            f"Value at 'RequestItems.orders.member.Keys' {TOO_MANY} 100",
        ),
        (
            "batch_write_item",
            {"RequestItems": {"orders": [PUT] * 26}},
            f"Value at 'RequestItems.orders.member' {TOO_MANY} 25",
        ),
        (
            "transact_write_items",
            {"TransactItems": [put({"S": "a"})] * 101},
            f"Value at 'TransactItems' {TOO_MANY} 100",
        ),
        (
            "batch_write_item",
            {"RequestItems": {}},
            "Value at 'RequestItems' failed to satisfy constraint: Member must have "
            "length greater than or equal to 1",
        ),
        (
            "put_item",
            {"TableName": "my orders", "Item": {"pk": {"S": "a"}}},
            "Value 'my orders' at 'tableName' failed to satisfy constraint: Member",
        ),
        (
            "put_item",
            {
                "TableName": "orders",
                "Item": {"pk": {"S": "a"}},
                "ExpressionAttributeValues": {":a": {"S": "a"}},
            },
            "ExpressionAttributeValues can only be specified when using expressions",
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_told_without_repeating_it(
    cafe, call, arguments, told
):
    cafe.table()
    code, message = refused(getattr(cafe.client, call), **arguments)
    assert code == "ValidationException"
    assert message.startswith(f"1 validation error detected: {told}")
    assert len(message) < 200


@pytest.mark.parametrize("part", [put, check, delete])
def test_a_key_that_does_not_fit_cancels_the_transaction(cafe, part):
    cafe.table()
    write, read = cafe.client.transact_write_items, cafe.client.transact_get_items
    told = refused(write, TransactItems=[check({"S": "b"}), part({"N": "5"})])
    assert told[0] == "TransactionCanceledException"
    assert told[1].endswith("[ConditionalCheckFailed, ValidationError]")
    told = refused(read, TransactItems=[of_key("Get", {"N": "5"})])
    assert told[1].endswith("specific reasons [ValidationError]")
    code, message = refused(write, TransactItems=[part({"S": ""})])
    assert code == "ValidationException" and EMPTY in message
