"""The driver: redis-py's calls, answers and errors on a server of the small AWS."""

import inspect

import pytest
import redis as peer

from cafe.drivers import redis
from fixtures.cache import Cache


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
    assert client.get("lock") == "me"


def test_arguments_that_exclude_each_other_are_not_sent(client):
    with pytest.raises(redis.DataError, match="mutually exclusive"):
        client.set("menu", "a", ex=1, keepttl=True)


def test_a_counter_refuses_what_is_no_number(client):
    assert [client.incr("cups"), client.incr("cups", 5), client.decr("cups")] == [
        1,
        6,
        5,
    ]
    client.set("name", "Ada")
    with pytest.raises(redis.ResponseError) as caught:
        client.incr("name")
    assert str(caught.value) == "value is not an integer or out of range"


def test_what_another_call_wrote_as_bytes_of_any_kind_is_read_back():
    client = Cache().client
    client.set(memoryview(b"menu"), bytearray(b"\xff\x00"))
    assert client.get("menu") == b"\xff\x00"


def test_asking_for_the_values_of_no_keys_gives_none(client):
    assert client.mget([]) == []
    assert client.pipeline().set("a", "1").mget([]).get("a").execute() == [
        True,
        [],
        "1",
    ]
    pipe = client.pipeline(transaction=False).mget([]).incr("a")
    assert pipe.execute() == [[], 2]


def test_keys_are_read_as_those_of_a_dict_are(client):
    client["menu"] = "today"
    assert (client["menu"], "menu" in client) == ("today", True)
    del client["menu"]
    assert "menu" not in client
    with pytest.raises(KeyError, match="menu"):
        client["menu"]


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


def test_bytes_that_are_no_text_are_told_when_a_pipeline_fails(client):
    client.set("name", "Ada")
    pipe = client.pipeline().set("a", b"\xff").incr("name").sadd("name", b"\xff")
    with pytest.raises(redis.ResponseError, match=r"Command # 2 \(INCRBY name 1\)"):
        pipe.execute()
    client.lpush("queue", "a")
    with pytest.raises(redis.ResponseError, match="SADD queue \ufffd"):
        client.pipeline().sadd("queue", b"\xff").execute()


def test_a_value_that_cannot_be_sent_leaves_no_transaction_open(client):
    pipe = client.pipeline()
    with pytest.raises(redis.DataError):
        pipe.set("a", "1").set("b", object()).execute()
    assert pipe.set("a", "2").execute() == [True]
    assert client.mget("a", "b") == ["2", None]


def test_a_command_that_is_refused_discards_the_whole_transaction(client):
    pipe = client.pipeline().set("a", "1").execute_command("GET")
    with pytest.raises(redis.ResponseError, match=r"Command # 2 \(GET\) of pipeline"):
        pipe.execute()
    assert client.get("a") is None


def test_without_a_transaction_others_may_come_between(client):
    pipe = client.pipeline(transaction=False)
    assert pipe.set("a", "1").incr("a").execute() == [True, 2]


# -- collections ----------------------------------------------------------------------


def test_a_leaderboard_is_kept_in_order(client):
    client.zadd("cups", {"Ada": 3, "Bo": 7, "Cy": 5})
    client.zincrby("cups", 5, "Ada")
    assert client.zrange("cups", 0, 1, desc=True, withscores=True) == [
        ("Ada", 8.0),
        ("Bo", 7.0),
    ]
    assert (client.zrevrank("cups", "Cy"), client.zscore("cups", "Cy")) == (2, 5.0)
    assert client.zrangebyscore("cups", "(5", "+inf") == ["Bo", "Ada"]


def test_a_session_is_a_hash_that_expires_as_a_whole(cache, client):
    client.hset("session:1", mapping={"user": "Ada", "cart": 2})
    client.expire("session:1", 1800)
    client.hincrby("session:1", "cart", 1)
    assert client.hgetall("session:1") == {"user": "Ada", "cart": "3"}
    cache.wait(minutes=30)
    assert client.hgetall("session:1") == {}


def test_a_value_of_another_type_is_refused(client):
    client.rpush("queue", "a")
    with pytest.raises(redis.ResponseError, match="^WRONGTYPE Operation against a key"):
        client.get("queue")


def test_an_emptied_collection_is_gone(client):
    client.sadd("s", "a")
    client.srem("s", "a")
    client.rpush("l", "a")
    client.lpop("l")
    assert client.exists("s", "l") == 0


def test_a_command_that_does_not_exist_is_refused_with_what_was_sent(client):
    with pytest.raises(redis.ResponseError) as caught:
        client.execute_command("BREW", "espresso")
    told = "unknown command 'BREW', with args beginning with: 'espresso' (here: DBSIZE,"
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("command", "there_is"),
    [
        ("SET a 1 GET", "SET key value [NX | XX] [EX seconds | PX …"),
        ("ZADD a LT 1 b", "ZADD key score member [score member …]"),
        ("ZRANGE a 0 1 BYSCORE", "ZRANGE key start stop [REV] [WITHSCORES]"),
        ("SCAN 0 TYPE set", "SCAN cursor [MATCH pattern] [COUNT number]"),
    ],
)
def test_an_option_that_is_left_out_is_refused_with_those_that_there_are(
    client, command, there_is
):
    with pytest.raises(redis.ResponseError) as caught:
        client.execute_command(*command.split())
    assert str(caught.value).startswith(f"syntax error (here: {there_is.strip('…')}")


@pytest.mark.parametrize("name", ["getdel", "ltrim", "config_set", "watch", "lock"])
def test_a_method_that_is_left_out_names_those_that_there_are(client, name):
    for asked in (client, client.pipeline()):
        with pytest.raises(AttributeError) as caught:
            getattr(asked, name)
        told = str(caught.value)
        assert told.startswith(
            f"{type(asked).__name__} here has no {name!r}. There is:"
        )
        assert "; Lists: llen, lpop, lpush, lrange, rpop, rpush;" in told
        assert "; Server: info, ping" in told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda client: client.set("a", 1, px=5), "set() got an unexpected keyword"),
        (
            lambda client: client.set("a", 1, 5, 5),
            "positional arguments but 5 were given",
        ),
        (
            lambda client: client.zadd("a", {"b": 1}, nx=True),
            "zadd() got an unexpected",
        ),
        (lambda client: client.scan_iter(_type="set"), "scan_iter() got an unexpected"),
        (lambda client: client.pipeline(shard_hint=1), "pipeline() got an unexpected"),
        (lambda client: client.setex("a", 1), "setex() missing 1 required"),
        (
            lambda _: redis.Redis(password="x"),
            "Redis.__init__() got an unexpected keyword",
        ),
    ],
)
def test_an_option_that_is_left_out_names_those_that_there_are(client, call, told):
    with pytest.raises(TypeError, match=r"\. Here it takes: \w") as caught:
        call(client)
    assert told in str(caught.value)


# -- the same calls as redis-py's -----------------------------------------------------


def test_methods_and_their_arguments_are_redis_pys():
    for name in [*(n for n in dir(redis.Redis) if n[0] != "_"), "__init__"]:
        given = inspect.signature(getattr(redis.Redis, name)).parameters
        known = list(inspect.signature(getattr(peer.Redis, name)).parameters)
        by_place = [
            n for n, each in given.items() if each.kind is not each.KEYWORD_ONLY
        ]
        assert by_place == known[: len(by_place)] or name == "execute_command", name
        assert given.keys() - {"account"} <= {*known} or name == "execute_command", name


def test_error_classes_are_of_redis_pys_families():
    theirs = peer.exceptions
    for name in redis.__all__:
        ours = getattr(redis, name)
        if isinstance(ours, type) and issubclass(ours, Exception):
            families = {cls.__name__ for cls in getattr(theirs, name).__mro__}
            assert {cls.__name__ for cls in ours.__mro__} <= families, name


def test_a_command_s_name_may_be_several_words(client):
    client.set("espresso", "2.60")
    assert client.execute_command("get espresso") == "2.60"
    with client.pipeline() as pipe:
        pipe.execute_command("get espresso").execute_command("set espresso", "2.80")
        assert pipe.execute() == ["2.60", "OK"]


def test_a_word_more_than_a_command_takes_here_is_told_how_many_it_takes(client):
    client.rpush("orders", "a", "b")
    with pytest.raises(redis.ResponseError) as caught:
        client.execute_command("LPOP", "orders", 2)
    told = (
        "wrong number of arguments for 'lpop' command (here: LPOP and 1 more at the "
        "most)"
    )
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("[!a]", "!a"),
        ("[^a]", "!\\]bc"),
        ("[c-a]", "abc"),
        ("[ab", "ab"),
        ("[", ""),
        ("[]a]", ""),
        ("[^]", "!\\]abc"),
        ("[\\]a]", "]a"),
        ("\\", "\\"),
        ("[a-", "a"),
    ],
)
def test_a_pattern_finds_what_a_valkey_server_finds(client, pattern, found):
    for name in "!\\]abc":
        client.set(name, 1)
    assert sorted(client.keys(pattern)) == sorted(found)
    assert sorted(client.scan_iter(pattern)) == sorted(found)


def test_commands_between_multi_and_exec_wait_and_errors_stand_in_the_answer(client):
    client.set("menu", "tea")
    client.execute_command("MULTI")
    assert client.set("a", 1) is False
    assert (client.incr("menu"), client.zscore("z", "a")) == ("QUEUED", "QUEUED")
    assert client.hgetall("h") == "QUEUED"
    done, error, *rest = client.execute_command("EXEC")
    assert (done, rest) == ("OK", [None, []])
    assert isinstance(error, redis.ResponseError) and "not an integer" in str(error)
    assert client.get("a") == "1"


def test_a_second_multi_spoils_the_transaction(client):
    client.execute_command("MULTI")
    client.set("a", 1)
    with pytest.raises(redis.ResponseError, match="'multi' not allowed inside a trans"):
        client.execute_command("MULTI")
    with pytest.raises(redis.ExecAbortError, match="because of previous errors"):
        client.execute_command("EXEC")
    assert client.get("a") is None
