"""A year of the shop's orders in SQLite, a database that comes with Python.

    db = year_of_orders()
    db.execute("SELECT count(*) FROM orders").fetchone()
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


def pages_written(db, statement):
    """Run a statement, and return how many pages it wrote."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was noted is forgotten
    db.execute(statement)
    _busy, pages, _copied = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return pages
