"""\
Write `rings(graph)`. The graph ties members to what they have used: a member is a
number, a card or device is a text, such as `"card-0417"`. A *ring* is a connected
component with at least four members and at least three **shared** things, that is
things that two or more members have used. Return a list with the members of each ring,
sorted, and the list sorted too."""

from ..kinds import PythonExercise
from ..stage.graphs import unlike

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


@exercise.proof
def _finds_rings(rings):
    """What is wrong with how an answer finds rings, or None."""
    import networkx as nx

    graph = nx.Graph()
    used = {
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
    }
    for thing, members in used.items():
        for member in members:
            graph.add_edge(member, thing)
    given = rings(graph.copy())
    wanted = [
        [1, 2, 3, 4, 5],
        [16, 17, 18, 19],
        [1007, 4099, 65536, 70001, 90210],
    ]
    if given == wanted:
        return None
    if not isinstance(given, list):
        return f"It should return a list of lists; it gave {given!r}."
    if not all(isinstance(part, (list, set, tuple)) for part in given):
        return (
            "It should return a list of rings, each a list of members:"
            f" [[1, 2, 3, 4], …]; it gave {given!r}."
        )
    if any(isinstance(part, tuple) for part in given):
        return f"Each ring should be a list, not a tuple; it gave {given!r}."
    named = {each for part in given for each in part}
    if any(isinstance(each, str) for each in named):
        return f"A list holds cards or devices; only members belong in it: {given!r}."
    if 8 in named:
        return (
            "Members 8 to 12 are in it. They share one tablet and nothing else, as a"
            " flat does. In a ring one walks on from thing to thing."
        )
    if 6 in named:
        return "Members 6 and 7 are in it. They are a couple who share one card."
    if 13 in named:
        return "Members 13 to 15 are in it: three, with two shared things."
    if 20 in named:
        return "Members 20 to 23 are in it: four, but with two shared things."
    if 24 in named:
        return "Members 24 to 26 are in it: three shared things, but three members."
    if any(isinstance(part, set) for part in given):
        return f"Each ring should be a sorted list of members; it gave {given!r}."
    parts = [part for part in given if isinstance(part, list)]
    if unsorted := [part for part in parts if part != sorted(part)]:
        return f"The members of a ring should be sorted; it gave {unsorted[0]!r}."
    if parts == given and sorted(given) == wanted:
        return f"Sort the list of rings as well: {wanted!r}; it gave {given!r}."
    if missing := [part for part in wanted if part not in given]:
        return f"The ring {missing[0]} is missing; it gave {given!r}."
    return unlike("rings(graph)", wanted, given)


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
