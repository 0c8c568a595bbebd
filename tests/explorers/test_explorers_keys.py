"""Keys to choose: what each choice answers, costs and loses."""

import pytest
from test_explorers import drawn_words, states

from cafe.explorers import key_design
from cafe.explorers.key_design import QUESTIONS, orders, tried


def ways(design):
    return [answer.way for answer in design.answers]


def test_a_key_by_number_answers_one_question():
    design = tried("order_id", "", "")
    assert ways(design) == ["GetItem", *["Scan"] * 4]
    assert [answer.read for answer in design.answers] == [1, *[len(orders())] * 4]
    assert design.write_units == 1


def test_an_index_leads_to_more_and_is_paid_with_each_write():
    design = tried("order_id", "", "customer_id")
    assert ways(design)[1:3] == ["Query on the index"] * 2
    assert [answer.read for answer in design.answers[1:3]] == [7, 3]
    assert design.write_units == 2


@pytest.mark.slow
def test_no_choice_leads_to_more_than_three_questions():
    assert (
        max(
            sum(way != "Scan" for way in ways(tried(partition, "ordered_at", index)))
            for partition, index in (
                ("customer_id", "shop_id"),
                ("shop_id", "customer_id"),
                ("shop_id", "channel"),
                ("order_id", "customer_id"),
            )
        )
        == 3
    )


@pytest.mark.parametrize(
    ("keys", "refused", "replaced"),
    [
        (("order_id", "", "channel"), 0, 0),
        (("channel", "", ""), 0, 427),
        (("customer_id", "ordered_at", ""), 49, 0),
        (("order_id", "", "customer_id"), 0, 0),
    ],
)
def test_a_table_loses_what_has_no_key_or_the_same_and_an_index_does_not(
    keys, refused, replaced
):
    design = tried(*keys)
    guests = sum("customer_id" not in order for order in orders())
    assert design.refused == (guests if refused else 0)
    assert design.replaced == replaced


def test_what_is_lost_makes_an_answer_that_is_not_whole():
    answers = tried("channel", "", "").answers
    assert not any(answer.is_whole for answer in answers)
    assert all(answer.is_whole for answer in tried("order_id", "", "").answers)


def test_each_question_has_an_answer_in_the_orders():
    assert [len(question.right(orders())) for question in QUESTIONS] == [1, 7, 3, 5, 5]


def test_a_key_is_pressed_in_the_picture_and_the_status_says_what_follows():
    explorer = key_design()
    explorer.set("partition", "channel")
    assert "427 were replaced" in repr(explorer)
    assert "✕ Of 430 orders, 427 were replaced by one with the same key." in (
        drawn_words(explorer)
    )
    assert 'aria-pressed="true"' in explorer.picture().svg


def test_an_attribute_is_offered_as_one_key_of_the_table_alone():
    explorer = key_design()
    assert "order_id is the partition key already" in drawn_words(explorer)
    with pytest.raises(ValueError, match="'sort' takes"):
        explorer.set("sort", "order_id")
    explorer.set("partition", "customer_id")
    explorer.set("sort", "order_id")
    explorer.set("partition", "order_id")
    assert explorer.sort == ""
    assert not any(answer.way == "Query" for answer in explorer._design().answers)


@pytest.mark.slow
def test_no_state_of_the_picture_has_words_that_it_does_not_say():
    for explorer in states(key_design()):
        said = " ".join(explorer.picture().text)
        for question in QUESTIONS:
            assert question.words in said
