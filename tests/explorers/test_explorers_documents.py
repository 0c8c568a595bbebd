"""The explorers of documents: their figures are counted, or the engine's own."""

import pytest

from cafe import shop
from cafe.explorers import document_or_columns, index_explorer
from cafe.explorers.document_or_columns import eav_rows
from fixtures.documents import Documents
from fixtures.pictures import check_picture, controls


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
        for value in getattr(control, "options", [True, False]):
            explorer.set(control.name, value)
            check_picture(explorer)


def test_two_runs_say_the_same(make):
    assert repr(make()) == repr(make())


# --- document or columns -----------------------------------------------------------


def test_a_new_attribute_costs_a_column_full_of_empty_cells():
    explorer = document_or_columns()
    before = explorer.costs()
    explorer.press("handle")
    after = explorer.costs()
    assert len(after.columns) == len(before.columns) + 1
    assert after.empty - before.empty == before.products - 1


def test_a_nested_attribute_costs_a_column_for_each_of_its_fields():
    explorer = document_or_columns()
    before = explorer.costs()
    explorer.press("milk_system")
    after = explorer.costs()
    assert set(after.columns) - set(before.columns) == {
        "milk_system.kind",
        "milk_system.cleaning",
    }
    assert after.rows - before.rows == 2


def test_a_list_is_a_row_for_each_element_and_one_cell_of_text():
    explorer = document_or_columns()
    before = explorer.costs()
    explorer.press("languages")
    after = explorer.costs()
    assert after.rows - before.rows == 2
    assert after.filled - before.filled == 1


def test_a_page_of_n_attributes_joins_the_table_with_itself_one_time_less():
    explorer = document_or_columns()
    attributes = {name for name, _ in eav_rows(explorer.products()[explorer.page])}
    assert len(attributes) == 15
    assert explorer.costs().joins == 14
    assert "of 15 attributes, in one SELECT the table joined with itself 14 times" in (
        repr(explorer)
    )
    assert "This page: 14 joins" in explorer.picture().svg


def test_a_new_attribute_touches_one_document():
    explorer = document_or_columns()
    before = explorer.products()
    explorer.press("handle")
    after = explorer.products()
    assert [sku for sku in after if after[sku] != before[sku]] == ["MG-301"]
    assert "1 of 36 is touched" in explorer.status


def test_an_attribute_taken_away_leaves_the_catalogue_as_it_was():
    explorer = document_or_columns()
    before = explorer.costs()
    explorer.press("handle")
    explorer.press("handle")
    assert explorer.costs() == before
    assert shop.catalogue()[15].get("handle") is None


def test_most_cells_of_the_catalogue_are_empty():
    costs = document_or_columns().costs()
    assert costs.empty > 0.75 * costs.cells


# --- the index explorer ------------------------------------------------------------


def test_without_an_index_all_documents_are_examined(collection):
    found = index_explorer(collection).examined("none")
    assert (found.index, found.keys) == (None, 0)
    assert (found.documents, found.returned) == (36, 1)


def test_its_figures_are_those_of_explain(collection):
    explorer = index_explorer(collection)
    explorer.set("query", "kind and price")
    for words, fields in explorer.indexes.items():
        if fields is None:
            continue
        name = collection.create_index(fields)
        stats = collection.find(explorer.queries["kind and price"]).explain()
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
