"""One day of traffic under provisioned capacity, auto scaling and on demand.

The shop's own orders give the hours their weight. Each day is driven through a real
table of the small AWS, a day for each mode with and without the sale: its clock is
moved, items of 400 KB are read strongly (100 units each), and a request that is
throttled is not tried again.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from ..aws.pricing import prices
from ..files import DATA
from ..lessons import made
from .kit.charts import Chart, figures_list, figures_table
from .kit.panel import Choice, Explorer, Toggle
from .kit.svg import NARROW, box, filled, group, label, path, patterned

DAY, STEP, ITEM_UNITS = 1440, 5, 100  # minutes, minutes, read units
PROVISIONED, PEAK = 8, 10  # units a second
SALE, SALE_HOUR = 8, 12  # times as much; from 12 to 13
LEAST, TARGET = 2, 70  # of auto scaling: units, per cent
MODES = {"provisioned": "Provisioned", "scaling": "Auto scaling", "demand": "On demand"}
WIDTH, LEFT, LENGTH, TOP, TALL = 848, 46, 786, 48, 200
COLUMNS = (
    ("units used", 230),
    ("units paid for", 350),
    ("share used", 450),
    ("US cents", 560),
    ("requests throttled", 776),
)


def capacity_day():
    """One day in three capacity modes: `capacity_day()`."""
    return CapacityDay()


@dataclass(frozen=True)
class Day:
    """What a table was asked for and gave, minute by minute, in units a second."""

    demand: list
    served: list
    capacity: list
    requests: int
    throttled: int
    used: float  # units, over the whole day
    paid: float
    cents: float  # of a US dollar, in Ireland (F163, F164)

    @property
    def share(self):
        return f"{self.used / self.paid:.0%}"

    def figures(self):
        return [
            f"{self.used:,.0f}",
            f"{self.paid:,.0f}",
            self.share,
            f"{self.cents:.1f}",
            f"{self.throttled:,} of {self.requests:,}",
        ]


class CapacityDay(Explorer):
    """The demand of a day, and the capacity that is there to meet it."""

    heading = "One day of traffic, three ways to pay for it"

    mode, sale = "provisioned", False

    def controls(self):
        return [
            [
                Choice("mode", "Capacity", self.mode, MODES, within=True),
                Toggle(
                    "sale",
                    "A sale at noon: eight times the traffic for an hour",
                    self.sale,
                ),
            ]
        ]

    @property
    def day(self):
        return self.day_in(self.mode)

    def day_in(self, mode):
        return _day(mode, self.sale)

    # --- in words --------------------------------------------------------------

    def now(self):
        return f"{MODES[self.mode]}: {self._verdict(self.mode)}"

    def _verdict(self, mode):
        day = self.day_in(mode)
        return (
            f"{_throttled(day)}; {day.used:,.0f} units used, {day.paid:,.0f} paid "
            f"for, {day.share} of them used: {day.cents:.1f} US cents."
        )

    def _capacity_words(self):
        least, most = min(self.day.capacity), max(self.day.capacity)
        if self.mode == "demand":
            return (
                f"On demand the table could give {least:,.0f} units a second: far "
                "above this picture."
            )
        if least == most:
            return f"The capacity is {least:,.0f} units a second all day."
        at = self.day.capacity.index(most)
        return (
            f"The capacity moves between {least:,.0f} and {most:,.0f} units a "
            f"second; it is highest from {_clock(at)}."
        )

    def _text(self):
        demand = self.day.demand
        peak = demand.index(max(demand))
        return [
            f"Each request reads an item of 400 KB strongly: {ITEM_UNITS} units.",
            f"The demand is highest at {_clock(peak)}: {max(demand):.0f} read units a "
            f"second{', in the sale' if self.sale else ''}.",
            self._capacity_words(),
            *(f"{words}: {self._verdict(mode)}" for mode, words in MODES.items()),
            *(
                f"Throttled from {_clock(start)} to {_clock(end)}."
                for start, end in _spans(self.day)
            ),
            "Prices of Ireland: a million units on demand "
            f"{_million('demand'):.2f} US cents, a million provisioned ones "
            f"{_million('provisioned'):.2f}.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, day = self._text(), self.day
        line = [] if self.mode == "demand" else _means(day.capacity)
        most = max(amount for _, amount in [*_means(day.demand), *line]) * 1.1
        left, length, hours = LEFT, LENGTH, 3
        if self.narrow:
            left, length, hours = 34, NARROW - 36, 6
        chart = Chart(left, TOP, length, TALL, DAY, most)
        served, demand = _means(day.served), _means(day.demand)
        refused = chart.area(demand, served)
        drawing = [
            label(left, 15, "Read units a second", "cafe-ex-note"),
            chart.axes({hour * 60: f"{hour:02d}:00" for hour in range(0, 25, hours)}),
            path(chart.area(served), "cafe-ex-served"),
            *filled(refused, "cafe-ex-refused", "cross"),
            path(chart.line(demand), "cafe-ex-demand"),
            path(chart.line(line), "cafe-ex-capacity")
            if line
            else _out_of_sight(day, chart.right, 34 if self.narrow else 15),
            *(_refusal(chart, *span) for span in _spans(day)),
        ]
        rows = {
            words: (mode, self.day_in(mode).figures()) for mode, words in MODES.items()
        }
        below, chosen = TOP + TALL + 40, (rows, self.mode, "mode")
        if self.narrow:
            table, end = figures_list(below + 56, COLUMNS, *chosen)
            legend = [*_line_legend(0, below), *_box_legend(0, below + 24)]
            width, height = NARROW, end
        else:
            table = figures_table(LEFT, below + 26, LENGTH + 12, COLUMNS, *chosen)
            legend = [
                group(*_line_legend(LEFT, below), *_box_legend(LEFT + 246, below))
            ]
            width, height = WIDTH, below + 150
        drawing += [*legend, table]
        return self.framed(width, height, text, *drawing)


# --- driving a table -------------------------------------------------------------


@cache
def _day(mode, sale):
    """A Day. It takes a third of a second, once."""
    return _driven(mode, _demand(_weights(), sale))


@cache
def _weights():
    """How busy each hour of the day is, from the shop's orders; the busiest is 1."""
    with open(DATA / "orders.csv", encoding="utf-8", newline="") as file:
        moments = [row["ordered_at"] for row in csv.DictReader(file)]
    hours = Counter(datetime.fromisoformat(moment).hour for moment in moments)
    return [hours[hour] / max(hours.values()) for hour in range(24)]


def _demand(weights, sale):
    """Units a second for each minute of the day: from the middle of an hour to the
    middle of the next on a straight line."""
    demand = []
    for minute in range(DAY):
        hour, part = divmod((minute - 30) % DAY, 60)
        weight = weights[hour] + (weights[(hour + 1) % 24] - weights[hour]) * part / 60
        times = SALE if sale and minute // 60 == SALE_HOUR else 1
        demand.append(PEAK * weight * times)
    return demand


def _driven(mode, demand):
    """A Day, driven through a table of an account of its own."""
    session = made.session()
    client = session.client("dynamodb")
    read = _ready(session, client, mode)
    served, capacities, throttled, requests, owed = [], [], 0, 0, 0.0
    for units in demand:
        owed += units * 60 / ITEM_UNITS
        count, answered = int(owed), 0
        owed -= count
        for _ in range(count):
            session.account.clock.advance(seconds=60 / count)
            answered += read()
        if not count:
            session.account.clock.advance(minutes=1)
        requests, throttled = requests + count, throttled + count - answered
        # A request every few minutes is a flat trickle, not a row of spikes.
        share = answered / count if count else 1
        served.append(units * share)
        capacities.append(client.usage("day")["Read"]["capacity"])
    used = client.usage("day")["Read"]["consumed"]
    paid = used if mode == "demand" else sum(capacities) * 60
    cents = paid * _million(mode) / 1_000_000
    return Day(demand, served, capacities, requests, throttled, used, paid, cents)


def _million(mode):
    """US cents for a million read units: asked for, or a second's capacity each."""
    if mode == "demand":
        return 100 * prices()["dynamodb.read"].usd
    return 100 * prices()["dynamodb.rcu"].usd * 1_000_000 / 3600


def _ready(session, client, mode):
    """Make the table; what reads its item once and says whether it was answered."""
    units = {"ReadCapacityUnits": PROVISIONED, "WriteCapacityUnits": 5}
    billing = {} if mode == "demand" else {"ProvisionedThroughput": units}
    made.table(session, "day", {"k": "N"}, **billing)
    key = {"k": {"N": "1"}}
    client.put_item(TableName="day", Item=key | {"page": {"B": bytes(399 * 1024)}})
    session.account.clock.advance(seconds=_until_midnight(session.account.clock.now))
    if mode == "scaling":
        _scale(session.client("application-autoscaling"))

    def read():
        try:
            client.get_item(TableName="day", Key=key, ConsistentRead=True)
        except client.exceptions.ProvisionedThroughputExceededException:
            return False
        return True

    return read


def _until_midnight(now):
    return 86400 - (now.hour * 3600 + now.minute * 60 + now.second)


def _scale(scaling):
    """Let the read capacity follow the traffic."""
    which = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/day",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    scaling.register_scalable_target(MinCapacity=LEAST, MaxCapacity=100, **which)
    scaling.put_scaling_policy(
        PolicyName="follow",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": TARGET,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": "DynamoDBReadCapacityUtilization"
            },
        },
        **which,
    )


# --- words and lines -------------------------------------------------------------


def _throttled(day):
    if not day.throttled:
        return f"none of {day.requests:,} requests throttled"
    return f"{day.throttled:,} of {day.requests:,} requests throttled"


def _spans(day):
    """(first minute, last minute) of each stretch with throttled requests, joined
    where less than half an hour lies between."""
    spans = []
    for minute, (asked, given) in enumerate(zip(day.demand, day.served)):
        if given < asked:
            if spans and minute - spans[-1][1] < 30:
                spans[-1][1] = minute + 1
            else:
                spans.append([minute, minute + 1])
    return spans


def _clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _means(values):
    """A point for each few minutes: their mean."""
    return [
        (start + STEP / 2, sum(values[start : start + STEP]) / STEP)
        for start in range(0, DAY, STEP)
    ]


def _out_of_sight(day, right, y):
    words = f"▲ capacity: {day.capacity[0]:,.0f} and more"
    return label(right, y, words, "cafe-ex-name", "end")


def _refusal(chart, start, end):
    """From when to when requests were throttled, above the chart."""
    x, wide = chart.x(start), max(chart.x(end) - chart.x(start), 3)
    words = f"✕ {_clock(start)} to {_clock(end)}"
    return group(
        box(x, TOP - 6, wide, 5, "cafe-ex-refused", 2),
        label(x, TOP - 11, words, "cafe-ex-small cafe-ex-ill"),
    )


def _line_legend(x, y):
    return [
        path(f"M{x} {y + 7}h30", "cafe-ex-demand"),
        label(x + 38, y + 11, "demand", "cafe-ex-note"),
        path(f"M{x + 120} {y + 7}h30", "cafe-ex-capacity"),
        label(x + 158, y + 11, "capacity", "cafe-ex-note"),
    ]


def _box_legend(x, y):
    return [
        box(x, y, 28, 14, "cafe-ex-served", 3),
        label(x + 36, y + 11, "answered", "cafe-ex-note"),
        box(x + 126, y, 28, 14, "cafe-ex-refused", 3),
        patterned(x + 126, y, 28, 14, "cross", None),
        label(x + 162, y + 11, "throttled", "cafe-ex-note"),
    ]
