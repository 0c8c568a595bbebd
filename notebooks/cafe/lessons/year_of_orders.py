"""A year of the shop's orders in SQLite, a database that comes with Python.

    db = year_of_orders()
    db.execute("SELECT count(*) FROM orders").fetchone()
    rows_looked_at(db, "shop_id = 7")  how many rows it looks at to find what fits
    pages_written(db, "UPDATE …")      how many pages this changes

It lies in a file, with a log beside it (WAL), so that one can count the pages that a
change writes.
"""

import sqlite3

from .. import shop
from ..aws.machine import temporary_folder


def year_of_orders():
    """A connection of its own; each statement is a transaction."""
    db = sqlite3.connect(temporary_folder() / "year.db")
    db.execute("PRAGMA journal_mode = WAL")
    shop.load("orders").to_sql("orders", db, index=False)
    db.isolation_level = None
    return db


def rows_looked_at(db, condition):
    """How many of the orders SQLite looks at, in the table or in an index."""
    return len(looked_at(db, condition))


def looked_at(db, condition):
    """The places of the orders that SQLite looks at, in the order in which it does.

    SQLite tests the parts of a condition from the left, so the first one notes it.
    """
    seen = []
    db.create_function("seen", 1, lambda place: seen.append(place) or True)
    asked = f"SELECT * FROM orders WHERE seen(rowid) AND ({condition})"
    db.execute(asked).fetchall()
    return seen


def pages_written(db, statement):
    """Run a statement, and return how many pages it wrote."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was noted is forgotten
    db.execute(statement)
    _busy, pages, _copied = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return pages
