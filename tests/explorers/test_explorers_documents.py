"""The explorers of documents: their figures are counted, or the engine's own."""

import pytest

from cafe import shop
from cafe.explorers import document_or_columns, index_explorer, pipeline
from cafe.explorers.index_explorer import INDEXES, QUERIES
from cafe.lessons.three_ways import (
    QUESTIONS,
    SHELF,
    answers,
    columns,
    empty_cells,
    flattened,
)
from fixtures.documents import Documents
from fixtures.pictures import SVG, check_picture, controls, drawn


@pytest.fixture
def collection():
    products = Documents().client.shop.products
    products.insert_many(shop.catalogue())
    return products


@pytest.fixture(params=["document_or_columns", "index_explorer"])
def make(request, collection):
    if request.param == "document_or_columns":
        return document_or_columns
    return lambda: index_explorer(collection)


@pytest.mark.slow
def test_every_picture_is_well_formed_and_its_words_are_the_repr(make):
    explorer = make()
    for control in controls(explorer):
        for value in getattr(control, "options", (1, 7)):
            explorer.set(control.name, value)
            check_picture(explorer)


def test_two_runs_say_the_same(make):
    assert repr(make()) == repr(make())


# --- document or columns -----------------------------------------------------------


def test_each_product_of_a_new_kind_brings_columns_and_empties_those_of_others():
    empty = [empty_cells(count) for count in range(1, len(SHELF) + 1)]
    assert empty[0] == 0
    assert empty == sorted(set(empty))
    assert empty[-1] / (len(columns(len(SHELF))) * len(SHELF)) > 0.7


def test_a_nested_field_is_a_column_for_each_of_its_own_and_a_list_is_a_text():
    has = flattened({"delivery": {"by": "post", "days": 3}, "tags": ["gift"]})
    assert has == {"delivery_by": "post", "delivery_days": 3, "tags": '["gift"]'}


@pytest.mark.parametrize("question", ["country", "small", "colour", "change"])
def test_the_three_ways_give_one_answer_once_the_shelf_is_full(question):
    assert len({*answers(len(SHELF), question)}) == 1


def test_only_columns_refuse_what_has_no_price_and_what_they_do_not_know():
    assert answers(1, "rule") == ("refused: price is NOT NULL", "taken", "taken")
    assert answers(1, "small") == ("no such column yet", (), ())


def test_a_product_s_name_takes_up_all_until_it():
    explorer = document_or_columns()
    pressed = drawn(explorer).findall(".//*[@data-control='products']")
    assert [part.get("data-value") for part in pressed] == [*"1234567"]
    assert pressed[2].get("aria-label") == "Up to Filter at home"
    explorer.set("products", 3)
    assert explorer.status == (
        "Filter at home: 4 new columns, and 41 of 78 cells are NULL. In JSON it is one "
        "more row, as a document one more document; nothing else changes."
    )


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("count", [1, len(SHELF)])
def test_no_line_of_a_card_leaves_its_card(question, count):
    explorer = document_or_columns()
    explorer.set("products", count)
    explorer.set("question", question)
    for page in (explorer, explorer.narrowed()):
        right = float(drawn(page).get("width"))
        for text in drawn(page).iter(f"{SVG}text"):
            if text.get("class") == "cafe-ex-code":
                words = "".join(text.itertext())
                assert len(words) <= 35, words
                assert float(text.get("x")) + 7.3 * len(words) <= right, words


def test_on_a_narrow_page_each_product_has_its_name_over_its_cells():
    explorer = document_or_columns()
    explorer.set("products", 4)
    narrow = drawn(explorer.narrowed())
    pressed = narrow.findall(".//*[@data-control='products']")
    tops = [float(part.find(f"{SVG}text").get("y")) for part in pressed]
    frames = narrow.findall(f".//{SVG}path[@class='cafe-ex-cursor']")[:4]
    begin = [float(frame.get("d").split()[1].split("h")[0]) for frame in frames]
    assert [name < frame for name, frame in zip(tops, begin)] == [True] * 4


def test_the_newest_product_is_a_document_with_its_new_fields_marked():
    explorer = document_or_columns()
    explorer.set("products", 3)
    lines = [
        "".join(text.itertext())
        for text in drawn(explorer).iter(f"{SVG}text")
        if text.find(f"{SVG}tspan") is not None
    ]
    assert lines == [
        'name: "Filter at home"',
        "+ minutes: 120",
        '+ level: "beginner"',
        '+ teacher: "Aino Niemi"',
        '+ dates: [{"day": "2026-11-28",…',
    ]


# --- the index explorer ------------------------------------------------------------


def test_without_an_index_all_documents_are_examined(collection):
    found = index_explorer(collection).examined("none")
    assert (found.index, found.keys) == (None, 0)
    assert (found.documents, found.returned) == (36, 1)


def test_its_figures_are_those_of_explain(collection):
    explorer = index_explorer(collection)
    explorer.set("query", "kind and price")
    for words, fields in INDEXES.items():
        if fields is None:
            continue
        name = collection.create_index(fields)
        stats = collection.find(QUERIES["kind and price"]).explain()
        found = explorer.examined(words)
        assert stats["executionStats"]["totalKeysExamined"] == found.keys
        assert stats["executionStats"]["totalDocsExamined"] == found.documents
        collection.drop_index(name)


@pytest.mark.slow
def test_an_index_saves_the_more_the_more_documents_there_are(collection):
    explorer = index_explorer(collection)
    for size, count in {"1": 36, "10": 360, "100": 3600}.items():
        explorer.set("documents", size)
        assert explorer.examined("none").documents == count
        assert explorer.examined("sku").documents == 1


@pytest.mark.slow
@pytest.mark.parametrize("size", ["1", "10", "100"])
def test_each_document_is_a_dot_and_it_is_seen_which_were_examined_in_vain(
    collection, size
):
    explorer = index_explorer(collection)
    explorer.set("query", "kind and price")
    explorer.set("documents", size)
    explorer.set("index", "kind")
    found = explorer.examined("kind")
    dots = [
        (path.get("class"), path.get("d").count("h0"))
        for path in drawn(explorer).findall(f".//{SVG}path[@style]")
    ]
    in_vain = found.documents - found.returned
    assert [count for _, count in dots[:4]] == [
        found.returned,
        in_vain,
        in_vain,  # their holes
        36 * int(size) - found.documents,
    ]


def test_a_row_of_the_table_chooses_its_index(collection):
    explorer = index_explorer(collection)
    pressed = drawn(explorer).findall(".//*[@data-control='index']")
    assert [part.get("aria-label") for part in pressed] == [*INDEXES]
    assert pressed[0].get("aria-pressed") == "true"


def test_an_index_of_no_use_is_said_to_be_of_none(collection):
    explorer = index_explorer(collection)
    explorer.set("index", "tags")
    assert "of no use" in explorer.status


def test_the_order_of_fields_in_an_index_matters(collection):
    explorer = index_explorer(collection)
    explorer.set("query", "kind and price")
    assert explorer.examined("kind, price").keys < explorer.examined("price, kind").keys


def test_it_changes_nothing_in_the_collection(collection):
    before = list(collection.find()), collection.index_information()
    index_explorer(collection).set("index", "sku")
    assert (list(collection.find()), collection.index_information()) == before


def test_an_empty_collection_has_nothing_to_show(collection):
    collection.delete_many({})
    with pytest.raises(ValueError, match="products is empty"):
        index_explorer(collection)


# --- the pipeline ------------------------------------------------------------------

STAGES = [
    {"$match": {"reviews": {"$exists": True}}},
    {"$project": {"_id": 0, "name": 1, "kind": 1, "reviews": 1}},
    {"$unwind": "$reviews"},
    {"$group": {"_id": "$kind", "stars": {"$avg": "$reviews.stars"}}},
    {"$sort": {"stars": -1}},
    {"$limit": 2},
]
BEST = "At the end: course 4.67, grinder 4.50."


def counted(explorer):
    """How many documents there are at first and after each stage, as it says."""
    lines = [line for line in explorer.picture().text[1:] if ": " in line]
    return [int(line.split(": ")[1].split(",")[0]) for line in lines]


def test_what_a_stage_lets_out_is_what_the_engine_answers(collection):
    explorer = pipeline(collection, STAGES)
    answers = [len(list(collection.aggregate(STAGES[:number]))) for number in range(7)]
    assert counted(explorer) == answers == [36, 15, 15, 27, 8, 8, 2]


def test_a_stage_is_left_out_and_taken_in_again(collection):
    explorer = pipeline(collection, STAGES)
    explorer.press("stage5")
    assert "$sort is left out." in explorer.picture().text
    assert explorer.status.startswith("At the end: beans 4.20, machine 4.00.")
    explorer.press("stage5")
    assert explorer.status.startswith(BEST)


def test_match_and_project_spare_work_and_change_no_answer_here(collection):
    explorer = pipeline(collection, STAGES)
    for name in ("stage1", "stage2"):
        explorer.press(name)
        assert explorer.status.startswith(BEST)


def test_the_chips_of_the_kind_that_is_followed_are_the_tall_ones(collection):
    explorer = pipeline(collection, STAGES)
    explorer.set("kind", "course")
    chips = [
        float(box.get("height"))
        for box in drawn(explorer).iter(f"{SVG}rect")
        if box.get("class", "").endswith("cafe-ex-full")
    ]
    assert chips == [40] * (4 + 2 + 2 + 3 + 1 + 1 + 1)
