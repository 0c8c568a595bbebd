"""\
Write `rings(graph)`. The graph ties members to what they have used: a member is a
number, a card or device is a text, such as `"card-0417"`. A *ring* is a connected
component with at least four members and at least three **shared** things, that is
things that two or more members have used. Return a list with the members of each ring,
sorted, and the list sorted too."""

from ..kinds import PythonExercise
from ..stage.graphs import unlike
from ..words import kind, returned, show

exercise = PythonExercise(
    id="07.rings",
    objective="07.d",
    difficulty=3,
    learned="Nobody looks odd alone. The ring is seen only in what its members share.",
    prompt=__doc__,
    hints=(
        "nx.connected_components(graph) gives the components, a set of nodes each.",
        "isinstance(node, int) is True for a member, isinstance(node, str) for things.",
        "A thing is shared if graph.degree[thing] > 1. Count the members and the shared"
        " things of each component.",
    ),
)


@exercise.right
def rings(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        members = [each for each in part if isinstance(each, int)]
        shared = [
            each for each in part if isinstance(each, str) and graph.degree[each] > 1
        ]
        if len(members) >= 4 and len(shared) >= 3:
            found.append(sorted(members))
    return sorted(found)


# ------------------------------------------------------------------------- the proof

#: Who used what: the rings are those with the numbers of RINGS, the others are none.
USED = {
    "card-9": (16, 17),
    "phone-2": (17, 18),
    "tablet-5": (18, 19),
    "card-1": (1, 2),
    "tablet-1": (2, 3),
    "card-2": (3, 4),
    "phone-1": (4, 5),
    "card-3": (6, 7),
    "card-4": (6,),
    "tablet-2": (8, 9, 10, 11, 12),
    "card-5": (8,),
    "card-6": (9,),
    "card-7": (13, 14),
    "tablet-3": (14, 15),
    "tablet-4": (15,),
    "card-8": (13,),
    "card-10": (20, 21),
    "tablet-6": (21, 22, 23),
    "phone-3": (23,),
    "card-11": (24, 25),
    "tablet-7": (25, 26),
    "phone-4": (24, 26),
    "card-12": (90210, 1007),  # large: small numbers lie in order in a set
    "tablet-8": (1007, 65536),
    "phone-5": (65536, 4099, 70001),
    "card-13": (111, 99),  # as texts, 111 comes before 99
    "tablet-9": (99, 1008),
    "phone-6": (1008, 98),
}
RINGS = [
    [1, 2, 3, 4, 5],
    [16, 17, 18, 19],
    [98, 99, 111, 1008],
    [1007, 4099, 65536, 70001, 90210],
]
#: Who is in no ring, each with the reason.
NO_RINGS = {
    8: "Members 8 to 12 are in it. They share one tablet and nothing else, as a flat"
    " does. In a ring one walks on from thing to thing.",
    6: "Members 6 and 7 are in it. They are a couple who share one card.",
    13: "Members 13 to 15 are in it: three, with two shared things.",
    20: "Members 20 to 23 are in it: four, but with two shared things.",
    24: "Members 24 to 26 are in it: three shared things, but three members.",
}


@exercise.proof
def _finds_rings(rings):
    """What is wrong with how an answer finds rings, or None."""
    problem = _unlike(_in_lists(rings(_graph(USED))), RINGS)
    if problem:
        return problem
    one_ring = {thing: USED[thing] for thing in ("card-9", "phone-2", "tablet-5")}
    given = _in_lists(rings(_graph(one_ring)))
    if given != [RINGS[1]]:
        return unlike(
            "With one ring alone in the graph, rings(graph)", [RINGS[1]], given
        )
    return None


def _in_lists(given):
    """The rings, those that are tuples as lists: nothing says what a ring is."""
    if not isinstance(given, list):
        return given
    return [list(part) if isinstance(part, tuple) else part for part in given]


def _graph(used):
    import networkx as nx

    graph = nx.Graph()
    for thing, members in used.items():
        for member in members:
            graph.add_edge(member, thing)
    return graph


def _unlike(given, wanted):
    """How the rings that were found differ from those that are wanted, or None."""
    if given == wanted:
        return None
    if not isinstance(given, list):
        return f"It should return a list of lists; it gave {returned(given)}"
    if any(part is None for part in given):
        return (
            f"Each ring should be a list of members; it gave {show(given)}. .sort()"
            " gives None, and sorted(…) a list."
        )
    if not all(isinstance(part, (list, set)) for part in given):
        return (
            "It should return a list of rings, each a list of members:"
            f" [[1, 2, 3, 4], …]; it gave {show(given)}."
        )
    if other := [each for part in given for each in part if not isinstance(each, int)]:
        return (
            f"A list holds {show(other[0])}, {kind(other[0])}. Only members belong in"
            " it, and they are numbers."
        )
    return _no_rings(given) or _other_order(given, wanted)


def _no_rings(given):
    named = {each for part in given for each in part}
    return next((told for each, told in NO_RINGS.items() if each in named), None)


def _other_order(given, wanted):
    """What is wrong with lists of members that may be rings."""
    if any(isinstance(part, set) for part in given):
        return f"Each ring should be a sorted list of members; it gave {show(given)}."
    if unsorted := [part for part in given if part != sorted(part)]:
        return f"The members of a ring should be sorted; it gave {unsorted[0]!r}."
    if sorted(given) == wanted:
        return f"Sort the list of rings as well: {wanted!r}; it gave {show(given)}."
    if missing := [part for part in wanted if part not in given]:
        return f"The ring {missing[0]} is missing; it gave {show(given)}."
    if more := [part for part in given if part not in wanted]:
        return f"{show(more[0])} is no ring; it gave {show(given)}."
    return f"A ring should be named once; it gave {show(given)}."


# ------------------------------------------------------------------------- also right


@exercise.right
def has_two_helpers(graph):
    import networkx as nx

    def members(part):
        return sorted(node for node in part if isinstance(node, int))

    def shared(part):
        return [n for n in part if isinstance(n, str) and graph.degree(n) >= 2]

    return sorted(
        members(part)
        for part in nx.connected_components(graph)
        if len(members(part)) >= 4 and len(shared(part)) >= 3
    )


@exercise.right
def counts_the_neighbours(graph):
    import networkx as nx

    result = []
    for part in nx.connected_components(graph):
        people = {node for node in part if type(node) is int}
        common = [thing for thing in part - people if len(graph[thing]) > 1]
        if len(people) > 3 and len(common) > 2:
            result.append(sorted(people))
    result.sort()
    return result


@exercise.right
def takes_subgraphs(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        inside = graph.subgraph(part)
        people = sorted(node for node in inside if not isinstance(node, str))
        shared = sum(1 for n, d in inside.degree() if isinstance(n, str) and d > 1)
        if len(people) >= 4 and shared >= 3:
            found.append(people)
    return sorted(found, key=lambda ring: ring[0])


@exercise.right
def removes_what_is_not_shared(graph):
    import networkx as nx

    alone = [node for node in graph if isinstance(node, str) and len(graph[node]) < 2]
    graph.remove_nodes_from(alone)
    found = []
    for part in nx.connected_components(graph):
        people = sorted(node for node in part if isinstance(node, int))
        if len(people) >= 4 and len(part) - len(people) >= 3:
            found.append(people)
    return sorted(found)


@exercise.right
def walks_by_itself(graph):
    seen, found = set(), []
    for start in graph:
        stack, part = [start], set()
        while stack and start not in seen:
            node = stack.pop()
            if node not in part:
                part.add(node)
                stack.extend(graph[node])
        seen |= part
        people = sorted(node for node in part if isinstance(node, int))
        things = [t for t in part if isinstance(t, str) and len(graph[t]) > 1]
        if len(people) >= 4 and len(things) >= 3:
            found.append(people)
    return sorted(found)


@exercise.right
def begins_at_each_member(graph):
    import networkx as nx

    found = set()
    for node in graph:
        if isinstance(node, int):
            part = nx.node_connected_component(graph, node)
            people = tuple(sorted(each for each in part if isinstance(each, int)))
            shared = [t for t in part if isinstance(t, str) and graph.degree[t] >= 2]
            if len(people) >= 4 and len(shared) >= 3:
                found.add(people)
    return [list(people) for people in sorted(found)]


@exercise.right
def asks_whether_it_looks_like_a_number(graph):
    import networkx as nx

    found = []
    for part in map(list, nx.connected_components(graph)):
        people = [node for node in part if str(node).isdigit()]
        things = [t for t in part if t not in people and graph.degree[t] > 1]
        people.sort()
        if not (len(people) < 4 or len(things) < 3):
            found += [people]
    return sorted(found, key=min)


@exercise.right
def sorts_with_numpy(graph):
    import networkx as nx
    import numpy as np

    found = []
    for part in nx.connected_components(graph):
        people = [node for node in part if isinstance(node, int)]
        shared = sum(graph.degree[t] > 1 for t in part if isinstance(t, str))
        if len(people) >= 4 and shared >= 3:
            found.append(np.sort(np.array(people)).tolist())
    return sorted(found)


# ------------------------------------------------------------------------------ wrong


def rings_where(graph, fits):
    """The rings as the solution finds them, with another condition."""
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        members = [each for each in part if isinstance(each, int)]
        things = [each for each in part if isinstance(each, str)]
        if fits(len(members), sum(graph.degree[each] > 1 for each in things)):
            found.append(sorted(members))
    return sorted(found)


@exercise.wrong("They share one tablet and nothing else, as a flat does.")
def asks_for_four_members_only(graph):
    return rings_where(graph, lambda members, shared: members >= 4)


@exercise.wrong("They share one tablet and nothing else, as a flat does.")
def asks_for_two_members_only(graph):
    return rings_where(graph, lambda members, shared: members >= 2)


@exercise.wrong("three, with two shared things")
def asks_for_three_and_two(graph):
    return rings_where(graph, lambda members, shared: members >= 3 and shared >= 2)


@exercise.wrong("Members 20 to 23 are in it: four, but with two shared things.")
def asks_for_two_shared_things(graph):
    return rings_where(graph, lambda members, shared: members >= 4 and shared >= 2)


@exercise.wrong("Members 24 to 26 are in it: three shared things, but three members.")
def asks_for_three_members(graph):
    return rings_where(graph, lambda members, shared: members >= 3 and shared >= 3)


@exercise.wrong("Sort the list of rings as well")
def does_not_sort_the_rings(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        members = [each for each in part if isinstance(each, int)]
        shared = [
            each for each in part if isinstance(each, str) and graph.degree[each] > 1
        ]
        if len(members) >= 4 and len(shared) >= 3:
            found.append(sorted(members))
    return found


@exercise.wrong("a couple who share one card")
def asks_for_few_members(graph):
    return rings_where(graph, lambda members, shared: 2 <= members < 5)


@exercise.wrong("The ring [16, 17, 18, 19] is missing")
def asks_for_five_members(graph):
    return rings_where(graph, lambda members, shared: members >= 5 and shared >= 3)


@exercise.wrong("The ring [16, 17, 18, 19] is missing")
def asks_for_four_shared_things(graph):
    return rings_where(graph, lambda members, shared: members >= 4 and shared >= 4)


@exercise.wrong("In a ring one walks on from thing to thing.")
def looks_at_each_thing_alone(graph):
    found = []
    for thing in graph:
        if isinstance(thing, str) and graph.degree[thing] >= 4:
            found.append(sorted(graph[thing]))
    return sorted(found)


@exercise.wrong("The members of a ring should be sorted; it gave [")
def does_not_sort_the_members(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        members = [each for each in part if isinstance(each, int)]
        shared = [
            each for each in part if isinstance(each, str) and graph.degree[each] > 1
        ]
        if len(members) >= 4 and len(shared) >= 3:
            found.append(members)
    return sorted(found)


@exercise.wrong("It should return a list of rings, each a list of members")
def puts_all_members_in_one_list(graph):
    return [1, 2, 3, 4, 5]


def true_rings(graph):
    """The rings, neither they nor their members sorted."""
    import networkx as nx

    for part in nx.connected_components(graph):
        people = [node for node in part if isinstance(node, int)]
        shared = sum(graph.degree[t] > 1 for t in part if isinstance(t, str))
        if len(people) >= 4 and shared >= 3:
            yield people


@exercise.wrong("rings gave something with an array of NumPy in it; .tolist() makes")
def gives_arrays(graph):
    import numpy as np

    return [np.sort(np.array(ring)) for ring in true_rings(graph)]


@exercise.wrong("Each ring should be a sorted list of members; it gave [{")
def gives_sets(graph):
    return [set(ring) for ring in true_rings(graph)]


@exercise.right
def gives_tuples(graph):
    return sorted(tuple(sorted(ring)) for ring in true_rings(graph))


@exercise.wrong("a tuple. list(…) makes a list of it.")
def gives_a_tuple_of_rings(graph):
    return tuple(sorted(map(sorted, true_rings(graph))))


@exercise.wrong(".sort() gives None, and sorted(…) a list.")
def forgets_that_sort_gives_none(graph):
    return [ring.sort() for ring in true_rings(graph)]


@exercise.wrong("It printed ")
def prints_the_rings(graph):
    for ring in true_rings(graph):
        print(sorted(ring))


@exercise.wrong("A list holds '1', a text. Only members belong in it")
def writes_the_members_as_text(graph):
    return [[str(each) for each in sorted(ring)] for ring in [[1, 2, 3, 4, 5]]]


@exercise.wrong("a text. Only members belong in it, and they are numbers.")
def gives_whole_components(graph):
    import networkx as nx

    return [sorted(part, key=str) for part in nx.connected_components(graph)]


@exercise.wrong("The members of a ring should be sorted; it gave [")
def sorts_the_members_as_text(graph):
    return sorted(sorted(ring, key=str) for ring in true_rings(graph))


@exercise.wrong("The ring [1, 2, 3, 4, 5] is missing; it gave []")
def wants_three_users_of_a_thing(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        people = sorted(node for node in part if isinstance(node, int))
        shared = sum(graph.degree[t] > 2 for t in part if isinstance(t, str))
        if len(people) >= 4 and shared >= 3:
            found.append(people)
    return sorted(found)


@exercise.wrong("They share one tablet and nothing else, as a flat does.")
def counts_every_thing(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        people = sorted(node for node in part if isinstance(node, int))
        if len(people) >= 4 and len(part) - len(people) >= 3:
            found.append(people)
    return sorted(found)


@exercise.wrong("is missing; it gave [[")
def returns_in_the_loop(graph):
    for ring in true_rings(graph):
        return [sorted(ring)]


@exercise.wrong("A ring should be named once; it gave")
def names_each_ring_twice(graph):
    return sorted(sorted(ring) for ring in [*true_rings(graph), *true_rings(graph)])


@exercise.wrong("[] is no ring; it gave [[], [1, 2, 3, 4, 5]")
def begins_with_an_empty_ring(graph):
    return sorted([[], *map(sorted, true_rings(graph))])


@exercise.wrong(
    "With one ring alone in the graph, rings(graph) should give [[16, 17, 18"
)
def writes_the_rings_down(graph):
    return [list(ring) for ring in RINGS]


@exercise.wrong("'<' not supported between instances of")
def sorts_members_and_things(graph):
    import networkx as nx

    return sorted(sorted(part) for part in nx.connected_components(graph))
