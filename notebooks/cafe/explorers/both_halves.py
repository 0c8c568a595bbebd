"""One wish, granted by RDS and by DynamoDB: what each is sent, touches and says.

What happens comes from ../lessons/both_halves.py, where both services are asked.
"""

from ..lessons.both_halves import KEYS, WISHES, outcomes
from .kit.panel import Explorer, Slider
from .kit.svg import (
    NARROW,
    box,
    code_rows,
    flowed,
    group,
    label,
    lines,
    option,
    paragraph,
    shortened,
    stack,
    width_of,
    wrapped,
)
from .kit.words import counted

WIDTH, HALF, GAP = 864, 424, 16
CHOICES = {"Ask and change": (0, 1, 2, 3), "Store something odd": (4, 5, 6, 7, 8)}
CHOICE, CODE, SAID, ROW, ITEM = 36, 17, 108, 18, 33  # heights
CODE_LINES, ITEMS = 8, 11
HALVES = 132  # where they begin
MOST_SHOWN = 3  # of what is touched, on a narrow page
STORED = HALVES + 32 + CODE * CODE_LINES + 16 + SAID + 12
MARKS = {"new": "+", "changed": "✎", "read": "▸", "": ""}
LOOKS = {
    "new": "cafe-ex-new-line",
    "changed": "cafe-ex-new-line",
    "read": "cafe-ex-kept-line",
    "": "cafe-ex-plate",
}
LEGEND = "▸ read · ✎ changed · + new. Each wish finds the ten orders as they were."
COLUMNS = {  # {table: (x, y, {column: width})}, within the left half
    "users": (0, 0, {"user_id": 58, "name": 112}),
    "products": (198, 0, {"product_id": 28, "name": 134, "price": 44}),
    "orders": (
        0,
        5 * ROW + 12,
        {
            "order_number": 104,
            "user_id": 68,
            "product_id": 88,
            "quantity": 70,
            "notes": 60,
        },
    ),
}
SHORT = {("products", "product_id"): "id"}


def both_halves():
    """The ten orders in RDS and in DynamoDB, and one wish for both."""
    return BothHalves()


class BothHalves(Explorer):
    """Nine wishes to choose from."""

    heading = "One wish, both services. Press one, and compare."
    foreseen = ("wish",)

    def __init__(self):
        self.wish = 1

    def controls(self):
        words, most = self._wish().words, len(WISHES)
        return [[Slider("wish", "Wish", self.wish, 1, most, words, within=True)]]

    def change(self, name, value):
        self.wish = value
        return self._sentence()

    def _wish(self):
        return WISHES[self.wish - 1]

    def _outcomes(self):
        return dict(
            zip(("RDS for MySQL", "DynamoDB"), outcomes(self.wish - 1), strict=True)
        )

    # --- in words --------------------------------------------------------------

    def _sentence(self):
        said = (f"in {name} {_summary(it)}" for name, it in self._outcomes().items())
        return f"{self._wish().words.rstrip('?')}: {'; '.join(said)}."

    def _text(self):
        lines = [self._sentence()]
        for (name, it), means in zip(self._outcomes().items(), self._wish().means):
            lines.append(f"{name} is sent: {' '.join(' '.join(it.sent).split())}")
            said = it.refusal or it.answer
            lines += [f"{name} says: {said}"] if said else []
            lines.append(f"In {name}: {means}")
            for mark in ("read", "changed", "new"):
                places = [f"{table} {key}" for table, key in sorted(getattr(it, mark))]
                if places:
                    lines.append(f"{mark}: {', '.join(places)}.")
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        halves = zip(self._outcomes().items(), self._wish().means, strict=True)
        if self.narrow:
            keys, y = self._flowed_choices()
            drawing = [*keys]
            for (name, it), means in halves:
                half, y = _stacked_half(y + 18, name, it, means, self._wish().is_wrong)
                drawing.append(half)
            return self.framed(NARROW, y, text, *drawing)
        (tables, items) = self._outcomes().values()
        drawing = [
            *self._choices(),
            *(
                _half(number * (HALF + GAP), name, it, means, self._wish().is_wrong)
                for number, ((name, it), means) in enumerate(halves)
            ),
            *(_table(tables, name) for name in COLUMNS),
            *(_item(items, row) for row in range(ITEMS)),
            label(0, STORED + ITEM * ITEMS + 22, LEGEND, "cafe-ex-note"),
        ]
        height = STORED + ITEM * ITEMS + 30
        return self.framed(WIDTH, height, text, *drawing)

    def _choices(self):
        """The wishes, one to be pressed."""
        for line, (words, numbers) in enumerate(CHOICES.items()):
            y, wide = line * 66, (WIDTH + 8) / len(numbers)
            yield label(0, y + 14, words, "cafe-ex-note")
            for place, number in enumerate(numbers):
                x = place * wide
                yield self._choice(number, (x + 1, y + 22, wide - 10, CHOICE))

    def _choice(self, number, room):
        x, y, wide, tall = room
        is_chosen = number + 1 == self.wish
        return option(
            "wish",
            WISHES[number].words,
            room,
            label(
                x + wide / 2,
                y + tall / 2 + 5,
                WISHES[number].words,
                "cafe-ex-name cafe-ex-small" if is_chosen else "cafe-ex-text",
                "middle",
            ),
            value=number + 1,
            chosen=is_chosen,
            radius=8,
        )

    def _flowed_choices(self):
        """The same on a narrow page, one beside the other as there is room; and where
        that ends."""
        drawn, y = [], 0
        for words, numbers in CHOICES.items():
            drawn.append(label(0, y + 14, words, "cafe-ex-note"))
            widths = [width_of(WISHES[number].words) + 24 for number in numbers]
            for number, wide, (x, line) in zip(
                numbers, widths, flowed(widths, NARROW, 6)
            ):
                room = (x + 1, y + 22 + 36 * line, wide - 2, 30)
                drawn.append(self._choice(number, room))
                end = y + 22 + 36 * (line + 1)
            y = end + 6
        return drawn, y


def _half(x, name, it, means, is_wrong):
    """What one service is sent, and what it says."""
    y, tall = HALVES + 28, CODE * CODE_LINES + 14
    sign, look = _verdict(it, is_wrong)
    below = y + tall + 6
    return group(
        label(x + 1, HALVES + 18, name, "cafe-ex-name"),
        label(x + HALF - 1, HALVES + 18, _times(it, name), "cafe-ex-note", "end"),
        box(x + 1, y, HALF - 2, tall, "cafe-ex-code-card", 8),
        *stack(x + 12, y + 22, CODE, it.sent, "cafe-ex-code"),
        box(x + 1, below, HALF - 2, SAID - 6, f"cafe-ex-card {_frame(it)}", 8),
        label(
            x + 12, below + 21, f"{sign} {_summary(it)}", f"cafe-ex-{look} cafe-ex-name"
        ),
        *_lines(x + 12, below + 41, it.refusal or it.answer, means),
    )


def _stacked_half(y, name, it, means, is_wrong):
    """What one service is sent, what it says, and what of the stored it touches, one
    below the other; and where that ends."""
    sign, look = _verdict(it, is_wrong)
    sent = [row for line in it.sent for row in code_rows(line, NARROW - 16)]
    drawn = [
        label(1, y, name, "cafe-ex-name"),
        label(NARROW - 1, y, _times(it, name), "cafe-ex-note", "end"),
        box(1, y + 10, NARROW - 2, CODE * len(sent) + 14, "cafe-ex-code-card", 8),
        *stack(10, y + 32, CODE, sent, "cafe-ex-code"),
    ]
    y += 44 + CODE * len(sent)
    bold = (NARROW - 20, 17, f"cafe-ex-{look} cafe-ex-name", 16)
    became, end = lines(10, y + 6, [f"{sign} {_summary(it)}"], *bold)
    note = (NARROW - 20, 16, "cafe-ex-note", 12)
    said, end = lines(10, end + 5, [it.refusal or it.answer], *note)
    meant, end = lines(10, end + 2, [means], NARROW - 20, 17)
    drawn += [
        box(1, y - 12, NARROW - 2, end - y + 6, f"cafe-ex-card {_frame(it)}", 8),
        became,
        said,
        meant,
    ]
    y = end + 8
    marked = [(place, mark) for place in it.stored if (mark := _mark(it, place))]
    for place, mark in marked[:MOST_SHOWN]:
        item = ", ".join(f"{k} {_short(v)}" for k, v in it.stored[place].items())
        row, end = lines(20, y + 14, [item], NARROW - 24, 15, "cafe-ex-small", 12)
        ground = box(1, y, NARROW - 2, end - y - 4, LOOKS[mark], 4)
        drawn += [ground, label(5, y + 14, MARKS[mark], "cafe-ex-note"), row]
        y = end
    if more := len(marked[MOST_SHOWN:]):
        drawn.append(label(20, y + 12, f"and {more} more", "cafe-ex-note"))
        y += 20
    return group(*drawn), y + 8


def _lines(x, y, said, means):
    """The service's words whole, and under them what is behind it."""
    lines = len(wrapped(said, HALF - 24, 12))
    yield paragraph(x, y, said, HALF - 24, "cafe-ex-note", size=12)
    yield paragraph(x, y + 17 * lines, means, HALF - 24)


def _table(it, name):
    """A table of RDS: its columns, and its rows as they are afterwards."""
    left, top, columns = COLUMNS[name]
    y = STORED + top
    rows = {place: row for place, row in it.stored.items() if place[0] == name}
    columns = {c: w for c, w in columns.items() if c in next(iter(rows.values()))}
    wide = sum(columns.values()) + 18
    parts = [
        label(left + 1, y + 13, name, "cafe-ex-name"),
        box(left + 1, y + 18, wide, ROW * (len(rows) + 1) + 1, "cafe-ex-card", 6),
        box(left + 2, y + 19, wide - 2, ROW - 1, "cafe-ex-head-cell", 5),
    ]
    for line, (place, row) in enumerate({None: None, **rows}.items()):
        if row is not None:
            parts.append(_row(left, y + 18 + ROW * line, wide, it, place))
        x = left + 18
        for column, width in columns.items():
            words = _head(it, name, column) if row is None else row[column]
            parts.append(
                label(
                    x,
                    y + 31 + ROW * line,
                    "NULL" if words is None else shortened(str(words), width, 13),
                    "cafe-ex-note" if row is None or words is None else "cafe-ex-text",
                )
            )
            x += width
    return group(*parts)


def _head(it, name, column):
    """What stands above a column; a new one has a plus."""
    words = SHORT.get((name, column), column)
    return f"{MARKS['new']} {words}" if (name, column) in it.added else words


def _row(x, y, wide, it, place):
    """The ground of a row, and what became of it."""
    mark = _mark(it, place)
    return group(
        box(x + 2, y + 1, wide - 2, ROW - 2, LOOKS[mark], 3),
        label(x + 4, y + 13, MARKS[mark], "cafe-ex-note"),
    )


def _item(it, row):
    """An item of DynamoDB: each has all that it shows, and its own attributes."""
    x, y = HALF + GAP, STORED + ITEM * row
    places = [*it.stored]
    if row >= len(places):
        return group()
    place = places[row]
    mark, item = _mark(it, place), it.stored[place]
    _, *words = (f"{name}: {_short(value)}" for name, value in item.items())
    lines = [", ".join(part) for part in (words[:2], words[2:]) if part]
    return group(
        box(x + 1, y + 1, HALF - 2, ITEM - 3, f"cafe-ex-card {LOOKS[mark]}", 6),
        label(x + 6, y + 19, MARKS[mark], "cafe-ex-note"),
        label(x + 22, y + 19, place[1], "cafe-ex-name"),
        *stack(x + 70, y + (12.5 if lines[1:] else 19), 13, lines, "cafe-ex-small"),
    )


# --- what is said of an outcome ------------------------------------------------------


def _mark(it, place):
    return next((m for m in ("new", "changed", "read") if place in getattr(it, m)), "")


def _summary(it):
    """What was read, added, changed and taken, or that it was refused."""
    if it.refusal:
        return "refused"
    columns = [f"{len(it.added)} column added"] if it.added else []
    things = "row" if ("users", 281) in it.stored else "item"
    counts = {"read": it.read, "changed": it.changed, "taken": it.new}
    (mark, first), *more = [each for each in counts.items() if each[1]]
    said = [f"{counted(len(first), things)} {mark}"]
    said += [f"{len(places)} {mark}" for mark, places in more]
    return ", ".join([*columns, *said])


def _times(it, name):
    return counted(it.times, "statement" if name.startswith("RDS") else "call")


def _verdict(it, is_wrong):
    if it.refusal:
        return "✕", "ill"
    return ("◐", "busy") if is_wrong else ("●", "well")


def _frame(it):
    return "cafe-ex-card-ill" if it.refusal else ""


def _short(value):
    return "[" + ", ".join(value) + "]" if isinstance(value, list) else str(value)


assert set(COLUMNS) == set(KEYS)
