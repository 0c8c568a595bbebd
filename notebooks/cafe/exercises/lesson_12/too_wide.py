"""\
A policy of three statements was meant for one table, and is too wide:

    READ_AND_WRITE = {"Effect": "Allow", "Action": ["dynamodb:Get*", "dynamodb:*Item"],
                      "Resource": "arn:aws:dynamodb:*:123456789012:table/orders*"}
    NO_DELETING = {"Effect": "Deny", "Action": "dynamodb:Delete*",
                   "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"}
    ASKING = {"Effect": "Allow", "Action": "dynamodb:Query",
              "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"}

Which calls does it let through? Leave in the list `let_through` those that pass, and
take the others out. Guess, or try it: give the three statements to the till with
`give`, and ask `simulate_principal_policy`, as above. Without a Region, eu-west-1 is
meant."""

import json
from difflib import get_close_matches

from ..kinds import ValueExercise
from ..stage.policies import add_user, new_account
from ..words import ITERABLE, kind, show

exercise = ValueExercise(
    id="12.too_wide",
    objective="12.b",
    difficulty=2,
    learned=(
        "Stars let through what nobody meant, and a deny covers no more than it names."
    ),
    prompt=__doc__,
    starter="""\
let_through = ...
# let_through = [
#     "GetItem on orders",
#     "DeleteItem on orders",
#     "DeleteItem on orders-archive",
#     "DeleteItem on orders in eu-central-1",
#     "BatchWriteItem on orders",
#     "DeleteTable on orders-archive",
#     "GetRecords on the stream of orders",
#     "Scan on orders",
#     "Query on orders",
#     "Query on the index by_shop of orders",
#     "PutItem on customers",
# ]
""",
    hints=(
        "A call passes if some allow fits its action and its ARN, and no deny does."
        " Take them one by one.",
        "The deny names one table in one Region. The index has an ARN of its own,"
        " table/orders/index/by_shop, and the stream one that begins with"
        " table/orders/stream.",
        "Six pass. Scan fits neither Get* nor *Item; DeleteTable does not end in Item.",
    ),
)


@exercise.right
def let_through():
    return [
        "GetItem on orders",
        "DeleteItem on orders-archive",
        "DeleteItem on orders in eu-central-1",
        "BatchWriteItem on orders",
        "GetRecords on the stream of orders",
        "Query on orders",
    ]


# ------------------------------------------------------------------------- the proof

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["dynamodb:Get*", "dynamodb:*Item"],
                "Resource": "arn:aws:dynamodb:*:123456789012:table/orders*",
            },
            {
                "Effect": "Deny",
                "Action": "dynamodb:Delete*",
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
            },
            {
                "Effect": "Allow",
                "Action": "dynamodb:Query",
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
            },
        ],
    }
)
#: call -> (action, where in the account's tables, why it passes or not)
CALLS = {
    "GetItem on orders": ("GetItem", "orders", "Get* and the table fit"),
    "DeleteItem on orders": (
        "DeleteItem",
        "orders",
        "*Item allows it, and the deny is above that",
    ),
    "DeleteItem on orders-archive": (
        "DeleteItem",
        "orders-archive",
        "*Item and orders* fit, and the deny names orders alone",
    ),
    "DeleteItem on orders in eu-central-1": (
        "DeleteItem",
        "eu-central-1",
        "the star is every Region, and the deny names eu-west-1 alone",
    ),
    "BatchWriteItem on orders": (
        "BatchWriteItem",
        "orders",
        "it ends in Item and does not begin with Delete, though it can delete",
    ),
    "DeleteTable on orders-archive": (
        "DeleteTable",
        "orders-archive",
        "no allow fits: it does not end in Item",
    ),
    "GetRecords on the stream of orders": (
        "GetRecords",
        "orders/stream/2026-11-02T06:00:00.000",
        "it begins with Get, and the stream's ARN begins with table/orders",
    ),
    "Scan on orders": ("Scan", "orders", "it fits neither Get* nor *Item"),
    "Query on orders": ("Query", "orders", "the third statement allows it"),
    "Query on the index by_shop of orders": (
        "Query",
        "orders/index/by_shop",
        "the third statement names the table, and the index has an ARN of its own",
    ),
    "PutItem on customers": ("PutItem", "customers", "no ARN fits"),
}


@exercise.proof
def _lets_through(let_through):
    """What is wrong with the list of calls first, or None; IAM says which pass."""
    if not isinstance(let_through, (list, tuple, set, frozenset)):
        more = " list(…) makes a list of it." if kind(let_through) in ITERABLE else ""
        return (
            "let_through should be a list, as in the starter; yours is"
            f" {kind(let_through)}.{more}"
        )
    for each in let_through:
        if each not in list(CALLS):
            near = get_close_matches(str(each), CALLS, 1, 0.8)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            return f"{show(each)} is none of the calls: {'; '.join(CALLS)}.{meant}"
    for call, (_, _, why) in CALLS.items():
        passes, listed = _passes(call), call in let_through
        if passes and not listed:
            return f"{call} passes, and is not in your list: {why}."
        if listed and not passes:
            return f"{call} is refused, and is in your list: {why}."
    return None


def _passes(call):
    """Whether IAM lets a call through, by its simulation."""
    action, where, _ = CALLS[call]
    region, table = "eu-west-1", where
    if where == "eu-central-1":
        region, table = where, "orders"
    owner = new_account()
    add_user(owner, "till", {"own": POLICY})
    answer = owner.client("iam").simulate_principal_policy(
        PolicySourceArn="arn:aws:iam::123456789012:user/till",
        ActionNames=[f"dynamodb:{action}"],
        ResourceArns=[f"arn:aws:dynamodb:{region}:123456789012:table/{table}"],
    )
    return answer["EvaluationResults"][0]["EvalDecision"] == "allowed"


# ------------------------------------------------------------------------- also right

RIGHT = let_through()


@exercise.right
def gives_another_order():
    return RIGHT[::-1]


@exercise.right
def gives_a_set():
    return set(RIGHT)


@exercise.right
def gives_a_tuple():
    return tuple(RIGHT)


@exercise.right
def takes_the_refused_ones_out():
    refused = {
        "DeleteItem on orders",
        "DeleteTable on orders-archive",
        "Scan on orders",
        "Query on the index by_shop of orders",
        "PutItem on customers",
    }
    return [call for call in CALLS if call not in refused]


@exercise.right
def sorts_them():
    return sorted(RIGHT)


@exercise.right
def names_one_twice():
    return [*RIGHT, RIGHT[0]]


@exercise.right
def puts_two_lists_together():
    return RIGHT[:3] + RIGHT[3:]


@exercise.right
def reads_lines_of_a_text():
    return "\n".join(RIGHT).splitlines()


@exercise.right
def tries_them_all():
    return [call for call in CALLS if _passes(call)]


# ------------------------------------------------------------------------------ wrong


def _but(*without, also=()):
    return [call for call in RIGHT if call not in without] + list(also)


@exercise.wrong("DeleteItem on orders is refused, and is in your list: *Item allows it")
def lets_an_allow_win():
    return _but(also=["DeleteItem on orders"])


@exercise.wrong("DeleteItem on orders-archive passes, and is not in your list: *Item")
def takes_the_deny_for_every_table():
    return _but("DeleteItem on orders-archive")


@exercise.wrong("DeleteItem on orders in eu-central-1 passes, and is not in your list")
def takes_the_deny_for_every_region():
    return _but("DeleteItem on orders in eu-central-1")


@exercise.wrong("BatchWriteItem on orders passes, and is not in your list: it ends in")
def forgets_that_a_batch_ends_in_item():
    return _but("BatchWriteItem on orders")


@exercise.wrong(
    "DeleteTable on orders-archive is refused, and is in your list: no allow"
)
def reads_the_star_as_all():
    return _but(also=["DeleteTable on orders-archive"])


@exercise.wrong("GetRecords on the stream of orders passes, and is not in your list")
def forgets_the_stream():
    return _but("GetRecords on the stream of orders")


@exercise.wrong("Scan on orders is refused, and is in your list: it fits neither")
def takes_a_scan_for_a_get():
    return _but(also=["Scan on orders"])


@exercise.wrong("Query on orders passes, and is not in your list: the third statement")
def forgets_the_third_statement():
    return _but("Query on orders")


@exercise.wrong("Query on the index by_shop of orders is refused, and is in your list")
def takes_the_index_for_the_table():
    return _but(also=["Query on the index by_shop of orders"])


@exercise.wrong("PutItem on customers is refused, and is in your list: no ARN fits.")
def allows_other_tables():
    return _but(also=["PutItem on customers"])


@exercise.wrong("DeleteItem on orders is refused, and is in your list")
def takes_nothing_out():
    return list(CALLS)


@exercise.wrong("GetItem on orders passes, and is not in your list: Get*")
def leaves_nothing_in():
    return []


@exercise.wrong("GetItem on orders passes, and is not in your list")
def lists_what_is_refused():
    return [call for call in CALLS if call not in RIGHT]


@exercise.wrong("'GetItem' is none of the calls: GetItem on orders;")
def writes_actions_alone():
    return ["GetItem", "Query"]


@exercise.wrong("let_through should be a list, as in the starter; yours is a text.")
def writes_a_text():
    return "GetItem on orders"


@exercise.wrong("yours is a dict_keys. list(…) makes a list of it.")
def hands_in_the_keys():
    return dict.fromkeys(RIGHT).keys()


@exercise.wrong("PutItem on customers. Did you mean 'GetItem on orders'?")
def writes_small_letters():
    return [call.replace("G", "g") for call in RIGHT]
