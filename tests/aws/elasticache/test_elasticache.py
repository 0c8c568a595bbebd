"""ElastiCache: the life of caches, who gets in, and what a lost node takes with it."""

import botocore.session
import pytest

from cafe import aws
from cafe.aws import elasticache as elasticache_module
from cafe.aws.service import operations
from cafe.drivers import redis
from fixtures.rds import refused
from peers.test_shapes_against_botocore import check_answer

INSIDE, OUTSIDE = "172.31.5.20", "203.0.113.25"
MODEL = botocore.session.get_session().get_service_model("elasticache")
CALLS = operations(elasticache_module.ElastiCache)


class Shop:
    """An account whose program runs inside the VPC, and its caches."""

    def __init__(self):
        self.account = aws.Account()
        self.account.client_address = INSIDE
        session = aws.Session(account=self.account)
        self.service = session.client("elasticache")
        self.ec2 = session.client("ec2")

    def advance(self, **span):
        self.account.clock.advance(**span)

    # -- one node -----------------------------------------------------------------

    def create_node(self, name="menu", **settings):
        self.service.create_cache_cluster(**new_node(name) | settings)
        self.wait_for_node(name)

    def wait_for_node(self, name="menu"):
        waiter = self.service.get_waiter("cache_cluster_available")
        waiter.wait(CacheClusterId=name)

    def node(self, name="menu"):
        found = self.service.describe_cache_clusters(
            CacheClusterId=name, ShowCacheNodeInfo=True
        )
        return found["CacheClusters"][0]

    def connect_node(self, name="menu", **settings):
        endpoint = self.node(name)["CacheNodes"][0]["Endpoint"]
        return self.connect(endpoint["Address"], **settings)

    # -- replication groups -------------------------------------------------------

    def create_group(self, name="menu", replicas=1, **settings):
        self.service.create_replication_group(**new_group(name, replicas) | settings)
        self.wait_for_group(name)

    def wait_for_group(self, name="menu"):
        waiter = self.service.get_waiter("replication_group_available")
        waiter.wait(ReplicationGroupId=name)

    def group(self, name="menu"):
        found = self.service.describe_replication_groups(ReplicationGroupId=name)
        return found["ReplicationGroups"][0]

    def members(self, name="menu"):
        """name -> role, zone"""
        return {
            m["CacheClusterId"]: (m["CurrentRole"], m["PreferredAvailabilityZone"][-1])
            for m in self.group(name)["NodeGroups"][0]["NodeGroupMembers"]
        }

    def primary(self, name="menu"):
        roles = self.members(name)
        return next(node for node, (role, _) in roles.items() if role == "primary")

    def connect_group(self, kind="PrimaryEndpoint", name="menu", **settings):
        endpoint = self.group(name)["NodeGroups"][0][kind]
        return self.connect(endpoint["Address"], **settings)

    # -- serverless ---------------------------------------------------------------

    def create_serverless(self, name="menu"):
        self.service.create_serverless_cache(ServerlessCacheName=name, Engine="valkey")
        self.advance(seconds=59)
        found = self.service.describe_serverless_caches(ServerlessCacheName=name)
        return found["ServerlessCaches"][0]

    def connect(self, host, **settings):
        settings = {"decode_responses": True, "account": self.account} | settings
        return redis.Redis(host=host, **settings)

    def cut(self, letter):
        self.account.fail_zone(f"eu-west-1{letter}")

    def mend(self, letter):
        """Restore a zone, and wait until its lost nodes are replaced."""
        self.account.restore_zone(f"eu-west-1{letter}")
        self.advance(minutes=5)

    def events(self):
        found = self.service.describe_events(Duration=10_000)
        return [event["Message"] for event in found["Events"]]


def new_node(name="menu"):
    return {
        "CacheClusterId": name,
        "Engine": "redis",
        "CacheNodeType": "cache.t4g.micro",
    }


def new_group(name="menu", replicas=1):
    return {
        "ReplicationGroupId": name,
        "ReplicationGroupDescription": "the menu",
        "Engine": "valkey",
        "CacheNodeType": "cache.t4g.micro",
        "NumCacheClusters": replicas + 1,
        "AutomaticFailoverEnabled": replicas > 0,
        "MultiAZEnabled": replicas > 0,
    }


@pytest.fixture
def shop():
    return Shop()


# -- life -----------------------------------------------------------------------------


def test_a_groups_nodes_have_names_of_their_own(shop):
    shop.service.create_cache_cluster(**new_node("menu-002"))
    with pytest.raises(
        shop.service.exceptions.ClientError,
        match="Cache cluster menu-002 already exists",
    ):
        shop.service.create_replication_group(**new_group("menu"))
    shop.service.create_replication_group(**new_group("menu", replicas=0))


def test_a_cluster_takes_five_minutes_and_then_answers(shop):
    shop.service.create_cache_cluster(**new_node())
    assert shop.node()["CacheClusterStatus"] == "creating"
    assert "CacheNodes" not in shop.node()
    shop.advance(minutes=5)
    assert shop.node()["CacheClusterStatus"] == "available"
    assert shop.connect_node().ping() is True


def test_a_group_has_a_primary_and_its_replicas_in_other_zones(shop):
    shop.create_group(replicas=2)
    assert shop.members() == {
        "menu-001": ("primary", "a"),
        "menu-002": ("replica", "b"),
        "menu-003": ("replica", "c"),
    }
    shop.connect_group().set("espresso", "2.60")
    assert shop.connect_group("ReaderEndpoint").get("espresso") == "2.60"


def test_a_replica_takes_no_writes(shop):
    shop.create_group()
    reader = shop.connect_group("ReaderEndpoint")
    with pytest.raises(redis.ReadOnlyError, match="read only replica"):
        reader.set("espresso", "2.60")


def test_a_group_of_one_node_reads_from_its_primary(shop):
    shop.create_group(replicas=0)
    shop.connect_group().set("a", "1")
    assert shop.connect_group("ReaderEndpoint").get("a") == "1"


def test_a_serverless_cache_is_there_in_under_a_minute(shop):
    cache = shop.create_serverless()
    assert (cache["Status"], cache["Endpoint"]["Port"]) == ("available", 6379)
    assert shop.connect(cache["Endpoint"]["Address"], ssl=True).ping() is True


def test_deleting_takes_the_data_and_the_name(shop):
    shop.create_group()
    client = shop.connect_group()
    shop.service.delete_replication_group(ReplicationGroupId="menu")
    with pytest.raises(redis.ConnectionError, match="Name or service not known"):
        client.ping()
    shop.advance(minutes=5)
    code, message = refused(
        shop.service.describe_replication_groups, ReplicationGroupId="menu"
    )
    assert code == "ReplicationGroupNotFoundFault"
    assert message == "ReplicationGroup menu not found."
    assert shop.account.endpoints == {}


def test_what_has_nodes_is_deleted_once_it_is_available(shop):
    service = shop.service
    service.create_cache_cluster(**new_node("one"))
    service.create_replication_group(**new_group("two"))
    one, two = {"CacheClusterId": "one"}, {"ReplicationGroupId": "two"}
    told = refused(service.delete_cache_cluster, **one)
    assert told[0] == "InvalidCacheClusterState"
    assert told[1] == "Cache cluster one is not in a valid state to be deleted."
    told = refused(service.delete_replication_group, **two)
    assert told[0] == "InvalidReplicationGroupState"
    assert told[1] == "Cache cluster two-001 is not in a valid state to be deleted."
    shop.advance(hours=1)
    service.delete_cache_cluster(**one)
    service.delete_replication_group(**two)
    told = refused(service.delete_replication_group, **two)[1]
    assert told == (
        "Replication group two has status deleting which is not valid for deletion."
    )
    shop.advance(hours=1)
    assert service.describe_cache_clusters()["CacheClusters"] == []
    assert service.describe_replication_groups()["ReplicationGroups"] == []


def test_a_serverless_cache_can_be_deleted_while_it_is_being_made(shop):
    name = {"ServerlessCacheName": "three"}
    shop.service.create_serverless_cache(Engine="valkey", **name)
    shop.service.delete_serverless_cache(**name)
    shop.advance(hours=1)
    assert shop.service.describe_serverless_caches()["ServerlessCaches"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"Engine": None},
        {"CacheNodeType": None},
    ],
)
def test_a_node_has_an_engine_and_a_type(shop, asked):
    given = {k: v for k, v in (new_node("one") | asked).items() if v is not None}
    told = refused(shop.service.create_cache_cluster, **given)[1]
    (name,) = asked
    assert told == f"The parameter {name} must be provided and must not be blank."


def test_a_clusters_memory_is_its_node_types_and_its_policy_volatile_lru(shop):
    shop.create_node()
    figures = shop.connect_node().info("memory")
    assert figures["maxmemory"] == 536_870_912
    assert figures["maxmemory_policy"] == "volatile-lru"


def test_a_cache_tells_the_version_that_its_group_has(shop):
    shop.create_group()
    (told, _) = shop.service.describe_cache_clusters()["CacheClusters"]
    version = shop.connect_group().info("server")["valkey_version"]
    assert version.startswith(told["EngineVersion"] + ".")


# -- losing nodes ---------------------------------------------------------------------


def test_no_node_is_created_in_a_zone_that_is_cut(shop):
    shop.cut("a")
    shop.create_group(replicas=2)
    assert [zone for _, zone in shop.members().values()] == ["b", "c", "b"]
    wanted = {"PreferredCacheClusterAZs": ["eu-west-1a", "eu-west-1b"]}
    made = [
        (shop.service.create_replication_group, new_group("beans") | wanted),
        (shop.service.create_cache_cluster, new_node("beans")),
    ]
    assert refused(made[0][0], **made[0][1])[0] == "InsufficientCacheClusterCapacity"
    for letter in "bc":
        shop.cut(letter)
    for call, settings in made:
        code, message = refused(call, **settings)
        assert code == "InsufficientCacheClusterCapacity"
        assert "not available in the specified Availability Zone" in message


def test_a_lost_node_without_a_replica_comes_back_empty(shop):
    shop.create_node()
    client = shop.connect_node()
    client.set("a", "1")
    shop.cut("a")
    with pytest.raises(redis.TimeoutError, match="it is down"):
        client.get("a")
    shop.advance(hours=1)
    with pytest.raises(redis.TimeoutError, match="it is down"):
        client.get("a")
    shop.mend("a")
    assert client.get("a") is None
    assert shop.node()["CacheNodes"][0]["CustomerAvailabilityZone"] == "eu-west-1a"
    assert shop.events()[-1] == "Finished recovery for cache node 0001"


def test_a_group_of_one_node_comes_back_empty_too(shop):
    shop.create_group(replicas=0)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("a")
    assert shop.group()["Status"] == "modifying"
    shop.mend("a")
    assert (client.get("a"), shop.group()["Status"]) == (None, "available")


def test_a_failover_keeps_the_data_and_the_endpoint(shop):
    shop.create_group(replicas=1)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("a")
    with pytest.raises(redis.TimeoutError):
        client.get("a")
    shop.advance(seconds=31)
    assert client.get("a") == "1"
    client.set("b", "2")
    assert shop.members() == {
        "menu-001": ("replica", "a"),
        "menu-002": ("primary", "b"),
    }
    assert shop.events()[-1] == (
        "Failover from primary node menu-001 to replica node menu-002 completed"
    )


def test_readers_go_on_reading_during_a_failover(shop):
    shop.create_group(replicas=1)
    shop.connect_group().set("a", "1")
    reader = shop.connect_group("ReaderEndpoint")
    shop.cut("a")
    assert reader.get("a") == "1"


def test_the_lost_primary_is_replaced_as_a_replica_that_copies_the_new_one(shop):
    shop.create_group(replicas=1)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("a")
    shop.advance(minutes=6)
    shop.mend("a")
    assert shop.members() == {
        "menu-001": ("replica", "a"),
        "menu-002": ("primary", "b"),
    }
    client.set("a", "2")
    assert shop.connect_group("ReaderEndpoint").get("a") == "2"


def test_without_automatic_failover_a_new_primary_copies_a_replica(shop):
    shop.create_group(replicas=1, AutomaticFailoverEnabled=False, MultiAZEnabled=False)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("a")
    shop.advance(minutes=1)
    with pytest.raises(redis.TimeoutError):
        client.get("a")
    shop.mend("a")
    assert (shop.primary(), client.get("a")) == ("menu-001", "1")
    client.set("a", "2")
    assert shop.connect_group("ReaderEndpoint").get("a") == "2"


def test_a_lost_replica_changes_nothing_for_writers(shop):
    shop.create_group(replicas=1)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("b")
    client.set("a", "2")
    assert shop.connect_group("ReaderEndpoint").get("a") == "2"
    shop.mend("b")
    assert shop.members()["menu-002"] == ("replica", "b")
    assert shop.connect_group("ReaderEndpoint").get("a") == "2"


def test_when_every_node_is_lost_so_are_the_data(shop):
    shop.create_group(replicas=1)
    client = shop.connect_group()
    client.set("a", "1")
    shop.cut("a"), shop.cut("b")
    shop.mend("a"), shop.mend("b")
    assert client.get("a") is None
    client.set("a", "2")
    assert shop.connect_group("ReaderEndpoint").get("a") == "2"
    assert shop.group()["Status"] == "available"


def test_lost_nodes_wait_each_for_its_own_zone(shop):
    shop.create_group(replicas=1)
    for letter in "abc":
        shop.cut(letter)
    shop.advance(hours=1)
    assert shop.group()["Status"] == "modifying"
    shop.mend("c")
    with pytest.raises(redis.TimeoutError):
        shop.connect_group().ping()
    shop.mend("a"), shop.mend("b")
    assert {zone for _, zone in shop.members().values()} == {"a", "b"}
    assert shop.connect_group().ping() is True


def test_a_serverless_cache_outlives_a_zone_and_not_all_three(shop):
    host = shop.create_serverless()["Endpoint"]["Address"]
    client = shop.connect(host, ssl=True)
    client.set("a", "1")
    shop.cut("a"), shop.cut("b")
    assert client.get("a") == "1"
    shop.cut("c")
    with pytest.raises(redis.TimeoutError):
        client.get("a")
    shop.account.restore_zone("eu-west-1a")
    assert client.get("a") is None


# -- who gets in ----------------------------------------------------------------------


def test_nobody_outside_the_vpc_gets_in(shop):
    shop.create_node()
    client = shop.connect_node()
    shop.account.client_address = OUTSIDE
    with pytest.raises(redis.TimeoutError, match="outside its VPC"):
        client.ping()


def test_the_default_security_group_decides_who_gets_in(shop):
    shop.create_node()
    client = shop.connect_node()
    assert client.ping() is True
    (group,) = shop.ec2.describe_security_groups()["SecurityGroups"]
    everything = {
        "IpProtocol": "-1",
        "UserIdGroupPairs": [{"GroupId": group["GroupId"]}],
    }
    shop.ec2.revoke_security_group_ingress(
        GroupId=group["GroupId"], IpPermissions=[everything]
    )
    with pytest.raises(redis.TimeoutError, match="no security group rule lets"):
        shop.connect_node().ping()


def test_the_wrong_port_is_refused(shop):
    shop.create_node()
    client = shop.connect_node(port=6380)
    with pytest.raises(redis.ConnectionError, match=r"Error 111 connecting to .*6380"):
        client.ping()


def test_an_encrypted_cache_takes_encrypted_connections_only(shop):
    host = shop.create_serverless()["Endpoint"]["Address"]
    with pytest.raises(redis.ConnectionError, match="Connection closed by server"):
        shop.connect(host).ping()
    shop.create_group("plain")
    with pytest.raises(redis.ConnectionError, match="WRONG_VERSION_NUMBER"):
        shop.connect_group(name="plain", ssl=True).ping()


# -- refusals -------------------------------------------------------------------------

COMBINATION, VALUE = "InvalidParameterCombination", "InvalidParameterValue"


@pytest.mark.parametrize(
    "settings, code, words",
    [
        ({"Engine": "valkey"}, VALUE, "Please use CreateReplicationGroup API"),
        ({"Engine": "mysql"}, VALUE, "Invalid Engine"),
        ({"CacheNodeType": "cache.huge"}, VALUE, "Invalid CacheNodeType"),
        ({"NumCacheNodes": 2}, VALUE, "NumCacheNodes must be between 1 and 1"),
        ({"Engine": "memcached", "NumCacheNodes": 41}, VALUE, "between 1 and 40"),
        ({"CacheClusterId": "1menu"}, VALUE, "begins with a letter"),
        ({"AZMode": "cross-az"}, COMBINATION, "more than one node"),
    ],
)
def test_a_cluster_that_cannot_be_is_refused(shop, settings, code, words):
    found = refused(shop.service.create_cache_cluster, **new_node() | settings)
    assert found[0] == code and words in found[1]
    assert shop.service.describe_cache_clusters()["CacheClusters"] == []


@pytest.mark.parametrize(
    "settings, code, words",
    [
        ({"NumCacheClusters": 1}, COMBINATION, "must be at least 2"),
        ({"AutomaticFailoverEnabled": False}, COMBINATION, "MultiAZEnabled requires"),
        ({"NumCacheClusters": 7}, VALUE, "between 1 and 6"),
        ({"Engine": "memcached"}, VALUE, "Invalid Engine: memcached"),
        ({"PreferredCacheClusterAZs": ["eu-west-1a"]}, COMBINATION, "names 1 zones"),
    ],
)
def test_a_group_that_cannot_be_is_refused(shop, settings, code, words):
    found = refused(shop.service.create_replication_group, **new_group() | settings)
    assert found[0] == code and words in found[1]
    assert shop.service.describe_replication_groups()["ReplicationGroups"] == []


def test_names_are_unique_and_states_are_minded(shop):
    service = shop.service
    service.create_replication_group(**new_group())
    found = [
        refused(service.create_replication_group, **new_group("MENU"))[0],
        refused(service.create_cache_cluster, **new_node("menu-001"))[0],
        refused(service.delete_cache_cluster, CacheClusterId="menu-001")[0],
        refused(service.delete_cache_cluster, CacheClusterId="tea")[0],
        refused(service.describe_serverless_caches, ServerlessCacheName="tea")[0],
    ]
    assert found == [
        "ReplicationGroupAlreadyExists",
        "CacheClusterAlreadyExists",
        "InvalidCacheClusterState",
        "CacheClusterNotFound",
        "ServerlessCacheNotFoundFault",
    ]


# -- what the account map draws -------------------------------------------------------


def test_resources_tell_roles_zones_and_losses(shop):
    shop.create_group(replicas=1)
    shop.create_serverless("sessions")
    shop.cut("b")
    found = [(r.name, r.role, r.zone[-1], r.status) for r in shop.service.resources()]
    assert found == [
        ("menu-001", "primary", "a", "available"),
        ("menu-002", "replica", "b", "lost, is being replaced"),
        ("sessions", "serverless", "1", "available"),
        ("sessions copy", "copy", "a", "in step"),
        ("sessions copy", "copy", "b", "cut off"),
        ("sessions copy", "copy", "c", "in step"),
    ]


def test_a_cache_without_a_group_has_nodes_and_no_primary(shop):
    shop.create_node("tea")
    shop.create_node("mem", Engine="memcached")
    assert {r.role for r in shop.service.resources()} == {"node"}


def test_two_accounts_used_alike_answer_alike():
    def story():
        shop = Shop()
        shop.create_group(replicas=2)
        client = shop.connect_group()
        client.sadd("letters", *"abcdefgh")
        shop.cut("a")
        shop.advance(minutes=10)
        return (
            client.smembers("letters"),
            shop.group(),
            shop.service.resources(),
            shop.events(),
        )

    assert story() == story()


# -- against AWS's own description of the calls ---------------------------------------


def operation(call):
    names = {botocore.xform_name(name): name for name in MODEL.operation_names}
    return MODEL.operation_model(names[call])


def test_exceptions_and_waiters_have_awss_names():
    for name, code in elasticache_module.ElastiCache.faults.items():
        assert MODEL.shape_for(name).metadata["error"]["code"] == code
    client = botocore.session.get_session().create_client(
        "elasticache", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    assert set(elasticache_module.ElastiCache.waiters) <= set(client.waiter_names)


@pytest.fixture(scope="module")
def answers():
    """An answer of every call, taken on the way through a small story."""
    shop, taken = Shop(), {}
    service = shop.service
    for call in CALLS:
        setattr(service, call, _recorded(getattr(service, call), taken, call))
    shop.create_group(replicas=1)
    shop.create_node("tea")
    shop.create_node("mem", Engine="memcached", NumCacheNodes=2, AZMode="cross-az")
    shop.create_serverless("sessions")
    service.describe_cache_clusters(ShowCacheNodeInfo=True)
    service.describe_replication_groups()
    service.describe_serverless_caches()
    service.describe_events()
    service.delete_cache_cluster(CacheClusterId="mem")
    service.delete_replication_group(ReplicationGroupId="menu")
    service.delete_serverless_cache(ServerlessCacheName="sessions")
    return taken


def _recorded(original, taken, call):
    def recorded(**arguments):
        answer = original(**arguments)
        taken.setdefault(call, []).append(answer)
        return answer

    return recorded


@pytest.mark.parametrize("call", CALLS)
def test_every_part_of_an_answer_is_in_awss_shape(answers, call):
    assert answers.get(call), f"no answer of {call} was taken"
    for answer in answers[call]:
        told = {k: v for k, v in answer.items() if k != "ResponseMetadata"}
        check_answer(told, operation(call).output_shape, call)
