"""Load a property graph from the CSV files of Neptune's bulk loader.

    ~id,~label,name:String,customer_id:Int          a file of nodes
    ~id,~from,~to,~label,days:Int                   a file of edges

Every node and edge has an id, which is text, and a label. What else a column holds
stands in its head after the colon: String or Int; without one it is text, and an empty
cell is no property. In networkx a node's id is the node, an edge's id is its key.

Same as AWS: the format, ids, nodes before their edges, error codes. Simplified: a file
is text and does not come from S3; a file with a mistake is refused as a whole; a second
row of one node adds to it. Left out: other types, several labels, lists of values, load
jobs and their status, the RDF and openCypher formats.

https://docs.aws.amazon.com/neptune/latest/userguide/bulk-load-tutorial-format-gremlin.html
"""

import csv
import io
import re

_NODE, _ENDS = {"~id", "~label"}, {"~from", "~to"}
_EDGE = _NODE | _ENDS


class LoadError(Exception):
    """The file was not loaded. `code` is the loader's, such as PARSING_ERROR."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


def load(graph, text):
    """Add a CSV file's nodes or edges to a networkx MultiDiGraph; how many rows.

    Raises LoadError, and then adds nothing.
    """
    if not isinstance(text, str):
        raise TypeError(f"A file is given as its text, a str; got {type(text)}.")
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        heads = rows.fieldnames or ["no columns"]
        columns = {*heads} if len({*heads}) == len(heads) else set()
        if columns >= _EDGE:
            return _load_edges(graph, rows)
        if columns >= _NODE and not columns & _ENDS:
            return _load_nodes(graph, rows)
    except csv.Error as error:
        raise LoadError("PARSING_ERROR", f"The file is no CSV: {error}.") from None
    raise LoadError(
        "PARSING_ERROR",
        "A file of nodes has the columns ~id and ~label, one of edges ~id, ~from, ~to "
        f"and ~label, and each column once. This one has: {', '.join(heads)}.",
    )


def _load_nodes(graph, rows):
    nodes = [(row["~id"], _properties(row, n)) for n, row in enumerate(rows, 2)]
    graph.add_nodes_from(nodes)
    return len(nodes)


def _load_edges(graph, rows):
    edges, known = {}, {key for *_, key in graph.edges(keys=True)}
    for number, row in enumerate(rows, 2):
        one, other, key = row["~from"], row["~to"], row["~id"]
        if one not in graph or other not in graph:
            raise LoadError(
                "FROM_OR_TO_VERTEX_ARE_MISSING",
                f"Line {number} ties {one!r} to {other!r}. Load both nodes first.",
            )
        if key in known or key in edges:
            raise LoadError(
                "ID_ASSIGNED_TO_MULTIPLE_EDGES",
                f"Line {number} has the id {key!r}, which another edge has.",
            )
        edges[key] = (one, other, key, _properties(row, number))
    graph.add_edges_from(edges.values())
    return len(edges)


def _properties(row, number):
    """A row's label and properties. `number` is its line, for an error."""
    if None in row or None in row.values():
        raise LoadError(
            "PARSING_ERROR", f"Line {number} has more or fewer cells than columns."
        )
    if not row["~id"] or not row["~label"]:
        raise LoadError("PARSING_ERROR", f"Line {number} has no ~id or no ~label.")
    found = {"label": row["~label"]}
    for head, cell in row.items():
        if cell and not head.startswith("~"):
            name, _, kind = head.partition(":")
            if not name:
                raise LoadError("PARSING_ERROR", f"The column {head!r} has no name.")
            found[name] = _value(cell, kind or "String", f"Line {number}, {name}")
    return found


def _value(cell, kind, place):
    """A cell's text as a value of a type; a whole number has 32 bits at most."""
    if kind.lower() == "string":
        return cell
    if kind.lower() != "int":
        raise LoadError(
            "PARSING_ERROR",
            f"{place}: this small AWS knows no type {kind!r}. It has: String, Int.",
        )
    if not re.fullmatch("[+-]?0*[0-9]{1,10}", cell) or int(cell) >> 31 not in (0, -1):
        raise LoadError("PARSING_ERROR", f"{place}: {cell!r} is no {kind}.")
    return int(cell)
