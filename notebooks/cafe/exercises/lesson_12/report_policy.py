"""\
The report has a policy that nobody dares to change: `dynamodb:*` on `*`. Write
`report_policy`, a dict: a second policy, which the report gets *besides* that one. From
then on it deletes nothing: no item, no table, of any name, in any Region. A batch that
writes (`BatchWriteItem`) can delete items as well, so it is refused, too. Reads,
`put_item` and `update_item` go on as before. (On AWS `dynamodb:PartiQLDelete` deletes
as well. It is for PartiQL, a kind of SQL, which ours leaves out.)"""

import json

from ..kinds import ValueExercise
from ..stage.policies import (
    ABOVE,
    ELSEWHERE,
    READS,
    Try,
    add_table,
    add_user,
    as_text,
    first_decided,
    first_surprise,
    new_account,
    not_a_policy,
    on_client,
    on_table,
    table_arn,
)

exercise = ValueExercise(
    id="12.report_policy",
    objective="12.b",
    difficulty=2,
    learned=(
        "An explicit deny is above every allow, so it mends a wide policy without"
        " touching it."
    ),
    prompt=__doc__,
    starter="""\
report_policy = ...
# report_policy = {
#     "Version": "2012-10-17",
#     "Statement": [{"Effect": "", "Action": ["", ""], "Resource": ""}],
# }
""",
    hints=(
        "The other policy allows everything already. What is missing is a statement"
        " that is above it.",
        "Deny. A star stands for any letters: which actions begin with the same word?",
        'Two actions, "dynamodb:Delete*" and "dynamodb:BatchWriteItem", on "*".',
    ),
)


@exercise.right
def report_policy():
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Action": ["dynamodb:Delete*", "dynamodb:BatchWriteItem"],
                "Resource": "*",
            }
        ],
    }


# ------------------------------------------------------------------------- the proof

ANA = {"customer": "ana"}
TYPED = {"customer": {"S": "ana"}}
CHANGE = {
    "Key": ANA,
    "UpdateExpression": "SET drink = :d",
    "ExpressionAttributeValues": {":d": "tea"},
}
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"},
}


BATCH_OF_DELETIONS = {"orders": [{"DeleteRequest": {"Key": TYPED}}]}
BATCH_OF_READS = {"orders": {"Keys": [TYPED]}}
DELETION = [{"Delete": {"TableName": "customers", "Key": TYPED}}]
STILL = "No statement denies this action by its name; an allow takes nothing away."
WHERE = "The report deletes nowhere: in no table, and in no Region."
DELETING = [f"dynamodb:{n}" for n in ("DeleteItem", "DeleteTable", "BatchWriteItem")]
GOING_ON = [*READS, "dynamodb:PutItem", "dynamodb:UpdateItem"]
TRIES = (
    Try("Scan of orders", on_table("orders", "scan"), True),
    Try("GetItem in customers", on_table("customers", "get_item", Key=ANA), True),
    Try(
        "BatchGetItem, which reads,",
        on_client("dynamodb", "batch_get_item", RequestItems=BATCH_OF_READS),
        True,
    ),
    Try("PutItem in orders", on_table("orders", "put_item", Item=ANA), True),
    Try("UpdateItem in orders", on_table("orders", "update_item", **CHANGE), True),
    Try("PutItem in customers", on_table("customers", "put_item", Item=ANA), True),
    Try(
        "DescribeTable",
        on_client("dynamodb", "describe_table", TableName="orders"),
        True,
    ),
    Try(
        "DeleteItem in orders",
        on_table("orders", "delete_item", Key=ANA),
        False,
        STILL,
    ),
    Try(
        "DeleteItem in customers",
        on_table("customers", "delete_item", Key=ANA),
        False,
        WHERE,
    ),
    Try(
        "A batch that deletes",
        on_client("dynamodb", "batch_write_item", RequestItems=BATCH_OF_DELETIONS),
        False,
        "BatchWriteItem is an action of its own, whatever the batch does.",
    ),
    Try(
        "A transaction that deletes",
        on_client("dynamodb", "transact_write_items", TransactItems=DELETION),
        False,
        WHERE,
    ),
    Try(
        f"DeleteItem in {ELSEWHERE}",
        on_table("orders", "delete_item", ELSEWHERE, Key=ANA),
        False,
        WHERE,
    ),
    Try(
        "DeleteTable of customers",
        on_client("dynamodb", "delete_table", TableName="customers"),
        False,
        "A deletion has several names: DeleteItem, DeleteTable. A star takes them all.",
    ),
    Try(
        "DeleteTable of orders",
        on_client("dynamodb", "delete_table", TableName="orders"),
        False,
        WHERE,
    ),
)


@exercise.proof
def _keeps_what_is_there(report_policy):
    """What the policies let through unduly or refuse unduly first, or None."""
    if problem := not_a_policy("report_policy", report_policy):
        return problem
    owner = new_account()
    for name, region in (("orders", None), ("customers", None), ("orders", ELSEWHERE)):
        add_table(owner, name, "customer", region=region).put_item(Item=ANA)
    policies = {"everything": json.dumps(EVERYTHING), "own": as_text(report_policy)}
    report = add_user(owner, "report", policies)
    return first_surprise(report, TRIES) or _elsewhere(report)


def _elsewhere(report):
    """What the policies decide unduly first in tables of any name, or None."""
    tables = [
        table_arn(name, region)
        for region in ("eu-west-1", ELSEWHERE, "us-east-1")
        for name in ("orders", "loyalty", "x")
    ]
    if found := first_decided(report, DELETING, tables, False):
        return f"{found[0]} on {found[1]} should be refused, and passes. {WHERE}"
    if found := first_decided(
        report, GOING_ON, [*tables, f"{tables[0]}/index/i"], True
    ):
        return f"{found[0]} on {found[1]} should pass, and is refused. {ABOVE}"
    return None


# ------------------------------------------------------------------------- also right


def _policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _deny(*actions, on="*"):
    return {"Effect": "Deny", "Action": list(actions), "Resource": on}


BATCH = "dynamodb:BatchWriteItem"


@exercise.right
def denies_in_two_statements():
    return _policy(_deny("dynamodb:Delete*"), _deny(BATCH))


@exercise.right
def names_each_deletion():
    return _policy(_deny("dynamodb:DeleteItem", "dynamodb:DeleteTable", BATCH))


@exercise.right
def repeats_the_allow():
    return _policy(EVERYTHING["Statement"], _deny("dynamodb:Delete*", BATCH))


@exercise.right
def hands_in_the_json():
    return json.dumps(_policy(_deny(BATCH, "dynamodb:Delete*")))


@exercise.right
def names_the_tables_by_a_pattern():
    return _policy(_deny("dynamodb:Delete*", BATCH, on="arn:aws:dynamodb:*:*:table/*"))


@exercise.right
def puts_a_star_in_the_middle():
    return _policy(_deny("dynamodb:*elete*", "dynamodb:Batch?rite*"))


@exercise.right
def gives_the_statement_a_name():
    return _policy(_deny("dynamodb:Delete*", "dynamodb:BatchW*") | {"Sid": "KeepAll"})


@exercise.right
def writes_small_letters():
    return _policy(_deny("dynamodb:delete*", "dynamodb:batchwriteitem"))


@exercise.right
def takes_one_statement_without_a_list():
    return {"Version": "2012-10-17", "Statement": _deny("dynamodb:Delete*", BATCH)}


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("DeleteItem in orders should be refused, and passes.")
def allows_reads_only():
    reads = ["dynamodb:Get*", "dynamodb:Scan", "dynamodb:Put*", "dynamodb:Update*"]
    return _policy({"Effect": "Allow", "Action": reads, "Resource": "*"})


@exercise.wrong("A batch that deletes should be refused, and passes.")
def forgets_the_batch():
    return _policy(_deny("dynamodb:Delete*"))


@exercise.wrong("DeleteTable of customers should be refused, and passes.")
def forgets_the_tables():
    return _policy(_deny("dynamodb:DeleteItem", BATCH))


@exercise.wrong("DeleteItem in customers should be refused, and passes.")
def protects_oneon_table():
    orders = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders*"
    return _policy(_deny("dynamodb:Delete*", BATCH, on=orders))


@exercise.wrong("DeleteItem in eu-central-1 should be refused, and passes.")
def protects_one_region():
    here = "arn:aws:dynamodb:eu-west-1:123456789012:table/*"
    return _policy(_deny("dynamodb:Delete*", BATCH, on=here))


@exercise.wrong("Scan of orders should pass, and is refused.")
def denies_all_and_allows_reads():
    reads = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
    return _policy(_deny("dynamodb:*"), reads)


@exercise.wrong("PutItem in orders should pass, and is refused.")
def denies_all_that_ends_in_item():
    return _policy(
        _deny("dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Delete*", BATCH)
    )


@exercise.wrong("BatchGetItem, which reads, should pass, and is refused.")
def denies_every_batch():
    return _policy(_deny("dynamodb:Delete*", "dynamodb:Batch*"))


@exercise.wrong("DeleteItem in orders should be refused, and passes.")
def puts_the_star_before():
    return _policy(_deny("dynamodb:*Delete", BATCH))


@exercise.wrong("Invalid effect: Refuse")
def invents_an_effect():
    return _policy(_deny("dynamodb:Delete*", BATCH) | {"Effect": "Refuse"})


@exercise.wrong("Actions/Conditions must be prefaced by a vendor")
def leaves_the_service_out():
    return _policy(_deny("Delete*", "BatchWriteItem"))


@exercise.wrong("Missing required field Effect")
def leaves_the_effect_out():
    return _policy({"Action": ["dynamodb:Delete*", BATCH], "Resource": "*"})


@exercise.wrong("report_policy is a single statement.")
def hands_in_a_statement():
    return _deny("dynamodb:Delete*", BATCH)


@exercise.wrong(
    "dynamodb:Query on arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
)
def denies_a_read_too():
    return _policy(_deny("dynamodb:Delete*", BATCH, "dynamodb:Query"))


@exercise.wrong(
    "DeleteItem on arn:aws:dynamodb:eu-west-1:123456789012:table/loyalty sho"
)
def names_the_tables_that_there_are():
    tables = [table_arn(name, "*") for name in ("orders*", "customers*")]
    return _policy(_deny("dynamodb:Delete*", BATCH) | {"Resource": tables})


@exercise.wrong("Invalid effect: Disallow. Effect is Allow or Deny.")
def disallows():
    everything = {"Effect": "Disallow", "Action": "dynamodb:Delete*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [everything]}
