"""\
Write `introductions(graph, one, other)`: the members in between on a shortest path from
one member to another, as a list in their order. Two friends need nobody: the list is
empty. Where no way leads from one to the other, return `None`; `nx.has_path(graph, one,
other)` says whether there is a way."""

from ..kinds import PythonExercise
from ..stage.graphs import new_graph, unlike

exercise = PythonExercise(
    id="07.introductions",
    objective="07.b",
    difficulty=1,
    learned="A shortest path, with the case that there is none: a graph answers both.",
    prompt=__doc__,
    hints=(
        "nx.shortest_path(graph, one, other) gives all members of the path as a list.",
        "path[1:-1] is a list without its first and its last member.",
        "Ask nx.has_path first: shortest_path raises an error where there is no way.",
    ),
)


@exercise.right
def introductions(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    return nx.shortest_path(graph, one, other)[1:-1]


@exercise.proof
def _introduces(introductions):
    """What is wrong with how an answer finds introductions, or None."""
    circle = new_graph("Ana Ben Chloe Dan Eve", "Ana Finn Dan", "Gil Hana")
    for one, other, wanted in (
        ("Ana", "Dan", ["Finn"]),
        ("Ana", "Eve", ["Finn", "Dan"]),
        ("Ana", "Ben", []),
        ("Ana", "Gil", None),
    ):
        given = introductions(circle, one, other)
        call = f"introductions(graph, {one!r}, {other!r})"
        if given == wanted:
            continue
        if wanted is None:
            return (
                f"No way leads from {one} to {other}: {call} should give None. An empty"
                " list would say that they are friends already."
            )
        if isinstance(given, list) and {one, other} & set(given):
            return (
                f"{call} should name only those in between, {wanted!r}; it gave"
                f" {given!r}. Cut off the first and the last."
            )
        return unlike(call, wanted, given)
    return None


@exercise.wrong("should name only those in between, ['Finn']")
def names_the_two_as_well(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    return nx.shortest_path(graph, one, other)


@exercise.wrong("No path between Ana and Gil")
def fails_without_a_way(graph, one, other):
    import networkx as nx

    return nx.shortest_path(graph, one, other)[1:-1]


@exercise.wrong("An empty list would say that they are friends already.")
def gives_an_empty_list_without_a_way(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return []
    return nx.shortest_path(graph, one, other)[1:-1]


@exercise.wrong("should give ['Finn']; it gave ['Ben', 'Chloe']")
def takes_the_longest_way(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    return max(nx.all_simple_paths(graph, one, other), key=len)[1:-1]


@exercise.wrong("introductions(graph, 'Ana', 'Eve') should give ['Finn', 'Dan']")
def knows_common_friends_only(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    return sorted(set(graph[one]) & set(graph[other]))
