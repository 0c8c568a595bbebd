"""The life of an instance: create, change, stop, start, reboot, delete; its rules."""

import pytest

from fixtures.rds import PASSWORD, Shop, new_instance, refused

STATE = "InvalidDBInstanceState"
VALUE = "InvalidParameterValue"
COMBINATION = "InvalidParameterCombination"


@pytest.fixture
def shop():
    return Shop()


def change(shop, name="orders", **settings):
    return shop.rds.modify_db_instance(DBInstanceIdentifier=name, **settings)


def delete(shop, name="orders", **settings):
    settings = settings or {"SkipFinalSnapshot": True}
    return shop.rds.delete_db_instance(DBInstanceIdentifier=name, **settings)


# -- creating ---------------------------------------------------------------------


def test_an_instance_is_created_backed_up_and_available_on_the_clock(shop):
    answer = shop.launch()["DBInstance"]
    assert answer["DBInstanceStatus"] == "creating"
    assert "Endpoint" not in answer and "InstanceCreateTime" not in answer
    shop.account.clock.advance(minutes=7)
    assert shop.status() == "backing-up"
    assert shop.connect()
    shop.account.clock.advance(minutes=3)
    assert shop.status() == "available"
    assert shop.events() == [
        "DB instance created",
        "Backing up DB instance",
        "Finished DB Instance backup",
    ]


def test_without_backups_it_is_available_at_once(shop):
    shop.launch(BackupRetentionPeriod=0)
    shop.account.clock.advance(minutes=7)
    assert shop.status() == "available"
    assert "LatestRestorableTime" not in shop.describe()


@pytest.mark.parametrize(
    "engine, port",
    [
        ("postgres", 5432),
        ("mysql", 3306),
        ("mariadb", 3306),
    ],
)
def test_each_engine_has_its_default_port(shop, engine, port):
    shop.create(Engine=engine)
    assert shop.describe()["Endpoint"]["Port"] == port
    assert shop.connect(port=port).execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize(
    "setting, code, part",
    [
        ({"DBInstanceIdentifier": "1st"}, VALUE, "must begin with a letter"),
        ({"DBInstanceIdentifier": "a--b"}, VALUE, "two consecutive"),
        ({"DBInstanceIdentifier": "a-"}, VALUE, "end with a hyphen"),
        ({"DBInstanceIdentifier": "a" * 64}, VALUE, "not a valid identifier"),
        ({"DBInstanceClass": "db.tea"}, VALUE, "Invalid DB Instance class: db.tea"),
        (
            {"Engine": "tea"},
            VALUE,
            "Invalid DB engine: tea. This small AWS has: postgres",
        ),
        ({"Engine": "aurora-postgresql"}, COMBINATION, "create_db_cluster first"),
        ({"EngineVersion": "9.4"}, COMBINATION, "Cannot find version 9.4 for postgres"),
        ({"MasterUserPassword": "short"}, VALUE, "shorter than 8"),
        ({"MasterUserPassword": "x" * 129}, VALUE, "longer than 128"),
        ({"MasterUserPassword": "with space"}, VALUE, "Only printable ASCII"),
        ({"MasterUserPassword": "at@twelve"}, VALUE, "Only printable ASCII"),
        ({"MasterUserPassword": "caffè-latte"}, VALUE, "Only printable ASCII"),
        ({"MasterUsername": "admin"}, VALUE, "reserved word"),
        ({"MasterUsername": "rdsadmin"}, VALUE, "reserved word"),
        ({"MasterUsername": "user"}, VALUE, "reserved word"),
        ({"MasterUsername": "Select", "Engine": "mysql"}, VALUE, "reserved word"),
        ({"MasterUsername": "m" * 17, "Engine": "mysql"}, VALUE, "1 to 16 letters"),
        ({"MasterUserPassword": "x" * 42, "Engine": "mysql"}, VALUE, "longer than 41"),
        ({"MasterUsername": "1st"}, VALUE, "MasterUsername"),
        ({"AllocatedStorage": 19}, VALUE, "between 20 and 65536"),
        ({"AllocatedStorage": 65537}, VALUE, "between 20 and 65536"),
        ({"BackupRetentionPeriod": 36}, VALUE, "between 0 and 35"),
        ({"BackupRetentionPeriod": -1}, VALUE, "between 0 and 35"),
        ({"DBName": 'x" (READ_ONLY)'}, VALUE, "DBName must begin with a letter"),
        ({"DBName": "memory"}, VALUE, "reserved word"),
        ({"DBName": "table"}, VALUE, "reserved word"),
        ({"PromotionTier": 2}, COMBINATION, "in no cluster"),
        ({"PreferredBackupWindow": "3:00-4:00"}, VALUE, "backup window format"),
        ({"PreferredBackupWindow": "03:00-03:29"}, VALUE, "at least 30 minutes"),
        ({"PreferredBackupWindow": "03:00-03:00"}, VALUE, "at least 30 minutes"),
        ({"PreferredBackupWindow": "04:15-04:00"}, VALUE, "must not overlap"),
        ({"PreferredMaintenanceWindow": "tea:03:00-tea:04:00"}, VALUE, "format"),
        ({"PreferredMaintenanceWindow": "mon:03:00-mon:03:10"}, VALUE, "at least 30"),
        ({"PreferredMaintenanceWindow": "mon:03:00-tue:03:00"}, VALUE, "less than 24"),
        (
            {
                "PreferredBackupWindow": "23:45-00:30",
                "PreferredMaintenanceWindow": "sun:23:30-mon:00:15",
            },
            VALUE,
            "The backup window and maintenance window must not overlap.",
        ),
        ({"MultiAZ": True, "AvailabilityZone": "eu-west-1a"}, COMBINATION, "Multi-AZ"),
        (
            {"AvailabilityZone": "us-east-1a"},
            "InvalidVPCNetworkStateFault",
            "us-east-1a",
        ),
        ({"VpcSecurityGroupIds": ["sg-0"]}, VALUE, "sg-0"),
    ],
)
def test_a_setting_that_aws_refuses_is_refused(shop, setting, code, part):
    answer = refused(shop.rds.create_db_instance, **new_instance() | setting)
    assert answer[0] == code and part in answer[1], answer
    assert shop.rds.describe_db_instances()["DBInstances"] == []


@pytest.mark.parametrize(
    "name", ["MasterUsername", "MasterUserPassword", "AllocatedStorage"]
)
def test_what_only_a_cluster_can_do_without_must_be_given(shop, name):
    arguments = new_instance()
    del arguments[name]
    assert refused(shop.rds.create_db_instance, **arguments) == (
        VALUE,
        f"The parameter {name} must be provided and must not be blank.",
    )


@pytest.mark.parametrize(
    "setting",
    [
        {"MasterUserPassword": "!#$%&'()*+,-.09:;<=>?AZ[]^_`az{|}~"},
        {"MasterUserPassword": "x" * 128},
        {"MasterUsername": "m" * 63},
        {"AllocatedStorage": 65536},
        {"DBInstanceIdentifier": "a" * 63},
        {"BackupRetentionPeriod": 35},
        {"Engine": "mysql", "MasterUsername": "admin"},
    ],
)
def test_what_aws_takes_is_taken(shop, setting):
    assert shop.launch(**setting)


def test_names_are_stored_in_lower_case_and_found_in_any(shop):
    shop.create("Orders")
    assert shop.describe("ORDERS")["DBInstanceIdentifier"] == "orders"
    code, _ = refused(shop.rds.create_db_instance, **new_instance("oRders"))
    assert code == "DBInstanceAlreadyExists"


def test_in_a_cut_zone_nothing_new_is_made(shop):
    shop.account.fail_zone("eu-west-1a")
    wanted = new_instance() | {"AvailabilityZone": "eu-west-1a"}
    code, _ = refused(shop.rds.create_db_instance, **wanted)
    assert code == "InsufficientDBInstanceCapacity"
    shop.create()
    assert shop.describe()["AvailabilityZone"] == "eu-west-1b"


def test_a_zone_cut_while_creating_moves_the_instance_elsewhere(shop):
    shop.launch()
    shop.account.fail_zone("eu-west-1a")
    shop.wait()
    assert shop.describe()["AvailabilityZone"] != "eu-west-1a"
    assert shop.connect()


# -- changing ---------------------------------------------------------------------


def test_a_new_class_interrupts_for_a_short_time(shop):
    shop.create()
    change(shop, DBInstanceClass="db.m7g.large", ApplyImmediately=True)
    assert shop.status() == "modifying"
    shop.account.clock.advance(minutes=4, seconds=59)
    connection = shop.connect()
    shop.account.clock.advance(seconds=1)
    assert connection.broken
    shop.account.clock.advance(seconds=40)
    assert (shop.status(), shop.describe()["DBInstanceClass"]) == (
        "available",
        "db.m7g.large",
    )


def test_a_change_waits_for_the_maintenance_window(shop):
    shop.create()
    assert shop.describe()["PreferredMaintenanceWindow"] == "sun:04:00-sun:04:30"
    change(shop, DBInstanceClass="db.m7g.large")
    assert shop.describe()["PendingModifiedValues"] == {
        "DBInstanceClass": "db.m7g.large"
    }
    shop.account.clock.advance(days=5, hours=21, minutes=49)  # Sunday, 03:59
    assert shop.describe()["DBInstanceClass"] == "db.t4g.micro"
    shop.account.clock.advance(minutes=7)
    assert shop.describe()["DBInstanceClass"] == "db.m7g.large"
    assert shop.describe()["PendingModifiedValues"] == {}


@pytest.mark.slow
@pytest.mark.parametrize("at_once", [False, True])
def test_a_change_that_waits_is_taken_back_by_asking_for_what_there_is(shop, at_once):
    """See "Apply immediately" in the RDS User Guide."""
    shop.create()
    change(shop, DBInstanceClass="db.m7g.large", MultiAZ=True, AllocatedStorage=40)
    as_now = {"DBInstanceClass": "db.t4g.micro", "MultiAZ": False}
    change(shop, **as_now, AllocatedStorage=20, ApplyImmediately=at_once)
    assert shop.describe()["PendingModifiedValues"] == {}
    shop.account.clock.advance(days=8)
    assert as_now.items() <= shop.describe().items()


def test_a_refused_deletion_leaves_no_final_snapshot(shop):
    shop.create()
    shop.rds.create_db_instance_read_replica(
        DBInstanceIdentifier="reports", SourceDBInstanceIdentifier="orders"
    )
    code, message = refused(delete, shop=shop, FinalDBSnapshotIdentifier="last")
    assert code == STATE and "still being created" in message
    kinds = [s["SnapshotType"] for s in shop.rds.describe_db_snapshots()["DBSnapshots"]]
    assert kinds == ["automated"]


def test_a_read_replica_has_its_sources_password(shop):
    shop.create()
    shop.replica()
    change(shop, MasterUserPassword="latte-2026")
    assert shop.connect("reports", password="latte-2026")
    code, message = refused(
        change, shop=shop, name="reports", MasterUserPassword=PASSWORD
    )
    assert code == COMBINATION and "its source's" in message


def test_a_minor_version_comes_by_itself(shop):
    shop.create("auto", EngineVersion="17.5")
    shop.create("old", EngineVersion="16.9")
    shop.account.clock.advance(days=8)
    versions = {n: shop.describe(n)["EngineVersion"] for n in ("auto", "old")}
    assert versions == {"auto": "17.6", "old": "16.10"}


def test_asking_for_what_is_there_already_changes_nothing(shop):
    shop.create()
    change(shop, DBInstanceClass="db.t4g.micro", MultiAZ=False, ApplyImmediately=True)
    assert shop.status() == "available"
    assert shop.describe()["PendingModifiedValues"] == {}


def test_a_refused_change_changes_nothing_at_all(shop):
    shop.create()
    before = shop.describe()
    refused(
        change, shop=shop, MasterUserPassword="macchiato-1", DBInstanceClass="db.tea"
    )
    refused(
        change,
        shop=shop,
        MasterUserPassword="macchiato-1",
        VpcSecurityGroupIds=["sg-0"],
    )
    assert shop.describe() == before
    assert shop.connect(password=PASSWORD)


# -- stop, start, reboot, delete --------------------------------------------------


def test_a_stopped_instance_keeps_its_data_and_starts_again(shop):
    shop.create()
    shop.write("orders", 1)
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    assert shop.status() == "stopping"
    shop.account.clock.advance(minutes=2)
    assert shop.status() == "stopped"
    assert shop.describe()["Endpoint"]
    shop.rds.start_db_instance(DBInstanceIdentifier="orders")
    assert shop.status() == "starting"
    shop.wait()
    assert shop.read() == [1]


def test_after_seven_days_a_stopped_instance_starts_by_itself(shop):
    shop.create()
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(days=7, minutes=1)
    assert shop.status() == "stopped"
    shop.account.clock.advance(minutes=4)
    assert shop.status() == "available"


def test_the_seven_days_count_from_the_last_stop(shop):
    shop.create()
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(days=4)
    shop.rds.start_db_instance(DBInstanceIdentifier="orders")
    shop.wait()
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(days=5)
    assert shop.status() == "stopped"


def test_a_reboot_is_short_and_keeps_the_data(shop):
    shop.create()
    shop.write("orders", 1)
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders")
    assert shop.status() == "rebooting"
    shop.account.clock.advance(seconds=40)
    assert shop.status() == "available"
    assert shop.read() == [1]


def test_a_deleted_instance_is_gone_with_its_endpoint(shop):
    shop.create()
    host = shop.describe()["Endpoint"]["Address"]
    assert delete(shop)["DBInstance"]["DBInstanceStatus"] == "deleting"
    assert host not in shop.account.endpoints
    assert refused(delete, shop=shop)[0] == STATE
    shop.account.clock.advance(minutes=3)
    assert refused(shop.describe)[0] == "DBInstanceNotFound"


def test_a_new_instance_may_take_the_name_of_a_deleted_one(shop):
    shop.create()
    shop.write("orders", 1)
    delete(shop)
    shop.account.clock.advance(minutes=3)
    shop.create()
    shop.write("orders", 2)
    shop.account.clock.advance(days=2)
    assert shop.read() == [2]
    snapshots = shop.rds.describe_db_snapshots()["DBSnapshots"]
    assert len(snapshots) == len({s["SnapshotCreateTime"] for s in snapshots})


def test_deleting_while_creating_leaves_nothing(shop):
    shop.launch(MultiAZ=True)
    delete(shop)
    shop.account.clock.advance(minutes=20)
    assert shop.rds.describe_db_instances()["DBInstances"] == []
    assert shop.account.endpoints == {} and shop.account.resources() == []


def test_deleting_wants_a_word_about_the_final_snapshot(shop):
    shop.create()
    assert refused(delete, shop=shop, SkipFinalSnapshot=False) == (
        COMBINATION,
        "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
    )
    assert (
        refused(
            delete, shop=shop, SkipFinalSnapshot=True, FinalDBSnapshotIdentifier="last"
        )[0]
        == COMBINATION
    )
    assert shop.status() == "available"


CALLS = {
    "modify_db_instance": {"DBInstanceClass": "db.m7g.large"},
    "reboot_db_instance": {},
    "stop_db_instance": {},
    "create_db_snapshot": {"DBSnapshotIdentifier": "snap"},
    "delete_db_instance": {"FinalDBSnapshotIdentifier": "snap"},
}


def creating(shop):
    shop.launch()


def modifying(shop):
    shop.create()
    change(shop, DBInstanceClass="db.m7g.large", ApplyImmediately=True)


def stopped(shop):
    shop.create()
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(minutes=2)


def deleting(shop):
    shop.create()
    delete(shop)


def in_a_cut_zone(shop):
    shop.create()
    shop.cut()


STATES = [creating, modifying, stopped, deleting, in_a_cut_zone]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("state", STATES)
def test_a_call_in_the_wrong_state_is_refused(shop, state, name):
    state(shop)
    if (state, name) == (stopped, "delete_db_instance"):
        return  # what is stopped can be deleted, with its snapshot
    before = shop.status()
    call = getattr(shop.rds, name)
    assert refused(call, DBInstanceIdentifier="orders", **CALLS[name])[0] == STATE
    assert shop.status() == before
    if state is not stopped:
        call = shop.rds.start_db_instance
        assert refused(call, DBInstanceIdentifier="orders")[0] == STATE


@pytest.mark.parametrize("name", [*CALLS, "start_db_instance", "promote_read_replica"])
def test_a_call_on_what_is_not_there_says_so(shop, name):
    arguments = CALLS.get(name, {}) | {"DBInstanceIdentifier": "tea"}
    assert refused(getattr(shop.rds, name), **arguments) == (
        "DBInstanceNotFound",
        "DBInstance tea not found.",
    )


def test_events_want_the_type_of_their_source(shop):
    shop.create()
    code, _ = refused(shop.rds.describe_events, SourceIdentifier="orders")
    assert code == COMBINATION
    shop.account.clock.advance(minutes=61)
    assert shop.rds.describe_events()["Events"] == []


def test_the_map_shows_what_runs_where(shop):
    shop.create(MultiAZ=True)
    shown = [(r.role, r.zone, r.status) for r in shop.account.resources()]
    assert shown == [
        ("primary", "eu-west-1a", "available"),
        ("standby", "eu-west-1b", "in step"),
    ]


# -- windows and storage --------------------------------------------------------------


@pytest.mark.parametrize(
    "given, backup, maintenance",
    [
        ({}, "03:00-03:30", "sun:04:00-sun:04:30"),
        (
            {"PreferredMaintenanceWindow": "Mon:16:00-Mon:16:30"},
            "03:00-03:30",
            "mon:16:00-mon:16:30",
        ),
        (
            {"PreferredBackupWindow": "04:00-05:00"},
            "04:00-05:00",
            "sun:05:00-sun:05:30",
        ),
        (
            {"PreferredMaintenanceWindow": "wed:02:00-wed:03:30"},
            "03:30-04:00",
            "wed:02:00-wed:03:30",
        ),
    ],
)
def test_windows_that_are_not_chosen_fit_those_that_are(
    shop, given, backup, maintenance
):
    shop.launch(**given)
    told = shop.describe()
    assert told["PreferredBackupWindow"] == backup
    assert told["PreferredMaintenanceWindow"] == maintenance


def test_backups_and_maintenance_begin_in_the_windows_that_one_chooses(shop):
    shop.create(PreferredBackupWindow="12:00-12:30")
    shop.account.clock.advance(hours=24)
    automated = shop.rds.describe_db_snapshots(
        Filters=[{"Name": "snapshot-type", "Values": ["automated"]}]
    )["DBSnapshots"]
    assert [s["SnapshotCreateTime"].hour for s in automated] == [6, 12]
    monday = shop.account.clock.now
    assert monday.weekday() == 1
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        PreferredMaintenanceWindow="Wed:16:00-Wed:17:00",
        DBInstanceClass="db.m7g.large",
    )
    shop.account.clock.advance(hours=30)
    assert shop.describe()["DBInstanceClass"] == "db.t4g.micro"
    shop.account.clock.advance(hours=4)
    assert shop.describe()["DBInstanceClass"] == "db.m7g.large"
    code, message = refused(
        shop.rds.modify_db_instance,
        DBInstanceIdentifier="orders",
        PreferredBackupWindow="16:30-17:30",
    )
    assert code == VALUE and "must not overlap" in message


@pytest.mark.parametrize("wanted, grown", [(20, 20), (21, 22), (22, 22), (50, 50)])
def test_storage_grows_by_a_tenth_at_the_least(shop, wanted, grown):
    shop.create()
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders", AllocatedStorage=wanted, ApplyImmediately=True
    )
    shop.wait()
    assert shop.describe()["AllocatedStorage"] == grown


def test_storage_grows_again_after_six_hours_and_not_before(shop):
    shop.create()
    change(shop, AllocatedStorage=30, ApplyImmediately=True)
    shop.wait()
    assert change(shop, AllocatedStorage=30)
    code, message = refused(
        shop.rds.modify_db_instance,
        DBInstanceIdentifier="orders",
        AllocatedStorage=40,
    )
    assert code == COMBINATION and "is being optimized" in message
    shop.account.clock.advance(hours=6)
    change(shop, AllocatedStorage=40, ApplyImmediately=True)
    shop.wait()
    assert shop.describe()["AllocatedStorage"] == 40


@pytest.mark.parametrize(
    "engine, longest", [("postgres", 128), ("mysql", 41), ("mariadb", 41)]
)
def test_the_longest_password_is_the_engine_s(shop, engine, longest):
    shop.create(Engine=engine, MasterUserPassword="x" * longest)
    code, message = refused(
        shop.rds.modify_db_instance,
        DBInstanceIdentifier="orders",
        MasterUserPassword="x" * (longest + 1),
    )
    assert code == VALUE and f"longer than {longest} characters" in message


def test_storage_never_shrinks(shop):
    shop.create(AllocatedStorage=100)
    code, message = refused(
        shop.rds.modify_db_instance, DBInstanceIdentifier="orders", AllocatedStorage=50
    )
    assert code == COMBINATION and "cannot be less than the current" in message


def test_a_database_that_nobody_named_is_not_told(shop):
    arguments = new_instance()
    del arguments["DBName"]
    shop.rds.create_db_instance(**arguments)
    assert "DBName" not in shop.describe()


@pytest.mark.parametrize("zones", ["a", "abc"])
def test_an_instance_is_not_made_in_a_zone_that_is_cut(shop, zones):
    shop.launch()
    for letter in zones:
        shop.account.fail_zone(f"eu-west-1{letter}")
    shop.account.clock.advance(minutes=30)
    found = [resource.zone for resource in shop.rds.resources()]
    assert found == ([] if zones == "abc" else ["eu-west-1b"])
    shop.account.restore_zone("eu-west-1c")
    shop.wait()
    made_in = "eu-west-1c" if zones == "abc" else "eu-west-1b"
    assert shop.describe()["AvailabilityZone"] == made_in
