"""openCypher that runs: Corner Cup's graph in an engine on this machine.

    cypher("MATCH (p:Person) RETURN count(p)")
    cypher("MATCH (p:Person {customer_id: $person}) RETURN p.name", person=283)
    ask("MATCH (p:Person) RETURN p.name AS name")       the rows, for Python

The engine is kglite, one of the `labs` extras: the course does without, and `cypher`
then says what to install. It is not Neptune. The texts of graph_questions.py keep to
what both know, and the tests hold its answers against those in Python and SQL.
"""

from collections import defaultdict
from functools import lru_cache

from .. import aws

PATIENCE = 10_000  # milliseconds for a question
MISSING = (
    "openCypher needs an engine, which is not installed: run  %pip install kglite  in "
    "a cell (39 MB), then restart the kernel and run this lesson from its top."
)


def cypher(text, **parameters):
    """The rows that the shop's graph gives to a question in openCypher, as a table.

    `parameters` are the values of the text's `$names`. What the engine refuses is
    printed in its words, and so is what to install where it is missing.
    """
    try:
        import kglite
    except ImportError:
        print(MISSING)
        return None
    try:
        rows = ask(text, **parameters)
    except kglite.KgError as refusal:
        print(refusal)
        return None
    if not rows:
        print("No rows.")
        return None
    from pandas import DataFrame

    return DataFrame(rows)


def ask(text, **parameters):
    """The rows that the engine gives, a list of dicts, for the lab that compares them.

    Raises kglite.KgError with what the engine refuses, after ten seconds too, and
    ImportError where there is no engine.
    """
    found = _engine(aws.account).cypher(text, params=parameters, timeout_ms=PATIENCE)
    return found.to_list()


def into_kglite(graph):
    """A property graph of shop.graph in an engine of openCypher."""
    import kglite
    import pandas as pd

    engine, nodes, edges = kglite.KnowledgeGraph(), defaultdict(list), defaultdict(list)
    for node, data in graph.nodes(data=True):
        nodes[data["label"]].append({"id": node, **_without_label(data)})
    for one, other, data in graph.edges(data=True):
        ends = graph.nodes[one]["label"], graph.nodes[other]["label"]
        row = {"one": one, "other": other, **_without_label(data)}
        edges[data["label"], *ends].append(row)
    for label, rows in nodes.items():
        engine.add_nodes(pd.DataFrame(rows), label, "id", "name")
    for (label, one, other), rows in edges.items():
        columns = [key for key in rows[0] if key not in ("one", "other")] or None
        engine.add_relationships(
            pd.DataFrame(rows), label, one, "one", other, "other", columns=columns
        )
    return engine


@lru_cache(maxsize=1)
def _engine(account):  # with a new one, as `begin` makes it, comes the graph as it was
    from ..shop.graph import property_graph

    return into_kglite(property_graph())


def _without_label(data):
    return {key: value for key, value in data.items() if key != "label"}
