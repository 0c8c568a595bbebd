"""\
Four questions, each with a table of its own. Fill in a pair for each: the partition
key and the sort key, or `None` where no sort key is needed. Choose from `phone_id`,
`customer_id`, `product_id`, `shop_id`, `ordered_at`, `written_at` and `size`."""

from dataclasses import dataclass

from ..kinds import ValueExercise

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


@dataclass(frozen=True)
class Reply:
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
        "The product is what spreads: there are three sizes only, and that would be"
        " three partition keys for the whole menu.",
        "A product has a price in each size: the size tells them apart.",
    ),
}


@exercise.proof
def _fits_the_questions(keys):
    """What is wrong with the first pair that does not fit its question, or None."""
    if not isinstance(keys, dict) or keys.keys() != RIGHT.keys():
        return (
            f"keys should be a dict with these questions: {', '.join(RIGHT)}."
            " Take the # away from the lines of the starter, and fill them in."
        )
    for question, (partition, sort) in RIGHT.items():
        pair = keys[question]
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            return f"{question}: a pair was expected; it is {pair!r:.60}."
        if pair[0] != partition:
            said = REPLIES[question].partition
            return f"{question}: the partition key is not {pair[0]!r:.40}. {said}"
        if pair[1] != sort:
            said = REPLIES[question].sort
            return f"{question}: the sort key is not {pair[1]!r:.40}. {said}"
    return None


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


@exercise.wrong("there are three sizes only", misconception="capacity-cures-hot-key")
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


@exercise.wrong("a dict with")
def fills_in_one_question():
    return {"the basket of a phone": ("phone_id", None)}
