"""Curves over their numbers, and the same as text."""

from cafe.lessons.curves import EDGE, TALL, WIDE, Curve, curves
from cafe.lessons.time_line import LONG
from fixtures.pictures import words_of

SHOWN = {"connections": ([60, 225, None], 225), "hits": ([1, 2, 4], None)}


def test_the_text_has_each_name_with_its_values():
    caption, first, second = repr(curves("from 8:03", SHOWN)).splitlines()
    assert caption == "from 8:03"
    assert first.split() == ["connections", "60", "225", "·"]
    assert second.split() == ["hits", "1", "2", "4"]


def test_the_drawing_has_a_dotted_line_where_there_is_a_limit():
    html = curves("from 8:03", SHOWN)._repr_html_()
    assert html.count("<li ") == 2 and html.count("stroke-dasharray") == 1
    assert "60 225 ·" in words_of(html) and "1 2 4" in words_of(html)


def test_each_number_has_the_room_of_its_minute():
    html = curves("from 8:03", SHOWN)._repr_html_()
    assert html.count("flex: 1 0 30%") == 2 * 3


def test_a_curve_is_a_step_for_each_minute_from_edge_to_edge_up_to_its_limit():
    low, middle, high = TALL - EDGE, TALL // 2, EDGE
    half = WIDE // 2
    assert Curve("x", (0, 50), 100).places == [
        (EDGE, low),
        (half, low),
        (half, middle),
        (WIDE - EDGE, middle),
    ]
    assert Curve("x", (100,), 100).places == [(EDGE, high), (WIDE - EDGE, high)]


def test_a_curve_is_as_wide_as_the_bars_below_it():
    curve = Curve("x", (0, 50), 100, 2 * WIDE)
    assert curve.places[-1][0] == 2 * WIDE - EDGE
    assert f'viewBox="0 0 {2 * WIDE} {TALL}"' in curve.drawn()


def test_curves_are_as_wide_as_the_picture_of_an_alarm():
    assert curves("from 8:03", SHOWN)._repr_html_().count(f'width="{LONG}"') == 2
