"""Lesson 08: one question for both halves, and what a learner does by hand holds."""

import re

import nbformat
import pytest

from cafe.aws.managedblockchain.beans import demo_ledger
from cafe.course.bank import load
from cafe.exercises import exercises
from cafe.explorers import backup_days, tamper
from fixtures.kernel import errors, kernel, words
from tools.lesson_pattern import cells
from tools.notebooks import NOTEBOOKS

QUESTION = "hom do you trust with yesterday?"


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(NOTEBOOKS / "08_backup_ledger.ipynb", as_version=4)


@pytest.fixture(scope="module")
def lesson(notebook):
    """The sources of lesson 08's cells, by their names and in their order."""
    return {cell.id: cell.source for cell in notebook.cells}


def run(lesson, *names):
    """What cells that need no account leave behind."""
    kept = {}
    for name in names:
        exec(lesson[name], kept)
    return kept


def test_one_question_is_asked_at_the_head_at_the_seam_and_in_the_recap(lesson):
    asking = [name for name, source in lesson.items() if QUESTION in source]
    assert asking == ["title", "hash-chain", "recap"]


def test_what_the_backups_cannot_find_is_filled_where_the_lesson_ends(lesson):
    *_, last = re.findall(r"^\|.*\|$", lesson["what-protects"], re.MULTILINE)
    assert last.startswith("| **there, and a row says something else**")
    assert last.count("**") == 2  # no remedy of this row is the best one
    assert "last row of section 6's table" in lesson["seen-a-change"]
    assert "### What protects from what?" in lesson["what-protects"]
    numbered = [s for s in lesson.values() if s.startswith("## 6. ")]
    assert numbered == [lesson["vault-lock"]]


@pytest.mark.slow
def test_who_has_rested_half_way_needs_the_first_cell_alone(notebook):
    seam = [cell.id for cell in notebook.cells].index("half-way")
    second_half = [c for c in notebook.cells[seam:] if c.cell_type == "code"]
    with kernel(seconds=300) as run:
        run(cells(notebook, "code")[0].source)
        for cell in second_half:
            outputs = run(cell.source)
            assert not errors(outputs), cell.id
            assert words(outputs) == words(cell.outputs), cell.id


@pytest.mark.slow
def test_a_chain_that_a_learner_forges_fits_for_the_lessons_own_check(lesson):
    kept = run(lesson, "fingerprint", "chain-in-the-open")
    for entry in ("farm: 120 kg", "washed: 112 kg", "exporter: 112 kg"):
        kept["add"](kept.setdefault("chain", []), entry)
    exec(exercises()["08.forge"].solution, kept)
    assert kept["first_wrong"](kept["chain"]) is None
    kept["chain"][1]["entry"] = "washed: 100 kg"
    assert kept["first_wrong"](kept["chain"]) == 1
    forged = kept["forge"](kept["chain"], 1, "washed: 90 kg", kept["fingerprint"])
    assert kept["first_wrong"](forged) is None
    assert forged[1]["entry"] == "washed: 90 kg"


@pytest.mark.slow
def test_the_prediction_on_two_backups_a_day_is_what_the_picture_says():
    (asked,) = (each for each in load("08").questions if each.id == "08.p09")
    (right,) = (option.text for option in asked.options if option.right)
    assert right.startswith("Eleven hours")
    explorer = backup_days()
    assert "day 18, 16:00" in explorer.status and "11 hours are lost" in explorer.status
    explorer.set("schedule", "half")
    assert "11 hours are lost" in explorer.status
    explorer.set("hour", explorer.hour + 4)
    assert "3 hours are lost" in explorer.status


def test_the_vote_refuses_the_farm_and_signs_what_the_owner_writes(lesson):
    kept = {"ledger": demo_ledger()}
    exec(lesson["refused-entry"], kept)
    assert len(kept["ledger"].agreed()) == 12
    by_owner = lesson["refused-entry"].replace('"by": "farm"', '"by": "corner-cup"')
    exec(re.sub(r'"kg": \d+', '"kg": 600', by_owner), kept)
    assert len(kept["ledger"].signers(kept["block"])) == 4
    explorer = tamper(kept["ledger"])
    explorer.set("touched", "roaster 13")
    assert "The hash finds it" in explorer.status


def test_no_output_of_the_lesson_prints_a_list_line_by_line(notebook):
    """Pandas' tables show it; four members who say no are told one by one."""
    printed = {
        cell.id: len(output.text.splitlines())
        for cell in cells(notebook, "code")
        for output in cell.outputs
        if "text" in output
    }
    assert {name for name, lines in printed.items() if lines > 2} == {"refused-entry"}
