"""The glossary holds every term of every recap once, with the lesson it comes from."""

import json
from collections import Counter

import pytest

from cafe.course.lessons import syllabus
from cafe.course.pages import NOTEBOOKS, Place, cells, place
from cafe.selfcheck import glossary
from cafe.selfcheck.glossary import Glossary, collect, defined, forms

WRITTEN = [
    lesson for lesson in syllabus().values() if lesson.id != "00" and not lesson.planned
]
# Terms that two lessons define. Whoever adds one decides whether that is meant.
TWICE = {"constraint": ["01", "02"], "session": ["02", "05"]}


def recap(lesson):
    """The list under "New terms", as the notebook's file has it."""
    text = (NOTEBOOKS / lesson.file).read_text(encoding="utf-8")
    sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    (found,) = (each for each in sources if "**New terms**" in each)
    listed = found.partition("**New terms**")[2].splitlines()
    return [line for line in listed if line.strip()]


@pytest.mark.parametrize("lesson", WRITTEN, ids=lambda lesson: lesson.id)
def test_every_line_of_a_recap_is_in_the_glossary_with_its_lesson(lesson):
    lines = recap(lesson)
    assert len(lines) >= 5
    found = [(name, text) for name, text, at in defined() if at.lesson == lesson.id]
    written = [line.replace("**", "") for line in lines]
    assert [f"- {name}: {text}" for name, text in found] == written


def test_no_term_shows_the_marks_of_markdown():
    texts = [f"{name}: {meaning}" for name, meaning, _ in defined()]
    assert [text for text in texts if "*" in text or "`" in text] == []


def test_no_name_stands_twice_and_the_first_lesson_has_it():
    names = [term.name.casefold() for term in Glossary().terms]
    assert Counter(names).most_common(1)[0][1] == 1
    lessons = {}
    for name, _, where in defined():
        lessons.setdefault(name.casefold(), []).append(where.lesson)
    twice = {name: found for name, found in lessons.items() if len(found) > 1}
    assert twice == TWICE
    terms = {term.name.casefold(): term for term in Glossary().terms}
    assert all(terms[name].place.lesson == found[0] for name, found in twice.items())


def test_a_name_of_code_stands_under_its_letter():
    where = Place("1", "Recap", "1.ipynb", "recap")
    names = ["Item", "_id", "Hit", "IAM"]
    terms = collect([(name, "a meaning", where) for name in names])
    assert [term.name for term in terms] == ["Hit", "IAM", "_id", "Item"]


def test_a_later_meaning_follows_the_first():
    one, two = (Place(lesson, "Recap", f"{lesson}.ipynb", "recap") for lesson in "12")
    (term,) = collect([("Page", "a sheet", one), ("page", "a block", two)])
    assert (term.name, term.place) == ("Page", one)
    assert term.text == "a sheet In lesson 2: a block"


def test_a_word_finds_the_terms_that_it_begins_a_word_of():
    found = repr(glossary("quorum"))
    assert found.startswith("- Quorum: how many copies must answer")
    assert "(lesson 02c)" in " ".join(found.split())
    names = [term.name for term in Glossary().find("ttl")]
    assert "TTL" in names and "Bottleneck" not in names
    assert Glossary().find("QUORUM copies") == Glossary().find("quorum")


@pytest.mark.parametrize(
    ("plural", "name"),
    [
        ("replicas", "Replica"),
        ("Replicas", "Replica"),
        ("INDEXES", "Index"),
        ("indices", "Index"),
        ("queries", "Query"),
        ("caches", "Cache"),
        ("read replicas", "Read replica"),
    ],
)
def test_a_plural_finds_what_its_singular_finds(plural, name):
    found = [term.name.casefold() for term in glossary(plural).terms]
    assert any(name.casefold() in each for each in found), found


def test_a_short_word_or_one_that_only_looks_like_a_plural_finds_no_more():
    assert forms("is") == ["is"] and forms("rds") == ["rds"]
    assert all(
        "access" in f"{t.name} {t.text}".lower() for t in glossary("access").terms
    )


def test_a_word_that_no_term_has_is_said():
    assert repr(glossary("zebra")) == (
        "No term has “zebra” in it. glossary() shows all of them."
    )
    assert "zebra" in glossary("zebra")._repr_html_()


def test_a_found_term_links_to_the_recap_of_its_lesson():
    html = glossary("quorum")._repr_html_()
    assert '<a href="02c_aurora.ipynb#cell-id=recap">lesson 02c</a>' in html
    assert "<b>" not in glossary("<b>")._repr_html_()


def test_its_text_says_how_many_terms_there_are_and_how_to_find_one():
    whole = glossary()
    assert repr(whole) == (
        f"Glossary: {len(whole.terms)} terms of lessons 01 to {WRITTEN[-1].id}.\n"
        'Find one from a cell: glossary("quorum")'
    )


def test_without_notebooks_there_are_no_terms_and_no_error(monkeypatch, tmp_path):
    monkeypatch.setattr("cafe.course.pages.NOTEBOOKS", tmp_path)
    (tmp_path / WRITTEN[0].file).write_text("{", encoding="utf-8")
    cells.cache_clear()
    assert Glossary().terms == []
    assert repr(Glossary()).startswith("Glossary: 0 terms.")
    assert place("02b", "multi-az").heading == "multi-az"
    cells.cache_clear()


def test_a_place_is_named_by_the_heading_above_it():
    assert place("02c", "quorum").heading == "2. Four of six, three of six"
    assert place("02c", "no-such-cell").heading == "no-such-cell"


@pytest.mark.parametrize("signs", ["!!!", "*", " ** "])
def test_signs_without_a_word_find_nothing_and_say_so(signs):
    found = glossary(signs)
    said = f"There is no word in “{signs}”. glossary() shows all terms."
    assert repr(found) == said
    assert said in found._repr_html_()


def test_an_empty_search_finds_all_as_the_empty_field_does():
    assert len(glossary("").terms) == len(Glossary().terms)
