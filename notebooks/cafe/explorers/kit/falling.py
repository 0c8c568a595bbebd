"""Reads as drops that fall: into a cache, or past it to the database.

Each page has a column. A drop that meets a copy rests on it, another goes on.
How full a slot is tells how much of its time to live a copy has left.
"""

from bisect import bisect_left
from dataclasses import dataclass

from .svg import NARROW, box, group, label, path, stack

TOP = 26  # where a drop is seen first
FALL = 12  # units that a drop falls from one picture to the next


@dataclass(frozen=True)
class Drop:
    """A read of a page that meets the cache at a moment. `fate`: "hit", "old" (a hit
    that gives an old copy), "miss" (it goes on), or "waits" until the moment `until`.
    `lean` is where in its column it falls, from 0 to 1."""

    moment: float
    column: int
    fate: str
    lean: float = 0.5
    until: float = 0


@dataclass(frozen=True)
class Page:
    """How wide the picture is, and between which sides the columns stand."""

    width: int
    left: int
    right: int

    def columns(self, count):
        return Columns(self, count)

    def at(self, share):
        """The x of a part of the way from the left side to the right one."""
        return self.left + (self.right - self.left) * share

    def beside(self, y, name, *notes):
        """What stands left of the columns: a name, and lines below it."""
        return group(
            label(0, y, name, "cafe-ex-name"),
            *stack(0, y + 17, 17, notes, "cafe-ex-note"),
        )

    def database(self, y, tall, words):
        """The database as the floor on which what went past the cache ends."""
        return group(
            box(self.left, y, self.right - self.left, tall, "cafe-ex-volume", 8),
            label(self.at(0.5), y + tall / 2 + 5, words, "cafe-ex-text", "middle"),
        )


WIDE = Page(860, 176, 850)
FOLDED = Page(NARROW, 56, NARROW - 8)


class Columns:
    """So many columns on a page."""

    def __init__(self, page, count):
        self.left, self.wide = page.left, (page.right - page.left) / count
        self.gap = min(4, self.wide / 4)

    def x(self, column, lean=0):
        return self.left + self.wide * (column + lean)

    def slots(self, y, tall, shares):
        """A path of parts of slots: `shares` are (column, how full from 0 to 1)."""
        wide = self.wide - self.gap
        return "".join(
            f"M{self.x(column) + self.gap / 2:.4g} {y + tall:g}v{-tall * share:.0f}"
            f"h{wide:.3g}"
            f"v{tall * share:.0f}z"
            for column, share in shares
        )

    def outlines(self, y, tall, columns):
        """The outlines of slots, as a path."""
        return self.slots(y, tall, [(column, 1) for column in columns])


class Rain:
    """Drops in the order of their moments; `step` is the time between two pictures."""

    def __init__(self, drops, columns, step):
        self.drops, self.columns, self.step = drops, columns, step
        self._moments = [drop.moment for drop in drops]

    def between(self, start, end):
        """The drops that meet the cache from one moment until before another."""
        first, last = (bisect_left(self._moments, moment) for moment in (start, end))
        return self.drops[first:last]

    def at(self, now, cache, floor, past=0):
        """All drops that are seen now. They meet the cache at the height `cache`, and
        those that go on come out `past` units below and end at `floor`."""
        speed = FALL / self.step
        coming = [
            (drop, cache - 6 - (drop.moment - now) * speed)
            for drop in self.between(now, now + (cache - TOP) / speed)
        ]
        rests, goes_on = [], []
        behind = (floor - cache - past) / speed
        for drop in self.between(now - max(behind, 2 * self.step), now):
            age = now - drop.moment
            y = cache + past + 6 + age * speed
            if drop.fate == "miss" and y < floor - 4:
                goes_on.append((drop, y))
            elif drop.fate in ("hit", "old") and age <= self.step:
                rests.append((drop, cache - 5))
        return group(
            self._drops(coming, ""),
            self._drops(goes_on, " cafe-ex-drops-miss"),
            self._drops(rests, " cafe-ex-drops-hit"),
            self._drops([r for r in rests if r[0].fate == "old"], " cafe-ex-drops-old"),
            self._waiting(now, cache),
        )

    def _waiting(self, now, cache):
        """Those that wait stand one above the other on their slot."""
        queues: dict = {}
        for drop in self.between(now - 10 * self.step, now):
            if drop.fate == "waits" and drop.until > now:
                queues.setdefault(drop.column, []).append(drop)
        placed = [
            (drop, cache - 5 - 8 * place)
            for queue in queues.values()
            for place, drop in enumerate(queue)
        ]
        return self._drops(placed, " cafe-ex-drops-wait")

    def _drops(self, placed, look):
        if not placed:
            return None
        columns = self.columns
        d = "".join(
            f"M{columns.x(r.column, 0.2 + 0.6 * r.lean):.0f} {y:.0f}h0"
            for r, y in placed
        )
        return path(d, f"cafe-ex-drops{look}")


def legend(y, entries, is_narrow=False):
    """What each drop means: (look, words, width), beside or below each other."""
    x, parts = 0, []
    for look, words, wide in entries:
        for part in look.split():
            drop = f"cafe-ex-drops cafe-ex-drops-{part}"
            parts.append(path(f"M{x + 4} {y - 4}h0", drop))
        parts.append(label(x + 14, y, words, "cafe-ex-note"))
        x, y = (0, y + 20) if is_narrow else (x + wide, y)
    return group(*parts)
