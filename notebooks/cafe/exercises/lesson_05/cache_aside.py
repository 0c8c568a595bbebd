"""\
Write `find_page(cache, read_database, product_id)` as cache-aside. `cache` has
`get(key)` and `set(key, value, ex=seconds)`, as ours has. The key is `page:1` for
product 1. `read_database(1)` gives the page as text, or `None` if there is no such
product. A copy lives for 60 seconds. What does not exist is not stored."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop

exercise = PythonExercise(
    id="05.cache_aside",
    objective="05.a",
    difficulty=2,
    learned=(
        "Look in the cache, else ask and keep: most caches in the world are "
        "these few lines."
    ),
    prompt=__doc__,
    hints=(
        "First cache.get(key). If that is not None, it is the answer.",
        "After a miss: page = read_database(product_id).",
        "Then cache.set(key, page, ex=60), but only if page is not None.",
    ),
    seconds=5.0,
)


@exercise.right
def find_page(cache, read_database, product_id):
    key = f"page:{product_id}"
    page = cache.get(key)
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=60)
    return page


@exercise.proof
def _reads_aside(find_page):
    """What is wrong with how an answer reads pages, or None."""
    from cafe.drivers import redis

    shop = PageShop()

    def ask(product_id):
        return find_page(shop.cache, shop.read, product_id)

    page = ask(1)
    if page != shop.pages[1]:
        return f"For product 1 it should return {shop.pages[1]!r}; it gave {page!r}."
    if shop.cache.exists("page:{product_id}"):
        return (
            "The key in the cache is 'page:{product_id}', word for word: an f before"
            ' the quotation mark puts the number in, f"page:{product_id}".'
        )
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


@exercise.wrong("After a miss nothing is in the cache")
def stores_no_copy(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
    return page


@exercise.wrong(
    "an old copy would be shown for ever", misconception="cache-holds-the-truth"
)
def stores_for_ever(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(f"page:{product_id}", page)
    return page


@exercise.wrong("it lives for 86400", misconception="longer-ttl-is-better")
def stores_for_a_day(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(f"page:{product_id}", page, ex=86400)
    return page


@exercise.wrong("there were 3. Look in the cache first.")
def asks_the_database_each_time(cache, read_database, product_id):
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.wrong("You stored a page that does not exist")
def stores_what_does_not_exist(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.wrong("page:1 the other 30 seconds; it has 60.")
def stores_after_a_hit_too(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.wrong(
    "A page that is read all the time would never expire",
    misconception="longer-ttl-is-better",
)
def lengthens_after_a_hit(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is not None:
        cache.expire(f"page:{product_id}", 60)
        return page
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.wrong("There is no product 99, and a page was stored")
def stores_none_as_text(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        page = read_database(product_id)
        cache.set(f"page:{product_id}", str(page), ex=60)
    return page


@exercise.wrong("For product 2 it should return 'Cappuccino 3.20'")
def has_one_key_for_all(cache, read_database, product_id):
    page = cache.get("page:1")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set("page:1", page, ex=60)
    return page


@exercise.wrong("For product 1 it should return 'Flat white 3.20'; it gave None.")
def returns_nothing(cache, read_database, product_id):
    page = read_database(product_id)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong(
    "The key in the cache is 'page:{product_id}', word for word: an f before"
)
def forgets_the_f(cache, read_database, product_id):
    page = cache.get("page:{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set("page:{product_id}", page, ex=60)
    return page
