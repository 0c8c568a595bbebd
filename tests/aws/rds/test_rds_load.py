"""Connections that run out, and the model of what a load does to an instance."""

import pytest

from cafe.aws.rds.load import Load, serve
from cafe.drivers import sql
from fixtures.rds import LOGIN, Shop

MICRO, SMALL = 112, 225  # what PostgreSQL takes with 1 and 2 GiB (F137)


@pytest.fixture
def shop():
    shop = Shop()
    shop.create()
    return shop


def host_of(shop):
    return shop.describe()["Endpoint"]["Address"]


def fill(shop):
    """Connections until one is refused, and the refusal."""
    opened = []
    with pytest.raises(sql.OperationalError) as refusal:
        opened.extend(shop.connect() for _ in range(300))
    return opened, str(refusal.value)


def test_an_instance_takes_as_many_connections_as_its_memory_allows(shop):
    opened, refusal = fill(shop)
    assert len(opened) == MICRO
    assert refusal.endswith("FATAL:  sorry, too many clients already")


@pytest.mark.parametrize(
    ("engine", "most"), [("mysql", 85), ("mariadb", 85), ("postgres", MICRO)]
)
def test_each_engine_counts_by_its_own_formula(engine, most):
    shop = Shop()
    shop.create(Engine=engine)
    port = shop.describe()["Endpoint"]["Port"]
    opened = []
    with pytest.raises(sql.OperationalError):
        opened.extend(shop.connect(port=port) for _ in range(300))
    assert len(opened) == most


def test_a_closed_and_a_forgotten_connection_make_room(shop):
    opened, _ = fill(shop)
    opened[0].close()
    assert shop.connect()
    del opened[-1]
    assert shop.connect()


def test_a_larger_class_takes_more(shop):
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.small",
        ApplyImmediately=True,
    )
    shop.wait()
    assert len(fill(shop)[0]) == SMALL


def test_a_restart_cuts_all_connections_off(shop):
    opened, _ = fill(shop)
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders")
    shop.wait()
    assert opened[0].broken and len(fill(shop)[0]) == MICRO


# -- the model ------------------------------------------------------------------------


def test_one_vcpu_is_the_queue_of_the_textbook():
    served = serve(Load(rate=5, work=0.1), vcpus=1, connections=1000)
    assert served.cpu == pytest.approx(50)
    assert served.seconds == pytest.approx(0.1 / (1 - 0.5))  # M/M/1
    assert served.sessions == pytest.approx(5 * served.seconds)  # Little's law


def test_two_vcpus_are_the_queue_of_the_textbook():
    served = serve(Load(rate=10, work=0.1), vcpus=2, connections=1000)
    assert served.seconds == pytest.approx(0.1 / (1 - 0.25))  # M/M/2


def test_held_connections_run_out_while_the_processor_is_idle():
    served = serve(Load(rate=40, work=0.04, held=12), vcpus=2, connections=225)
    assert served.connections == pytest.approx(225)
    assert served.refused == pytest.approx(40 - 18.67, abs=0.01)
    assert served.cpu < 40


def test_without_holding_the_processor_is_the_limit():
    served = serve(Load(rate=60, work=0.04), vcpus=2, connections=225)
    assert served.cpu > 99 and served.seconds > 4
    assert served.connections == pytest.approx(225)


def test_nobody_is_refused_below_every_limit():
    served = serve(Load(rate=10, work=0.04, held=12), vcpus=2, connections=225)
    assert served.refused == 0 and served.rate == 10


def test_a_load_takes_connections_that_programs_then_lack(shop):
    served = shop.rds.put_load(host_of(shop), rate=50, work=0.04, held=12)
    assert served.refused > 0
    with pytest.raises(sql.OperationalError, match="too many clients"):
        shop.connect()
    shop.rds.put_load(host_of(shop), rate=0, work=0.04)
    assert shop.connect()


def test_all_of_a_load_is_refused_while_the_database_is_down(shop):
    host = host_of(shop)
    shop.cut()
    served = shop.rds.put_load(host, rate=5, work=0.04)
    assert (served.rate, served.refused) == (0, 5)


# -- and a proxy in front --------------------------------------------------------------


def make_proxy(shop, name="till"):
    made = shop.rds.create_db_proxy(
        DBProxyName=name,
        EngineFamily="POSTGRESQL",
        Auth=[
            {
                "AuthScheme": "SECRETS",
                "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a",
            }
        ],
        RoleArn="arn:aws:iam::123456789012:role/proxy",
        VpcSubnetIds=["subnet-1", "subnet-2"],
    )
    shop.rds.register_db_proxy_targets(
        DBProxyName=name, DBInstanceIdentifiers=["orders"]
    )
    shop.account.clock.advance(minutes=5)
    return made["DBProxy"]["Endpoint"]


def test_a_proxy_holds_a_load_that_the_database_could_not(shop):
    proxy = make_proxy(shop)
    served = shop.rds.put_load(proxy, rate=40, work=0.04, held=12)
    assert served.refused == 0
    assert served.connections < 5
    with shop.connect():
        pass
    assert sql.connect(host=proxy, account=shop.account, **LOGIN)


def test_a_load_for_no_instance_and_no_proxy_is_refused_in_words(shop):
    expected = "takes the endpoint of an instance in no cluster, or of a proxy; got 'x'"
    with pytest.raises(ValueError, match=expected):
        shop.rds.put_load("x", rate=1, work=0.04)
    for odd in ({"rate": -1}, {"work": 0}, {"held": -1}):
        with pytest.raises(ValueError, match="rate and held of 0 or more, and work"):
            shop.rds.put_load(host_of(shop), **{"rate": 1, "work": 0.04} | odd)
