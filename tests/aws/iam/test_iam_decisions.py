"""What a policy decides, against a table of what AWS's documentation says."""

import json
from pathlib import Path

import pytest

from cafe.aws import Account, Session
from cafe.aws.errors import ClientError
from cafe.aws.iam.documents import RESOURCE, read_policy
from cafe.aws.iam.policies import Request, decide
from cafe.files import read_toml

TILL = "arn:aws:iam::123456789012:user/till"
ROOT = "arn:aws:iam::123456789012:root"
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:"
GROUPS = read_toml(Path(__file__).with_name("cases.toml"))["group"]
CASES = [(group, case) for group in GROUPS for case in group["cases"]]


def policies(group, element, *kind):
    if element not in group:
        return []
    version = group.get("version", "2012-10-17")
    text = {"Version": version, "Statement": json.loads(group[element])}
    return [read_policy(element, json.dumps(text), *kind)]


def asked(case):
    """(outcome, Request) of a line."""
    outcome, action, resource, *more = (part.strip() for part in case.split("|"))
    context = {"aws:username": ["till"]}
    for pair in more[0].split(";") if more else ():
        name, _, values = pair.partition("=")
        values = [each.strip() for each in values.split(",") if each.strip()]
        context[name.strip().casefold()] = values
    arn = TABLE + resource if resource.startswith("table/") else resource
    return outcome, Request(action, arn, context)


@pytest.mark.parametrize(
    ("group", "case"), CASES, ids=[f"{g['about']} {c}" for g, c in CASES]
)
def test_a_request_is_decided_as_the_documentation_says(group, case):
    outcome, request = asked(case)
    caller = group.get("caller", TILL)
    found = decide(
        request,
        policies(group, "statements"),
        policies(group, "of_table", RESOURCE),
        (caller, caller),
        ROOT,
    )
    assert found.outcome == outcome


def test_the_table_of_cases_is_large_and_says_where_each_is_from():
    assert len(CASES) == len({(g["about"], c) for g, c in CASES}) >= 200
    assert all(g["source"].startswith("https://docs.aws.amazon.com/") for g in GROUPS)


def test_a_decision_names_the_policy_and_the_statement():
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "No", "Effect": "Deny", "Action": "x:Delete", "Resource": "*"},
        ],
    }
    policy = read_policy("mine", json.dumps(document))
    denied = decide(Request("x:Delete", "*"), [policy])
    assert (denied.policy.name, denied.statement.sid) == ("mine", "No")
    assert decide(Request("x:Get", "*"), [policy]).statement.sid == "All"
    assert decide(Request("x:Get", "*"), []).statement is None


def test_simulating_decides_as_calling_does():
    iam = Session(account=Account()).client("iam")
    iam.create_user(UserName="till")
    for group in (g for g in GROUPS if "of_table" not in g):
        document = {
            "Version": "2012-10-17",
            "Statement": json.loads(group["statements"]),
        }
        iam.put_user_policy(
            UserName="till", PolicyName="p", PolicyDocument=json.dumps(document)
        )
        for case in group["cases"]:
            outcome, request = asked(case)
            if "${" in group["statements"] or case.count("|") == 3:
                continue  # conditions are asked about nothing
            (result,) = iam.simulate_principal_policy(
                PolicySourceArn=TILL,
                ActionNames=[request.action],
                ResourceArns=[request.resource],
            )["EvaluationResults"]
            assert result["EvalDecision"] == outcome, case
            assert bool(result["MatchedStatements"]) == (outcome != "implicitDeny")
    with pytest.raises(ClientError, match="NoSuchEntity"):
        iam.simulate_principal_policy(
            PolicySourceArn=TILL + "2", ActionNames=["dynamodb:Scan"]
        )
