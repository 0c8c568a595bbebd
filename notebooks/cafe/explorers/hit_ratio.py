"""The hit ratio: what a cache spares the database, and how old its answers are.

One fixed stream of requests for product pages goes through a Valkey server of the small
AWS, cache-aside: look in the cache, and on a miss ask the database and store the page.
Hits, misses, evicted and expired keys are the server's own counters.
"""

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from ..aws.account import Clock
from ..aws.engines.valkey import Client, Server
from .kit.charts import Chart
from .kit.panel import Explorer, Picture, Slider
from .kit.svg import box, group, label, patterned, picture

PRODUCTS, RATE, SECONDS = 500, 10, 400  # products, requests a second, seconds
NEW_PRICE = 300  # seconds between two prices of one product
BIN = 10  # seconds in a bar of the picture
WIDTH, LEFT, LENGTH, TOP, TALL = 848, 46, 786, 116, 170


def hit_ratio():
    """A cache in front of a database: TTL, size and how unevenly products are asked."""
    return HitRatio()


@dataclass(frozen=True)
class Run:
    """What a stream of requests did: `bins` are (hits, misses) in their order."""

    bins: list
    hits: int
    misses: int
    stale: int  # hits that gave an old price
    expired: int
    evicted: int

    @property
    def requests(self):
        return self.hits + self.misses

    @property
    def ratio(self):
        return self.hits / self.requests

    @property
    def load(self):
        """Queries a second at the database."""
        return self.misses / SECONDS


class HitRatio(Explorer):
    """Three sliders, and what they do to hits, load and stale answers."""

    heading = "What a cache spares the database"

    def __init__(self):
        self.ttl, self.size, self.skew = 60, 100, 10
        self._runs = {}

    def controls(self):
        return [
            [Slider("ttl", "TTL", self.ttl, 0, 600, self._ttl_words(), step=10)],
            [
                Slider(
                    "size",
                    "Room for",
                    self.size,
                    10,
                    PRODUCTS,
                    f"{self.size} of {PRODUCTS} products",
                    step=10,
                )
            ],
            [Slider("skew", "Skew", self.skew, 0, 15, self._skew_words())],
        ]

    def change(self, name, value):
        setattr(self, name, value)
        return self._verdict()

    @property
    def run(self):
        """The Run for the sliders as they stand; each is made once."""
        asked = self.ttl, self.size, self.skew
        if asked not in self._runs:
            self._runs[asked] = _run(self.ttl, self.size, _stream(self.skew))
        return self._runs[asked]

    # --- in words --------------------------------------------------------------

    def _ttl_words(self):
        return f"{self.ttl} seconds" if self.ttl else "no cache"

    def _skew_words(self):
        if not self.skew:
            return "all products are asked for alike"
        top = sum(product < 10 for product in _stream(self.skew))
        return f"the ten favourites get {top / (RATE * SECONDS):.0%} of the requests"

    def _verdict(self):
        run = self.run
        return (
            f"Hit ratio {run.ratio:.0%}: the database gets {run.load:.1f} of "
            f"{RATE} queries a second; {run.stale / run.requests:.0%} of the "
            "answers show an old price."
        )

    def _text(self):
        run = self.run
        return [
            f"{run.requests:,} requests for {PRODUCTS} products in {SECONDS} seconds; "
            f"{self._skew_words()}.",
            f"TTL: {self._ttl_words()}. Room for {self.size} products.",
            f"{run.hits:,} hits, {run.misses:,} misses.",
            f"{run.expired:,} pages expired, {run.evicted:,} were evicted for room.",
            f"{run.stale:,} hits gave an old price: each price changes every "
            f"{NEW_PRICE} seconds.",
            self._verdict(),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, run = self._text(), self.run
        chart = Chart(LEFT, TOP, LENGTH, TALL, SECONDS, RATE * 1.05)
        ticks = {second: f"{second} s" for second in range(0, SECONDS + 1, 50)}
        drawing = [
            *self._figures(run),
            label(LEFT, TOP - 10, "Requests a second", "cafe-ex-note"),
            *(_bar(chart, n, *counts) for n, counts in enumerate(run.bins)),
            chart.axes(ticks),
            _legend(TOP + TALL + 36),
        ]
        height = TOP + TALL + 60
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )

    def _figures(self, run):
        figures = [
            (f"{run.ratio:.0%}", "hit ratio"),
            (f"{run.load:.1f} of {RATE}", "queries a second left"),
            (f"{run.stale / run.requests:.0%}", "of the answers are old"),
            (f"{run.expired:,}", "pages expired"),
            (f"{run.evicted:,}", "evicted"),
        ]
        for number, (figure, words) in enumerate(figures):
            x = LEFT + number * 164
            yield group(
                label(x, 26, figure, "cafe-ex-figure"),
                label(x, 46, words, "cafe-ex-note"),
            )
        yield group(
            box(LEFT, 58, LENGTH, 12, "cafe-ex-missed", 4),
            patterned(LEFT, 58, LENGTH, 12, "hatch", 4),
            box(LEFT, 58, LENGTH * run.ratio, 12, "cafe-ex-slot cafe-ex-full", 4)
            if run.hits
            else None,
        )


# --- the stream and the cache ----------------------------------------------------


@cache
def _stream(skew):
    """The products asked for, one after the other. `skew` is in tenths: a product's
    share falls with its rank to the power of it (Zipf's law)."""
    weights = accumulate(rank ** (-skew / 10) for rank in range(1, PRODUCTS + 1))
    return random.Random(5).choices(
        range(PRODUCTS), cum_weights=list(weights), k=RATE * SECONDS
    )


def _price(product, second):
    """The page of a product at a moment: its price is new every five minutes."""
    return b"price %06d" % ((second + product * 7) // NEW_PRICE)


def _key(product):
    return b"product:%03d" % product


def _store(server, client, product, page, ttl):
    server.execute((b"SET", _key(product), page, b"EX", b"%d" % ttl), client)


def _room_for_one():
    """The bytes that one page takes in the cache."""
    server = Server(Clock())
    _store(server, Client(), 0, _price(0, 0), 1)
    return server.db.used_memory


def _run(ttl, size, stream):
    """Send the stream through a cache with room for `size` pages."""
    server = Server(Clock(), maxmemory=size * _room_for_one(), policy="allkeys-lru")
    client, bins, stale = Client(), [], 0
    for number, product in enumerate(stream):
        second = number // RATE
        if number % (BIN * RATE) == 0:
            before = server.db.hits
            bins.append([0, 0])
        server.clock.advance(milliseconds=1000 // RATE)
        page = server.execute((b"GET", _key(product)), client)
        now = _price(product, second)
        stale += page not in (None, now)
        if page is None and ttl:
            _store(server, client, product, now, ttl)
        bins[-1] = [server.db.hits - before, number % (BIN * RATE) + 1]
    db = server.db
    bins = [(hits, asked - hits) for hits, asked in bins]
    return Run(bins, db.hits, db.misses, stale, db.expired, db.evicted)


def _bar(chart, number, hits, misses):
    """The hits of some seconds, and the misses on top of them."""
    x, wide = chart.x(number * BIN) + 1, LENGTH * BIN / SECONDS - 2
    middle, top = chart.y(hits / BIN), chart.y((hits + misses) / BIN)
    return group(
        box(x, middle, wide, chart.floor - middle, "cafe-ex-served", 0),
        box(x, top, wide, middle - top, "cafe-ex-missed", 0),
        patterned(x, top, wide, middle - top, "hatch", 0),
    )


def _legend(y):
    return group(
        box(LEFT, y, 28, 14, "cafe-ex-served", 3),
        label(LEFT + 36, y + 11, "hit: answered by the cache", "cafe-ex-note"),
        box(LEFT + 230, y, 28, 14, "cafe-ex-missed", 3),
        patterned(LEFT + 230, y, 28, 14, "hatch", 3),
        label(LEFT + 266, y + 11, "miss: the database was asked", "cafe-ex-note"),
    )
