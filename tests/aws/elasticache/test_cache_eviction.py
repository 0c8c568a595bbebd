"""When a key goes: because its time has come, or because memory is used up."""

import pytest

from cafe.aws.engines.valkey import Client, Server
from cafe.aws.engines.valkey.keyspace import AT_ONCE
from cafe.aws.engines.valkey.values import DEADLINE, ELEMENT, KEY, SCORE
from cafe.drivers import redis
from fixtures.cache import Cache

KEYS = ["espresso", "mocha", "tea"]
#: What a key of one letter with a value of ten bytes takes.
ITEM = KEY + 1 + 10


@pytest.fixture
def cache():
    return Cache(decode_responses=True)


def with_room_for(cache, number, each=ITEM + DEADLINE):
    """A cache that has just enough memory for so many items."""
    cache.server.db.maxmemory = number * each
    return cache.client


def put(client, *names, ex=60):
    for name in names:
        client.set(name, "x" * 10, ex=ex)


def held(client):
    client.ping()  # eviction happens before a command, not after it
    return sorted(client.keys())


# -- expiry ---------------------------------------------------------------------------


def test_nobody_reads_an_expired_value_however_many_are_due(cache):
    client = cache.client
    for number in range(3 * AT_ONCE):
        client.set(f"k{number}", "x", ex=10)
    cache.wait(seconds=10)
    assert client.get(f"k{3 * AT_ONCE - 1}") is None
    assert client.exists("k0", "k1") == 0
    assert client.keys() == []
    assert client.scan() == (0, [])


def test_keys_that_nobody_asks_for_are_removed_a_few_at_a_time(cache):
    client = cache.client
    for number in range(3 * AT_ONCE):
        client.set(f"k{number}", "x", ex=10)
    client.set("stays", "x")
    cache.wait(seconds=10)
    left = [client.dbsize() for _ in range(4)]
    assert left == [2 * AT_ONCE + 1, AT_ONCE + 1, 1, 1]
    assert client.info("stats")["expired_keys"] == 3 * AT_ONCE
    assert client.info("memory")["used_memory"] == KEY + len("stays") + 1


def test_a_deadline_moved_later_or_taken_away_does_not_fire(cache):
    client = cache.client
    put(client, *KEYS, ex=10)
    client.expire("mocha", 30)
    client.persist("tea")
    cache.wait(seconds=20)
    assert held(client) == ["mocha", "tea"]
    cache.wait(seconds=20)
    assert held(client) == ["tea"]


def test_a_session_refreshed_a_thousand_times_leaves_nothing_behind(cache):
    client = cache.client
    for _ in range(1000):
        client.set("session", "x", ex=1800)
        client.expire("session", 900)
    deadlines = cache.server.db.deadlines
    assert (len(deadlines), len(deadlines._buckets)) == (1, 1)
    assert len(deadlines._moments) <= 2000
    cache.wait(seconds=1801)
    client.ping()
    assert (client.dbsize(), len(deadlines._moments)) == (0, 0)


def test_evicted_and_expired_are_counted_apart(cache):
    client = with_room_for(cache, 2)
    put(client, "a", "b", "c")
    client.ping()
    cache.server.db.maxmemory = 0
    client.expire("c", 5)
    cache.wait(seconds=5)
    client.ping()
    figures = client.info("stats")
    assert (figures["evicted_keys"], figures["expired_keys"]) == (1, 1)


# -- eviction -------------------------------------------------------------------------


def test_memory_is_counted_so_that_one_can_check_it(cache):
    client = cache.client
    sizes = []

    def note():
        sizes.append(client.info("memory")["used_memory"])

    client.set("name", "Ada")
    note()
    client.expire("name", 60)
    note()
    client.set("name", "Ada L.", keepttl=True)
    note()
    client.hset("h", "f", "value")
    note()
    client.zadd("z", {"tea": 1})
    note()
    client.rpush("l", "one", "two")
    note()
    client.delete("name", "h", "z", "l")
    note()
    name = KEY + 4 + 3
    hash_ = KEY + 1 + ELEMENT + 1 + 5
    zset = KEY + 1 + ELEMENT + SCORE + 3
    list_ = KEY + 1 + 2 * (ELEMENT + 3)
    assert sizes == [
        name,
        name + DEADLINE,
        name + DEADLINE + 3,
        name + DEADLINE + 3 + hash_,
        name + DEADLINE + 3 + hash_ + zset,
        name + DEADLINE + 3 + hash_ + zset + list_,
        0,
    ]


def test_memory_adds_up_whatever_is_done(cache):
    """The running count is what one finds by counting everything anew."""
    from peers.redis_cases import case

    raw = cache.connect()
    for seed in range(30):
        for step in case(f"memory/{seed}", 40):
            for name, positional, named in step.calls:
                plain = [p for p in positional if isinstance(p, (str, bytes, int))]
                try:
                    found = getattr(raw, name)(*plain, **named)
                    list(found) if name.endswith("_iter") else None
                except (redis.RedisError, TypeError, AttributeError):
                    pass
        assert cache.server.db.used_memory == counted(cache.server.db)


def counted(db):
    total = len(db.deadlines) * DEADLINE
    for key, value in db.values.items():
        total += KEY + len(key)
        if isinstance(value, bytes):
            total += len(value)
        elif type(value).__name__ == "Hash":
            total += sum(ELEMENT + len(f) + len(v) for f, v in value.items())
        else:
            score = SCORE if type(value).__name__ == "SortedSet" else 0
            total += sum(ELEMENT + score + len(element) for element in value)
    return total


def test_the_key_unused_the_longest_is_evicted(cache):
    client = with_room_for(cache, 3)
    put(client, "a", "b", "c")
    client.get("a")
    put(client, "d")
    assert held(client) == ["a", "c", "d"]


def test_asking_whether_a_key_is_there_is_no_use_of_it(cache):
    client = with_room_for(cache, 3)
    put(client, "a", "b", "c")
    client.exists("a"), client.ttl("a"), client.type("a")
    put(client, "d")
    assert held(client) == ["b", "c", "d"]


def test_keys_that_live_for_ever_are_spared(cache):
    client = with_room_for(cache, 4, ITEM)
    put(client, "a", ex=None)
    put(client, "b", "c")
    client.get("b")
    put(client, "d", ex=None)
    assert held(client) == ["a", "b", "d"]


def test_writes_are_refused_when_every_key_lives_for_ever(cache):
    client = with_room_for(cache, 1, ITEM)
    put(client, "a", "b", ex=None)
    with pytest.raises(redis.OutOfMemoryError) as caught:
        client.set("c", "1")
    words = "command not allowed when used memory > 'maxmemory'."
    assert str(caught.value) == words
    assert client.get("a") == "x" * 10
    assert client.delete("a") == 1
    assert client.set("c", "1") is True


# -- going through all keys -----------------------------------------------------------


def test_scan_meets_every_key_that_is_there_all_the_time_exactly_once(cache):
    client = cache.client
    stay = {f"stay{number}" for number in range(500)}
    for name in stay:
        client.set(name, "x")
    cursor, met = None, []
    while cursor != 0:
        cursor, found = client.scan(cursor or 0, count=20)
        met += found
        for number in range(10):
            client.set(f"new{len(met)}-{number}", "x")
            client.get(f"stay{len(met) % 500}")
    assert sorted(name for name in met if name in stay) == sorted(stay)


def test_replicas_hear_of_what_time_or_want_of_memory_removed(cache):
    replica, client = follower(cache), with_room_for(cache, 5)
    put(client, "x", "y", "z", ex=5)
    client.set("past", "x")
    client.expire("past", -1)
    cache.wait(seconds=5)
    client.ping()
    assert dict(replica.db.values) == dict(cache.server.db.values) == {}
    put(client, *"abcdefgh")
    assert held(client) == sorted(key.decode() for key in replica.db.values) != []
    assert replica.db.used_memory == cache.server.db.used_memory


def follower(cache):
    """A replica of the cache's server."""
    replica = Server(cache.account.clock)
    replica.follow(cache.server)
    return replica


def test_a_replica_hides_what_is_due_and_waits_for_its_primary(cache):
    replica = follower(cache)
    cache.client.set("a", "x", ex=5)
    cache.wait(seconds=5)
    assert replica.execute((b"GET", b"a"), Client()) is None
    assert b"a" in replica.db.values
    cache.client.ping()
    assert b"a" not in replica.db.values
