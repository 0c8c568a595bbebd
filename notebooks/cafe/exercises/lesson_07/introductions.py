"""\
Write `introductions(graph, one, other)`: the members in between on a shortest path from
one member to another, as a list in their order. Two friends need nobody: the list is
empty. Where no way leads from one to the other, return `None`; `nx.has_path(graph, one,
other)` says whether there is a way."""

from ..kinds import PythonExercise
from ..stage.graphs import CHANGED, new_graph, unlike
from ..words import show

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


# ------------------------------------------------------------------------- the proof

CIRCLE = (
    "Ana Ben Chloe Dan Eve",
    "Ana Finn Dan",
    "Gil Hana",
    "Eve Max Lea Kim",
)


@exercise.proof
def _introduces(introductions):
    """What is wrong with how an answer finds introductions, or None."""
    import networkx as nx

    circle = new_graph(*CIRCLE)
    for one, other, wanted in (
        ("Ana", "Dan", ["Finn"]),
        ("Ana", "Eve", ["Finn", "Dan"]),
        ("Ana", "Ben", []),
        ("Kim", "Ana", ["Lea", "Max", "Eve", "Dan", "Finn"]),
        ("Ana", "Gil", None),
    ):
        graph = circle.copy()
        given = introductions(graph, one, other)
        if not nx.utils.graphs_equal(graph, circle):
            return CHANGED
        if given != wanted:
            return _others(one, other, wanted, given)
    return None


def _others(one, other, wanted, given):
    """What is said of other members than those in between."""
    call = f"introductions(graph, {one!r}, {other!r})"
    if wanted is None and given == []:
        return (
            f"No way leads from {one} to {other}: {call} should give None. An empty"
            " list would say that they are friends already."
        )
    if isinstance(given, list) and not all(isinstance(each, str) for each in given):
        return f"{call} should give a list of names; it gave {show(given)}."
    if isinstance(given, list) and {one, other}.intersection(given):
        return (
            f"{call} should name only those in between, {wanted!r}; it gave"
            f" {given!r}. Cut off the first and the last."
        )
    if wanted and given == wanted[::-1]:
        return f"{call} should begin beside {one}: {wanted!r}; it gave {given!r}."
    return unlike(call, wanted, given)


# ------------------------------------------------------------------------- also right


@exercise.right
def catches_that_there_is_no_way(graph, one, other):
    import networkx as nx

    try:
        return nx.shortest_path(graph, one, other)[1:-1]
    except nx.NetworkXNoPath:
        return None


@exercise.right
def looks_into_the_component(graph, one, other):
    import networkx as nx

    if other not in nx.node_connected_component(graph, one):
        return None
    path = nx.shortest_path(graph, source=one, target=other)
    return [member for member in path if member not in (one, other)]


@exercise.right
def takes_the_path_apart(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    _, *between, _ = nx.shortest_path(graph, one, other)
    return between


@exercise.right
def takes_the_ends_off(graph, one, other):
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    path = nx.shortest_path(graph, one, other)
    path.pop()
    path.pop(0)
    return path


@exercise.right
def begins_at_the_other_end(graph, one, other):
    import networkx as nx

    if nx.has_path(graph, one, other):
        return nx.shortest_path(graph, other, one)[-2:0:-1]


@exercise.right
def takes_one_of_all_shortest_paths(graph, one, other):
    import networkx as nx

    if nx.has_path(graph, one, other):
        return sorted(nx.all_shortest_paths(graph, one, other))[-1][1:-1]
    return None


@exercise.right
def asks_for_all_paths_from_one(graph, one, other):
    import networkx as nx

    paths = nx.single_source_shortest_path(graph, one)
    return paths[other][1:-1] if other in paths else None


@exercise.right
def walks_by_itself(graph, one, other):
    came, line = {one: None}, [one]
    for member in line:
        for friend in graph[member]:
            if friend not in came:
                came[friend] = member
                line.append(friend)
    if other not in came:
        return None
    between, member = [], came[other]
    while member != one:
        between.insert(0, member)
        member = came[member]
    return between


# ------------------------------------------------------------------------------ wrong


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


def between(graph, one, other):
    """The right answer, where there is a way."""
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return None
    return nx.shortest_path(graph, one, other)[1:-1]


@exercise.wrong("should begin beside Ana: ['Finn', 'Dan']; it gave ['Dan', 'Finn'].")
def begins_beside_the_other(graph, one, other):
    found = between(graph, one, other)
    return found and found[::-1]


@exercise.wrong("should name only those in between, ['Finn']; it gave ['Ana', 'Finn'].")
def cuts_off_the_last_only(graph, one, other):
    found = between(graph, one, other)
    return found if found is None else [one, *found]


@exercise.wrong("it gave 1, a number.")
def counts_them(graph, one, other):
    return len(between(graph, one, other))


@exercise.wrong("It printed ")
def prints_them(graph, one, other):
    print(between(graph, one, other))


@exercise.wrong("introductions(graph, 'Ana', 'Ben') should give []; it gave None.")
def gives_none_for_friends(graph, one, other):
    return between(graph, one, other) or None


@exercise.wrong("it gave 'Finn', a text.")
def joins_the_names(graph, one, other):
    return ", ".join(between(graph, one, other))


@exercise.wrong("it gave ('Finn',), a tuple. list(…) makes a list of it.")
def gives_a_tuple(graph, one, other):
    return tuple(between(graph, one, other))


@exercise.wrong("it gave {'Finn'}, a set. A set has no order")
def gives_a_set(graph, one, other):
    return set(between(graph, one, other))


@exercise.wrong("introductions(graph, 'Ana', 'Eve') should")
def sorts_the_names(graph, one, other):
    found = between(graph, one, other)
    return found if found is None else sorted(found)


@exercise.wrong("should give None; it gave 'None', a text.")
def puts_none_in_quotes(graph, one, other):
    found = between(graph, one, other)
    return "None" if found is None else found


@exercise.wrong("it gave True, a truth value.")
def says_whether_there_is_a_way(graph, one, other):
    import networkx as nx

    return nx.has_path(graph, one, other)


@exercise.wrong("introductions(graph, 'Kim', 'Ana') should give ['Lea', 'Max', 'Eve',")
def goes_three_steps_only(graph, one, other):
    found = between(graph, one, other)
    return found and found[:2]


@exercise.wrong("It changed the graph, and the next call gets another one.")
def makes_them_friends(graph, one, other):
    found = between(graph, one, other)
    graph.add_edge(one, other)
    return found


@exercise.wrong("should give a list of names; it gave [['Finn']].")
def gives_a_list_of_lists(graph, one, other):
    return [between(graph, one, other)]


@exercise.wrong("should give a list of names; it gave [{'Finn'}].")
def gives_a_list_of_sets(graph, one, other):
    return [set(between(graph, one, other))]


@exercise.wrong("What the function is given stands without them.")
def puts_the_members_in_quotes(graph, one, other):
    return between(graph, "one", "other")


@exercise.wrong("It is a function of networkx, which takes the graph")
def asks_the_graph_for_a_path(graph, one, other):
    return graph.shortest_path(one, other)[1:-1]


@exercise.wrong("A part of a list is cut out with a colon: path[1:-1].")
def cuts_with_a_comma(graph, one, other):
    path = [one, *between(graph, one, other), other]
    return path[1, -1]


@exercise.wrong("raised NameError: name 'nx' is not defined")
def forgets_the_import(graph, one, other):
    return nx.shortest_path(graph, one, other)[1:-1]  # noqa: F821


@exercise.wrong("introductions gave a Series of pandas; .tolist() makes a list of it")
def gives_a_series(graph, one, other):
    import pandas as pd

    return pd.Series(between(graph, one, other))
