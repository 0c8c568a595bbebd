"""\
Write a `pipeline` that says for each kind what lies on the shelves: the sum of price
times stock. Out come documents such as `{"_id": "mug", "value": 38500}`, the largest
value first. Products without a field `stock` are left out."""

from ..kinds import ValueExercise
from ..stage.catalogue import new_catalogue

exercise = ValueExercise(
    id="06.shelf_value",
    objective="06.e",
    difficulty=2,
    learned="Filter, group, sort: a pipeline is read from the top, like a recipe.",
    prompt=__doc__,
    starter="""\
pipeline = []
""",
    hints=(
        "Three stages: keep what has a stock, group by kind, sort.",
        '{"$exists": True} asks for a field. The groups\' "_id" is "$kind".',
        'The sum is {"$sum": {"$multiply": ["$price", "$stock"]}}.',
    ),
    seconds=5.0,
)


@exercise.right
def pipeline():
    return [
        {"$match": {"stock": {"$exists": True}}},
        {
            "$group": {
                "_id": "$kind",
                "value": {"$sum": {"$multiply": ["$price", "$stock"]}},
            }
        },
        {"$sort": {"value": -1}},
    ]


@exercise.proof
def _adds_up(pipeline):
    """What is wrong with what a pipeline lets out, or None."""
    catalogue = new_catalogue(
        {"sku": "MG-1", "kind": "mug", "price": 1200, "stock": 20},
        {"sku": "GR-2", "kind": "grinder", "price": 7900, "stock": 2},
        {"sku": "MG-3", "kind": "mug", "price": 2900, "stock": 5},
        {"sku": "CO-4", "kind": "course", "price": 5900},
        {"sku": "BN-5", "kind": "beans", "price": 1000, "stock": 50},
        {"sku": "GR-6", "kind": "grinder", "price": 4900, "stock": 0},
        {"sku": "SU-7", "kind": "subscription", "price": 1500},
        {"sku": "BK-8", "kind": "book", "price": 2500, "stock": 4},
        {"sku": "SY-9", "kind": "syrup", "price": 900, "stock": 0},
        {"sku": "CO-10", "kind": "course", "price": 1900, "stock": 1},
        {"sku": "VO-11", "kind": "voucher", "price": 2000},
    )
    if not isinstance(pipeline, list):
        return f"A pipeline is a list of stages. This is a {type(pipeline).__name__}."
    found = list(catalogue.aggregate(pipeline))
    wanted = [
        {"_id": "beans", "value": 50_000},
        {"_id": "mug", "value": 38_500},
        {"_id": "grinder", "value": 15_800},
        {"_id": "book", "value": 10_000},
        {"_id": "course", "value": 1_900},
        {"_id": "syrup", "value": 0},
    ]
    if found == wanted:
        return None
    kinds = {each.get("_id") for each in found}
    for kind in ("subscription", "voucher"):
        if kind in kinds:
            return (
                f"A {kind} has no stock, and it came out all the same. Let $match keep"
                " what has one, before the groups are made."
            )
    if "course" not in kinds and "syrup" in kinds:
        return (
            "The kind course is missing. Most courses have no stock, and one has: ask"
            " for the field stock, not for kinds."
        )
    if kinds == {"beans", "mug", "grinder", "book", "course"}:
        return (
            "The kind syrup is missing. Its stock is 0, but it has the field: its"
            " value is 0."
        )
    if sorted(map(repr, found)) == sorted(map(repr, wanted)):
        return f"The largest value should come first: {wanted}. It gave {found}."
    given = {each["_id"]: each for each in found if each.keys() == {"_id", "value"}}
    for each in wanted:
        mine = given.get(each["_id"])
        if mine is not None and mine != each:
            return (
                f"For the kind {each['_id']} it should give {each}: price times stock,"
                f" added up. It gave {mine}."
            )
    return f"For eleven products of ours it should give {wanted}. It gave {found}."


WITH_STOCK, BY_KIND, LARGEST_FIRST = pipeline()

VALUE = {"$sum": {"$multiply": ["$price", "$stock"]}}


@exercise.wrong("A subscription has no stock")
def lets_in_what_has_no_stock():
    return [BY_KIND, LARGEST_FIRST]


@exercise.wrong("It gave [].")
def matches_after_grouping():
    return [BY_KIND, WITH_STOCK, LARGEST_FIRST]


@exercise.wrong("The largest value should come first")
def sorts_the_smallest_first():
    return [WITH_STOCK, BY_KIND, {"$sort": {"value": 1}}]


@exercise.wrong("For the kind beans it should give {'_id': 'beans', 'value': 50000}")
def adds_up_prices():
    prices = {"$group": {"_id": "$kind", "value": {"$sum": "$price"}}}
    return [WITH_STOCK, prices, LARGEST_FIRST]


@exercise.wrong("It gave [{'_id': 'kind', 'value': 116200}].")
def groups_by_a_text():
    return [WITH_STOCK, {"$group": {"_id": "kind", "value": VALUE}}, LARGEST_FIRST]


@exercise.wrong("The largest value should come first")
def sorts_before_grouping():
    return [WITH_STOCK, LARGEST_FIRST, BY_KIND]


@exercise.wrong("'total': ")
def names_it_total():
    return [WITH_STOCK, {"$group": {"_id": "$kind", "total": VALUE}}, LARGEST_FIRST]


@exercise.wrong("A subscription has no stock")
def leaves_courses_out_only():
    return [{"$match": {"kind": {"$ne": "course"}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("A voucher has no stock")
def leaves_two_kinds_out():
    return [
        {"$match": {"kind": {"$nin": ["course", "subscription"]}}},
        BY_KIND,
        LARGEST_FIRST,
    ]


@exercise.wrong("The kind course is missing. Most courses have no stock, and one has")
def leaves_three_kinds_out():
    kinds = ["course", "subscription", "voucher"]
    return [{"$match": {"kind": {"$nin": kinds}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("The kind syrup is missing.")
def leaves_an_empty_shelf_out():
    return [{"$match": {"stock": {"$gt": 0}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("For eleven products of ours it should give")
def keeps_three():
    return [*pipeline(), {"$limit": 3}]


@exercise.wrong("pipeline raised OperationFailure")
def uses_where():
    return [{"$where": "stock > 0"}, BY_KIND, LARGEST_FIRST]
