"""Names, numbers and sizes that AWS refuses are refused, in its words."""

from decimal import Decimal

import pytest

from cafe import aws
from cafe.aws.errors import ClientError, ParamValidationError

BUDGET = {
    "BudgetName": "month",
    "TimeUnit": "MONTHLY",
    "BudgetType": "COST",
}
ALARM = {
    "AlarmName": "busy",
    "Namespace": "AWS/RDS",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}


@pytest.fixture
def client():
    return aws.Session(account=aws.Account()).client


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    error = refused.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


def test_users_and_roles_are_unique_whatever_the_case(client):
    iam = client("iam")
    iam.create_user(UserName="ana")
    assert refusal(iam.create_user, UserName="ANA").startswith("EntityAlreadyExists")


def test_a_user_s_name_has_64_characters_at_most(client):
    iam = client("iam")
    iam.create_user(UserName="a" * 64)
    assert "less than or equal to 64" in refusal(iam.create_user, UserName="a" * 65)


def test_a_user_has_two_access_keys_at_most(client):
    iam = client("iam")
    iam.create_user(UserName="ana")
    first = iam.create_access_key(UserName="ana")["AccessKey"]["AccessKeyId"]
    iam.create_access_key(UserName="ana")
    told = refusal(iam.create_access_key, UserName="ana")
    assert told == "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2"
    iam.delete_access_key(UserName="ana", AccessKeyId=first)
    iam.create_access_key(UserName="ana")


@pytest.mark.parametrize(
    "name, text, told",
    [
        ("a b", "x", "Invalid name."),
        ("a" * 513, "x", "less than or equal to 512"),
        ("a", "x" * 65_537, "less than or equal to 65536"),
    ],
)
def test_a_secret_has_a_name_and_a_size(client, name, text, told):
    create = client("secretsmanager").create_secret
    assert told in refusal(create, Name=name, SecretString=text)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "ten"])
def test_a_budget_is_a_sum(client, amount):
    budget = BUDGET | {"BudgetLimit": {"Amount": amount, "Unit": "USD"}}
    told = refusal(
        client("budgets").create_budget, AccountId="123456789012", Budget=budget
    )
    assert "an Amount above 0" in told


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_metric_and_a_threshold_are_numbers(client, number):
    cloudwatch = client("cloudwatch")
    datum = {"MetricName": "queue", "Value": number}
    told = refusal(cloudwatch.put_metric_data, Namespace="Cafe", MetricData=[datum])
    assert f"The value {number} for parameter MetricData.member.1.Value" in told
    told = refusal(cloudwatch.put_metric_alarm, **ALARM, Threshold=number)
    assert "for parameter Threshold is invalid" in told


def test_an_attribute_s_name_is_a_text():
    dynamodb = aws.Session(account=aws.Account()).resource("dynamodb")
    table = dynamodb.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "number", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "number", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    with pytest.raises(ParamValidationError, match="valid types: <class 'str'>"):
        table.put_item(Item={"number": Decimal(1), 5: "latte"})
