"""Two who write one item, an index that follows late, a collection that is full."""

from datetime import timedelta

import pytest

from cafe.aws import Session
from cafe.aws.account import Account
from cafe.aws.errors import ClientError


@pytest.fixture
def account():
    return Account()


def make(account, **indexes):
    names = ("customer", "at", "shop")
    used = names if indexes else names[:2]
    table = (
        Session(account=account)
        .resource("dynamodb")
        .create_table(
            TableName="orders",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=key("customer", "at"),
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in used
            ],
            **indexes,
        )
    )
    table.wait_until_exists()
    return table


def key(*names):
    kinds = ("HASH", "RANGE")
    return [{"AttributeName": n, "KeyType": k} for n, k in zip(names, kinds)]


def index(*names):
    return [
        {
            "IndexName": "by_shop",
            "KeySchema": key(*names),
            "Projection": {"ProjectionType": "ALL"},
        }
    ]


def order(at="08:00", **others):
    return {"customer": "ada", "at": at} | others


def put(table, item):
    return {"Put": {"TableName": table.name, "Item": item}}


def during(account, table, *calls):
    """The error codes of calls that come while a transaction on Ada's order is on."""
    codes = []

    def others():
        for call, arguments in calls:
            try:
                call(**arguments)
                codes.append(None)
            except ClientError as error:
                codes.append(error.response["Error"]["Code"])

    table.meta.client.set_transaction_time("orders", seconds=1)
    account.clock.after(timedelta(seconds=0.5), others)
    table.meta.client.transact_write_items(
        TransactItems=[put(table, order(drink="mocha"))]
    )
    return codes


def test_nobody_else_writes_what_a_transaction_is_about_to_write(account):
    table = make(account)
    client = table.meta.client
    get = {"Get": {"TableName": "orders", "Key": order()}}
    codes = during(
        account,
        table,
        (table.put_item, {"Item": order(drink="latte")}),
        (table.delete_item, {"Key": order()}),
        (client.transact_write_items, {"TransactItems": [put(table, order())]}),
        (client.transact_get_items, {"TransactItems": [get]}),
        (table.get_item, {"Key": order()}),
        (table.put_item, {"Item": order("09:00")}),
    )
    conflict, canceled = "TransactionConflictException", "TransactionCanceledException"
    assert codes == [conflict, conflict, canceled, canceled, None, None]
    assert table.get_item(Key=order())["Item"] == order(drink="mocha")


def test_what_a_transaction_held_is_free_afterwards(account):
    table = make(account)
    during(account, table)
    table.put_item(Item=order(drink="latte"))
    assert table.get_item(Key=order())["Item"] == order(drink="latte")


def test_a_cancelled_transaction_says_which_part_met_another_one(account):
    table = make(account)
    said = []

    def other():
        try:
            table.meta.client.transact_write_items(
                TransactItems=[put(table, order("09:00")), put(table, order())]
            )
        except ClientError as error:
            said.extend(r["Code"] for r in error.response["CancellationReasons"])

    table.meta.client.set_transaction_time("orders", seconds=1)
    account.clock.after(timedelta(seconds=0.5), other)
    table.meta.client.transact_write_items(TransactItems=[put(table, order())])
    assert said == ["None", "TransactionConflict"]


def test_a_global_index_that_follows_late_shows_what_was(account):
    table = make(account, GlobalSecondaryIndexes=index("shop"))
    table.meta.client.set_index_lag("orders", "by_shop", seconds=2)
    table.put_item(Item=order(shop="1"))
    ask = {
        "IndexName": "by_shop",
        "KeyConditionExpression": "shop = :shop",
        "ExpressionAttributeValues": {":shop": "1"},
    }
    assert table.query(**ask)["Count"] == 0
    assert "Item" in table.get_item(Key=order())
    account.clock.advance(seconds=2)
    assert table.query(**ask)["Count"] == 1


def full(table, letters):
    """Put items of 350 KB until one is refused; how many fit, and the error."""
    for number in range(60):
        table.meta.client.clock.advance(seconds=1)
        try:
            table.put_item(Item=order(f"{number:02}", note=letters * 350_000))
        except ClientError as error:
            return number, error
    return 60, None


def test_a_collection_with_a_local_index_is_full_at_some_size(account):
    table = make(account, LocalSecondaryIndexes=index("customer", "shop"))
    fitted, error = full(table, "x")
    assert fitted == 29
    assert error.response["Error"]["Code"] == "ItemCollectionSizeLimitExceededException"
    table.delete_item(Key=order("00"))
    table.put_item(Item=order("00", note="short"))


def test_without_a_local_index_a_collection_has_no_limit(account):
    assert full(make(account), "x") == (60, None)
