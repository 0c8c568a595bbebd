"""Exercises of lesson 05: cache-aside, write-through, a leaderboard, the load left."""

from .kinds import PythonExercise, Wrong


class _Shop:
    """A database of pages that counts what is done to it, and an empty cache."""

    def __init__(self):
        from cafe import aws
        from cafe.drivers import redis

        account = aws.Account()
        account.client_address = "172.31.5.20"  # inside the VPC
        elasticache = aws.Session(account=account).client("elasticache")
        elasticache.create_replication_group(
            ReplicationGroupId="pages",
            ReplicationGroupDescription="one node",
            Engine="valkey",
            CacheNodeType="cache.t4g.micro",
            NumCacheClusters=1,
        )
        elasticache.get_waiter("replication_group_available").wait()
        group = elasticache.describe_replication_groups()["ReplicationGroups"][0]
        host = group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
        self.cache = redis.Redis(host, decode_responses=True, account=account)
        self.clock, self.queries = account.clock, 0
        self.pages = {1: "Flat white 3.20", 2: "Cappuccino 3.20"}

    def read(self, product_id):
        self.queries += 1
        return self.pages.get(product_id)

    def write(self, product_id, page):
        if not isinstance(page, str):
            raise ValueError("the database refuses a page that is no text")
        self.pages[product_id] = page

    def wait(self, seconds):
        self.clock.advance(seconds=seconds)

    def lives(self, key):
        """What is wrong with how long a key lives, or None."""
        left = self.cache.ttl(key)
        if left == -1:
            return (
                f"{key} is stored without a time to live: an old copy would be shown"
                " for ever. Give set(…) the argument ex=60."
            )
        if left != 60:
            return f"{key} should live for 60 seconds; it lives for {left}."
        return None


# --- cache-aside -------------------------------------------------------------------


def _reads_aside(find_page):
    """What is wrong with how an answer reads pages, or None."""
    from cafe.drivers import redis

    shop = _Shop()

    def ask(product_id):
        return find_page(shop.cache, shop.read, product_id)

    page = ask(1)
    if page != shop.pages[1]:
        return f"For product 1 it should return {shop.pages[1]!r}; it gave {page!r}."
    if shop.cache.get("page:1") is None:
        return (
            "After a miss nothing is in the cache under page:1, so the next request"
            " misses, too. Store a copy."
        )
    if shop.cache.get("page:1") != page:
        return f"Under page:1 the cache holds {shop.cache.get('page:1')!r}."
    if problem := shop.lives("page:1"):
        return problem
    shop.wait(30)
    again, other = ask(1), ask(2)
    if again != page:
        return f"The second request is a hit and should give {page!r}: it gave {again}."
    if other != shop.pages[2]:
        return f"For product 2 it should return {shop.pages[2]!r}; it gave {other!r}."
    if shop.queries != 2:
        return (
            "Two pages were asked for, one of them twice. 2 queries were expected at"
            f" the database; there were {shop.queries}. Look in the cache first."
        )
    if (left := shop.cache.ttl("page:1")) != 30:
        return (
            "A hit half a minute after the miss should leave page:1 the other 30"
            f" seconds; it has {left}. A page that is read all the time would never"
            " expire: store it after a miss only."
        )
    try:
        missing = ask(99)
    except redis.DataError:
        return (
            "You stored a page that does not exist: for product 99 read_database gives"
            " None, which a real cache refuses. Store a page only if there is one."
        )
    if missing is not None:
        return "There is no product 99: it should return None."
    if shop.cache.exists("page:99"):
        return "There is no product 99, and a page was stored for it all the same."
    shop.pages[1] = "Flat white 3.50"
    shop.wait(61)
    if ask(1) != "Flat white 3.50":
        return "A minute after a change the old page is still shown."
    return None


def _get(body):
    return f"def find_page(cache, read_database, product_id):\n{body}"


CACHE_ASIDE = PythonExercise(
    id="05.cache_aside",
    objective="05.a",
    difficulty=2,
    prompt="""\
Write `find_page(cache, read_database, product_id)` as cache-aside. `cache` has
`get(key)` and `set(key, value, ex=seconds)`, as ours has. The key is `page:1` for
product 1. `read_database(1)` gives the page as text, or `None` if there is no such
product. A copy lives for 60 seconds. What does not exist is not stored.""",
    starter=_get("    ...\n"),
    hints=(
        "First cache.get(key). If that is not None, it is the answer.",
        "After a miss: page = read_database(product_id).",
        "Then cache.set(key, page, ex=60), but only if page is not None.",
    ),
    solution=_get("""\
    key = f"page:{product_id}"
    page = cache.get(key)
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=60)
    return page
"""),
    name="find_page",
    prove=_reads_aside,
    seconds=5.0,
    wrong=(
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
    return page
"""),
            "After a miss nothing is in the cache",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(f"page:{product_id}", page)
    return page
"""),
            "an old copy would be shown for ever",
            misconception="cache-holds-the-truth",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(f"page:{product_id}", page, ex=86400)
    return page
"""),
            "it lives for 86400",
            misconception="longer-ttl-is-better",
        ),
        Wrong(
            _get("""\
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page
"""),
            "there were 3. Look in the cache first.",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        cache.set(f"page:{product_id}", page, ex=60)
    return page
"""),
            "You stored a page that does not exist",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page
"""),
            "page:1 the other 30 seconds; it has 60.",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is not None:
        cache.expire(f"page:{product_id}", 60)
        return page
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page
"""),
            "A page that is read all the time would never expire",
            misconception="longer-ttl-is-better",
        ),
        Wrong(
            _get("""\
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        cache.set(f"page:{product_id}", str(page), ex=60)
    return page
"""),
            "There is no product 99, and a page was stored",
        ),
        Wrong(
            _get("""\
    page = cache.get("page:1")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set("page:1", page, ex=60)
    return page
"""),
            "For product 2 it should return 'Cappuccino 3.20'",
        ),
        Wrong(
            _get("""\
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
"""),
            "For product 1 it should return 'Flat white 3.20'; it gave None.",
        ),
    ),
)


# --- write-through -----------------------------------------------------------------


def _writes_through(set_page):
    """What is wrong with how an answer writes a page, or None."""
    shop = _Shop()
    shop.cache.set("page:1", shop.pages[1], ex=60)
    shop.wait(20)
    if problem := _writes_one(set_page, shop, 1, "Flat white 3.50"):
        return problem
    if problem := _writes_one(set_page, shop, 2, "Cappuccino 3.50"):
        return problem
    try:
        set_page(shop.cache, shop.write, 1, 3.50)
    except ValueError:
        found = shop.cache.get("page:1")
        if found not in (None, "Flat white 3.50"):  # to hold nothing shows nothing
            return (
                f"The database refused a page, and the cache shows it: {found!r}."
                " Write to the database first."
            )
        return None
    return "The database refused a page, and nobody heard of it. Let the error through."


def _writes_one(set_page, shop, product_id, page):
    """What is wrong after a write of one page, which may be in the cache, or None."""
    key = f"page:{product_id}"
    was_there = shop.cache.exists(key)
    set_page(shop.cache, shop.write, product_id, page)
    if shop.pages[product_id] != page:
        return "The database has the old page: the truth was never changed."
    found = shop.cache.get(key)
    if found is None and was_there:
        return (
            "The copy was deleted. That is right with cache-aside; with write-through"
            " the first read after a write is a hit."
        )
    if found is None:
        return (
            f"Nobody had asked for product {product_id}, and after the write {key} is"
            " not in the cache. Write-through stores what was written, read or not."
        )
    if found != page:
        return f"The database has the new page, and the cache still holds {found!r}."
    return shop.lives(key)


def _set(body):
    return f"def set_page(cache, write_database, product_id, page):\n{body}"


WRITE_THROUGH = PythonExercise(
    id="05.write_through",
    objective="05.b",
    difficulty=2,
    prompt="""\
Write `set_page(cache, write_database, product_id, page)` as write-through.
`write_database(1, page)` changes the database or raises an error. Keys are again
`page:1` and so on, and a copy lives for 60 seconds. The cache must never show a page
that the database has refused.""",
    starter=_set("    ...\n"),
    hints=(
        "Two places are written. Which one holds the truth?",
        "If write_database raises, what stands below it is not run.",
        'write_database(product_id, page), then cache.set(f"page:{product_id}", …).',
    ),
    solution=_set("""\
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)
"""),
    name="set_page",
    prove=_writes_through,
    seconds=5.0,
    wrong=(
        Wrong(
            _set('    cache.set(f"page:{product_id}", page, ex=60)\n'),
            "the truth was never changed",
            misconception="cache-holds-the-truth",
        ),
        Wrong(
            _set("    write_database(product_id, page)\n"),
            "the cache still holds 'Flat white 3.20'",
        ),
        Wrong(
            _set("""\
    cache.set(f"page:{product_id}", page, ex=60)
    write_database(product_id, page)
"""),
            "Write to the database first.",
        ),
        Wrong(
            _set("""\
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page)
"""),
            "is stored without a time to live",
            misconception="write-through-ends-stale-reads",
        ),
        Wrong(
            _set("""\
    write_database(product_id, page)
    cache.delete(f"page:{product_id}")
"""),
            "The copy was deleted.",
        ),
        Wrong(
            _set("""\
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, keepttl=True)
"""),
            "it lives for 40",
        ),
        *(
            Wrong(
                _set(
                    "    write_database(product_id, page)\n"
                    f"    cache.set({arguments}, ex=60)\n"
                ),
                "after the write page:2 is not in the cache",
            )
            for arguments in ('"page:1", page', 'f"page:{product_id}", page, xx=True')
        ),
        Wrong(
            _set("""\
    try:
        write_database(product_id, page)
    except Exception:
        return
    cache.set(f"page:{product_id}", page, ex=60)
"""),
            "nobody heard of it",
        ),
    ),
)


# --- a sorted set ------------------------------------------------------------------

_SALES = (
    ("latte", 2),
    ("mocha", 5),
    ("latte", 1),
    ("espresso", 1),
    ("flat white", 6),
    ("latte", 4),
    ("espresso", 1),
    ("tea", 4),
)


def _ranks(top_three):
    """What is wrong with how an answer ranks products, or None."""
    shop, half = _Shop(), len(_SALES) // 2
    top_three(shop.cache, list(_SALES[:half]))
    found = top_three(shop.cache, list(_SALES[half:]))
    if not shop.cache.exists("sold"):
        return "There is no key sold in the cache: keep the numbers there."
    sold = dict(shop.cache.zrange("sold", 0, -1, withscores=True))
    if sold.get("latte") != 7:
        return (
            "2, 1 and 4 lattes were sold, in two calls, and the set says"
            f" {sold.get('latte', 0):g}. zadd replaces a score; zincrby adds to it."
        )
    if found != ["latte", "flat white", "mocha"]:
        return (
            "['latte', 'flat white', 'mocha'] were sold most, in this order; it gave"
            f" {found}."
        )
    return None


def _top(body):
    return f"def top_three(cache, sales):\n{body}"


_COUNT = """\
    for product, number in sales:
        cache.zincrby("sold", number, product)
"""

TOP_THREE = PythonExercise(
    id="05.top_three",
    objective="05.e",
    difficulty=2,
    prompt="""\
Write `top_three(cache, sales)`. `sales` is a list of pairs such as `("latte", 2)`. Add
the numbers up in a sorted set under the key `sold`, which stays there for the next
call. Return the names of the three products that were sold most, the best first.""",
    starter=_top("    ...\n"),
    hints=(
        'cache.zincrby("sold", number, product) adds to a score.',
        "zrange goes from the lowest score up, zrevrange from the highest down.",
        "Both ends of a range are included: the first three are 0 to 2.",
    ),
    solution=_top(_COUNT + '    return cache.zrevrange("sold", 0, 2)\n'),
    name="top_three",
    prove=_ranks,
    seconds=5.0,
    wrong=(
        Wrong(
            _top("""\
    for product, number in sales:
        cache.zadd("sold", {product: number})
    return cache.zrevrange("sold", 0, 2)
"""),
            "zadd replaces a score; zincrby adds to it.",
        ),
        Wrong(
            _top(_COUNT + '    return cache.zrange("sold", 0, 2)\n'),
            "it gave ['espresso', 'tea', 'mocha'].",
        ),
        Wrong(
            _top(_COUNT + '    return cache.zrevrange("sold", 0, 3)\n'),
            "it gave ['latte', 'flat white', 'mocha', 'tea'].",
        ),
        Wrong(
            _top(
                _COUNT + '    return cache.zrevrange("sold", 0, 2, withscores=True)\n'
            ),
            "it gave [",
        ),
        Wrong(
            _top("""\
    from collections import Counter

    count = Counter()
    for product, number in sales:
        count[product] += number
    return [product for product, _ in count.most_common(3)]
"""),
            "There is no key sold in the cache",
        ),
        Wrong(
            _top("""\
    for product, number in sales:
        cache.zincrby("sold", 1, product)
    return cache.zrevrange("sold", 0, 2)
"""),
            "2, 1 and 4 lattes were sold, in two calls, and the set says 3.",
        ),
        Wrong(
            _top(
                '    cache.delete("sold")\n'
                + _COUNT
                + '    return cache.zrevrange("sold", 0, 2)\n'
            ),
            "2, 1 and 4 lattes were sold, in two calls, and the set says 4.",
        ),
        Wrong(_top(_COUNT), "it gave None."),
    ),
)


# --- the load that is left ---------------------------------------------------------


def _load(expression):
    return f"def database_load(reads, writes, hit_ratio):\n    return {expression}\n"


DATABASE_LOAD = PythonExercise(
    id="05.database_load",
    objective="05.c",
    difficulty=1,
    prompt="""\
Write `database_load(reads, writes, hit_ratio)`: how many requests a second reach the
database. `reads` and `writes` are what the shop does in a second, and `hit_ratio` is a
number from 0 to 1. Every write goes to the database.""",
    starter="def database_load(reads, writes, hit_ratio):\n    ...\n",
    hints=(
        "Which reads reach the database: the hits or the misses?",
        "The hits are reads * hit_ratio; what is left are the misses.",
        "Add the writes: no cache takes them off the database.",
    ),
    solution=_load("reads - reads * hit_ratio + writes"),
    name="database_load",
    cases=(
        (10_000, 0, 0.9),
        (1_000, 0, 0),
        (8_000, 100, 0.99),
        (500, 50, 1),
        (900, 300, 0.5),
    ),
    wrong=(
        Wrong(
            _load("reads / 2 + writes if hit_ratio else reads + writes"),
            "database_load(10000, 0, 0.9) should give 1000.0; it gave 5000",
            "At 90 % one read in ten goes on, not one in two.",
            "hit-ratio-90-halves-the-load",
        ),
        Wrong(
            _load("reads * hit_ratio + writes"),
            "database_load(10000, 0, 0.9) should give 1000.0; it gave 9000",
            "These are the hits, which the cache answers. The rest goes on.",
        ),
        Wrong(
            _load("reads * (1 - hit_ratio)"),
            "database_load(8000, 100, 0.99) should give",
            "The writes are missing: a cache takes reads off the database only.",
        ),
        Wrong(
            _load("(reads + writes) * (1 - hit_ratio)"),
            "database_load(8000, 100, 0.99) should give",
            "A write has no hit. All writes reach the database.",
        ),
        Wrong(
            _load("reads * (1 - hit_ratio / 100) + writes"),
            "database_load(10000, 0, 0.9) should give 1000.0; it gave",
            "hit_ratio goes from 0 to 1 already; it is no percentage.",
        ),
        Wrong(
            _load("reads * (100 - hit_ratio) / 100 + writes"),
            "database_load(10000, 0, 0.9) should give 1000.0; it gave",
            "hit_ratio goes from 0 to 1 already; it is no percentage.",
        ),
        Wrong(
            _load("reads - hit_ratio + writes"),
            "database_load(10000, 0, 0.9) should give 1000.0; it gave",
            "hit_ratio is a share of the reads: multiply.",
        ),
    ),
)

EXERCISES = (CACHE_ASIDE, WRITE_THROUGH, TOP_THREE, DATABASE_LOAD)
