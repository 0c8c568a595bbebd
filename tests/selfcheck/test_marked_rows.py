"""The rows of a wrong SQL answer are marked in place, in words as well."""

import pytest

from cafe.exercises import find
from cafe.selfcheck.check import judge
from cafe.selfcheck.sql import run_cell
from cafe.selfcheck.sql_result import Result, marked
from cafe.selfcheck.sql_table import MarkedTable

COLUMNS = (("id", "number"), ("name", "text"))
WANTED = [(1, "Ana"), (2, "Ben"), (3, "Chloe")]


def result(rows, columns=("id", "name")):
    families = ("number", "text") if columns[0] == "id" else ("text", "number")
    return Result(columns, families, rows)


def marks(rows, ordered=False):
    return marked(result(WANTED), result(rows), ordered)


def table(lines):
    return MarkedTable("the shop's data", COLUMNS, lines, is_of_the_shop=True)


def test_a_row_that_is_not_wanted_is_marked_where_it_stands():
    lines = marks([(1, "Ana"), (9, "Zoe"), (2, "Ben"), (3, "Chloe")])
    assert lines[1] == ("extra", (9, "Zoe"))
    assert [mark for mark, _ in lines] == ["", "extra", "", ""]


def test_what_a_wrong_row_should_be_stands_under_it():
    lines = marks([(1, "Ana"), (2, "Bob"), (3, "Chloe")])
    assert lines[1:3] == [("extra", (2, "Bob")), ("should", (2, "Ben"))]


def test_a_row_that_is_missing_stands_at_the_end():
    assert marks([(3, "Chloe"), (1, "Ana")])[-1] == ("missing", (2, "Ben"))


def test_only_the_second_of_two_equal_rows_is_not_wanted():
    lines = marks([(1, "Ana"), (1, "Ana"), (2, "Ben"), (3, "Chloe")])
    assert [mark for mark, _ in lines] == ["", "extra", "", ""]


def test_rows_out_of_order_are_marked_where_the_order_was_asked_for():
    rows = [(2, "Ben"), (1, "Ana"), (3, "Chloe")]
    assert [mark for mark, _ in marks(rows, ordered=True)] == ["moved", "moved", ""]
    assert [mark for mark, _ in marks(rows)] == ["", "", ""]


def test_rows_are_shown_in_the_learner_s_columns():
    got = result([("Ana", 1), ("Ben", 2)], ("name", "id"))
    assert marked(result(WANTED), got)[-1] == ("missing", ("Chloe", 3))


def test_each_mark_is_a_word_in_the_text_and_in_the_page():
    lines = marks([(9, "Zoe"), (2, "Bob"), (3, "Chloe")])
    shown = table(lines)
    assert str(shown) == (
        "Your rows on the shop's data:\n"
        "             id name\n"
        "✕ not wanted  9 Zoe\n"
        "✕ not wanted  2 Bob\n"
        "→ should be   2 Ben\n"
        "              3 Chloe\n"
        "+ missing     1 Ana"
    )
    for words in ("✕ not wanted", "→ should be", "+ missing"):
        assert f'<th scope="row" style="text-align: left">{words}</th>' in shown.html()


def test_of_many_rows_the_wrong_ones_are_shown_and_the_others_counted():
    lines = [("", (n, "Ana")) for n in range(100)]
    lines[70] = ("extra", (70, "Zoe"))
    text = str(table([*lines, ("missing", (100, "Ben"))])).splitlines()
    assert len(text) == 2 + 10 + 2
    assert "… 62 more rows" in text and "… 29 more rows" in text
    assert text[-1] == "+ missing    100 Ben"
    unwanted = [("extra", (n, "Ana")) for n in range(50)]
    assert str(table([*unwanted, ("missing", (100, "Ben"))])).endswith("Ben")


def test_a_value_that_holds_markup_is_shown_as_it_is():
    assert "<b>" not in table([("extra", (1, "<b>"))]).html()


NO_ORDER = "SELECT customer_id, name FROM customers WHERE customer_id < 4"
INNER = """
SELECT shop_id, name, count(*) AS orders
FROM shops JOIN orders USING (shop_id) GROUP BY ALL
"""


def test_the_shop_s_rows_are_shown_once_with_their_marks(capsys):
    exercise = find("02.never_ordered")
    verdict = run_cell(exercise.id, NO_ORDER, lambda id, sql: judge(exercise, sql))
    assert "✕ not wanted           1 Defne Popescu" in str(verdict)
    assert capsys.readouterr().out == ""


def test_of_a_hidden_copy_the_rows_are_shown_beside_one_s_own(capsys):
    exercise = find("02.orders_per_shop")
    verdict = run_cell(exercise.id, INNER, lambda id, sql: judge(exercise, sql))
    assert "Your rows on a hidden copy of the data where a shop has no" in str(verdict)
    assert "+ missing" in verdict._repr_html_()
    assert "Dublin Station" in capsys.readouterr().out


@pytest.mark.parametrize("sql", ["SELECT 1 AS one", "SELECT"])
def test_an_answer_of_other_columns_or_of_none_has_no_marks(sql):
    assert judge(find("02.never_ordered"), sql).rows is None
