"""The graph explorer: walk from person to person, find a path, see the fraud ring.

What is drawn is what networkx finds in the graph. The start stands in the middle, who
is one hop away on the first ring, and so on outwards. Whoever is pressed is seen to go
to the middle, and the path back to where the walk began lights up. Where a path goes on
beyond the last ring, it goes on in a row below; see graph_layout.py. Among those whom
cards and devices tie together, friendships are drawn as well. On a narrow page the
same is a list: the path, then the friends, or each thing and below it who used it.
"""

import itertools
import re

import networkx

from ..lessons.graph_questions import fraud_ring, number
from ..shop.graph import between
from .kit.graph_layout import (
    ACROSS,
    DOWN,
    FLOOR,
    MIDDLE,
    TOP,
    WIDTH,
    circle,
    lifted,
    names,
    row,
)
from .kit.panel import Choice, Explorer, Slider, Text
from .kit.svg import (
    NARROW,
    box,
    disc,
    glided,
    group,
    label,
    lines,
    path,
    stack,
    tag,
    touchable,
)
from .kit.words import counted

MOST_NAMED = 8
ROW, SPINE, INDENT = 30, 16, 28  # of the list on a narrow page
VIEWS = {
    "friends": "Friends",
    "things": "Cards and devices of this person's group",
    "ring": "What the rule for fraud finds",
}
RULE = (
    "The rule: at least four people, whom at least three shared things (cards or "
    "devices) tie together."
)
SIGNS = {"Person": "●", "Card": "▬", "Device": "▮"}


def graph_explorer(graph, person=1, view="friends"):
    """Walk over Corner Cup's graph: `graph_explorer(connection.graph)`.

    `graph` has Persons tied by FRIEND, and by USED to Cards and Devices; `person` is
    the number of a customer, `view` one of "friends", "things", "ring". Raises
    ValueError for a customer who is not there.
    """
    return GraphExplorer(graph, person, view)


class GraphExplorer(Explorer):
    """One person in the middle, and what is tied to them."""

    heading = "Who is tied to whom?"
    below = True

    def __init__(self, graph, person, view):
        self.friends, self.used = between(graph, "FRIEND"), between(graph, "USED")
        self._check_people()
        found = self._found(str(person))
        if not found:
            raise ValueError(f"The graph has no customer {person!r}.")
        self.start = found[0]
        self.goal, self.thing, self.hops, self.view = None, None, 2, view
        self.began_with_friends = view == "friends"

    def controls(self):
        goal = str(number(self.goal)) if self.goal else ""
        ask = "a customer's number or whole name"
        apart = self.began_with_friends
        words = counted(self.hops, "hop")
        return [
            [
                Choice("view", "Show", self.view, VIEWS, folded=apart),
                Text("visit", "Walk to", "", "a customer's number", within=True),
                Text("thing", "Look at", "", "a card or device", within=True),
            ],
            [Slider("hops", "Hops", self.hops, 1, 3, words, folded=True)],
            [
                Text("person", "Person", str(number(self.start)), ask, folded=True),
                Text("to", "Path to", goal, f"{ask}, or nothing", folded=True),
            ],
        ]

    def change(self, name, value):
        if name in ("person", "to"):
            return self._choose(name, value.strip())
        if name == "visit":
            return self._visit(value)
        setattr(self, name, value)
        if name == "thing":
            return self._users(value)
        self.thing = None
        if name == "hops":
            self.view = "friends"
        return self._text()[0]

    def _visit(self, words):
        """Walk to a person. The path leads back to where the walk began."""
        found = self._found(words)
        if not found:
            return f"Nobody has the number {words!r}."
        if self.view == "friends":
            self.goal = self.goal or self.start
        self.start, self.thing = found[0], None
        if self.view == "ring" and found[0] not in self._ring():
            self.view = "things"
        if self.goal == self.start:
            self.goal = None
        return self._walked() if self._way() else self._text()[0]

    def _walked(self):
        """One sentence: who is in the middle now, and how far the walk's begin is."""
        friends = counted(len({*self.friends[self.start]} - {self.start}), "friend")
        ties = counted(len(self._way()) - 1, "friendship")
        return (
            f"{self._named(self.start)} has {friends}; the path to "
            f"{self._named(self.goal)} has {ties}."
        )

    def _users(self, thing):
        if thing not in self.used:
            return f"Nobody has used {thing!r}."
        users = self._list(self.used[thing])
        return f"{thing} is used by {users}."

    def _choose(self, name, words):
        """Take another person as the start or the goal."""
        found = self._found(words)
        if name == "to" and not words:
            self.goal = None
            return "No path is shown."
        if not found:
            return f"Nobody is called {words!r}. Give a customer's number, such as 17."
        if len(found) > 1:
            return f"Several have that name: {self._list(found)}. Give a number."
        if name == "to":
            self.goal, self.view = found[0], "friends"
            return self._way_in_words()
        self.start = found[0]
        if self.view == "ring":
            self.view = "things"
        return self._text()[0]

    def _found(self, words):
        """The people with this number or name, in the order of their numbers."""
        people = [
            node
            for node, name in self.friends.nodes(data="name")
            if words and words.casefold() in (str(number(node)), name.casefold())
        ]
        return sorted(people, key=number)

    def _check_people(self):
        """Refuse a graph in which somebody could not be shown."""
        for node, name in self.friends.nodes(data="name"):
            if not (re.fullmatch(r"person-\d+", str(node)) and name):
                raise ValueError(
                    "A person's node has an id such as person-17, and a name; "
                    f"{node!r} has the name {name!r}."
                )

    # --- what is shown -----------------------------------------------------------

    def _way(self):
        """The shortest path from the start to the goal, or none."""
        if self.goal is None or self.view != "friends":
            return []
        try:
            return networkx.shortest_path(self._tree(None), self.start, self.goal)
        except networkx.NetworkXException:
            return []

    def _tree(self, hops):
        """Each person tied to the one through whom the start reaches them first."""
        return networkx.bfs_tree(
            self.friends,
            self.start,
            depth_limit=hops,
            sort_neighbors=lambda nodes: sorted(nodes, key=number),
        )

    def _ring(self):
        """The people whom the rule reports."""
        return fraud_ring(self.used)

    def _group(self):
        """All that hangs together with the person whose things are shown."""
        one = self.start
        if self.view == "ring":
            one = next(iter(self._ring()), None)
        if one is None:
            return networkx.Graph()
        return self.used.subgraph(networkx.node_connected_component(self.used, one))

    # --- in words ----------------------------------------------------------------

    def _text(self):
        return self._friends_text() if self.view == "friends" else self._group_text()

    def _friends_text(self):
        hops = networkx.single_source_shortest_path_length(
            self.friends, self.start, self.hops
        )
        others = {*self.friends[self.start]} - {self.start}
        count = counted(len(others), "friend")
        lines = [
            f"{self._named(self.start)} has {count}; "
            f"{counted(len(hops) - 1, 'person', 'people')} within "
            f"{counted(self.hops, 'hop')}."
        ]
        for distance in range(1, self.hops + 1):
            people = [node for node in hops if hops[node] == distance]
            lines.append(f"{counted(distance, 'hop')} away: {self._list(people)}.")
        return [*lines, self._way_in_words()] if self.goal else lines

    def _way_in_words(self):
        way, goal = self._way(), self._named(self.goal)
        if not way:
            return f"No path leads to {goal}."
        names = ", ".join(map(self._named, way))
        ties = counted(len(way) - 1, "friendship")
        return f"Shortest path to {goal}: {ties}. {names}."

    def _group_text(self):
        group = self._group()
        people, shared = _people(group), _shared(group)
        if not people:
            return [f"The rule finds nobody. {RULE}"]
        reported = "reported" if {*people} <= {*self._ring()} else "not reported"
        counts = [
            counted(len(people), "person", "people"),
            counted(len(shared), "shared card or device", "shared cards and devices"),
            counted(len(self._friendships(people)), "friendship"),
        ]
        lines = [f"{', '.join(counts)}: {reported}.", RULE]
        lines += [f"{thing} is used by {self._list(group[thing])}." for thing in shared]
        lines += [
            f"{self._named(one)} and {self._named(other)} are friends."
            for one, other in self._friendships(people)
        ]
        alone = sorted({*group} - {*people} - {*shared})
        if alone:
            lines.append(f"Used by one person alone: {', '.join(alone)}.")
        return lines

    def _friendships(self, people):
        """The pairs of friends among the people, by their numbers."""
        ties = self.friends.subgraph(people).edges
        pairs = (tuple(sorted(tie, key=number)) for tie in ties if tie[0] != tie[1])
        return sorted(pairs, key=lambda pair: [*map(number, pair)])

    def _named(self, node):
        return f"{self.friends.nodes[node]['name']} ({number(node)})"

    def _list(self, people):
        """The first of the people by number, and how many more there are."""
        people = sorted(people, key=number)
        if not people:
            return "nobody"
        more = len(people) - MOST_NAMED
        named = ", ".join(map(self._named, people[:MOST_NAMED]))
        return f"{named} and {more} more" if more > 0 else named

    # --- in a picture ------------------------------------------------------------

    def picture(self):
        way, text = self._way(), self._text()
        if self.narrow:
            drawing, end = self._listed(way)
            return self.framed(NARROW, end, text, *drawing)
        shown, tree, places, height = (
            self._around(way) if self.view == "friends" else self._hanging_together()
        )
        across = networkx.difference(shown, networkx.Graph(tree)).edges
        edges = [
            # Sorted, since a set of texts has another order in each run.
            *(
                self._edge(places, tie, "cafe-ex-other")
                for tie in sorted(map(sorted, across))
            ),
            *(self._edge(places, tie, "cafe-ex-friends") for tie in self._drawn(shown)),
            *(self._edge(places, tie, "cafe-ex-tree") for tie in tree.edges),
            *(
                self._edge(places, tie, "cafe-ex-way")
                for tie in [*itertools.pairwise(way), *self._uses(places)]
            ),
        ]
        drawing = [
            self._rings(tree),
            group(*edges),
            group(*self._nodes(shown, places, way, tree)),
            *stack(16, height + 14, 18, self._legend(way), "cafe-ex-note"),
        ]
        tall = height + 6 + 18 * len(self._legend(way))
        return self.framed(WIDTH, tall, text, *drawing)

    def _listed(self, way):
        """The list of a narrow page, with its legend, and where it ends."""
        is_path = self.view == "friends"
        rows = self._friend_rows(way) if is_path else self._uses_rows()
        ties, nodes, y, above = [], [], 16, None
        for node, is_below, note in rows:
            x = SPINE + INDENT * is_below
            if above and (is_below or is_path):
                look = f"cafe-ex-edge cafe-ex-{'tree' if is_below else 'way'}"
                line = f"M{SPINE} {above}V{y}H{x}"
                ties.append(path(line, look, pathLength=1))
            above = above if is_below else y
            nodes.append(self._list_row(x, y, node, note, way))
            y += ROW
        legend = [*self._legend(way), *self._friends_listed()]
        words, end = lines(0, y + 8, legend, NARROW, 17, "cafe-ex-note", 12)
        return [group(*ties), *nodes, words], end

    def _friend_rows(self, way):
        """(node, whether it is tied to the one above, a note): the path that ends at
        the start, then the friends, and how many more each leads to."""
        tree = self._tree(self.hops)
        yield from ((node, False, "") for node in reversed(way[1:]))
        yield self.start, False, counted(len(tree[self.start]), "friend")
        for friend in tree[self.start]:
            if friend not in way:
                more = len(networkx.descendants(tree, friend))
                yield friend, True, f"{more} more" if more else ""

    def _uses_rows(self):
        """The same of each card or device that is looked at, and of who used it."""
        shown = _tied(self._group())
        for thing in sorted({*shown} - {*_people(shown)}):
            yield thing, False, counted(shown.degree(thing), "person", "people")
            for user in sorted(shown[thing], key=number):
                yield user, True, ""

    def _list_row(self, x, y, node, note, way):
        shown = self.friends if node in self.friends else self.used
        kind = shown.nodes[node]["label"]
        look = "cafe-ex-name" if node == self.start else "cafe-ex-text"
        sign = group(self._node(node, kind, way), transform=f"translate({x} {y})")
        name = label(x + 22, y + 4.5, self._name(shown, node, way), look)
        return group(
            self._pressed(node, kind, sign, name),
            label(NARROW, y + 4.5, note, "cafe-ex-note", "end"),
        )

    def _friends_listed(self):
        """Who of the group are friends, where no line between them is drawn."""
        if self.view == "friends":
            return []
        ties = self._friendships(_people(self._group()))
        name = self.friends.nodes(data="name")
        return ["Friends:" if ties else "Nobody here is a friend of another."] + [
            f"{name[one]} and {name[other]}" for one, other in ties
        ]

    def _drawn(self, shown):
        """The friendships that are drawn where cards and devices are looked at."""
        return [] if self.view == "friends" else self._friendships(_people(shown))

    def _rings(self, tree):
        """The line on which all of one hop stand."""
        if self.view != "friends":
            return group()
        depth = networkx.dag_longest_path_length(tree) if tree else 0
        depth = min(self.hops, depth)
        return group(
            *(
                tag(
                    "ellipse",
                    cx=MIDDLE,
                    cy=TOP + DOWN,
                    rx=ACROSS * hop / depth,
                    ry=DOWN * hop / depth,
                    class_="cafe-ex-hop",
                )
                for hop in range(depth, 0, -1)
            )
        )

    def _uses(self, places):
        """The ties of the card or device that is looked at."""
        if self.thing not in places:
            return []
        return [(self.thing, user) for user in sorted(self.used[self.thing])]

    def _around(self, way):
        """The friends within the hops, and the path: graph, tree, places, height."""
        tree = self._tree(self.hops)
        inside, beyond = way[: self.hops + 1], way[self.hops + 1 :]
        places, height = circle(tree, self.start, beyond and inside[-1]), FLOOR
        if beyond:
            places |= row(places[inside[-1]][0], beyond)
            height += 60
        networkx.add_path(tree, way)
        return self.friends.subgraph(tree), tree, places, height

    def _hanging_together(self):
        """The group and what ties it together: graph, tree, places, height."""
        shown = _tied(self._group())
        tree, middle = _outward(shown)
        return shown, tree, *lifted(circle(tree, middle, across=MIDDLE - 54))

    def _legend(self, way):
        if self.view == "friends" and self.narrow:
            more = "" if self.hops == 1 else f" More: new, up to hop {self.hops}."
            return [f"Press somebody to walk there. Numbered: the path.{more}"]
        if self.view == "friends":
            further = " · the row: still further" if len(way) > self.hops + 1 else ""
            return [
                "Press somebody to walk there · thick: the path, numbered · "
                f"each ring is one hop further{further}"
            ]
        signs = " · ".join(f"{sign} {kind.lower()}" for kind, sign in SIGNS.items())
        if self.narrow:
            return [signs, RULE]
        return [f"{signs} · dashed: friends · press one to see who used it", RULE]

    def _edge(self, places, tie, look):
        (x, y), (to_x, to_y) = places[tie[0]], places[tie[1]]
        return path(
            f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}",
            f"cafe-ex-edge {look}",
            data_key=f"{look} {self.start} {tie[0]} {tie[1]}",
            pathLength=None if look == "cafe-ex-friends" else 1,
        )

    def _nodes(self, shown, places, way, tree):
        """Each node with its name, to be pressed; a name without room comes up when
        one points at its node."""
        spots = self._labels(shown, places, way, tree)
        far = [] if self.view != "friends" else self._far()
        for node, (x, y) in places.items():
            name, (name_x, name_y, anchor), has_room = spots[node]
            look = "halo" if has_room else "on-hover"
            kind = shown.nodes[node]["label"]
            size = "text" if kind == "Person" and has_room else "note"
            if node == self.start:
                size = "name"
            place = round(name_x - x, 1), round(name_y - y, 1)
            words = label(*place, name, f"cafe-ex-{look} cafe-ex-{size}", anchor)
            part = self._node(node, kind, way)
            if node not in far:
                part = self._pressed(node, kind, part, words)
            yield glided(x, y, part, key=node)

    def _pressed(self, node, kind, *parts):
        """A node that one walks to, or whose users are shown."""
        if kind == "Person":
            asks, value = f"Walk to {self._named(node)}", str(number(node))
            return touchable("visit", asks, *parts, value=value)
        return touchable("thing", f"Who used {node}", *parts, value=node)

    def _far(self):
        """Who stands on the third ring: too many to be pressed one by one."""
        near = networkx.single_source_shortest_path_length(self.friends, self.start, 2)
        return {*self._tree(self.hops)} - {*near, *self._way()}

    def _node(self, node, kind, way):
        look = "cafe-ex-node"
        if node == self.start:
            look += " cafe-ex-start"
        elif node in way or node == self.thing:
            look += " cafe-ex-way"
        elif self.view == "friends" and node not in self.friends[self.start]:
            look += " cafe-ex-further"
        if kind != "Person":
            wide, tall = (30, 20) if kind == "Card" else (18, 28)
            return box(-wide / 2, -tall / 2, wide, tall, look, 3)
        return disc(0, 0, self._radius(node, way), look)

    def _radius(self, node, way):
        near = self.view != "friends" or node in way or node in self.friends[self.start]
        if node == self.start:
            return 14
        return (11 if near else 6) if self.hops < 3 else (7 if near else 4)

    def _labels(self, shown, places, way, tree):
        """{node: (name, (x, y, anchor), whether there is room for it)}."""
        first = [self.start, *way[1:], *self.friends[self.start]]
        if self.view != "friends":
            first = [*places]
        order = [*dict.fromkeys(node for node in first if node in places)]
        wanted = {
            node: (self._name(shown, node, way), self._spot(shown, node, places[node]))
            for node in [*order, *(node for node in places if node not in order)]
        }
        nodes = {node: (*places[node], self._radius(node, way)) for node in places}
        certain = {*order} if self.hops < 3 else {self.start, *way}
        spots = names(wanted, nodes, self._uncovered(shown, way, tree), certain)
        return {node: (wanted[node][0], *spots[node]) for node in wanted}

    def _uncovered(self, shown, way, tree):
        """The ties over which no name should run."""
        if self.view == "friends":
            return [*itertools.pairwise(way)] or [*tree.edges(self.start)]
        return [*tree.edges, *self._drawn(shown)]

    def _name(self, shown, node, way):
        """What stands beside a node; on the path with its number."""
        name = shown.nodes[node]["name"]
        return f"{way.index(node)}. {name}" if node in way[1:] else name

    def _spot(self, shown, node, place):
        """Where a name stands best: outwards, and below a row."""
        x, y = place
        if self.view != "friends":
            return "above" if shown.nodes[node]["label"] == "Person" else "below"
        if y < FLOOR and abs(x - MIDDLE) > 30:
            return "right" if x > MIDDLE else "left"
        return "below" if y > FLOOR / 2 + 1 else "above"


# --- helpers of the pictures -------------------------------------------------------


def _people(group):
    people = [node for node, kind in group.nodes(data="label") if kind == "Person"]
    return sorted(people, key=number)


def _shared(group):
    """Cards and devices that several people used."""
    return sorted(
        node
        for node, kind in group.nodes(data="label")
        if kind != "Person" and group.degree(node) > 1
    )


def _tied(group):
    """The group without what one person alone uses, unless that is all there is."""
    people, shared = _people(group), _shared(group)
    return group.subgraph([*people, *shared]) if shared else group


def _outward(group):
    """The group as a tree from its middle, and that middle."""
    if not group:
        return networkx.DiGraph(), None
    middle = min(networkx.center(group))
    return networkx.bfs_tree(group, middle, sort_neighbors=sorted), middle
