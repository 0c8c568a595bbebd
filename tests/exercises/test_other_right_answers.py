"""Answers that are right and look unlike the solution: the check lets them through."""

import pytest

from cafe.exercises import find
from cafe.exercises.source import build
from cafe.selfcheck.check import judge

OTHERS = (
    (
        "03.take_order",
        """
def take_order(table, number, drink):
    if "Item" in table.get_item(Key={"order_number": number}):
        return False
    try:
        table.put_item(
            Item={"order_number": number, "drink": drink},
            ConditionExpression="attribute_not_exists(order_number)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
""",
    ),
    (
        "03.design_keys",
        """
keys = {
    "the basket of a phone": ["phone_id", None],
    "a customer's orders of a month": ["customer_id", "ordered_at"],
    "the ten newest reviews of a product": ["product_id", "written_at"],
    "the price of a product in a size": ["product_id", "size"],
}
""",
    ),
    (
        "03.orders_of_month",
        """
def orders_of_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    begin, end = f"{month}-01", f"{month}-31T23:59:59"
    return table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").between(begin, end)
    )["Items"]
""",
    ),
    (
        "05.write_through",
        """
def set_page(cache, write_database, product_id, page):
    cache.delete(f"page:{product_id}")
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)
""",
    ),
    (
        "03.orders_of_month",
        """
def orders_of_month(table, customer_id, month):
    from cafe.aws.dynamodb.conditions import Key

    found = table.query(
        KeyConditionExpression=Key("customer_id").eq(customer_id)
        & Key("ordered_at").begins_with(month),
        ScanIndexForward=False,
    )
    return tuple(found["Items"])
""",
    ),
    (
        "04.find_order",
        """
def find_order(table, order_number):
    key = {"order_number": order_number}
    if "Item" not in table.get_item(Key=key, ConsistentRead=True):
        return None
    return table.get_item(Key=key, ConsistentRead=True)["Item"]
""",
    ),
    (
        "09.move_orders",
        """
def move_orders(rows, table):
    left = 0
    for order_id, customer_id, shop_id, ordered_at in rows:
        if customer_id is None:
            left += 1
            continue
        table.put_item(
            Item={
                "customer_id": customer_id,
                "placed": f"{ordered_at}#{order_id}",
                "order_id": order_id,
                "shop_id": shop_id,
            },
            ConditionExpression="attribute_not_exists(placed)",
        )
    return left
""",
    ),
    (
        "07.products_with",
        """
def products_with(triples, certificate):
    names = {name for triple in triples for name in triple}
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [n for n in names if any([n, step, f] in triples for f in found)]
    return sorted(found)
""",
    ),
    (
        "07.products_with",
        """
def products_with(triples, certificate):
    names = {name for triple in triples for name in triple}
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [n for n in names if any((n, step, f) in triples for f in found)]
    return sorted(found)
""",
    ),
)


@pytest.mark.parametrize("id, text", OTHERS)
def test_a_right_answer_need_not_look_like_the_solution(id, text):
    exercise = find(id)
    verdict = judge(exercise, build(text, exercise.name))
    assert verdict.outcome == "right", verdict
