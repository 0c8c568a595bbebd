"""The document engine: what a conformance run cannot show."""

import contextlib
import math
import random
import re
from datetime import UTC, datetime

import bson
import pytest

from cafe.aws.engines.documents import bson as ours
from cafe.aws.engines.documents import limits
from cafe.aws.engines.documents.ordering import order
from cafe.aws.engines.documents.store import Store
from cafe.drivers.pymongo import errors
from fixtures.documents import Documents

ORDERS = [
    {"_id": 1, "guest": "Ana", "items": [{"k": "tea", "n": 1}, {"k": "cake", "n": 2}]},
    {"_id": 2, "guest": "Ben", "items": [{"k": "tea", "n": 3}], "paid": True},
    {"_id": 3, "guest": "Cem", "items": []},
    {"_id": 4, "guest": "Ana", "paid": None},
]


@pytest.fixture
def orders():
    collection = Documents().client.shop.orders
    collection.insert_many(ORDERS)
    return collection


@pytest.fixture
def numbers():
    collection = Documents().client.shop.numbers
    collection.insert_many({"_id": n, "a": n % 10, "b": n} for n in range(100))
    return collection


def ids(found):
    return [document["_id"] for document in found]


# -- matching -----------------------------------------------------------------------


def test_elem_match_wants_one_element_and_two_conditions_may_have_two(orders):
    asked = {"items.k": "tea", "items.n": 2}
    assert ids(orders.find(asked)) == [1]
    assert ids(orders.find({"items": {"$elemMatch": {"k": "tea", "n": 2}}})) == []


def test_an_array_in_an_array_is_an_element_whose_fields_are_numbers(orders):
    orders.insert_many([{"_id": 5, "n": [[5], [1, 2]]}, {"_id": 6, "n": [1, 2]}])
    asked = {"n": {"$elemMatch": {"0": 1}}}
    assert ids(orders.find(asked)) == [5]
    orders.create_index("n.0")
    assert ids(orders.find(asked)) == [5]


def test_null_finds_null_and_what_is_missing(orders):
    assert ids(orders.find({"paid": None})) == [1, 3, 4]
    assert ids(orders.find({"paid": {"$exists": False}})) == [1, 3]


def test_greater_compares_only_values_of_the_same_type(orders):
    orders.insert_one({"_id": 5, "guest": 7})
    assert ids(orders.find({"guest": {"$gt": "Ana"}})) == [2, 3]
    assert ids(orders.find({"guest": {"$gt": 5}})) == [5]


def test_values_of_all_types_have_one_order():
    values = [
        None,
        -1,
        0.5,
        7,
        "",
        "a",
        {"a": 1},
        {"b": 0},
        [],
        [1],
        b"x",
        ours.ObjectId("0" * 24),
        False,
        True,
        datetime(2026, 1, 1),
    ]
    assert sorted(values, key=order) == values


def test_what_is_left_out_is_refused_with_a_list_of_what_there_is(orders):
    from cafe.drivers.pymongo.errors import OperationFailure

    with pytest.raises(OperationFailure, match=r"\$near \(here: \$ne, "):
        orders.find_one({"place": {"$near": [0, 0]}})
    with pytest.raises(OperationFailure, match=r"'\$graphLookup' \(here: \$match"):
        orders.aggregate([{"$graphLookup": {}}])


def test_a_compiled_pattern_is_refused_with_what_there_is_instead(orders):
    from cafe.drivers.pymongo.errors import InvalidDocument, OperationFailure

    for act in (
        lambda: orders.find_one({"guest": re.compile("^A")}),
        lambda: orders.insert_one({"_id": 9, "guest": re.compile("^A")}),
    ):
        with pytest.raises(InvalidDocument, match=r'left out here: write {"\$regex": '):
            act()
    with pytest.raises(OperationFailure, match=r"no \$ expressions in \$all"):
        orders.find_one({"guest": {"$all": [{"$gt": "A"}]}})


# -- walking through a pipeline -------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ({"$unwind": {"path": "$items", "preserveNullAndEmptyArrays": True}}, 28811),
        ({"$group": {"_id": None, "items.n": {"$sum": 1}}}, 40235),
        ({"$group": {"_id": None, "$n": {"$sum": 1}}}, 40236),
        ({"$limit": 2.5}, 5107201),
        ({"$facet": {"all": {}}}, 40170),
        (
            {
                "$lookup": {
                    "from": "guests",
                    "localField": "$guest",
                    "foreignField": "_id",
                    "as": "who",
                }
            },
            16410,
        ),
        (
            {
                "$lookup": {
                    "from": 5,
                    "localField": "guest",
                    "foreignField": "_id",
                    "as": "who",
                }
            },
            9,
        ),
        ({"$project": {"guest": "$"}}, 16872),
        ({"$project": {"first": {"$arrayElemAt": ["$items", 0]}}}, 168),
        ({"$project": {"all": "$$ROOT"}}, 17276),
    ],
)
def test_a_stage_that_is_written_wrongly_is_refused(orders, stage, code):
    from cafe.drivers.pymongo.errors import OperationFailure

    with pytest.raises(OperationFailure) as refused:
        orders.aggregate([stage])
    assert refused.value.code == code


def test_what_is_computed_to_nothing_is_taken_away(orders):
    first = {"$limit": 1}
    without = {"$addFields": {"guest": "$none", "items.k": "$none"}}
    assert list(orders.aggregate([first, without])) == [
        {"_id": 1, "items": [{"n": 1}, {"n": 2}]}
    ]
    renamed = {"$project": {"_id": "$none", "guest": 1}}
    assert list(orders.aggregate([first, renamed])) == [{"guest": "Ana"}]


def test_a_part_of_the_id_is_shown_like_any_other_part(orders):
    stages = [
        {"$limit": 1},
        {"$group": {"_id": {"guest": "$guest", "paid": "$paid"}, "n": {"$sum": 1}}},
        {"$project": {"_id.guest": 1}},
    ]
    assert list(orders.aggregate(stages)) == [{"_id": {"guest": "Ana"}}]
    assert orders.find_one({}, {"guest": 1}) == {"_id": 1, "guest": "Ana"}
    assert orders.find_one({}, {"guest": 1, "_id": 0}) == {"guest": "Ana"}


# -- changing a part ------------------------------------------------------------------


def test_an_array_filter_changes_the_elements_that_fit(orders):
    orders.update_one(
        {"_id": 1},
        {"$set": {"items.$[big].gift": True}},
        array_filters=[{"big.n": {"$gte": 2}}],
    )
    assert orders.find_one(1)["items"] == [
        {"k": "tea", "n": 1},
        {"k": "cake", "n": 2, "gift": True},
    ]


def test_a_whole_number_becomes_one_with_a_point(orders):
    answer = orders.update_one({"_id": 1}, {"$set": {"items.0.n": 1.0}})
    assert answer.modified_count == 1
    assert repr(orders.find_one(1)["items"][0]["n"]) == "1.0"
    assert orders.update_one({"_id": 1}, {"$set": {"guest": "Ana"}}).modified_count == 0


def test_nothing_is_put_into_a_null_in_an_array(orders):
    from cafe.drivers.pymongo.errors import WriteError

    orders.insert_one({"_id": 9, "items": [None]})
    with pytest.raises(WriteError, match=re.escape("in element {0: null}")):
        orders.update_one({"_id": 9}, {"$set": {"items.0.n": 1}})
    orders.update_one({"_id": 9}, {"$set": {"items.2.n": 1}})
    assert orders.find_one(9)["items"] == [None, None, {"n": 1}]


def test_an_upsert_starts_from_equalities_that_do_not_collide(orders):
    from cafe.drivers.pymongo.errors import WriteError

    new = {"$set": {"n": 1}}
    orders.update_one({"_id": 8, "a.b": 1, "a.c": 2}, new, upsert=True)
    assert orders.find_one(8) == {"_id": 8, "a": {"b": 1, "c": 2}, "n": 1}
    with pytest.raises(WriteError, match="both paths 'a' and 'a.b'") as refused:
        orders.update_one({"_id": 9, "a": 1, "a.b": 2}, new, upsert=True)
    assert refused.value.code == 54


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda c: c.insert_one({"$a": 1}), "can't have $ prefix field names: $a"),
        (lambda c: c.insert_one({"a": [{"$b": 1}]}), "can't have $ prefix"),
        (lambda c: c.insert_one({"a": {"b.c": 1}}), "can't have . in field names: b.c"),
        (lambda c: c.replace_one({"_id": 1}, {"a.b": 1}), "can't have . in field"),
        (lambda c: c.update_one({"_id": 1}, {"$set": {"a": {"$b": 1}}}), "$ prefix"),
    ],
)
def test_documentdb_keeps_no_field_whose_name_has_a_dollar_or_a_dot(
    orders, write, words
):
    before = list(orders.find())
    with pytest.raises(errors.WriteError, match=re.escape(words)) as refused:
        write(orders)
    assert refused.value.code == 2
    assert list(orders.find()) == before


def test_an_id_is_no_array(orders):
    from cafe.drivers.pymongo.errors import WriteError

    with pytest.raises(WriteError, match="'_id' value cannot be of type array"):
        orders.insert_one({"_id": [1]})


def test_documents_stand_in_one_another_at_most_a_hundred_deep(orders):
    from cafe.drivers.pymongo.errors import WriteError

    def nested(levels):
        return {"a": nested(levels - 1)} if levels > 1 else {}

    orders.insert_one({"_id": 9} | nested(100))
    with pytest.raises(WriteError, match="maximum nesting depth"):
        orders.insert_one(nested(101))
    with pytest.raises(WriteError, match="maximum nesting depth"):
        orders.update_one({"_id": 1}, {"$set": {"deep": nested(100)}})


def test_a_field_may_have_a_number_that_is_no_digit(orders):
    assert orders.find_one({"items.²": 1}) is None


def test_all_elements_of_an_array_are_changed(orders):
    orders.update_one({"_id": 1}, {"$inc": {"items.$[].n": 1}})
    assert [item["n"] for item in orders.find_one(1)["items"]] == [2, 3]


@pytest.mark.parametrize(
    ("update", "filters", "words"),
    [
        ({"$set": {"items.$[x].n": 1}}, None, "No array filter found for identifier"),
        ({"$set": {"guest": 1}}, [{"x": 1}], "was not used in the update"),
        ({"$set": {"items.$.n": 1}}, None, "The positional $ in 'items.$.n' is left"),
        (
            {"$push": {"items": {"$each": []}}},
            None,
            "takes one element here, and no $e",
        ),
        (
            {"$addToSet": {"items": {"$each": []}}},
            None,
            "one element here, and no $eac",
        ),
        ({"$set": {"_id": 9}}, None, "immutable field '_id'"),
        ({"$set": {"guest.name": "Ana"}}, None, "Cannot create field 'name' in"),
        ({"$inc": {"guest": 1}}, None, "non-numeric type string"),
        ({"$push": {"guest": 1}}, None, "must be an array but is of type string"),
        ({"$set": {"a": 1, "a.b": 1}}, None, "would create a conflict at 'a'"),
        ({"$set": {"items.$[x].n": 1}}, None, "'x' in path 'items.$[x].n'"),
        ({"$set": {"items.$[X]": 1}}, [{"X": 1}], "beginning with a lowercase letter"),
        ({"$set": {"items.$[x]": 1}}, [{}], "Expected a single top-level field name"),
        ({"$set": {"items.9999999": 1}}, None, "can't backfill more than 1500000"),
        ({"$set": {"guest.name": 1}}, None, 'in element {guest: "Ana"}'),
        ({"$inc": {"items.0.n": "x"}}, None, 'non-numeric argument: {items.0.n: "x"}'),
        ({"$inc": {"items.0.n": 2**63 - 1}}, None, "Failed to apply $inc"),
        ({"$rename": {"guest": 5}}, None, "must be a string: guest: 5"),
        ({"$rename": {"guest": "guest"}}, None, "source and target field"),
        ({"$rename": {"items.0": "first"}}, None, "source field cannot be an array el"),
        ({"$rename": {"guest": "items.0"}}, None, "destination field cannot be an arr"),
        ({"$pullAll": {"items": []}}, None, "(here: $set, $unset, $inc, $rename"),
    ],
)
def test_an_update_that_cannot_be_done_says_why(orders, update, filters, words):
    from cafe.drivers.pymongo.errors import WriteError

    before = orders.find_one(1)
    with pytest.raises(WriteError, match=re.escape(words)):
        orders.update_one({"_id": 1}, update, array_filters=filters)
    assert orders.find_one(1) == before


# -- indexes --------------------------------------------------------------------------


def examined(collection, query, **options):
    """(last stage, keys examined, documents examined, returned)"""
    stats = collection.find(query, **options).explain()["executionStats"]
    stage = stats["executionStages"]
    while "inputStage" in stage:
        stage = stage["inputStage"]
    return (
        stage["stage"],
        stats["totalKeysExamined"],
        stats["totalDocsExamined"],
        stats["nReturned"],
    )


def test_without_an_index_every_document_is_examined(numbers):
    assert examined(numbers, {"a": 3}) == ("COLLSCAN", 0, 100, 10)


def test_a_single_index_examines_what_it_finds(numbers):
    numbers.create_index("a")
    assert examined(numbers, {"a": 3}) == ("IXSCAN", 10, 10, 10)
    assert examined(numbers, {"a": {"$gte": 8}}) == ("IXSCAN", 20, 20, 20)
    assert examined(numbers, {"a": {"$in": [1, 2]}}) == ("IXSCAN", 20, 20, 20)
    assert examined(numbers, {"a": 3, "b": 13}) == ("IXSCAN", 10, 10, 1)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"$gt": 3}, "(3, inf)"),
        ({"$lte": 3}, "[-inf, 3]"),
        ({"$gte": "b"}, '["b", {})'),
        ({"$lt": "b"}, '["", "b")'),
        ({"$gte": 2, "$lt": 5}, "[2, 5)"),
        (None, "[null, null]"),
        (math.nan, "[nan, nan]"),
    ],
)
def test_explain_tells_the_bounds_within_a_type(numbers, asked, told):
    numbers.create_index("a")
    plan = numbers.find({"a": asked}).explain()["queryPlanner"]["winningPlan"]
    assert plan["inputStage"]["indexBounds"] == {"a": [told]}


NUMBERS = [3, math.nan, -math.inf, None, math.inf, "x", 2.5]


@pytest.mark.parametrize("index", [None, 1, -1])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (math.nan, [math.nan]),
        ({"$lte": math.nan}, [math.nan]),
        ({"$lt": 3}, [-math.inf, 2.5]),
        ({"$gt": math.nan}, []),
        ({"$gte": -math.inf}, [-math.inf, 2.5, 3, math.inf]),
    ],
)
def test_what_is_no_number_comes_before_all_numbers(asked, found, index):
    held = Documents().client.shop.held
    held.insert_many({"value": value} for value in NUMBERS)
    if index:
        held.create_index([("value", index)])
    in_order = held.find({"value": asked}).sort("value", 1)
    assert str([each["value"] for each in in_order]) == str(found)


def test_an_update_changes_no_document_that_was_read_before(orders):
    held = orders.database.held
    held.insert_one({"_id": 1, "tags": ["new"], "origin": {"country": "Kenya"}})
    before = held.find_one()
    held.update_one({}, {"$push": {"tags": "hot"}, "$set": {"origin.altitude_m": 9}})
    held.update_one({}, {"$rename": {"tags": "origin.tags"}})
    assert before == {"_id": 1, "tags": ["new"], "origin": {"country": "Kenya"}}
    assert held.find_one() == {
        "_id": 1,
        "origin": {"country": "Kenya", "altitude_m": 9, "tags": ["new", "hot"]},
    }


def test_a_refused_update_leaves_the_document_as_it_was(orders):
    held = orders.database.held
    held.insert_one({"_id": 1, "origin": {"country": "Kenya"}, "name": "x"})
    with pytest.raises(errors.WriteError):
        held.update_one({}, {"$set": {"origin.country": "Peru"}, "$inc": {"name": 1}})
    with pytest.raises(errors.WriteError):
        held.update_one({}, {"$rename": {"name": "origin.country"}, "$set": {"_id": 2}})
    assert held.find_one() == {"_id": 1, "origin": {"country": "Kenya"}, "name": "x"}


def test_an_id_is_always_indexed(numbers):
    assert examined(numbers, {"_id": 42}) == ("IXSCAN", 1, 1, 1)


def test_a_compound_index_serves_its_first_fields_only(numbers):
    numbers.create_index([("a", 1), ("b", -1)])
    assert examined(numbers, {"a": 3, "b": {"$gt": 50}}) == ("IXSCAN", 5, 5, 5)
    assert examined(numbers, {"a": 3}) == ("IXSCAN", 10, 10, 10)
    assert examined(numbers, {"b": 13}) == ("COLLSCAN", 0, 100, 1)


def test_after_a_range_the_next_field_saves_documents_but_no_keys(numbers):
    numbers.create_index([("b", 1), ("a", 1)])
    assert examined(numbers, {"b": {"$lt": 50}, "a": 3}) == ("IXSCAN", 50, 5, 5)


def test_a_multikey_index_has_a_key_for_each_element(orders):
    orders.create_index("items.k")
    assert examined(orders, {"items.k": "tea"}) == ("IXSCAN", 2, 2, 2)
    plan = orders.find({"items.k": "tea"}).explain()["queryPlanner"]["winningPlan"]
    assert plan["inputStage"]["isMultiKey"] is True


def test_a_multikey_index_is_bounded_by_one_condition():
    points = Documents().client.shop.points
    points.insert_many([{"_id": 1, "a": [1, 9]}, {"_id": 2, "a": [5]}])
    points.create_index("a")
    both = {"$gt": 4, "$lt": 6}
    assert ids(points.find({"a": both}, sort=[("_id", 1)])) == [1, 2]
    assert examined(points, {"a": both}) == ("IXSCAN", 2, 2, 2)
    assert ids(points.find({"a": {"$elemMatch": both}})) == [2]


def test_two_arrays_or_a_field_without_a_name_cannot_be_in_an_index(orders):
    from cafe.drivers.pymongo.errors import OperationFailure, WriteError

    with pytest.raises(OperationFailure, match="needs fields with names"):
        orders.create_index("")
    orders.create_index([("items.k", 1), ("tags", 1)])
    with pytest.raises(WriteError, match="cannot index parallel arrays"):
        orders.insert_one({"items": [{"k": "tea"}], "tags": ["a"]})
    orders.insert_one({"_id": 9, "x": [1], "y": [2]})
    with pytest.raises(OperationFailure, match="cannot index parallel arrays"):
        orders.create_index([("x", 1), ("y", 1)])


def test_a_write_that_an_index_refuses_leaves_nothing_behind(orders):
    from cafe.drivers.pymongo.errors import WriteError

    orders.create_index([("items.k", 1), ("tags", 1)])
    with pytest.raises(WriteError, match="cannot index parallel arrays"):
        orders.insert_one({"_id": 9, "items": [{"k": "tea"}], "tags": ["a"]})
    with pytest.raises(WriteError, match="cannot index parallel arrays"):
        orders.update_one({"_id": 2}, {"$set": {"tags": ["a"]}})
    assert orders.find_one(9) is None
    assert ids(orders.find({"items.k": "tea"})) == [1, 2]
    orders.insert_one({"_id": 9, "tags": ["a"]})


def test_two_fields_of_one_array_are_bounded_together_for_one_element_only(orders):
    orders.create_index([("items.k", 1), ("items.n", 1)])
    assert ids(orders.find({"items.k": "tea", "items.n": 2})) == [1]
    one = {"items": {"$elemMatch": {"k": "tea", "n": 3}}}
    assert ids(orders.find(one)) == [2]
    assert examined(orders, one) == ("IXSCAN", 1, 1, 1)


def test_deep_arrays_in_one_element_are_not_bounded_together():
    shelves = Documents().client.shop.shelves
    shelves.insert_one({"_id": 1, "a": [{"s": [{"k": 1, "n": 2}, {"k": 3, "n": 4}]}]})
    shelves.create_index([("a.s.k", 1), ("a.s.n", 1)])
    asked = {"a": {"$elemMatch": {"s.k": 1, "s.n": 4}}}
    assert ids(shelves.find(asked)) == [1]


@pytest.mark.parametrize("seed", range(40))
def test_an_index_changes_no_answer(seed):
    rng = random.Random(seed)
    choose, paths = rng.choice, ("a", "b", "a.x", "a.y", "a.x.y", "a.0")

    def value(depth=0):
        if depth == 3 or rng.random() < 0.6:
            return choose((0, 1, 2, 2.5, "", "a", "ab", None, True))
        if rng.random() < 0.5:
            return [value(depth + 1) for _ in range(rng.randrange(4))]
        return {name: value(depth + 1) for name in "xy" if rng.random() < 0.7}

    def asked():
        return choose(
            (
                lambda: value(1),
                lambda: {"$in": [value(2), value(2)]},
                lambda: {choose(("$gt", "$gte")): value(2), "$lte": value(2)},
                lambda: {"$elemMatch": {"x": asked(), choose(("y", "x.y")): asked()}},
                lambda: {"$elemMatch": {"$gte": value(2), "$lt": value(2)}},
                lambda: {"$ne": value(2)},
                lambda: {"$regex": choose(("^a", "b$"))},
            )
        )()

    plain, indexed = (Documents().client.shop.things for _ in range(2))
    for _ in range(3):
        fields = rng.sample(paths, choose((1, 2, 2, 3)))
        indexed.create_index([(field, choose((1, -1))) for field in fields])
    for number in range(12):
        document = {"_id": number, "a": value(), "b": value()}
        with contextlib.suppress(errors.WriteError):  # two arrays in one index
            indexed.insert_one(document)
            plain.insert_one(document)
    for _ in range(25):
        query = {path: asked() for path in rng.sample(paths, choose((1, 2)))}
        sort = [(choose(paths), choose((1, -1))), ("_id", 1)]
        assert ids(indexed.find(query, sort=sort)) == ids(plain.find(query, sort=sort))


def test_a_field_beside_an_array_is_bounded_from_both_sides():
    mugs = Documents().client.shop.mugs
    mugs.insert_many({"_id": n, "price": n, "tags": ["a", "b"]} for n in range(20))
    mugs.create_index([("price", 1), ("tags", 1)])
    asked = {"price": {"$gte": 3, "$lt": 5}}
    assert examined(mugs, asked) == ("IXSCAN", 4, 2, 2)


def test_for_a_unique_index_an_empty_array_is_not_null(orders):
    from cafe.drivers.pymongo.errors import DuplicateKeyError

    orders.delete_many({"_id": {"$ne": 4}})
    orders.create_index("tags", unique=True)
    orders.insert_one({"tags": []})
    with pytest.raises(DuplicateKeyError):
        orders.insert_one({"tags": []})
    with pytest.raises(DuplicateKeyError):
        orders.insert_one({"tags": None})


def test_an_index_in_the_wanted_order_makes_sorting_needless(numbers):
    def stages(sort):
        told = numbers.find(sort=sort).limit(5).explain()
        stage = told["queryPlanner"]["winningPlan"]
        found = []
        while stage:
            found.append(stage["stage"])
            stage = stage.get("inputStage")
        return found

    numbers.create_index([("a", 1), ("b", -1)])
    assert stages([("a", 1), ("b", -1)]) == ["LIMIT", "FETCH", "IXSCAN"]
    assert stages([("a", -1), ("b", 1)]) == ["LIMIT", "FETCH", "IXSCAN"]
    assert stages([("a", 1), ("b", 1)]) == ["LIMIT", "SORT", "COLLSCAN"]
    sort = [("a", -1), ("b", 1)]
    assert ids(numbers.find(sort=sort).limit(3)) == [9, 19, 29]
    assert examined(numbers, {}, sort=sort, limit=3)[1:] == (3, 3, 3)


def test_a_unique_index_refuses_the_second(orders):
    from cafe.drivers.pymongo.errors import DuplicateKeyError

    with pytest.raises(DuplicateKeyError, match="E11000"):
        orders.create_index("guest", unique=True)
    orders.delete_one({"_id": 4})
    orders.create_index("guest", unique=True)
    with pytest.raises(
        DuplicateKeyError,
        match=re.escape(
            "E11000 duplicate key error collection: shop.orders index: guest_1 "
            "dup key: "
            '{ guest: "Ana" }'
        ),
    ) as refused:
        orders.update_one({"_id": 2}, {"$set": {"guest": "Ana"}})
    assert refused.value.details["keyValue"] == {"guest": "Ana"}
    assert orders.find_one(2)["guest"] == "Ben"


def test_a_refused_date_is_shown_in_mongodbs_words(orders):
    from cafe.drivers.pymongo.errors import DuplicateKeyError

    orders.insert_one({"_id": datetime(1970, 1, 1, 0, 0, 1)})
    with pytest.raises(DuplicateKeyError, match=re.escape("{ _id: new Date(1000) }")):
        orders.insert_one({"_id": datetime(1970, 1, 1, 0, 0, 1)})


# -- the store ----------------------------------------------------------------------


def test_a_listener_hears_of_changes_and_a_copy_can_follow():
    store, copy, heard = Store(), Store(), []
    store.listeners += [lambda *change: heard.append(change), copy.apply]
    menu = store.collection("shop", "menu")
    menu.insert({"_id": 1, "name": "tea"})
    menu.create_index([("name", 1)])
    menu.update({}, {"$set": {"price": 2}})
    menu.insert({"_id": 2, "name": "mug"})
    menu.delete({"_id": 2})
    assert ("shop", "menu", 1, {"_id": 1, "name": "tea", "price": 2}) in heard
    assert heard[-1] == ("shop", "menu", 2, None)
    assert copy.dump() == store.dump()
    menu.drop_index("name_1")
    assert list(copy.collection("shop", "menu").indexes) == ["_id_"]
    store.drop("shop", "menu")
    assert copy.collection_names("shop") == []


def test_a_snapshot_holds_documents_and_indexes_and_is_independent():
    store = Store()
    menu = store.collection("shop", "menu")
    menu.insert({"name": "tea", "tags": ["hot"], "when": datetime(2026, 1, 1)})
    menu.create_index([("tags", 1)])
    loaded = Store.load(store.dump())
    assert loaded.dump() == store.dump()
    assert loaded.collection("shop", "menu").content() == menu.content()
    menu.delete({})
    assert loaded.collection("shop", "menu").count({}) == 1
    assert loaded.new_object_id() == store.new_object_id()


def test_object_ids_are_the_same_in_a_second_run_and_hold_the_clock():
    one, two = Documents(), Documents()
    first = one.client.shop.menu.insert_one({}).inserted_id
    assert first == two.client.shop.menu.insert_one({}).inserted_id
    assert int(str(first)[:8], 16) == one.account.clock.now.timestamp()
    assert first != one.client.shop.menu.insert_one({}).inserted_id
    assert Store(name="other").new_object_id() != Store().new_object_id()


# -- BSON ---------------------------------------------------------------------------


def test_the_bytes_are_those_that_bson_writes():
    plain = {
        "a": 1,
        "b": 2**40,
        "c": 2.5,
        "d": "ä",
        "e": [1, [None]],
        "f": {"g": True},
        "h": b"x",
        "i": datetime(2026, 1, 1, 12, 30, 0, 5000),
    }
    hexadecimal = "653f0c1e9b3e4a0012345678"
    mine = {"_id": ours.ObjectId(hexadecimal)} | plain
    theirs = {"_id": bson.ObjectId(hexadecimal)} | plain
    assert ours.encode(mine) == bson.encode(theirs)
    assert ours.decode(bson.encode(theirs)) == mine


def test_a_document_arrives_as_its_bytes_would_be_read():
    moment = datetime(2026, 1, 1, 12, 30, 0, 5678, UTC)
    sent = {"ä": (1, 2**40, [2.5, "ä"]), "b": {"c": [{}, [None, True]]}, "d": moment}
    sent |= {"e": b"x", "g": ours.ObjectId("0" * 24)}
    content = ours.encode(sent)
    arrived = ours.decode(content)
    assert ours.received(sent) == (arrived, len(content))
    assert limits.measured(arrived) == (len(content), 4)
    assert ours.identical(arrived, ours.decode(content))
    for other in ({"a": 1.0}, {"a": 1, "b": 2}, {"a": True}, {"b": 1}):
        assert not ours.identical({"a": 1}, other)
    assert not ours.identical({"a": 1, "b": 1}, {"b": 1, "a": 1})


@pytest.mark.parametrize("document", [{1: "x"}, {"x": object()}, {"x": {1, 2}}])
def test_what_bson_cannot_hold_is_refused_in_its_words(document):
    with pytest.raises(bson.errors.InvalidDocument) as theirs:
        bson.encode(document)
    words = str(theirs.value).removeprefix("Invalid document: ")
    for refuses in ours.encode, ours.received:
        with pytest.raises(ours.InvalidDocument) as mine:
            refuses(document)
        assert str(mine.value)[:30] == words[:30]
