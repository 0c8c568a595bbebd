"""Choose the keys of a table and of an index, and see what five questions cost.

Each choice makes a table in a small AWS of its own, puts a week's orders into it
and asks it. What a question reads and costs, and what a write costs, is what DynamoDB
answers; how much goes to the busiest key is counted in the orders.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pandas

from .. import shop
from ..aws import Account, Session
from .kit.panel import Choice, Explorer
from .kit.svg import (
    NARROW,
    box,
    flowed,
    group,
    label,
    lines,
    option,
    path,
    patterned,
    width_of,
)

NONE = ""
TYPES = {
    "order_id": "N",
    "customer_id": "N",
    "shop_id": "N",
    "channel": "S",
    "ordered_at": "S",
}
CHOICES = {
    "partition": ("order_id", "customer_id", "shop_id", "channel"),
    "sort": (NONE, "ordered_at", "order_id"),
    "index": (NONE, "customer_id", "shop_id", "channel"),
}
SAYS = {
    "partition": "Partition key",
    "sort": "Sort key",
    "index": "Index, sorted by time",
}
DAY = "2026-10-30"
WIDTH, LEFT, CHIP, TOP, ROW, NARROW_ROW = 848, 196, 36, 172, 48, 76
BAR_LEFT, BAR = 410, 220
FIGURES = 660
NARROW_BAR = 120


@dataclass(frozen=True)
class Question:
    """What one wants to know, and what is in hand when one asks."""

    words: str
    known: dict
    day: str = ""
    last: int = 0

    def right(self, orders):
        """The orders that answer it."""
        found = [
            order
            for order in orders
            if all(order.get(name) == value for name, value in self.known.items())
            and order["ordered_at"].startswith(self.day)
        ]
        newest = sorted(found, key=lambda order: order["ordered_at"], reverse=True)
        return newest[: self.last or None]


QUESTIONS = (
    Question("order 19,800", {"order_id": 19_800}),
    Question("all orders of customer 448", {"customer_id": 448}),
    Question("her last three orders", {"customer_id": 448}, last=3),
    Question("shop 1 on 30 October", {"shop_id": 1}, day=DAY),
    Question("the web's on 30 October", {"channel": "web"}, day=DAY),
)


def key_design():
    """A week's orders under the keys that one chooses: `key_design()`."""
    return KeyDesign()


class KeyDesign(Explorer):
    """Three keys to choose, five questions that are asked at once."""

    heading = "Which keys answer which question?"
    foreseen = ("partition", "sort", "index")

    def __init__(self):
        self.partition, self.sort, self.index = "order_id", NONE, NONE
        self.status = self._verdict()

    def controls(self):
        return [
            [
                Choice(
                    name,
                    SAYS[name],
                    getattr(self, name),
                    {value: value or "none" for value in self._values(name)},
                    within=True,
                )
                for name in CHOICES
            ]
        ]

    def _values(self, name):
        """What may be chosen: DynamoDB takes no attribute as both keys of a table."""
        taken = self.partition if name == "sort" else None
        return [value for value in CHOICES[name] if value != taken]

    def change(self, name, value):
        setattr(self, name, value)
        if self.sort not in self._values("sort"):
            self.sort = NONE
        return self._verdict()

    # --- in words --------------------------------------------------------------

    def _design(self):
        return tried(self.partition, self.sort, self.index)

    def _verdict(self):
        design = self._design()
        scans = sum(answer.way == "Scan" for answer in design.answers)
        wrong = sum(not answer.is_whole for answer in design.answers)
        if wrong:
            return f"{wrong} of 5 answers are not whole: {_lost(design)}."
        return f"{5 - scans} of 5 questions are led by a key, {scans} read everything."

    def _text(self):
        design = self._design()
        asked = [
            f"{question.words}: {answer.way}, items read: {answer.read}, returned: "
            f"{answer.returned}, read units: {answer.units:g}."
            for question, answer in zip(QUESTIONS, design.answers)
        ]
        keys = [f"{SAYS[name]}: {getattr(self, name) or 'none'}." for name in CHOICES]
        return [" ".join(keys), *asked, *_footer(design), self._verdict()]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, design = self._text(), self._design()
        chips, top = self._choices()
        if not self.narrow:
            chips.append(_heads(top - 14))
        asked = list(zip(QUESTIONS, design.answers))
        row, tall = (_narrow_row, NARROW_ROW) if self.narrow else (_row, ROW)
        rows = [
            row(top + tall * n, *each, len(orders())) for n, each in enumerate(asked)
        ]
        bottom = top + tall * len(asked) + 18
        wide = NARROW if self.narrow else WIDTH
        notes, end = lines(0, bottom, _footer(design), wide, 22)
        return self.framed(wide, end, text, *chips, *rows, notes)

    def _choices(self):
        """The chips of each key, and where they end. They stand beside its name, or
        below it where the page is narrow."""
        if not self.narrow:
            chips = [
                self._chips(LEFT, 8 + (CHIP + 6) * number, WIDTH - LEFT, name)[0]
                for number, name in enumerate(CHOICES)
            ]
            return chips, TOP
        rows, y = [], 0
        for name in CHOICES:
            chips, end = self._chips(0, y + 28, NARROW, name)
            rows.append(chips)
            y = end + 8
        return rows, y

    def _chips(self, x, y, room, name):
        """A key's name and what may be chosen for it, and where that ends."""
        values = self._values(name)
        widths = [width_of(value or "none") + 36 for value in values]
        chips, line = [], 0
        for value, wide, (dx, line) in zip(values, widths, flowed(widths, room, 10)):
            chips.append(self._chip(x + dx, y + CHIP * line, wide, name, value))
        end = y + CHIP * (line + 1)
        if self.partition in CHOICES[name] and self.partition not in values:
            words = f"{self.partition} is the partition key already"
            at = (x + 4, end + 12) if self.narrow else (x + sum(widths) + 24, y + 20)
            chips.append(label(*at, words, "cafe-ex-note"))
            end += 16
        return group(
            label(0, y - 8 if self.narrow else y + 20, SAYS[name], "cafe-ex-name"),
            *chips,
        ), end

    def _chip(self, x, y, wide, name, value):
        words, chosen = value or "none", getattr(self, name) == value
        shown = "● " * chosen + words
        return option(
            name,
            f"{SAYS[name]}: {words}",
            (x, y, wide, CHIP - 6),
            label(x + wide / 2, y + 20, shown, "cafe-ex-text", "middle"),
            value=value,
            chosen=chosen,
        )


def _heads(y):
    return group(
        label(0, y, "the question", "cafe-ex-note"),
        label(LEFT, y, "how it is asked", "cafe-ex-note"),
        label(BAR_LEFT, y, "read, of the whole table", "cafe-ex-note"),
        label(FIGURES, y, "items read", "cafe-ex-note"),
        label(FIGURES + 110, y, "read units", "cafe-ex-note"),
    )


def _row(y, question, answer, total):
    """One question: how it is asked, how much of the table it reads, what it costs."""
    return group(
        path(f"M0 {y - 4}H{WIDTH}", "cafe-ex-grid"),
        label(0, y + 24, question.words, "cafe-ex-text"),
        _way(LEFT, y + 24, answer),
        _bar(BAR_LEFT, y + 10, BAR, 20, answer, total),
        label(FIGURES, y + 26, f"{answer.read}", "cafe-ex-figure"),
        label(FIGURES + 110, y + 26, f"{answer.units:g}", "cafe-ex-figure"),
    )


def _narrow_row(y, question, answer, total):
    """The same, one below the other."""
    cost = f"{answer.read} read, {answer.units:g} units"
    return group(
        path(f"M0 {y - 4}H{NARROW}", "cafe-ex-grid"),
        label(0, y + 16, question.words, "cafe-ex-text"),
        _way(0, y + 38, answer),
        _bar(0, y + 47, NARROW_BAR, 14, answer, total),
        label(NARROW_BAR + 10, y + 59, cost, "cafe-ex-text"),
    )


def _way(x, y, answer):
    """How a question is asked, and a sign of whether a key leads there."""
    sign, look = "●", "cafe-ex-well"
    if answer.way == "Scan":
        sign, look = "◐", "cafe-ex-busy"
    if not answer.is_whole:
        sign, look = "✕", "cafe-ex-ill"
    return group(
        label(x, y, sign, f"{look} cafe-ex-small"),
        label(x + 18, y, answer.way, "cafe-ex-name"),
    )


def _bar(x, y, wide, tall, answer, total):
    """How much of the table is read."""
    part = max(wide * answer.read / total, 3)
    if answer.way == "Scan":
        read = patterned(x, y, part, tall, "lines", 4)
    else:
        read = box(x, y, part, tall, "cafe-ex-slot cafe-ex-full", 4)
    return group(box(x, y, wide, tall, "cafe-ex-slot", 4), read)


def _lost(design):
    """Which orders are not in the table."""
    said = []
    if design.refused:
        said.append(f"{design.refused} have no such key and are refused")
    if design.replaced:
        said.append(f"{design.replaced} were replaced by one with the same key")
    return " and ".join(said)


def _footer(design):
    write = "1 write unit"
    if design.write_units > 1:
        write = f"{design.write_units:g} write units, with the index"
    kept = f"● All {len(orders())} orders are kept."
    if lost := _lost(design):
        kept = f"✕ Of {len(orders())} orders, {lost}."
    return [
        f"A new order costs {write}.",
        f"The busiest key takes {_share(design.busiest)} of all writes: {design.key}.",
        kept,
    ]


def _share(part):
    return f"{part * 100:.0f} %" if part >= 0.01 else "less than 1 %"


# --- what is tried -------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """How a question was answered; `is_whole` if nothing was missing."""

    way: str
    read: int
    returned: int
    units: float
    is_whole: bool


@dataclass(frozen=True)
class Design:
    """What one choice of keys does."""

    answers: tuple
    write_units: float
    refused: int
    replaced: int
    busiest: float
    key: str


@cache
def orders():
    """The orders of the last week of October, as items."""
    week = shop.load("orders").query("ordered_at >= '2026-10-25'")
    items = []
    for order in week.to_dict("records"):
        order["ordered_at"] = order["ordered_at"].isoformat()
        if pandas.isna(order["customer_id"]):
            del order["customer_id"]  # a guest
        items.append(order)
    return items


@cache
def tried(partition, sort, index):
    """The five questions, asked of a table with these keys."""
    table = _make(partition, sort, index)
    names = [partition, *([sort] if sort else [])]
    fitting = [order for order in orders() if all(name in order for name in names)]
    with table.batch_writer(overwrite_by_pkeys=names) as batch:
        for order in fitting:
            batch.put_item(order)
    table.meta.client.clock.advance(minutes=1)  # what was used is there again
    sources = [Source(table, NONE, partition, sort)]
    if index:
        sources.append(Source(table, "by_" + index, index, "ordered_at"))
    answers = tuple(_asked(question, table, sources) for question in QUESTIONS)
    kept = table.scan(Select="COUNT")["Count"]
    busiest, key = _busiest([partition, *([index] if index else [])])
    return Design(
        answers,
        _price_of_a_write(table),
        len(orders()) - len(fitting),
        len(fitting) - kept,
        busiest,
        key,
    )


def _make(partition, sort, index):
    names = dict.fromkeys(n for n in (partition, sort, index) if n)
    asked = {}
    if index:
        names["ordered_at"] = None
        asked["GlobalSecondaryIndexes"] = [
            {
                "IndexName": "by_" + index,
                "KeySchema": _schema(index, "ordered_at"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ]
    table = (
        Session(account=Account())
        .resource("dynamodb")
        .create_table(
            TableName="orders",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=_schema(partition, sort),
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": TYPES[name]} for name in names
            ],
            **asked,
        )
    )
    table.wait_until_exists()
    return table


def _schema(partition, sort):
    keys = [{"AttributeName": partition, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


@dataclass(frozen=True)
class Source:
    """The table or its index, as a query asks it."""

    table: object
    index: str
    partition: str
    sort: str

    def query(self, question):
        """How a Query answers a question; None if no key leads there."""
        if self.partition not in question.known:
            return None
        asked = {
            "KeyConditionExpression": "#pk = :pk",
            "ExpressionAttributeNames": {"#pk": self.partition},
            "ExpressionAttributeValues": {":pk": question.known[self.partition]},
        }
        if self.index:
            asked["IndexName"] = self.index
        if self.sort == "ordered_at" and question.day:
            asked["KeyConditionExpression"] += " AND begins_with(ordered_at, :day)"
            asked["ExpressionAttributeValues"][":day"] = question.day
        if self.sort == "ordered_at" and question.last:
            asked |= {"ScanIndexForward": False, "Limit": question.last}
        way = "Query on the index" if self.index else "Query"
        return way, self.table.query(ReturnConsumedCapacity="TOTAL", **asked)


def _asked(question, table, sources):
    """The cheapest way to answer a question."""
    names = [element["AttributeName"] for element in table.key_schema]
    if all(name in question.known for name in names):
        key = {name: question.known[name] for name in names}
        answer = table.get_item(Key=key, ReturnConsumedCapacity="TOTAL")
        items = [answer["Item"]] if "Item" in answer else []
        return _answer(question, "GetItem", answer, items, len(items))
    ways = [found for source in sources if (found := source.query(question))]
    if not ways:
        ways = [("Scan", table.scan(ReturnConsumedCapacity="TOTAL"))]
    way, answer = min(ways, key=lambda each: each[1]["ScannedCount"])
    return _answer(question, way, answer, answer["Items"], answer["ScannedCount"])


def _answer(question, way, answer, items, read):
    """What is left when the program has thrown away what does not belong."""
    kept = question.right(items)
    units = answer["ConsumedCapacity"]["CapacityUnits"]
    is_whole = len(kept) == len(question.right(orders()))
    return Answer(way, read, len(kept), units, is_whole)


def _price_of_a_write(table):
    order = {
        "order_id": 20_001,
        "customer_id": 448,
        "shop_id": 1,
        "channel": "web",
        "ordered_at": "2026-10-31T20:00:00",
    }
    answer = table.put_item(Item=order, ReturnConsumedCapacity="TOTAL")
    return answer["ConsumedCapacity"]["CapacityUnits"]


def _busiest(names):
    """The largest share of the orders that goes to one partition key, and its name."""
    shares = []
    for name in names:
        counts = Counter(order[name] for order in orders() if name in order)
        value, most = counts.most_common(1)[0]
        shares.append((most / len(orders()), f"{name} {value}"))
    return max(shares)
