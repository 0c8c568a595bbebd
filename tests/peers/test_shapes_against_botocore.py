"""Every call against AWS's own description of it: arguments, answers, error codes.

botocore carries the models of all services; nothing here goes over the network.
"""

import ast
import inspect
from datetime import datetime
from pathlib import Path

import botocore
import botocore.session
import pytest

from cafe import aws
from cafe.aws import backup as backup_module
from cafe.aws import cloudwatch as cloudwatch_module
from cafe.aws import docdb as docdb_module
from cafe.aws import ec2 as ec2_module
from cafe.aws import neptune as neptune_module
from cafe.aws import rds as rds_module
from cafe.aws import service as service_module
from cafe.aws.errors import ServiceError
from cafe.aws.service import operations
from fixtures.backup import tell_all
from fixtures.clusters import KINDS, ClusterShop
from fixtures.rds import Shop
from tools import left_out

SESSION = botocore.session.get_session()
CLASSES = {
    "backup": backup_module.Backup,
    "cloudwatch": cloudwatch_module.CloudWatch,
    "docdb": docdb_module.DocDB,
    "ec2": ec2_module.EC2,
    "neptune": neptune_module.Neptune,
    "rds": rds_module.RDS,
}
MODELS = {name: SESSION.get_service_model(name) for name in CLASSES}
CALLS = [(name, call) for name, cls in CLASSES.items() for call in operations(cls)]

#: Codes that every service may answer; they are in no model.
GENERIC = {"InvalidParameterValue", "InvalidParameterCombination", "MissingParameter"}
#: EC2's model lists no codes at all; these are in its documentation, "Error codes".
EC2_CODES = {
    "CannotDelete",
    "DependencyViolation",
    "InvalidGroup.Duplicate",
    "InvalidGroup.NotFound",
    "InvalidPermission.Duplicate",
    "InvalidPermission.NotFound",
    "InvalidVpcID.NotFound",
    "RulesPerSecurityGroupLimitExceeded",
    "UnauthorizedOperation",
}


def model(service, call):
    names = {botocore.xform_name(n): n for n in MODELS[service].operation_names}
    return MODELS[service].operation_model(names[call])


def type_of(shape):
    """Python's type for a value of a shape, as botocore takes it."""
    plain = {
        "string": str,
        "integer": int,
        "long": int,
        "double": float,
        "boolean": bool,
        "timestamp": datetime,
        "structure": dict,
        "list": list,
        "map": dict,
    }
    return plain[shape.type_name]


def check_answer(value, shape, where):
    """Whether each key of an answer is in the shape, with the type that it says."""
    assert isinstance(value, type_of(shape)), f"{where}: {value!r}"
    if shape.type_name == "structure":
        for name, inner in value.items():
            assert name in shape.members, f"{where}.{name} is not AWS's"
            check_answer(inner, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for each in value:
            check_answer(each, shape.member, f"{where}[]")


@pytest.mark.parametrize("service", ["docdb", "neptune", "rds"])
def test_exceptions_have_awss_names_and_codes(service):
    for name, code in CLASSES[service].faults.items():
        shape = MODELS[service].shape_for(name)
        assert shape.metadata["error"]["code"] == code
        is_missing = shape.metadata["error"]["httpStatusCode"] == 404
        assert is_missing is ("NotFound" in code), name


def test_exceptions_of_backup_are_awss():
    for name in backup_module.Backup.faults:
        assert MODELS["backup"].shape_for(name).metadata["exception"]


def codes_in(*patterns):
    """The error codes that the files of these names in cafe/aws raise."""
    folder = Path(aws.__file__).parent
    for path in sorted(path for each in patterns for path in folder.glob(each)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called, *given = node.func, *node.args
            if ast.unparse(called) == "partial":
                called, *given = given
            is_error = ast.unparse(called) == "ServiceError"
            if is_error and isinstance(given[0], ast.Constant):
                yield given[0].value


@pytest.mark.parametrize(
    "service, patterns",
    [
        ("rds", ["rds/*.py", "family/*.py"]),
        ("docdb", ["family/*.py"]),
    ],
)
def test_every_error_code_is_one_of_awss(service, patterns):
    faults = set(CLASSES[service].faults.values())
    raised = set(codes_in(*patterns))
    assert raised <= GENERIC | faults and raised
    assert faults <= raised, "a name that nothing raises"


def test_every_error_code_of_ec2_is_in_its_documentation():
    raised = set(codes_in("ec2.py"))
    assert raised <= GENERIC | EC2_CODES


@pytest.mark.parametrize("service, cls", [*left_out.clients()])
def test_an_error_has_the_class_and_the_status_of_awss_model(service, cls):
    client = aws.Session(account=aws.Account()).client(service)
    said = set(texts_of(Path(inspect.getfile(cls))))
    for shape in left_out.SESSION.get_service_model(service).error_shapes:
        about, code = shape.metadata.get("error", {}), shape.error_code
        if code not in said or code == client.invalid:
            continue
        assert cls.faults.get(shape.name) == code
        error = service_module.client_error(client, ServiceError(code, ""), "Call")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert status == about.get("httpStatusCode", status), code


def texts_of(file):
    """The texts in the code of a client's file, or of its room."""
    files = file.parent.rglob("*.py") if file.name == "__init__.py" else [file]
    for each in files:
        for node in ast.walk(ast.parse(each.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.fixture(scope="module")
def answers():
    """An answer of every call, taken on the way through a small story."""
    shop, taken = Shop(), []
    session = aws.Session(account=shop.account)
    clients = {"rds": shop.rds, "ec2": shop.ec2}
    clients |= {name: session.client(name) for name in ("backup", "cloudwatch")}
    for name, client in clients.items():
        for call in operations(type(client)):
            record(client, name, call, taken)
    group = shop.ec2.create_security_group(GroupName="tills", Description="t")
    rule = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "office"}],
        "UserIdGroupPairs": [{"GroupId": group["GroupId"]}],
    }
    rules = {"GroupId": group["GroupId"], "IpPermissions": [rule]}
    shop.ec2.authorize_security_group_ingress(**rules)
    shop.ec2.describe_security_groups()
    shop.ec2.revoke_security_group_ingress(**rules)
    shop.ec2.delete_security_group(GroupId=group["GroupId"])
    shop.create(MultiAZ=True)
    one = {"DBInstanceIdentifier": "orders"}
    shop.replica()
    tell_of_a_proxy(shop)
    shop.rds.create_db_snapshot(DBSnapshotIdentifier="snap", **one)
    shop.account.clock.advance(minutes=10)
    shop.rds.describe_db_snapshots()
    arn = {"ResourceName": shop.describe()["DBInstanceArn"]}
    shop.rds.add_tags_to_resource(Tags=[{"Key": "backup", "Value": "daily"}], **arn)
    shop.rds.list_tags_for_resource(**arn)
    shop.rds.remove_tags_from_resource(TagKeys=["backup"], **arn)
    tell_all(shop.account, arn["ResourceName"])
    shop.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="restored", DBSnapshotIdentifier="snap"
    )
    shop.rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier="orders",
        TargetDBInstanceIdentifier="earlier",
        UseLatestRestorableTime=True,
    )
    shop.rds.delete_db_snapshot(DBSnapshotIdentifier="snap")
    shop.rds.modify_db_instance(DBInstanceClass="db.m7g.large", MultiAZ=False, **one)
    shop.rds.describe_db_instances()
    shop.rds.reboot_db_instance(**one)
    shop.wait()
    shop.rds.promote_read_replica(DBInstanceIdentifier="reports")
    shop.wait("reports")
    shop.rds.stop_db_instance(**one)
    shop.account.clock.advance(minutes=5)
    shop.rds.start_db_instance(**one)
    shop.rds.delete_db_instance(SkipFinalSnapshot=True, **one)
    tell_of_cloudwatch(clients["cloudwatch"])
    shop.create_cluster("loyalty", "one")
    shop.rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier="again",
        SourceDBClusterIdentifier="loyalty",
        UseLatestRestorableTime=True,
    )
    shop.rds.describe_db_instances()
    shop.rds.describe_events()
    for kind in KINDS:
        tell_of_clusters(ClusterShop(kind), taken)
    return taken


def tell_of_cloudwatch(client):
    cups = {"Namespace": "CornerCup", "MetricName": "Cups"}
    client.put_metric_data(
        Namespace="CornerCup", MetricData=[{"MetricName": "Cups", "Value": 1.0}]
    )
    client.put_metric_alarm(
        AlarmName="few cups",
        AlarmDescription="Nobody buys",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=10.0,
        ComparisonOperator="LessThanThreshold",
        **cups,
    )
    client.clock.advance(minutes=1)
    stat = {"Metric": cups, "Period": 60, "Stat": "Sum"}
    client.get_metric_data(
        MetricDataQueries=[{"Id": "cups", "MetricStat": stat}],
        StartTime=client.clock.START,
        EndTime=client.clock.now,
    )
    client.list_metrics()
    client.describe_alarms()
    client.describe_alarm_history()


def tell_of_a_proxy(shop):
    shop.rds.create_db_proxy(
        DBProxyName="till",
        EngineFamily="POSTGRESQL",
        Auth=[
            {
                "AuthScheme": "SECRETS",
                "SecretArn": "arn:aws:secretsmanager:eu-west-1:1:secret:a",
            }
        ],
        RoleArn="arn:aws:iam::123456789012:role/proxy",
        VpcSubnetIds=["subnet-1", "subnet-2"],
    )
    shop.rds.register_db_proxy_targets(
        DBProxyName="till", DBInstanceIdentifiers=["orders"]
    )
    shop.rds.describe_db_proxies()
    shop.rds.delete_db_proxy(DBProxyName="till")


def tell_of_clusters(shop, taken):
    """The same for the clusters of a service."""
    for call in operations(type(shop.client)):
        record(shop.client, shop.service, call, taken)
    client, menu = shop.client, {"DBClusterIdentifier": "menu"}
    shop.create("one", "two")
    shop.instance("one"), shop.cluster()
    client.modify_db_cluster(BackupRetentionPeriod=7, **menu)
    client.reboot_db_instance(DBInstanceIdentifier="one")
    shop.wait("one")
    snapshot = {"DBClusterSnapshotIdentifier": "noon"}
    client.create_db_cluster_snapshot(**snapshot, **menu)
    shop.advance(minutes=2)
    client.describe_db_cluster_snapshots()
    client.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="old", SnapshotIdentifier="noon", Engine=shop.engine
    )
    client.delete_db_cluster_snapshot(**snapshot)
    client.delete_db_cluster(DBClusterIdentifier="old", SkipFinalSnapshot=True)
    arn = {"ResourceName": shop.cluster()["DBClusterArn"]}
    client.add_tags_to_resource(Tags=[{"Key": "plan", "Value": "daily"}], **arn)
    client.list_tags_for_resource(**arn)
    client.remove_tags_from_resource(TagKeys=["plan"], **arn)
    client.failover_db_cluster(**menu)
    shop.delete("one")
    client.describe_events()


def record(client, service, call, taken):
    """Keep each answer of a client's call."""
    original = getattr(client, call)

    def recorded(**arguments):
        answer = original(**arguments)
        taken.append((service, call, answer))
        return answer

    setattr(client, call, recorded)


@pytest.mark.parametrize("service, call", CALLS)
def test_every_part_of_an_answer_is_in_awss_shape(answers, service, call):
    shape = model(service, call).output_shape
    found = [a for s, c, a in answers if (s, c) == (service, call)]
    assert found, f"no answer of {call} was taken"
    for answer in found:
        answer = {k: v for k, v in answer.items() if k != "ResponseMetadata"}
        if shape is None:
            assert answer == {}
        else:
            check_answer(answer, shape, call)
