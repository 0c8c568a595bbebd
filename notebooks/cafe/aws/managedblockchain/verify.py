"""What is wrong with a ledger, found by hashes, signatures, rules and a vote.

`verify` reads every copy that can be reached. Each copy is first checked by itself,
then beside the chain that the majority holds.
"""

from dataclasses import asdict, dataclass

from .blocks import NOTHING_BEFORE, by_number, majority, numbered

LIMIT = (
    "No hash and no vote finds an entry that was untrue when a majority endorsed it, "
    "or a change that every copy shares."
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its kind, the block's number, the member, in words.

    In the copy of the member: tampered, link, endorsement, outvoted, missing, double,
    extra. Done by the member: lie, signed twice. Of no single member: no majority.
    """

    kind: str
    block: int
    member: str
    message: str


@dataclass(frozen=True)
class Report:
    """What `verify` found. `silent` are the members whose copy could not be read."""

    copies: int
    blocks: int
    silent: list
    findings: list

    @property
    def ok(self):
        return not self.findings

    def __repr__(self):
        return "\n".join(
            [
                f"Copies read: {self.copies}. Blocks that a majority holds: "
                f"{self.blocks}.",
                *(f"No answer from {name}." for name in self.silent),
                *(
                    [f"- {each.message}" for each in self.findings]
                    or ["Nothing is wrong."]
                ),
                LIMIT,
            ]
        )


def verify(ledger):
    """All that is wrong with a ledger, a `Report`."""
    agreed, members = ledger.agreed(), ledger.reachable()
    numbers = {m.name: [number for number, _ in numbered(m.chain)] for m in members}
    findings = []
    for member in members:
        findings += _broken(member, agreed)
        findings += _unendorsed(member, ledger)
        findings += _miscounted(member.name, numbers, agreed)
        findings += _outvoted(member, agreed)
    findings += _no_majority(members, agreed)
    findings += _lies(ledger, agreed)
    findings += _signed_twice(ledger, members)
    silent = [m.name for m in ledger.members.values() if m not in members]
    return Report(len(members), len(agreed), silent, findings)


# -- one copy by itself ----------------------------------------------------------------


def _broken(member, agreed):
    """Blocks whose hash does not fit, and blocks that do not follow the one before.

    After a block whose hash does not fit nothing can follow; that is told once.
    """
    before = None
    for number, block in numbered(member.chain):
        where = f"Block {number} in the copy of {member.name}"
        expected = before.computed() if before else NOTHING_BEFORE
        if not block.is_whole():
            told = differences(block, agreed, number)
            yield Finding(
                "tampered",
                number,
                member.name,
                f"{where} was tampered with: its hash does not fit{told}.",
            )
        elif block.previous != expected and (before is None or before.is_whole()):
            wanted = "follow the block before it" if before else "begin the chain"
            yield Finding("link", number, member.name, f"{where} does not {wanted}.")
        before = block


def _unendorsed(member, ledger):
    """The blocks of a copy with too few signatures, or with a false one."""
    found = []
    for number, block in numbered(member.chain):
        right, needed = ledger.signers(block), majority(len(block.members))
        false = len(block.endorsements) - len(right)
        if block.is_whole() and (false or len(right) < needed):
            found.append((number, right, needed, false))
    if found:
        number, right, needed, false = found[0]
        names = f" ({', '.join(right)})" if right else ""
        yield Finding(
            "endorsement",
            number,
            member.name,
            f"{_blocks([n for n, *_ in found])} in the copy of {member.name} is not "
            f"endorsed as it must be: {needed} signatures are needed, {len(right)} "
            f"right{names}, {false} false.",
        )


# -- one copy beside the others --------------------------------------------------------


def _miscounted(name, numbers, agreed):
    """Blocks that are missing, there twice, or there in this member's copy alone.

    `numbers` has those of each copy's blocks, by the member's name.
    """
    mine, whose = numbers[name], f"the copy of {name}"
    for number in range(1, len(agreed) + 1):
        if number not in mine:
            yield Finding(
                "missing", number, name, f"Block {number} is missing in {whose}."
            )
    for number in sorted({n for n in mine if mine.count(n) > 1}):
        yield Finding(
            "double", number, name, f"Block {number} is there twice in {whose}."
        )
    others = {n for other in numbers if other != name for n in numbers[other]}
    for number in sorted({*mine} - others) if len(numbers) > 1 else ():
        yield Finding(
            "extra",
            number,
            name,
            f"Block {number} is in {whose} and in no other.",
        )


def _outvoted(member, agreed):
    """The whole blocks of a copy that are not those of the majority."""
    found = [
        (number, block)
        for number, block in numbered(member.chain)
        if number <= len(agreed)
        and block.is_whole()
        and block.hash != agreed[number - 1].hash
    ]
    if found:
        number, block = found[0]
        yield Finding(
            "outvoted",
            number,
            member.name,
            f"{_blocks([n for n, _ in found])} in the copy of {member.name} is not "
            f"the majority's: it is outvoted{differences(block, agreed, number)}.",
        )


def differences(block, agreed, number):
    """In words, what a block says otherwise than the majority's of that number."""
    if number > len(agreed):
        return ""
    mine, theirs = (dict(leaves(asdict(b))) for b in (block, agreed[number - 1]))
    derived = ("hash", "previous", "endorsements")
    told = [
        f"{key} is {mine.get(key)!r} there and {theirs.get(key)!r} with the others"
        for key in sorted({*mine, *theirs})
        if mine.get(key) != theirs.get(key) and not key.startswith(derived)
    ]
    return "; " + ", ".join(told) if told else ""


def leaves(value, path=""):
    """(path, plain value) of all that nested dicts and lists hold: `entries[0].kg`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{at}]")
    else:
        yield path, value


# -- all copies together ---------------------------------------------------------------


def _no_majority(members, agreed):
    """Whether several copies go on where no version is held by more than half."""
    number = len(agreed) + 1
    holders = [m.name for m in members if number in by_number(m.chain)]
    if len(holders) > 1:
        yield Finding(
            "no majority",
            number,
            "",
            f"From block {number} on no version is held by more than half of the "
            "copies: the vote decides nothing, only the endorsements can.",
        )


def _lies(ledger, agreed):
    """Members that endorsed what the rules refuse."""
    earlier = []
    for block in agreed:
        for entry in block.entries:
            reason = ledger.rules(earlier, entry)
            for name in ledger.signers(block) if reason else ():
                yield Finding(
                    "lie",
                    block.number,
                    name,
                    f"{name} endorsed block {block.number} against the rules: "
                    f"{reason}.",
                )
            earlier.append(entry)


def _signed_twice(ledger, members):
    """Members whose right signature stands under two versions of one block."""
    seen, told = {}, set()
    for block in (b for member in members for b in member.chain if b.is_whole()):
        content = block.content()
        for name in ledger.signers(block):
            first = seen.setdefault((name, block.number), content)
            if first != content and name not in told:
                told.add(name)
                yield Finding(
                    "signed twice",
                    block.number,
                    name,
                    f"{name} has signed two versions of block {block.number}.",
                )


def _blocks(numbers):
    first, last = numbers[0], numbers[-1]
    return f"Block {first}" if first == last else f"Each block from {first} to {last}"
