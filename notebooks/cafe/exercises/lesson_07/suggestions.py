"""\
Write `suggestions(graph, member)`: the friends of a member's friends who are new to the
member, as a list. Whoever shares the most friends with the member comes first; where
that is level, the name that comes first in the alphabet. `graph[member]` gives the
neighbours."""

from ..kinds import PythonExercise
from ..stage.graphs import new_graph, unlike

exercise = PythonExercise(
    id="07.suggestions",
    objective="07.b",
    difficulty=2,
    learned=(
        "Friends of friends, without oneself and without those one has: that is "
        "a recommendation."
    ),
    prompt=__doc__,
    hints=(
        "Count, for each friend of a friend, by how many friends you get there:"
        " Counter(other for friend in graph[member] for other in graph[friend]).",
        "Leave out the member, and everybody in graph[member].",
        "sorted(found, key=lambda other: (-count[other], other)) puts the highest"
        " count first, and level ones by name.",
    ),
)


@exercise.right
def suggestions(graph, member):
    from collections import Counter

    count = Counter(
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    )
    return sorted(count, key=lambda other: (-count[other], other))


CIRCLE = (
    "Ana Ben Dan",
    "Ana Chloe Dan",
    "Ana Chloe Ben",
    "Ben Eve",
    "Dan Finn",
    "Gil Hana",
    "Ben Amy",
    *(
        f"Ida Jon {name}"
        for name in "Zoe Wim Una Tess Sean Ray Pia Kim Max Lea".split()
    ),
)


@exercise.proof
def _suggests(suggestions):
    """What is wrong with how an answer suggests people, or None."""
    import networkx as nx

    circle = new_graph(*CIRCLE)
    for member, wanted in (
        ("Ana", ["Dan", "Amy", "Eve"]),
        ("Eve", ["Amy", "Ana", "Chloe", "Dan"]),
        ("Finn", ["Ben", "Chloe"]),
        ("Gil", []),
        ("Ida", "Kim Lea Max Pia Ray Sean Tess Una Wim Zoe".split()),
    ):
        graph = circle.copy()
        given = suggestions(graph, member)
        if not nx.utils.graphs_equal(graph, circle):
            return (
                "It changed the graph, and the next call gets another one. Only look:"
                " what needs changing is a copy, such as set(graph[member])."
            )
        call = f"suggestions(graph, {member!r})"
        if given == wanted:
            continue
        if isinstance(given, tuple):
            return f"{call} should give a list; it gave a tuple, {given!r}."
        if not isinstance(given, (list, set)):
            return f"{call} should give a list; it gave {given!r}."
        if member in given:
            return (
                f"{call} suggests {member} to {member}: one hop there and one back"
                " ends where you began."
            )
        if known := [each for each in given if each in circle[member]]:
            return (
                f"{call} suggests {known[0]}, who is a friend already. Friends of a"
                " member know each other, so they are friends of friends, too."
            )
        if len(given) != len(set(given)):
            twice = next(each for each in given if given.count(each) > 1)
            return f"{call} names {twice} twice: several ways lead there."
        if isinstance(given, set):
            return f"{call} should give a list. A set has no order, and yours is one."
        if sorted(given) == sorted(wanted):
            return (
                f"{call} should begin with who shares most friends, and where that is"
                f" level go by name: {wanted!r}; it gave {given!r}."
            )
        return unlike(call, wanted, given)
    return None


@exercise.wrong(
    "suggests Ana to Ana: one hop there and one back ends where you began.",
    misconception="friends-of-friends-include-me",
)
def suggests_the_member(graph, member):
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - set(graph[member]))


@exercise.wrong(
    "who is a friend already. Friends of a member know each other",
    misconception="friends-of-friends-include-me",
)
def suggests_friends(graph, member):
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - {member})


@exercise.wrong("should begin with who shares most friends")
def does_not_rank(graph, member):
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - {member} - set(graph[member]))


@exercise.wrong("names Dan twice: several ways lead there.")
def names_one_twice(graph, member):
    return [
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    ]


@exercise.wrong("should give a list; it gave a tuple, ('Dan', 'Amy', 'Eve').")
def gives_a_tuple(graph, member):
    from collections import Counter

    count = Counter(
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    )
    return tuple(sorted(count, key=lambda other: (-count[other], other)))


@exercise.wrong("should give a list. A set has no order, and yours is one.")
def gives_a_set(graph, member):
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return found - {member} - set(graph[member])


@exercise.wrong("suggests Ben, who is a friend already.")
def gives_the_friends(graph, member):
    return sorted(graph[member])


@exercise.wrong(
    "should give ['Dan', 'Amy', 'Eve']; it gave ['Amy', 'Dan', 'Eve', 'Finn']"
)
def suggests_whoever_is_connected(graph, member):
    import networkx as nx

    return sorted(
        set(nx.node_connected_component(graph, member)) - {member} - set(graph[member])
    )


@exercise.wrong("should begin with who shares most friends, and where that is level")
def leaves_level_ones_as_they_come(graph, member):
    from collections import Counter

    count = Counter(
        other
        for friend in graph[member]
        for other in set(graph[friend])
        if other != member and other not in graph[member]
    )
    return [name for name, _ in count.most_common()]


@exercise.wrong("It changed the graph, and the next call gets another one.")
def changes_the_graph(graph, member):
    friends = list(graph[member])
    graph.remove_node(member)
    found = {other for friend in friends for other in graph[friend]}
    return sorted(found - set(friends))
