"""The tamper explorer: its hashes, votes and findings are the ledger's own."""

import json

import pytest

from aws.managedblockchain.test_ledger import ledger_of
from cafe.aws.managedblockchain.beans import MEMBERS, demo_ledger, story
from cafe.explorers import tamper
from fixtures.blockchain import Traders
from fixtures.pictures import SVG, check_picture, drawn

WAYS = ("entry", "hashes", "majority", "all", "undo")


def words(explorer, name):
    """What the picture's words say of one member's copy."""
    (line,) = [t for t in explorer.picture().text if t.startswith(f"{name}: ")]
    return line.removeprefix(f"{name}: ")


def after(way, ledger=None, **controls):
    explorer = tamper(ledger)
    for name, value in controls.items():
        explorer.set(name, value)
    explorer.press(way)
    return explorer


def findings(explorer):
    return {(f.kind, f.member) for f in explorer.ledger.verify().findings}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_picture_is_well_formed_and_its_words_are_the_repr(way):
    explorer = after(way)
    check_picture(explorer)
    said = " ".join(explorer.picture().text)
    assert drawn(explorer).find(f"{SVG}desc").text == said
    assert explorer.status in said
    assert repr(after(way)) == repr(explorer)


@pytest.mark.slow
def test_an_honest_ledger_is_shown_as_such_with_its_own_hashes():
    explorer = tamper()
    assert {words(explorer, name) for name in MEMBERS} == {"● all hashes fit."}
    assert "Nothing is wrong" in repr(explorer)
    for block in explorer.ledger.agreed():
        assert explorer.picture().svg.count(f">{block.hash[:4]}<") >= len(MEMBERS)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 13))
def test_a_changed_entry_breaks_its_block_and_the_links_after_it(number):
    explorer = after("entry", block=number)
    assert findings(explorer) == {("tampered", "roaster")}
    told = words(explorer, "roaster")
    assert told.startswith(f"✕ block {number} does not fit its hash")
    if number < 12:
        assert f"the link to block {number + 1} breaks" in told
    assert told.endswith("to 12.") is (number < 11)
    assert words(explorer, "farm") == "● all hashes fit."
    assert "The hash finds it" in explorer.status


def test_recomputed_hashes_fit_and_are_outvoted():
    explorer = after("hashes", cheat="exporter")
    assert words(explorer, "exporter") == (
        "≠ all hashes fit, but blocks 5 to 12 differ: outvoted."
    )
    assert "exporter is outvoted" in explorer.status
    assert "1 of 3 signatures" in explorer.status


def test_a_majority_outvotes_the_honest_member():
    explorer = after("majority")
    assert words(explorer, "corner-cup").startswith("≠")
    assert words(explorer, "roaster") == "● all hashes fit."
    assert "corner-cup is right and outvoted" in explorer.status
    assert "signed by farm, exporter and roaster" in explorer.status


@pytest.mark.parametrize("number", range(1, 13))
def test_when_everybody_cheats_nobody_can_tell(number):
    explorer = after("all", block=number)
    assert explorer.ledger.verify().ok
    assert explorer.ledger.entries() != story()
    assert "Nobody can tell any more" in explorer.status


def blocks_to_touch(explorer):
    """What touching each block asks for, in the picture's order."""
    values = [part.get("data-value") for part in drawn(explorer).iter()]
    return [json.loads(value) for value in values if value]


def test_a_block_is_touched_to_change_it_and_the_next_way_goes_on_from_there():
    explorer = tamper()
    assert "farm 3" in blocks_to_touch(explorer)
    assert len(blocks_to_touch(explorer)) == 12 * len(MEMBERS)
    explorer.set("touched", "farm 3")
    assert repr(explorer) == repr(after("entry", block=3, cheat="farm"))
    explorer.press("hashes")
    explorer.set("touched", "roaster 5")
    assert repr(explorer) == repr(after("hashes"))


@pytest.mark.parametrize("value", ["", "5", "roaster", "nobody 5", "roaster 99"])
def test_what_names_no_block_changes_nothing_and_says_what_does(value):
    explorer = tamper()
    explorer.set("touched", value)
    assert explorer.status.endswith("say whose copy and a number, as in roaster 5.")
    assert repr(explorer) == repr(tamper())


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_undo_brings_every_copy_back(way):
    explorer = after(way)
    explorer.press("undo")
    assert explorer.ledger.verify().ok and explorer.ledger.entries() == story()
    assert repr(explorer) == repr(tamper())


@pytest.mark.slow
def test_one_way_to_cheat_takes_the_place_of_another():
    explorer = after("all")
    explorer.press("entry")
    assert repr(explorer) == repr(after("entry"))
    explorer.set("block", 7)
    assert repr(explorer) == repr(after("entry", block=7))
    explorer.set("cheat", "farm")
    assert repr(explorer) == repr(after("entry", block=7, cheat="farm"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "members",
    [1, 2, 3, 4, *(pytest.param(many, marks=pytest.mark.slow) for many in (5, 6, 7))],
)
def test_each_way_works_for_any_number_of_members(members):
    for way in WAYS:
        explorer = after(way, ledger_of(members, story()))
        check_picture(explorer)
        alone = members == 1 and way == "hashes"
        nobody = way == "all" or alone or (way == "majority" and members <= 2)
        assert ("Nobody can tell" in explorer.status) is nobody, way


def test_a_single_keeper_can_rewrite_unnoticed_and_one_of_two_cannot_be_outvoted():
    assert "Nobody can tell" in after("hashes", ledger_of(1, story())).status
    assert "The vote decides nothing" in after("hashes", ledger_of(2, story())).status


def test_a_long_ledger_shows_twelve_blocks_around_the_chosen_one():
    ledger = ledger_of(2, story(lots=("A", "B", "C", "D")))
    for number in (1, 12, 24):
        explorer = after("undo", ledger, block=number)
        shown = explorer._shown()
        assert len(shown) == 12 and number in shown


def test_a_member_that_cannot_be_reached_is_shown_as_silent():
    traders = Traders(4, nodes=True)
    for entry in story()[:3]:
        traders.ledger.record(entry)
    explorer = tamper(traders.ledger)
    traders.account.fail_zone("eu-west-1b")
    assert words(explorer, "exporter") == "does not answer."
    explorer.press("entry")
    assert "The hash finds it" in explorer.status
    explorer.press("undo")
    assert "Nothing is wrong" in explorer.status


def test_a_block_that_the_cheat_has_not_got_cannot_be_changed():
    ledger = demo_ledger()
    del ledger.copy("roaster")[4]
    explorer = after("entry", ledger)
    assert explorer.status == "The copy of roaster has no block 5 to change."
    assert "block 5 is missing" in words(explorer, "roaster")


def test_what_a_cell_did_to_the_ledger_is_told_as_the_ledger_tells_it():
    ledger = demo_ledger()
    ledger.rewrite(["roaster"], 5, kg=400)
    told = repr(tamper(ledger))
    assert "roaster is right" not in told
    assert all(finding.message in told for finding in ledger.verify().findings)


@pytest.mark.parametrize("way", ["entry", "hashes"])
def test_undo_keeps_the_block_that_was_recorded_meanwhile(way):
    explorer = after(way)
    ledger, copy = explorer.ledger, explorer.ledger.copy("roaster")
    harvest = {"action": "harvest", "lot": "C", "by": "farm", "kg": 10}
    ledger.record(harvest)
    explorer.press("undo")
    assert ledger.entries() == [*story(), harvest] and ledger.verify().ok
    assert copy is ledger.copy("roaster") and len(copy) == 13


def test_a_single_keeper_has_no_others_who_know_the_entry():
    assert "Nobody else has the entry" in after("entry", ledger_of(1, story())).status


@pytest.mark.parametrize("way", ["entry", "hashes"])
def test_what_a_silent_member_changed_is_not_said_to_be_in_all_copies(way):
    ledger = ledger_of(4, story())
    ledger.members["roaster"].is_up = lambda: False
    assert after(way, ledger).status == "Nobody sees it yet: roaster does not answer."


def test_a_ledger_without_a_block_is_refused():
    with pytest.raises(ValueError, match="record one first"):
        tamper(ledger_of(2))
