"""The frame of a chart: where a moment and an amount stand, and the axes."""

from .svg import NARROW, group, label, lines, option, path, wrapped

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


class Chart:
    """Time from 0 to `end` from left to right, amounts from 0 to `most` upwards."""

    def __init__(self, left, top, length, tall, end, most):
        self.left, self.top, self.length, self.tall = left, top, length, tall
        self.end, self.most = end, most

    @property
    def floor(self):
        return self.top + self.tall

    @property
    def right(self):
        return self.left + self.length

    def x(self, moment):
        return self.left + self.length * moment / self.end

    def y(self, amount):
        return self.floor - self.tall * amount / self.most

    def axes(self, ticks):
        """A line for each round amount, and words under the moments of `ticks`."""
        step = next((s for s in STEPS if self.most / s <= 5), STEPS[-1])
        amounts = range(0, int(self.most) + 1, step)
        return self.scale({amount: amount for amount in amounts}, ticks, 18)

    def scale(self, amounts, ticks, down):
        """A line for each of the amounts, {amount: words}, and words under moments."""
        parts = [path(f"M{self.left} {self.floor}h{self.length}", "cafe-ex-axis")]
        for amount, words in amounts.items():
            y = self.y(amount)
            parts += [
                path(f"M{self.left} {y:.1f}h{self.length}", "cafe-ex-grid"),
                label(self.left - 8, y + 4, words, "cafe-ex-note", "end"),
            ]
        return group(*parts, *self.moments(ticks, down))

    def moments(self, ticks, down):
        """Words `down` below the floor, {moment: words}; the last end at its moment."""
        first, *_, last = ticks
        for moment, words in ticks.items():
            anchor = {first: "start", last: "end"}.get(moment, "middle")
            place = self.x(moment), self.floor + down
            yield label(*place, words, "cafe-ex-note", anchor)

    def line(self, points):
        """The path through (moment, amount) points."""
        return "M" + "L".join(f"{self.x(m):.1f} {self.y(a):.1f}" for m, a in points)

    def area(self, points, floor=None):
        """The path around all between the points and a floor, points too, or 0."""
        first, last = points[0][0], points[-1][0]
        back = (floor or [(first, 0), (last, 0)])[::-1]
        return self.line(points) + "L" + self.line(back)[1:] + "z"


def figures_table(x, y, width, columns, rows, chosen, control, row=26):
    """A row of figures for each case, under the names of the columns. To press a row
    gives `control` its value.

    `columns` are (name, right edge); the first stands at the left. `rows` are
    {name: (value, [figures])}, `chosen` the value that is looked at.
    """
    heads = [
        label(x + right, y + 18, words, "cafe-ex-note", "end")
        for words, right in columns
    ]
    cases = []
    for number, (name, (value, figures)) in enumerate(rows.items(), 1):
        top, is_chosen = y + number * (row + 4), value == chosen
        weight = "cafe-ex-name" if is_chosen else "cafe-ex-text"
        cases.append(
            option(
                control,
                name,
                (x - 10, top, width, row),
                label(x, top + 18, "▸ " * is_chosen + name, weight),
                *(
                    label(x + right, top + 18, figure, weight, "end")
                    for figure, (_, right) in zip(figures, columns)
                ),
                value=value,
                chosen=is_chosen,
                plain="cafe-ex-cell",
                radius=5,
            )
        )
    return group(*heads, *cases)


def figures_list(y, columns, rows, chosen, control):
    """The same on a narrow page, each case with its figures below its name; and where
    it ends."""
    cases = []
    for name, (value, figures) in rows.items():
        is_chosen = value == chosen
        said = (f"{figure} {words}" for figure, (words, _) in zip(figures, columns))
        words = ", ".join(said)
        tall = 32 + 17 * len(wrapped(words, NARROW - 20, 12))
        cases.append(
            option(
                control,
                name,
                (1, y, NARROW - 2, tall),
                label(10, y + 19, "▸ " * is_chosen + name, "cafe-ex-name"),
                lines(10, y + 37, [words], NARROW - 20, 17, "cafe-ex-note", 12)[0],
                value=value,
                chosen=is_chosen,
                plain="cafe-ex-cell",
                radius=5,
            )
        )
        y += tall + 6
    return group(*cases), y
