"""The quorum explorer: an Aurora volume's six copies, and what it can still do.

Whether the volume reads and writes is its own answer (cafe/aws/storage/volume.py); the
picture shows why.
"""

from .kit.panel import Explorer, Picture, Toggle, kept_up
from .kit.svg import box, cylinder, group, label, patterned, picture

ZONE, GUTTER, EDGE, HEIGHT = 262, 20, 16, 132
SLOT, GAUGES, GAUGE = 44, 168, 46


def quorum(volume):
    """The copies of a cluster volume: `quorum(rds.volume("loyalty"))`.

    It is drawn anew after each cell, because a cell may cut a zone.
    """
    return kept_up(QuorumExplorer(volume), volume)


class QuorumExplorer(Explorer):
    """Six copies in three zones, each of which can be lost and brought back."""

    heading = "Six copies: can it read, can it write?"
    aligned = True

    def __init__(self, volume):
        self.volume, self.account = volume, volume.account
        self.zones = list(dict.fromkeys(copy.zone for copy in volume.copies))

    def controls(self):
        up = self.account.is_zone_up
        return [
            [Toggle(zone, f"{zone} is up", up(zone)) for zone in self.zones],
            [
                Toggle(f"copy {copy.number}", f"copy {copy.number}", not copy.lost)
                for copy in self.volume.copies
            ],
        ]

    def change(self, name, value):
        if name in self.zones:
            act = self.account.restore_zone if value else self.account.fail_zone
            act(name)
            done = f"{name} is {'back' if value else 'cut'}"
        else:
            act = self.volume.restore if value else self.volume.lose
            act(int(name.removeprefix("copy ")))
            done = f"{name.capitalize()} is {'back' if value else 'lost'}"
        return f"{done}. {self._answering()} {self._can()}"

    # --- in words --------------------------------------------------------------

    def _answering(self):
        return f"{len(self.volume.available())} of {self.volume.COPIES} copies answer."

    def _can(self):
        reads, writes = self.volume.can_read(), self.volume.can_write()
        if reads and writes:
            return "It can read and write."
        return "It can read, not write." if reads else "It can neither read nor write."

    def _verdicts(self):
        """(what, whether it can, how many it needs, why) for writing and reading."""
        volume, count = self.volume, len(self.volume.available())
        for what, can, needs in (
            ("write", volume.can_write(), volume.WRITE_QUORUM),
            ("read", volume.can_read(), volume.READ_QUORUM),
        ):
            full = not can and count >= needs
            why = "the volume is full" if full else f"{count} answer, {needs} needed"
            yield what, can, needs, why

    def _state(self, copy):
        if copy.lost:
            return "lost"
        return "answers" if self.account.is_zone_up(copy.zone) else "cut off"

    def _text(self):
        lines = [self._answering()]
        for what, can, _, why in self._verdicts():
            lines.append(f"It {'can' if can else 'cannot'} {what}: {why}.")
        for zone in self.zones:
            state = "up" if self.account.is_zone_up(zone) else "cut"
            copies = ", ".join(
                f"copy {copy.number} {self._state(copy)}" for copy in self._in(zone)
            )
            lines.append(f"{zone} is {state}: {copies}.")
        return lines

    def _in(self, zone):
        return [copy for copy in self.volume.copies if copy.zone == zone]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        width = 3 * ZONE + 2 * GUTTER + 2 * EDGE
        drawing = [self._zone(number, zone) for number, zone in enumerate(self.zones)]
        for row, verdict in enumerate(self._verdicts()):
            drawing.append(self._gauge(GAUGES + row * GAUGE, *verdict))
        text = self._text()
        height = GAUGES + 2 * GAUGE
        return Picture(
            picture(width, height, self.heading, " ".join(text), *drawing), text
        )

    def _zone(self, number, zone):
        x, up = EDGE + number * (ZONE + GUTTER), self.account.is_zone_up(zone)
        state = "up" if up else "cut"
        words, health = ("● up", "well") if up else ("✕ cut", "ill")
        return group(
            box(x, 4, ZONE, HEIGHT, f"cafe-ex-zone cafe-ex-zone-{state}", 10),
            None if up else patterned(x, 4, ZONE, HEIGHT, "cross", 10),
            label(x + 12, 29, zone, "cafe-ex-name"),
            label(x + ZONE - 12, 29, words, f"cafe-ex-{health}", "end"),
            *(
                self._copy(copy, x + 12 + place * (ZONE - 12) / 2)
                for place, copy in enumerate(self._in(zone))
            ),
        )

    def _copy(self, copy, x):
        state = self._state(copy)
        works = state == "answers"
        sign, health = ("●", "well") if works else ("✕", "ill")
        return group(
            box(x, 46, 113, 76, f"cafe-ex-card cafe-ex-card-{health}", 8),
            cylinder(x + 9, 62, 24, 42, "full" if works else "open"),
            label(x + 42, 79, f"copy {copy.number}", "cafe-ex-name"),
            label(x + 42, 99, f"{sign} {state}", f"cafe-ex-small cafe-ex-{health}"),
        )

    def _gauge(self, y, what, can, needs, why):
        """Six places, filled for each copy that answers, and how many must be."""
        count, start = len(self.volume.available()), EDGE + 70
        slots = [
            box(
                start + place * SLOT,
                y,
                SLOT - 6,
                24,
                f"cafe-ex-slot cafe-ex-{'full' if place < count else 'open'}",
                4,
            )
            for place in range(self.volume.COPIES)
        ]
        verdict = f"{'✓ can' if can else '✕ cannot'} {what}: {why}"
        return group(
            label(EDGE, y + 17, what.capitalize(), "cafe-ex-name"),
            box(start - 5, y - 5, needs * SLOT + 4, 34, "cafe-ex-needed", 7),
            *slots,
            label(
                start + self.volume.COPIES * SLOT + 16,
                y + 17,
                verdict,
                f"cafe-ex-{'well' if can else 'ill'}",
            ),
        )
