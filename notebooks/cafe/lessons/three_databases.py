"""The three databases that lesson 08 saves, made as lessons 02b, 03 and 06 make them.

    three_databases.create()                 # all three, tagged `backup: nightly`
    orders = three_databases.connect("orders")    # SQL, each statement by itself
    three_databases.points("cellar")         # what a vault holds, the oldest first

They lie in `aws.account`: 500 orders in RDS, five baskets in DynamoDB, the web shop's
catalogue in DocumentDB. Your program is moved into the VPC.
"""

from cafe import aws, shop
from cafe.lessons import made

ADDRESS = "172.31.5.20"  # inside the default VPC
USER, PASSWORD = "cafe", "flat-white-7"
LOGIN = {"MasterUsername": USER, "MasterUserPassword": PASSWORD}
TAGS = [{"Key": "backup", "Value": "nightly"}]
ORDERS, BASKETS = 500, 5


def create():
    """Make and fill all three."""
    aws.account.client_address = ADDRESS
    _create_orders()
    _create_baskets()
    _create_catalogue()


def connect(name):
    """A connection to an instance of RDS, in which each statement is a transaction."""
    from cafe.drivers import sql

    found = aws.client("rds").describe_db_instances(DBInstanceIdentifier=name)
    host = found["DBInstances"][0]["Endpoint"]["Address"]
    return sql.connect(
        host=host, dbname="cafe", user=USER, password=PASSWORD, autocommit=True
    )


def points(vault, region="eu-west-1"):
    """The recovery points in a vault, the oldest first."""
    client = aws.client("backup", region)
    found = client.list_recovery_points_by_backup_vault(BackupVaultName=vault)
    return sorted(found["RecoveryPoints"], key=lambda point: point["CreationDate"])


def _create_orders():
    made.database(
        aws,
        "orders",
        DBInstanceClass="db.t3.micro",
        DBName="cafe",
        MultiAZ=True,
        BackupRetentionPeriod=0,  # RDS's own are off, to see AWS Backup alone
        Tags=TAGS,
        **LOGIN,
    )
    first = shop.load("orders")[["order_id", "shop_id"]].values[:ORDERS]
    rows = ", ".join(f"({order}, {place})" for order, place in first)
    connection = connect("orders")
    connection.execute(
        "CREATE TABLE orders (order_id INTEGER PRIMARY KEY, shop_id INTEGER)"
    )
    connection.execute(f"INSERT INTO orders VALUES {rows}")


def _create_baskets():
    baskets = made.table(aws, "baskets", {"customer": "N"}, Tags=TAGS)
    for customer in range(1, BASKETS + 1):
        baskets.put_item(Item={"customer": customer, "cups": customer * 2})


def _create_catalogue():
    from cafe.drivers import pymongo

    docdb = aws.client("docdb")
    name = {"DBClusterIdentifier": "catalogue"}
    docdb.create_db_cluster(**name, Engine="docdb", Tags=TAGS, **LOGIN)
    docdb.create_db_instance(
        **name,
        DBInstanceIdentifier="catalogue-1",
        Engine="docdb",
        DBInstanceClass="db.t3.medium",
    )
    waiter = docdb.get_waiter("db_instance_available")
    waiter.wait(DBInstanceIdentifier="catalogue-1")
    host = docdb.describe_db_clusters(**name)["DBClusters"][0]["Endpoint"]
    client = pymongo.MongoClient(
        host, username=USER, password=PASSWORD, retryWrites=False
    )
    client.shop.products.insert_many(shop.catalogue())
