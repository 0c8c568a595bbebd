"""A lesson is run as learners run it: twice, in pieces, and after playing with it.

All this in one kernel for each lesson: it was used, as a learner's is.
"""

import itertools
import re

import nbformat
import pytest

from fixtures.kernel import errors, kernel, with_a_valkey, words
from tools.lesson_pattern import WHERE, cells, skips
from tools.notebooks import lessons, notebooks

pytestmark = pytest.mark.slow

ADVICE = re.compile(r"Choose Run > Run All Above Selected Cell, then run this cell\.$")
DONE = "This has been done before: go on with the next cell."
PLAY = "from fixtures.player import play; play(Out.get(len(In) - 2), {!r})"
AS_WINDOWS = "from fixtures.exclusive_files import keep_exclusive; keep_exclusive()"
PLAIN = re.compile(r"\x1b\[[\d;]*m")  # what colours a traceback
MOST_LINES = 6  # of an error and what to do about it


HERE = [
    pytest.param(path, marks=with_a_valkey) if "valkey" in path.stem else path
    for path in notebooks()
]


@pytest.fixture(scope="module", params=HERE, ids=lambda path: path.stem)
def lesson(request):
    """(run, the code cells of the lesson)."""
    with kernel(seconds=300) as run:
        yield run, code(request.param)


def code(path):
    """The code cells of a notebook."""
    return cells(nbformat.read(path, as_version=4), "code")


def is_told(error):
    """Whether an error is told with what to do, and not as a traceback."""
    return len(error.splitlines()) <= MOST_LINES and (
        ADVICE.search(error) or DONE in error
    )


def test_each_cell_after_the_first_works_or_says_what_to_run_first(lesson):
    run, (set_up, *others) = lesson
    bare = {}
    for cell in others:
        run(set_up.source)
        for error in errors(run(cell.source)):
            if not is_told(error):
                bare[cell.id] = error
    assert bare == {}


def test_each_cell_may_be_run_twice_and_played_with_and_the_lesson_goes_on(lesson):
    run, all_cells = lesson
    failed, orders = {}, itertools.cycle(["backward", "forward", 7])
    for cell in all_cells:
        if first := errors(run(cell.source)):
            failed[cell.id] = first
        if again := [each for each in errors(run(cell.source)) if DONE not in each]:
            failed[cell.id, "again"] = again
        if "explorers." in cell.source:
            assert not errors(run(PLAY.format(next(orders))))
    assert failed == {}


def test_a_second_run_of_all_shows_what_the_lesson_shows_on_windows_too(lesson):
    run, (set_up, *others) = lesson
    assert not errors(run(AS_WINDOWS))
    assert words(run(set_up.source)).startswith("You begin anew")
    for cell in others:
        outputs = run(cell.source)
        assert not errors(outputs), cell.id
        if not skips(cell):
            assert words(outputs) == words(cell.outputs), cell.id


@pytest.mark.parametrize(
    ("name", "mistake", "rescue"),
    [
        ("02c_aurora", "bad-delete", "restore-to-the-second"),
        ("08_backup_ledger", "delete-again", "restore-to-a-second"),
    ],
)
def test_a_mistake_that_is_made_twice_is_undone_as_if_made_once(name, mistake, rescue):
    (path,) = (path for path in lessons() if path.stem == name)
    with kernel(seconds=300) as run:
        for cell in code(path):
            outputs = run(cell.source)
            if cell.id == mistake:
                run(cell.source)
            if cell.id == rescue:
                break
    assert words(outputs) == words(cell.outputs)


def test_a_till_that_is_run_again_feels_a_cut_zone_and_the_standby():
    """Lesson 02b asks for it: cut the zone in the map, move the clock, run the till."""
    with kernel(seconds=300) as run:
        till = run_up_to(run, "02b_rds", "send-an-order")
        run('aws.account.fail_zone(describe("orders")["AvailabilityZone"])')
        assert "nothing answers" in words(run(till))
        run("aws.account.clock.advance(seconds=90)")
        assert words(run(till)).strip() == "taken"


def test_a_volume_grows_on_when_its_cell_is_run_again():
    with kernel(seconds=300) as run:
        grow = run_up_to(run, "02c_aurora", "watch-it-grow")
        run("once = pieces")
        assert "17,001 orders" in words(run(grow))
        assert words(run("print(pieces > once)")).strip() == "True"


@pytest.mark.parametrize(
    ("name", "needed"),
    [("appendix_documents", {}), ("appendix_everyday", {2: 1, 3: 1, 8: 7})],
)
def test_a_section_of_an_appendix_needs_no_other_than_the_head_says(name, needed):
    (path,) = (path for path in notebooks() if path.stem == name)
    sections = [[]]  # the first is what stands before section 1
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.source.startswith("## ") and "Recap" not in cell.source:
            sections.append([])
        if cell.cell_type == "code":
            sections[-1].append(cell)
    with kernel(seconds=300) as run:
        for number in range(1, len(sections)):
            before = sections[needed[number]] if number in needed else []
            for cell in [*sections[0], *before, *sections[number]]:
                assert not errors(run(cell.source)), (number, cell.id)


@with_a_valkey
def test_a_replica_is_not_waited_for_when_its_primary_has_been_stopped():
    with kernel() as run:
        add_a_replica = run_up_to(run, "lab_valkey", "add-a-replica")
        run("store.stop()")
        (error,) = errors(run(add_a_replica))
        assert "ConnectionError" in error
        assert is_told(error)


def run_up_to(run, notebook, name):
    """Run a notebook's cells up to the one of that name, and give its code."""
    (path,) = (path for path in notebooks() if path.stem == notebook)
    for cell in code(path):
        run(cell.source)
        if cell.id == name:
            return cell.source
    raise LookupError(name)


def test_no_loop_of_a_lesson_waits_for_ever():
    waiting = [
        (path.stem, cell.id)
        for path in lessons()
        for cell in code(path)
        if re.search(r"while (True|1)\b", cell.source)
    ]
    assert waiting == []


def test_a_notebook_without_the_course_says_what_to_do(tmp_path):
    with kernel(folder=tmp_path, path="") as run:
        for path in lessons():
            said = words(run(code(path)[0].source))
            assert "No module named 'cafe'" in said
            assert WHERE in PLAIN.sub("", said)
