"""Random calls on our DynamoDB, dynalite and moto: do they answer alike?

    .venv/bin/python tests/peers/conformance_dynamodb.py      # 10,000 calls
    .venv/bin/python tests/peers/conformance_dynamodb.py --calls 500 --peers dynalite

Answers, error codes, messages and consumed capacity are compared. A difference that
`dynamodb_deviations.py` lists is counted under its name; any other one is shown as the
shortest list of calls that still has it.
"""

import copy
import itertools
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from peers import (
    conformance,
    dynamodb_cases,
)
from peers.dynamodb_deviations import explained
from peers.dynamodb_peers import Dynalite, Moto, Ours

CASE = 40  # calls on one set of fresh tables
PAGES = 60
PEERS = {"dynalite": Dynalite, "moto": Moto}
UNORDERED = {"SS", "NS", "BS"}


@dataclass
class Report:
    """What a run found. `unexplained` holds (peer, calls, ours, theirs)."""

    calls: int = 0
    errors: int = 0
    equal: Counter = field(default_factory=Counter)
    deviations: Counter = field(default_factory=Counter)
    unexplained: list = field(default_factory=list)

    def __str__(self):
        lines = [f"{self.calls} calls, {self.errors} of them refused"]
        for peer, count in self.equal.items():
            lines.append(f"{peer}: {count} answered alike")
        for (peer, name), count in sorted(self.deviations.items()):
            lines.append(f"{peer} deviates: {count:5} {name}")
        lines.append(f"unexplained: {len(self.unexplained)}")
        return "\n".join(lines)


def run(calls, seed=0, peers=("dynalite", "moto"), most=5):
    """Compare with each peer on so many calls; a Report.

    Stops at `most` unexplained differences. moto gets tame cases: it checks little.
    """
    report = Report()
    for name in peers:
        peer = PEERS[name]()
        try:
            compare(peer, calls, seed, report, most)
        finally:
            peer.stop()
    return report


def compare(peer, calls, seed, report, most):
    wanted = report.calls + calls
    for number in itertools.count():
        if report.calls >= wanted or len(report.unexplained) >= most:
            return
        tame = peer.name == "moto"
        case = dynamodb_cases.case(f"{seed}/{number}", CASE, tame)
        at = play(case, peer, report)
        if at is not None:
            short = shortest(case[: at + 1], peer)
            found = differing(short, peer) or ("ours", "theirs differ by chance")
            report.unexplained.append((peer.name, short, *found))


def play(case, peer, report):
    """Play a case on fresh tables; the number of the call that differs unexplained."""
    ours = Ours()
    fresh_tables(ours), fresh_tables(peer)
    for number, (operation, arguments) in enumerate(case):
        mine, theirs = both(ours, peer, operation, arguments)
        report.calls += 1
        report.errors += mine[0] == "error"
        if mine == theirs:
            report.equal[peer.name] += 1
        elif name := explained(peer.name, operation, arguments, mine, theirs):
            report.deviations[peer.name, name] += 1
            if changes_state(operation, mine, theirs):
                return None
        else:
            return number
        if peer.name == "moto" and operation == "update_item" and theirs[0] == "error":
            return None  # moto keeps what it did before it met the fault
    return None


def both(ours, peer, operation, arguments):
    """The outcomes of one call on both sides."""
    mine = answer(ours, operation, arguments)
    theirs = answer(peer, operation, arguments)
    if gone := removed_nothing(ours, operation, arguments):
        peer.call("delete_item", gone)
    return mine, theirs


def changes_state(operation, mine, theirs):
    """Whether the peers may hold different items from here on: then the case ends."""
    if operation in ("get_item", "query", "scan", "batch_get_item"):
        return False
    return mine[0] != theirs[0] or without_capacity(mine) != without_capacity(theirs)


def without_capacity(outcome):
    if outcome[0] == "error":
        return outcome[0]
    return {k: v for k, v in outcome[1].items() if k != "ConsumedCapacity"}


def removed_nothing(ours, operation, arguments):
    """The key of an update that only removes, where there is no item.

    On AWS it makes none; both peers make one, which is deleted again so that the case
    can go on.
    """
    text = arguments.get("UpdateExpression", "")
    if operation == "update_item" and not re.search(r"(^| )(SET|ADD) ", text):
        key = {"TableName": arguments["TableName"], "Key": arguments["Key"]}
        kind, found = ours.call("get_item", key | {"ConsistentRead": True})[:2]
        return key if kind == "answer" and "Item" not in found else None
    return None


def fresh_tables(peer):
    for name in peer.client.list_tables()["TableNames"]:
        peer.client.delete_table(TableName=name)
    if hasattr(peer, "account"):
        peer.account.clock.advance(minutes=1)
    for name in dynamodb_cases.TABLES:
        made = ("error", "ResourceInUseException")
        while made[1] == "ResourceInUseException":  # the old one is still there
            made = peer.call("create_table", dynamodb_cases.definition(name))
    if hasattr(peer, "account"):
        peer.account.clock.advance(minutes=1)
    for name in dynamodb_cases.TABLES:
        while not is_active(peer, name):
            time.sleep(0.01)


def is_active(peer, name):
    table = peer.client.describe_table(TableName=name)["Table"]
    return table["TableStatus"] == "ACTIVE"


def answer(peer, operation, arguments):
    """A call's outcome, in a form that two peers' can be compared in."""
    arguments = copy.deepcopy(arguments)
    first = peer.call(operation, arguments)
    if first[0] == "error":
        return first
    content = first[1]
    if "Limit" in arguments:
        content = all_pages(peer, operation, arguments, content)
    return "answer", plain(content, ordered=_is_ordered(operation, arguments))


def _is_ordered(operation, arguments):
    return operation == "query" and "IndexName" not in arguments


def all_pages(peer, operation, arguments, page):
    """The pages of a limited read as one answer, and how many there were."""
    whole, pages = page, 1
    while "LastEvaluatedKey" in page and pages < PAGES:
        arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        kind, *rest = peer.call(operation, arguments)
        if kind == "error":
            return {"error on a later page": rest}
        page, pages = rest[0], pages + 1
        whole = {
            "Count": whole["Count"] + page["Count"],
            "ScannedCount": whole["ScannedCount"] + page["ScannedCount"],
            "ConsumedCapacity": page["ConsumedCapacity"],
        } | ({"Items": whole["Items"] + page["Items"]} if "Items" in page else {})
    return whole | {"Pages": pages}


def plain(value, ordered=True):
    """A value without what has no order: sets, and lists of items read anyhow."""
    if isinstance(value, dict):
        found = {}
        for key, each in value.items():
            unordered = key in UNORDERED or key == "Responses"
            if key == "Items" and not ordered:
                unordered = True
            each = plain(each)
            if unordered and isinstance(each, list):
                each = sorted(each, key=repr)
            if key == "Responses":
                each = {n: sorted(v, key=_text) for n, v in each.items()}
            elif unordered and key == "Items":
                each = sorted(each, key=_text)
            found[key] = each
        return found
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value


def _text(value):
    return json.dumps(value, sort_keys=True, default=repr)


# -- shrinking ------------------------------------------------------------------------


def differing(case, peer):
    """(ours, theirs) where a case differs without an explanation, or None."""
    ours = Ours()
    fresh_tables(ours), fresh_tables(peer)
    for operation, arguments in case:
        mine, theirs = both(ours, peer, operation, arguments)
        if mine != theirs:
            if not explained(peer.name, operation, arguments, mine, theirs):
                return mine, theirs
            if changes_state(operation, mine, theirs):
                return None
    return None


def shortest(case, peer):
    """A shorter case that still differs: calls left out, then optional arguments."""
    if differing(case, peer) is None:
        return case
    case = conformance.shortest(case, lambda fewer: differing(fewer, peer))
    operation, arguments = case[-1]
    for name in [*arguments]:
        fewer = {k: v for k, v in arguments.items() if k != name}
        shorter = [*case[:-1], (operation, fewer)]
        try:
            if differing(shorter, peer):
                arguments, case = fewer, shorter
        except Exception:  # an argument that the call cannot be without
            continue
    return case


def shown(found):
    """An unexplained difference, for a person to read."""
    peer, case, mine, theirs = found
    calls = "\n".join(f"  client.{name}(**{arguments!r})" for name, arguments in case)
    return f"{calls}\n  ours:     {mine}\n  {peer}: {theirs}"


def main():
    options = conformance.arguments(__doc__, 10_000)
    options.add_argument("--peers", nargs="+", default=["dynalite", "moto"])
    asked = options.parse_args()
    report = run(asked.calls, asked.seed, asked.peers, most=asked.most)
    for found in report.unexplained:
        print(shown(found), end="\n\n")
    print(report)
    return 1 if report.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
