"""RDS Proxy: connections that are shared, and clients held through a failover."""

from datetime import timedelta

import pytest

from cafe.drivers import sql
from fixtures.rds import LOGIN, Shop, refused

PROXY = {
    "DBProxyName": "till",
    "EngineFamily": "POSTGRESQL",
    "Auth": [
        {
            "AuthScheme": "SECRETS",
            "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:till",
        }
    ],
    "RoleArn": "arn:aws:iam::123456789012:role/proxy",
    "VpcSubnetIds": ["subnet-1", "subnet-2"],
}
TARGET = {"DBProxyName": "till", "DBInstanceIdentifiers": ["orders"]}


@pytest.fixture
def shop():
    """An instance with a standby, behind a proxy that is available."""
    shop = Shop()
    shop.create(MultiAZ=True)
    shop.write("orders", 1)
    shop.rds.create_db_proxy(**PROXY)
    shop.rds.register_db_proxy_targets(**TARGET)
    shop.account.clock.advance(minutes=5)
    return shop


def through(shop, **other):
    host = shop.rds.describe_db_proxies()["DBProxies"][0]["Endpoint"]
    return sql.connect(host=host, account=shop.account, **LOGIN | other)


def count(connection):
    return connection.execute("SELECT count(*) FROM sales").fetchone()[0]


def test_a_proxy_is_available_after_some_minutes():
    shop = Shop()
    shop.create()
    shop.rds.create_db_proxy(**PROXY)
    shop.rds.register_db_proxy_targets(**TARGET)
    described = shop.rds.describe_db_proxies(DBProxyName="till")["DBProxies"][0]
    assert described["Status"] == "creating"
    with pytest.raises(sql.OperationalError):
        through(shop)
    shop.account.clock.advance(minutes=5)
    assert through(shop)


def test_clients_share_the_connections_of_the_database(shop):
    clients = [through(shop) for _ in range(200)]  # the database takes 112
    for client in clients:
        assert count(client) == 1
        client.commit()
    assert len([client for client in clients if not client.closed]) == 200


@pytest.mark.slow
def test_a_transaction_keeps_its_connection_and_the_next_client_waits(shop):
    busy = [through(shop) for _ in range(112)]
    for client in busy:
        count(client)  # opens a transaction
    late, before = through(shop), shop.account.clock.now
    with pytest.raises(sql.OperationalError, match="Timed-out waiting to acquire"):
        count(late)
    assert shop.account.clock.now - before == timedelta(seconds=120)
    busy[0].commit()
    assert count(late) == 1


def test_what_is_written_through_a_proxy_is_in_the_database(shop):
    with through(shop) as connection:
        connection.execute("INSERT INTO sales VALUES (2)")
    assert shop.read() == [1, 2]


def test_an_idle_client_is_held_through_a_failover(shop):
    direct, held = shop.connect(), through(shop)
    before = shop.account.clock.now
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders", ForceFailover=True)
    assert count(held) == 1
    assert shop.account.clock.now - before == timedelta(seconds=75)
    assert direct.broken and not held.broken


def test_a_client_in_the_middle_of_a_transaction_loses_it(shop):
    client = through(shop)
    client.execute("INSERT INTO sales VALUES (2)")
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders", ForceFailover=True)
    shop.account.clock.advance(minutes=2)
    with pytest.raises(sql.OperationalError, match="closed the connection"):
        client.commit()
    assert shop.read() == [1]


def test_a_client_waits_two_minutes_and_no_longer(shop):
    client = through(shop)
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(minutes=3)
    with pytest.raises(sql.OperationalError, match="Timed-out waiting to acquire"):
        count(client)
    shop.rds.start_db_instance(DBInstanceIdentifier="orders")
    shop.wait()
    assert count(client) == 1


def test_a_proxy_asks_for_the_database_s_password(shop):
    with pytest.raises(sql.OperationalError, match="password authentication failed"):
        through(shop, password="latte-2026")


def test_security_groups_guard_a_proxy_too(shop):
    shop.account.client_address = "203.0.113.25"
    with pytest.raises(sql.OperationalError, match="outside its VPC"):
        through(shop)


def test_a_deleted_proxy_takes_its_address_along(shop):
    client = through(shop)
    shop.rds.delete_db_proxy(DBProxyName="till")
    with pytest.raises(sql.OperationalError):
        count(client)
    shop.account.clock.advance(minutes=2)
    assert shop.rds.describe_db_proxies()["DBProxies"] == []
    assert shop.read() == [1]


def test_a_proxy_without_a_target_lets_nobody_in():
    shop = Shop()
    shop.create()
    shop.rds.create_db_proxy(**PROXY)
    shop.account.clock.advance(minutes=5)
    with pytest.raises(sql.OperationalError, match="no target"):
        through(shop)


@pytest.mark.parametrize(
    ("call", "asked", "code"),
    [
        ("create_db_proxy", PROXY, "DBProxyAlreadyExistsFault"),
        (
            "create_db_proxy",
            PROXY | {"DBProxyName": "b", "VpcSubnetIds": ["subnet-1"]},
            "InvalidSubnet",
        ),
        (
            "create_db_proxy",
            PROXY | {"DBProxyName": "b", "EngineFamily": "ORACLE"},
            "InvalidParameterValue",
        ),
        ("register_db_proxy_targets", TARGET, "DBProxyTargetAlreadyRegisteredFault"),
        (
            "register_db_proxy_targets",
            {"DBProxyName": "till", "DBInstanceIdentifiers": ["menu"]},
            "DBInstanceNotFound",
        ),
        ("describe_db_proxies", {"DBProxyName": "menu"}, "DBProxyNotFoundFault"),
        ("delete_db_proxy", {"DBProxyName": "menu"}, "DBProxyNotFoundFault"),
    ],
)
def test_what_cannot_be_is_refused_with_the_codes_of_aws(shop, call, asked, code):
    assert refused(getattr(shop.rds, call), **asked)[0] == code


def test_a_proxy_that_is_being_deleted_is_not_deleted_twice(shop):
    shop.rds.delete_db_proxy(DBProxyName="till")
    code, _ = refused(shop.rds.delete_db_proxy, DBProxyName="till")
    assert code == "InvalidDBProxyStateFault"
