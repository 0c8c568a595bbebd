"""A small AWS on this machine: the same calls, and it behaves.

    from cafe import aws                     # on AWS: import boto3 as aws
    rds = aws.client("rds")
    rds.describe_db_instances()

`client`, `resource` and `Session` are boto3's. Behind them is one account with a clock
that you move and zones that you may cut:

    aws.account.clock.advance(minutes=5)
    aws.account.fail_zone("eu-west-1a")

Same as AWS: names, arguments, shapes of answers, error codes and wording of the calls
that the lessons use. Simplified: answers come at once, and time passes only when you
move the clock or wait with a waiter. Left out: everything that no lesson uses; such a
call says so and names what there is.
"""

from importlib import import_module

from .account import Account
from .errors import PartialCredentialsError
from .service import SaysWhatThereIs

REGION = "eu-west-1"
SERVICES = {
    "application-autoscaling": (
        "cafe.aws.dynamodb.autoscaling",
        "ApplicationAutoScaling",
    ),
    "backup": ("cafe.aws.backup", "Backup"),
    "budgets": ("cafe.aws.budgets", "Budgets"),
    "ce": ("cafe.aws.costexplorer", "CostExplorer"),
    "cloudwatch": ("cafe.aws.cloudwatch", "CloudWatch"),
    "dax": ("cafe.aws.dax", "DAX"),
    "docdb": ("cafe.aws.docdb", "DocDB"),
    "dynamodb": ("cafe.aws.dynamodb", "DynamoDB"),
    "dynamodbstreams": ("cafe.aws.dynamodb.streamreading", "DynamoDBStreams"),
    "ec2": ("cafe.aws.ec2", "EC2"),
    "elasticache": ("cafe.aws.elasticache", "ElastiCache"),
    "iam": ("cafe.aws.iam", "IAM"),
    "kms": ("cafe.aws.kms", "KMS"),
    "managedblockchain": ("cafe.aws.managedblockchain", "ManagedBlockchain"),
    "neptune": ("cafe.aws.neptune", "Neptune"),
    "rds": ("cafe.aws.rds", "RDS"),
    "secretsmanager": ("cafe.aws.secretsmanager", "SecretsManager"),
    "sts": ("cafe.aws.sts", "STS"),
}
#: What there is once for the account, whatever the Region.
GLOBAL = ("budgets", "ce", "iam")
KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")

#: The account that `client` and `resource` use, made anew with each kernel.
account = Account()


def new_account():
    """Put an empty account in the place of `account`; a client keeps the one it has."""
    global account
    account = Account()


class Session(SaysWhatThereIs):
    """Where clients come from, as `boto3.Session`: one account, one Region.

    With the keys of a user or of a role its clients call in that name, and policies
    decide; without keys they are the account owner's. `account` (ours) chooses another
    account than `aws.account`.
    """

    def __init__(
        self,
        region_name=None,
        *,
        aws_access_key_id=None,
        aws_secret_access_key=None,
        aws_session_token=None,
        account=None,
        **others,
    ):
        _refuse(others)
        self.region_name = region_name or REGION
        self.account = account or globals()["account"]
        self.account.zones(self.region_name)
        self.caller = None
        keys = (aws_access_key_id, aws_secret_access_key, aws_session_token)
        if any(key is not None for key in keys):
            if missing := [name for name, key in zip(KEYS, keys[:2]) if key is None]:
                raise PartialCredentialsError(missing)
            self.caller = Session(account=self.account).client("iam").who_has(*keys)

    def client(self, service_name, region_name=None, **others):
        """The client of one service, for example `client("rds")`.

        With keys it calls in their name, whoever the session is.
        """
        if keys := {name: others.pop(name) for name in KEYS if name in others}:
            session = Session(self.region_name, account=self.account, **keys)
            return session.client(service_name, region_name, **others)
        _refuse(others)
        if service_name not in SERVICES:
            raise ValueError(
                f"Unknown service: {service_name!r}. "
                f"This small AWS has: {', '.join(sorted(SERVICES))}"
            )
        module, name = SERVICES[service_name]
        service = getattr(import_module(module), name)
        region = REGION if service_name in GLOBAL else region_name or self.region_name
        client = self.account.service(service, region)
        return client.called_by(self.caller) if self.caller else client

    def resource(self, service_name, region_name=None, **others):
        """The resource view of a service that has one."""
        client = self.client(service_name, region_name, **others)
        if not hasattr(type(client), "resource"):
            raise ValueError(
                f"The {service_name!r} service has no resource view here; "
                f"use client({service_name!r})."
            )
        return client.resource()


def client(service_name, region_name=None, **others):
    """The client of one service in `aws.account`, as `boto3.client`."""
    return Session().client(service_name, region_name, **others)


def resource(service_name, region_name=None, **others):
    """The resource view of one service in `aws.account`, as `boto3.resource`."""
    return Session().resource(service_name, region_name, **others)


def _refuse(others):
    """Refuse what boto3 takes to find AWS: endpoint_url, config, a profile, …"""
    names = [name for name, value in others.items() if value is not None]
    if names:
        raise ValueError(
            f"This small AWS takes region_name, and no {' or '.join(names)}: it runs "
            "in this Python and needs no address, no profile and no settings of a "
            "connection. Leave it out."
        )
