"""The story of lesson 11: SQLite looks for two of six orders, with an index or without.

    STORIES     {name: Telling}

Which rows it looks at, and in which order, is noted while it does.
"""

import sqlite3
from contextlib import closing

from .scenes import Card, Place, Scene, Telling
from .year_of_orders import looked_at

ORDERS = ((2, 28), (1, 29), (3, 30), (1, 30), (2, 31), (1, 31))  # shop, day of October
FITS = "shop_id = 1 AND day >= 30"
INDEX = "CREATE INDEX by_shop ON orders (shop_id, day)"


def _search():
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE orders (shop_id INTEGER, day INTEGER)")
        db.executemany("INSERT INTO orders VALUES (?, ?)", ORDERS)
        fits = _numbers(db, f"WHERE {FITS}")
        yield from _by_row(fits, looked_at(db, FITS))
        db.execute(INDEX)
        entries = _numbers(db, "ORDER BY shop_id, day")
        yield from _by_index(fits, looked_at(db, FITS), entries)


def _by_row(fits, read):
    note, half = "no index yet", len(read) // 2
    said = (
        "Which orders of shop 1 are there since 30 October? Nothing is looked at yet."
    )
    yield _scene("before", said, fits, note=note)
    said = "Each row is looked at, from the first one on."
    yield _scene(f"scan, row {read[half - 1]}", said, fits, read[:half], note=note)
    said = f"All {len(read)} rows were looked at, to find {len(fits)}."
    yield _scene(f"scan, row {read[-1]}", said, fits, read, note=note)


def _by_index(fits, read, entries):
    note = "sorted by shop, then by day"
    said = (
        "The index has each shop and day once more, sorted, and the number of the row."
    )
    yield _scene("an index", said, fits, (), entries, note)
    said = "The index leads to the first entry that fits, and the entry to its row."
    yield _scene(f"search, row {read[0]}", said, fits, read[:1], entries, note)
    said = "The next entry lies beside it. Behind the last one that fits, it stops."
    yield _scene(f"search, row {read[-1]}", said, fits, read, entries, note)


def _numbers(db, which):
    return [number for (number,) in db.execute(f"SELECT rowid FROM orders {which}")]


def _scene(moment, said, fits, read=(), entries=(), note=""):
    """The rows of `read` have been looked at; `entries` are those of the index."""
    found = [number for number in read if number in fits]
    rows = (_row(number, read, fits) for number in range(1, len(ORDERS) + 1))
    index = (_entry(number, found) for number in entries)
    answer = (Card(f"found {number}", f"order {number}", "kept") for number in found)
    return Scene(
        moment,
        said,
        (
            Place("the index by_shop", (*index,), note),
            Place(
                "the table",
                (*rows,),
                f"{len(read)} of {len(ORDERS)} looked at (● fits)",
            ),
            Place("the answer", (*answer,), f"{len(found)} found"),
        ),
    )


def _row(number, read, fits):
    shop, day = ORDERS[number - 1]
    state = "" if number not in read else "kept" if number in fits else "late"
    return Card(f"row {number}", f"order {number}: shop {shop}, {day} Oct", state)


def _entry(number, found):
    shop, day = ORDERS[number - 1]
    state = "kept" if number in found else ""
    return Card(f"entry {number}", f"shop {shop}, {day} Oct: row {number}", state)


STORIES = {"search": Telling("Six orders, without an index and with one", _search, 2)}
