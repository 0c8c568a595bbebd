"""\
Write `suggestions(graph, member)`: the friends of a member's friends who are new to the
member, as a list. Whoever shares the most friends with the member comes first; where
that is level, the name that comes first in the alphabet. `graph[member]` gives the
neighbours."""

from ..kinds import PythonExercise
from ..stage.graphs import CHANGED, new_graph, unlike
from ..words import returned, show

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


# ------------------------------------------------------------------------- the proof

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
    # Two share two friends with Nora, one shares three.
    *("Nora Olga Yan", "Nora Pat Yan", "Nora Quin Yan"),
    *("Nora Olga Rita", "Nora Pat Rita", "Nora Olga Bob", "Nora Quin Bob"),
    # Four share two friends with Sam, who know many; one shares a friend who knows few.
    *(f"Sam Tim {name} Tom Sam" for name in ("Abe", "Bea", "Cal", "Dot")),
    "Sam Tia Xav",
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
        ("Nora", ["Yan", "Bob", "Rita"]),
        ("Sam", ["Abe", "Bea", "Cal", "Dot", "Xav"]),
        ("Gil", []),
        ("Ida", "Kim Lea Max Pia Ray Sean Tess Una Wim Zoe".split()),
    ):
        graph = circle.copy()
        given = suggestions(graph, member)
        if not nx.utils.graphs_equal(graph, circle):
            return CHANGED
        if given != wanted:
            call = f"suggestions(graph, {member!r})"
            return _others(call, circle, member, wanted, given)
    return None


def _others(call, circle, member, wanted, given):
    """What is said of other suggestions than those that are wanted."""
    if not isinstance(given, (list, set)):
        return f"{call} should give a list; it gave {returned(given)}"
    if not all(isinstance(each, str) for each in given):
        return f"{call} should give a list of names alone; it gave {show(given)}."
    if member in given:
        return (
            f"{call} suggests {member} to {member}: one hop there and one back ends"
            " where you began."
        )
    if known := sorted(each for each in given if each in circle[member]):
        return (
            f"{call} suggests {known[0]}, who is a friend already. Friends of a member"
            " know each other, so they are friends of friends, too."
        )
    if twice := [each for each in given if list(given).count(each) > 1]:
        return f"{call} names {twice[0]} twice: several ways lead there."
    if isinstance(given, set):
        return f"{call} should give a list. A set has no order, and yours is one."
    if sorted(given) == sorted(wanted):
        return (
            f"{call} should begin with who shares most friends, and where that is level"
            f" go by name: {wanted!r}; it gave {given!r}."
        )
    return unlike(call, wanted, given)


# ------------------------------------------------------------------------- also right


@exercise.right
def counts_in_a_dict(graph, member):
    count = {}
    for friend in graph[member]:
        for other in graph[friend]:
            if other != member and other not in graph[member]:
                count[other] = count.get(other, 0) + 1
    ranked = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, number in ranked]


@exercise.right
def asks_for_common_neighbours(graph, member):
    import networkx as nx

    near = nx.single_source_shortest_path_length(graph, member, 2)
    new = set(near) - set(graph[member]) - {member}
    return sorted(
        new, key=lambda o: (-len(list(nx.common_neighbors(graph, member, o))), o)
    )


@exercise.right
def sorts_twice(graph, member):
    friends = set(graph[member])
    found = {o for friend in friends for o in graph[friend]} - friends - {member}
    names = sorted(found)
    names.sort(key=lambda other: len(friends & set(graph[other])), reverse=True)
    return names


@exercise.right
def counts_names_that_are_sorted(graph, member):
    from collections import Counter

    found = []
    for friend in graph.neighbors(member):
        found.extend(set(graph[friend]) - set(graph[member]) - {member})
    return [name for name, _ in Counter(sorted(found)).most_common()]


@exercise.right
def keeps_the_shared_friends(graph, member):
    from collections import defaultdict

    shared = defaultdict(set)
    for friend in graph[member]:
        for other in graph[friend]:
            shared[other].add(friend)
    for known in (member, *graph[member]):
        shared.pop(known, None)
    return sorted(shared, key=lambda other: (-len(shared[other]), other))


@exercise.right
def goes_through_everybody(graph, member):
    friends, pairs = list(graph.adj[member]), []
    for other in graph.nodes:
        if other == member or graph.has_edge(member, other):
            continue
        common = sum(graph.has_edge(friend, other) for friend in friends)
        if common:
            pairs.append((-common, other))
    return [name for _, name in sorted(pairs)]


@exercise.right
def takes_the_member_out_of_a_copy(graph, member):
    from collections import Counter

    without, friends = graph.copy(), set(graph[member])
    without.remove_node(member)
    count = Counter(o for friend in friends for o in without[friend])
    for friend in friends:
        del count[friend]
    return sorted(count, key=lambda other: (-count[other], other))


@exercise.right
def counts_in_pandas(graph, member):
    import pandas as pd

    friends = graph[member]
    found = [o for f in friends for o in graph[f] if o != member and o not in friends]
    if not found:
        return []
    frame = pd.Series(found).value_counts().rename_axis("name").reset_index(name="n")
    ranked = frame.sort_values(["n", "name"], ascending=[False, True])
    return ranked["name"].tolist()


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("should give a list; it gave ('Dan', 'Amy', 'Eve'), a tuple.")
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


def counted(graph, member):
    """By how many friends one gets to each who is new."""
    from collections import Counter

    return Counter(
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    )


@exercise.wrong("it gave ['Amy', 'Eve', 'Dan'].")
def puts_the_highest_last(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (count[other], other))


@exercise.wrong("it gave ['Dan', 'Eve', 'Amy'].")
def turns_both_round(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (count[other], other), reverse=True)


@exercise.wrong("should give a list of names alone; it gave [('Dan', 2)")
def gives_the_counts_too(graph, member):
    return sorted(counted(graph, member).items(), key=lambda pair: (-pair[1], pair[0]))


@exercise.wrong("it gave {'Dan': 2, 'Eve': 1, 'Amy': 1}, a dict.")
def gives_the_counter(graph, member):
    return counted(graph, member)


@exercise.wrong("It printed ")
def prints_the_names(graph, member):
    print(sorted(counted(graph, member)))


@exercise.wrong("it gave None. Does it end with return")
def forgets_that_sort_gives_none(graph, member):
    return list(counted(graph, member)).sort()


@exercise.wrong("suggestions(graph, 'Gil') should give a list; it gave None.")
def gives_none_for_nobody(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (-count[other], other)) or None


@exercise.wrong("suggestions(graph, 'Eve') should give ['Amy', 'Ana', 'Chloe', 'Dan']")
def takes_three(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (-count[other], other))[:3]


@exercise.wrong("should begin with who shares most friends")
def ranks_by_all_friends(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (-graph.degree[other], other))


@exercise.wrong("['Yan', 'Bob', 'Rita']; it gave ['Bob', 'Rita', 'Yan'].")
def asks_only_whether_it_is_more_than_one(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (count[other] < 2, other))


@exercise.wrong("'Cal', 'Dot', 'Xav']; it gave ['Xav', 'Abe', 'Bea', 'Cal', 'Dot'].")
def ranks_by_how_rare_a_friend_is(graph, member):
    import networkx as nx

    pairs = [(member, other) for other in counted(graph, member)]
    rare = nx.adamic_adar_index(graph, pairs)
    return [name for _, name, _ in sorted(rare, key=lambda each: (-each[2], each[1]))]


@exercise.wrong("A text has no minus")
def puts_the_minus_before_the_name(graph, member):
    count = counted(graph, member)
    return sorted(count, key=lambda other: (count[other], -other))


@exercise.wrong("A list is not subtracted. A set is")
def subtracts_lists(graph, member):
    found = [other for friend in graph[member] for other in graph[friend]]
    return sorted(found - graph[member])


@exercise.wrong("suggests Ana to Ana")
def writes_the_member_in_quotes(graph, member):
    found = {other for friend in graph[member] for other in graph[friend]}
    return sorted(o for o in found if o != "member" and o not in graph[member])


@exercise.wrong("It changed the graph, and the next call gets another one.")
def makes_them_friends(graph, member):
    count = counted(graph, member)
    for other in count:
        graph.add_edge(member, other)
    return sorted(count, key=lambda other: (-count[other], other))


@exercise.wrong("raised TypeError: 'Graph' object is not callable")
def calls_the_graph(graph, member):
    return sorted(graph(member))
