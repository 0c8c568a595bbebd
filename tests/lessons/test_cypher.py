"""openCypher that a learner runs: rows, refusals, and a missing engine, all as text."""

import sys

import pytest

from cafe.lessons.cypher import cypher
from cafe.lessons.graph_questions import QUESTIONS

FRIENDS = "MATCH (:Person {customer_id: $person})-[:FRIEND]-(b:Person) RETURN b.name"


def lines(capsys):
    return capsys.readouterr().out.splitlines()


@pytest.mark.slow
def test_rows_are_printed_under_their_names(capsys):
    cypher(FRIENDS, person=283)
    head, *rows = map(str.strip, lines(capsys))
    assert head == "b.name"
    assert len(rows) == 7 and "Tane Duarte" in rows


@pytest.mark.slow
def test_of_many_rows_ten_are_printed_and_the_others_counted(capsys):
    cypher(QUESTIONS["friends_of_friends"].opencypher, person=283)
    _, *rows, last = lines(capsys)
    assert len(rows) == 10 and last == "… 14 more rows"


def test_no_rows_are_said_so(capsys):
    cypher(FRIENDS, person=0)
    assert lines(capsys) == ["No rows."]


@pytest.mark.parametrize(
    "text, words",
    [
        ("MATCH (a:Person RETURN a", "syntax error at line 1"),
        (FRIENDS, "Missing parameter: $person"),
        ("", "Empty query"),
    ],
)
def test_what_the_engine_refuses_is_said_in_its_words_and_raises_nothing(
    capsys, text, words
):
    cypher(text)
    assert words in lines(capsys)[0]


def test_a_question_without_end_is_stopped(capsys, monkeypatch):
    monkeypatch.setattr("cafe.lessons.cypher.PATIENCE", 100)
    cypher("MATCH (:Person {customer_id: 283})-[:FRIEND*1..12]-(b) RETURN count(b)")
    assert lines(capsys)[0].startswith("Query timed out")


def test_without_the_engine_it_is_said_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "kglite", None)  # as if it were not installed
    cypher(FRIENDS, person=283)
    (said,) = lines(capsys)
    assert "%pip install kglite" in said and "restart the kernel" in said
