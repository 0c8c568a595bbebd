"""An account whose users have the policies of an answer, and what they try there."""

import json
from collections.abc import Callable
from difflib import get_close_matches
from itertools import product
from typing import NamedTuple

from ..words import kind

ELSEWHERE = "eu-central-1"
REFUSED = "AccessDenied"  # what the codes of a refusal begin with
ABOVE = "An explicit deny is above every allow."

#: What changes a table or what is in it, what only reads, and a call of other services
#: each: an allow or a deny may mean more of them than one thinks of.
WRITES = [
    f"dynamodb:{name}"
    for name in (
        "BatchWriteItem DeleteItem PutItem UpdateItem UpdateTable CreateBackup"
        " CreateTable DeleteBackup DeleteResourcePolicy DeleteTable ImportTable"
        " PartiQLDelete PartiQLInsert PartiQLUpdate PutResourcePolicy"
        " RestoreTableFromBackup RestoreTableToPointInTime TagResource UntagResource"
        " UpdateContinuousBackups UpdateGlobalTable UpdateTimeToLive"
    ).split()
]
READS = [
    f"dynamodb:{name}"
    for name in (
        "BatchGetItem ConditionCheckItem DescribeContinuousBackups DescribeStream"
        " DescribeTable DescribeTimeToLive ExportTableToPointInTime GetItem GetRecords"
        " GetResourcePolicy GetShardIterator ListStreams ListTables ListTagsOfResource"
        " PartiQLSelect Query Scan"
    ).split()
]
OF_OTHERS = (
    "dax:GetItem iam:CreateAccessKey kms:Decrypt lambda:InvokeFunction"
    " rds:DeleteDBInstance s3:GetObject secretsmanager:GetSecretValue sts:AssumeRole"
).split()
ACCOUNT, HERE = "123456789012", "eu-west-1"
POLICY = ("Version", "Statement", "Id")
STATEMENT = ("Sid", "Effect", "Action", "Resource", "Condition")


class Try(NamedTuple):
    """A call in words, the call itself on a user's Session, and whether it may pass.

    `word` is said to whom it passes or is refused unduly.
    """

    words: str
    call: Callable
    passes: bool
    word: str = ""


def new_account():
    """The owner's Session on an account of its own."""
    from cafe import aws

    return aws.Session(account=aws.Account())


def add_table(owner, name, *keys, region=None, **others):
    """Make a table whose keys are texts."""
    from cafe import aws
    from cafe.lessons import made

    there = aws.Session(region, account=owner.account) if region else owner
    return made.table(there, name, dict.fromkeys(keys, "S"), **others)


def add_user(owner, name, policies):
    """The Session of a new user with policies, {name: text}."""
    from cafe import aws

    iam = owner.client("iam")
    iam.create_user(UserName=name)
    for policy, text in policies.items():
        iam.put_user_policy(UserName=name, PolicyName=policy, PolicyDocument=text)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return aws.Session(
        account=owner.account,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )


def on_table(name, call, region=None, **arguments):
    """A call on a table, made by whoever's Session it gets."""
    return lambda session: getattr(
        session.resource("dynamodb", region).Table(name), call
    )(**arguments)


def on_client(service, call, **arguments):
    """A call of a client, made by whoever's Session it gets."""
    return lambda session: getattr(session.client(service), call)(**arguments)


def not_a_policy(name, answer):
    """What is wrong with an answer that is no policy at all, or None."""
    if isinstance(answer, str):
        return _refused_by_iam(name, answer)
    if isinstance(answer, list):
        return (
            f"{name} should be a dict with Version and Statement; yours is a list. Put"
            ' it behind "Statement".'
        )
    if not isinstance(answer, dict):
        return (
            f"{name} should be a dict, as in the starter; yours is {kind(answer)}. Take"
            " the # away from its lines, and fill them in."
        )
    if "Effect" in answer:
        return (
            f"{name} is a single statement. A policy is a dict with Version and"
            ' Statement: put yours behind "Statement".'
        )
    try:
        return _refused_by_iam(name, as_text(answer))
    except TypeError as error:
        return f"{name} cannot be written as JSON, which a policy is: {error}."


def as_text(answer):
    """The JSON of a policy, for which a set is a list; a text stays.

    Raises TypeError for what JSON does not have.
    """
    if isinstance(answer, str):
        return answer
    return json.dumps(answer, default=_listed)


def _listed(value):
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"it holds {kind(value)}")


def _refused_by_iam(name, text):
    """What IAM says of a text that it does not take as a policy, or None."""
    from cafe.aws.errors import ClientError

    if not text:
        return f"{name} is an empty text."
    try:
        add_user(new_account(), "tries-it", {"own": text})
    except ClientError as error:
        said = f"put_user_policy takes no such {name}. IAM says: {error}"
        return f"{said.rstrip(' .')}. {_why_refused(text)}".rstrip()
    return None


def _why_refused(text):
    """What IAM does not say of a policy that it does not take, or ""."""
    try:
        policy = json.loads(text)
    except ValueError:
        return "A text of a policy is JSON, as json.dumps(…) writes it."
    if not isinstance(policy, dict):
        return "A policy is a dict with Version and Statement."
    statements = policy.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    if not all(isinstance(each, dict) for each in statements):
        return "A statement is a dict with Effect, Action and Resource."
    named = [(key, STATEMENT) for each in statements for key in each]
    for key, known in [(key, POLICY) for key in policy] + named:
        if key not in known and (near := get_close_matches(key, known, 1)):
            return f"Did you mean {near[0]}, not {key}?"
    if word := next(filter(None, map(_why_no_statement, statements)), ""):
        return word
    if not statements:
        return "There is no Statement in it."
    if policy.get("Version") != "2012-10-17":
        return 'Version names the language of policies: it is always "2012-10-17".'
    return ""


def _why_no_statement(statement):
    """What IAM does not say of a statement that it does not take, or ""."""
    if any("" in _texts(statement, name) for name in STATEMENT):
        return "There is still an empty text in it: fill it in."
    if str(statement.get("Effect")) in ("allow", "deny"):
        return "Capitals count: Allow, Deny."
    if statement.get("Effect", "Deny") not in ("Allow", "Deny"):
        return "Effect is Allow or Deny."
    if any(each != "*" and ":" not in each for each in _texts(statement, "Action")):
        return 'Before an action stands its service: "dynamodb:GetItem".'
    conditions = statement.get("Condition")
    conditions = conditions if isinstance(conditions, dict) else {}
    keys = [
        each for keys in conditions.values() if isinstance(keys, dict) for each in keys
    ]
    if any(":" not in key for key in keys):
        return 'Before a condition key stands its service: "dynamodb:LeadingKeys".'
    return ""


def _texts(statement, name):
    """The texts that stand behind a name in a statement."""
    found = statement.get(name, [])
    found = found if isinstance(found, list) else [found]
    return [each for each in found if isinstance(each, str)]


def first_surprise(session, tries):
    """What is wrong with the first call that passes or is refused unduly, or None."""
    from cafe.aws.errors import ClientError

    for each in tries:
        said = ""
        try:
            each.call(session)
        except ClientError as error:
            if not error.response["Error"]["Code"].startswith(REFUSED):
                raise
            said = str(error)
        if said and each.passes:
            above = ABOVE if "explicit deny" in said else each.word
            return f"{each.words} should pass, and is refused. {above} {said}"
        if not said and not each.passes:
            return f"{each.words} should be refused, and passes. {each.word}".rstrip()
    return None


def table_arn(name, region=HERE, account=ACCOUNT):
    return f"arn:aws:dynamodb:{region}:{account}:table/{name}"


def first_decided(session, actions, arns, passes, context=None):
    """The first (action, ARN) that passes unduly, or is refused unduly, or None.

    The policies of the Session's user decide, and nothing is called: so it may be about
    what is not there. `context` are condition keys in small letters.
    """
    service = session.client("dynamodb")
    for action, arn in product(actions, arns):
        region = arn.split(":")[3] if arn != "*" else HERE
        known = {"aws:requestedregion": [region], **(context or {})}
        request = session.caller.request(service, action, arn, known)
        if session.caller.decision(request).is_allowed != passes:
            return action, arn
    return None


def named_in(session):
    """(actions, ARNs) that the policies of the Session's user name by themselves.

    An x stands for a star of an ARN. Of the actions with a star those of DynamoDB are
    left out: what they mean is in READS and WRITES.
    """
    statements = [s for policy in session.caller.policies() for s in policy.statements]
    actions = [name for each in statements for name in each.actions]
    arns = [name for each in statements for name in each.resources if name != "*"]
    return (
        [n for n in actions if not {*"*?"} & {*n} or not n.startswith("dynamodb:")],
        [name.replace("*", "x").replace("?", "x") for name in arns],
    )
