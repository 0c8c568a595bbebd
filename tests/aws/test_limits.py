"""Names, numbers and sizes that AWS refuses are refused, in its words."""

import json
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
TABLE = {
    "TableName": "orders",
    "KeySchema": [{"AttributeName": "number", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "number", "AttributeType": "N"}],
    "BillingMode": "PAY_PER_REQUEST",
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


def test_of_two_metrics_one_of_which_is_wrong_neither_is_kept(client):
    data = [{"MetricName": "cups", "Value": 1.0}, {"MetricName": "a", "Value": 1e999}]
    refusal(client("cloudwatch").put_metric_data, Namespace="Cafe", MetricData=data)
    assert client("cloudwatch").list_metrics(Namespace="Cafe")["Metrics"] == []


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


# -- greatest lengths and patterns, from what AWS says of a call -----------------------

LONG = "have length less than or equal to"
BROKEN = "failed to satisfy constraint: Member must"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"AlarmName": "a" * 256}, f"at 'alarmName' {BROKEN} {LONG} 255"),
        ({"Namespace": "a" * 256}, f"{LONG} 255"),
        ({"Namespace": ":cafe"}, "satisfy regular expression pattern: [^:].*"),
        ({"AlarmDescription": "a" * 1025}, f"{LONG} 1024"),
        ({"AlarmActions": ["arn:aws:sns:x"] * 6}, f"{LONG} 5"),
        ({"AlarmActions": ["x"]}, "ValidationError: Invalid arn syntax: x"),
        ({"Dimensions": [{"Name": "n", "Value": "v"}] * 31}, f"{LONG} 30"),
        (
            {"Dimensions": [{"Name": "n" * 256, "Value": "v"}]},
            f"at 'dimensions.1.member.name' {BROKEN} {LONG} 255",
        ),
        ({"Statistic": "Mean"}, "satisfy enum value set: ["),
        ({"EvaluationPeriods": 1441}, "across more than a day (EvaluationPeriods *"),
        ({"Period": 86400, "EvaluationPeriods": 8}, "a week (EvaluationPeriods *"),
    ],
)
def test_an_alarm_has_its_limits(client, changed, told):
    alarm = ALARM | {"Threshold": 1.0}
    client("cloudwatch").put_metric_alarm(**alarm)
    assert told in refusal(client("cloudwatch").put_metric_alarm, **alarm | changed)


def test_all_that_is_wrong_is_told_at_once(client):
    wrong = ALARM | {"Threshold": 1.0, "AlarmName": "a" * 256, "Statistic": "Mean"}
    told = refusal(client("cloudwatch").put_metric_alarm, **wrong)
    assert told.startswith("ValidationError: 2 validation errors detected: Value 'aaa")


@pytest.mark.parametrize(
    ("datum", "told"),
    [
        ({"MetricName": "a" * 256}, f"{LONG} 255"),
        ({"Unit": "Cups"}, "at 'metricData.1.member.unit' failed"),
        ({"Dimensions": [{"Name": "n", "Value": "v" * 1025}]}, f"{LONG} 1024"),
    ],
)
def test_a_metric_has_its_limits(client, datum, told):
    data = [{"MetricName": "cups", "Value": 1.0} | datum]
    put = client("cloudwatch").put_metric_data
    assert told in refusal(put, Namespace="Cafe", MetricData=data)


def test_policies_budgets_plans_and_keys_have_names_of_some_length(client):
    rule = {"RuleName": "daily", "TargetBackupVaultName": "kept"}
    policy = (
        '{"Version": "2012-10-17", "Statement": '
        '[{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    )
    client("iam").create_user(UserName="ana")
    client("backup").create_backup_vault(BackupVaultName="kept")
    limit = {"BudgetLimit": {"Amount": "5", "Unit": "USD"}}
    for call, arguments, told in (
        (
            client("iam").create_policy,
            {"PolicyName": "a" * 129, "PolicyDocument": policy},
            f"ValidationError: 1 validation error detected: Value '{'a' * 129}' at "
            f"'policyName' failed to satisfy constraint: Member must {LONG} 128",
        ),
        (
            client("iam").put_user_policy,
            {"UserName": "ana", "PolicyName": "a b", "PolicyDocument": policy},
            "The specified value for policyName is invalid.",
        ),
        (
            client("budgets").create_budget,
            {
                "AccountId": "123456789012",
                "Budget": BUDGET | limit | {"BudgetName": "a:b"},
            },
            "InvalidParameterException: 1 validation error detected: Value 'a:b' at "
            "'budget.budgetName' failed",
        ),
        (
            client("backup").create_backup_plan,
            {"BackupPlan": {"BackupPlanName": "a b", "Rules": [rule]}},
            "Invalid backup plan name: a b",
        ),
        (
            client("kms").create_key,
            {"Description": "a" * 8193},
            f"ValidationException: 1 validation error detected: Value '{'a' * 8193}' at"
            f" 'description' failed to satisfy constraint: Member must {LONG} 8192",
        ),
    ):
        assert told in refusal(call, **arguments)


# -- tags ------------------------------------------------------------------------------

FIFTY = [{"Key": f"k{number}", "Value": "v"} for number in range(50)]
ONE_MORE = [{"Key": "one", "Value": "more"}]
WRONG_TAGS = {
    "too long a value": [{"Key": "a", "Value": "x" * 257}],
    "too long a key": [{"Key": "a" * 129, "Value": "x"}],
    "a key of AWS's": [{"Key": "AWS:a", "Value": "x"}],
    "the same key twice": ONE_MORE * 2,
    "51 at once": FIFTY + ONE_MORE,
    "an odd letter": [{"Key": "a#", "Value": "x"}],
}


@pytest.fixture
def database(client):
    """RDS's client, a function that makes an instance, and its ARN."""
    rds = client("rds")

    def make(**settings):
        return rds.create_db_instance(
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="barista",
            MasterUserPassword="espresso-2026",
            **settings,
        )["DBInstance"]["DBInstanceArn"]

    return rds, make, make(DBInstanceIdentifier="first", Tags=FIFTY)


@pytest.mark.parametrize("wrong", WRONG_TAGS)
def test_tags_of_databases_keep_to_their_limits(database, wrong):
    _rds, make, _arn = database
    told = refusal(make, DBInstanceIdentifier="second", Tags=WRONG_TAGS[wrong])
    assert told.startswith("InvalidParameterValue: ")


def test_a_database_has_50_tags_at_most_and_a_tag_may_change(database):
    rds, make, arn = database
    told = refusal(rds.add_tags_to_resource, ResourceName=arn, Tags=ONE_MORE)
    assert "at most 50, got 51" in told
    rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "k1", "Value": "new"}])
    tags = rds.list_tags_for_resource(ResourceName=arn)["TagList"]
    assert len(tags) == 50 and {"Key": "k1", "Value": "new"} in tags
    odd = [{"Key": "a#", "Value": "x"}]
    assert "both hold" in refusal(make, DBInstanceIdentifier="second", Tags=odd)


@pytest.mark.parametrize("wrong", WRONG_TAGS)
def test_tags_of_tables_keep_to_their_limits(client, wrong):
    told = refusal(client("dynamodb").create_table, **TABLE, Tags=WRONG_TAGS[wrong])
    assert told.startswith("ValidationException: ")


def test_a_table_has_50_tags_at_most(client):
    dynamodb = client("dynamodb")
    made = dynamodb.create_table(**TABLE, Tags=FIFTY)["TableDescription"]
    dynamodb.get_waiter("table_exists").wait(TableName="orders")
    tag = {"ResourceArn": made["TableArn"], "Tags": ONE_MORE}
    told = refusal(dynamodb.tag_resource, **tag)
    assert "Number of Tags exceed the current limit for the provided" in told
    dynamodb.tag_resource(ResourceArn=made["TableArn"], Tags=FIFTY[:1])


def test_names_of_attributes_have_255_characters_at_most(client):
    name = "a" * 256
    long = {
        "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"}],
    }
    told = refusal(client("dynamodb").create_table, **TABLE | long)
    assert "'keySchema.1.member.attributeName'" in told and f"{LONG} 255" in told


# -- how many, and how much of it ------------------------------------------------------


def document(characters):
    """A policy document of so many characters, blanks not counted."""
    lead = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"'
    end = '","Resource":"*"}}'
    return f"{lead}rds:{'a' * (characters - len(lead + end) - 4)}{end}" + " " * 999


def test_a_managed_policy_has_6144_characters_besides_blanks(client):
    create = client("iam").create_policy
    create(PolicyName="long", PolicyDocument=document(6144))
    told = refusal(create, PolicyName="longer", PolicyDocument=document(6145))
    assert told == "LimitExceeded: Cannot exceed quota for PolicySize: 6144"


def test_a_users_own_policies_have_2048_characters_together(client):
    iam = client("iam")
    iam.create_user(UserName="ana")
    put = {"UserName": "ana", "PolicyDocument": document(1024)}
    for name in ("one", "two", "two"):
        iam.put_user_policy(PolicyName=name, **put)
    told = refusal(iam.put_user_policy, PolicyName="three", **put)
    assert told == (
        "LimitExceeded: Maximum policy size of 2048 bytes exceeded for user ana"
    )
    iam.delete_user_policy(UserName="ana", PolicyName="one")
    iam.put_user_policy(PolicyName="three", **put)


def test_a_user_has_ten_managed_policies_at_most(client):
    iam = client("iam")
    iam.create_user(UserName="ana")
    made = [
        iam.create_policy(PolicyName=f"p{n}", PolicyDocument=document(200))["Policy"]
        for n in range(11)
    ]
    for each in made[:10] + made[:1]:
        iam.attach_user_policy(UserName="ana", PolicyArn=each["Arn"])
    told = refusal(iam.attach_user_policy, UserName="ana", PolicyArn=made[10]["Arn"])
    assert told == "LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({"Sid": "my orders"}, "Statement IDs (SID) must be alpha-numeric."),
        ({"Sid": ["a"]}, "Statement IDs (SID) must be alpha-numeric."),
        ({"Resource": "arn:aws:dynamodb:::table/€"}, f"{BROKEN} satisfy regular"),
    ],
)
def test_a_statements_name_and_letters_are_looked_at(client, statement, told):
    whole = {"Effect": "Allow", "Action": "*", "Resource": "*"} | statement
    text = json.dumps({"Version": "2012-10-17", "Statement": whole}, ensure_ascii=False)
    create = client("iam").create_policy
    assert told in refusal(create, PolicyName="p", PolicyDocument=text)


def test_a_trust_policy_names_no_action_but_to_take_the_role(client):
    whole = {
        "Effect": "Allow",
        "Action": "dynamodb:GetItem",
        "Principal": {"AWS": "123456789012"},
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": whole})
    create = client("iam").create_role
    told = refusal(create, RoleName="r", AssumeRolePolicyDocument=text)
    assert "AssumeRole policy may only specify STS AssumeRole actions." in told


def test_a_region_has_forty_instances_whoever_made_them(client, database):
    rds, make, _arn = database
    for number in range(38):
        make(DBInstanceIdentifier=f"db{number}")
    docdb = client("docdb")
    cluster = {"DBClusterIdentifier": "menu", "Engine": "docdb"}
    docdb.create_db_cluster(
        **cluster, MasterUsername="barista", MasterUserPassword="espresso-2026"
    )
    docdb.create_db_instance(
        **cluster, DBInstanceIdentifier="one", DBInstanceClass="db.r6g.large"
    )
    assert refusal(make, DBInstanceIdentifier="more") == (
        "InstanceQuotaExceeded: DB Instance quota exceeded"
    )
    assert "already exists" in refusal(make, DBInstanceIdentifier="one")
    rds.delete_db_instance(DBInstanceIdentifier="db0", SkipFinalSnapshot=True)
    rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier="db0")
    make(DBInstanceIdentifier="more")


def test_a_region_has_a_hundred_snapshots_taken_by_hand(database):
    rds, _make, _arn = database
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="first")
    of = {"DBInstanceIdentifier": "first"}
    for number in range(100):
        rds.create_db_snapshot(DBSnapshotIdentifier=f"s{number}", **of)
    assert refusal(rds.create_db_snapshot, DBSnapshotIdentifier="more", **of) == (
        "SnapshotQuotaExceeded: Cannot create more than 100 manual snapshots"
    )


def test_a_major_version_means_its_newest_minor_one(database):
    rds, make, _arn = database
    make(DBInstanceIdentifier="old", EngineVersion="16")
    found = rds.describe_db_instances(DBInstanceIdentifier="old")["DBInstances"][0]
    assert found["EngineVersion"] == "16.10"
    told = refusal(make, DBInstanceIdentifier="odd", EngineVersion="1")
    assert "Cannot find version 1 for postgres" in told


def test_a_security_group_has_sixty_rules_and_plain_notes(client):
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="tills", Description="tills")["GroupId"]

    def let_in(port, note="till"):
        ranges = [{"CidrIp": "10.0.0.0/8", "Description": note}]
        rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
        return refusal(
            ec2.authorize_security_group_ingress,
            GroupId=group,
            IpPermissions=[rule | {"IpRanges": ranges}],
        )

    assert "Invalid rule description. Valid descriptions are" in let_in(1, "Dublín")
    rules = [
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
        }
        for port in range(60)
    ]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules)
    assert let_in(100) == (
        "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security "
        "group has been reached."
    )


def test_a_key_is_named_by_its_id_or_its_arn(client):
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    for name in (key["KeyId"], key["Arn"]):
        assert kms.describe_key(KeyId=name)["KeyMetadata"] == key
    for odd in ("menu", "alias/menu", f"x/{key['KeyId']}", key["KeyId"].upper()):
        told = refusal(kms.describe_key, KeyId=odd)
        assert told == f"NotFoundException: Invalid keyId '{odd}'"
    other = key["Arn"].replace("eu-west-1", "us-east-1")
    assert "does not exist" in refusal(kms.describe_key, KeyId=other)
