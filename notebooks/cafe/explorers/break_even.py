"""Two ways to pay for one thing: what moves, what each costs, and where they meet.

break_even("A machine for a year", "it runs {}% of the year", 100, {
    "on demand": lambda share: share * 14.72, "reserved": lambda share: 1136})
"""

from .kit.charts import Chart
from .kit.panel import Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, group, handle, label, path, shortened

WIDTH, LEFT, LENGTH, TALL = 848, 56, 760, 190
ROW, BARS, NARROW_LEFT = 40, 190, 44
STEPS = 100  # of the slider, at most


def break_even(heading, said, most, ways):
    """Two ways to pay: `break_even(heading, "it runs {}% of the year", 100, ways)`.

    `said` is what moves, with its number in braces, from 0 to `most`; `ways` are two
    functions by their names, which give US dollars for that number.
    """
    if len(ways) != 2:
        raise ValueError(f"Two ways are compared; got {len(ways)}: {', '.join(ways)}.")
    return BreakEven(heading, said, most, ways)


class BreakEven(Explorer):
    """A bar for each way, their lines below, and a slider."""

    played = "amount"

    def __init__(self, heading, said, most, ways):
        self.heading, self.said, self.most, self.ways = heading, said, most, ways
        self.by = -(-most // STEPS)
        self.amount = round(most * 0.4 / self.by) * self.by
        # The most that is paid anywhere. A way that fails does so here, in the cell.
        self.highest = max(way(at) for way in ways.values() for at in (0, most))

    def controls(self):
        words = self._words(self.amount)
        slider = Slider("amount", "Move", self.amount, 0, self.most, words, self.by)
        return [[slider]]

    # --- the sums --------------------------------------------------------------

    def _paid(self):
        """{way: US dollars} of the present amount."""
        return {name: way(self.amount) for name, way in self.ways.items()}

    def meet(self):
        """Where both cost the same; None where one is always the cheaper."""
        one, other = self.ways.values()
        for amount in range(1, self.most + 1):
            before = one(amount - 1) - other(amount - 1)
            after = one(amount) - other(amount)
            if before * after <= 0 and before != after:
                return amount - 1 + before / (before - after)
        return None

    # --- in words --------------------------------------------------------------

    def _words(self, amount):
        return self.said.format(f"{amount:,}")

    def now(self):
        paid = self._paid()
        cheaper, dearer = sorted(paid, key=paid.get)
        words = self._words(self.amount)
        return (
            f"{words[0].upper()}{words[1:]}: {cheaper} is the cheaper way, "
            f"{paid[cheaper]:,.0f} US dollars against {paid[dearer]:,.0f}."
        )

    def _meeting(self):
        """Where they meet: told to who has found it."""
        at = self.meet()
        if at is None:
            return "One way is the cheaper all along."
        if not self._is_found():
            return "Where do both cost the same?"
        return f"Here both cost about the same: {self._words(round(at))}."

    def _is_found(self):
        at = self.meet()
        return at is not None and abs(self.amount - at) <= self.by / 2

    def _text(self):
        paid = self._paid()
        each = [f"{name}: {usd:,.0f} US dollars." for name, usd in paid.items()]
        return [self.now(), *each, self._meeting()]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        wide = NARROW if self.narrow else WIDTH
        top = (2 * (ROW + 18) if self.narrow else 2 * ROW) + 34
        chart = self._chart(top)
        ticks = {0: "0", self.most: f"{self.most:,}"}
        drawing = [
            *self._bars(),
            label(0, top - 14, "US dollars", "cafe-ex-note"),
            chart.axes(ticks),
            self._moved(chart),
        ]
        if not self.narrow:  # there is no room, and the words have it
            look = "cafe-ex-name" if self._is_found() else "cafe-ex-text"
            at = chart.right, chart.floor + 40
            drawing.append(label(*at, self._meeting(), look, "end"))
        end = chart.floor + (28 if self.narrow else 50)
        return self.framed(wide, end, text, *drawing, said=1)

    def _chart(self, top):
        left = NARROW_LEFT if self.narrow else LEFT
        length = NARROW - left - 8 if self.narrow else LENGTH
        return Chart(left, top, length, TALL, self.most, self.highest)

    def _bars(self):
        """What each way costs now; the cheaper one is full."""
        paid, most = self._paid(), self.highest
        cheaper = min(paid, key=paid.get)
        left, room = (0, NARROW - 70) if self.narrow else (BARS, WIDTH - BARS - 90)
        for number, (name, usd) in enumerate(paid.items()):
            y = number * (ROW + 18) + 18 if self.narrow else number * ROW
            is_best = name == cheaper
            look = "cafe-ex-name" if is_best else "cafe-ex-text"
            sign = "▸ " if is_best else ""
            at = (0, y - 4) if self.narrow else (0, y + 21)
            long = max(room * usd / most, 3)
            fill = "full" if is_best else "step"
            yield group(
                label(*at, sign + shortened(name, BARS - 20, 14), look),
                box(left, y + 4, long, 24, f"cafe-ex-slot cafe-ex-{fill}", 4),
                label(left + long + 10, y + 22, f"{usd:,.0f}", "cafe-ex-name"),
            )

    def _moved(self, chart):
        """The lines and their names, where they meet, and what is dragged."""
        paid, x = self._paid(), chart.x(self.amount)
        cheaper = min(paid, key=paid.get)
        lines = [
            _line(chart, way, self.most, self.by, name == cheaper)
            for name, way in sorted(self.ways.items(), key=lambda e: e[0] == cheaper)
        ]
        plate = chart.left, chart.top, chart.length, chart.tall + 10
        return dragged(
            "amount",
            chart.left,
            chart.right,
            box(*plate, "cafe-ex-plate", 0, fill_opacity=0),
            *lines,
            *self._names(chart, cheaper),
            path(f"M{x:.1f} {chart.top}v{chart.tall}", "cafe-ex-cursor"),
            self._ring(chart),
            handle(x, chart.floor),
        )

    def _names(self, chart, cheaper):
        """Beside the right end of each line: above the dearer, below the other."""
        low, high = sorted(self.ways, key=lambda name: self.ways[name](self.most))
        for name, beside in ((low, 18), (high, -8)):
            at = chart.right, chart.y(self.ways[name](self.most)) + beside
            look = "cafe-ex-name" if name == cheaper else "cafe-ex-text"
            yield label(*at, name, f"{look} cafe-ex-halo", "end")

    def _ring(self, chart):
        """Where the lines meet, for who has found it."""
        if not self._is_found():
            return None
        at, (one, *_) = self.meet(), self.ways.values()
        place = round(chart.x(at), 1), round(chart.y(one(at)), 1)
        return disc(*place, 9, "cafe-ex-curve cafe-ex-ring")


def _line(chart, way, most, by, is_best):
    """A way's line, thick where it is the cheaper one now."""
    look = "cafe-ex-line cafe-ex-line-graph" if is_best else "cafe-ex-line"
    points = [(at, way(at)) for at in range(0, most + 1, 4 * by)]
    return path(chart.line([*points, (most, way(most))]), look)
