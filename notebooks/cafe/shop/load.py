"""The shop's files in `data/`, as DataFrames and as Python's own values."""

import json

from ..files import DATA
from .schema import TABLES

_DATES = {
    "shops": ["opened_on"],
    "customers": ["joined_on"],
    "orders": ["ordered_at"],
    "friendships": ["since"],
}


def load(*names):
    """Return the named table as a DataFrame, or several as a tuple in that order.

    Raises KeyError for a name that is no table.
    """
    import pandas as pd

    for name in names:
        if name not in TABLES:
            raise UnknownTable(name)
    tables = tuple(
        pd.read_csv(
            DATA / f"{name}.csv",
            encoding="utf-8",
            parse_dates=_DATES.get(name),
            dtype={"customer_id": "Int64"} if name == "orders" else None,
        )
        for name in names
    )
    return tables[0] if len(tables) == 1 else tables


def catalogue():
    """Return the products of the web shop, as dicts that are the caller's own.

    Each has sku, name, kind, price (in cents) and tags. The rest depends on what it
    is: beans have a roast, a machine has parts, a course has dates.
    """
    return json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))


class UnknownTable(KeyError):
    """A table was asked for that the shop does not have."""

    def __str__(self):
        return f"There is no table {self.args[0]!r}. Choose from: {', '.join(TABLES)}."
