"""Corner Cup's data: make it, load it as DataFrames, open it in DuckDB.

Forty coffee shops, a thousand members and one year of orders, from 1 November 2025 to
31 October 2026, all from one seed. The files in `data/` are what `write()` makes;
`data/README.md` says what each column means. The catalogue of the web shop is another
matter: it is written by hand, and `catalogue()` reads it.

    load("customers", "orders")     two DataFrames
    connect()                       an in-memory DuckDB with every table and its keys
    catalogue()                     the web shop's products, a list of dicts
    generate(scale=100)             a hundred times as many customers and orders
"""

from ..files import DATA
from . import graph
from .generate import generate, write
from .load import UnknownTable, catalogue, load
from .open import connect
from .schema import SCHEMA, TABLES

__all__ = [
    "DATA",
    "SCHEMA",
    "TABLES",
    "UnknownTable",
    "catalogue",
    "connect",
    "generate",
    "graph",
    "load",
    "write",
]
