"""\
Write `pay_with_points(client, customer_id, order_id, points)`. In one transaction it
sets `paid` of an order to `True` and takes the points from the customer, but only if
the customer has that many and the order's `paid` is `False`. The tables are `orders`
(key `order_id`) and `customers` (key `customer_id`, with `points`); `client` takes the
values of Python. Return `"paid"`, or, if the transaction was cancelled, the `Code` of
the first reason that is not `"None"`."""

from datetime import timedelta

from ..kinds import PythonExercise
from ..stage.account import new_session
from ..stage.shared import TooManyCalls, bounded
from ..words import returned, show

exercise = PythonExercise(
    id="10.pay_with_points",
    objective="10.c",
    difficulty=2,
    learned=(
        "A transaction does all its parts or none, and names a reason for each part "
        "when it does none."
    ),
    prompt=__doc__,
    hints=(
        'client.transact_write_items(TransactItems=[{"Update": {…}}, {"Update": {…}}])'
        " takes two updates, each with TableName, Key, UpdateExpression and condition.",
        "Conditions: paid = :no for the order, points >= :p for the customer. The"
        " customer's update is SET points = points - :p.",
        "Catch client.exceptions.TransactionCanceledException as error: the reasons are"
        ' error.response["CancellationReasons"], each a dict with a Code.',
    ),
    seconds=5.0,
)


@exercise.right
def pay_with_points(client, customer_id, order_id, points):
    order = {
        "TableName": "orders",
        "Key": {"order_id": order_id},
        "UpdateExpression": "SET paid = :yes",
        "ConditionExpression": "paid = :no",
        "ExpressionAttributeValues": {":yes": True, ":no": False},
    }
    customer = {
        "TableName": "customers",
        "Key": {"customer_id": customer_id},
        "UpdateExpression": "SET points = points - :p",
        "ConditionExpression": "points >= :p",
        "ExpressionAttributeValues": {":p": points},
    }
    try:
        client.transact_write_items(
            TransactItems=[{"Update": order}, {"Update": customer}]
        )
    except client.exceptions.TransactionCanceledException as error:
        for reason in error.response["CancellationReasons"]:
            if reason["Code"] != "None":
                return reason["Code"]
    return "paid"


# ------------------------------------------------------------------------- the proof

CUSTOMERS = (
    {"customer_id": 7, "points": 240, "name": "Ana Silva"},
    {"customer_id": 8, "points": 30, "name": "Ben Doyle"},
    {"customer_id": 9, "points": 70, "name": "Chen Mori"},
)
ORDERS = (
    {"order_id": 1, "paid": False, "drink": "latte"},
    {"order_id": 2, "paid": True, "drink": "mocha"},
    {"order_id": 3, "paid": False, "drink": "flat white"},
    {"order_id": 4, "paid": False, "drink": "green tea"},
    {"order_id": 5, "paid": False, "drink": "espresso"},
)
MOST_CALLS = 20
FAILED = "ConditionalCheckFailed"


class _Shop:
    """The two tables in an account of their own, and what is in them."""

    def __init__(self):
        session = new_session()
        self.clock = session.account.clock
        resource = session.resource("dynamodb")
        self.client = resource.meta.client
        for name, key, items in (
            ("customers", "customer_id", CUSTOMERS),
            ("orders", "order_id", ORDERS),
        ):
            table = resource.create_table(
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "N"}],
            )
            table.wait_until_exists()
            for item in items:
                self.put(name.removesuffix("s"), item)

    def put(self, name, item):
        self.client.put_item(TableName=f"{name}s", Item=item)

    def contents(self):
        """{(what it is, its number): the item}"""
        return {
            (name, item[f"{name}_id"]): item
            for name in ("customer", "order")
            for item in self.client.scan(TableName=f"{name}s")["Items"]
        }


@exercise.proof
def _pays_with_points(pay_with_points):
    """What is wrong with how an answer pays with points, or None."""
    shop = _Shop()
    try:
        return (
            _pays(pay_with_points, shop, 7, 1, 40)
            or _refuses(pay_with_points, shop, 8, 3, 40, "customer 8 has 30 points")
            or _refuses(pay_with_points, shop, 7, 2, 40, "order 2 is paid already")
            or _pays(pay_with_points, shop, 8, 3, 30)
            or _refuses(pay_with_points, shop, 7, 99, 40, "there is no order 99")
            or _refuses(pay_with_points, shop, 99, 4, 40, "there is no customer 99")
            or _meets_others(pay_with_points, shop)
            or _loses_a_change(pay_with_points, shop)
            or _meets_a_transaction(pay_with_points, shop)
        )
    except shop.client.exceptions.TransactionCanceledException:
        return (
            "A transaction was cancelled, as it should be, and its error came out of"
            " pay_with_points: catch it, and return the reason's code."
        )
    except TooManyCalls:
        return (
            f"It called the client more than {MOST_CALLS} times for one payment. When a"
            " transaction is cancelled, return the reason's code; do not try again."
        )


def _pays(pay_with_points, shop, customer_id, order_id, points):
    """What is wrong with a payment to which nothing is opposed, or None."""
    call = f"pay_with_points(client, {customer_id}, {order_id}, {points})"
    before = shop.contents()
    customer, order = ("customer", customer_id), ("order", order_id)
    done = before | {
        customer: before[customer] | {"points": before[customer]["points"] - points},
        order: before[order] | {"paid": True},
    }
    halves = []

    def another_till():
        now = shop.contents()
        if now not in (before, done):
            halves.append(now)

    given = pay_with_points(
        bounded(shop.client, MOST_CALLS, another_till), customer_id, order_id, points
    )
    after = shop.contents()
    for key, wanted in done.items():
        if problem := _other_item(call, key, wanted, after.get(key)):
            nothing = f" Nothing was changed; it returned {show(given)}."
            return problem + (nothing if after == before else "")
    if after != done:
        return f"{call} stored an item that nobody asked for."
    if halves:
        return (
            f"{call} did it in two calls, and between them another till saw half of it:"
            " put both updates into one transact_write_items."
        )
    if given != "paid":
        return f"{call} should return 'paid'; it gave {returned(given, str)}"
    return None


def _other_item(call, key, wanted, found):
    """How an item differs from what it should be after a payment, or None."""
    what = f"{key[0]} {key[1]}"
    if found is None:
        return f"{call} took {what} away."
    for name, value in wanted.items():
        if name not in found:
            return (
                f"{call}: {what} has lost its {name}. A Put replaces the whole item, an"
                " Update keeps the rest."
            )
        if found[name] != value or isinstance(found[name], bool) != isinstance(
            value, bool
        ):
            return (
                f"{call}: {name} of {what} should be {show(value)}; it is"
                f" {show(found[name])}."
            )
    if surplus := [name for name in found if name not in wanted]:
        return f"{call} gave {what} the attribute {surplus[0]}; nobody asked for it."
    return None


def _refuses(pay_with_points, shop, customer_id, order_id, points, why):
    """What is wrong with a payment that should be refused, or None."""
    call = f"pay_with_points(client, {customer_id}, {order_id}, {points})"
    before = shop.contents()
    client = bounded(shop.client, MOST_CALLS)
    given = pay_with_points(client, customer_id, order_id, points)
    if problem := _done_all_the_same(before, shop.contents()):
        return f"{call}: {why}, so nothing should change. {problem}"
    return _other_code(f"{call}: {why}", FAILED, given)


def _done_all_the_same(before, after):
    """The first thing that has changed though nothing should, or None."""
    if new := [key for key in after if key not in before]:
        return (
            f"But {new[0][0]} {new[0][1]} was made. What is not there meets <>, and"
            " neither = nor >=."
        )
    for (name, number), item in after.items():
        what, known = f"{name} {number}", before[name, number]
        if item != known and name == "order":
            return f"But paid of {what} is {show(item.get('paid'))} now."
        if item != known:
            points = show(item.get("points"))
            return f"But {what} has {points} points now, and had {known['points']}."
    if gone := [key for key in before if key not in after]:
        return f"But {gone[0][0]} {gone[0][1]} is gone."
    return None


def _meets_others(pay_with_points, shop):
    """What is wrong when another till comes in after a look by ours, or None."""
    for after in (1, 2):
        for key, change, told in (
            (
                ("customer", 9),
                {"points": 10},
                "spent 60 of the 70 points of customer 9",
            ),
            (("order", 4), {"paid": True}, "was paid for order 4"),
        ):
            if problem := _meets(pay_with_points, shop, after, key, change, told):
                return problem
    return None


def _meets(pay_with_points, shop, after, key, change, told):
    """What is wrong when another till changes an item after so many calls, or None."""
    shop.put("customer", CUSTOMERS[2])
    shop.put("order", ORDERS[3])
    before, calls, came = shop.contents(), [], []
    wanted = before | {key: before[key] | change}

    def another_till():
        calls.append(1)
        if len(calls) >= after and not came and shop.contents() == before:
            shop.put(key[0], wanted[key])
            came.append(key)

    given = pay_with_points(bounded(shop.client, MOST_CALLS, another_till), 9, 4, 50)
    if not came:
        return None
    if shop.contents() != wanted:
        return (
            f"Between your look and your write another till {told}, and yours went"
            " through. Let the transaction look: a ConditionExpression for each part."
        )
    return _other_code(f"Another till was first and {told}", FAILED, given)


def _loses_a_change(pay_with_points, shop):
    """What is wrong when another till takes a few points after a look, or None."""
    shop.put("customer", CUSTOMERS[2])
    shop.put("order", ORDERS[3])
    before, came = shop.contents(), []

    def another_till():
        if not came and shop.contents() == before:
            shop.put("customer", CUSTOMERS[2] | {"points": 60})
            came.append(1)

    pay_with_points(bounded(shop.client, MOST_CALLS, another_till), 9, 4, 50)
    left = shop.contents()["customer", 9]["points"]
    if not came or left in (60, 10):  # refused, since it has changed; or paid
        return None
    return (
        "Between your look and your write another till took 10 of the 70 points of"
        f" customer 9. Yours took 50, and {show(left)} are left: its change is lost."
        " Let the update count: SET points = points - :p."
    )


def _other_code(told, code, given):
    """What is wrong when something else than a reason's code was returned, or None."""
    if given == code:
        return None
    if isinstance(given, (list, tuple)):
        gave = f"{show(given)}. The first code that is not 'None' is enough."
    elif given == "TransactionCanceledException":
        gave = f"{given!r}, which says that it was cancelled, and not why."
    else:
        gave = returned(given, str)
    return f"{told}. It should return {code!r}, the code of the reason; it gave {gave}"


def _meets_a_transaction(pay_with_points, shop):
    """What is wrong when another transaction holds the order, or None."""
    before, gave = shop.contents(), []
    client = bounded(shop.client, MOST_CALLS)
    shop.client.set_transaction_time("orders", seconds=1)
    shop.clock.after(
        timedelta(seconds=0.5),
        lambda: gave.append(pay_with_points(client, 7, 5, 40)),
    )
    put = {"TableName": "orders", "Item": before["order", 5]}
    shop.client.transact_write_items(TransactItems=[{"Put": put}])
    shop.client.set_transaction_time("orders", seconds=0)
    told = "While another transaction was writing order 5, yours was cancelled"
    if shop.contents() != before:
        return f"{told}, and yet something was changed."
    return _other_code(told, "TransactionConflict", gave[0])


# ------------------------------------------------------------------------- also right


@exercise.right
def puts_the_customer_first(client, customer_id, order_id, points):
    try:
        client.transact_write_items(
            TransactItems=[
                customer_part(customer_id, points),
                order_part(order_id),
            ]
        )
    except client.exceptions.TransactionCanceledException as error:
        reasons = error.response["CancellationReasons"]
        return [each["Code"] for each in reasons if each["Code"] != "None"][0]
    return "paid"


@exercise.right
def takes_the_first_with_next(client, customer_id, order_id, points):
    from cafe.aws.errors import ClientError

    parts = [order_part(order_id), customer_part(customer_id, points)]
    try:
        client.transact_write_items(TransactItems=parts)
        return "paid"
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        codes = (each["Code"] for each in error.response["CancellationReasons"])
        return next(code for code in codes if code != "None")


@exercise.right
def adds_a_negative_number(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points)
    customer["Update"] |= {
        "UpdateExpression": "ADD points :minus",
        "ExpressionAttributeValues": {":minus": -points, ":p": points},
    }
    return sent(client, order_part(order_id), customer)


@exercise.right
def asks_for_points_between_two_numbers(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points, "#p BETWEEN :p AND :most")
    customer["Update"] |= {
        "UpdateExpression": "SET #p = #p - :p",
        "ExpressionAttributeNames": {"#p": "points"},
        "ExpressionAttributeValues": {":p": points, ":most": 10**9},
    }
    return sent(client, customer, order_part(order_id))


@exercise.right
def asks_that_the_order_is_there_and_not_paid(client, customer_id, order_id, points):
    condition = "attribute_exists(order_id) AND paid <> :yes"
    order = order_part(order_id, condition)
    order["Update"]["ExpressionAttributeValues"] = {":yes": True}
    return sent(client, order, customer_part(customer_id, points))


@exercise.right
def looks_first_and_checks_all_the_same(client, customer_id, order_id, points):
    key = {"customer_id": customer_id}
    customer = client.get_item(TableName="customers", Key=key).get("Item")
    if not customer or customer["points"] < points:
        return "ConditionalCheckFailed"
    return sent(client, order_part(order_id), customer_part(customer_id, points))


@exercise.right
def puts_back_what_it_has_read(client, customer_id, order_id, points):
    got = client.get_item(TableName="orders", Key={"order_id": order_id})
    order = got.get("Item", {"order_id": order_id}) | {"paid": True}
    put = {
        "TableName": "orders",
        "Item": order,
        "ConditionExpression": "paid = :no",
        "ExpressionAttributeValues": {":no": False},
    }
    return sent(client, {"Put": put}, customer_part(customer_id, points))


@exercise.right
def reads_the_codes_from_the_message(client, customer_id, order_id, points):
    parts = [order_part(order_id), customer_part(customer_id, points)]
    try:
        client.transact_write_items(TransactItems=parts)
    except client.exceptions.TransactionCanceledException as error:
        message = error.response["Error"]["Message"]
        codes = message[message.index("[") + 1 : -1].split(", ")
        codes = [code for code in codes if code != "None"]
        return codes[0]
    return "paid"


@exercise.right
def writes_the_customer_under_the_points_that_it_read(
    client, customer_id, order_id, points
):
    key = {"customer_id": customer_id}
    customer = client.get_item(TableName="customers", Key=key).get("Item", key)
    has = customer.get("points", 0)
    part = customer_part(customer_id, points, "points = :has AND :has >= :p")
    part["Update"] |= {
        "UpdateExpression": "SET points = :left",
        "ExpressionAttributeValues": {
            ":has": has,
            ":p": points,
            ":left": has - points,
        },
    }
    return sent(client, part, order_part(order_id))


# ------------------------------------------------------------------------------ wrong


def order_part(order_id, condition="paid = :no"):
    """An order's part of the transaction; without a condition for ""."""
    update = {
        "TableName": "orders",
        "Key": {"order_id": order_id},
        "UpdateExpression": "SET paid = :yes",
        "ExpressionAttributeValues": {":yes": True},
    }
    if condition:
        update["ConditionExpression"] = condition
        if ":no" in condition:
            update["ExpressionAttributeValues"][":no"] = False
    return {"Update": update}


def customer_part(customer_id, points, condition="points >= :p"):
    """A customer's part of the transaction; without a condition for ""."""
    update = {
        "TableName": "customers",
        "Key": {"customer_id": customer_id},
        "UpdateExpression": "SET points = points - :p",
        "ExpressionAttributeValues": {":p": points},
    }
    if condition:
        update["ConditionExpression"] = condition
    return {"Update": update}


def sent(client, *parts):
    """What the right answer returns after these parts."""
    try:
        client.transact_write_items(TransactItems=list(parts))
    except client.exceptions.TransactionCanceledException as error:
        codes = [each["Code"] for each in error.response["CancellationReasons"]]
        return next(code for code in codes if code != "None")
    return "paid"


def right_one(client, customer_id, order_id, points):
    return sent(client, order_part(order_id), customer_part(customer_id, points))


def reasons_of(client, customer_id, order_id, points):
    """What the cancelled transaction's error holds, or None when it was done."""
    parts = [order_part(order_id), customer_part(customer_id, points)]
    try:
        client.transact_write_items(TransactItems=parts)
    except client.exceptions.TransactionCanceledException as error:
        return error.response


@exercise.wrong(
    "customer 8 has 30 points, so nothing should change. But customer 8 has -10"
)
def forgets_the_condition_on_the_points(client, customer_id, order_id, points):
    return sent(client, order_part(order_id), customer_part(customer_id, points, ""))


@exercise.wrong(
    "order 2 is paid already, so nothing should change. But customer 7 has 160"
)
def forgets_the_condition_on_the_order(client, customer_id, order_id, points):
    return sent(client, order_part(order_id, ""), customer_part(customer_id, points))


@exercise.wrong(
    "there is no order 99, so nothing should change. But order 99 was made."
)
def takes_a_missing_order_for_an_unpaid_one(client, customer_id, order_id, points):
    order = order_part(order_id, "paid <> :yes")
    return sent(client, order, customer_part(customer_id, points))


@exercise.wrong(
    "pay_with_points(client, 8, 3, 30): points of customer 8 should be 0; it is 30."
)
def asks_for_more_points_than_it_takes(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points, "points > :p")
    return sent(client, order_part(order_id), customer)


@exercise.wrong("did it in two calls, and between them another till saw half of it")
def makes_two_updates_one_after_the_other(client, customer_id, order_id, points):
    try:
        client.update_item(**customer_part(customer_id, points)["Update"])
        client.update_item(**order_part(order_id)["Update"])
    except client.exceptions.ConditionalCheckFailedException:
        return "ConditionalCheckFailed"
    return "paid"


@exercise.wrong("did it in two calls, and between them another till saw half of it")
def makes_two_transactions(client, customer_id, order_id, points):
    outcome = sent(client, customer_part(customer_id, points))
    return sent(client, order_part(order_id)) if outcome == "paid" else outcome


@exercise.wrong("did it in two calls, and between them another till saw half of it")
def gives_the_points_back_when_the_order_is_refused(
    client, customer_id, order_id, points
):
    outcome = sent(client, customer_part(customer_id, points))
    if outcome != "paid":
        return outcome
    outcome = sent(client, order_part(order_id))
    if outcome != "paid":
        sent(client, customer_part(customer_id, -points))
    return outcome


@exercise.wrong("Let the transaction look: a ConditionExpression for each part.")
def looks_and_then_writes(client, customer_id, order_id, points):
    customer_key, order_key = {"customer_id": customer_id}, {"order_id": order_id}
    order = client.get_item(TableName="orders", Key=order_key).get("Item")
    customer = client.get_item(TableName="customers", Key=customer_key).get("Item")
    if not order or order["paid"] or not customer or customer["points"] < points:
        return "ConditionalCheckFailed"
    return sent(
        client, order_part(order_id, ""), customer_part(customer_id, points, "")
    )


@exercise.wrong("came out of pay_with_points: catch it, and return the reason's code.")
def lets_the_cancellation_through(client, customer_id, order_id, points):
    parts = [order_part(order_id), customer_part(customer_id, points)]
    client.transact_write_items(TransactItems=parts)
    return "paid"


@exercise.wrong(
    "should return 'TransactionConflict', the code of the reason; it gave 'Cond"
)
def takes_every_cancellation_for_a_failed_condition(
    client, customer_id, order_id, points
):
    refused = reasons_of(client, customer_id, order_id, points)
    return "ConditionalCheckFailed" if refused else "paid"


@exercise.wrong(
    "was cancelled. It should return 'TransactionConflict', the code of the"
)
def says_paid_when_another_transaction_is_on(client, customer_id, order_id, points):
    outcome = right_one(client, customer_id, order_id, points)
    return outcome if outcome == "ConditionalCheckFailed" else "paid"


@exercise.wrong(
    "more than 20 times for one payment. When a transaction is cancelled, return"
)
def tries_for_ever_when_there_is_a_conflict(client, customer_id, order_id, points):
    while True:
        outcome = right_one(client, customer_id, order_id, points)
        if outcome != "TransactionConflict":
            return outcome


@exercise.wrong("pay_with_points(client, 7, 1, 40) did it in two calls, and between")
def writes_the_customer_outside_the_transaction(client, customer_id, order_id, points):
    client.update_item(**customer_part(customer_id, points)["Update"])
    return sent(client, order_part(order_id))


@exercise.wrong(
    "['None', 'ConditionalCheckFailed']. The first code that is not 'None' is enough."
)
def returns_all_codes(client, customer_id, order_id, points):
    refused = reasons_of(client, customer_id, order_id, points)
    return (
        [each["Code"] for each in refused["CancellationReasons"]] if refused else "paid"
    )


@exercise.wrong(
    "It should return 'ConditionalCheckFailed', the code of the reason; it gave 'N"
)
def returns_the_code_of_the_first_part(client, customer_id, order_id, points):
    refused = reasons_of(client, customer_id, order_id, points)
    return refused["CancellationReasons"][0]["Code"] if refused else "paid"


@exercise.wrong(
    "'TransactionCanceledException', which says that it was cancelled, and not why"
)
def returns_the_code_of_the_error(client, customer_id, order_id, points):
    refused = reasons_of(client, customer_id, order_id, points)
    return refused["Error"]["Code"] if refused else "paid"


@exercise.wrong("it gave {'Code': 'ConditionalCheckFailed', 'Message'")
def returns_the_reason_itself(client, customer_id, order_id, points):
    refused = reasons_of(client, customer_id, order_id, points)
    if not refused:
        return "paid"
    reasons = refused["CancellationReasons"]
    return next(each for each in reasons if each["Code"] != "None")


@exercise.wrong("should return 'paid'; it gave True, a truth value.")
def returns_true(client, customer_id, order_id, points):
    outcome = right_one(client, customer_id, order_id, points)
    return outcome == "paid" or outcome


@exercise.wrong("should return 'paid'; it gave None. Does it end with return")
def returns_nothing_when_it_is_done(client, customer_id, order_id, points):
    outcome = right_one(client, customer_id, order_id, points)
    if outcome != "paid":
        return outcome


@exercise.wrong("It printed 'paid': use return instead of print.")
def prints_the_outcome(client, customer_id, order_id, points):
    print(right_one(client, customer_id, order_id, points))


@exercise.wrong(
    "order 1 has lost its drink. A Put replaces the whole item, an Update keeps"
)
def puts_a_new_order(client, customer_id, order_id, points):
    put = {
        "TableName": "orders",
        "Item": {"order_id": order_id, "paid": True},
        "ConditionExpression": "paid = :no",
        "ExpressionAttributeValues": {":no": False},
    }
    return sent(client, {"Put": put}, customer_part(customer_id, points))


@exercise.wrong("points of customer 7 should be 200; it is 240.")
def marks_the_order_alone(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points)
    check = customer["Update"]
    del check["UpdateExpression"]
    return sent(client, order_part(order_id), {"ConditionCheck": check})


@exercise.wrong("points of customer 7 should be 200; it is 40.")
def sets_the_points_to_what_is_taken(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points)
    customer["Update"]["UpdateExpression"] = "SET points = :p"
    return sent(client, order_part(order_id), customer)


@exercise.wrong("points of customer 7 should be 200; it is 280.")
def adds_the_points(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points)
    customer["Update"]["UpdateExpression"] = "ADD points :p"
    return sent(client, order_part(order_id), customer)


@exercise.wrong("paid of order 1 should be True; it is 'yes'.")
def writes_yes_as_a_text(client, customer_id, order_id, points):
    order = order_part(order_id)
    order["Update"]["ExpressionAttributeValues"][":yes"] = "yes"
    return sent(client, order, customer_part(customer_id, points))


@exercise.wrong("gave order 1 the attribute points; nobody asked for it.")
def notes_the_points_in_the_order(client, customer_id, order_id, points):
    order = order_part(order_id)
    order["Update"]["UpdateExpression"] = "SET paid = :yes, points = :p"
    order["Update"]["ExpressionAttributeValues"][":p"] = points
    return sent(client, order, customer_part(customer_id, points))


@exercise.wrong("Transaction request cannot include multiple operations on one item")
def checks_and_updates_one_item(client, customer_id, order_id, points):
    customer = customer_part(customer_id, points)
    check = {name: customer["Update"][name] for name in ("TableName", "Key")}
    check["ConditionExpression"] = "attribute_exists(points)"
    return sent(client, {"ConditionCheck": check}, customer, order_part(order_id))


@exercise.wrong("Here a value stands as it is, without its type")
def writes_the_types_out(client, customer_id, order_id, points):
    customer = customer_part({"N": str(customer_id)}, {"N": str(points)})
    return sent(client, order_part({"N": str(order_id)}), customer)


@exercise.wrong("It wants a list: put square brackets around it.")
def forgets_the_list(client, customer_id, order_id, points):
    part = order_part(order_id) | customer_part(customer_id, points)
    client.transact_write_items(TransactItems=part)
    return "paid"


@exercise.wrong("pay_with_points(client, 7, 1, 40) took order 1 away.")
def deletes_what_is_paid(client, customer_id, order_id, points):
    delete = order_part(order_id)["Update"]
    del delete["UpdateExpression"]
    delete["ExpressionAttributeValues"] = {":no": False}
    return sent(client, {"Delete": delete}, customer_part(customer_id, points))


@exercise.wrong(
    "should be 200; it is 240. Nothing was changed; it returned 'Conditiona"
)
def compares_with_a_text(client, customer_id, order_id, points):
    order = order_part(order_id)
    order["Update"]["ExpressionAttributeValues"][":no"] = "False"
    return sent(client, order, customer_part(customer_id, points))


@exercise.wrong(
    "Yours took 50, and 20 are left: its change is lost. Let the update count"
)
def works_out_what_is_left(client, customer_id, order_id, points):
    key = {"customer_id": customer_id}
    customer = client.get_item(TableName="customers", Key=key).get("Item", key)
    part = customer_part(customer_id, points)
    part["Update"]["UpdateExpression"] = "SET points = :left"
    left = customer.get("points", 0) - points
    part["Update"]["ExpressionAttributeValues"][":left"] = left
    return sent(client, order_part(order_id), part)
