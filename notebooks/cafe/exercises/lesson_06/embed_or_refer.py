"""\
For each of these: does a product's document hold it (`"embed"`), or does it stand in
a collection of its own (`"refer"`)? The `parts` of an espresso machine; all `reviews`
of a product that hundreds review each week; the `supplier` with its address; the
`delivery` rules of a subscription; the `participants` of a course, who take others
too; all `orders` of the product."""

from ..kinds import ValueExercise

exercise = ValueExercise(
    id="06.embed_or_refer",
    objective="06.f",
    difficulty=1,
    learned=(
        "What is read together, small and its own is embedded. What grows or is "
        "shared is referred to."
    ),
    prompt=__doc__,
    starter="""\
decisions = {
    "parts": ...,
    "reviews": ...,
    "supplier": ...,
    "delivery": ...,
    "participants": ...,
    "orders": ...,
}
""",
    hints=(
        "Few, read together, and its own: embed.",
        "Without an end, or shared, or many to many: refer.",
        "Two of the six are embedded.",
    ),
)


@exercise.right
def decisions():
    return {
        "parts": "embed",
        "reviews": "refer",
        "supplier": "refer",
        "delivery": "embed",
        "participants": "refer",
        "orders": "refer",
    }


REASONS = {
    "parts": "An espresso machine has few parts. They are read with it, and no other"
    " product has them: embed.",
    "reviews": "A popular product may get any number of reviews, and the document is"
    " read whole: refer.",
    "supplier": "One supplier delivers many products, and its address changes: in one"
    " place, if you refer to it.",
    "delivery": "The rules of a subscription's delivery belong to it alone, and are"
    " read with it: embed.",
    "participants": "A member takes many courses, and a course has many members. Many"
    " to many: refer.",
    "orders": "The orders of a product have no end, and they are asked for by customer,"
    " too: refer.",
}

RIGHT = decisions()


@exercise.proof
def _decides(decisions):
    """What is wrong with the decisions, or None."""
    if not isinstance(decisions, dict) or set(decisions) != set(RIGHT):
        return f"decisions should be a dict with the keys {', '.join(RIGHT)}."
    undecided = [key for key, choice in decisions.items() if choice is ...]
    if undecided:
        return f"Still to be decided: {', '.join(undecided)}."
    for key, choice in decisions.items():
        if choice not in ("embed", "refer"):
            return f'{key}: write "embed" or "refer", not {choice!r}.'
        if choice != RIGHT[key]:
            return f"{key}: {REASONS[key]}"
    return None


@exercise.wrong(
    "reviews: A popular product may get any number of reviews",
    misconception="embedding-is-always-right",
)
def embeds_everything():
    return dict.fromkeys(decisions(), "embed")


@exercise.wrong("parts: An espresso machine has few parts.")
def refers_to_everything():
    return dict.fromkeys(decisions(), "refer")


@exercise.wrong(
    "supplier: One supplier delivers many products",
    misconception="embedding-is-always-right",
)
def embeds_the_supplier():
    return decisions() | {"supplier": "embed"}


@exercise.wrong("Many to many: refer.", misconception="embedding-is-always-right")
def embeds_the_participants():
    return decisions() | {"participants": "embed"}


@exercise.wrong(
    "The orders of a product have no end", misconception="embedding-is-always-right"
)
def embeds_the_orders():
    return decisions() | {"orders": "embed"}


@exercise.wrong("belong to it alone")
def refers_to_the_delivery():
    return decisions() | {"delivery": "refer"}


@exercise.wrong("Still to be decided: orders.")
def leaves_one_open():
    return decisions() | {"orders": ...}


@exercise.wrong("""orders: write "embed" or "refer", not 'a table'.""")
def writes_something_else():
    return decisions() | {"orders": "a table"}
