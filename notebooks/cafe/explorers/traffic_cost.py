"""One slider for traffic, and what five ways to serve it cost in a month.

The sums are made in ../lessons/ways_to_pay.py, from the table of prices.
"""

from functools import cache
from math import log10

from ..lessons.ways_to_pay import (
    HITS,
    MOST,
    TARGET,
    WAYS,
    cheapest,
    crossings,
    millions,
)
from .kit.charts import Chart
from .kit.panel import Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, group, handle, label, lines, path, tag

STEPS = 80  # of the slider, from 1 to MOST requests a second
WIDTH, LEFT, LENGTH, TOP, TALL = 848, 66, 770, 36, 330
NARROW_LEFT, NARROW_TALL, NARROW_ROW = 54, 240, 46
LEAST_USD, MOST_USD = 0.1, 10_000
RUNS = 268  # where the words stand that say what runs
COLUMNS = (
    ("US dollars a month", 520),
    ("a million requests", 660),
    ("times the cheapest", 796),
)
ASSUMED = (
    "Orange is DynamoDB, blue a relational database; the thick line is the cheapest.",
    "Even traffic, nine reads to one write.",
    f"B scales itself, {TARGET:.0%} full; units to read + to write, reads eventual.",
    f"The cache of C answers {HITS:.0%} of the reads.",
    "How much an instance takes is assumed: db.t4g.micro 100 requests a second, each "
    "larger class twice as many; db.r7g.large of Aurora 4,000.",
)
DYNAMODB, RELATIONAL = "cafe-ex-line-one", "cafe-ex-line-two"
#: How a curve is drawn: its family, and its dashes.
LOOKS = {
    "demand": (DYNAMODB, None),
    "provisioned": (DYNAMODB, "14 5"),
    "cached": (DYNAMODB, "3 4"),
    "rds": (RELATIONAL, "10 3 2 3"),
    "aurora": (RELATIONAL, "6 4"),
}
SAMPLE = 34  # of a curve, beside its name in the table
#: Where a curve's letter stands: (rate, above its line or below). The cursor's first
#: place is free of all.
LETTERS = {
    "demand": (1.1, 18),
    "provisioned": (11, 18),
    "cached": (1.1, 18),
    "rds": (1.6, -8),
    "aurora": (1.6, -8),
}
#: Where the words of a crossing stand, from its ring: right and down; all end there.
MARKS = {
    ("provisioned", "demand"): (-10, -8),
    ("rds", "demand"): (-10, -10),
    ("cached", "demand"): (-4, -26),
    ("aurora", "demand"): (-10, -10),
    ("aurora", "provisioned"): (-2, 92),
}


def traffic_cost():
    """What a month costs as the traffic grows, five ways: `traffic_cost()`."""
    return TrafficCost()


class LogChart(Chart):
    """Requests a second from left to right, US dollars upwards, by powers of 10."""

    def __init__(self, is_narrow):
        left, tall = (NARROW_LEFT, NARROW_TALL) if is_narrow else (LEFT, TALL)
        length = NARROW - left - 10 if is_narrow else LENGTH
        super().__init__(left, TOP, length, tall, MOST, MOST_USD)

    def x(self, rate):
        return self.left + self.length * log10(rate) / log10(MOST)

    def y(self, usd):
        decades = log10(MOST_USD / LEAST_USD)
        return self.floor - self.tall * log10(usd / LEAST_USD) / decades

    def axes(self, ticks):
        amounts = (0.1, 1, 10, 100, 1000, 10_000)
        return self.scale({usd: f"{usd:,g}" for usd in amounts}, ticks, 22)


class TrafficCost(Explorer):
    """Five curves over the traffic, and where they cross."""

    heading = "The same traffic, five ways to pay for it"
    played = "traffic"

    def __init__(self):
        self.traffic = 20

    def controls(self):
        words = _a_second(self._rate())
        return [[Slider("traffic", "Traffic", self.traffic, 0, STEPS, words)]]

    def _rate(self):
        return rate_of(self.traffic)

    # --- in words --------------------------------------------------------------

    def now(self):
        rate = self._rate()
        best, dearest = cheapest(rate), _dearest(rate)
        runs = WAYS[dearest].runs(rate)
        how = f"paid {runs}" if runs.startswith("by ") else f"with {runs}"
        return (
            f"At {_a_second(rate)} {WAYS[best].name} is the cheapest, "
            f"{_usd(WAYS[best].month(rate))} US dollars a month; the dearest is "
            f"{WAYS[dearest].name}, {_usd(WAYS[dearest].month(rate))}, {how}."
        )

    def _text(self):
        rate, lines = self._rate(), [self.now()]
        for way in WAYS.values():
            paid = way.month(rate)
            said = "no instance of the table takes it"
            if paid is not None:
                said = f"{_usd(paid)} US dollars a month, {way.runs(rate)}"
            lines.append(f"{way.letter}, {way.name}: {said}.")
        for (one, other), spans in _crossings().items():
            lines.append(
                f"{WAYS[one].name} is cheaper than {WAYS[other].name} "
                f"{_said(spans)} requests a second."
            )
        return [
            *lines,
            *ASSUMED,
            "What is paid by the request begins at nothing and grows with each one; "
            "what is paid by the hour is there at once, and waits for its traffic.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, rate, chart = self._text(), self._rate(), LogChart(self.narrow)
        best = cheapest(rate)
        ticks = {10**n: f"{10**n:,}" for n in range(5)}
        if self.narrow:
            del ticks[1000]  # no room beside the last
        right, wide = chart.right, NARROW if self.narrow else WIDTH
        table = _narrow_table if self.narrow else _table
        figures, bottom = table(chart.floor + 62, rate, best)
        notes, end = lines(0, bottom + 28, ASSUMED, wide, 18, "cafe-ex-note", 12)
        drawing = [
            label(chart.left, 16, "US dollars a month", "cafe-ex-note"),
            chart.axes(ticks),
            label(right, chart.floor + 40, "requests a second", "cafe-ex-note", "end"),
            *(_curve(chart, name, name == best) for name in WAYS if name != best),
            _curve(chart, best, True),
            self._cursor(chart, best),
            figures,
            notes,
        ]
        return self.framed(wide, end, text, *drawing, said=1)

    def _cursor(self, chart, best):
        """What moves, and the words that stand above it: all of it is dragged."""
        x, room = (
            chart.x(self._rate()),
            (chart.left, TOP, chart.length, chart.tall + 26),
        )
        marks = (
            _mark(chart, *pair, spans, self.narrow)
            for pair, spans in _crossings().items()
        )
        dots = [
            disc(round(x, 1), round(chart.y(paid), 1), 4, "cafe-ex-dot")
            for way in WAYS.values()
            if (paid := way.month(self._rate())) is not None
        ]
        return dragged(
            "traffic",
            chart.left,
            chart.right,
            box(*room, "cafe-ex-plate", 0, fill_opacity=0),
            path(f"M{x:.1f} {TOP}v{chart.tall}", "cafe-ex-cursor"),
            *marks,
            *(_name(chart, name, name == best, self.narrow) for name in WAYS),
            *dots,
            handle(x, chart.floor),
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


def _said(spans):
    """At which rates: "from 3 on", or "from 85 to 100, 160 to 200"."""
    said = [f"{first:,} to {last:,}" for first, last in spans]
    if spans[-1][1] == MOST:
        said[-1] = f"{spans[-1][0]:,} on"
    return "from " + ", from ".join(said)


def _figures(name, rate, best):
    paid = WAYS[name].month(rate)
    if paid is None:
        return ["–", "–", "–"]
    each = paid / millions(rate)
    return [_usd(paid), _usd(each), f"{paid / WAYS[best].month(rate):,.1f}"]


def _table(top, rate, best):
    """What each way costs at a rate, the cheapest one framed; and where it ends."""
    left = LEFT - 46
    heads = [("what runs", RUNS, "start"), *((*each, "end") for each in COLUMNS)]
    parts = [
        label(left + x, top + 18, words, "cafe-ex-note", anchor)
        for words, x, anchor in heads
    ]
    for number, (name, way) in enumerate(WAYS.items(), 1):
        y = top + number * 30
        weight, style, words = _looks(way, name == best)
        parts += [
            box(LEFT - 56, y, WIDTH - 22, 26, style, 5),
            _sample(left, y + 13, name, name == best),
            label(left + SAMPLE, y + 18, words, weight),
            label(left + RUNS, y + 18, way.runs(rate), "cafe-ex-text"),
            *(
                label(left + right, y + 18, figure, weight, "end")
                for figure, (_, right) in zip(_figures(name, rate, best), COLUMNS)
            ),
        ]
    return group(*parts), top + 30 * len(WAYS) + 26


def _narrow_table(top, rate, best):
    """The same, a way's figures under its name."""
    parts = [label(NARROW - 10, top, "US dollars a month", "cafe-ex-note", "end")]
    for number, (name, way) in enumerate(WAYS.items()):
        y = top + 12 + number * (NARROW_ROW + 4)
        weight, style, words = _looks(way, name == best)
        parts += [
            box(1, y, NARROW - 2, NARROW_ROW, style, 5),
            _sample(10, y + 13, name, name == best),
            label(10 + SAMPLE, y + 18, words, weight),
            label(10, y + 37, way.runs(rate), "cafe-ex-text"),
            label(NARROW - 10, y + 37, _figures(name, rate, best)[0], weight, "end"),
        ]
    return group(*parts), top + 12 + (NARROW_ROW + 4) * len(WAYS)


def _looks(way, is_best):
    """The letters and the box of a way's row, and its name there."""
    words = f"{way.letter}  {way.name}"
    if is_best:
        return "cafe-ex-name", "cafe-ex-chosen", f"▸ {words}"
    return "cafe-ex-text", "cafe-ex-cell", words


@cache
def _points(name):
    """(rate, US dollars) of a curve, as far as it goes."""
    rates = dict.fromkeys(round(10 ** (n / 48)) for n in range(48 * 4 + 1))
    paid = [(rate, WAYS[name].month(rate)) for rate in rates]
    return [(rate, usd) for rate, usd in paid if usd is not None]


def _curve(chart, name, is_best):
    """A way's line, thick where it is the cheapest now."""
    return _line(chart.line(_points(name)), name, is_best)


def _sample(x, y, name, is_best):
    """A piece of a way's line, beside its name."""
    return _line(f"M{x} {y}h{SAMPLE - 8}", name, is_best)


def _line(way, name, is_best):
    family, dashes = LOOKS[name]
    best = " cafe-ex-line-best" if is_best else ""
    look = f"cafe-ex-line {family}{best}"
    return tag("path", d=way, stroke_dasharray=dashes, class_=look)


def _name(chart, name, is_best, is_narrow):
    """A way's letter and name beside its line; where it is narrow, the letter."""
    rate, beside = LETTERS[name]
    y = chart.y(WAYS[name].month(rate)) + beside
    look = "cafe-ex-name" if is_best else "cafe-ex-text"
    words = WAYS[name].letter
    if not is_narrow:
        words += f"  {WAYS[name].name}"
    return label(chart.x(rate), round(y, 1), words, f"{look} cafe-ex-halo")


def _mark(chart, one, other, spans, is_narrow):
    """Where the one curve falls below the other: a ring each time, and in words the
    first. On a narrow page the words are in the list alone."""
    (first, _), *_ = spans
    places = [(chart.x(at), chart.y(WAYS[other].month(at))) for at, _ in spans]
    look = "cafe-ex-curve cafe-ex-ring"
    rings = [
        disc(round(x, 1), round(y, 1), 3.5 if number else 5, look)
        for number, (x, y) in enumerate(places)
    ]
    if is_narrow:
        return group(*rings)
    (x, y), (right, down) = places[0], MARKS[one, other]
    time = "first at " if len(spans) > 1 else ""
    words = f"{WAYS[one].letter} below {WAYS[other].letter}: {time}{first:,}"
    to_words = f"M{x:.1f} {y:.1f}L{x + right:.1f} {y + down - 12:.1f}"
    return group(
        path(to_words, "cafe-ex-cross-line") if down > 30 else None,
        *rings,
        label(
            round(x + right, 1),
            round(y + down, 1),
            words,
            "cafe-ex-note cafe-ex-halo",
            "end",
        ),
    )
