"""Answers that are right and look unlike the solution: the check lets them through."""

import pytest

from cafe.exercises import find
from cafe.exercises.source import build
from cafe.selfcheck.check import judge

OTHERS = (
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
)


@pytest.mark.parametrize("id, text", OTHERS)
def test_a_right_answer_need_not_look_like_the_solution(id, text):
    exercise = find(id)
    verdict = judge(exercise, build(text, exercise.name))
    assert verdict.outcome == "right", verdict
