"""\
Write `set_page(cache, write_database, product_id, page)` as write-through.
`write_database(1, page)` changes the database or raises an error. Keys are again
`page:1` and so on, and a copy lives for 60 seconds. The cache must never show a page
that the database has refused."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop

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


@exercise.proof
def _writes_through(set_page):
    """What is wrong with how an answer writes a page, or None."""
    shop = PageShop()
    shop.cache.set("page:1", shop.pages[1], ex=60)
    shop.wait(20)
    if problem := _writes_one(set_page, shop, 1, "Flat white 3.50"):
        return problem
    if problem := _writes_one(set_page, shop, 2, "Cappuccino 3.50"):
        return problem
    shown = []

    def refusing(product_id, page):
        shown.append(shop.cache.get(f"page:{product_id}"))
        shop.write(product_id, page)

    try:
        set_page(shop.cache, refusing, 1, 3.50)
    except ValueError:
        found = shop.cache.get("page:1")
        if found not in (None, "Flat white 3.50"):  # to hold nothing shows nothing
            return (
                f"The database refused a page, and the cache shows it: {found!r}."
                " Write to the database first."
            )
        if [each for each in shown if each not in (None, "Flat white 3.50")]:
            return (
                "The page is gone from the cache after the refusal, but until then"
                f" everybody was shown it: {shown[0]!r}. Write to the database first."
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
    if shop.cache.exists("page:{product_id}"):
        return (
            "The key in the cache is 'page:{product_id}', word for word: an f before"
            ' the quotation mark puts the number in, f"page:{product_id}".'
        )
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


@exercise.wrong("after the write page:2 is not in the cache")
def has_one_key_for_all(cache, write_database, product_id, page):
    write_database(product_id, page)
    cache.set("page:1", page, ex=60)


@exercise.wrong("after the write page:2 is not in the cache")
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


@exercise.wrong("but until then everybody was shown it: '3.5'")
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
