"""What a curious learner asks the document engine: answered as MongoDB would."""

import math
import re
import uuid

import bson
import pytest

from cafe.aws.docdb.replica import Replica
from cafe.aws.engines.documents import bson as ours
from cafe.aws.engines.documents import commands
from cafe.drivers.pymongo import errors
from fixtures.documents import Documents

MOST = 2**63 - 1


@pytest.fixture
def world():
    return Documents()


@pytest.fixture
def menu(world):
    collection = world.client.shop.menu
    collection.insert_many([{"_id": n, "n": n, "tags": ["a", "b"]} for n in range(4)])
    return collection


def contents(collection):
    return list(collection.find())


# -- commands -------------------------------------------------------------------------

WRONG = [
    ({"find": "menu", "skip": "x"}, 14, "'find.skip' is the wrong type 'string'"),
    ({"find": "menu", "sort": [["n", 1]]}, 14, "'find.sort' is the wrong type 'array'"),
    ({"find": "menu", "batchSize": -1}, 51024, "must be >= 0, actual value '-1'"),
    ({"find": 5}, 73, "collection name has invalid type int"),
    ({"find": ""}, 73, "Invalid namespace specified 'shop.'"),
    ({"insert": "menu", "documents": 5}, 14, "expected type 'array'"),
    ({"insert": "menu", "documents": [{}, 5]}, 14, "'insert.documents.1' is the wrong"),
    ({"insert": "menu", "documents": []}, 16, "between 1 and 100000. Got 0"),
    ({"insert": "menu", "documents": None}, 40414, "'insert.documents' is missing"),
    (
        {"update": "menu", "updates": [{"u": {}}]},
        40414,
        "'update.updates.q' is missing",
    ),
    ({"delete": "menu", "deletes": [{"q": {}}]}, 40414, "deletes.limit' is missing"),
    ({"aggregate": "menu", "pipeline": [], "cursor": 1}, 14, "expected type 'object'"),
    ({"createIndexes": "menu", "indexes": [{"key": {}}]}, 67, "cannot be empty"),
    ({"createIndexes": "menu", "indexes": [{"key": 5}]}, 14, "'int', expected type"),
    ({"createIndexes": "menu", "indexes": []}, 2, "at least one index"),
    ({"distinct": "menu", "key": 5}, 14, "'distinct.key' is the wrong type 'int'"),
    ({"explain": "menu"}, 14, "expected type 'object'"),
    ({"killCursors": "menu", "cursors": 5}, 14, "expected type 'array'"),
    ({"dropIndexes": "none", "index": "n_1"}, 26, "ns not found shop.none"),
    ({"findAndModify": "menu", "remove": True}, 9, "remove is left out here"),
    ({"findAndModify": "menu", "sort": {"n": 1}}, 9, "sort is left out here"),
]


@pytest.mark.parametrize(("command", "code", "words"), WRONG)
def test_a_command_of_the_wrong_kind_is_refused_and_changes_nothing(
    menu, command, code, words
):
    before = contents(menu)
    with pytest.raises(errors.OperationFailure, match=re.escape(words)) as refused:
        menu.database.command(command)
    assert refused.value.code == code
    assert contents(menu) == before


def test_a_command_takes_null_for_nothing_and_cuts_fractions_off(menu):
    def found(**asked):
        told = menu.database.command({"find": "menu", **asked})
        return len(told["cursor"]["firstBatch"])

    assert found(skip=None, sort=None, limit=None) == 4
    assert found(skip=1.9, limit=2.9) == 2
    assert found(skip=math.nan, limit=math.inf) == 4


def test_a_replacement_of_many_or_none_and_a_delete_of_three_are_refused(menu):
    ask = menu.database.command
    for option in ("multi", "upsert"):
        told = ask(
            {"update": "menu", "updates": [{"q": {}, "u": {"a": 1}, option: True}]}
        )
        assert told["writeErrors"][0]["code"] == 9
    told = ask({"delete": "menu", "deletes": [{"q": {}, "limit": 3}]})
    assert told["writeErrors"][0]["errmsg"].endswith("must be 0 or 1. Got 3")


def test_nobody_writes_to_the_names_that_listeners_are_told_under(world, menu):
    replica = Replica(world.node.store, world.account.clock)
    for act in (
        lambda held: held.insert_one({"_id": 1}),
        lambda held: held.create_index("a"),
    ):
        with pytest.raises(errors.OperationFailure, match="cannot write to shop.sys"):
            act(menu.database["system.indexes"])
    assert replica.store().collection_names("shop") == ["menu"]


def test_to_drop_an_index_of_no_collection_is_nothing_to_pymongo(menu):
    assert menu.database.none.drop_index("n_1") is None
    with pytest.raises(errors.OperationFailure, match="index not found"):
        menu.drop_index("none_1")


# -- reading --------------------------------------------------------------------------


def test_the_largest_skip_and_limit_are_answered(menu):
    assert list(menu.find().skip(MOST).limit(5)) == []
    assert len(list(menu.find().skip(1).limit(MOST))) == 3
    with pytest.raises(IndexError, match="no such item"):
        menu.find()[MOST]


def test_of_a_field_that_is_named_twice_the_last_direction_counts(menu):
    found = menu.find().sort([("n", 1), ("n", -1)])
    assert [each["n"] for each in found] == [3, 2, 1, 0]


PATHS = [("", 40352), ("n.", 40353), ("n..m", 15998)]


@pytest.mark.parametrize(("path", "code"), PATHS)
def test_a_path_without_a_name_is_refused_wherever_a_stage_takes_one(menu, path, code):
    lookup = {"from": "menu", "localField": "n", "foreignField": "n", "as": "z"}
    for ask in (
        lambda: menu.find().sort(path).next(),
        lambda: menu.aggregate([{"$sort": {path: 1}}]),
        lambda: menu.aggregate([{"$addFields": {path: 1}}]),
        lambda: menu.aggregate([{"$project": {path: "$n"}}]),
        lambda: menu.aggregate([{"$unwind": "$" + path}]),
        lambda: menu.aggregate([{"$lookup": lookup | {"as": path}}]),
    ):
        with pytest.raises(errors.OperationFailure) as refused:
            ask()
        assert refused.value.code == code


STAGES = [
    ({"$limit": math.nan}, 5107201),
    ({"$limit": math.inf}, 5107201),
    ({"$limit": "1"}, 5107201),
    ({"$limit": 0}, 15958),
    ({"$skip": math.nan}, 5107200),
    ({"$skip": 1.5}, 5107200),
    ({"$skip": -1}, 5107200),
    ({"$unwind": 5}, 15981),
    ({"$unwind": {"path": 5}}, 28808),
    ({"$unwind": {}}, 28812),
    ({"$unwind": "$$ROOT"}, 16410),
    ({"$addFields": {"$a": 1}}, 16410),
    ({"$project": {"z": {}}}, 51270),
    ({"$project": {"z": "$n", "z.c": "$n"}}, 31249),
    ({"$project": {"z.c": 1, "z": "$n"}}, 31249),
    ({"$addFields": {"z": 1, "z.c": 1}}, 31249),
    ({"$group": {"_id": None, "t": {"$sum": ["$n", 1]}}}, 40237),
]


@pytest.mark.parametrize(("stage", "code"), STAGES)
def test_a_stage_that_makes_no_sense_is_refused_with_mongodbs_number(menu, stage, code):
    with pytest.raises(errors.OperationFailure) as refused:
        menu.aggregate([stage])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ({"$add": [MOST, 1]}, float(2**63)),
        ({"$multiply": [MOST] * 20 + [1.5]}, math.inf),
        ({"$divide": [{"$multiply": [MOST] * 20}, 3]}, math.inf),
        ({"$subtract": [MOST, 1]}, MOST - 1),
    ],
)
def test_a_number_beyond_eight_bytes_becomes_a_double(menu, expression, answer):
    (found,) = menu.aggregate([{"$limit": 1}, {"$project": {"z": expression}}])
    assert type(found["z"]) is type(answer) and found["z"] == answer
    (summed,) = menu.aggregate([{"$group": {"_id": None, "t": {"$sum": MOST}}}])
    assert summed["t"] == 4.0 * 2**63


def test_a_bound_is_told_as_mongodb_writes_it_and_not_as_a_key(menu):
    menu.create_index("n")

    def bounds(value):
        plan = menu.find({"n": value}).explain()["queryPlanner"]["winningPlan"]
        return plan["inputStage"]["indexBounds"]["n"][0]

    assert bounds({"p": {"q": math.nan}}) == "[{ p: { q: nan } }, { p: { q: nan } }]"
    assert bounds(b"x") == "[BinData(0, 78), BinData(0, 78)]"
    assert bounds({"p": [1, "a"]}).startswith('[{ p: [ 1, "a" ] }, ')


# -- writing --------------------------------------------------------------------------


def test_what_is_no_number_can_become_one(menu):
    for value in (math.nan, 5.0, math.nan, -math.inf, 0.0, -0.0):
        told = menu.update_one({"_id": 0}, {"$set": {"n": value}})
        assert told.modified_count == 1
        assert repr(menu.find_one(0)["n"]) == repr(value)
        assert menu.update_one({"_id": 0}, {"$set": {"n": value}}).modified_count == 0


def test_an_index_follows_what_was_no_number(menu):
    menu.create_index([("n", -1)])
    menu.update_one({"_id": 0}, {"$set": {"n": math.nan}})
    menu.update_one({"_id": 0}, {"$set": {"n": -math.inf}})
    assert menu.find_one({"n": {"$lt": 0}})["_id"] == 0
    assert menu.delete_one({"n": -math.inf}).deleted_count == 1


def test_a_refused_array_does_not_make_an_index_multikey(menu):
    menu.create_index([("n", 1)], unique=True)

    def is_multikey():
        plan = menu.find({"n": 1}).explain()["queryPlanner"]["winningPlan"]
        return plan["inputStage"]["isMultiKey"]

    with pytest.raises(errors.DuplicateKeyError):
        menu.insert_one({"_id": 9, "n": [8, 1]})
    with pytest.raises(errors.DuplicateKeyError):
        menu.update_one({"_id": 2}, {"$set": {"n": [8, 1]}})
    assert not is_multikey()
    menu.insert_one({"_id": 9, "n": [8, 9]})
    assert is_multikey()


FILTERS = [
    ({"tags.$[x]": 1}, [5], 14, "'update.updates.arrayFilters.0' is the wrong type"),
    ({"tags.$[x": 1}, None, 52, "The dollar ($) prefixed field '$[x'"),
    ({"$[x]": 1}, [{"x": 1}], 2, "in the first position in path '$[x]'"),
]


@pytest.mark.parametrize(("fields", "filters", "code", "words"), FILTERS)
def test_an_array_filter_that_is_none_is_refused(menu, fields, filters, code, words):
    before = contents(menu)
    with pytest.raises(errors.OperationFailure, match=re.escape(words)) as refused:
        menu.update_many({}, {"$set": fields}, array_filters=filters)
    assert refused.value.code == code
    assert contents(menu) == before


@pytest.mark.parametrize(("source", "to"), [("tags.$[]", "z"), ("n", "z.$[]")])
def test_a_field_of_each_element_cannot_be_renamed(menu, source, to):
    with pytest.raises(errors.WriteError, match="may not be dynamic"):
        menu.update_one({}, {"$rename": {source: to}})


def test_an_index_over_an_operators_name_is_refused(menu):
    for path in ("$n", "a.$n"):
        with pytest.raises(errors.OperationFailure, match="illegal field name"):
            menu.create_index(path)


# -- BSON -----------------------------------------------------------------------------


def test_documents_with_uuids_differ_as_a_real_client_sends_them(world):
    one, two = (uuid.UUID(int=number) for number in (1, 2))
    for each in (one, two):
        binary = bson.Binary.from_uuid(each)
        asked = ours.decode(
            bson.encode({"insert": "ids", "documents": [{"_id": binary}]})
        )
        told = commands.run(world.node.store, "shop", asked)
        assert told["n"] == 1 and "writeErrors" not in told
    assert world.client.shop.ids.count_documents({}) == 2


# -- what travels ---------------------------------------------------------------------


def test_an_answer_holds_16_mb_of_documents_and_the_rest_waits(menu):
    menu.delete_many({})
    menu.insert_many([{"_id": n, "text": "x" * 5_000_000} for n in range(4)])
    ask = menu.database.command
    cursor = ask({"find": "menu"})["cursor"]
    assert [each["_id"] for each in cursor["firstBatch"]] == [0, 1, 2]
    rest = ask({"getMore": cursor["id"], "collection": "menu"})["cursor"]
    assert [each["_id"] for each in rest["nextBatch"]] == [3] and rest["id"] == 0


def test_a_databases_name_has_63_signs_at_most(world):
    assert world.client["x" * 63].menu.insert_one({"_id": 1}).inserted_id == 1
    with pytest.raises(errors.WriteError, match="at most 63 characters, found: 64"):
        world.client["x" * 64].menu.insert_one({"_id": 1})
    assert world.client.list_database_names() == ["x" * 63]
