"""\
Write `top_three(cache, sales)`. `sales` is a list of pairs such as `("latte", 2)`. Add
the numbers up in a sorted set under the key `sold`, which stays there for the next
call. Return the names of the three products that were sold most, the best first."""

from ..kinds import PythonExercise
from ..stage.page_shop import PageShop
from ..words import listed, returned, show

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


# ------------------------------------------------------------------------- the proof

#: Two calls, and what another till sells between them. The last in the first is the
#: first after the second, and two sales of the second are alike.
FIRST = [
    ("latte", 2),
    ("mocha", 5),
    ("latte", 1),
    ("espresso", 1),
    ("flat white", 6),
]
BETWEEN = [("tea", 1)]
SECOND = [
    ("latte", 4),
    ("espresso", 1),
    ("tea", 3),
    ("espresso", 1),
    ("espresso", 9),
]
SOLD = {"latte": 7, "espresso": 12, "flat white": 6, "mocha": 5, "tea": 4}
BEST_OF_FIRST = ["flat white", "mocha", "latte"]
BEST = ["espresso", "latte", "flat white"]


@exercise.proof
def _ranks(top_three):
    """What is wrong with how an answer ranks products, or None."""
    cache = PageShop().cache
    first = listed(top_three(cache, list(FIRST)))
    if problem := _other_set(cache):
        return problem
    add_up(cache, BETWEEN)
    given = top_three(cache, list(SECOND))
    second = listed(given)
    return (
        _other_set(cache)
        or _other_scores(cache)
        or _other_names(BEST, second, given)
        or _other_names(BEST_OF_FIRST, first, first)
    )


def add_up(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)


def _other_names(best, found, given):
    """What is wrong with the names that a call gave, or None."""
    if found == best:
        return None
    if found and not all(isinstance(each, str) for each in found):
        return f"The names alone were asked for; it gave {show(given)}."
    return f"{best} were sold most, in this order; it gave {returned(given)}"


def _other_set(cache):
    """What is wrong with the key sold, or with whom it holds, or None."""
    from cafe.drivers import redis

    if not cache.exists("sold"):
        return "There is no key sold in the cache: keep the numbers there."
    try:
        counted = cache.zrange("sold", 0, -1)
    except redis.ResponseError:
        return "The key sold holds no sorted set: zincrby makes one, and adds to it."
    if unsold := sorted({name for name, _ in FIRST}.difference(counted)):
        return (
            f"{', '.join(unsold)} were sold, and are not in the set: are all pairs"
            " of sales gone through, and does everything stay? return ends a loop, too."
        )
    if cache.ttl("sold") != -1:
        return "The key sold should stay for the next call; it expires."
    return None


def _how(last, score):
    """How the numbers of a product are added up, to who has `score` instead."""
    if f"{score:g}" == last:
        return "zadd replaces a score; zincrby adds to it."
    return "Add the number of each pair, once: zincrby takes it before the name."


def _other_scores(cache):
    """What is wrong with the scores after both calls, or None."""
    scores = dict(cache.zrange("sold", 0, -1, withscores=True))
    for product, wanted in SOLD.items():
        if scores.get(product, 0) != wanted:
            sales = FIRST + BETWEEN + SECOND
            *first, last = [str(n) for name, n in sales if name == product]
            numbers = f"{', '.join(first)} and {last}" if first else last
            till = " and by another till between" * (product in dict(BETWEEN))
            return (
                f"{numbers} of {product} were sold, in two calls{till}, and the set"
                f" says {scores.get(product, 0):g}."
                f" {_how(last, scores.get(product, 0))}"
            )
    if more := sorted(scores.keys() - SOLD.keys()):
        return f"{more[0]} is in the set, and was never sold."
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def asks_for_the_highest_first(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrange("sold", 0, 2, desc=True)


@exercise.right
def turns_the_end_round(cache, sales):
    for pair in sales:
        cache.zincrby("sold", pair[1], pair[0])
    return cache.zrange("sold", -3, -1)[::-1]


@exercise.right
def cuts_off_the_rest(cache, sales):
    [cache.zincrby("sold", number, product) for product, number in sales]
    return cache.zrevrange("sold", 0, -1)[:3]


@exercise.right
def takes_the_names_of_the_pairs(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return [name for name, score in cache.zrevrange("sold", 0, 2, withscores=True)]


@exercise.right
def sorts_the_scores_in_python(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    scores = dict(cache.zrange("sold", 0, -1, withscores=True))
    return sorted(scores, key=scores.get, reverse=True)[:3]


@exercise.right
def adds_up_in_a_counter_first(cache, sales):
    from collections import Counter

    count = Counter()
    for product, number in sales:
        count[product] += number
    for product, number in count.items():
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 2)


@exercise.right
def reads_the_score_and_sets_it(cache, sales):
    for product, number in sales:
        score = cache.zscore("sold", product) or 0
        cache.zadd("sold", {product: score + number})
    return cache.zrevrange("sold", 0, 2)


@exercise.right
def gives_a_tuple_and_prints(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    best = tuple(cache.zrevrange("sold", 0, 2))
    print(best)
    return best


@exercise.right
def yields_the_names(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    yield from cache.zrevrange("sold", 0, 2)


@exercise.right
def adds_up_in_pandas_first(cache, sales):
    import pandas as pd

    frame = pd.DataFrame(sales, columns=["product", "number"])
    for product, number in frame.groupby("product")["number"].sum().items():
        cache.zincrby("sold", int(number), product)
    return list(cache.zrevrange("sold", 0, 2))


@exercise.right
def sends_all_in_a_pipeline(cache, sales):
    with cache.pipeline() as pipe:
        for product, number in sales:
            pipe.zincrby("sold", number, product)
        pipe.zrevrange("sold", 0, 2)
        return pipe.execute()[-1]


@exercise.right
def gives_the_keys_of_a_dict(cache, sales):
    add_up(cache, sales)
    return dict(cache.zrevrange("sold", 0, 2, withscores=True)).keys()


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "1 and 3 of tea were sold, in two calls and by another till between, and the set"
)
def keeps_the_numbers_in_python(cache, sales, sold={}):
    for product, number in sales:
        sold[product] = sold.get(product, 0) + number
    cache.zadd("sold", sold)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("it gave ['latte', 'flat white', 'mocha'].")
def sorts_the_scores_as_text(cache, sales):
    add_up(cache, sales)
    scores = dict(cache.zrange("sold", 0, -1, withscores=True))
    return sorted(scores, key=lambda name: str(scores[name]), reverse=True)[:3]


@exercise.wrong(
    "['flat white', 'mocha', 'latte'] were sold most, in this order; it gave"
)
def ranks_wrongly_at_first(cache, sales):
    is_known = cache.exists("sold")
    add_up(cache, sales)
    return cache.zrange("sold", 0, 2, desc=bool(is_known))


@exercise.wrong("zadd replaces a score; zincrby adds to it.")
def replaces_the_score(cache, sales):
    for product, number in sales:
        cache.zadd("sold", {product: number})
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("it gave ['tea', 'mocha', 'flat white'].")
def takes_the_lowest(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrange("sold", 0, 2)


@exercise.wrong("it gave ['espresso', 'latte', 'flat white', 'mocha'].")
def takes_four(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", number, product)
    return cache.zrevrange("sold", 0, 3)


@exercise.wrong("The names alone were asked for; it gave [('espresso', 12.0), ('latte'")
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


@exercise.wrong("2, 1 and 4 of latte were sold, in two calls, and the set says 3.")
def adds_one_each_time(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", 1, product)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("flat white, mocha were sold, and are not in the set")
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
    "were sold, and are not in the set: are all pairs of sales gone through"
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


@exercise.wrong("It printed ")
def prints_the_names(cache, sales):
    add_up(cache, sales)
    print(cache.zrevrange("sold", 0, 2))


@exercise.wrong("it gave 'espresso, latte, flat white', a text.")
def joins_the_names(cache, sales):
    add_up(cache, sales)
    return ", ".join(cache.zrevrange("sold", 0, 2))


@exercise.wrong("a set. A set has no order: sorted(…) makes a list of it.")
def gives_a_set(cache, sales):
    add_up(cache, sales)
    return set(cache.zrevrange("sold", 0, 2))


@exercise.wrong("it gave ['espresso', 'flat white', 'latte'].")
def sorts_by_name(cache, sales):
    add_up(cache, sales)
    return sorted(cache.zrevrange("sold", 0, 2))


@exercise.wrong("it gave ['espresso', 'latte'].")
def takes_two(cache, sales):
    add_up(cache, sales)
    return cache.zrevrange("sold", 0, 1)


@exercise.wrong("it gave ['espresso', 'latte', 'tea'].")
def ranks_this_call_only(cache, sales):
    from collections import Counter

    add_up(cache, sales)
    count = Counter()
    for product, number in sales:
        count[product] += number
    return sorted(count, key=lambda name: (-count[name], name))[:3]


@exercise.wrong("espresso were sold, and are not in the set")
def keeps_only_three(cache, sales):
    add_up(cache, sales)
    best = cache.zrevrange("sold", 0, 2, withscores=True)
    cache.delete("sold")
    add_up(cache, best)
    return [name for name, _ in best]


@exercise.wrong("The key sold should stay for the next call; it expires.")
def lets_it_expire(cache, sales):
    add_up(cache, sales)
    cache.expire("sold", 60)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("There is no key sold in the cache")
def deletes_it_at_the_end(cache, sales):
    add_up(cache, sales)
    best = cache.zrevrange("sold", 0, 2)
    cache.delete("sold")
    return best


@exercise.wrong(
    "1, 1, 1 and 9 of espresso were sold, in two calls, and the set says 11."
)
def merges_sales_that_are_alike(cache, sales):
    add_up(cache, set(sales))
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("2, 1 and 4 of latte were sold, in two calls, and the set says 5.")
def makes_a_dict_of_the_sales(cache, sales):
    add_up(cache, dict(sales).items())
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("2, 1 and 4 of latte were sold, in two calls, and the set says -7.")
def counts_down(cache, sales):
    add_up(cache, [(product, -number) for product, number in sales])
    return cache.zrange("sold", 0, 2)


@exercise.wrong("zincrby takes the number first, then the name.")
def swaps_number_and_name(cache, sales):
    for product, number in sales:
        cache.zincrby("sold", product, number)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("or a pair not taken apart?")
def takes_no_pair_apart(cache, sales):
    for product in sales:
        cache.zincrby("sold", 1, product)
    return cache.zrevrange("sold", 0, 2)


@exercise.wrong("zadd takes a dict, {name: number}")
def gives_zadd_two_values(cache, sales):
    for product, number in sales:
        cache.zadd("sold", number, product)


@exercise.wrong("There is no key sold in the cache: keep the numbers there.")
def names_the_key_otherwise(cache, sales):
    for product, number in sales:
        cache.zincrby("sales", number, product)
    return cache.zrevrange("sales", 0, 2)


@exercise.wrong("and the set says 3. Add the number of each pair")
def counts_pairs(cache, sales):
    for product, _ in sales:
        cache.zincrby("sold", 1, product)
    return cache.zrevrange("sold", 0, 2)
