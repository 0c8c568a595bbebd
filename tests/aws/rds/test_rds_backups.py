"""Snapshots, automated backups, points in time, encryption at rest."""

from datetime import timedelta

import pytest

from fixtures.rds import Shop, refused


@pytest.fixture
def shop():
    shop = Shop()
    shop.create()
    return shop


def snapshot(shop, name="before-sale", instance="orders"):
    shop.rds.create_db_snapshot(
        DBSnapshotIdentifier=name, DBInstanceIdentifier=instance
    )
    shop.rds.get_waiter("db_snapshot_available").wait(DBSnapshotIdentifier=name)


def restore(shop, snapshot="before-sale", name="restored", **settings):
    shop.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot, **settings
    )
    shop.wait(name)


def go_back(shop, moment=None, name="restored", source="orders"):
    when = {"RestoreTime": moment} if moment else {"UseLatestRestorableTime": True}
    return shop.rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier=source, TargetDBInstanceIdentifier=name, **when
    )


def automated(shop):
    found = shop.rds.describe_db_snapshots()["DBSnapshots"]
    return [
        s["DBSnapshotIdentifier"] for s in found if s["SnapshotType"] == "automated"
    ]


def delete(shop, name="orders", **settings):
    settings = settings or {"SkipFinalSnapshot": True}
    shop.rds.delete_db_instance(DBInstanceIdentifier=name, **settings)
    shop.rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier=name)


def test_a_snapshot_keeps_the_moment_in_which_it_was_taken(shop):
    shop.write("orders", 1)
    snapshot(shop)
    shop.write("orders", 2)
    restore(shop)
    assert shop.read("restored") == [1]
    assert shop.read("orders") == [1, 2]


def test_a_snapshot_keeps_the_settings_of_its_moment(shop):
    shop.rds.create_db_snapshot(
        DBSnapshotIdentifier="small", DBInstanceIdentifier="orders"
    )
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        AllocatedStorage=100,
        MasterUserPassword="latte-2026",
        ApplyImmediately=True,
    )
    shop.wait()
    found = shop.rds.describe_db_snapshots(DBSnapshotIdentifier="small")
    assert found["DBSnapshots"][0]["AllocatedStorage"] == 20
    shop.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="again", DBSnapshotIdentifier="small"
    )
    shop.wait("again")
    assert shop.describe("again")["AllocatedStorage"] == 20


def test_snapshots_of_the_same_data_are_one_copy_and_later_ones_another(
    shop,
):
    shop.write("orders", 1)
    snapshot(shop, "one")
    snapshot(shop, "two")
    shop.write("orders", 2)
    snapshot(shop, "three")
    one, two, three = (
        shop.rds.snapshots[name].disk for name in ("one", "two", "three")
    )
    assert one is two is not three
    shop.rds.delete_db_snapshot(DBSnapshotIdentifier="one")
    for name, rows in [("two", [1]), ("three", [1, 2])]:
        restore(shop, name, f"from-{name}")
        assert shop.read(f"from-{name}") == rows


def test_a_restore_is_a_new_instance_with_the_default_group(shop):
    group = shop.ec2.create_security_group(GroupName="tills", Description="tills")
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders", VpcSecurityGroupIds=[group["GroupId"]]
    )
    snapshot(shop)
    restore(shop)
    restored = shop.describe("restored")
    assert restored["Endpoint"]["Address"] != shop.describe()["Endpoint"]["Address"]
    assert restored["VpcSecurityGroups"][0]["VpcSecurityGroupId"] != group["GroupId"]


def test_a_snapshot_outlives_its_instance(shop):
    shop.write("orders", 1)
    snapshot(shop)
    delete(shop)
    shop.account.clock.advance(days=40)
    restore(shop)
    assert shop.read("restored") == [1]


def test_the_final_snapshot_holds_the_last_commit(shop):
    shop.write("orders", 1)
    delete(shop, FinalDBSnapshotIdentifier="last")
    restore(shop, "last")
    assert shop.read("restored") == [1]


def test_a_stopped_instance_may_leave_a_final_snapshot(shop):
    shop.write("orders", 1)
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(minutes=2)
    delete(shop, FinalDBSnapshotIdentifier="last")
    restore(shop, "last")
    assert shop.read("restored") == [1]


def test_snapshot_names_are_taken_once(shop):
    snapshot(shop)
    for call, arguments in (
        (shop.rds.create_db_snapshot, {"DBSnapshotIdentifier": "Before-Sale"}),
        (shop.rds.delete_db_instance, {"FinalDBSnapshotIdentifier": "before-sale"}),
    ):
        code, _ = refused(call, DBInstanceIdentifier="orders", **arguments)
        assert code == "DBSnapshotAlreadyExists"
    assert shop.status() == "available"


def test_a_snapshot_that_is_not_there_or_not_done_cannot_be_restored(shop):
    call = shop.rds.restore_db_instance_from_db_snapshot
    tea = {"DBInstanceIdentifier": "x", "DBSnapshotIdentifier": "tea"}
    assert refused(call, **tea)[0] == "DBSnapshotNotFound"
    shop.rds.create_db_snapshot(
        DBSnapshotIdentifier="tea", DBInstanceIdentifier="orders"
    )
    assert refused(call, **tea)[0] == "InvalidDBSnapshotState"
    assert refused(shop.rds.delete_db_snapshot, DBSnapshotIdentifier="tea")[0] == (
        "InvalidDBSnapshotState"
    )


def test_a_manual_snapshot_is_deleted_by_hand_and_an_automated_one_is_not(shop):
    snapshot(shop)
    shop.rds.delete_db_snapshot(DBSnapshotIdentifier="before-sale")
    code, _ = refused(
        shop.rds.describe_db_snapshots, DBSnapshotIdentifier="before-sale"
    )
    assert code == "DBSnapshotNotFound"
    code, _ = refused(
        shop.rds.delete_db_snapshot, DBSnapshotIdentifier=automated(shop)[0]
    )
    assert code == "InvalidDBSnapshotState"


def test_a_restore_over_an_existing_name_is_refused(shop):
    snapshot(shop)
    code, _ = refused(
        shop.rds.restore_db_instance_from_db_snapshot,
        DBInstanceIdentifier="orders",
        DBSnapshotIdentifier="before-sale",
    )
    assert code == "DBInstanceAlreadyExists"


# -- automated backups ------------------------------------------------------------


def test_a_backup_is_taken_daily_and_expires_on_its_day(shop):
    shop.rds.modify_db_instance(DBInstanceIdentifier="orders", BackupRetentionPeriod=3)
    shop.account.clock.advance(days=6)
    assert automated(shop) == [
        "rds:orders-2026-11-06-03-00",
        "rds:orders-2026-11-07-03-00",
        "rds:orders-2026-11-08-03-00",
    ]


def test_retention_zero_drops_all_backups_at_once_and_ends_restores(shop):
    shop.account.clock.advance(days=1)
    assert automated(shop)
    shop.rds.modify_db_instance(DBInstanceIdentifier="orders", BackupRetentionPeriod=0)
    assert automated(shop) == []
    assert refused(go_back, shop=shop)[0] == "PointInTimeRestoreNotEnabled"
    shop.account.clock.advance(days=3)
    assert automated(shop) == []


def test_backups_that_are_switched_on_begin_now_and_not_earlier(shop):
    shop.create("late", BackupRetentionPeriod=0)
    early = shop.account.clock.now
    shop.account.clock.advance(hours=1)
    shop.rds.modify_db_instance(DBInstanceIdentifier="late", BackupRetentionPeriod=7)
    assert shop.status("late") == "backing-up"
    shop.wait("late")
    shop.account.clock.advance(minutes=10)
    code, _ = refused(go_back, shop=shop, moment=early, source="late")
    assert code == "InvalidRestoreFault"
    assert go_back(shop, shop.account.clock.now - timedelta(minutes=8), source="late")


def test_automated_backups_go_with_the_instance(shop):
    delete(shop)
    assert automated(shop) == []


def test_no_backup_is_taken_of_what_does_not_run(shop):
    first = automated(shop)
    shop.cut()
    shop.account.clock.advance(hours=24)
    assert automated(shop) == first


# -- points in time ---------------------------------------------------------------


@pytest.mark.slow
def test_a_point_in_time_is_right_to_the_second(shop):
    clock = shop.account.clock
    shop.write("orders", 1)
    clock.advance(seconds=1)
    moment = clock.now
    shop.write("orders", 2)
    clock.advance(seconds=1)
    with shop.connect() as connection:
        connection.execute("DELETE FROM sales")
    clock.advance(minutes=10)
    for number, (late, rows) in enumerate([(-1, [1]), (0, [1, 2]), (1, [])]):
        go_back(shop, moment + timedelta(seconds=late), f"copy{number}")
        shop.wait(f"copy{number}")
        assert shop.read(f"copy{number}") == rows


def test_the_span_that_can_be_restored_has_sharp_ends(shop):
    shop.account.clock.advance(minutes=23)
    latest = shop.describe()["LatestRestorableTime"]
    assert timedelta() <= shop.account.clock.now - latest < timedelta(minutes=5)
    first = shop.describe()["InstanceCreateTime"]
    second = timedelta(seconds=1)
    for moment in (first - second, latest + second):
        assert refused(go_back, shop=shop, moment=moment)[0] == "InvalidRestoreFault"
    for number, moment in enumerate((first, latest)):
        assert go_back(shop, moment, f"copy{number}")


def test_what_is_older_than_the_retention_is_gone(shop):
    shop.account.clock.advance(days=3)
    a_day_ago = shop.account.clock.now - timedelta(days=1)
    assert go_back(shop, a_day_ago)
    code, _ = refused(go_back, shop=shop, moment=a_day_ago - timedelta(seconds=1))
    assert code == "InvalidRestoreFault"


def test_a_longer_retention_brings_back_nothing_that_is_gone(shop):
    shop.account.clock.advance(days=3)
    gone = shop.account.clock.now - timedelta(days=1, seconds=1)
    shop.rds.modify_db_instance(DBInstanceIdentifier="orders", BackupRetentionPeriod=7)
    assert refused(go_back, shop=shop, moment=gone)[0] == "InvalidRestoreFault"
    shop.account.clock.advance(days=6)
    assert go_back(shop, gone + timedelta(seconds=1))


def test_the_log_of_a_stopped_instance_ends_with_its_stop(shop):
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(minutes=2)
    stopped = shop.account.clock.now
    shop.account.clock.advance(days=1)
    assert shop.describe()["LatestRestorableTime"] == stopped
    code, _ = refused(go_back, shop=shop, moment=stopped + timedelta(seconds=1))
    assert code == "InvalidRestoreFault"
    shop.rds.start_db_instance(DBInstanceIdentifier="orders")
    shop.wait()
    assert shop.describe()["LatestRestorableTime"] > stopped


def test_the_latest_moment_is_never_before_the_first(shop):
    for days in (0, 3):
        shop.account.clock.advance(minutes=1)
        shop.rds.modify_db_instance(
            DBInstanceIdentifier="orders", BackupRetentionPeriod=days
        )
    assert shop.describe()["LatestRestorableTime"] == shop.account.clock.now
    assert go_back(shop)


def test_a_moment_or_the_latest_one_must_be_asked_for_but_not_both(shop):
    call = shop.rds.restore_db_instance_to_point_in_time
    names = {"SourceDBInstanceIdentifier": "orders", "TargetDBInstanceIdentifier": "x"}
    both = {"RestoreTime": shop.account.clock.now, "UseLatestRestorableTime": True}
    for when in ({}, both):
        assert refused(call, **names, **when)[0] == "InvalidParameterCombination"


def test_a_source_that_is_gone_or_not_ready_cannot_be_gone_back_to(shop):
    assert refused(go_back, shop=shop, source="tea")[0] == "DBInstanceNotFound"
    shop.launch("young")
    assert refused(go_back, shop=shop, source="young")[0] == "InvalidDBInstanceState"


def test_a_restore_goes_on_when_its_source_is_deleted_meanwhile(shop):
    shop.write("orders", 1)
    shop.account.clock.advance(minutes=5)
    go_back(shop)
    delete(shop)
    shop.wait("restored")
    assert shop.read("restored") == [1]


def test_a_cut_zone_can_be_left_behind_by_a_restore(shop):
    shop.write("orders", 1)
    shop.account.clock.advance(minutes=4)
    stored = shop.describe()["LatestRestorableTime"]
    shop.cut()
    shop.account.clock.advance(minutes=30)
    assert shop.describe()["LatestRestorableTime"] == stored
    go_back(shop)
    shop.wait("restored")
    assert shop.connect("restored")


def test_a_restored_instance_can_itself_be_gone_back_in(shop):
    shop.write("orders", 1)
    snapshot(shop)
    restore(shop)
    moment = shop.account.clock.now
    shop.account.clock.advance(seconds=1)
    shop.write("restored", 2)
    shop.account.clock.advance(minutes=10)
    go_back(shop, moment, "again", "restored")
    shop.wait("again")
    assert shop.read("again") == [1]


def test_a_large_load_is_in_snapshots_and_points_in_time(shop):
    with shop.connect() as connection:
        connection.execute(
            "CREATE TABLE sales AS SELECT range::INT AS id FROM range(500000)"
        )
    loaded = shop.account.clock.now
    shop.account.clock.advance(minutes=10)
    snapshot(shop)
    with shop.connect() as connection:
        connection.execute("DROP TABLE sales")
    shop.account.clock.advance(minutes=10)
    restore(shop)
    go_back(shop, loaded, "earlier")
    shop.wait("earlier")
    for name in ("restored", "earlier"):
        found = shop.connect(name).execute("SELECT count(*), sum(id) FROM sales")
        assert found.fetchone() == (500_000, 124_999_750_000)


# -- encryption at rest -----------------------------------------------------------


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_thief_reads_names_only_where_nothing_is_encrypted(shop, encrypted):
    shop.create("vault", StorageEncrypted=encrypted)
    with shop.connect("vault") as connection:
        connection.execute("CREATE TABLE people (name VARCHAR)")
        connection.execute("INSERT INTO people VALUES ('Aoife Byrne')")
    assert (b"Aoife Byrne" in shop.rds.disk_bytes("vault")) is not encrypted
    assert shop.describe("vault")["StorageEncrypted"] is encrypted


@pytest.mark.slow
def test_what_comes_from_an_encrypted_instance_is_encrypted_and_readable(shop):
    shop.create("vault", StorageEncrypted=True, MultiAZ=True)
    shop.write("vault", 1)
    snapshot(shop, instance="vault")
    restore(shop)
    shop.replica("reader", "vault")
    shop.account.clock.advance(minutes=10)
    go_back(shop, source="vault", name="earlier")
    shop.wait("earlier")
    zone = shop.cut("vault")
    shop.account.clock.advance(minutes=2)
    shop.account.restore_zone(zone)
    for name in ("vault", "restored", "reader", "earlier"):
        assert shop.describe(name)["StorageEncrypted"]
        assert shop.read(name) == [1]
    snapshots = shop.rds.describe_db_snapshots(DBSnapshotIdentifier="before-sale")
    assert snapshots["DBSnapshots"][0]["Encrypted"]
