"""The facts, the responsibility matrix and the misconceptions in data/."""

import datetime
import tomllib

import pytest

from cafe.course.facts import cited, read
from cafe.files import DATA

OWNERS = {"aws", "customer", "shared"}
VERDICTS = {"confirmed", "imprecise", "changed", "unverified", "extra"}
LESSONS = {
    "01",
    "02",
    "02b",
    "02c",
    *(f"0{n}" for n in range(3, 10)),
    "10",
    "11",
    "12",
    "13",
}


def toml(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


FACTS = toml("facts.toml")["fact"]
MATRIX = toml("responsibility.toml")


def test_fact_ids_are_unique_and_without_a_gap():
    ids = [fact["id"] for fact in FACTS]
    assert ids == [f"F{number:02d}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_fact_has_every_field(fact):
    assert list(fact) == [
        *("id", "lessons", "claim", "figure", "changed"),
        *("verdict", "source", "url", "checked"),
    ]
    assert fact["claim"] and fact["figure"] and fact["source"]
    assert fact["lessons"] and set(fact["lessons"]) <= LESSONS
    assert fact["verdict"] in VERDICTS
    assert fact["url"] == "" or fact["url"].startswith("https://")
    assert isinstance(fact["checked"], datetime.date)


def test_what_changed_is_said_where_something_did():
    for fact in FACTS:
        if fact["verdict"] == "changed":
            assert fact["changed"], fact["id"]
        if fact["verdict"] in ("confirmed", "imprecise", "unverified"):
            assert not fact["changed"], fact["id"]


def test_no_fact_speaks_of_a_lesson_that_no_learner_saw():
    for fact in FACTS:
        words = " ".join(str(value) for value in fact.values()).lower()
        assert "older lesson" not in words, fact["id"]
        assert "older summary" not in words, fact["id"]


def test_cited_facts_come_in_the_order_asked_for_and_in_full():
    table = cited("F20", "F18")
    assert [fact["id"] for fact in table.facts] == ["F20", "F18"]
    text = " ".join(table.text().split())
    for fact in (read()["F20"], read()["F18"]):
        for field in ("claim", "figure", "changed", "source"):
            assert fact[field] in text
    assert max(map(len, table.text().splitlines())) <= 88


def test_what_a_notebook_keeps_as_text_does_not_change_with_a_fact():
    assert repr(cited("F20", "F18")).startswith("F20, F18\n")
    for field in ("claim", "figure", "source"):
        assert read()["F20"][field] not in repr(cited("F20"))


def test_cited_facts_are_a_table_with_links_in_a_notebook():
    html = cited("F18")._repr_html_()
    assert html.count("<tr>") == 2
    assert f'href="{read()["F18"]["url"]}"' in html
    assert "&quot;" in cited("F84")._repr_html_()
    assert "href" not in cited("F23")._repr_html_()


def test_cited_facts_are_folded_between_a_lesson_and_its_self_check():
    html = cited("F18", "F20")._repr_html_()
    folded = html.partition("<details><summary>The 2 facts, with their sources")[2]
    assert "<table" in folded and folded.endswith("</table></details></div>")
    assert "The 1 fact, with" in cited("F18")._repr_html_()


def test_an_unknown_fact_is_refused_by_its_id():
    with pytest.raises(KeyError, match="'F00'"):
        cited("F18", "F00")


def test_the_matrix_has_an_owner_and_a_reason_in_every_cell():
    assert list(MATRIX["models"]) == ["unmanaged", "managed", "fully-managed"]
    assert len({layer["key"] for layer in MATRIX["layer"]}) == 12
    known = read()
    for layer in MATRIX["layer"]:
        for model in MATRIX["models"]:
            cell = layer[model]
            assert cell["owner"] in OWNERS
            assert cell["why"].endswith(".")
            assert cell["facts"] and set(cell["facts"]) <= set(known)


def owner(layer, model):
    (found,) = (each for each in MATRIX["layer"] if each["key"] == layer)
    return found[model]["owner"]


def test_the_matrix_says_what_the_facts_say():
    assert owner("virtualisation", "unmanaged") == "aws"  # F03
    assert owner("operating-system", "unmanaged") == "customer"  # F02
    assert owner("operating-system", "managed") == "aws"  # F04
    assert owner("engine-patching", "managed") == "shared"  # F04
    assert owner("backup", "managed") == "shared"  # F05
    assert owner("backup", "fully-managed") == "shared"  # F07
    assert owner("engine-patching", "fully-managed") == "aws"  # F27
    for model in MATRIX["models"]:
        assert owner("hardware", model) == "aws"  # F08
        for layer in ("access", "schema", "queries"):
            assert owner(layer, model) == "customer"  # F06, F07, F15


def test_misconceptions_are_unique_and_cover_every_lesson():
    tables = toml("misconceptions.toml")
    assert set(tables) == {f"lesson-{lesson}" for lesson in LESSONS}
    slugs = [slug for table in tables.values() for slug in table]
    sentences = [text for table in tables.values() for text in table.values()]
    assert len(slugs) == len(set(slugs))
    assert len(sentences) == len(set(sentences))
    assert all(text.endswith(".") for text in sentences)
