"""The bill against sums made by hand: each line is its hours or counts times a price.

The prices are written here once more, so that a slip in the table or in the meter
shows. Hours are counted from the moments at which a thing is there and gone.
"""

from datetime import date

import pytest

from cafe import aws
from cafe.aws.pricing import prices
from cafe.aws.pricing.bill import Bill
from fixtures.rds import Shop

HOURS = 720  # of November
TABLE = {
    "TableName": "loyalty",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}],
}


def lines(account, month="2026-11"):
    """{(line, resource): (quantity, US dollars)} of a month's bill."""
    bill = account.bill(month)
    assert bill.total == pytest.approx(sum(line.usd for line in bill.lines))
    return {(x.line, x.resource): (x.quantity, x.usd) for x in bill.lines}


def client(account, service, region=None):
    return aws.Session(account=account).client(service, region)


@pytest.fixture
def account():
    return aws.Account()


@pytest.fixture
def loyalty(account):
    """A table on demand, empty."""
    dynamodb = client(account, "dynamodb")
    dynamodb.create_table(**TABLE, BillingMode="PAY_PER_REQUEST")
    dynamodb.get_waiter("table_exists").wait(TableName="loyalty")
    return dynamodb


def put(dynamodb, first=0, count=1000, text=""):
    for number in range(first, first + count):
        item = {"id": {"N": str(number)}, "t": {"S": text or "x"}}
        dynamodb.put_item(TableName="loyalty", Item=item)
        if text:  # as much as a partition takes in a second
            dynamodb.account.clock.advance(seconds=1)


# -- RDS ------------------------------------------------------------------------------


def test_an_instance_costs_its_hours_and_its_storage():
    shop = Shop()
    shop.launch(AllocatedStorage=20)
    shop.account.clock.advance(days=28, hours=18)  # to the end of November
    hours = 28 * 24 + 18 - 7 / 60  # it is being made for seven minutes
    assert lines(shop.account) == {
        ("rds.db.t4g.micro", "orders"): pytest.approx((hours, hours * 0.017)),
        ("rds.gp3", "orders"): pytest.approx(
            (20 * hours / HOURS, 20 * hours / HOURS * 0.127)
        ),
    }


def test_a_proxy_costs_each_vcpu_of_its_instance_while_it_is_available():
    shop = Shop()
    shop.launch(DBInstanceClass="db.m7g.xlarge")
    shop.account.clock.advance(minutes=10)
    shop.rds.create_db_proxy(
        DBProxyName="till",
        EngineFamily="POSTGRESQL",
        RoleArn="arn:aws:iam::123456789012:role/till",
        VpcSubnetIds=["subnet-a", "subnet-b"],
    )
    shop.rds.register_db_proxy_targets(
        DBProxyName="till", DBInstanceIdentifiers=["orders"]
    )
    shop.account.clock.advance(hours=10, minutes=5)  # five of them to be made
    quantity = 4 * 10
    assert lines(shop.account)["rds.proxy", "till"] == pytest.approx(
        (quantity, quantity * 0.015)
    )


def test_multi_az_costs_twice_and_nothing_for_the_copies_between_the_zones():
    shop = Shop()
    shop.launch(AllocatedStorage=20, MultiAZ=True)
    shop.account.clock.advance(hours=10, minutes=7)
    found = lines(shop.account)
    assert found["rds.db.t4g.micro", "orders"] == pytest.approx((20, 20 * 0.017))
    assert found["rds.gp3", "orders"][1] == pytest.approx(40 * 10 / HOURS * 0.127)
    assert len(found) == 2


def test_a_lost_standby_is_paid_for():
    shop = Shop()
    shop.launch(AllocatedStorage=20, MultiAZ=True)
    shop.account.clock.advance(minutes=7)
    before = shop.account.bill().total
    shop.account.fail_zone("eu-west-1b")
    shop.account.clock.advance(hours=1)
    hour = 2 * 0.017 + 40 / HOURS * 0.127
    assert shop.account.bill().total - before == pytest.approx(hour)


def test_a_stopped_instance_costs_its_storage_only_and_runs_again_after_seven_days():
    shop = Shop()
    shop.create(AllocatedStorage=20)
    before = lines(shop.account)
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(days=8)
    ran = lines(shop.account)["rds.db.t4g.micro", "orders"][0]
    ran -= before["rds.db.t4g.micro", "orders"][0]
    # 2 minutes of stopping, 7 days, 3 minutes of starting: then it runs again.
    assert ran == pytest.approx(24 - 5 / 60)
    kept = lines(shop.account)["rds.gp3", "orders"][0]
    assert kept - before["rds.gp3", "orders"][0] == pytest.approx(20 * 8 * 24 / HOURS)


def test_a_read_replica_costs_as_much_as_an_instance():
    shop = Shop()
    shop.create(AllocatedStorage=20)
    shop.replica()
    before = shop.account.bill().total
    shop.account.clock.advance(hours=1)
    hour = 2 * (0.017 + 20 / HOURS * 0.127)
    assert shop.account.bill().total - before == pytest.approx(hour)


def test_backups_are_free_up_to_the_storage_and_then_cost():
    shop = Shop()
    shop.create(AllocatedStorage=20)
    shop.account.clock.advance(days=3)  # automated ones: together as large as one
    assert ("rds.backup", "all backups") not in lines(shop.account)
    shop.rds.create_db_snapshot(
        DBSnapshotIdentifier="before-the-sale", DBInstanceIdentifier="orders"
    )
    shop.account.clock.advance(days=6)
    quantity = 20 * 6 * 24 / HOURS
    found = lines(shop.account)["rds.backup", "all backups"]
    assert found == pytest.approx((quantity, quantity * 0.095))


def test_a_snapshot_fits_into_the_free_amount_where_no_automated_ones_are_kept():
    shop = Shop()
    shop.create(AllocatedStorage=20, BackupRetentionPeriod=0)
    shop.rds.create_db_snapshot(
        DBSnapshotIdentifier="before-the-sale", DBInstanceIdentifier="orders"
    )
    shop.account.clock.advance(days=3)
    assert ("rds.backup", "all backups") not in lines(shop.account)


def test_a_snapshot_without_its_instance_has_no_free_amount():
    shop = Shop()
    shop.create(AllocatedStorage=20)
    shop.rds.delete_db_instance(
        DBInstanceIdentifier="orders", FinalDBSnapshotIdentifier="last"
    )
    shop.account.clock.advance(days=3)
    quantity = 20 * 3 * 24 / HOURS
    found = lines(shop.account)["rds.backup", "all backups"]
    assert found == pytest.approx((quantity, quantity * 0.095))


# -- Aurora ---------------------------------------------------------------------------


def test_aurora_costs_instances_one_copy_of_the_data_and_its_writes():
    shop = Shop()
    shop.create_cluster("menu", "one", "two")
    clock, rds = shop.account.clock, shop.rds
    before = lines(shop.account)
    with shop.connect_cluster(name="menu") as connection:
        connection.execute("CREATE TABLE sales (id INT)")
    used = rds.volume("menu").used() / 2**30
    clock.advance(hours=5)
    after = lines(shop.account)

    def more(line, resource):
        old = before.get((line, resource), (0, 0))
        return after[line, resource][0] - old[0]

    kind = shop.describe("one")["DBInstanceClass"]
    assert more(f"aurora.{kind}", "one") == pytest.approx(5)
    assert more(f"aurora.{kind}", "two") == pytest.approx(5)
    assert more("aurora.storage", "menu") == pytest.approx(used * 5 / HOURS)
    assert more("aurora.io", "menu") == pytest.approx(1 / 1e6)


def test_a_snapshot_costs_from_the_end_of_the_retention_however_the_clock_moves():
    found = []
    for steps in (20, 1):
        shop = Shop()
        shop.create_cluster("menu", "one", BackupRetentionPeriod=2)
        shop.rds.create_db_cluster_snapshot(
            DBClusterIdentifier="menu", DBClusterSnapshotIdentifier="sale"
        )
        shop.rds.modify_db_cluster(DBClusterIdentifier="menu", BackupRetentionPeriod=5)
        for _ in range(steps):
            shop.account.clock.advance(days=20 / steps)
        size = shop.rds.volume("menu").used() / 2**30
        quantity, _ = lines(shop.account)["aurora.backup", "sale"]
        found.append(quantity / size)
    assert found == pytest.approx([15 * 24 / HOURS] * 2, rel=0.001)


# -- DynamoDB -------------------------------------------------------------------------


def test_on_demand_costs_what_is_asked(account, loyalty):
    put(loyalty, count=1000)  # a write unit each
    for number in range(100):  # half a read unit each
        loyalty.get_item(TableName="loyalty", Key={"id": {"N": str(number)}})
    found = lines(account)
    writes, reads = ("dynamodb.write", "loyalty"), ("dynamodb.read", "loyalty")
    assert found[writes] == pytest.approx((0.001, 1000 * 0.705 / 1e6))
    assert found[reads] == pytest.approx((0.00005, 50 * 0.1415 / 1e6))


def test_provisioned_costs_the_hours_of_its_capacity_and_no_request(account):
    dynamodb = client(account, "dynamodb")
    capacity = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 5}
    dynamodb.create_table(
        **TABLE, BillingMode="PROVISIONED", ProvisionedThroughput=capacity
    )
    dynamodb.get_waiter("table_exists").wait(TableName="loyalty")
    put(dynamodb, count=100)
    start = account.bill().total
    account.clock.advance(hours=24)
    day = 24 * (10 * 0.000147 + 5 * 0.000735)
    assert account.bill().total - start == pytest.approx(day)
    assert ("dynamodb.write", "loyalty") not in lines(account)


def test_after_the_change_to_on_demand_only_new_requests_cost(account):
    dynamodb = client(account, "dynamodb")
    capacity = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 500}
    dynamodb.create_table(
        **TABLE, BillingMode="PROVISIONED", ProvisionedThroughput=capacity
    )
    dynamodb.get_waiter("table_exists").wait(TableName="loyalty")
    put(dynamodb, count=100)
    dynamodb.update_table(TableName="loyalty", BillingMode="PAY_PER_REQUEST")
    dynamodb.get_waiter("table_exists").wait(TableName="loyalty")
    account.clock.advance(minutes=5)
    put(dynamodb, count=10)
    assert lines(account)["dynamodb.write", "loyalty"][0] == pytest.approx(10 / 1e6)


def test_a_global_index_costs_writes_of_its_own(account):
    dynamodb = client(account, "dynamodb")
    types = [
        *TABLE["AttributeDefinitions"],
        {"AttributeName": "t", "AttributeType": "S"},
    ]
    index = {
        "IndexName": "by-text",
        "KeySchema": [{"AttributeName": "t", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    asked = TABLE | {"AttributeDefinitions": types}
    dynamodb.create_table(
        **asked, BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index]
    )
    dynamodb.get_waiter("table_exists").wait(TableName="loyalty")
    put(dynamodb, count=10)
    found = lines(account)
    assert found["dynamodb.write", "loyalty"][0] == pytest.approx(10 / 1e6)
    assert found["dynamodb.write", "loyalty/index/by-text"][0] == pytest.approx(
        10 / 1e6
    )


def test_of_the_storage_25_gb_months_are_free(account, loyalty):
    put(loyalty, count=100, text="x" * 350_000)
    size = loyalty.describe_table(TableName="loyalty")["Table"]["TableSizeBytes"]
    gigabytes = size * 2**10 / 2**30
    assert gigabytes > 30
    before, _ = lines(account)["dynamodb.storage", "loyalty"]
    account.clock.advance(days=28)
    quantity = before + gigabytes * 28 * 24 / HOURS
    found = lines(account)["dynamodb.storage", "loyalty"]
    assert found == pytest.approx((quantity, (quantity - 25) * 0.283))


def test_recovery_costs_by_the_size_of_the_table(account, loyalty):
    put(loyalty, count=10, text="x" * 300_000)
    account.bill()  # what was put up to now is measured
    loyalty.update_continuous_backups(
        TableName="loyalty",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    size = loyalty.describe_table(TableName="loyalty")["Table"]["TableSizeBytes"]
    account.clock.advance(days=10)
    quantity = size * 2**10 / 2**30 * 240 / HOURS
    found = lines(account)["dynamodb.recovery", "loyalty"]
    assert found == pytest.approx((quantity, quantity * 0.22))


def test_a_write_in_another_region_costs_there_once_more(account, loyalty):
    replica = {"Create": {"RegionName": "eu-central-1"}}
    loyalty.update_table(TableName="loyalty", ReplicaUpdates=[replica])
    account.clock.advance(minutes=5)
    put(loyalty, count=50)
    account.clock.advance(minutes=5)
    there = [x for x in account.bill().lines if x.region == "eu-central-1"]
    (copied,) = [x for x in there if x.line == "dynamodb.replicated"]
    assert (copied.quantity, copied.usd) == pytest.approx((50 / 1e6, 50 * 0.705 / 1e6))


# -- caches ---------------------------------------------------------------------------


def test_a_cache_costs_each_node_also_a_lost_one(account):
    cache = client(account, "elasticache")
    cache.create_replication_group(
        ReplicationGroupId="menu",
        ReplicationGroupDescription="the menu",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
    )
    account.clock.advance(minutes=8)
    account.fail_zone("eu-west-1b")
    account.clock.advance(hours=3)
    found = lines(account)["elasticache.cache.t4g.micro", "menu"]
    assert found == pytest.approx((6, 6 * 0.0136))


def test_dax_costs_its_nodes(account):
    dax = client(account, "dax")
    role = "arn:aws:iam::123456789012:role/dax"
    dax.create_cluster(
        ClusterName="menu",
        NodeType="dax.t3.small",
        ReplicationFactor=3,
        IamRoleArn=role,
    )
    account.clock.advance(hours=2, minutes=10)
    assert lines(account)["dax.t3.small", "menu"] == pytest.approx((6, 6 * 0.04))


def test_a_serverless_cache_costs_100_mb_at_the_least(account):
    cache = client(account, "elasticache")
    cache.create_serverless_cache(ServerlessCacheName="menu", Engine="valkey")
    account.clock.advance(seconds=45)
    before = account.bill().total
    account.clock.advance(hours=10)
    assert account.bill().total - before == pytest.approx(10 * 0.1 * 0.084)


# -- AWS Backup -----------------------------------------------------------------------


def test_recovery_points_of_one_instance_cost_as_one_and_a_copy_its_transfer():
    shop = Shop()
    shop.create(AllocatedStorage=20)
    backup = client(shop.account, "backup")
    far = client(shop.account, "backup", "us-east-1")
    backup.create_backup_vault(BackupVaultName="cellar")
    far.create_backup_vault(BackupVaultName="attic")
    arn = "arn:aws:backup:us-east-1:123456789012:backup-vault:attic"
    rule = {
        "RuleName": "nightly",
        "TargetBackupVaultName": "cellar",
        "ScheduleExpression": "cron(0 2 * * ? *)",
        "CopyActions": [{"DestinationBackupVaultArn": arn}],
    }
    plan = {"BackupPlanName": "nightly", "Rules": [rule]}
    made = backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    selection = {
        "SelectionName": "all",
        "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
        "Resources": [shop.describe()["DBInstanceArn"]],
    }
    backup.create_backup_selection(BackupPlanId=made, BackupSelection=selection)
    shop.account.clock.advance(days=4)
    before = lines(shop.account)
    shop.account.clock.advance(days=1)
    after = lines(shop.account)
    for vault in ("cellar", "attic"):
        more = after["backup.rds", vault][0] - before["backup.rds", vault][0]
        assert more == pytest.approx(20 * 24 / HOURS)
    assert after["transfer.regions", "AWS Backup"][0] == pytest.approx(5 * 20)


# -- the bill as a whole --------------------------------------------------------------


def test_a_month_ends_at_midnight_of_the_account(account, loyalty):
    account.clock.advance(days=28, hours=17)  # 30 November, 23:00
    put(loyalty, count=10)
    account.clock.advance(hours=2)
    put(loyalty, first=10, count=7)
    for month, writes in (("2026-11", 10), ("2026-12", 7)):
        found = lines(account, month)["dynamodb.write", "loyalty"]
        assert found[0] == pytest.approx(writes / 1e6)


def test_what_has_no_price_is_named_and_not_counted():
    shop = Shop()
    shop.create(DBInstanceClass="db.r7g.2xlarge")
    shop.account.clock.advance(hours=1)
    bill = shop.account.bill()
    assert bill.unpriced == [("rds.db.r7g.2xlarge", "orders")]
    assert "No price in the table" in repr(bill)
    assert {line.line for line in bill.lines} == {"rds.gp3"}


def test_a_bill_says_what_it_is_a_bill_of(account, loyalty):
    put(loyalty, count=1000)
    assert repr(account.bill()).startswith("November 2026, up to 02 Nov 06:00, in US")
    with pytest.raises(ValueError, match="written as '2026-11'; got 'November'"):
        account.bill("November")


def test_a_bill_of_a_month_to_come_says_so(account):
    assert str(account.bill("2027-01")).splitlines() == [
        "January 2027, which has not begun, in US dollars, without tax",
        f"{'Total':79} {0:8.2f}",
    ]


def test_the_amounts_of_a_printed_bill_stand_below_one_another():
    """Also that of less than one GB-month, whose number has many digits."""
    shop = Shop()
    shop.create(MultiAZ=True)
    shop.account.clock.advance(hours=1)
    printed = str(shop.account.bill()).splitlines()[1:]
    assert any(" 0.0" in line and "GB-months" in line for line in printed)
    assert {len(line) for line in printed if line[-3:-2] == "."} == {88}


def test_what_has_no_price_is_answered_with_the_prices_like_it():
    with pytest.raises(KeyError, match="There is: .*rds.db.t4g.micro") as told:
        prices()["rds.db.m5.large"]
    assert "dynamodb" not in str(told.value)
    assert prices().get("rds.db.m5.large") is None


def test_what_costs_the_same_stands_by_its_name():
    day, cents = date(2026, 11, 2), [0.1 + 0.2, 0.3]  # one is larger by a hair
    used = {
        (day, "eu-west-1", "dynamodb.wcu", name): hours
        for name, hours in zip(("peak", "scaling"), reversed(cents))
    }
    bill = Bill(used, "2026-11", None)
    assert [line.resource for line in bill.lines] == ["peak", "scaling"]


def test_many_short_steps_of_the_clock_cost_as_much_as_a_long_one():
    totals = []
    for steps in (3600, 1):
        shop = Shop()
        shop.create()
        for _ in range(steps):
            shop.account.clock.advance(seconds=3600 / steps)
        totals.append(shop.account.bill().total)
    assert totals[0] == pytest.approx(totals[1])


def test_each_price_has_a_unit_a_day_and_a_source():
    for price in prices().values():
        assert price.per in ("hour", "GB-month", "million", "GB")
        assert price.usd > 0 and price.region and price.source
        assert date(2024, 1, 1) < price.checked <= date(2026, 11, 29)


@pytest.mark.parametrize(
    "month", ["", "2026-13", "0000-01", "9999-12", 5, date(2026, 11, 1)]
)
def test_a_month_that_is_none_is_refused_with_one_that_is(account, month):
    with pytest.raises(ValueError, match="A month is written as '2026-11'; got"):
        account.bill(month)
