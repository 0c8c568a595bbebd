"""Query and Scan: what they read, in which order, on which page, at which price."""

import pytest

from cafe.aws.dynamodb.conditions import Attr, Key
from cafe.aws.errors import ParamValidationError
from fixtures.dynamodb import Cafe, definitions, index, refused

INVALID = "ValidationException"


@pytest.fixture
def cafe():
    return Cafe()


@pytest.fixture
def orders(cafe):
    """Three customers with ten orders each."""
    table = cafe.table(sort="sk")
    with table.batch_writer() as batch:
        for customer in "abc":
            for number in range(10):
                batch.put_item(Item={"pk": customer, "sk": number, "even": number % 2})
    return table


def numbers(answer):
    return [int(item["sk"]) for item in answer["Items"]]


@pytest.mark.parametrize(
    "condition, wanted",
    [
        (Key("sk").eq(3), [3]),
        (Key("sk").lt(3), [0, 1, 2]),
        (Key("sk").lte(3), [0, 1, 2, 3]),
        (Key("sk").gt(7), [8, 9]),
        (Key("sk").gte(7), [7, 8, 9]),
        (Key("sk").between(2, 4), [2, 3, 4]),
        (Key("sk").eq(99), []),
    ],
)
def test_each_key_condition_is_a_slice_forward_and_backward(orders, condition, wanted):
    both = Key("pk").eq("b") & condition
    assert numbers(orders.query(KeyConditionExpression=both)) == wanted
    backward = orders.query(KeyConditionExpression=both, ScanIndexForward=False)
    assert numbers(backward) == wanted[::-1]


@pytest.mark.parametrize(
    "kind, keys, start, wanted",
    [
        (
            "S",
            ["2026-10", "2026-11-01", "2026-11-02", "2026-12"],
            "2026-11",
            slice(1, 3),
        ),
        ("B", [b"\x00", b"a", b"ab", b"\xff"], b"a", slice(1, 3)),
        ("S", ["a", "ab", "b", "é", "😀"], "", slice(0, 5)),
    ],
)
def test_begins_with_finds_a_prefix_and_keys_are_in_byte_order(
    cafe, kind, keys, start, wanted
):
    table = cafe.table(sort="sk", kind=kind)
    for key in reversed(keys):
        table.put_item(Item={"pk": "a", "sk": key})
    condition = Key("pk").eq("a") & Key("sk").begins_with(start)
    found = [
        item["sk"] for item in table.query(KeyConditionExpression=condition)["Items"]
    ]
    assert [getattr(key, "value", key) for key in found] == keys[wanted]


def test_numbers_are_sorted_as_numbers(cafe):
    from decimal import Decimal

    table = cafe.table(sort="sk")
    values = [-10, Decimal("-0.5"), 0, Decimal("1.5"), 2, 10, Decimal("1E+30")]
    for value in (values[3], *values[4:], *values[:3]):
        table.put_item(Item={"pk": "a", "sk": value})
    found = table.query(KeyConditionExpression=Key("pk").eq("a"))["Items"]
    assert [item["sk"] for item in found] == values


def test_a_query_is_continued_after_its_last_key(orders):
    for forward, wanted in ((True, [*range(10)]), (False, [*range(9, -1, -1)])):
        asked = {
            "KeyConditionExpression": Key("pk").eq("a"),
            "Limit": 4,
            "ScanIndexForward": forward,
        }
        seen, pages = [], 0
        while True:
            page = orders.query(**asked)
            seen, pages = seen + numbers(page), pages + 1
            if "LastEvaluatedKey" not in page:
                break
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        assert (seen, pages) == (wanted, 3)


def test_a_limit_that_ends_on_the_last_item_still_answers_a_key(orders):
    page = orders.query(KeyConditionExpression=Key("pk").eq("a"), Limit=10)
    assert page["LastEvaluatedKey"] == {"pk": "a", "sk": 9}
    rest = orders.query(
        KeyConditionExpression=Key("pk").eq("a"),
        Limit=10,
        ExclusiveStartKey=page["LastEvaluatedKey"],
    )
    assert rest["Items"] == [] and "LastEvaluatedKey" not in rest


def test_a_page_ends_after_a_megabyte(cafe):
    table = cafe.table(sort="sk")
    for number in range(12):
        cafe.clock.advance(seconds=1)
        table.put_item(Item={"pk": "a", "sk": number, "bulk": "x" * 100_000})
    page = table.query(KeyConditionExpression=Key("pk").eq("a"))
    assert page["Count"] == 11 and page["LastEvaluatedKey"] == {"pk": "a", "sk": 10}
    assert table.scan()["Count"] == 11


def test_a_filter_is_paid_for_what_was_read(orders):
    asked = {
        "KeyConditionExpression": Key("pk").eq("a"),
        "Limit": 6,
        "ReturnConsumedCapacity": "TOTAL",
    }
    whole = orders.query(**asked)
    half = orders.query(FilterExpression=Attr("even").eq(0), **asked)
    assert (half["Count"], half["ScannedCount"]) == (3, 6)
    assert half["ConsumedCapacity"] == whole["ConsumedCapacity"]
    assert half["LastEvaluatedKey"]["sk"] == 5


def test_a_scan_reads_every_item_once_page_by_page(orders):
    asked, seen = {"Limit": 7}, []
    while True:
        page = orders.scan(**asked)
        seen += [(item["pk"], int(item["sk"])) for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    assert sorted(seen) == [(pk, sk) for pk in "abc" for sk in range(10)]


def in_words(condition):
    """A key condition as text, with its values."""
    values = {":pk": "a"} | ({":value": 1} if ":value" in condition else {})
    return {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}


@pytest.mark.parametrize(
    "asked, message",
    [
        (
            {},
            "Either the KeyConditions or KeyConditionExpression parameter must be "
            "specified in the request.",
        ),
        (
            {"KeyConditionExpression": Key("sk").eq(1)},
            "Query condition missed key schema element: pk",
        ),
        (
            {"KeyConditionExpression": Key("pk").eq(1)},
            "One or more parameter values were "
            "invalid: Condition parameter type does not match schema type",
        ),
        (
            {"KeyConditionExpression": Key("pk").eq(True)},
            "One or more parameter values "
            "were invalid: ComparisonOperator EQ is not valid for BOOL "
            "AttributeValue type",
        ),
        (
            {"KeyConditionExpression": Key("pk").gt("a")},
            "Query key condition not supported",
        ),
        (
            in_words("pk = :pk AND even = :value"),
            "Query condition missed key schema element: sk",
        ),
        (
            {"KeyConditionExpression": Key("pk").eq("a") | Key("sk").eq(1)},
            "Invalid operator used in KeyConditionExpression: OR",
        ),
        (
            in_words("pk = :pk AND sk <> :value"),
            "Invalid operator used in KeyConditionExpression: <>",
        ),
        (
            in_words("pk = :pk AND attribute_exists(sk)"),
            "Invalid operator used in KeyConditionExpression: attribute_exists",
        ),
        (
            {
                "KeyConditionExpression": Key("pk").eq("a"),
                "FilterExpression": Attr("sk").eq(1),
            },
            "Filter Expression can only contain non-primary key attributes: "
            "Primary key "
            "attribute: sk",
        ),
        (
            {"KeyConditionExpression": Key("pk").eq("a"), "IndexName": "by_tea"},
            "The table does not have the specified index: by_tea",
        ),
        (
            {"KeyConditionExpression": Key("pk").eq("a"), "Select": "ALL"},
            "1 validation error detected: Value 'ALL' at 'select' failed to satisfy "
            "constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, "
            "COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        ),
        (
            {
                "KeyConditionExpression": Key("pk").eq("a"),
                "ExclusiveStartKey": {"pk": "b", "sk": 1},
            },
            "The provided starting key is outside query boundaries based on provided "
            "conditions",
        ),
        (
            {
                "KeyConditionExpression": Key("pk").eq("a"),
                "Select": "COUNT",
                "ProjectionExpression": "even",
            },
            "Cannot specify the ProjectionExpression when choosing to get only "
            "the Count",
        ),
    ],
)
def test_a_wrong_query_is_refused(orders, asked, message):
    assert refused(orders.query, **asked) == (INVALID, message)


# -- indexes ------------------------------------------------------------------------


@pytest.fixture
def indexed(cafe):
    """Orders with a local index by grade and global ones by barista and by shop."""
    table = cafe.table(
        sort="sk",
        AttributeDefinitions=definitions(
            {"pk": "S", "sk": "N", "grade": "N", "barista": "S", "shop": "S"}
        ),
        LocalSecondaryIndexes=[
            index("by_grade", {"pk": "S", "grade": "N"}, "KEYS_ONLY")
        ],
        GlobalSecondaryIndexes=[
            index("by_barista", {"barista": "S", "grade": "N"}),
            index("by_shop", {"shop": "S"}, "INCLUDE", attributes=["drink"]),
        ],
    )
    for number, grade in enumerate((3, 1, 2, 2)):
        table.put_item(
            Item={
                "pk": "a",
                "sk": number,
                "grade": grade,
                "barista": "Mo",
                "shop": "Cork",
                "drink": "latte",
                "note": "x" * 100,
            }
        )
    table.put_item(Item={"pk": "a", "sk": 9, "drink": "tea"})
    return table


def test_an_index_is_in_the_order_of_its_own_sort_key(indexed):
    for name, key in (
        ("by_grade", Key("pk").eq("a")),
        ("by_barista", Key("barista").eq("Mo")),
    ):
        found = indexed.query(IndexName=name, KeyConditionExpression=key)["Items"]
        assert [(item["grade"], item["sk"]) for item in found] == [
            (1, 1),
            (2, 2),
            (2, 3),
            (3, 0),
        ]


def test_an_item_without_the_keys_attributes_is_not_in_the_index(indexed):
    assert indexed.scan()["Count"] == 5
    assert indexed.scan(IndexName="by_barista")["Count"] == 4


def test_an_index_follows_every_change_of_the_table(indexed):
    indexed.update_item(
        Key={"pk": "a", "sk": 0},
        UpdateExpression="SET barista = :b, grade = :g",
        ExpressionAttributeValues={":b": "Jo", ":g": 9},
    )
    indexed.delete_item(Key={"pk": "a", "sk": 1})
    indexed.update_item(Key={"pk": "a", "sk": 2}, UpdateExpression="REMOVE barista")
    for name, sorts in (("Mo", [3]), ("Jo", [0])):
        found = indexed.query(
            IndexName="by_barista", KeyConditionExpression=Key("barista").eq(name)
        )
        assert numbers(found) == sorts


@pytest.mark.slow
def test_an_index_answers_what_it_projects(indexed):
    found = indexed.query(
        IndexName="by_shop", KeyConditionExpression=Key("shop").eq("Cork"), Limit=1
    )
    assert found["Items"] == [{"pk": "a", "sk": 0, "shop": "Cork", "drink": "latte"}]
    assert found["LastEvaluatedKey"] == {"shop": "Cork", "pk": "a", "sk": 0}
    message = refused(
        indexed.query,
        IndexName="by_shop",
        ProjectionExpression="note",
        KeyConditionExpression=Key("shop").eq("Cork"),
    )[1]
    assert message.endswith("Global secondary index by_shop does not project [note]")


def test_what_a_local_index_does_not_hold_is_refused_and_not_left_out(indexed):
    asked = {
        "IndexName": "by_grade",
        "KeyConditionExpression": Key("pk").eq("a"),
    }
    assert {*indexed.query(**asked)["Items"][0]} == {"pk", "sk", "grade"}
    for also in ({"ProjectionExpression": "note"}, {"Select": "ALL_ATTRIBUTES"}):
        code, message = refused(indexed.query, **asked, **also)
        assert code == INVALID and "and this small AWS does not" in message


def test_a_paginator_reads_all_pages(cafe, orders):
    client = cafe.client
    pk = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
    }
    for call, asked in (("query", pk), ("scan", {})):
        asked = asked | {"TableName": "orders"}
        whole = getattr(client, call)(**asked)["Items"]
        assert len(whole) > 2
        paginator = client.get_paginator(call)
        pages = [*paginator.paginate(PaginationConfig={"PageSize": 2}, **asked)]
        assert [item for page in pages for item in page["Items"]] == whole
        assert len(pages[0]["Items"]) == 2 and len(pages) > 1
        config = {"PageSize": 2, "MaxItems": 3}
        some = [*paginator.paginate(PaginationConfig=config, **asked)]
        assert [len(page["Items"]) for page in some] == [2, 1]
        counted = [*paginator.paginate(Select="COUNT", Limit=2, **asked)]
        assert sum(page["Count"] for page in counted) == len(whole)
        with pytest.raises(ParamValidationError, match="AWS takes StartingToken"):
            paginator.paginate(PaginationConfig={"StartingToken": "x"}, **asked)
    assert client.can_paginate("list_tables") and not client.can_paginate("put_item")


def test_pages_of_an_index_meet_every_item_once(indexed):
    for forward in (True, False):
        asked, seen = {"ScanIndexForward": forward}, []
        while True:
            page = indexed.query(
                IndexName="by_shop",
                KeyConditionExpression=Key("shop").eq("Cork"),
                Limit=1,
                **asked,
            )
            seen += numbers(page)
            if "LastEvaluatedKey" not in page:
                break
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        assert seen == ([0, 1, 2, 3] if forward else [3, 2, 1, 0])


def test_a_global_index_is_never_read_strongly(indexed):
    for call, more in (
        (indexed.scan, {}),
        (indexed.query, {"KeyConditionExpression": Key("shop").eq("Cork")}),
    ):
        message = refused(call, IndexName="by_shop", ConsistentRead=True, **more)[1]
        assert message == (
            "Consistent reads are not supported on global secondary indexes"
        )
