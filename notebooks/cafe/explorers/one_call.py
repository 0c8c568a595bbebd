"""One call, and the two questions by which AWS decides it.

The statements, the calls and what becomes of them are those of policy_gate.py: each is
made in a small AWS, and the words of a refusal are the service's.
"""

from .kit.panel import Choice, Explorer, Toggle
from .kit.svg import NARROW, arrow, box, group, label, lines, option
from .policy_gate import (
    HALF,
    NARROW_STEP,
    ROW,
    SWITCHES,
    WIDTH,
    cell_of,
    narrow_switch_row,
    switch_row,
    tried,
)

SHOWN = [each for each in SWITCHES if each.name in ("few", "all", "no delete")]
#: What the report calls, as in the grid of policy_gate.
CALLS = {
    "get_item": "GetItem, the own order",
    "scan": "Scan, all orders",
    "delete_item": "DeleteItem, the own order",
}
QUESTIONS = "1  Does a Deny fit?", "2  Does an Allow fit?"
#: {how it was decided: the answers to both questions, and what that means}
ANSWERS = {
    "deny": ("yes", "not asked", "A deny fits, so no allow is looked for"),
    "allow": ("no", "yes", "No deny fits, and an allow does"),
    "no allow": ("no", "no", "No deny fits, and no allow either"),
}
#: How a box looks, by what is told in it.
LOOKS = {
    "yes": "cafe-ex-chosen",
    "no": "cafe-ex-card",
    "not asked": "cafe-ex-card cafe-ex-dashed",
    True: "cafe-ex-served",
    False: "cafe-ex-card cafe-ex-card-ill",
}
KEY_GAP = 6
BOX, GAP, TALL = 260, 33, 112
NARROW_GAP, AROUND = 24, 26
WELL, ILL = "cafe-ex-well", "cafe-ex-ill"


def one_call():
    """How one call is decided: `one_call()`."""
    return OneCall()


class OneCall(Explorer):
    """Three statements to switch, three calls, and the way to the answer."""

    heading = "How AWS decides one call of the report"

    def __init__(self):
        self.on, self.call = frozenset(["all", "no delete"]), "delete_item"
        self.status = self.now()

    def controls(self):
        toggles = [
            Toggle(each.name, each.words, each.name in self.on, within=True)
            for each in SHOWN
        ]
        calls = {call: call for call in CALLS}
        return [[*toggles, Choice("call", "Call", self.call, calls, within=True)]]

    def change(self, name, value):
        if name == "call":
            self.call = value
        else:
            self.on = self.on | {name} if value else self.on - {name}
        return self.now()

    def _outcome(self):
        return tried(self.on)[cell_of("report", CALLS[self.call])]

    # --- in words --------------------------------------------------------------

    def now(self):
        outcome = self._outcome()
        end = "passes" if outcome.passes else "is refused"
        return f"{ANSWERS[outcome.kind][-1]}: {self.call} {end}."

    def _why(self):
        """Which statement lets it pass, or the end of AWS's message."""
        outcome = self._outcome()
        parts = dict(outcome.parts())
        return outcome.statement if outcome.passes else parts["why"]

    def _text(self):
        on = [each.words for each in SHOWN if each.name in self.on]
        answers = ANSWERS[self._outcome().kind]
        return [
            f"Switched on: {'; '.join(on) or 'nothing'}.",
            f"The report calls {self.call}.",
            *(f"{asked} {told}." for asked, told in zip(QUESTIONS, answers)),
            f"The answer: {self._why()}.",
            self.now(),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        y, switches = self._switches()
        keys = self._keys(y + 18) if self.narrow else self._keys(18)
        y += 76 if self.narrow else 24
        drawn = [*switches, *keys, *self._way(y)]
        x, y, wide, tall = self._place(2, y)
        end = y + tall + (2 if self.narrow else AROUND)
        return self.framed(x + wide + 1, end, text, *drawn)

    def _switches(self):
        """Where the statements end, and their rows."""
        row, step = (
            (narrow_switch_row, NARROW_STEP) if self.narrow else (switch_row, ROW)
        )
        decides = self._outcome().statement
        rows = [
            row(1, 32 + step * n, each, each.name in self.on, decides == each.words)
            for n, each in enumerate(SHOWN)
        ]
        head = label(1, 18, "The policy of the report", "cafe-ex-note")
        return 32 + step * len(SHOWN), [head, *rows]

    def _keys(self, y):
        """The calls, to choose one."""
        left, room = (1, NARROW - 2) if self.narrow else (WIDTH - HALF - 1, HALF)
        wide = (room - 2 * KEY_GAP) / len(CALLS)
        yield label(left, y, "What it calls", "cafe-ex-note")
        for number, call in enumerate(CALLS):
            x, look = left + (wide + KEY_GAP) * number, "cafe-ex-text cafe-ex-small"
            yield option(
                "call",
                call,
                (x, y + 14, wide, ROW - 8),
                label(x + wide / 2, y + 34, call, look, "middle"),
                value=call,
                chosen=call == self.call,
            )

    def _way(self, y):
        """The two questions, and the answer to which they lead."""
        outcome = self._outcome()
        yield from self._arrows(y, outcome.kind == "deny")
        for number, (asked, told) in enumerate(zip(QUESTIONS, ANSWERS[outcome.kind])):
            said = outcome.statement if told == "yes" else ""
            yield self._box(number, y, LOOKS[told], asked, told, said)
        told, sign = ("● passes", WELL) if outcome.passes else ("✕ refused", ILL)
        asked, why = f"The answer to {self.call}", self._why()
        said = "" if outcome.passes else why
        yield self._box(2, y, LOOKS[outcome.passes], asked, told, said, sign)

    def _box(self, number, y, look, asked, told, said, sign=""):
        """One of the three, in its place."""
        x, y, wide, tall = self._place(number, y)
        return group(
            box(x, y, wide, tall, look),
            label(x + 14, y + 24, asked, "cafe-ex-note"),
            label(x + 14, y + 48, told, f"cafe-ex-name {sign}".strip()),
            lines(x + 14, y + 69, [said], wide - 28, 17, "cafe-ex-note", 12)[0],
        )

    def _place(self, number, y):
        """x, y, width and height of a box."""
        if self.narrow:
            return 1, y + (TALL + NARROW_GAP) * number, NARROW - 2, TALL
        return 1 + (BOX + GAP) * number, y, BOX, TALL

    def _arrows(self, y, is_denied):
        """From box to box; on a wide page a deny leads past the second question."""
        ways = []
        for number in (0, 1):
            x, top, wide, tall = self._place(number, y)
            from_right = f"M{x + wide + 5} {top + tall // 2}h{GAP - 10}"
            below = f"M{x + wide // 2} {top + tall + 3}v{NARROW_GAP - 7}"
            ways.append(below if self.narrow else from_right)
        if is_denied and not self.narrow:
            first, last = BOX // 2, BOX // 2 + 2 * (BOX + GAP)
            ways = [f"M{first} {y + TALL + 4}v{AROUND - 8}H{last}v{12 - AROUND}"]
        return map(arrow, ways)
