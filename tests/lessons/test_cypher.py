"""openCypher that a learner runs: a table of rows, or words that say what is wrong."""

import sys

import pytest

from cafe import aws
from cafe.lessons.cypher import ask, cypher

FRIENDS = "MATCH (:Person {customer_id: $person})-[:FRIEND]-(b:Person) RETURN b.name"


def lines(capsys):
    return capsys.readouterr().out.splitlines()


@pytest.mark.slow
def test_rows_come_as_a_table_under_their_names():
    table = cypher(FRIENDS, person=283)
    assert [*table.columns] == ["b.name"]
    assert len(table) == 7 and "Tane Duarte" in table["b.name"].tolist()
    assert "<table" in table._repr_html_()


@pytest.mark.slow
def test_what_was_changed_is_as_it_came_when_a_lesson_begins_anew(monkeypatch):
    monkeypatch.setattr(aws, "account", aws.account)  # put back at the end
    ask("MATCH (a:Person {customer_id: 283}) DETACH DELETE a")
    assert ask(FRIENDS, person=283) == []
    aws.new_account()
    assert len(ask(FRIENDS, person=283)) == 7


def test_no_rows_are_said_so(capsys):
    assert cypher(FRIENDS, person=0) is None
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
