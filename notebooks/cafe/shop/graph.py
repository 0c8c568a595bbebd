"""Corner Cup as a property graph: people, cards, products, farms, and what ties them.

property_graph()        a networkx MultiDiGraph: nodes and edges with a label
bulk_files()            the same as CSV for Neptune's bulk loader
between(graph, "FRIEND")        the people and their friendships, as a plain Graph

Person -FRIEND-> Person (once for each pair)      Person -USED-> Card, Device
Person -BOUGHT-> Product                          Product -MADE_FROM-> Roast
Roast -CONTAINS-> Bean -GROWN_AT-> Farm           Farm -LIES_IN-> Region
Farm -HOLDS-> Certificate
"""

import csv
import io
from functools import cache

from .beans import RELATIONS
from .open import connect

_NODES = {
    "people": """
        SELECT 'person-' || customer_id AS "~id", 'Person' AS "~label",
               name AS "name:String", customer_id AS "customer_id:Int"
        FROM customers ORDER BY customer_id
    """,
    "cards_and_devices": """
        SELECT DISTINCT number AS "~id",
               CASE kind WHEN 'card' THEN 'Card' ELSE 'Device' END AS "~label",
               number AS "name:String"
        FROM used ORDER BY ALL
    """,
    "products": """
        SELECT 'product-' || product_id AS "~id", 'Product' AS "~label",
               name AS "name:String", product_id AS "product_id:Int"
        FROM products ORDER BY product_id
    """,
}
_EDGES = {
    "friends": """
        SELECT 'friend-' || a || '-' || b AS "~id", 'person-' || a AS "~from",
               'person-' || b AS "~to", 'FRIEND' AS "~label", days AS "days:Int"
        FROM ties WHERE a < b ORDER BY a, b
    """,
    "used": """
        SELECT 'used-' || customer_id || '-' || number AS "~id",
               'person-' || customer_id AS "~from", number AS "~to", 'USED' AS "~label"
        FROM used ORDER BY customer_id, number
    """,
    "bought": """
        SELECT 'bought-' || customer_id || '-' || product_id AS "~id",
               'person-' || customer_id AS "~from", 'product-' || product_id AS "~to",
               'BOUGHT' AS "~label", count(DISTINCT order_id) AS "times:Int"
        FROM orders JOIN order_lines USING (order_id) WHERE customer_id IS NOT NULL
        GROUP BY customer_id, product_id ORDER BY customer_id, product_id
    """,
}


def property_graph():
    """Return Corner Cup's graph: a networkx MultiDiGraph, nodes named like person-17.

    Nodes have `label` and `name`; a Person also `customer_id`, a Product `product_id`.
    Edges have `label`; FRIEND also `days`, BOUGHT also `times`.
    """
    import networkx

    from ..aws.neptune.bulk import load

    graph = networkx.MultiDiGraph()
    for text in bulk_files().values():
        load(graph, text)
    return graph


def between(graph, *labels):
    """Return the edges with these labels as an undirected Graph.

    Every node of a kind that stands at an end of one is in it, with edges or without.
    """
    import networkx

    ties = [tie for tie in graph.edges(data=True) if tie[2].get("label") in labels]
    kinds = {graph.nodes[node].get("label") for tie in ties for node in tie[:2]}
    plain = networkx.Graph()
    plain.add_nodes_from(
        (node, data)
        for node, data in graph.nodes(data=True)
        if data.get("label") in kinds
    )
    plain.add_edges_from(ties)
    return plain


def bulk_files():
    """Return {name: CSV text} in the order in which Neptune's loader can take them."""
    return dict(_files())


@cache
def _files():
    with connect() as con:
        nodes = {name: _table(con.sql(query)) for name, query in _NODES.items()}
        edges = {name: _table(con.sql(query)) for name, query in _EDGES.items()}
        beans = con.sql("SELECT * FROM beans").fetchall()
        products = con.sql("SELECT name, product_id FROM products").fetchall()
    nodes["things"] = ["~id", "~label", "name:String"], _things(beans)
    edges["origins"] = (
        ["~id", "~from", "~to", "~label"],
        _origins(beans, dict(products)),
    )
    return [(name, _csv(*table)) for name, table in (nodes | edges).items()]


def _table(relation):
    """The names of the columns, and the rows."""
    return relation.columns, relation.fetchall()


def _csv(columns, rows):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    return file.getvalue()


def _things(beans):
    """The nodes of the knowledge graph; its products are among the products."""
    found = {}
    for subject, relation, thing in beans:
        for name, label in zip((subject, thing), RELATIONS[relation]):
            if label != "Product":
                found[f"{label.lower()}-{name}"] = (label, name)
    return [(key, *found[key]) for key in found]


def _origins(beans, products):
    """The edges of the knowledge graph."""

    def node(label, name):
        return f"{label.lower()}-{products[name] if label == 'Product' else name}"

    rows = []
    for number, (subject, relation, thing) in enumerate(beans):
        one, other = RELATIONS[relation]
        ends = node(one, subject), node(other, thing)
        rows.append((f"origin-{number}", *ends, relation))
    return rows
