"""Aurora's own: SQL on one volume, connections that break, points in time.

What its clusters share with DocumentDB's and Neptune's: family/test_clusters.py.
"""

from datetime import timedelta

import pytest

from cafe.drivers import sql
from fixtures.rds import Shop, new_cluster, refused

A, B, C = "eu-west-1a", "eu-west-1b", "eu-west-1c"
STATE = "InvalidDBClusterStateFault"


@pytest.fixture
def shop():
    shop = Shop()
    shop.create_cluster("loyalty", "one")
    write(shop, 1)
    return shop


def write(shop, *ids, name="loyalty"):
    with shop.connect_cluster(name=name) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS sales (id INT)")
        for row in ids:
            connection.execute("INSERT INTO sales VALUES (%s)", [row])


def read(shop, kind="Endpoint", name="loyalty"):
    connection = shop.connect_cluster(kind, name)
    found = connection.execute("SELECT id FROM sales ORDER BY id").fetchall()
    return [row[0] for row in found]


def is_down(shop, kind="Endpoint"):
    try:
        shop.connect_cluster(kind)
    except sql.OperationalError:
        return True
    return False


def advance(shop, **span):
    shop.account.clock.advance(**span)


def zone(shop, name):
    return shop.describe(name)["AvailabilityZone"]


def delete(shop, name):
    shop.rds.delete_db_instance(DBInstanceIdentifier=name)


def test_an_instance_more_copies_no_data(shop):
    before = [copy.bytes() for copy in shop.rds.volume("loyalty").copies]
    shop.add("two")
    assert [c.bytes() for c in shop.rds.volume("loyalty").copies] == before
    assert read(shop, "ReaderEndpoint") == [1]
    assert zone(shop, "two") != zone(shop, "one")


def test_every_commit_is_on_six_copies(shop):
    write(shop, 2)
    copies = shop.rds.volume("loyalty").copies
    assert len({copy.bytes() for copy in copies}) == 1


def test_a_reader_sees_a_commit_at_once_and_refuses_to_write(shop):
    shop.add("two")
    write(shop, 2)
    assert read(shop, "ReaderEndpoint") == [1, 2]
    before = [c.position() for c in shop.rds.volume("loyalty").copies]
    for query in (
        "INSERT INTO sales VALUES (9)",
        "WITH nine AS (SELECT 9) INSERT INTO sales FROM nine",
        "EXPLAIN ANALYZE INSERT INTO sales VALUES (9)",
    ):
        with pytest.raises(sql.InternalError, match="read-only transaction"):
            shop.connect_cluster("ReaderEndpoint").execute(query)
    assert [c.position() for c in shop.rds.volume("loyalty").copies] == before


# -- failover ---------------------------------------------------------------------


def test_a_reader_takes_over_after_30_seconds(shop):
    shop.add("two")
    shop.cut("one")
    advance(shop, seconds=29)
    assert is_down(shop)
    assert read(shop, "ReaderEndpoint") == [1]
    assert is_down(shop)  # reading does not wake the writer
    advance(shop, seconds=1)
    assert shop.writer() == "two"
    write(shop, 2)
    assert read(shop) == [1, 2]
    shop.account.restore_zone(A)
    assert shop.writer() == "two"
    assert len({c.bytes() for c in shop.rds.volume("loyalty").copies}) == 1


def test_the_lowest_tier_takes_over_and_among_equals_the_largest(shop):
    shop.add("two", PromotionTier=2)
    shop.add("three", PromotionTier=0)
    shop.add("four", PromotionTier=0, DBInstanceClass="db.r7g.2xlarge")
    shop.rds.failover_db_cluster(DBClusterIdentifier="loyalty")
    advance(shop, seconds=30)
    assert shop.writer() == "four"


def test_a_reader_can_be_named_and_both_restart(shop):
    shop.add("two", PromotionTier=0)
    shop.add("three")
    old, new = shop.connect("one"), shop.connect("three")
    old.execute("INSERT INTO sales VALUES (9)")
    new.execute("FROM sales")
    shop.rds.failover_db_cluster(
        DBClusterIdentifier="loyalty", TargetDBInstanceIdentifier="three"
    )
    assert shop.cluster()["Status"] == "failing-over"
    advance(shop, seconds=30)
    assert shop.writer() == "three"
    for connection in (old, new):
        with pytest.raises(sql.OperationalError, match="closed the connection"):
            connection.execute("SELECT 1")
    assert read(shop) == [1]
    write(shop, 2)
    with pytest.raises(sql.InternalError, match="read-only"):
        shop.connect("one").execute("INSERT INTO sales VALUES (3)")


def test_a_lone_writer_waits_for_its_zone_or_for_an_instance_in_another(shop):
    shop.cut("one")
    advance(shop, hours=1)
    assert is_down(shop) and zone(shop, "one") == A
    shop.add("two")
    advance(shop, seconds=30)
    assert zone(shop, "two") == B
    write(shop, 2)
    shop.account.restore_zone(A)
    assert read(shop) == read(shop, "ReaderEndpoint") == [1, 2]


def test_a_connection_to_a_lost_machine_stays_broken_when_its_zone_is_back(shop):
    shop.add("two")
    connection = shop.connect("two")
    zone = shop.cut("two")
    shop.account.restore_zone(zone)
    assert connection.broken
    assert read(shop, "ReaderEndpoint") == [1]


@pytest.mark.parametrize("order", [(A, B, C), (C, B, A), (B, A, C)])
def test_all_three_zones_cut_and_restored_lose_nothing(shop, order):
    shop.add("two")
    for each in order:
        shop.account.fail_zone(each)
        advance(shop, minutes=3)
    advance(shop, hours=1)
    assert is_down(shop) and is_down(shop, "ReaderEndpoint")
    for each in order:
        shop.account.restore_zone(each)
        advance(shop, minutes=1)
    assert read(shop) == [1]
    write(shop, 2)
    assert read(shop, "ReaderEndpoint") == [1, 2]
    assert len({c.bytes() for c in shop.rds.volume("loyalty").copies}) == 1


def test_deleting_the_last_instance_keeps_the_data(shop):
    delete(shop, "one")
    advance(shop, minutes=5)
    assert shop.cluster()["Status"] == "available"
    shop.add("two")
    assert read(shop) == [1]


# -- quorum -----------------------------------------------------------------------


def test_at_three_of_six_reads_go_on_and_writes_are_refused(shop):
    connection = shop.connect_cluster()
    volume = shop.rds.volume("loyalty")
    shop.account.fail_zone(C)
    volume.lose(3)
    assert connection.execute("SELECT count(*) FROM sales").fetchone() == (1,)
    connection.commit()
    connection.execute("INSERT INTO sales VALUES (2)")
    with pytest.raises(sql.OperationalError, match="3 of 6.*a write needs 4"):
        connection.commit()
    assert connection.execute("SELECT count(*) FROM sales").fetchone() == (1,)
    connection.commit()
    volume.lose(4)
    with pytest.raises(sql.OperationalError, match="2 of 6.*a read needs 3"):
        connection.execute("SELECT 1")
    volume.restore(3)
    volume.restore(4)
    connection.execute("INSERT INTO sales VALUES (3)")
    connection.commit()
    assert read(shop) == [1, 3]


def test_a_large_load_is_on_the_volume_and_survives_a_failover(shop):
    shop.add("two")
    with shop.connect_cluster() as connection:
        connection.execute("INSERT INTO sales FROM range(2, 500001)")
    shop.cut("one")
    advance(shop, seconds=30)
    found = shop.connect_cluster().execute("SELECT count(*), sum(id) FROM sales")
    assert found.fetchone() == (500_000, 125_000_250_000)


# -- points in time ---------------------------------------------------------------


def go_back(shop, moment=None, name="rescued"):
    when = {"RestoreToTime": moment} if moment else {"UseLatestRestorableTime": True}
    shop.rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=name, SourceDBClusterIdentifier="loyalty", **when
    )
    shop.wait_for_cluster(name)
    shop.add(f"{name}-writer", name)


@pytest.mark.slow
def test_a_cluster_is_restored_to_the_second_before_a_bad_delete(shop):
    write(shop, 2)
    before = shop.account.clock.now
    advance(shop, seconds=1)
    with shop.connect_cluster() as connection:
        connection.execute("DELETE FROM sales")
    go_back(shop, before)
    go_back(shop, name="latest")
    assert (read(shop, name="rescued"), read(shop)) == ([1, 2], [])
    assert read(shop, name="latest") == []
    write(shop, 3, name="rescued")
    assert (read(shop, name="rescued"), read(shop)) == ([1, 2, 3], [])


def test_a_cluster_can_be_restored_after_failovers(shop):
    shop.add("two")
    moment = shop.account.clock.now
    advance(shop, seconds=1)
    write(shop, 2)
    shop.cut("one")
    advance(shop, minutes=1)
    write(shop, 3)
    go_back(shop, moment)
    assert read(shop, name="rescued") == [1]


def test_a_moment_outside_the_backups_is_refused(shop):
    for moment in (
        shop.cluster()["EarliestRestorableTime"] - timedelta(seconds=1),
        shop.account.clock.now + timedelta(seconds=1),
    ):
        code, _ = refused(
            shop.rds.restore_db_cluster_to_point_in_time,
            DBClusterIdentifier="x",
            SourceDBClusterIdentifier="loyalty",
            RestoreToTime=moment,
        )
        assert code == "InvalidRestoreFault"


def test_a_longer_retention_of_a_cluster_brings_back_nothing_that_is_gone(shop):
    advance(shop, days=3)
    earliest = shop.cluster()["EarliestRestorableTime"]
    shop.rds.modify_db_cluster(DBClusterIdentifier="loyalty", BackupRetentionPeriod=7)
    assert shop.cluster()["EarliestRestorableTime"] == earliest
    advance(shop, days=9)
    assert shop.cluster()["EarliestRestorableTime"] == earliest + timedelta(days=3)


def test_a_cluster_snapshot_holds_the_rows_of_its_moment():
    shop = Shop()
    shop.create_cluster("loyalty", "one", StorageEncrypted=True)
    write(shop, 1)
    shop.rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="noon", DBClusterIdentifier="loyalty"
    )
    write(shop, 2)
    advance(shop, minutes=2)
    wanted = {"DBClusterIdentifier": "old", "SnapshotIdentifier": "noon"}
    restore = shop.rds.restore_db_cluster_from_snapshot
    code, message = refused(restore, Engine="aurora-mysql", **wanted)
    assert code == "InvalidParameterCombination" and "aurora-postgresql" in message
    restore(Engine="aurora-postgresql", **wanted)
    shop.wait_for_cluster("old")
    shop.add("old-one", "old")
    assert (read(shop, name="old"), read(shop)) == ([1], [1, 2])


def test_a_volume_that_cannot_be_read_is_not_restored_from(shop):
    for zone in (B, C):
        shop.account.fail_zone(zone)
    code, message = refused(
        shop.rds.restore_db_cluster_to_point_in_time,
        DBClusterIdentifier="x",
        SourceDBClusterIdentifier="loyalty",
        UseLatestRestorableTime=True,
    )
    assert code == STATE and "2 of 6" in message


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_clusters_copies_are_encrypted_if_it_is(encrypted):
    shop = Shop()
    shop.create_cluster("vault", "one", StorageEncrypted=encrypted)
    with shop.connect_cluster(name="vault") as connection:
        connection.execute("CREATE TABLE people AS SELECT 'Aoife Byrne' AS name")
    for copy in shop.rds.volume("vault").copies:
        assert (b"Aoife Byrne" in copy.bytes()) is not encrypted


# -- calls ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting, code",
    [
        ({"Engine": "postgres"}, "InvalidParameterValue"),
        ({"MasterUserPassword": None}, "InvalidParameterValue"),
        ({"MasterUserPassword": "short"}, "InvalidParameterValue"),
        ({"MasterUserPassword": "x" * 42}, "InvalidParameterValue"),
        ({"MasterUsername": "admin"}, "InvalidParameterValue"),
        ({"DatabaseName": "2cups"}, "InvalidParameterValue"),
    ],
)
def test_a_setting_that_a_cluster_cannot_have_is_refused(shop, setting, code):
    arguments = new_cluster("x") | setting
    arguments = {k: v for k, v in arguments.items() if v is not None}
    assert refused(shop.rds.create_db_cluster, **arguments)[0] == code


def test_what_the_cluster_keeps_is_not_the_members_to_change(shop):
    rds, one = shop.rds, {"DBInstanceIdentifier": "one"}
    for call, more, code in (
        (rds.modify_db_instance, {"MultiAZ": True}, "InvalidDBInstanceState"),
        (rds.promote_read_replica, {}, "InvalidDBInstanceState"),
        (
            rds.reboot_db_instance,
            {"ForceFailover": True},
            "InvalidParameterCombination",
        ),
        (rds.stop_db_instance, {}, "InvalidParameterCombination"),
        (
            rds.create_db_snapshot,
            {"DBSnapshotIdentifier": "x"},
            "InvalidParameterValue",
        ),
    ):
        assert refused(call, **one, **more)[0] == code
    code, _ = refused(
        rds.restore_db_instance_to_point_in_time,
        SourceDBInstanceIdentifier="one",
        TargetDBInstanceIdentifier="x",
        UseLatestRestorableTime=True,
    )
    assert code == "PointInTimeRestoreNotEnabled"


def test_one_can_wait_until_a_cluster_is_gone(shop):
    gone = {"DBClusterIdentifier": "loyalty"}
    delete(shop, "one")
    shop.rds.delete_db_cluster(SkipFinalSnapshot=True, **gone)
    shop.rds.get_waiter("db_cluster_deleted").wait(**gone)
    assert shop.account.resources() == [] and shop.account.endpoints == {}


@pytest.mark.parametrize(
    "setting",
    [
        {"AllocatedStorage": 20},
        {"MasterUsername": "barista"},
        {"MasterUserPassword": "espresso-2026"},
        {"DBName": "cafe"},
        {"EngineVersion": "17.6"},
        {"MultiAZ": True},
        {"VpcSecurityGroupIds": []},
        {"BackupRetentionPeriod": 7},
        {"PreferredBackupWindow": "12:00-12:30"},
        {"StorageEncrypted": True},
    ],
)
def test_what_a_cluster_keeps_is_not_set_at_its_instances(shop, setting):
    code, message = refused(
        shop.rds.create_db_instance,
        DBInstanceIdentifier="two",
        DBClusterIdentifier="loyalty",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
        **setting,
    )
    assert code == "InvalidParameterCombination"
    assert "will be a member of a DB Cluster. Set" in message


def test_an_instance_of_a_cluster_leaves_no_final_snapshot(shop):
    code, _ = refused(
        shop.rds.delete_db_instance,
        DBInstanceIdentifier="one",
        FinalDBSnapshotIdentifier="last",
    )
    assert code == "InvalidParameterCombination"


def test_a_database_that_nobody_named_is_not_told(shop):
    named = shop.cluster()
    assert named["DatabaseName"] == "cafe"
    arguments = new_cluster("plain")
    del arguments["DatabaseName"]
    told = shop.rds.create_db_cluster(**arguments)["DBCluster"]
    assert "DatabaseName" not in told


def test_an_instance_of_a_cluster_has_no_disk_and_no_public_address(shop):
    with pytest.raises(ValueError, match="belongs to the cluster loyalty"):
        shop.rds.disk_bytes("one")
    code, message = refused(
        shop.rds.create_db_instance,
        DBInstanceIdentifier="two",
        DBClusterIdentifier="loyalty",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
        PubliclyAccessible=True,
    )
    assert code == "InvalidParameterCombination"
    assert "AWS takes PubliclyAccessible" in message


def test_a_rebooted_writer_has_forgotten_what_was_not_committed(shop):
    connection = shop.connect_cluster()
    connection.execute("UPDATE sales SET id = 2")
    shop.rds.reboot_db_instance(DBInstanceIdentifier="one")
    shop.wait("one")
    with shop.connect_cluster() as other:  # the row is not locked any more
        other.execute("UPDATE sales SET id = 3")
    assert read(shop) == [3]


def test_a_member_that_reboots_is_short_away(shop):
    connection = shop.connect_cluster()
    shop.rds.reboot_db_instance(DBInstanceIdentifier="one")
    assert connection.broken and is_down(shop)
    shop.wait("one")
    assert read(shop) == [1]


def test_an_instance_waits_for_a_cluster_that_waits_for_its_zones():
    shop = Shop()
    shop.rds.create_db_cluster(**new_cluster())
    for zone in ("eu-west-1b", "eu-west-1c"):
        shop.account.fail_zone(zone)
    shop.rds.create_db_instance(
        DBInstanceIdentifier="early",
        DBClusterIdentifier="loyalty",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )
    advance(shop, hours=1)
    assert shop.status("early") == shop.cluster()["Status"] == "creating"
    shop.account.restore_zones()
    advance(shop, minutes=10)
    assert shop.status("early") == "available" and shop.writer() == "early"
    assert shop.connect_cluster().execute("SELECT 1").fetchone() == (1,)
