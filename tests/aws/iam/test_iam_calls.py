"""A session with keys calls in a user's or a role's name, and policies decide first."""

import pytest

from cafe import aws
from cafe.aws import Session
from cafe.aws.errors import ParamValidationError, PartialCredentialsError
from fixtures.iam import (
    ROLE,
    TABLE,
    USER,
    Guarded,
    allow,
    code,
    deny,
    orders,
    policy,
    refusal,
)

ME = {"Key": {"customer": "till"}}


@pytest.fixture
def shop():
    return Guarded()


# -- messages -------------------------------------------------------------------------


def test_without_an_allow_dynamodb_refuses_in_its_own_words(shop):
    till = shop.user("till")
    error = refusal(orders(till).get_item, **ME)
    assert str(error) == (
        "An error occurred (AccessDeniedException) when calling the GetItem operation: "
        f"User: {USER}till is not authorized to perform: dynamodb:GetItem on resource: "
        f"{TABLE} because no identity-based policy allows the dynamodb:GetItem action"
    )
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_rds_refuses_with_another_code_and_status(shop):
    error = refusal(shop.user("till").client("rds").describe_db_instances)
    assert str(error) == (
        "An error occurred (AccessDenied) when calling the DescribeDBInstances "
        f"operation: User: {USER}till is not authorized to perform: "
        "rds:DescribeDBInstances on resource: arn:aws:rds:eu-west-1:123456789012:db:* "
        "because no identity-based policy allows the rds:DescribeDBInstances action"
    )
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_ec2_says_a_sentence_before(shop):
    error = refusal(shop.user("till").client("ec2").describe_security_groups)
    assert error.response["Error"]["Code"] == "UnauthorizedOperation"
    message = error.response["Error"]["Message"]
    assert message.startswith("You are not authorized to perform this operation. User:")


def test_an_explicit_deny_is_told_with_the_kind_of_its_policy(shop):
    till = shop.user("till", allow("dynamodb:*"), deny("dynamodb:Delete*"))
    said = refusal(orders(till).delete_item, **ME).response["Error"]["Message"]
    assert said.endswith("with an explicit deny in an identity-based policy")
    statement = deny("dynamodb:Scan", Principal="*")
    shop.table.meta.client.put_resource_policy(
        ResourceArn=TABLE, Policy=policy(statement)
    )
    said = refusal(orders(till).scan).response["Error"]["Message"]
    assert said.endswith("with an explicit deny in a resource-based policy")


# -- each service ---------------------------------------------------------------------

CALLS = {
    "backup": ("list_backup_jobs", "AccessDeniedException"),
    "dax": ("describe_clusters", "AccessDeniedException"),
    "docdb": ("describe_db_clusters", "AccessDenied"),
    "dynamodb": ("list_tables", "AccessDeniedException"),
    "dynamodbstreams": ("list_streams", "AccessDeniedException"),
    "application-autoscaling": ("register_scalable_target", "AccessDeniedException"),
    "ec2": ("describe_security_groups", "UnauthorizedOperation"),
    "elasticache": ("describe_cache_clusters", "AccessDenied"),
    "iam": ("create_user", "AccessDenied"),
    "kms": ("create_key", "AccessDeniedException"),
    "managedblockchain": ("list_networks", "AccessDeniedException"),
    "neptune": ("describe_db_clusters", "AccessDenied"),
    "rds": ("describe_db_instances", "AccessDenied"),
    "secretsmanager": ("create_secret", "AccessDeniedException"),
    "sts": ("assume_role", "AccessDenied"),
}
ARGUMENTS = {
    "application-autoscaling": {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
        "MinCapacity": 5,
        "MaxCapacity": 50,
    },
    "iam": {"UserName": "ana"},
    "secretsmanager": {"Name": "s", "SecretString": "s"},
    "sts": {"RoleArn": ROLE + "report", "RoleSessionName": "night"},
}


def test_each_service_asks_before_it_does_anything(shop):
    till = shop.user("till")
    services = {*aws.SERVICES} & {*CALLS}
    assert services == {*CALLS}
    for service in sorted(services):
        call, expected = CALLS[service]
        client = till.client(service)
        assert client.prefix, service
        arguments = ARGUMENTS.get(service, {})
        assert code(getattr(client, call), **arguments) == expected, service


@pytest.mark.parametrize("service", sorted(aws.SERVICES))
def test_each_service_has_a_prefix_for_its_actions(service):
    assert Session(account=aws.Account()).client(service).prefix


def test_nothing_is_done_that_is_refused(shop):
    till = shop.user("till", allow("dynamodb:GetItem"))
    refusal(orders(till).put_item, Item={"customer": "till"})
    assert "Item" not in orders(till).get_item(**ME)
    refusal(till.client("iam").create_user, UserName="ana")
    assert code(shop.iam.create_user, UserName="ana") == ""


def test_an_rds_call_names_its_instance_also_by_an_arn(shop):
    arn = "arn:aws:rds:eu-west-1:123456789012:db:tills"
    till = shop.user("till", allow("rds:*", arn))
    rds = till.client("rds")
    missing = "DBInstanceNotFound"
    assert code(rds.describe_db_instances, DBInstanceIdentifier="tills") == missing
    assert code(rds.describe_db_instances, DBInstanceIdentifier="others") == (
        "AccessDenied"
    )
    assert code(rds.list_tags_for_resource, ResourceName=arn) == missing


# -- who calls ------------------------------------------------------------------------


def test_the_owner_is_asked_for_no_policy(shop):
    shop.table.put_item(Item={"customer": "till"})
    told = shop.owner.client("sts").get_caller_identity()
    assert told["Arn"] == "arn:aws:iam::123456789012:root"
    assert told["UserId"] == told["Account"] == "123456789012"


def test_everybody_may_ask_who_he_is(shop):
    told = shop.user("till").client("sts").get_caller_identity()
    assert told["Arn"] == USER + "till"
    assert told["UserId"].startswith("AIDA")


@pytest.mark.parametrize(
    ("service", "call", "expected"),
    [
        ("dynamodb", "list_tables", "UnrecognizedClientException"),
        ("rds", "describe_db_instances", "InvalidClientTokenId"),
    ],
)
def test_keys_that_nobody_has_are_invalid(shop, service, call, expected):
    key = {"AccessKeyId": "AKIAX", "SecretAccessKey": "x"}
    error = refusal(getattr(shop.session(key).client(service), call))
    assert error.response["Error"] == {
        **error.response["Error"],
        "Code": expected,
        "Message": "The security token included in the request is invalid.",
    }


@pytest.mark.parametrize(
    ("service", "call", "expected"),
    [
        ("dynamodb", "list_tables", "InvalidSignatureException"),
        ("rds", "describe_db_instances", "SignatureDoesNotMatch"),
    ],
)
def test_a_wrong_secret_is_told_from_a_key_that_nobody_has(
    shop, service, call, expected
):
    shop.iam.create_user(UserName="till")
    key = shop.iam.create_access_key(UserName="till")["AccessKey"]
    wrong = key | {"SecretAccessKey": "guessed"}
    assert code(getattr(shop.session(wrong).client(service), call)) == expected


def test_an_access_key_that_is_deleted_opens_nothing_from_then_on(shop):
    shop.iam.create_user(UserName="till")
    key = shop.iam.create_access_key(UserName="till")["AccessKey"]
    shop.allow("till", allow("dynamodb:ListTables"))
    till = shop.session(key).client("dynamodb")
    assert not code(till.list_tables)
    gone = {"UserName": "till", "AccessKeyId": key["AccessKeyId"]}
    shop.iam.delete_access_key(**gone)
    assert code(till.list_tables) == "UnrecognizedClientException"
    anew = shop.session(key).client("dynamodb")
    assert code(anew.list_tables) == "UnrecognizedClientException"
    assert code(shop.iam.delete_access_key, **gone) == "NoSuchEntity"


def test_a_key_is_deleted_for_its_own_user_alone(shop):
    for name in ("till", "report"):
        shop.iam.create_user(UserName=name)
    key = shop.iam.create_access_key(UserName="till")["AccessKey"]
    other = {"UserName": "report", "AccessKeyId": key["AccessKeyId"]}
    assert code(shop.iam.delete_access_key, **other) == "NoSuchEntity"


def trusting(principal):
    """The trust policy of a role that these may take."""
    return policy(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    )


@pytest.mark.parametrize(
    ("call", "name"), [("create_user", "UserName"), ("create_role", "RoleName")]
)
def test_a_name_with_a_space_is_refused(shop, call, name):
    asked = {name: "night report"}
    if call == "create_role":
        asked["AssumeRolePolicyDocument"] = trusting("*")
    error = refusal(getattr(shop.iam, call), **asked)
    assert error.response["Error"]["Code"] == "ValidationError"
    assert "alphanumeric characters and/or" in error.response["Error"]["Message"]


def test_a_role_can_trust_only_who_is_there(shop):
    document = trusting({"AWS": USER + "report"})
    asked = {"RoleName": "reader", "AssumeRolePolicyDocument": document}
    error = refusal(shop.iam.create_role, **asked)
    assert error.response["Error"] == {
        **error.response["Error"],
        "Code": "MalformedPolicyDocument",
        "Message": f'Invalid principal in policy: "AWS":"{USER}report"',
    }
    shop.iam.create_user(UserName="report")
    assert not code(shop.iam.create_role, **asked)


def test_budgets_has_two_actions_for_all_its_calls(shop):
    till = shop.user("till").client("budgets")
    me = {"AccountId": shop.owner.account.id}
    asked = refusal(till.describe_budgets, **me).response["Error"]["Message"]
    assert "perform: budgets:ViewBudget on resource: arn:aws:budgets::" in asked
    deleted = refusal(till.delete_budget, BudgetName="shop", **me)
    assert "perform: budgets:ModifyBudget" in str(deleted)
    assert ":budget/shop because" in str(deleted)


def test_a_changed_policy_counts_for_a_session_that_is_open(shop):
    till = orders(shop.user("till"))
    assert code(till.scan)
    arn = shop.iam.create_policy(
        PolicyName="reads", PolicyDocument=policy(allow("dynamodb:Scan"))
    )["Policy"]["Arn"]
    shop.iam.attach_user_policy(UserName="till", PolicyArn=arn)
    assert not code(till.scan)
    shop.iam.detach_user_policy(UserName="till", PolicyArn=arn)
    assert code(till.scan)
    shop.allow("till", allow("dynamodb:Scan"))
    assert not code(till.scan)
    shop.iam.delete_user_policy(UserName="till", PolicyName="own")
    assert code(till.scan)


def test_a_client_may_have_keys_of_its_own(shop):
    shop.iam.create_user(UserName="till")
    key = shop.iam.create_access_key(UserName="till")["AccessKey"]
    client = shop.owner.client(
        "sts",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    assert client.get_caller_identity()["Arn"] == USER + "till"


# -- roles ----------------------------------------------------------------------------


def assume(session, role, **others):
    return session.client("sts").assume_role(
        RoleArn=role, RoleSessionName="night", **others
    )["Credentials"]


def test_a_role_needs_both_its_trust_and_the_callers_policy(shop):
    role = shop.role("report", ROOT, allow("dynamodb:Scan"))
    ana = shop.user("ana")
    wanted = {"RoleArn": role, "RoleSessionName": "night"}
    message = refusal(ana.client("sts").assume_role, **wanted).response["Error"]
    assert message["Message"].endswith("policy allows the sts:AssumeRole action")
    shop.allow("ana", allow("sts:AssumeRole", role))
    assert not code(ana.client("sts").assume_role, **wanted)
    other = shop.role("other", USER + "ben", allow("dynamodb:Scan"))
    shop.allow("ana", allow("sts:AssumeRole"))
    message = refusal(
        ana.client("sts").assume_role, RoleArn=other, RoleSessionName="night"
    ).response["Error"]["Message"]
    assert message == (
        f"User: {USER}ana is not authorized to perform: sts:AssumeRole on resource: "
        f"{other}"
    )


def test_a_trust_that_names_a_user_is_enough(shop):
    role = shop.role("report", USER + "ana", allow("dynamodb:Scan"))
    assert assume(shop.user("ana"), role)


def test_the_name_of_a_roles_session_has_no_space(shop):
    role = shop.role("report", USER + "ana", allow("dynamodb:Scan"))
    ana = shop.user("ana").client("sts")
    error = refusal(ana.assume_role, RoleArn=role, RoleSessionName="one night")
    assert error.response["Error"]["Code"] == "ValidationError"
    assert "Value 'one night' at 'roleSessionName' failed" in str(error)


def test_the_owner_takes_no_role(shop):
    role = shop.role("report", ROOT, allow("dynamodb:Scan"))
    error = refusal(assume, session=shop.owner, role=role)
    assert error.response["Error"]["Message"] == (
        "Roles may not be assumed by root accounts."
    )


def test_a_role_has_its_own_policies_and_not_those_of_who_took_it(shop):
    role = shop.role("report", USER + "ana", allow("dynamodb:Scan"))
    ana = shop.user("ana", allow("dynamodb:PutItem"))
    report = shop.session(assume(ana, role))
    assert not code(orders(report).scan)
    error = refusal(orders(report).put_item, Item={"customer": "till"})
    session = "arn:aws:sts::123456789012:assumed-role/report/night"
    assert f"User: {session} is not" in str(error)
    told = report.client("sts").get_caller_identity()
    assert told["Arn"] == session
    assert told["UserId"].startswith("AROA") and told["UserId"].endswith(":night")


def test_a_condition_sees_the_role_behind_the_session(shop):
    mine = {"ArnEquals": {"aws:PrincipalArn": ROLE + "report"}}
    role = shop.role("report", USER + "ana", allow("dynamodb:Scan", Condition=mine))
    assert not code(orders(shop.session(assume(shop.user("ana"), role))).scan)


def test_a_tables_policy_may_name_the_role(shop):
    role = shop.role("report", USER + "ana", allow("dynamodb:Query"))
    report = shop.session(assume(shop.user("ana"), role))
    assert code(orders(report).scan)
    shop.table.meta.client.put_resource_policy(
        ResourceArn=TABLE,
        Policy=policy(allow("dynamodb:Scan", Principal={"AWS": role})),
    )
    assert not code(orders(report).scan)
    shop.table.meta.client.delete_resource_policy(ResourceArn=TABLE)
    assert code(orders(report).scan)


@pytest.mark.parametrize(
    ("service", "call", "expected"),
    [
        ("dynamodb", "list_tables", "ExpiredTokenException"),
        ("rds", "describe_db_instances", "ExpiredToken"),
    ],
)
def test_temporary_credentials_end_on_the_clock(shop, service, call, expected):
    role = shop.role("report", USER + "ana", allow("*"))
    keys = assume(shop.user("ana"), role, DurationSeconds=900)
    client = shop.session(keys).client(service)
    assert (keys["Expiration"] - shop.account.clock.now).seconds == 900
    shop.account.clock.advance(seconds=899)
    assert not code(getattr(client, call))
    shop.account.clock.advance(seconds=1)
    error = refusal(getattr(client, call)).response["Error"]
    assert error["Code"] == expected
    assert error["Message"] == "The security token included in the request is expired"


def test_a_session_is_no_longer_than_an_hour(shop):
    role = shop.role("report", USER + "ana", allow("*"))
    ana = shop.user("ana")
    assert assume(ana, role, DurationSeconds=3600)
    error = refusal(assume, session=ana, role=role, DurationSeconds=3601)
    assert error.response["Error"]["Code"] == "ValidationError"
    with pytest.raises(ParamValidationError):
        assume(ana, role, DurationSeconds=899)


ROOT = "arn:aws:iam::123456789012:root"


# -- documents ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            {"Effect": "Allow", "Resource": "*"},
            "Policy statement must contain actions.",
        ),
        (allow("dynamodb:*") | {"Resource": []}, "Policy statement must contain resou"),
        (
            allow("GetItem"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam",
        ),
        (
            allow("dynamodb:*", "orders"),
            'Resource orders must be in ARN format or "*".',
        ),
        (
            allow("a:B", Principal="*"),
            "Policy document should not specify a principal.",
        ),
        (
            allow("a:B", Condition={"StringEquals": {"LeadingKeys": "283"}}),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam",
        ),
        (allow("a:B", Condition={"Like": {}}), "Invalid Condition type : Like."),
        (
            allow("a:B", Condition={"NumericLessThan": {"rds:StorageSize": 100}}),
            "AWS takes NumericLessThan, and this small AWS does not.",
        ),
        (allow("a:B", NotAction="c:D"), "AWS takes NotAction, and this small AWS does"),
        (allow("a:B", Actions="c:D"), "Syntax errors in policy."),
        ({"Action": "a:B", "Resource": "*"}, "Missing required field Effect"),
        (allow("a:B") | {"Effect": "allow"}, "Invalid effect: allow"),
    ],
)
def test_a_malformed_document_is_refused(shop, statement, message):
    error = refusal(
        shop.iam.create_policy, PolicyName="p", PolicyDocument=policy(statement)
    )
    assert error.response["Error"]["Code"] == "MalformedPolicyDocument"
    assert error.response["Error"]["Message"].startswith(message)


@pytest.mark.parametrize(
    "document",
    ["{", "[]", '{"Version": "2012-10-17"}', '{"Statement": [{}]}', policy()],
)
def test_what_is_no_document_is_refused(shop, document):
    error = refusal(shop.iam.create_policy, PolicyName="p", PolicyDocument=document)
    assert error.response["Error"]["Code"] == "MalformedPolicyDocument"


def test_a_dict_is_no_document(shop):
    with pytest.raises(ParamValidationError, match="PolicyDocument"):
        shop.iam.create_policy(PolicyName="p", PolicyDocument={"Version": ""})


def test_two_statements_cannot_have_one_sid(shop):
    twice = [allow("a:B", Sid="One"), allow("a:C", Sid="One")]
    error = refusal(
        shop.iam.create_policy, PolicyName="p", PolicyDocument=policy(*twice)
    )
    assert "must be unique" in str(error)


def test_a_tables_policy_must_say_whom_it_means(shop):
    error = refusal(
        shop.table.meta.client.put_resource_policy,
        ResourceArn=TABLE,
        Policy=policy(allow("dynamodb:Scan")),
    )
    assert error.response["Error"]["Code"] == "ValidationException"
    assert "Invalid policy document: Missing required field Principal" in str(error)


@pytest.mark.parametrize("given", ["aws_access_key_id", "aws_secret_access_key"])
def test_half_a_key_makes_nobody_the_owner(shop, given):
    """With the secret alone a session called in the owner's name."""
    (missing,) = {"aws_access_key_id", "aws_secret_access_key"} - {given}
    for begin in (aws.Session(account=shop.account).client, aws.Session):
        arguments = ["sts"] if begin is not aws.Session else []
        with pytest.raises(PartialCredentialsError) as caught:
            begin(*arguments, **{given: "AKIA"})
        assert str(caught.value) == (
            f"Partial credentials found in explicit, missing: {missing}"
        )
