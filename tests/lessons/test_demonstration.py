"""Lesson 04 is tried and looked at: what its cells give are tables, not print."""

from itertools import pairwise

import nbformat
import pytest

from tools.lesson_pattern import cells
from tools.notebooks import NOTEBOOKS

MOST_PRINTED = 2  # lines under a cell
LESSON = nbformat.read(NOTEBOOKS / "04_demonstration.ipynb", as_version=4)
PLACES = {cell.id: number for number, cell in enumerate(LESSON.cells)}


def rows(name):
    """The rows of the table that a cell shows, each as its words."""
    (table,) = (
        output.data
        for output in LESSON.cells[PLACES[name]].outputs
        if output.output_type == "execute_result"
    )
    assert "<table" in table["text/html"]
    return [line.split() for line in table["text/plain"].splitlines()]


def test_no_cell_prints_a_list():
    printed = {
        cell.id: output.text.count("\n")
        for cell in cells(LESSON, "code")
        for output in cell.outputs
        if output.output_type == "stream"
    }
    assert [name for name, lines in printed.items() if lines > MOST_PRINTED] == []


def test_no_prediction_follows_another_one():
    asks = ["predict(" in cell.source for cell in LESSON.cells]
    assert (True, True) not in pairwise(asks)


def test_what_is_unfit_is_sorted_before_it_is_told():
    assert PLACES["sort-choices"] < PLACES["unfit-table"] < PLACES["what-was-chosen"]


def test_the_two_instances_stand_side_by_side_and_differ_in_each_setting():
    names, *settings = rows("what-was-chosen")
    assert names == ["database-1", "database-2"]
    assert [setting for setting, one, two in settings if one == two] == []


@pytest.mark.parametrize("name", ["ten-orders", "scan"])
def test_the_ten_orders_are_seen_as_they_are_and_as_they_were_stored(name):
    _, *orders = rows(name)
    assert sorted(number for number, *_ in orders) == [str(1001 + n) for n in range(10)]


def test_ten_items_hide_what_a_scan_costs():
    _, *calls = rows("get-one")
    assert [(call[0], call[-1]) for call in calls] == [
        ("Scan", "0.5"),
        ("GetItem", "0.5"),
        ("Query", "0.5"),
        ("Query", "0.5"),
    ]
