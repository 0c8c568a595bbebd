"""Ten minutes of reads of a shop's pages, through an ElastiCache group.

One fixed stream of reads goes cache-aside: look in the cache, and on a miss ask the
database and store the page. What is in the cache, what expired, what was evicted, and
who answers after a zone has failed are the cache's own answers, on an account of its
own. explorers/cached_reads.py draws it.
"""

import random
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ..aws import Account
from ..aws.engines.valkey import Client, Server
from ..drivers import redis
from . import made

PAGES, RATE, LAST, STEP = 40, 2, 600, 5  # pages, reads a second, seconds, seconds
GOES_ON = 60  # seconds for which the stream goes on after the LAST that is counted
NEW_PRICE = 240  # seconds between two prices of one page
CUT_AT, BACK_AT = 120, 180  # seconds: the zone fails, and is back


class Read(NamedTuple):
    """A read of a page at a second; `fate` is "hit", "old" (a hit that gives an old
    price) or "miss"."""

    second: float
    page: int
    fate: str


@dataclass(frozen=True)
class Moment:
    """What has been counted until a second, what each node holds then, as tuples of
    (page, seconds left, whether its price is old), which nodes are up, which answers
    (None: none) and whose zone is dark."""

    reads: int
    hits: int
    old: int
    expired: int
    evicted: int
    nodes: tuple
    up: tuple
    answers: int | None
    dark: int | None


@dataclass(frozen=True)
class Seen:
    """All reads, and a Moment for each STEP."""

    reads: list
    moments: list

    def counted(self, start, end):
        """(hits, misses) from one second to another; both are multiples of STEP."""
        before, after = self.moments[start // STEP], self.moments[end // STEP]
        hits = after.hits - before.hits
        return hits, after.reads - before.reads - hits

    def load(self, now):
        """Reads a second that reached the database in the last half minute."""
        start = max(0, now - 30)
        return self.counted(start, now)[1] / (now - start) if now else 0


@cache
def zones():
    return tuple(Account().zones("eu-west-1"))


@cache
def stream(skew):
    """The pages asked for, one after the other. `skew` is in tenths: a page's share
    falls with its rank to the power of it (Zipf's law)."""
    weights = list(accumulate(rank ** (-skew / 10) for rank in range(1, PAGES + 1)))
    asked = RATE * (LAST + GOES_ON)
    return random.Random(5).choices(range(PAGES), cum_weights=weights, k=asked)


@lru_cache(64)  # half a megabyte each
def watched(ttl, room, skew, nodes=1, zone_fails=False):
    """What comes of the stream with these settings: a Seen."""
    shop = _Shop(ttl, room, nodes, new_prices=not zone_fails)
    reads, moments = [], []
    for number, page in enumerate(stream(skew)):
        second = number / RATE
        if second % STEP == 0 and second <= LAST:
            if zone_fails:
                shop.cut_or_restore(second)
            moments.append(shop.moment(second))
        reads.append(Read(second, page, shop.read(page, second)))
        shop.account.clock.advance(milliseconds=1000 // RATE)
    return Seen(reads, moments)


class _Shop:
    """A program that reads pages cache-aside, and a replication group as its cache."""

    def __init__(self, ttl, room, nodes, new_prices):
        self.ttl, self.new_prices = ttl, new_prices
        session = made.session()
        self.account, self.dark = session.account, None
        made.open_doors(session, 6379)
        self.host = made.cache(
            session,
            "pages",
            "The pages of the shop",
            NumCacheClusters=nodes,
            AutomaticFailoverEnabled=nodes > 1,
            PreferredCacheClusterAZs=list(zones()[:nodes]),
        )
        found = session.client("elasticache").describe_replication_groups()
        group = found["ReplicationGroups"][0]["NodeGroups"][0]
        self.cache = redis.Redis(self.host, account=self.account)
        self.hosts = [m["ReadEndpoint"]["Address"] for m in group["NodeGroupMembers"]]
        # AWS sells nodes of half a GiB and more. This one has room for a few pages, so
        # that it is full within a minute.
        if room < PAGES:
            node = self.account.endpoints[self.host].target()
            node.server.db.maxmemory = room * _weight()
        self.counts = dict.fromkeys(("reads", "hits", "old"), 0)

    def read(self, page, second):
        """Ask the cache, then the database; what became of the read."""
        now = self.price(page, second)
        self.counts["reads"] += 1
        try:
            copy = self.cache.get(_key(page))
            if copy is None:
                self.cache.set(_key(page), now, ex=self.ttl)
        except redis.RedisError:
            copy = None
        if copy is None:
            return "miss"
        self.counts["hits"] += 1
        self.counts["old"] += copy != now
        return "hit" if copy == now else "old"

    def price(self, page, second):
        """A page at a second: each has a new price at another one."""
        changes = int(second) + page * 97 if self.new_prices else 0
        return b"price %04d" % (changes // NEW_PRICE)

    def cut_or_restore(self, second):
        if second == CUT_AT:
            self.account.fail_zone(zones()[0])
            self.dark = 0
        if second == BACK_AT:
            self.account.restore_zone(zones()[0])
            self.dark = None

    def moment(self, second):
        answers = self._answers()
        nodes = [self.account.endpoints[host].target() for host in self.hosts]
        return Moment(
            **self.counts,
            expired=nodes[0].server.db.expired,
            evicted=nodes[0].server.db.evicted,
            nodes=tuple(self._copies(node.server.db, second) for node in nodes),
            up=tuple(number for number, node in enumerate(nodes) if node.is_up()),
            answers=answers,
            dark=self.dark,
        )

    def _copies(self, db, second):
        """What a node holds: (page, seconds left, whether its price is old)."""
        now = self.account.clock.now.timestamp()
        copies = []
        for page in range(PAGES):
            left = db.deadlines.get(_key(page), 0) / 1000 - now
            if left > 0:
                is_old = db.values[_key(page)] != self.price(page, second)
                copies.append((page, left, is_old))
        return tuple(copies)

    def _answers(self):
        """The number of the node that the primary endpoint leads to, if it answers."""
        try:
            self.cache.ping()
        except redis.RedisError:
            return None
        return zones().index(self.account.endpoints[self.host].target().zone)


def _key(page):
    return b"page:%02d" % page


@cache
def _weight():
    """The bytes that one page takes in a cache."""
    server = Server(Account().clock)
    server.execute((b"SET", _key(0), b"price 0000", b"EX", b"60"), Client())
    return server.db.used_memory
