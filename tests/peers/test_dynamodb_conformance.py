"""Random calls: ours, dynalite and moto answer alike, or a listed deviation says why.

`python tests/peers/conformance_dynamodb.py` runs many more; see there.
"""

import os

import pytest

from peers import conformance_dynamodb, dynamodb_cases, dynamodb_peers
from peers.dynamodb_deviations import DEVIATIONS, explained

CALLS = {"dynalite": 1500, "moto": 400}


def need(peer):
    """Skip a comparison whose peer is not here; fail where CI=true promised it."""
    if peer == "dynalite" and not dynamodb_peers.has_node():
        end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        end(f"dynalite needs Node and npm, which are not here. {dynamodb_peers.HOW}")


@pytest.mark.slow
@pytest.mark.parametrize("peer", CALLS)
def test_random_calls_are_answered_alike(peer):
    need(peer)
    report = conformance_dynamodb.run(CALLS[peer], seed="pytest", peers=[peer], most=2)
    assert not report.unexplained, "\n\n".join(
        map(conformance_dynamodb.shown, report.unexplained)
    )
    assert report.calls >= CALLS[peer]
    assert report.equal[peer] > report.calls / 2


def test_a_seed_decides_the_calls():
    assert dynamodb_cases.case(1, 20) == dynamodb_cases.case(1, 20)
    assert dynamodb_cases.case(1, 20) != dynamodb_cases.case(2, 20)


def test_every_deviation_says_what_aws_does_and_where_it_says_so():
    for deviation in DEVIATIONS:
        assert deviation.rule and ".html" in deviation.page, deviation.name
    names = [(deviation.peer, deviation.name) for deviation in DEVIATIONS]
    assert len({*names}) == len(names)


def test_a_difference_is_not_explained_by_another_ones_deviation():
    one, two = ("answer", {"Item": {"pk": 1}}), ("answer", {"Item": {"pk": 2}})
    for operation in ("get_item", "query", "put_item", "batch_get_item"):
        for peer in CALLS:
            assert explained(peer, operation, {"TableName": "plain"}, one, two) is None


class Forgetful:
    """Ours, but a delete is only pretended."""

    name = "forgetful"

    def __init__(self):
        self.inner = dynamodb_peers.Ours()
        self.client, self.account = self.inner.client, self.inner.account

    def call(self, operation, arguments):
        if operation == "delete_item":
            return "answer", {}
        return self.inner.call(operation, arguments)

    def stop(self):
        pass


def test_a_difference_is_found_and_shrunk_to_a_few_calls(monkeypatch):
    monkeypatch.setitem(conformance_dynamodb.PEERS, "forgetful", Forgetful)
    monkeypatch.setattr(
        conformance_dynamodb, "removed_nothing", lambda *arguments: None
    )
    report = conformance_dynamodb.run(2000, peers=["forgetful"], most=1)
    ((_peer, case, ours, theirs),) = report.unexplained
    assert len(case) <= 3 and ours != theirs
    assert "delete_item" in str([name for name, _ in case])
    assert "client.delete_item(**" in conformance_dynamodb.shown(report.unexplained[0])


@pytest.mark.parametrize("ci, end", [("", pytest.skip), ("true", pytest.fail)])
def test_without_node_the_comparison_is_skipped_and_fails_in_ci(monkeypatch, ci, end):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(dynamodb_peers, "has_node", lambda: False)
    with pytest.raises(end.Exception, match="dynalite needs Node.*apt-get install npm"):
        need("dynalite")
