"""Hops against milliseconds: the same people found in a graph and by SQL.

Before it is measured the picture shows how many people each hop reaches, which is the
same everywhere. The Measure button measures on this machine; see cafe/hop_times.py.
"""

from ..hop_times import HOPS, Network
from .charts import Chart, figures_table
from .panel import Button, Explorer, Picture
from .svg import box, label, picture, tag

WIDTH, TOP, TALL, LENGTH = 848, 40, 170, 350
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
        first, last = self.rows[0], self.rows[-1]
        return (f"SQL takes {_times(first)} at 1 hop, {_times(last)} at "
                f"{last.hops} hops.")  # fmt: skip

    # --- in words --------------------------------------------------------------

    def _text(self):
        network = self.network
        return [
            f"{network.people:,} people, {network.ties:,} ties, from person "
            f"{self.person}.",
            *(self._line(number) for number in range(len(HOPS))),
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

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        drawing = [
            label(LEFT, 18, "People reached", "cafe-ex-name"),
            *self._people(),
            label(RIGHT, 18, "Milliseconds", "cafe-ex-name"),
            *(self._milliseconds() if self.rows else [
                label(RIGHT + LENGTH / 2, TOP + TALL / 2, "Press Measure.",
                      "cafe-ex-note", "middle"),
            ]),
            figures_table(LEFT - 20, TOP + TALL + 34, WIDTH - 70, COLUMNS,
                          self._figures(), None),
        ]  # fmt: skip
        height = TOP + TALL + 34 + 30 * (len(HOPS) + 1)
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
            yield _under(chart, place, wide)
        yield tag("path", d=f"M{LEFT} {chart.floor}h{LENGTH}", class_="cafe-ex-axis")

    def _milliseconds(self):
        most = max(1, *(max(row.sql, row.graph) for row in self.rows))
        chart = Chart(RIGHT, TOP, LENGTH, TALL, len(HOPS), most * 1.25)
        yield chart.axes({})
        for name, look in (("graph", "cafe-ex-demand"), ("SQL", "cafe-ex-capacity")):
            points = [(row.hops - 0.5, getattr(row, name.lower())) for row in self.rows]
            yield tag("path", d=chart.line(points), class_=look)
            yield label(chart.x(points[0][0]) - 14, chart.y(points[0][1]) - 8, name)
            for moment, amount in points:
                yield tag("circle", cx=round(chart.x(moment), 1),
                          cy=round(chart.y(amount), 1), r=3.5, class_="cafe-ex-key")
        for place in range(len(HOPS)):
            yield _under(chart, place, LENGTH / len(HOPS))

    def _figures(self):
        """{hops: figures} for the table; a dash where nothing was measured."""
        times = [(f"{row.graph:.2f}", f"{row.sql:.2f}") for row in self.rows]
        return {
            f"{number} hop{'s' * (number > 1)}": [f"{people:,}", *pair]
            for number, people, pair in zip(
                HOPS, self.reached, times or [("–", "–")] * len(HOPS)
            )
        }


def _under(chart, place, wide):
    """The number of hops under its place."""
    return label(chart.x(place) + wide / 2, chart.floor + 18, HOPS[place],
                 "cafe-ex-note", "middle")  # fmt: skip


def _times(row):
    """How many times as long SQL takes, in words."""
    return f"{row.sql / row.graph:.1f} times as long"
