"""A table that grows from a hundred orders to a million, under a Query and a Scan.

Up to three thousand orders the figures are what the small AWS answers for a table of an
account of its own: Count, ScannedCount, ConsumedCapacity, pages. Beyond, they follow
from the size of an order by the service's own rules, and the picture says so.
"""

from dataclasses import dataclass
from functools import cache
from math import ceil, log10

from ..aws.dynamodb.capacity import read_units
from ..aws.dynamodb.sources import PAGE
from ..lessons import made
from .kit.charts import Chart
from .kit.panel import Choice, Explorer, Slider
from .kit.svg import NARROW, box, disc, dragged, group, label, lines, path, patterned
from .kit.words import counted

SIZES = [n * 10**power for power in (2, 3, 4, 5) for n in (1, 1.5, 2, 3, 5, 7)]
SIZES = [*map(int, SIZES), 1_000_000]
MEASURED = 3_000
GUEST, REGULAR, OFFICE = "000001", "000002", "000003"
WHOSE = {
    GUEST: "a guest: 1 order",
    REGULAR: "a regular: 50 orders",
    OFFICE: "an office: every fifth",
}
WIDTH, HEIGHT = 848, 342
TILE, IN_A_ROW = 19, 10  # a page of 1 MB, and how many stand side by side
SIDE = TILE * IN_A_ROW
CALLS, TOP = {"Query": 2, "Scan": 222}, 48  # where the table is drawn
HOW = {"Query": "asks for the key", "Scan": "then filters"}
CHART = Chart(478, 34, 308, 210, 4, 5.2)  # powers of ten: from 100, from a half
SMALL_SIDE, SMALL_CHART = 120, Chart(54, 340, 144, 190, 4, 5.2)


def query_or_scan():
    """One customer's orders, found by Query and by Scan, while the table grows."""
    return QueryOrScan()


class QueryOrScan(Explorer):
    """Two calls with one question, a table of any size."""

    heading = "The table grows. What do Query and Scan read?"
    played = "size"

    def __init__(self):
        self.step, self.customer = 0, GUEST

    def controls(self):
        size = Slider(
            "size", "Table", self.step, 0, len(SIZES) - 1, f"{self.size:,} orders"
        )
        return [
            [size],
            [Choice("customer", "Whose orders are asked for?", self.customer, WHOSE)],
        ]

    def change(self, name, value):
        if name == "size":
            self.step = value
        else:
            self.customer = value
        return self.now()

    @property
    def size(self):
        return SIZES[self.step]

    def costs(self, size=None):
        """The Cost of the Query and of the Scan in a table of that size."""
        size = size or self.size
        if size <= MEASURED:
            return watched()[size, self.customer]
        return worked_out(size, self.customer)

    # --- in words --------------------------------------------------------------

    def now(self):
        query, scan = self.costs()
        found = "one" if scan.returned == 1 else f"{scan.returned:,}"
        one, other = (counted(cost.units, "unit") for cost in (scan, query))
        return (
            f"{self.size:,} orders. To return {found} of them, the Scan pays {one} "
            f"and the Query {other}."
        )

    def _basis(self):
        if self.size <= MEASURED:
            return "Measured", "what the small AWS answered"
        return (
            "Worked out",
            f"{_bytes():.0f} bytes an order, 1 MB a page, 4 KB half a unit",
        )

    def _text(self):
        query, scan = self.costs()
        pages = ceil(self.size * _bytes() / PAGE)
        return [
            self.now(),
            f"The table: {self.size:,} orders of {_bytes():.0f} bytes, which fill "
            f"{counted(pages, 'page')} of 1 MB.",
            f"Query, which asks for the customer's key: {query.words()}.",
            f"Scan, with a filter for the customer: {scan.words()}.",
            ": ".join(self._basis()) + ".",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        (basis, how), mark = self._basis(), "●" if self.size <= MEASURED else "○"
        if self.narrow:
            drawing, end = self._one_below_the_other()
            drawing += [
                label(0, end + 20, f"{mark} {basis}", "cafe-ex-name"),
                lines(0, end + 40, [how], NARROW, 17, "cafe-ex-note", 12)[0],
                _legend(end + 72, 1),
            ]
            return self.framed(NARROW, end + 140, text, *drawing)
        calls = zip(CALLS.items(), self.costs(), HOW.values())
        drawing = [
            *(_call(name, x, words, cost) for (name, x), cost, words in calls),
            *(self._table(*each) for each in zip(CALLS.values(), self.costs())),
            self._chart(CHART),
            _legend(HEIGHT - 18),
            label(CHART.left, HEIGHT - 40, f"{mark} {basis}", "cafe-ex-name"),
            label(CHART.left, HEIGHT - 22, how, "cafe-ex-note"),
        ]
        return self.framed(WIDTH, HEIGHT, text, *drawing)

    def _one_below_the_other(self):
        """The same on a narrow page: each table with its figures beside it, and the
        chart below; and the height of it all."""
        drawn, names = [], [*CALLS]
        for number, (name, cost) in enumerate(zip(names, self.costs())):
            y, x = 150 * number, SMALL_SIDE + 16
            scale = f"scale({SMALL_SIDE / SIDE:.4g})"
            table = self._table(0, cost)
            drawn += [
                group(table, transform=f"translate(0 {y - 20}) {scale}"),
                label(x, y + 24, name, "cafe-ex-name"),
                label(x, y + 42, HOW[name], "cafe-ex-note"),
                label(x, y + 72, counted(cost.units, "unit"), "cafe-ex-name"),
                label(x, y + 92, f"{cost.read:,} read"),
                label(x, y + 110, counted(cost.pages, "page")),
                label(x, y + 128, f"{cost.returned:,} returned"),
            ]
        drawn.append(self._chart(SMALL_CHART))
        return drawn, SMALL_CHART.floor + 36

    def _table(self, x, cost):
        """The table as pages of 1 MB, ten in a row: what is read, what comes back."""
        pages, share = self.size * _bytes() / PAGE, cost.returned / self.size
        start = _place(self.customer) * (1 - share) * pages
        end = start + max(share * pages, 0.2)
        thrown = cost.read > cost.returned
        return group(
            box(x, TOP, SIDE, SIDE, "cafe-ex-plate cafe-ex-yet", 4),
            *_rows(x, 0, pages, lambda *place: box(*place, "cafe-ex-volume", 2)),
            *_rows(x, 0, pages, lambda *p: patterned(*p, "hatch", 2)) * thrown,
            *_rows(x, start, end, lambda *p: box(*p, "cafe-ex-found", 1)),
            path(_seams(x), "cafe-ex-seam"),
        )

    def _chart(self, chart):
        """Both curves up to the present size; a dot is measured, a ring worked out."""
        floor = chart.floor
        x = _x(chart, self.size)
        room = chart.left - 8, chart.top - 12, chart.length + 16, chart.tall + 42
        return dragged(
            "size",
            chart.left,
            chart.right,
            box(*room, "cafe-ex-touch"),
            _grid(chart),
            *(self._curve(chart, n, name) for n, name in enumerate(CALLS)),
            path(f"M{x:g} {chart.top}V{floor}", "cafe-ex-cursor"),
            disc(x, floor, 7, "cafe-ex-grip"),
        )

    def _curve(self, chart, call, name):
        costs = [
            (size, self.costs(size)[call].units) for size in SIZES[: self.step + 1]
        ]
        points = [(_x(chart, size), _y(chart, units)) for size, units in costs]
        measured = sum(size <= MEASURED for size, _ in costs)
        look = "cafe-ex-curve" + " cafe-ex-dear" * call
        x, y = points[-1]
        below = 13 if name == "Query" else -1
        return group(
            path(_line(points[:measured]), look),
            path(_line(points[measured - 1 :]), f"{look} cafe-ex-dashed"),
            *(
                disc(x, y, 3.5, f"{look} cafe-ex-{'solid' if n < measured else 'ring'}")
                for n, (x, y) in enumerate(points)
            ),
            label(x + 12, y + below, name, "cafe-ex-name cafe-ex-halo"),
        )


def _call(name, x, words, cost):
    """A call's name above its table, and its figures below."""
    y = TOP + SIDE + 26
    return group(
        label(x, 18, name, "cafe-ex-name"),
        label(x, 36, words, "cafe-ex-note"),
        label(x, y, counted(cost.units, "unit"), "cafe-ex-figure"),
        label(x, y + 20, f"{cost.read:,} read · {counted(cost.pages, 'page')}"),
        label(x, y + 38, f"{cost.returned:,} returned"),
    )


def _rows(x, start, end, draw):
    """What lies from one page of the table to another, row by row."""
    drawn = []
    for row in range(IN_A_ROW):
        left = min(max(start - row * IN_A_ROW, 0), IN_A_ROW) * TILE
        right = min(max(end - row * IN_A_ROW, 0), IN_A_ROW) * TILE
        drawn.append(draw(x + left, TOP + row * TILE, max(right - left, 0), TILE))
    return drawn


def _seams(x):
    """The lines between the pages."""
    down = "".join(f"M{x + n * TILE} {TOP}v{SIDE}" for n in range(1, IN_A_ROW))
    return down + "".join(f"M{x} {TOP + n * TILE}h{SIDE}" for n in range(1, IN_A_ROW))


def _x(chart, size):
    return chart.x(log10(size) - 2)


def _y(chart, units):
    return chart.y(log10(units / 0.5) + 0.6)


def _line(points):
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _grid(chart):
    left, right = chart.left, chart.right
    title = "Read units (each line × 10)"
    parts = [label(left, 18, title, "cafe-ex-name")]
    sizes = (100, 1_000, 10_000, 100_000, 1_000_000)
    if chart is SMALL_CHART:
        place = (0, chart.top - 20, title, "cafe-ex-text")
        parts, sizes = [label(*place)], sizes[::2]
    for units in (1, 10, 100, 1_000, 10_000):
        y = _y(chart, units)
        parts += [
            path(f"M{left} {y:.1f}H{right}", "cafe-ex-grid"),
            label(left - 10, y + 4, f"{units:,}", "cafe-ex-note", "end"),
        ]
    parts.append(path(f"M{left} {chart.floor}H{right}", "cafe-ex-axis"))
    for size in sizes:
        anchor = "start" if size == 100 else "middle"
        words = "a million" if size == 1_000_000 else f"{size:,}"
        place = (_x(chart, size), chart.floor + 26)
        parts.append(label(*place, words, "cafe-ex-note", anchor))
    return group(*parts)


def _legend(y, in_a_row=3):
    x2, y2, x3, y3 = (80, y, 222, y) if in_a_row > 1 else (2, y + 22, 2, y + 44)
    return group(
        box(2, y, 14, 14, "cafe-ex-volume", 2),
        label(22, y + 12, "1 MB", "cafe-ex-note"),
        box(x2, y2, 14, 14, "cafe-ex-found", 1),
        label(x2 + 20, y2 + 12, "returned", "cafe-ex-note"),
        box(x3, y3, 14, 14, "cafe-ex-volume", 2),
        patterned(x3, y3, 14, 14, "hatch", 2),
        label(x3 + 20, y3 + 12, "paid for, thrown away", "cafe-ex-note"),
    )


# --- what is asked -------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What one Query or Scan took, over all its pages."""

    read: int
    returned: int
    units: float
    pages: int

    def words(self):
        return (
            f"{self.read:,} read, {self.returned:,} returned, "
            f"{counted(self.units, 'unit')}, {counted(self.pages, 'page')}"
        )


@cache
def watched():
    """{(size, customer): (Query's Cost, Scan's Cost)} in a table that really grows."""
    table, costs, filled = _Orders(), {}, 0
    for size in SIZES:
        if size > MEASURED:
            return costs
        table.fill(filled, size)
        filled = size
        for customer in WHOSE:
            costs[size, customer] = table.query(customer), table.scan(customer)


def worked_out(size, customer):
    """The same for a table that was not filled: by the bytes of an order."""
    count = _count(size, customer)
    return _by_rule(count, count), _by_rule(size, count)


def _by_rule(read, returned):
    """A page ends with the item that fills 1 MB, and each page is charged by itself."""
    in_a_page = ceil(PAGE / _bytes())
    full, rest = divmod(read, in_a_page)
    units = full * read_units(in_a_page * _bytes(), consistent=False)
    if rest:
        units += read_units(rest * _bytes(), consistent=False)
    return Cost(read, returned, units, full + bool(rest))


def _count(size, customer):
    """How many orders of a customer are among the first ones."""
    return {GUEST: 1, REGULAR: 50, OFFICE: size // 5}[customer]


def _who(number):
    """Whose order it is: all counts are true of a hundred orders already."""
    if number < 51:
        return REGULAR if number else GUEST
    if number < 71 or (number >= 100 and number % 5 == 0):
        return OFFICE
    return f"{number // 10 + 10:06}"


@cache
def _bytes():
    """The size of an order as the table tells it."""
    return _Orders().bytes_of_an_order()


@cache
def _place(customer):
    """Where in the table a customer's orders lie, from 0 to 1."""
    return _Orders().place(customer)


class _Orders:
    """Orders by customer and time in an account of its own."""

    def __init__(self):
        session = made.session()
        self.client = session.client("dynamodb")
        made.table(session, "orders", {"customer": "S", "ordered_at": "S"})

    def fill(self, first, last):
        for number in range(first, last):
            if number % 1000 == 0:  # more than a second's writes would be throttled
                self.client.clock.advance(seconds=1)
            self.client.put_item(TableName="orders", Item=_order(number))

    def query(self, customer):
        return self._cost("query", "KeyConditionExpression", customer)

    def scan(self, customer):
        return self._cost("scan", "FilterExpression", customer)

    def _cost(self, operation, condition, customer):
        self.client.clock.advance(seconds=1)  # with capacity unused
        pages = self.client.get_paginator(operation).paginate(
            TableName="orders",
            Select="COUNT",
            ReturnConsumedCapacity="TOTAL",
            ExpressionAttributeValues={":customer": {"S": customer}},
            **{condition: "customer = :customer"},
        )
        pages = list(pages)
        return Cost(
            sum(page["ScannedCount"] for page in pages),
            sum(page["Count"] for page in pages),
            sum(page["ConsumedCapacity"]["CapacityUnits"] for page in pages),
            len(pages),
        )

    def bytes_of_an_order(self):
        self.fill(0, 100)
        table = self.client.describe_table(TableName="orders")["Table"]
        return table["TableSizeBytes"] / table["ItemCount"]

    def place(self, customer):
        key = {"customer": {"S": customer}, "ordered_at": {"S": "2026"}}
        return self.client.locate("orders", key)["hash"]


def _order(number):
    """All orders have the same size."""
    texts = {
        "customer": _who(number),
        "ordered_at": f"2026-11-02T06:05:00.{number:06}",
        "drink": "flat white",
        "size": "large",
        "channel": "app",
        "status": "handed over",
    }
    return {name: {"S": text} for name, text in texts.items()}
