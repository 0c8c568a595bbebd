"""The shop's five tables: what meets a row, and what comes of two linked columns."""

from itertools import combinations

import pytest
from test_explorers import drawn_words

from cafe import shop
from cafe.explorers import shop_tables
from cafe.explorers.shop_tables import LEGEND
from cafe.lessons.keys_and_joins import POINTS_AT, TABLES, TEXTS


@pytest.fixture(scope="module")
def database():
    return shop.connect()


def linked(*columns):
    explorer = shop_tables()
    for column in columns:
        explorer.set("column", column)
    return explorer


def followed(row):
    explorer = shop_tables()
    explorer.set("row", row)
    return explorer


def test_the_keys_are_those_of_the_schema(database):
    """The price list stands between a line and its product."""
    rows = database.execute(
        "SELECT table_name, constraint_column_names, referenced_table, "
        "referenced_column_names FROM duckdb_constraints() "
        "WHERE constraint_type = 'FOREIGN KEY'"
    ).fetchall()
    declared = {
        f"{table}.{one}": f"{other}.{two}"
        for table, ones, other, twos in rows
        for one, two in zip(ones, twos)
    }
    drawn = dict(POINTS_AT)
    assert drawn.pop("order_lines.product_id") == declared["prices.product_id"]
    assert declared["order_lines.product_id"] == "prices.product_id"
    assert drawn == {key: declared[key] for key in drawn}
    assert set(drawn) == {
        f"{table}.{one}"
        for table, ones, other, _ in rows
        for one in ones
        if {table, other} <= set(TABLES)
    }


def test_the_columns_of_text_are_those_of_the_schema(database):
    for name, table in TABLES.items():
        kinds = dict(
            database.execute(
                "SELECT column_name, data_type FROM duckdb_columns() "
                "WHERE table_name = ?",
                [name],
            ).fetchall()
        )
        for column in table.columns:
            assert (kinds[column] == "VARCHAR") == (column in TEXTS)


def test_an_order_leads_to_its_customer_its_shop_and_its_lines():
    explorer = followed("orders 1")
    assert explorer.status == (
        "Order 1. Its customer_id points at customer 283. "
        "Its shop_id points at shop 12. 3 order lines point at it."
    )
    assert [row[0] for row in explorer.windows["customers"]] == [283]
    assert len(explorer.found.ties) == 5


def test_a_key_is_followed_back_and_most_rows_are_counted_only(database):
    explorer = followed("customers 1")
    (count,) = database.execute(
        "SELECT count(*) FROM orders WHERE customer_id = 1"
    ).fetchone()
    assert f"{count} orders point at it." in explorer.status
    assert f"{count} match" in drawn_words(explorer)
    assert {row[1] for row in explorer.windows["orders"]} == {1}


def test_a_walk_in_points_at_no_customer():
    explorer = followed("orders 2")
    assert "Its customer_id is NULL: it points at no customer." in explorer.status
    assert "customers" not in explorer.found.rows


def test_a_row_that_is_pressed_keeps_its_place():
    explorer = followed("customers 1")
    before = explorer.windows["orders"]
    name, number = "orders", before[2][0]
    explorer.set("row", f"{name} {number}")
    assert explorer.windows["orders"] == before


def test_linking_a_key_to_what_it_points_at_joins_and_marks_who_is_left_out():
    explorer = linked("orders.customer_id", "customers.customer_id")
    assert (
        explorer.found.sql.split()
        == (
            "SELECT * FROM orders JOIN customers "
            "ON orders.customer_id = customers.customer_id"
        ).split()
    )
    assert explorer.found.headline == "15,868 rows"
    assert "4,132 of orders have no partner and are left out." in repr(explorer)
    assert "NULL, shop_id 20. No partner." in repr(explorer)
    assert "✕" in drawn_words(explorer)


@pytest.mark.slow
def test_what_a_link_gives_is_what_the_shop_s_database_gives(database):
    columns = [f"{name}.{column}" for name, t in TABLES.items() for column in t.columns]
    for first, second in combinations(columns, 2):
        explorer = linked(first, second)
        one, other = first.split(".")[0], second.split(".")[0]
        if one == other:
            assert explorer.found.headline == "One table only"
        elif (first.split(".")[1] in TEXTS) != (second.split(".")[1] in TEXTS):
            assert explorer.found.headline == "They can't be equal"
        else:
            sql = f"SELECT count(*) FROM {one} JOIN {other} ON {first} = {second}"
            (count,) = database.execute(sql).fetchone()
            assert explorer.found.headline == f"{count:,} row{'s' * (count != 1)}"


def test_a_link_without_a_key_is_run_and_called_by_its_name():
    explorer = linked("orders.order_id", "customers.customer_id")
    assert explorer.found.headline == "1,000 rows"
    assert "no key leads from one to the other: an order and a customer" in repr(
        explorer
    )
    assert explorer.found.ties == []


def test_pressing_a_column_twice_lets_it_go():
    explorer = linked("shops.city", "shops.city")
    assert explorer.status == "shops.city is let go."
    assert explorer.linked == ""


@pytest.mark.parametrize(
    "control, value, said",
    [
        ("row", "orders 99999", "A row is a table and its key, such as 'orders 1'"),
        ("row", "order_lines 1", "There is no row 'order_lines 1'."),
        ("row", "", "There is no row ''."),
        ("column", "orders.drink", "There are: customers.customer_id, "),
    ],
)
def test_a_name_that_is_none_is_refused_with_those_that_are(control, value, said):
    with pytest.raises(ValueError, match=said):
        shop_tables().set(control, value)


def test_the_signs_of_the_picture_are_explained_in_it():
    assert LEGEND in drawn_words(shop_tables())


def test_a_picture_to_link_columns_in_begins_with_nothing_followed():
    explorer = shop_tables(link=True)
    for _ in range(2):
        assert explorer.found.marks == {}
        assert "No columns are linked. Press the head of a column." in repr(explorer)
        explorer.set("column", "orders.customer_id")
        explorer.set("column", "customers.customer_id")
        assert explorer.status.startswith("15,868 rows.")
        explorer.press("begin")
