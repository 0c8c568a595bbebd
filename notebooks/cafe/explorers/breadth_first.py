"""Breadth first: everybody whom a walk reaches, layer by layer from one person.

Each member is a dot. The first stands in the middle, and who is so many hops away on
the ring of that hop, a little nearer or farther, so that all are seen. A ring is
pressed to see the walk as far as there; the bars beside it count who is new.
"""

from collections import Counter
from math import cos, pi, sin

import networkx

from ..lessons.graph_questions import number
from ..shop.graph import between
from .kit.charts import Chart
from .kit.graph_layout import turns
from .kit.panel import Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, group, label, path, touchable
from .kit.words import counted

WIDTH, HEIGHT = 848, 440
MIDDLE, RADIUS, DEEP = 216, 196, 0.62  # a ring's dots fill so much of its breadth
CHART = (480, 104, 356, 268)  # left, top, length, height
NARROW_CHART = (0, NARROW + 92, NARROW, 190)
GOLDEN = 0.618034  # steps of this part of a breadth fill it evenly


def breadth_first(graph, person=1, hops=1):
    """Walk from a person until nobody new is reached: `breadth_first(graph, 283)`.

    `graph` has Persons tied by FRIEND, `person` is the number of a customer, `hops` how
    many are shown first. Raises ValueError for a customer who is not there.
    """
    friends = between(graph, "FRIEND")
    start = f"person-{person}"
    if start not in friends:
        raise ValueError(f"The graph has no customer {person!r}.")
    return BreadthFirst(friends, start, hops)


class BreadthFirst(Explorer):
    """The layers around one person, and how many each of them adds."""

    heading = "Breadth first: layer by layer"
    below = True
    played = "hops"

    def __init__(self, friends, start, hops):
        self.friends, self.start, self.hops = friends, start, hops
        self.tree = networkx.bfs_tree(
            friends, start, sort_neighbors=lambda nodes: sorted(nodes, key=number)
        )
        self.depth = networkx.shortest_path_length(self.tree, start)
        self.new = Counter(self.depth.values())
        self.last = max(self.new)
        self.places = self._places()

    def controls(self):
        words = counted(self.hops, "hop")
        return [[Slider("hops", "Hops", self.hops, 0, self.last, words)]]

    def reached(self, hops):
        """How many others are at most so many hops away."""
        return sum(self.new[hop] for hop in range(1, hops + 1))

    # --- in words --------------------------------------------------------------

    def now(self):
        return self._line(self.hops)

    def _text(self):
        beyond = len(self.friends) - len(self.tree)
        lines = [self.now()]
        lines += [self._line(hop) for hop in range(self.hops)]
        return [*lines, f"{beyond:,} are never reached."] if beyond else lines

    def _line(self, hops):
        if not hops:
            return f"0 hops: {self._name()} alone."
        left = len(self.friends) - 1 - self.reached(hops)
        others = f"{left:,} are left" if left else "nobody is left"
        return (
            f"{counted(hops, 'hop')}: {self.new[hops]:,} new people, "
            f"{self.reached(hops):,} in all; {others}."
        )

    def _name(self):
        return self.friends.nodes[self.start]["name"]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, look = self._text(), "cafe-ex-name cafe-ex-halo"
        through = {"pointer_events": "none"}  # the ring below is pressed
        drawing = [
            *(self._ring(hop) for hop in range(self.last, 0, -1)),
            *(self._threads(hop) for hop in range(1, self.last + 1)),
            *(self._layer(hop) for hop in range(1, self.last + 1)),
            disc(MIDDLE, MIDDLE, 7, "cafe-ex-begin", **through),
        ]
        if self.narrow:
            scale = NARROW / (2 * MIDDLE)
            drawing = [
                group(*drawing, transform=f"translate(0 0) scale({scale:.4g})"),
                label(NARROW / 2, NARROW / 2 - 12, self._name(), look, "middle"),
                *self._figures(0, NARROW, NARROW),
                self._bars(*NARROW_CHART, 26),
            ]
            end = NARROW_CHART[1] + NARROW_CHART[3] + 52
            return self.framed(NARROW, end, text, *drawing)
        drawing += [
            label(MIDDLE, MIDDLE - 14, self._name(), look, "middle", **through),
            *self._figures(CHART[0] - 4, 0, 360),
            self._bars(*CHART, 36),
        ]
        return self.framed(WIDTH, HEIGHT, text, *drawing)

    def _places(self):
        """{person: (x, y)}"""
        around = turns(self.tree, self.start)
        breadth = RADIUS / (self.last + 0.5)
        places = {}
        for place, (node, turn) in enumerate(around.items()):
            aside = (place * GOLDEN % 1 - 0.5) * DEEP if self.depth[node] > 1 else 0
            far = breadth * (self.depth[node] + aside)
            angle = 2 * pi * turn
            places[node] = (
                round(MIDDLE + far * cos(angle)),
                round(MIDDLE + far * sin(angle)),
            )
        return places

    def _ring(self, hop):
        """The place of one hop, to be pressed: the walk as far as there."""
        outer = RADIUS * (hop + 0.5) / (self.last + 0.5)
        look = "cafe-ex-hop" if hop <= self.hops else "cafe-ex-hop cafe-ex-plate"
        around = disc(MIDDLE, MIDDLE, outer, look)
        return touchable("hops", f"Show {counted(hop, 'hop')}", around, value=hop)

    def _layer(self, hop):
        looks = "cafe-ex-layer"
        if hop == self.hops:
            looks += " cafe-ex-newly"
        elif hop > self.hops:
            looks += " cafe-ex-yet"
        dots = "".join(
            f"M{x} {y}h0" for node, (x, y) in self._at(hop) if node != self.start
        )
        return path(dots, looks, pointer_events="none")

    def _threads(self, hop):
        """Each of one hop tied to the one through whom they were reached."""
        lines = "".join(
            "M{} {}L{} {}".format(
                *self.places[next(self.tree.predecessors(node))], x, y
            )
            for node, (x, y) in self._at(hop)
        )
        return path(
            lines,
            "cafe-ex-threads",
            opacity=1 if hop <= self.hops else 0,
            pointer_events="none",
        )

    def _at(self, hop):
        return [each for each in self.places.items() if self.depth[each[0]] == hop]

    def _figures(self, left, top, wide):
        others = len(self.friends) - 1
        new = f"{self.new[self.hops]:,} new at {counted(self.hops, 'hop')}"
        words = new if self.hops else f"{self._name()} alone"
        yield label(left, top + 28, words, "cafe-ex-figure")
        reached = self.reached(self.hops)
        said = f"{reached:,} of {others:,} others are reached"
        yield label(left, top + 52, said)
        yield box(left, top + 64, wide, 8, "cafe-ex-layer-track", 4)
        yield box(left, top + 64, wide * reached / others, 8, "cafe-ex-found", 4)

    def _bars(self, left, top, length, tall, wide):
        """How many are new at each hop, as far as one has walked."""
        most = max(self.new.values()) * 1.12
        chart = Chart(left, top, length, tall, self.last, most)
        bars = []
        for hop in range(1, self.last + 1):
            amount = self.new[hop] if hop <= self.hops else 0
            x, y = chart.x(hop - 0.5), chart.y(amount)
            look = "cafe-ex-found" if hop == self.hops else "cafe-ex-kept"
            bars.append(box(x - wide / 2, y, wide, chart.floor - y, look, 3))
            shown = f"{amount:,}" if hop <= self.hops else "?"
            bars.append(label(x, y - 7, shown, "cafe-ex-name", "middle"))
            bars.append(label(x, chart.floor + 20, hop, "cafe-ex-note", "middle"))
        return dragged(
            "hops",
            chart.x(-0.5),
            chart.x(self.last - 0.5),
            box(left, top, length, tall + 40, "cafe-ex-plate", 0),
            path(f"M{left} {chart.floor}h{length}", "cafe-ex-axis"),
            *bars,
            label(
                left + length / 2, chart.floor + 42, "hops", "cafe-ex-note", "middle"
            ),
        )
