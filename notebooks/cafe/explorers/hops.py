"""The race of the hops: the same people found in a graph, and by SQL in two stores.

How many people each hop reaches is the same everywhere, and shown at once. The Measure
button measures on this machine; see lessons/hop_times.py. One time may be thousands of
times another, so the milliseconds stand on a scale on which each line is ten times the
one below.
"""

from math import ceil, floor, log10

from ..lessons.hop_times import HOPS, Network
from .kit.charts import Chart
from .kit.panel import Button, Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, group, hand, label, path, touchable
from .kit.words import counted

WIDTH, HEIGHT = 848, 384
FIELD_TOP, FIELD, BLOCK = 56, 320, 10  # the people stand in a square, in blocks
CHART = (444, 56, 384, 190)  # left, top, length, height
NARROW_TITLE = FIELD_TOP + NARROW + 32
NARROW_CHART = (42, NARROW_TITLE + 38, NARROW - 44, 190)
NARROW_FIGURES = NARROW_CHART[1] + 190 + 40
RACERS = {
    "graph": ("the graph", "cafe-ex-line-graph"),
    "row_store": ("SQL, row store with an index", "cafe-ex-line-row"),
    "column_store": ("SQL, column store", "cafe-ex-line-column"),
}
MARKS = {  # a circle, a square, a triangle, each around its point
    "graph": "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "row_store": "m-4.5 -4.5h9v9h-9z",
    "column_store": "m-6 4.5h12l-6 -10.5z",
}


def hops(network=None, person=1):
    """People within 1 to 5 hops among 10,000, and what it takes to find them.

    `network` is another `hop_times.Network`, `person` where the walk begins. Raises
    ValueError for a person who is not in it.
    """
    network = network or Network()
    if person not in range(1, network.people + 1):
        raise ValueError(
            f"A person is a number from 1 to {network.people}; got {person!r}."
        )
    return Hops(network, person)


class Hops(Explorer):
    """The people of a network who light up hop by hop, and three lines of times."""

    heading = "Hop by hop: a graph and SQL"
    below = True
    played = "hops"

    def __init__(self, network, person):
        self.network, self.person, self.rows = network, person, []
        self.distances = network.distances(person, HOPS[-1])
        self.hops = HOPS[2]

    def controls(self):
        last = HOPS[-1]
        return [
            [Slider("hops", "Hops", self.hops, 1, last, counted(self.hops, "hop"))],
            [Button("measure", "Measure again", within=not self.rows)],
        ]

    def change(self, name, value):
        if name == "hops":
            self.hops = value
            return self._line(value)
        self.rows = self.network.measure(self.person)
        self.hops = HOPS[-1]
        return self._compared()

    def reached(self, number):
        """How many others are at most so many hops away."""
        return sum(0 < hops <= number for hops in self.distances.values())

    # --- in words --------------------------------------------------------------

    def _text(self):
        network = self.network
        return [
            f"Within {counted(self.hops, 'hop')} of person {self.person} are "
            f"{self.reached(self.hops):,} of {network.people:,} people, who have "
            f"{network.ties:,} ties.",
            *map(self._line, HOPS),
            *([self._compared()] if self.rows else []),
            "The graph is networkx, the row store SQLite, the column store DuckDB, all "
            "in memory. None of them is Neptune, and no network lies between.",
        ]

    def _line(self, number):
        """One hop's people, and its times if they were measured."""
        words = f"{counted(number, 'hop')}: {self.reached(number):,} people"
        if not self.rows:
            return words + "."
        row = self.rows[number - 1]
        return (
            f"{words}. The graph takes {_short(row.graph)} ms, the row store "
            f"{_short(row.row_store)}, the column store {_short(row.column_store)}."
        )

    def _compared(self):
        """What the times say at both ends of the race."""
        first, last = self.rows[0], self.rows[-1]
        return (
            f"Beside the graph, the row store takes {_ratio(first, 'row_store')} times "
            f"as long at 1 hop and {_ratio(last, 'row_store')} times at {last.hops}; "
            f"the column store {_ratio(first, 'column_store')} times at 1 hop and "
            f"{_ratio(last, 'column_store')} times at {last.hops}."
        )

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawing = [
                self._people(NARROW),
                *self._milliseconds(*NARROW_CHART, 0, NARROW_TITLE),
                *self._narrow_figures(),
            ]
            width, height = NARROW, NARROW_FIGURES + 46 * len(RACERS)
        else:
            chart = self._milliseconds(*CHART, CHART[0] - 36, 18)
            drawing = [self._people(FIELD), *chart, *self._figures()]
            width, height = WIDTH, HEIGHT
        return self.framed(width, height, text, *drawing)

    def _narrow_figures(self):
        """Each line's name, and below it the times at the hops that are shown."""
        for number, (name, (words, look)) in enumerate(RACERS.items()):
            y = NARROW_FIGURES + 14 + 46 * number
            yield path(f"M0 {y - 4}h34", f"cafe-ex-line {look}")
            yield _mark(name, 17, y - 4)
            yield label(44, y, words)
            time, ratio = self._measured(name)
            yield label(44, y + 20, time, "cafe-ex-name")
            if self.rows and name != "graph":
                yield label(128, y + 20, f"{ratio} times the graph", "cafe-ex-note")

    def _people(self, field):
        """A square in which each has a place, and who is reached is lit."""
        side = BLOCK * ceil(self.network.people**0.5 / BLOCK)
        scale = field / side
        layers = [[] for _ in range(self.hops + 1)]
        for person, distance in self.distances.items():
            if distance <= self.hops:
                layers[distance].append(self._place(person, side))
        looks = ["", *["cafe-ex-found"] * (self.hops - 1), "cafe-ex-newly"]
        dots = [
            path(_dots(layer), f"cafe-ex-field {look}")
            for look, layer in zip(looks, layers)
        ]
        words = f"of {self.network.people:,} within {counted(self.hops, 'hop')}"
        x, y = layers[0][0]
        middle = (round((x + 0.5) * scale, 1), round(FIELD_TOP + (y + 0.5) * scale, 1))
        return group(
            label(0, 18, f"{self.reached(self.hops):,} people", "cafe-ex-figure"),
            label(0, 40, words, "cafe-ex-note"),
            box(0, FIELD_TOP, field, field, "cafe-ex-code-card", 4),
            group(*dots[1:], transform=f"translate(0 {FIELD_TOP}) scale({scale:g})"),
            disc(*middle, 5, "cafe-ex-begin"),
        )

    def _place(self, person, side):
        """Column and row. Who is near in the network stands near in the square, which
        is filled block by block; the first person is in its middle."""
        middle = (side * side + BLOCK * side + BLOCK * BLOCK) // 2
        place = (person - self.person + middle) % self.network.people
        block, inside = divmod(place, BLOCK * BLOCK)
        column, row = _to_and_fro(block, side // BLOCK)
        x, y = _to_and_fro(inside, BLOCK)
        return column * BLOCK + x, row * BLOCK + y

    def _milliseconds(self, left, top, length, tall, x, y):
        yield label(x, y, "Milliseconds", "cafe-ex-name")
        yield label(x, y + 22, "each line is ten times the one below", "cafe-ex-note")
        times = [getattr(row, name) for row in self.rows for name in RACERS]
        lowest = floor(log10(min(times, default=0.01)))
        decades = max(1, ceil(log10(max(times, default=100))) - lowest)
        chart = Chart(left, top, length, tall, len(HOPS), decades)
        at = chart.x(self.hops - 0.5)
        yield dragged(
            "hops",
            chart.x(0.5),
            chart.x(len(HOPS) - 0.5),
            box(left, top, length, tall + 30, "cafe-ex-plate", 0),
            *_scale(chart, lowest, decades),
            *hand(f"M{at:.1f} {top}V{chart.floor}", at, chart.floor),
            *(self._race(chart, name, lowest) for name in reversed(RACERS)),
        )
        if not self.rows:
            yield _invitation(left + length / 2, top + tall / 2)

    def _race(self, chart, name, lowest):
        """One line, as far as the hops that are shown."""
        _, look = RACERS[name]
        points = [
            (row.hops - 0.5, log10(getattr(row, name)) - lowest)
            for row in self.rows[: self.hops]
        ]
        if not points:
            return None
        return group(
            path(chart.line(points), f"cafe-ex-line {look}"),
            *(
                _mark(name, chart.x(moment), chart.y(amount))
                for moment, amount in points
            ),
        )

    def _figures(self):
        """Who is which line, and the times at the hops that are shown."""
        left, right = CHART[0] - 36, WIDTH - 20
        hops = counted(self.hops, "hop")
        yield label(right - 92, 292, f"at {hops}", "cafe-ex-note", "end")
        yield label(right, 292, "graph = 1", "cafe-ex-note", "end")
        for number, (name, (words, look)) in enumerate(RACERS.items()):
            y = 318 + 26 * number
            yield path(f"M{left} {y - 4}h34", f"cafe-ex-line {look}")
            yield _mark(name, left + 17, y - 4)
            yield label(left + 46, y, words)
            time, ratio = self._measured(name)
            yield label(right - 92, y, time, "cafe-ex-name", "end")
            yield label(right, y, ratio, "cafe-ex-text", "end")

    def _measured(self, name):
        """A time in words, and how many times the graph's it is; dashes before."""
        if not self.rows:
            return "–", "–"
        row = self.rows[self.hops - 1]
        return f"{_short(getattr(row, name))} ms", _ratio(row, name)


def _scale(chart, lowest, decades):
    """The lines of the milliseconds, and the hops under them."""
    for decade in range(decades + 1):
        y = chart.y(decade)
        look = "cafe-ex-grid" if decade else "cafe-ex-axis"
        yield path(f"M{chart.left} {y:.1f}h{chart.length}", look)
        amount = f"{10.0 ** (lowest + decade):,g}"
        yield label(chart.left - 8, y + 4, amount, "cafe-ex-note", "end")
    for place, number in enumerate(HOPS):
        words = counted(number, "hop") if place == 0 else number
        x = chart.x(place + 0.5)
        yield label(x, chart.floor + 20, words, "cafe-ex-note", "middle")


def _mark(name, x, y):
    return path(f"M{x:.1f} {y:.1f}{MARKS[name]}", "cafe-ex-mark")


def _invitation(x, y):
    """The middle of an empty chart, to be pressed."""
    return touchable(
        "measure",
        "Measure",
        box(x - 110, y - 26, 220, 52, "cafe-ex-chosen", 8),
        label(x, y - 3, "▶ Measure", "cafe-ex-name", "middle"),
        label(x, y + 15, "this machine runs all three", "cafe-ex-note", "middle"),
    )


def _to_and_fro(place, width):
    """Column and row of a place where each row is walked back from the one before."""
    row, column = divmod(place, width)
    return (width - 1 - column if row % 2 else column), row


def _dots(places):
    """A path with a short stroke in each of the cells, given as column and row."""
    return "".join(f"M{x}.1 {y}.5h.8" for x, y in sorted(places))


def _ratio(row, name):
    """How many times as long as the graph it takes: 2.8, without a fraction from 10."""
    ratio = getattr(row, name) / row.graph
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def _short(milliseconds):
    """A time with two digits that count: 0.011, 0.57, 2.9, 19."""
    if milliseconds >= 10:
        return f"{milliseconds:,.0f}"
    return f"{milliseconds:.{max(1, 1 - floor(log10(milliseconds)))}f}"
