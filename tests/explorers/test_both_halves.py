"""One wish for RDS and for DynamoDB: both are asked, and what they say is drawn."""

import json

import pytest

from cafe.explorers import both_halves
from cafe.lessons.both_halves import EXTRAS, ORDERS, PRODUCTS, USERS, WISHES, outcomes
from fixtures.pictures import check_picture, drawn, written
from tools.notebooks import NOTEBOOKS

NUMBERS = {wish.words: number for number, wish in enumerate(WISHES)}


def of(words):
    return outcomes(NUMBERS[words])


def keys(places):
    return sorted(key for _, key in places)


def test_it_holds_the_orders_that_the_lesson_loads():
    lesson = json.loads((NOTEBOOKS / "04_demonstration.ipynb").read_text("utf-8"))
    (cell,) = (cell for cell in lesson["cells"] if cell["id"] == "ten-orders")
    told = {}
    exec("".join(cell["source"]), told)
    assert (told["users"], told["products"]) == (USERS, PRODUCTS)
    assert (told["orders"], told["extras"]) == ([*ORDERS], EXTRAS)


def test_a_new_name_is_one_row_and_every_item_that_shows_it():
    rows, items = of("Rename the latte")
    assert rows.changed == {("products", 3)}
    assert keys(items.changed) == [1003, 1007, 1008]
    assert (rows.times, items.times, len(items.read)) == (1, 4, 10)


def test_both_add_up_to_the_same_money():
    rows, items = of("Who spent how much?")
    assert rows.answer == items.answer
    assert rows.answer.endswith("Maeve Chen: 15.60")


def test_a_note_is_a_column_and_one_value_in_rds_and_one_attribute_of_an_item():
    rows, items = of("A note on one order")
    assert rows.added == {("orders", "notes")} and not items.added
    assert keys(rows.changed) == keys(items.changed) == [1003]
    explorer = both_halves()
    explorer.set("wish", NUMBERS["A note on one order"] + 1)
    assert "in RDS for MySQL 1 column added, 1 row changed;" in explorer.status


def test_each_order_finds_its_user_and_its_product():
    rows, items = of("Find order 1007")
    assert rows.read == {("orders", 1007), ("users", 283), ("products", 3)}
    assert keys(items.read) == [1007]


@pytest.mark.parametrize(
    ("words", "in_rds", "in_dynamodb"),
    [
        ("An order of user 99", "foreign key", ""),
        ("A price of -3.80", "", ""),
        ("An order with a tip", '"tip"', ""),
        ("No order number", "NOT NULL", "Missing the key order_number"),
        ("Its number as text", "", "expected: N actual: S"),
    ],
)
def test_what_is_odd_is_taken_or_refused_by_the_service_itself(
    words, in_rds, in_dynamodb
):
    for outcome, refusal in zip(of(words), (in_rds, in_dynamodb), strict=True):
        assert refusal in outcome.refusal
        assert bool(outcome.refusal) == bool(refusal)
        assert len(outcome.new) == (0 if refusal else 1)


def test_each_wish_finds_the_ten_orders_as_they_were():
    explorer = both_halves()
    first = repr(explorer)
    for number in [*range(1, len(WISHES) + 1), 1]:
        explorer.set("wish", number)
        check_picture(explorer)
    assert repr(explorer) == first


def test_a_refusal_stands_in_the_picture_whole_and_with_its_reason():
    explorer = both_halves()
    explorer.set("wish", NUMBERS["An order of user 99"] + 1)
    said = " ".join(written(explorer).split())
    assert "refused" in said
    text = " ".join(explorer.picture().text)
    assert 'key "user_id: 99" does not exist in the referenced table' in text
    assert "The foreign key looks for user 99 in users, and finds nobody." in text


def test_every_wish_is_pressed_in_the_picture_and_its_code_has_room():
    explorer = both_halves()
    pressed = drawn(explorer).findall(".//*[@data-control='wish']")
    assert [part.get("aria-label") for part in pressed] == [w.words for w in WISHES]
    for number in range(len(WISHES)):
        for outcome in outcomes(number):
            assert len(outcome.sent) <= 8
            assert max(map(len, outcome.sent)) <= 54
