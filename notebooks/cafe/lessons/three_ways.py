"""A shelf of unlike products, kept in columns, in a column of JSON, and as documents.

Each question is asked of all three. DuckDB answers for the two tables, a DocumentDB
cluster of the small AWS for the documents. explorers/document_or_columns.py draws it.
"""

import copy
import json
from dataclasses import dataclass, field
from functools import cache

import duckdb

from .. import shop
from ..drivers import pymongo
from . import made

#: One product of each kind, in the order in which the shop takes them up.
SHELF = ("BN-103", "MG-302", "CO-502", "GC-402", "EM-203", "SY-801", "SU-602")
WAYS = ("Columns", "A column of JSON", "Documents")
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}


@dataclass(frozen=True)
class Question:
    """What is asked, in SQL of columns, in SQL of JSON, and as a call with its
    arguments. `about` are the columns that it needs."""

    words: str
    columns: str
    json: str
    call: str
    arguments: tuple = field(hash=False)
    about: tuple = ()

    def texts(self):
        """How the question is written in each way."""
        arguments = ",\n  ".join(map(json.dumps, self.arguments))
        arguments = arguments.replace(', "', ',\n   "')
        return self.columns, self.json, f"catalogue.{self.call}(\n  {arguments})"


QUESTIONS = {
    "country": Question(
        "What comes from Ethiopia?",
        "SELECT name FROM catalogue\nWHERE origin_country = 'Ethiopia'",
        "SELECT product->>'$.name'\nFROM documents\n"
        "WHERE product->>'$.origin.country'\n  = 'Ethiopia'",
        "find",
        ({"origin.country": "Ethiopia"},),
        ("origin_country",),
    ),
    "small": Question(
        "What holds less than 100 ml?",
        "SELECT name FROM catalogue\nWHERE volume_ml < 100",
        "SELECT product->>'$.name'\nFROM documents WHERE CAST(\n"
        "  product->>'$.volume_ml' AS INT)\n  < 100",
        "find",
        ({"volume_ml": {"$lt": 100}},),
        ("volume_ml",),
    ),
    "colour": Question(
        "What is there in white?",
        "SELECT name FROM catalogue\nWHERE colours LIKE '%white%'\n-- the list is text",
        "SELECT product->>'$.name'\nFROM documents\nWHERE json_contains(\n"
        "  product->'$.colours', '\"white\"')",
        "find",
        ({"colours": "white"},),
        ("colours",),
    ),
    "change": Question(
        "The cups hold 75 ml",
        "UPDATE catalogue\nSET volume_ml = 75\nWHERE sku = 'MG-302'",
        "UPDATE documents SET product =\n  json_merge_patch(product,\n"
        "  '{\"volume_ml\": 75}')\nWHERE product->>'$.sku' = 'MG-302'",
        "update_one",
        ({"sku": "MG-302"}, {"$set": {"volume_ml": 75}}),
        ("volume_ml",),
    ),
    "rule": Question(
        "A product without a price",
        "INSERT INTO catalogue (sku, name)\nVALUES ('XX-999', 'Mistake')",
        "INSERT INTO documents VALUES (\n"
        '  \'{"sku": "XX-999",\n    "name": "Mistake"}\')',
        "insert_one",
        ({"sku": "XX-999", "name": "Mistake"},),
        ("price",),
    ),
}


@cache
def shelf(count):
    """The first so many products of the SHELF."""
    products = {product["sku"]: product for product in shop.catalogue()}
    return [products[sku] for sku in SHELF[:count]]


def flattened(product, prefix=""):
    """{column: value} of a product: a nested field has a column, a list is a text."""
    found = {}
    for name, value in product.items():
        if isinstance(value, dict):
            found |= flattened(value, f"{prefix}{name}_")
        else:
            found[prefix + name] = json.dumps(value) if type(value) is list else value
    return found


@cache
def columns(count):
    """{column: the number of the product that brought it} of the first products."""
    found: dict = {}
    for number, product in enumerate(shelf(count), 1):
        for name in flattened(product):
            found.setdefault(name, number)
    return found


def empty_cells(count):
    """How many cells of the table of columns are NULL."""
    return len(columns(count)) * count - sum(len(flattened(p)) for p in shelf(count))


@cache
def answers(count, question):
    """What each of the three ways says: names, "1 changed", "taken" or a refusal."""
    asked = QUESTIONS[question]
    with duckdb.connect() as database:
        _fill(database, count)
        in_columns = _answer(database, asked.columns)
        in_json = _answer(database, asked.json)
    return in_columns, in_json, _of_documents(count, asked)


TYPES = {int: "INTEGER", bool: "BOOLEAN", str: "VARCHAR"}


def _fill(database, count):
    kinds = {name: type(v) for p in shelf(count) for name, v in flattened(p).items()}
    declared = (
        f"{name} {TYPES[kind]}{' NOT NULL' if name in ('sku', 'price') else ''}"
        for name, kind in kinds.items()
    )
    database.execute(f"CREATE TABLE catalogue ({', '.join(declared)})")
    database.execute("CREATE TABLE documents (product JSON)")
    for product in shelf(count):
        row = flattened(product)
        marks = ", ".join("?" * len(row))
        database.execute(
            f"INSERT INTO catalogue ({', '.join(row)}) VALUES ({marks})",
            [*row.values()],
        )
        database.execute("INSERT INTO documents VALUES (?)", [json.dumps(product)])


def _answer(database, statement):
    try:
        rows = database.execute(statement).fetchall()
    except duckdb.BinderException:
        return "no such column yet"
    except duckdb.ConstraintException:
        return "refused: price is NOT NULL"
    if statement.startswith("SELECT"):
        return tuple(name for (name,) in rows)
    return "taken" if statement.startswith("INSERT") else f"{rows[0][0]} changed"


def _of_documents(count, asked):
    catalogue = _collection()
    catalogue.insert_many([dict(product) for product in shelf(count)])
    answer = getattr(catalogue, asked.call)(
        *copy.deepcopy(asked.arguments)
    )  # it adds _id
    if asked.call == "find":
        return tuple(product["name"] for product in answer)
    return "taken" if asked.call == "insert_one" else f"{answer.modified_count} changed"


def _collection():
    """An empty collection in a new cluster."""
    session = made.session()
    docdb = session.client("docdb")
    cluster = {"DBClusterIdentifier": "catalogue", "Engine": "docdb"}
    docdb.create_db_cluster(**cluster, **LOGIN)
    docdb.create_db_instance(
        **cluster, DBInstanceIdentifier="catalogue-1", DBInstanceClass="db.t4g.medium"
    )
    waiter = docdb.get_waiter("db_instance_available")
    waiter.wait(DBInstanceIdentifier="catalogue-1")
    host = docdb.describe_db_clusters()["DBClusters"][0]["Endpoint"]
    client = pymongo.MongoClient(
        host,
        27017,
        username=LOGIN["MasterUsername"],
        password=LOGIN["MasterUserPassword"],
        retryWrites=False,
        account=session.account,
    )
    return client["shop"]["catalogue"]
