"""Load a property graph from the CSV files of Neptune's bulk loader.

    ~id,~label,name:String,customer_id:Int          a file of nodes
    ~id,~from,~to,~label,days:Int                   a file of edges

Every node and edge has an id, which is text, and a label. What else a column holds
stands in its head after the colon; without one it is text, and an empty cell is no
property. In networkx a node's id is the node, an edge's id is its key.

Same as AWS: the format, ids, nodes before their edges, error codes. Simplified: a file
is text and does not come from S3; a file with a mistake is refused as a whole; a date
stays text; a second row of one node adds to it. Left out: several labels, lists of
values, load jobs and their status, the RDF and openCypher formats.

https://docs.aws.amazon.com/neptune/latest/userguide/bulk-load-tutorial-format-gremlin.html
"""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

_NODE, _ENDS = {"~id", "~label"}, {"~from", "~to"}
_EDGE = _NODE | _ENDS


_FRACTION = re.compile(
    r"[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|nan|inf|infinity)",
    re.IGNORECASE,
)


def _truth(text):
    return {"true": True, "false": False}[text.lower()]


def _whole(bits, text):
    if not re.fullmatch("[+-]?[0-9]+", text) or int(text) >> bits - 1 not in (0, -1):
        raise ValueError(f"no whole number of {bits} bits")
    return int(text)


def _fraction(text):
    if not _FRACTION.fullmatch(text):  # Python reads 1_000, too
        raise ValueError("no number")
    return float(text)


def _moment(text):
    """A day, or a day and a time; it stays text."""
    if not re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", text):
        raise ValueError("no day")
    datetime.fromisoformat(text)
    return text


_TYPES: dict[str, Callable[[str], object]] = {
    "string": str,
    "date": _moment,
    "datetime": _moment,
    "bool": _truth,
    "boolean": _truth,
    "byte": partial(_whole, 8),
    "short": partial(_whole, 16),
    "int": partial(_whole, 32),
    "integer": partial(_whole, 32),
    "long": partial(_whole, 64),
    "float": _fraction,
    "double": _fraction,
}


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
    """A cell's text as a value of a type of the loader."""
    read = _TYPES.get(kind.lower())
    if read is None:
        raise LoadError(
            "PARSING_ERROR",
            f"{place}: no type is called {kind!r}. Known are: {', '.join(_TYPES)}.",
        )
    try:
        return read(cell)
    except (KeyError, ValueError):
        raise LoadError("PARSING_ERROR", f"{place}: {cell!r} is no {kind}.") from None
