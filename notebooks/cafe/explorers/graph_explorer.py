"""The graph explorer: a person's friends hop by hop, a path, and the fraud ring."""


def graph_explorer(graph, person=1):
    """Walk over Corner Cup's graph: `graph_explorer(connection.graph)`.

    `graph` has Persons tied by FRIEND, and by USED to Cards and Devices; `person` is
    the number of a customer. Raises ValueError for a customer who is not there.
    """
    from .graph_view import GraphExplorer  # networkx takes a while to import

    return GraphExplorer(graph, person)
