"""The year of orders that lesson 11 asks for its plans and counts the pages of."""

from cafe.lessons.year_of_orders import (
    looked_at,
    pages_written,
    rows_looked_at,
    year_of_orders,
)


def test_a_statement_is_kept_at_once_and_its_pages_are_counted():
    db = year_of_orders()
    for channel in ("app", "web"):  # what was written before is not counted
        change = f"UPDATE orders SET channel = '{channel}' WHERE order_id = 1"
        assert pages_written(db, change) == 1
        assert not db.in_transaction


def test_two_years_of_orders_know_nothing_of_each_other():
    first, second = year_of_orders(), year_of_orders()
    first.execute("DELETE FROM orders")
    assert second.execute("SELECT count(*) FROM orders").fetchone() == (20_000,)


def test_every_row_that_is_looked_at_is_counted_and_no_other():
    db = year_of_orders()
    assert rows_looked_at(db, "shop_id = 7") == 20_000
    db.execute("CREATE INDEX by_shop ON orders (shop_id, ordered_at)")
    one_shop = db.execute("SELECT count(*) FROM orders WHERE shop_id = 7").fetchone()
    for more in ("", " AND ordered_at LIKE '%08:05%'"):  # what the index cannot skip
        assert (rows_looked_at(db, f"shop_id = 7{more}"),) == one_shop
    assert rows_looked_at(db, "shop_id = 7 OR 1") == 20_000


def test_rows_are_told_in_the_order_in_which_they_are_looked_at():
    db = year_of_orders()
    db.execute("CREATE INDEX latest ON orders (ordered_at DESC)")
    assert looked_at(db, "ordered_at < '0'") == []
    assert looked_at(db, "+ordered_at < '0'") == [*range(1, 20_001)]
