"""\
Write `find_beans(catalogue, country, certificate)`. It returns the SKUs, as a list, of
the beans that were grown in this country, have this certificate (perhaps among others),
and are in stock: `stock` is more than 0. The cheapest comes first."""

from ..kinds import PythonExercise
from ..stage.catalogue import new_catalogue

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


def _beans(sku, price, country, certificates, stock=10, kind="beans"):
    beans = {
        "sku": sku,
        "kind": kind,
        "price": price,
        "certificates": certificates,
        "origin": {"country": country, "altitude_m": 1900},
    }
    return beans if stock is None else beans | {"stock": stock}


@exercise.proof
def _finds(find_beans):
    """What is wrong with how an answer finds beans, or None."""
    catalogue = new_catalogue(
        _beans("BN-1", 1350, "Ethiopia", ["organic"]),
        _beans("BN-2", 1250, "Ethiopia", ["organic", "fair trade"]),
        _beans("BN-3", 1450, "Ethiopia", ["fair trade", "organic"], stock=1),
        _beans("BN-4", 990, "Ethiopia", ["fair trade"]),
        _beans("BN-5", 1190, "Ethiopia", ["organic"], stock=0),
        _beans("BN-6", 1100, "Peru", ["organic", "fair trade"]),
        _beans("CO-7", 5900, "Ethiopia", ["organic"], kind="course"),
        {"sku": "MG-8", "kind": "mug", "price": 1200, "stock": 3},
        _beans("BN-9", 1050, "Ethiopia", ["organic"], stock=None),
    )
    for country, certificate, wanted in (
        ("Ethiopia", "organic", ["BN-2", "BN-1", "BN-3"]),
        ("Ethiopia", "fair trade", ["BN-4", "BN-2", "BN-3"]),
        ("Kenya", "organic", []),
    ):
        found = find_beans(catalogue, country, certificate)
        if found != wanted:
            return _unlike(catalogue, f"{country} and {certificate}", wanted, found)
    return None


def _unlike(catalogue, what, wanted, found):
    """How the SKUs that were found differ from those that are wanted, in words."""
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        return (
            "It should return a list of SKUs, which are texts:"
            ' [product["sku"] for product in found].'
        )
    if wanted and not found:
        return (
            f"For {what} it found nothing. Try one condition at a time."
            ' The country is a field of `origin`: its path is "origin.country".'
        )
    if differing := sorted(set(wanted) ^ set(found)):
        sku = differing[0]
        told = "is missing" if sku in wanted else "should not be found"
        document = catalogue.find_one({"sku": sku}, {"_id": 0})
        return f"{sku} {told} for {what}: {document}."
    return f"The cheapest should come first: {wanted}. It gave {found}."


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


@exercise.wrong("It gave ['BN-3', 'BN-1', 'BN-2'].")
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


@exercise.wrong("It should return a list of SKUs")
def gives_the_cursor(catalogue, country, certificate):
    return catalogue.find({"kind": "beans", "origin.country": country})
