"""The year of orders that lesson 11 asks for its plans and counts the pages of."""

from cafe.lessons.year_of_orders import year_of_orders


def test_a_statement_is_kept_at_once_and_its_pages_can_be_counted():
    db = year_of_orders()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("UPDATE orders SET channel = 'app' WHERE order_id = 1")
    assert not db.in_transaction
    assert db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone() == (0, 1, 1)


def test_two_years_of_orders_know_nothing_of_each_other():
    first, second = year_of_orders(), year_of_orders()
    first.execute("DELETE FROM orders")
    assert second.execute("SELECT count(*) FROM orders").fetchone() == (20_000,)
