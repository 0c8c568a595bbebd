"""Exercises of lesson 07: people to know, introductions, rings, and reasons."""

from .kinds import PythonExercise, SqlExercise, Variant, Wrong


def _graph(*edges):
    """An undirected graph, from texts such as "Ana Ben Chloe": each a walk."""
    import networkx as nx

    graph = nx.Graph()
    for walk in edges:
        nx.add_path(graph, walk.split())
    return graph


def _unlike(call, wanted, given):
    return f"{call} should give {wanted!r}; it gave {given!r}."


# --- people you may know -----------------------------------------------------------

_CIRCLE = (
    "Ana Ben Dan",
    "Ana Chloe Dan",
    "Ana Chloe Ben",
    "Ben Eve",
    "Dan Finn",
    "Gil Hana",
    "Ben Amy",
)


def _suggests(suggestions):
    """What is wrong with how an answer suggests people, or None."""
    circle = _graph(*_CIRCLE)
    for member, wanted in (
        ("Ana", ["Dan", "Amy", "Eve"]),
        ("Eve", ["Amy", "Ana", "Chloe", "Dan"]),
        ("Finn", ["Ben", "Chloe"]),
        ("Gil", []),
    ):
        given = suggestions(circle, member)
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
        return _unlike(call, wanted, given)
    return None


def _suggest(body):
    return f"def suggestions(graph, member):\n{body}"


SUGGESTIONS = PythonExercise(
    id="07.suggestions",
    objective="07.b",
    difficulty=2,
    prompt="""\
Write `suggestions(graph, member)`: the friends of a member's friends who are new to the
member, as a list. Whoever shares the most friends with the member comes first; where
that is level, the name that comes first in the alphabet. `graph[member]` gives the
neighbours.""",
    starter=_suggest("    ...\n"),
    hints=(
        "Count, for each friend of a friend, by how many friends you get there:"
        " Counter(other for friend in graph[member] for other in graph[friend]).",
        "Leave out the member, and everybody in graph[member].",
        "sorted(found, key=lambda other: (-count[other], other)) puts the highest"
        " count first, and level ones by name.",
    ),
    solution=_suggest("""\
    from collections import Counter

    count = Counter(
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    )
    return sorted(count, key=lambda other: (-count[other], other))
"""),
    name="suggestions",
    prove=_suggests,
    seconds=10.0,
    wrong=(
        Wrong(
            _suggest("""\
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - set(graph[member]))
"""),
            "suggests Ana to Ana: one hop there and one back ends where you began.",
            misconception="friends-of-friends-include-me",
        ),
        Wrong(
            _suggest("""\
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - {member})
"""),
            "who is a friend already. Friends of a member know each other",
            misconception="friends-of-friends-include-me",
        ),
        Wrong(
            _suggest("""\
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return sorted(found - {member} - set(graph[member]))
"""),
            "should begin with who shares most friends",
        ),
        Wrong(
            _suggest("""\
    return [
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    ]
"""),
            "names Dan twice: several ways lead there.",
        ),
        Wrong(
            _suggest("""\
    from collections import Counter

    count = Counter(
        other
        for friend in graph[member]
        for other in graph[friend]
        if other != member and other not in graph[member]
    )
    return tuple(sorted(count, key=lambda other: (-count[other], other)))
"""),
            "should give a list; it gave a tuple, ('Dan', 'Amy', 'Eve').",
        ),
        Wrong(
            _suggest("""\
    found = set()
    for friend in graph[member]:
        found.update(graph[friend])
    return found - {member} - set(graph[member])
"""),
            "should give a list. A set has no order, and yours is one.",
        ),
        Wrong(
            _suggest("    return sorted(graph[member])\n"),
            "suggests Ben, who is a friend already.",
        ),
        Wrong(
            _suggest("""\
    import networkx as nx

    return sorted(set(nx.node_connected_component(graph, member)) - {member}
                  - set(graph[member]))
"""),
            "should give ['Dan', 'Amy', 'Eve']; it gave ['Amy', 'Dan', 'Eve', 'Finn']",
        ),
    ),
)


# --- who introduces them -----------------------------------------------------------


def _introduces(introductions):
    """What is wrong with how an answer finds introductions, or None."""
    circle = _graph("Ana Ben Chloe Dan Eve", "Ana Finn Dan", "Gil Hana")
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
        return _unlike(call, wanted, given)
    return None


def _introduce(body):
    return f"def introductions(graph, one, other):\n    import networkx as nx\n\n{body}"


INTRODUCTIONS = PythonExercise(
    id="07.introductions",
    objective="07.b",
    difficulty=1,
    prompt="""\
Write `introductions(graph, one, other)`: the members in between on a shortest path from
one member to another, as a list in their order. Two friends need nobody: the list is
empty. Where no way leads from one to the other, return `None`; `nx.has_path(graph, one,
other)` says whether there is a way.""",
    starter="def introductions(graph, one, other):\n    ...\n",
    hints=(
        "nx.shortest_path(graph, one, other) gives all members of the path as a list.",
        "path[1:-1] is a list without its first and its last member.",
        "Ask nx.has_path first: shortest_path raises an error where there is no way.",
    ),
    solution=_introduce("""\
    if not nx.has_path(graph, one, other):
        return None
    return nx.shortest_path(graph, one, other)[1:-1]
"""),
    name="introductions",
    prove=_introduces,
    seconds=10.0,
    wrong=(
        Wrong(
            _introduce("""\
    if not nx.has_path(graph, one, other):
        return None
    return nx.shortest_path(graph, one, other)
"""),
            "should name only those in between, ['Finn']",
        ),
        Wrong(
            _introduce("    return nx.shortest_path(graph, one, other)[1:-1]\n"),
            "No path between Ana and Gil",
        ),
        Wrong(
            _introduce("""\
    if not nx.has_path(graph, one, other):
        return []
    return nx.shortest_path(graph, one, other)[1:-1]
"""),
            "An empty list would say that they are friends already.",
        ),
        Wrong(
            _introduce("""\
    if not nx.has_path(graph, one, other):
        return None
    return max(nx.all_simple_paths(graph, one, other), key=len)[1:-1]
"""),
            "should give ['Finn']; it gave ['Ben', 'Chloe']",
        ),
        Wrong(
            _introduce("""\
    if not nx.has_path(graph, one, other):
        return None
    return sorted(set(graph[one]) & set(graph[other]))
"""),
            "introductions(graph, 'Ana', 'Eve') should give ['Finn', 'Dan']",
        ),
    ),
)


# --- degrees, in SQL ---------------------------------------------------------------

_TIES = """\
WITH ties AS (
    SELECT customer_id AS a, friend_id AS b FROM friendships
    UNION ALL SELECT friend_id, customer_id FROM friendships
)
"""


def _degrees(count="count(b)", join="LEFT JOIN", ties=_TIES):
    return (
        f"{ties}SELECT customer_id, {count} AS friends\n"
        f"FROM customers {join} ties ON a = customer_id GROUP BY customer_id"
    )


DEGREES = SqlExercise(
    id="07.degrees",
    objective="07.a",
    difficulty=2,
    prompt="""\
The degree of every member, in SQL: one row for each customer, `customer_id` and
`friends`. Somebody without a friend has 0: today there is nobody like that, but the
hidden copies of the data have some. Remember that `friendships` holds each pair once,
so first put each pair in both directions under a name of its own:

    WITH ties AS (
        SELECT customer_id AS a, friend_id AS b FROM friendships
        UNION ALL SELECT friend_id, customer_id FROM friendships
    )

(`WITH name AS (…)` gives a query a name; `UNION ALL` puts two results one under the
other.) Then ask `customers` and `ties`.""",
    starter="-- Your query. The columns: customer_id, friends.\n",
    hints=(
        "Begin with the five lines of `ties`; SELECT … FROM … follows them.",
        "FROM customers LEFT JOIN ties ON a = customer_id keeps everybody.",
        "count(b) counts the rows that have a friend; count(*) would count the empty"
        " row of somebody without one, too.",
    ),
    solution=_degrees(),
    variants=(
        Variant(
            "somebody stands on the right of every pair",
            "INSERT INTO friendships VALUES (1, 3, '2022-02-01'), (2, 3, '2022-03-01')",
        ),
        Variant("nobody has a friend", "DELETE FROM friendships"),
    ),
    wrong=(
        Wrong(
            _degrees(join="JOIN"),
            "missing",
            "JOIN keeps only those with a friend. Which join keeps everybody?",
        ),
        Wrong(
            _degrees(count="count(*)"),
            "row",
            "A LEFT JOIN gives somebody without a friend one row, without a partner."
            " count(*) counts it.",
        ),
        Wrong(
            _degrees(
                ties="WITH ties AS (SELECT customer_id AS a, friend_id AS b"
                " FROM friendships)\n"
            ),
            "On the shop's data",
            "That looks at one column. In some pairs the member stands in the other.",
        ),
        Wrong(
            _degrees(count="count(DISTINCT a)"),
            "On the shop's data",
            "a is the member, the same in each of the group's rows. Count the friends.",
        ),
        Wrong(
            _degrees().replace("ON a = customer_id", "ON customer_id IN (a, b)"),
            "On the shop's data",
            "ties holds each pair in both directions. Looking at a and b counts it"
            " twice.",
        ),
    ),
)


# --- the ring ----------------------------------------------------------------------


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
    }
    for thing, members in used.items():
        for member in members:
            graph.add_edge(member, thing)
    given, wanted = rings(graph), [[1, 2, 3, 4, 5], [16, 17, 18, 19]]
    if given == wanted:
        return None
    if not isinstance(given, list):
        return f"It should return a list of lists; it gave {given!r}."
    named = {each for part in given if isinstance(part, (list, set)) for each in part}
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
    if given == wanted[::-1]:
        return f"Sort the list of rings as well: {wanted!r}; it gave {given!r}."
    if missing := [part for part in wanted if part not in given]:
        return f"The ring {missing[0]} is not among {given!r}."
    return _unlike("rings(graph)", wanted, given)


def _rings(condition):
    return f"""\
def rings(graph):
    import networkx as nx

    found = []
    for part in nx.connected_components(graph):
        members = [each for each in part if isinstance(each, int)]
        shared = [
            each for each in part if isinstance(each, str) and graph.degree[each] > 1
        ]
        if {condition}:
            found.append(sorted(members))
    return sorted(found)
"""


RINGS = PythonExercise(
    id="07.rings",
    objective="07.d",
    difficulty=3,
    prompt="""\
Write `rings(graph)`. The graph ties members to what they have used: a member is a
number, a card or device is a text, such as `"card-0417"`. A *ring* is a connected
component with at least four members and at least three **shared** things, that is
things that two or more members have used. Return a list with the members of each ring,
sorted, and the list sorted too.""",
    starter="def rings(graph):\n    ...\n",
    hints=(
        "nx.connected_components(graph) gives the components, a set of nodes each.",
        "isinstance(node, int) is True for a member, isinstance(node, str) for things.",
        "A thing is shared if graph.degree[thing] > 1. Count the members and the shared"
        " things of each component.",
    ),
    solution=_rings("len(members) >= 4 and len(shared) >= 3"),
    name="rings",
    prove=_finds_rings,
    seconds=10.0,
    wrong=(
        Wrong(
            _rings("len(members) >= 4"),
            "They share one tablet and nothing else, as a flat does.",
        ),
        Wrong(
            _rings("len(members) >= 2"),
            "They share one tablet and nothing else, as a flat does.",
        ),
        Wrong(
            _rings("len(members) >= 3 and len(shared) >= 2"),
            "three, with two shared things",
        ),
        Wrong(
            _rings("len(members) >= 4 and len(shared) >= 2"),
            "Members 20 to 23 are in it: four, but with two shared things.",
        ),
        Wrong(
            _rings("len(members) >= 3 and len(shared) >= 3"),
            "Members 24 to 26 are in it: three shared things, but three members.",
        ),
        Wrong(
            _rings("len(members) >= 4 and len(shared) >= 3").replace(
                "return sorted(found)", "return found"
            ),
            "Sort the list of rings as well",
        ),
        Wrong(
            _rings("len(members) >= 2 and len(members) < 5"),
            "a couple who share one card",
        ),
        Wrong(
            _rings("len(members) >= 5 and len(shared) >= 3"),
            "The ring [16, 17, 18, 19] is not among",
        ),
        Wrong(
            _rings("len(members) >= 4 and len(shared) >= 4"),
            "The ring [16, 17, 18, 19] is not among",
        ),
        Wrong(
            """\
def rings(graph):
    found = []
    for thing in graph:
        if isinstance(thing, str) and graph.degree[thing] >= 4:
            found.append(sorted(graph[thing]))
    return sorted(found)
""",
            "In a ring one walks on from thing to thing.",
        ),
    ),
)


# --- reasons -----------------------------------------------------------------------

# Facts that look like the way and are not: each has one other relation in it.
_ASIDE = (
    ("Gift box", "PACKED_WITH", "Light roast"),
    ("Decaf", "MADE_FROM", "Decaf roast"),
    ("Decaf roast", "STORED_WITH", "Bourbon"),
    ("Chai", "MADE_FROM", "Spices"),
    ("Spices", "CONTAINS", "Vanilla"),
    ("Vanilla", "SOLD_AT", "La Loma"),
    ("Kaveri", "APPLIED_FOR", "Organic"),
)
_FACTS = (
    ("Latte", "MADE_FROM", "House roast"),
    ("Mocha", "MADE_FROM", "Dark roast"),
    ("Filter", "MADE_FROM", "Light roast"),
    ("Filter", "MADE_FROM", "House roast"),
    ("House roast", "CONTAINS", "Bourbon"),
    ("House roast", "CONTAINS", "Robusta"),
    ("Dark roast", "CONTAINS", "Robusta"),
    ("Light roast", "CONTAINS", "Heirloom"),
    ("Light roast", "CONTAINS", "Bourbon"),
    ("Bourbon", "GROWN_AT", "La Loma"),
    ("Robusta", "GROWN_AT", "Kaveri"),
    ("Heirloom", "GROWN_AT", "Konga"),
    ("Konga", "LIES_IN", "Organic Valley"),
    ("La Loma", "HOLDS", "Organic"),
    ("Konga", "HOLDS", "Organic"),
    ("Konga", "HOLDS", "Shade grown"),
    ("Espresso", "SERVED_IN", "Organic cup"),
    *_ASIDE,
)


def _walk(body):
    return f"def products_with(triples, certificate):\n{body}"


PRODUCTS_WITH = PythonExercise(
    id="07.products_with",
    objective="07.e",
    difficulty=2,
    prompt="""\
Write `products_with(triples, certificate)`: the products that contain beans from a farm
with that certificate, as a sorted list without doubles; if there is none, an empty
list. `triples` is a list such as `[("Latte", "MADE_FROM", "House roast"), …]`; try your
function with `beans.values.tolist()`. The way is `MADE_FROM`, `CONTAINS`, `GROWN_AT`,
`HOLDS`, from the product to the certificate.""",
    starter=_walk("    ...\n"),
    hints=(
        "Walk backwards: begin with the certificate. Which subjects have HOLDS to it?",
        "One step back: found = {s for s, relation, o in triples if relation == 'HOLDS'"
        " and o in found}, if found began as {certificate}.",
        "Do the same for GROWN_AT, CONTAINS and MADE_FROM, in that order; then sort.",
    ),
    solution=_walk("""\
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)
"""),
    name="products_with",
    cases=(
        (list(_FACTS), "Organic"),
        (list(_FACTS), "Shade grown"),
        (list(_FACTS), "Fair price"),
    ),
    wrong=(
        Wrong(
            _walk("""\
    return sorted({s for s, relation, o in triples if o == certificate})
"""),
            "should give ['Filter', 'Latte']; it gave ['Kaveri', 'Konga', 'La Loma']",
            "That is one step, and of any relation. The products are three steps"
            " further back.",
        ),
        Wrong(
            _walk("""\
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)
"""),
            "it gave ['House roast', 'Light roast']",
            "These are the roasts. One step is missing: MADE_FROM.",
        ),
        Wrong(
            _walk("""\
    found = {certificate}
    for step in ("MADE_FROM", "CONTAINS", "GROWN_AT", "HOLDS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)
"""),
            "it gave []",
            "You begin at the certificate, so the last relation comes first.",
        ),
        Wrong(
            _walk("""\
    return sorted({s for s, relation, o in triples if relation == "MADE_FROM"})
"""),
            "it gave ['Chai', 'Decaf', 'Filter', 'Latte', 'Mocha']",
            "These are all products. Only some lead to the certificate.",
        ),
        Wrong(
            _walk("""\
    found = {certificate}
    for step in range(4):
        found |= {s for s, relation, o in triples if o in found}
    return sorted(found)
"""),
            "it gave [",
            "That collects everything on the way. Keep the last step only, and only"
            " the relations that were named.",
        ),
        Wrong(
            _walk("""\
    found = {certificate}
    for step in range(4):
        found = {s for s, relation, o in triples if o in found}
    return sorted(found)
"""),
            "it gave ['Chai', 'Decaf', 'Filter', 'Gift box', 'Latte', 'Mocha']",
            "Four steps back, but by any relation. A gift box that is packed with a"
            " roast is not made from it.",
        ),
        Wrong(
            _walk("""\
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [s for s, relation, o in triples if relation == step and o in found]
    return sorted(found)
"""),
            "should give ['Filter', 'Latte']; it gave ['Filter', 'Filter', 'Latte']",
            "Filter is made from two roasts, so two ways lead to it. A set holds it"
            " once.",
        ),
    ),
)

EXERCISES = (SUGGESTIONS, DEGREES, INTRODUCTIONS, RINGS, PRODUCTS_WITH)
