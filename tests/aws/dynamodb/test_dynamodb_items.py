"""One item at a time: types, keys, sizes, what a write answers."""

import sys
from decimal import Decimal
from threading import Thread

import pytest
from boto3.dynamodb.types import Binary as Boto3Binary
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from cafe.aws.dynamodb.values import (
    Binary,
    from_python,
    from_typed,
    to_python,
    to_typed,
)
from cafe.aws.errors import ParamValidationError
from fixtures.dynamodb import Cafe, index, refused

VALUES = [
    "tea",
    "",
    "flat white ☕",
    3,
    Decimal("1.50"),
    -7,
    Decimal("1E+100"),
    True,
    False,
    None,
    b"beans",
    [],
    [1, ["x", None]],
    {},
    {"a": {"b": [True]}},
    {"x", "y"},
    {1, Decimal("2.5")},
    {b"a", b"b"},
    10**37,
    Decimal("0.00000123"),
]
INVALID = "ValidationException"


def named(value):
    """A test's name for a value: a set in the same order in each process."""
    return f"set {sorted(value)}" if isinstance(value, set) else repr(value)


@pytest.fixture
def cafe():
    return Cafe()


@pytest.fixture
def orders(cafe):
    return cafe.table()


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_what_is_put_is_got_back_as_boto3_gives_it(orders, value):
    orders.put_item(Item={"pk": "a", "value": value})
    found = orders.get_item(Key={"pk": "a"})["Item"]["value"]
    theirs = TypeDeserializer().deserialize(TypeSerializer().serialize(value))
    if isinstance(theirs, Boto3Binary):
        assert found == Binary(theirs.value) == theirs.value
    elif (
        theirs
        and isinstance(theirs, set)
        and isinstance(next(iter(theirs)), Boto3Binary)
    ):
        assert {each.value for each in found} == {each.value for each in theirs}
    else:
        assert found == theirs and type(found) is type(theirs)


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_a_typed_value_is_the_python_value(value):
    assert from_typed(to_typed(from_python(value))) == from_python(value)


@pytest.mark.parametrize(
    "value, error",
    [
        (1.5, "Float types are not supported. Use Decimal types instead."),
        ([{"a": 1.5}], "Float types are not supported. Use Decimal types instead."),
        (object, "Unsupported type"),
        ({"a", 1}, "Unsupported type"),
        (Decimal("NaN"), "Infinity and NaN not supported"),
    ],
)
def test_what_is_no_value_is_refused_in_boto3s_words(orders, value, error):
    for put in (
        lambda: orders.put_item(Item={"pk": "a", "value": value}),
        lambda: TypeSerializer().serialize(value),
    ):
        with pytest.raises(TypeError, match=error):
            put()


@pytest.mark.parametrize("value", [{1: "x"}, [{None: 1}], {"a": {2: 3}}, {b"k": 1}])
def test_a_name_within_a_value_is_a_text(orders, value):
    with pytest.raises(
        ParamValidationError, match=r"M \(key: .*valid types: <class 's"
    ):
        orders.put_item(Item={"pk": "a", "value": value})


def test_a_call_on_a_table_may_name_its_table_as_boto3_lets_one(orders):
    orders.put_item(TableName="orders", Item={"pk": "a"})
    assert orders.get_item(TableName="orders", Key={"pk": "a"})["Item"] == {"pk": "a"}


def test_more_than_38_digits_are_never_rounded_in_silence(orders):
    from decimal import Inexact

    with pytest.raises(Inexact):
        orders.put_item(Item={"pk": "a", "value": Decimal("1." + "1" * 38)})


def test_an_item_got_is_a_copy(orders):
    orders.put_item(Item={"pk": "a", "lines": [1]})
    orders.get_item(Key={"pk": "a"})["Item"]["lines"].append(2)
    assert orders.get_item(Key={"pk": "a"})["Item"]["lines"] == [1]


def test_an_item_put_is_a_copy(orders):
    lines = [1]
    orders.put_item(Item={"pk": "a", "lines": lines})
    lines.append(2)
    assert orders.get_item(Key={"pk": "a"})["Item"]["lines"] == [1]


def test_client_and_resource_share_the_table(cafe, orders):
    cafe.client.put_item(TableName="orders", Item={"pk": {"S": "a"}, "n": {"N": "1.0"}})
    assert orders.get_item(Key={"pk": "a"})["Item"] == {"pk": "a", "n": 1}
    found = cafe.client.get_item(TableName="orders", Key={"pk": {"S": "a"}})
    assert found["Item"] == {"pk": {"S": "a"}, "n": {"N": "1"}}


def test_items_need_no_common_attributes_but_the_key(orders):
    orders.put_item(Item={"pk": "a", "drink": "latte"})
    orders.put_item(Item={"pk": "b", "beans": {"origin": "Yirgacheffe"}})
    assert orders.get_item(Key={"pk": "b"})["Item"]["beans"]["origin"] == "Yirgacheffe"


def test_a_put_replaces_the_whole_item(orders):
    orders.put_item(Item={"pk": "a", "drink": "latte"})
    answer = orders.put_item(Item={"pk": "a", "size": "L"}, ReturnValues="ALL_OLD")
    assert answer["Attributes"] == {"pk": "a", "drink": "latte"}
    assert orders.get_item(Key={"pk": "a"})["Item"] == {"pk": "a", "size": "L"}


def test_a_key_without_an_item_answers_no_item(orders):
    assert "Item" not in orders.get_item(Key={"pk": "nobody"})
    assert "Attributes" not in orders.delete_item(
        Key={"pk": "nobody"}, ReturnValues="ALL_OLD"
    )


@pytest.mark.parametrize(
    "key, message",
    [
        ({"pk": 1}, "The provided key element does not match the schema"),
        ({}, "The provided key element does not match the schema"),
        (
            {"pk": "a", "drink": "x"},
            "The provided key element does not match the schema",
        ),
        (
            {"pk": ""},
            "One or more parameter values are not valid. The AttributeValue for a "
            "key attribute cannot contain an empty string value. Key: pk",
        ),
        (
            {"pk": "x" * 2049},
            "One or more parameter values were invalid: Size of hashkey "
            "has exceeded the maximum size limit of2048 bytes",
        ),
    ],
)
def test_a_wrong_key_is_refused(orders, key, message):
    for call in (orders.get_item, orders.delete_item, orders.update_item):
        assert refused(call, Key=key) == (INVALID, message)


@pytest.mark.parametrize(
    "item, message",
    [
        ({"drink": "x"}, "Missing the key pk in the item"),
        ({"pk": 1}, "Type mismatch for key pk expected: S actual: N"),
    ],
)
def test_a_wrong_item_is_refused(orders, item, message):
    wanted = INVALID, f"One or more parameter values were invalid: {message}"
    assert refused(orders.put_item, Item=item) == wanted


def test_an_empty_set_is_refused(orders):
    code, message = refused(orders.put_item, Item={"pk": "a", "tags": set()})
    assert code == INVALID and message == (
        "1 validation error detected: One or more parameter values were invalid: An "
        "number set  may not be empty"
    )


@pytest.mark.parametrize(
    "value, message",
    [
        ({"N": "abc"}, "The parameter cannot be converted to a numeric value: abc"),
        (
            {"N": "1" * 39},
            "Attempting to store more than 38 significant digits in a Number",
        ),
        (
            {"N": "1e126"},
            "Number overflow. Attempting to store a number with magnitude "
            "larger than supported range",
        ),
        (
            {"SS": ["a", "a"]},
            "1 validation error detected: One or more parameter values were invalid: "
            "Input collection [a, a] contains duplicates.",
        ),
        (
            {"NULL": False},
            "1 validation error detected: One or more parameter values were invalid: "
            "Null attribute value "
            "types must have the value of true",
        ),
        (
            {},
            "Supplied AttributeValue is empty, must contain exactly one of the "
            "supported "
            "datatypes",
        ),
    ],
)
def test_a_wrong_typed_value_is_refused(cafe, orders, value, message):
    item = {"pk": {"S": "a"}, "value": value}
    found = refused(cafe.client.put_item, TableName="orders", Item=item)
    assert found == (INVALID, message)


@pytest.mark.parametrize("value", ["tea", {"S": 1}, {"tea": "x"}, {"L": [{"S": None}]}])
def test_what_is_no_typed_value_is_not_even_sent(cafe, orders, value):
    with pytest.raises(ParamValidationError):
        cafe.client.put_item(TableName="orders", Item={"pk": value})


def test_an_item_may_have_400_kb_names_included(orders):
    fits = {"pk": "a", "bulk": "x" * (400 * 1024 - len("pkabulk"))}
    orders.put_item(Item=fits)
    fits["bulk"] += "x"
    assert refused(orders.put_item, Item=fits)[1] == (
        "Item size has exceeded the maximum allowed size"
    )
    assert (
        refused(
            orders.update_item,
            Key={"pk": "a"},
            UpdateExpression="SET more = :m",
            ExpressionAttributeValues={":m": "x"},
        )[1]
        == "Item size to update has exceeded the maximum allowed size"
    )


def test_a_document_may_be_32_levels_deep(orders):
    deep = []
    for _ in range(31):
        deep = [deep]
    orders.put_item(Item={"pk": "a", "deep": deep})
    assert (
        "Nesting Levels"
        in refused(orders.put_item, Item={"pk": "a", "deep": [[deep]]})[1]
    )


@pytest.mark.parametrize(
    "returned, wanted",
    [
        ("ALL_OLD", {"pk": "a", "qty": 1, "drink": "tea"}),
        ("ALL_NEW", {"pk": "a", "qty": 2, "drink": "tea"}),
        ("UPDATED_OLD", {"qty": 1}),
        ("UPDATED_NEW", {"qty": 2}),
        ("NONE", None),
    ],
)
def test_an_update_answers_what_is_asked_for(orders, returned, wanted):
    orders.put_item(Item={"pk": "a", "qty": 1, "drink": "tea"})
    answer = orders.update_item(
        Key={"pk": "a"},
        UpdateExpression="SET qty = qty + :n",
        ExpressionAttributeValues={":n": 1},
        ReturnValues=returned,
    )
    assert answer.get("Attributes") == wanted


def test_an_update_makes_an_item_unless_it_only_removes(orders):
    orders.update_item(Key={"pk": "a"}, UpdateExpression="REMOVE drink")
    assert "Item" not in orders.get_item(Key={"pk": "a"})
    orders.update_item(Key={"pk": "a"})
    assert orders.get_item(Key={"pk": "a"})["Item"] == {"pk": "a"}


def test_a_key_cannot_be_updated(orders):
    assert refused(
        orders.update_item,
        Key={"pk": "a"},
        UpdateExpression="SET pk = :b",
        ExpressionAttributeValues={":b": "b"},
    )[1] == (
        "One or more parameter values were invalid: Cannot update attribute pk. This "
        "attribute is part of the key"
    )


def test_a_failed_condition_changes_nothing_and_may_show_the_item(cafe, orders):
    orders.put_item(Item={"pk": "a", "qty": 1})
    with pytest.raises(
        cafe.client.exceptions.ConditionalCheckFailedException
    ) as caught:
        orders.put_item(
            Item={"pk": "a"},
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert caught.value.response["Item"] == {"pk": {"S": "a"}, "qty": {"N": "1"}}
    assert str(caught.value) == (
        "An error occurred (ConditionalCheckFailedException) when calling the PutItem "
        "operation: The conditional request failed"
    )
    assert orders.get_item(Key={"pk": "a"})["Item"]["qty"] == 1


def test_an_index_key_of_the_wrong_type_is_refused(cafe):
    table = cafe.table(
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "grade", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[index("by_grade", {"grade": "N"})],
    )
    assert refused(table.put_item, Item={"pk": "a", "grade": "x"})[1] == (
        "One or more parameter values were invalid: Type mismatch for Index Key grade "
        "Expected: N Actual: S IndexName: by_grade"
    )


def test_a_table_that_is_not_there_is_told(cafe):
    assert refused(cafe.resource.Table("tea-party").get_item, Key={"pk": "a"}) == (
        "ResourceNotFoundException",
        "Requested resource not found",
    )


def test_what_the_small_one_does_not_take_is_named_with_what_it_takes(orders):
    with pytest.raises(
        ParamValidationError, match="AttributesToGet.*must be one of.*Key"
    ):
        orders.get_item(Key={"pk": "a"}, AttributesToGet=["pk"])
    with pytest.raises(
        ParamValidationError, match='Unknown parameter.*"ReturnItemCollectionMetrics"'
    ):
        orders.put_item(Item={"pk": "a"}, ReturnItemCollectionMetrics="SIZE")
    with pytest.raises(TypeError, match="only accepts keyword arguments"):
        orders.meta.client.get_item("orders")


def test_python_values_come_back_from_to_python():
    assert to_python(from_python({"a": {1, 2}})) == {"a": {1, 2}}


def test_no_count_is_lost_between_threads(orders):
    """ADD is one step, whoever else adds: "atomic counters" in the developer guide."""

    def count():
        for _ in range(150):
            orders.update_item(
                Key={"pk": "a"},
                UpdateExpression="ADD cups :one",
                ExpressionAttributeValues={":one": 1},
            )

    tills = [Thread(target=count) for _ in range(4)]
    before, _ = sys.getswitchinterval(), sys.setswitchinterval(1e-5)
    try:
        for till in tills:
            till.start()
        for till in tills:
            till.join()
    finally:
        sys.setswitchinterval(before)
    assert orders.get_item(Key={"pk": "a"})["Item"]["cups"] == 600
