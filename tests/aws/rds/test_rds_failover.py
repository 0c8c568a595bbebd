"""Standbys and read replicas: what a client sees when a zone is cut."""

import pytest

from cafe.drivers import sql
from fixtures.rds import Shop, refused

A, B, C = "eu-west-1a", "eu-west-1b", "eu-west-1c"


@pytest.fixture
def shop():
    shop = Shop()
    shop.create(MultiAZ=True)
    shop.write("orders", 1)
    return shop


@pytest.fixture
def alone():
    shop = Shop()
    shop.create()
    shop.write("orders", 1)
    return shop


def advance(shop, **span):
    shop.account.clock.advance(**span)


def zones(shop, name="orders"):
    """Where the primary runs, and the standby, if there is one."""
    described = shop.describe(name)
    return described["AvailabilityZone"], described.get("SecondaryAvailabilityZone")


def is_down(shop, name="orders"):
    try:
        shop.connect(name)
    except sql.OperationalError:
        return True
    return False


def reboot(shop, **settings):
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders", **settings)


# -- standby ----------------------------------------------------------------------


def test_a_cut_zone_is_bridged_after_75_seconds_under_the_same_name(shop):
    name = shop.describe()["Endpoint"]
    assert zones(shop) == (A, B)
    shop.cut()
    advance(shop, seconds=74)
    assert is_down(shop)
    advance(shop, seconds=1)
    assert shop.read() == [1]
    assert zones(shop) == (B, None)
    assert shop.describe()["Endpoint"] == name
    shop.write("orders", 2)
    assert shop.read() == [1, 2]


def test_a_transaction_that_was_open_in_a_failover_is_gone(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (2)")
    shop.cut()
    with pytest.raises(sql.OperationalError):
        connection.commit()
    advance(shop, minutes=2)
    assert shop.read() == [1]


@pytest.mark.slow
def test_force_failover_changes_the_places(shop):
    reboot(shop, ForceFailover=True)
    assert shop.status() == "rebooting"
    advance(shop, seconds=75)
    assert shop.status() == "available"
    assert zones(shop) == (B, A)
    shop.write("orders", 2)
    reboot(shop, ForceFailover=True)
    advance(shop, seconds=75)
    assert zones(shop) == (A, B)
    assert shop.read() == [1, 2]


def test_force_failover_needs_a_standby(alone):
    code, _ = refused(reboot, shop=alone, ForceFailover=True)
    assert code == "InvalidParameterCombination"


def test_a_standby_that_is_lost_is_replaced_ten_minutes_later(shop):
    connection = shop.connect()
    shop.account.fail_zone(B)
    assert not connection.broken
    assert zones(shop) == (A, None)
    shop.write("orders", 2)
    advance(shop, minutes=10)
    assert zones(shop) == (A, C)
    shop.cut()
    advance(shop, seconds=75)
    assert shop.read() == [1, 2]


def test_the_standby_comes_back_with_its_zone(shop):
    shop.account.fail_zone(B)
    shop.write("orders", 2)
    shop.account.restore_zone(B)
    assert zones(shop) == (A, B)
    shop.cut()
    advance(shop, seconds=75)
    assert shop.read() == [1, 2]


def test_without_its_standby_a_primarys_zone_is_an_outage(shop):
    shop.account.fail_zone(B)
    shop.write("orders", 2)
    shop.account.fail_zone(A)
    advance(shop, hours=1)
    assert is_down(shop)
    shop.account.restore_zone(B)
    assert is_down(shop)  # what was there is older than what was acknowledged
    shop.account.restore_zone(A)
    assert shop.read() == [1, 2]


@pytest.mark.parametrize("first", [A, B])
def test_when_both_zones_are_cut_at_once_the_first_one_back_serves(shop, first):
    shop.account.fail_zone(A)
    advance(shop, seconds=10)
    shop.account.fail_zone(B)
    advance(shop, hours=1)
    assert is_down(shop)
    shop.account.restore_zone(first)
    advance(shop, minutes=2)
    assert shop.read() == [1]
    assert zones(shop)[0] == first
    shop.write("orders", 2)
    shop.account.restore_zone({A: B, B: A}[first])
    assert zones(shop) == (first, {A: B, B: A}[first])
    assert shop.read() == [1, 2]


def test_two_failovers_in_a_row_lose_nothing(shop):
    for number in range(2, 5):
        zone = shop.cut()
        advance(shop, seconds=75)
        shop.write("orders", number)
        shop.account.restore_zone(zone)
    assert shop.read() == [1, 2, 3, 4]


def test_a_zone_that_is_soon_back_does_not_stop_the_failover(shop):
    shop.cut()
    advance(shop, seconds=5)
    shop.account.restore_zone(A)
    assert is_down(shop)
    advance(shop, seconds=70)
    assert zones(shop) == (B, A)
    assert shop.read() == [1]


def test_a_stopped_instance_is_not_woken_by_a_cut_zone(shop):
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    advance(shop, minutes=2)
    shop.cut()
    advance(shop, minutes=10)
    assert shop.status() == "stopped"
    shop.rds.start_db_instance(DBInstanceIdentifier="orders")
    shop.wait()
    assert zones(shop)[0] == B
    assert shop.read() == [1]


def test_an_instance_deleted_in_a_failover_stays_deleted(shop):
    shop.cut()
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    advance(shop, minutes=1, seconds=30)
    assert shop.status() == "deleting"
    advance(shop, minutes=10)
    assert shop.rds.describe_db_instances()["DBInstances"] == []
    assert shop.account.resources() == []


def test_a_zone_cut_while_rebooting_is_bridged_too(shop):
    reboot(shop)
    advance(shop, seconds=10)
    shop.cut()
    advance(shop, minutes=2)
    assert (shop.status(), zones(shop)[0]) == ("available", B)
    assert shop.read() == [1]


def test_multi_az_can_be_switched_on_and_off(alone):
    def switch(value):
        alone.rds.modify_db_instance(
            DBInstanceIdentifier="orders", MultiAZ=value, ApplyImmediately=True
        )
        alone.wait()

    connection = alone.connect()
    switch(True)
    assert not connection.broken
    assert (alone.describe()["MultiAZ"], zones(alone)) == (True, (A, B))
    alone.write("orders", 2)
    zone = alone.cut()
    advance(alone, minutes=2)
    assert alone.read() == [1, 2]
    alone.account.restore_zone(zone)
    switch(False)
    assert (alone.describe()["MultiAZ"], zones(alone)) == (False, (B, None))


def test_without_a_standby_an_instance_is_down_until_its_zone_is_back(alone):
    connection = alone.connect()
    alone.cut()
    assert connection.broken
    advance(alone, hours=5)
    assert is_down(alone)
    alone.account.restore_zone(A)
    assert alone.read() == [1]


def test_a_large_load_survives_a_failover(shop):
    with shop.connect() as connection:
        connection.execute("INSERT INTO sales FROM range(2, 500001)")
    shop.cut()
    advance(shop, seconds=75)
    found = shop.connect().execute("SELECT count(*), sum(id) FROM sales")
    assert found.fetchone() == (500_000, 125_000_250_000)


def test_a_standby_answers_nobody(shop):
    roles = {r.role: r for r in shop.account.resources()}
    assert roles["standby"].synchronous
    assert len(shop.account.endpoints) == 1


def test_the_events_tell_the_failover(shop):
    shop.cut()
    advance(shop, minutes=2)
    assert shop.events()[-2:] == [
        "Multi-AZ instance failover started: the primary's zone does not answer",
        "Multi-AZ instance failover completed",
    ]


# -- read replicas ----------------------------------------------------------------


def test_a_replica_shows_a_commit_after_its_lag(alone):
    alone.replica(lag=30)
    alone.write("orders", 2)
    advance(alone, seconds=29)
    assert alone.read("reports") == [1]
    advance(alone, seconds=1)
    assert alone.read("reports") == [1, 2]


def test_a_replica_without_lag_shows_it_at_once(alone):
    alone.replica(lag=0)
    alone.write("orders", 2)
    assert alone.read("reports") == [1, 2]


def test_a_lag_is_asked_for_where_there_is_a_replica(alone):
    with pytest.raises(ValueError, match="orders is not a read replica"):
        alone.rds.set_replica_lag("orders", seconds=5)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO sales VALUES (9)",
        "DELETE FROM sales",
        "CREATE TABLE x (i INT)",
        "WITH nine AS (SELECT 9) INSERT INTO sales FROM nine",
        "EXPLAIN ANALYZE INSERT INTO sales VALUES (9)",
        "DROP TABLE sales",
    ],
)
def test_a_replica_refuses_to_write(alone, query):
    alone.replica()
    with pytest.raises(sql.InternalError, match="in a read-only transaction"):
        alone.connect("reports").execute(query)


def test_a_replica_needs_a_source_with_backups(alone):
    create = alone.rds.create_db_instance_read_replica
    alone.create("bare", BackupRetentionPeriod=0)
    for source, code in (
        ("bare", "InvalidDBInstanceState"),
        ("tea", "DBInstanceNotFound"),
    ):
        answer = refused(
            create, DBInstanceIdentifier="x", SourceDBInstanceIdentifier=source
        )
        assert answer[0] == code


def test_a_source_of_replicas_keeps_its_backups(alone):
    alone.replica()
    told = refused(
        alone.rds.modify_db_instance,
        DBInstanceIdentifier="orders",
        BackupRetentionPeriod=0,
    )
    assert told[0] == "InvalidParameterCombination"
    assert "is a source to read replicas" in told[1]


def test_a_source_has_at_most_fifteen_replicas(alone):
    create = alone.rds.create_db_instance_read_replica
    for number in range(15):
        create(DBInstanceIdentifier=f"r{number}", SourceDBInstanceIdentifier="orders")
    code, _ = refused(
        create, DBInstanceIdentifier="x", SourceDBInstanceIdentifier="orders"
    )
    assert code == "InstanceQuotaExceeded"
    assert len(alone.describe()["ReadReplicaDBInstanceIdentifiers"]) == 15


def test_a_replica_follows_the_standby_that_took_over(shop):
    shop.replica(lag=5, AvailabilityZone=C)
    shop.write("orders", 2)
    shop.cut()
    advance(shop, seconds=75)
    shop.write("orders", 3)
    advance(shop, seconds=5)
    assert shop.read("reports") == [1, 2, 3]


def test_a_replica_misses_nothing_when_its_source_restarts(alone):
    alone.replica(lag=5)
    alone.write("orders", 2)
    alone.rds.reboot_db_instance(DBInstanceIdentifier="orders")
    alone.wait()
    alone.write("orders", 3)
    advance(alone, seconds=5)
    assert alone.read("reports") == [1, 2, 3]


def test_a_replica_answers_what_it_has_while_its_source_is_cut(alone):
    alone.replica(lag=5)
    alone.write("orders", 2)
    alone.cut()
    advance(alone, hours=1)
    assert alone.read("reports") == [1]
    alone.account.restore_zone(A)
    advance(alone, seconds=5)
    assert alone.read("reports") == [1, 2]


def test_a_replica_in_a_cut_zone_catches_up_when_it_is_back(alone):
    alone.replica()
    zone = alone.cut("reports")
    alone.write("orders", 2)
    advance(alone, hours=1)
    assert is_down(alone, "reports")
    alone.account.restore_zone(zone)
    advance(alone, seconds=1)
    assert alone.read("reports") == [1, 2]


def test_a_promoted_replica_is_an_instance_of_its_own(alone):
    alone.replica()
    reader = alone.connect("reports")
    alone.rds.promote_read_replica(DBInstanceIdentifier="reports")
    assert reader.broken
    alone.wait("reports")
    alone.write("reports", 2)
    alone.write("orders", 3)
    advance(alone, minutes=1)
    assert (alone.read("reports"), alone.read("orders")) == ([1, 2], [1, 3])
    described = alone.describe("reports")
    assert "ReadReplicaSourceDBInstanceIdentifier" not in described
    assert described["BackupRetentionPeriod"] == 1
    code, _ = refused(alone.rds.promote_read_replica, DBInstanceIdentifier="reports")
    assert code == "InvalidDBInstanceState"


def test_deleting_the_source_makes_its_replicas_independent(alone):
    alone.replica()
    alone.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    alone.wait("reports")
    alone.write("reports", 2)
    assert alone.read("reports") == [1, 2]
    assert "ReadReplicaSourceDBInstanceIdentifier" not in alone.describe("reports")


def test_a_deleted_replica_is_forgotten_by_its_source(shop):
    shop.replica()
    delete = shop.rds.delete_db_instance
    answer = refused(
        delete, DBInstanceIdentifier="reports", FinalDBSnapshotIdentifier="last"
    )
    assert answer[0] == "InvalidParameterCombination"
    delete(DBInstanceIdentifier="reports", SkipFinalSnapshot=True)
    shop.write("orders", 2)
    shop.cut()
    advance(shop, minutes=5)
    assert shop.describe()["ReadReplicaDBInstanceIdentifiers"] == []
    assert shop.read() == [1, 2]


def test_a_replica_and_its_source_cannot_be_stopped(alone):
    alone.replica()
    for name in ("orders", "reports"):
        answer = refused(alone.rds.stop_db_instance, DBInstanceIdentifier=name)
        assert answer[0] == "InvalidDBInstanceState"


def test_a_replica_can_be_snapshotted(alone):
    alone.replica()
    alone.rds.create_db_snapshot(
        DBSnapshotIdentifier="copy", DBInstanceIdentifier="reports"
    )
    advance(alone, minutes=2)
    alone.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="restored", DBSnapshotIdentifier="copy"
    )
    alone.wait("restored")
    alone.write("restored", 2)
    assert alone.read("restored") == [1, 2]


def test_what_a_replica_does_not_have_here_is_refused(alone):
    alone.replica()
    for setting in ({"MultiAZ": True}, {"BackupRetentionPeriod": 7}):
        answer = refused(
            alone.rds.modify_db_instance, DBInstanceIdentifier="reports", **setting
        )
        assert answer[0] == "InvalidParameterCombination"
