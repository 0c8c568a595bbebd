"""\
Write a `pipeline` that says for each kind what lies on the shelves: the sum of price
times stock. Out come documents such as `{"_id": "mug", "value": 38500}`, the largest
value first. Products without a field `stock` are left out."""

from ..kinds import ValueExercise
from ..stage.catalogue import new_catalogue
from ..words import kind, show

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


# ------------------------------------------------------------------------- the proof

PRODUCTS = (
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
#: What the shelves of each kind hold, the largest value first.
VALUES = {
    "beans": 50_000,
    "mug": 38_500,
    "grinder": 15_800,
    "book": 10_000,
    "course": 1_900,
    "syrup": 0,
}
#: What comes in later: a pipeline that names kinds does not know them.
LATER = (
    {"sku": "MB-12", "kind": "membership", "price": 3000},
    {"sku": "TE-13", "kind": "tea", "price": 800, "stock": 3},
)


@exercise.proof
def _adds_up(pipeline):
    """What is wrong with a pipeline, or with what it lets out, or None."""
    later = sorted([*VALUES.items(), ("tea", 2400)], key=lambda pair: -pair[1])
    return (
        _no_stages(pipeline)
        or _unlike(pipeline, PRODUCTS, VALUES)
        or _unlike(pipeline, PRODUCTS + LATER, dict(later))
    )


def _unlike(pipeline, products, values):
    """What is wrong with what a pipeline makes of these products, or None."""
    found = list(new_catalogue(*products).aggregate(pipeline))
    return (
        _other_form(found)
        or _other_kinds(found, values)
        or _other_values(found, values)
    )


def _no_stages(pipeline):
    """What is wrong with the form of a pipeline, or None."""
    if not isinstance(pipeline, list):
        return f"A pipeline is a list of stages; this is {kind(pipeline)}."
    for number, stage in enumerate(pipeline, 1):
        told = f"Stage {number} is {show(stage)}. A stage is a dict with one key, such"
        if not isinstance(stage, dict) or len(stage) != 1:
            return f'{told} as {{"$match": {{…}}}}; each stage has braces of its own.'
        (name,) = stage
        if not isinstance(name, str) or not name.startswith("$"):
            return f'{told} as "$match": its name begins with a $.'
    return None


def _other_form(found):
    """What is wrong with the documents that came out, apart from their numbers."""
    for each in found:
        if each.keys() != {"_id", "value"}:
            return (
                'Out should come documents such as {"_id": "mug", "value": 38500}; this'
                f" one came out: {show(each)}."
            )
    return None


def _other_kinds(found, values):
    """Which kind came out and should not have, or the other way round, or None."""
    kinds = [each["_id"] for each in found]
    for name in ("subscription", "voucher", "membership"):
        if name in kinds:
            return (
                f"A {name} has no stock, and it came out all the same. Let $match keep"
                " what has one, before the groups are made."
            )
    if other := [each for each in kinds if each not in [*values]]:
        return (
            f"{show(other[0])} is no kind of product. The groups' _id is the field"
            ' kind, written "$kind".'
        )
    missing = [name for name in values if name not in kinds]
    if missing == ["course"]:
        return (
            "The kind course is missing. Most courses have no stock, and one has: ask"
            " for the field stock, not for kinds."
        )
    if missing == ["syrup"]:
        return (
            "The kind syrup is missing. Its stock is 0, but it has the field: its"
            " value is 0."
        )
    if missing:
        return (
            f"{len(values)} kinds have a stock, and {len(kinds)} came out: {missing[0]}"
            " is missing."
        )
    return None


def _other_values(found, values):
    """Which value is wrong, or that they come in another order, or None."""
    for each in found:
        wanted = {"_id": each["_id"], "value": values[each["_id"]]}
        if each != wanted:
            return (
                f"For the kind {each['_id']} it should give {wanted}: price times stock"
                f" of each product, added up. It gave {show(each)}.{_nothing(each)}"
            )
    if [each["_id"] for each in found] != list(values):
        given = ", ".join(f"{each['_id']} {each['value']}" for each in found)
        return (
            "The largest value should come first, once the groups are made. They came"
            f" like this: {given}."
        )
    return None


def _nothing(group):
    """A word on a group whose value is 0, or ""."""
    if group["value"] != 0:
        return ""
    return (
        " A sum of nothing is 0: $sum adds what $multiply makes of the two fields, each"
        " in quotes of its own."
    )


# ------------------------------------------------------------------------- also right

VALUE = {"$sum": {"$multiply": ["$price", "$stock"]}}


@exercise.right
def asks_that_the_stock_is_something():
    return [{"$match": {"stock": {"$ne": None}}}, *pipeline()[1:]]


@exercise.right
def asks_for_any_number():
    return [{"$match": {"stock": {"$gte": 0}}}, *pipeline()[1:]]


@exercise.right
def appends_stage_by_stage():
    stages = []
    stages.append({"$match": {"stock": {"$exists": 1}}})
    stages.append({"$group": {"_id": "$kind", "value": VALUE}})
    stages.append({"$sort": {"value": -1, "_id": 1}})
    return stages


@exercise.right
def projects_the_worth_first():
    worth = {"kind": 1, "worth": {"$multiply": ["$stock", "$price"]}}
    group = {"_id": "$kind", "value": {"$sum": "$worth"}}
    with_stock, _, largest_first = pipeline()
    return [with_stock, {"$project": worth}, {"$group": group}, largest_first]


@exercise.right
def adds_a_field_first():
    worth = {"worth": {"$multiply": ["$price", "$stock"]}}
    group = {"_id": "$kind", "value": {"$sum": "$worth"}}
    with_stock, _, largest_first = pipeline()
    return [with_stock, {"$addFields": worth}, {"$group": group}, largest_first]


@exercise.right
def renames_the_total_at_the_end():
    with_stock = pipeline()[0]
    group = {"$group": {"_id": "$kind", "total": VALUE}}
    rename = {"$project": {"value": "$total"}}
    return [with_stock, group, {"$sort": {"total": -1}}, rename]


@exercise.right
def matches_twice():
    return [{"$match": {"price": {"$gt": 0}}}, *pipeline()]


@exercise.right
def limits_to_more_than_there_are():
    return [*pipeline(), {"$limit": 100}]


@exercise.right
def takes_an_ordered_dict():
    from collections import OrderedDict

    with_stock, by_kind, _ = pipeline()
    return [with_stock, by_kind, OrderedDict({"$sort": OrderedDict(value=-1)})]


# ------------------------------------------------------------------------------ wrong

WITH_STOCK, BY_KIND, LARGEST_FIRST = pipeline()


@exercise.wrong("A subscription has no stock")
def lets_in_what_has_no_stock():
    return [BY_KIND, LARGEST_FIRST]


@exercise.wrong("6 kinds have a stock, and 0 came out: beans is missing.")
def matches_after_grouping():
    return [BY_KIND, WITH_STOCK, LARGEST_FIRST]


@exercise.wrong("The largest value should come first")
def sorts_the_smallest_first():
    return [WITH_STOCK, BY_KIND, {"$sort": {"value": 1}}]


@exercise.wrong(
    "For the kind grinder it should give {'_id': 'grinder', 'value': 15800}"
)
def adds_up_prices():
    prices = {"$group": {"_id": "$kind", "value": {"$sum": "$price"}}}
    return [WITH_STOCK, prices, LARGEST_FIRST]


@exercise.wrong("'kind' is no kind of product. The groups' _id is the field")
def groups_by_a_text():
    return [WITH_STOCK, {"$group": {"_id": "kind", "value": VALUE}}, LARGEST_FIRST]


@exercise.wrong("The largest value should come first")
def sorts_before_grouping():
    return [WITH_STOCK, LARGEST_FIRST, BY_KIND]


@exercise.wrong("this one came out: {'_id': '")
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


@exercise.wrong("A membership has no stock")
def leaves_out_what_had_none_so_far():
    kinds = {"kind": {"$nin": ["subscription", "voucher"]}}
    return [{"$match": kinds}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("7 kinds have a stock, and 6 came out: tea is missing.")
def names_the_kinds_so_far():
    kinds = {"kind": {"$in": list(VALUES)}, "stock": {"$gte": 0}}
    return [{"$match": kinds}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("The kind syrup is missing.")
def keeps_six():
    return [*pipeline(), {"$limit": 6}]


@exercise.wrong("{'kind': 'beans'} is no kind of product. The groups' _id is the field")
def groups_by_a_dict():
    groups = {"$group": {"_id": {"kind": "$kind"}, "value": VALUE}}
    return [WITH_STOCK, groups, LARGEST_FIRST]


@exercise.wrong("$sum adds what $multiply makes of the two fields")
def multiplies_in_a_text():
    groups = {"$group": {"_id": "$kind", "value": {"$sum": "$price * $stock"}}}
    return [WITH_STOCK, groups, LARGEST_FIRST]


@exercise.wrong('A field stands first, without a $: {"stock": {"$gt": 0}}.')
def puts_the_operator_first():
    return [{"$match": {"$exists": "stock"}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("A direction is 1, upwards, or -1, downwards")
def sorts_by_a_word():
    return [WITH_STOCK, BY_KIND, {"$sort": {"value": "desc"}}]


@exercise.wrong("Did you mean $multiply?")
def shortens_multiply():
    value = {"$sum": {"$mul": ["$price", "$stock"]}}
    return [WITH_STOCK, {"$group": {"_id": "$kind", "value": value}}, LARGEST_FIRST]


@exercise.wrong("The kind syrup is missing.")
def leaves_an_empty_shelf_out():
    return [{"$match": {"stock": {"$gt": 0}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("6 kinds have a stock, and 3 came out: book is missing.")
def keeps_three():
    return [*pipeline(), {"$limit": 3}]


@exercise.wrong("Unrecognized pipeline stage name: '$where'")
def uses_where():
    return [{"$where": "stock > 0"}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("A pipeline is a list of stages; this is a dict.")
def writes_one_dict():
    return {key: value for stage in pipeline() for key, value in stage.items()}


@exercise.wrong("A pipeline is a list of stages; this is a tuple.")
def writes_a_tuple():
    return tuple(pipeline())


@exercise.wrong("A pipeline is a list of stages; this is a text.")
def writes_a_text():
    return str(pipeline())


@exercise.wrong("each stage has braces of its own.")
def writes_all_into_one_stage():
    return [WITH_STOCK | BY_KIND | LARGEST_FIRST]


@exercise.wrong("Stage 1 is Ellipsis.")
def leaves_a_stage_open():
    return [..., BY_KIND, LARGEST_FIRST]


@exercise.wrong("its name begins with a $.")
def forgets_the_dollar_of_a_stage():
    return [{"match": {"stock": {"$exists": True}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong('A field is written with a $ before its name: "$price".')
def forgets_the_dollar_of_a_field():
    texts = {"$sum": {"$multiply": ["price", "stock"]}}
    return [WITH_STOCK, {"$group": {"_id": "$kind", "value": texts}}, LARGEST_FIRST]


@exercise.wrong("this one came out: {'_id': ObjectId(")
def forgets_the_groups():
    return [WITH_STOCK, LARGEST_FIRST]


@exercise.wrong("price times stock of each product, added up. It gave {'_id': '")
def counts_the_products():
    ones = {"$group": {"_id": "$kind", "value": {"$sum": 1}}}
    return [WITH_STOCK, ones, LARGEST_FIRST]


@exercise.wrong("For the kind mug it should give {'_id': 'mug', 'value': 38500}")
def takes_the_average():
    mean = {"$avg": {"$multiply": ["$price", "$stock"]}}
    return [WITH_STOCK, {"$group": {"_id": "$kind", "value": mean}}, LARGEST_FIRST]


@exercise.wrong("For the kind mug it should give {'_id': 'mug', 'value': 38500}")
def multiplies_the_sums():
    sums = {"_id": "$kind", "p": {"$sum": "$price"}, "s": {"$sum": "$stock"}}
    value = {"value": {"$multiply": ["$p", "$s"]}}
    return [WITH_STOCK, {"$group": sums}, {"$project": value}, LARGEST_FIRST]


@exercise.wrong("is no kind of product.")
def groups_by_the_product():
    return [WITH_STOCK, {"$group": {"_id": "$sku", "value": VALUE}}, LARGEST_FIRST]


@exercise.wrong("a group specification must include an _id")
def names_the_groups_otherwise():
    return [WITH_STOCK, {"$group": {"kind": "$kind", "value": VALUE}}, LARGEST_FIRST]


@exercise.wrong("this one came out: {'value': 50000, 'kind': 'beans'}.")
def renames_the_id():
    renamed = {"_id": 0, "kind": "$_id", "value": 1}
    return [*pipeline(), {"$project": renamed}]


@exercise.wrong("this one came out: {'_id': '")
def counts_as_well():
    more = {"_id": "$kind", "value": VALUE, "products": {"$sum": 1}}
    return [WITH_STOCK, {"$group": more}, LARGEST_FIRST]


@exercise.wrong("The largest value should come first, once the groups are made.")
def forgets_to_sort():
    return [WITH_STOCK, BY_KIND]


@exercise.wrong("The largest value should come first")
def sorts_by_name():
    return [WITH_STOCK, BY_KIND, {"$sort": {"_id": 1}}]


@exercise.wrong("pipeline is a list that holds itself.")
def holds_itself():
    stages = []
    stages.append(stages)
    return stages


@exercise.wrong("A subscription has no stock, and it came out all the same.")
def keeps_what_has_none():
    return [{"$match": {"stock": {"$exists": False}}}, BY_KIND, LARGEST_FIRST]


@exercise.wrong("In $group a field begins with $sum, $avg, $min or $max;")
def multiplies_sums():
    value = {"$multiply": [{"$sum": "$price"}, {"$sum": "$stock"}]}
    return [{"$group": {"_id": "$kind", "value": value}}]
