"""Small graphs of friends, and what is said of a list that differs."""

from ..words import returned


def new_graph(*edges):
    """An undirected graph, from texts such as "Ana Ben Chloe": each a walk."""
    import networkx as nx

    graph = nx.Graph()
    for walk in edges:
        nx.add_path(graph, walk.split())
    return graph


def unlike(call, wanted, given):
    """What is said of a list that differs, or of what is no list."""
    if wanted is None:
        return f"{call} should give None; it gave {returned(given, type(None))}"
    return f"{call} should give {wanted!r}; it gave {returned(given)}"


CHANGED = (
    "It changed the graph, and the next call gets another one. Only look: what needs"
    " changing is a copy, such as set(graph[member]) or graph.copy()."
)
