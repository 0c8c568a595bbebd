"""\
Write `products_with(triples, certificate)`: the products that contain beans from a farm
with that certificate, as a sorted list without doubles; if there is none, an empty
list. `triples` is a list such as `[("Latte", "MADE_FROM", "House roast"), …]`; try your
function with `beans.values.tolist()`. The way is `MADE_FROM`, `CONTAINS`, `GROWN_AT`,
`HOLDS`, from the product to the certificate."""

from ..kinds import PythonExercise
from ..stage.graphs import unlike


class Fact(list):
    """A fact as the notebook has it, a list, equal to the tuple that the prompt writes.

    A part of it is equal to a tuple, too: `fact[1:] == ("HOLDS", "Organic")`.
    """

    def __eq__(self, other):
        return list(self) == (list(other) if isinstance(other, tuple) else other)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(tuple(self))

    def __getitem__(self, place):
        found = super().__getitem__(place)
        return Fact(found) if isinstance(place, slice) else found


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
    ("Tin", "MADE", "House roast"),
    ("Kaveri", "HOLDS", "Organic in conversion"),
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
    # More than one of each: a dict would keep the last.
    ("La Loma", "HOLDS", "Bird friendly"),
    ("Heirloom", "GROWN_AT", "Kaveri"),
    ("Kaveri", "HOLDS", "Shade"),  # a part of another name
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
        "Four ties in a row, from the cup to the certificate: the question is the way."
    ),
    prompt=__doc__,
    hints=(
        "Walk backwards: begin with the certificate. Which subjects have HOLDS to it?",
        "One step back: found = {s for s, relation, o in triples if relation == 'HOLDS'"
        " and o in found}, if found began as {certificate}.",
        "Do the same for GROWN_AT, CONTAINS and MADE_FROM, in that order; then sort.",
    ),
)


@exercise.right
def products_with(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


# ------------------------------------------------------------------------- the proof

TRIALS = (
    (FACTS, "Organic", ["Filter", "Latte"]),
    (FACTS, "Shade grown", ["Filter"]),
    (FACTS, "Fair price", []),
    (FACTS, "Organic in conversion", ["Filter", "Latte", "Mocha"]),
    (ONE_ROAST, "Rainforest", sorted(DRINKS)),
)


@exercise.proof
def _finds_products(products_with):
    """What is wrong with how an answer finds products, or None."""
    for known, certificate, wanted in TRIALS:
        triples = facts(*known)
        given = products_with(triples, certificate)
        call = f"products_with(triples, {certificate!r})"
        if triples != facts(*known):
            return "It changed the list of facts, which others use as well. Only look."
        if given == wanted:
            continue
        told = unlike(call, wanted, given)
        if isinstance(given, list) and wanted:
            return f"{told} {_on_the_way(given, wanted)}".rstrip()
        return told
    return None


def _on_the_way(given, wanted):
    """What is said of a list that holds something else, or the same otherwise."""
    if not given:
        return "Nothing is left at the end: print what each step finds, from HOLDS on."
    subjects = {relation: set() for _, relation, _ in FACTS}
    for subject, relation, _ in FACTS:
        subjects[relation].add(subject)
    if not all(isinstance(each, str) for each in given):
        return "Each of them should be the name of a product."
    if sorted(given) == wanted:
        return "The products are right, and in another order: sorted(…) sorts them."
    if set(given) == set(wanted):
        return "Several ways may lead to a product. A set holds it once."
    if set(given) & subjects["HOLDS"]:
        return "A farm is among them. The products are further back, by MADE_FROM."
    if set(given) & subjects["CONTAINS"]:
        return "A roast is among them. One step is missing: MADE_FROM."
    if "Gift box" in given:
        return (
            "A gift box that is packed with a roast is not made from it: follow only"
            " the relations that were named."
        )
    if set(given) > set(wanted):
        return "Only some products lead to that certificate, by all four relations."
    return ""


# ------------------------------------------------------------------------- also right


@exercise.right
def names_each_step(triples, certificate):
    farms = [s for s, r, o in triples if r == "HOLDS" and o == certificate]
    beans = [s for s, r, o in triples if r == "GROWN_AT" and o in farms]
    blends = [s for s, r, o in triples if r == "CONTAINS" and o in beans]
    products = [s for s, r, o in triples if r == "MADE_FROM" and o in blends]
    return sorted(set(products))


@exercise.right
def takes_facts_by_their_places(triples, certificate):
    found = [certificate]
    for step in ["HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"]:
        new = []
        for fact in triples:
            if fact[1] == step and fact[2] in found and fact[0] not in new:
                new.append(fact[0])
        found = new
    found.sort()
    return found


@exercise.right
def looks_for_a_list_among_the_facts(triples, certificate):
    names, found = {name for fact in triples for name in fact}, [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [n for n in names if any([n, step, f] in triples for f in found)]
    return sorted(found)


@exercise.right
def looks_for_a_tuple_among_the_facts(triples, certificate):
    names, found = {name for fact in triples for name in fact}, [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [n for n in names if any((n, step, f) in triples for f in found)]
    return sorted(found)


@exercise.right
def makes_a_set_of_tuples(triples, certificate):
    known, found = set(map(tuple, triples)), [certificate]
    names = {s for s, r, o in known}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [n for n in names if any((n, step, f) in known for f in found)]
    return sorted(found)


@exercise.right
def adds_to_copies_of_the_facts(triples, certificate):
    rows = [fact.copy() + [fact[1:] == ["HOLDS", certificate]] for fact in triples]
    found = {row[0] for row in rows if row[3]}
    for step in ("GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {row[0] for row in rows if row[1] == step and row[2] in found}
    return sorted(found)


@exercise.right
def walks_forwards_from_each_product(triples, certificate):
    def step(names, relation):
        return {o for s, r, o in triples if r == relation and s in names}

    def certificates(product):
        beans = step(step({product}, "MADE_FROM"), "CONTAINS")
        return step(step(beans, "GROWN_AT"), "HOLDS")

    products = {s for s, r, o in triples if r == "MADE_FROM"}
    return sorted(each for each in products if certificate in certificates(each))


@exercise.right
def has_a_helper_that_calls_itself(triples, certificate):
    def before(name, steps):
        if not steps:
            return {name}
        found = set()
        for subject, relation, other in triples:
            if relation == steps[0] and other == name:
                found |= before(subject, steps[1:])
        return found

    return sorted(before(certificate, ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM")))


@exercise.right
def matches_each_fact(triples, certificate):
    found = {certificate}
    for step in "HOLDS GROWN_AT CONTAINS MADE_FROM".split():
        new = set()
        for fact in triples:
            match fact:
                case [subject, relation, other] if relation == step and other in found:
                    new.add(subject)
        found = new
    return sorted(found)


@exercise.right
def asks_a_frame_of_pandas(triples, certificate):
    import pandas as pd

    frame = pd.DataFrame(triples, columns=["s", "r", "o"])
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = frame[(frame.r == step) & frame.o.isin(found)].s.unique()
    return sorted(found)


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "it gave ['Kaveri', 'Konga', 'La Loma']. A farm is among them. The products are"
)
def takes_one_step(triples, certificate):
    return sorted({s for s, relation, o in triples if o == certificate})


@exercise.wrong(
    "it gave ['House roast', 'Light roast']. A roast is among them. One step is missing"
)
def forgets_the_last_step(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


@exercise.wrong("should give ['Filter', 'Latte']; it gave [].")
def goes_the_other_way(triples, certificate):
    found = {certificate}
    for step in ("MADE_FROM", "CONTAINS", "GROWN_AT", "HOLDS"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return sorted(found)


@exercise.wrong(
    "it gave ['Chai', 'Decaf', 'Filter', 'Latte', 'Mocha']. Only some products lead to"
)
def finds_every_product(triples, certificate):
    return sorted({s for s, relation, o in triples if relation == "MADE_FROM"})


@exercise.wrong("A farm is among them. The products are further back")
def collects_all_on_the_way(triples, certificate):
    found = {certificate}
    for step in range(4):
        found |= {s for s, relation, o in triples if o in found}
    return sorted(found)


@exercise.wrong("A gift box that is packed with a roast is not made from it")
def follows_any_relation(triples, certificate):
    found = {certificate}
    for step in range(4):
        found = {s for s, relation, o in triples if o in found}
    return sorted(found)


@exercise.wrong(
    "it gave ['Filter', 'Filter', 'Latte']. Several ways may lead to a product."
)
def names_one_twice(triples, certificate):
    found = [certificate]
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = [s for s, relation, o in triples if relation == step and o in found]
    return sorted(found)


@exercise.wrong("The products are right, and in another order: sorted(…) sorts them.")
def makes_a_list_of_a_set(triples, certificate):
    found = {certificate}
    for step in ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM"):
        found = {s for s, relation, o in triples if relation == step and o in found}
    return list(found)


STEPS = ("HOLDS", "GROWN_AT", "CONTAINS", "MADE_FROM")


def walked(triples, certificate, steps=STEPS):
    """The set of what the steps lead back to."""
    found = {certificate}
    for step in steps:
        found = {s for s, relation, o in triples if relation == step and o in found}
    return found


@exercise.wrong("it gave ('Filter', 'Latte'), a tuple. list(…) makes a list of it.")
def gives_a_tuple(triples, certificate):
    return tuple(sorted(walked(triples, certificate)))


@exercise.wrong("a set. A set has no order: sorted(…) makes a list of it.")
def gives_a_set(triples, certificate):
    return walked(triples, certificate)


@exercise.wrong("it gave ['Latte', 'Filter']. The products are right, and in")
def sorts_downwards(triples, certificate):
    return sorted(walked(triples, certificate), reverse=True)


@exercise.wrong("it gave None. Does it end with return")
def forgets_that_sort_gives_none(triples, certificate):
    return list(walked(triples, certificate)).sort()


@exercise.wrong("It printed ")
def prints_the_products(triples, certificate):
    print(sorted(walked(triples, certificate)))


@exercise.wrong("products_with(triples, 'Fair price') should give []; it gave None.")
def gives_none_for_nothing(triples, certificate):
    return sorted(walked(triples, certificate)) or None


@exercise.wrong("products_with(triples, 'Shade grown') should give ['Filter']; it gave")
def knows_one_certificate_only(triples, certificate):
    return sorted(walked(triples, "Organic"))


@exercise.wrong("products_with(triples, 'Organic') should give ['Filter', 'Latte']; it")
def asks_for_a_part_of_the_name(triples, certificate):
    names = {o for s, relation, o in triples if certificate in o}
    return sorted(set().union(*(walked(triples, name) for name in names)))


@exercise.wrong("it gave ['Filter', 'Latte', 'Tin'].")
def asks_for_a_part_of_the_relation(triples, certificate):
    found = {certificate}
    for step in STEPS:
        found = {s for s, relation, o in triples if relation in step and o in found}
    return sorted(found)


@exercise.wrong("it gave [].")
def takes_the_other_end_of_a_fact(triples, certificate):
    found = {certificate}
    for step in STEPS:
        found = {o for s, relation, o in triples if relation == step and s in found}
    return sorted(found)


@exercise.wrong("products_with(triples, 'Shade grown') should give ['Filter']; it gave")
def looks_into_the_name_of_the_certificate(triples, certificate):
    found = certificate
    for step in STEPS:
        found = [s for s, relation, o in triples if relation == step and o in found]
    return sorted(set(found))


def last_of_each(triples, relation):
    """{subject: the last thing that it has this relation to}"""
    return {s: o for s, r, o in triples if r == relation}


@exercise.wrong(
    "Nothing is left at the end: print what each step finds, from HOLDS on."
)
def keeps_one_certificate_of_a_farm(triples, certificate):
    held = last_of_each(triples, "HOLDS")
    farms = {farm for farm, holds in held.items() if holds == certificate}
    return sorted(set().union(*(walked(triples, farm, STEPS[1:]) for farm in farms)))


@exercise.wrong("products_with(triples, 'Shade grown') should give ['Filter']; it gave")
def keeps_one_farm_of_a_bean(triples, certificate):
    farms = walked(triples, certificate, STEPS[:1])
    grown = last_of_each(triples, "GROWN_AT")
    beans = {bean for bean, farm in grown.items() if farm in farms}
    return sorted(set().union(*(walked(triples, bean, STEPS[2:]) for bean in beans)))


@exercise.wrong("Nothing is left at the end")
def writes_the_relations_small(triples, certificate):
    return sorted(walked(triples, certificate, [step.lower() for step in STEPS]))


@exercise.wrong("Each item has more parts than there are names for it.")
def takes_two_parts(triples, certificate):
    return sorted({subject for subject, other in triples if other == certificate})


@exercise.wrong("it gave ['filter', 'latte'].")
def writes_the_names_small(triples, certificate):
    return sorted(name.lower() for name in walked(triples, certificate))


@exercise.wrong("It changed the list of facts")
def empties_the_facts(triples, certificate):
    found = sorted(walked(triples, certificate))
    triples.clear()
    return found


@exercise.wrong("products_with raised AttributeError")
def takes_parts_by_names(triples, certificate):
    return sorted(fact.subject for fact in triples if fact.other == certificate)
