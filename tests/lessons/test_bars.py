"""Numbers as bars: each as long as its share of the largest, and the same as text."""

import re

from cafe.lessons.bars import bars

READ = {"a scan": 20_000, "a search": 500, "a miss": 0}


def test_the_text_has_each_name_with_its_number_and_note():
    caption, first, second, third = repr(
        bars("rows", READ, {"a scan": "SCAN"})
    ).splitlines()
    assert caption == "rows"
    assert first.split() == ["a", "scan", "20,000", "SCAN"]
    assert second.split() == ["a", "search", "500"]
    assert third.split() == ["a", "miss", "0"]


def test_a_bar_is_as_long_as_its_share_of_the_largest_number():
    html = bars("rows", READ)._repr_html_()
    shares = re.findall(r"\* ([\d.]+)\); height", html)
    assert [float(share) for share in shares] == [1, 1 / 40, 0]


def test_all_bars_of_a_picture_begin_at_the_same_place():
    html = bars("rows", READ, {"a scan": "a longer note"})._repr_html_()
    assert {*re.findall(r"<li .*?flex: 0 1 (\d+)px", html)} == {str(8 * 13)}


def test_a_sum_of_money_has_its_cents():
    drawn = bars("US dollars", {"sale": 1053.6, "stamps": 0.0})
    assert [line.split()[-1] for line in repr(drawn).splitlines()[1:]] == [
        "1,053.60",
        "0.00",
    ]
    assert "<b>0.00</b>" in drawn._repr_html_()


def test_nothing_at_all_has_bars_too():
    assert "<b>0</b>" in bars("rows", {"none": 0})._repr_html_()


def test_what_is_written_is_shown_as_it_is():
    html = bars("a < b", {"x < 1": 1}, {"x < 1": "y < 2"})._repr_html_()
    for text in ("a &lt; b", "x &lt; 1", "y &lt; 2"):
        assert text in html
