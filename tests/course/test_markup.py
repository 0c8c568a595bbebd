"""A table of pandas as a notebook shows it: text on the left, numbers on the right."""

import re
from decimal import Decimal

import pandas as pd

from cafe.markup import _frame

CELL = re.compile(r"<t[dh]( style=\"text-align: left\")?>([^<]*)")


def on_the_left(frame):
    """What stands on the left of its cell, in the order of the page."""
    return [text for left, text in CELL.findall(_frame(frame)) if left and text]


def test_text_and_its_heading_stand_on_the_left_and_numbers_on_the_right():
    frame = pd.DataFrame({"who": ["farm", "<b>"], "kg": [770, 735], "share": [0.5, 1]})
    assert on_the_left(frame) == ["who", "farm", "&lt;b&gt;"]


def test_decimals_are_numbers_unless_a_text_is_among_them():
    frame = pd.DataFrame({"sum": [Decimal("3.20")], "note": [Decimal(1)]})
    assert on_the_left(frame) == []
    frame.loc[1] = [Decimal("2.50"), "paid"]
    assert on_the_left(frame) == ["note", "1", "paid"]


def test_names_of_rows_stand_on_the_left_and_numbers_of_rows_do_not():
    frame = pd.DataFrame({"kg": [770]}, index=["farm"])
    assert on_the_left(frame) == ["farm"]
    assert on_the_left(frame.reset_index(drop=True)) == []


def test_a_table_is_otherwise_as_pandas_writes_it():
    frame = pd.DataFrame({"who": ["farm"] * 100, "kg": range(100)})
    written = _frame(frame).replace(' style="text-align: left"', "")
    assert frame._repr_html_() in written
