"""The ledger: what hashes, signatures, rules and votes find, and what they cannot."""

import itertools
import json
from dataclasses import asdict, replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cafe.aws.account import Clock
from cafe.aws.managedblockchain.beans import (
    MEMBERS,
    bean_rules,
    demo_ledger,
    standing,
    story,
)
from cafe.aws.managedblockchain.blocks import Block, digest, majority
from cafe.aws.managedblockchain.ledger import Ledger, NotEndorsed
from cafe.aws.managedblockchain.verify import LIMIT

CHEAT = "roaster"
SHRINK = {"action": "process", "lot": "B", "by": "corner-cup", "kg": 400, "how": "sold"}
GROW = SHRINK | {"kg": 9000}


def ledger_of(count, entries=()):
    """A ledger of so many members, of whom the first four trade."""
    ledger = Ledger(Clock(), bean_rules)
    for name in [*MEMBERS, "shop-1", "shop-2", "shop-3"][:count]:
        ledger.join(name)
    for entry in entries:
        ledger.record(entry)
    return ledger


def found(ledger):
    """{(kind, block, member)} of all findings."""
    return {(f.kind, f.block, f.member) for f in ledger.verify().findings}


def said(ledger, kind):
    return [f.message for f in ledger.verify().findings if f.kind == kind]


# -- an honest chain -------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, 8))
def test_an_honest_chain_passes(count):
    ledger = ledger_of(count, story())
    report = ledger.verify()
    assert report.ok and (report.copies, report.blocks) == (count, 12)
    assert ledger.entries() == story()


def test_blocks_are_numbered_linked_and_dated_by_the_clock():
    chain = demo_ledger().agreed()
    assert [block.number for block in chain] == list(range(1, 13))
    assert chain[0].previous == "0" * 64
    for before, block in itertools.pairwise(chain):
        assert block.previous == before.hash
        assert block.moment > before.moment
    assert chain[0].moment == "2026-11-02T06:00:00+00:00"


def test_a_block_tells_what_it_is_in_one_line():
    first, second, *_ = demo_ledger().agreed()
    assert repr(second) == (
        f"Block 2, after {first.hash[:8]}: {story()[1]}; endorsed by farm, exporter, "
        f"roaster, corner-cup; hash {second.hash[:8]}"
    )


@pytest.mark.slow
def test_one_seed_gives_one_chain_and_another_seed_another():
    hashes = [demo_ledger(seed).agreed()[-1].hash for seed in (0, 0, 1)]
    assert hashes[0] == hashes[1] != hashes[2]
    for seed in range(20):
        assert demo_ledger(seed).verify().ok


def test_equal_values_have_equal_digests():
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest([]) == (
        "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
    )


def test_each_member_has_a_copy_of_its_own():
    ledger = demo_ledger()
    ledger.copy(CHEAT)[4].entries[0]["kg"] = 900
    assert {block for _, block, _ in found(ledger)} == {5}
    assert {member for _, _, member in found(ledger)} == {CHEAT}


def test_the_report_always_says_what_it_cannot_find():
    ledger = demo_ledger()
    assert repr(ledger.verify()).endswith(LIMIT)
    ledger.tamper(CHEAT, 5, kg=900)
    assert repr(ledger.verify()).endswith(LIMIT)


def test_a_lie_that_all_endorsed_is_not_found():
    ledger = demo_ledger()
    ledger.record({"action": "harvest", "lot": "C", "by": "farm", "kg": 10_000})
    assert ledger.verify().ok


# -- endorsing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members, needed",
    [
        (1, 1),
        (2, 2),
        (3, 2),
        (4, 3),
        (5, 3),
        (6, 4),
        (7, 4),
    ],
)
def test_a_majority_is_more_than_half(members, needed):
    assert majority(members) == needed
    for down in range(members + 1):
        silent = set()
        ledger = Ledger(Clock(), bean_rules)
        for number in range(members):
            ledger.join(f"m{number}", lambda number=number: number not in silent)
        silent |= set(range(down))
        entry = story()[0]
        if members - down >= needed:
            assert len(ledger.record(entry).endorsements) == members - down
        else:
            with pytest.raises(NotEndorsed, match=f"needs {needed} endorsements"):
                ledger.record(entry)


@pytest.mark.parametrize(
    "entry, reason",
    [
        (GROW, "cannot grow to 9000 kg"),
        (SHRINK | {"by": "farm"}, "belongs to corner-cup, not to farm"),
        (SHRINK | {"lot": "Z"}, "was never harvested"),
        (SHRINK | {"kg": 0}, "above 0, not 0"),
        (SHRINK | {"kg": 1.5}, "not 1.5"),
        (SHRINK | {"kg": True}, "not True"),
        (SHRINK | {"how": ""}, "how must be text"),
        (SHRINK | {"lot": ["B"]}, "lot must be text"),
        (SHRINK | {"price": 3}, "has the fields"),
        ({"action": "steal"}, "an action is one of"),
        ({}, "an action is one of"),
        (story()[0], "was harvested before"),
        (
            {"action": "pass on", "lot": "A", "by": "roaster", "kg": 5, "to": "x"},
            "belongs",
        ),
    ],
    ids=str,
)
def test_what_the_rules_refuse_is_not_recorded(entry, reason):
    ledger = demo_ledger()
    with pytest.raises(NotEndorsed, match=reason):
        ledger.record(entry)
    assert len(ledger.agreed()) == 12 and ledger.verify().ok


def test_entries_of_one_block_are_refused_together():
    ledger = demo_ledger()
    with pytest.raises(NotEndorsed):
        ledger.record(SHRINK, SHRINK | {"kg": 401})
    assert len(ledger.record(SHRINK, SHRINK | {"kg": 399}).entries) == 2
    assert standing(ledger.entries(), "B") == ("corner-cup", 399)


def test_an_entry_is_a_dict():
    with pytest.raises(TypeError, match="An entry is a dict"):
        demo_ledger().record("harvest")


@pytest.mark.parametrize(
    "value", [datetime(2026, 11, 2), {1: "a"}, {"a"}, (1, 2), float("inf")]
)
def test_an_entry_that_cannot_be_written_down_as_it_is_is_refused_in_words(value):
    ledger = Ledger(Clock(), lambda earlier, entry: "")
    ledger.join("farm")
    with pytest.raises(TypeError, match="An entry is a dict of plain values"):
        ledger.record({"what": value})
    assert ledger.agreed() == []


def test_who_cheats_can_write_no_more_down_than_others():
    ledger = demo_ledger()
    with pytest.raises(TypeError, match="An entry is a dict of plain values"):
        ledger.tamper("roaster", 5, kg={1, 2})
    with pytest.raises(TypeError, match="An entry is a dict of plain values"):
        ledger.rewrite(["farm", "roaster"], 5, kg=float("nan"))
    assert found(ledger) == set()


def test_a_rewriting_that_one_copy_cannot_take_changes_none():
    ledger = demo_ledger()
    del ledger.copy("roaster")[6:]
    before = list(ledger.copy("farm"))
    with pytest.raises(ValueError, match="The copy has no block 9; it has 6"):
        ledger.rewrite(["farm", "roaster"], 9, kg=1)
    assert ledger.copy("farm") == before


@pytest.mark.parametrize("name", ["roaster", "", 5])
def test_nobody_joins_under_the_name_of_another_or_under_none(name):
    ledger = demo_ledger()
    ledger.tamper("roaster", 5, kg=1)
    with pytest.raises(ValueError, match="A member needs a name of its own"):
        ledger.join(name)
    assert {member for _, _, member in found(ledger)} == {"roaster"}


def test_a_block_without_an_entry_is_refused():
    with pytest.raises(ValueError, match="at least one entry"):
        demo_ledger().record()


def test_an_action_that_is_no_text_is_refused_like_any_other():
    with pytest.raises(NotEndorsed, match="an action is one of"):
        demo_ledger().record({"action": ["harvest"]})


@pytest.mark.parametrize(
    "act",
    [
        lambda ledger: ledger.copy("roster"),
        lambda ledger: ledger.tamper("roster", 5, kg=1),
        lambda ledger: ledger.rewrite(["farm", "roster"], 5, kg=1),
    ],
)
def test_who_is_no_member_is_told_who_is(act):
    with pytest.raises(ValueError, match="'roster'. There are: farm, exporter"):
        act(demo_ledger())


@pytest.mark.parametrize(
    "read",
    [
        lambda ledger: ledger.entries(),
        lambda ledger: [entry for b in ledger.agreed() for entry in b.entries],
    ],
)
def test_what_is_read_from_the_ledger_is_yours_to_change(read):
    ledger = demo_ledger()
    for entry in read(ledger):
        entry["kg"] = 1
    assert ledger.verify().ok


@pytest.mark.parametrize("change", [{"kg": "900"}, {"lot": ["A"]}, {"by": None}])
def test_a_forged_entry_of_the_wrong_kind_is_found_like_any_other(change):
    ledger = demo_ledger()
    ledger.rewrite(MEMBERS, 5, **change)
    assert {("lie", 5, name) for name in MEMBERS} <= found(ledger)
    ledger.record({"action": "harvest", "lot": "C", "by": "farm", "kg": 10})
    assert len(ledger.agreed()) == 13


def test_what_the_caller_does_with_an_entry_later_changes_no_block():
    ledger = demo_ledger()
    entry = dict(SHRINK)
    ledger.record(entry)
    entry["kg"] = 1
    assert ledger.entries()[-1]["kg"] == 400 and ledger.verify().ok


def test_members_that_endorse_against_the_rules_are_named():
    ledger = demo_ledger()
    ledger.rules = lambda earlier, entry: ""
    ledger.record(GROW)
    ledger.rules = bean_rules
    assert found(ledger) == {("lie", 13, name) for name in MEMBERS}
    assert "lot B weighs" in said(ledger, "lie")[0]


def test_a_member_reads_all_its_blocks_anew_once_one_was_changed():
    """Its rules see what its copy says now, not what they saw at the last block."""
    ledger = demo_ledger()
    more = {"action": "pass on", "lot": "B", "by": "corner-cup", "kg": 1, "to": "you"}
    ledger.record(more | {"kg": 399})
    changed = len(ledger.agreed())
    for name in MEMBERS:
        ledger.tamper(name, changed - 1, by="nobody")
    assert ledger.members["farm"].entries()[changed - 2]["by"] == "nobody"


def test_a_member_whose_copy_was_changed_endorses_no_more():
    ledger = demo_ledger()
    ledger.rewrite([CHEAT], 5, kg=698)
    block = ledger.record(SHRINK)
    assert CHEAT not in block.endorsements and len(block.endorsements) == 3


# -- cheating by oneself ---------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 13))
def test_a_tampered_block_is_named_with_its_copy_and_the_difference(number):
    ledger = demo_ledger()
    kg = ledger.entries()[number - 1]["kg"]
    ledger.tamper(CHEAT, number, kg=kg + 1)
    assert found(ledger) == {("tampered", number, CHEAT)}
    (message,) = said(ledger, "tampered")
    assert f"Block {number} in the copy of {CHEAT}" in message
    assert f"entries[0].kg is {kg + 1} there and {kg} with the others" in message


def test_a_block_with_a_new_hash_breaks_the_link_after_it():
    ledger = demo_ledger()
    chain = ledger.copy(CHEAT)
    changed = replace(chain[4], entries=[chain[4].entries[0] | {"kg": 698}])
    chain[4] = changed.sealed()
    assert found(ledger) == {
        ("endorsement", 5, CHEAT),
        ("link", 6, CHEAT),
        ("outvoted", 5, CHEAT),
    }


def test_a_chain_rewritten_by_one_member_is_outvoted_from_its_block_on():
    ledger = demo_ledger()
    ledger.rewrite([CHEAT], 5, kg=698)
    chain = ledger.copy(CHEAT)
    assert all(block.is_whole() for block in chain)
    assert all(b.previous == a.hash for a, b in itertools.pairwise(chain))
    assert found(ledger) == {
        ("endorsement", 5, CHEAT),
        ("outvoted", 5, CHEAT),
        ("signed twice", 5, CHEAT),
    }
    assert "Each block from 5 to 12" in said(ledger, "outvoted")[0]
    (message,) = said(ledger, "endorsement")
    assert "3 signatures are needed, 1 right (roaster)" in message


def test_a_signature_cannot_be_made_for_another_member():
    ledger = demo_ledger()
    chain = ledger.copy(CHEAT)
    forged = chain[11].endorsements | {"farm": ledger.members[CHEAT].sign("x")}
    chain[11] = replace(chain[11], endorsements=forged).sealed()
    assert ("endorsement", 12, CHEAT) in found(ledger)
    assert "3 right" in said(ledger, "endorsement")[0]
    assert "1 false" in said(ledger, "endorsement")[0]


def test_a_member_cannot_make_itself_the_only_one_that_is_asked():
    ledger = demo_ledger()
    chain = ledger.copy(CHEAT)
    alone = replace(chain[11], members=[CHEAT], entries=[SHRINK])
    chain[11] = ledger._signed(alone, [ledger.members[CHEAT]])
    assert ("outvoted", 12, CHEAT) in found(ledger)


@pytest.mark.parametrize("number", range(1, 13))
def test_a_missing_block_is_named(number):
    ledger = demo_ledger()
    del ledger.copy(CHEAT)[number - 1]
    assert ("missing", number, CHEAT) in found(ledger)
    assert {block for _, block, _ in found(ledger)} <= {number, number + 1}


def test_a_block_that_is_there_twice_is_named():
    ledger = demo_ledger()
    chain = ledger.copy(CHEAT)
    chain.insert(5, chain[4])
    assert found(ledger) == {("double", 5, CHEAT), ("link", 5, CHEAT)}


def test_a_fork_is_named():
    ledger = demo_ledger()
    other = replace(ledger.copy(CHEAT)[11], entries=[SHRINK | {"lot": "A"}])
    ledger.copy(CHEAT)[11] = ledger._signed(other, [ledger.members[CHEAT]])
    assert ("outvoted", 12, CHEAT) in found(ledger)


def test_a_block_that_only_one_member_has_is_named():
    ledger = demo_ledger()
    chain = ledger.copy(CHEAT)
    more = replace(chain[11], number=13, previous=chain[11].hash, entries=[SHRINK])
    chain.append(ledger._signed(more, [ledger.members[CHEAT]]))
    assert {("extra", 13, CHEAT), ("endorsement", 13, CHEAT)} == found(ledger)


def test_an_emptied_copy_is_named():
    ledger = demo_ledger()
    ledger.copy(CHEAT).clear()
    assert found(ledger) == {("missing", n, CHEAT) for n in range(1, 13)}


def test_a_block_that_no_copy_has_cannot_be_changed():
    ledger = demo_ledger()
    for change, who in ((ledger.tamper, CHEAT), (ledger.rewrite, [CHEAT])):
        with pytest.raises(ValueError, match="no block 13; it has 12 blocks"):
            change(who, 13, kg=1)


# -- cheating together -----------------------------------------------------------------


def test_half_of_the_members_win_no_vote_and_lack_endorsements():
    ledger = demo_ledger()
    ledger.rewrite(["farm", CHEAT], 5, kg=698)
    assert len(ledger.agreed()) == 4
    kinds = {kind for kind, _, _ in found(ledger)}
    assert kinds == {"endorsement", "no majority", "signed twice"}
    accused = {m for kind, _, m in found(ledger) if kind == "endorsement"}
    assert accused == {"farm", CHEAT}


def test_a_majority_outvotes_the_honest_and_has_signed_twice():
    ledger = demo_ledger()
    ledger.rewrite(MEMBERS[:3], 5, kg=698)
    assert found(ledger) == {("outvoted", 5, "corner-cup")} | {
        ("signed twice", 5, name) for name in MEMBERS[:3]
    }
    assert ledger.entries()[4]["kg"] == 698


def test_nobody_can_tell_when_all_copies_were_rewritten():
    ledger = demo_ledger()
    ledger.rewrite(MEMBERS, 5, kg=698)
    assert ledger.verify().ok and ledger.entries()[4]["kg"] == 698


def test_a_majority_that_did_not_hide_its_change_wins_no_vote():
    ledger = demo_ledger()
    for name in MEMBERS[:3]:
        ledger.tamper(name, 5, kg=698)
    assert {("tampered", 5, name) for name in MEMBERS[:3]} <= found(ledger)
    assert len(ledger.agreed()) == 4


# -- members that come and go ----------------------------------------------------------


def test_a_newcomer_gets_the_chain_and_old_blocks_need_no_signature_of_it():
    ledger = ledger_of(2, story()[:3])
    ledger.join("roaster")
    assert len(ledger.copy("roaster")) == 3 and ledger.verify().ok
    assert majority(len(ledger.record(story()[3]).members)) == 2


def test_a_silent_member_is_told_and_catches_up():
    silent = set()
    ledger = Ledger(Clock(), bean_rules)
    for name in MEMBERS:
        ledger.join(name, lambda name=name: name not in silent)
    ledger.record(story()[0])
    silent.add("farm")
    ledger.record(story()[1])
    report = ledger.verify()
    assert report.ok and report.silent == ["farm"] and report.copies == 3
    assert "No answer from farm." in repr(report)
    silent.clear()
    ledger.catch_up()
    assert len(ledger.copy("farm")) == 2 and ledger.verify().ok


# -- any change ------------------------------------------------------------------------

CHAINS = {count: ledger_of(count, story()) for count in (1, 2, 4)}


def paths(value, path=()):
    """The way to every plain value in nested dicts and lists."""
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in inside:
            yield from paths(inner, (*path, key))
    else:
        yield path


def changed(value, path, byte):
    """The same with one character of one value changed."""
    if path:
        inner = {path[0]: changed(value[path[0]], path[1:], byte)}
        if isinstance(value, dict):
            return value | inner
        return [inner.get(at, each) for at, each in enumerate(value)]
    text = str(value)
    place = byte % len(text)
    old = text[place]
    new = chr(ord("0") + (int(old) + 1) % 10) if old.isdigit() else "~"
    text = text[:place] + new + text[place + 1 :]
    return int(text) if isinstance(value, int) else text


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(CHAINS)), st.integers(1, 12), st.data())
def test_any_changed_character_of_any_block_is_found_and_named(count, number, data):
    ledger = CHAINS[count]
    name = data.draw(st.sampled_from(sorted(ledger.members)))
    chain = ledger.copy(name)
    kept = chain[number - 1]
    fields = asdict(kept)
    path = data.draw(st.sampled_from(sorted(paths(fields), key=str)))
    altered = changed(fields, path, data.draw(st.integers(0, 63)))
    assert json.dumps(altered) != json.dumps(fields)
    chain[number - 1] = Block(**altered)
    try:
        assert ("tampered", number, name) in found(ledger)
    finally:
        chain[number - 1] = kept
    assert ledger.verify().ok


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.lists(st.integers(0, 11), min_size=12, max_size=12))
def test_any_other_order_of_blocks_is_found(length, order):
    ledger = demo_ledger()
    original = ledger.copy(CHEAT)
    shuffled = [original[at] for at in order[:length]]
    ledger.members[CHEAT].chain = shuffled
    same = [b.hash for b in shuffled] == [b.hash for b in original]
    assert ledger.verify().ok is same
