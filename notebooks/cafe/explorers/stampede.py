"""The stampede: popular keys expire, and everybody asks the database at once.

Twenty pages are asked for ten times a second each, and each query of the database
takes half a second. The requests go through a Valkey server of the small AWS; each cure
is the commands that one would send (SET NX as a lock, a TTL with chance in it, PTTL).
"""

import random
from collections import deque
from dataclasses import dataclass

from ..aws.account import Clock
from ..aws.engines.valkey import Client, Server
from .kit.charts import Chart, figures_table
from .kit.panel import Choice, Explorer, Picture
from .kit.svg import box, group, label, patterned, picture, tag

PAGES, RATE, SECONDS = 20, 10, 24  # pages, requests a second for each, seconds
TTL, QUERY, SPREAD, EARLY, LOCK = 7_500, 500, 3_000, 1_000, 2_000  # milliseconds
CAN_DO = 30  # queries a second that the database stands
CURES = {
    "none": "No cure",
    "lock": "A lock: one asks, the others wait",
    "jitter": "Jitter: each TTL a little different",
    "early": "Early refresh: one asks before it expires",
}
SHORT = {key: words.split(":")[0] for key, words in CURES.items()}
WIDTH, LEFT, LENGTH, TOP, TALL = 848, 46, 786, 36, 190
COLUMNS = (
    ("queries in the worst second", 370),
    ("queries in all", 540),
    ("requests that had to wait", 776),
)


def stampede():
    """Twenty popular pages expire together: without a cure, and with each of three."""
    return Stampede()


@dataclass(frozen=True)
class Run:
    """Queries at the database in each second, and requests that waited for one."""

    queries: list
    waited: int

    def figures(self):
        return [
            f"{max(self.queries[1:]):,}",
            f"{sum(self.queries):,}",
            f"{self.waited:,}",
        ]


class Stampede(Explorer):
    """The load at the database, second by second."""

    heading = "A stampede, and its cures"

    def __init__(self):
        self.cure = "none"
        self._runs = {cure: _run(cure) for cure in CURES}

    def controls(self):
        return [[Choice("cure", "Cure", self.cure, CURES)]]

    def change(self, name, value):
        self.cure = value
        return self._verdict(value)

    # --- in words --------------------------------------------------------------

    def _verdict(self, cure):
        worst, total, waited = self._runs[cure].figures()
        return (
            f"{SHORT[cure]}: {worst} queries in the worst second, {total} in all; "
            f"{waited} requests waited."
        )

    def _text(self):
        asked = PAGES * RATE
        queries = self._runs[self.cure].queries
        return [
            f"{asked} requests a second for {PAGES} pages; each page lives "
            f"{TTL / 1000:g} s, each query takes {QUERY / 1000:g} s.",
            f"The database stands {CAN_DO} queries a second.",
            "Queries second by second: " + ", ".join(map(str, queries)) + ".",
            *(self._verdict(cure) for cure in CURES),
            "The first second fills the empty cache and is not counted as the worst.",
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, run = self._text(), self._runs[self.cure]
        most = max(max(each.queries) for each in self._runs.values()) * 1.1
        chart = Chart(LEFT, TOP, LENGTH, TALL, SECONDS, most)
        drawing = [
            label(LEFT, 16, "Queries a second at the database", "cafe-ex-note"),
            *(_bar(chart, second, n) for second, n in enumerate(run.queries) if n),
            chart.axes({s: f"{s} s" for s in range(0, SECONDS + 1, 4)}),
            tag(
                "path",
                d=f"M{LEFT} {chart.y(CAN_DO):.1f}h{LENGTH}",
                class_="cafe-ex-capacity",
            ),
            label(
                LEFT + LENGTH,
                chart.y(CAN_DO) - 6,
                f"what the database stands: {CAN_DO}",
                "cafe-ex-note",
                "end",
            ),
            figures_table(
                LEFT,
                TOP + TALL + 30,
                LENGTH + 12,
                COLUMNS,
                {SHORT[cure]: each.figures() for cure, each in self._runs.items()},
                SHORT[self.cure],
            ),
        ]
        height = TOP + TALL + 184
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )


# --- the requests ----------------------------------------------------------------


class Shop:
    """Requests for pages, a cache, and a database that takes its time."""

    def __init__(self, cure):
        self.cure, self.chance = cure, random.Random(3)
        self.clock = Clock()
        self.cache, self.client = Server(self.clock), Client()
        self.asked = deque()  # (millisecond when it is answered, page)
        self.queries, self.waited = [0] * SECONDS, 0

    def request(self, now, page):
        """Somebody asks for a page at a millisecond."""
        self._arrive(now)
        if self.cure == "early" and self._is_old(page):
            self._query(now, page)
        elif self._send(b"GET", page) is None:
            self.waited += 1
            if self.cure in ("none", "jitter") or self._gets_lock(page):
                self._query(now, page)

    def _is_old(self, page):
        """Whether a page will expire soon, and it falls to us to renew it."""
        left = self._send(b"PTTL", page)
        return 0 <= left < EARLY and self._gets_lock(page)

    def _gets_lock(self, page):
        """SET … NX: only the first one gets an OK."""
        return self._send(b"SET", b"lock:" + page, b"1", b"NX", b"PX", b"%d" % LOCK)

    def _query(self, now, page):
        self.queries[now // 1000] += 1
        self.asked.append((now + QUERY, page))

    def _arrive(self, now):
        """Store what the database has answered by now."""
        while self.asked and self.asked[0][0] <= now:
            _, page = self.asked.popleft()
            ttl = TTL
            if self.cure == "jitter":
                ttl += self.chance.randrange(-SPREAD, SPREAD)
            self._send(b"SET", page, b"a page", b"PX", b"%d" % ttl)

    def _send(self, *arguments):
        return self.cache.execute(arguments, self.client)


def _run(cure):
    """The same requests, evenly spread, under one cure."""
    shop, step = Shop(cure), 1000 // (PAGES * RATE)
    for number in range(PAGES * RATE * SECONDS):
        shop.request(number * step, b"page:%02d" % (number % PAGES))
        shop.clock.advance(milliseconds=step)
    return Run(shop.queries, shop.waited)


def _bar(chart, second, queries):
    """The queries of one second; too many are marked."""
    x, wide, y = chart.x(second) + 2, LENGTH / SECONDS - 4, chart.y(queries)
    bad, tall = queries > CAN_DO, chart.floor - y
    return group(
        box(x, y, wide, tall, "cafe-ex-down" if bad else "cafe-ex-served", 2),
        patterned(x, y, wide, tall, "cross", 2) if bad else None,
        label(
            x + wide / 2,
            y - 4,
            f"{'✕ ' if bad else ''}{queries}",
            f"cafe-ex-small{' cafe-ex-ill' if bad else ''}",
            "middle",
        ),
    )
