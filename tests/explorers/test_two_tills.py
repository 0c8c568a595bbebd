"""Two tills and a file: what is lost, and that it is seen and said."""

from itertools import combinations

import pytest
from test_explorers import drawn_words

from cafe.explorers import two_tills
from cafe.explorers.two_tills import WAYS

LOSING = ["read A", "read B", "add A", "add B", "write A", "write B"]


def played(*steps):
    explorer = two_tills()
    for step in steps:
        explorer.press(step)
    return explorer


def test_the_last_write_is_what_lies_on_the_disk_and_who_overwrote_whom_is_said():
    explorer = played(*LOSING)
    text = explorer.morning.file.read_text(encoding="utf-8")
    assert text == "order,product\n1,Latte\n2,Flat white\n4,Americano\n"
    assert explorer.status.startswith(
        "Order 3 is gone, and nothing complained: till B overwrote till A."
    )
    assert explorer.status in repr(explorer)


def test_the_lost_line_stays_in_the_picture_struck_out_and_called_lost():
    before, after = played(*LOSING[:-1]), played(*LOSING)
    assert "✕ lost" not in drawn_words(before)
    assert 'width="0" height="2"' in before.picture().svg
    words = drawn_words(after)
    assert {"3,Cappuccino", "✕ lost", "✕ Order 3 is lost"} <= set(words)


def test_both_orders_stay_when_one_till_has_written_before_the_other_reads():
    explorer = played("read B", "add B", "write B", "read A", "add A", "write A")
    assert explorer.morning.lines()[2:] == ["4,Americano", "3,Cappuccino"]
    assert explorer.status.startswith("Both orders are kept: till A read the file only")


@pytest.mark.parametrize(
    "step, said",
    [
        ("write A", "Till A can't do this yet. First comes: Add my order."),
        ("read A", "Till A has done this already: Read the file."),
    ],
)
def test_a_step_out_of_turn_is_refused_in_words_and_changes_nothing(step, said):
    explorer = played("read A")
    before = explorer.picture()
    explorer.press(step)
    assert explorer.status == said
    assert explorer.picture() == before


def test_of_all_ways_only_the_first_and_the_last_mark_keep_both():
    explorer = played("all")
    kept = [way for way in WAYS if not explorer.tried[way]]
    assert kept == [WAYS[0], WAYS[-1]] == ["AAABBB", "BBBAAA"]
    assert len(WAYS) == len(list(combinations(range(6), 3)))
    assert explorer.status.startswith("Of 20 ways, 2 keep both orders")
    signs = [word for word in drawn_words(explorer) if word in "●✕"]
    assert signs == ["●", *"✕" * 18, "●"]


def test_to_begin_again_keeps_the_ways_that_were_tried():
    explorer = played(*LOSING, "again")
    assert explorer.morning.lines() == ["1,Latte", "2,Flat white"]
    assert "Ways tried: 1 of 20; both orders kept in 0, one lost in 1." in repr(
        explorer
    )


def test_each_step_is_pressed_in_the_picture_and_tells_whether_it_is_done():
    drawn = played("read A").picture().svg
    for name in "AB":
        for step in ("read", "add", "write"):
            assert f'data-control="{step} {name}"' in drawn
    assert drawn.count('aria-pressed="true"') == 1
