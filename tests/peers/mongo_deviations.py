"""Where mongomock does not answer as MongoDB does, and MongoDB's rule that decides.

`REFUSALS` are met in random calls: each recognises its differences as narrowly as it
can, and what none of them explains fails the comparison. `SHOWN` are differences in
answers that the random calls keep away from, each with a call that shows it. `page` is
the page of MongoDB's manual, https://www.mongodb.com/docs/manual/, with the rule.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Deviation:
    """`applies(call)` recognises it; `rule` is MongoDB's, `page` says it."""

    name: str
    rule: str
    page: str
    applies: object


@dataclass(frozen=True)
class Shown:
    """A call on `documents` that is answered with `mine` here, `other` by mongomock.

    An answer may be the class of an error.
    """

    name: str
    rule: str
    page: str
    documents: list
    call: tuple
    mine: object
    other: object


@dataclass
class Call:
    """One call whose outcomes differ: (outcome, documents after it) of each side."""

    call: tuple
    mine: tuple
    other: tuple

    def only_we_refuse(self, *words):
        """We refuse, with one of these words; mongomock answers."""
        refused = self.mine[0][0] == "error" and self.other[0][0] == "answer"
        return refused and any(each in self.mine[0][2] for each in words)

    def crashes(self):
        """mongomock stops with a plain error of Python."""
        (kind, *told), _ = self.other
        return kind == "error" and told[0] in (
            "KeyError",
            "TypeError",
            "ValueError",
            "AttributeError",
            "NotImplementedError",
        )

    def both_refuse(self):
        return self.mine[0][0] == self.other[0][0] == "error"


def explained(call):
    """The name of the deviation that explains a difference, or None."""
    for deviation in REFUSALS:
        if deviation.applies(call):
            return deviation.name
    return None


def _is_write(call):
    return call.mine[1] is not None


REFUSALS = [
    Deviation(
        "a wrong filter or update is found only when a document meets it",
        "a filter and an update are read as a whole before any document is",
        "reference/operator/query/",
        lambda call: call.only_we_refuse(
            "unknown operator",
            "unknown top level operator",
            "must be a nonempty array",
            "$not needs",
            "Unknown modifier",
            "projection",
            "Unrecognized",
        ),
    ),
    Deviation(
        "two changes of one path are both done",
        "an update may not change one path twice",
        "reference/operator/update/#behavior",
        lambda call: "would create a conflict" in str(call.mine[0]),
    ),
    Deviation(
        "an array is not filled up to the number that is set",
        "setting an element beyond the end of an array fills the gap with null",
        "reference/operator/update/set/",
        lambda call: (
            call.other[0][:2] == ("error", "IndexError") and "$set" in str(call.call)
        ),
    ),
    Deviation(
        "a refused update leaves a part of itself",
        "a write of one document is atomic",
        "core/write-operations-atomicity/",
        lambda call: call.both_refuse() and call.mine[1] != call.other[1],
    ),
    Deviation(
        "it stumbles in its own code over what MongoDB refuses",
        "the server answers an error, which pymongo raises as OperationFailure or "
        "WriteError",
        "reference/error-codes/",
        lambda call: call.both_refuse() and call.crashes(),
    ),
    Deviation(
        "a refused write is an OperationFailure and no WriteError",
        "a refused write is told in writeErrors, which pymongo raises as WriteError",
        "reference/command/update/#output",
        lambda call: (
            call.both_refuse()
            and _is_write(call)
            and {call.mine[0][1], call.other[0][1]}
            == {"WriteError", "OperationFailure"}
        ),
    ),
    Deviation(
        "$count of nothing is 0",
        "$count of no document gives no document",
        "reference/operator/aggregation/count/",
        lambda call: "$count" in str(call.call) and "'c': 0" in str(call.other[0]),
    ),
]

SHOWN = [
    Shown(
        "true is taken for 1",
        "true is of another type than numbers",
        "reference/bson-type-comparison-order/",
        [{"_id": 1, "a": True}],
        ("count_documents", ({"a": 1},), {}),
        0,
        1,
    ),
    Shown(
        "documents are equal in any order of their fields",
        "an embedded document equals one with the same fields in the same order",
        "tutorial/query-embedded-documents/",
        [{"_id": 1, "a": {"x": 1, "y": 2}}],
        ("count_documents", ({"a": {"y": 2, "x": 1}},), {}),
        0,
        1,
    ),
    Shown(
        "an empty document equals a field that is not there",
        "only null is found where a field is missing",
        "tutorial/query-for-null-fields/",
        [{"_id": 1}],
        ("count_documents", ({"a": {}},), {}),
        0,
        1,
    ),
    Shown(
        "$gte null does not find what is missing",
        "null and missing count as equal",
        "tutorial/query-for-null-fields/",
        [{"_id": 1}],
        ("count_documents", ({"a": {"$gte": None}},), {}),
        1,
        0,
    ),
    Shown(
        "null is not found within what is no document",
        "a path that leads nowhere leads to nothing, which null finds",
        "tutorial/query-for-null-fields/",
        [{"_id": 1, "a": 5}],
        ("count_documents", ({"a.b": None},), {}),
        1,
        0,
    ),
    Shown(
        "$all of null does not find what is missing",
        "$all is an $and of equalities",
        "reference/operator/query/all/",
        [{"_id": 1}],
        ("count_documents", ({"a": {"$all": [None]}},), {}),
        1,
        0,
    ),
    Shown(
        "$all of nothing finds all",
        "$all of an empty list finds no document",
        "reference/operator/query/all/",
        [{"_id": 1, "a": [1]}],
        ("count_documents", ({"a": {"$all": []}},), {}),
        0,
        1,
    ),
    Shown(
        "$not does not find a path through an empty array",
        "$not finds also the documents without the field",
        "reference/operator/query/not/",
        [{"_id": 1, "a": []}],
        ("count_documents", ({"a.b": {"$not": {"$gt": 1}}},), {}),
        1,
        0,
    ),
    Shown(
        "two conditions on an array must be met by one element",
        "without $elemMatch several elements may meet them together",
        "tutorial/query-arrays/",
        [{"_id": 1, "a": [{"b": 1}, {"b": 9}]}],
        ("count_documents", ({"a.b": {"$gt": 5, "$lt": 3}},), {}),
        1,
        0,
    ),
    Shown(
        "arrays are sorted by their first element",
        "the least element counts, in descending order the greatest",
        "reference/method/cursor.sort/",
        [{"_id": 1, "a": [3, 9]}, {"_id": 2, "a": [5, 1]}],
        ("ids", ([("a", 1)],), {}),
        [2, 1],
        [1, 2],
    ),
    Shown(
        "$unset of an element does nothing",
        "$unset of an array's element puts null in its place",
        "reference/operator/update/unset/",
        [{"_id": 1, "a": [1, 2]}],
        ("after", ({"$unset": {"a.0": ""}},), {}),
        [{"_id": 1, "a": [None, 2]}],
        [{"_id": 1, "a": [1, 2]}],
    ),
    Shown(
        "array filters are left out",
        "$[x] changes the elements that fit the array filter for x",
        "reference/operator/update/positional-filtered/",
        [{"_id": 1, "a": [1, 5]}],
        ("after", ({"$set": {"a.$[x]": 0}},), {"array_filters": [{"x": {"$gt": 3}}]}),
        [{"_id": 1, "a": [1, 0]}],
        "NotImplementedError",
    ),
    Shown(
        "a document found by a condition on _id cannot be replaced",
        "a replacement without _id keeps that of the document",
        "reference/method/db.collection.replaceOne/",
        [{"_id": 1}],
        ("replace_one", ({"_id": {"$gte": 1}}, {"b": 2}), {}),
        [1, 1, None],
        "WriteError",
    ),
    Shown(
        "the group of all is there even without documents",
        "a group is made of documents",
        "reference/operator/aggregation/group/",
        [],
        ("pipeline", ([{"$group": {"_id": None, "c": {"$sum": 1}}}],), {}),
        [],
        [{"_id": None, "c": 0}],
    ),
    Shown(
        "a path into an array gives nothing where an element lacks the field",
        "a path into an array gives the field of each element that has it",
        "core/aggregation-pipeline/",
        [{"_id": 1, "a": [{"b": 1}, {}]}],
        ("pipeline", ([{"$project": {"z": "$a.b"}}],), {}),
        [{"_id": 1, "z": [1]}],
        [{"_id": 1}],
    ),
    Shown(
        "a field that is set to nothing keeps its value",
        "$addFields overwrites a field with the value of an expression, or with none",
        "reference/operator/aggregation/addFields/",
        [{"_id": 1, "a": 5}],
        ("pipeline", ([{"$addFields": {"a": "$b"}}],), {}),
        [{"_id": 1}],
        [{"_id": 1, "a": 5}],
    ),
    Shown(
        "explain is left out",
        "explain tells how a find is answered",
        "reference/explain-results/",
        [{"_id": 1}],
        ("explained", (), {}),
        1,
        "AttributeError",
    ),
    Shown(
        "a document of 17 MB is accepted",
        "a document has at most 16 MB",
        "reference/limits/",
        [],
        ("insert_one", ({"_id": 1, "a": "x" * 17_000_000},), {}),
        "DocumentTooLarge",
        [1],
    ),
]
