"""Small graphs of friends, and what is said of a list that differs."""


def new_graph(*edges):
    """An undirected graph, from texts such as "Ana Ben Chloe": each a walk."""
    import networkx as nx

    graph = nx.Graph()
    for walk in edges:
        nx.add_path(graph, walk.split())
    return graph


def unlike(call, wanted, given):
    return f"{call} should give {wanted!r}; it gave {given!r}."
