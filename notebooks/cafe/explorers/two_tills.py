"""Two tills and one file, step by step: which mixtures of their steps lose an order?

The file is a real one, in a folder of its own. Each press reads or writes it, and what
the picture shows is what lies on the disk.
"""

from dataclasses import dataclass, field
from itertools import permutations

from ..aws.machine import temporary_folder
from .kit.panel import Button, Explorer
from .kit.svg import NARROW, arrow, box, glided, group, label, touchable, width_of
from .kit.words import listed

STEPS = {"read": "Read the file", "add": "Add my order", "write": "Write the file"}
HEADING, OLD = "order,product", ("1,Latte", "2,Flat white")
TILLS = {"A": "3,Cappuccino", "B": "4,Americano"}
#: Each way to mix the six steps, by the till whose turn it is: "AAABBB" and so on.
WAYS = sorted({"".join(way) for way in permutations("AAABBB")})

WIDTH, CARD, TALL, ROW = 860, 250, 348, 26
FILE_Y = 66
#: where the file and the tills stand, wide and narrow
PLACES = {"file": ((WIDTH - CARD) / 2, 0), "A": (1, 0), "B": (WIDTH - CARD - 1, 0)}
BELOW = {"A": (1, 0), "file": (1, TALL + 12), "B": (1, 2 * (TALL + 12))}
STEP_Y, STEP_GAP, STEP_TALL = 82, 42, 34
SHEET_Y = 236
WAYS_X, WAYS_Y, MARK = 110, TALL + 26, 37.5
NARROW_WAYS_Y, NARROW_MARK = 3 * (TALL + 12) + 30, 26.4


def two_tills():
    """Two tills whose steps one presses, and the file that both write."""
    return TwoTills()


# --- what happens, on a real file ----------------------------------------------------


@dataclass
class Till:
    """A till with one order, and how many of its steps it has done."""

    name: str
    order: str
    memory: list[str] = field(default_factory=list)
    done: int = 0


class Morning:
    """Two tills and the file between them, which begins with two orders."""

    def __init__(self, file):
        self.file, self.way = file, ""
        self.tills = {name: Till(name, order) for name, order in TILLS.items()}
        self.written: list[str] = []  # the tills' orders, as they reached the file
        self.lost: dict[str, str] = {}  # an order that is gone: who overwrote it
        self._save(OLD)

    def lines(self):
        """The orders that are in the file now."""
        return self.file.read_text(encoding="utf-8").splitlines()[1:]

    def step(self, name):
        """The next step of a till."""
        till = self.tills[name]
        getattr(self, f"_{list(STEPS)[till.done]}")(till)
        till.done += 1
        self.way += name

    def is_over(self):
        return self.way in WAYS

    def _read(self, till):
        till.memory = self.lines()

    def _add(self, till):
        till.memory = [*till.memory, till.order]

    def _write(self, till):
        before = self.lines()
        self._save(till.memory)
        self.written.append(till.order)
        now = self.lines()
        self.lost |= {line: till.name for line in before if line not in now}

    def _save(self, lines):
        text = "\n".join([HEADING, *lines, ""])
        self.file.write_text(text, encoding="utf-8")


# --- what one sees -------------------------------------------------------------------


class TwoTills(Explorer):
    """Six steps to press in any order, and the ways that were tried so far."""

    heading = "Two tills, one file. Press their steps, in any order."

    def __init__(self):
        self._file = temporary_folder(self) / "till.csv"
        self.morning = Morning(self._file)
        self.tried = {}  # for each way that was played to its end: what was lost

    def controls(self):
        steps = [
            Button(f"{step} {name}", f"Till {name}: {words}", within=True)
            for name in TILLS
            for step, words in STEPS.items()
        ]
        again = Button("again", "Begin again")
        return [steps, [again, Button("all", f"Try all {len(WAYS)} ways")]]

    def change(self, name, value):
        if name == "again":
            self.morning = Morning(self._file)
            return "Two orders are in the file, and each till has one more to add."
        if name == "all":
            return self._try_all()
        return self._press(*name.split())

    def _press(self, step, name):
        till, number = self.morning.tills[name], list(STEPS).index(step)
        if number < till.done:
            return f"Till {name} has done this already: {STEPS[step]}."
        if number > till.done:
            due = list(STEPS.values())[till.done]
            return f"Till {name} can't do this yet. First comes: {due}."
        self.morning.step(name)
        self._note()
        return self._what_happened(step, till)

    def _try_all(self):
        for way in WAYS:
            self.morning = Morning(self._file)
            for name in way:
                self.morning.step(name)
            self._note()
        return self._conclusion()

    def _note(self):
        if self.morning.is_over():
            self.tried[self.morning.way] = dict(self.morning.lost)

    # --- in words --------------------------------------------------------------

    def _what_happened(self, step, till):
        if self.morning.is_over():
            return self._verdict()
        if step == "read":
            return f"Till {till.name} has read {_orders(till.memory)}."
        if step == "add":
            return (
                f"Till {till.name} has added order {_number(till.order)} to what it "
                "remembers. The file does not know of it yet."
            )
        return f"Till {till.name} has written. The file has {self._in_the_file()}."

    def _verdict(self):
        for order, by in self.morning.lost.items():
            other = _other(by)
            return (
                f"Order {_number(order)} is gone, and nothing complained: till {by} "
                f"overwrote till {other}. It wrote what it had read before till "
                f"{other}'s order was there."
            )
        first, last = self.morning.way[0], self.morning.way[-1]
        return (
            f"Both orders are kept: till {last} read the file only after till "
            f"{first} had written it."
        )

    def _conclusion(self):
        kept = sum(not lost for lost in self.tried.values())
        return (
            f"Of {len(WAYS)} ways, {kept} keep both orders: those in which one till "
            "has written before the other one reads."
        )

    def _in_the_file(self):
        return _orders(self.morning.lines())

    def _tried_words(self):
        kept = sum(not lost for lost in self.tried.values())
        return (
            f"Ways tried: {len(self.tried)} of {len(WAYS)}; both orders kept in "
            f"{kept}, one lost in {len(self.tried) - kept}."
        )

    def _text(self):
        lines = [f"In the file: {self._in_the_file()}."]
        for till in self.morning.tills.values():
            done = list(STEPS.values())[: till.done]
            memory = _orders(till.memory) if till.memory else "nothing yet"
            lines.append(
                f"Till {till.name} has order {till.order.replace(',', ', ')}. Done: "
                f"{', '.join(done) or 'nothing'}. It remembers: {memory}."
            )
        if self.morning.is_over():
            lines.append(self._verdict())
        lines.append(self._tried_words())
        if len(self.tried) == len(WAYS):
            lines.append(self._conclusion())
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        tills = self.morning.tills.values()
        at = BELOW if self.narrow else PLACES
        drawing = [
            *(_arrows(till) for till in tills if not self.narrow),
            self._paper(*at["file"]),
            *(_desk(till, *at[till.name]) for till in tills),
            *(_memory(till, at) for till in tills),
            *(self._order(till, at) for till in tills),
        ]
        if self.narrow:
            drawing.append(self._narrow_ways())
            width, height = NARROW, NARROW_WAYS_Y + 114
        else:
            drawing.append(self._ways())
            width, height = WIDTH, WAYS_Y + 58
        return self.framed(width, height, text, *drawing)

    def _paper(self, x, y):
        """The file, with the orders that it began with, and what one can say of it."""
        count = len(self.morning.lines())
        said = [(f"{count} orders", "cafe-ex-figure"), ("in the file", "cafe-ex-note")]
        if self.morning.is_over():
            said = [("● Both are kept", "cafe-ex-figure cafe-ex-well")]
        for order, by in self.morning.lost.items():
            said = [
                (f"✕ Order {_number(order)} is lost", "cafe-ex-figure cafe-ex-ill"),
                (f"Till {by} overwrote till {_other(by)}.", "cafe-ex-text"),
            ]
        return group(
            box(x, y + 1, CARD, TALL - 2, "cafe-ex-card", 10),
            label(x + 16, y + 28, "till.csv", "cafe-ex-name"),
            label(x + 16, y + 47, "the file on the shared drive", "cafe-ex-note"),
            label(x + 26, y + FILE_Y + 17, HEADING, "cafe-ex-code cafe-ex-note"),
            *(
                _line(x + 16, y + FILE_Y + ROW * row, order, "cafe-ex-kept-line")
                for row, order in enumerate(OLD, 1)
            ),
            *(
                label(x + CARD / 2, y + 268 + 26 * row, words, look, "middle")
                for row, (words, look) in enumerate(said)
            ),
        )

    def _order(self, till, at):
        """A till's order in the file: it glides there, and is struck out when lost."""
        order, is_there = till.order, till.order in self.morning.written
        lost = order in self.morning.lost
        if is_there:
            row = 1 + len(OLD) + self.morning.written.index(order)
            (left, top), y = at["file"], FILE_Y + ROW * row
        else:
            (left, top), y = at[till.name], SHEET_Y + ROW * max(0, len(till.memory) - 1)
        wide = width_of(order, 13) + 8
        return glided(
            left + 16,
            top + y,
            _line(0, 0, order, "cafe-ex-down" if lost else "cafe-ex-kept-line"),
            box(7, ROW / 2 - 2, wide if lost else 0, 2, "cafe-ex-strike", 1),
            label(CARD - 42, 17, "✕ lost", "cafe-ex-ill cafe-ex-small", "end")
            if lost
            else None,
            opacity=1 if is_there else 0,
        )

    def _ways(self):
        """A mark for each way to mix the steps, once it was tried."""
        return group(
            label(0, WAYS_Y + 19, "Ways tried", "cafe-ex-name"),
            *(self._way(*each) for each in enumerate(WAYS)),
            label(
                WAYS_X,
                WAYS_Y + 48,
                f"{len(self.tried)} of {len(WAYS)} ways to mix the six steps.  "
                "●  both orders kept   ✕  one lost",
                "cafe-ex-note",
            ),
        )

    def _narrow_ways(self):
        """The same in two rows."""
        y, half = NARROW_WAYS_Y, len(WAYS) // 2
        return group(
            label(0, y, "Ways tried", "cafe-ex-name"),
            *(
                self._mark(
                    (number % half * NARROW_MARK, y + 12 + number // half * 30, 22, 26),
                    way,
                )
                for number, way in enumerate(WAYS)
            ),
            label(0, y + 90, f"{len(self.tried)} of {len(WAYS)}", "cafe-ex-note"),
            label(0, y + 108, "●  both orders kept   ✕  one lost", "cafe-ex-note"),
        )

    def _way(self, number, way):
        return self._mark((WAYS_X + MARK * number, WAYS_Y, MARK - 5, 28), way)

    def _mark(self, place, way):
        if way not in self.tried:
            return box(*place, "cafe-ex-cell", 4)
        lost = self.tried[way]
        sign, look = ("✕", "cafe-ex-ill") if lost else ("●", "cafe-ex-well")
        middle = place[0] + place[2] / 2
        return group(
            box(*place, "cafe-ex-down" if lost else "cafe-ex-up", 4),
            label(middle, place[1] + 19, sign, f"{look} cafe-ex-small", "middle"),
        )


def _desk(till, x, y):
    """A till: its order, and its three steps to press."""
    steps = enumerate(STEPS)
    return group(
        box(x, y + 1, CARD, TALL - 2, "cafe-ex-zone", 10),
        label(x + 16, y + 28, f"Till {till.name}", "cafe-ex-name"),
        label(x + 16, y + 58, "its order:", "cafe-ex-note"),
        label(x + 84, y + 58, till.order, "cafe-ex-code"),
        *(_step(x + 16, y + STEP_Y + STEP_GAP * n, till, n, step) for n, step in steps),
        label(x + 16, y + SHEET_Y - 10, "what it remembers:", "cafe-ex-note"),
        None if till.memory else label(x + 16, y + SHEET_Y + 18, "nothing yet"),
    )


def _step(x, y, till, number, step):
    is_done, is_next = number < till.done, number == till.done
    look = "cafe-ex-chosen" if is_next else "cafe-ex-cell"
    sign = "✓" if is_done else number + 1
    weight = "cafe-ex-name" if is_next else "cafe-ex-note"
    return touchable(
        f"{step} {till.name}",
        f"Till {till.name}: {STEPS[step]}",
        box(x, y, CARD - 32, STEP_TALL, look),
        label(x + 18, y + 22, sign, weight, "middle"),
        label(x + 36, y + 22, STEPS[step], weight),
        pressed=is_done,
    )


def _memory(till, at):
    """The lines that a till remembers; they come gliding out of the file."""
    has_read = bool(till.memory)
    x, y = at[till.name if has_read else "file"]
    lines = till.memory or OLD
    return glided(
        x + 16,
        y + (SHEET_Y if has_read else FILE_Y + ROW),
        *(_line(0, ROW * row, line, "cafe-ex-cell") for row, line in enumerate(lines)),
        opacity=1 if has_read else 0,
    )


def _line(x, y, words, look):
    """A line of the file, or of what a till remembers of it."""
    return group(
        box(x, y, CARD - 32, ROW - 4, look, 4),
        label(x + 10, y + 16, words, "cafe-ex-code"),
    )


def _arrows(till):
    """Out of the file when the till has read, into it when it has written."""
    left = PLACES["file"][0]
    edges = {"A": (left - 6, CARD + 8), "B": (left + CARD + 6, WIDTH - CARD - 8)}
    file, desk = edges[till.name]
    ways = {"read": (file, desk), "write": (desk, file)}
    parts = []
    for number, step in enumerate(STEPS):
        if step not in ways:
            continue
        y = STEP_Y + STEP_GAP * number + STEP_TALL / 2
        start, end = ways[step]
        faint = "" if number < till.done else " cafe-ex-broken"
        parts.append(arrow(f"M{start:g} {y:g}H{end:g}", faint))
    return group(*parts)


def _orders(lines):
    """The numbers of some orders, in words."""
    return f"order{'s' * (len(lines) > 1)} {listed(map(_number, lines))}"


def _number(line):
    return line.split(",")[0]


def _other(name):
    return "B" if name == "A" else "A"
