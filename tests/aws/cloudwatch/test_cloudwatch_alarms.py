"""Alarms, as the clock moves: when they ring, and when they are silent."""

import pytest

from cafe import aws
from cafe.aws.errors import ClientError

ALARM = {
    "AlarmName": "queue",
    "Namespace": "CornerCup",
    "MetricName": "Waiting",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 3,
    "Threshold": 10.0,
    "ComparisonOperator": "GreaterThanThreshold",
}

GOOD = {"TreatMissingData": "notBreaching"}


class Queue:
    """An account with one alarm on how many guests are waiting."""

    def __init__(self, **settings):
        self.account = aws.Account()
        self.client = aws.Session(account=self.account).client("cloudwatch")
        self.client.put_metric_alarm(**ALARM | settings)

    def wait(self, *numbers):
        """A minute for each number of guests; with None nobody counts."""
        for number in numbers:
            if number is not None:
                datum = {"MetricName": "Waiting", "Value": float(number)}
                self.client.put_metric_data(Namespace="CornerCup", MetricData=[datum])
            self.account.clock.advance(minutes=1)
        return self.described()["StateValue"]

    def described(self):
        return self.client.describe_alarms(AlarmNames=["queue"])["MetricAlarms"][0]

    def history(self, **asked):
        items = self.client.describe_alarm_history(AlarmName="queue", **asked)
        return [item["HistorySummary"] for item in items["AlarmHistoryItems"]]


def test_a_new_alarm_knows_nothing_yet():
    described = Queue().described()
    assert described["StateValue"] == "INSUFFICIENT_DATA"
    assert described["StateReason"] == "Unchecked: Initial alarm creation"


def test_it_rings_when_all_its_periods_cross():
    queue = Queue()
    assert queue.wait(11, 12) == "INSUFFICIENT_DATA"
    assert queue.wait(13) == "ALARM"
    assert (
        "3 out of the last 3 datapoints [11, 12, 13]"
        in (queue.described()["StateReason"])
    )


def test_the_threshold_itself_does_not_cross_it():
    assert Queue().wait(10, 10, 10) == "OK"
    at_it = Queue(ComparisonOperator="GreaterThanOrEqualToThreshold")
    assert at_it.wait(10, 10, 10) == "ALARM"
    below = Queue(ComparisonOperator="LessThanThreshold")
    assert below.wait(9, 9, 9) == "ALARM"


def test_so_many_out_of_so_many_are_enough():
    queue = Queue(DatapointsToAlarm=2)
    assert queue.wait(11, 1, 12) == "ALARM"
    assert queue.wait(1, 1) == "OK"


def test_a_longer_period_is_judged_by_its_statistic():
    assert Queue(Period=180, EvaluationPeriods=1).wait(1, 1, 40) == "ALARM"
    assert Queue(Period=180, EvaluationPeriods=1).wait(1, 1, 20) == "OK"
    most = Queue(Period=180, EvaluationPeriods=1, Statistic="Maximum")
    assert most.wait(1, 1, 20) == "ALARM"


@pytest.mark.parametrize(
    ("treatment", "state"),
    [
        ("missing", "INSUFFICIENT_DATA"),
        ("breaching", "ALARM"),
        ("notBreaching", "OK"),
        ("ignore", "ALARM"),
    ],
)
def test_a_missing_point_is_treated_as_one_says(treatment, state):
    queue = Queue(TreatMissingData=treatment)
    queue.wait(11, 11, 11)
    assert queue.wait(None, None, None) == state


@pytest.mark.parametrize(("said", "state"), [({}, "ALARM"), (GOOD, "OK")])
def test_an_alarm_on_a_table_ignores_missing_points_unless_one_says_otherwise(
    said, state
):
    account = aws.Account()
    session = aws.Session(account=account)
    client, dynamodb = session.client("cloudwatch"), session.resource("dynamodb")
    table = dynamodb.create_table(
        TableName="stock",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    written = {
        "Namespace": "AWS/DynamoDB",
        "MetricName": "ConsumedWriteCapacityUnits",
        "Dimensions": [{"Name": "TableName", "Value": "stock"}],
        "Statistic": "Sum",
        "Threshold": 0.0,
        "EvaluationPeriods": 1,
    }
    client.put_metric_alarm(**ALARM | written | said)
    table.put_item(Item={"id": 1})
    account.clock.advance(minutes=1)
    assert client.describe_alarms()["MetricAlarms"][0]["StateValue"] == "ALARM"
    account.clock.advance(minutes=2)
    assert client.describe_alarms()["MetricAlarms"][0]["StateValue"] == state


def test_the_history_tells_when_it_rang():
    queue = Queue()
    queue.wait(1, 11, 11, 11, 1)
    assert queue.history(HistoryItemType="StateUpdate") == [
        "Alarm updated from ALARM to OK",
        "Alarm updated from OK to ALARM",
        "Alarm updated from INSUFFICIENT_DATA to OK",
    ]
    assert queue.history(ScanBy="TimestampAscending")[0] == 'Alarm "queue" created'
    start = queue.account.clock.START
    assert (queue.described()["StateUpdatedTimestamp"] - start).seconds == 300


def test_an_alarm_of_the_same_name_takes_the_old_ones_place_and_state():
    queue = Queue()
    queue.wait(11, 11, 11)
    queue.client.put_metric_alarm(**ALARM | {"Threshold": 20.0})
    assert queue.described()["StateValue"] == "ALARM"
    assert queue.wait(11) == "OK"
    assert len(queue.client.describe_alarms()["MetricAlarms"]) == 1


def test_alarms_are_found_by_their_state():
    queue = Queue()
    queue.wait(11, 11, 11)
    ringing = queue.client.describe_alarms(StateValue="ALARM")["MetricAlarms"]
    assert [alarm["AlarmName"] for alarm in ringing] == ["queue"]
    assert queue.client.describe_alarms(StateValue="OK")["MetricAlarms"] == []
    with pytest.raises(ClientError, match="at 'stateValue' failed to satisfy"):
        queue.client.describe_alarms(StateValue="ringing")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ComparisonOperator": "AboveThreshold"}, "comparisonOperator"),
        ({"Statistic": "Median"}, "statistic"),
        ({"TreatMissingData": "zero"}, "treatMissingData"),
        ({"Period": 90}, "multiple of 60"),
        ({"Threshold": 10**400}, "for parameter Threshold is invalid"),
        ({"DatapointsToAlarm": 4}, "less than or equal to EvaluationPeriods"),
    ],
)
def test_an_alarm_that_cannot_be_is_refused(settings, said):
    with pytest.raises(ClientError) as error:
        Queue(**settings)
    assert error.value.response["Error"]["Code"] == "ValidationError"
    assert said in str(error.value)


def test_an_alarm_needs_all_that_it_compares():
    client = aws.Session(account=aws.Account()).client("cloudwatch")
    asked = {name: value for name, value in ALARM.items() if name != "Threshold"}
    with pytest.raises(ClientError, match="The parameter Threshold must be specified"):
        client.put_metric_alarm(**asked)
