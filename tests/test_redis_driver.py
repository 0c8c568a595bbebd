"""The driver: redis-py's calls, answers and errors on a server of the small AWS."""

import pytest

from cache_server import Cache
from cafe.drivers import redis


@pytest.fixture
def cache():
    return Cache(decode_responses=True)


@pytest.fixture
def client(cache):
    return cache.client


# -- strings and expiry ---------------------------------------------------------------


def test_a_value_is_read_back(client):
    assert client.set("espresso", "2.60") is True
    assert client.get("espresso") == "2.60"
    assert client.get("tea") is None


def test_values_are_bytes_unless_they_are_decoded():
    client = Cache().client
    client.set("espresso", 2.6)
    assert client.get("espresso") == b"2.6"
    assert client.type("espresso") == b"string"


def test_a_value_expires_when_its_time_has_come(cache, client):
    client.set("menu", "today", ex=60)
    cache.wait(seconds=59)
    assert (client.get("menu"), client.ttl("menu")) == ("today", 1)
    cache.wait(seconds=1)
    assert (client.get("menu"), client.ttl("menu")) == (None, -2)


def test_setting_a_value_again_forgets_its_deadline_unless_it_is_kept(client):
    client.set("menu", "a", ex=60)
    client.set("menu", "b", keepttl=True)
    assert client.ttl("menu") == 60
    client.set("menu", "c")
    assert client.ttl("menu") == -1


def test_nx_sets_only_what_is_not_there_and_xx_only_what_is(client):
    assert client.set("lock", "me", xx=True) is None
    assert client.set("lock", "me", nx=True) is True
    assert client.set("lock", "you", nx=True) is None
    assert client.set("lock", "you", get=True) == "me"


def test_arguments_that_exclude_each_other_are_not_sent(client):
    with pytest.raises(redis.DataError, match="mutually exclusive"):
        client.set("menu", "a", ex=1, px=1)


def test_a_counter_refuses_what_is_no_number(client):
    assert [client.incr("cups"), client.incr("cups", 5), client.decr("cups")] == [
        1, 6, 5,
    ]  # fmt: skip
    client.set("name", "Ada")
    with pytest.raises(redis.ResponseError) as caught:
        client.incr("name")
    assert str(caught.value) == "value is not an integer or out of range"


def test_sums_of_fractions_have_no_noise(client):
    client.set("total", "0.1")
    assert client.incrbyfloat("total", 0.2) == 0.3
    assert client.get("total") == "0.3"


def test_what_is_no_text_and_no_number_is_not_sent(client):
    with pytest.raises(redis.DataError, match="Invalid input of type: 'bool'"):
        client.set("open", True)


# -- pipelines and transactions -------------------------------------------------------


def test_a_pipeline_answers_all_commands_together(client):
    pipe = client.pipeline()
    answer = pipe.set("a", "1").incr("a").get("a").execute()
    assert answer == [True, 2, "2"]


def test_an_error_in_a_transaction_undoes_nothing(client):
    client.set("name", "Ada")
    pipe = client.pipeline().incr("cups").incr("name").incr("cups")
    with pytest.raises(redis.ResponseError, match=r"Command # 2 \(INCRBY name 1\)"):
        pipe.execute()
    assert client.get("cups") == "2"


def test_a_transaction_does_not_run_when_a_watched_key_was_changed(client):
    client.set("stock", 3)
    with client.pipeline() as pipe:
        pipe.watch("stock")
        assert pipe.get("stock") == "3"
        client.set("stock", 2)
        pipe.multi()
        pipe.set("stock", 4)
        with pytest.raises(redis.WatchError):
            pipe.execute()
    assert client.get("stock") == "2"


def test_a_transaction_is_tried_again_until_nobody_interferes(client):
    client.set("stock", 3)
    tries = []

    def sell(pipe):
        left = int(pipe.get("stock"))
        tries.append(left)
        if len(tries) == 1:
            client.set("stock", 2)
        pipe.multi()
        pipe.set("stock", left - 1)

    assert client.transaction(sell, "stock") == [True]
    assert (tries, client.get("stock")) == ([3, 2], "1")
