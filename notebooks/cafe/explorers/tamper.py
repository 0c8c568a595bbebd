"""The tamper explorer: a ledger in several copies, and four ways to cheat.

Every hash, vote and finding is the ledger's own (cafe/aws/managedblockchain).
"""

from cafe.aws.managedblockchain.beans import demo_ledger
from cafe.aws.managedblockchain.blocks import (
    NOTHING_BEFORE,
    by_number,
    entries_of,
    majority,
)
from cafe.aws.managedblockchain.ledger import refused

from .kit.panel import Button, Choice, Explorer, Slider, Text, kept_up
from .kit.svg import (
    NARROW,
    box,
    group,
    label,
    lines,
    path,
    patterned,
    shortened,
    stack,
    touchable,
)
from .kit.words import listed

EDGE, NAMES, TOP = 16, 104, 34
PITCH, CELL, HEIGHT, ROW = 62, 48, 42, 80
NARROW_PITCH, NARROW_CELL, IN_A_LINE = 45, 37, 6
MOST = 12  # blocks that are drawn at once
STEPS = (50, -50, 20, -20, 5, -5, 1, -1)  # by which a weight may be falsified
SIGNS = {"fits": "●", "broken": "✕", "hangs": "…", "differs": "≠", "missing": "–"}
LOOKS = {
    "fits": "cafe-ex-volume",
    "broken": "cafe-ex-card cafe-ex-card-ill",
    "hangs": "cafe-ex-slot cafe-ex-open",
    "differs": "cafe-ex-differs",
    "missing": "cafe-ex-slot cafe-ex-open",
}


def tamper(ledger=None):
    """The copies of a ledger, to cheat with: `tamper(chain.ledger(network_id))`.

    Without a ledger it is the beans' one, with four members and twelve blocks. The
    cheats change the copies of the ledger that is given; Undo puts them back.
    """
    ledger = ledger or demo_ledger()
    return kept_up(TamperExplorer(ledger), ledger)


class TamperExplorer(Explorer):
    """One row of blocks for each member's copy."""

    heading = "Who changed the ledger, and who can tell?"

    def __init__(self, ledger):
        blocks = len(ledger.agreed())
        if not blocks:
            raise ValueError("The ledger has no block yet: record one first.")
        self.ledger = ledger
        self.number = min(5, blocks)
        self._wanted = ""  # who was chosen to cheat
        self.how = ""
        self._honest = {}  # the copies as they were before anybody cheated
        self.status = " ".join(self._verdict())

    @property
    def holders(self):
        """The members that have a copy."""
        return [name for name, each in self.ledger.members.items() if each.chain]

    @property
    def cheat(self):
        """Who cheats: the last but one, unless another was chosen."""
        names = self.holders
        return self._wanted if self._wanted in names else names[-2:][0]

    @property
    def last(self):
        """The number of the last block in any copy."""
        return max(max(by_number(self.ledger.copy(name))) for name in self.holders)

    def controls(self):
        names = {name: name for name in self.holders}
        number, said, more = self.number, f"block {self.number}", {"folded": True}
        return [
            [
                Button("entry", "Change the entry"),
                Button("hashes", "… and the hashes"),
                Button("majority", "… with a majority"),
                Button("all", "… with everybody"),
                Button("undo", "Undo"),
            ],
            [
                Slider("block", "Block", number, 1, self.last, said, **more),
                Choice("cheat", "Who cheats", self.cheat, names, **more),
            ],
            [Text("touched", "Copy and block", f"{self.cheat} {number}", within=True)],
        ]

    def change(self, name, value):
        if name == "touched":
            return self._touch(*value.rpartition(" ")[::2])
        self._undo()
        if name == "block":
            self.number = value
        elif name == "cheat":
            self._wanted = value
        else:
            self.how = "" if name == "undo" else name
        if self.how and self.number not in by_number(self.ledger.copy(self.cheat)):
            self.how = ""
            return f"The copy of {self.cheat} has no block {self.number} to change."
        if self.how:
            self._cheat()
        return " ".join(self._verdict())

    def _touch(self, member, number):
        """Cheat in this block of this member's copy, as was last chosen."""
        known = [name for name in self.holders if name == member and number.isdigit()]
        if not known or int(number) not in by_number(self.ledger.copy(member)):
            return "That is no block: say whose copy and a number, as in roaster 5."
        self._undo()
        self._wanted, self.number, self.how = member, int(number), self.how or "entry"
        self._cheat()
        return " ".join(self._verdict())

    # --- cheating --------------------------------------------------------------

    def _undo(self):
        """Put the copies back; what was recorded after them in honesty stays."""
        for name, honest in self._honest.items():
            if name in self.ledger.members:
                chain = self.ledger.copy(name)
                later = chain[len(honest) :]
                end = honest[-1].computed() if honest else NOTHING_BEFORE
                follows = later and later[0].previous == end
                chain[:] = honest + (later if follows else [])
        self._honest = {}
        self.ledger.catch_up()

    def _cheat(self):
        members = self.ledger.members
        self._honest = {name: list(each.chain) for name, each in members.items()}
        change = self._falsehood()
        if self.how == "entry":
            self.ledger.tamper(self.cheat, self.number, **change)
        else:
            self.ledger.rewrite(self._cheats(), self.number, **change)

    def _cheats(self):
        """Who takes part: the cheat first."""
        members = len(self.ledger.members)
        count = {"": 0, "majority": majority(members), "all": members}.get(self.how, 1)
        others = [
            name
            for name in self.holders
            if name != self.cheat and self.number in by_number(self.ledger.copy(name))
        ]
        return [self.cheat, *others][:count]

    def _falsehood(self):
        """A change of the block's entry that the rules do not notice, if there is one.

        Otherwise the next entries would betray it.
        """
        blocks = by_number(self.ledger.copy(self.cheat))
        entry = blocks[self.number].entries[0]
        before = [blocks[number] for number in blocks if number < self.number]
        place, entries = len(entries_of(before)), entries_of(blocks.values())
        kg = entry.get("kg")
        for step in STEPS if isinstance(kg, int) else ():
            entries[place] = entry | {"kg": kg + step}
            if not refused([], entries, self.ledger.rules):
                return {"kg": kg + step}
        return {"note": "changed"}

    # --- looking ---------------------------------------------------------------

    def _rows(self):
        """(member, its row), with no block of a member who does not answer."""
        agreed = self.ledger.agreed()
        members = self.ledger.members.values()
        return [(each, _row(each, agreed) if each.is_up() else {}) for each in members]

    def _shown(self):
        """The numbers of the blocks that are drawn, the chosen one among them."""
        first = max(1, min(self.number - MOST // 2, self.last - MOST + 1))
        return range(first, min(first + MOST, self.last + 1))

    # --- in words --------------------------------------------------------------

    def _verdict(self):
        """Who finds what, in sentences."""
        report, cheats = self.ledger.verify(), self._cheats()
        kinds = {finding.kind for finding in report.findings}
        hidden = [name for name in cheats if name in report.silent]
        if hidden and (not kinds or len(hidden) == len(cheats)):
            return [f"Nobody sees it yet: {listed(hidden)} does not answer."]
        if not kinds and cheats:
            return [
                f"Block {self.number} was changed, and nothing is found: all "
                "copies say the same. Nobody can tell any more."
            ]
        if not kinds:
            return [
                "Nothing is wrong: all hashes fit, and all copies say the same.",
                "Touch a block to change what it says.",
            ]
        if not cheats:  # a cell did it, not a button
            return [finding.message for finding in report.findings]
        if "tampered" in kinds:
            who = "They still have" if report.copies > 1 else "Nobody else has"
            return [
                "The hash finds it, even without the other copies. "
                f"{who} the entry as it was."
            ]
        return self._voted(report, cheats, "no majority" in kinds)

    def _voted(self, report, cheats, is_undecided):
        """What the vote finds, where every hash fits."""
        outvoted = _members(report, "outvoted")
        if is_undecided:
            said = (
                "The vote decides nothing: no version has more than half of the "
                "copies. Only the missing signatures tell who cheated."
            )
        elif outvoted and set(outvoted) <= set(cheats):
            said = (
                f"The hashes find nothing. The vote does: {listed(outvoted)} is "
                f"outvoted, and {self._signatures()}."
            )
        elif outvoted:
            right = "is" if len(outvoted) == 1 else "are"
            said = (
                f"The vote goes to those who cheat: {listed(outvoted)} {right} right "
                "and outvoted."
            )
        else:
            return [finding.message for finding in report.findings]
        twice = _members(report, "signed twice")
        trace = f"A trace is left: two versions are signed by {listed(twice)}."
        return [said, trace] if twice else [said]

    def _signatures(self):
        block = by_number(self.ledger.copy(self.cheat))[self.number]
        needed = majority(len(block.members))
        return (
            f"its block {self.number} has {len(self.ledger.signers(block))} of "
            f"{needed} signatures"
        )

    def _versions(self):
        """What the chosen block says, and in whose copy."""
        versions = {}
        for member in self.ledger.reachable():
            block = by_number(member.chain).get(self.number)
            said = "no such block"
            if block is not None:
                entry = block.entries[0]
                said = ", ".join(f"{key} {value}" for key, value in entry.items())
            versions.setdefault(said, []).append(member.name)
        return [
            f"Block {self.number} at {listed(names)}: {said}"
            for said, names in versions.items()
        ]

    def _text(self, rows, versions):
        return [
            *(f"{each.name}: {_told(each, row)}." for each, row in rows),
            *(f"{each}." for each in versions),
            *self._verdict(),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        rows, numbers, versions = self._rows(), self._shown(), self._versions()
        below = TOP + len(rows) * ROW + 12
        height = below + 22 * len(versions) + 4
        width = EDGE * 2 + NAMES + MOST * PITCH
        text = self._text(rows, versions)
        if self.narrow:
            drawing, end = self._one_below_the_other(rows, numbers, versions)
            return self.framed(NARROW, end, text, *drawing)
        drawing = [
            box(_x(self.number - numbers[0]) + 9, 6, CELL - 18, 23, "cafe-ex-needed"),
            *(
                label(_x(at) + CELL / 2, 22, str(number), "cafe-ex-note", "middle")
                for at, number in enumerate(numbers)
            ),
            label(EDGE, 22, "copy of", "cafe-ex-note"),
            *(
                self._copy(TOP + at * ROW, each, row, numbers)
                for at, (each, row) in enumerate(rows)
            ),
            *stack(
                EDGE, below + 12, 22, [shortened(v, width - 2 * EDGE) for v in versions]
            ),
        ]
        return self.framed(width, height, text, *drawing)

    def _one_below_the_other(self, rows, numbers, versions):
        """Each copy of a narrow page in lines of six blocks, and where that ends."""
        drawn, y = [], 0
        for member, row in rows:
            told = _told(member, row)
            health = "well" if told.startswith("●") else "ill"
            drawn.append(label(0, y + 16, f"copy of {member.name}", "cafe-ex-name"))
            y += 24
            for begin in range(0, len(numbers), IN_A_LINE):
                line = numbers[begin : begin + IN_A_LINE]
                drawn += self._line(y, member.name, row, line)
                y += 20 + HEIGHT + 6
            look = f"cafe-ex-small cafe-ex-{health}"
            words, y = lines(0, y + 12, [told], NARROW - 24, 16, look, 12)
            drawn.append(words)
            y += 6
        said, y = lines(0, y + 10, versions, NARROW, 18)
        return [*drawn, said], y

    def _line(self, y, name, row, numbers):
        """Some blocks of a copy, each under its number; the chosen one is framed."""
        for place, number in enumerate(numbers):
            x = 1 + place * NARROW_PITCH
            middle = x + NARROW_CELL / 2
            if number == self.number:
                yield box(middle - 12, y, 24, 18, "cafe-ex-needed", 4)
            yield label(middle, y + 13, str(number), "cafe-ex-note", "middle")
            if number in row:
                cell = (name, number), *row[number], place == 0
                yield self._cell(x, y + 20, *cell, NARROW_CELL, NARROW_PITCH)

    def _copy(self, y, member, row, numbers):
        told = _told(member, row)
        health = "well" if told.startswith("●") else "ill"
        name = shortened(member.name, NAMES - 8, 14)
        return group(
            label(EDGE, y + 26, name, "cafe-ex-name"),
            *(
                self._cell(_x(at), y, (member.name, number), *row[number], at == 0)
                for at, number in enumerate(numbers)
                if number in row
            ),
            label(
                EDGE + NAMES, y + HEIGHT + 18, told, f"cafe-ex-small cafe-ex-{health}"
            ),
        )

    def _cell(self, x, y, place, block, state, linked, first, wide=CELL, pitch=PITCH):
        """One block: the first characters of the hash it should have, and a sign. It
        is touched to change it, unless it is missing."""
        hashed = block.computed()[:4] if block else ""
        middle = x + wide / 2
        sign_class = f"cafe-ex-small cafe-ex-{'well' if state == 'fits' else 'ill'}"
        drawn = [
            box(x, y, wide, HEIGHT, LOOKS[state]),
            patterned(x, y, wide, HEIGHT, "cross") if state == "broken" else None,
            label(middle, y + 18, hashed, "cafe-ex-code", "middle"),
            label(middle, y + 35, SIGNS[state], sign_class, "middle"),
        ]
        if block:
            (name, number), value = place, " ".join(map(str, place))
            words = f"Change block {number} in the copy of {name}"
            drawn = [touchable("touched", words, *drawn, value=value)]
        hangs, gap = state == "hangs", pitch - wide
        link = None if first else _link(x, y + HEIGHT / 2, gap, linked, hangs)
        return group(link, *drawn)


def _row(member, agreed):
    """{number: (block or None, state, whether it is linked to the one before)}."""
    blocks = by_number(member.chain)
    last = max(blocks, default=0)
    row, sound, before = {}, True, None
    for number in range(1, max(len(agreed), last) + 1):
        block = blocks.get(number)
        follows = block is not None and (
            number == 1 or (before is not None and block.previous == before.computed())
        )
        others = agreed[number - 1] if number <= len(agreed) else None
        if block is None:
            state = "missing"
        elif not block.is_whole():
            state = "broken"
        elif not (sound and follows):
            state = "hangs"
        else:
            same = others is None or block.hash == others.hash
            state = "fits" if same else "differs"
        sound = sound and follows and state in ("fits", "differs")
        row[number] = (block, state, follows)
        before = block
    return row


def _told(member, row):
    """What a copy looks like, in a few words."""
    if not member.is_up():
        return "does not answer"
    states = {number: state for number, (_, state, _) in row.items()}
    bad = [n for n, state in states.items() if state in ("broken", "missing")]
    hanging = [n for n, state in states.items() if state == "hangs"]
    differing = [n for n, state in states.items() if state == "differs"]
    if bad:
        broken = states[bad[0]] == "broken"
        told = f"✕ block {bad[0]} "
        told += "does not fit its hash" if broken else "is missing"
        if hanging:
            told += (
                f"; the link to block {hanging[0]} breaks, which held {_span(hanging)}"
            )
        return told
    if hanging:
        return f"✕ the link to block {hanging[0]} breaks"
    if differing:
        return f"≠ all hashes fit, but {_span(differing)} differ: outvoted"
    return "● all hashes fit"


def _x(place):
    return EDGE + NAMES + place * PITCH


def _link(x, y, gap, linked, hangs):
    """The line to the block before: whole, dashed where all hangs on a broken one."""
    if not linked:
        return label(x - gap / 2, y + 5, "✕", "cafe-ex-ill", "middle")
    look = "cafe-ex-arrow cafe-ex-dashed" if hangs else "cafe-ex-arrow"
    return path(f"M{x - gap} {y:g}H{x}", look)


def _members(report, kind):
    return list(dict.fromkeys(f.member for f in report.findings if f.kind == kind))


def _span(numbers):
    first, last = numbers[0], numbers[-1]
    return f"block {first}" if first == last else f"blocks {first} to {last}"
