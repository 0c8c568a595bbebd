"""\
Four questions, each with a table of its own. Fill in a pair for each: the partition
key and the sort key, or `None` where no sort key is needed. Choose from `phone_id`,
`customer_id`, `product_id`, `shop_id`, `ordered_at`, `written_at` and `size`."""

from difflib import get_close_matches
from typing import NamedTuple

from ..kinds import ValueExercise
from ..words import kind, show

exercise = ValueExercise(
    id="03.design_keys",
    objective="03.b",
    difficulty=2,
    learned=(
        "First the questions, then the keys. In a table of DynamoDB there is no "
        "other order."
    ),
    prompt=__doc__,
    starter="""\
keys = ...
# keys = {
#     "the basket of a phone": ("", None),
#     "a customer's orders of a month": ("", ""),
#     "the ten newest reviews of a product": ("", ""),
#     "the price of a product in a size": ("", ""),
# }
""",
    hints=(
        "What does one have in hand when one asks? That is the partition key.",
        "What has an order, or narrows the answer? That is the sort key.",
        'A month is a slice of ordered_at; "newest" is an end of written_at. A product'
        " has a price in each size, and a phone has one basket.",
    ),
)


@exercise.right
def keys():
    return {
        "the basket of a phone": ("phone_id", None),
        "a customer's orders of a month": ("customer_id", "ordered_at"),
        "the ten newest reviews of a product": ("product_id", "written_at"),
        "the price of a product in a size": ("product_id", "size"),
    }


RIGHT = keys()
NAMES = "phone_id customer_id product_id shop_id ordered_at written_at size".split()


class Reply(NamedTuple):
    """What is said of a wrong partition key, and of a wrong sort key."""

    partition: str
    sort: str


REPLIES = {
    "the basket of a phone": Reply(
        "A phone has one basket wherever it is: the phone alone is the key.",
        "A phone has one basket: nothing has to be told apart or put in order. Write"
        " None.",
    ),
    "a customer's orders of a month": Reply(
        "With another partition key, one customer's orders lie all over.",
        "A customer has many orders: the sort key tells them apart, by their time, and"
        " a month is a slice of it.",
    ),
    "the ten newest reviews of a product": Reply(
        "The product is what one has in hand; the time is what sorts.",
        "One product has many reviews: the sort key tells them apart, by their time.",
    ),
    "the price of a product in a size": Reply(
        "The product is what spreads: there are four sizes only, and that would be"
        " four partition keys for the whole menu.",
        "A product has a price in each size: the size tells them apart.",
    ),
}


@exercise.proof
def _fits_the_questions(keys):
    """What is wrong with the first pair that does not fit its question, or None."""
    if not isinstance(keys, dict):
        return (
            f"keys should be a dict, as in the starter; yours is {kind(keys)}. Take the"
            " # away from its lines, and fill them in."
        )
    if unasked := [key for key in keys if key not in RIGHT]:
        return f"{show(unasked[0])} is none of the questions: {'; '.join(RIGHT)}."
    if unanswered := [question for question in RIGHT if question not in keys]:
        return f"A pair is missing for the question: {unanswered[0]}."
    return next(filter(None, (_fits(each, keys[each]) for each in RIGHT)), None)


def _fits(question, pair):
    """What is wrong with the pair for one question, or None."""
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return (
            f"{question}: a pair was expected, the partition key and then the sort key"
            f" or None; it is {show(pair)}, {kind(pair)}."
        )
    if "" in pair or ... in pair:
        return f"{question}: it is not filled in yet, {show(pair)}."
    for what, given, wanted, said in zip(
        ("partition", "sort"), pair, RIGHT[question], REPLIES[question], strict=True
    ):
        if isinstance(given, str) and given not in NAMES:
            near = get_close_matches(given.strip().lower(), NAMES, 1, cutoff=0.9)
            if near:
                return f"{question}: {show(given)} is written {near[0]!r}."
        if given != wanted:
            return f"{question}: the {what} key is not {show(given)}. {said}"
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def puts_the_pairs_in_lists():
    return {question: list(pair) for question, pair in RIGHT.items()}


@exercise.right
def answers_in_another_order():
    return dict(reversed(RIGHT.items()))


@exercise.right
def fills_it_line_by_line():
    keys = {}
    keys["the basket of a phone"] = "phone_id", None
    keys["the price of a product in a size"] = "product_id", "size"
    keys["a customer's orders of a month"] = "customer_id", "ordered_at"
    keys["the ten newest reviews of a product"] = "product_id", "written_at"
    return keys


@exercise.right
def zips_questions_and_pairs():
    questions = list(RIGHT)
    partitions = "phone_id customer_id product_id product_id".split()
    sorts = [None, "ordered_at", "written_at", "size"]
    return dict(zip(questions, zip(partitions, sorts)))


@exercise.right
def names_the_parts_of_a_pair():
    from collections import namedtuple

    Key = namedtuple("Key", "partition sort")
    return {question: Key(*pair) for question, pair in RIGHT.items()}


@exercise.right
def takes_an_ordered_dict():
    from collections import OrderedDict

    return OrderedDict(RIGHT)


@exercise.right
def reads_it_from_json():
    import json

    return json.loads(json.dumps(RIGHT))


@exercise.right
def puts_parts_together():
    about_products = {
        "the ten newest reviews of a product": ("product_id", "written_at"),
        "the price of a product in a size": ("product_id", "size"),
    }
    others = {
        "the basket of a phone": ("phone_id", None),
        "a customer's orders of a month": ("customer_id", "ordered_at"),
    }
    return {**others, **about_products}


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "a customer's orders of a month: the partition key is not 'ordered_at'."
)
def puts_the_time_first():
    return keys() | {"a customer's orders of a month": ("ordered_at", "customer_id")}


@exercise.wrong(
    "a customer's orders of a month: the sort key is not None. A customer has"
    " many orders",
    misconception="query-returns-one-item",
)
def leaves_the_time_out():
    return keys() | {"a customer's orders of a month": ("customer_id", None)}


@exercise.wrong("the ten newest reviews of a product: the sort key is not None.")
def leaves_the_time_of_reviews_out():
    return keys() | {"the ten newest reviews of a product": ("product_id", None)}


@exercise.wrong("The product is what one has in hand; the time is what sorts.")
def puts_the_time_of_reviews_first():
    return keys() | {
        "the ten newest reviews of a product": ("written_at", "product_id")
    }


@exercise.wrong("there are four sizes only", misconception="capacity-cures-hot-key")
def puts_the_size_first():
    return keys() | {"the price of a product in a size": ("size", "product_id")}


@exercise.wrong("the basket of a phone: the partition key is not 'shop_id'.")
def puts_baskets_by_shop():
    return keys() | {"the basket of a phone": ("shop_id", "phone_id")}


@exercise.wrong(
    "the basket of a phone: the sort key is not 'written_at'. A phone has one"
)
def sorts_one_basket():
    return keys() | {"the basket of a phone": ("phone_id", "written_at")}


@exercise.wrong("a customer's orders of a month: the partition key is not 'shop_id'.")
def puts_orders_by_shop():
    return keys() | {
        "a customer's orders of a month": ("shop_id", "ordered_at"),
        "the price of a product in a size": ("product_id", None),
    }


@exercise.wrong("the price of a product in a size: a pair was expected")
def gives_no_pair():
    return keys() | {"the price of a product in a size": "product_id"}


@exercise.wrong("A pair is missing for the question: a customer's orders of a month.")
def fills_in_one_question():
    return {"the basket of a phone": ("phone_id", None)}


@exercise.wrong("keys should be a dict, as in the starter; yours is a list.")
def gives_a_list_of_pairs():
    return list(RIGHT.values())


@exercise.wrong("keys should be a dict, as in the starter; yours is a text.")
def gives_a_text():
    return str(RIGHT)


@exercise.wrong(
    "'the basket of phones' is none of the questions: the basket of a phone;"
)
def misspells_a_question():
    return keys() | {"the basket of phones": ("phone_id", None)}


@exercise.wrong("the basket of a phone: it is not filled in yet, ('', None).")
def takes_the_marks_away_only():
    return {
        "the basket of a phone": ("", None),
        "a customer's orders of a month": ("", ""),
        "the ten newest reviews of a product": ("", ""),
        "the price of a product in a size": ("", ""),
    }


@exercise.wrong("the basket of a phone: it is not filled in yet, (Ellipsis, None).")
def leaves_the_dots():
    return keys() | {"the basket of a phone": (..., None)}


@exercise.wrong("the sort key is not 'None'. A phone has one basket")
def puts_none_in_quotes():
    return keys() | {"the basket of a phone": ("phone_id", "None")}


@exercise.wrong("'customer_id'}, a set.")
def gives_a_set():
    month = "a customer's orders of a month"
    return keys() | {month: {"customer_id"}}


@exercise.wrong("it is {'HASH': 'phone_id'}, a dict.")
def writes_a_schema():
    return keys() | {"the basket of a phone": {"HASH": "phone_id"}}


@exercise.wrong("it is ('phone_id',), a tuple.")
def gives_one_of_a_pair():
    return keys() | {"the basket of a phone": ("phone_id",)}


@exercise.wrong("the sort key is not 'month'. A customer has many orders")
def sorts_by_a_month():
    return keys() | {"a customer's orders of a month": ("customer_id", "month")}


@exercise.wrong("the sort key is not 'ordered_at'. One product has many reviews")
def sorts_reviews_by_another_time():
    return keys() | {
        "the ten newest reviews of a product": ("product_id", "ordered_at")
    }


@exercise.wrong("the basket of a phone: 'Phone_ID' is written 'phone_id'.")
def writes_capitals():
    return keys() | {"the basket of a phone": ("Phone_ID", None)}


@exercise.wrong(
    "a customer's orders of a month: 'ordered_at ' is written 'ordered_at'."
)
def leaves_a_space_behind():
    month = "a customer's orders of a month"
    return keys() | {month: ("customer_id", "ordered_at ")}
