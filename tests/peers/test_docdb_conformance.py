"""Our document engine and mongomock answer the same random calls alike."""

import copy

import pytest

from peers import conformance_mongo, mongo_cases
from peers.mongo_deviations import REFUSALS, SHOWN, Call, Shown, explained

CALLS = 2_500


@pytest.fixture(scope="module")
def report():
    return conformance_mongo.run(CALLS, seed="pytest")


@pytest.mark.slow
def test_random_calls_are_answered_as_by_mongomock(report):
    assert report.calls >= CALLS
    assert not report.different, report.different
    assert report.alike + report.deviations.total() == report.calls
    assert report.alike > 0.85 * report.calls


@pytest.mark.slow
def test_the_calls_are_of_every_kind(report):
    assert set(report.kinds) == set(mongo_cases.CALLS)


@pytest.mark.slow
@pytest.mark.parametrize("deviation", REFUSALS, ids=lambda each: each.name)
def test_every_rule_about_a_deviation_is_used(report, deviation):
    assert report.deviations[deviation.name]


def test_a_difference_without_a_rule_is_found_and_shortened(monkeypatch):
    from cafe.drivers.pymongo.collection import Collection

    monkeypatch.setattr(Collection, "count_documents", lambda self, filter: 99)
    noise = [("find", ({"n": 1},), {})] * 5
    wrong = ("count_documents", ({},), {})
    assert conformance_mongo.shortest([*noise, wrong]) == [wrong]


def test_an_answer_that_differs_is_never_explained_by_a_rule_about_refusals():
    find = ("find", ({"n": 1},), {})
    one, two = (("answer", [1]), None), (("answer", [2]), None)
    assert explained(Call(find, one, two)) is None


# -- differences in answers, each shown by a call -------------------------------------


def outcome(peer, shown: Shown):
    """What a side answers to the call that shows a deviation, or its error's class."""
    if shown.documents:
        peer.collection.insert_many(copy.deepcopy(shown.documents))
    name, positional, named = copy.deepcopy(shown.call)
    try:
        return conformance_mongo.plain(
            ASKED.get(name, _method(name))(peer.collection, *positional, **named)
        )
    except Exception as error:
        return type(error).__name__


def _method(name):
    return lambda collection, *positional, **named: getattr(collection, name)(
        *positional, **named
    )


def _after(collection, update, where=None, **named):
    collection.update_one(where or {}, update, **named)
    return list(collection.find())


ASKED = {
    "after": _after,
    "pipeline": lambda collection, stages: list(collection.aggregate(stages)),
    "ids": lambda collection, sort: [d["_id"] for d in collection.find(sort=sort)],
    "explained": lambda collection: collection.find().explain()["executionStats"][
        "nReturned"
    ],
}


@pytest.mark.parametrize("shown", SHOWN, ids=lambda each: each.name)
def test_an_answer_of_mongomock_that_mongodb_would_not_give(shown):
    assert outcome(conformance_mongo.ours(), shown) == shown.mine
    assert outcome(conformance_mongo.theirs(), shown) == shown.other
    assert shown.mine != shown.other
    assert shown.rule
    assert shown.page.endswith("/") or "#" in shown.page
