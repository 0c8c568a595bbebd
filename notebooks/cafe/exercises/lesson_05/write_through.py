"""\
Write `set_page(cache, write_database, product_id, page)` as write-through.
`write_database(1, page)` changes the database or raises an error. Keys are again
`page:1` and so on, and a copy lives for 60 seconds. The cache must never show a page
that the database has refused."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop
from ..words import show

exercise = PythonExercise(
    id="05.write_through",
    objective="05.b",
    difficulty=2,
    learned=(
        "Database first, cache second: so the cache never promises what was refused."
    ),
    prompt=__doc__,
    hints=(
        "Two places are written. Which one holds the truth?",
        "If write_database raises, what stands below it is not run.",
        'write_database(product_id, page), then cache.set(f"page:{product_id}", …).',
    ),
    seconds=5.0,
)


@exercise.right
def set_page(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _writes_through(set_page):
    """What is wrong with how an answer writes a page, or None."""
    shop = PageShop()
    shop.cache.set("page:1", shop.pages[1], ex=60)
    shop.cache.set("page:7", "Tomato soup 4.90", ex=60)
    shop.wait(20)
    return (
        _writes_one(set_page, shop, 1, "Flat white 3.50")
        or _writes_one(set_page, shop, 2, "Cappuccino 3.50")
        or _writes_what_the_cache_has(set_page, shop)
        or _hides_what_is_refused(set_page, shop)
    )


def _writes_one(set_page, shop, product_id, page):
    """What is wrong after a write of one page, which may be in the cache, or None."""
    key, written = f"page:{product_id}", len(shop.written)
    was_there = shop.cache.exists(key)
    set_page(shop.cache, shop.write_database, product_id, page)
    if other := [each for each in shop.written if each not in (1, 2)]:
        return (
            f"write_database was called for {show(other[0])}, and should be for"
            f" {product_id}: write_database(product_id, page)."
        )
    if shop.pages[product_id] != page:
        return "The database has the old page: the truth was never changed."
    if len(shop.written) != written + 1:
        return (
            "One page was to be written, and write_database was called"
            f" {len(shop.written) - written} times. Once is enough."
        )
    return _other_copy(shop, key, page, was_there) or shop.lives(key)


def _writes_what_the_cache_has(set_page, shop):
    """What is wrong with a page that the cache holds and the database has not."""
    shop.pages[1] = "Flat white 3.80"  # an import, which asks no cache
    return _writes_one(set_page, shop, 1, "Flat white 3.50")


def _other_copy(shop, key, page, was_there):
    """What is wrong with the copies in the cache, or None."""
    if problem := shop.no_text(key) or shop.no_text("page:7"):
        return problem
    found = shop.cache.get(key)
    if found is None and was_there:
        return (
            "The copy was deleted. That is right with cache-aside; with write-through"
            " the first read after a write is a hit."
        )
    if found is None:
        return shop.other_key() or (
            f"Nobody had asked for {key}, and after the write it is not in the cache."
            " Write-through stores what was written, read or not."
        )
    if found != page:
        return shop.other_key() or (
            f"The database has the new page, and the cache still holds {found!r}."
        )
    for other, wanted in (("page:7", "Tomato soup 4.90"), ("page:1", shop.pages[1])):
        if shop.cache.get(other) != wanted:
            return (
                f"{key} was to be written, and now {other} is"
                f" {shop.cache.get(other) or 'gone'} in the cache. Touch no other page."
            )
    if shop.cache.ttl("page:7") != 40:
        return (
            f"{key} was to be written, and page:7 lives for another time than before."
        )
    return None


def _hides_what_is_refused(set_page, shop):
    """What is wrong when the database refuses a page, or None."""
    shown, refusal = [], ValueError("the database refuses this page")

    def refusing(product_id, page):
        shown.append(shop.cache.get("page:1"))
        raise refusal

    try:
        set_page(shop.cache, refusing, 1, "Flat white 9.99")
    except Exception as error:
        if refusal not in (error, error.__cause__, error.__context__):
            raise
    else:
        return (
            "The database refused a page, and nobody heard of it. Let the error"
            " through."
        )
    allowed = (None, shop.pages[1])  # to hold nothing shows nothing
    if (found := shop.cache.get("page:1")) not in allowed:
        return (
            f"The database refused a page, and the cache shows it: {found!r}. Write to"
            " the database first."
        )
    if not shop.cache.exists("page:7"):
        return "The database refused a page, and page:7 has left the cache for it."
    if [each for each in shown if each not in allowed]:
        return (
            "After the refusal the cache does not show the page, but until then"
            f" everybody was shown it: {shown[0]!r}. Write to the database first."
        )
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def stores_with_setex(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.setex(f"page:{product_id}", 60, page)


@exercise.right
def names_what_it_gives(cache, write_database, product_id, page):
    key = "page:" + str(product_id)
    write_database(product_id, page)
    cache.set(name=key, value=page, ex=60)


@exercise.right
def stores_in_else(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    except Exception:
        raise
    else:
        cache.set(f"page:{product_id}", page, 60)


@exercise.right
def deletes_before_it_writes(cache, write_database, product_id, page):
    cache.delete(f"page:{product_id}")
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.right
def deletes_after_a_refusal(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    except Exception:
        cache.delete(f"page:{product_id}")
        raise
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.right
def sets_the_time_afterwards(cache, write_database, product_id, page):
    write_database(product_id, page)
    key = "page:%s" % product_id
    cache.set(key, page)
    cache.expire(key, 60)


@exercise.right
def makes_sure_that_it_is_text(cache, write_database, product_id, page):
    page = str(page)
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.right
def raises_an_error_of_its_own(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    except ValueError as error:
        raise RuntimeError(f"page {product_id} was not written") from error
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.right
def gives_the_time_as_a_timedelta_and_the_page_back(
    cache, write_database, product_id, page
):
    from datetime import timedelta

    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=timedelta(seconds=60))
    return page


@exercise.right
def sends_both_in_a_pipeline(cache, write_database, product_id, page):
    write_database(product_id=product_id, page=page)
    with cache.pipeline() as pipe:
        pipe.set(f"page:{product_id}", page).expire(f"page:{product_id}", 60)
        pipe.execute()


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Under page:1 the cache holds a hash. A page is a text")
def stores_a_hash(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.delete(f"page:{product_id}")
    cache.hset(f"page:{product_id}", "text", page)


@exercise.wrong("The database refused a page, and page:7 has left the cache for it.")
def empties_the_cache_after_a_refusal(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    except Exception:
        cache.flushall()
        raise
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("The database has the old page: the truth was never changed.")
def writes_only_what_the_cache_has_not(cache, write_database, product_id, page):
    if cache.get(f"page:{product_id}") != page:
        write_database(product_id, page)
        cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("page:7 lives for another time than before.")
def lengthens_every_page(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)
    for key in cache.keys():
        cache.expire(key, 60)


@exercise.wrong("None cannot be stored. Did what was called give nothing back?")
def stores_what_the_write_gives(cache, write_database, product_id, page):
    cache.set(f"page:{product_id}", write_database(product_id, page), ex=60)


@exercise.wrong("write_database() missing 1 required positional argument: 'page'")
def writes_the_page_alone(cache, write_database, product_id, page):
    write_database(page)


@exercise.wrong("A value is stored with set(key, value, ex=seconds).")
def adds_the_page(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.add(f"page:{product_id}", page, ex=60)


@exercise.wrong("the truth was never changed", misconception="cache-holds-the-truth")
def writes_to_the_cache_only(cache, write_database, product_id, page):
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("the cache still holds 'Flat white 3.20'")
def writes_to_the_database_only(cache, write_database, product_id, page):
    write_database(product_id, page)


@exercise.wrong("Write to the database first.")
def writes_to_the_cache_first(cache, write_database, product_id, page):
    cache.set(f"page:{product_id}", page, ex=60)
    write_database(product_id, page)


@exercise.wrong(
    "is stored without a time to live", misconception="write-through-ends-stale-reads"
)
def stores_for_ever(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page)


@exercise.wrong("The copy was deleted.")
def deletes_the_copy(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.delete(f"page:{product_id}")


@exercise.wrong("it lives for 40")
def keeps_the_time_left(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, keepttl=True)


@exercise.wrong(
    "Nobody had asked for page:2, and after the write it is not in the cache"
)
def has_one_key_for_all(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set("page:1", page, ex=60)


@exercise.wrong("Write-through stores what was written, read or not.")
def stores_only_what_is_there(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, xx=True, ex=60)


@exercise.wrong("nobody heard of it")
def hides_the_refusal(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    except Exception:
        return
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("but until then everybody was shown it: 'Flat white 9.99'")
def takes_the_refused_page_back(cache, write_database, product_id, page):
    cache.set(f"page:{product_id}", page, ex=60)
    try:
        write_database(product_id, page)
    except Exception:
        cache.delete(f"page:{product_id}")
        raise


@exercise.wrong(
    "The key in the cache is 'page:{product_id}', word for word: an f before"
)
def forgets_the_f(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set("page:{product_id}", page, ex=60)


@exercise.wrong("the cache still holds 'Flat white 3.20'")
def stores_only_what_is_not_there(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60, nx=True)


@exercise.wrong("write_database was called for 'page:1', and should be for 1")
def writes_under_the_key(cache, write_database, product_id, page):
    write_database(f"page:{product_id}", page)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("write_database was called for 'Flat white 3.50', and should be for 1")
def swaps_number_and_page(cache, write_database, product_id, page):
    write_database(page, product_id)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("The database has the old page: the truth was never changed.")
def forgets_the_brackets(cache, write_database, product_id, page):
    write_database
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("write_database was called 2 times. Once is enough.")
def writes_twice(cache, write_database, product_id, page):
    write_database(product_id, page)
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("the cache shows it: 'Flat white 9.99'. Write to the database first.")
def stores_it_finally(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
    finally:
        cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("nobody heard of it. Let the error through.")
def prints_the_refusal(cache, write_database, product_id, page):
    try:
        write_database(product_id, page)
        cache.set(f"page:{product_id}", page, ex=60)
    except Exception as error:
        print(error)


@exercise.wrong("but until then everybody was shown it")
def puts_the_old_page_back(cache, write_database, product_id, page):
    key = f"page:{product_id}"
    old = cache.get(key)
    cache.set(key, page, ex=60)
    try:
        write_database(product_id, page)
    except Exception:
        cache.set(key, old, ex=60)
        raise


@exercise.wrong("now page:7 is gone in the cache. Touch no other page.")
def empties_the_cache(cache, write_database, product_id, page):
    for key in cache.keys():
        cache.delete(key)
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=60)


@exercise.wrong("now page:1 is Cappuccino 3.50 in the cache. Touch no other page.")
def stores_it_for_every_product(cache, write_database, product_id, page):
    write_database(product_id, page)
    for number in (1, 2):
        cache.set(f"page:{number}", page, ex=60)


@exercise.wrong("it lives for 600.")
def stores_for_ten_minutes(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page:{product_id}", page, ex=600)


@exercise.wrong("The cache holds 'page-1'; the key should be page:1.")
def writes_the_key_otherwise(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set(f"page-{product_id}", page, ex=60)


@exercise.wrong("The cache holds 'page:product_id'; the key should be page:1.")
def writes_the_name_of_the_argument(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set("page:product_id", page, ex=60)
