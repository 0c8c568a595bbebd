"""Memcached and its driver: bytes that expire, on nodes that know nothing of others."""

import inspect

import pytest

from cafe import aws
from cafe.drivers import memcache

GIB_NODE = "cache.t4g.micro"


class Mem:
    """An account with a Memcached cluster."""

    def __init__(self, nodes=1, **settings):
        self.account = aws.Account()
        self.account.client_address = "172.31.5.20"
        self.service = aws.Session(account=self.account).client("elasticache")
        self.service.create_cache_cluster(
            CacheClusterId="menu",
            Engine="memcached",
            CacheNodeType=GIB_NODE,
            NumCacheNodes=nodes,
            **settings,
        )
        self.wait()

    def wait(self):
        waiter = self.service.get_waiter("cache_cluster_available")
        waiter.wait(CacheClusterId="menu")

    def describe(self):
        found = self.service.describe_cache_clusters(
            CacheClusterId="menu", ShowCacheNodeInfo=True
        )
        return found["CacheClusters"][0]

    def servers(self):
        nodes = self.describe()["CacheNodes"]
        return [(n["Endpoint"]["Address"], n["Endpoint"]["Port"]) for n in nodes]

    def client(self, **settings):
        return memcache.Client(self.servers()[0], account=self.account, **settings)

    def all(self, **settings):
        return memcache.HashClient(self.servers(), account=self.account, **settings)


@pytest.fixture
def mem():
    return Mem()


def test_a_value_is_read_back_as_bytes(mem):
    client = mem.client()
    assert client.set("espresso", 2.6) is True
    assert client.get("espresso") == b"2.6"
    assert client.get("tea", default="none") == "none"
    assert client.delete("espresso") is True
    assert client.get("espresso") is None


def test_a_value_expires(mem):
    client = mem.client()
    client.set("menu", "a", expire=60)
    mem.account.clock.advance(seconds=59)
    assert client.get("menu") == b"a"
    mem.account.clock.advance(seconds=1)
    assert client.get("menu") is None


def test_more_than_thirty_days_is_a_moment_and_not_a_span(mem):
    client = mem.client()
    moment = int(mem.account.clock.now.timestamp()) + 60
    client.set("menu", "a", expire=moment)
    client.set("old", "a", expire=31 * 24 * 3600)
    assert (client.get("menu"), client.get("old")) == (b"a", None)
    mem.account.clock.advance(seconds=60)
    assert client.get("menu") is None


def test_keys_and_values_that_memcached_cannot_take_are_refused(mem):
    client = mem.client()
    for key, complaint in (
        ("k" * 251, "too long"),
        ("a b", "whitespace"),
        ("ä", "Non-ASCII"),
        ("a\0b", "null"),
    ):
        with pytest.raises(memcache.MemcacheIllegalInputError, match=complaint):
            client.get(key)
    assert client.set("big", b"x" * (1024 * 1024 + 1)) is True  # nobody waits to hear
    assert client.get("big") is None


def test_a_counter_adds_up_and_needs_a_number(mem):
    client = mem.client()
    assert client.incr("cups", 1) is None
    client.set("cups", 2**64 - 1, expire=60)
    assert (client.incr("cups", 2), client.incr("cups", 5)) == (1, 6)
    mem.account.clock.advance(seconds=60)
    assert client.get("cups") is None
    client.set("name", "Ada")
    with pytest.raises(memcache.MemcacheClientError, match="non-numeric value"):
        client.incr("name", 1)


@pytest.mark.parametrize("number", [1.5, "5", None])
def test_what_is_no_whole_number_is_not_sent(mem, number):
    client = mem.client()
    client.set("cups", 1)
    for call, name in (
        (lambda: client.set("cups", 2, expire=number), "expire"),
        (lambda: client.incr("cups", number), "value"),
    ):
        with pytest.raises(memcache.MemcacheIllegalInputError) as caught:
            call()
        told = f"{name} must be integer, got bad value: {number!r}"
        assert str(caught.value) == told
    assert client.get("cups") == b"1"


@pytest.mark.parametrize("amount", [-2, 2**64, True])
def test_a_counter_is_never_added_less_than_nothing_or_more_than_64_bits(mem, amount):
    client = mem.client()
    client.set("cups", " 5")
    told = "b'invalid numeric delta argument'"
    with pytest.raises(memcache.MemcacheClientError, match=told):
        client.incr("cups", amount)
    assert client.incr("cups", 2) == 7


@pytest.mark.parametrize("expire", [True, 2**63, 2**31])
def test_a_deadline_that_the_server_cannot_read_stores_nothing(mem, expire):
    assert mem.client().set("menu", "x", expire=expire) is True  # nobody waits to hear
    assert mem.client().get("menu") is None


def test_keys_are_text_or_bytes_and_not_empty(mem):
    client = mem.client()
    assert client.set("a\x01b", "x") and client.get(b"a\x01b") == b"x"
    with pytest.raises(memcache.MemcacheUnknownCommandError, match="b'get'"):
        client.get("")
    for key in (5, None, ["menu"], ("menu",)):
        with pytest.raises(TypeError, match="can't concat"):
            client.get(key)


def test_an_item_and_not_its_value_has_one_megabyte_at_most(mem):
    client = mem.client()
    assert client.set("menu", "x" * 1024 * 1024) and client.get("menu") is None
    assert client.set("menu", "x" * 1024 * 1023) and client.get("menu")


def test_the_item_unused_the_longest_is_evicted():
    from cafe.aws.engines.memcached import ITEM, Server

    server = Server(aws.Account().clock, maxmemory=3 * (ITEM + 2))
    for key in (b"a", b"b", b"c"):
        server.set(key, b"x")
    server.get(b"a")
    server.set(b"d", b"x")
    left = [key for key in (b"a", b"b", b"c", b"d") if server.get(key)]
    assert left == [b"a", b"c", b"d"]


def test_each_key_lives_on_one_node_and_is_lost_with_it():
    mem = Mem(3, AZMode="cross-az")
    client = mem.all(ignore_exc=True)
    names = [f"product:{number}" for number in range(300)]
    for name in names:
        client.set(name, "x")
    mem.account.fail_zone("eu-west-1b")
    left = [name for name in names if client.get(name)]
    assert 140 < len(left) < 260
    mem.account.clock.advance(minutes=6)
    assert [name for name in names if client.get(name)] == left


def test_a_node_that_is_down_is_an_error_unless_the_client_ignores_it():
    mem = Mem(2, AZMode="cross-az")
    strict, lax = mem.client(), mem.client(ignore_exc=True)
    strict.set("a", "1"), lax.get("a")
    mem.account.fail_zone("eu-west-1a")
    with pytest.raises(memcache.MemcacheUnexpectedCloseError):
        strict.get("a")
    with pytest.raises(TimeoutError, match="it is down"):
        strict.get("a")
    assert lax.get("a") is None


def test_who_ignores_the_trouble_of_nodes_is_told_false():
    mem = Mem(1)
    strict, lax = mem.all(), mem.all(ignore_exc=True)
    assert lax.incr("none", 1) is None
    mem.account.fail_zone("eu-west-1a")
    for client in (strict, lax):
        with pytest.raises(memcache.MemcacheIllegalInputError):
            client.set("flat white", "1")
    answers = [lax.set("a", "1"), lax.delete("a"), lax.incr("a", 1), lax.get("a", 5)]
    assert answers == [False, False, False, 5]
    with pytest.raises(TimeoutError):
        strict.set("a", "1")
    nobody = memcache.HashClient([], ignore_exc=True, account=mem.account)
    assert nobody.set("a", "1") is False


def test_a_server_may_be_given_as_text_and_nothing_else(mem):
    host, port = mem.servers()[0]
    for server in (host, f"{host}:{port}"):
        client = memcache.Client(server, account=mem.account)
        assert client.set("a", "1") and client.server == (host, 11211)
    assert memcache.HashClient([f"{host}:{port}"], account=mem.account).get("a") == b"1"
    for server in (None, 5, [host, port], (host,)):
        with pytest.raises(ValueError, match="Unsupported server specification"):
            memcache.Client(server, account=mem.account)


def test_a_node_more_moves_only_its_own_share_of_the_keys():
    names = [f"product:{number}" for number in range(400)]
    three, four = Mem(3), Mem(4)
    assert three.servers() == four.servers()[:3]
    before = {name: three.all()._client(name).server for name in names}
    after = {name: four.all()._client(name).server for name in names}
    moved = [name for name in names if before[name] != after[name]]
    assert 60 < len(moved) < 150
    assert {after[name] for name in moved} == {four.servers()[-1]}


@pytest.mark.parametrize("name", ["add", "touch", "decr", "flush_all", "set_many"])
def test_a_call_that_is_left_out_names_those_that_there_are(mem, name):
    with pytest.raises(AttributeError, match=f"^Client here has no '{name}'. There is"):
        getattr(mem.client(), name)
    with pytest.raises(
        AttributeError, match=f"^HashClient here has no '{name}'. There is"
    ):
        getattr(mem.all(), name)


def test_an_option_that_is_left_out_names_those_that_there_are(mem):
    for client in (mem.client(), mem.all()):
        with pytest.raises(TypeError, match=r"'noreply'. Here it takes: key, value, e"):
            client.set("a", "1", noreply=False)
    with pytest.raises(TypeError, match="'tls_context'. Here it takes: server, ignore"):
        memcache.Client(("menu", 11211), tls_context=True)


def test_calls_and_their_arguments_are_pymemcaches():
    from pymemcache.client import base

    for name, method in vars(memcache.Client).items():
        if name.startswith("_") or not callable(method):
            continue
        theirs = inspect.signature(getattr(base.Client, name)).parameters
        for argument in inspect.signature(method).parameters:
            assert argument in theirs, f"{name}({argument})"
