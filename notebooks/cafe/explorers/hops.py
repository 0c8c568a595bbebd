"""Hops against milliseconds: the same people found in a graph and by SQL.

Before it is measured the picture shows how many people each hop reaches, which is the
same everywhere. The Measure button measures on this machine; see
lessons/hop_times.py.
One time may be hundreds of times another, so the milliseconds stand on a scale on which
each line is ten times the one below.
"""

from math import ceil, floor, log10

from ..lessons.hop_times import HOPS, Network
from .kit.charts import Chart, figures_table
from .kit.panel import Button, Explorer, Picture
from .kit.svg import box, label, picture, tag

WIDTH, TOP, TALL, LENGTH = 848, 40, 170, 350
TABLE = TOP + TALL + 52
LEFT, RIGHT = 50, 470  # where the two charts begin
COLUMNS = (("people reached", 330), ("graph, ms", 480), ("SQL, ms", 620))


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
    """Two charts: people reached, and milliseconds once they are measured."""

    heading = "Hop by hop: a graph and SQL"

    def __init__(self, network, person):
        self.network, self.person, self.rows = network, person, []
        self.reached = [network.in_graph(person, n) for n in HOPS]

    def controls(self):
        return [[Button("measure", "Measure")]]

    def change(self, name, value):
        self.rows = self.network.measure(self.person)
        return self._compared()

    # --- in words --------------------------------------------------------------

    def _text(self):
        network = self.network
        return [
            f"{network.people:,} people, {network.ties:,} ties, from person "
            f"{self.person}.",
            *(self._line(number) for number in range(len(HOPS))),
            *([self._compared()] if self.rows else []),
            "Graph: networkx in memory. SQL: a recursive query in DuckDB in memory. "
            "Neither is Neptune, and no network lies between.",
        ]

    def _line(self, place):
        """One hop's people, and its times if they were measured."""
        words = f"{HOPS[place]} hop{'s' * (place > 0)}: {self.reached[place]:,} people"
        if not self.rows:
            return words + "."
        row = self.rows[place]
        return f"{words}, graph {row.graph:.2f} ms, SQL {row.sql:.2f} ms."

    def _compared(self):
        """What the times say: at the ends, and how they grow from one to the other."""
        first, last = self.rows[0], self.rows[-1]
        people, graph, sql = (
            _figure(getattr(last, name) / (getattr(first, name) or 1))
            for name in ("people", "graph", "sql")
        )
        return (
            f"SQL takes {_times(first)} as the graph at 1 hop, {_times(last)} at "
            f"{last.hops} hops. In between the people reached grow {people}-fold, "
            f"the graph's time {graph}-fold, SQL's {sql}-fold."
        )

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        drawing = [
            label(LEFT, 18, "People reached", "cafe-ex-name"),
            *self._people(),
            label(RIGHT, 18, "Milliseconds", "cafe-ex-name"),
            label(
                RIGHT + 104, 18, "each line is ten times the one below", "cafe-ex-note"
            )
            if self.rows
            else None,
            *(
                self._milliseconds()
                if self.rows
                else [
                    label(
                        RIGHT + LENGTH / 2,
                        TOP + TALL / 2,
                        "Press Measure.",
                        "cafe-ex-note",
                        "middle",
                    ),
                ]
            ),
            figures_table(LEFT - 20, TABLE, WIDTH - 70, COLUMNS, self._figures(), None),
        ]
        height = TABLE + 30 * (len(HOPS) + 1)
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )

    def _people(self):
        chart = Chart(LEFT, TOP, LENGTH, TALL, len(HOPS), max(*self.reached, 1) * 1.15)
        wide = LENGTH / len(HOPS)
        for place, people in enumerate(self.reached):
            x, y = chart.x(place) + wide * 0.2, chart.y(people)
            yield box(x, y, wide * 0.6, chart.floor - y, "cafe-ex-slot cafe-ex-step", 2)
            yield label(x + wide * 0.3, y - 5, f"{people:,}", "cafe-ex-small", "middle")
        yield from _hops_under(chart)
        yield tag("path", d=f"M{LEFT} {chart.floor}h{LENGTH}", class_="cafe-ex-axis")

    def _milliseconds(self):
        times = [time for row in self.rows for time in (row.graph, row.sql)]
        lowest, highest = floor(log10(min(times))), ceil(log10(max(times)))
        decades = max(1, highest - lowest)
        chart = Chart(RIGHT, TOP, LENGTH, TALL, len(HOPS), decades)
        for decade in range(decades + 1):
            y = chart.y(decade)
            yield tag(
                "path",
                d=f"M{RIGHT} {y:.1f}h{LENGTH}",
                class_="cafe-ex-grid" if decade else "cafe-ex-axis",
            )
            yield label(
                RIGHT - 8,
                y + 4,
                f"{10.0 ** (lowest + decade):g}",
                "cafe-ex-note",
                "end",
            )
        for name, look in (("graph", "cafe-ex-demand"), ("SQL", "cafe-ex-capacity")):
            points = [
                (row.hops - 0.5, log10(getattr(row, name.lower())) - lowest)
                for row in self.rows
            ]
            yield tag("path", d=chart.line(points), class_=look)
            yield label(
                chart.x(points[0][0]) - 14,
                chart.y(points[0][1]) - 8,
                name,
                "cafe-ex-text cafe-ex-halo",
            )
            for moment, amount in points:
                yield tag(
                    "circle",
                    cx=round(chart.x(moment), 1),
                    cy=round(chart.y(amount), 1),
                    r=3.5,
                    class_="cafe-ex-key",
                )
        yield from _hops_under(chart)

    def _figures(self):
        """{hops: figures} for the table; a dash where nothing was measured."""
        times = [(f"{row.graph:.2f}", f"{row.sql:.2f}") for row in self.rows]
        return {
            f"{number} hop{'s' * (number > 1)}": [f"{people:,}", *pair]
            for number, people, pair in zip(
                HOPS, self.reached, times or [("–", "–")] * len(HOPS)
            )
        }


def _hops_under(chart):
    """The numbers of hops under their places, and what they are."""
    for place, number in enumerate(HOPS):
        yield label(
            chart.x(place + 0.5), chart.floor + 18, number, "cafe-ex-note", "middle"
        )
    yield label(
        chart.left + LENGTH / 2, chart.floor + 36, "hops", "cafe-ex-note", "middle"
    )


def _times(row):
    """How many times as long SQL takes, in words."""
    return f"{_figure(row.sql / row.graph)} times as long"


def _figure(ratio):
    """A ratio in words: 2.8, and without a fraction from 10 on."""
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"
