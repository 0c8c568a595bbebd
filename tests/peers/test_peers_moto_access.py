"""The same calls of IAM, STS, KMS and Secrets Manager on moto and on ours.

moto decides on no call unless it is told to, so only shapes and the codes of wrong
requests are compared: what decides is held by tests/aws/iam/cases.toml.
"""

import json

import pytest
from botocore.exceptions import ClientError as TheirError

from cafe.aws import Account, Session
from cafe.aws.errors import ClientError as OurError
from fixtures.iam import TABLE, allow, policy
from peers.moto_peers import code, moto_client, ours_alone

pytestmark = pytest.mark.slow  # to import moto takes seconds

SERVICES = ("iam", "sts", "kms", "secretsmanager")
ANY = policy(allow("dynamodb:*"))
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "123456789012"},
            "Action": "sts:AssumeRole",
        },
    }
)
#: service, call, arguments; of those that answer, in an order in which all pass.
CALLS = (
    ("iam", "create_user", {"UserName": "till"}),
    ("iam", "create_access_key", {"UserName": "till"}),
    ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": TRUST}),
    ("iam", "create_policy", {"PolicyName": "p", "PolicyDocument": ANY}),
    ("sts", "get_caller_identity", {}),
    ("kms", "create_key", {"Description": "addresses"}),
    ("secretsmanager", "create_secret", {"Name": "s", "SecretString": "x"}),
    ("secretsmanager", "get_secret_value", {"SecretId": "s"}),
)
WRONG = (
    ("iam", "create_user", {"UserName": "till"}),
    ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": TRUST}),
    ("iam", "create_policy", {"PolicyName": "p", "PolicyDocument": ANY}),
    ("iam", "create_access_key", {"UserName": "nobody"}),
    (
        "iam",
        "put_user_policy",
        {"UserName": "nobody", "PolicyName": "p", "PolicyDocument": ANY},
    ),
    ("iam", "delete_user_policy", {"UserName": "till", "PolicyName": "none"}),
    ("iam", "attach_role_policy", {"RoleName": "none", "PolicyArn": TABLE}),
    ("kms", "describe_key", {"KeyId": "12345678-1234-1234-1234-123456789012"}),
    ("secretsmanager", "create_secret", {"Name": "s", "SecretString": "x"}),
    ("secretsmanager", "get_secret_value", {"SecretId": "none"}),
    ("secretsmanager", "get_secret_value", {"SecretId": "s", "VersionStage": "OLD"}),
)
STATEMENTS = (
    allow("dynamodb:GetItem"),
    allow(["dynamodb:GetItem", "rds:*"], TABLE, Sid="One"),
    allow("GetItem"),
    allow("dynamodb:*", "orders"),
    {"Effect": "Allow", "Resource": "*"},
    {"Effect": "Allow", "Action": "dynamodb:*"},
    allow("dynamodb:*", Actions="x"),
)
#: Refused by both, and by AWS in the words of ours, which say what is wrong.
OTHER_WORDS = (
    {"Action": "dynamodb:*", "Resource": "*"},
    allow("dynamodb:*") | {"Effect": "allow"},
    allow("dynamodb:*", Condition={"Like": {"a:b": "c"}}),
)
NOT_IN_MOTO = {"KeyUsage"}  # it is in AWS's KeyMetadata


@pytest.fixture(scope="module")
def clients():
    """({service: moto's client}, {service: ours}), after the calls that pass."""
    session = Session("eu-west-1", account=Account())
    ours = {name: session.client(name) for name in SERVICES}
    with moto_client(*SERVICES) as theirs:
        yield dict(zip(SERVICES, theirs, strict=True)), ours


@pytest.fixture(scope="module")
def answers(clients):
    """{(service, call): (moto's answer, ours)}"""
    return {
        (service, call): tuple(
            getattr(side[service], call)(**arguments) for side in clients
        )
        for service, call, arguments in CALLS
    }


@pytest.mark.parametrize(("service", "call"), [each[:2] for each in CALLS])
def test_an_answer_has_no_key_that_moto_lacks(answers, service, call):
    theirs, ours = answers[service, call]
    assert ours_alone(theirs, ours) == set()
    for name, value in ours.items():
        if isinstance(value, dict) and name != "ResponseMetadata":
            assert ours_alone(theirs[name], value) <= NOT_IN_MOTO


@pytest.mark.parametrize(("service", "call", "arguments"), WRONG)
def test_a_wrong_request_has_the_same_code(clients, answers, service, call, arguments):
    theirs, ours = clients
    expected = code(theirs[service], TheirError, call, arguments)
    assert code(ours[service], OurError, call, arguments) == expected is not None


def said(client, error, statement):
    """What is said of a policy with one statement."""
    arguments = {"UserName": "till", "PolicyName": "q"}
    try:
        client.put_user_policy(PolicyDocument=policy(statement), **arguments)
    except error as refusal:
        return refusal.response["Error"]["Message"]
    return "taken"


@pytest.mark.parametrize("statement", STATEMENTS, ids=json.dumps)
def test_a_document_is_taken_or_refused_in_the_same_words(clients, answers, statement):
    theirs, ours = (each["iam"] for each in clients)
    words = said(theirs, TheirError, statement)
    assert said(ours, OurError, statement) == words


@pytest.mark.parametrize("statement", OTHER_WORDS, ids=json.dumps)
def test_what_moto_refuses_in_other_words_is_refused(clients, answers, statement):
    theirs, ours = (each["iam"] for each in clients)
    assert "taken" not in (
        said(theirs, TheirError, statement),
        said(ours, OurError, statement),
    )
