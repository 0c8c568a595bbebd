"""The failover timeline: what a client sees, second by second, in several cases."""

from dataclasses import dataclass
from itertools import groupby

from .kit.panel import Explorer, Picture, Slider
from .kit.svg import box, group, label, patterned, picture, shortened, tag, width_of

LEFT, LENGTH, ROW, BAR, TOP = 16, 824, 104, 30, 14
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
MOST_TICKS = 10


def failover_timeline(seen, lost=None):
    """A row of marks for each case, over one axis of seconds.

    `seen` maps the name of a case to what its client saw: a list of (second, "ok")
    or (second, error message), in order. `lost` maps a case to how many orders had
    been acknowledged and were gone afterwards.
    """
    for name, marks in seen.items():
        if not marks:
            raise ValueError(f"{name!r} has no marks. Give (second, 'ok' or error).")
    return FailoverTimeline(
        [
            Case(
                name,
                [(int(second), str(what)) for second, what in marks],
                (lost or {}).get(name),
            )
            for name, marks in seen.items()
        ]
    )


@dataclass(frozen=True)
class Case:
    """What one client saw."""

    name: str
    marks: list[tuple[int, str]]
    lost: int | None

    def outages(self):
        """(first second without an answer, second of the next answer or None)."""
        runs = [
            (worked, next(run)[0])
            for worked, run in groupby(self.marks, lambda mark: mark[1] == "ok")
        ]
        ends = [start for _, start in runs[1:]] + [None]
        return [(start, end) for (worked, start), end in zip(runs, ends) if not worked]

    def errors(self):
        """Each message that the client got, and how often."""
        counts = {}
        for _, what in self.marks:
            if what != "ok":
                counts[what] = counts.get(what, 0) + 1
        return counts

    def at(self, second):
        """What the client had last seen at a second, or None before the first mark."""
        return next((w for s, w in reversed(self.marks) if s <= second), None)

    def verdict(self):
        """The outages and the losses in words."""
        parts = [self._down(start, end) for start, end in self.outages()]
        parts = parts or ["always answered"]
        parts.append(_count(sum(self.errors().values()), "order") + " failed")
        if self.lost is not None:
            parts.append(_count(self.lost, "acknowledged order") + " lost")
        return "; ".join(parts)

    def _down(self, start, end):
        if end is None:
            return f"no answer from second {start} to the end"
        return f"no answer for {end - start} s, from second {start} to {end}"


def _count(number, what):
    return f"no {what}" if number == 0 else f"{number:,} {what}{'s' * (number > 1)}"


class FailoverTimeline(Explorer):
    """The cases under each other, and one second looked at closely."""

    heading = "What the client sees, second by second"

    def __init__(self, cases):
        self.cases = cases
        seconds = [second for case in cases for second, _ in case.marks]
        self.first, self.last = min(seconds), max(seconds)
        outages = [start for case in cases for start, _ in case.outages()]
        self.second = min(outages, default=self.first)

    def controls(self):
        return [
            [
                Slider(
                    "second",
                    "Look at second",
                    self.second,
                    self.first,
                    self.last,
                    f"second {self.second}",
                )
            ]
        ]

    def change(self, name, value):
        self.second = value
        return self._now()

    def _now(self):
        sights = "; ".join(f"{case.name}, {self._sight(case)}" for case in self.cases)
        return f"Second {self.second}: {sights}."

    def _sight(self, case):
        what = case.at(self.second)
        return {None: "nothing yet", "ok": "answered"}.get(what, "failed")

    def _text(self):
        lines = [f"{case.name}: {case.verdict()}." for case in self.cases]
        for case in self.cases:
            for message, times in case.errors().items():
                often = "once" if times == 1 else f"{times} times"
                lines.append(f"{case.name}, {often}: {message}")
        return [*lines, self._now()]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        below = TOP + ROW * len(self.cases)
        width, height = LENGTH + 2 * LEFT, below + 40
        drawing = [
            *(self._row(case, TOP + ROW * n) for n, case in enumerate(self.cases)),
            self._axis(below),
            tag(
                "circle",
                cx=self._x(self.second),
                cy=below + 4,
                r=5,
                class_="cafe-ex-tie-end",
            ),
        ]
        text = self._text()
        return Picture(
            picture(width, height, self.heading, " ".join(text), *drawing), text
        )

    def _x(self, second):
        span = max(self.last + 1 - self.first, 1)
        return LEFT + LENGTH * (second - self.first) / span

    def _row(self, case, y):
        """One case: its name and verdict, its bar, and what the client was told."""
        end = case.marks[-1][0] + 1
        start = self._x(case.marks[0][0])
        bars = [box(start, y + 32, self._x(end) - start, BAR, "cafe-ex-up", 4)]
        for down, up in case.outages():
            left = self._x(down)
            place = (left, y + 32, self._x(end if up is None else up) - left, BAR)
            bars += [box(*place, "cafe-ex-down", 4), patterned(*place, "cross", 4)]
        told, room = " · ".join(case.errors()), LENGTH - width_of(case.name, 15) - 12
        return group(
            tag(
                "text",
                tag("tspan", case.name, class_="cafe-ex-name"),
                tag(
                    "tspan",
                    shortened(case.verdict(), room, 12),
                    dx=12,
                    class_="cafe-ex-note",
                ),
                x=LEFT,
                y=y + 18,
            ),
            *bars,
            self._marks(case, y + 32 + BAR / 2),
            tag(
                "path",
                d=f"M{self._x(self.second):g} {y + 26}v{BAR + 12}",
                class_="cafe-ex-cursor",
            ),
            label(LEFT, y + 80, shortened(f"told: {told}", LENGTH, 12), "cafe-ex-note")
            if told
            else None,
        )

    def _marks(self, case, y):
        """A stroke for each answer and a cross for each failure, if there is room."""
        room = LENGTH / max(self.last + 1 - self.first, 1)
        if room < 5:
            return None
        half = min(room / 2 - 1, 5)
        paths = {True: "", False: ""}
        for second, what in case.marks:
            x = self._x(second) + room / 2
            paths[what == "ok"] += (
                f"M{x:g} {y - 6:g}v12"
                if what == "ok"
                else f"M{x - half:g} {y - half:g}l{2 * half:g} {2 * half:g}"
                f"m0 {-2 * half:g}l{-2 * half:g} {2 * half:g}"
            )
        return group(
            tag("path", d=paths[True], class_="cafe-ex-answered"),
            tag("path", d=paths[False], class_="cafe-ex-failed"),
        )

    def _axis(self, y):
        span = self.last + 1 - self.first
        step = next((s for s in STEPS if span / s <= MOST_TICKS), STEPS[-1])
        first = -(-self.first // step) * step
        parts = [tag("path", d=f"M{LEFT} {y + 4}h{LENGTH}", class_="cafe-ex-axis")]
        for second in range(first, self.last + 1, step):
            x = self._x(second)
            parts += [
                tag("path", d=f"M{x:g} {y + 4}v5", class_="cafe-ex-axis"),
                label(
                    x,
                    y + 24,
                    f"{second} s",
                    "cafe-ex-note",
                    "start" if second == self.first else "middle",
                ),
            ]
        return group(*parts)
