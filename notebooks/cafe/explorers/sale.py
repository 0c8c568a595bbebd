"""The sale at five past eight: its height, a remedy, the curves and the price.

Every curve is what CloudWatch of a small AWS tells of the half hour
(lessons/sale.py).
"""

from dataclasses import dataclass

from ..lessons.sale import AFTER, BEFORE, price_of_a_month, watched
from .kit.charts import Chart
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import NARROW, filled, group, label, option, path

REMEDIES = {
    "nothing": "Nothing",
    "proxy": "A proxy",
    "class": "A larger class",
    "replica": "A replica",
    "cache": "A cache",
}
SAYS = {
    "nothing": "db.t4g.small, 2 vCPUs",
    "proxy": "RDS Proxy in front of it",
    "class": "db.t4g.large, 2 vCPUs",
    "replica": "for those who only look",
    "cache": "menus in Valkey, for 60 s",
}
LEAST, MOST, STEP = 10, 100, 10  # people a second at the height of the sale
FULL = 99  # per cent, or parts of a limit: as good as all
WIDTH, CARD, CARD_TALL = 848, 252, 80
LEFT, RIGHT, TOP, TALL, GAP = 312, 836, 34, 62, 50
TICKS = {0: "8:00", BEFORE: "8:05", BEFORE + 10: "8:15", BEFORE + AFTER: "8:25"}


def sale():
    """A sale that is as high as one likes, and four remedies: `sale()`."""
    return SaleExplorer()


class SaleExplorer(Explorer):
    """Half an hour in four curves, under the remedy that is chosen."""

    heading = "The sale at five past eight"
    played = "height"
    foreseen = ("height", "remedy")

    def __init__(self):
        self.height, self.remedy = 40, "nothing"

    def controls(self):
        words = f"{self.height} people a second"
        height = Slider(
            "height",
            "Height of the sale",
            self.height,
            LEAST,
            MOST,
            words,
            step=STEP,
            play="Let more come",
        )
        return [
            [height, Choice("remedy", "Remedy", self.remedy, REMEDIES, within=True)]
        ]

    @property
    def seen(self):
        return watched(self.remedy, self.height)

    # --- in words --------------------------------------------------------------

    def now(self):
        return (
            f"{self.height} people a second, {REMEDIES[self.remedy].lower()}: "
            f"{_turned_away(self.seen)}; {_wall(self.seen)}."
        )

    def _text(self):
        seen = self.seen
        at = "at the replica" if self.remedy == "replica" else "at the database"
        return [
            self.now(),
            f"The sale lasts from 8:05 to 8:20; up to {max(seen.served):.0f} people a "
            "second are served.",
            f"Connections {at}: up to {max(seen.connections):.0f} of {seen.limit}.",
            f"CPU {at}: up to {max(seen.cpu):.0f} %.",
            f"Questions take up to {_time(max(seen.milliseconds))}.",
            *(
                f"{words} ({SAYS[name]}): {price_of_a_month(name):.2f} dollars a "
                f"month; {_turned_away(watched(name, self.height))}."
                for name, words in REMEDIES.items()
            ),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, at = self._text(), NARROW_CHARTS if self.narrow else CHARTS
        drawing = [
            *(self._card(row, name) for row, name in enumerate(REMEDIES)),
            *self._curves(at),
        ]
        wide, tall = (NARROW if self.narrow else WIDTH), at.top + 4 * (TALL + GAP) - 8
        return self.framed(wide, tall, text, *drawing)

    def _card(self, row, name):
        """A remedy, its price, and whom it turns away; pressing it chooses it."""
        top = 1 if self.narrow else TOP - 20
        y, chosen = top + row * (CARD_TALL + 8), name == self.remedy
        price = f"{price_of_a_month(name):.2f}"
        away = watched(name, self.height).turned_away()
        sign = f"✕ {away:,} turned away" if away else "● nobody turned away"
        return option(
            "remedy",
            f"{REMEDIES[name]}: {price} dollars a month",
            (1, y, CARD, CARD_TALL),
            label(14, y + 23, "▸ " * chosen + REMEDIES[name], "cafe-ex-name"),
            label(CARD - 12, y + 23, f"${price}", "cafe-ex-name", "end"),
            label(14, y + 43, SAYS[name], "cafe-ex-note"),
            label(CARD - 12, y + 43, "a month", "cafe-ex-note", "end"),
            label(14, y + 64, sign, "cafe-ex-ill" if away else "cafe-ex-well"),
            value=name,
            chosen=chosen,
        )

    def _curves(self, at):
        seen = self.seen
        where = (
            " at the replica" if self.remedy == "replica" and not self.narrow else ""
        )
        slowest = max(seen.milliseconds)
        of = "A question" if self.narrow else "Time of a client's questions"
        connections = (seen.connections, seen.limit, "used up")
        return [
            _people(at.chart(0, max(MOST, self.height)), seen, at),
            _curve(at, 1, f"Connections{where}", *connections),
            _curve(at, 2, f"CPU{where}, %", seen.cpu, 100, "full"),
            _curve(
                at,
                3,
                f"{of}: up to {_time(slowest)}",
                [value / 1000 for value in seen.milliseconds],
                0.5 if slowest < 500 else 10,
                "",
                unit=" s",
            ),
        ]


def _turned_away(seen):
    away = seen.turned_away()
    return f"{away:,} are turned away" if away else "nobody is turned away"


def _wall(seen):
    """What stands at its limit."""
    connections = max(seen.connections) >= seen.limit * FULL / 100
    cpu, slowest = max(seen.cpu), _time(max(seen.milliseconds))
    if cpu >= FULL:
        return f"the processors are full, and questions take {slowest}"
    if connections:
        return f"the connections are used up, and the CPU is at {cpu:.0f} %"
    return f"neither the connections nor the CPU ({cpu:.0f} %) are used up"


def _time(milliseconds):
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


@dataclass(frozen=True)
class Charts:
    """Where the curves stand, one below the other, and what the first is called."""

    left: int
    right: int
    top: int
    people: str

    def chart(self, row, most):
        top = self.top + row * (TALL + GAP)
        length = self.right - self.left
        return Chart(self.left, top, length, TALL, BEFORE + AFTER, most)


CHARTS = Charts(LEFT, RIGHT, TOP, "People a second: came, and were served")
NARROW_CHARTS = Charts(40, NARROW - 2, 5 * (CARD_TALL + 8) + 30, "People")


def _steps(values):
    """Points of a value for each minute, as steps."""
    return [(m + d, value) for m, value in enumerate(values) for d in (0, 1)]


def _people(chart, seen, at):
    """Who came and who was served; between the two, who was turned away."""
    came, served = _steps(seen.came), _steps(seen.served)
    refused = chart.area(came, served)
    return group(
        label(at.left, chart.top - 10, at.people, "cafe-ex-name"),
        label(at.right, chart.top - 10, "✕ turned away", "cafe-ex-ill", "end")
        if seen.turned_away()
        else None,
        _frame(chart, f"{chart.most}"),
        path(chart.area(served), "cafe-ex-served"),
        *filled(refused, "cafe-ex-refused", "cross"),
        path(chart.line(came), "cafe-ex-demand"),
    )


def _curve(at, row, words, values, limit, at_limit, unit=""):
    """One metric under its limit, and a word where it stands at it."""
    chart = at.chart(row, limit)
    points = [(m, min(value, limit)) for m, value in _steps(values)]
    is_full = at_limit and max(values) >= limit * FULL / 100
    return group(
        label(at.left, chart.top - 10, words, "cafe-ex-name"),
        label(at.right, chart.top - 10, f"✕ {at_limit}", "cafe-ex-ill", "end")
        if is_full
        else None,
        _frame(chart, f"{limit:g}{unit}"),
        path(chart.area(points), "cafe-ex-served"),
        path(chart.line(points), "cafe-ex-curve"),
    )


def _frame(chart, most):
    """The axes: nothing, the most, and the time of day."""
    across = f"h{chart.length}"
    return group(
        path(f"M{chart.left} {chart.floor}{across}", "cafe-ex-axis"),
        path(f"M{chart.left} {chart.top}{across}", "cafe-ex-grid"),
        label(chart.left - 8, chart.floor + 4, "0", "cafe-ex-note", "end"),
        label(chart.left - 8, chart.top + 4, most, "cafe-ex-note", "end"),
        *chart.moments(TICKS, 16),
    )
