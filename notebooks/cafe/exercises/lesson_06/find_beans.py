"""\
Write `find_beans(catalogue, country, certificate)`. It returns the SKUs, as a list, of
the beans that were grown in this country, have this certificate (perhaps among others),
and are in stock: `stock` is more than 0. The cheapest comes first."""

from ..kinds import PythonExercise
from ..stage.catalogue import new_catalogue
from ..words import returned, show

exercise = PythonExercise(
    id="06.find_beans",
    objective="06.b",
    difficulty=2,
    learned=(
        "A dot reaches into a document, and a list matches if one of its members does."
    ),
    prompt=__doc__,
    hints=(
        "One filter holds all four conditions. The country is inside of `origin`.",
        'A list is asked like a single value: {"certificates": certificate}.',
        'found = catalogue.find({…}).sort("price", 1). Then take each["sku"].',
    ),
    seconds=5.0,
)


@exercise.right
def find_beans(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


# ------------------------------------------------------------------------- the proof


def _beans(sku, price, country, certificates, stock=10, kind="beans"):
    beans = {
        "sku": sku,
        "kind": kind,
        "price": price,
        "certificates": certificates,
        "origin": {"country": country, "altitude_m": 1500 + price % 7 * 100},
    }
    return beans if stock is None else beans | {"stock": stock}


DOCUMENTS = (
    _beans("BN-1", 1350, "Ethiopia", ["organic"]),
    _beans("BN-2", 1250, "Ethiopia", ["organic", "fair trade"]),
    _beans("BN-3", 1450, "Ethiopia", ["fair trade", "organic"], stock=1),
    _beans("BN-4", 990, "Ethiopia", ["fair trade"]),
    _beans("BN-5", 1190, "Ethiopia", ["organic"], stock=0),
    _beans("BN-6", 1100, "Peru", ["organic", "fair trade"]),
    _beans("CO-7", 5900, "Ethiopia", ["organic"], kind="course"),
    {"sku": "MG-8", "kind": "mug", "price": 1200, "stock": 3},
    _beans("BN-9", 1050, "Ethiopia", ["organic"], stock=None),
    _beans("BN-10", 1650, "Ethiopia", ["shade grown", "organic"]),
    _beans("BN-11", 1020, "Ecuador", ["organic"]),
    _beans("BN-12", 1010, "Ethiopia", ["organic in conversion"]),
    _beans("BN-13", 980, "Ethiopia", ["organic"], kind="sample"),
    _beans("BN-14", 1150, "Ethiopia and Kenya", ["organic"]),
)
ASKED = (
    ("Ethiopia", "organic", ["BN-2", "BN-1", "BN-3", "BN-10"]),
    ("Ethiopia", "fair trade", ["BN-4", "BN-2", "BN-3"]),
    ("Kenya", "organic", []),
)


class _Noting:
    """The catalogue, and the filter or pipeline that it was asked last."""

    def __init__(self, catalogue):
        self._catalogue, self.last = catalogue, None

    def __getattr__(self, name):
        found = getattr(self._catalogue, name)
        if name not in ("find", "find_one", "aggregate"):
            return found

        def asking(*arguments, **named):
            self.last = arguments[0] if arguments else named.get("filter", {})
            return found(*arguments, **named)

        return asking


@exercise.proof
def _finds(find_beans):
    """What is wrong with how an answer finds beans, or None."""
    catalogue = _Noting(new_catalogue(*DOCUMENTS))
    for country, certificate, wanted in ASKED:
        given = find_beans(catalogue, country, certificate)
        if given != wanted:
            return _unlike(catalogue, f"{country} and {certificate}", wanted, given)
    if list(catalogue.find({}, {"_id": 0})) != list(DOCUMENTS):
        return "It changed the catalogue. Beans should only be found."
    return None


def _unlike(catalogue, what, wanted, given):
    """How the SKUs that were found differ from those that are wanted, in words."""
    if not isinstance(given, list):
        return f"For {what} it should give a list of SKUs; it gave {returned(given)}"
    if not all(isinstance(each, str) for each in given):
        return (
            f"For {what} it should give SKUs, which are texts; it gave {show(given)}."
            ' Take each product["sku"].'
        )
    if wanted and not given:
        return f"For {what} it found nothing. {_asked_for(catalogue)}"
    known = [document["sku"] for document in DOCUMENTS]
    if unknown := [sku for sku in given if sku not in known]:
        return f"{unknown[0]!r} is no SKU of the catalogue."
    if differing := sorted(set(wanted) ^ set(given), key=known.index):
        sku = differing[0]
        told = "is missing" if sku in wanted else "should not be found"
        document = catalogue.find_one({"sku": sku}, {"_id": 0, "sku": 0})
        return f"{sku} {told} for {what}: {document}."
    return f"The cheapest should come first: {wanted}. It gave {given}."


def _asked_for(catalogue):
    """What is said of a filter that found nothing."""
    asked = catalogue.last
    if not asked:
        return "It asked the catalogue no condition."
    told = f"It asked for {show(asked)}: try one condition at a time."
    conditions = [{k: v} for k, v in asked.items()] if isinstance(asked, dict) else []
    for condition in conditions:
        if not catalogue.count_documents(condition):
            told += f" {show(condition)} finds nothing by itself."
            break
    if isinstance(asked, dict) and {"origin", "country"} & asked.keys():
        told += ' The country is a field of `origin`: its path is "origin.country".'
    return told


# ------------------------------------------------------------------------- also right


def in_stock(country, certificate):
    return {
        "kind": "beans",
        "origin.country": country,
        "certificates": certificate,
        "stock": {"$gt": 0},
    }


@exercise.right
def gives_the_order_to_find(catalogue, country, certificate):
    beans = {"kind": "beans", "origin.country": country, "certificates": certificate}
    found = catalogue.find(beans | {"stock": {"$gte": 1}}, sort=[("price", 1)])
    return [product["sku"] for product in found]


@exercise.right
def asks_for_the_skus_only(catalogue, country, certificate):
    found = catalogue.find(in_stock(country, certificate), {"sku": 1, "_id": 0})
    skus = []
    for product in found.sort("price", +1):
        skus.append(product["sku"])
    return skus


@exercise.right
def takes_a_pipeline(catalogue, country, certificate):
    stages = [
        {"$match": in_stock(country, certificate)},
        {"$sort": {"price": 1}},
        {"$project": {"_id": 0, "sku": 1}},
    ]
    return [product["sku"] for product in catalogue.aggregate(stages)]


@exercise.right
def sorts_in_python(catalogue, country, certificate):
    found = catalogue.find(in_stock(country, certificate))
    by_price = sorted(found, key=lambda product: product["price"])
    return list(map(lambda product: product["sku"], by_price))


@exercise.right
def joins_the_conditions_with_and(catalogue, country, certificate):
    conditions = [
        {"kind": "beans"},
        {"origin.country": country},
        {"certificates": {"$in": [certificate]}},
        {"stock": {"$gt": 0}},
    ]
    found = catalogue.find({"$and": conditions}).sort([("price", 1)])
    return [product["sku"] for product in found]


@exercise.right
def filters_in_python(catalogue, country, certificate):
    fitting = [
        product
        for product in catalogue.find({"kind": "beans"})
        if product.get("origin", {}).get("country") == country
        and certificate in product.get("certificates", [])
        and product.get("stock", 0) > 0
    ]
    fitting.sort(key=lambda product: product["price"])
    return [product["sku"] for product in fitting]


@exercise.right
def leaves_what_is_out_of_stock(catalogue, country, certificate):
    beans = in_stock(country, certificate) | {"stock": {"$nin": [0, None]}}
    return [product["sku"] for product in catalogue.find(beans).sort("price")]


@exercise.right
def sorts_in_pandas(catalogue, country, certificate):
    import pandas as pd

    found = list(catalogue.find(in_stock(country, certificate)))
    if not found:
        return []
    return pd.DataFrame(found).sort_values("price")["sku"].tolist()


# ------------------------------------------------------------------------------ wrong


@exercise.wrong('its path is "origin.country"')
def asks_for_a_whole_origin(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin": {"country": country},
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong('its path is "origin.country"')
def asks_for_a_country_at_the_top(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "country": country,
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-2 is missing for Ethiopia and organic")
def asks_for_one_certificate_alone(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": [certificate],
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-4 should not be found for Ethiopia and organic")
def forgets_the_certificate(catalogue, country, certificate):
    found = catalogue.find(
        {"kind": "beans", "origin.country": country, "stock": {"$gt": 0}}
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-5 should not be found for Ethiopia and organic")
def forgets_the_stock(catalogue, country, certificate):
    found = catalogue.find(
        {"kind": "beans", "origin.country": country, "certificates": certificate}
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-9 should not be found for Ethiopia and organic")
def lets_in_what_has_no_stock(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": certificate,
            "stock": {"$ne": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-3 is missing for Ethiopia and organic")
def asks_for_two_in_stock(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": certificate,
            "stock": {"$gt": 1},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("BN-1 should not be found for Ethiopia and fair trade")
def asks_for_organic_always(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": "organic",
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("should not be found for Kenya and organic")
def asks_for_ethiopia_always(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": "Ethiopia",
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("CO-7 should not be found for Ethiopia and organic")
def finds_other_kinds_too(catalogue, country, certificate):
    found = catalogue.find(
        {"origin.country": country, "certificates": certificate, "stock": {"$gt": 0}}
    ).sort("price", 1)
    return [product["sku"] for product in found]


@exercise.wrong("The cheapest should come first")
def does_not_sort(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    )
    return [product["sku"] for product in found]


@exercise.wrong("It gave ['BN-10', 'BN-3', 'BN-1', 'BN-2'].")
def sorts_the_dearest_first(catalogue, country, certificate):
    found = catalogue.find(
        {
            "kind": "beans",
            "origin.country": country,
            "certificates": certificate,
            "stock": {"$gt": 0},
        }
    ).sort("price", -1)
    return [product["sku"] for product in found]


@exercise.wrong("a Cursor. list(…) makes a list of it.")
def gives_the_cursor(catalogue, country, certificate):
    return catalogue.find({"kind": "beans", "origin.country": country})


def skus_of(catalogue, country, certificate, **otherwise):
    """The SKUs by the right filter, of which some conditions may be other ones."""
    beans = in_stock(country, certificate) | otherwise
    return [product["sku"] for product in catalogue.find(beans).sort("price", 1)]


@exercise.wrong("it should give a list of SKUs; it gave None. Does it end with return")
def forgets_that_sort_gives_none(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate).sort()


@exercise.wrong("It printed 'BN-2")
def prints_the_skus(catalogue, country, certificate):
    for sku in skus_of(catalogue, country, certificate):
        print(sku)


@exercise.wrong("a tuple. list(…) makes a list of it.")
def gives_a_tuple(catalogue, country, certificate):
    return tuple(skus_of(catalogue, country, certificate))


@exercise.wrong("a set. A set has no order")
def gives_a_set(catalogue, country, certificate):
    return set(skus_of(catalogue, country, certificate))


@exercise.wrong("it should give SKUs, which are texts; it gave [{'_id': ObjectId(")
def gives_the_documents(catalogue, country, certificate):
    return list(catalogue.find(in_stock(country, certificate)).sort("price", 1))


@exercise.wrong("a dict.")
def finds_one(catalogue, country, certificate):
    return catalogue.find_one(in_stock(country, certificate))


@exercise.wrong("For Kenya and organic it should give a list of SKUs; it gave None.")
def gives_none_for_nothing(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate) or None


@exercise.wrong("'origin.country': 'country', 'certificates': 'organic'")
def puts_the_country_in_quotes(catalogue, country, certificate):
    return skus_of(catalogue, "country", certificate)


@exercise.wrong("'stock': {'gt': 0}}: try one condition at a time.")
def forgets_a_dollar(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate, stock={"gt": 0})


@exercise.wrong("It asked for {'kind': 'bean', 'origin.country': 'Ethiopia'")
def asks_for_another_kind(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate, kind="bean")


@exercise.wrong("$in takes a list. To ask for one value, give the value itself.")
def asks_whether_it_is_in_a_text(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate, certificates={"$in": certificate})


@exercise.wrong("BN-3 is missing for Ethiopia and organic")
def looks_at_the_first_certificate(catalogue, country, certificate):
    beans = {"certificates.0": certificate} | {
        key: value
        for key, value in in_stock(country, certificate).items()
        if key != "certificates"
    }
    return [product["sku"] for product in catalogue.find(beans).sort("price", 1)]


@exercise.wrong("BN-1 is missing for Ethiopia and organic")
def gives_a_whole_origin(catalogue, country, certificate):
    beans = {
        "kind": "beans",
        "origin": {"country": country, "altitude_m": 1900},
        "certificates": certificate,
        "stock": {"$gt": 0},
    }
    return [product["sku"] for product in catalogue.find(beans).sort("price", 1)]


@exercise.wrong("BN-11 should not be found for Ethiopia and organic")
def asks_for_the_first_letter(catalogue, country, certificate):
    beans = in_stock(country, certificate)
    beans["origin.country"] = {"$regex": country[:1]}
    return [product["sku"] for product in catalogue.find(beans).sort("price", 1)]


@exercise.wrong("BN-12 should not be found for Ethiopia and organic")
def asks_for_a_part_of_the_certificate(catalogue, country, certificate):
    return skus_of(
        catalogue, country, certificate, certificates={"$regex": certificate}
    )


@exercise.wrong("BN-10 is missing for Ethiopia and organic")
def takes_three(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate)[:3]


@exercise.wrong("BN-1 is missing for Ethiopia and organic")
def returns_in_the_loop(catalogue, country, certificate):
    skus = []
    for product in catalogue.find(in_stock(country, certificate)).sort("price", 1):
        skus.append(product["sku"])
        return skus


@exercise.wrong("The cheapest should come first")
def sorts_by_sku(catalogue, country, certificate):
    return sorted(skus_of(catalogue, country, certificate))


@exercise.wrong("The cheapest should come first")
def sorts_prices_as_text(catalogue, country, certificate):
    found = catalogue.find(in_stock(country, certificate))
    return [each["sku"] for each in sorted(found, key=lambda each: str(each["price"]))]


@exercise.wrong("it found nothing. It asked the catalogue no condition.")
def gives_an_empty_list(catalogue, country, certificate):
    return [each["sku"] for each in catalogue.find() if each["kind"] == "bean"]


@exercise.wrong('A filter is a dict: {"kind": "beans"}.')
def asks_in_a_text(catalogue, country, certificate):
    return list(catalogue.find("kind = beans"))


@exercise.wrong("{'certificate': 'organic'} finds nothing by itself.")
def misspells_the_certificates(catalogue, country, certificate):
    beans = {"kind": "beans", "certificate": certificate, "stock": {"$gt": 0}}
    return [product["sku"] for product in catalogue.find(beans).sort("price", 1)]


@exercise.wrong("BN-13 should not be found for Ethiopia and organic")
def takes_the_sku_for_the_kind(catalogue, country, certificate):
    return [
        sku
        for sku in skus_of(catalogue, country, certificate, kind={"$ne": "course"})
        if sku.startswith("BN")
    ]


@exercise.wrong("BN-14 should not be found for Ethiopia and organic")
def asks_for_a_part_of_the_country(catalogue, country, certificate):
    some = {"$regex": country}
    return skus_of(catalogue, country, certificate, **{"origin.country": some})


@exercise.wrong("It changed the catalogue. Beans should only be found.")
def notes_that_it_looked(catalogue, country, certificate):
    catalogue.update_many({}, {"$set": {"seen": True}})
    return skus_of(catalogue, country, certificate)


@exercise.wrong("A direction is 1, upwards, or -1, downwards")
def sorts_by_a_word(catalogue, country, certificate):
    return list(catalogue.find(in_stock(country, certificate)).sort("price", "asc"))


@exercise.wrong("find takes a filter alone: sort(…) and so on are calls behind it.")
def sorts_in_the_filter(catalogue, country, certificate):
    return skus_of(catalogue, country, certificate, **{"$sort": {"price": 1}})


@exercise.wrong("find takes one filter: all conditions stand in one dict.")
def gives_each_condition_apart(catalogue, country, certificate):
    where = {"origin.country": country}
    return list(catalogue.find({"kind": "beans"}, where, {"stock": {"$gt": 0}}))


@exercise.wrong("find_beans raised KeyError: 'stock'")
def asks_for_fields_that_are_not_there(catalogue, country, certificate):
    beans = catalogue.find({"kind": "beans"}).sort("price", 1)
    return [product["sku"] for product in beans if product["stock"] > 0]


@exercise.wrong("It changed the catalogue. Beans should only be found.")
def deletes_what_is_sold_out(catalogue, country, certificate):
    catalogue.delete_many({"stock": 0})
    return skus_of(catalogue, country, certificate)
