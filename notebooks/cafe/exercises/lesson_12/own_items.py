"""\
The table `visits` has the partition key `customer`, a text, the sort key `ordered_at`,
and the attributes `drink`, `paid` and `address`. Each customer is a user in IAM, whose
name stands in `customer`. Write `own_items`, a dict: *one* policy, the same for all of
them. With it a customer may call `get_item` and `query` on visits of her own, naming
attributes among `customer`, `ordered_at`, `drink` and `paid`. Refused are: other
customers' visits, the address, a call that names no attributes, a Scan, and every
write."""

import json

from ..kinds import ValueExercise
from ..stage.policies import READS as ALL_READS
from ..stage.policies import (
    WRITES,
    Try,
    add_table,
    add_user,
    as_text,
    first_decided,
    first_surprise,
    new_account,
    not_a_policy,
    table_arn,
)

exercise = ValueExercise(
    id="12.own_items",
    objective="12.c",
    difficulty=3,
    learned=(
        "Rows by LeadingKeys, columns by Attributes and Select; and only actions that"
        " name a key."
    ),
    prompt=__doc__,
    starter="""\
own_items = ...
# own_items = {
#     "Version": "2012-10-17",
#     "Statement": [{
#         "Effect": "Allow",
#         "Action": ["", ""],
#         "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/visits",
#         "Condition": {
#             "ForAllValues:StringEquals": {"": [""]},
#             "StringEquals": {"": ""},
#         },
#     }],
# }
""",
    hints=(
        "Two actions, GetItem and Query; then the condition on whose items, as in the"
        " lesson, and the one on which attributes.",
        "The user's name is \"${aws:username}\", not one customer's number. Among the"
        " attributes the two keys must be listed, since each call names them.",
        "A call that names no attributes passes ForAllValues. StringEquals with"
        ' "dynamodb:Select": "SPECIFIC_ATTRIBUTES" refuses it.',
    ),
)


@exercise.right
def own_items():
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["dynamodb:GetItem", "dynamodb:Query"],
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/visits",
                "Condition": {
                    "ForAllValues:StringEquals": {
                        "dynamodb:LeadingKeys": ["${aws:username}"],
                        "dynamodb:Attributes": [
                            "customer",
                            "ordered_at",
                            "drink",
                            "paid",
                        ],
                    },
                    "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
                },
            }
        ],
    }


# ------------------------------------------------------------------------- the proof

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/visits"
READS = ("dynamodb:GetItem", "dynamodb:Query")
MORNING = "2026-11-02T08:05"
SHOWN = "customer, ordered_at, drink, paid"
NAMES = "A call names its keys, too; and the policy is one for every customer."
WHOSE = "dynamodb:LeadingKeys says whose items, in each statement that allows."
WHICH = "dynamodb:Attributes says which attributes: a list without the address."
SOME = "Naming none passes ForAllValues: demand by dynamodb:Select that some are named."
SEVERAL = {  # condition keys of which a call can have several values
    "dynamodb:leadingkeys": "dynamodb:LeadingKeys",
    "dynamodb:attributes": "dynamodb:Attributes",
}
READ_ONLY = "A customer reads, and writes nothing."


def _get(customer, attributes=SHOWN):
    asked = {"ProjectionExpression": attributes} if attributes else {}
    key = {"customer": customer, "ordered_at": MORNING}
    return lambda session: _visits(session).get_item(Key=key, **asked)


def _query(customer, attributes=SHOWN):
    asked = {"ProjectionExpression": attributes} if attributes else {}
    return lambda session: _visits(session).query(
        KeyConditionExpression="customer = :c",
        ExpressionAttributeValues={":c": customer},
        **asked,
    )


def _visits(session):
    return session.resource("dynamodb").Table("visits")


def _reads(own, other, names):
    """The reading calls of the user `own`, some of them about `other`.

    `names` is said to whom an own item is refused.
    """
    mine, theirs = f"by user {own}", f"on {other}'s visits by user {own}"
    return (
        Try(f"GetItem of an own visit {mine}", _get(own, "drink, paid"), True, names),
        Try(f"Query of the own visits {mine}", _query(own), True, names),
        Try(f"GetItem {theirs}", _get(other), False, WHOSE),
        Try(f"Query {theirs}", _query(other), False, WHOSE),
        Try(f"GetItem on {own}1's visits by user {own}", _get(f"{own}1"), False, WHOSE),
        Try(f"GetItem of the own address {mine}", _get(own, "address"), False, WHICH),
        Try(
            f"Query of the own addresses {mine}",
            _query(own, "drink, address"),
            False,
            WHICH,
        ),
        Try(f"GetItem that names no attributes {mine}", _get(own, ""), False, SOME),
        Try(f"Query that names no attributes {mine}", _query(own, ""), False, SOME),
        Try(
            f"Scan that names drink and paid {mine}",
            lambda session: _visits(session).scan(ProjectionExpression="drink, paid"),
            False,
            "A Scan names no key, so ForAllValues holds: allow GetItem and Query only.",
        ),
    )


def _writes(own):
    """The writing calls of the user `own`, which no policy here should let through."""
    key = {"customer": own, "ordered_at": MORNING}
    mine = f"by user {own}"
    return (
        Try(
            f"PutItem of an own visit {mine}",
            lambda session: _visits(session).put_item(Item={**key, "paid": "0"}),
            False,
            READ_ONLY,
        ),
        Try(
            f"UpdateItem of an own visit {mine}",
            lambda session: _visits(session).update_item(
                Key=key,
                UpdateExpression="SET paid = :p",
                ExpressionAttributeValues={":p": "0"},
            ),
            False,
            READ_ONLY,
        ),
        Try(
            f"DeleteItem of an own visit {mine}",
            lambda session: _visits(session).delete_item(Key=key),
            False,
            READ_ONLY,
        ),
    )


@exercise.proof
def _shows_the_own_visits(own_items):
    """What the policy lets through unduly or refuses unduly first, or None."""
    if problem := not_a_policy("own_items", own_items):
        return problem
    owner = new_account()
    visits = add_table(owner, "visits", "customer", "ordered_at")
    customers = ("283", "281")
    users, text = {}, as_text(own_items)
    for name in customers:
        item = {"customer": name, "ordered_at": MORNING, "drink": "latte", "paid": "4"}
        visits.put_item(Item=item | {"address": "Quay 1"})
        users[name] = add_user(owner, name, {"own": text})
    for own, other in (customers, customers[::-1]):
        tries = _reads(own, other, _names(text)) + _writes(own)
        if problem := first_surprise(users[own], tries):
            return problem
        if problem := _goes_further(users[own], own):
            return problem
    return _compares_one_value(users[own])


def _names(text):
    """What is said of a policy with which an own item is refused."""
    if "${aws:username}" not in text:
        return 'The user\'s own name is "${aws:username}", sign by sign.'
    if "SPECIFIC_ATTRIBUTES" not in text:
        return "With a call that names attributes, Select is SPECIFIC_ATTRIBUTES."
    return NAMES


def _compares_one_value(session):
    """Which condition takes several values of a call for one, or None [F149]."""
    for policy in session.caller.policies():
        for each in policy.statements:
            for name, key, _ in each.conditions:
                if key in SEVERAL and not name.startswith(("ForA", "Null")):
                    return (
                        f"A call can have several values of {SEVERAL[key]}. So AWS"
                        f" wants ForAllValues before the operator: ForAllValues:{name}."
                    )
    return None


def _goes_further(session, own):
    """Which other write, or read elsewhere, of own items passes unduly, or None."""
    context = {
        "dynamodb:leadingkeys": [own],
        "dynamodb:attributes": SHOWN.split(", "),
        "dynamodb:select": ["SPECIFIC_ATTRIBUTES"],
    }
    beside = [name for name in ALL_READS if name not in READS]
    others = [table_arn(name) for name in ("visits-archive", "staff")]
    for actions, arns, asked, word in (
        (WRITES, [ARN], context, READ_ONLY),
        (ALL_READS, others, context, "The policy is for the table visits alone."),
        (beside, [ARN], {}, "Two actions are enough: GetItem and Query."),
    ):
        if found := first_decided(session, actions, arns, False, asked):
            return f"{found[0]} on {found[1]} should be refused, and passes. {word}"
    return None


# ------------------------------------------------------------------------- also right

NAMED = {"dynamodb:Attributes": SHOWN.split(", ")}
OWN = {"dynamodb:LeadingKeys": ["${aws:username}"]}
SPECIFIC = {"StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}
ALL = "ForAllValues:StringEquals"


def _policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(*actions, on=ARN, **conditions):
    allowed = {"Effect": "Allow", "Action": list(actions), "Resource": on}
    return allowed | {"Condition": conditions}


def _deny(**conditions):
    return _allow("dynamodb:*", **conditions) | {"Effect": "Deny"}


WHOLE = {ALL: OWN | NAMED, **SPECIFIC}


@exercise.right
def writes_two_statements():
    return _policy(*(_allow(action, **WHOLE) for action in READS))


@exercise.right
def hands_in_the_json():
    return json.dumps(_policy(_allow(*READS, **WHOLE)))


@exercise.right
def compares_like_a_pattern():
    return _policy(
        _allow(*READS, **{"ForAllValues:StringLike": OWN | NAMED, **SPECIFIC})
    )


@exercise.right
def asks_for_attributes_if_they_are_named():
    select = {"StringEqualsIfExists": SPECIFIC["StringEquals"]}
    return _policy(_allow(*READS, **{ALL: OWN | NAMED, **select}))


@exercise.right
def denies_the_address():
    address = {"ForAnyValue:StringEquals": {"dynamodb:Attributes": ["address"]}}
    return _policy(_allow(*READS, **{ALL: OWN, **SPECIFIC}), _deny(**address))


@exercise.right
def denies_all_attributes():
    every = {"StringEquals": {"dynamodb:Select": "ALL_ATTRIBUTES"}}
    return _policy(_allow(*READS, **{ALL: OWN | NAMED}), _deny(**every))


@exercise.right
def writes_the_keys_in_small_letters():
    small = {key.lower(): value for key, value in (OWN | NAMED).items()}
    return _policy(_allow(*READS, **{ALL: small, **SPECIFIC}))


@exercise.right
def wants_one_key_at_least():
    own = {"ForAnyValue:StringEquals": OWN}
    return _policy(_allow(*READS, **{ALL: OWN | NAMED, **own, **SPECIFIC}))


@exercise.right
def names_its_statement():
    return _policy(_allow(*READS, **WHOLE) | {"Sid": "OwnVisits"})


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("GetItem on 281's visits by user 283 should be refused, and passes.")
def says_not_whose():
    return _policy(_allow(*READS, **{ALL: NAMED, **SPECIFIC}))


@exercise.wrong("GetItem of an own visit by user 281 should pass, and is refused.")
def writes_one_customers_number():
    own = {"dynamodb:LeadingKeys": ["283"]}
    return _policy(_allow(*READS, **{ALL: own | NAMED, **SPECIFIC}))


@exercise.wrong("GetItem of the own address by user 283 should be refused, and passes.")
def says_not_which_attributes():
    return _policy(_allow(*READS, **{ALL: OWN, **SPECIFIC}))


@exercise.wrong(
    "GetItem that names no attributes by user 283 should be refused, and passes."
)
def forgets_the_select():
    return _policy(_allow(*READS, **{ALL: OWN | NAMED}))


@exercise.wrong(
    "Scan that names drink and paid by user 283 should be refused, and passes."
)
def allows_a_scan():
    return _policy(_allow(*READS, "dynamodb:Scan", **WHOLE))


@exercise.wrong(
    "Scan that names drink and paid by user 283 should be refused, and passes."
)
def allows_every_action():
    return _policy(_allow("dynamodb:*", **WHOLE))


@exercise.wrong("GetItem of an own visit by user 283 should pass, and is refused.")
def leaves_the_keys_out():
    named = {"dynamodb:Attributes": ["drink", "paid"]}
    return _policy(_allow(*READS, **{ALL: OWN | named, **SPECIFIC}))


@exercise.wrong("Query of the own visits by user 283 should pass, and is refused.")
def forgets_the_query():
    return _policy(_allow(READS[0], **WHOLE))


@exercise.wrong("GetItem of the own address by user 283 should be refused, and passes.")
def lists_the_address():
    named = {"dynamodb:Attributes": [*SHOWN.split(", "), "address"]}
    return _policy(_allow(*READS, **{ALL: OWN | named, **SPECIFIC}))


@exercise.wrong('is refused. The user\'s own name is "${aws:username}", sign by sign.')
def writes_the_variable_otherwise():
    own = {"dynamodb:LeadingKeys": ["{username}"]}
    return _policy(_allow(*READS, **{ALL: own | NAMED, **SPECIFIC}))


@exercise.wrong("is refused. With a call that names attributes, Select is SPECIFIC_ATT")
def demands_all_attributes():
    select = {"StringEquals": {"dynamodb:Select": "ALL_ATTRIBUTES"}}
    return _policy(_allow(*READS, **{ALL: OWN | NAMED, **select}))


@exercise.wrong("Invalid Condition type")
def writes_the_operator_otherwise():
    return _policy(_allow(*READS, **{"ForAllStringEquals": OWN | NAMED, **SPECIFIC}))


@exercise.wrong("UpdateItem of an own visit by user 283 should be refused, and passes.")
def allows_an_update():
    select = {"StringEqualsIfExists": SPECIFIC["StringEquals"]}
    return _policy(
        _allow(*READS, "dynamodb:UpdateItem", **{ALL: OWN | NAMED, **select})
    )


@exercise.wrong("GetItem on 281's visits by user 283 should be refused, and passes.")
def splits_rows_and_columns():
    return _policy(
        _allow(*READS, **{ALL: OWN, **SPECIFIC}),
        _allow(*READS, **{ALL: NAMED, **SPECIFIC}),
    )


@exercise.wrong("GetItem on 2831's visits by user 283 should be refused, and passes.")
def compares_the_beginning_of_the_name():
    own = {"dynamodb:LeadingKeys": ["${aws:username}*"]}
    return _policy(
        _allow(*READS, **{"ForAllValues:StringLike": own | NAMED, **SPECIFIC})
    )


@exercise.wrong(
    "dynamodb:BatchWriteItem on arn:aws:dynamodb:eu-west-1:123456789012:table/"
)
def writes_in_batches():
    return _policy(
        _allow(*READS, **WHOLE), _allow("dynamodb:BatchWriteItem", **{ALL: OWN})
    )


@exercise.wrong("The policy is for the table visits alone.")
def leaves_the_table_open():
    return _policy(_allow(*READS, on="*", **WHOLE))


@exercise.wrong("Two actions are enough: GetItem and Query.")
def describes_the_table_too():
    describes = {"Effect": "Allow", "Action": "dynamodb:Describe*", "Resource": ARN}
    return _policy(_allow(*READS, **WHOLE), describes)


@exercise.wrong("So AWS wants ForAllValues before the operator: ForAllValues:StringEqu")
def takes_several_values_for_one():
    asked = OWN | NAMED | SPECIFIC["StringEquals"]
    return _policy(_allow(*READS, StringEquals=asked))


@exercise.wrong("Before a condition key stands its service:")
def leaves_the_service_out():
    keys = {key.split(":")[1]: value for key, value in (OWN | NAMED).items()}
    return _policy(_allow(*READS, **{ALL: keys, **SPECIFIC}))
