"""\
Write `products_with(triples, certificate)`: the products that contain beans from a farm
with that certificate, as a sorted list without doubles; if there is none, an empty
list. `triples` is a list such as `[("Latte", "MADE_FROM", "House roast"), …]`; try your
function with `beans.values.tolist()`. The way is `MADE_FROM`, `CONTAINS`, `GROWN_AT`,
`HOLDS`, from the product to the certificate."""

from ..kinds import PythonExercise


class Fact(tuple):
    """A fact as the prompt writes it, equal to the list that the notebook has."""

    __slots__ = ()

    def __eq__(self, other):
        return tuple(self) == (tuple(other) if isinstance(other, list) else other)

    __hash__ = tuple.__hash__


def facts(*triples):
    return list(map(Fact, triples))


# Facts that look like the way and are not: each has one other relation in it.
ASIDE = (
    ("Gift box", "PACKED_WITH", "Light roast"),
    ("Decaf", "MADE_FROM", "Decaf roast"),
    ("Decaf roast", "STORED_WITH", "Bourbon"),
    ("Chai", "MADE_FROM", "Spices"),
    ("Spices", "CONTAINS", "Vanilla"),
    ("Vanilla", "SOLD_AT", "La Loma"),
    ("Kaveri", "APPLIED_FOR", "Organic"),
)

FACTS = (
    ("Latte", "MADE_FROM", "House roast"),
    ("Mocha", "MADE_FROM", "Dark roast"),
    ("Filter", "MADE_FROM", "Light roast"),
    ("Filter", "MADE_FROM", "House roast"),
    ("House roast", "CONTAINS", "Bourbon"),
    ("House roast", "CONTAINS", "Robusta"),
    ("Dark roast", "CONTAINS", "Robusta"),
    ("Light roast", "CONTAINS", "Heirloom"),
    ("Light roast", "CONTAINS", "Bourbon"),
    ("Bourbon", "GROWN_AT", "La Loma"),
    ("Robusta", "GROWN_AT", "Kaveri"),
    ("Heirloom", "GROWN_AT", "Konga"),
    ("Konga", "LIES_IN", "Organic Valley"),
    ("La Loma", "HOLDS", "Organic"),
    ("Konga", "HOLDS", "Organic"),
    ("Konga", "HOLDS", "Shade grown"),
    ("Espresso", "SERVED_IN", "Organic cup"),
    *ASIDE,
)

# Many drinks of one roast, out of order: a set of them never comes out sorted.
DRINKS = "Ristretto Mazagran Affogato Lungo Cortado Doppio Americano Viennese".split()
ONE_ROAST = (
    *((drink, "MADE_FROM", "Night roast") for drink in DRINKS),
    ("Night roast", "CONTAINS", "Caturra"),
    ("Caturra", "GROWN_AT", "Alto"),
    ("Alto", "HOLDS", "Rainforest"),
)

exercise = PythonExercise(
    id="07.products_with",
    objective="07.e",
    difficulty=2,
    learned=(
        "Three ties in a row, from the cup to the certificate: the question is the way."
    ),
    prompt=__doc__,
    hints=(
        "Walk backwards: begin with the certificate. Which subjects have HOLDS to it?",
        "One step back: found = {s for s, relation, o in triples if relation == 'HOLDS'"
        " and o in found}, if found began as {certificate}.",
        "Do the same for GROWN_AT, CONTAINS and MADE_FROM, in that order; then sort.",
    ),
    cases=(
        (facts(*FACTS), "Organic"),
        (facts(*FACTS), "Shade grown"),
        (facts(*FACTS), "Fair price"),
        (facts(*ONE_ROAST), "Rainforest"),
    ),
)


@exercise.right
def products_with(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


@exercise.wrong(
    "should give ['Filter', 'Latte']; it gave ['Kaveri', 'Konga', 'La Loma']",
    "That is one step, and of any relation. The products are three steps further back.",
)
def takes_one_step(triples, certificate):
    return sorted({s for s, relation, o in triples if o == certificate})


@exercise.wrong(
    "it gave ['House roast', 'Light roast']",
    "These are the roasts. One step is missing: MADE_FROM.",
)
def forgets_the_last_step(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


@exercise.wrong(
    "it gave []", "You begin at the certificate, so the last relation comes first."
)
def goes_the_other_way(triples, certificate):
    found = {certificate}
    for step in ("MADE_FROM", "CONTAINS", "GROWN_AT", "HOLDS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


@exercise.wrong(
    "it gave ['Chai', 'Decaf', 'Filter', 'Latte', 'Mocha']",
    "These are all products. Only some lead to the certificate.",
)
def finds_every_product(triples, certificate):
    return sorted({s for s, relation, o in triples if relation == "MADE_FROM"})


@exercise.wrong(
    "it gave [",
    "That collects everything on the way. Keep the last step only, and only"
    " the relations that were named.",
)
def collects_all_on_the_way(triples, certificate):
    found = {certificate}
    for step in range(4):
        found |= {s for s, relation, o in triples if o in found}
    return sorted(found)


@exercise.wrong(
    "it gave ['Chai', 'Decaf', 'Filter', 'Gift box', 'Latte', 'Mocha']",
    "Four steps back, but by any relation. A gift box that is packed with a"
    " roast is not made from it.",
)
def follows_any_relation(triples, certificate):
    found = {certificate}
    for step in range(4):
        found = {s for s, relation, o in triples if o in found}
    return sorted(found)


@exercise.wrong(
    "should give ['Filter', 'Latte']; it gave ['Filter', 'Filter', 'Latte']",
    "Filter is made from two roasts, so two ways lead to it. A set holds it once.",
)
def names_one_twice(triples, certificate):
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [s for s, relation, o in triples if relation == step and o in found]
    return sorted(found)


@exercise.wrong(
    "The items are right, and in another order.",
    "A set has no order, and list(…) gives it none. sorted(…) does.",
)
def makes_a_list_of_a_set(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return list(found)
