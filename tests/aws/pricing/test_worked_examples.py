"""The bill against AWS's own worked examples.

Each test makes what the example has, puts in the example's prices and no others, and
compares quantities and sums with those that AWS prints. The pages were read on
29 November 2026 in stored copies, most of which say no day of their own; where one
does, or a commit is known, it stands in the test.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cafe import aws
from cafe.aws.pricing import prices
from fixtures.backup import Cellar
from fixtures.rds import Shop

TABLE = {
    "TableName": "orders",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
}


@pytest.fixture
def priced(monkeypatch):
    """Put in an example's prices, {line: US dollars}: what else is used has none."""
    table = prices()

    def put(asked):
        found = {line: replace(table[line], usd=usd) for line, usd in asked.items()}
        monkeypatch.setattr("cafe.aws.pricing.bill.prices", lambda: found)

    return put


def go_to(account, *day):
    """Move the clock to a moment, `datetime`'s arguments."""
    left = datetime(*day, tzinfo=UTC) - account.clock.now
    account.clock.advance(seconds=left.total_seconds())


def quantities(account, month):
    """{(line, resource): quantity} of a month's bill."""
    return {(x.line, x.resource): x.quantity for x in account.bill(month).lines}


def new_table(account, **settings):
    """A DynamoDB client, and in its account the table `orders`."""
    dynamodb = aws.Session(account=account).client("dynamodb")
    dynamodb.create_table(**TABLE, **settings)
    dynamodb.get_waiter("table_exists").wait(TableName="orders")
    return dynamodb


def item(kilobytes):
    """An item of so many KB: names and values count."""
    text = "x" * (kilobytes * 2**10 - len("id1text"))
    return {"id": {"S": "1"}, "text": {"S": text}}


# -- DynamoDB -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kilobytes", "plain", "transactional"), [(1, 1, 2), (2, 2, 4), (3, 3, 6)]
)
def test_a_write_costs_the_units_that_the_pages_say(
    priced, kilobytes, plain, transactional
):
    """2 KB: 2 write request units, 4 in a transaction; 1 KB: 1; 3 KB: 3 and 6.

    Developer guide, "Read/Write Capacity Mode" (awsdocs/amazon-dynamodb-developer-
    guide, commit 203fb1e), and the key terms of
    aws.amazon.com/dynamodb/pricing/provisioned.
    """
    priced({"dynamodb.write": 1_000_000})  # a dollar for each unit
    account = aws.Account()
    dynamodb = new_table(account, BillingMode="PAY_PER_REQUEST")
    dynamodb.put_item(TableName="orders", Item=item(kilobytes))
    assert account.bill().total == pytest.approx(plain)
    put = {"TableName": "orders", "Item": item(kilobytes)}
    dynamodb.transact_write_items(TransactItems=[{"Put": put}])
    assert account.bill().total == pytest.approx(plain + transactional)


def test_a_read_of_8_kb_costs_2_units_or_1_or_4_in_a_transaction(priced):
    """Strongly consistent 2 read request units, eventually consistent 1, and 4.

    Developer guide, as above, and the key terms of
    aws.amazon.com/dynamodb/pricing/on-demand.
    """
    priced({"dynamodb.read": 1_000_000})  # a dollar for each unit
    account = aws.Account()
    dynamodb = new_table(account, BillingMode="PAY_PER_REQUEST")
    dynamodb.put_item(TableName="orders", Item=item(8))
    asked = {"TableName": "orders", "Key": {"id": {"S": "1"}}}
    dynamodb.get_item(**asked, ConsistentRead=True)
    assert account.bill().total == pytest.approx(2)
    dynamodb.get_item(**asked)
    assert account.bill().total == pytest.approx(2 + 1)
    dynamodb.transact_get_items(TransactItems=[{"Get": asked}])
    assert account.bill().total == pytest.approx(2 + 1 + 4)


def test_10_write_and_200_read_units_cost_5_cents_an_hour(priced):
    """$0.01 + (4 x $0.01) = $0.05 per hour: a cent for 10 units of writes, 50 of reads.

    DynamoDB's FAQ, "What are some pricing examples?", US East (N. Virginia), as
    flashcards on brainscape.com quote it: an old price, from before 2024.
    """
    priced({"dynamodb.wcu": 0.01 / 10, "dynamodb.rcu": 0.01 / 50})
    account = aws.Account()
    capacity = {"WriteCapacityUnits": 10, "ReadCapacityUnits": 200}
    new_table(account, BillingMode="PROVISIONED", ProvisionedThroughput=capacity)
    before = account.bill().total
    account.clock.advance(hours=1)
    assert account.bill().total - before == pytest.approx(0.05)


def test_a_backup_of_a_table_costs_the_days_on_which_it_is_there():
    """Made on 27 July, it costs the rest of July, all of August, 15 days of the next.

    Developer guide, "Understanding Amazon DynamoDB billing for backups". AWS shows a
    month's charge on one day, the small AWS by the hour: the months are the same. The
    guide names no size: here it is what the small AWS has saved.
    """
    account = aws.Account()
    dynamodb = new_table(account, BillingMode="PAY_PER_REQUEST")
    dynamodb.put_item(TableName="orders", Item=item(300))
    cellar = Cellar(account)
    go_to(account, 2027, 7, 26, 23, 40)
    table = dynamodb.describe_table(TableName="orders")["Table"]
    point = cellar.save(table["TableArn"])  # takes twenty minutes
    go_to(account, 2027, 9, 16)
    cellar.backup.delete_recovery_point(
        BackupVaultName="cellar", RecoveryPointArn=point
    )
    go_to(account, 2027, 10, 1)
    july, august, september = (
        quantities(account, month)["backup.dynamodb", "cellar"]
        for month in ("2027-07", "2027-08", "2027-09")
    )
    assert july == pytest.approx(august * 5 / 31, rel=0.005)
    assert september == pytest.approx(august * 15 / 30)
    assert ("backup.dynamodb", "cellar") not in quantities(account, "2027-10")


# -- RDS ------------------------------------------------------------------------------


def test_500_and_200_gib_of_databases_have_700_gib_of_backups_for_nothing(priced):
    """ "Up to 700 GiB-month of backup storage at no additional charge", then $0.095.

    aws.amazon.com/rds/postgresql/pricing, as two public study notes quote it; the user
    guide's older billing FAQ has the same with 10 and 10 GB-months. The small AWS
    counts a snapshot as large as its storage: there a second one holds the changes.
    """
    priced({"rds.backup": 0.095})
    shop = Shop()
    settings = {"BackupRetentionPeriod": 0}  # no automated ones among them
    shop.create("orders", AllocatedStorage=500, **settings)
    shop.create("reports", AllocatedStorage=200, Engine="mysql", **settings)

    def save(name, source):
        shop.rds.create_db_snapshot(
            DBSnapshotIdentifier=name, DBInstanceIdentifier=source
        )

    save("one", "orders")
    save("two", "reports")
    go_to(shop.account, 2026, 12, 1)
    assert shop.account.bill("2026-11").total == 0
    save("three", "reports")
    go_to(shop.account, 2027, 1, 1)
    (line,) = shop.account.bill("2026-12").lines
    assert line.quantity == pytest.approx(200)
    assert line.usd == pytest.approx(200 * 0.095)


def test_100_gb_for_15_days_and_250_gb_for_16_are_177_gb_months(priced):
    """132,000 GB-hours of 744 hours are 177 GB-months, $53.10 at $0.30.

    aws.amazon.com/efs/pricing, whose example is of March, another month of 31 days. The
    small AWS has no file system: the storage of an RDS instance, which "is prorated"
    in the same way (User_DBInstanceBilling), stands for it. AWS rounds to whole
    GB-months before it multiplies; the bill does not.
    """
    priced({"rds.gp3": 0.30})
    shop = Shop()
    shop.create(AllocatedStorage=100)
    go_to(shop.account, 2026, 12, 16)
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders", AllocatedStorage=250, ApplyImmediately=True
    )
    go_to(shop.account, 2027, 1, 1)
    (line,) = shop.account.bill("2026-12").lines
    assert line.quantity * 744 == pytest.approx(132_000, rel=0.001)  # minutes of change
    assert round(line.quantity) == 177
    assert round(line.quantity) * 0.30 == pytest.approx(53.10)
    assert line.usd == pytest.approx(53.10, abs=0.30 / 2)


# -- AWS Backup -----------------------------------------------------------------------


def test_400_gb_for_15_days_of_april_and_800_gb_for_15_are_their_gb_hours():
    """[400 GB x 15 days x 24 hours] + [800 GB x 15 days x 24 hours].

    aws.amazon.com/backup/pricing, example 1. The copy ends within this sum: its
    result and its price are not in it, and only the quantity is compared. The example
    is of EFS; recovery points of two RDS instances stand for it.
    """
    shop = Shop()
    cellar = Cellar(shop.account)
    settings = {"AllocatedStorage": 400, "BackupRetentionPeriod": 0}
    for name in ("orders", "reports"):
        shop.create(name, **settings)
    cellar.save(shop.describe("orders")["DBInstanceArn"])
    go_to(shop.account, 2027, 4, 15, 23, 40)
    cellar.save(shop.describe("reports")["DBInstanceArn"])  # takes twenty minutes
    go_to(shop.account, 2027, 5, 1)
    found = quantities(shop.account, "2027-04")["backup.rds", "cellar"]
    hours = 400 * 15 * 24 + 800 * 15 * 24
    assert found * 30 * 24 == pytest.approx(hours, rel=0.001)


# -- Aurora ---------------------------------------------------------------------------


def fill(shop, gibibytes):
    """Make the volume of the cluster `menu` that large, with three commits."""
    volume = shop.rds.volume("menu")
    commit(shop, "CREATE TABLE sales (text VARCHAR)")
    before = volume.used()
    commit(shop, "INSERT INTO sales VALUES ('')")
    each = (volume.used() - before) // volume.SCALE  # bytes around a text
    left = (gibibytes * 2**30 - volume.used()) // volume.SCALE
    commit(shop, f"INSERT INTO sales VALUES ('{'x' * (left - each)}')")
    assert volume.used() / 2**30 == pytest.approx(gibibytes, abs=0.1)


def commit(shop, statement):
    with shop.connect_cluster(name="menu") as connection:
        connection.execute(statement)


def test_two_instances_800_gib_and_1200_million_requests_cost_1835_dollars(priced):
    """$1,515 of instances, $80 of storage, $240 of requests: $1,835 a month.

    AWS's agent toolkit, "Aurora I/O-Optimized: Worked Examples" (aws/agent-toolkit-
    for-aws, Aurora MySQL), the side of Aurora Standard: db.r6g.2xlarge at $1.038, 730
    hours. Simplified: the class is another one at that price, a commit stands for 400
    million requests, and the bill's month has its own hours: the instances are deleted
    after 730 of December's 744. I/O-Optimized is not in the small AWS.
    """
    million = 1_000_000
    priced(
        {
            "aurora.db.r7g.large": 1.038,
            "aurora.storage": 0.10,
            "aurora.io": 0.20 * 400 * million,
        }
    )
    shop = Shop()
    shop.create_cluster("menu", "one", "two")
    go_to(shop.account, 2026, 12, 1)
    fill(shop, 800)
    shop.account.clock.advance(hours=730)
    for name in ("two", "one"):
        shop.rds.delete_db_instance(DBInstanceIdentifier=name)
    go_to(shop.account, 2027, 1, 1)
    bill = shop.account.bill("2026-12")
    found = {}
    for line in bill.lines:
        found[line.line] = found.get(line.line, 0) + line.usd
    assert {line: round(usd) for line, usd in found.items()} == {
        "aurora.db.r7g.large": 1515,
        "aurora.storage": 80,
        "aurora.io": 240,
    }
    assert round(bill.total) == 1835


def test_a_snapshot_outside_the_retention_counts_with_the_volume_of_its_day():
    """One of a cluster of 100 GiB: SnapshotStorageUsed is 100 GiB, within it nothing.

    Aurora user guide, "Understanding Aurora backup storage usage"
    (awsdocs/amazon-aurora-user-guide, commit 1125a1b), two days of retention. The
    example's total is 200 + 100 - 100 GiB, where all changes every day; the small AWS
    counts the continuous backup as the volume once, which is free.
    """
    shop = Shop()
    shop.create_cluster("menu", "one", BackupRetentionPeriod=2)
    fill(shop, 100)
    go_to(shop.account, 2026, 11, 28)
    shop.rds.create_db_cluster_snapshot(
        DBClusterIdentifier="menu", DBClusterSnapshotIdentifier="sale"
    )
    go_to(shop.account, 2027, 1, 1)  # in one step
    november, december = (
        quantities(shop.account, month)["aurora.backup", "sale"]
        for month in ("2026-11", "2026-12")
    )
    assert november == pytest.approx(100 * 1 / 30, abs=0.01)  # its last day
    assert december == pytest.approx(100, abs=0.1)
