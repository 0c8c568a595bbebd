"""Restores, verified row by row, item by item, document by document, tie by tie."""

import networkx
import pytest

from aws.backup.test_backup_vaults import HERE, make_table
from cafe import aws
from cafe.drivers import neptune
from fixtures.backup import ROLE, Cellar
from fixtures.clusters import LOGIN as MASTER
from fixtures.clusters import ClusterShop
from fixtures.rds import Shop, refused


def lose(account, region="eu-west-1"):
    """Cut all zones of a Region."""
    for zone in account.zones(region):
        account.fail_zone(zone)


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def cellar(shop):
    return Cellar(shop.account)


# -- RDS ----------------------------------------------------------------------------


def rows(shop, name="orders"):
    with shop.connect(name) as connection:
        found = connection.execute(
            "SELECT id, drink, price FROM sold ORDER BY id"
        ).fetchall()
    return [tuple(row) for row in found]


def sell(shop, first, last, name="orders"):
    with shop.connect(name) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS sold "
            "(id INT PRIMARY KEY, drink VARCHAR, price DECIMAL(6, 2))"
        )
        for n in range(first, last):
            connection.execute(
                "INSERT INTO sold VALUES (%s, %s, %s)", [n, f"café {n}", n / 4]
            )


@pytest.mark.slow
@pytest.mark.parametrize("encrypted", [False, True])
def test_an_instance_is_restored_row_by_row(shop, cellar, encrypted):
    shop.create(StorageEncrypted=encrypted)
    sell(shop, 0, 30)
    point = cellar.save(shop.describe()["DBInstanceArn"])
    before = rows(shop)
    sell(shop, 30, 40)
    with shop.connect() as connection:
        connection.execute("DELETE FROM sold WHERE id < 10")
    job = cellar.restore(point, DBInstanceIdentifier="restored")
    assert job["Status"] == "COMPLETED", job
    assert job["CreatedResourceArn"] == shop.describe("restored")["DBInstanceArn"]
    assert rows(shop, "restored") == before
    assert len(rows(shop)) == 30  # the source is as it was: ten gone, ten new
    refused = pytest.raises(Exception, match="(?i)duplicate|constraint")
    with shop.connect("restored") as connection, refused:
        connection.execute("INSERT INTO sold VALUES (3, 'tea', 1)")
    sell(shop, 30, 32, "restored")
    assert len(rows(shop, "restored")) == 32
    assert shop.describe("restored")["StorageEncrypted"] is encrypted


def test_a_restored_instance_is_as_it_is_asked_for(shop, cellar):
    shop.create()
    point = cellar.save(shop.describe()["DBInstanceArn"])
    job = cellar.restore(
        point,
        DBInstanceIdentifier="large",
        DBInstanceClass="db.m7g.large",
        MultiAZ="true",
        Port="5433",
    )
    assert job["Status"] == "COMPLETED", job
    found = shop.describe("large")
    assert (found["DBInstanceClass"], found["MultiAZ"]) == ("db.m7g.large", True)
    assert found["Endpoint"]["Port"] == 5433
    assert found["Engine"] == "postgres" and found["DBName"] == "cafe"


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_copy_is_restored_in_its_region_while_the_first_is_lost(
    shop, cellar, encrypted
):
    shop.create(StorageEncrypted=encrypted)
    sell(shop, 0, 5)
    before = rows(shop)
    copy = cellar.save_far(shop.describe()["DBInstanceArn"])
    lose(shop.account)
    job = cellar.restore(copy, cellar.other, DBInstanceIdentifier="orders")
    assert job["Status"] == "COMPLETED", job
    there = Shop.__new__(Shop)
    there.account = shop.account
    there.rds = aws.Session("eu-central-1", account=shop.account).client("rds")
    assert rows(there) == before
    assert there.describe()["AvailabilityZone"].startswith("eu-central-1")
    assert refused(cellar.backup.list_backup_jobs)[0] == "ServiceUnavailableException"


def test_a_restored_encrypted_copy_can_itself_be_backed_up_and_restored(shop, cellar):
    shop.create(StorageEncrypted=True)
    sell(shop, 0, 5)
    before = rows(shop)
    copy = cellar.save_far(shop.describe()["DBInstanceArn"])
    cellar.restore(copy, cellar.other, DBInstanceIdentifier="orders")
    there = Shop.__new__(Shop)
    there.account = shop.account
    there.rds = aws.Session("eu-central-1", account=shop.account).client("rds")
    there.rds.create_db_snapshot(
        DBSnapshotIdentifier="noon", DBInstanceIdentifier="orders"
    )
    shop.account.clock.advance(minutes=5)
    there.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="second", DBSnapshotIdentifier="noon"
    )
    there.wait("second")
    assert rows(there, "second") == before
    there.replica("reports")
    job = cellar.other.start_backup_job(
        BackupVaultName="far",
        IamRoleArn=ROLE,
        ResourceArn=there.describe("reports")["DBInstanceArn"],
    )
    shop.account.clock.advance(minutes=30)
    (ended,) = cellar.other.list_backup_jobs()["BackupJobs"]
    assert ended["BackupJobId"] == job["BackupJobId"]
    assert ended["State"] == "COMPLETED", ended
    job = cellar.restore(
        ended["RecoveryPointArn"], cellar.other, DBInstanceIdentifier="third"
    )
    assert job["Status"] == "COMPLETED", job
    assert rows(there, "third") == before


def test_a_lost_single_az_instance_is_restored_into_another_zone(shop, cellar):
    shop.create()
    sell(shop, 0, 3)
    point = cellar.save(shop.describe()["DBInstanceArn"])
    zone = shop.cut()
    assert cellar.restore(point, DBInstanceIdentifier="again")["Status"] == "COMPLETED"
    assert shop.describe("again")["AvailabilityZone"] != zone
    assert len(rows(shop, "again")) == 3


def test_a_backup_survives_its_instance(shop, cellar):
    shop.create()
    sell(shop, 0, 3)
    point = cellar.save(shop.describe()["DBInstanceArn"])
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    cellar.clock.advance(days=100)
    assert cellar.restore(point, DBInstanceIdentifier="orders")["Status"] == (
        "COMPLETED"
    )
    assert len(rows(shop)) == 3


WRONG = {
    "a name that is taken": ({"DBInstanceIdentifier": "orders"}, "already exists"),
    "no name": ({"DBInstanceClass": "db.t4g.micro"}, "must name DBInstanceIdentifier"),
    "a class that is none": (
        {"DBInstanceIdentifier": "x", "DBInstanceClass": "huge"},
        "Invalid DB Instance",
    ),
    "a word that nothing heeds": (
        {"DBInstanceIdentifier": "x", "Colour": "red"},
        "Colour",
    ),
    "a port that is none": ({"DBInstanceIdentifier": "x", "Port": "five"}, "Port"),
    "a port in raised digits": ({"DBInstanceIdentifier": "x", "Port": "²"}, "Port"),
    "a truth that is none": (
        {"DBInstanceIdentifier": "x", "MultiAZ": "yes"},
        "MultiAZ",
    ),
    "groups that are no list": (
        {"DBInstanceIdentifier": "x", "VpcSecurityGroupIds": "sg"},
        "JSON list",
    ),
    "a zone of another Region": (
        {"DBInstanceIdentifier": "x", "AvailabilityZone": "us-east-1a"},
        "not a zone",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_restore_that_cannot_be_fails_and_says_why(shop, cellar, name):
    wanted, told = WRONG[name]
    shop.create()
    point = cellar.save(shop.describe()["DBInstanceArn"])
    job = cellar.restore(point, **wanted)
    assert job["Status"] == "FAILED" and told in job["StatusMessage"], job
    assert "CreatedResourceArn" not in job
    assert len(shop.rds.describe_db_instances()["DBInstances"]) == 1


def test_a_restore_is_pending_then_runs_then_completes(shop, cellar):
    shop.create()
    point = cellar.save(shop.describe()["DBInstanceArn"])
    start = cellar.backup.start_restore_job(
        RecoveryPointArn=point, Metadata={"DBInstanceIdentifier": "again"}
    )

    def status():
        return cellar.backup.describe_restore_job(**start | {})["Status"]

    del start["ResponseMetadata"]
    assert status() == "PENDING"
    cellar.clock.advance(minutes=1)
    assert status() == "RUNNING"
    cellar.clock.advance(minutes=9)
    assert status() == "COMPLETED" and shop.status("again") == "available"
    ended = cellar.backup.describe_restore_job(**start)["CompletionDate"]
    assert cellar.points()[0]["LastRestoreTime"] == ended


def test_a_point_that_is_gone_is_not_restored(shop, cellar):
    point = cellar.save(make_table(shop.account))
    start = cellar.backup.start_restore_job
    wanted = {"Metadata": {"targetTableName": "again"}}
    cellar.backup.delete_recovery_point(RecoveryPointArn=point, **HERE)
    code, _ = refused(start, RecoveryPointArn=point, **wanted)
    assert code == "ResourceNotFoundException"


# -- Aurora -------------------------------------------------------------------------


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_cluster_is_restored_row_by_row_without_an_instance(shop, cellar, encrypted):
    shop.create_cluster("loyalty", "writer", StorageEncrypted=encrypted)
    sell(shop, 0, 20, "writer")
    point = cellar.save(shop.cluster()["DBClusterArn"])
    before = rows(shop, "writer")
    sell(shop, 20, 25, "writer")
    job = cellar.restore(point, DBClusterIdentifier="again")
    assert job["Status"] == "COMPLETED", job
    assert shop.cluster("again")["DBClusterMembers"] == []
    shop.add("reader", "again")
    assert rows(shop, "reader") == before
    assert rows(shop, "writer") != before


def test_a_clusters_copy_is_restored_in_another_region(shop, cellar):
    shop.create_cluster("loyalty", "writer", StorageEncrypted=True)
    sell(shop, 0, 4, "writer")
    before = rows(shop, "writer")
    copy = cellar.save_far(shop.cluster()["DBClusterArn"])
    lose(shop.account)
    job = cellar.restore(copy, cellar.other, DBClusterIdentifier="loyalty")
    assert job["Status"] == "COMPLETED", job
    there = Shop.__new__(Shop)
    there.account = shop.account
    there.rds = aws.Session("eu-central-1", account=shop.account).client("rds")
    there.add("writer")
    assert rows(there, "writer") == before


# -- DynamoDB -----------------------------------------------------------------------


@pytest.fixture
def table(shop):
    """A table with a sort key, two indexes, and items of every type."""
    dynamodb = aws.Session(account=shop.account).resource("dynamodb")
    table = dynamodb.create_table(
        TableName="sales",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "shop", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "shop", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
            {"AttributeName": "drink", "AttributeType": "S"},
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "by-drink-here",
                "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [
                    {"AttributeName": "shop", "KeyType": "HASH"},
                    {"AttributeName": "drink", "KeyType": "RANGE"},
                ],
            }
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-drink",
                "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [{"AttributeName": "drink", "KeyType": "HASH"}],
            }
        ],
        SSESpecification={"Enabled": True},
        DeletionProtectionEnabled=True,
        Tags=[{"Key": "backup", "Value": "daily"}],
    )
    shop.account.clock.advance(minutes=1)
    for n in range(25):
        table.put_item(
            Item={
                "shop": f"s{n % 3}",
                "at": n,
                "drink": ("tea", "latte")[n % 2],
                "set": {1, n + 2},
                "list": [n, "x", None, True, {"deep": b"\x00\xff"}],
                "more": {"é": "ü"},
            }
        )
    return table


def items(table, **how):
    found = table.scan(**how)["Items"]
    return sorted(found, key=lambda item: (item["shop"], item["at"]))


@pytest.mark.parametrize("region", ["eu-west-1", "eu-central-1"])
def test_a_table_is_restored_item_by_item_with_its_indexes(shop, cellar, table, region):
    before, drinks = items(table), items(table, IndexName="by-drink")
    point, client = cellar.save(table.table_arn), cellar.backup
    if region != "eu-west-1":
        point, client = cellar.save_far(table.table_arn), cellar.other
    table.put_item(Item={"shop": "s9", "at": 99})
    table.delete_item(Key={"shop": "s0", "at": 0})
    if region != "eu-west-1":
        lose(shop.account)
    job = cellar.restore(point, client, targetTableName="again")
    assert job["Status"] == "COMPLETED", job
    there = aws.Session(region, account=shop.account)
    again = there.resource("dynamodb").Table("again")
    assert items(again) == before and len(before) == 25
    assert items(again, IndexName="by-drink") == drinks
    described = there.client("dynamodb").describe_table(TableName="again")["Table"]
    assert described["BillingModeSummary"] == {"BillingMode": "PAY_PER_REQUEST"}
    assert described["SSEDescription"]["Status"] == "ENABLED"
    assert described["DeletionProtectionEnabled"] is False
    tags = there.client("dynamodb").list_tags_of_resource(
        ResourceArn=described["TableArn"]
    )
    assert tags["Tags"] == []


@pytest.mark.parametrize(
    "wanted, told",
    [
        ({"targetTableName": "sales"}, "Table already exists: sales"),
        ({"targetTableName": "a"}, "length greater than or equal to 3"),
        ({}, "must name targetTableName"),
        ({"targetTableName": "again", "colour": "red"}, "colour"),
    ],
)
def test_a_table_that_cannot_be_is_not_restored(cellar, table, wanted, told):
    job = cellar.restore(cellar.save(table.table_arn), **wanted)
    assert job["Status"] == "FAILED" and told in job["StatusMessage"]


def test_what_is_changed_after_the_backup_does_not_reach_it(shop, cellar, table):
    point = cellar.save(table.table_arn)
    client = aws.Session(account=shop.account).client("dynamodb")
    client.update_table(
        TableName="sales",
        GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-drink"}}],
    )
    cellar.clock.advance(hours=1)
    cellar.restore(point, targetTableName="again")
    found = client.describe_table(TableName="again")["Table"]
    assert [i["IndexName"] for i in found["GlobalSecondaryIndexes"]] == ["by-drink"]


def test_tags_of_a_table_are_changed_and_listed(shop, table):
    client = aws.Session(account=shop.account).client("dynamodb")
    arn = {"ResourceArn": table.table_arn}
    client.tag_resource(Tags=[{"Key": "team", "Value": "tills"}], **arn)
    client.untag_resource(TagKeys=["backup", "never"], **arn)
    assert client.list_tags_of_resource(**arn)["Tags"] == [
        {"Key": "team", "Value": "tills"}
    ]
    code, _ = refused(client.list_tags_of_resource, ResourceArn=table.table_arn + "x")
    assert code == "ResourceNotFoundException"


# -- DocumentDB and Neptune -----------------------------------------------------------


MENU = [
    {"_id": 1, "name": "Flat white", "sizes": [{"ml": 160, "eur": 3.2}]},
    {"_id": 2, "name": "Gift card", "amounts": [10, 25], "note": None},
]


def documents(shop, name="menu"):
    from cafe.drivers.pymongo import MongoClient

    login = MASTER["MasterUsername"], MASTER["MasterUserPassword"]
    client = MongoClient(
        shop.cluster(name)["Endpoint"],
        username=login[0],
        password=login[1],
        account=shop.account,
        tls=True,
        retryWrites=False,
    )
    return client["cafe"]["menu"]


def test_documents_are_restored_one_by_one():
    shop = ClusterShop("docdb", "one")
    cellar = Cellar(shop.account)
    documents(shop).insert_many(MENU)
    documents(shop).create_index("name")
    point = cellar.save(shop.cluster()["DBClusterArn"])
    copy = cellar.save_far(shop.cluster()["DBClusterArn"])
    documents(shop).delete_one({"_id": 1})
    for client, source, session in (
        (cellar.backup, point, shop),
        (
            cellar.other,
            copy,
            ClusterShop("docdb", region="eu-central-1", account=shop.account),
        ),
    ):
        job = cellar.restore(source, client, DBClusterIdentifier="again")
        assert job["Status"] == "COMPLETED", job
        assert job["ResourceType"] == "DocumentDB"
        session.add("reader", "again")
        assert list(documents(session, "again").find().sort("_id", 1)) == MENU
        assert len(documents(session, "again").index_information()) == 2


def test_a_graph_is_restored_tie_by_tie():
    shop = ClusterShop("neptune", "one")
    cellar = Cellar(shop.account)
    ends = neptune.connect(shop.cluster()["Endpoint"], account=shop.account)
    ends.load(
        "~id,~label,name:String\nann,Person,Ann\nbob,Person,Bob\ncleo,Person,Cleo\n",
        "~id,~from,~to,~label\nf1,ann,bob,FRIEND\nf2,bob,cleo,FRIEND\n",
    )
    before = ends.graph.copy()
    point = cellar.save(shop.cluster()["DBClusterArn"])
    ends.load("~id,~label,name:String\ndan,Person,Dan\n")
    job = cellar.restore(point, DBClusterIdentifier="again")
    assert job["Status"] == "COMPLETED" and job["ResourceType"] == "Neptune", job
    shop.add("reader", "again")
    host = shop.cluster("again")["Endpoint"]
    found = neptune.connect(host, account=shop.account).graph
    assert networkx.utils.graphs_equal(found, before)
    assert "dan" not in found


@pytest.mark.parametrize("service", ["docdb", "neptune"])
def test_a_restored_cluster_whose_name_is_taken_fails_the_job(service):
    shop = ClusterShop(service, "one")
    cellar = Cellar(shop.account)
    point = cellar.save(shop.cluster()["DBClusterArn"])
    job = cellar.restore(point, DBClusterIdentifier="menu")
    assert job["Status"] == "FAILED" and "already exists" in job["StatusMessage"]
