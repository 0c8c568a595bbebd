"""\
For each of these: does a product's document hold it (`"embed"`), or does it stand in
a collection of its own (`"refer"`)? The `parts` of an espresso machine; all `reviews`
of a product that hundreds review each week; the `supplier` with its address; the
`delivery` rules of a subscription; the `participants` of a course, who take others
too; all `orders` of the product."""

from ..kinds import ValueExercise
from ..words import kind, show

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
    if not isinstance(decisions, dict):
        return f"decisions should be a dict, as above; yours is {kind(decisions)}."
    if unasked := [key for key in decisions if key not in RIGHT]:
        return f"{show(unasked[0])} is none of the keys: {', '.join(RIGHT)}."
    if missing := [key for key in RIGHT if key not in decisions]:
        return f"A decision is missing: {', '.join(missing)}."
    if undecided := [key for key, choice in decisions.items() if choice is ...]:
        return f"Still to be decided: {', '.join(undecided)}."
    for key, choice in decisions.items():
        chosen = choice.strip().lower() if isinstance(choice, str) else choice
        if chosen not in ("embed", "refer"):
            return f'{key}: write "embed" or "refer", not {show(choice)}.'
        if chosen != RIGHT[key]:
            return f"{key}: {REASONS[key]}"
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def fills_the_rest_with_refer():
    decisions = dict.fromkeys(RIGHT, "refer")
    decisions["parts"] = decisions["delivery"] = "embed"
    return decisions


@exercise.right
def writes_a_call_of_dict():
    return dict(
        parts="embed",
        reviews="refer",
        supplier="refer",
        delivery="embed",
        participants="refer",
        orders="refer",
    )


@exercise.right
def names_the_two_choices():
    EMBED, REFER = "embed", "refer"
    return {
        "orders": REFER,
        "participants": REFER,
        "delivery": EMBED,
        "supplier": REFER,
        "reviews": REFER,
        "parts": EMBED,
    }


@exercise.right
def decides_in_a_comprehension():
    own = ("parts", "delivery")
    return {key: "embed" if key in own else "refer" for key in RIGHT}


@exercise.right
def writes_capitals_and_spaces():
    return {key: f" {choice.capitalize()}" for key, choice in RIGHT.items()}


@exercise.right
def puts_two_dicts_together():
    others = dict.fromkeys(("reviews", "supplier", "participants", "orders"), "refer")
    return {"parts": "embed", "delivery": "embed"} | others


@exercise.right
def has_a_default():
    from collections import defaultdict

    return defaultdict(lambda: "refer", RIGHT)


@exercise.right
def reads_it_from_json():
    import json

    return json.loads(json.dumps(RIGHT))


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong("reviews: A popular product may get any number of reviews")
def embeds_the_reviews():
    return decisions() | {"reviews": "embed"}


@exercise.wrong("decisions should be a dict, as above; yours is a list.")
def gives_a_list():
    return list(RIGHT.values())


@exercise.wrong("decisions should be a dict, as above; yours is a text.")
def gives_a_text():
    return "embed refer refer embed refer refer"


@exercise.wrong("'part' is none of the keys: parts, reviews,")
def misspells_a_key():
    return {"part": "embed"} | decisions()


@exercise.wrong("'price' is none of the keys")
def decides_one_more():
    return decisions() | {"price": "embed"}


@exercise.wrong("A decision is missing: delivery, participants, orders.")
def decides_three():
    return {"parts": "embed", "reviews": "refer", "supplier": "refer"}


@exercise.wrong("""parts: write "embed" or "refer", not True.""")
def writes_true_and_false():
    return {key: choice == "embed" for key, choice in RIGHT.items()}


@exercise.wrong("""parts: write "embed" or "refer", not ['embed'].""")
def writes_lists():
    return {key: [choice] for key, choice in RIGHT.items()}


@exercise.wrong("""supplier: write "embed" or "refer", not None.""")
def writes_none():
    return decisions() | {"supplier": None}
