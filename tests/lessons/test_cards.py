"""Documents shown as cards: all that was found is told, and nothing else."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from cafe.aws.engines.documents.bson import ObjectId
from cafe.lessons.cards import beside, cards
from fixtures.pictures import words_of

COURSE = {
    "name": "Latte art",
    "price": 5900,
    "teacher": {"name": "Aoife", "city": "Dublin"},
    "tags": ["gift", "new"],
    "dates": [{"day": "2026-11-14", "places": 8}, {"day": "2026-11-21", "places": 2}],
}


def test_a_card_has_each_field_and_what_is_inside_stands_under_it():
    assert repr(cards([COURSE])).splitlines() == [
        "1 document",
        "",
        '  name: "Latte art"',
        "  price: 5900",
        "  teacher:",
        '    name: "Aoife"',
        '    city: "Dublin"',
        '  tags: ["gift", "new"]',
        "  dates:",
        '    –: day: "2026-11-14", places: 8',
        '    –: day: "2026-11-21", places: 2',
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "No document."),
        (1, "1 document"),
        (6, "6 documents"),
        (7, "7 documents, the first 6"),
    ],
)
def test_how_many_were_found_is_told_even_if_not_all_are_shown(count, said):
    shown = cards({"number": number} for number in range(count))
    assert repr(shown).splitlines()[0] == said
    assert repr(shown).count("number") == min(count, 6)
    assert words_of(shown._repr_html_()).startswith(said)


def test_the_first_alone_is_said_without_a_number():
    assert repr(cards([{}, {}], most=1)).splitlines()[0] == "2 documents, the first"


def test_a_key_that_the_database_made_is_named_and_a_text_stays_a_text():
    shown = cards(
        [{"_id": ObjectId("0" * 24), "stock": "70", "ml": 70, "stars": 14 / 3}]
    )
    assert repr(shown).splitlines()[2:] == [
        "  _id: ObjectId(…)",
        '  stock: "70"',
        "  ml: 70",
        "  stars: 4.67",
    ]


def test_beside_each_other_what_differs_and_what_is_gone_is_marked():
    before = {"name": "Card", "delivery": {"by": "post", "days": 3}}
    shown = beside(before=before, set_days={"name": "Card", "delivery": {"days": 2}})
    assert repr(shown).splitlines()[6:] == [
        "set days",
        '  name: "Card"',
        "  delivery:",
        "●   days: 2",
        "✕   by: is gone",
    ]
    html = words_of(shown._repr_html_())
    assert "● days 2" in html
    assert "✕ by is gone" in html


def test_a_field_is_compared_with_the_one_in_the_same_place():
    origin, supplier = {"origin": {"id": 1}}, {"supplier": {"id": 1}}
    marked = [line[:1] for line in repr(beside(a=origin, b=supplier)).splitlines()]
    assert "".join(marked[4:]) == "b●●✕✕"


def test_a_document_beside_itself_has_no_mark():
    assert not set("●✕") & set(repr(beside(primary=COURSE, replica=dict(COURSE))))


def test_what_stands_in_a_document_is_shown_and_never_run():
    html = cards([{"<b>": "<script>alert(1)</script> $set $in"}])._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "mathjax_ignore" in html


# --- the two notebooks that show documents ------------------------------------------

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
OPERATOR = re.compile(r"\$[a-z]\w+", re.IGNORECASE)
FIELDS = {"$kind", "$reviews", "$price", "$stock"}  # values of fields, in a pipeline


def read(name):
    """(id, kind, source, outputs) of each cell of a notebook."""
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        outputs = cell.get("outputs", [])
        yield cell["id"], cell["cell_type"], "".join(cell["source"]), outputs


@pytest.mark.parametrize("name", ["06_documents.ipynb", "appendix_documents.ipynb"])
def test_no_document_is_shown_as_python_writes_it(name):
    for cell, _, _, outputs in read(name):
        for output in outputs:
            told = output.get("text") or output["data"]["text/plain"]
            assert "{'" not in "".join(told), cell


def test_an_operator_is_explained_before_it_is_run():
    explained = set(FIELDS)
    cells = [*read("06_documents.ipynb"), *read("appendix_documents.ipynb")]
    for cell, kind, source, _ in cells:
        found = set(OPERATOR.findall(source))
        if kind == "markdown":
            explained |= found
        elif not source.startswith("%%sql"):
            assert found <= explained, cell


def test_a_cell_that_finds_runs_one_new_operator_at_most():
    run = set()
    for cell, kind, source, _ in read("06_documents.ipynb"):
        new = set(OPERATOR.findall(source)) - run if kind == "code" else set()
        if "catalogue.find(" in source:
            assert len(new) <= 1, cell
        run |= new


def test_a_card_is_wide_enough_for_a_long_word_such_as_an_address():
    def least_width(value):
        shown = cards([{"field": value}])._repr_html_()
        return int(re.search(r"minmax\(min\(100%, (\d+)px", shown).group(1))

    assert least_width("service@vapore.example") > least_width("some words, all short")


def test_a_pair_of_a_list_and_a_name_with_a_hyphen_stay_on_one_line():
    html = cards([{"dates": [{"city": "Cork", "places": 8}], "zone": "eu-west-1a"}])
    kept = re.findall(r"inline-block[^>]*>([^<]*)<", html._repr_html_())
    assert [unescape(piece) for piece in kept] == [
        'city: "Cork",',
        "places: 8",
        '"eu-west-1a"',
    ]
    assert unescape(words_of(html._repr_html_())).endswith('zone "eu-west-1a"')


def test_an_address_that_is_too_wide_for_its_card_is_parted_before_its_at():
    html = cards([{"email": "service@vapore.example"}])._repr_html_()
    assert "&quot;service<wbr>@vapore.example&quot;</span>" in html
    assert unescape(words_of(html)).endswith('email "service@vapore.example"')
