"""One slider for traffic, and what five ways to serve it cost in a month.

The sums are made in ../lessons/ways_to_pay.py, from the table of prices.
"""

from functools import cache
from math import log10

from ..lessons.ways_to_pay import HITS, MOST, WAYS, cheapest, crossings, millions
from .kit.charts import Chart
from .kit.panel import Explorer, Picture, Slider
from .kit.svg import box, dragged, group, label, picture, tag

STEPS = 80  # of the slider, from 1 to MOST requests a second
WIDTH, LEFT, LENGTH, TOP, TALL = 848, 66, 770, 36, 330
LEAST_USD, MOST_USD = 0.1, 10_000
COLUMNS = (
    ("US dollars a month", 470),
    ("a million requests", 640),
    ("times the cheapest", 790),
)
#: Where a curve's letter stands: (rate, above its line or below).
LETTERS = {
    "demand": (1.6, 18),
    "provisioned": (9, 18),
    "cached": (1.6, 18),
    "rds": (1.6, -8),
    "aurora": (1.6, -8),
}
#: Where the words of a crossing stand, from its ring: right and down; all end there.
MARKS = {
    ("provisioned", "demand"): (-10, -8),
    ("rds", "demand"): (-10, -10),
    ("cached", "demand"): (-4, -26),
    ("aurora", "demand"): (-10, -10),
    ("aurora", "provisioned"): (-2, 48),
}


def traffic_cost():
    """What a month costs as the traffic grows, five ways: `traffic_cost()`."""
    return TrafficCost()


class LogChart(Chart):
    """Requests a second from left to right, US dollars upwards, by powers of 10."""

    def __init__(self):
        super().__init__(LEFT, TOP, LENGTH, TALL, MOST, MOST_USD)

    def x(self, rate):
        return self.left + self.length * log10(rate) / log10(MOST)

    def y(self, usd):
        decades = log10(MOST_USD / LEAST_USD)
        return self.floor - self.tall * log10(usd / LEAST_USD) / decades

    def axes(self, ticks):
        line = f"M{self.left} {self.floor}h{self.length}"
        parts = [tag("path", d=line, class_="cafe-ex-axis")]
        for usd in (0.1, 1, 10, 100, 1000, 10_000):
            y = self.y(usd)
            grid = f"M{self.left} {y:.1f}h{self.length}"
            parts.append(tag("path", d=grid, class_="cafe-ex-grid"))
            parts.append(label(LEFT - 8, y + 4, f"{usd:,g}", "cafe-ex-note", "end"))
        for rate, words in ticks.items():
            anchor = {1: "start", MOST: "end"}.get(rate, "middle")
            place = self.x(rate), self.floor + 18
            parts.append(label(*place, words, "cafe-ex-note", anchor))
        return group(*parts)


class TrafficCost(Explorer):
    """Five curves over the traffic, and where they cross."""

    heading = "The same traffic, five ways to pay for it"
    played = "traffic"

    def __init__(self):
        self.traffic = 20

    def controls(self):
        words = _a_second(self._rate())
        return [[Slider("traffic", "Traffic", self.traffic, 0, STEPS, words)]]

    def change(self, name, value):
        setattr(self, name, value)
        return self._now()

    def _rate(self):
        return rate_of(self.traffic)

    # --- in words --------------------------------------------------------------

    def _now(self):
        rate = self._rate()
        best, dearest = cheapest(rate), _dearest(rate)
        paid, most = WAYS[best].month(rate), WAYS[dearest].month(rate)
        return (
            f"At {_a_second(rate)} {WAYS[best].name} is the cheapest, "
            f"{_usd(paid)} US dollars a month; {WAYS[dearest].name} costs "
            f"{_usd(most)}, {most / paid:,.1f} times as much."
        )

    def _text(self):
        rate, lines = self._rate(), [self._now()]
        for way in WAYS.values():
            paid = way.month(rate)
            said = "no instance of the table takes it"
            if paid is not None:
                said = f"{_usd(paid)} US dollars a month"
            lines.append(f"{way.letter}, {way.name}: {said}.")
        for (one, other), at in _crossings().items():
            lines.append(
                f"{WAYS[one].name} is cheaper than {WAYS[other].name} from {at:,} "
                "requests a second on."
            )
        return [
            *lines,
            "Of ten requests nine read and one writes. The traffic is even all month; "
            f"the cache answers {HITS:.0%} of the reads. How much traffic an instance "
            "takes is assumed.",
            "What is paid by the request begins at nothing and grows with each one; "
            "what is paid by the hour is there at once, and waits for its traffic.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, rate, chart = self._text(), self._rate(), LogChart()
        best = cheapest(rate)
        ticks = {10**n: f"{10**n:,}" for n in range(5)}
        bottom = TOP + TALL + 62
        drawing = [
            label(LEFT, 16, "US dollars a month", "cafe-ex-note"),
            chart.axes(ticks),
            label(
                LEFT + LENGTH,
                chart.floor + 36,
                "requests a second",
                "cafe-ex-note",
                "end",
            ),
            *(_curve(chart, name, name == best) for name in WAYS if name != best),
            _curve(chart, best, True),
            self._cursor(chart, best),
            _table(bottom, rate, best),
        ]
        height = bottom + 190
        return Picture(picture(WIDTH, height, self.heading, text[0], *drawing), text)

    def _cursor(self, chart, best):
        """What moves, and the words that stand above it: all of it is dragged."""
        x = chart.x(self._rate())
        marks = (_mark(chart, *pair, at) for pair, at in _crossings().items())
        dots = [
            tag(
                "circle",
                cx=round(x, 1),
                cy=round(chart.y(paid), 1),
                r=4,
                class_="cafe-ex-dot",
            )
            for way in WAYS.values()
            if (paid := way.month(self._rate())) is not None
        ]
        return dragged(
            "traffic",
            LEFT,
            LEFT + LENGTH,
            box(LEFT, TOP, LENGTH, TALL + 26, "cafe-ex-plate", 0, fill_opacity=0),
            tag("path", d=f"M{x:.1f} {TOP}v{TALL}", class_="cafe-ex-cursor"),
            *marks,
            *(_name(chart, name, name == best) for name in WAYS),
            *dots,
            tag("circle", cx=round(x, 1), cy=chart.floor, r=7, class_="cafe-ex-grip"),
        )


def rate_of(step):
    """The rate at a step of the slider, from 1 to MOST: a number of two digits."""
    rate = 10 ** (step * log10(MOST) / STEPS)
    unit = 10 ** max(0, int(log10(rate)) - 1)
    return round(rate / unit) * unit


def _a_second(rate):
    return "one request a second" if rate == 1 else f"{rate:,} requests a second"


@cache
def _crossings():
    return crossings()


def _dearest(rate):
    found = {name: way.month(rate) or 0 for name, way in WAYS.items()}
    return max(found, key=found.get)


def _usd(amount):
    return f"{amount:,.2f}" if amount < 100 else f"{amount:,.0f}"


def _figures(name, rate, best):
    paid = WAYS[name].month(rate)
    if paid is None:
        return ["–", "–", "none takes it"]
    each = paid / millions(rate)
    return [_usd(paid), _usd(each), f"{paid / WAYS[best].month(rate):,.1f}"]


def _table(top, rate, best):
    """What each way costs at a rate, the cheapest one framed."""
    parts = [
        label(LEFT - 46 + right, top + 18, words, "cafe-ex-note", "end")
        for words, right in COLUMNS
    ]
    for number, (name, way) in enumerate(WAYS.items(), 1):
        y, is_best = top + number * 30, name == best
        weight = "cafe-ex-name" if is_best else "cafe-ex-text"
        style = "cafe-ex-chosen" if is_best else "cafe-ex-cell"
        words = f"{'▸ ' if is_best else ''}{way.letter}  {way.name}"
        parts += [
            box(LEFT - 56, y, WIDTH - 22, 26, style, 5),
            label(LEFT - 46, y + 18, words, weight),
            *(
                label(LEFT - 46 + right, y + 18, figure, weight, "end")
                for figure, (_, right) in zip(_figures(name, rate, best), COLUMNS)
            ),
        ]
    return group(*parts)


@cache
def _points(name):
    """(rate, US dollars) of a curve, as far as it goes."""
    rates = dict.fromkeys(round(10 ** (n / 60)) for n in range(60 * 4 + 1))
    paid = [(rate, WAYS[name].month(rate)) for rate in rates]
    return [(rate, usd) for rate, usd in paid if usd is not None]


def _curve(chart, name, is_best):
    """A way's line, thick where it is the cheapest now."""
    look = "cafe-ex-line cafe-ex-line-graph" if is_best else "cafe-ex-line"
    return tag("path", d=chart.line(_points(name)), class_=look)


def _name(chart, name, is_best):
    """A way's letter and name beside its line."""
    rate, beside = LETTERS[name]
    y = chart.y(WAYS[name].month(rate)) + beside
    look = "cafe-ex-name" if is_best else "cafe-ex-text"
    words = f"{WAYS[name].letter}  {WAYS[name].name}"
    return label(chart.x(rate), round(y, 1), words, f"{look} cafe-ex-halo")


def _mark(chart, one, other, rate):
    """Where two curves cross: a ring, and from which rate on."""
    x, y = round(chart.x(rate), 1), round(chart.y(WAYS[other].month(rate)), 1)
    right, down = MARKS[one, other]
    words = f"{WAYS[one].letter} below {WAYS[other].letter}: {rate:,}"
    to_words = f"M{x} {y}L{x + right} {y + down - 12}" if down > 30 else None
    return group(
        tag("path", d=to_words, class_="cafe-ex-cross-line") if to_words else None,
        tag("circle", cx=x, cy=y, r=5, class_="cafe-ex-curve cafe-ex-ring"),
        label(
            round(x + right, 1),
            round(y + down, 1),
            words,
            "cafe-ex-note cafe-ex-halo",
            "end",
        ),
    )
