"""What Aurora, DocumentDB and Neptune share: life, failover, copies, snapshots."""

from contextlib import suppress
from random import Random

import pytest

from cafe import aws
from cafe.aws.errors import ClientError, ParamValidationError, ServiceError, WaiterError
from cafe.aws.storage.volume import Unwritable
from cafe.drivers.network import Unreachable, reach
from fixtures.clusters import A, B, C, ClusterShop
from fixtures.rds import new_cluster, new_instance, refused

STATE = "InvalidDBClusterStateFault"


@pytest.fixture(params=["aurora", "docdb", "neptune"])
def empty(request):
    return ClusterShop(request.param)


@pytest.fixture
def shop(empty):
    """A cluster with a writer in the first zone and a reader in the second."""
    empty.create("one", "two")
    return empty


@pytest.fixture
def lonely(empty):
    """A cluster with a writer in the first zone, and no reader."""
    empty.create("one")
    return empty


# -- life -------------------------------------------------------------------------


def test_a_cluster_is_made_in_minutes_and_has_no_instance_yet(empty):
    answer = empty.client.create_db_cluster(**empty.new_cluster("Menu"))
    assert answer["DBCluster"]["DBClusterIdentifier"] == "menu"
    assert answer["DBCluster"]["Status"] == "creating"
    assert "Endpoint" not in answer["DBCluster"]
    empty.advance(minutes=2)
    assert empty.status("MENU") == "available"
    assert empty.members() == [] and empty.answers() is None
    assert {r.zone for r in empty.account.resources()} == {A, B, C}
    assert len(empty.account.resources()) == 6


def test_the_first_instance_is_the_writer_and_the_next_are_readers(shop):
    assert shop.members() == ["one", "two"]
    assert shop.writer() == "one"
    assert shop.answers() == "one"
    assert shop.answers("ReaderEndpoint") == "two"
    assert not shop.server().read_only
    assert shop.server("ReaderEndpoint").read_only
    assert [s.instance.identifier for s in shop.server().readers()] == ["two"]
    assert shop.cluster()["MultiAZ"] is True


def test_an_instance_can_be_asked_for_while_its_cluster_is_being_made(empty):
    empty.client.create_db_cluster(**empty.new_cluster())
    empty.client.create_db_instance(**empty.new_instance())
    assert empty.instance("one")["DBInstanceStatus"] == "creating"
    empty.wait("one")
    assert empty.answers() == "one"


def test_a_cluster_may_have_fifteen_readers_and_no_more(lonely):
    for number in range(15):
        name = f"reader-{number}"
        lonely.client.create_db_instance(**lonely.new_instance(name))
    code, message = refused(
        lonely.client.create_db_instance, **lonely.new_instance("one-too-many")
    )
    assert code == "InstanceQuotaExceeded" and "at most 15 readers" in message
    lonely.wait("reader-14")
    assert len(lonely.members()) == 16
    zones = [lonely.zone(m) for m in lonely.members()]
    assert sorted(map(zones.count, (A, B, C))) == [5, 5, 6]


def test_the_reader_endpoint_takes_turns_and_skips_the_writer(shop):
    shop.add("three")
    assert [shop.answers("ReaderEndpoint") for _ in range(4)] == [
        "two",
        "three",
        "two",
        "three",
    ]


def test_the_reader_endpoint_leads_to_the_writer_when_there_is_no_reader(lonely):
    assert lonely.answers("ReaderEndpoint") == "one"


def test_an_instance_has_an_endpoint_of_its_own(shop):
    endpoint = shop.instance("two")["Endpoint"]
    found = reach(shop.account, endpoint["Address"], endpoint["Port"])
    assert found.identifier == "two"
    assert f".{shop.service}.amazonaws.com" in endpoint["Address"]


def test_nothing_is_reachable_from_outside_the_vpc(shop):
    shop.account.client_address = "203.0.113.25"
    with pytest.raises(Unreachable, match="not publicly accessible"):
        shop.server()


def test_a_security_group_decides_who_gets_in(empty):
    ec2 = aws.Session(account=empty.account).client("ec2")
    group = ec2.create_security_group(GroupName="g", Description="g")["GroupId"]
    empty.create("one", VpcSecurityGroupIds=[group])
    with pytest.raises(Unreachable, match="no security group rule"):
        empty.server()
    code, _ = refused(ec2.delete_security_group, GroupId=group)
    assert code == "DependencyViolation"
    default = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    empty.client.modify_db_cluster(
        DBClusterIdentifier="menu", VpcSecurityGroupIds=[default]
    )
    assert empty.answers() == "one"
    ec2.delete_security_group(GroupId=group)


# -- deletion ---------------------------------------------------------------------


def test_a_cluster_with_instances_is_not_deleted(lonely):
    wanted = {"DBClusterIdentifier": "menu", "SkipFinalSnapshot": True}
    code, message = refused(lonely.client.delete_db_cluster, **wanted)
    assert code == STATE and "still contains DB instances" in message
    lonely.delete("one")
    lonely.client.delete_db_cluster(**wanted)
    code, message = refused(lonely.client.delete_db_cluster, **wanted)
    assert code == STATE and "already being deleted" in message
    lonely.advance(minutes=2)
    assert lonely.status() == "deleting"  # its last instance is still there
    lonely.advance(minutes=2)
    assert lonely.client.describe_db_clusters()["DBClusters"] == []
    assert not [h for h in lonely.account.endpoints if lonely.service in h]


def test_a_cluster_that_holds_an_instance_being_made_is_not_deleted(empty):
    empty.create()
    empty.client.create_db_instance(**empty.new_instance())
    code, _ = refused(
        empty.client.delete_db_cluster,
        DBClusterIdentifier="menu",
        SkipFinalSnapshot=True,
    )
    assert code == STATE


def test_a_cluster_deleted_while_it_is_being_made_never_comes(empty):
    empty.client.create_db_cluster(**empty.new_cluster())
    empty.client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)
    empty.advance(minutes=30)
    assert empty.client.describe_db_clusters()["DBClusters"] == []
    assert not [h for h in empty.account.endpoints if h.startswith("menu")]
    empty.create("one")
    assert empty.answers() == "one"


def test_an_instance_deleted_while_it_is_being_made_never_joins(empty):
    empty.create()
    empty.client.create_db_instance(**empty.new_instance())
    empty.advance(minutes=5)
    empty.delete("one")
    empty.advance(minutes=30)
    assert empty.members() == []
    code, _ = refused(empty.client.describe_db_instances, DBInstanceIdentifier="one")
    assert code == "DBInstanceNotFound"


def test_an_instance_is_deleted_once(lonely):
    lonely.delete("one")
    code, message = refused(
        lonely.client.delete_db_instance, DBInstanceIdentifier="one"
    )
    assert code == "InvalidDBInstanceState" and "already being deleted" in message
    waiter = lonely.client.get_waiter("db_instance_deleted")
    waiter.wait(DBInstanceIdentifier="one")
    assert lonely.client.describe_db_instances()["DBInstances"] == []


def test_no_instance_is_added_to_a_cluster_that_goes(empty):
    empty.create()
    empty.client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)
    code, _ = refused(empty.client.create_db_instance, **empty.new_instance())
    assert code == STATE


def test_deleting_the_writer_makes_a_reader_the_writer(shop):
    shop.delete("one")
    assert shop.status() == "failing-over" and shop.answers() is None
    shop.advance(seconds=30)
    assert shop.answers() == "two"
    assert shop.members() == ["two"]


def test_the_data_outlive_the_last_instance(lonely):
    data = lonely.client.clusters["menu"].data
    lonely.delete("one")
    lonely.advance(minutes=20)
    assert lonely.status() == "available" and lonely.writer() is None
    lonely.add("next")
    assert lonely.answers() == "next"
    assert lonely.client.clusters["menu"].data is data


# -- failover ---------------------------------------------------------------------


def test_a_reader_takes_over_in_half_a_minute(shop):
    server = shop.server()
    shop.account.fail_zone(A)
    assert not server.is_up() and shop.status() == "failing-over"
    assert shop.answers("ReaderEndpoint") == "two"
    shop.advance(seconds=29)
    assert shop.answers() is None
    shop.advance(seconds=1)
    assert shop.answers() == "two" and shop.status() == "available"
    assert server.read_only
    shop.account.restore_zone(A)
    assert shop.writer() == "two" and server.is_up()
    assert shop.answers("ReaderEndpoint") == "one"


def test_without_a_reader_the_cluster_waits_for_the_writers_own_zone(lonely):
    lonely.account.fail_zone(A)
    lonely.advance(days=1)
    assert lonely.answers() is None and lonely.status() == "failing-over"
    assert lonely.zone("one") == A
    lonely.account.restore_zone(A)
    assert lonely.answers() == "one" and lonely.zone("one") == A


def test_without_a_reader_the_writer_is_back_with_its_zone(lonely):
    lonely.account.fail_zone(A)
    lonely.advance(minutes=5)
    lonely.account.restore_zone(A)
    assert lonely.answers() == "one" and lonely.zone("one") == A
    lonely.advance(minutes=30)
    assert lonely.zone("one") == A
    assert len([e for e in lonely.events() if "Completed" in e]) == 1


def test_a_lost_reader_stops_nothing(shop):
    shop.account.fail_zone(B)
    assert shop.status() == "available" and shop.answers() == "one"
    assert shop.answers("ReaderEndpoint") == "one"
    shop.account.restore_zone(B)
    assert shop.answers("ReaderEndpoint") == "two"


def test_a_zone_without_an_instance_stops_nothing(shop):
    shop.account.fail_zone(C)
    assert shop.answers() == "one" and shop.answers("ReaderEndpoint") == "two"
    shop.client.volume("menu").check_writable()


def test_the_lowest_tier_takes_over(shop):
    shop.add("three", PromotionTier=0)
    shop.client.failover_db_cluster(DBClusterIdentifier="menu")
    shop.advance(seconds=30)
    assert shop.writer() == "three"


def test_a_reader_can_be_named(shop):
    shop.add("three", PromotionTier=15)
    shop.client.failover_db_cluster(
        DBClusterIdentifier="menu", TargetDBInstanceIdentifier="three"
    )
    shop.advance(seconds=30)
    assert shop.writer() == "three"
    assert shop.answers("ReaderEndpoint") in ("one", "two")


def test_a_named_reader_that_is_deleted_meanwhile_is_not_woken(shop):
    shop.add("three")
    shop.client.failover_db_cluster(
        DBClusterIdentifier="menu", TargetDBInstanceIdentifier="three"
    )
    shop.delete("three")
    shop.advance(seconds=30)
    assert shop.answers() == "two" and "three" not in shop.members()


def test_a_failover_that_is_asked_for_needs_a_reader(lonely):
    failover = lonely.client.failover_db_cluster
    wanted = {"DBClusterIdentifier": "menu"}
    code, message = refused(failover, **wanted)
    assert code == STATE and "at least two database instances" in message
    target = {"TargetDBInstanceIdentifier": "one"}
    assert refused(failover, **wanted, **target)[0] == STATE
    target = {"TargetDBInstanceIdentifier": "tea"}
    assert refused(failover, **wanted, **target)[0] == "DBInstanceNotFound"
    lonely.add("two")
    lonely.client.failover_db_cluster(**wanted)
    assert refused(failover, **wanted)[0] == STATE  # one is under way


def test_a_reader_of_another_cluster_is_no_target(shop):
    shop.create("other", name="drinks")
    code, _ = refused(
        shop.client.failover_db_cluster,
        DBClusterIdentifier="menu",
        TargetDBInstanceIdentifier="other",
    )
    assert code == STATE


def test_an_heir_lost_during_the_failover_leaves_it_to_the_first_zone_back(shop):
    shop.account.fail_zone(A)
    shop.advance(seconds=20)
    shop.account.fail_zone(B)
    shop.advance(seconds=10)
    assert shop.answers() is None and shop.status() == "failing-over"
    shop.account.restore_zone(B)
    shop.advance(seconds=30)
    assert shop.answers() == "two" and shop.zone("two") == B


def test_an_heir_deleted_during_the_failover_is_not_woken(shop):
    shop.account.fail_zone(A)
    shop.delete("two")
    shop.advance(minutes=30)
    assert shop.members() == ["one"] and shop.answers() is None
    shop.account.restore_zone(A)
    assert shop.answers() == "one" and shop.zone("one") == A


def test_a_writer_deleted_during_the_failover_is_not_woken(shop):
    shop.account.fail_zone(A)
    shop.advance(seconds=15)
    shop.delete("one")
    shop.advance(seconds=15)
    assert shop.answers() == "two" and shop.members() == ["two"]


def test_an_asked_for_failover_goes_back_to_the_writer_if_the_heir_is_deleted(shop):
    shop.client.failover_db_cluster(DBClusterIdentifier="menu")
    shop.delete("two")
    shop.advance(seconds=30)
    assert shop.answers() == "one"


def test_deleting_all_instances_during_a_failover_ends_it(shop):
    shop.account.fail_zone(A)
    shop.delete("one")
    shop.delete("two")
    shop.advance(minutes=30)
    assert shop.status() == "available" and shop.members() == []
    assert shop.client.describe_db_instances()["DBInstances"] == []
    shop.client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)


def test_a_new_instance_takes_over_from_a_lonely_writer_that_is_lost(lonely):
    lonely.client.create_db_instance(**lonely.new_instance("two"))
    lonely.account.fail_zone(A)
    lonely.advance(minutes=7)
    assert lonely.members() == ["one", "two"] and lonely.answers() is None
    lonely.advance(seconds=30)
    assert lonely.answers() == "two"


def test_a_new_instance_is_no_writer_before_it_has_taken_over(shop):
    shop.account.fail_zone(B)
    shop.delete("one")
    shop.client.create_db_instance(**shop.new_instance("three"))
    shop.advance(minutes=7)
    assert shop.writer() is None and shop.status() == "failing-over"
    shop.advance(seconds=30)
    assert shop.answers() == "three"


def test_a_zone_restored_during_the_failover_changes_nothing(shop):
    shop.account.fail_zone(A)
    shop.advance(seconds=15)
    shop.account.restore_zone(A)
    assert shop.status() == "failing-over" and shop.answers() is None
    shop.advance(seconds=15)
    assert shop.answers() == "two"
    shop.advance(minutes=30)
    assert shop.answers() == "two"


def test_when_all_zones_come_back_one_by_one_the_writer_is_found_again(shop):
    for zone in (A, B, C):
        shop.account.fail_zone(zone)
    shop.advance(hours=2)
    assert shop.answers() is None
    shop.account.restore_zone(C)
    assert shop.answers() is None
    shop.account.restore_zone(B)
    shop.advance(seconds=30)
    assert shop.answers() == "two"
    shop.account.restore_zone(A)
    shop.advance(hours=1)
    assert shop.answers() == "two" and shop.answers("ReaderEndpoint") == "one"


def test_after_all_zones_were_cut_a_lonely_writer_waits_for_its_own(lonely):
    for zone in (A, B, C):
        lonely.account.fail_zone(zone)
    lonely.advance(hours=2)
    lonely.account.restore_zone(C)
    lonely.advance(hours=1)
    assert lonely.answers() is None
    lonely.account.restore_zone(A)
    assert lonely.answers() == "one" and lonely.zone("one") == A


def test_an_instance_whose_zone_is_cut_while_it_is_made_is_made_elsewhere(empty):
    empty.create()
    empty.client.create_db_instance(**empty.new_instance(AvailabilityZone=A))
    empty.account.fail_zone(A)
    empty.advance(minutes=7)
    assert empty.answers() == "one" and empty.zone("one") == B


def test_a_cluster_made_while_a_zone_is_cut_is_whole_when_it_is_back(empty):
    empty.account.fail_zone(A)
    empty.create()
    empty.account.restore_zone(A)
    empty.client.create_db_cluster_snapshot(
        DBClusterIdentifier="menu", DBClusterSnapshotIdentifier="early"
    )


def test_a_cluster_waits_for_two_zones_to_be_made_in(empty):
    for zone in (A, B):
        empty.account.fail_zone(zone)
    empty.client.create_db_cluster(**empty.new_cluster())
    empty.advance(hours=1)
    assert empty.status() == "creating"
    empty.account.restore_zone(B)
    empty.advance(minutes=10)
    assert empty.status() == "available"


def test_an_instance_waits_for_a_zone_to_be_made_in(empty):
    empty.create()
    empty.client.create_db_instance(**empty.new_instance())
    for zone in (A, B, C):
        empty.account.fail_zone(zone)
    empty.advance(hours=1)
    assert empty.instance("one")["DBInstanceStatus"] == "creating"
    empty.account.restore_zone(B)
    empty.wait("one")
    assert empty.zone("one") == B
    code, _ = refused(
        empty.client.create_db_instance,
        **empty.new_instance("two", AvailabilityZone=A),
    )
    assert code == "InsufficientDBInstanceCapacity"


@pytest.mark.parametrize("seed", range(25))
def test_whatever_happens_in_whatever_order_a_writer_is_found_again(empty, seed):
    """Sixty steps of chance: what holds at any moment, and after an hour of peace."""
    chance, client = Random(seed), empty.client
    empty.create("one")
    for _ in range(60):
        name, zone = chance.choice(["one", "two", "three"]), chance.choice([A, B, C])
        step = chance.choice(
            [
                lambda: client.create_db_instance(**empty.new_instance(name)),
                lambda: client.create_db_instance(**empty.new_instance(name)),
                lambda: client.delete_db_instance(DBInstanceIdentifier=name),
                lambda: client.reboot_db_instance(DBInstanceIdentifier=name),
                lambda: client.failover_db_cluster(DBClusterIdentifier="menu"),
                lambda: empty.account.fail_zone(zone),
                lambda: empty.account.restore_zone(zone),
                lambda: empty.account.restore_zone(zone),
                lambda: empty.advance(seconds=chance.choice([1, 29, 30, 40, 180, 600])),
                lambda: empty.advance(seconds=chance.choice([1, 29, 30, 40, 180, 600])),
            ]
        )
        with suppress(ClientError):  # not allowed at this moment: nothing has happened
            step()
        check_cluster(empty)
    for zone in (A, B, C):
        empty.account.restore_zone(zone)
    empty.advance(hours=1)
    check_cluster(empty)
    instances = client.describe_db_instances()["DBInstances"]
    assert {i["DBInstanceIdentifier"] for i in instances} == set(empty.members())
    assert empty.status() == "available" and empty.answers() == empty.writer()


def check_cluster(shop):
    """A member that exists, a writer that can write, or a failover under way."""
    known = shop.client.instances
    assert all(known[m].status != "deleting" for m in shop.members())
    cluster, clock = shop.client.clusters["menu"], shop.account.clock
    if cluster.status == "failing-over" and cluster.waits:
        assert not cluster.candidates()
    elif cluster.status == "failing-over":
        plan = cluster.plans["life"]
        assert plan.moment >= clock.now and not plan.cancelled
    elif cluster.members:
        assert shop.account.is_zone_up(cluster.writer.zone)
    assert shop.writer() in (None, *shop.members())


# -- restarts ---------------------------------------------------------------------


def test_a_rebooted_writer_stays_the_writer(shop):
    shop.client.reboot_db_instance(DBInstanceIdentifier="one")
    assert shop.answers() is None
    assert (
        refused(shop.client.reboot_db_instance, DBInstanceIdentifier="one")[0]
        == "InvalidDBInstanceState"
    )
    shop.advance(seconds=40)
    assert shop.answers() == "one"


def test_a_reader_that_restarts_takes_over_when_it_is_back(shop):
    shop.client.reboot_db_instance(DBInstanceIdentifier="two")
    shop.account.fail_zone(A)
    shop.advance(seconds=40)
    assert shop.answers() is None
    shop.advance(seconds=30)
    assert shop.answers() == "two"


def test_a_zone_cut_during_the_writers_restart_is_a_failover(shop):
    shop.client.reboot_db_instance(DBInstanceIdentifier="one")
    shop.account.fail_zone(A)
    shop.advance(seconds=40)
    assert shop.writer() == "two"
    shop.account.restore_zone(A)
    assert shop.instance("one")["DBInstanceStatus"] == "available"


def test_a_deleted_instance_does_not_come_back_from_a_restart(shop):
    shop.client.reboot_db_instance(DBInstanceIdentifier="one")
    shop.delete("one")
    shop.advance(minutes=10)
    assert shop.members() == ["two"] and shop.answers() == "two"
    code, _ = refused(shop.client.describe_db_instances, DBInstanceIdentifier="one")
    assert code == "DBInstanceNotFound"


# -- six copies -------------------------------------------------------------------


def test_a_lost_zone_stops_no_write_and_one_copy_more_does(shop):
    volume, server = shop.client.volume("menu"), shop.server()
    shop.account.fail_zone(C)
    server.check_writable()
    volume.lose(1)
    server.check_readable()
    with pytest.raises(Unwritable, match="3 of 6 storage copies.*a write needs 4"):
        server.check_writable()
    volume.lose(2)
    with pytest.raises(Unwritable, match="2 of 6 storage copies.*a read needs 3"):
        server.check_readable()
    volume.restore(1)
    server.check_readable()
    shop.account.restore_zone(C)
    server.check_writable()


def test_two_lost_zones_stop_the_reads(shop):
    shop.account.fail_zone(B)
    shop.account.fail_zone(C)
    server = shop.server()
    assert server.is_up()
    with pytest.raises(Unwritable, match="2 of 6"):
        server.check_readable()


def test_a_volume_has_copies_1_to_6(shop):
    with pytest.raises(ValueError, match="1 to 6"):
        shop.client.volume("menu").lose(7)


# -- snapshots --------------------------------------------------------------------

SNAPSHOT = {"DBClusterSnapshotIdentifier": "noon"}


def test_a_snapshot_outlives_its_cluster(lonely):
    client = lonely.client
    client.create_db_cluster_snapshot(DBClusterIdentifier="Menu", **SNAPSHOT)
    lonely.delete("one")
    client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)
    lonely.advance(minutes=10)
    found = client.describe_db_cluster_snapshots(DBClusterIdentifier="menu")
    assert [s["Status"] for s in found["DBClusterSnapshots"]] == ["available"]
    found = client.describe_db_cluster_snapshots(DBClusterIdentifier="other")
    assert found["DBClusterSnapshots"] == []
    client.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="menu", SnapshotIdentifier="noon", Engine=lonely.engine
    )
    lonely.advance(minutes=2)
    lonely.add("again")
    assert lonely.answers() == "again"


def test_a_restored_cluster_has_the_settings_and_a_name_of_its_own(empty):
    empty.create("one", StorageEncrypted=True, BackupRetentionPeriod=9)
    client = empty.client
    client.create_db_cluster_snapshot(DBClusterIdentifier="menu", **SNAPSHOT)
    wanted = {"SnapshotIdentifier": "noon", "Engine": empty.engine}
    restore = client.restore_db_cluster_from_snapshot
    code, _ = refused(restore, DBClusterIdentifier="old", **wanted)
    assert code == "InvalidDBClusterSnapshotStateFault"  # still being made
    empty.advance(minutes=2)
    code, _ = refused(restore, DBClusterIdentifier="menu", **wanted)
    assert code == "DBClusterAlreadyExistsFault"
    arn = client.describe_db_cluster_snapshots()["DBClusterSnapshots"][0]
    wanted["SnapshotIdentifier"] = arn["DBClusterSnapshotArn"]
    restore(DBClusterIdentifier="old", **wanted)
    empty.advance(minutes=2)
    empty.add("two", "old")
    found = empty.cluster("old")
    assert found["StorageEncrypted"] is True
    assert found["BackupRetentionPeriod"] == 9


def test_no_instance_is_added_to_a_cluster_that_is_being_restored(lonely):
    client = lonely.client
    client.create_db_cluster_snapshot(DBClusterIdentifier="menu", **SNAPSHOT)
    lonely.advance(minutes=2)
    client.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="old", SnapshotIdentifier="noon", Engine=lonely.engine
    )
    wanted = lonely.new_instance("two", "old")
    code, message = refused(client.create_db_instance, **wanted)
    assert code == STATE and "old is creating, not available" in message
    lonely.advance(minutes=2)
    lonely.add("two", "old")
    assert lonely.answers(name="old") == "two"


def test_a_snapshot_has_one_name_and_can_be_deleted(lonely):
    client = lonely.client
    client.create_db_cluster_snapshot(DBClusterIdentifier="menu", **SNAPSHOT)
    code, _ = refused(
        client.create_db_cluster_snapshot, DBClusterIdentifier="menu", **SNAPSHOT
    )
    assert code == "DBClusterSnapshotAlreadyExistsFault"
    code, _ = refused(client.delete_db_cluster_snapshot, **SNAPSHOT)
    assert code == "InvalidDBClusterSnapshotStateFault"
    lonely.advance(minutes=2)
    client.delete_db_cluster_snapshot(**SNAPSHOT)
    code, _ = refused(client.describe_db_cluster_snapshots, **SNAPSHOT)
    assert code == "DBClusterSnapshotNotFoundFault"


def test_deleting_wants_a_final_snapshot_or_that_none_is_wanted(empty):
    empty.create()
    delete, name = empty.client.delete_db_cluster, {"DBClusterIdentifier": "menu"}
    final = {"FinalDBSnapshotIdentifier": "last"}
    assert refused(delete, **name)[0] == "InvalidParameterCombination"
    code, _ = refused(delete, **name, **final, SkipFinalSnapshot=True)
    assert code == "InvalidParameterCombination"
    delete(**name, **final)
    empty.advance(minutes=3)
    found = empty.client.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    assert [s["DBClusterSnapshotIdentifier"] for s in found] == ["last"]


def test_no_snapshot_is_taken_of_what_cannot_be_read(shop):
    for zone in (B, C):
        shop.account.fail_zone(zone)
    code, message = refused(
        shop.client.create_db_cluster_snapshot, DBClusterIdentifier="menu", **SNAPSHOT
    )
    assert code == STATE and "2 of 6" in message
    assert shop.client.describe_db_cluster_snapshots()["DBClusterSnapshots"] == []


# -- AWS Backup -------------------------------------------------------------------


def test_a_cluster_can_be_saved_and_restored_in_another_region(shop):
    shop.client.add_tags_to_resource(
        ResourceName=shop.cluster()["DBClusterArn"],
        Tags=[{"Key": "backup", "Value": "daily"}],
    )
    (found,) = shop.account.protected("eu-west-1")
    kinds = {"aurora": "Aurora", "docdb": "DocumentDB", "neptune": "Neptune"}
    assert found.kind == kinds[shop.kind]
    assert found.arn == "arn:aws:rds:eu-west-1:123456789012:cluster:menu"
    assert found.tags == {"backup": "daily"}
    saved = found.save()
    assert isinstance(saved.content, bytes)
    there = ClusterShop(shop.kind, region="eu-central-1", account=shop.account)
    wanted = saved.metadata | {"DBClusterIdentifier": "copy", "Port": "5000"}
    arn = there.client.restore_saved(saved, wanted)
    assert arn == "arn:aws:rds:eu-central-1:123456789012:cluster:copy"
    there.advance(minutes=2)
    there.add("far", "copy")
    assert there.answers(name="copy") == "far"
    assert there.cluster("copy")["Port"] == 5000
    assert there.zone("far").startswith("eu-central-1")


def test_what_cannot_be_saved_or_restored_says_why(empty):
    empty.client.create_db_cluster(**empty.new_cluster())
    assert empty.client.protected() == []
    empty.advance(minutes=2)
    (found,) = empty.client.protected()
    saved = found.save()
    with pytest.raises(ServiceError, match="DBClusterIdentifier"):
        empty.client.restore_saved(saved, {})
    for wrong, why in (
        ({"Engine": "mysql"}, "Invalid DB engine"),
        ({"Port": "x"}, "number in text"),
        ({"Zone": A}, "Unknown restore metadata"),
    ):
        with pytest.raises(ServiceError, match=why):
            empty.client.restore_saved(saved, {"DBClusterIdentifier": "copy"} | wrong)
    with pytest.raises(ServiceError, match="already exists"):
        empty.client.restore_saved(saved, {"DBClusterIdentifier": "menu"})
    empty.client.delete_db_cluster(DBClusterIdentifier="menu", SkipFinalSnapshot=True)
    assert empty.client.protected() == []
    with pytest.raises(ServiceError, match="menu is deleting"):
        found.save()


# -- tags -------------------------------------------------------------------------


def test_tags_are_added_listed_and_removed(empty):
    client = empty.client
    empty.create(Tags=[{"Key": "team", "Value": "till"}])
    empty.add("one", Tags=[{"Key": "size", "Value": "large"}])
    arn = empty.cluster()["DBClusterArn"]
    added = [{"Key": "team", "Value": "web"}, {"Key": "plan", "Value": "daily"}]
    client.add_tags_to_resource(ResourceName=arn, Tags=added)
    assert client.list_tags_for_resource(ResourceName=arn)["TagList"] == added
    client.remove_tags_from_resource(ResourceName=arn, TagKeys=["team", "other"])
    assert client.list_tags_for_resource(ResourceName=arn)["TagList"] == added[1:]
    arn = empty.instance("one")["DBInstanceArn"]
    assert client.list_tags_for_resource(ResourceName=arn)["TagList"] == [
        {"Key": "size", "Value": "large"}
    ]


@pytest.mark.parametrize(
    "arn, code",
    [
        ("arn:aws:rds:eu-west-1:123456789012:cluster:tea", "DBClusterNotFoundFault"),
        ("arn:aws:rds:eu-west-1:123456789012:db:tea", "DBInstanceNotFound"),
        ("arn:aws:rds:us-east-1:123456789012:cluster:menu", "InvalidParameterValue"),
        ("menu", "InvalidParameterValue"),
    ],
)
def test_a_tag_needs_something_to_hang_on(empty, arn, code):
    assert refused(empty.client.list_tags_for_resource, ResourceName=arn)[0] == code


@pytest.mark.parametrize(
    "tag", [{}, {"Value": "till"}, {"Key": ""}, {"Key": "aws:team"}, {"Key": "k" * 129}]
)
def test_a_tag_has_a_key_of_its_own(empty, tag):
    code, _ = refused(empty.client.create_db_cluster, **empty.new_cluster(Tags=[tag]))
    assert code == "InvalidParameterValue"


# -- names and errors -------------------------------------------------------------


def test_a_name_is_taken_once(shop):
    client = shop.client
    code, _ = refused(client.create_db_cluster, **shop.new_cluster("MENU"))
    assert code == "DBClusterAlreadyExistsFault"
    code, _ = refused(client.create_db_instance, **shop.new_instance("One"))
    assert code == "DBInstanceAlreadyExists"


def test_the_services_of_the_family_share_their_names(shop):
    other = ClusterShop(
        "neptune" if shop.kind == "docdb" else "docdb", account=shop.account
    )
    code, _ = refused(other.client.create_db_cluster, **other.new_cluster())
    assert code == "DBClusterAlreadyExistsFault"
    other.create(name="drinks")
    code, _ = refused(
        other.client.create_db_instance, **other.new_instance("one", "drinks")
    )
    assert code == "DBInstanceAlreadyExists"
    rds = aws.Session(account=shop.account).client("rds")
    code, _ = refused(rds.create_db_instance, **new_instance("one"))
    assert code == "DBInstanceAlreadyExists"
    code, _ = refused(rds.create_db_cluster, **new_cluster("menu"))
    assert code == "DBClusterAlreadyExistsFault"
    there = ClusterShop(other.kind, region="us-east-1", account=shop.account)
    there.create(name="menu")


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"DBClusterIdentifier": "1menu"}, "InvalidParameterValue"),
        ({"DBClusterIdentifier": "my--menu"}, "InvalidParameterValue"),
        ({"Engine": "postgres"}, "InvalidParameterValue"),
        ({"EngineVersion": "0.1"}, "InvalidParameterCombination"),
        ({"BackupRetentionPeriod": 0}, "InvalidParameterValue"),
        ({"BackupRetentionPeriod": 36}, "InvalidParameterValue"),
        ({"VpcSecurityGroupIds": ["sg-0"]}, "InvalidParameterValue"),
    ],
)
def test_a_cluster_that_cannot_be_is_refused_and_leaves_nothing(empty, settings, code):
    wanted = empty.new_cluster() | settings
    assert refused(empty.client.create_db_cluster, **wanted)[0] == code
    assert empty.client.describe_db_clusters()["DBClusters"] == []


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"DBInstanceIdentifier": "-"}, "InvalidParameterValue"),
        ({"DBInstanceClass": "db.tea"}, "InvalidParameterValue"),
        ({"Engine": "tea"}, "InvalidParameterValue"),
        ({"DBClusterIdentifier": "tea"}, "DBClusterNotFoundFault"),
        ({"PromotionTier": 16}, "InvalidParameterValue"),
        ({"AvailabilityZone": "eu-central-1a"}, "InvalidVPCNetworkStateFault"),
    ],
)
def test_an_instance_that_cannot_be_is_refused_and_leaves_nothing(
    empty, settings, code
):
    empty.create()
    wanted = empty.new_instance() | settings
    assert refused(empty.client.create_db_instance, **wanted)[0] == code
    assert empty.client.describe_db_instances()["DBInstances"] == []


def test_what_is_not_there_is_said_to_be_missing(empty):
    client = empty.client
    cluster, instance = {"DBClusterIdentifier": "x"}, {"DBInstanceIdentifier": "x"}
    for call in (
        client.describe_db_clusters,
        client.modify_db_cluster,
        client.delete_db_cluster,
        client.failover_db_cluster,
    ):
        code, message = refused(call, **cluster)
        assert (code, message) == ("DBClusterNotFoundFault", "DBCluster x not found.")
    for call in (
        client.describe_db_instances,
        client.delete_db_instance,
        client.reboot_db_instance,
    ):
        code, message = refused(call, **instance)
        assert (code, message) == ("DBInstanceNotFound", "DBInstance x not found.")
    with pytest.raises(client.exceptions.DBClusterNotFoundFault):
        client.describe_db_clusters(**cluster)


def test_a_wrong_change_changes_nothing(shop):
    code, _ = refused(
        shop.client.modify_db_cluster,
        DBClusterIdentifier="menu",
        VpcSecurityGroupIds=["sg-0"],
        BackupRetentionPeriod=3,
    )
    assert code == "InvalidParameterValue"
    assert shop.cluster()["BackupRetentionPeriod"] == 1


@pytest.mark.parametrize("kind", ["docdb", "neptune"])
def test_boto3_has_no_waiter_for_these_clusters(kind):
    with pytest.raises(ValueError, match="db_instance_available, db_instance_deleted"):
        ClusterShop(kind).client.get_waiter("db_cluster_available")


def test_waiting_for_an_instance_that_goes_is_in_vain(lonely):
    lonely.delete("one")
    with pytest.raises(WaiterError, match="terminal failure"):
        lonely.wait("one")


def test_an_argument_that_aws_has_not_is_refused(empty):
    with pytest.raises(ParamValidationError, match="Unknown parameter"):
        empty.client.create_db_cluster(**empty.new_cluster(), Instances=3)


def test_events_tell_the_story(shop):
    shop.cut("one")
    shop.advance(seconds=30)
    assert shop.events() == [
        "DB cluster created",
        "Started failover: the writer's zone does not answer",
        "Completed failover to DB instance: two",
    ]
    assert shop.events("two", "db-instance") == ["DB instance created"]
    code, _ = refused(shop.client.describe_events, SourceIdentifier="menu")
    assert code == "InvalidParameterCombination"


# -- the map ----------------------------------------------------------------------


def test_the_map_shows_writer_readers_and_copies(shop):
    from cafe.explorers.account_map import account_map

    found = shop.account.resources()
    assert [(r.name, r.role, r.zone) for r in found[:2]] == [
        ("one", "writer", A),
        ("two", "reader", B),
    ]
    assert [r.role for r in found[2:]] == ["copy"] * 6
    shop.account.fail_zone(A)
    words = repr(account_map(shop.account))
    assert "one, writer" in words and "available, not reachable" in words
    assert "menu copy 1 cut off" in words and "menu copy 3 in step" in words
    shop.client.volume("menu").lose(3)
    assert "menu copy 3 lost" in repr(account_map(shop.account))
    assert "It shares the volume of menu." in words
