"""\
Write `change_drink(table, order_id, wish)`. It adds a wish to the drink of an order:
`"latte"` becomes `"latte, oat milk"`. Each order has a `version`, a number, and each
change adds one to it. Write on the condition that the version is still the one that was
read; if somebody was faster, read again and try again. Return the new version, or
`None` for an order that is not there."""

from numbers import Number

from ..kinds import PythonExercise
from ..stage.shared import TooManyCalls, bounded
from ..stage.tables import contents, new_table
from ..words import returned, show

exercise = PythonExercise(
    id="10.change_drink",
    objective="10.c",
    difficulty=2,
    learned=(
        "A version that is checked with the write tells you that what you read is "
        "no longer so."
    ),
    prompt=__doc__,
    hints=(
        "A loop: read with get_item, write with a ConditionExpression. After a refusal"
        " the loop begins anew, with the read.",
        "The condition is version = :read; the update sets drink and version in one"
        " call.",
        "An order that is not there: the answer of get_item has no Item. To be caught:"
        " table.meta.client.exceptions.ConditionalCheckFailedException.",
    ),
    seconds=5.0,
)


@exercise.right
def change_drink(table, order_id, wish):
    while True:
        order = table.get_item(Key={"order_id": order_id}).get("Item")
        if order is None:
            return None
        version = order["version"]
        try:
            table.update_item(
                Key={"order_id": order_id},
                UpdateExpression="SET drink = :drink, version = :new",
                ConditionExpression="version = :read",
                ExpressionAttributeValues={
                    ":drink": f"{order['drink']}, {wish}",
                    ":new": version + 1,
                    ":read": version,
                },
            )
            return version + 1
        except table.meta.client.exceptions.ConditionalCheckFailedException:
            continue


# ------------------------------------------------------------------------- the proof

ORDERS = (
    {"order_id": 1, "drink": "latte", "version": 3, "shop_id": 7, "paid": False},
    {"order_id": 2, "drink": "mocha", "version": 9, "shop_id": 12},
    {"order_id": 3, "drink": "flat white", "version": 1, "note": "to go"},
)
MOST_CALLS = 40


@exercise.proof
def _changes_drinks(change_drink):
    """What is wrong with how an answer changes drinks, or None."""
    table = new_table("orders", ("order_id", "N"))
    for order in ORDERS:
        table.put_item(Item=order)
    try:
        return (
            _adds(change_drink, table, 1, "oat milk")
            or _adds(change_drink, table, 1, "large")
            or _adds(change_drink, table, 2, "extra shot")
            or _meets_another(change_drink, table, 3, _pays)
            or _meets_another(change_drink, table, 1, _wishes)
            or _meets_another(change_drink, table, 2, _wishes, times=3)
            or _meets_another(change_drink, table, 1, _wishes, after=2)
            or _knows_what_is_not_there(change_drink, table)
            or _meets_another(change_drink, table, 2, _pays, asks_version=True)
            or _is_followed(change_drink, table)
            or _loses_its_order(change_drink, table)
        )
    except TooManyCalls:
        return (
            f"It called the table {MOST_CALLS} times for one change. Does the loop end"
            " after the write, and does it read again after each refusal?"
        )


def _adds(change_drink, table, order_id, wish):
    """What is wrong with a change while nobody else writes, or None."""
    before, seen = contents(table), []

    def another_till():
        seen.append(contents(table).get(order_id))

    given = change_drink(bounded(table, MOST_CALLS, another_till), order_id, wish)
    if problem := _other_than(table, before, before[order_id], order_id, wish, given):
        return problem
    whole = (None, before[order_id], contents(table)[order_id])
    if all(each in whole for each in seen):
        return None
    return (
        f"change_drink(table, {order_id}, {wish!r}) changed the order in two calls, and"
        " between them another till saw half of it: change drink and version in one."
    )


def _other_than(table, before, order, order_id, wish, given):
    """What is wrong when `order`, as it was at last, should have got the wish."""
    call = f"change_drink(table, {order_id}, {wish!r})"
    after = contents(table)
    if order_id not in after:
        return f"{call} took the order away."
    wanted = order | {
        "drink": f"{order['drink']}, {wish}",
        "version": order["version"] + 1,
    }
    found = after.pop(order_id)
    if found["drink"] != wanted["drink"]:
        return (
            f"{call} should make the drink {wanted['drink']!r}; it is"
            f" {show(found['drink'])}."
        )
    if problem := _other_attributes(call, wanted, found):
        return problem
    if after != {key: item for key, item in before.items() if key != order_id}:
        return f"{call} should touch no other order, and it did."
    if not isinstance(given, Number) or isinstance(given, bool):
        return (
            f"{call} should return the new version; it gave {returned(given, Number)}"
        )
    if given != wanted["version"]:
        wanted = wanted["version"]
        return f"{call}: the new version is {wanted}; it returned {show(given)}."
    return None


def _other_attributes(call, wanted, found):
    """What is wrong with the version, or with what the wish has nothing to do with."""
    if lost := [name for name in wanted if name not in found]:
        return (
            f"{call}: the attribute {lost[0]} is lost. put_item replaces the whole"
            " order: change drink and version alone, with update_item."
        )
    if found["version"] != wanted["version"]:
        return (
            f"{call} should leave the version {wanted['version']}; it is"
            f" {show(found['version'])}. Each change adds one."
        )
    if surplus := [name for name in found if name not in wanted]:
        return f"{call}: the attribute {surplus[0]} is new; nobody asked for it."
    if other := [name for name in wanted if found[name] != wanted[name]]:
        return (
            f"{call}: {other[0]} should stay as it was, {show(wanted[other[0]])}; it"
            f" is {show(found[other[0]])}."
        )
    return None


def _pays(order):
    return {"paid": True}


def _wishes(order):
    return {"drink": f"{order['drink']}, iced"}


def _meets_another(
    change_drink, table, order_id, change, times=1, after=1, asks_version=False
):
    """What is wrong when another till is faster so many times, or None.

    It comes after so many calls at the earliest, and never after our write. With
    `asks_version` the write has to be refused then, even if nothing would be lost.
    """
    before = contents(table)
    at_last, calls, came = [before[order_id]], [], []

    def another_till():
        calls.append(1)
        now = contents(table).get(order_id)
        if now == at_last[-1] and len(calls) >= after and len(at_last) <= times:
            changed = now | change(now) | {"version": now["version"] + 1}
            table.put_item(Item=changed)
            at_last.append(changed)
            came.append(len(calls))

    try:
        given = change_drink(bounded(table, MOST_CALLS, another_till), order_id, "warm")
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return (
            f"Another till was faster with order {order_id}, and change_drink ended"
            " with ConditionalCheckFailedException. Catch it, read again and try again."
        )
    if order_id not in contents(table):
        return f"change_drink(table, {order_id}, 'warm') took the order away."
    if problem := _wrote_over(at_last[-1], contents(table)[order_id], len(came)):
        return problem
    if asks_version and came and len(calls) == came[-1] + 1:  # that was the write
        return (
            "Between your look and your write another till made version"
            f" {at_last[-1]['version']} of order {order_id}, and your write was not"
            " refused. Its condition: the version is still the one that was read."
        )
    return _other_than(table, before, at_last[-1], order_id, "warm", given)


def _wrote_over(theirs, found, times):
    """What is wrong with an order that another till changed so many times, or None."""
    told = (
        "Between your look and your write another till changed order"
        f" {theirs['order_id']}{' three times' if times > 1 else ''}. Your change"
    )
    if times and "warm" not in found["drink"]:
        return (
            f"{told} was lost: after a refusal, read again and try again. The drink is"
            f" {show(found['drink'])}."
        )
    if not found["drink"].startswith(theirs["drink"]):
        return (
            f"{told} wrote over it, and a wish is lost: the drink is"
            f" {show(found['drink'])}. Check the version with the write, and take the"
            " drink from a new look."
        )
    if found.get("paid") != theirs.get("paid"):
        return f"{told} wrote over it, and forgot that it is paid."
    if found["version"] == theirs["version"]:
        return (
            f"{told} took no notice: both made version {show(found['version'])}. A"
            " ConditionExpression checks the version with the write."
        )
    return None


def _is_followed(change_drink, table):
    """What is wrong with what is returned while another till writes next, or None."""
    ours, followed = contents(table)[1]["version"] + 1, []

    def another_till():
        now = contents(table)[1]
        if not followed and now["version"] == ours:
            followed.append(now)
            table.put_item(Item=now | _wishes(now) | {"version": ours + 1})

    given = change_drink(bounded(table, MOST_CALLS, another_till), 1, "cold")
    if given == ours:
        return None
    return (
        f"You made version {ours} of order 1, then another till {ours + 1}, and"
        f" change_drink returned {show(given)}. Return the version that you wrote, not"
        " one that is read after the write."
    )


def _knows_what_is_not_there(change_drink, table):
    before = contents(table)
    try:
        given = change_drink(bounded(table, MOST_CALLS), 9, "large")
    except (KeyError, TypeError) as error:
        return (
            "There is no order 9: change_drink(table, 9, 'large') should return None;"
            f" it raised {type(error).__name__}."
        )
    if contents(table) != before:
        return "There is no order 9, and change_drink(table, 9, 'large') stored one."
    if given is not None:
        return (
            "There is no order 9: change_drink(table, 9, 'large') should return None;"
            f" it gave {returned(given)}"
        )
    return None


def _loses_its_order(change_drink, table):
    """What is wrong when another till deletes order 3 after a look by ours, or None."""
    gone = []

    def another_till():
        if not gone:
            table.delete_item(Key={"order_id": 3})
            gone.append(3)

    given = change_drink(bounded(table, MOST_CALLS, another_till), 3, "large")
    told = "Between your look and your write another till deleted order 3."
    if 3 in contents(table):
        return f"{told} Your write made a new one of it."
    if given is not None:
        return f"{told} It should return None; it gave {returned(given)}"
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def puts_the_whole_order_back(table, order_id, wish):
    from cafe.aws.dynamodb.conditions import Attr

    while True:
        answer = table.get_item(Key={"order_id": order_id})
        if "Item" not in answer:
            return None
        order = answer["Item"]
        read = order["version"]
        order["drink"] += ", " + wish
        order["version"] += 1
        try:
            table.put_item(Item=order, ConditionExpression=Attr("version").eq(read))
        except table.meta.client.exceptions.ConditionalCheckFailedException:
            pass
        else:
            return int(order["version"])


@exercise.right
def calls_itself_again(table, order_id, wish):
    found = table.get_item(Key={"order_id": order_id}, ConsistentRead=True)
    if "Item" not in found:
        return None
    drink, version = found["Item"]["drink"], found["Item"]["version"]
    try:
        set_drink(table, order_id, f"{drink}, {wish}", version)
    except is_refused(table):
        return change_drink(table, order_id, wish)
    return version + 1


@exercise.right
def tries_ten_times_at_most(table, order_id, wish):
    for _ in range(10):
        order = table.get_item(Key={"order_id": order_id}).get("Item")
        if not order:
            return None
        drink = ", ".join([order["drink"], wish])
        try:
            set_drink(table, order_id, drink, order["version"])
            return order["version"] + 1
        except is_refused(table):
            pass
    raise RuntimeError("Ten others were faster.")


@exercise.right
def looks_at_the_code_of_a_client_error(table, order_id, wish):
    from cafe.aws.errors import ClientError

    while order := table.get_item(Key={"order_id": order_id}).get("Item"):
        try:
            set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
            return order["version"] + 1
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise


@exercise.right
def has_the_table_count(table, order_id, wish):
    while True:
        order = table.get_item(Key={"order_id": order_id}).get("Item")
        if order is None:
            return None
        try:
            answer = table.update_item(
                Key={"order_id": order_id},
                UpdateExpression="SET drink = :d ADD version :one",
                ConditionExpression="#v = :v",
                ExpressionAttributeNames={"#v": "version"},
                ExpressionAttributeValues={
                    ":d": order["drink"] + f", {wish}",
                    ":one": 1,
                    ":v": order["version"],
                },
                ReturnValues="UPDATED_NEW",
            )
            return answer["Attributes"]["version"]
        except table.meta.client.exceptions.ConditionalCheckFailedException:
            continue


@exercise.right
def asks_the_client(table, order_id, wish):
    client, key = table.meta.client, {"order_id": order_id}
    done = False
    while not done:
        answer = client.get_item(TableName=table.name, Key=key)
        if "Item" not in answer:
            return None
        order = answer["Item"]
        try:
            client.update_item(
                TableName=table.name,
                Key=key,
                UpdateExpression="SET drink = :d, version = version + :one",
                ConditionExpression="version = :v",
                ExpressionAttributeValues={
                    ":d": f"{order['drink']}, {wish}",
                    ":v": order["version"],
                    ":one": 1,
                },
            )
            done = True
        except client.exceptions.ConditionalCheckFailedException:
            pass
    return order["version"] + 1


@exercise.right
def learns_from_the_refusal_what_there_is(table, order_id, wish):
    order = table.get_item(Key={"order_id": order_id}).get("Item")
    while order:
        try:
            set_drink(
                table,
                order_id,
                f"{order['drink']}, {wish}",
                order["version"],
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
            return order["version"] + 1
        except is_refused(table):
            order = table.get_item(Key={"order_id": order_id}).get("Item")
    return None


@exercise.right
def writes_within_a_transaction(table, order_id, wish):
    client = table.meta.client
    while True:
        order = table.get_item(Key={"order_id": order_id}).get("Item")
        if order is None:
            return None
        new = order | {
            "drink": f"{order['drink']}, {wish}",
            "version": order["version"] + 1,
        }
        put = {
            "TableName": table.name,
            "Item": new,
            "ConditionExpression": "version = :v",
            "ExpressionAttributeValues": {":v": order["version"]},
        }
        try:
            client.transact_write_items(TransactItems=[{"Put": put}])
            return new["version"]
        except client.exceptions.TransactionCanceledException:
            continue


@exercise.right
def reads_with_a_query(table, order_id, wish):
    from cafe.aws.dynamodb.conditions import Key

    key = Key("order_id").eq(order_id)
    while items := table.query(KeyConditionExpression=key)["Items"]:
        drink, version = items[0]["drink"], int(items[0]["version"])
        try:
            set_drink(table, order_id, f"{drink}, {wish}", version)
        except is_refused(table):
            continue
        return version + 1
    return None


# ------------------------------------------------------------------------------ wrong


def is_refused(table):
    return table.meta.client.exceptions.ConditionalCheckFailedException


def look(table, order_id):
    return table.get_item(Key={"order_id": order_id}).get("Item")


def set_drink(table, order_id, drink, version, condition="version = :v", **more):
    """Write a drink on the condition that the version is still this one."""
    values = {":d": drink, ":new": version + 1}
    if condition:
        more["ConditionExpression"] = condition
        values |= {":v": version} if ":v" in condition else {}
    table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET drink = :d, version = :new",
        ExpressionAttributeValues=values,
        **more,
    )


def change(table, order_id, wish, **more):
    """The right answer."""
    while order := look(table, order_id):
        version = order["version"]
        try:
            drink = f"{order['drink']}, {wish}"
            set_drink(table, order_id, drink, version, **more)
            return version + 1
        except is_refused(table):
            pass
    return None


@exercise.wrong(
    "another till changed order 3. Your change took no notice: both made version 2."
)
def looks_and_writes_without_a_condition(table, order_id, wish):
    return change(table, order_id, wish, condition="")


@exercise.wrong("Your change wrote over it, and forgot that it is paid.")
def puts_the_whole_order_without_a_condition(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    order["drink"] += f", {wish}"
    order["version"] += 1
    table.put_item(Item=order)
    return order["version"]


@exercise.wrong(
    "Your change wrote over it, and a wish is lost: the drink is 'latte, oat milk"
)
def has_the_table_count_without_a_condition(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    answer = table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET drink = :d, version = version + :one",
        ExpressionAttributeValues={":d": f"{order['drink']}, {wish}", ":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return answer["Attributes"]["version"]


@exercise.wrong("Your change wrote over it, and a wish is lost")
def looks_twice_and_compares_itself(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    again = look(table, order_id)
    while again["version"] != order["version"]:
        order, again = again, look(table, order_id)
    answer = table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET drink = :d, version = version + :one",
        ConditionExpression="attribute_exists(order_id)",
        ExpressionAttributeValues={":d": f"{order['drink']}, {wish}", ":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return answer["Attributes"]["version"]


@exercise.wrong("ended with ConditionalCheckFailedException. Catch it, read again")
def lets_the_refusal_through(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
    return order["version"] + 1


@exercise.wrong("Your change was lost: after a refusal, read again and try again.")
def gives_up_when_another_was_faster(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    try:
        set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
    except is_refused(table):
        return None
    return order["version"] + 1


@exercise.wrong("another till changed order 2 three times. Your change was")
def tries_twice_only(table, order_id, wish):
    for _ in range(2):
        order = look(table, order_id)
        if order is None:
            return None
        try:
            set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
            return order["version"] + 1
        except is_refused(table):
            pass
    return None


@exercise.wrong("Does the loop end after the write, and does it read again after each")
def tries_again_without_reading_again(table, order_id, wish):
    order = look(table, order_id)
    while order:
        try:
            set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
            return order["version"] + 1
        except is_refused(table):
            pass
    return None


@exercise.wrong("It called the table 40 times for one change.")
def goes_on_after_the_write(table, order_id, wish):
    while order := look(table, order_id):
        set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])


@exercise.wrong("It called the table 40 times for one change.")
def asks_for_the_new_version(table, order_id, wish):
    return change(table, order_id, wish, condition="version = :new")


@exercise.wrong("Your change wrote over it, and a wish is lost")
def after_a_refusal_writes_without_a_condition(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    drink = f"{order['drink']}, {wish}"
    try:
        set_drink(table, order_id, drink, order["version"])
    except is_refused(table):
        order = look(table, order_id)
        if order is None:
            return None
        set_drink(table, order_id, drink, order["version"], condition="")
    return order["version"] + 1


@exercise.wrong("should leave the version 4; it is 3. Each change adds one.")
def forgets_to_count(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET drink = :d",
        ConditionExpression="version = :v",
        ExpressionAttributeValues={
            ":d": f"{order['drink']}, {wish}",
            ":v": order["version"],
        },
    )
    return order["version"] + 1


@exercise.wrong("the new version is 4; it returned 3.")
def returns_the_version_that_was_read(table, order_id, wish):
    version = change(table, order_id, wish)
    return version and version - 1


@exercise.wrong("the new version is 4; it returned 1.")
def returns_the_number_of_changes(table, order_id, wish):
    return change(table, order_id, wish) and 1


@exercise.wrong("should make the drink 'latte, oat milk'; it is 'oat milk'.")
def replaces_the_drink(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    set_drink(table, order_id, wish, order["version"])
    return order["version"] + 1


@exercise.wrong("should make the drink 'latte, oat milk'; it is 'latte oat milk'.")
def forgets_the_comma(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    set_drink(table, order_id, f"{order['drink']} {wish}", order["version"])
    return order["version"] + 1


@exercise.wrong("the attribute shop_id is lost. put_item replaces the whole order")
def puts_drink_and_version_only(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    new = {
        "order_id": order_id,
        "drink": f"{order['drink']}, {wish}",
        "version": order["version"] + 1,
    }
    table.put_item(
        Item=new,
        ConditionExpression="version = :v",
        ExpressionAttributeValues={":v": order["version"]},
    )
    return new["version"]


@exercise.wrong("should return None; it raised KeyError.")
def expects_every_order_to_be_there(table, order_id, wish):
    while True:
        order = table.get_item(Key={"order_id": order_id})["Item"]
        try:
            set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
            return order["version"] + 1
        except is_refused(table):
            pass


@exercise.wrong("There is no order 9, and change_drink(table, 9, 'large') stored one.")
def makes_an_order_of_nothing(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        table.put_item(Item={"order_id": order_id, "drink": wish, "version": 1})
        return None
    return change(table, order_id, wish)


@exercise.wrong(
    "There is no order 9: change_drink(table, 9, 'large') should return None"
)
def returns_false_for_what_is_not_there(table, order_id, wish):
    return change(table, order_id, wish) or False


@exercise.wrong("another till deleted order 3. Your write made a new one of it.")
def lets_an_order_without_a_version_pass(table, order_id, wish):
    condition = "attribute_not_exists(version) OR version = :v"
    return change(table, order_id, wish, condition=condition)


@exercise.wrong("should return the new version; it gave None. Does it end with return")
def forgets_return(table, order_id, wish):
    change(table, order_id, wish)


@exercise.wrong("It printed '4")
def prints_the_version(table, order_id, wish):
    print(change(table, order_id, wish))


@exercise.wrong("should return the new version; it gave '4', a text.")
def gives_a_text(table, order_id, wish):
    version = change(table, order_id, wish)
    return version and str(version)


@exercise.wrong("should return the new version; it gave True, a truth value.")
def gives_a_truth_value(table, order_id, wish):
    return change(table, order_id, wish) is not None


@exercise.wrong("a dict.")
def gives_the_order(table, order_id, wish):
    change(table, order_id, wish)
    return look(table, order_id)


@exercise.wrong("change_drink(table, 1, 'oat milk') took the order away.")
def deletes_the_order(table, order_id, wish):
    version = change(table, order_id, wish)
    table.delete_item(Key={"order_id": order_id})
    return version


@exercise.wrong("the attribute changed is new; nobody asked for it.")
def notes_that_it_was_changed(table, order_id, wish):
    version = change(table, order_id, wish)
    table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET changed = :yes",
        ExpressionAttributeValues={":yes": True},
    )
    return version


@exercise.wrong("should touch no other order, and it did.")
def changes_every_order(table, order_id, wish):
    for item in table.scan()["Items"]:
        if item["order_id"] != order_id:
            change(table, item["order_id"], wish)
    return change(table, order_id, wish)


@exercise.wrong("raised NameError: name 'ConditionalCheckFailedException'")
def catches_an_unknown_name(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    try:
        set_drink(table, order_id, f"{order['drink']}, {wish}", order["version"])
    except ConditionalCheckFailedException:  # noqa: F821
        return None
    return order["version"] + 1


@exercise.wrong("Invalid UpdateExpression: Syntax error")
def joins_texts_in_the_expression(table, order_id, wish):
    order = look(table, order_id)
    if order is None:
        return None
    table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="drink = drink + :w",
        ExpressionAttributeValues={":w": wish},
    )
    return order["version"] + 1


@exercise.wrong("Your change wrote over it, and")
def deletes_the_order_and_puts_it_anew(table, order_id, wish):
    order = table.get_item(Key={"order_id": order_id}).get("Item")
    if order is None:
        return None
    table.delete_item(Key={"order_id": order_id})
    new = {"drink": f"{order['drink']}, {wish}", "version": order["version"] + 1}
    table.put_item(Item=order | new)
    return new["version"]


@exercise.wrong("In an expression + adds numbers. Texts are joined in Python")
def adds_a_text_to_a_text(table, order_id, wish):
    table.update_item(
        Key={"order_id": order_id},
        UpdateExpression="SET drink = drink + :w, version = version + :one",
        ExpressionAttributeValues={":w": f", {wish}", ":one": 1},
    )


@exercise.wrong("of order 2, and your write was not refused. Its condition:")
def checks_the_drink_only(table, order_id, wish):
    while order := look(table, order_id):
        try:
            answer = table.update_item(
                Key={"order_id": order_id},
                UpdateExpression="SET drink = :d ADD version :one",
                ConditionExpression="drink = :read",
                ExpressionAttributeValues={
                    ":d": f"{order['drink']}, {wish}",
                    ":one": 1,
                    ":read": order["drink"],
                },
                ReturnValues="ALL_NEW",
            )
            return answer["Attributes"]["version"]
        except is_refused(table):
            pass


@exercise.wrong(
    "changed the order in two calls, and between them another till saw half"
)
def checks_the_version_and_sets_the_drink_afterwards(table, order_id, wish):
    while order := look(table, order_id):
        try:
            table.update_item(
                Key={"order_id": order_id},
                UpdateExpression="ADD version :one",
                ConditionExpression="version = :v",
                ExpressionAttributeValues={":one": 1, ":v": order["version"]},
            )
        except is_refused(table):
            continue
        table.update_item(
            Key={"order_id": order_id},
            UpdateExpression="SET drink = :d",
            ExpressionAttributeValues={":d": f"{order['drink']}, {wish}"},
        )
        return order["version"] + 1


@exercise.wrong(
    "Return the version that you wrote, not one that is read after the write"
)
def reads_the_new_version_after_the_write(table, order_id, wish):
    if change(table, order_id, wish):
        return look(table, order_id)["version"]
