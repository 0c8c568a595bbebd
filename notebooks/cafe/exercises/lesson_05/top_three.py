"""\
Write `top_three(cache, sales)`. `sales` is a list of pairs such as `("latte", 2)`. Add
the numbers up in a sorted set under the key `sold`, which stays there for the next
call. Return the names of the three products that were sold most, the best first."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop

exercise = PythonExercise(
    id="05.top_three",
    objective="05.e",
    difficulty=2,
    learned=(
        "The sorted set keeps the order while you add. Asking for the best "
        "three sorts nothing."
    ),
    prompt=__doc__,
    hints=(
        'cache.zincrby("sold", number, product) adds to a score.',
        "zrange goes from the lowest score up, zrevrange from the highest down.",
        "Both ends of a range are included: the first three are 0 to 2.",
    ),
    seconds=5.0,
)


@exercise.right
def top_three(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 2)


SALES = (
    ("latte", 2),
    ("mocha", 5),
    ("latte", 1),
    ("espresso", 1),
    ("flat white", 6),
    ("latte", 4),
    ("espresso", 1),
    ("tea", 4),
)


@exercise.proof
def _ranks(top_three):
    """What is wrong with how an answer ranks products, or None."""
    from cafe.drivers import redis

    shop, half = PageShop(), len(SALES) // 2
    top_three(shop.cache, list(SALES[:half]))
    if not shop.cache.exists("sold"):
        return "There is no key sold in the cache: keep the numbers there."
    try:
        counted = shop.cache.zrange("sold", 0, -1)
    except redis.ResponseError:
        return "The key sold holds no sorted set: zincrby makes one, and adds to it."
    if unsold := sorted({name for name, _ in SALES[:half]}.difference(counted)):
        return (
            f"{' and '.join(unsold)} were sold, and are not in the set: are all pairs"
            " of sales gone through? return ends a loop, too."
        )
    found = top_three(shop.cache, list(SALES[half:]))
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


@exercise.wrong("zadd replaces a score; zincrby adds to it.")
def replaces_the_score(cache, sales):
    for product, number in sales:
        cache.zadd("sold", {product: number})
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("it gave ['espresso', 'tea', 'mocha'].")
def takes_the_lowest(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrange("sold", 0, 2)


@exercise.wrong("it gave ['latte', 'flat white', 'mocha', 'tea'].")
def takes_four(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 3)


@exercise.wrong("it gave [")
def gives_the_scores_too(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 2, withscores=True)


@exercise.wrong("There is no key sold in the cache")
def counts_outside_the_cache(cache, sales):
    from collections import Counter

    count = Counter()
    for product, number in sales:
        count[product] += number
    return [product for product, _ in count.most_common(3)]


@exercise.wrong("2, 1 and 4 lattes were sold, in two calls, and the set says 3.")
def adds_one_each_time(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", 1, product)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("2, 1 and 4 lattes were sold, in two calls, and the set says 4.")
def begins_anew_each_time(cache, sales):
    cache.delete("sold")
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("it gave None.")
def returns_nothing(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)


@exercise.wrong(
    "were sold, and are not in the set: are all pairs of sales gone through?"
)
def returns_in_the_loop(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
        return cache.zrevrange("sold", 0, 2)


@exercise.wrong("The key sold holds no sorted set: zincrby makes one, and adds to it.")
def keeps_a_hash(cache, sales):
    for product, number in sales:
        cache.hincrby("sold", product, number)
    sold = cache.hgetall("sold")
    return sorted(sold, key=lambda name: -int(sold[name]))[:3]
