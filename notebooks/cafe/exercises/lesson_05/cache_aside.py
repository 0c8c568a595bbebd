"""\
Write `find_page(cache, read_database, product_id)` as cache-aside. `cache` has
`get(key)` and `set(key, value, ex=seconds)`, as ours has. The key is `page:1` for
product 1. `read_database(1)` gives the page as text, or `None` if there is no such
product. A copy lives for 60 seconds. What does not exist is not stored."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop
from ..words import returned, show

exercise = PythonExercise(
    id="05.cache_aside",
    objective="05.a",
    difficulty=2,
    learned=("Look in the cache, else ask and keep: cache-aside is these few lines."),
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


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _reads_aside(find_page):
    """What is wrong with how an answer reads pages, or None."""
    shop = PageShop()

    def ask(product_id):
        return find_page(shop.cache, shop.read_database, product_id)

    return (
        _after_a_miss(shop, ask)
        or _after_a_hit(shop, ask)
        or _where_nothing_is(shop, ask)
        or _after_a_change(shop, ask)
    )


def _other_page(shop, product_id, page):
    """What is said of another page than the database has, or None."""
    wanted = shop.pages[product_id]
    if page == wanted:
        return None
    told = f"For product {product_id} it should return {wanted!r}; it gave"
    asked = [each for each in shop.asked if each not in shop.pages]
    if asked:
        return (
            f"{told} {show(page)}. read_database was asked for {show(asked[0])}: give"
            " it the number of the product."
        )
    if page is None and not shop.asked:
        return (
            f"{told} None, and read_database was not asked. After a miss cache.get"
            " gives None: then it is time to ask."
        )
    return f"{told} {returned(page, str)}"


def _after_a_miss(shop, ask):
    """What is wrong after the first request for a page, or None."""
    page = ask(1)
    if problem := _other_page(shop, 1, page):
        return problem
    if others := [each for each in shop.asked if each != 1]:
        return (
            f"Page 1 was asked for, and read_database for {others[0]} as well: only"
            " what somebody asks for is fetched."
        )
    if problem := shop.no_text("page:1"):
        return problem
    copy = shop.cache.get("page:1")
    if copy is None:
        return shop.other_key() or (
            "After a miss nothing is in the cache under page:1, so the next request"
            " misses, too. Store a copy."
        )
    if copy != page:
        return f"Under page:1 the cache holds {copy!r}, and the page is {page!r}."
    return shop.lives("page:1")


def _after_a_hit(shop, ask):
    """What is wrong half a minute later, after a hit and another miss, or None."""
    shop.wait(30)
    again = ask(1)
    if again != shop.pages[1]:
        return (
            f"The second request is a hit and should give {shop.pages[1]!r}; it gave"
            f" {returned(again, str)}"
        )
    if problem := _other_page(shop, 2, ask(2)):
        return problem
    if len(shop.asked) != 2:
        return (
            "Two pages were asked for, one of them twice. 2 queries were expected at"
            f" the database; there were {len(shop.asked)}. Look in the cache first,"
            " under the key of the page, and read the database once after a miss."
        )
    left = shop.cache.ttl("page:1")
    if left == -2:
        return (
            "page:1 was in the cache, and after a hit on it and a miss of page:2 it is"
            " gone. A copy stays until its time is up."
        )
    if left != 30:
        return (
            "A hit half a minute after the miss should leave page:1 the other 30"
            f" seconds; it has {left}. A page that is read all the time would never"
            " expire: store it after a miss only."
        )
    return None


def _where_nothing_is(shop, ask):
    """What is wrong when there is no such product, or None."""
    from cafe.drivers import redis

    before = set(shop.cache.keys())
    try:
        missing = ask(99)
    except redis.DataError:
        return (
            "You stored a page that does not exist: for product 99 read_database gives"
            " None, which a real cache refuses. Store a page only if there is one."
        )
    if missing is not None:
        return (
            "There is no product 99: it should return None; it gave"
            f" {returned(missing, type(None))}"
        )
    if shop.cache.exists("page:99"):
        return "There is no product 99, and a page was stored for it all the same."
    if lost := sorted(before.difference(shop.cache.keys())):
        return f"There is no product 99, and {lost[0]} has left the cache for it."
    new = set(shop.cache.keys()) - before
    if more := sorted(each for each in new if "lock" not in each):  # against a stampede
        return (
            f"There is no product 99, and the cache holds {more[0]!r} for it. What does"
            " not exist is not stored."
        )
    return None


def _after_a_change(shop, ask):
    shop.pages[1] = "Flat white 3.50"
    shop.wait(61)
    if ask(1) != "Flat white 3.50":
        return "A minute after a change the old page is still shown."
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def assigns_within_the_condition(cache, read_database, product_id):
    if (page := cache.get(f"page:{product_id}")) is not None:
        return page
    if (page := read_database(product_id)) is not None:
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.right
def asks_whether_the_page_is_true(cache, read_database, product_id):
    key = "page:" + str(product_id)
    page = cache.get(key)
    if page:
        return page
    page = read_database(product_id)
    if page:
        cache.set(key, page, 60)
    return page


@exercise.right
def stores_with_setex(cache, read_database, product_id):
    key = "page:{}".format(product_id)
    page = cache.get(key)
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.setex(key, 60, page)
    return page


@exercise.right
def sets_the_time_afterwards(cache, read_database, product_id):
    key = "page:%s" % product_id
    page = cache.get(key)
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page)
            cache.expire(key, 60)
    return page


@exercise.right
def gives_the_time_as_a_timedelta(cache, read_database, product_id):
    from datetime import timedelta

    key = f"page:{product_id}"
    page = cache.get(key)
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=timedelta(minutes=1))
    return page


@exercise.right
def asks_whether_the_key_exists(cache, read_database, product_id):
    key = f"page:{product_id}"
    if cache.exists(key):
        return cache.get(key)
    page = read_database(product_id)
    if page is None:
        return None
    cache.set(key, page, ex=60)
    return page


@exercise.right
def takes_the_cache_for_a_dict(cache, read_database, product_id):
    key = f"page:{product_id}"
    try:
        return cache[key]
    except KeyError:
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=60)
        return page


@exercise.right
def stores_only_if_nobody_was_faster(cache, read_database, product_id):
    key = f"page:{product_id}"
    page = cache.get(key)
    if page is not None:
        return page
    page = read_database(product_id)
    if page is not None:
        cache.set(key, page, ex=60, nx=True)
    return page


@exercise.right
def goes_on_without_the_cache(cache, read_database, product_id):
    from cafe.drivers import redis

    def filled(key):
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=60)
        return page

    try:
        found = cache.get(f"page:{product_id}")
        return filled(f"page:{product_id}") if found is None else found
    except redis.ConnectionError:
        return read_database(product_id)


@exercise.right
def keeps_others_away_with_a_lock(cache, read_database, product_id):
    key = f"page:{product_id}"
    page = cache.get(key)
    if page is None and cache.set(f"lock:{product_id}", 1, nx=True, ex=5):
        page = read_database(product_id)
        if page is not None:
            cache.set(key, page, ex=60)
    return page


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("there were 3. Look in the cache first")
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


def aside(cache, read_database, product_id, store=True, get=True):
    """The page by cache-aside, or by a part of it."""
    key = f"page:{product_id}"
    page = cache.get(key) if get else None
    if page is None:
        page = read_database(product_id)
        if page is not None and store:
            cache.set(key, page, ex=60)
    return page


@exercise.wrong("It printed 'Flat white 3.20': use return instead of print.")
def prints_the_page(cache, read_database, product_id):
    print(aside(cache, read_database, product_id))


@exercise.wrong(
    "The second request is a hit and should give 'Flat white 3.20'; it gave"
)
def returns_after_a_miss_only(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page is None:
        return aside(cache, read_database, product_id)


@exercise.wrong("The cache holds 'page1'; the key should be page:1.")
def forgets_the_colon(cache, read_database, product_id):
    page = cache.get(f"page{product_id}")
    if page is None:
        page = read_database(product_id)
        if page is not None:
            cache.set(f"page{product_id}", page, ex=60)
    return page


@exercise.wrong("The cache holds 'Flat white 3.20'; the key should be page:1.")
def swaps_key_and_page(cache, read_database, product_id):
    page = aside(cache, read_database, product_id, store=False)
    if page is not None:
        cache.set(page, f"page:{product_id}", ex=60)
    return page


@exercise.wrong(
    "read_database was asked for 'page:1': give it the number of the product."
)
def reads_the_database_by_the_key(cache, read_database, product_id):
    key = f"page:{product_id}"
    return cache.get(key) or read_database(key)


@exercise.wrong("Look in the cache first, under the key of the page")
def looks_under_another_key(cache, read_database, product_id):
    page = cache.get(str(product_id))
    return page or aside(cache, read_database, product_id, get=False)


@exercise.wrong("there were 4. Look in the cache first")
def reads_the_database_twice(cache, read_database, product_id):
    key = f"page:{product_id}"
    if cache.get(key) is None and read_database(product_id) is not None:
        cache.set(key, read_database(product_id), ex=60)
    return cache.get(key)


@exercise.wrong("it lives for 6.")
def stores_for_six_seconds(cache, read_database, product_id):
    page = aside(cache, read_database, product_id, store=False)
    if page is not None:
        cache.set(f"page:{product_id}", page, ex=6)
    return page


@exercise.wrong("A copy stays until its time is up.")
def takes_the_page_out_after_a_hit(cache, read_database, product_id):
    page = aside(cache, read_database, product_id)
    if len(cache.keys()) > 1:
        cache.delete("page:1")
    return page


@exercise.wrong("A copy stays until its time is up.")
def empties_the_cache_at_each_miss(cache, read_database, product_id):
    if cache.get(f"page:{product_id}") is None:
        for key in cache.keys():
            cache.delete(key)
    return aside(cache, read_database, product_id)


@exercise.wrong("it should return None; it gave 'no such product', a text.")
def gives_a_text_for_no_product(cache, read_database, product_id):
    return aside(cache, read_database, product_id) or "no such product"


@exercise.wrong("and the cache holds 'missing:99' for it.")
def remembers_what_does_not_exist(cache, read_database, product_id):
    page = aside(cache, read_database, product_id)
    if page is None:
        cache.set(f"missing:{product_id}", "yes", ex=60)
    return page


@exercise.wrong("find_page raised KeyError: 99")
def raises_an_error_for_no_product(cache, read_database, product_id):
    page = aside(cache, read_database, product_id)
    if page is None:
        raise KeyError(product_id)
    return page


@exercise.wrong("After a miss nothing is in the cache under page:1")
def keeps_the_pages_in_python(cache, read_database, product_id, pages={}):
    if product_id not in pages:
        pages[product_id] = read_database(product_id)
    return pages[product_id]


@exercise.wrong("A minute after a change the old page is still shown.")
def keeps_the_pages_in_both(cache, read_database, product_id, pages={}):
    if product_id not in pages:
        pages[product_id] = aside(cache, read_database, product_id)
    return pages[product_id]


@exercise.wrong("Is a call missing its brackets")
def forgets_to_call(cache, read_database, product_id):
    cache.set(f"page:{product_id}", read_database, ex=60)
    return cache.get(f"page:{product_id}")


@exercise.wrong("read_database for 2 as well: only what somebody asks for is fetched.")
def fetches_two_pages_always(cache, read_database, product_id):
    for number in (1, 2):
        aside(cache, read_database, number)
    return cache.get(f"page:{product_id}")


@exercise.wrong("There is no product 99, and page:1 has left the cache for it.")
def empties_the_cache_where_nothing_is(cache, read_database, product_id):
    page = aside(cache, read_database, product_id)
    if page is None:
        cache.flushall()
    return page


@exercise.wrong("it gave None, and read_database was not asked.")
def asks_the_database_after_a_hit(cache, read_database, product_id):
    page = cache.get(f"page:{product_id}")
    if page:
        page = read_database(product_id)
        cache.set(f"page:{product_id}", page, ex=60)
    return page


@exercise.wrong("setex takes key, seconds, value.")
def swaps_seconds_and_page(cache, read_database, product_id):
    cache.setex(f"page:{product_id}", read_database(product_id), 60)


@exercise.wrong(
    "What the function is given is called cache, read_database, product_id."
)
def calls_what_the_lesson_has(cache, read_database, product_id):
    return cache.get(f"page:{product_id}") or read_page(product_id)  # noqa: F821


@exercise.wrong("Under page:1 the cache holds a hash. A page is a text")
def stores_a_hash(cache, read_database, product_id):
    key = f"page:{product_id}"
    page = cache.hget(key, "text") or read_database(product_id)
    if page is not None:
        cache.hset(key, "text", page)
        cache.expire(key, 60)
    return page


@exercise.wrong("Under page:1 the cache holds a number of bytes that are no text.")
def stores_it_pickled(cache, read_database, product_id):
    import pickle

    page = read_database(product_id)
    cache.set(f"page:{product_id}", pickle.dumps(page), ex=60)
    return page


@exercise.wrong("get takes a key alone, and gives None where there is none.")
def gives_get_a_default(cache, read_database, product_id):
    return cache.get(f"page:{product_id}", read_database(product_id))


@exercise.wrong("Whether a key is there, exists(key) says.")
def asks_has_key(cache, read_database, product_id):
    return cache.has_key(f"page:{product_id}")


@exercise.wrong("find_page raised TypeError")
def names_the_time_otherwise(cache, read_database, product_id):
    page = read_database(product_id)
    cache.set(f"page:{product_id}", page, ttl=60)
    return page
