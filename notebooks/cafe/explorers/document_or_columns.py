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
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import NARROW, box, flowed, group, label, path, shortened, tag, touchable

WIDTH, LEFT, RIGHT = 860, 168, 852
HEAD, ROW = 136, 24  # heights: the columns' names, a product
CARD, GAP, CARD_HEIGHT = 280, 10, 324
KEPT, LETTERS = 6, 34  # lines of the newest product on a card, letters of a line
NARROW_ROW, NAME = 46, 22  # on a narrow page: a product, its name over its cells


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
            "cells are NULL. In JSON it is one more row, as a document one more "
            "document; nothing else changes."
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
        text, head, row = self._text(), HEAD, ROW
        if self.narrow:
            head, row = 0, NARROW_ROW
        legend, below = self._legend(head + row * len(SHELF) + 24)
        cards, height = self._cards(below + 18)
        drawing = [
            None if self.narrow else group(*self._names()),
            *self._rows(head, row),
            legend,
            *cards,
        ]
        wide = NARROW if self.narrow else WIDTH
        return self.framed(wide, height + 2, text, *drawing)

    def _cards(self, y):
        """A card for each way, and where they end."""
        texts, stored = QUESTIONS[self.question].texts(), _stored(self.products)
        ways = zip(self._answers().items(), texts, stored, strict=True)
        cards, end = [], y + CARD_HEIGHT
        for number, ((way, answer), asked, kept) in enumerate(ways):
            place = (number * (CARD + GAP), y, CARD, 16)
            if self.narrow:
                top = y + number * (CARD_HEIGHT + GAP)
                place, end = (0, top, NARROW, 6), top + CARD_HEIGHT
            cards.append(_card(*place, way, kept, asked, answer))
        return cards, end

    def _wide(self):
        if self.narrow:
            return NARROW / len(columns(self.products))
        return (RIGHT - LEFT) / (len(columns(self.products)) + HEAD * 0.5 / 17)

    def _x(self, column):
        return (0 if self.narrow else LEFT) + column * self._wide()

    def _names(self):
        """The columns' names, on a slope; those of the newest product are marked."""
        for column, (name, number) in enumerate(columns(self.products).items()):
            x, y = self._x(column) + self._wide() / 2 + 3, HEAD - 6
            is_new = number == self.products and number > 1
            look = "cafe-ex-small cafe-ex-well" if is_new else "cafe-ex-note"
            words = shortened(f"+ {name}" if is_new else name, 138, 12)
            yield label(x, y, words, look, transform=f"rotate(-62 {x:.0f} {y})")

    def _rows(self, head, row):
        """For each product its name, and its cells if the shop has it by now; around
        them the columns that the question needs."""
        over = NAME if self.narrow else 0
        for number, product in enumerate(shelf(len(SHELF)), 1):
            y, is_here = head + row * (number - 1), number <= self.products
            look = "cafe-ex-text" if is_here else "cafe-ex-note"
            wide = NARROW - 2 if self.narrow else LEFT - 6
            yield touchable(
                "products",
                f"Up to {product['name']}",
                box(0, y + 1, wide, ROW - 2, "cafe-ex-plate", 4),
                label(4, y + 17, product["name"], look),
                value=number,
            )
            yield self._cells(y + over, product) if is_here else self._not_yet(y + over)
        tops = [head + over + row * number for number in range(self.products)]
        if self.narrow:  # no frame crosses a name
            yield from (self._frames(top, top + ROW) for top in tops)
        else:
            yield self._frames(head, tops[-1] + ROW)

    def _not_yet(self, y):
        left, right = (0, NARROW) if self.narrow else (LEFT, RIGHT)
        return path(f"M{left} {y + ROW / 2}H{right}", "cafe-ex-grid")

    def _cells(self, y, product):
        has, paths = flattened(product), {True: "", False: ""}
        gap = min(2, self._wide() / 4)
        for column, name in enumerate(columns(self.products)):
            paths[name in has] += (
                f"M{self._x(column) + gap / 2:.1f} {y + 1}h{self._wide() - gap:.1f}"
                f"v{ROW - 2}h{gap - self._wide():.1f}z"
            )
        return group(
            path(paths[False], "cafe-ex-slot cafe-ex-open"),
            path(paths[True], "cafe-ex-slot cafe-ex-full"),
        )

    def _frames(self, top, floor):
        """A frame around each column that the question needs."""
        about = QUESTIONS[self.question].about
        d = "".join(
            f"M{self._x(column):.1f} {top - 2}h{self._wide():.1f}v{floor - top + 4}"
            f"h{-self._wide():.1f}z"
            for column, name in enumerate(columns(self.products))
            if name in about
        )
        return path(d, "cafe-ex-cursor")

    def _legend(self, y):
        """How much is empty, and what the marks mean; and where that ends."""
        cells = len(columns(self.products)) * self.products
        empty = empty_cells(self.products)
        figure = f"{empty} of {cells} cells are NULL: {empty / cells:.0%}"
        new = label(0, 0, "+ new", "cafe-ex-small cafe-ex-well")
        needed = path("M0 -11h16v14h-16z", "cafe-ex-cursor")
        marks = [
            (_mark("cafe-ex-slot cafe-ex-full", "has a value"), 110),
            (_mark("cafe-ex-slot cafe-ex-open", "NULL"), 80),
            (new, 70),
            (
                group(needed, label(22, 0, "what the question needs", "cafe-ex-note")),
                190,
            ),
        ]
        left, top, room = (0, y + 24, NARROW) if self.narrow else (300, y, 560)
        places = flowed([wide for _, wide in marks], room, 0)
        drawn = [
            group(mark, transform=f"translate({left + x} {top + 20 * line})")
            for (mark, _), (x, line) in zip(marks, places)
        ]
        end = top + 20 * places[-1][1]
        return group(label(0, y, figure, "cafe-ex-name"), *drawn), end


def _mark(look, words):
    """A cell of the table, and what it means."""
    return group(box(0, -11, 16, 14, look, 0), label(22, 0, words, "cafe-ex-note"))


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


def _card(x, y, wide, inset, way, kept, asked, answer):
    """How one way keeps the newest product, what it is asked, and what it says."""
    sign, look = _look(answer)
    code = x + inset, wide - 2 * inset
    return group(
        box(x + 1, y, wide - 2, CARD_HEIGHT, "cafe-ex-card", 8),
        label(x + 12, y + 23, way, "cafe-ex-name"),
        label(x + 12, y + 43, "the newest product", "cafe-ex-note"),
        *_code(*code, y + 50, kept, KEPT),
        label(x + 12, y + 187, "the question", "cafe-ex-note"),
        *_code(*code, y + 194, asked.splitlines(), 4),
        label(x + 12, y + 308, f"{sign} {_said(answer)}", f"cafe-ex-{look}"),
    )


def _code(x, wide, y, lines, room):
    """Lines of code that begin at x, on a ground of their own."""
    yield box(x - 4, y, wide + 8, 18 * room + 12, "cafe-ex-code-card", 4)
    for number, line in enumerate(lines):
        parts = (line,) if isinstance(line, str) else line
        place = {"x": x, "y": y + 19 + 18 * number}
        yield tag("text", *parts, **place, class_="cafe-ex-code")
