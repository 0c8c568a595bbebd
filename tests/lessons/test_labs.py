"""The labs run the lessons' own cells with real clients."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from cafe.lessons import labs

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LABS = sorted(NOTEBOOKS.glob("lab_*.ipynb"))
#: What the cells are called that each notebook has of its own.
OWN = {"title", "set-up", "recap", "facts-cited", "self-check"}


#: A refusal, in DuckDB's words and in PostgreSQL's.
REFUSED = re.compile(r"^Constraint Error: |violates .*constraint")
#: Labs that go where no lesson goes, with cells of their own.
OWN_CELLS = {"lab_your_own_account"}
#: How a lab marks a line that it has from a lesson with something else in it.
MARK = re.compile(r"  # lesson \d+[a-c]?: ")
MOST_MARKED = 3  # lines of a cell


def cells(path):
    """{id: (lines, what it said)} of a notebook's cells of code."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {
        cell["id"]: ("".join(cell["source"]).splitlines(), said(cell["outputs"]))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["id"] not in OWN
    }


def said(outputs):
    """What a cell said, or "refused" if that was a database's refusal."""
    texts = (o.get("text") or o["data"].get("text/plain", "") for o in outputs)
    whole = "".join(line for text in texts for line in text)
    return "refused" if REFUSED.search(whole) else whole


LESSONS = defaultdict(dict)  # for each id the lessons that have it, with their cell
for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
    for name, cell in cells(path).items():
        LESSONS[name][path] = cell
SHARED = [(lab, name) for lab in LABS for name in cells(lab) if name in LESSONS]


@pytest.mark.parametrize(
    ("lab", "name"), SHARED, ids=[f"{lab.stem}-{name}" for lab, name in SHARED]
)
def test_a_cell_that_a_lab_shares_with_a_lesson_is_the_same(lab, name):
    lines, _ = cells(lab)[name]
    assert sum(bool(MARK.search(line)) for line in lines) <= MOST_MARKED
    assert lessons_with_the_cell(lab, name)


def lessons_with_the_cell(lab, name):
    """The lessons from which a lab has a cell, with what it said."""
    lines, result = cells(lab)[name]
    return [
        lesson
        for lesson, (original, there) in LESSONS[name].items()
        if (result, len(lines)) == (there, len(original))
        and all(map(is_same, lines, original))
    ]


def is_same(line, original):
    """Whether a line is the lesson's, or is marked with what the lesson has there."""
    return line == original or bool(MARK.search(line))


def test_a_lab_shares_cells_with_a_lesson():
    assert {lab.stem for lab in LABS} - {lab.stem for lab, _ in SHARED} == OWN_CELLS
    assert len(SHARED) >= 4 * len(LABS)


def end(path):
    """The text of a notebook's last cell."""
    return "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["source"])


def test_each_lab_is_linked_at_a_lessons_end():
    ends = "".join(map(end, NOTEBOOKS.glob("[0-9]*.ipynb")))
    assert [lab.name for lab in LABS if f"({lab.name})" not in ends] == []


def test_a_lesson_and_the_lab_that_has_its_cells_lead_to_each_other():
    pairs = {
        (lab, each) for lab, name in SHARED for each in lessons_with_the_cell(lab, name)
    }
    assert pairs
    for lab, lesson in sorted(pairs):
        assert f"({lab.name})" in end(lesson), lesson.name
        assert f"({lesson.name})" in end(lab), lab.name


@pytest.mark.parametrize("lab", LABS, ids=[lab.stem for lab in LABS])
def test_a_lesson_to_which_a_lab_leads_back_leads_to_the_lab(lab):
    names = set(re.findall(r"\((\d\w+\.ipynb)\)", end(lab))) - {"00_start_here.ipynb"}
    assert names
    for name in sorted(names):
        assert f"({lab.name})" in end(NOTEBOOKS / name), name


def test_without_its_packages_a_lab_says_what_to_install(monkeypatch):
    monkeypatch.setattr(labs, "find_spec", lambda name: name == "redis" or None)
    with pytest.raises(labs.NotInstalled, match="This lab needs boto3, awscli") as told:
        labs.need("boto3", "redis", "awscli")
    assert "%pip install -c ../tests/requirements.txt boto3 awscli" in str(told.value)
    with pytest.raises(labs.NotInstalled, match=r'"psycopg\[binary\]"'):
        labs.need("psycopg")
    assert told.value._render_traceback_() == [str(told.value)]
    labs.need("redis")


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS, ids=[lab.stem for lab in LABS])
def test_where_only_the_courses_packages_are_a_labs_first_cell_says_so(lab):
    first = next(
        "".join(cell["source"])
        for cell in json.loads(lab.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    missing = [*PACKAGE.findall(first.partition("need(")[2]), "botocore"]
    hide = f"import sys; sys.modules.update(dict.fromkeys({missing}))\n"
    ended = subprocess.run(
        [sys.executable, "-c", hide + first],
        cwd=NOTEBOOKS,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "NotInstalled: This lab needs" in ended.stderr


@pytest.mark.parametrize("lab", LABS, ids=[lab.stem for lab in LABS])
def test_a_path_that_a_lab_gives_to_a_terminal_may_have_a_space_in_it(lab):
    lines = [line for lines, _ in cells(lab).values() for line in lines]
    to_a_terminal = [line for line in lines if line.startswith("!")]
    assert [line for line in to_a_terminal if re.search(r"(?<!\"){\w+}", line)] == []


def test_a_cell_finds_the_programs_of_an_environment_that_nobody_activated(monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)
    labs.need("redis")
    assert os.get_exec_path()[0] == sysconfig.get_path("scripts")
    labs.need("redis")
    assert os.get_exec_path()[1:] == os.defpath.split(os.pathsep)


IMPORTED = re.compile(r"^\s*(?:import|from) (\w+)", re.MULTILINE)
PACKAGE = re.compile(r'"(\w+)[^"]*"')


@pytest.mark.parametrize("lab", LABS, ids=[lab.stem for lab in LABS])
def test_a_labs_first_cell_asks_for_all_that_it_imports(lab):
    """So that a lab ends there, with a word, and not in its middle."""
    project = tomllib.loads((NOTEBOOKS.parent / "pyproject.toml").read_text("utf-8"))
    listed = project["project"]["optional-dependencies"]["labs"]
    extra = {re.match(r"\w+", line)[0] for line in listed}
    code = [
        "".join(cell["source"])
        for cell in json.loads(lab.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    if "wire" in code[0]:
        files = (NOTEBOOKS / "cafe" / "wire").glob("*.py")
        code += [file.read_text(encoding="utf-8") for file in files]
    wanted = {name for text in code for name in IMPORTED.findall(text)} & extra
    assert wanted <= set(PACKAGE.findall(code[0].partition("need(")[2]))


@pytest.mark.slow
def test_a_lab_that_fails_half_way_leaves_no_port_open():
    code = "from cafe import wire; print(wire.serve().aws); raise SystemExit(1)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, timeout=60
    )
    port = int(ended.stdout.decode().strip().rpartition(":")[2])
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
