"""Where dynalite and moto do not answer as AWS does, and the AWS rule that decides.

Each deviation recognises its differences as narrowly as it can: a difference that is
explained by none of them fails the comparison. `PAGES` names the page of AWS's guide or
API reference, https://docs.aws.amazon.com/amazondynamodb/latest/, with the rule.
"""

import re
from dataclasses import dataclass

WRITES = ("put_item", "update_item", "delete_item", "batch_write_item")


@dataclass(frozen=True)
class Deviation:
    """`applies(call)` recognises it; `rule` is AWS's, `page` says it."""

    peer: str
    name: str
    rule: str
    page: str
    applies: object


@dataclass
class Call:
    """One call whose outcomes differ."""

    operation: str
    arguments: dict
    ours: tuple
    theirs: tuple

    def alike_but_capacity(self):
        """Both answer, and the same but for ConsumedCapacity."""
        if self.ours[0] == self.theirs[0] == "answer":
            return _without_capacity(self.ours) == _without_capacity(self.theirs)
        return False

    def both_refuse(self, ours="", theirs=""):
        """Both refuse, with these words in their messages."""
        return (
            self.ours[0] == self.theirs[0] == "error"
            and ours in self.ours[2]
            and theirs in self.theirs[2]
        )

    def only_we_refuse(self, words=""):
        return (
            self.ours[0] == "error"
            and self.theirs[0] == "answer"
            and words in self.ours[2]
        )

    def units(self, outcome):
        found = outcome[1].get("ConsumedCapacity")
        found = found[0] if isinstance(found, list) else found
        return found and found["CapacityUnits"]


def _without_capacity(outcome):
    return {k: v for k, v in outcome[1].items() if k != "ConsumedCapacity"}


def explained(peer, operation, arguments, ours, theirs):
    """The name of the deviation that explains a difference, or None."""
    call = Call(operation, arguments, ours, theirs)
    for deviation in DEVIATIONS:
        if deviation.peer == peer and deviation.applies(call):
            return deviation.name
    return None


def _charges_no_index(call):
    return (
        call.operation in WRITES
        and call.alike_but_capacity()
        and (
            "indexed" in str(call.arguments)
            and call.units(call.theirs) < call.units(call.ours)
        )
    )


def _charges_nothing(call):
    return (
        call.operation in ("query", "scan")
        and call.alike_but_capacity()
        and call.ours[1]["ScannedCount"] == 0
        and call.units(call.theirs) == 0
    ) or (
        call.operation in ("query", "scan")
        and call.alike_but_capacity()
        and "Limit" in call.arguments
        and call.units(call.theirs) == 0
    )


def _half_a_strong_scan(call):
    return (
        call.operation == "scan"
        and call.alike_but_capacity()
        and call.arguments.get("ConsistentRead")
        and call.units(call.ours) == 2 * call.units(call.theirs)
    )


def _strong_scan_of_global_index(call):
    words = "Consistent reads are not supported on global secondary indexes"
    return call.operation == "scan" and (
        call.only_we_refuse(words) or call.both_refuse(words)
    )


def _says_alike_but_the_value(call):
    def without(outcome):
        return re.sub("value '.*' at", "value at", outcome[2].lower(), flags=re.DOTALL)

    return call.both_refuse() and without(call.ours) == without(call.theirs)


def _older_words(call):
    """Of an empty key, and of values without a condition that would use them."""
    if not call.both_refuse():
        return False
    older, said = call.theirs[2], "AttributeValue for a key"
    newer = older.replace(f"were invalid: The {said}", f"are not valid. The {said}")
    newer = re.sub("sions: .*ConditionExpression (is|are) null", "sions", newer)
    return newer != older and call.ours[2].endswith(newer)


def _two_missing(call):
    """A condition that compares two paths, so that both may be missing."""
    names = ("ConditionExpression", "FilterExpression")
    text = " ".join(call.arguments.get(name, "") for name in names)
    return re.search(r"[\w\])] (=|<>|<=|>=) [#a-z]", text)


def _empty_attributes(call):
    if call.ours[0] != "answer" or call.theirs[0] != "answer":
        return False
    mine, theirs = dict(call.ours[1]), dict(call.theirs[1])
    mine.pop("ConsumedCapacity", None), theirs.pop("ConsumedCapacity", None)
    return mine == {} and theirs == {"Attributes": {}}


def _item_of_removals(call):
    text = call.arguments.get("UpdateExpression", "")
    return (
        call.operation == "update_item"
        and text
        and not re.search("(SET|ADD) ", text)
        and call.ours[0] == call.theirs[0] == "answer"
        and "Attributes" not in call.ours[1]
        and "Attributes" in call.theirs[1]
        and call.arguments["Key"].keys() == call.theirs[1]["Attributes"].keys()
    )


def _more_in_updated(call):
    """An UPDATED_ answer of moto that holds more, or others, than what was updated."""
    if call.operation != "update_item" or not call.arguments["ReturnValues"].startswith(
        "UPDATED"
    ):
        return False
    both_answer = call.ours[0] == call.theirs[0] == "answer"
    return both_answer and "Attributes" in {*call.ours[1], *call.theirs[1]}


def _empty_metrics(call):
    if call.operation != "batch_write_item" or call.theirs[0] != "answer":
        return False
    theirs = {k: v for k, v in call.theirs[1].items() if k != "ItemCollectionMetrics"}
    return Call("", {}, call.ours, ("answer", theirs)).alike_but_capacity()


def _no_key_after_the_last(call):
    if call.ours[0] != "answer" or call.theirs[0] != "answer":
        return False
    if "Pages" not in call.ours[1] or "Pages" not in call.theirs[1]:
        return False
    mine, theirs = _without_capacity(call.ours), _without_capacity(call.theirs)
    return mine.pop("Pages") == theirs.pop("Pages") + 1 and mine == theirs


MOTO = [
    Deviation(
        "moto",
        "its capacity figures are constants",
        "units follow the bytes read or written, and the indexes changed",
        "developerguide/CapacityUnitCalculations.html",
        lambda call: call.alike_but_capacity(),
    ),
    Deviation(
        "moto",
        "it refuses fewer requests (lax)",
        "the request is refused, as the comparison with dynalite shows",
        "APIReference/CommonErrors.html",
        lambda call: (
            call.ours[1] == "ValidationException"
            and (call.theirs[0] == "answer" or "Conditional" in call.theirs[1])
        ),
    ),
    Deviation(
        "moto",
        "it refuses in other words",
        "the message is the one that dynalite has too",
        "APIReference/CommonErrors.html",
        lambda call: call.ours[1] == call.theirs[1] == "ValidationException",
    ),
    Deviation(
        "moto",
        "it stumbles over a request in its own code",
        "NOT NOT, size of what is missing, types that have no order, key conditions in "
        "any order and an update without an expression are all accepted",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        lambda call: (
            call.theirs[1] == "crash" or "Bad Filter Expression" in str(call.theirs)
        ),
    ),
    Deviation(
        "moto",
        "UPDATED_OLD and UPDATED_NEW tell more than what was updated",
        "only the updated attributes are told, and of a document only the updated part",
        "APIReference/API_UpdateItem.html",
        _more_in_updated,
    ),
    Deviation(
        "moto",
        "a batch answers empty ItemCollectionMetrics",
        "metrics are answered when they are asked for",
        "APIReference/API_BatchWriteItem.html",
        _empty_metrics,
    ),
    Deviation(
        "moto",
        "no LastEvaluatedKey when Limit ends on the last item",
        "a read that stops at Limit answers a LastEvaluatedKey",
        "developerguide/Query.Pagination.html",
        _no_key_after_the_last,
    ),
]

MOTO += [
    Deviation(
        "moto",
        "a #name before an index of a list counts as unused",
        "a name that stands in an expression is used",
        "developerguide/Expressions.ExpressionAttributeNames.html",
        lambda call: (
            "ExpressionAttributeNames unused" in str(call.theirs)
            and re.search(r"#\w+\[", str(call.arguments))
        ),
    ),
    Deviation(
        "moto",
        "an update that only removes makes an item",
        "an update that only removes does nothing where there is no item",
        "APIReference/API_UpdateItem.html",
        _item_of_removals,
    ),
    Deviation(
        "moto",
        "an attribute that does not exist equals another one, and NULL",
        "what does not exist is equal to nothing, and neither less nor greater",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        lambda call: _two_missing(call) or "'NULL': True" in str(call.arguments),
    ),
]

DYNALITE = [
    Deviation(
        "dynalite",
        "a write does not pay for the indexes that it changes",
        "each index entry that a write changes costs write units of its own",
        "developerguide/GSI.html#GSI.ThroughputConsiderations.Writes",
        _charges_no_index,
    ),
    Deviation(
        "dynalite",
        "reading nothing costs nothing",
        "reading what does not exist costs as much as reading 4 KB",
        "developerguide/CapacityUnitCalculations.html",
        _charges_nothing,
    ),
    Deviation(
        "dynalite",
        "a strongly consistent scan costs half",
        "a strongly consistent read costs one unit for each 4 KB",
        "developerguide/Scan.html#Scan.ReadConsistency",
        _half_a_strong_scan,
    ),
    Deviation(
        "dynalite",
        "a global index can be scanned strongly",
        "a global secondary index supports eventual consistency only",
        "developerguide/Scan.html",
        _strong_scan_of_global_index,
    ),
    Deviation(
        "dynalite",
        "a syntax error is told in the words of its parser",
        "a syntax error names the token and what is near it",
        "developerguide/Expressions.html",
        lambda call: call.both_refuse("Syntax error; token", "Syntax error; Expected"),
    ),
    Deviation(
        "dynalite",
        "a refused value is shown as JSON (on AWS as Java shows it)",
        "the message shows the value in Java's form; ours shows it in Python's",
        "APIReference/CommonErrors.html",
        _says_alike_but_the_value,
    ),
    Deviation(
        "dynalite",
        "an empty key and an unused value are told in older words",
        "a key's empty value is not valid; which expression is missing is not told",
        "APIReference/CommonErrors.html",
        _older_words,
    ),
    Deviation(
        "dynalite",
        "the problems of a write's request are not counted",
        "what is wrong with the request of a write is told with how many there are",
        "APIReference/API_PutItem.html",
        lambda call: (
            call.operation in ("put_item", "update_item", "delete_item")
            and call.both_refuse()
            and call.ours[2] == f"1 validation error detected: {call.theirs[2]}"
        ),
    ),
    Deviation(
        "dynalite",
        "of several conflicts between paths it tells the last",
        "two document paths may not conflict",
        "developerguide/Expressions.UpdateExpressions.html",
        lambda call: call.both_refuse("paths conflict", "paths conflict"),
    ),
    Deviation(
        "dynalite",
        "an attribute that does not exist equals another one",
        "what does not exist is equal to nothing, and neither less nor greater",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        _two_missing,
    ),
    Deviation(
        "dynalite",
        "UPDATED_OLD and UPDATED_NEW answer an empty Attributes",
        "without an attribute to tell there is no Attributes in the answer",
        "APIReference/API_UpdateItem.html",
        _empty_attributes,
    ),
    Deviation(
        "dynalite",
        "the key of an index may be empty",
        "an empty string is no value for the key of an index",
        "developerguide/SecondaryIndexes.html",
        lambda call: "secondary index key is not supported" in str(call.ours),
    ),
    Deviation(
        "dynalite",
        "values without an order may be compared by order",
        "<, <=, >, >= and BETWEEN take strings, numbers and binaries only",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        lambda call: re.search("function: (<|>|BETWEEN).*operand type", str(call.ours)),
    ),
    Deviation(
        "dynalite",
        "a local index answers nothing for what it does not project",
        "what a local index lacks is fetched from the table, which ours refuses",
        "developerguide/LSI.html#LSI.Projections",
        lambda call: "AWS fetches" in str(call.ours),
    ),
    Deviation(
        "dynalite",
        "of several problems in a batch it tells another one",
        "a batch is refused for any of its parts",
        "APIReference/API_BatchWriteItem.html",
        lambda call: (
            call.operation.startswith("batch")
            and call.ours[1] == call.theirs[1] == "ValidationException"
        ),
    ),
    Deviation(
        "dynalite",
        "an empty string has no size",
        "size of a string is its length, which may be 0",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        lambda call: "size(" in str(call.arguments) and "'S': ''" in str(call.ours),
    ),
    Deviation(
        "dynalite",
        "NOT NOT is no condition",
        "NOT stands before any condition, one that begins with NOT as well",
        "developerguide/Expressions.OperatorsAndFunctions.html",
        lambda call: "NOT NOT" in str(call.arguments),
    ),
    Deviation(
        "dynalite",
        "a global index answers nothing for what it does not project",
        "asking a global index for an attribute that it lacks is refused",
        "developerguide/GSI.html#GSI.Projections",
        lambda call: "does not project" in str(call.ours),
    ),
    Deviation(
        "dynalite",
        "an update that only removes makes an item",
        "an update that only removes does nothing where there is no item",
        "APIReference/API_UpdateItem.html",
        _item_of_removals,
    ),
]
DEVIATIONS = [*MOTO, *DYNALITE]
