"""The year of orders that lesson 11 asks for its plans and counts the pages of."""

from cafe.lessons.year_of_orders import pages_written, year_of_orders


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
