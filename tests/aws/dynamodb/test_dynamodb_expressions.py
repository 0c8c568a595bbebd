"""Expressions: conditions, projections, updates, and how wrong ones are refused."""

import boto3.dynamodb.conditions as theirs
import pytest

from cafe.aws.dynamodb import conditions as ours
from cafe.aws.dynamodb.reserved_words import RESERVED_WORDS
from cafe.aws.errors import ClientError
from fixtures.dynamodb import Cafe, refused

ITEM = {
    "pk": "a",
    "qty": 3,
    "drink": "flat white",
    "paid": True,
    "note": None,
    "tags": {"hot", "small"},
    "cups": [{"price": 4}, {"price": 5}, "sugar"],
    "shop": {"city": "Cork", "since": 1999},
    "beans": b"beans",
}


@pytest.fixture(scope="module")
def orders():
    table = Cafe().table()
    table.put_item(Item=ITEM)
    return table


def holds(table, text, values=None, names=None):
    table.meta.client.clock.advance(seconds=1)
    also = {"ExpressionAttributeValues": values} if values else {}
    also |= {"ExpressionAttributeNames": names} if names else {}
    return table.scan(FilterExpression=text, **also)["Count"] == 1


@pytest.mark.parametrize(
    "text, value, wanted",
    [
        ("qty = :v", 3, True),
        ("qty = :v", "3", False),
        ("qty <> :v", "3", True),
        ("qty < :v", 10, True),
        ("qty >= :v", 3, True),
        ("drink < :v", "g", True),
        ("drink > :v", 1, False),
        ("nothere < :v", 1, False),
        ("nothere = :v", 1, False),
        ("nothere <> :v", 1, True),
        ("paid = :v", True, True),
        ("paid = :v", 1, False),
        ("note = :v", None, True),
        ("tags = :v", {"small", "hot"}, True),
        ("shop = :v", {"since": 1999, "city": "Cork"}, True),
        ("cups[0].price = :v", 4, True),
        ("cups[9] = :v", 4, False),
        ("shop.city = :v", "Cork", True),
        ("shop.city.street = :v", "Cork", False),
        ("contains(tags, :v)", "hot", True),
        ("contains(drink, :v)", "white", True),
        ("contains(cups, :v)", "sugar", True),
        ("contains(cups, :v)", {"price": 5}, True),
        ("contains(beans, :v)", b"ean", True),
        ("contains(qty, :v)", 3, False),
        ("begins_with(drink, :v)", "flat", True),
        ("begins_with(qty, :v)", "3", False),
        ("size(drink) = :v", 10, True),
        ("size(cups) = :v", 3, True),
        ("size(tags) = :v", 2, True),
        ("size(qty) = :v", 1, False),
        ("NOT qty = :v", 3, False),
        ("NOT NOT qty = :v", 3, True),
        ("attribute_exists(note) AND qty = :v", 3, True),
        ("attribute_not_exists(pk) OR qty = :v", 3, True),
        ("qty = :v OR drink = :v AND paid = :v", 3, True),
        ("(qty = :v OR drink = :v) AND paid = :v", 3, False),
        ("qty BETWEEN :v AND :v", 3, True),
        ("qty IN (:v, drink)", 3, True),
    ],
)
def test_what_a_condition_says_of_an_item(orders, text, value, wanted):
    assert holds(orders, text, {":v": value}) is wanted


def test_in_takes_a_hundred_choices_and_one_more_is_refused(orders):
    values = {f":v{n}": n for n in range(101)}
    a_hundred = dict(list(values.items())[:100])
    assert holds(orders, f"qty IN ({', '.join(a_hundred)})", a_hundred)
    with pytest.raises(ClientError, match="too many operands; number of operands: 101"):
        holds(orders, f"qty IN ({', '.join(values)})", values)


def test_what_does_not_exist_is_equal_to_nothing(orders):
    assert not holds(orders, "nothere = nowhere")
    assert holds(orders, "nothere <> nowhere")


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "The expression can not be empty;"),
        ("qty =", 'Syntax error; token: "<EOF>", near: "="'),
        ("qty == :v", 'Syntax error; token: "=", near: "== :v"'),
        ("my-qty = :v", 'Syntax error; token: "-", near: "my-qty"'),
        ("qty", 'Syntax error; token: "<EOF>", near: "qty"'),
        ("total = :v", "Attribute name is a reserved keyword; reserved keyword: total"),
        (
            "#q = :v",
            "An expression attribute name used in the document path is not "
            "defined; attribute name: #q",
        ),
        (
            "qty = :w",
            "An expression attribute value used in expression is not defined; "
            "attribute value: :w",
        ),
        ("((qty = :v))", "The expression has redundant parentheses;"),
        ("smells(qty)", "Invalid function name; function: smells"),
        (
            "attribute_type(qty, :v)",
            "AWS takes attribute_type, and this small AWS does not.",
        ),
        (
            "if_not_exists(qty, :v) = :v",
            "The function is not allowed in a condition "
            "expression; function: if_not_exists",
        ),
        (
            "size(qty)",
            "The function is not allowed to be used this way in an expression; "
            "function: size",
        ),
        (
            "begins_with(drink, :v, :v)",
            "Incorrect number of operands for operator or "
            "function; operator or function: begins_with, number of operands: 3",
        ),
        (
            "begins_with(drink, :v)",
            "Incorrect operand type for operator or function; "
            "operator or function: begins_with, operand type: N",
        ),
        (
            "qty = qty",
            "The first operand must be distinct from the remaining operands for "
            "this operator or function; operator: =, first operand: [qty]",
        ),
        (
            "attribute_exists(:v)",
            "Operator or function requires a document path; operator "
            "or function: attribute_exists",
        ),
        (
            "qty < :list",
            "Incorrect operand type for operator or function; operator or "
            "function: <, operand type: L",
        ),
        (
            "qty BETWEEN :v AND :one",
            "The BETWEEN operator requires upper bound to be "
            "greater than or equal to lower bound; lower bound operand: "
            "AttributeValue: "
            "{N:3}, upper bound operand: AttributeValue: {N:1}",
        ),
        (
            "qty = :v AND " + "qty = :v AND " * 400 + "qty = :v",
            "Expression size has "
            "exceeded the maximum allowed size; expression size: 5221",
        ),
    ],
)
def test_a_wrong_condition_is_refused(orders, text, problem):
    values = {":v": 3, ":list": [1], ":one": 1}
    used = {name: value for name, value in values.items() if name in text}
    found = refused(
        orders.scan, FilterExpression=text, ExpressionAttributeValues=used or {":v": 3}
    )
    assert found == ("ValidationException", f"Invalid FilterExpression: {problem}")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (
            {"ExpressionAttributeNames": {"#a": "x"}},
            "ExpressionAttributeNames can only be specified when using expressions",
        ),
        (
            {"ExpressionAttributeValues": {":a": 1}},
            "ExpressionAttributeValues can only be "
            "specified when using expressions: FilterExpression is null",
        ),
        (
            {"FilterExpression": "attribute_exists(a)", "ExpressionAttributeNames": {}},
            "ExpressionAttributeNames must not be empty",
        ),
        (
            {
                "FilterExpression": "attribute_exists(a)",
                "ExpressionAttributeNames": {"a": "x"},
            },
            'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"',
        ),
        (
            {
                "FilterExpression": "attribute_exists(a)",
                "ExpressionAttributeNames": {"#b": "x"},
            },
            "Value provided in ExpressionAttributeNames unused in expressions: "
            "keys: {#b}",
        ),
        (
            {
                "FilterExpression": "attribute_exists(a)",
                "ExpressionAttributeValues": {":b": 1},
            },
            "Value provided in ExpressionAttributeValues unused in expressions: "
            "keys: {:b}",
        ),
    ],
)
def test_names_and_values_must_be_used(orders, arguments, message):
    assert refused(orders.scan, **arguments) == ("ValidationException", message)


def test_an_expression_has_300_operators_at_most(orders):
    assert holds(orders, "NOT " * 298 + "qty = :v", {":v": 3})
    message = refused(
        orders.scan,
        FilterExpression="NOT " * 300 + "qty = :v",
        ExpressionAttributeValues={":v": 3},
    )[1]
    assert "too many operators" in message


def test_every_reserved_word_is_refused_in_any_case(orders):
    assert len(RESERVED_WORDS) == 573
    for word in ("NAME", "status", "Items", "ttl", "region"):
        assert word.upper() in RESERVED_WORDS
        message = refused(orders.scan, FilterExpression=f"attribute_exists({word})")[1]
        assert message.endswith(f"reserved keyword: {word}")
    assert holds(orders, "attribute_not_exists(#s)", names={"#s": "status"})


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("drink", {"drink": "flat white"}),
        ("pk, shop.city", {"pk": "a", "shop": {"city": "Cork"}}),
        ("cups[0], cups[2]", {"cups": [{"price": 4}, "sugar"]}),
        ("cups[1].price, nothere", {"cups": [{"price": 5}]}),
        ("nothere.part", {}),
    ],
)
def test_a_projection_answers_parts_of_an_item(orders, text, wanted):
    got = orders.get_item(Key={"pk": "a"}, ProjectionExpression=text)
    assert got["Item"] == wanted


@pytest.mark.parametrize(
    "text, kind", [("shop, shop.city", "overlap"), ("shop[0], shop.city", "conflict")]
)
def test_paths_must_not_meet(orders, text, kind):
    message = refused(orders.get_item, Key={"pk": "a"}, ProjectionExpression=text)[1]
    assert f"Two document paths {kind} with each other" in message


@pytest.fixture
def cup():
    """A table with one item, and a function that updates it and answers it."""
    table = Cafe().table()

    def update(text, start=None, **values):
        table.put_item(Item={"pk": "a"} | (start or {}))
        given = {f":{name}": value for name, value in values.items()}
        also = {"ExpressionAttributeValues": given} if given else {}
        answer = table.update_item(
            Key={"pk": "a"}, UpdateExpression=text, ReturnValues="ALL_NEW", **also
        )["Attributes"]
        assert table.get_item(Key={"pk": "a"})["Item"] == answer
        del answer["pk"]
        return answer

    update.table = table
    return update


@pytest.mark.parametrize(
    "text, start, values, wanted",
    [
        ("SET qty = :n", {}, {"n": 1}, {"qty": 1}),
        ("SET qty = qty + :n", {"qty": 1}, {"n": 2}, {"qty": 3}),
        ("SET qty = qty - :n, was = qty", {"qty": 5}, {"n": 2}, {"qty": 3, "was": 5}),
        ("SET qty = if_not_exists(qty, :z) + :n", {}, {"z": 0, "n": 1}, {"qty": 1}),
        ("SET qty = if_not_exists(qty, :z)", {"qty": 7}, {"z": 0}, {"qty": 7}),
        ("SET l = list_append(l, :m)", {"l": [1]}, {"m": [2]}, {"l": [1, 2]}),
        ("SET l = list_append(:m, l)", {"l": [1]}, {"m": [2]}, {"l": [2, 1]}),
        ("SET l[1] = :n", {"l": [1, 2]}, {"n": 9}, {"l": [1, 9]}),
        ("SET l[7] = :n, l[5] = :m", {"l": [1]}, {"n": 9, "m": 8}, {"l": [1, 8, 9]}),
        ("SET m.x = :n", {"m": {}}, {"n": 1}, {"m": {"x": 1}}),
        ("SET a = b, b = a", {"a": 1, "b": 2}, {}, {"a": 2, "b": 1}),
        ("REMOVE a, b", {"a": 1, "c": 3}, {}, {"c": 3}),
        ("REMOVE l[0], l[1]", {"l": [1, 2, 3]}, {}, {"l": [3]}),
        ("REMOVE l[1] SET l[0] = :n", {"l": [1, 2, 3]}, {"n": 9}, {"l": [9, 3]}),
        ("ADD qty :n", {}, {"n": 5}, {"qty": 5}),
        ("ADD qty :n", {"qty": 1}, {"n": -5}, {"qty": -4}),
        ("ADD tags :t", {"tags": {"a"}}, {"t": {"b"}}, {"tags": {"a", "b"}}),
        ("DELETE tags :t", {"tags": {"a", "b"}}, {"t": {"b", "c"}}, {"tags": {"a"}}),
        ("DELETE tags :t", {"tags": {"a"}}, {"t": {"a"}}, {}),
    ],
)
def test_what_an_update_does(cup, text, start, values, wanted):
    assert cup(text, start, **values) == wanted


def test_an_update_copies_what_it_takes_from_elsewhere(cup):
    assert cup("SET b = a", {"a": [1]}) == {"a": [1], "b": [1]}
    cup.table.update_item(
        Key={"pk": "a"},
        UpdateExpression="SET b[0] = :n",
        ExpressionAttributeValues={":n": 2},
    )
    assert cup.table.get_item(Key={"pk": "a"})["Item"] == {
        "pk": "a",
        "a": [1],
        "b": [2],
    }


@pytest.mark.parametrize(
    "text, values, problem",
    [
        (
            "SET a = b",
            {},
            "The provided expression refers to an attribute that does not "
            "exist in the item",
        ),
        (
            "SET a.b = :n",
            {"n": 1},
            "The document path provided in the update expression is invalid for update",
        ),
        (
            "SET a = drink + :n",
            {"n": 1},
            "An operand in the update expression has an incorrect data type",
        ),
        (
            "ADD drink :n",
            {"n": 1},
            "An operand in the update expression has an incorrect data type",
        ),
        (
            "SET a = :n SET b = :n",
            {"n": 1},
            'Invalid UpdateExpression: The "SET" section '
            "can only be used once in an update expression;",
        ),
        (
            "SET a = :n, a = :n",
            {"n": 1},
            "Invalid UpdateExpression: Two document paths "
            "overlap with each other; must remove or rewrite one of these paths; "
            "path one: "
            "[a], path two: [a]",
        ),
        (
            "ADD a :n",
            {"n": "x"},
            "Invalid UpdateExpression: Incorrect operand type for "
            "operator or function; operator: ADD, operand type: STRING",
        ),
        (
            "SET a = :n + :n",
            {"n": "x"},
            "Invalid UpdateExpression: Incorrect operand type "
            "for operator or function; operator or function: +, operand type: S",
        ),
        (
            "LET a = :n",
            {"n": 1},
            'Invalid UpdateExpression: Syntax error; token: "LET", near: "LET a"',
        ),
    ],
)
def test_a_wrong_update_is_refused_and_changes_nothing(cup, text, values, problem):
    cup.table.put_item(Item={"pk": "a", "drink": "tea"})
    given = {f":{name}": value for name, value in values.items()}
    also = {"ExpressionAttributeValues": given} if given else {}
    found = refused(
        cup.table.update_item, Key={"pk": "a"}, UpdateExpression=text, **also
    )
    told = {problem, f"1 validation error detected: {problem}"}
    assert found[0] == "ValidationException" and found[1] in told
    assert cup.table.get_item(Key={"pk": "a"})["Item"] == {"pk": "a", "drink": "tea"}


def test_a_write_counts_the_problems_of_its_request_and_a_read_does_not(cup):
    cup.table.put_item(Item={"pk": "a", "drink": "tea"})
    key, also = {"pk": "a"}, {"ConditionExpression": "drink ="}
    counted = "1 validation error detected: "
    wrong = "Invalid ConditionExpression: Syntax error; token"
    for call, given in (
        (cup.table.put_item, {"Item": key}),
        (cup.table.update_item, {"Key": key}),
        (cup.table.delete_item, {"Key": key}),
    ):
        assert refused(call, **given, **also)[1].startswith(counted + wrong)
    assert refused(cup.table.scan, FilterExpression="drink =")[1].startswith("Invalid")
    put = {"Put": {"TableName": cup.table.name, "Item": key} | also}
    client = cup.table.meta.client
    told = refused(client.transact_write_items, TransactItems=[put])[1]
    assert told.startswith(wrong)
    add = {"UpdateExpression": "ADD drink :n", "ExpressionAttributeValues": {":n": 1}}
    assert refused(cup.table.update_item, Key=key, **add)[1].startswith("An operand")


# -- conditions as objects ----------------------------------------------------------


def build(module):
    """Conditions of every kind, made with ours or with boto3's classes."""
    key, attr = module.Key, module.Attr
    return [
        key("pk").eq("a"),
        key("sk").lt(1),
        key("sk").lte(1),
        key("sk").gt(1),
        key("sk").gte(1),
        key("sk").begins_with("a"),
        key("sk").between(1, 2),
        key("pk").eq("a") & key("sk").between(1, 2),
        attr("a").ne(1),
        attr("a").is_in([1, 2]),
        attr("a").exists(),
        attr("a").not_exists(),
        attr("a").contains("x"),
        attr("a").size().gt(3),
        attr("a.b[0].c").eq(1),
        attr("a").eq(1) | ~attr("b").eq(2) & attr("status").begins_with("x"),
    ]


@pytest.mark.parametrize("number", range(len(build(ours))))
def test_condition_objects_say_the_same_as_boto3s(number):
    mine, other = build(ours)[number], build(theirs)[number]
    words = ours.in_words({"FilterExpression": mine})
    built = theirs.ConditionExpressionBuilder().build_expression(
        other, is_key_condition=number < 8
    )
    assert words["FilterExpression"] == built.condition_expression
    names = words.get("ExpressionAttributeNames", {})
    assert names == built.attribute_name_placeholders
    values = words.get("ExpressionAttributeValues", {})
    assert values == built.attribute_value_placeholders


def test_what_is_no_condition_cannot_be_joined():
    with pytest.raises(TypeError, match="AND joins two conditions; got True"):
        ours.Attr("a").eq(1) & True


def test_a_condition_object_needs_no_care_for_reserved_words(orders):
    found = orders.scan(FilterExpression=ours.Attr("status").not_exists())
    assert found["Count"] == 1
