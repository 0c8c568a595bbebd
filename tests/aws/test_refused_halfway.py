"""A call that is refused changes nothing: not at once, and not when time passes.

Each case has arguments that would change several things, and for some of them a value
that is refused. An account in which all these calls were refused is compared, an hour
later, with one in which nobody called.
"""

from functools import cache

import pytest

from cafe import aws
from cafe.aws.errors import ClientError, ParamValidationError

ORDERS = {"DBInstanceIdentifier": "orders"}
LOGIN = {"MasterUsername": "barista", "MasterUserPassword": "espresso-2026"}
SMALL = LOGIN | {
    "Engine": "postgres",
    "DBInstanceClass": "db.t4g.micro",
    "AllocatedStorage": 20,
}
AURORA = {"Engine": "aurora-postgresql"}
WRONG_TAGS = [{"Key": "a", "Value": "b"}, {"Key": "aws:x", "Value": "c"}]
TABLE_ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/sales"
KEYS = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
}
UNITS = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
INDEX = {
    "IndexName": "by_shop",
    "KeySchema": [{"AttributeName": "shop", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
    "ProvisionedThroughput": UNITS,
}
GROUP = {
    "ReplicationGroupId": "menu",
    "ReplicationGroupDescription": "menu",
    "Engine": "valkey",
    "CacheNodeType": "cache.t4g.micro",
}
ALARM = {
    "AlarmName": "busy",
    "Namespace": "AWS/RDS",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 1.0,
}
BUDGET = {
    "BudgetName": "month",
    "TimeUnit": "MONTHLY",
    "BudgetType": "COST",
    "BudgetLimit": {"Amount": "5", "Unit": "USD"},
}


def rule(port, cidr="10.0.0.0/8"):
    return {
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "IpRanges": [{"CidrIp": cidr}],
    }


def put(**item):
    return {"PutRequest": {"Item": {name: {"S": text} for name, text in item.items()}}}


#: (service, call, good arguments, {argument: a value that is refused})
CASES = [
    (
        "rds",
        "modify_db_instance",
        ORDERS
        | {
            "ApplyImmediately": True,
            "DBInstanceClass": "db.t4g.small",
            "AllocatedStorage": 40,
            "MultiAZ": True,
            "MasterUserPassword": "latte-2026",
            "BackupRetentionPeriod": 3,
            "PreferredBackupWindow": "01:00-02:00",
            "PubliclyAccessible": True,
        },
        {
            "DBInstanceClass": "db.huge",
            "AllocatedStorage": 5,
            "MasterUserPassword": "short",
            "BackupRetentionPeriod": 99,
            "PreferredBackupWindow": "25:00-26:00",
            "PreferredMaintenanceWindow": "now",
            "VpcSecurityGroupIds": ["sg-nothing"],
        },
    ),
    (
        "rds",
        "modify_db_cluster",
        {
            "DBClusterIdentifier": "points",
            "MasterUserPassword": "latte-2026",
            "BackupRetentionPeriod": 3,
        },
        {"BackupRetentionPeriod": 99, "VpcSecurityGroupIds": ["sg-nothing"]},
    ),
    (
        "rds",
        "create_db_instance",
        SMALL | {"DBInstanceIdentifier": "new"},
        {
            "EngineVersion": "1",
            "DBName": "1",
            "VpcSecurityGroupIds": ["sg-nothing"],
            "AvailabilityZone": "mars-1a",
            "PreferredBackupWindow": "now",
            "Tags": WRONG_TAGS,
        },
    ),
    (
        "rds",
        "create_db_cluster",
        AURORA | LOGIN | {"DBClusterIdentifier": "new"},
        {
            "DatabaseName": "1",
            "VpcSecurityGroupIds": ["sg-nothing"],
            "BackupRetentionPeriod": 99,
            "Tags": WRONG_TAGS,
        },
    ),
    (
        "rds",
        "delete_db_instance",
        ORDERS | {"FinalDBSnapshotIdentifier": "last"},
        {"FinalDBSnapshotIdentifier": "1st"},
    ),
    ("rds", "add_tags_to_resource", {}, {"Tags": WRONG_TAGS}),
    ("dynamodb", "tag_resource", {"ResourceArn": TABLE_ARN}, {"Tags": WRONG_TAGS}),
    (
        "dynamodb",
        "update_table",
        {"TableName": "sales", "BillingMode": "PAY_PER_REQUEST"},
        {
            "StreamSpecification": {"StreamEnabled": False},
            "DeletionProtectionEnabled": True,
            "GlobalSecondaryIndexUpdates": [{"Create": INDEX}],
            "ReplicaUpdates": [{"Create": {"RegionName": "mars-1"}}],
        },
    ),
    (
        "dynamodb",
        "batch_write_item",
        {},
        {"RequestItems": {"sales": [put(pk="a"), put(other="b")]}},
    ),
    (
        "dynamodb",
        "update_item",
        {"TableName": "sales", "Key": {"pk": {"S": "one"}}},
        {"UpdateExpression": "SET cups = cups + cups, pk = cups"},
    ),
    (
        "ec2",
        "authorize_security_group_ingress",
        {},
        {"IpPermissions": [rule(1), rule(2, "everywhere")]},
    ),
    (
        "cloudwatch",
        "put_metric_data",
        {"Namespace": "Cafe"},
        {"MetricData": [{"MetricName": "cups", "Value": n} for n in (1.0, 1e999)]},
    ),
    (
        "cloudwatch",
        "put_metric_alarm",
        ALARM | {"Threshold": 2.0},
        {"Period": 61, "AlarmActions": ["nobody"]},
    ),
    (
        "budgets",
        "create_budget",
        {"AccountId": "123456789012", "Budget": BUDGET},
        {"NotificationsWithSubscribers": [{"Notification": {}, "Subscribers": []}]},
    ),
    (
        "elasticache",
        "create_replication_group",
        GROUP | {"NumCacheClusters": 2},
        {"PreferredCacheClusterAZs": ["mars-1a", "mars-1b"], "MultiAZEnabled": True},
    ),
    (
        "iam",
        "put_user_policy",
        {"UserName": "ana", "PolicyName": "orders"},
        {"PolicyDocument": "{}"},
    ),
]


def begin():
    """An account with something of each, and a function that gives its clients."""
    account = aws.Account()
    client = aws.Session(account=account).client
    client("rds").create_db_instance(**ORDERS, **SMALL)
    client("rds").create_db_cluster(DBClusterIdentifier="points", **AURORA, **LOGIN)
    client("dynamodb").create_table(
        TableName="sales", ProvisionedThroughput=UNITS, **KEYS
    )
    client("iam").create_user(UserName="ana")
    client("cloudwatch").put_metric_alarm(**ALARM)
    account.clock.advance(minutes=30)
    item = {"pk": {"S": "one"}, "cups": {"N": "1"}}
    client("dynamodb").put_item(TableName="sales", Item=item)
    return account, client


def seen(client):
    """What one can see of the account, and what of it nobody shows."""
    rds, dynamodb, iam = client("rds"), client("dynamodb"), client("iam")
    answers = [
        rds.describe_db_instances(),
        rds.describe_db_clusters(),
        rds.describe_db_snapshots(),
        rds.list_tags_for_resource(ResourceName=rds.arn("db:orders")),
        client("ec2").describe_security_groups(),
        client("elasticache").describe_replication_groups(),
        client("cloudwatch").describe_alarms(),
        client("cloudwatch").list_metrics(Namespace="Cafe"),
        client("budgets").describe_budgets(AccountId="123456789012"),
        dynamodb.list_tables(),
        dynamodb.describe_table(TableName="sales"),
        dynamodb.list_tags_of_resource(ResourceArn=TABLE_ARN),
        dynamodb.scan(TableName="sales"),
    ]
    for answer in answers:
        del answer["ResponseMetadata"]
    passwords = [each.password for each in rds.instances.values()]
    passwords += [each.password for each in rds.clusters.values()]
    return [*answers, passwords, list(iam.users["ana"].inline)]


@cache
def left_alone():
    account, client = begin()
    account.clock.advance(hours=1)
    return seen(client)


@pytest.mark.parametrize(("service", "call", "good", "wrong"), CASES)
def test_a_refused_call_changes_nothing_now_or_later(service, call, good, wrong):
    account, client = begin()
    needed = {
        "add_tags_to_resource": {"ResourceName": client("rds").arn("db:orders")},
        "authorize_security_group_ingress": {"GroupId": client("ec2").default_group.id},
    }
    for name, value in wrong.items():
        arguments = needed.get(call, {}) | good | {name: value}
        with pytest.raises((ClientError, ParamValidationError)):
            getattr(client(service), call)(**arguments)
    account.clock.advance(hours=1)
    assert seen(client) == left_alone()
