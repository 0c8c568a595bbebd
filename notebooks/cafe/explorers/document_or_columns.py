"""Columns, a column of JSON, documents: one shelf of products, kept in three ways.

What is answered comes from ../lessons/three_ways.py; here it is drawn: the table with
its empty cells, and what each way was asked and said.
"""

import json
import textwrap

from ..lessons.three_ways import (
    QUESTIONS,
    SHELF,
    WAYS,
    answers,
    columns,
    empty_cells,
    flattened,
    shelf,
)
from .kit.panel import Choice, Explorer, Picture, Slider
from .kit.svg import box, group, label, picture, shortened, tag, touchable, width_of

WIDTH, LEFT, RIGHT = 860, 168, 852
HEAD, ROW = 136, 24  # heights: the columns' names, a product
CARD, GAP, CARD_HEIGHT = 280, 10, 324
KEPT, LETTERS = 6, 34  # lines of the newest product on a card, letters of a line
READABLE = 40  # from this width on a cell shows its value


def document_or_columns():
    """The web shop takes up one product of each kind: in columns, in a column of JSON,
    and as documents."""
    return DocumentOrColumns()


class DocumentOrColumns(Explorer):
    """A shelf that grows product by product, and questions to it."""

    heading = "The same shelf in columns, in a column of JSON, as documents"
    played = "products"
    foreseen = ("question",)

    def __init__(self):
        self.products, self.question = 2, "small"

    def controls(self):
        words = {name: question.words for name, question in QUESTIONS.items()}
        kinds = "one kind" if self.products == 1 else f"{self.products} kinds"
        return [
            [Slider("products", "Products", self.products, 1, len(SHELF), kinds)],
            [Choice("question", "Ask, or change", self.question, words)],
        ]

    def change(self, name, value):
        setattr(self, name, value)
        return self._added() if name == "products" else self._asked()

    def _answers(self):
        return dict(zip(WAYS, answers(self.products, self.question), strict=True))

    # --- in words --------------------------------------------------------------

    def _added(self):
        count = self.products
        new = sum(number == count for number in columns(count).values())
        cells = len(columns(count)) * count
        return (
            f"{_name(count)}: {new} new columns, and {empty_cells(count)} of {cells} "
            "cells are NULL. In JSON and as a document: one more, and nothing else "
            "changes."
        )

    def _asked(self):
        said = (f"{way}: {_said(answer)}" for way, answer in self._answers().items())
        words = QUESTIONS[self.question].words
        return f"{words}{'' if words.endswith('?') else ':'} {'; '.join(said)}."

    def _text(self):
        texts = QUESTIONS[self.question].texts()
        lines = [self._added(), self._asked()]
        for way, text in zip(WAYS, texts, strict=True):
            lines.append(f"{way}: {' '.join(text.split())}")
        for product in shelf(self.products):
            has = flattened(product)
            lines.append(
                f"{product['name']} fills {len(has)} of {len(columns(self.products))} "
                f"columns: {', '.join(has)}."
            )
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        floor = HEAD + ROW * self.products
        cards = HEAD + ROW * len(SHELF) + 42
        drawing = [
            *self._names(),
            *self._rows(),
            self._frames(floor),
            self._legend(HEAD + ROW * len(SHELF) + 24),
            *self._cards(cards),
        ]
        height = cards + CARD_HEIGHT + 2
        summary = " ".join(text)
        return Picture(picture(WIDTH, height, self.heading, summary, *drawing), text)

    def _cards(self, y):
        texts, stored = QUESTIONS[self.question].texts(), _stored(self.products)
        ways = zip(self._answers().items(), texts, stored, strict=True)
        for number, ((way, answer), asked, kept) in enumerate(ways):
            yield _card(number * (CARD + GAP), y, way, kept, asked, answer)

    def _wide(self):
        return (RIGHT - LEFT) / (len(columns(self.products)) + HEAD * 0.5 / 17)

    def _x(self, column):
        return LEFT + column * self._wide()

    def _names(self):
        """The columns' names, on a slope; those of the newest product are marked."""
        for column, (name, number) in enumerate(columns(self.products).items()):
            x, y = self._x(column) + self._wide() / 2 + 3, HEAD - 6
            is_new = number == self.products and number > 1
            look = "cafe-ex-small cafe-ex-well" if is_new else "cafe-ex-note"
            words = shortened(f"+ {name}" if is_new else name, 138, 12)
            yield label(x, y, words, look, transform=f"rotate(-62 {x:.0f} {y})")

    def _rows(self):
        """For each product its name, and its cells if the shop has it by now."""
        for number, product in enumerate(shelf(len(SHELF)), 1):
            y, is_here = HEAD + ROW * (number - 1), number <= self.products
            look = "cafe-ex-text" if is_here else "cafe-ex-note"
            yield touchable(
                "products",
                f"Up to {product['name']}",
                box(0, y + 1, LEFT - 6, ROW - 2, "cafe-ex-plate", 4),
                label(4, y + 17, product["name"], look),
                value=number,
            )
            yield self._cells(y, product) if is_here else _not_yet(y)

    def _cells(self, y, product):
        has, paths = flattened(product), {True: "", False: ""}
        for column, name in enumerate(columns(self.products)):
            paths[name in has] += (
                f"M{self._x(column) + 1:.1f} {y + 1}h{self._wide() - 2:.1f}"
                f"v{ROW - 2}h{2 - self._wide():.1f}z"
            )
        return group(
            tag("path", d=paths[False], class_="cafe-ex-slot cafe-ex-open"),
            tag("path", d=paths[True], class_="cafe-ex-slot cafe-ex-full"),
            *self._values(y + 16, has),
        )

    def _values(self, y, has):
        """What the cells hold, where a cell is wide enough to say it."""
        if self._wide() < READABLE:
            return
        for column, name in enumerate(columns(self.products)):
            words = _short(has[name]) if name in has else "NULL"
            look = "cafe-ex-small" if name in has else "cafe-ex-note"
            middle = self._x(column) + self._wide() / 2
            if width_of(words, 12) < self._wide():
                yield label(middle, y, words, look, "middle")

    def _frames(self, floor):
        """A frame around each column that the question needs."""
        about = QUESTIONS[self.question].about
        d = "".join(
            f"M{self._x(column):.1f} {HEAD - 2}h{self._wide():.1f}v{floor - HEAD + 4}"
            f"h{-self._wide():.1f}z"
            for column, name in enumerate(columns(self.products))
            if name in about
        )
        return tag("path", d=d, class_="cafe-ex-cursor")

    def _legend(self, y):
        cells = len(columns(self.products)) * self.products
        empty = empty_cells(self.products)
        figure = f"{empty} of {cells} cells are NULL: {empty / cells:.0%}"
        return group(
            label(0, y, figure, "cafe-ex-name"),
            box(300, y - 11, 16, 14, "cafe-ex-slot cafe-ex-full", 0),
            label(322, y, "has a value", "cafe-ex-note"),
            box(410, y - 11, 16, 14, "cafe-ex-slot cafe-ex-open", 0),
            label(432, y, "NULL", "cafe-ex-note"),
            label(490, y, "+ new column", "cafe-ex-small cafe-ex-well"),
            tag("path", d=f"M600 {y - 11}h16v14h-16z", class_="cafe-ex-cursor"),
            label(622, y, "what the question needs", "cafe-ex-note"),
        )


def _not_yet(y):
    return tag("path", d=f"M{LEFT} {y + ROW / 2}H{RIGHT}", class_="cafe-ex-grid")


def _stored(count):
    """How the newest product is put in, in each of the three ways: lines of a card."""
    return _in_columns(count), _in_json(count), _as_document(count)


def _in_columns(count):
    has, new = flattened(shelf(count)[-1]), _new_columns(count)
    nulls = len(columns(count)) - len(has)
    how = f"{len(new)} × ALTER TABLE … ADD COLUMN" if count > 1 else "CREATE TABLE with"
    names = _first_lines(", ".join(new), KEPT - 3)
    return [how, *names, f"INSERT {len(has)} values", f"and {nulls} NULLs"]


def _in_json(count):
    text = json.dumps(shelf(count)[-1])
    return [*_first_lines(text, KEPT - 1), f"a text of {len(text)} letters"]


def _as_document(count):
    """The product's fields, first those that no other product has had."""
    product, new = shelf(count)[-1], _new_columns(count)
    is_new = {name: any(each.startswith(name) for each in new) for name in product}
    first = sorted(product, key=lambda name: (name != "name", not is_new[name]))
    shown = first[: KEPT - 1]
    lines = [_field(name, product[name], count > 1 and is_new[name]) for name in shown]
    return [*lines, f"… and {len(product) - len(shown)} more fields"]


def _field(name, value, is_new):
    key, room = f"+ {name}" if is_new else name, LETTERS - len(name) - 4
    words = textwrap.shorten(json.dumps(value), room, placeholder="…")
    look = "cafe-ex-well" if is_new else "cafe-ex-key"
    return tag("tspan", key, class_=look), f": {words}"


def _new_columns(count):
    """The columns that the newest product has brought."""
    return [name for name, number in columns(count).items() if number == count]


def _first_lines(text, count):
    """The first lines of a text, and an ellipsis if there are more."""
    return textwrap.wrap(text, LETTERS, max_lines=count, placeholder=" …")


def _name(count):
    return shelf(count)[-1]["name"]


def _short(value):
    return value if isinstance(value, str) else json.dumps(value)


def _said(answer):
    """An answer in words: the names that were found, or what became of a change."""
    if isinstance(answer, str):
        return answer
    return ", ".join(answer) or "nothing found"


def _look(answer):
    if answer == "taken":
        return "◐", "busy"
    is_refused = isinstance(answer, str) and not answer.endswith("changed")
    return ("✕", "ill") if is_refused else ("●", "well")


def _card(x, y, way, kept, asked, answer):
    """How one way keeps the newest product, what it is asked, and what it says."""
    sign, look = _look(answer)
    return group(
        box(x + 1, y, CARD - 2, CARD_HEIGHT, "cafe-ex-card", 8),
        label(x + 12, y + 23, way, "cafe-ex-name"),
        label(x + 12, y + 43, "the newest product", "cafe-ex-note"),
        *_code(x, y + 50, kept, KEPT),
        label(x + 12, y + 187, "the question", "cafe-ex-note"),
        *_code(x, y + 194, asked.splitlines(), 4),
        label(x + 12, y + 308, f"{sign} {_said(answer)}", f"cafe-ex-{look}"),
    )


def _code(x, y, lines, room):
    yield box(x + 8, y, CARD - 16, 18 * room + 12, "cafe-ex-code-card", 4)
    for number, line in enumerate(lines):
        parts = (line,) if isinstance(line, str) else line
        place = {"x": x + 16, "y": y + 19 + 18 * number}
        yield tag("text", *parts, **place, class_="cafe-ex-code")
