"""What the services measure each minute, as CloudWatch gives it back."""

from datetime import timedelta

import pytest

from cafe import aws
from cafe.aws.errors import ClientError
from cafe.drivers import redis
from fixtures.rds import Shop

CONNECTIONS = {
    "Namespace": "AWS/RDS",
    "MetricName": "DatabaseConnections",
    "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders"}],
}
CUPS = {"Namespace": "CornerCup", "MetricName": "Cups"}


class Watch:
    """An account, its CloudWatch, and what a test asks of it."""

    def __init__(self, account=None):
        self.account = account or aws.Account()
        self.session = aws.Session(account=self.account)
        self.client = self.session.client("cloudwatch")
        self.start = self.account.clock.now

    def minutes(self, minutes=1):
        self.account.clock.advance(minutes=minutes)

    def data(self, metric, stat="Sum", period=60, **asked):
        query = {
            "Id": "m1",
            "MetricStat": {"Metric": metric, "Period": period, "Stat": stat},
        }
        span = {"StartTime": self.start, "EndTime": self.account.clock.now}
        answer = self.client.get_metric_data(MetricDataQueries=[query], **span | asked)
        return answer["MetricDataResults"][0]

    def values(self, *asked, **others):
        """The values of a metric, the oldest first."""
        return self.data(*asked, ScanBy="TimestampAscending", **others)["Values"]

    def names(self, **asked):
        return {m["MetricName"] for m in self.client.list_metrics(**asked)["Metrics"]}

    def put(self, value):
        datum = {"MetricName": "Cups", "Value": value, "Unit": "Count"}
        self.client.put_metric_data(Namespace="CornerCup", MetricData=[datum])


@pytest.fixture
def watch():
    return Watch()


def refused(call, **asked):
    with pytest.raises(ClientError) as error:
        call(**asked)
    return error.value.response["Error"]


def test_a_point_is_a_minute_and_the_newest_comes_first(watch):
    for value in (1, 2):
        watch.put(value)
        watch.minutes()
    found = watch.data(CUPS)
    assert found["Values"] == [2.0, 1.0]
    assert found["Timestamps"] == [watch.start + timedelta(minutes=1), watch.start]
    assert watch.values(CUPS) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("stat", "value"),
    [("Sum", 9), ("Average", 3), ("Minimum", 1), ("Maximum", 6), ("SampleCount", 3)],
)
def test_a_longer_period_is_made_of_its_minutes(watch, stat, value):
    for cups in (1, 2, 6):
        watch.put(cups)
        watch.minutes()
    assert watch.values(CUPS, stat, period=300) == [value]


def test_the_start_counts_and_the_end_does_not(watch):
    for cups in (1, 2, 3):
        watch.put(cups)
        watch.minutes()
    middle = watch.start + timedelta(minutes=1)
    assert watch.values(CUPS, EndTime=middle) == [1]
    assert watch.values(CUPS, StartTime=middle) == [2, 3]


@pytest.mark.slow
def test_points_are_kept_for_fifteen_days(watch):
    watch.put(1)
    watch.minutes(15 * 24 * 60)
    watch.put(2)
    assert watch.values(CUPS, EndTime=watch.account.clock.now + timedelta(1)) == [1, 2]
    watch.minutes()
    watch.put(3)
    assert watch.values(CUPS, EndTime=watch.account.clock.now + timedelta(1)) == [2, 3]


def test_a_metric_that_is_not_there_has_no_points_and_is_no_error(watch):
    watch.minutes(5)
    assert watch.data(CUPS)["Values"] == []


def test_connections_are_looked_at_once_a_minute():
    shop = Shop()
    shop.create()
    watch = Watch(shop.account)
    one, two = shop.connect(), shop.connect()
    watch.minutes()
    one.close()
    watch.minutes()
    two.close()
    watch.minutes()
    assert watch.values(CONNECTIONS, "Maximum") == [2, 1, 0]


def test_a_database_that_is_down_has_no_points():
    shop = Shop()
    shop.create()
    watch = Watch(shop.account)
    shop.cut()
    watch.minutes(3)
    assert watch.values(CONNECTIONS, "Maximum") == []


def test_a_replica_tells_how_far_it_is_behind():
    shop = Shop()
    shop.create()
    shop.replica(lag=30)
    watch = Watch(shop.account)
    watch.minutes()
    lag = {
        "Namespace": "AWS/RDS",
        "MetricName": "ReplicaLag",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "reports"}],
    }
    assert watch.values(lag, "Maximum") == [30]
    instance = [{"Name": "DBInstanceIdentifier", "Value": "orders"}]
    assert "ReplicaLag" not in watch.names(Dimensions=instance)


@pytest.fixture
def table(watch):
    """A table with one write unit a second, nothing saved up."""
    table = watch.session.resource("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
    )
    table.wait_until_exists()
    watch.minutes()
    watch.start = watch.account.clock.now
    return table


def of_table(name):
    return {
        "Namespace": "AWS/DynamoDB",
        "MetricName": name,
        "Dimensions": [{"Name": "TableName", "Value": "orders"}],
    }


def test_dynamodb_tells_what_was_used_and_what_was_throttled(watch, table):
    written = 0
    try:
        for number in range(400):
            table.put_item(Item={"id": number})
            written += 1
    except ClientError:
        pass
    watch.minutes()
    assert watch.values(of_table("ConsumedWriteCapacityUnits")) == [written]
    assert watch.values(of_table("WriteThrottleEvents")) == [1]
    assert watch.values(of_table("ProvisionedWriteCapacityUnits"), "Average") == [1]


def test_dynamodb_has_no_point_where_nothing_happened(watch, table):
    watch.minutes(2)
    table.put_item(Item={"id": 1})
    watch.minutes()
    watch.minutes()
    assert watch.values(of_table("ConsumedWriteCapacityUnits")) == [1]
    assert watch.values(of_table("WriteThrottleEvents")) == []


def test_what_was_used_before_cloudwatch_looked_is_not_noted():
    account = aws.Account()
    session = aws.Session(account=account)
    table = session.resource("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    table.put_item(Item={"id": 1})
    watch = Watch(account)
    table.put_item(Item={"id": 2})
    watch.minutes()
    assert watch.values(of_table("ConsumedWriteCapacityUnits")) == [1]


def test_a_cache_tells_hits_misses_and_how_full_it_is(watch):
    elasticache = watch.session.client("elasticache")
    elasticache.create_replication_group(
        ReplicationGroupId="menu",
        ReplicationGroupDescription="menus",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
    )
    watch.minutes(10)
    watch.start = watch.account.clock.now
    watch.account.client_address = "172.31.5.20"
    groups = elasticache.describe_replication_groups()["ReplicationGroups"]
    host = groups[0]["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    cache = redis.Redis(host, account=watch.account)
    cache.set("latte", "3.80")
    for drink in ("latte", "latte", "mocha"):
        cache.get(drink)
    watch.minutes(2)
    node = [{"Name": "CacheClusterId", "Value": "menu-001"}]
    of_node = {"Namespace": "AWS/ElastiCache", "Dimensions": node}
    assert watch.values(of_node | {"MetricName": "CacheHits"}) == [2, 0]
    assert watch.values(of_node | {"MetricName": "CacheMisses"}) == [1, 0]
    full = watch.values(
        of_node | {"MetricName": "DatabaseMemoryUsagePercentage"}, "Maximum"
    )
    assert 0 < full[0] < 0.001


def test_metrics_are_listed_by_namespace_name_and_dimension():
    shop = Shop()
    shop.create()
    watch = Watch(shop.account)
    watch.put(1)
    watch.minutes()
    assert watch.names(Namespace="CornerCup") == {"Cups"}
    assert watch.names(MetricName="CPUUtilization") == {"CPUUtilization"}
    of_instances = [{"Name": "DBInstanceIdentifier"}]
    wanted = {"CPUUtilization", "DBLoad", "DatabaseConnections"}
    assert watch.names(Dimensions=of_instances) == wanted


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"Id": "M1"}, "M1"),
        ({"MetricStat": {"Period": 30}}, "multiple of 60"),
        ({"MetricStat": {"Stat": "p99"}}, "p99"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(watch, query, said):
    asked = {"Metric": CUPS, "Period": 60, "Stat": "Sum"} | query.get("MetricStat", {})
    error = refused(
        watch.client.get_metric_data,
        MetricDataQueries=[{"Id": query.get("Id", "m1"), "MetricStat": asked}],
        StartTime=watch.start,
        EndTime=watch.start + timedelta(minutes=1),
    )
    assert error["Code"] == "ValidationError" and said in error["Message"]


def test_a_span_must_end_after_its_start(watch):
    error = refused(
        watch.client.get_metric_data,
        MetricDataQueries=[],
        StartTime=watch.start,
        EndTime=watch.start,
    )
    assert error["Message"].endswith("less than the parameter EndTime.")


def test_two_queries_have_two_ids(watch):
    stat = {"Metric": CUPS, "Period": 60, "Stat": "Sum"}
    query = {"Id": "m1", "MetricStat": stat}
    error = refused(
        watch.client.get_metric_data,
        MetricDataQueries=[query, query],
        StartTime=watch.start,
        EndTime=watch.start + timedelta(minutes=1),
    )
    assert "not unique" in error["Message"]


def test_nobody_writes_into_the_namespaces_of_aws(watch):
    error = refused(
        watch.client.put_metric_data,
        Namespace="AWS/RDS",
        MetricData=[{"MetricName": "Cups", "Value": 1.0}],
    )
    assert error["Code"] == "InvalidParameterValue"


@pytest.mark.parametrize(
    ("datum", "said"),
    [
        ({"Value": 1e120}, "MetricData.member.2.Value is invalid"),
        ({"Value": 10**400}, "MetricData.member.2.Value is invalid"),
        ({"Value": float("nan")}, "MetricData.member.2.Value is invalid"),
        ({"MetricName": "Tassen ☕"}, "member.2.MetricName contains non-ASCII"),
        (
            {"Dimensions": [{"Name": "Shop", "Value": "Café"}]},
            "MetricData.member.2.Dimensions.member.1.Value contains non-ASCII",
        ),
    ],
)
def test_a_datum_that_cannot_be_is_refused_with_all_others(watch, datum, said):
    sound = {"MetricName": "Cups", "Value": 1.0}
    error = refused(
        watch.client.put_metric_data,
        Namespace="Shop",
        MetricData=[sound, sound | datum],
    )
    assert error["Code"] == "InvalidParameterValue" and said in error["Message"]
    assert watch.client.list_metrics(Namespace="Shop")["Metrics"] == []
