"""\
The till takes orders: it stores one with `put_item`, changes one with `update_item`,
and looks one up with `get_item`, all in the table `orders` of eu-west-1. Write its
policy, `till_policy`, a dict, so that these three calls pass and nothing else does: not
another call, not another table, not a table `orders` in another Region."""

import json

from ..kinds import ValueExercise
from ..stage.policies import (
    ELSEWHERE,
    OF_OTHERS,
    READS,
    WRITES,
    Try,
    add_table,
    add_user,
    as_text,
    first_decided,
    first_surprise,
    named_in,
    new_account,
    not_a_policy,
    on_client,
    on_table,
    table_arn,
)

exercise = ValueExercise(
    id="12.till_policy",
    objective="12.b",
    difficulty=2,
    learned=(
        "The least policy names each action and one ARN; a star would be more than the"
        " till needs."
    ),
    prompt=__doc__,
    starter="""\
till_policy = ...
# till_policy = {
#     "Version": "2012-10-17",
#     "Statement": [{"Effect": "Allow", "Action": ["", "", ""], "Resource": ""}],
# }
""",
    hints=(
        "Each call is an action: get_item is dynamodb:GetItem. Which three are there?",
        "The table's ARN ends in table/orders, with no star behind it: that would be"
        " orders-archive, too.",
        "One statement is enough: Allow, a list of three actions, and the ARN"
        " arn:aws:dynamodb:eu-west-1:123456789012:table/orders.",
    ),
)

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


@exercise.right
def till_policy():
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:GetItem",
                ],
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
            }
        ],
    }


# ------------------------------------------------------------------------- the proof

ANA = {"customer": "ana"}


ALL_OF_ANA = {
    "KeyConditionExpression": "customer = :c",
    "ExpressionAttributeValues": {":c": "ana"},
}
CHANGE = {
    "Key": ANA,
    "UpdateExpression": "SET drink = :d",
    "ExpressionAttributeValues": {":d": "tea"},
}
DELETION = {"orders": [{"DeleteRequest": {"Key": {"customer": {"S": "ana"}}}}]}
ONE_TABLE = {"TableName": "orders"}
OWN = "Each call is an action of its own, on the table's ARN, in this account."
THREE_ONLY = "The till needs three actions: name them, without a star."
REGION = "A star in the place of the Region is every Region."
THREE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:GetItem")
OTHER_TABLES = [
    *map(table_arn, ("customers", "orders-archive", "orders1", "order1", "menu")),
    *(table_arn("orders", region) for region in (ELSEWHERE, "eu-west-2", "us-east-1")),
    table_arn("orders", account="111122223333"),
]
TRIES = (
    Try("GetItem of an order", on_table("orders", "get_item", Key=ANA), True, OWN),
    Try("PutItem of an order", on_table("orders", "put_item", Item=ANA), True, OWN),
    Try(
        "UpdateItem of an order", on_table("orders", "update_item", **CHANGE), True, OWN
    ),
    Try("Scan of orders", on_table("orders", "scan"), False, THREE_ONLY),
    Try(
        "Query of orders", on_table("orders", "query", **ALL_OF_ANA), False, THREE_ONLY
    ),
    Try(
        "DeleteItem of an order",
        on_table("orders", "delete_item", Key=ANA),
        False,
        THREE_ONLY,
    ),
    Try(
        "BatchWriteItem on orders, which can delete,",
        on_client("dynamodb", "batch_write_item", RequestItems=DELETION),
        False,
        THREE_ONLY,
    ),
    *(
        Try(
            f"{words} in the table {name}",
            on_table(name, call, **arguments),
            False,
            word,
        )
        for name, word in (
            ("customers", "The Resource is to be the ARN of the one table."),
            ("orders-archive", "A star at the end is each table whose name begins so."),
        )
        for words, call, arguments in (
            ("GetItem", "get_item", {"Key": ANA}),
            ("PutItem", "put_item", {"Item": ANA}),
            ("UpdateItem", "update_item", CHANGE),
        )
    ),
    Try(
        f"GetItem in the table orders of {ELSEWHERE}",
        on_table("orders", "get_item", ELSEWHERE, Key=ANA),
        False,
        REGION,
    ),
    Try(
        f"PutItem in the table orders of {ELSEWHERE}",
        on_table("orders", "put_item", ELSEWHERE, Item=ANA),
        False,
        REGION,
    ),
    Try(
        "DescribeDBInstances, a call of RDS,",
        on_client("rds", "describe_db_instances"),
        False,
    ),
    Try(
        "CreateUser, a call of IAM,",
        on_client("iam", "create_user", UserName="x"),
        False,
    ),
    Try(
        "DeleteTable of orders",
        on_client("dynamodb", "delete_table", **ONE_TABLE),
        False,
    ),
)


@exercise.proof
def _lets_the_till_work(till_policy):
    """What the policy lets through unduly or refuses unduly first, or None."""
    if problem := not_a_policy("till_policy", till_policy):
        return problem
    owner = new_account()
    for name in ("orders", "orders-archive", "customers"):
        add_table(owner, name, "customer").put_item(Item=ANA)
    add_table(owner, "orders", "customer", region=ELSEWHERE)
    till = add_user(owner, "till", {"own": as_text(till_policy)})
    return first_surprise(till, TRIES) or _lets_more_through(till)


def _lets_more_through(till):
    """Which other action, or one of the three elsewhere, the policy allows, or None."""
    actions, arns = named_in(till)
    others = [
        action
        for action in (*READS, *WRITES, *OF_OTHERS, *actions)
        if action.casefold() not in {each.casefold() for each in THREE}
    ]
    beside = [
        arn for arn in (*OTHER_TABLES, *arns) if arn != ARN and f"{ARN}/" not in arn
    ]
    parts = [f"{ARN}/{part}" for part in ("index/by_shop", "stream/1", "backup/1")]
    for actions, where, word in (
        (others, [ARN, *parts, "*", *OTHER_TABLES, *arns], THREE_ONLY),
        (
            THREE,
            beside,
            "The Resource is to be the ARN of the one table, without a star.",
        ),
    ):
        if found := first_decided(till, actions, where, False):
            return f"{found[0]} on {found[1]} should be refused, and passes. {word}"
    return None


# ------------------------------------------------------------------------- also right


def _policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(*actions, on=ARN):
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


@exercise.right
def writes_a_statement_for_each():
    return _policy(*(_allow(action) for action in THREE))


@exercise.right
def takes_one_statement_without_a_list():
    return {"Version": "2012-10-17", "Statement": _allow(*THREE)}


@exercise.right
def hands_in_the_json():
    return json.dumps(_policy(_allow(*THREE)))


@exercise.right
def names_its_statements():
    return _policy(
        _allow(*THREE[:2]) | {"Sid": "Writes"}, _allow(THREE[2]) | {"Sid": "Reads"}
    )


@exercise.right
def writes_actions_in_small_letters():
    return _policy(_allow(*map(str.lower, THREE)))


@exercise.right
def allows_much_and_denies_the_rest():
    rest = ("dynamodb:DeleteItem", "dynamodb:Batch*", "dynamodb:ConditionCheckItem")
    return _policy(_allow("dynamodb:*Item"), _allow(*rest) | {"Effect": "Deny"})


@exercise.right
def asks_for_the_region_in_a_condition():
    here = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    anywhere = "arn:aws:dynamodb:*:123456789012:table/orders"
    return _policy(_allow(*THREE, on=anywhere) | {"Condition": here})


@exercise.right
def puts_the_arn_in_a_list():
    return _policy(_allow(*sorted(THREE), on=[ARN]))


@exercise.right
def gives_the_policy_an_id():
    return {"Id": "the-till", **_policy(_allow(*THREE))}


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Scan of orders should be refused, and passes.")
def allows_every_call():
    return _policy(_allow("dynamodb:*"))


@exercise.wrong("DeleteItem of an order should be refused, and passes.")
def puts_a_star_before_item():
    return _policy(_allow("dynamodb:*Item"))


@exercise.wrong("GetItem in the table customers should be refused, and passes.")
def names_noon_table():
    return _policy(_allow(*THREE, on="*"))


@exercise.wrong("GetItem in the table orders-archive should be refused, and passes.")
def puts_a_star_behind_theon_table():
    return _policy(_allow(*THREE, on=ARN + "*"))


@exercise.wrong(
    "GetItem in the table orders of eu-central-1 should be refused, and passes."
)
def leaves_the_region_open():
    return _policy(_allow(*THREE, on="arn:aws:dynamodb:*:123456789012:table/orders"))


@exercise.wrong("UpdateItem of an order should pass, and is refused.")
def forgets_the_update():
    return _policy(_allow("dynamodb:PutItem", "dynamodb:GetItem"))


@exercise.wrong("GetItem of an order should pass, and is refused.")
def forgets_the_read():
    return _policy(_allow("dynamodb:PutItem", "dynamodb:UpdateItem"))


@exercise.wrong("GetItem of an order should pass, and is refused.")
def names_an_index():
    return _policy(_allow(*THREE, on=ARN + "/index/by_shop"))


@exercise.wrong("with an explicit deny in an identity-based policy")
def denies_all_the_rest():
    everything = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}
    return _policy(everything, _allow(*THREE))


@exercise.wrong("Resource orders must be in ARN format")
def names_the_table_by_its_name():
    return _policy(_allow(*THREE, on="orders"))


@exercise.wrong("iam, sdb, ec2, etc. Before an action stands its service: ")
def leaves_the_service_out():
    return _policy(_allow("PutItem", "UpdateItem", "GetItem"))


@exercise.wrong("GetItem of an order should pass, and is refused.")
def writes_pythons_names():
    return _policy(
        _allow("dynamodb:put_item", "dynamodb:update_item", "dynamodb:get_item")
    )


@exercise.wrong("till_policy is a single statement. A policy is a dict with Version")
def hands_in_a_statement():
    return _allow(*THREE)


@exercise.wrong(
    "till_policy should be a dict with Version and Statement; yours is a list"
)
def hands_in_a_list():
    return [_allow(*THREE)]


@exercise.wrong("Policy document must be version 2012-10-17 or greater.")
def forgets_the_version():
    return {"Statement": [_allow(*THREE)]}


@exercise.wrong("GetItem of an order should pass, and is refused.")
def names_another_account():
    return _policy(_allow(*THREE, on=ARN.replace("123456789012", "111122223333")))


@exercise.wrong(
    "dynamodb:BatchGetItem on arn:aws:dynamodb:eu-west-1:123456789012:table/"
)
def reads_in_batches_too():
    return _policy(_allow(*THREE, "dynamodb:BatchGetItem"))


@exercise.wrong(
    "dynamodb:UpdateTable on arn:aws:dynamodb:eu-west-1:123456789012:table/"
)
def puts_a_star_behind_update():
    return _policy(_allow("dynamodb:Update*", "dynamodb:PutItem", "dynamodb:GetItem"))


@exercise.wrong("name them, without a star.")
def allows_the_list_of_tables():
    return _policy(_allow(*THREE), _allow("dynamodb:ListTables", on="*"))


@exercise.wrong("on arn:aws:dynamodb:eu-west-2:123456789012:table/orders should be ref")
def leaves_the_last_of_the_region_open():
    return _policy(_allow(*THREE, on=ARN.replace("west-1", "west-*")))


@exercise.wrong("on arn:aws:dynamodb:eu-west-1:111122223333:table/orders should be ref")
def leaves_the_account_open():
    return _policy(_allow(*THREE, on=ARN.replace("123456789012", "*")))


@exercise.wrong(
    "dynamodb:DeleteItem on arn:aws:dynamodb:eu-west-1:123456789012:table/m"
)
def deletes_in_another_table():
    menu = ARN.replace("orders", "menu")
    return _policy(_allow(*THREE), _allow("dynamodb:DeleteItem", on=menu))


@exercise.wrong(
    "s3:GetObject on arn:aws:s3:::pictures/x should be refused, and passes."
)
def reads_pictures_too():
    pictures = "arn:aws:s3:::pictures/*"
    return _policy(_allow(*THREE), _allow("s3:GetObject", on=pictures))


@exercise.wrong("Syntax errors in policy. Did you mean Action, not Actions?")
def writes_actions():
    return _policy({"Effect": "Allow", "Actions": list(THREE), "Resource": ARN})


@exercise.wrong("Version names the language of policies: it is always")
def writes_todays_date():
    return {"Version": "2026-11-02", "Statement": [_allow(*THREE)]}


@exercise.wrong("Invalid effect: allow. Capitals count: Allow, Deny.")
def writes_allow_small():
    return _policy(_allow(*THREE) | {"Effect": "allow"})


@exercise.wrong("logs:* on arn:aws:dynamodb:eu-west-1:123456789012:table/orders should")
def lets_it_write_logs_as_well():
    return _policy(_allow(*THREE), _allow("logs:*", on="*"))


@exercise.wrong("There is still an empty text in it: fill it in.")
def fills_nothing_in():
    return _policy(_allow("", "", "", on=""))


@exercise.wrong("A statement is a dict with Effect, Action and Resource.")
def gives_the_actions_as_statements():
    return _policy(*THREE)


@exercise.wrong("cannot be written as JSON, which a policy is: it holds a date.")
def writes_the_version_as_a_day():
    from datetime import date

    return {"Version": date(2012, 10, 17), "Statement": [_allow(*THREE)]}
