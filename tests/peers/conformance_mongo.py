"""Random calls on our document engine and on mongomock: do they answer alike?

    .venv/bin/python tests/peers/conformance_mongo.py              # 10,000 calls
    .venv/bin/python tests/peers/conformance_mongo.py --calls 500 --seed 7

Our driver and mongomock get the same calls of pymongo. Answers and error classes are
compared, and after each write all documents. A difference that `mongo_deviations.py`
explains by MongoDB's documentation is counted under its name; any other one is shown
as the shortest list of calls that still has it. Indexes are built on the way, so that
the same questions are answered with and without them.
"""

import copy
import itertools
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from fixtures.documents import Documents
from peers import (
    conformance,
    mongo_cases,
)
from peers.conformance import Report
from peers.mongo_deviations import Call, explained

CASE = 40  # calls on one collection that starts empty


class Peer:
    """A collection whose answers are told in a form that two can be compared in."""

    def __init__(self, client):
        self.collection = client.shop.items
        client.shop.other.insert_many(copy.deepcopy(mongo_cases.OTHERS))

    def play(self, call):
        """(outcome, all documents): ("answer", …) or ("error", class name)."""
        name, positional, named = copy.deepcopy(call)
        try:
            answer = getattr(self.collection, name)(*positional, **named)
            if name in ("find", "aggregate"):
                answer = list(answer)
            if name == "find" and "sort" not in named:
                answer = sorted(answer, key=lambda d: repr(sorted(d.items())))
            outcome = "answer", plain(answer, name)
        except Exception as error:
            outcome = "error", type(error).__name__, str(error)
        return outcome, self.documents() if name not in mongo_cases.READS else None

    def documents(self):
        return sorted(plain(list(self.collection.find())), key=lambda d: repr(d["_id"]))


def ours():
    return Peer(Documents().client)


def theirs():
    import mongomock

    return Peer(mongomock.MongoClient())


def plain(value, name=""):
    """An answer as plain values, without what chance or the making decides."""
    if name == "distinct":
        return sorted((plain(each) for each in value), key=repr)
    if name == "index_information":
        return {
            n: {"key": i["key"], "unique": i.get("unique", False)}
            for n, i in value.items()
        }
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bool):
        return value, "bool"  # Python takes True for 1
    if type(value).__name__ == "ObjectId":
        return "an ObjectId"
    if type(value).__name__.endswith("Result"):
        counts = (
            "inserted_id",
            "inserted_ids",
            "matched_count",
            "modified_count",
            "upserted_id",
            "deleted_count",
        )
        return [plain(getattr(value, each)) for each in counts if hasattr(value, each)]
    return value


def same(mine, other):
    """Whether two outcomes are alike; of an error its class has to be the same."""
    if mine[0][0] == other[0][0] == "error":
        return mine[0][1] == other[0][1] and mine[1] == other[1]
    return mine == other


def play(case, report):
    """Play a case; the number of the call that differs without explanation, or None."""
    mine, other = ours(), theirs()
    for number, call in enumerate(case):
        one, two = mine.play(call), other.play(call)
        report.calls += 1
        report.kinds[call[0]] += 1
        report.refused += one[0][0] == "error"
        if same(one, two):
            report.alike += 1
            continue
        name = explained(Call(call, one, two))
        if name is None:
            return number
        report.deviations[name] += 1
        if one[1] != two[1]:
            return None  # from here on they hold different documents
    return None


def differing(case):
    """(ours, theirs) where a case differs without explanation, or None."""
    mine, other = ours(), theirs()
    for call in case:
        one, two = mine.play(call), other.play(call)
        if not same(one, two):
            if explained(Call(call, one, two)) is None:
                return one, two
            if one[1] != two[1]:
                return None
    return None


def run(calls, seed=0, most=5):
    """Compare on at least so many calls; a Report. Stops at `most` differences."""
    report = Report()
    for number in itertools.count():
        if report.calls >= calls or len(report.different) >= most:
            return report
        case = mongo_cases.case(f"{seed}/{number}", CASE)
        at = play(case, report)
        if at is not None:
            short = shortest(case[: at + 1])
            report.different.append((short, *differing(short)))


def shortest(case):
    """The calls without those that the difference does not need."""
    case = conformance.shortest(case, differing)
    return fewer_documents(case)


def fewer_documents(case):
    """The case with only those documents of its first call that it needs."""
    if case[0][0] != "insert_many":
        return case
    documents, named = list(case[0][1][0]), case[0][2]
    for document in list(documents):
        rest = [each for each in documents if each is not document]
        trial = [("insert_many", (rest,), named), *case[1:]]
        if rest and differing(trial):
            documents, case = rest, trial
    return case


def shown(calls, mine, other):
    """A difference, for a person to read."""
    told = [mongo_cases.shown(call) for call in calls]
    return "\n".join([*told, f"  ours:   {mine!r}", f"  theirs: {other!r}"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(conformance.main(__doc__, 10_000, run, shown))
