"""The capstone's shop for a month, and its bill made once more by hand."""

from datetime import UTC, datetime

import pytest

from cafe import aws
from cafe.lessons import capstone

DECEMBER = 31 * 24  # hours
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}


@pytest.fixture
def shop(monkeypatch):
    """The capstone's services, as lesson 09 makes them, on 1 December."""
    monkeypatch.setattr(aws, "account", aws.Account())
    till = {"DBInstanceIdentifier": "till", "DBInstanceClass": "db.t4g.micro"}
    aws.client("rds").create_db_instance(
        **till, Engine="postgres", AllocatedStorage=20, MultiAZ=True, **LOGIN
    )
    aws.client("elasticache").create_replication_group(
        ReplicationGroupId="pages",
        ReplicationGroupDescription="Corner Cup's pages",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
    )
    documents, graphs = aws.client("docdb"), aws.client("neptune")
    catalogue = {"DBClusterIdentifier": "catalogue", "Engine": "docdb"}
    documents.create_db_cluster(**catalogue, **LOGIN)
    friends = {"DBClusterIdentifier": "friends", "Engine": "neptune"}
    graphs.create_db_cluster(**friends)
    for client, cluster, name in (
        (documents, catalogue, "catalogue-1"),
        (graphs, friends, "friends-1"),
        (graphs, friends, "friends-2"),
    ):
        client.create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass="db.t3.medium", **cluster
        )
    aws.resource("dynamodb").create_table(
        TableName="baskets",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "customer_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "customer_id", "AttributeType": "N"}],
    )
    capstone.create_beans()
    clock = aws.account.clock
    clock.advance(
        seconds=(datetime(2026, 12, 1, tzinfo=UTC) - clock.now).total_seconds()
    )
    return aws.account


@pytest.mark.slow
def test_the_month_of_the_capstone_costs_what_a_hand_adds_up(shop):
    baskets = aws.resource("dynamodb").Table("baskets")
    for day in range(31):
        for customer in range(200):
            baskets.put_item(Item={"customer_id": customer, "day": day})
        shop.clock.advance(days=1)
    bill = shop.bill("2026-12")
    by_hand = {
        ("till", "rds.db.t4g.micro"): 2 * DECEMBER * 0.017,
        ("till", "rds.gp3"): 2 * 20 * 0.127,
        ("pages", "elasticache.cache.t4g.micro"): DECEMBER * 0.0136,
        ("catalogue-1", "documentdb.db.t3.medium"): DECEMBER * 0.078,
        ("friends-1", "neptune.db.t3.medium"): DECEMBER * 0.112,
        ("friends-2", "neptune.db.t3.medium"): DECEMBER * 0.112,
        ("baskets", "dynamodb.write"): 31 * 200 * 0.705 / 1e6,
        ("baskets", "dynamodb.storage"): 0,  # far below 25 GB
    }
    found = {(line.resource, line.line): line.usd for line in bill.lines}
    assert found == pytest.approx(by_hand)
    assert bill.total == pytest.approx(265.19, abs=0.005)
    assert {line for line, _ in bill.unpriced} == {"managedblockchain.bc.t3.small"}
